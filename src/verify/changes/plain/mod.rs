//! Whether every program shows alike what a page or a look draws with: fonts, colours, states, patterns and layers.
//!
//! What our drawing may fail to show, or what programs may show each in another way, could be covered unseen. So nothing
//! passes here but what stands on a list; what Typst, Word and LibreOffice write does.

mod colours;
mod fonts;
mod layers;
mod operators;
mod sound;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::image::inflated;
use super::pages::inherited;
use crate::verify::revisions::{dictionary, resolve, value};
use layers::Layers;

/// How deep forms, patterns and letters may stand in each other.
const DEPTH: usize = 12;
/// The most forms and pictures that are drawn on a page or in a look, each as often as it is.
const MOST_DRAWN: usize = 10_000;
/// The most bytes of what a stream holds, and as many as most streams hold no more than.
const MOST_BYTES: usize = 32 << 20;
const FEW_BYTES: usize = 64 << 10;

/// Whether every program shows alike what a page itself draws.
pub fn is_plain_page(document: &Document, page: &Dictionary) -> bool {
    let resources = inherited(document, page, b"Resources").and_then(|own| dictionary(document, own));
    let mut eye = Eye::of(document);
    let content = match value(document, page, b"Contents") {
        None => true,
        Some(Object::Array(parts)) => {
            let parts = parts.iter().map(|part| resolve(document, part)?.as_stream().ok());
            parts.collect::<Option<Vec<&Stream>>>().is_some_and(|parts| eye.content(&parts, resources))
        }
        Some(whole) => whole.as_stream().is_ok_and(|whole| eye.content(&[whole], resources)),
    };
    content && eye.group(page) && resources.is_none_or(|own| eye.resources(own, DEPTH)) && eye.agrees()
}

/// Whether every program shows the one look of an annotation alike.
pub fn is_plain_look(document: &Document, annotation: &Dictionary) -> bool {
    let mut eye = Eye::of(document);
    let look = value(document, annotation, b"AP").and_then(|looks| looks.as_dict().ok()?.get(b"N").ok());
    eye.in_shown_layer(annotation) && look.is_some_and(|look| eye.object(look, None, DEPTH)) && eye.agrees()
}

/// Whether the looks of an annotation are written as the standard has them, in whatever fonts and colours, and hide
/// nothing that comes after them.
pub fn is_sound_look(document: &Document, annotation: &Dictionary) -> bool {
    let mut eye = Eye::of(document);
    let looks = value(document, annotation, b"AP").and_then(|looks| looks.as_dict().ok());
    looks.into_iter().flat_map(Dictionary::iter).all(|(_, look)| match resolve(document, look) {
        Some(Object::Dictionary(states)) => states.iter().all(|(_, state)| eye.is_sound(state, DEPTH)),
        Some(_) => eye.is_sound(look, DEPTH),
        None => true,
    }) && !is_heavy(document, annotation)
}

/// Whether the looks of an annotation draw so much, by forms within forms, that drawing them may not end.
pub fn is_heavy(document: &Document, annotation: &Dictionary) -> bool {
    let mut eye = Eye::of(document);
    let looks = value(document, annotation, b"AP").and_then(|looks| looks.as_dict().ok());
    let forms =
        looks.into_iter().flat_map(Dictionary::iter).flat_map(|(_, look)| match resolve(document, look) {
            Some(Object::Dictionary(states)) => states.iter().map(|(_, state)| state).collect(),
            _ => vec![look],
        });
    forms.fold(0, |sum: usize, form| sum.saturating_add(eye.weight(form, None, DEPTH))) > MOST_DRAWN
}

/// Whether a page itself draws so much.
pub fn is_heavy_page(document: &Document, page: &Dictionary) -> bool {
    let resources = inherited(document, page, b"Resources").and_then(|own| dictionary(document, own));
    let mut eye = Eye::of(document);
    let parts: Vec<&Object> = match value(document, page, b"Contents") {
        Some(Object::Array(parts)) => parts.iter().collect(),
        _ => page.get(b"Contents").into_iter().collect(),
    };
    parts.iter().fold(0, |sum: usize, part| sum.saturating_add(eye.weight(part, resources, DEPTH)))
        > MOST_DRAWN
}

