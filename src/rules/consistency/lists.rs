//! Whether everybody stands in the right list, once, under one name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::super::Rule;
use super::super::case::{Case, Sheet};
use super::super::finding::Findings;
use super::super::law::Mark;
use super::super::offices::{awards_in, begins, holds, is_collective, plain};
use super::super::people::{Entry, entries, list_key};
use super::super::prose::{Pattern, pattern, sentences};
use super::{CHECKED, place};
use crate::diagnostic::Severity;
use crate::record::Recipient;
use crate::record::awards::Category;
use crate::vietnamese::names::near;
use crate::vietnamese::slug::slug;

pub(in super::super) const RULES: &[Rule] = &[
    Rule {
        id: "awardee-category",
        level: Severity::Warning,
        title: "Tập thể kê ở danh sách tập thể, cá nhân kê ở danh sách cá nhân",
        text: "Tên bắt đầu bằng “Phòng”, “Trung tâm”, “Trường” ở danh sách cá nhân, hoặc “Ông”, “Bà” ở danh sách tập thể, thì \
               số lượng và mức thưởng đều sai. Hãy chuyển sang đúng danh sách; nếu đó là tên thật thì đặt ngoại lệ.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: awardee_category,
    },
    Rule {
        id: "awardee-twice",
        level: Severity::Warning,
        title: "Một đối tượng không được khen hai lần cho cùng thành tích",
        text: "Cùng họ tên, chức vụ, đơn vị ở hai mục khen thưởng của cùng một hình thức và cùng một thành tích là ghi lặp, kể \
               cả ở hai quyết định. Nếu là hai người trùng tên thì ghi thêm chức vụ, đơn vị để phân biệt.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: awardee_twice,
    },
    Rule {
        id: "name-in-decision",
        level: Severity::Warning,
        title: "Người có tên trong điều khen thưởng tự viết có tên trong danh sách",
        text: "Điều tự viết “Tặng Giấy khen cho ông Nguyễn Văn A …” phải nêu người có trong `grants` của chính quyết định. Khác tên \
               thường là chép từ quyết định khác, hoặc gõ sai một nơi. Hãy sửa cho khớp; cũng có thể dùng `insert: grants` để \
               thidua tự viết.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: name_in_decision,
    },
    Rule {
        id: "nominee-spelled-twice",
        level: Severity::Warning,
        title: "Tên trong quyết định viết đúng như tên đã được đề nghị",
        text: "Hội nghị đề nghị một tên, quyết định tặng cùng hình thức khen thưởng cho một tên gần giống thì thường là một \
               người, một tập thể bị gõ sai ở một nơi; giấy chứng nhận sẽ in sai tên. Hãy xem lại rồi viết giống nhau; nếu là \
               hai đối tượng khác nhau thì đặt ngoại lệ.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: nominee_spelled_twice,
    },
];

fn awardee_category(case: &Case, findings: &mut Findings) {
    for entry in entries(case) {
        let name = plain(&entry.awardee.name);
        let collective = is_collective(&entry.awardee.name);
        let person = entry.awardee.honorific.is_some()
            || ["ông", "bà", "đồng chí"]
                .iter()
                .any(|word| begins(&name, word) && name.split(' ').count() > 2);
        let (is, meant) = match entry.category {
            Category::Collective if person => ("cá nhân", Category::Individual),
            Category::Individual | Category::Household if collective => ("tập thể", Category::Collective),
            _ => continue,
        };
        findings.at(
            format!("{}/name", entry.pointer),
            format!("“{}” là {is} nhưng kê ở danh sách {}", entry.awardee.name, entry.category.word()),
            format!("chuyển sang `{}`", list_key(meant)),
        );
    }
}

/// Who an entry is, as far as the list tells.
fn identity(entry: &Entry) -> (&'static str, String, String, String) {
    let part = |part: &Option<String>| plain(part.as_deref().unwrap_or_default());
    let unit = entry.awardee.unit.as_deref().or(entry.heading).unwrap_or_default();
    (entry.category.word(), plain(&entry.awardee.name), part(&entry.awardee.title), plain(unit))
}

fn awardee_twice(case: &Case, findings: &mut Findings) {
    let mut merits: BTreeMap<String, String> = BTreeMap::new();
    let mut seen: BTreeMap<_, (String, String)> = BTreeMap::new();
    for entry in entries(case) {
        let merit = merits.entry(entry.grant_pointer.clone()).or_insert_with(|| merit(case, &entry)).clone();
        let key = (merit, identity(&entry));
        match seen.get(&key) {
            // Twice in one list is a row twice, which is told of lists.
            Some((grant, first))
                if *grant != entry.grant_pointer || list_of(first) != list_of(&entry.pointer) =>
            {
                findings.at(
                    format!("{}/name", entry.pointer),
                    format!("{} đã được tặng {} ở {}", entry.awardee.name, entry.grant.form, place(first)),
                    "bỏ dòng ghi lặp; nếu là hai người trùng tên thì ghi thêm chức vụ, đơn vị",
                );
            }
            Some(_) => {}
            None => {
                seen.insert(key, (entry.grant_pointer, entry.pointer));
            }
        }
    }
}

/// The list that an entry stands in.
fn list_of(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or(pointer, |(list, _)| list)
}

