//! Files that others may change at the same time: of two at once, the second changes what the first has made.
//!
//! What somebody has signed or added to is never overwritten: [`save`] keeps it, [`save_beside`] finds a name beside it.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Origin};
use crate::output;
use crate::pdf::{self, Carried, MAX_BYTES};

/// How often a file is read again that others change under our hands.
const PATIENCE: usize = 1000;

/// After how many readings a file's bytes alone tell whether it is still in its place: some shares number their files
/// anew at every look.
const TRUST_IN_NUMBERS: usize = 20;

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
        for reading in 0..PATIENCE {
            let metadata = std::fs::metadata(&real).map_err(failed)?;
            if metadata.is_dir() {
                return Err(failed(ErrorKind::IsADirectory.into()));
            }
            // A pipe would be waited for, and a device never ends.
            if !metadata.is_file() {
                return Err(Diagnostic::usage(format!("`{}` không phải là một tệp thường", path.display()))
                    .hint("chọn một tệp khác"));
            }
            // A lock over a network wants a file that could be written.
            let file = OpenOptions::new().read(true).write(true).open(&real);
            let file = file.or_else(|_| File::open(&real)).map_err(failed)?;
            // Where the system knows no locks, what has changed is still found out before it is replaced.
            let _ = file.lock();
            let bytes = whole(&file).map_err(failed)?;
            // Whoever held it before has put another file in its place, perhaps one of the same bytes.
            let in_place = is_at(&file, &real) || reading >= TRUST_IN_NUMBERS;
            if in_place && bytes == read(&real)? {
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
    /// When somebody has changed it meanwhile, something that is worth keeping would be lost, or the machine
    /// refuses: it is then as it was.
    pub fn replace(self, bytes: &[u8]) -> Result<(), Diagnostic> {
        if let Some(kept) = Kept::of(&self.path, &self.bytes, bytes) {
            return Err(kept.refusal());
        }
        if !self.is_as_it_was()? {
            return Err(changed(&self.path));
        }
        let (path, _held) = self.parts();
        output::rewrite(&path, bytes)
    }

    fn is_as_it_was(&self) -> Result<bool, Diagnostic> {
        Ok(read(&self.path)? == self.bytes)
    }

    /// The file's path, and its lock as long as the file may be held while it is replaced.
    fn parts(self) -> (PathBuf, Option<File>) {
        // Windows replaces no file that is held open.
        (self.path, (!cfg!(windows)).then_some(self.file))
    }
}

/// A file that is not overwritten, since what it holds would be lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The file.
    pub path: PathBuf,
    /// The signatures that it carries; nothing where something else was added to it.
    pub carried: Option<Carried>,
    /// Whether it begins with just the bytes that were to be written.
    pub current: bool,
}

impl Kept {
    /// What keeps a file from being replaced by these bytes, if anything does.
    fn of(path: &Path, old: &[u8], new: &[u8]) -> Option<Self> {
        if new.starts_with(old) {
            return None;
        }
        let (carried, current) = (pdf::carried(old), old.starts_with(new));
        (carried.is_some() || current).then(|| Self { path: path.to_owned(), carried, current })
    }

    /// The fault of a command that would overwrite it.
    pub fn refusal(&self) -> Diagnostic {
        let path = self.path.display();
        match self.carried {
            Some(carried) => {
                Diagnostic::usage(format!("`{path}` đã có {carried}; thidua không ghi đè lên tệp đã ký"))
            }
            None => Diagnostic::usage(format!(
                "`{path}` có phần do người khác ghi thêm vào cuối tệp; thidua không ghi đè lên"
            )),
        }
        .hint("chọn tên khác, hoặc chuyển tệp ấy sang thư mục khác rồi chạy lại")
    }
}

/// Puts bytes under a name in one step, unless what stands there would be lost: then that is told, and
/// nothing is written.
///
/// # Errors
/// When the machine refuses, or what stands there cannot be read; it is then as it was.
pub fn save(path: &Path, bytes: &[u8]) -> Result<Option<Kept>, Diagnostic> {
    for _ in 0..PATIENCE {
        if is_free(path) {
            if output::create(path, bytes)? {
                return Ok(None);
            }
            // Somebody else was faster: what is there now is looked at.
            continue;
        }
        let held = match Held::open(path) {
            Ok(held) => held,
            Err(_) if is_free(path) => continue,
            // A folder is in the way; the system tells so.
            Err(_) if path.is_dir() => return output::overwrite(path, bytes).map(|()| None),
            Err(fault) => return Err(unread(path, fault)),
        };
        if held.bytes == bytes {
            return Ok(None);
        }
        if let Some(kept) = Kept::of(path, &held.bytes, bytes) {
            return Ok(Some(kept));
        }
        if held.is_as_it_was()? {
            let (_, _held) = held.parts();
            return output::overwrite(path, bytes).map(|()| None);
        }
    }
    Err(changed(path))
}

