//! A page as the browser shows it: its drawing, and its words where they stand.

use std::hash::{Hash, Hasher};

use serde::Serialize;
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::text::TextItem;
use typst_layout::Page;

use crate::typeset::export;

/// One page of a paper.
pub struct Sheet {
    /// Tells its drawing from all others; letters and digits only.
    pub id: String,
    /// Its width in points.
    pub width: f64,
    /// Its height in points.
    pub height: f64,
    /// The drawing, in which words are outlines.
    pub svg: String,
    /// The words in JSON: to be searched, copied and read aloud.
    pub words: String,
}

/// Words of one line and style.
#[derive(Serialize)]
struct Words<'a> {
    text: &'a str,
    /// Where their base line begins, in points from the top left corner.
    x: f64,
    y: f64,
    /// The size of type, and how wide they are, in points.
    size: f64,
    width: f64,
}

impl Sheet {
    /// Draws a page.
    pub fn new(page: &Page) -> Self {
        let svg = export::svg_page(page);
        let mut words = Vec::new();
        collect(&mut words, &page.frame, Transform::identity());
        Self {
            id: format!("{:032x}", typst::utils::hash128(&svg)),
            width: points(page.frame.width()),
            height: points(page.frame.height()),
            svg,
            words: serde_json::to_string(&words).unwrap_or_default(),
        }
    }
}

/// What is drawn of a page, to be hashed: all but the tags, which hold the text of whole papers.
pub struct Ink<'a>(pub &'a Page);

impl Hash for Ink<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.fill.hash(state);
        self.0.bleed.hash(state);
        hash_ink(&self.0.frame, state);
    }
}

fn hash_ink<H: Hasher>(frame: &Frame, state: &mut H) {
    frame.size().hash(state);
    for (place, item) in frame.items() {
        match item {
            FrameItem::Tag(_) => {}
            FrameItem::Group(group) => {
                (place, &group.transform, &group.clip).hash(state);
                hash_ink(&group.frame, state);
            }
            _ => (place, item).hash(state),
        }
    }
}

fn collect<'a>(words: &mut Vec<Words<'a>>, frame: &'a Frame, transform: Transform) {
    for (place, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                let moved = Transform::translate(place.x, place.y).pre_concat(group.transform);
                collect(words, &group.frame, transform.pre_concat(moved));
            }
            FrameItem::Text(text) if !text.text.trim().is_empty() => {
                words.push(Words::new(text, place.transform(transform)));
            }
            _ => {}
        }
    }
}

impl<'a> Words<'a> {
    fn new(item: &'a TextItem, place: Point) -> Self {
        Self {
            text: &item.text,
            x: points(place.x),
            y: points(place.y),
            size: points(item.size),
            width: points(item.width()),
        }
    }
}

/// A length in points, to the hundredth.
fn points(length: Abs) -> f64 {
    (length.to_pt() * 100.0).round() / 100.0
}
