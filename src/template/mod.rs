//! From a [`Record`](crate::record::Record) to Typst text: which papers it holds, their views, their templates.

mod engine;
mod faults;
pub mod literal;
pub mod markdown;
pub mod phrasebook;
mod set;
mod starter;
pub mod trace;
pub mod view;

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error};
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::input::Loaded;
pub use crate::record::paper::{Kind, Paper};
pub use set::TemplateSet;
pub use starter::Starter;
use trace::{Marked, Trace};

/// What to do where neither record nor template is to blame.
pub const INTERNAL: &str = "đây là lỗi của chương trình, không phải của hồ sơ; xin gửi hồ sơ này, cả thư mục \
                            `templates` nếu có, cho người phát triển";

/// Whether a paper is printed as a draft.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// A draft while number, date or signer is missing.
    #[default]
    Auto,
    /// A draft in any case.
    Draft,
    /// The copy to be signed: no mark, no list of gaps; what is missing is left to the pen.
    Official,
}

/// A set of templates ready to be filled.
pub struct Templates {
    environment: Environment<'static>,
    set: Arc<TemplateSet>,
}

impl Templates {
    /// Compiles a set.
    ///
    /// # Errors
    /// The first template that minijinja cannot read, at its line.
    pub fn new(set: Arc<TemplateSet>) -> Result<Self, Diagnostic> {
        let mut environment = engine::environment()?;
        for (path, text) in set.templates() {
            environment
                .add_template_owned(path.to_owned(), text.to_owned())
                .map_err(|error| faults::of_syntax(&error, &set))?;
        }
        Ok(Self { environment, set })
    }

    /// The files that the templates were made of.
    pub fn set(&self) -> &Arc<TemplateSet> {
        &self.set
    }

    /// Fills a template that is no paper's.
    ///
    /// # Errors
    /// When the template is faulty: the program's own mistake, since such a template is built in.
    pub fn fill(&self, path: &str, view: &impl serde::Serialize) -> Result<String, Diagnostic> {
        let filled = self.environment.get_template(path).and_then(|template| template.render(Serde(view)));
        filled.map_err(|error| {
            Diagnostic::error(format!("không điền được mẫu `{path}` ({error})")).hint(INTERNAL)
        })
    }

    /// Fills the template of a paper.
    ///
    /// # Errors
    /// A fault of the template, at its line.
    pub fn render<'a>(
        &'a self,
        loaded: &'a Loaded,
        paper: Paper,
        stage: Stage,
        attach_record: bool,
    ) -> Result<Text<'a>, Diagnostic> {
        let filling = Filling { set: &self.set, loaded, paper, stage, attach_record };
        match filling.fill(&self.environment) {
            Ok(typst) => Ok(Text(typst, filling)),
            Err(error) => Err(faults::of_filling(&error, &filling)),
        }
    }
}

/// The generated Typst text of a paper, and how it came about.
pub struct Text<'a>(pub String, Filling<'a>);

impl Text<'_> {
    /// Which template made which part of the text; none where that cannot be told. Fills the
    /// template once more: for faults only.
    pub fn trace(&self) -> Option<Trace> {
        let marked = Marked::new(self.set())?;
        let text = self.1.fill(marked.environment()).ok()?;
        marked.trace(&text, &self.0)
    }

    /// The files that the text was made of.
    pub fn set(&self) -> &TemplateSet {
        self.1.set
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a template is filled with.
#[derive(Clone, Copy)]
pub struct Filling<'a> {
    set: &'a TemplateSet,
    loaded: &'a Loaded,
    paper: Paper,
    stage: Stage,
    attach_record: bool,
}

impl Filling<'_> {
    fn fill(&self, environment: &Environment) -> Result<String, Error> {
        // The kind's own name names its template.
        let path = format!("{0}/{0}.typ.j2", self.paper.kind.name());
        environment.get_template(&path)?.render(self.view())
    }

    /// What the template is given.
    fn view(&self) -> Value {
        let Self { loaded, stage, attach_record, .. } = *self;
        match self.paper.kind {
            Kind::Report => Value::from(Serde(view::report(loaded, stage, attach_record))),
            Kind::Covenant => Value::from(Serde(view::covenant(loaded, stage, attach_record))),
            Kind::Decision => {
                Value::from(Serde(view::decision(loaded, self.paper.index, stage, attach_record)))
            }
        }
    }
}
