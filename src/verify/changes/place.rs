//! Where a field stands on its page.

use lopdf::{Dictionary, Document, Object};

use crate::verify::revisions::{resolve, value};

/// The flags of an annotation that is not shown, and of one that is printed alone (ISO 32000-1, table 165).
pub(super) const HIDDEN: i64 = 2;
const NO_VIEW: i64 = 32;
/// The flag of an annotation whose picture keeps its direction on a page that is turned (ISO 32000-1, table 165).
pub(super) const NO_ROTATE: i64 = 16;
/// Flags of an annotation by which its picture keeps its size or its direction, and may leave its rectangle (NoZoom,
/// NoRotate).
pub(super) const OUT_OF_PLACE: i64 = 8 | NO_ROTATE;

/// The farthest from the origin that anything of a page is: what is said to be farther, programs put each elsewhere.
pub(super) const FARTHEST: f32 = 20_000.0;
/// Where annotations of other kinds have what they draw: programs may draw it whatever kind is named.
const DRAWN: [&[u8]; 18] = [
    b"InkList",
    b"L",
    b"LE",
    b"Vertices",
    b"QuadPoints",
    b"CL",
    b"RD",
    b"IC",
    b"Path",
    b"RO",
    b"OverlayText",
    b"FS",
    b"Sound",
    b"Movie",
    b"BE",
    b"IT",
    b"RC",
    b"DS",
];

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
    /// The corners of where something takes up room: left, bottom, right, top.
    pub(super) fn corners(self) -> Option<[f32; 4]> {
        match self {
            Self::At(corners) => Some(corners),
            Self::Nowhere | Self::Odd => None,
        }
    }

    /// Where a widget stands.
    pub fn of(document: &Document, widget: &Dictionary) -> Self {
        let corners = value(document, widget, b"Rect").and_then(|rect| rect.as_array().ok());
        let number = |one: &Object| resolve(document, one)?.as_float().ok().filter(|one| one.is_finite());
        let corners = corners.and_then(|corners| corners.iter().map(number).collect::<Option<Vec<f32>>>());
        let Some([left, bottom, right, top]) = corners.as_deref() else { return Self::Odd };
        let far = [left, bottom, right, top].into_iter().any(|one| one.abs() >= FARTHEST);
        if far || flags(document, widget).is_none() {
            return Self::Odd;
        }
        match [left.min(*right), bottom.min(*top), left.max(*right), bottom.max(*top)] {
            [left, bottom, right, top]
                if left == right && bottom == top && (!widget.has(b"AP") || is_point(document, widget)) =>
            {
                Self::Nowhere
            }
            rect => Self::At(rect),
        }
    }
}

/// Whether the corners of a rectangle are the same as they are written, not only as far as one program counts.
fn is_point(document: &Document, widget: &Dictionary) -> bool {
    let whole = |one: &Object| match resolve(document, one)? {
        Object::Integer(whole) => Some(*whole),
        // A part of a point that is left out here is seen elsewhere; nothing is nothing.
        Object::Real(part) if *part == 0.0 => Some(0),
        _ => None,
    };
    let corners = value(document, widget, b"Rect").and_then(|rect| rect.as_array().ok());
    let corners = corners.and_then(|corners| corners.iter().map(whole).collect::<Option<Vec<i64>>>());
    corners.is_some_and(
        |corners| matches!(corners[..], [left, bottom, right, top] if left == right && bottom == top),
    )
}

/// Whether every program takes what shows a signature field for that, and not for an annotation of another kind.
pub(super) fn is_plain_widget(document: &Document, widget: &Dictionary) -> bool {
    let says = |key: &[u8], name: &[u8]| {
        value(document, widget, key).and_then(|kind| kind.as_name().ok()) == Some(name)
    };
    let of_signature = !widget.has(b"FT") || says(b"FT", b"Sig");
    says(b"Subtype", b"Widget") && of_signature && !DRAWN.iter().any(|key| widget.has(key))
}

/// Whether an annotation is not shown on screens, or nobody can tell.
pub(super) fn is_hidden(document: &Document, widget: &Dictionary) -> bool {
    flags(document, widget).is_none_or(|flags| flags & (HIDDEN | NO_VIEW) != 0)
}

/// The flags of an annotation; nothing where they are no number.
pub(super) fn flags(document: &Document, widget: &Dictionary) -> Option<i64> {
    widget.get(b"F").ok().map_or(Some(0), |flags| resolve(document, flags)?.as_i64().ok())
}
