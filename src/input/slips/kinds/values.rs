//! Values that need quotes, or other ones than they have.

use super::{slip, with};
use crate::input::remedies;
use crate::input::slips::{
    Slip,
    line::{self, Slot},
};

/// The slips of the values of a line: each that needs quotes, then all together.
pub(super) fn values(line: &str, index: usize) -> Vec<Slip> {
    let list = line::entry(line).is_some_and(|(key, _)| crate::input::faults::is_list(key));
    // `deputies: - so-y-te` is a list.
    let slots =
        line::slots(line).into_iter().filter(|slot| !(list && line[slot.range.start..].starts_with("- ")));
    let wrong: Vec<(Slot, Unquoted)> = slots
        .into_iter()
        .filter_map(|slot| Some((slot.clone(), unquoted(&line[slot.range.clone()], slot.flow)?)))
        .collect();
    let one = |(slot, wrong): &(Slot, Unquoted)| {
        if let Some(slip) = recipients(line, index) {
            return slip;
        }
        let words = match remedies::in_brackets(&line[slot.range.clone()]) {
            _ if !list || slot.flow => wrong.mended.clone(),
            (_, Some(several)) => several,
            _ => format!("[{}]", wrong.mended),
        };
        let mended = with(line, &slot.range, &words);
        let at = slot.range.start + wrong.at;
        let length = line[at..].chars().next().map_or(0, char::len_utf8);
        let mut slip = slip(index, wrong.message.clone(), at..at + length, wrong.remedy, mended);
        slip.opens = wrong.open;
        slip
    };
    let mut slips: Vec<Slip> = wrong.iter().map(one).collect();
    if wrong.len() > 1 {
        let mut mended = line.to_owned();
        for (slot, wrong) in wrong.iter().rev() {
            mended = with(&mended, &slot.range, &wrong.mended);
        }
        let first = one(&wrong[0]);
        slips.push(slip(index, first.message, first.range, wrong[0].1.remedy, mended));
    }
    slips
}

/// `recipients: Như trên; Sở Nội vụ; Lưu: VT`, with brackets or without: the places, and apart from them where a copy
/// is kept.
pub fn recipients(line: &str, index: usize) -> Option<Slip> {
    let (_, start) = line::entry(line).filter(|(key, _)| *key == "recipients")?;
    let end = line::end(line, start.min(line.len()));
    let inner = line[start..end].trim_start_matches('[').trim_end_matches(']').trim();
    let at = inner.find("Lưu")?;
    let kept = inner[at..]
        .trim_start_matches("Lưu")
        .trim_start_matches([':', ' '])
        .trim_end_matches(['.', ';', ' ']);
    let places = inner[..at].trim_end_matches([';', ',', ':', '-', '–', ' ']);
    // Both marks part them where somebody typed both; that is as above is written anyway.
    let places = places.replace(";,", ";").trim_end_matches(';').to_owned();
    let first = places.split([';', ',']).next().unwrap_or_default().trim_start_matches(['-', ' ']).trim();
    let places = match first.to_lowercase().starts_with("như ") && first.len() < places.len() {
        true => {
            places[places.find(first).unwrap_or_default() + first.len()..].trim_start_matches([';', ',', ' '])
        }
        false => &places,
    };
    let (one, several) = remedies::in_brackets(places);
    let list = several.unwrap_or(one);
    let mended = format!("{}{list}{}", &line[..start], &line[end..]);
    let shown = mended[..line::end(&mended, 0)].trim();
    Some(Slip {
        message: "các nơi nhận đặt trong ngoặc vuông, cách nhau bằng dấu phẩy; nơi lưu ghi ở mục riêng"
            .to_owned(),
        range: start..end,
        remedy: format!(
            "viết: `{shown}`; nơi lưu ghi ở dòng dưới: `filing: {kept}`, chỉ lưu VT thì không cần ghi"
        ),
        edits: vec![(index, mended)],
        opens: false,
    })
}

/// What is wrong with a value that should stand in quotes, or in other ones.
pub(super) struct Unquoted {
    message: String,
    at: usize,
    remedy: &'static str,
    mended: String,
    /// Whether its quote was left open.
    open: bool,
}

