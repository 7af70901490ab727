//! What a picture does to the strokes below it.
//!
//! A signature is blue and a seal red, on a transparent ground (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II,
//! khoản 7 and 8). So over words only coloured ink may lie: whatever makes strokes paler by white or grey, or draws in
//! black beside them, is no seal. Ink may cross letters, but must leave them to be read.

use std::collections::BTreeMap;

use hayro::vello_cpu::kurbo::Rect;

use super::sheet::{Colour, Sheet};

/// How far strokes stand out from paper at least, of 255 steps.
const FAINTEST: f64 = 40.0;
/// How far around the paper is looked at, in pixels.
const AROUND: f64 = 6.0;
/// How much of a stroke may turn paler other than by ink, and be added in black: the rim of a picture whose white
/// ground was taken away.
const RIM: f64 = 0.05;
/// How much of that in whole pixels is always allowed, for strokes of a few pixels.
const RIM_PIXELS: f64 = 1.0;
/// How much darker than paper a stroke below ink still is, of what it was: seal red is 0.6 of black.
const INK: f64 = 0.45;
/// How much of the difference between strokes and paper must be left.
const LEFT: f64 = 0.6;
/// How much of an earlier picture ink may hide: a seal covers about a third of a signature.
const HIDDEN: f64 = 0.5;

/// The strokes of something on a sheet.
pub struct Strokes<'a> {
    sheet: &'a Sheet,
    pixels: Vec<Pixel>,
    /// How light the paper around is.
    paper: f64,
    /// 1 for dark strokes on light paper, −1 for light ones on dark.
    sign: f64,
}

/// A pixel of strokes or of the paper between and around them.
struct Pixel {
    at: usize,
    was: Colour,
    /// Which of the parts that hang together it belongs to; nothing for paper.
    part: Option<usize>,
    /// Whether it lies in the place itself, not around it.
    within: bool,
}

/// What became of strokes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Nothing was laid over them.
    Untouched,
    /// Ink lies over them, and they are still seen.
    Crossed,
    /// They are paler, hidden, or something was added to them.
    Spoilt,
}

impl<'a> Strokes<'a> {
    /// The strokes of what stands at a place; nothing where nobody sees any.
    pub fn of(sheet: &'a Sheet, place: Rect) -> Option<Self> {
        let within = sheet.place(place).inflate(1.0, 1.0);
        let around = within.inflate(AROUND, AROUND);
        let mut pixels: Vec<Pixel> = sheet
            .pixels_in(around)
            .map(|(at, point)| Pixel {
                at,
                was: sheet.colour(at),
                part: None,
                within: within.contains(point),
            })
            .collect();
        // The paper is what there is most of around; the strokes are what differs from it most within.
        let mut outside: Vec<f64> =
            pixels.iter().filter(|one| !one.within).map(|one| one.was.light).collect();
        outside.sort_by(f64::total_cmp);
        let paper = outside.get(outside.len() / 2).copied()?;
        let farthest = pixels.iter().filter(|one| one.within).map(|one| paper - one.was.light);
        let farthest = farthest.max_by(|one, other| one.abs().total_cmp(&other.abs()))?;
        if farthest.abs() < FAINTEST {
            return None;
        }
        let sign = farthest.signum();
        let least = farthest.abs() / 2.0;
        for pixel in pixels.iter_mut().filter(|one| one.within && (paper - one.was.light) * sign > least) {
            pixel.part = Some(0);
        }
        let mut strokes = Self { sheet, pixels, paper, sign };
        strokes.tell_parts_apart();
        Some(strokes)
    }

    /// Numbers the parts of strokes that hang together: a letter, its marks, its dot.
    fn tell_parts_apart(&mut self) {
        let width = self.sheet.width();
        let strokes = self.pixels.iter().enumerate().filter(|(_, one)| one.part.is_some());
        let places: BTreeMap<usize, usize> = strokes.map(|(index, one)| (one.at, index)).collect();
        let mut met = vec![false; self.pixels.len()];
        let mut part = 0;
        for start in places.values() {
            if std::mem::replace(&mut met[*start], true) {
                continue;
            }
            let mut waiting = vec![*start];
            while let Some(index) = waiting.pop() {
                self.pixels[index].part = Some(part);
                let at = self.pixels[index].at;
                for row in [at.checked_sub(width), Some(at), at.checked_add(width)].into_iter().flatten() {
                    for beside in row.saturating_sub(1)..=row.saturating_add(1) {
                        if let Some(next) = places.get(&beside)
                            && !std::mem::replace(&mut met[*next], true)
                        {
                            waiting.push(*next);
                        }
                    }
                }
            }
            part += 1;
        }
    }

