//! What a digital signature shows (NĐ 30/2020, PL I/II.7d, 8): a one-page PDF of its field's size.

use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset};
use typst::diag::Warned;
use typst::foundations::{Bytes, Smart};
use typst::syntax::Source;
use typst::visualize::{ExchangeFormat, RasterFormat, RasterImage};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use unicode_normalization::UnicodeNormalization;

use super::world::Desk;
use super::{Sources, Typesetter};
use crate::diagnostic::Diagnostic;
use crate::template::literal;
use crate::template::{INTERNAL, TemplateSet};

/// The field of an attached file's signature: wide and high enough for its two lines, in points.
pub const ATTACHMENT_SIZE: (f64, f64) = (170.0, 26.0);

/// The largest picture that is read, in bytes.
pub const MAX_PICTURE_BYTES: usize = 5 * 1024 * 1024;

/// The most pixels that a picture may be wide or high.
const MAX_PIXELS: u32 = 4000;

/// The name under which Typst reads the picture.
const PICTURE: &str = "hinh";

/// Seconds that Vietnam is ahead of the universal time; the decree wants its time shown.
const VIETNAM: i32 = 7 * 3600;

/// What a signature shows.
#[derive(Debug, Clone, Copy)]
pub enum Stamp<'a> {
    /// A handwritten signature or a seal, as PNG or JPEG; what is transparent stays so.
    Picture(&'a [u8]),
    /// Who signed and when, where there is no picture.
    Signed {
        /// The person or office, as the certificate names it.
        who: &'a str,
        /// When.
        when: DateTime<FixedOffset>,
    },
    /// Which office signed and when, where there is no picture of its seal: beside the person's
    /// signature, which a seal would cover in part.
    Office {
        /// The office, as the certificate names it.
        who: &'a str,
        /// When.
        when: DateTime<FixedOffset>,
    },
    /// The signature of a file that goes along with a paper.
    Attachment {
        /// Number and symbol of the paper: `12/QĐ-SNV`.
        paper: &'a str,
        /// When.
        when: DateTime<FixedOffset>,
    },
}

/// The stamp as a PDF file of one page, `width` by `height` points.
///
/// # Errors
/// When its picture is none, is broken or too large.
pub fn render(
    typesetter: &Typesetter,
    stamp: &Stamp,
    width: f64,
    height: f64,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    static SOURCES: LazyLock<Sources> = LazyLock::new(|| Sources::new(&TemplateSet::default()));
    let picture = match stamp {
        Stamp::Picture(bytes) => {
            check(bytes).map_err(|fault| vec![fault])?;
            *bytes
        }
        _ => &[],
    };
    let main = Source::detached(text(typesetter, stamp, width, height));
    let desk = Desk::without_record(typesetter, &SOURCES, (PICTURE, picture), main);
    let Warned { output, .. } = typst::compile::<PagedDocument>(&desk);
    // An archival PDF, so that it may go into one; its marks would lead to the wrong structure.
    let standards = PdfStandards::new(&[PdfStandard::A_2b]).map_err(|_| refused(stamp))?;
    let options = PdfOptions { standards, tagged: false, ..PdfOptions::default() };
    let document = output.map_err(|_| refused(stamp))?;
    typst_pdf::pdf(&document, &options).map_err(|_| refused(stamp))
}

/// The stamp's Typst text: a call of the library, with values only.
fn text(typesetter: &Typesetter, stamp: &Stamp, width: f64, height: f64) -> String {
    let words = |words: &str| literal::string(&drawable(typesetter, words));
    let size = format!("{width:.3}pt, {height:.3}pt");
    let drawn = match stamp {
        Stamp::Picture(_) => format!("picture({})", literal::string(&format!("/{PICTURE}"))),
        Stamp::Signed { who, when } | Stamp::Office { who, when } => {
            let drawn = if matches!(stamp, Stamp::Office { .. }) { "office" } else { "signed" };
            let when = in_vietnam(when).format("%d/%m/%Y %H:%M:%S %:z").to_string();
            format!("{drawn}({size}, who: {}, when: {})", words(who), words(&when))
        }
        Stamp::Attachment { paper, when } => {
            let when = in_vietnam(when).format("%Y-%m-%dT%H:%M:%S%:z").to_string();
            format!("attachment({size}, paper: {}, when: {})", words(paper), words(&when))
        }
    };
    format!(
        "#import \"/lib/stamp.typ\": stamp, picture, signed, office, attachment\n#stamp({size}, {drawn})\n"
    )
}

