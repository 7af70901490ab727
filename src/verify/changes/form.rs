//! What may change in the form: empty signature fields are signed, new ones are added, others are filled in where who
//! certified the document lets them.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::place::{OUT_OF_PLACE, flags, is_hidden, is_plain_widget};
use super::{Comparison, Part, Permitted, Place, Revision};
use crate::verify::fields::Field;
use crate::verify::revisions::{dictionary, object, value};

/// What signing a field may set: its value, its appearance, its flags.
const SET_BY_SIGNING: [&[u8]; 6] = [b"V", b"AP", b"AS", b"F", b"Ff", b"Type"];
/// What filling in a field may set: its value, its appearance.
const SET_BY_FILLING: [&[u8]; 3] = [b"V", b"AP", b"AS"];
/// What of a new field may be in objects of its own. Elsewhere an object that nobody asked for came along with it.
const IN_OBJECTS: [&[u8]; 8] = [b"AP", b"V", b"P", b"Kids", b"Parent", b"Lock", b"SV", b"DR"];
/// By these a field acts, or is seen at one time and not at another.
const ACTING: [&[u8]; 5] = [b"A", b"AA", b"PA", b"OC", b"Dest"];
/// What signature fields have.
const OF_SIGNATURE_FIELDS: [&[u8]; 29] = [
    b"Type",
    b"Subtype",
    b"FT",
    b"T",
    b"TU",
    b"TM",
    b"F",
    b"Ff",
    b"P",
    b"Rect",
    b"AP",
    b"AS",
    b"Lock",
    b"SV",
    b"V",
    b"Kids",
    b"Parent",
    b"DA",
    b"MK",
    b"BS",
    b"Border",
    b"Q",
    b"StructParent",
    b"Contents",
    b"NM",
    b"M",
    b"C",
    b"H",
    b"Lang",
];

impl<'a> Comparison<'a> {
    pub(super) fn acroform(&mut self, old: &'a Dictionary, new: &'a Dictionary) {
        /// Keys with rules of their own.
        const RULED: [&[u8]; 4] = [b"Fields", b"DR", b"DA", b"Q"];
        let part = Part::Catalog("form", "biểu mẫu (AcroForm)");
        let form = |revision: &'a Revision, root: &'a Dictionary| {
            root.get(b"AcroForm").ok().and_then(|form| dictionary(&revision.document, form))
        };
        let (Some(old_form), Some(new_form)) = (form(self.old, old), form(self.new, new)) else {
            return self.forbid(part);
        };
        if !self.stays(old.get(b"AcroForm").ok(), new.get(b"AcroForm").ok()) {
            return self.forbid(part);
        }
        let keys: BTreeSet<&Vec<u8>> = old_form.iter().chain(new_form.iter()).map(|(key, _)| key).collect();
        for key in keys.into_iter().filter(|key| !RULED.contains(&key.as_slice())) {
            self.same_value(old_form.get(key).ok(), new_form.get(key).ok(), key, part);
        }
        let drawn_anew = has_no_look(self.old) || has_no_look(self.new);
        for key in RULED.into_iter().skip(1) {
            // Programs draw fields without a look by these.
            if drawn_anew {
                self.same_value(old_form.get(key).ok(), new_form.get(key).ok(), key, part);
            }
            self.grown(old_form, new_form, key, part);
        }
        self.field_list(old_form, new_form, part);
    }

    /// Old entries stay; new ones may come. Resources for new fields are added so.
    fn grown(&mut self, old: &'a Dictionary, new: &'a Dictionary, key: &[u8], part: Part) {
        let (before, after) = match (old.get(key), new.get(key).ok()) {
            (Ok(before), after) => (before, after),
            // Whatever fields there are look as they did: for them there was no such value.
            (Err(_), Some(after)) if key != b"DR" && !is_direct(after) => return self.forbid(part),
            (Err(_), _) => return,
        };
        let documents = (&self.old.document, &self.new.document);
        let dictionaries =
            (dictionary(documents.0, before), after.and_then(|after| dictionary(documents.1, after)));
        let (Some(old), Some(new)) = dictionaries else {
            return self.same_value(Some(before), after, key, part);
        };
        if !self.stays(Some(before), after) {
            return self.forbid(part);
        }
        for (key, _) in old {
            match (value(documents.0, old, key), value(documents.1, new, key)) {
                // Kinds of resources, each a dictionary by name.
                (Some(Object::Dictionary(inner)), Some(Object::Dictionary(grown))) => {
                    if !self.stays(old.get(key).ok(), new.get(key).ok()) {
                        self.forbid(part);
                    }
                    for (name, before) in inner {
                        self.same_value(Some(before), grown.get(name).ok(), name, part);
                    }
                }
                _ => self.same_value(old.get(key).ok(), new.get(key).ok(), key, part),
            }
        }
    }

