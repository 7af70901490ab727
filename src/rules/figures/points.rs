//! Points: against their standards, their parts, their cap, and against one another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::criteria::{Place, columns, criteria, scale, sum};
use super::{PLAIN, figure, listed};
use crate::diagnostic::Severity;
use crate::record::scores::{Points, Score, Scores, TOTAL, UnitScore};
use crate::record::{Unit, UnitId};
use crate::rules::Rule;
use crate::rules::case::{Case, Text};
use crate::rules::finding::Findings;
use crate::rules::law::Mark;
use crate::rules::prose::{self, Pattern, pattern};
use crate::vietnamese::notation;

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "points-over-standard",
        level: Severity::Error,
        title: "Điểm của một tiêu chuẩn không lớn hơn điểm chuẩn",
        text: "Phần vượt điểm chuẩn phải ghi ở điểm thưởng `bonus`, không cộng vào điểm của tiêu chuẩn: điểm thưởng có mức tối đa \
               riêng. Thang điểm cho cộng thưởng ngay trong tiêu chuẩn thì ghi mức ấy ở `bonus_max` của tiêu chuẩn. Tổng điểm ghi chung ở `total` mà lớn hơn tổng điểm chuẩn thì chỉ cảnh báo khi chưa ghi điểm thưởng riêng, vì \
               có thể đã gồm cả điểm thưởng.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: over_standard,
    },
    Rule {
        id: "points-negative",
        level: Severity::Error,
        title: "Điểm chấm và điểm thưởng không âm",
        text: "Điểm của tiêu chuẩn có điểm chuẩn và điểm thưởng không thể nhỏ hơn 0; điểm bị trừ ghi ở `deduction`. Tiêu chuẩn không \
               có điểm chuẩn, hoặc điểm chuẩn bằng 0 (như “Điểm trừ”), không bị xét.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: negative,
    },
    Rule {
        id: "deduction-negative",
        level: Severity::Error,
        title: "Điểm trừ ghi bằng số dương",
        text: "thidua lấy điểm trừ ở `deduction` trừ vào tổng điểm, nên ghi số âm thì điểm lại được cộng thêm và thứ hạng sai. Hãy ghi \
               số dương: `deduction: 2`.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: negative_deduction,
    },
    Rule {
        id: "bonus-over-cap",
        level: Severity::Error,
        title: "Điểm thưởng không vượt mức tối đa",
        text: "Điểm thưởng của mỗi đơn vị, kể cả phần thưởng trong các tiêu chuẩn, không được lớn hơn `bonus_cap`; phần thưởng \
               trong một tiêu chuẩn không lớn hơn `bonus_max` của tiêu chuẩn ấy. Cộng được nhiều hơn thì chỉ ghi đến mức tối đa; nếu thang điểm \
               đã đổi thì sửa `bonus_cap`.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: bonus_over_cap,
    },
    Rule {
        id: "deduction-over-cap",
        level: Severity::Error,
        title: "Điểm trừ của một tiêu chuẩn không vượt mức tối đa",
        text: "Thang điểm đặt mức trừ nhiều nhất cho một tiêu chuẩn ở `deduction_max`; trừ quá mức ấy thì tổng điểm và thứ hạng sai. Ghi \
               đến mức tối đa; nếu thang điểm đã đổi thì sửa `deduction_max`.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: deduction_over_cap,
    },
    Rule {
        id: "agreed-above-self",
        level: Severity::Warning,
        title: "Điểm thẩm định, thống nhất không cao hơn điểm tự chấm",
        text: "Thẩm định thường giữ nguyên hoặc giảm điểm tự chấm; cao hơn thì có thể hai cột bị ghi nhầm chỗ cho nhau. Chỉ so các tiêu \
               chuẩn có ở cả hai cột. Nếu Hội nghị thật sự nâng điểm thì ghi lý do ở `note` của đơn vị.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: above_self,
    },
    Rule {
        id: "unit-unscored",
        level: Severity::Warning,
        title: "Mọi đơn vị thành viên có điểm",
        text: "Đơn vị không có trong bảng điểm thì không được xếp hạng. Đơn vị không tham gia chấm điểm thì ghi một dòng có `unit` và lý \
               do ở `note`.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: unscored_units,
    },
    Rule {
        id: "points-in-prose",
        level: Severity::Warning,
        title: "Điểm của đơn vị ghi trong báo cáo đúng với bảng điểm",
        text: "Câu ghi tên một đơn vị rồi đến số điểm của đơn vị ấy phải khớp với tổng điểm, điểm tự chấm, thẩm định, thống nhất, điểm \
               thưởng hoặc điểm trừ ở `scores.results`. Nói về chỉ số khác thì viết rõ tên chỉ số trước con số.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: in_prose,
    },
];

