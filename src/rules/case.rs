//! What the rules look at.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use chrono::NaiveDate;

use super::law::Law;
use super::prose;
use crate::record::document::{Document, Issuer, Signer};
use crate::record::paper::{Kind, Paper};
use crate::record::{Decision, PEOPLE, PROSE, Record};

/// The part of a record that a JSON pointer leads into: `/report`, `/awards/17`.
fn part(pointer: &str) -> &str {
    let steps = if pointer.starts_with("/awards/") { 3 } else { 2 };
    let end = pointer.match_indices('/').nth(steps - 1).map_or(pointer.len(), |(at, _)| at);
    &pointer[..end]
}

/// A record with all that is needed to judge it.
pub struct Case<'a> {
    /// The record.
    pub record: &'a Record,
    /// The law, with the user's own rows.
    pub law: &'a Law,
    /// Its papers.
    pub sheets: Vec<Sheet<'a>>,
    /// Every text of the record, keys not included.
    pub texts: Vec<Text>,
    /// Whether the file holds letters in parts (NFD), which were put together when it was read.
    pub decomposed: bool,
    /// The sentences of the prose, each with the index of its text, once a rule asks for them.
    sentences: OnceLock<Vec<(usize, String)>>,
    /// Where the texts of each part stand among all, which are in the order of the file.
    parts: HashMap<String, Range<usize>>,
    /// The index of each paper among the sheets, by its pointer.
    by_pointer: HashMap<String, usize>,
}

/// A text of the record, and where it stands.
#[derive(Debug, Clone)]
pub struct Text {
    /// JSON pointer.
    pub pointer: String,
    /// The text after YAML's own escapes.
    pub text: String,
    /// Whether it is sentences that somebody wrote, not a name or a value.
    prose: bool,
}

impl Text {
    /// A text at its place.
    pub fn new(pointer: String, text: String) -> Self {
        let mut own = Self { pointer, text, prose: false };
        own.prose = own.is_sentences();
        own
    }

    /// The key that the text stands under, list positions passed over: `body`, `recipients`.
    pub fn key(&self) -> &str {
        let mut steps = self.pointer.rsplit('/');
        steps.find(|step| !step.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or_default()
    }

    /// Whether the text is sentences that somebody wrote, not a name or a value.
    pub fn is_prose(&self) -> bool {
        self.prose
    }

    fn is_sentences(&self) -> bool {
        PROSE.contains(&self.key()) && !self.is_post()
    }

    /// Whether the text is somebody's post: `title` means that beside a name.
    fn is_post(&self) -> bool {
        self.key() == "title"
            && PEOPLE.iter().any(|people| self.pointer.split('/').any(|step| step == *people))
    }
}

/// A paper of the record with what it takes from the rest of it.
pub struct Sheet<'a> {
    /// Which paper.
    pub paper: Paper,
    /// JSON pointer of the part that it is made of: `/awards/0`.
    pub pointer: String,
    /// Its number, date, recipients.
    pub document: &'a Document,
    /// Who issues it.
    pub issuer: Option<&'a Issuer>,
    /// JSON pointer of the issuer.
    pub issuer_pointer: String,
    /// Who signs it.
    pub signer: Option<&'a Signer>,
    /// JSON pointer of the signer.
    pub signer_pointer: String,
    /// Its căn cứ.
    pub legal_bases: &'a [String],
    /// Its trích yếu, where the record writes one.
    pub subject: Option<&'a str>,
    /// The decision, where it is one.
    pub decision: Option<&'a Decision>,
}

impl<'a> Sheet<'a> {
    fn of(record: &'a Record, paper: Paper) -> Option<Self> {
        let decision = record.awards.get(paper.index).filter(|_| paper.kind == Kind::Decision);
        let part = paper.part(record)?;
        let document = part.document;
        let pointer = paper.pointer();
        let issuer_pointer = match document.issuer {
            Some(_) => format!("{pointer}/document/issuer"),
            None => "/issuer".to_owned(),
        };
        let signer_pointer = match document.signer {
            Some(_) => format!("{pointer}/document/signer"),
            None => format!("{issuer_pointer}/signer"),
        };
        Some(Self {
            paper,
            document,
            issuer: document.issued_by(record),
            issuer_pointer,
            signer: document.signed_by(record),
            signer_pointer,
            legal_bases: part.legal_bases,
            subject: part.subject,
            decision,
            pointer,
        })
    }

