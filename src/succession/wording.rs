//! How sentences name stretches of time, and what they name after the next meeting is due.

use std::ops::Range;

use chrono::NaiveDate;

use crate::record::Period;
use crate::vietnamese::words::capitalised;

/// Words of a text that name a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Where they stand.
    pub range: Range<usize>,
    /// What they name.
    pub time: Time,
}

/// What words name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Time {
    /// A period: `năm 2025`, `6 tháng đầu năm 2026`, `năm học 2025-2026`.
    Period(Period),
    /// A period of a year that is left to the reader: `6 tháng đầu năm`.
    Yearless(Period),
    /// A day, or a month of a year.
    Day {
        /// The day, where it is a real one.
        date: Option<NaiveDate>,
        /// The year.
        year: i32,
    },
    /// Something else that holds a year: a term, a quarter.
    Other,
}

/// The times that a text names, in its order; `year` is that of phrases without one.
pub fn phrases(text: &str, year: i32) -> Vec<Phrase> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let free = !text[..at].ends_with(|c: char| c.is_alphanumeric() || "/.-".contains(c));
        if let Some((time, end)) = free.then(|| Reader { text, at }.time(year)).flatten() {
            found.push(Phrase { range: at..end, time });
            at = end;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// Reads words one after another; a line's end is a space as any other.
#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// One of these words, whole, and its index.
    fn word(&mut self, words: &[&str]) -> Option<usize> {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let word = rest[..end].to_lowercase();
        let index = words.iter().position(|known| *known == word)?;
        self.at += end;
        Some(index)
    }

    fn space(&mut self) -> Option<()> {
        let rest = self.rest();
        let width = rest.len() - rest.trim_start().len();
        self.at += width;
        (width > 0).then_some(())
    }

    /// Several words, spaces between them.
    fn all(&mut self, words: &str) -> Option<()> {
        for (at, word) in words.split(' ').enumerate() {
            if at > 0 {
                self.space()?;
            }
            self.word(&[word])?;
        }
        Some(())
    }

    fn number(&mut self, digits: &[usize]) -> Option<u32> {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let number = rest[..end].parse().ok().filter(|_| digits.contains(&end))?;
        self.at += end;
        Some(number)
    }

    fn year(&mut self) -> Option<i32> {
        let year = self.number(&[4])? as i32;
        let letter = self.rest().starts_with(char::is_alphabetic);
        ((1945..=2999).contains(&year) && !letter).then_some(year)
    }

    /// Two years with a dash between them.
    fn years(&mut self) -> Option<(i32, i32)> {
        let from = self.year()?;
        let _ = self.space();
        self.at += self.rest().chars().next().filter(|c| matches!(c, '-' | '–'))?.len_utf8();
        let _ = self.space();
        Some((from, self.year()?))
    }

    /// Where a reading of the words leads to, if it succeeds.
    fn try_read<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut ahead = *self;
        let value = read(&mut ahead)?;
        *self = ahead;
        Some(value)
    }

    fn time(mut self, year: i32) -> Option<(Time, usize)> {
        let readings: [fn(&mut Self, i32) -> Option<Time>; 7] = [
            Self::date_in_words,
            Self::date_in_figures,
            Self::part_of_year,
            Self::school_year,
            Self::stage,
            Self::quarter,
            Self::whole_year,
        ];
        let time = readings.iter().find_map(|reading| self.try_read(|reader| reading(reader, year)))?;
        Some((time, self.at))
    }

    fn date_in_words(&mut self, _: i32) -> Option<Time> {
        let day = self.try_read(|reader| {
            reader.all("ngày")?;
            reader.space()?;
            let day = reader.number(&[1, 2])?;
            reader.space()?;
            Some(day)
        });
        self.all("tháng")?;
        self.space()?;
        let month = self.number(&[1, 2])?;
        if self.rest().starts_with('/') {
            self.at += 1;
        } else {
            self.at += usize::from(self.rest().starts_with(','));
            self.space()?;
            self.all("năm")?;
            self.space()?;
        }
        let year = self.year()?;
        let date = day.and_then(|day| NaiveDate::from_ymd_opt(year, month, day));
        Some(Time::Day { date, year })
    }

    fn date_in_figures(&mut self, _: i32) -> Option<Time> {
        let mut parts = [0; 2];
        for part in &mut parts {
            *part = self.number(&[1, 2])?;
            self.at += self.rest().starts_with('/').then_some(1)?;
        }
        let year = self.year()?;
        Some(Time::Day { date: NaiveDate::from_ymd_opt(year, parts[1], parts[0]), year })
    }

    fn part_of_year(&mut self, year: i32) -> Option<Time> {
        const COUNTS: [(&str, u32); 3] = [("ba", 3), ("sáu", 6), ("chín", 9)];
        let months = match self.number(&[1, 2]) {
            Some(months) => months,
            None => COUNTS[self.word(&COUNTS.map(|(word, _)| word))?].1,
        };
        self.space()?;
        self.all("tháng")?;
        self.space()?;
        let last = self.word(&["đầu", "cuối"])? == 1;
        self.space()?;
        self.all("năm")?;
        let written = self.try_read(|reader| {
            reader.space()?;
            reader.year()
        });
        let year = written.unwrap_or(year);
        let period = match (months, last) {
            (6, last) => Period::Half { half: 1 + u32::from(last), year },
            (1..=11, false) => Period::Months { months, year },
            _ => return Some(Time::Other),
        };
        Some(if written.is_some() { Time::Period(period) } else { Time::Yearless(period) })
    }

    fn school_year(&mut self, _: i32) -> Option<Time> {
        self.all("năm học")?;
        self.space()?;
        let (from, to) = self.years()?;
        Some(if to == from + 1 { Time::Period(Period::SchoolYear(from)) } else { Time::Other })
    }

    fn stage(&mut self, _: i32) -> Option<Time> {
        let stage = self.try_read(|reader| reader.all("giai đoạn")).is_some();
        if !stage {
            self.all("nhiệm kỳ")?;
        }
        self.space()?;
        let (from, to) = self.years()?;
        Some(if stage && from <= to { Time::Period(Period::Stage { from, to }) } else { Time::Other })
    }

    fn quarter(&mut self, _: i32) -> Option<Time> {
        self.all("quý")?;
        self.space()?;
        if self.number(&[1]).is_none() {
            self.word(&["i", "ii", "iii", "iv"])?;
        }
        if self.rest().starts_with('/') {
            self.at += 1;
        } else {
            self.space()?;
            self.all("năm")?;
            self.space()?;
        }
        self.year().map(|_| Time::Other)
    }

    fn whole_year(&mut self, _: i32) -> Option<Time> {
        self.all("năm")?;
        self.space()?;
        if self.try_read(Self::years).is_some() {
            return Some(Time::Other);
        }
        self.year().map(|year| Time::Period(Period::Year(year)))
    }
}

