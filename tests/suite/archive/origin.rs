//! A file that lies somewhere is known again.

use thidua::archive::{Archive, origin};

use super::{archived, sign};
use crate::pki::pki;

const COVENANT: &str = "out/hoi-nghi/giao-uoc-thi-dua.pdf";

#[test]
fn a_paper_leads_back_to_its_record() {
    let Some(pki) = pki() else { return };
    let run = archived();
    let paper = run.bytes(COVENANT);
    let run = sign(run, pki, COVENANT, "so-noi-vu", "Nguyễn Văn A");
    let archive = Archive::open(&run.path().join("kho")).expect("the archive");
    let told = |pdf: &[u8]| -> Vec<(String, String, bool)> {
        let origins = origin::of(&archive, pdf).expect("origins");
        origins.into_iter().map(|origin| (origin.dossier.id(), origin.record, origin.same_file)).collect()
    };
    let from = |same| vec![("2026/hoi-nghi".to_owned(), "data/ho-so/hoi-nghi.yaml".to_owned(), same)];
    assert_eq!(told(&paper), from(true));
    assert_eq!(told(&run.bytes(COVENANT)), from(false));
    assert_eq!(told(b"%PDF-1.7"), Vec::new());
}

#[test]
fn verifying_a_paper_tells_the_record_that_made_it() {
    let Some(pki) = pki() else { return };
    let run = sign(archived(), pki, COVENANT, "so-noi-vu", "Nguyễn Văn A");
    let paper = run.bytes(COVENANT);
    let run = run.then("verify").file("da-ky.pdf", paper).file("khac.pdf", "%PDF-1.7");
    let run = run.arg("da-ky.pdf").arg("khac.pdf").arg("--archive").arg("kho").run().code(1);
    run.stdout_contains(
        "  lập từ hồ sơ lưu trữ 2026/hoi-nghi (data/ho-so/hoi-nghi.yaml): cùng văn bản, khác số chữ ký",
    );
}