    /// Whether what holds something stays where it is: the same object, within as before, or in a
    /// new object where there was nothing. Its content is judged by whoever asks.
    pub(super) fn stays(&mut self, old: Option<&Object>, new: Option<&Object>) -> bool {
        let id = |value: Option<&Object>| value.and_then(|value| value.as_reference().ok());
        match (old.map(|old| id(Some(old))), id(new)) {
            (Some(Some(old)), Some(new)) if old == new => {
                self.met.insert(new);
                true
            }
            (Some(Some(_)) | None, Some(new)) => self.is_new(new),
            // pyHanko calls it a change when something moves into an object of its own.
            (Some(None), Some(_)) => false,
            (_, None) => true,
        }
    }

    fn field_list(&mut self, old: &Dictionary, new: &Dictionary, part: Part) {
        let before = self.old.list(old, b"Fields").unwrap_or_default();
        let after = self.new.list(new, b"Fields").unwrap_or_default();
        let stays = self.stays(old.get(b"Fields").ok(), new.get(b"Fields").ok());
        if !stays || !self.new.form.sound || !after.starts_with(&before) {
            self.forbid(part);
        }
    }

    pub(super) fn fields(&mut self) {
        let (old, new) = (self.old, self.new);
        for (at, field) in old.form.fields.iter().enumerate() {
            match new.form.fields.iter().find(|other| other.name == field.name) {
                Some(other) if other.id == field.id && other.widgets == field.widgets => {
                    self.known_field(at, field, other);
                }
                _ => self.forbid(Part::Field(at)),
            }
        }
        for field in &new.form.fields {
            if !old.form.fields.iter().any(|other| other.name == field.name) {
                self.new_field(field);
            }
        }
    }

    fn known_field(&mut self, at: usize, old: &Field, new: &Field) {
        let signed = old.for_signature && old.value.is_none() && !old.value_within && new.value.is_some();
        let settable: &[&[u8]] = match (signed, old.for_signature) {
            (true, _) => &SET_BY_SIGNING,
            (false, true) => &[],
            (false, false) => &SET_BY_FILLING,
        };
        let (mut filled, mut shown) = (false, false);
        let objects: BTreeSet<ObjectId> = old.widgets.iter().copied().chain([old.id]).collect();
        for id in objects {
            let (earlier, later) = (self.old, self.new);
            let (Some(before), Some(after)) = (earlier.entry(id), later.entry(id)) else {
                self.forbid(Part::Field(at));
                continue;
            };
            let keys: BTreeSet<&Vec<u8>> = before.iter().chain(after.iter()).map(|(key, _)| key).collect();
            for key in keys.into_iter().filter(|key| !settable.contains(&key.as_slice())) {
                self.same_value(before.get(key).ok(), after.get(key).ok(), key, Part::Field(at));
            }
            let differs = |key: &&[u8]| !self.is_same(before.get(key).ok(), after.get(key).ok(), key);
            if signed {
                let kind = (before.get(b"Type").ok(), after.get(b"Type").ok());
                let annotation = Object::Name(b"Annot".to_vec());
                let kind_kept = kind.0 == kind.1 || kind.0.is_none() && kind.1 == Some(&annotation);
                if !kind_kept || leaves_place((&earlier.document, before), (&later.document, after)) {
                    self.forbid(Part::Field(at));
                }
                shown |= is_hidden(&earlier.document, before) && !is_hidden(&later.document, after);
                self.appearance(at, before, after);
            } else if !old.for_signature && SET_BY_FILLING.iter().any(differs) {
                filled = true;
                self.appearance(at, before, after);
            }
            self.met.insert(id);
        }
        if signed {
            self.filled(new);
        }
        let pages = if shown { self.shown_on(new) } else { Vec::new() };
        if !pages.is_empty() {
            self.changes.permitted.insert(Permitted::Shown { field: old.name.clone(), pages });
        }
        if filled {
            let pages = self.shown_on(new);
            self.changes.permitted.insert(Permitted::Filled { field: old.name.clone(), pages });
        }
    }

    /// A signature was put into a field.
    fn filled(&mut self, field: &Field) {
        let signature = field.value.filter(|id| self.is_new(*id));
        let signature = signature.and_then(|id| object(&self.new.document, id)?.as_dict().ok());
        let Some(signature) = signature else {
            let why = format!("ô “{}” nhận một chữ ký đã có ở chỗ khác", field.name);
            return self.changes.forbid("field-value", why);
        };
        let unseen_timestamp = signature.has_type(b"DocTimeStamp") && !self.shows(field);
        let pictures = self.pictures(field);
        self.changes.pictures.extend(pictures.into_iter().map(|picture| (field.name.clone(), picture)));
        self.changes.permitted.insert(Permitted::Signed { field: field.name.clone(), unseen_timestamp });
    }

