//! The judgement of one signature, put together from what the parts find.

use chrono::{DateTime, FixedOffset, Utc};
use lopdf::{Dictionary, Document};

use crate::oid::{CONTENT_TIMESTAMP, DATA, SIGNING_TIME, TIMESTAMP_TOKEN};

use super::certificate::Purpose;
use super::changes::Permitted;
use super::cms::{self, Signature};
use super::fields::{Field, Form};
use super::history::History;
use super::locks::Locks;
use super::report::{Coverage, Integrity, Kind, Note, SignatureReport, Trusted, Verdict};
use super::revisions::{object, value};
use super::structure::Covered;
use super::timestamp::{self, Token};
use super::trust::Trust;
use super::{chain, dates, name};

/// What a judgement rests on.
pub struct Judge<'a> {
    /// The file.
    pub pdf: &'a [u8],
    /// As it is now.
    pub document: &'a Document,
    /// Its form.
    pub form: &'a Form,
    /// Its updates since it was first signed.
    pub history: &'a History,
    /// Whom the person trusts.
    pub trust: &'a Trust,
    /// The time of the judgement.
    pub now: DateTime<Utc>,
}

impl Judge<'_> {
    /// Judges the signature of a field.
    pub fn signature(&self, field: &Field, covered: Result<Covered, Note>) -> SignatureReport {
        let dictionary = field.value.and_then(|id| object(self.document, id)?.as_dict().ok());
        let mut report = self.blank(field, dictionary);
        let Some(dictionary) = dictionary else {
            report.faults.push(super::structure::within_field());
            return report;
        };
        let mut faults = self.whole_file(field);
        match covered {
            Ok(covered) => {
                self.later(field, dictionary, &covered, &mut report, &mut faults);
                let proved = self.proof(dictionary, &covered, &mut report);
                faults.extend(proved.err().unwrap_or_default());
            }
            Err(fault) => faults.push(fault),
        }
        if faults.is_empty() {
            report.integrity = Integrity::Intact;
        }
        let trust_faults = std::mem::take(&mut report.faults);
        report.verdict = match (report.integrity, report.trust) {
            (Integrity::Broken, _) => Verdict::Invalid,
            _ if !report.forbidden.is_empty() || !trust_faults.is_empty() => Verdict::Invalid,
            (_, Trusted::Trusted) => Verdict::Valid,
            (_, Trusted::NotJudged) => Verdict::NotJudged,
            _ => Verdict::Invalid,
        };
        faults.extend(trust_faults);
        report.faults = faults;
        report
    }

    fn blank(&self, field: &Field, dictionary: Option<&Dictionary>) -> SignatureReport {
        let timestamp = dictionary.is_some_and(|one| one.has_type(b"DocTimeStamp"));
        let claimed = dictionary.and_then(|one| value(self.document, one, b"M")?.as_str().ok());
        SignatureReport {
            field: name(field),
            kind: if timestamp { Kind::Timestamp } else { Kind::Signature },
            signer: None,
            chain: Vec::new(),
            claimed_time: claimed.and_then(dates::of_pdf),
            timestamp: None,
            algorithm: None,
            integrity: Integrity::Broken,
            coverage: Coverage::Unclear,
            permitted: Vec::new(),
            forbidden: Vec::new(),
            changed_pages: Vec::new(),
            trust: Trusted::NotJudged,
            faults: Vec::new(),
            doubts: Vec::new(),
            verdict: Verdict::Invalid,
        }
    }

    /// What speaks against every signature of the file, or against this one beside others.
    fn whole_file(&self, field: &Field) -> Vec<Note> {
        let mut faults: Vec<Note> = self.history.broken.iter().cloned().collect();
        if !self.form.sound {
            faults
                .push(Note::new("form", "biểu mẫu của tệp không đúng chuẩn (ô trùng tên hoặc không có tên)"));
        }
        let holders = self.form.fields.iter().filter(|other| other.value == field.value).count();
        if holders > 1 {
            faults.push(Note::new("duplicate", "một chữ ký được dùng cho nhiều ô"));
        }
        faults
    }

    /// How much of the file the signature covers, and what came after it.
    fn later(
        &self,
        field: &Field,
        dictionary: &Dictionary,
        covered: &Covered,
        report: &mut SignatureReport,
        faults: &mut Vec<Note>,
    ) {
        if self.history.broken.is_some() {
            return;
        }
        let at = match self.history.revision(self.pdf, covered.end, covered.object) {
            Ok(at) => at,
            Err(fault) => return faults.push(fault),
        };
        let updates = &self.history.updates[at..];
        report.coverage = match updates.len() {
            0 => Coverage::WholeFile,
            later => Coverage::Revision { later },
        };
        let owner = object(self.document, field.id).and_then(|field| field.as_dict().ok());
        let locks = match owner.map(|owner| Locks::of(self.document, dictionary, owner)) {
            Some(Ok(locks)) => locks,
            Some(Err(fault)) => return faults.push(fault),
            None => Locks::default(),
        };
        for update in updates {
            report.forbidden.extend(update.changes.forbidden.iter().cloned());
            report
                .forbidden
                .extend(update.changes.permitted.iter().filter_map(|change| locks.broken_by(change)));
            report.permitted.extend(update.changes.permitted.iter().map(words));
            report.changed_pages.extend(&update.pages);
        }
        for notes in [&mut report.forbidden, &mut report.permitted] {
            notes.sort();
            notes.dedup();
        }
        report.changed_pages.sort_unstable();
        report.changed_pages.dedup();
    }

    /// Proves the signature and looks for the way to whom the person trusts.
    fn proof(
        &self,
        dictionary: &Dictionary,
        covered: &Covered,
        report: &mut SignatureReport,
    ) -> Result<(), Vec<Note>> {
        let filter = value(self.document, dictionary, b"SubFilter").and_then(|name| name.as_name().ok());
        let contents = covered.contents(self.pdf).map_err(|fault| vec![fault])?;
        match (report.kind, filter) {
            (Kind::Timestamp, Some(b"ETSI.RFC3161")) => self.document_timestamp(&contents, covered, report),
            (Kind::Signature, Some(b"ETSI.CAdES.detached")) => self.person(&contents, covered, true, report),
            (Kind::Signature, Some(b"adbe.pkcs7.detached")) => self.person(&contents, covered, false, report),
            (_, filter) => {
                let filter = String::from_utf8_lossy(filter.unwrap_or_default()).into_owned();
                let why = format!("thidua chưa kiểm tra được loại chữ ký “{}”", filter.escape_debug());
                Err(vec![Note::new("sub-filter", why)])
            }
        }
    }

    fn document_timestamp(
        &self,
        contents: &[u8],
        covered: &Covered,
        report: &mut SignatureReport,
    ) -> Result<(), Vec<Note>> {
        let token = Token::read(contents)?;
        let told = token.report(self.trust, self.now);
        report.signer = Some(token.signature.certificate.holder());
        report.algorithm = Some(token.signature.algorithm());
        report.trust = told.trust;
        report.faults.extend(distrust(told.trust, "chứng thư của nơi cấp dấu thời gian", "đã hết hạn"));
        report.timestamp = Some(told);
        if token.is_about(&covered.pieces(self.pdf)) { Ok(()) } else { Err(vec![cms::altered()]) }
    }

    fn person(
        &self,
        contents: &[u8],
        covered: &Covered,
        strict: bool,
        report: &mut SignatureReport,
    ) -> Result<(), Vec<Note>> {
        let signature = Signature::read(contents).map_err(|fault| vec![fault])?;
        report.signer = Some(signature.certificate.holder());
        let label = report.field.label.as_deref().unwrap_or_default();
        let stranger = signature.certificate.stranger(&report.field.name, label);
        report.doubts.extend(stranger.map(|why| Note::new("stranger", why)));
        report.algorithm = Some(signature.algorithm());
        report.claimed_time = claimed(&signature).or(report.claimed_time);
        let mut faults = Vec::new();
        if signature.content.is_some() {
            faults.push(Note::new("cms", "chữ ký (CMS) mang theo nội dung riêng"));
        }
        match signature.hash() {
            Ok(hash) => {
                let digest = hash.digest(&covered.pieces(self.pdf));
                faults.extend(signature.prove(&digest, DATA, strict).err().unwrap_or_default());
            }
            Err(fault) => faults.push(fault),
        }
        self.times(&signature, covered, report, &mut faults);
        // A time that somebody trusted says counts; the signer's own clock proves nothing.
        let proved = report.timestamp.as_ref().filter(|told| told.trust == Trusted::Trusted);
        let at = proved.map_or(self.now, |told| told.time);
        let way = chain::way(&signature.certificate, &signature.others, self.trust, at, Purpose::Documents);
        report.trust = way.trusted;
        report.chain = way.names;
        report.faults.extend(distrust(
            way.trusted,
            "chứng thư của người ký",
            "đã hết hạn, mà không có dấu thời gian nào chứng tỏ đã ký trước đó",
        ));
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// The time-stamps over the signature and over the content.
    fn times(
        &self,
        signature: &Signature,
        covered: &Covered,
        report: &mut SignatureReport,
        faults: &mut Vec<Note>,
    ) {
        let over_value: [&[u8]; 1] = [signature.value()];
        let over_content = covered.pieces(self.pdf);
        let attributes = [
            (signature.unsigned(TIMESTAMP_TOKEN), &over_value[..], true),
            (signature.signed(CONTENT_TIMESTAMP), &over_content[..], false),
        ];
        for (attribute, pieces, over_value) in attributes {
            let token = match attribute {
                Ok(None) => continue,
                Ok(Some(value)) => timestamp::in_attribute(value),
                Err(fault) => Err(vec![fault]),
            };
            match token {
                Ok(token) if token.is_about(pieces) => {
                    let told = token.report(self.trust, self.now);
                    report.faults.extend(distrust(
                        told.trust,
                        "chứng thư của nơi cấp dấu thời gian",
                        "đã hết hạn",
                    ));
                    if over_value {
                        report.timestamp = Some(told);
                    }
                }
                Ok(_) => faults.push(Note::new("timestamp", "dấu thời gian thuộc về chữ ký khác")),
                Err(more) => faults.extend(more),
            }
        }
    }
}

