//! Signature fields where the layout put them (`templates/lib/closing.typ`).

use typst::foundations::{Dict, Label, Selector, Value};
use typst::introspection::{Introspector, MetadataElem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use crate::pdf::fields::Field;

/// The label of their places.
const LABEL: &str = "signature-field";

/// The signature fields of a laid-out paper, in the order of its text.
pub fn of(document: &PagedDocument) -> Vec<Field> {
    let Some(label) = Label::new(PicoStr::intern(LABEL)) else { return Vec::new() };
    let introspector = document.introspector();
    let places = introspector.query(&Selector::Label(label));
    let field = |place: &typst::foundations::Content| {
        let Value::Dict(data) = &place.to_packed::<MetadataElem>()?.value else { return None };
        let position = introspector.position(place.location()?)?;
        let page = document.pages().get(position.page.get() - 1)?;
        let (width, height) = (number(data, "width")?, number(data, "height")?);
        let left = position.point.x.to_pt();
        // PDF measures from the bottom.
        let top = page.frame.height().to_pt() - position.point.y.to_pt();
        Some(Field {
            name: words(data, "name")?,
            label: words(data, "label")?,
            page: u32::try_from(position.page.get()).ok()?,
            rect: [left, top - height, left + width, top],
        })
    };
    places.iter().filter_map(field).collect()
}

fn words(data: &Dict, key: &str) -> Option<String> {
    match data.get(key).ok()? {
        Value::Str(words) => Some(words.as_str().to_owned()),
        _ => None,
    }
}

fn number(data: &Dict, key: &str) -> Option<f64> {
    match data.get(key).ok()? {
        Value::Float(number) => Some(*number),
        Value::Int(number) => Some(*number as f64),
        _ => None,
    }
}
