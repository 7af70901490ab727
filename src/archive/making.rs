//! How the papers of a dossier were made: what is needed to make them once more and compare.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::bag;
use super::dossier::{self, layout};
use crate::diagnostic::Diagnostic;
use crate::input::files::RecordFile;
use crate::record::Record;
use crate::record::paper::Paper;
use crate::typeset::Face;

/// The version of the file's shape.
const FORMAT: u32 = 1;

/// The largest such file that is read.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// The words at the head of the file, for who opens it without thidua.
const HEAD: &str = "# Cách lập các văn bản trong hồ sơ này. Chạy bản thidua ghi ở `program` với hồ sơ trong `ho-so`, mẫu trong\n\
                    # `mau` và phông chữ có mã SHA-512 dưới đây thì được lại đúng `length` byte đầu của từng tệp.\n";

/// What decided the bytes of a dossier's papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Making {
    /// The version of this shape.
    pub format: u32,
    /// The program and its version.
    pub program: String,
    /// The record's file.
    pub record: MadeFrom,
    /// The faces that the papers are set in.
    pub fonts: Vec<FontFile>,
    /// The papers.
    pub papers: Vec<MadePaper>,
}

/// The record that papers were made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeFrom {
    /// Its file in the bag.
    pub file: String,
    /// The name that its papers were filed under: part of each PDF's own id.
    pub name: String,
}

/// A face of a font.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FontFile {
    /// Family, weight and style.
    pub name: String,
    /// The file's SHA-512.
    pub sha512: String,
}

/// A paper of the dossier and what it was made as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadePaper {
    /// The file in the bag.
    pub file: String,
    /// The paper's file name without its ending: `bao-cao-so-ket`.
    pub paper: String,
    /// Whether the file is a scan: it shows the paper, it does not begin with it.
    pub scan: bool,
    /// Whether the record went along in the PDF.
    pub attach_record: bool,
    /// How many bytes thidua made of it; signatures follow them.
    pub length: u64,
    /// The SHA-512 of these bytes.
    pub sha512: String,
}

impl MadePaper {
    /// Which paper of the record it is; none where the record has no such paper.
    pub fn of(&self, record: &Record) -> Option<Paper> {
        Paper::all(record).into_iter().find(|paper| paper.file_name(record) == self.paper)
    }
}

impl Making {
    /// What this program makes of a record with these fonts; no paper yet.
    pub fn new(file: &RecordFile, name_in_bag: &str, faces: &[Face]) -> Self {
        let font =
            |face: &Face| FontFile { name: face.name.clone(), sha512: bag::sha512(face.data.as_slice()) };
        Self {
            format: FORMAT,
            program: program(),
            record: MadeFrom { file: format!("{}/{name_in_bag}", layout::RECORD), name: file.name.clone() },
            fonts: faces.iter().map(font).collect(),
            papers: Vec::new(),
        }
    }

    /// The file's text.
    ///
    /// # Errors
    /// When it has no form in YAML; every one has.
    pub fn to_text(&self) -> Result<String, Diagnostic> {
        let body = serde_yaml::to_string(self)
            .map_err(|error| Diagnostic::error(format!("không ghi được cách lập văn bản ({error})")))?;
        Ok(format!("{HEAD}{body}"))
    }

    /// Reads the file of a bag.
    ///
    /// # Errors
    /// When it is missing, faulty, or of a later version.
    pub fn read(bag: &Path) -> Result<Self, Diagnostic> {
        let path = bag.join(layout::MAKING);
        let making: Self = serde_yaml::from_str(&dossier::text(&path, MAX_BYTES)?)
            .map_err(|error| Diagnostic::error(format!("`{}` không đúng mẫu ({error})", path.display())))?;
        if making.format > FORMAT {
            let message = format!("`{}` do một bản thidua mới hơn ghi", path.display());
            return Err(Diagnostic::error(message).hint("dùng bản thidua mới hơn"));
        }
        Ok(making)
    }

    /// The record's file, below the bag's folder.
    ///
    /// # Errors
    /// When the name leads elsewhere.
    pub fn record_file(&self, bag: &Path) -> Result<RecordFile, Diagnostic> {
        let name = self.record.file.strip_prefix(layout::RECORD).and_then(|rest| rest.strip_prefix('/'));
        match name.filter(|name| bag::is_inside(name) && !name.contains('/')) {
            Some(_) => Ok(RecordFile { path: bag.join(&self.record.file), name: self.record.name.clone() }),
            None => Err(Diagnostic::error(format!(
                "`{}` ghi tên hồ sơ `{}` không dùng được",
                bag.join(layout::MAKING).display(),
                self.record.file
            ))),
        }
    }
}

/// This program and its version.
pub fn program() -> String {
    concat!("thidua ", env!("CARGO_PKG_VERSION")).to_owned()
}
