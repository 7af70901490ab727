//! Rows that were pasted from a workbook, as rows of the list that they were meant for.

use super::faults::{Keys, is_list};
use super::remedies::{between_braces, boolean};
use super::slips::line;
use crate::vietnamese::slug::slug;
use crate::vietnamese::words::capitalised;

/// The ids of a record that stand for the names in the cells.
#[derive(Default)]
pub struct Ids {
    units: Vec<(String, String)>,
    criteria: Vec<String>,
}

impl Ids {
    /// The ids that the lines of a record give, whether or not they can be read as YAML.
    pub fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut ids = Self::default();
        let mut list = "";
        for text in lines {
            let text = &text[..line::end(text, 0)];
            let own = &text[line::body(text)..];
            match line::entry(text) {
                Some((key, value)) if is_list(key) && text[value.min(text.len())..].trim().is_empty() => {
                    list = key;
                }
                _ if list == "units" => ids.unit_line(own),
                _ if list == "criteria" => ids.criteria.extend(field(own, "id")),
                _ => {}
            }
        }
        ids
    }

    fn unit_line(&mut self, own: &str) {
        if let Some(id) = field(own, "id") {
            self.units.push((id, String::new()));
        }
        let name = field(own, "name").filter(|_| own.starts_with('{') || own.starts_with("name:"));
        if let (Some(name), Some(last)) = (name, self.units.last_mut()) {
            last.1 = name;
        }
    }

    /// The id of the unit that a cell names.
    fn unit(&self, cell: &str) -> Option<&str> {
        let own = slug(cell);
        let named = |(id, name): &&(String, String)| *id == own || slug(name) == own;
        self.units.iter().find(named).map(|(id, _)| id.as_str())
    }
}

/// The value of a key within a line of one key, or of several between braces.
fn field(own: &str, key: &str) -> Option<String> {
    let key = format!("{key}: ");
    let (at, _) = own.match_indices(&key).find(|(at, _)| *at == 0 || own[..*at].ends_with(['{', ' ']))?;
    let value = &own[at + key.len()..];
    let end = if own.starts_with('{') { value.find([',', '}']) } else { None };
    let value = value[..end.unwrap_or(value.len())].trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

/// A row as it should be written.
pub struct Row<'a> {
    /// The line of the record.
    pub line: String,
    /// The cells for which no key was found.
    pub left: Vec<&'a str>,
}

/// Whether a cell holds a figure; `%` alone is a unit of measurement.
fn is_figure(cell: &str) -> bool {
    cell.contains(|letter: char| letter.is_ascii_digit())
        && cell.chars().all(|letter| letter.is_ascii_digit() || ",.%-−".contains(letter))
}

/// The cells of a row, without the running number that it may begin with.
fn cells_of(text: &str) -> Vec<&str> {
    let bare = text.trim();
    let bare = bare.strip_prefix("- ").unwrap_or(bare);
    let mut cells: Vec<&str> = bare.split('\t').map(str::trim).collect();
    let numbered = is_figure(cells[0].trim_end_matches(')'));
    if numbered && cells.get(1).is_some_and(|next| !next.is_empty() && !is_figure(next)) {
        cells.remove(0);
    }
    cells
}

/// A row of a workbook as a row of a list, where its keys tell what the cells are.
pub fn row<'a>(text: &'a str, keys: &Keys, ids: &Ids) -> Option<Row<'a>> {
    let cells = cells_of(text);
    let has = |key: &str| keys.contains_key(key);
    let (first, rest) = cells.split_first().filter(|(first, _)| !first.is_empty() && !is_figure(first))?;
    let (fields, left) = if has("measure") || has("max") || has("amount") {
        figures(first, rest, keys)
    } else if has("unit") && has("assessed") {
        points(first, rest, ids)
    } else if has("award") && has("votes") {
        nomination(&cells, ids)
    } else if has("unit") && !has("name") && !has("award") && (has("count") || has("votes")) {
        let unit = ids.unit(first)?;
        let key = if has("count") { "count" } else { "votes" };
        let (figures, left) = parted(rest);
        let (figure, further) = figures.split_first()?;
        let fields = vec![format!("unit: {unit}"), format!("{key}: {figure}")];
        (fields, further.iter().copied().chain(left).collect())
    } else if has("id") && has("name") {
        let fields = vec![format!("id: {}", slug(first)), format!("name: {}", between_braces(first))];
        (fields, filled(rest).collect())
    } else if has("name") && (has("title") || has("unit")) {
        person(&cells, keys, ids)?
    } else {
        return None;
    };
    Some(Row { line: format!("- {{ {} }}", fields.join(", ")), left })
}

/// The fields of a row, and the cells that are left.
type Parts<'a> = (Vec<String>, Vec<&'a str>);

/// The cells that are not empty.
fn filled<'a>(cells: &[&'a str]) -> impl Iterator<Item = &'a str> {
    cells.iter().copied().filter(|cell| !cell.is_empty())
}

/// The figures among cells, and the others.
fn parted<'a>(cells: &[&'a str]) -> (Vec<&'a str>, Vec<&'a str>) {
    filled(cells).partition(|cell| is_figure(cell))
}

