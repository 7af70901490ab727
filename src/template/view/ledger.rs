//! A table in the making, column by column: a column without a single value is left out.

use serde::Serialize;

/// A table as the Typst library draws it.
#[derive(Debug, Default, Serialize)]
pub struct Ledger {
    columns: Vec<&'static str>,
    /// How much room the words of each column want, in letters.
    lengths: Vec<usize>,
    head: Vec<Vec<HeadCell>>,
    rows: Vec<Row>,
    /// Explanations under the table.
    notes: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
struct HeadCell {
    text: String,
    colspan: usize,
    rowspan: usize,
}

/// One row: its cells by column; a heading has its label and its words.
#[derive(Debug, Serialize)]
struct Row {
    kind: &'static str,
    /// How deep a heading stands among headings, from 0.
    depth: usize,
    cells: Vec<Option<String>>,
}

/// A column that is being filled.
struct Column {
    kind: &'static str,
    name: String,
    /// The name over several columns that stand side by side.
    over: Option<String>,
    keep: bool,
}

/// Collects rows, then leaves out the columns that stayed empty.
#[derive(Default)]
pub struct Builder {
    columns: Vec<Column>,
    rows: Vec<Row>,
    notes: Vec<String>,
}

impl Builder {
    /// A column that stays even when it is empty.
    pub fn column(mut self, kind: &'static str, name: impl Into<String>) -> Self {
        self.columns.push(Column { kind, name: name.into(), over: None, keep: true });
        self
    }

    /// A column that is left out when it is empty.
    pub fn optional(mut self, kind: &'static str, name: impl Into<String>) -> Self {
        self.columns.push(Column { kind, name: name.into(), over: None, keep: false });
        self
    }

    /// A column under a heading that it shares with its neighbours; left out when empty.
    pub fn under(mut self, over: &str, kind: &'static str, name: impl Into<String>) -> Self {
        self.columns.push(Column { kind, name: name.into(), over: Some(over.to_owned()), keep: false });
        self
    }

    /// A row of cells, one a column.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Option<String>>) {
        self.rows.push(Row { kind: "row", depth: 0, cells: cells.into_iter().collect() });
    }

    /// A heading over the rows that follow, with its number where it has one.
    pub fn heading(&mut self, depth: usize, label: Option<String>, words: String) {
        self.rows.push(Row { kind: "heading", depth, cells: vec![label, Some(words)] });
    }

    /// The last row: a label over the first columns, figures in the last ones.
    pub fn total(&mut self, label: &str, figures: impl IntoIterator<Item = Option<String>>) {
        let cells = std::iter::once(Some(label.to_owned())).chain(figures).collect();
        self.rows.push(Row { kind: "total", depth: 0, cells });
    }

    /// An explanation under the table.
    pub fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// The table, or none where no row came in.
    pub fn build(mut self) -> Option<Ledger> {
        if self.rows.is_empty() {
            return None;
        }
        let width = self.columns.len();
        let filled: Vec<bool> = (0..width)
            .map(|at| {
                let has = |row: &Row| row.kind == "row" && row.cells.get(at).is_some_and(Option::is_some);
                self.columns[at].keep || self.rows.iter().any(has)
            })
            .collect();
        for row in &mut self.rows {
            match row.kind {
                "row" => retain(&mut row.cells, &filled),
                "total" => {
                    // The figures stand under the last columns; the label takes the rest.
                    let figures = row.cells.len() - 1;
                    let mut kept = filled[width - figures..].to_vec();
                    kept.insert(0, true);
                    retain(&mut row.cells, &kept);
                }
                _ => {}
            }
        }
        retain(&mut self.columns, &filled);
        let lengths = (0..self.columns.len()).map(|at| self.length(at)).collect();
        Some(Ledger {
            lengths,
            head: head(&self.columns),
            columns: self.columns.iter().map(|column| column.kind).collect(),
            rows: self.rows,
            notes: self.notes,
        })
    }
}

impl Builder {
    /// The length that nine in ten of a column's cells keep within, and the longest word of its name.
    fn length(&self, at: usize) -> usize {
        let cells =
            self.rows.iter().filter(|row| row.kind == "row").filter_map(|row| row.cells.get(at)?.as_ref());
        let mut lengths: Vec<usize> = cells.map(|cell| cell.chars().count()).collect();
        lengths.sort_unstable();
        let common = lengths.get(lengths.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0);
        let name = self.columns[at].name.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
        common.max(name)
    }
}

fn retain<T>(list: &mut Vec<T>, keep: &[bool]) {
    let mut at = 0;
    list.retain(|_| {
        at += 1;
        keep.get(at - 1).copied().unwrap_or(true)
    });
}

/// One header row, or two where columns share a heading.
fn head(columns: &[Column]) -> Vec<Vec<HeadCell>> {
    let two = columns.iter().any(|column| column.over.is_some());
    let mut first: Vec<(HeadCell, Option<&str>)> = Vec::new();
    let mut second = Vec::new();
    for column in columns {
        let cell = |rowspan| HeadCell { text: column.name.clone(), colspan: 1, rowspan };
        match column.over.as_deref() {
            None => first.push((cell(if two { 2 } else { 1 }), None)),
            Some(over) => {
                second.push(cell(1));
                match first.last_mut() {
                    Some((shared, Some(same))) if *same == over => shared.colspan += 1,
                    _ => first.push((HeadCell { text: over.to_owned(), colspan: 1, rowspan: 1 }, Some(over))),
                }
            }
        }
    }
    let mut rows = vec![first.into_iter().map(|(cell, _)| cell).collect()];
    if two {
        rows.push(second);
    }
    rows
}