fn over_standard(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    let places = criteria(scores);
    let by_id: BTreeMap<&str, &Place> =
        places.iter().map(|place| (place.criterion.id.as_str(), place)).collect();
    for column in columns(scores) {
        for (id, score) in &column.points.0 {
            let pointer = format!("{}/{id}", column.pointer);
            let points = score.points;
            // Where the bonus is told apart, the points themselves hold none.
            let room = |most: Option<Decimal>| {
                most.filter(|_| score.bonus.is_none()).map_or(Decimal::ZERO, |most| most.max(Decimal::ZERO))
            };
            if id == TOTAL {
                let allowed = |scale: &Decimal| scale.saturating_add(room(scores.most_bonus()));
                let Some(scale) = scale(scores).filter(|scale| points > allowed(scale)) else { continue };
                let message =
                    format!("{} {} lớn hơn tổng điểm chuẩn {}", column.name, figure(points), figure(scale));
                let finding =
                    findings.at(pointer, message, "ghi riêng điểm thưởng ở `bonus`, hoặc sửa tổng điểm");
                if column.unit.bonus.is_none() {
                    finding.uncertain();
                }
                continue;
            }
            let Some(place) = by_id.get(id.as_str()) else { continue };
            let bonus = room(place.criterion.most_bonus());
            if let Some(most) = place.criterion.standard().filter(|most| points > most.saturating_add(bonus))
            {
                let beside = if bonus.is_zero() {
                    String::new()
                } else {
                    format!(" và điểm thưởng tối đa {}", figure(bonus))
                };
                let message = format!(
                    "{} {} lớn hơn điểm chuẩn {}{beside} của “{}”",
                    column.name,
                    figure(points),
                    figure(most),
                    place.criterion.name
                );
                let remedy =
                    "sửa điểm; phần vượt nếu có thì ghi ở `bonus`, hoặc ghi `bonus_max` cho tiêu chuẩn";
                findings.at(pointer, message, remedy);
            }
        }
    }
}

fn negative(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    let standards: BTreeMap<&str, Option<Decimal>> = criteria(scores)
        .into_iter()
        .map(|place| (place.criterion.id.as_str(), place.criterion.standard()))
        .collect();
    let remedy = "sửa lại số; điểm bị trừ thì ghi số dương ở `deduction`";
    for column in columns(scores) {
        for (id, score) in &column.points.0 {
            if let Some(bonus) = score.bonus.filter(|bonus| bonus.0 < Decimal::ZERO) {
                let pointer = format!("{}/{id}/bonus", column.pointer);
                findings.at(pointer, format!("điểm thưởng là số âm: {bonus}"), remedy);
            }
            if score.points >= Decimal::ZERO {
                continue;
            }
            let standard = standards.get(id.as_str()).copied().flatten();
            if id == TOTAL || standard.is_some_and(|most| most > Decimal::ZERO) {
                let message = format!("{} là số âm: {}", column.name, figure(score.points));
                findings.at(format!("{}/{id}", column.pointer), message, remedy);
            }
        }
    }
    for (at, score) in scores.results.iter().enumerate() {
        if let Some(bonus) = score.bonus.filter(|bonus| bonus.0 < Decimal::ZERO) {
            let pointer = format!("/scores/results/{at}/bonus");
            findings.at(pointer, format!("điểm thưởng là số âm: {bonus}"), remedy);
        }
    }
}

