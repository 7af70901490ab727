//! What may change beside the form: the description of the file, and proofs for later.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object};
use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;

use super::form::is_direct;
use super::{Comparison, Part, Permitted};
use crate::verify::revisions::{dictionary, object, resolve, value};

/// The most that a description may hold, in bytes.
const LARGEST_METADATA: usize = 16 << 20;

impl<'a> Comparison<'a> {
    /// The trailer's description: any program may write its name and the date there.
    pub(super) fn info(&mut self) {
        let (old, new) = (&self.old.document, &self.new.document);
        let raw = (old.trailer.get(b"Info").ok(), new.trailer.get(b"Info").ok());
        let before = raw.0.and_then(|info| dictionary(old, info));
        let after = raw.1.and_then(|info| dictionary(new, info));
        let own = |(key, value): (&Vec<u8>, &Object)| {
            is_direct(value) || before.and_then(|before| before.get(key).ok()) == Some(value)
        };
        let whole = after.is_none_or(|after| after.iter().all(own));
        if raw.1.is_some() && (after.is_none() || !whole || !self.stays(raw.0, raw.1)) {
            self.changes.forbid("info", "phần mô tả tệp (Info) bị thay bằng thứ khác");
        } else if before != after {
            self.changes.permitted.insert(Permitted::Description);
        }
    }

    /// The catalog's description: a stream of XMP, in the same object or a new one.
    pub(super) fn metadata(&mut self, old: &'a Dictionary, new: &'a Dictionary) {
        let raw = (old.get(b"Metadata").ok(), new.get(b"Metadata").ok());
        let before = raw.0.and_then(|metadata| resolve(&self.old.document, metadata));
        let after = raw.1.and_then(|metadata| resolve(&self.new.document, metadata));
        let described = |metadata: Option<&Object>| metadata.is_none_or(is_xmp);
        let referred = raw.1.is_none_or(|metadata| metadata.as_reference().is_ok());
        let kept = after.is_some() || before.is_none();
        if !kept || !referred || !described(before) || !described(after) || !self.stays(raw.0, raw.1) {
            self.changes.forbid("metadata", "phần mô tả tệp (XMP) không còn đúng quy cách");
        } else if before != after {
            self.changes.permitted.insert(Permitted::Description);
        }
    }

    /// What the file may use beyond its version: plain values, which show nothing.
    pub(super) fn extensions(&mut self, old: &'a Dictionary, new: &'a Dictionary) {
        let raw = (old.get(b"Extensions").ok(), new.get(b"Extensions").ok());
        let lost = raw.0.is_some() && raw.1.is_none();
        if lost || !self.stays(raw.0, raw.1) {
            self.forbid(Part::Catalog("catalog", "thiết lập chung của tài liệu"));
        }
        let version = (old.get(b"Version").ok(), new.get(b"Version").ok());
        if version.0 != version.1 && version.1.is_none_or(|version| version.as_name().is_err()) {
            self.forbid(Part::Catalog("catalog", "thiết lập chung của tài liệu"));
        }
    }

    /// The document security store: certificates and answers about revocation, kept for later.
    pub(super) fn proofs(&mut self, old: &'a Dictionary, new: &'a Dictionary) {
        let part = Part::Catalog("proofs", "kho bằng chứng xác thực (DSS)");
        let raw = (old.get(b"DSS").ok(), new.get(b"DSS").ok());
        let Some(after) = raw.1 else {
            if raw.0.is_some() {
                self.forbid(part);
            }
            return;
        };
        let before = raw.0.and_then(|store| dictionary(&self.old.document, store));
        let Some(store) = dictionary(&self.new.document, after) else { return self.forbid(part) };
        if !self.stays(raw.0, raw.1) || !self.store(before, store) {
            return self.forbid(part);
        }
        if before != Some(store) {
            self.changes.permitted.insert(Permitted::Proofs);
        }
    }

    fn store(&mut self, before: Option<&'a Dictionary>, store: &'a Dictionary) -> bool {
        let keys: BTreeSet<&[u8]> = store.iter().map(|(key, _)| key.as_slice()).collect();
        let known = keys.iter().all(|key| matches!(*key, b"Type" | b"VRI" | b"Certs" | b"CRLs" | b"OCSPs"));
        let lists = [&b"Certs"[..], b"CRLs", b"OCSPs"];
        known
            && lists.into_iter().all(|key| self.streams(before, store, key))
            && self.by_signature(before, store)
    }

    /// A list of streams; each is new or was there.
    fn streams(&mut self, before: Option<&'a Dictionary>, store: &'a Dictionary, key: &[u8]) -> bool {
        let Ok(raw) = store.get(key) else { return true };
        let document = &self.new.document;
        let listed = resolve(document, raw).and_then(|list| list.as_array().ok());
        let stream = |one: &Object| {
            one.as_reference().is_ok_and(|id| matches!(object(document, id), Some(Object::Stream(_))))
        };
        listed.is_some_and(|list| list.iter().all(stream))
            && self.stays(before.and_then(|before| before.get(key).ok()), Some(raw))
    }

    /// What belongs to one signature: entries are added, none is changed.
    fn by_signature(&mut self, before: Option<&'a Dictionary>, store: &'a Dictionary) -> bool {
        let raw = (before.and_then(|before| before.get(b"VRI").ok()), store.get(b"VRI").ok());
        let entries = raw.0.and_then(|entries| dictionary(&self.old.document, entries));
        let Some(after) = raw.1 else { return raw.0.is_none() };
        let Some(grown) = dictionary(&self.new.document, after) else { return false };
        let kept = entries.into_iter().flatten().all(|(key, entry)| grown.get(key).ok() == Some(entry));
        let proper = |(key, _): (&Vec<u8>, &Object)| {
            let entry = value(&self.new.document, grown, key).and_then(|entry| entry.as_dict().ok());
            let known = |(key, _): (&Vec<u8>, &Object)| {
                matches!(key.as_slice(), b"Type" | b"TU" | b"TS" | b"Cert" | b"CRL" | b"OCSP")
            };
            key.len() == 40
                && key.iter().all(|digit| digit.is_ascii_digit() || digit.is_ascii_uppercase())
                && entry.is_some_and(|entry| entry.iter().all(known))
        };
        kept && grown.iter().all(proper) && self.stays(raw.0, raw.1)
    }
}

/// Whether an object is a stream of well-formed XMP without entities of its own.
fn is_xmp(metadata: &Object) -> bool {
    let Object::Stream(stream) = metadata else { return false };
    let content = stream.get_plain_content_with_limit(LARGEST_METADATA);
    content.is_ok_and(|content| well_formed(&content).unwrap_or(false))
}

fn well_formed(content: &[u8]) -> Option<bool> {
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let mut reader = NsReader::from_reader(content);
    let (mut depth, mut roots) = (0_usize, 0_usize);
    loop {
        let (namespace, event) = reader.read_resolved_event().ok()?;
        match event {
            Event::Start(element) | Event::Empty(element) if depth == 0 && roots > 0 => {
                let _ = element;
                return Some(false);
            }
            Event::Start(element) => {
                if depth == 0 {
                    roots += 1;
                    let known =
                        matches!(&namespace, ResolveResult::Bound(name) if name.as_ref() == "adobe:ns:meta/");
                    if !known || element.local_name().as_ref() != "xmpmeta" {
                        return Some(false);
                    }
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.checked_sub(1)?,
            Event::DocType(_) => return Some(false),
            Event::Eof => return Some(depth == 0 && roots == 1),
            _ => {}
        }
    }
}
