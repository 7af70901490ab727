//! A file that one process at a time changes: of two at once, the second changes what the first has made.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Origin};
use crate::output;
use crate::pdf::MAX_BYTES;

/// How often a file is read again that others change under our hands.
const PATIENCE: usize = 1000;

/// A file that is held until it is replaced or let go.
pub struct Held {
    path: PathBuf,
    bytes: Vec<u8>,
    file: File,
}

impl Held {
    /// Waits until nobody else changes the file, and reads it.
    ///
    /// # Errors
    /// When there is no such file, or the machine refuses.
    pub fn open(path: &Path) -> Result<Self, Diagnostic> {
        let failed = |error: std::io::Error| Diagnostic::io("đọc", path, &error);
        // What a link leads to is changed, not the link.
        let real = path.canonicalize().map_err(failed)?;
        for _ in 0..PATIENCE {
            // A lock over a network wants a file that could be written.
            let file = OpenOptions::new().read(true).write(true).open(&real);
            let file = file.or_else(|_| File::open(&real)).map_err(failed)?;
            // Where the system knows no locks, what has changed is still found out before it is replaced.
            let _ = file.lock();
            let bytes = whole(&file).map_err(failed)?;
            // Whoever held it before has put another file in its place.
            if bytes == read(&real)? {
                return Ok(Self { path: real, bytes, file });
            }
        }
        Err(changed(path))
    }

    /// The file as it is.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Replaces the file in one step.
    ///
    /// # Errors
    /// When somebody has changed it meanwhile, or the machine refuses: it is then as it was.
    pub fn replace(self, bytes: &[u8]) -> Result<(), Diagnostic> {
        if read(&self.path)? != self.bytes {
            return Err(changed(&self.path));
        }
        // Windows replaces no file that is held open.
        let _held = (!cfg!(windows)).then_some(self.file);
        output::rewrite(&self.path, bytes)
    }
}

/// Reads a file that is no larger than a PDF may be.
///
/// # Errors
/// When there is no such file, or the machine refuses.
pub fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    File::open(path).and_then(|file| whole(&file)).map_err(|error| Diagnostic::io("đọc", path, &error))
}

/// As much of a file as it takes to tell that it is too large.
fn whole(file: &File) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn changed(path: &Path) -> Diagnostic {
    let fault = Diagnostic::error(format!("`{}` vừa bị chương trình khác sửa", path.display()));
    Diagnostic { origin: Origin::Machine, ..fault }
        .hint("tệp chưa được ghi gì thêm; kiểm tra tệp rồi chạy lại")
}
