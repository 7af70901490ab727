//! Whether the subject of a decision and the titles of its lists say what the lists hold.

use std::sync::LazyLock;

use super::super::Rule;
use super::super::case::Case;
use super::super::finding::Findings;
use super::super::law::{Award, Law, Mark};
use super::super::offices::{awards_in, begins, holds, plain};
use super::super::prose::{Pattern, pattern};
use super::CHECKED;
use crate::diagnostic::Severity;
use crate::record::awards::Category;
use crate::record::{Decision, Grant, MeetingKind, Period};

pub(in super::super) const RULES: &[Rule] = &[
    Rule {
        id: "subject-categories",
        level: Severity::Error,
        title: "Trích yếu, tên danh sách nói đúng những loại đối tượng được khen",
        text: "Trích yếu viết “tập thể, cá nhân” mà danh sách chỉ có cá nhân, hoặc danh sách có hộ gia đình mà trích yếu không \
               nói đến (thidua chỉ cảnh báo), là lỗi thường gặp khi chép quyết định cũ. Hãy sửa `subject`, `list_title`, hoặc bỏ để thidua tự \
               viết theo danh sách.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: subject_categories,
    },
    Rule {
        id: "subject-form",
        level: Severity::Error,
        title: "Trích yếu, tên danh sách nói đúng hình thức khen thưởng được tặng",
        text: "Trích yếu “Về việc tặng Bằng khen …” mà `form` là Giấy khen thì quyết định tự mâu thuẫn. thidua xét tên hình \
               thức đứng ngay sau chữ “tặng”, “công nhận” trong trích yếu, tên danh sách và điều mở đầu bằng “Tặng”. Hãy \
               sửa cho khớp, hoặc bỏ để thidua tự viết.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: subject_form,
    },
    Rule {
        id: "year-before",
        level: Severity::Warning,
        title: "Lời mở đầu, trích yếu, câu thành tích, nguồn tiền thưởng nói đến năm của kỳ thi đua",
        text: "Hội nghị của năm 2026 mà câu mở đầu báo cáo, quỹ chi thưởng, trích yếu hoặc câu thành tích kết thúc bằng năm 2025 và không nói \
               đến năm 2026 thường là chép văn bản cũ chưa sửa. Ở hội nghị giữa năm chỉ xét trích yếu, câu thành tích nói đến 6 tháng của năm trước. Nói về năm trước thật thì ghi ngoại lệ.",
        article: CHECKED,
        mark: Mark::Reading,
        judge: year_before,
    },
];

/// A year that is none of a date.
static YEAR: Pattern = LazyLock::new(|| pattern(r"(tháng\s+\d{1,2}\s+)?\bnăm\s+(\d{4})\b"));

/// Whether a text speaks of the year before, and of no other.
fn speaks_of(text: &str, before: i32) -> bool {
    let found: Vec<_> = YEAR.captures_iter(text).collect();
    let year = |at: &regex::Captures| at[2].parse::<i32>().ok();
    let of_dates = found.iter().any(|at| at.get(1).is_some());
    !found.is_empty() && !of_dates && found.iter().all(|at| year(at) == Some(before))
}

