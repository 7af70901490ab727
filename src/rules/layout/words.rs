//! Viết hoa: words whose capitals are law (NĐ 30/2020, PL II).

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Severity;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::finding::Findings;
use crate::rules::law::{Capitals, Law, Mark};
use crate::rules::prose::{Pattern, pattern};
use crate::vietnamese::letters::is_alphanumeric;

pub(in crate::rules) const RULES: &[Rule] = &[Rule {
    id: "capitals",
    level: Severity::Warning,
    title: "Tên danh hiệu, cơ quan, địa danh, văn bản luật viết hoa đúng quy định",
    text: "Những chữ hay viết hoa sai (Huân chương Lao động, Luật Thi đua, khen thưởng, Thành phố Hồ Chí Minh, Ủy ban nhân dân) \
           được kê trong bảng `capitals` của luật và so đúng từng chữ trong toàn hồ sơ. Bảng này có thể thêm bớt trong \
           `thidua.yaml`; chữ nằm trong tên riêng khác thì ghi ngoại lệ.",
    article: "Nghị định 30/2020/NĐ-CP, Phụ lục II",
    mark: Mark::Verified,
    judge: capitals,
}];

/// Finds the wrong words of a table, of those that begin alike the longest.
fn finder(law: &Law) -> Regex {
    let mut wrong: Vec<&str> = law
        .capitals
        .iter()
        .flat_map(|row| &row.wrong)
        .map(String::as_str)
        .filter(|word| !word.is_empty())
        .collect();
    wrong.sort_by_key(|word| Reverse(word.len()));
    // Lines are broken anywhere.
    let spaced = |word: &&str| regex::escape(word).replace(' ', r"\s");
    let alternatives: Vec<String> = wrong.iter().map(spaced).collect();
    if alternatives.is_empty() { pattern(r"[^\s\S]") } else { pattern(&alternatives.join("|")) }
}

fn capitals(case: &Case, findings: &mut Findings) {
    static BUILT_IN: Pattern = LazyLock::new(|| finder(Law::built_in()));
    let own;
    let finder = if std::ptr::eq(case.law, Law::built_in()) {
        &*BUILT_IN
    } else {
        own = finder(case.law);
        &own
    };
    let day = case.sheets.iter().filter_map(|sheet| sheet.date(case.record)).max();
    let holds = |row: &&Capitals| day.is_none_or(|day| row.source.holds(day));
    for text in &case.texts {
        for found in finder.find_iter(&text.text).filter(|found| is_word(&text.text, found.range())) {
            let written = found.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
            let mut rows = case.law.capitals.iter().filter(|row| row.wrong.contains(&written));
            let Some(row) = rows.find(holds) else { continue };
            findings
                .at(&text.pointer, format!("“{written}” viết chưa đúng"), format!("viết “{}”", row.right))
                .within(written)
                .resting_on(&row.source.article, row.source.mark);
        }
    }
}

/// Whether a place in a text begins and ends with words.
fn is_word(text: &str, range: Range<usize>) -> bool {
    let letter = |letter: Option<char>| letter.is_some_and(is_alphanumeric);
    !letter(text[..range.start].chars().next_back()) && !letter(text[range.end..].chars().next())
}
