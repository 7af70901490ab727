//! Decimal points where a comma is due.

use thidua::vietnamese::hygiene::decimal_points;

use super::{assert_clean, assert_finds};

#[test]
fn a_share_or_amount_with_a_decimal_point_is_found_with_its_comma() {
    let table = [
        ("đạt 86.58 % kế hoạch", "86.58", "86,58"),
        ("đạt 99.5%.", "99.5", "99,5"),
        ("12.5 tỷ đồng", "12.5", "12,5"),
        ("vốn 3.25 triệu đồng", "3.25", "3,25"),
        ("được 98.5 điểm, xếp thứ nhì", "98.5", "98,5"),
    ];
    for (text, part, right) in table {
        assert_finds(text, &decimal_points(text), &[(part, right.to_owned())]);
    }
}

#[test]
fn thousands_headings_dates_and_versions_are_left_alone() {
    assert_clean(
        decimal_points,
        &[
            "",
            "1.250 % và 1.234.567 đồng, 12.345 điểm",
            "theo mục 2.1 điểm a, tiểu mục 1.2 điểm b",
            "2.1 điểm a khoản 3",
            "ngày 12.5 và 30.4; 5.10.2025 tỷ lệ",
            "phiên bản 2.1, TCVN 6909.2",
            "1.2.1 tỷ lệ đạt",
            "kết quả: 5. 10% đạt",
            "86,58 %",
        ],
    );
}
