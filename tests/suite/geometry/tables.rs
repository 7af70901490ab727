//! Tables: their header on each sheet, their rows whole, nothing left alone.

use std::fmt::Write as _;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use rayon::prelude::*;

use super::closing::words;
use super::flow::{Item, Shape, items, paragraphs};
use super::{HAIR, Room, Verdict, at};
use crate::ruler::{Laid, Row, Sheet, Table, of_text, samples};

/// Lays out records in which one number goes up, side by side.
fn each(name: &str, numbers: RangeInclusive<usize>, record: impl Fn(usize) -> String + Sync) -> Vec<Laid> {
    let papers = numbers.into_par_iter().flat_map_iter(|number| {
        let papers = of_text(&format!("{name}-{number}"), &record(number));
        thidua::typeset::forget();
        papers
    });
    papers.collect()
}

/// Lists that end at every height of a sheet: each longer than the last by one name.
static LISTS: LazyLock<Vec<Laid>> = LazyLock::new(|| {
    let record = |names: usize| {
        let mut list = String::new();
        for name in 1..=names {
            let _ = writeln!(list, "          - {{ name: Nguyễn Văn {name}, unit: Phòng số {name} }}");
        }
        decision("bảng", &format!("individuals:\n{list}"))
    };
    each("names", 1..=60, record)
});

/// Groups of one, two and three names, so that a heading falls at every height.
fn groups(first: usize) -> String {
    let mut list = String::new();
    for group in 0..18 {
        let _ = writeln!(list, "          - group: Phường Hương Đông {group}\n            members:");
        let members = if group == 0 { first } else { 1 + group % 3 };
        for name in 1..=members {
            let unit = "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên ".repeat(1 + name % 2);
            let _ = writeln!(list, "              - {{ name: Nguyễn Văn {name}, unit: {unit} }}");
        }
    }
    list
}

static GROUPS: LazyLock<Vec<Laid>> = LazyLock::new(|| {
    let record = |first| decision("bảng", &format!("individuals:\n{}", groups(first)));
    each("groups-after", 1..=40, record)
});

/// Groups within groups, so that two headings follow one another at every height.
static NESTED: LazyLock<Vec<Laid>> = LazyLock::new(|| {
    let record = |first: usize| {
        let mut list = String::new();
        for group in 0..12 {
            let _ = writeln!(list, "          - group: Phường Hương Đông {group}\n            members:");
            for inner in 0..2 {
                let _ = writeln!(list, "              - group: Tổ dân phố {inner}\n                members:");
                let members = if group + inner == 0 { first } else { 1 + (group + inner) % 3 };
                for name in 1..=members {
                    let _ = writeln!(list, "                  - Nguyễn Văn {name}");
                }
            }
        }
        decision("bảng", &format!("individuals:\n{list}"))
    };
    each("nested-groups-after", 1..=30, record)
});

/// Lists of two categories, so that the heading over the second table falls at every height.
static CATEGORIES: LazyLock<Vec<Laid>> = LazyLock::new(|| {
    let record = |collectives: usize| {
        let names = |name: &str, count: usize| -> String {
            (1..=count).map(|number| format!("          - {name} {number}\n")).collect()
        };
        let (first, second) = (names("Tập thể", collectives), names("Nguyễn Văn", 5));
        decision("bảng", &format!("collectives:\n{first}        individuals:\n{second}"))
    };
    each("collectives", 1..=45, record)
});

/// The same lists line by line, and those of two forms of award, each with its persons and collectives.
static LINES: LazyLock<Vec<Laid>> = LazyLock::new(|| {
    let record = |first| {
        let list = groups(first);
        decision("dòng", &format!("individuals:\n{list}        collectives:\n{list}"))
    };
    each("lines-after", 1..=20, record)
});

