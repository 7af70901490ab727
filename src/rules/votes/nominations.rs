//! Nominations: votes against ballots and thresholds, results, reasons.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{MINUTES, OWN_RULES, absent, ballots, day, each, is_majority, so_many, voters, who};
use crate::diagnostic::Severity;
use crate::record::scalar::Count;
use crate::record::votes::{Nomination, share};
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::figures::PLAIN;
use crate::rules::finding::Findings;
use crate::rules::law::{Mark, Source};
use crate::vietnamese::notation;

/// What the percentages rest on; each finding tells the row that holds on its day.
const VOTING: &str =
    "Nghị định 98/2023/NĐ-CP, Điều 30 khoản 7; từ ngày 01/7/2025 theo Nghị định 152/2025/NĐ-CP";

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "votes-over-members",
        level: Severity::Error,
        title: "Số phiếu đồng ý không nhiều hơn tổng số thành viên",
        text: "Dù có cả ý kiến bằng văn bản của người vắng mặt, số phiếu đồng ý không thể nhiều hơn tổng số thành viên ở \
               `ballot.members` (không ghi thì là số đơn vị). Mỗi đơn vị có nhiều phiếu thì ghi tổng số thành viên.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: over_members,
    },
    Rule {
        id: "votes-over-ballots",
        level: Severity::Error,
        title: "Số phiếu đồng ý không nhiều hơn số phiếu hợp lệ",
        text: "Phiếu đồng ý nằm trong số phiếu hợp lệ, thu về, phát ra. Nhiều hơn thì chỉ có thể do ý kiến bằng văn bản của thành viên \
               vắng mặt: khi ấy chỉ cảnh báo, và hãy ghi điều đó ở `note` của đề nghị.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: over_ballots,
    },
    Rule {
        id: "vote-threshold",
        level: Severity::Warning,
        title: "Danh hiệu được thông qua có đủ tỷ lệ phiếu trên tổng số thành viên",
        text: "Chiến sĩ thi đua cơ sở, Cờ thi đua cần ít nhất 80%, Chiến sĩ thi đua cấp bộ, tỉnh trở lên cần 90% tổng số thành viên hội \
               đồng, kể cả người vắng mặt. Suy tôn ở cụm, khối theo quy chế có tỷ lệ khác thì ghi ngoại lệ, hoặc ghi tỷ lệ ấy \
               ở tệp `thidua.yaml` (mục `vote_thresholds`).",
        article: VOTING,
        mark: Mark::Verified,
        judge: threshold,
    },
    Rule {
        id: "vote-majority",
        level: Severity::Warning,
        title: "Đề nghị được thông qua có quá nửa tổng số thành viên đồng ý",
        text: "Hình thức khen thưởng mà luật không định tỷ lệ phiếu thì thường cần quá nửa tổng số thành viên đồng ý. Ít hơn mà vẫn thông \
               qua có thể do ghi nhầm số phiếu hoặc kết quả; quy chế cho phép thì ghi ngoại lệ.",
        article: OWN_RULES,
        mark: Mark::Reading,
        judge: majority,
    },
    Rule {
        id: "rejected-though-enough",
        level: Severity::Warning,
        title: "Đề nghị đủ phiếu mà không thông qua thì có lý do",
        text: "Đề nghị có số phiếu từ mức cần thiết trở lên nhưng ghi `approved: false` thì phải nói vì sao ở `note` (vượt chỉ tiêu số \
               Cờ, đơn vị xin rút …). Nếu ghi nhầm kết quả thì sửa `approved`.",
        article: OWN_RULES,
        mark: Mark::Reading,
        judge: rejected_though_enough,
    },
    Rule {
        id: "rejected-without-reason",
        level: Severity::Warning,
        title: "Đề nghị không được thông qua có số phiếu hoặc lý do",
        text: "Bảng kết quả in “Không thông qua” mà không có số phiếu cũng không có lý do thì đơn vị được đề nghị không biết vì sao. Hãy \
               ghi số phiếu, hoặc lý do ở `note`.",
        article: MINUTES,
        mark: Mark::Verified,
        judge: rejected_without_reason,
    },
    Rule {
        id: "nomination-undecided",
        level: Severity::Warning,
        title: "Mọi đề nghị đưa ra hội nghị có kết quả",
        text: "Khi các đề nghị khác đã ghi `approved` mà một đề nghị chưa ghi thì bảng kết quả có một dòng trống. Hãy ghi kết quả, hoặc bỏ \
               đề nghị không đưa ra bình xét.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: undecided,
    },
    Rule {
        id: "approved-without-votes",
        level: Severity::Warning,
        title: "Đề nghị được thông qua bằng bỏ phiếu có số phiếu",
        text: "Khi các đề nghị khác có số phiếu mà một đề nghị được thông qua lại không có thì hồ sơ thiếu căn cứ. Đề nghị được thông qua \
               bằng cách khác (biểu quyết, theo kết quả của năm) thì ghi rõ ở `note`.",
        article: MINUTES,
        mark: Mark::Verified,
        judge: without_votes,
    },
    Rule {
        id: "nomination-twice",
        level: Severity::Warning,
        title: "Một đơn vị chỉ được đề nghị một lần cho một hình thức",
        text: "Cùng đơn vị, cùng danh hiệu, hình thức ghi hai lần ở `nominations` thì bảng kết quả có hai dòng trùng nhau. Bỏ phiếu lại vòng \
               hai thì chỉ giữ kết quả cuối và ghi số vòng ở `note`.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: twice,
    },
];

