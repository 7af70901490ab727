//! The papers of a dossier made once more, from what was kept of them.

use std::path::Path;

use super::bag;
use super::dossier::{self, Dossier, layout};
use super::making::{Making, program};
use crate::diagnostic::Diagnostic;
use crate::input::Loaded;
use crate::press::{Format, Options, Press};
use crate::record::paper::Paper;
use crate::template::{Stage, TemplateSet};

/// The largest paper that is read.
pub const MAX_PAPER_BYTES: u64 = 512 * 1024 * 1024;

/// A paper as thidua makes it.
#[derive(Debug, Clone)]
pub struct Made {
    /// Which paper of the record.
    pub paper: Paper,
    /// Its file name without its ending.
    pub name: String,
    /// Whether the record goes along in it.
    pub attach_record: bool,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A press that has the templates of a bag and no others.
///
/// # Errors
/// When a template or the font folder is faulty.
pub fn press(bag: &Path, font_path: Option<&Path>) -> Result<Press, Diagnostic> {
    Press::of_set(font_path, TemplateSet::exactly(&bag.join(layout::TEMPLATES))?)
}

/// All official papers of a record.
///
/// # Errors
/// What kept one of them from being made.
pub fn papers(press: &Press, loaded: &Loaded, attach_record: bool) -> Result<Vec<Made>, Vec<Diagnostic>> {
    let options = Options { stage: Stage::Official, format: Format::Pdf, attach_record, only: Vec::new() };
    let all = Paper::all(&loaded.record);
    let mut made = Vec::new();
    press.print(loaded, &options, |output| {
        let name = output.name.trim_end_matches(".pdf").to_owned();
        let paper = all.iter().find(|paper| paper.file_name(&loaded.record) == name);
        made.extend(paper.map(|paper| Made { paper: *paper, name, attach_record, bytes: output.bytes }));
        Ok(())
    })?;
    Ok(made)
}

/// What became of one paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Byte for byte what the archived file begins with.
    Identical,
    /// A scan: the paper was made once more, byte for byte; the picture of the signed sheet itself
    /// cannot be.
    Scan,
    /// Something else.
    Different,
}

/// A paper that was made once more.
#[derive(Debug, Clone)]
pub struct Replayed {
    /// The file in the bag.
    pub file: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// A dossier whose papers were made once more.
#[derive(Debug)]
pub struct Replay {
    /// Its papers.
    pub papers: Vec<Replayed>,
    /// Why they may differ: another version of the program, other fonts.
    pub reasons: Vec<String>,
}

/// Makes the papers of a dossier once more and compares them with what was kept.
///
/// # Errors
/// When the dossier was tampered with, or cannot be built any more.
pub fn replay(dossier: &Dossier, font_path: Option<&Path>) -> Result<Replay, Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let folder = &dossier.folder;
    // What was tampered with proves nothing, and is not to be read by what follows.
    let faults = bag::verify(folder);
    if !faults.is_empty() {
        return Err(faults);
    }
    let making = Making::read(folder).map_err(one)?;
    let press = press(folder, font_path).map_err(one)?;
    let loaded = press.load(&making.record_file(folder).map_err(one)?)?;
    let mut made = Vec::new();
    for attach_record in [false, true] {
        if making.papers.iter().any(|paper| paper.attach_record == attach_record) {
            made.extend(papers(&press, &loaded, attach_record)?);
        }
    }
    let mut replayed = Vec::new();
    for paper in &making.papers {
        if !bag::is_inside(&paper.file) {
            return Err(one(Diagnostic::error(format!("tên tệp `{}` chỉ ra ngoài hồ sơ", paper.file))));
        }
        let again =
            made.iter().find(|made| made.name == paper.paper && made.attach_record == paper.attach_record);
        let same = again.is_some_and(|again| bag::sha512(&again.bytes) == paper.sha512);
        let outcome = match (same, paper.scan) {
            (false, _) => Outcome::Different,
            (true, true) => Outcome::Scan,
            (true, false) => {
                let kept = dossier::bytes(&folder.join(&paper.file), MAX_PAPER_BYTES).map_err(one)?;
                let begins = again.is_some_and(|again| kept.starts_with(&again.bytes));
                if begins { Outcome::Identical } else { Outcome::Different }
            }
        };
        replayed.push(Replayed { file: paper.file.clone(), outcome });
    }
    Ok(Replay { papers: replayed, reasons: reasons(&making, &press) })
}

/// Why papers may come out otherwise than they did.
fn reasons(making: &Making, press: &Press) -> Vec<String> {
    let mut reasons = Vec::new();
    if making.program != program() {
        reasons.push(format!("văn bản do {} lập, bản này là {}", making.program, program()));
    }
    let faces: Vec<String> = press.faces().iter().map(|face| bag::sha512(face.data.as_slice())).collect();
    let missing: Vec<&str> = making
        .fonts
        .iter()
        .filter(|font| !faces.contains(&font.sha512))
        .map(|font| font.name.as_str())
        .collect();
    if !missing.is_empty() {
        reasons.push(format!(
            "phông chữ khác với khi lập ({}); chỉ thư mục phông chữ đã dùng bằng `--font-path`",
            missing.join(", ")
        ));
    }
    reasons
}
