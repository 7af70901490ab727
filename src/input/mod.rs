//! From a file to a [`Record`]: reading, positions, and all faults at once.

mod cells;
mod doubtful;
mod faults;
pub mod files;
mod joint;
pub mod law;
mod remedies;
mod slips;
pub mod text;
pub(crate) mod tree;

use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceText};
use crate::record::{Record, references};
pub use faults::nearest;
pub use joint::mend_together;
use tree::Tree;

/// A record that was read without a fault, with where it came from.
pub struct Loaded {
    /// The name its papers are filed under.
    pub name: String,
    /// What the file says.
    pub record: Record,
    /// The file's text, for faults to point into.
    pub source: Arc<SourceText>,
    /// The folder whose files the record may use: pictures, templates of its own.
    pub folder: PathBuf,
    /// Whether the file writes letters in parts (NFD); they were put together.
    pub decomposed: bool,
    /// What keeps official copies from being made, once the rules have judged the record; its
    /// drafts tell it on their last page.
    pub breaches: Vec<Diagnostic>,
}

impl Loaded {
    /// Where the values of the record stand in its text.
    pub fn places(&self) -> Places<'_> {
        Places { source: &self.source, tree: Tree::parse(&self.source.text).ok() }
    }

    /// The lines where JSON pointers' values stand, or where their nearest parents do.
    pub fn lines<'a>(&self, pointers: impl Iterator<Item = &'a str>) -> Vec<usize> {
        let places = self.places();
        pointers.map(|pointer| self.source.line(places.of(pointer).start)).collect()
    }

    /// A fault at `words` within the value of a JSON pointer.
    pub fn fault(&self, pointer: &str, words: &str, message: impl Into<String>) -> Diagnostic {
        let places = self.places();
        // A picture's path stands after its bracket; its description may hold the same words.
        let bracketed = places.of_words(pointer, &format!("]({words})"));
        let range = match bracketed {
            Some(range) => range.start + 2..range.end - 1,
            None => places.of_words(pointer, words).unwrap_or_else(|| places.of(pointer)),
        };
        Diagnostic::error(message).at(&self.source, range)
    }
}

/// A record's text, read once more for the places of its values.
pub struct Places<'a> {
    source: &'a Arc<SourceText>,
    tree: Option<Tree>,
}

impl Places<'_> {
    /// The place of a JSON pointer's value; of the key of the nearest one above, where it is missing.
    pub fn of(&self, pointer: &str) -> Range<usize> {
        self.tree.as_ref().map_or(0..0, |tree| tree::bare(&self.source.text, tree.nearest(pointer)))
    }

    /// The place of words within the value of a JSON pointer, also where its lines were broken
    /// between them.
    pub fn of_words(&self, pointer: &str, words: &str) -> Option<Range<usize>> {
        let whole = self.of(pointer);
        let text = self.source.text.get(whole.clone())?;
        let at = |start: usize, end: usize| whole.start + start..whole.start + end;
        if let Some(start) = text.find(words) {
            return Some(at(start, start + words.len()));
        }
        let mut parts = words.split_whitespace();
        let first = parts.next()?;
        let rest: Vec<&str> = parts.collect();
        text.match_indices(first).find_map(|(start, _)| {
            let end = rest.iter().try_fold(start + first.len(), |end, part| {
                let gap = text[end..].len() - text[end..].trim_start().len();
                (gap > 0 && text[end + gap..].starts_with(part)).then(|| end + gap + part.len())
            })?;
            Some(at(start, end))
        })
    }

    /// Every text of the record with its JSON pointer, in the order of the file.
    pub fn texts(&self) -> Vec<(String, String)> {
        self.tree.as_ref().map(Tree::texts).unwrap_or_default()
    }
}

/// Reads a record file; `drawable` tells which letters the fonts can draw.
///
/// # Errors
/// Every fault of the record at its place, or the one that kept the file from being read.
pub fn load(file: &files::RecordFile, drawable: &dyn Fn(char) -> bool) -> Result<Loaded, Vec<Diagnostic>> {
    let text::Content { source, decomposed } = text::read(&file.path).map_err(|fault| vec![fault])?;
    let record = parse(&source, drawable)?;
    Ok(Loaded {
        name: file.name.clone(),
        record,
        source,
        folder: folder_of(&file.path),
        decomposed,
        breaches: Vec::new(),
    })
}

/// More values than any record has: beyond it aliases (`*`) are unfolding without end.
const MAX_UNFOLDED: usize = 500_000;

