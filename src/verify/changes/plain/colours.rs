//! Colours that every program shows alike, and what is drawn in them: pictures and gradients.

use lopdf::{Dictionary, Object, Stream};

use super::Eye;
use crate::verify::revisions::resolve;

/// How deep colour spaces may stand in each other, and functions.
const DEPTH: usize = 3;
/// Where the list of a colour profile's parts begins, and how long an entry of it is, in bytes.
const PARTS: usize = 132;
const PART: usize = 12;

impl<'a> Eye<'a> {
    /// Whether a colour space is one of devices, or of a profile that says the like.
    pub(super) fn is_plain_colour(&self, space: &'a Object) -> bool {
        self.colour(space, DEPTH)
    }

    fn colour(&self, space: &'a Object, depth: usize) -> bool {
        let device = |name: &[u8]| matches!(name, b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" | b"Pattern");
        let Some(depth) = depth.checked_sub(1) else { return false };
        let list = match resolve(self.document, space) {
            Some(Object::Name(name)) => return device(name),
            Some(Object::Array(list)) => list,
            _ => return false,
        };
        let kind = list.first().and_then(|kind| resolve(self.document, kind)?.as_name().ok());
        match (kind, &list[1..]) {
            (Some(name), []) => device(name),
            (Some(b"Pattern"), [base]) => self.colour(base, depth),
            (Some(b"Indexed"), [base, _, _]) => self.colour(base, depth),
            (Some(b"ICCBased"), [profile]) => {
                let profile = resolve(self.document, profile).and_then(|one| one.as_stream().ok());
                profile.is_some_and(|profile| self.is_plain_profile(profile))
            }
            _ => false,
        }
    }

    /// Whether a colour profile is one of grey or of red, green and blue that differs little from what screens show.
    fn is_plain_profile(&self, stream: &'a Stream) -> bool {
        let of = self.value(&stream.dict, b"N").and_then(|count| count.as_i64().ok());
        let alternate = self.name(&stream.dict, b"Alternate");
        let same = match of {
            Some(1) => matches!(alternate, None | Some(b"DeviceGray")),
            Some(3) => matches!(alternate, None | Some(b"DeviceRGB")),
            _ => false,
        };
        // From black to white, as is usual.
        let range = self.value(&stream.dict, b"Range").map(Object::as_array);
        let usual = |range: &Vec<Object>| {
            let limits = range.iter().zip([0.0, 1.0].into_iter().cycle());
            limits.into_iter().all(|(own, usual)| own.as_float().is_ok_and(|own| own == usual))
        };
        let known = range.is_none_or(|range| range.is_ok_and(usual))
            && (alternate.is_some() || !stream.dict.has(b"Alternate"));
        same && known
            && self.data(stream).and_then(|data| says_as_screens(&data, of == Some(3))).unwrap_or(false)
    }

    /// Whether a picture is of such colours, and packed in a way that is known.
    pub(super) fn is_plain_image(&self, image: &'a Stream) -> bool {
        let entries = &image.dict;
        let is_mask =
            self.value(entries, b"ImageMask").is_some_and(|one| matches!(one, Object::Boolean(true)));
        let colours = match entries.get(b"ColorSpace") {
            Ok(space) => self.is_plain_colour(space),
            Err(_) => is_mask,
        };
        let mask = |key: &[u8]| match self.value(entries, key) {
            Some(Object::Stream(mask)) => {
                // Word writes that colours were mixed with black.
                let matte = self.value(&mask.dict, b"Matte").map(Object::as_array);
                let black =
                    |matte: &Vec<Object>| matte.iter().all(|one| one.as_float().is_ok_and(|one| one == 0.0));
                matte.is_none_or(|matte| matte.is_ok_and(black)) && self.is_packed_plainly(&mask.dict)
            }
            Some(Object::Array(_)) => key == b"Mask",
            None => true,
            Some(_) => false,
        };
        colours && self.is_packed_plainly(entries) && mask(b"SMask") && mask(b"Mask")
    }

    pub(super) fn is_packed_plainly(&self, entries: &'a Dictionary) -> bool {
        let known = |filter: &Object| {
            let names: [&[u8]; 8] = [
                b"FlateDecode",
                b"DCTDecode",
                b"CCITTFaxDecode",
                b"JBIG2Decode",
                b"LZWDecode",
                b"RunLengthDecode",
                b"ASCII85Decode",
                b"ASCIIHexDecode",
            ];
            resolve(self.document, filter)
                .is_some_and(|one| one.as_name().is_ok_and(|name| names.contains(&name)))
        };
        match self.value(entries, b"Filter") {
            None => true,
            Some(Object::Array(list)) => list.iter().all(known),
            Some(filter) => known(filter),
        }
    }

    /// Whether a gradient goes along a line or around a point, by plain functions.
    pub(super) fn is_plain_shading(&self, shading: &'a Object) -> bool {
        let Some(Object::Dictionary(entries)) = resolve(self.document, shading) else { return false };
        let kind = self.value(entries, b"ShadingType").and_then(|kind| kind.as_i64().ok());
        let functions = match self.value(entries, b"Function") {
            Some(Object::Array(list)) => list.iter().all(|one| self.is_plain_function(one, DEPTH)),
            _ => entries.get(b"Function").is_ok_and(|one| self.is_plain_function(one, DEPTH)),
        };
        let colours = entries.get(b"ColorSpace").is_ok_and(|space| self.is_plain_colour(space));
        matches!(kind, Some(2 | 3)) && functions && colours
    }

    pub(super) fn is_plain_function(&self, function: &'a Object, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let entries = match resolve(self.document, function) {
            Some(Object::Dictionary(entries)) => entries,
            Some(Object::Stream(stream)) => &stream.dict,
            _ => return false,
        };
        match self.value(entries, b"FunctionType").and_then(|kind| kind.as_i64().ok()) {
            Some(0 | 2) => true,
            Some(3) => {
                let parts = self.value(entries, b"Functions").and_then(|list| list.as_array().ok());
                parts.is_some_and(|parts| parts.iter().all(|part| self.is_plain_function(part, depth)))
            }
            _ => false,
        }
    }
}

