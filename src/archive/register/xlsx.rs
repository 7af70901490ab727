//! The register as a workbook: to be sorted and filtered, or printed on A4 sheets.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{HEADINGS, Line, Register};
use crate::diagnostic::Diagnostic;
use crate::vietnamese::date;

/// Widths of the columns, in letters.
const WIDTHS: [f64; HEADINGS.len()] =
    [16.0, 12.0, 44.0, 20.0, 32.0, 16.0, 9.0, 11.0, 11.0, 20.0, 22.0, 20.0, 30.0];

/// The row of the headings: above it stand title, days and an empty row.
const HEAD: u32 = 3;

/// The columns that hold no words.
const DATE: usize = 1;
const COPIES: usize = 6;

/// A4, as Excel counts papers.
const A4: u8 = 9;

/// The workbook's bytes; the same register gives the same bytes.
///
/// # Errors
/// When the register is larger than a worksheet can be.
pub fn write(register: &Register) -> Result<Vec<u8>, Diagnostic> {
    let faulty = |error: XlsxError| Diagnostic::error(format!("không ghi được sổ đăng ký ra xlsx ({error})"));
    workbook(register).and_then(|mut workbook| workbook.save_to_buffer()).map_err(faulty)
}

fn workbook(register: &Register) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let title = format!("Sổ đăng ký văn bản đi năm {}", register.year);
    let properties = DocProperties::new().set_title(&title).set_author(register.issuers().join("; "));
    let made = day(register.day()).unwrap_or_default();
    workbook.set_properties(&properties.set_creation_datetime(&made));
    let sheet = workbook.add_worksheet().set_name(register.year.to_string())?;
    lay_out(sheet)?;
    let last = HEADINGS.len() as u16 - 1;
    let centred = typeface(13).set_bold().set_align(FormatAlign::Center);
    sheet.merge_range(0, 0, 0, last, &title.to_uppercase(), &centred)?;
    let days = typeface(13).set_italic().set_align(FormatAlign::Center);
    sheet.merge_range(1, 0, 1, last, &span(register), &days)?;
    let head = cell(13).set_bold().set_align(FormatAlign::Center);
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write_string_with_format(HEAD, column, heading, &head)?;
    }
    for (row, line) in (HEAD + 1..).zip(&register.lines) {
        write_line(sheet, row, line)?;
    }
    let bottom = HEAD + u32::try_from(register.lines.len()).unwrap_or(u32::MAX - HEAD);
    sheet.autofilter(HEAD, 0, bottom, last)?;
    Ok(workbook)
}

/// How the sheet is seen and printed.
fn lay_out(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(HEAD + 1, 0)?;
    sheet.set_repeat_rows(HEAD, HEAD)?;
    sheet
        .set_landscape()
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.6, 0.6, 0.8, 0.8, 0.4, 0.4);
    sheet.set_footer("&C&\"Times New Roman\"&P/&N");
    Ok(())
}

/// One line; days are days and counts are numbers, all else is text and never a formula.
fn write_line(sheet: &mut Worksheet, row: u32, line: &Line) -> Result<(), XlsxError> {
    let (text, centred) = (cell(12), cell(12).set_align(FormatAlign::Center));
    for (at, words) in line.cells().iter().enumerate() {
        let column = at as u16;
        match (at, line.date.and_then(day), line.copies) {
            (DATE, Some(day), _) => {
                let format = centred.clone().set_num_format("dd/mm/yyyy");
                sheet.write_datetime_with_format(row, column, day, &format)?
            }
            (COPIES, _, Some(copies)) => sheet.write_number_with_format(row, column, copies, &centred)?,
            (0 | DATE | COPIES, ..) => sheet.write_string_with_format(row, column, words, &centred)?,
            _ => sheet.write_string_with_format(row, column, words, &text)?,
        };
    }
    Ok(())
}

fn typeface(size: u8) -> Format {
    Format::new().set_font_name("Times New Roman").set_font_size(size)
}

fn cell(size: u8) -> Format {
    typeface(size).set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top)
}

/// A day as Excel has it; none before 1900.
fn day(day: NaiveDate) -> Option<ExcelDateTime> {
    let month = u8::try_from(day.month()).ok()?;
    ExcelDateTime::from_ymd(u16::try_from(day.year()).ok()?, month, u8::try_from(day.day()).ok()?).ok()
}

/// `Từ ngày 05/01/2026 đến ngày 28/12/2026, 120 văn bản`.
fn span(register: &Register) -> String {
    let count = format!("{} dòng", register.lines.len());
    match register.days() {
        Some((first, last)) => {
            format!("Từ ngày {} đến ngày {}, {count}", date::short(first), date::short(last))
        }
        None => count,
    }
}
