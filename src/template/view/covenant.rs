//! Bản giao ước thi đua.

use serde::Serialize;

use super::fields::{self, FieldView};
use super::{Frame, FrameOf, SectionView, closed, sections, tables};
use crate::input::Loaded;
use crate::record::covenant::{SigningParty, covenant_period};
use crate::record::report::Insert;
use crate::record::{Covenant, Record, Section, gaps};
use crate::template::markdown::literal;
use crate::template::{Kind, Paper, Stage};
use crate::vietnamese::{date, notation};

/// The view of a covenant.
#[derive(Debug, Serialize)]
pub struct CovenantView {
    pub(super) frame: Frame,
    opening: String,
    sections: Vec<SectionView>,
    closing: String,
    parties: Vec<PartyView>,
    columns: Option<u32>,
    /// Nơi nhận below the signatures, where the record names any.
    recipients: Vec<String>,
}

#[derive(Debug, Serialize)]
struct PartyView {
    post: Option<String>,
    heading: String,
    signers: Vec<PartySigner>,
}

#[derive(Debug, Serialize)]
struct PartySigner {
    /// By what power, a line each: `KT. Giám đốc`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authority: Vec<String>,
    title: Option<String>,
    name: Option<String>,
    /// Where the person signs digitally.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<FieldView>,
}

/// The view of a record's covenant.
pub fn covenant(loaded: &Loaded, stage: Stage, attach_record: bool) -> Option<CovenantView> {
    let record = &loaded.record;
    let covenant = record.covenant.as_ref()?;
    let parties = covenant.signing_parties(record);
    let period = period(record, covenant);
    let gaps = gaps::of_paper(record, Paper { kind: Kind::Covenant, index: 0 });
    let fields = if fields::signable(stage, &gaps) { fields::of_parties(&parties) } else { Vec::new() };
    let frame = FrameOf {
        document: &covenant.document,
        facts: Kind::Covenant.facts(),
        subject: covenant.subject.clone().unwrap_or_else(|| format!("{} {period}", record.group.name)),
        bases: &covenant.legal_bases,
        first_recipient: None,
        gaps,
    };
    // In a covenant the inserted targets are those that its parties promise.
    let table = |record: &Record, insert| match insert {
        Insert::Targets => tables::covenant_targets(record, covenant),
        other => tables::of(record, other),
    };
    let mut commitments = covenant.commitments.clone();
    if !inserts_targets(&commitments) && !covenant.targets.is_empty() {
        commitments.push(Section {
            title: (!covenant.numbering.is_empty()).then(|| format!("Chỉ tiêu giao ước {period}")),
            insert: Some(Insert::Targets),
            ..Section::default()
        });
    }
    let frame = frame.build(loaded, stage, attach_record);
    let mut sections = sections(record, &commitments, &covenant.numbering, &table);
    let closing = closed(&closing(record, covenant), &mut sections);
    Some(CovenantView {
        recipients: if covenant.document.sent_to().is_empty() {
            Vec::new()
        } else {
            frame.recipients.clone()
        },
        frame,
        opening: covenant.opening.clone().unwrap_or_else(|| opening(record, covenant, &period)),
        sections,
        closing,
        parties: parties
            .iter()
            .enumerate()
            .map(|(at, party)| view(record, party, fields.get(at).map_or(&[], Vec::as_slice)))
            .collect(),
        columns: covenant.columns.map(|columns| columns.0),
    })
}

fn inserts_targets(sections: &[Section]) -> bool {
    sections
        .iter()
        .any(|section| section.insert == Some(Insert::Targets) || inserts_targets(&section.sections))
}

/// The period that is promised for.
fn period(record: &Record, covenant: &Covenant) -> String {
    covenant_period(record.meeting.kind, &record.meeting.period, covenant.period.as_ref()).words()
}

fn opening(record: &Record, covenant: &Covenant, period: &str) -> String {
    let day = match covenant.document.date.or(record.meeting.date) {
        Some(day) => format!("Hôm nay, {}", date::long(day.0)),
        None => "Hôm nay".to_owned(),
    };
    // The place is the meeting's: a covenant signed on another day was signed elsewhere, for all we know.
    let signed_there =
        covenant.document.date.is_none_or(|day| record.meeting.date.is_none_or(|date| date == day));
    let place = record.meeting.place.as_ref().filter(|_| signed_there);
    let place = place.map(|place| format!(", tại {}", literal(place))).unwrap_or_default();
    format!(
        "{day}{place}, {} đơn vị thành viên {} thống nhất ký kết giao ước thi đua {} với các nội dung sau:",
        notation::count(covenant.signing_parties(record).len()),
        literal(&record.group.name),
        literal(period),
    )
}

fn closing(record: &Record, covenant: &Covenant) -> String {
    let copies = notation::count(covenant.copies(record));
    if let Some(closing) = &covenant.closing {
        return closing.replace("{copies}", &copies);
    }
    let keepers: String =
        covenant.further_copies.iter().map(|keeper| format!(", {} giữ 01 bản", literal(keeper))).collect();
    format!(
        "Bản giao ước này được lập thành {copies} bản có giá trị như nhau, mỗi đơn vị ký giao ước giữ 01 bản{keepers}"
    )
}

fn view(record: &Record, party: &SigningParty, fields: &[FieldView]) -> PartyView {
    let mut signers: Vec<PartySigner> = party
        .signers
        .iter()
        .enumerate()
        .map(|(at, signer)| PartySigner {
            authority: signer.authority.0.iter().map(ToString::to_string).collect(),
            title: signer.title.clone(),
            name: signer.name.as_ref().map(|name| match &signer.rank {
                Some(rank) => format!("{rank} {name}"),
                None => name.clone(),
            }),
            field: fields.get(at).cloned(),
        })
        .collect();
    if signers.is_empty() {
        signers.push(PartySigner { authority: Vec::new(), title: None, name: None, field: None });
    }
    PartyView {
        post: party
            .unit
            .and_then(|unit| record.group.post(record.covenant_officers(), unit))
            .map(|post| format!("Đơn vị {post}")),
        heading: party.heading.to_owned(),
        signers,
    }
}
