//! Puts the papers of a meeting into the archive.
//!
//! A dossier is made in a hidden folder of the archive, put on the disk, checked, and only then named:
//! whoever pulls the plug leaves either nothing, or a dossier that the next writer puts in place
//! ([`settle`]).

mod copies;
mod gather;
mod matching;
mod papers;

use std::path::{Path, PathBuf};

use tempfile::{Builder, TempDir};

use super::dossier::{self, Dossier, layout};
use super::index::Index;
use super::making::Making;
use super::metadata::{DocumentMetadata, FileCode};
use super::numbering::Numbered;
use super::retention::{self, Term};
use super::settle::{self, STAGED};
use super::{Archive, bag, describe, info, replay, xml};
use crate::diagnostic::{Diagnostic, Severity};
use crate::input::files::RecordFile;
use crate::input::{Loaded, law};
use crate::output;
use crate::press::Press;
use crate::vietnamese::notation;
use copies::Known;
pub use copies::{Further, Held, Replacement};
use matching::Kept;

/// A file that is to be archived.
#[derive(Debug, Clone)]
pub struct Given {
    /// The file.
    pub path: PathBuf,
    /// The paper that it is a scan of, as the person names it; none for a PDF of thidua's own.
    pub scan_of: Option<String>,
}

/// What is to be archived, and how.
#[derive(Debug)]
pub struct Order<'a> {
    /// The record.
    pub record: &'a RecordFile,
    /// The papers.
    pub given: Vec<Given>,
    /// The dossier's name; the record's own where none is given.
    pub name: Option<&'a str>,
    /// How long the dossier is kept; by the law's table where nothing is said.
    pub retention: Option<Term>,
    /// Who compiled the dossier.
    pub creator: &'a str,
    /// Mã định danh of the agency.
    pub organ_id: Option<&'a str>,
    /// The fonts that the papers were made with.
    pub font_path: Option<&'a Path>,
    /// The templates that the papers were made with.
    pub template_folder: Option<&'a Path>,
}

/// What was done.
#[derive(Debug)]
pub struct Added {
    /// The new dossier; none where all papers were archived already.
    pub dossier: Option<Dossier>,
    /// Its papers.
    pub documents: Vec<DocumentMetadata>,
    /// How long it is kept.
    pub retention: Term,
    /// The files that were archived already, and the dossiers that have them.
    pub already: Held,
    /// The files of which the archive has a copy that is signed further, and the dossiers that have it.
    pub better: Held,
    /// The files that take the place of copies that are signed less.
    pub replaced: Vec<Replacement>,
    /// What the person should know.
    pub warnings: Vec<Diagnostic>,
}

/// Archives papers of a record in the archive at `root`, which is made where there is none yet.
///
/// # Errors
/// When the record is faulty, a file is no paper of it, a number is another paper's, or the machine
/// refuses; the archive then stays as it was.
pub fn add(root: &Path, order: &Order) -> Result<Added, Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let press = Press::new(order.font_path, order.template_folder).map_err(one)?;
    let loaded = judged(&press, order.record)?;
    let files = matching::read(&loaded, &order.given)?;
    let archive = &Archive::open_or_create(root).map_err(one)?;
    let lock = archive.lock("đang lưu hồ sơ").map_err(one)?;
    let mut warnings = settle::settle(archive, &lock)?;
    let place = Place::find(archive, &loaded, order.name).map_err(one)?;
    let stage = stage(archive).map_err(one)?;
    let mut making = gather::gather(&press, &loaded, order.record, stage.path()).map_err(one)?;
    // From here on only what the bag holds counts: what it makes now it makes in decades.
    let press = replay::press(stage.path(), order.font_path).map_err(one)?;
    let mut kept = matching::matched(stage.path(), &making, &press, files)?;
    let Known { mut already, better, replaced, warnings: otherwise } =
        copies::known(archive, &mut kept).map_err(one)?;
    already.extend(place.known(&mut kept).map_err(one)?);
    warnings.extend(otherwise);
    let retention = term(order, &loaded, &kept)?;
    warnings.extend(unsigned(&kept));
    warnings.extend(kept.iter().filter_map(incomplete));
    let mut added =
        Added { dossier: None, documents: Vec::new(), retention, already, better, replaced, warnings };
    if kept.is_empty() {
        return Ok(added);
    }
    let numbers = numbers(archive, &loaded, &kept)?;
    added.documents = place.fill(&stage, order, &loaded, &mut making, &kept, retention).map_err(one)?;
    // What the disk gives back is what counts.
    let faults = bag::verify(stage.path());
    if !faults.is_empty() {
        return Err(faults);
    }
    added.warnings.extend(settle::commit(archive, &lock, stage, &place.dossier, numbers).map_err(one)?);
    added.dossier = Some(place.dossier);
    Ok(added)
}

