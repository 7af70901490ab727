//! The text: paragraphs, their lines and headings, the mark that ends it (PL I/II.6).

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use thidua::record::report::Numbering;

use super::flow::{After, Heading, Item, Paragraph, Shape, headings, items, paragraphs};
use super::{BESIDE, HAIR, Room, SINGLE, Verdict, at};
use crate::ruler::{Laid, Line, POINT, Sheet, of_text, samples};

/// PL I/II.6e and PL I/V.
const TEXT_SIZE: RangeInclusive<f64> = 13.0..=14.0;
/// PL I/II.6e: the first line moves in by 1 cm or 1,27 cm.
const INDENTS: [f64; 2] = [10.0, 12.7];
/// PL I/II.6e: from line to line.
const LINE_DISTANCE: RangeInclusive<f64> = 1.0..=1.5;
/// PL I/II.6e: between paragraphs, in points.
const LEAST_GAP: f64 = 6.0;
/// Points by which bold type hangs lower than regular type in its line.
const METRICS: f64 = 0.3;

/// Papers with every kind of heading, in both of the orders that the decree shows (PL I/V).
static HEADED: LazyLock<Vec<Laid>> = LazyLock::new(|| {
    let orders = [
        ("a", "[Phần I, A., I., 1., a), (1)]"),
        ("b", "[I., 1., 1.1., a)]"),
        ("c", "[Điều 1., 1., a)]"),
        ("d", "[A., I., 1., 1.1., 1.1.]"),
    ];
    let section = |level: usize, below: &str| {
        let body = "Các đơn vị đã hoàn thành các nội dung thi đua đã ký kết, đạt và vượt các chỉ tiêu. "
            .repeat(level);
        let title = "Kết quả thực hiện các phong trào thi đua và công tác khen thưởng của các đơn vị cấp";
        format!(
            "[ {{ title: {title} {level}, body: \"{body}\"{below} }}, {{ title: Cấp {level} lần hai, body: Đoạn văn. }} ]"
        )
    };
    let papers = orders.iter().flat_map(|(name, numbering)| {
        let levels = numbering.split(',').count();
        let sections = (1..=levels).rev().fold(String::new(), |below, level| {
            format!(", sections: {}", section(level, &below))
        });
        let sections = sections.trim_start_matches(", ");
        of_text(
            name,
            &format!(
                "format: 1\ngroup: {{ name: Cụm thi đua số 1, kind: cụm }}\nmeeting: {{ kind: sơ kết, period: {{ half: 1, \
                 year: 2026 }} }}\nreport: {{ numbering: {numbering}, {sections} }}\n"
            ),
        )
    });
    papers.collect()
});

fn papers() -> impl Iterator<Item = &'static Laid> {
    samples().iter().chain(&*HEADED)
}

/// The paragraphs of the running text of papers, without those in the middle or beside it and
/// the explanations under tables.
fn running() -> impl Iterator<Item = (&'static Laid, Vec<Paragraph<'static>>)> {
    papers().map(|laid| {
        let all = paragraphs(laid, laid.main()).into_iter();
        (laid, all.filter(Paragraph::runs).collect())
    })
}

fn brief(text: &str) -> String {
    if text.chars().count() > 40 { text.chars().take(40).chain(['…']).collect() } else { text.to_owned() }
}

// ---- Paragraphs ---------------------------------------------------------------------

#[test]
fn the_text_is_set_in_13_to_14_points() {
    let mut verdict = Verdict::default();
    for (laid, paragraphs) in running() {
        for (sheet, line) in paragraphs.iter().flat_map(|paragraph| &paragraph.lines) {
            let right = line.runs.iter().all(|run| TEXT_SIZE.contains(&run.size));
            verdict.judge(
                at(laid, sheet),
                &format!("“{}”", brief(&line.text())),
                line.style(),
                "13 to 14 pt",
                right,
            );
        }
    }
    verdict.end();
}

#[test]
fn a_paper_has_its_text_in_one_size() {
    let mut verdict = Verdict::default();
    for (laid, paragraphs) in running() {
        let indented = paragraphs.iter().filter(|paragraph| paragraph.shape == Shape::Indented);
        let mut sizes: Vec<f64> =
            indented.flat_map(|paragraph| &paragraph.lines).map(|(_, line)| line.size()).collect();
        sizes.sort_by(f64::total_cmp);
        sizes.dedup();
        verdict.judge(&laid.name, "sizes of the text", format!("{sizes:?}"), "one", sizes.len() == 1);
    }
    verdict.end();
}

