//! Annexes: their label, title, note and line (PL I/III.1).

use std::ops::RangeInclusive;

use thidua::record::awards::ListPlacement;

use super::{BESIDE, Room, Style, Verdict, at, bare, joined, packed};
use crate::ruler::{Laid, Line, Rule, Sheet, samples};

/// PL I/III.1.
const LABEL_SIZE: RangeInclusive<f64> = 14.0..=14.0;
const TITLE_SIZE: RangeInclusive<f64> = 13.0..=14.0;
const NOTE_SIZE: RangeInclusive<f64> = 13.0..=14.0;

/// The head of an annex.
struct Annex<'a> {
    laid: &'a Laid,
    sheet: &'a Sheet,
    /// Counted from 1.
    number: usize,
    /// How many annexes the paper has.
    several: bool,
    label: Option<&'a Line>,
    title: Vec<&'a Line>,
    note: Vec<&'a Line>,
    rule: Option<&'a Rule>,
}

impl<'a> Annex<'a> {
    fn all(laid: &'a Laid) -> Vec<Self> {
        let parts = laid.parts();
        let several = parts.len() > 2;
        let read = |(number, part): (usize, &&'a [Sheet])| {
            let sheet = &part[0];
            let first = sheet.annex_note().expect("an annex is known by its note").baseline;
            let rule = sheet.free_rules().find(|rule| rule.top > first);
            let end = rule.map_or(first + 0.1, |rule| rule.top);
            let is_label = |line: &&Line| line.text().starts_with("Phụ lục");
            let above: Vec<&Line> = sheet.lines.iter().filter(|line| line.baseline < first - 0.1).collect();
            let within = |line: &&Line| line.baseline > first - 0.1 && line.baseline < end;
            Self {
                laid,
                sheet,
                number,
                several,
                label: above.iter().copied().find(is_label),
                title: above.iter().copied().filter(|line| !is_label(line)).collect(),
                note: sheet.lines.iter().filter(within).collect(),
                rule,
            }
        };
        parts.iter().enumerate().skip(1).map(read).collect()
    }

    fn at(&self) -> String {
        at(self.laid, self.sheet)
    }

    fn centre(&self) -> f64 {
        Room::of(self.laid, self.sheet).centre()
    }
}

fn annexes() -> impl Iterator<Item = Annex<'static>> {
    samples().iter().flat_map(Annex::all)
}

#[test]
fn a_decision_has_the_annexes_that_its_record_asks_for() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        let wanted = match laid.decision() {
            Some(decision) if decision.list_placement() == ListPlacement::Inline => 0,
            Some(decision) if decision.list.separate => decision.grants.len(),
            Some(_) => 1,
            None => 0,
        };
        verdict.equal(&laid.name, "annexes", &Annex::all(laid).len(), &wanted);
    }
    verdict.end();
}

#[test]
fn annexes_have_a_label_with_a_roman_number_only_where_there_are_several() {
    const ROMAN: [&str; 5] = ["I", "II", "III", "IV", "V"];
    let mut verdict = Verdict::default();
    for annex in annexes() {
        let wanted = annex.several.then(|| format!("Phụ lục {}", ROMAN[annex.number - 1]));
        verdict.equal(annex.at(), "label", &annex.label.map(Line::text), &wanted);
    }
    verdict.end();
}

#[test]
fn the_label_of_an_annex_is_bold_of_14_points_in_the_middle() {
    let mut verdict = Verdict::default();
    for annex in annexes() {
        let Some(label) = annex.label else { continue };
        verdict.type_of(annex.at(), label, &LABEL_SIZE, Style::Bold);
        verdict.same(annex.at(), "middle of the label", label.centre(), annex.centre(), BESIDE);
    }
    verdict.end();
}

