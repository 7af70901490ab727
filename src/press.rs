//! The pipeline in one place: a record's file in, finished papers out.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::check::{self, Verdict};
use crate::diagnostic::{Diagnostic, Severity};
use crate::input::files::RecordFile;
use crate::input::{self, Loaded};
use crate::pdf;
use crate::template::{Kind, Paper, Stage, TemplateSet, Templates, Text};
use crate::typeset::{self, Face, Manuscript, Pages, Sources, Typesetter, entities, export, pictures};

/// What papers are written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// PDF/A, for the archive and for print.
    #[default]
    Pdf,
    /// A picture of each page.
    Png,
    /// A drawing of each page.
    Svg,
    /// The generated Typst text.
    Typ,
}

/// How papers are made.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Options {
    /// The kinds to make; all when empty.
    pub only: Vec<Kind>,
    /// As drafts, as official copies, or as the record decides.
    pub stage: Stage,
    /// What to write.
    pub format: Format,
    /// Whether the record goes along in the PDF.
    pub attach_record: bool,
}

impl Options {
    /// The papers of a record that are to be made.
    pub fn papers(&self, loaded: &Loaded) -> Vec<Paper> {
        let mut papers = Paper::all(&loaded.record);
        papers.retain(|paper| self.only.is_empty() || self.only.contains(&paper.kind));
        papers
    }
}

/// A finished file: its name within the record's folder of papers, and its bytes.
pub struct Output {
    /// The paper that it is of.
    pub paper: Paper,
    /// The file's name.
    pub name: String,
    /// The file's content.
    pub bytes: Vec<u8>,
}

/// A paper that was laid out to be looked at.
pub struct Proof {
    /// Which paper it is.
    pub paper: Paper,
    /// Its pages, or what kept it from being made.
    pub pages: Result<Pages, Vec<Diagnostic>>,
    /// How long its template took.
    pub filling: Duration,
    /// How long its layout took.
    pub layout: Duration,
}

/// The folder of templates beside a record.
pub const OWN_TEMPLATES: &str = "templates";

/// Everything that is made once and used for every record.
pub struct Press {
    typesetter: Typesetter,
    templates: Templates,
    sources: Sources,
}

impl Press {
    /// Sets up with the built-in templates, and the folders that the user brings.
    ///
    /// # Errors
    /// When a folder cannot be read or a template is faulty.
    pub fn new(font_path: Option<&Path>, template_folder: Option<&Path>) -> Result<Self, Diagnostic> {
        let (templates, sources) = prepared(set_with(template_folder)?)?;
        Ok(Self { typesetter: Typesetter::new(font_path)?, templates, sources })
    }

    /// Sets up with these templates and no others.
    ///
    /// # Errors
    /// When the font folder cannot be read or a template is faulty.
    pub fn of_set(font_path: Option<&Path>, set: TemplateSet) -> Result<Self, Diagnostic> {
        let (templates, sources) = prepared(set)?;
        Ok(Self { typesetter: Typesetter::new(font_path)?, templates, sources })
    }

    /// The templates that the papers of a record in this folder are laid out by.
    ///
    /// # Errors
    /// When the templates beside the record are faulty.
    pub fn set_for(&self, folder: &Path) -> Result<TemplateSet, Diagnostic> {
        let own = self.own_templates(folder)?;
        Ok(TemplateSet::clone(own.as_ref().map_or(&self.templates, |own| &own.0).set()))
    }

    /// The faces that papers are set in.
    pub fn faces(&self) -> Vec<Face> {
        self.typesetter.faces()
    }

    /// Reads the template folder once more.
    ///
    /// # Errors
    /// As [`Press::new`]; the templates stay as they were.
    pub fn renew_templates(&mut self, template_folder: Option<&Path>) -> Result<(), Diagnostic> {
        let set = set_with(template_folder)?;
        if set != **self.templates.set() {
            (self.templates, self.sources) = prepared(set)?;
        }
        Ok(())
    }

