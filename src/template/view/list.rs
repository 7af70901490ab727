//! Danh sách kèm theo: the lists of the awarded, as tables or lines, with their headings and counts.

use serde::Serialize;

use super::decision::{competence, doing};
use super::ledger::{Builder, Ledger};
use super::{LongDate, long_date};
use crate::record::awards::{Awardee, Category, ListLayout, ListNumbering, ListPlacement, counts_in_words};
use crate::record::report::{letter, roman};
use crate::record::{Decision, Grant, Recipient, Record};
use crate::template::Kind;
use crate::vietnamese::{notation, words};

/// A list that goes with the decision.
#[derive(Debug, Serialize)]
pub struct AnnexView {
    label: Option<String>,
    title: Vec<String>,
    note: NoteView,
    parts: Vec<PartView>,
    lines: Vec<LineView>,
    total: String,
}

/// A table of the list with the headings above it.
#[derive(Debug, Serialize)]
struct PartView {
    headings: Vec<String>,
    table: Ledger,
}

/// "(Kèm theo Quyết định số …)".
#[derive(Debug, Clone, Serialize)]
struct NoteView {
    kind: &'static str,
    number: Option<String>,
    symbol: String,
    date: LongDate,
    issuer: String,
}

/// A line of a list that is not a table.
#[derive(Debug, Serialize)]
pub struct LineView {
    pub heading: bool,
    pub text: String,
}

/// The annexes of a decision: none where the list stands in its first article.
pub fn annexes(record: &Record, decision: &Decision) -> Vec<AnnexView> {
    if decision.list_placement() == ListPlacement::Inline {
        return Vec::new();
    }
    let all: Vec<&Grant> = decision.grants.iter().collect();
    let parts: Vec<Vec<&Grant>> =
        if decision.list.separate { all.iter().map(|grant| vec![*grant]).collect() } else { vec![all] };
    let several = parts.len() > 1;
    parts
        .iter()
        .enumerate()
        .map(|(at, grants)| {
            annex(record, decision, grants, several.then(|| format!("Phụ lục {}", roman(at + 1))))
        })
        .collect()
}

fn annex(record: &Record, decision: &Decision, grants: &[&Grant], label: Option<String>) -> AnnexView {
    let count = |category: Category| grants.iter().map(|grant| grant.count(category)).sum();
    let given = match grants {
        [grant] => grant.list_title.clone().or_else(|| decision.list.title.clone()),
        _ => decision.list.title.clone(),
    };
    let title = match (given, grants) {
        (Some(title), _) => title.lines().map(str::to_owned).collect(),
        (None, [grant]) => {
            vec!["Danh sách".to_owned(), format!("{} được {}", among_list(count), doing(grant))]
        }
        (None, _) => vec!["Danh sách".to_owned(), format!("{} được khen thưởng", among_list(count))],
    };
    let document = &decision.document;
    let issuer = document.issuer.as_ref().or(record.issuer.as_ref());
    let note = NoteView {
        kind: "Quyết định",
        number: document.number.as_ref().filter(|_| !document.electronic).map(ToString::to_string),
        symbol: document.full_symbol(record, Kind::Decision.facts().abbreviation).unwrap_or_default(),
        date: if document.electronic { LongDate::default() } else { long_date(record, document) },
        issuer: decision.competence.clone().unwrap_or_else(|| match issuer {
            Some(_) => competence(record, decision),
            None => record.group.name.clone(),
        }),
    };
    let total = format!("Tổng số: {}", counts_in_words(grants));
    let (parts, lines) = match decision.list.layout {
        ListLayout::Table => (tables(grants, decision, &total), Vec::new()),
        ListLayout::Lines => (Vec::new(), lines(grants, decision, true)),
    };
    AnnexView { label, title, note, parts, lines, total }
}

fn among_list(count: impl Fn(Category) -> usize) -> String {
    among(count).trim_start_matches("các ").to_owned()
}

/// The running number of a list.
struct Counter {
    style: ListNumbering,
    next: usize,
}

