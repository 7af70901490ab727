//! Papers are found again by what a person remembers of them.

use thidua::archive::find::Query;

use super::shelf::{Shelf, naming, paper, put, words};
use crate::driver::Thidua;

fn some() -> Shelf {
    Shelf::new()
        .with(
            "2026/tong-ket",
            &[
                naming(paper("05/QĐ-SNV", "2026-01-20", "Khen thưởng A"), &["Trần Thị Bình", "Sở Y tế"]),
                paper("06/QĐ-SNV", "2026-02-03", "Khen thưởng B"),
            ],
        )
        .with(
            "2025/so-ket",
            &[
                naming(paper("05/QĐ-SYT", "2025-07-15", "Khen thưởng C"), &["Trấn Thị Binh"]),
                naming(paper("120/QĐ-SNV", "2025-08-01", "Khen thưởng D"), &["Lê Hoà", "Phòng Tài vụ"]),
            ],
        )
}

#[test]
fn diacritics_count_where_they_are_typed_and_never_stand_in_the_way() {
    assert_eq!(some().found(&words("Trần Thị Bình")), ["Khen thưởng A", "Khen thưởng C"]);
    assert_eq!(some().found(&words("trấn thị binh")), ["Khen thưởng C", "Khen thưởng A"]);
    // Nothing to tell them apart but their days.
    assert_eq!(some().found(&words("TRAN THI BINH")), ["Khen thưởng A", "Khen thưởng C"]);
}

#[test]
fn loose_accents_and_tones_in_another_place_are_the_same_word() {
    for typed in ["hoà", "hòa", "HOA\u{300}", "hoa"] {
        assert_eq!(some().found(&words(typed)), ["Khen thưởng D"], "{typed}");
    }
}

#[test]
fn words_stand_in_any_order_and_the_last_may_be_begun_only() {
    assert_eq!(some().found(&words("vụ phòng tài")), ["Khen thưởng D"]);
    assert_eq!(some().found(&words("so y t")), ["Khen thưởng A"]);
    assert_eq!(some().found(&words("bin th tran")), Vec::<String>::new());
}

#[test]
fn what_stands_in_the_order_in_which_it_is_typed_comes_first() {
    let shelf = Shelf::new().with(
        "2026/a",
        &[
            naming(paper("01/QĐ-A", "2026-01-01", "Đúng"), &["Nguyễn Văn An"]),
            naming(paper("02/QĐ-A", "2026-06-01", "Rời"), &["An Nguyễn", "Trần Văn Tú"]),
        ],
    );
    assert_eq!(shelf.found(&words("Nguyễn Văn An")), ["Đúng", "Rời"]);
}

#[test]
fn a_paper_is_found_by_its_number_its_day_its_recipient_and_its_signer() {
    assert_eq!(some().found(&words("120/QĐ-SNV")), ["Khen thưởng D"]);
    assert_eq!(some().found(&words("3/2/2026")), ["Khen thưởng B"]);
    assert_eq!(some().found(&words("sông hương nguyen van a")).len(), 4);
    assert_eq!(some().found(&words("so-ket")), ["Khen thưởng D", "Khen thưởng C"]);
}

#[test]
fn number_days_and_kind_narrow_what_is_found() {
    let number = |code: &str| Query { number: Some(code.to_owned()), limit: 9, ..Query::default() };
    assert_eq!(some().found(&number("5/QĐ-SNV")), ["Khen thưởng A"]);
    assert_eq!(some().found(&number("05/qd-snv")), ["Khen thưởng A"]);
    assert_eq!(some().found(&number("05")), ["Khen thưởng A", "Khen thưởng C"]);
    assert_eq!(some().found(&number("/QĐ-SYT")), ["Khen thưởng C"]);
    assert_eq!(some().found(&number("12/QĐ-SNV")), Vec::<String>::new());
    let day = |text: &str| text.parse().ok();
    let days = Query { from: day("2025-08-01"), to: day("2026-01-20"), limit: 9, ..Query::default() };
    assert_eq!(some().found(&days), ["Khen thưởng A", "Khen thưởng D"]);
    assert_eq!(some().found(&Query { words: vec!["binh".to_owned()], ..days }), ["Khen thưởng A"]);
    let kind = |kind: &str| Query { kind: Some(kind.to_owned()), limit: 9, ..Query::default() };
    assert_eq!(some().found(&kind("quyet-dinh")).len(), 4);
    assert_eq!(some().found(&kind("Quyết")).len(), 4);
    assert_eq!(some().found(&kind("quy")), Vec::<String>::new());
}

#[test]
fn the_newest_are_shown_and_it_is_said_that_there_are_more() {
    let found = some().find(&Query { limit: 2, ..words("khen thuong") });
    let subjects: Vec<&str> = found.hits.iter().map(|hit| hit.subject.as_str()).collect();
    assert_eq!((subjects, found.more), (vec!["Khen thưởng B", "Khen thưởng A"], true));
    assert!(!some().find(&Query { limit: 4, ..words("khen thuong") }).more);
}

#[test]
fn no_word_is_a_command_of_the_index() {
    for typed in
        ["\"", "khen\" OR \"x", "NEAR(khen thưởng)", "exact : khen", "*", "khen*", "-khen", "^a", "'; --"]
    {
        some().find(&Query { from: "2000-01-01".parse().ok(), ..words(typed) });
    }
}

#[test]
fn the_program_shows_number_day_subject_and_file() {
    Thidua::new("archive find thuong b --archive kho")
        .prepared(|folder| {
            put(&folder.join("kho"), "2026/x", &[paper("06/QĐ-SNV", "2026-02-03", "Về việc thưởng B")]);
        })
        .run()
        .code(0)
        .silent()
        .stdout_is(
            "06/QĐ-SNV, 03/02/2026: Quyết định về việc thưởng B (Sở Nội vụ)\n    \
             kho/ho-so/2026/x/data/van-ban/van-ban-1.pdf\n",
        );
}

#[test]
fn machines_are_answered_in_json() {
    let run = Thidua::new("archive find thuong --format json --archive kho")
        .prepared(|folder| put(&folder.join("kho"), "2026/x", &[paper("06/QĐ-SNV", "2026-02-03", "Thưởng")]))
        .run()
        .code(0);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(json["documents"][0]["number"], "06");
    assert_eq!(json["documents"][0]["date"], "2026-02-03");
    assert_eq!(json["documents"][0]["dossier"], "2026/x");
    assert_eq!(json["more"], false);
}

#[test]
fn nothing_found_is_said_and_nothing_asked_is_a_fault() {
    let empty =
        |command| Thidua::new(command).prepared(|folder| put(&folder.join("kho"), "2026/x", &[])).run();
    empty("archive find abc --archive kho")
        .code(0)
        .stdout_is("")
        .stderr_contains("Không tìm thấy văn bản nào");
    empty("archive find --archive kho").code(2).stderr_contains("chưa ghi từ cần tìm");
    empty("archive find --number / --archive kho").code(2).stderr_contains("không phải là số, ký hiệu");
    empty("archive find abc --archive khong-co").code(2).stderr_contains("khong-co");
    empty("archive find abc").code(2).stderr_contains("THIDUA_ARCHIVE");
}