/// The same moment as clocks in Vietnam show it.
fn in_vietnam(when: &DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    FixedOffset::east_opt(VIETNAM).map_or(*when, |zone| when.with_timezone(&zone))
}

/// Words without letters that the typeface lacks: a certificate may hold any.
fn drawable(typesetter: &Typesetter, words: &str) -> String {
    words.nfc().map(|letter| if typesetter.draws(letter) { letter } else { '?' }).collect()
}

/// Whether a picture can be drawn.
fn check(picture: &[u8]) -> Result<(), Diagnostic> {
    if picture.len() > MAX_PICTURE_BYTES {
        let most = MAX_PICTURE_BYTES / 1024 / 1024;
        return Err(Diagnostic::error(format!("hình chữ ký lớn quá: chỉ được đến {most} MB"))
            .hint("cắt sát chữ ký hoặc con dấu rồi lưu lại dưới dạng PNG"));
    }
    let format = ExchangeFormat::detect(picture)
        .filter(|format| matches!(format, ExchangeFormat::Png | ExchangeFormat::Jpg));
    let (Some(format), Some((width, height))) = (format, dimensions(picture)) else {
        return Err(Diagnostic::error("hình chữ ký phải là tệp PNG hoặc JPEG")
            .hint("lưu lại hình dưới dạng PNG, nền trong suốt"));
    };
    if width > MAX_PIXELS || height > MAX_PIXELS {
        let message =
            format!("hình chữ ký lớn quá: {width} × {height} điểm ảnh, mỗi chiều chỉ được đến {MAX_PIXELS}");
        return Err(Diagnostic::error(message).hint("cắt sát chữ ký hoặc con dấu, hoặc thu nhỏ hình"));
    }
    match RasterImage::new(Bytes::new(picture.to_vec()), RasterFormat::Exchange(format), Smart::Auto) {
        Ok(_) => Ok(()),
        Err(_) => Err(Diagnostic::error("hình chữ ký hỏng, không đọc được")
            .hint("lưu lại hình dưới dạng PNG, nền trong suốt")),
    }
}

/// Width and height that a PNG or JPEG picture claims, before anything of it is unpacked.
fn dimensions(picture: &[u8]) -> Option<(u32, u32)> {
    if picture.starts_with(b"\x89PNG") {
        let number = |at: usize| Some(u32::from_be_bytes(picture.get(at..at + 4)?.try_into().ok()?));
        return Some((number(16)?, number(20)?));
    }
    // JPEG: segments one after another, up to the one that begins the frame.
    let number = |at: usize| Some(u16::from_be_bytes(picture.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2;
    loop {
        match (*picture.get(at)?, *picture.get(at + 1)?) {
            (0xff, 0xff) => at += 1,
            (0xff, marker @ 0xc0..=0xcf) if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((number(at + 7)?.into(), number(at + 5)?.into()));
            }
            (0xff, _) => at += 2 + usize::from(number(at + 2)?),
            _ => return None,
        }
    }
}

/// The fault of a stamp that Typst would not draw.
fn refused(stamp: &Stamp) -> Vec<Diagnostic> {
    vec![match stamp {
        Stamp::Picture(_) => Diagnostic::error("hình chữ ký không dùng được trong tệp PDF/A")
            .hint("lưu lại hình dưới dạng PNG hệ màu RGB, nền trong suốt"),
        _ => Diagnostic::error("không trình bày được chữ ký số").hint(INTERNAL),
    }]
}
