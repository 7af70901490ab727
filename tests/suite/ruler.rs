//! Reads laid-out pages as a ruler does: words with their place, size and style; lines; tables.
//!
//! Everything is in millimetres from the top left corner of the sheet, but for sizes of type,
//! which are in points.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use thidua::input::Loaded;
use thidua::input::files::RecordFile;
use thidua::press::Press;
use thidua::record::document::{Document, Issuer};
use thidua::record::report::{Numbering, Section};
use thidua::record::{Decision, Record};
use thidua::template::{Kind, Paper, Stage};
use thidua::typeset::fields;
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::text::{FontStyle, FontWeight, TextItem};
use typst::visualize::{Geometry, Paint, Shape};

use crate::driver;

/// Points to a millimetre.
pub const POINT: f64 = 25.4 / 72.0;

/// The words that head the list of gaps of a draft, which is no part of the paper.
const GAPS: &str = "TRANG NÀY KHÔNG THUỘC VĂN BẢN";

/// One laid-out paper.
pub struct Laid {
    /// `sample/file name`, with the stage where it is not the program's own choice.
    pub name: String,
    pub paper: Paper,
    pub loaded: Arc<Loaded>,
    pub sheets: Vec<Sheet>,
}

/// One page.
pub struct Sheet {
    /// Counted from 1 through the whole file.
    pub number: usize,
    pub width: f64,
    pub height: f64,
    /// From top to bottom, and from left to right.
    pub lines: Vec<Line>,
    /// The marks of footnotes.
    pub raised: Vec<Run>,
    pub rules: Vec<Rule>,
    /// Stroked or filled figures that are no straight line: stamps.
    pub boxes: Vec<Figure>,
    pub pictures: Vec<Area>,
    pub tables: Vec<Table>,
    pub fields: Vec<Place>,
}

/// The place of a signature field.
#[derive(Debug, Clone)]
pub struct Place {
    pub name: String,
    pub label: String,
    pub area: Area,
}

/// Words that stand beside one another on one base line.
#[derive(Debug, Clone)]
pub struct Line {
    pub runs: Vec<Run>,
    pub left: f64,
    pub right: f64,
    pub baseline: f64,
    /// The table of the sheet that the line stands in.
    pub table: Option<usize>,
}

/// Words of one style.
#[derive(Debug, Clone)]
pub struct Run {
    pub text: String,
    pub family: String,
    pub bold: bool,
    pub italic: bool,
    pub size: f64,
    /// Where the first mark begins and the last one ends; spaces at the ends do not count.
    pub left: f64,
    pub right: f64,
    pub baseline: f64,
    /// What is inked.
    pub ink: Area,
    pub colour: Colour,
    /// Where the run begins and ends with its spaces.
    reach: (f64, f64),
}

/// A straight line.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    /// Not of dashes or dots.
    pub solid: bool,
    pub colour: Colour,
}

/// A figure with an outline or a fill.
#[derive(Debug, Clone, Copy)]
pub struct Figure {
    pub area: Area,
    pub colour: Colour,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// A grid of lines, as much of it as stands on one sheet.
#[derive(Debug, Clone)]
pub struct Table {
    pub area: Area,
    /// Where its vertical lines stand.
    pub columns: Vec<f64>,
    pub rows: Vec<Row>,
}

/// What stands between two lines that cross the whole table.
#[derive(Debug, Clone)]
pub struct Row {
    pub top: f64,
    pub bottom: f64,
    /// The words of each cell, from left to right; one cell where no line divides the row.
    pub cells: Vec<String>,
    /// Whether all words are bold, and there are some.
    pub bold: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    Black,
    Red,
    Other(u8, u8, u8, u8),
}

// ---- Papers -----------------------------------------------------------------

static PRESS: LazyLock<Press> = LazyLock::new(|| match Press::new(None, None) {
    Ok(press) => press,
    Err(fault) => panic!("{fault:?}"),
});

/// Every paper of every sample, as the program prints it and as the copy to be signed.
pub fn samples() -> &'static [Laid] {
    static SAMPLES: LazyLock<Vec<Laid>> = LazyLock::new(|| {
        let entries = fs::read_dir(driver::root().join("samples")).expect("the samples");
        let mut folders: Vec<PathBuf> = entries
            .map(|entry| entry.expect("an entry of samples/").path())
            .filter(|path| path.join("record.yaml").is_file())
            .collect();
        folders.sort();
        folders.into_iter().flat_map(|folder| papers(folder.join("record.yaml"))).collect()
    });
    &SAMPLES
}

