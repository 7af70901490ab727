//! Papers that carry digital signatures, in the archive.

use std::fs;
use std::path::Path;

use thidua::archive::bag;

use super::{DOSSIER, RECORD};
use crate::driver::{Run, Thidua};
use crate::pki::{Kind, PASSWORD, Pki, pki};

const COVENANT: &str = "out/hoi-nghi/giao-uoc-thi-dua.pdf";
const ADD: &str = "archive add hoi-nghi.yaml out/hoi-nghi/giao-uoc-thi-dua.pdf --archive kho";

/// The covenant of [`RECORD`], signed by both of its parties.
fn signed(pki: &Pki) -> Run {
    let run = Thidua::new("build").record("hoi-nghi.yaml", RECORD).run().code(0);
    let parties = [("so-noi-vu", "Nguyễn Văn A", Kind::Rsa), ("so-y-te", "Trần Thị B", Kind::P256)];
    parties.into_iter().fold(run, |run, (party, name, kind)| {
        let key = fs::read(pki.person(name, kind).p12).expect("a key file");
        run.then(&format!("sign {COVENANT} --as {party} --key khoa.p12 --pin-file mat-khau --name-differs"))
            .file("khoa.p12", key)
            .file("mat-khau", PASSWORD)
            .run()
            .code(0)
    })
}

/// Alters a byte of the last signature's own update: the time that it says.
fn alter(path: &Path) {
    let mut bytes = fs::read(path).expect("the paper");
    let time = bytes.windows(4).rposition(|window| window == b"(D:2").expect("a time of signing");
    bytes[time + 3] = b'1';
    fs::write(path, bytes).expect("the paper");
}

#[test]
fn signed_papers_are_archived_judged_and_made_once_more() {
    let Some(pki) = pki() else { return };
    let run = signed(pki).then(ADD).run().code(0);
    assert!(!run.stderr.contains("chưa có chữ ký số"), "{}", run.stderr);
    assert!(
        run.text(&format!("{DOSSIER}/data/sieu-du-lieu/giao-uoc-thi-dua.xml")).contains("có 02 chữ ký số")
    );
    let root = fs::read(pki.root()).expect("the root");
    run.then("archive verify --archive kho --trust tin-cay")
        .file("tin-cay/goc.pem", root)
        .run()
        .code(0)
        .stdout_is("2026/hoi-nghi: nguyên vẹn\n")
        .then("archive replay --archive kho")
        .run()
        .code(0)
        .stdout_is("2026/hoi-nghi: data/van-ban/giao-uoc-thi-dua.pdf: giống từng byte\n");
}

#[test]
fn whom_nobody_trusts_is_told() {
    let Some(pki) = pki() else { return };
    let other = Pki::new("Cơ quan chứng thực khác (thử nghiệm)");
    let root = fs::read(other.root()).expect("the root");
    signed(pki)
        .then(ADD)
        .run()
        .code(0)
        .then("archive verify --archive kho --trust tin-cay")
        .file("tin-cay/goc.pem", root)
        .run()
        .code(1)
        .stdout_is("2026/hoi-nghi: CÓ LỖI\n")
        .stderr_contains("chữ ký số của Nguyễn Văn A trong")
        .stderr_contains("không hợp lệ");
}

#[test]
fn a_paper_that_was_changed_after_it_was_signed_is_not_archived() {
    let Some(pki) = pki() else { return };
    let run = signed(pki);
    alter(&run.path().join(COVENANT));
    run.then(ADD).run().code(1).stderr_contains("đã bị sửa sau khi ký").left("kho", &[]);
}

#[test]
fn a_signature_that_was_altered_in_a_dossier_that_was_sealed_again_is_found() {
    let Some(pki) = pki() else { return };
    let run = signed(pki).then(ADD).run().code(0);
    let dossier = run.path().join(DOSSIER);
    let paper = dossier.join("data/van-ban/giao-uoc-thi-dua.pdf");
    let before = bag::sha512_of(&paper).expect("the digest");
    alter(&paper);
    let metadata = dossier.join("data/sieu-du-lieu/giao-uoc-thi-dua.xml");
    let text = fs::read_to_string(&metadata).expect("metadata");
    let after = bag::sha512_of(&paper).expect("the digest");
    fs::write(&metadata, text.replace(&before, &after)).expect("metadata");
    super::tampered::seal_again(&dossier);
    run.then("archive verify --archive kho")
        .run()
        .code(1)
        .stdout_is("2026/hoi-nghi: CÓ LỖI\n")
        .stderr_contains("không còn giá trị: tệp đã bị sửa sau khi ký");
}

#[test]
fn a_paper_that_not_all_have_signed_is_archived_with_a_warning() {
    let Some(pki) = pki() else { return };
    let key = fs::read(pki.person("Nguyễn Văn A", Kind::P256).p12).expect("a key file");
    let run = Thidua::new("build")
        .record("hoi-nghi.yaml", RECORD)
        .run()
        .code(0)
        .then(&format!("sign {COVENANT} --as so-noi-vu --key khoa.p12 --pin-file mat-khau --name-differs"))
        .file("khoa.p12", key)
        .file("mat-khau", PASSWORD)
        .run()
        .code(0);
    run.then(ADD).run().code(0).stderr_contains("giao-uoc-thi-dua.pdf` còn thiếu chữ ký của Sở Y tế");
    let run = signed(pki).then(ADD).run().code(0);
    assert!(!run.stderr.contains("còn thiếu chữ ký"), "{}", run.stderr);
}