#[test]
fn the_lines_within_a_paragraph_reach_both_margins() {
    let mut verdict = Verdict::default();
    for (laid, paragraphs) in running() {
        // Headings of several lines are not said to.
        for paragraph in paragraphs.iter().filter(|paragraph| !heads(laid, paragraph)) {
            let within = &paragraph.lines[..paragraph.lines.len() - 1];
            for (sheet, line) in within {
                let right = Room::of(laid, sheet).right;
                verdict.same(
                    at(laid, sheet),
                    &format!("end of “{}”", brief(&line.text())),
                    line.right,
                    right,
                    BESIDE,
                );
            }
            for (sheet, line) in &paragraph.lines[1..] {
                let left = Room::of(laid, sheet).left;
                verdict.same(
                    at(laid, sheet),
                    &format!("start of “{}”", brief(&line.text())),
                    line.left,
                    left,
                    HAIR,
                );
            }
        }
    }
    verdict.end();
}

#[test]
fn the_first_line_of_a_paragraph_moves_in_by_10_or_12_7_millimetres() {
    let mut verdict = Verdict::default();
    for (laid, paragraphs) in running() {
        for paragraph in &paragraphs {
            let (sheet, line) = paragraph.first();
            let moved = line.left - Room::of(laid, sheet).left;
            let right = INDENTS.iter().any(|indent| (moved - indent).abs() < 0.1);
            let element = format!("first line “{}”", brief(&line.text()));
            verdict.judge(
                at(laid, sheet),
                &element,
                format!("{moved:.2} mm"),
                "10 or 12.7 mm (PL I/II.6e)",
                right,
            );
        }
    }
    verdict.end();
}

#[test]
fn all_paragraphs_of_a_paper_move_in_alike() {
    let mut verdict = Verdict::default();
    for (laid, paragraphs) in running() {
        let mut first = None;
        for paragraph in paragraphs.iter().filter(|paragraph| paragraph.shape == Shape::Indented) {
            let (sheet, line) = paragraph.first();
            let moved = line.left - Room::of(laid, sheet).left;
            let wanted = *first.get_or_insert(moved);
            verdict.same(
                at(laid, sheet),
                &format!("first line “{}”", brief(&line.text())),
                moved,
                wanted,
                0.1,
            );
        }
    }
    verdict.end();
}

/// Pairs of lines that follow one another on a sheet within a paragraph.
fn neighbours<'a>(paragraph: &'a Paragraph) -> impl Iterator<Item = (&'a Sheet, &'a Line, &'a Line)> {
    let pairs = paragraph.lines.windows(2).filter(|pair| pair[0].0.number == pair[1].0.number);
    pairs.map(|pair| (pair[0].0, pair[0].1, pair[1].1))
}

#[test]
fn the_lines_of_a_paragraph_stand_between_single_and_one_and_a_half_spacing() {
    let mut verdict = Verdict::default();
    for (laid, paragraphs) in running() {
        for (sheet, above, line) in paragraphs.iter().flat_map(neighbours) {
            let distance = (line.baseline - above.baseline) / POINT / (SINGLE * line.size());
            let element = format!("from the line above to “{}”", brief(&line.text()));
            verdict.within(at(laid, sheet), &element, distance, &LINE_DISTANCE, "× single spacing");
        }
    }
    verdict.end();
}

#[test]
fn the_lines_of_a_paper_stand_at_one_distance() {
    let mut verdict = Verdict::default();
    for (laid, paragraphs) in running() {
        let mut first = None;
        for (sheet, above, line) in paragraphs.iter().flat_map(neighbours) {
            let distance = line.baseline - above.baseline;
            let wanted = *first.get_or_insert(distance);
            let element = format!("from the line above to “{}”", brief(&line.text()));
            verdict.same(at(laid, sheet), &element, distance, wanted, METRICS * POINT);
        }
    }
    verdict.end();
}

