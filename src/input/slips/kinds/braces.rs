//! Maps and lists between brackets.

use super::{slip, two_lines, with};
use crate::input::slips::{Slip, line};

/// `{ nd1: 57, nd2: 19 nd3: 20 }`
pub(super) fn no_comma_between_points(line: &str, index: usize) -> Option<Slip> {
    let open = line.find('{')?;
    let mut mended = line.to_owned();
    let mut first = None;
    for (at, _) in line.match_indices(' ').filter(|(at, _)| *at > open).collect::<Vec<_>>().into_iter().rev()
    {
        let before = line[..at].trim_end();
        let ends = before.ends_with(|last: char| last.is_ascii_digit() || last == '"');
        let Some(id) = line::id_of_figure(&line[at + 1..]).filter(|_| ends && before.len() == at) else {
            continue;
        };
        mended.insert(at, ',');
        first = Some((id, at + 1));
    }
    let (id, at) = first?;
    Some(slip(index, format!("trước `{id}` thiếu dấu phẩy"), at..at + id.len(), "thêm dấu phẩy", mended))
}

/// Whether every bracket of the words is closed.
pub(super) fn outside_brackets(words: &str) -> bool {
    let count = |mark: char| words.matches(mark).count();
    count('{') == count('}') && count('[') == count(']')
}

/// `- id: a, name: Sở Y tế }`
pub(super) fn no_opening_brace(line: &str, index: usize) -> Option<Slip> {
    let start = line::body(line);
    let words = line[start..].trim_end();
    let keys = line::key(words)?;
    let (opened, closed) = (words.matches('{').count(), words.matches('}').count());
    (words.ends_with('}') && closed == opened + 1).then(|| {
        let mended = format!("{}{{ {}", &line[..start], &line[start..]);
        slip(index, "có `}` đóng mà thiếu `{` mở", start..start + keys.len(), "thêm dấu mở", mended)
    })
}

/// `- { unit: so-y-te, count: 3 } v`, `- { … }  - { … }`
pub(super) fn words_behind_braces(line: &str, index: usize) -> Option<Slip> {
    let start = line::entry(line).map_or_else(|| line::body(line), |(_, value)| value);
    let end = line::end(line, start.min(line.len()));
    let mut depth = 0;
    let close = line[start..end].char_indices().find(|(_, letter)| {
        depth += i32::from(*letter == '{') - i32::from(*letter == '}');
        depth == 0
    });
    let close = close.filter(|_| line[start..].starts_with('{')).map(|(at, _)| start + at + 1)?;
    let rest = line[close..end].trim();
    if rest.is_empty() || rest.starts_with([',', '}', ']']) {
        return None;
    }
    let from = end - rest.len();
    let row = rest.strip_prefix('-').map(str::trim_start).filter(|row| row.starts_with('{'));
    Some(match row {
        Some(row) => {
            let own = line::indent(line);
            let mended = format!("{}\n{}- {row}{}", &line[..close], " ".repeat(own), &line[end..]);
            Slip {
                message: "hai dòng của danh sách trên một dòng".to_owned(),
                range: from..end,
                remedy: two_lines((line[..close].trim(), own), (&format!("- {row}"), own)),
                edits: vec![(index, mended)],
                opens: false,
            }
        }
        None => {
            let mended = format!("{}{}", &line[..close], &line[end..]);
            slip(
                index,
                format!("sau dấu `}}` còn chữ `{rest}`"),
                from..end,
                "xóa chữ ấy, hoặc đặt nó sau dấu `#`",
                mended,
            )
        }
    })
}

/// `{ nd1=57; nd2=40 }`
pub(super) fn equals_between_braces(line: &str, index: usize) -> Option<Slip> {
    let open = line.find('{')?;
    let end = line::end(line, open);
    let at = open + line[open..end].find('=')?;
    let id = line[..at].trim_end().rsplit([' ', '{', ',', ';']).next()?;
    let plain =
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let words = line[open..end].split('=').map(str::trim).collect::<Vec<_>>().join(": ").replace(';', ",");
    let mended = format!("{}{words}{}", &line[..open], &line[end..]);
    plain.then(|| slip(index, "trong ngoặc nhọn, sau tên mục là dấu hai chấm", at..at + 1, "viết", mended))
}

/// `- { unit: so-y-te, count: 3 },`
pub(super) fn comma_behind_row(line: &str, index: usize) -> Option<Slip> {
    let end = line::end(line, 0);
    let row = line[..end].strip_suffix(',')?.trim_end();
    let own = row[line::body(line)..].starts_with(['{', '[']) && row.ends_with(['}', ']']);
    own.then(|| {
        let mended = format!("{row}{}", &line[end..]);
        slip(index, "thừa dấu phẩy ở cuối dòng của danh sách", end - 1..end, "xóa dấu phẩy", mended)
    })
}

