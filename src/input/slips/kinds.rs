//! The slips that are known, one function a kind.

use super::line::{self, Slot};
use super::{Slip, rows};
use crate::input::remedies;
use crate::record::NARRATIVES;

/// The remedy that shows a line as it should be written.
fn written(words: &str, line: &str) -> String {
    // A comment is no part of what is to be written.
    let line = line[..line::end(line, 0)].trim();
    let most = 160;
    match line.char_indices().nth(most) {
        None => format!("{words}: `{line}`"),
        Some((at, _)) => format!("{words}: `{}…`", &line[..at]),
    }
}

/// A slip whose remedy is the mended line.
pub(super) fn slip(
    index: usize,
    message: impl Into<String>,
    range: std::ops::Range<usize>,
    words: &str,
    line: String,
) -> Slip {
    let remedy = written(words, &line);
    Slip { message: message.into(), range, remedy, edits: vec![(index, line)], opens: false }
}

/// The line with other words at a range.
fn with(line: &str, range: &std::ops::Range<usize>, words: &str) -> String {
    format!("{}{words}{}", &line[..range.start], &line[range.end..])
}

/// A kind of slip that a line alone shows, by the line and its index.
type OfOne = fn(&str, usize) -> Option<Slip>;

/// A kind of slip that shows beside other lines, by all lines and the index of its own.
type OfSeveral = fn(&[String], usize) -> Option<Slip>;

/// The slips that a line of the text may hold, the surest first.
pub fn of_line(lines: &[String], index: usize) -> Vec<(usize, Slip)> {
    let of_one: [OfOne; 17] = [
        hard_blank,
        ruling,
        no_blank_after_colon,
        no_blank_after_dash,
        list_mark,
        no_colon,
        two_keys,
        no_comma_between_points,
        no_opening_brace,
        comma_behind_row,
        words_behind_braces,
        equals_between_braces,
        no_comma_between_braces,
        no_comma_between_quotes,
        semicolons,
        round_brackets,
        brackets,
    ];
    let line = &lines[index];
    let mut slips: Vec<Slip> = rows::pasted(lines, index).into_iter().collect();
    slips.extend(of_one.iter().filter_map(|kind| kind(line, index)));
    slips.extend(words_behind_bar(lines, index));
    slips.extend(values(line, index));
    let of_several: [OfSeveral; 19] = [
        words_before_keys,
        rows::words_before_rows,
        rows::key_below_braces,
        bare_key,
        items_behind_key,
        items_below_words,
        list_behind_key,
        rows::no_dash,
        rows::no_header,
        rows::words_without_header,
        rows::words_below_key,
        rows::wrong_level,
        colon_in_paragraph,
        second_paragraph,
        no_key,
        no_dash,
        no_first_dash,
        block_not_indented,
        stray_dash,
    ];
    slips.extend(of_several.iter().filter_map(|kind| kind(lines, index)));
    slips.into_iter().map(|slip| (index, slip)).collect()
}

/// Blanks that look like one and are none to YAML.
fn is_hard(letter: char) -> bool {
    matches!(
        letter,
        '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}' | '\u{feff}'
    )
}

/// `→ name: A`: every line that a tab indents.
pub fn tabs(lines: &[String]) -> Option<(usize, Slip)> {
    let tabbed = |line: &str| {
        let blanks = line.len() - line.trim_start().len();
        // A row of a workbook may begin with an empty cell.
        line[..blanks].contains('\t') && !line[blanks..].contains('\t')
    };
    let first = lines.iter().position(|line| tabbed(line))?;
    // As deep as the last line above that begins with the same key, where there is one.
    let begins = |line: &str| {
        let words = line.trim_start();
        let mark = words.starts_with("- ");
        line::any_key(words.trim_start_matches("- "))
            .or(line::key(words.trim_start_matches("- ")))
            .map(|key| (mark, key.to_owned()))
    };
    let own = begins(&lines[first]);
    let like = lines[..first].iter().rev().find(|line| own.is_some() && begins(line) == own && !tabbed(line));
    let tabs = lines[first]
        .chars()
        .take_while(|letter| letter.is_whitespace())
        .filter(|letter| *letter == '\t')
        .count();
    let width = like.map(|line| line::indent(line) / tabs.max(1)).filter(|width| *width > 0).unwrap_or(2);
    let mended = |line: &str| {
        let blanks = line.len() - line.trim_start().len();
        tabbed(line)
            .then(|| format!("{}{}", line[..blanks].replace('\t', &" ".repeat(width)), &line[blanks..]))
    };
    let edits: Vec<(usize, String)> =
        lines.iter().enumerate().filter_map(|(index, line)| Some((index, mended(line)?))).collect();
    let (index, _) = *edits.first()?;
    let tab = lines[index].find('\t')?;
    let message = match edits.len() {
        1 => "dòng này thụt lề bằng phím Tab".to_owned(),
        several => format!("dòng này thụt lề bằng phím Tab, cả hồ sơ có {several} dòng như thế"),
    };
    let remedy = format!("thay mỗi Tab bằng {width} dấu cách");
    Some((index, Slip { message, range: tab..tab + 1, remedy, edits, opens: false }))
}