#[test]
fn between_paragraphs_there_are_at_least_6_points_more_than_between_lines() {
    let mut verdict = Verdict::default();
    for laid in papers() {
        let paragraphs = paragraphs(laid, laid.main());
        let running = paragraphs.iter().filter(|paragraph| paragraph.runs());
        let within = running.flat_map(neighbours).map(|(_, above, line)| line.baseline - above.baseline);
        let distance = within.fold(f64::INFINITY, f64::min) / POINT;
        if distance.is_infinite() {
            continue;
        }
        for pair in paragraphs.windows(2) {
            let ((above_sheet, above), (sheet, line)) = (pair[0].last(), pair[1].first());
            let adjoin = above_sheet.number == sheet.number && pair[1].after == After::Paragraph;
            if !adjoin || !pair[0].runs() || !pair[1].runs() {
                continue;
            }
            let gap = (line.baseline - above.baseline) / POINT - distance;
            let element = format!("gap above “{}”", brief(&line.text()));
            verdict.within(at(laid, sheet), &element, gap, &(LEAST_GAP - METRICS..=200.0), "pt");
        }
    }
    verdict.end();
}

#[test]
fn no_number_or_abbreviation_is_broken_after_its_slash() {
    let mut verdict = Verdict::default();
    for laid in papers() {
        for sheet in &laid.sheets {
            for line in sheet.lines.iter().filter(|line| line.table.is_none()) {
                let text = line.text();
                let broken = text.ends_with('/') && !text.ends_with(" /");
                verdict.judge(
                    at(laid, sheet),
                    &format!("end of “{}”", brief(&text)),
                    "a slash",
                    "a whole word",
                    !broken,
                );
            }
        }
    }
    verdict.end();
}

/// Whether a paragraph is a heading of the record.
fn heads(laid: &Laid, paragraph: &Paragraph) -> bool {
    headings(laid, std::slice::from_ref(paragraph)).iter().any(|heading| heading.paragraph.is_some())
}

// ---- Headings: PL I/II.6đ, PL I/V -------------------------------------------------------

/// The headings of the papers, each with its paragraph.
fn headed() -> impl Iterator<Item = (&'static Laid, Vec<Paragraph<'static>>, Vec<Heading<'static>>)> {
    papers().map(|laid| {
        let paragraphs = paragraphs(laid, laid.main());
        let headings = headings(laid, &paragraphs);
        (laid, paragraphs, headings)
    })
}

/// Judges how the headings of some kinds look.
fn judge_headings(kinds: &[Numbering], wanted: &str, right: impl Fn(&Laid, &Paragraph) -> bool) {
    let mut verdict = Verdict::default();
    for (laid, paragraphs, headings) in headed() {
        for heading in headings.iter().filter(|heading| kinds.contains(&heading.numbering)) {
            let Some(paragraph) = heading.paragraph.map(|at| &paragraphs[at]) else { continue };
            let (sheet, line) = paragraph.first();
            let found = format!("{}, {:?}", line.style(), paragraph.shape);
            let element = format!("heading “{}”", brief(&paragraph.text()));
            verdict.judge(at(laid, sheet), &element, found, wanted, right(laid, paragraph));
        }
    }
    verdict.end();
}

#[test]
fn every_heading_of_the_record_stands_in_the_text_in_its_order_with_its_number() {
    let mut verdict = Verdict::default();
    for (laid, _, headings) in headed() {
        for heading in headings {
            let found = heading.paragraph.is_some();
            verdict.judge(&laid.name, &format!("heading “{}”", heading.title), found, true, found);
        }
    }
    verdict.end();
}

#[test]
fn a_part_stands_in_the_middle_its_number_over_its_title_in_bold_capitals() {
    judge_headings(
        &[Numbering::Part],
        "bold, in the middle, the title in capitals below the number",
        |laid, part| {
            let (label, title) = (part.lines[0].1, &part.lines[1..]);
            let middle = |(sheet, line): &(&Sheet, &Line)| {
                (line.centre() - Room::of(laid, sheet).centre()).abs() < BESIDE
            };
            part.is_bold()
                && part.lines.iter().all(middle)
                && label.text().split(' ').count() == 2
                && !title.is_empty()
                && title.iter().all(|(_, line)| line.is_caps())
        },
    );
}

#[test]
fn a_division_is_in_bold_capitals() {
    judge_headings(&[Numbering::Capital, Numbering::Roman], "bold capitals", |_, heading| {
        heading.is_bold() && heading.is_caps() && !heading.is_italic()
    });
}

#[test]
fn an_article_and_a_clause_with_a_title_are_bold_small_letters() {
    judge_headings(
        &[Numbering::Article, Numbering::Arabic, Numbering::Decimal],
        "bold small letters, the first line moved in",
        |_, heading| {
            heading.is_bold()
                && !heading.is_italic()
                && !heading.is_caps()
                && heading.shape == Shape::Indented
        },
    );
}

