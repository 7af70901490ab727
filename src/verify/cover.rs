//! Whether the pictures of signatures cover what stood on a page.
//!
//! The page is drawn as it was and as it is, and each letter below a picture is looked at: one whose strokes no longer
//! stand out from the paper is covered. A seal of thin red strokes across a name covers nothing; a white box does. Where
//! a picture is not plain enough to be sure that every program draws it alike, or nobody foresaw it there, all that lies
//! below it counts as covered.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, TransformExt, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::kurbo::{Affine, BezPath, Point, Rect, Shape};
use hayro::vello_cpu::peniko::color::PremulRgba8;
use hayro::{RenderCache, RenderSettings};

/// How large a page is drawn, in pixels a point: a letter of 8 points is some 16 pixels high then.
const SCALE: f64 = 2.0;
/// The most pixels along the longer side of a page.
const MOST_PIXELS: f64 = 4000.0;
/// The most things on a page that are looked at.
const MOST_THINGS: usize = 200_000;
/// The side of a piece of a picture that is looked at by itself, in points.
const TILE: f64 = 8.0;
/// The most pieces along a side.
const MOST_TILES: usize = 500;
/// How far strokes stand out from paper at least, of 255 steps.
const FAINTEST: f64 = 40.0;
/// How much of that must be left; less is covered.
const LEFT: f64 = 0.6;
/// How far around a letter the paper is looked at, in pixels.
const AROUND: f64 = 6.0;

/// A picture that an update brought: that of a signature field.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The page that it is on, counted from 1.
    pub page: u32,
    /// Where it is: left, bottom, right, top, in the page's own units.
    pub place: [f32; 4],
    /// Whether it was foreseen there and every program draws it alike: only then does what is drawn clear it.
    pub plain: bool,
    /// Whether its place was there when the others signed, as that of a seal over a signature: then it may lie over
    /// their pictures and over lines.
    pub foreseen: bool,
}

/// What a picture covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cover {
    /// Nothing.
    Nothing,
    /// These words, or what is not letters where there are none.
    Words(String),
    /// That cannot be told: the page cannot be drawn.
    Unseen,
}

/// The pages of a file as it was first signed: what stands on them stays there, whatever is signed later.
pub struct Ground<'a> {
    signed: &'a [u8],
    pdf: Option<Option<Pdf>>,
    things: HashMap<u32, Option<Vec<Thing>>>,
}

impl<'a> Ground<'a> {
    /// The pages of these bytes.
    pub fn of(signed: &'a [u8]) -> Self {
        Self { signed, pdf: None, things: HashMap::new() }
    }

    /// What each picture covers that stood on its page before it came.
    pub fn covered(&mut self, before: &[u8], after: &[u8], pictures: &[Picture]) -> Vec<Cover> {
        let (mut before, mut after) = (Lazy::of(before), Lazy::of(after));
        let mut look = |picture| {
            // The library is young; what it stumbles over is not seen.
            let looked = catch_unwind(AssertUnwindSafe(|| self.below(&mut before, &mut after, picture)));
            looked.ok().flatten().unwrap_or(Cover::Unseen)
        };
        pictures.iter().map(&mut look).collect()
    }

    fn below(&mut self, before: &mut Lazy, after: &mut Lazy, picture: &Picture) -> Option<Cover> {
        let at = usize::try_from(picture.page).ok()?.checked_sub(1)?;
        let [left, bottom, right, top] = picture.place.map(f64::from);
        let place = Rect::new(left, bottom, right, top);
        let below: Vec<Thing> = if picture.foreseen {
            let own = self.things(picture.page, at)?.iter();
            own.filter(|thing| thing.kind != Kind::Line && meet(thing.place, place)).cloned().collect()
        } else {
            let all = things(before.pdf()?.pages().get(at)?, true)?.into_iter();
            all.filter(|thing| meet(thing.place, place)).collect()
        };
        if below.is_empty() {
            return Some(Cover::Nothing);
        }
        let earlier = Sheet::of(before.pdf()?.pages().get(at)?)?;
        // A later revision that cannot be drawn shows what it likes.
        let later = after.pdf().filter(|_| picture.plain).and_then(|after| Sheet::of(after.pages().get(at)?));
        let gone = |part: Rect| {
            let strokes = earlier.strokes(part);
            strokes.is_some_and(|strokes| later.as_ref().is_none_or(|later| !strokes.stand_out_in(later)))
        };
        let hidden: Vec<&Thing> = below
            .iter()
            .filter(|thing| match thing.kind {
                Kind::Letters(_) => gone(thing.place.intersect(place)),
                // Of a picture or a line a small part may be covered.
                Kind::Image | Kind::Line => tiles(thing.place.intersect(place)).any(gone),
            })
            .collect();
        Some(if hidden.is_empty() { Cover::Nothing } else { Cover::Words(words(&hidden)) })
    }