/// A hard blank where YAML wants an ordinary one: before the line, after `:`, `-`, `,`, `{` or `[`.
fn hard_blank(line: &str, index: usize) -> Option<Slip> {
    let (at, letter) = line.char_indices().find(|(at, letter)| {
        let before = line[..*at].trim_end_matches(|letter: char| letter == ' ' || is_hard(letter));
        is_hard(*letter) && (before.is_empty() || before.ends_with([':', '-', ',', '{', '[']))
    })?;
    let mended: String = line
        .chars()
        .filter(|letter| !matches!(letter, '\u{200b}' | '\u{2060}' | '\u{feff}'))
        .map(|letter| if is_hard(letter) { ' ' } else { letter })
        .collect();
    Some(slip(
        index,
        format!("ở đây có khoảng trắng lạ (U+{:04X}), thường theo vào khi chép từ Word", u32::from(letter)),
        at..at + letter.len_utf8(),
        "xóa khoảng trắng ấy và gõ lại bằng dấu cách",
        mended,
    ))
}

/// A line of strokes or dots that parts the text for the eye.
fn ruling(line: &str, index: usize) -> Option<Slip> {
    let words = line.trim();
    let stroke = words.len() >= 3 && words.chars().all(|letter| "-=_*.~–—".contains(letter));
    stroke.then(|| Slip {
        message: "dòng kẻ không phải là nội dung của hồ sơ".to_owned(),
        range: line::indent(line)..line.len(),
        remedy: "xóa dòng này, hoặc đặt dấu `#` trước nó".to_owned(),
        edits: vec![(index, String::new())],
        opens: false,
    })
}

/// `name:Sở Y tế`
fn no_blank_after_colon(line: &str, index: usize) -> Option<Slip> {
    let mut mended = line.to_owned();
    let mut first = None;
    let mut at = line::body(line);
    while at < mended.len() {
        let starts = at == line::body(line)
            || mended[..at].trim_end().ends_with(['{', ',', '[']) && !mended[at..].starts_with(' ');
        if starts
            && mended.is_char_boundary(at)
            && let Some(key) =
                line::key(&mended[at..]).or_else(|| line::any_key(&mended[at..]).filter(|_| first.is_none()))
        {
            let colon = at + key.len();
            if mended[colon + 1..].starts_with(|next: char| !next.is_whitespace()) {
                mended.insert(colon + 1, ' ');
                first.get_or_insert(colon..colon + 1);
            }
        }
        at += mended[at..].chars().next().map_or(1, char::len_utf8);
    }
    Some(slip(index, "thiếu dấu cách sau dấu hai chấm", first?, "thêm dấu cách", mended))
}

/// `-Sở Y tế`
fn no_blank_after_dash(line: &str, index: usize) -> Option<Slip> {
    let indent = line::indent(line);
    let after = line[indent..].strip_prefix('-')?;
    let next = after.chars().next()?;
    if next.is_whitespace() || matches!(next, '-' | '0'..='9') {
        return None;
    }
    let mended = format!("{}- {after}", &line[..indent]);
    Some(slip(index, "thiếu dấu cách sau dấu `-` đầu dòng", indent..indent + 1, "thêm dấu cách", mended))
}

