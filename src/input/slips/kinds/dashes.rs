//! Dashes of lists that are missing, or stand where no list is.

use super::{slip, two_lines};
use crate::input::remedies;
use crate::input::slips::{Slip, line, rows};

/// `deputies: - so-y-te`
pub(super) fn list_behind_key(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let (_, start) = line::entry(line).filter(|(key, _)| crate::input::faults::is_list(key))?;
    let item = line[start..line::end(line, start)].strip_prefix("- ")?.trim_start();
    if item.contains("; -") {
        let end = line::end(line, start);
        let mended = format!("{}{}{}", &line[..start], remedies::in_brackets(item).1?, &line[end..]);
        let message = "các mục của danh sách trên một dòng phải đặt trong ngoặc vuông";
        return Some(slip(index, message, start..end, "viết", mended));
    }
    let own = line::body(line);
    let next = lines[index + 1..].iter().find(|next| !line::is_empty(next));
    let depth = next.filter(|next| next.trim_start().starts_with("- ") && line::indent(next) >= own);
    let depth = depth.map_or(own + 2, |next| line::indent(next));
    let head = line[..start].trim_end();
    let mended = format!("{head}\n{}- {item}", " ".repeat(depth));
    Some(Slip {
        message: "danh sách có dấu `-` phải bắt đầu ở dòng dưới".to_owned(),
        range: start..start + 1,
        remedy: two_lines((head.trim(), line::indent(line)), (&format!("- {item}"), depth)),
        edits: vec![(index, mended)],
        opens: false,
    })
}

/// A line among the items of a list that lacks its dash.
pub(super) fn no_dash(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let own = line::indent(line);
    let words = line[own..].trim_end();
    let above = (0..index).rev().find(|at| !line::is_empty(&lines[*at]))?;
    let item = |line: &str| line::indent(line) == own && line[own..].starts_with("- ");
    let among = item(&lines[above]) || lines.get(index + 1).is_some_and(|next| item(next));
    if !among || words.starts_with('-') || line::key(words).is_some() {
        return None;
    }
    // Words that go on begin small.
    if words.starts_with(char::is_lowercase) && item(&lines[above]) {
        let mended = format!("{}  {words}", &line[..own]);
        let message = "dòng này nối tiếp dòng trên thì phải thụt vào sâu hơn dấu `-`";
        let remedy = format!("thêm hai dấu cách ở đầu dòng; là mục mới thì đặt dấu `-`: `- {words}`");
        let range = own..line.trim_end().len();
        return Some(Slip {
            message: message.to_owned(),
            range,
            remedy,
            edits: vec![(index, mended)],
            opens: false,
        });
    }
    Some({
        let mended = format!("{}- {words}", &line[..own]);
        slip(
            index,
            "dòng của danh sách thiếu dấu `-`",
            own..line.trim_end().len(),
            "thêm dấu `-` và dấu cách",
            mended,
        )
    })
}

/// The first item of a list of maps that lacks its dash.
pub(super) fn no_first_dash(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let own = line::indent(line);
    let key = line::key(line.trim_start())?;
    let above = (0..index).rev().find(|at| !line::is_empty(&lines[*at]))?;
    let (list, value) = line::entry(&lines[above])?;
    let behind = lines[above][value.min(lines[above].len())..].trim();
    let has_value = !behind.is_empty() && !behind.starts_with('#');
    if own < 2 || has_value || !crate::input::faults::is_list(list) {
        return None;
    }
    let mended = format!("{}- {}", &line[..own - 2], &line[own..]);
    let message = format!("trước `{key}` thiếu dấu `-`: `{list}` là danh sách");
    Some(slip(index, message, own..own + key.len(), "thêm dấu `-` và dấu cách", mended))
}

/// A dash before a key that stands with its neighbours, not in a list.
pub(super) fn stray_dash(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let own = line::indent(line);
    let words = line[own..].strip_prefix("- ")?.trim_start();
    let key = line::key(words)?;
    // Right below the line of a list it is the first of its rows.
    let header = (0..index).rev().find(|at| !line::is_empty(&lines[*at]));
    if header.is_some_and(|at| rows::list_name(&lines[at]).is_some()) {
        return None;
    }
    // A row of the list around it is a row that stands too deep.
    let mut above = lines[..index].iter().rev().filter(|text| !line::is_empty(text));
    let row = above.find(|text| line::indent(text) < own);
    if row.is_some_and(|row| rows::row_keys(row).contains(&key)) {
        return None;
    }
    let neighbour = |at: usize, column: usize| {
        let line = lines.get(at).map(String::as_str).unwrap_or_default();
        line::indent(line) == column && line::key(line.trim_start()).is_some()
    };
    // The dash stands before the key's column, or in it.
    let column = [own, line::body(line)]
        .into_iter()
        .find(|column| index > 0 && neighbour(index - 1, *column) || neighbour(index + 1, *column))?;
    let mended = format!("{}{words}", " ".repeat(column));
    let message = format!("dấu `-` trước `{key}` không đúng chỗ: đây không phải là danh sách");
    Some(slip(index, message, own..own + 1, "xóa dấu `-`", mended))
}
