//! The election of next year's leader and deputies.

use std::collections::{BTreeMap, BTreeSet};

use super::{OWN_RULES, absent, ballots, is_majority, so_many, voters};
use crate::diagnostic::Severity;
use crate::record::UnitId;
use crate::record::scalar::Count;
use crate::record::votes::Election;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::figures::PLAIN;
use crate::rules::finding::Findings;
use crate::rules::law::Mark;

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "election-votes",
        level: Severity::Error,
        title: "Số phiếu bầu không nhiều hơn số người bỏ phiếu",
        text: "Số phiếu bầu cho một đơn vị không thể nhiều hơn tổng số thành viên. Nhiều hơn số phiếu hợp lệ thì chỉ cảnh báo khi có thành \
               viên vắng mặt có thể đã gửi phiếu.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: too_many,
    },
    Rule {
        id: "election-votes-twice",
        level: Severity::Error,
        title: "Số phiếu bầu của mỗi đơn vị ghi một lần",
        text: "Một đơn vị ghi hai dòng ở `election.votes` thì báo cáo chỉ in dòng đầu. Đơn vị được bầu cả hai chức danh thì chỉ giữ số phiếu \
               của chức danh trúng cử.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: twice,
    },
    Rule {
        id: "election-unvoted",
        level: Severity::Warning,
        title: "Đơn vị trúng cử có số phiếu bầu",
        text: "Khi đã ghi số phiếu của một số đơn vị mà đơn vị trúng cử trưởng hoặc phó lại không có thì bảng kết quả bầu có ô trống. Hãy \
               ghi thêm, hoặc xem lại đơn vị trúng cử.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: unvoted,
    },
    Rule {
        id: "election-not-most",
        level: Severity::Warning,
        title: "Đơn vị trúng cử không ít phiếu hơn đơn vị không trúng cử",
        text: "Đơn vị được bầu làm trưởng, phó mà ít phiếu hơn một đơn vị không được bầu thường là ghi nhầm đơn vị hoặc số phiếu. Trưởng, phó \
               luân phiên theo quy chế thì ghi ngoại lệ.",
        article: OWN_RULES,
        mark: Mark::Reading,
        judge: not_most,
    },
    Rule {
        id: "election-majority",
        level: Severity::Warning,
        title: "Đơn vị trúng cử có quá nửa tổng số thành viên bầu",
        text: "Trưởng, phó của cụm, khối thường cần quá nửa tổng số thành viên bầu. Ít hơn thì xem lại số phiếu; quy chế định khác thì ghi \
               ngoại lệ.",
        article: OWN_RULES,
        mark: Mark::Reading,
        judge: majority,
    },
];

/// The elected with the pointers where they stand.
fn elected(election: &Election) -> Vec<(String, &UnitId)> {
    let deputies = election.deputies.iter().enumerate();
    let deputies = deputies.map(|(at, unit)| (format!("/election/deputies/{at}"), unit));
    std::iter::once(("/election/leader".to_owned(), &election.leader)).chain(deputies).collect()
}

fn votes(election: &Election) -> BTreeMap<&UnitId, u32> {
    election.votes.iter().map(|row| (&row.unit, row.votes.0)).collect()
}

fn too_many(case: &Case, findings: &mut Findings) {
    let Some(election) = &case.record.election else { return };
    let members = voters(case);
    for (at, row) in election.votes.iter().enumerate() {
        let pointer = format!("/election/votes/{at}/votes");
        let votes = row.votes.0;
        if let Some(members) = members.filter(|members| votes > *members) {
            let message = format!(
                "có {} phiếu bầu trên tổng số {} thành viên",
                so_many(Count(votes)),
                so_many(Count(members))
            );
            findings.at(pointer, message, "sửa số phiếu, hoặc tổng số thành viên ở `ballot.members`");
        } else if let Some((most, name)) = ballots(case).filter(|(most, _)| votes > *most) {
            let message =
                format!("có {} phiếu bầu trên {} {name}", so_many(Count(votes)), so_many(Count(most)));
            let finding = findings.at(pointer, message, "sửa số phiếu bầu, hoặc số phiếu ở `ballot`");
            if votes - most <= absent(case) {
                finding.uncertain();
            }
        }
    }
}

fn twice(case: &Case, findings: &mut Findings) {
    let Some(election) = &case.record.election else { return };
    let mut seen = BTreeSet::new();
    for (at, row) in election.votes.iter().enumerate() {
        if !seen.insert(&row.unit) {
            let message = format!("số phiếu bầu của {} đã ghi ở trên", case.record.group.name_of(&row.unit));
            findings.at(format!("/election/votes/{at}/unit"), message, "bỏ một dòng, hoặc ghi đúng đơn vị");
        }
    }
}

fn unvoted(case: &Case, findings: &mut Findings) {
    let Some(election) = case.record.election.as_ref().filter(|election| !election.votes.is_empty()) else {
        return;
    };
    let votes = votes(election);
    for (pointer, unit) in elected(election).into_iter().filter(|(_, unit)| !votes.contains_key(unit)) {
        let message = format!("{} trúng cử nhưng chưa ghi số phiếu bầu", case.record.group.name_of(unit));
        findings.at(pointer, message, "ghi thêm ở `election.votes`");
    }
}

fn not_most(case: &Case, findings: &mut Findings) {
    let Some(election) = &case.record.election else { return };
    let votes = votes(election);
    let elected = elected(election);
    let others = votes.iter().filter(|(unit, _)| elected.iter().all(|(_, elected)| elected != *unit));
    let Some((most, best)) = others.map(|(unit, votes)| (*votes, *unit)).max() else { return };
    for (pointer, unit) in elected.iter() {
        if let Some(own) = votes.get(unit).filter(|own| **own < most) {
            let message = format!(
                "{} trúng cử với {} phiếu, ít hơn {} ({} phiếu) không trúng cử",
                case.record.group.name_of(unit),
                so_many(Count(*own)),
                case.record.group.name_of(best),
                so_many(Count(most))
            );
            findings.at(
                pointer,
                message,
                "xem lại đơn vị trúng cử và số phiếu; luân phiên theo quy chế thì ghi ngoại lệ",
            );
        }
    }
}

fn majority(case: &Case, findings: &mut Findings) {
    let (Some(election), Some(members)) = (&case.record.election, voters(case)) else { return };
    let votes = votes(election);
    for (pointer, unit) in elected(election) {
        if let Some(own) = votes.get(unit).filter(|own| !is_majority(**own, members)) {
            let message = format!(
                "{} trúng cử với {}/{} phiếu, chưa quá nửa tổng số thành viên",
                case.record.group.name_of(unit),
                so_many(Count(*own)),
                so_many(Count(members))
            );
            findings.at(pointer, message, "xem lại số phiếu; quy chế định khác thì ghi ngoại lệ kèm lý do");
        }
    }
}
