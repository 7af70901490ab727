//! What is seen of a signature (NĐ 30/2020, Phụ lục I, mục II.7d và II.8): a picture, or words in its place.

use chrono::{DateTime, Utc};

use super::attachment::Marking;
use crate::clock::VIETNAM;
use crate::diagnostic::Diagnostic;
use crate::pdf::fields::{OFFICE, SignatureField};
use crate::typeset::Typesetter;
use crate::typeset::stamp::{Stamp, render};

/// What is to be seen.
#[derive(Debug, Clone, Copy)]
pub enum Look<'a> {
    /// The picture of a person's signature or of an office's seal.
    Picture(&'a [u8]),
    /// Who signs and when.
    Words,
    /// The paper that the signed file belongs to, and when it is signed.
    Attachment(&'a Marking),
}

/// Draws it as large as a field.
///
/// # Errors
/// When the picture is none, is broken or too large.
pub fn draw(
    typesetter: &Typesetter,
    look: Look<'_>,
    field: &SignatureField,
    who: &str,
    time: DateTime<Utc>,
) -> Result<Vec<u8>, Diagnostic> {
    let when = time.with_timezone(&VIETNAM);
    let stamp = match look {
        Look::Picture(picture) => Stamp::Picture(picture),
        Look::Words if field.name == OFFICE => Stamp::Office { who, when },
        Look::Words => Stamp::Signed { who, when },
        Look::Attachment(marking) => Stamp::Attachment { paper: marking.number(), when },
    };
    let (width, height) = field.size();
    // A stamp has no more faults than one.
    render(typesetter, &stamp, width, height).map_err(|faults| {
        faults.into_iter().next().unwrap_or_else(|| Diagnostic::error("không vẽ được chữ ký"))
    })
}
