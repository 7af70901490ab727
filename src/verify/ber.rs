//! BER as DER: programs that sign a stream leave lengths open (X.690, 8.1.3.6), which strict readers refuse.

/// How deep values may stand in each other.
const DEPTH: usize = 32;
/// The mark of a value that is made of others.
const CONSTRUCTED: u8 = 0x20;
/// A string of octets.
const OCTETS: u8 = 0x04;

/// The first value of bytes with every length given, and what follows it. What is DER stays as it is.
pub fn to_der(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut reader = Reader { rest: bytes };
    let mut der = Vec::with_capacity(bytes.len());
    reader.value(&mut der, DEPTH)?;
    Some((der, reader.rest))
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn value(&mut self, der: &mut Vec<u8>, depth: usize) -> Option<()> {
        (depth > 0).then_some(())?;
        let tag = self.byte()?;
        // Tags of several bytes occur nowhere in signatures.
        (tag & 0x1f != 0x1f).then_some(())?;
        let content = match self.length()? {
            Some(length) => {
                let mut within = Reader { rest: self.take(length)? };
                if tag & CONSTRUCTED == 0 {
                    within.rest.to_vec()
                } else {
                    let mut content = Vec::with_capacity(length);
                    while !within.rest.is_empty() {
                        within.value(&mut content, depth - 1)?;
                    }
                    content
                }
            }
            None => {
                (tag & CONSTRUCTED != 0).then_some(())?;
                let mut content = Vec::new();
                while !self.rest.starts_with(&[0, 0]) {
                    self.value(&mut content, depth - 1)?;
                }
                self.take(2)?;
                content
            }
        };
        if tag == OCTETS | CONSTRUCTED {
            put(der, OCTETS, &joined(&content)?)
        } else {
            put(der, tag, &content)
        }
    }

    /// A length; nothing within where it is left open.
    fn length(&mut self) -> Option<Option<usize>> {
        match self.byte()? {
            0x80 => Some(None),
            short @ 0..0x80 => Some(Some(usize::from(short))),
            long => {
                let digits = self.take(usize::from(long & 0x7f))?;
                (digits.len() <= 4).then_some(())?;
                Some(Some(digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit))))
            }
        }
    }
}

/// The octets of strings that stand side by side, which are DER already.
fn joined(strings: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader { rest: strings };
    let mut octets = Vec::new();
    while !reader.rest.is_empty() {
        (reader.byte()? == OCTETS).then_some(())?;
        let length = reader.length()??;
        octets.extend_from_slice(reader.take(length)?);
    }
    Some(octets)
}

fn put(der: &mut Vec<u8>, tag: u8, content: &[u8]) -> Option<()> {
    der.push(tag);
    match u32::try_from(content.len()).ok()? {
        short @ 0..0x80 => der.push(u8::try_from(short).ok()?),
        long => {
            let digits = long.to_be_bytes();
            let zeros = digits.iter().take_while(|digit| **digit == 0).count();
            der.push(0x80 | u8::try_from(digits.len() - zeros).ok()?);
            der.extend_from_slice(&digits[zeros..]);
        }
    }
    der.extend_from_slice(content);
    Some(())
}
