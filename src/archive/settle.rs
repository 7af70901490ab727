//! Putting a finished dossier in its place, and making good what was interrupted.
//!
//! A note comes first: which hidden folder is to become which dossier, and which numbers its papers have.
//! From then on every step can be done again, so that whoever comes next finishes what was begun:
//! numbers, name, index. Without a note a hidden folder is nobody's, and is swept away.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::dossier::{self, Dossier};
use super::index::Index;
use super::numbering::Numbered;
use super::{Archive, DOSSIERS, Lock, PENDING, register};
use crate::diagnostic::{Diagnostic, Origin, Severity};
use crate::output;

/// What the names of hidden folders begin with.
pub const STAGED: &str = ".tam-";

/// The largest note that is read.
const MAX_BYTES: u64 = 1024 * 1024;

/// What is to be done.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    staged: String,
    year: i32,
    name: String,
    numbers: Vec<Numbered>,
}

impl Note {
    fn read(path: &Path) -> Result<Self, Diagnostic> {
        let faulty = || Diagnostic::error(format!("tệp `{}` bị hỏng hoặc đã bị sửa", path.display()));
        let note: Self = serde_yaml::from_str(&dossier::text(path, MAX_BYTES)?).map_err(|_| faulty())?;
        let plain = note
            .staged
            .strip_prefix(STAGED)
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        if plain && dossier::is_name(&note.name) { Ok(note) } else { Err(faulty()) }
    }

    fn dossier(&self, archive: &Archive) -> Dossier {
        let folder = archive.dossiers_folder().join(format!("{:04}", self.year)).join(&self.name);
        Dossier { year: self.year, name: self.name.clone(), folder }
    }
}

/// Finishes what earlier writers began, and sweeps away what they left unfinished. What can wait, as an
/// index that cannot be written, is told as a warning.
///
/// # Errors
/// When the machine refuses, or a note is damaged.
pub fn settle(archive: &Archive, _lock: &Lock) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    // Takes away what an interrupted writer left of a note.
    output::create_folder(&archive.dossiers_folder().join(PENDING)).map_err(one)?;
    let mut warnings = Vec::new();
    for path in notes(archive).map_err(one)? {
        let note = Note::read(&path).map_err(one)?;
        match finish(archive, &path, &note, true) {
            Ok(further) => warnings.extend(further),
            // What was refused is told once; it does not stand in the way of others.
            Err(fault) if fault.origin == Origin::Record => warnings.push(warning(fault)),
            Err(fault) => return Err(vec![fault]),
        }
    }
    sweep(archive);
    Ok(warnings)
}

/// What was begun and not finished.
///
/// # Errors
/// When the folder cannot be read.
pub fn notes(archive: &Archive) -> Result<Vec<PathBuf>, Diagnostic> {
    let folder = archive.dossiers_folder().join(PENDING);
    let entries = match std::fs::read_dir(&folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| output::machine("đọc thư mục", &folder, &error))?,
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let mut notes: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "yaml")).collect();
    notes.sort();
    Ok(notes)
}

/// Puts a sealed bag in its place: from the first step on it is archived, whatever happens.
///
/// # Errors
/// When a number is another paper's, or the machine refuses.
pub fn commit(
    archive: &Archive,
    _lock: &Lock,
    stage: TempDir,
    dossier: &Dossier,
    numbers: Vec<Numbered>,
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let staged = stage.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
    let note = Note { staged, year: dossier.year, name: dossier.name.clone(), numbers };
    let text = serde_yaml::to_string(&note)
        .map_err(|error| Diagnostic::error(format!("không ghi được việc đang làm ({error})")))?;
    for folder in [PENDING.to_owned(), format!("{:04}", dossier.year)] {
        output::create_folder_durably(archive.root(), &Path::new(DOSSIERS).join(folder))?;
    }
    let path =
        archive.dossiers_folder().join(PENDING).join(format!("{:04}-{}.yaml", dossier.year, dossier.name));
    output::write_durably(&path, text.as_bytes())?;
    let _ = stage.keep();
    finish(archive, &path, &note, false)
}

/// Does what a note says, as far as it is not done; `again` where someone may have begun to.
fn finish(archive: &Archive, path: &Path, note: &Note, again: bool) -> Result<Vec<Diagnostic>, Diagnostic> {
    let dossier = note.dossier(archive);
    let staged = archive.dossiers_folder().join(&note.staged);
    if super::is_folder(&staged) {
        for numbered in &note.numbers {
            if let Err(fault) = numbered.register(archive) {
                if fault.origin != Origin::Machine {
                    remove(path)?;
                    let _ = std::fs::remove_dir_all(&staged);
                }
                return Err(fault);
            }
        }
        std::fs::rename(&staged, &dossier.folder)
            .map_err(|error| output::machine("đặt tên hồ sơ", &dossier.folder, &error))?;
        output::sync_folder(&dossier.folder)?;
        output::sync_folder(&staged)?;
    }
    let mut warnings = Vec::new();
    if super::is_folder(&dossier.folder) {
        let kept = note.numbers.iter().try_for_each(|numbered| numbered.keep(archive, &dossier));
        match kept.map_err(|fault| vec![fault]).and_then(|()| enter(archive, &dossier, again)) {
            Ok(further) => warnings.extend(further.into_iter().map(warning)),
            Err(faults) => {
                // The bag is whole; the note stays until index and register have it.
                let hint = "hồ sơ đã lưu đủ; chỉ mục, sổ đăng ký sẽ được bổ sung ở lần lưu sau, hoặc chạy `thidua archive rebuild`";
                warnings.extend(faults.into_iter().map(|fault| warning(fault).hint(hint)));
                return Ok(warnings);
            }
        }
    }
    remove(path)?;
    Ok(warnings)
}

/// Enters a dossier into the index and the register.
fn enter(archive: &Archive, dossier: &Dossier, again: bool) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let metadata = dossier.metadata().map_err(one)?;
    let documents = dossier.documents()?;
    let mut index = Index::open(archive).map_err(one)?;
    index.record(dossier, &metadata, &documents).map_err(one)?;
    let enter = if again { register::file::complete } else { register::file::append };
    enter(archive, dossier, &documents).map_err(one)?;
    Ok(index.warnings)
}

fn remove(path: &Path) -> Result<(), Diagnostic> {
    std::fs::remove_file(path).map_err(|error| output::machine("xóa", path, &error))?;
    output::sync_folder(path)
}

/// Removes hidden folders that no note tells of: their writers were interrupted, for there is but one
/// writer at a time.
fn sweep(archive: &Archive) {
    let Ok(entries) = std::fs::read_dir(archive.dossiers_folder()) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(STAGED) && super::is_folder(&entry.path()) {
            // What cannot be removed today is hidden, and is tried again.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

fn warning(fault: Diagnostic) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..fault }
}
