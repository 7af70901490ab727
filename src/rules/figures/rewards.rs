//! Reward money: rates by law, rounding, funds, prizes.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::counts::bare_prize;
use super::{PLAIN, figure, so_many};
use crate::diagnostic::Severity;
use crate::record::awards::{ArticleInsert, Category, Reward};
use crate::record::scalar::Money;
use crate::record::{Decision, Grant, Recipient};
use crate::rules::Rule;
use crate::rules::case::{Case, Sheet};
use crate::rules::finding::Findings;
use crate::rules::law::{Coefficient, Law, Mark};
use crate::rules::prose::{self, Pattern, pattern};

/// Where reward money is written; each finding tells the row that it rests on.
const REWARDS: &str = "Nghị định 152/2025/NĐ-CP, Điều 49-54";

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "reward-rate",
        level: Severity::Warning,
        title: "Mức tiền thưởng bằng hệ số nhân với mức lương cơ sở",
        text: "Tiền thưởng của danh hiệu, hình thức khen thưởng theo luật bằng hệ số nhân với mức lương cơ sở trong ngày ra quyết định, \
               làm tròn lên hàng chục nghìn đồng. Thưởng theo giải và thưởng từ nguồn ngoài quỹ thi đua, khen thưởng có thể \
               khác: khi đó ghi ngoại lệ. Giấy khen của cấp xã cho cá nhân, hộ gia đình không bị xét vì hệ số chưa được đối chiếu.",
        article: REWARDS,
        mark: Mark::Verified,
        judge: rate,
    },
    Rule {
        id: "reward-rounding",
        level: Severity::Warning,
        title: "Mức tiền thưởng được làm tròn lên hàng chục nghìn đồng",
        text: "Mức thưởng kèm danh hiệu, hình thức khen thưởng theo luật được làm tròn số lên hàng chục nghìn đồng, nên không thể lẻ \
               nghìn, lẻ đồng. Mức rất nhỏ thường do gõ thiếu số không. Thưởng theo giải không bị xét.",
        article: "Nghị định 152/2025/NĐ-CP, Điều 49",
        mark: Mark::Verified,
        judge: rounding,
    },
    Rule {
        id: "reward-missing",
        level: Severity::Warning,
        title: "Ai được khen cũng có mức thưởng, khi quyết định có tiền thưởng",
        text: "Mục khen thưởng có tiền thưởng mà thiếu mức cho tập thể, cá nhân hay hộ gia đình trong danh sách thì những người ấy không \
               được chi và không có trong tổng tiền. Cố ý không thưởng tiền thì ghi ngoại lệ.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: missing,
    },
    Rule {
        id: "reward-for-nobody",
        level: Severity::Warning,
        title: "Mức thưởng nào cũng có người nhận",
        text: "Mức thưởng hoặc giải không ứng với ai trong danh sách thường là do danh sách còn thiếu, hoặc còn sót từ quyết định cũ. \
               thidua không in mức thưởng này.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: for_nobody,
    },
    Rule {
        id: "reward-without-fund",
        level: Severity::Warning,
        title: "Quyết định có tiền thưởng thì nói rõ nguồn chi",
        text: "Kế toán chỉ chi được khi quyết định ghi nguồn kinh phí, thường là Quỹ thi đua, khen thưởng của cơ quan. Hãy ghi ở `fund`, \
               hoặc trong một điều tự viết có nói đến quỹ hay kinh phí.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: without_fund,
    },
    Rule {
        id: "fund-without-reward",
        level: Severity::Warning,
        title: "Quyết định ghi nguồn chi thưởng thì có tiền thưởng",
        text: "`fund` chỉ được in cùng tiền thưởng. Ghi nguồn chi mà không mục nào có `reward` thì văn bản không có điều về tiền thưởng: \
               hãy ghi mức thưởng, hoặc bỏ `fund`.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: fund_alone,
    },
    Rule {
        id: "prize-order",
        level: Severity::Warning,
        title: "Giải cao không thưởng ít hơn giải thấp",
        text: "Mức thưởng của các giải Đặc biệt, Nhất, Nhì, Ba, Tư, Khuyến khích phải giảm dần hoặc bằng nhau. Giải thấp thưởng nhiều hơn \
               thường là gõ nhầm số tiền.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: prize_order,
    },
    Rule {
        id: "paid-twice",
        level: Severity::Warning,
        title: "Các danh hiệu có cùng thời gian tính thành tích chỉ được thưởng tiền một lần, theo danh hiệu cao nhất",
        text: "Trong cùng một quyết định, người hoặc tập thể có tên ở hai danh hiệu cùng tính thành tích một năm (Chiến sĩ thi đua cơ sở \
               và Lao động tiên tiến) đều có tiền thưởng thì chỉ được chi mức của danh hiệu cao nhất. Danh hiệu có thời gian tính \
               thành tích khác nhau (Chiến sĩ thi đua cấp tỉnh và Chiến sĩ thi đua cơ sở), danh hiệu và hình thức khen thưởng (Giấy \
               khen, Bằng khen) thì được nhận cả hai. Hai người trùng tên, hoặc danh hiệu của hai kỳ khác nhau, thì ghi ngoại lệ.",
        article: "Nghị định 152/2025/NĐ-CP, Điều 49",
        mark: Mark::Weak,
        judge: paid_twice,
    },
    Rule {
        id: "money-in-decision",
        level: Severity::Error,
        title: "Số tiền ghi trong điều tự viết đúng với tiền thưởng của quyết định",
        text: "Mức thưởng (“1.410.000 đồng/tập thể”, “giải Nhất: 2.000.000 đồng”) và tổng số tiền thưởng trong điều tự viết phải bằng mức ở `reward` và tổng do thidua \
               tính từ danh sách. Nên dùng `insert: reward`: thidua tự viết điều này, kể cả số tiền bằng chữ.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: money_in_articles,
    },
];

