//! Whether a dossier is what it was, and whether what it says of itself is so.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::describe::{self, Filed};
use super::dossier::{self, Dossier, layout};
use super::making::{MadePaper, Making, program};
use super::metadata::{DocumentMetadata, DossierMetadata, Replaced};
use super::pdf::{PdfFacts, maker};
use super::replay::MAX_PAPER_BYTES;
use super::retention::{self, Term};
use super::xml::{self, Described};
use super::{Archive, bag, info};
use crate::diagnostic::{Diagnostic, Severity};
use crate::input::{self, Loaded, law};
use crate::output;

/// All that is wrong with a dossier's files: first those that were tampered with; where there are none,
/// metadata that do not fit the papers.
pub fn check(dossier: &Dossier) -> Vec<Diagnostic> {
    let faults = bag::verify(&dossier.folder);
    if !faults.is_empty() {
        return faults;
    }
    let known = || -> Result<_, Vec<Diagnostic>> {
        let one = |fault| vec![fault];
        let payload = bag::payload(&dossier.folder).map_err(one)?;
        let making = Making::read(&dossier.folder).map_err(one)?;
        let metadata = dossier.metadata().map_err(one)?;
        Ok((payload, making, metadata, dossier.documents()?))
    };
    match known() {
        Err(faults) => faults,
        Ok((payload, making, metadata, documents)) => {
            let mut faults = of_dossier(dossier, &metadata, &documents);
            faults.extend(of_files(dossier, &payload, &documents));
            let loaded = match record(dossier, &making) {
                Ok(loaded) => Some(loaded),
                Err(further) => {
                    faults.extend(further);
                    None
                }
            };
            for document in &documents {
                let at = making.papers.iter().position(|made| made.file == document.path);
                let made = at.and_then(|at| making.papers.get(at));
                match (of_paper(dossier, document, &making.program, made), &loaded, at.zip(made)) {
                    (Err(fault), ..) => faults.push(fault),
                    (Ok(facts), Some(loaded), Some(made)) => {
                        let differing = of_document(dossier, loaded, document, made, &facts);
                        faults.extend(judged(&making, differing));
                    }
                    (Ok(_), ..) => {}
                }
            }
            if let Some(loaded) = &loaded {
                faults.extend(judged(&making, of_metadata(dossier, loaded, &making, &metadata, &documents)));
            }
            faults.extend(judged(&making, info::check(dossier, &making, &metadata, &documents)));
            faults
        }
    }
}

/// The copies whose place others have taken, and which the archive does not have any more: their bags stay.
pub fn replaced(archive: &Archive, dossiers: &[Dossier]) -> Vec<Diagnostic> {
    // What cannot be read is told already.
    let papers = dossiers.iter().map(|dossier| (dossier, dossier.documents().unwrap_or_default()));
    let copies = papers.flat_map(|(dossier, documents)| {
        documents.into_iter().flat_map(|document| document.replaces).map(move |copy| (dossier, copy))
    });
    let is_there = |copy: &Replaced| {
        let payload = archive.dossier(&copy.dossier).and_then(|dossier| bag::payload(&dossier.folder));
        payload.is_ok_and(|payload| payload.get(&copy.path) == Some(copy.sha512.as_str()))
    };
    copies
        .filter(|(_, copy)| !is_there(copy))
        .map(|(dossier, copy)| {
            let what =
                format!("thay bản `{}` của hồ sơ `{}`, nhưng kho không còn bản ấy", copy.path, copy.dossier);
            differs(dossier, what)
                .hint(format!("lấy lại hồ sơ `{}` từ bản sao dự phòng của kho", copy.dossier))
        })
        .collect()
}

/// What is in the folder of dossiers and is none: nothing looks into it, so nobody would miss it.
///
/// # Errors
/// When a folder cannot be read.
pub fn strays(archive: &Archive) -> Result<Vec<Diagnostic>, Diagnostic> {
    let folder = archive.dossiers_folder();
    let mut strays = Vec::new();
    let is_year = |name: &str| dossier::year(name).is_some();
    for (path, known) in entries(&folder, is_year)? {
        if !known {
            strays.push(path);
            continue;
        }
        let inner = entries(&path, dossier::is_name)?.into_iter();
        strays.extend(inner.filter(|(_, known)| !known).map(|(path, _)| path));
    }
    let stray = |path: PathBuf| {
        let message = format!("`{}` không phải là hồ sơ do thidua lưu", path.display());
        let fault = Diagnostic::error(message).hint("chuyển ra khỏi kho, hoặc lưu bằng `thidua archive add`");
        Diagnostic { severity: Severity::Warning, ..fault }
    };
    Ok(strays.into_iter().map(stray).collect())
}

/// What a folder holds but for hidden things, each with whether it is a folder of a name that `fits`.
fn entries(folder: &Path, fits: impl Fn(&str) -> bool) -> Result<Vec<(PathBuf, bool)>, Diagnostic> {
    let fault = |error: &std::io::Error| output::machine("đọc thư mục", folder, error);
    let mut found = Vec::new();
    let read = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(found),
        read => read.map_err(|error| fault(&error))?,
    };
    for entry in read {
        let path = entry.map_err(|error| fault(&error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            let known = fits(&name) && super::is_folder(&path);
            found.push((path, known));
        }
    }
    found.sort();
    Ok(found)
}

