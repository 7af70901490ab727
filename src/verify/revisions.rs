//! The revisions of a file: what it was after each update, as readers of that time saw it.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream, dictionary};

use super::syntax::{self, Node, Packed, Section};
use crate::diagnostic::Diagnostic;

/// The largest file that is read, in bytes.
const LARGEST: usize = 200 << 20;
/// The most that one compressed stream may hold while the file is read, in bytes.
const LARGEST_STREAM: usize = 64 << 20;
/// The most updates that are looked at.
const MOST: usize = 400;

/// Why the structure of a file cannot be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// The cross-reference sections do not lead through the file in one way.
    Sections,
    /// Something stands after the end of the last revision.
    Appended,
    /// A part of an update reads in more than one way, or stands in no table.
    Update,
    /// An update has a number that programs read each in another way.
    Numbers,
    /// Programs that repair what they read come to another document than those that do not.
    Repair,
    /// There are more updates than anybody makes.
    TooMany,
}

/// Reads a file as it is now.
///
/// # Errors
/// When it is no PDF, is encrypted, or cannot be read.
pub fn open(pdf: &[u8]) -> Result<Document, Diagnostic> {
    if pdf.len() > LARGEST {
        return Err(Diagnostic::error(format!("tệp lớn hơn {} MB, thidua không đọc", LARGEST >> 20)));
    }
    if !pdf.starts_with(b"%PDF-") {
        return Err(Diagnostic::error("tệp không phải là PDF")
            .hint("kiểm tra lại tên tệp; tệp Word hoặc ảnh phải kiểm tra bằng chương trình khác"));
    }
    let document = load(pdf).ok_or_else(|| {
        Diagnostic::error("tệp PDF hỏng, không đọc được").hint("xin lại tệp từ nơi gửi, hoặc lấy từ bản lưu")
    })?;
    if document.is_encrypted() || document.trailer.has(b"Encrypt") {
        return Err(Diagnostic::error("tệp PDF có mật khẩu, không đọc được")
            .hint("xin tệp không đặt mật khẩu từ nơi gửi"));
    }
    Ok(document)
}

/// Reads a document from its bytes as they stand, without repair.
fn load(bytes: &[u8]) -> Option<Document> {
    let options = LoadOptions { max_decompressed_size: Some(LARGEST_STREAM), ..LoadOptions::default() };
    // The library is known to panic of some damaged files.
    let loaded = catch_unwind(AssertUnwindSafe(|| Document::load_mem_with_options(bytes, options)));
    loaded.ok()?.ok().filter(|document| document.xref_recovery.is_none())
}

/// The most blanks behind the end of a file. Where there are many, programs do not find where its last table is said to be,
/// and show what they come upon.
const MOST_TAIL: usize = 64;

/// The last sections of a file, oldest first: all from that of the revision that ends at `first` on.
///
/// # Errors
/// When the sections do not lead there, or something stands after the last.
pub fn since(pdf: &[u8], first: usize) -> Result<Vec<Section>, Broken> {
    let mut section = syntax::last_section(pdf).ok_or(Broken::Sections)?;
    let tail = &pdf[section.end..];
    if tail.len() > MOST_TAIL || !syntax::blank(tail) {
        return Err(Broken::Appended);
    }
    let mut sections = Vec::new();
    while section.start >= first {
        let previous = section.previous.filter(|previous| *previous < section.start);
        let previous = previous.and_then(|at| syntax::section(pdf, at)).ok_or(Broken::Sections)?;
        // A revision begins where the one before it ends.
        if previous.end > section.start {
            return Err(Broken::Sections);
        }
        sections.push(std::mem::replace(&mut section, previous));
        if sections.len() > MOST {
            return Err(Broken::TooMany);
        }
    }
    sections.push(section);
    sections.reverse();
    Ok(sections)
}

/// The document as it was when a section closed it; `now` is what it is with the last one.
///
/// # Errors
/// When it cannot be read as it stands.
pub fn as_of(pdf: &[u8], section: &Section, now: &Document) -> Result<Document, Broken> {
    let document = match section.start == now.xref_start {
        true => now.clone(),
        false => load(&pdf[..section.end]).ok_or(Broken::Sections)?,
    };
    let whole = section.stream.as_ref().is_none_or(|packed| all_known(pdf, packed));
    (document.xref_start == section.start && whole).then_some(document).ok_or(Broken::Sections)
}

