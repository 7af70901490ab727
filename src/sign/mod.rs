//! Digital signatures on papers: PAdES, with a key in a file or on a token.
//!
//! A signature is a revision of its own at the end of the file: [`party`] tells whose field it goes into,
//! [`permission`] whether earlier signatures allow it, `revision` writes it with a hole, and [`cades`] fills
//! the hole with what a [`key`] signs, at a time that [`timestamp`] may attest.

pub mod appearance;
pub mod attachment;
pub mod cades;
pub mod certificate;

pub mod key;
pub mod party;
pub mod permission;
mod revision;
pub mod timestamp;

use chrono::{DateTime, Utc};

use crate::diagnostic::Diagnostic;
use crate::pdf::fields::SignatureField;
use crate::pdf::{self, Update, stamp};
use key::Key;

/// How a signature looks: a PDF file whose page 1 is shown in the field.
pub type Appearance<'a> = &'a dyn Fn(&SignatureField) -> Result<Vec<u8>, Diagnostic>;

/// A signature to be made.
pub struct Order<'a> {
    /// The party that signs: its field or its name; the only one left where none is named.
    pub party: Option<&'a str>,
    /// The key that signs.
    pub key: &'a dyn Key,
    /// Why it is signed.
    pub reason: &'a str,
    /// When it is signed.
    pub time: DateTime<Utc>,
    /// What is seen of it.
    pub appearance: Appearance<'a>,
    /// Where a time stamp is got, if one is wanted.
    pub stamp: Option<cades::Stamp<'a>>,
}

/// A file with one signature more.
pub struct Signed {
    /// The file, which begins with every byte that it had before.
    pub pdf: Vec<u8>,
    /// The field that was signed.
    pub field: SignatureField,
    /// How many fields are signed now.
    pub signed: usize,
    /// How many fields there are.
    pub parties: usize,
}

/// Adds a signature to a PDF file. The file is changed in memory only, and read again before it is handed back.
///
/// # Errors
/// When the file, the field, the certificate or the key does not allow it.
pub fn sign(pdf: &[u8], order: &Order<'_>) -> Result<Signed, Diagnostic> {
    order.key.certificate().may_sign(order.time)?;
    let mut update = Update::open(pdf)?;
    let field = party::choose(update.previous(), order.party)?;
    permission::check(pdf, update.previous(), &field.name, order.time)?;
    let fields = pdf::fields::list(update.previous());
    let signer = order.key.certificate().subject();
    let words = revision::Words { signer: &signer, reason: order.reason, time: order.time };
    revision::place(&mut update, &field, &words)?;
    stamp::show(&mut update, &field, &(order.appearance)(&field)?)?;
    let unsigned = revision::Unsigned::new(update, pdf.len())?;
    let digest = unsigned.digest();
    let cms = cades::sign(&digest, order.key, order.stamp)?;
    let signed = unsigned.with(&cms)?;
    revision::reread(&signed, pdf, &field.name, order.time)?;
    let count = fields.iter().filter(|field| field.signed).count() + 1;
    Ok(Signed { pdf: signed, field, signed: count, parties: fields.len() })
}