/// The papers of a record that is written for a test.
pub fn of_text(name: &str, yaml: &str) -> Vec<Laid> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(format!("{name}.yaml"));
    fs::write(&path, yaml).expect("a record");
    let file = RecordFile { path, name: name.to_owned() };
    laid(&file, &[(Stage::Official, "")])
}

fn papers(path: PathBuf) -> Vec<Laid> {
    let folder = path.parent().and_then(|folder| folder.file_name()).expect("the folder of a sample");
    let name = folder.to_string_lossy().into_owned();
    laid(&RecordFile { path, name }, &[(Stage::Auto, ""), (Stage::Official, " (official)")])
}

fn laid(file: &RecordFile, stages: &[(Stage, &str)]) -> Vec<Laid> {
    let loaded = match PRESS.load(file) {
        Ok(loaded) => Arc::new(loaded),
        Err(faults) => panic!("{}: {faults:#?}", file.name),
    };
    let mut papers = Vec::new();
    for paper in Paper::all(&loaded.record) {
        for (stage, suffix) in stages {
            let name = format!("{}/{}{suffix}", file.name, paper.file_name(&loaded.record));
            let pages = match PRESS.pages(&loaded, paper, *stage) {
                Ok(pages) => pages,
                Err(faults) => panic!("{name}: {faults:#?}"),
            };
            let sheets = pages.document.pages().iter().enumerate();
            let mut sheets: Vec<Sheet> = sheets.map(|(at, page)| Sheet::of(at + 1, &page.frame)).collect();
            for field in fields::of(&pages.document) {
                let sheet = &mut sheets[field.page as usize - 1];
                let [left, bottom, right, top] = field.rect.map(|points| points * POINT);
                let height = sheet.height;
                let area = Area { left, top: height - top, right, bottom: height - bottom };
                sheet.fields.push(Place { name: field.name, label: field.label, area });
            }
            papers.push(Laid { name, paper, loaded: Arc::clone(&loaded), sheets });
        }
    }
    papers
}

impl Laid {
    pub fn record(&self) -> &Record {
        &self.loaded.record
    }

    pub fn is(&self, kind: Kind) -> bool {
        self.paper.kind == kind
    }

    /// What the record says of this paper's number, date, signer, recipients.
    pub fn document(&self) -> &Document {
        let record = self.record();
        match self.paper.kind {
            Kind::Report => record.report.as_ref().map(|report| &report.document),
            Kind::Covenant => record.covenant.as_ref().map(|covenant| &covenant.document),
            Kind::Decision => self.decision().map(|decision| &decision.document),
        }
        .expect("the record holds the paper")
    }

    /// The decision that the paper is, where it is one.
    pub fn decision(&self) -> Option<&Decision> {
        self.record().awards.get(self.paper.index).filter(|_| self.is(Kind::Decision))
    }

    /// The body that issues the paper, where the record names one.
    pub fn issuer(&self) -> Option<&Issuer> {
        self.document().issuer.as_ref().or(self.record().issuer.as_ref())
    }

