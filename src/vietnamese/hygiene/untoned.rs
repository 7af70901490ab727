//! Syllables that end in a stop without the tone that they must have.

use super::Found;
use crate::vietnamese::syllable::{Spelling, Tone, words};

/// The letters with sắc or nặng.
const TONED: &str = "áấắéếíóốớúứýạậặẹệịọộợụựỵÁẤẮÉẾÍÓỐỚÚỨÝẠẬẶẸỆỊỌỘỢỤỰỴ";

/// Every word with a Vietnamese letter that ends in c, ch, p or t and would be a syllable with sắc or nặng, but has
/// another tone or none (`thuât`, `đươc`), with both ways to write it.
///
/// Capitals within a sentence begin names, which may be of any language (Buôn Ama Thuôt, Rơ Châm Hơt), and so
/// may parts between hyphens (ốc-xi-đan-tơ); both are left alone, as are abbreviations.
pub fn untoned(text: &str) -> Vec<Found<[String; 2]>> {
    let ends = |word: &str| {
        word.ends_with(['c', 'p', 't', 'C', 'P', 'T'])
            || ["ch", "Ch", "CH"].iter().any(|end| word.ends_with(end))
    };
    // Most words have sắc or nặng; they need not be taken apart.
    let toned = |word: &str| word.contains(|letter: char| TONED.contains(letter));
    let candidates = words(text).filter(|(_, word)| !word.is_ascii() && ends(word) && !toned(word));
    let untoned = candidates.filter_map(|(range, word)| {
        let hyphened = text[..range.start].ends_with('-') || text[range.end..].starts_with('-');
        if hyphened || !is_common(text, range.start, word) {
            return None;
        }
        let spelling = Spelling::of(word).filter(|spelling| spelling.parts().is_none())?;
        let toned = |tone| cased(word, Spelling { tone, ..spelling.clone() }.written()?);
        Some(Found::new(range, [toned(Tone::Sac)?, toned(Tone::Nang)?]))
    });
    untoned.collect()
}

/// Whether a word at a place is no name and no abbreviation: in small letters, or first in its sentence, or in
/// capitals too long for an abbreviation.
fn is_common(text: &str, start: usize, word: &str) -> bool {
    let mut letters = word.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let rest = letters.as_str();
    if !rest.chars().any(char::is_uppercase) {
        let before = text[..start].trim_end_matches([' ', '*', '“', '"', '(']);
        return !capital || text[..start].contains(' ') && before.ends_with(['.', ';', '\n']);
    }
    capital && !rest.chars().any(char::is_lowercase) && word.chars().count() > 4
}

/// A syllable in the letter case of the word that it stands for.
fn cased(word: &str, syllable: String) -> Option<String> {
    let mut letters = word.chars();
    let capital = letters.next()?.is_uppercase();
    let all = capital && letters.next().is_some_and(char::is_uppercase);
    Some(match (all, capital) {
        (true, _) => syllable.to_uppercase(),
        (false, true) => crate::vietnamese::words::capitalised(&syllable),
        _ => syllable,
    })
}
