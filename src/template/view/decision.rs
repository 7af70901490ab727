//! Quyết định khen thưởng: its articles.

use serde::Serialize;

use super::list::{self, AnnexView, among, named, prize};
use super::{Frame, FrameOf, ended, ended_markdown};
use crate::input::Loaded;
use crate::record::awards::{ArticleInsert, Awardee, Category, ListPlacement, counts_in_words};
use crate::record::{Decision, Grant, Recipient, Record, gaps};
use crate::rules::law::Law;
use crate::template::markdown::literal;
use crate::template::{Kind, Paper, Stage};
use crate::vietnamese::{notation, words};

/// The view of a decision.
#[derive(Debug, Serialize)]
pub struct DecisionView {
    pub(super) frame: Frame,
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

/// The view of one of a record's decisions.
pub fn decision(loaded: &Loaded, index: usize, stage: Stage, attach_record: bool) -> Option<DecisionView> {
    let record = &loaded.record;
    let decision = record.awards.get(index)?;
    let articles = articles(decision);
    let count = articles.len();
    let mut pieces: Vec<Piece> = articles.into_iter().flatten().collect();
    let mut last = pieces.pop().unwrap_or_default();
    last.text = ended_markdown(&last.text).to_owned();
    let frame = FrameOf {
        document: &decision.document,
        facts: Kind::Decision.facts(),
        subject: decision.subject.clone().unwrap_or_else(|| subject(decision)),
        bases: &decision.legal_bases,
        first_recipient: Some(format!("Như Điều {}", article_of(decision, ArticleInsert::Execution, count))),
        gaps: gaps::of_paper(record, Paper { kind: Kind::Decision, index }),
    };
    Some(DecisionView {
        frame: frame.build(loaded, stage, attach_record),
        competence: competence(record, decision),
        pieces,
        last,
        annexes: list::annexes(record, decision),
    })
}

/// "Về việc tặng Giấy khen cho các tập thể, cá nhân …", when it is not written.
fn subject(decision: &Decision) -> String {
    let whom = among(|category| decision.count(category));
    match decision.grants.as_slice() {
        [grant] => {
            let achievement =
                grant.achievement.as_deref().map(|words| format!(" {}", ended(words))).unwrap_or_default();
            format!("Về việc {} cho {whom}{achievement}", doing(grant))
        }
        _ => format!("Về việc khen thưởng {whom}"),
    }
}

/// Who decides: as written, else the post of the head of the issuing office.
pub(super) fn competence(record: &Record, decision: &Decision) -> String {
    if let Some(competence) = &decision.competence {
        return competence.clone();
    }
    let issuer = decision.document.issued_by(record);
    let signer = decision.document.signed_by(record);
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

/// What a grant does, as a clause: `tặng Giấy khen`, `công nhận danh hiệu Lao động tiên tiến`.
pub(super) fn doing(grant: &Grant) -> String {
    format!("{} {}", grant.verb().word(), given(grant))
}

/// What a grant gives; a title is called one.
fn given(grant: &Grant) -> String {
    let form = grant.bare_form();
    match Law::built_in().is_title(form) {
        true => format!("danh hiệu {form}"),
        false => form.to_owned(),
    }
}

/// The number of the article that holds something; that one where none does.
fn article_of(decision: &Decision, insert: ArticleInsert, otherwise: usize) -> usize {
    let at = match decision.articles.as_slice() {
        [] if insert == ArticleInsert::Grants => Some(0),
        articles => articles.iter().position(|article| article.insert == Some(insert)),
    };
    at.map_or(otherwise, |at| at + 1)
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
        None => counts_in_words(&[grant]),
    };
    let lead = format!("{} cho {}", literal(&words::capitalised(&doing(grant))), literal(&whom));
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
    let whom = counts_in_words(&grants.iter().collect::<Vec<_>>());
    let annexed = if inline { "" } else { ANNEXED };
    let mut pieces = vec![Piece::of(format!("Khen thưởng {whom}{annexed}, cụ thể như sau:"))];
    for (at, grant) in grants.iter().enumerate() {
        let achievement = grant
            .achievement
            .as_deref()
            .map(|words| format!(" {}", literal(ended(words))))
            .unwrap_or_default();
        let counts = counts_in_words(&[grant]);
        let end = if at + 1 < grants.len() || inline { ";" } else { "." };
        pieces.push(Piece::of(format!(
            "{}\\. {} cho {counts}{achievement}{end}",
            at + 1,
            literal(&words::capitalised(&doing(grant)))
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

/// The names of a short list as paragraphs of the article.
fn numbered(decision: &Decision) -> Vec<String> {
    let lines = list::lines(&decision.grants.iter().collect::<Vec<_>>(), decision, false);
    lines.into_iter().map(|line| literal(&line.text)).collect()
}

/// Điều 2: rate × count, total in figures and words, the fund.
fn reward(decision: &Decision) -> Vec<Piece> {
    let article = article_of(decision, ArticleInsert::Grants, 1);
    let mut pieces =
        vec![Piece::of(format!("Mức tiền thưởng kèm theo khen thưởng tại Điều {article} như sau:"))];
    let lines = decision.reward_lines();
    for (at, line) in lines.iter().enumerate() {
        let end = if at + 1 < lines.len() { ";" } else { "." };
        let word = line.category.word();
        let prize =
            line.prize.as_ref().map(|name| format!(" đạt {}", literal(&prize(name)))).unwrap_or_default();
        let whom = match line.grant.and_then(|at| decision.grants.get(at)) {
            Some(grant) => format!("{} cho {word}", literal(&given(grant))),
            None => word.to_owned(),
        };
        pieces.push(Piece::of(format!(
            "\\- {}{prize}: {} đồng/{word} × {} {word} = {} đồng{end}",
            words::capitalised(&whom),
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
    let executors =
        decision.executors.as_deref().map_or("Thủ trưởng các cơ quan, đơn vị có liên quan", ended);
    // The dead carry nothing out.
    let living = || decision.grants.iter().filter(|grant| !grant.is_posthumous());
    let whom = among(|category| living().map(|grant| grant.count(category)).sum());
    let article = article_of(decision, ArticleInsert::Grants, 1);
    let awarded = match living().next() {
        Some(_) => format!(" và {whom} có tên tại Điều {article}"),
        None => String::new(),
    };
    Piece::of(format!(
        "Quyết định này có hiệu lực kể từ ngày ký. {}{awarded} chịu trách nhiệm thi hành Quyết định này.",
        literal(executors)
    ))
}
