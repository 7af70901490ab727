//! Whether the parts of a record agree with one another.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
