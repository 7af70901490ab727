//! Whether the book is whole.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;

use super::book::{Entry, KEPT, Volume, sheet, volumes};
use super::files::Ending;
use crate::clock;
use crate::diagnostic::{Diagnostic, Severity};
use crate::vietnamese::date;

/// Days after which a number that is only held is asked after: on paper it is given on the day of the
/// signature or the next working day (Điều 15), a long holiday allowed for.
const DAYS_HELD: i64 = 10;

/// All that is wrong with the book of an archive today: gaps, files that cannot be read, numbers held
/// for long, days out of order. Nothing where there is no book.
pub fn check(archive: &Path) -> Vec<Diagnostic> {
    check_on(archive, clock::today())
}

/// As [`check`], on a given day.
pub fn check_on(archive: &Path, today: NaiveDate) -> Vec<Diagnostic> {
    match volumes(archive, None) {
        Ok(volumes) => volumes.into_iter().flat_map(|volume| of_volume(volume, today)).collect(),
        Err(fault) => vec![fault],
    }
}

fn of_volume(mut volume: Volume, today: NaiveDate) -> Vec<Diagnostic> {
    let mut faults = std::mem::take(&mut volume.faults);
    match volume.shelf.names() {
        Ok(names) => {
            faults.extend(strange(&volume, &names));
            faults.extend(gaps(&volume, &names));
        }
        Err(fault) => faults.push(fault),
    }
    faults.extend(volume.entries.iter().filter_map(|entry| held_long(entry, today)));
    faults.extend(out_of_order(&volume.entries));
    faults
}

/// Files that end as the book's and are none of them: copies that a synchronising program made.
fn strange(volume: &Volume, names: &[String]) -> Vec<Diagnostic> {
    let is_kept =
        |name: &String| name.strip_suffix(KEPT).is_some_and(|stem| sheet(&format!("{stem}.yaml")).is_some());
    let known = |name: &String| {
        sheet(name).is_some() || is_kept(name) || name == "mo-so.yaml" || !name.ends_with(".yaml")
    };
    let outcome_alone = |name: &String| {
        name.strip_suffix(".ket-qua.yaml")
            .is_some_and(|stem| names.binary_search(&format!("{stem}.yaml")).is_err())
    };
    let path = |name: &str| volume.folder.join(name).display().to_string();
    let strangers = names.iter().filter(|name| !known(name)).map(|name| {
        warning(format!("tệp `{}` không phải của sổ văn bản", path(name)))
            .hint("thường do phần mềm đồng bộ chép ra; so với tệp có số tương ứng rồi chuyển đi nơi khác")
    });
    let orphans = names.iter().filter(|name| outcome_alone(name)).map(|name| {
        Diagnostic::error(format!("tệp `{}` không còn tệp cấp số đi kèm", path(name)))
            .hint("chép lại tệp cấp số từ bản sao lưu")
    });
    strangers.chain(orphans).collect()
}

/// Numbers that are missing where thidua gives them.
fn gaps(volume: &Volume, names: &[String]) -> Option<Diagnostic> {
    let first = volume.opening.as_ref()?.first;
    let there: BTreeSet<u32> = names.iter().filter_map(|name| Some(sheet(name)?.number)).collect();
    let highest = *there.last()?;
    let missing: Vec<u32> = (first..=highest).filter(|number| !there.contains(number)).take(11).collect();
    if missing.is_empty() {
        return None;
    }
    let mut words: Vec<String> = missing.iter().take(10).map(|number| format!("{number:02}")).collect();
    words.extend((missing.len() > 10).then(|| "…".to_owned()));
    let message = format!(
        "sổ {} năm {} của {} thiếu số {}",
        volume.notation,
        volume.year,
        volume.issuer,
        words.join(", ")
    );
    Some(
        Diagnostic::error(message).hint("chép lại tệp của các số này từ bản sao lưu").hint(
            "không còn bản sao lưu thì ghi lại từng số theo văn bản đã ban hành bằng `thidua number use`",
        ),
    )
}

fn held_long(entry: &Entry, today: NaiveDate) -> Option<Diagnostic> {
    let held = &entry.reservation;
    let days = (today - held.since.date_naive()).num_days();
    (entry.outcome.is_none() && days > DAYS_HELD).then(|| {
        let (code, subject) = (held.code(), &held.purpose.subject);
        match &entry.kept {
            None => warning(format!(
                "số {code} giữ từ {days} ngày trước cho “{subject}” mà chưa ghi đã dùng hay đã hủy"
            ))
            .hint("ghi kết quả bằng `thidua number use` hoặc `thidua number cancel`"),
            Some(dossier) => warning(format!(
                "số {code} giữ từ {days} ngày trước cho “{subject}”, ở hồ sơ `{dossier}` mới chỉ lưu bản chưa ký"
            ))
            .hint("ký xong thì lưu bản đã ký bằng `thidua archive add`; ký trên giấy thì lưu bản quét"),
        }
    })
}

/// Papers whose number is later and day earlier than another's.
fn out_of_order(entries: &[Entry]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut latest: Option<(NaiveDate, String)> = None;
    for Entry { reservation, outcome, .. } in entries {
        let used = outcome.as_ref().filter(|outcome| outcome.ending == Ending::Used);
        let day = used.and_then(|used| used.date.or(reservation.date));
        // A number with a letter came in between.
        let Some(day) = day.filter(|_| reservation.number.letter().is_none()) else { continue };
        match &latest {
            Some((before, code)) if day < *before => {
                let message = format!(
                    "số {} ghi ngày {}, trước ngày {} của số {code}",
                    reservation.code(),
                    date::short(day),
                    date::short(*before)
                );
                faults
                    .push(warning(message).hint("đối chiếu với văn bản (Nghị định 30/2020/NĐ-CP, Điều 15)"));
            }
            _ => latest = Some((day, reservation.code())),
        }
    }
    faults
}

fn warning(message: String) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..Diagnostic::error(message) }
}
