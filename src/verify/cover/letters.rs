//! Whether a letter that shows nothing is a blank, or one that other programs may show.

use hayro::hayro_interpret::font::OutlineGlyph;
use hayro::vello_cpu::kurbo::{Rect, Shape as _};
use ttf_parser::{CFFError, Face, GlyphId, OutlineBuilder, Tag, cff, loca};

/// The part of a letter's height that is below its line, and the part above, in thousandths of it.
const BELOW: f64 = -250.0;
const ABOVE: f64 = 1000.0;

/// What is seen of a letter.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Something, within these bounds.
    Drawn(Rect),
    /// Nothing, as its font says.
    Blank,
    /// Nothing, and its font does not say that: nothing is a blank but what is written as one.
    Nothing,
    /// Nothing to rely on: another program may show it, or show it otherwise.
    Unshown,
}

impl Shape {
    /// What is seen of a letter.
    pub fn of(letter: &OutlineGlyph) -> Self {
        let font = letter.font_data();
        let data: Option<&[u8]> = font.as_ref().map(|font| (*font.data).as_ref());
        // Such fonts have letters of their own that were not found.
        if data.is_some_and(|data| std::ptr::eq(data, crate::typeset::STAND_IN)) {
            return Self::Unshown;
        }
        let bounds = letter.outline().bounding_box();
        if bounds.width() > 0.0 || bounds.height() > 0.0 {
            return Self::Drawn(bounds);
        }
        match data {
            None => Self::Nothing,
            Some(data) if is_empty(data, letter.glyph_id().to_u32()) == Some(true) => Self::Blank,
            Some(_) => Self::Unshown,
        }
    }
}

/// Where a letter would stand of which nothing is seen, in thousandths of its height.
pub fn place(letter: &OutlineGlyph) -> Rect {
    let width = letter.advance_width().map_or(0.0, f64::from);
    let width = if width.is_finite() && width.abs() > 1.0 { width } else { ABOVE };
    Rect::new(0.0, BELOW, width, ABOVE)
}

/// Whether letters are white space, or signs that are never drawn.
pub fn is_blank(letters: &str) -> bool {
    let unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    !letters.is_empty() && letters.chars().all(|c| c.is_whitespace() || c.is_control() || unseen(c))
}

/// Whether a font has a letter, and nothing is in it; nothing where the font cannot be read.
fn is_empty(font: &[u8], letter: u32) -> Option<bool> {
    let id = GlyphId(u16::try_from(letter).ok()?);
    let Ok(face) = Face::parse(font, 0) else {
        return Some(draws_nothing(&cff::Table::parse(font)?, id));
    };
    if let Some(table) = face.tables().cff {
        return Some(draws_nothing(&table, id));
    }
    let table = |name| face.raw_face().table(Tag::from_bytes(name));
    let head = face.tables().head;
    let places = loca::Table::parse(
        face.tables().maxp.number_of_glyphs,
        head.index_to_location_format,
        table(b"loca")?,
    );
    let places = places?;
    if id.0 >= face.number_of_glyphs() {
        return Some(false);
    }
    let Some(range) = places.glyph_range(id) else {
        // Where it begins is where it ends.
        return Some(is_empty_range(&places, id));
    };
    let outline = table(b"glyf")?.get(range)?;
    // Some fonts have outlines of no lines.
    Some(outline.is_empty() || outline.starts_with(&[0, 0]))
}

fn is_empty_range(places: &loca::Table, id: GlyphId) -> bool {
    let at = |index: u16| match places {
        loca::Table::Short(list) => list.get(index).map(u32::from),
        loca::Table::Long(list) => list.get(index),
    };
    let next = id.0.checked_add(1).and_then(at);
    next.is_some() && at(id.0) == next
}

fn draws_nothing(font: &cff::Table, id: GlyphId) -> bool {
    matches!(font.outline(id, &mut Nowhere), Err(CFFError::ZeroBBox))
}

/// Where outlines are drawn that nobody looks at.
pub struct Nowhere;

impl OutlineBuilder for Nowhere {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {}
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
    fn close(&mut self) {}
}
