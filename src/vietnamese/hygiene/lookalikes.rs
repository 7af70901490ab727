//! Letters of other scripts that look like Latin ones.

use super::Found;

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
    /// Latin letters and figures in full width, of East Asian typing.
    Fullwidth,
}

/// Every letter of another script within a Latin word; the range is the letter's.
pub fn lookalikes(_text: &str) -> Vec<Found<Lookalike>> {
    Vec::new()
}