/// A name, its unit of measurement, and figures in the order of the columns of the usual table.
fn figures<'a>(name: &str, rest: &[&'a str], keys: &Keys) -> Parts<'a> {
    let has = |key: &str| keys.contains_key(key);
    let mut fields: Vec<String> = has("id").then(|| format!("id: {}", slug(name))).into_iter().collect();
    fields.push(format!("name: {}", between_braces(name)));
    let mut left = Vec::new();
    let mut columns = rest;
    // What stands before the figures is no figure.
    if let Some(at) = rest.iter().position(|cell| !cell.is_empty()).filter(|at| !is_figure(rest[*at]))
        && has("measure")
    {
        fields.push(format!("measure: {}", between_braces(rest[at])));
        columns = &rest[at + 1..];
    }
    let wanted = ["plan", "actual", "same_period", "all", "max", "amount", "count"];
    let mut wanted = wanted.into_iter().filter(|key| has(key));
    for cell in columns {
        let key = if cell.is_empty() || is_figure(cell) { wanted.next() } else { None };
        match key {
            _ if cell.is_empty() => {}
            Some(key) => fields.push(format!("{key}: {}", between_braces(cell))),
            None => left.push(*cell),
        }
    }
    (fields, left)
}

/// A unit with its points, in the order of the criteria, or with their sum alone.
fn points<'a>(name: &str, rest: &[&'a str], ids: &Ids) -> Parts<'a> {
    let unit = ids.unit(name).map_or_else(|| slug(name), str::to_owned);
    let (figures, mut left) = parted(rest);
    let known = if figures.len() > 1 { ids.criteria.len() } else { 0 };
    // Two columns of points, and perhaps what is added.
    if known > 0 && (figures.len() == 2 * known || figures.len() == 2 * known + 1) {
        let column = |figures: &[&str]| {
            let pairs = ids.criteria.iter().zip(figures);
            let pairs: Vec<String> =
                pairs.map(|(id, figure)| format!("{id}: {}", between_braces(figure))).collect();
            pairs.join(", ")
        };
        let mut fields = vec![
            format!("unit: {unit}"),
            format!("self: {{ {} }}", column(&figures[..known])),
            format!("assessed: {{ {} }}", column(&figures[known..2 * known])),
        ];
        fields.extend(figures.get(2 * known).map(|bonus| format!("bonus: {}", between_braces(bonus))));
        return (fields, left);
    }
    let points: Vec<String> = match known {
        0 => figures.iter().take(1).map(|sum| format!("total: {}", between_braces(sum))).collect(),
        _ => {
            let points = ids.criteria.iter().zip(&figures);
            points.map(|(id, figure)| format!("{id}: {}", between_braces(figure))).collect()
        }
    };
    left.extend(figures.iter().skip(points.len()));
    let mut fields = vec![format!("unit: {unit}")];
    if !points.is_empty() {
        fields.push(format!("assessed: {{ {} }}", points.join(", ")));
    }
    (fields, left)
}

/// What is nominated for which award, with its votes.
fn nomination<'a>(cells: &[&'a str], ids: &Ids) -> Parts<'a> {
    let mut fields = Vec::new();
    let mut left = Vec::new();
    for cell in filled(cells) {
        let votes = cell.split('/').next().unwrap_or_default().trim();
        let has = |key: &str| fields.iter().any(|field: &String| field.starts_with(key));
        if let Some(id) = ids.unit(cell).filter(|_| !has("unit:") && !has("name:")) {
            fields.push(format!("unit: {id}"));
        } else if !votes.is_empty() && votes.bytes().all(|byte| byte.is_ascii_digit()) && !has("votes:") {
            fields.push(format!("votes: {votes}"));
        } else if let Some(approved) = boolean(cell).filter(|_| !has("approved:")) {
            fields.push(format!("approved: {approved}"));
        } else if !has("unit:") && !has("name:") {
            fields.push(format!("name: {}", between_braces(cell)));
        } else if !has("award:") {
            fields.push(format!("award: {}", between_braces(cell)));
        } else {
            left.push(cell);
        }
    }
    (fields, left)
}

/// Somebody with a post and a unit.
fn person<'a>(cells: &[&'a str], keys: &Keys, ids: &Ids) -> Option<Parts<'a>> {
    let (mut left, words) = parted(cells);
    let mut words = words.into_iter().peekable();
    let has = |key: &str| keys.contains_key(key);
    let honorific = |words: &str| {
        let known = ["ông", "bà", "đồng chí"];
        has("honorific") && known.contains(&words.to_lowercase().as_str())
    };
    let mut fields = Vec::new();
    if let Some(own) = words.next_if(|cell| honorific(cell)) {
        fields.push(format!("honorific: {}", capitalised(own)));
    }
    let name = words.next()?;
    match name.split_once(' ').filter(|(first, _)| honorific(first)) {
        Some((first, rest)) => {
            fields.push(format!("honorific: {}", capitalised(first)));
            fields.push(format!("name: {}", between_braces(rest.trim())));
        }
        None => fields.push(format!("name: {}", between_braces(name))),
    }
    for key in ["title", "unit"].into_iter().filter(|key| has(key)) {
        let Some(cell) = words.next() else { break };
        // Of those who meet, the unit is written as its id.
        let by_id = key == "unit" && keys[key].to_string().contains("UnitId");
        let cell = ids.unit(cell).filter(|_| by_id).unwrap_or(cell);
        fields.push(format!("{key}: {}", between_braces(cell)));
    }
    left.extend(words);
    Some((fields, left))
}
