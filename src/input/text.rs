//! The text of a record: its size, its encoding, its letters.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::tree::Tree;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::limits::{LETTERS, ROWS};
use crate::vietnamese::hygiene;

/// The largest record that is read: far above any real list, far below what would tire a machine.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// A file's text as it is worked with.
pub struct Content {
    /// The text, composed (NFC).
    pub source: Arc<SourceText>,
    /// Whether letters had to be put together.
    pub decomposed: bool,
}

/// Reads a record's text: bounded, UTF-8, without byte order mark, composed (NFC).
pub fn read(path: &Path) -> Result<Content, Diagnostic> {
    let fault = |error: &std::io::Error| Diagnostic::io("đọc", path, error);
    let file = std::fs::File::open(path).map_err(|error| fault(&error))?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| fault(&error))?;
    let name = path.display().to_string();
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Diagnostic::error(format!(
            "`{name}` lớn quá: hồ sơ chỉ được đến {} MB",
            MAX_BYTES >> 20
        ))
        .hint("chia thành nhiều hồ sơ, mỗi hội nghị một hồ sơ"));
    }
    if let Some((what, remedy)) = other_kind(&bytes, path) {
        return Err(Diagnostic::error(format!("`{name}` là {what}, không phải hồ sơ YAML")).hint(remedy));
    }
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(&name, error.as_bytes()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(composed(name, text))
}

/// What a file is that was given for a record, by its first bytes, and what to do with it.
fn other_kind(bytes: &[u8], path: &Path) -> Option<(&'static str, String)> {
    let holds = |words: &str| {
        let words = words.as_bytes();
        bytes.windows(words.len()).any(|window| window == words)
    };
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let new = "hồ sơ là tệp văn bản `.yaml`; lập hồ sơ mẫu bằng `thidua new`";
    let copied = |what: &str| format!("{new} rồi chép {what} vào");
    Some(match bytes {
        [b'P', b'K', 3 | 5, ..] if holds("xl/") => ("bảng tính Excel", copied("nội dung các ô")),
        [b'P', b'K', 3 | 5, ..] if holds("word/") => ("văn bản Word", copied("lời văn")),
        [b'P', b'K', 3 | 5, ..] if holds("ppt/") => ("bản trình chiếu PowerPoint", copied("lời văn")),
        [b'P', b'K', 3 | 5, ..] if holds("opendocument") => ("tệp LibreOffice", copied("lời văn")),
        [b'P', b'K', 3 | 5, ..] => ("tệp nén ZIP", "giải nén rồi chỉ đến tệp `.yaml` bên trong".to_owned()),
        // What Word and Excel wrote until 2003.
        [0xd0, 0xcf, 0x11, 0xe0, ..] if ending.starts_with("xls") => {
            ("bảng tính Excel", copied("nội dung các ô"))
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] if ending.starts_with("doc") => ("văn bản Word", copied("lời văn")),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => ("tệp Word hoặc Excel đời cũ", copied("lời văn")),
        [b'%', b'P', b'D', b'F', ..] => (
            "tệp PDF",
            "hãy chỉ đến tệp `.yaml` đã lập ra nó; PDF của thidua thì xem bằng `thidua verify`".to_owned(),
        ),
        [b'{', b'\\', b'r', b't', b'f', ..] => ("văn bản RTF", copied("lời văn")),
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] => {
            ("tệp hình", "ghi tên tệp hình vào hồ sơ: `![Lời mô tả](hinh.png)`".to_owned())
        }
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xbc, ..] => {
            ("tệp nén", "giải nén rồi chỉ đến tệp `.yaml` bên trong".to_owned())
        }
        _ if matches!(ending.as_str(), "csv" | "tsv") => ("bảng dữ liệu CSV", copied("nội dung các ô")),
        _ => return None,
    })
}

/// A text with its letters put together (NFC).
pub fn composed(name: String, text: &str) -> Content {
    let decomposed = !is_nfc(text);
    let text = if decomposed { text.nfc().collect() } else { text.to_owned() };
    Content { source: Arc::new(SourceText { name, text }), decomposed }
}

fn not_utf8(name: &str, bytes: &[u8]) -> Diagnostic {
    let line = match std::str::from_utf8(bytes) {
        Ok(_) => 1,
        Err(error) => bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1,
    };
    let fault = Diagnostic::error(format!("`{name}` không phải là văn bản Unicode UTF-8 (từ dòng {line})"));
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            fault.hint("tệp đang ở dạng UTF-16; hãy lưu lại với bảng mã UTF-8")
        }
        _ => fault.hint(
            "hãy lưu lại tệp với bảng mã UTF-8; nếu gõ bằng TCVN3 hoặc VNI thì chuyển sang Unicode trước",
        ),
    }
}

