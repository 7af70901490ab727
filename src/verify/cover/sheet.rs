//! A page that was drawn.

use hayro::hayro_interpret::TransformExt;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::kurbo::{Affine, Point, Rect};
use hayro::vello_cpu::peniko::color::PremulRgba8;
use hayro::{RenderCache, RenderSettings};

use super::things::{Unread, settings};

/// How large a page is drawn, in pixels a point: a letter of 8 points is some 16 pixels high then.
const SCALE: f64 = 2.0;
/// The most pixels along the longer side of a page.
const MOST_PIXELS: f64 = 4000.0;

/// A page in pixels.
pub struct Sheet {
    pixels: Vec<PremulRgba8>,
    width: usize,
    height: usize,
    /// From the page's own units to pixels.
    transform: Affine,
}

/// Red, green and blue.
pub type Colour = [u8; 3];

impl Sheet {
    /// Draws a page on white paper; nothing where it has no size, or where something on it cannot be drawn.
    pub fn of(page: &Page<'_>) -> Option<Self> {
        let (width, height) = page.render_dimensions();
        let longer = f64::from(width.max(height));
        let scale = SCALE.min(MOST_PIXELS / longer.max(1.0));
        #[expect(clippy::cast_possible_truncation, reason = "a scale of some pixels a point")]
        let side = scale as f32;
        let render =
            RenderSettings { x_scale: side, y_scale: side, bg_color: WHITE, ..RenderSettings::default() };
        let unread = Unread::default();
        let picture = hayro::render(page, &RenderCache::new(), &settings(&unread), &render);
        let transform = Affine::scale(scale) * page.initial_transform(true).to_kurbo();
        let (width, height) = (usize::from(picture.width()), usize::from(picture.height()));
        (width > 0 && height > 0 && !unread.any()).then(|| Self {
            pixels: picture.data().to_vec(),
            width,
            height,
            transform,
        })
    }

    /// A place of the page in pixels.
    pub fn place(&self, place: Rect) -> Rect {
        self.transform.transform_rect_bbox(place)
    }

    /// Whether a place of the page is on the sheet, but for a pixel.
    pub fn holds(&self, place: Rect) -> bool {
        let sheet = Rect::new(0.0, 0.0, self.width as f64, self.height as f64).inflate(1.0, 1.0);
        sheet.union(self.place(place)) == sheet
    }

    /// The colour of a pixel; white outside.
    pub fn colour(&self, at: usize) -> Colour {
        self.pixels.get(at).map_or([255; 3], |pixel| [pixel.r, pixel.g, pixel.b])
    }

    /// The pixels of a place, by their number and the middle of each.
    pub fn pixels_in(&self, place: Rect) -> impl Iterator<Item = (usize, Point)> + '_ {
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
}