/// Faults beyond these are counted, not told: nobody mends so many at once.
const MAX_FAULTS: usize = 100;

/// Reads a record from text that is in memory already.
///
/// # Errors
/// As [`load`].
pub fn parse(source: &Arc<SourceText>, drawable: &dyn Fn(char) -> bool) -> Result<Record, Vec<Diagnostic>> {
    if let Some(fault) = text::unfolding(source, MAX_UNFOLDED) {
        return Err(vec![fault]);
    }
    let mut faults = text::too_long(source);
    if !faults.is_empty() {
        return Err(told(faults));
    }
    faults.extend(text::undrawable(source, drawable));
    let record = match read(source) {
        Ok(record) => Some(record),
        // A raw control character is told already, at its place.
        Err(Unread { control: true, .. }) if !faults.is_empty() => None,
        Err(Unread { faults: further, .. }) => {
            faults.extend(further);
            None
        }
    };
    if record.is_none()
        && let Ok(tree) = Tree::parse(&source.text)
    {
        let told = |taken: &Diagnostic, fault: &Diagnostic| match (&taken.place, &fault.place) {
            (Some(inner), Some(outer)) => outer.range.contains(&inner.range.start),
            _ => false,
        };
        // Of a text that should be none it is said already.
        let mut taken = faults::swallowed(source, &tree);
        taken.retain(|taken| !faults.iter().any(|fault| told(taken, fault)));
        faults.extend(taken);
    }
    let broken = record.as_ref().map(references::broken).unwrap_or_default();
    if !broken.is_empty() {
        match Tree::parse(&source.text) {
            Ok(tree) => {
                faults.extend(broken.into_iter().map(|fault| faults::reference(source, &tree, fault)));
            }
            // serde_yaml reads some texts that the parser with places does not.
            Err(error) => faults.extend(faults::syntax(source, error.offset, &error.info)),
        }
    }
    match record {
        Some(record) if faults.is_empty() => Ok(record),
        _ => Err(told(faults)),
    }
}

/// Why a text is no record.
struct Unread {
    faults: Vec<Diagnostic>,
    /// Whether a raw control character was in the way.
    control: bool,
}

fn read(source: &Arc<SourceText>) -> Result<Record, Unread> {
    let tidied = if blank_ends(&source.text) { Tree::parse(&source.text).ok() } else { None }
        .and_then(|tree| tree.tidied(&source.text, Vec::new()));
    let text = tidied.as_deref().unwrap_or(&source.text);
    let read = serde_yaml::from_str::<Record>(text).or_else(|error| faults::as_written(text, error));
    read.or_else(|error| {
        let control = error.to_string().contains("control characters");
        faults::of_text(source, &error).map_err(|faults| Unread { faults, control })
    })
}

/// The record of a text, whatever it refers to.
///
/// # Errors
/// Every fault of its shape.
pub fn shape(source: &Arc<SourceText>) -> Result<Record, Vec<Diagnostic>> {
    read(source).map_err(|unread| unread.faults)
}

/// Whether quoted words may have blanks at their ends; for most texts that have none it is false.
fn blank_ends(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.bytes().enumerate().any(|(at, byte)| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied().unwrap_or(b'\n');
        let after = bytes.get(at + 1).copied().unwrap_or(b'\n');
        let blank = |byte: u8| matches!(byte, b' ' | 0xa0 | 0xc2);
        // A quote that opens words stands behind a blank or a mark, one that closes them before such.
        let opens = before.is_ascii() && !before.is_ascii_alphanumeric() && before != byte;
        let closes = matches!(after, b'\n' | b'\r' | b' ' | b',' | b']' | b'}' | b':');
        matches!(byte, b'"' | b'\'') && (opens && blank(after) || closes && blank(before))
    })
}

/// The faults in the order of the text, each once, not more than a person can take in.
fn told(mut faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    faults.sort_by_key(|fault| fault.place.as_ref().map(|place| place.range.start));
    let mut seen = HashSet::new();
    faults.retain(|fault| {
        let place = fault.place.as_ref().map(|place| place.range.clone());
        seen.insert((place, fault.message.clone()))
    });
    mend_together(&mut faults);
    if faults.len() > MAX_FAULTS {
        let further = faults.len() - MAX_FAULTS;
        faults.truncate(MAX_FAULTS);
        faults.push(
            Diagnostic::error(format!("còn {further} lỗi nữa")).hint("sửa các lỗi trên rồi kiểm tra lại"),
        );
    }
    faults
}

/// The folder that a file lies in.
pub fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}
