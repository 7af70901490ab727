//! Where a field stands on its page.

use lopdf::{Dictionary, Document, Object};

use crate::verify::revisions::{resolve, value};

/// The flag of an annotation whose picture keeps its direction on a page that is turned (ISO 32000-1, table 165).
pub(super) const NO_ROTATE: i64 = 16;
/// Flags of an annotation by which its picture keeps its size or its direction, and may leave its rectangle (NoZoom,
/// NoRotate).
pub(super) const OUT_OF_PLACE: i64 = 8 | NO_ROTATE;

/// Where a widget stands on its page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// It takes up no room.
    Nowhere,
    /// Within this rectangle: left, bottom, right, top, in the page's own units.
    At([f32; 4]),
    /// That cannot be told: each program may show it elsewhere.
    Odd,
}

impl Place {
    /// Where a widget stands.
    pub fn of(document: &Document, widget: &Dictionary) -> Self {
        let corners = value(document, widget, b"Rect").and_then(|rect| rect.as_array().ok());
        let number = |one: &Object| resolve(document, one)?.as_float().ok().filter(|one| one.is_finite());
        let corners = corners.and_then(|corners| corners.iter().map(number).collect::<Option<Vec<f32>>>());
        let Some([left, bottom, right, top]) = corners.as_deref() else { return Self::Odd };
        if flags(document, widget).is_none() {
            return Self::Odd;
        }
        match [left.min(*right), bottom.min(*top), left.max(*right), bottom.max(*top)] {
            [left, bottom, right, top] if left == right && bottom == top => Self::Nowhere,
            rect => Self::At(rect),
        }
    }
}

/// The flags of an annotation; nothing where they are no number.
pub(super) fn flags(document: &Document, widget: &Dictionary) -> Option<i64> {
    widget.get(b"F").ok().map_or(Some(0), |flags| resolve(document, flags)?.as_i64().ok())
}
