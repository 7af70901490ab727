//! File names, Roman figures and the letters of points.

use thidua::record::report::{letter, roman};
use thidua::vietnamese::slug;

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
