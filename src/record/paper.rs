//! Which papers a record holds.

use serde::{Deserialize, Serialize};

use super::document::Document;
use super::{MeetingKind, Record};

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

    /// The name in code and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Covenant => "covenant",
            Self::Decision => "decision",
        }
    }

    /// The abbreviation before the agency's in the symbol (NĐ 30/2020, PL III/I); a covenant is
    /// no type of the decree's and has none.
    pub fn abbreviation(self) -> Option<&'static str> {
        match self {
            Self::Report => Some("BC"),
            Self::Covenant => None,
            Self::Decision => Some("QĐ"),
        }
    }
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

    /// Number, date, signer and recipients of the paper; none where the record does not hold it.
    pub fn document(self, record: &Record) -> Option<&Document> {
        match self.kind {
            Kind::Report => record.report.as_ref().map(|report| &report.document),
            Kind::Covenant => record.covenant.as_ref().map(|covenant| &covenant.document),
            Kind::Decision => record.awards.get(self.index).map(|decision| &decision.document),
        }
    }

    /// The paper's name among those of its record: `report`, `decision-2`.
    pub fn name(self) -> String {
        match self.kind {
            Kind::Report | Kind::Covenant => self.kind.name().to_owned(),
            Kind::Decision => format!("{}-{}", self.kind.name(), self.index + 1),
        }
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
