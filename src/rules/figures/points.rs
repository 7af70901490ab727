//! Points: against their standards, their parts, their cap, and against one another.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::criteria::{Place, columns, criteria, scale, sum};
use super::{PLAIN, figure, listed};
use crate::diagnostic::Severity;
use crate::record::scores::{Points, Scores, TOTAL, UnitScore};
use crate::record::{Unit, UnitId};
use crate::rules::Rule;
use crate::rules::case::Case;
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
               riêng. Tổng điểm ghi chung ở `total` mà lớn hơn tổng điểm chuẩn thì chỉ cảnh báo khi chưa ghi điểm thưởng riêng, vì \
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
        text: "Điểm thưởng của mỗi đơn vị không được lớn hơn `bonus_cap`. Cộng được nhiều hơn thì chỉ ghi đến mức tối đa; nếu thang điểm \
               đã đổi thì sửa `bonus_cap`.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: bonus_over_cap,
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
        for (id, points) in &column.points.0 {
            let pointer = format!("{}/{id}", column.pointer);
            if id == TOTAL {
                let Some(scale) = scale(scores).filter(|scale| points.0 > *scale) else { continue };
                let message = format!("{} {points} lớn hơn tổng điểm chuẩn {}", column.name, figure(scale));
                let finding =
                    findings.at(pointer, message, "ghi riêng điểm thưởng ở `bonus`, hoặc sửa tổng điểm");
                if column.unit.bonus.is_none() {
                    finding.uncertain();
                }
                continue;
            }
            let Some(place) = by_id.get(id.as_str()) else { continue };
            if let Some(most) = place.criterion.standard().filter(|most| points.0 > *most) {
                let message = format!(
                    "{} {points} lớn hơn điểm chuẩn {} của “{}”",
                    column.name,
                    figure(most),
                    place.criterion.name
                );
                findings.at(pointer, message, "sửa điểm; phần vượt nếu có thì ghi ở `bonus`");
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
        for (id, points) in column.points.0.iter().filter(|(_, points)| points.0 < Decimal::ZERO) {
            let standard = standards.get(id.as_str()).copied().flatten();
            if id == TOTAL || standard.is_some_and(|most| most > Decimal::ZERO) {
                let message = format!("{} là số âm: {points}", column.name);
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

fn negative_deduction(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    for (at, score) in scores.results.iter().enumerate() {
        if let Some(deduction) = score.deduction.filter(|deduction| deduction.0 < Decimal::ZERO) {
            findings.at(
                format!("/scores/results/{at}/deduction"),
                format!("điểm trừ ghi số âm ({deduction}) nên lại được cộng vào tổng điểm"),
                format!("ghi số dương: {}", figure(deduction.0.abs())),
            );
        }
    }
}

fn bonus_over_cap(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    let Some(cap) = scores.bonus_cap else { return };
    for (at, score) in scores.results.iter().enumerate() {
        if let Some(bonus) = score.bonus.filter(|bonus| bonus.0 > cap.0) {
            findings.at(
                format!("/scores/results/{at}/bonus"),
                format!("điểm thưởng {bonus} vượt mức tối đa {cap}"),
                format!("ghi nhiều nhất là {cap}; nếu mức tối đa đã đổi thì sửa `scores.bonus_cap`"),
            );
        }
    }
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
    let scored = |id: &UnitId| scores.results.iter().any(|score| score.unit == *id);
    let missing: Vec<&str> =
        group.units.iter().filter(|unit| !scored(&unit.id)).map(|unit| unit.name.as_str()).collect();
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

/// Whether points are among those that a unit was given.
fn may_be_told(score: &UnitScore, told: Decimal) -> bool {
    let columns = [&score.own, &score.assessed, &score.agreed].into_iter().flatten();
    let bonus = score.bonus.map_or(Decimal::ZERO, |bonus| bonus.0);
    let extra = [score.bonus, score.deduction].into_iter().flatten().map(|points| points.0);
    let given = columns.flat_map(|points| [points.total(), points.total().saturating_add(bonus)]);
    given.chain(extra).chain(score.total()).any(|right| right == told)
}
