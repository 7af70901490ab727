//! The pages of a record's papers, made anew as far as they changed; the last good ones stay.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use typst_layout::Page;

use super::sheet::{Ink, Sheet};
use crate::diagnostic::Diagnostic;
use crate::input::files::RecordFile;
use crate::press::{self, Options, Press, Proof};
use crate::record::Record;
use crate::template::Paper;
use crate::typeset::Manuscript;
use crate::vietnamese::words::capitalised;

/// The papers of one record as they are looked at.
pub struct Proofs {
    press: Press,
    template_folder: Option<PathBuf>,
    options: Options,
    manuscripts: BTreeMap<Paper, Manuscript>,
    shown: Vec<Shown>,
}

/// A paper with its last good pages.
pub struct Shown {
    /// Which paper it is.
    pub paper: Paper,
    /// What a person calls it.
    pub name: String,
    /// Its pages, from an earlier state of the record where `stale`; none if it never had any.
    pub sheets: Vec<Arc<Sheet>>,
    /// Whether the pages are older than the record.
    pub stale: bool,
    /// What the pages were drawn from, by which it is seen that one stays as it is.
    drawn_from: Vec<u128>,
}

/// What a renewal found and what it cost.
#[derive(Debug, Default)]
pub struct Renewal {
    /// What is wrong: errors that kept papers from being made, and warnings.
    pub faults: Vec<Diagnostic>,
    /// How many pages had to be drawn.
    pub drawn: usize,
    /// Reading the record and judging it.
    pub check: Duration,
    /// Filling templates.
    pub fill: Duration,
    /// Laying out.
    pub layout: Duration,
    /// Drawing pages.
    pub svg: Duration,
}

impl Proofs {
    /// Papers of which nothing is made yet.
    ///
    /// # Errors
    /// When there are no fonts in the folder, or the template folder cannot be read.
    pub fn new(
        font_path: Option<&Path>,
        template_folder: Option<PathBuf>,
        options: Options,
    ) -> Result<Self, Diagnostic> {
        if let Some(folder) = &template_folder {
            // A fault in a template is for the page; a folder that is not there is a slip of the pen.
            std::fs::read_dir(folder).map_err(|error| Diagnostic::io("đọc thư mục mẫu", folder, &error))?;
        }
        let press = Press::new(font_path, None)?;
        Ok(Self { press, template_folder, options, manuscripts: BTreeMap::new(), shown: Vec::new() })
    }

    /// The papers, in the order of the record.
    pub fn shown(&self) -> &[Shown] {
        &self.shown
    }

    /// Makes what changed anew.
    pub fn renew(&mut self, file: &RecordFile) -> Renewal {
        let mut renewal = Renewal::default();
        let start = Instant::now();
        let templates = self.press.renew_templates(self.template_folder.as_deref());
        let judged = self.press.load(file).and_then(|loaded| Ok((self.press.judge(&loaded)?, loaded)));
        renewal.check = start.elapsed();
        let (verdict, mut loaded) = match (templates, judged) {
            (Ok(()), Ok(judged)) => judged,
            (templates, judged) => {
                renewal.faults =
                    templates.err().into_iter().chain(judged.err().into_iter().flatten()).collect();
                self.shown.iter_mut().for_each(|shown| shown.stale = true);
                return renewal;
            }
        };
        loaded.breaches = verdict.errors();
        let options = Options { stage: self.options.stage.given(&verdict), ..self.options.clone() };
        renewal.faults = verdict.findings;
        let proofs = match self.press.proofs(&loaded, &options, &mut self.manuscripts) {
            Ok(proofs) => proofs,
            Err(fault) => {
                renewal.faults.push(fault);
                self.shown.iter_mut().for_each(|shown| shown.stale = true);
                return renewal;
            }
        };
        renewal.faults.extend(press::nothing_to_make(&loaded));
        let mut earlier = std::mem::take(&mut self.shown);
        for Proof { paper, pages, filling, layout } in proofs {
            renewal.fill += filling;
            renewal.layout += layout;
            let at = earlier.iter().position(|shown| shown.paper == paper);
            let mut shown = at.map_or_else(|| Shown::new(paper), |at| earlier.swap_remove(at));
            shown.name = name(paper, &loaded.record);
            match pages {
                Ok(pages) => {
                    let start = Instant::now();
                    renewal.drawn += shown.renew(pages.document.pages());
                    renewal.svg += start.elapsed();
                    renewal.faults.extend(pages.warnings);
                }
                Err(faults) => {
                    shown.stale = true;
                    renewal.faults.extend(faults);
                }
            }
            self.shown.push(shown);
        }
        press::each_once(&mut renewal.faults);
        renewal
    }
}

impl Shown {
    fn new(paper: Paper) -> Self {
        Self { paper, name: String::new(), sheets: Vec::new(), stale: false, drawn_from: Vec::new() }
    }

    /// Draws the pages that are new, and tells how many.
    fn renew(&mut self, pages: &[Page]) -> usize {
        let drawn_from: Vec<u128> = pages.iter().map(|page| typst::utils::hash128(&Ink(page))).collect();
        let kept: BTreeMap<u128, &Arc<Sheet>> = self.drawn_from.iter().copied().zip(&self.sheets).collect();
        let sheet = |(page, hash)| match kept.get(hash) {
            Some(sheet) => (Arc::clone(sheet), 0),
            None => (Arc::new(Sheet::new(page)), 1),
        };
        let (sheets, drawn): (Vec<_>, Vec<usize>) = pages.par_iter().zip(&drawn_from).map(sheet).unzip();
        (self.sheets, self.drawn_from, self.stale) = (sheets, drawn_from, false);
        drawn.iter().sum()
    }
}

/// What a person calls a paper.
fn name(paper: Paper, record: &Record) -> String {
    let noun = capitalised(paper.kind.facts().noun);
    let alone = Paper::all(record).iter().filter(|other| other.kind == paper.kind).count() == 1;
    if alone { noun } else { format!("{noun} {}", paper.index + 1) }
}
