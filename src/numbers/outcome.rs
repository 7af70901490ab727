//! What becomes of a number: used by its paper, or cancelled.

use std::path::Path;

use chrono::{Datelike, NaiveDate};

use super::book::{Entry, Shelf};
use super::files::{self, Ending, Outcome, Purpose, Reservation, Source};
use super::series::{self, Series};
use crate::clock;
use crate::diagnostic::Diagnostic;
use crate::record::scalar::DocumentNumber;
use crate::vietnamese::date;

/// A paper that was issued with its number.
#[derive(Debug, Clone)]
pub struct Usage {
    /// The paper; none where the number's holder is meant, whatever it was.
    pub purpose: Option<Purpose>,
    /// Ngày ban hành.
    pub date: Option<NaiveDate>,
    /// The SHA-512 of its file, where there is one.
    pub sha512: Option<String>,
    /// Who says so.
    pub by: Option<String>,
}

/// What the book knew of a paper's number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Registered {
    /// That it is used is new.
    Now,
    /// It was used by this same paper before, as far as words can tell. The file may be another one:
    /// signed once more, or of a paper that only says the same; who keeps the files can tell.
    Before {
        /// The SHA-512 of the file of then; none where a person said that the number was used.
        sha512: Option<String>,
    },
}

/// Enters a number for a paper that is not issued yet, where it was given elsewhere: it stays that paper's, and
/// nothing is said to have become of it.
///
/// # Errors
/// As [`use_number`].
pub fn bind(
    archive: &Path,
    series: &Series,
    number: DocumentNumber,
    usage: &Usage,
) -> Result<(), Diagnostic> {
    expect_year_of(series, number, usage)?;
    let shelf = series::made_shelf(archive, series)?;
    let Entry { reservation, outcome, .. } = held(&shelf, series, number, usage)?;
    let purpose = usage.purpose.as_ref().unwrap_or(&reservation.purpose);
    let Some(outcome) = outcome else { return Ok(()) };
    let user = outcome.purpose.as_ref().unwrap_or(&reservation.purpose);
    match outcome.ending {
        Ending::Cancelled => Err(was_cancelled(&reservation, &outcome)),
        Ending::Used if user.may_be(purpose) => Ok(()),
        Ending::Used => Err(anothers(&reservation, user, purpose)),
    }
}

/// A fault where a paper's day is of another year than its number.
fn expect_year_of(series: &Series, number: DocumentNumber, usage: &Usage) -> Result<(), Diagnostic> {
    let Some(day) = usage.date.filter(|day| day.year() != series.year) else { return Ok(()) };
    let message = format!(
        "số {} thuộc sổ năm {}, văn bản ghi ngày {}",
        series.code(number),
        series.year,
        date::short(day)
    );
    Err(Diagnostic::error(message).hint("số văn bản thuộc năm của ngày ban hành"))
}

/// The number as its holder's, entered where it was given elsewhere.
fn held(shelf: &Shelf, series: &Series, number: DocumentNumber, usage: &Usage) -> Result<Entry, Diagnostic> {
    let entry = entered(shelf, series, number, usage)?;
    let reservation = &entry.reservation;
    let purpose = usage.purpose.as_ref().unwrap_or(&reservation.purpose);
    if reservation.notation != series.notation || !reservation.purpose.may_be(purpose) {
        return Err(anothers(reservation, &reservation.purpose, purpose));
    }
    Ok(entry)
}

/// Registers that a paper was issued with a number: one that was held for it, or one that was given
/// elsewhere. Asked again for the same paper, it changes nothing. It takes the same time however many
/// numbers there are.
///
/// # Errors
/// When the number is another paper's, was cancelled, or thidua gives the numbers of the series and never
/// gave this one; when the machine refuses.
pub fn use_number(
    archive: &Path,
    series: &Series,
    number: DocumentNumber,
    usage: &Usage,
) -> Result<Registered, Diagnostic> {
    expect_year_of(series, number, usage)?;
    let shelf = series::made_shelf(archive, series)?;
    let Entry { reservation, outcome, .. } = held(&shelf, series, number, usage)?;
    let purpose = usage.purpose.as_ref().unwrap_or(&reservation.purpose);
    let used = Outcome {
        code: reservation.code(),
        ending: Ending::Used,
        reason: None,
        date: usage.date,
        purpose: usage.purpose.clone(),
        sha512: usage.sha512.clone(),
        at: clock::now(),
        by: usage.by.clone(),
    };
    let path = shelf.outcome_path(number);
    if outcome.is_none() && files::claim(&path, &used)? {
        return Ok(Registered::Now);
    }
    let outcome: Outcome = files::read(&path)?.ok_or_else(|| files::damaged(&path))?;
    let user = outcome.purpose.as_ref().unwrap_or(&reservation.purpose);
    match outcome.ending {
        Ending::Cancelled => Err(was_cancelled(&reservation, &outcome)),
        Ending::Used if user.may_be(purpose) => Ok(Registered::Before { sha512: outcome.sha512 }),
        Ending::Used => Err(anothers(&reservation, user, purpose)),
    }
}

