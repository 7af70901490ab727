//! The field of the record whose value stands at a place of the generated text.

use std::ops::Range;

use typst::syntax::ast::{self, AstNode};
use typst::syntax::{LinkedNode, Source};
use unicode_normalization::UnicodeNormalization;

use crate::input::{Loaded, Places};

/// Words shorter than this stand in many fields by chance.
const MIN_LETTERS: usize = 10;

/// The place of the only field whose value is written within the ranges. Where there are several,
/// the one that Typst's message names.
pub fn of(loaded: &Loaded, main: &Source, ranges: &[Range<usize>], message: &str) -> Option<Range<usize>> {
    let mut values = Vec::new();
    strings(&LinkedNode::new(main.root()), ranges, &mut values);
    values.sort();
    values.dedup();
    let places = loaded.places();
    let texts: Vec<(String, String)> =
        places.texts().into_iter().map(|(pointer, text)| (pointer, text.nfc().collect())).collect();
    let mut named = values.iter().filter(|value| !value.is_empty() && message.contains(value.as_str()));
    let named = match (named.next(), named.next()) {
        (Some(value), None) => field(&places, &texts, value),
        _ => None,
    };
    named.or_else(|| only(values.iter().filter_map(|value| field(&places, &texts, value))))
}

/// The strings that stand within ranges of the text.
fn strings(node: &LinkedNode, ranges: &[Range<usize>], found: &mut Vec<String>) {
    let here = node.range();
    if !ranges.iter().any(|range| range.start < here.end && here.start < range.end) {
        return;
    }
    if let Some(string) = ast::Str::from_untyped(node) {
        found.push(string.get().to_string());
    }
    node.children().for_each(|child| strings(&child, ranges, found));
}

/// The one field that is the value, or has it in it.
fn field(places: &Places, texts: &[(String, String)], value: &str) -> Option<Range<usize>> {
    let whole = texts.iter().filter(|(_, text)| bare(text) == bare(value));
    let mut whole = whole.map(|(pointer, _)| places.of(pointer)).peekable();
    if whole.peek().is_some() {
        return only(whole);
    }
    if value.chars().count() < MIN_LETTERS {
        return None;
    }
    let within = texts.iter().filter(|(_, text)| text.contains(value));
    only(within.map(|(pointer, _)| places.of_words(pointer, value).unwrap_or_else(|| places.of(pointer))))
}

/// Without the marks that papers set themselves.
fn bare(text: &str) -> &str {
    text.trim().trim_end_matches([';', '.', ',', ':', '/'])
}

/// The one that all are.
fn only(mut ranges: impl Iterator<Item = Range<usize>>) -> Option<Range<usize>> {
    let first = ranges.next()?;
    ranges.all(|range| range == first).then_some(first)
}
