//! Whether the pictures of signatures cover what stood on a page.
//!
//! Over words nothing may lie but ink on a transparent ground, as the decree wants signatures and seals, in a picture of
//! the simplest kind ([`Means`]), and where the others who signed foresaw it; all else covers what is below. The page is
//! drawn as it was first signed, as it was before the picture came and as it is, and each letter that ink crosses must
//! still stand out ([`ink`]).

mod ink;
mod letters;
mod look;
mod sheet;
mod things;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::kurbo::Rect;
use lopdf::ObjectId;

use ink::{Fate, Kept, Strokes};
pub use letters::Nowhere;
use look::Look;
use sheet::Sheet;
use things::{Kind, Thing, things, words};

/// How far pictures of neighbouring fields may reach into each other, in points.
const EDGE: f64 = 0.5;

/// How many lines a foreseen picture may lie over: those around the cell of a table, and some that are signed upon.
const MOST_RULES: usize = 8;

/// A picture that an update brought: that of a signature field.
#[derive(Debug, Clone)]
pub struct Picture {
    /// What shows it.
    pub id: ObjectId,
    /// The page that it is on, counted from 1; 0 where no page is known to show it.
    pub page: u32,
    /// How many pages there are.
    pub pages: usize,
    /// Where it is: left, bottom, right, top, in the page's own units.
    pub place: [f32; 4],
    /// By what means it is drawn.
    pub means: Means,
    /// Whether its place was there when the others signed, as that of a seal over a signature.
    pub foreseen: bool,
    /// Whether it takes the place of an earlier picture of its own field, and no other field has one there.
    pub replaces: bool,
    /// Whether annotations were at its place before, its own earlier picture among them.
    pub others: bool,
    /// The pictures of earlier signatures on its page.
    pub signatures: Vec<Earlier>,
    /// Where other annotations have pictures on its page: what they say is no part of a signature.
    pub beside: Vec<[f32; 4]>,
    /// Where annotations are on its page that each program shows in its own way.
    pub unseen: Vec<[f32; 4]>,
}

/// The picture of an earlier signature.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// What shows it.
    pub id: ObjectId,
    /// The name of its field, where something is drawn in it.
    pub field: Option<String>,
    /// Where it is.
    pub place: [f32; 4],
}

/// By what means a picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// By pixels of ink on a transparent ground, and nothing else.
    Ink,
    /// By pixels of any colour, which every program shows alike.
    Picture,
    /// By others: programs may show it each in another way.
    Unclear,
    /// By others, and programs may show it each in another place.
    Anywhere,
}

/// What was found of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What it covers.
    pub cover: Cover,
    /// The words that it shows itself, where nobody foresaw it or its place is wide.
    pub says: String,
    /// The fields of earlier signatures over whose pictures it lies.
    pub over: Vec<String>,
}

/// What a picture covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cover {
    /// Nothing.
    Nothing,
    /// Nothing, but it stands on one line with these words.
    Beside(String),
    /// Ink lies over these words, which can still be read; or over what is not letters where there are none.
    Crosses(String),
    /// These words are hidden, or something else than ink lies over them; or over what is not letters where there are
    /// none.
    Hides(String),
    /// That cannot be told: the page cannot be drawn, or programs may show it each in another way.
    Unseen,
}

/// The pages of a file as it was first signed: what stands on them stays there, whatever is signed later.
pub struct Ground<'a> {
    signed: &'a [u8],
    pdf: Option<Option<Pdf>>,
    things: HashMap<u32, Option<Rc<[Thing]>>>,
    /// Pages that were drawn, by their number and by where their revision ends: what is new to one update is old to the
    /// next.
    drawn: HashMap<(u32, usize), Option<Rc<Sheet>>>,
    /// Where the revision ends that brought the picture of a signature.
    came: HashMap<(u32, ObjectId), usize>,
    /// How the pictures of signatures looked when they came, of those that others lie over.
    kept: HashMap<(u32, ObjectId), Option<Rc<Kept>>>,
}

impl<'a> Ground<'a> {
    /// The pages of these bytes.
    pub fn of(signed: &'a [u8]) -> Self {
        Self {
            signed,
            pdf: None,
            things: HashMap::new(),
            drawn: HashMap::new(),
            came: HashMap::new(),
            kept: HashMap::new(),
        }
    }

