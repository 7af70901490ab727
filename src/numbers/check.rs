//! Whether the book is whole.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};

use super::FOLDER;
use super::book::{ENDED, Entry, KEPT, Volume, sheet, volumes};
use super::files::{self, Ending, Source, Style};
use super::kept::Kept;
use super::series::{self, COMMON, Numbering, OPENING_FILE, STYLE_FILE};
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
    let mut faults = Vec::new();
    match volumes(archive, None) {
        Ok(volumes) => {
            faults.extend(styles(archive, &volumes));
            faults.extend(volumes.into_iter().flat_map(|volume| of_volume(volume, today)));
        }
        Err(fault) => faults.push(fault),
    }
    faults.extend(strays(archive));
    faults.extend(later(archive, today));
    faults
}

/// A warning where the book has numbers of a year that is not yet: from then on each number wants its day said.
fn later(archive: &Path, today: NaiveDate) -> Option<Diagnostic> {
    let year = series::later_year(archive, today.year())?;
    let message = format!(
        "sổ đã có số của năm {year}, đồng hồ của máy này chỉ năm {}: từ nay lấy số nào cũng phải ghi `--date`",
        today.year()
    );
    Some(warning(message).hint("nếu đồng hồ của máy này sai thì chỉnh lại").hint(series::wrong_clock(year)))
}

/// Whether each issuer's folder tells how it numbers, and its series are numbered so.
fn styles(archive: &Path, volumes: &[Volume]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for volume in volumes {
        let Some(issuer) = volume.folder.parent() else { continue };
        let path = issuer.join(STYLE_FILE);
        let common = volume.folder.ends_with(COMMON);
        match files::read::<Numbering>(&archive.join(&path)) {
            Err(fault) if seen.insert(path.clone()) => faults.push(fault),
            Ok(None) if seen.insert(path.clone()) => faults.push(gone(&path)),
            Ok(Some(numbering)) if (numbering.style == Style::Common) != common => {
                let message = format!(
                    "tệp `{}` ghi cách đánh số khác với sổ `{}`",
                    path.display(),
                    volume.folder.display()
                );
                faults.push(Diagnostic::error(message).hint("chép lại tệp này từ bản sao lưu"));
            }
            _ => {}
        }
    }
    faults
}

fn gone(path: &Path) -> Diagnostic {
    Diagnostic::error(format!("sổ số văn bản mất tệp `{}`", path.display()))
        .hint("chép lại tệp này từ bản sao lưu")
}

/// What stands between the folders of the book and is none of it.
fn strays(archive: &Path) -> Vec<Diagnostic> {
    let is_year = |name: &str| name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit());
    let mut faults = Vec::new();
    let mut folders = vec![PathBuf::from(FOLDER)];
    for depth in 0..3 {
        let mut inner = Vec::new();
        for folder in folders {
            // What cannot be read is told already.
            for entry in std::fs::read_dir(archive.join(&folder)).into_iter().flatten().flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = folder.join(&name);
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                match depth {
                    _ if name.starts_with('.') => {}
                    0 if is_folder && is_year(&name) => inner.push(path),
                    1 if is_folder => inner.push(path),
                    2 if is_folder || name == STYLE_FILE => {}
                    _ => faults.push(stranger(&path)),
                }
            }
        }
        inner.sort();
        folders = inner;
    }
    faults
}

fn stranger(path: &Path) -> Diagnostic {
    warning(format!("tệp `{}` không phải của sổ văn bản", path.display()))
        .hint("thường do phần mềm đồng bộ chép ra; so với tệp có số tương ứng rồi chuyển đi nơi khác")
}

fn of_volume(mut volume: Volume, today: NaiveDate) -> Vec<Diagnostic> {
    let mut faults = std::mem::take(&mut volume.faults);
    match volume.shelf.names() {
        Ok(names) => {
            faults.extend(strange(&volume, &names));
            faults.extend(gaps(&volume, &names));
            faults.extend(kept(&volume, &names));
        }
        Err(fault) => faults.push(fault),
    }
    faults.extend(opening(&volume));
    faults.extend(volume.entries.iter().filter_map(|entry| codes(&volume, entry)));
    faults.extend(volume.entries.iter().filter_map(|entry| held_long(entry, today)));
    faults.extend(out_of_order(&volume.entries));
    faults
}

