//! The text of a paper as it runs from sheet to sheet, paragraph by paragraph.

use thidua::record::report::{Numbering, Section};
use thidua::template::Kind;

use super::{Room, single};
use crate::ruler::{Laid, Line, Sheet, Table};

/// A paragraph, its lines in order with the sheets that they stand on.
pub struct Paragraph<'a> {
    pub lines: Vec<(&'a Sheet, &'a Line)>,
    pub shape: Shape,
    /// What stands before it on the same sheet.
    pub after: After,
}

/// How the lines of a paragraph stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The first line moved in, the others at the margin.
    Indented,
    /// The first line at the margin too.
    Flush,
    /// An explanation under a table, at the margin and in italics.
    Note,
    /// In the middle.
    Centred,
    /// Anywhere else.
    Displaced,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// The top of the sheet, or what is no running text.
    Start,
    Paragraph,
    /// A table or a picture.
    Object,
}

/// What stands on a sheet from top to bottom, but for page number, foot and head of the paper.
pub enum Item<'a> {
    Line(&'a Line),
    Table(&'a Table),
    Picture,
}

/// First lines move in by 1 cm or 1,27 cm (PL I/II.6e); anything near that is meant to.
fn moved_in(distance: f64) -> bool {
    (7.0..16.0).contains(&distance)
}

impl Paragraph<'_> {
    pub fn text(&self) -> String {
        super::joined(self.lines.iter().map(|(_, line)| *line))
    }

    pub fn first(&self) -> (&Sheet, &Line) {
        self.lines[0]
    }

    pub fn last(&self) -> (&Sheet, &Line) {
        *self.lines.last().expect("a paragraph has lines")
    }

    /// Whether it is running text: not in the middle, not beside it, no explanation.
    pub fn runs(&self) -> bool {
        matches!(self.shape, Shape::Indented | Shape::Flush)
    }

    pub fn is_bold(&self) -> bool {
        self.lines.iter().all(|(_, line)| line.is_bold())
    }

    pub fn is_italic(&self) -> bool {
        self.lines.iter().all(|(_, line)| line.is_italic())
    }

    pub fn is_plain(&self) -> bool {
        self.lines.iter().all(|(_, line)| line.is_plain())
    }

    pub fn is_caps(&self) -> bool {
        self.lines.iter().all(|(_, line)| line.is_caps())
    }
}

/// The number in the top margin.
pub fn page_number(sheet: &Sheet) -> Option<&Line> {
    let margin = if sheet.is_landscape() { 35.0 } else { 25.0 };
    sheet
        .lines
        .first()
        .filter(|line| line.table.is_none() && line.baseline < margin)
        .filter(|line| line.text().chars().all(|c| c.is_ascii_digit()))
}

/// Where footnotes or the address begin: a line from the left margin with only small type below.
pub fn foot(laid: &Laid, sheet: &Sheet) -> f64 {
    let room = Room::of(laid, sheet);
    let is_foot = |y: f64| {
        let mut below = sheet.lines.iter().filter(|line| line.baseline > y).peekable();
        below.peek().is_some() && below.all(|line| line.size() < 12.5)
    };
    sheet
        .free_rules()
        .filter(|rule| rule.top > sheet.height / 2.0 && (rule.left - room.left).abs() < 0.5)
        .map(|rule| rule.top)
        .find(|y| is_foot(*y))
        .unwrap_or(sheet.height)
}

/// The line of the paper's kind: QUYẾT ĐỊNH, BÁO CÁO, or as the record says.
pub fn type_line(laid: &Laid) -> Option<&Line> {
    let usual = match laid.paper.kind {
        Kind::Report => "Báo cáo",
        Kind::Covenant => "Bản giao ước thi đua",
        Kind::Decision => "Quyết định",
    };
    let name = laid.document().type_name.as_deref().unwrap_or(usual).to_uppercase();
    laid.sheets[0].lines.iter().find(|line| line.text().to_uppercase() == name)
}