/// Tables of a report that begin at every height of a sheet.
static REPORTS: LazyLock<Vec<Laid>> = LazyLock::new(|| {
    let targets = "targets:\n".to_owned()
        + &"  - { name: Tỷ lệ hồ sơ thủ tục hành chính giải quyết trực tuyến toàn trình đúng hạn, measure: \"%\", plan: 80, actual: \
            \"87,4\", same_period: \"71,9\" }\n"
            .repeat(5);
    let scores = "scores:\n  criteria:\n    - { id: a, name: Hoàn thành các chỉ tiêu và nhiệm vụ được giao, max: 60 }\n    - { id: b, name: \
        Chấp hành chủ trương của Đảng và pháp luật, max: 40 }\n  results:\n"
        .to_owned()
        + &(1..=6).map(|unit| format!("    - {{ unit: u{unit}, self: {{ a: 5{unit}, b: 3{unit} }}, agreed: {{ a: 5{unit}, b: 3{unit} }} }}\n")).collect::<String>();
    let units: String = (1..=6)
        .map(|unit| format!("    - {{ id: u{unit}, name: Sở số {unit}, division: Nhóm {} }}\n", 1 + unit / 4))
        .collect();
    let markdown = "|Đơn vị|Kết quả|Ghi chú|\n            |---|---|---|\n".to_owned()
        + &"            |Sở Văn hóa, Thể thao và Du lịch tỉnh Sông Hương|12|Đạt|\n".repeat(5);
    let sections = [
        ("targets", "title: Chỉ tiêu, body: Kết quả như sau., insert: targets".to_owned()),
        ("scores", "title: Điểm, body: Kết quả như sau., insert: scores".to_owned()),
        ("markdown", String::new()),
    ];
    let papers = sections.iter().flat_map(|(name, section)| {
        let record = |height: usize| {
            let section = if section.is_empty() {
                format!("- title: Bảng\n          body: |\n            {markdown}")
            } else {
                format!("- {{ {section} }}\n")
            };
            format!(
                "format: 1\ngroup:\n  name: Khối thi đua số 4\n  kind: khối\n  units:\n{units}meeting: {{ kind: tổng kết, period: \
                 {{ year: 2025 }} }}\n{targets}{scores}report:\n  opening: \"{}.\"\n  sections:\n    - title: Kết \
                 quả\n      sections:\n        {section}\n",
                words(height)
            )
        };
        each(&format!("{name}-at-height"), 1..=40, record)
    });
    papers.collect()
});

fn decision(layout: &str, recipients: &str) -> String {
    format!(
        "format: 1\ngroup: {{ name: Cụm thi đua số 1, kind: cụm }}\nissuer: {{ name: Sở Y tế, symbol: SYT, place: Huế }}\n\
         meeting: {{ kind: tổng kết, period: {{ year: 2025 }} }}\nawards:\n  - list: {{ layout: {layout}, placement: kèm theo }}\n    \
         grants:\n      - form: Giấy khen\n        {recipients}"
    )
}

fn papers() -> impl Iterator<Item = &'static Laid> {
    let lists = LISTS.iter().chain(&*GROUPS).chain(&*NESTED).chain(&*CATEGORIES).chain(&*LINES);
    samples().iter().chain(lists).chain(&*REPORTS)
}

/// A table that goes on from one sheet to the next: its part on each of the two.
struct Turn<'a> {
    laid: &'a Laid,
    before: &'a Sheet,
    after: &'a Sheet,
    left: &'a Table,
    rest: &'a Table,
    /// The header with which the table began.
    header: &'a Row,
}

/// All places where a table goes on to the next sheet.
fn turns(laid: &Laid) -> Vec<Turn<'_>> {
    let mut turns: Vec<Turn> = Vec::new();
    for part in laid.parts() {
        for pair in part.windows(2) {
            let (above, below) = (items(laid, &pair[0]), items(laid, &pair[1]));
            let (Some(Item::Table(left)), Some(Item::Table(rest))) = (above.last(), below.first()) else {
                continue;
            };
            if rest.continues(left) {
                let began =
                    turns.last().filter(|turn| std::ptr::eq(turn.rest, *left)).map(|turn| turn.header);
                let header = began.unwrap_or(&left.rows[0]);
                turns.push(Turn { laid, before: &pair[0], after: &pair[1], left, rest, header });
            }
        }
    }
    turns
}