    /// Reads a record and judges all of it: its shape, its references, its letters, its pictures.
    ///
    /// # Errors
    /// Every fault, in the order of the text.
    pub fn load(&self, file: &RecordFile) -> Result<Loaded, Vec<Diagnostic>> {
        guarded(|| {
            let loaded = input::load(file, &|letter| self.typesetter.draws(letter))?;
            let mut faults = pictures::check(&loaded);
            faults.extend(entities::check(&loaded, &self.typesetter));
            if faults.is_empty() { Ok(loaded) } else { Err(faults) }
        })
    }

    /// Judges a record by all rules, with the rows that its folder's `thidua.yaml` adds to the law.
    ///
    /// # Errors
    /// When that file is faulty.
    pub fn judge(&self, loaded: &Loaded) -> Result<Verdict, Vec<Diagnostic>> {
        let law = input::law::of_folder(&loaded.folder)?;
        guarded(|| Ok(check::judge(loaded, &law)))
    }

    /// Reads what every paper needs of Typst: time that need not be waited for later.
    pub fn warm_up(&self) {
        self.sources.parse();
    }

    /// Makes the papers of a record, one after another, and hands each finished file to `done`.
    ///
    /// # Errors
    /// Every fault of the papers that could not be made; the others are made all the same.
    pub fn print(
        &self,
        loaded: &Loaded,
        options: &Options,
        mut done: impl FnMut(Output) -> Result<(), Diagnostic>,
    ) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
        let own = self.own_templates(&loaded.folder).map_err(|fault| vec![fault])?;
        let (templates, sources) =
            own.as_ref().map_or((&self.templates, &self.sources), |own| (&own.0, &own.1));
        let (mut warnings, mut faults) = (Vec::new(), Vec::new());
        warnings.extend(nothing_to_make(loaded));
        for paper in options.papers(loaded) {
            if crate::output::stopped() {
                break;
            }
            let attempt = || {
                let text = templates.render(loaded, paper, options.stage, options.attach_record);
                self.outputs(sources, loaded, paper, &text.map_err(|fault| vec![fault])?, options)
            };
            match guarded(attempt) {
                Ok((outputs, further)) => {
                    warnings.extend(further);
                    faults.extend(outputs.into_iter().filter_map(|output| done(output).err()));
                }
                Err(further) => faults.extend(further),
            }
        }
        typeset::forget();
        each_once(&mut faults);
        if faults.is_empty() {
            Ok(warnings)
        } else {
            faults.extend(warnings);
            Err(faults)
        }
    }

    /// The laid-out pages of one paper, for those who measure them.
    ///
    /// # Errors
    /// What the template or Typst refused.
    pub fn pages(&self, loaded: &Loaded, paper: Paper, stage: Stage) -> Result<Pages, Vec<Diagnostic>> {
        let own = self.own_templates(&loaded.folder).map_err(|fault| vec![fault])?;
        let (templates, sources) =
            own.as_ref().map_or((&self.templates, &self.sources), |own| (&own.0, &own.1));
        let text = templates.render(loaded, paper, stage, false).map_err(|fault| vec![fault])?;
        typeset::layout(&self.typesetter, sources, loaded, &text)
    }

    /// Lays out the papers of a record for someone who looks at them while the record is being
    /// written: with the same `manuscripts` every time, only what changed is laid out anew.
    ///
    /// # Errors
    /// When the templates beside the record are faulty.
    pub fn proofs(
        &self,
        loaded: &Loaded,
        options: &Options,
        manuscripts: &mut BTreeMap<Paper, Manuscript>,
    ) -> Result<Vec<Proof>, Diagnostic> {
        let own = self.own_templates(&loaded.folder)?;
        let (templates, sources) =
            own.as_ref().map_or((&self.templates, &self.sources), |own| (&own.0, &own.1));
        let papers = options.papers(loaded);
        manuscripts.retain(|paper, _| papers.contains(paper));
        let proof = |paper| {
            let manuscript = manuscripts.entry(paper).or_default();
            let start = Instant::now();
            let text = guarded(|| {
                templates.render(loaded, paper, options.stage, false).map_err(|fault| vec![fault])
            });
            let filling = start.elapsed();
            let pages = text.and_then(|text| {
                guarded(|| typeset::layout_again(&self.typesetter, sources, loaded, &text, manuscript))
            });
            Proof { paper, pages, filling, layout: start.elapsed() - filling }
        };
        let proofs = papers.into_iter().map(proof).collect();
        typeset::forget();
        Ok(proofs)
    }

    /// The templates beside a record, over those of the press; none where it has no such folder.
    fn own_templates(&self, folder: &Path) -> Result<Option<(Templates, Sources)>, Diagnostic> {
        let folder = folder.join(OWN_TEMPLATES);
        // A link could lead out of the record's folder.
        if !std::fs::symlink_metadata(&folder).is_ok_and(|metadata| metadata.is_dir()) {
            return Ok(None);
        }
        let mut set = TemplateSet::clone(self.templates.set());
        set.replace_from(&folder)?;
        prepared(set).map(Some)
    }

    fn outputs(
        &self,
        sources: &Sources,
        loaded: &Loaded,
        paper: Paper,
        text: &Text,
        options: &Options,
    ) -> Result<(Vec<Output>, Vec<Diagnostic>), Vec<Diagnostic>> {
        let name = paper.file_name(&loaded.record);
        if options.format == Format::Typ {
            let output = Output { paper, name: format!("{name}.typ"), bytes: text.0.clone().into_bytes() };
            return Ok((vec![output], Vec::new()));
        }
        let Pages { document, warnings } = typeset::layout(&self.typesetter, sources, loaded, text)?;
        let pages = |ending: &str, pages: Vec<Vec<u8>>| {
            let numbered = pages.into_iter().enumerate();
            numbered
                .map(|(at, bytes)| Output { paper, name: format!("{name}-{}.{ending}", at + 1), bytes })
                .collect()
        };
        let outputs = match options.format {
            Format::Png => pages("png", export::png(&document)?),
            Format::Svg => pages("svg", export::svg(&document).into_iter().map(String::into_bytes).collect()),
            Format::Pdf | Format::Typ => {
                let identifier = format!("{}/{name}", loaded.name);
                let bytes = export::pdf(&document, &identifier, options.attach_record)
                    .map_err(|errors| typeset::refused(&self.typesetter, sources, loaded, text, &errors))?;
                let bytes =
                    pdf::fields::add(&bytes, &typeset::fields::of(&document)).map_err(|fault| vec![fault])?;
                vec![Output { paper, name: format!("{name}.pdf"), bytes }]
            }
        };
        Ok((outputs, warnings))
    }
}

