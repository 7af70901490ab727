//! A file that lies somewhere is known again.

use thidua::archive::{Archive, origin};

use super::{archived, signed};

#[test]
fn a_paper_leads_back_to_its_record() {
    let run = archived();
    let archive = Archive::open(&run.path().join("kho")).expect("the archive");
    let paper = run.bytes("out/hoi-nghi/giao-uoc-thi-dua.pdf");
    let told = |pdf: &[u8]| -> Vec<(String, String, bool)> {
        let origins = origin::of(&archive, pdf).expect("origins");
        origins.into_iter().map(|origin| (origin.dossier.id(), origin.record, origin.same_file)).collect()
    };
    let from = |same| vec![("2026/hoi-nghi".to_owned(), "data/ho-so/hoi-nghi.yaml".to_owned(), same)];
    assert_eq!(told(&paper), from(true));
    assert_eq!(told(&signed(&paper)), from(false));
    assert_eq!(told(b"%PDF-1.7"), Vec::new());
}