fn all_turns() -> impl Iterator<Item = Turn<'static>> {
    papers().flat_map(turns)
}

/// Whether a row is a heading over others: bold, and no total.
fn heads(row: &Row) -> bool {
    row.bold && !row.cells.iter().any(|cell| cell.starts_with("Tổng"))
}

fn told(row: &Row) -> String {
    row.cells.join(" | ")
}

#[test]
fn the_header_of_a_table_is_repeated_on_each_sheet_that_it_goes_on_to() {
    let mut verdict = Verdict::default();
    for turn in all_turns() {
        let first = turn.rest.rows.first().map(told).unwrap_or_default();
        verdict.equal(at(turn.laid, turn.after), "first row of the table", &first, &told(turn.header));
    }
    verdict.end();
}

#[test]
fn the_header_of_a_table_is_bold() {
    let mut verdict = Verdict::default();
    for laid in papers() {
        for sheet in &laid.sheets {
            for table in &sheet.tables {
                let header = &table.rows[0];
                verdict.judge(
                    at(laid, sheet),
                    "first row of the table",
                    told(header),
                    "in bold",
                    header.bold,
                );
            }
        }
    }
    verdict.end();
}

#[test]
fn no_row_is_divided_between_two_sheets() {
    let mut verdict = Verdict::default();
    for turn in all_turns() {
        // The first column counts or names: the half of a row that lacks it is no row.
        let parts = [(turn.before, turn.left.rows.last()), (turn.after, turn.rest.rows.get(1))];
        for (sheet, row) in parts {
            let Some(row) = row else { continue };
            let whole = row.cells.first().is_some_and(|cell| !cell.is_empty());
            verdict.judge(at(turn.laid, sheet), "row at the turn of the sheet", told(row), "whole", whole);
        }
    }
    verdict.end();
}

#[test]
fn no_header_stands_at_the_foot_of_a_sheet_without_a_row() {
    let mut verdict = Verdict::default();
    for laid in papers() {
        for sheet in &laid.sheets {
            for table in &sheet.tables {
                let rows = table.rows.iter().skip(1).filter(|row| !heads(row)).count();
                let header = told(&table.rows[0]);
                verdict.judge(
                    at(laid, sheet),
                    &format!("rows under “{header}”"),
                    rows,
                    "one or more",
                    rows > 0,
                );
            }
        }
    }
    verdict.end();
}

#[test]
fn no_sheet_holds_only_the_header_of_a_table_and_one_last_row() {
    let mut verdict = Verdict::default();
    for turn in all_turns() {
        let rows = turn.rest.rows.len() - 1;
        let tall = turn.rest.rows.last().is_some_and(|row| row.bottom - row.top > 80.0);
        let element = "rows that the table goes on with";
        verdict.judge(at(turn.laid, turn.after), element, rows, "two or more", rows > 1 || tall);
    }
    verdict.end();
}

#[test]
fn no_total_stands_on_a_sheet_without_a_row_that_it_sums() {
    let mut verdict = Verdict::default();
    for turn in all_turns() {
        let sums = turn.rest.rows.iter().skip(1).all(|row| row.bold);
        let found = turn.rest.rows.get(1).map(told).unwrap_or_default();
        verdict.judge(
            at(turn.laid, turn.after),
            "rest of the table",
            found,
            "a row besides the total",
            !sums,
        );
    }
    verdict.end();
}

#[test]
fn no_heading_in_a_table_is_the_last_row_of_a_sheet() {
    let mut verdict = Verdict::default();
    for laid in papers() {
        for sheet in &laid.sheets {
            for table in &sheet.tables {
                let last = table.rows.last().expect("a table has rows");
                verdict.judge(
                    at(laid, sheet),
                    "last row of the table",
                    told(last),
                    "no heading",
                    !heads(last),
                );
            }
        }
    }
    verdict.end();
}