/// From the period of one meeting to that of the next.
#[derive(Debug, Clone)]
pub struct Turn {
    /// The period that the old papers are of.
    pub from: Period,
    /// The period that the new papers are of.
    pub to: Period,
}

impl Turn {
    /// How many years later the same stretch of a year comes again; none where it is another stretch.
    pub fn years(&self) -> Option<i32> {
        let years = self.to.year() - self.from.year();
        (years != 0 && later(&self.from, years).as_ref() == Some(&self.to)).then_some(years)
    }

    /// What the new papers say in the place of a period that the old ones name: of the old period
    /// the new one, of the time planned for the time to be planned for. None where it may stay.
    pub fn renamed(&self, named: &Period, of_a_plan: bool) -> Option<Period> {
        let (from, to) = (&self.from, &self.to);
        let stage = |period: &Period| matches!(period, Period::Stage { .. });
        let near = (named.year() - from.year()).abs() <= 1 && stage(named) == stage(from);
        let renamed = match self.years() {
            Some(years) if near => later(named, years),
            Some(_) => None,
            None if named == from => Some(to.clone()),
            // The year that the new period belongs to may be meant as such.
            None if from.next().as_ref() == Some(named)
                && (of_a_plan || *named != Period::Year(to.year())) =>
            {
                to.next()
            }
            None => match named {
                Period::Year(year) if *year == from.year() => Some(Period::Year(to.year())),
                _ => None,
            },
        };
        renamed.filter(|renamed| renamed != named)
    }

    /// The edits by which a text names the new times in the place of the old ones.
    pub fn edits(&self, text: &str, of_a_plan: bool) -> Vec<(Range<usize>, String)> {
        let mut edits = Vec::new();
        let mut before = 0;
        for Phrase { range, time } in phrases(text, self.from.year()) {
            let plan = of_a_plan || is_plan(&text[before..range.start]);
            let of_a_year = is_of_a_year(&text[before..range.start]);
            before = range.end;
            let named = match &time {
                Time::Period(period) => period,
                // The same stretch of another year needs no other words.
                Time::Yearless(period) if self.years().is_none() => period,
                _ => continue,
            };
            let renamed = match named {
                Period::Year(year) if of_a_year && self.years().is_none() => {
                    Some(Period::Year(year + self.to.year() - self.from.year()))
                        .filter(|_| *year == self.from.year() && self.from != self.to)
                        .filter(|renamed| renamed != named)
                }
                _ => self.renamed(named, plan),
            };
            if let Some(renamed) = renamed.filter(is_plain) {
                edits.push((range.clone(), like(&text[range], renamed.words())));
            }
        }
        edits
    }

    /// The text after [`Turn::edits`].
    pub fn turned(&self, text: &str, of_a_plan: bool) -> String {
        let mut turned = text.to_owned();
        for (range, words) in self.edits(text, of_a_plan).into_iter().rev() {
            turned.replace_range(range, &words);
        }
        turned
    }
}

