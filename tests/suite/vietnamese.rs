//! Vietnamese as papers write it, by tables made by hand.

mod collation;
mod date;
mod hygiene;
mod labels;
mod names;
mod notation;
mod syllable;
mod words;
