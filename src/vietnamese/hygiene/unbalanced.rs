//! Brackets and quotation marks without their pair.

use std::ops::Range;

use super::Found;

/// A bracket or quotation mark without its pair in the paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unbalanced {
    /// This sign is opened and not closed.
    Unclosed(char),
    /// This sign closes what was not opened.
    Unopened(char),
}

/// Every bracket `( )` and quotation mark `“ ”` without its pair in the paragraph; the range is the
/// sign's. The brackets of list numbers (`a)`, `1)`) need no pair; a quotation that begins a paragraph
/// may end in a later one.
pub fn unbalanced(text: &str) -> Vec<Found<Unbalanced>> {
    let mut found = Vec::new();
    for paragraph in paragraphs(text) {
        let mut unpaired = unpaired(text, &paragraph, '(', ')');
        unpaired.extend(self::unpaired(text, &paragraph, '“', '”'));
        unpaired.sort_by_key(|one| one.range.start);
        found.extend(unpaired);
    }
    join_quotations(text, &mut found);
    found
}

fn unpaired(text: &str, paragraph: &Range<usize>, open: char, close: char) -> Vec<Found<Unbalanced>> {
    let mut opened: Vec<Range<usize>> = Vec::new();
    // Brackets that end a list number, or close a bracket: "(mục a)".
    let mut either: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    for (at, sign) in text[paragraph.clone()].char_indices() {
        let at = paragraph.start + at;
        let range = at..at + sign.len_utf8();
        if sign == open {
            opened.push(range);
        } else if sign == close {
            let number = list_number(&text[paragraph.start..at]).filter(|_| close == ')');
            let in_brackets = number.is_some_and(|number| text[..at - number.len()].ends_with('('));
            if number.is_some() && !in_brackets {
                either.push(at);
            } else if opened.pop().is_none() {
                found.push(Found::new(range, Unbalanced::Unopened(close)));
            }
        }
    }
    while let Some(range) = opened.pop() {
        match either.pop_if(|at| range.start < *at) {
            Some(_) => {}
            None => found.push(Found::new(range, Unbalanced::Unclosed(open))),
        }
    }
    found
}

/// Takes out a quotation that begins a paragraph and ends in a later one.
fn join_quotations(text: &str, found: &mut Vec<Found<Unbalanced>>) {
    let begins = |one: &Found<Unbalanced>| {
        let before = text[..one.range.start].trim_end_matches(' ');
        one.what == Unbalanced::Unclosed('“') && (before.is_empty() || before.ends_with('\n'))
    };
    while let Some(open) = found.iter().position(begins) {
        let close = found[open..].iter().position(|one| one.what == Unbalanced::Unopened('”'));
        let Some(close) = close else { return };
        found.remove(open + close);
        found.remove(open);
    }
}

/// What numbers an item at the end of a text: a letter, two figures at most, small Roman figures.
fn list_number(before: &str) -> Option<&str> {
    const LONGEST: usize = 4;
    let is_apart = |letter: char| letter.is_whitespace() || "*_|(“".contains(letter);
    let (at, _) =
        before.char_indices().rev().take_while(|(_, letter)| !is_apart(*letter)).take(LONGEST + 1).last()?;
    let number = &before[at..];
    let figures = number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    let roman = number.len() <= LONGEST && number.chars().all(|letter| "ivx".contains(letter));
    let letter = number.chars().count() == 1 && number.chars().all(char::is_alphabetic);
    (!number.is_empty() && (figures || roman || letter)).then_some(number)
}

/// The paragraphs of a text. A blank line ends one, but not before a list nor after a colon; a row of a
/// table is one by itself.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let (mut blank, mut colon, mut row) = (true, false, false);
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let line = line.trim();
        if line.is_empty() {
            blank = true;
            continue;
        }
        let is_row = line.starts_with('|');
        let apart = is_row || row || blank && !colon && !begins_item(line);
        match paragraphs.last_mut() {
            Some(last) if !apart => last.end = range.end,
            _ => paragraphs.push(range),
        }
        (blank, colon, row) = (false, line.ends_with(':'), is_row);
    }
    paragraphs
}

fn begins_item(line: &str) -> bool {
    let number = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    line.starts_with(['-', '+', '*', '–']) || number.len() < line.len() && number.starts_with(['.', ')'])
}
