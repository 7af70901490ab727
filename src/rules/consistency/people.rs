//! One person, one name, one post, in all parts of a record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::super::Rule;
use super::super::case::Case;
use super::super::finding::{Finding, Findings};
use super::super::law::Mark;
use super::super::offices::{begins, held, holds, may_be_one, plain};
use super::super::people::{Mention, Role, entries, officials};
use super::super::prose::{Pattern, pattern};
use super::super::signing::signed;
use super::{CHECKED, place};
use crate::diagnostic::Severity;
use crate::record::awards::Category;
use crate::record::document::Prefix;
use crate::record::{Signer, UnitId};
use crate::vietnamese::names::near;

pub(in super::super) const RULES: &[Rule] = &[
    Rule {
        id: "person-spelled-twice",
        level: Severity::Warning,
        title: "Họ tên một người viết giống nhau ở mọi nơi trong hồ sơ",
        text: "Hai tên gần giống nhau, cùng đơn vị hoặc cùng chức vụ, thường là một người bị gõ khác dấu, khác chữ: tên trong \
               biên bản, báo cáo và quyết định sẽ không khớp. Hãy xem lại tên đúng rồi sửa nơi sai; nếu đúng là hai người \
               thì đặt ngoại lệ.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: person_spelled_twice,
    },
    Rule {
        id: "person-two-posts",
        level: Severity::Warning,
        title: "Một người chỉ mang một chức vụ trong cùng một đơn vị",
        text: "Cùng họ tên, cùng đơn vị mà nơi ghi Giám đốc, nơi ghi Phó Giám đốc thì có một nơi chưa cập nhật hoặc ghi nhầm. \
               thidua chỉ so chức vụ cùng loại; kiêm nhiệm chức vụ đảng, đoàn thể không bị xét. Hãy ghi thống nhất chức vụ \
               hiện giữ.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: person_two_posts,
    },
    Rule {
        id: "signer-not-head",
        level: Severity::Warning,
        title: "Người ký với chức vụ người đứng đầu phải là người đứng đầu ghi ở `group.units`",
        text: "Văn bản ký “Giám đốc” mà tên khác với Giám đốc của chính đơn vị ấy ở `group.units` thì một trong hai nơi còn để \
               người cũ, hoặc người ký là cấp phó thiếu dòng KT. Hãy cập nhật cho khớp.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: signer_not_head,
    },
    Rule {
        id: "post-two-people",
        level: Severity::Warning,
        title: "Một chức vụ người đứng đầu chỉ do một người giữ",
        text: "Hai văn bản của cùng cơ quan, cùng ký với chức vụ người đứng đầu mà hai họ tên thì thường có một văn bản chép \
               từ hồ sơ cũ. Nếu cơ quan vừa thay người đứng đầu giữa hai văn bản thì đặt ngoại lệ.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: post_two_people,
    },
    Rule {
        id: "chair-not-leader",
        level: Severity::Warning,
        title: "Người chủ trì ghi là Khối trưởng, Cụm trưởng phải thuộc đơn vị trưởng",
        text: "`meeting.chair` ghi chức vụ Khối trưởng, Cụm trưởng nhưng không phải là người đứng đầu đơn vị trưởng ở \
               `group.leader`. Có thể người chủ trì là cấp phó được ủy quyền: hãy ghi chức vụ thật của người đó ở cơ quan; \
               hoặc `group.leader` chưa được cập nhật.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: chair_not_leader,
    },
    Rule {
        id: "covenant-signer",
        level: Severity::Warning,
        title: "Người ký giao ước ghi riêng phải khớp với người đứng đầu đơn vị",
        text: "Bên ký giao ước ghi tay ở `covenant.parties` cùng chức vụ với người đứng đầu đơn vị nhưng khác họ tên. Hãy ghi \
               lại cho khớp, hoặc bỏ `signers` để thidua lấy người đứng đầu ở `group.units`.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: covenant_signer,
    },
];

