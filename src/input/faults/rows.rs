//! Rows of lists that run into one another, and rows that stand in another list than their own.

use std::collections::HashSet;

use serde_json::Value as Json;

use super::schema::{Keys, LISTS, SCHEMA, items, object, properties};
use super::{Walk, nearest};
use crate::diagnostic::Diagnostic;
use crate::input::tree::{NodeId, Tree, Value};

/// A list of rows that a record has.
struct Rows {
    name: String,
    keys: &'static Keys,
    /// The column of its dashes; none where it stands between brackets.
    column: Option<usize>,
    /// Where it begins in the text.
    start: usize,
}

/// A key with its value.
type Entry = (NodeId, NodeId);

impl Walk<'_> {
    /// Where the entries of a row are those of several, because a dash is missing: the first of each row.
    pub(super) fn run_together(&mut self, entries: &[Entry]) -> Vec<usize> {
        let name = |at: usize| entries.get(at).and_then(|(key, _)| self.tree.scalar(*key));
        let mut starts = vec![0];
        // No row of a record has so many keys.
        if entries.len() > 200 {
            return starts;
        }
        for at in 1..entries.len() {
            let from = starts.last().copied().unwrap_or_default();
            let before = |other: usize| (from..at).any(|own| name(own) == name(other));
            let differs = self.tree.scalar(entries[at].1) != self.tree.scalar(entries[from].1);
            let first = name(at) == name(from) && differs;
            if first || before(at) && at + 1 < entries.len() && before(at + 1) {
                starts.push(at);
            }
        }
        starts
    }

    /// Tells that a row begins at a key without a dash.
    pub(super) fn no_dash(&mut self, key: NodeId) {
        let list = self.above.last().map(|above| above.name.clone()).unwrap_or_default();
        let place = self.tree.node(key).range.clone();
        let name = self.tree.scalar(key).unwrap_or_default();
        let column = self.column(key).saturating_sub(2);
        let line = self.line_of(place.start);
        let line = &line[..crate::input::slips::line::end(line, 0)];
        let message = format!("trước `{name}` thiếu dấu `-`: từ đây là một dòng mới của danh sách `{list}`");
        let hint = format!("thêm dấu `-` và dấu cách, đầu dòng chỉ để {column} dấu cách: `- {line}`");
        self.faults.push(Diagnostic::error(message).at(self.source, place).hint(hint));
    }

    /// The list of the map above that lacks its own line, by the keys of one of its rows.
    fn missing_list(&self, names: &[&str]) -> Option<&'static str> {
        let above = self.above.last()?;
        let Value::Map(entries) = &self.tree.node(above.id).value else { return None };
        let there = |list: &str| entries.iter().any(|(key, _)| self.tree.scalar(*key) == Some(list));
        let fits = LISTS.iter().filter(|list| {
            std::ptr::eq(list.beside, above.known)
                && names.iter().all(|name| list.rows.contains_key(*name))
                && !there(list.name)
        });
        let mut fits: Vec<&str> = fits.map(|list| list.name).collect();
        fits.sort_unstable();
        fits.dedup();
        match fits[..] {
            [name] if !names.is_empty() => Some(name),
            _ => None,
        }
    }

    /// Tells, once for all its rows, of a list without its own line, whose rows run on in a list of words.
    pub(super) fn of_missing_list(&mut self, entries: &[Entry]) -> bool {
        let names: Option<Vec<&str>> = entries.iter().map(|(key, _)| self.tree.scalar(*key)).collect();
        let Some(list) = names.and_then(|names| self.missing_list(&names)) else { return false };
        let Some((owner, column)) = self.above.last().map(|above| (above.id, above.column)) else {
            return false;
        };
        self.lost_rows = true;
        if self.unheaded.insert((owner, list)) {
            let place = self.tree.node(entries[0].0).range.clone();
            let message = format!("trước dòng này thiếu dòng `{list}:`");
            let hint = format!("thêm ở trên nó một dòng `{list}:`, đầu dòng {column} dấu cách");
            self.faults.push(Diagnostic::error(message).at(self.source, place).hint(hint));
        }
        true
    }

    /// Tells of a row whose keys are those of another list.
    pub(super) fn of_another_list(&mut self, id: NodeId, entries: &[Entry], known: &'static Keys) -> bool {
        let names: Option<Vec<&str>> = entries.iter().map(|(key, _)| self.tree.scalar(*key)).collect();
        let Some(names) = names.filter(|names| names.len() > 1) else { return false };
        let strange: Vec<&str> = names.iter().copied().filter(|name| !known.contains_key(*name)).collect();
        let free = || known.keys().map(String::as_str).filter(|key| !names.contains(key));
        let misspelled = strange.len() == 1 && nearest(strange[0], free()).is_some();
        if strange.is_empty() || misspelled {
            return false;
        }
        let fits = |keys: &Keys| names.iter().all(|name| keys.contains_key(*name));
        let here = self.tree.node(id).own.start;
        let mut lists = rows_of(self.tree, &self.source.text);
        lists.retain(|list| fits(list.keys));
        let missing = self.missing_list(&names);
        let near = lists.iter().min_by_key(|list| list.start.abs_diff(here)).filter(|_| missing.is_none());
        let Some(list) = near
            .map(|list| list.name.as_str())
            .or(missing)
            .or_else(|| LISTS.iter().find(|list| fits(list.rows)).map(|list| list.name))
        else {
            return false;
        };
        let wrong = self.above.last().map(|above| above.name.clone()).unwrap_or_default();
        let owner = self.above.last().filter(|_| missing.is_some()).map(|above| (above.id, above.column));
        let first = match (owner, missing) {
            (Some((owner, _)), Some(list)) => self.unheaded.insert((owner, list)),
            _ => near.is_some() || self.headless.insert((list.to_owned(), wrong.clone())),
        };
        if !first {
            // Once its line is there, all its rows are right.
            return true;
        }
        let start = self.source.text[..here].rfind('\n').map_or(0, |at| at + 1);
        let line = self.source.text[start..].split('\n').next().unwrap_or_default();
        let own = line.len() - line.trim_start().len();
        let dashed = line.trim_start().starts_with('-');
        let strange: Vec<String> = strange.iter().map(|name| format!("`{name}`")).collect();
        let message = format!(
            "dòng này có {}, là dòng của danh sách `{list}`, không phải của `{wrong}`",
            strange.join(", ")
        );
        let hint = match near.map(|list| list.column) {
            Some(Some(column)) if dashed && column != own => {
                let words = line.trim();
                let words = &words[..crate::input::slips::line::end(words, 0)];
                format!(
                    "đặt đúng {column} dấu cách ở đầu dòng (đang có {own}), cả các dòng thuộc nó cũng dời theo: `{}{words}`",
                    " ".repeat(column)
                )
            }
            Some(_) => format!("chuyển dòng này xuống dưới `{list}:`"),
            None => match owner {
                Some((_, column)) => format!(
                    "thêm ở trên nó một dòng `{list}:`, đầu dòng {column} dấu cách, thẳng hàng với `{wrong}:`"
                ),
                None => format!("viết dòng `{list}:` trước nó, thẳng hàng với `{wrong}:`"),
            },
        };
        let place = self.tree.node(entries[0].0).range.clone();
        self.faults.push(Diagnostic::error(message).at(self.source, place).hint(hint));
        true
    }
}

