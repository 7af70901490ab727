//! A series of numbers: whose, of what papers, in which year; and how it is opened.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::FOLDER;
use super::book::{Entry, Shelf, volumes};
use super::files::{self, Ending, Style};
use crate::clock;
use crate::diagnostic::Diagnostic;
use crate::output;
use crate::record::Record;
use crate::record::paper::Paper;
use crate::vietnamese::slug::slug;

/// The numbers of one issuer's papers of one symbol in one year. Issuers and symbols that differ only
/// in capitals, marks or signs are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Cơ quan ban hành, on one line.
    pub issuer: String,
    /// Ký hiệu: what follows the slash.
    pub notation: String,
    /// The year from 1 January to 31 December.
    pub year: i32,
}

impl Series {
    /// The series that a paper of a record belongs to, in a year.
    ///
    /// # Errors
    /// When the paper has no symbol, and so no number.
    pub fn of(record: &Record, paper: Paper, year: i32) -> Result<Self, Diagnostic> {
        let none = || Diagnostic::usage(format!("hồ sơ không có văn bản `{}`", paper.file_name(record)));
        let document = paper.document(record).ok_or_else(none)?;
        let issuer = document.issued_by(record);
        let name = issuer.map_or_else(|| record.group.name.clone(), |issuer| issuer.name.0.join(" "));
        let notation = document.full_symbol(record, paper.kind.facts().abbreviation).ok_or_else(|| {
            Diagnostic::error("bản giao ước thi đua không thuộc loại văn bản được đánh số")
                .hint("nơi nào có lệ đánh số bản giao ước thì ghi ký hiệu ở `covenant.document.symbol`")
        })?;
        if notation.ends_with('-') {
            return Err(Diagnostic::error(format!(
                "văn bản `{}` chưa có ký hiệu nên chưa lấy số được",
                paper.file_name(record)
            ))
            .hint("ghi chữ viết tắt tên cơ quan ở `symbol` của `issuer`"));
        }
        Ok(Self { issuer: name, notation, year })
    }

    /// A number of the series: `12/QĐ-SNV`.
    pub fn code(&self, number: impl std::fmt::Display) -> String {
        format!("{number}/{}", self.notation)
    }

    /// The folder of the issuer's numbers of the year, from the archive.
    pub(super) fn issuer_folder(&self) -> Result<PathBuf, Diagnostic> {
        Ok(Path::new(FOLDER).join(format!("{:04}", self.year)).join(folder_name(&self.issuer)?))
    }
}

/// Longer names of folders trouble Windows.
const MAX_NAME: usize = 60;

/// Words as the name of a folder.
pub(super) fn folder_name(words: &str) -> Result<String, Diagnostic> {
    let name = slug(words);
    if name.is_empty() {
        return Err(Diagnostic::usage(format!("`{words}` không có chữ hoặc số nào để đặt tên sổ văn bản")));
    }
    if name.len() <= MAX_NAME {
        return Ok(name);
    }
    let hash = Sha256::digest(&name);
    Ok(format!("{}-{}", &name[..MAX_NAME], base16ct::lower::encode_string(&hash[..4])))
}

/// The file that tells how an issuer numbers its papers.
pub(super) const STYLE_FILE: &str = "cach-danh-so.yaml";

/// The file that opens a series.
pub(super) const OPENING_FILE: &str = "mo-so.yaml";

/// The folder of an issuer's one series for all types.
pub(super) const COMMON: &str = "chung";

/// How an issuer numbers its papers in a year: the file `cach-danh-so.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Numbering {
    #[serde(rename = "co-quan")]
    pub issuer: String,
    #[serde(rename = "nam")]
    pub year: i32,
    #[serde(rename = "cach-danh-so")]
    pub style: Style,
}

/// That thidua gives the numbers of a series: the file `mo-so.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Cơ quan ban hành.
    #[serde(rename = "co-quan")]
    pub issuer: String,
    /// Ký hiệu; none of a series for all types.
    #[serde(rename = "ky-hieu", default, skip_serializing_if = "Option::is_none")]
    pub notation: Option<String>,
    /// The year.
    #[serde(rename = "nam")]
    pub year: i32,
    /// The first number that is given here; those before were given elsewhere.
    #[serde(rename = "so-dau")]
    pub first: u32,
}

/// How an issuer numbers in a year: as was said, else as the year before, else by type.
fn style(archive: &Path, series: &Series) -> Result<Style, Diagnostic> {
    for year in [series.year, series.year - 1] {
        let folder = Series { year, ..series.clone() }.issuer_folder()?;
        if let Some(numbering) = files::read::<Numbering>(&archive.join(folder).join(STYLE_FILE))? {
            return Ok(numbering.style);
        }
    }
    Ok(Style::default())
}

/// The folder of a series' numbers, where it stands or would stand.
pub(super) fn shelf(archive: &Path, series: &Series) -> Result<Shelf, Diagnostic> {
    let own = match style(archive, series)? {
        Style::Common => COMMON.to_owned(),
        Style::ByType => folder_name(&series.notation)?,
    };
    Ok(Shelf { archive: archive.to_owned(), within: series.issuer_folder()?.join(own) })
}

/// The folder of a series' numbers, made where it is missing; how the issuer numbers is settled by that.
pub(super) fn made_shelf(archive: &Path, series: &Series) -> Result<Shelf, Diagnostic> {
    settle(archive, series, style(archive, series)?)?;
    let shelf = shelf(archive, series)?;
    output::create_folder_durably(archive, &shelf.within)?;
    Ok(shelf)
}

