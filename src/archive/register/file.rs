//! The register as files of the archive, `so-dang-ky/2026.csv`: readable without thidua, made anew from the
//! bags whenever it is in doubt.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::OpenOptions;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{HEADINGS, Line, Register};
use crate::archive::Archive;
use crate::archive::dossier::{self, Dossier};
use crate::archive::metadata::DocumentMetadata;
use crate::diagnostic::{Diagnostic, Severity, SourceText};
use crate::numbers::Reservation;
use crate::output;

/// The folder of the registers.
pub const FOLDER: &str = "so-dang-ky";

/// By this mark Excel knows that a file is in UTF-8.
const MARK: &str = "\u{feff}";

/// What begins so is a formula to spreadsheets, unless an apostrophe stands before it.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The largest file that is read: a hundred thousand lines, and more.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// What to do about a file that is not as it should be.
const REMEDY: &str = "lập lại sổ từ các hồ sơ bằng `thidua archive rebuild`; \
                      nếu không ai được phép sửa sổ thì tìm hiểu vì sao nó khác";

/// Enters the papers of a dossier, for one who holds the archive's lock. It takes the same time however
/// long the register is, unless a paper takes the place of a copy that was signed less: that one's line goes.
///
/// # Errors
/// When the machine refuses.
pub fn append(
    archive: &Archive,
    dossier: &Dossier,
    documents: &[DocumentMetadata],
) -> Result<(), Diagnostic> {
    drop_replaced(archive, documents)?;
    append_lines(archive, Line::of_dossier(dossier, documents, &BTreeSet::new()).into_iter())
}

/// Takes out the lines of the copies whose place these papers take.
fn drop_replaced(archive: &Archive, documents: &[DocumentMetadata]) -> Result<(), Diagnostic> {
    let replaced = documents.iter().flat_map(|document| &document.replaces);
    let replaced: BTreeSet<String> = replaced.map(|copy| identity_of(&copy.dossier, &copy.path)).collect();
    for year in if replaced.is_empty() { Vec::new() } else { years(archive)? } {
        let path = path(archive, year);
        // What is no text is left for `check` to tell of.
        let Ok(text) = dossier::text(&path, MAX_BYTES) else { continue };
        let gone = |record: &[String]| replaced.contains(&identity(record));
        let (mut left, mut from) = (String::new(), 0);
        for (_, place) in records(&text).into_iter().filter(|(record, _)| gone(record)) {
            left.push_str(&text[from..place.start]);
            let rest = &text[place.end..];
            from = place.end + rest.find('\n').map_or(rest.len(), |end| end + 1);
        }
        if from > 0 {
            left.push_str(&text[from..]);
            output::write_durably(&path, left.as_bytes())?;
        }
    }
    Ok(())
}

/// Enters those papers of a dossier that are not entered yet, after someone was interrupted who may have
/// begun to; what was cut off within a line goes.
///
/// # Errors
/// When the machine refuses.
pub fn complete(
    archive: &Archive,
    dossier: &Dossier,
    documents: &[DocumentMetadata],
) -> Result<(), Diagnostic> {
    drop_replaced(archive, documents)?;
    let mut lines = Line::of_dossier(dossier, documents, &BTreeSet::new());
    for year in lines.iter().map(|line| line.year).collect::<BTreeSet<_>>() {
        let path = path(archive, year);
        // What is no text is left for `check` to tell of.
        let Ok(text) = dossier::text(&path, MAX_BYTES) else { continue };
        let whole = text.rfind('\n').map_or(0, |at| at + 1);
        let ours = lines.iter().any(|line| {
            let bytes = bytes(std::slice::from_ref(line), false).unwrap_or_default();
            whole < text.len() && bytes.starts_with(&text.as_bytes()[whole..])
        });
        if ours {
            output::write_durably(&path, &text.as_bytes()[..whole])?;
        }
        let entered: BTreeSet<String> =
            records(&text[..whole]).iter().map(|(record, _)| identity(record)).collect();
        lines.retain(|line| line.year != year || !entered.contains(&identity(&guarded(line))));
    }
    append_lines(archive, lines.into_iter())
}

/// Enters a number that was cancelled.
///
/// # Errors
/// When someone else is writing, or the machine refuses.
pub fn append_cancelled(
    archive: &Archive,
    reservation: &Reservation,
    reason: &str,
) -> Result<(), Diagnostic> {
    let _lock = archive.lock("ghi số đã hủy vào sổ đăng ký")?;
    append_lines(archive, std::iter::once(Line::cancelled(reservation, Some(reason))))
}

