//! The order of names.

use std::cmp::Ordering;

use thidua::vietnamese::collation;
use unicode_normalization::UnicodeNormalization;

/// Asserts that a list stands in its order, whichever order it is sorted from, and whether marks stand
/// apart or not.
#[track_caller]
fn assert_order(compare: fn(&str, &str) -> Ordering, ordered: &[&str]) {
    let mut backwards: Vec<&str> = ordered.iter().rev().copied().collect();
    backwards.sort_by(|a, b| compare(a, b));
    assert_eq!(backwards, ordered);
    let apart: Vec<String> = ordered.iter().map(|name| name.nfd().collect()).collect();
    for (at, name) in ordered.iter().enumerate() {
        assert_eq!(compare(name, &apart[at]), Ordering::Equal, "{name}");
        for later in &apart[at + 1..] {
            assert_eq!(compare(name, later), Ordering::Less, "{name} before {later}");
        }
    }
}

#[test]
fn letters_have_the_order_of_the_vietnamese_alphabet() {
    assert_order(
        collation::text,
        &"a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y".split(' ').collect::<Vec<_>>(),
    );
}

#[test]
fn tones_have_their_order_after_the_letters() {
    assert_order(
        collation::text,
        &"ma mà mả mã má mạ măn mằn mẳn mẵn mắn mặn mân mần mẩn mẫn mấn mận".split(' ').collect::<Vec<_>>(),
    );
    assert_order(collation::text, &"ý ỵ".split(' ').collect::<Vec<_>>());
}

#[test]
fn words_are_compared_one_by_one() {
    // The tone of the first word weighs more than the letters of the second.
    assert_order(collation::text, &["Hà Bắc", "Hà Nam", "Hạ An", "Hạ Long", "Hải Dương"]);
    assert_order(collation::text, &["Sở", "Sở Nội vụ", "Sở Tài chính", "Sở Y tế"]);
    assert_order(collation::text, &["Công an xã", "Đảng ủy", "Điện lực", "Đoàn thể", "Ủy ban"]);
}

#[test]
fn numbers_are_compared_by_their_value() {
    assert_order(collation::text, &["Khối thi đua số 1", "Khối thi đua số 2", "Khối thi đua số 10"]);
}

#[test]
fn small_letters_come_first_where_nothing_else_differs() {
    assert_order(collation::text, &["sở y tế", "Sở y tế", "Sở Y tế", "SỞ Y TẾ"]);
}

#[test]
fn persons_are_ordered_by_ten_then_ho_then_ten_dem() {
    assert_order(
        collation::names,
        &[
            "Nguyễn Thị An",
            "Nguyễn Văn An",
            "Trần Thị An",
            "Đỗ Văn Ân",
            "Lê Thị Bình",
            "Lê Văn Dũng",
            "Lê Văn Đức",
            "Trần Thị Hà",
            "Bùi Thị Hạ",
            "Đặng Văn Sơn",
            "Nguyễn Văn Uy",
            "Nguyễn Văn Ước",
            "Phạm Thị Yến",
        ],
    );
}

#[test]
fn a_shorter_name_comes_before_a_longer_one() {
    assert_order(collation::names, &["", "An", "Nguyễn An", "Nguyễn Thị An", "Nguyễn Thị Bình An"]);
}

#[test]
fn letter_case_does_not_part_the_names_of_one_family() {
    assert_order(collation::names, &["ĐẶNG VĂN HÀ", "Lê Văn Hà", "NGUYỄN THỊ HÀ", "Nguyễn Văn Hà"]);
}
