//! Counts of the awarded in words of the writer's own, against the lists of the decisions.

use std::collections::{BTreeMap, BTreeSet};

use super::{PLAIN, so_many};
use crate::diagnostic::Severity;
use crate::record::awards::Category;
use crate::record::report::Insert;
use crate::record::{Decision, Grant, Recipient, Section};
use crate::rules::Rule;
use crate::rules::case::{Case, Sheet};
use crate::rules::finding::Findings;
use crate::rules::law::Mark;
use crate::rules::prose::{self, Count};

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "count-in-decision",
        level: Severity::Error,
        title: "Số tập thể, cá nhân ghi trong quyết định đúng với danh sách",
        text: "Trích yếu, tên danh sách, tên nhóm, phần thi hành và các điều tự viết của quyết định không được ghi số tập thể, \
               cá nhân, hộ gia đình khác với danh sách. Con số được coi là đúng khi khớp với cả danh sách, với một hình thức, \
               một nhóm hoặc một giải; số giải (“02 giải Nhất”) thì so với `prize` trong danh sách. Nên bỏ con số tự ghi: thidua tự đếm ở Điều 1 và cuối danh sách.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: count_in_decision,
    },
    Rule {
        id: "count-in-report",
        level: Severity::Warning,
        title: "Số được khen ghi trong báo cáo đúng với các quyết định khen thưởng",
        text: "Câu trong báo cáo nói việc khen thưởng tại Hội nghị, dẫn số quyết định của hồ sơ hoặc đứng trước bảng khen thưởng \
               (`insert: awards`) phải ghi đúng số tập thể, cá nhân của quyết định. Câu nói về đề nghị, suy tôn hay về việc \
               khen thưởng khác trong kỳ thì không xét.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: count_in_report,
    },
];

const COUNT_REMEDY: &str =
    "sửa con số hoặc danh sách; cũng có thể bỏ con số này, vì thidua tự đếm từ danh sách";

/// How many of each category a text may rightly speak of.
#[derive(Default)]
struct Tally {
    whole: [usize; 3],
    right: [BTreeSet<usize>; 3],
}

impl Tally {
    /// In all, of one grant, of one form, of one group, of one prize.
    fn of<'a>(grants: impl IntoIterator<Item = &'a Grant>) -> Self {
        let mut tally = Self::default();
        let mut alike: BTreeMap<(usize, String), usize> = BTreeMap::new();
        for grant in grants {
            for category in Category::ALL {
                let at = category as usize;
                let count = groups(grant.entries(category), &mut tally.right[at]);
                tally.right[at].insert(count);
                tally.whole[at] += count;
                *alike.entry((at, grant.form.to_lowercase())).or_default() += count;
                let awardees = grant.entries(category).iter().flat_map(Recipient::awardees);
                for prize in awardees.filter_map(|awardee| awardee.prize.as_ref()) {
                    *alike.entry((at, format!("giải {}", prize.to_lowercase()))).or_default() += 1;
                }
            }
        }
        for ((at, _), count) in alike {
            tally.right[at].insert(count);
        }
        for at in 0..3 {
            tally.right[at].insert(tally.whole[at]);
        }
        tally
    }

    /// The counts that fit nothing, neither by themselves nor all of a category together.
    fn wrong(&self, told: Vec<Count>) -> Vec<Count> {
        let mut sums = [0; 3];
        for count in &told {
            sums[count.category as usize] += count.count;
        }
        let wrong = |told: &Count| {
            let right = &self.right[told.category as usize];
            !right.contains(&told.count) && !right.contains(&sums[told.category as usize])
        };
        told.into_iter().filter(wrong).collect()
    }

    /// What the list holds of a category, in a sentence.
    fn told(&self, category: Category) -> String {
        match self.whole[category as usize] {
            0 => format!("không có {} nào", category.word()),
            count => format!("có {}", so_many(count, category.word())),
        }
    }
}

/// Counts the entries, and those of each group among them.
fn groups(entries: &[Recipient], counts: &mut BTreeSet<usize>) -> usize {
    let count = |entry: &Recipient| match entry {
        Recipient::One(_) => 1,
        Recipient::Group { members, .. } => {
            let count = groups(members, counts);
            counts.insert(count);
            count
        }
    };
    entries.iter().map(count).sum()
}

