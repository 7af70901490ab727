//! The sheet: paper, margins, typeface, colour, page number, foot (PL I/I, PL I/III).

use std::ops::RangeInclusive;

use thidua::record::document::Urgency;
use thidua::record::report::Section;

use super::flow::{foot, page_number};
use super::{BESIDE, HAIR, Room, Style, Verdict, at};
use crate::ruler::{Area, Colour, Laid, Line, Sheet, samples};

/// PL I/I.1: A4.
const SHORT: f64 = 210.0;
const LONG: f64 = 297.0;
/// PL I/I.3: distances from the edges of the paper.
const TOP: RangeInclusive<f64> = 20.0..=25.0;
const BOTTOM: RangeInclusive<f64> = 20.0..=25.0;
const LEFT: RangeInclusive<f64> = 30.0..=35.0;
const RIGHT: RangeInclusive<f64> = 15.0..=20.0;
/// PL I/I.5.
const PAGE_NUMBER: RangeInclusive<f64> = 13.0..=14.0;
/// PL I/III.4: address, telephone and so on at the foot of the first page.
const ADDRESS: RangeInclusive<f64> = 11.0..=12.0;

/// The margins that a sheet has to keep, or a few sets of them, each as good as the others.
fn margins(sheet: &Sheet) -> Vec<[&'static RangeInclusive<f64>; 4]> {
    let as_read = [&LEFT, &TOP, &RIGHT, &BOTTOM];
    if sheet.is_landscape() {
        // The decree does not say whether the margins turn with the sheet.
        vec![as_read, [&TOP, &LEFT, &BOTTOM, &RIGHT]]
    } else {
        vec![as_read]
    }
}

/// All that is inked on a sheet but for the page number, and what will be where it is signed digitally.
fn inked(sheet: &Sheet) -> Vec<(String, Area)> {
    let number = page_number(sheet).map(|line| line.baseline);
    let words = sheet.runs().filter(|run| Some(run.baseline) != number && run.ink.right > run.ink.left);
    let words = words.map(|run| (format!("“{}”", run.text), run.ink));
    let rules = sheet.rules.iter().map(|rule| {
        let area = Area { left: rule.left, top: rule.top, right: rule.right, bottom: rule.bottom };
        ("a line".to_owned(), area)
    });
    let boxes = sheet.boxes.iter().map(|figure| ("a box".to_owned(), figure.area));
    let pictures = sheet.pictures.iter().map(|area| ("a picture".to_owned(), *area));
    let fields = sheet.fields.iter().map(|field| (format!("field {}", field.name), field.area));
    words.chain(rules).chain(boxes).chain(pictures).chain(fields).collect()
}

/// Ink that lies in a margin, each with how far it is from the edge and how far it has to be.
fn in_the_margins(sheet: &Sheet) -> Vec<String> {
    let faults = |margins: &[&RangeInclusive<f64>; 4]| {
        let least = margins.map(RangeInclusive::start);
        let mut faults = Vec::new();
        for (what, area) in inked(sheet) {
            let distances = [area.left, area.top, sheet.width - area.right, sheet.height - area.bottom];
            for (edge, name) in ["left", "top", "right", "bottom"].into_iter().enumerate() {
                // A slanted letter may lean a little over the edge.
                if distances[edge] < least[edge] - BESIDE {
                    let found = distances[edge];
                    faults.push(format!(
                        "{what} stands {found:.2} mm from the {name} edge, wanted {}",
                        least[edge]
                    ));
                }
            }
        }
        faults
    };
    margins(sheet).iter().map(faults).min_by_key(Vec::len).unwrap_or_default()
}

/// Judges that a paper keeps all its ink within the margins.
pub fn judge_margins(verdict: &mut Verdict, laid: &Laid) {
    for sheet in &laid.sheets {
        let faults = in_the_margins(sheet);
        let found = if faults.is_empty() { "nothing".to_owned() } else { faults.join("; ") };
        verdict.judge(at(laid, sheet), "ink in the margins", found, "nothing (PL I/I.3)", faults.is_empty());
    }
}

fn turns(section: &Section) -> bool {
    section.landscape || section.sections.iter().any(turns)
}

#[test]
fn every_sheet_is_a4_and_upright_unless_the_record_turns_it() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        let turned = laid.sections().0.iter().any(turns);
        for sheet in &laid.sheets {
            let upright = (sheet.width - SHORT).abs() < 0.05 && (sheet.height - LONG).abs() < 0.05;
            let across = (sheet.width - LONG).abs() < 0.05 && (sheet.height - SHORT).abs() < 0.05;
            let found = format!("{:.1} × {:.1} mm", sheet.width, sheet.height);
            let wanted = if turned { "A4, upright or turned" } else { "A4 upright" };
            verdict.judge(at(laid, sheet), "sheet", found, wanted, upright || (across && turned));
        }
        let across = laid.sheets.iter().filter(|sheet| sheet.is_landscape()).count();
        verdict.judge(&laid.name, "turned sheets", across, turned, (across > 0) == turned);
    }
    verdict.end();
}

