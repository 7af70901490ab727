//! Vietnamese as papers write it, by tables made by hand.

mod syllable;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use thidua::record::report::{letter, roman};
use thidua::vietnamese::{date, notation, slug, words};

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

#[test]
fn numbers_to_a_thousand_are_spelled_as_they_are_said() {
    let table = [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (19, "mười chín"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (25, "hai mươi lăm"),
        (31, "ba mươi mốt"),
        (50, "năm mươi"),
        (51, "năm mươi mốt"),
        (55, "năm mươi lăm"),
        (91, "chín mươi mốt"),
        (95, "chín mươi lăm"),
        (99, "chín mươi chín"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (115, "một trăm mười lăm"),
        (120, "một trăm hai mươi"),
        (121, "một trăm hai mươi mốt"),
        (155, "một trăm năm mươi lăm"),
        (200, "hai trăm"),
        (505, "năm trăm linh năm"),
        (555, "năm trăm năm mươi lăm"),
        (999, "chín trăm chín mươi chín"),
        (1000, "một nghìn"),
    ];
    for (number, spelled) in table {
        assert_eq!(words::number(number), spelled, "{number}");
    }
}

#[test]
fn empty_places_within_large_numbers_are_named() {
    let table = [
        (1001, "một nghìn không trăm linh một"),
        (1005, "một nghìn không trăm linh năm"),
        (1010, "một nghìn không trăm mười"),
        (1015, "một nghìn không trăm mười lăm"),
        (1021, "một nghìn không trăm hai mươi mốt"),
        (1100, "một nghìn một trăm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (10_000, "mười nghìn"),
        (15_005, "mười lăm nghìn không trăm linh năm"),
        (21_000, "hai mươi mốt nghìn"),
        (100_001, "một trăm nghìn không trăm linh một"),
        (105_000, "một trăm linh năm nghìn"),
        (1_000_000, "một triệu"),
        (1_000_001, "một triệu không trăm linh một"),
        (1_001_000, "một triệu không trăm linh một nghìn"),
        (1_410_000, "một triệu bốn trăm mười nghìn"),
        (2_340_000, "hai triệu ba trăm bốn mươi nghìn"),
        (15_500_000, "mười lăm triệu năm trăm nghìn"),
        (1_000_000_000, "một tỷ"),
        (1_000_000_005, "một tỷ không trăm linh năm"),
        (1_005_000_000, "một tỷ không trăm linh năm triệu"),
        (21_000_000_000, "hai mươi mốt tỷ"),
        (105_000_000_000, "một trăm linh năm tỷ"),
        (1_000_000_000_000, "một nghìn tỷ"),
        (1_005_000_000_000, "một nghìn không trăm linh năm tỷ"),
        (1_000_000_000_000_000, "một triệu tỷ"),
    ];
    for (number, spelled) in table {
        assert_eq!(words::number(number), spelled, "{number}");
    }
}

#[test]
fn every_number_to_a_thousand_has_words_of_its_own() {
    let mut seen = std::collections::HashSet::new();
    for number in 0..=1000 {
        let spelled = words::number(number);
        assert!(!spelled.contains("  ") && spelled.trim() == spelled, "{number}: `{spelled}`");
        assert!(seen.insert(spelled.clone()), "{number}: `{spelled}` stands for two numbers");
    }
}

#[test]
fn money_in_words_begins_with_a_capital_and_ends_with_dong() {
    assert_eq!(words::money(0), "Không đồng");
    assert_eq!(words::money(1_410_000), "Một triệu bốn trăm mười nghìn đồng");
    assert_eq!(words::money(5_000_000), "Năm triệu đồng");
    assert_eq!(words::money(1_000_000_000_000_000), "Một triệu tỷ đồng");
}

#[test]
fn the_first_letter_changes_its_case_with_its_marks() {
    assert_eq!(words::capitalised("ông Nguyễn Văn A"), "Ông Nguyễn Văn A");
    assert_eq!(words::capitalised("đơn vị"), "Đơn vị");
    assert_eq!(words::uncapitalised("Ủy ban"), "ủy ban");
    assert_eq!(words::capitalised(""), "");
    assert_eq!(words::uncapitalised("6 tháng"), "6 tháng");
}

#[test]
fn figures_are_read_as_vietnam_writes_them() {
    let table = [
        ("0", "0"),
        ("07", "7"),
        ("12", "12"),
        ("1234567", "1234567"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("12,5", "12.5"),
        ("12,50", "12.50"),
        ("1.234,5", "1234.5"),
        ("0,05", "0.05"),
        ("-3", "-3"),
        ("−3,5", "-3.5"),
        ("+3", "3"),
        (" 96,2 ", "96.2"),
    ];
    for (written, value) in table {
        assert_eq!(notation::parse(written), Ok(decimal(value)), "`{written}`");
    }
}

#[test]
fn figures_that_could_mean_two_things_are_refused() {
    let refused = [
        "",
        " ",
        "-",
        "+",
        ",",
        ".",
        "12.5",
        "1.23",
        "1.2345",
        "12.34.567",
        "1234.567",
        ".5",
        ",5",
        "5,",
        "5.",
        "1,234,567",
        "1,5,5",
        "1.234.56",
        "1 234",
        "12,5.000",
        "--3",
        "-+3",
        "1e3",
        "0x10",
        "mười",
        "12a",
        "½",
        "١٢",
        "１２",
        "1_000",
        "99999999999999999999999999999999",
    ];
    for written in refused {
        assert!(notation::parse(written).is_err(), "`{written}` is read as {:?}", notation::parse(written));
    }
}

#[test]
fn figures_are_written_with_dots_and_a_comma() {
    let table = [
        ("0", "0"),
        ("7", "7"),
        ("999", "999"),
        ("1000", "1.000"),
        ("1234567", "1.234.567"),
        ("12.5", "12,5"),
        ("1234.50", "1.234,50"),
        ("-1234.5", "-1.234,5"),
        ("100000", "100.000"),
    ];
    for (value, written) in table {
        assert_eq!(notation::format(decimal(value)), written, "{value}");
    }
}

#[test]
fn what_is_written_is_read_back() {
    for value in ["0", "7", "12.5", "-3.25", "1234567.890", "999999", "1000", "0.001"] {
        let value = decimal(value);
        assert_eq!(notation::parse(&notation::format(value)), Ok(value));
    }
}

#[test]
fn counts_have_two_digits_at_least() {
    let table = [(0, "00"), (1, "01"), (9, "09"), (10, "10"), (99, "99"), (163, "163"), (1063, "1.063")];
    for (value, written) in table {
        assert_eq!(notation::count(value), written);
    }
}

#[test]
fn percentages_have_two_decimals_at_most_and_no_empty_ones() {
    let table = [
        (5, 7, Some("71,43")),
        (12, 14, Some("85,71")),
        (1, 3, Some("33,33")),
        (2, 3, Some("66,67")),
        (7, 7, Some("100")),
        (1, 2, Some("50")),
        (1, 8, Some("12,5")),
        // A half goes away from zero.
        (1, 800, Some("0,13")),
        (0, 7, Some("0")),
        (3, 2, Some("150")),
        (1, 0, None),
        (0, 0, None),
    ];
    for (part, whole, written) in table {
        let share = notation::percent(Decimal::from(part), Decimal::from(whole));
        assert_eq!(share.as_deref(), written, "{part} of {whole}");
    }
    assert_eq!(notation::percent(Decimal::MAX, Decimal::ONE), None);
}

#[test]
fn days_below_10_and_the_first_two_months_have_a_zero() {
    let table = [
        ((2020, 2, 5), "ngày 05 tháng 02 năm 2020"),
        ((2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        ((2026, 3, 1), "ngày 01 tháng 3 năm 2026"),
        ((2026, 9, 9), "ngày 09 tháng 9 năm 2026"),
        ((2026, 10, 10), "ngày 10 tháng 10 năm 2026"),
        ((2026, 12, 20), "ngày 20 tháng 12 năm 2026"),
    ];
    for ((year, month, day), written) in table {
        let date = NaiveDate::from_ymd_opt(year, month, day).expect("a day");
        assert_eq!(date::long(date), written);
    }
    assert_eq!(date::short(NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day")), "01/03/2026");
}

#[test]
fn months_3_to_12_have_no_zero() {
    let months: Vec<String> = (1..=12).map(date::month).collect();
    assert_eq!(months, ["01", "02", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]);
}

#[test]
fn slugs_are_plain_file_names() {
    let table = [
        ("Đại hội 5", "dai-hoi-5"),
        ("Ủy ban nhân dân xã Thượng Hương", "uy-ban-nhan-dan-xa-thuong-huong"),
        ("Ư ơ ă â ê ô đ Đ", "u-o-a-a-e-o-d-d"),
        ("  --Hội nghị / Tổng kết!?  ", "hoi-nghi-tong-ket"),
        ("../../etc", "etc"),
        ("大", ""),
        ("", ""),
    ];
    for (text, slug) in table {
        assert_eq!(slug::slug(text), slug, "`{text}`");
    }
}

#[test]
fn roman_figures_are_subtractive() {
    let table = [
        (1, "I"),
        (3, "III"),
        (4, "IV"),
        (8, "VIII"),
        (9, "IX"),
        (14, "XIV"),
        (19, "XIX"),
        (40, "XL"),
        (49, "XLIX"),
        (90, "XC"),
        (400, "CD"),
        (1994, "MCMXCIV"),
        (2026, "MMXXVI"),
        (3999, "MMMCMXCIX"),
        (4000, "4000"),
    ];
    for (number, figure) in table {
        assert_eq!(roman(number), figure);
    }
}

#[test]
fn points_are_numbered_in_the_order_of_the_vietnamese_alphabet() {
    let letters: Vec<String> = (1..=24).map(letter).collect();
    let alphabet = "a b c d đ e g h i k l m n o p q r s t u v x y aa";
    assert_eq!(letters, alphabet.split(' ').collect::<Vec<_>>());
    assert_eq!((letter(46), letter(47)), ("ay".to_owned(), "ba".to_owned()));
}
