//! Dates and hours as papers write them.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike, Weekday};

use super::words as numbers;

mod find;

pub use find::{Form, FoundDate, find};

/// A day of the month with the leading zero that the decree asks for below 10 (PL I/II.4).
pub fn day(day: u32) -> String {
    format!("{day:02}")
}

/// A month; only 1 and 2 take a leading zero (NĐ 30/2020, PL I/II.4).
pub fn month(month: u32) -> String {
    if month < 3 { format!("{month:02}") } else { month.to_string() }
}

/// `ngày 05 tháng 02 năm 2020`.
pub fn long(date: NaiveDate) -> String {
    format!("ngày {} tháng {} năm {}", day(date.day()), month(date.month()), date.year())
}

/// `05/02/2020`, `01/7/2020`: in figures, with the zeros that the decree asks for (NĐ 30/2020, PL I/II.4).
pub fn figures(date: NaiveDate) -> String {
    format!("{}/{}/{}", day(date.day()), month(date.month()), date.year())
}

/// `05/02/2020`, as tables write it.
pub fn short(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

/// `ngày mùng năm tháng Hai năm hai nghìn không trăm hai mươi`, as minutes begin.
///
/// The first ten days are mùng; a month that is not in figures has a capital (NĐ 30/2020, PL II/V.8c).
pub fn words(date: NaiveDate) -> String {
    let spelled = |value: u32| numbers::number(value.into());
    let first_ten = if date.day() <= 10 { "mùng " } else { "" };
    let month = match date.month() {
        4 => "Tư".to_owned(),
        month => numbers::capitalised(&spelled(month)),
    };
    let year = spelled(date.year().unsigned_abs());
    format!("ngày {first_ten}{} tháng {month} năm {year}", spelled(date.day()))
}

/// `thứ Hai` to `thứ Bảy`, `Chủ nhật` (NĐ 30/2020, PL II/V.8c).
pub fn weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "thứ Hai",
        Weekday::Tue => "thứ Ba",
        Weekday::Wed => "thứ Tư",
        Weekday::Thu => "thứ Năm",
        Weekday::Fri => "thứ Sáu",
        Weekday::Sat => "thứ Bảy",
        Weekday::Sun => "Chủ nhật",
    }
}

/// `14 giờ 00 phút`, as minutes write it.
pub fn time(time: NaiveTime) -> String {
    format!("{} giờ {:02} phút", time.hour(), time.minute())
}

/// `8 giờ 30`, `14 giờ 00`, as invitations and agendas write it.
pub fn hour(time: NaiveTime) -> String {
    format!("{} giờ {:02}", time.hour(), time.minute())
}

/// `tám giờ ba mươi phút`; a full hour is `mười bốn giờ`.
pub fn time_words(time: NaiveTime) -> String {
    let spelled = |value: u32| numbers::number(value.into());
    match time.minute() {
        0 => format!("{} giờ", spelled(time.hour())),
        minute => format!("{} giờ {} phút", spelled(time.hour()), spelled(minute)),
    }
}
