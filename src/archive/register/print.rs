//! The register as a book to be printed and bound, as NĐ 30/2020, Điều 16.2b asks.

use std::path::Path;
use std::sync::Arc;

use chrono::Datelike;
use serde::Serialize;

use super::{HEADINGS, Line, OF_THE_DECREE, Register};
use crate::diagnostic::Diagnostic;
use crate::template::{TemplateSet, Templates};
use crate::typeset::{self, Sources, Typesetter, export};
use crate::vietnamese::date;

/// The template.
const TEMPLATE: &str = "register/register.typ.j2";

/// What the template is given.
#[derive(Debug, Serialize)]
struct Book {
    sheet: Sheet,
    cover: Cover,
    headings: Vec<&'static str>,
    parts: Vec<Part>,
}

/// Document properties.
#[derive(Debug, Serialize)]
struct Sheet {
    title: String,
    author: String,
    date: Day,
}

#[derive(Debug, Serialize)]
struct Day {
    year: i32,
    month: u32,
    day: u32,
}

/// What stands on the cover.
#[derive(Debug, Serialize)]
struct Cover {
    issuers: Vec<String>,
    year: i32,
    days: Option<[String; 2]>,
    codes: Option<[String; 2]>,
}

/// The lines of a series of numbers.
#[derive(Debug, Serialize)]
struct Part {
    heading: String,
    rows: Vec<Vec<String>>,
}

/// The book as a PDF file for the archive: PDF/A-2a and PDF/UA-1; the same register gives the same bytes.
///
/// # Errors
/// When the fonts cannot be read, or the book cannot be laid out.
pub fn write(register: &Register, font_path: Option<&Path>) -> Result<Vec<u8>, Diagnostic> {
    let typesetter = Typesetter::new(font_path)?;
    let set = Arc::new(TemplateSet::default());
    let sources = Sources::new(Arc::clone(&set));
    let text = Templates::new(set)?.fill(TEMPLATE, &book(register, &typesetter))?;
    let document = typeset::layout_own(&typesetter, &sources, text)?;
    let identifier = format!("so-dang-ky/{}", register.year);
    export::pdf(&document, &identifier, false).map_err(|errors| typeset::failed(&errors))
}

fn book(register: &Register, typesetter: &Typesetter) -> Book {
    let day = register.day();
    // Words of metadata that another hand wrote may hold letters that no font draws.
    let drawn = |words: &str| -> String {
        words.chars().map(|letter| if typesetter.draws(letter) { letter } else { '?' }).collect()
    };
    let part = |lines: &[Line]| Part {
        heading: drawn(&heading(lines)),
        rows: lines
            .iter()
            .map(|line| line.cells()[..OF_THE_DECREE].iter().map(|cell| drawn(cell)).collect())
            .collect(),
    };
    let parts: Vec<&[Line]> = register.lines.chunk_by(Line::same_series).collect();
    let codes = match parts.as_slice() {
        [lines] if lines.iter().all(|line| line.number.is_some()) => ends(lines),
        _ => None,
    };
    Book {
        sheet: Sheet {
            title: format!("Sổ đăng ký văn bản đi năm {}", register.year),
            author: drawn(&register.issuers().join("; ")),
            date: Day { year: day.year(), month: day.month(), day: day.day() },
        },
        cover: Cover {
            issuers: register.issuers().into_iter().map(drawn).collect(),
            year: register.year,
            days: register.days().map(|(first, last)| [date::short(first), date::short(last)]),
            codes: codes.map(|codes| codes.map(|code| drawn(&code))),
        },
        headings: HEADINGS[..OF_THE_DECREE].to_vec(),
        parts: parts.into_iter().map(part).collect(),
    }
}

/// The first and the last number of a series.
fn ends(lines: &[Line]) -> Option<[String; 2]> {
    Some([lines.first()?.code(), lines.last()?.code()])
}

/// `Sở Nội vụ: từ số 01/QĐ-SNV đến số 12/QĐ-SNV`.
fn heading(lines: &[Line]) -> String {
    let issuer = lines.first().map_or("", |line| line.issuer.as_str());
    match ends(lines).filter(|_| lines.iter().all(|line| line.number.is_some())) {
        Some([first, last]) if first == last => format!("{issuer}: số {first}"),
        Some([first, last]) => format!("{issuer}: từ số {first} đến số {last}"),
        None => format!("{issuer}: văn bản không đánh số"),
    }
}
