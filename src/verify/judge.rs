//! The judgement of one signature, put together from what the parts find.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use lopdf::{Dictionary, Document};

use crate::oid::{CONTENT_TIMESTAMP, DATA, SIGNING_TIME, TIMESTAMP_TOKEN};

use super::certificate::Purpose;
use super::chain::Way;
use super::changes::{Permitted, Place};
use super::cms::{self, Signature};
use super::fields::{Field, Form};
use super::history::History;
use super::locks::Locks;
use super::report::{Coverage, Integrity, Kind, Note, SignatureReport, Trusted, Verdict};
use super::revisions::{object, value};
use super::standing::Standings;
use super::structure::Covered;
use super::timestamp::{self, Says, Token};
use super::trust::Trust;
use super::{chain, dates, name, proof};

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
    /// Proves the signature of a field by itself: by whom, when, and whether what it covers is as it was.
    pub fn proved(&self, field: &Field, covered: Result<&Covered, &Note>) -> SignatureReport {
        let dictionary = self.dictionary(field);
        let mut report = self.blank(field, dictionary);
        let Some(dictionary) = dictionary else {
            report.faults.push(super::structure::within_field());
            return report;
        };
        let mut faults = self.whole_file(field);
        match covered {
            Ok(covered) => {
                faults.extend(self.proof(dictionary, covered, &mut report).err().unwrap_or_default());
            }
            Err(fault) => faults.push(fault.clone()),
        }
        let (unread, faults): (Vec<Note>, Vec<Note>) = faults.into_iter().partition(Note::is_unread);
        report.integrity = match (faults.is_empty(), unread.is_empty()) {
            (false, _) => Integrity::Broken,
            (true, false) => Integrity::Unread,
            (true, true) => Integrity::Intact,
        };
        let (further, trust): (Vec<Note>, Vec<Note>) =
            std::mem::take(&mut report.faults).into_iter().partition(Note::is_unread);
        report.unread = [unread, further].concat();
        report.faults = [faults, trust].concat();
        report.verdict = verdict(&report);
        report
    }

    /// Judges what came after a signature, now that it is known how all of them stand.
    pub fn followed(
        &self,
        mut report: SignatureReport,
        field: &Field,
        covered: Result<&Covered, &Note>,
        standings: &Standings,
    ) -> SignatureReport {
        if let (Some(dictionary), Ok(covered)) = (self.dictionary(field), covered)
            && let Err(fault) = self.later(field, dictionary, covered, standings, &mut report)
        {
            report.integrity = Integrity::Broken;
            report.faults.insert(0, fault);
        }
        report.verdict = verdict(&report);
        report
    }

    /// The signature in a field, where it is an object of its own.
    pub fn dictionary(&self, field: &Field) -> Option<&Dictionary> {
        field.value.and_then(|id| object(self.document, id)?.as_dict().ok())
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
            shows: field.widgets.iter().any(|widget| {
                let widget = object(self.document, *widget).and_then(|widget| widget.as_dict().ok());
                widget.is_some_and(|widget| Place::of(self.document, widget) != Place::Nowhere)
            }),
            coverage: Coverage::Unclear,
            permitted: Vec::new(),
            forbidden: Vec::new(),
            changed_pages: Vec::new(),
            trust: Trusted::NotJudged,
            faults: Vec::new(),
            unread: Vec::new(),
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
        standings: &Standings,
        report: &mut SignatureReport,
    ) -> Result<(), Note> {
        if self.history.broken.is_some() {
            return Ok(());
        }
        let at = self.history.revision(self.pdf, covered.end, covered.object)?;
        let updates = &self.history.updates[at..];
        report.coverage = match updates.len() {
            0 => Coverage::WholeFile,
            later => Coverage::Revision { later },
        };
        let owner = object(self.document, field.id).and_then(|field| field.as_dict().ok());
        let locks =
            owner.map_or(Ok(Locks::default()), |owner| Locks::of(self.document, dictionary, owner))?;
        for update in updates {
            report.forbidden.extend(update.changes.forbidden.iter().cloned());
            for change in &update.changes.permitted {
                let (refused, pages) = standings.refuse(change, covered.end, &locks);
                report.forbidden.extend(refused.or_else(|| locks.broken_by(change)));
                report.changed_pages.extend(pages);
                report.permitted.push(words(change));
            }
            report.changed_pages.extend(&update.pages);
        }
        for notes in [&mut report.forbidden, &mut report.permitted] {
            notes.sort();
            notes.dedup();
        }
        report.changed_pages.sort_unstable();
        report.changed_pages.dedup();
        Ok(())
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
            (kind, Some(b"ETSI.RFC3161" | b"ETSI.CAdES.detached" | b"adbe.pkcs7.detached") | None) => {
                let what = if kind == Kind::Timestamp { "dấu thời gian" } else { "chữ ký" };
                Err(vec![Note::new("sub-filter", format!("{what} ghi sai loại (SubFilter)"))])
            }
            (_, Some(filter)) => {
                let filter = String::from_utf8_lossy(filter).into_owned();
                Err(vec![Note::unread(format!("loại chữ ký “{}”", filter.escape_debug()))])
            }
        }
    }

    fn document_timestamp(
        &self,
        contents: &[u8],
        covered: &Covered,
        report: &mut SignatureReport,
    ) -> Result<(), Vec<Note>> {
        if contents.iter().all(|byte| *byte == 0) {
            return Err(vec![Note::new(
                "timestamp-empty",
                "dấu thời gian của tài liệu để trống, không phải là chữ ký",
            )]);
        }
        let token = match Token::read(contents) {
            Err(faults) if timestamp::costs_the_time(&faults) => {
                return Err(vec![uncounted(report, &faults)]);
            }
            token => token?,
        };
        let way = token.way(self.trust, self.now);
        report.signer = Some(token.signature.certificate.holder());
        report.algorithm = Some(token.signature.algorithm());
        report.trust = way.trusted;
        report.faults.extend(distrust(&way, AUTHORITY, "đã hết hạn"));
        match token.says_of(&covered.pieces(self.pdf)) {
            Says::There => {
                report.timestamp = Some(token.report(way.trusted));
                Ok(())
            }
            Says::Nothing(why) => Err(vec![uncounted(report, &[why])]),
            Says::OfOthers => Err(vec![cms::altered()]),
        }
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
        let own = claimed(&signature);
        let mut faults = Vec::new();
        if signature.content.is_some() {
            faults.push(Note::new("cms", "chữ ký (CMS) mang theo nội dung riêng"));
        }
        match signature.hash() {
            Ok(hash) => {
                let digest = hash.digest(&covered.pieces(self.pdf));
                faults.extend(signature.prove(&digest, DATA, strict).err().unwrap_or_default());
            }
            // The key may say more than the digest.
            Err(fault) => faults
                .extend([Some(fault), proof::readable(&signature.certificate).err()].into_iter().flatten()),
        }
        self.times(&signature, covered, report, &mut faults);
        self.clock(own, report);
        // A time that somebody trusted says counts; the signer's own clock proves nothing.
        let proved = report.timestamp.as_ref().filter(|told| told.trust == Trusted::Trusted);
        let at = proved.map_or(self.now, |told| told.time);
        let way = chain::way(&signature.certificate, &signature.others, self.trust, at, Purpose::Documents);
        report.trust = way.trusted;
        report.faults.extend(distrust(
            &way,
            "chứng thư của người ký",
            "đã hết hạn, mà không có dấu thời gian nào chứng tỏ đã ký trước đó",
        ));
        report.chain = way.names;
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
            let token = match token {
                Ok(token) => token,
                Err(why) if timestamp::costs_the_time(&why) => {
                    report.doubts.push(no_time(&why));
                    continue;
                }
                Err(more) => {
                    faults.extend(more);
                    continue;
                }
            };
            match token.says_of(pieces) {
                Says::There => {}
                Says::Nothing(why) => {
                    report.doubts.push(no_time(&[why]));
                    continue;
                }
                Says::OfOthers => {
                    faults.push(Note::new("timestamp", "dấu thời gian thuộc về chữ ký khác"));
                    continue;
                }
            }
            let way = token.way(self.trust, self.now);
            match distrust(&way, AUTHORITY, "đã hết hạn") {
                Some(why)
                    if timestamp::costs_the_time(std::slice::from_ref(&why))
                        || way.trusted == Trusted::WeakAlgorithm =>
                {
                    report.doubts.push(no_time(&[why]));
                }
                why => {
                    report.faults.extend(why);
                    if over_value {
                        report.timestamp = Some(token.report(way.trusted));
                    }
                }
            }
        }
    }

    /// When the signer's computer says that it signed, and whether it took the time of the place for that of the world.
    fn clock(&self, own: Option<DateTime<FixedOffset>>, report: &mut SignatureReport) {
        let beside = [report.claimed_time, report.timestamp.as_ref().map(|told| told.time.fixed_offset())];
        let Some(own) = own else { return };
        let ahead = |other: &DateTime<FixedOffset>| {
            let ahead = own.signed_duration_since(other) - OFFSET;
            ahead.abs() <= CLOCKS_APART
        };
        match beside.into_iter().flatten().find(ahead) {
            Some(other) => {
                report.claimed_time = Some(other);
                report.doubts.push(Note::new(
                    "clock",
                    "giờ ký trong chữ ký (signingTime) là giờ Việt Nam mà ghi như giờ quốc tế, muộn hơn 7 giờ",
                ));
            }
            None => report.claimed_time = Some(own),
        }
    }
}

