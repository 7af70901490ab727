//! Signature fields of a PDF file: adding empty ones, finding those that are there.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, decode_text_string, dictionary, text_string};

use super::tags::Tags;
use super::{Update, broken, page};
use crate::diagnostic::Diagnostic;

/// The field of the person who signs a report or a decision.
pub const SIGNER: &str = "nguoi-ky";

/// The field of the issuing office, whose signature shows its seal.
pub const OFFICE: &str = "co-quan";

/// The field of a file that goes along with a paper.
pub const ATTACHMENT: &str = "phu-luc";

/// The words before a party's name in its field's label.
const LABEL: &str = "Chữ ký số của ";

/// The party that a label of ours names.
pub fn party(label: &str) -> Option<&str> {
    label.strip_prefix(LABEL)
}

/// How deep fields within fields are followed.
const MAX_DEPTH: usize = 32;

/// Print and Locked: the field goes along on paper and nobody moves it (ISO 32000-1, 12.5.3).
const ANNOTATION_FLAGS: i64 = 4 | 128;

/// Signatures exist, and the file may only be appended to (ISO 32000-1, 12.7.2).
const FORM_FLAGS: i64 = 1 | 2;

/// An empty signature field to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name by which programs know it, without a full stop.
    pub name: String,
    /// The words by which people know it.
    pub label: String,
    /// The page, from 1.
    pub page: u32,
    /// Left, bottom, right, top in points from the lower left corner of the page.
    pub rect: [f64; 4],
}

/// A signature field that a file has.
#[derive(Debug, Clone, PartialEq)]
pub struct SignatureField {
    /// The name by which programs know it.
    pub name: String,
    /// The words by which people know it; its name where it has none.
    pub label: String,
    /// The field's object.
    pub id: ObjectId,
    /// The annotation that shows it; mostly the field itself.
    pub widget: ObjectId,
    /// The page, from 1; 0 where no page shows it.
    pub page: u32,
    /// Left, bottom, right, top in points from the lower left corner of the unturned page.
    pub rect: [f64; 4],
    /// By how many quarters of a circle, clockwise, the page is turned when it is shown.
    pub turns: u8,
    /// Whether it holds a signature.
    pub signed: bool,
}

impl SignatureField {
    /// Width and height in points, as it is seen on the turned page.
    pub fn size(&self) -> (f64, f64) {
        let [left, bottom, right, top] = self.rect;
        if self.turns.is_multiple_of(2) { (right - left, top - bottom) } else { (top - bottom, right - left) }
    }
}

/// Adds empty, visible signature fields as one incremental update; without fields there is none.
/// PDF/A and PDF/UA stay what they are.
///
/// # Errors
/// When the file cannot be read, has no such page, or has a field of the same name.
pub fn add(pdf: &[u8], fields: &[Field]) -> Result<Vec<u8>, Diagnostic> {
    if fields.is_empty() {
        return Ok(pdf.to_vec());
    }
    let mut update = Update::open(pdf)?;
    let pages = update.previous().get_pages();
    let mut names: BTreeSet<String> =
        all(update.previous()).into_iter().map(|(field, _)| field.name).collect();
    let mut tags = Tags::of(&update)?;
    let mut widgets = Vec::new();
    for field in fields {
        if !names.insert(field.name.clone()) {
            let message = format!("tệp PDF đã có ô tên là `{}`", field.name);
            return Err(Diagnostic::error(message).hint("mỗi ô chữ ký trong một tệp cần một tên riêng"));
        }
        let Some(page) = pages.get(&field.page) else {
            return Err(Diagnostic::error(format!("tệp PDF không có trang {}", field.page)));
        };
        widgets.push(Object::Reference(add_one(&mut update, tags.as_mut(), field, *page)?));
    }
    let catalog = update.catalog()?;
    update.push(catalog, &[b"AcroForm", b"Fields"], widgets)?;
    let flags = update.edit_at(catalog, &[b"AcroForm", b"SigFlags"])?;
    *flags = Object::Integer(flags.as_i64().unwrap_or(0) | FORM_FLAGS);
    update.finish()
}

/// Adds one field to its page and to the structure tree.
fn add_one(
    update: &mut Update,
    tags: Option<&mut Tags>,
    field: &Field,
    page: ObjectId,
) -> Result<ObjectId, Diagnostic> {
    let rect = field.rect.map(real);
    let [left, bottom, right, top] = rect;
    if !(left < right && bottom < top) {
        return Err(broken());
    }
    let numbers = |numbers: [f32; 4]| numbers.map(Object::Real).to_vec();
    // PDF/A wants an appearance of every field: an empty one for an empty field.
    let empty = update.add(Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Form",
            "BBox" => numbers([0.0, 0.0, right - left, top - bottom]),
            "Resources" => Dictionary::new(),
        },
        Vec::new(),
    ))?;
    let widget = update.reserve()?;
    let mut annotation = dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig",
        "T" => text_string(&field.name), "TU" => text_string(&field.label),
        "F" => ANNOTATION_FLAGS, "P" => page, "Rect" => numbers(rect),
        "AP" => dictionary! { "N" => empty },
    };
    if let Some(tags) = tags {
        let key = tags.add(update, (page, field.page), widget, &field.label)?;
        annotation.set("StructParent", key);
        // PDF/UA: from field to field in the order of the structure.
        update.edit_dictionary(page)?.set("Tabs", "S");
    }
    update.set(widget, annotation);
    update.push(page, &[b"Annots"], vec![widget.into()])?;
    Ok(widget)
}

