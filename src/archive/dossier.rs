//! One dossier of the archive: a bag, and what it says of itself.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::metadata::{DocumentMetadata, DossierMetadata};
use super::xml;
use crate::diagnostic::Diagnostic;
use crate::output;
use crate::vietnamese::slug::slug;

/// The folders and files of a bag's payload, by their paths in the bag.
pub mod layout {
    /// The papers.
    pub const PAPERS: &str = "data/van-ban";
    /// The record with all that it is built from.
    pub const RECORD: &str = "data/ho-so";
    /// The templates, all of them.
    pub const TEMPLATES: &str = "data/mau";
    /// How the papers were made.
    pub const MAKING: &str = "data/cach-lap.yaml";
    /// Metadata, a file a paper.
    pub const METADATA: &str = "data/sieu-du-lieu";
    /// Metadata of the dossier itself, in [`METADATA`].
    pub const OWN_METADATA: &str = "ho-so.xml";
}

/// More papers than a dossier has.
const MAX_PAPERS: usize = 10_000;

/// One bag of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// The year in whose folder it lies.
    pub year: i32,
    /// Its name: that of its folder.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
}

impl Dossier {
    /// How a person names it: `2026/tong-ket`.
    pub fn id(&self) -> String {
        format!("{}/{}", self.year, self.name)
    }

    /// What it says of itself.
    ///
    /// # Errors
    /// When its metadata is missing or faulty.
    pub fn metadata(&self) -> Result<DossierMetadata, Diagnostic> {
        xml::read(&self.folder.join(layout::METADATA).join(layout::OWN_METADATA))
    }

    /// What it says of its papers, in their order.
    ///
    /// # Errors
    /// Every metadata file that is faulty.
    pub fn documents(&self) -> Result<Vec<DocumentMetadata>, Vec<Diagnostic>> {
        let folder = self.folder.join(layout::METADATA);
        let unread = |error: &std::io::Error| vec![output::machine("đọc siêu dữ liệu", &folder, error)];
        let (mut documents, mut faults) = (Vec::<DocumentMetadata>::new(), Vec::new());
        for entry in std::fs::read_dir(&folder).map_err(|error| unread(&error))? {
            let entry = entry.map_err(|error| unread(&error))?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name == layout::OWN_METADATA || !name.ends_with(".xml") {
                continue;
            }
            match xml::read(&entry.path()) {
                Ok(document) => documents.push(document),
                Err(fault) => faults.push(fault),
            }
            if documents.len() + faults.len() > MAX_PAPERS {
                let message = format!("hồ sơ `{}` có quá nhiều tệp siêu dữ liệu", self.id());
                return Err(vec![Diagnostic::error(message)]);
            }
        }
        documents.sort_by(|one, other| (one.doc_ordinal, &one.path).cmp(&(other.doc_ordinal, &other.path)));
        if faults.is_empty() { Ok(documents) } else { Err(faults) }
    }
}

/// The year that a folder is named after.
pub fn year(name: &str) -> Option<i32> {
    let digits = name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| name.parse().ok()).flatten()
}

/// Whether a name is one that a dossier can have: a plain word, no path.
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && slug(name) == name
}

/// A name as a dossier can have it: short enough for every system, and none that Windows keeps for itself.
pub fn name_of(words: &str) -> String {
    let mut name = slug(words);
    name.truncate(80);
    let name = name.trim_end_matches('-').to_owned();
    let device = ["con", "prn", "aux", "nul"].contains(&name.as_str())
        || (name.len() == 4 && (name.starts_with("com") || name.starts_with("lpt")));
    if name.is_empty() || device { format!("ho-so-{name}").trim_end_matches('-').to_owned() } else { name }
}

/// A file of the archive as text: no link, no device, not larger than `most` bytes, UTF-8.
pub(super) fn text(path: &Path, most: u64) -> Result<String, Diagnostic> {
    String::from_utf8(bytes(path, most)?)
        .map_err(|_| Diagnostic::error(format!("`{}` không phải là văn bản Unicode UTF-8", path.display())))
}

/// A file of the archive: no link, no device, not larger than `most` bytes.
pub(super) fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Diagnostic> {
    let missing = || Diagnostic::error(format!("trong kho lưu trữ thiếu tệp `{}`", path.display()));
    let fault = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => missing(),
        _ => output::machine("đọc", path, error),
    };
    let metadata = std::fs::symlink_metadata(path).map_err(|error| fault(&error))?;
    if !metadata.is_file() {
        return Err(Diagnostic::error(format!("`{}` không phải là tệp thường", path.display())));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| fault(&error))?;
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| fault(&error))?;
    if bytes.len() as u64 > most {
        return Err(Diagnostic::error(format!("tệp `{}` lớn quá", path.display())));
    }
    Ok(bytes)
}