fn year_before(case: &Case, findings: &mut Findings) {
    let meeting = &case.record.meeting;
    let (Period::Year(year) | Period::Half { year, .. } | Period::Months { year, .. }) = meeting.period
    else {
        return;
    };
    let annual = matches!(meeting.period, Period::Year(_)) && meeting.kind == MeetingKind::Annual;
    let opening = case.record.report.iter().filter_map(|report| report.opening.as_deref());
    let opening = opening.map(|text| ("/report/opening".to_owned(), text)).collect::<Vec<_>>();
    let funds = case.record.awards.iter().enumerate();
    let funds =
        funds.filter_map(|(at, decision)| Some((format!("/awards/{at}/fund"), decision.fund.as_deref()?)));
    judge_years(findings, opening.into_iter().chain(funds), year);
    for (at, decision) in case.record.awards.iter().enumerate() {
        let pointer = format!("/awards/{at}");
        let grants = decision.grants.iter().enumerate();
        let achievements = grants.filter_map(|(at, grant)| {
            Some((format!("{pointer}/grants/{at}/achievement"), grant.achievement.as_deref()?))
        });
        let titles = titles(&pointer, decision).into_iter().map(|title| (title.pointer, title.text));
        let ends = |(_, text): &(String, &str)| {
            let own = text.trim_end_matches(['.', ' ']);
            let half = || {
                ["đầu", "cuối"].iter().any(|half| own.ends_with(&format!("tháng {half} năm {}", year - 1)))
            };
            own.ends_with(&format!("năm {}", year - 1)) && (annual || half())
        };
        judge_years(findings, titles.chain(achievements).filter(ends), year);
    }
}

fn judge_years<'c>(findings: &mut Findings, texts: impl Iterator<Item = (String, &'c str)>, year: i32) {
    for (pointer, text) in texts.filter(|(_, text)| speaks_of(text, year - 1)) {
        let message = format!("chỉ nói đến năm {}, mà kỳ thi đua là năm {year}", year - 1);
        let words = format!("năm {}", year - 1);
        let places = match text.matches(&words).count() {
            0 | 1 => String::new(),
            several => format!(" ở cả {several} chỗ"),
        };
        findings
            .at(&pointer, message, format!("ghi `năm {year}`{places}, hoặc xem lại `meeting.period`"))
            .within(words);
    }
}

/// A title of a decision or of a list, with the grants that it speaks of.
struct Title<'c> {
    pointer: String,
    text: &'c str,
    grants: Vec<&'c Grant>,
}

/// The subject and the titles of the lists, as the record writes them.
fn titles<'c>(pointer: &str, decision: &'c Decision) -> Vec<Title<'c>> {
    let all = || decision.grants.iter().collect::<Vec<_>>();
    let mut titles = Vec::new();
    if let Some(text) = &decision.subject {
        titles.push(Title { pointer: format!("{pointer}/subject"), text, grants: all() });
    }
    // Several lists with one title speak each of their own grant.
    if let Some(text) =
        decision.list.title.as_ref().filter(|_| !decision.list.separate || decision.grants.len() == 1)
    {
        titles.push(Title { pointer: format!("{pointer}/list/title"), text, grants: all() });
    }
    for (at, grant) in decision.grants.iter().enumerate() {
        if let Some(text) = &grant.list_title {
            titles.push(Title {
                pointer: format!("{pointer}/grants/{at}/list_title"),
                text,
                grants: vec![grant],
            });
        }
    }
    titles
}

static AMONG: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:(?:\b(?:cho|thưởng|đối với|các|những|và|danh sách|gồm|tới|đến)|[,;:]|^)\s*|\d\s+)(?:\d+\s+)?(?:các\s+)?(tập thể|cá nhân|hộ gia đình)\b",
    )
});

/// The categories that a title names; `tập thể` in the name of an award is not one.
fn categories_named(law: &Law, text: &str) -> Vec<Category> {
    let mut text = text.to_lowercase();
    for award in awards_in(law, &text) {
        for name in std::iter::once(&award.name).chain(&award.aliases) {
            text = text.replace(&name.to_lowercase(), "-");
        }
    }
    let named = |category: &Category| AMONG.captures_iter(&text).any(|found| &found[1] == category.word());
    Category::ALL.into_iter().filter(named).collect()
}

