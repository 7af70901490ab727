//! What is known of an archived paper and of its dossier: the fields of Nghị định 30/2020/NĐ-CP, Phụ lục VI.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::pdf::UNSIGNED;

/// One paper of a dossier, field by field as Phụ lục VI names them for outgoing documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DocumentMetadata {
    /// The dossier that the paper is in.
    pub file_code: FileCode,
    /// Its place in the dossier, from 1.
    pub doc_ordinal: u32,
    /// Tên loại: `Quyết định`; for a covenant `Bản giao ước thi đua`, no type of the decree's.
    pub type_name: String,
    /// Số, as it is printed: `05`; none on a paper that has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_number: Option<String>,
    /// Ký hiệu, as it is printed: `QĐ-SNV`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_notation: Option<String>,
    /// Ngày ban hành.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_date: Option<NaiveDate>,
    /// Cơ quan ban hành.
    pub organ_name: String,
    /// Trích yếu.
    pub subject: String,
    /// Language, in Vietnamese.
    pub language: String,
    /// Number of pages.
    pub page_amount: u32,
    /// What else is to be said of it: signed digitally, scanned.
    pub description: String,
    /// Who signs, in the order of the paper.
    #[serde(default)]
    pub signer_info: Vec<SignerInfo>,
    /// Nơi nhận, in the order of the paper.
    #[serde(default)]
    pub to: Vec<Recipient>,
    /// Mức độ khẩn: 0 none, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc.
    pub priority: u8,
    /// Số bản phát hành.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_amount: Option<u32>,
    /// Who keeps the original and a copy, as the last line of Nơi nhận says: `VT, TĐKT`.
    #[serde(default)]
    pub filing: String,
    /// By when it is to be answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<NaiveDate>,
    /// The file within the bag: `data/van-ban/quyet-dinh-khen-thuong-1.pdf`.
    pub path: String,
    /// The file's SHA-512, as in the bag's manifest.
    pub sha512: String,
    /// The names in the paper that it may be looked for by: persons and units of its lists.
    #[serde(default, rename = "Name")]
    pub names: Vec<String>,
    /// The copies of this paper, signed less, that it takes the place of; the file begins with each of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<Replaced>,
}

impl DocumentMetadata {
    /// Whether it is an electronic copy that nobody has signed.
    pub fn is_unsigned(&self) -> bool {
        self.description == UNSIGNED
    }
}

/// An archived copy of a paper that was signed further since: it stays in its bag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Replaced {
    /// The dossier that it is in: `2026/tong-ket`.
    pub dossier: String,
    /// Its file within the bag.
    pub path: String,
    /// How many bytes it has.
    pub length: u64,
    /// Their SHA-512.
    pub sha512: String,
}

/// Mã hồ sơ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct FileCode {
    /// Mã định danh of the agency that keeps the dossier, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organ_id: Option<String>,
    /// Năm hình thành hồ sơ.
    pub file_catalog: i32,
    /// Số và ký hiệu hồ sơ: the dossier's name in the archive.
    pub file_notation: String,
}

/// Who signs a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SignerInfo {
    /// Chức vụ, with its authority: `KT. Giám đốc, Phó Giám đốc`.
    pub position: String,
    /// Họ và tên.
    pub full_name: String,
}

/// Who receives a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Recipient {
    /// Mã định danh, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organ_id: Option<String>,
    /// Tên cơ quan, tổ chức, cá nhân.
    pub organ_name: String,
}

/// The dossier itself, as Phụ lục VI describes a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DossierMetadata {
    /// Mã hồ sơ.
    pub file_code: FileCode,
    /// Tiêu đề hồ sơ.
    pub title: String,
    /// Thời hạn lưu trữ: `Vĩnh viễn`, `20 năm`.
    pub maintenance: String,
    /// Chế độ sử dụng.
    pub rights: String,
    /// Người lập hồ sơ.
    pub creator: String,
    /// Language, in Vietnamese.
    pub language: String,
    /// The day of its first paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_date: Option<NaiveDate>,
    /// The day of its last paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_date: Option<NaiveDate>,
    /// How many papers it holds.
    pub doc_total: u32,
    /// How many pages they have.
    pub page_total: u32,
    /// What else is to be said of it.
    pub description: String,
}

impl DossierMetadata {
    /// The same of a dossier that holds these papers.
    pub fn of_papers(self, documents: &[DocumentMetadata]) -> Self {
        let dates = || documents.iter().filter_map(|document| document.issued_date);
        Self {
            start_date: dates().min(),
            end_date: dates().max(),
            doc_total: u32::try_from(documents.len()).unwrap_or(u32::MAX),
            page_total: documents.iter().map(|document| document.page_amount).fold(0, u32::saturating_add),
            ..self
        }
    }
}
