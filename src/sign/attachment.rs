//! Attachments in files of their own: signed at the top right of page 1, in words only (NĐ 30/2020, Phụ lục I,
//! mục II.8).

use chrono::{DateTime, Utc};

use crate::diagnostic::Diagnostic;
use crate::pdf::fields::{self, ATTACHMENT, Field};
use crate::pdf::{self, Update};
use crate::typeset::stamp::ATTACHMENT_SIZE;

use super::{party, permission};

/// The longest number and symbol, in letters.
const LONGEST: usize = 60;

/// How far from the page's edges it stands, in points: 10 mm.
const INSET: f64 = 28.35;

/// The number and symbol of the paper that an attachment belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marking(String);

impl Marking {
    /// Reads `12/QĐ-SNV`.
    ///
    /// # Errors
    /// When it is no number with a symbol.
    pub fn parse(text: &str) -> Result<Self, Diagnostic> {
        let text = text.trim();
        let (number, symbol) = text.split_once('/').unwrap_or_default();
        let figures = number.chars().take_while(char::is_ascii_digit).count();
        let plain = text.chars().all(|letter| !letter.is_control() && !letter.is_whitespace());
        if figures == 0 || symbol.is_empty() || !plain || text.chars().count() > LONGEST {
            return Err(Diagnostic::usage(format!("`{text}` không phải là số, ký hiệu văn bản"))
                .hint("ghi như trên văn bản, ví dụ `--attachment-of 12/QĐ-SNV`"));
        }
        Ok(Self(text.to_owned()))
    }

    /// The number and symbol as they were written.
    pub fn number(&self) -> &str {
        &self.0
    }
}

/// A file with an empty field for the signature of an attachment, and the field's name.
///
/// # Errors
/// When the file cannot be read, is a draft of ours, is signed as an attachment already, or an earlier signature
/// allows no field more.
pub fn with_field(pdf: &[u8], now: DateTime<Utc>) -> Result<(Vec<u8>, String), Diagnostic> {
    let update = Update::open(pdf)?;
    let document = update.previous();
    if let Some(field) = fields::list(document).into_iter().find(|field| field.name == ATTACHMENT) {
        if field.signed {
            let whose = party::signer(document, &field);
            return Err(Diagnostic::usage(format!("phụ lục này đã được {whose} ký")));
        }
        permission::allowed(document, ATTACHMENT, false)?;
        return Ok((pdf.to_vec(), field.name));
    }
    if party::is_ours(document) && fields::list(document).is_empty() {
        return Err(party::draft());
    }
    permission::allowed(document, ATTACHMENT, true)?;
    let (width, height) = ATTACHMENT_SIZE;
    let field = Field {
        name: ATTACHMENT.to_owned(),
        label: "Chữ ký số của cơ quan ban hành trên phụ lục".to_owned(),
        page: 1,
        rect: pdf::top_right(document, width, height, INSET)?,
    };
    let added = fields::add(pdf, &[field])?;
    // In a tagged file a new field changes the structure, which a signature covers.
    match permission::fallen(&added, now)? {
        Some(whose) if permission::fallen(pdf, now)?.is_none() => Err(Diagnostic::error(format!(
            "tệp đã có chữ ký của {whose}; thêm ô ký phụ lục sẽ làm chữ ký ấy mất giá trị"
        ))
        .hint("ký phụ lục trước, những người khác ký sau")),
        _ => Ok((added, ATTACHMENT.to_owned())),
    }
}
