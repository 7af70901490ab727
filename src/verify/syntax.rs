//! A strict reading of the file's own bytes: where a revision ends, and what stands at a place.
//!
//! A library that reads PDF files is kind to broken ones, and two kind readers may see two
//! documents in one file. What was added after a signature must therefore read in one way only.

use std::collections::HashSet;
use std::ops::Range;

/// How deep arrays and dictionaries may stand in each other.
const DEPTH: usize = 64;
/// The most objects that a file may number (ISO 32000-1, annex C).
pub const MOST_OBJECTS: usize = 8_388_607;

/// How many digits a number has at most that all programs read alike, and how large it is (ISO 32000-1, annex C).
const MOST_DIGITS: usize = 18;
const LARGEST: f64 = 2_147_483_648.0;

/// A piece of syntax and the bytes that it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it says.
    pub value: Value,
    /// From its first byte to after its last.
    pub span: Range<usize>,
}

/// What a piece of syntax says, as far as it matters here.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Its entries; no key stands in it twice.
    Dictionary(Vec<(Vec<u8>, Node)>),
    /// Its elements.
    Array(Vec<Node>),
    /// A whole number.
    Integer(i64),
    /// A reference to an object by number and generation.
    Reference(u32, u16),
    /// A name, without its stroke.
    Name(Vec<u8>),
    /// A string written in hexadecimal digits.
    Hexadecimal,
    /// A number of so many digits, or so large, that programs read it each in another way.
    OddNumber,
    /// Anything else.
    Other,
}

