//! Function words written twice.

use super::Found;

/// Every function word that stands twice in a row (`của của`); the range is of both, the find is the word as written first.
pub fn repeated(_text: &str) -> Vec<Found<&str>> {
    Vec::new()
}
