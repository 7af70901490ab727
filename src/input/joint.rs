//! Faults that share a line: each remedy shows the line with all of them mended.
//!
//! Whoever copies one remedy of several would otherwise undo the others.

use std::collections::BTreeMap;
use std::ops::Range;

use super::slips::line;
use crate::diagnostic::Diagnostic;

/// Of more faults on one line, each keeps a remedy of its own: such a line is a list, and nobody mends it at once.
const MOST_TOGETHER: usize = 20;

/// What a remedy changes of a line: bytes of it, and what comes in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    range: Range<usize>,
    words: String,
}

/// Writes into every remedy that shows its line the changes of the other faults on that line, where they do not meet.
///
/// A remedy that offers several lines gets the changes of the others, but gives none: which is meant is not known.
pub fn mend_together(faults: &mut [Diagnostic]) {
    let mut lines: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (index, fault) in faults.iter().enumerate() {
        if let Some(place) = &fault.place {
            let text = &place.source.text;
            let start =
                text[..text.floor_char_boundary(place.range.start)].rfind('\n').map_or(0, |at| at + 1);
            let source = std::sync::Arc::as_ptr(&place.source) as usize;
            lines.entry((source, start)).or_default().push(index);
        }
    }
    let several = lines.into_iter().filter(|(_, faults)| (2..=MOST_TOGETHER).contains(&faults.len()));
    for ((_, start), together) in several {
        let Some(place) = &faults[together[0]].place else { continue };
        let line = place.source.text[start..].lines().next().unwrap_or_default();
        let line = line[..line::end(line, 0)].trim().to_owned();
        let given: Vec<Option<Edit>> = together
            .iter()
            .map(|index| {
                let mut shown = faults[*index].hints.iter().flat_map(|hint| edits(hint, &line));
                shown.next().filter(|_| shown.next().is_none())
            })
            .collect();
        for (own, index) in together.iter().enumerate() {
            let others = given.iter().enumerate().filter(|(other, _)| *other != own);
            let others: Vec<&Edit> = others.filter_map(|(_, edit)| edit.as_ref()).collect();
            for hint in &mut faults[*index].hints {
                *hint = joined(hint, &line, &others);
            }
        }
    }
}

/// What the lines that a remedy shows change of a line.
fn edits<'a>(hint: &'a str, line: &'a str) -> impl Iterator<Item = Edit> + 'a {
    hint.split('`').skip(1).step_by(2).filter_map(|shown| edit(line, shown))
}

/// What was changed of a line; none where the other text is none that was made of it.
fn edit(line: &str, shown: &str) -> Option<Edit> {
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let first: usize =
        line.chars().zip(shown.chars()).take_while(same).map(|(letter, _)| letter.len_utf8()).sum();
    let last: usize = line[first..]
        .chars()
        .rev()
        .zip(shown[first..].chars().rev())
        .take_while(same)
        .map(|(letter, _)| letter.len_utf8())
        .sum();
    let made_of_it = line != shown && 2 * (first + last) >= line.len().max(shown.len());
    made_of_it
        .then(|| Edit { range: first..line.len() - last, words: shown[first..shown.len() - last].to_owned() })
}

/// A remedy whose lines have the changes of others as well.
fn joined(hint: &str, line: &str, others: &[&Edit]) -> String {
    let parts = hint.split('`').enumerate().map(|(at, shown)| match edit(line, shown) {
        Some(own) if at % 2 == 1 => with_all(line, own, others),
        _ => shown.to_owned(),
    });
    parts.collect::<Vec<_>>().join("`")
}

/// A line with a change and with the others that do not meet it or one another.
fn with_all(line: &str, own: Edit, others: &[&Edit]) -> String {
    let mut all = vec![own];
    for other in others {
        let apart = |edit: &Edit| edit.range.end < other.range.start || other.range.end < edit.range.start;
        if all.iter().all(apart) {
            all.push((*other).clone());
        }
    }
    all.sort_by_key(|edit| edit.range.start);
    let mut mended = line.to_owned();
    for edit in all.iter().rev() {
        mended.replace_range(edit.range.clone(), &edit.words);
    }
    mended
}