impl Node {
    /// The value of a key, of a dictionary.
    pub fn get(&self, key: &[u8]) -> Option<&Node> {
        match &self.value {
            Value::Dictionary(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// Its entries, of a dictionary.
    pub fn entries(&self) -> &[(Vec<u8>, Node)] {
        match &self.value {
            Value::Dictionary(entries) => entries,
            _ => &[],
        }
    }

    /// Adds the references in it to a list, each by number and generation.
    pub fn references(&self, found: &mut HashSet<(u32, u16)>) {
        match &self.value {
            Value::Reference(number, generation) => drop(found.insert((*number, *generation))),
            Value::Array(nodes) => nodes.iter().for_each(|node| node.references(found)),
            Value::Dictionary(entries) => entries.iter().for_each(|(_, node)| node.references(found)),
            _ => {}
        }
    }

    /// Whether a number in it is one that programs read each in another way.
    pub fn has_odd_number(&self) -> bool {
        match &self.value {
            Value::OddNumber => true,
            Value::Array(nodes) => nodes.iter().any(Self::has_odd_number),
            Value::Dictionary(entries) => entries.iter().any(|(_, node)| node.has_odd_number()),
            _ => false,
        }
    }

    fn integer(&self) -> Option<i64> {
        match self.value {
            Value::Integer(number) => Some(number),
            _ => None,
        }
    }
}

/// An object as it stands in the file.
#[derive(Debug)]
pub struct Indirect {
    /// Its number and generation.
    pub id: (u32, u16),
    /// Its value, or the dictionary of a stream.
    pub node: Node,
    /// From its number to after `endobj`.
    pub span: Range<usize>,
    /// The bytes of a stream as they stand; nothing where it is none.
    pub content: Range<usize>,
}

/// A cross-reference section with what closes it.
#[derive(Debug)]
pub struct Section {
    /// Where it begins.
    pub start: usize,
    /// Where the section before it begins.
    pub previous: Option<usize>,
    /// After the `%%EOF` that closes it.
    pub end: usize,
    /// The stream that it is; nothing where it is a table, which was read to its end.
    pub stream: Option<Packed>,
}

/// The entries of a cross-reference stream, still packed.
#[derive(Debug)]
pub struct Packed {
    /// Where they stand.
    pub content: Range<usize>,
    /// How many bytes the three parts of an entry have.
    pub widths: [usize; 3],
    /// How many entries there have to be.
    pub count: usize,
    /// How they are packed: nothing where they are not, else the predictor and the columns of Flate.
    pub flate: Option<[i64; 2]>,
}

impl Packed {
    fn of(stream: &Indirect, count: usize) -> Option<Self> {
        let parameter = |key: &[u8], usual| {
            let parameters = stream.node.get(b"DecodeParms");
            parameters.and_then(|parameters| parameters.get(key)).map_or(Some(usual), Node::integer)
        };
        let flate = match stream.node.get(b"Filter").map(|filter| &filter.value) {
            None => None,
            Some(Value::Name(name)) if name == b"FlateDecode" => {
                Some([parameter(b"Predictor", 1)?, parameter(b"Columns", 1)?])
            }
            Some(_) => return None,
        };
        let widths = naturals(stream.node.get(b"W")?)?.try_into().ok()?;
        Some(Self { content: stream.content.clone(), widths, count, flate })
    }
}

/// The section at an offset; nothing when it is not one by the letter of the standard.
pub fn section(bytes: &[u8], start: usize) -> Option<Section> {
    let (previous, stream, at) = table(bytes, start)?;
    let mut cursor = Cursor { bytes, at };
    cursor.space();
    (cursor.word(b"startxref") && cursor.natural()? == start).then_some(())?;
    cursor.blanks();
    cursor.word(b"%%EOF").then_some(())?;
    Some(Section { start, previous, end: cursor.at, stream })
}

/// Where the table before the one at an offset begins, if there is one; nothing when it is no table by the letter. Of a
/// file in the order of the web the first table is closed by the last one's end.
pub fn table_before(bytes: &[u8], start: usize) -> Option<Option<usize>> {
    table(bytes, start).map(|(previous, ..)| previous)
}

/// The table at an offset: where the one before it begins, the stream that it is, and where it ends.
fn table(bytes: &[u8], start: usize) -> Option<(Option<usize>, Option<Packed>, usize)> {
    let mut cursor = Cursor { bytes, at: start };
    let (dictionary, largest, stream) = if cursor.word(b"xref") {
        let largest = cursor.table()?;
        (cursor.node(0)?, largest, None)
    } else {
        let stream = indirect(bytes, start, &|_| None)?;
        let ranges = listed_once(&stream.node)?;
        cursor.at = stream.span.end;
        let largest = ranges.iter().filter(|range| range[1] > 0).map(|range| range[0] + range[1] - 1).max();
        let packed = Packed::of(&stream, ranges.iter().map(|range| range[1]).sum())?;
        (stream.node, largest, Some(packed))
    };
    // Who reads no further than it says sees another document.
    let size = usize::try_from(dictionary.get(b"Size")?.integer()?).ok()?;
    (largest.is_none_or(|largest| largest < size) && size <= MOST_OBJECTS + 1).then_some(())?;
    // Two tables for one revision: each reader follows its own.
    if dictionary.get(b"XRefStm").is_some() {
        return None;
    }
    let previous = match dictionary.get(b"Prev") {
        Some(node) => Some(usize::try_from(node.integer()?).ok()?),
        None => None,
    };
    Some((previous, stream, cursor.at))
}

/// The ranges of a cross-reference stream, each its first object and how many; nothing where they name an object twice.
fn listed_once(stream: &Node) -> Option<Vec<[usize; 2]>> {
    let Some(index) = stream.get(b"Index") else {
        return Some(vec![[0, usize::try_from(stream.get(b"Size")?.integer()?).ok()?]]);
    };
    let numbers = naturals(index)?;
    let (ranges, rest) = numbers.as_chunks::<2>();
    let mut ranges = ranges.to_vec();
    ranges.sort_unstable();
    let apart = |pair: &[[usize; 2]]| pair[0][0] + pair[0][1] <= pair[1][0];
    let bounded =
        ranges.iter().all(|[first, count]| first.checked_add(*count).is_some_and(|end| end <= MOST_OBJECTS));
    (rest.is_empty() && bounded && ranges.windows(2).all(apart)).then_some(ranges)
}

/// The elements of an array of numbers without signs.
fn naturals(node: &Node) -> Option<Vec<usize>> {
    let Value::Array(numbers) = &node.value else { return None };
    numbers.iter().map(|number| usize::try_from(number.integer()?).ok()).collect()
}

/// The last section of the file: the one that readers begin with.
pub fn last_section(bytes: &[u8]) -> Option<Section> {
    let at = rfind(bytes, b"startxref")?;
    let mut cursor = Cursor { bytes, at };
    cursor.word(b"startxref");
    let start = cursor.natural()?;
    (start < at).then_some(())?;
    section(bytes, start)
}

/// The object at an offset. `length` tells the length of a stream that names another object for it.
pub fn indirect(bytes: &[u8], at: usize, length: &dyn Fn((u32, u16)) -> Option<usize>) -> Option<Indirect> {
    let mut cursor = Cursor { bytes, at };
    // One blank between each: what else the standard allows there, some readers do not take.
    let number = u32::try_from(cursor.digits()?).ok()?;
    cursor.word(b" ").then_some(())?;
    let generation = u16::try_from(cursor.digits()?).ok()?;
    cursor.word(b" obj").then_some(())?;
    let node = cursor.node(0)?;
    let mut content = 0..0;
    cursor.space();
    if cursor.word(b"stream") {
        if cursor.peek() == Some(b'\r') {
            cursor.at += 1;
        }
        (cursor.peek() == Some(b'\n')).then_some(())?;
        let length = match node.get(b"Length")?.value {
            Value::Integer(length) => usize::try_from(length).ok()?,
            Value::Reference(number, generation) => length((number, generation))?,
            _ => return None,
        };
        let start = cursor.at.checked_add(1)?;
        cursor.at = start.checked_add(length)?;
        (cursor.at <= bytes.len()).then_some(())?;
        content = start..cursor.at;
        cursor.blanks();
        cursor.word(b"endstream").then_some(())?;
        cursor.space();
    }
    cursor.word(b"endobj").then_some(())?;
    Some(Indirect { id: (number, generation), node, span: at..cursor.at, content })
}

/// The value that stands at an offset, behind white space.
pub fn node(bytes: &[u8], at: usize) -> Option<Node> {
    let mut cursor = Cursor { bytes, at };
    cursor.space();
    cursor.node(0)
}

/// Values that stand side by side, such as those of objects in a stream; nothing when they are not plain syntax.
pub fn values(bytes: &[u8]) -> Option<Vec<Node>> {
    let mut cursor = Cursor { bytes, at: 0 };
    let mut values = Vec::new();
    loop {
        cursor.space();
        if cursor.at >= bytes.len() {
            return Some(values);
        }
        values.push(cursor.node(0)?);
    }
}

/// How many operators the text of a page, a form or a letter has; nothing when it is not plain syntax to its end, with
/// numbers that all programs read alike. A picture
/// within it counts as one.
pub fn operators(content: &[u8]) -> Option<usize> {
    let mut cursor = Cursor { bytes: content, at: 0 };
    let mut count = 0;
    loop {
        cursor.space();
        let Some(byte) = cursor.peek() else { return Some(count) };
        if !byte.is_ascii_alphabetic() && !matches!(byte, b'\'' | b'"') {
            cursor.node(0).filter(|node| !node.has_odd_number())?;
            continue;
        }
        let start = cursor.at;
        while cursor.peek().is_some_and(|byte| !is_space(byte) && !is_delimiter(byte)) {
            cursor.at += 1;
        }
        match &content[start..cursor.at] {
            b"true" | b"false" | b"null" => {}
            b"BI" => {}
            b"ID" => {
                let ends = |bytes: &[u8]| matches!(bytes, [one, b'E', b'I', other] if is_space(*one) && is_space(*other));
                cursor.at += content.get(cursor.at..)?.windows(4).position(ends)? + 3;
                count += 1;
            }
            _ => count += 1,
        }
    }
}

/// Whether nothing but white space stands in bytes.
pub fn blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| is_space(*byte))
}

/// Where a pattern stands last.
fn rfind(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    bytes.windows(pattern.len()).rposition(|window| window == pattern)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// White space, without comments.
    fn blanks(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }

    /// White space and comments.
    fn space(&mut self) {
        loop {
            self.blanks();
            if self.peek() != Some(b'%') {
                return;
            }
            while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                self.at += 1;
            }
        }
    }

