//! A manifest: names and digests, one a line.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use super::MAX_TAG_BYTES;
use super::algorithm::Algorithm;
use crate::archive::dossier;
use crate::diagnostic::Diagnostic;
use crate::output;

/// More files than a bag of ours has.
const MAX_FILES: usize = 100_000;

/// Deeper than a bag of ours goes.
const MAX_DEPTH: usize = 32;

/// Digests by the files' paths from the bag, `/` between the parts, composed (NFC).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest(BTreeMap<String, String>);

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// When it is missing, too large, or a line of it is no digest and name, names a file twice or
    /// a place outside the bag.
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        Self::read_as(path, Algorithm::Sha512)
    }

    /// The same of a manifest with other digests.
    pub(super) fn read_as(path: &Path, algorithm: Algorithm) -> Result<Self, Diagnostic> {
        let text = dossier::text(path, MAX_TAG_BYTES)?;
        let mut listed = Self::default();
        for (at, line) in text.lines().enumerate() {
            let faulty = |what: &str| {
                Diagnostic::error(format!("`{}`, dòng {}: {what}", path.display(), at + 1))
                    .hint("tệp này đã bị sửa; lấy lại hồ sơ từ bản dự phòng")
            };
            let (digest, name) =
                line.split_once([' ', '\t']).ok_or_else(|| faulty("không có mã kiểm tra và tên tệp"))?;
            let name = decoded(name.trim_start_matches([' ', '\t', '*']));
            if digest.len() != algorithm.digits() || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(faulty(&format!("mã kiểm tra không phải là {}", algorithm.words())));
            }
            if !is_inside(&name) {
                return Err(faulty("tên tệp chỉ ra ngoài hồ sơ"));
            }
            if listed.insert(name, digest.to_ascii_lowercase()).is_some() {
                return Err(faulty("tệp được liệt kê hai lần"));
            }
            if listed.0.len() > MAX_FILES {
                return Err(faulty("quá nhiều tệp"));
            }
        }
        Ok(listed)
    }

    /// Adds a file; tells the digest that it had already.
    pub fn insert(&mut self, name: String, digest: String) -> Option<String> {
        self.0.insert(name.nfc().collect(), digest)
    }

    /// The digest of a file.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Files and digests in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, digest)| (name.as_str(), digest.as_str()))
    }
}

impl fmt::Display for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.iter().try_for_each(|(name, digest)| writeln!(f, "{digest}  {}", encoded(name)))
    }
}

/// A name on one line (RFC 8493, 2.1.3).
fn encoded(name: &str) -> String {
    name.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn decoded(name: &str) -> String {
    let replaced =
        ["0D", "0d"].iter().fold(name.to_owned(), |name, code| name.replace(&format!("%{code}"), "\r"));
    let replaced = ["0A", "0a"].iter().fold(replaced, |name, code| name.replace(&format!("%{code}"), "\n"));
    replaced.replace("%25", "%")
}

/// Whether a name is a plain path below the bag, on every system.
pub fn is_inside(name: &str) -> bool {
    !name.contains(['\\', ':', '\0'])
        && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !name.starts_with('~')
}

/// A file of a bag as it is on the disk.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its path; the system may write its name otherwise than a manifest does.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
}

/// The files below a folder by their paths from the bag, composed (NFC); `prefix` is the folder's
/// own path from the bag, nothing for the bag itself.
///
/// # Errors
/// When something is neither file nor folder (a link, a device), has a name that is no Unicode, or
/// cannot be read; when there is far too much of it.
pub fn files(folder: &Path, prefix: &str) -> Result<BTreeMap<String, Found>, Diagnostic> {
    let mut found = BTreeMap::new();
    collect(folder, prefix, 0, &mut found)?;
    Ok(found)
}

fn collect(
    folder: &Path,
    prefix: &str,
    depth: usize,
    found: &mut BTreeMap<String, Found>,
) -> Result<(), Diagnostic> {
    let unread = |error: &std::io::Error| output::machine("đọc thư mục", folder, error);
    for entry in std::fs::read_dir(folder).map_err(|error| unread(&error))? {
        let entry = entry.map_err(|error| unread(&error))?;
        let path = entry.path();
        let refused = |why: &str| {
            Diagnostic::error(format!("`{}` {why}", path.display()))
                .hint("hồ sơ chỉ gồm tệp và thư mục thường")
        };
        let name = entry.file_name();
        let Some(name) = name.to_str() else { return Err(refused("có tên không phải là Unicode")) };
        let separator = if prefix.is_empty() { "" } else { "/" };
        let name: String = format!("{prefix}{separator}{name}").nfc().collect();
        let metadata = std::fs::symlink_metadata(&path).map_err(|error| unread(&error))?;
        if metadata.is_dir() {
            if depth == MAX_DEPTH {
                return Err(refused("nằm quá sâu"));
            }
            collect(&path, &name, depth + 1, found)?;
        } else if metadata.is_file() {
            let file = Found { path: path.clone(), size: metadata.len() };
            if found.insert(name, file).is_some() {
                return Err(refused("trùng tên với một tệp khác"));
            }
        } else {
            return Err(refused("là liên kết hoặc thiết bị"));
        }
        if found.len() > MAX_FILES {
            return Err(refused("và các tệp khác: quá nhiều tệp"));
        }
    }
    Ok(())
}