/// Whether a cross-reference stream has as many entries as it says, all of kinds that the standard has (ISO 32000-1,
/// table 18).
fn all_known(pdf: &[u8], packed: &Packed) -> bool {
    let mut how = Dictionary::new();
    if let Some([predictor, columns]) = packed.flate {
        how.set("Filter", "FlateDecode");
        how.set("DecodeParms", dictionary! { "Predictor" => predictor, "Columns" => columns });
    }
    let stream = Stream::new(how, pdf[packed.content.clone()].to_vec());
    let Ok(entries) = stream.get_plain_content_with_limit(LARGEST_STREAM) else { return false };
    let [kind, ..] = packed.widths;
    let known = |entry: &[u8]| {
        matches!(entry[..kind], [] | [.., 0..=2]) && entry[..kind].iter().rev().skip(1).all(|byte| *byte == 0)
    };
    let width: usize = packed.widths.iter().sum();
    width > 0
        && packed.widths.iter().all(|width| *width <= 8)
        && entries.len() == width * packed.count
        && entries.chunks_exact(width).all(known)
}

/// What an update did to the objects of a document, by the cross-reference tables.
#[derive(Debug, Default)]
pub struct Touched {
    /// Objects that were there and stand elsewhere now.
    pub replaced: BTreeSet<ObjectId>,
    /// Objects that were there and are no more.
    pub freed: BTreeSet<u32>,
}

/// Compares the tables of two revisions and reads what the update holds by the letter.
///
/// # Errors
/// When a part of the update is listed nowhere, or is not plain syntax.
pub fn touched(
    pdf: &[u8],
    old: (&Document, &Section),
    new: (&Document, &Section),
) -> Result<Touched, Broken> {
    let mut touched = Touched::default();
    for (number, before) in &old.0.reference_table.entries {
        let in_use = matches!(before, XrefEntry::Normal { .. } | XrefEntry::Compressed { .. });
        let after = new.0.reference_table.get(*number);
        if !in_use || after.is_some_and(|after| same_entry(before, after)) {
            continue;
        }
        match after {
            Some(XrefEntry::Normal { generation, .. }) => {
                touched.replaced.insert((*number, *generation));
            }
            Some(XrefEntry::Compressed { .. }) => {
                touched.replaced.insert((*number, 0));
            }
            _ => {
                touched.freed.insert(*number);
            }
        }
    }
    accounted(pdf, old, new)?;
    Ok(touched)
}

/// Whether a document has an object of this number.
pub fn in_use(document: &Document, number: u32) -> bool {
    let entry = document.reference_table.get(number);
    matches!(entry, Some(XrefEntry::Normal { .. } | XrefEntry::Compressed { .. }))
}

/// The object that a reference names by the table; an object that no table lists is not there.
pub fn object(document: &Document, id: ObjectId) -> Option<&Object> {
    document.objects.get(&id).filter(|_| in_use(document, id.0))
}

/// What a value is, through its references.
pub fn resolve<'a>(document: &'a Document, mut value: &'a Object) -> Option<&'a Object> {
    const LONGEST: usize = 16;
    for _ in 0..LONGEST {
        match value {
            Object::Reference(id) => value = object(document, *id)?,
            Object::Null => return None,
            _ => return Some(value),
        }
    }
    None
}

/// The dictionary that a value is, through its references.
pub fn dictionary<'a>(document: &'a Document, value: &'a Object) -> Option<&'a Dictionary> {
    resolve(document, value)?.as_dict().ok()
}

/// What a key of a dictionary holds, through references.
pub fn value<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    resolve(document, dictionary.get(key).ok()?)
}

fn same_entry(one: &XrefEntry, other: &XrefEntry) -> bool {
    match (one, other) {
        (
            XrefEntry::Normal { offset, generation },
            XrefEntry::Normal { offset: other_offset, generation: other_generation },
        ) => offset == other_offset && generation == other_generation,
        (
            XrefEntry::Compressed { container, index },
            XrefEntry::Compressed { container: other_container, index: other_index },
        ) => container == other_container && index == other_index,
        _ => false,
    }
}

