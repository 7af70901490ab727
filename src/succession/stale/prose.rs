//! Sentences of the last papers: those that name its time, and those that hold its figures.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use super::Comparison;
use super::sentences::{paragraphs, sentences};
use crate::record::{Period, Record, Section};
use crate::succession::carry::covenant_period;
use crate::succession::wording::{Phrase, Time, Turn, cites, figures, is_plan, joined, phrases};

const REMEDY: &str = "viết lại theo kỳ này";

impl Comparison<'_> {
    pub fn prose(&mut self) {
        let known: HashSet<String> = texts(self.old).into_iter().map(|(_, text)| joined(text)).collect();
        let turn = self.turn.clone();
        if let Some(report) = &self.new.report {
            for (pointer, title) in titles("/report/sections", &report.sections) {
                self.title(&pointer, title, &turn);
            }
            if let Some(subject) = &report.subject {
                self.title("/report/subject", subject, &turn);
            }
        }
        for (pointer, text) in self.new.narratives() {
            if pointer.starts_with("/report/") {
                self.times(&pointer, text, &turn);
            }
            if !pointer.starts_with("/covenant/") {
                self.sentences(&pointer, text);
            }
        }
        self.covenant_times(&known);
        self.award_times(&known);
    }

    /// A heading or subject names its time as such.
    fn title(&mut self, pointer: &str, text: &str, turn: &Turn) {
        let mut before = 0;
        let named = phrases(text, turn.from.year());
        let alone = named.len() == 1 && is_plan(text);
        for Phrase { range, time } in named {
            let plan = alone || is_plan(&text[before..range.start]);
            before = range.end;
            let stale = match &time {
                Time::Period(named) => is_past(named, turn) || (plan && was_planned(named, turn)),
                Time::Yearless(named) => {
                    *named == turn.from && turn.years().is_none() && turn.from != turn.to
                }
                _ => false,
            };
            if stale {
                self.old_time(pointer, text, &range, "đề mục, trích yếu");
            }
        }
    }

    /// In a narrative an old time may be what the new one is compared with.
    fn times(&mut self, pointer: &str, text: &str, turn: &Turn) {
        let old: HashSet<String> = self
            .old
            .narratives()
            .iter()
            .flat_map(|(_, text)| {
                sentences(text).into_iter().map(|range| joined(&text[range])).collect::<Vec<_>>()
            })
            .collect();
        for sentence in sentences(text) {
            let words = &text[sentence.clone()];
            let unchanged = old.contains(&joined(words));
            let named = phrases(words, turn.from.year());
            let years: BTreeSet<i32> = named.iter().filter_map(year_of).collect();
            if years.len() > 2 || (years.contains(&turn.to.year()) && turn.to.year() != turn.from.year()) {
                continue;
            }
            for Phrase { range, time } in named {
                let stale = match &time {
                    // Within the year of the new period it may still be told of.
                    Time::Period(named) if turn.from.year() == turn.to.year() => {
                        unchanged && is_past(named, turn)
                    }
                    Time::Period(named) => is_past(named, turn),
                    Time::Yearless(named) => {
                        unchanged && *named == turn.from && turn.years().is_none() && turn.from != turn.to
                    }
                    _ => false,
                };
                if stale && !is_compared(words, &range) {
                    let range = sentence.start + range.start..sentence.start + range.end;
                    self.old_time(pointer, text, &range, "lời văn");
                }
            }
        }
    }

    fn old_time(&mut self, pointer: &str, text: &str, range: &Range<usize>, what: &str) {
        let words = &text[range.clone()];
        let message = format!("{what} còn ghi “{}” của kỳ trước", joined(words));
        let remedy = "ghi kỳ này; nếu so sánh với kỳ trước thì viết rõ “so với”, “cùng kỳ”";
        self.same("old-period-in-prose", pointer, Some(words), "/meeting/period", &message, remedy);
    }

    /// A paragraph with a figure, word for word as it was.
    fn sentences(&mut self, pointer: &str, text: &str) {
        let old = self.old;
        let said: Vec<(String, String)> = old
            .narratives()
            .into_iter()
            .flat_map(|(pointer, text)| {
                let paragraphs = paragraphs(text).into_iter();
                paragraphs.map(move |range| (pointer.clone(), joined(&text[range]))).collect::<Vec<_>>()
            })
            .collect();
        for range in paragraphs(text) {
            let paragraph = joined(&text[range.clone()]);
            let Some((old_pointer, _)) = said.iter().find(|(_, old)| *old == paragraph) else { continue };
            if self.has_figure(&paragraph) {
                let start: String = paragraph.chars().take(40).collect();
                let more = if paragraph.chars().count() > 40 { "…" } else { "" };
                let message = format!("đoạn “{start}{more}” có số liệu, giống từng chữ với kỳ trước");
                self.same(
                    "same-sentence",
                    pointer,
                    Some(&text[range]),
                    &old_pointer.clone(),
                    &message,
                    REMEDY,
                );
            }
        }
    }

    /// Whether a paragraph says a quantity: no name, no citation, no number of members.
    fn has_figure(&self, paragraph: &str) -> bool {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let cites = ["Luật ", "Nghị định ", "Thông tư ", "Nghị quyết ", "Chỉ thị "]
            .iter()
            .any(|law| paragraph.contains(law));
        let times: Vec<Phrase> = phrases(paragraph, self.to.period.year());
        figures(paragraph, &names, &self.to.period).into_iter().any(|figure| {
            let in_time = times.iter().any(|phrase| {
                phrase.range.start <= figure.start
                    && figure.end <= phrase.range.end
                    && (cites || !matches!(phrase.time, Time::Day { .. }))
            });
            let before = paragraph[..figure.start].trim_end();
            let token_start = paragraph[..figure.start].rfind(char::is_whitespace).map_or(0, |at| at + 1);
            let token = paragraph[token_start..].split_whitespace().next().unwrap_or_default();
            let head = paragraph[..token_start].trim_end();
            let naming = ["số", "Điều", "khoản", "Khoản", "điểm", "lần thứ", "thứ", "Phần", "Mục"]
                .iter()
                .any(|word| head.ends_with(word) || before.ends_with(word));
            let marker = token_start == 0
                && token.trim_end_matches(['.', ')']).chars().all(|c| c.is_ascii_digit())
                && token.ends_with(['.', ')']);
            let code = token.contains(char::is_alphabetic);
            let members = self.new.group.size().is_some_and(|size| {
                token.trim_matches(|c: char| !c.is_ascii_digit()).parse() == Ok(size)
                    && paragraph[figure.end..].trim_start().starts_with("đơn vị")
            });
            !(in_time || naming || marker || code || members)
        })
    }

    /// What a covenant says of its year when it is another's.
    fn covenant_times(&mut self, known: &HashSet<String>) {
        let (Some(before), Some(now)) = (&self.old.covenant, &self.new.covenant) else { return };
        let turn = Turn {
            from: covenant_period(self.from.kind, &self.from.period, before.period.as_ref()),
            to: covenant_period(self.to.kind, &self.to.period, now.period.as_ref()),
        };
        if turn.from == turn.to {
            return;
        }
        for (pointer, title) in titles("/covenant/commitments", &now.commitments) {
            self.title(&pointer, title, &turn);
        }
        if let Some(subject) = &now.subject {
            self.title("/covenant/subject", subject, &turn);
        }
        for (pointer, text) in self.new.narratives() {
            if pointer.starts_with("/covenant/") {
                self.times(&pointer, text, &turn);
            }
        }
        for (at, basis) in now.legal_bases.iter().enumerate() {
            self.unchanged(&format!("/covenant/legal_bases/{at}"), basis, known, turn.from.year());
        }
    }

    /// A decision may reward the work of an earlier year: only what is word for word as it was.
    fn award_times(&mut self, known: &HashSet<String>) {
        let year = self.from.period.year();
        for (pointer, text) in award_texts(self.new) {
            self.unchanged(&pointer, text, known, year);
        }
    }

    /// A text that names a year that is over and is as it was.
    fn unchanged(&mut self, pointer: &str, text: &str, known: &HashSet<String>, last: i32) {
        if !known.contains(&joined(text)) || cites(text) {
            return;
        }
        let old = phrases(text, last).into_iter().find(|phrase| match &phrase.time {
            Time::Period(named) => {
                !matches!(named, Period::Stage { .. })
                    && named.year() <= last
                    && named.year() < self.to.period.year()
            }
            _ => false,
        });
        if let Some(phrase) = old {
            self.old_time(pointer, text, &phrase.range, "câu này");
        }
    }
}

