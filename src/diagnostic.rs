//! One shape of fault for YAML, references, templates, Typst and the machine; one printer.

use std::fmt::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use annotate_snippets::{Annotation, AnnotationKind, Level, Renderer, Snippet};
use serde::{Deserialize, Serialize};

/// A text that faults point into: a record, a template, a generated document.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceText {
    /// The path or name that a person knows it by.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl SourceText {
    /// The 1-based line of a byte offset.
    pub fn line(&self, offset: usize) -> usize {
        let end = offset.min(self.text.len());
        memchr::memchr_iter(b'\n', &self.text.as_bytes()[..end]).count() + 1
    }

    /// The byte offset of a line and a column, both from 1, the column in characters.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let start: usize = self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let words = self.text[start..].split('\n').next().unwrap_or_default();
        let within = words.char_indices().nth(column.saturating_sub(1));
        start + within.map_or(words.len(), |(at, _)| at)
    }

    /// The line and column of a byte offset, both from 1, the column in characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let before = &self.text[..self.text.floor_char_boundary(offset.min(self.text.len()))];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        (self.line(offset), before[start..].chars().count() + 1)
    }
}

/// A place in a source, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The text that it is in.
    pub source: Arc<SourceText>,
    /// From where to where.
    pub range: Range<usize>,
}

impl Place {
    /// Line and column of its start, both from 1, the column in characters.
    pub fn start(&self) -> (usize, usize) {
        self.source.position(self.range.start)
    }

    /// Line and column of its end, both from 1, the column in characters.
    pub fn end(&self) -> (usize, usize) {
        self.source.position(self.range.end)
    }

    /// Its line with what is to be said of it. The line alone is looked at: a list of thousands may have as many faults.
    fn excerpt<'a>(&'a self, kind: AnnotationKind, label: Option<&'a str>) -> Snippet<'a, Annotation<'a>> {
        let text = self.source.text.as_str();
        let range = self.within_line();
        let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[start..end].trim_end_matches('\r');
        let within = |at: usize| (at - start).min(line.len());
        Snippet::source(line)
            .line_start(self.source.line(start))
            .path(self.source.name.as_str())
            .annotation(kind.span(within(range.start)..within(range.end)).label(label))
    }

    /// The range on character boundaries within the text, never across a line's end.
    pub fn within_line(&self) -> Range<usize> {
        clamp(&self.source.text, &self.range)
    }
}

/// Whether a diagnostic stops the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Lỗi: nothing is built.
    Error,
    /// Cảnh báo: for the person to judge.
    Warning,
}

impl Severity {
    /// `lỗi` or `cảnh báo`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "lỗi",
            Self::Warning => "cảnh báo",
        }
    }
}

/// Whose fault it is; decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Origin {
    /// A signature that thidua cannot read: nobody's fault, but not in order either.
    Unread,
    /// The record, its pictures or the user's templates.
    Record,
    /// What was asked for on the command line.
    Usage,
    /// The machine: disk, permissions.
    Machine,
}

/// A fault as a value: what is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it stops the work.
    pub severity: Severity,
    /// Whose fault it is.
    pub origin: Origin,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Where, when it is in a text.
    pub place: Option<Place>,
    /// Words beside the caret.
    pub label: Option<String>,
    /// Remedies, one line each.
    pub hints: Vec<String>,
    /// The rule that it breaks, where it is more than a fault of shape.
    pub rule: Option<Box<Ruling>>,
    /// Other places that have to do with it.
    pub related: Option<Box<Related>>,
    /// Whether the person was told already.
    pub told: bool,
}

/// Places beside a diagnostic's own, each with what it has to do with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Related(pub Vec<(Place, String)>);

/// The rule that a diagnostic rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The rule's id.
    pub id: &'static str,
    /// Where it is written.
    pub article: String,
}

