//! What a PDF file tells of itself.

use std::panic::catch_unwind;

use crate::diagnostic::Diagnostic;
use crate::pdf;

/// What is noted of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PdfFacts {
    /// How many pages it shows.
    pub pages: u32,
    /// How many of its signature fields hold a signature.
    pub signatures: usize,
}

impl PdfFacts {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is no PDF that can be read.
    pub fn of(bytes: &[u8]) -> Result<Self, Diagnostic> {
        let read = || {
            let document = pdf::open(bytes)?;
            let pages = u32::try_from(document.get_pages().len()).unwrap_or(u32::MAX);
            let signed = pdf::fields::list(&document).into_iter().filter(|field| field.signed);
            Ok(Self { pages, signatures: signed.count() })
        };
        // Hostile files are known to bring readers of PDF to panic.
        catch_unwind(read).unwrap_or_else(|_| Err(Diagnostic::error("tệp PDF hỏng, không đọc được")))
    }

    /// How the paper was signed, in words.
    pub fn description(&self, scan: bool) -> String {
        use crate::vietnamese::notation::count;
        match (scan, self.signatures) {
            (true, _) => "Bản quét của văn bản ký trên giấy".to_owned(),
            (false, 0) => "Bản điện tử chưa có chữ ký số".to_owned(),
            (false, signatures) => format!("Bản điện tử có {} chữ ký số", count(signatures)),
        }
    }
}
