//! Quyết định khen thưởng và danh sách kèm theo.

use serde::Serialize;

use super::tables::{Builder, Ledger};
use super::{Frame, FrameOf, LongDate, ended, long_date, symbol};
use crate::input::Loaded;
use crate::record::awards::{
    ArticleInsert, Awardee, Category, ListLayout, ListNumbering, ListPlacement, counts_in_words,
};
use crate::record::report::{letter, roman};
use crate::record::{Decision, Grant, Recipient, Record, gaps};
use crate::template::Stage;
use crate::template::markdown::literal;
use crate::vietnamese::{notation, words};

/// The view of a decision.
#[derive(Debug, Serialize)]
pub struct DecisionView {
    frame: Frame,
    competence: String,
    /// The articles, piece by piece, but for the last piece.
    pieces: Vec<Piece>,
    /// The piece that the signature stays with.
    last: Piece,
    annexes: Vec<AnnexView>,
}

/// A paragraph of the articles, in Markdown.
#[derive(Debug, Default, Serialize)]
struct Piece {
    /// "Điều 1." where an article begins.
    number: Option<String>,
    text: String,
    /// Whether it stands centred and bold, as an achievement may.
    displayed: bool,
}

impl Piece {
    fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// A list that goes with the decision.
#[derive(Debug, Serialize)]
struct AnnexView {
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
struct LineView {
    heading: bool,
    text: String,
}

/// The view of one of a record's decisions.
pub fn decision(loaded: &Loaded, index: usize, stage: Stage, attach_record: bool) -> Option<DecisionView> {
    let record = &loaded.record;
    let decision = record.awards.get(index)?;
    let articles = articles(decision);
    let count = articles.len();
    let mut pieces: Vec<Piece> = articles.into_iter().flatten().collect();
    let mut last = pieces.pop().unwrap_or_default();
    last.text = ended(&last.text).to_owned();
    let pointer = format!("/awards/{index}/document");
    let frame = FrameOf {
        document: &decision.document,
        prefix: Some("QĐ"),
        type_name: "Quyết định",
        subject: decision.subject.clone().unwrap_or_else(|| subject(decision)),
        bases: &decision.legal_bases,
        first_recipient: Some(format!("Như Điều {count}")),
        gaps: gaps::of_document(record, &decision.document, &pointer, true),
    };
    Some(DecisionView {
        frame: frame.build(loaded, stage, attach_record),
        competence: competence(record, decision),
        pieces,
        last,
        annexes: annexes(record, decision),
    })
}

/// "Về việc tặng Giấy khen cho các tập thể, cá nhân …", when it is not written.
fn subject(decision: &Decision) -> String {
    let whom = among(|category| decision.count(category));
    match decision.grants.as_slice() {
        [grant] => {
            let achievement =
                grant.achievement.as_deref().map(|words| format!(" {}", ended(words))).unwrap_or_default();
            format!("Về việc tặng {} cho {whom}{achievement}", grant.form)
        }
        _ => format!("Về việc khen thưởng {whom}"),
    }
}

/// "các tập thể, cá nhân": whom, without counts.
fn among(count: impl Fn(Category) -> usize) -> String {
    let whom: Vec<&str> =
        Category::ALL.into_iter().filter(|category| count(*category) > 0).map(Category::word).collect();
    let one = Category::ALL.iter().map(|category| count(*category)).sum::<usize>() == 1;
    format!("{}{}", if one { "" } else { "các " }, whom.join(", "))
}

/// Who decides: as written, else the post of the head of the issuing office.
fn competence(record: &Record, decision: &Decision) -> String {
    if let Some(competence) = &decision.competence {
        return competence.clone();
    }
    let issuer = decision.document.issuer.as_ref().or(record.issuer.as_ref());
    let signer =
        decision.document.signer.as_ref().or_else(|| issuer.and_then(|issuer| issuer.signer.as_ref()));
    let office = super::issuing_lines(record, issuer).join(" ");
    let head = signer.and_then(|signer| {
        let given = signer.authority.0.last().and_then(|line| line.whom.clone());
        given.or_else(|| signer.title.clone())
    });
    match head {
        Some(head) => format!("{head} {office}"),
        None => office,
    }
}

/// Each article's pieces, the first with its number.
fn articles(decision: &Decision) -> Vec<Vec<Piece>> {
    let standard = [
        Some(ArticleInsert::Grants),
        (decision.reward_total().0 > 0).then_some(ArticleInsert::Reward),
        Some(ArticleInsert::Execution),
    ];
    let mut articles: Vec<Vec<Piece>> = if decision.articles.is_empty() {
        standard.into_iter().flatten().map(|insert| inserted(decision, insert)).collect()
    } else {
        let written =
            |body: &str| body.split("\n\n").filter(|text| !text.trim().is_empty()).map(Piece::of).collect();
        decision
            .articles
            .iter()
            .map(|article| match (article.insert, &article.body) {
                (Some(insert), _) => inserted(decision, insert),
                (None, body) => body.as_deref().map(written).unwrap_or_default(),
            })
            .collect()
    };
    for (at, article) in articles.iter_mut().enumerate() {
        if article.is_empty() {
            article.push(Piece::default());
        }
        article[0].number = Some(format!("Điều {}.", at + 1));
    }
    articles
}

fn inserted(decision: &Decision, insert: ArticleInsert) -> Vec<Piece> {
    match insert {
        ArticleInsert::Grants => granting(decision),
        ArticleInsert::Reward => reward(decision),
        ArticleInsert::Execution => vec![execution(decision)],
    }
}

/// The remark that sends the reader to the list.
const ANNEXED: &str = " *(có danh sách kèm theo)*";

/// Điều 1: who is awarded what.
fn granting(decision: &Decision) -> Vec<Piece> {
    match decision.grants.as_slice() {
        [grant] => granting_one(decision, grant),
        grants => granting_several(decision, grants),
    }
}

fn granting_one(decision: &Decision, grant: &Grant) -> Vec<Piece> {
    let inline = decision.list_placement() == ListPlacement::Inline;
    let one = single(grant).filter(|_| inline);
    let whom = match one {
        Some((category, awardee)) => named(category, awardee),
        None if inline => format!("{} có tên sau đây", among(|category| grant.count(category))),
        None => counts_in_words(|category| grant.count(category)),
    };
    let lead = format!("Tặng {} cho {}", literal(&grant.form), literal(&whom));
    let annexed = if inline { "" } else { ANNEXED };
    let names = if inline && one.is_none() { numbered(decision) } else { Vec::new() };
    let end = if names.is_empty() { "." } else { ":" };
    let achievement = grant.achievement.as_deref().map(ended).map(literal);
    let mut pieces = match achievement {
        Some(achievement) if grant.achievement_displayed => {
            vec![Piece::of(format!("{lead}{annexed}")), Piece { displayed: true, ..Piece::of(achievement) }]
        }
        Some(achievement) => {
            let comma = if one.is_some() { "," } else { "" };
            vec![Piece::of(format!("{lead}{comma} {achievement}{annexed}{end}"))]
        }
        None => vec![Piece::of(format!("{lead}{annexed}{end}"))],
    };
    pieces.extend(names.into_iter().map(Piece::of));
    pieces
}

fn granting_several(decision: &Decision, grants: &[Grant]) -> Vec<Piece> {
    let inline = decision.list_placement() == ListPlacement::Inline;
    let whom = counts_in_words(|category| decision.count(category));
    let annexed = if inline { "" } else { ANNEXED };
    let mut pieces = vec![Piece::of(format!("Khen thưởng {whom}{annexed}, cụ thể như sau:"))];
    for (at, grant) in grants.iter().enumerate() {
        let achievement = grant
            .achievement
            .as_deref()
            .map(|words| format!(" {}", literal(ended(words))))
            .unwrap_or_default();
        let counts = counts_in_words(|category| grant.count(category));
        let end = if at + 1 < grants.len() || inline { ";" } else { "." };
        pieces.push(Piece::of(format!(
            "{}\\. Tặng {} cho {counts}{achievement}{end}",
            at + 1,
            literal(&grant.form)
        )));
    }
    if inline {
        pieces.extend(numbered(decision).into_iter().map(Piece::of));
    }
    pieces
}

/// The one awarded, where a grant has just one.
fn single(grant: &Grant) -> Option<(Category, &Awardee)> {
    let mut all = Category::ALL.into_iter().flat_map(|category| {
        grant.entries(category).iter().flat_map(Recipient::awardees).map(move |one| (category, one))
    });
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

/// Honorific, rank, name, post and unit of one awarded, as a sentence or a line names it.
fn named(category: Category, awardee: &Awardee) -> String {
    let who = called(awardee);
    let who = match (category, &awardee.honorific) {
        (Category::Household, None) => format!("hộ {who}"),
        _ => who,
    };
    [
        Some(who),
        awardee.title.clone(),
        awardee.unit.clone(),
        awardee.prize.as_ref().map(|prize| format!("giải {prize}")),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(", ")
}

fn called(awardee: &Awardee) -> String {
    [awardee.honorific.as_deref(), awardee.rank.as_deref(), Some(awardee.name.as_str())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The names of a short list as paragraphs of the article.
fn numbered(decision: &Decision) -> Vec<String> {
    let lines = lines(&decision.grants.iter().collect::<Vec<_>>(), decision, false);
    lines.into_iter().map(|line| literal(&line.text)).collect()
}

/// Điều 2: rate × count, total in figures and words, the fund.
fn reward(decision: &Decision) -> Vec<Piece> {
    let mut pieces = vec![Piece::of("Mức tiền thưởng kèm theo khen thưởng tại Điều 1 như sau:")];
    let lines = decision.reward_lines();
    for (at, line) in lines.iter().enumerate() {
        let end = if at + 1 < lines.len() { ";" } else { "." };
        let word = line.category.word();
        let prize =
            line.prize.as_ref().map(|prize| format!(" đạt giải {}", literal(prize))).unwrap_or_default();
        pieces.push(Piece::of(format!(
            "\\- {}{prize}: {} đồng/{word} × {} {word} = {} đồng{end}",
            words::capitalised(word),
            line.rate,
            notation::count(line.count),
            line.sum()
        )));
    }
    let total = decision.reward_total();
    pieces.push(Piece::of(format!(
        "Tổng số tiền thưởng: {total} đồng *(Bằng chữ: {})*.",
        words::money(total.0)
    )));
    if let Some(fund) = &decision.fund {
        pieces.push(Piece::of(format!("Kinh phí chi thưởng: {}.", literal(ended(fund)))));
    }
    pieces
}

/// The last Điều: effect, and who carries it out.
fn execution(decision: &Decision) -> Piece {
    let whom = among(|category| decision.count(category));
    let executors =
        decision.executors.as_deref().map_or("Thủ trưởng các cơ quan, đơn vị có liên quan", ended);
    Piece::of(format!(
        "Quyết định này có hiệu lực kể từ ngày ký. {} và {whom} có tên tại Điều 1 chịu trách nhiệm thi hành \
         Quyết định này.",
        literal(executors)
    ))
}

fn annexes(record: &Record, decision: &Decision) -> Vec<AnnexView> {
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
    let count = |category| grants.iter().map(|grant| grant.count(category)).sum();
    let given = match grants {
        [grant] => grant.list_title.clone().or_else(|| decision.list.title.clone()),
        _ => decision.list.title.clone(),
    };
    let title = match (given, grants) {
        (Some(title), _) => title.lines().map(str::to_owned).collect(),
        (None, [grant]) => {
            vec!["Danh sách".to_owned(), format!("{} được tặng {}", among_list(count), grant.form)]
        }
        (None, _) => vec!["Danh sách".to_owned(), format!("{} được khen thưởng", among_list(count))],
    };
    let document = &decision.document;
    let issuer = document.issuer.as_ref().or(record.issuer.as_ref());
    let note = NoteView {
        kind: "Quyết định",
        number: document.number.as_ref().filter(|_| !document.electronic).map(ToString::to_string),
        symbol: symbol(record, document, Some("QĐ")).unwrap_or_default(),
        date: if document.electronic { LongDate::default() } else { long_date(record, document) },
        issuer: decision.competence.clone().unwrap_or_else(|| match issuer {
            Some(_) => competence(record, decision),
            None => record.group.name.clone(),
        }),
    };
    let total = format!("Tổng số: {}", counts_in_words(count));
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
            let counts = counts_in_words(|category| grant.count(category));
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
fn lines(grants: &[&Grant], decision: &Decision, ends: bool) -> Vec<LineView> {
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
                Some(LineView {
                    heading: false,
                    text: format!("{number}. {}{end}", named(category, awardee)),
                })
            }
        })
        .collect()
}
