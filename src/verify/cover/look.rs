//! A page as it was before a picture came and as it is with it, and what became of what stood there.

use std::cell::LazyCell;
use std::rc::Rc;

use hayro::vello_cpu::kurbo::Rect;

use super::ink::{Fate, Kept, Strokes, is_on_paper, is_same, is_white};
use super::sheet::Sheet;

/// The side of a piece of a picture that is looked at by itself, in points.
const TILE: f64 = 8.0;
/// The most pieces along a side.
const MOST_TILES: usize = 500;

/// The revisions of a page on which a picture is looked at.
pub struct Look {
    /// As it was first signed.
    pub first: Rc<Sheet>,
    /// As it was before the picture came.
    pub before: Rc<Sheet>,
    /// With the picture, where it can be told how that is drawn.
    pub after: Option<Rc<Sheet>>,
    /// Whether the picture may lie over anything.
    pub may_cross: bool,
}

impl Look {
    /// What became of a picture or line, of which a part lies within a place and a small part of that may be covered.
    pub fn pieces(&self, whole: Rect, place: Rect) -> Fate {
        let place = whole.intersect(place);
        if place.width().max(place.height()) > TILE * MOST_TILES as f64 {
            return Fate::Spoilt;
        }
        let on_paper = LazyCell::new(|| is_on_paper(&self.first, whole));
        let fate = |tile| self.strokes(tile).max(self.ground(tile, || *on_paper));
        tiles(place).map(fate).max().unwrap_or(Fate::Untouched)
    }

    /// What became of strokes at a place.
    pub fn strokes(&self, place: Rect) -> Fate {
        if !self.first.holds(place) {
            return Fate::Spoilt;
        }
        // What came later than the first signature is seen on the later sheet alone.
        let strokes = Strokes::of(&self.first, place).or_else(|| Strokes::of(&self.before, place));
        self.fate(
            strokes,
            |strokes, after| {
                if strokes.stand_out_in(after) { Fate::Crossed } else { Fate::Spoilt }
            },
        )
    }

    /// What became of a place of one colour: nothing is lost where ink lies upon it, but it is told where that is not blank
    /// paper.
    fn ground(&self, place: Rect, on_paper: impl Fn() -> bool) -> Fate {
        let same = self.after.as_ref().is_some_and(|after| is_same(&self.before, after, place));
        if same || is_white(&self.first, place) && on_paper() { Fate::Untouched } else { Fate::Crossed }
    }

    /// What became of words that the picture of an earlier signature shows: as much as may become of the whole.
    pub fn words_of_signature(&self, place: Rect) -> Fate {
        self.fate(Strokes::of(&self.before, place), |_, _| Fate::Crossed)
    }

    /// What became of the picture of an earlier signature, of which a part lies within a place.
    pub fn signature(&self, whole: Rect, place: Rect, kept: Option<&Kept>) -> Fate {
        let Some(after) = &self.after else {
            return self.fate(Strokes::of(&self.before, whole.intersect(place)), |_, _| Fate::Spoilt);
        };
        let Some(kept) = kept.filter(|_| !is_same(&self.before, after, whole)) else {
            return Fate::Untouched;
        };
        // That a seal lies over a signature is as it should be; it is told apart.
        if self.may_cross && !kept.mostly_hidden_in(after) { Fate::Untouched } else { Fate::Spoilt }
    }

    fn fate(&self, strokes: Option<Strokes>, judge: impl Fn(&Strokes, &Sheet) -> Fate) -> Fate {
        match (strokes, &self.after) {
            (None, _) => Fate::Untouched,
            (Some(_), None) => Fate::Spoilt,
            (Some(strokes), Some(after)) if strokes.untouched(&self.before, after) => Fate::Untouched,
            (Some(strokes), Some(after)) if self.may_cross => judge(&strokes, after),
            (Some(_), Some(_)) => Fate::Spoilt,
        }
    }
}

/// A place in pieces of a letter's size.
fn tiles(place: Rect) -> impl Iterator<Item = Rect> {
    let pieces = |from: f64, to: f64| {
        let starts = std::iter::successors(Some(from), |start| Some(start + TILE));
        starts.take_while(move |start| *start < to || *start == from).take(MOST_TILES)
    };
    pieces(place.y0, place.y1).flat_map(move |y| {
        pieces(place.x0, place.x1)
            .map(move |x| Rect::new(x, y, (x + TILE).min(place.x1), (y + TILE).min(place.y1)))
    })
}
