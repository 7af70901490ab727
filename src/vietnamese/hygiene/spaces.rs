//! Spaces too many or too few.

use std::ops::Range;

use super::Found;
use crate::vietnamese::letters::is_alphanumeric;

/// A space that is missing or one too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spacing {
    /// Two spaces or more within a line; the range is of all of them.
    Doubled,
    /// A space before this sign; the range is the space's.
    Before(char),
    /// No space after this sign; the range is the sign's.
    MissingAfter(char),
    /// A space just inside this bracket or quotation mark; the range is the space's.
    Inside(char),
}

/// Every space that is missing or one too many, but not those that Markdown asks for: before and behind
/// list signs, at the end of a line, beside the bars of a table.
pub fn spaces(text: &str) -> Vec<Found<Spacing>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        let mut in_line: Vec<_> = runs(text, range.clone())
            .filter_map(|run| Some(Found::new(run.clone(), superfluous(text, &range, run)?)))
            .chain(missing(text, &range))
            .collect();
        in_line.sort_by_key(|one| one.range.start);
        found.extend(in_line);
    }
    found
}

fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\u{A0}')
}

/// The runs of spaces within a line, those at its ends left out.
fn runs(text: &str, line: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = line.end - text[line.clone()].trim_start().len();
    std::iter::from_fn(move || {
        let start = at + text[at..line.end].find(is_space)?;
        let len = text[start..line.end].find(|letter| !is_space(letter))?;
        at = start + len;
        Some(start..at)
    })
}

/// What is wrong with a run of spaces.
fn superfluous(text: &str, line: &Range<usize>, run: Range<usize>) -> Option<Spacing> {
    let before = text[line.start..run.start].chars().next_back()?;
    let mut behind = text[run.end..line.end].chars();
    let sign = behind.next()?;
    let next = behind.next();
    if before == '|' || sign == '|' {
        return None;
    }
    let is_word = |letter: Option<char>| letter.is_some_and(is_alphanumeric);
    let word_before_quote = is_word(text[line.start..run.start - before.len_utf8()].chars().next_back());
    match (before, sign) {
        ('(', ')') | ('“', '”') => return None,
        ('(', _) => return Some(Spacing::Inside('(')),
        (_, ')') => return Some(Spacing::Inside(')')),
        // “ behind a word and ” before one are the wrong way round, not the space.
        ('“', _) if !word_before_quote => return Some(Spacing::Inside('“')),
        (_, '”') if !is_word(next) => return Some(Spacing::Inside('”')),
        _ => {}
    }
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let stray = match sign {
        ',' => !is_digit(next),
        ';' => true,
        // Not ".NET", ". . ." nor "./." at the end of a paper.
        '.' => {
            let dotted = text[run.end + 1..line.end].trim_start().starts_with('.');
            before != '.' && !dotted && next != Some('/') && !is_word(next)
        }
        // Not "3 : 2" nor ":)".
        ':' => {
            let ratio =
                before.is_ascii_digit() && is_digit(text[run.end + 1..line.end].trim_start().chars().next());
            !ratio && !matches!(next, Some(':' | ')' | '('))
        }
        '?' => next != Some('?'),
        // Not the "![" of a picture.
        '!' => !matches!(next, Some('[' | '=')),
        _ => false,
    };
    if stray {
        return Some(Spacing::Before(sign));
    }
    let doubled = text[run.clone()].chars().count() > 1 && !is_list_sign(&text[line.start..run.start]);
    doubled.then_some(Spacing::Doubled)
}

/// Whether the beginning of a line is nothing but the sign or number of a list item, a heading, a
/// quotation.
fn is_list_sign(beginning: &str) -> bool {
    let sign = beginning.trim_start();
    let number = sign.strip_suffix(['.', ')', ':']);
    matches!(sign, "-" | "+" | "*" | "–" | "•" | ">")
        || sign.chars().all(|letter| letter == '#')
        || number.is_some_and(|number| !number.contains(char::is_whitespace) && number.chars().count() <= 4)
}

/// Commas and semicolons between words without a space.
fn missing(text: &str, line: &Range<usize>) -> Vec<Found<Spacing>> {
    let mut found = Vec::new();
    let mut at = line.start;
    for token in text[line.clone()].split_inclusive(char::is_whitespace) {
        let joined = token.char_indices().filter(|(at, sign)| {
            let before = |letter: char| is_alphanumeric(letter) || ")”’\"%".contains(letter);
            matches!(sign, ',' | ';')
                && token[..*at].ends_with(before)
                && token[at + 1..].starts_with(char::is_alphabetic)
        });
        // An address or a code (`&amp;`).
        let is_code = ["://", "www.", "@", "`", "=", "&"].iter().any(|code| token.contains(code));
        if !is_code {
            found.extend(joined.map(|(sign_at, sign)| {
                Found::new(at + sign_at..at + sign_at + 1, Spacing::MissingAfter(sign))
            }));
        }
        at += token.len();
    }
    found
}