/// The lines of the subject: those in the middle and bold that follow the kind of paper.
pub fn subject(laid: &Laid) -> Vec<&Line> {
    let sheet = &laid.sheets[0];
    let Some(name) = type_line(laid) else { return Vec::new() };
    let end = sheet.free_rules().map(|rule| rule.top).find(|y| *y > name.baseline).unwrap_or(sheet.height);
    let own = |line: &&Line| line.baseline > name.baseline + 0.1 && line.baseline < end;
    sheet.lines.iter().filter(own).take(6).collect()
}

/// Where the signatures begin: their sheet, and the height that they start below.
fn signatures(laid: &Laid) -> Option<(usize, f64)> {
    if laid.is(Kind::Covenant) {
        let ends = |sheet: &Sheet| {
            sheet.lines.iter().rev().find(|line| line.text().ends_with("./.")).map(|line| line.baseline)
        };
        return laid.main().iter().rev().find_map(|sheet| Some((sheet.number, ends(sheet)? + 1.0)));
    }
    let label = |sheet: &Sheet| sheet.line("Nơi nhận:").map(|line| line.baseline);
    laid.main().iter().find_map(|sheet| Some((sheet.number, label(sheet)? - 3.0)))
}

/// What runs on a sheet, from top to bottom.
pub fn items<'a>(laid: &'a Laid, sheet: &'a Sheet) -> Vec<Item<'a>> {
    let (top, bottom) = (top(laid, sheet), foot(laid, sheet));
    let end = signatures(laid);
    let is_main = laid.main().iter().any(|own| own.number == sheet.number);
    let signed = |y: f64| is_main && end.is_some_and(|end| (sheet.number, y) > end);
    let number = page_number(sheet).map(|line| line.baseline);
    let runs = |line: &&Line| {
        line.table.is_none()
            && line.baseline > top
            && line.baseline < bottom
            && Some(line.baseline) != number
            && !signed(line.baseline)
    };
    let mut items: Vec<(f64, Item)> =
        sheet.lines.iter().filter(runs).map(|line| (line.baseline, Item::Line(line))).collect();
    items.extend(sheet.tables.iter().map(|table| (table.area.top, Item::Table(table))));
    items.extend(sheet.pictures.iter().map(|picture| (picture.top, Item::Picture)));
    items.sort_by(|a, b| a.0.total_cmp(&b.0));
    items.into_iter().map(|(_, item)| item).collect()
}

/// Where the running text may begin: below the head of the paper or of the annex.
fn top(laid: &Laid, sheet: &Sheet) -> f64 {
    let below = |y: f64| sheet.free_rules().map(|rule| rule.top).find(|rule| *rule > y).unwrap_or(y);
    if sheet.number == 1 {
        return type_line(laid).map_or(0.0, |line| below(line.baseline));
    }
    sheet.annex_note().map_or(0.0, |line| below(line.baseline))
}

/// The paragraphs of the paper itself, or of one of its annexes.
pub fn paragraphs<'a>(laid: &'a Laid, part: &'a [Sheet]) -> Vec<Paragraph<'a>> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for sheet in part {
        let room = Room::of(laid, sheet);
        let mut after = After::Start;
        for item in items(laid, sheet) {
            let Item::Line(line) = item else {
                after = After::Object;
                continue;
            };
            let mut shape = shape(line, room);
            if shape == Shape::Flush && line.is_italic() && explains(after, sheet, part, paragraphs.last()) {
                shape = Shape::Note;
            }
            let joins = paragraphs.last().is_some_and(|above| {
                let (last_sheet, last) = above.last();
                let near = line.baseline - last.baseline < 1.6 * single(line.size());
                let goes_on = match (shape, above.shape) {
                    (Shape::Flush, Shape::Indented | Shape::Flush) | (Shape::Note, Shape::Note) => {
                        last.right > room.right - 25.0
                    }
                    (Shape::Centred, Shape::Centred) => true,
                    _ => false,
                };
                let adjoins = if last_sheet.number == sheet.number {
                    near && after == After::Paragraph
                } else {
                    after == After::Start && shape == Shape::Flush && line.size() >= 13.5
                };
                goes_on && adjoins
            });
            if joins {
                paragraphs.last_mut().expect("there is one above").lines.push((sheet, line));
            } else {
                paragraphs.push(Paragraph { lines: vec![(sheet, line)], shape, after });
            }
            after = After::Paragraph;
        }
    }
    paragraphs
}

