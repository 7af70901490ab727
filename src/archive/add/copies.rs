//! What the archive has of the given papers already: the same files, and copies that are signed less, more or
//! otherwise.

use std::path::PathBuf;

use super::matching::Kept;
use crate::archive::Archive;
use crate::archive::bag;
use crate::archive::dossier::{self, Dossier};
use crate::archive::index::{Copy, Index};
use crate::archive::metadata::Replaced;
use crate::archive::pdf::PdfFacts;
use crate::archive::replay::MAX_PAPER_BYTES;
use crate::diagnostic::{Diagnostic, Severity};

/// Files, each with the dossier that has it, or one that is better.
pub type Held = Vec<(PathBuf, Dossier)>;

/// A file that takes the place of an archived copy of the same paper.
#[derive(Debug, Clone)]
pub struct Replacement {
    /// The file.
    pub path: PathBuf,
    /// How it is more than the copy that it replaces.
    pub by: Further,
    /// The dossier that has the copy.
    pub of: String,
}

/// What a file has more than an earlier copy of the same paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Further {
    /// Signatures, where there was none.
    Signed,
    /// More signatures.
    SignedMore,
    /// What may come after a signature, as what proves it in later years.
    Completed,
}

/// What the archive has of the given papers.
#[derive(Debug, Default)]
pub struct Known {
    /// The files that it has.
    pub already: Held,
    /// The files of which it has a copy that is signed further.
    pub better: Held,
    /// The files that take the place of others.
    pub replaced: Vec<Replacement>,
    /// What the person should know.
    pub warnings: Vec<Diagnostic>,
}

/// Takes out of the files what the archive has or has better, and notes of the others what they replace.
///
/// # Errors
/// When the index cannot be read.
pub fn known(archive: &Archive, kept: &mut Vec<Kept>) -> Result<Known, Diagnostic> {
    let index = Index::open(archive)?;
    let mut known = Known::default();
    for mut one in std::mem::take(kept) {
        let base = (!one.scan).then(|| bag::sha512(&one.made.bytes));
        let copies = index.copies(&one.sha512, base.as_deref())?;
        let mut others = Vec::new();
        let mut further: Option<(usize, Dossier)> = None;
        let mut replaced: Vec<(Replaced, usize)> = Vec::new();
        for copy in copies {
            match bytes(&copy) {
                Some(bytes) if bytes.starts_with(&one.bytes) => {
                    if further.as_ref().is_none_or(|(length, _)| *length < bytes.len()) {
                        further = Some((bytes.len(), copy.dossier));
                    }
                }
                Some(bytes) if one.bytes.starts_with(&bytes) => {
                    let signatures = PdfFacts::of(&bytes).map_or(0, |facts| facts.signatures);
                    let length = bytes.len() as u64;
                    let Copy { dossier, path, sha512 } = copy;
                    replaced.push((Replaced { dossier: dossier.id(), path, length, sha512 }, signatures));
                }
                Some(_) => others.push(copy),
                None => known.warnings.push(damaged(&one, &copy)),
            }
        }
        match further {
            Some((length, dossier)) if length == one.bytes.len() => known.already.push((one.path, dossier)),
            Some((_, dossier)) => known.better.push((one.path, dossier)),
            None => {
                known.warnings.extend(others.first().map(|other| otherwise(&one, other)));
                replaced.sort_by_key(|(copy, _)| copy.length);
                known.replaced.extend(replaced.last().map(|(copy, signatures)| Replacement {
                    path: one.path.clone(),
                    by: match (signatures, one.facts.signatures > *signatures) {
                        (0, true) => Further::Signed,
                        (_, true) => Further::SignedMore,
                        (_, false) => Further::Completed,
                    },
                    of: copy.dossier.clone(),
                }));
                one.replaces = replaced.into_iter().map(|(copy, _)| copy).collect();
                kept.push(one);
            }
        }
    }
    Ok(known)
}

/// The bytes of an archived file; none where they are not those that were archived.
fn bytes(copy: &Copy) -> Option<Vec<u8>> {
    let path = copy.dossier.folder.join(Some(&copy.path).filter(|path| bag::is_inside(path))?);
    let bytes = dossier::bytes(&path, MAX_PAPER_BYTES).ok()?;
    (bag::sha512(&bytes) == copy.sha512).then_some(bytes)
}

/// A warning for a copy that is not what was archived any more: the file is taken anew.
fn damaged(one: &Kept, copy: &Copy) -> Diagnostic {
    let message = format!(
        "bản của `{}` đã lưu ở hồ sơ `{}` bị hỏng hoặc đã mất; bản này được lưu lại",
        one.path.display(),
        copy.dossier.id()
    );
    let fault = Diagnostic::error(message).hint("xem hồ sơ hỏng bằng `thidua archive verify`");
    Diagnostic { severity: Severity::Warning, ..fault }
}

/// A warning for a copy that another one does not go on from.
fn otherwise(one: &Kept, other: &Copy) -> Diagnostic {
    let message = format!(
        "kho đã có văn bản `{}` với chữ ký khác, ở hồ sơ `{}`; bản này được lưu thêm",
        one.path.display(),
        other.dossier.id()
    );
    let fault = Diagnostic::error(message).hint("nếu bản đã lưu có đủ chữ ký thì không cần lưu bản này");
    Diagnostic { severity: Severity::Warning, ..fault }
}