/// Looks through what is drawn with.
struct Eye<'a> {
    document: &'a Document,
    layers: Option<Layers>,
    /// What was looked at.
    met: HashSet<ObjectId>,
    /// Whether letters are drawn that are not seen, or that cut what comes after them.
    unseen_letters: Cell<bool>,
    /// Whether there are letters that are drawings of their own.
    drawn_letters: bool,
    /// How much forms draw that were looked at.
    weights: HashMap<ObjectId, usize>,
}

impl<'a> Eye<'a> {
    fn of(document: &'a Document) -> Self {
        Self {
            document,
            layers: Layers::of(document),
            met: HashSet::new(),
            unseen_letters: Cell::new(false),
            drawn_letters: false,
            weights: HashMap::new(),
        }
    }

    /// Whether programs agree about how letters are drawn: some show unseen ones all the same where each letter is a drawing
    /// of its own (Type3).
    fn agrees(&self) -> bool {
        !(self.drawn_letters && self.unseen_letters.get())
    }

    fn value(&self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        value(self.document, dictionary, key)
    }

    fn name(&self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
        self.value(dictionary, key)?.as_name().ok()
    }

    /// Whether something is met for the first time.
    fn is_new(&mut self, object: &Object) -> bool {
        object.as_reference().map_or(true, |id| self.met.insert(id))
    }

