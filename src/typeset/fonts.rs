//! The fonts: Tinos built in, Times New Roman where the user brings it.

use std::path::Path;

use typst::foundations::{Bytes, Dict, IntoValue};
use typst::text::{Coverage, Font};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_kit::fonts::FontStore;

use crate::diagnostic::Diagnostic;

/// Tinos has the metrics of Times New Roman and every Vietnamese letter.
const BUILT_IN: [&[u8]; 4] = [
    include_bytes!("../../fonts/Tinos-Regular.ttf"),
    include_bytes!("../../fonts/Tinos-Bold.ttf"),
    include_bytes!("../../fonts/Tinos-Italic.ttf"),
    include_bytes!("../../fonts/Tinos-BoldItalic.ttf"),
];

/// What stands in for fonts that a PDF of others does not bring along.
pub const STAND_IN: &[u8] = BUILT_IN[0];

const BUILT_IN_FAMILY: &str = "Tinos";

/// What NĐ 30/2020 asks for (PL I/I.4); used where a font folder has it.
const ASKED_FOR: &str = "Times New Roman";

/// Fonts and Typst's own library: made once, used for every paper.
pub struct Typesetter {
    pub(super) library: LazyHash<Library>,
    pub(super) fonts: FontStore,
    coverage: Vec<Coverage>,
    /// Of the first letters of Unicode, those of most papers, whether every style can draw them.
    drawn: Vec<bool>,
    typeface: &'static str,
}

/// A font file's face that papers are set in.
#[derive(Debug, Clone)]
pub struct Face {
    /// Family, weight and style.
    pub name: String,
    /// The file.
    pub data: Bytes,
}

impl Typesetter {
    /// Takes the built-in fonts, and those of a folder. The system's fonts are never looked at.
    ///
    /// # Errors
    /// When the folder has no font.
    pub fn new(font_path: Option<&Path>) -> Result<Self, Diagnostic> {
        let mut fonts = FontStore::new();
        if let Some(folder) = font_path {
            std::fs::read_dir(folder)
                .map_err(|error| Diagnostic::io("đọc thư mục phông chữ", folder, &error))?;
            let before = fonts.book().families().count();
            fonts.extend(typst_kit::fonts::scan(folder));
            if fonts.book().families().count() == before {
                return Err(Diagnostic::usage(format!(
                    "thư mục `{}` không có phông chữ nào",
                    folder.display()
                )));
            }
        }
        for data in BUILT_IN {
            for font in Font::iter(Bytes::new(data)) {
                let info = font.info().clone();
                fonts.push((font, info));
            }
        }
        let asked_for = fonts.book().contains_family(&ASKED_FOR.to_lowercase());
        let typeface = if asked_for { ASKED_FOR } else { BUILT_IN_FAMILY };
        let coverage: Vec<Coverage> = fonts
            .book()
            .select_family(&typeface.to_lowercase())
            .filter_map(|index| fonts.book().info(index))
            .map(|info| info.coverage.clone())
            .collect();
        let mut inputs = Dict::new();
        inputs.insert("typeface".into(), typeface.into_value());
        let library = LazyHash::new(Library::builder().with_inputs(inputs).build());
        let drawn = drawn(&coverage);
        Ok(Self { library, fonts, coverage, drawn, typeface })
    }

    /// The faces that papers are set in.
    pub fn faces(&self) -> Vec<Face> {
        let of_typeface = self.fonts.book().select_family(&self.typeface.to_lowercase());
        let face = |index| {
            let font = self.fonts.font(index)?;
            let variant = font.info().variant;
            let name = format!("{} {} {:?}", self.typeface, variant.weight.to_number(), variant.style);
            Some(Face { name, data: font.data().clone() })
        };
        of_typeface.filter_map(face).collect()
    }

    /// Whether every style of the typeface can draw a letter.
    pub fn draws(&self, letter: char) -> bool {
        !letter.is_control()
            && !invisible(letter)
            && match self.drawn.get(letter as usize) {
                Some(drawn) => *drawn,
                None => self.coverage.iter().all(|style| style.contains(letter.into())),
            }
    }
}

/// Of the first letters of Unicode, whether every style can draw them: to look each up anew takes as long as its style
/// has gaps.
fn drawn(coverage: &[Coverage]) -> Vec<bool> {
    /// Latin letters, those of Vietnamese among them, and punctuation.
    const FIRST: usize = 0x2100;
    let mut styles = vec![0; FIRST];
    for style in coverage {
        let letters = style.iter().filter_map(|letter| usize::try_from(letter).ok());
        for letter in letters.take_while(|letter| *letter < FIRST) {
            styles[letter] += 1;
        }
    }
    styles.into_iter().map(|count| count == coverage.len()).collect()
}

/// Letters that a font may have but that leave no mark of their own: they reorder, join, hide or
/// decorate text, and a paper that is read aloud or searched would not say what it shows. The
/// accents of Vietnamese are part of their letters (NFC).
fn invisible(letter: char) -> bool {
    matches!(
        u32::from(letter),
        0x00ad | 0x0300..=0x036f | 0x0483..=0x0489 | 0x0591..=0x05bd | 0x061c | 0x115f..=0x1160 | 0x17b4..=0x17b5 | 0x180b..=0x180f
            | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0x3164 | 0xfe00..=0xfe0f | 0xfeff
            | 0xffa0 | 0xfff0..=0xfffb | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a | 0xe0000..=0xe0fff
    )
}