/// Whether a slanted line at the margin explains a table: that of the sheet, or of the one before.
fn explains(after: After, sheet: &Sheet, part: &[Sheet], above: Option<&Paragraph>) -> bool {
    let before = || part.iter().find(|other| other.number + 1 == sheet.number);
    let after_another = above.is_some_and(|above| above.shape == Shape::Note);
    match after {
        After::Object => true,
        After::Paragraph => after_another,
        After::Start => {
            let ends_with_table = |before: &Sheet| {
                let lines = before.lines.iter().filter(|line| line.table.is_none());
                let lowest = lines.map(|line| line.baseline).fold(0.0, f64::max);
                before.tables.last().is_some_and(|table| lowest < table.area.bottom)
            };
            after_another || before().is_some_and(ends_with_table)
        }
    }
}

fn shape(line: &Line, room: Room) -> Shape {
    let moved = line.left - room.left;
    // A line that fills its room stands in the middle and at the margin at once.
    let in_the_middle = (line.centre() - room.centre()).abs() < 0.5 && moved > 1.0;
    if in_the_middle && (line.is_bold() || line.is_italic()) {
        Shape::Centred
    } else if moved < 0.5 {
        Shape::Flush
    } else if moved_in(moved) {
        Shape::Indented
    } else {
        Shape::Displaced
    }
}

/// A heading that the record asks for.
pub struct Heading<'a> {
    pub numbering: Numbering,
    pub title: &'a str,
    /// The paragraph that it was found in.
    pub paragraph: Option<usize>,
}

/// The headings of a paper, found in the order of the record.
pub fn headings<'a>(laid: &'a Laid, paragraphs: &[Paragraph]) -> Vec<Heading<'a>> {
    fn walk<'a>(sections: &'a [Section], numbering: &[Numbering], found: &mut Vec<Heading<'a>>) {
        for section in sections {
            let own = section.title.as_deref().zip(numbering.first().copied());
            if let Some((title, numbering)) = own {
                found.push(Heading { numbering, title, paragraph: None });
            }
            let below = if own.is_some() { &numbering[1..] } else { numbering };
            walk(&section.sections, below, found);
        }
    }
    let (sections, numbering) = laid.sections();
    let mut headings = Vec::new();
    walk(sections, numbering, &mut headings);
    let mut from = 0;
    for heading in &mut headings {
        let title = heading.title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let is_it = |paragraph: &Paragraph| {
            let text = paragraph.text().to_lowercase();
            text.strip_suffix(&title).is_some_and(|label| is_label(heading.numbering, label.trim_end()))
        };
        heading.paragraph = (from..paragraphs.len()).find(|at| is_it(&paragraphs[*at]));
        from = heading.paragraph.map_or(from, |at| at + 1);
    }
    headings
}

/// Whether words in small letters are the number of a heading of that kind.
fn is_label(numbering: Numbering, label: &str) -> bool {
    let roman = |text: &str| !text.is_empty() && text.chars().all(|c| "ivxlc".contains(c));
    let arabic = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let letter = |text: &str| text.chars().count() == 1 && text.chars().all(char::is_alphabetic);
    let between = |before: &str, after: &str| {
        label.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).map(str::to_owned)
    };
    match numbering {
        Numbering::Part => between("phần ", "").is_some_and(|it| roman(&it)),
        Numbering::Article => between("điều ", ".").is_some_and(|it| arabic(&it)),
        Numbering::Capital => between("", ".").is_some_and(|it| letter(&it)),
        Numbering::Roman => between("", ".").is_some_and(|it| roman(&it)),
        Numbering::Arabic | Numbering::Decimal => between("", ".").is_some_and(|it| arabic(&it)),
        Numbering::Letter => between("", ")").is_some_and(|it| letter(&it)),
        Numbering::Bracketed => between("(", ")").is_some_and(|it| arabic(&it)),
    }
}