/// Whether two titles can be one person's: one is a part of the other, or one is not told; a deputy's
/// post holds the words of the head's.
fn titles_agree(one: &str, other: &str) -> bool {
    let parts = holds(one, other) || holds(other, one);
    one.is_empty() || other.is_empty() || parts && begins(one, "phó") == begins(other, "phó")
}

/// Whether what is told of two people speaks for one and the same, and nothing against it.
fn maybe_same(one: &Known, other: &Known) -> bool {
    let (a, b) = (one.mention.unit.map(|unit| &unit.id), other.mention.unit.map(|unit| &unit.id));
    let units_agree = match (a, b) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    let for_it = a.is_some() && a == b || !one.title.is_empty() && one.title == other.title;
    // Two of one list are two persons, however alike their names.
    let roles = one.mention.role != other.mention.role || one.mention.role == Role::Signer;
    roles && units_agree && for_it && titles_agree(&one.title, &other.title)
}

/// A mention with its title to compare.
struct Known<'c> {
    mention: Mention<'c>,
    title: String,
}

fn known<'c>(case: &'c Case) -> Vec<Known<'c>> {
    let mentions = officials(case).into_iter();
    mentions.map(|mention| Known { title: plain(mention.title.unwrap_or_default()), mention }).collect()
}

fn person_spelled_twice(case: &Case, findings: &mut Findings) {
    let officials = known(case);
    among_officials(&officials, findings);
    // Lists and texts are long: only those are compared whose post speaks for an official.
    let mut by_title: BTreeMap<&str, Vec<&Known>> = BTreeMap::new();
    for official in officials.iter().filter(|official| !official.title.is_empty()) {
        by_title.entry(&official.title).or_default().push(official);
    }
    for entry in entries(case).into_iter().filter(|entry| entry.category == Category::Individual) {
        let (Some(title), Some(of)) = (&entry.awardee.title, &entry.awardee.unit) else { continue };
        let title = plain(title);
        let Some(officials) = by_title.get(title.as_str()) else { continue };
        let of = plain(of);
        let other = officials.iter().find(|other| {
            let unit = other.mention.unit.map(|unit| plain(&unit.name));
            unit.is_some_and(|unit| holds(&of, &unit)) && near(&entry.awardee.name, other.mention.name)
        });
        if let Some(other) = other {
            differs(findings, format!("{}/name", entry.pointer), &entry.awardee.name, &other.mention);
        }
    }
    for text in case.prose() {
        for found in NAMED.captures_iter(&text.text) {
            let (name, post) = (&found[1], plain(&found[2]));
            let is = |other: &&Known| {
                let unit = other.mention.unit.map(|unit| plain(&unit.name)).unwrap_or_default();
                begins(&post, &other.title) && (unit.is_empty() || holds(&post, &unit) || post == other.title)
            };
            let alike: Vec<&Known> =
                officials.iter().filter(|other| !other.title.is_empty()).filter(is).collect();
            if alike.iter().any(|other| other.mention.name == name) {
                continue;
            }
            if let Some(other) = alike.iter().find(|other| near(name, other.mention.name)) {
                differs(findings, text.pointer.clone(), name, &other.mention).within(name);
            }
        }
    }
}

static NAMED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:\b[Ôô]ng|\b[Bb]à|[Đđ]ồng chí)\s+(\p{Lu}[\p{L}’']*(?:\s\p{Lu}[\p{L}’']*){1,5})\s*[,(-]\s*([^,;.()\n]+)",
    )
});

/// Whom a unit or a title has in common, by the part of the record that they are named in.
type Alike = BTreeMap<Role, Vec<usize>>;

