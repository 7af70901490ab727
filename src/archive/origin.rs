//! Which dossier a file is of, wherever it lies now.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::Archive;
use super::bag;
use super::dossier::{Dossier, layout};
use super::making::Making;
use crate::diagnostic::Diagnostic;

/// Where the archive has a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The dossier, with the record that made the paper.
    pub dossier: Dossier,
    /// The paper's file in the bag.
    pub file: String,
    /// The record's file in the bag.
    pub record: String,
    /// Whether the file is the archived one to the last byte; else it is the same paper, signed more or
    /// less.
    pub same_file: bool,
}

/// The dossiers that have this very paper in its latest copy, the oldest first; those that have the file
/// itself before others. Dossiers that cannot be read are passed over.
///
/// # Errors
/// When the archive cannot be read.
pub fn of(archive: &Archive, pdf: &[u8]) -> Result<Vec<Origin>, Diagnostic> {
    let digest = bag::sha512(pdf);
    let mut found: Vec<Origin> =
        archive.dossiers()?.into_par_iter().flat_map_iter(|dossier| within(dossier, pdf, &digest)).collect();
    let latest = latest(&found);
    found.retain(|origin| latest.contains(&(origin.dossier.id(), origin.file.clone())));
    found.sort_by_key(|origin| !origin.same_file);
    Ok(found)
}

/// Those whose place no other has taken.
fn latest(found: &[Origin]) -> BTreeSet<(String, String)> {
    let mut dossiers: Vec<&Dossier> = found.iter().map(|origin| &origin.dossier).collect();
    dossiers.dedup();
    let documents = dossiers.iter().flat_map(|dossier| dossier.documents().unwrap_or_default());
    let replaced: BTreeSet<_> = documents
        .flat_map(|document| document.replaces)
        .map(|replaced| (replaced.dossier, replaced.path))
        .collect();
    let known = found.iter().map(|origin| (origin.dossier.id(), origin.file.clone()));
    known.filter(|one| !replaced.contains(one)).collect()
}

fn within(dossier: Dossier, pdf: &[u8], digest: &str) -> Vec<Origin> {
    let known =
        bag::payload(&dossier.folder).and_then(|payload| Ok((payload, Making::read(&dossier.folder)?)));
    let Ok((payload, making)) = known else { return Vec::new() };
    let mut found = Vec::new();
    for paper in making.papers.iter().filter(|paper| paper.file.starts_with(layout::PAPERS)) {
        let same_file = payload.get(&paper.file) == Some(digest);
        let beginning = usize::try_from(paper.length).ok().and_then(|length| pdf.get(..length));
        // A paper ends as a PDF does: of few beginnings a digest has to be taken.
        let beginning = beginning.filter(|part| part.trim_ascii_end().ends_with(b"%%EOF"));
        let same_paper = same_file || beginning.is_some_and(|part| bag::sha512(part) == paper.sha512);
        if same_paper {
            found.push(Origin {
                dossier: dossier.clone(),
                file: paper.file.clone(),
                record: making.record.file.clone(),
                same_file,
            });
        }
    }
    found
}