/// Whether a profile is made of curves alone, and of such as screens have; nothing where it cannot be read.
fn says_as_screens(profile: &[u8], coloured: bool) -> Option<bool> {
    let space: &[u8] = if coloured { b"RGB " } else { b"GRAY" };
    if profile.get(36..40)? != b"acsp" || profile.get(16..20)? != space {
        return Some(false);
    }
    let count = usize::try_from(long(profile, PARTS - 4)?).ok()?;
    let parts = profile.get(PARTS..PARTS.checked_add(count.checked_mul(PART)?)?)?.chunks_exact(PART);
    let find = |name: &[u8]| {
        let part = parts.clone().find(|part| part.starts_with(name))?;
        let at = usize::try_from(long(part, 4)?).ok()?;
        profile.get(at..at.checked_add(usize::try_from(long(part, 8)?).ok()?)?)
    };
    // Tables of colours say what they like.
    let tables = parts.clone().any(|part| part.starts_with(b"A2B") || part.starts_with(b"D2B"));
    let curves: &[&[u8]] = if coloured { &[b"rTRC", b"gTRC", b"bTRC"] } else { &[b"kTRC"] };
    let curves = curves.iter().all(|name| find(name).and_then(is_curve_of_screens).unwrap_or(false));
    let white = !coloured || is_near_white([find(b"rXYZ")?, find(b"gXYZ")?, find(b"bXYZ")?])?;
    Some(!tables && curves && white)
}

/// Whether red, green and blue together are white, and each of them is itself.
fn is_near_white(colours: [&[u8]; 3]) -> Option<bool> {
    /// White as profiles have it.
    const WHITE: [f64; 3] = [0.9642, 1.0, 0.8249];
    const NEAR: f64 = 0.06;
    let mut sums = [0.0; 3];
    for (at, colour) in colours.into_iter().enumerate() {
        let of = |part: usize| Some(f64::from(long(colour, 8 + 4 * part)?.cast_signed()) / 65536.0);
        let parts = [of(0)?, of(1)?, of(2)?];
        // Red, green and blue are each strongest in a part of its own.
        let least = [0.35, 0.45, 0.5][at];
        if parts[at] < least || parts.iter().any(|part| *part < -0.1) {
            return Some(false);
        }
        sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
    }
    Some(sums.iter().zip(WHITE).all(|(sum, white)| (sum - white).abs() < NEAR))
}

/// Whether a curve leads from black to white much as screens do.
fn is_curve_of_screens(curve: &[u8]) -> Option<bool> {
    let gamma = |gamma: f64| (0.9..=3.0).contains(&gamma);
    match curve.get(..4)? {
        b"curv" => {
            let count = usize::try_from(long(curve, 8)?).ok()?;
            let value =
                |at: usize| Some(u16::from_be_bytes(curve.get(12 + 2 * at..14 + 2 * at)?.try_into().ok()?));
            match count {
                0 => Some(true),
                1 => Some(gamma(f64::from(value(0)?) / 256.0)),
                _ => {
                    let values = (0..count).map(value).collect::<Option<Vec<u16>>>()?;
                    let (first, last) = (values[0], values[count - 1]);
                    let middle = values[count / 2];
                    let ends = first < 0x0800 && last > 0xF800 && (0x1800..=0x9000).contains(&middle);
                    Some(ends && values.is_sorted())
                }
            }
        }
        b"para" => {
            let kind = u16::from_be_bytes(curve.get(8..10)?.try_into().ok()?);
            let number = |at: usize| Some(f64::from(long(curve, 12 + 4 * at)?.cast_signed()) / 65536.0);
            match kind {
                0 => Some(gamma(number(0)?)),
                // The curve of sRGB, or one much like it.
                3 => {
                    let own = [number(0)?, number(1)?, number(2)?, number(3)?, number(4)?];
                    let usual = [2.4, 0.948, 0.052, 0.077, 0.040];
                    let near = [0.6, 0.1, 0.1, 0.1, 0.1];
                    Some(
                        own.iter()
                            .zip(usual)
                            .zip(near)
                            .all(|((own, usual), near)| (own - usual).abs() <= near),
                    )
                }
                _ => Some(false),
            }
        }
        _ => Some(false),
    }
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
