//! What certificates are for, as one who verifies asks.

use der::asn1::ObjectIdentifier;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier};

use super::report::Holder;
use crate::certificate::Certificate;
use crate::oid::{FOR_DOCUMENTS, ID_KP_TIME_STAMPING};

/// What a certificate is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To sign documents.
    Documents,
    /// To say when something was there.
    Timestamps,
}

impl Certificate {
    /// What is told of whom it names.
    pub fn holder(&self) -> Holder {
        let digits = self.fields().serial_number.as_bytes().iter().map(|byte| format!("{byte:02x}"));
        Holder {
            name: self.subject(),
            organisation: self.organization(),
            issuer: self.issuer(),
            serial: digits.collect(),
            valid_from: self.from(),
            valid_until: self.until(),
        }
    }

    /// The identifier of its key, where it has one.
    pub fn key_identifier(&self) -> Option<Vec<u8>> {
        let (_, identifier) = self.fields().get::<SubjectKeyIdentifier>().ok()??;
        Some(identifier.0.as_bytes().to_vec())
    }

    /// Whether it may issue others: it says that it is an authority, and its key may sign certificates.
    pub fn may_issue(&self) -> bool {
        let body = self.fields();
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
        let body = self.fields();
        let (Ok(usage), Ok(purposes)) = (body.get::<KeyUsage>(), body.get::<ExtendedKeyUsage>()) else {
            return false;
        };
        let usage = usage.map(|(_, usage)| usage);
        let purposes = purposes.map(|(_, purposes)| purposes.0);
        match purpose {
            Purpose::Documents => {
                let listed =
                    |purposes: Vec<ObjectIdentifier>| purposes.iter().any(|one| FOR_DOCUMENTS.contains(one));
                usage.is_some_and(|usage| usage.non_repudiation()) && purposes.is_none_or(listed)
            }
            Purpose::Timestamps => {
                let signs = |usage: KeyUsage| usage.digital_signature() || usage.non_repudiation();
                usage.is_none_or(signs) && purposes.is_some_and(|purposes| purposes == [ID_KP_TIME_STAMPING])
            }
        }
    }
}
