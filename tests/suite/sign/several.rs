//! Several signatures on one paper.
