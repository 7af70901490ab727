//! Places that were left to be filled.

use thidua::vietnamese::hygiene::{Placeholder, placeholders};

use super::{assert_clean, assert_finds};

#[test]
fn blanks_of_dots_are_found() {
    let table = [
        ("ngày … tháng 7", vec!["…"]),
        ("ngày ... tháng ... năm 2026", vec!["...", "..."]),
        ("Quyết định số …/QĐ-UBND", vec!["…"]),
        ("Số:.......", vec!["......."]),
        ("Họ và tên: …", vec!["…"]),
        ("khen thưởng ……… tập thể", vec!["………"]),
        ("năm 20.... và", vec!["...."]),
        ("Sở.......", vec!["......."]),
        ("theo Điều … Nghị định", vec!["…"]),
    ];
    for (text, found) in table {
        let expected: Vec<_> = found.into_iter().map(|dots| (dots, Placeholder::Dots)).collect();
        assert_finds(text, &placeholders(text), &expected);
    }
}

#[test]
fn blanks_of_other_signs_are_found() {
    let table = [
        ("Họ và tên ____ chức vụ", "____", Placeholder::Underscores),
        ("số ___, ngày", "___", Placeholder::Underscores),
        ("có xxx tập thể", "xxx", Placeholder::Crosses),
        ("năm 20xx", "20xx", Placeholder::Crosses),
        ("có XXXX tập thể", "XXXX", Placeholder::Crosses),
        ("TODO: bổ sung", "TODO", Placeholder::ToDo),
        ("đạt ??? %", "???", Placeholder::QuestionMarks),
        ("do [ghi tên đơn vị …] tổ chức", "[ghi tên đơn vị …]", Placeholder::Instruction),
        ("ngày [điền ngày]", "[điền ngày]", Placeholder::Instruction),
        ("ông [họ và tên]", "[họ và tên]", Placeholder::Instruction),
        ("đơn vị (ghi rõ tên)", "(ghi rõ tên)", Placeholder::Instruction),
        ("(Ghi rõ lý do …)", "(Ghi rõ lý do …)", Placeholder::Instruction),
    ];
    for (text, part, what) in table {
        assert_finds(text, &placeholders(text), &[(part, what)]);
    }
}

#[test]
fn what_papers_write_is_no_placeholder() {
    assert_clean(
        placeholders,
        &[
            "",
            "thi đua, khen thưởng và các phong trào khác…",
            "các xã A, B, C... và nhiều nơi khác....",
            "v.v… v.v... V.V.....",
            "trích: “[…] thi đua (…) yêu nước [...]”",
            "…tiếp theo và … tiếp",
            "trong nhiều năm… đã qua",
            "năm 2026./.",
            "1, 2, …, 10",
            "___đậm nghiêng___ và __đậm__\n\n___\n\n----",
            "Đại hội lần thứ XXX, kỳ họp XX, Công ty XNK, xx",
            "Thế nào? Có không?? Todo todo",
            "(ghi nhận 05 sáng kiến), (ghi chú: không), (ký, ghi rõ họ tên), (nếu có), (nêu rõ lý do)",
            "[ghi chú](https://vi.dụ) và [tên][1] và [^1] [x] [ ]",
        ],
    );
}