/// A rate of a grant: the key under `reward`, for whom, how much.
fn rates(reward: &Reward) -> impl Iterator<Item = (&'static str, Category, Money)> {
    let rates = [
        ("collective", Category::Collective, reward.collective),
        ("individual", Category::Individual, reward.individual),
        ("household", Category::Household, reward.household),
    ];
    rates.into_iter().filter_map(|(key, category, rate)| Some((key, category, rate?)))
}

/// How many days after the meeting a decision is issued at most that has no date yet.
const LATER: u64 = 60;

/// Visits the grants that carry money, with the pointer of it.
fn each<'a>(case: &Case<'a>, mut visit: impl FnMut(&Sheet<'a>, &str, &'a Grant, &'a Reward)) {
    for (sheet, decision) in case.decisions() {
        for (at, grant) in decision.grants.iter().enumerate() {
            if let Some(reward) = &grant.reward {
                visit(sheet, &format!("{}/grants/{at}/reward", sheet.pointer), grant, reward);
            }
        }
    }
}

/// Whether the office is a commune's: what its Giấy khen to a person brings was not seen in a source.
fn is_commune(case: &Case, sheet: &Sheet) -> bool {
    let name = sheet.issuer_name(case.record).to_lowercase();
    ["xã", "phường", "đặc khu"].iter().any(|word| prose::occurrences(&name, word).next().is_some())
}

/// The money that the law lays down for a form, before and after rounding, with its coefficient and base.
struct Lawful<'a> {
    times: Decimal,
    base: Money,
    exact: Decimal,
    rounded: Decimal,
    coefficient: &'a Coefficient,
}

fn lawful<'a>(law: &'a Law, form: &str, category: Category, day: NaiveDate) -> Option<Lawful<'a>> {
    let award = law.award(form)?;
    let coefficient = law.coefficient(&award.name, category, day)?;
    let base = law.base_salary(day)?.amount;
    let times = coefficient.times.0;
    let exact = times.checked_mul(Decimal::from(base.0))?;
    let rounded = match law.rounding(day).map(|row| Decimal::from(row.step.0)) {
        Some(step) => exact.checked_div(step)?.ceil().checked_mul(step)?,
        None => exact,
    };
    Some(Lawful { times, base, exact, rounded, coefficient })
}

