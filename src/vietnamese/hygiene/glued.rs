//! Words that stand together without a space.

use super::Found;
use crate::vietnamese::syllable::{is_syllable, words};

/// Every word that is two or more Vietnamese ones without a space (`TrángViệt`), with the words apart. Each part
/// must be a syllable, and all but one bear a Vietnamese letter: brands such as VietinBank have none.
pub fn glued(text: &str) -> Vec<Found<String>> {
    let parted = |word: &str| {
        let parts = parts(word);
        let own = parts.iter().filter(|part| !part.is_ascii()).count();
        let syllables = parts.iter().all(|part| part.chars().count() > 1 && is_syllable(part));
        (parts.len() > 1 && own + 1 >= parts.len() && own > 0 && syllables).then(|| parts.join(" "))
    };
    let mixed =
        words(text).filter(|(_, word)| !word.is_ascii() && word.chars().skip(1).any(char::is_uppercase));
    mixed.filter_map(|(range, word)| Some(Found::new(range, parted(word)?))).collect()
}

/// The word cut before each capital that follows a small letter; a capital behind a capital is an abbreviation.
fn parts(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut small) = (0, false);
    for (at, letter) in word.char_indices() {
        if letter.is_uppercase() && small {
            parts.push(&word[start..at]);
            start = at;
        }
        small = letter.is_lowercase();
    }
    parts.push(&word[start..]);
    parts
}
