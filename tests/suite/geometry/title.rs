//! Kind and subject of a paper, addressees, legal bases, proclamations (PL I/II.5, 6, 9a).

use std::ops::RangeInclusive;

use thidua::template::Kind;

use super::flow::{Item, Paragraph, Shape, items, paragraphs, subject, type_line};
use super::{BESIDE, HAIR, Room, Style, Verdict, at, bare, joined, packed, single, widest};
use crate::ruler::{Laid, Line, Rule, of_text, samples};

/// PL I/II.5a.
const TYPE_SIZE: RangeInclusive<f64> = 13.0..=14.0;
const SUBJECT_SIZE: RangeInclusive<f64> = 13.0..=14.0;
const SUBJECT_RULE: RangeInclusive<f64> = 1.0 / 3.0..=0.5;
/// PL I/II.6a.
const BASIS_SIZE: RangeInclusive<f64> = 13.0..=14.0;
/// PL I/II.9a.
const ADDRESSEE_SIZE: RangeInclusive<f64> = 13.0..=14.0;

/// The line under the subject.
fn subject_rule(laid: &Laid) -> Option<&Rule> {
    let last = subject(laid).last().map(|line| line.baseline)?;
    laid.sheets[0].free_rules().find(|rule| rule.top > last)
}

fn place(laid: &Laid) -> String {
    at(laid, &laid.sheets[0])
}

fn middle(laid: &Laid) -> f64 {
    Room::of(laid, &laid.sheets[0]).centre()
}

#[test]
fn the_kind_of_paper_is_bold_capitals_of_13_to_14_points_in_the_middle() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        let Some(line) = type_line(laid) else {
            verdict.judge(place(laid), "kind of paper", "none", "a line of its own", false);
            continue;
        };
        verdict.type_of(place(laid), line, &TYPE_SIZE, Style::Bold);
        verdict.judge(place(laid), "capitals", line.text(), line.text().to_uppercase(), line.is_caps());
        verdict.same(place(laid), "middle of the kind of paper", line.centre(), middle(laid), BESIDE);
    }
    verdict.end();
}

#[test]
fn the_subject_is_bold_of_13_to_14_points_in_the_middle() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        let lines = subject(laid);
        verdict.judge(
            place(laid),
            "lines of the subject",
            lines.len(),
            "1 to 5",
            (1..=5).contains(&lines.len()),
        );
        for line in lines {
            verdict.type_of(place(laid), line, &SUBJECT_SIZE, Style::Bold);
            verdict.same(
                place(laid),
                &format!("middle of “{}”", line.text()),
                line.centre(),
                middle(laid),
                BESIDE,
            );
        }
    }
    verdict.end();
}

#[test]
fn the_subject_stands_directly_below_the_kind_of_paper() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        let lines: Vec<&Line> = type_line(laid).into_iter().chain(subject(laid)).collect();
        for pair in lines.windows(2) {
            let distance = (pair[1].baseline - pair[0].baseline) / single(pair[1].size());
            let element = format!("from the line above to “{}”", pair[1].text());
            verdict.within(place(laid), &element, distance, &(0.94..=1.5), "× single spacing");
        }
    }
    verdict.end();
}

#[test]
fn the_subject_is_the_one_of_the_record() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        let record = laid.record();
        let written = match laid.paper.kind {
            Kind::Report => record.report.as_ref().and_then(|report| report.subject.as_deref()),
            Kind::Covenant => record.covenant.as_ref().and_then(|covenant| covenant.subject.as_deref()),
            Kind::Decision => laid.decision().and_then(|decision| decision.subject.as_deref()),
        };
        let Some(written) = written else { continue };
        verdict.equal(place(laid), "subject", &joined(subject(laid)), &bare(written));
    }
    verdict.end();
}

#[test]
fn the_line_under_the_subject_is_a_third_to_half_of_its_widest_line() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        let share = subject_rule(laid).map_or(0.0, Rule::length) / widest(&subject(laid));
        verdict.within(place(laid), "line under the subject", share, &SUBJECT_RULE, "of the widest line");
    }
    verdict.end();
}

#[test]
fn the_line_under_the_subject_stands_in_the_middle_close_below() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        let (Some(rule), Some(last)) = (subject_rule(laid), subject(laid).pop()) else { continue };
        verdict.same(
            place(laid),
            "middle of the line under the subject",
            rule.centre(),
            middle(laid),
            BESIDE,
        );
        verdict.within(
            place(laid),
            "line below the subject",
            rule.top - last.ink().bottom,
            &(0.3..=3.0),
            "mm",
        );
    }
    verdict.end();
}

// ---- Kính gửi: PL I/II.9a --------------------------------------------------------

/// The words before the addressees, and the addressees line by line.
fn addressees(laid: &Laid) -> Option<(&Line, Vec<&Line>)> {
    let items = items(laid, &laid.sheets[0]);
    let mut lines = items.iter().filter_map(|item| match item {
        Item::Line(line) => Some(*line),
        Item::Table(_) | Item::Picture => None,
    });
    let label = lines.find(|line| line.text().starts_with("Kính gửi"))?;
    let count = laid.document().addressees.len();
    let mut left = count;
    let list = lines.take_while(|line| {
        let goes_on = left > 0;
        left -= usize::from(goes_on && line.text().ends_with([';', '.']));
        goes_on
    });
    Some((label, if count > 1 { list.collect() } else { Vec::new() }))
}

