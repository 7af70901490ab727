//! Characters that cannot be seen.

use super::Found;

/// A character that cannot be seen, or a space that is not the plain one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invisible {
    /// The character.
    pub letter: char,
    /// What it does.
    pub kind: InvisibleKind,
}

/// What an invisible character does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvisibleKind {
    /// A space, joiner or filler of no width.
    ZeroWidth,
    /// A place where a word may be broken.
    SoftHyphen,
    /// A sign that turns the direction of writing.
    Direction,
    /// A space that does not break, or is not as wide as the plain one.
    Space,
    /// The mark at the beginning of files.
    ByteOrderMark,
    /// A control character that is neither a tab nor an end of line.
    Control,
}

impl InvisibleKind {
    fn of(letter: char) -> Option<Self> {
        Some(match letter {
            '\t' | '\n' | '\r' => return None,
            '\u{AD}' => Self::SoftHyphen,
            '\u{FEFF}' => Self::ByteOrderMark,
            '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}' | '\u{180E}' | '\u{34F}' => Self::ZeroWidth,
            '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' => Self::ZeroWidth,
            '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' | '\u{61C}' => {
                Self::Direction
            }
            '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
                Self::Space
            }
            '\u{2028}' | '\u{2029}' => Self::Control,
            _ if letter.is_control() => Self::Control,
            _ => return None,
        })
    }
}

/// Every invisible character and odd space; the same one many times in a row is one find.
pub fn invisible(text: &str) -> Vec<Found<Invisible>> {
    let mut found: Vec<Found<Invisible>> = Vec::new();
    for (at, letter) in text.char_indices() {
        let Some(kind) = InvisibleKind::of(letter) else { continue };
        // The joiner within a pictograph of several is part of it.
        if letter == '\u{200D}' && text[..at].ends_with(is_pictograph) {
            continue;
        }
        let end = at + letter.len_utf8();
        match found.last_mut() {
            Some(last) if last.range.end == at && last.what.letter == letter => last.range.end = end,
            _ => found.push(Found::new(at..end, Invisible { letter, kind })),
        }
    }
    found
}

fn is_pictograph(letter: char) -> bool {
    matches!(letter, '\u{2600}'..='\u{27BF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
}
