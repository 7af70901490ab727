//! On whose behalf and in which post a signer signs: the body of TM., the post in the group, the post in the office.

use super::super::Rule;
use super::super::case::Case;
use super::super::finding::Findings;
use super::super::law::Mark;
use super::super::offices::{begins, foreign_posts, held, holds, is_group, may_be_one, plain};
use super::{acts, lines, signed};
use crate::diagnostic::Severity;
use crate::record::document::Prefix;
use crate::record::paper::Kind;
use crate::record::{GroupKind, Record, Unit};
use crate::vietnamese::names::near;

const ARTICLE: &str = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 7";
const WHO_SIGNS: &str = "Nghị định 30/2020/NĐ-CP, Điều 13";

pub(in super::super) const RULES: &[Rule] = &[
    Rule {
        id: "tm-whom",
        level: Severity::Error,
        title: "Người ký thay mặt (TM.) chính cơ quan ban hành văn bản",
        text: "Tập thể ghi sau “TM.” phải là cụm, khối hoặc cơ quan có tên ở đầu văn bản. Ghi tên cụm trong hồ sơ của \
               khối, ghi số của khối khác hoặc tên Ủy ban nhân dân nơi khác là lỗi chép từ văn bản cũ; hãy ghi lại cho \
               khớp.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: tm_whom,
    },
    Rule {
        id: "tm-missing",
        level: Severity::Warning,
        title: "Trưởng của một tập thể ký thì ghi TM. trên chức vụ",
        text: "Cụm, khối thi đua và Ủy ban nhân dân làm việc theo chế độ tập thể: người đứng đầu thay mặt tập thể ký báo \
               cáo, nên trên chức vụ có dòng “TM.” kèm tên tập thể. Hãy thêm `TM.` vào đầu `authority`; nơi có quy chế \
               khác thì đặt ngoại lệ.",
        article: WHO_SIGNS,
        mark: Mark::Reading,
        judge: tm_missing,
    },
    Rule {
        id: "tm-personal",
        level: Severity::Warning,
        title: "Quyết định khen thưởng của Chủ tịch không ký thay mặt (TM.) Ủy ban nhân dân",
        text: "Luật giao việc tặng danh hiệu, hình thức khen thưởng cho Chủ tịch Ủy ban nhân dân chứ không giao cho tập thể \
               Ủy ban. Quyết định vì thế ghi thẩm quyền “Chủ tịch Ủy ban nhân dân …” và ký với chức vụ Chủ tịch, không có \
               dòng “TM. Ủy ban nhân dân”. Nơi nào có hướng dẫn khác thì đặt ngoại lệ.",
        article: "Luật Thi đua, khen thưởng 2022, Điều 79, Điều 80",
        mark: Mark::Reading,
        judge: tm_personal,
    },
    Rule {
        id: "group-post",
        level: Severity::Error,
        title: "Cụm có Cụm trưởng, Cụm phó; khối có Khối trưởng, Khối phó",
        text: "Chức vụ của người ký, người chủ trì phải theo đúng tên gọi của tập thể ở `group.kind`. “Cụm trưởng” trong \
               hồ sơ của một khối thường là phần còn sót lại từ hồ sơ khác; hãy sửa chức vụ, hoặc sửa `group.kind` nếu \
               ghi nhầm ở đó.",
        article: "Nghị định 30/2020/NĐ-CP, Điều 12 (kiểm tra nội dung trước khi ký)",
        mark: Mark::Verified,
        judge: group_post,
    },
    Rule {
        id: "office-post-missing",
        level: Severity::Warning,
        title: "Người ký với chức vụ trong cụm, khối ghi thêm chức vụ ở cơ quan mình",
        text: "Cụm, khối không có con dấu riêng mà dùng con dấu của cơ quan người ký. Tổ chức tư vấn dùng con dấu của cơ \
               quan thì ghi cả chức vụ trong tổ chức ấy và chức vụ lãnh đạo trong cơ quan; thidua hiểu cụm, khối cũng \
               vậy. Hãy ghi `office_title`, ví dụ “Giám đốc Sở Y tế”.",
        article: ARTICLE,
        mark: Mark::Reading,
        judge: office_post_missing,
    },
    Rule {
        id: "group-signer",
        level: Severity::Warning,
        title: "Người ký là trưởng, phó của cụm, khối phải là người đứng đầu đơn vị trưởng, phó",
        text: "Chức vụ Khối trưởng, Cụm trưởng gắn với đơn vị được bầu làm trưởng, người ký là người đứng đầu đơn vị ấy ghi \
               ở `group.units`; với cấp phó cũng vậy. Tên khác nhau là dấu hiệu còn để người ký của năm trước. Cấp phó của \
               đơn vị được giao ký thì đặt ngoại lệ.",
        article: "Nghị định 30/2020/NĐ-CP, Điều 12 (kiểm tra nội dung trước khi ký)",
        mark: Mark::Reading,
        judge: group_signer,
    },
];

