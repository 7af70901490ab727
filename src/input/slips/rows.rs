//! Slips of the rows of lists: pasted from a workbook, without their dash, without the line of their list.

use super::Slip;
use super::kinds::{as_deep, slip};
use super::line;
use crate::input::cells::{self, Ids, Row};
use crate::input::faults::{Keys, LISTS, is_key, is_list, is_map, keys_at};

/// What is said of a row that was pasted from a workbook.
pub const PASTED: &str = "dòng này dán từ bảng tính: giữa các ô là phím Tab";

/// What to do with a row that was pasted, by the keys of the list that it was meant for; its line is to begin
/// with so many blanks, where those are not there.
pub fn of_cells(row: &str, keys: Option<&Keys>, ids: &Ids, blanks: Option<usize>) -> String {
    let Some(Row { line, left }) = keys.and_then(|keys| cells::row(row, keys, ids)) else {
        return "ghi mỗi ô thành một mục, mỗi người một dòng, ví dụ `- { name: Nguyễn Văn A, title: Giám đốc }`"
            .to_owned();
    };
    let blanks = blanks.map(|blanks| format!(", đầu dòng {blanks} dấu cách")).unwrap_or_default();
    let written = format!("ghi mỗi ô thành một mục, mỗi dòng của bảng một dòng{blanks}: `{line}`");
    let left: Vec<String> = left.iter().map(|cell| format!("`{cell}`")).collect();
    match left.is_empty() {
        true => written,
        false => format!("{written}; chưa rõ ô {} thuộc mục nào, hãy ghi thêm", left.join(", ô ")),
    }
}

/// A row of a workbook: cells with tabs between them.
pub fn pasted(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let words = line.trim();
    let tab = line.len() - line.trim_start().len() + words.find('\t')?;
    if line[..tab].ends_with([':', '-', '{', '[', ',']) || words.starts_with('#') {
        return None;
    }
    let header = (0..index).rev().find(|at| list_name(&lines[*at]).is_some());
    let keys = header.and_then(|at| keys_at(&path(&lines[..=at], usize::MAX)));
    let column = header.map(|at| {
        let row = lines[at + 1..].iter().find(|text| !line::is_empty(text) && !text.contains('\t'));
        let row = row.filter(|row| row.trim_start().starts_with("- ")).map(|row| line::indent(row));
        row.filter(|column| *column >= line::body(&lines[at])).unwrap_or(line::body(&lines[at]) + 2)
    });
    let ids = Ids::of(lines.iter().map(String::as_str));
    Some(Slip {
        message: PASTED.to_owned(),
        range: tab..tab + 1,
        remedy: of_cells(line, keys, &ids, column.filter(|column| *column != line::indent(line))),
        edits: vec![(index, String::new())],
        opens: false,
    })
}

/// The list that begins below a line.
pub(super) fn list_name(text: &str) -> Option<&str> {
    let (key, value) = line::entry(text).filter(|(key, _)| is_list(key))?;
    let behind = text[value.min(text.len())..].trim();
    (behind.is_empty() || behind.starts_with('#')).then_some(key)
}

/// The keys above a column that lead to the last of the lines.
fn path(lines: &[String], mut column: usize) -> Vec<&str> {
    let mut steps = Vec::new();
    for text in lines.iter().rev().filter(|text| !line::is_empty(text)) {
        let own = line::body(text);
        if let Some((key, _)) = line::entry(text).filter(|_| own < column) {
            steps.push(key);
            column = own;
        }
        if column == 0 {
            break;
        }
    }
    steps.reverse();
    steps
}

/// The keys that a row of a list begins with: `- id: a`, `- { unit: a, count: 3 }`.
pub(super) fn row_keys(text: &str) -> Vec<&str> {
    let own = line::indent(text);
    let Some(words) = text[own..].strip_prefix("- ").map(str::trim_start) else { return Vec::new() };
    match words.strip_prefix('{') {
        None => line::key(words).into_iter().collect(),
        Some(inner) => {
            let starts =
                std::iter::once(inner).chain(inner.match_indices(',').map(|(at, _)| &inner[at + 1..]));
            starts.filter_map(|part| line::key(part.trim_start())).collect()
        }
    }
}