    /// The sections of a report, the commitments of a covenant, and how they are numbered.
    pub fn sections(&self) -> (&[Section], &[Numbering]) {
        let record = self.record();
        let report = record.report.as_ref().filter(|_| self.is(Kind::Report));
        let covenant = record.covenant.as_ref().filter(|_| self.is(Kind::Covenant));
        let of_report = report.map(|report| (&*report.sections, &*report.numbering));
        let of_covenant = covenant.map(|covenant| (&*covenant.commitments, &*covenant.numbering));
        of_report.or(of_covenant).unwrap_or_default()
    }

    /// The legal bases of the paper.
    pub fn bases(&self) -> &[String] {
        let record = self.record();
        match self.paper.kind {
            Kind::Report => record.report.as_ref().map(|report| &*report.legal_bases),
            Kind::Covenant => record.covenant.as_ref().map(|covenant| &*covenant.legal_bases),
            Kind::Decision => self.decision().map(|decision| &*decision.legal_bases),
        }
        .unwrap_or_default()
    }

    /// The sheets of the paper without the list of gaps: first its own, then those of each annex.
    pub fn parts(&self) -> Vec<&[Sheet]> {
        let end = self.sheets.iter().position(Sheet::lists_gaps).unwrap_or(self.sheets.len());
        let mut starts: Vec<usize> = (1..end).filter(|at| self.sheets[*at].annex_note().is_some()).collect();
        starts.insert(0, 0);
        starts.push(end);
        starts.windows(2).map(|pair| &self.sheets[pair[0]..pair[1]]).collect()
    }

    /// The sheets of the paper itself.
    pub fn main(&self) -> &[Sheet] {
        self.parts()[0]
    }
}

impl Sheet {
    pub fn is_landscape(&self) -> bool {
        self.width > self.height
    }

    /// Whether this is the list of gaps of a draft.
    pub fn lists_gaps(&self) -> bool {
        self.lines.iter().any(|line| line.text() == GAPS)
    }

    /// The first line of "(Kèm theo …)" by which an annex is known.
    pub fn annex_note(&self) -> Option<&Line> {
        self.lines.iter().find(|line| line.text().starts_with("(Kèm theo ") && line.is_italic())
    }

    /// Everything written on the sheet.
    pub fn runs(&self) -> impl Iterator<Item = &Run> {
        self.lines.iter().flat_map(|line| &line.runs).chain(&self.raised)
    }

    /// The line that says just that.
    pub fn line(&self, text: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.text() == text)
    }

    /// Horizontal lines that are no part of a table, from the top.
    pub fn free_rules(&self) -> impl Iterator<Item = &Rule> {
        let within = |rule: &Rule| self.tables.iter().any(|table| table.area.holds(rule.left, rule.top));
        self.rules.iter().filter(move |rule| rule.is_horizontal() && !within(rule))
    }

    fn of(number: usize, frame: &Frame) -> Self {
        let mut found = Found::default();
        found.walk(frame, Transform::identity());
        let Found { mut runs, mut rules, boxes, pictures } = found;
        runs.retain(|run| run.right > run.left);
        rules.sort_by(|a, b| a.top.total_cmp(&b.top).then(a.left.total_cmp(&b.left)));
        let mut tables = tables(&rules);
        let mut lines = lines(runs, &tables);
        let raised = take_raised(&mut lines);
        for line in &mut lines {
            line.table = tables.iter().position(|table| table.area.holds(line.left, line.baseline));
        }
        for (at, table) in tables.iter_mut().enumerate() {
            table.fill(&lines.iter().filter(|line| line.table == Some(at)).collect::<Vec<_>>(), &rules);
        }
        let size = frame.size();
        Self {
            number,
            width: size.x.to_mm(),
            height: size.y.to_mm(),
            lines,
            raised,
            rules,
            boxes,
            pictures,
            tables,
            fields: Vec::new(),
        }
    }
}

