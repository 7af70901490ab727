//! Sổ đăng ký văn bản đi (NĐ 30/2020, Điều 16 and Phụ lục IV): a line for every paper of the archive.
//!
//! - [`mod@file`] keeps it in the archive as CSV, a line appended for each paper, and compares it with the bags;
//! - [`xlsx`] and [`mod@print`] write it out for the office: as a workbook, and as a book to be printed and bound.

pub mod file;
pub mod print;
pub mod xlsx;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use rayon::prelude::*;

use super::Archive;
use super::dossier::Dossier;
use super::find::{code, title};
use super::index::{key, number_key};
use super::metadata::DocumentMetadata;
use super::pdf::UNSIGNED;
use crate::diagnostic::{Diagnostic, Severity};
use crate::numbers::{self, Ending, Reservation};
use crate::vietnamese::date;

/// What a line tells. The first ten are those of Phụ lục IV; Ngày chuyển and Ký nhận are for the pen.
pub const HEADINGS: [&str; 13] = [
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
    "Cơ quan ban hành",
    "Hồ sơ lưu trữ",
    "Tệp",
];

/// How many of them the decree asks for.
pub const OF_THE_DECREE: usize = 10;

/// A line of the register: a paper that was issued, or a number that was cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The year whose register it stands in.
    pub year: i32,
    /// Số, as it is printed; none on a paper that has none.
    pub number: Option<String>,
    /// Ký hiệu, as it is printed.
    pub symbol: Option<String>,
    /// Ngày tháng văn bản.
    pub date: Option<NaiveDate>,
    /// Tên loại và trích yếu.
    pub subject: String,
    /// Người ký.
    pub signers: String,
    /// Nơi nhận.
    pub recipients: String,
    /// Đơn vị, người nhận bản lưu.
    pub keepers: String,
    /// Số lượng bản.
    pub copies: Option<u32>,
    /// Ghi chú.
    pub note: String,
    /// Cơ quan ban hành.
    pub issuer: String,
    /// The dossier: `2026/tong-ket`; empty for a number that was cancelled.
    pub dossier: String,
    /// The file within the dossier.
    pub path: String,
}

impl Line {
    /// The line of a paper.
    fn of(dossier: &Dossier, document: &DocumentMetadata) -> Self {
        let names = document.signer_info.iter().map(|signer| match signer.full_name.as_str() {
            "" => signer.position.as_str(),
            name => name,
        });
        Self {
            year: document.issued_date.map_or(dossier.year, |day| day.year()),
            number: document.code_number.clone(),
            symbol: document.code_notation.clone(),
            date: document.issued_date,
            subject: one_line(&title(&document.type_name, &document.subject)),
            signers: listed(names),
            recipients: listed(document.to.iter().map(|recipient| recipient.organ_name.as_str())),
            keepers: one_line(&document.filing),
            copies: document.issued_amount,
            note: one_line(&document.description),
            issuer: one_line(&document.organ_name),
            dossier: dossier.id(),
            path: document.path.clone(),
        }
    }

    /// The lines of a dossier's papers: a scan beside an electronic copy is no other paper, and where nobody
    /// signed that copy, the scan is the paper. Files that others have `replaced` have no line any more.
    pub fn of_dossier(
        dossier: &Dossier,
        documents: &[DocumentMetadata],
        replaced: &BTreeSet<String>,
    ) -> Vec<Self> {
        let mut lines: Vec<(Self, &DocumentMetadata)> = Vec::new();
        for document in documents {
            let line = Self::of(dossier, document);
            let same = |other: &&mut (Self, &DocumentMetadata)| {
                line.number.is_some() && other.0.paper() == line.paper()
            };
            match lines.iter_mut().find(same) {
                Some(known) if known.1.is_unsigned() => *known = (line, document),
                Some(_) => {}
                None => lines.push((line, document)),
            }
        }
        lines.retain(|(_, document)| !replaced.contains(&document.sha512));
        lines.into_iter().map(|(line, _)| line).collect()
    }

    /// What tells a numbered paper from every other: whose it is, and its number.
    fn paper(&self) -> (i32, String, String) {
        (self.year, key(&self.issuer), self.code())
    }

    /// The line of a number that was cancelled: so the register has no gap.
    pub fn cancelled(reservation: &Reservation, reason: Option<&str>) -> Self {
        let reason = reason.unwrap_or("không ghi lý do");
        Self {
            year: reservation.year,
            number: Some(reservation.number.to_string()),
            symbol: Some(reservation.notation.clone()),
            date: None,
            subject: one_line(&format!("(Số đã hủy) {}", reservation.purpose.subject)),
            signers: String::new(),
            recipients: String::new(),
            keepers: String::new(),
            copies: None,
            note: one_line(&format!("Hủy số: {reason}")),
            issuer: one_line(&reservation.issuer),
            dossier: String::new(),
            path: String::new(),
        }
    }

    /// Số, ký hiệu as they are printed.
    pub fn code(&self) -> String {
        code(self.number.as_deref(), self.symbol.as_deref()).unwrap_or_default()
    }

