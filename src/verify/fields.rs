//! The form fields of a document as far as signatures go.

use std::collections::{BTreeMap, HashSet};

use lopdf::{Dictionary, Document, Object, ObjectId, decode_text_string};

use super::revisions::{dictionary, object, value};

/// How deep fields may stand in each other.
const DEPTH: usize = 32;
/// The most fields that are read.
const MOST: usize = 20_000;

/// A field of the form.
#[derive(Debug, Clone)]
pub struct Field {
    /// The object that it is.
    pub id: ObjectId,
    /// Its full name, the parts joined by full stops.
    pub name: String,
    /// What it is called for people, where it says so.
    pub label: Option<String>,
    /// Whether it is there for a signature.
    pub for_signature: bool,
    /// Whether it stands in no other field.
    pub at_root: bool,
    /// The object that is its value, where it has one.
    pub value: Option<ObjectId>,
    /// Whether it has a value that is not an object of its own.
    pub value_within: bool,
    /// The objects that show it on pages: itself or its kids.
    pub widgets: Vec<ObjectId>,
}

/// The form of a document.
#[derive(Debug, Default)]
pub struct Form {
    /// Its fields in their order.
    pub fields: Vec<Field>,
    /// Whether its fields are as the standard has them: named, each name once, no field within itself.
    pub sound: bool,
}

impl Form {
    /// The form of a document; empty where there is none.
    pub fn of(document: &Document) -> Self {
        let mut form = Self { fields: Vec::new(), sound: true };
        let root = document.trailer.get(b"Root").ok().and_then(|root| dictionary(document, root));
        let acroform = root.and_then(|root| root.get(b"AcroForm").ok());
        if let Some(acroform) = acroform.and_then(|acroform| dictionary(document, acroform)) {
            let mut seen = HashSet::new();
            form.collect(document, acroform, b"Fields", &Parent::default(), &mut seen);
        }
        form
    }

    /// The fields that are there for signatures.
    pub fn for_signatures(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.for_signature)
    }

    /// The objects of fields and of what shows them, each with the place of its field in the list.
    pub fn objects(&self) -> BTreeMap<ObjectId, usize> {
        let objects = self.fields.iter().enumerate();
        objects
            .flat_map(|(at, field)| {
                field.widgets.iter().map(move |widget| (*widget, at)).chain([(field.id, at)])
            })
            .collect()
    }

    fn collect(
        &mut self,
        document: &Document,
        owner: &Dictionary,
        key: &[u8],
        parent: &Parent,
        seen: &mut HashSet<ObjectId>,
    ) {
        let listed = match value(document, owner, key) {
            Some(Object::Array(listed)) => listed.as_slice(),
            Some(_) => {
                self.sound = false;
                &[]
            }
            None => &[],
        };
        for entry in listed {
            let id = entry.as_reference().ok();
            let field = id.and_then(|id| Some((id, object(document, id)?.as_dict().ok()?)));
            let Some((id, field)) = field else {
                self.sound = false;
                continue;
            };
            if !seen.insert(id) || parent.depth >= DEPTH || self.fields.len() >= MOST {
                self.sound = false;
                continue;
            }
            self.add(document, id, field, parent, seen);
        }
    }

    fn add(
        &mut self,
        document: &Document,
        id: ObjectId,
        field: &Dictionary,
        parent: &Parent,
        seen: &mut HashSet<ObjectId>,
    ) {
        let Some(own) = text(document, field, b"T") else {
            // A kid without a name only shows its field.
            match parent.at {
                Some(at) => self.fields[at].widgets.push(id),
                None => self.sound = false,
            }
            return;
        };
        let name = if parent.name.is_empty() { own.clone() } else { format!("{}.{own}", parent.name) };
        let known = self.fields.iter().any(|other| other.name == name);
        self.sound &= !known && !own.contains('.') && !own.is_empty();
        let for_signature = match value(document, field, b"FT").map(Object::as_name) {
            Some(kind) => kind.is_ok_and(|kind| kind == b"Sig"),
            None => parent.for_signature,
        };
        let raw = field.get(b"V").ok().filter(|value| !value.is_null());
        let value = raw.and_then(|value| value.as_reference().ok());
        let at = self.fields.len();
        self.fields.push(Field {
            id,
            name: name.clone(),
            label: text(document, field, b"TU").filter(|label| !label.is_empty()),
            for_signature,
            at_root: parent.at.is_none(),
            value,
            value_within: raw.is_some() && value.is_none(),
            widgets: Vec::new(),
        });
        if field.has(b"Kids") {
            let within = Parent { name, for_signature, at: Some(at), depth: parent.depth + 1 };
            self.collect(document, field, b"Kids", &within, seen);
        }
        // What has kids may be shown itself as well.
        let shown = [&b"Rect"[..], b"AP", b"Subtype"].iter().any(|key| field.has(key));
        if shown || !field.has(b"Kids") {
            self.fields[at].widgets.push(id);
        }
    }
}

#[derive(Default)]
struct Parent {
    name: String,
    for_signature: bool,
    at: Option<usize>,
    depth: usize,
}

/// A text of a dictionary.
pub fn text(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<String> {
    let value = value(document, dictionary, key)?;
    // Control characters have no place on a person's terminal.
    let clean = |text: String| text.chars().filter(|letter| !letter.is_control()).collect();
    decode_text_string(value).ok().map(clean)
}
