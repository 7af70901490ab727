//! Where the entries of a text stand: their keys, values, lines and comments.

use std::ops::Range;

use super::{Editor, Slot};
use crate::input::tree::{NodeId, Value};
use crate::succession::MARK;

impl<'a> Editor<'a> {
    /// The entries of a map or the items of a list.
    pub fn slots(&self, container: NodeId) -> Vec<Slot> {
        let count = match &self.tree.node(container).value {
            Value::List(items) => items.len(),
            Value::Map(entries) => entries.len(),
            Value::Scalar { .. } => 0,
        };
        (0..count).map(|index| Slot { container, index }).collect()
    }

    /// The items of the list under a key.
    pub fn items(&self, container: NodeId, key: &str) -> Vec<Slot> {
        let list = self.entry(container, key).map(|slot| self.value(slot));
        list.filter(|list| matches!(self.tree.node(*list).value, Value::List(_)))
            .map(|list| self.slots(list))
            .unwrap_or_default()
    }

    /// The entry of a key.
    pub fn entry(&self, container: NodeId, key: &str) -> Option<Slot> {
        self.slots(container).into_iter().find(|slot| self.key(*slot) == Some(key))
    }

    /// The map or list under a key.
    pub fn child(&self, container: NodeId, key: &str) -> Option<NodeId> {
        self.entry(container, key).map(|slot| self.value(slot))
    }

    /// The entry that a JSON pointer names.
    pub fn at(&self, pointer: &str) -> Option<Slot> {
        let mut slot = None;
        let mut container = self.tree.root()?;
        for step in pointer.split('/').skip(1) {
            let found = match &self.tree.node(container).value {
                Value::List(items) => {
                    step.parse().ok().filter(|at| *at < items.len()).map(|index| Slot { container, index })
                }
                _ => self.entry(container, &step.replace("~1", "/").replace("~0", "~")),
            }?;
            container = self.value(found);
            slot = Some(found);
        }
        slot
    }

