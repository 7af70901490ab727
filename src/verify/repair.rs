//! What programs read that repair a file: they look for `1 0 obj` and `trailer` wherever those stand, and take the last.
//!
//! Some repair a file that others read by its tables, for a reference that leads nowhere is enough. What they find must
//! then be what the tables say.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use lopdf::xref::XrefEntry;
use lopdf::{Document, Object, ObjectId};
use memchr::memmem;

use super::revisions::{self, in_use};
use super::syntax::{self, MOST_OBJECTS, Node, Section, Value};

/// How far into a file programs look for what says that its pages are in order (ISO 32000-1, annex F).
const HEAD: usize = 1024;

/// The most bytes of a stream of objects that are looked at.
const MOST_BYTES: usize = 64 << 20;

/// Whether programs that repair a file, or that take its pages in the order of the web, read the document of its tables;
/// `ends` is where its revisions end.
pub fn reads_alike(pdf: &[u8], ends: impl Iterator<Item = usize>, document: &Document) -> bool {
    let claims_order = ordered_up_to(pdf).is_some_and(|length| {
        // White space may follow.
        pdf.len() == length || ends.into_iter().any(|end| (end..=end + 2).contains(&length))
    });
    !claims_order
        && !has_signed_reference(pdf)
        && Found::of(pdf, document).is_some_and(|found| found.is(document))
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
    let length = revisions::lengths(document);
    let mut seen = HashSet::new();
    let mut previous = last.previous;
    while let Some(at) = previous {
        let Some(before) = syntax::table_before(pdf, at).filter(|_| seen.insert(at)) else { return false };
        previous = before;
    }
    let mut referred = HashSet::new();
    let mut read = |number: u32, entry: &XrefEntry| match entry {
        XrefEntry::Normal { offset, generation } => {
            let object = syntax::indirect(pdf, *offset as usize, &length);
            let object = object.filter(|object| object.id == (number, *generation));
            object.is_some_and(|object| {
                let of_stream = object.node.entries().iter().filter(|(key, _)| key != b"Length");
                let is_stream = matches!(document.objects.get(&object.id), Some(Object::Stream(_)));
                match is_stream {
                    _ if is_table(&object.node) => {}
                    false => object.node.references(&mut referred),
                    true => of_stream.for_each(|(_, node)| node.references(&mut referred)),
                }
                packed_values(document, number).is_none_or(|values| {
                    let values = values.unwrap_or_default();
                    // What was replaced since says nothing any more.
                    let live = values.iter().filter(|(own, _)| {
                        let entry = document.reference_table.get(*own);
                        matches!(entry, Some(XrefEntry::Compressed { container, .. }) if *container == number)
                    });
                    live.for_each(|(_, value)| value.references(&mut referred));
                    !values.is_empty()
                })
            })
        }
        XrefEntry::Free | XrefEntry::UnusableFree | XrefEntry::Compressed { .. } => true,
    };
    let all = document.reference_table.entries.iter().all(|(number, entry)| read(*number, entry));
    // A reference that is none to a library may be one to another.
    all && in_tables(document) == referred
}

/// Whether an object is a cross-reference stream.
fn is_table(node: &Node) -> bool {
    node.get(b"Type").is_some_and(|kind| kind.value == Value::Name(b"XRef".to_vec()))
}

/// What a stream of objects holds with their numbers, if an object is one; nothing within where it is not plain syntax.
fn packed_values(document: &Document, number: u32) -> Option<Option<Vec<(u32, Node)>>> {
    let Some(Object::Stream(stream)) = document.objects.get(&(number, 0)) else { return None };
    stream.dict.has_type(b"ObjStm").then(|| {
        let first = usize::try_from(stream.dict.get(b"First").ok()?.as_i64().ok()?).ok()?;
        let content = stream.get_plain_content_with_limit(MOST_BYTES).ok()?;
        let values = syntax::values(content.get(first..)?)?;
        let numbers = numbers(stream).filter(|numbers| numbers.len() == values.len())?;
        Some(numbers.into_iter().zip(values).collect())
    })
}

/// The references of all objects that stand in the tables, as the library reads them.
fn in_tables(document: &Document) -> HashSet<ObjectId> {
    let mut found = HashSet::new();
    let listed = document.objects.iter().filter(|(id, _)| in_use(document, id.0));
    listed.for_each(|(_, value)| references_in(value, &mut found));
    found
}

/// What stands in a file between its objects' heads and ends.
struct Found {
    /// Where the last object of each number begins.
    last: BTreeMap<u32, usize>,
    /// The catalogs that trailers and cross-reference streams name.
    roots: BTreeSet<u32>,
    /// The streams of objects, each with where it begins.
    containers: Vec<(u32, usize)>,
}

/// `1 0 obj`
struct Head {
    /// Nothing where programs read each another number.
    number: Option<u32>,
    start: usize,
}

