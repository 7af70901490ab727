//! What is told of the signatures of a file.

use chrono::{DateTime, FixedOffset, Utc};
use serde::Serialize;

/// What the signatures of a file prove.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Its signatures, oldest first.
    pub signatures: Vec<SignatureReport>,
    /// The fields that wait for a signature.
    pub unsigned_fields: Vec<FieldName>,
    /// How many signatures the file still holds that no field has any more: somebody took them out.
    pub removed: usize,
    /// How many updates the file has had since it was first signed.
    pub updates: usize,
    /// Whether identities were judged: only where trusted certificates were given.
    pub identity_judged: bool,
}

impl Report {
    /// The signatures of persons and offices; a time-stamp over the document is none.
    pub fn parties(&self) -> impl Iterator<Item = &SignatureReport> {
        self.signatures.iter().filter(|one| one.kind == Kind::Signature)
    }

    /// The time-stamps over the document.
    pub fn document_timestamps(&self) -> usize {
        self.signatures.iter().filter(|one| one.kind == Kind::Timestamp).count()
    }

    /// Whether somebody signed, each signature is intact, trusted, and followed by nothing forbidden, and no
    /// time-stamp over the document says otherwise.
    pub fn valid(&self) -> bool {
        self.parties().next().is_some()
            && self.parties().all(|one| one.verdict == Verdict::Valid)
            && self.signatures.iter().all(|one| one.verdict != Verdict::Invalid)
    }

    /// The signatures of persons and offices that stand.
    pub fn valid_signatures(&self) -> usize {
        self.parties().filter(|one| one.verdict == Verdict::Valid).count()
    }

    /// Whether nothing is known to be wrong, but not everything could be read.
    pub fn unread(&self) -> bool {
        self.signatures.iter().all(|one| one.verdict != Verdict::Invalid)
            && self.parties().any(|one| one.verdict == Verdict::Unread)
    }

    /// Whether no signature is broken and nothing forbidden was changed, whoever signed.
    pub fn unchanged(&self) -> bool {
        self.signatures.iter().all(SignatureReport::stands)
    }

    /// Whether it is proved that all is seen as it was signed: nothing was changed, every signature was read, and
    /// nobody who is not trusted has put a picture of a signature on a page.
    pub fn seen_as_signed(&self) -> bool {
        let proved = |one: &SignatureReport| {
            one.integrity == Integrity::Intact
                && !(one.shows && matches!(one.trust, Trusted::UnknownIssuer | Trusted::Malformed))
        };
        self.unchanged() && self.parties().all(proved)
    }

    /// Whether fields were filled in after a signature that leaves them open.
    pub fn filled_in(&self) -> bool {
        self.signatures.iter().flat_map(|one| &one.permitted).any(|note| note.code == "field-filled")
    }

    /// The pages, counted from 1, on which something else is seen than when it was signed.
    pub fn changed_pages(&self) -> Vec<u32> {
        let mut pages: Vec<u32> =
            self.signatures.iter().flat_map(|one| one.changed_pages.iter().copied()).collect();
        pages.sort_unstable();
        pages.dedup();
        pages
    }
}

/// A field by its name and by what people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldName {
    /// The name in the file, such as `so-noi-vu`.
    pub name: String,
    /// What people call it, such as “Chữ ký số của Sở Nội vụ”.
    pub label: Option<String>,
}