/// What to write for points that were taken off twice; between braces a comma needs quotes.
fn positive(deduction: Decimal) -> String {
    match figure(deduction.abs()).to_string() {
        figure if figure.contains(',') => format!("ghi số dương: `\"{figure}\"`"),
        figure => format!("ghi số dương: `{figure}`"),
    }
}

fn negative_deduction(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    for (at, score) in scores.results.iter().enumerate() {
        if let Some(deduction) = score.deduction.filter(|deduction| deduction.0 < Decimal::ZERO) {
            findings.at(
                format!("/scores/results/{at}/deduction"),
                format!("điểm trừ ghi số âm ({deduction}) nên lại được cộng vào tổng điểm"),
                positive(deduction.0),
            );
        }
    }
    for column in columns(scores) {
        for (id, score) in &column.points.0 {
            let Some(deduction) = score.deduction.filter(|deduction| deduction.0 < Decimal::ZERO) else {
                continue;
            };
            findings.at(
                format!("{}/{id}/deduction", column.pointer),
                format!("điểm trừ ghi số âm ({deduction}) nên lại được cộng vào tổng điểm"),
                positive(deduction.0),
            );
        }
    }
}

fn bonus_over_cap(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    if let Some(cap) = scores.bonus_cap {
        for (at, score) in scores.results.iter().enumerate() {
            let given = score.given_bonus(&scores.criteria);
            if given > cap.0 {
                let own = score.bonus.filter(|bonus| bonus.0 > cap.0);
                let (key, message) = match own {
                    Some(bonus) => ("bonus", format!("điểm thưởng {bonus} vượt mức tối đa {cap}")),
                    None => {
                        let given = figure(given);
                        let words = "cộng cả phần thưởng trong các tiêu chuẩn, điểm thưởng là";
                        ("unit", format!("{words} {given}, vượt mức tối đa {cap}"))
                    }
                };
                findings.at(
                    format!("/scores/results/{at}/{key}"),
                    message,
                    format!("ghi nhiều nhất là {cap}; nếu mức tối đa đã đổi thì sửa `scores.bonus_cap`"),
                );
            }
        }
    }
    each_score(scores, |pointer, place, score| {
        let (Some(cap), Some(bonus)) = (place.criterion.most_bonus(), score.bonus) else { return };
        if bonus.0 > cap {
            let most = figure(cap);
            findings.at(
                format!("{pointer}/bonus"),
                format!("điểm thưởng {bonus} vượt mức tối đa {most} của “{}”", place.criterion.name),
                format!("ghi nhiều nhất là {most}; nếu mức tối đa đã đổi thì sửa `bonus_max` của tiêu chuẩn"),
            );
        }
    });
}

/// Visits what units were given for each criterion, with its pointer.
fn each_score(scores: &Scores, mut visit: impl FnMut(String, &Place, &Score)) {
    let places = criteria(scores);
    let by_id: BTreeMap<&str, &Place> =
        places.iter().map(|place| (place.criterion.id.as_str(), place)).collect();
    for column in columns(scores) {
        for (id, score) in &column.points.0 {
            if let Some(place) = by_id.get(id.as_str()) {
                visit(format!("{}/{id}", column.pointer), place, score);
            }
        }
    }
}

fn deduction_over_cap(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    each_score(scores, |pointer, place, score| {
        let Some(cap) = place.criterion.deduction_max else { return };
        // A criterion that only takes points away writes them below zero.
        let taken = score.deduction.map_or(-score.points, |deduction| deduction.0);
        if taken > cap.0 {
            findings.at(
                pointer,
                format!("điểm trừ {} vượt mức tối đa {cap} của “{}”", figure(taken), place.criterion.name),
                format!(
                    "ghi nhiều nhất là {cap}; nếu mức tối đa đã đổi thì sửa `deduction_max` của tiêu chuẩn"
                ),
            );
        }
    });
}