pub(super) const QUOTE: &str = "đặt trong dấu nháy kép";

/// Why a value cannot be read without quotes, or with the quotes that it has.
pub(super) fn unquoted(value: &str, flow: bool) -> Option<Unquoted> {
    let first = value.chars().next()?;
    let say = |message: &str, at: usize| {
        let remedy = QUOTE;
        Some(Unquoted { message: message.to_owned(), at, remedy, mended: line::quote(value), open: false })
    };
    if matches!(first, '"' | '\'') {
        return quotes(value, first);
    }
    let hard = value.contains(": ") || value.ends_with(':') || value.contains(" #");
    let hard = hard || flow && value.contains([',', '[', ']', '{', '}']);
    if matches!(first, '“' | '”' | '‘' | '’' | '„') && hard {
        let mut words = value.to_owned();
        if matches!(value.chars().last(), Some('”' | '“' | '’')) {
            let end = words.trim_end_matches(['”', '“', '’']).len();
            words = words[first.len_utf8()..end].to_owned();
        }
        let mended = line::quote(&words);
        let message = "dấu nháy cong “ ” của Word không phải là dấu nháy của YAML".to_owned();
        let remedy = "gõ dấu nháy thẳng";
        return Some(Unquoted { message, at: 0, remedy, mended, open: false });
    }
    let begins = || say(&format!("lời văn bắt đầu bằng `{first}` phải đặt trong dấu nháy"), 0);
    let next = value.chars().nth(1);
    match first {
        '%' | '@' | '`' | '&' | '*' | '!' | ',' | '{' | '}' | '[' | ']' => return begins(),
        '|' | '>' if !value[1..].chars().all(|mark| "+-0123456789".contains(mark)) || flow => {
            return begins();
        }
        '-' | '?' if next.is_none_or(|next| next == ' ') => return begins(),
        _ => {}
    }
    if let Some(at) = value.find(": ").or_else(|| value.ends_with(':').then(|| value.len() - 1)) {
        return say("câu có dấu hai chấm phải đặt trong dấu nháy", at);
    }
    if let Some(at) = value.find(" #") {
        return say("câu có dấu `#` phải đặt trong dấu nháy: YAML bỏ mọi chữ từ dấu ấy", at + 1);
    }
    if flow && let Some(at) = value.find(['[', ']', '{', '}']) {
        return say("lời văn có dấu ngoặc trong `{ }` hoặc `[ ]` phải đặt trong dấu nháy", at);
    }
    if flow && let Some(at) = value.find(',') {
        return say("câu có dấu phẩy trong `{ }` phải đặt trong dấu nháy", at);
    }
    None
}

/// Why a value that begins with a quote cannot be read.
pub(super) fn quotes(value: &str, quote: char) -> Option<Unquoted> {
    let inner = &value[1..];
    let Some(end) = line::quoted_end(value) else {
        let message = "dấu nháy mở ở đây mà không đóng".to_owned();
        let mended = match inner.trim_end_matches(['”', '“', '’']) {
            words if quote == '"' && !words.contains('\\') => format!("\"{words}\""),
            words => line::quote(words),
        };
        return Some(Unquoted { message, at: 0, remedy: "đóng dấu nháy", mended, open: true });
    };
    if end < value.len() {
        let message = match value.ends_with(quote) {
            true => "trong dấu nháy lại có dấu nháy cùng loại",
            false => "sau dấu nháy đóng còn chữ",
        };
        let mended = line::quote(value);
        let remedy = "bao cả câu bằng dấu nháy loại khác";
        return Some(Unquoted { message: message.to_owned(), at: end - 1, remedy, mended, open: false });
    }
    let escape = inner.find('\\').filter(|_| quote == '"')?;
    let message = "trong dấu nháy kép, dấu `\\` là ký hiệu riêng của YAML".to_owned();
    let mended = format!("'{}'", inner[..inner.len() - 1].replace('\'', "''"));
    Some(Unquoted { message, at: 1 + escape, remedy: "dùng dấu nháy đơn", mended, open: false })
}
