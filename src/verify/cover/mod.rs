//! Whether the pictures of signatures cover what stood on a page.
//!
//! The page is drawn as it was first signed, as it was before a picture came and as it is, and each letter below the
//! picture is looked at ([`ink`]): a seal of red strokes across a name covers nothing; a white box does. Where a picture
//! is not plain enough to be sure that every program draws it alike, or nobody foresaw it there, all that lies below it
//! counts as covered.

mod ink;
mod sheet;
mod things;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::kurbo::Rect;

use ink::{Fate, Strokes};
use sheet::Sheet;
use things::{Kind, Thing, things, words};

/// The side of a piece of a picture that is looked at by itself, in points.
const TILE: f64 = 8.0;
/// The most pieces along a side.
const MOST_TILES: usize = 500;
/// How far pictures of neighbouring fields may reach into each other, in points: the width of a frame.
const EDGE: f64 = 4.0;
/// How many slivers a picture may have: each program draws them in another width.
const MOST_SLIVERS: usize = 8;

/// A picture that an update brought: that of a signature field.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The page that it is on, counted from 1.
    pub page: u32,
    /// Where it is: left, bottom, right, top, in the page's own units.
    pub place: [f32; 4],
    /// Whether every program draws it alike: only then does what is drawn clear it.
    pub plain: bool,
    /// Whether its place was there when the others signed, as that of a seal over a signature: then it may lie over
    /// their pictures and over lines.
    pub foreseen: bool,
    /// Whether it takes the place of an earlier picture of its own field, and no other field has one there.
    pub replaces: bool,
}

/// What was found of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What it covers.
    pub cover: Cover,
    /// The words that it shows itself, where nobody foresaw it.
    pub says: String,
}

/// What a picture covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cover {
    /// Nothing.
    Nothing,
    /// Ink lies over these words, which can still be read.
    Crosses(String),
    /// These words are hidden, paler or written over; or what is not letters where there are none.
    Hides(String),
    /// That cannot be told: the page cannot be drawn.
    Unseen,
}

/// The pages of a file as it was first signed: what stands on them stays there, whatever is signed later.
pub struct Ground<'a> {
    signed: &'a [u8],
    pdf: Option<Option<Pdf>>,
    things: HashMap<u32, Option<Vec<Thing>>>,
    /// Pages that were drawn, by their number and by where their revision ends: what is new to one update is old to the
    /// next.
    drawn: HashMap<(u32, usize), Option<Rc<Sheet>>>,
}

impl<'a> Ground<'a> {
    /// The pages of these bytes.
    pub fn of(signed: &'a [u8]) -> Self {
        Self { signed, pdf: None, things: HashMap::new(), drawn: HashMap::new() }
    }

    /// What each picture covers that stood on its page before it came.
    pub fn covered(&mut self, before: &[u8], after: &[u8], pictures: &[Picture]) -> Vec<Seen> {
        let first = self.signed.len();
        self.drawn.retain(|(_, end), _| [first, before.len(), after.len()].contains(end));
        let (mut before, mut after) = (Lazy::of(before), Lazy::of(after));
        let mut look = |picture| {
            // The library is young; what it stumbles over is not seen.
            let looked = catch_unwind(AssertUnwindSafe(|| {
                let cover = self.below(&mut before, &mut after, picture).unwrap_or(Cover::Unseen);
                let says = if picture.foreseen { None } else { says(&mut before, &mut after, picture) };
                Seen { cover, says: says.unwrap_or_default() }
            }));
            looked.unwrap_or_else(|_| Seen { cover: Cover::Unseen, says: String::new() })
        };
        pictures.iter().map(&mut look).collect()
    }

    fn below(&mut self, before: &mut Lazy, after: &mut Lazy, picture: &Picture) -> Option<Cover> {
        let (at, place) = picture.at()?;
        let on_page = self.things(picture.page)?.to_vec();
        let earlier = before.annotations(at)?;
        let is_below =
            |thing: &Thing| meet(thing.place, place) && (!picture.foreseen || thing.kind != Kind::Line);
        let place_within = place.inflate(-EDGE, -EDGE);
        let of_others = |group: &Rect| !picture.replaces || !within(*group, place);
        let groups = groups(&earlier).filter(|group| meet(*group, place_within)).filter(of_others);
        let groups: Vec<Rect> = groups.collect();
        if groups.is_empty() && !on_page.iter().any(is_below) {
            return Some(Cover::Nothing);
        }
        // A later revision that cannot be drawn, or is drawn by each program in another way, shows what it likes.
        let plain = picture.plain
            && slivers(&after.annotations(at)?, place) <= slivers(&earlier, place) + MOST_SLIVERS;
        let look = Look {
            first: self.sheet(&mut Lazy::of(self.signed), picture.page)?,
            before: self.sheet(before, picture.page)?,
            after: if plain { self.sheet(after, picture.page) } else { None },
            foreseen: picture.foreseen,
        };
        let fate_of = |thing: &Thing| match thing.kind {
            _ if !is_below(thing) => Fate::Untouched,
            Kind::Letters(_) => look.letter(thing.place),
            Kind::Image | Kind::Line => look.pieces(thing.place.intersect(place)),
        };
        let fates: Vec<Fate> = on_page.iter().map(fate_of).collect();
        let pictures = groups.into_iter().map(|group| look.picture(group));
        let worst = fates.iter().copied().chain(pictures).max().unwrap_or(Fate::Untouched);
        let words = words(on_page.iter().zip(fates.iter().map(|fate| *fate == worst)));
        Some(match worst {
            Fate::Crossed if !words.is_empty() => Cover::Crosses(words),
            Fate::Untouched | Fate::Crossed => Cover::Nothing,
            Fate::Spoilt => Cover::Hides(words),
        })
    }

