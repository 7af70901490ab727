//! What the templates are given: everything computed, nothing to decide.

mod covenant;
mod decision;
mod facts;
mod fields;
mod ledger;
mod list;
mod report;
mod tables;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::Stage;
use crate::diagnostic::Diagnostic;
use crate::input::Loaded;
use crate::record::document::{Document, Issuer, Prefix};
use crate::record::gaps::Gap;
use crate::record::paper::KindFacts;
use crate::record::report::{Insert, Numbering};
use crate::record::{Record, Section};
use crate::vietnamese::{date, words};

pub use covenant::covenant;
pub use decision::decision;
pub use facts::{Facts, facts};
use fields::FieldView;
pub use ledger::Ledger;
pub use report::report;

/// Document properties.
#[derive(Debug, Serialize)]
pub struct Sheet {
    title: String,
    author: String,
    date: Day,
    /// The record's file name, where it goes along in the PDF.
    attachment: Option<String>,
}

#[derive(Debug, Serialize)]
struct Day {
    year: i32,
    month: u32,
    day: u32,
}

/// The head of the paper.
#[derive(Debug, Serialize)]
pub struct Letterhead {
    parents: Vec<String>,
    issuers: Vec<String>,
    number: Option<String>,
    symbol: Option<String>,
    place: Option<String>,
    date: LongDate,
    draft: bool,
    urgency: Option<&'static str>,
    circulation: Option<&'static str>,
}

/// The parts of "ngày … tháng … năm …"; what is unknown is left blank.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LongDate {
    day: Option<String>,
    month: Option<String>,
    year: Option<String>,
}

impl LongDate {
    fn of(known: NaiveDate) -> Self {
        Self {
            day: Some(date::day(known.day())),
            month: Some(date::month(known.month())),
            year: Some(known.year().to_string()),
        }
    }
}

/// Name of the paper and subject.
#[derive(Debug, Serialize)]
pub struct Title {
    r#type: String,
    subject: String,
}

/// Who signs, line by line.
#[derive(Debug, Default, Serialize)]
pub struct Signature {
    authority: Vec<String>,
    title: Option<String>,
    office: Option<String>,
    name: Option<String>,
    /// Where the person signs digitally.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<FieldView>,
    /// Where the office signs digitally, with its seal.
    #[serde(skip_serializing_if = "Option::is_none")]
    seal: Option<FieldView>,
}

/// One heading with what stands under it.
#[derive(Debug, Serialize)]
pub struct SectionView {
    depth: usize,
    style: &'static str,
    number: String,
    title: Option<String>,
    body: Option<String>,
    table: Option<Ledger>,
    landscape: bool,
}

/// What a draft's last page lists.
#[derive(Debug, Serialize)]
pub struct Gaps {
    file: String,
    list: Vec<GapView>,
    breaches: Vec<BreachView>,
}

#[derive(Debug, Serialize)]
struct GapView {
    what: &'static str,
    key: String,
    line: usize,
}

/// What must be mended before the official copy.
#[derive(Debug, Serialize)]
struct BreachView {
    what: String,
    rule: Option<&'static str>,
    line: usize,
}

/// A paper's parts that do not depend on its kind.
#[derive(Debug, Serialize)]
pub struct Frame {
    sheet: Sheet,
    letterhead: Letterhead,
    title: Title,
    addressees: Vec<String>,
    bases: Vec<String>,
    signature: Signature,
    recipients: Vec<String>,
    drafter: Option<String>,
    address: Option<String>,
    gaps: Gaps,
}

/// What tells one kind of paper from another in its frame.
struct FrameOf<'a> {
    document: &'a Document,
    facts: &'static KindFacts,
    subject: String,
    bases: &'a [String],
    /// The first entry of Nơi nhận: "Như trên", "Như Điều 3".
    first_recipient: Option<String>,
    gaps: Vec<Gap>,
}

