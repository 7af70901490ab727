//! The user's own rows of the law: `thidua.yaml` beside the records.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::{slips, text};
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
                if let Some(slip) = slips::find(&source).into_iter().next() {
                    return slip;
                }
                let fault =
                    Diagnostic::error(format!("`{}` không đúng mẫu: {}", path.display(), said(&error)))
                        .hint("xem các dòng có sẵn bằng `thidua explain --law`");
                match error.location() {
                    Some(at) => {
                        let at = source.offset(at.line(), at.column());
                        fault.at(&source, at..at + 1)
                    }
                    None => fault,
                }
            })?;
            Ok(Cow::Owned(Law::with(own)))
        }
    }
}

/// What serde says of a row, in Vietnamese.
fn said(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let quoted: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    match &quoted[..] {
        [name, known @ ..] if text.contains("unknown field") => {
            format!("không có mục `{name}`; các mục dùng được: {}", known.join(", "))
        }
        [word, known @ ..] if text.contains("unknown variant") => {
            format!("`{word}` không dùng được ở đây; chọn một trong: {}", known.join(", "))
        }
        [name, ..] if text.contains("missing field") => format!("thiếu mục `{name}`"),
        [name, ..] if text.contains("duplicate") => format!("mục `{name}` ghi hai lần"),
        _ => "nội dung ở đây không đúng kiểu".to_owned(),
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