/// Whether a time is that of the old papers and no longer that of the new ones.
fn is_past(named: &Period, turn: &Turn) -> bool {
    if turn.from == turn.to || *named == turn.to {
        return false;
    }
    let whole = |period: &Period| matches!(period, Period::Stage { .. });
    *named == turn.from
        || (named.year() == turn.from.year() && turn.to.year() > named.year() && !whole(named))
}

/// Whether a time was planned for by the old papers and is over by the new ones.
fn was_planned(named: &Period, turn: &Turn) -> bool {
    turn.from.next().as_ref() == Some(named) && turn.from != turn.to && named.end() <= turn.to.end()
}

/// Whether the words before and after a time say that something is compared with it, quoted or cited.
fn is_compared(sentence: &str, range: &Range<usize>) -> bool {
    const BEFORE: [&str; 4] = ["so với", "so sánh", "cùng kỳ", "kể từ"];
    const NEAREST: [&str; 6] = ["từ", "đến", "trước", "sau", "hơn", "cuối"];
    let before = sentence[..range.start].to_lowercase();
    let clause = before.rsplit([';', ':', '(']).next().unwrap_or_default();
    let nearest = clause.split_whitespace().last().unwrap_or_default();
    let after = sentence[range.end..].trim_start().to_lowercase();
    let quoted =
        before.matches('“').count() > before.matches('”').count() || before.matches('"').count() % 2 == 1;
    BEFORE.iter().any(|words| clause.contains(words))
        || NEAREST.contains(&nearest)
        || after.starts_with("chuyển sang")
        || after.starts_with("trở về trước")
        || quoted
        || cites(&sentence[..range.start])
}

