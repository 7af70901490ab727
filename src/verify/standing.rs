//! How the signatures of a file stand, for what they may put on its pages and let others do.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document};

use super::changes::Permitted;
use super::judge::listed;
use super::locks::{self, Locks};
use super::report::{Integrity, Kind, Note, Report, SignatureReport};

/// The level of certification that allows fields to be filled in (ISO 32000-1, table 254).
const FILLING: i64 = 2;

/// A signature that was proved by itself.
pub struct Proved<'a> {
    /// What was found.
    pub report: &'a SignatureReport,
    /// Its dictionary, where it is an object of its own.
    pub dictionary: Option<&'a Dictionary>,
    /// After the last byte that it covers; nothing where that cannot be told.
    pub end: Option<usize>,
}

/// How the signatures of a file stand.
#[derive(Debug, Default)]
pub struct Standings {
    by_field: BTreeMap<String, Integrity>,
    /// Fields of time-stamps that are not known to be sound: nobody answers for what they show.
    unsound_timestamps: BTreeSet<String>,
    /// Where each certification ends, and what it allows.
    certifications: Vec<(usize, i64)>,
}

impl Standings {
    /// Puts together how signatures stand.
    pub fn of<'a>(document: &Document, all: impl Iterator<Item = Proved<'a>>) -> Self {
        let mut standings = Self::default();
        for Proved { report, dictionary, end } in all {
            standings.add(report);
            let level = dictionary.and_then(|one| locks::certified(document, one));
            if let (Integrity::Intact, Some(end), Some(level)) = (report.integrity, end, level) {
                standings.certifications.push((end, level));
            }
        }
        standings
    }

    /// How the signatures of a report stand; certifications aside.
    pub fn of_report(report: &Report) -> Self {
        let mut standings = Self::default();
        report.signatures.iter().for_each(|one| standings.add(one));
        standings
    }

    fn add(&mut self, one: &SignatureReport) {
        let name = &one.field.name;
        self.by_field.insert(name.clone(), one.integrity);
        if one.kind == Kind::Timestamp && one.integrity != Integrity::Intact {
            self.unsound_timestamps.insert(name.clone());
        }
    }

    /// Why something done after a signature, which covers the file up to `end` and locks this much, is not allowed,
    /// and the pages that are seen differently by it; nothing when it is.
    pub fn refuse<'a>(&self, change: &'a Permitted, end: usize, locks: &Locks) -> (Option<Note>, &'a [u32]) {
        let (why, pages) = match change {
            Permitted::Signed { field, unseen_timestamp: false }
                if self.unsound_timestamps.contains(field) =>
            {
                let message =
                    format!("ô “{field}” hiện hình của một dấu thời gian không đúng hoặc không đọc được");
                (Note::new("unsound-timestamp-shown", message), &[][..])
            }
            Permitted::FieldAdded { field, visible: true, pages } => {
                let what = match self.by_field.get(field) {
                    Some(_) if self.unsound_timestamps.contains(field) => {
                        "mà dấu thời gian trong ô đó không đúng hoặc không đọc được"
                    }
                    Some(Integrity::Intact | Integrity::Unread) => return (None, &[]),
                    Some(Integrity::Broken) => "mà chữ ký trong ô đó không đúng",
                    None => "mà không ai ký vào ô đó",
                };
                let place = match pages.is_empty() {
                    true => String::new(),
                    false => format!(" hiện trên trang {}", listed(pages)),
                };
                (
                    Note::new("unsigned-field-added", format!("thêm ô “{field}”{place} {what}")),
                    pages.as_slice(),
                )
            }
            Permitted::Filled { field, pages } if !self.may_fill(end) && !locks.leave_open(field) => {
                (Note::new("field", format!("ô “{field}” của biểu mẫu bị sửa")), pages.as_slice())
            }
            _ => return (None, &[]),
        };
        (Some(why), pages)
    }

    /// Whether who certified the document, not later than that, has allowed its fields to be filled in.
    fn may_fill(&self, end: usize) -> bool {
        let mut levels = self.certifications.iter().filter(|(at, _)| *at <= end).map(|(_, level)| *level);
        levels.next().is_some_and(|level| level >= FILLING) && levels.all(|level| level >= FILLING)
    }
}
