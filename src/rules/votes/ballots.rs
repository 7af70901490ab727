//! The ballot's own counts, and who was present.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::{OWN_RULES, day, so_many, voters};
use crate::diagnostic::Severity;
use crate::record::scalar::Count;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::figures::PLAIN;
use crate::rules::finding::Findings;
use crate::rules::law::Mark;
use crate::rules::prose::{self, Pattern, pattern};
use crate::vietnamese::notation;

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "ballot-counts",
        level: Severity::Error,
        title: "Phiếu hợp lệ không nhiều hơn phiếu thu về, phiếu thu về không nhiều hơn phiếu phát ra",
        text: "Số phiếu phát ra, thu về, hợp lệ chỉ có thể giảm dần hoặc bằng nhau. Ngược lại thì biên bản kiểm phiếu sai và kết quả suy \
               tôn không có giá trị: hãy xem lại biên bản.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: counts,
    },
    Rule {
        id: "present-over-members",
        level: Severity::Error,
        title: "Số thành viên có mặt không lớn hơn tổng số thành viên",
        text: "Tổng số thành viên có quyền bỏ phiếu ở `ballot.members` (không ghi thì là số đơn vị thành viên) là mẫu số của mọi tỷ lệ \
               phiếu. Có mặt nhiều hơn tổng số thì một trong hai số sai; mỗi đơn vị có nhiều thành viên thì ghi tổng số.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: present,
    },
    Rule {
        id: "ballots-over-voters",
        level: Severity::Error,
        title: "Số phiếu phát ra không nhiều hơn số người được bỏ phiếu",
        text: "Mỗi thành viên nhận một phiếu, nên số phiếu phát ra không thể nhiều hơn tổng số thành viên. Nhiều hơn số có mặt thì chỉ \
               cảnh báo, vì thành viên vắng mặt có thể gửi phiếu hoặc ý kiến bằng văn bản.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: issued,
    },
    Rule {
        id: "members-under-units",
        level: Severity::Warning,
        title: "Tổng số thành viên bỏ phiếu không ít hơn số đơn vị",
        text: "Ở cuộc suy tôn của cụm, khối, mỗi đơn vị có ít nhất một phiếu, nên tổng số thành viên không ít hơn số đơn vị: tỷ lệ phiếu \
               tính trên tổng số thành viên, kể cả người vắng mặt. Bỏ phiếu trong một hội đồng nhỏ hơn thì ghi ngoại lệ.",
        article: OWN_RULES,
        mark: Mark::Reading,
        judge: members,
    },
    Rule {
        id: "attendance-differs",
        level: Severity::Warning,
        title: "Số thành viên có mặt khi bỏ phiếu khớp với các đơn vị dự họp",
        text: "Khi `meeting.attendance` kê đủ các đơn vị và mỗi đơn vị có cùng số thành viên, số có mặt ở `ballot.present` phải khớp với \
               số đơn vị không vắng. Người về trước khi bỏ phiếu thì ghi ngoại lệ.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: attendance,
    },
    Rule {
        id: "quorum",
        level: Severity::Warning,
        title: "Có mặt đủ số thành viên để họp xét",
        text: "Nhiều quy chế đòi ít nhất 2/3 tổng số thành viên có mặt thì cuộc họp xét khen thưởng mới hợp lệ. Quy chế của nơi mình đòi \
               khác thì ghi ở tệp `thidua.yaml` (mục `quorums`).",
        article: "quy chế xét khen thưởng (thường là 2/3 tổng số thành viên)",
        mark: Mark::Weak,
        judge: quorum,
    },
    Rule {
        id: "presence-in-prose",
        level: Severity::Warning,
        title: "Số thành viên có mặt ghi trong báo cáo khớp với cuộc bỏ phiếu",
        text: "Câu “có mặt 12/14 thành viên” phải đúng với `ballot.present` và `ballot.members`. Số người dự hội nghị tính khác với số \
               người bỏ phiếu thì viết rõ là “đại biểu”, không viết “thành viên”.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: presence_in_prose,
    },
];

fn counts(case: &Case, findings: &mut Findings) {
    let Some(ballot) = &case.record.ballot else { return };
    let steps = [
        ("issued", "phát ra", ballot.issued),
        ("returned", "thu về", ballot.returned),
        ("valid", "hợp lệ", ballot.valid),
    ];
    let known: Vec<_> =
        steps.into_iter().filter_map(|(key, name, count)| Some((key, name, count?))).collect();
    for pair in known.windows(2) {
        let [(_, above, most), (key, name, count)] = pair else { continue };
        if count > most {
            let message =
                format!("có {} phiếu {name} trên {} phiếu {above}", so_many(*count), so_many(*most));
            findings.at(format!("/ballot/{key}"), message, "xem lại biên bản kiểm phiếu và sửa số phiếu");
        }
    }
}

fn present(case: &Case, findings: &mut Findings) {
    let present = case.record.ballot.as_ref().and_then(|ballot| ballot.present);
    let (Some(present), Some(members)) = (present, voters(case)) else { return };
    if present.0 > members {
        let message =
            format!("có mặt {} trên tổng số {} thành viên", so_many(present), so_many(Count(members)));
        let remedy = "sửa số có mặt, hoặc ghi đúng tổng số thành viên có quyền bỏ phiếu ở `ballot.members`";
        findings.at("/ballot/present", message, remedy);
    }
}