    /// What each picture covers that stood on its page before it came.
    pub fn covered(&mut self, before: &[u8], after: &[u8], pictures: &[Picture]) -> Vec<Seen> {
        let first = self.signed.len();
        self.drawn.retain(|(_, end), _| [first, before.len(), after.len()].contains(end));
        let (mut before, mut after) = (Lazy::of(before), Lazy::of(after));
        let mut look = |picture| {
            // The library is young; what it stumbles over is not seen.
            let looked = catch_unwind(AssertUnwindSafe(|| {
                let cover = self.below(&mut before, &mut after, picture);
                // What nobody can vouch for may not even be drawn to its end.
                let read = cover.is_some() && (!picture.foreseen || picture.is_wide());
                let says = if read { says(&mut before, &mut after, picture) } else { None };
                Seen {
                    cover: cover.unwrap_or(Cover::Unseen),
                    says: says.unwrap_or_default(),
                    over: Vec::new(),
                }
            }));
            let unseen = || Seen { cover: Cover::Unseen, says: String::new(), over: Vec::new() };
            Seen { over: picture.over(), ..looked.unwrap_or_else(|_| unseen()) }
        };
        let seen = pictures.iter().map(&mut look).collect();
        self.came.extend(pictures.iter().map(|picture| ((picture.page, picture.id), after.bytes.len())));
        seen
    }

    fn below(&mut self, before: &mut Lazy, after: &mut Lazy, picture: &Picture) -> Option<Cover> {
        let (at, place) = picture.at()?;
        // Pages that another program counts otherwise, or what it shows in its own way, nobody can vouch for. That there
        // are no other pages later has been seen to.
        if picture.means == Means::Anywhere
            || self.pdf()?.pages().len() != picture.pages
            || picture.unseen.iter().any(|unseen| meet(rect(*unseen), place))
        {
            return None;
        }
        // What the page shows itself, and what annotations show: but for signatures, that is read as well.
        let annotations = if picture.others { before.annotations(at)? } else { Vec::new() };
        let own_look = |thing: &Thing| picture.replaces && within(thing.place, place);
        let others = annotations.iter().filter(|thing| !own_look(thing));
        let (of_signatures, annotations): (Vec<&Thing>, Vec<&Thing>) =
            others.partition(|thing| picture.is_of_signature(thing));
        let page = self.things(picture.page)?;
        let read: Vec<&Thing> = page.iter().chain(annotations).collect();
        let unshown = |thing: &&Thing| thing.kind == Kind::Unshown && meet(thing.place, place);
        if read.iter().chain(&of_signatures).any(unshown) {
            return None;
        }
        // Of so many lines something may be made that is read.
        let free = |thing: &&&Thing| meet(thing.place, place) && is_free(thing, place);
        let rules_are_free = picture.foreseen && read.iter().filter(free).count() <= MOST_RULES;
        let is_below = |thing: &Thing| meet(thing.place, place) && !(rules_are_free && is_free(thing, place));
        let inner = place.inflate(-EDGE, -EDGE);
        let signed = picture.signatures.iter().filter(|one| meet(rect(one.place), inner));
        let signed: Vec<&Earlier> = signed.collect();
        if signed.is_empty() && !read.iter().any(|thing| is_below(thing)) {
            return Some(beside(&read, place));
        }
        let look = Look {
            first: self.sheet(&mut Lazy::of(self.signed), picture.page)?,
            before: self.sheet(before, picture.page)?,
            // What each program may draw in another way shows what it likes.
            after: match picture.means {
                Means::Ink | Means::Picture => Some(self.sheet(after, picture.page)?),
                Means::Unclear | Means::Anywhere => None,
            },
            may_cross: picture.foreseen && picture.means == Means::Ink,
        };
        let fate_of = |thing: &Thing| match thing.kind {
            _ if !is_below(thing) => Fate::Untouched,
            Kind::Letters(_) => look.strokes(thing.place),
            Kind::Image | Kind::Line | Kind::Stroke => look.pieces(thing.place, place),
            Kind::Unshown => Fate::Untouched,
        };
        let fate_of_theirs = |thing: &Thing| match thing.kind {
            Kind::Letters(_) if meet(thing.place, place) => look.words_of_signature(thing.place),
            _ => Fate::Untouched,
        };
        let mut fates: Vec<Fate> = read.iter().map(|thing| fate_of(thing)).collect();
        fates.extend(of_signatures.iter().map(|thing| fate_of_theirs(thing)));
        let mut worst = fates.iter().copied().max().unwrap_or(Fate::Untouched);
        for one in signed {
            let kept = self.kept(before, picture.page, one)?;
            worst = worst.max(look.signature(rect(one.place), inner, kept.as_deref()));
        }
        let all = read.iter().chain(&of_signatures).copied();
        let words = words(all.zip(fates.iter().map(|fate| *fate == worst)));
        Some(match worst {
            Fate::Untouched => beside(&read, place),
            Fate::Crossed => Cover::Crosses(words),
            Fate::Spoilt => Cover::Hides(words),
        })
    }

