//! The book of numbers against the archived papers: what one says of a number, the other must bear out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::Datelike;

use super::dossier::Dossier;
use super::making::Making;
use super::metadata::DocumentMetadata;
use super::{Archive, fixity, index, settle};
use crate::diagnostic::{Diagnostic, Severity};
use crate::numbers::{self, Ending, Entry, Outcome, Purpose, Source};

/// A number as it is compared: year, issuer, symbol, number.
type Key = (i32, String, String, String);

fn key(year: i32, issuer: &str, notation: &str, number: &str) -> Key {
    (year, index::key(issuer), index::key(notation), index::number_key(number))
}

/// The number of an archived paper; none where it has none.
fn key_of(document: &DocumentMetadata) -> Option<Key> {
    let (number, notation) = (document.code_number.as_deref()?, document.code_notation.as_deref()?);
    Some(key(document.issued_date?.year(), &document.organ_name, notation, number))
}

/// What the book has of a number, and where.
struct Sheet {
    entry: Entry,
    reservation: PathBuf,
    outcome: PathBuf,
    kept: PathBuf,
}

/// The book by its numbers; what is wrong with the book itself is told by [`numbers::check`].
fn book(archive: &Archive) -> Result<BTreeMap<Key, Sheet>, Diagnostic> {
    let mut book = BTreeMap::new();
    for mut volume in numbers::volumes(archive.root(), None)? {
        for entry in std::mem::take(&mut volume.entries) {
            let held = &entry.reservation;
            let key = key(held.year, &held.issuer, &held.notation, &held.number.to_string());
            let [reservation, outcome, kept] = volume.files(held.number);
            book.insert(key, Sheet { entry, reservation, outcome, kept });
        }
    }
    Ok(book)
}

/// All that the book says of archived papers otherwise than they do themselves. A number is registered before
/// its paper is in its place, so none can lack because someone is archiving just now.
///
/// # Errors
/// When book or archive cannot be read.
pub fn check(archive: &Archive, dossiers: &[Dossier]) -> Result<Vec<Diagnostic>, Diagnostic> {
    let (kept, _) = numbers::kept(archive.root())?;
    let book = book(archive)?;
    let mut faults = Vec::new();
    let mut holders: BTreeMap<Key, BTreeSet<String>> = BTreeMap::new();
    for dossier in dossiers {
        // What cannot be read is told already.
        let Ok(documents) = dossier.documents() else { continue };
        let purposes = purposes(dossier);
        for document in &documents {
            let Some(key) = key_of(document) else { continue };
            match book.get(&key) {
                None => faults.push(unregistered(dossier, document)),
                Some(sheet) => {
                    let made = purposes.iter().find(|made| made.file == document.path);
                    faults.extend(of_paper(dossier, document, sheet, made));
                }
            }
            holders.entry(key).or_default().insert(dossier.id());
        }
    }
    // Where a paper is kept is noted after it is in its place.
    if settle::notes(archive)?.is_empty() {
        let kept: BTreeMap<Key, String> = kept
            .into_iter()
            .map(|one| (key(one.year, &one.issuer, &one.notation, &one.number.to_string()), one.dossier))
            .collect();
        for (key, dossiers) in &holders {
            let Some(sheet) = book.get(key) else { continue };
            let path = sheet.kept.display();
            match kept.get(key) {
                Some(dossier) if dossiers.contains(dossier) => {}
                Some(dossier) => faults.push(edited(format!(
                    "tệp `{path}` ghi hồ sơ `{dossier}`, nhưng hồ sơ ấy không có văn bản mang số này"
                ))),
                None => faults.push(
                    Diagnostic::error(format!("sổ số văn bản mất tệp `{path}`"))
                        .hint("chép lại tệp này từ bản sao lưu")
                        .hint(
                            "không còn bản sao lưu thì ghi lại theo các hồ sơ bằng `thidua archive rebuild`",
                        ),
                ),
            }
        }
    }
    Ok(faults)
}

/// A paper of a dossier as the record in the bag tells what its number is for.
struct MadeFor {
    file: String,
    sha512: String,
    purpose: Purpose,
    making: Making,
}

