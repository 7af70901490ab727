//! Which bytes a signature covers: all of a revision but its own value, and nothing else.

use std::ops::Range;

use lopdf::xref::XrefEntry;
use lopdf::{Document, ObjectId};

use super::report::Note;
use super::revisions::dictionary;
use super::syntax::{self, Node, Value};

/// What a signature covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The hole: the hexadecimal string of the signature's own value, with `<` and `>`.
    pub hole: Range<usize>,
    /// After the last byte that it covers.
    pub end: usize,
    /// Where the signature's own object begins.
    pub object: usize,
}

impl Covered {
    /// The bytes that it covers, in two pieces.
    pub fn pieces<'a>(&self, pdf: &'a [u8]) -> [&'a [u8]; 2] {
        [&pdf[..self.hole.start], &pdf[self.hole.end..self.end]]
    }

    /// The signature's value.
    ///
    /// # Errors
    /// When it is not written in hexadecimal digits, two a byte.
    pub fn contents(&self, pdf: &[u8]) -> Result<Vec<u8>, Note> {
        let digits = &pdf[self.hole.start + 1..self.hole.end - 1];
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let pairs = digits.chunks(2).map(|pair| match pair {
            [high, low] => Some((digit(*high)? << 4) | digit(*low)?),
            _ => None,
        });
        pairs.collect::<Option<_>>().ok_or_else(|| {
            Note::new("contents", "giá trị chữ ký không được ghi đúng quy cách (chuỗi thập lục phân)")
        })
    }
}

/// Reads what a signature covers from the file's own bytes.
///
/// # Errors
/// Tells why it does not cover what it has to.
pub fn covered(pdf: &[u8], document: &Document, id: ObjectId) -> Result<Covered, Note> {
    let at = match document.reference_table.get(id.0) {
        Some(XrefEntry::Normal { offset, generation }) if *generation == id.1 => *offset as usize,
        _ => return Err(odd("chữ ký không nằm trực tiếp trong tệp")),
    };
    let object = syntax::indirect(pdf, at, &|_| None).filter(|object| object.id == id);
    let object = object.ok_or_else(|| odd("đối tượng chữ ký không đúng cú pháp"))?;
    let range =
        object.node.get(b"ByteRange").and_then(numbers).ok_or_else(|| range_fault("không đọc được"))?;
    let [0, before, after, rest] = range[..] else {
        return Err(range_fault("phải có bốn số và bắt đầu từ đầu tệp"));
    };
    let end = after.checked_add(rest).filter(|end| *end <= pdf.len());
    let end = end.ok_or_else(|| range_fault("vượt quá cuối tệp"))?;
    let contents = object.node.get(b"Contents").filter(|node| node.value == Value::Hexadecimal);
    let hole = contents.map(|node| node.span.clone()).ok_or_else(|| odd("chữ ký không có giá trị"))?;
    if (before, after) != (hole.start, hole.end) {
        return Err(range_fault("bỏ trống nhiều hơn hoặc khác chỗ của giá trị chữ ký"));
    }
    if end < object.span.end {
        return Err(range_fault("không phủ hết đối tượng chữ ký"));
    }
    // The library has read the same object.
    if dictionary(document, &id.into()).is_none_or(|signature| !signature.has(b"ByteRange")) {
        return Err(odd("đối tượng chữ ký không đúng cú pháp"));
    }
    Ok(Covered { hole, end, object: at })
}

fn numbers(node: &Node) -> Option<Vec<usize>> {
    let Value::Array(elements) = &node.value else { return None };
    let number = |node: &Node| match node.value {
        Value::Integer(number) => usize::try_from(number).ok(),
        _ => None,
    };
    elements.iter().map(number).collect()
}

fn range_fault(why: &str) -> Note {
    Note::new("byte-range", format!("phạm vi được ký (ByteRange) {why}"))
}

fn odd(why: &str) -> Note {
    Note::new("structure", why)
}

/// The fault of a signature that is no object of its own.
pub fn within_field() -> Note {
    odd("giá trị của ô ký không phải là một đối tượng riêng")
}

/// The fault of a file that goes on somewhere else than where it was finished.
pub fn cut_short() -> Note {
    odd("phần được thêm không bắt đầu từ chỗ tệp được lập xong")
}

/// How many signatures stand in the bytes of a file, whether or not a field still has them: each has a `/ByteRange` with
/// four numbers.
pub fn signatures_in(pdf: &[u8]) -> usize {
    let of_numbers = |at: &usize| {
        let rest = pdf[at + BYTE_RANGE.len()..].trim_ascii_start();
        let inner =
            rest.strip_prefix(b"[").map(|rest| rest.split(|byte| *byte == b']').next().unwrap_or_default());
        inner.is_some_and(|inner| {
            let parts = inner.split(u8::is_ascii_whitespace).filter(|part| !part.is_empty());
            inner.len() < LONGEST_RANGE
                && parts.clone().count() == 4
                && parts.flatten().all(u8::is_ascii_digit)
        })
    };
    memchr::memmem::find_iter(pdf, BYTE_RANGE).filter(of_numbers).count()
}

const BYTE_RANGE: &[u8] = b"/ByteRange";
/// The most bytes between the brackets of a byte range that is looked at.
const LONGEST_RANGE: usize = 200;