/// What the authority of a time-stamp is called.
const AUTHORITY: &str = "chứng thư của nơi cấp dấu thời gian";
/// How far Vietnam's time is ahead of universal time.
const OFFSET: TimeDelta = TimeDelta::hours(7);
/// How far two clocks may be apart that tell the same time.
const CLOCKS_APART: TimeDelta = TimeDelta::minutes(20);

/// All in one word.
fn verdict(report: &SignatureReport) -> Verdict {
    if report.integrity == Integrity::Broken || !report.forbidden.is_empty() || !report.faults.is_empty() {
        return Verdict::Invalid;
    }
    match (report.integrity, report.trust) {
        (Integrity::Unread, _) | (_, Trusted::Unread) => Verdict::Unread,
        (_, Trusted::NotJudged) => Verdict::NotJudged,
        (_, Trusted::Trusted) => Verdict::Valid,
        _ => Verdict::Invalid,
    }
}

/// Tells why a time-stamp over the document proves no time.
fn uncounted(report: &mut SignatureReport, why: &[Note]) -> Note {
    report.doubts.push(no_time(why));
    Note::unread("dấu thời gian của tài liệu")
}

/// The doubt about a signature whose time-stamp does not count.
fn no_time(why: &[Note]) -> Note {
    let why: Vec<String> = why
        .iter()
        .map(|note| match note.is_unread() {
            true => format!("chưa kiểm tra được {}", note.message),
            false => note.message.clone(),
        })
        .collect();
    Note::new("timestamp-not-counted", format!("dấu thời gian không được tính ({})", why.join("; ")))
}

