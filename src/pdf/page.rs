//! Where a page's corners are, and how it is turned.

use lopdf::{Document, Object, ObjectId};

use super::broken;
use crate::diagnostic::Diagnostic;

/// How far up the page tree a value is looked for.
const MAX_DEPTH: usize = 32;

/// A rectangle at the top right corner of page 1 as it is shown: `width` by `height` points,
/// `inset` from the edges, smaller where the page is. Left, bottom, right, top on the unturned page.
///
/// # Errors
/// When the file has no page, or one without a size.
pub fn top_right(document: &Document, width: f64, height: f64, inset: f64) -> Result<[f64; 4], Diagnostic> {
    let page = *document.get_pages().get(&1).ok_or_else(broken)?;
    let [left, bottom, right, top] = visible(document, page).ok_or_else(broken)?;
    let turns = turns(document, page);
    let (page_width, page_height) =
        if turns.is_multiple_of(2) { (right - left, top - bottom) } else { (top - bottom, right - left) };
    let inset = inset.min(page_width / 4.0).min(page_height / 4.0);
    let (width, height) = (width.min(page_width - 2.0 * inset), height.min(page_height - 2.0 * inset));
    Ok(match turns {
        0 => [right - inset - width, top - inset - height, right - inset, top - inset],
        1 => [left + inset, top - inset - width, left + inset + height, top - inset],
        2 => [left + inset, bottom + inset, left + inset + width, bottom + inset + height],
        _ => [right - inset - height, bottom + inset, right - inset, bottom + inset + width],
    })
}

/// The part of a page that is shown: its crop box within its media box.
fn visible(document: &Document, page: ObjectId) -> Option<[f64; 4]> {
    let media = ordered(numbers(inherited(document, page, b"MediaBox")?)?);
    let crop = inherited(document, page, b"CropBox").and_then(numbers).map_or(media, ordered);
    let within = [media[0].max(crop[0]), media[1].max(crop[1]), media[2].min(crop[2]), media[3].min(crop[3])];
    let there = |[left, bottom, right, top]: &[f64; 4]| left < right && bottom < top;
    Some(within).filter(there).or(Some(media)).filter(there)
}

/// Four numbers of an array.
pub(super) fn numbers(array: &Object) -> Option<[f64; 4]> {
    let numbers: Result<Vec<f64>, _> =
        array.as_array().ok()?.iter().map(|number| number.as_float().map(f64::from)).collect();
    numbers.ok()?.try_into().ok().filter(|numbers: &[f64; 4]| numbers.iter().all(|number| number.is_finite()))
}

/// Two opposite corners as left, bottom, right, top.
pub(super) fn ordered([x, y, further_x, further_y]: [f64; 4]) -> [f64; 4] {
    [x.min(further_x), y.min(further_y), x.max(further_x), y.max(further_y)]
}

/// By how many quarters of a circle, clockwise, a page is turned when it is shown.
pub(super) fn turns(document: &Document, page: ObjectId) -> u8 {
    let degrees = inherited(document, page, b"Rotate").and_then(|angle| angle.as_i64().ok());
    u8::try_from(degrees.unwrap_or(0).rem_euclid(360) / 90).unwrap_or(0)
}

/// A value of a page, its own or of the nodes of the page tree above it.
fn inherited<'a>(document: &'a Document, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..MAX_DEPTH {
        if let Ok(value) = node.get_deref(key, document) {
            return Some(value);
        }
        node = document.get_dict_in_dict(node, b"Parent").ok()?;
    }
    None
}
