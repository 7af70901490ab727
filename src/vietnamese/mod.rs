//! Vietnamese as papers write it: numbers, money, dates, file names. Pure functions.

pub mod date;
pub mod notation;
pub mod slug;
pub mod words;
