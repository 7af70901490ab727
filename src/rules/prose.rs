//! What sentences say in figures: counts, shares, sums, and the papers that they cite.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::{Captures, Regex};
use rust_decimal::Decimal;

use crate::record::awards::Category;
use crate::vietnamese::notation;

/// A pattern that is compiled once; a faulty one is a fault of the program that any test shows.
pub type Pattern = LazyLock<Regex>;

/// A pattern from its text.
pub fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("patterns are tested")
}

/// A paper that a text cites by its number: `Quyết định số 12/QĐ-UBND ngày 05 tháng 02 năm 2020`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// From the type's name, where there is one, to the end of the date, where there is one.
    pub range: Range<usize>,
    /// The type's name as written: `Quyết định`.
    pub kind: Option<String>,
    /// The number as written: `05`.
    pub number: String,
    /// Number and symbol as written: `152/2025/NĐ-CP`.
    pub code: String,
    /// What stands after the last slash: `NĐ-CP`.
    pub symbol: String,
    /// Its date, where one is written and real.
    pub date: Option<NaiveDate>,
}

static CITATION: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?: (?P<kind> \p{Lu}\p{Ll}+ (?:\x20\p{Ll}+){0,2} ) \s+ số \s* :? \s* | \b số \s* :? \s* )?
        (?P<code> (?P<number>\d{1,5}\p{Ll}?) (?:/\d{4})? / (?P<symbol> \p{Lu}[\p{Lu}\p{Ll}\d]* (?:[-&]\p{Lu}[\p{L}\d]*)* ) )
        (?: \s* ,? \s+ ngày \s+ (?:
            (?P<d>\d{1,2}) \s+ tháng \s+ (?P<m>\d{1,2}) \s+ năm \s+ (?P<y>\d{4})
          | (?P<d2>\d{1,2}) / (?P<m2>\d{1,2}) / (?P<y2>\d{4})
        ) )?",
    )
});

/// The papers that a text cites, in its order.
pub fn citations(text: &str) -> Vec<Citation> {
    let citation = |found: Captures| {
        let all = found.get(0)?;
        let part = |name: &str| found.name(name).map(|part| part.as_str().to_owned());
        let figure = |one: &str, other: &str| part(one).or_else(|| part(other))?.parse::<u32>().ok();
        let date = match (figure("y", "y2"), figure("m", "m2"), figure("d", "d2")) {
            (Some(year), Some(month), Some(day)) => NaiveDate::from_ymd_opt(year as i32, month, day),
            _ => None,
        };
        Some(Citation {
            range: all.range(),
            kind: part("kind"),
            number: part("number")?,
            code: part("code")?,
            symbol: part("symbol")?,
            date,
        })
    };
    CITATION.captures_iter(text).filter_map(citation).collect()
}

/// A count that a sentence tells: `05 tập thể`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Figure and word.
    pub range: Range<usize>,
    /// Of whom.
    pub category: Category,
    /// How many.
    pub count: usize,
}

static COUNT: Pattern =
    LazyLock::new(|| pattern(r"\b(\d{1,3}(?:\.\d{3})*|\d+)\s+(?:lượt\s+)?(tập thể|cá nhân|hộ gia đình)\b"));

/// The counts of tập thể, cá nhân, hộ gia đình that a text tells.
pub fn counts(text: &str) -> Vec<Count> {
    let count = |found: Captures| {
        let category = Category::ALL.into_iter().find(|category| category.word() == &found[2])?;
        Some(Count { range: found.get(0)?.range(), category, count: found[1].replace('.', "").parse().ok()? })
    };
    COUNT.captures_iter(text).filter_map(count).collect()
}

/// A share that a sentence tells with what it is a share of: `8/9 (88,89%)`, `8/9 đơn vị, đạt 88,89%`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// All of it.
    pub range: Range<usize>,
    /// The part.
    pub part: Decimal,
    /// The whole.
    pub whole: Decimal,
    /// Per cent as written.
    pub percent: Decimal,
    /// Per cent as written, in its own figures.
    pub written: String,
}

static SHARE: Pattern = LazyLock::new(|| {
    pattern(r"\b(\d{1,3}(?:\.\d{3})*|\d+)/(\d{1,3}(?:\.\d{3})*|\d+)\b([^\d.;\n]{0,60}?)(\d+(?:,\d+)?)\s?%")
});

/// The shares that a text tells.
pub fn shares(text: &str) -> Vec<Share> {
    let share = |found: Captures| {
        let figure = |at: usize| notation::parse(&found[at]).ok();
        Some(Share {
            range: found.get(0)?.range(),
            part: figure(1)?,
            whole: figure(2).filter(|whole| !whole.is_zero())?,
            percent: figure(4)?,
            written: found[4].to_owned(),
        })
    };
    SHARE.captures_iter(text).filter_map(share).collect()
}

/// An amount that a sentence tells in figures and in words: `2.300.000 đồng (Bằng chữ: Hai triệu …)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// All of it.
    pub range: Range<usize>,
    /// The figures, in đồng.
    pub dong: u64,
    /// The words.
    pub words: String,
}

static AMOUNT: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(\d{1,3}(?:\.\d{3})+|\d{4,})\s*(?:đồng|đ|VNĐ)\b[^()\n]{0,20}[*_]*\(\s*[*_]*(?:viết\s+)?(?:bằng\s+)?chữ\s*:\s*([^()]+?)\s*[*_]*\)",
    )
});

/// The amounts that a text tells in figures and in words.
pub fn amounts(text: &str) -> Vec<Amount> {
    let amount = |found: Captures| {
        Some(Amount {
            range: found.get(0)?.range(),
            dong: found[1].replace('.', "").parse().ok()?,
            words: found[2].to_owned(),
        })
    };
    AMOUNT.captures_iter(text).filter_map(amount).collect()
}

/// Where words stand in a text as whole words, in that case.
pub fn occurrences<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    text.match_indices(words).map(|(at, found)| at..at + found.len()).filter(move |range| {
        !letter(text[..range.start].chars().next_back()) && !letter(text[range.end..].chars().next())
    })
}
