//! Layers that every program shows: all of them, without conditions.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::Eye;
use crate::verify::revisions::{dictionary, resolve, value};

/// The layers of a document that says of all of them that they are shown.
pub struct Layers {
    listed: HashSet<ObjectId>,
}

impl Layers {
    /// The layers of a document; nothing where it has some that are not shown or not always.
    pub fn of(document: &Document) -> Option<Self> {
        let root = dictionary(document, document.trailer.get(b"Root").ok()?)?;
        let Some(properties) = value(document, root, b"OCProperties") else {
            return Some(Self { listed: HashSet::new() });
        };
        let properties = properties.as_dict().ok()?;
        let known = properties.iter().all(|(key, _)| matches!(key.as_slice(), b"OCGs" | b"D"));
        let default = value(document, properties, b"D")?.as_dict().ok()?;
        let list = value(document, properties, b"OCGs")?.as_array().ok()?;
        let listed = list.iter().map(|one| one.as_reference().ok()).collect::<Option<_>>()?;
        (known && all_on(document, default)).then_some(Self { listed })
    }
}

/// Whether a configuration shows all layers, whatever is done with the document.
fn all_on(document: &Document, default: &Dictionary) -> bool {
    default.iter().all(|(key, entry)| {
        let entry = resolve(document, entry);
        let is = |name: &[u8]| entry.is_none_or(|one| one.as_name().is_ok_and(|own| own == name));
        match key.as_slice() {
            b"Name" | b"Creator" | b"Order" | b"ListMode" | b"RBGroups" | b"Locked" | b"ON" => true,
            b"BaseState" => is(b"ON"),
            b"Intent" => is(b"View"),
            b"OFF" | b"AS" => entry.is_none_or(|one| one.as_array().is_ok_and(Vec::is_empty)),
            _ => false,
        }
    })
}

impl<'a> Eye<'a> {
    /// Whether what has these entries belongs to no layer, or to layers that are shown.
    pub(super) fn in_shown_layer(&self, owner: &'a Dictionary) -> bool {
        owner.get(b"OC").ok().is_none_or(|layer| self.is_shown(layer))
    }

    /// Whether the properties of a part of a page name no layer, or one that is shown.
    pub(super) fn is_shown_layer_or_none(&self, properties: &'a Object) -> bool {
        let Some(entries) = dictionary(self.document, properties) else { return false };
        let of_layers = matches!(self.name(entries, b"Type"), Some(b"OCG" | b"OCMD")) || entries.has(b"OCGs");
        !of_layers && !entries.has(b"OC") || self.is_shown(properties)
    }

    /// Whether a layer is shown; what belongs to layers by conditions is not shown everywhere alike.
    fn is_shown(&self, layer: &'a Object) -> bool {
        let (Some(layers), Some(entries)) = (&self.layers, dictionary(self.document, layer)) else {
            return false;
        };
        let listed = layer.as_reference().is_ok_and(|id| layers.listed.contains(&id));
        let usage = self.value(entries, b"Usage").map(Object::as_dict);
        // Some programs go by the use of a layer even where they are not told to.
        let says_nothing = |usage: &Dictionary| {
            usage.iter().all(|(key, _)| matches!(key.as_slice(), b"CreatorInfo" | b"PageElement"))
        };
        let is_layer = self.name(entries, b"Type") == Some(b"OCG");
        is_layer && listed && usage.is_none_or(|usage| usage.is_ok_and(says_nothing))
    }
}
