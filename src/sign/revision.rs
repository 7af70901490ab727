//! The revision that a signature adds to a file: its dictionary, with holes that are filled once the rest is there.

use chrono::{DateTime, Utc};
use lopdf::{Object, ObjectId, StringFormat, dictionary, text_string};
use sha2::{Digest, Sha256};

use crate::clock::VIETNAM;
use crate::diagnostic::{Diagnostic, Origin};
use crate::pdf::Update;
use crate::pdf::fields::SignatureField;
use crate::verify::report::{Coverage, Verdict};
use crate::verify::{Trust, verify};

/// Bytes kept free for the CMS: a chain of certificates and a time stamp fit several times over.
const RESERVE: usize = 16 * 1024;

/// Stands for an offset until it is known; no file is as long.
const HOLE: i64 = 9_999_999_999;

/// Signatures exist, and the file may only be appended to (ISO 32000-1, 12.7.2).
const FORM_FLAGS: i64 = 1 | 2;

/// What a signature tells of itself beside the CMS.
pub struct Words<'a> {
    /// Who signs.
    pub signer: &'a str,
    /// Why.
    pub reason: &'a str,
    /// When, by this machine's clock.
    pub time: DateTime<Utc>,
}

/// Puts a signature dictionary with holes into a field; the signature's id.
pub fn place(update: &mut Update, field: &SignatureField, words: &Words<'_>) -> Result<ObjectId, Diagnostic> {
    let time = words.time.with_timezone(&VIETNAM).format("D:%Y%m%d%H%M%S+07'00'").to_string();
    let signature = update.add(dictionary! {
        "Type" => "Sig", "Filter" => "Adobe.PPKLite", "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => vec![Object::Integer(0), HOLE.into(), HOLE.into(), HOLE.into()],
        "Contents" => Object::String(vec![0; RESERVE], StringFormat::Hexadecimal),
        "M" => Object::String(time.into_bytes(), StringFormat::Literal),
        "Name" => text_string(words.signer), "Reason" => text_string(words.reason),
    })?;
    update.edit_dictionary(field.id)?.set("V", signature);
    let catalog = update.catalog()?;
    let flags = update.edit_at(catalog, &[b"AcroForm", b"SigFlags"])?;
    *flags = Object::Integer(flags.as_i64().unwrap_or(0) | FORM_FLAGS);
    Ok(signature)
}

/// A file with a signature whose holes are not filled yet.
pub struct Unsigned {
    pdf: Vec<u8>,
    contents: std::ops::Range<usize>,
}

impl Unsigned {
    /// Finishes an update that one signature was placed in; `earlier` is how long the file was before.
    ///
    /// # Errors
    /// When the update cannot be written, or its holes are not found once each.
    pub fn new(update: Update, earlier: usize) -> Result<Self, Diagnostic> {
        let mut pdf = update.finish()?;
        let zeros = format!("<{}>", "0".repeat(2 * RESERVE));
        let contents = only(&pdf, earlier, zeros.as_bytes())?;
        let hole = format!("[0 {HOLE} {HOLE} {HOLE}]");
        let range = only(&pdf, earlier, hole.as_bytes())?;
        let told = format!("[0 {} {} {}]", contents.start, contents.end, pdf.len() - contents.end);
        let told = format!("{told:<width$}", width = hole.len());
        pdf[range].copy_from_slice(told.as_bytes());
        Ok(Self { pdf, contents })
    }

    /// The SHA-256 of everything but the hole.
    pub fn digest(&self) -> Vec<u8> {
        let hash = Sha256::new().chain_update(&self.pdf[..self.contents.start]);
        hash.chain_update(&self.pdf[self.contents.end..]).finalize().to_vec()
    }

    /// Fills the hole.
    ///
    /// # Errors
    /// When the CMS is larger than what was kept free.
    pub fn with(mut self, cms: &[u8]) -> Result<Vec<u8>, Diagnostic> {
        if cms.len() > RESERVE {
            return Err(Diagnostic::error(format!(
                "chữ ký dài {} byte, quá chỗ dành sẵn {RESERVE} byte: chuỗi chứng thư hoặc dấu thời gian quá lớn",
                cms.len()
            ))
            .hint("xuất lại tệp khóa với ít chứng thư hơn, hoặc dùng dịch vụ dấu thời gian khác"));
        }
        for (at, byte) in cms.iter().enumerate() {
            let place = self.contents.start + 1 + 2 * at;
            self.pdf[place..place + 2].copy_from_slice(format!("{byte:02x}").as_bytes());
        }
        Ok(self.pdf)
    }
}

/// Where something stands after an offset; it must stand there just once.
fn only(pdf: &[u8], from: usize, what: &[u8]) -> Result<std::ops::Range<usize>, Diagnostic> {
    let added = pdf.get(from..).unwrap_or_default();
    let mut places = added.windows(what.len()).enumerate().filter(|(_, window)| *window == what);
    match (places.next(), places.next()) {
        (Some((at, _)), None) => Ok(from + at..from + at + what.len()),
        _ => Err(failed()),
    }
}

/// Judges a signed file as anybody would: the field holds a signature over the whole file, the earlier ones still
/// stand, and what was there before is still there.
///
/// # Errors
/// When it is otherwise; the file is not to be written then.
pub fn reread(signed: &[u8], before: &[u8], field: &str, time: DateTime<Utc>) -> Result<(), Diagnostic> {
    let report = verify(signed, &Trust::none(), time)?;
    let ours = report.signatures.iter().find(|one| one.field.name == field).ok_or_else(failed)?;
    if ours.verdict == Verdict::Invalid {
        let why: Vec<&str> = ours.faults.iter().map(|fault| fault.message.as_str()).collect();
        return Err(Diagnostic::error(format!("chữ ký vừa tạo không hợp lệ: {}", why.join("; ")))
            .hint("chưa ghi gì vào tệp; thử lại bằng khóa khác hoặc dịch vụ dấu thời gian khác"));
    }
    let covered = report.signatures.iter().flat_map(|one| &one.forbidden).find(|note| note.code == "covered");
    if let Some(covered) = covered {
        let message = format!("ký như vậy thì các chữ ký trước mất giá trị: {}", covered.message);
        return Err(Diagnostic::error(message)
            .hint("chưa ghi gì vào tệp; chọn ảnh PNG nền trong suốt, hoặc ký không kèm ảnh"));
    }
    let whole = ours.coverage == Coverage::WholeFile && report.unchanged();
    if whole && signed.starts_with(before) { Ok(()) } else { Err(failed()) }
}

/// That a file does not come out as it was meant to.
fn failed() -> Diagnostic {
    Diagnostic {
        origin: Origin::Machine,
        ..Diagnostic::error("chữ ký ghi vào không đọc lại được; tệp gốc còn nguyên")
    }
    .hint("lập lại văn bản bằng `thidua build` rồi ký lại; nếu vẫn lỗi thì báo cho người phát triển thidua")
}
