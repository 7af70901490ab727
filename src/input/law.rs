//! The user's own rows of the law: `thidua.yaml` beside the records.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::text;
use crate::diagnostic::Diagnostic;
use crate::rules::law::{Law, OWN_FILE};

/// The law for the records of a folder: the built-in rows, with those of the `thidua.yaml` in the
/// folder or, where it has none, beside the folder.
///
/// # Errors
/// When the file cannot be read or holds what a row must not.
pub fn of_folder(folder: &Path) -> Result<Cow<'static, Law>, Diagnostic> {
    match own_file(folder) {
        None => Ok(Cow::Borrowed(Law::built_in())),
        Some(path) => {
            let source = text::read(&path)?.source;
            let own: Law = serde_yaml::from_str(&source.text).map_err(|error| {
                let fault = Diagnostic::error(format!("`{}` không đúng mẫu ({error})", path.display()))
                    .hint("xem các dòng có sẵn bằng `thidua explain --law`");
                match error.location() {
                    Some(at) => fault.at(&source, at.index()..at.index() + 1),
                    None => fault,
                }
            })?;
            Ok(Cow::Owned(Law::with(own)))
        }
    }
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