#[test]
fn no_heading_over_a_table_of_an_annex_is_the_last_line_of_a_sheet() {
    let mut verdict = Verdict::default();
    for laid in papers() {
        for sheet in laid.parts().iter().skip(1).flat_map(|part| part.iter()) {
            let (last, alone) = match items(laid, sheet).pop() {
                Some(Item::Line(line)) => (line.text(), line.is_bold() && !line.text().ends_with("./.")),
                Some(Item::Table(_)) => ("a table".to_owned(), false),
                _ => continue,
            };
            verdict.judge(at(laid, sheet), "last line", last, "no heading", !alone);
        }
    }
    verdict.end();
}

#[test]
fn no_total_of_a_list_of_lines_stands_alone_on_a_sheet() {
    let mut verdict = Verdict::default();
    for laid in papers() {
        for sheet in laid.parts().iter().skip(1).flat_map(|part| part.iter()) {
            let items = items(laid, sheet);
            let alone = matches!(&*items, [Item::Line(_)]);
            verdict.judge(at(laid, sheet), "lines of the sheet", items.len(), "two or more", !alone);
        }
    }
    verdict.end();
}

#[test]
fn a_table_is_as_wide_as_the_text() {
    let mut verdict = Verdict::default();
    for laid in papers() {
        for sheet in laid.sheets.iter().filter(|sheet| !sheet.lists_gaps()) {
            let lines = sheet.lines.iter().any(|line| line.table.is_none());
            let room = Room::of(laid, sheet);
            for table in sheet.tables.iter().filter(|_| lines) {
                let (left, right) = (table.columns[0], table.columns[table.columns.len() - 1]);
                let wider = left < room.left - HAIR || right > room.right + HAIR;
                let found = format!("{left:.2} to {right:.2} mm");
                let wanted = format!("within {:.2} to {:.2} mm", room.left, room.right);
                // A paper may have no line that fills its room; then the room is the table's.
                let known =
                    laid.sheets.iter().flat_map(|sheet| &sheet.lines).any(|line| line.width() > 160.0);
                verdict.judge(at(laid, sheet), "table", found, wanted, !wider || !known);
            }
        }
    }
    verdict.end();
}

#[test]
fn the_words_of_a_cell_stay_within_its_lines() {
    let mut verdict = Verdict::default();
    for laid in papers() {
        for sheet in &laid.sheets {
            for line in &sheet.lines {
                let Some(table) = line.table.map(|at| &sheet.tables[at]) else { continue };
                let middle = line.centre();
                let Some(row) =
                    table.rows.iter().find(|row| line.baseline > row.top && line.baseline < row.bottom)
                else {
                    continue;
                };
                let crosses = |x: &f64| {
                    sheet.rules.iter().any(|rule| {
                        rule.is_vertical()
                            && (rule.left - x).abs() < 0.1
                            && rule.top < line.baseline
                            && rule.bottom > line.baseline - 1.0
                    })
                };
                let edges: Vec<f64> = table.columns.iter().copied().filter(crosses).collect();
                let left = edges.iter().copied().filter(|x| *x < middle).fold(0.0, f64::max);
                let right = edges.iter().copied().filter(|x| *x > middle).fold(f64::INFINITY, f64::min);
                let inside = line.left > left + 0.1
                    && line.right < right - 0.1
                    && line.ink().top > row.top - 0.1
                    && line.ink().bottom < row.bottom + 0.1;
                let found = format!("{:.2} to {:.2} mm", line.left, line.right);
                let wanted = format!("between {left:.2} and {right:.2} mm");
                verdict.judge(at(laid, sheet), &format!("“{}”", line.text()), found, wanted, inside);
            }
        }
    }
    verdict.end();
}

#[test]
fn explanations_under_a_table_stand_on_its_sheet() {
    let mut verdict = Verdict::default();
    for laid in papers() {
        for part in laid.parts() {
            for paragraph in paragraphs(laid, part).iter().filter(|paragraph| paragraph.shape == Shape::Note)
            {
                let (sheet, line) = paragraph.first();
                let own = sheet.tables.iter().any(|table| table.area.bottom < line.baseline);
                verdict.judge(at(laid, sheet), &format!("table over “{}”", line.text()), own, true, own);
            }
        }
    }
    verdict.end();
}