/// The record, once nothing is wrong with it.
fn judged(press: &Press, record: &RecordFile) -> Result<Loaded, Vec<Diagnostic>> {
    let loaded = press.load(record)?;
    let verdict = press.judge(&loaded)?;
    if verdict.has_errors() { Err(verdict.errors()) } else { Ok(loaded) }
}

/// How long the papers are kept: as the person says, else as the law does.
fn term(order: &Order, loaded: &Loaded, kept: &[Kept]) -> Result<Term, Vec<Diagnostic>> {
    let law = law::of_folder(&loaded.folder)?;
    let papers: Vec<_> = kept.iter().map(|kept| kept.made.paper).collect();
    Ok(order.retention.unwrap_or_else(|| retention::of_papers(&law, &loaded.record, &papers)))
}

/// The papers' numbers, none of which the archive has for another paper.
fn numbers(archive: &Archive, loaded: &Loaded, kept: &[Kept]) -> Result<Vec<Numbered>, Vec<Diagnostic>> {
    let index = Index::open(archive).map_err(|fault| vec![fault])?;
    let (mut numbers, mut faults) = (Vec::new(), Vec::new());
    for kept in kept {
        let issued = kept.scan || kept.facts.signatures > 0;
        let checked = Numbered::of(loaded, kept.made.paper, &bag::sha512(&kept.made.bytes), issued);
        let checked = checked.and_then(|number| match number {
            Some(number) => number.expect_free(archive, &index).map(|()| Some(number)),
            None => Ok(None),
        });
        match checked {
            Ok(number) => numbers.extend(number),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(numbers) } else { Err(faults) }
}

/// A hidden folder for a dossier that is being made; it goes with the value.
fn stage(archive: &Archive) -> Result<TempDir, Diagnostic> {
    let parent = archive.dossiers_folder();
    output::create_folder(&parent)?;
    let stage = Builder::new().prefix(STAGED).tempdir_in(&parent);
    let stage = stage.map_err(|error| output::machine("tạo thư mục trong", &parent, &error))?;
    super::open_to_others(stage.path())
        .map_err(|error| output::machine("tạo thư mục trong", &parent, &error))?;
    Ok(stage)
}

/// A warning for electronic copies that nobody signed.
fn unsigned(kept: &[Kept]) -> Option<Diagnostic> {
    let bare = kept.iter().filter(|kept| !kept.scan && kept.facts.signatures == 0);
    let names: Vec<String> = bare.map(|kept| format!("`{}`", kept.path.display())).collect();
    (!names.is_empty()).then(|| {
        let message =
            format!("{} văn bản chưa có chữ ký số: {}", notation::count(names.len()), names.join(", "));
        let hint = "nếu văn bản ký trên giấy thì lưu thêm bản quét bằng `--scan`; ký số xong thì lưu lại, bản đã ký sẽ \
                    thay bản này";
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(message).hint(hint) }
    })
}

/// A warning for an electronic copy that some have signed and others have not.
fn incomplete(kept: &Kept) -> Option<Diagnostic> {
    let waiting = &kept.facts.waiting;
    (!kept.scan && kept.facts.signatures > 0 && !waiting.is_empty()).then(|| {
        let message = format!("`{}` còn thiếu chữ ký của {}", kept.path.display(), waiting.join(", "));
        let hint = "ký đủ rồi lưu lại; bản lưu lần này vẫn được giữ";
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(message).hint(hint) }
    })
}