/// Writes down how an issuer numbers in the year; tells whether that was still open.
fn settle(archive: &Path, series: &Series, style: Style) -> Result<bool, Diagnostic> {
    let folder = series.issuer_folder()?;
    let path = archive.join(&folder).join(STYLE_FILE);
    // Looked for first: this is asked for every number.
    if path.exists() {
        return Ok(false);
    }
    output::create_folder_durably(archive, &folder)?;
    files::claim(&path, &Numbering { issuer: series.issuer.clone(), year: series.year, style })
}

/// Opens a series so that thidua gives its numbers, from `first` on; how its issuer numbers is settled
/// with the first series of the year.
///
/// # Errors
/// When the series is open already or the issuer numbers otherwise; when the machine refuses.
pub fn start(archive: &Path, series: &Series, first: u32, style: Option<Style>) -> Result<(), Diagnostic> {
    if let Some(wanted) = style {
        settle(archive, series, wanted)?;
        let settled = self::style(archive, series)?;
        if settled != wanted {
            let words = match settled {
                Style::ByType => "đánh số riêng từng loại văn bản",
                Style::Common => "đánh số chung các loại văn bản",
            };
            return Err(Diagnostic::error(format!("năm {} {} đã {words}", series.year, series.issuer))
                .hint("cách đánh số chỉ đổi được từ đầu năm sau"));
        }
    }
    let shelf = made_shelf(archive, series)?;
    match shelf.highest()? {
        Some(highest) if highest >= first => {
            return Err(Diagnostic::error(format!(
                "sổ đã có số {}; không mở sổ từ số {first:02} được",
                series.code(format_args!("{highest:02}"))
            ))
            .hint(format!("mở sổ từ số {:02} hoặc lớn hơn", highest.saturating_add(1))));
        }
        _ => {}
    }
    if open(&shelf, series, first)? {
        return Ok(());
    }
    let known = shelf.opening()?.map_or(0, |opening| opening.first);
    Err(Diagnostic::error(format!("sổ {} năm {} đã mở từ số {known:02}", series.notation, series.year))
        .hint("lấy số tiếp theo bằng `thidua number next`"))
}

/// Claims the opening of a series; tells whether it was still closed.
pub(super) fn open(shelf: &Shelf, series: &Series, first: u32) -> Result<bool, Diagnostic> {
    let common = shelf.within.ends_with(COMMON);
    let opening = Opening {
        issuer: series.issuer.clone(),
        notation: (!common).then(|| series.notation.clone()),
        year: series.year,
        first,
    };
    files::claim(&shelf.path(OPENING_FILE), &opening)
}

impl Shelf {
    /// How the series was opened; none where thidua does not give its numbers.
    pub(super) fn opening(&self) -> Result<Option<Opening>, Diagnostic> {
        files::read(&self.path(OPENING_FILE))
    }
}

/// The latest year after `this_year` that the book has numbers of. Where all of them were cancelled, a person
/// has said that the clock was wrong then.
pub(super) fn later_year(archive: &Path, this_year: i32) -> Option<i32> {
    let entries = std::fs::read_dir(archive.join(FOLDER)).ok()?;
    let years = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    let mut later: Vec<i32> = years.filter(|year| *year > this_year).collect();
    later.sort_unstable_by(|one, other| other.cmp(one));
    later.into_iter().find(|year| counts(archive, *year))
}

/// Whether a year of the book has numbers that stand, or what cannot be read.
fn counts(archive: &Path, year: i32) -> bool {
    let cancelled =
        |entry: &Entry| entry.outcome.as_ref().is_some_and(|outcome| outcome.ending == Ending::Cancelled);
    volumes(archive, Some(year)).map_or(true, |volumes| {
        volumes.is_empty()
            || volumes.iter().any(|volume| !volume.faults.is_empty() || !volume.entries.iter().all(cancelled))
    })
}

/// What to do where a clock that was wrong has put numbers into a later year.
pub(super) fn wrong_clock(year: i32) -> String {
    format!(
        "số của năm {year} cấp nhầm do đồng hồ sai thì hủy: `thidua number cancel SỐ/KÝ-HIỆU --year {year} --reason \"đồng \
         hồ sai\"`; hủy hết thì lấy số như thường"
    )
}

/// A fault where a series' year is not yet, or cannot be this year by what the book holds.
pub(super) fn expect_year(archive: &Path, series: &Series, dated: bool) -> Result<(), Diagnostic> {
    let this_year = chrono::Datelike::year(&clock::today());
    if series.year > this_year {
        let message = format!("năm {} chưa đến: đồng hồ của máy chỉ năm {this_year}", series.year);
        return Err(Diagnostic::error(message).hint("xem lại ngày ban hành, hoặc chỉnh lại đồng hồ của máy"));
    }
    match later_year(archive, this_year) {
        Some(latest) if !dated => Err(Diagnostic::error(format!(
            "đồng hồ của máy chỉ năm {this_year}, nhưng sổ đã có số của năm {latest}"
        ))
        .hint("chỉnh lại đồng hồ của máy, hoặc ghi rõ ngày ban hành bằng `--date`")
        .hint(wrong_clock(latest))),
        _ => Ok(()),
    }
}
