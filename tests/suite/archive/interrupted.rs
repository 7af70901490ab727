//! Whatever moment the plug is pulled at: nothing is lost, nothing is half there.

use std::fs;

use super::{DOSSIER, RECORD, archived, dossiers};
use crate::driver::Run;

/// What becomes of the archive when the next paper is archived.
fn next(run: Run) -> Run {
    let other = RECORD.replace("{ year: 2025 }", "{ half: 2, year: 2025 }").replace("number: 5", "number: 6");
    let run =
        run.then("build").record("khac.yaml", other.replace("kind: tổng kết", "kind: sơ kết")).run().code(0);
    run.then("archive add khac.yaml out/khac/bao-cao-so-ket.pdf --archive kho").run()
}

/// Puts the dossier back to where it was before it was named, with the note that tells of it.
fn unnamed(run: &Run, note: &str) {
    let hidden = run.path().join("kho/ho-so/.tam-Ab12Cd");
    fs::rename(run.path().join(DOSSIER), hidden).expect("the dossier goes back");
    fs::write(run.path().join("kho/ho-so/.dang-them/2026-hoi-nghi.yaml"), note).expect("the note");
    fs::remove_file(run.path().join("kho/chi-muc.sqlite")).expect("the index goes");
}

const NOTE: &str = "staged: .tam-Ab12Cd\nyear: 2026\nname: hoi-nghi\nnumbers: []\n";

#[test]
fn a_dossier_that_was_being_made_is_swept_away() {
    let run = archived();
    fs::create_dir_all(run.path().join("kho/ho-so/.tam-Ab12Cd/data/van-ban")).expect("a hidden folder");
    fs::write(run.path().join("kho/ho-so/.tam-Ab12Cd/data/van-ban/x.pdf"), "%PDF-").expect("a file");
    let run = next(run).code(0);
    assert!(!run.path().join("kho/ho-so/.tam-Ab12Cd").exists());
    assert_eq!(dossiers(&run.path().join("kho")).len(), 2);
}

#[test]
fn a_dossier_that_was_sealed_is_put_in_its_place() {
    let run = archived();
    unnamed(&run, NOTE);
    let run =
        run.then("archive verify --archive kho").run().stderr_contains("có 01 lần lưu bị ngắt giữa chừng");
    let run = next(run).code(0);
    assert_eq!(dossiers(&run.path().join("kho")).len(), 2);
    assert_eq!(run.files("kho/ho-so/.dang-them"), Vec::<String>::new());
    run.then("archive find giao ước --archive kho")
        .run()
        .code(0)
        .stdout_contains("2026/hoi-nghi")
        .then("archive verify --archive kho")
        .run()
        .code(0);
}

#[test]
fn a_dossier_that_was_named_is_entered_into_the_index() {
    let run = archived();
    fs::write(run.path().join("kho/ho-so/.dang-them/2026-hoi-nghi.yaml"), NOTE).expect("the note");
    let index = run.path().join("kho/chi-muc.sqlite");
    fs::remove_file(&index).expect("the index goes");
    let run = next(run).code(0);
    assert_eq!(run.files("kho/ho-so/.dang-them"), Vec::<String>::new());
    run.then("archive find giao ước --archive kho").run().code(0).stdout_contains("2026/hoi-nghi");
}

#[test]
fn a_note_of_what_never_was_is_taken_away() {
    let run = archived();
    let note = NOTE.replace("hoi-nghi", "khong-co");
    fs::write(run.path().join("kho/ho-so/.dang-them/2026-khong-co.yaml"), note).expect("the note");
    let run = next(run).code(0);
    assert_eq!(run.files("kho/ho-so/.dang-them"), Vec::<String>::new());
}

#[test]
fn a_note_that_leads_elsewhere_is_refused() {
    for (good, bad) in
        [(".tam-Ab12Cd", ".tam-/../../.."), ("name: hoi-nghi", "name: ../../x"), ("year", "năm")]
    {
        let run = archived();
        unnamed(&run, &NOTE.replace(good, bad));
        let run = next(run).code(1).stderr_contains("2026-hoi-nghi.yaml` bị hỏng hoặc đã bị sửa");
        assert!(run.path().join("kho/ho-so/.tam-Ab12Cd").exists(), "nothing is lost");
    }
}
