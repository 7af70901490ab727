//! What programs read that repair a file: they look for `1 0 obj` and `trailer` wherever those stand, and take the last.
//!
//! Some repair a file that others read by its tables, for a reference that leads nowhere is enough. What they find must
//! then be what the tables say.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use lopdf::xref::XrefEntry;
use lopdf::{Document, Object, ObjectId};
use memchr::memmem;

use super::revisions::in_use;
use super::syntax::{self, Node, Section, Value};

/// How far into a file programs look for what says that its pages are in order (ISO 32000-1, annex F).
const HEAD: usize = 1024;

/// The most sections of a file that are followed.
const MOST_SECTIONS: usize = 1000;

/// Whether programs that repair a file, or that take its pages in the order of the web, read the document of its tables;
/// `ends` is where its revisions end.
pub fn reads_alike(pdf: &[u8], ends: impl Iterator<Item = usize>, document: &Document) -> bool {
    let claims_order = ordered_up_to(pdf).is_some_and(|length| {
        // White space may follow.
        pdf.len() == length || ends.into_iter().any(|end| (end..=end + 2).contains(&length))
    });
    !claims_order && Found::of(pdf, document).is_some_and(|found| found.is(document))
}

/// How long a file says that it is whose first table is to be taken: of a revision to which something was added, that
/// is not so.
fn ordered_up_to(pdf: &[u8]) -> Option<usize> {
    let head = &pdf[..pdf.len().min(HEAD)];
    let object = syntax::indirect(pdf, heads(head).next()?.start, &|_| None)?;
    object.node.get(b"Linearized")?;
    match object.node.get(b"L")?.value {
        Value::Integer(length) => usize::try_from(length).ok(),
        _ => None,
    }
}

/// Whether all objects of a document, which a section closes, stand where its tables say, by the letter of the standard:
/// what one program reads of a stream that is written otherwise another does not.
pub fn is_strict(pdf: &[u8], last: &Section, document: &Document) -> bool {
    let length = |id: ObjectId| match document.objects.get(&id) {
        Some(Object::Integer(length)) => usize::try_from(*length).ok(),
        _ => None,
    };
    let mut previous = last.previous;
    let mut seen = 0;
    while let Some(at) = previous {
        let Some(before) = syntax::table_before(pdf, at).filter(|before| *before != Some(at)) else {
            return false;
        };
        previous = before;
        seen += 1;
        if seen > MOST_SECTIONS {
            return false;
        }
    }
    document.reference_table.entries.iter().all(|(number, entry)| match entry {
        XrefEntry::Normal { offset, generation } => {
            let object = syntax::indirect(pdf, *offset as usize, &length);
            object.is_some_and(|object| object.id == (*number, *generation))
        }
        XrefEntry::Free | XrefEntry::UnusableFree | XrefEntry::Compressed { .. } => true,
    })
}

/// What stands in a file between its objects' heads and ends.
struct Found {
    /// Where the last object of each number begins.
    last: BTreeMap<u32, usize>,
    /// The catalogs that trailers and cross-reference streams name.
    roots: BTreeSet<u32>,
}

/// `1 0 obj`
struct Head {
    number: u32,
    start: usize,
    end: usize,
}

impl Found {
    /// Looks through a file; nothing where an object or a trailer seems to begin within another object.
    fn of(pdf: &[u8], document: &Document) -> Option<Self> {
        let length = |id: ObjectId| match document.objects.get(&id) {
            Some(Object::Integer(length)) => usize::try_from(*length).ok(),
            _ => None,
        };
        let mut found = Self { last: BTreeMap::new(), roots: BTreeSet::new() };
        let mut trailers = trailers(pdf).peekable();
        let mut at = 0;
        for head in heads(pdf) {
            if head.start < at {
                return None;
            }
            while let Some(trailer) = trailers.next_if(|trailer| *trailer < head.start) {
                found.trailer(pdf, trailer)?;
            }
            at = head.end;
            if let Some(object) = syntax::indirect(pdf, head.start, &length) {
                at = object.span.end;
                if object.node.get(b"Type").is_some_and(|kind| kind.value == Value::Name(b"XRef".to_vec())) {
                    found.root(&object.node);
                }
            }
            if trailers.next_if(|trailer| *trailer < at).is_some() {
                return None;
            }
            found.last.insert(head.number, head.start);
        }
        trailers.try_for_each(|trailer| found.trailer(pdf, trailer))?;
        Some(found)
    }

    fn trailer(&mut self, pdf: &[u8], at: usize) -> Option<()> {
        self.root(&syntax::node(pdf, at)?);
        Some(())
    }

    fn root(&mut self, dictionary: &Node) {
        if let Some(Value::Reference(number, _)) = dictionary.get(b"Root").map(|root| &root.value) {
            self.roots.insert(*number);
        }
    }

