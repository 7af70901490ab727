//! Certificates (X.509): whom they name, and from when until when they hold.

use chrono::{DateTime, Utc};
use der::asn1::ObjectIdentifier;
use der::{Decode, Tag, Tagged};
use x509_cert::TbsCertificate;
use x509_cert::name::Name;
use x509_cert::time::Time;

use crate::oid::{COMMON_NAME, ORGANIZATION_NAME};

/// A certificate that was read.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// As it came: written anew, one that is not quite canonical would no longer verify.
    der: Vec<u8>,
    parsed: x509_cert::Certificate,
}

impl Certificate {
    /// Reads a certificate in DER.
    pub fn read(der: &[u8]) -> Option<Self> {
        Some(Self { der: der.to_vec(), parsed: x509_cert::Certificate::from_der(der).ok()? })
    }

    /// The bytes as they were read.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// What its issuer certified.
    pub fn fields(&self) -> &TbsCertificate {
        &self.parsed.tbs_certificate
    }

    /// Whom it names: the common name, else the organization, else all that it has.
    pub fn subject(&self) -> String {
        shortest(&self.fields().subject)
    }

    /// The organization of whom it names.
    pub fn organization(&self) -> Option<String> {
        part(&self.fields().subject, ORGANIZATION_NAME)
    }

    /// Who issued it.
    pub fn issuer(&self) -> String {
        shortest(&self.fields().issuer)
    }

    /// From when it holds.
    pub fn from(&self) -> DateTime<Utc> {
        moment(&self.fields().validity.not_before)
    }

    /// Until when it holds.
    pub fn until(&self) -> DateTime<Utc> {
        moment(&self.fields().validity.not_after)
    }
}

fn moment(time: &Time) -> DateTime<Utc> {
    time.to_system_time().into()
}

/// A distinguished name in a few words.
fn shortest(name: &Name) -> String {
    let part = |kind| part(name, kind);
    part(COMMON_NAME).or_else(|| part(ORGANIZATION_NAME)).unwrap_or_else(|| printable(&name.to_string()))
}

/// A part of a name as text.
fn part(name: &Name, kind: ObjectIdentifier) -> Option<String> {
    // A name runs from the country inwards: the last one is the nearest.
    let mut parts = name.0.iter().rev().flat_map(|part| part.0.iter());
    let value = parts.find(|part| part.oid == kind).map(|part| &part.value)?;
    text(value).map(|text| printable(&text)).filter(|text| !text.is_empty())
}

/// The text of a value, in whichever of the string types it is written.
fn text(value: &der::Any) -> Option<String> {
    let bytes = value.value();
    match value.tag() {
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String => String::from_utf8(bytes.to_vec()).ok(),
        Tag::TeletexString => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        Tag::BmpString => {
            let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).collect::<Result<_, _>>().ok()
        }
        _ => None,
    }
}

/// Without what a terminal would obey, and without letters that turn the reading direction.
fn printable(text: &str) -> String {
    let turning = |letter: char| matches!(letter, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let shown: String = text.chars().filter(|letter| !letter.is_control() && !turning(*letter)).collect();
    shown.trim().to_owned()
}
