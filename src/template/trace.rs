//! Which template made which part of a generated text.
//!
//! minijinja keeps no map of what it writes. For a fault that Typst finds in the text the
//! templates are filled once more with marks in them: at the start of all words that stand
//! outside of tags, and at what each `{{ … }}` writes. Marks stand where minijinja's own tokens
//! begin, so that spaces are trimmed as they are without them.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::machinery::{Token, tokenize};
use minijinja::value::Value;
use minijinja::{Environment, Error};

use super::TemplateSet;
use super::engine;
use crate::diagnostic::{Place, SourceText};

/// Marks are written in letters that Unicode keeps from all texts (noncharacters).
const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';
const FIRST_DIGIT: u32 = 0xfde0;

/// The functions that are put around what stands in `{{ … }}`: the first is called before it is
/// computed, the second with what came out.
const ENTER: &str = "thidua_enter";
const LEAVE: &str = "thidua_leave";

/// A part of a template that writes something.
struct Spot {
    template: usize,
    range: Range<usize>,
    /// Words of the template itself, else a tag whose value is written.
    words: bool,
}

/// Templates with marks in them.
pub struct Marked {
    environment: Environment<'static>,
    /// The templates by their paths.
    templates: Vec<(String, Arc<SourceText>)>,
    spots: Vec<Spot>,
    /// The tags whose values are being computed, the innermost last.
    entered: Arc<Mutex<Vec<usize>>>,
}

impl Marked {
    /// Marks the templates of a set; none where one of them is not understood.
    pub fn new(set: &TemplateSet) -> Option<Self> {
        let mut environment = engine::environment().ok()?;
        let entered = Arc::new(Mutex::new(Vec::new()));
        let inner = Arc::clone(&entered);
        environment.add_function(ENTER, move |spot: usize| {
            inner.lock().unwrap_or_else(PoisonError::into_inner).push(spot);
            spot
        });
        let inner = Arc::clone(&entered);
        environment.add_function(LEAVE, move |spot: usize, value: Value| {
            let shown = engine::shown(&value)?;
            inner.lock().unwrap_or_else(PoisonError::into_inner).pop();
            Ok::<_, Error>(Value::from_safe_string(mark(spot) + &shown))
        });
        let (mut templates, mut spots) = (Vec::new(), Vec::new());
        for (path, text) in set.templates() {
            let marked = marked(text, templates.len(), &mut spots)?;
            environment.add_template_owned(path.to_owned(), marked).ok()?;
            templates.push((path.to_owned(), set.source(path)?));
        }
        Some(Self { environment, templates, spots, entered })
    }

    /// The templates, to be filled as those without marks are.
    pub fn environment(&self) -> &Environment<'static> {
        &self.environment
    }

    /// The tags that were being computed when a filling failed, the innermost first.
    pub fn entered(&self) -> Vec<Place> {
        let entered = self.entered.lock().unwrap_or_else(PoisonError::into_inner);
        let places = entered.iter().rev().filter_map(|spot| self.spots.get(*spot));
        places.map(|spot| self.at(spot, spot.range.clone())).collect()
    }

    fn at(&self, spot: &Spot, range: Range<usize>) -> Place {
        Place { source: Arc::clone(&self.templates[spot.template].1), range }
    }

    /// What made which part of the `plain` text, read from the `marked` one; none where they
    /// differ by more than spaces: a filter did something to the marks.
    pub fn trace(self, marked: &str, plain: &str) -> Option<Trace> {
        let mut text = String::with_capacity(marked.len());
        let mut marks = Vec::new();
        let mut rest = marked;
        while let Some((before, after)) = rest.split_once(OPEN) {
            let (digits, after) = after.split_once(CLOSE)?;
            text.push_str(before);
            marks.push((text.len(), number(digits).filter(|spot| *spot < self.spots.len())?));
            rest = after;
        }
        text.push_str(rest);
        let letters = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
        (text == plain || letters(&text) == letters(plain)).then(|| Trace {
            marked: self,
            marks,
            text,
            plain: plain.to_owned(),
        })
    }
}

/// The template with its marks.
fn marked(text: &str, template: usize, spots: &mut Vec<Spot>) -> Option<String> {
    let mut out = String::with_capacity(text.len() * 2);
    let (mut copied, mut tag) = (0, 0);
    for token in tokenize(text, false, engine::syntax().ok()?) {
        let (token, span) = token.ok()?;
        let (start, end) = (span.start_offset as usize, span.end_offset as usize);
        match token {
            Token::TemplateData(words) => {
                // A raw block's span covers more than what it leaves.
                let start = start + text.get(start..)?.find(words)?;
                out.push_str(text.get(copied..start)?);
                out.push_str(&mark(spots.len()));
                copied = start;
                spots.push(Spot { template, range: start..start + words.len(), words: true });
            }
            Token::VariableStart => {
                out.push_str(text.get(copied..end)?);
                out.push_str(&format!("{LEAVE}({ENTER}({}), (", spots.len()));
                (copied, tag) = (end, spots.len());
                spots.push(Spot { template, range: start..end, words: false });
            }
            Token::VariableEnd => {
                out.push_str(text.get(copied..start)?);
                out.push_str("))");
                copied = start;
                spots.get_mut(tag)?.range.end = end;
            }
            _ => {}
        }
    }
    out.push_str(text.get(copied..)?);
    Some(out)
}

