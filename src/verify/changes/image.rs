//! Pictures in a PDF file of the simplest kind, and whether they are of ink.
//!
//! A signature is blue and a seal red, on a transparent ground (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II,
//! khoản 7 and 8). Such ink can neither make words paler nor add to them unseen.

use flate2::{Decompress, FlushDecompress, Status};
use lopdf::{Document, Object, Stream};
use sha2::{Digest, Sha256};

use super::appearance::Placed;
use crate::verify::revisions::{resolve, value};

/// The most pixels of a picture.
const MOST_PIXELS: usize = 4 << 20;
/// The colour profile that Typst writes for sRGB, by its digest: what other profiles say is not looked into.
const SRGB: &str = "c56e1685d888f5edb92fe07f2750f387f8fe8e91b32ff8fb0b56bfbbb9458353";

/// How light ink is at least, of 255: what is darker passes for black.
const DARKEST: f64 = 35.0;
/// How much of the ink may be of another colour: the rim of a picture whose white ground was taken away.
const RIM: f64 = 0.12;
/// The side of the pieces of a picture in which that is asked again, in points, and how much of the ink or of the piece
/// may be of another colour there.
const PIECE: f64 = 8.0;
const RIM_OF_PIECE: f64 = 0.3;
const OF_PIECE: f64 = 0.03;
/// How far from ink the rim reaches, in points.
const RIM_WIDTH: f64 = 0.6;
/// How strong a pixel is seen at least, of 1.
const SEEN: f64 = 0.1;

/// A picture in pixels.
pub struct Image {
    /// How many pixels are in a row.
    pub width: usize,
    /// How many rows there are.
    pub height: usize,
    /// Red, green, blue and opacity of each pixel, row by row.
    pixels: Vec<[u8; 4]>,
}

impl Image {
    /// Reads a picture of eight bits a colour with an opacity beside it or none; nothing where anything about it is odd.
    pub fn read(document: &Document, object: &Stream) -> Option<Self> {
        let (width, height) = (size(document, object, b"Width")?, size(document, object, b"Height")?);
        let count = width.checked_mul(height).filter(|count| *count <= MOST_PIXELS)?;
        let colours = components(document, object)?;
        let data = samples(document, object, count * colours)?;
        let opacity = match value(document, &object.dict, b"SMask") {
            None => vec![255; count],
            Some(mask) => {
                let mask = mask.as_stream().ok()?;
                let same =
                    size(document, mask, b"Width")? == width && size(document, mask, b"Height")? == height;
                let grey = components(document, mask)? == 1 && !mask.dict.has(b"SMask");
                if !same || !grey {
                    return None;
                }
                samples(document, mask, count)?
            }
        };
        let colour = |sample: &[u8]| match sample {
            [red, green, blue] => [*red, *green, *blue],
            _ => [sample[0]; 3],
        };
        let pixels = data.chunks_exact(colours).zip(opacity).map(|(sample, opacity)| {
            let [red, green, blue] = colour(sample);
            [red, green, blue, opacity]
        });
        Some(Self { width, height, pixels: pixels.collect() })
    }
}

/// Whether a picture is of ink alone, as it is drawn.
pub fn is_ink(placed: &Placed) -> bool {
    let Placed { image, density, opacity, darkens } = placed;
    let looks: Vec<Look> = image.pixels.iter().map(|pixel| Look::of(*pixel, *opacity, *darkens)).collect();
    let paint: f64 = looks.iter().map(|look| look.paint).sum();
    let other: f64 = looks.iter().map(|look| look.other).sum();
    if other > paint * RIM {
        return false;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of pixels")]
    let pixels = |points: f64, density: f64| (density * points).clamp(0.0, 4096.0) as usize;
    // Where a pixel is larger than a rim, there is none.
    let reach = (pixels(RIM_WIDTH, density.0), pixels(RIM_WIDTH, density.1));
    let ink = Counts::of(image.width, looks.iter().map(|look| look.ink));
    let near = |at: usize| ink.any_near(at, reach);
    let at_rims = looks.iter().enumerate().all(|(at, look)| look.other < SEEN || near(at));
    let side = (pixels(PIECE, density.0).max(1), pixels(PIECE, density.1).max(1));
    let rows: Vec<&[Look]> = looks.chunks(image.width).collect();
    let piece_is_ink = |rows: &[&[Look]], column: usize| {
        let piece = || rows.iter().flat_map(|row| row.iter().skip(column).take(side.0));
        let other: f64 = piece().map(|look| look.other).sum();
        let paint: f64 = piece().map(|look| look.paint).sum();
        other <= (paint * RIM_OF_PIECE).max((side.0 * side.1) as f64 * OF_PIECE)
    };
    let pieces_are_ink =
        || rows.chunks(side.1).all(|rows| (0..image.width).step_by(side.0).all(|at| piece_is_ink(rows, at)));
    at_rims && pieces_are_ink()
}

/// What a pixel does to what is below.
struct Look {
    /// How much darker than paper it is, 0 to 1.
    paint: f64,
    /// How much it can make paler or blacker what is below.
    other: f64,
    /// Whether it is plainly ink.
    ink: bool,
}

impl Look {
    fn of([red, green, blue, own]: [u8; 4], opacity: f64, darkens: bool) -> Self {
        let least = f64::from(red.min(green).min(blue));
        let chroma = f64::from(red.max(green).max(blue)) - least;
        let light = 0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue);
        let opacity = opacity * f64::from(own) / 255.0;
        // Over black it makes lighter, over white darker; ink does both in colour.
        let paler = if darkens || chroma >= light * 0.8 { 0.0 } else { light };
        let blacker = if chroma >= (255.0 - light) * 0.45 && light >= DARKEST { 0.0 } else { 255.0 - light };
        let other = opacity * paler.max(blacker) / 255.0;
        Self {
            paint: opacity * (255.0 - least) / 255.0,
            other,
            ink: other == 0.0 && opacity > 0.5 && chroma > 0.0,
        }
    }
}

