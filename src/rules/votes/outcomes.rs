//! What became of the nominations: quotas, decisions, and what the report says.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::{MINUTES, day, each, form, who};
use crate::diagnostic::Severity;
use crate::record::awards::Category;
use crate::record::{Decision, Recipient, Unit};
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::figures::PLAIN;
use crate::rules::finding::Findings;
use crate::rules::law::Mark;
use crate::rules::prose::{self, Pattern, pattern};
use crate::vietnamese::notation;

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "over-quota",
        level: Severity::Warning,
        title: "Số đơn vị được suy tôn không quá số lượng tỉnh giao cho cụm, khối",
        text: "Hướng dẫn của tỉnh thường định mỗi cụm, khối được suy tôn bao nhiêu Cờ thi đua, Bằng khen. Số lượng của tỉnh mình ghi ở tệp \
               `thidua.yaml` (mục `quotas`); khối được giao nhiều hơn thì ghi ngoại lệ.",
        article: "hướng dẫn của Hội đồng Thi đua - Khen thưởng tỉnh",
        mark: Mark::Weak,
        judge: over_quota,
    },
    Rule {
        id: "rejected-awarded",
        level: Severity::Error,
        title: "Đề nghị không được thông qua thì không có trong quyết định khen thưởng",
        text: "Tập thể, cá nhân mà hội nghị không thông qua cho một danh hiệu, hình thức lại có tên ở chính hình thức ấy trong quyết định \
               của hồ sơ: một trong hai chỗ sai. Bỏ phiếu lại và đã thông qua thì sửa `approved`. Người trùng tên, hoặc nhiều mục cùng \
               hình thức, thì chỉ cảnh báo.",
        article: MINUTES,
        mark: Mark::Verified,
        judge: rejected_awarded,
    },
    Rule {
        id: "awarded-not-nominated",
        level: Severity::Warning,
        title: "Đơn vị thành viên được khen đã có trong các đề nghị",
        text: "Khi hội nghị đã bình xét một hình thức mà quyết định tặng hình thức ấy cho một đơn vị thành viên chưa từng được đề nghị thì \
               hồ sơ thiếu biên bản bình xét, hoặc danh sách sai. Khen theo đề nghị của nơi khác thì ghi ngoại lệ.",
        article: MINUTES,
        mark: Mark::Verified,
        judge: awarded_not_nominated,
    },
    Rule {
        id: "votes-in-prose",
        level: Severity::Warning,
        title: "Số phiếu của đơn vị ghi trong báo cáo khớp với kết quả bỏ phiếu",
        text: "Câu có tên đúng một đơn vị và “12/14 phiếu” phải ghi số phiếu của đơn vị ấy ở `nominations` hoặc `election`. Nói về cuộc bỏ \
               phiếu khác thì viết rõ thành câu riêng.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: in_prose,
    },
];

fn over_quota(case: &Case, findings: &mut Findings) {
    for quota in case.law.quotas.iter().filter(|quota| quota.source.holds(day(case))) {
        let applies = quota.province.as_ref().is_none_or(|province| case.is_in(province));
        let name = quota.award.to_lowercase();
        let approved: Vec<_> = each(case)
            .filter(|(_, nomination)| nomination.approved == Some(true) && nomination.unit.is_some())
            .filter(|(_, nomination)| form(case, &nomination.award) == name)
            .collect();
        if !applies || approved.len() <= quota.most as usize {
            continue;
        }
        if let Some((pointer, _)) = approved.get(quota.most as usize) {
            let message = format!(
                "suy tôn {} đơn vị cho {}, nhưng mỗi {} chỉ được {}",
                notation::count(approved.len()),
                quota.award,
                case.record.group.kind.word(),
                notation::count(quota.most as usize)
            );
            let remedy = "chọn lại theo số phiếu; được giao nhiều hơn thì ghi ngoại lệ, hoặc ghi số lượng ở `thidua.yaml`";
            findings
                .at(format!("{pointer}/approved"), message, remedy)
                .resting_on(&quota.source.article, quota.source.mark);
        }
    }
}

