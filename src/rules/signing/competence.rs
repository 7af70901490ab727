//! The line under the subject that tells who decides, against the issuer and the signer.

use super::super::Rule;
use super::super::case::Case;
use super::super::finding::Findings;
use super::super::law::{Award, Level, Mark};
use super::super::offices::{begins, decider, held, is_group, may_be_one, plain, regime};
use super::acts;
use super::awards::{forms, known, owner_name};
use crate::diagnostic::Severity;
use crate::record::document::Prefix;

pub(in super::super) const RULES: &[Rule] = &[
    Rule {
        id: "competence-issuer",
        level: Severity::Error,
        title: "Thẩm quyền ban hành là người đứng đầu cơ quan ban hành",
        text: "Dòng thẩm quyền dưới trích yếu (“Giám đốc Sở Y tế”) phải nói về chính cơ quan có tên ở đầu văn bản. Hai nơi \
               ghi hai cơ quan thì quyết định không biết của ai. Hãy sửa `competence`, hoặc bỏ để thidua tự ghi theo cơ \
               quan ban hành và người ký.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.2",
        mark: Mark::Verified,
        judge: competence_issuer,
    },
    Rule {
        id: "competence-signer",
        level: Severity::Error,
        title: "Người ký phải giữ, hoặc ký thay, chức vụ ghi ở thẩm quyền ban hành",
        text: "Quyết định ghi thẩm quyền của Giám đốc thì Giám đốc ký, hoặc cấp phó ký thay (“KT. Giám đốc”). Chức vụ ở chỗ ký \
               khác với chức vụ ở dòng thẩm quyền là hai người quyết định một việc; hãy sửa một trong hai nơi.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.2 và Điều 13",
        mark: Mark::Verified,
        judge: competence_signer,
    },
    Rule {
        id: "competence-collective",
        level: Severity::Error,
        title: "Thẩm quyền khen thưởng là của Chủ tịch, không phải của tập thể Ủy ban nhân dân",
        text: "Luật giao Chủ tịch Ủy ban nhân dân các cấp quyết định khen thưởng. Dòng thẩm quyền vì thế ghi “Chủ tịch Ủy ban \
               nhân dân …”, không ghi “Ủy ban nhân dân …”. Hãy sửa `competence` hoặc bỏ để thidua tự ghi.",
        article: "Luật Thi đua, khen thưởng 2022, Điều 79, Điều 80",
        mark: Mark::Verified,
        judge: competence_collective,
    },
];

fn competence_issuer(case: &Case, findings: &mut Findings) {
    for (sheet, decision) in case.decisions() {
        let (Some(competence), Some(issuer)) = (&decision.competence, sheet.issuer) else { continue };
        let Some(of) = held(case.law, competence).map(|held| held.of).filter(|of| !of.is_empty()) else {
            continue;
        };
        let body = owner_name(competence, &of);
        let issuers =
            std::iter::once(&issuer.name).chain(&issuer.jointly_with).map(|lines| lines.0.join(" "));
        let fits = issuers.into_iter().any(|name| may_be_one(body, &name));
        let name = sheet.issuer_name(case.record);
        let both = regime(case.law, body).is_some() && regime(case.law, &name).is_some();
        let council = begins(&of, "hội đồng");
        if both && !fits && !council && !is_group(case.record, &name) {
            findings
                .at(
                    format!("{}/competence", sheet.pointer),
                    format!("thẩm quyền ghi {competence}, cơ quan ban hành là {name}"),
                    "sửa `competence` cho khớp cơ quan ban hành, hoặc bỏ để thidua tự ghi",
                )
                .within(body);
        }
    }
}

fn competence_signer(case: &Case, findings: &mut Findings) {
    for (sheet, decision) in case.decisions() {
        let (Some(competence), Some(signer)) = (&decision.competence, sheet.signer) else { continue };
        let Some(title) = &signer.title else { continue };
        let Some(decides) = held(case.law, competence).filter(|held| !held.deputy) else { continue };
        let whoms = signer.authority.0.iter().filter_map(|line| line.whom.as_deref());
        let posts: Vec<&str> = whoms.chain(title.split([',', ';']).map(str::trim)).collect();
        let posts: Option<Vec<_>> = posts
            .into_iter()
            .filter(|post| regime(case.law, post).is_none())
            .map(|post| held(case.law, post))
            .collect();
        // A post that we do not know may be the same one by another name.
        let Some(posts) = posts else { continue };
        let group = [case.record.group.kind.leader()];
        let of_group =
            posts.iter().any(|held| held.post.heads.iter().any(|head| group.contains(&head.as_str())));
        if !of_group && !posts.iter().any(|held| held.post == decides.post) {
            findings.at(
                format!("{}/title", sheet.signer_pointer),
                format!("thẩm quyền ghi {competence}, người ký là {title}"),
                match acts(signer, Prefix::Kt) {
                    true => "sửa chức vụ ở chỗ ký hoặc ở `competence` cho khớp nhau".to_owned(),
                    false => format!(
                        "sửa chức vụ của người ký hoặc `competence` cho khớp; ký thay thì ghi `authority: KT. {}`",
                        decides.post.heads.first().map_or("", String::as_str)
                    ),
                },
            );
        }
    }
}

fn competence_collective(case: &Case, findings: &mut Findings) {
    for (sheet, decision) in case.decisions() {
        let Some(competence) = &decision.competence else { continue };
        let committee = plain(competence);
        if !begins(&committee, "ủy ban nhân dân") {
            continue;
        }
        let day = sheet.date(case.record);
        let Some(decider) = decider(case.law, competence, day) else { continue };
        let ours = |form: &str| known(case, form, day).iter().any(|award| holds_level(award, decider.level));
        if day.is_some() && forms(sheet).any(|(_, form)| ours(form)) {
            findings
                .at(
                    format!("{}/competence", sheet.pointer),
                    format!("thẩm quyền ghi tập thể {competence}, luật giao cho Chủ tịch"),
                    format!("ghi `competence: Chủ tịch {competence}`"),
                )
                .resting_on(&decider.source.article, decider.source.mark);
        }
    }
}

fn holds_level(award: &Award, level: Option<Level>) -> bool {
    level.is_some_and(|level| award.decided_by.contains(&level))
}
