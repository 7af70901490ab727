//! Certificates (X.509): whom they name, and from when until when they hold.

use chrono::{DateTime, Utc};
use der::asn1::ObjectIdentifier;
use der::{Decode, Tag, Tagged};
use x509_cert::TbsCertificate;
use x509_cert::name::Name;
use x509_cert::time::Time;

use crate::oid::{COMMON_NAME, ORGANIZATION_NAME, ORGANIZATIONAL_UNIT_NAME};
use crate::pdf::fields::{self, ATTACHMENT, OFFICE, SIGNER};
use crate::vietnamese::slug::slug;

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

    /// Why it may be another's than the one that a signature field names; nothing where that cannot be told.
    pub fn stranger(&self, field: &str, label: &str) -> Option<String> {
        let party = fields::party(label).filter(|_| ![OFFICE, ATTACHMENT].contains(&field))?;
        let subject = &self.fields().subject;
        let person = parts(subject, COMMON_NAME);
        if field == SIGNER {
            let named = person.is_empty() || person.iter().any(|name| is_named(name, party));
            let who = self.subject();
            return (!named).then(|| format!("chứng thư cấp cho {who}, trong khi ô chữ ký này của {party}"));
        }
        let offices = [parts(subject, ORGANIZATION_NAME), parts(subject, ORGANIZATIONAL_UNIT_NAME)].concat();
        let mut names = offices.iter().chain(&person);
        if offices.is_empty() || names.any(|name| is_named(name, party)) {
            return None;
        }
        let who = format!("{} ({})", self.subject(), offices.join(", "));
        Some(format!("chứng thư cấp cho {who}, trong khi ô chữ ký này của {party}"))
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

/// All parts of a kind, as text.
fn parts(name: &Name, kind: ObjectIdentifier) -> Vec<String> {
    let parts = name.0.iter().flat_map(|part| part.0.iter()).filter(|part| part.oid == kind);
    parts.filter_map(|part| text(&part.value)).map(|text| printable(&text)).collect()
}

/// Whether two names can be of the same: all words of one are in the other, whatever their marks and
/// capitals. What stands after a comma or a bracket may be a title, or a person of the office.
pub fn is_named(name: &str, party: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let slug = slug(text).replace("uy-ban-nhan-dan", "ubnd").replace("thanh-pho", "tp");
        slug.split('-').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let within = |some: &[String], all: &[String]| some.iter().all(|word| all.contains(word));
    let name = words(name);
    // One word alone names nobody, unless it is all that there is.
    let shared = |party: &str| {
        let party = words(party);
        name == party || party.len() > 1 && within(&party, &name) || name.len() > 1 && within(&name, &party)
    };
    party.split([',', '(', ')']).filter(|part| !part.trim().is_empty()).any(shared)
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