/// The points of two columns in so far as both tell the same criteria.
fn comparable(scores: &Scores, one: &Points, other: &Points) -> Option<(Decimal, Decimal)> {
    let parts = |points: &Points| -> Vec<Option<Decimal>> {
        scores.criteria.iter().map(|criterion| points.of(criterion)).collect()
    };
    let whole = |points: &Points| {
        points.0.contains_key(TOTAL)
            || (!scores.criteria.is_empty() && parts(points).iter().all(Option::is_some))
    };
    if whole(one) && whole(other) {
        return Some((one.total(), other.total()));
    }
    let shared: Vec<(Decimal, Decimal)> =
        parts(one).into_iter().zip(parts(other)).filter_map(|(one, other)| Some((one?, other?))).collect();
    let (one, other): (Vec<_>, Vec<_>) = shared.into_iter().unzip();
    (!one.is_empty()).then(|| (sum(one), sum(other)))
}

fn above_self(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    let mut higher = Vec::new();
    let mut compared = 0;
    for column in columns(scores).filter(|column| column.key != "self" && column.unit.note.is_none()) {
        // Where the meeting agreed on points, those of the examiners no longer count.
        if column.key == "assessed" && column.unit.agreed.is_some() {
            continue;
        }
        let Some(own) = &column.unit.own else { continue };
        let Some((own, given)) = comparable(scores, own, column.points) else { continue };
        compared += 1;
        if given > own {
            higher.push((column, own, given));
        }
    }
    let remedy = "xem lại hai cột điểm; nếu điểm được nâng thật thì ghi lý do ở `note` của đơn vị";
    if higher.len() > 2 && higher.len() == compared {
        let message = "điểm thống nhất của mọi đơn vị đều cao hơn điểm tự chấm, có thể hai cột bị ghi nhầm chỗ cho nhau";
        findings.at("/scores/results", message, remedy);
        return;
    }
    for (column, own, given) in higher {
        let message = format!(
            "{} của {} là {}, cao hơn điểm tự chấm {}",
            column.name,
            case.record.group.name_of(&column.unit.unit),
            figure(given),
            figure(own)
        );
        findings.at(column.pointer, message, remedy);
    }
}

fn unscored_units(case: &Case, findings: &mut Findings) {
    let Some(scores) = case.record.scores.as_ref().filter(|scores| !scores.results.is_empty()) else {
        return;
    };
    let group = &case.record.group;
    let scored: BTreeSet<&UnitId> = scores.results.iter().map(|score| &score.unit).collect();
    let missing: Vec<&str> =
        group.units.iter().filter(|unit| !scored.contains(&unit.id)).map(|unit| unit.name.as_str()).collect();
    if !missing.is_empty() {
        let message = format!("chưa có điểm của {}", listed(missing));
        let remedy =
            "ghi thêm điểm; đơn vị không tham gia chấm điểm thì ghi một dòng có `unit` và lý do ở `note`";
        findings.at("/scores/results", message, remedy);
    }
    for (at, score) in scores.results.iter().enumerate() {
        if score.counted().is_none() && score.note.is_none() {
            let message = format!("{} chưa có điểm nào", group.name_of(&score.unit));
            findings.at(format!("/scores/results/{at}/unit"), message, "ghi điểm, hoặc ghi lý do ở `note`");
        }
    }
}

static POINTS_OF_UNIT: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*(?:\(|,|:)?\s*(?:(?:được|đạt|có|với|là|tổng|số|cộng)\s+)*(?:điểm\s*:?\s+)?(?P<points>\d[\d.]*(?:,\d+)?)\s+điểm\s*(?:[.,;)]|$|và\b|xếp\b)",
    )
});

