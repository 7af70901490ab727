//! A dossier for hand-over: PDF and XML, a bag of its own.

use super::archived;
use super::bag::judged;

#[test]
fn papers_and_metadata_are_handed_over_and_nothing_else() {
    let run = archived()
        .then("archive export 2026/hoi-nghi -o giao-nop --archive kho")
        .run()
        .code(0)
        .silent()
        .stdout_is("giao-nop/2026-hoi-nghi\n")
        .left(
            "giao-nop/2026-hoi-nghi",
            &[
                "bag-info.txt",
                "bagit.txt",
                "data/sieu-du-lieu/bao-cao-tong-ket.xml",
                "data/sieu-du-lieu/giao-uoc-thi-dua.xml",
                "data/sieu-du-lieu/ho-so.xml",
                "data/van-ban/bao-cao-tong-ket.pdf",
                "data/van-ban/giao-uoc-thi-dua.pdf",
                "manifest-sha512.txt",
                "tagmanifest-sha512.txt",
            ],
        );
    let judged = judged(&run.path().join("giao-nop/2026-hoi-nghi"));
    assert!(judged.is_none_or(|judged| judged.is_ok()));
}

#[test]
fn what_was_handed_over_is_not_overwritten() {
    archived()
        .then("archive export hoi-nghi -o giao-nop --archive kho")
        .run()
        .code(0)
        .then("archive export hoi-nghi -o giao-nop --archive kho")
        .run()
        .code(2)
        .stderr_contains("đã có sẵn");
}

#[test]
fn a_dossier_that_is_not_whole_is_not_handed_over() {
    let run = archived();
    std::fs::remove_file(run.path().join(super::DOSSIER).join("data/van-ban/bao-cao-tong-ket.pdf"))
        .expect("a paper goes");
    run.then("archive export hoi-nghi -o giao-nop --archive kho").run().code(1).left("giao-nop", &[]);
}

#[test]
fn a_dossier_that_is_not_there_is_told() {
    archived()
        .then("archive export 2025/hoi-nghi -o giao-nop --archive kho")
        .run()
        .code(2)
        .stderr_contains("kho lưu trữ không có hồ sơ `2025/hoi-nghi`");
}
