//! Vietnamese as papers write it, by tables made by hand.

mod labels;
mod notation;
mod syllable;
mod words;
