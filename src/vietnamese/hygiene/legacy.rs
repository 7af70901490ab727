//! Text of the fonts before Unicode, read as if it were Latin-1.

use super::Found;

/// An encoding of Vietnamese from before Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// TCVN3 (ABC), of the fonts named `.VnTime`.
    Tcvn3,
    /// VNI-Windows, of the fonts named `VNI-Times`.
    Vni,
}

/// A run of words in an old encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legacy {
    /// The encoding.
    pub encoding: Encoding,
    /// The run in Unicode.
    pub meant: String,
}

/// Every run of words in an old encoding.
pub fn legacy(_text: &str) -> Vec<Found<Legacy>> {
    Vec::new()
}
