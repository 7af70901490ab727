//! Files that are written whole or not at all.

use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::Builder;

use crate::diagnostic::Diagnostic;

/// Set when the person asked the program to stop.
static STOPPED: AtomicBool = AtomicBool::new(false);

/// Lets an interrupt stop the work between two files instead of within one. A second one
/// stops it at once.
///
/// # Errors
/// When the system does not take the handler; the program then stops as the system does it.
pub fn stop_between_files() -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(|| {
        if STOPPED.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    })
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

/// Writes a file beside its place and puts it there in one step.
///
/// # Errors
/// When the machine refuses: nothing is left behind, and an older file stays as it was.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let fault = |error: &std::io::Error| machine("ghi", path, error);
    let mut file = Builder::new()
        .prefix(UNFINISHED)
        .suffix(".tmp")
        .tempfile_in(folder)
        .map_err(|error| fault(&error))?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(|error| fault(&error))?;
    open_to_others(file.as_file()).map_err(|error| fault(&error))?;
    file.persist(path).map_err(|error| {
        fault(&error.error).hint("nếu tệp đang mở trong một chương trình xem PDF thì đóng lại rồi chạy lại")
    })?;
    Ok(())
}

/// Writes a file that must not be there yet.
///
/// # Errors
/// When it is there, or when the machine refuses.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    if path.exists() {
        return Err(Diagnostic::usage(format!("`{}` đã có sẵn; thidua không ghi đè lên", path.display()))
            .hint("chọn tên khác bằng `-o`"));
    }
    write(path, bytes)
}

/// An error of the machine, whatever its kind: what is written is never the user's mistake.
fn machine(action: &str, path: &Path, error: &std::io::Error) -> Diagnostic {
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