fn subject_categories(case: &Case, findings: &mut Findings) {
    for (sheet, decision) in case.decisions() {
        for Title { pointer, text, grants } in titles(&sheet.pointer, decision) {
            let named = categories_named(case.law, text);
            let listed = |category: &Category| grants.iter().any(|grant| grant.count(*category) > 0);
            if let Some(category) = named.iter().find(|category| !listed(category)) {
                findings
                    .at(
                        pointer,
                        format!("nói đến {} nhưng danh sách không có {}", category.word(), category.word()),
                        "bỏ phần thừa, hoặc bổ sung danh sách",
                    )
                    .within(category.word());
                continue;
            }
            let words = plain(text);
            let spoken = |category: &Category| {
                named.contains(category) || called(*category).iter().any(|word| holds(&words, word))
            };
            let silent = Category::ALL.into_iter().find(|category| listed(category) && !spoken(category));
            if let Some(category) = silent.filter(|_| !named.is_empty()) {
                let finding = findings.at(
                    pointer,
                    format!("không nói đến {} trong khi danh sách có {}", category.word(), category.word()),
                    format!("thêm “{}”, hoặc bỏ dòng này để thidua tự viết", category.word()),
                );
                // There are more words for them than we know.
                finding.level = Severity::Warning;
            }
        }
    }
}

/// Other words for a category, [`plain`].
fn called(category: Category) -> &'static [&'static str] {
    match category {
        Category::Collective => &[
            "đơn vị",
            "cơ quan",
            "tổ chức",
            "doanh nghiệp",
            "địa phương",
            "nhóm",
            "phòng",
            "ban",
            "trường",
            "khoa",
            "xã",
            "phường",
            "thôn",
            "tổ",
            "đội",
            "chi bộ",
            "câu lạc bộ",
        ],
        Category::Individual => &[
            "ông",
            "bà",
            "đồng chí",
            "cán bộ",
            "công chức",
            "viên chức",
            "người lao động",
            "công nhân",
            "giáo viên",
            "học sinh",
            "sinh viên",
            "điển hình tiên tiến",
        ],
        Category::Household => &["gia đình", "hộ"],
    }
}

static GIVEN: Pattern =
    LazyLock::new(|| pattern(r#"(?i)\b(?:tặng(?:\s+thưởng)?|công nhận)\s+(?:danh hiệu\s+)?[“"‘']*"#));

/// The award that a text says is given, with the words that name it.
fn given<'l>(law: &'l Law, text: &str) -> Option<&'l Award> {
    let found = GIVEN.find(text)?;
    let rest = plain(&text[found.end()..]);
    let award = *awards_in(law, &rest).first()?;
    let names = std::iter::once(&award.name).chain(&award.aliases);
    names.into_iter().any(|name| begins(&rest, &plain(name))).then_some(award)
}

fn subject_form(case: &Case, findings: &mut Findings) {
    for (sheet, decision) in case.decisions() {
        let mut texts = titles(&sheet.pointer, decision);
        for (at, article) in decision.articles.iter().enumerate() {
            if let Some(text) = article.body.as_deref().filter(|body| body.starts_with("Tặng ")) {
                let pointer = format!("{}/articles/{at}/body", sheet.pointer);
                texts.push(Title { pointer, text, grants: decision.grants.iter().collect() });
            }
        }
        for Title { pointer, text, grants } in texts {
            let Some(award) = given(case.law, text) else { continue };
            let forms: Vec<Vec<&Award>> =
                grants.iter().map(|grant| awards_in(case.law, &grant.form)).collect();
            // A form that the law does not know may be called anything.
            let known = forms.iter().all(|form| !form.is_empty());
            let agrees =
                |form: &&Award| form.name.starts_with(&award.name) || award.name.starts_with(&form.name);
            if known && !forms.iter().flatten().any(agrees) {
                let given: Vec<&str> = grants.iter().map(|grant| grant.form.as_str()).collect();
                findings
                    .at(
                        pointer,
                        format!("nói tặng {}, trong khi `form` là {}", award.name, given.join(", ")),
                        "sửa cho khớp với hình thức khen thưởng được tặng, hoặc bỏ để thidua tự viết",
                    )
                    .within(award.name.as_str());
            }
        }
    }
}