    /// What stands on a page itself, without its annotations.
    fn things(&mut self, page: u32) -> Option<&[Thing]> {
        let pdf = self.pdf.get_or_insert_with(|| Pdf::new(self.signed.to_vec()).ok()).as_ref()?;
        let at = usize::try_from(page).ok()?.checked_sub(1)?;
        let list = self.things.entry(page).or_insert_with(|| things(pdf.pages().get(at)?, false));
        list.as_deref()
    }

    /// A page as it was drawn.
    fn sheet(&mut self, revision: &mut Lazy, page: u32) -> Option<Rc<Sheet>> {
        let key = (page, revision.bytes.len());
        let draw = || {
            let at = usize::try_from(page).ok()?.checked_sub(1)?;
            Sheet::of(revision.pdf()?.pages().get(at)?).map(Rc::new)
        };
        self.drawn.entry(key).or_insert_with(draw).clone()
    }
}

impl Picture {
    /// Its page, counted from 0, and where it is.
    fn at(&self) -> Option<(usize, Rect)> {
        let [left, bottom, right, top] = self.place.map(f64::from);
        let at = usize::try_from(self.page).ok()?.checked_sub(1)?;
        Some((at, Rect::new(left, bottom, right, top)))
    }
}

/// The revisions of a page on which a picture is looked at.
struct Look {
    /// As it was first signed.
    first: Rc<Sheet>,
    /// As it was before the picture came.
    before: Rc<Sheet>,
    /// With the picture, where it can be told how that is drawn.
    after: Option<Rc<Sheet>>,
    /// Whether the picture was foreseen: else it may lie over nothing.
    foreseen: bool,
}

impl Look {
    /// What became of a letter.
    fn letter(&self, place: Rect) -> Fate {
        self.fate(Strokes::of(&self.first, place), |strokes, after| strokes.fate(&self.before, after))
    }

    /// What became of a picture or line of the page, of which a small part may be covered.
    fn pieces(&self, place: Rect) -> Fate {
        tiles(place).map(|tile| self.whole(&self.first, tile)).max().unwrap_or(Fate::Untouched)
    }

    /// What became of the picture of an earlier signature.
    fn picture(&self, place: Rect) -> Fate {
        match self.whole(&self.before, place) {
            // A seal may cross it, and no words are told then.
            Fate::Crossed => Fate::Untouched,
            fate => fate,
        }
    }

    fn whole(&self, sheet: &Sheet, place: Rect) -> Fate {
        self.fate(Strokes::of(sheet, place), |strokes, after| strokes.fate_as_picture(&self.before, after))
    }

    fn fate(&self, strokes: Option<Strokes>, judge: impl Fn(&Strokes, &Sheet) -> Fate) -> Fate {
        match (strokes, &self.after) {
            (None, _) => Fate::Untouched,
            (Some(_), None) => Fate::Spoilt,
            (Some(strokes), Some(after)) => match judge(&strokes, after) {
                Fate::Crossed if !self.foreseen => Fate::Spoilt,
                fate => fate,
            },
        }
    }
}

/// A revision, read where somebody has to look at it.
struct Lazy<'a> {
    bytes: &'a [u8],
    pdf: Option<Option<Pdf>>,
}

impl<'a> Lazy<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, pdf: None }
    }

    fn pdf(&mut self) -> Option<&Pdf> {
        self.pdf.get_or_insert_with(|| Pdf::new(self.bytes.to_vec()).ok()).as_ref()
    }

    /// What the annotations of a page show.
    fn annotations(&mut self, at: usize) -> Option<Vec<Thing>> {
        let page = self.pdf()?.pages().get(at)?;
        let own = things(page, false)?.len();
        Some(things(page, true)?.split_off(own))
    }
}

/// The words that a picture shows itself.
fn says(before: &mut Lazy, after: &mut Lazy, picture: &Picture) -> Option<String> {
    let (at, place) = picture.at()?;
    let (before, after) = (before.annotations(at)?, after.annotations(at)?);
    let same = |one: &Thing, other: &Thing| one.kind == other.kind && one.place == other.place;
    let new =
        after.iter().filter(|one| meet(one.place, place) && !before.iter().any(|other| same(one, other)));
    Some(words(new.map(|thing| (thing, true))))
}

/// How many slivers lie within a place.
fn slivers(things: &[Thing], place: Rect) -> usize {
    things.iter().filter(|one| meet(one.place, place)).map(|one| one.slivers).sum()
}

/// The places of pictures, from what they are drawn of: what is drawn one after another and stands together is one.
fn groups(things: &[Thing]) -> impl Iterator<Item = Rect> {
    const APART: f64 = 12.0;
    let together = |one: &Thing, next: &Thing| meet(one.place.inflate(APART, APART), next.place);
    let groups = things.chunk_by(move |one, next| together(one, next));
    groups.filter_map(|group| group.iter().map(|one| one.place).reduce(|all, one| all.union(one)))
}

/// Whether a place lies in another one, but for the width of a line.
fn within(one: Rect, other: Rect) -> bool {
    other.inflate(1.0, 1.0).union(one) == other.inflate(1.0, 1.0)
}

fn meet(one: Rect, other: Rect) -> bool {
    one.x0 <= other.x1 && other.x0 <= one.x1 && one.y0 <= other.y1 && other.y0 <= one.y1
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
