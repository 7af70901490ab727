//! Dates, periods and deadlines.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
