//! Appearances of signature fields that can only be read in one way: pictures of the simplest kind, each put somewhere.
//!
//! Programs differ in whatever is odd: stray tokens, dashes, fonts, masks, short data. So nothing is taken here but what
//! stands on a list, to the letter; that is all that a picture of a signature or a seal needs.

use lopdf::{Dictionary, Document, Object, Stream};

use super::image::{Image, inflated};
use crate::verify::revisions::value;

/// How deep forms may stand in each other.
const DEPTH: usize = 4;
/// The most operators of an appearance.
const MOST_OPERATORS: usize = 64;
/// How often a picture may be moved and sized on its way to the page, and by which numbers, so that all count alike.
const MOST_MOVES: usize = 4;
const LEAST_FACTOR: f64 = 0.001;
const FARTHEST: f64 = 20_000.0;
/// The most bytes of the operators of a form.
const MOST_BYTES: usize = 4096;
/// The only resources that an appearance may have.
const RESOURCES: [&[u8]; 3] = [b"XObject", b"ExtGState", b"ProcSet"];
/// How far a picture may reach over the edge of its field, in points.
const OVER: f64 = 1.0;
/// The least side of a picture, in points: programs draw thinner ones wider than they are.
const LEAST_SIDE: f64 = 2.0;

/// A picture as it is drawn.
pub struct Placed {
    /// Its pixels.
    pub image: Image,
    /// How many of them there are a point, across and up.
    pub density: (f64, f64),
    /// How opaque it is, 0 to 1.
    pub opacity: f64,
    /// Whether it can only make darker what is below.
    pub darkens: bool,
}

/// What is in force where a picture is drawn.
#[derive(Clone, Copy)]
struct State {
    /// How much wider and higher it is drawn.
    scale: (f64, f64),
    /// Where its corner is.
    corner: (f64, f64),
    /// The size of the whole.
    size: (f64, f64),
    opacity: f64,
    darkens: bool,
    /// How often it was moved and sized.
    moves: usize,
}

/// The pictures of an appearance of this size in points; nothing where anything else is in it.
pub fn pictures(document: &Document, form: &Stream, (width, height): (f64, f64)) -> Option<Vec<Placed>> {
    let (across, up) = bounds(document, form)?;
    let scale = (width / across, height / up);
    let size = (width, height);
    let state = State { scale, corner: (0.0, 0.0), size, opacity: 1.0, darkens: false, moves: 0 };
    let mut placed = Vec::new();
    let mut left = MOST_OPERATORS;
    draw(document, form, state, DEPTH, &mut left, &mut placed)?;
    Some(placed)
}

/// How wide and high the box of a form is. Programs disagree about one that does not begin at the corner or is no box.
fn bounds(document: &Document, form: &Stream) -> Option<(f64, f64)> {
    let [left, bottom, right, top] = numbers(document, &form.dict, b"BBox")?;
    let at_corner = left.min(right) == 0.0 && bottom.min(top) == 0.0;
    let (across, up) = (left.max(right), bottom.max(top));
    (at_corner && across > 0.0 && up > 0.0).then_some((across, up))
}