/// When the signer's computer says that it signed.
fn claimed(signature: &Signature) -> Option<DateTime<FixedOffset>> {
    dates::of_attribute(signature.signed(SIGNING_TIME).ok()??)
}

/// Why a certificate is not trusted; nothing when it is, or when that was not asked.
fn distrust(trusted: Trusted, what: &str, expired: &str) -> Option<Note> {
    let (code, why) = match trusted {
        Trusted::Trusted | Trusted::NotJudged => return None,
        Trusted::UnknownIssuer => ("unknown-issuer", "không do tổ chức nào trong thư mục tin cậy cấp"),
        Trusted::Expired => ("expired", expired),
        Trusted::NotYetValid => ("not-yet-valid", "chưa đến ngày có hiệu lực"),
        Trusted::WrongUsage => ("wrong-usage", "không được cấp để dùng vào việc này"),
        Trusted::WeakAlgorithm => ("weak-certificate", "được cấp bằng thuật toán quá yếu"),
        Trusted::Malformed => ("certificate", "không đúng quy cách"),
    };
    Some(Note::new(code, format!("{what} {why}")))
}

fn words(change: &Permitted) -> Note {
    match change {
        Permitted::Signed { field, .. } => Note::new("signed", format!("ký thêm vào ô “{field}”")),
        Permitted::FieldAdded { field, pages, .. } if pages.is_empty() => {
            Note::new("field-added", format!("thêm ô ký ẩn “{field}”"))
        }
        Permitted::FieldAdded { field, pages, .. } => {
            let pages: Vec<String> = pages.iter().map(u32::to_string).collect();
            let message =
                format!("thêm ô ký “{field}” ở trang {}: xem hình có che nội dung không", pages.join(", "));
            Note::new("visible-field-added", message)
        }
        Permitted::Description => {
            Note::new("description", "đổi phần mô tả tệp (tiêu đề, ngày, tên chương trình)")
        }
        Permitted::Proofs => Note::new("proofs", "thêm bằng chứng xác thực chứng thư"),
    }
}
