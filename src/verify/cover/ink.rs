//! Whether strokes can still be read where ink was laid over them.

use hayro::vello_cpu::kurbo::Rect;

use super::sheet::{Colour, Sheet};

/// How far strokes stand out from paper at least, of 255 steps.
const FAINTEST: u8 = 12;
/// How far around the paper is looked at, in pixels.
const AROUND: f64 = 6.0;
/// How much of the difference between strokes and paper must be left.
const LEFT: f64 = 0.6;
/// How much of an earlier picture ink may hide: a seal covers about a third of a signature.
const HIDDEN: f64 = 0.5;
/// By how many steps a pixel differs that is hidden by ink.
const OVER: u8 = 64;

/// The strokes of something on a sheet.
pub struct Strokes<'a> {
    sheet: &'a Sheet,
    /// The pixels at its place, and whether each is of a stroke.
    pixels: Vec<(usize, bool)>,
    /// What is there where no stroke is.
    paper: Colour,
}

/// The strokes of a picture that nobody reads letter by letter, as they were when it came.
pub struct Kept {
    /// The pixels of strokes, and the colour of each.
    strokes: Vec<(usize, Colour)>,
}

impl Kept {
    /// Whether most of them is hidden, little by little or at once.
    pub fn mostly_hidden_in(&self, later: &Sheet) -> bool {
        let hidden = self.strokes.iter().filter(|(at, colour)| apart(*colour, later.colour(*at)) > OVER);
        hidden.count() as f64 > self.strokes.len() as f64 * HIDDEN
    }
}

/// What became of strokes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Nothing was laid over them.
    Untouched,
    /// Ink lies over them, and they are still seen.
    Crossed,
    /// They are hidden, or something else than ink lies over them.
    Spoilt,
}

impl<'a> Strokes<'a> {
    /// The strokes of what stands at a place; nothing where nobody sees any.
    pub fn of(sheet: &'a Sheet, place: Rect) -> Option<Self> {
        let within = sheet.place(place).inflate(1.0, 1.0);
        let around: Vec<(Colour, bool, usize)> = sheet
            .pixels_in(within.inflate(AROUND, AROUND))
            .map(|(at, point)| (sheet.colour(at), within.contains(point), at))
            .collect();
        // The paper is what there is most of around; the strokes are what differs from it most within.
        let paper = median(around.iter().filter(|(_, within, _)| !within).map(|(colour, ..)| *colour))?;
        let own = || around.iter().filter(|(_, within, _)| *within);
        let farthest = own().map(|(colour, ..)| apart(*colour, paper)).max()?;
        if farthest < FAINTEST {
            return None;
        }
        let pixels = own().map(|(colour, _, at)| (*at, apart(*colour, paper) > farthest / 2)).collect();
        Some(Self { sheet, pixels, paper })
    }

    /// Whether nothing changed at their place.
    pub fn untouched(&self, before: &Sheet, after: &Sheet) -> bool {
        self.pixels.iter().all(|(at, _)| before.colour(*at) == after.colour(*at))
    }

    /// Whether they still stand out from the paper between them.
    pub fn stand_out_in(&self, later: &Sheet) -> bool {
        self.contrast(later) >= self.contrast(self.sheet) * LEFT
    }

    /// What is to be remembered of the strokes of a picture.
    pub fn kept(&self) -> Kept {
        let strokes = self.pixels.iter().filter(|(_, stroke)| *stroke);
        Kept { strokes: strokes.map(|(at, _)| (*at, self.sheet.colour(*at))).collect() }
    }

    /// How far strokes are from the paper between them, in the colour in which they are farthest.
    fn contrast(&self, sheet: &Sheet) -> f64 {
        let mean = |of_stroke: bool| {
            let of = self.pixels.iter().filter(|(_, stroke)| *stroke == of_stroke);
            let mut sums = [0.0; 3];
            let mut count = 0.0;
            for (at, _) in of {
                count += 1.0;
                for (sum, part) in sums.iter_mut().zip(sheet.colour(*at)) {
                    *sum += f64::from(part);
                }
            }
            if count > 0.0 { sums.map(|sum| sum / count) } else { self.paper.map(f64::from) }
        };
        let (strokes, paper) = (mean(true), mean(false));
        strokes.iter().zip(paper).map(|(stroke, paper)| (stroke - paper).abs()).fold(0.0, f64::max)
    }
}

/// Whether all is as white as paper at a place.
pub fn is_white(sheet: &Sheet, place: Rect) -> bool {
    let mut colours = sheet.pixels_in(sheet.place(place)).map(|(at, _)| sheet.colour(at));
    colours.all(|colour| apart(colour, [255; 3]) < FAINTEST)
}

/// Whether there is most of white paper around a place.
pub fn is_on_paper(sheet: &Sheet, place: Rect) -> bool {
    let within = sheet.place(place);
    let around =
        sheet.pixels_in(within.inflate(AROUND, AROUND)).filter(|(_, point)| !within.contains(*point));
    median(around.map(|(at, _)| sheet.colour(at))).is_none_or(|paper| apart(paper, [255; 3]) < FAINTEST)
}

/// Whether nothing changed at a place.
pub fn is_same(before: &Sheet, after: &Sheet, place: Rect) -> bool {
    before.pixels_in(before.place(place)).all(|(at, _)| before.colour(at) == after.colour(at))
}

/// How far apart two colours are: the most that red, green or blue differ.
fn apart(one: Colour, other: Colour) -> u8 {
    one.iter().zip(other).map(|(one, other)| one.abs_diff(other)).max().unwrap_or_default()
}

/// The colour of which there is most, part by part.
fn median(colours: impl Iterator<Item = Colour>) -> Option<Colour> {
    let colours: Vec<Colour> = colours.collect();
    let part = |at: usize| {
        let mut parts: Vec<u8> = colours.iter().map(|colour| colour[at]).collect();
        parts.sort_unstable();
        parts.get(parts.len() / 2).copied()
    };
    Some([part(0)?, part(1)?, part(2)?])
}
