//! What Typst finds fault with, in Vietnamese: at the template that wrote it, with the field of
//! the record whose value stands there.

mod field;
mod words;

use std::cell::OnceCell;
use std::ops::Range;

use typst::diag::{SourceDiagnostic, Tracepoint};
use typst::syntax::{DiagSpan, FileId};
use typst::{World, WorldExt};

use super::world::Desk;
use crate::diagnostic::{Diagnostic, Place, Severity, SourceText};
use crate::input::Loaded;
use crate::template::Text;
use crate::template::trace::Trace;
use words::PHRASEBOOK;

/// Callers beyond these tell nothing more.
const MAX_CALLERS: usize = 3;

/// What is wrong with a value written as words among code, in Typst's place: it stumbles over
/// the mark that begins them.
const WORDS_IN_CODE: &str = "words in code";

/// What to do about it.
const USE_FILTER: &str = "trong mã Typst, ghi giá trị bằng bộ lọc `typst` và không đặt trong dấu nháy: \
                          `{{ giá_trị | typst }}`";

/// Messages of faults that no value is to blame for begin so.
const OF_CODE: [&str; 3] = ["unknown variable", "unresolved import", "cannot mutate"];

/// What could not be done.
#[derive(Clone, Copy)]
pub enum Step {
    /// Laying out.
    Layout,
    /// Writing a PDF.
    Pdf,
}

/// Reads Typst's diagnostics of one paper.
pub struct Reader<'a> {
    desk: &'a Desk<'a>,
    loaded: &'a Loaded,
    text: &'a Text<'a>,
    trace: OnceCell<Option<Trace>>,
}

/// Where something in Typst's files comes from.
struct Spot {
    place: Place,
    /// The file's path in the set of templates.
    path: Option<String>,
    /// In the generated text: first the place, then the values that templates wrote there.
    generated: Vec<Range<usize>>,
}

impl<'a> Reader<'a> {
    pub fn new(desk: &'a Desk<'a>, loaded: &'a Loaded, text: &'a Text<'a>) -> Self {
        Self { desk, loaded, text, trace: OnceCell::new() }
    }

    /// All of them as ours.
    pub fn read(&self, diagnostics: &[SourceDiagnostic], step: Step) -> Vec<Diagnostic> {
        let mut faults: Vec<Diagnostic> = Vec::new();
        for fault in diagnostics.iter().map(|diagnostic| self.one(diagnostic, step)) {
            // What Typst stumbles over next at the same place comes of the first.
            let told = |other: &Diagnostic| other.place == fault.place && other.severity == fault.severity;
            if fault.place.is_none() || !faults.iter().any(told) {
                faults.push(fault);
            }
        }
        faults
    }

    fn one(&self, diagnostic: &SourceDiagnostic, step: Step) -> Diagnostic {
        let mut fault = Diagnostic::error(said(&one_line(&diagnostic.message), diagnostic.severity, step));
        fault.severity = severity(diagnostic);
        let own = self.spot(diagnostic.span);
        let mut callers: Vec<(Spot, String)> = diagnostic
            .trace
            .iter()
            .filter_map(|point| Some((self.spot(point.span.into())?, called(&point.v))))
            .collect();
        let spot = match own {
            Some(spot) => spot,
            None if callers.is_empty() => {
                fault.hints.extend(diagnostic.hints.iter().map(|hint| hinted(&hint.v)));
                fault.hints.extend(self.text.set().remedy(None));
                return fault;
            }
            None => callers.remove(0).0,
        };
        fault = fault.at(&spot.place.source, spot.place.range.clone());
        let unreadable = self.main().root().diagnosis().errors;
        if unreadable && self.shows_words(&spot) {
            fault.message = said(WORDS_IN_CODE, diagnostic.severity, step);
            return fault.hint(USE_FILTER);
        }
        fault.hints = self.hints(diagnostic, &spot);
        let nearest = std::iter::once(&spot).chain(callers.iter().map(|(spot, _)| spot));
        let generated = nearest.map(|spot| &spot.generated).find(|generated| !generated.is_empty());
        let of_code = unreadable || OF_CODE.iter().any(|start| diagnostic.message.starts_with(start));
        let field = generated
            .filter(|_| !of_code)
            .and_then(|ranges| field::of(self.loaded, &self.main(), ranges, &diagnostic.message));
        let mut seen = vec![spot.place];
        for (caller, words) in callers {
            // The nearest callers, and in any case the first in a template.
            let in_template = !caller.generated.is_empty();
            let wanted = in_template || seen.len() < MAX_CALLERS;
            if wanted && !seen.iter().any(|other| around(&caller.place, other)) {
                fault = fault.related(&caller.place.source, caller.place.range.clone(), words);
                seen.push(caller.place);
            }
            if in_template {
                break;
            }
        }
        for (hint, spot) in diagnostic.hints.iter().filter_map(|hint| Some((hint, self.spot(hint.span)?))) {
            fault = fault.related(&spot.place.source, spot.place.range, hinted(&hint.v));
        }
        match field {
            Some(range) => fault.related(&self.loaded.source, range, "giá trị ấy trong hồ sơ"),
            None => fault,
        }
    }

