//! Dates as PDF and certificates write them.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone};
use der::{Tag, Tagged};

/// `D:20261121134500+07'00'`; without an offset it is universal time.
pub fn of_pdf(text: &[u8]) -> Option<DateTime<FixedOffset>> {
    let text = std::str::from_utf8(text).ok()?.strip_prefix("D:")?;
    let time = NaiveDateTime::parse_from_str(text.get(..14)?, "%Y%m%d%H%M%S").ok()?;
    let offset: String = text.get(14..)?.chars().filter(|letter| *letter != '\'').collect();
    let minutes = |digits: &str| -> Option<i32> {
        let (hours, minutes): (i32, i32) = (digits.get(..2)?.parse().ok()?, digits.get(2..4)?.parse().ok()?);
        Some(hours * 60 + minutes)
    };
    let minutes = match offset.split_at_checked(1)? {
        ("+", digits) => minutes(digits)?,
        ("-", digits) => -minutes(digits)?,
        _ => 0,
    };
    FixedOffset::east_opt(minutes * 60)?.from_local_datetime(&time).single()
}

/// A UTCTime or GeneralizedTime.
pub fn of_attribute(value: &der::Any) -> Option<DateTime<FixedOffset>> {
    let text = std::str::from_utf8(value.value()).ok()?.strip_suffix('Z')?;
    let text = match value.tag() {
        // RFC 5280: years from 50 on are of the last century.
        Tag::UtcTime if text.get(..2)? >= "50" => format!("19{text}"),
        Tag::UtcTime => format!("20{text}"),
        Tag::GeneralizedTime => text.to_owned(),
        _ => return None,
    };
    NaiveDateTime::parse_from_str(&text, "%Y%m%d%H%M%S").ok().map(|time| time.and_utc().fixed_offset())
}
