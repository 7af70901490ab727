//! Brackets and quotation marks without their pair.

use super::Found;

/// A bracket or quotation mark without its pair in the paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unbalanced {
    /// This sign is opened and not closed.
    Unclosed(char),
    /// This sign closes what was not opened.
    Unopened(char),
}

/// Every bracket `( ) [ ]` and quotation mark `“ ”` without its pair in the paragraph; the range is the sign's.
pub fn unbalanced(_text: &str) -> Vec<Found<Unbalanced>> {
    Vec::new()
}
