//! Where the tone mark stands: hòa or hoà.

use unicode_normalization::char::is_combining_mark;

use super::{Found, minority};
use crate::vietnamese::syllable::{Spelling, words};

/// Where the tone mark stands in a syllable that ends in oa, oe or uy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TonePlacement {
    /// On the first letter: `hòa`, `khỏe`, `thủy`.
    Old,
    /// On the second letter: `hoà`, `khoẻ`, `thuỷ`.
    New,
}

/// Every syllable that the two ways of placing the tone mark write differently.
pub fn tone_placement(text: &str) -> Vec<Found<TonePlacement>> {
    words(text).filter_map(|(range, word)| Some(Found::new(range, placement(word)?))).collect()
}

/// The syllables whose tone mark is not placed the text's usual way; none where the text has one way only.
pub fn mixed_tone_placement(text: &str) -> Vec<Found<TonePlacement>> {
    minority(&tone_placement(text))
}

fn placement(word: &str) -> Option<TonePlacement> {
    // Most words end otherwise; they need not be taken apart.
    let ends_alike = word.ends_with(|letter: char| "aàảãáạeèẻẽéẹyỳỷỹýỵAÀẢÃÁẠEÈẺẼÉẸYỲỶỸÝỴ".contains(letter))
        || word.ends_with(is_combining_mark);
    if word.is_ascii() || !ends_alike {
        return None;
    }
    let spelling = Spelling::of(word)?;
    let at = spelling.at?;
    // quý is no such syllable: its u belongs to the first consonant.
    let (onset, rime) = spelling.parts()?;
    if !matches!(rime.as_str(), "oa" | "oe" | "uy") {
        return None;
    }
    match at.checked_sub(onset.chars().count())? {
        0 => Some(TonePlacement::Old),
        1 => Some(TonePlacement::New),
        _ => None,
    }
}
