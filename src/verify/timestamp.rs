//! Time-stamps (RFC 3161): who says that a signature, or a document, was there, and when.

use chrono::{DateTime, NaiveDateTime, Utc};
use der::asn1::ObjectIdentifier as Oid;
use der::{Encode, Tag, Tagged};
use ring::digest;

use super::algorithm::Hash;
use super::certificate::Purpose;
use super::chain::{self, Way};
use super::cms::{Signature, elements};
use super::report::{Note, TimestampReport, Trusted};
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
    imprint: Imprint,
}

/// What a token is about.
struct Imprint {
    /// The digest, or why it does not count.
    hash: Result<Hash, Note>,
    value: Vec<u8>,
}

/// What a token says of some bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// That they were there at its time.
    There,
    /// Nothing that counts, for this reason.
    Nothing(Note),
    /// Something of others.
    OfOthers,
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
        let (time, imprint) = info(&content).ok_or_else(|| vec![odd("không đọc được")])?;
        Ok(Self { signature, time, imprint })
    }

    /// What it says of these bytes.
    pub fn says_of(&self, pieces: &[&[u8]]) -> Says {
        let own = match &self.imprint.hash {
            Ok(hash) => hash.digest(pieces),
            Err(why) if why.is_unread() => return Says::Nothing(why.clone()),
            // The one weak digest that is still met.
            Err(_) => {
                let mut context = digest::Context::new(&digest::SHA1_FOR_LEGACY_USE_ONLY);
                pieces.iter().for_each(|piece| context.update(piece));
                context.finish().as_ref().to_vec()
            }
        };
        match &self.imprint.hash {
            Err(why) if own == self.imprint.value || own.len() != self.imprint.value.len() => {
                Says::Nothing(why.clone())
            }
            Ok(_) if own == self.imprint.value => Says::There,
            _ => Says::OfOthers,
        }
    }

    /// How its authority stands as of `now`.
    pub fn way(&self, trust: &Trust, now: DateTime<Utc>) -> Way {
        chain::way(&self.signature.certificate, &self.signature.others, trust, now, Purpose::Timestamps)
    }

    /// What is told of it, where its authority stands so.
    pub fn report(&self, trust: Trusted) -> TimestampReport {
        TimestampReport { time: self.time, authority: self.signature.certificate.subject(), trust }
    }
}

/// Whether all that speaks against a token is that it is too weak or cannot be read: it costs the time, and says
/// nothing against the signature that it was made for.
pub fn costs_the_time(faults: &[Note]) -> bool {
    faults
        .iter()
        .all(|fault| fault.is_unread() || matches!(fault.code, "weak-algorithm" | "cms" | "timestamp"))
}

/// TSTInfo ::= SEQUENCE { version, policy, messageImprint, serialNumber, genTime, … }
fn info(content: &[u8]) -> Option<(DateTime<Utc>, Imprint)> {
    let outer = elements(content)?;
    let [outer] = outer.as_slice() else { return None };
    let parts = elements(outer.value())?;
    let [_, _, imprint, _, time, ..] = parts.as_slice() else { return None };
    let imprint = elements(imprint.value())?;
    let [algorithm, value] = imprint.as_slice() else { return None };
    let algorithm = elements(algorithm.value())?.first()?.decode_as::<Oid>().ok()?;
    if time.tag() != Tag::GeneralizedTime {
        return None;
    }
    let time = std::str::from_utf8(time.value()).ok().and_then(moment)?;
    Some((time, Imprint { hash: Hash::of(algorithm), value: value.value().to_vec() }))
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
    match fault.is_unread() || fault.message.starts_with(STAMP) {
        true => fault,
        false => Note { message: format!("{STAMP}: {}", fault.message), ..fault },
    }
}
