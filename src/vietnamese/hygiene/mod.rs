//! Slips of typing that a reader cannot see or will stumble over, each with its place in the text.
//!
//! Every function takes one text (a title, a paragraph, a Markdown body of many lines) and returns what
//! it found in the order of the text. A slip that is missed costs a reader a frown; a false alarm costs
//! the clerk's trust: where a find is not certain, nothing is reported.

use std::ops::Range;

mod dashes;
mod decimals;
mod glued;
mod invisible;
mod legacy;
mod lookalikes;
mod placeholders;
mod repeated;
mod spaces;
mod telex;
mod tone_placement;
mod unbalanced;
mod untoned;

pub use dashes::{Dash, dashes, mixed_dashes};
pub use decimals::decimal_points;
pub use glued::glued;
pub use invisible::{Invisible, InvisibleKind, invisible};
pub use legacy::{Encoding, Legacy, legacy};
pub use lookalikes::{Lookalike, Script, lookalikes};
pub use placeholders::{Placeholder, placeholders};
pub use repeated::repeated;
pub use spaces::{Spacing, spaces};
pub use telex::{Keys, Method, telex};
pub use tone_placement::{TonePlacement, mixed_tone_placement, tone_placement};
pub use unbalanced::{Unbalanced, unbalanced};
pub use untoned::untoned;

/// Something found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// What it is.
    pub what: T,
}

impl<T> Found<T> {
    fn new(range: Range<usize>, what: T) -> Self {
        Self { range, what }
    }
}

/// The ways of writing that occur in the finds, when there is more than one: all finds but those of the
/// way that occurs most; of two that occur equally often, the way that comes first in the text is kept
/// to.
pub fn minority<T: Copy + PartialEq>(found: &[Found<T>]) -> Vec<Found<T>> {
    let count = |way: T| found.iter().filter(|one| one.what == way).count();
    let mut kept: Option<(T, usize)> = None;
    for one in found {
        let count = count(one.what);
        if kept.is_none_or(|(_, most)| count > most) {
            kept = Some((one.what, count));
        }
    }
    found.iter().filter(|one| kept.is_some_and(|(way, _)| way != one.what)).cloned().collect()
}
