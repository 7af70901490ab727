//! The text of a record as a person edits it: entries are changed where they stand, and every
//! other byte stays as it is.

mod places;
mod removal;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::MARK;
use crate::input::tree::{NodeId, Tree};

/// An entry of a map or an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    container: NodeId,
    index: usize,
}

/// How an entry goes. Between brackets no comment can stay: what is kept of it goes above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// Its key stays as a comment, to be filled in.
    Blank,
    /// All of it stays as a comment.
    Shelve,
    /// Nothing of it stays.
    Drop,
}

/// Changes to a text, gathered and then made at once.
pub struct Editor<'a> {
    text: &'a str,
    tree: &'a Tree,
    eol: &'static str,
    edits: Vec<Edit>,
    removals: BTreeMap<Slot, Removal>,
    /// Where each list and map is written.
    homes: HashMap<NodeId, Slot>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    range: Range<usize>,
    text: String,
}

/// A text after its changes.
pub struct Changed {
    /// The text.
    pub text: String,
    edits: Vec<Edit>,
}

impl Changed {
    /// Where a place of the old text is now.
    pub fn position(&self, old: usize) -> usize {
        let mut position = old;
        for edit in &self.edits {
            if edit.range.end <= old {
                position = position + edit.text.len() - edit.range.len();
            } else if edit.range.start < old {
                return position - (old - edit.range.start);
            }
        }
        position
    }
}

impl<'a> Editor<'a> {
    /// Starts with no changes.
    pub fn new(text: &'a str, tree: &'a Tree) -> Self {
        let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut editor =
            Self { text, tree, eol, edits: Vec::new(), removals: BTreeMap::new(), homes: HashMap::new() };
        let mut open: Vec<NodeId> = tree.root().into_iter().collect();
        while let Some(container) = open.pop() {
            for slot in editor.slots(container) {
                if tree.alias(container, slot.index).is_none() {
                    let value = editor.value(slot);
                    editor.homes.insert(value, slot);
                    open.push(value);
                }
            }
        }
        editor
    }

    /// Removes an entry; what is left empty by that goes with it.
    pub fn remove(&mut self, slot: Slot, how: Removal) {
        self.removals.insert(slot, how);
    }

    /// Whether an entry is to go.
    pub fn removes(&self, slot: Slot) -> bool {
        self.removals.contains_key(&slot)
    }

    /// Writes another value, on one line.
    pub fn set(&mut self, slot: Slot, value: &str) {
        let written = self.written(slot);
        if &self.text[written.clone()] == value {
            return;
        }
        let after = self.after_key(slot);
        let own_line = written.start >= self.line_end(after);
        let block = self.text[written.clone()].starts_with(['|', '>']);
        if written.is_empty() {
            self.edit(written, format!(" {value}"));
        } else if own_line || block {
            let node = self.tree.node(self.value(slot));
            let anchor = self.text[node.range.start..node.own.start].split_whitespace().next();
            let anchor = anchor.map(|anchor| format!(" {anchor}")).unwrap_or_default();
            let end = self.end(slot);
            match self.comment(slot) {
                Some(comment) => {
                    self.edit(after..comment.start, format!("{anchor} {value}  "));
                    self.edit(comment.end..end, String::new());
                }
                None => self.edit(after..end, format!("{anchor} {value}")),
            }
        } else {
            let width = |text: &str| text.chars().count();
            let rest = &self.text[written.end..self.line_end(written.end)];
            let gap = rest.len() - rest.trim_start_matches(' ').len();
            // A comment that stood in line with others stays there.
            let (end, gap) = match rest[gap..].starts_with('#') && gap > 1 && !self.flow(slot.container) {
                true => {
                    let column = width(&self.text[written.clone()]) + gap;
                    (written.end + gap, column.saturating_sub(width(value)).max(2))
                }
                false => (written.end, 0),
            };
            self.edit(written.start..end, format!("{value}{}", " ".repeat(gap)));
        }
    }

    /// Renames an entry.
    pub fn rename(&mut self, slot: Slot, name: &str) {
        if let Some(key) = self.key_node(slot) {
            self.edit(self.tree.node(key).own.clone(), name.to_owned());
        }
    }

    /// Writes other words in the place of some.
    pub fn replace(&mut self, range: Range<usize>, words: String) {
        self.edit(range, words);
    }

