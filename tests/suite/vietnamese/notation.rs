//! Figures as Vietnam writes them.

use rust_decimal::Decimal;
use thidua::vietnamese::notation;

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
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