fn year_of(phrase: &Phrase) -> Option<i32> {
    match &phrase.time {
        Time::Period(period) => Some(period.year()),
        _ => None,
    }
}

/// Headings with their places, from the top.
fn titles<'a>(pointer: &str, sections: &'a [Section]) -> Vec<(String, &'a str)> {
    let mut found = Vec::new();
    for (at, section) in sections.iter().enumerate() {
        let pointer = format!("{pointer}/{at}");
        found.extend(section.title.iter().map(|title| (format!("{pointer}/title"), title.as_str())));
        found.extend(titles(&format!("{pointer}/sections"), &section.sections));
    }
    found
}

/// What decisions say besides their lists, with its places.
fn award_texts(record: &Record) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    for (at, decision) in record.awards.iter().enumerate() {
        let mut texts = vec![
            ("subject".to_owned(), &decision.subject),
            ("fund".to_owned(), &decision.fund),
            ("list/title".to_owned(), &decision.list.title),
        ];
        for (grant_at, grant) in decision.grants.iter().enumerate() {
            texts.push((format!("grants/{grant_at}/achievement"), &grant.achievement));
            texts.push((format!("grants/{grant_at}/list_title"), &grant.list_title));
        }
        for (place, text) in texts {
            found.extend(text.iter().map(|text| (format!("/awards/{at}/{place}"), text.as_str())));
        }
    }
    found
}

/// Every text of which an unchanged one could be a copy.
fn texts(record: &Record) -> Vec<(String, &str)> {
    let mut found = award_texts(record);
    let bases = record.covenant.iter().flat_map(|covenant| &covenant.legal_bases);
    found.extend(bases.map(|basis| (String::new(), basis.as_str())));
    found
}
