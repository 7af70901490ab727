//! BagIt 1.0 (RFC 8493): a folder that lists its files with their SHA-512.

mod algorithm;
mod manifest;
mod verify;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use base16ct::lower::encode_string;
use sha2::{Digest, Sha512};
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Diagnostic;
use crate::output;
use algorithm::Algorithm;
pub use manifest::{Manifest, is_inside};
pub use verify::verify;

/// What says that a folder is a bag.
const DECLARATION: &str = "bagit.txt";
/// The declaration's only content.
const DECLARED: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
/// What is known of the bag as a whole.
const INFO: &str = "bag-info.txt";
/// The files of the payload.
pub const PAYLOAD_MANIFEST: &str = "manifest-sha512.txt";
/// The other files.
const TAG_MANIFEST: &str = "tagmanifest-sha512.txt";
/// Where the payload is.
const PAYLOAD: &str = "data";
/// The largest of the bag's own files that is read.
const MAX_TAG_BYTES: u64 = 64 * 1024 * 1024;

/// Makes a bag of a folder whose payload stands below `data` already. When this returns, every
/// file and name of it is on the disk.
///
/// # Errors
/// When the machine refuses.
pub fn seal(folder: &Path, info: &[(&str, String)]) -> Result<(), Diagnostic> {
    let payload = manifest::files(&folder.join(PAYLOAD), PAYLOAD)?;
    let mut bytes = 0;
    let mut listed = Manifest::default();
    for (name, file) in &payload {
        bytes += file.size;
        listed.insert(name.clone(), sha512_of(&file.path)?);
    }
    let oxum = ("Payload-Oxum", format!("{bytes}.{}", payload.len()));
    let lines = info.iter().chain(std::iter::once(&oxum));
    let info: String = lines.map(|(key, value)| format!("{key}: {}\n", one_line(value))).collect();
    let tags = [(DECLARATION, DECLARED.to_owned()), (INFO, info), (PAYLOAD_MANIFEST, listed.to_string())];
    let mut tag_manifest = Manifest::default();
    for (name, text) in tags {
        output::write(&folder.join(name), text.as_bytes())?;
        tag_manifest.insert(name.to_owned(), sha512(text.as_bytes()));
    }
    output::write(&folder.join(TAG_MANIFEST), tag_manifest.to_string().as_bytes())?;
    sync_all(folder)
}

/// The files of the payload with their digests.
///
/// # Errors
/// When the manifest is missing or malformed.
pub fn payload(folder: &Path) -> Result<Manifest, Diagnostic> {
    Manifest::read(&folder.join(PAYLOAD_MANIFEST))
}

/// What the bag says of itself, by key; a key that is there twice has its first value.
///
/// # Errors
/// When the file is missing or malformed.
pub fn info(folder: &Path) -> Result<BTreeMap<String, String>, Diagnostic> {
    let path = folder.join(INFO);
    let text = super::dossier::text(&path, MAX_TAG_BYTES)?;
    let mut known = BTreeMap::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let Some((key, value)) = line.split_once(':') else {
            return Err(Diagnostic::error(format!(
                "`{}`, dòng {}: thiếu dấu hai chấm",
                path.display(),
                at + 1
            )));
        };
        known.entry(key.trim().to_owned()).or_insert_with(|| value.trim().to_owned());
    }
    Ok(known)
}

/// The SHA-512 of bytes, in small hexadecimal letters.
pub fn sha512(bytes: &[u8]) -> String {
    encode_string(&Sha512::digest(bytes))
}

/// The SHA-512 of a file, however large.
///
/// # Errors
/// When it cannot be read.
pub fn sha512_of(path: &Path) -> Result<String, Diagnostic> {
    Algorithm::Sha512.of(path)
}

/// A value without the line ends that would make it another entry.
pub(super) fn one_line(value: &str) -> String {
    value.nfc().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// So many files are put on the disk at once: most of the time is the disk's, which takes several
/// together as fast as one.
const AT_ONCE: usize = 8;

/// Puts a folder and all below it on the disk: contents, then names.
fn sync_all(folder: &Path) -> Result<(), Diagnostic> {
    let files: Vec<PathBuf> = manifest::files(folder, "")?.into_values().map(|file| file.path).collect();
    let folders: BTreeSet<&Path> = files
        .iter()
        .flat_map(|file| file.ancestors().skip(1).take_while(|parent| parent.starts_with(folder)))
        .collect();
    at_once(&files, sync)?;
    // The name of a file in it stands for a folder.
    at_once(&folders.into_iter().map(|folder| folder.join(DECLARATION)).collect::<Vec<_>>(), |file| {
        output::sync_folder(file)
    })
}

/// Does something with all paths, several at once.
fn at_once(
    paths: &[PathBuf],
    step: impl Fn(&Path) -> Result<(), Diagnostic> + Sync,
) -> Result<(), Diagnostic> {
    let share = paths.len().div_ceil(AT_ONCE).max(1);
    std::thread::scope(|scope| {
        let step = &step;
        let workers: Vec<_> = paths
            .chunks(share)
            .map(|share| scope.spawn(move || share.iter().try_for_each(|path| step(path))))
            .collect();
        // A worker that panicked has not done its share.
        let broken = || Err(Diagnostic::error("thidua gặp lỗi bên trong khi ghi ra đĩa"));
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|_| broken()))
    })
}

/// Puts a file's content on the disk.
fn sync(path: &Path) -> Result<(), Diagnostic> {
    // Windows flushes only what may be written.
    let synced = std::fs::OpenOptions::new().write(true).open(path).and_then(|file| file.sync_all());
    synced.map_err(|error| output::machine("ghi", path, &error))
}