/// What is awarded for what; where that is not told, within the decision alone.
fn merit(case: &Case, entry: &Entry) -> String {
    let office = sheet_of(case, entry).map(|sheet| match entry.grant.achievement {
        Some(_) => sheet.issuer_name(case.record),
        None => sheet.pointer.clone(),
    });
    let achievement = entry.grant.achievement.as_deref().unwrap_or_default();
    let form = [office.as_deref().unwrap_or_default(), &entry.grant.form, achievement];
    form.map(plain).join("/")
}

/// The decision in which an entry stands.
fn sheet_of<'c>(case: &'c Case, entry: &Entry) -> Option<&'c Sheet<'c>> {
    case.sheet_at(&entry.grant_pointer)
}

fn nominee_spelled_twice(case: &Case, findings: &mut Findings) {
    let nominees: Vec<(String, &str, &str)> = case
        .record
        .nominations
        .iter()
        .enumerate()
        .filter_map(|(at, nomination)| {
            let name = nomination.name.as_deref()?;
            let bare = name.split(',').next().unwrap_or(name).trim();
            Some((format!("/nominations/{at}/name"), bare, nomination.award.as_str()))
        })
        .collect();
    if nominees.is_empty() {
        return;
    }
    let entries = entries(case);
    let awarded: BTreeSet<&str> = entries.iter().map(|entry| entry.awardee.name.as_str()).collect();
    let mut by_key: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for entry in &entries {
        for key in keys(&entry.awardee.name) {
            by_key.entry(key).or_default().push(entry);
        }
    }
    for (pointer, name, award) in nominees.iter().filter(|(_, name, _)| !awarded.contains(name)) {
        let nominated: Vec<&str> =
            awards_in(case.law, award).iter().map(|award| award.name.as_str()).collect();
        let candidates = keys(name).into_iter().filter_map(|key| by_key.get(&key)).flatten();
        let other = candidates.into_iter().find(|entry| {
            let same = || {
                awards_in(case.law, &entry.grant.form)
                    .iter()
                    .any(|form| nominated.contains(&form.name.as_str()))
            };
            near(name, &entry.awardee.name) && same()
        });
        if let Some(entry) = other {
            findings.at(
                format!("{}/name", entry.pointer),
                format!("tên “{}” khác với “{name}” được đề nghị ở {}", entry.awardee.name, place(pointer)),
                "xem lại tên đúng và viết giống nhau",
            );
        }
    }
}

static GRANTED: Pattern = LazyLock::new(|| {
    pattern(
        r"^(?:Nay\s+|Quyết\s+định\s+)?(?:[Tt]ặng|[Tt]ruy\s+tặng|[Kk]hen\s+thưởng|[Cc]ông\s+nhận|[Tt]hưởng)\s",
    )
});

static CALLED: Pattern =
    LazyLock::new(|| pattern(r"\b(?:[Ôô]ng|[Bb]à|[Đđ]ồng\s+chí)\s+(\p{Lu}\p{Ll}*(?:\s+\p{Lu}\p{Ll}*){1,5})"));

fn name_in_decision(case: &Case, findings: &mut Findings) {
    for (sheet, decision) in case.decisions() {
        let awarded = || {
            let entries = Category::ALL.into_iter().skip(1);
            let lists = entries
                .flat_map(|category| decision.grants.iter().flat_map(move |one| one.entries(category)));
            lists.flat_map(Recipient::awardees).map(|awardee| awardee.name.as_str())
        };
        if decision.articles.is_empty() || awarded().next().is_none() {
            continue;
        }
        let listed: Vec<String> = awarded().map(plain).collect();
        for (at, article) in decision.articles.iter().enumerate() {
            for sentence in article.body.iter().flat_map(|body| sentences(body)) {
                if !GRANTED.is_match(&sentence) {
                    continue;
                }
                for found in CALLED.captures_iter(&sentence) {
                    let named = plain(&found[1]);
                    // A post with a capital may follow the name, and a household is listed by its head.
                    let is =
                        |name: &String| begins(&named, name) || begins(name, &named) || holds(name, &named);
                    if listed.iter().any(is) {
                        continue;
                    }
                    let meant = awarded().find(|name| near(name, &found[1]));
                    let remedy = match meant {
                        Some(name) => {
                            format!("có phải là “{name}” trong danh sách? Viết giống nhau ở cả hai nơi")
                        }
                        None => "sửa tên cho khớp với `grants`, hoặc thay điều này bằng `insert: grants`"
                            .to_owned(),
                    };
                    let message =
                        format!("điều này tặng {}, không có trong danh sách của quyết định", &found[0]);
                    findings
                        .at(format!("{}/articles/{at}/body", sheet.pointer), message, remedy)
                        .within(&found[0]);
                }
            }
        }
    }
}

/// What two names share that may be one: all words but one, or all letters without their marks. So that a
/// long list need not be compared with itself.
fn keys(name: &str) -> Vec<String> {
    let name = plain(name);
    let words: Vec<&str> = name.split(' ').collect();
    let but_one = |left_out: usize| {
        let kept = words.iter().enumerate().map(|(at, word)| if at == left_out { "*" } else { word });
        kept.collect::<Vec<_>>().join(" ")
    };
    (0..words.len()).map(but_one).chain([slug(&name).replace('-', "")]).collect()
}