/// How many pixels are chosen above and left of each.
struct Counts {
    width: usize,
    sums: Vec<u32>,
}

impl Counts {
    fn of(width: usize, chosen: impl Iterator<Item = bool>) -> Self {
        let stride = width + 1;
        let mut sums = vec![0_u32; stride];
        let mut row = 0;
        for (at, chosen) in chosen.enumerate() {
            if at % width == 0 {
                row = 0;
                sums.push(0);
            }
            row += u32::from(chosen);
            sums.push(sums[sums.len() - stride] + row);
        }
        Self { width, sums }
    }

    /// Whether one is chosen within so many pixels across and up.
    fn any_near(&self, at: usize, reach: (usize, usize)) -> bool {
        let stride = self.width + 1;
        let rows = self.sums.len() / stride - 1;
        let (row, column) = (at / self.width, at % self.width);
        let (top, bottom) = (row.saturating_sub(reach.1), (row + reach.1 + 1).min(rows));
        let (left, right) = (column.saturating_sub(reach.0), (column + reach.0 + 1).min(self.width));
        let sum = |row: usize, column: usize| self.sums[row * stride + column];
        sum(bottom, right) + sum(top, left) > sum(top, right) + sum(bottom, left)
    }
}

fn size(document: &Document, object: &Stream, key: &[u8]) -> Option<usize> {
    let size = value(document, &object.dict, key)?.as_i64().ok()?;
    usize::try_from(size).ok().filter(|size| *size > 0)
}

/// How many colours a pixel is of: three or one.
fn components(document: &Document, object: &Stream) -> Option<usize> {
    match value(document, &object.dict, b"ColorSpace")? {
        Object::Name(name) if name == b"DeviceRGB" => Some(3),
        Object::Name(name) if name == b"DeviceGray" => Some(1),
        Object::Array(profile) => {
            let [kind, profile] = profile.as_slice() else { return None };
            let profile = resolve(document, profile)?.as_stream().ok()?;
            let bytes = profile.get_plain_content_with_limit(1 << 16).ok()?;
            let digest = base16ct::lower::encode_string(&Sha256::digest(bytes));
            let known = resolve(document, kind)?.as_name().ok()? == b"ICCBased" && digest == SRGB;
            // Beside its size it may say what is so anyway.
            let plain = profile.dict.iter().all(|(key, value)| match key.as_slice() {
                b"N" | b"Length" | b"Filter" => true,
                b"Range" => value.as_array().is_ok_and(|range| is_usual_range(range)),
                _ => false,
            });
            let three = value(document, &profile.dict, b"N")?.as_i64().ok()? == 3;
            (known && three && plain).then_some(3)
        }
        _ => None,
    }
}

/// Whether three colours go from nothing to one.
fn is_usual_range(range: &[Object]) -> bool {
    let bounds: Option<Vec<f32>> = range.iter().map(|one| one.as_float().ok()).collect();
    bounds.is_some_and(|bounds| bounds == [0.0, 1.0, 0.0, 1.0, 0.0, 1.0])
}

/// The samples of a picture, just so many.
fn samples(document: &Document, object: &Stream, count: usize) -> Option<Vec<u8>> {
    const KEYS: [&[u8]; 10] = [
        b"Type",
        b"Subtype",
        b"Width",
        b"Height",
        b"BitsPerComponent",
        b"ColorSpace",
        b"Filter",
        b"Length",
        b"SMask",
        b"Interpolate",
    ];
    let known = object.dict.iter().all(|(key, _)| KEYS.contains(&key.as_slice()));
    let whole_bytes = value(document, &object.dict, b"BitsPerComponent")?.as_i64().ok()? == 8;
    if !known || !whole_bytes {
        return None;
    }
    let data = match value(document, &object.dict, b"Filter") {
        None => object.content.clone(),
        Some(filter) if filter.as_name().ok() == Some(b"FlateDecode") => inflated(&object.content, count)?,
        Some(_) => return None,
    };
    (data.len() == count).then_some(data)
}

/// What was deflated, where it is whole, of no more than so many bytes, and nothing but a line's end follows it.
pub fn inflated(deflated: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut inflater = Decompress::new(true);
    // One byte more, so that too many are noticed.
    let mut data = Vec::with_capacity(most + 1);
    let status = inflater.decompress_vec(deflated, &mut data, FlushDecompress::Finish).ok()?;
    let read = usize::try_from(inflater.total_in()).ok()?;
    let rest = deflated.get(read..)?;
    let whole = status == Status::StreamEnd && data.len() <= most && rest.len() <= 2;
    (whole && rest.iter().all(u8::is_ascii_whitespace)).then_some(data)
}
