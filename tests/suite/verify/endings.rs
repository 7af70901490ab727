//! How a file ends: every PDF of thidua with a newline, and what others append to it begins on a line of its own.

use super::forge;
use super::{Case, Fate, assert_judged, signed, signed_once};
use crate::driver::Thidua;
use crate::pki::{Kind, Pki, pki};
use crate::sign::judges::{conforming, has_pyhanko, sign_with_pyhanko};
use crate::sign::papers::covenant;

#[test]
fn every_pdf_ends_with_a_newline() {
    for options in ["", "--draft", "--attach-record"] {
        let build = Thidua::new("build").sample("day-du").sample("giao-uoc-17");
        let run = options.split_whitespace().fold(build, Thidua::arg).run().code(0);
        for file in run.files("out") {
            assert_ends(&file, &run.bytes(&format!("out/{file}")));
        }
    }
    let run = crate::archive::archived().then("archive register --archive kho -o so.pdf").run().code(0);
    assert_ends("the register", &run.bytes("so.pdf"));
    let Some(pki) = pki() else { return };
    assert_ends("a signed paper", &signed_once(pki));
}

#[track_caller]
fn assert_ends(name: &str, pdf: &[u8]) {
    assert!(pdf.ends_with(b"%%EOF\n"), "{name} ends otherwise");
}

/// A covenant that its first party has signed with another tool, which ends its files so.
fn signed_by_another(pki: &Pki, end: &str) -> Vec<u8> {
    let signer = pki.person("Nguyễn Văn A", Kind::P256);
    forge::signed_to(&covenant(3), "phuong-1", forge::words(), end, |content| {
        forge::openssl(pki, &[&signer], content, &forge::PADES)
    })
}

#[test]
fn a_file_that_ends_otherwise_is_signed_on_a_line_of_its_own_and_its_signature_stands() {
    let Some(pki) = pki() else { return };
    let other = pki.person("Trần Thị B", Kind::P256);
    let mut cases = Vec::new();
    for (name, end, after) in [
        ("no newline", "", ""),
        ("a newline", "\n", ""),
        ("two bytes", "\r\n", ""),
        ("a return", "\r", ""),
        ("a newline that nobody signed", "", "\n"),
    ] {
        let before = [&signed_by_another(pki, end), after.as_bytes()].concat();
        let twice = signed(&before, &other, "phuong-2", &[]);
        let begins = twice.starts_with(&before) && twice[..=before.len()].contains(&b'\n');
        let line = before.ends_with(b"\n") || twice[before.len()] == b'\n';
        assert!(begins && line, "{name}: the update does not begin on a line of its own");
        assert_ends(name, &twice);
        cases.push(Case { name, pdf: before, fate: Fate::Stands });
        cases.push(Case { name, pdf: twice, fate: Fate::Stands });
    }
    assert_judged(pki, &cases);
}

#[test]
fn a_paper_that_another_program_signs_stays_archival_and_accessible() {
    let Some(pki) = pki() else { return };
    if !has_pyhanko() {
        return;
    }
    let other = pki.person("Trần Thị B", Kind::P256);
    let run = Thidua::new("build").sample("day-du").sample("giao-uoc-17").run().code(0);
    let papers =
        ["day-du/bao-cao-tong-ket", "day-du/quyet-dinh-khen-thuong-1", "giao-uoc-17/giao-uoc-thi-dua"];
    let papers = papers.map(|paper| run.path().join("out").join(paper).with_extension("pdf"));
    for paper in &papers {
        let pdf = std::fs::read(paper).expect("a paper");
        let fields = thidua::pdf::fields::list(&thidua::pdf::open(&pdf).expect("a PDF"));
        assert!(!fields.is_empty(), "{} has no field", paper.display());
        fields.iter().take(2).for_each(|field| sign_with_pyhanko(paper, &field.name, &other, None));
    }
    conforming("2a,ua1", &papers);
}
