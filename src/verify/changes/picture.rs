//! The pictures of signatures: where they are, and whether every program draws them alike.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::place::{NO_ROTATE, OUT_OF_PLACE, flags};
use super::{Comparison, Picture, Place};
use crate::verify::fields::Field;
use crate::verify::revisions::{dictionary, resolve, value};

/// How deep pictures may stand in each other.
const DEPTH: usize = 8;
/// The flag of an annotation that is not shown (ISO 32000-1, table 165).
const HIDDEN: i64 = 2;

impl Comparison<'_> {
    /// The pictures of a field of the new document that take up room on its pages.
    pub(super) fn pictures(&self, field: &Field) -> Vec<Picture> {
        let document = &self.new.document;
        let foreseen = self.old.form.fields.iter().any(|other| other.name == field.name);
        let of = |id: &ObjectId| {
            let widget = self.new.entry(*id)?;
            let Place::At(place) = Place::of(document, widget) else { return None };
            let plain = match widget.get(b"AP") {
                // Without a picture some programs draw one of what else the field says.
                Err(_) if [&b"MK"[..], b"BS", b"Border", b"DA"].iter().any(|key| widget.has(key)) => false,
                Err(_) => return None,
                Ok(_) => is_plain(document, widget),
            };
            let replaces = self.old.entry(*id).is_some_and(|widget| widget.has(b"AP"))
                && !self.others_are_at(*id, place);
            let keeps_direction = flags(document, widget).is_some_and(|flags| flags & NO_ROTATE != 0);
            let pages = self.pages_of(*id).into_iter();
            Some(pages.map(move |page| {
                let place =
                    if keeps_direction && self.is_turned(page) { around_corner(place) } else { place };
                Picture { page, place, plain, foreseen, replaces }
            }))
        };
        field.widgets.iter().filter_map(of).flatten().collect()
    }

    /// Whether another annotation of the old document takes up room at the place of one, on whichever page.
    fn others_are_at(&self, own: ObjectId, [left, bottom, right, top]: [f32; 4]) -> bool {
        let document = &self.old.document;
        let pages = self.old.pages.iter().filter_map(|page| self.old.entry(*page));
        let annotations = pages.filter_map(|page| self.old.list(page, b"Annots")).flatten();
        let mut others = annotations.filter(|annotation| annotation.as_reference().ok() != Some(own));
        others.any(|annotation| match dictionary(document, &annotation) {
            Some(annotation) => match Place::of(document, annotation) {
                Place::At([l, b, r, t]) => l < right && left < r && b < top && bottom < t,
                Place::Odd => true,
                Place::Nowhere => false,
            },
            None => true,
        })
    }

    /// Whether a page of the new document is turned.
    fn is_turned(&self, number: u32) -> bool {
        let at = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        let page = at.and_then(|at| self.new.entry(*self.new.pages.get(at)?));
        let turned = page.and_then(|page| super::pages::inherited(&self.new.document, page, b"Rotate"));
        turned.is_some_and(|turned| !matches!(turned.as_i64(), Ok(0)))
    }
}

/// Where a picture may come to stand that hangs at its upper left corner, in any direction.
fn around_corner([left, bottom, right, top]: [f32; 4]) -> [f32; 4] {
    let side = (right - left).max(top - bottom);
    [left - side, top - side, left + side, top + side]
}

/// Whether a widget has one picture, by means that all programs know.
fn is_plain(document: &Document, widget: &Dictionary) -> bool {
    let shown = flags(document, widget).is_some_and(|flags| flags & (HIDDEN | OUT_OF_PLACE) == 0);
    let appearance = value(document, widget, b"AP").and_then(|one| one.as_dict().ok());
    let normal = appearance.and_then(|one| value(document, one, b"N"));
    shown
        && normal
            .and_then(|normal| normal.as_stream().ok())
            .is_some_and(|form| plain_form(document, form, DEPTH))
}

