//! What a paper says of itself, for those who file it: the words as they are printed.

use chrono::NaiveDate;

use super::{Frame, ended, issuing_lines};
use crate::input::Loaded;
use crate::record::document::Document;
use crate::template::{Kind, Paper, Stage};

/// Head and foot of an official paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Tên loại.
    pub type_name: String,
    /// Trích yếu.
    pub subject: String,
    /// Cơ quan ban hành, on one line.
    pub issuer: String,
    /// Số, with its leading zero.
    pub number: Option<String>,
    /// Ký hiệu.
    pub symbol: Option<String>,
    /// Ngày ban hành.
    pub date: Option<NaiveDate>,
    /// Authority, post and office of the one who signs, line by line; none on a covenant.
    pub position: Vec<String>,
    /// The name of the one who signs, with the rank that is printed.
    pub signer: Option<String>,
    /// Kính gửi and Nơi nhận as they were written.
    pub recipients: Vec<String>,
}

/// What a paper of a record says of itself; none where the record has no such paper.
pub fn facts(loaded: &Loaded, paper: Paper) -> Option<Facts> {
    let record = &loaded.record;
    let frame = |document: &Document, frame: Frame| {
        let Frame { letterhead, title, signature, .. } = frame;
        let position = signature.authority.into_iter().chain(signature.title).chain(signature.office);
        Facts {
            type_name: title.r#type,
            subject: title.subject,
            issuer: issuing_lines(record, document.issued_by(record)).join(" "),
            number: letterhead.number,
            symbol: letterhead.symbol,
            date: document.date.map(|date| date.0),
            position: position.collect(),
            signer: signature.name,
            recipients: document
                .addressees
                .iter()
                .chain(document.sent_to())
                .map(|one| ended(one).to_owned())
                .collect(),
        }
    };
    let stage = Stage::Official;
    match paper.kind {
        Kind::Report => {
            Some(frame(&record.report.as_ref()?.document, super::report(loaded, stage, false)?.frame))
        }
        Kind::Covenant => {
            let document = &record.covenant.as_ref()?.document;
            let covenant = frame(document, super::covenant(loaded, stage, false)?.frame);
            // Its parties sign, not the head of an office.
            Some(Facts { position: Vec::new(), signer: None, ..covenant })
        }
        Kind::Decision => {
            let decision = record.awards.get(paper.index)?;
            Some(frame(&decision.document, super::decision(loaded, paper.index, stage, false)?.frame))
        }
    }
}