fn differs(dossier: &Dossier, what: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::error(format!("hồ sơ `{}`: {what}", dossier.id()))
}

/// What the dossier says of itself, against its papers.
fn of_dossier(
    dossier: &Dossier,
    metadata: &DossierMetadata,
    documents: &[DocumentMetadata],
) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let total = usize::try_from(metadata.doc_total).unwrap_or(usize::MAX);
    if total != documents.len() {
        let what = format!("siêu dữ liệu ghi {total} văn bản, nhưng có {}", documents.len());
        faults.push(differs(dossier, what));
    }
    let pages: u64 = documents.iter().map(|document| u64::from(document.page_amount)).sum();
    if u64::from(metadata.page_total) != pages {
        let what = format!("siêu dữ liệu ghi {} trang, nhưng các văn bản có {pages}", metadata.page_total);
        faults.push(differs(dossier, what));
    }
    let code = &metadata.file_code;
    let misplaced = documents.iter().any(|document| document.file_code != *code);
    if code.file_notation != dossier.name || code.file_catalog != dossier.year || misplaced {
        let what = format!("siêu dữ liệu thuộc hồ sơ `{}/{}`", code.file_catalog, code.file_notation);
        faults.push(differs(dossier, what).hint("thư mục hồ sơ đã bị đổi tên hoặc chép nhầm chỗ"));
    }
    faults
}

/// Every paper has metadata, all metadata have a paper.
fn of_files(dossier: &Dossier, payload: &bag::Manifest, documents: &[DocumentMetadata]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut described = BTreeSet::new();
    for document in documents {
        if payload.get(&document.path) != Some(document.sha512.as_str()) {
            faults.push(differs(dossier, format!("siêu dữ liệu của `{}` không khớp với tệp", document.path)));
        }
        described.insert(document.path.as_str());
    }
    let papers = payload.iter().map(|(name, _)| name);
    let papers =
        papers.filter(|name| name.strip_prefix(layout::PAPERS).is_some_and(|rest| rest.starts_with('/')));
    faults.extend(
        papers
            .filter(|name| !described.contains(name))
            .map(|name| differs(dossier, format!("văn bản `{name}` không có siêu dữ liệu"))),
    );
    faults
}

/// The record in the bag, as it was when the papers were made.
pub(super) fn record(dossier: &Dossier, making: &Making) -> Result<Loaded, Vec<Diagnostic>> {
    let file = making.record_file(&dossier.folder).map_err(|fault| vec![fault])?;
    // Nothing is drawn here: every letter will do.
    let load = || input::load(&file, &|_| true);
    let panicked = |_| Err(vec![differs(dossier, "hồ sơ hội nghị trong gói không đọc được")]);
    let loaded = catch_unwind(AssertUnwindSafe(load)).unwrap_or_else(panicked);
    loaded.map_err(|faults| judged(making, faults))
}

/// What another version of the program wrote it may have written otherwise: no error then, but told.
pub(super) fn judged(making: &Making, faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if making.program == program() {
        return faults;
    }
    let hint =
        format!("hồ sơ do {} lưu, bản này là {}; có thể chỉ là cách ghi khác", making.program, program());
    let warning = |fault| Diagnostic { severity: Severity::Warning, ..fault }.hint(hint.clone());
    faults.into_iter().map(warning).collect()
}

/// What the metadata of the dossier say, against the record and the law of its time.
fn of_metadata(
    dossier: &Dossier,
    loaded: &Loaded,
    making: &Making,
    metadata: &DossierMetadata,
    documents: &[DocumentMetadata],
) -> Vec<Diagnostic> {
    let DossierMetadata { file_code, creator, .. } = metadata.clone();
    let term = match by_law(loaded, making) {
        Ok(term) => term.to_string(),
        Err(fault) => return vec![fault],
    };
    let mut ours = describe::dossier(&loaded.record, file_code, term, creator, documents);
    if retention::is_chosen(&metadata.description) && metadata.maintenance.parse::<Term>().is_ok() {
        ours.maintenance.clone_from(&metadata.maintenance);
        ours.description.clone_from(&metadata.description);
    }
    let name = format!("{}/{}", layout::METADATA, layout::OWN_METADATA);
    differing(dossier, &name, metadata, &ours)
}

/// How long the law has the papers of a bag kept.
fn by_law(loaded: &Loaded, making: &Making) -> Result<Term, Diagnostic> {
    let papers: Vec<_> = making.papers.iter().filter_map(|made| made.of(&loaded.record)).collect();
    let law = law::of_dossier(&loaded.folder)?;
    Ok(retention::of_papers(&law, &loaded.record, &papers))
}

