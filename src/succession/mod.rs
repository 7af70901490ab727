//! The next record from the last.
//!
//! An officer starts from last year's file, and what is not changed in it comes back from the
//! chief of office. [`next`] makes the next record as changes to the old text, so that its order
//! and comments stay; [`stale`] finds in a record what should have changed since the last one
//! and did not.
//!
//! What goes on to the next record, and what does not:
//!
//! - **The group** stays. Those whom a tổng kết elected take over the posts of leader and deputy.
//!   Who issues and who signs stays as written, and is marked where it belonged to the old leader.
//! - **The period** and the kind become those of the [meeting that follows](Occasion::next), in
//!   headings and subjects too; the plan's period becomes that which is to be planned for.
//! - **What the last meeting alone knew** (dates, numbers, attendance, points, votes, election,
//!   who was awarded) is cleared. Its keys stay as comments, to be filled in. The guests stay as
//!   a comment with their names: the offices are mostly the same, the people may not be.
//! - **Figures**: after a year, actual becomes that of the same period. From sơ kết to the tổng
//!   kết of the same year the plan stays; for a new year it is what the units promised in the
//!   covenant, which also brings in targets that the record did not have.
//! - **Prose** stays as a comment under its heading: an officer writes from the old sentences,
//!   yet none of them can reach the new paper by itself. `keep_text` leaves it in place. One
//!   sentence that only leads to what follows is kept, with its times renamed. What was planned
//!   is what the next report has to account for, and is remarked as such.
//! - **A covenant** in force stays as it was signed. That of the next year keeps its commitments;
//!   the levels of its targets are cleared.
//! - **One decision** stays as a comment: its issuer, bases, fund and executors.

mod carry;
pub(crate) mod editor;
mod following;
pub mod stale;
mod summary;
mod wording;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceText};
use crate::input::tree::Tree;
use crate::input::{self, Loaded};
use crate::record::{MeetingKind, Period, Record, references};
use crate::vietnamese::slug::slug;

pub use following::Occasion;
pub use summary::Note;
use summary::Notes;

/// The words that begin a comment on something that the officer has to look at.
pub const MARK: &str = "CẦN SỬA";

/// How the next record is made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Sơ kết or tổng kết, where it is not what follows by itself.
    pub kind: Option<MeetingKind>,
    /// The period, where it is not what follows by itself.
    pub period: Option<Period>,
    /// Whether prose stays in place instead of becoming comments.
    pub keep_text: bool,
}

/// The next record.
pub struct Next {
    /// Its text.
    pub text: String,
    /// The meeting that it is of.
    pub occasion: Occasion,
    /// What was done, for the officer to know.
    pub notes: Vec<Note>,
}

impl Next {
    /// A folder's name for the record: `so-ket-6-thang-dau-nam-2026`.
    pub fn folder_name(&self) -> String {
        let mut name = slug(&self.occasion.words());
        // A campaign may have a long name.
        if name.len() > 60 {
            name.truncate(60);
            name.truncate(name.trim_end_matches('-').len());
        }
        name
    }

    /// What was done, in lines to be printed.
    pub fn summary(&self) -> String {
        summary::told(self)
    }
}

/// Makes the record of the next meeting from that of the last.
///
/// # Errors
/// When the text cannot be changed into a sound record: a fault of the program.
pub fn next(old: &Loaded, options: &Options) -> Result<Next, Vec<Diagnostic>> {
    let from = Occasion::of(&old.record.meeting);
    let follows = from.next(options.kind);
    let known = follows.is_some() || options.period.is_some();
    let kind = options.kind.or(follows.as_ref().map(|next| next.kind)).unwrap_or(from.kind);
    let period = options.period.clone().or(follows.map(|next| next.period));
    let to = Occasion { kind, period: period.unwrap_or_else(|| from.period.clone()) };

    let text = &old.source.text;
    let tree = Tree::parse(text).map_err(|_| vec![unsound("")])?;
    let mut notes = Notes::default();
    let carried = carry::carry(old, &tree, &from, &to, known, options.keep_text, &mut notes);
    notes.moved(&carried);
    let mut text = carried.text;
    // Where the data of a table are gone, the table is.
    for _ in 0..MAX_PASSES {
        let record = sound(&text)?;
        let idle: Vec<String> = references::broken(&record)
            .into_iter()
            .map(|broken| broken.pointer)
            .filter(|pointer| pointer.ends_with("/insert"))
            .collect();
        if idle.is_empty() {
            break;
        }
        let tree = Tree::parse(&text).map_err(|_| vec![unsound("")])?;
        let changed = carry::without_tables(&text, &tree, &idle, &from, &to, options.keep_text);
        notes.moved(&changed);
        text = changed.text;
    }
    let source = Arc::new(SourceText { name: "record.yaml".to_owned(), text });
    input::parse(&source, &|_| true).map_err(|faults| {
        vec![unsound(&faults.first().map_or(String::new(), |fault| fault.message.clone()))]
    })?;
    let text = source.text.clone();
    Ok(Next { notes: notes.finish(&source), text, occasion: to })
}

/// Tables are taken out in so many rounds at most: one for what was cleared, one for what that leaves.
const MAX_PASSES: usize = 4;

fn sound(text: &str) -> Result<Record, Vec<Diagnostic>> {
    let source = Arc::new(SourceText { name: "record.yaml".to_owned(), text: text.to_owned() });
    input::shape(&source)
        .map_err(|faults| vec![unsound(&faults.first().map_or(String::new(), |fault| fault.message.clone()))])
}

fn unsound(why: &str) -> Diagnostic {
    Diagnostic::error(format!("thidua không chuyển được hồ sơ này sang kỳ sau ({why})"))
        .hint("đây là lỗi của chương trình, không phải của hồ sơ; hãy bỏ các dấu `&`, `*` trong hồ sơ nếu có rồi thử lại")
}

/// The places of a record that are still marked as to be looked at, with what is to be done there.
pub fn unfinished(source: &SourceText) -> Vec<(Range<usize>, String)> {
    // Most records have none, and need no look at their values.
    if !source.text.contains(MARK) {
        return Vec::new();
    }
    let Ok(tree) = Tree::parse(&source.text) else { return Vec::new() };
    let mut found = Vec::new();
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        let words = line.trim().trim_start_matches(['#', ' ']);
        if line.trim_start().starts_with('#')
            && let Some(remark) = words.strip_prefix(MARK).and_then(|rest| rest.strip_prefix(':'))
        {
            let at = start + line.len() - line.trim_start().len();
            // A text may have such a heading.
            if !tree.scalars().any(|scalar| scalar.range.contains(&at)) {
                found.push((at..at + line.trim().len(), remark.trim().to_owned()));
            }
        }
        start += line.len();
    }
    found
}
