//! What a digital signature shows (NĐ 30/2020, PL I/II.7d, 8): a one-page PDF of its field's size.

use std::sync::{Arc, LazyLock};

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
use crate::clock::VIETNAM;
use crate::diagnostic::Diagnostic;
use crate::template::literal;
use crate::template::{INTERNAL, TemplateSet};

/// The field of an attached file's signature: wide and high enough for its two lines, in points.
pub const ATTACHMENT_SIZE: (f64, f64) = (170.0, 26.0);

/// The largest picture that is read, in bytes.
pub const MAX_PICTURE_BYTES: usize = 5 * 1024 * 1024;

/// The most pixels that a picture may be wide or high.
const MAX_PIXELS: u32 = 4000;

/// One pixel of so many at least is clear.
const CLEAR_SHARE: usize = 10;

/// The remedy of a picture that is none.
const SAVE_AGAIN: &str = "lưu lại hình dưới dạng PNG, nền trong suốt";

/// The name under which Typst reads the picture.
const PICTURE: &str = "hinh";

/// What a signature shows.
#[derive(Debug, Clone, Copy)]
pub enum Stamp<'a> {
    /// A handwritten signature or a seal, as a PNG that is transparent around it.
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
/// When its picture is none, is broken, too large or hides what is below.
pub fn render(
    typesetter: &Typesetter,
    stamp: &Stamp,
    width: f64,
    height: f64,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    static SOURCES: LazyLock<Sources> = LazyLock::new(|| Sources::new(Arc::new(TemplateSet::default())));
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
    when.with_timezone(&VIETNAM)
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
    let png = ExchangeFormat::detect(picture) == Some(ExchangeFormat::Png);
    let Some((width, height)) = dimensions(picture).filter(|_| png) else {
        return Err(Diagnostic::error("hình chữ ký phải là tệp PNG").hint(SAVE_AGAIN));
    };
    if width > MAX_PIXELS || height > MAX_PIXELS {
        let message =
            format!("hình chữ ký lớn quá: {width} × {height} điểm ảnh, mỗi chiều chỉ được đến {MAX_PIXELS}");
        return Err(Diagnostic::error(message).hint("cắt sát chữ ký hoặc con dấu, hoặc thu nhỏ hình"));
    }
    let format = RasterFormat::Exchange(ExchangeFormat::Png);
    let image = RasterImage::new(Bytes::new(picture.to_vec()), format, Smart::Auto)
        .map_err(|_| Diagnostic::error("hình chữ ký hỏng, không đọc được").hint(SAVE_AGAIN))?;
    if is_see_through(&image) {
        return Ok(());
    }
    Err(Diagnostic::error("hình chữ ký phải có nền trong suốt; hình này che mất chữ của văn bản").hint(
        "xóa nền của hình bằng chương trình sửa ảnh rồi lưu lại dưới dạng PNG, nền trong suốt \
         (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II)",
    ))
}

/// Whether enough of a picture shows what is below: rounded corners alone are no transparent ground.
fn is_see_through(image: &RasterImage) -> bool {
    let pixels = image.dynamic().to_rgba8();
    let clear = pixels.pixels().filter(|pixel| pixel.0[3] < 128).count();
    clear * CLEAR_SHARE >= pixels.pixels().len()
}

/// Width and height that a PNG picture claims, before anything of it is unpacked.
fn dimensions(picture: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(picture.get(at..at + 4)?.try_into().ok()?));
    Some((number(16)?, number(20)?))
}

/// The fault of a stamp that Typst would not draw.
fn refused(stamp: &Stamp) -> Vec<Diagnostic> {
    vec![match stamp {
        Stamp::Picture(_) => Diagnostic::error("hình chữ ký không dùng được trong tệp PDF/A")
            .hint("lưu lại hình dưới dạng PNG hệ màu RGB, nền trong suốt"),
        _ => Diagnostic::error("không trình bày được chữ ký số").hint(INTERNAL),
    }]
}
