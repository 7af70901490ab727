//! Certificates: whom they name and what they are for.

use chrono::{DateTime, Utc};
use der::asn1::ObjectIdentifier as Oid;
use der::{Decode, Encode};
use oids::{COMMON_NAME, FOR_DOCUMENTS, ORGANISATION, TIME_STAMPING};
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier};
use x509_cert::name::Name;
use x509_cert::time::Time;

use super::report::Holder;

/// The names of attributes and purposes by their numbers.
mod oids {
    use super::Oid;

    pub const COMMON_NAME: Oid = Oid::new_unwrap("2.5.4.3");
    pub const ORGANISATION: Oid = Oid::new_unwrap("2.5.4.10");
    pub const TIME_STAMPING: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.3.8");
    /// Purposes under which documents are signed: any; documents (RFC 9336, Microsoft, Adobe);
    /// mail and log-in, which certificates of persons carry where no purpose for documents is given.
    pub const FOR_DOCUMENTS: [Oid; 7] = [
        Oid::new_unwrap("2.5.29.37.0"),
        Oid::new_unwrap("1.3.6.1.5.5.7.3.36"),
        Oid::new_unwrap("1.3.6.1.4.1.311.10.3.12"),
        Oid::new_unwrap("1.2.840.113583.1.1.5"),
        Oid::new_unwrap("1.3.6.1.5.5.7.3.4"),
        Oid::new_unwrap("1.3.6.1.5.5.7.3.2"),
        Oid::new_unwrap("1.3.6.1.4.1.311.20.2.2"),
    ];
}

/// What a certificate is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To sign documents.
    Documents,
    /// To say when something was there.
    Timestamps,
}

/// A certificate that was read.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// As it came, DER.
    pub der: Vec<u8>,
    /// Its parts.
    pub parsed: x509_cert::Certificate,
}

impl Certificate {
    /// Reads a certificate.
    pub fn read(der: &[u8]) -> Option<Self> {
        let parsed = x509_cert::Certificate::from_der(der).ok()?;
        Some(Self { der: der.to_vec(), parsed })
    }

    /// Whom it names.
    pub fn holder(&self) -> Holder {
        let body = &self.parsed.tbs_certificate;
        let digits = body.serial_number.as_bytes().iter().map(|byte| format!("{byte:02x}"));
        Holder {
            name: self.name(),
            organisation: part(&body.subject, ORGANISATION),
            issuer: part(&body.issuer, COMMON_NAME).unwrap_or_else(|| printable(&body.issuer.to_string())),
            serial: digits.collect(),
            valid_from: time(&body.validity.not_before),
            valid_until: time(&body.validity.not_after),
        }
    }

    /// The common name, or all that it has.
    pub fn name(&self) -> String {
        let subject = &self.parsed.tbs_certificate.subject;
        part(subject, COMMON_NAME).unwrap_or_else(|| printable(&subject.to_string()))
    }

    /// From when and until when it counts.
    pub fn validity(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let validity = &self.parsed.tbs_certificate.validity;
        (time(&validity.not_before), time(&validity.not_after))
    }

    /// The identifier of its key, where it has one.
    pub fn key_identifier(&self) -> Option<Vec<u8>> {
        let (_, identifier) = self.parsed.tbs_certificate.get::<SubjectKeyIdentifier>().ok()??;
        Some(identifier.0.as_bytes().to_vec())
    }

    /// Whether it may issue others: it says that it is an authority, and its key may sign certificates.
    pub fn may_issue(&self) -> bool {
        let body = &self.parsed.tbs_certificate;
        let authority =
            matches!(body.get::<BasicConstraints>(), Ok(Some((_, constraints))) if constraints.ca);
        let key = match body.get::<KeyUsage>() {
            Ok(Some((_, usage))) => usage.key_cert_sign(),
            Ok(None) => true,
            Err(_) => false,
        };
        authority && key
    }

    /// Whether it was made for a purpose. To sign a document its key must be one that commits its
    /// holder (nonRepudiation); a time-stamp needs its own purpose and no other.
    pub fn is_for(&self, purpose: Purpose) -> bool {
        let body = &self.parsed.tbs_certificate;
        let (Ok(usage), Ok(purposes)) = (body.get::<KeyUsage>(), body.get::<ExtendedKeyUsage>()) else {
            return false;
        };
        let usage = usage.map(|(_, usage)| usage);
        let purposes = purposes.map(|(_, purposes)| purposes.0);
        match purpose {
            Purpose::Documents => {
                let listed = |purposes: Vec<Oid>| purposes.iter().any(|one| FOR_DOCUMENTS.contains(one));
                usage.is_some_and(|usage| usage.non_repudiation()) && purposes.is_none_or(listed)
            }
            Purpose::Timestamps => {
                let signs = |usage: KeyUsage| usage.digital_signature() || usage.non_repudiation();
                usage.is_none_or(signs) && purposes.is_some_and(|purposes| purposes == [TIME_STAMPING])
            }
        }
    }
}

fn time(time: &Time) -> DateTime<Utc> {
    time.to_system_time().into()
}

/// A part of a name as text.
fn part(name: &Name, kind: Oid) -> Option<String> {
    // A name runs from the country inwards: the last one is the nearest.
    let mut parts = name.0.iter().rev().flat_map(|part| part.0.iter());
    let value = parts.find(|part| part.oid == kind).map(|part| &part.value)?;
    text(value).map(|text| printable(&text)).filter(|text| !text.is_empty())
}

/// The text of a value, whichever kind of string it is.
fn text(value: &der::Any) -> Option<String> {
    use der::{Tag, Tagged};
    let bytes = value.value();
    match value.tag() {
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String => String::from_utf8(bytes.to_vec()).ok(),
        Tag::TeletexString => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        Tag::BmpString => {
            let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).collect::<Result<_, _>>().ok()
        }
        _ => value.to_der().ok().map(|_| String::new()),
    }
}

/// Without what a terminal would obey, and without letters that turn the reading direction.
fn printable(text: &str) -> String {
    let turning = |letter: char| matches!(letter, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|letter| !letter.is_control() && !turning(*letter)).collect()
}
