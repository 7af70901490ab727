//! Letters that cannot be seen, letters of other scripts, tone marks in two places.

use thidua::vietnamese::hygiene::{
    Found, Invisible, InvisibleKind, Lookalike, Script, TonePlacement, invisible, lookalikes,
    mixed_tone_placement, tone_placement,
};

use super::{assert_clean, assert_finds};

#[test]
fn invisible_characters_are_found_one_by_one() {
    let table = [
        ('\u{200B}', InvisibleKind::ZeroWidth),
        ('\u{200C}', InvisibleKind::ZeroWidth),
        ('\u{200D}', InvisibleKind::ZeroWidth),
        ('\u{2060}', InvisibleKind::ZeroWidth),
        ('\u{3164}', InvisibleKind::ZeroWidth),
        ('\u{AD}', InvisibleKind::SoftHyphen),
        ('\u{200E}', InvisibleKind::Direction),
        ('\u{202E}', InvisibleKind::Direction),
        ('\u{2069}', InvisibleKind::Direction),
        ('\u{A0}', InvisibleKind::Space),
        ('\u{2003}', InvisibleKind::Space),
        ('\u{202F}', InvisibleKind::Space),
        ('\u{3000}', InvisibleKind::Space),
        ('\u{FEFF}', InvisibleKind::ByteOrderMark),
        ('\u{0}', InvisibleKind::Control),
        ('\u{B}', InvisibleKind::Control),
        ('\u{85}', InvisibleKind::Control),
        ('\u{2028}', InvisibleKind::Control),
    ];
    for (letter, kind) in table {
        let text = format!("Sở{letter}Y tế");
        assert_finds(&text, &invisible(&text), &[(&letter.to_string(), Invisible { letter, kind })]);
    }
}

#[test]
fn the_same_invisible_character_in_a_row_is_one_find() {
    let text = "Sở\u{A0}\u{A0}\u{A0} Y\u{200B}\u{A0} tế";
    let space = Invisible { letter: '\u{A0}', kind: InvisibleKind::Space };
    let nothing = Invisible { letter: '\u{200B}', kind: InvisibleKind::ZeroWidth };
    assert_finds(
        text,
        &invisible(text),
        &[("\u{A0}\u{A0}\u{A0}", space), ("\u{200B}", nothing), ("\u{A0}", space)],
    );
}

#[test]
fn plain_text_tabs_and_pictographs_have_nothing_invisible() {
    assert_clean(
        invisible,
        &["", "Sở Y tế\tvà\r\nSở Nội vụ", "ho\u{300}a", "👩\u{200D}⚕\u{FE0F} và ❤\u{FE0F}\u{200D}🔥"],
    );
}

#[test]
fn letters_of_other_scripts_within_latin_words_are_found() {
    let cyrillic = |letter, latin| Lookalike { letter, script: Script::Cyrillic, latin };
    let greek = |letter, latin| Lookalike { letter, script: Script::Greek, latin: Some(latin) };
    let wide = |letter, latin| Lookalike { letter, script: Script::Fullwidth, latin: Some(latin) };
    let text = "Cаo Bằng, tỉnһ, ΗỘI, UBΝD, ｈội, （số）";
    assert_finds(
        text,
        &lookalikes(text),
        &[
            ("а", cyrillic('а', Some('a'))),
            ("һ", cyrillic('һ', None)),
            ("Η", greek('Η', 'H')),
            ("Ν", greek('Ν', 'N')),
            ("ｈ", wide('ｈ', 'h')),
            ("（", wide('（', '(')),
            ("）", wide('）', ')')),
        ],
    );
}

#[test]
fn words_of_other_scripts_and_symbols_are_left_alone() {
    assert_clean(
        lookalikes,
        &[
            "",
            "Москва, Россия; Αθήνα; 東京（とうきょう）",
            "10 μm, Δt, αs, 5 kΩ, π, β2, λ = 2, Σx",
            "Sở Y tế, ho\u{300}a, ñ, ß, Đắk Lắk",
        ],
    );
}

#[test]
fn the_place_of_the_tone_is_told_where_the_two_ways_differ() {
    let text = "hòa hoà HÒA HOÀ khỏe khoẻ thủy thuỷ Ủy Uỷ lũy luỹ xóa xoá tòa toà họa hoạ ho\u{300}a hoa\u{300} úy uý xòe xoè";
    let ways: Vec<TonePlacement> = tone_placement(text).into_iter().map(|one| one.what).collect();
    assert_eq!(ways, [TonePlacement::Old, TonePlacement::New].repeat(12));
    let text = "Ủy ban, hoà bình";
    assert_finds(text, &tone_placement(text), &[("Ủy", TonePlacement::Old), ("hoà", TonePlacement::New)]);
}

#[test]
fn syllables_that_both_ways_write_alike_do_not_count() {
    assert_clean(
        tone_placement,
        &[
            "quý quỳ quỹ quà quả quẻ hoàn toàn hoạch ngoài xoài khoản loét ngoéo khuỷu khuya huỳnh tuýp",
            "thuở huệ Huế thuế mùa của múi tuổi già giữa gìn",
            "hoa khoe thuy uy qua que quy",
            "NGOÁI, toán",
        ],
    );
}

#[test]
fn the_rarer_place_of_the_tone_is_reported_when_both_occur() {
    let text = "Ủy ban, văn hóa, hoà bình, xóa đói";
    assert_finds(text, &mixed_tone_placement(text), &[("hoà", TonePlacement::New)]);
    assert_clean(
        mixed_tone_placement,
        &["Ủy ban, văn hóa, hòa bình", "Uỷ ban, văn hoá", "quý, hoàn toàn, hoá"],
    );
    // The first way is kept to where both are as frequent.
    let text = "thuỷ lợi, hòa bình";
    let expected = [Found {
        range: text.find("hòa").map_or(0..0, |at| at..at + "hòa".len()),
        what: TonePlacement::Old,
    }];
    assert_eq!(mixed_tone_placement(text), expected);
}