impl Line {
    /// The words, one space between them.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (at, run) in self.runs.iter().enumerate() {
            if at > 0 && run.reach.0 - self.runs[at - 1].reach.1 > 0.3 {
                text.push(' ');
            }
            text.push_str(&run.text);
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The size of the type that most of the line is set in.
    pub fn size(&self) -> f64 {
        let longest = self.runs.iter().max_by(|a, b| (a.right - a.left).total_cmp(&(b.right - b.left)));
        longest.map_or(0.0, |run| run.size)
    }

    pub fn centre(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn is_bold(&self) -> bool {
        self.runs.iter().all(|run| run.bold)
    }

    pub fn is_italic(&self) -> bool {
        self.runs.iter().all(|run| run.italic)
    }

    /// Upright and not bold.
    pub fn is_plain(&self) -> bool {
        self.runs.iter().all(|run| !run.bold && !run.italic)
    }

    pub fn is_caps(&self) -> bool {
        let text = self.text();
        text == text.to_uppercase()
    }

    /// `13 pt bold`: size and style as a person says them.
    pub fn style(&self) -> String {
        let mut styles: Vec<String> = Vec::new();
        for run in &self.runs {
            let style = match (run.bold, run.italic) {
                (true, true) => "bold italic",
                (true, false) => "bold",
                (false, true) => "italic",
                (false, false) => "regular",
            };
            let style = format!("{} pt {style}", run.size);
            if !styles.contains(&style) {
                styles.push(style);
            }
        }
        styles.join(" + ")
    }

    /// The ink of all words.
    pub fn ink(&self) -> Area {
        let areas = self.runs.iter().map(|run| run.ink);
        areas.reduce(Area::with).expect("a line has words")
    }
}

impl Rule {
    pub fn is_horizontal(&self) -> bool {
        self.bottom - self.top < 0.01 && self.right - self.left > 0.5
    }

    pub fn is_vertical(&self) -> bool {
        self.right - self.left < 0.01 && self.bottom - self.top > 0.5
    }

    pub fn length(&self) -> f64 {
        (self.right - self.left).hypot(self.bottom - self.top)
    }

