//! The next number of a series.

use std::path::Path;

use chrono::{Datelike, NaiveDate};

use super::book::{Entry, Shelf};
use super::files;
use super::files::{Ending, Purpose, Reservation, Source};
use super::series::{self, Series};
use crate::clock;
use crate::diagnostic::{Diagnostic, Severity};
use crate::output;
use crate::record::scalar::DocumentNumber;
use crate::vietnamese::date;

/// For what a number is asked.
#[derive(Debug, Clone)]
pub struct Request {
    /// The paper.
    pub purpose: Purpose,
    /// The day that the paper carries; today where it carries none yet.
    pub date: Option<NaiveDate>,
    /// Who asks.
    pub by: Option<String>,
}

/// A number that is held for its paper.
#[derive(Debug, Clone)]
pub struct Given {
    /// What the book says of it.
    pub reservation: Reservation,
    /// Whether it was held for this paper before.
    pub again: bool,
    /// What the person should know.
    pub warnings: Vec<Diagnostic>,
}

/// Gives a paper the next number of its series; the one that is held for it already, where there is one.
///
/// # Errors
/// When the paper used a number before; when the series needs to be opened first; when the clock cannot
/// be right; when the machine refuses. Nothing is given then.
pub fn reserve(archive: &Path, series: &Series, request: &Request) -> Result<Given, Diagnostic> {
    series::expect_year(archive, series, request.date.is_some())?;
    let date = request.date.unwrap_or_else(clock::today);
    if date.year() != series.year {
        let message = format!("ngày {} không thuộc năm {} của sổ", date::short(date), series.year);
        return Err(Diagnostic::usage(message).hint("số văn bản thuộc năm của ngày ban hành"));
    }
    let shelf = series::made_shelf(archive, series)?;
    output::create_folder(&shelf.path(""))?;
    let opened = opening(&shelf, series)?;
    // In this order: whoever claims a number after the names were read is met on the way up.
    let highest = shelf.highest()?;
    if let Some(highest) = highest {
        expect_in_line(&shelf, opened, highest)?;
    }
    let (entries, mut warnings) = shelf.entries()?;
    for warning in &mut warnings {
        warning.severity = Severity::Warning;
    }
    warnings.extend(doubts(&entries, series, date));
    for entry in entries {
        if let Some(reservation) = held(entry, &request.purpose)? {
            return Ok(Given { reservation, again: true, warnings });
        }
    }
    let mut number = highest.map_or(opened, |highest| opened.max(highest.saturating_add(1)));
    loop {
        let reservation = Reservation {
            number: DocumentNumber::plain(number),
            notation: series.notation.clone(),
            issuer: series.issuer.clone(),
            year: series.year,
            date: Some(date),
            purpose: request.purpose.clone(),
            source: Source::Given,
            since: clock::now(),
            by: request.by.clone(),
        };
        if files::claim(&shelf.reservation_path(reservation.number), &reservation)? {
            return Ok(Given { reservation, again: false, warnings });
        }
        // Another was first. Its number is there now, so that the next leaves no gap; it may be for this
        // very paper.
        if let Some(entry) = shelf.entry(reservation.number)?
            && let Some(reservation) = held(entry, &request.purpose)?
        {
            return Ok(Given { reservation, again: true, warnings });
        }
        number = number.checked_add(1).ok_or_else(|| Diagnostic::error("sổ đã hết số"))?;
    }
}

/// A fault where the highest number stands alone: a file of another origin must not make the numbers jump.
fn expect_in_line(shelf: &Shelf, first: u32, highest: u32) -> Result<(), Diagnostic> {
    let before = highest.saturating_sub(1);
    if before < first || shelf.reservation_path(DocumentNumber::plain(before)).exists() {
        return Ok(());
    }
    let path = shelf.reservation_path(DocumentNumber::plain(highest));
    let message = format!("sổ có số {highest:02} (`{}`) mà không có số {before:02}", path.display());
    Err(Diagnostic::error(message)
        .hint("nếu đó là tệp lạ thì chuyển đi nơi khác; nếu tệp của số trước bị mất thì chép lại từ bản sao lưu")
        .hint("xem cả sổ bằng `thidua number check`"))
}

