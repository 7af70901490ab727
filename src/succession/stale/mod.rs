//! What should have changed since the last record and did not.

mod figures;
mod officers;
mod papers;
mod prose;
mod rules;
mod sentences;

use std::ops::Range;

use super::carry;
use super::editor::Editor;
use super::following::Occasion;
use super::wording::Turn;
use crate::diagnostic::{Diagnostic, Ruling, Severity};
use crate::input::Loaded;
use crate::input::tree::Tree;
use crate::record::Record;

pub use rules::{ARTICLE, RULES, RuleText};

/// Something that a record has from the last one and should not have. Never more than a warning:
/// what is the same may be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// The rule's id, one of [`RULES`].
    pub id: &'static str,
    /// JSON pointer of the value in the new record.
    pub pointer: String,
    /// The words within the value, as its text has them after YAML's escapes; none where all of it is meant.
    pub words: Option<String>,
    /// What is wrong, with the old value and its line in the old record.
    pub message: String,
    /// What to do.
    pub remedy: &'static str,
    /// The line in the old record where the same stands.
    pub old_line: usize,
}

impl Stale {
    /// The finding at its place in the new record.
    pub fn diagnostic(&self, new: &Loaded) -> Diagnostic {
        let fault = Diagnostic::error(&self.message).at(&new.source, self.place(new)).hint(self.remedy);
        let ruling = Ruling { id: self.id, article: ARTICLE.to_owned() };
        Diagnostic { severity: Severity::Warning, rule: Some(Box::new(ruling)), ..fault }
    }

    /// Where the words stand, also where lines were broken between them; else the value.
    fn place(&self, new: &Loaded) -> Range<usize> {
        let places = new.places();
        let words = self.words.as_deref().and_then(|words| places.of_words(&self.pointer, words));
        words.unwrap_or_else(|| places.of(&self.pointer))
    }
}

/// Compares a record with the last one, in the order of the new text.
pub fn stale(old: &Loaded, new: &Loaded) -> Vec<Stale> {
    let (Ok(old_tree), Ok(new_tree)) = (Tree::parse(&old.source.text), Tree::parse(&new.source.text)) else {
        return Vec::new();
    };
    let (from, to) = (Occasion::of(&old.record.meeting), Occasion::of(&new.record.meeting));
    let turn = Turn { from: from.period.clone(), to: to.period.clone() };
    let mut comparison = Comparison {
        old: &old.record,
        new: &new.record,
        from,
        to,
        turn,
        names: carry::names(&new.record),
        old_text: old,
        old_tree: &old_tree,
        found: Vec::new(),
    };
    comparison.papers();
    comparison.officers();
    comparison.figures();
    comparison.prose();
    let mut found = comparison.found;
    // What is marked is told as that.
    let editor = Editor::new(&new.source.text, &new_tree);
    found.retain(|stale| !is_marked(&editor, &stale.pointer));
    found.sort_by_key(|stale| new_tree.nearest(&stale.pointer).start);
    found
}

fn is_marked(editor: &Editor, pointer: &str) -> bool {
    let mut ends: Vec<usize> = pointer.match_indices('/').map(|(at, _)| at).skip(1).collect();
    ends.push(pointer.len());
    let slots: Vec<_> = ends.iter().filter_map(|end| editor.at(&pointer[..*end])).collect();
    // An item begins on the line of its first entry, whose mark is not that of the others.
    let last = slots.last().copied();
    slots.into_iter().any(|slot| (editor.key(slot).is_some() || Some(slot) == last) && editor.is_marked(slot))
}

struct Comparison<'a> {
    old: &'a Record,
    new: &'a Record,
    from: Occasion,
    to: Occasion,
    turn: Turn,
    /// Names whose digits are no figures.
    names: Vec<String>,
    old_text: &'a Loaded,
    old_tree: &'a Tree,
    found: Vec<Stale>,
}

impl Comparison<'_> {
    /// Notes a value that is as it was at `old_pointer`; `message` is completed with the line there.
    fn same(
        &mut self,
        id: &'static str,
        pointer: impl Into<String>,
        words: Option<&str>,
        old_pointer: &str,
        message: &str,
        remedy: &'static str,
    ) {
        let old_line = self.old_text.source.line(self.old_tree.nearest(old_pointer).start);
        self.found.push(Stale {
            id,
            pointer: pointer.into(),
            words: words.map(str::to_owned),
            message: format!("{message} (dòng {old_line} hồ sơ kỳ trước)"),
            remedy,
            old_line,
        });
    }
}