/// What one signature proves.
#[derive(Debug, Clone, Serialize)]
pub struct SignatureReport {
    /// Where it stands.
    pub field: FieldName,
    /// Whether it is a person's or only the proof of a time.
    pub kind: Kind,
    /// Whose certificate it names; nothing when the signature could not be read so far.
    pub signer: Option<Holder>,
    /// The names from the signer's certificate to the trusted one, when that way was found.
    pub chain: Vec<String>,
    /// When it was made, as the signer's computer says.
    pub claimed_time: Option<DateTime<FixedOffset>>,
    /// When it was made at the latest, as a time-stamp authority says.
    pub timestamp: Option<TimestampReport>,
    /// By what it was made, such as `RSA, SHA-256`.
    pub algorithm: Option<String>,
    /// Whether what it covers and the signature itself are as they were.
    pub integrity: Integrity,
    /// Whether its field takes up room on a page.
    pub shows: bool,
    /// How much of the file it covers.
    pub coverage: Coverage,
    /// What was added after it and may be.
    pub permitted: Vec<Note>,
    /// What was changed after it and may not be.
    pub forbidden: Vec<Note>,
    /// The pages, counted from 1, on which something else is seen since.
    pub changed_pages: Vec<u32>,
    /// Whether its certificate leads to a trusted one.
    pub trust: Trusted,
    /// Why it is not intact or not trusted.
    pub faults: Vec<Note>,
    /// What of it cannot be read here, by the names of algorithms and conditions.
    pub unread: Vec<Note>,
    /// What a person should look at, though the signature may stand.
    pub doubts: Vec<Note>,
    /// All in one word.
    pub verdict: Verdict,
}

impl SignatureReport {
    /// Whether it is not known to be broken, and nothing forbidden came after it.
    pub fn stands(&self) -> bool {
        self.integrity != Integrity::Broken && self.forbidden.is_empty()
    }
}

/// What kind of signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Of a person or an office.
    Signature,
    /// A time-stamp over the whole document.
    Timestamp,
}

/// Whom a certificate names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// The common name.
    pub name: String,
    /// The organisation.
    pub organisation: Option<String>,
    /// The common name of the issuer.
    pub issuer: String,
    /// The serial number in hexadecimal digits.
    pub serial: String,
    /// From when it counts.
    pub valid_from: DateTime<Utc>,
    /// Until when it counts.
    pub valid_until: DateTime<Utc>,
}

/// What a time-stamp says.
#[derive(Debug, Clone, Serialize)]
pub struct TimestampReport {
    /// The time.
    pub time: DateTime<Utc>,
    /// Who says so.
    pub authority: String,
    /// Whether the authority is trusted.
    pub trust: Trusted,
}

/// Whether bytes are as they were signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Integrity {
    /// They are.
    Intact,
    /// That cannot be told: the signature was made by means that are not read here.
    Unread,
    /// They are not, or the signature does not say what it covers.
    Broken,
}

/// How much of the file a signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "extent", rename_all = "kebab-case")]
pub enum Coverage {
    /// All of it.
    WholeFile,
    /// The file as it was before later updates.
    Revision {
        /// How many updates came later.
        later: usize,
    },
    /// That cannot be told.
    Unclear,
}

/// Whether a certificate leads to one that the person trusts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trusted {
    /// It does.
    Trusted,
    /// No trusted certificates were given.
    NotJudged,
    /// It leads to none of them.
    UnknownIssuer,
    /// It, or one on its way, counted no longer.
    Expired,
    /// It, or one on its way, did not count yet.
    NotYetValid,
    /// It was made for something else than signing documents.
    WrongUsage,
    /// It, or one on its way, was made with means that are too weak today.
    WeakAlgorithm,
    /// It, or one on its way, is not as certificates have to be.
    Malformed,
    /// That cannot be told: it, or one on its way, has conditions or a key that are not read here.
    Unread,
}

/// All in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Intact, trusted, nothing forbidden changed.
    Valid,
    /// Intact and nothing forbidden changed; whose it is was not judged.
    NotJudged,
    /// Nothing is known to be wrong, but not everything could be read.
    Unread,
    /// Not to be relied on.
    Invalid,
}

/// Something to tell: a word for machines, a sentence part for people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Note {
    /// For machines; does not change with the wording.
    pub code: &'static str,
    /// For people, in Vietnamese.
    pub message: String,
}

impl Note {
    /// A note.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// A note of what cannot be read here, by its name: no fault of the signature.
    pub fn unread(what: impl Into<String>) -> Self {
        Self::new(UNREAD, what)
    }

    /// Whether it names what cannot be read here.
    pub fn is_unread(&self) -> bool {
        self.code == UNREAD
    }
}

/// The code of notes that name what cannot be read here.
const UNREAD: &str = "unread";