fn over_members(case: &Case, findings: &mut Findings) {
    let Some(members) = voters(case) else { return };
    for (pointer, nomination) in each(case) {
        if let Some(votes) = nomination.votes.filter(|votes| votes.0 > members) {
            let message = format!(
                "có {} phiếu đồng ý trên tổng số {} thành viên",
                so_many(votes),
                so_many(Count(members))
            );
            let remedy =
                "sửa số phiếu, hoặc ghi đúng tổng số thành viên có quyền bỏ phiếu ở `ballot.members`";
            findings.at(format!("{pointer}/votes"), message, remedy);
        }
    }
}

fn over_ballots(case: &Case, findings: &mut Findings) {
    let (Some((most, name)), members) = (ballots(case), voters(case).unwrap_or(u32::MAX)) else { return };
    let written = case.record.meeting.attendance.iter().filter_map(|row| row.absent.as_deref());
    let written = written.chain(case.record.ballot.iter().filter_map(|ballot| ballot.method.as_deref()));
    let some_wrote = written.into_iter().any(|words| words.contains("văn bản"));
    for (pointer, nomination) in each(case) {
        let Some(votes) = nomination.votes.filter(|votes| votes.0 > most && votes.0 <= members) else {
            continue;
        };
        let could_be_written = votes.0 - most <= absent(case);
        if could_be_written && (some_wrote || nomination.note.is_some()) {
            continue;
        }
        let message = format!("có {} phiếu đồng ý trên {} {name}", so_many(votes), so_many(Count(most)));
        let remedy = match could_be_written {
            true => "sửa số phiếu; nếu có ý kiến bằng văn bản của thành viên vắng mặt thì ghi ở `note`",
            false => "sửa số phiếu, hoặc số phiếu ở `ballot`",
        };
        let finding = findings.at(format!("{pointer}/votes"), message, remedy);
        if could_be_written {
            finding.uncertain();
        }
    }
}

/// What an award needs: per cent of all members, by the law; none where it says nothing.
fn needed<'a>(case: &Case<'a>, nomination: &Nomination) -> Option<(Decimal, &'a Source)> {
    let award = case.law.award(&nomination.award)?;
    let threshold = case.law.vote_threshold(&award.name, day(case))?;
    Some((threshold.percent.0, &threshold.source))
}

/// Whether so many votes of so many members are at least so much per cent.
fn reaches(votes: u32, members: u32, percent: Decimal) -> bool {
    let share = Decimal::from(votes) * Decimal::ONE_HUNDRED;
    percent.checked_mul(Decimal::from(members)).is_none_or(|needed| share >= needed)
}

fn threshold(case: &Case, findings: &mut Findings) {
    let Some(members) = voters(case).filter(|members| *members > 0) else { return };
    for (pointer, nomination) in each(case).filter(|(_, nomination)| nomination.approved == Some(true)) {
        let (Some(votes), Some((percent, source))) = (nomination.votes, needed(case, nomination)) else {
            continue;
        };
        if reaches(votes.0, members, percent) {
            continue;
        }
        let message = format!(
            "{} được thông qua với {}/{} phiếu ({}%), chưa đủ {}% tổng số thành viên",
            who(case, nomination),
            so_many(votes),
            so_many(Count(members)),
            share(votes, members as usize).unwrap_or_default(),
            notation::format(percent.normalize())
        );
        let remedy =
            "xem lại số phiếu và kết quả; quy chế của cụm, khối định tỷ lệ khác thì ghi ngoại lệ kèm lý do";
        findings.at(format!("{pointer}/approved"), message, remedy).resting_on(&source.article, source.mark);
    }
}

