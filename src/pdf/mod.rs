//! PDF files as signing, verifying and archiving see them: form fields, revisions, what an update added.

pub mod fields;
mod page;
mod signatures;
pub mod stamp;
mod tags;
mod update;

use std::panic::AssertUnwindSafe;

use lopdf::{Document, LoadOptions};

use crate::diagnostic::Diagnostic;
pub use page::top_right;
pub use signatures::{Carried, carried};
pub use update::Update;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 200 * 1024 * 1024;

/// How large one compressed part of a file may become, in bytes.
const MAX_PART: usize = 64 * 1024 * 1024;

/// Reads a PDF file as its last revision shows it.
///
/// # Errors
/// When it is no PDF, is too large, broken, or locked with a password.
pub fn open(pdf: &[u8]) -> Result<Document, Diagnostic> {
    if pdf.len() > MAX_BYTES {
        let most = MAX_BYTES / 1024 / 1024;
        return Err(Diagnostic::error(format!("tệp PDF lớn quá: chỉ đọc được tệp đến {most} MB"))
            .hint("giảm độ phân giải của ảnh trong tệp, hoặc chia tệp thành nhiều tệp nhỏ"));
    }
    if !pdf.starts_with(b"%PDF-") {
        return Err(Diagnostic::error("đây không phải là tệp PDF").hint("kiểm tra lại tên tệp"));
    }
    let options = LoadOptions { max_decompressed_size: Some(MAX_PART), ..LoadOptions::default() };
    let document = guarded(|| Document::load_mem_with_options(pdf, options))?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(Diagnostic::error("tệp PDF này được khóa bằng mật khẩu")
            .hint("lưu lại một bản không đặt mật khẩu rồi dùng bản đó"));
    }
    // What was repaired in memory only would make everything that is appended point astray.
    if document.xref_recovery.is_some() || document.xref_start == 0 || document.catalog().is_err() {
        return Err(broken());
    }
    Ok(document)
}

/// Ends the last line of a file. Some programs append their update straight after the last byte, and an object that
/// does not begin on a line of its own breaks PDF/A (ISO 19005-2, 6.1.9).
pub fn end_line(pdf: &mut Vec<u8>) {
    if pdf.last() != Some(&b'\n') {
        pdf.push(b'\n');
    }
}

/// Runs a step that goes through lopdf; should the library fail or panic, the file is to blame.
fn guarded<T>(step: impl FnOnce() -> lopdf::Result<T>) -> Result<T, Diagnostic> {
    match std::panic::catch_unwind(AssertUnwindSafe(step)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(_)) | Err(_) => Err(broken()),
    }
}

/// The fault of a file that is not built as PDF files are.
fn broken() -> Diagnostic {
    Diagnostic::error("tệp PDF hỏng, không đọc được cấu trúc bên trong")
        .hint("lấy lại tệp từ nơi đã gửi, hoặc lập lại văn bản bằng `thidua build`")
}
