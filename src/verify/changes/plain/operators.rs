//! Operators that name nothing but what is there.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object};

use crate::verify::revisions::value;

/// Whether all that operators name is in these resources, and none of them is out of the ordinary.
pub fn are_plain(document: &Document, content: &[u8], resources: Option<&Dictionary>) -> bool {
    let Ok(content) = Content::decode(content) else { return false };
    let has = |kind: &[u8], name: &[u8]| {
        let entries = resources.and_then(|own| value(document, own, kind)?.as_dict().ok());
        entries.is_some_and(|entries| value(document, entries, name).is_some())
    };
    content.operations.iter().all(|Operation { operator, operands }| {
        let last = operands.last().and_then(|one| one.as_name().ok());
        let named = |kind: &[u8]| last.is_some_and(|name| has(kind, name));
        match operator.as_str() {
            "Tf" => operands.first().is_some_and(|one| one.as_name().is_ok_and(|name| has(b"Font", name))),
            "gs" => named(b"ExtGState"),
            "Do" => named(b"XObject"),
            "sh" => named(b"Shading"),
            "cs" | "CS" => {
                let device =
                    |name: &[u8]| matches!(name, b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" | b"Pattern");
                last.is_some_and(device) || named(b"ColorSpace")
            }
            "scn" | "SCN" => last.is_none() || named(b"Pattern"),
            "BDC" => match operands.as_slice() {
                [Object::Name(tag), Object::Name(name)] => tag != b"OC" || has(b"Properties", name),
                [Object::Name(tag), Object::Dictionary(own)] => tag != b"OC" && !own.has(b"OC"),
                _ => false,
            },
            _ => true,
        }
    })
}
