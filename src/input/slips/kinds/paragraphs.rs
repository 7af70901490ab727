//! Texts of several lines.

use crate::input::slips::{Slip, line, rows};
use crate::record::NARRATIVES;

/// `body: - Việc thứ nhất;` with further items below.
pub(super) fn items_behind_key(lines: &[String], index: usize) -> Option<Slip> {
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
pub(super) fn items_below_words(lines: &[String], index: usize) -> Option<Slip> {
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

/// `body: | Kết quả`
pub(super) fn words_behind_bar(lines: &[String], index: usize) -> Option<Slip> {
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

/// A colon in a text that goes on in the lines below.
pub(super) fn colon_in_paragraph(lines: &[String], index: usize) -> Option<Slip> {
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
pub(super) fn block_not_indented(lines: &[String], index: usize) -> Option<Slip> {
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

/// A second paragraph below `body: words` that begins where `body` does.
pub(super) fn second_paragraph(lines: &[String], index: usize) -> Option<Slip> {
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
