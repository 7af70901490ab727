//! Spaces too many or too few.

use super::Found;

/// A space that is missing or one too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spacing {
    /// Two spaces or more within a line; the range is of all of them.
    Doubled,
    /// A space before this sign; the range is the space's.
    Before(char),
    /// No space after this sign; the range is the sign's.
    MissingAfter(char),
    /// A space just inside this bracket or quotation mark; the range is the space's.
    Inside(char),
}

/// Every space that is missing or one too many.
pub fn spaces(_text: &str) -> Vec<Found<Spacing>> {
    Vec::new()
}