/// A row of several lines among the rows of a list that lacks its dash.
pub fn no_dash(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let own = line::indent(line);
    let flow = lines[..index].iter().rfind(|text| !line::is_empty(text));
    let flow = flow.filter(|text| text.trim_start().starts_with("- {") && line::indent(text) + 2 == own);
    if let Some(above) = flow.filter(|_| line[own..].starts_with('{')) {
        let mended = format!("{}- {}", &line[..line::indent(above)], &line[own..]);
        let message = "dòng của danh sách thiếu dấu `-`";
        return Some(slip(index, message, own..line.trim_end().len(), "thêm dấu `-` và dấu cách", mended));
    }
    let key = line::key(&line[own..])?;
    let row = |text: &String| line::indent(text) == own && text[own..].starts_with("- ");
    let mut above = lines[..index].iter().rev().filter(|text| !line::is_empty(text));
    // Behind a row in braces, its keys may stand where those of a row of lines would.
    let (above, column) = match flow {
        Some(row) => (row, own - 2),
        None => (above.by_ref().take_while(|text| line::indent(text) >= own).find(|text| row(text))?, own),
    };
    if !row_keys(above).contains(&key) {
        return None;
    }
    let mended = format!("{}- {}", &line[..column], &line[own..]);
    let message = format!("trước `{key}` thiếu dấu `-`: từ đây là một dòng mới của danh sách");
    let mut slip = slip(index, message, own..own + key.len(), "thêm dấu `-` và dấu cách", mended);
    // Its further keys may stand where the first does.
    let further = lines.iter().enumerate().skip(index + 1);
    let further = further.take_while(|(_, text)| {
        line::is_empty(text) || line::indent(text) >= own && !text[own..].starts_with("- ")
    });
    let further: Vec<(usize, String)> = further
        .filter(|(_, text)| !line::is_empty(text))
        .map(|(at, text)| (at, format!("  {text}")))
        .collect();
    let beside = |(_, text): &(usize, String)| column == own && line::indent(text) == own + 2;
    if further.iter().any(beside) {
        slip.edits.extend(further);
        slip.remedy.push_str("; các dòng dưới của mục này thụt vào thêm hai dấu cách");
    }
    Some(slip)
}

/// Rows whose list lacks its own line.
pub fn no_header(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let own = line::indent(line);
    let keys = all_row_keys(lines, index);
    let above = (0..index).rev().find(|at| !line::is_empty(&lines[*at]))?;
    // A row of a workbook that was pasted above is to be told first.
    if lines[above].trim().contains('\t') {
        return None;
    }
    // A row above of like keys that stands nearly in this column is of the same list.
    let near = line::indent(&lines[above]).abs_diff(own) < 3 && line::indent(&lines[above]) != own;
    let all: Vec<&str> = row_keys(&lines[above]).into_iter().chain(keys.iter().copied()).collect();
    let like = near
        && keys.len() < all.len()
        && LISTS.iter().any(|list| all.iter().all(|key| list.rows.contains_key(*key)));
    // Words behind the key of the list itself are another slip.
    let told = |value: usize| !lines[above][value.min(lines[above].len())..].starts_with(['[', '#']);
    let like = like || line::entry(&lines[above]).is_some_and(|(key, value)| is_list(key) && told(value));
    if keys.is_empty() || list_name(&lines[above]).is_some() || like {
        return None;
    }
    let (column, beside) = beside(&lines[..index], own)?;
    let (column, beside) = match opened(&lines[above]).filter(|opened| *opened + 2 == own) {
        // The key right above is that of a map, of which nothing stands there yet.
        Some(opened) => (opened, Vec::new()),
        None => (column, beside),
    };
    let around = keys_at(&path(&lines[..index], column))?;
    let fits = LISTS.iter().filter(|list| {
        let rows = keys.iter().all(|key| list.rows.contains_key(*key));
        !beside.contains(&list.name) && std::ptr::eq(list.beside, around) && rows
    });
    let mut names: Vec<&str> = fits.map(|list| list.name).collect();
    names.sort_unstable();
    names.dedup();
    let [name] = names[..] else { return None };
    Some(headed(line, index, name, column))
}

/// `individuals: 3 cá nhân` above the rows of the list.
pub fn words_before_rows(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let (key, value) = line::entry(line).filter(|(key, _)| is_list(key))?;
    let end = line::end(line, value.min(line.len()));
    let next = lines[index + 1..].iter().find(|next| !line::is_empty(next))?;
    let below = line::indent(next) >= line::body(line) && next.trim_start().starts_with("- ");
    let words = end > value && !line[value..].starts_with(['{', '[', '#', '-', '&', '*']);
    (below && words).then(|| {
        let mended = format!("{}{}", line[..value].trim_end(), &line[end..]);
        let message = format!("`{key}` có danh sách ở dòng dưới thì không ghi gì sau dấu hai chấm");
        slip(index, message, value..end, "viết", mended)
    })
}

