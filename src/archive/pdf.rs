//! What a PDF file tells of itself.

use std::panic::catch_unwind;

use crate::diagnostic::Diagnostic;
use crate::pdf;
use crate::sign::party;

/// How a file is described that nobody has signed.
pub const UNSIGNED: &str = "Bản điện tử chưa có chữ ký số";

/// What is noted of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfFacts {
    /// How many pages it shows.
    pub pages: u32,
    /// How many of its signature fields hold a signature.
    pub signatures: usize,
    /// Whose fields wait for one.
    pub waiting: Vec<String>,
    /// Whether thidua made it.
    pub ours: bool,
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
            let (signed, waiting): (Vec<_>, Vec<_>) =
                pdf::fields::list(&document).into_iter().partition(|field| field.signed);
            let waiting = waiting.iter().map(|field| party::name(field).to_owned()).collect();
            Ok(Self { pages, signatures: signed.len(), waiting, ours: party::is_ours(&document) })
        };
        // Hostile files are known to bring readers of PDF to panic.
        catch_unwind(read).unwrap_or_else(|_| Err(Diagnostic::error("tệp PDF hỏng, không đọc được")))
    }

    /// How the paper was signed, in words.
    pub fn description(&self, scan: bool) -> String {
        use crate::vietnamese::notation::count;
        match (scan, self.signatures) {
            (true, _) => "Bản quét của văn bản ký trên giấy".to_owned(),
            (false, 0) => UNSIGNED.to_owned(),
            (false, signatures) => format!("Bản điện tử có {} chữ ký số", count(signatures)),
        }
    }
}

/// The program that made a PDF, where it was thidua: as the file's own metadata say.
pub fn maker(bytes: &[u8]) -> Option<String> {
    const TAG: &[u8] = b"<xmp:CreatorTool>";
    let at = bytes.windows(TAG.len()).position(|window| window == TAG)? + TAG.len();
    let name = bytes.get(at..)?.split(|byte| *byte == b'<').next()?;
    let name = std::str::from_utf8(name.get(..name.len().min(40))?).ok()?;
    name.starts_with("thidua ").then(|| name.to_owned())
}
