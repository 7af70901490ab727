//! `thidua number list`: the numbers of the book and what became of them.

use serde_json::{Value as Json, json};

use super::{Place, Ui};
use crate::cli::{Answer, Reader};
use crate::diagnostic::Diagnostic;
use crate::numbers::{self, Ending, Entry, Volume};
use crate::vietnamese::{date, slug::slug};

/// Arguments of `thidua number list`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Năm; không ghi thì năm nay
    #[arg(long, value_name = "NĂM", value_parser = clap::value_parser!(i32).range(1945..=2999))]
    year: Option<i32>,
    /// Chỉ các số mang ký hiệu này, ví dụ QĐ-SNV
    #[arg(long, value_name = "KÝ HIỆU")]
    series: Option<String>,
    /// Chỉ các số của cơ quan này
    #[arg(long, value_name = "CƠ QUAN")]
    issuer: Option<String>,
    #[command(flatten)]
    answer: Answer,
}

impl Args {
    fn wants(&self, volume: &Volume, entry: &Entry) -> bool {
        let same = |wanted: &Option<String>, own: &str| {
            wanted.as_ref().is_none_or(|wanted| slug(wanted) == slug(own))
        };
        same(&self.issuer, &volume.issuer) && same(&self.series, &entry.reservation.notation)
    }
}

/// Prints the numbers of a year.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let archive = super::archive(&args.place).map_err(one)?;
    let year = args.year.unwrap_or_else(super::this_year);
    let mut volumes = numbers::volumes(&archive, Some(year)).map_err(one)?;
    let mut faults = Vec::new();
    for volume in &mut volumes {
        let entries = std::mem::take(&mut volume.entries);
        volume.entries = entries.into_iter().filter(|entry| args.wants(volume, entry)).collect();
        faults.append(&mut volume.faults);
    }
    volumes.retain(|volume| !volume.entries.is_empty());
    if args.answer.format == Reader::Json {
        let list: Vec<Json> = volumes.iter().flat_map(|volume| volume.entries.iter().map(as_json)).collect();
        ui.print(&format!("{:#}\n", Json::Array(list)));
    } else {
        let tables: Vec<String> = volumes.iter().map(table).collect();
        ui.print(&tables.join("\n"));
        if volumes.is_empty() {
            ui.say(&format!("Sổ năm {year} chưa có số nào như vậy."));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn table(volume: &Volume) -> String {
    let given = match &volume.opening {
        Some(opening) => format!("thidua cấp từ số {:02}", opening.first),
        None => "ghi theo văn bản".to_owned(),
    };
    let width = volume.entries.iter().map(|entry| entry.reservation.code().chars().count()).max();
    let width = width.unwrap_or_default();
    let states = volume.entries.iter().map(|entry| state(entry).0.chars().count()).max().unwrap_or_default();
    let mut text = format!("{}, sổ {} năm {} ({given})\n", volume.issuer, volume.notation, volume.year);
    for entry in &volume.entries {
        let Entry { reservation, outcome, .. } = entry;
        let used = outcome.as_ref().and_then(|outcome| outcome.date).or(reservation.date);
        let reason = outcome.as_ref().and_then(|outcome| outcome.reason.as_deref());
        text += &format!(
            "  {:width$}  {:states$}  {:10}  {}{}\n",
            reservation.code(),
            state(entry).0,
            used.map(date::short).unwrap_or_default(),
            reservation.purpose.subject,
            reason.map(|reason| format!(" (lý do hủy: {reason})")).unwrap_or_default(),
        );
    }
    text
}

/// What became of a number, for people and for machines.
fn state(entry: &Entry) -> (&'static str, &'static str) {
    match entry.outcome.as_ref().map(|outcome| outcome.ending) {
        None if entry.kept.is_some() => ("đã lưu bản chưa ký", "archived-unsigned"),
        None => ("giữ chỗ", "reserved"),
        Some(Ending::Used) => ("đã dùng", "used"),
        Some(Ending::Cancelled) => ("đã hủy", "cancelled"),
    }
}

fn as_json(entry: &Entry) -> Json {
    let Entry { reservation, outcome, kept } = entry;
    let outcome = outcome.as_ref();
    json!({
        "issuer": reservation.issuer,
        "notation": reservation.notation,
        "year": reservation.year,
        "number": reservation.number,
        "state": state(entry).1,
        "date": outcome.and_then(|outcome| outcome.date).or(reservation.date),
        "subject": reservation.purpose.subject,
        "record": reservation.purpose.record,
        "paper": reservation.purpose.paper,
        "reserved_at": reservation.since,
        "reserved_by": reservation.by,
        "ended_at": outcome.map(|outcome| outcome.at),
        "ended_by": outcome.and_then(|outcome| outcome.by.as_ref()),
        "reason": outcome.and_then(|outcome| outcome.reason.as_ref()),
        "sha512": outcome.and_then(|outcome| outcome.sha512.as_ref()),
        "unsigned_in": kept,
    })
}