/// `[{ … } { … }]`
pub(super) fn no_comma_between_braces(line: &str, index: usize) -> Option<Slip> {
    let at = ["} {", "}{"].iter().find_map(|joined| line.find(joined))? + 1;
    let mended = format!("{}, {}", &line[..at], line[at..].trim_start());
    Some(slip(index, "giữa hai ngoặc nhọn thiếu dấu phẩy", at - 1..at, "thêm dấu phẩy", mended))
}

/// `["Ban Giám đốc" "Các đơn vị"]`
pub(super) fn no_comma_between_quotes(line: &str, index: usize) -> Option<Slip> {
    let at = line.find("\" \"").filter(|at| line[..*at].contains('['))? + 1;
    let mended = line.replace("\" \"", "\", \"");
    Some(slip(index, "giữa hai mục của danh sách thiếu dấu phẩy", at - 1..at, "thêm dấu phẩy", mended))
}

/// `{ unit: so-y-te; count: 3 }`
pub(super) fn semicolons(line: &str, index: usize) -> Option<Slip> {
    let open = line.find('{')?;
    let parts = |at: usize| {
        let after = line[at + 1..].trim_start();
        let key = after.split(':').next().unwrap_or_default();
        let figure = after[key.len()..]
            .trim_start_matches([':', ' '])
            .starts_with(|first: char| first.is_ascii_digit());
        let name = figure && key.chars().all(|letter| letter.is_alphanumeric() || letter == ' ');
        name || key.len() < after.len()
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let places: Vec<usize> =
        line.match_indices(';').map(|(at, _)| at).filter(|at| *at > open && parts(*at)).collect();
    let first = *places.first()?;
    let mended =
        line.char_indices().map(|(at, letter)| if places.contains(&at) { ',' } else { letter }).collect();
    Some(slip(
        index,
        "các mục trong ngoặc nhọn cách nhau bằng dấu phẩy",
        first..first + 1,
        "thay dấu chấm phẩy",
        mended,
    ))
}

/// `- ( unit: so-y-te, count: 3 )`
pub(super) fn round_brackets(line: &str, index: usize) -> Option<Slip> {
    let start = line::entry(line).map_or_else(|| line::body(line), |(_, value)| value);
    let end = line::end(line, start.min(line.len()));
    let inner = line[start..end].strip_prefix('(')?.strip_suffix(')')?;
    line::key(inner.trim_start())?;
    let mended = with(line, &(start..end), &format!("{{{inner}}}"));
    Some(slip(
        index,
        "các mục con đặt trong ngoặc nhọn, không phải ngoặc tròn",
        start..start + 1,
        "viết",
        mended,
    ))
}

/// Brackets that are not closed, closed too often, or closed by another kind.
pub(super) fn brackets(line: &str, index: usize) -> Option<Slip> {
    let start = line::entry(line).map_or_else(|| line::body(line), |(_, value)| value);
    let end = line::end(line, start.min(line.len()));
    if !line[start..end].starts_with(['{', '[']) && !line[start..end].ends_with(['}', ']']) {
        return None;
    }
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut mended = line[..start].to_owned();
    let mut wrong = None;
    let mut at = start;
    while let Some(letter) = line[at..end].chars().next() {
        if let Some(length) = line::quoted_end(&line[at..end]).filter(|_| mended.ends_with([' ', '[', '{'])) {
            mended.push_str(&line[at..at + length]);
            at += length;
            continue;
        }
        match letter {
            '{' | '[' => open.push((at, if letter == '{' { '}' } else { ']' })),
            '}' | ']' => match open.pop() {
                Some((_, close)) if close == letter => {}
                Some((from, close)) => {
                    wrong.get_or_insert((
                        format!("ngoặc mở bằng `{}` mà đóng bằng `{letter}`", &line[from..=from]),
                        at,
                    ));
                    mended.push(close);
                    at += 1;
                    continue;
                }
                None => {
                    wrong.get_or_insert((format!("thừa dấu `{letter}` đóng"), at));
                    at += 1;
                    continue;
                }
            },
            _ => {}
        }
        mended.push(letter);
        at += letter.len_utf8();
    }
    if let Some((from, close)) = open.first() {
        wrong
            .get_or_insert((format!("dấu `{}` mở mà thiếu dấu `{close}` đóng", &line[*from..=*from]), *from));
    }
    for (_, close) in open.into_iter().rev() {
        let comma = mended.trim_end().trim_end_matches(',').len();
        mended.truncate(comma);
        mended.push_str(if close == '}' { " }" } else { "]" });
    }
    let (message, at) = wrong?;
    mended.push_str(&line[end..]);
    let mut slip = slip(index, message, at..at + 1, "viết đủ cặp", mended);
    slip.opens = true;
    Some(slip)
}