    /// Whether what was found is what the tables say.
    fn is(&self, document: &Document) -> bool {
        let root = document.trailer.get(b"Root").and_then(Object::as_reference).ok();
        let place = |number: u32| match document.reference_table.get(number) {
            Some(XrefEntry::Normal { offset, .. }) => Some(*offset as usize),
            _ => None,
        };
        let alike = |(number, entry): (&u32, &XrefEntry)| match entry {
            XrefEntry::Normal { offset, .. } => self.last.get(number) == Some(&(*offset as usize)),
            // What it replaced stands before it.
            XrefEntry::Compressed { container, .. } => {
                self.last.get(number).is_none_or(|last| place(*container).is_some_and(|at| *last < at))
            }
            XrefEntry::Free | XrefEntry::UnusableFree => true,
        };
        let referred = references(document);
        let raised = |number: &u32| !in_use(document, *number) && self.last.contains_key(number);
        self.roots.iter().all(|number| root.is_some_and(|root| root.0 == *number))
            && document.reference_table.entries.iter().all(alike)
            && !referred.iter().any(raised)
            && packed_alike(document, &referred, &place)
    }
}

/// Whether what streams of objects hold is what the tables say, or was replaced by what stands further on.
fn packed_alike(document: &Document, referred: &HashSet<u32>, place: &dyn Fn(u32) -> Option<usize>) -> bool {
    let containers = document.objects.iter().filter_map(|(id, object)| match object {
        Object::Stream(stream) if stream.dict.has_type(b"ObjStm") => Some((id.0, stream)),
        _ => None,
    });
    containers.filter(|(container, _)| in_use(document, *container)).all(|(container, stream)| {
        let (Some(here), Some(numbers)) = (place(container), numbers(stream)) else { return false };
        numbers.into_iter().all(|number| match document.reference_table.get(number) {
            Some(XrefEntry::Normal { offset, .. }) => *offset as usize > here,
            Some(XrefEntry::Compressed { container: other, .. }) => {
                *other == container || place(*other).is_some_and(|other| other > here)
            }
            _ => !referred.contains(&number),
        })
    })
}

/// The numbers of the objects in a stream.
fn numbers(stream: &lopdf::Stream) -> Option<Vec<u32>> {
    const MOST_BYTES: usize = 64 << 20;
    let first = usize::try_from(stream.dict.get(b"First").ok()?.as_i64().ok()?).ok()?;
    let content = stream.get_plain_content_with_limit(MOST_BYTES).ok()?;
    let head = std::str::from_utf8(content.get(..first)?).ok()?;
    head.split_ascii_whitespace().step_by(2).map(|number| number.parse().ok()).collect()
}

/// The numbers of all objects that others name.
fn references(document: &Document) -> HashSet<u32> {
    fn below(value: &Object, found: &mut HashSet<u32>) {
        match value {
            Object::Reference(id) => drop(found.insert(id.0)),
            Object::Array(list) => list.iter().for_each(|value| below(value, found)),
            Object::Dictionary(entries) => entries.iter().for_each(|(_, value)| below(value, found)),
            Object::Stream(stream) => stream.dict.iter().for_each(|(_, value)| below(value, found)),
            _ => {}
        }
    }
    let mut found = HashSet::new();
    document.objects.values().for_each(|value| below(value, &mut found));
    document.trailer.iter().for_each(|(_, value)| below(value, &mut found));
    found
}

/// Where objects seem to begin.
fn heads(bytes: &[u8]) -> impl Iterator<Item = Head> {
    memmem::find_iter(bytes, b"obj").filter_map(|at| {
        let (_, rest) = number_before(bytes, at)?;
        let (number, start) = number_before(bytes, rest)?;
        Some(Head { number, start, end: at + b"obj".len() })
    })
}

/// The number that stands before a place, with blanks between them, and where it begins.
fn number_before(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let before = bytes[..at].trim_ascii_end();
    let blanks = at - before.len();
    let digits = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let start = before.len() - digits;
    let number = std::str::from_utf8(&before[start..]).ok()?.parse().ok()?;
    (blanks > 0).then_some((number, start))
}

/// Where what follows `trailer` begins, at the beginning of a line.
fn trailers(bytes: &[u8]) -> impl Iterator<Item = usize> {
    const WORD: &[u8] = b"trailer";
    let begins = |at: &usize| {
        let line = bytes[..*at].iter().rev().take_while(|byte| **byte == b' ' || **byte == b'\t').count();
        bytes[..*at - line].last().is_none_or(|before| matches!(before, b'\n' | b'\r'))
    };
    memmem::find_iter(bytes, WORD).filter(begins).map(|at| at + WORD.len())
}