    /// The new appearance of a field that is being signed: new objects, or the field's own stream.
    fn appearance(&mut self, at: usize, old: &'a Dictionary, new: &'a Dictionary) {
        let Ok(raw) = new.get(b"AP") else {
            if old.has(b"AP") {
                self.forbid(Part::Field(at));
            }
            return;
        };
        if !self.stays(old.get(b"AP").ok(), Some(raw)) {
            return self.forbid(Part::Field(at));
        }
        let (earlier, later) = (&self.old.document, &self.new.document);
        let before = value(earlier, old, b"AP").and_then(|one| one.as_dict().ok());
        let Some(after) = dictionary(later, raw) else { return self.forbid(Part::Field(at)) };
        for (key, shown) in after {
            let known = matches!(key.as_slice(), b"N" | b"R" | b"D");
            let was = before.and_then(|before| before.get(key).ok());
            if !known || !shown.as_reference().is_ok_and(|_| self.stays(was, Some(shown))) {
                self.forbid(Part::Field(at));
            }
        }
    }

    /// A field that was not there before: for a signature, at the root, of new objects, and one that does nothing. Whether what it
    /// shows may be there is judged by whoever knows its signature.
    fn new_field(&mut self, field: &Field) {
        let objects: BTreeSet<ObjectId> = field.widgets.iter().copied().chain([field.id]).collect();
        let entries: Vec<&Dictionary> = objects.iter().filter_map(|id| self.new.entry(*id)).collect();
        let acts = entries.iter().any(|entry| ACTING.iter().any(|key| entry.has(key)));
        let is_new = entries.len() == objects.len() && objects.iter().all(|id| self.is_new(*id));
        let mut own = entries.iter().flat_map(|entry| entry.iter());
        let whole = own.all(|(key, value)| IN_OBJECTS.contains(&key.as_slice()) || is_direct(value));
        // pyHanko, which makes fields within others, calls them a change itself.
        if !is_new || !whole || acts || field.value_within || !field.for_signature || !field.at_root {
            let why = format!("thêm ô biểu mẫu “{}” không phải là ô ký", field.name);
            return self.changes.forbid("field-added", why);
        }
        let mut widgets = field.widgets.iter().filter_map(|widget| self.new.entry(*widget));
        if !widgets.all(|widget| is_plain_widget(&self.new.document, widget)) {
            let why = format!("thêm ô “{}” không phải là ô ký mà là chú thích loại khác", field.name);
            return self.changes.forbid("field-added", why);
        }
        let places = || field.widgets.iter().filter_map(|widget| self.new.entry(*widget));
        if places().any(|widget| Place::of(&self.new.document, widget) == Place::Odd) {
            let why =
                format!("thêm ô “{}” mà mỗi chương trình có thể hiện ở một chỗ khác (Rect)", field.name);
            return self.changes.forbid("field-added", why);
        }
        let keys: BTreeSet<&[u8]> =
            entries.iter().flat_map(|entry| entry.iter()).map(|(key, _)| key.as_slice()).collect();
        let odd = keys.into_iter().filter(|key| !OF_SIGNATURE_FIELDS.contains(key));
        let keys: Vec<String> =
            odd.map(|key| String::from_utf8_lossy(key).escape_debug().to_string()).collect();
        if !keys.is_empty() {
            self.changes.permitted.insert(Permitted::OddKeys { field: field.name.clone(), keys });
        }
        let (visible, pages) = (self.shows(field), self.shown_on(field));
        self.changes.permitted.insert(Permitted::FieldAdded { field: field.name.clone(), visible, pages });
        if field.value.is_some() {
            self.filled(field);
        } else {
            let pictures = self.pictures(field);
            self.changes.pictures.extend(pictures.into_iter().map(|picture| (field.name.clone(), picture)));
        }
    }

    /// Whether a field of the new document takes up room, or has something to show and nobody who answers for it.
    fn shows(&self, field: &Field) -> bool {
        let document = &self.new.document;
        let shows = |widget: &Dictionary| {
            Place::of(document, widget) != Place::Nowhere || field.value.is_none() && widget.has(b"AP")
        };
        field.widgets.iter().filter_map(|widget| self.new.entry(*widget)).any(shows)
    }

    /// The pages of the new document, counted from 1, on which a field takes up room.
    fn shown_on(&self, field: &Field) -> Vec<u32> {
        let takes_room = |widget: &&ObjectId| {
            let dictionary = self.new.entry(**widget);
            dictionary.is_some_and(|widget| Place::of(&self.new.document, widget) != Place::Nowhere)
        };
        let widgets = field.widgets.iter().filter(takes_room);
        let shown: BTreeSet<u32> = widgets.flat_map(|widget| self.pages_of(*widget)).collect();
        shown.into_iter().collect()
    }

