//! Fonts that every program draws alike: those that are embedded whole, and the Latin ones that every program has.

use lopdf::{Dictionary, Object};
use ttf_parser::{CFFError, Face, GlyphId, cff};

use super::Eye;
use super::operators::well_formed;
use crate::verify::cover::Nowhere;
use crate::verify::revisions::{dictionary, resolve};

/// The beginnings of the names of Latin fonts that every program has or replaces by one of the same widths.
const LATIN: [&[u8]; 6] = [b"Helvetica", b"Times-", b"Courier", b"Arial", b"TimesNewRoman", b"CourierNew"];
/// How the letters of a simple font are numbered where that is known to all.
const ENCODINGS: [&[u8]; 3] = [b"WinAnsiEncoding", b"MacRomanEncoding", b"StandardEncoding"];

impl<'a> Eye<'a> {
    pub(super) fn font(&mut self, font: &'a Object, depth: usize) -> bool {
        let Some(font) = dictionary(self.document, font) else { return false };
        match self.name(font, b"Subtype") {
            Some(b"Type3") => {
                self.drawn_letters = true;
                let own = self.value(font, b"Resources").map(Object::as_dict);
                let letters = self.value(font, b"CharProcs").and_then(|letters| letters.as_dict().ok());
                let written = |letter: &'a Object| {
                    let letter = resolve(self.document, letter).and_then(|one| one.as_stream().ok());
                    let content = letter.and_then(|letter| self.data(letter));
                    content.is_some_and(|content| well_formed(&content).is_some())
                };
                let drawn = letters.is_some_and(|letters| letters.iter().all(|(_, letter)| written(letter)));
                drawn && own.is_none_or(|own| own.is_ok_and(|own| self.resources(own, depth)))
            }
            Some(b"Type0") => {
                let list = self.value(font, b"DescendantFonts").and_then(|list| list.as_array().ok());
                let [descendant] = list.map(Vec::as_slice).unwrap_or_default() else { return false };
                let plain = matches!(self.name(font, b"Encoding"), Some(b"Identity-H" | b"Identity-V"));
                let Some(descendant) = dictionary(self.document, descendant) else { return false };
                plain && self.is_embedded(descendant) == Some(true)
            }
            Some(b"Type1" | b"MMType1" | b"TrueType") if !self.has_room(font) => false,
            Some(b"Type1" | b"MMType1" | b"TrueType") => match self.is_embedded(font) {
                Some(whole) => {
                    whole && self.value(font, b"Widths").is_some_and(|list| list.as_array().is_ok())
                }
                None => self.is_latin(font),
            },
            _ => false,
        }
    }

    /// Whether the letters of a simple font stand side by side, not all upon one another.
    fn has_room(&self, font: &'a Dictionary) -> bool {
        let widths = self.value(font, b"Widths").map(Object::as_array);
        let wide = |one: &Object| {
            resolve(self.document, one).is_some_and(|one| one.as_float().is_ok_and(|width| width > 1.0))
        };
        widths.is_none_or(|widths| widths.is_ok_and(|widths| widths.iter().any(wide)))
    }

    /// Whether a font is embedded whole; nothing where it is not embedded.
    fn is_embedded(&self, font: &'a Dictionary) -> Option<bool> {
        let descriptor = self.value(font, b"FontDescriptor")?.as_dict().ok()?;
        let files: Vec<&[u8]> = [&b"FontFile"[..], b"FontFile2", b"FontFile3"]
            .into_iter()
            .filter(|key| descriptor.has(key))
            .collect();
        let [key] = files.as_slice() else { return (!files.is_empty()).then_some(false) };
        let Some(Ok(file)) = self.value(descriptor, key).map(Object::as_stream) else { return Some(false) };
        let Some(data) = self.data(file) else { return Some(false) };
        let kinds = (self.name(font, b"Subtype"), *key, self.name(&file.dict, b"Subtype"));
        Some(match kinds {
            // What the letters are is taken from the font alone: nothing else looks into fonts of this kind.
            (Some(b"Type1" | b"MMType1"), b"FontFile", _) => {
                let begins = data.starts_with(b"%!") || data.starts_with(b"\x80\x01");
                begins && !font.has(b"ToUnicode")
            }
            (Some(b"Type1" | b"MMType1"), b"FontFile3", Some(b"Type1C")) => {
                cff::Table::parse(&data).is_some_and(|font| draws_all_letters(&font))
            }
            (Some(b"CIDFontType0"), b"FontFile3", Some(b"CIDFontType0C")) => {
                cff::Table::parse(&data).is_some()
            }
            (Some(b"CIDFontType0" | b"CIDFontType2"), b"FontFile3", Some(b"OpenType"))
            | (Some(b"CIDFontType2" | b"TrueType"), b"FontFile2", _) => {
                data.get(..4) != Some(b"ttcf") && Face::parse(&data, 0).is_ok()
            }
            _ => false,
        })
    }

    /// Whether a font is one of the Latin fonts that every program has, with letters as they are numbered everywhere.
    fn is_latin(&self, font: &'a Dictionary) -> bool {
        let known = self.name(font, b"BaseFont").is_some_and(|name| {
            let exact = matches!(name, b"Helvetica" | b"Courier");
            exact || LATIN.iter().any(|latin| name.starts_with(latin) && is_style(&name[latin.len()..]))
        });
        let encoded = match self.value(font, b"Encoding") {
            None => !font.has(b"Encoding"),
            Some(Object::Name(name)) => ENCODINGS.contains(&name.as_slice()),
            Some(Object::Dictionary(own)) => {
                let base = self.name(own, b"BaseEncoding");
                let based = base.map_or(!own.has(b"BaseEncoding"), |base| ENCODINGS.contains(&base));
                let changes = self.value(own, b"Differences").map(Object::as_array);
                let listed = |changes: &Vec<Object>| {
                    let mut changes = changes.iter().map(|one| resolve(self.document, one));
                    changes.all(|one| matches!(one, Some(Object::Integer(_) | Object::Name(_))))
                };
                // A letter of its own could be called a blank.
                based && !font.has(b"ToUnicode") && changes.is_none_or(|changes| changes.is_ok_and(listed))
            }
            Some(_) => false,
        };
        known && encoded
    }
}

/// Whether the end of a font's name says how it is drawn, and no more.
fn is_style(end: &[u8]) -> bool {
    let parts = String::from_utf8_lossy(end).replace(['-', ',', ' '], "");
    let rest = ["Roman", "Bold", "Italic", "Oblique", "Regular", "PS", "MT"];
    rest.iter().fold(parts, |left, style| left.replacen(style, "", 1)).is_empty()
}

/// Whether all letters of a font can be drawn.
fn draws_all_letters(font: &cff::Table) -> bool {
    let draws = |id: u16| matches!(font.outline(GlyphId(id), &mut Nowhere), Ok(_) | Err(CFFError::ZeroBBox));
    (0..font.number_of_glyphs()).all(draws)
}
