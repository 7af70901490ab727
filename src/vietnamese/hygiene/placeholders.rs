//! Places that were left to be filled.

use std::ops::Range;

use super::Found;
use crate::vietnamese::letters::is_alphanumeric;

/// A place that was left to be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placeholder {
    /// `số …/QĐ`, `........`
    Dots,
    /// `____`
    Underscores,
    /// `[ghi số …]`, `(ghi rõ lý do)`
    Instruction,
    /// `xxx`, `20xx`
    Crosses,
    /// `TODO`
    ToDo,
    /// `???`
    QuestionMarks,
}

/// Every place that was left to be filled. Dots that end an enumeration (`và các phong trào khác…`,
/// `v.v…`) and what was left out of a quotation (`[…]`) are none.
pub fn placeholders(text: &str) -> Vec<Found<Placeholder>> {
    let mut found: Vec<_> = dots(text)
        .map(|range| (range, Placeholder::Dots))
        .chain(underscores(text).map(|range| (range, Placeholder::Underscores)))
        .chain(
            runs(text, |letter| letter == '?')
                .filter(|run| run.len() > 2)
                .map(|range| (range, Placeholder::QuestionMarks)),
        )
        .chain(spelled(text))
        .collect();
    let instructions: Vec<_> = instructions(text).collect();
    // "[ghi số …]" is one place.
    found.retain(|(range, _)| {
        instructions.iter().all(|outer| range.end <= outer.start || outer.end <= range.start)
    });
    found.extend(instructions.into_iter().map(|range| (range, Placeholder::Instruction)));
    found.sort_by_key(|(range, _)| range.start);
    found.into_iter().map(|(range, what)| Found::new(range, what)).collect()
}

/// The runs of characters of a kind.
fn runs(text: &str, kind: impl Fn(char) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(&kind)?;
        let len = text[start..].find(|letter| !kind(letter)).unwrap_or(text.len() - start);
        at = start + len;
        Some(start..at)
    })
}

/// Words that a number or a name must follow.
const LABELS: &str = "ngày tháng năm số giờ phút khoản điểm điều mục ông bà";

fn dots(text: &str) -> impl Iterator<Item = Range<usize>> {
    runs(text, |letter| letter == '.' || letter == '…').filter(|run| {
        let width: usize = text[run.clone()].chars().map(|dot| if dot == '…' { 3 } else { 1 }).sum();
        let before = &text[..run.start];
        let after = &text[run.end..];
        let and_so_on = before.ends_with("v.v") || before.ends_with("V.V");
        let left_out = before.ends_with(['[', '(']) && after.starts_with([']', ')']);
        if width < 3 || and_so_on || left_out {
            return false;
        }
        let hangs_on_word =
            before.ends_with(|letter: char| letter.is_alphabetic() || ")”\"%*_".contains(letter));
        let ends_blank = after.is_empty() || after.starts_with(|sign: char| " \n\r/-,;.".contains(sign));
        match width {
            // "và các phong trào khác…."
            ..6 if hangs_on_word => false,
            // A blank of one sign: "số …/QĐ", "ngày … tháng …", "Họ và tên: …".
            3 => ends_blank && is_labelled(before),
            _ => true,
        }
    })
}

/// Whether the text ends in a word that a number or a name must follow, or in a colon.
fn is_labelled(before: &str) -> bool {
    let labelled = before.trim_end_matches(' ');
    let word = labelled.rsplit(|letter: char| !letter.is_alphabetic()).next().unwrap_or(labelled);
    let is_label = || LABELS.split(' ').any(|label| label == word.to_lowercase());
    labelled.ends_with(':') || labelled.len() < before.len() && is_label()
}

/// Underscores of their own; those that hug a word are Markdown, and a line of nothing else is a rule.
fn underscores(text: &str) -> impl Iterator<Item = Range<usize>> {
    runs(text, |letter| letter == '_').filter(|run| {
        let before = &text[..run.start];
        let after = &text[run.end..];
        let hugs = |letter: char| is_alphanumeric(letter) || "*“\"(".contains(letter);
        let begins_line = before.trim_end_matches(' ').ends_with('\n') || before.trim().is_empty();
        let ends_line = after.trim_start_matches(' ').starts_with(['\n', '\r']) || after.trim().is_empty();
        let is_rule = begins_line && ends_line;
        run.len() > 2 && !is_rule && !before.ends_with(hugs) && !after.starts_with(hugs)
    })
}

/// Words that begin what a form asks for.
const ASKED: [&str; 8] = ["ghi", "điền", "nhập", "chọn", "nêu", "tên", "bổ sung", "họ và tên"];

/// Bracketed words that tell what to write: `[ghi số …]`, `(ghi rõ …)`, `(điền …)`; not the text of a
/// Markdown link.
fn instructions(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(['[', '(']).filter_map(|(at, open)| {
        let close = if open == "[" { ']' } else { ')' };
        let inner = &text[at + 1..];
        let end = inner.find(['[', '(', ']', ')', '\n']).filter(|end| inner[*end..].starts_with(close))?;
        let asked = inner[..end].trim_start().to_lowercase();
        let begins = |words: &str| {
            asked.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        };
        let asks = match close {
            ']' => !inner[end + 1..].starts_with(['(', '[', ':']) && ASKED.iter().any(|words| begins(words)),
            _ => ["ghi rõ", "ghi cụ thể", "ghi đầy đủ", "điền"].iter().any(|words| begins(words)),
        };
        asks.then_some(at..at + end + 2)
    })
}

/// `xxx`, `20xx`, `TODO`.
fn spelled(text: &str) -> impl Iterator<Item = (Range<usize>, Placeholder)> {
    runs(text, is_alphanumeric).filter_map(|run| {
        let word = &text[run.clone()];
        let crosses = word.chars().all(|letter| matches!(letter, 'x' | 'X')) && word.len() > 2
            // Thirty in Roman figures.
            && word != "XXX"
            || matches!(word, "20xx" | "20XX" | "202x" | "202X");
        let what = match word {
            "TODO" | "FIXME" | "TBD" => Placeholder::ToDo,
            _ if crosses => Placeholder::Crosses,
            _ => return None,
        };
        Some((run, what))
    })
}