/// Where a dossier goes, and what the archive has of the same meeting already.
struct Place {
    dossier: Dossier,
    /// The dossiers of the meeting, the oldest first.
    earlier: Vec<Dossier>,
    /// What they have in common.
    group: String,
}

impl Place {
    fn find(archive: &Archive, loaded: &Loaded, name: Option<&str>) -> Result<Self, Diagnostic> {
        use chrono::Datelike;
        let record = &loaded.record;
        let meeting = &record.meeting;
        let year = meeting.date.map_or_else(|| meeting.period.year(), |date| date.0.year());
        let base = dossier::name_of(name.unwrap_or(&loaded.name));
        let mut earlier = Vec::new();
        let mut name = base.clone();
        let folder = archive.dossiers_folder().join(year.to_string());
        while std::fs::symlink_metadata(folder.join(&name)).is_ok() {
            let dossier = Dossier { year, name: name.clone(), folder: folder.join(&name) };
            let title = dossier.metadata()?.title;
            if title != describe::title(record) {
                let message =
                    format!("kho lưu trữ đã có hồ sơ `{}` của hội nghị khác ({title})", dossier.id());
                return Err(Diagnostic::usage(message).hint("đặt tên khác cho hồ sơ này bằng `--name`"));
            }
            earlier.push(dossier);
            name = format!("{base}-{}", earlier.len() + 1);
        }
        let dossier = Dossier { year, folder: folder.join(&name), name };
        Ok(Self { dossier, earlier, group: format!("{year}/{base}") })
    }

    /// Takes out what the archive has already, and tells which files these are.
    fn known(&self, kept: &mut Vec<Kept>) -> Result<Held, Diagnostic> {
        let mut digests = std::collections::HashMap::new();
        for dossier in &self.earlier {
            let payload = bag::payload(&dossier.folder)?;
            let papers = payload.iter().filter(|(name, _)| name.starts_with(layout::PAPERS));
            // What was damaged since, or is gone, is taken anew.
            let whole = papers.filter(|(name, digest)| {
                bag::sha512_of(&dossier.folder.join(name)).is_ok_and(|found| found == *digest)
            });
            for (_, digest) in whole {
                digests.entry(digest.to_owned()).or_insert(dossier);
            }
        }
        let (known, new) = kept.drain(..).partition(|kept: &Kept| digests.contains_key(&kept.sha512));
        *kept = new;
        let known: Vec<Kept> = known;
        let places = known.into_iter();
        let places = places.filter_map(|kept| Some((kept.path, (*digests.get(&kept.sha512)?).clone())));
        Ok(places.collect())
    }

    /// Writes papers and metadata into the bag, and seals it.
    fn fill(
        &self,
        stage: &TempDir,
        order: &Order,
        loaded: &Loaded,
        making: &mut Making,
        kept: &[Kept],
        retention: Term,
    ) -> Result<Vec<DocumentMetadata>, Diagnostic> {
        let code = FileCode {
            organ_id: order.organ_id.map(str::to_owned),
            file_catalog: self.dossier.year,
            file_notation: self.dossier.name.clone(),
        };
        let folder = stage.path();
        let documents = papers::write(folder, loaded, &code, making, kept)?;
        let creator = order.creator.to_owned();
        let mut about = describe::dossier(&loaded.record, code, retention.to_string(), creator, &documents);
        if order.retention.is_some() {
            retention::CHOSEN.clone_into(&mut about.description);
        }
        let own = folder.join(layout::METADATA).join(layout::OWN_METADATA);
        output::write(&own, xml::write(&about)?.as_bytes())?;
        output::write(&folder.join(layout::MAKING), making.to_text()?.as_bytes())?;
        bag::seal(folder, &info::new(&self.dossier, &self.group, &about, &documents, &making.program))?;
        Ok(documents)
    }
}
