//! Keys of a typing method that were not turned into letters.

use std::ops::Range;

use super::Found;
use crate::vietnamese::letters::is_alphanumeric;
use crate::vietnamese::syllable::{is_letter, is_syllable};
use crate::vietnamese::words::capitalised;

mod certain;
mod keys;

use keys::Typed;

/// A typing method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `ddaauf`
    Telex,
    /// `d9a6u2`
    Vni,
}

/// A word as its keys were pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// The typing method.
    pub method: Method,
    /// The word that the keys stand for.
    pub meant: String,
}

/// Every word that is left as its keys were pressed.
///
/// A word is reported when it is no Vietnamese syllable, its keys spell one, and it does not look like
/// a foreign word, an acronym, a unit, a code or an address. Many a left-over does: "tooi" is found,
/// "too" and "rows" are not.
pub fn telex(text: &str) -> Vec<Found<Keys>> {
    tokens(text).filter_map(|(range, word)| Some(Found::new(range, read(word)?))).collect()
}

/// The word that keys stand for, where it is certain that they are keys.
fn read(word: &str) -> Option<Keys> {
    if !has_keys(word) {
        return None;
    }
    let case = Case::of(word)?;
    let small = word.to_lowercase();
    if is_syllable(&small) {
        return None;
    }
    let method =
        if small.contains(|letter: char| letter.is_ascii_digit()) { Method::Vni } else { Method::Telex };
    let typed = match method {
        Method::Vni => Typed::vni(&small)?,
        Method::Telex => Typed::telex(&small)?,
    };
    let meant = typed.spelling.written()?;
    let certain = match method {
        Method::Vni => case != Case::Upper && certain::vni(&small),
        Method::Telex => certain::telex(&small, &typed, case),
    };
    certain.then(|| Keys {
        method,
        meant: match case {
            Case::Lower => meant,
            Case::Title => capitalised(&meant),
            Case::Upper => meant.to_uppercase(),
        },
    })
}

/// Whether a word has what could be a key, which few Vietnamese words have.
fn has_keys(word: &str) -> bool {
    let mut before = None;
    word.chars().any(|letter| {
        let key = letter.to_ascii_lowercase();
        let pair = before.replace(key);
        match key {
            'f' | 'j' | 'w' | '[' | ']' | '0'..='9' => true,
            's' | 'x' => pair.is_some(),
            'r' => pair.is_some_and(|before| before != 't'),
            'a' | 'd' | 'e' | 'o' => pair == Some(key),
            _ => false,
        }
    })
}

/// How a word uses capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Lower,
    Title,
    Upper,
}

impl Case {
    /// `None` for `VNeID`, which no Vietnamese word looks like.
    fn of(word: &str) -> Option<Self> {
        let capitals: Vec<bool> =
            word.chars().filter(|letter| letter.is_alphabetic()).map(char::is_uppercase).collect();
        match capitals.split_first()? {
            (false, rest) if !rest.contains(&true) => Some(Self::Lower),
            (true, rest) if !rest.contains(&true) => Some(Self::Title),
            (true, rest) if !rest.contains(&false) => Some(Self::Upper),
            _ => None,
        }
    }
}

/// The words of a text with the figures and square brackets within them; addresses, file names and
/// codes are passed over.
fn tokens(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    pieces(text, 0..text.len(), char::is_whitespace)
        .filter(|(_, token)| !is_code(token))
        .flat_map(move |(range, token)| {
            // What is bracketed is no key: [chữ](nối).
            let bracketed = token.find('[').is_some_and(|open| token[open..].contains(']'));
            let separates = move |letter: char| match letter {
                '[' | ']' => bracketed,
                _ => !is_letter(letter) && !letter.is_ascii_digit(),
            };
            pieces(text, range, separates)
        })
        .map(|(range, word)| {
            let inner = word.trim_matches(['[', ']']);
            let start = range.start + (word.len() - word.trim_start_matches(['[', ']']).len());
            (start..start + inner.len(), inner)
        })
        .filter(|(_, word)| word.starts_with(char::is_alphabetic))
}

/// The pieces of a part of the text between separators.
fn pieces(
    text: &str,
    part: Range<usize>,
    separates: impl Fn(char) -> bool,
) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = part.start;
    std::iter::from_fn(move || {
        let start = at + text[at..part.end].find(|letter| !separates(letter))?;
        let len = text[start..part.end].find(&separates).unwrap_or(part.end - start);
        at = start + len;
        Some((start..at, &text[start..at]))
    })
}

/// Whether a token is an address, a path, a symbol of a document or a name joined by hyphens or dots.
fn is_code(token: &str) -> bool {
    let inner = token.trim_matches(|letter: char| !is_alphanumeric(letter) && letter != '`');
    inner.contains(['@', '/', '\\', '_', '=', '#', '&', '<', '>', '`', '|', '-', '.', '\'', '’', '+', '%'])
}
