//! Who signs, by what power, and whether the award is theirs to decide.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
