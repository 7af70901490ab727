//! A dossier for hand-over: its papers and their metadata (NĐ 30/2020, Phụ lục VI: PDF and XML), itself a bag.

use std::path::{Path, PathBuf};

use tempfile::Builder;

use super::dossier::{self, Dossier, layout};
use super::replay::MAX_PAPER_BYTES;
use super::{bag, fixity};
use crate::diagnostic::{Diagnostic, Origin};
use crate::output;

/// Writes a dossier for hand-over below `folder`, and tells where.
///
/// # Errors
/// When the dossier is not whole, something stands in its place, or the machine refuses.
pub fn export(dossier: &Dossier, folder: &Path) -> Result<PathBuf, Vec<Diagnostic>> {
    let faults = fixity::check(dossier);
    if !faults.is_empty() {
        return Err(faults);
    }
    let target = folder.join(format!("{}-{}", dossier.year, dossier.name));
    write(dossier, folder, &target).map_err(|fault| vec![fault])?;
    Ok(target)
}

fn write(dossier: &Dossier, folder: &Path, target: &Path) -> Result<(), Diagnostic> {
    if std::fs::symlink_metadata(target).is_ok() {
        return Err(Diagnostic::usage(format!("`{}` đã có sẵn; thidua không ghi đè lên", target.display()))
            .hint("chọn thư mục khác bằng `-o`"));
    }
    output::create_folder(folder)?;
    let stage = Builder::new().prefix(".thidua-").tempdir_in(folder);
    let stage = stage.map_err(|error| output::machine("tạo thư mục trong", folder, &error))?;
    let payload = bag::payload(&dossier.folder)?;
    for (name, _) in payload.iter() {
        let handed_over = [layout::PAPERS, layout::METADATA]
            .iter()
            .any(|part| name.strip_prefix(part).is_some_and(|rest| rest.starts_with('/')));
        if handed_over {
            let to = stage.path().join(name);
            output::create_folder(to.parent().unwrap_or(stage.path()))?;
            // Written anew: a copy would be for reading only where the archive is.
            output::write(&to, &dossier::bytes(&dossier.folder.join(name), MAX_PAPER_BYTES)?)?;
        }
    }
    let said = bag::info(&dossier.folder)?;
    let said = |key| said.get(key).cloned().unwrap_or_default();
    bag::seal(
        stage.path(),
        &[
            ("Source-Organization", said("Source-Organization")),
            ("Bagging-Date", chrono::Local::now().format("%Y-%m-%d").to_string()),
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
