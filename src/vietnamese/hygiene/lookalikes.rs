//! Letters of other scripts that look like Latin ones.

use super::Found;
use crate::vietnamese::syllable::words;

/// A letter of another script within a Latin word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lookalike {
    /// The letter.
    pub letter: char,
    /// Its script.
    pub script: Script,
    /// The Latin letter that it looks like, where it looks like one.
    pub latin: Option<char>,
}

/// A script whose letters are mistaken for Latin ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Latin letters, figures and signs in full width, of East Asian typing.
    Fullwidth,
}

/// The Latin letters and, below each, what looks like it.
const LATIN: &str = "AaBCcEeHIijKMOoPpSsTXxYy";
const CYRILLIC: &str = "АаВСсЕеНІіјКМОоРрЅѕТХхУу";

const LATIN_OF_GREEK: &str = "ABEHIKMNOTPXYZoviu";
const GREEK: &str = "ΑΒΕΗΙΚΜΝΟΤΡΧΥΖονιυ";

/// Every letter of another script within a Latin word, and every sign in full width; the range is the
/// letter's.
///
/// Words wholly of another script are not found, nor Greek letters that are used as symbols (μm, Δt).
pub fn lookalikes(text: &str) -> Vec<Found<Lookalike>> {
    let mut found: Vec<Found<Lookalike>> =
        words(text).flat_map(|(range, word)| within(range.start, word)).collect();
    found.extend(text.char_indices().filter_map(|(at, letter)| full_width(text, at, letter)));
    found.sort_by_key(|one| one.range.start);
    found
}

/// The foreign letters of a word in which Latin letters are not outnumbered.
fn within(start: usize, word: &str) -> Vec<Found<Lookalike>> {
    let foreign: Vec<_> = word
        .char_indices()
        .filter_map(|(at, letter)| {
            let range = start + at..start + at + letter.len_utf8();
            Some(Found::new(range, cyrillic(letter).or_else(|| greek(letter))?))
        })
        .collect();
    let latin = word.chars().filter(|letter| is_latin(*letter)).count();
    let greek = foreign.iter().any(|one| one.what.script == Script::Greek);
    if latin < foreign.len() || greek && latin < 2 { Vec::new() } else { foreign }
}

fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic() || matches!(letter, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

fn cyrillic(letter: char) -> Option<Lookalike> {
    matches!(letter, '\u{400}'..='\u{52F}').then(|| {
        let latin = latin_of(letter, CYRILLIC, LATIN);
        Lookalike { letter, script: Script::Cyrillic, latin }
    })
}

fn greek(letter: char) -> Option<Lookalike> {
    if !matches!(letter, '\u{370}'..='\u{3FF}') {
        return None;
    }
    let latin = latin_of(letter, GREEK, LATIN_OF_GREEK)?;
    Some(Lookalike { letter, script: Script::Greek, latin: Some(latin) })
}

fn latin_of(letter: char, foreign: &str, latin: &str) -> Option<char> {
    latin.chars().nth(foreign.chars().position(|one| one == letter)?)
}

/// A sign in full width that does not stand beside Chinese or Japanese writing.
fn full_width(text: &str, at: usize, letter: char) -> Option<Found<Lookalike>> {
    const SHIFT: u32 = 0xFEE0;
    if !matches!(letter, '\u{FF01}'..='\u{FF5E}') {
        return None;
    }
    let end = at + letter.len_utf8();
    let is_eastern = |letter: char| matches!(letter, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}');
    if text[..at].ends_with(is_eastern) || text[end..].starts_with(is_eastern) {
        return None;
    }
    let latin = char::from_u32(u32::from(letter) - SHIFT);
    Some(Found::new(at..end, Lookalike { letter, script: Script::Fullwidth, latin }))
}
