//! Finding papers again: by number, date, kind, and by words with or without diacritics.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};
use serde::Serialize;

use super::DOSSIERS;
use super::index::{Index, STANDING, key, number_key};
use crate::diagnostic::Diagnostic;
use crate::vietnamese::fold::{fold, words};
use crate::vietnamese::words::uncapitalised;

/// What is looked for; all of it must fit.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Words in any order, the last of them perhaps begun only.
    pub words: Vec<String>,
    /// Số, ký hiệu: `12/QĐ-SNV`, `12`, `/QĐ-SNV`.
    pub number: Option<String>,
    /// The first day of issue.
    pub from: Option<NaiveDate>,
    /// The last day of issue.
    pub to: Option<NaiveDate>,
    /// What tên loại begins with.
    pub kind: Option<String>,
    /// So many papers at most.
    pub limit: usize,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The papers: first those that have the words as they were typed, diacritics and order; the newest
    /// first among equals.
    pub hits: Vec<Hit>,
    /// Whether there are more.
    pub more: bool,
}

/// A paper of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// Tên loại.
    pub kind: String,
    /// Số, where it has one.
    pub number: Option<String>,
    /// Ký hiệu, where it has one.
    pub symbol: Option<String>,
    /// Ngày ban hành.
    pub date: Option<NaiveDate>,
    /// Cơ quan ban hành.
    pub issuer: String,
    /// Trích yếu.
    pub subject: String,
    /// The dossier that it is in: `2026/tong-ket`.
    pub dossier: String,
    /// The dossier's title.
    pub title: String,
    /// The file, by its path from the archive's folder.
    pub path: String,
}

impl Hit {
    /// Số, ký hiệu as they are printed: `12/QĐ-SNV`; none where the paper has none.
    pub fn code(&self) -> Option<String> {
        code(self.number.as_deref(), self.symbol.as_deref())
    }

    fn of(row: &Row) -> rusqlite::Result<(i64, Self)> {
        let (year, name): (i32, String) = (row.get(1)?, row.get(2)?);
        let path: String = row.get(4)?;
        let date: Option<String> = row.get(8)?;
        let hit = Self {
            kind: row.get(5)?,
            number: row.get(6)?,
            symbol: row.get(7)?,
            date: date.and_then(|date| date.parse().ok()),
            issuer: row.get(9)?,
            subject: row.get(10)?,
            path: format!("{DOSSIERS}/{year}/{name}/{path}"),
            dossier: format!("{year}/{name}"),
            title: row.get(3)?,
        };
        Ok((row.get(0)?, hit))
    }
}

