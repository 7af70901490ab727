//! Dates within prose.

use std::ops::Range;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::vietnamese::letters::is_alphanumeric;
use crate::vietnamese::syllable::is_letter;

/// A date found in a text, its pieces as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDate {
    /// The day: `5`, `05`.
    pub day: Option<String>,
    /// The month: `2`, `02`.
    pub month: Option<String>,
    /// The year: `2020`, `20201`.
    pub year: Option<String>,
    /// How it is written.
    pub form: Form,
    /// The day of the calendar, where day, month and year are given and there is such a day.
    pub date: Option<NaiveDate>,
}

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `ngày 05 tháng 02 năm 2020`, `tháng 7 năm 2026`, `năm 2026`
    Words,
    /// `05/02/2020`, `ngày 15/7`, `tháng 7/2026`
    Slashes,
    /// `05-02-2020`
    Hyphens,
    /// `05.02.2020`
    Dots,
    /// `2020-02-05`
    Iso,
}

impl FoundDate {
    fn new(day: Option<&str>, month: Option<&str>, year: Option<&str>, form: Form) -> Self {
        let mut found = Self {
            day: day.map(str::to_owned),
            month: month.map(str::to_owned),
            year: year.map(str::to_owned),
            form,
            date: None,
        };
        if let (Some(day), Some(month), Some(year)) = (day, month, year)
            && year.len() == 4
        {
            found.date = calendar_day(day, month, year);
        }
        found
    }

    /// Whether no calendar has such a day: the 30th of February, month 13, or a year that has not four
    /// digits. A day without a year is possible when it is in a leap year.
    pub fn is_impossible(&self) -> bool {
        const LEAP_YEAR: &str = "2000";
        let year = self.year.as_deref().unwrap_or(LEAP_YEAR);
        let month = self.month.as_deref().unwrap_or("1");
        let day = self.day.as_deref().unwrap_or("1");
        year.len() != 4 || calendar_day(day, month, year).is_none()
    }
}

