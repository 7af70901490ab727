//! What a number is for, told from a record.

use super::files::Purpose;
use crate::input::Loaded;
use crate::record::paper::Paper;
use crate::template::view::facts;

impl Purpose {
    /// A paper of a record.
    pub fn of(loaded: &Loaded, paper: Paper) -> Self {
        let record = &loaded.record;
        let meeting = &record.meeting;
        let meeting = format!("{}, {} {}", record.group.name, meeting.kind.word(), meeting.period.words());
        Self {
            record: Some(loaded.name.clone()),
            paper: Some(paper.file_name(record)),
            subject: facts(loaded, paper).map(|facts| facts.subject).unwrap_or_default(),
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
    pub fn may_be(&self, other: &Self) -> bool {
        let subject = same_words(&self.subject, &other.subject);
        if self.record.is_none() || other.record.is_none() {
            return subject || (self.record.is_none() && other.record.is_some());
        }
        let same_record = self.record == other.record;
        if same_record && self.paper != other.paper {
            return false;
        }
        let alike = [self.meeting == other.meeting, same_record, subject];
        alike.into_iter().filter(|alike| *alike).count() >= 2
    }
}

/// Whether two texts have the same words, however they are spaced and capitalised.
fn same_words(one: &str, other: &str) -> bool {
    one.split_whitespace().map(str::to_lowercase).eq(other.split_whitespace().map(str::to_lowercase))
}