/// The lawful rate of a reward that is paid at another.
fn another_rate<'a>(
    case: &Case<'a>,
    sheet: &Sheet,
    grant: &Grant,
    category: Category,
    rate: Money,
) -> Option<Lawful<'a>> {
    let day = sheet.date(case.record)?;
    // A flag of the group's own is no flag of the province's.
    let form = grant.form.to_lowercase();
    if form.contains("khối") || form.contains("cụm") {
        return None;
    }
    let lawful = lawful(case.law, &grant.form, category, day)?;
    let unseen = category != Category::Collective && lawful.coefficient.award == "Giấy khen";
    if unseen && is_commune(case, sheet) {
        return None;
    }
    let paid = Decimal::from(rate.0);
    // A decision without its date may come after the day on which the base changes.
    let issued_later = || {
        let later = day.checked_add_days(Days::new(LATER)).filter(|_| sheet.document.date.is_none());
        later.and_then(|later| self::lawful(case.law, &grant.form, category, later))
    };
    if issued_later().is_some_and(|later| paid == later.rounded || paid == later.exact) {
        return None;
    }
    let less = lawful.coefficient.at_most && paid < lawful.rounded;
    // What is not rounded at all is told by another rule.
    (!less && paid != lawful.rounded && paid != lawful.exact).then_some(lawful)
}

fn rate(case: &Case, findings: &mut Findings) {
    each(case, |sheet, pointer, grant, reward| {
        for (key, category, rate) in rates(reward) {
            let Some(lawful) = another_rate(case, sheet, grant, category, rate) else { continue };
            let most = if lawful.coefficient.at_most { "nhiều nhất " } else { "" };
            let message = format!(
                "mức thưởng {} cho {} là {rate} đồng; theo hệ số {} và mức lương cơ sở {} đồng thì {} {} đồng",
                grant.form,
                category.word(),
                figure(lawful.times),
                lawful.base,
                if lawful.coefficient.at_most { "nhiều nhất là" } else { "là" },
                figure(lawful.rounded)
            );
            let remedy = format!(
                "ghi {most}{} đồng; thưởng từ nguồn khác với quỹ thi đua, khen thưởng thì ghi ngoại lệ",
                figure(lawful.rounded)
            );
            let source = &lawful.coefficient.source;
            findings.at(format!("{pointer}/{key}"), message, remedy).resting_on(&source.article, source.mark);
        }
    });
}

fn rounding(case: &Case, findings: &mut Findings) {
    each(case, |sheet, pointer, grant, reward| {
        let Some(day) = sheet.date(case.record) else { return };
        let Some(row) = case.law.rounding(day).filter(|_| case.law.award(&grant.form).is_some()) else {
            return;
        };
        let step = Decimal::from(row.step.0);
        for (key, category, rate) in rates(reward) {
            // Where the rate itself is another, its last figures are not what is to be mended.
            if another_rate(case, sheet, grant, category, rate).is_some() {
                continue;
            }
            let steps = Decimal::from(rate.0).checked_div(step);
            let Some(steps) = steps.filter(|steps| !steps.is_integer()) else { continue };
            let up = figure(steps.ceil().saturating_mul(step));
            let message = format!("{rate} đồng chưa làm tròn đến {} đồng", figure(step));
            findings
                .at(format!("{pointer}/{key}"), message, format!("làm tròn lên {up} đồng"))
                .resting_on(&row.source.article, row.source.mark);
        }
    });
}

fn missing(case: &Case, findings: &mut Findings) {
    each(case, |_, pointer, grant, _| {
        for category in Category::ALL {
            let awardees = grant.entries(category).iter().flat_map(Recipient::awardees);
            let unpaid = awardees.filter(|awardee| grant.amount(category, awardee).is_none()).count();
            if unpaid > 0 {
                let word = category.word();
                let message = format!("{} chưa có mức thưởng", so_many(unpaid, word));
                let remedy =
                    format!("ghi mức thưởng cho {word}; không thưởng tiền thì ghi ngoại lệ kèm lý do");
                findings.at(pointer, message, remedy);
            }
        }
    });
}

fn for_nobody(case: &Case, findings: &mut Findings) {
    each(case, |_, pointer, grant, reward| {
        for (key, category, _) in rates(reward).filter(|(_, category, _)| grant.count(*category) == 0) {
            let word = category.word();
            let message = format!("có mức thưởng cho {word}, nhưng danh sách không có {word} nào");
            findings.at(
                format!("{pointer}/{key}"),
                message,
                format!("bỏ mức này, hoặc bổ sung {word} vào danh sách"),
            );
        }
        let awardees = || {
            Category::ALL
                .into_iter()
                .flat_map(|category| grant.entries(category))
                .flat_map(Recipient::awardees)
        };
        let won: BTreeSet<&str> = awardees().filter_map(|awardee| awardee.prize.as_deref()).collect();
        for (at, prize) in
            reward.prizes.iter().enumerate().filter(|(_, prize)| !won.contains(prize.name.as_str()))
        {
            let message = format!("không ai trong danh sách đạt giải {}", prize.name);
            let remedy = "bỏ giải này, hoặc ghi `prize` cho người đạt giải";
            findings.at(format!("{pointer}/prizes/{at}/name"), message, remedy);
        }
    });
}

