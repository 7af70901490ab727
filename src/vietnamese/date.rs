//! Dates as papers write them.

use chrono::{Datelike, NaiveDate};

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

/// `05/02/2020`, as tables write it.
pub fn short(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}
