//! What stands on a page: its letters, pictures and lines, and where.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::kurbo::{Affine, BezPath, ParamCurveArclen as _, PathSeg, Rect, Shape as _};

use super::letters::{self, Shape};

/// The most things on a page that are looked at.
const MOST_THINGS: usize = 200_000;

/// Something that stands on a page.
#[derive(Debug, Clone)]
pub struct Thing {
    /// Where, in the page's own units.
    pub place: Rect,
    /// What it is.
    pub kind: Kind,
}

impl Thing {
    /// Whether it is a straight line, as of a table: nobody reads it, and a picture that fills its cell touches it.
    pub fn is_rule(&self) -> bool {
        const WIDEST: f64 = 2.0;
        const SHORTEST: f64 = 12.0;
        let (width, height) = (self.place.width(), self.place.height());
        self.kind == Kind::Stroke && width.min(height) <= WIDEST && width.max(height) >= SHORTEST
    }
}

/// What stands on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A letter, or letters that are written as one.
    Letters(String),
    /// A picture.
    Image,
    /// A line or an area.
    Line,
    /// One straight stroke or box of one colour, whole, across or upright.
    Stroke,
    /// A letter that other programs may show, or show otherwise.
    Unshown,
}

/// What stands on a page, its annotations last; without them where that is asked. Nothing where it is too much, or where
/// something cannot be read.
pub fn things(page: &Page<'_>, annotations: bool) -> Option<Vec<Thing>> {
    let cache = InterpreterCache::new();
    let everywhere = Rect::new(-1e6, -1e6, 1e6, 1e6);
    let unread = Unread::default();
    let settings = InterpreterSettings { render_annotations: annotations, ..settings(&unread) };
    let mut context = Context::new(Affine::IDENTITY, everywhere, &cache, page.xref(), settings);
    let mut list = List::default();
    interpret_page(page, &mut context, &mut list);
    (list.things.len() < MOST_THINGS && !list.lost && !unread.any()).then_some(list.things)
}

/// Whether something on a page could not be read.
#[derive(Clone, Default)]
pub struct Unread(Arc<AtomicBool>);

impl Unread {
    /// Whether anything could not be read so far.
    pub fn any(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How pages are read; what cannot be is remembered.
pub fn settings(unread: &Unread) -> InterpreterSettings {
    let unread = unread.clone();
    InterpreterSettings {
        warning_sink: Arc::new(move |_| unread.0.store(true, Ordering::Relaxed)),
        // What has no font of its own is drawn with ours: where letters stand matters, not how they look.
        font_resolver: Arc::new(|_| Some((Arc::new(crate::typeset::STAND_IN), 0))),
        ..InterpreterSettings::default()
    }
}

/// The words in which letters are chosen, as a person reads them.
pub fn words<'a>(things: impl IntoIterator<Item = (&'a Thing, bool)>) -> String {
    let letters = things.into_iter().filter_map(|(thing, chosen)| match &thing.kind {
        Kind::Letters(letters) => Some((thing.place, letters.as_str(), chosen)),
        Kind::Image | Kind::Line | Kind::Stroke | Kind::Unshown => None,
    });
    let letters: Vec<(Rect, &str, bool)> = letters.collect();
    let words = letters.chunk_by(|(last, ..), (next, ..)| !apart(*last, *next));
    let chosen = words.filter(|word| word.iter().any(|(.., chosen)| *chosen));
    chosen
        .map(|word| word.iter().map(|(_, letters, _)| *letters).collect())
        .collect::<Vec<String>>()
        .join(" ")
}

/// How wide a blank is at least, of the height of the letters around it.
const BLANK: f64 = 0.2;

/// Whether there is a blank between two letters that follow each other.
fn apart(last: Rect, next: Rect) -> bool {
    let height = last.height().max(next.height());
    next.x0 - last.x1 > height * BLANK || next.x1 < last.x0 || (next.y0 - last.y0).abs() > height
}

/// Whether a part of a path is a straight line, across or upright.
fn is_upright(part: PathSeg) -> bool {
    const BENT: f64 = 0.01;
    match part {
        PathSeg::Line(line) => {
            let way = line.p1 - line.p0;
            way.x.abs().min(way.y.abs()) <= BENT
        }
        PathSeg::Quad(_) | PathSeg::Cubic(_) => false,
    }
}

/// Whether a path is one upright box.
fn is_box(path: &BezPath) -> bool {
    let sides = path.segments().filter(|part| part.arclen(0.1) > 0.0).count();
    sides <= 4 && path.segments().all(is_upright)
}

