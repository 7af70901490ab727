//! Thể thức: what the decree asks of a paper's parts (NĐ 30/2020/NĐ-CP).

mod citations;
mod head;
mod headings;
mod number;
mod recipients;
mod words;

use super::case::{Case, Sheet};
use super::law::DocumentType;
use crate::vietnamese::letters::is_alphanumeric;

pub(super) use citations::RULES as CITATIONS;
pub(super) use head::RULES as HEAD;
pub(super) use headings::RULES as HEADINGS;
pub(super) use number::RULES as NUMBER;
pub(super) use recipients::RULES as RECIPIENTS;
pub(super) use words::RULES as WORDS;

/// The name above the subject of a paper, as it is printed.
fn printed_type<'a>(sheet: &Sheet<'a>) -> &'a str {
    sheet.document.type_name.as_deref().unwrap_or(sheet.paper.kind.facts().type_name)
}

/// The type of the decree's list that a printed name begins with: `Báo cáo tổng kết` is a báo cáo.
fn type_of<'a>(case: &Case<'a>, printed: &str) -> Option<&'a DocumentType> {
    let printed = printed.trim().to_lowercase();
    let begins = |row: &&DocumentType| {
        printed.strip_prefix(&row.name).is_some_and(|rest| !rest.starts_with(is_alphanumeric))
    };
    case.law.document_types.iter().filter(begins).max_by_key(|row| row.name.len())
}

/// Whether words of at least so many letters are all in capitals.
fn in_capitals(words: &str, least: usize) -> bool {
    !words.chars().any(char::is_lowercase)
        && words.chars().filter(|letter| letter.is_alphabetic()).count() >= least
}

/// The words without the marks that may end them.
fn bare(words: &str) -> &str {
    words.trim().trim_end_matches([';', '.', ',', '/']).trim_end()
}
