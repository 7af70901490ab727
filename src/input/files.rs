//! Which record files a path on the command line means.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;

/// The file name of a record that is a folder.
pub const RECORD_FILE: &str = "record.yaml";

/// A record's file and the name that its papers are filed under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordFile {
    /// The file.
    pub path: PathBuf,
    /// The folder's name for `record.yaml`, else the file's stem.
    pub name: String,
}

/// The records that a path means: a file, a folder with `record.yaml`, all such folders below, or
/// the only record that a folder holds under a name of its own.
///
/// # Errors
/// When nothing is there, or nothing that is a record.
pub fn find(path: &Path) -> Result<Vec<RecordFile>, Diagnostic> {
    let metadata = std::fs::metadata(path).map_err(|error| Diagnostic::io("mở", path, &error))?;
    if metadata.is_file() {
        return Ok(vec![RecordFile { path: path.to_owned(), name: name_of(path) }]);
    }
    let mut found = Vec::new();
    let fault = |error: std::io::Error| Diagnostic::io("đọc thư mục", path, &error);
    search(path, &mut found, 0).map_err(fault)?;
    if found.is_empty() {
        let own = records_within(path).map_err(fault)?;
        match &own[..] {
            [] => {}
            [only] => return Ok(vec![RecordFile { name: name_of(only), path: only.clone() }]),
            several => {
                let names: Vec<String> = several.iter().map(|path| format!("`{}`", path.display())).collect();
                return Err(Diagnostic::usage(format!("thư mục `{}` có nhiều hồ sơ", path.display()))
                    .hint(format!("ghi rõ tệp: {}", names.join(", "))));
            }
        }
        return Err(Diagnostic::usage(format!("thư mục `{}` không có hồ sơ nào", path.display()))
            .hint(format!("hồ sơ là tệp `{RECORD_FILE}`; dùng `thidua new` để tạo một hồ sơ mẫu")));
    }
    Ok(found)
}

/// The files of a folder that are records under names of their own: YAML that says `format:`.
fn records_within(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut records = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_yaml = path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml"));
        if is_yaml
            && path.is_file()
            && std::fs::read(&path).is_ok_and(|bytes| {
                let text = String::from_utf8_lossy(&bytes);
                text.trim_start_matches('\u{feff}').lines().any(|line| line.starts_with("format:"))
            })
        {
            records.push(path);
        }
    }
    records.sort();
    Ok(records)
}

/// Folders are searched this deep, and links to folders not at all.
const MAX_DEPTH: usize = 4;

fn search(folder: &Path, found: &mut Vec<RecordFile>, depth: usize) -> std::io::Result<()> {
    let record = folder.join(RECORD_FILE);
    if record.is_file() {
        found.push(RecordFile { name: name_of(&record), path: record });
        return Ok(());
    }
    if depth == MAX_DEPTH {
        return Ok(());
    }
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.push(entry.path());
        }
    }
    folders.sort();
    folders.iter().try_for_each(|folder| search(folder, found, depth + 1))
}

/// The folder's name for `record.yaml`, else the file's own stem.
fn name_of(path: &Path) -> String {
    let folder = || {
        let absolute = std::path::absolute(path).ok()?;
        Some(absolute.parent()?.file_name()?.to_string_lossy().into_owned())
    };
    let stem = || path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let own = if path.file_name().is_some_and(|name| name == RECORD_FILE) {
        folder().or_else(stem)
    } else {
        stem()
    };
    // No folder is called `..`, and on Windows none ends with a dot or a space.
    let name = own.as_deref().map(|name| name.trim_end_matches(['.', ' '])).unwrap_or_default();
    if name.is_empty() { "record".to_owned() } else { name.to_owned() }
}
