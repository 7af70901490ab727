//! Letters, spaces and signs that have no place in a paper.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
