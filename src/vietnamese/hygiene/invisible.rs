//! Characters that cannot be seen.

use super::Found;

/// A character that cannot be seen, or a space that is not the plain one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invisible {
    /// The character.
    pub letter: char,
    /// What it does.
    pub kind: InvisibleKind,
}

/// What an invisible character does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvisibleKind {
    /// A space, joiner or filler of no width.
    ZeroWidth,
    /// A place where a word may be broken.
    SoftHyphen,
    /// A sign that turns the direction of writing.
    Direction,
    /// A space that does not break, or is not as wide as the plain one.
    Space,
    /// The mark at the beginning of files.
    ByteOrderMark,
    /// A control character that is neither a tab nor an end of line.
    Control,
}

/// Every invisible character and odd space.
pub fn invisible(_text: &str) -> Vec<Found<Invisible>> {
    Vec::new()
}