fn draw(
    document: &Document,
    form: &Stream,
    state: State,
    depth: usize,
    left: &mut usize,
    placed: &mut Vec<Placed>,
) -> Option<()> {
    const KEYS: [&[u8]; 9] =
        [b"Type", b"Subtype", b"FormType", b"BBox", b"Matrix", b"Resources", b"Length", b"Filter", b"Name"];
    let known = form.dict.iter().all(|(key, _)| KEYS.contains(&key.as_slice()));
    let straight = !form.dict.has(b"Matrix")
        || numbers(document, &form.dict, b"Matrix") == Some([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    if depth == 0 || !known || !straight || bounds(document, form).is_none() {
        return None;
    }
    let resources = match value(document, &form.dict, b"Resources") {
        Some(resources) => Some(resources.as_dict().ok()?),
        None => None,
    };
    if !resources.is_none_or(|own| own.iter().all(|(key, _)| RESOURCES.contains(&key.as_slice()))) {
        return None;
    }
    let resource = |kind: &[u8], name: &str| {
        let all = value(document, resources?, kind)?.as_dict().ok()?;
        value(document, all, name.as_bytes())
    };
    let content = content(document, form)?;
    let (mut state, mut saved, mut operands) = (state, Vec::new(), Vec::new());
    for token in tokens(&content)? {
        if !matches!(token, "q" | "Q" | "cm" | "gs" | "Do") {
            operands.push(token);
            continue;
        }
        *left = left.checked_sub(1)?;
        match (token, operands.as_slice()) {
            ("q", []) => saved.push(state),
            ("Q", []) => state = saved.pop()?,
            ("cm", [a, "0" | "0.0", "0" | "0.0", d, x, y]) => {
                let [a, d, x, y] = [number(a)?, number(d)?, number(x)?, number(y)?];
                state.moved([a, d], [x, y])?;
            }
            ("gs", [name]) => {
                graphics(document, resource(b"ExtGState", name.strip_prefix('/')?)?, &mut state)?;
            }
            ("Do", [name]) => {
                let object = resource(b"XObject", name.strip_prefix('/')?)?.as_stream().ok()?;
                match value(document, &object.dict, b"Subtype")?.as_name().ok()? {
                    b"Form" => draw(document, object, state, depth - 1, left, placed)?,
                    b"Image" => placed.push(place(document, object, state)?),
                    _ => return None,
                }
            }
            _ => return None,
        }
        operands.clear();
    }
    (saved.is_empty() && operands.is_empty()).then_some(())
}

impl State {
    /// Sizes and moves what is drawn; nothing where numbers are so far apart that programs lose some.
    fn moved(&mut self, [a, d]: [f64; 2], [x, y]: [f64; 2]) -> Option<()> {
        let factor = |one: f64| (LEAST_FACTOR..=FARTHEST).contains(&one);
        let near = |one: f64| one.abs() <= FARTHEST;
        self.moves += 1;
        self.corner = (self.corner.0 + self.scale.0 * x, self.corner.1 + self.scale.1 * y);
        self.scale = (self.scale.0 * a, self.scale.1 * d);
        let own = factor(a) && factor(d) && near(x) && near(y);
        let whole = [self.corner.0, self.corner.1, self.scale.0, self.scale.1].into_iter().all(near);
        (own && whole && self.moves <= MOST_MOVES).then_some(())
    }
}

/// Whether the box of a form is four numbers of usual size, turned by nothing but quarters. It may be of no size where that
/// is asked.
pub fn has_plain_box(document: &Document, form: &Stream, empty: bool) -> bool {
    let Some(bounds) = numbers::<4>(document, &form.dict, b"BBox") else {
        return is_blank(document, form);
    };
    let least = if empty { 0.0 } else { 1.0 };
    let [left, bottom, right, top] = bounds;
    let near = |one: &f64| one.abs() < FARTHEST;
    let sized = (right - left).abs() >= least && (top - bottom).abs() >= least;
    let straight = match numbers(document, &form.dict, b"Matrix") {
        None => !form.dict.has(b"Matrix"),
        Some([a, b, c, d, x, y]) => {
            let unit = |one: f64, other: f64| one.abs() == 1.0 && other.abs() == 1.0;
            let quarters = unit(a, d) && b == 0.0 && c == 0.0 || unit(b, c) && a == 0.0 && d == 0.0;
            quarters && near(&x) && near(&y)
        }
    };
    is_blank(document, form) || straight && sized && bounds.iter().all(near)
}

/// Whether nothing is drawn in a form.
fn is_blank(document: &Document, form: &Stream) -> bool {
    content(document, form).is_some_and(|content| content.trim_ascii().is_empty())
}

fn place(document: &Document, object: &Stream, state: State) -> Option<Placed> {
    let State { scale, corner, size, opacity, darkens, .. } = state;
    let within = |corner: f64, scale: f64, size: f64| {
        scale >= LEAST_SIDE && corner >= -OVER && corner + scale <= size + OVER
    };
    if !within(corner.0, scale.0, size.0) || !within(corner.1, scale.1, size.1) {
        return None;
    }
    let image = Image::read(document, object)?;
    let density = (image.width as f64 / scale.0, image.height as f64 / scale.1);
    Some(Placed { image, density, opacity, darkens })
}

/// Takes over a graphics state, of which opacity and darkening alone are known.
fn graphics(document: &Document, state: &Object, own: &mut State) -> Option<()> {
    let state = state.as_dict().ok()?;
    for (key, _) in state.iter() {
        let value = value(document, state, key)?;
        match key.as_slice() {
            b"Type" => {}
            b"CA" => drop(opacity(value)?),
            b"ca" => own.opacity = opacity(value)?,
            b"BM" => match value.as_name().ok()? {
                b"Normal" | b"Compatible" => own.darkens = false,
                b"Multiply" => own.darkens = true,
                _ => return None,
            },
            _ => return None,
        }
    }
    Some(())
}

fn opacity(value: &Object) -> Option<f64> {
    value.as_float().ok().map(f64::from).filter(|opacity| (0.0..=1.0).contains(opacity))
}

/// The operators of a form.
fn content(document: &Document, form: &Stream) -> Option<String> {
    let bytes = match value(document, &form.dict, b"Filter") {
        None => form.content.clone(),
        Some(filter) if filter.as_name().ok() == Some(b"FlateDecode") => inflated(&form.content, MOST_BYTES)?,
        Some(_) => return None,
    };
    (bytes.len() <= MOST_BYTES && bytes.is_ascii()).then(|| String::from_utf8(bytes).ok())?
}

/// The words of a form's operators: numbers, plain names, operators, and nothing that brackets, strings or comments are
/// made of.
fn tokens(content: &str) -> Option<Vec<&str>> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/+-._".contains(c) || " \t\r\n".contains(c);
    if !content.chars().all(plain) {
        return None;
    }
    let mut tokens = Vec::new();
    for word in content.split_ascii_whitespace() {
        // A name may follow another word without a blank.
        let (first, names) = word.split_once('/').map_or((word, None), |(first, rest)| (first, Some(rest)));
        if !first.is_empty() {
            tokens.push(first);
        }
        if let Some(name) = names {
            if name.is_empty() || name.contains('/') {
                return None;
            }
            tokens.push(&word[first.len()..]);
        }
    }
    Some(tokens)
}

/// A number as every program reads it: some digits, with a sign before and a point among them perhaps.
fn number(text: &str) -> Option<f64> {
    const MOST_DIGITS: usize = 5;
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.') && digits.len() < 16;
    let small = digits.split('.').next().is_some_and(|whole| whole.len() <= MOST_DIGITS);
    text.parse().ok().filter(|number: &f64| plain && small && number.is_finite())
}

fn numbers<const COUNT: usize>(
    document: &Document,
    dictionary: &Dictionary,
    key: &[u8],
) -> Option<[f64; COUNT]> {
    let list = value(document, dictionary, key)?.as_array().ok()?;
    let read = |one: &Object| {
        let number = crate::verify::revisions::resolve(document, one)?.as_float().ok()?;
        Some(f64::from(number)).filter(|number| number.is_finite())
    };
    list.iter().map(read).collect::<Option<Vec<f64>>>()?.try_into().ok()
}
