//! Vietnamese as papers write it, by tables made by hand.

mod collation;
mod date;
mod labels;
mod notation;
mod syllable;
mod words;