/// The same stretch of time some years later; none of a campaign.
fn later(period: &Period, years: i32) -> Option<Period> {
    Some(match *period {
        Period::Year(year) => Period::Year(year + years),
        Period::Half { half, year } => Period::Half { half, year: year + years },
        Period::Months { months, year } => Period::Months { months, year: year + years },
        Period::SchoolYear(first) => Period::SchoolYear(first + years),
        Period::Stage { from, to } => Period::Stage { from: from + years, to: to + years },
        Period::Campaign { .. } => return None,
    })
}

/// Whether the period's words are safe within any text.
fn is_plain(period: &Period) -> bool {
    !matches!(period, Period::Campaign { .. })
}

/// Words in the capitals of those that they replace.
fn like(old: &str, new: String) -> String {
    let mut letters = old.chars().filter(|c| c.is_alphabetic()).peekable();
    if letters.peek().is_some() && letters.clone().all(char::is_uppercase) {
        new.to_uppercase()
    } else if old.starts_with(char::is_uppercase) {
        capitalised(&new)
    } else {
        new
    }
}

/// Whether a heading is about what is to be done, not about what was.
pub fn is_plan(title: &str) -> bool {
    let title = joined(title).to_lowercase();
    let result =
        ["kết quả", "đánh giá", "thực hiện nhiệm vụ", "hoàn thành"].iter().any(|word| title.contains(word));
    title.contains("phương hướng")
        || (!result && ["nhiệm vụ", "giải pháp"].iter().any(|word| title.contains(word)))
}

/// Whether words before a time are of something that is made for a whole year.
fn is_of_a_year(words: &str) -> bool {
    let words = joined(words).to_lowercase();
    ["giao ước", "giao ước thi đua", "kế hoạch", "kế hoạch hoạt động"].iter().any(|end| words.ends_with(end))
}

/// Where a text says `from`, and how it says `to` instead: the words `sơ kết` and `tổng kết`.
pub fn swapped(text: &str, from: &str, to: &str) -> Vec<(Range<usize>, String)> {
    let mut edits = Vec::new();
    for (at, _) in text.char_indices() {
        let mut reader = Reader { text, at };
        let free = !text[..at].ends_with(char::is_alphanumeric);
        if free && reader.all(from).is_some() && !reader.rest().starts_with(char::is_alphanumeric) {
            edits.push((at..reader.at, like(&text[at..reader.at], to.to_owned())));
        }
    }
    edits
}

/// Whether a basis (căn cứ) is an act of the group or of this one time, not law.
pub fn is_passing(basis: &str) -> bool {
    const LAW: [&str; 8] =
        ["luật", "pháp lệnh", "nghị định", "thông tư", "nghị quyết", "chỉ thị", "quyết định", "hướng dẫn"];
    let basis = joined(basis).to_lowercase();
    let once = ["theo đề nghị", "xét ", "tờ trình", "biên bản", "kết quả hội nghị", "công văn"];
    once.iter().any(|word| basis.contains(word)) || !LAW.iter().any(|word| basis.contains(word))
}

/// Whether a document is cited by its number: `Kế hoạch số 03/KH-KTĐ7`.
pub fn cites(text: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let number =
            |next: &&str| next.starts_with(|c: char| c.is_ascii_digit()) && next.contains(['/', '-']);
        if word.trim_start_matches('(').to_lowercase() == "số" && words.peek().is_some_and(number) {
            return true;
        }
    }
    false
}

/// The words of a text on one line.
pub fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text is but one sentence that leads to what follows, and says no figure besides the
/// times that the turn renames and the digits of names.
pub fn is_formula(text: &str, names: &[&str], turn: &Turn) -> bool {
    let line = joined(text);
    let inner = line.trim_end_matches(['.', ':']);
    let leads =
        line.ends_with(':') || ["như sau", "sau đây", "dưới đây"].iter().any(|end| inner.ends_with(end));
    let one = !inner.contains(". ") && !text.trim().contains("\n\n") && !inner.contains("![");
    leads && one && figures(&turn.turned(&line, false), names, &turn.to).is_empty()
}

/// The figures of a text: runs of digits that belong neither to a name nor to a way to say the
/// period `now` or its year.
pub fn figures(text: &str, names: &[&str], now: &Period) -> Vec<Range<usize>> {
    let mut known: Vec<Range<usize>> = Vec::new();
    for name in names.iter().filter(|name| name.contains(|c: char| c.is_ascii_digit())) {
        known.extend(text.match_indices(name).map(|(at, found)| at..at + found.len()));
    }
    for Phrase { range, time } in phrases(text, now.year()) {
        let current = match &time {
            Time::Yearless(_) => true,
            Time::Period(period) => {
                period.year() == now.year()
                    || Some(period) == now.next().as_ref()
                    || *period == Period::Year(now.year() + 1)
            }
            _ => false,
        };
        if current {
            known.push(range);
        }
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
        let end = text[start..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |end| start + end);
        if !known.iter().any(|range| range.start <= start && end <= range.end) {
            found.push(start..end);
        }
        at = end;
    }
    found
}
