//! The folders of the book: where each number's files stand, and what is in them.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::FOLDER;
use super::files::{self, Outcome, Reservation};
use super::kept::Kept;
use super::series::{COMMON, Numbering, Opening, STYLE_FILE, Series, folder_name, shelf};
use crate::diagnostic::Diagnostic;
use crate::output;
use crate::record::scalar::DocumentNumber;

/// A number with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Who holds it, and for what.
    pub reservation: Reservation,
    /// What became of it, where that is known.
    pub outcome: Option<Outcome>,
    /// Where nothing became of it yet: the dossier of the archive that has its paper, which nobody has signed.
    pub kept: Option<String>,
}

/// The folder of one series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shelf {
    /// The archive.
    pub archive: PathBuf,
    /// The folder below it.
    pub within: PathBuf,
}

/// What the name of a file says of the number that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sheet {
    /// The number without its letter.
    pub number: u32,
    /// Whether it tells what became of the number.
    pub outcome: bool,
}

/// The ending of a file that holds a number, and of one that tells what became of it.
const HELD: &str = ".yaml";
pub(super) const ENDED: &str = ".ket-qua.yaml";

/// The ending of a file that tells in which dossier a number's paper is kept.
pub(super) const KEPT: &str = ".luu-kho.yaml";

impl Shelf {
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.archive.join(&self.within).join(name)
    }

    pub(super) fn reservation_path(&self, number: DocumentNumber) -> PathBuf {
        self.path(&format!("{}{HELD}", stem(number)))
    }

    pub(super) fn outcome_path(&self, number: DocumentNumber) -> PathBuf {
        self.path(&format!("{}{ENDED}", stem(number)))
    }

    pub(super) fn kept_path(&self, number: DocumentNumber) -> PathBuf {
        self.path(&format!("{}{KEPT}", stem(number)))
    }

    /// The names of the files that stand here.
    pub(super) fn names(&self) -> Result<Vec<String>, Diagnostic> {
        let folder = self.path("");
        let refused = |error: &std::io::Error| output::machine("đọc thư mục", &folder, error);
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(|error| refused(&error))? {
            names.push(entry.map_err(|error| refused(&error))?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    /// The highest number that was ever given here, by the names of the files alone.
    pub(super) fn highest(&self) -> Result<Option<u32>, Diagnostic> {
        Ok(self.names()?.iter().filter_map(|name| Some(sheet(name)?.number)).max())
    }

    /// A number with what became of it; none where it was never given.
    pub(super) fn entry(&self, number: DocumentNumber) -> Result<Option<Entry>, Diagnostic> {
        let path = self.reservation_path(number);
        let Some(reservation) = files::read::<Reservation>(&path)? else { return Ok(None) };
        // A file under another's name, or in another's folder, tells nothing of this number.
        if stem(reservation.number) != stem(number) || !self.holds(&reservation) {
            return Err(files::damaged(&path));
        }
        let outcome = files::read(&self.outcome_path(number))?;
        let kept: Option<Kept> = match outcome {
            None => files::read(&self.kept_path(number))?,
            Some(_) => None,
        };
        Ok(Some(Entry { reservation, outcome, kept: kept.map(|kept| kept.dossier) }))
    }

    /// All numbers of the series in their order, and what is wrong with files that cannot be read.
    pub(super) fn entries(&self) -> Result<(Vec<Entry>, Vec<Diagnostic>), Diagnostic> {
        let (mut entries, mut faults) = (Vec::new(), Vec::new());
        for name in self.names()? {
            if sheet(&name).is_none_or(|sheet| sheet.outcome) {
                continue;
            }
            match self.named(&name) {
                Ok(entry) => entries.push(entry),
                Err(fault) => faults.push(fault),
            }
        }
        entries.sort_by_key(|entry| entry.reservation.number);
        Ok((entries, faults))
    }

    /// The number that a file holds, with what became of it.
    fn named(&self, name: &str) -> Result<Entry, Diagnostic> {
        let path = self.path(name);
        let reservation: Reservation = files::read(&path)?.ok_or_else(|| files::damaged(&path))?;
        if name != format!("{}{HELD}", stem(reservation.number)) {
            return Err(files::damaged(&path));
        }
        self.entry(reservation.number)?.ok_or_else(|| files::damaged(&path))
    }

    /// Whether a number's own words agree with the folder that it stands in.
    fn holds(&self, reservation: &Reservation) -> bool {
        let parts: Vec<String> =
            self.within.iter().skip(1).map(|part| part.to_string_lossy().into_owned()).collect();
        let [year, issuer, notation] = &parts[..] else { return false };
        let named = |words: &str, name: &str| folder_name(words).is_ok_and(|own| own == name);
        *year == format!("{:04}", reservation.year)
            && named(&reservation.issuer, issuer)
            && (notation == COMMON || named(&reservation.notation, notation))
    }
}

/// The name of a number's file without its ending: four digits at least, the letter without marks.
pub(super) fn stem(number: DocumentNumber) -> String {
    let letter = match number.letter().map(|letter| letter.to_lowercase().next().unwrap_or(letter)) {
        None => String::new(),
        // Of two names that differ in capitals or marks some file systems make one.
        Some('đ') => "dd".to_owned(),
        Some(letter) if letter.is_ascii_alphabetic() => letter.to_string(),
        Some(letter) => format!("u{:x}", u32::from(letter)),
    };
    format!("{:04}{letter}", number.value())
}

/// What a file's name says; none of a file that is not a number's.
pub(super) fn sheet(name: &str) -> Option<Sheet> {
    let (stem, outcome) = match name.strip_suffix(ENDED) {
        Some(stem) => (stem, true),
        None => (name.strip_suffix(HELD)?, false),
    };
    let letter = stem.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &stem[..stem.len() - letter.len()];
    let own = digits.len() >= 4 && letter.bytes().all(|b| b.is_ascii_alphanumeric());
    Some(Sheet { number: digits.parse().ok().filter(|_| own)?, outcome })
}

/// A series as it stands in the book.
#[derive(Debug)]
pub struct Volume {
    /// The folder, from the archive.
    pub folder: PathBuf,
    /// Whose numbers they are.
    pub issuer: String,
    /// The symbol, or how all types together are called.
    pub notation: String,
    /// The year.
    pub year: i32,
    /// How it was opened; none where thidua does not give its numbers.
    pub opening: Option<Opening>,
    /// The numbers in their order.
    pub entries: Vec<Entry>,
    /// What cannot be read.
    pub faults: Vec<Diagnostic>,
    pub(super) shelf: Shelf,
}

impl Volume {
    /// The files of a number, from the archive: who holds it, what became of it, where its paper is kept.
    pub fn files(&self, number: DocumentNumber) -> [PathBuf; 3] {
        [HELD, ENDED, KEPT].map(|ending| self.folder.join(format!("{}{ending}", stem(number))))
    }
}

/// The series of the book, of one year or of all, by year, issuer and symbol.
///
/// # Errors
/// When a folder cannot be read; what is wrong with a file is told with its series.
pub fn volumes(archive: &Path, year: Option<i32>) -> Result<Vec<Volume>, Diagnostic> {
    let mut volumes = Vec::new();
    for folder in folders(archive, Path::new(FOLDER))? {
        let Some(own) = last(&folder).parse::<i32>().ok().filter(|own| year.is_none_or(|year| year == *own))
        else {
            continue;
        };
        for issuer in folders(archive, &folder)? {
            for series in folders(archive, &issuer)? {
                volumes.push(volume(archive, own, &issuer, series)?);
            }
        }
    }
    Ok(volumes)
}

fn volume(archive: &Path, year: i32, issuer: &Path, within: PathBuf) -> Result<Volume, Diagnostic> {
    let shelf = Shelf { archive: archive.to_owned(), within: within.clone() };
    let (entries, mut faults) = shelf.entries()?;
    let opening = shelf.opening().unwrap_or_else(|fault| {
        faults.push(fault);
        None
    });
    let first = entries.first().map(|entry| &entry.reservation);
    let issuer = match files::read::<Numbering>(&archive.join(issuer).join(STYLE_FILE)) {
        Ok(Some(numbering)) => numbering.issuer,
        _ => first.map_or_else(|| last(issuer), |first| first.issuer.clone()),
    };
    let own = opening.as_ref().and_then(|opening| opening.notation.clone());
    let notation = match last(&within) {
        name if name == COMMON => COMMON_WORDS.to_owned(),
        name => own.or_else(|| Some(first?.notation.clone())).unwrap_or(name),
    };
    Ok(Volume { folder: within, issuer, notation, year, opening, entries, faults, shelf })
}

/// How a series for all types is called.
const COMMON_WORDS: &str = "chung các loại";

/// The issuers in whose books of a year a symbol has a series.
///
/// # Errors
/// When the folder of the year cannot be read.
pub fn issuers(archive: &Path, notation: &str, year: i32) -> Result<Vec<Series>, Diagnostic> {
    let mut found = Vec::new();
    for folder in folders(archive, &Path::new(FOLDER).join(format!("{year:04}")))? {
        let Some(numbering) = files::read::<Numbering>(&archive.join(&folder).join(STYLE_FILE))? else {
            continue;
        };
        let series = Series { issuer: numbering.issuer, notation: notation.to_owned(), year };
        let shelf = shelf(archive, &series)?;
        if shelf.path("").is_dir() && shelf.within.starts_with(&folder) {
            found.push(series);
        }
    }
    Ok(found)
}

/// The folders in a folder of the archive, links not followed, by their names.
fn folders(archive: &Path, within: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let folder = archive.join(within);
    let refused = |error: std::io::Error| output::machine("đọc thư mục", &folder, &error);
    let entries = match std::fs::read_dir(&folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(refused)?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(refused)?;
        if entry.file_type().map_err(refused)?.is_dir() {
            found.push(within.join(entry.file_name()));
        }
    }
    found.sort();
    Ok(found)
}

/// The last part of a path.
fn last(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
