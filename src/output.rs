//! Files that are written whole or not at all.
//!
//! [`write()`] is for every place that a person names or looks into: it never overwrites what somebody has signed or
//! added to, see [`exclusive`].

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};

use crate::diagnostic::Diagnostic;
use crate::exclusive;

/// The exit code of a program that the person stopped.
pub const EXIT_STOPPED: u8 = 130;

/// Set when the person asked the program to stop.
static STOPPED: AtomicBool = AtomicBool::new(false);

/// How long work that was asked to stop may go on: files are written in one step, so none is left half done.
pub const GRACE: Duration = Duration::from_secs(2);

/// Lets an interrupt stop the work between two files; what then still goes on is stopped soon after. A second one stops
/// it at once.
///
/// # Errors
/// When the system does not take the handler; the program then stops as the system does it.
pub fn stop_soon() -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(|| {
        if STOPPED.swap(true, Ordering::SeqCst) {
            std::process::exit(EXIT_STOPPED.into());
        }
        std::thread::spawn(|| {
            std::thread::sleep(GRACE);
            std::process::exit(EXIT_STOPPED.into());
        });
    })
}

/// Lets an interrupt stop the work between two papers, and no earlier.
///
/// # Errors
/// As [`stop_soon`].
pub fn stop_between_papers() -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(|| STOPPED.store(true, Ordering::SeqCst))
}

/// Whether the person asked the program to stop.
pub fn stopped() -> bool {
    STOPPED.load(Ordering::SeqCst)
}

/// The beginning of the name of a file that is not whole yet.
const UNFINISHED: &str = ".thidua-";

/// Makes a folder and those above it.
///
/// # Errors
/// When the machine refuses, with the folder's name.
pub fn create_folder(folder: &Path) -> Result<(), Diagnostic> {
    std::fs::create_dir_all(folder).map_err(|error| machine("tạo thư mục", folder, &error))?;
    sweep(folder);
    Ok(())
}

/// Makes a folder below one that is there, and those between; when this returns, all of them
/// outlive a power cut.
///
/// # Errors
/// When the machine refuses, with the folder's name.
pub fn create_folder_durably(root: &Path, below: &Path) -> Result<(), Diagnostic> {
    let folder = root.join(below);
    std::fs::create_dir_all(&folder).map_err(|error| machine("tạo thư mục", &folder, &error))?;
    // Also where another process made them: it may not have come to this yet.
    folder.ancestors().take(below.components().count()).try_for_each(sync_folder)
}

/// Writes a file beside its place and puts it there in one step.
///
/// # Errors
/// When something that is worth keeping stands there, or the machine refuses: nothing is left behind, and an older
/// file stays as it was.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    exclusive::save(path, bytes)?.map_or(Ok(()), |kept| Err(kept.refusal()))
}

/// Writes a file as [`write()`] does, whatever stands there: for who knows what that is.
///
/// # Errors
/// When the machine refuses: nothing is left behind, and an older file stays as it was.
pub fn overwrite(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let file = unfinished(path, bytes)?;
    file.persist(path).map_err(|error| refused(path, &error.error))?;
    Ok(())
}

/// Writes a file where none is yet, in one step; tells whether it did.
///
/// # Errors
/// When the machine refuses; nothing is left behind.
pub fn create(path: &Path, bytes: &[u8]) -> Result<bool, Diagnostic> {
    match unfinished(path, bytes)?.persist_noclobber(path) {
        Ok(_) => Ok(true),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Ok(false),
        // A disk of cameras and old players that cannot do it in one step.
        Err(error) if std::fs::symlink_metadata(path).is_err() => {
            error.file.persist(path).map_err(|error| refused(path, &error.error))?;
            Ok(true)
        }
        Err(error) => Err(refused(path, &error.error)),
    }
}

/// The fault of a file that does not take its place.
fn refused(path: &Path, error: &std::io::Error) -> Diagnostic {
    machine("ghi", path, error)
        .hint("nếu tệp đang mở trong một chương trình xem PDF thì đóng lại rồi chạy lại")
}