fn tm_whom(case: &Case, findings: &mut Findings) {
    for (sheet, signer) in signed(case) {
        let issuer = sheet.issuer_name(case.record);
        for (pointer, line) in lines(sheet, signer) {
            let Some(whom) = line.whom.as_deref().filter(|_| line.prefix == Prefix::Tm) else { continue };
            let Some(meant) = on_behalf_of(case.record, whom, &issuer) else { continue };
            findings.at(
                pointer,
                format!("ghi `TM. {whom}` trong văn bản của {meant}"),
                format!("sửa thành `TM. {}`", behalf(case.record, meant)),
            );
        }
    }
}

/// The body that is meant where a signer acts on behalf of another one of its kind.
fn on_behalf_of<'t>(record: &'t Record, whom: &str, issuer: &'t str) -> Option<&'t str> {
    if is_group(record, whom) {
        let kind = plain(record.group.kind.body());
        let group = record.group.name.as_str();
        let own = begins(&plain(whom), &kind) || plain(whom) == plain(group);
        return (!own || !may_be_one(whom, group) && plain(whom) != kind).then_some(group);
    }
    let committee = "ủy ban nhân dân";
    let both = begins(&plain(whom), committee) && begins(&plain(issuer), committee);
    (both && !may_be_one(whom, issuer)).then_some(issuer)
}

/// A body as TM. names it: a group by its kind.
fn behalf<'t>(record: &Record, body: &'t str) -> &'t str {
    if body == record.group.name { record.group.kind.body() } else { body }
}

fn tm_missing(case: &Case, findings: &mut Findings) {
    for (sheet, signer) in signed(case).filter(|(sheet, _)| sheet.paper.kind == Kind::Report) {
        let Some(title) = &signer.title else { continue };
        if [Prefix::Tm, Prefix::Tl, Prefix::Tuq].into_iter().any(|prefix| acts(signer, prefix)) {
            continue;
        }
        let issuer = sheet.issuer_name(case.record);
        let group = is_group(case.record, &issuer) && group_office(case, title).is_some();
        let chairman =
            held(case.law, title).is_some_and(|held| held.post.heads.iter().any(|head| head == "Chủ tịch"));
        let committee = begins(&plain(&issuer), "ủy ban nhân dân") && chairman;
        if group || committee {
            let body = if group { case.record.group.kind.body() } else { issuer.as_str() };
            findings.at(
                format!("{}/title", sheet.signer_pointer),
                format!("{title} ký {} của {issuer} nhưng không ghi thay mặt (TM.)", sheet.noun()),
                match signer.authority.0.is_empty() {
                    true => format!("ghi `authority: TM. {body}`"),
                    false => {
                        let lines: Vec<String> = signer.authority.0.iter().map(ToString::to_string).collect();
                        format!("ghi thành hai dòng: `authority: [TM. {body}, {}]`", lines.join(", "))
                    }
                },
            );
        }
    }
}

fn tm_personal(case: &Case, findings: &mut Findings) {
    for (sheet, signer) in signed(case) {
        let Some(decision) = sheet.decision else { continue };
        // Where the record itself names the committee as deciding, another rule tells.
        let collective =
            decision.competence.as_ref().is_some_and(|words| begins(&plain(words), "ủy ban nhân dân"));
        for (pointer, line) in lines(sheet, signer) {
            let Some(whom) = line.whom.as_deref().filter(|_| line.prefix == Prefix::Tm) else { continue };
            if begins(&plain(whom), "ủy ban nhân dân") && !collective {
                findings.at(
                    pointer,
                    format!(
                        "ghi `TM. {whom}` trong quyết định khen thưởng, trong khi thẩm quyền là của Chủ tịch"
                    ),
                    "bỏ dòng TM.; Phó Chủ tịch ký thay thì chỉ ghi `KT. Chủ tịch`",
                );
            }
        }
    }
}

