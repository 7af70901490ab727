//! The user's own rows of the law: `thidua.yaml` beside the records.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::tree::{Tree, bare};
use super::{faults, text};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::rules::law::{Law, OWN_FILE};

/// The law for the records of a folder: the built-in rows, with those of the `thidua.yaml` in the
/// folder or, where it has none, beside the folder.
///
/// # Errors
/// When the file cannot be read or holds what a row must not.
pub fn of_folder(folder: &Path) -> Result<Cow<'static, Law>, Vec<Diagnostic>> {
    match own_file(folder) {
        None => Ok(Cow::Borrowed(Law::built_in())),
        Some(path) => {
            let source = text::read(&path).map_err(|fault| vec![fault])?.source;
            own_rows(&source).map(|own| Cow::Owned(Law::with(own)))
        }
    }
}

/// The law for the record of an archived dossier, with its own rows as they were kept, though they should
/// clash: what an earlier thidua took is judged as it was.
///
/// # Errors
/// When the file cannot be read.
pub fn of_dossier(folder: &Path) -> Result<Cow<'static, Law>, Diagnostic> {
    let Some(path) = own_file(folder) else { return Ok(Cow::Borrowed(Law::built_in())) };
    let source = text::read(&path)?.source;
    let own = serde_yaml::from_str(&source.text).map_err(|error| {
        let fault = Diagnostic::error(format!("`{}` không đúng mẫu", path.display()));
        match error.location() {
            Some(place) => {
                let at = source.offset(place.line(), place.column());
                fault.at(&source, at..at).label("không đọc tiếp được từ đây")
            }
            None => fault,
        }
    })?;
    Ok(Cow::Owned(Law::with(own)))
}

/// The rows of a text, each of its own shape and at peace with the others.
fn own_rows(source: &Arc<SourceText>) -> Result<Law, Vec<Diagnostic>> {
    const HINT: &str = "xem các dòng có sẵn bằng `thidua explain --law`";
    let tree = match Tree::parse(&source.text) {
        Ok(tree) => tree,
        Err(error) => {
            return Err(faults::syntax(source, error.offset, &error.info).into_iter().map(of_file).collect());
        }
    };
    if tree.root().is_none() {
        return Ok(Law::default());
    }
    let own: Law = serde_yaml::from_str(&source.text).map_err(|error| {
        let told = faults::of_law(source, &tree, &error).into_iter();
        told.map(of_file)
            .map(|fault| if fault.hints.is_empty() { fault.hint(HINT) } else { fault })
            .collect::<Vec<_>>()
    })?;
    let clashes = own.clashes().into_iter().map(|clash| {
        let place = tree.nearest(&clash.pointer);
        Diagnostic::error(clash.message).at(source, bare(&source.text, place)).hint(clash.remedy)
    });
    let clashes: Vec<Diagnostic> = clashes.collect();
    if clashes.is_empty() { Ok(own) } else { Err(clashes) }
}

/// A fault of the file as such, which is no record.
fn of_file(fault: Diagnostic) -> Diagnostic {
    Diagnostic { message: fault.message.replace("hồ sơ", OWN_FILE), ..fault }
}

/// Where the user's own rows for the records of a folder are; the file itself, never a link: a link
/// could lead anywhere.
pub fn own_file(folder: &Path) -> Option<PathBuf> {
    places(folder).find(|path| std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file()))
}

/// Where a user's own rows for the records of a folder may be: in it, else beside it.
pub fn places(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let beside = std::path::absolute(folder).ok().and_then(|folder| Some(folder.parent()?.to_owned()));
    [Some(folder.to_owned()), beside].into_iter().flatten().map(|folder| folder.join(OWN_FILE))
}
