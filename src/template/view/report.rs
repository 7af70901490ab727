//! Báo cáo sơ kết, tổng kết.

use serde::Serialize;

use super::{Frame, FrameOf, SectionView, closed, sections, tables};
use crate::input::Loaded;
use crate::record::{MeetingKind, Record, gaps};
use crate::template::markdown::literal;
use crate::template::{Kind, Paper, Stage};
use crate::vietnamese::words;

/// The view of a report.
#[derive(Debug, Serialize)]
pub struct ReportView {
    pub(super) frame: Frame,
    opening: Option<String>,
    sections: Vec<SectionView>,
    closing: String,
}

/// The view of a record's report; of an empty one where it has none.
pub fn report(loaded: &Loaded, stage: Stage, attach_record: bool) -> Option<ReportView> {
    let record = &loaded.record;
    let report = record.report.as_ref()?;
    let matter = matter(record);
    let frame = FrameOf {
        document: &report.document,
        facts: Kind::Report.facts(),
        subject: report.subject.clone().unwrap_or_else(|| words::capitalised(&matter)),
        bases: &report.legal_bases,
        first_recipient: (!report.document.addressees.is_empty()).then(|| "Như trên".to_owned()),
        gaps: gaps::of_paper(record, Paper { kind: Kind::Report, index: 0 }),
    };
    let closing =
        report.closing.clone().unwrap_or_else(|| format!("Trên đây là Báo cáo {}", literal(&matter)));
    let mut sections = sections(record, &report.sections, &report.numbering, &tables::of);
    let closing = closed(&closing, &mut sections);
    Some(ReportView {
        frame: frame.build(loaded, stage, attach_record),
        opening: report.opening.clone(),
        sections,
        closing,
    })
}

/// What the report is about: kind of meeting, period, plan, group.
fn matter(record: &Record) -> String {
    let meeting = &record.meeting;
    if meeting.kind == MeetingKind::Launch {
        return format!("phát động phong trào thi đua {} của {}", meeting.period.words(), record.group.name);
    }
    let plan = match meeting.period.next() {
        Some(next) => format!(" và phương hướng, nhiệm vụ {}", next.words()),
        None => String::new(),
    };
    format!(
        "{} công tác thi đua, khen thưởng {}{plan} của {}",
        meeting.kind.word(),
        meeting.period.words(),
        record.group.name
    )
}
