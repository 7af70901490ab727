//! Whose field it is: the parties of a paper, who of them has signed, which one is meant.

use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier};
use der::{Decode, Encode, Reader, SliceReader};
use lopdf::{Document, Object, decode_text_string};

use crate::certificate::Certificate;
use crate::diagnostic::Diagnostic;
use crate::pdf::fields::{self, SIGNER, SignatureField};
use crate::vietnamese::slug::slug;

/// The largest CMS that is read for its signer's name, in bytes.
const LARGEST: usize = 1 << 20;

/// A party's name as its field is labelled.
pub fn name(field: &SignatureField) -> &str {
    fields::party(&field.label).unwrap_or(&field.label)
}

/// The empty field of a party: the one that is meant, or the only one left.
///
/// # Errors
/// When there is none, it is signed already, or several are meant.
pub fn choose(document: &Document, wanted: Option<&str>) -> Result<SignatureField, Diagnostic> {
    let fields = fields::list(document);
    if fields.is_empty() {
        return Err(without_fields(document));
    }
    let Some(wanted) = wanted else {
        let mut empty = fields.iter().filter(|field| !field.signed);
        return match (empty.next(), empty.next()) {
            (Some(field), None) => Ok(field.clone()),
            (None, _) => Err(Diagnostic::usage("văn bản đã đủ chữ ký, không còn ô nào để ký")
                .hint(listed(document, &fields))),
            _ => Err(Diagnostic::usage("văn bản có nhiều ô chưa ký; ghi rõ ký cho ai bằng `--as`")
                .hint(listed(document, &fields))),
        };
    };
    let mut meant: Vec<&SignatureField> = fields.iter().filter(|field| field.name == wanted).collect();
    if meant.is_empty() {
        meant = fields.iter().filter(|field| is_called(field, wanted)).collect();
    }
    let empty: Vec<&&SignatureField> = meant.iter().filter(|field| !field.signed).collect();
    match (meant.as_slice(), empty.as_slice()) {
        ([], _) => Err(Diagnostic::usage(format!("văn bản không có ô chữ ký của `{wanted}`"))
            .hint(listed(document, &fields))),
        (_, [field]) => Ok((**field).clone()),
        ([signed, ..], []) => Err(Diagnostic::usage(format!(
            "ô chữ ký của {} đã được {} ký",
            name(signed),
            signer(document, signed)
        ))
        .hint(listed(document, &fields))),
        _ => Err(Diagnostic::usage(format!("`{wanted}` có nhiều người ký; ghi rõ tên ô"))
            .hint(listed(document, &fields))),
    }
}

/// Whether a party goes by a name: its own, or that of one of its persons, in whatever letters.
fn is_called(field: &SignatureField, wanted: &str) -> bool {
    let wanted = slug(wanted);
    let label = name(field);
    let (party, person) = label.rsplit_once(" (").unwrap_or((label, ""));
    // Before a person's title.
    let untitled = label.split_once(',').filter(|_| field.name == SIGNER).map_or(label, |(name, _)| name);
    !wanted.is_empty() && [label, party, person, untitled].iter().any(|name| slug(name) == wanted)
}

/// A paper that has no field: a draft of ours, or of somebody else.
fn without_fields(document: &Document) -> Diagnostic {
    if is_ours(document) {
        return draft();
    }
    Diagnostic::error("tệp PDF không có ô chữ ký nào")
        .hint("văn bản do thidua lập thì có sẵn ô; tệp đính kèm thì ký bằng `--attachment-of SỐ/KÝ HIỆU`")
}

/// That a paper of ours is not finished.
pub fn draft() -> Diagnostic {
    Diagnostic::error("văn bản này là dự thảo, hoặc còn chỗ trống chừa cho viết tay, nên không ký số được")
        .hint("điền đủ số, ngày, người ký vào hồ sơ, chạy `thidua check`, rồi lập bản chính thức bằng `thidua build`")
}

/// Whether thidua made a file.
pub fn is_ours(document: &Document) -> bool {
    let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict);
    let creator = info.and_then(|info| info.get_deref(b"Creator", document)).and_then(decode_text_string);
    creator.is_ok_and(|creator| creator.starts_with("thidua "))
}

/// All parties with who has signed, in a sentence.
fn listed(document: &Document, fields: &[SignatureField]) -> String {
    let one = |field: &SignatureField| {
        let state = if field.signed {
            format!("{} đã ký", signer(document, field))
        } else {
            "chưa ký".to_owned()
        };
        match name(field) {
            label if label == field.name => format!("`{}` ({state})", field.name),
            label => format!("`{}` ({label}: {state})", field.name),
        }
    };
    format!("các ô chữ ký của văn bản: {}", fields.iter().map(one).collect::<Vec<_>>().join(", "))
}

/// Who signed a field: by the certificate, else by what the signature says.
pub fn signer(document: &Document, field: &SignatureField) -> String {
    let value =
        document.get_dictionary(field.id).and_then(|field| field.get_deref(b"V", document)?.as_dict());
    let Ok(value) = value else { return "người không rõ tên".to_owned() };
    let certified =
        value.get_deref(b"Contents", document).and_then(Object::as_str).ok().and_then(certificate);
    let told = || value.get_deref(b"Name", document).and_then(decode_text_string).ok();
    certified
        .map(|certificate| certificate.subject())
        .or_else(told)
        .unwrap_or_else(|| "người không rõ tên".to_owned())
}

/// The signer's certificate in a CMS that may have zeros after it.
fn certificate(contents: &[u8]) -> Option<Certificate> {
    if contents.len() > LARGEST {
        return None;
    }
    let whole = SliceReader::new(contents).ok()?.tlv_bytes().ok()?;
    let data = ContentInfo::from_der(whole).ok()?.content.to_der().ok()?;
    let data = SignedData::from_der(&data).ok()?;
    let signer = data.signer_infos.0.iter().next()?;
    let SignerIdentifier::IssuerAndSerialNumber(id) = &signer.sid else { return None };
    let mut certificates = data.certificates.iter().flat_map(|all| all.0.iter());
    certificates.find_map(|choice| {
        let certificate = Certificate::read(&choice.to_der().ok()?)?;
        let fields = certificate.fields();
        (fields.issuer == id.issuer && fields.serial_number == id.serial_number).then_some(certificate)
    })
}
