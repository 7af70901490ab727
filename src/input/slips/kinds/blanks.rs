//! Blanks, tabs and marks that a line begins with, and how deep it stands.

use super::slip;
use crate::input::slips::{Slip, line};

/// Blanks that look like one and are none to YAML.
pub(super) fn is_hard(letter: char) -> bool {
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
pub(super) fn hard_blank(line: &str, index: usize) -> Option<Slip> {
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
pub(super) fn ruling(line: &str, index: usize) -> Option<Slip> {
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
pub(super) fn no_blank_after_colon(line: &str, index: usize) -> Option<Slip> {
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

/// Several lines below each other with no blank behind their colons: `- id:so-y-te`, `name:Sở Y tế`.
pub(super) fn no_blanks_after_colons(lines: &[String], index: usize) -> Option<Slip> {
    const MOST_LINES: usize = 8;
    let mended = |at: usize| no_blank_after_colon(&lines[at], at).map(|slip| (at, slip));
    let (_, first) = mended(index)?;
    let above = (0..index).rev().take(MOST_LINES).map_while(mended);
    let below = (index + 1..lines.len()).take(MOST_LINES).map_while(mended);
    let others: Vec<(usize, Slip)> = above.chain(below).collect();
    if others.is_empty() {
        return None;
    }
    let mut edits: Vec<(usize, String)> =
        others.into_iter().flat_map(|(_, slip)| slip.edits).chain(first.edits).collect();
    edits.sort_unstable();
    let shown: Vec<String> = edits.iter().map(|(_, line)| format!("`{}`", super::shown(line))).collect();
    let (from, to) = (edits.first()?.0 + 1, edits.last()?.0 + 1);
    Some(Slip {
        message: format!("thiếu dấu cách sau dấu hai chấm ở các dòng từ {from} đến {to}"),
        range: first.range,
        remedy: format!("thêm dấu cách: {}", shown.join(" và ")),
        edits,
        opens: false,
    })
}

/// `-Sở Y tế`
pub(super) fn no_blank_after_dash(line: &str, index: usize) -> Option<Slip> {
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
pub(super) fn list_mark(line: &str, index: usize) -> Option<Slip> {
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
                remedy: as_deep(depth, &format!("thẳng với `{}` ở dòng {}", short(name), like + 1)),
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

/// Where a line is to begin, and below or beside what.
pub fn as_deep(depth: usize, like: &str) -> String {
    match depth {
        0 => format!("viết sát lề trái, {like}"),
        _ => format!("thụt lề đúng {depth} dấu cách, {like}"),
    }
}

/// Lines of which the sign `#` alone was taken away, not the blank behind it: each stands one blank too deep.
pub fn sign_removed(lines: &[String], stop: usize) -> Option<(usize, Slip)> {
    let odd = |at: &usize| !line::indent(&lines[*at]).is_multiple_of(2);
    let written = |at: &usize| !line::is_empty(&lines[*at]);
    // The parser stops in such a line, or in the one below.
    let last = (0..=stop).rev().filter(written).take(2).find(odd)?;
    let above = (0..=last).rev().filter(written).take_while(odd);
    let below = (last + 1..lines.len()).filter(written).take_while(odd);
    let mut own: Vec<usize> = above.chain(below).collect();
    own.sort_unstable();
    let (first, last) = (*own.first()?, *own.last()?);
    let words = "bỏ dấu `#` thì bỏ cả dấu cách sau nó";
    let (message, remedy) = match own.len() {
        1 => ("dòng này thừa một dấu cách ở đầu", format!("xóa một dấu cách ở đầu dòng ({words})")),
        _ => (
            "từ dòng này trở đi thừa một dấu cách ở đầu",
            format!("xóa một dấu cách ở đầu các dòng từ {} đến {} ({words})", first + 1, last + 1),
        ),
    };
    Some((
        first,
        Slip {
            message: message.to_owned(),
            range: line::indent(&lines[first])..lines[first].trim_end().len(),
            remedy,
            edits: own.into_iter().map(|at| (at, lines[at][1..].to_owned())).collect(),
            opens: false,
        },
    ))
}

/// The first words of a text.
pub(super) fn short(words: &str) -> String {
    match words.char_indices().nth(30) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words.to_owned(),
    }
}
