//! The archive: a folder of dossiers that is readable without thidua, and proves itself.
//!
//! ```text
//! DOC-TRUOC.txt                   what the folder is, and how to read and check it without thidua
//! ho-so/2026/<dossier>/           a BagIt bag for every dossier
//! so-van-ban/  so-dang-ky/        the official numbers, the register of outgoing documents
//! chi-muc.sqlite                  an index, made anew from the bags whenever it is in doubt
//! ```
//!
//! - [`Archive`] is the folder, [`dossier`] one bag of it, [`bag`] BagIt itself.
//! - [`add`] puts a meeting's papers in, [`settle`] makes good what was interrupted; [`export`] takes papers out.
//! - [`metadata`] is what is known of a paper, [`describe`] where that comes from, [`xml`] how it is kept;
//!   [`info`] is what a bag says of itself.
//! - [`origin`] tells which dossier a file is of.
//! - [`making`] is how the papers were made, [`replay`] makes them once more; [`fixity`] and
//!   [`signatures`] look for what was done to a dossier.
//! - [`numbering`] is a paper's number on its way into the book, [`bookkeeping`] compares book and papers.
//! - [`index`] is where papers are looked up, [`find`] how; [`register`] is the register of outgoing documents.
//! - [`holdings`] is what the archive has and what falls due, [`retention`] how long it is kept.

pub mod add;
pub mod bag;
pub mod bookkeeping;
pub mod describe;
pub mod dossier;
pub mod export;
pub mod find;
pub mod fixity;
pub mod holdings;
pub mod index;
pub mod info;
mod lock;
pub mod making;
pub mod metadata;
pub mod numbering;
pub mod origin;
pub mod pdf;
pub mod register;
pub mod replay;
pub mod retention;
pub mod settle;
pub mod signatures;
pub mod xml;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::diagnostic::Diagnostic;
use crate::output;
use dossier::Dossier;
pub use lock::Lock;

/// The file that says what the folder is.
pub const READ_ME: &str = "DOC-TRUOC.txt";

/// The folder of dossiers, by year.
pub const DOSSIERS: &str = "ho-so";

/// What was put in place, or is about to be, and is not in the register yet: below [`DOSSIERS`].
pub const PENDING: &str = ".dang-them";

/// The names that an archive consists of: a folder that holds nothing else may become one.
const OWN: [&str; 5] = [READ_ME, DOSSIERS, "so-van-ban", "so-dang-ky", "chi-muc.sqlite"];

/// The folder that is the archive.
#[derive(Debug, Clone)]
pub struct Archive {
    root: PathBuf,
}

impl Archive {
    /// The archive at a path.
    ///
    /// # Errors
    /// When there is none.
    pub fn open(root: &Path) -> Result<Self, Diagnostic> {
        let metadata =
            std::fs::metadata(root).map_err(|error| Diagnostic::io("mở kho lưu trữ", root, &error))?;
        let is_archive = metadata.is_dir() && OWN.iter().any(|name| root.join(name).exists());
        if !is_archive {
            let message = format!("`{}` không phải là kho lưu trữ của thidua", root.display());
            return Err(Diagnostic::usage(message).hint(
                "chọn đúng thư mục; kho mới được tạo khi lưu hồ sơ đầu tiên bằng `thidua archive add`",
            ));
        }
        Ok(Self { root: root.to_owned() })
    }

    /// The archive at a path; a new one where the folder is missing or empty.
    ///
    /// # Errors
    /// When the folder holds something else, or the machine refuses.
    pub fn open_or_create(root: &Path) -> Result<Self, Diagnostic> {
        let empty = match std::fs::read_dir(root) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
            Err(error) => return Err(Diagnostic::io("mở kho lưu trữ", root, &error)),
            // Hidden files are the system's.
            Ok(entries) => {
                entries.flatten().all(|entry| entry.file_name().to_string_lossy().starts_with('.'))
            }
        };
        let archive = if empty {
            output::create_folder(&root.join(DOSSIERS))?;
            Self { root: root.to_owned() }
        } else {
            Self::open(root)?
        };
        let read_me = root.join(READ_ME);
        if !read_me.exists() {
            output::claim(&read_me, include_str!("read_me.txt").as_bytes())?;
        }
        Ok(archive)
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of dossiers.
    pub fn dossiers_folder(&self) -> PathBuf {
        self.root.join(DOSSIERS)
    }

    /// All dossiers, by year and name.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn dossiers(&self) -> Result<Vec<Dossier>, Diagnostic> {
        let mut found = Vec::new();
        for (name, folder) in folders(&self.dossiers_folder())? {
            let Some(year) = dossier::year(&name) else { continue };
            let inner = folders(&folder)?.into_iter();
            found.extend(inner.map(|(name, folder)| Dossier { year, name, folder }));
        }
        found.sort_by(|one, other| (one.year, &one.name).cmp(&(other.year, &other.name)));
        Ok(found)
    }

    /// The dossier of that name: `2026/tong-ket`, or `tong-ket` where only one year has it.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn dossier(&self, name: &str) -> Result<Dossier, Diagnostic> {
        let name = name.trim_end_matches('/');
        let none = || {
            Diagnostic::usage(format!("kho lưu trữ không có hồ sơ `{name}`"))
                .hint("xem các hồ sơ bằng `thidua archive list`")
        };
        if let Some((year, name)) = name.split_once('/') {
            let year = dossier::year(year).ok_or_else(none)?;
            let folder = self.dossiers_folder().join(year.to_string()).join(name);
            let is_name = dossier::is_name(name) && is_folder(&folder);
            return if is_name { Ok(Dossier { year, name: name.to_owned(), folder }) } else { Err(none()) };
        }
        let mut found = self.dossiers()?;
        found.retain(|dossier| dossier.name == name);
        match found.len() {
            0 => Err(none()),
            1 => Ok(found.swap_remove(0)),
            _ => {
                let ids: Vec<String> = found.iter().map(|dossier| format!("`{}`", dossier.id())).collect();
                let message = format!("có {} hồ sơ tên `{name}`", found.len());
                Err(Diagnostic::usage(message).hint(format!("ghi cả năm: {}", ids.join(", "))))
            }
        }
    }

    /// Waits a little until nobody else writes into the archive, and keeps others from it until the
    /// lock is dropped. Reading needs no lock.
    ///
    /// # Errors
    /// When someone else is writing, with who it is; when the machine refuses.
    pub fn lock(&self, doing: &str) -> Result<Lock, Diagnostic> {
        Lock::take(&self.root, doing, lock::PATIENCE)
    }

    /// The same at once or not at all: for those who only mean to help.
    pub fn lock_if_free(&self, doing: &str) -> Option<Lock> {
        Lock::take(&self.root, doing, Duration::ZERO).ok()
    }
}

/// The folders in a folder that are none of ours for work, with their names; links are not followed.
fn folders(folder: &Path) -> Result<Vec<(String, PathBuf)>, Diagnostic> {
    let fault = |error: &std::io::Error| output::machine("đọc thư mục", folder, error);
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| fault(&error))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| fault(&error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if dossier::is_name(&name) && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}

/// Whether a path is a folder itself, and no link to one.
fn is_folder(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// A temporary folder is private; the archive is the office's.
#[cfg(unix)]
fn open_to_others(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn open_to_others(_: &Path) -> std::io::Result<()> {
    Ok(())
}