impl Counter {
    fn category(&mut self) {
        if self.style != ListNumbering::Continuous {
            self.next = 1;
        }
    }

    fn group(&mut self) {
        if self.style == ListNumbering::ByGroup {
            self.next = 1;
        }
    }

    fn number(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }
}

/// What a walk through the list meets.
enum Step<'a> {
    /// A heading of a grant or of a category within it, with its number and count.
    Part {
        heading: String,
    },
    /// The names of a category begin.
    Category {
        category: Category,
    },
    /// A heading over a group of names, with its count; depth 0 is outermost.
    Group {
        depth: usize,
        heading: String,
    },
    Entry {
        number: usize,
        category: Category,
        grant: &'a Grant,
        awardee: &'a Awardee,
    },
}

/// The list from top to bottom: grants, categories, groups, names; each heading with its count.
fn walk<'a>(grants: &[&'a Grant], style: ListNumbering) -> Vec<Step<'a>> {
    let mut steps = Vec::new();
    let mut counter = Counter { style, next: 1 };
    for (at, grant) in grants.iter().enumerate() {
        if grants.len() > 1 {
            let counts = counts_in_words(&[grant]);
            let number = letter(at + 1).to_uppercase();
            let heading = format!("{number}. {}: {counts}", words::capitalised(&grant.form));
            steps.push(Step::Part { heading });
        }
        let present: Vec<Category> =
            Category::ALL.into_iter().filter(|category| grant.count(*category) > 0).collect();
        for (part, category) in present.iter().copied().enumerate() {
            counter.category();
            if present.len() > 1 || grants.len() > 1 {
                let count = notation::count(grant.count(category));
                let heading =
                    format!("{}. {}: {count}", roman(part + 1), words::capitalised(category.word()));
                steps.push(Step::Part { heading });
            }
            steps.push(Step::Category { category });
            entries(grant, category, grant.entries(category), 0, &mut counter, &mut steps);
        }
    }
    steps
}

fn entries<'a>(
    grant: &'a Grant,
    category: Category,
    list: &'a [Recipient],
    depth: usize,
    counter: &mut Counter,
    steps: &mut Vec<Step<'a>>,
) {
    for entry in list {
        match entry {
            Recipient::One(awardee) => {
                steps.push(Step::Entry { number: counter.number(), category, grant, awardee });
            }
            Recipient::Group { heading, members } => {
                counter.group();
                let count = notation::count(entry.awardees().count());
                steps.push(Step::Group { depth, heading: format!("{heading}: {count}") });
                entries(grant, category, members, depth + 1, counter, steps);
            }
        }
    }
}

/// The columns of a list of one category; those without a value are left out.
fn columns(category: Category) -> Builder {
    let name = match category {
        Category::Collective => "Tên tập thể",
        Category::Individual => "Họ và tên",
        Category::Household => "Họ và tên chủ hộ",
    };
    let unit = match category {
        Category::Collective => "Đơn vị",
        Category::Individual => "Đơn vị công tác",
        Category::Household => "Địa chỉ",
    };
    Builder::default()
        .column("ordinal", "STT")
        .column("text", name)
        .optional("text", "Chức vụ")
        .optional("text", unit)
        .optional("short", "Giải")
        .optional("money", "Mức thưởng (đồng)")
        .optional("text", "Ghi chú")
}