impl FrameOf<'_> {
    fn build(self, loaded: &Loaded, stage: Stage, attach_record: bool) -> Frame {
        let record = &loaded.record;
        let document = self.document;
        let issuer = document.issued_by(record);
        let draft = is_draft(stage, &self.gaps);
        let mut recipients: Vec<String> = self.first_recipient.into_iter().collect();
        recipients.extend(document.sent_to().iter().map(|one| ended(one).to_owned()));
        recipients.push(format!("Lưu: {}", document.filing.as_deref().map_or("VT", ended)));
        let drafter = match (&document.drafter, document.copies) {
            (Some(drafter), Some(copies)) => Some(format!("{drafter}.({:02})", copies.0)),
            (Some(drafter), None) => Some(format!("{drafter}.")),
            (None, Some(copies)) => Some(format!("({:02})", copies.0)),
            (None, None) => None,
        };
        let type_name = document.type_name.clone().unwrap_or_else(|| self.facts.type_name.to_owned());
        Frame {
            sheet: Sheet {
                title: format!("{type_name} {}", words::uncapitalised(&self.subject)),
                author: issuing_lines(record, issuer).join(" "),
                date: Day::of(document_date(record, document)),
                attachment: attach_record.then(|| "ho-so.yaml".to_owned()),
            },
            letterhead: letterhead(record, document, self.facts.abbreviation, draft),
            title: Title { r#type: type_name, subject: self.subject },
            addressees: document.addressees.iter().map(|one| ended(one).to_owned()).collect(),
            bases: self.bases.iter().map(|basis| ended(basis).to_owned()).collect(),
            signature: signature(record, document, fields::signable(stage, &self.gaps)),
            recipients,
            drafter,
            address: issuer.and_then(|issuer| issuer.address.clone()),
            gaps: Gaps {
                file: loaded.source.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
                list: if draft { gap_list(loaded, self.gaps) } else { Vec::new() },
                breaches: if draft { breaches(loaded) } else { Vec::new() },
            },
        }
    }
}

impl Day {
    fn of(date: NaiveDate) -> Self {
        Self { year: date.year(), month: date.month(), day: date.day() }
    }
}

/// Whether the paper is printed as a draft.
fn is_draft(stage: Stage, gaps: &[Gap]) -> bool {
    match stage {
        Stage::Draft => true,
        Stage::Official => false,
        Stage::Auto => gaps.iter().any(|gap| gap.decisive),
    }
}

fn gap_list(loaded: &Loaded, gaps: Vec<Gap>) -> Vec<GapView> {
    let lines = loaded.lines(gaps.iter().map(|gap| gap.pointer.as_str()));
    gaps.into_iter().zip(lines).map(|(gap, line)| GapView { what: gap.what, key: gap.path(), line }).collect()
}

fn breaches(loaded: &Loaded) -> Vec<BreachView> {
    let view = |breach: &Diagnostic| BreachView {
        what: words::capitalised(&breach.message),
        rule: breach.rule.as_ref().map(|rule| rule.id),
        line: breach.place.as_ref().map_or(1, |place| place.start().0),
    };
    loaded.breaches.iter().map(view).collect()
}

/// The paper's own date, else the meeting's, else the period's last day: never the clock's.
fn document_date(record: &Record, document: &Document) -> NaiveDate {
    let known = document.date.or(record.meeting.date);
    known.map_or_else(|| record.meeting.period.end(), |known| known.0)
}

fn issuing_lines(record: &Record, issuer: Option<&Issuer>) -> Vec<String> {
    match issuer {
        Some(issuer) => issuer.name.0.clone(),
        None => vec![record.group.name.clone()],
    }
}

fn letterhead(record: &Record, document: &Document, prefix: Option<&'static str>, draft: bool) -> Letterhead {
    let issuer = document.issued_by(record);
    let mut issuers = issuing_lines(record, issuer);
    issuers.extend(
        issuer.iter().flat_map(|issuer| &issuer.jointly_with).flat_map(|lines| lines.0.iter().cloned()),
    );
    Letterhead {
        parents: issuer.map(|issuer| issuer.parent.0.clone()).unwrap_or_default(),
        issuers,
        number: document.number.as_ref().map(ToString::to_string),
        symbol: document.full_symbol(record, prefix),
        place: document.place.clone().or_else(|| issuer.and_then(|issuer| issuer.place.clone())),
        date: long_date(record, document),
        draft,
        urgency: document.urgency.map(|urgency| urgency.word()),
        circulation: document.circulation.map(|circulation| circulation.word()),
    }
}

/// The date to print; before it is known, the meeting's year stands and the rest is blank.
fn long_date(record: &Record, document: &Document) -> LongDate {
    match (document.date, record.meeting.date) {
        (Some(date), _) => LongDate::of(date.0),
        (None, Some(meeting)) => LongDate { year: Some(meeting.0.year().to_string()), ..LongDate::default() },
        (None, None) => LongDate::default(),
    }
}

