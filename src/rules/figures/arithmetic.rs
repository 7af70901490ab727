//! Sums, products, shares and words that the writer worked out by hand.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::{Match, Regex};
use rust_decimal::{Decimal, RoundingStrategy};

use super::{PLAIN, figure};
use crate::diagnostic::Severity;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::finding::Findings;
use crate::rules::law::Mark;
use crate::rules::prose::{self, Pattern, Share, pattern};
use crate::vietnamese::{notation, words};

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "share-in-prose",
        level: Severity::Error,
        title: "Tỷ lệ phần trăm ghi trong lời văn đúng với hai số của nó",
        text: "Câu ghi cả số phần, số toàn bộ và tỷ lệ, như “08/09 thành viên (88,89%)”, phải chia đúng; làm tròn đến mấy chữ số \
               thập phân cũng được. Lệch một hàng (8,89% hay 888,9%) là lỗi gõ dấu phẩy hay gặp. Chỗ chữ “đạt” có thể hiểu là \
               mức hoàn thành kế hoạch thì chỉ cảnh báo.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: share_in_prose,
    },
    Rule {
        id: "part-over-whole",
        level: Severity::Warning,
        title: "Số phần không lớn hơn số toàn bộ",
        text: "Trong câu như “07/09 đơn vị”, “12/14 phiếu”, số trước không thể lớn hơn số sau: thường là viết ngược hoặc gõ nhầm một \
               chữ số. Kết quả so với kế hoạch (12/10 mô hình) không thuộc quy tắc này.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: part_over_whole,
    },
    Rule {
        id: "sum-in-prose",
        level: Severity::Warning,
        title: "Tổng số ghi trong lời văn bằng các số hạng cộng lại",
        text: "Câu ghi cả tổng số lẫn các phần, như “tổng số 16, gồm 12 tập thể và 04 cá nhân” hay phép cộng có dấu + và dấu =, phải \
               cộng đúng. Nếu các phần trùng nhau một số trường hợp thì viết lại cho rõ.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: sum_in_prose,
    },
    Rule {
        id: "product-in-prose",
        level: Severity::Error,
        title: "Phép nhân ghi trong lời văn đúng kết quả",
        text: "Phép nhân tự viết như “1.410.000 đồng x 05 tập thể = 7.050.000 đồng” phải đúng. Tiền thưởng ghi ở `reward` thì thidua tự \
               nhân với số người trong danh sách. Khi có hệ số lẻ, kết quả làm tròn đến chục nghìn đồng được coi là đúng.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: product_in_prose,
    },
    Rule {
        id: "amount-in-words",
        level: Severity::Error,
        title: "Số tiền bằng chữ đúng với số tiền bằng số",
        text: "Số tiền tự viết cả bằng số lẫn bằng chữ phải là một: khi hai bên khác nhau, không ai biết phải chi bao nhiêu. Tiền \
               thưởng tính từ `reward` thì thidua tự đọc thành chữ. Chữ mà thidua không đọc được thành số thì không xét.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: amount_in_words,
    },
    Rule {
        id: "count-in-words",
        level: Severity::Error,
        title: "Số viết bằng chữ trong ngoặc đúng với số đứng trước",
        text: "Văn bản hay ghi số lượng cả bằng chữ, như “05 (năm) bản”. Khi sửa con số mà quên sửa chữ trong ngoặc thì văn bản tự \
               mâu thuẫn. Hãy sửa cho khớp hoặc bỏ phần chữ.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: count_in_words,
    },
];

fn share_in_prose(case: &Case, findings: &mut Findings) {
    for (text, sentence) in case.sentences("") {
        for share in prose::shares(sentence) {
            let Some(exact) = exact(&share).filter(|exact| !fits(*exact, share.percent)) else { continue };
            let right = figure(rounded(exact));
            let part = notation::format(share.part);
            let whole = notation::format(share.whole);
            let slipped = slipped(exact, share.percent)
                .map(|places| format!(", lệch {places} hàng"))
                .unwrap_or_default();
            let message = format!("{part} trên {whole} là {right}%, không phải {}%{slipped}", share.written);
            let remedy = format!("sửa thành {right}%, hoặc sửa lại hai số {part} và {whole}");
            let finding = findings.at(&text.pointer, message, remedy).within(&sentence[share.range]);
            if !share.clear {
                finding.uncertain();
            }
        }
    }
}

fn exact(share: &Share) -> Option<Decimal> {
    share.part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(share.whole)
}

/// Whether the percentage is right to the decimals that it is written with, rounded or cut off.
fn fits(exact: Decimal, written: Decimal) -> bool {
    (exact - written).abs() < Decimal::new(1, written.scale())
}

