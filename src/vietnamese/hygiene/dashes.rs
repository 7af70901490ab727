//! The signs that stand between words: -, – and —.

use super::{Found, minority};

/// A sign with a space on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    /// `-`
    Hyphen,
    /// `–`
    En,
    /// `—`
    Em,
}

/// Every dash or hyphen that has a space on both sides.
pub fn dashes(_text: &str) -> Vec<Found<Dash>> {
    Vec::new()
}

/// The dashes that are not the text's usual one; none where the text has one kind only.
pub fn mixed_dashes(text: &str) -> Vec<Found<Dash>> {
    minority(&dashes(text))
}