/// The first number of a series; one that nobody has numbered in is opened by the way, from 01.
fn opening(shelf: &Shelf, series: &Series) -> Result<u32, Diagnostic> {
    if let Some(opening) = shelf.opening()? {
        return Ok(opening.first);
    }
    if let Some(highest) = shelf.highest()? {
        let code = series.code(format_args!("{highest:02}"));
        let next = highest.saturating_add(1);
        return Err(Diagnostic::usage(format!(
            "sổ {} năm {} mới chỉ ghi số của văn bản đã có, đến số {code}; thidua chưa cấp số ở sổ này",
            series.notation, series.year
        ))
        .hint(format!(
            "nếu từ nay thidua cấp số thì mở sổ: `thidua number start --series {} --issuer \"{}\" --year {} --first {next}`",
            series.notation, series.issuer, series.year
        )));
    }
    series::open(shelf, series, 1)?;
    Ok(shelf.opening()?.map_or(1, |opening| opening.first))
}

/// The number, where it is held for this paper and nothing became of it yet.
fn held(entry: Entry, purpose: &Purpose) -> Result<Option<Reservation>, Diagnostic> {
    let Entry { reservation, outcome, .. } = entry;
    // Of a paper that only its subject tells there may be many.
    if purpose.record.is_none() || reservation.purpose != *purpose {
        return Ok(None);
    }
    match outcome.map(|outcome| outcome.ending) {
        None => Ok(Some(reservation)),
        Some(Ending::Cancelled) => Ok(None),
        Some(Ending::Used) => {
            Err(Diagnostic::error(format!("văn bản này đã được cấp và đã dùng số {}", reservation.code()))
                .hint(format!("ghi lại `number: {}` vào hồ sơ", reservation.number))
                .hint("nếu là văn bản khác thì sửa trích yếu (`subject`) cho khác"))
        }
    }
}

/// What should not be so and is not certain to be wrong: the clock, the order of days.
fn doubts(entries: &[Entry], series: &Series, date: NaiveDate) -> Vec<Diagnostic> {
    let mut doubts = Vec::new();
    let mut doubt = |message: String, hint: &str| {
        let fault = Diagnostic::error(message).hint(hint);
        doubts.push(Diagnostic { severity: Severity::Warning, ..fault });
    };
    let now = clock::now();
    if date > now.date_naive() {
        doubt(
            format!("ngày ban hành {} ở sau hôm nay, {}", date::short(date), date::short(now.date_naive())),
            "xem lại ngày ban hành và đồng hồ của máy",
        );
    }
    if series.year < now.year() {
        doubt(
            format!("số thuộc sổ năm {}, đã khép lại ngày 31 tháng 12", series.year),
            "chỉ dùng cho văn bản đã ký trong năm ấy",
        );
    }
    let given = entries.iter().filter(|entry| entry.reservation.source == Source::Given);
    if let Some(last) = given.clone().max_by_key(|entry| entry.reservation.number) {
        let last = &last.reservation;
        if last.since > now {
            doubt(
                format!(
                    "số {} được cấp lúc {}, sau giờ của máy này",
                    last.code(),
                    last.since.format("%d/%m/%Y %H:%M")
                ),
                "chỉnh lại đồng hồ của máy",
            );
        }
    }
    // No paper carries the day of a number that was cancelled.
    let stands =
        |entry: &&Entry| !matches!(&entry.outcome, Some(outcome) if outcome.ending == Ending::Cancelled);
    if let Some(last) = given.filter(stands).max_by_key(|entry| entry.reservation.number)
        && let Some(before) = last.reservation.date.filter(|before| *before > date)
    {
        doubt(
            format!(
                "ngày ban hành {} trước ngày {} của số {}",
                date::short(date),
                date::short(before),
                last.reservation.code()
            ),
            "số sau không được ghi ngày trước (Nghị định 30/2020/NĐ-CP, Điều 15)",
        );
    }
    doubts
}
