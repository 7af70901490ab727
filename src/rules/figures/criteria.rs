//! The criteria themselves, and whether each unit has points for each of them once.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::{PLAIN, figure, listed};
use crate::diagnostic::Severity;
use crate::record::scores::{Criterion, Points, Scores, TOTAL, UnitScore};
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::finding::Findings;
use crate::rules::law::Mark;
use crate::rules::prose::{Pattern, pattern};
use crate::vietnamese::notation;

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "criteria-sum",
        level: Severity::Error,
        title: "Điểm chuẩn của tiêu chuẩn lớn bằng tổng các tiêu chuẩn nhỏ",
        text: "Điểm chuẩn ghi ở tiêu chuẩn lớn phải bằng các tiêu chuẩn nhỏ cộng lại; không ghi thì thidua tự cộng. Các tiêu chuẩn nhỏ \
               cộng lại nhiều hơn thì chỉ cảnh báo, vì có thang điểm cho chọn một trong nhiều mức.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: criteria_sum,
    },
    Rule {
        id: "scale-in-prose",
        level: Severity::Warning,
        title: "Thang điểm ghi trong báo cáo đúng với tổng điểm chuẩn",
        text: "Câu “thang điểm 100” hay “thang 1.000 điểm” trong báo cáo phải đúng với tổng điểm chuẩn của các tiêu chuẩn ở \
               `scores.criteria` (có thể kể cả điểm thưởng tối đa). Thang điểm đổi thì sửa lời văn.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: scale_in_prose,
    },
    Rule {
        id: "parent-and-child-scored",
        level: Severity::Error,
        title: "Không ghi điểm cho cả tiêu chuẩn lớn lẫn tiêu chuẩn nhỏ của nó",
        text: "Điểm ghi cho tiêu chuẩn lớn đã gồm các tiêu chuẩn nhỏ; ghi cả hai thì điểm bị cộng hai lần. Hãy chỉ ghi tiêu chuẩn nhỏ, \
               hoặc chỉ ghi tiêu chuẩn lớn.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: counted_twice,
    },
    Rule {
        id: "criterion-unscored",
        level: Severity::Warning,
        title: "Mọi đơn vị được chấm đủ các tiêu chuẩn",
        text: "Đơn vị thiếu điểm một tiêu chuẩn mà đơn vị khác có thì tổng điểm thấp đi. Không đạt thì ghi 0. Tiêu chuẩn mà chưa đơn vị \
               nào được chấm (như nội dung do Hội đồng chấm sau) không bị xét.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: unscored_criteria,
    },
];

/// A criterion, where it stands and under which others.
pub(super) struct Place<'a> {
    pub(super) criterion: &'a Criterion,
    pub(super) pointer: String,
    pub(super) above: Vec<&'a str>,
}

/// All criteria, each after those that it stands under.
pub(super) fn criteria(scores: &Scores) -> Vec<Place<'_>> {
    fn below<'a>(list: &'a [Criterion], pointer: &str, above: &[&'a str], found: &mut Vec<Place<'a>>) {
        for (at, criterion) in list.iter().enumerate() {
            let pointer = format!("{pointer}/{at}");
            found.push(Place { criterion, pointer: pointer.clone(), above: above.to_vec() });
            let above: Vec<&str> = above.iter().copied().chain([criterion.id.as_str()]).collect();
            below(&criterion.criteria, &format!("{pointer}/criteria"), &above, found);
        }
    }
    let mut found = Vec::new();
    below(&scores.criteria, "/scores/criteria", &[], &mut found);
    found
}

/// A unit's points of one kind.
pub(super) struct Column<'a> {
    pub(super) unit: &'a UnitScore,
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) pointer: String,
    pub(super) points: &'a Points,
}

pub(super) fn columns(scores: &Scores) -> impl Iterator<Item = Column<'_>> {
    scores.results.iter().enumerate().flat_map(|(at, unit)| {
        let columns = [
            ("self", "điểm tự chấm", &unit.own),
            ("assessed", "điểm thẩm định", &unit.assessed),
            ("agreed", "điểm thống nhất", &unit.agreed),
        ];
        columns.into_iter().filter_map(move |(key, name, points)| {
            let pointer = format!("/scores/results/{at}/{key}");
            Some(Column { unit, key, name, pointer, points: points.as_ref()? })
        })
    })
}