fn calendar_day(day: &str, month: &str, year: &str) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Finds every date that is written in figures in a text, each with the words ngày, tháng, năm that
/// belong to it.
///
/// `ngày 5 tháng 2 năm 2020`, `ngày 15 tháng 7`, `mùng 2 tháng 9`, `tháng 7 năm 2026`, `năm 2026`,
/// `ngày 5/2/2020`, `ngày 15/7`, `tháng 7/2026`, and without any word `05/02/2020`, `5-2-2020`,
/// `5.2.2020`, `2020-02-05`. A day or a month alone is not found, nor a number that only counts ("mỗi
/// năm 2000 lượt").
pub fn find(text: &str) -> Vec<(Range<usize>, FoundDate)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let begins_token = !text[..at].ends_with(is_alphanumeric);
        match if begins_token { date_at(text, at) } else { None } {
            Some((end, date)) => {
                found.push((at..end, date));
                at = end;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// The date that begins at this byte, and its end.
fn date_at(text: &str, at: usize) -> Option<(usize, FoundDate)> {
    let first = text[at..].chars().next()?;
    if first.is_ascii_digit() {
        return bare_figures(text, at);
    }
    // Most letters begin no date: look at the word only after its first letter.
    if !matches!(first, 'm' | 'M' | 'n' | 'N' | 't' | 'T') {
        return None;
    }
    let scan = Scan { text, at };
    scan.word("ngày")
        .and_then(|scan| day_in_words(scan).or_else(|| day_in_figures(scan)))
        .or_else(|| scan.mung().and_then(day_in_words))
        .or_else(|| scan.word("tháng").and_then(month_and_year))
        .or_else(|| scan.word("năm").and_then(|scan| year_alone(&text[..at], scan)))
}

/// After ngày: `05 tháng 02 năm 2020`.
fn day_in_words(scan: Scan) -> Option<(usize, FoundDate)> {
    let scan = scan.mung().unwrap_or(scan);
    let (day, scan) = scan.number(1..=2)?;
    let (month, scan) = scan.word("tháng")?.number(1..=2)?;
    let (year, end) = match year_behind(scan) {
        Some((year, end)) => (Some(year), end),
        None => (None, scan),
    };
    end.ended().then(|| (end.at, FoundDate::new(Some(day), Some(month), year, Form::Words)))
}

/// `, năm 2020` or `/2020` behind a month.
fn year_behind<'a>(scan: Scan<'a>) -> Option<(&'a str, Scan<'a>)> {
    let (year, end) = match scan.sign('/') {
        Some(scan) => scan.number(4..=5)?,
        None => scan.sign(',').unwrap_or(scan).word("năm")?.number(3..=6)?,
    };
    end.ended().then_some((year, end))
}

/// After ngày: `5/2/2020`, `5-2-2020`, `15/7`, `15/7 năm 2026`.
fn day_in_figures(scan: Scan) -> Option<(usize, FoundDate)> {
    let scan = scan.space();
    if let Some(found) = bare_figures(scan.text, scan.at) {
        return Some(found);
    }
    let (day, scan) = scan.number(1..=2)?;
    let (month, scan) = scan.sign('/')?.number(1..=2)?;
    let (year, end) = match scan.word("năm").and_then(|scan| scan.number(3..=6)) {
        Some((year, end)) if end.ended() => (Some(year), end),
        _ => (None, scan),
    };
    end.ended().then(|| (end.at, FoundDate::new(Some(day), Some(month), year, Form::Slashes)))
}

/// After tháng: `7 năm 2026`, `7/2026`, `7-2026`.
fn month_and_year(scan: Scan) -> Option<(usize, FoundDate)> {
    let (month, scan) = scan.number(1..=2)?;
    let (year, end, form) = if let Some(behind) = scan.sign('/') {
        let (year, end) = behind.number(4..=5)?;
        (year, end, Form::Slashes)
    } else if let Some(behind) = scan.sign('-') {
        let (year, end) = behind.number(4..=5)?;
        (year, end, Form::Hyphens)
    } else {
        let (year, end) = year_behind(scan)?;
        (year, end, Form::Words)
    };
    end.ended().then(|| (end.at, FoundDate::new(None, Some(month), Some(year), form)))
}

/// After năm: a year of our time, or one with a digit too many. `before` is the text before năm: "mỗi
/// năm 2000 lượt" counts.
fn year_alone(before: &str, scan: Scan) -> Option<(usize, FoundDate)> {
    let (year, end) = scan.number(4..=5)?;
    let counts = ["mỗi", "một", "hằng", "hàng", "nhiều", "từng"];
    let before = before.trim_end();
    let word = &before[last_word(before)..];
    let ours = year.starts_with("19") || year.starts_with('2') && (year.len() == 4 || year.starts_with("20"));
    let is_year = ours && end.ended() && !counts.iter().any(|count| is_word(word, count));
    is_year.then(|| (end.at, FoundDate::new(None, None, Some(year), Form::Words)))
}

/// `05/02/2020`, `05-02-2020`, `05.02.2020`, `2020-02-05`, standing by itself.
fn bare_figures(text: &str, at: usize) -> Option<(usize, FoundDate)> {
    let scan = Scan { text, at };
    let (first, behind) = scan.digits(1..=4)?;
    let separator = behind.rest().chars().next().filter(|sign| "/-.".contains(*sign))?;
    let (second, behind) = behind.sign(separator)?.digits(1..=2)?;
    let (third, end) = behind.sign(separator)?.digits(1..=5)?;
    // "12/05/02/2020" is no date, "01/02/2020-05/02/2020" and "05-07/3/2026" hold one.
    let joined = |sign: Option<char>| {
        sign.is_some_and(|sign| {
            is_alphanumeric(sign) || sign == '/' || sign == '_' || sign == separator && sign != '.'
        })
    };
    let mut behind = end.rest().chars();
    let after = behind.next();
    let dotted = matches!(after, Some('.' | ',')) && behind.next().is_some_and(|next| next.is_ascii_digit());
    let before = text[..at].chars().next_back();
    if joined(before) || joined(after) || dotted || before == Some('.') && separator == '.' {
        return None;
    }
    let form = match separator {
        '/' => Form::Slashes,
        '-' => Form::Hyphens,
        _ => Form::Dots,
    };
    let date = match (first.len(), third.len()) {
        (1..=2, 4..=5) => FoundDate::new(Some(first), Some(second), Some(third), form),
        (4, 2) if separator == '-' && second.len() == 2 => {
            FoundDate::new(Some(third), Some(second), Some(first), Form::Iso)
        }
        _ => return None,
    };
    Some((end.at, date))
}

/// A place in a text, moved forward by what is read.
#[derive(Clone, Copy)]
struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn rest(self) -> &'a str {
        &self.text[self.at..]
    }

    fn past(self, bytes: usize) -> Self {
        Self { at: self.at + bytes, ..self }
    }

    fn space(self) -> Self {
        self.past(self.rest().len() - self.rest().trim_start().len())
    }

    /// A word, in any letter case, space before it passed over.
    fn word(self, word: &str) -> Option<Self> {
        let scan = self.space();
        let len = scan.rest().find(|letter: char| !is_letter(letter)).unwrap_or(scan.rest().len());
        is_word(&scan.rest()[..len], word).then(|| scan.past(len))
    }

    /// The word before the first ten days.
    fn mung(self) -> Option<Self> {
        self.word("mùng").or_else(|| self.word("mồng"))
    }

    /// So many digits and not one more, space before them passed over.
    fn number(self, len: std::ops::RangeInclusive<usize>) -> Option<(&'a str, Self)> {
        self.space().digits(len)
    }

    fn digits(self, len: std::ops::RangeInclusive<usize>) -> Option<(&'a str, Self)> {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        len.contains(&count).then(|| (&self.rest()[..count], self.past(count)))
    }

    fn sign(self, sign: char) -> Option<Self> {
        self.rest().starts_with(sign).then(|| self.past(sign.len_utf8()))
    }

    /// Whether no letter or digit, slash or decimal follows.
    fn ended(self) -> bool {
        let mut rest = self.rest().chars();
        match rest.next() {
            None => true,
            Some('/' | '_') => false,
            Some('.' | ',') => !rest.next().is_some_and(|next| next.is_ascii_digit()),
            Some(sign) => !is_letter(sign) && !sign.is_ascii_digit(),
        }
    }
}

/// Whether it is this word in any letter case, its marks apart or not.
fn is_word(read: &str, word: &str) -> bool {
    let small = |letter: char| letter.to_lowercase();
    read.chars().flat_map(small).eq(word.chars())
        || read.contains(is_combining_mark) && read.nfc().flat_map(small).eq(word.chars())
}

/// Where the last word of a text begins, if it is not a long one.
fn last_word(text: &str) -> usize {
    const LONGEST: usize = 12;
    let letters = text.char_indices().rev().take_while(|(_, letter)| is_letter(*letter));
    letters.take(LONGEST).last().map_or(text.len(), |(at, _)| at)
}
