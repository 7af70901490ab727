//! Whether a file carries signatures, whatever state it is in: in doubt it does, for what is overwritten is gone.

use std::fmt;
use std::panic::catch_unwind;

use lopdf::{Document, Object};

use super::{MAX_BYTES, fields, open};

/// What stands in every signature, and in nothing that is none (ISO 32000-1, 12.8.1).
const BYTE_RANGE: &[u8] = b"ByteRange";

/// The kind of a stream that other objects are packed in. There are none in what thidua writes.
const OBJECT_STREAM: &[u8] = b"ObjStm";

/// The signatures that a file carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// So many signature fields are signed, of so many.
    Counted {
        /// How many hold a signature.
        signed: usize,
        /// How many there are.
        fields: usize,
    },
    /// Nobody can tell how many: the file is damaged, or locked.
    Uncounted,
}

impl fmt::Display for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Counted { signed, fields } => write!(f, "{signed}/{fields} chữ ký"),
            Self::Uncounted => f.write_str("chữ ký số (không đếm được: tệp hỏng, quá lớn hoặc bị khóa)"),
        }
    }
}

/// The signatures of a file; nothing where it surely has none. A file without any, as thidua writes it, is only
/// looked through for two names.
pub fn carried(bytes: &[u8]) -> Option<Carried> {
    if bytes.len() > MAX_BYTES {
        return Some(Carried::Uncounted);
    }
    let in_sight = names(bytes, BYTE_RANGE);
    if !in_sight && !names(bytes, OBJECT_STREAM) {
        return None;
    }
    // Hostile files are known to bring readers of PDF to panic.
    let read = catch_unwind(|| open(bytes).ok().map(|document| (counted(&document), anywhere(&document))));
    match read {
        Ok(Some((Some(counted), _))) => Some(counted),
        Ok(Some((None, false))) if !in_sight => None,
        _ => Some(Carried::Uncounted),
    }
}

/// The signature fields that are signed; nothing where none is.
fn counted(document: &Document) -> Option<Carried> {
    let fields = fields::list(document);
    let signed = fields.iter().filter(|field| field.signed).count();
    (signed > 0).then_some(Carried::Counted { signed, fields: fields.len() })
}

/// Whether any object is a signature, or has one in it.
fn anywhere(document: &Document) -> bool {
    document.objects.values().any(within)
}

fn within(object: &Object) -> bool {
    match object {
        Object::Array(items) => items.iter().any(within),
        Object::Dictionary(dictionary) => {
            dictionary.has(BYTE_RANGE) || dictionary.iter().any(|(_, value)| within(value))
        }
        Object::Stream(stream) => stream.dict.iter().any(|(_, value)| within(value)),
        _ => false,
    }
}

/// Whether bytes have a name in them, however it is written: any letter of it may be escaped.
fn names(bytes: &[u8], name: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == b'/') {
        rest = &rest[at + 1..];
        if begins(rest, name) {
            return true;
        }
    }
    false
}

fn begins(bytes: &[u8], name: &[u8]) -> bool {
    let mut bytes = bytes.iter();
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
    name.iter().all(|letter| match bytes.next() {
        Some(b'#') => match (digit(bytes.next()), digit(bytes.next())) {
            (Some(high), Some(low)) => high * 16 + low == u32::from(*letter),
            _ => false,
        },
        other => other == Some(letter),
    })
}