fn in_prose(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    let units: Vec<(&Unit, &UnitScore)> = scores
        .results
        .iter()
        .filter_map(|score| Some((case.record.group.unit(&score.unit)?, score)))
        .collect();
    for (text, sentence) in case.sentences("/report/").filter(|(_, sentence)| sentence.contains("điểm")) {
        if let Some((pointer, message, words)) = mixed_up(case, &units, text, sentence) {
            let remedy = "sửa số điểm trong lời văn, hoặc xem lại các cột điểm ở `scores.results`";
            findings.at(pointer, message, remedy).within(words);
            continue;
        }
        for (unit, score) in &units {
            let mut names = [unit.name.as_str(), unit.short_name()].into_iter();
            let Some(name) = names.find_map(|name| prose::occurrences(sentence, name).next()) else {
                continue;
            };
            let Some(found) = POINTS_OF_UNIT.captures(&sentence[name.end..]) else { continue };
            let Ok(told) = notation::parse(&found["points"]) else { continue };
            let Some(total) = score.total().filter(|_| !may_be_told(score, told)) else { continue };
            let message =
                format!("ghi {} {} điểm, nhưng tổng điểm là {}", unit.name, figure(told), figure(total));
            let remedy = "sửa số điểm trong lời văn, hoặc xem lại bảng điểm ở `scores.results`";
            findings.at(&text.pointer, message, remedy).within(format!("{} điểm", &found["points"]));
        }
    }
}

static POINTS_OF_COLUMN: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?P<column>tự\s+chấm|thẩm\s+định|thống\s+nhất)\s*:?\s*(?:(?:được|đạt|là|chấm|với|tổng|số|cộng|điểm)\s*:?\s+)*(?P<points>\d[\d.]*(?:,\d+)?)\s+điểm\s*(?:[.,;)]|$|và\b|xếp\b)",
    )
});

/// What a sentence tells of one unit's column of points that another column holds: pointer, message, words.
fn mixed_up<'c>(
    case: &Case,
    units: &[(&Unit, &UnitScore)],
    text: &'c Text,
    sentence: &str,
) -> Option<(&'c str, String, String)> {
    let named = |unit: &&&(&Unit, &UnitScore)| {
        [unit.0.name.as_str(), unit.0.short_name()]
            .into_iter()
            .any(|name| prose::occurrences(sentence, name).next().is_some())
    };
    let mut named = units.iter().filter(|unit| named(&unit));
    // Of two units, whose points are meant is not certain.
    let (Some((unit, score)), None) = (named.next(), named.next()) else { return None };
    POINTS_OF_COLUMN.captures_iter(sentence).find_map(|found| {
        let told = notation::parse(&found["points"]).ok()?;
        let called = found["column"].to_lowercase();
        let (name, column) = match called.split_whitespace().next()? {
            "tự" => ("điểm tự chấm", &score.own),
            "thẩm" => ("điểm thẩm định", &score.assessed),
            _ => ("điểm thống nhất", &score.agreed),
        };
        let column = column.as_ref()?;
        let bonus = score.bonus.map_or(Decimal::ZERO, |bonus| bonus.0);
        let deduction = score.deduction.map_or(Decimal::ZERO, |deduction| deduction.0);
        let total = column.total();
        let with_bonus = total.saturating_add(bonus);
        let whole =
            [total, with_bonus, total.saturating_sub(deduction), with_bonus.saturating_sub(deduction)];
        let scores = case.record.scores.as_ref()?;
        let parts = criteria(scores).into_iter().filter_map(|place| column.of(place.criterion));
        if whole.into_iter().chain(parts).any(|right| right == told) {
            return None;
        }
        let message = format!(
            "ghi {} “{}”, nhưng {name} là {}",
            unit.name,
            found[0].trim_end_matches(['.', ',', ';', ')', ' ']),
            figure(total)
        );
        Some((text.pointer.as_str(), message, format!("{} điểm", &found["points"])))
    })
}

/// Whether points are among those that a unit was given.
fn may_be_told(score: &UnitScore, told: Decimal) -> bool {
    let columns = [&score.own, &score.assessed, &score.agreed].into_iter().flatten();
    let bonus = score.bonus.map_or(Decimal::ZERO, |bonus| bonus.0);
    let extra = [score.bonus, score.deduction].into_iter().flatten().map(|points| points.0);
    let given = columns.flat_map(|points| [points.total(), points.total().saturating_add(bonus)]);
    given.chain(extra).chain(score.total()).any(|right| right == told)
}
