//! Syllables without the tone that they must have.

use thidua::vietnamese::hygiene::untoned;

use super::{assert_clean, assert_finds};

#[test]
fn a_stop_without_its_tone_is_found_with_both_ways_to_write_it() {
    let both = |acute: &str, dot: &str| [acute.to_owned(), dot.to_owned()];
    let table = [
        ("kỹ thuât mới", "thuât", both("thuất", "thuật")),
        ("đươc khen thưởng", "đươc", both("đước", "được")),
        ("xuât sắc", "xuât", both("xuất", "xuật")),
        ("đat chuẩn", "đat", both("đát", "đạt")),
        ("tích cưc", "cưc", both("cức", "cực")),
        ("lich sử hoạch đinh, tiêt kiệm", "tiêt", both("tiết", "tiệt")),
        ("Hoàn thành. Đươc khen.", "Đươc", both("Đước", "Được")),
        ("KỸ THUÂT", "THUÂT", both("THUẤT", "THUẬT")),
        ("thàt", "thàt", both("thát", "thạt")),
        ("ki\u{302}́ thua\u{302}t", "thua\u{302}t", both("thuất", "thuật")),
    ];
    for (text, part, ways) in table {
        assert_finds(text, &untoned(text), &[(part, ways)]);
    }
}

#[test]
fn names_abbreviations_and_foreign_words_are_left_alone() {
    assert_clean(
        untoned,
        &[
            "",
            "Đắk Lắk, Đăk Tô, Krông Pắc, Ea H’leo, Kon Plông, Chư Păh, Êđê, Xơ Đăng, Cơ Tu, Giẻ Triêng, Ba Na",
            "Buôn Ama Thuôt, ông Rơ Châm Hơt, bà Y Bhôc, Siu Đôt",
            "Đôt",
            "Internet, Marketing, Facebook, logistics, website, chat, robot, laptop, hat, tach",
            "clo-rôt, Mát-xcơ-va, Rôt-xtốp, ốc-xít, vắc-xin, ét-xăng, các-bon",
            "ĐƠC, TƯT, ÂP, UBMTTQ, ĐHT",
            "được, thuật, xuất, nước, ích, ách, tiệp, Đức, Ất, quýt, giết",
            "Mêch-xích-cô",
        ],
    );
}