#[test]
fn the_addressees_are_upright_of_13_to_14_points() {
    let mut verdict = Verdict::default();
    for laid in samples().iter().filter(|laid| !laid.document().addressees.is_empty()) {
        let Some((label, list)) = addressees(laid) else {
            verdict.judge(place(laid), "Kính gửi", "none", "a line", false);
            continue;
        };
        for line in std::iter::once(label).chain(list) {
            verdict.type_of(place(laid), line, &ADDRESSEE_SIZE, Style::Regular);
        }
    }
    verdict.end();
}

#[test]
fn a_paper_without_addressees_says_no_kinh_gui() {
    let mut verdict = Verdict::default();
    for laid in samples().iter().filter(|laid| laid.document().addressees.is_empty()) {
        let found = addressees(laid).map(|(label, _)| label.text());
        verdict.equal(place(laid), "Kính gửi", &found, &None);
    }
    verdict.end();
}

#[test]
fn several_addressees_stand_on_lines_of_their_own_after_dashes_under_the_colon() {
    let mut verdict = Verdict::default();
    for laid in samples().iter().filter(|laid| laid.document().addressees.len() > 1) {
        let Some((label, list)) = addressees(laid) else { continue };
        verdict.equal(place(laid), "label", &*label.text(), "Kính gửi:");
        let written = &laid.document().addressees;
        let wanted: Vec<String> = written
            .iter()
            .enumerate()
            .map(|(at, one)| format!("- {}{}", bare(one), if at + 1 < written.len() { ";" } else { "." }))
            .collect();
        verdict.equal(place(laid), "addressees", &joined(list.iter().copied()), &wanted.join(" "));
        let dashes: Vec<&&Line> = list.iter().filter(|line| line.text().starts_with("- ")).collect();
        for line in dashes {
            // The colon ends the label; the dash stands below it, not a letter's width beside it.
            let beside = line.left - (label.right - 1.4);
            verdict.judge(
                place(laid),
                "dash under the colon",
                format!("{beside:.2} mm right of it"),
                "within 2 mm",
                beside.abs() < 2.0,
            );
            verdict.same(place(laid), "dashes under one another", line.left, list[0].left, HAIR);
        }
    }
    verdict.end();
}

#[test]
fn one_addressee_stands_on_the_line_of_kinh_gui() {
    let mut verdict = Verdict::default();
    let record = "format: 1\ngroup: { name: Cụm thi đua số 1, kind: cụm }\nmeeting: { kind: sơ kết, period: { half: 1, year: \
                  2026 } }\nreport: { document: { addressees: [Sở Nội vụ tỉnh Sông Hương] } }\n";
    for laid in of_text("one-addressee", record) {
        let (label, list) = addressees(&laid).expect("Kính gửi");
        verdict.equal(place(&laid), "Kính gửi", &*label.text(), "Kính gửi: Sở Nội vụ tỉnh Sông Hương");
        verdict.equal(place(&laid), "lines below it", &list.len(), &0);
        verdict.type_of(place(&laid), label, &ADDRESSEE_SIZE, Style::Regular);
        verdict.same(place(&laid), "middle of Kính gửi", label.centre(), middle(&laid), BESIDE);
    }
    verdict.end();
}

// ---- Căn cứ: PL I/II.6a -------------------------------------------------------------

/// The paragraphs of the legal bases: those in italics before the first that is not.
fn bases(laid: &Laid) -> Vec<Paragraph<'_>> {
    let of_text = |paragraph: &Paragraph| matches!(paragraph.shape, Shape::Indented | Shape::Flush);
    paragraphs(laid, laid.main()).into_iter().filter(of_text).take_while(Paragraph::is_italic).collect()
}

#[test]
fn the_legal_bases_are_those_of_the_record_each_ended_by_a_semicolon_the_last_by_a_full_stop() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        let found: Vec<String> = bases(laid).iter().map(|basis| packed(&basis.text())).collect();
        let written = laid.bases();
        let wanted: Vec<String> = written
            .iter()
            .enumerate()
            .map(|(at, basis)| {
                format!("{}{}", packed(&bare(basis)), if at + 1 < written.len() { ";" } else { "." })
            })
            .collect();
        verdict.equal(place(laid), "legal bases", &found, &wanted);
    }
    verdict.end();
}

#[test]
fn the_legal_bases_are_italic_of_13_to_14_points() {
    let mut verdict = Verdict::default();
    for laid in samples().iter().filter(|laid| !laid.bases().is_empty()) {
        for paragraph in bases(laid) {
            for (sheet, line) in paragraph.lines {
                verdict.type_of(at(laid, sheet), line, &BASIS_SIZE, Style::Italic);
            }
        }
    }
    verdict.end();
}

// ---- The lines that proclaim a decision: PL III, mẫu 1.2 --------------------------------

#[test]
fn who_decides_and_that_he_decides_stand_in_bold_capitals_in_the_middle() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        let Some(decision) = laid.decision() else { continue };
        let own = paragraphs(laid, laid.main());
        let mut lines = vec!["QUYẾT ĐỊNH:".to_owned()];
        lines.extend(decision.competence.as_deref().map(str::to_uppercase));
        for wanted in lines {
            let Some(paragraph) = own.iter().find(|paragraph| paragraph.text() == wanted) else {
                verdict.judge(place(laid), "proclamation", "none", wanted, false);
                continue;
            };
            let (sheet, line) = paragraph.first();
            verdict.type_of(at(laid, sheet), line, &(13.0..=14.0), Style::Bold);
            verdict.same(
                at(laid, sheet),
                &format!("middle of {wanted}"),
                line.centre(),
                middle(laid),
                BESIDE,
            );
        }
    }
    verdict.end();
}