impl Diagnostic {
    /// An error in the record.
    pub fn error(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            origin: Origin::Record,
            message: message.into(),
            place: None,
            label: None,
            hints: Vec::new(),
            rule: None,
            related: None,
            told: false,
        }
    }

    /// An error in what was asked for.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { origin: Origin::Usage, ..Self::error(message) }
    }

    /// An error of the machine: what could not be done with a path, and why.
    pub fn io(action: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        let origin = match error.kind() {
            std::io::ErrorKind::NotFound => Origin::Usage,
            _ => Origin::Machine,
        };
        // The verb takes “được”, and what it is done to comes after: “không đọc được tệp khóa `a`”.
        let (verb, what) = action.split_once(' ').unwrap_or((action, ""));
        let what = if what.is_empty() { String::new() } else { format!("{what} ") };
        let message = format!("không {verb} được {what}`{}`: {}", path.display(), cause(error));
        Self { origin, ..Self::error(message) }
    }

    /// At a place in a text.
    pub fn at(mut self, source: &Arc<SourceText>, range: Range<usize>) -> Self {
        self.place = Some(Place { source: Arc::clone(source), range });
        self
    }

    /// With words beside the caret.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// With a remedy more.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// With another place that has to do with it.
    pub fn related(
        mut self,
        source: &Arc<SourceText>,
        range: Range<usize>,
        words: impl Into<String>,
    ) -> Self {
        let place = Place { source: Arc::clone(source), range };
        self.related.get_or_insert_default().0.push((place, words.into()));
        self
    }

    /// Told to the person already: it counts for the exit code and is not printed again.
    pub fn told(self) -> Self {
        Self { told: true, ..self }
    }

    /// On one line: `record.yaml:12:5: lỗi[number-twice]: …`.
    pub fn short(&self) -> String {
        let place = match self.place.as_ref().map(|place| (&place.source.name, place.start())) {
            Some((name, (line, column))) => format!("{name}:{line}:{column}: "),
            None => String::new(),
        };
        let rule = self.rule.as_ref().map(|rule| format!("[{}]", rule.id)).unwrap_or_default();
        format!("{place}{}{rule}: {}", self.severity.word(), self.message)
    }

    /// For machines; `file` is where the fault is looked for when it has no place of its own.
    pub fn json(&self, file: &Path) -> serde_json::Value {
        let start = self.place.as_ref().map(Place::start);
        let end = self.place.as_ref().map(Place::end);
        let name =
            self.place.as_ref().map_or_else(|| file.display().to_string(), |place| place.source.name.clone());
        serde_json::json!({
            "file": name,
            "line": start.map(|(line, _)| line),
            "column": start.map(|(_, column)| column),
            "end_line": end.map(|(line, _)| line),
            "end_column": end.map(|(_, column)| column),
            "level": match self.severity { Severity::Error => "error", Severity::Warning => "warning" },
            "rule": self.rule.as_ref().map(|rule| rule.id),
            "message": self.message,
            "label": self.label,
            "remedies": self.hints,
            "article": self.rule.as_ref().map(|rule| &rule.article),
        })
    }

    /// The diagnostic as it is printed: message, place, excerpt, hints.
    pub fn render(&self, colour: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR.with_name(self.severity.word()),
            Severity::Warning => Level::WARNING.with_name(self.severity.word()),
        };
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let mut title = level.primary_title(self.message.as_str());
        if let Some(rule) = &self.rule {
            title = title.id(rule.id);
        }
        let hints = self.hints.iter().map(|hint| Level::HELP.with_name("cách sửa").message(hint.as_str()));
        let article =
            self.rule.iter().map(|rule| Level::NOTE.with_name("quy định").message(rule.article.as_str()));
        match &self.place {
            Some(place) => {
                let snippet = place.excerpt(AnnotationKind::Primary, self.label.as_deref());
                let related = self.related.iter().flat_map(|related| &related.0);
                let related = related
                    .map(|(place, words)| place.excerpt(AnnotationKind::Context, Some(words.as_str())));
                let group = title.element(snippet).elements(related).elements(hints).elements(article);
                renderer.render(&[group])
            }
            None => {
                let mut text = renderer.render(&[annotate_snippets::Group::with_title(title)]);
                for hint in &self.hints {
                    let _ = write!(text, "\n  = cách sửa: {hint}");
                }
                text
            }
        }
    }
}

/// The range on character boundaries within the text, never across a line's end.
fn clamp(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let end = text.floor_char_boundary(range.end.min(line_end)).max(start);
    start..end
}

/// Why the machine refused, in Vietnamese where the kind of error is known.
pub fn cause(error: &std::io::Error) -> String {
    use std::io::ErrorKind::*;
    let known = match error.kind() {
        NotFound => "không có tệp hoặc thư mục này",
        PermissionDenied => "không có quyền",
        AlreadyExists => "đã có sẵn",
        StorageFull | QuotaExceeded | FileTooLarge => "đĩa đã đầy hoặc hết hạn mức",
        ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc",
        IsADirectory => "đây là thư mục, không phải tệp",
        NotADirectory => "một phần của đường dẫn không phải là thư mục",
        ResourceBusy | ExecutableFileBusy => "tệp đang được chương trình khác mở",
        _ => return error.to_string(),
    };
    known.to_owned()
}

/// A diagnostic as it is told: it crosses from one process to another.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Told {
    /// Whose fault it is.
    pub origin: Origin,
    /// What is wrong, in a sentence.
    pub message: String,
    /// All of it as it is printed.
    pub text: String,
}

impl Told {
    /// A diagnostic as it is printed, coloured or not.
    pub fn of(diagnostic: &Diagnostic, colour: bool) -> Self {
        Self {
            origin: diagnostic.origin,
            message: diagnostic.message.clone(),
            text: diagnostic.render(colour),
        }
    }
}
