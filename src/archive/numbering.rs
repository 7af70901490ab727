//! The official numbers of papers that are archived: each one paper's, in the book and in the archive.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Archive;
use super::dossier::Dossier;
use super::find::{self, Query};
use super::index::{self, Index};
use super::making::Making;
use crate::diagnostic::Diagnostic;
use crate::input::Loaded;
use crate::numbers::{self, Ending, Purpose, Registered, Series, Usage};
use crate::record::paper::Paper;
use crate::record::scalar::DocumentNumber;

/// More papers of one number than an archive has: the same one, signed again and again.
const MOST: usize = 1000;

/// A number and the paper that has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Numbered {
    issuer: String,
    notation: String,
    year: i32,
    number: DocumentNumber,
    date: NaiveDate,
    purpose: Purpose,
    /// The SHA-512 of what thidua makes of the paper; its signatures come and go.
    sha512: String,
}

impl Numbered {
    /// The number of a paper; none where it has none.
    ///
    /// # Errors
    /// When it has a number and no symbol.
    pub fn of(loaded: &Loaded, paper: Paper, sha512: &str) -> Result<Option<Self>, Diagnostic> {
        let record = &loaded.record;
        let known = paper.document(record).and_then(|document| Some((document.number?, document.date?.0)));
        let Some((number, date)) = known else { return Ok(None) };
        let Series { issuer, notation, year } = Series::of(record, paper, date.year())?;
        let purpose = Purpose::of(loaded, paper);
        Ok(Some(Self { issuer, notation, year, number, date, purpose, sha512: sha512.to_owned() }))
    }

    fn series(&self) -> Series {
        Series { issuer: self.issuer.clone(), notation: self.notation.clone(), year: self.year }
    }

    /// A fault where the archive has another paper of the number.
    ///
    /// # Errors
    /// That fault; and when the machine refuses.
    pub fn expect_free(&self, archive: &Archive, index: &Index) -> Result<(), Diagnostic> {
        let code = self.series().code(self.number);
        let day = |month, day| NaiveDate::from_ymd_opt(self.year, month, day);
        let query = Query {
            number: Some(code.clone()),
            from: day(1, 1),
            to: day(12, 31),
            limit: MOST,
            ..Query::default()
        };
        for hit in find::find(index, &query)?.hits {
            let same_issuer = index::key(&hit.issuer) == index::key(&self.issuer);
            let same_symbol = hit.symbol.as_deref().map(index::key) == Some(index::key(&self.notation));
            if !same_issuer || !same_symbol {
                continue;
            }
            // What was lost is the matter of `verify`; its number is in the book.
            let Ok(dossier) = archive.dossier(&hit.dossier) else { continue };
            let making = Making::read(&dossier.folder)?;
            let same = |paper: &&super::making::MadePaper| {
                hit.path.ends_with(&format!("/{}", paper.file)) && paper.sha512 == self.sha512
            };
            if !making.papers.iter().any(|paper| same(&paper)) {
                return Err(Diagnostic::error(format!(
                    "kho lưu trữ đã có văn bản khác mang số {code} năm {} của {}: “{}”, hồ sơ `{}`",
                    self.year, self.issuer, hit.subject, hit.dossier
                ))
                .hint(
                    "số và ký hiệu của một cơ quan chỉ dùng một lần trong năm; ghi lại đúng số của văn bản",
                ));
            }
        }
        Ok(())
    }

    /// Registers the number as used by the paper; again for the same paper changes nothing.
    ///
    /// # Errors
    /// When the book says that it is another paper's; when the machine refuses.
    pub fn register(&self, archive: &Archive) -> Result<(), Diagnostic> {
        let usage = Usage {
            purpose: Some(self.purpose.clone()),
            date: Some(self.date),
            sha512: Some(self.sha512.clone()),
            by: None,
        };
        match numbers::use_number(archive.root(), &self.series(), self.number, &usage)? {
            // What the archive itself has of the number was looked at before.
            Registered::Now | Registered::Before { .. } => Ok(()),
        }
    }

    /// Notes in the book which dossier has the paper, once it is in its place.
    ///
    /// # Errors
    /// When the machine refuses.
    pub fn keep(&self, archive: &Archive, dossier: &Dossier) -> Result<(), Diagnostic> {
        numbers::keep(archive.root(), &self.series(), self.number, &dossier.id())
    }
}

/// A number as it is compared.
fn key(year: i32, issuer: &str, notation: &str, number: &str) -> (i32, String, String, String) {
    (year, index::key(issuer), index::key(notation), index::number_key(number))
}

/// The numbers whose papers were put into the archive and are in no dossier of it any more. A number that a
/// person only said to be used is none of them.
///
/// # Errors
/// When the book or the archive cannot be read.
pub fn lost(archive: &Archive) -> Result<Vec<Diagnostic>, Diagnostic> {
    // The book first: whoever archives meanwhile puts the dossier in its place before its note.
    let (kept, mut faults) = numbers::kept(archive.root())?;
    let (mut there, mut unread) = (BTreeSet::new(), BTreeSet::new());
    for dossier in archive.dossiers()? {
        let Ok(documents) = dossier.documents() else {
            // What cannot be read is told already.
            unread.insert(dossier.id());
            continue;
        };
        for document in documents {
            if let (Some(number), Some(notation), Some(date)) =
                (&document.code_number, &document.code_notation, document.issued_date)
            {
                there.insert(key(date.year(), &document.organ_name, notation, number));
            }
        }
    }
    let is_lost = |one: &&numbers::Kept| {
        let key = key(one.year, &one.issuer, &one.notation, &one.number.to_string());
        !there.contains(&key) && !unread.contains(&one.dossier)
    };
    faults.extend(kept.iter().filter(is_lost).map(|one| {
        Diagnostic::error(format!(
            "số {}/{} năm {} đã dùng cho văn bản của hồ sơ `{}`, nhưng kho không còn văn bản ấy",
            one.number, one.notation, one.year, one.dossier
        ))
        .hint(format!("lấy lại hồ sơ `{}` từ bản sao dự phòng của kho", one.dossier))
    }));
    Ok(faults)
}

/// The archived papers whose number the book does not have as used. A number is registered before its
/// paper is in its place, so none can lack because someone is archiving just now.
///
/// # Errors
/// When the book cannot be read.
pub fn unregistered(archive: &Archive, dossiers: &[Dossier]) -> Result<Vec<Diagnostic>, Diagnostic> {
    let entries = numbers::volumes(archive.root(), None)?.into_iter().flat_map(|volume| volume.entries);
    let used: BTreeSet<_> = entries
        .filter(|entry| entry.outcome.as_ref().is_some_and(|outcome| outcome.ending == Ending::Used))
        .map(|entry| entry.reservation)
        .map(|held| key(held.year, &held.issuer, &held.notation, &held.number.to_string()))
        .collect();
    let mut faults = Vec::new();
    for dossier in dossiers {
        // What cannot be read is told already.
        for document in dossier.documents().unwrap_or_default() {
            let (Some(number), Some(notation), Some(date)) =
                (&document.code_number, &document.code_notation, document.issued_date)
            else {
                continue;
            };
            if !used.contains(&key(date.year(), &document.organ_name, notation, number)) {
                let message = format!(
                    "số {number}/{notation} năm {} của văn bản trong hồ sơ `{}` không có trong sổ văn bản",
                    date.year(),
                    dossier.id()
                );
                faults.push(Diagnostic::error(message).hint("chép lại thư mục `so-van-ban` từ bản sao lưu"));
            }
        }
    }
    Ok(faults)
}
