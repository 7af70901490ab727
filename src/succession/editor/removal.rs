//! How entries go: to comments, or altogether.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Edit, Editor, Removal, Slot, apply, within};
use crate::input::tree::NodeId;

impl Editor<'_> {
    /// Lists and maps of which nothing is left go themselves, as comments.
    pub(super) fn take_emptied(&mut self) {
        loop {
            let mut counts: BTreeMap<NodeId, usize> = BTreeMap::new();
            for slot in self.removals.keys() {
                *counts.entry(slot.container).or_default() += 1;
            }
            let mut emptied = Vec::new();
            for (container, count) in counts {
                if count == self.slots(container).len() {
                    let home = self.homes.get(&container).copied();
                    let aliases = self.tree.aliases().iter().filter(|alias| alias.target == container);
                    let aliases =
                        aliases.map(|alias| Slot { container: alias.container, index: alias.index });
                    emptied.extend(home.into_iter().chain(aliases).filter(|slot| !self.removes(*slot)));
                }
            }
            if emptied.is_empty() {
                return;
            }
            for slot in emptied {
                self.remove(slot, Removal::Shelve);
            }
        }
    }

    /// What an alias stands for may go or be another; then the first alias that stays says it itself.
    pub(super) fn keep_anchors(&mut self) {
        let mut gone: Vec<Range<usize>> = self.removals.keys().map(|slot| self.region(*slot)).collect();
        gone.extend(self.edits.iter().map(|edit| edit.range.clone()).filter(|range| !range.is_empty()));
        let mut said: Vec<NodeId> = Vec::new();
        for alias in self.tree.aliases() {
            let node = self.tree.node(alias.target);
            let place = node.own.clone();
            let goes = gone.iter().any(|range| within(&place, range));
            let stays = !gone.iter().any(|range| within(&alias.range, range));
            if goes && stays && !said.contains(&alias.target) {
                said.push(alias.target);
                let name = self.text[alias.range.clone()].trim_start_matches('*');
                let text = format!("&{name} {}", self.tree.flow(alias.target));
                self.edits.push(Edit { range: alias.range.clone(), text });
            }
        }
    }

    /// The removals that stand in no other, and those that do.
    #[expect(clippy::type_complexity, reason = "two lists of the same pairs")]
    pub(super) fn outermost(&self) -> (Vec<(Slot, Removal)>, Vec<(Slot, Removal)>) {
        let mut all: Vec<(Range<usize>, Slot, Removal)> =
            self.removals.iter().map(|(slot, how)| (self.region(*slot), *slot, *how)).collect();
        all.sort_by_key(|(region, ..)| (region.start, std::cmp::Reverse(region.end)));
        let (mut outer, mut nested) = (Vec::new(), Vec::new());
        let mut last: Option<(Range<usize>, Removal)> = None;
        for (region, slot, how) in all {
            match &last {
                Some((around, around_how)) if within(&region, around) => {
                    if *around_how == Removal::Shelve {
                        nested.push((slot, how));
                    }
                }
                _ => {
                    last = Some((region, how));
                    outer.push((slot, how));
                }
            }
        }
        (outer, nested)
    }

    /// A key without its value, for what is a comment already.
    pub(super) fn blank_value(&self, slot: Slot) -> Edit {
        let after = self.after_key(slot);
        let end = self.end(slot);
        let header = self.comment(slot).filter(|comment| comment.start < end);
        let text = match header {
            Some(comment) => format!("  {}", &self.text[comment]),
            // A comma right after the colon would be a part of the key.
            None if self.text[end..].starts_with([',', '}', ']']) => " ".to_owned(),
            None => String::new(),
        };
        Edit { range: after..end, text }
    }

    /// An entry as a comment, each line at the depth of the entry.
    pub(super) fn as_comment(&self, slot: Slot, how: Removal, edits: &[Edit]) -> Option<String> {
        let start = self.start(slot);
        let line_start = self.line_start(start);
        let column = self.text[line_start..start].chars().count();
        match how {
            Removal::Drop => None,
            Removal::Blank => {
                let key = self.key_node(slot)?;
                let mut text = format!("# {}:", &self.text[self.tree.node(key).own.clone()]);
                if let Some(comment) = self.comment(slot) {
                    let stood = self.text[line_start..comment.start].chars().count();
                    let width = stood.saturating_sub(column + text.chars().count()).max(2);
                    text += &" ".repeat(width);
                    text += &self.text[comment];
                }
                Some(text)
            }
            Removal::Shelve => {
                let whole = start..self.line_end(self.end(slot));
                let whole = if self.flow(slot.container) { start..self.end(slot) } else { whole };
                let inner: Vec<Edit> =
                    edits.iter().filter(|edit| within(&edit.range, &whole)).cloned().collect();
                let text = apply(self.text, whole, &inner);
                let mut lines = Vec::new();
                for (at, line) in text.lines().enumerate() {
                    let lead = line.len() - line.trim_start_matches(' ').len();
                    let line = if at == 0 { line } else { &line[lead.min(column)..] };
                    lines.push(if line.is_empty() { "#".to_owned() } else { format!("# {line}") });
                }
                Some(lines.join("\n"))
            }
        }
    }

    pub(super) fn commented(&self, indent: &str, comment: &str) -> String {
        comment.lines().map(|line| format!("{indent}{line}{}", self.eol)).collect()
    }

    pub(super) fn remove_in_block(
        &self,
        container: NodeId,
        removed: &BTreeMap<usize, Removal>,
        edits: &[Edit],
        made: &mut Vec<Edit>,
    ) {
        let slot = |index| Slot { container, index };
        // The first entry of an item shares its line with the dash, which the next one takes over.
        let leading = match removed.contains_key(&0) && !self.own_line(slot(0)) {
            true => (0..).take_while(|index| removed.contains_key(index)).count(),
            false => 0,
        };
        if leading > 0 {
            let start = self.start(slot(0));
            let line = self.line_start(start);
            let indent: String = self.text[line..].chars().take_while(|c| *c == ' ').collect();
            let comments = (0..leading).filter_map(|at| self.as_comment(slot(at), removed[&at], edits));
            let text = comments.map(|comment| self.commented(&indent, &comment)).collect();
            made.push(Edit { range: line..line, text });
            made.push(Edit { range: start..self.start(slot(leading)), text: String::new() });
        }
        for (index, how) in removed.range(leading..) {
            let slot = slot(*index);
            let start = self.start(slot);
            let line = self.line_start(start);
            let key = self.key(slot).map(|key| format!("# {key}:"));
            // The comment that an earlier succession left in the place of the same entry.
            let earlier = key.and_then(|key| {
                self.comments_above(line).find(|(_, line)| line.trim().starts_with(&key)).map(|(at, _)| at)
            });
            let comment = self.as_comment(slot, *how, edits);
            let range = match (how, earlier) {
                (Removal::Blank, Some(_)) => line..self.next_line(self.end(slot)),
                (Removal::Shelve, Some(earlier)) => earlier..self.next_line(self.end(slot)),
                (Removal::Drop, _) => self.whole_lines(slot),
                _ => line..self.next_line(self.end(slot)),
            };
            let text = match (how, earlier, comment) {
                (Removal::Blank, Some(_), _) | (_, _, None) => String::new(),
                (_, _, Some(comment)) => self.commented(&self.text[line..start], &comment),
            };
            made.push(Edit { range, text });
        }
    }

    pub(super) fn remove_in_flow(
        &self,
        container: NodeId,
        removed: &BTreeMap<usize, Removal>,
        edits: &[Edit],
        made: &mut Vec<Edit>,
    ) {
        let slots = self.slots(container);
        let mut at = 0;
        while at < slots.len() {
            let run = slots[at..].iter().take_while(|slot| removed.contains_key(&slot.index)).count();
            if run == 0 {
                at += 1;
                continue;
            }
            let (first, last) = (slots[at], slots[at + run - 1]);
            let range = match slots.get(at + run) {
                Some(next) => self.start(first)..self.start(*next),
                None if at > 0 => self.end(slots[at - 1])..self.end(last),
                None => self.start(first)..self.end(last),
            };
            made.push(Edit { range, text: String::new() });
            at += run;
        }
        for (index, how) in removed {
            let slot = Slot { container, index: *index };
            if *how == Removal::Shelve
                && let Some(comment) = self.as_comment(slot, *how, edits)
            {
                let line = self.line_above(slot);
                let indent: String = self.text[line..].chars().take_while(|c| *c == ' ').collect();
                made.push(Edit { range: line..line, text: self.commented(&indent, &comment) });
            }
        }
    }
}