    fn resources(&mut self, own: &'a Dictionary, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        own.iter().all(|(kind, entries)| {
            let known = matches!(
                kind.as_slice(),
                b"Font" | b"XObject" | b"ExtGState" | b"ColorSpace" | b"Pattern" | b"Shading" | b"Properties"
            );
            if !known {
                return true;
            }
            let Some(entries) = dictionary(self.document, entries) else { return false };
            entries.iter().all(|(name, entry)| match kind.as_slice() {
                b"Properties" => self.is_shown_layer_or_none(entry),
                b"ColorSpace" => {
                    // Colours of devices that stand for others are not everywhere taken for them.
                    !name.starts_with(b"Default") && self.is_plain_colour(entry)
                }
                _ if !self.is_new(entry) => true,
                b"Font" => self.font(entry, depth),
                b"XObject" => self.object(entry, Some(own), depth),
                b"ExtGState" => dictionary(self.document, entry).is_some_and(|state| self.state(state)),
                b"Pattern" => self.pattern(entry, depth),
                _ => self.is_plain_shading(entry),
            })
        })
    }

    /// A form or a picture; a form without resources draws with those `around` it.
    fn object(&mut self, object: &'a Object, around: Option<&'a Dictionary>, depth: usize) -> bool {
        let Some(object) = resolve(self.document, object).and_then(|one| one.as_stream().ok()) else {
            return false;
        };
        let entries = &object.dict;
        let odd = [&b"OPI"[..], b"Ref", b"Alternates", b"PS", b"Subtype2", b"SMaskInData"];
        if odd.iter().any(|key| entries.has(key)) || !self.in_shown_layer(entries) {
            return false;
        }
        match self.name(entries, b"Subtype") {
            Some(b"Image") => self.is_plain_image(object),
            // Some looks do not say what they are, but for their box.
            Some(b"Form") => {
                let own = self.value(entries, b"Resources").map(Object::as_dict);
                let resources = match own {
                    Some(Ok(own)) => Some(own),
                    Some(Err(_)) => return false,
                    None => around,
                };
                self.content(&[object], resources)
                    && self.group(entries)
                    && own.is_none_or(|own| own.is_ok_and(|own| self.resources(own, depth)))
            }
            _ => false,
        }
    }

    /// The transparency group of a page or a form.
    fn group(&self, owner: &'a Dictionary) -> bool {
        let Some(group) = self.value(owner, b"Group") else { return true };
        let Ok(group) = group.as_dict() else { return false };
        let knocks_out = self.value(group, b"K").is_some_and(|one| !matches!(one, Object::Boolean(false)));
        !knocks_out && group.get(b"CS").ok().is_none_or(|space| self.is_plain_colour(space))
    }

    /// A graphics state: widths, joins, opacity and such as say that nothing is out of the ordinary.
    fn state(&self, state: &'a Dictionary) -> bool {
        state.iter().all(|(key, entry)| {
            let entry = resolve(self.document, entry);
            let is = |names: &[&[u8]]| {
                entry.is_none_or(|one| one.as_name().is_ok_and(|name| names.contains(&name)))
            };
            match key.as_slice() {
                b"Type" | b"LW" | b"LC" | b"LJ" | b"ML" | b"D" | b"RI" | b"FL" | b"SM" | b"SA" | b"TK"
                | b"OPM" => true,
                b"CA" | b"ca" => {
                    entry.is_none_or(|one| one.as_float().is_ok_and(|opacity| (0.0..=1.0).contains(&opacity)))
                }
                b"BM" => is(&[b"Normal", b"Compatible", b"Multiply"]),
                b"SMask" => is(&[b"None"]),
                b"OP" | b"op" | b"AIS" => entry.is_none_or(|one| matches!(one, Object::Boolean(false))),
                b"TR" => is(&[b"Identity"]),
                b"TR2" | b"BG2" | b"UCR2" | b"HT" => is(&[b"Default"]),
                _ => false,
            }
        })
    }

    fn pattern(&mut self, pattern: &'a Object, depth: usize) -> bool {
        let Some(pattern) = resolve(self.document, pattern) else { return false };
        let entries = match pattern {
            Object::Stream(stream) => &stream.dict,
            Object::Dictionary(entries) => entries,
            _ => return false,
        };
        match (self.value(entries, b"PatternType").and_then(|kind| kind.as_i64().ok()), pattern) {
            (Some(1), Object::Stream(tile)) => {
                let own = self.value(entries, b"Resources").and_then(|own| own.as_dict().ok());
                self.content(&[tile], own) && own.is_none_or(|own| self.resources(own, depth))
            }
            (Some(2), _) => {
                let shading = entries.get(b"Shading");
                !entries.has(b"ExtGState") && shading.is_ok_and(|shading| self.is_plain_shading(shading))
            }
            _ => false,
        }
    }

    /// The operators of a page, a form or a tile.
    fn content(&self, parts: &[&'a Stream], resources: Option<&'a Dictionary>) -> bool {
        let mut content = Vec::new();
        for part in parts {
            let Some(bytes) = self.data(part) else { return false };
            content.extend(bytes);
            content.push(b'\n');
        }
        let Some(content) = operators::well_formed(&content) else { return false };
        if operators::has_unseen_letters(&content) {
            self.unseen_letters.set(true);
        }
        operators::are_plain(self.document, &content, resources)
    }

    /// What a stream holds, where that is whole and packed in a common way: by Flate, and written in letters perhaps.
    fn data(&self, stream: &'a Stream) -> Option<Vec<u8>> {
        let name = |filter: &'a Object| resolve(self.document, filter)?.as_name().ok();
        let filters: Vec<&[u8]> = match self.value(&stream.dict, b"Filter") {
            None => Vec::new(),
            Some(Object::Array(list)) => list.iter().map(name).collect::<Option<_>>()?,
            Some(one) => vec![one.as_name().ok()?],
        };
        if !filters.is_empty() && self.value(&stream.dict, b"DecodeParms").is_some() {
            return None;
        }
        let (content, filters) = match filters.as_slice() {
            [b"ASCII85Decode", rest @ ..] => (Cow::Owned(from_letters(&stream.content)?), rest),
            rest => (Cow::Borrowed(&stream.content), rest),
        };
        match filters {
            [] => (content.len() <= MOST_BYTES).then(|| content.into_owned()),
            [b"FlateDecode"] => {
                let sizes = std::iter::successors(Some(FEW_BYTES), |size| Some(size * 8));
                let mut sizes = sizes.take_while(|size| *size <= MOST_BYTES);
                sizes.find_map(|most| inflated(&content, most))
            }
            _ => None,
        }
    }
}

/// Bytes that are written in letters (ISO 32000-1, 7.4.3), by the letter of the standard.
fn from_letters(content: &[u8]) -> Option<Vec<u8>> {
    let content = content.trim_ascii();
    let plain = |byte: &u8| matches!(byte, b'!'..=b'u' | b'z' | b'\r' | b'\n' | b' ');
    content.strip_suffix(b"~>")?.iter().all(plain).then_some(())?;
    let stream = Stream::new(dictionary! { "Filter" => "ASCII85Decode" }, content.to_vec());
    stream.decompressed_content().ok()
}