fn rounded(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// By how many decimal places a percentage is off, where that is all that is wrong with it.
fn slipped(exact: Decimal, written: Decimal) -> Option<&'static str> {
    let places = [(10, "một"), (100, "hai"), (1000, "ba")];
    places.into_iter().find_map(|(factor, places)| {
        let factor = Decimal::from(factor);
        let up = written.checked_mul(factor).is_some_and(|up| fits(exact, up.normalize()));
        let down = written.checked_div(factor).is_some_and(|down| fits(exact, down));
        (up || down).then_some(places)
    })
}

static MEMBERS: Pattern = LazyLock::new(|| pattern(r"^\s+(?P<noun>thành viên|phiếu|đại biểu|đơn vị)\b"));

/// Words before a part of the units; without one, 20/11 may be a day.
static SOME: Pattern = LazyLock::new(|| pattern(r"(?i)(?:\b(?:có|với|được|của|gồm|là|cả)|:)\s*$"));

fn part_over_whole(case: &Case, findings: &mut Findings) {
    for (text, sentence) in case.sentences("") {
        for fraction in prose::fractions(sentence).into_iter().filter(|found| found.part > found.whole) {
            let Some(found) = MEMBERS.captures(&sentence[fraction.range.end..]) else { continue };
            if &found["noun"] == "đơn vị" && !SOME.is_match(&sentence[..fraction.range.start]) {
                continue;
            }
            let words = format!("{}{}", &sentence[fraction.range], &found[0]);
            let message = format!("“{words}”: số phần lớn hơn số toàn bộ");
            findings.at(&text.pointer, message, "xem lại hai số, có thể đã viết ngược").within(words);
        }
    }
}

static TOTAL_FIRST: Pattern = LazyLock::new(|| {
    pattern(r"(?i)\btổng (?:số|cộng)\b[^\d.;]{0,15}?(\d+)\b[^.;]*?\b(?:gồm có|bao gồm|gồm)\b")
});

static TOTAL_LAST: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\btổng (?:số|cộng)(?:\s+là)?\s*:?\s*(\d+)(?:\s+(?:trường hợp|lượt|hồ sơ|danh hiệu))?\s*[.,)]?\s*$",
    )
});

static ADDITION: Pattern =
    LazyLock::new(|| pattern(r"(?:\d[\d.,]*[^\d=+;x×%]{0,30}\+\s*)+\d[\d.,]*[^\d=+;x×%]{0,30}=\s*\d[\d.,]*"));

fn sum_in_prose(case: &Case, findings: &mut Findings) {
    for (text, sentence) in case.sentences("") {
        if let Some((total, sum)) = categories_added(sentence).filter(|(total, sum)| total != sum) {
            let message = format!("ghi tổng số {total}, nhưng các phần cộng lại là {sum}");
            findings
                .at(&text.pointer, message, "cộng lại, sửa tổng số hoặc số của từng phần")
                .within(sentence);
        }
        for found in equations(&ADDITION, sentence) {
            let Some((terms, total)) = equation(found) else { continue };
            let sum = terms.iter().try_fold(Decimal::ZERO, |sum, term| sum.checked_add(*term));
            if let Some(sum) = sum.filter(|sum| *sum != total) {
                let message =
                    format!("phép cộng ghi {}, nhưng kết quả đúng là {}", figure(total), figure(sum));
                let remedy = format!("sửa kết quả thành {}, hoặc xem lại các số hạng", figure(sum));
                findings.at(&text.pointer, message, remedy).within(found.trim());
            }
        }
    }
}

/// The total of tập thể, cá nhân, hộ gia đình that a sentence tells, and what its parts make together.
fn categories_added(sentence: &str) -> Option<(usize, usize)> {
    let counts = prose::counts(sentence);
    let categories: BTreeSet<usize> = counts.iter().map(|count| count.category as usize).collect();
    if counts.len() < 2 || categories.len() != counts.len() {
        return None;
    }
    let first = &counts[0].range;
    let last = &counts[counts.len() - 1].range;
    let total_first = TOTAL_FIRST.captures(sentence).filter(|found| {
        found.get(0).is_some_and(|all| all.end() <= first.start && first.start - all.end() < 8)
    });
    let total_last = TOTAL_LAST
        .captures(sentence)
        .filter(|found| found.get(0).is_some_and(|all| (last.end..last.end + 8).contains(&all.start())));
    let total = total_first.or(total_last)?[1].parse().ok()?;
    Some((total, counts.iter().map(|count| count.count).sum()))
}

static FIGURE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d[\d.]*(?:,\d+)?"));

