//! What a paper still lacks before it can be signed.

use super::Record;
use super::document::Document;
use super::paper::{Kind, Paper};

/// Something that the officer has still to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// JSON pointer of the key where it belongs, whether it is there yet or not.
    pub pointer: String,
    /// What is missing, in the reader's words.
    pub what: &'static str,
    /// Whether its absence alone makes the paper a draft: number, date, signer.
    pub decisive: bool,
}

impl Gap {
    /// The key as a person counts: `awards[1].document.number`.
    pub fn path(&self) -> String {
        path(&self.pointer)
    }
}

/// A JSON pointer as a person counts: `awards[1].document.number`.
pub fn path(pointer: &str) -> String {
    let mut path = String::new();
    for step in pointer.split('/').skip(1) {
        match step.parse::<usize>() {
            Ok(at) => path.push_str(&format!("[{}]", at + 1)),
            Err(_) if path.is_empty() => path.push_str(step),
            Err(_) => path.push_str(&format!(".{step}")),
        }
    }
    path
}

/// The JSON pointer of a path into a list, as [`path`] writes it; none of other words.
pub fn pointer(path: &str) -> Option<String> {
    let known =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.' | '[' | ']');
    if !path.contains('[') || !path.chars().all(known) {
        return None;
    }
    let mut pointer = String::new();
    for step in path.split('.') {
        let mut parts = step.split('[');
        pointer.push_str(&format!("/{}", parts.next()?));
        for part in parts {
            let at: usize = part.strip_suffix(']')?.parse().ok()?;
            pointer.push_str(&format!("/{}", at.checked_sub(1)?));
        }
    }
    Some(pointer)
}

/// What a paper of the record still lacks.
pub fn of_paper(record: &Record, paper: Paper) -> Vec<Gap> {
    let pointer = format!("{}/document", paper.pointer());
    match paper.kind {
        Kind::Report => record
            .report
            .as_ref()
            .map(|report| of_document(record, &report.document, &pointer, Some(paper.kind)))
            .unwrap_or_default(),
        Kind::Covenant => of_covenant(record),
        Kind::Decision => record
            .awards
            .get(paper.index)
            .map(|decision| of_document(record, &decision.document, &pointer, Some(paper.kind)))
            .unwrap_or_default(),
    }
}

/// What a paper needs, at `pointer` of the document's keys; one that is numbered needs more (NĐ 30/2020 Điều 8).
fn of_document(record: &Record, document: &Document, pointer: &str, kind: Option<Kind>) -> Vec<Gap> {
    let numbered = kind.is_some();
    let mut gaps = Vec::new();
    let mut missing =
        |key: &str, what, decisive| gaps.push(Gap { pointer: format!("{pointer}{key}"), what, decisive });
    let issuer = document.issued_by(record);
    if numbered && document.number.is_none() {
        missing("/number", "số văn bản", true);
    }
    if numbered && document.symbol.is_none() && issuer.is_none_or(|issuer| issuer.symbol.is_none()) {
        missing("/symbol", "ký hiệu văn bản", false);
    }
    if document.place.is_none() && issuer.is_none_or(|issuer| issuer.place.is_none()) {
        missing("/place", "địa danh", false);
    }
    if document.date.is_none() {
        missing("/date", "ngày ban hành", true);
    }
    if numbered {
        let by_default = document.signer_by_default(record);
        let signer = document.signed_by(record).or(by_default.as_ref());
        if by_default.as_ref().is_some_and(|signer| signer.name.is_some()) {
            missing("/signer", "người ký (đang in theo người đứng đầu đơn vị trưởng)", false);
        }
        if signer.is_none_or(|signer| signer.post().is_none()) {
            missing("/signer/title", "chức vụ của người ký", true);
        }
        if signer.is_none_or(|signer| signer.name.is_none()) {
            missing("/signer/name", "họ tên người ký", true);
        }
        // "Như Điều …" and "Lưu" may be all of a decision's, where the record says so with an empty list.
        let told = document.recipients.is_some() && kind == Some(Kind::Decision);
        if document.sent_to().is_empty() && document.addressees.is_empty() && !told {
            missing("/recipients", "nơi nhận", false);
        }
    }
    gaps
}

/// What a covenant needs besides: a name for every signature.
fn of_covenant(record: &Record) -> Vec<Gap> {
    let Some(covenant) = &record.covenant else { return Vec::new() };
    let mut gaps = of_document(record, &covenant.document, "/covenant/document", None);
    let mut unsigned = |pointer: String| {
        gaps.push(Gap { pointer, what: "họ tên người ký giao ước", decisive: true });
    };
    if covenant.parties.is_empty() {
        for (at, unit) in record.group.units.iter().enumerate() {
            if unit.head.as_ref().is_none_or(|head| head.name.is_none()) {
                unsigned(format!("/group/units/{at}/head/name"));
            }
        }
    } else {
        for (at, party) in covenant.signing_parties(record).iter().enumerate() {
            if party.signers.is_empty() || party.signers.iter().any(|signer| signer.name.is_none()) {
                unsigned(format!("/covenant/parties/{at}/signers"));
            }
        }
    }
    gaps
}