    /// What a sentence calls the paper: `báo cáo`.
    pub fn noun(&self) -> &'static str {
        self.paper.kind.facts().noun
    }

    /// The issuing body on one line; the group where the record names none.
    pub fn issuer_name(&self, record: &Record) -> String {
        self.issuer.map_or_else(|| record.group.name.clone(), |issuer| issuer.name.0.join(" "))
    }

    /// What follows the slash of its number.
    pub fn symbol(&self, record: &Record) -> Option<String> {
        self.document.full_symbol(record, self.paper.kind.facts().abbreviation)
    }

    /// The day by which the law is asked: its own date, else the meeting's.
    pub fn date(&self, record: &Record) -> Option<NaiveDate> {
        self.document.date.or(record.meeting.date).map(|date| date.0)
    }
}

impl<'a> Case<'a> {
    /// A record as the rules look at it; `texts` are all its texts in the order of the file.
    pub fn new(record: &'a Record, law: &'a Law, texts: Vec<Text>, decomposed: bool) -> Self {
        let sheets: Vec<Sheet> =
            Paper::all(record).into_iter().filter_map(|paper| Sheet::of(record, paper)).collect();
        let by_pointer = sheets.iter().enumerate().map(|(at, sheet)| (sheet.pointer.clone(), at)).collect();
        let mut parts: HashMap<String, Range<usize>> = HashMap::new();
        for (at, text) in texts.iter().enumerate() {
            let part = part(&text.pointer);
            match parts.get_mut(part) {
                Some(range) => range.end = at + 1,
                None => drop(parts.insert(part.to_owned(), at..at + 1)),
            }
        }
        Self { record, law, sheets, texts, decomposed, sentences: OnceLock::new(), parts, by_pointer }
    }

    /// The paper that a JSON pointer leads into.
    pub fn sheet_at(&self, pointer: &str) -> Option<&Sheet<'a>> {
        let own = part(pointer);
        let at = self.by_pointer.get(own).filter(|_| pointer.len() > own.len())?;
        self.sheets.get(*at)
    }

    /// The texts that sentences are written in.
    pub fn prose(&self) -> impl Iterator<Item = &Text> {
        self.texts.iter().filter(|text| text.is_prose())
    }

    /// The sentences of the prose below a JSON pointer, each with its text.
    pub fn sentences(&self, below: &str) -> impl Iterator<Item = (&Text, &str)> {
        let parted = || {
            let prose = self.texts.iter().enumerate().filter(|(_, text)| text.is_prose());
            prose
                .flat_map(|(at, text)| prose::sentences(&text.text).into_iter().map(move |own| (at, own)))
                .collect()
        };
        let all = self.sentences.get_or_init(parted);
        let own = self.range(below);
        let from = all.partition_point(|(at, _)| *at < own.start);
        let to = all.partition_point(|(at, _)| *at < own.end);
        all.get(from..to)
            .unwrap_or_default()
            .iter()
            .map(|(at, sentence)| (&self.texts[*at], sentence.as_str()))
            .filter(move |(text, _)| text.pointer.starts_with(below))
    }

    /// The texts of one paper.
    pub fn texts_of(&self, sheet: &Sheet) -> impl Iterator<Item = &Text> {
        let within = format!("{}/", sheet.pointer);
        let own = self.texts.get(self.range(&within)).unwrap_or_default();
        own.iter().filter(move |text| text.pointer.starts_with(&within))
    }

    /// Where the texts below a JSON pointer stand among all; all where it leads into no part.
    fn range(&self, below: &str) -> Range<usize> {
        match below.split('/').nth(1) {
            Some("awards") if below.matches('/').count() < 3 => 0..self.texts.len(),
            Some(name) if !name.is_empty() => self.parts.get(part(below)).cloned().unwrap_or_default(),
            _ => 0..self.texts.len(),
        }
    }

    /// Whether the record is of a province, by the names of its issuers.
    pub fn is_in(&self, province: &str) -> bool {
        let own = self.sheets.iter().filter_map(|sheet| sheet.issuer).chain(&self.record.issuer);
        let mut names =
            own.flat_map(|issuer| issuer.parent.0.iter().chain(&issuer.name.0).chain(&issuer.place));
        let province = province.to_lowercase();
        names.any(|name| prose::occurrences(&name.to_lowercase(), &province).next().is_some())
    }

    /// The decisions among the papers, each with what it decides.
    pub fn decisions(&self) -> impl Iterator<Item = (&Sheet<'a>, &'a Decision)> {
        self.sheets.iter().filter_map(|sheet| Some((sheet, sheet.decision?)))
    }
}