/// Runs a step that goes through the libraries; should one panic, that is a fault as any other
/// and what comes after it is still done.
fn guarded<T>(step: impl FnOnce() -> Result<T, Vec<Diagnostic>>) -> Result<T, Vec<Diagnostic>> {
    std::panic::catch_unwind(AssertUnwindSafe(step)).unwrap_or_else(|panic| {
        let words = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("không rõ");
        Err(vec![Diagnostic::error(format!("thidua gặp lỗi bên trong khi xử lý hồ sơ này ({words})")).hint(
            "đây là lỗi của chương trình, không phải của hồ sơ; xin gửi hồ sơ này cho người phát triển",
        )])
    })
}

/// A warning where a record holds no paper at all.
pub fn nothing_to_make(loaded: &Loaded) -> Option<Diagnostic> {
    Paper::all(&loaded.record).is_empty().then(|| {
        let message = format!("hồ sơ `{}` chưa có văn bản nào để lập", loaded.source.name);
        let hint = "ghi ít nhất một trong các mục `report`, `covenant`, `awards`";
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(message).hint(hint) }
    })
}

/// Leaves each fault once: one of a template shows in every paper that uses it.
pub fn each_once(faults: &mut Vec<Diagnostic>) {
    let mut seen = Vec::new();
    faults.retain(|fault| {
        !seen.contains(fault) && {
            seen.push(fault.clone());
            true
        }
    });
}

/// The built-in templates, and those of a folder over them.
fn set_with(template_folder: Option<&Path>) -> Result<TemplateSet, Diagnostic> {
    let mut set = TemplateSet::default();
    if let Some(folder) = template_folder {
        set.replace_from(folder)?;
    }
    Ok(set)
}

fn prepared(set: TemplateSet) -> Result<(Templates, Sources), Diagnostic> {
    let set = Arc::new(set);
    Ok((Templates::new(Arc::clone(&set))?, Sources::new(set)))
}