fn among_officials(officials: &[Known], findings: &mut Findings) {
    // Guests may be thousands: only those are compared who have a unit or a title in common and are of two lists.
    let mut by_unit: BTreeMap<&UnitId, Alike> = BTreeMap::new();
    let mut by_title: BTreeMap<&str, Alike> = BTreeMap::new();
    for (at, one) in officials.iter().enumerate() {
        let role = one.mention.role;
        let of_unit = one.mention.unit.map(|unit| by_unit.entry(&unit.id).or_default());
        let of_title = (!one.title.is_empty()).then(|| by_title.entry(&one.title).or_default());
        let alike = [of_unit.as_deref(), of_title.as_deref()].into_iter().flatten().flatten();
        let of_others = alike.filter(|(other, _)| **other != role || role == Role::Signer);
        let alike: BTreeSet<usize> = of_others.flat_map(|(_, list)| list).copied().collect();
        let before = || alike.iter().map(|at| &officials[*at]).filter(|other| maybe_same(one, other));
        let known = before().any(|other| other.mention.name == one.mention.name);
        let other = before().find(|other| !known && near(one.mention.name, other.mention.name));
        if let Some(other) = other {
            differs(findings, one.mention.pointer.clone(), one.mention.name, &other.mention);
        }
        of_unit.into_iter().chain(of_title).for_each(|alike| alike.entry(role).or_default().push(at));
    }
}

fn differs<'f>(findings: &'f mut Findings, pointer: String, name: &str, other: &Mention) -> &'f mut Finding {
    findings.at(
        pointer,
        format!("họ tên “{name}” khác với “{}” ghi ở {}", other.name, place(&other.pointer)),
        "xem lại tên đúng và viết giống nhau; nếu là hai người thì đặt ngoại lệ",
    )
}

fn person_two_posts(case: &Case, findings: &mut Findings) {
    let mut seen: BTreeMap<(&UnitId, &str), Mention> = BTreeMap::new();
    for mention in officials(case) {
        let (Some(unit), Some(title)) = (mention.unit, mention.title) else { continue };
        let Some(first) = seen.get(&(&unit.id, mention.name)) else {
            seen.insert((&unit.id, mention.name), mention);
            continue;
        };
        let other = first.title.unwrap_or_default();
        let (Some(a), Some(b)) = (held(case.law, title), held(case.law, other)) else { continue };
        let elsewhere = !a.of.is_empty() && !b.of.is_empty() && !may_be_one(&a.of, &b.of);
        if a.post == b.post && (a.deputy != b.deputy || elsewhere) {
            findings.at(
                mention.title_pointer.as_str(),
                format!(
                    "{} ghi chức vụ {title}, ở {} lại ghi {other}",
                    mention.name,
                    place(&first.title_pointer)
                ),
                "ghi thống nhất chức vụ mà người đó đang giữ",
            );
        }
    }
}

/// Whether the signer signs as a head in the own right.
fn as_head(case: &Case, signer: &Signer) -> bool {
    let by_power = [Prefix::Kt, Prefix::Tl, Prefix::Tuq, Prefix::Q];
    let own = signer.authority.0.iter().all(|line| !by_power.contains(&line.prefix));
    let head = signer.title.as_deref().and_then(|title| held(case.law, title));
    own && head.is_some_and(|head| !head.deputy)
}

/// The mentions of signers who sign as heads of their offices, with the office.
fn heads_signing<'c>(case: &'c Case) -> Vec<(Mention<'c>, String)> {
    let mentions = officials(case).into_iter().filter(|mention| mention.role == Role::Signer);
    let group = case.record.group.kind.leader();
    mentions
        .filter_map(|mention| {
            let (sheet, signer) = signed(case)
                .find(|(sheet, _)| format!("{}/name", sheet.signer_pointer) == mention.pointer)?;
            let in_group = held(case.law, signer.title.as_deref()?)
                .is_some_and(|held| held.post.heads.iter().any(|head| head == group));
            (as_head(case, signer) && !in_group).then(|| (mention, sheet.issuer_name(case.record)))
        })
        .collect()
}

