//! The walk that finds whether two values say the same by the same references.

use lopdf::{Dictionary, Object, ObjectId};

use super::{Boundary, Comparison, Part};
use crate::verify::revisions;

/// Values side by side, with the key that they stand under.
type Pair<'a> = (&'a Object, &'a Object, &'a [u8]);

impl Comparison<'_> {
    /// Compares the values of a key; a part that differs is told once.
    pub(super) fn same_value(&mut self, old: Option<&Object>, new: Option<&Object>, key: &[u8], part: Part) {
        if !self.is_same(old, new, key) {
            self.forbid(part);
        }
    }

    /// Whether a key says the same in both.
    pub(super) fn is_same(&mut self, old: Option<&Object>, new: Option<&Object>, key: &[u8]) -> bool {
        match (old, new) {
            (None, None) => true,
            (Some(old), Some(new)) => self.walk(old, new, key),
            _ => false,
        }
    }

    /// Whether two values say the same, as deep as they go. Objects that differ below an object that
    /// two parts share are told for the first only; the pages that show them are found apart.
    fn walk(&mut self, old: &Object, new: &Object, key: &[u8]) -> bool {
        let (documents, boundaries) = ((&self.old.document, &self.new.document), &self.boundaries);
        let mut same = true;
        let mut rest: Vec<Pair<'_>> = vec![(old, new, key)];
        while let Some((old, new, key)) = rest.pop() {
            match (old, new) {
                (Object::Reference(id), Object::Reference(other)) if id == other => {
                    let judged = boundaries.get(id).is_some_and(|boundary| rightly(*boundary, key));
                    if judged || !self.seen.insert(*id) {
                        continue;
                    }
                    let objects = (revisions::object(documents.0, *id), revisions::object(documents.1, *id));
                    match objects {
                        (Some(old), Some(new)) => rest.push((old, new, key)),
                        (None, None) => {}
                        _ => same = false,
                    }
                }
                (Object::Array(old), Object::Array(new)) if old.len() == new.len() => {
                    rest.extend(old.iter().zip(new).map(|(old, new)| (old, new, key)));
                }
                (Object::Dictionary(old), Object::Dictionary(new)) if old.len() == new.len() => {
                    for (key, old) in old.iter().filter(|(key, _)| !is_way_back(old, key)) {
                        match new.get(key) {
                            Ok(new) => rest.push((old, new, key)),
                            Err(_) => same = false,
                        }
                    }
                }
                (Object::Stream(old), Object::Stream(new))
                    if old.content == new.content && old.dict.len() == new.dict.len() =>
                {
                    for (key, old) in &old.dict {
                        match new.dict.get(key) {
                            Ok(new) => rest.push((old, new, key)),
                            Err(_) => same = false,
                        }
                    }
                }
                (old, new) => same &= leaf(old, new),
            }
        }
        same
    }

    /// Whether an object is new: the old document has none of its number.
    pub(super) fn is_new(&self, id: ObjectId) -> bool {
        !revisions::in_use(&self.old.document, id.0) && revisions::in_use(&self.new.document, id.0)
    }
}

/// Whether a page or a field is referred to from where it belongs. From elsewhere it is an object
/// like any other: nobody shall make a field the resources of a page and then fill it in.
fn rightly(boundary: Boundary, key: &[u8]) -> bool {
    match boundary {
        Boundary::Page => true,
        Boundary::Field => matches!(key, b"Annots" | b"Fields" | b"Kids" | b"Parent" | b"Obj"),
    }
}

/// Whether a key of a signature's reference only leads back to the document that it is about (ISO 32000-1, table
/// 253): what is there is judged where it belongs.
fn is_way_back(dictionary: &Dictionary, key: &[u8]) -> bool {
    key == b"Data" && dictionary.has(b"TransformMethod")
}

fn leaf(old: &Object, new: &Object) -> bool {
    match (old, new) {
        (Object::Null, Object::Null) => true,
        (Object::Boolean(old), Object::Boolean(new)) => old == new,
        (Object::Integer(old), Object::Integer(new)) => old == new,
        (Object::Real(old), Object::Real(new)) => old.to_bits() == new.to_bits(),
        (Object::Name(old), Object::Name(new)) => old == new,
        (Object::String(old, _), Object::String(new, _)) => old == new,
        _ => false,
    }
}