    /// What a later revision of the page made of the strokes of a letter, given what was seen right before.
    pub fn fate(&self, before: &Sheet, after: &Sheet) -> Fate {
        if self.untouched(before, after) {
            return Fate::Untouched;
        }
        let mut parts: BTreeMap<usize, Loss> = BTreeMap::new();
        let mut added = 0.0;
        for pixel in self.pixels.iter().filter(|one| one.within) {
            let is = after.colour(pixel.at);
            match pixel.part {
                Some(part) => {
                    parts.entry(part).or_default().add(self.depth(pixel.was), self.lost(pixel.was, is));
                }
                None => added += self.black(pixel.was, is),
            }
        }
        let all: f64 = parts.values().map(|part| part.whole).sum();
        let whole_pixel = (255.0 - self.paper).max(self.paper);
        let much = |part: f64, whole: f64| part > (whole * RIM).max(RIM_PIXELS * whole_pixel);
        let paler = parts.values().any(|part| much(part.paler, part.whole));
        if paler || much(added, all) || !self.stand_out_in(after) { Fate::Spoilt } else { Fate::Crossed }
    }

    /// What a later revision made of the strokes of an earlier picture, a signature or a seal: nobody reads it letter
    /// by letter, and a seal may hide a good part of it.
    pub fn fate_as_picture(&self, before: &Sheet, after: &Sheet) -> Fate {
        if self.untouched(before, after) {
            return Fate::Untouched;
        }
        let mut all = Loss::default();
        let (mut hidden, mut count) = (0.0, 0.0);
        for pixel in self.pixels.iter().filter(|one| one.part.is_some()) {
            let is = after.colour(pixel.at);
            all.add(self.depth(pixel.was), self.lost(pixel.was, is));
            count += 1.0;
            hidden += f64::from(self.depth(is) < self.depth(pixel.was));
        }
        let spoilt = all.paler > (all.whole * RIM).max(RIM_PIXELS * 255.0) || hidden > count * HIDDEN;
        if spoilt { Fate::Spoilt } else { Fate::Crossed }
    }

    fn untouched(&self, before: &Sheet, after: &Sheet) -> bool {
        let mut within = self.pixels.iter().filter(|one| one.within);
        within.all(|one| before.colour(one.at) == after.colour(one.at))
    }

    /// How much darker than paper a colour is, or lighter where strokes are light.
    fn depth(&self, colour: Colour) -> f64 {
        (self.paper - colour.light) * self.sign
    }

    /// How much a stroke became paler other than by ink.
    fn lost(&self, was: Colour, is: Colour) -> f64 {
        let lost = self.depth(was) - self.depth(is);
        let lighter = is.light - was.light;
        let inked = self.sign > 0.0
            && is.chroma - was.chroma >= lighter * 0.8
            && self.depth(is) >= self.depth(was) * INK;
        if inked { 0.0 } else { lost.max(0.0) }
    }

    /// How much paper became darker other than by ink, or lighter where strokes are light.
    fn black(&self, was: Colour, is: Colour) -> f64 {
        let added = self.depth(is) - self.depth(was);
        let inked = self.sign > 0.0 && is.chroma - was.chroma >= added * 0.5;
        if inked { 0.0 } else { added.max(0.0) }
    }

    /// Whether they still stand out from the paper between and around them.
    fn stand_out_in(&self, later: &Sheet) -> bool {
        let contrast = |sheet: &Sheet| {
            let mean = |of_stroke: bool| {
                let of = self.pixels.iter().filter(|one| one.part.is_some() == of_stroke);
                let (count, sum) =
                    of.fold((0_u32, 0.0), |(count, sum), one| (count + 1, sum + sheet.colour(one.at).light));
                if count > 0 { sum / f64::from(count) } else { self.paper }
            };
            mean(false) - mean(true)
        };
        contrast(later) / contrast(self.sheet) >= LEFT
    }
}

/// How much a part of strokes lost.
#[derive(Default)]
struct Loss {
    /// All of it, before.
    whole: f64,
    /// What turned paler other than by ink.
    paler: f64,
}

impl Loss {
    fn add(&mut self, whole: f64, paler: f64) {
        self.whole += whole;
        self.paler += paler;
    }
}
