//! Which records a batch is of: those on the command line, and those that a manifest lists.

use std::collections::HashMap;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceText, cause};
use crate::input::files::{self, RecordFile};
use crate::output;

/// Faults of a manifest beyond these are counted, not told: nobody mends so many at once.
const MOST_FAULTS: usize = 100;

/// The records that were found, each once and in the order in which they were named.
#[derive(Default)]
pub struct List {
    /// The records.
    pub files: Vec<RecordFile>,
    /// What is wrong with the paths that are not among them.
    pub faults: Vec<Diagnostic>,
    by_name: HashMap<String, usize>,
}

impl List {
    /// Adds what a path means: a record, or a folder of records.
    pub fn add(&mut self, path: &Path) {
        self.add_from(path, |fault| fault);
    }

    fn add_from(&mut self, path: &Path, placed: impl Fn(Diagnostic) -> Diagnostic) {
        match files::find(path) {
            Ok(files) => {
                for file in files {
                    if let Err(fault) = self.add_file(file) {
                        self.faults.push(placed(fault));
                    }
                }
            }
            Err(fault) => self.faults.push(placed(fault)),
        }
    }

    fn add_file(&mut self, file: RecordFile) -> Result<(), Diagnostic> {
        match self.by_name.get(&file.name).and_then(|at| self.files.get(*at)) {
            Some(other) if same_file(&other.path, &file.path) => Ok(()),
            Some(other) => Err(Diagnostic::usage(format!(
                "hai hồ sơ cùng tên `{}`: `{}` và `{}`",
                file.name,
                other.path.display(),
                file.path.display()
            ))
            .hint("đổi tên một hồ sơ, hoặc lập riêng từng hồ sơ với `-o` khác nhau")),
            None => {
                self.by_name.insert(file.name.clone(), self.files.len());
                self.files.push(file);
                Ok(())
            }
        }
    }

    /// Adds what a manifest lists: a path a line, or paths that end with a NUL; `-` is standard input. Paths lead from
    /// the folder in which the program was started.
    ///
    /// # Errors
    /// When it cannot be read, or its text is not UTF-8.
    pub fn add_manifest(&mut self, manifest: &Path) -> Result<(), Diagnostic> {
        let text = String::from_utf8(read(manifest)?).map_err(|_| {
            Diagnostic::usage(format!("danh sách `{}` không phải là văn bản UTF-8", manifest.display()))
                .hint("lưu lại danh sách dưới dạng văn bản thuần UTF-8, mỗi dòng một đường dẫn")
        })?;
        let source = Arc::new(SourceText { name: manifest.display().to_string(), text });
        let before = self.faults.len();
        for range in entries(&source.text) {
            let path = PathBuf::from(&source.text[range.clone()]);
            self.add_from(&path, |fault| match fault.place {
                None => fault.at(&source, range.clone()),
                Some(_) => fault,
            });
        }
        let further = self.faults.len().saturating_sub(before + MOST_FAULTS);
        if further > 0 {
            self.faults.truncate(before + MOST_FAULTS);
            let message = format!("còn {further} đường dẫn sai nữa trong `{}`", manifest.display());
            self.faults.push(Diagnostic::usage(message).hint("sửa các đường dẫn trên rồi chạy lại"));
        }
        Ok(())
    }
}

/// Whether two paths lead to one file.
fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

fn read(manifest: &Path) -> Result<Vec<u8>, Diagnostic> {
    if manifest == Path::new("-") {
        let mut bytes = Vec::new();
        return match std::io::stdin().read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(error) => {
                let message = format!("không đọc được danh sách hồ sơ từ đầu vào: {}", cause(&error));
                Err(Diagnostic::usage(message))
            }
        };
    }
    std::fs::read(manifest).map_err(|error| {
        let known = std::fs::symlink_metadata(manifest).is_ok();
        if known {
            output::machine("đọc danh sách", manifest, &error)
        } else {
            Diagnostic::io("đọc danh sách", manifest, &error)
        }
    })
}

/// Where the paths of a manifest stand: lines without their ends, or what NULs part.
fn entries(text: &str) -> Vec<Range<usize>> {
    let text_start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let end = if text.contains('\0') { '\0' } else { '\n' };
    let mut start = text_start;
    let mut entries = Vec::new();
    for entry in text[text_start..].split(end) {
        let path = if end == '\n' { entry.trim_end_matches('\r') } else { entry };
        if !path.trim().is_empty() {
            entries.push(start..start + path.len());
        }
        start += entry.len() + 1;
    }
    entries
}
