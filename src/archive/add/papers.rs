//! The papers of a dossier and their metadata, written into its bag.

use std::path::Path;

use super::matching::Kept;
use crate::archive::bag;
use crate::archive::describe::{self, Filed};
use crate::archive::dossier::layout;
use crate::archive::making::{MadePaper, Making};
use crate::archive::metadata::{DocumentMetadata, FileCode};
use crate::archive::xml;
use crate::diagnostic::Diagnostic;
use crate::input::Loaded;
use crate::output;

/// Writes them, and notes how each was made.
pub fn write(
    bag: &Path,
    loaded: &Loaded,
    code: &FileCode,
    making: &mut Making,
    kept: &[Kept],
) -> Result<Vec<DocumentMetadata>, Diagnostic> {
    for folder in [layout::PAPERS, layout::METADATA] {
        output::create_folder(&bag.join(folder))?;
    }
    let mut documents = Vec::new();
    for (kept, ordinal) in kept.iter().zip(1..) {
        let name = if kept.scan { format!("{}-ban-quet", kept.made.name) } else { kept.made.name.clone() };
        let path = format!("{}/{name}.pdf", layout::PAPERS);
        output::write(&bag.join(&path), &kept.bytes)?;
        making.papers.push(MadePaper {
            file: path.clone(),
            paper: kept.made.name.clone(),
            scan: kept.scan,
            attach_record: kept.made.attach_record,
            length: kept.made.bytes.len() as u64,
            sha512: bag::sha512(&kept.made.bytes),
        });
        let filed = Filed {
            ordinal,
            path,
            sha512: kept.sha512.clone(),
            pages: kept.facts.pages,
            description: kept.facts.description(kept.scan),
            replaces: kept.replaces.clone(),
        };
        if let Some(document) = describe::document(loaded, kept.made.paper, code, filed) {
            let path = bag.join(layout::METADATA).join(format!("{name}.xml"));
            output::write(&path, xml::write(&document)?.as_bytes())?;
            documents.push(document);
        }
    }
    Ok(documents)
}