/// Files that end as the book's and are none of them: copies that a synchronising program made.
fn strange(volume: &Volume, names: &[String]) -> Vec<Diagnostic> {
    let is_kept =
        |name: &String| name.strip_suffix(KEPT).is_some_and(|stem| sheet(&format!("{stem}.yaml")).is_some());
    let known = |name: &String| {
        sheet(name).is_some() || is_kept(name) || name == OPENING_FILE || name.starts_with('.')
    };
    let outcome_alone = |name: &String| {
        [ENDED, KEPT]
            .iter()
            .find_map(|ending| name.strip_suffix(ending))
            .is_some_and(|stem| names.binary_search(&format!("{stem}.yaml")).is_err())
    };
    let path = |name: &str| volume.folder.join(name).display().to_string();
    let strangers = names.iter().filter(|name| !known(name)).map(|name| stranger(&volume.folder.join(name)));
    let orphans = names.iter().filter(|name| outcome_alone(name)).map(|name| {
        Diagnostic::error(format!("tệp `{}` không còn tệp cấp số đi kèm", path(name)))
            .hint("chép lại tệp cấp số từ bản sao lưu")
    });
    strangers.chain(orphans).collect()
}

/// A fault where thidua gave numbers of a series that says otherwise, or no more says from where on.
fn opening(volume: &Volume) -> Option<Diagnostic> {
    let given = volume.entries.iter().map(|entry| &entry.reservation);
    let first = given.filter(|held| held.source == Source::Given).map(|held| held.number.value()).min()?;
    let path = volume.folder.join(OPENING_FILE);
    match &volume.opening {
        // One that cannot be read is told already.
        None => (!volume.shelf.path(OPENING_FILE).exists()).then(|| gone(&path)),
        Some(opening) => (first < opening.first).then(|| {
            let message = format!(
                "tệp `{}` ghi số đầu là {:02}, nhưng thidua đã cấp số {first:02}",
                path.display(),
                opening.first
            );
            Diagnostic::error(message).hint("chép lại tệp này từ bản sao lưu")
        }),
    }
}

/// A fault where what became of a number is told of another one.
fn codes(volume: &Volume, Entry { reservation, outcome, .. }: &Entry) -> Option<Diagnostic> {
    let outcome = outcome.as_ref().filter(|outcome| outcome.code != reservation.code())?;
    let [_, path, _] = volume.files(reservation.number);
    let message =
        format!("tệp `{}` ghi số {}, trong sổ là số {}", path.display(), outcome.code, reservation.code());
    Some(Diagnostic::error(message).hint("chép lại tệp này từ bản sao lưu"))
}

/// Numbers whose file was changed since their paper was archived, and notes of that which tell of other numbers.
fn kept(volume: &Volume, names: &[String]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for name in names.iter().filter(|name| name.ends_with(KEPT)) {
        let own = volume.shelf.path(name);
        // What cannot be read is told elsewhere.
        let Ok(Some(kept)) = files::read::<Kept>(&own) else { continue };
        let held = volume.shelf.reservation_path(kept.number);
        let known = volume.entries.iter().find(|entry| entry.reservation.number == kept.number);
        let same = known.is_some_and(|entry| {
            let held = &entry.reservation;
            (held.year, &held.notation, &held.issuer) == (kept.year, &kept.notation, &kept.issuer)
        });
        if volume.shelf.kept_path(kept.number) != own || (known.is_some() && !same) {
            faults.push(files::damaged(&own));
        } else if let (Some(said), Ok(digest)) = (&kept.reservation, files::sha512(&held))
            && *said != digest
        {
            let message = format!("tệp `{}` đã bị sửa từ khi lưu văn bản mang số ấy", held.display());
            faults.push(Diagnostic::error(message).hint("chép lại tệp này từ bản sao lưu"));
        }
    }
    faults
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
