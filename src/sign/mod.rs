//! Digital signatures on papers: PAdES, with a key in a file or on a token.

pub mod cades;
pub mod certificate;
pub mod key;
pub mod timestamp;
