//! What earlier signatures allow: one may forbid every later change, or lock fields; one that is broken already is
//! not to be covered up by another.

use chrono::{DateTime, Utc};
use lopdf::{Dictionary, Document, Object};

use crate::diagnostic::Diagnostic;
use crate::pdf::fields;
use crate::verify::{Trust, verify};

/// No change at all (ISO 32000-1, table 254).
const NO_CHANGES: i64 = 1;

/// How many references and fields of a signature are looked at.
const MOST: usize = 10_000;

/// Whether a field may be signed: the earlier signatures stand, and none of them would be broken.
///
/// # Errors
/// When an earlier signature stands no more, or forbids it.
pub fn check(pdf: &[u8], document: &Document, field: &str, now: DateTime<Utc>) -> Result<(), Diagnostic> {
    if let Some(whose) = fallen(pdf, now)? {
        return Err(Diagnostic::error(format!(
            "chữ ký của {whose} không còn đúng; văn bản đã bị sửa sau khi ký"
        ))
        .hint("xem từng chữ ký bằng `thidua verify`; lấy lại bản chưa bị sửa rồi ký"));
    }
    allowed(document, field, false)
}

/// Who has a signature in a file that stands no more.
///
/// # Errors
/// When the file cannot be read.
pub fn fallen(pdf: &[u8], now: DateTime<Utc>) -> Result<Option<String>, Diagnostic> {
    let report = verify(pdf, &Trust::none(), now)?;
    let fallen = report.signatures.into_iter().find(|one| !one.stands());
    Ok(fallen.map(|fallen| fallen.signer.map_or(fallen.field.name, |signer| signer.name)))
}

/// Whether earlier signatures allow a field to be signed, and to be added first.
///
/// # Errors
/// When one forbids it.
pub fn allowed(document: &Document, field: &str, is_new: bool) -> Result<(), Diagnostic> {
    for earlier in fields::list(document).iter().filter(|one| one.signed) {
        let Ok(holder) = document.get_dictionary(earlier.id) else { continue };
        let lock = holder.get_deref(b"Lock", document).and_then(Object::as_dict).ok();
        let transforms = transforms(document, holder);
        let certifies = transforms.iter().any(|(method, _)| method == b"DocMDP");
        let level =
            |parameters: &Dictionary| parameters.get_deref(b"P", document).and_then(Object::as_i64).ok();
        let forbids = transforms
            .iter()
            .filter(|(method, _)| method == b"DocMDP")
            .map(|(_, parameters)| *parameters)
            .chain(lock)
            .any(|parameters| level(parameters) == Some(NO_CHANGES));
        if forbids || (certifies && is_new) {
            return Err(refused(document, earlier, "không cho ai sửa hoặc ký thêm vào văn bản này"));
        }
        let locks = transforms.iter().filter(|(method, _)| method == b"FieldMDP");
        let mut locks = locks.map(|(_, parameters)| *parameters).chain(lock);
        if locks.any(|lock| covers(document, lock, field)) {
            return Err(refused(document, earlier, &format!("đã khóa ô chữ ký `{field}`")));
        }
    }
    Ok(())
}

fn refused(document: &Document, earlier: &fields::SignatureField, what: &str) -> Diagnostic {
    let whose = super::party::signer(document, earlier);
    Diagnostic::error(format!("chữ ký của {whose} {what}; ký nữa sẽ làm chữ ký ấy mất giá trị"))
        .hint("lập lại văn bản rồi ký theo thứ tự, người khóa văn bản ký sau cùng")
}

/// The transforms of a signature's references, each with its parameters.
fn transforms<'a>(document: &'a Document, holder: &'a Dictionary) -> Vec<(Vec<u8>, &'a Dictionary)> {
    let value = holder.get_deref(b"V", document).and_then(Object::as_dict);
    let references = value.and_then(|value| value.get_deref(b"Reference", document)?.as_array());
    let one = |reference: &'a Object| {
        let reference = document.dereference(reference).ok()?.1.as_dict().ok()?;
        let method = reference.get_deref(b"TransformMethod", document).and_then(Object::as_name).ok()?;
        let parameters = reference.get_deref(b"TransformParams", document).and_then(Object::as_dict).ok()?;
        Some((method.to_vec(), parameters))
    };
    references.into_iter().flatten().take(MOST).filter_map(one).collect()
}

/// Whether a lock covers a field (ISO 32000-1, table 256); one that says nothing understandable covers all.
fn covers(document: &Document, lock: &Dictionary, field: &str) -> bool {
    let named = || {
        let names = lock.get_deref(b"Fields", document).and_then(Object::as_array);
        let names = names.into_iter().flatten().take(MOST).filter_map(|name| {
            let name = document.dereference(name).ok()?.1;
            lopdf::decode_text_string(name).ok()
        });
        // A lock on a field locks those within it.
        names
            .into_iter()
            .any(|name| field == name || field.strip_prefix(&name).is_some_and(|rest| rest.starts_with('.')))
    };
    match lock.get_deref(b"Action", document).and_then(Object::as_name) {
        Ok(b"Include") => named(),
        Ok(b"Exclude") => !named(),
        _ => true,
    }
}
