//! What a value that cannot be used was meant for.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json};
use unicode_normalization::UnicodeNormalization;

use super::doubtful::CURLY;
use crate::record::formats::{FORMATS, Format};
use crate::vietnamese::words::capitalised;
use crate::vietnamese::{notation, posts};

/// The word of a list that a text means: in capitals, with other blanks, with the tone mark on the
/// other letter of a diphthong.
pub fn meant<'a>(text: &str, allowed: &[&'a str]) -> Option<&'a str> {
    // `i.` is not `I.`: where the look of one letter is all, it must be right.
    if text.chars().filter(|letter| letter.is_alphabetic()).count() < 2 {
        return None;
    }
    let own = looked_through(text);
    allowed.iter().copied().find(|word| looked_through(word) == own)
}

/// The letters of a text without regard to capitals and blanks, and its tone marks.
fn looked_through(text: &str) -> (String, Vec<char>) {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let plain: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let (mut tones, letters): (Vec<char>, Vec<char>) =
        plain.join(" ").nfd().partition(|letter| TONES.contains(letter));
    tones.sort_unstable();
    (letters.into_iter().collect(), tones)
}

/// The truth value that a word means.
pub fn boolean(text: &str) -> Option<&'static str> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "y" | "có" | "co" | "on" | "đúng" | "đạt" | "x" | "1" => Some("true"),
        "false" | "no" | "n" | "không" | "khong" | "ko" | "off" | "sai" | "không đạt" | "0" => {
            Some("false")
        }
        _ => None,
    }
}

/// How a text should be written so that a format takes it.
pub fn value(text: &str, format: &Format) -> Option<String> {
    if format.name == "thidua-authority" {
        return authority(text).filter(|meant| (format.check)(meant).is_ok());
    }
    let bare = text.trim_matches(|letter: char| letter.is_whitespace() || is_mark(letter));
    let taken = |meant: &String| *meant != text && !meant.is_empty() && (format.check)(meant).is_ok();
    if format.name == "thidua-date" {
        return date(bare).filter(taken);
    }
    let first = bare.split_whitespace().next().unwrap_or_default();
    if format.name == "thidua-number" {
        let digits = first.split(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default();
        return Some(digits.to_owned()).filter(taken);
    }
    if let Some(meant) = digits(bare).filter(taken) {
        return Some(meant);
    }
    // `57 . 5`
    let tight: String = bare.split_whitespace().collect();
    let apart = [" .", ". ", " ,", ", "].iter().any(|mark| bare.contains(mark));
    let apart = apart && !bare.contains(char::is_alphabetic);
    let unit_apart = bare.trim_end_matches(|letter: char| letter.is_alphabetic() || letter == '%').trim_end();
    [bare.to_owned(), vietnamese(bare), large(bare).unwrap_or_default(), spaced(bare)]
        .into_iter()
        .chain(apart.then(|| vietnamese(&tight)))
        .chain([first.to_owned(), vietnamese(first), unit_apart.to_owned(), vietnamese(unit_apart)])
        .filter(|meant| meant.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '+')))
        .find(taken)
}

/// A figure in which letters that look like digits stand for them: `9O`, `l5`.
pub fn digits(text: &str) -> Option<String> {
    let own = |letter: char| match letter {
        'O' | 'o' => Some('0'),
        'l' | 'I' => Some('1'),
        '0'..='9' | '.' | ',' => Some(letter),
        _ => None,
    };
    let letters = text.contains(['O', 'o', 'l', 'I']);
    let figures = text.contains(|letter: char| letter.is_ascii_digit());
    text.chars().map(own).collect::<Option<String>>().filter(|_| letters && figures)
}

/// Words without the curly quotes around them; none where there are none.
pub fn unquoted(text: &str) -> Option<&str> {
    let bare = text.trim().trim_matches(CURLY).trim();
    (bare.len() < text.trim().len()).then_some(bare)
}

/// Whether a letter is a mark around a value that does not belong to it.
pub fn is_mark(letter: char) -> bool {
    ",;.:\"'".contains(letter) || CURLY.contains(&letter)
}