fn signature(record: &Record, document: &Document, signable: bool) -> Signature {
    let by_default = document.signer_by_default(record);
    let Some(signer) = document.signed_by(record).or(by_default.as_ref()) else {
        return Signature::default();
    };
    let (field, seal) = signable.then(|| fields::of_signer(signer)).unzip();
    let acting = signer.authority.0.iter().any(|line| line.prefix == Prefix::Q);
    let authority = signer
        .authority
        .0
        .iter()
        .filter(|line| line.prefix != Prefix::Q)
        .map(|line| match (line.prefix, &line.whom) {
            (Prefix::Tm, None) => format!("{} {}", line.prefix.word(), record.group.kind.body()),
            _ => line.to_string(),
        })
        .collect();
    Signature {
        authority,
        title: signer.post().map(|title| if acting { format!("Q. {title}") } else { title.to_owned() }),
        office: signer.office_title.clone(),
        name: signer.name.as_ref().map(|name| match &signer.rank {
            Some(rank) => format!("{rank} {name}"),
            None => name.clone(),
        }),
        field,
        seal,
    }
}

/// The words without the mark that ends them: the layout sets its own.
fn ended(words: &str) -> &str {
    words.trim_end().trim_end_matches("./.").trim_end_matches([';', '.', ',', ':']).trim_end()
}

/// The same for Markdown, in which a backslash may have escaped the mark; two show one.
fn ended_markdown(words: &str) -> &str {
    let bare = ended(words);
    let slashes = bare.len() - bare.trim_end_matches('\\').len();
    &bare[..bare.len() - slashes % 2]
}

/// The words before the signature. Where the record has none (`closing: ""`), the last paragraph of
/// the sections becomes them; after a list the closing mark is written there, and none is left.
fn closed(closing: &str, sections: &mut [SectionView]) -> String {
    let closing = ended_markdown(closing);
    if !closing.trim().is_empty() {
        return closing.to_owned();
    }
    let last = sections.last_mut().filter(|section| section.table.is_none());
    let Some(section) = last else { return String::new() };
    let Some(body) = section.body.as_deref().map(str::trim_end) else { return String::new() };
    let (before, paragraph) = body.rsplit_once("\n\n").unwrap_or(("", body));
    let mark = |line: &str| {
        line.starts_with(['-', '+', '*', '>', '|', '!', '#', ' ', '`', '~', '['])
            || line.starts_with(|first: char| first.is_ascii_digit())
    };
    if paragraph.lines().all(|line| !mark(line)) && !paragraph.contains("[^") {
        let closing = ended_markdown(paragraph).to_owned();
        section.body = (!before.trim().is_empty()).then(|| before.to_owned());
        return closing;
    }
    let line = paragraph.lines().last().unwrap_or_default().trim_start();
    if !line.starts_with(['|', '!', '[', '`', '~']) {
        section.body = Some(format!("{}./.", ended_markdown(body)));
    }
    String::new()
}

/// Sections with their numbers, one after another as they are printed.
fn sections(
    record: &Record,
    list: &[Section],
    numbering: &[Numbering],
    table: &Inserted,
) -> Vec<SectionView> {
    let mut flat = Vec::new();
    flatten(record, list, numbering, &Above { depth: 1, number: "", landscape: false }, table, &mut flat);
    // A heading goes along to the turned sheet on which what it heads begins.
    for at in (1..flat.len()).rev() {
        let bare = flat[at - 1].body.is_none() && flat[at - 1].table.is_none();
        if bare && flat[at].landscape && flat[at].depth > flat[at - 1].depth {
            flat[at - 1].landscape = true;
        }
    }
    flat
}

/// How a section's `insert` becomes a table.
type Inserted<'a> = dyn Fn(&Record, Insert) -> Option<Ledger> + 'a;

/// What a section stands under.
struct Above<'a> {
    depth: usize,
    number: &'a str,
    landscape: bool,
}

fn flatten(
    record: &Record,
    list: &[Section],
    numbering: &[Numbering],
    above: &Above,
    table: &Inserted,
    flat: &mut Vec<SectionView>,
) {
    let mut count = 0;
    for section in list {
        let level = numbering.first().copied().filter(|_| section.title.is_some());
        let number = match level {
            Some(level) => {
                count += 1;
                level.number(count, above.number)
            }
            None => String::new(),
        };
        let landscape = section.landscape || above.landscape;
        flat.push(SectionView {
            depth: above.depth,
            style: level.map_or("none", Numbering::style),
            number: number.clone(),
            title: section.title.clone(),
            body: section.body.clone(),
            table: section.insert.and_then(|insert| table(record, insert)),
            landscape,
        });
        let below = Above { depth: above.depth + usize::from(level.is_some()), number: &number, landscape };
        let numbering = if level.is_some() { &numbering[1..] } else { numbering };
        flatten(record, &section.sections, numbering, &below, table, flat);
    }
}