/// When the signer's computer says that it signed.
fn claimed(signature: &Signature) -> Option<DateTime<FixedOffset>> {
    dates::of_attribute(signature.signed(SIGNING_TIME).ok()??)
}

/// Why a certificate is not trusted; nothing when it is, or when that was not asked.
fn distrust(way: &Way, what: &str, expired: &str) -> Option<Note> {
    let (code, why) = match way.trusted {
        Trusted::Trusted | Trusted::NotJudged => return None,
        Trusted::Unread => return Some(Note::unread(way.unread.clone())),
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
            let message = format!("thêm ô ký “{field}” ở trang {}", listed(pages));
            Note::new("visible-field-added", message)
        }
        Permitted::Shown { field, pages } => Note::new(
            "field-shown",
            format!("ô ký “{field}” trước đó bị ẩn, nay hiện ở trang {}", listed(pages)),
        ),
        Permitted::OddKeys { field, keys } => {
            let keys: Vec<String> = keys.iter().map(|key| format!("/{key}")).collect();
            Note::new("field-keys", format!("ô ký “{field}” có mục lạ: {}", keys.join(", ")))
        }
        Permitted::Beside { field, page, words } => {
            Note::new("beside", format!("hình của ô ký “{field}” nằm cạnh chữ “{words}” trên trang {page}"))
        }
        Permitted::Crossed { field, page, words } => {
            let what = if words.is_empty() {
                "hình hoặc đường kẻ".to_owned()
            } else {
                format!("chữ “{words}”")
            };
            let message = format!("mực của ô ký “{field}” đè lên {what} trên trang {page}, vẫn đọc được");
            Note::new("crossed", message)
        }
        Permitted::OverSignature { field, page, other } => Note::new(
            "over-signature",
            format!("hình của ô ký “{field}” đè lên hình chữ ký của ô “{other}” trên trang {page}"),
        ),
        Permitted::Says { field, page, words } => {
            Note::new("says", format!("hình của ô ký “{field}” trên trang {page} có chữ “{words}”"))
        }
        Permitted::Filled { field, .. } => Note::new("field-filled", format!("điền vào ô “{field}”")),
        Permitted::Description => {
            Note::new("description", "đổi phần mô tả tệp (tiêu đề, ngày, tên chương trình)")
        }
        Permitted::Proofs => Note::new("proofs", "thêm bằng chứng xác thực chứng thư"),
    }
}

/// Pages as they are told.
pub fn listed(pages: &[u32]) -> String {
    let pages: Vec<String> = pages.iter().map(u32::to_string).collect();
    pages.join(", ")
}