/// What the papers' numbers are for; nothing where the bag cannot tell.
fn purposes(dossier: &Dossier) -> Vec<MadeFor> {
    let Ok(making) = Making::read(&dossier.folder) else { return Vec::new() };
    let Ok(loaded) = fixity::record(dossier, &making) else { return Vec::new() };
    let purpose = |made: &super::making::MadePaper| {
        let (file, sha512) = (made.file.clone(), made.sha512.clone());
        let purpose = Purpose::of(&loaded, made.of(&loaded.record)?);
        Some(MadeFor { file, sha512, purpose, making: making.clone() })
    };
    making.papers.iter().filter_map(purpose).collect()
}

fn unregistered(dossier: &Dossier, document: &DocumentMetadata) -> Diagnostic {
    let message = format!(
        "số {} năm {} của văn bản trong hồ sơ `{}` không có trong sổ văn bản",
        code(document),
        document.issued_date.map_or(dossier.year, |day| day.year()),
        dossier.id()
    );
    Diagnostic::error(message).hint("chép lại thư mục `so-van-ban` từ bản sao lưu")
}

fn code(document: &DocumentMetadata) -> String {
    super::find::code(document.code_number.as_deref(), document.code_notation.as_deref()).unwrap_or_default()
}

/// What the book says of a paper, against the paper.
fn of_paper(
    dossier: &Dossier,
    document: &DocumentMetadata,
    sheet: &Sheet,
    made: Option<&MadeFor>,
) -> Vec<Diagnostic> {
    let Entry { reservation, outcome, .. } = &sheet.entry;
    let mut faults = Vec::new();
    match outcome.as_ref().map(|outcome| outcome.ending) {
        None if document.is_unsigned() => {}
        None => faults.push(
            Diagnostic::error(format!(
                "sổ số văn bản không ghi số {} năm {} là đã dùng, nhưng hồ sơ `{}` có văn bản đã ký mang số ấy",
                code(document),
                reservation.year,
                dossier.id()
            ))
            .hint(format!("chép lại tệp `{}` từ bản sao lưu", sheet.outcome.display())),
        ),
        Some(Ending::Cancelled) => faults.push(edited(format!(
            "tệp `{}` ghi số {} đã hủy, nhưng hồ sơ `{}` có văn bản mang số ấy",
            sheet.outcome.display(),
            code(document),
            dossier.id()
        ))),
        Some(Ending::Used) => {}
    }
    let Some(made) = made else { return faults };
    let mut differing = Vec::new();
    let own = &reservation.purpose;
    let registered = reservation.source == Source::Registered && own.record.is_some();
    // Between the number and the archive a record may be given other words.
    if registered || !own.may_be(&made.purpose) {
        differing.extend(differing_purpose(&sheet.reservation, own, &made.purpose));
    }
    if let Some(Outcome { purpose: Some(own), sha512, date, .. }) =
        outcome.as_ref().filter(|outcome| outcome.ending == Ending::Used && is_archives(outcome))
    {
        let path = sheet.outcome.display();
        differing.extend(differing_purpose(&sheet.outcome, own, &made.purpose));
        if sha512.as_ref() != Some(&made.sha512) {
            differing.push(edited(format!(
                "tệp `{path}` không ghi đúng mã SHA-512 của văn bản số {} trong hồ sơ `{}`",
                code(document),
                dossier.id()
            )));
        }
        if *date != document.issued_date {
            differing.push(edited(format!(
                "tệp `{path}` ghi ngày ban hành khác với văn bản số {} trong hồ sơ `{}`",
                code(document),
                dossier.id()
            )));
        }
    }
    faults.extend(fixity::judged(&made.making, differing));
    faults
}

/// Whether the archive itself wrote what became of a number, not a person by hand.
fn is_archives(outcome: &Outcome) -> bool {
    outcome.purpose.as_ref().is_some_and(|purpose| purpose.record.is_some())
}

/// The words of the book for what a number is, where they are not those of the record.
fn differing_purpose(path: &std::path::Path, own: &Purpose, due: &Purpose) -> Vec<Diagnostic> {
    let fields = [
        ("trích yếu", Some(&own.subject), Some(&due.subject)),
        ("hội nghị", own.meeting.as_ref(), due.meeting.as_ref()),
        ("hồ sơ", own.record.as_ref(), due.record.as_ref()),
        ("văn bản", own.paper.as_ref(), due.paper.as_ref()),
    ];
    let shown = |words: Option<&String>| words.map_or("không có".to_owned(), |words| format!("“{words}”"));
    let differing = fields.into_iter().filter(|(_, own, due)| own != due);
    differing
        .map(|(what, own, due)| {
            let (own, due) = (shown(own), shown(due));
            edited(format!("tệp `{}` ghi {what} là {own}, theo hồ sơ đã lưu thì là {due}", path.display()))
        })
        .collect()
}

