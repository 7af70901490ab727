//! What a bag says of itself in `bag-info.txt`, from what it holds.

use super::bag;
use super::dossier::Dossier;
use super::making::Making;
use super::metadata::{DocumentMetadata, DossierMetadata};
use crate::diagnostic::Diagnostic;

/// The day on which a dossier was archived: nothing else tells it.
const DAY: &str = "Bagging-Date";

/// What tells the dossiers of one meeting.
const GROUP: &str = "Bag-Group-Identifier";

/// The lines of a dossier that is sealed today, in the meeting's group of dossiers.
pub fn new(
    dossier: &Dossier,
    group: &str,
    about: &DossierMetadata,
    documents: &[DocumentMetadata],
    program: &str,
) -> Vec<(&'static str, String)> {
    let organ = documents.first().map(|document| document.organ_name.clone()).unwrap_or_default();
    vec![
        ("Source-Organization", organ),
        (DAY, crate::clock::today().to_string()),
        ("External-Identifier", dossier.id()),
        ("External-Description", about.title.clone()),
        (GROUP, group.to_owned()),
        ("Bag-Software-Agent", program.to_owned()),
    ]
}

/// The lines that are not what follows from the dossier.
pub fn check(
    dossier: &Dossier,
    making: &Making,
    about: &DossierMetadata,
    documents: &[DocumentMetadata],
) -> Vec<Diagnostic> {
    let said = match bag::info(&dossier.folder) {
        Ok(said) => said,
        Err(fault) => return vec![fault],
    };
    let mut faults = Vec::new();
    let mut differs = |key: &str, said: Option<&String>, due: &str| {
        let said = said.map_or("không có".to_owned(), |said| format!("“{said}”"));
        let message = format!("hồ sơ `{}`: `bag-info.txt` ghi {key} là {said}, {due}", dossier.id());
        let hint = "tệp này đã bị sửa; so với bản sao dự phòng";
        faults.push(Diagnostic::error(message).hint(hint));
    };
    for (key, due) in new(dossier, "", about, documents, &making.program) {
        let said = said.get(key);
        match key {
            DAY if said.is_none_or(|day| day.parse::<chrono::NaiveDate>().is_err()) => {
                differs(key, said, "không phải là ngày");
            }
            GROUP if !said.is_some_and(|group| is_of(dossier, group)) => {
                differs(key, said, "không phải nhóm của hồ sơ này");
            }
            DAY | GROUP => {}
            _ => {
                let due = bag::one_line(&due);
                if said.map_or("", String::as_str) != due.trim() {
                    differs(key, said, &format!("theo nội dung hồ sơ thì là “{due}”"));
                }
            }
        }
    }
    faults
}

/// Whether a dossier can be of a group: `2026/hoi-nghi` is also that of `2026/hoi-nghi-2`.
fn is_of(dossier: &Dossier, group: &str) -> bool {
    let id = dossier.id();
    let rest = id.strip_prefix(group);
    rest.is_some_and(|rest| {
        rest.is_empty() || rest.strip_prefix('-').is_some_and(|number| number.parse::<u32>().is_ok())
    })
}
