//! Appearances of signatures: a page of one PDF file as a picture within another.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::fields::SignatureField;
use super::{Update, broken, page};
use crate::diagnostic::Diagnostic;

/// Keys that lead out of a page's own drawing.
const OUTSIDE: [&[u8]; 3] = [b"StructParents", b"StructParent", b"Parent"];

/// Takes page 1 of a PDF file over as a drawing of `width` by `height` points; a page of another
/// shape keeps its own and stands in the middle.
///
/// # Errors
/// When the file cannot be read or has no page.
pub fn import(
    update: &mut Update,
    stamp_pdf: &[u8],
    width: f64,
    height: f64,
) -> Result<ObjectId, Diagnostic> {
    let drawing = drawing(update, stamp_pdf, width, height)?;
    update.add(drawing)
}

/// Shows page 1 of a PDF file in a signature field, upright on a page that is turned.
///
/// # Errors
/// As [`import`].
pub fn show(update: &mut Update, field: &SignatureField, stamp_pdf: &[u8]) -> Result<(), Diagnostic> {
    let (width, height) = field.size();
    let mut drawing = drawing(update, stamp_pdf, width, height)?;
    // A reader moves the drawing into the field's rectangle itself: only the turn is told.
    let (cosine, sine) = match field.turns % 4 {
        0 => (1, 0),
        1 => (0, 1),
        2 => (-1, 0),
        _ => (0, -1),
    };
    if field.turns != 0 {
        let matrix = [cosine, sine, -sine, cosine, 0, 0].map(Object::Integer).to_vec();
        drawing.dict.set("Matrix", matrix);
    }
    let drawing = update.add(drawing)?;
    update.edit_dictionary(field.widget)?.set("AP", dictionary! { "N" => drawing });
    Ok(())
}

/// The Form XObject of page 1, with all that it needs in the update already.
fn drawing(update: &mut Update, stamp_pdf: &[u8], width: f64, height: f64) -> Result<Stream, Diagnostic> {
    let stamp = super::open(stamp_pdf)?;
    let first = *stamp.get_pages().get(&1).ok_or_else(broken)?;
    let page_dictionary = stamp.get_dictionary(first).map_err(|_| broken())?;
    let sheet = page_dictionary.get_deref(b"MediaBox", &stamp).ok().and_then(page::numbers);
    let sheet = sheet.map(page::ordered).filter(|sheet| sheet[0] < sheet[2] && sheet[1] < sheet[3]);
    let sheet = sheet.ok_or_else(broken)?;
    let content = super::guarded(|| stamp.get_page_content_with_limit(first, super::MAX_PART))?;
    let mut copy = Copy { stamp: &stamp, ids: BTreeMap::new(), pending: Vec::new() };
    let resources = page_dictionary.get_deref(b"Resources", &stamp).map_err(|_| broken())?;
    let resources = copy.translated(update, resources)?;
    let group = match page_dictionary.get_deref(b"Group", &stamp) {
        Ok(group) => Some(copy.translated(update, group)?),
        Err(_) => None,
    };
    copy.finish(update)?;
    let mut dictionary = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "Resources" => resources,
        "BBox" => [0.0, 0.0, width as f32, height as f32].map(Object::Real).to_vec(),
    };
    if let Some(group) = group {
        dictionary.set("Group", group);
    }
    let mut drawing = Stream::new(dictionary, fitted(content, sheet, width, height));
    super::guarded(|| drawing.compress())?;
    Ok(drawing)
}

/// A page's content, made to fit where the page has another size.
fn fitted(content: Vec<u8>, [left, bottom, right, top]: [f64; 4], width: f64, height: f64) -> Vec<u8> {
    let (page_width, page_height) = (right - left, top - bottom);
    let scale = (width / page_width).min(height / page_height);
    let (x, y) = ((width - page_width * scale) / 2.0, (height - page_height * scale) / 2.0);
    let same = [scale - 1.0, x, y, left, bottom].iter().all(|difference| difference.abs() < 0.001);
    if same {
        return content;
    }
    let (x, y) = (x - left * scale, y - bottom * scale);
    let mut fitted = format!("q {scale:.5} 0 0 {scale:.5} {x:.3} {y:.3} cm\n").into_bytes();
    fitted.extend(content);
    fitted.extend(b"\nQ");
    fitted
}

/// Objects of one file on their way into another.
struct Copy<'a> {
    stamp: &'a Document,
    ids: BTreeMap<ObjectId, ObjectId>,
    pending: Vec<(ObjectId, ObjectId)>,
}

impl Copy<'_> {
    /// A value with the numbers that its objects have in the update.
    fn translated(&mut self, update: &mut Update, object: &Object) -> Result<Object, Diagnostic> {
        Ok(match object {
            Object::Reference(id) => Object::Reference(self.number(update, *id)?),
            Object::Array(array) => {
                let array: Result<_, _> = array.iter().map(|item| self.translated(update, item)).collect();
                Object::Array(array?)
            }
            Object::Dictionary(dictionary) => Object::Dictionary(self.dictionary(update, dictionary)?),
            Object::Stream(stream) => {
                Object::Stream(Stream::new(self.dictionary(update, &stream.dict)?, stream.content.clone()))
            }
            plain => plain.clone(),
        })
    }

    fn dictionary(&mut self, update: &mut Update, from: &Dictionary) -> Result<Dictionary, Diagnostic> {
        let mut to = Dictionary::new();
        for (key, value) in from.iter().filter(|(key, _)| !OUTSIDE.contains(&key.as_slice())) {
            to.set(key.clone(), self.translated(update, value)?);
        }
        Ok(to)
    }

    /// The number of an object in the update; one that is met for the first time is to be copied.
    fn number(&mut self, update: &mut Update, id: ObjectId) -> Result<ObjectId, Diagnostic> {
        if let Some(known) = self.ids.get(&id) {
            return Ok(*known);
        }
        let new = update.reserve()?;
        self.ids.insert(id, new);
        self.pending.push((id, new));
        Ok(new)
    }

    /// Copies all objects that were met.
    fn finish(mut self, update: &mut Update) -> Result<(), Diagnostic> {
        while let Some((id, new)) = self.pending.pop() {
            let object = self.stamp.get_object(id).map_err(|_| broken())?;
            let object = self.translated(update, object)?;
            update.set(new, object);
        }
        Ok(())
    }
}