impl Found {
    /// Looks through a file; nothing where an object or a trailer seems to begin within another object.
    fn of(pdf: &[u8], document: &Document) -> Option<Self> {
        let length = revisions::lengths(document);
        let mut found = Self { last: BTreeMap::new(), roots: BTreeSet::new(), containers: Vec::new() };
        let mut trailers = trailers(pdf).peekable();
        let mut at = 0;
        for head in heads(pdf) {
            if head.start < at {
                return None;
            }
            while let Some(trailer) = trailers.next_if(|trailer| *trailer < head.start) {
                found.trailer(pdf, trailer)?;
            }
            let (number, object) = (head.number?, syntax::indirect(pdf, head.start, &length)?);
            at = object.span.end;
            if is_table(&object.node) {
                found.root(&object.node);
            }
            // Whatever it calls itself.
            if !object.content.is_empty()
                && object.node.get(b"First").is_some()
                && object.node.get(b"N").is_some()
            {
                found.containers.push((number, head.start));
            }
            if trailers.next_if(|trailer| *trailer < at).is_some() {
                return None;
            }
            found.last.insert(number, head.start);
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
        let (referred, generations) = references(document);
        // Some programs ask for the number alone.
        let aged = |(number, generation): &ObjectId| match document.reference_table.get(*number) {
            Some(XrefEntry::Normal { generation: own, .. }) => own != generation,
            Some(XrefEntry::Compressed { .. }) => *generation != 0,
            _ => false,
        };
        if generations.iter().any(aged) {
            return false;
        }
        let raised = |number: &u32| !in_use(document, *number) && self.last.contains_key(number);
        self.roots.iter().all(|number| root.is_some_and(|root| root.0 == *number))
            // Numbers that no file may have lead programs to repair what they read (ISO 32000-1, annex C).
            && document.reference_table.entries.keys().all(|number| *number as usize <= MOST_OBJECTS)
            && document.reference_table.entries.iter().all(alike)
            && !referred.iter().any(raised)
            && self.containers.iter().all(|(number, start)| {
                let object = document.objects.get(&(*number, 0));
                let known = matches!(object, Some(Object::Stream(stream)) if stream.dict.has_type(b"ObjStm"));
                known && place(*number) == Some(*start)
            })
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
    let first = usize::try_from(stream.dict.get(b"First").ok()?.as_i64().ok()?).ok()?;
    let content = stream.get_plain_content_with_limit(MOST_BYTES).ok()?;
    let head = std::str::from_utf8(content.get(..first)?).ok()?;
    head.split_ascii_whitespace().step_by(2).map(|number| number.parse().ok()).collect()
}

/// The numbers of all objects that others name, and those with their generations.
fn references(document: &Document) -> (HashSet<u32>, HashSet<ObjectId>) {
    let mut found = HashSet::new();
    document.objects.values().for_each(|value| references_in(value, &mut found));
    document.trailer.iter().for_each(|(_, value)| references_in(value, &mut found));
    (found.iter().map(|id| id.0).collect(), found)
}

fn references_in(value: &Object, found: &mut HashSet<ObjectId>) {
    match value {
        Object::Reference(id) => drop(found.insert(*id)),
        Object::Array(list) => list.iter().for_each(|value| references_in(value, found)),
        Object::Dictionary(entries) => entries.iter().for_each(|(_, value)| references_in(value, found)),
        // What a table names is not of the document, and a length may have been looked up.
        Object::Stream(stream) if stream.dict.has_type(b"XRef") => {}
        Object::Stream(stream) => {
            let entries = stream.dict.iter().filter(|(key, _)| *key != b"Length");
            entries.for_each(|(_, value)| references_in(value, found));
        }
        _ => {}
    }
}

/// Whether a reference seems to begin with a sign, which some programs read over: `+50 0 R`.
fn has_signed_reference(pdf: &[u8]) -> bool {
    memchr::memchr_iter(b'R', pdf).any(|at| {
        let ends = pdf.get(at + 1).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        let start = || digits_before(pdf, digits_before(pdf, at)?.1).map(|(_, start)| start);
        let before = || pdf.get(start()?.checked_sub(1)?).copied();
        ends && matches!(before(), Some(b'+' | b'-' | b'.'))
    })
}

/// Where objects seem to begin.
fn heads(bytes: &[u8]) -> impl Iterator<Item = Head> {
    const WORD: &[u8] = b"obj";
    memmem::find_iter(bytes, WORD).filter_map(|at| {
        let end = at + WORD.len();
        let (generation, from) = digits_before(bytes, at)?;
        let whole = bytes.get(end).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        let plain = generation.parse::<u16>().is_ok();
        match digits_before(bytes, from) {
            Some((number, start)) => Some(Head { number: number.parse().ok().filter(|_| plain), start }),
            // What stands between, another program may read over.
            None => whole.then_some(Head { number: None, start: from }),
        }
    })
}

/// The digits that stand before a place, with blanks between them, and where they begin.
fn digits_before(bytes: &[u8], at: usize) -> Option<(&str, usize)> {
    let blanks = bytes[..at].iter().rev().take_while(|byte| is_blank(**byte)).count();
    let before = &bytes[..at - blanks];
    let count = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let start = before.len() - count;
    let digits = std::str::from_utf8(&before[start..]).ok()?;
    (blanks > 0 && count > 0).then_some((digits, start))
}

/// White space, of which a byte of nothing is one (ISO 32000-1, table 1), and the vertical tab, which some take for it.
fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | 0x0b) || byte.is_ascii_whitespace()
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
