//! Căn cứ: how they are written, and whether they are in force.

use super::Rule;

pub(super) const FORM: &[Rule] = &[];