fn majority(case: &Case, findings: &mut Findings) {
    let Some(members) = voters(case) else { return };
    for (pointer, nomination) in each(case).filter(|(_, nomination)| nomination.approved == Some(true)) {
        let Some(votes) = nomination.votes.filter(|votes| !is_majority(votes.0, members)) else { continue };
        if needed(case, nomination).is_none() {
            let message = format!(
                "{} được thông qua với {}/{} phiếu, chưa quá nửa tổng số thành viên",
                who(case, nomination),
                so_many(votes),
                so_many(Count(members))
            );
            let remedy = "xem lại số phiếu và kết quả; quy chế cho phép thì ghi ngoại lệ kèm lý do";
            findings.at(format!("{pointer}/approved"), message, remedy);
        }
    }
}

fn rejected<'a>(case: &Case<'a>) -> impl Iterator<Item = (String, &'a Nomination)> + use<'a> {
    each(case).filter(|(_, nomination)| nomination.approved == Some(false) && nomination.note.is_none())
}

fn rejected_though_enough(case: &Case, findings: &mut Findings) {
    let Some(members) = voters(case).filter(|members| *members > 0) else { return };
    for (pointer, nomination) in rejected(case) {
        let Some(votes) = nomination.votes else { continue };
        let needed = needed(case, nomination);
        let enough = match &needed {
            Some((percent, _)) => reaches(votes.0, members, *percent),
            None => is_majority(votes.0, members),
        };
        if !enough {
            continue;
        }
        let message = format!(
            "{} có {}/{} phiếu nhưng không được thông qua, chưa ghi lý do",
            who(case, nomination),
            so_many(votes),
            so_many(Count(members))
        );
        let remedy = "ghi lý do ở `note`, hoặc sửa `approved`";
        let finding = findings.at(format!("{pointer}/approved"), message, remedy);
        if let Some((_, source)) = needed {
            finding.resting_on(&source.article, source.mark);
        }
    }
}

fn rejected_without_reason(case: &Case, findings: &mut Findings) {
    for (pointer, nomination) in rejected(case).filter(|(_, nomination)| nomination.votes.is_none()) {
        let message = format!("{} không được thông qua, chưa ghi số phiếu hay lý do", who(case, nomination));
        findings.at(format!("{pointer}/approved"), message, "ghi `votes`, hoặc lý do ở `note`");
    }
}

fn undecided(case: &Case, findings: &mut Findings) {
    if each(case).all(|(_, nomination)| nomination.approved.is_none()) {
        return;
    }
    for (pointer, nomination) in each(case).filter(|(_, nomination)| nomination.approved.is_none()) {
        let message = format!("chưa ghi kết quả đề nghị {} cho {}", nomination.award, who(case, nomination));
        findings.at(format!("{pointer}/approved"), message, "ghi `approved: true` hoặc `approved: false`");
    }
}

fn without_votes(case: &Case, findings: &mut Findings) {
    let method = case.record.ballot.as_ref().and_then(|ballot| ballot.method.as_deref()).unwrap_or_default();
    let method = method.to_lowercase();
    // Who agrees without voting counts no votes, though some awards are voted on by law.
    let by_consensus = ["thống nhất", "nhất trí", "đồng thuận", "hiệp y"];
    let agreed = by_consensus.iter().any(|word| method.contains(word));
    if agreed || each(case).all(|(_, nomination)| nomination.votes.is_none()) {
        return;
    }
    for (pointer, nomination) in each(case) {
        let bare = nomination.votes.is_none() && nomination.note.is_none();
        if bare && nomination.approved == Some(true) {
            let message = format!("{} được thông qua nhưng chưa ghi số phiếu", who(case, nomination));
            let remedy = "ghi `votes`; thông qua không bằng bỏ phiếu thì ghi rõ ở `note`";
            findings.at(format!("{pointer}/votes"), message, remedy);
        }
    }
}

fn twice(case: &Case, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for (pointer, nomination) in each(case) {
        let who = who(case, nomination);
        if !seen.insert((nomination.award.to_lowercase(), who)) {
            let message = format!("{who} đã được đề nghị {} ở trên", nomination.award);
            findings.at(format!("{pointer}/award"), message, "bỏ một dòng, giữ kết quả cuối cùng");
        }
    }
}