/// Whether the article on money is computed.
fn tells_reward(decision: &Decision) -> bool {
    let inserted = |insert| decision.articles.iter().any(|article| article.insert == Some(insert));
    decision.articles.is_empty() || inserted(ArticleInsert::Reward)
}

fn without_fund(case: &Case, findings: &mut Findings) {
    for (sheet, decision) in case.decisions() {
        let told = decision.articles.iter().filter_map(|article| article.body.as_deref()).any(|body| {
            let body = body.to_lowercase();
            ["quỹ", "kinh phí", "nguồn"].iter().any(|word| body.contains(word))
        });
        if decision.fund.is_none() && !told && tells_reward(decision) && decision.reward_total().0 > 0 {
            let message = format!("có {} đồng tiền thưởng nhưng chưa ghi nguồn chi", decision.reward_total());
            let remedy = "ghi `fund`, ví dụ `fund: Quỹ thi đua, khen thưởng của Sở năm 2026`";
            findings.at(format!("{}/fund", sheet.pointer), message, remedy);
        }
    }
}

fn fund_alone(case: &Case, findings: &mut Findings) {
    for (sheet, decision) in case.decisions() {
        if decision.fund.is_some() && decision.reward_total().0 == 0 {
            let message = "ghi nguồn chi thưởng, nhưng không mục khen thưởng nào có tiền thưởng";
            let remedy = "ghi `reward` cho mục khen thưởng, hoặc bỏ `fund`";
            findings.at(format!("{}/fund", sheet.pointer), message, remedy);
        }
    }
}

/// Prizes from the highest on.
const PRIZES: [&str; 7] = ["đặc biệt", "xuất sắc", "nhất", "nhì", "ba", "tư", "khuyến khích"];

fn prize_order(case: &Case, findings: &mut Findings) {
    each(case, |_, pointer, _, reward| {
        let mut known: Vec<_> = reward
            .prizes
            .iter()
            .enumerate()
            .filter_map(|(at, prize)| {
                let name = prize.name.trim_start_matches("Giải ").trim_start_matches("giải ");
                let height = PRIZES.iter().position(|prize| *prize == name.to_lowercase())?;
                Some((height, at, name, prize.amount))
            })
            .collect();
        known.sort_by_key(|(height, ..)| *height);
        for pair in known.windows(2) {
            let [(upper, _, high, more), (lower, at, low, less)] = pair else { continue };
            if upper < lower && less > more {
                let message = format!("giải {low} thưởng {less} đồng, nhiều hơn giải {high} ({more} đồng)");
                findings.at(
                    format!("{pointer}/prizes/{at}/amount"),
                    message,
                    "xem lại mức tiền của hai giải",
                );
            }
        }
    });
}

/// Titles of which one is paid, and who has one of them: category, name, unit.
type Paid<'a> = (&'a [String], usize, &'a str, Option<&'a str>);

fn paid_twice(case: &Case, findings: &mut Findings) {
    for (sheet, decision) in case.decisions() {
        let Some(day) = sheet.date(case.record) else { continue };
        let mut paid: HashMap<Paid, &str> = HashMap::new();
        for (at, grant) in decision.grants.iter().enumerate() {
            let Some(award) = case.law.award(&grant.form) else { continue };
            let Some(row) = case.law.paid_once(&award.name, day) else { continue };
            let kind = row.awards.as_slice();
            let mut told = false;
            for category in Category::ALL {
                for awardee in grant.entries(category).iter().flat_map(Recipient::awardees) {
                    if grant.amount(category, awardee).is_none() {
                        continue;
                    }
                    let who = (kind, category as usize, awardee.name.as_str(), awardee.unit.as_deref());
                    match paid.insert(who, &award.name) {
                        Some(other) if other != award.name && !told => {
                            told = true;
                            let message = format!(
                                "{} có tiền thưởng của cả danh hiệu {other} lẫn {}",
                                awardee.name, award.name
                            );
                            let remedy = "chỉ chi mức của danh hiệu cao nhất: tách người đã nhận ra một mục không có `reward`";
                            findings
                                .at(format!("{}/grants/{at}/reward", sheet.pointer), message, remedy)
                                .resting_on(&row.source.article, row.source.mark);
                        }
                        _ => {}
                    }
                }
            }
        }
    }
}

