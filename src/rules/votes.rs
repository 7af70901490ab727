//! Ballots, thresholds and elections.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
