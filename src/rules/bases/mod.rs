//! Căn cứ: how they are written, and whether they are in force (NĐ 30/2020, PL I/II.6a).

mod force;
mod form;

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use super::case::{Case, Sheet};
use super::law::LegalText;
use super::prose::{Citation, Pattern, citations, pattern};

pub(super) use force::RULES as FORCE;
pub(super) use form::RULES as FORM;

/// Where the decree says how bases are written.
const ARTICLE: &str = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm a";

/// One căn cứ of a paper.
struct Basis<'c, 'a> {
    /// The paper.
    sheet: &'c Sheet<'a>,
    /// JSON pointer.
    pointer: String,
    /// As it is written.
    text: &'a str,
    /// The Luật or Pháp lệnh that it opens with.
    law: Option<CitedLaw>,
    /// The paper with a number that it rests on.
    paper: Option<Citation>,
}

/// A Luật, Pháp lệnh that a căn cứ opens with.
struct CitedLaw {
    /// Luật, Bộ luật, Pháp lệnh.
    kind: String,
    /// Its name: `Thi đua, khen thưởng`.
    name: String,
    /// The date that is written, where it is real.
    date: Option<NaiveDate>,
    /// The year of the date, or the one that is written alone.
    year: Option<i32>,
    /// Whether a day is spoken of, real or not.
    dated: bool,
    /// Number, symbol or issuing body, as written.
    numbered: Option<String>,
    /// Number and symbol alone.
    code: Option<String>,
}

static LAW: Pattern = LazyLock::new(|| {
    pattern(
        r"(?s)^\s*(?:Căn\s+cứ|Thực\s+hiện|Thi\s+hành|Theo)\s+(?P<kind>Bộ\s+luật|Luật|Pháp\s+lệnh)(?P<rest>(?:\s.*)?)$",
    )
});

static NAME_END: Pattern = LazyLock::new(|| {
    pattern(
        r"\s+số\s+\d|\s*,?\s+ngày\s+\d|\s*,?\s+năm\s+\d|\s+của\s+(?:Quốc\s+hội|Ủy\s+ban\s+Thường\s+vụ)|[;(]|\d+/\d{4}/",
    )
});

/// Where what is told of a law's amendments begins: their numbers and dates are not the law's.
static AMENDED: Pattern =
    LazyLock::new(|| pattern(r";|[,(]?\s*(?:đã\s+)?được\s+(?:sửa\s+đổi|bổ\s+sung)|\s+và\s+Luật\s+sửa\s+đổi"));

/// The words by which a text says that it amends another.
static AMENDING: Pattern = LazyLock::new(|| {
    pattern(r"(?i)sửa\s+đổi(?:,\s*|\s+và\s+|\s+)bổ\s+sung|(?:sửa\s+đổi|bổ\s+sung)\s+(?:một\s+số|Điều)")
});

/// Where another paper in the same entry begins.
static OTHER: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:[;,]|\s(?:và|cùng))\s+(?:các\s+)?(?:Nghị\s+định|Nghị\s+quyết|Thông\s+tư|Quyết\s+định|Chỉ\s+thị|Hướng\s+dẫn|Kế\s+hoạch|Quy\s+chế)\s+(?:liên\s+tịch\s+)?(?:số|ngày|của|\d)",
    )
});

static LAW_DATE: Pattern = LazyLock::new(|| {
    pattern(r"ngày\s+(?:(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})|(\d{1,2})[/-](\d{1,2})[/-](\d{4}))")
});

static LAW_YEAR: Pattern = LazyLock::new(|| pattern(r"năm\s+(\d{4})"));

static LAW_NUMBER: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:số\s*:?\s*)?(\d+/\d{4}/\p{Lu}[\p{L}\d-]*)|của\s+(?:Quốc\s+hội|Ủy\s+ban\s+[Tt]hường\s+vụ\s+Quốc\s+hội)",
    )
});

impl CitedLaw {
    fn of(text: &str) -> Option<Self> {
        let found = LAW.captures(text)?;
        let rest = &found["rest"];
        let rest = &rest[..AMENDED.find(rest).map_or(rest.len(), |amended| amended.start())];
        // What another paper in the same entry bears is not the law's.
        let rest = &rest[..OTHER.find(rest).map_or(rest.len(), |other| other.start())];
        let end = NAME_END.find(rest).map_or(rest.len(), |end| end.start());
        let name = rest[..end].trim().trim_end_matches([',', '.', ';', '/']).trim();
        let date = LAW_DATE.captures(rest).and_then(|found| {
            let figure = |one: usize| found.get(one).or(found.get(one + 3))?.as_str().parse::<u32>().ok();
            NaiveDate::from_ymd_opt(figure(3)? as i32, figure(2)?, figure(1)?)
        });
        let year = date.map(|date| date.year());
        let year = year.or_else(|| LAW_YEAR.captures(rest)?[1].parse().ok());
        let number = LAW_NUMBER.captures(rest);
        Some(Self {
            kind: single_spaced(&found["kind"]),
            name: single_spaced(name),
            date,
            year,
            dated: rest.contains("ngày"),
            numbered: number.as_ref().map(|found| found[0].to_owned()),
            code: number.and_then(|found| Some(found.get(1)?.as_str().to_owned())),
        })
    }