/// The figures left of the equals sign, and the one right of it.
fn equation(text: &str) -> Option<(Vec<Decimal>, Decimal)> {
    let (left, right) = text.split_once('=')?;
    let figures = |text: &str| -> Option<Vec<Decimal>> {
        FIGURE
            .find_iter(text)
            .map(|found| notation::parse(found.as_str().trim_end_matches('.')).ok())
            .collect()
    };
    Some((figures(left)?, *figures(right)?.first()?))
}

/// The equations of a pattern in a sentence that are not pieces of longer ones.
fn equations<'t>(pattern: &'static Regex, sentence: &'t str) -> impl Iterator<Item = &'t str> {
    let sign = |letter: Option<char>| letter.is_some_and(|letter| "+-x×=/*".contains(letter));
    let alone = move |found: &Match| {
        let after = &sentence[found.end()..];
        !sign(sentence[..found.start()].trim_end().chars().next_back())
            && !sign(after.trim_start().chars().next())
            && !after.starts_with('%')
    };
    // Most sentences have none, which is quickly seen.
    let worth = sentence.contains('=').then(|| pattern.find_iter(sentence));
    worth.into_iter().flatten().filter(alone).map(|found| found.as_str())
}

static PRODUCT: Pattern = LazyLock::new(|| {
    pattern(r"(?:\d[\d.,]*[^\d=+;x×%]{0,30}?\s*[x×]\s*)+\d[\d.,]*[^\d=+;x×%]{0,40}=\s*\d[\d.,]*")
});

/// What the product of uneven factors may be rounded to, in đồng.
const ROUNDING: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

fn product_in_prose(case: &Case, findings: &mut Findings) {
    for (text, sentence) in case.sentences("") {
        for found in equations(&PRODUCT, sentence) {
            let Some((factors, total)) = equation(found) else { continue };
            let product =
                factors.iter().try_fold(Decimal::ONE, |product, factor| product.checked_mul(*factor));
            let Some(product) = product else { continue };
            let uneven = factors.iter().any(|factor| !factor.is_integer());
            let rounded = uneven && total >= ROUNDING && (product - total).abs() < ROUNDING;
            if product != total && !rounded {
                let message =
                    format!("phép nhân ghi {}, nhưng kết quả đúng là {}", figure(total), figure(product));
                let remedy = format!("sửa kết quả thành {}, hoặc xem lại các thừa số", figure(product));
                findings.at(&text.pointer, message, remedy).within(found.trim());
            }
        }
    }
}

fn amount_in_words(case: &Case, findings: &mut Findings) {
    for (text, sentence) in case.sentences("") {
        for amount in prose::amounts(sentence) {
            let Some(spelled) = words::parse(&amount.words).filter(|spelled| *spelled != amount.dong) else {
                continue;
            };
            let message = format!(
                "bằng số là {} đồng, bằng chữ là {} đồng",
                notation::format(Decimal::from(amount.dong)),
                notation::format(Decimal::from(spelled))
            );
            let remedy = format!("nếu số đúng thì ghi bằng chữ: {}", words::money(amount.dong));
            findings.at(&text.pointer, message, remedy).within(amount.words);
        }
    }
}

static SPELLED: Pattern =
    LazyLock::new(|| pattern(r"\b(\d{1,3}(?:\.\d{3})+|\d+)\s*\(\s*(\p{L}+(?:\s+\p{L}+)*)\s*\)"));

/// What is counted, where a five cannot be a year.
static COUNTED: Pattern = LazyLock::new(|| {
    pattern(
        r"^\s+(?:bản|đơn vị|tập thể|cá nhân|hộ|người|thành viên|phiếu|đợt|ngày|tháng|lần|điểm|nội dung|chỉ tiêu)\b",
    )
});

fn count_in_words(case: &Case, findings: &mut Findings) {
    for (text, sentence) in case.sentences("") {
        for found in SPELLED.captures_iter(sentence) {
            let Some(all) = found.get(0) else { continue };
            // "03 (năm) liên tiếp" may be three years.
            let is_year = found[2].to_lowercase() == "năm" && !COUNTED.is_match(&sentence[all.end()..]);
            let Some(spelled) = words::parse(&found[2]).filter(|_| !is_year) else { continue };
            let Ok(figure) = found[1].replace('.', "").parse::<u64>() else { continue };
            if spelled != figure {
                let message = format!("số là {}, nhưng chữ trong ngoặc là {spelled}", &found[1]);
                let remedy = format!("nếu số đúng thì ghi ({})", words::number(figure));
                findings.at(&text.pointer, message, remedy).within(all.as_str());
            }
        }
    }
}