/// Enters lines, each in the register of its year.
fn append_lines(archive: &Archive, lines: impl Iterator<Item = Line>) -> Result<(), Diagnostic> {
    let mut by_year: BTreeMap<i32, Vec<Line>> = BTreeMap::new();
    lines.for_each(|line| by_year.entry(line.year).or_default().push(line));
    for (year, lines) in by_year {
        let path = path(archive, year);
        let whole = bytes(&lines, true)?;
        if !path.exists() {
            output::create_folder_durably(archive.root(), Path::new(FOLDER))?;
            if output::claim(&path, &whole)? {
                continue;
            }
        }
        append_bytes(&path, &bytes(&lines, false)?)?;
    }
    Ok(())
}

/// Makes the registers anew, of all years; for one who holds the archive's lock. What bags cannot tell
/// is a warning, and so is every line that is dropped.
///
/// # Errors
/// When the machine refuses.
pub fn rebuild(archive: &Archive) -> Result<Vec<Diagnostic>, Diagnostic> {
    let (mut registers, mut warnings) = super::of_archive(archive)?;
    for year in years(archive)? {
        registers.entry(year).or_insert(Register { year, lines: Vec::new() });
    }
    for register in registers.values() {
        let path = path(archive, register.year);
        warnings.extend(dropped(&path, register));
        output::create_folder_durably(archive.root(), Path::new(FOLDER))?;
        output::write_durably(&path, &bytes(&register.lines, true)?)?;
    }
    Ok(warnings)
}

/// What the files say otherwise than the bags: lines that differ, lack, repeat, or are of no paper.
pub fn check(archive: &Archive) -> Vec<Diagnostic> {
    let registers = super::of_archive(archive).and_then(|(mut registers, _)| {
        for year in years(archive)? {
            registers.entry(year).or_insert(Register { year, lines: Vec::new() });
        }
        Ok(registers)
    });
    match registers {
        Ok(registers) => registers.values().flat_map(|register| check_one(archive, register)).collect(),
        Err(fault) => vec![fault],
    }
}

/// The register as bytes of a CSV file (RFC 4180), with its headings or only the lines.
///
/// # Errors
/// None that a register can cause.
pub fn bytes(lines: &[Line], whole: bool) -> Result<Vec<u8>, Diagnostic> {
    let faulty = |error: String| Diagnostic::error(format!("không ghi được sổ đăng ký ({error})"));
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    if whole {
        writer.write_record(HEADINGS).map_err(|error| faulty(error.to_string()))?;
    }
    for line in lines {
        writer.write_record(guarded(line)).map_err(|error| faulty(error.to_string()))?;
    }
    let lines = writer.into_inner().map_err(|error| faulty(error.to_string()))?;
    Ok(if whole { [MARK.as_bytes(), &lines].concat() } else { lines })
}

/// The cells of a line, none of which a spreadsheet takes for a formula.
fn guarded(line: &Line) -> [String; HEADINGS.len()] {
    line.cells().map(|cell| if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell })
}

/// Where the register of a year is.
fn path(archive: &Archive, year: i32) -> PathBuf {
    archive.root().join(FOLDER).join(format!("{year}.csv"))
}

/// The years that have a file.
fn years(archive: &Archive) -> Result<Vec<i32>, Diagnostic> {
    let folder = archive.root().join(FOLDER);
    let entries = match std::fs::read_dir(&folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| output::machine("đọc thư mục", &folder, &error))?,
    };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    Ok(names.filter_map(|name| dossier::year(name.strip_suffix(".csv")?)).collect())
}

fn append_bytes(path: &Path, lines: &[u8]) -> Result<(), Diagnostic> {
    let appended = || -> std::io::Result<()> {
        let mut file = OpenOptions::new().read(true).append(true).open(path)?;
        // What was cut off while it was written must not run into the new line.
        let mut last = [b'\n'];
        if file.metadata()?.len() > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
        }
        let ending: &[u8] = if last == [b'\n'] { b"" } else { b"\r\n" };
        file.write_all(&[ending, lines].concat())?;
        file.sync_all()
    };
    appended().map_err(|error| {
        output::machine("ghi sổ đăng ký", path, &error)
            .hint("nếu sổ đang mở trong Excel thì đóng lại rồi chạy lại")
    })
}