/// Lists what is drawn instead of drawing it.
#[derive(Default)]
struct List {
    things: Vec<Thing>,
    /// What is seen of each glyph that was met: a page has thousands of letters and some dozens of glyphs.
    shapes: HashMap<u128, Shape>,
    /// The boxes around what is drawn within, the innermost last, each with whether all of them are boxes themselves.
    clips: Vec<(Rect, bool)>,
    /// How many letters that are drawings of their own are being drawn.
    letters: usize,
    /// Whether something is drawn of which it is not known where it is.
    lost: bool,
}

impl List {
    fn add(&mut self, place: Rect, kind: Kind) {
        let place = self.clips.last().map_or(place, |(clip, _)| within(place, *clip));
        self.lost |= !place.is_finite();
        let drawn = place.is_finite() && (place.width() > 0.0 || place.height() > 0.0);
        if drawn && self.things.len() < MOST_THINGS {
            self.things.push(Thing { place, kind });
        }
    }
}

/// The part of a place that is within another one; as small as nothing where there is none.
fn within(place: Rect, clip: Rect) -> Rect {
    let (x0, y0) = (place.x0.max(clip.x0), place.y0.max(clip.y0));
    Rect::new(x0, y0, place.x1.min(clip.x1).max(x0), place.y1.min(clip.y1).max(y0))
}

impl<'a> Device<'a> for List {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn push_clip_path(&mut self, clip: &ClipPath) {
        // Where a letter cuts what it draws, and what a gradient fills in it, is measured otherwise.
        self.lost |= self.letters > 0;
        let (place, box_alone) = (clip.path.bounding_box(), is_box(&clip.path));
        let outer = self.clips.last().copied();
        self.clips.push(
            outer.map_or((place, box_alone), |(outer, boxes)| (within(place, outer), boxes && box_alone)),
        );
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_clip_path(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {}

    fn draw_path(&mut self, path: &BezPath, transform: Affine, paint: &Paint<'a>, mode: &PathDrawMode) {
        let of_one_colour = matches!(paint, Paint::Color(_));
        self.lost |= self.letters > 0 && !of_one_colour;
        let whole = self.letters == 0 && of_one_colour && self.clips.last().is_none_or(|(_, boxes)| *boxes);
        match mode {
            // Of a frame, nothing is drawn but its sides.
            PathDrawMode::Stroke(stroke) => {
                let half = f64::from(stroke.line_width) / 2.0;
                let whole = whole && stroke.dash_array.is_empty();
                let upright = path.segments().all(|part| is_upright(transform * part));
                // Where lines meet at a sharp angle, the corner is as much longer.
                let corner = if upright { half } else { half * f64::from(stroke.miter_limit).max(1.0) };
                for part in path.segments() {
                    let place = transform.transform_rect_bbox(part.bounding_box().inflate(corner, corner));
                    let kind = if whole && is_upright(transform * part) { Kind::Stroke } else { Kind::Line };
                    self.add(place, kind);
                }
            }
            PathDrawMode::Fill(_) => {
                let kind = if whole && is_box(&(transform * path)) { Kind::Stroke } else { Kind::Line };
                self.add(transform.transform_rect_bbox(path.bounding_box()), kind);
            }
        }
    }

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        paint: &Paint<'a>,
        mode: &GlyphDrawMode,
    ) {
        let letters = glyph.as_unicode().map(|letters| match letters {
            BfString::Char(letter) => letter.to_string(),
            BfString::String(letters) => letters,
        });
        match glyph {
            Glyph::Outline(glyph) => {
                let key = glyph.identifier().cache_key();
                let shape = *self.shapes.entry(key).or_insert_with(|| Shape::of(glyph));
                let blank = letters.as_deref().is_some_and(letters::is_blank);
                let transform = transform * glyph_transform;
                // Letters whose outlines are drawn are as much wider; the outline is in thousandths of the letter.
                let half = match mode {
                    GlyphDrawMode::Stroke(stroke) => f64::from(stroke.line_width) / 2.0,
                    GlyphDrawMode::Fill | GlyphDrawMode::Invisible => 0.0,
                };
                match shape {
                    Shape::Drawn(outline) => {
                        let letters = Kind::Letters(letters.unwrap_or_else(|| "?".to_owned()));
                        self.add(transform.transform_rect_bbox(outline).inflate(half, half), letters);
                    }
                    Shape::Blank => {}
                    Shape::Nothing if blank => {}
                    // What is not to be drawn no program shows.
                    Shape::Nothing | Shape::Unshown if matches!(mode, GlyphDrawMode::Invisible) => {}
                    Shape::Nothing | Shape::Unshown => {
                        self.add(transform.transform_rect_bbox(letters::place(glyph)), Kind::Unshown);
                    }
                }
            }
            Glyph::Type3(glyph) => {
                self.letters += 1;
                glyph.interpret(self, transform, glyph_transform, paint);
                self.letters -= 1;
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, transform: Affine) {
        let pixels = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let place = transform.transform_rect_bbox(pixels);
        self.add(place, Kind::Image);
    }
}
