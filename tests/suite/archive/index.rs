//! The index is a cache: whatever becomes of it, the answers stay the same.

use std::fs;
use std::path::Path;

use thidua::archive::index::{FILE, Index};

use super::archived;
use super::shelf::{Shelf, naming, paper, put, words};
use crate::driver::Thidua;

fn many() -> Shelf {
    let papers = |dossier: usize| {
        let paper = |at: usize| {
            let subject = format!("Khen thưởng {dossier} lần {at}");
            naming(paper(&format!("{at:02}/QĐ-SNV"), "2026-01-20", &subject), &["Trần Thị B"])
        };
        (1..=20).map(paper).collect::<Vec<_>>()
    };
    (1..=20).fold(Shelf::new(), |shelf, at| shelf.with(&format!("2026/ho-so-{at}"), &papers(at)))
}

/// What is found before and after something was done to the index's file.
#[track_caller]
fn survives(what: &str, harm: impl FnOnce(&Path)) {
    let shelf = many();
    let before = shelf.find(&words("lan 7 tran thi b"));
    assert!(before.hits.len() > 20, "{what}");
    harm(&shelf.path().join(FILE));
    assert_eq!(shelf.find(&words("lan 7 tran thi b")), before, "{what}");
    let archive = shelf.archive();
    let index = Index::open(&archive).expect("an index");
    assert_eq!(index.size().expect("a size"), (20, 400), "{what}");
    assert_eq!(index.warnings, [], "{what}");
}

#[test]
fn an_index_that_is_gone_is_made_anew() {
    survives("deleted", |file| fs::remove_file(file).expect("the file goes"));
    survives("empty", |file| fs::write(file, "").expect("an empty file"));
}

#[test]
fn an_index_that_is_damaged_is_made_anew() {
    survives("no database", |file| fs::write(file, "đây không phải là cơ sở dữ liệu").expect("a file"));
    survives("cut off", |file| {
        let bytes = fs::read(file).expect("the file");
        fs::write(file, &bytes[..bytes.len() / 2]).expect("half a file");
    });
    survives("overwritten", |file| {
        let mut bytes = fs::read(file).expect("the file");
        let length = bytes.len();
        bytes[4096..length].fill(0xa5);
        fs::write(file, bytes).expect("a damaged file");
    });
    survives("overwritten, but for what is read first", |file| {
        let mut bytes = fs::read(file).expect("the file");
        // The pages of words, behind those of the tables.
        let length = bytes.len();
        bytes[length / 2..].fill(0);
        fs::write(file, bytes).expect("a damaged file");
    });
}

#[test]
fn an_index_of_another_version_is_made_anew() {
    for version in [0, 99] {
        survives("another version", |file| {
            let connection = rusqlite::Connection::open(file).expect("the index");
            connection.pragma_update(None, "user_version", version).expect("another version");
        });
    }
    survives("other tables", |file| {
        let connection = rusqlite::Connection::open(file).expect("the index");
        connection.execute_batch("DROP TABLE documents; CREATE TABLE documents (x)").expect("other tables");
    });
}

#[test]
fn where_no_index_can_be_written_papers_are_found_all_the_same() {
    Thidua::new("archive find thuong --archive kho")
        .prepared(|folder| put(&folder.join("kho"), "2026/x", &[paper("06/QĐ-SNV", "2026-02-03", "Thưởng")]))
        .folder("kho/chi-muc.sqlite")
        .run()
        .code(0)
        .stdout_contains("06/QĐ-SNV, 03/02/2026")
        .stderr_contains("cảnh báo: không dùng được chỉ mục");
}

#[test]
fn a_dossier_that_is_recorded_again_is_there_once() {
    let shelf = many();
    let archive = shelf.archive();
    let mut index = Index::open(&archive).expect("an index");
    let dossier = archive.dossier("ho-so-3").expect("the dossier");
    let (metadata, mut documents) =
        (dossier.metadata().expect("metadata"), dossier.documents().expect("documents"));
    documents[0].subject = "Đã sửa trích yếu".to_owned();
    for _ in 0..3 {
        index.record(&dossier, &metadata, &documents).expect("recorded");
    }
    assert_eq!(index.size().expect("a size"), (20, 400));
    assert_eq!(shelf.found(&words("sua trich yeu")), ["Đã sửa trích yếu"]);
    let old = "Khen thưởng 3 lần 1".to_owned();
    assert!(!shelf.found(&words(&old)).contains(&old));
}

#[test]
fn a_bag_that_cannot_be_read_is_told_of_and_does_not_hide_the_others() {
    let shelf = many();
    let broken = shelf.path().join("ho-so/2026/ho-so-3/data/sieu-du-lieu/van-ban-4.xml");
    fs::write(broken, "<Document").expect("a broken file");
    let archive = shelf.archive();
    let index = Index::open(&archive).expect("an index");
    assert_eq!(index.size().expect("a size"), (19, 380));
    assert_eq!(index.warnings.len(), 1);
    assert!(index.warnings[0].message.contains("van-ban-4.xml"), "{}", index.warnings[0].message);
}

#[test]
fn what_was_interrupted_before_the_index_knew_it_is_found() {
    let note = "staged: .tam-abc\nyear: 2026\nname: hoi-nghi\nnumbers: []\n";
    let register = "kho/so-dang-ky/2026.csv";
    for cut_off in [0, 1, 100] {
        let run = archived();
        let whole = run.text(register);
        // The second of the two lines was being written, or the first.
        let torn = whole[..whole.floor_char_boundary(whole.len() - cut_off)].to_owned();
        let run = run
            .then("archive find tong ket --archive kho")
            .file("kho/ho-so/.dang-them/2026-hoi-nghi.yaml", note)
            .file(register, torn)
            .prepared(|folder| {
                let connection =
                    rusqlite::Connection::open(folder.join("kho").join(FILE)).expect("the index");
                connection.execute_batch("DELETE FROM documents; DELETE FROM dossiers").expect("forgotten");
            })
            .run()
            .code(0)
            .stdout_contains("05/BC-KTĐ1, 20/01/2026")
            .left("kho/ho-so/.dang-them", &[]);
        assert_eq!(run.text(register), whole, "{cut_off} bytes cut off");
        run.then("archive verify --archive kho").run().code(0);
    }
}

#[test]
fn rebuilding_makes_index_and_register_from_the_bags() {
    let run = archived();
    let register = run.text("kho/so-dang-ky/2026.csv");
    let run = run
        .then("archive rebuild --archive kho")
        .prepared(|folder| {
            fs::remove_file(folder.join("kho").join(FILE)).expect("the index goes");
            fs::write(folder.join("kho/so-dang-ky/2026.csv"), "a,b\n").expect("another register");
        })
        .run()
        .code(0)
        .stderr_contains("01 hồ sơ, 02 văn bản");
    assert_eq!(run.text("kho/so-dang-ky/2026.csv"), register);
    run.then("archive find giao uoc --archive kho").run().code(0).stdout_contains("giao-uoc-thi-dua.pdf");
}
