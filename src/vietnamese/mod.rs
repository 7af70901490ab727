//! Vietnamese as papers write it: numbers, money, dates, names, slips of typing. Pure functions.

pub mod collation;
pub mod date;
pub mod fold;
pub mod hygiene;
pub mod letters;
pub mod names;
pub mod notation;
pub mod posts;
pub mod slug;
pub mod syllable;
pub mod words;
