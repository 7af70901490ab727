//! `thidua number`: the book of official numbers.

mod list;
mod next;
mod outcome;
mod start;

use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};

use super::archive::Place;
use super::ui::Ui;
use crate::archive::Archive;
use crate::diagnostic::{Diagnostic, Severity};
use crate::numbers::{self, Series};
use crate::record::scalar::{Date, DocumentNumber};
use crate::vietnamese::notation;

/// Arguments of `thidua number`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Lấy số tiếp theo cho một văn bản và ghi vào hồ sơ
    Next(next::Args),
    /// Xem các số của sổ, số nào còn giữ chỗ, đã dùng, đã hủy
    List(list::Args),
    /// Ghi rằng văn bản mang số này đã ban hành
    Use(outcome::UseArgs),
    /// Hủy một số đã giữ mà không dùng; số đã hủy không cấp lại
    Cancel(outcome::CancelArgs),
    /// Lập sổ lần đầu, hoặc mở sổ giữa năm từ số đang dùng
    Start(start::Args),
    /// Kiểm tra sổ: thiếu số, tệp hỏng, số giữ lâu chưa dùng
    Check(CheckArgs),
}

/// Arguments of `thidua number check`.
#[derive(Debug, clap::Args)]
struct CheckArgs {
    #[command(flatten)]
    place: Place,
}

/// Runs the subcommand.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    match &args.command {
        Command::Next(args) => next::run(args, ui).map_err(one),
        Command::List(args) => list::run(args, ui),
        Command::Use(args) => outcome::register(args, ui).map_err(one),
        Command::Cancel(args) => outcome::cancel(args, ui).map_err(one),
        Command::Start(args) => start::run(args, ui).map_err(one),
        Command::Check(args) => check(args, ui),
    }
}

fn check(args: &CheckArgs, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let faults = numbers::check(&archive(&args.place).map_err(|fault| vec![fault])?);
    let errors = faults.iter().filter(|fault| fault.severity == Severity::Error).count();
    let told = match (errors, faults.len() - errors) {
        (0, 0) => "sổ số văn bản không có lỗi".to_owned(),
        (0, warnings) => format!("sổ số văn bản có {} cảnh báo", notation::count(warnings)),
        (errors, 0) => format!("sổ số văn bản có {} lỗi", notation::count(errors)),
        (errors, warnings) => {
            format!(
                "sổ số văn bản có {} lỗi, {} cảnh báo",
                notation::count(errors),
                notation::count(warnings)
            )
        }
    };
    ui.report(&faults);
    ui.say(&told);
    let faults: Vec<Diagnostic> = faults.into_iter().map(Diagnostic::told).collect();
    if errors == 0 { Ok(()) } else { Err(faults) }
}

/// The archive that is meant. A share that is not mounted is an empty folder: neither that nor a slip in its
/// name may start the numbers again from 01.
fn archive(place: &Place) -> Result<PathBuf, Diagnostic> {
    let archive = Archive::open(&place.root()?);
    let archive = archive.map_err(|fault| {
        fault
            .hint("kho ở ổ đĩa mạng thì xem ổ đĩa đã nối chưa")
            .hint("chưa lưu hồ sơ nào mà cần lấy số thì lập sổ trước bằng `thidua number start`")
    });
    Ok(archive?.root().to_owned())
}

/// A day as a person types it.
fn day(text: &str) -> Result<NaiveDate, Diagnostic> {
    text.parse::<Date>().map(|date| date.0).map_err(Diagnostic::usage)
}

/// Số và ký hiệu as they are typed: `12/QĐ-SNV`.
fn code(text: &str) -> Result<(DocumentNumber, String), Diagnostic> {
    let wrong = || {
        Diagnostic::usage(format!("`{text}` không phải là số và ký hiệu văn bản"))
            .hint("ghi như trên văn bản, ví dụ `12/QĐ-SNV`")
    };
    let (number, notation) = text.trim().split_once('/').ok_or_else(wrong)?;
    let notation = notation.trim();
    if notation.is_empty() || notation.contains(['/', '\\']) {
        return Err(wrong());
    }
    Ok((number.parse().map_err(|_| wrong())?, notation.to_owned()))
}

/// This year, in Vietnam.
fn this_year() -> i32 {
    numbers::today().year()
}

/// The series of a number that was typed; its issuer is looked for in the book where it was not.
fn series(archive: &Path, notation: &str, issuer: Option<&str>, year: i32) -> Result<Series, Diagnostic> {
    if let Some(issuer) = issuer {
        return Ok(Series { issuer: issuer.to_owned(), notation: notation.to_owned(), year });
    }
    let mut found = numbers::issuers(archive, notation, year)?;
    match (found.pop(), found.is_empty()) {
        (Some(series), true) => Ok(series),
        (Some(last), false) => {
            let names: Vec<String> =
                found.iter().chain([&last]).map(|series| format!("`{}`", series.issuer)).collect();
            Err(Diagnostic::usage(format!("năm {year} có {} cơ quan đánh số ở sổ này", names.len()))
                .hint(format!("thêm `--issuer` và tên cơ quan: {}", names.join(", "))))
        }
        (None, _) => Err(Diagnostic::usage(format!("năm {year} chưa có sổ {notation}"))
            .hint("thêm `--issuer` và tên cơ quan ban hành; số của năm khác thì thêm `--year`")),
    }
}
