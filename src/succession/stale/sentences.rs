//! The parts of a Markdown text that can be compared one by one.

use std::ops::Range;

/// Paragraphs, items of lists and rows of tables.
pub fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut open = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let start = at + line.len() - line.trim_start().len();
        let end = start + trimmed.len();
        at += line.len();
        let item = trimmed.starts_with(['|', '#'])
            || trimmed.starts_with("- ")
            || trimmed.starts_with("* ")
            || trimmed.starts_with("+ ")
            || trimmed.split_once(['.', ')']).is_some_and(|(number, _)| {
                !number.is_empty() && number.len() < 3 && number.chars().all(|c| c.is_ascii_digit())
            });
        match found.last_mut().filter(|_| open && !item && !trimmed.is_empty()) {
            Some(last) => last.end = end,
            None if !trimmed.is_empty() => found.push(start..end),
            None => {}
        }
        open = !trimmed.is_empty();
    }
    found
}

/// The sentences of paragraphs; a table is one, since its head says what its rows are of.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for paragraph in paragraphs(text) {
        let words = &text[paragraph.clone()];
        if words.starts_with('|') {
            match found.last_mut().filter(|last| text[last.start..].starts_with('|')) {
                Some(table) => table.end = paragraph.end,
                None => found.push(paragraph),
            }
            continue;
        }
        let mut start = 0;
        for (at, mark) in words.match_indices(['.', '!', '?']) {
            let end = at + mark.len();
            if words[end..].starts_with(char::is_whitespace) {
                found.push(paragraph.start + start..paragraph.start + end);
                start = end + words[end..].len() - words[end..].trim_start().len();
            }
        }
        if start < words.len() {
            found.push(paragraph.start + start..paragraph.end);
        }
    }
    found
}
