//! Looks that every program can draw to their end, in whatever fonts and colours, and that leave nothing behind.
//!
//! A program that stumbles over a look may show nothing of the page, or nothing of the looks that come after it.

use lopdf::content::Operation;
use lopdf::{Dictionary, Object, Stream};

use super::{DEPTH, Eye, MOST_BYTES, operators};
use crate::verify::revisions::{dictionary, resolve, value};

/// The longest side of a picture in pixels: some programs draw no page that has a longer one.
const LARGEST_SIDE: i64 = 20_000;
/// The shortest dash and the least step of tiles, in units of what is drawn: of shorter ones there may be too many.
const LEAST_STEP: f32 = 0.05;

impl<'a> Eye<'a> {
    /// Whether a form or a picture, and all that it draws, can be drawn.
    pub(super) fn is_sound(&mut self, object: &'a Object, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        if !self.is_new(object) {
            return true;
        }
        let Some(stream) = resolve(self.document, object).and_then(|one| one.as_stream().ok()) else {
            return false;
        };
        let entries = &stream.dict;
        if self.name(entries, b"Subtype") == Some(b"Image") {
            return self.is_sound_picture(stream, depth);
        }
        let unpacked = || stream.get_plain_content_with_limit(MOST_BYTES).ok();
        let Some(content) = self.data(stream).or_else(unpacked) else { return false };
        let written =
            operators::well_formed(&content).is_some_and(|read| !read.operations.iter().any(is_odd));
        let own = self.value(entries, b"Resources").and_then(|own| own.as_dict().ok());
        written && own.is_none_or(|own| self.are_sound(own, depth))
    }

    /// Whether all that a look may draw with can be drawn.
    fn are_sound(&mut self, own: &'a Dictionary, depth: usize) -> bool {
        let of = |kind: &[u8]| {
            let all = value(self.document, own, kind).and_then(|all| all.as_dict().ok());
            all.into_iter().flatten().map(|(_, one)| one)
        };
        let mut spaces = of(b"ColorSpace");
        let mut shadings = of(b"Shading");
        let tiles =
            of(b"Pattern").filter(|one| matches!(resolve(self.document, one), Some(Object::Stream(_))));
        let tiles: Vec<&Object> = tiles.collect();
        let masks = of(b"ExtGState").filter_map(|state| {
            let mask = value(self.document, dictionary(self.document, state)?, b"SMask")?;
            mask.as_dict().ok()?.get(b"G").ok()
        });
        let forms: Vec<&Object> = of(b"XObject").chain(tiles.iter().copied()).chain(masks).collect();
        spaces.all(|one| self.can_be_built(one, DEPTH))
            && shadings.all(|one| self.is_plain_shading(one))
            && tiles.into_iter().all(|tile| self.steps(tile))
            && forms.into_iter().all(|one| self.is_sound(one, depth))
    }

    /// Whether the tiles of a pattern stand apart.
    fn steps(&self, tile: &'a Object) -> bool {
        let tile = resolve(self.document, tile).and_then(|one| one.as_stream().ok());
        [&b"XStep"[..], b"YStep"].iter().all(|key| {
            let step = tile.and_then(|tile| self.value(&tile.dict, key)?.as_float().ok());
            step.is_some_and(|step| step.abs() >= LEAST_STEP)
        })
    }

    /// Whether a picture says of itself nothing that cannot be: its size, its colours, how it is packed, its masks.
    fn is_sound_picture(&self, picture: &'a Stream, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let entries = &picture.dict;
        let number = |key: &[u8]| self.value(entries, key).and_then(|size| size.as_i64().ok());
        let sized = |key: &&[u8]| number(key).is_some_and(|size| (1..=LARGEST_SIDE).contains(&size));
        let deep = !entries.has(b"BitsPerComponent")
            || matches!(number(b"BitsPerComponent"), Some(1 | 2 | 4 | 8 | 16));
        let space = entries.get(b"ColorSpace").ok();
        let parameters = match self.value(entries, b"DecodeParms") {
            None => true,
            Some(Object::Array(list)) => list.iter().all(|one| self.are_sound_parameters(one)),
            Some(one) => self.are_sound_parameters(one),
        };
        let mask = |key: &[u8]| match self.value(entries, key) {
            Some(Object::Stream(mask)) => self.is_sound_picture(mask, depth),
            Some(Object::Array(list)) => list.iter().all(|one| one.as_i64().is_ok()),
            one => one.is_none(),
        };
        deep && parameters
            && [&b"Width"[..], b"Height"].iter().all(sized)
            && space.is_none_or(|space| self.can_be_built(space, DEPTH))
            && self.is_packed_plainly(entries)
            && mask(b"SMask")
            && mask(b"Mask")
    }

    /// Whether how something is packed is said by figures that can be (ISO 32000-1, tables 8, 10 and 11).
    fn are_sound_parameters(&self, parameters: &'a Object) -> bool {
        let entries = match resolve(self.document, parameters) {
            Some(Object::Dictionary(entries)) => entries,
            Some(Object::Null) | None => return true,
            Some(_) => return false,
        };
        entries.iter().all(|(key, one)| {
            let number = resolve(self.document, one).and_then(|one| one.as_i64().ok());
            match key.as_slice() {
                b"Predictor" => matches!(number, Some(1 | 2 | 10..=15)),
                b"Colors" => matches!(number, Some(1..=4)),
                b"BitsPerComponent" => matches!(number, Some(1 | 2 | 4 | 8 | 16)),
                b"Columns" => number.is_some_and(|columns| (1..=LARGEST_SIDE).contains(&columns)),
                b"Rows" => number.is_some_and(|rows| (0..=LARGEST_SIDE).contains(&rows)),
                b"EarlyChange" | b"ColorTransform" => matches!(number, Some(0 | 1)),
                _ => true,
            }
        })
    }

    /// Whether a colour space has all that it is made of.
    fn can_be_built(&self, space: &'a Object, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let list = match resolve(self.document, space) {
            Some(Object::Name(name)) => {
                return matches!(name.as_slice(), b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" | b"Pattern");
            }
            Some(Object::Array(list)) => list,
            _ => return false,
        };
        let kind = list.first().and_then(|kind| resolve(self.document, kind)?.as_name().ok());
        let is = |one: &'a Object| resolve(self.document, one);
        match (kind, &list[1..]) {
            (Some(b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" | b"Pattern"), []) => true,
            (Some(b"Pattern"), [base]) => self.can_be_built(base, depth),
            (Some(b"CalGray" | b"CalRGB" | b"Lab"), [one]) => matches!(is(one), Some(Object::Dictionary(_))),
            (Some(b"ICCBased"), [profile]) => {
                let profile = is(profile).and_then(|one| one.as_stream().ok());
                let count = profile.and_then(|one| self.value(&one.dict, b"N")?.as_i64().ok());
                matches!(count, Some(1 | 3 | 4))
            }
            (Some(b"Indexed"), [base, highest, table]) => {
                let highest = is(highest).and_then(|one| one.as_i64().ok());
                self.can_be_built(base, depth)
                    && matches!(highest, Some(0..=255))
                    && matches!(is(table), Some(Object::String(..) | Object::Stream(_)))
            }
            (Some(b"Separation" | b"DeviceN"), [_, base, tint, ..]) => {
                let code = is(tint).is_some_and(|one| matches!(one, Object::Stream(_)));
                self.can_be_built(base, depth) && (code || self.is_plain_function(tint, depth))
            }
            _ => false,
        }
    }

    /// How many forms and pictures a form draws, each as often as it does; those without resources of their own draw with
    /// what is around them.
    pub(super) fn weight(&mut self, form: &'a Object, around: Option<&'a Dictionary>, depth: usize) -> usize {
        let Some(depth) = depth.checked_sub(1) else { return usize::MAX };
        let id = form.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.weights.get(&id)) {
            return *known;
        }
        let Some(stream) = resolve(self.document, form).and_then(|one| one.as_stream().ok()) else {
            return 1;
        };
        if self.name(&stream.dict, b"Subtype") == Some(b"Image") {
            return 1;
        }
        let own = self.value(&stream.dict, b"Resources").and_then(|own| own.as_dict().ok()).or(around);
        let drawn = own.and_then(|own| self.value(own, b"XObject")?.as_dict().ok());
        let unpacked = || stream.get_plain_content_with_limit(MOST_BYTES).ok();
        let content = self.data(stream).or_else(unpacked).unwrap_or_default();
        let mut sum = 1_usize;
        for name in operators::drawn(&content) {
            let object = drawn.and_then(|all| all.get(&name).ok());
            sum = sum.saturating_add(object.map_or(1, |object| self.weight(object, own, depth)));
        }
        if let Some(id) = id {
            self.weights.insert(id, sum);
        }
        sum
    }
}

/// Whether an operator leaves something out, or cuts it, for what comes after the look as well, or draws without end.
fn is_odd(operation: &Operation) -> bool {
    let operands = &operation.operands;
    match operation.operator.as_str() {
        "BDC" => operands.first() == Some(&Object::Name(b"OC".to_vec())),
        "Tr" => !matches!(operands.first().map(Object::as_i64), Some(Ok(0..=3))),
        "d" => {
            let dashes = operands.first().and_then(|dashes| dashes.as_array().ok());
            let lengths = |dashes: &Vec<Object>| -> Option<Vec<f32>> {
                dashes.iter().map(|dash| dash.as_float().ok().filter(|dash| *dash >= 0.0)).collect()
            };
            let apart = |lengths: Vec<f32>| lengths.is_empty() || lengths.iter().sum::<f32>() >= LEAST_STEP;
            !dashes.and_then(lengths).is_some_and(apart)
        }
        _ => false,
    }
}