/// The authority that words mean: `Thay mặt Khối thi đua`, `T/M Cụm`, the body alone, a post alone.
fn authority(text: &str) -> Option<String> {
    const MEANT: [(&str, &str); 13] = [
        ("thay mặt", "TM."),
        ("t/m", "TM."),
        ("t.m", "TM."),
        ("ký thay", "KT."),
        ("k/t", "KT."),
        ("k.t", "KT."),
        ("thừa lệnh", "TL."),
        ("t/l", "TL."),
        ("thừa ủy quyền", "TUQ."),
        ("thừa uỷ quyền", "TUQ."),
        ("t/uq", "TUQ."),
        ("quyền", "Q."),
        ("q/", "Q."),
    ];
    let bare = text.trim().trim_end_matches([',', '.', ':', ';']);
    let lower = bare.to_lowercase();
    let whom = |rest: &str| {
        let rest = rest.trim_start_matches(['.', ',', ':', ' ']);
        capitalised(rest)
    };
    if let Some((words, prefix)) = MEANT.iter().find(|(words, _)| lower.starts_with(words)) {
        let rest: String = bare.chars().skip(words.chars().count()).collect();
        return Some(format!("{prefix} {}", whom(&rest)).trim().to_owned());
    }
    let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    if begins(&["khối", "cụm", "ủy ban", "uỷ ban", "hội đồng", "ban ", "đảng ủy", "thường trực"])
    {
        return Some(format!("TM. {}", whom(bare)));
    }
    posts::is_head(bare).then(|| format!("KT. {}", whom(bare)))
}

/// Which half of a year words mean.
pub fn half(text: &str) -> Option<u8> {
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|letter: char| letter.is_whitespace() || is_mark(letter));
    match bare {
        "1" | "i" | "một" | "nhất" | "thứ nhất" | "1/2" | "h1" => Some(1),
        "2" | "ii" | "hai" | "nhì" | "thứ hai" | "h2" => Some(2),
        _ if bare.contains("cuối") => Some(2),
        _ if bare.contains("đầu") || bare == "6 tháng" => Some(1),
        _ => None,
    }
}

/// The year in four digits that words mean.
pub fn year(text: &str) -> Option<String> {
    let digits = text.split(|letter: char| !letter.is_ascii_digit()).rfind(|group| !group.is_empty())?;
    match digits.len() {
        4 => Some(digits.to_owned()),
        2 => Some(format!("20{digits}")),
        _ => None,
    }
    .filter(|meant| meant != text)
}