fn count_in_decision(case: &Case, findings: &mut Findings) {
    for (sheet, decision) in case.decisions() {
        let at = &sheet.pointer;
        let whole = Tally::of(&decision.grants);
        let mut prizes_told: Vec<(String, String)> = Vec::new();
        let mut judge = |pointer: String, what: &str, text: &str, tally: &Tally| {
            for told in tally.wrong(prose::counts(text)) {
                let words = &text[told.range];
                let message = format!("{what} ghi {words}, nhưng danh sách {}", tally.told(told.category));
                findings.at(pointer.clone(), message, COUNT_REMEDY).within(words);
            }
        };
        if let Some(subject) = sheet.subject {
            judge(format!("{at}/subject"), "trích yếu", subject, &whole);
        }
        if let Some(title) = &decision.list.title {
            judge(format!("{at}/list/title"), "tên danh sách", title, &whole);
        }
        if let Some(executors) = &decision.executors {
            judge(format!("{at}/executors"), "phần thi hành", executors, &whole);
        }
        for (grant_at, grant) in decision.grants.iter().enumerate() {
            let at = format!("{at}/grants/{grant_at}");
            if let Some(title) = &grant.list_title {
                judge(format!("{at}/list_title"), "tên danh sách", title, &Tally::of([grant]));
            }
            let lists = ["collectives", "individuals", "households"];
            for (category, key) in Category::ALL.into_iter().zip(lists) {
                headings(
                    &format!("{at}/{key}"),
                    grant.entries(category),
                    &mut |pointer, heading, members| {
                        let mut tally = Tally::default();
                        let own = &mut tally.right[category as usize];
                        let count = groups(members, own);
                        own.insert(count);
                        tally.whole[category as usize] = count;
                        let told = prose::counts(heading);
                        if told.iter().all(|told| told.category == category) {
                            judge(pointer, "tên nhóm", heading, &tally);
                        }
                    },
                );
            }
        }
        for (article_at, article) in decision.articles.iter().enumerate() {
            for sentence in article.body.iter().flat_map(|body| prose::sentences(body)) {
                if speaks_of_the_awarded(&sentence) && cites_no_other(case, sheet, &sentence) {
                    let pointer = format!("{at}/articles/{article_at}/body");
                    judge(pointer.clone(), "điều này", &sentence, &whole);
                    prizes_told.push((pointer, sentence));
                }
            }
        }
        prizes_in_articles(decision, &prizes_told, findings);
    }
}

/// How many won each prize, by its name in small letters without the word giải: in all, and in each grant.
fn prizes(grants: &[Grant]) -> BTreeMap<String, BTreeSet<usize>> {
    let mut whole: BTreeMap<String, usize> = BTreeMap::new();
    let mut right: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for grant in grants {
        let mut own: BTreeMap<String, usize> = BTreeMap::new();
        for awardee in
            Category::ALL.into_iter().flat_map(|one| grant.entries(one)).flat_map(Recipient::awardees)
        {
            if let Some(prize) = &awardee.prize {
                *own.entry(bare_prize(prize)).or_default() += 1;
            }
        }
        for (prize, count) in own {
            *whole.entry(prize.clone()).or_default() += count;
            right.entry(prize).or_default().insert(count);
        }
    }
    for (prize, count) in whole {
        right.entry(prize).or_default().insert(count);
    }
    right
}

/// A prize's name in small letters without the word giải.
pub(super) fn bare_prize(prize: &str) -> String {
    let prize = prize.to_lowercase();
    prize.strip_prefix("giải ").unwrap_or(&prize).to_owned()
}

/// The counts of prizes in the decision's own words, where its list tells who won what.
fn prizes_in_articles(decision: &Decision, told: &[(String, String)], findings: &mut Findings) {
    let right = prizes(&decision.grants);
    if right.is_empty() {
        return;
    }
    for (pointer, sentence) in told {
        for told in prose::prize_counts(sentence) {
            let counts = right.get(&bare_prize(&told.prize));
            if counts.is_some_and(|counts| counts.contains(&told.count)) {
                continue;
            }
            let words = &sentence[told.range];
            let held = match counts.and_then(BTreeSet::last) {
                Some(count) => format!("có {}", so_many(*count, &format!("giải {}", told.prize))),
                None => format!("không có giải {} nào", told.prize),
            };
            let message = format!("điều này ghi {words}, nhưng danh sách {held}");
            findings.at(pointer.clone(), message, COUNT_REMEDY).within(words);
        }
    }
}