    /// What to do about it.
    fn hints(&self, diagnostic: &SourceDiagnostic, spot: &Spot) -> Vec<String> {
        let general = diagnostic.hints.iter().filter(|hint| hint.span.is_detached());
        let mut hints: Vec<String> = general.map(|hint| hinted(&hint.v)).collect();
        hints.retain(|hint| !hint.is_empty());
        hints.extend(self.text.set().remedy(spot.path.as_deref()));
        hints
    }

    /// Whether a tag wrote a value there as words to be shown, not as a literal.
    fn shows_words(&self, spot: &Spot) -> bool {
        let main = self.main();
        let mut values = spot.generated.iter().skip(1).filter_map(|range| main.text().get(range.clone()));
        values.any(|value| value.starts_with("#\""))
    }

    fn main(&self) -> typst::syntax::Source {
        self.desk.main_source()
    }

    /// Where a span comes from: a template or a Typst file.
    fn spot(&self, span: DiagSpan) -> Option<Spot> {
        let file = span.id()?;
        let range = self.desk.range(span)?;
        if file == self.desk.main() { self.template(range) } else { self.library(file, range) }
    }

    /// The template that wrote a range of the generated text; the text itself where none is found.
    fn template(&self, range: Range<usize>) -> Option<Spot> {
        let trace = self.trace.get_or_init(|| self.text.trace());
        Some(match trace.as_ref().and_then(|trace| trace.maker(&range)) {
            Some(maker) => {
                let generated = std::iter::once(range).chain(maker.values).collect();
                Spot { place: maker.place, path: Some(maker.path), generated }
            }
            None => {
                let name = "văn bản Typst tạo từ mẫu".to_owned();
                let source = SourceText { name, text: self.main().text().to_owned() };
                let place = Place { source: source.into(), range: range.clone() };
                Spot { place, path: None, generated: vec![range] }
            }
        })
    }

    fn library(&self, file: FileId, range: Range<usize>) -> Option<Spot> {
        let path = file.get().vpath().get_without_slash().to_owned();
        let source = self.text.set().source(&path)?;
        Some(Spot { place: Place { source, range }, path: Some(path), generated: Vec::new() })
    }
}

/// Whether a place has another in it.
fn around(outer: &Place, inner: &Place) -> bool {
    outer.source.name == inner.source.name
        && outer.range.start <= inner.range.start
        && inner.range.end <= outer.range.end
}

fn severity(diagnostic: &SourceDiagnostic) -> Severity {
    match diagnostic.severity {
        typst::diag::Severity::Error => Severity::Error,
        typst::diag::Severity::Warning => Severity::Warning,
    }
}

/// What Typst says.
fn said(message: &str, severity: typst::diag::Severity, step: Step) -> String {
    let refused = match (step, severity) {
        (_, typst::diag::Severity::Warning) => "Typst lưu ý",
        (Step::Layout, _) => "Typst không trình bày được",
        (Step::Pdf, _) => "không xuất được PDF",
    };
    match PHRASEBOOK.sentence(message) {
        Some(known) => format!("{refused}: {known}"),
        None => format!("{refused} (Typst báo: {message})"),
    }
}

/// What Typst advises.
fn hinted(hint: &str) -> String {
    PHRASEBOOK.sentence(hint).unwrap_or_else(|| format!("Typst gợi ý: {}", one_line(hint)))
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a place has to do with a fault that came up further in.
fn called(point: &Tracepoint) -> String {
    match point {
        Tracepoint::Call(Some(name)) => format!("`{name}` được gọi ở đây"),
        Tracepoint::Call(None) => "hàm được gọi ở đây".to_owned(),
        Tracepoint::Show(name) => format!("khi trình bày `{name}` ở đây"),
        Tracepoint::Import(_) => "được lấy vào ở đây".to_owned(),
        Tracepoint::Include(_) => "được chèn ở đây".to_owned(),
    }
}