fn signer_not_head(case: &Case, findings: &mut Findings) {
    for (mention, _) in heads_signing(case) {
        let Some(head) = mention.unit.and_then(|unit| unit.head.as_ref()) else { continue };
        let (Some(name), Some(post)) = (&head.name, &head.title) else { continue };
        let posts = (held(case.law, mention.title.unwrap_or_default()), held(case.law, post));
        let same_post = matches!(posts, (Some(own), Some(head)) if own.post == head.post && !head.deputy);
        if same_post && name != mention.name && !near(name, mention.name) {
            let unit = mention.unit.map_or("", |unit| unit.name.as_str());
            findings.at(
                mention.pointer.as_str(),
                format!(
                    "{} ký với chức vụ {post}, còn {post} của {unit} ở `group.units` là {name}",
                    mention.name
                ),
                "cập nhật người ký hoặc `head` của đơn vị; cấp phó ký thì ghi KT.",
            );
        }
    }
}

fn post_two_people(case: &Case, findings: &mut Findings) {
    let mut seen: BTreeMap<(String, String), Mention> = BTreeMap::new();
    for (mention, office) in heads_signing(case) {
        // Where the unit's head is told, that is the rule to go by.
        if mention.unit.is_some_and(|unit| unit.head.is_some()) {
            continue;
        }
        let title = mention.title.unwrap_or_default();
        let key = (plain(&office), plain(title));
        match seen.get(&key) {
            None => {
                seen.insert(key, mention);
            }
            Some(first) if first.name != mention.name && !near(first.name, mention.name) => {
                findings.at(
                    mention.pointer.as_str(),
                    format!(
                        "{title} {office} ký ở đây là {}, ở {} là {}",
                        mention.name,
                        place(&first.pointer),
                        first.name
                    ),
                    "xem lại người ký của từng văn bản; nếu mới thay người đứng đầu thì đặt ngoại lệ",
                );
            }
            Some(_) => {}
        }
    }
}

fn chair_not_leader(case: &Case, findings: &mut Findings) {
    let group = &case.record.group;
    let Some(chair) = &case.record.meeting.chair else { return };
    let (Some(name), Some(title)) = (&chair.name, &chair.title) else { return };
    let leads = held(case.law, title)
        .is_some_and(|held| !held.deputy && held.post.heads.iter().any(|head| head == group.kind.leader()));
    let leader = group.leader.as_ref().and_then(|id| group.unit(id));
    let Some(unit) = leader.filter(|_| leads) else { return };
    let Some(head) = unit.head.as_ref().and_then(|head| head.name.as_ref()) else { return };
    if head != name && !near(head, name) {
        findings.at(
            "/meeting/chair/name",
            format!(
                "{name} chủ trì với chức vụ {title}, còn người đứng đầu đơn vị trưởng ({}) là {head}",
                unit.name
            ),
            "ghi chức vụ của người chủ trì ở cơ quan mình, hoặc cập nhật `group.leader` và `head`",
        );
    }
}

fn covenant_signer(case: &Case, findings: &mut Findings) {
    let parties = case.record.covenant.iter().flat_map(|covenant| &covenant.parties);
    for (at, party) in parties.enumerate() {
        let unit = party.unit.as_ref().and_then(|id| case.record.group.unit(id));
        let (Some(head), Some(signer)) = (unit.and_then(|unit| unit.head.as_ref()), party.signers.first())
        else {
            continue;
        };
        let (Some(name), Some(own)) = (&head.name, &signer.name) else { continue };
        let titles = (head.title.as_deref().map(plain), signer.title.as_deref().map(plain));
        let same_post = matches!(titles, (Some(head), Some(own)) if head == own);
        if same_post && name != own && !near(name, own) {
            let title = head.title.as_deref().unwrap_or_default();
            findings.at(
                format!("/covenant/parties/{at}/signers/0/name"),
                format!("bên ký ghi {title} {own}, còn {title} ở `group.units` là {name}"),
                "ghi lại cho khớp, hoặc bỏ `signers` để lấy người đứng đầu đơn vị",
            );
        }
    }
}
