//! Every paper of every sample, measured with a ruler against Nghị định 30/2020/NĐ-CP.
//!
//! The measures stand here as the decree gives them, with their place in it ("PL I/II.1" reads: Phụ lục
//! I, Phần I, Mục II, khoản 1); nothing is taken from `templates/lib/measures.typ`, which they judge.
//! What the samples do not show is laid out from records that a test writes.

mod annex;
mod closing;
mod covenant;
mod fields;
mod flow;
mod head;
mod sheet;
mod tables;
mod text;
mod title;

use std::fmt::{Debug, Display};
use std::ops::RangeInclusive;

use crate::ruler::{Laid, Line, Rule, Sheet};

/// Millimetres that two measures may differ by and still be the same to the eye.
const HAIR: f64 = 0.3;
/// Millimetres that the middle of something may lie beside that of something else.
const BESIDE: f64 = 0.5;

/// Single spacing of Times New Roman: from base line to base line, in sizes of the type.
const SINGLE: f64 = 1.15;

/// What a test has measured: it fails with all that is wrong at once.
#[derive(Default)]
struct Verdict {
    judged: usize,
    faults: Vec<String>,
}

impl Verdict {
    /// Judges one measure of one element.
    fn judge(
        &mut self,
        at: impl Display,
        element: &str,
        found: impl Display,
        wanted: impl Display,
        right: bool,
    ) {
        self.judged += 1;
        if !right {
            self.faults.push(format!("{at}: {element}: found {found}, wanted {wanted}"));
        }
    }

    /// A measure within the decree's range, in its unit.
    fn within(
        &mut self,
        at: impl Display,
        element: &str,
        found: f64,
        wanted: &RangeInclusive<f64>,
        unit: &str,
    ) {
        let right = (wanted.start() - 0.01..=wanted.end() + 0.01).contains(&found);
        let wanted = if wanted.start() == wanted.end() {
            format!("{} {unit}", wanted.start())
        } else {
            format!("{:.2} to {:.2} {unit}", wanted.start(), wanted.end())
        };
        self.judge(at, element, format!("{found:.2} {unit}"), wanted, right);
    }

    /// Two measures that are one, but for some millimetres.
    fn same(&mut self, at: impl Display, element: &str, found: f64, wanted: f64, slack: f64) {
        let right = (found - wanted).abs() <= slack;
        self.judge(at, element, format!("{found:.2} mm"), format!("{wanted:.2} mm (±{slack})"), right);
    }

    /// Two values that are one.
    fn equal<T: PartialEq + Debug + ?Sized>(
        &mut self,
        at: impl Display,
        element: &str,
        found: &T,
        wanted: &T,
    ) {
        self.judge(at, element, format!("{found:?}"), format!("{wanted:?}"), found == wanted);
    }

    /// Size and style of a line of type.
    fn type_of(&mut self, at: impl Display, line: &Line, sizes: &RangeInclusive<f64>, style: Style) {
        let fits = |size: f64| sizes.contains(&size);
        let right = line
            .runs
            .iter()
            .all(|run| fits(run.size) && (run.bold, run.italic) == (style.is_bold(), style.is_italic()));
        let wanted = if sizes.start() == sizes.end() {
            format!("{} pt {}", sizes.start(), style.word())
        } else {
            format!("{} to {} pt {}", sizes.start(), sizes.end(), style.word())
        };
        self.judge(at, &format!("type of “{}”", line.text()), line.style(), wanted, right);
    }

    /// Fails with everything that is wrong, and where nothing was measured at all.
    #[track_caller]
    fn end(self) {
        const SHOWN: usize = 12;
        assert!(self.judged > 0, "nothing was there to be measured");
        if self.faults.is_empty() {
            return;
        }
        let more = self.faults.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!("\n… and {more} more") } else { String::new() };
        let shown = &self.faults[..self.faults.len().min(SHOWN)];
        panic!("{} of {} measures are wrong:\n{}{more}", self.faults.len(), self.judged, shown.join("\n"));
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Regular,
    Bold,
    Italic,
    BoldItalic,
}

impl Style {
    fn is_bold(self) -> bool {
        matches!(self, Self::Bold | Self::BoldItalic)
    }

    fn is_italic(self) -> bool {
        matches!(self, Self::Italic | Self::BoldItalic)
    }

    fn word(self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::Bold => "bold",
            Self::Italic => "italic",
            Self::BoldItalic => "bold italic",
        }
    }
}

/// Where something stands: sample, paper, page.
fn at(laid: &Laid, sheet: &Sheet) -> String {
    format!("{}, page {}", laid.name, sheet.number)
}

/// The left and right edge of the text on sheets of one direction.
#[derive(Debug, Clone, Copy)]
struct Room {
    left: f64,
    right: f64,
}

impl Room {
    /// The edges that the lines of text show, on all sheets that lie as this one does.
    fn of(laid: &Laid, sheet: &Sheet) -> Self {
        let alike = laid.sheets.iter().filter(|other| other.is_landscape() == sheet.is_landscape());
        let lines = alike.flat_map(|sheet| &sheet.lines).filter(|line| line.table.is_none());
        lines.fold(Self { left: f64::INFINITY, right: 0.0 }, |room, line| Self {
            left: room.left.min(line.left),
            right: room.right.max(line.right),
        })
    }

    fn centre(self) -> f64 {
        f64::midpoint(self.left, self.right)
    }
}

/// Millimetres from base line to base line at single spacing, for type of a size in points.
fn single(size: f64) -> f64 {
    size * SINGLE * crate::ruler::POINT
}

/// The line drawn just under words: the first one below them that begins within their reach.
fn rule_below<'a>(sheet: &'a Sheet, words: &Line) -> Option<&'a Rule> {
    let under = |rule: &&Rule| {
        (0.0..8.0).contains(&(rule.top - words.baseline))
            && rule.left < words.right
            && rule.right > words.left
    };
    sheet.free_rules().find(under)
}

/// The widest of some lines.
fn widest(lines: &[&Line]) -> f64 {
    lines.iter().map(|line| line.width()).fold(0.0, f64::max)
}

/// Lines one after another as one text.
fn joined<'a>(lines: impl IntoIterator<Item = &'a Line>) -> String {
    lines.into_iter().map(Line::text).collect::<Vec<_>>().join(" ")
}

/// A text without its spaces, for texts that may be broken where they have none.
fn packed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A text with single spaces, and without the mark that ends it.
fn bare(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.trim_end_matches("./.").trim_end_matches([';', '.', ',', ':']).trim_end().to_owned()
}
