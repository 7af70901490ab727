//! Keys without their colon, two on a line, or left out.

use super::braces::outside_brackets;
use super::{slip, two_lines};
use crate::input::slips::{Slip, line};

/// `name Sở Y tế`, `name = Sở Y tế`
pub(super) fn no_colon(line: &str, index: usize) -> Option<Slip> {
    let start = line::body(line);
    let words = &line[start..];
    let end = words.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')?;
    let key = Some(&words[..end]).filter(|key| crate::input::faults::is_key(key))?;
    let rest = words[end..].trim_start();
    let bare = rest.strip_prefix(['=', ';', '：', '.', ',', '-', '–']).unwrap_or(rest).trim_start();
    if rest.starts_with(':') || (bare == rest && !words[end..].starts_with(' ')) {
        return None;
    }
    let mended = format!("{}{key}: {bare}", &line[..start]);
    let range = start..start + end;
    Some(slip(
        index,
        format!("sau `{key}` thiếu dấu hai chấm"),
        range,
        "thêm dấu hai chấm và dấu cách",
        mended,
    ))
}

/// `collectives` with its rows below.
pub(super) fn bare_key(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let start = line::body(line);
    let end = line::end(line, start);
    let key = &line[start..end];
    let next = lines[index + 1..].iter().find(|next| !line::is_empty(next))?;
    let below =
        line::indent(next) > start || next.trim_start().starts_with("- ") && line::indent(next) == start;
    (crate::input::faults::is_key(key) && below).then(|| {
        let mended = format!("{}:{}", &line[..end], &line[end..]);
        slip(index, format!("sau `{key}` thiếu dấu hai chấm"), start..end, "thêm dấu hai chấm", mended)
    })
}

/// `name: Sở Y tế kind: khối`, `- id: a, name: Sở Y tế`, `{ id: a name: Sở Y tế }`, `report: document:`
pub(super) fn two_keys(line: &str, index: usize) -> Option<Slip> {
    let (slot, second) = line::slots(line).into_iter().find_map(|slot| {
        let value = &line[slot.range.clone()];
        let behind = line::entry(line).is_some() && !slot.flow;
        let at = std::iter::once(0)
            .filter(|_| behind)
            .chain(value.match_indices(' ').map(|(at, _)| at + 1))
            .find(|at| line::key(&value[*at..]).is_some() && outside_brackets(&value[..*at]))?;
        (!value.starts_with(['"', '\'', '“'])).then_some((slot.clone(), slot.range.start + at))
    })?;
    let key = line::key(&line[second..])?;
    let range = second..second + key.len();
    let first = line[..second].trim_end().trim_end_matches([',', ';']);
    if slot.flow {
        let mended = format!("{first}, {}", &line[second..]);
        return Some(slip(index, format!("trước `{key}` thiếu dấu phẩy"), range, "thêm dấu phẩy", mended));
    }
    let start = line::body(line);
    let message = format!("hai mục trên một dòng: `{key}` phải xuống dòng riêng");
    if line[..start].contains('-') && line[..second].trim_end().ends_with(',') {
        let end = line::end(line, start);
        let own = format!("{}, {}", &first[start..], line[second..end].trim_end_matches('}').trim_end());
        let mended = format!("{}{{ {own} }}{}", &line[..start], &line[end..]);
        return Some(slip(index, message, range, "hoặc đặt các mục trong ngoặc nhọn", mended));
    }
    // What stands right behind the colon belongs below the key.
    let deeper = if second == slot.range.start { 2 } else { 0 };
    let mended = format!("{first}\n{}{}", " ".repeat(start + deeper), &line[second..]);
    let below = line[second..line::end(line, second)].trim();
    let remedy = two_lines((first.trim(), line::indent(line)), (below, start + deeper));
    Some(Slip { message, range, remedy, edits: vec![(index, mended)], opens: false })
}

/// `meeting: hội nghị` with the keys of the meeting below.
pub(super) fn words_before_keys(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let (key, value) = line::entry(line).filter(|(key, _)| crate::input::faults::is_map(key))?;
    let end = line::end(line, value);
    let next = lines[index + 1..].iter().find(|next| !line::is_empty(next))?;
    let below = line::indent(next) > line::body(line) && line::key(next.trim_start()).is_some();
    let words = end > value && line::key(&line[value..]).is_none();
    (below && words && !line[value..].starts_with(['{', '[', '#'])).then(|| {
        let mended = format!("{}{}", line[..value].trim_end(), &line[end..]);
        let message = format!("`{key}` có các mục con ở dòng dưới thì không ghi gì sau dấu hai chấm");
        slip(index, message, value..end, "viết", mended)
    })
}

/// `- Kết quả thực hiện` with the further keys of the item below.
pub(super) fn no_key(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let start = line::body(line);
    let below = (index + 1..lines.len()).find(|at| !line::is_empty(&lines[*at]))?;
    let next = line::key(lines[below].trim_start()).filter(|_| line::indent(&lines[below]) == start)?;
    if !line[..start].contains('-') || line::entry(line).is_some() || line[start..].starts_with(['{', '[']) {
        return None;
    }
    let key = if matches!(next, "body" | "insert" | "sections" | "landscape") { "title" } else { "name" };
    let words = &line[start..line::end(line, start)];
    let mended = format!("{}{key}: {words}{}", &line[..start], &line[line::end(line, start)..]);
    let message = format!("trước lời văn này thiếu tên mục, chẳng hạn `{key}:`");
    Some(slip(index, message, start..start + words.len(), "ghi tên mục", mended))
}
