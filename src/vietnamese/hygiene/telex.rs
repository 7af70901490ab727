//! Keys of a typing method that were not turned into letters.

use super::Found;

/// A typing method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `ddaauf`
    Telex,
    /// `d9a6u2`
    Vni,
}

/// A word as its keys were pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// The typing method.
    pub method: Method,
    /// The word that the keys stand for.
    pub meant: String,
}

/// Every word that is left as its keys were pressed.
pub fn telex(_text: &str) -> Vec<Found<Keys>> {
    Vec::new()
}
