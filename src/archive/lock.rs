//! One writer at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::diagnostic::{Diagnostic, Origin};
use crate::output;

/// The file that is locked; its content means nothing.
const LOCK: &str = ".khoa";

/// Who holds the lock and what for: on Windows nobody else can read a locked file.
const HOLDER: &str = ".khoa-nguoi-giu";

/// So long another writer is waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// So often it is looked whether the other has finished.
const GLANCE: Duration = Duration::from_millis(50);

/// The right to write into an archive, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    // The system frees it with the file, also when the program is killed.
    _file: File,
    holder: PathBuf,
}

impl Lock {
    /// Takes the lock of an archive, waiting so long for another writer.
    pub(super) fn take(root: &Path, doing: &str, patience: Duration) -> Result<Self, Diagnostic> {
        let path = root.join(LOCK);
        let fault = |error: &std::io::Error| output::machine("khóa kho lưu trữ", &path, error);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| fault(&error))?;
        let holder = root.join(HOLDER);
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if start.elapsed() < patience => std::thread::sleep(GLANCE),
                Err(TryLockError::WouldBlock) => return Err(busy(&holder)),
                Err(TryLockError::Error(error)) => return Err(fault(&error)),
            }
        }
        output::overwrite(&holder, about(doing).as_bytes())?;
        Ok(Self { _file: file, holder })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // One that stays behind is only read while someone else holds the lock.
        let _ = std::fs::remove_file(&self.holder);
    }
}

/// Who we are, and what we are about to do.
fn about(doing: &str) -> String {
    let variable = |names: [&str; 2]| names.into_iter().find_map(|name| std::env::var(name).ok());
    let person = variable(["USER", "USERNAME"]).unwrap_or_else(|| "không rõ".to_owned());
    let machine = variable(["HOSTNAME", "COMPUTERNAME"]);
    let machine = machine.map(|name| format!(" trên máy {name}")).unwrap_or_default();
    let since = crate::clock::now().format("%H giờ %M ngày %d/%m/%Y");
    format!("{person}{machine}, {doing}, từ {since}, tiến trình {}", std::process::id())
}

fn busy(holder: &Path) -> Diagnostic {
    let who = std::fs::read_to_string(holder).unwrap_or_default();
    let who: String = who.chars().filter(|letter| !letter.is_control()).take(300).collect();
    let who = if who.is_empty() { String::new() } else { format!(" ({who})") };
    let fault = Diagnostic::error(format!("kho lưu trữ đang có người khác ghi{who}"));
    Diagnostic { origin: Origin::Machine, ..fault }.hint("đợi người đó làm xong rồi chạy lại lệnh này")
}
