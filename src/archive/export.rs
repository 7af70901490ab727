//! A dossier for hand-over: its papers and their metadata (NĐ 30/2020, Phụ lục VI: PDF and XML), itself a bag.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use tempfile::Builder;

use super::dossier::{self, Dossier, layout};
use super::index::Index;
use super::metadata::DocumentMetadata;
use super::replay::MAX_PAPER_BYTES;
use super::{bag, fixity, xml};
use crate::diagnostic::{Diagnostic, Origin, Severity};
use crate::output;

/// What was handed over.
#[derive(Debug)]
pub struct Exported {
    /// The folder.
    pub folder: PathBuf,
    /// The files that were left out, each with the dossier that has the paper signed further.
    pub left_out: BTreeMap<String, String>,
}

/// Writes a dossier for hand-over below `folder`, and tells where. Papers that another dossier has signed
/// further are handed over with that one.
///
/// # Errors
/// When the dossier is not whole or other dossiers have all of its papers, when something stands in its place,
/// or the machine refuses.
pub fn export(index: &Index, dossier: &Dossier, folder: &Path) -> Result<Exported, Vec<Diagnostic>> {
    let faults = fixity::check(dossier);
    if faults.iter().any(|fault| fault.severity == Severity::Error) {
        return Err(faults);
    }
    let one = |fault| vec![fault];
    let left_out = index.replaced(&dossier.id()).map_err(one)?;
    let mut documents = dossier.documents()?;
    documents.retain(|document| !left_out.contains_key(&document.path));
    if documents.is_empty() && !left_out.is_empty() {
        let latest: BTreeSet<String> = left_out.values().map(|id| format!("`{id}`")).collect();
        let latest = latest.into_iter().collect::<Vec<_>>().join(", ");
        let message =
            format!("mọi văn bản của hồ sơ `{}` đã có bản ký đầy đủ hơn ở hồ sơ {latest}", dossier.id());
        return Err(one(Diagnostic::usage(message).hint(format!("xuất hồ sơ {latest}"))));
    }
    let target = folder.join(format!("{}-{}", dossier.year, dossier.name));
    write(dossier, &documents, folder, &target).map_err(one)?;
    Ok(Exported { folder: target, left_out })
}

fn write(
    dossier: &Dossier,
    documents: &[DocumentMetadata],
    folder: &Path,
    target: &Path,
) -> Result<(), Diagnostic> {
    if std::fs::symlink_metadata(target).is_ok() {
        return Err(Diagnostic::usage(format!("`{}` đã có sẵn; thidua không ghi đè lên", target.display()))
            .hint("chọn thư mục khác bằng `-o`"));
    }
    output::create_folder(folder)?;
    let stage = Builder::new().prefix(".thidua-").tempdir_in(folder);
    let stage = stage.map_err(|error| output::machine("tạo thư mục trong", folder, &error))?;
    for part in [layout::PAPERS, layout::METADATA] {
        output::create_folder(&stage.path().join(part))?;
    }
    let metadata = |name: &str| stage.path().join(layout::METADATA).join(name);
    for document in documents {
        // Written anew: a copy would be for reading only where the archive is.
        let bytes = dossier::bytes(&dossier.folder.join(&document.path), MAX_PAPER_BYTES)?;
        output::write(&stage.path().join(&document.path), &bytes)?;
        let name = Path::new(&document.path).file_stem().unwrap_or_default().to_string_lossy();
        output::write(&metadata(&format!("{name}.xml")), xml::write(document)?.as_bytes())?;
    }
    let about = dossier.metadata()?.of_papers(documents);
    output::write(&metadata(layout::OWN_METADATA), xml::write(&about)?.as_bytes())?;
    let said = bag::info(&dossier.folder)?;
    let said = |key| said.get(key).cloned().unwrap_or_default();
    bag::seal(
        stage.path(),
        &[
            ("Source-Organization", said("Source-Organization")),
            ("Bagging-Date", crate::clock::today().to_string()),
            ("External-Identifier", said("External-Identifier")),
            ("External-Description", said("External-Description")),
            ("Bag-Group-Identifier", said("Bag-Group-Identifier")),
            ("Bag-Software-Agent", super::making::program()),
        ],
    )?;
    if let Some(fault) = bag::verify(stage.path()).into_iter().next() {
        return Err(Diagnostic { origin: Origin::Machine, ..fault });
    }
    super::open_to_others(stage.path()).map_err(|error| output::machine("ghi", target, &error))?;
    std::fs::rename(stage.path(), target).map_err(|error| output::machine("ghi", target, &error))?;
    // Nothing is left in the hidden place.
    let _ = stage.keep();
    output::sync_folder(target)
}