    /// What stands on a page itself, without its annotations.
    fn things(&mut self, page: u32, at: usize) -> Option<&[Thing]> {
        let pdf = self.pdf.get_or_insert_with(|| Pdf::new(self.signed.to_vec()).ok()).as_ref()?;
        let list = self.things.entry(page).or_insert_with(|| things(pdf.pages().get(at)?, false));
        list.as_deref()
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

/// The letters of things as a person reads them, with blanks where there were some.
fn words(things: &[&Thing]) -> String {
    let mut text = String::new();
    let mut last: Option<Rect> = None;
    for thing in things {
        let Kind::Letters(letters) = &thing.kind else { continue };
        let apart = last.is_some_and(|last| {
            let height = last.height().max(thing.place.height());
            thing.place.x0 - last.x1 > height * 0.3
                || thing.place.x1 < last.x0
                || (thing.place.y0 - last.y0).abs() > height
        });
        if apart {
            text.push(' ');
        }
        text.push_str(letters);
        last = Some(thing.place);
    }
    text
}

/// Something that stands on a page.
#[derive(Debug, Clone)]
struct Thing {
    /// Where, in the page's own units.
    place: Rect,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Letters(String),
    Image,
    Line,
}

/// What stands on a page, with its annotations or without; nothing where that is too much.
fn things(page: &Page<'_>, annotations: bool) -> Option<Vec<Thing>> {
    let cache = InterpreterCache::new();
    let everywhere = Rect::new(-1e6, -1e6, 1e6, 1e6);
    let settings = InterpreterSettings { render_annotations: annotations, ..settings() };
    let mut context = Context::new(Affine::IDENTITY, everywhere, &cache, page.xref(), settings);
    let mut list = List::default();
    interpret_page(page, &mut context, &mut list);
    (list.things.len() < MOST_THINGS).then_some(list.things)
}

fn settings() -> InterpreterSettings {
    InterpreterSettings {
        // What has no font of its own is drawn with ours: where letters stand matters, not how they look.
        font_resolver: Arc::new(|_| Some((Arc::new(crate::typeset::STAND_IN), 0))),
        ..InterpreterSettings::default()
    }
}

/// Lists what is drawn instead of drawing it.
#[derive(Default)]
struct List {
    things: Vec<Thing>,
    /// The bounds of each glyph that was met: a page has thousands of letters and some dozens of glyphs.
    bounds: HashMap<u128, Rect>,
}

impl List {
    fn add(&mut self, place: Rect, kind: Kind) {
        let drawn = place.is_finite() && (place.width() > 0.0 || place.height() > 0.0);
        if drawn && self.things.len() < MOST_THINGS {
            self.things.push(Thing { place, kind });
        }
    }
}

impl<'a> Device<'a> for List {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}

    fn draw_path(&mut self, path: &BezPath, transform: Affine, _: &Paint<'a>, _: &PathDrawMode) {
        self.add(transform.transform_rect_bbox(path.bounding_box()), Kind::Line);
    }

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        paint: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        let letters = glyph.as_unicode().map(|letters| match letters {
            BfString::Char(letter) => letter.to_string(),
            BfString::String(letters) => letters,
        });
        match glyph {
            Glyph::Outline(glyph) => {
                let key = glyph.identifier().cache_key();
                let outline = *self.bounds.entry(key).or_insert_with(|| glyph.outline().bounding_box());
                let letters = Kind::Letters(letters.unwrap_or_else(|| "?".to_owned()));
                self.add((transform * glyph_transform).transform_rect_bbox(outline), letters);
            }
            Glyph::Type3(glyph) => glyph.interpret(self, transform, glyph_transform, paint),
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, transform: Affine) {
        let pixels = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        self.add(transform.transform_rect_bbox(pixels), Kind::Image);
    }
}

/// A page that was drawn.
struct Sheet {
    pixels: Vec<PremulRgba8>,
    width: usize,
    height: usize,
    /// From the page's own units to pixels.
    transform: Affine,
}

/// Where the strokes of something are, and how far they stand out.
struct Strokes {
    /// The pixels around it, and whether each is of a stroke.
    pixels: Vec<(usize, bool)>,
    /// How much lighter the paper is; less than nothing for light letters on dark.
    contrast: f64,
}

impl Sheet {
    fn of(page: &Page<'_>) -> Option<Self> {
        let (width, height) = page.render_dimensions();
        let longer = f64::from(width.max(height));
        let scale = SCALE.min(MOST_PIXELS / longer.max(1.0));
        #[expect(clippy::cast_possible_truncation, reason = "a scale of some pixels a point")]
        let side = scale as f32;
        let render =
            RenderSettings { x_scale: side, y_scale: side, bg_color: WHITE, ..RenderSettings::default() };
        let picture = hayro::render(page, &RenderCache::new(), &settings(), &render);
        let transform = Affine::scale(scale) * page.initial_transform(true).to_kurbo();
        let (width, height) = (usize::from(picture.width()), usize::from(picture.height()));
        (width > 0 && height > 0).then(|| Self { pixels: picture.data().to_vec(), width, height, transform })
    }

