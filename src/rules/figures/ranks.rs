//! The ranking: complete, in the order of the points, and as notes and prose tell it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::Datelike;
use rust_decimal::Decimal;

use super::{PLAIN, figure, listed};
use crate::diagnostic::Severity;
use crate::record::scores::{Rank, Scores};
use crate::record::{Unit, UnitId};
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::finding::Findings;
use crate::rules::law::Mark;
use crate::rules::prose::{Pattern, pattern};
use crate::vietnamese::words;

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "ranking-twice",
        level: Severity::Error,
        title: "Mỗi đơn vị đứng một chỗ trong thứ hạng",
        text: "Một đơn vị ghi hai lần ở `ranking` thì các đơn vị sau bị đẩy xuống một hạng. Hãy bỏ một lần, hoặc ghi đúng mã đơn vị \
               định ghi.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: twice,
    },
    Rule {
        id: "ranking-incomplete",
        level: Severity::Warning,
        title: "Thứ hạng thống nhất có đủ các đơn vị được chấm điểm",
        text: "Khi ghi `ranking`, thidua không xếp hạng theo điểm nữa: đơn vị có điểm mà không có trong `ranking` sẽ bị bỏ trống hạng. \
               Hội nghị chỉ thống nhất mấy hạng đầu thì ghi ngoại lệ.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: incomplete,
    },
    Rule {
        id: "ranking-against-points",
        level: Severity::Warning,
        title: "Thứ hạng thống nhất theo đúng thứ tự của tổng điểm",
        text: "Đơn vị ít điểm hơn mà xếp trên thường là do ghi nhầm thứ tự ở `ranking` hoặc ghi nhầm điểm. Hội nghị quyết định khác với \
               điểm thì ghi ngoại lệ kèm lý do. Chỉ so các đơn vị cùng nhóm xếp hạng.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: against_points,
    },
    Rule {
        id: "rank-tie",
        level: Severity::Warning,
        title: "Các đơn vị bằng điểm được phân định thứ hạng",
        text: "Các đơn vị bằng tổng điểm thì cùng một hạng và hạng kế tiếp bị bỏ trống (hai Nhất thì không có Nhì). Hội nghị đã phân định \
               thì ghi thứ tự ở `scores.ranking`; quy chế cho đồng hạng thì ghi ngoại lệ.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: tie,
    },
    Rule {
        id: "rank-in-note",
        level: Severity::Error,
        title: "Thứ hạng ghi ở ghi chú đúng với thứ hạng trong bảng",
        text: "Ghi chú chỉ gồm thứ hạng, như “Xếp hạng Nhì”, phải trùng với thứ hạng mà thidua tính theo điểm hoặc lấy ở `ranking`, vì hai \
               chỗ in cạnh nhau trong một bảng. Nên bỏ ghi chú này.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: in_note,
    },
    Rule {
        id: "rank-in-prose",
        level: Severity::Warning,
        title: "Thứ hạng của đơn vị ghi trong báo cáo đúng với bảng điểm",
        text: "Câu như “Sở Y tế xếp hạng Nhất” hay “xếp thứ Nhì: Sở Tài chính” phải đúng với thứ hạng ở `scores`. Câu nói về năm khác, \
               cuộc thi, chỉ số khác (toàn quốc, chỉ số, giải) không bị xét.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: in_prose,
    },
];

fn twice(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    let mut seen = BTreeSet::new();
    for (at, unit) in scores.ranking.iter().enumerate() {
        if !seen.insert(unit) {
            let message = format!("{} đã có hạng ở trên", case.record.group.name_of(unit));
            findings.at(format!("/scores/ranking/{at}"), message, "bỏ một lần, hoặc ghi đơn vị khác");
        }
    }
}

/// The units that have points, with their totals.
fn totals(scores: &Scores) -> BTreeMap<&UnitId, Decimal> {
    scores.results.iter().filter_map(|score| Some((&score.unit, score.total()?))).collect()
}

fn incomplete(case: &Case, findings: &mut Findings) {
    let Some(scores) = case.record.scores.as_ref().filter(|scores| !scores.ranking.is_empty()) else {
        return;
    };
    let totals = totals(scores);
    let missing: Vec<&str> = scores
        .results
        .iter()
        .map(|score| &score.unit)
        .filter(|unit| totals.contains_key(unit) && !scores.ranking.contains(unit))
        .map(|unit| case.record.group.name_of(unit))
        .collect();
    if !missing.is_empty() {
        let message = format!("chưa có hạng của {}", listed(missing));
        findings.at("/scores/ranking", message, "ghi thêm vào `ranking` theo thứ tự đã thống nhất");
    }
}

/// The group of its own that a unit is ranked in.
fn division<'a>(case: &Case<'a>, unit: &UnitId) -> Option<&'a str> {
    case.record.group.unit(unit).and_then(|unit| unit.division.as_deref())
}

fn against_points(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    let totals = totals(scores);
    let mut last: BTreeMap<Option<&str>, (&UnitId, Decimal)> = BTreeMap::new();
    for (at, unit) in scores.ranking.iter().enumerate() {
        let Some(total) = totals.get(unit) else { continue };
        if let Some((above, points)) = last.insert(division(case, unit), (unit, *total))
            && points < *total
        {
            let message = format!(
                "{} ({} điểm) xếp dưới {} ({} điểm)",
                case.record.group.name_of(unit),
                figure(*total),
                case.record.group.name_of(above),
                figure(points)
            );
            let remedy = "xem lại thứ tự và điểm; Hội nghị đã thống nhất như vậy thì ghi ngoại lệ kèm lý do";
            findings.at(format!("/scores/ranking/{at}"), message, remedy);
        }
    }
}

