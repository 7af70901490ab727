//! What a token holds: which of its keys signs, and under which certificate.

use cryptoki::error::Error;
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;

use super::TokenName;
use super::faults;
use crate::certificate::Certificate;
use crate::diagnostic::Diagnostic;

/// A key with its certificate, and all certificates that the token holds.
pub struct Found {
    pub key: ObjectHandle,
    pub certificate: Certificate,
    pub heap: Vec<Certificate>,
}

/// An object with what names it.
struct Named {
    handle: ObjectHandle,
    id: Vec<u8>,
    label: String,
}

/// The one key that signs: by its label where one is given, else the only one.
pub fn signing(session: &Session, name: &TokenName) -> Result<Found, Diagnostic> {
    let failed = |error: Error| faults::of_token(&name.label, &error);
    let keys = named(session, ObjectClass::PRIVATE_KEY).map_err(failed)?;
    let certificates = certificates(session).map_err(failed)?;
    let mut pairs: Vec<(&Named, &Named, &Certificate)> = keys
        .iter()
        .filter_map(|key| {
            let (named, certificate) =
                certificates.iter().find(|(named, _)| !key.id.is_empty() && named.id == key.id)?;
            Some((key, named, certificate))
        })
        .collect();
    let labels: Vec<String> =
        pairs.iter().map(|(key, _, of)| format!("`{}` ({})", key.label, of.subject())).collect();
    if let Some(wanted) = &name.key {
        pairs.retain(|(key, certificate, _)| key.label == *wanted || certificate.label == *wanted);
    }
    match pairs.as_slice() {
        [(key, _, certificate)] => Ok(Found {
            key: key.handle,
            certificate: (*certificate).clone(),
            heap: certificates.iter().map(|(_, one)| one.clone()).collect(),
        }),
        pairs => Err(faults::no_such_key(name, &labels, pairs.len(), keys.len())),
    }
}

fn certificates(session: &Session) -> Result<Vec<(Named, Certificate)>, Error> {
    let mut certificates = Vec::new();
    for named in named(session, ObjectClass::CERTIFICATE)? {
        let values = session.get_attributes(named.handle, &[AttributeType::Value])?;
        let value = values.into_iter().find_map(|attribute| match attribute {
            Attribute::Value(value) => Some(value),
            _ => None,
        });
        // What is no X.509 certificate does not sign.
        if let Some(certificate) = value.and_then(|value| Certificate::read(&value)) {
            certificates.push((named, certificate));
        }
    }
    Ok(certificates)
}

fn named(session: &Session, class: ObjectClass) -> Result<Vec<Named>, Error> {
    let mut objects = Vec::new();
    for handle in session.find_objects(&[Attribute::Class(class)])? {
        let mut named = Named { handle, id: Vec::new(), label: String::new() };
        for attribute in session.get_attributes(handle, &[AttributeType::Id, AttributeType::Label])? {
            match attribute {
                Attribute::Id(id) => named.id = id,
                Attribute::Label(label) => named.label = String::from_utf8_lossy(&label).trim().to_owned(),
                _ => {}
            }
        }
        objects.push(named);
    }
    Ok(objects)
}