/// A key below a row between braces, which is closed.
pub fn key_below_braces(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let own = line::indent(line);
    let key = line::key(&line[own..])?;
    let above = (0..index).rev().find(|at| !line::is_empty(&lines[*at]))?;
    let row = &lines[above];
    let dash = line::indent(row);
    let words = row[..line::end(row, 0)].trim();
    let inner = words.strip_prefix("- {")?.strip_suffix('}')?.trim();
    let keys = row_keys(row);
    let known = LISTS.iter().any(|list| {
        list.rows.contains_key(key) && !keys.is_empty() && keys.iter().all(|key| list.rows.contains_key(*key))
    });
    if own <= dash || !known || inner.contains(['{', '[', '"']) {
        return None;
    }
    let pad = " ".repeat(dash);
    let parts: Vec<&str> = inner.split(", ").map(str::trim).collect();
    let opened: Vec<String> = parts
        .iter()
        .enumerate()
        .map(|(at, part)| format!("{pad}{} {part}", if at == 0 { "-" } else { " " }))
        .collect();
    let shown: Vec<String> = opened.iter().map(|line| format!("`{}`", line.trim())).collect();
    Some(Slip {
        message: format!("`{key}` thuộc dòng trên, mà dòng trên đã đóng ngoặc nhọn"),
        range: own..own + key.len(),
        remedy: format!(
            "viết dòng trên không có ngoặc nhọn, mỗi mục một dòng: {}, rồi `{key}:` đầu dòng {} dấu cách",
            shown.join(", "),
            dash + 2
        ),
        edits: vec![(above, opened.join("\n")), (index, format!("{}{}", " ".repeat(dash + 2), &line[own..]))],
        opens: false,
    })
}

/// A line above which that of its list is missing.
fn headed(line: &str, index: usize, name: &str, column: usize) -> Slip {
    let header = format!("{}{name}:", " ".repeat(column));
    Slip {
        message: format!("trước dòng này thiếu dòng `{name}:`"),
        range: line::indent(line)..line.trim_end().len(),
        remedy: format!("thêm ở trên nó một dòng `{name}:`, đầu dòng {column} dấu cách"),
        edits: vec![(index, format!("{header}\n{line}"))],
        opens: false,
    }
}

/// The column below the key of a map that stands on its line alone.
fn opened(text: &str) -> Option<usize> {
    let (_, value) = line::entry(text).filter(|(key, _)| is_map(key))?;
    let behind = text[value.min(text.len())..].trim();
    (behind.is_empty() || behind.starts_with('#')).then(|| line::body(text) + 2)
}

/// The keys of a row that its own line and those below it show.
fn all_row_keys(lines: &[String], index: usize) -> Vec<&str> {
    let mut keys = row_keys(&lines[index]);
    let column = line::body(&lines[index]);
    let below = lines[index + 1..].iter().filter(|text| !line::is_empty(text));
    let below = below.take_while(|text| line::indent(text) >= column);
    if !keys.is_empty() && !lines[index][column..].starts_with('{') {
        keys.extend(
            below.filter(|text| line::indent(text) == column).filter_map(|text| line::key(text.trim_start())),
        );
    }
    keys
}

/// Lists of words, the likeliest first, whose own line may be missing.
const OF_WORDS: [&str; 5] = ["legal_bases", "recipients", "collectives", "executors", "addressees"];

/// Items of words whose list lacks its own line.
pub fn words_without_header(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let own = line::indent(line);
    let words = line[own..].strip_prefix("- ")?.trim_start();
    let above = lines[..index].iter().rev().find(|text| !line::is_empty(text))?;
    let item = line::indent(above) == own && above[own..].starts_with("- ");
    if line::entry(line).is_some() || words.starts_with(['{', '[']) || list_name(above).is_some() || item {
        return None;
    }
    let (column, beside) = beside(&lines[..index], own)?;
    let around = keys_at(&path(&lines[..index], column))?;
    let basis = ["Căn cứ", "Theo", "Xét"].iter().any(|begin| words.starts_with(begin));
    let mut free = OF_WORDS.iter().filter(|name| {
        let there =
            lines[index..].iter().take_while(|text| line::is_empty(text) || line::indent(text) >= column);
        let mut there =
            there.filter(|text| line::indent(text) == column).filter_map(|text| line::entry(text));
        around.contains_key(**name) && !beside.contains(*name) && !there.any(|(key, _)| key == **name)
    });
    let name = free.find(|name| **name != "legal_bases" || basis)?;
    Some(headed(line, index, name, column))
}

