//! Names that are probably one name spelled two ways.

/// Whether two names of persons or units are probably one name spelled two ways.
pub fn near(_a: &str, _b: &str) -> bool {
    false
}