/// The points of all criteria together, where each has its own.
pub(super) fn scale(scores: &Scores) -> Option<Decimal> {
    let standards: Option<Vec<Decimal>> = scores.criteria.iter().map(Criterion::standard).collect();
    standards.filter(|all| !all.is_empty()).map(sum)
}

pub(super) fn sum(points: impl IntoIterator<Item = Decimal>) -> Decimal {
    points.into_iter().fold(Decimal::ZERO, |sum, points| sum.saturating_add(points))
}

fn criteria_sum(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    for place in criteria(scores) {
        let parts = &place.criterion.criteria;
        let (Some(max), false) = (place.criterion.max, parts.is_empty()) else { continue };
        let Some(sum) = parts.iter().map(Criterion::standard).collect::<Option<Vec<_>>>().map(sum) else {
            continue;
        };
        if sum != max.0 {
            let message = format!("điểm chuẩn {max}, nhưng các tiêu chuẩn nhỏ cộng lại là {}", figure(sum));
            let remedy = "sửa điểm chuẩn cho khớp, hoặc bỏ `max` ở đây để thidua tự cộng";
            let finding = findings.at(format!("{}/max", place.pointer), message, remedy);
            if sum > max.0 {
                finding.uncertain();
            }
        }
    }
}

static SCALE: Pattern = LazyLock::new(|| {
    pattern(r"(?i)\bthang\s+(?:điểm\s+|chấm\s+điểm\s+)?(?:là\s+)?(?P<scale>\d{1,3}(?:\.\d{3})+|\d+)\b")
});

fn scale_in_prose(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    let Some(scale) = scale(scores) else { return };
    let most = scores.bonus_cap.map(|cap| cap.0).or_else(|| scores.most_bonus());
    let with_bonus = most.map(|most| scale.saturating_add(most));
    for (text, sentence) in case.sentences("/report/") {
        for found in SCALE.captures_iter(sentence) {
            let Ok(told) = notation::parse(&found["scale"]) else { continue };
            if told != scale && Some(told) != with_bonus {
                let message = format!("“{}”, nhưng điểm chuẩn cộng lại là {}", &found[0], figure(scale));
                let remedy = "sửa thang điểm trong lời văn, hoặc điểm chuẩn ở `scores.criteria`";
                findings.at(&text.pointer, message, remedy).within(&found[0]);
            }
        }
    }
}

fn counted_twice(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    let places = criteria(scores);
    for column in columns(scores) {
        let given = &column.points.0;
        for place in places.iter().filter(|place| given.contains_key(&place.criterion.id)) {
            if let Some(above) = place.above.iter().find(|above| given.contains_key(**above)) {
                findings.at(
                    format!("{}/{above}", column.pointer),
                    format!(
                        "{} ghi cho cả `{above}` lẫn `{}` thuộc nó, bị cộng hai lần",
                        column.name, place.criterion.id
                    ),
                    format!("bỏ điểm của `{above}`, hoặc bỏ điểm của các tiêu chuẩn nhỏ"),
                );
                break;
            }
        }
    }
}

fn unscored_criteria(case: &Case, findings: &mut Findings) {
    let Some(scores) = &case.record.scores else { return };
    let places = criteria(scores);
    let leaves: Vec<&Place> = places.iter().filter(|place| place.criterion.criteria.is_empty()).collect();
    let covers = |column: &Column, leaf: &Place| {
        let given = &column.points.0;
        given.contains_key(TOTAL)
            || given.contains_key(&leaf.criterion.id)
            || leaf.above.iter().any(|above| given.contains_key(*above))
    };
    let columns: Vec<Column> =
        columns(scores).filter(|column| !column.points.0.contains_key(TOTAL)).collect();
    for column in &columns {
        let missing: Vec<&str> = leaves
            .iter()
            .filter(|leaf| !covers(column, leaf))
            .filter(|leaf| columns.iter().any(|other| other.key == column.key && covers(other, leaf)))
            .map(|leaf| leaf.criterion.id.as_str())
            .collect();
        if !missing.is_empty() {
            let missing: Vec<String> = missing.iter().map(|id| format!("`{id}`")).collect();
            let message = format!("{} còn thiếu {}", column.name, listed(missing.iter().map(String::as_str)));
            findings.at(
                &column.pointer,
                message,
                "ghi điểm của tiêu chuẩn còn thiếu; không có điểm thì ghi 0",
            );
        }
    }
}