    /// Whether just this stands here; it is passed over then.
    fn word(&mut self, word: &[u8]) -> bool {
        let there = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        if there {
            self.at += word.len();
        }
        there
    }

    /// A number without a sign.
    fn natural(&mut self) -> Option<usize> {
        self.space();
        self.digits()
    }

    /// The digits that stand just here, as a number.
    fn digits(&mut self) -> Option<usize> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        std::str::from_utf8(self.bytes.get(start..self.at)?).ok()?.parse().ok()
    }

    /// The entries of a table up to `trailer`; no object may be listed twice. The largest number that is listed.
    fn table(&mut self) -> Option<Option<usize>> {
        const ENTRY: usize = 20;
        let mut listed = HashSet::new();
        loop {
            self.space();
            if self.word(b"trailer") {
                return Some(listed.into_iter().max());
            }
            let (first, count) = (self.natural()?, self.natural()?);
            self.blanks();
            let end = self.at.checked_add(count.checked_mul(ENTRY)?)?;
            let entries = self.bytes.get(self.at..end)?;
            for (index, entry) in entries.chunks_exact(ENTRY).enumerate() {
                let digits = |range: Range<usize>| entry[range].iter().all(u8::is_ascii_digit);
                let formed = digits(0..10)
                    && entry[10] == b' '
                    && digits(11..16)
                    && entry[16] == b' '
                    && matches!(entry[17], b'n' | b'f')
                    && blank(&entry[18..]);
                (formed && listed.insert(first + index)).then_some(())?;
            }
            self.at = end;
        }
    }

    fn node(&mut self, depth: usize) -> Option<Node> {
        (depth < DEPTH).then_some(())?;
        self.space();
        let start = self.at;
        let value = match self.peek()? {
            b'<' if self.word(b"<<") => self.dictionary(depth)?,
            b'<' => self.hexadecimal()?,
            b'(' => self.literal()?,
            b'[' => self.array(depth)?,
            b'/' => Value::Name(self.name()?),
            b'+' | b'-' | b'.' | b'0'..=b'9' => self.number()?,
            _ => self.keyword()?,
        };
        Some(Node { value, span: start..self.at })
    }

    fn dictionary(&mut self, depth: usize) -> Option<Value> {
        let mut entries: Vec<(Vec<u8>, Node)> = Vec::new();
        let mut keys = HashSet::new();
        loop {
            self.space();
            if self.word(b">>") {
                return Some(Value::Dictionary(entries));
            }
            let key = self.name()?;
            keys.insert(key.clone()).then_some(())?;
            let value = self.node(depth + 1)?;
            entries.push((key, value));
        }
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        self.at += 1;
        let mut elements = Vec::new();
        loop {
            self.space();
            if self.word(b"]") {
                return Some(Value::Array(elements));
            }
            elements.push(self.node(depth + 1)?);
        }
    }

    fn name(&mut self) -> Option<Vec<u8>> {
        (self.next()? == b'/').then_some(())?;
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| !is_space(*byte) && !is_delimiter(*byte)) {
            self.at += 1;
            if byte == b'#' {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                let (high, low) = (digit(self.next()?)?, digit(self.next()?)?);
                name.push(u8::try_from(high * 16 + low).ok()?);
            } else {
                name.push(byte);
            }
        }
        Some(name)
    }

    fn hexadecimal(&mut self) -> Option<Value> {
        self.at += 1;
        loop {
            match self.next()? {
                b'>' => return Some(Value::Hexadecimal),
                byte if byte.is_ascii_hexdigit() || is_space(byte) => {}
                _ => return None,
            }
        }
    }

    fn literal(&mut self) -> Option<Value> {
        let mut open = 0_usize;
        loop {
            match self.next()? {
                b'\\' => {
                    self.next()?;
                }
                b'(' => open += 1,
                b')' if open == 1 => return Some(Value::Other),
                b')' => open -= 1,
                _ => {}
            }
        }
    }

    /// A number, or a reference: two numbers and `R`.
    fn number(&mut self) -> Option<Value> {
        let start = self.at;
        while self.peek().is_some_and(|byte| matches!(byte, b'+' | b'-' | b'.' | b'0'..=b'9')) {
            self.at += 1;
        }
        let text = std::str::from_utf8(self.bytes.get(start..self.at)?).ok()?;
        let number = text.parse::<f64>().ok()?;
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        if digits > MOST_DIGITS || number.abs() > LARGEST {
            return Some(Value::OddNumber);
        }
        let Ok(integer) = text.parse::<i64>() else { return Some(Value::Other) };
        let after = self.at;
        if let Some(reference) = self.rest_of_reference(integer) {
            // With a sign, it is none by the letter, and some programs read one.
            return text.bytes().all(|byte| byte.is_ascii_digit()).then_some(reference);
        }
        self.at = after;
        Some(Value::Integer(integer))
    }

    fn rest_of_reference(&mut self, number: i64) -> Option<Value> {
        let number = u32::try_from(number).ok()?;
        let generation = u16::try_from(self.natural()?).ok()?;
        self.space();
        let ends = |byte: Option<&u8>| byte.is_none_or(|byte| is_space(*byte) || is_delimiter(*byte));
        (self.word(b"R") && ends(self.bytes.get(self.at))).then_some(Value::Reference(number, generation))
    }

    fn keyword(&mut self) -> Option<Value> {
        [&b"true"[..], b"false", b"null"].iter().any(|word| self.word(word)).then_some(Value::Other)
    }
}