/// What the book says of a number; none where it was never given.
///
/// # Errors
/// When its file is damaged or cannot be read.
pub fn look_up(archive: &Path, series: &Series, number: DocumentNumber) -> Result<Option<Entry>, Diagnostic> {
    let entry = series::shelf(archive, series)?.entry(number)?;
    Ok(entry.filter(|entry| entry.reservation.notation == series.notation))
}

/// What the book says of a number, after it was entered where it was given elsewhere.
fn entered(
    shelf: &Shelf,
    series: &Series,
    number: DocumentNumber,
    usage: &Usage,
) -> Result<Entry, Diagnostic> {
    if let Some(entry) = shelf.entry(number)? {
        return Ok(entry);
    }
    let Some(purpose) = usage.purpose.clone() else { return Err(never_given(series, number)) };
    expect_in_turn(shelf, series, number)?;
    let reservation = Reservation {
        number,
        notation: series.notation.clone(),
        issuer: series.issuer.clone(),
        year: series.year,
        date: usage.date,
        purpose,
        source: Source::Registered,
        since: clock::now(),
        by: usage.by.clone(),
    };
    files::claim(&shelf.reservation_path(number), &reservation)?;
    let path = shelf.reservation_path(number);
    shelf.entry(number)?.ok_or_else(|| files::damaged(&path))
}

/// A fault where a number given elsewhere would leave a gap in a series that thidua gives.
fn expect_in_turn(shelf: &Shelf, series: &Series, number: DocumentNumber) -> Result<(), Diagnostic> {
    let Some(opening) = shelf.opening()? else { return Ok(()) };
    // With a letter it stands behind the plain one.
    let before = match number.letter() {
        Some(_) => number.value(),
        None => number.value() - 1,
    };
    if before < opening.first || shelf.reservation_path(DocumentNumber::plain(before)).exists() {
        return Ok(());
    }
    let message = format!(
        "số {} chưa được cấp: sổ {} năm {} chưa có số {before:02} ở trước",
        series.code(number),
        series.notation,
        series.year
    );
    Err(Diagnostic::error(message).hint("xem các số đã cấp bằng `thidua number list`, rồi ghi lại đúng số"))
}

/// Cancels a number that is held: it is never given again, and its reason stays in the book.
/// What it was held for is handed back.
///
/// # Errors
/// When it was never given, or used or cancelled before; when the machine refuses.
pub fn cancel(
    archive: &Path,
    series: &Series,
    number: DocumentNumber,
    reason: &str,
    by: Option<&str>,
) -> Result<Reservation, Diagnostic> {
    let Some(Entry { reservation, outcome, kept }) = look_up(archive, series, number)? else {
        return Err(never_given(series, number));
    };
    if let (None, Some(dossier)) = (outcome, kept) {
        let message = format!(
            "số {} thuộc văn bản đã lưu, chưa ký, ở hồ sơ `{dossier}`; không hủy được",
            reservation.code()
        );
        return Err(Diagnostic::error(message).hint("ký xong thì lưu bản đã ký bằng `thidua archive add`"));
    }
    let shelf = series::shelf(archive, series)?;
    let cancelled = Outcome {
        code: reservation.code(),
        ending: Ending::Cancelled,
        reason: Some(reason.to_owned()),
        date: None,
        purpose: None,
        sha512: None,
        at: clock::now(),
        by: by.map(str::to_owned),
    };
    let path = shelf.outcome_path(number);
    if files::claim(&path, &cancelled)? {
        return Ok(reservation);
    }
    let outcome: Outcome = files::read(&path)?.ok_or_else(|| files::damaged(&path))?;
    Err(match outcome.ending {
        Ending::Cancelled => was_cancelled(&reservation, &outcome),
        Ending::Used => Diagnostic::error(format!("số {} đã dùng; không hủy được", reservation.code())).hint(
            "văn bản đã ban hành có sai sót thì thay thế hoặc đính chính (Nghị định 30/2020/NĐ-CP, Điều 18)",
        ),
    })
}

fn never_given(series: &Series, number: DocumentNumber) -> Diagnostic {
    let message = format!("sổ năm {} của {} chưa có số {}", series.year, series.issuer, series.code(number));
    Diagnostic::usage(message).hint("xem các số đã cấp bằng `thidua number list`")
}

fn anothers(reservation: &Reservation, holder: &Purpose, purpose: &Purpose) -> Diagnostic {
    Diagnostic::error(format!(
        "số {} năm {} của {} đã cấp cho văn bản khác: “{}”; không dùng được cho “{}”",
        reservation.code(),
        reservation.year,
        reservation.issuer,
        holder.subject,
        purpose.subject
    ))
    .hint("số và ký hiệu của một cơ quan chỉ dùng một lần trong năm; ghi lại đúng số của văn bản")
}

fn was_cancelled(reservation: &Reservation, outcome: &Outcome) -> Diagnostic {
    let reason = outcome.reason.as_deref().unwrap_or("không ghi lý do");
    Diagnostic::error(format!("số {} đã bị hủy: {reason}", reservation.code()))
        .hint("lấy số khác bằng `thidua number next`")
}
