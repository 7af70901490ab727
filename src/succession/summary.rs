//! What was done to make the next record, told to the officer.

use super::editor::Changed;
use super::{Next, unfinished};
use crate::diagnostic::SourceText;

/// What was done with a part of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// It says the new time, or the new officers.
    Changed,
    /// It goes on, and stands for something else now.
    Carried,
    /// It was of the last meeting and went.
    Cleared,
    /// It was planned, and is to be accounted for.
    Planned,
    /// The officer has to look at it.
    Marked,
}

impl Deed {
    fn words(self) -> &'static str {
        match self {
            Self::Changed => "Đã đổi",
            Self::Carried => "Chuyển sang",
            Self::Cleared => "Đã xóa, chờ ghi mới",
            Self::Planned => "Kỳ trước đề ra, cần báo cáo kết quả",
            Self::Marked => "Cần sửa",
        }
    }
}

/// One thing that was done, and the lines of the new record where it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What was done.
    pub deed: Deed,
    /// With what, in Vietnamese.
    pub what: String,
    /// Lines of the new record, from 1, in order.
    pub lines: Vec<usize>,
}

/// Notes while the text still changes under them.
#[derive(Default)]
pub struct Notes {
    list: Vec<(Deed, String, usize)>,
}

impl Notes {
    /// Notes what was done at a place of the text.
    pub fn add(&mut self, deed: Deed, what: &str, at: usize) {
        self.list.push((deed, what.to_owned(), at));
    }

    /// Follows the text to its next state.
    pub fn moved(&mut self, changed: &Changed) {
        for (.., at) in &mut self.list {
            *at = changed.position(*at);
        }
    }

    /// The notes with their lines in the finished text, and what is marked in it.
    pub fn finish(self, source: &SourceText) -> Vec<Note> {
        let mut notes: Vec<Note> = Vec::new();
        let marked = unfinished(source).into_iter().map(|(range, what)| (Deed::Marked, what, range.start));
        for (deed, what, at) in self.list.into_iter().chain(marked) {
            let line = source.line(at);
            match notes.iter_mut().find(|note| note.deed == deed && note.what == what) {
                Some(note) => note.lines.push(line),
                None => notes.push(Note { deed, what, lines: vec![line] }),
            }
        }
        for note in &mut notes {
            note.lines.sort_unstable();
            note.lines.dedup();
        }
        notes.sort_by_key(|note| (note.deed, note.lines.first().copied()));
        notes
    }
}

/// Lines beyond these are counted, not told.
const MAX_LINES: usize = 8;

/// All notes in lines to be printed, by what was done.
pub fn told(next: &Next) -> String {
    let mut lines = vec![format!("Hồ sơ mới: {}", next.occasion.words())];
    let mut last = None;
    for note in &next.notes {
        if last != Some(note.deed) {
            lines.push(format!("{}:", note.deed.words()));
            last = Some(note.deed);
        }
        lines.push(format!("  - {} ({})", note.what, places(&note.lines)));
    }
    lines.join("\n")
}

fn places(lines: &[usize]) -> String {
    let shown: Vec<String> = lines.iter().take(MAX_LINES).map(ToString::to_string).collect();
    let rest = lines.len() - shown.len();
    let further = if rest > 0 { format!(" và {rest} dòng khác") } else { String::new() };
    format!("dòng {}{further}", shown.join(", "))
}