/// A measure as a PDF file says it: no finer than a thousandth of a point.
fn real(points: f64) -> f32 {
    ((points * 1000.0).round() / 1000.0) as f32
}

/// The signature fields of a file, in the order of its form.
pub fn list(document: &Document) -> Vec<SignatureField> {
    all(document).into_iter().filter(|(_, signature)| *signature).map(|(field, _)| field).collect()
}

/// All fields of a file's form, each with whether it is for a signature.
fn all(document: &Document) -> Vec<(SignatureField, bool)> {
    let form = document.catalog().and_then(|catalog| document.get_dict_in_dict(catalog, b"AcroForm"));
    let fields = form.and_then(|form| form.get_deref(b"Fields", document)?.as_array());
    let mut walk = Walk { document, shown: Shown::of(document), seen: BTreeSet::new(), found: Vec::new() };
    for field in fields.into_iter().flatten() {
        walk.field(field, &Above::default(), 0);
    }
    walk.found
}

/// What a field takes over from the fields that it is part of.
#[derive(Clone, Default)]
struct Above {
    name: Option<String>,
    signature: bool,
    signed: bool,
}

/// A walk through the fields of a form.
struct Walk<'a> {
    document: &'a Document,
    shown: Shown,
    seen: BTreeSet<ObjectId>,
    found: Vec<(SignatureField, bool)>,
}

impl Walk<'_> {
    fn field(&mut self, field: &Object, above: &Above, depth: usize) {
        let document = self.document;
        let Ok(id) = field.as_reference() else { return };
        let Ok(field) = document.get_dictionary(id) else { return };
        if depth > MAX_DEPTH || !self.seen.insert(id) {
            return;
        }
        let own = field.get_deref(b"T", document).and_then(decode_text_string).ok();
        let name = match (&above.name, own) {
            (Some(above), Some(own)) => Some(format!("{above}.{own}")),
            (above, own) => own.or_else(|| above.clone()),
        };
        let kind = field.get_deref(b"FT", document).and_then(Object::as_name).ok();
        let signature = kind.map_or(above.signature, |kind| kind == b"Sig");
        let signed = above.signed || field.get_deref(b"V", document).is_ok_and(|value| !value.is_null());
        let kids = field.get_deref(b"Kids", document).and_then(Object::as_array).ok();
        let within = |kid: &&Object| {
            kid.as_reference().and_then(|id| document.get_dictionary(id)).is_ok_and(|kid| kid.has(b"T"))
        };
        let parts: Vec<&Object> = kids.into_iter().flatten().filter(within).collect();
        if !parts.is_empty() {
            let below = Above { name, signature, signed };
            parts.into_iter().for_each(|part| self.field(part, &below, depth + 1));
            return;
        }
        let widget = kids.and_then(|kids| kids.first()?.as_reference().ok()).unwrap_or(id);
        let label = field.get_deref(b"TU", document).and_then(decode_text_string).ok();
        let name = name.unwrap_or_default();
        let (page, turns) = self.shown.page(document, widget);
        let found = SignatureField {
            label: label.unwrap_or_else(|| name.clone()),
            name,
            id,
            widget,
            page,
            rect: rect(document, widget),
            turns,
            signed,
        };
        self.found.push((found, signature));
    }
}

/// Which page shows an annotation.
struct Shown {
    numbers: BTreeMap<ObjectId, u32>,
    pages: BTreeMap<ObjectId, ObjectId>,
}

impl Shown {
    fn of(document: &Document) -> Self {
        let (mut numbers, mut pages) = (BTreeMap::new(), BTreeMap::new());
        for (number, page) in document.get_pages() {
            numbers.insert(page, number);
            let annotations =
                document.get_dictionary(page).and_then(|page| page.get_deref(b"Annots", document));
            for annotation in annotations.and_then(Object::as_array).into_iter().flatten() {
                if let Ok(id) = annotation.as_reference() {
                    pages.insert(id, page);
                }
            }
        }
        Self { numbers, pages }
    }

    /// The number of the page that shows an annotation, and by how many quarters it is turned.
    fn page(&self, document: &Document, annotation: ObjectId) -> (u32, u8) {
        let Some(page) = self.pages.get(&annotation) else { return (0, 0) };
        (self.numbers.get(page).copied().unwrap_or(0), page::turns(document, *page))
    }
}

/// The rectangle of an annotation, its corners in order.
fn rect(document: &Document, annotation: ObjectId) -> [f64; 4] {
    let rect = document.get_dictionary(annotation).and_then(|widget| widget.get_deref(b"Rect", document));
    page::ordered(rect.ok().and_then(page::numbers).unwrap_or_default())
}
