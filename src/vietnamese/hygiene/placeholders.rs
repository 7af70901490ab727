//! Places that were left to be filled.

use super::Found;

/// A place that was left to be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placeholder {
    /// `…`, `....`
    Dots,
    /// `____`
    Underscores,
    /// `[ghi số …]`, `(ghi rõ lý do)`
    Instruction,
    /// `xxx`
    Crosses,
    /// `TODO`
    ToDo,
    /// `???`
    QuestionMarks,
}

/// Every place that was left to be filled.
pub fn placeholders(_text: &str) -> Vec<Found<Placeholder>> {
    Vec::new()
}
