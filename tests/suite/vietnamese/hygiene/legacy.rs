//! Text of the fonts before Unicode.

use thidua::vietnamese::hygiene::{Encoding, Legacy, legacy};

use super::{assert_clean, assert_finds};

/// Small letters and their TCVN3 codes, as Latin-1 shows them.
const TCVN3: &str = "à=µ ả=¶ ã=· á=¸ ạ=¹ ă=¨ ằ=» ẳ=¼ ẵ=½ ắ=¾ ặ=Æ â=© ầ=Ç ẩ=È ẫ=É ấ=Ê ậ=Ë đ=® è=Ì ẻ=Î ẽ=Ï é=Ð ẹ=Ñ ê=ª ề=Ò \
    ể=Ó ễ=Ô ế=Õ ệ=Ö ì=× ỉ=Ø ĩ=Ü í=Ý ị=Þ ò=ß ỏ=á õ=â ó=ã ọ=ä ô=« ồ=å ổ=æ ỗ=ç ố=è ộ=é ơ=¬ ờ=ê ở=ë ỡ=ì ớ=í ợ=î ù=ï ủ=ñ \
    ũ=ò ú=ó ụ=ô ư=\u{AD} ừ=õ ử=ö ữ=÷ ứ=ø ự=ù ỳ=ú ỷ=û ỹ=ü ý=ý ỵ=þ Ă=¡ Â=¢ Ê=£ Ô=¤ Ơ=¥ Ư=¦ Đ=§";

/// Small letters and what VNI-Windows writes for them, as Latin-1 shows it.
const VNI: &str = "à=aø ả=aû ã=aõ á=aù ạ=aï ă=aê ằ=aè ẳ=aú ẵ=aü ắ=aé ặ=aë â=aâ ầ=aà ẩ=aå ẫ=aã ấ=aá ậ=aä đ=ñ è=eø ẻ=eû ẽ=eõ é=eù ẹ=eï \
    ê=eâ ề=eà ể=eå ễ=eã ế=eá ệ=eä ì=ì ỉ=æ ĩ=ó í=í ị=ò ò=oø ỏ=oû õ=oõ ó=où ọ=oï ô=oâ ồ=oà ổ=oå ỗ=oã ố=oá ộ=oä ơ=ô ờ=ôø ở=ôû ỡ=ôõ \
    ớ=ôù ợ=ôï ù=uø ủ=uû ũ=uõ ú=uù ụ=uï ư=ö ừ=öø ử=öû ữ=öõ ứ=öù ự=öï ỳ=yø ỷ=yû ỹ=yõ ý=yù ỵ=î";

/// Sentences of papers that have every letter and every tone.
const SENTENCES: [&str; 8] = [
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Độc lập - Tự do - Hạnh phúc",
    "Báo cáo tổng kết phong trào thi đua yêu nước và công tác khen thưởng năm 2020",
    "Hội nghị thống nhất điểm của từng đơn vị, kết quả như sau:",
    "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
    "Các đơn vị đã đẩy mạnh cải cách hành chính, giữ vững kỷ luật, kỷ cương",
    "Khối trưởng, các Khối phó và thủ trưởng các đơn vị ký giao ước thi đua",
    "Thực hiện nhiệm vụ quốc phòng, an ninh; giữ gìn bản sắc, xóa bỏ hủ tục, chăm sóc người nghèo, trẻ nhỏ",
];

/// Writes a text in an old encoding, letter by letter.
fn encoded(text: &str, table: &str) -> String {
    let codes: Vec<(&str, &str)> = table.split_whitespace().filter_map(|pair| pair.split_once('=')).collect();
    let code = |letter: char| {
        let code =
            |wanted: char| codes.iter().find(|(known, _)| known.chars().eq([wanted])).map(|(_, code)| *code);
        let small = letter.to_lowercase().next().unwrap_or(letter);
        match code(letter) {
            Some(code) => code.to_owned(),
            None => code(small).map_or_else(|| letter.to_string(), str::to_uppercase),
        }
    };
    text.chars().map(code).collect()
}

