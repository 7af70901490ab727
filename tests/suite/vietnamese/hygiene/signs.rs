//! Spaces, dashes, brackets and quotation marks.

use thidua::vietnamese::hygiene::{Dash, Spacing, Unbalanced, dashes, mixed_dashes, spaces, unbalanced};

use super::{assert_clean, assert_finds};

#[test]
fn doubled_spaces_within_a_line_are_found() {
    let text = "Hội nghị  tổng kết   năm 2026.  Các đơn vị";
    assert_finds(
        text,
        &spaces(text),
        &[("  ", Spacing::Doubled), ("   ", Spacing::Doubled), ("  ", Spacing::Doubled)],
    );
}

#[test]
fn spaces_that_markdown_asks_for_are_no_slips() {
    assert_clean(
        spaces,
        &[
            "",
            "   ",
            "Dòng một  \nDòng hai\r\n  dòng ba",
            "- mục một\n  - mục hai\n    tiếp theo\n-   mục ba\n1.  mục bốn\na)  mục năm",
            "[^1]:  chú thích\n>  trích\n##  đề mục",
            "| Đơn vị   |  Số lượng |\n|:---|---:|\n| Sở Y tế  | 18 |\n|  | : |",
            "![Biểu đồ](anh/bieu-do.png) và ![Ảnh](a.png)",
        ],
    );
}

#[test]
fn a_space_before_a_sign_is_found() {
    let text = "các xã , phường ; gồm : một . Hai ? Ba ! Bốn  , năm";
    assert_finds(
        text,
        &spaces(text),
        &[
            (" ", Spacing::Before(',')),
            (" ", Spacing::Before(';')),
            (" ", Spacing::Before(':')),
            (" ", Spacing::Before('.')),
            (" ", Spacing::Before('?')),
            (" ", Spacing::Before('!')),
            ("  ", Spacing::Before(',')),
        ],
    );
}

#[test]
fn a_space_just_inside_brackets_or_quotation_marks_is_found() {
    let text = "xã ( phường ) và “ thi đua ” (đúng) “đúng”";
    assert_finds(
        text,
        &spaces(text),
        &[
            (" ", Spacing::Inside('(')),
            (" ", Spacing::Inside(')')),
            (" ", Spacing::Inside('“')),
            (" ", Spacing::Inside('”')),
        ],
    );
}

#[test]
fn a_missing_space_is_found() {
    let text = "xã,phường;thị trấn (cũ),phố “mới”,tỉnh 5,huyện";
    assert_finds(
        text,
        &spaces(text),
        &[
            (",", Spacing::MissingAfter(',')),
            (";", Spacing::MissingAfter(';')),
            (",", Spacing::MissingAfter(',')),
            (",", Spacing::MissingAfter(',')),
            (",", Spacing::MissingAfter(',')),
        ],
    );
}

#[test]
fn numbers_hours_addresses_and_the_end_of_a_paper_are_spaced_well() {
    assert_clean(
        spaces,
        &[
            "1.234,5 đồng, 10:30, tỷ lệ 3 : 2, 12,5%, 0,75; 1.000",
            "https://songhuong.example/a,b;c?d=e,f và www.songhuong.example/a,b, thư a,b@songhuong.example",
            "TP.HCM, Q.1, .NET và .vn, v.v..., A&amp;B",
            "năm 2026./.\nnăm 2026 ./.",
            "ngày . . . tháng . . .",
            "Đúng không ??? Có ... và …",
            "( ) [ ] “”, (a), “b”; :)",
            "các ”phong trào“ viết ngược",
            "Hội nghị:\n- Sở Y tế;\n- Sở Nội vụ.",
            "`a,b` và x=1,y",
        ],
    );
}

#[test]
fn dashes_between_words_are_told_apart() {
    let text = "Thi đua - Khen thưởng – tổng kết — năm 2021-2025";
    assert_finds(text, &dashes(text), &[("-", Dash::Hyphen), ("–", Dash::En), ("—", Dash::Em)]);
}

#[test]
fn list_signs_ranges_and_empty_cells_are_no_dashes() {
    assert_clean(
        dashes,
        &[
            "",
            "- mục một\n – mục hai\n-  mục ba",
            "giai đoạn 2021-2025, 2021–2025, Wi-Fi",
            "| Sở Y tế | - | – |\n| - | 5 | - |",
            "Thi đua -Khen thưởng, đến- từ",
            "trước -\nsau",
            "a - - b",
        ],
    );
}

#[test]
fn the_rarer_dash_is_reported_when_there_are_two() {
    let text = "Thi đua - Khen thưởng, Lao động - Xã hội, kinh tế – xã hội";
    assert_finds(text, &mixed_dashes(text), &[("–", Dash::En)]);
    assert_clean(
        mixed_dashes,
        &["Thi đua - Khen thưởng, kinh tế - xã hội", "kinh tế – xã hội", "- mục\n- a – b"],
    );
}

#[test]
fn signs_without_their_pair_are_found() {
    let text = "Sở Y tế (gọi tắt là Sở, “phong trào và Khối) trưởng)”, cụm”";
    assert_finds(
        text,
        &unbalanced(text),
        &[(")", Unbalanced::Unopened(')')), ("”", Unbalanced::Unopened('”'))],
    );
    let text = "Sở Y tế (gọi tắt là Sở, “phong trào\n\nKhối trưởng.";
    assert_finds(
        text,
        &unbalanced(text),
        &[("(", Unbalanced::Unclosed('(')), ("“", Unbalanced::Unclosed('“'))],
    );
    // A pair does not reach over paragraphs or rows.
    let text = "Đoạn một (mở.\n\nĐoạn hai đóng).\n| a (b | c |\n| d) | e |";
    assert_finds(
        text,
        &unbalanced(text),
        &[
            ("(", Unbalanced::Unclosed('(')),
            (")", Unbalanced::Unopened(')')),
            ("(", Unbalanced::Unclosed('(')),
        ],
    );
    let text = "xem (mục a) và (mục b) và (phần còn lại";
    assert_finds(text, &unbalanced(text), &[("(", Unbalanced::Unclosed('('))]);
    let text = "a) Nội dung một; b) nội dung hai (tiếp theo";
    assert_finds(text, &unbalanced(text), &[("(", Unbalanced::Unclosed('('))]);
}

#[test]
fn pairs_and_list_numbers_are_balanced() {
    assert_clean(
        unbalanced,
        &[
            "",
            "(a) và (b), (số 5), ((a) và (b)), “(c)”, (“d”)",
            "a) Mục một;\nb) mục hai;\nđ) mục ba\n1) mục bốn\n12) mục năm\niv) mục sáu\n**a)** mục bảy\n- a) mục tám",
            "gồm: a) chất lượng; b) số lượng",
            "(theo các tiêu chí: a) chất lượng; b) số lượng)",
            "theo điểm a) và (mục b) nêu trên",
            "(gồm:\n\n- một;\n- hai).",
            "(gồm\n- một;\n- hai).",
            "“1. Sửa đổi khoản 1.\n\n2. Sửa đổi khoản 2.”",
            "xuống dòng (trong\nngoặc) vẫn là một đoạn",
            "[^1] [chữ](https://vi.dụ/a)",
        ],
    );
}