/// How long a dossier is kept because a person chose it so, with what the law has; none where the law decides.
pub fn chosen_term(dossier: &Dossier) -> Option<(String, Option<Term>)> {
    let metadata = dossier.metadata().ok().filter(|metadata| retention::is_chosen(&metadata.description))?;
    let making = Making::read(&dossier.folder).ok();
    let due = making.and_then(|making| by_law(&record(dossier, &making).ok()?, &making).ok());
    Some((metadata.maintenance, due))
}

/// What the metadata of a paper say, against the record that it was made from.
fn of_document(
    dossier: &Dossier,
    loaded: &Loaded,
    document: &DocumentMetadata,
    (at, made): (usize, &MadePaper),
    facts: &PdfFacts,
) -> Vec<Diagnostic> {
    let paper = made.of(&loaded.record);
    let filed = Filed {
        ordinal: u32::try_from(at + 1).unwrap_or(u32::MAX),
        path: document.path.clone(),
        sha512: document.sha512.clone(),
        pages: facts.pages,
        description: facts.description(made.scan),
        // What it takes the place of was compared with the file.
        replaces: document.replaces.clone(),
    };
    let ours = paper.and_then(|paper| describe::document(loaded, paper, &document.file_code, filed));
    match ours {
        Some(ours) => differing(dossier, &document.path, document, &ours),
        None => vec![differs(dossier, format!("hồ sơ hội nghị trong gói không có văn bản `{}`", made.paper))],
    }
}

/// The fields in which metadata are not what the record gives.
fn differing<T: Described>(dossier: &Dossier, name: &str, kept: &T, ours: &T) -> Vec<Diagnostic> {
    // As it would be read back: spaces at the ends of a value do not survive XML.
    let ours = xml::write(ours).and_then(|text| xml::parse::<T>(&text, name));
    let fields = |value: &T| match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (kept, ours) = match ours {
        Ok(ours) => (fields(kept), fields(&ours)),
        Err(fault) => return vec![fault],
    };
    let names: BTreeSet<&String> = kept.keys().chain(ours.keys()).collect();
    let differing = names.into_iter().filter(|name| kept.get(*name) != ours.get(*name));
    let shown = |value: Option<&Value>| match value {
        None => "không có".to_owned(),
        Some(Value::String(text)) => format!("“{text}”"),
        Some(value) => value.to_string(),
    };
    differing
        .map(|field| {
            let (said, due) = (shown(kept.get(field)), shown(ours.get(field)));
            let what = format!(
                "siêu dữ liệu của `{name}` ghi {field} là {said}, theo hồ sơ đã lập văn bản thì là {due}"
            );
            differs(dossier, what)
                .hint("siêu dữ liệu hoặc hồ sơ hội nghị trong gói đã bị sửa; so với bản sao dự phòng")
        })
        .collect()
}

/// What is said of a paper, against the file.
fn of_paper(
    dossier: &Dossier,
    document: &DocumentMetadata,
    program: &str,
    made: Option<&MadePaper>,
) -> Result<PdfFacts, Diagnostic> {
    let path = &document.path;
    if !bag::is_inside(path) {
        return Err(differs(dossier, format!("tên tệp `{path}` chỉ ra ngoài hồ sơ")));
    }
    let bytes = dossier::bytes(&dossier.folder.join(path), MAX_PAPER_BYTES)?;
    let facts =
        PdfFacts::of(&bytes).map_err(|fault| differs(dossier, format!("`{path}`: {}", fault.message)))?;
    if facts.pages != document.page_amount {
        let what =
            format!("siêu dữ liệu ghi `{path}` có {} trang, tệp có {}", document.page_amount, facts.pages);
        return Err(differs(dossier, what));
    }
    let Some(made) = made else {
        return Err(differs(dossier, format!("`{}` không ghi cách lập `{path}`", layout::MAKING)));
    };
    let beginning = usize::try_from(made.length).ok().and_then(|length| bytes.get(..length));
    let as_made = beginning.is_some_and(|beginning| bag::sha512(beginning) == made.sha512);
    if !made.scan && !as_made {
        return Err(differs(dossier, format!("`{path}` không bắt đầu bằng văn bản mà thidua đã lập")));
    }
    if !made.scan && maker(&bytes).is_none_or(|maker| maker != program) {
        let what = format!("`{}` ghi `{path}` do {program} lập, tệp ghi khác", layout::MAKING);
        return Err(differs(dossier, what));
    }
    if !made.scan && facts.signatures == 0 && bytes.len() as u64 > made.length {
        let what = format!("`{path}` có phần thêm vào sau khi lập mà không có chữ ký số nào");
        return Err(differs(dossier, what));
    }
    for copy in &document.replaces {
        let beginning = usize::try_from(copy.length).ok().and_then(|length| bytes.get(..length));
        let goes_on = copy.length < bytes.len() as u64
            && beginning.is_some_and(|beginning| bag::sha512(beginning) == copy.sha512);
        if !goes_on {
            let what = format!(
                "`{path}` ghi là thay bản `{}` của hồ sơ `{}`, nhưng không bắt đầu bằng bản ấy",
                copy.path, copy.dossier
            );
            return Err(differs(dossier, what));
        }
    }
    Ok(facts)
}