    /// How the picture of an earlier signature looked when it came; nothing within where nobody sees any.
    fn kept(&mut self, before: &mut Lazy, page: u32, signature: &Earlier) -> Option<Option<Rc<Kept>>> {
        let key = (page, signature.id);
        if !self.kept.contains_key(&key) {
            let end = self.came.get(&key).copied().unwrap_or(self.signed.len());
            let place = rect(signature.place);
            let mut then = Lazy::of(before.bytes.get(..end)?);
            let own = Strokes::of(&*self.sheet(&mut then, page)?, place).map(|strokes| strokes.kept());
            self.kept.insert(key, own.map(Rc::new));
        }
        self.kept.get(&key).cloned()
    }

    /// What stands on a page itself, without its annotations.
    fn things(&mut self, page: u32) -> Option<Rc<[Thing]>> {
        let at = usize::try_from(page).ok()?.checked_sub(1)?;
        if !self.things.contains_key(&page) {
            let list = self.pdf()?.pages().get(at).and_then(|page| things(page, false));
            self.things.insert(page, list.map(Rc::from));
        }
        self.things.get(&page)?.clone()
    }

    /// The file as it was first signed.
    fn pdf(&mut self) -> Option<&Pdf> {
        self.pdf.get_or_insert_with(|| Pdf::new(self.signed.to_vec()).ok()).as_ref()
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
        let at = usize::try_from(self.page).ok()?.checked_sub(1)?;
        Some((at, rect(self.place)))
    }

    /// Whether its place is wider than a signature with all that is said of who signed.
    fn is_wide(&self) -> bool {
        const WIDEST: f64 = 300.0 * 200.0;
        rect(self.place).area() > WIDEST
    }

    /// The fields of earlier signatures over whose pictures it lies, however little of them is hidden.
    fn over(&self) -> Vec<String> {
        let place = rect(self.place).inflate(-EDGE, -EDGE);
        let over = self.signatures.iter().filter(|one| meet(rect(one.place), place));
        over.filter_map(|one| one.field.clone()).collect()
    }

    /// Whether something stands in the picture of an earlier signature, and in no other.
    fn is_of_signature(&self, thing: &Thing) -> bool {
        let stands_in = |place: [f32; 4]| within(thing.place, rect(place));
        self.signatures.iter().any(|one| stands_in(one.place))
            && !self.beside.iter().any(|one| stands_in(*one))
    }
}

/// Whether a foreseen picture may lie over a line: over one that is signed upon, or along the edge of its own place.
fn is_free(thing: &Thing, place: Rect) -> bool {
    const ALONG: f64 = 2.0;
    let across = thing.place.width() > thing.place.height();
    thing.is_rule() && (across || !meet(thing.place, place.inflate(-ALONG, -ALONG)))
}

/// The words that stand on one line with a picture, right beside it.
fn beside(read: &[&Thing], place: Rect) -> Cover {
    const NEAR: f64 = 1.5;
    let near = |thing: &Thing| {
        let height = thing.place.height();
        let middle = thing.place.center().y;
        (place.y0..=place.y1).contains(&middle) && meet(thing.place.inflate(height * NEAR, 0.0), place)
    };
    let words = words(read.iter().map(|thing| (*thing, near(thing))));
    if words.is_empty() { Cover::Nothing } else { Cover::Beside(words) }
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

fn rect([left, bottom, right, top]: [f32; 4]) -> Rect {
    Rect::new(left.into(), bottom.into(), right.into(), top.into())
}

/// Whether a place lies in another one, but for the width of a line.
fn within(one: Rect, other: Rect) -> bool {
    other.inflate(1.0, 1.0).union(one) == other.inflate(1.0, 1.0)
}

fn meet(one: Rect, other: Rect) -> bool {
    one.x0 <= other.x1 && other.x0 <= one.x1 && one.y0 <= other.y1 && other.y0 <= one.y1
}