/// The finds of a text: the run and what is meant.
fn runs(text: &str) -> Vec<(String, Legacy)> {
    legacy(text).into_iter().map(|one| (text[one.range].to_owned(), one.what)).collect()
}

/// Asserts that one run is found that reaches from the first to the last word with a mark.
#[track_caller]
fn assert_run(written: &str, meant: &str, encoding: Encoding) {
    let found = runs(written);
    assert_eq!(found.len(), 1, "{written}: {found:?}");
    let (run, what) = &found[0];
    assert_eq!(what.encoding, encoding, "{written}");
    assert!(meant.contains(&what.meant), "{written}: {} in {meant}", what.meant);
    // What is left out at both ends has no marks.
    let at = written.find(run.as_str()).expect("the run");
    let (before, after) = (&written[..at], &written[at + run.len()..]);
    let few = |rest: &str| rest.split_whitespace().filter(|word| !word.is_ascii()).count() <= 1;
    assert!(few(before) && few(after), "{written}: only {run}");
}

#[test]
fn sentences_in_tcvn3_are_found_and_read() {
    for sentence in SENTENCES {
        assert_run(&encoded(sentence, TCVN3), sentence, Encoding::Tcvn3);
    }
}

#[test]
fn sentences_in_vni_are_found_and_read() {
    for sentence in SENTENCES {
        assert_run(&encoded(sentence, VNI), sentence, Encoding::Vni);
        let capitals = sentence.to_uppercase();
        assert_run(&encoded(&capitals, VNI), &capitals, Encoding::Vni);
    }
}

#[test]
fn the_heading_of_every_paper_is_read_in_both_encodings() {
    let found = |encoding, meant: &str| Legacy { encoding, meant: meant.to_owned() };
    let text = "Céng hßa x· héi chñ nghÜa ViÖt Nam";
    assert_finds(
        text,
        &legacy(text),
        &[("Céng hßa x· héi chñ nghÜa ViÖt", found(Encoding::Tcvn3, "Cộng hòa xã hội chủ nghĩa Việt"))],
    );
    // The font of capitals shows small codes as capitals.
    let text = "CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM";
    assert_finds(
        text,
        &legacy(text),
        &[("CéNG HßA X· HéI CHñ NGHÜA VIÖT", found(Encoding::Tcvn3, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT"))],
    );
    let text = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam";
    assert_finds(
        text,
        &legacy(text),
        &[("Coäng hoøa xaõ hoäi chuû nghóa Vieät", found(Encoding::Vni, "Cộng hòa xã hội chủ nghĩa Việt"))],
    );
}

#[test]
fn a_passage_within_a_text_in_unicode_is_found() {
    let text = "Sở Y tế phối hợp với Së Gi¸o dôc vµ §µo t¹o tổ chức.\nCác đơn vị: Sôû Noäi vuï.";
    let found = |encoding, meant: &str| Legacy { encoding, meant: meant.to_owned() };
    assert_finds(
        text,
        &legacy(text),
        &[
            ("Së Gi¸o dôc vµ §µo t¹o", found(Encoding::Tcvn3, "Sở Giáo dục và Đào tạo")),
            ("Sôû Noäi vuï", found(Encoding::Vni, "Sở Nội vụ")),
        ],
    );
}

#[test]
fn unicode_and_foreign_words_are_left_alone() {
    let mut sentences = SENTENCES.to_vec();
    sentences.extend([
        "",
        "Ông Loïc, bà Thaï và ông Müller dự hội nghị",
        "Loïc và Thaï",
        "công ty Citroën, Nestlé, Škoda tại Köln, Malmö, São Paulo, Zürich",
        "25 °C, 5 m², 3 m³, 10 µm, 50 µg, ± 5 %, § 5, ½, «trích»",
        "Windows® · Office™ · © 2020",
        "El Niño, La Niña, café, hôtel, rôle, naïve, façade, Noël, thé",
        "là và có thì cá à ô ê",
    ]);
    assert_clean(legacy, &sentences);
    let apart: Vec<String> = SENTENCES
        .iter()
        .map(|text| unicode_normalization::UnicodeNormalization::nfd(*text).collect())
        .collect();
    assert_clean(legacy, &apart.iter().map(String::as_str).collect::<Vec<_>>());
}
