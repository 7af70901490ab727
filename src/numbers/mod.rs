//! Official numbers: each series of a year runs from 01, without gaps, and no number is given twice.