/// The lists of rows of a record.
fn rows_of(tree: &Tree, text: &str) -> Vec<Rows> {
    let mut search = Search { tree, text, seen: HashSet::new(), found: Vec::new() };
    if let Some(root) = tree.root() {
        search.below(root, &SCHEMA, "");
    }
    search.found
}

struct Search<'a> {
    tree: &'a Tree,
    text: &'a str,
    seen: HashSet<NodeId>,
    found: Vec<Rows>,
}

impl Search<'_> {
    fn below(&mut self, id: NodeId, schema: &'static Json, name: &str) {
        if !self.seen.insert(id) {
            return;
        }
        match &self.tree.node(id).value {
            Value::Scalar { .. } => {}
            Value::List(list) => {
                let Some(of) = items(schema) else { return };
                let keys = properties(object(of));
                let start = self.tree.node(id).own.start;
                let line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
                let dashed = self.text[start..].starts_with('-') && self.text[line..start].trim().is_empty();
                if !keys.is_empty() {
                    let column = dashed.then_some(start - line);
                    self.found.push(Rows { name: name.to_owned(), keys, column, start });
                }
                list.iter().for_each(|item| self.below(*item, of, name));
            }
            Value::Map(entries) => {
                let keys = properties(object(schema));
                for (key, value) in entries {
                    let name = self.tree.scalar(*key).unwrap_or_default();
                    if let Some(schema) = keys.get(name) {
                        self.below(*value, schema, name);
                    }
                }
            }
        }
    }
}
