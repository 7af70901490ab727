//! What a number is for, told from a record.

use super::files::Purpose;
use crate::input::Loaded;
use crate::record::Record;
use crate::record::paper::{Kind, Paper};

impl Purpose {
    /// A paper of a record.
    pub fn of(loaded: &Loaded, paper: Paper) -> Self {
        let record = &loaded.record;
        let meeting = &record.meeting;
        let meeting = format!("{}, {} {}", record.group.name, meeting.kind.word(), meeting.period.words());
        Self {
            record: Some(loaded.name.clone()),
            paper: Some(paper.file_name(record)),
            subject: subject(record, paper).unwrap_or_else(|| by_itself(paper, &meeting)),
            meeting: Some(meeting),
        }
    }

    /// A paper that thidua did not make, by its subject alone.
    pub fn other(subject: impl Into<String>) -> Self {
        Self { record: None, meeting: None, paper: None, subject: subject.into() }
    }

    /// Whether another description can be of the same paper. Between number and archive a record may get
    /// another name, or its subject other words, yet not everything at once; what a person wrote without a
    /// record is taken for the record that comes with the number.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        let subject = same_words(&self.subject, &other.subject);
        if self.record.is_none() || other.record.is_none() {
            return subject || (self.record.is_none() && other.record.is_some());
        }
        let place = (&self.record, &self.paper) == (&other.record, &other.paper);
        let alike = [self.meeting == other.meeting, place, subject];
        alike.into_iter().filter(|alike| *alike).count() >= 2
    }
}

/// The subject as the record writes it.
fn subject(record: &Record, paper: Paper) -> Option<String> {
    match paper.kind {
        Kind::Report => record.report.as_ref()?.subject.clone(),
        Kind::Covenant => record.covenant.as_ref()?.subject.clone(),
        Kind::Decision => record.awards.get(paper.index)?.subject.clone(),
    }
}

/// A subject for a paper whose own is computed from the rest of the record.
fn by_itself(paper: Paper, meeting: &str) -> String {
    match paper.kind {
        Kind::Report => format!("Báo cáo của {meeting}"),
        Kind::Covenant => format!("Bản giao ước thi đua của {meeting}"),
        Kind::Decision => format!("Quyết định khen thưởng {:02} của {meeting}", paper.index + 1),
    }
}

/// Whether two texts have the same words, however they are spaced and capitalised.
fn same_words(one: &str, other: &str) -> bool {
    one.split_whitespace().map(str::to_lowercase).eq(other.split_whitespace().map(str::to_lowercase))
}
