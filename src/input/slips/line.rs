//! The parts of a line of YAML as a clerk meant them, read with more patience than YAML has.

use std::ops::Range;

use crate::input::faults::is_key;

/// A value within a line: where it stands, and whether within `{ }` or `[ ]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The value without blanks around it, in bytes of the line.
    pub range: Range<usize>,
    /// Whether commas and brackets end it.
    pub flow: bool,
}

/// How many blanks a line begins with.
pub fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Where a line's own words begin, after the blanks and the list marks (`- `).
pub fn body(line: &str) -> usize {
    let mut at = indent(line);
    while line[at..].starts_with("- ") {
        at += 1 + indent(&line[at + 1..]);
    }
    at
}

/// Whether nothing but blanks or a comment stands on the line.
pub fn is_empty(line: &str) -> bool {
    let words = line.trim_start();
    words.is_empty() || words.starts_with('#')
}

/// The ASCII word that a text begins with, as keys are written.
fn word(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_' && letter != '-');
    &text[..end.unwrap_or(text.len())]
}

/// The known key that a text begins with, where a colon follows it.
pub fn key(text: &str) -> Option<&str> {
    let key = word(text);
    text[key.len()..].starts_with(':').then_some(key).filter(|key| is_key(key))
}

/// The small ASCII word that a text begins with, where a colon and other words follow it.
pub fn any_key(text: &str) -> Option<&str> {
    let key = word(text);
    let small = key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let after = text[key.len()..].strip_prefix(':')?;
    (small && !key.is_empty() && !after.starts_with(['/', '\\', ' '])).then_some(key)
}

/// The id that a text begins with, where a colon and a figure follow it.
pub fn id_of_figure(text: &str) -> Option<&str> {
    let id = word(text);
    let after = text[id.len()..].strip_prefix(": ")?.trim_start().trim_start_matches('"');
    (!id.is_empty() && after.starts_with(|first: char| first.is_ascii_digit())).then_some(id)
}

/// The key of a line and where its value begins; a key is one word.
pub fn entry(line: &str) -> Option<(&str, usize)> {
    let start = body(line);
    let key = word(&line[start..]);
    let after = &line[start + key.len()..];
    let value = after.strip_prefix(':').filter(|value| value.is_empty() || value.starts_with(' '))?;
    let blanks = value.len() - value.trim_start().len();
    (!key.is_empty()).then_some((key, start + key.len() + 1 + blanks))
}

/// Where the words of a line end: before blanks and a comment, but not before a `#` that a
/// letter or digit follows, which was hardly meant for one.
pub fn end(line: &str, from: usize) -> usize {
    let comment = line[from..].match_indices(" #").find(|(at, _)| {
        let after = line[from + at + 2..].chars().next();
        let quotes = line[from..from + at].matches('"').count();
        !after.is_some_and(char::is_alphanumeric) && quotes.is_multiple_of(2)
    });
    let end = comment.map_or(line.len(), |(at, _)| from + at);
    from + line[from..end].trim_end().len()
}

/// Every value of a line.
pub fn slots(line: &str) -> Vec<Slot> {
    let start = entry(line).map_or_else(|| body(line), |(_, value)| value);
    let end = end(line, start.min(line.len()));
    let comment = line[start.min(end)..]
        .strip_prefix('#')
        .is_some_and(|words| !words.starts_with(char::is_alphanumeric));
    if start >= end || comment {
        return Vec::new();
    }
    let whole = Slot { range: start..end, flow: false };
    if !line[start..].starts_with(['{', '[']) {
        return vec![whole];
    }
    let mut slots = Vec::new();
    let after = flow(&line[..end], start, &mut slots);
    // `[1] Kết quả` is no list, `{ … }}` is one with a bracket too many.
    let rest = line[after.min(end)..end].trim_matches(|letter: char| "]}, ".contains(letter));
    if rest.is_empty() { slots } else { vec![whole] }
}

/// Collects the values between the bracket at `at` and its end; gives where that is.
fn flow(line: &str, at: usize, slots: &mut Vec<Slot>) -> usize {
    let map = line[at..].starts_with('{');
    let mut at = at + 1;
    loop {
        at += line[at..].len() - line[at..].trim_start_matches([' ', ',']).len();
        let rest = &line[at..];
        if rest.is_empty() || rest.starts_with(['}', ']']) {
            return (at + 1).min(line.len());
        }
        if map {
            let key = word(rest);
            if let Some(value) = rest[key.len()..].strip_prefix(':').filter(|_| !key.is_empty()) {
                at += key.len() + 1 + value.len() - value.trim_start().len();
            }
        }
        if line[at..].starts_with(['{', '[']) {
            at = flow(line, at, slots);
        } else {
            let end = value_end(line, at, map);
            let trimmed = at + line[at..end].trim_end().len();
            if trimmed > at {
                slots.push(Slot { range: at..trimmed, flow: true });
            }
            at = end;
        }
    }
}

/// Where a value within brackets was meant to end: before the comma of the next key or item, or
/// before the closing bracket.
fn value_end(line: &str, at: usize, map: bool) -> usize {
    if let Some(end) = quoted_end(&line[at..])
        && matches!(line[at + end..].trim_start().chars().next(), None | Some(',' | '}' | ']'))
    {
        return at + end;
    }
    let mut depth = 0;
    for (offset, letter) in line[at..].char_indices() {
        let here = at + offset;
        match letter {
            '{' | '[' => depth += 1,
            '}' | ']' if depth == 0 => return here,
            '}' | ']' => depth -= 1,
            ',' if depth == 0 && (!map || key(line[here + 1..].trim_start()).is_some()) => return here,
            _ => {}
        }
    }
    line.len()
}

/// The length of the quoted words that a text begins with, quotes included.
pub fn quoted_end(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' && quote == '"' {
            letters.next();
        } else if letter == quote {
            if quote == '\'' && letters.peek().is_some_and(|(_, next)| *next == '\'') {
                letters.next();
                continue;
            }
            return Some(at + 1);
        }
    }
    None
}

/// Words in the quotes that YAML reads them by, whatever they hold.
pub fn quote(words: &str) -> String {
    const PAIRS: [(char, char); 5] = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’'), ('„', '“')];
    let pair = PAIRS.iter().find(|(open, close)| {
        words.len() > open.len_utf8() && words.starts_with(*open) && words.ends_with(*close)
    });
    // Quotes that belong to the words, not to YAML, stay.
    let inner = pair
        .map(|(open, close)| &words[open.len_utf8()..words.len() - close.len_utf8()])
        .filter(|inner| !inner.contains(['“', '”']))
        .filter(|inner| inner.matches('"').count().is_multiple_of(2))
        .filter(|inner| inner.find('"').is_none_or(|first| !inner[..first].is_empty() && opens(inner, first)))
        .unwrap_or(words);
    if !inner.contains(['"', '\\']) {
        format!("\"{inner}\"")
    } else {
        format!("'{}'", inner.replace('\'', "''"))
    }
}

/// Whether the quote at `at` begins a word.
fn opens(words: &str, at: usize) -> bool {
    words[..at].ends_with([' ', '(', '[', '“'])
}