/// Where bytes were saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The file that begins with them.
    pub path: PathBuf,
    /// What it holds beyond them; it was there then.
    pub kept: Option<Kept>,
    /// The files that hold something else and stand under the names that come before.
    pub passed: Vec<Kept>,
    /// The files of earlier builds that stand under the other names, each with the signatures that it carries.
    pub outdated: Vec<(PathBuf, Option<Carried>)>,
}

/// Puts bytes under a name, or under one beside it where what stands there would be lost: `a.pdf`, `a-moi.pdf`,
/// `a-moi-2.pdf`.
///
/// # Errors
/// As [`save`].
pub fn save_beside(path: &Path, bytes: &[u8]) -> Result<Saved, Diagnostic> {
    if let Some(saved) = signed_beside(path, bytes) {
        return Ok(saved);
    }
    let mut passed = Vec::new();
    loop {
        let name = beside(path, passed.len());
        match save(&name, bytes)? {
            Some(kept) if !kept.current => passed.push(kept),
            kept => {
                let outdated = standing(path, passed.len() + 1).collect();
                return Ok(Saved { path: name, kept, passed, outdated });
            }
        }
    }
}

/// Where some have signed just these bytes under a name beside, and nobody has signed under the first name: there the
/// others sign on.
fn signed_beside(path: &Path, bytes: &[u8]) -> Option<Saved> {
    if is_free(&beside(path, 1)) || read(path).is_ok_and(|first| pdf::carried(&first).is_some()) {
        return None;
    }
    let mut others: Vec<(PathBuf, Option<Carried>)> = standing(path, 1).collect();
    let signed = |(name, carried): &(PathBuf, Option<Carried>)| {
        carried.is_some() && read(name).is_ok_and(|held| held.starts_with(bytes))
    };
    let (path, carried) = others.remove(others.iter().position(signed)?);
    let kept = Kept { path: path.clone(), carried, current: true };
    Some(Saved { path, kept: Some(kept), passed: Vec::new(), outdated: others })
}

/// The files that stand under the names from the one after so many others on, each with the signatures that it carries.
fn standing(path: &Path, others: usize) -> impl Iterator<Item = (PathBuf, Option<Carried>)> {
    let names = (others..).map(|others| beside(path, others)).take_while(|name| !is_free(name));
    names.map(|name| {
        let carried = read(&name).ok().and_then(|held| pdf::carried(&held));
        (name, carried)
    })
}

/// The name that is tried after so many others.
fn beside(path: &Path, others: usize) -> PathBuf {
    let mark = match others {
        0 => return path.to_owned(),
        1 => "-moi".to_owned(),
        _ => format!("-moi-{others}"),
    };
    let mut name = path.file_stem().map(OsString::from).unwrap_or_default();
    name.push(mark);
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}

/// Whether nothing stands under a name, not even a link that leads nowhere.
fn is_free(path: &Path) -> bool {
    matches!(std::fs::symlink_metadata(path), Err(error) if error.kind() == ErrorKind::NotFound)
}

/// The fault of a file that cannot be read: nobody knows then that it is not signed.
fn unread(path: &Path, fault: Diagnostic) -> Diagnostic {
    let message = if path.is_symlink() {
        format!("`{}` là liên kết: {}", path.display(), fault.message)
    } else {
        fault.message
    };
    let fault = Diagnostic { message, origin: Origin::Machine, ..fault };
    fault.hint("không đọc được thì không biết tệp đã ký hay chưa, nên thidua không ghi đè; chuyển tệp ấy đi rồi chạy lại")
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

/// Whether an open file is the one that stands at a path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |metadata: &std::fs::Metadata| (metadata.dev(), metadata.ino());
    matches!((file.metadata(), std::fs::metadata(path)), (Ok(one), Ok(other)) if id(&one) == id(&other))
}

/// Whether an open file is the one that stands at a path: here only its bytes tell.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

fn changed(path: &Path) -> Diagnostic {
    let fault = Diagnostic::error(format!("`{}` vừa bị chương trình khác sửa", path.display()));
    Diagnostic { origin: Origin::Machine, ..fault }
        .hint("tệp chưa được ghi gì thêm; kiểm tra tệp rồi chạy lại")
}