#[test]
fn the_title_of_an_annex_is_bold_capitals_of_13_to_14_points_in_the_middle() {
    let mut verdict = Verdict::default();
    for annex in annexes() {
        verdict.judge(annex.at(), "lines of the title", annex.title.len(), "some", !annex.title.is_empty());
        for line in &annex.title {
            let text = line.text();
            verdict.type_of(annex.at(), line, &TITLE_SIZE, Style::Bold);
            verdict.judge(annex.at(), "capitals", &text, text.to_uppercase(), line.is_caps());
            verdict.same(annex.at(), &format!("middle of “{text}”"), line.centre(), annex.centre(), BESIDE);
        }
    }
    verdict.end();
}

#[test]
fn the_note_of_an_annex_is_italic_of_13_to_14_points_in_the_middle() {
    let mut verdict = Verdict::default();
    for annex in annexes() {
        for line in &annex.note {
            verdict.type_of(annex.at(), line, &NOTE_SIZE, Style::Italic);
        }
        let (first, last) = (annex.note[0], annex.note[annex.note.len() - 1]);
        for line in
            [first, last].iter().filter(|line| line.text().ends_with(')') == line.text().starts_with('('))
        {
            verdict.same(annex.at(), "middle of the note", line.centre(), annex.centre(), BESIDE);
        }
    }
    verdict.end();
}

#[test]
fn the_note_of_an_annex_names_the_paper_or_leaves_room_where_it_is_electronic() {
    let mut verdict = Verdict::default();
    for annex in annexes() {
        let document = annex.laid.document();
        let text = joined(annex.note.iter().copied());
        let whole =
            text.starts_with("(Kèm theo Quyết định số ") && text.contains(" của ") && text.ends_with(')');
        verdict.judge(annex.at(), "note", &text, "(Kèm theo Quyết định số … ngày … của …)", whole);
        let number = document.number.as_ref().map(|number| format!("Quyết định số {number}/"));
        if let Some(named) = number {
            let wanted = if document.electronic { "not yet" } else { &*named };
            verdict.judge(
                annex.at(),
                "number in the note",
                &text,
                wanted,
                text.contains(&named) != document.electronic,
            );
        }
        if let Some(date) = document.date {
            let named = chrono::Datelike::year(&date.0).to_string();
            let wanted = if document.electronic { "not yet" } else { &*named };
            let found = text.contains(&format!("năm {named}"));
            verdict.judge(annex.at(), "date in the note", &text, wanted, found != document.electronic);
        }
    }
    verdict.end();
}

#[test]
fn a_line_stands_under_the_note_of_an_annex_in_the_middle() {
    let mut verdict = Verdict::default();
    for annex in annexes() {
        let Some(rule) = annex.rule else {
            verdict.judge(annex.at(), "line under the note", "none", "a line", false);
            continue;
        };
        verdict.same(annex.at(), "middle of the line", rule.centre(), annex.centre(), BESIDE);
        let last = annex.note[annex.note.len() - 1];
        verdict.within(annex.at(), "line below the note", rule.top - last.ink().bottom, &(0.3..=5.0), "mm");
        verdict.judge(
            annex.at(),
            "line and table",
            format!("{:.2} mm long", rule.length()),
            "shorter than the text is wide",
            rule.length() < 120.0,
        );
    }
    verdict.end();
}

#[test]
fn the_title_of_a_list_is_the_one_of_the_record() {
    let mut verdict = Verdict::default();
    for annex in annexes() {
        let Some(decision) = annex.laid.decision() else { continue };
        let grant = match &*decision.grants {
            [grant] => Some(grant),
            grants if decision.list.separate => grants.get(annex.number - 1),
            _ => None,
        };
        let own = grant.and_then(|grant| grant.list_title.as_deref());
        let Some(written) = own.or(decision.list.title.as_deref()) else { continue };
        let found = joined(annex.title.iter().copied());
        verdict.equal(annex.at(), "title", &packed(&found), &packed(&bare(written).to_uppercase()));
    }
    verdict.end();
}
