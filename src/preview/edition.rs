//! What the browser is told of one state of the record.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::proofs::Shown;
use super::sheet::Sheet;
use crate::diagnostic::{Diagnostic, Place, Severity};

/// One state of the record, ready to be told.
#[derive(Default)]
pub struct Edition {
    /// The state in JSON, in one line; empty while nothing is made yet.
    pub told: String,
    /// The pages that it names, by their ids.
    pub sheets: BTreeMap<String, Arc<Sheet>>,
}

#[derive(Serialize)]
struct Told<'a> {
    /// The record's name.
    record: &'a str,
    faults: Vec<Fault<'a>>,
    papers: Vec<PaperTold<'a>>,
}

#[derive(Serialize)]
struct PaperTold<'a> {
    /// The same for the same paper from edition to edition.
    key: String,
    name: &'a str,
    stale: bool,
    pages: Vec<PageTold<'a>>,
}

#[derive(Serialize)]
struct PageTold<'a> {
    id: &'a str,
    width: f64,
    height: f64,
}

#[derive(Serialize)]
struct Fault<'a> {
    /// `error` or `warning`.
    level: &'static str,
    message: &'a str,
    label: Option<&'a str>,
    hints: &'a [String],
    /// The rule that is broken, where it is more than a fault of shape, and where it is written.
    rule: Option<&'a str>,
    article: Option<&'a str>,
    place: Option<Excerpt<'a>>,
}

/// The line that a fault is in, around its place.
#[derive(Serialize)]
struct Excerpt<'a> {
    file: &'a str,
    line: usize,
    /// In letters, from 1.
    column: usize,
    before: String,
    marked: &'a str,
    after: String,
}

impl Edition {
    /// Puts papers and faults together.
    pub fn new(record: &str, papers: &[Shown], faults: &[Diagnostic]) -> Self {
        let page = |sheet: &'_ Arc<Sheet>| (sheet.id.clone(), Arc::clone(sheet));
        let told = Told {
            record,
            faults: faults.iter().map(Fault::of).collect(),
            papers: papers.iter().map(PaperTold::of).collect(),
        };
        Self {
            told: serde_json::to_string(&told).unwrap_or_default(),
            sheets: papers.iter().flat_map(|paper| &paper.sheets).map(page).collect(),
        }
    }
}

impl<'a> PaperTold<'a> {
    fn of(shown: &'a Shown) -> Self {
        let page =
            |sheet: &'a Arc<Sheet>| PageTold { id: &sheet.id, width: sheet.width, height: sheet.height };
        Self {
            key: format!("{}-{}", shown.paper.kind.name(), shown.paper.index + 1),
            name: &shown.name,
            stale: shown.stale,
            pages: shown.sheets.iter().map(page).collect(),
        }
    }
}

impl<'a> Fault<'a> {
    fn of(fault: &'a Diagnostic) -> Self {
        Self {
            level: match fault.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: &fault.message,
            label: fault.label.as_deref(),
            hints: &fault.hints,
            rule: fault.rule.as_ref().map(|rule| rule.id),
            article: fault.rule.as_ref().map(|rule| rule.article.as_str()),
            place: fault.place.as_ref().map(Excerpt::of),
        }
    }
}

/// How many letters of a line are shown before a fault's place, and after it.
const AROUND: (usize, usize) = (24, 60);

impl<'a> Excerpt<'a> {
    fn of(place: &'a Place) -> Self {
        let text = &place.source.text;
        let range = place.within_line();
        let line_start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
        let before = &text[line_start..range.start];
        let after = text[range.end..line_end].trim_end();
        let column = before.chars().count() + 1;
        let before = before.trim_start();
        let left_out = before.chars().count().saturating_sub(AROUND.0);
        let mut shown_before: String = before.chars().skip(left_out).collect();
        if left_out > 0 {
            shown_before.insert(0, '…');
        }
        let mut shown_after: String = after.chars().take(AROUND.1).collect();
        if shown_after.len() < after.len() {
            shown_after.push('…');
        }
        Self {
            file: &place.source.name,
            line: place.source.line(range.start),
            column,
            before: shown_before,
            marked: &text[range],
            after: shown_after,
        }
    }
}