/// A fault where aliases unfold to more than `most` values.
pub fn unfolding(source: &Arc<SourceText>, most: usize) -> Option<Diagnostic> {
    // Without an anchor there is nothing to unfold.
    if !source.text.contains('&') || !source.text.contains('*') {
        return None;
    }
    let tree = Tree::parse(&source.text).ok()?;
    (tree.unfolded() > most).then(|| {
        Diagnostic::error("hồ sơ dùng lại một mục (`*`) quá nhiều lần")
            .at(source, 0..0)
            .hint("ghi riêng từng mục, không dùng `&` và `*`")
    })
}

/// Faults for lists and words that are longer than any paper has.
pub fn too_long(source: &Arc<SourceText>) -> Vec<Diagnostic> {
    let text = &source.text;
    let long = |word: &str| word.len() > LETTERS && word.chars().count() > LETTERS;
    // Most records are smaller than what would be too long.
    let ends = || text.bytes().filter(|byte| matches!(byte, b'\n' | b',')).count();
    if (text.len() <= ROWS * 2 || ends() < ROWS) && !text.split_whitespace().any(long) {
        return Vec::new();
    }
    let Ok(tree) = Tree::parse(text) else { return Vec::new() };
    let mut faults = Vec::new();
    for scalar in tree.scalars() {
        if let Some(word) = scalar.text.split_whitespace().find(|word| long(word)) {
            let at = text[scalar.range.clone()]
                .find(word)
                .map_or(scalar.range.start, |at| scalar.range.start + at);
            let end = text.floor_char_boundary(scalar.range.end.min(at + word.len()));
            let message =
                format!("chữ này dài {} ký tự liền nhau; chỉ được đến {LETTERS}", word.chars().count());
            let hint = "có phải thiếu dấu cách? Tách ra thành nhiều chữ";
            faults.push(Diagnostic::error(message).at(source, at..end).hint(hint));
        }
    }
    for (range, rows) in tree.lists().filter(|(_, rows)| *rows > ROWS) {
        let message = format!("danh sách này có {rows} dòng; chỉ được đến {ROWS}");
        let hint = "chia danh sách thành nhiều hồ sơ";
        faults.push(Diagnostic::error(message).at(source, range).hint(hint));
    }
    faults
}

/// Whether a letter shows, in small letters and in the capitals that titles are set in.
pub fn shows(letter: char, drawable: &dyn Fn(char) -> bool) -> bool {
    match letter {
        '\n' => true,
        // Each capital is another letter of the same alphabet.
        ' '..='~' => drawable(letter) && drawable(letter.to_ascii_uppercase()),
        _ => drawable(letter) && letter.to_uppercase().all(drawable),
    }
}

/// Why a letter is refused.
pub fn refusal(letter: char) -> String {
    let code = u32::from(letter);
    if letter.is_control() {
        format!("ký tự điều khiển U+{code:04X} không in được")
    } else {
        format!("phông chữ không có ký tự `{letter}` (U+{code:04X})")
    }
}

/// What to do about it.
pub const REMEDY: &str = "xóa ký tự này hoặc gõ lại bằng chữ thường dùng";

/// Faults for control characters and letters that the fonts cannot draw, in small letters or
/// in the capitals that titles are set in.
pub fn undrawable(source: &Arc<SourceText>, drawable: &dyn Fn(char) -> bool) -> Vec<Diagnostic> {
    let good = |letter: char| shows(letter, drawable);
    // Escapes (`"\a"`) hide letters from a plain look at the text.
    if !source.text.contains('\\')
        && source.text.chars().all(|letter| matches!(letter, '\r' | '\t') || good(letter))
    {
        return Vec::new();
    }
    let Ok(tree) = Tree::parse(&source.text) else { return Vec::new() };
    let mut faults = Vec::new();
    for scalar in tree.scalars() {
        // Of an old encoding, each letter that no font has is one of a word that is to be typed anew.
        if scalar.text.nfc().any(|letter| !good(letter))
            && let Some(found) = hygiene::legacy(scalar.text).first()
        {
            let words = &scalar.text[found.range.clone()];
            let at = source.text[scalar.range.clone()].find(words).map(|at| scalar.range.start + at);
            let range = at.map_or(scalar.range.clone(), |at| at..at + words.len());
            let message = format!("“{words}” còn ở bảng mã cũ (TCVN3 hoặc VNI), không phải Unicode");
            let hint = format!("gõ lại: “{}”", found.what.meant);
            faults.push(Diagnostic::error(message).at(source, range).hint(hint));
            continue;
        }
        let mut seen = Vec::new();
        for letter in scalar.text.nfc().filter(|letter| !good(*letter)) {
            if seen.contains(&letter) {
                continue;
            }
            seen.push(letter);
            let within = source.text[scalar.range.clone()].find(letter);
            let range = match within {
                Some(at) => scalar.range.start + at..scalar.range.start + at + letter.len_utf8(),
                None => scalar.range.clone(),
            };
            faults.push(Diagnostic::error(refusal(letter)).at(source, range).hint(REMEDY));
        }
    }
    faults
}
