//! Counts, totals, percentages, points, ranks and money.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