/// A key in the column of another level than its own.
pub fn wrong_level(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let own = line::indent(line);
    let key = line::key(&line[own..])?;
    // The keys of a row stand farther in than its dash.
    let mut above = lines[..index].iter().rev().filter(|text| !line::is_empty(text));
    let dashed = above
        .find(|text| line::indent(text) <= own)
        .is_some_and(|text| line::indent(text) == own && text[own..].starts_with("- "));
    let here = keys_at(&path(&lines[..index], own)).filter(|_| !dashed);
    if here.is_some_and(|keys| keys.contains_key(key)) {
        return None;
    }
    let above = (0..index).rev().filter(|at| !line::is_empty(&lines[*at])).take(60);
    // Right below the key of its own map it is that key that it belongs to.
    if let Some(at) = above.clone().next()
        && let Some((name, value)) = line::entry(&lines[at]).filter(|(name, _)| !is_list(name))
        && line::end(&lines[at], value.min(lines[at].len())) <= value
        && keys_at(&path(&lines[..=at], usize::MAX)).is_some_and(|keys| keys.contains_key(key))
    {
        return Some(moved(line, line::body(&lines[at]) + 2, &format!("dưới `{name}`"), index));
    }
    let below = (index + 1..lines.len()).filter(|at| !line::is_empty(&lines[*at])).take(1);
    // A row that begins right above is the likeliest to be gone on with.
    let begun = above.clone().take(1).filter(|at| lines[*at].trim_start().starts_with("- "));
    let like = begun.chain(below).chain(above).find(|at| {
        let column = line::body(&lines[*at]);
        let level = line::entry(&lines[*at]).is_some() && column != own;
        let around = || keys_at(&path(&lines[..(*at).min(index)], column));
        level && around().is_some_and(|keys| keys.contains_key(key))
    })?;
    let depth = line::body(&lines[like]);
    let (name, _) = line::entry(&lines[like])?;
    Some(moved(line, depth, &format!("thẳng với `{name}` ở dòng {}", like + 1), index))
}

/// A line that belongs into another column.
fn moved(line: &str, depth: usize, like: &str, index: usize) -> Slip {
    let own = line::indent(line);
    Slip {
        message: format!("dòng này thụt lề {own} dấu cách, không thẳng với các mục cùng cấp"),
        range: own..line.trim_end().len(),
        remedy: as_deep(depth, like),
        edits: vec![(index, format!("{}{}", " ".repeat(depth), &line[own..]))],
        opens: false,
    }
}

/// Words below the key of a text that do not stand deeper than it.
pub fn words_below_key(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let own = line.len() - line.trim_start().len();
    let above = (0..index).rev().find(|at| !line::is_empty(&lines[*at]))?;
    let (key, value) = line::entry(&lines[above]).filter(|(key, _)| !is_list(key) && !is_map(key))?;
    let head = &lines[above];
    let behind = head[value.min(head.len())..].trim();
    let empty = behind.is_empty() || behind.starts_with('#');
    let wanted = line::body(head) + 2;
    let mark = line.trim_start().starts_with(['-', '{', '[', '#']);
    if !empty || own >= wanted || mark || line::entry(line).is_some() || !is_key(key) {
        return None;
    }
    let words = line.trim();
    Some(Slip {
        message: format!("lời văn của `{key}` phải thụt vào sâu hơn `{key}`"),
        range: own..own + words.len(),
        remedy: format!("viết ngay sau dấu hai chấm: `{} {words}`", head[..value.min(head.len())].trim()),
        edits: vec![(index, format!("{}{words}", " ".repeat(wanted)))],
        opens: false,
    })
}

/// The keys of the map above that stands less deep than a column, and its own column.
fn beside(lines: &[String], own: usize) -> Option<(usize, Vec<&str>)> {
    let mut column = None;
    let mut keys = Vec::new();
    for text in lines.iter().rev().filter(|text| !line::is_empty(text)) {
        let body = line::body(text);
        let Some((key, _)) = line::entry(text).filter(|_| body < own) else {
            if column.is_some_and(|column| body < column) {
                break;
            }
            continue;
        };
        let at = *column.get_or_insert(body);
        if body < at {
            break;
        }
        if body == at {
            keys.push(key);
            if line::indent(text) < body {
                break;
            }
        }
    }
    Some((column?, keys))
}