static RATE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?P<amount>\d{1,3}(?:\.\d{3})+|\d{4,})\s*(?:đồng|đ)\s*(?:/|cho mỗi|mỗi|một)\s*(?P<whom>tập thể|cá nhân|người|hộ gia đình|hộ)\b",
    )
});

static TOTAL: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\btổng\s+(?:số\s+|cộng\s+)?(?:số\s+)?(?:tiền|kinh phí)(?:\s+(?:chi\s+)?(?:khen\s+)?thưởng)?\s*(?:là|:)?\s+(?P<amount>\d{1,3}(?:\.\d{3})+|\d{4,})\s*(?:đồng|đ)\b",
    )
});

fn listed(rates: &[Money]) -> String {
    let rates: Vec<String> = rates.iter().map(Money::to_string).collect();
    super::listed(rates.iter().map(String::as_str))
}

fn money_in_articles(case: &Case, findings: &mut Findings) {
    for (sheet, decision) in case.decisions() {
        let total = decision.reward_total();
        if total.0 == 0 {
            continue;
        }
        let lines = decision.reward_lines();
        let amount = |text: &str| text.replace('.', "").parse::<u64>().ok().map(Money);
        for (at, article) in decision.articles.iter().enumerate() {
            let pointer = format!("{}/articles/{at}/body", sheet.pointer);
            for sentence in article.body.iter().flat_map(|body| prose::sentences(body)) {
                for found in RATE.captures_iter(&sentence) {
                    let category = match found["whom"].to_lowercase().as_str() {
                        "tập thể" => Category::Collective,
                        "hộ gia đình" | "hộ" => Category::Household,
                        _ => Category::Individual,
                    };
                    let Some(told) = amount(&found["amount"]) else { continue };
                    let rates: Vec<Money> =
                        lines.iter().filter(|line| line.category == category).map(|line| line.rate).collect();
                    if !rates.is_empty() && !rates.contains(&told) {
                        let message = format!(
                            "điều này ghi {told} đồng cho mỗi {}, nhưng mức ở `reward` là {} đồng",
                            category.word(),
                            listed(&rates)
                        );
                        let remedy = "sửa cho khớp, hoặc thay điều này bằng `insert: reward`";
                        findings.at(&pointer, message, remedy).within(&found["amount"]);
                    }
                }
                for told in prose::prize_rates(&sentence) {
                    let prize = bare_prize(&told.prize);
                    let won = lines
                        .iter()
                        .filter(|line| line.prize.as_deref().map(bare_prize).as_ref() == Some(&prize));
                    let rates: Vec<Money> = won.clone().map(|line| line.rate).collect();
                    let sums = won.map(|line| line.sum().0);
                    if rates.is_empty()
                        || rates.contains(&Money(told.dong))
                        || sums.into_iter().any(|sum| sum == told.dong)
                    {
                        continue;
                    }
                    let message = format!(
                        "điều này ghi giải {} {} đồng, nhưng mức ở `reward` là {} đồng",
                        told.prize,
                        Money(told.dong),
                        listed(&rates)
                    );
                    let remedy = "sửa cho khớp, hoặc thay điều này bằng `insert: reward`";
                    findings.at(&pointer, message, remedy).within(&sentence[told.range]);
                }
                for found in TOTAL.captures_iter(&sentence) {
                    let Some(told) = amount(&found["amount"]).filter(|told| *told != total) else { continue };
                    let message = format!(
                        "điều này ghi tổng tiền thưởng {told} đồng, nhưng tính từ danh sách là {total} đồng"
                    );
                    let remedy = "sửa cho khớp, hoặc thay điều này bằng `insert: reward`";
                    findings.at(&pointer, message, remedy).within(&found["amount"]);
                }
            }
        }
    }
}