/// The parts of an awardee who is written in one line: `Ông Nguyễn Văn A, Chuyên viên, Sở Y tế`.
pub fn awardee(text: &str) -> Option<String> {
    let bare = text.trim().trim_start_matches(|letter: char| letter.is_ascii_digit());
    let rest = bare.strip_prefix(['.', ')']).unwrap_or(text.trim()).trim();
    let honorific =
        HONORIFICS.into_iter().find(|word| rest.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')));
    let bare = rest[honorific.map_or(0, str::len)..].trim_start();
    let mut parts =
        bare.split([',', ';']).flat_map(|part| part.split(" - ")).flat_map(|part| part.split(" – "));
    let name = parts.next().map(str::trim).filter(|name| !name.is_empty())?;
    let parts: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
    if honorific.is_none() && parts.is_empty() {
        return None;
    }
    let mut fields = Vec::new();
    let mut field = |key: &str, words: &str| fields.push(format!("{key}: {}", between_braces(words)));
    if let Some(honorific) = honorific {
        field("honorific", &capitalised(honorific));
    }
    field("name", name);
    if let Some(title) = parts.first() {
        field("title", title);
    }
    if parts.len() > 1 {
        field("unit", &parts[1..].join(", "));
    }
    Some(format!("{{ {} }}", fields.join(", ")))
}

/// A figure in English notation (`2,450,000`, `12.5`) in the Vietnamese one.
fn vietnamese(text: &str) -> String {
    let swapped = |text: &str| -> String {
        text.chars()
            .map(|letter| match letter {
                ',' => '.',
                '.' => ',',
                other => other,
            })
            .collect()
    };
    swapped(text)
}

/// `1 520 000` as a figure.
fn spaced(text: &str) -> String {
    let groups: Vec<&str> =
        text.trim_end_matches(|letter: char| letter.is_alphabetic()).split_whitespace().collect();
    let digits = |group: &&str| group.bytes().all(|byte| byte.is_ascii_digit());
    let thousands =
        groups.len() > 1 && groups.iter().all(digits) && groups[1..].iter().all(|group| group.len() == 3);
    if thousands { groups.join(".") } else { String::new() }
}

/// `1,5 triệu` as a figure.
fn large(text: &str) -> Option<String> {
    let (figure, unit) = text.split_once(' ')?;
    let times = match unit.trim().trim_end_matches("đồng").trim_end() {
        "nghìn" | "ngàn" => 1_000,
        "triệu" => 1_000_000,
        "tỷ" | "tỉ" => 1_000_000_000,
        _ => return None,
    };
    // `1.5 triệu`
    let decimal = |(_, rest): (&str, &str)| rest.len() < 3 && !figure.contains(',');
    let figure = match figure.split_once('.').is_some_and(decimal) {
        true => figure.replace('.', ","),
        false => figure.to_owned(),
    };
    let value = notation::parse(&figure).ok()?.checked_mul(Decimal::from(times))?;
    value.is_integer().then(|| notation::format(value.normalize()))
}

/// A day in another form (`15-7-2026`, `ngày 15 tháng 7 năm 2026`, `2026/7/15`) as it is read.
fn date(text: &str) -> Option<String> {
    let groups: Vec<&str> =
        text.split(|letter: char| !letter.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    // What stands before the day may be its hour.
    let [.., first, second, third] = groups[..] else { return None };
    // `1/20/2027`, as a workbook in English shows it.
    let (first, second) = match second.parse::<u32>() {
        Ok(day) if day > 12 && third.len() == 4 && first.parse::<u32>().is_ok_and(|month| month <= 12) => {
            (second, first)
        }
        _ => (first, second),
    };
    match (first.len(), second.len(), third.len()) {
        (4, 1..=2, 1..=2) => Some(format!("{third:0>2}/{second:0>2}/{first}")),
        (1..=2, 1..=2, 4) => Some(format!("{first:0>2}/{second:0>2}/{third}")),
        (1..=2, 1..=2, 2) => Some(format!("{first:0>2}/{second:0>2}/20{third}")),
        _ => None,
    }
}

/// How a figure that a comma cut between braces should be written, with why.
pub fn cut_number(words: &str, format: Option<&str>) -> Vec<(String, String)> {
    let figure: String = words.split_whitespace().collect();
    let groups: Vec<&str> = figure.split(',').collect();
    let thousands = groups[1..].iter().all(|group| group.len() == 3) && groups[0].len() <= 3;
    let dotted = groups.join(".");
    let quoted = format!("\"{figure}\"");
    match (thousands, groups.len()) {
        (true, 3..) => vec![("ngăn hàng nghìn bằng dấu chấm".to_owned(), dotted)],
        (true, _) if matches!(format, Some("thidua-money" | "thidua-count")) => {
            vec![("ngăn hàng nghìn bằng dấu chấm".to_owned(), dotted)]
        }
        (true, _) => vec![
            ("dấu phẩy ngăn hàng nghìn thì thay bằng dấu chấm".to_owned(), dotted),
            ("dấu phẩy trước phần thập phân thì đặt số trong dấu nháy".to_owned(), quoted),
        ],
        _ => vec![("đặt số trong dấu nháy".to_owned(), quoted)],
    }
}

/// The period that words mean, as a map: `6 tháng đầu năm 2026`, `năm học 2025-2026`, `2021 - 2025`.
pub fn period(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    // No form of a period is a quarter.
    if lower.contains("quý") {
        return None;
    }
    let numbers: Vec<&str> =
        lower.split(|letter: char| !letter.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let years: Vec<&str> = numbers.iter().copied().filter(|number| number.len() == 4).collect();
    let year = years.first()?;
    let half = |half: u8| Some(format!("{{ half: {half}, year: {year} }}"));
    if lower.contains("năm học") {
        return Some(format!("{{ school_year: {year} }}"));
    }
    match (&numbers[..], &years[..]) {
        (_, [from, to]) => Some(format!("{{ from_year: {from}, to_year: {to} }}")),
        (["6", _] | ["06", _], _) if lower.contains("cuối") => half(2),
        (["6", _] | ["06", _], _) => half(1),
        ([months, _], _) if lower.contains("tháng") && months.len() < 3 => {
            Some(format!("{{ months: {}, year: {year} }}", months.trim_start_matches('0')))
        }
        ([_], _) => Some(format!("{{ year: {year} }}")),
        _ => None,
    }
}

/// What persons are called before their names.
const HONORIFICS: [&str; 6] = ["Ông", "Bà", "Đồng chí", "ông", "bà", "đồng chí"];

/// The persons who are written one after the other, each with an honorific: `Bà Trần Thị B, Giám đốc; Ông Bùi Văn K`.
pub fn persons(text: &str) -> Vec<&str> {
    let begins = |words: &str| {
        HONORIFICS.iter().any(|word| words.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
    };
    let mut persons = Vec::new();
    let mut from = 0;
    for mark in
        [";", ",", " và ", "\n"].iter().flat_map(|mark| text.match_indices(mark)).collect::<BTreeMap<_, _>>()
    {
        let after = mark.0 + mark.1.len();
        if mark.0 >= from && begins(text[after..].trim_start()) {
            persons.push(text[from..mark.0].trim());
            from = after;
        }
    }
    persons.push(text[from..].trim().trim_end_matches([';', ',', '.']));
    persons
}

/// A line of words as the map that is wanted: somebody with a name.
pub fn item(text: &str, known: &Map<String, Json>) -> Option<String> {
    if text.contains(['\n', '\t']) {
        return None;
    }
    if known.contains_key("date") && known.contains_key("recipients") {
        return date(text).map(|date| format!("{{ date: {date} }}"));
    }
    if known.contains_key("title") && known.contains_key("body") {
        return Some(format!("{{ title: {} }}", between_braces(text.trim())));
    }
    if known.contains_key("individual") && known.contains_key("collective") {
        return text.starts_with(|first: char| first.is_ascii_digit()).then(|| {
            let each = between_braces(text.trim());
            format!("{{ collective: {each}, individual: {each} }}")
        });
    }
    if !known.contains_key("name") {
        return None;
    }
    let mut fields = Vec::new();
    let mut rest = text.trim();
    if known.contains_key("honorific") {
        let honorific = HONORIFICS
            .into_iter()
            .find(|word| rest.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')));
        if let Some(honorific) = honorific {
            fields.push(format!("honorific: {honorific}"));
            rest = rest[honorific.len()..].trim_start();
        }
    }
    let post = rest.split_once([',', '-', '–']).filter(|_| known.contains_key("title"));
    match post {
        Some((name, title)) if name.trim().contains(' ') => {
            fields.push(format!("name: {}", between_braces(name.trim())));
            fields.push(format!("title: {}", between_braces(title.trim())));
        }
        _ => fields.push(format!("name: {}", between_braces(rest))),
    }
    Some(format!("{{ {} }}", fields.join(", ")))
}

/// A sentence that tells what each kind of awardee is given, as a map: `Tập thể 1.410.000 đồng, cá nhân 710.000 đồng`.
pub fn reward(text: &str) -> Option<String> {
    const KINDS: [(&str, &str); 3] =
        [("tập thể", "collective"), ("hộ gia đình", "household"), ("cá nhân", "individual")];
    let money = FORMATS.iter().find(|format| format.name == "thidua-money")?;
    let commas = text.replace(" và ", ", ").replace([';', '\n'], ", ");
    let parts = commas.split(", ").map(str::trim).filter(|part| !part.is_empty()).map(|part| {
        let lower = part.to_lowercase();
        let mut kinds = KINDS.iter().filter(|(words, _)| lower.contains(words));
        let (_, key) = kinds.next().filter(|_| kinds.next().is_none())?;
        let figure = &part[part.find(|letter: char| letter.is_ascii_digit())?..];
        let figure = figure.split(['/', '(']).next().unwrap_or_default().trim();
        let figure = figure.trim_end_matches("đồng").trim_end();
        let figure = match (money.check)(figure) {
            Ok(()) => figure.to_owned(),
            Err(_) => value(figure, money)?,
        };
        Some(format!("{key}: {}", between_braces(&figure)))
    });
    let parts: Vec<String> = parts.collect::<Option<_>>()?;
    (!parts.is_empty()).then(|| format!("{{ {} }}", parts.join(", ")))
}

/// Words as the items of a list between brackets: of one, and of several where they are parted by semicolons, else by
/// commas that do not stand in brackets.
pub fn in_brackets(text: &str) -> (String, Option<String>) {
    let mark = if text.contains(';') { ';' } else { ',' };
    let mut depth = 0_usize;
    let parts = text.split(|letter: char| {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == '\n' || letter == mark && depth == 0
    });
    let bare = |part: &str| between_braces(part.trim().trim_start_matches(['-', '–', '+', '•']).trim_start());
    let parts: Vec<String> = parts.map(bare).filter(|part| !part.is_empty()).collect();
    let several = (parts.len() > 1).then(|| format!("[{}]", parts.join(", ")));
    (format!("[{}]", between_braces(text.trim())), several)
}

/// Ids with figures as a map: `so-noi-vu 5, so-y-te 8`.
pub fn by_id(text: &str) -> Option<String> {
    let pairs = text.split([',', ';']).map(|pair| {
        let (id, figure) = pair.trim().rsplit_once([' ', '=', ':', '-'])?;
        let id = id.trim_end_matches([' ', '=', ':', '-']);
        let known = !id.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let counts = figure.starts_with(|first: char| first.is_ascii_digit());
        (known && counts).then(|| format!("{id}: {}", figure.trim()))
    });
    let pairs: Option<Vec<String>> = pairs.collect();
    pairs.map(|pairs| format!("{{ {} }}", pairs.join(", ")))
}

/// Words as they may stand between brackets.
pub fn between_braces(words: &str) -> String {
    let plain = !words.contains([',', '[', ']', '{', '}', '"', '#', '&', '*', '!', '%', '@', '`', '|', '>'])
        && !words.contains(": ")
        && !words.ends_with(':')
        && !words.starts_with(['-', '?', '\'', ':']);
    if plain { words.to_owned() } else { super::slips::line::quote(words) }
}