fn plain_form(document: &Document, form: &Stream, depth: usize) -> bool {
    let numbers = |key: &[u8]| -> Option<Vec<f32>> {
        let list = value(document, &form.dict, key)?.as_array().ok()?;
        let numbers =
            list.iter().map(|one| resolve(document, one)?.as_float().ok().filter(|one| one.is_finite()));
        numbers.collect()
    };
    let bounds = numbers(b"BBox");
    let bounded = matches!(bounds.as_deref(), Some([a, b, c, d]) if a != c && b != d);
    let placed = !form.dict.has(b"Matrix")
        || matches!(numbers(b"Matrix").as_deref(), Some([a, b, c, d, _, _]) if (a * d - b * c).abs() > 1e-6);
    let resources = value(document, &form.dict, b"Resources");
    let resources = resources.map_or(Some(None), |one| one.as_dict().ok().map(Some));
    depth > 0
        && bounded
        && placed
        && plain_content(form)
        && !form.dict.has(b"OC")
        && resources.is_some_and(|resources| {
            resources.is_none_or(|resources| plain_resources(document, resources, depth - 1))
        })
}

/// Whether resources are fonts, plain pictures and plain states: no patterns, shadings, layers, or blending that makes
/// lighter, which programs draw in more than one way.
fn plain_resources(document: &Document, resources: &Dictionary, depth: usize) -> bool {
    let entries = |key: &[u8]| match value(document, resources, key) {
        None => Some(Vec::new()),
        Some(Object::Dictionary(entries)) => {
            entries.iter().map(|(_, entry)| resolve(document, entry)).collect::<Option<Vec<_>>>()
        }
        Some(_) => None,
    };
    let none = |key: &[u8]| entries(key).is_some_and(|entries| entries.is_empty());
    let all = |key: &[u8], plain: &dyn Fn(&Object) -> bool| {
        entries(key).is_some_and(|entries| entries.into_iter().all(plain))
    };
    none(b"Pattern")
        && none(b"Shading")
        && none(b"Properties")
        && all(b"ExtGState", &|state| state.as_dict().is_ok_and(|state| plain_state(document, state)))
        && all(b"Font", &|font| font.as_dict().is_ok_and(|font| is_embedded(document, font)))
        && all(b"XObject", &|object| match object {
            Object::Stream(stream) => match value(document, &stream.dict, b"Subtype").map(Object::as_name) {
                Some(Ok(b"Form")) => plain_form(document, stream, depth),
                Some(Ok(b"Image")) => !stream.dict.has(b"OC") && !stream.dict.has(b"F"),
                _ => false,
            },
            _ => false,
        })
}

/// Whether a picture is drawn by few paths: very thin ones are widened to whole pixels by some programs, so that many
/// of them hide what others show.
fn plain_content(form: &Stream) -> bool {
    const LARGEST: usize = 4 << 20;
    /// The operators that paint or clip by a path (ISO 32000-1, tables 60 and 61).
    const PATHS: [&str; 13] = ["W", "W*", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "BI"];
    const MOST_PATHS: usize = 16;
    let content = form.get_plain_content_with_limit(LARGEST).ok();
    let content = content.and_then(|content| Content::decode(&content).ok());
    content.is_some_and(|content| {
        let paths = content.operations.iter().filter(|one| PATHS.contains(&one.operator.as_str()));
        paths.count() <= MOST_PATHS
    })
}

/// Whether a font brings its letters along.
fn is_embedded(document: &Document, font: &Dictionary) -> bool {
    let descriptor = |font: &Dictionary| {
        let descriptor = value(document, font, b"FontDescriptor").and_then(|one| one.as_dict().ok());
        descriptor
            .is_some_and(|one| [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| one.has(key)))
    };
    let below = value(document, font, b"DescendantFonts").and_then(|list| list.as_array().ok());
    let mut below = below.into_iter().flatten().map(|font| dictionary(document, font));
    descriptor(font) || below.any(|font| font.is_some_and(descriptor))
}

fn plain_state(document: &Document, state: &Dictionary) -> bool {
    let named = |key: &[u8], names: &[&[u8]]| {
        value(document, state, key)
            .is_none_or(|value| value.as_name().is_ok_and(|name| names.contains(&name)))
    };
    named(b"BM", &[b"Normal", b"Compatible", b"Multiply", b"Darken"])
        && named(b"SMask", &[b"None"])
        && !state.has(b"TR")
        && !state.has(b"TR2")
        && !state.has(b"HT")
}
