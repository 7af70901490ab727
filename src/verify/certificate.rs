//! What certificates are for, as one who verifies asks.

use der::asn1::ObjectIdentifier;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier};

use super::report::Holder;
use crate::certificate::Certificate;
use crate::oid::{FOR_DOCUMENTS, ID_KP_TIME_STAMPING};

/// Conditions on certificates that are not read here, by their names (RFC 5280, 4.2.1).
const UNREAD: [(&str, &str); 4] = [
    ("2.5.29.32", "certificatePolicies"),
    ("2.5.29.33", "policyMappings"),
    ("2.5.29.36", "policyConstraints"),
    ("2.5.29.54", "inhibitAnyPolicy"),
];
/// Conditions that are read, critical or not: usage, names, constraints, lists of the revoked, purposes.
const READ: [&str; 6] = ["2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.31", "2.5.29.37"];

/// Which conditions of a certificate are asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Those that whoever does not know them must not pass over.
    Critical,
    /// Those on policies, which count for the certificates below it.
    Policies,
}

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
        Holder {
            name: self.subject(),
            organisation: self.organization(),
            issuer: self.issuer(),
            serial: base16ct::lower::encode_string(self.fields().serial_number.as_bytes()),
            valid_from: self.from(),
            valid_until: self.until(),
        }
    }

    /// The identifier of its key, where it has one.
    pub fn key_identifier(&self) -> Option<Vec<u8>> {
        let (_, identifier) = self.fields().get::<SubjectKeyIdentifier>().ok()??;
        Some(identifier.0.as_bytes().to_vec())
    }

    /// The names of its conditions that cannot be read here.
    pub fn unread_extensions(&self, asked: Asked) -> Vec<String> {
        let extensions = self.fields().extensions.iter().flatten();
        let numbers = extensions.filter_map(|one| {
            let number = one.extn_id.to_string();
            let told = match asked {
                Asked::Critical => one.critical && !READ.contains(&number.as_str()),
                Asked::Policies => matches!(number.as_str(), "2.5.29.36" | "2.5.29.54"),
            };
            told.then_some(number)
        });
        numbers
            .map(|number| {
                let known = UNREAD.iter().find(|(listed, _)| *listed == number);
                known.map_or(number, |(_, name)| (*name).to_owned())
            })
            .collect()
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