    /// The row of the law that it is: of its date, else of its year; of two of one year the one in force.
    fn row<'l>(&self, case: &Case<'l>, day: Option<NaiveDate>) -> Option<&'l LegalText> {
        let rows = || case.law.legal_texts.iter().filter(|row| self.is_named(row));
        let of_year = || rows().filter(|row| row.date.is_some_and(|date| Some(date.0.year()) == self.year));
        rows()
            .find(|row| self.date.is_some() && row.date.map(|date| date.0) == self.date)
            .or_else(|| of_year().find(|row| day.is_some_and(|day| row.in_force(day))))
            .or_else(|| of_year().next())
    }

    /// Whether a row of the law is a Luật of this name.
    fn is_named(&self, row: &LegalText) -> bool {
        let plain = |name: &str| name.replace(',', "").to_lowercase();
        row.kind.to_lowercase() == self.kind.to_lowercase() && plain(&row.name) == plain(&self.name)
    }
}

/// Words with one space between them.
fn single_spaced(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

static LEAD: Pattern = LazyLock::new(|| {
    pattern(r"\s(?:thực\s+hiện|thi\s+hành|hướng\s+dẫn|về|quy\s+định\s+chi\s+tiết|sửa\s+đổi|của)\s")
});

impl<'c, 'a> Basis<'c, 'a> {
    fn of(sheet: &'c Sheet<'a>, at: usize, text: &'a str) -> Self {
        let law = CitedLaw::of(text);
        let first = citations(text).into_iter().next();
        // What only the subject of another paper names, the căn cứ does not rest on; but a
        // proposal names who made it before its number.
        let paper = first.filter(|citation| {
            let written = &text[citation.range.clone()];
            let paper = citation.kind.is_some() || written.starts_with("số") || citation.symbol.contains('-');
            paper && law.is_none() && (is_proposal(text) || !LEAD.is_match(&text[..citation.range.start]))
        });
        Self { sheet, pointer: format!("{}/legal_bases/{at}", sheet.pointer), text, law, paper }
    }

    /// The row of the law that it rests on.
    fn row<'l>(&self, case: &Case<'l>) -> Option<&'l LegalText> {
        let Some(law) = &self.law else {
            return case.law.legal_text(&self.paper.as_ref()?.code);
        };
        if let Some(row) = law.code.as_deref().and_then(|code| case.law.legal_text(code)) {
            return Some(row);
        }
        law.row(case, self.sheet.date(case.record))
    }

    /// What it cites, in a few words: `Nghị định số 98/2023/NĐ-CP`, `Luật Thi đua, khen thưởng năm 2003`.
    fn cited(&self, row: &LegalText) -> String {
        match (&self.law, row.date) {
            (Some(_), Some(date)) => format!("{} {} năm {}", row.kind, row.name, date.0.year()),
            (Some(_), None) => format!("{} {}", row.kind, row.name),
            (None, _) => format!("{} số {}", row.kind, row.number),
        }
    }

    /// The words that cite, for the place.
    fn words(&self) -> String {
        match (&self.law, &self.paper) {
            (Some(law), _) => format!("{} {}", law.kind, law.name).trim().to_owned(),
            (None, Some(paper)) => paper.code.clone(),
            (None, None) => self.text.to_owned(),
        }
    }
}

/// Whether an entry tells who proposed the paper.
fn is_proposal(text: &str) -> bool {
    let mut words = text.split_whitespace();
    matches!(
        (words.next(), words.next(), words.next()),
        (Some("Theo" | "Xét"), Some("đề"), Some("nghị"))
            | (Some("Theo" | "Xét"), Some("Tờ" | "tờ"), Some("trình"))
    )
}

/// The căn cứ of a paper.
fn bases_of<'c, 'a>(sheet: &'c Sheet<'a>) -> impl Iterator<Item = Basis<'c, 'a>> {
    sheet.legal_bases.iter().enumerate().map(move |(at, text)| Basis::of(sheet, at, text))
}

/// All căn cứ of all papers.
fn bases<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = Basis<'c, 'a>> {
    case.sheets.iter().flat_map(bases_of)
}

/// Whether a paper is on its way to be signed: what it lacks is then missing, not yet to come.
fn is_ready(sheet: &Sheet) -> bool {
    sheet.document.number.is_some() || sheet.signer.is_some_and(|signer| signer.name.is_some())
}
