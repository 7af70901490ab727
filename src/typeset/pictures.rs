//! Pictures of a record: files of its own folder and no others.

use std::path::{Component, Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;
use typst::foundations::{Bytes, Smart};
use typst::visualize::{ExchangeFormat, RasterFormat, RasterImage};
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Diagnostic;
use crate::input::Loaded;
use crate::limits::PIXELS;
use crate::template::TemplateSet;
use crate::template::markdown::{self, RECORD_ROOT};

/// The largest picture that is read.
const MAX_BYTES: u64 = 20 * 1024 * 1024;

/// The pictures that the record shows, and those that its templates name and its folder has.
pub fn of(loaded: &Loaded, set: &TemplateSet) -> Vec<String> {
    static NAMED: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(&format!(r#""{RECORD_ROOT}([^"\n]+\.(?i:png|jpe?g))""#)).ok());
    let narratives = loaded.record.narratives().into_iter();
    let shown = narratives.flat_map(|(_, text)| markdown::pictures(text)).map(|(path, _)| path);
    let mut found: Vec<String> = shown.collect();
    for (_, text) in set.layout() {
        let named = NAMED.iter().flat_map(|named| named.captures_iter(text));
        let named = named.filter_map(|found| Some(found.get(1)?.as_str().to_owned()));
        found.extend(named.filter(|path| read(&loaded.folder, path).is_ok()));
    }
    found.sort();
    found.dedup();
    found
}

/// Why a picture is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It lies elsewhere, is no picture by its name, or cannot be read: in words.
    Unreadable(String),
    /// It is too large: in words.
    TooLarge(String),
}

impl Refusal {
    /// What to do.
    fn remedy(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "đặt tệp hình trong thư mục của hồ sơ và ghi đường dẫn từ đó",
            Self::TooLarge(_) => "thu nhỏ hình trong chương trình xử lý ảnh rồi lưu lại",
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        let (Self::Unreadable(reason) | Self::TooLarge(reason)) = self;
        out.write_str(reason)
    }
}

/// Reads a picture within a record's folder, links followed.
///
/// # Errors
/// When it lies elsewhere, is no PNG or JPEG by name, is too large or cannot be read.
pub fn read(folder: &Path, relative: &str) -> Result<Vec<u8>, Refusal> {
    let unreadable = |reason: &str| Err(Refusal::Unreadable(reason.to_owned()));
    let machine = |error: std::io::Error| Refusal::Unreadable(format!("không đọc được hình ({error})"));
    let path = Path::new(relative);
    if path.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
        return unreadable("hình phải nằm trong thư mục của hồ sơ");
    }
    if format(relative).is_none() {
        return unreadable("hình phải là tệp .png hoặc .jpg");
    }
    let path = on_disk(folder, path);
    let size = match std::fs::metadata(&path) {
        Ok(metadata) if metadata.is_file() => metadata.len(),
        Ok(_) => return unreadable("đây không phải là tệp hình"),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return unreadable("không có tệp hình này");
        }
        Err(error) => return Err(machine(error)),
    };
    if !super::within(folder, &path) {
        return unreadable("hình phải nằm trong thư mục của hồ sơ, kể cả khi là liên kết");
    }
    if size > MAX_BYTES {
        return Err(Refusal::TooLarge(format!("hình lớn quá: chỉ được đến {} MB", MAX_BYTES >> 20)));
    }
    let bytes = std::fs::read(&path).map_err(machine)?;
    // By its head: a small file may hold a picture that fills the memory.
    match imagesize::blob_size(&bytes) {
        Ok(size) if size.width.saturating_mul(size.height) > PIXELS => Err(Refusal::TooLarge(format!(
            "hình có {} × {} điểm ảnh, lớn quá: chỉ được đến {} triệu điểm ảnh",
            size.width,
            size.height,
            PIXELS / 1_000_000
        ))),
        _ => Ok(bytes),
    }
}

/// The file that a path within a folder means: as it is written, else the one whose name has the
/// same letters, put together (NFC) or in parts (NFD) as the disk's system writes them.
pub fn on_disk(folder: &Path, relative: &Path) -> PathBuf {
    let written = folder.join(relative);
    if written.exists() {
        return written;
    }
    let same = |name: &str, other: &str| name.nfc().eq(other.nfc());
    let step = |folder: PathBuf, part: Component| {
        let own = part.as_os_str();
        if folder.join(own).exists() {
            return folder.join(own);
        }
        let names = std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let found = names.filter(
            |name| matches!((name.to_str(), own.to_str()), (Some(name), Some(own)) if same(name, own)),
        );
        folder.join(found.min().unwrap_or_else(|| own.to_owned()))
    };
    relative.components().fold(folder.to_owned(), step)
}

/// The format that a file's name tells.
fn format(name: &str) -> Option<RasterFormat> {
    let (_, ending) = name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "png" => Some(RasterFormat::Exchange(ExchangeFormat::Png)),
        "jpg" | "jpeg" => Some(RasterFormat::Exchange(ExchangeFormat::Jpg)),
        _ => None,
    }
}

/// Whether a text is set as one sentence, in which a picture has no room.
fn in_sentence(pointer: &str) -> bool {
    pointer.ends_with("/closing") || pointer.starts_with("/awards/")
}

/// Faults of all pictures that a record shows: missing, elsewhere, broken, without a description.
pub fn check(loaded: &Loaded) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (pointer, text) in loaded.record.narratives() {
        for (path, description) in markdown::pictures(text) {
            let mut fault = |message: String, hint: &str| {
                faults.push(loaded.fault(&pointer, &path, message).hint(hint));
            };
            if in_sentence(&pointer) {
                let hint = "đặt hình trong nội dung (`body`) của một đề mục";
                fault(format!("hình `{path}` không đặt được ở đây"), hint);
                continue;
            }
            match read(&loaded.folder, &path) {
                Err(refusal) => fault(format!("hình `{path}`: {refusal}"), refusal.remedy()),
                Ok(bytes) => {
                    let readable = format(&path).is_some_and(|format| {
                        RasterImage::new(Bytes::new(bytes), format, Smart::Auto).is_ok()
                    });
                    if !readable {
                        fault(
                            format!("hình `{path}` hỏng hoặc không đúng định dạng"),
                            "lưu lại hình dưới dạng PNG hoặc JPEG",
                        );
                    } else if description.trim().is_empty() {
                        fault(
                            format!("hình `{path}` chưa có lời mô tả"),
                            "ghi lời mô tả trong ngoặc vuông: `![Biểu đồ kết quả](hinh.png)`",
                        );
                    }
                }
            }
        }
    }
    faults
}
