//! Which papers a record holds, and what is known of each kind: the only list of kinds.

use serde::{Deserialize, Serialize};

use super::document::Document;
use super::{MeetingKind, Record, awards, covenant, report};

/// A kind of paper, as `--only` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Báo cáo sơ kết, tổng kết.
    Report,
    /// Bản giao ước thi đua.
    Covenant,
    /// Quyết định khen thưởng.
    Decision,
}

impl Kind {
    /// All kinds, in the order in which papers are made.
    pub const ALL: [Self; 3] = [Self::Report, Self::Covenant, Self::Decision];

    /// What is the same for all papers of the kind.
    pub const fn facts(self) -> &'static KindFacts {
        match self {
            Self::Report => &report::KIND,
            Self::Covenant => &covenant::KIND,
            Self::Decision => &awards::KIND,
        }
    }

    /// The name in code and on the command line.
    pub const fn name(self) -> &'static str {
        self.facts().name
    }
}

/// What is the same for all papers of a kind; stands beside the part of the record that they are made of.
#[derive(Debug)]
pub struct KindFacts {
    /// The name in code, on the command line and of its template: `report`.
    pub name: &'static str,
    /// What its files are called by, one word a syllable: `bao-cao`.
    pub slug: &'static str,
    /// What a sentence calls it: `báo cáo`.
    pub noun: &'static str,
    /// What is printed above the subject where the record names no type: `Báo cáo`.
    pub type_name: &'static str,
    /// The abbreviation before the agency's in the symbol (NĐ 30/2020, PL III/I); none where it is no type of the decree's.
    pub abbreviation: Option<&'static str>,
    /// Whether a record may hold several, which are counted then.
    pub several: bool,
}

/// What papers of all kinds have of their part of the record.
#[derive(Debug, Clone, Copy)]
pub struct Part<'r> {
    /// Number, date, signer and recipients.
    pub document: &'r Document,
    /// Its căn cứ.
    pub legal_bases: &'r [String],
    /// Its trích yếu, where the record writes one.
    pub subject: Option<&'r str>,
}

/// One paper of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Paper {
    /// What kind of paper it is.
    pub kind: Kind,
    /// The index among the papers of its kind.
    pub index: usize,
}

impl Paper {
    /// The papers that a record holds.
    pub fn all(record: &Record) -> Vec<Self> {
        let report = record.report.iter().map(|_| Self { kind: Kind::Report, index: 0 });
        let covenant = record.covenant.iter().map(|_| Self { kind: Kind::Covenant, index: 0 });
        let decisions = (0..record.awards.len()).map(|index| Self { kind: Kind::Decision, index });
        report.chain(covenant).chain(decisions).collect()
    }

    /// The JSON pointer of the part of the record that the paper is made of.
    pub fn pointer(self) -> String {
        match self.kind {
            Kind::Report => "/report".to_owned(),
            Kind::Covenant => "/covenant".to_owned(),
            Kind::Decision => format!("/awards/{}", self.index),
        }
    }

    /// The part of the record that the paper is made of; none where the record does not hold it.
    pub fn part(self, record: &Record) -> Option<Part<'_>> {
        let (document, legal_bases, subject) = match self.kind {
            Kind::Report => record.report.as_ref().map(|own| (&own.document, &own.legal_bases, &own.subject)),
            Kind::Covenant => {
                record.covenant.as_ref().map(|own| (&own.document, &own.legal_bases, &own.subject))
            }
            Kind::Decision => {
                record.awards.get(self.index).map(|own| (&own.document, &own.legal_bases, &own.subject))
            }
        }?;
        Some(Part { document, legal_bases, subject: subject.as_deref() })
    }

    /// Number, date, signer and recipients of the paper; none where the record does not hold it.
    pub fn document(self, record: &Record) -> Option<&Document> {
        self.part(record).map(|part| part.document)
    }

    /// The paper's name among those of its record: `report`, `decision-2`.
    pub fn name(self) -> String {
        let KindFacts { name, several, .. } = self.kind.facts();
        if *several { format!("{name}-{}", self.index + 1) } else { (*name).to_owned() }
    }

    /// The file's name without its ending: `bao-cao-so-ket`.
    pub fn file_name(self, record: &Record) -> String {
        match (self.kind, record.meeting.kind) {
            (Kind::Report, MeetingKind::Interim) => "bao-cao-so-ket".to_owned(),
            (Kind::Report, MeetingKind::Annual) => "bao-cao-tong-ket".to_owned(),
            (Kind::Report, MeetingKind::Launch) => "bao-cao-phat-dong".to_owned(),
            (Kind::Covenant, _) => "giao-uoc-thi-dua".to_owned(),
            (Kind::Decision, _) => format!("quyet-dinh-khen-thuong-{}", self.index + 1),
        }
    }
}
