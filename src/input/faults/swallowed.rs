//! Lines of a record that stand too deep below a text and were read as its words.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Value as Json;

use super::schema::{Keys, SCHEMA, items, object, properties, row_keys};
use crate::diagnostic::{Diagnostic, Severity, SourceText};
use crate::input::slips::line;
use crate::input::tree::{NodeId, Tree, Value};

/// Every text that took in lines of the record, at the first of them.
pub fn swallowed(source: &Arc<SourceText>, tree: &Tree) -> Vec<Diagnostic> {
    let mut search = Search { source, tree, levels: Vec::new(), seen: HashSet::new(), found: Vec::new() };
    if let Some(root) = tree.root() {
        search.value(root, &SCHEMA, "");
    }
    search.found
}

/// A map or a list of rows around a text.
struct Level<'a> {
    /// The keys of the map, or of the rows.
    keys: &'static Keys,
    /// The column of the map's keys, or of the dashes.
    column: usize,
    /// Whether it is a list.
    rows: bool,
    /// The keys that the map has.
    there: Vec<&'a str>,
}

struct Search<'a> {
    source: &'a Arc<SourceText>,
    tree: &'a Tree,
    levels: Vec<Level<'a>>,
    seen: HashSet<NodeId>,
    found: Vec<Diagnostic>,
}

impl<'a> Search<'a> {
    fn value(&mut self, id: NodeId, schema: &'static Json, name: &str) {
        if !self.seen.insert(id) {
            return;
        }
        let tree = self.tree;
        match &tree.node(id).value {
            Value::Scalar { .. } => self.text(id, name),
            Value::List(list) => {
                let Some(of) = items(schema) else { return };
                let column = self.column(tree.node(id).own.start);
                let keys = properties(object(of));
                self.levels.push(Level { keys, column, rows: true, there: Vec::new() });
                list.iter().for_each(|item| self.value(*item, of, name));
                self.levels.pop();
            }
            Value::Map(entries) => {
                let keys = properties(object(schema));
                let column = entries.first().map_or(0, |(key, _)| self.column(tree.node(*key).range.start));
                let there = entries.iter().filter_map(|(key, _)| tree.scalar(*key)).collect();
                self.levels.push(Level { keys, column, rows: false, there });
                for (key, value) in entries {
                    let name = tree.scalar(*key).unwrap_or_default();
                    if let Some(schema) = keys.get(name) {
                        self.value(*value, schema, name);
                    }
                }
                self.levels.pop();
            }
        }
    }

    fn column(&self, start: usize) -> usize {
        start - self.source.text[..start].rfind('\n').map_or(0, |at| at + 1)
    }

    /// Looks for lines of the record in a text of several lines.
    fn text(&mut self, id: NodeId, name: &str) {
        let own = self.tree.node(id).own.clone();
        let Some(first) = self.source.text[own.clone()].find('\n') else { return };
        let mut at = own.start + first + 1;
        for line in self.source.text[at..own.end].split('\n') {
            let words = line.trim();
            let start = at + line.len() - line.trim_start().len();
            let deep = start - at;
            let below = self.source.text[at + line.len()..own.end].split('\n').skip(1);
            // What belongs to a row stands below it, farther in.
            let belonging =
                below.take_while(|line| !line.trim().is_empty() && line::indent(line) > deep).count();
            if let Some(fault) = self.line(words, name, (self.source.line(start), belonging, deep)) {
                let fault = fault.at(self.source, start..start + words.len());
                self.found.push(fault);
                return;
            }
            at += line.len() + 1;
        }
    }

    /// What is said of a line within a text, where it is one of the record; with its number, how many lines belong to it and
    /// how deep it stands.
    fn line(
        &self,
        words: &str,
        name: &str,
        (number, belonging, deep): (usize, usize, usize),
    ) -> Option<Diagnostic> {
        let dash = words.strip_prefix("- ");
        let inner = dash.unwrap_or(words).trim_start();
        let key = line::key(inner)?;
        let after = &inner[key.len() + 1..];
        if !(after.is_empty() || after.starts_with(' ')) {
            return None;
        }
        let own = |level: &&Level| level.rows == dash.is_some() && level.keys.contains_key(key);
        let level = self.levels.iter().rev().find(own);
        let header = dash.and_then(|_| self.header(key));
        let message = format!("dòng này thụt quá sâu nên bị coi là chữ của `{name}`, sẽ in ra nguyên văn");
        let back = |column: usize| match (belonging, deep.checked_sub(column)) {
            (1.., Some(by @ 1..)) => {
                let last = number + belonging;
                format!("lùi các dòng từ {number} đến {last} sang trái {by} dấu cách, bắt đầu từ `{words}`")
            }
            _ => format!("lùi lại, đầu dòng chỉ để {column} dấu cách: `{words}`"),
        };
        let above = |(list, column): (&str, usize)| {
            format!("thêm dòng `{list}:` ở trên nó, đầu dòng để {column} dấu cách")
        };
        Some(match (level, header) {
            (Some(level), Some(header)) => Diagnostic::error(message)
                .hint(back(level.column))
                .hint(format!("là mục con thì {}", above(header))),
            (Some(level), None) => Diagnostic::error(message).hint(back(level.column)),
            (None, Some(header)) => Diagnostic::error(format!(
                "trước dòng này thiếu dòng `{}:` nên nó bị coi là chữ của `{name}`, sẽ in ra nguyên văn",
                header.0
            ))
            .hint(above(header)),
            (None, None) => Diagnostic { severity: Severity::Warning, ..Diagnostic::error(message) }
                .hint(format!("`{key}` là một mục của hồ sơ thì lùi lại cho thẳng với các mục cùng cấp")),
        })
    }

    /// The list that rows with a key would stand in, were its own line not missing: its name and column.
    fn header(&self, key: &str) -> Option<(&'static str, usize)> {
        let level = self.levels.iter().rev().find(|level| !level.rows)?;
        let mut lists = level.keys.iter().filter(|(list, _)| !level.there.contains(&list.as_str()));
        let rows = |schema: &'static Json| row_keys(schema).is_some_and(|rows| rows.contains_key(key));
        lists.find(|(_, schema)| rows(schema)).map(|(list, _)| (list.as_str(), level.column))
    }
}