/// The bytes of the update are the objects that its table lists, white space, and the table.
fn accounted(pdf: &[u8], old: (&Document, &Section), new: (&Document, &Section)) -> Result<(), Broken> {
    let length = lengths(new.0);
    let mut places: Vec<(usize, ObjectId)> = Vec::new();
    let mut containers: BTreeMap<u32, Vec<(usize, u32)>> = BTreeMap::new();
    for (number, entry) in &new.0.reference_table.entries {
        let before = old.0.reference_table.get(*number);
        if before.is_some_and(|before| same_entry(before, entry)) {
            continue;
        }
        match entry {
            XrefEntry::Normal { offset, generation } if *offset as usize >= old.1.end => {
                places.push((*offset as usize, (*number, *generation)));
            }
            // What is new stands in what was added.
            XrefEntry::Normal { .. } => return Err(Broken::Update),
            XrefEntry::Free | XrefEntry::UnusableFree => {}
            XrefEntry::Compressed { container, index } => {
                containers.entry(*container).or_default().push((usize::from(*index), *number));
            }
        }
    }
    let mut odd = false;
    for (container, listed) in &containers {
        let added = places.iter().any(|(_, id)| id.0 == *container);
        let values = packed(new.0, *container, listed).filter(|_| added).ok_or(Broken::Update)?;
        odd |= values.iter().any(Node::has_odd_number);
    }
    places.sort_unstable();
    let mut at = old.1.end;
    for (offset, id) in places {
        let object = syntax::indirect(pdf, offset, &length).filter(|object| object.id == id);
        let object = object.ok_or(Broken::Update)?;
        let gap = pdf.get(at..offset).ok_or(Broken::Update)?;
        if !between(gap) {
            return Err(Broken::Update);
        }
        odd |= object.node.has_odd_number();
        at = object.span.end;
    }
    // A cross-reference stream is an object itself.
    let rest = if at > new.1.start { Some(&[][..]) } else { pdf.get(at..new.1.start) };
    match rest.is_some_and(between) {
        false => Err(Broken::Update),
        true if odd => Err(Broken::Numbers),
        true => Ok(()),
    }
}

/// What tells how long a stream is whose length is an object of its own.
pub fn lengths(document: &Document) -> impl Fn(ObjectId) -> Option<usize> {
    |id| match document.objects.get(&id) {
        Some(Object::Integer(length)) => usize::try_from(*length).ok(),
        _ => None,
    }
}

/// Whether bytes between objects say nothing: white space and comments, which some programs put in.
fn between(gap: &[u8]) -> bool {
    gap.split(|byte| *byte == b'\n' || *byte == b'\r').all(|line| {
        let line = line.trim_ascii();
        line.is_empty() || line.starts_with(b"%")
    })
}

/// The objects in a stream, where they are plain syntax and stand where its head and the table, by index and number, say.
fn packed(document: &Document, container: u32, listed: &[(usize, u32)]) -> Option<Vec<Node>> {
    let Some(Object::Stream(stream)) = document.objects.get(&(container, 0)) else { return None };
    let natural =
        |key: &[u8]| stream.dict.get(key).ok()?.as_i64().ok().and_then(|one| usize::try_from(one).ok());
    let (count, first) = (natural(b"N")?, natural(b"First")?);
    let content = stream.get_plain_content_with_limit(LARGEST_STREAM).ok()?;
    let (head, objects) = content.split_at_checked(first)?;
    let head = std::str::from_utf8(head).ok()?.split_ascii_whitespace();
    let numbers = head.map(|number| number.parse().ok()).collect::<Option<Vec<usize>>>()?;
    let (pairs, rest) = numbers.as_chunks::<2>();
    let places: Vec<usize> = pairs.iter().map(|[_, place]| *place).collect();
    let named: BTreeSet<usize> = pairs.iter().map(|[number, _]| *number).collect();
    let at =
        |(index, number): &(usize, u32)| pairs.get(*index).is_some_and(|[own, _]| *own == *number as usize);
    let values = syntax::values(objects)?;
    let starts = values.iter().map(|value| value.span.start);
    let whole = rest.is_empty() && pairs.len() == count && named.len() == count;
    (whole && starts.eq(places) && listed.iter().all(at)).then_some(values)
}
