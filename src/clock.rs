//! The clock, as Vietnam's offices read it. Papers never look at it: they carry the dates of their record.

use chrono::{DateTime, FixedOffset, NaiveDate, SubsecRound, Utc};

/// Vietnam is seven hours ahead of universal time, the whole year.
pub const VIETNAM: FixedOffset = match FixedOffset::east_opt(7 * 3600) {
    Some(zone) => zone,
    None => panic!("seven hours are less than a day"),
};

/// This moment, to the second.
pub fn now() -> DateTime<FixedOffset> {
    Utc::now().with_timezone(&VIETNAM).trunc_subsecs(0)
}

/// The day in Vietnam.
pub fn today() -> NaiveDate {
    now().date_naive()
}