/// Marks that a word processor puts before the items of a list.
pub const MARKS: [char; 15] =
    ['–', '—', '•', '·', '▪', '●', '○', '◦', '‐', '‑', '−', '*', '+', '\u{f0b7}', '➢'];

/// `– Sở Y tế`
fn list_mark(line: &str, index: usize) -> Option<Slip> {
    let indent = line.len() - line.trim_start().len();
    let mark = line[indent..].chars().next().filter(|mark| MARKS.contains(mark))?;
    let after = &line[indent + mark.len_utf8()..];
    // `*Kết quả*` is emphasis.
    if mark.is_ascii() && !after.starts_with([' ', '\t']) {
        return None;
    }
    let mended = format!("{}- {}", &line[..indent], after.trim_start());
    let message = format!("đầu dòng của danh sách là `{mark}`, không phải dấu gạch nối `-`");
    Some(slip(index, message, indent..indent + mark.len_utf8(), "gõ dấu `-` rồi một dấu cách", mended))
}

/// `name Sở Y tế`, `name = Sở Y tế`
fn no_colon(line: &str, index: usize) -> Option<Slip> {
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
fn bare_key(lines: &[String], index: usize) -> Option<Slip> {
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
fn two_keys(line: &str, index: usize) -> Option<Slip> {
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

/// The remedy that shows two lines, each with the blanks that it begins with.
fn two_lines((first, own): (&str, usize), (second, depth): (&str, usize)) -> String {
    format!(
        "viết thành hai dòng: `{first}` (đầu dòng {own} dấu cách) và `{second}` (đầu dòng {depth} dấu cách)"
    )
}

/// `{ nd1: 57, nd2: 19 nd3: 20 }`
fn no_comma_between_points(line: &str, index: usize) -> Option<Slip> {
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
fn outside_brackets(words: &str) -> bool {
    let count = |mark: char| words.matches(mark).count();
    count('{') == count('}') && count('[') == count(']')
}

/// `- id: a, name: Sở Y tế }`
fn no_opening_brace(line: &str, index: usize) -> Option<Slip> {
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
fn words_behind_braces(line: &str, index: usize) -> Option<Slip> {
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
fn equals_between_braces(line: &str, index: usize) -> Option<Slip> {
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
fn comma_behind_row(line: &str, index: usize) -> Option<Slip> {
    let end = line::end(line, 0);
    let row = line[..end].strip_suffix(',')?.trim_end();
    let own = row[line::body(line)..].starts_with(['{', '[']) && row.ends_with(['}', ']']);
    own.then(|| {
        let mended = format!("{row}{}", &line[end..]);
        slip(index, "thừa dấu phẩy ở cuối dòng của danh sách", end - 1..end, "xóa dấu phẩy", mended)
    })
}

/// `[{ … } { … }]`
fn no_comma_between_braces(line: &str, index: usize) -> Option<Slip> {
    let at = ["} {", "}{"].iter().find_map(|joined| line.find(joined))? + 1;
    let mended = format!("{}, {}", &line[..at], line[at..].trim_start());
    Some(slip(index, "giữa hai ngoặc nhọn thiếu dấu phẩy", at - 1..at, "thêm dấu phẩy", mended))
}

/// `["Ban Giám đốc" "Các đơn vị"]`
fn no_comma_between_quotes(line: &str, index: usize) -> Option<Slip> {
    let at = line.find("\" \"").filter(|at| line[..*at].contains('['))? + 1;
    let mended = line.replace("\" \"", "\", \"");
    Some(slip(index, "giữa hai mục của danh sách thiếu dấu phẩy", at - 1..at, "thêm dấu phẩy", mended))
}

/// `{ unit: so-y-te; count: 3 }`
fn semicolons(line: &str, index: usize) -> Option<Slip> {
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
fn round_brackets(line: &str, index: usize) -> Option<Slip> {
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
fn brackets(line: &str, index: usize) -> Option<Slip> {
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

/// `body: - Việc thứ nhất;` with further items below.
fn items_behind_key(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let (key, start) = line::entry(line).filter(|(key, _)| NARRATIVES.contains(key))?;
    let end = line::end(line, start.min(line.len()));
    let item = line[start..end].strip_prefix("- ")?;
    let own = line::body(line) + 2;
    let pad = " ".repeat(own);
    let mut edits = vec![(index, format!("{}|\n{pad}- {item}", &line[..start]))];
    let below = (index + 1..lines.len()).take_while(|at| {
        line::is_empty(&lines[*at])
            || lines[*at].trim_start().starts_with("- ") && line::entry(&lines[*at]).is_none()
    });
    edits.extend(
        below
            .filter(|at| !line::is_empty(&lines[*at]))
            .map(|at| (at, format!("{pad}{}", lines[at].trim_start()))),
    );
    Some(Slip {
        message: format!("gạch đầu dòng của `{key}` phải viết thành nhiều dòng dưới dấu `|`"),
        range: start..start + 1,
        remedy: format!(
            "viết `{key}: |`, xuống dòng, rồi mỗi gạch đầu dòng một dòng, đầu dòng {own} dấu cách: `{pad}- {item}`"
        ),
        edits,
        opens: false,
    })
}

/// `body: Các hạn chế sau:` with items below in its own column.
fn items_below_words(lines: &[String], index: usize) -> Option<Slip> {
    let is_head = line::entry(&lines[index]).is_some_and(|(key, _)| NARRATIVES.contains(&key));
    let own = if is_head { line::body(&lines[index]) } else { line::indent(&lines[index]) };
    let item = |at: usize| {
        let line = &lines[at];
        line::is_empty(line) || line::indent(line) == own && line[own..].starts_with("- ")
    };
    let above = match is_head {
        true => index,
        false => (0..index).rev().find(|at| !item(*at)).filter(|_| item(index))?,
    };
    let first = lines.get(above + 1).filter(|_| item(above + 1))?;
    if line::is_empty(&lines[index]) || line::is_empty(first) || !rows::row_keys(first).is_empty() {
        return None;
    }
    let head = &lines[above];
    let (key, value) = line::entry(head).filter(|(key, _)| NARRATIVES.contains(key))?;
    let words = head[value..line::end(head, value)].trim();
    if line::body(head) != own
        || words.is_empty()
        || words.starts_with(['{', '[', '"', '\'', '|', '>', '#', '-'])
    {
        return None;
    }
    let pad = " ".repeat(own + 2);
    let mut edits = vec![(above, format!("{}|\n{pad}{words}\n", &head[..value]))];
    let below = (above + 1..lines.len()).take_while(|at| item(*at));
    edits.extend(below.map(|at| (at, format!("{pad}{}", lines[at].trim_start()))));
    Some(Slip {
        message: format!("`{key}` có nhiều dòng thì phải viết dưới dấu `|`"),
        range: own..own + lines[index][own..].chars().next().map_or(0, char::len_utf8),
        remedy: format!(
            "viết `{key}: |`, xuống dòng, rồi cả đoạn và các gạch đầu dòng ở dưới, đầu dòng {} dấu cách, một dòng trống trước gạch đầu dòng đầu tiên",
            own + 2
        ),
        edits,
        opens: false,
    })
}

/// `deputies: - so-y-te`
fn list_behind_key(lines: &[String], index: usize) -> Option<Slip> {
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

/// `body: | Kết quả`
fn words_behind_bar(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let (key, start) = line::entry(line)?;
    let words = line[start..].strip_prefix("| ").map(str::trim).filter(|words| !words.starts_with('#'))?;
    let own = line::body(line);
    let next = lines[index + 1..].iter().find(|next| !line::is_empty(next)).map(|next| line::indent(next));
    let depth = next.filter(|next| *next > own).unwrap_or(own + 2);
    let mended = format!("{}|\n{}{words}", &line[..start], " ".repeat(depth));
    Some(Slip {
        message: "sau dấu `|` phải xuống dòng".to_owned(),
        range: start..start + 1,
        remedy: format!("viết `{key}: |`, xuống dòng, thụt vào rồi viết `{words}`"),
        edits: vec![(index, mended)],
        opens: false,
    })
}

/// The slips of the values of a line: each that needs quotes, then all together.
fn values(line: &str, index: usize) -> Vec<Slip> {
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
struct Unquoted {
    message: String,
    at: usize,
    remedy: &'static str,
    mended: String,
    /// Whether its quote was left open.
    open: bool,
}

const QUOTE: &str = "đặt trong dấu nháy kép";

/// Why a value cannot be read without quotes, or with the quotes that it has.
fn unquoted(value: &str, flow: bool) -> Option<Unquoted> {
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
fn quotes(value: &str, quote: char) -> Option<Unquoted> {
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

/// A colon in a text that goes on in the lines below.
fn colon_in_paragraph(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let (key, start) = line::entry(line)?;
    let words = &line[start..line::end(line, start)];
    let next = lines.get(index + 1).filter(|next| !line::is_empty(next))?;
    let depth = line::indent(next);
    let colon =
        words.contains(": ") || words.ends_with(':') || next.contains(": ") && line::entry(next).is_none();
    let plain = !words.is_empty()
        && !words.starts_with(['{', '[', '"', '\'', '#', '|', '>'])
        && !words.starts_with("- ");
    if !colon || !plain || depth <= line::indent(line) {
        return None;
    }
    let pad = " ".repeat(depth);
    let mended = format!("{}|\n{pad}{}", &line[..start], &line[start..]);
    let words = line[..line::end(line, start)].len() - start;
    let at = start + line[start..].find(": ").unwrap_or(words.saturating_sub(1));
    Some(Slip {
        message: "đoạn văn nhiều dòng có dấu hai chấm phải viết dưới dấu `|`".to_owned(),
        range: at..at + 1,
        remedy: format!("viết `{key}: |`, xuống dòng, rồi cả đoạn ở các dòng dưới, thụt vào như nhau"),
        edits: vec![(index, mended)],
        opens: false,
    })
}

/// Words below `body: |` that are not farther in than `body`.
fn block_not_indented(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    if line::entry(line).is_some() {
        return None;
    }
    let own = line.len() - line.trim_start().len();
    let above = (0..index).rev().take(200).find(|at| {
        let above = &lines[*at];
        line::entry(above).is_some_and(|(_, value)| above[value..].starts_with(['|', '>']))
    })?;
    let (key, _) = line::entry(&lines[above])?;
    let wanted = line::body(&lines[above]) + 2;
    let left = lines[above + 1..index].iter().any(|line| {
        let out = !line::is_empty(line) && line::indent(line) < wanted;
        out && (line::entry(line).is_some() || line.trim_start().starts_with("- "))
    });
    if own >= wanted || left {
        return None;
    }
    let paragraph = (index..lines.len()).take_while(|at| {
        let line = &lines[*at];
        !line::is_empty(line) && line::entry(line).is_none() && line::indent(line) < wanted
    });
    let pad = " ".repeat(wanted);
    let edits: Vec<(usize, String)> =
        paragraph.map(|at| (at, format!("{pad}{}", lines[at].trim_start()))).collect();
    Some(Slip {
        message: format!("lời văn dưới `{key}: |` phải thụt vào sâu hơn `{key}`"),
        range: own..line.trim_end().len(),
        remedy: format!(
            "thêm dấu cách ở đầu dòng cho đủ {wanted} dấu cách, mọi dòng của đoạn như nhau; là đoạn mới thì để một dòng trống ở trên"
        ),
        edits,
        opens: false,
    })
}

/// A line among the items of a list that lacks its dash.
fn no_dash(lines: &[String], index: usize) -> Option<Slip> {
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

/// `meeting: hội nghị` with the keys of the meeting below.
fn words_before_keys(lines: &[String], index: usize) -> Option<Slip> {
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

/// A second paragraph below `body: words` that begins where `body` does.
fn second_paragraph(lines: &[String], index: usize) -> Option<Slip> {
    let line = &lines[index];
    let own = line::indent(line);
    let above = (0..index).rev().find(|at| !line::is_empty(&lines[*at]))?;
    let (key, value) = line::entry(&lines[above])?;
    let words = lines[above][value..].trim_end();
    let plain = !words.is_empty() && !words.starts_with(['{', '[', '"', '\'', '|', '>', '#', '&', '*']);
    if !plain || line::entry(line).is_some() || line.trim_start().starts_with(['-', '{', '[', '}', ']']) {
        return None;
    }
    let pad = " ".repeat(line::body(&lines[above]) + 2);
    let mut edits = vec![(above, format!("{}|\n{pad}{words}", &lines[above][..value]))];
    let paragraph = (index..lines.len())
        .take_while(|at| !line::is_empty(&lines[*at]) && line::entry(&lines[*at]).is_none());
    edits.extend(paragraph.map(|at| (at, format!("{pad}{}", lines[at].trim_start()))));
    Some(Slip {
        message: format!(
            "đoạn văn của `{key}` có nhiều dòng thì phải viết dưới dấu `|`, các dòng thụt vào như nhau"
        ),
        range: own..line.trim_end().len(),
        remedy: format!("viết `{key}: |`, rồi đặt mọi dòng của đoạn ở dưới, đầu dòng {} dấu cách", pad.len()),
        edits,
        opens: false,
    })
}

/// `- Kết quả thực hiện` with the further keys of the item below.
fn no_key(lines: &[String], index: usize) -> Option<Slip> {
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

/// The first item of a list of maps that lacks its dash.
fn no_first_dash(lines: &[String], index: usize) -> Option<Slip> {
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
fn stray_dash(lines: &[String], index: usize) -> Option<Slip> {
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

/// A quote or a bracket of a line far above that was left open.
pub fn left_open(lines: &[String], index: usize) -> Vec<(usize, Slip)> {
    let line = &lines[index];
    let open = values(line, index).into_iter().chain(brackets(line, index)).filter(|slip| slip.opens);
    open.map(|slip| (index, slip)).collect()
}

/// Lines that do not stand under those of their own level.
pub fn of_indentation(lines: &[String], stop: usize) -> Vec<(usize, Slip)> {
    let mut slips = Vec::new();
    let upward = (0..=stop).rev().filter(|index| !line::is_empty(&lines[*index])).take(2);
    for index in upward {
        let line = &lines[index];
        let own = line::indent(line);
        let mut levels: Vec<(usize, usize)> = Vec::new();
        let above = (0..index).rev().filter(|at| !line::is_empty(&lines[*at]));
        let below = (index + 1..lines.len()).filter(|at| !line::is_empty(&lines[*at])).take(1);
        for at in below.chain(above.take(40)) {
            // The key of a list's item stands where its words do.
            for depth in [line::indent(&lines[at]), line::body(&lines[at])] {
                if depth != own && levels.iter().all(|(known, _)| *known != depth) {
                    levels.push((depth, at));
                }
            }
        }
        levels.sort_by_key(|(depth, _)| depth.abs_diff(own));
        for (depth, like) in levels {
            let shifted = |line: &str| format!("{}{}", " ".repeat(depth), &line[own..]);
            let words = lines[like].trim_start().trim_start_matches("- ");
            let name = words.split(':').next().unwrap_or_default();
            let slip = |edits: Vec<(usize, String)>| Slip {
                message: format!("dòng này thụt lề {own} dấu cách, không thẳng với các mục cùng cấp"),
                range: own..line.trim_end().len(),
                remedy: format!(
                    "thụt lề đúng {depth} dấu cách, thẳng với `{}` ở dòng {}",
                    short(name),
                    like + 1
                ),
                edits,
                opens: false,
            };
            slips.push((index, slip(vec![(index, shifted(line))])));
            // What belongs to the line goes with it.
            let deeper = (index + 1..lines.len())
                .take_while(|at| line::is_empty(&lines[*at]) || line::indent(&lines[*at]) > own);
            let move_along = |at: usize| {
                let inner = line::indent(&lines[at]);
                (at, format!("{}{}", " ".repeat(inner + depth - own.min(inner + depth)), &lines[at][inner..]))
            };
            let with: Vec<(usize, String)> =
                deeper.filter(|at| !line::is_empty(&lines[*at])).map(move_along).collect();
            if !with.is_empty() {
                slips.push((index, slip(std::iter::once((index, shifted(line))).chain(with).collect())));
            }
        }
    }
    // A line with an odd number of blanks is the likelier slip.
    slips.sort_by_key(|(index, _)| line::indent(&lines[*index]).is_multiple_of(2));
    slips
}

/// The first words of a text.
fn short(words: &str) -> String {
    match words.char_indices().nth(30) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words.to_owned(),
    }
}