fn issued(case: &Case, findings: &mut Findings) {
    let Some(ballot) = &case.record.ballot else { return };
    let (Some(issued), Some(members)) = (ballot.issued, voters(case)) else { return };
    let remedy = "sửa số phiếu phát ra, hoặc số thành viên";
    if issued.0 > members {
        let message = format!("phát ra {} phiếu cho {} thành viên", so_many(issued), so_many(Count(members)));
        findings.at("/ballot/issued", message, remedy);
    } else if let Some(present) = ballot.present.filter(|present| issued > *present) {
        let message =
            format!("phát ra {} phiếu, nhưng chỉ {} thành viên có mặt", so_many(issued), so_many(present));
        let remedy = "sửa số phiếu phát ra hoặc số có mặt; thành viên vắng mặt gửi phiếu thì ghi ngoại lệ";
        findings.at("/ballot/issued", message, remedy).uncertain();
    }
}

fn members(case: &Case, findings: &mut Findings) {
    let members = case.record.ballot.as_ref().and_then(|ballot| ballot.members);
    let (Some(members), Some(size)) = (members, case.record.group.size()) else { return };
    if (members.0 as usize) < size {
        let message = format!(
            "tổng số {} thành viên bỏ phiếu, ít hơn {} đơn vị của {}",
            so_many(members),
            notation::count(size),
            case.record.group.kind.word()
        );
        let remedy =
            "ghi tổng số thành viên kể cả người vắng mặt; bỏ phiếu trong hội đồng nhỏ hơn thì ghi ngoại lệ";
        findings.at("/ballot/members", message, remedy);
    }
}

fn attendance(case: &Case, findings: &mut Findings) {
    let rows = &case.record.meeting.attendance;
    let present = case.record.ballot.as_ref().and_then(|ballot| ballot.present);
    let (Some(present), Some(members), Some(size)) = (present, voters(case), case.record.group.size()) else {
        return;
    };
    let each = (members as usize).checked_div(size).filter(|each| each * size == members as usize);
    let Some(each) = each.filter(|each| *each > 0 && rows.len() == size) else { return };
    let came = rows.iter().filter(|row| row.absent.is_none()).count();
    let told = present.0 as usize;
    if told > came * each || (each == 1 && told < came) {
        let message = format!(
            "có mặt {} thành viên khi bỏ phiếu, nhưng {} đơn vị dự họp{}",
            so_many(present),
            notation::count(came),
            if each > 1 {
                format!(", mỗi đơn vị {} thành viên", notation::count(each))
            } else {
                String::new()
            }
        );
        let remedy = "sửa `ballot.present`, hoặc ghi đơn vị vắng (`absent`) ở `meeting.attendance`";
        findings.at("/ballot/present", message, remedy);
    }
}

fn quorum(case: &Case, findings: &mut Findings) {
    let present = case.record.ballot.as_ref().and_then(|ballot| ballot.present);
    let (Some(present), Some(members)) = (present, voters(case)) else { return };
    let Some(quorum) = case.law.quorum(day(case), |province| case.is_in(province)) else { return };
    if u64::from(present.0) * u64::from(quorum.of) < u64::from(members) * u64::from(quorum.part) {
        let message = format!(
            "có mặt {}/{} thành viên, chưa đủ {}/{}",
            so_many(present),
            so_many(Count(members)),
            quorum.part,
            quorum.of
        );
        let remedy =
            "xem lại số có mặt; quy chế của nơi mình đòi khác thì ghi ở `thidua.yaml`, hoặc ghi ngoại lệ";
        findings
            .at("/ballot/present", message, remedy)
            .resting_on(&quorum.source.article, quorum.source.mark);
    }
}

static PRESENT: Pattern = LazyLock::new(|| pattern(r"(?i)\b(?:có mặt|dự họp|tham dự|bỏ phiếu)\s*:?\s*$"));

static MEMBERS: Pattern = LazyLock::new(|| pattern(r"(?i)^\s*thành viên\b"));

fn presence_in_prose(case: &Case, findings: &mut Findings) {
    let present = case.record.ballot.as_ref().and_then(|ballot| ballot.present);
    let (Some(present), Some(members)) = (present, voters(case)) else { return };
    for (text, sentence) in case.sentences("/report/") {
        for told in prose::fractions(sentence) {
            let (before, after) = (&sentence[..told.range.start], &sentence[told.range.end..]);
            if !PRESENT.is_match(before) || !MEMBERS.is_match(after) {
                continue;
            }
            if told.part != Decimal::from(present.0) || told.whole != Decimal::from(members) {
                let words = &sentence[told.range];
                let message = format!(
                    "báo cáo ghi có mặt {words}, nhưng cuộc bỏ phiếu có {}/{} thành viên",
                    so_many(present),
                    so_many(Count(members))
                );
                let remedy = "sửa lời văn, hoặc số có mặt và tổng số thành viên ở `ballot`";
                findings.at(&text.pointer, message, remedy).within(words);
            }
        }
    }
}
