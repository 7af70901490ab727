//! The files of the book: small YAML texts with Vietnamese keys, to be read in decades without thidua.

use std::io::{ErrorKind, Read};
use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha512};

use crate::diagnostic::Diagnostic;
use crate::output;
use crate::record::scalar::DocumentNumber;

/// What a number is for. Two papers are the same one where all of this is the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purpose {
    /// The record's name; none of a paper that thidua did not make.
    #[serde(rename = "ho-so", default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Group and meeting in words.
    #[serde(rename = "hoi-nghi", default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<String>,
    /// The paper's file name without its ending: `quyet-dinh-khen-thuong-1`.
    #[serde(rename = "van-ban", default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// Trích yếu.
    #[serde(rename = "trich-yeu")]
    pub subject: String,
}

/// How a number came into the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// Given by thidua, the next of its series.
    #[serde(rename = "thidua cấp")]
    Given,
    /// Given elsewhere and registered with its paper.
    #[serde(rename = "ghi theo văn bản")]
    Registered,
}

/// A number that is held: the file `NNNN.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// Số, as it is printed.
    #[serde(rename = "so")]
    pub number: DocumentNumber,
    /// Ký hiệu, as it is printed.
    #[serde(rename = "ky-hieu")]
    pub notation: String,
    /// Cơ quan ban hành.
    #[serde(rename = "co-quan")]
    pub issuer: String,
    /// The year whose number it is.
    #[serde(rename = "nam")]
    pub year: i32,
    /// The day that the paper was to carry.
    #[serde(rename = "ngay", default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// What it is for.
    #[serde(rename = "dung-cho")]
    pub purpose: Purpose,
    /// How it came here.
    #[serde(rename = "nguon")]
    pub source: Source,
    /// Since when it is held.
    #[serde(rename = "giu-luc")]
    pub since: DateTime<FixedOffset>,
    /// Who holds it.
    #[serde(rename = "nguoi-giu", default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl Reservation {
    /// Number and symbol: `12/QĐ-SNV`.
    pub fn code(&self) -> String {
        format!("{}/{}", self.number, self.notation)
    }
}

/// How a number ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ending {
    /// A paper was issued with it.
    #[serde(rename = "đã dùng")]
    Used,
    /// It will not be used, and not given again.
    #[serde(rename = "đã hủy")]
    Cancelled,
}

/// What became of a number: the file `NNNN.ket-qua.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Số và ký hiệu.
    #[serde(rename = "so-ky-hieu")]
    pub code: String,
    /// How it ended.
    #[serde(rename = "ket-qua")]
    pub ending: Ending,
    /// Why it was cancelled.
    #[serde(rename = "ly-do", default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Ngày ban hành of the paper that used it.
    #[serde(rename = "ngay-ban-hanh", default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// The paper that used it.
    #[serde(rename = "dung-cho", default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// The SHA-512 of its file.
    #[serde(rename = "sha512", default, skip_serializing_if = "Option::is_none")]
    pub sha512: Option<String>,
    /// When this was written.
    #[serde(rename = "ghi-luc")]
    pub at: DateTime<FixedOffset>,
    /// Who wrote it.
    #[serde(rename = "nguoi-ghi", default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// Whether an issuer numbers each type of paper by itself or all together: the head decides (Điều 15).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Style {
    /// A series for each symbol: QĐ-SNV, BC-SNV.
    #[default]
    #[serde(rename = "riêng từng loại")]
    ByType,
    /// One series for all.
    #[serde(rename = "chung các loại")]
    Common,
}

/// Larger than any file of the book.
const MAX_BYTES: u64 = 64 * 1024;

/// Reads a file of the book; none where it is not there.
pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, Diagnostic> {
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(output::machine("đọc", path, &error)),
    };
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| output::machine("đọc", path, &error))?;
    match serde_yaml::from_slice(&bytes) {
        Ok(value) if bytes.len() as u64 <= MAX_BYTES => Ok(Some(value)),
        _ => Err(damaged(path)),
    }
}

/// The SHA-512 of a file of the book.
pub(super) fn sha512(path: &Path) -> Result<String, Diagnostic> {
    let bytes = std::fs::read(path).map_err(|error| output::machine("đọc", path, &error))?;
    Ok(base16ct::lower::encode_string(&Sha512::digest(bytes)))
}

/// A file that does not say what such a file says.
pub(super) fn damaged(path: &Path) -> Diagnostic {
    Diagnostic::error(format!("tệp `{}` của sổ văn bản bị hỏng hoặc đã bị sửa", path.display()))
        .hint("chép lại tệp này từ bản sao lưu; không xóa tệp, vì số của tệp này vẫn tính là đã cấp")
}

/// Claims a file of the book; tells whether it was still free.
pub(super) fn claim<T: Serialize>(path: &Path, value: &T) -> Result<bool, Diagnostic> {
    let text = serde_yaml::to_string(value)
        .map_err(|_| Diagnostic::error(format!("không ghi được `{}` dưới dạng YAML", path.display())))?;
    let text = format!(
        "# Sổ số văn bản do thidua lập (Nghị định 30/2020/NĐ-CP, Điều 15). Không sửa, không xóa.\n{text}"
    );
    output::claim(path, text.as_bytes())
}
