//! What is seen on each page, whatever objects it is made of.

use std::collections::{HashMap, HashSet};

use lopdf::{Dictionary, Document, Object, ObjectId};
use ring::digest::{Context, SHA256};

use super::Revision;
use crate::verify::revisions::{object, value};

/// What of a page and the nodes above it decides what is seen.
const SEEN: [&[u8]; 6] = [b"Contents", b"Resources", b"MediaBox", b"CropBox", b"Rotate", b"UserUnit"];
/// How deep values are followed.
const DEPTH: usize = 64;

/// What is seen on a page, in short.
type Sight = [u8; 32];

/// What is seen on each page of a document, without what signature fields show.
pub fn visible(revision: &Revision) -> Vec<[u8; 32]> {
    let mut eye = Eye {
        document: &revision.document,
        fields: revision.form.for_signatures().flat_map(|field| field.widgets.iter().copied()).collect(),
        known: HashMap::new(),
        within: HashSet::new(),
    };
    revision.pages.iter().map(|page| eye.page(*page)).collect()
}

/// The pages, counted from 1, that are not seen alike: also those that are only in one.
pub fn seen_differently(old: &[[u8; 32]], new: &[[u8; 32]]) -> Vec<u32> {
    let differs = |at: &usize| old.get(*at) != new.get(*at);
    (0..old.len().max(new.len())).filter(differs).filter_map(|at| u32::try_from(at + 1).ok()).collect()
}

struct Eye<'a> {
    document: &'a Document,
    fields: HashSet<ObjectId>,
    known: HashMap<ObjectId, Sight>,
    within: HashSet<ObjectId>,
}

impl<'a> Eye<'a> {
    fn page(&mut self, id: ObjectId) -> Sight {
        let mut context = Context::new(&SHA256);
        let page = object(self.document, id).and_then(|page| page.as_dict().ok());
        for key in SEEN {
            let inherited = page.and_then(|page| inherited(self.document, page, key));
            let sight = inherited.map(|value| self.look(value, DEPTH)).unwrap_or_default();
            context.update(&sight);
        }
        let annotations = page.and_then(|page| value(self.document, page, b"Annots")?.as_array().ok());
        for annotation in annotations.into_iter().flatten() {
            let field = annotation.as_reference().is_ok_and(|id| self.fields.contains(&id));
            if !field {
                context.update(&self.look(annotation, DEPTH));
            }
        }
        finish(context)
    }

    fn look(&mut self, value: &'a Object, depth: usize) -> Sight {
        let mut context = Context::new(&SHA256);
        if depth == 0 {
            return finish(context);
        }
        match value {
            Object::Reference(id) => return self.follow(*id, depth),
            Object::Array(list) => {
                context.update(b"[");
                for one in list {
                    context.update(&self.look(one, depth - 1));
                }
            }
            Object::Dictionary(dictionary) => self.entries(&mut context, dictionary, depth),
            Object::Stream(stream) => {
                self.entries(&mut context, &stream.dict, depth);
                context.update(b"stream");
                context.update(&stream.content);
            }
            leaf => context.update(format!("{leaf:?}").as_bytes()),
        }
        finish(context)
    }

    fn follow(&mut self, id: ObjectId, depth: usize) -> Sight {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        let Some(target) = object(self.document, id) else { return Sight::default() };
        if !self.within.insert(id) {
            return Sight::default();
        }
        let sight = self.look(target, depth - 1);
        self.within.remove(&id);
        self.known.insert(id, sight);
        sight
    }

    fn entries(&mut self, context: &mut Context, dictionary: &'a Dictionary, depth: usize) {
        let mut entries: Vec<(&Vec<u8>, &'a Object)> = dictionary.iter().collect();
        entries.sort_by_key(|(key, _)| *key);
        context.update(b"<");
        for (key, value) in entries {
            // Ways back to the page and into the tags show nothing.
            let back =
                matches!(key.as_slice(), b"Parent" | b"P" | b"StructParent" | b"StructParents" | b"Popup");
            if !back {
                context.update(key);
                context.update(&self.look(value, depth - 1));
            }
        }
    }
}

/// The value of a key of a page, or of the nearest node above it.
pub(super) fn inherited<'a>(document: &'a Document, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let mut node = page;
    for _ in 0..DEPTH {
        match node.get(key) {
            Ok(value) => return Some(value),
            Err(_) => node = value(document, node, b"Parent")?.as_dict().ok()?,
        }
    }
    None
}

fn finish(context: Context) -> Sight {
    let mut sight = Sight::default();
    sight.copy_from_slice(context.finish().as_ref());
    sight
}