fn mark(spot: usize) -> String {
    let digits = format!("{spot:x}");
    let digits = digits.chars().filter_map(|digit| char::from_u32(FIRST_DIGIT + digit.to_digit(16)?));
    std::iter::once(OPEN).chain(digits).chain(std::iter::once(CLOSE)).collect()
}

fn number(digits: &str) -> Option<usize> {
    digits.chars().try_fold(0_usize, |number, digit| {
        let digit = u32::from(digit).checked_sub(FIRST_DIGIT).filter(|digit| *digit < 16)?;
        number.checked_mul(16)?.checked_add(digit as usize)
    })
}

/// The parts of a generated text, each with what made it.
pub struct Trace {
    marked: Marked,
    /// Offsets in the text at which something new was begun, and by which spot.
    marks: Vec<(usize, usize)>,
    /// The text without its marks.
    text: String,
    /// The text that the paper is made of: the same but for spaces.
    plain: String,
}

/// What made a part of a generated text.
pub struct Maker {
    /// Words or tags of a template.
    pub place: Place,
    /// The template's path in its set.
    pub path: String,
    /// What its tags wrote, in the generated text: values, most of them of the record.
    pub values: Vec<Range<usize>>,
}

impl Trace {
    /// What made a range of the generated text.
    pub fn maker(&self, range: &Range<usize>) -> Option<Maker> {
        let last = self.plain.floor_char_boundary(range.end.max(range.start + 1) - 1);
        let (start, last) = (self.aligned(range.start), self.aligned(last));
        let Some((from, begin)) = self.origin(start) else { return self.after_all() };
        let (to, end) = self.origin(last.max(start))?;
        let first = &self.marked.spots[self.marks[from].1];
        let same = self.marked.spots[self.marks[to].1].template == first.template;
        let end = if same && end.end >= begin.start { end.end } else { begin.end };
        let place = self.marked.at(first, begin.start..end);
        let values = (from..=to.max(from)).filter(|at| !self.marked.spots[self.marks[*at].1].words);
        let path = self.marked.templates[first.template].0.clone();
        Some(Maker { place, path, values: values.map(|at| self.written(at)).collect() })
    }

    /// The place after all that the templates wrote: where something is missing at the end.
    fn after_all(&self) -> Option<Maker> {
        let (last, _) = self.text.char_indices().next_back()?;
        let (mark, range) = self.origin(last)?;
        let spot = &self.marked.spots[self.marks[mark].1];
        let place = self.marked.at(spot, range.end..range.end);
        Some(Maker { place, path: self.marked.templates[spot.template].0.clone(), values: Vec::new() })
    }

    /// What a mark's spot wrote, in the generated text.
    fn written(&self, at: usize) -> Range<usize> {
        let end = self.marks.get(at + 1).map_or(self.text.len(), |(end, _)| *end);
        self.unaligned(self.marks[at].0)..self.unaligned(end)
    }

    /// The mark whose spot wrote the letter at an offset, and the place of the letter in the template.
    fn origin(&self, offset: usize) -> Option<(usize, Range<usize>)> {
        let before = self.marks.partition_point(|(at, _)| *at <= offset);
        (0..before).rev().find_map(|mark| {
            let (at, spot) = self.marks[mark];
            let spot = &self.marked.spots[spot];
            let letter = spot.range.start + (offset - at);
            match spot.words {
                false => Some((mark, spot.range.clone())),
                // What comes after these words was written by what surrounds them.
                true if letter >= spot.range.end => None,
                true => {
                    let width = self.text[offset..].chars().next().map_or(1, char::len_utf8);
                    Some((mark, letter..letter + width))
                }
            }
        })
    }

    fn aligned(&self, offset: usize) -> usize {
        aligned(&self.plain, &self.text, offset)
    }

    fn unaligned(&self, offset: usize) -> usize {
        aligned(&self.text, &self.plain, offset)
    }
}

/// The offset in another text, of the same letters but other spaces, of the letter at an offset.
fn aligned(text: &str, other: &str, offset: usize) -> usize {
    if text == other {
        return offset.min(text.len());
    }
    let letter = |letter: &char| !letter.is_whitespace();
    let before = text[..text.floor_char_boundary(offset)].chars().filter(letter).count();
    let mut letters = other.char_indices().filter(|(_, other)| letter(other));
    letters.nth(before).map_or(other.len(), |(at, _)| at)
}