/// Visits the groups of a list: pointer of the heading, heading, members.
fn headings(pointer: &str, entries: &[Recipient], visit: &mut impl FnMut(String, &str, &[Recipient])) {
    for (at, entry) in entries.iter().enumerate() {
        if let Recipient::Group { heading, members } = entry {
            visit(format!("{pointer}/{at}/group"), heading, members);
            headings(&format!("{pointer}/{at}/members"), members, visit);
        }
    }
}

fn speaks_of_the_awarded(sentence: &str) -> bool {
    ["tặng", "khen", "thưởng", "công nhận", "có tên", "danh sách"].iter().any(|word| sentence.contains(word))
}

/// The number of a paper as others cite it.
fn code(case: &Case, sheet: &Sheet) -> Option<String> {
    Some(format!("{}/{}", sheet.document.number.as_ref()?, sheet.symbol(case.record)?))
}

fn cites_no_other(case: &Case, sheet: &Sheet, sentence: &str) -> bool {
    let own = code(case, sheet);
    prose::citations(sentence).iter().all(|citation| own.as_ref() == Some(&citation.code))
}

/// Words by which a sentence speaks of what is only asked for, or of another time.
const NOT_YET: [&str; 9] =
    ["đề nghị", "suy tôn", "trình", "bình xét", "đăng ký", "giới thiệu", "dự kiến", "phấn đấu", "năm trước"];

fn count_in_report(case: &Case, findings: &mut Findings) {
    let decisions: Vec<(Option<String>, Tally)> =
        case.decisions().map(|(sheet, decision)| (code(case, sheet), Tally::of(&decision.grants))).collect();
    let mut all = Tally::of(case.decisions().flat_map(|(_, decision)| &decision.grants));
    for (_, tally) in &decisions {
        for at in 0..3 {
            all.right[at].insert(tally.whole[at]);
        }
    }
    let Some(report) = case.record.report.as_ref().filter(|_| !decisions.is_empty()) else { return };
    let mut before_the_table = BTreeSet::new();
    introducing_awards("/report/sections", &report.sections, &mut before_the_table);
    for (text, sentence) in case.sentences("/report/") {
        if !speaks_of_the_awarded(sentence) || NOT_YET.iter().any(|word| sentence.contains(word)) {
            continue;
        }
        let cited = prose::citations(sentence);
        let tally = match cited.as_slice() {
            [] if sentence.contains("Hội nghị") => &all,
            [] if before_the_table.contains(&text.pointer) && names_an_award(case, sentence) => &all,
            [cited] => match decisions.iter().find(|(code, _)| code.as_ref() == Some(&cited.code)) {
                Some((_, tally)) => tally,
                None => continue,
            },
            _ => continue,
        };
        for told in tally.wrong(prose::counts(sentence)) {
            let words = &sentence[told.range];
            let whose =
                if cited.is_empty() { "các quyết định khen thưởng" } else { "quyết định ấy" };
            let message = format!("báo cáo ghi {words}, nhưng {whose} {}", tally.told(told.category));
            let remedy = "sửa con số trong báo cáo, hoặc xem lại danh sách của quyết định trong `awards`";
            findings.at(&text.pointer, message, remedy).within(words);
        }
    }
}

/// Whether a sentence names a form of a decision and the office that decides it.
fn names_an_award(case: &Case, sentence: &str) -> bool {
    let sentence = sentence.to_lowercase();
    let named = |words: &str| sentence.contains(&words.to_lowercase());
    case.decisions().any(|(sheet, decision)| {
        let office = sheet.issuer.and_then(|issuer| issuer.name.0.first());
        office.is_some_and(|office| named(office)) && decision.grants.iter().any(|grant| named(&grant.form))
    })
}

/// Pointers of the texts that stand before the table of awards.
fn introducing_awards(pointer: &str, sections: &[Section], found: &mut BTreeSet<String>) {
    for (at, section) in sections.iter().enumerate() {
        if section.insert == Some(Insert::Awards) {
            found.insert(format!("{pointer}/{at}/body"));
        }
        introducing_awards(&format!("{pointer}/{at}/sections"), &section.sections, found);
    }
}