/// Số and ký hiệu as they are printed together.
pub fn code(number: Option<&str>, symbol: Option<&str>) -> Option<String> {
    match (number, symbol) {
        (Some(number), Some(symbol)) => Some(format!("{number}/{symbol}")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => None,
    }
}

/// Tên loại and trích yếu in one sentence: `Quyết định về việc …`; the name of a group keeps its capital.
pub fn title(kind: &str, subject: &str) -> String {
    let group = ["Cụm ", "Khối "].iter().any(|word| subject.starts_with(word));
    format!("{kind} {}", if group { subject.to_owned() } else { uncapitalised(subject) })
}

/// Finds papers.
///
/// # Errors
/// When nothing is looked for, or the index cannot be read.
pub fn find(index: &Index, query: &Query) -> Result<Found, Diagnostic> {
    let filter = Filter::of(query)?;
    let questions = questions(&query.words.join(" "));
    if questions.is_empty() && filter.conditions.is_empty() {
        return Err(Diagnostic::usage("chưa ghi từ cần tìm").hint(
            "ghi vài từ trong trích yếu, tên người, tên đơn vị, hoặc tìm bằng `--number`, `--from`, `--to`, `--kind`",
        ));
    }
    let (mut seen, mut hits) = (BTreeSet::new(), Vec::new());
    let mut asked: Vec<Option<&str>> = questions.iter().map(|question| Some(question.as_str())).collect();
    if asked.is_empty() {
        asked.push(None);
    }
    for question in asked {
        // What was found already comes again.
        let most = query.limit + 1 + seen.len();
        let found = index.read(|connection| filter.ask(connection, question, most))?;
        hits.extend(found.into_iter().filter(|(id, _)| seen.insert(*id)).map(|(_, hit)| hit));
        if hits.len() > query.limit {
            break;
        }
    }
    let more = hits.len() > query.limit;
    hits.truncate(query.limit);
    Ok(Found { hits, more })
}

/// What is asked of the index of words, the closest first, in the language of FTS5: the words as they
/// were typed and in that order, then in any order, then without diacritics.
fn questions(text: &str) -> Vec<String> {
    // What is typed without spaces, `12/QĐ-SNV`, is looked for as it stands.
    let typed: Vec<String> =
        text.split_whitespace().map(|word| words(word).join(" ")).filter(|word| !word.is_empty()).collect();
    if typed.is_empty() {
        return Vec::new();
    }
    let plain: Vec<String> = typed.iter().map(|word| fold(word)).collect();
    let phrase = |column: &str, words: &str| format!("{column} : \"{words}\"");
    let in_any_order = |parts: Vec<String>| format!("{} *", parts.join(" AND "));
    // A word that was typed with diacritics is meant so; one without may be either.
    let mixed = typed.iter().zip(&plain).map(|(typed, plain)| match typed == plain {
        true => phrase(FOLDED, plain),
        false => phrase(EXACT, typed),
    });
    let mut questions = vec![
        in_any_order(vec![phrase(EXACT, &typed.join(" "))]),
        in_any_order(typed.iter().map(|word| phrase(EXACT, word)).collect()),
        in_any_order(mixed.collect()),
        in_any_order(vec![phrase(FOLDED, &plain.join(" "))]),
        in_any_order(plain.iter().map(|word| phrase(FOLDED, word)).collect()),
    ];
    let mut seen = BTreeSet::new();
    questions.retain(|question| seen.insert(question.clone()));
    questions
}

/// The columns of words as they are written, and without diacritics.
const EXACT: &str = "exact";
const FOLDED: &str = "folded";

/// What must hold of a paper beside its words.
#[derive(Default)]
struct Filter {
    conditions: Vec<&'static str>,
    values: Vec<Value>,
}

impl Filter {
    fn of(query: &Query) -> Result<Self, Diagnostic> {
        let mut filter = Self::default();
        if let Some(code) = &query.number {
            let (number, symbol) = code.split_once('/').unwrap_or((code, ""));
            let (number, symbol) = (number_key(number), key(symbol));
            if number.is_empty() && symbol.is_empty() {
                return Err(Diagnostic::usage(format!("`{code}` không phải là số, ký hiệu văn bản"))
                    .hint("ghi như trên văn bản, ví dụ `12/QĐ-SNV`, hoặc chỉ phần số `12`"));
            }
            if !number.is_empty() {
                filter.add("documents.number_key = ?", number);
            }
            if !symbol.is_empty() {
                filter.add(BEGINS_WITH_SYMBOL, symbol);
            }
        }
        if let Some(from) = query.from {
            filter.add("documents.issued >= ?", from.to_string());
        }
        if let Some(to) = query.to {
            filter.add("documents.issued <= ?", to.to_string());
        }
        if let Some(kind) = &query.kind {
            filter.add(BEGINS_WITH_KIND, key(kind));
        }
        Ok(filter)
    }

    fn add(&mut self, condition: &'static str, value: String) {
        self.conditions.push(condition);
        self.values.push(Value::Text(value));
    }

    /// Asks for so many papers at most, the newest first.
    fn ask(
        &self,
        connection: &Connection,
        words: Option<&str>,
        most: usize,
    ) -> rusqlite::Result<Vec<(i64, Hit)>> {
        let mut conditions = self.conditions.clone();
        conditions.push(STANDING);
        let mut values = self.values.clone();
        if let Some(words) = words {
            conditions.push("documents.id IN (SELECT rowid FROM words WHERE words MATCH ?)");
            values.push(Value::Text(words.to_owned()));
        }
        values.push(Value::Integer(i64::try_from(most).unwrap_or(i64::MAX)));
        let sql = format!(
            "SELECT documents.id, year, name, title, path, kind, number, symbol, issued, organ, subject \
             FROM documents JOIN dossiers ON dossiers.id = documents.dossier WHERE {} \
             ORDER BY issued DESC, documents.id DESC LIMIT ?",
            conditions.join(" AND ")
        );
        let mut statement = connection.prepare_cached(&sql)?;
        statement.query_map(params_from_iter(values), Hit::of)?.collect()
    }
}

/// Whether the symbol begins with these words.
const BEGINS_WITH_SYMBOL: &str = "instr(documents.symbol_key || ' ', ? || ' ') = 1";

/// Whether tên loại begins with these words.
const BEGINS_WITH_KIND: &str = "instr(documents.kind_key || ' ', ? || ' ') = 1";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_asked_for_from_the_closest_to_the_loosest() {
        assert_eq!(
            questions("Trần thi"),
            [
                "exact : \"trần thi\" *",
                "exact : \"trần\" AND exact : \"thi\" *",
                "exact : \"trần\" AND folded : \"thi\" *",
                "folded : \"tran thi\" *",
                "folded : \"tran\" AND folded : \"thi\" *",
            ]
        );
    }

    #[test]
    fn what_is_typed_cannot_become_a_command_of_the_index() {
        assert_eq!(questions("\" OR * ( )"), ["exact : \"or\" *", "folded : \"or\" *"]);
        assert_eq!(questions(" - \"*\" "), Vec::<String>::new());
    }
}
