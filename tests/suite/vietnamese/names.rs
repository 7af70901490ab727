//! Names that are one name spelled two ways.

use thidua::vietnamese::names::near;

#[track_caller]
fn assert_near(expected: bool, pairs: &[(&str, &str)]) {
    for (a, b) in pairs {
        assert_eq!(near(a, b), expected, "{a} / {b}");
        assert_eq!(near(b, a), expected, "{b} / {a}");
    }
}

#[test]
fn names_that_differ_by_one_letter_are_near() {
    assert_near(
        true,
        &[
            ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng"),
            ("Trần Thị Phương", "Trần Thị Phượng"),
            ("Nguyễn Văn Bình", "Nguyển Văn Bình"),
            ("Nguyễn Văn Bình", "Nguyễn Văn Bìnhh"),
            ("Nguyễn Văn Bình", "Ngueyễn Văn Bình"),
            ("Sở Giáo dục và Đào tạo", "Sở Giáo dục và Đào tao"),
            ("Sở Khoa học và Công nghệ", "Sở Khoa học và Công nghê"),
            ("Lý Thị Hoa", "Lí Thị Hoa"),
        ],
    );
}

#[test]
fn names_that_differ_by_case_spaces_hyphens_or_the_place_of_a_tone_are_near() {
    assert_near(
        true,
        &[
            ("Nguyễn Văn An", "NGUYỄN VĂN AN"),
            ("Nguyễn Thị Vi", "NGUYỄN THỊ VI"),
            ("Sở Y tế", "Sở y tế"),
            ("Thi đua - Khen thưởng", "Thi đua Khen thưởng"),
            ("Thi đua - Khen thưởng", "Thi đua – Khen thưởng"),
            ("Sở GDĐT", "Sở GD-ĐT"),
            ("Nguyễn Thị Hồng Vân", "Nguyễn Thị Hồng  Vân"),
            ("Nguyễn Thị Hoà", "Nguyễn Thị Hòa"),
            ("Uỷ ban nhân dân", "Ủy ban nhân dân"),
        ],
    );
}

#[test]
fn a_name_without_its_diacritics_is_near() {
    assert_near(true, &[("Nguyen Van Hung", "Nguyễn Văn Hùng"), ("Nguyễn Văn Hà", "Nguyễn Văn Ha")]);
}

#[test]
fn names_that_differ_by_a_number_an_initial_or_an_abbreviation_are_not_near() {
    assert_near(
        false,
        &[
            ("Nguyễn Văn A", "Nguyễn Văn B"),
            ("Nguyễn Văn E", "Nguyễn Văn Ê"),
            ("Khối thi đua số 3", "Khối thi đua số 4"),
            ("Phòng 1", "Phòng 2"),
            ("Phòng 1 2", "Phòng 12"),
            ("Cụm III", "Cụm IV"),
            ("Trường THCS Hương Đông", "Trường THPT Hương Đông"),
            ("Phòng PC06", "Phòng PC08"),
            ("Lớp 10A1", "Lớp 10A2"),
        ],
    );
}

#[test]
fn names_that_differ_by_a_word_are_not_near() {
    assert_near(
        false,
        &[
            ("Nguyễn Văn An", "Nguyễn Thị An"),
            ("Nguyễn Văn An", "Nguyễn An"),
            ("Nguyễn Văn Tú", "Nguyễn Văn Tí"),
            ("Trần Thị Mai", "Trần Thị Hai"),
            ("Nguyễn Vân Hà", "Nguyễn Văn Hạ"),
            ("Sở Nội vụ", "Sở Ngoại vụ"),
            ("Sở Y tế", "Sở Tư pháp"),
            ("Hương Đông", "Hương Tây"),
            ("Hương Đông", "Hương Đông Hạ"),
        ],
    );
}

#[test]
fn equal_names_and_names_without_a_letter_are_not_near() {
    assert_near(
        false,
        &[
            ("Sở Y tế", "Sở Y tế"),
            ("Nguyễn Văn Hùng", "Nguye\u{302}\u{303}n Va\u{306}n Hu\u{300}ng"),
            ("", "-"),
            ("", ""),
        ],
    );
}