/// All who are awarded by a decision: pointer, form, name.
fn awarded<'a>(case: &Case<'a>) -> Vec<(String, String, &'a str)> {
    fn below<'a>(
        pointer: &str,
        entries: &'a [Recipient],
        form: &str,
        found: &mut Vec<(String, String, &'a str)>,
    ) {
        for (at, entry) in entries.iter().enumerate() {
            let pointer = format!("{pointer}/{at}");
            match entry {
                Recipient::One(awardee) => found.push((pointer, form.to_owned(), &awardee.name)),
                Recipient::Group { members, .. } => {
                    below(&format!("{pointer}/members"), members, form, found);
                }
            }
        }
    }
    let mut found = Vec::new();
    let decisions: Vec<(&str, &'a Decision)> =
        case.decisions().map(|(sheet, decision)| (sheet.pointer.as_str(), decision)).collect();
    for (pointer, decision) in decisions {
        for (at, grant) in decision.grants.iter().enumerate() {
            let form = form(case, &grant.form);
            for (category, key) in Category::ALL.into_iter().zip(["collectives", "individuals", "households"])
            {
                below(&format!("{pointer}/grants/{at}/{key}"), grant.entries(category), &form, &mut found);
            }
        }
    }
    found
}

fn rejected_awarded(case: &Case, findings: &mut Findings) {
    let outcome = |approved| -> BTreeSet<(String, &str)> {
        let such = each(case).filter(|(_, nomination)| nomination.approved == Some(approved));
        such.map(|(_, nomination)| (form(case, &nomination.award), who(case, nomination))).collect()
    };
    let (refused, accepted) = (outcome(false), outcome(true));
    if refused.is_empty() {
        return;
    }
    let units = units(case);
    let grants = case.decisions().flat_map(|(_, decision)| &decision.grants);
    let forms: Vec<String> = grants.map(|grant| form(case, &grant.form)).collect();
    for (pointer, form, name) in awarded(case) {
        let key = (form, name);
        if !refused.contains(&key) || accepted.contains(&key) {
            continue;
        }
        let message = format!("{name} có tên ở đây, nhưng hội nghị không thông qua đề nghị này");
        let remedy = "bỏ khỏi danh sách, hoặc xem lại kết quả ở `nominations`";
        let finding = findings.at(pointer, message, remedy).within(name);
        // Somebody else of that name, or another achievement, may be meant.
        let alone = forms.iter().filter(|form| **form == key.0).count() == 1;
        if !units.contains(name) || !alone {
            finding.uncertain();
        }
    }
}

/// The names of the member units.
fn units<'a>(case: &Case<'a>) -> BTreeSet<&'a str> {
    case.record.group.units.iter().map(|unit| unit.name.as_str()).collect()
}

fn awarded_not_nominated(case: &Case, findings: &mut Findings) {
    let mut nominated: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (_, nomination) in each(case) {
        nominated.entry(form(case, &nomination.award)).or_default().insert(who(case, nomination));
    }
    let units = units(case);
    if nominated.is_empty() || units.is_empty() {
        return;
    }
    for (pointer, form, name) in awarded(case) {
        let Some(names) = nominated.get(&form).filter(|_| units.contains(name)) else { continue };
        if !names.contains(name) {
            let message = format!("{name} được khen ở đây, nhưng không có trong các đề nghị đưa ra hội nghị");
            let remedy = "bổ sung đề nghị ở `nominations`, hoặc xem lại danh sách";
            findings.at(pointer, message, remedy).within(name);
        }
    }
}

static VOTES: Pattern = LazyLock::new(|| pattern(r"(?i)^\s*phiếu\b"));

fn in_prose(case: &Case, findings: &mut Findings) {
    let record = case.record;
    let votes_of = |unit: &Unit| -> BTreeSet<u32> {
        let nominated =
            record.nominations.iter().filter(|nomination| nomination.unit.as_ref() == Some(&unit.id));
        let elected =
            record.election.iter().flat_map(|election| &election.votes).filter(|row| row.unit == unit.id);
        nominated
            .filter_map(|nomination| nomination.votes)
            .chain(elected.map(|row| row.votes))
            .map(|votes| votes.0)
            .collect()
    };
    for (text, sentence) in case.sentences("/report/").filter(|(_, sentence)| sentence.contains("phiếu")) {
        let named = |unit: &&Unit| {
            let mut names = [unit.name.as_str(), unit.short_name()].into_iter();
            names.any(|name| prose::occurrences(sentence, name).next().is_some())
        };
        let units: Vec<&Unit> = record.group.units.iter().filter(named).collect();
        let [unit] = units.as_slice() else { continue };
        let votes = votes_of(unit);
        for told in prose::fractions(sentence) {
            let Some(noun) = VOTES.find(&sentence[told.range.end..]) else { continue };
            if votes.is_empty() || votes.iter().any(|votes| Decimal::from(*votes) == told.part) {
                continue;
            }
            let words = &sentence[told.range.start..told.range.end + noun.end()];
            let known: Vec<String> = votes.iter().map(|votes| notation::count(*votes as usize)).collect();
            let message =
                format!("báo cáo ghi {} được {words}, nhưng kết quả là {}", unit.name, known.join(", "));
            let remedy = "sửa lời văn, hoặc số phiếu ở `nominations`, `election`";
            findings.at(&text.pointer, message, remedy).within(words);
        }
    }
}
