//! Time-stamps (RFC 3161): who says that a signature, or a document, was there, and when.

use chrono::{DateTime, NaiveDateTime, Utc};
use der::asn1::ObjectIdentifier as Oid;
use der::{Encode, Tag, Tagged};

use super::algorithm::Hash;
use super::certificate::Purpose;
use super::chain;
use super::cms::{Signature, elements};
use super::report::{Note, TimestampReport};
use super::trust::Trust;
use crate::oid::TIMESTAMP_INFO;

/// What it is called.
const STAMP: &str = "dấu thời gian";

/// A token that proves its own integrity.
pub struct Token {
    /// Its signature.
    pub signature: Signature,
    /// The time that it tells.
    pub time: DateTime<Utc>,
    hash: Hash,
    imprint: Vec<u8>,
}

impl Token {
    /// Reads a token and proves its signature.
    ///
    /// # Errors
    /// All that speaks against it.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<Note>> {
        let signature = Signature::read(bytes).map_err(|fault| vec![fault])?;
        let content = signature.content.clone().ok_or_else(|| vec![odd("không có nội dung")])?;
        let digest = signature.hash().map_err(|fault| vec![fault])?.digest(&[&content]);
        signature.prove(&digest, TIMESTAMP_INFO, true)?;
        let (time, hash, imprint) = info(&content).map_err(|fault| vec![fault])?;
        Ok(Self { signature, time, hash, imprint })
    }

    /// Whether it is about these bytes.
    pub fn is_about(&self, pieces: &[&[u8]]) -> bool {
        self.hash.digest(pieces) == self.imprint
    }

    /// What is told of it; its authority is judged as of `now`.
    pub fn report(&self, trust: &Trust, now: DateTime<Utc>) -> TimestampReport {
        let certificate = &self.signature.certificate;
        let way = chain::way(certificate, &self.signature.others, trust, now, Purpose::Timestamps);
        TimestampReport { time: self.time, authority: certificate.subject(), trust: way.trusted }
    }
}

/// TSTInfo ::= SEQUENCE { version, policy, messageImprint, serialNumber, genTime, … }
fn info(content: &[u8]) -> Result<(DateTime<Utc>, Hash, Vec<u8>), Note> {
    let unreadable = || odd("không đọc được");
    let outer = elements(content).ok_or_else(unreadable)?;
    let [outer] = outer.as_slice() else { return Err(unreadable()) };
    let parts = elements(outer.value()).ok_or_else(unreadable)?;
    let [_, _, imprint, _, time, ..] = parts.as_slice() else { return Err(unreadable()) };
    let imprint = elements(imprint.value()).ok_or_else(unreadable)?;
    let [algorithm, imprint] = imprint.as_slice() else { return Err(unreadable()) };
    let algorithm = elements(algorithm.value()).ok_or_else(unreadable)?;
    let algorithm = algorithm.first().and_then(|oid| oid.decode_as::<Oid>().ok()).ok_or_else(unreadable)?;
    if time.tag() != Tag::GeneralizedTime {
        return Err(unreadable());
    }
    let time = std::str::from_utf8(time.value()).ok().and_then(moment).ok_or_else(unreadable)?;
    Ok((time, Hash::of(algorithm)?, imprint.value().to_vec()))
}

/// `20261121134500Z`, with or without parts of a second.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let text = text.strip_suffix('Z')?;
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    NaiveDateTime::parse_from_str(whole, "%Y%m%d%H%M%S").ok().map(|time| time.and_utc())
}

fn odd(why: &str) -> Note {
    Note::new("timestamp", format!("{STAMP} {why}"))
}

/// The token in an attribute's value.
///
/// # Errors
/// As [`Token::read`], each said of the time-stamp: it stands beside the signature's own faults.
pub fn in_attribute(value: &der::Any) -> Result<Token, Vec<Note>> {
    let bytes = value.to_der().map_err(|_| vec![odd("không đọc được")])?;
    Token::read(&bytes).map_err(|faults| faults.into_iter().map(of_stamp).collect())
}

/// A fault with the word that it is the time-stamp's.
fn of_stamp(fault: Note) -> Note {
    match fault.message.starts_with(STAMP) {
        true => fault,
        false => Note { message: format!("{STAMP}: {}", fault.message), ..fault },
    }
}
