//! The official numbers of papers that are archived: each one paper's, in the book and in the archive.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Archive;
use super::dossier::Dossier;
use super::find::{self, Query};
use super::index::{self, Index};
use super::making::Making;
use crate::diagnostic::Diagnostic;
use crate::input::Loaded;
use crate::numbers::{self, Purpose, Registered, Series, Usage};
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
    /// Whether the paper was signed: only then is its number used.
    #[serde(default = "issued")]
    issued: bool,
}

/// What notes of before did not say.
fn issued() -> bool {
    true
}

impl Numbered {
    /// The number of a paper, `issued` where somebody has signed it; none where it has none.
    ///
    /// # Errors
    /// When it has a number and no symbol.
    pub fn of(loaded: &Loaded, paper: Paper, sha512: &str, issued: bool) -> Result<Option<Self>, Diagnostic> {
        let record = &loaded.record;
        let known = paper.document(record).and_then(|document| Some((document.number?, document.date?.0)));
        let Some((number, date)) = known else { return Ok(None) };
        let Series { issuer, notation, year } = Series::of(record, paper, date.year())?;
        let purpose = Purpose::of(loaded, paper);
        let sha512 = sha512.to_owned();
        Ok(Some(Self { issuer, notation, year, number, date, purpose, sha512, issued }))
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

    /// Registers the number as used by the paper, or only as the paper's where nobody has signed it yet; again
    /// for the same paper changes nothing.
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
        if !self.issued {
            return numbers::bind(archive.root(), &self.series(), self.number, &usage);
        }
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