    /// Puts an entry, a line of text, after another.
    pub fn insert_after(&mut self, slot: Slot, entry: &str) {
        let end = self.end(slot);
        if self.flow(slot.container) {
            self.edit(end..end, format!(", {entry}"));
            return;
        }
        let start = self.start(slot);
        let indent = " ".repeat(self.text[self.line_start(start)..start].chars().count());
        let end = self.line_end(end);
        let lines: String = entry.lines().map(|line| format!("{}{indent}{line}", self.eol)).collect();
        self.edit(end..end, lines);
    }

    /// Puts an entry, a line of text, before another.
    pub fn insert_before(&mut self, slot: Slot, entry: &str) {
        let start = self.start(slot);
        let parting = match self.flow(slot.container) {
            true => ", ".to_owned(),
            false => {
                let before = &self.text[self.line_start(start)..start];
                format!("{}{}", self.eol, " ".repeat(before.chars().count()))
            }
        };
        self.edit(start..start, format!("{entry}{parting}"));
    }

    /// Puts a new part at the end of the record, `lines` as a block, `flow` between braces.
    pub fn append(&mut self, lines: &str, flow: &str) {
        let Some(last) = self.tree.root().and_then(|root| self.slots(root).pop()) else { return };
        if self.flow(last.container) {
            self.insert_after(last, flow);
        } else {
            let end = self.line_end(self.end(last));
            let lines: String = lines.lines().map(|line| format!("{}{line}", self.eol)).collect();
            self.edit(end..end, format!("{}{lines}", self.eol));
        }
    }

    /// Puts a comment on a line of its own above an entry.
    pub fn remark(&mut self, slot: Slot, words: &str) {
        let at = self.line_above(slot);
        let line = &self.text[at..self.line_end(at)];
        let remark = format!("{}# {words}", &line[..line.len() - line.trim_start().len()]);
        // Said by the last succession already.
        if !self.comments_above(at).any(|(_, line)| line.trim() == remark.trim()) {
            self.edit(at..at, format!("{remark}{}", self.eol));
        }
    }

    /// Marks an entry as one that the officer has to look at.
    pub fn mark(&mut self, slot: Slot, words: &str) {
        self.remark(slot, &format!("{MARK}: {words}"));
    }

    /// Makes the changes.
    pub fn finish(mut self) -> Changed {
        self.take_emptied();
        self.keep_anchors();
        let (outer, nested) = self.outermost();
        let mut edits = std::mem::take(&mut self.edits);
        for (slot, how) in nested {
            match how {
                Removal::Blank => edits.push(self.blank_value(slot)),
                Removal::Drop => {
                    edits.push(Edit { range: self.with_space_before(slot), text: String::new() });
                }
                Removal::Shelve => {}
            }
        }
        let edits = in_order(edits);
        let mut made = Vec::new();
        let mut by_container: BTreeMap<NodeId, BTreeMap<usize, Removal>> = BTreeMap::new();
        for (slot, how) in &outer {
            by_container.entry(slot.container).or_default().insert(slot.index, *how);
        }
        for (container, removed) in &by_container {
            match self.flow(*container) {
                true => self.remove_in_flow(*container, removed, &edits, &mut made),
                false => self.remove_in_block(*container, removed, &edits, &mut made),
            }
        }
        let regions: Vec<Range<usize>> = outer.iter().map(|(slot, _)| self.region(*slot)).collect();
        let outside =
            edits.into_iter().filter(|edit| !regions.iter().any(|region| within(&edit.range, region)));
        made.extend(outside);
        let edits = in_order(made);
        Changed { text: apply(self.text, 0..self.text.len(), &edits), edits }
    }

    fn edit(&mut self, range: Range<usize>, text: String) {
        let edit = Edit { range, text };
        if !self.edits.contains(&edit) {
            self.edits.push(edit);
        }
    }
}

/// Whether a range lies in another; an empty one at its edge does not.
fn within(range: &Range<usize>, around: &Range<usize>) -> bool {
    if range.is_empty() {
        around.start < range.start && range.end < around.end
    } else {
        around.start <= range.start && range.end <= around.end
    }
}

/// The edits in the order of the text, each once, without those that reach into another.
fn in_order(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut kept: Vec<Edit> = Vec::new();
    for edit in edits {
        let fits = kept.last().is_none_or(|last| last.range.end <= edit.range.start && *last != edit);
        if fits {
            kept.push(edit);
        }
    }
    kept
}

/// A part of a text after edits that all lie in it, in order.
fn apply(text: &str, part: Range<usize>, edits: &[Edit]) -> String {
    let mut out = String::new();
    let mut at = part.start;
    for edit in edits {
        out += &text[at..edit.range.start];
        out += &edit.text;
        at = edit.range.end;
    }
    out + &text[at..part.end]
}
