//! What can be a Vietnamese syllable.

use thidua::vietnamese::syllable::{Spelling, Tone, is_syllable, words};

#[test]
fn syllables_of_every_shape_are_known() {
    let known = "a à ạ ăn ấp em êm im ong ông ơn ui ư y ý yêu yến ước uống oan oánh uyên uỷ ủy bà các chuyển dưới \
        đường gì giếng giết gìn già ghế ghi gửi huỳnh huyện kết kỳ khuya choòng gíp hừm ngoạm khuỷu khoẻ khỏe lý mười nghiêng nghề ngoằn \
        nguyễn người nhất oách phần pin quá quản quy quý quyền quyết quốc quýt quỳnh quơ quên rượu sườn tuần tuấn \
        thuở thuế tuệch toàn truyền trưởng ướt vượt xoong xuân xuể xuất Đắc ĐƯỜNG Ủy THƯỞNG";
    for word in known.split_whitespace() {
        assert!(is_syllable(word), "{word}");
    }
}

#[test]
fn what_cannot_be_said_is_no_syllable() {
    let unknown = "b ng khoong ddaauf thij cée kà ngề gế kát hat hac tach vap hàt tảch bcd zô wa fa jô mnô aă ueo uâ tt \
        thưỡngg hộị hội2 ö ñ ß é̂̂ Љ";
    for word in unknown.split_whitespace() {
        assert!(!is_syllable(word), "{word}");
    }
    assert!(!is_syllable(""));
}

#[test]
fn a_word_is_taken_apart_and_put_together_again() {
    let spelling = Spelling::of("Thuỷ").expect("letters");
    assert_eq!((spelling.letters.iter().collect::<String>().as_str(), spelling.tone), ("thuy", Tone::Hoi));
    assert_eq!(spelling.at, Some(3));
    assert_eq!(spelling.parts(), Some(("th".to_owned(), "uy".to_owned())));
    let table = [
        ("thuỷ", "thủy"),
        ("hoà", "hòa"),
        ("khoẻ", "khỏe"),
        ("quý", "quý"),
        ("gìn", "gìn"),
        ("giếng", "giếng"),
        ("già", "già"),
        ("hoàng", "hoàng"),
        ("khuỷu", "khuỷu"),
        ("ngoài", "ngoài"),
        ("người", "người"),
        ("ướt", "ướt"),
        ("mía", "mía"),
        ("của", "của"),
        ("chuyện", "chuyện"),
        ("tuần", "tuần"),
        ("Đức", "đức"),
        ("ba", "ba"),
    ];
    for (word, written) in table {
        let spelling = Spelling::of(word).expect("letters");
        assert_eq!(spelling.written().as_deref(), Some(written), "{word}");
    }
}

#[test]
fn words_are_runs_of_letters_with_their_marks() {
    let text = "Sở Y tế (số 5/QĐ-SYT), ho\u{300}a.";
    let found: Vec<&str> =
        words(text).map(|(range, word)| text.get(range).filter(|part| *part == word).unwrap_or("")).collect();
    assert_eq!(found, ["Sở", "Y", "tế", "số", "QĐ", "SYT", "ho\u{300}a"]);
}