#[test]
fn all_ink_keeps_out_of_the_margins() {
    let mut verdict = Verdict::default();
    samples().iter().for_each(|laid| judge_margins(&mut verdict, laid));
    verdict.end();
}

#[test]
fn the_margins_at_the_sides_are_not_wider_than_the_decree_allows() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        for sheet in &laid.sheets {
            let room = Room::of(laid, sheet);
            let (left, right) = (room.left, sheet.width - room.right);
            let keeps = |margins: &[&RangeInclusive<f64>; 4]| {
                left <= margins[0].end() + HAIR && right <= margins[2].end() + HAIR
            };
            let right_so = margins(sheet).iter().any(keeps);
            let found = format!("left {left:.2}, right {right:.2} mm");
            verdict.judge(
                at(laid, sheet),
                "margins",
                found,
                "left 30–35, right 15–20 mm (PL I/I.3)",
                right_so,
            );
        }
    }
    verdict.end();
}

#[test]
fn the_text_begins_just_below_the_top_margin() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        for sheet in &laid.sheets {
            let first = inked(sheet).iter().map(|(_, area)| area.top).fold(f64::INFINITY, f64::min);
            let widest = margins(sheet).iter().map(|margins| *margins[1].end()).fold(0.0, f64::max);
            // The ink of a first line begins a little below the top of the line.
            let found = format!("{first:.2} mm");
            verdict.judge(
                at(laid, sheet),
                "first ink",
                found,
                format!("up to {widest} mm"),
                first < widest + 2.5,
            );
        }
    }
    verdict.end();
}

#[test]
fn no_table_leaves_a_sheet_half_empty_when_it_goes_on_to_the_next() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        for pair in laid.sheets.windows(2) {
            let (Some(table), Some(next)) = (pair[0].tables.last(), pair[1].tables.first()) else { continue };
            if !next.continues(table) || foot(laid, &pair[0]) < pair[0].height || pair[0].is_landscape() {
                continue;
            }
            let free = pair[0].height - table.area.bottom;
            verdict.within(
                at(laid, &pair[0]),
                "below the table",
                free,
                &(*BOTTOM.start() - HAIR..=110.0),
                "mm",
            );
        }
    }
    verdict.end();
}

#[test]
fn the_only_typeface_is_tinos() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        for sheet in &laid.sheets {
            for run in sheet.runs() {
                verdict.equal(at(laid, sheet), &format!("typeface of “{}”", run.text), &*run.family, "Tinos");
            }
        }
    }
    verdict.end();
}

#[test]
fn everything_is_black_but_for_the_stamp_of_urgency() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        for sheet in &laid.sheets {
            let words = sheet.runs().map(|run| (&*run.text, run.colour));
            let rules = sheet.rules.iter().map(|rule| ("a line", rule.colour));
            let boxes = sheet.boxes.iter().map(|figure| ("a box", figure.colour));
            let urgent = laid.document().urgency.is_some() && sheet.number == 1;
            for (what, colour) in words.chain(rules).chain(boxes) {
                let stamp = urgent && ["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC", "a box"].contains(&what);
                let wanted = if stamp { Colour::Red } else { Colour::Black };
                verdict.equal(at(laid, sheet), &format!("colour of “{what}”"), &colour, &wanted);
            }
        }
    }
    verdict.end();
}

#[test]
fn every_line_that_is_drawn_is_solid() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        for sheet in &laid.sheets {
            for rule in &sheet.rules {
                // PL I/II.1, 2 and 5: "đường kẻ ngang, nét liền".
                verdict.judge(at(laid, sheet), "line", format!("{rule:?}"), "solid", rule.solid);
            }
        }
    }
    verdict.end();
}

#[test]
fn the_stamp_of_urgency_has_its_size_and_type() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        let Some(urgency) = laid.document().urgency else { continue };
        let (word, width) = match urgency {
            Urgency::Urgent => ("KHẨN", 20.0),
            Urgency::VeryUrgent => ("THƯỢNG KHẨN", 40.0),
            Urgency::Express => ("HỎA TỐC", 30.0),
        };
        let sheet = &laid.sheets[0];
        let Some(line) = sheet.line(word) else {
            verdict.judge(at(laid, sheet), "stamp of urgency", "none", word, false);
            continue;
        };
        verdict.type_of(at(laid, sheet), line, &(13.0..=14.0), Style::Bold);
        let around =
            sheet.boxes.iter().find(|figure| figure.area.left < line.left && figure.area.right > line.right);
        let Some(around) = around.map(|figure| figure.area) else {
            verdict.judge(at(laid, sheet), "box of the stamp", "none", "a box", false);
            continue;
        };
        // PL I/III.2b: KHẨN 20 × 8 mm, THƯỢNG KHẨN 40 × 8 mm, HỎA TỐC 30 × 8 mm.
        verdict.same(at(laid, sheet), "width of the stamp", around.right - around.left, width, 0.2);
        verdict.same(at(laid, sheet), "height of the stamp", around.bottom - around.top, 8.0, 0.2);
        verdict.same(
            at(laid, sheet),
            "middle of its word",
            line.centre(),
            f64::midpoint(around.left, around.right),
            HAIR,
        );
    }
    verdict.end();
}