    /// How light a pixel is, of 255 steps.
    fn light(&self, at: usize) -> f64 {
        self.pixels.get(at).map_or(255.0, |pixel| {
            0.299 * f64::from(pixel.r) + 0.587 * f64::from(pixel.g) + 0.114 * f64::from(pixel.b)
        })
    }

    /// The strokes of what stands at a place; nothing where nobody sees any.
    fn strokes(&self, place: Rect) -> Option<Strokes> {
        let within = self.transform.transform_rect_bbox(place).inflate(1.0, 1.0);
        let around = within.inflate(AROUND, AROUND);
        let lights: Vec<(usize, f64, bool)> =
            self.pixels_in(around).map(|(at, point)| (at, self.light(at), within.contains(point))).collect();
        // The paper is what there is most of around; the strokes are what differs from it most within.
        let mut outside: Vec<f64> = lights.iter().filter(|one| !one.2).map(|one| one.1).collect();
        outside.sort_by(f64::total_cmp);
        let paper = outside.get(outside.len() / 2).copied()?;
        let farthest = lights.iter().filter(|one| one.2).map(|one| paper - one.1);
        let farthest = farthest.max_by(|one, other| one.abs().total_cmp(&other.abs()))?;
        if farthest.abs() < FAINTEST {
            return None;
        }
        let is_stroke = |light: f64| (paper - light) * farthest.signum() > farthest.abs() / 2.0;
        let pixels: Vec<(usize, bool)> =
            lights.iter().map(|(at, light, within)| (*at, *within && is_stroke(*light))).collect();
        let contrast = self.contrast(&pixels)?;
        Some(Strokes { pixels, contrast })
    }

    fn pixels_in(&self, place: Rect) -> impl Iterator<Item = (usize, Point)> + '_ {
        let bounded = |value: f64, most: usize| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and `most`"
            )]
            let bounded = value.clamp(0.0, most as f64) as usize;
            bounded
        };
        let columns = bounded(place.x0.floor(), self.width)..bounded(place.x1.ceil(), self.width);
        let rows = bounded(place.y0.floor(), self.height)..bounded(place.y1.ceil(), self.height);
        rows.flat_map(move |row| {
            columns.clone().map(move |column| {
                (row * self.width + column, Point::new(column as f64 + 0.5, row as f64 + 0.5))
            })
        })
    }

    /// How much lighter the paper is than strokes.
    fn contrast(&self, pixels: &[(usize, bool)]) -> Option<f64> {
        let mean = |of_stroke: bool| {
            let of = pixels.iter().filter(|(_, stroke)| *stroke == of_stroke);
            let (count, sum) =
                of.fold((0_u32, 0.0), |(count, sum), (at, _)| (count + 1, sum + self.light(*at)));
            (count > 0).then(|| sum / f64::from(count))
        };
        Some(mean(false)? - mean(true)?)
    }
}

impl Strokes {
    /// Whether they still stand out from the paper.
    fn stand_out_in(&self, later: &Sheet) -> bool {
        later.contrast(&self.pixels).is_some_and(|left| left / self.contrast >= LEFT)
    }
}