#[test]
fn a_point_is_upright_and_regular() {
    judge_headings(
        &[Numbering::Letter, Numbering::Bracketed],
        "regular, the first line moved in",
        |_, heading| heading.is_plain() && heading.shape == Shape::Indented,
    );
}

/// Judges that no heading of a paper is the last thing on a sheet.
pub fn judge_last_lines(verdict: &mut Verdict, laid: &Laid) {
    let paragraphs = paragraphs(laid, laid.main());
    let headings = headings(laid, &paragraphs);
    let found = headings.iter().filter_map(|heading| heading.paragraph);
    let proclaims = |paragraph: &Paragraph| paragraph.shape == Shape::Centred && paragraph.is_bold();
    let centred = (0..paragraphs.len()).filter(|at| proclaims(&paragraphs[*at]));
    for number in found.chain(centred) {
        let (sheet, line) = paragraphs[number].last();
        let last = items(laid, sheet).pop();
        let is_last = matches!(last, Some(Item::Line(last)) if std::ptr::eq(last, line));
        let signed =
            sheet.lines.iter().any(|other| other.baseline > line.baseline + 1.0 && other.size() > 12.5);
        let element = format!("below the heading “{}”", brief(&line.text()));
        verdict.judge(at(laid, sheet), &element, "nothing", "what it heads", !is_last || signed);
    }
}

#[test]
fn no_heading_is_the_last_line_of_a_sheet() {
    let mut verdict = Verdict::default();
    papers().for_each(|laid| judge_last_lines(&mut verdict, laid));
    verdict.end();
}

#[test]
fn a_paragraph_is_not_divided_but_by_two_lines_on_each_sheet() {
    let mut verdict = Verdict::default();
    for (laid, paragraphs) in running() {
        for paragraph in paragraphs {
            for sheet in laid.main() {
                let here = paragraph.lines.iter().filter(|(own, _)| own.number == sheet.number).count();
                if here > 0 && here < paragraph.lines.len() {
                    let element = format!("lines of “{}”", brief(&paragraph.text()));
                    verdict.judge(at(laid, sheet), &element, here, "two or more", here > 1);
                }
            }
        }
    }
    verdict.end();
}

#[test]
fn the_articles_of_a_decision_count_from_one_and_their_numbers_are_bold() {
    let mut verdict = Verdict::default();
    for (laid, paragraphs) in running().filter(|(laid, _)| laid.decision().is_some()) {
        let articles: Vec<&Paragraph> =
            paragraphs.iter().filter(|paragraph| paragraph.text().starts_with("Điều ")).collect();
        verdict.judge(&laid.name, "articles", articles.len(), "two or more", articles.len() > 1);
        for (before, article) in articles.iter().enumerate() {
            let (sheet, line) = article.first();
            let label = format!("Điều {}.", before + 1);
            verdict.judge(
                at(laid, sheet),
                "article",
                brief(&line.text()),
                &label,
                line.text().starts_with(&label),
            );
            let bold: String = line.runs.iter().take_while(|run| run.bold).map(|run| &*run.text).collect();
            verdict.equal(at(laid, sheet), &format!("bold words of {label}"), bold.trim(), &label);
        }
    }
    verdict.end();
}

// ---- The end -----------------------------------------------------------------------------

#[test]
fn the_text_of_a_paper_and_of_each_annex_ends_with_its_mark_and_has_it_nowhere_else() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        for part in laid.parts() {
            let lines = part.iter().flat_map(|sheet| &sheet.lines);
            let marked: Vec<&Line> = lines.filter(|line| line.text().contains("./.")).collect();
            let found: Vec<String> = marked.iter().map(|line| line.text()).collect();
            let right = found.len() == 1 && found[0].ends_with("./.");
            verdict.judge(
                at(laid, &part[0]),
                "marks of the end",
                format!("{found:?}"),
                "one, at a line's end",
                right,
            );
        }
    }
    verdict.end();
}

#[test]
fn nothing_but_signatures_recipients_and_notes_follows_the_mark_of_the_end() {
    let mut verdict = Verdict::default();
    for laid in samples() {
        let last = paragraphs(laid, laid.main()).pop().expect("a paper has text").text();
        verdict.judge(
            &laid.name,
            "last words before the signatures",
            brief(&last),
            "./.",
            last.ends_with("./."),
        );
    }
    verdict.end();
}