/// The list as tables: one for each category of each grant, with the columns that it needs.
fn tables(grants: &[&Grant], decision: &Decision, total: &str) -> Vec<PartView> {
    let mut parts: Vec<PartView> = Vec::new();
    let mut headings: Vec<String> = Vec::new();
    let mut open: Option<Builder> = None;
    let mut close = |headings: &mut Vec<String>, table: Option<Builder>| {
        if let Some(table) = table.and_then(Builder::build) {
            parts.push(PartView { headings: std::mem::take(headings), table });
        }
    };
    let mut own: Vec<String> = Vec::new();
    for step in walk(grants, decision.list.numbering) {
        match step {
            Step::Part { heading } => {
                close(&mut own, open.take());
                headings.push(heading);
            }
            Step::Category { category } => {
                close(&mut own, open.take());
                own = std::mem::take(&mut headings);
                open = Some(columns(category));
            }
            Step::Group { depth, heading } => {
                if let Some(table) = &mut open {
                    table.heading(depth, None, heading);
                }
            }
            Step::Entry { number, category, grant, awardee } => {
                let Some(table) = &mut open else { continue };
                let prizes = grant.reward.as_ref().is_some_and(|reward| !reward.prizes.is_empty());
                table.row([
                    Some(number.to_string()),
                    Some(called(awardee)),
                    awardee.title.clone(),
                    awardee.unit.clone(),
                    awardee.prize.clone(),
                    grant.amount(category, awardee).filter(|_| prizes).map(|amount| amount.to_string()),
                    awardee.note.clone(),
                ]);
            }
        }
    }
    if let Some(table) = &mut open {
        table.total(&format!("{total}./."), []);
    }
    close(&mut own, open);
    parts
}

/// Numbered lines; the headings with their numbers. In an annex the last line ends the paper.
pub fn lines(grants: &[&Grant], decision: &Decision, ends: bool) -> Vec<LineView> {
    let steps = walk(grants, decision.list.numbering);
    let last = steps.len();
    steps
        .into_iter()
        .enumerate()
        .filter_map(|(at, step)| match step {
            Step::Part { heading } | Step::Group { heading, .. } => {
                Some(LineView { heading: true, text: heading })
            }
            Step::Category { .. } => None,
            Step::Entry { number, category, awardee, .. } => {
                let end = match (at + 1 == last, ends) {
                    (false, _) => ";",
                    (true, true) => "",
                    (true, false) => ".",
                };
                let name = match category {
                    Category::Household => words::capitalised(&named(category, awardee)),
                    Category::Collective | Category::Individual => named(category, awardee),
                };
                Some(LineView { heading: false, text: format!("{number}. {name}{end}") })
            }
        })
        .collect()
}

/// Honorific, rank, name, post and unit of one awarded, as a sentence or a line names it.
pub fn named(category: Category, awardee: &Awardee) -> String {
    let who = match category {
        Category::Household => household(awardee),
        Category::Collective | Category::Individual => called(awardee),
    };
    [Some(who), awardee.title.clone(), awardee.unit.clone(), awardee.prize.as_deref().map(prize)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// `hộ ông Lê Văn D`; who is written as a hộ or a gia đình already is one.
fn household(awardee: &Awardee) -> String {
    let who = called(awardee);
    let begins = |words: &[&str]| {
        let first = who.to_lowercase();
        words.iter().any(|word| first.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
    };
    match () {
        () if begins(&["hộ", "gia đình"]) => words::uncapitalised(&who),
        () if begins(&["ông", "bà", "anh", "chị"]) => format!("hộ {}", words::uncapitalised(&who)),
        // The name of a person keeps its capital.
        () => format!("hộ {who}"),
    }
}

/// `giải Nhất`, whether it is written with its word or without.
pub fn prize(name: &str) -> String {
    const WORD: &str = "giải";
    let own = name
        .split_at_checked(WORD.len())
        .filter(|(head, rest)| head.to_lowercase() == WORD && rest.starts_with(' '));
    match own {
        Some((_, rest)) => format!("{WORD}{rest}"),
        None => format!("{WORD} {name}"),
    }
}

fn called(awardee: &Awardee) -> String {
    [awardee.honorific.as_deref(), awardee.rank.as_deref(), Some(awardee.name.as_str())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// "các tập thể, cá nhân": whom, without counts.
pub fn among(count: impl Fn(Category) -> usize) -> String {
    let whom: Vec<&str> =
        Category::ALL.into_iter().filter(|category| count(*category) > 0).map(Category::word).collect();
    let one = Category::ALL.iter().map(|category| count(*category)).sum::<usize>() == 1;
    format!("{}{}", if one { "" } else { "các " }, whom.join(", "))
}