    /// What stands under each of the [`HEADINGS`].
    pub fn cells(&self) -> [String; HEADINGS.len()] {
        [
            self.code(),
            self.date.map(date::short).unwrap_or_default(),
            self.subject.clone(),
            self.signers.clone(),
            self.recipients.clone(),
            self.keepers.clone(),
            self.copies.map(|copies| copies.to_string()).unwrap_or_default(),
            String::new(),
            String::new(),
            self.note.clone(),
            self.issuer.clone(),
            self.dossier.clone(),
            self.path.clone(),
        ]
    }

    /// Whether both are numbers of one series.
    pub fn same_series(&self, other: &Self) -> bool {
        self.number.is_some() == other.number.is_some()
            && key(&self.issuer) == key(&other.issuer)
            && self.symbol.as_deref().map(key) == other.symbol.as_deref().map(key)
    }

    /// The order of a book: series by series, by number; papers without a number last, by their days.
    fn order(&self, other: &Self) -> Ordering {
        let value = |line: &Self| {
            let number = number_key(line.number.as_deref().unwrap_or_default());
            let digits = number.trim_end_matches(|letter: char| !letter.is_ascii_digit());
            (digits.parse::<u64>().unwrap_or(u64::MAX), number)
        };
        let series = |line: &Self| {
            let symbol = line.symbol.as_deref().map(key).unwrap_or_default();
            (line.number.is_none(), key(&line.issuer), symbol)
        };
        let rest = |line: &Self| (line.date, line.dossier.clone(), line.path.clone());
        series(self)
            .cmp(&series(other))
            .then_with(|| value(self).cmp(&value(other)))
            .then_with(|| rest(self).cmp(&rest(other)))
    }
}

/// The register of a year, in the order of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// The year.
    pub year: i32,
    /// Its lines.
    pub lines: Vec<Line>,
}

impl Register {
    /// Each numbered paper once: where several dossiers have it, the first that has it signed counts.
    pub fn once(mut self) -> Self {
        let signed = |line: &&Line| line.number.is_some() && line.note != UNSIGNED;
        let signed: BTreeSet<_> = self.lines.iter().filter(signed).map(Line::paper).collect();
        let mut seen = BTreeSet::new();
        self.lines.retain(|line| {
            let better = line.note == UNSIGNED && signed.contains(&line.paper());
            line.number.is_none() || (!better && seen.insert(line.paper()))
        });
        self
    }

    /// The first and the last day of its papers.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let days = || self.lines.iter().filter_map(|line| line.date);
        days().min().zip(days().max())
    }

    /// Whose papers they are, each once.
    pub fn issuers(&self) -> Vec<&str> {
        let mut issuers: Vec<&str> = Vec::new();
        for line in &self.lines {
            if !issuers.iter().any(|issuer| key(issuer) == key(&line.issuer)) {
                issuers.push(&line.issuer);
            }
        }
        issuers
    }

    /// The day that the register was true on, by itself and never by the clock: that of its last paper.
    fn day(&self) -> NaiveDate {
        let last = self.days().map(|(_, last)| last);
        last.or_else(|| NaiveDate::from_ymd_opt(self.year, 12, 31)).unwrap_or_default()
    }
}

/// The registers of all years, as the bags and the book of numbers tell them.
///
/// # Errors
/// When the archive cannot be read. What single bags and numbers cannot tell is a warning.
pub fn of_archive(archive: &Archive) -> Result<(BTreeMap<i32, Register>, Vec<Diagnostic>), Diagnostic> {
    let dossiers = archive.dossiers()?;
    let read: Vec<_> = dossiers.par_iter().map(|dossier| (dossier, dossier.documents())).collect();
    let (mut lines, mut warnings) = (Vec::new(), Vec::new());
    let documents = read.iter().filter_map(|(_, documents)| documents.as_ref().ok()).flatten();
    let replaced = documents.flat_map(|document| &document.replaces);
    let replaced: BTreeSet<String> = replaced.map(|replaced| replaced.sha512.clone()).collect();
    for (dossier, documents) in read {
        match documents {
            Ok(documents) => lines.extend(Line::of_dossier(dossier, &documents, &replaced)),
            Err(faults) => warnings.extend(faults),
        }
    }
    for volume in numbers::volumes(archive.root(), None)? {
        lines.extend(volume.entries.iter().filter_map(|entry| {
            let outcome = entry.outcome.as_ref().filter(|outcome| outcome.ending == Ending::Cancelled)?;
            Some(Line::cancelled(&entry.reservation, outcome.reason.as_deref()))
        }));
        warnings.extend(volume.faults);
    }
    let mut registers: BTreeMap<i32, Register> = BTreeMap::new();
    for line in lines {
        let year = line.year;
        registers.entry(year).or_insert(Register { year, lines: Vec::new() }).lines.push(line);
    }
    registers.values_mut().for_each(|register| register.lines.sort_by(Line::order));
    warnings.iter_mut().for_each(|warning| warning.severity = Severity::Warning);
    Ok((registers, warnings))
}

/// Several words in one cell.
fn listed<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    one_line(&parts.filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("; "))
}

/// The words on one line: a line of the file is a line of the register.
fn one_line(text: &str) -> String {
    text.split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
