//! From a [`Record`] to Typst text: which papers it holds, their views, their templates.

pub mod literal;
pub mod markdown;
mod set;
pub mod view;

use std::fmt;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};

use crate::diagnostic::{Diagnostic, SourceText};
use crate::input::Loaded;
pub use crate::record::paper::{Kind, Paper};
pub use set::TemplateSet;

/// Whether a paper is printed as a draft.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(syntax()?);
        environment.set_auto_escape_callback(|_| AutoEscape::Custom("typst".into()));
        environment.set_formatter(|out, _, value| {
            let text = match value.as_str() {
                Some(text) if value.is_safe() => text.to_owned(),
                Some(text) => literal::markup(text),
                None if value.is_none() => return Ok(()),
                None if value.is_undefined() => return Err(Error::from(ErrorKind::UndefinedError)),
                None => literal::markup(&value.to_string()),
            };
            out.write_str(&text).map_err(Error::from)
        });
        environment.add_filter("typst", |value: Value| literal::value(&value).map(Value::from_safe_string));
        environment.add_filter("markdown", |text: Option<String>| {
            Value::from_safe_string(text.map(|text| markdown::blocks(&text)).unwrap_or_default())
        });
        environment.add_filter("inline", |text: Option<String>| {
            Value::from_safe_string(text.map(|text| markdown::inline(&text)).unwrap_or_default())
        });
        for (path, text) in set.iter().filter(|(path, _)| path.ends_with(".j2")) {
            environment
                .add_template_owned(path.to_owned(), text.to_owned())
                .map_err(|error| fault(&error, &set))?;
        }
        Ok(Self { environment, set })
    }

    /// The files that the templates were made of.
    pub fn set(&self) -> &Arc<TemplateSet> {
        &self.set
    }

    /// Fills the template of a paper.
    ///
    /// # Errors
    /// A fault of the template, at its line.
    pub fn render(
        &self,
        loaded: &Loaded,
        paper: Paper,
        stage: Stage,
        attach_record: bool,
    ) -> Result<Text, Diagnostic> {
        let filled = || -> Result<String, Error> {
            let template = self.environment.get_template(&template_of(paper.kind))?;
            match paper.kind {
                Kind::Report => {
                    template.render(Value::from(Serde(view::report(loaded, stage, attach_record))))
                }
                Kind::Covenant => {
                    template.render(Value::from(Serde(view::covenant(loaded, stage, attach_record))))
                }
                Kind::Decision => template.render(Value::from(Serde(view::decision(
                    loaded,
                    paper.index,
                    stage,
                    attach_record,
                )))),
            }
        };
        filled().map(Text).map_err(|error| fault(&error, &self.set))
    }
}

/// The template that a kind of paper is filled from.
fn template_of(kind: Kind) -> String {
    format!("{0}/{0}.typ.j2", kind.name())
}

/// The generated Typst text of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(pub String);

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Block tags stand on lines of their own and leave nothing behind.
fn syntax() -> Result<SyntaxConfig, Diagnostic> {
    SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
        .map_err(|error| Diagnostic::error(error.to_string()))
}

/// A template's fault, shown in the template.
fn fault(error: &Error, set: &TemplateSet) -> Diagnostic {
    let detail = match (error.kind(), error.detail()) {
        (ErrorKind::UndefinedError, _) => "mẫu dùng một giá trị không có".to_owned(),
        (ErrorKind::SyntaxError, detail) => format!("mẫu viết sai ({})", detail.unwrap_or("lỗi cú pháp")),
        (ErrorKind::TemplateNotFound, detail) => format!("không có mẫu này ({})", detail.unwrap_or_default()),
        (_, detail) => format!("không điền được mẫu ({})", detail.unwrap_or(&error.kind().to_string())),
    };
    let fault = Diagnostic::error(detail);
    let Some(name) = error.name() else { return fault };
    let Some(text) = set.get(name) else { return Diagnostic::error(format!("{}: `{name}`", fault.message)) };
    let source = Arc::new(SourceText { name: format!("templates/{name}"), text: text.to_owned() });
    let range = error.range().unwrap_or_else(|| {
        let line = error.line().unwrap_or(1).saturating_sub(1);
        let start = text.split_inclusive('\n').take(line).map(str::len).sum();
        start..start + text[start..].lines().next().unwrap_or_default().len()
    });
    fault.at(&source, range)
}
