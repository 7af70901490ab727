//! Letters that Markdown's entities (`&shy;`) stand for: the record's own text does not show them.

use unicode_normalization::UnicodeNormalization;

use super::Typesetter;
use crate::diagnostic::Diagnostic;
use crate::input::{Loaded, text};
use crate::template::markdown;

/// Faults for entities that stand for letters which cannot be drawn.
pub fn check(loaded: &Loaded, typesetter: &Typesetter) -> Vec<Diagnostic> {
    let drawable = |letter| typesetter.draws(letter);
    let with_entities = loaded.record.narratives().into_iter().filter(|(_, text)| text.contains('&'));
    let faulty = with_entities.filter_map(|(pointer, text)| {
        let shown = markdown::letters(text);
        let letter =
            shown.nfc().find(|letter| !text.contains(*letter) && !text::shows(*letter, &drawable))?;
        Some(loaded.fault(&pointer, "&", text::refusal(letter)).hint(text::REMEDY))
    });
    faulty.collect()
}