fn group_post(case: &Case, findings: &mut Findings) {
    let group = &case.record.group;
    let kind = group.kind;
    let mut tell = |pointer: String, text: &str| {
        let words = plain(text);
        let Some(post) = foreign_posts(kind).into_iter().find(|post| holds(&words, &plain(post))) else {
            return;
        };
        let right = if holds(&plain(post), "phó") { group.deputy_post() } else { group.leader_post() };
        findings.at(
            pointer,
            format!("ghi chức vụ {post} trong hồ sơ của một {} thi đua", kind.word()),
            format!("sửa thành {right}; nếu {} là {} thì sửa `group.kind`", group.name, other(kind)),
        );
    };
    for (sheet, signer) in signed(case) {
        for (pointer, line) in lines(sheet, signer).into_iter().filter(|(_, line)| line.prefix != Prefix::Tm)
        {
            tell(pointer, line.whom.as_deref().unwrap_or_default());
        }
        tell(format!("{}/title", sheet.signer_pointer), signer.title.as_deref().unwrap_or_default());
        let office = signer.office_title.as_deref().unwrap_or_default();
        tell(format!("{}/office_title", sheet.signer_pointer), office);
    }
    let chair = case.record.meeting.chair.as_ref().and_then(|chair| chair.title.as_deref());
    tell("/meeting/chair/title".to_owned(), chair.unwrap_or_default());
}

fn other(kind: GroupKind) -> &'static str {
    match kind {
        GroupKind::Cum => GroupKind::Khoi.word(),
        GroupKind::Khoi => GroupKind::Cum.word(),
    }
}

/// Whether a title is the group's own head's or deputy's post; `Some(true)` for a deputy's.
fn group_office(case: &Case, title: &str) -> Option<bool> {
    let leader = case.record.group.kind.leader();
    held(case.law, title)
        .filter(|held| held.post.heads.iter().any(|head| head == leader))
        .map(|held| held.deputy)
}

fn office_post_missing(case: &Case, findings: &mut Findings) {
    for (sheet, signer) in signed(case).filter(|(sheet, _)| sheet.paper.kind == Kind::Report) {
        let Some(title) = &signer.title else { continue };
        if group_office(case, title).is_some() && signer.office_title.is_none() {
            findings.at(
                format!("{}/title", sheet.signer_pointer),
                format!("{title} ký mà chưa ghi chức vụ ở cơ quan có con dấu"),
                "ghi thêm `office_title`, ví dụ `office_title: Giám đốc Sở Y tế`",
            );
        }
    }
}

fn group_signer(case: &Case, findings: &mut Findings) {
    for (sheet, signer) in signed(case) {
        let (Some(title), Some(name)) = (&signer.title, &signer.name) else { continue };
        let Some(deputy) = group_office(case, title) else { continue };
        let units = officers(case.record, deputy);
        let heads: Option<Vec<&str>> = units.iter().map(|unit| unit.head.as_ref()?.name.as_deref()).collect();
        let Some(heads) = heads.filter(|heads| !heads.is_empty()) else { continue };
        // A name spelled in two ways is told by a rule of its own.
        if heads.iter().all(|head| *head != name && !near(head, name)) {
            let who: Vec<String> =
                units.iter().zip(&heads).map(|(unit, head)| format!("{head} ({})", unit.name)).collect();
            findings.at(
                format!("{}/name", sheet.signer_pointer),
                format!(
                    "{title} ký tên {name}, còn người đứng đầu đơn vị {} là {}",
                    post(deputy),
                    who.join(", ")
                ),
                "ghi đúng người ký của năm nay, hoặc cập nhật `head` của đơn vị trong `group.units`",
            );
        }
    }
}

fn post(deputy: bool) -> &'static str {
    if deputy { "phó" } else { "trưởng" }
}

/// The units that lead the group, or those that help to.
fn officers(record: &Record, deputy: bool) -> Vec<&Unit> {
    let group = &record.group;
    let ids = if deputy { &group.deputies[..] } else { group.leader.as_slice() };
    ids.iter().filter_map(|id| group.unit(id)).collect()
}