#[test]
fn the_stamp_of_circulation_is_bold_capitals_in_a_box() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        let Some(circulation) = laid.document().circulation else { continue };
        let sheet = &laid.sheets[0];
        let Some(line) = sheet.line(&circulation.word().to_uppercase()) else {
            verdict.judge(at(laid, sheet), "stamp of circulation", "none", circulation.word(), false);
            continue;
        };
        // PL I/III.2c.
        verdict.type_of(at(laid, sheet), line, &(13.0..=14.0), Style::Bold);
        let boxed = sheet.boxes.iter().any(|figure| {
            let Area { left, top, right, bottom } = figure.area;
            left < line.left && right > line.right && top < line.ink().top && bottom > line.ink().bottom
        });
        verdict.judge(at(laid, sheet), "box of the stamp", boxed, true, boxed);
    }
    verdict.end();
}

// ---- Page numbers: PL I/I.5 --------------------------------------------------

/// Every page number with the sheet it stands on.
fn numbered() -> impl Iterator<Item = (&'static Laid, &'static Sheet, &'static Line)> {
    samples()
        .iter()
        .flat_map(|laid| laid.sheets.iter().filter_map(move |sheet| Some((laid, sheet, page_number(sheet)?))))
}

#[test]
fn the_first_sheet_of_a_paper_and_of_an_annex_has_no_page_number() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        for part in laid.parts() {
            let number = page_number(&part[0]).map(Line::text);
            verdict.equal(at(laid, &part[0]), "page number", &number, &None);
        }
    }
    verdict.end();
}

#[test]
fn the_list_of_gaps_has_no_page_number_of_the_paper() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        for sheet in laid.sheets.iter().filter(|sheet| sheet.lists_gaps()) {
            let number = page_number(sheet).map(Line::text);
            verdict.equal(at(laid, sheet), "page number", &number, &None);
        }
    }
    verdict.end();
}

#[test]
fn page_numbers_count_the_sheets_of_the_paper_and_anew_those_of_each_annex() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        for part in laid.parts() {
            for (before, sheet) in part.iter().enumerate().skip(1) {
                let number = page_number(sheet).map(Line::text);
                verdict.equal(at(laid, sheet), "page number", &number, &Some((before + 1).to_string()));
            }
        }
    }
    verdict.end();
}

#[test]
fn page_numbers_are_upright_and_of_13_to_14_points() {
    let mut verdict = Verdict::default();
    for (laid, sheet, line) in numbered() {
        verdict.type_of(at(laid, sheet), line, &PAGE_NUMBER, Style::Regular);
    }
    verdict.end();
}

#[test]
fn page_numbers_stand_in_the_middle_between_the_margins() {
    let mut verdict = Verdict::default();
    for (laid, sheet, line) in numbered() {
        let middle = Room::of(laid, sheet).centre();
        verdict.same(at(laid, sheet), "middle of the page number", line.centre(), middle, BESIDE);
    }
    verdict.end();
}

#[test]
fn page_numbers_stand_within_the_top_margin_and_clear_of_the_text() {
    // The decree's own files (PL III) put the header 10 mm from the edge of the paper. A number that
    // touches the first line of the text is read as part of it.
    const CLEAR: f64 = 3.0;
    let mut verdict = Verdict::default();
    for (laid, sheet, line) in numbered() {
        let ink = line.ink();
        let text = inked(sheet).iter().map(|(_, area)| area.top).fold(f64::INFINITY, f64::min);
        let found = format!("{:.2} mm from the edge, {:.2} mm above the text", ink.top, text - ink.bottom);
        let right = ink.top > 5.0 && text - ink.bottom >= CLEAR;
        verdict.judge(
            at(laid, sheet),
            "page number",
            found,
            format!("at least {CLEAR} mm above the text"),
            right,
        );
    }
    verdict.end();
}

// ---- The foot: PL I/III.4 ------------------------------------------------------

#[test]
fn the_address_stands_at_the_foot_of_the_first_sheet_under_a_line_as_wide_as_the_text() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        let Some(address) = laid.issuer().and_then(|issuer| issuer.address.as_deref()) else { continue };
        let sheet = &laid.sheets[0];
        let y = foot(laid, sheet);
        let below: Vec<_> = sheet.lines.iter().filter(|line| line.baseline > y).collect();
        let text = super::joined(below.iter().copied());
        verdict.equal(at(laid, sheet), "address", &super::bare(&text), &super::bare(address));
        for line in below {
            verdict.type_of(at(laid, sheet), line, &ADDRESS, Style::Regular);
        }
        let room = Room::of(laid, sheet);
        let rule = sheet.free_rules().find(|rule| (rule.top - y).abs() < 0.01);
        let (left, right) = rule.map_or((0.0, 0.0), |rule| (rule.left, rule.right));
        verdict.same(at(laid, sheet), "left end of the line over the address", left, room.left, HAIR);
        verdict.same(at(laid, sheet), "right end of the line over the address", right, room.right, HAIR);
    }
    verdict.end();
}