fn tie(case: &Case, findings: &mut Findings) {
    let Some(scores) = case.record.scores.as_ref().filter(|scores| scores.ranking.is_empty()) else { return };
    let mut alike: BTreeMap<(Option<&str>, Decimal), Vec<&UnitId>> = BTreeMap::new();
    for score in &scores.results {
        if let Some(total) = score.total() {
            alike.entry((division(case, &score.unit), total)).or_default().push(&score.unit);
        }
    }
    let ranks = scores.ranks(&case.record.group);
    let ties = alike.into_iter().rev().filter(|(_, units)| units.len() > 1);
    for ((_, total), units) in ties {
        let Some(rank) = ranks.of(units[0]) else { continue };
        let names = listed(units.into_iter().map(|unit| case.record.group.name_of(unit)));
        let message = format!("{names} cùng {} điểm nên đồng hạng {}", figure(total), rank.words());
        let remedy = "ghi thứ tự ở `scores.ranking` nếu Hội nghị đã phân định; cho đồng hạng thì ghi ngoại lệ kèm lý do";
        findings.at("/scores/results", message, remedy);
    }
}

/// The place that words name: Nhất, thứ hai, 3.
fn place(told: &str) -> Option<usize> {
    match told.to_lowercase().as_str() {
        "nhất" => Some(1),
        "nhì" | "nhị" => Some(2),
        "tư" => Some(4),
        other => match other.parse() {
            Ok(place) => Some(place),
            Err(_) => words::parse(other).and_then(|place| usize::try_from(place).ok()),
        },
    }
}

const PLACES: &str = "nhất|nhì|nhị|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|\\d{1,2}";

static NOTE: Pattern = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^(?:được\s+)?(?:(?:xếp|đạt)\s+)?(?:(?:hạng|thứ)\s+)*({PLACES})(?:\s+(?:toàn\s+)?(?:cụm|khối))?\.?$"
    ))
});

fn in_note(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    let ranks = scores.ranks(&case.record.group);
    for (at, score) in scores.results.iter().enumerate() {
        let note = score.note.as_deref().unwrap_or_default().trim();
        let Some(told) = NOTE.captures(note).and_then(|found| place(&found[1])) else { continue };
        let Some(rank) = ranks.of(&score.unit).filter(|rank| rank.place != told) else {
            continue;
        };
        let message = format!("ghi chú là “{note}”, nhưng trong bảng đơn vị xếp hạng {}", rank.words());
        let remedy = "bỏ ghi chú này, hoặc xem lại điểm và `ranking`";
        findings.at(format!("/scores/results/{at}/note"), message, remedy);
    }
}

static RANKED: Pattern = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:xếp|đứng|đạt)\s+(?:vị\s+trí\s+)?(?:thứ|hạng)\s+(?:thứ\s+)?(?P<place>{PLACES})\b"
    ))
});

static BETWEEN: Pattern =
    LazyLock::new(|| pattern(r"(?i)(?:[\s,]|\b(?:được|đã|tiếp tục|là đơn vị|thống nhất|vươn lên)\b)*$"));

static LEADING_TO: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*(?:trong\s+)?(?:(?:toàn\s+)?(?:khối|cụm)\s*)?(?::|-|–|là|thuộc về)*\s*(?:là|thuộc về)?\s*",
    )
});

static ENDED: Pattern =
    LazyLock::new(|| pattern(r"(?i)^\s*(?:$|[,.;)]|và\b|(?:trong\s+|toàn\s+|của\s+)?(?:khối|cụm)\b)"));

/// Words of sentences that rank by something else.
const ELSEWHERE: [&str; 9] =
    ["giải", "chỉ số", "toàn quốc", "cả nước", "toàn tỉnh", "cấp tỉnh", "toàn ngành", "hội thi", "cuộc thi"];

fn in_prose(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    let record = case.record;
    let ranks = scores.ranks(&record.group);
    let ranked: Vec<(&Unit, &Rank)> =
        record.group.units.iter().filter_map(|unit| Some((unit, ranks.of(&unit.id)?))).collect();
    let year = record.meeting.period.end().year();
    for (text, sentence) in case.sentences("/report/") {
        let small = sentence.to_lowercase();
        if ELSEWHERE.iter().any(|word| small.contains(word)) || speaks_of_another_year(&small, year) {
            continue;
        }
        for found in RANKED.captures_iter(sentence) {
            let (Some(all), Some(told)) = (found.get(0), place(&found["place"])) else { continue };
            let before = &sentence[..all.start()];
            let before = &before[..BETWEEN.find(before).map_or(before.len(), |gap| gap.start())];
            let after = &sentence[all.end()..];
            let behind = &after[LEADING_TO.find(after).map_or(0, |gap| gap.end())..];
            let by_name = |holds: &dyn Fn(&str) -> bool| {
                ranked
                    .iter()
                    .filter(|(unit, _)| holds(&unit.name) || holds(unit.short_name()))
                    .max_by_key(|(unit, _)| unit.name.len())
            };
            let subject = by_name(&|name| before.ends_with(name)).filter(|_| ENDED.is_match(after));
            let Some((unit, rank)) = subject.or_else(|| by_name(&|name| behind.starts_with(name))) else {
                continue;
            };
            if rank.place != told {
                let message =
                    format!("ghi “{}”, nhưng {} xếp hạng {}", all.as_str(), unit.name, rank.words());
                let remedy = "sửa lời văn, hoặc xem lại điểm và `ranking` ở `scores`";
                findings.at(&text.pointer, message, remedy).within(all.as_str());
            }
        }
    }
}

static YEAR: Pattern = LazyLock::new(|| pattern(r"\bnăm\s+(\d{4})\b"));

fn speaks_of_another_year(sentence: &str, year: i32) -> bool {
    YEAR.captures_iter(sentence).any(|found| found[1].parse() != Ok(year))
}