    pub fn centre(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }
}

impl Area {
    pub fn with(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    fn holds(&self, x: f64, y: f64) -> bool {
        (self.left - 0.2..=self.right + 0.2).contains(&x) && (self.top - 0.2..=self.bottom + 0.2).contains(&y)
    }
}

// ---- Reading frames ---------------------------------------------------------

#[derive(Default)]
struct Found {
    runs: Vec<Run>,
    rules: Vec<Rule>,
    boxes: Vec<Figure>,
    pictures: Vec<Area>,
}

impl Found {
    fn walk(&mut self, frame: &Frame, above: Transform) {
        for (place, item) in frame.items() {
            let here = above.pre_concat(Transform::translate(place.x, place.y));
            match item {
                FrameItem::Group(group) => self.walk(&group.frame, here.pre_concat(group.transform)),
                FrameItem::Text(text) => self.runs.push(run(text, here)),
                FrameItem::Shape(shape, _) => self.shape(shape, here),
                FrameItem::Image(_, size, _) => {
                    self.pictures.push(area(Point::zero(), size.to_point(), here));
                }
                FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn shape(&mut self, shape: &Shape, here: Transform) {
        let solid = shape.stroke.as_ref().is_some_and(|stroke| stroke.dash.is_none());
        let paint = shape.stroke.as_ref().map(|stroke| &stroke.paint).or(shape.fill.as_ref());
        let Some(colour) = paint.map(colour) else { return };
        match &shape.geometry {
            Geometry::Line(end) => {
                let Area { left, top, right, bottom } = area(Point::zero(), *end, here);
                self.rules.push(Rule { left, top, right, bottom, solid, colour });
            }
            _ => {
                let bounds = shape.bbox(false);
                let area = area(bounds.min, bounds.max, here);
                self.boxes.push(Figure { area, colour });
            }
        }
    }
}

fn area(from: Point, to: Point, here: Transform) -> Area {
    let (from, to) = (from.transform(here), to.transform(here));
    let (min, max) = (from.min(to), from.max(to));
    Area { left: min.x.to_mm(), top: min.y.to_mm(), right: max.x.to_mm(), bottom: max.y.to_mm() }
}

fn run(item: &TextItem, here: Transform) -> Run {
    let start = Point::zero().transform(here);
    let mut x = start.x;
    let reach = start.x.to_mm();
    let (mut left, mut right) = (None, reach);
    for glyph in &item.glyphs {
        let end = x + glyph.x_advance.at(item.size);
        if !item.text[glyph.range()].trim().is_empty() {
            left.get_or_insert(x.to_mm());
            right = end.to_mm();
        }
        x = end;
    }
    let bounds = item.bbox();
    let variant = item.font.info().variant;
    Run {
        text: item.text.to_string(),
        family: item.font.info().family.clone(),
        bold: variant.weight >= FontWeight::BOLD,
        italic: variant.style != FontStyle::Normal,
        size: (item.size.to_pt() * 100.0).round() / 100.0,
        left: left.unwrap_or(right),
        right,
        baseline: start.y.to_mm(),
        ink: area(bounds.min, bounds.max, here),
        colour: colour(&item.fill),
        reach: (reach, x.to_mm()),
    }
}

fn colour(paint: &Paint) -> Colour {
    let Paint::Solid(colour) = paint else { return Colour::Other(0, 0, 0, 0) };
    match colour.to_vec4_u8() {
        [0, 0, 0, 255] => Colour::Black,
        [red, green, blue, 255] if red > 200 && green < 80 && blue < 80 => Colour::Red,
        [red, green, blue, alpha] => Colour::Other(red, green, blue, alpha),
    }
}

// ---- Lines and tables -------------------------------------------------------

/// Words farther apart than this stand on lines of their own.
const APART: f64 = 2.0;

fn lines(mut runs: Vec<Run>, tables: &[Table]) -> Vec<Line> {
    runs.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    // Base lines that differ by a hair are one.
    let levels = runs.chunk_by_mut(|a, b| b.baseline - a.baseline < 0.05);
    for level in levels {
        level.sort_by(|a, b| a.left.total_cmp(&b.left));
    }
    let mut lines: Vec<Line> = Vec::new();
    for run in runs {
        let level = |line: &&mut Line| (line.baseline - run.baseline).abs() < 0.05;
        let near = |line: &&mut Line| {
            let end = line.runs.last().expect("a line has words").reach.1;
            (run.reach.0 - end).abs() < APART && !divided(tables, end, &run)
        };
        match lines.iter_mut().rev().take_while(level).find(near) {
            Some(line) => {
                line.right = line.right.max(run.right);
                line.runs.push(run);
            }
            None => lines.push(Line {
                left: run.left,
                right: run.right,
                baseline: run.baseline,
                runs: vec![run],
                table: None,
            }),
        }
    }
    lines
}

/// Takes the marks of footnotes out of the lines: small figures just over the words they belong to.
fn take_raised(lines: &mut Vec<Line>) -> Vec<Run> {
    let belongs = |mark: &Line, words: &Line| {
        mark.size() < 0.7 * words.size()
            && (0.5..3.0).contains(&(words.baseline - mark.baseline))
            && (words.left - APART..words.right + APART).contains(&mark.left)
    };
    let is_mark = |line: &Line| {
        line.text().chars().all(|c| c.is_ascii_digit()) && lines.iter().any(|words| belongs(line, words))
    };
    let marks: Vec<bool> = lines.iter().map(is_mark).collect();
    let mut marks = marks.into_iter();
    let taken = lines.extract_if(.., |_| marks.next().unwrap_or(false));
    taken.flat_map(|line| line.runs).collect()
}

/// Whether a line of a table stands between the end of one run and the next.
fn divided(tables: &[Table], end: f64, run: &Run) -> bool {
    tables
        .iter()
        .filter(|table| table.area.holds(run.left, run.baseline))
        .any(|table| table.columns.iter().any(|x| (end - 0.1..run.left + 0.1).contains(x)))
}

/// The grids that lines make: horizontal and vertical ones that touch.
fn tables(rules: &[Rule]) -> Vec<Table> {
    const TOUCH: f64 = 0.5;
    let mut groups: Vec<Vec<&Rule>> = Vec::new();
    let touches = |a: &Rule, b: &Rule| {
        a.left - TOUCH <= b.right
            && b.left - TOUCH <= a.right
            && a.top - TOUCH <= b.bottom
            && b.top - TOUCH <= a.bottom
    };
    for rule in rules.iter().filter(|rule| rule.is_horizontal() || rule.is_vertical()) {
        let (mut joined, rest): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.iter().any(|other| touches(other, rule)));
        let mut group: Vec<&Rule> = joined.drain(..).flatten().collect();
        group.push(rule);
        groups = rest;
        groups.push(group);
    }
    let mut tables: Vec<Table> = groups
        .into_iter()
        .filter(|group| group.iter().filter(|rule| rule.is_vertical()).count() >= 2)
        .map(|group| {
            let areas = group.iter().map(|rule| Area {
                left: rule.left,
                top: rule.top,
                right: rule.right,
                bottom: rule.bottom,
            });
            let area = areas.reduce(Area::with).expect("a group has lines");
            let columns = distinct(group.iter().filter(|rule| rule.is_vertical()).map(|rule| rule.left));
            let levels = distinct(group.iter().filter(|rule| rule.is_horizontal()).map(|rule| rule.top));
            let crosses = |level: &f64| {
                let parts =
                    group.iter().filter(|rule| rule.is_horizontal() && (rule.top - level).abs() < 0.1);
                let drawn: f64 = parts.map(|rule| rule.length()).sum();
                drawn > area.right - area.left - 1.0
            };
            let levels: Vec<f64> = levels.into_iter().filter(crosses).collect();
            let rows = levels.windows(2).map(|pair| Row {
                top: pair[0],
                bottom: pair[1],
                cells: Vec::new(),
                bold: false,
            });
            Table { area, columns, rows: rows.collect() }
        })
        .collect();
    tables.sort_by(|a, b| a.area.top.total_cmp(&b.area.top));
    tables
}

/// Positions in order, those that are one and the same but for a hair taken once.
fn distinct(positions: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut positions: Vec<f64> = positions.collect();
    positions.sort_by(f64::total_cmp);
    positions.dedup_by(|a, b| (*a - *b).abs() < 0.1);
    positions
}

impl Table {
    /// Puts words in the cells of their rows.
    fn fill(&mut self, lines: &[&Line], rules: &[Rule]) {
        for row in &mut self.rows {
            let middle = f64::midpoint(row.top, row.bottom);
            let divides = |x: &&f64| {
                rules.iter().any(|rule| {
                    rule.is_vertical()
                        && (rule.left - **x).abs() < 0.1
                        && rule.top < middle
                        && rule.bottom > middle
                })
            };
            let edges: Vec<f64> = self.columns.iter().filter(divides).copied().collect();
            let own: Vec<&&Line> =
                lines.iter().filter(|line| line.baseline > row.top && line.baseline < row.bottom).collect();
            row.bold = !own.is_empty() && own.iter().all(|line| line.is_bold());
            row.cells = edges
                .windows(2)
                .map(|edge| {
                    let within = own.iter().filter(|line| line.left > edge[0] - 0.1 && line.left < edge[1]);
                    within.map(|line| line.text()).collect::<Vec<_>>().join(" ")
                })
                .collect();
        }
    }

    /// Whether this is the rest of a table of the sheet before.
    pub fn continues(&self, before: &Self) -> bool {
        self.columns.len() == before.columns.len()
            && self.columns.iter().zip(&before.columns).all(|(a, b)| (a - b).abs() < 0.1)
    }
}