    /// The key of an entry; none of an item.
    pub fn key(&self, slot: Slot) -> Option<&'a str> {
        self.key_node(slot).and_then(|key| self.tree.scalar(key))
    }

    /// The value of an entry, the item itself.
    pub fn value(&self, slot: Slot) -> NodeId {
        match &self.tree.node(slot.container).value {
            Value::List(items) => items[slot.index],
            Value::Map(entries) => entries[slot.index].1,
            Value::Scalar { .. } => slot.container,
        }
    }

    /// The text of a scalar value after YAML's escapes.
    pub fn scalar(&self, slot: Slot) -> Option<&'a str> {
        self.tree.scalar(self.value(slot)).filter(|_| !self.tree.is_null(self.value(slot)))
    }

    /// A value as it is written, an alias as an alias.
    pub fn source(&self, slot: Slot) -> &'a str {
        &self.text[self.written(slot)]
    }

    /// A scalar value as it is written where it is written, and its place.
    pub fn raw(&self, slot: Slot) -> (&'a str, usize) {
        let own = self.tree.node(self.value(slot)).own.clone();
        (&self.text[own.clone()], own.start)
    }

    /// How long the text is.
    pub fn length(&self) -> usize {
        self.text.len()
    }

    /// Whether an entry carries the mark of something to be looked at.
    pub fn is_marked(&self, slot: Slot) -> bool {
        let mark = format!("# {MARK}:");
        self.comments_above(self.line_above(slot)).any(|(_, line)| line.trim_start().starts_with(&mark))
    }

    /// A part of the text.
    pub fn text(&self, range: Range<usize>) -> &'a str {
        &self.text[range]
    }

    /// Whether the value is a map that is written here.
    pub fn is_map(&self, slot: Slot) -> bool {
        matches!(self.tree.node(self.value(slot)).value, Value::Map(_)) && !self.is_alias(slot)
    }

    /// Whether an alias stands for the value.
    pub fn is_alias(&self, slot: Slot) -> bool {
        self.tree.alias(slot.container, slot.index).is_some()
    }

    /// Where an entry begins: its key, or the dash of an item.
    pub fn start(&self, slot: Slot) -> usize {
        if self.flow(slot.container) {
            let before = match slot.index.checked_sub(1) {
                Some(index) => self.end(Slot { index, ..slot }),
                None => self.tree.node(slot.container).own.start + 1,
            };
            let gap = self.text[before..].len()
                - self.text[before..].trim_start_matches(|c: char| c.is_whitespace() || c == ',').len();
            return before + gap;
        }
        match self.key_node(slot) {
            Some(key) => self.tree.node(key).own.start,
            None => self.dash(slot),
        }
    }

    /// The comment at the end of the line of an entry's key.
    pub fn comment(&self, slot: Slot) -> Option<Range<usize>> {
        let after = self.after_key(slot);
        let line = after..self.line_end(after);
        let written = self.written(slot);
        // Of a text of several lines only the sign that begins it stands on the line.
        let from = match self.text[written.clone()].starts_with(['|', '>']) {
            true => written.start + 1,
            false if written.end <= line.end => written.end,
            false if written.start >= line.end => after,
            false => return None,
        };
        comment(&self.text[from..line.end]).map(|at| from + at..line.end)
    }

    /// Whether a list or map is written between brackets.
    pub fn flow(&self, container: NodeId) -> bool {
        !matches!(self.tree.node(container).value, Value::Scalar { .. })
            && self.text[self.tree.node(container).own.start..].starts_with(['{', '['])
    }

    pub(super) fn key_node(&self, slot: Slot) -> Option<NodeId> {
        match &self.tree.node(slot.container).value {
            Value::Map(entries) => Some(entries[slot.index].0),
            _ => None,
        }
    }

    /// The place of a value; where there is none, an empty one after the key.
    pub(super) fn written(&self, slot: Slot) -> Range<usize> {
        let place = self.tree.place(slot.container, slot.index, self.value(slot));
        if place.is_empty() {
            let after = self.after_key(slot);
            return after..after;
        }
        place
    }

    /// After the colon of a key, or the dash of an item.
    pub(super) fn after_key(&self, slot: Slot) -> usize {
        match self.key_node(slot) {
            Some(key) => {
                let end = self.tree.node(key).own.end;
                end + self.text[end..].find(':').map_or(0, |colon| colon + 1)
            }
            None if self.flow(slot.container) => self.start(slot),
            None => self.dash(slot) + 1,
        }
    }

    pub(super) fn end(&self, slot: Slot) -> usize {
        self.written(slot).end
    }

    /// The dash of an item: on the line where the item begins, or alone on a line above.
    pub(super) fn dash(&self, slot: Slot) -> usize {
        let place = self.tree.place(slot.container, slot.index, self.value(slot));
        let mut line = self.line_start(place.start);
        loop {
            let text = &self.text[line..];
            let lead = text.len() - text.trim_start_matches(' ').len();
            if text[lead..].starts_with('-') || line == 0 {
                return line + lead;
            }
            line = self.line_start(line - 1);
        }
    }

    pub fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// The end of a line, before what ends it.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |end| at + end);
        if end > at && self.text[..end].ends_with('\r') { end - 1 } else { end }
    }

    pub(super) fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// Whether nothing stands before the entry on its line.
    pub(super) fn own_line(&self, slot: Slot) -> bool {
        let start = self.start(slot);
        self.text[self.line_start(start)..start].trim().is_empty()
    }

    /// What an entry takes of the text.
    pub(super) fn region(&self, slot: Slot) -> Range<usize> {
        if !self.flow(slot.container) && self.own_line(slot) {
            self.line_start(self.start(slot))..self.line_end(self.end(slot))
        } else {
            self.start(slot)..self.end(slot)
        }
    }

    /// The lines of an entry with what ends them, and the comments that are only its own.
    pub(super) fn whole_lines(&self, slot: Slot) -> Range<usize> {
        let start = self.line_start(self.start(slot));
        let start = self.comments_above(start).last().map_or(start, |(at, _)| at);
        start..self.next_line(self.end(slot))
    }

    /// An entry with its own comments and the empty lines before them.
    pub(super) fn with_space_before(&self, slot: Slot) -> Range<usize> {
        let start = self.whole_lines(slot).start;
        self.text[..start].trim_end().len()..self.line_end(self.end(slot))
    }

    /// The lines right above that are comments of the same depth, from the nearest upwards.
    pub fn comments_above(&self, at: usize) -> impl Iterator<Item = (usize, &'a str)> {
        let depth = self.text[at..].len() - self.text[at..].trim_start_matches(' ').len();
        let mut at = at;
        std::iter::from_fn(move || {
            at = self.line_start(at.checked_sub(1)?);
            let line = &self.text[at..self.line_end(at)];
            let comment = line.len() > depth && line.trim_start().starts_with('#');
            (comment && line.len() - line.trim_start().len() == depth).then_some((at, line))
        })
    }

    /// The line above which a comment on an entry can stand: outside of all brackets.
    pub(super) fn line_above(&self, slot: Slot) -> usize {
        let mut slot = slot;
        while self.flow(slot.container) {
            match self.homes.get(&slot.container) {
                Some(home) => slot = *home,
                None => return self.line_start(self.tree.node(slot.container).own.start),
            }
        }
        self.line_start(self.start(slot))
    }
}

/// Where a comment begins in what stands after a value on its line.
fn comment(text: &str) -> Option<usize> {
    let at = text.find('#')?;
    text[..at].ends_with(|c: char| c.is_whitespace()).then_some(at)
}