/// Writes a file that must outlive a power cut, whatever stands there: when this returns, it is on the disk.
///
/// # Errors
/// As [`overwrite`].
pub fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let file = unfinished(path, bytes)?;
    file.as_file().sync_all().map_err(|error| machine("ghi", path, &error))?;
    file.persist(path).map_err(|error| machine("ghi", path, &error.error))?;
    sync_folder(path)
}

/// Writes a new text in the place of a file of the user's, durably; who may read and write it
/// stays, and a link stays a link.
///
/// # Errors
/// As [`overwrite`]; also when the file is for reading only.
pub fn rewrite(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let refused = |error: std::io::Error| machine("ghi", path, &error);
    let path = &path.canonicalize().map_err(refused)?;
    let permissions = std::fs::metadata(path).map_err(refused)?.permissions();
    if permissions.readonly() {
        return Err(refused(ErrorKind::PermissionDenied.into()));
    }
    let file = unfinished(path, bytes)?;
    file.as_file().set_permissions(permissions).map_err(refused)?;
    file.as_file().sync_all().map_err(refused)?;
    file.persist(path).map_err(|error| refused(error.error))?;
    sync_folder(path)
}

/// Writes a file durably where none is yet, in one step: of several that try at once, also from
/// other machines on a shared folder, one succeeds. Tells whether this one did.
///
/// # Errors
/// When the machine refuses; nothing is left behind.
pub fn claim(path: &Path, bytes: &[u8]) -> Result<bool, Diagnostic> {
    let file = unfinished(path, bytes)?;
    file.as_file().sync_all().map_err(|error| machine("ghi", path, &error))?;
    match file.persist_noclobber(path) {
        Ok(_) => sync_folder(path).map(|()| true),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(machine("ghi", path, &error.error)),
    }
}

/// Writes a file that must not be there yet.
///
/// # Errors
/// When it is there, or when the machine refuses.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    if create(path, bytes)? {
        return Ok(());
    }
    Err(Diagnostic::usage(format!("`{}` đã có sẵn; thidua không ghi đè lên", path.display()))
        .hint("chọn tên khác bằng `-o`"))
}

/// The bytes in a file beside their place, not there yet.
fn unfinished(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, Diagnostic> {
    let written = || -> std::io::Result<NamedTempFile> {
        let mut file = Builder::new().prefix(UNFINISHED).suffix(".tmp").tempfile_in(folder_of(path))?;
        file.write_all(bytes)?;
        file.flush()?;
        open_to_others(file.as_file())?;
        Ok(file)
    };
    written().map_err(|error| machine("ghi", path, &error))
}

/// The folder that a file stands in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the names in a file's folder outlive a power cut.
#[cfg(unix)]
pub fn sync_folder(path: &Path) -> Result<(), Diagnostic> {
    let folder = folder_of(path);
    match std::fs::File::open(folder).and_then(|folder| folder.sync_all()) {
        // A share whose folders cannot be synced: there the server sees to it.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        synced => synced.map_err(|error| machine("ghi", folder, &error)),
    }
}

/// Makes the names in a file's folder outlive a power cut: here the system sees to it.
#[cfg(not(unix))]
pub fn sync_folder(_: &Path) -> Result<(), Diagnostic> {
    Ok(())
}

/// An error of the machine, whatever its kind: what is written is never the user's mistake.
pub fn machine(action: &str, path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic { origin: crate::diagnostic::Origin::Machine, ..Diagnostic::io(action, path, error) }
}

/// Removes what an earlier run that was killed left unfinished.
fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let old = || Some(entry.metadata().ok()?.modified().ok()?.elapsed().ok()?.as_secs() > 60);
        if name.starts_with(UNFINISHED) && name.ends_with(".tmp") && old() == Some(true) {
            // Another run may have swept it first.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// A temporary file is private; a paper is for the office, as any file that a person saves.
#[cfg(unix)]
fn open_to_others(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_others(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}
