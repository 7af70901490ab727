//! Operators that are written as the standard has them, and that name nothing but what is there.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object};

use crate::verify::revisions::{resolve, value};
use crate::verify::syntax;

/// Operators with as many operands as they have, of numbers that all programs read alike, in which what is marked ends
/// where it began and letters stand in text alone; nothing where they are otherwise.
pub fn well_formed(content: &[u8]) -> Option<Content> {
    let read = Content::decode(content).ok()?;
    // A library that stops in the middle has seen a part.
    if syntax::operators(content)? != read.operations.len() {
        return None;
    }
    let (mut open, mut in_text) = (0_usize, false);
    for Operation { operator, operands } in &read.operations {
        if operands_of(operator)? != Operands::of(operands) && operands_of(operator)? != Operands::Any {
            return None;
        }
        match operator.as_str() {
            "BMC" | "BDC" => open += 1,
            "EMC" => open = open.checked_sub(1)?,
            // A program may take letters that stand elsewhere for a part of what comes next.
            "BT" | "ET" if in_text == (operator == "BT") => return None,
            "BT" | "ET" => in_text = !in_text,
            "Tj" | "TJ" | "'" | "\"" if !in_text => return None,
            _ => {}
        }
    }
    (open == 0 && !in_text).then_some(read)
}

/// What an operator takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operands {
    /// So many numbers.
    Numbers(usize),
    /// So many values, of which one at least is no number.
    Values(usize),
    /// What depends on others.
    Any,
}

impl Operands {
    fn of(operands: &[Object]) -> Self {
        let number = |one: &Object| matches!(one, Object::Integer(_) | Object::Real(_));
        match operands.iter().all(number) {
            true => Self::Numbers(operands.len()),
            false => Self::Values(operands.len()),
        }
    }
}

/// What each operator takes (ISO 32000-1, annex A); nothing for what is no operator.
fn operands_of(operator: &str) -> Option<Operands> {
    Some(match operator {
        "q" | "Q" | "h" | "S" | "s" | "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "n" | "W" | "W*"
        | "BT" | "ET" | "T*" | "EMC" => Operands::Numbers(0),
        "w" | "J" | "j" | "M" | "i" | "Tc" | "Tw" | "Tz" | "TL" | "Tr" | "Ts" | "g" | "G" => {
            Operands::Numbers(1)
        }
        "m" | "l" | "Td" | "TD" | "d0" => Operands::Numbers(2),
        "rg" | "RG" => Operands::Numbers(3),
        "v" | "y" | "re" | "k" | "K" => Operands::Numbers(4),
        "c" | "cm" | "Tm" | "d1" => Operands::Numbers(6),
        "ri" | "gs" | "Tj" | "TJ" | "'" | "CS" | "cs" | "sh" | "Do" | "MP" | "BMC" => Operands::Values(1),
        "d" | "Tf" | "BDC" | "DP" => Operands::Values(2),
        "\"" => Operands::Values(3),
        "SC" | "sc" | "SCN" | "scn" | "BI" | "ID" | "EI" => Operands::Any,
        _ => return None,
    })
}

/// Whether letters are drawn by lines so wide that they are blots of any size; graphics states have these widths.
fn outlined_widely(content: &Content, widths: impl Iterator<Item = f32>) -> bool {
    /// How wide a line is at most, of the height of the letters: bold letters are made by thin ones.
    const WIDEST: f32 = 0.5;
    let number = |one: &Object| one.as_float().unwrap_or_default();
    let (mut outlined, mut widest) = (false, widths.fold(1.0, f32::max));
    let (mut smallest, mut size, mut scale) = (f32::MAX, 1.0, 1.0);
    for Operation { operator, operands } in &content.operations {
        match (operator.as_str(), operands.as_slice()) {
            ("Tr", [mode]) => outlined |= !matches!(mode.as_i64(), Ok(0 | 3 | 4 | 7)),
            ("w", [width]) => widest = widest.max(number(width)),
            ("BT", []) => scale = 1.0,
            ("Tf", [_, own]) => size = number(own).abs(),
            ("Tm", [a, b, c, d, ..]) => {
                scale = (number(a) * number(d) - number(b) * number(c)).abs().sqrt();
            }
            ("Tj" | "TJ" | "'" | "\"", _) => smallest = smallest.min(size * scale),
            _ => {}
        }
    }
    outlined && widest > smallest * WIDEST
}

/// The names of what operators draw, each as often as they do.
pub fn drawn(content: &[u8]) -> Vec<Vec<u8>> {
    let read = Content::decode(content).map(|read| read.operations).unwrap_or_default();
    let named = read.into_iter().filter(|operation| operation.operator == "Do");
    named.filter_map(|operation| operation.operands.first()?.as_name().ok().map(<[u8]>::to_vec)).collect()
}

/// Whether letters are drawn that are not seen, or that cut what comes after them (ISO 32000-1, table 106).
pub fn has_unseen_letters(content: &Content) -> bool {
    content.operations.iter().any(|Operation { operator, operands }| {
        operator == "Tr" && !matches!(operands.first().map(Object::as_i64), Some(Ok(0..=2)))
    })
}

/// Whether all that operators name is in these resources, and none of them is out of the ordinary.
pub fn are_plain(document: &Document, content: &Content, resources: Option<&Dictionary>) -> bool {
    let has = |kind: &[u8], name: &[u8]| {
        let entries = resources.and_then(|own| value(document, own, kind)?.as_dict().ok());
        entries.is_some_and(|entries| value(document, entries, name).is_some())
    };
    let wide = || {
        let states = resources.and_then(|own| value(document, own, b"ExtGState")?.as_dict().ok());
        let widths = states.into_iter().flatten().filter_map(|(_, state)| {
            let state = resolve(document, state)?.as_dict().ok()?;
            value(document, state, b"LW")?.as_float().ok()
        });
        outlined_widely(content, widths)
    };
    !wide()
        && content.operations.iter().all(|Operation { operator, operands }| {
            let last = operands.last().and_then(|one| one.as_name().ok());
            let named = |kind: &[u8]| last.is_some_and(|name| has(kind, name));
            match operator.as_str() {
                "Tf" => {
                    operands.first().is_some_and(|one| one.as_name().is_ok_and(|name| has(b"Font", name)))
                }
                "gs" => named(b"ExtGState"),
                "Do" => named(b"XObject"),
                "sh" => named(b"Shading"),
                "cs" | "CS" => {
                    let device = |name: &[u8]| {
                        matches!(name, b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" | b"Pattern")
                    };
                    last.is_some_and(device) || named(b"ColorSpace")
                }
                "scn" | "SCN" => last.is_none() || named(b"Pattern"),
                "BDC" => match operands.as_slice() {
                    [Object::Name(tag), Object::Name(name)] => tag != b"OC" || has(b"Properties", name),
                    [Object::Name(tag), Object::Dictionary(own)] => tag != b"OC" && !own.has(b"OC"),
                    _ => false,
                },
                _ => true,
            }
        })
}