/// One year's file against what the bags say.
fn check_one(archive: &Archive, register: &Register) -> Vec<Diagnostic> {
    let path = path(archive, register.year);
    let text = match dossier::text(&path, MAX_BYTES) {
        Ok(text) => text,
        Err(_) if register.lines.is_empty() => return Vec::new(),
        Err(fault) => return vec![fault.hint(REMEDY)],
    };
    let source = Arc::new(SourceText { name: path.display().to_string(), text });
    let mut wanted: BTreeMap<String, (bool, &Line)> = BTreeMap::new();
    wanted.extend(register.lines.iter().map(|line| (identity(&guarded(line)), (false, line))));
    let mut faults = Vec::new();
    for (at, (record, range)) in records(&source.text).into_iter().enumerate() {
        let found = |message: String| Diagnostic::error(message).at(&source, range.clone()).hint(REMEDY);
        if at == 0 {
            if record != HEADINGS {
                faults.push(found("dòng đầu của sổ đăng ký không phải là tên các cột".to_owned()));
            }
            continue;
        }
        match wanted.get_mut(&identity(&record)) {
            None => {
                let message = "dòng này của sổ đăng ký không ứng với văn bản nào trong kho";
                faults
                    .push(Diagnostic::error(message).at(&source, range).hint(restore(&record)).hint(REMEDY));
            }
            Some((true, line)) => {
                faults.push(found(format!("sổ đăng ký ghi lặp lại {}", named(line))));
            }
            Some((seen, line)) => {
                *seen = true;
                let cells = guarded(line);
                let differing = (0..HEADINGS.len()).find(|at| record.get(*at) != Some(&cells[*at]));
                if let Some(at) = differing.or((record.len() > HEADINGS.len()).then_some(HEADINGS.len() - 1))
                {
                    let own = record.get(at).map_or("", String::as_str);
                    faults.push(found(format!(
                        "sổ đăng ký ghi {} khác với hồ sơ: cột “{}” ghi `{own}`, đúng ra là `{}`",
                        named(line),
                        HEADINGS[at],
                        cells[at]
                    )));
                }
            }
        }
    }
    faults.extend(wanted.values().filter(|(seen, _)| !seen).map(|(_, line)| {
        let message = format!("sổ đăng ký `{}` thiếu {}", path.display(), named(line));
        let fault = Diagnostic::error(message).hint(REMEDY);
        // The book of numbers has it; nothing is lost.
        let severity = if line.dossier.is_empty() { Severity::Warning } else { fault.severity };
        Diagnostic { severity, ..fault }
    }));
    faults
}

/// What to do first about a line that has no paper: a register made anew would only forget it.
fn restore(record: &[String]) -> String {
    match record.get(11).map(String::as_str).unwrap_or_default() {
        "" => "lấy lại hồ sơ của văn bản ấy, hoặc sổ số văn bản, từ bản sao dự phòng".to_owned(),
        dossier => format!("nếu hồ sơ `{dossier}` đã mất: lấy lại hồ sơ từ bản sao dự phòng của kho"),
    }
}

/// The lines of a file that a register made anew will not have, each as a warning.
fn dropped(path: &Path, register: &Register) -> Vec<Diagnostic> {
    // What is missing or no text has no lines to lose.
    let Ok(text) = dossier::text(path, MAX_BYTES) else { return Vec::new() };
    let wanted: BTreeSet<String> = register.lines.iter().map(|line| identity(&guarded(line))).collect();
    let lines = records(&text).into_iter().map(|(record, _)| record);
    let lost = lines.filter(|record| record != HEADINGS.as_slice() && !wanted.contains(&identity(record)));
    lost.map(|record| {
        let cell = |at: usize| record.get(at).map_or("", String::as_str);
        let words: Vec<&str> = [0, 1, 2, 11].map(cell).into_iter().filter(|cell| !cell.is_empty()).collect();
        let message =
            format!("bỏ khỏi `{}` một dòng mà kho không có văn bản: {}", path.display(), words.join("; "));
        let fault = Diagnostic::error(message).hint(restore(&record));
        Diagnostic { severity: Severity::Warning, ..fault }
    })
    .collect()
}

/// By what a line is known: its file, or its number where no paper has it.
fn identity(cells: &[String]) -> String {
    let cell = |at: usize| cells.get(at).map_or("", String::as_str);
    match (cell(11), cell(12)) {
        ("", "") => format!("{}\n{}", cell(0), cell(10)),
        (dossier, path) => identity_of(dossier, path),
    }
}

/// By what the line of a file is known.
fn identity_of(dossier: &str, path: &str) -> String {
    format!("{dossier}\n{path}\n")
}

/// A line as it is told of.
fn named(line: &Line) -> String {
    match (line.code().as_str(), line.path.as_str()) {
        ("", path) => format!("văn bản `{}` của hồ sơ `{}`", path, line.dossier),
        (code, "") => format!("số đã hủy {code}"),
        (code, _) => format!("văn bản {code} của hồ sơ `{}`", line.dossier),
    }
}

/// The lines of a file below its headings, each with where it stands.
fn records(text: &str) -> Vec<(Vec<String>, std::ops::Range<usize>)> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let records = reader.records().flatten();
    records
        .map(|record| {
            let at = record.position().map_or(0, csv::Position::byte);
            let at = text.floor_char_boundary(usize::try_from(at).unwrap_or(usize::MAX).min(text.len()));
            // Where a record begins, the end of the line before may still stand.
            let start = text.len() - text[at..].trim_start_matches(['\r', '\n', '\u{feff}']).len();
            let end = text[start..].find(['\r', '\n']).map_or(text.len(), |length| start + length);
            (record.iter().map(str::to_owned).collect(), start..end)
        })
        .collect()
}
