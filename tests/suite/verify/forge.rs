//! Signatures with any value at all: the revision is made here, the CMS by whoever is asked.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};
use thidua::pdf::Update;

use crate::pki::{Identity, Pki};

/// How many bytes are kept for the CMS.
const RESERVE: usize = 16 << 10;
/// Stands for an offset until it is known.
const UNKNOWN: i64 = 9_999_999_999;

/// The object of a field by its name.
pub fn field(document: &Document, name: &str) -> ObjectId {
    let named = |id: &ObjectId| {
        let field = document.get_dictionary(*id).expect("a field");
        lopdf::decode_text_string(field.get(b"T").expect("a name")).is_ok_and(|found| found == name)
    };
    fields(document).into_iter().find(named).expect("a field of this name")
}

/// The objects of all fields.
pub fn fields(document: &Document) -> Vec<ObjectId> {
    let catalog = document.catalog().expect("a catalog");
    let form = catalog.get_deref(b"AcroForm", document).and_then(Object::as_dict).expect("a form");
    let list = form.get_deref(b"Fields", document).and_then(Object::as_array).expect("fields");
    list.iter().map(|field| field.as_reference().expect("a reference")).collect()
}

/// What a forged signature says of itself, beside its value.
pub fn words() -> Dictionary {
    dictionary! { "Type" => "Sig", "Filter" => "Adobe.PPKLite", "SubFilter" => "ETSI.CAdES.detached" }
}

/// Signs a field with the CMS that is made of the covered bytes.
pub fn signed(pdf: &[u8], name: &str, words: Dictionary, cms: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<u8> {
    signed_to(pdf, name, words, "\n", cms)
}

/// Signs a field as a program does that ends its last line so.
pub fn signed_to(
    pdf: &[u8],
    name: &str,
    words: Dictionary,
    end: &str,
    cms: impl FnOnce(&[u8]) -> Vec<u8>,
) -> Vec<u8> {
    signed_with(pdf, name, words, end, |_, _| {}, cms)
}

/// The same, with what else is done to the field in the update.
pub fn signed_with(
    pdf: &[u8],
    name: &str,
    words: Dictionary,
    end: &str,
    also: impl FnOnce(&mut Update, ObjectId),
    cms: impl FnOnce(&[u8]) -> Vec<u8>,
) -> Vec<u8> {
    let mut update = Update::open(pdf).expect("a PDF");
    let id = field(update.previous(), name);
    also(&mut update, id);
    let mut signature = words;
    signature.set("ByteRange", vec![0.into(), UNKNOWN.into(), UNKNOWN.into(), UNKNOWN.into()]);
    signature.set("Contents", Object::String(vec![0; RESERVE], StringFormat::Hexadecimal));
    let value = update.add(signature).expect("an object");
    update.edit_dictionary(id).expect("a field").set("V", value);
    let mut out = update.finish().expect("an update");
    out.truncate(out.trim_ascii_end().len());
    out.extend_from_slice(end.as_bytes());
    let hole = format!("<{}>", "00".repeat(RESERVE));
    let start = find(&out, hole.as_bytes(), pdf.len());
    let end = start + hole.len();
    let unknown = format!("[0 {UNKNOWN} {UNKNOWN} {UNKNOWN}]");
    let at = find(&out, unknown.as_bytes(), pdf.len());
    let range = format!("[0 {start} {end} {}]", out.len() - end);
    let range = format!("{range:<width$}", width = unknown.len());
    out[at..at + unknown.len()].copy_from_slice(range.as_bytes());
    let value = cms(&[&out[..start], &out[end..]].concat());
    let digits: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
    out[start + 1..=start + digits.len()].copy_from_slice(digits.as_bytes());
    out
}

/// Where a pattern stands first from a place on.
#[track_caller]
pub fn find(bytes: &[u8], pattern: &[u8], from: usize) -> usize {
    let found = bytes[from..].windows(pattern.len()).position(|window| window == pattern);
    from + found.unwrap_or_else(|| panic!("no {:?}", String::from_utf8_lossy(pattern)))
}

/// The CMS that `openssl cms` makes with keys, DER.
pub fn openssl(pki: &Pki, signers: &[&Identity], content: &[u8], options: &[&str]) -> Vec<u8> {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let input = format!("content-{}.bin", MADE.fetch_add(1, Ordering::SeqCst));
    fs::write(pki.path(&input), content).expect("a file");
    let text = |path: &Path| path.display().to_string();
    let mut arguments = vec!["cms", "-sign", "-binary", "-outform", "DER", "-in", &input];
    let keys: Vec<(String, String)> =
        signers.iter().map(|one| (text(&one.certificate), text(&one.key))).collect();
    for (certificate, key) in &keys {
        arguments.extend(["-signer", certificate, "-inkey", key]);
    }
    arguments.extend_from_slice(options);
    pki.openssl(&arguments)
}

/// Options of `openssl cms` as PAdES wants it.
pub const PADES: [&str; 6] = ["-cades", "-md", "sha256", "-nosmimecap", "-certfile", "chain.pem"];
