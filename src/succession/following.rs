//! Which meeting follows which.

use crate::record::{Meeting, MeetingKind, Period};

/// A meeting by what tells it from others of its group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// Sơ kết, tổng kết or phát động.
    pub kind: MeetingKind,
    /// What it looks back on.
    pub period: Period,
}

impl Occasion {
    /// The occasion of a meeting.
    pub fn of(meeting: &Meeting) -> Self {
        Self { kind: meeting.kind, period: meeting.period.clone() }
    }

    /// `sơ kết 6 tháng đầu năm 2026`.
    pub fn words(&self) -> String {
        format!("{} {}", self.kind.word(), self.period.words())
    }

    /// The next meeting of the group, of the wanted kind where one is wanted; none where the
    /// calendar does not tell it.
    ///
    /// A sơ kết is followed by the tổng kết of the same stretch of time, or of the year that it
    /// is a part of; the tổng kết of a year by the sơ kết of the first half of the next, the launch of a year by that
    /// of its own. Where
    /// papers of a longer or another stretch come but once, the same kind comes again.
    pub fn next(&self, wanted: Option<MeetingKind>) -> Option<Self> {
        use MeetingKind::{Annual, Interim, Launch};
        let period = &self.period;
        let kind = wanted.unwrap_or(match (self.kind, period) {
            (Interim, Period::Half { half: 2.., .. }) => Interim,
            (Interim, _) => Annual,
            (Annual, Period::Year(_)) => Interim,
            (Annual, _) => Annual,
            (Launch, Period::Year(_)) => Interim,
            (Launch, _) => Annual,
        });
        let period = match (self.kind, kind, period) {
            (Interim, Annual, Period::Half { year, .. } | Period::Months { year, .. }) => Period::Year(*year),
            (Interim, Annual, whole) => whole.clone(),
            (
                Annual,
                Interim,
                Period::Year(year) | Period::Half { year, .. } | Period::Months { year, .. },
            ) => Period::Half { half: 1, year: year + 1 },
            (Launch, Interim, Period::Year(year)) => Period::Half { half: 1, year: *year },
            (Launch, Annual, period) => period.clone(),
            (Annual, Launch, period) => period.next()?,
            (Interim, Launch, period) => Period::Year(period.year() + 1),
            // A year later, the same part of it again.
            (_, _, Period::Half { half: 1, year }) if wanted.is_some() => {
                Period::Half { half: 1, year: year + 1 }
            }
            (_, _, Period::Months { months, year }) => Period::Months { months: *months, year: year + 1 },
            (_, _, period) => period.next()?,
        };
        Some(Self { kind, period })
    }
}
