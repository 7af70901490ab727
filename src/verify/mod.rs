//! What the signatures of a PDF file prove, and what was changed after them.
//!
//! ```text
//! bytes ──revisions──▶ the file as it was after each update ──changes──▶ what each update did
//!   └──structure──▶ what each signature covers ──cms──▶ is it as it was signed ──chain──▶ by whom
//! ```
//!
//! - `syntax` reads the bytes themselves, by the letter; `lopdf` reads documents; `repair` tells whether programs that
//!   mend what they read come to the same.
//! - `timestamp` proves times; `locks` what a signer forbade; `trust` whom the person trusts.
//! - `proof` and `chain` are about keys and certificates; `standing` puts together how all signatures stand,
//!   and `cover` looks at what their pictures cover.
//! - [`report`] is what is told. What pyHanko calls invalid is invalid here.

mod algorithm;
mod ber;
mod certificate;
mod chain;
mod changes;
mod cms;
mod cover;
mod dates;
mod fields;
mod history;
mod judge;
mod locks;
mod proof;
mod repair;
pub mod report;
mod revisions;
mod standing;
mod structure;
mod syntax;
mod timestamp;
mod trust;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Utc};

use crate::diagnostic::Diagnostic;
use fields::{Field, Form};
use history::History;
use judge::Judge;
pub use judge::listed;
use locks::Locks;
pub use report::Report;
use report::{FieldName, Note};
use standing::{Proved, Standings};
pub use trust::Trust;

/// Judges every signature of a file, as of a time.
///
/// # Errors
/// When the file is no PDF, is encrypted, or cannot be read. A file without signatures is none.
pub fn verify(pdf: &[u8], trust: &Trust, now: DateTime<Utc>) -> Result<Report, Diagnostic> {
    // Hostile files are known to bring readers of PDF to panic.
    catch_unwind(AssertUnwindSafe(|| judge_file(pdf, trust, now)))
        .unwrap_or_else(|_| Err(Diagnostic::error("tệp PDF hỏng, không kiểm tra được chữ ký")))
}

fn judge_file(pdf: &[u8], trust: &Trust, now: DateTime<Utc>) -> Result<Report, Diagnostic> {
    let document = revisions::open(pdf)?;
    let form = Form::of(&document);
    let signed: Vec<&Field> =
        form.for_signatures().filter(|field| field.value.is_some() || field.value_within).collect();
    let covered: Vec<_> = signed
        .iter()
        .map(|field| {
            let value = field.value.ok_or_else(structure::within_field)?;
            structure::covered(pdf, &document, value)
        })
        .collect();
    let first = covered.iter().flatten().map(|covered| covered.end).min();
    let history = first.map(|first| History::since(pdf, first, &document)).unwrap_or_default();
    let judge = Judge { pdf, document: &document, form: &form, history: &history, trust, now };
    let proved: Vec<_> =
        signed.iter().zip(&covered).map(|(field, covered)| judge.proved(field, covered.as_ref())).collect();
    let ends = covered.iter().map(|covered| covered.as_ref().ok().map(|covered| covered.end));
    let dictionaries = signed.iter().map(|field| judge.dictionary(field));
    let all = proved.iter().zip(dictionaries).zip(ends);
    let all = all.map(|((report, dictionary), end)| Proved { report, dictionary, end });
    let standings = Standings::of(&document, all);
    let mut signatures: Vec<(usize, _)> = proved
        .into_iter()
        .zip(signed.iter().zip(&covered))
        .map(|(report, (field, covered))| {
            let end = covered.as_ref().map_or(usize::MAX, |covered| covered.end);
            (end, judge.followed(report, field, covered.as_ref(), &standings))
        })
        .collect();
    signatures.sort_by_key(|(end, _)| *end);
    let waiting = form.for_signatures().filter(|field| field.value.is_none() && !field.value_within);
    Ok(Report {
        signatures: signatures.into_iter().map(|(_, signature)| signature).collect(),
        unsigned_fields: waiting.map(name).collect(),
        removed: structure::signatures_in(pdf).saturating_sub(signed.len()),
        updates: history.sections.len().saturating_sub(1),
        identity_judged: !trust.is_empty(),
    })
}

/// What was done to a paper after it was made, within its first `made` bytes, that nobody may do to a signed one either:
/// whoever signed it signed another paper then. Nothing where only signatures came.
///
/// # Errors
/// As [`verify()`].
pub fn done_since(pdf: &[u8], made: usize) -> Result<Vec<Note>, Diagnostic> {
    let report = verify(pdf, &Trust::none(), Utc::now())?;
    let looked = catch_unwind(AssertUnwindSafe(|| {
        let document = revisions::open(pdf)?;
        let history = History::since(pdf, made, &document);
        let standings = Standings::of_report(&report);
        let mut found: BTreeSet<Note> = history.broken.iter().cloned().collect();
        match history.ending_at(pdf, made) {
            Some(at) => found.extend(history.updates[at..].iter().flat_map(|update| {
                let permitted = update.changes.permitted.iter();
                let refused = permitted.filter_map(|one| standings.refuse(one, made, &Locks::default()).0);
                update.changes.forbidden.iter().cloned().chain(refused)
            })),
            None if found.is_empty() => drop(found.insert(structure::cut_short())),
            None => {}
        }
        Ok(found.into_iter().collect())
    }));
    looked.unwrap_or_else(|_| Err(Diagnostic::error("tệp PDF hỏng, không kiểm tra được chữ ký")))
}

fn name(field: &Field) -> FieldName {
    FieldName { name: field.name.clone(), label: field.label.clone() }
}