fn edited(message: String) -> Diagnostic {
    Diagnostic::error(message).hint("sổ số văn bản hoặc hồ sơ trong kho đã bị sửa; so với bản sao dự phòng")
}

/// The numbers whose papers were put into the archive and are in no dossier of it any more. A number that a
/// person only said to be used is none of them.
///
/// # Errors
/// When the book or the archive cannot be read.
pub fn lost(archive: &Archive) -> Result<Vec<Diagnostic>, Diagnostic> {
    // The book first: whoever archives meanwhile puts the dossier in its place before its note.
    let (kept, mut faults) = numbers::kept(archive.root())?;
    let settled = settle::notes(archive)?.is_empty();
    let book = book(archive)?;
    let (mut there, mut signed, mut unread) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for dossier in archive.dossiers()? {
        let Ok(documents) = dossier.documents() else {
            // What cannot be read is told already.
            unread.insert(dossier.id());
            continue;
        };
        for document in documents {
            let Some(key) = key_of(&document) else { continue };
            if !document.is_unsigned() {
                signed.insert(key.clone());
            }
            there.insert(key);
        }
    }
    let mut told = BTreeSet::new();
    for one in &kept {
        let key = key(one.year, &one.issuer, &one.notation, &one.number.to_string());
        if there.contains(&key) || unread.contains(&one.dossier) {
            continue;
        }
        let used = book.get(&key).is_some_and(|sheet| sheet.entry.outcome.is_some());
        let fault = Diagnostic::error(format!(
            "số {}/{} năm {} {} văn bản của hồ sơ `{}`, nhưng kho không còn văn bản ấy",
            one.number,
            one.notation,
            one.year,
            if used { "đã dùng cho" } else { "thuộc" },
            one.dossier
        ));
        faults.push(fault.hint(format!("lấy lại hồ sơ `{}` từ bản sao dự phòng của kho", one.dossier)));
        told.insert(key);
    }
    // While someone archives, a number is registered and its paper not in its place yet.
    let used = book.iter().filter(|(key, sheet)| {
        let used = sheet.entry.outcome.as_ref().filter(|outcome| outcome.ending == Ending::Used);
        settled && unread.is_empty() && !told.contains(key) && used.is_some_and(is_archives)
    });
    for (key, sheet) in used {
        let held = &sheet.entry.reservation;
        let (code, year) = (held.code(), held.year);
        if !there.contains(key) {
            let fault = Diagnostic::error(format!(
                "số {code} năm {year} đã dùng cho “{}”, nhưng kho không còn văn bản ấy",
                held.purpose.subject
            ));
            faults.push(fault.hint("lấy lại hồ sơ của văn bản ấy từ bản sao dự phòng của kho"));
        } else if !signed.contains(key) {
            let fault = Diagnostic::error(format!(
                "số {code} năm {year} ghi là đã dùng, nhưng kho chỉ có bản chưa ký của văn bản ấy"
            ));
            let fault =
                fault.hint("đã lưu bản đã ký thì lấy lại hồ sơ của bản ấy từ bản sao dự phòng của kho");
            faults.push(Diagnostic { severity: Severity::Warning, ..fault });
        }
    }
    Ok(faults)
}

/// Notes again where the papers of numbers are kept, where the book has lost that; tells of each.
///
/// # Errors
/// When the machine refuses.
pub fn restore_kept(archive: &Archive) -> Result<Vec<Diagnostic>, Diagnostic> {
    let book = book(archive)?;
    let mut warnings = Vec::new();
    for dossier in archive.dossiers()? {
        for document in dossier.documents().unwrap_or_default() {
            let Some(Sheet { entry, kept, .. }) = key_of(&document).and_then(|key| book.get(&key)) else {
                continue;
            };
            if archive.root().join(kept).exists() {
                continue;
            }
            let held = &entry.reservation;
            let (issuer, notation) = (held.issuer.clone(), held.notation.clone());
            let series = numbers::Series { issuer, notation, year: held.year };
            numbers::keep(archive.root(), &series, held.number, &dossier.id())?;
            let message = format!("ghi lại tệp `{}` theo hồ sơ `{}`", kept.display(), dossier.id());
            warnings.push(Diagnostic { severity: Severity::Warning, ..Diagnostic::error(message) });
        }
    }
    Ok(warnings)
}
