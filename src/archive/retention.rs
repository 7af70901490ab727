//! How long papers are kept, when that is over, and by when a dossier goes to the agency's archive.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};

use crate::record::paper::{Kind, Paper};
use crate::record::period::Period;
use crate::record::{MeetingKind, Record};
use crate::rules;
use crate::rules::law::{Law, RetainedPaper, RetainedPeriod, Retention};

/// So many days before the hand-over a system gives warning of it (NĐ 30/2020, Phụ lục VI).
pub const WARNING_DAYS: u64 = 30;

/// What the metadata of a dossier say where a person chose how long it is kept, whatever the law has.
pub const CHOSEN: &str = "Thời hạn lưu trữ do người lập hồ sơ chọn";

/// What they said by the law of archives of before 01/7/2025.
const CHOSEN_BEFORE: &str = "Thời hạn bảo quản do người lập hồ sơ chọn";

/// Whether the words that describe a dossier say that a person chose how long it is kept.
pub fn is_chosen(description: &str) -> bool {
    description == CHOSEN || description == CHOSEN_BEFORE
}

/// Thời hạn lưu trữ (Luật Lưu trữ 2024, Điều 15). A longer one is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// So many years from the end of the work.
    Years(u32),
    /// Vĩnh viễn.
    Permanent,
}

impl Term {
    /// What a row of the law gives.
    fn of(row: &Retention) -> Self {
        row.years.map_or(Self::Permanent, Self::Years)
    }

    /// The last day of the term: that of the year in which it is over; none where it never is.
    pub fn last_day(self, work_ended: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Permanent => None,
            Self::Years(years) => {
                NaiveDate::from_ymd_opt(work_ended.year().checked_add_unsigned(years)?, 12, 31)
            }
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Permanent => f.write_str("Vĩnh viễn"),
            Self::Years(years) => write!(f, "{years} năm"),
        }
    }
}

impl FromStr for Term {
    type Err = ();

    /// Reads what [`Term`] shows; others may have written `20 Năm`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let small = text.trim().to_lowercase();
        match small.strip_suffix("năm") {
            Some(years) => years.trim().parse().map(Self::Years).map_err(|_| ()),
            None if small == "vĩnh viễn" => Ok(Self::Permanent),
            None => Err(()),
        }
    }
}

/// The row of the law that tells how long a paper of a record is kept; none where the law has none.
pub fn of_paper<'l>(law: &'l Law, record: &Record, paper: Paper) -> Option<&'l Retention> {
    let kind = match paper.kind {
        Kind::Report => RetainedPaper::Report,
        Kind::Covenant => RetainedPaper::Covenant,
        Kind::Decision => RetainedPaper::Decision,
    };
    let decision = record.awards.get(paper.index).filter(|_| paper.kind == Kind::Decision);
    let level = decision.and_then(|decision| {
        let issuer = decision.document.issued_by(record)?;
        rules::level_of(law, &issuer.name.0.join(" "))
    });
    let date = decision.and_then(|decision| decision.document.date).or(record.meeting.date);
    let day = date.map_or_else(|| record.meeting.period.end(), |date| date.0);
    law.retention(kind, period(record), level, day)
}

/// How long the dossier of these papers of a record is kept: as long as the paper of the longest term
/// (Luật Lưu trữ 2024, Điều 15).
pub fn of_papers(law: &Law, record: &Record, papers: &[Paper]) -> Term {
    let terms = papers.iter().filter_map(|paper| of_paper(law, record, *paper)).map(Term::of);
    // What no row tells of is kept: destroyed papers do not come back.
    terms.max().unwrap_or(Term::Permanent)
}

/// What the meeting is to lists of retention terms.
fn period(record: &Record) -> RetainedPeriod {
    match (record.meeting.kind, &record.meeting.period) {
        (_, Period::Campaign { .. }) => RetainedPeriod::Campaign,
        (MeetingKind::Annual | MeetingKind::Launch, _) => RetainedPeriod::Annual,
        (MeetingKind::Interim, Period::Months { months: ..6, .. }) => RetainedPeriod::Quarter,
        (MeetingKind::Interim, _) => RetainedPeriod::HalfYear,
    }
}

/// The last day on which a dossier is handed over to the agency's archive: within a year after the work
/// ended (NĐ 30/2020, Điều 30).
pub fn handed_over_by(work_ended: NaiveDate) -> Option<NaiveDate> {
    work_ended.checked_add_months(Months::new(12))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_reads_as_it_shows() {
        for term in [Term::Permanent, Term::Years(2), Term::Years(70)] {
            assert_eq!(term.to_string().parse(), Ok(term));
        }
        assert_eq!("lâu dài".parse::<Term>(), Err(()));
    }

    #[test]
    fn a_term_ends_with_the_year() {
        let ended = NaiveDate::from_ymd_opt(2026, 1, 20).expect("a day");
        assert_eq!(Term::Years(20).last_day(ended), NaiveDate::from_ymd_opt(2046, 12, 31));
        assert_eq!(Term::Permanent.last_day(ended), None);
    }
}
