//! What was meant by a text that is not YAML: each slip in words of its own, with the line as it
//! should be written.
//!
//! A slip is looked for in the words of the line where the parser stopped and of those above. What
//! is suggested was tried: with it the parser reads on.

mod kinds;
pub mod line;
mod rows;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::de::IgnoredAny;

use super::tree::Tree;
use crate::diagnostic::{Diagnostic, SourceText};
pub use kinds::{MARKS, recipients};
pub use rows::{PASTED, of_cells};

/// A slip: what is wrong with a line, and how it should be written.
pub struct Slip {
    /// What is wrong, in a sentence.
    pub message: String,
    /// Where, in bytes of the line.
    pub range: Range<usize>,
    /// What to do.
    pub remedy: String,
    /// The lines as they should be, by their index.
    pub edits: Vec<(usize, String)>,
    /// Whether it is enough that the text up to the line can be read: what is open above hides
    /// the slips below.
    pub opens: bool,
}

/// Slips beyond these are not looked for: a text with so many is mended step by step.
const MAX_SLIPS: usize = 20;

/// How many lines above the place where the parser stopped are looked at for slips of any kind.
const NEAR: usize = 6;

/// How many lines above are looked at for a quote or bracket that was left open.
const FAR: usize = 400;

/// A text longer than this is not tried again and again.
const MAX_TEXT: usize = 1 << 18;

/// Every slip that keeps a text from being read; none where nothing is known that would mend it.
pub fn find(source: &Arc<SourceText>) -> Vec<Diagnostic> {
    if source.text.len() > MAX_TEXT {
        return Vec::new();
    }
    let lines = source.text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line).to_owned());
    let mut lines: Vec<String> = lines.collect();
    let mut faults: Vec<Diagnostic> = Vec::new();
    // The lines that remedies show, each with the faults that show it.
    let mut mended: BTreeMap<usize, (Vec<usize>, String)> = BTreeMap::new();
    while faults.len() < MAX_SLIPS
        && let Some(stop) = stop(&lines)
        && let Some((index, slip)) = slip(&lines, stop)
    {
        // Where the line was mended before, its places are not those of the record any more.
        let range = if mended.contains_key(&index) { 0..lines[index].len() } else { slip.range.clone() };
        let start = start_of(&source.text, index);
        let whole = source.text[start..].find('\n').map_or(source.text.len(), |end| start + end);
        let range = (start + range.start).min(whole)..(start + range.end).min(whole);
        faults.push(Diagnostic::error(slip.message).at(source, range).hint(slip.remedy));
        for (index, line) in slip.edits {
            let now = format!("`{}`", kinds::shown(&line));
            let (earlier, before) = mended.entry(index).or_default();
            // Whoever copies the first remedy of a line shall not undo the next.
            for fault in earlier.iter().filter(|_| before.len() > 2) {
                faults[*fault].hints.iter_mut().for_each(|hint| *hint = hint.replace(&*before, &now));
            }
            earlier.push(faults.len() - 1);
            *before = now;
            lines[index] = line;
        }
    }
    faults
}

/// The line of a text that a place stands in, without blanks around it, with other words at the place.
pub fn rewritten(text: &str, place: &Range<usize>, words: &str) -> Option<String> {
    let start = text.get(..place.start)?.rfind('\n').map_or(0, |at| at + 1);
    let end = text.get(place.end..)?.find('\n').map_or(text.len(), |at| place.end + at);
    let (before, after) = (text.get(start..place.start)?, text.get(place.end..end)?);
    // A comment is no part of what is to be written.
    let after = &after[..line::end(after, 0)];
    let line = format!("{}{words}{}", before.trim_start(), after.trim_end());
    (!text[place.clone()].contains('\n') && line.chars().count() <= 160).then_some(line)
}

/// Where a line begins.
fn start_of(text: &str, index: usize) -> usize {
    text.split_inclusive('\n').take(index).map(str::len).sum()
}

/// A line that the parser stopped in, and how much of the text it had still to read.
#[derive(Clone, Copy)]
struct Stop {
    line: usize,
    lines_left: usize,
    bytes_left: usize,
}

/// Where YAML stops; none where it reads the whole text.
fn stop(lines: &[String]) -> Option<Stop> {
    let text = lines.join("\n");
    let offset = match Tree::parse(&text) {
        Err(error) => error.offset,
        Ok(_) => {
            let error = serde_yaml::from_str::<IgnoredAny>(&text).err()?;
            let place = error.location()?;
            SourceText { name: String::new(), text: text.clone() }.offset(place.line(), place.column())
        }
    };
    let offset = text.floor_char_boundary(offset.min(text.len()));
    let above = text[..offset].matches('\n').count();
    // A mended line may have become two.
    let mut left = above;
    let line = lines.iter().position(|line| {
        let own = 1 + line.matches('\n').count();
        let here = left < own;
        left = left.saturating_sub(own);
        here
    });
    Some(Stop {
        line: line.unwrap_or(lines.len() - 1),
        lines_left: text[offset..].matches('\n').count(),
        bytes_left: text.len() - offset,
    })
}

/// The slip that keeps the text from being read on, with the index of its line.
fn slip(lines: &[String], at: Stop) -> Option<(usize, Slip)> {
    // No line of YAML begins with a tab: whatever else is wrong there cannot be told before.
    let more = lines[at.line + 1..].iter().take_while(|line| line.starts_with('\t')).count();
    let last = (at.line + 1 + more).min(lines.len() - 1);
    if let Some(tabs) = kinds::tabs(&lines[..=last]) {
        return Some(tabs);
    }
    let upward = (0..=at.line).rev().filter(|index| !line::is_empty(&lines[*index]));
    let near = upward.clone().take(NEAR).flat_map(|index| kinds::of_line(lines, index));
    let far = upward.clone().take(FAR).flat_map(|index| kinds::left_open(lines, index));
    let mut candidates: Vec<(usize, Slip)> = kinds::sign_removed(lines, at.line).into_iter().collect();
    candidates.extend(near.chain(far));
    candidates.extend(kinds::of_indentation(lines, at.line));
    candidates.extend(upward.take(NEAR).flat_map(|index| kinds::of_two(lines, index)));
    // What lets the rest be read is right before what only brings the parser further.
    let mut best: Option<(Progress, (usize, Slip))> = None;
    for candidate in candidates {
        let own = progress(lines, at, &candidate.1);
        if own < best.as_ref().map_or(Progress::Nothing, |(best, _)| *best) {
            best = Some((own, candidate));
        }
        if own == Progress::Whole {
            break;
        }
    }
    best.map(|(_, slip)| slip)
}

/// How far the parser comes once a slip is mended, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Progress {
    Whole,
    Lines,
    Prefix,
    Bytes,
    Nothing,
}

fn progress(lines: &[String], at: Stop, slip: &Slip) -> Progress {
    let mut mended = lines.to_vec();
    for (index, line) in &slip.edits {
        mended[*index].clone_from(line);
    }
    match stop(&mended) {
        None => Progress::Whole,
        Some(next) if next.lines_left < at.lines_left => Progress::Lines,
        Some(_) if slip.opens && prefix_reads(&mended, slip) => Progress::Prefix,
        Some(next) if next.bytes_left < at.bytes_left => Progress::Bytes,
        Some(_) => Progress::Nothing,
    }
}

/// Whether the text can be read up to the mended line.
fn prefix_reads(lines: &[String], slip: &Slip) -> bool {
    let last = slip.edits.iter().map(|(index, _)| *index).max().unwrap_or_default();
    stop(&lines[..=last]).is_none()
}