    /// The pages of the new document, counted from 1, that list an annotation.
    pub(super) fn pages_of(&self, annotation: ObjectId) -> Vec<u32> {
        let lists = |page: &&ObjectId| {
            let listed = self.new.entry(**page).and_then(|page| self.new.list(page, b"Annots"));
            listed.is_some_and(|listed| listed.contains(&Object::Reference(annotation)))
        };
        self.new.pages.iter().filter(lists).filter_map(|page| self.new.page_number(*page)).collect()
    }

    /// The annotations of a page: the old ones in their order, then new ones of new signature fields.
    pub(super) fn annotations(&mut self, number: u32, old: &Dictionary, new: &Dictionary) {
        let part = Part::Page(number);
        let raw = (old.get(b"Annots").ok(), new.get(b"Annots").ok());
        let (before, after) = match (self.old.list(old, b"Annots"), self.new.list(new, b"Annots")) {
            (None, None) => return self.same_value(raw.0, raw.1, b"Annots", part),
            (Some(_), None) => return self.forbid(part),
            (before, Some(after)) => (before.unwrap_or_default(), after),
        };
        if after.len() < before.len() || !self.stays(raw.0, raw.1) {
            return self.forbid(part);
        }
        for (before, after) in before.iter().zip(&after) {
            self.same_value(Some(before), Some(after), b"Annots", part);
        }
        let old_objects = self.old.form.objects();
        let new_objects = self.new.form.objects();
        let added = after[before.len()..].iter().map(|one| one.as_reference().ok());
        let of_new_fields = |id: Option<ObjectId>| {
            id.is_some_and(|id| {
                new_objects.contains_key(&id) && !old_objects.contains_key(&id) && self.is_new(id)
            })
        };
        if !added.into_iter().all(of_new_fields) {
            self.changes.forbid("annotation", format!("trang {number} bị thêm chú thích hoặc hình"));
        }
    }
}

/// Whether a value is all in one place, without references.
pub(super) fn is_direct(value: &Object) -> bool {
    match value {
        Object::Reference(_) | Object::Stream(_) => false,
        Object::Array(list) => list.iter().all(is_direct),
        Object::Dictionary(entries) => entries.iter().all(|(_, value)| is_direct(value)),
        _ => true,
    }
}

/// Whether programs draw something of a document by what its form says: a field that is not for a signature, or a kid
/// that says so of itself, or a note, that has no look of its own; or all, where the form asks for it.
fn has_no_look(revision: &Revision) -> bool {
    let document = &revision.document;
    let form = revision.root().and_then(|root| value(document, root, b"AcroForm")?.as_dict().ok());
    let anew = form.is_some_and(|form| {
        value(document, form, b"NeedAppearances").is_some_and(|anew| *anew != Object::Boolean(false))
    });
    // Fields for signatures that nobody has signed have none, and show nothing.
    let signatures: Vec<ObjectId> =
        revision.form.for_signatures().flat_map(|field| field.widgets.iter().copied()).collect();
    let for_signature = |note: &Object| note.as_reference().is_ok_and(|id| signatures.contains(&id));
    let notes = revision.pages.iter().filter_map(|page| revision.list(revision.entry(*page)?, b"Annots"));
    let bare_note = |note: &Object| {
        dictionary(document, note).is_none_or(|note| !note.has(b"AP") && !is_wordless(document, note))
    };
    if anew || notes.flatten().any(|note| !for_signature(&note) && bare_note(&note)) {
        return true;
    }
    let bare = |field: &Field, widget: &Dictionary| {
        let kind = value(document, widget, b"FT").and_then(|kind| kind.as_name().ok());
        let for_signature = kind.map_or(field.for_signature, |kind| kind == b"Sig");
        !for_signature && !widget.has(b"AP")
    };
    revision.form.fields.iter().any(|field| {
        let widgets = field.widgets.iter().filter_map(|id| revision.entry(*id));
        widgets.into_iter().any(|widget| bare(field, widget))
    })
}

/// Whether an annotation is of a kind that shows no words, but a frame or a sign.
fn is_wordless(document: &Document, note: &Dictionary) -> bool {
    let kind = value(document, note, b"Subtype").and_then(|kind| kind.as_name().ok());
    matches!(kind, Some(b"Link" | b"Popup" | b"Text" | b"FileAttachment"))
}

/// Whether a widget's picture leaves its rectangle since, by flags that it did not have.
fn leaves_place(old: (&Document, &Dictionary), new: (&Document, &Dictionary)) -> bool {
    match (flags(old.0, old.1), flags(new.0, new.1)) {
        (old, Some(new)) => new & OUT_OF_PLACE & !old.unwrap_or(0) != 0,
        (_, None) => true,
    }
}
