//! Targets: scales, wholes and parts, and what prose says of them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{PLAIN, figure};
use crate::diagnostic::Severity;
use crate::record::scalar::Figure;
use crate::record::targets::Target;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::finding::Findings;
use crate::rules::law::Mark;
use crate::rules::prose::{Pattern, pattern};
use crate::vietnamese::notation;

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "target-percent-scale",
        level: Severity::Warning,
        title: "Kế hoạch, thực hiện, cùng kỳ của một chỉ tiêu phần trăm cùng một thang",
        text: "Chỉ tiêu tính bằng % mà số này gấp khoảng 100 lần số kia thường do ghi 0,95 thay cho 95. Tỷ lệ thực hiện in trong \
               báo cáo khi đó sai 100 lần. Hãy ghi mọi số theo phần trăm: 95, không phải 0,95.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: percent_scale,
    },
    Rule {
        id: "target-thousands",
        level: Severity::Warning,
        title: "Dấu chấm ngăn hàng nghìn không bị gõ thành dấu phẩy",
        text: "Theo cách viết Việt Nam 1.250 là một nghìn hai trăm năm mươi, còn 1,250 là một phẩy hai lăm. Số có đúng ba chữ số sau \
               dấu phẩy mà nhỏ hơn khoảng 1.000 lần so với các số khác của chỉ tiêu thường là gõ nhầm.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: thousands,
    },
    Rule {
        id: "target-over-hundred",
        level: Severity::Warning,
        title: "Chỉ tiêu “Tỷ lệ …” không vượt 100%",
        text: "Tỷ lệ của một phần trên toàn bộ (hồ sơ đúng hạn, trường đạt chuẩn) không thể quá 100%. Các tỷ lệ so với kế hoạch, dự \
               toán, cùng kỳ, tốc độ tăng, công suất sử dụng thì có thể và không bị xét.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: over_hundred,
    },
    Rule {
        id: "target-part-over-whole",
        level: Severity::Error,
        title: "Một phần “Trong đó” không lớn hơn toàn bộ chỉ tiêu",
        text: "Chỉ tiêu ở `parts` là một phần của chỉ tiêu chứa nó, cùng đơn vị tính, nên không thể lớn hơn. Tỷ lệ, mức bình quân và các \
               số có chữ kèm theo (ước, trên) không bị xét hoặc chỉ cảnh báo.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: part_over_whole,
    },
    Rule {
        id: "target-parts-over-whole",
        level: Severity::Warning,
        title: "Các phần “Trong đó” cộng lại không lớn hơn toàn bộ chỉ tiêu",
        text: "Các phần ở `parts` cộng lại lớn hơn toàn bộ thường là sai một con số. Nếu các phần được tính trùng nhau (nữ, người dân \
               tộc thiểu số) thì đúng là có thể lớn hơn: hãy ghi ngoại lệ.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: parts_over_whole,
    },
    Rule {
        id: "target-note",
        level: Severity::Warning,
        title: "Ghi chú “Đạt”, “Vượt”, “Chưa đạt” phù hợp với số liệu",
        text: "Ghi chú của chỉ tiêu mở đầu bằng “Vượt”, “Chưa đạt” được so với kế hoạch và thực hiện. Chiều tốt của chỉ tiêu lấy theo \
               chữ trước số kế hoạch (trên, tối thiểu; dưới, không quá); không có chữ thì chỉ xét khi thực hiện đúng bằng kế hoạch.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: note_against_figures,
    },
    Rule {
        id: "target-in-prose",
        level: Severity::Warning,
        title: "Số liệu chỉ tiêu nhắc lại trong báo cáo khớp với bảng chỉ tiêu",
        text: "Câu mở đầu bằng đúng tên một chỉ tiêu rồi “đạt”, “là” một con số phải ghi kế hoạch, thực hiện, cùng kỳ hoặc tỷ lệ thực hiện \
               của chỉ tiêu ấy; làm tròn được. Sửa số ở một nơi thì sửa cả nơi kia, hoặc để bảng tự nói.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: in_prose,
    },
];

const COLUMNS: [(&str, &str); 3] =
    [("plan", "kế hoạch"), ("actual", "thực hiện"), ("same_period", "cùng kỳ")];

fn columns(target: &Target) -> [Option<&Figure>; 3] {
    [target.plan.as_ref(), target.actual.as_ref(), target.same_period.as_ref()]
}

/// A figure of a target: its column and its value.
type Known = ((&'static str, &'static str), Decimal);

/// The figures that can be compared.
fn known(target: &Target) -> Vec<Known> {
    let values = columns(target).into_iter().map(|figure| figure.and_then(|figure| figure.value));
    COLUMNS.into_iter().zip(values).filter_map(|(column, value)| Some((column, value?))).collect()
}

/// Visits all targets with their pointers, those under others too.
fn each<'a>(case: &Case<'a>, mut visit: impl FnMut(&str, &'a Target)) {
    fn below<'a>(pointer: &str, list: &'a [Target], visit: &mut impl FnMut(&str, &'a Target)) {
        for (at, target) in list.iter().enumerate() {
            let pointer = format!("{pointer}/{at}");
            visit(&pointer, target);
            below(&format!("{pointer}/parts"), &target.parts, visit);
        }
    }
    below("/targets", &case.record.targets, &mut visit);
}

fn is_percent(target: &Target) -> bool {
    target.measure.as_deref().is_some_and(|measure| measure.contains('%'))
        || columns(target).into_iter().flatten().any(|figure| figure.text.contains('%'))
}

/// Whether one figure is about so many times the other, by a factor of two either way.
fn about(large: Decimal, small: Decimal, times: u32) -> bool {
    let Some(ratio) = large.checked_div(small) else { return false };
    ratio > Decimal::from(times / 2) && ratio < Decimal::from(times * 2)
}

fn percent_scale(case: &Case, findings: &mut Findings) {
    each(case, |pointer, target| {
        let known = known(target);
        for (column, small) in
            known.iter().filter(|(_, value)| *value > Decimal::ZERO && *value <= Decimal::ONE)
        {
            let other =
                known.iter().find(|(_, value)| *value <= Decimal::from(150) && about(*value, *small, 100));
            let Some((beside, large)) = other.filter(|_| is_percent(target)) else { continue };
            let message = format!(
                "{} {}% so với {} {}%, lệch khoảng 100 lần",
                column.1,
                notation::format(*small),
                beside.1,
                notation::format(*large)
            );
            let percent = figure(small.saturating_mul(Decimal::ONE_HUNDRED));
            findings.at(
                format!("{pointer}/{}", column.0),
                message,
                format!("ghi theo phần trăm, có thể là {percent}"),
            );
        }
    });
}

fn thousands(case: &Case, findings: &mut Findings) {
    each(case, |pointer, target| {
        let known = known(target);
        for (column, small) in known.iter().filter(|(_, value)| value.scale() == 3 && *value > Decimal::ZERO)
        {
            let Some((beside, large)) = known.iter().find(|(_, value)| about(*value, *small, 1000)) else {
                // Decimals do not end with 0, unless a figure beside them has as many; what is counted has none.
                let tenth = (*small * Decimal::ONE_HUNDRED).is_integer();
                let counted = target.measure.as_deref().is_some_and(is_counted);
                let others = || known.iter().filter(|(other, _)| other != column).map(|(_, value)| *value);
                let precise = |value: Decimal| {
                    value.scale() > 0 && !(value.scale() == 3 && (value * Decimal::ONE_HUNDRED).is_integer())
                };
                if (tenth || counted) && !others().any(precise) && *small < Decimal::ONE_THOUSAND {
                    let words = notation::format(*small);
                    let message = format!(
                        "{} {words}: trong tiếng Việt dấu phẩy đứng trước phần thập phân, không ngăn hàng nghìn",
                        column.1
                    );
                    let meant = figure(small.saturating_mul(Decimal::ONE_THOUSAND));
                    findings.at(
                        format!("{pointer}/{}", column.0),
                        message,
                        format!("nếu là số nguyên thì ghi {meant}"),
                    );
                }
                continue;
            };
            let message = format!(
                "{} {} so với {} {}, lệch khoảng 1.000 lần",
                column.1,
                notation::format(*small),
                beside.1,
                notation::format(*large)
            );
            let meant = figure(small.saturating_mul(Decimal::ONE_THOUSAND));
            findings.at(
                format!("{pointer}/{}", column.0),
                message,
                format!("nếu là số nguyên thì ghi {meant}"),
            );
        }
    });
}

/// Whether a unit of measurement is of things that are counted, which have no decimals.
fn is_counted(measure: &str) -> bool {
    const COUNTED: [&str; 18] = [
        "người",
        "hồ sơ",
        "lượt",
        "cuộc",
        "vụ",
        "hộ",
        "đơn vị",
        "tập thể",
        "cá nhân",
        "lớp",
        "trường",
        "cái",
        "chiếc",
        "văn bản",
        "buổi",
        "mô hình",
        "công trình",
        "sáng kiến",
    ];
    let lower = measure.trim().to_lowercase();
    COUNTED
        .iter()
        .any(|thing| lower == *thing || lower.starts_with(&format!("{thing} ")) || lower.starts_with("lượt"))
}

/// Words in the name of a rate that may well exceed 100%.
const UNBOUNDED: [&str; 15] = [
    "tăng",
    "giảm",
    "vượt",
    "so với",
    "thu",
    "chi",
    "giải ngân",
    "dự toán",
    "kế hoạch",
    "hoàn thành",
    "sử dụng",
    "huy động",
    "khai thác",
    "lấp đầy",
    "quay vòng",
];

fn over_hundred(case: &Case, findings: &mut Findings) {
    each(case, |pointer, target| {
        let name = target.name.to_lowercase();
        let words: Vec<&str> = name.split_whitespace().collect();
        let unbounded = UNBOUNDED.iter().any(|word| match word.contains(' ') {
            true => name.contains(word),
            false => words.contains(word),
        });
        if !name.starts_with("tỷ lệ") || unbounded || !is_percent(target) {
            return;
        }
        for (column, value) in known(target).into_iter().filter(|(_, value)| *value > Decimal::ONE_HUNDRED) {
            let message = format!("{} là {}%, quá 100%", column.1, notation::format(value));
            let remedy = "sửa con số; nếu là tỷ lệ so với kế hoạch hay cùng kỳ thì ghi rõ trong tên chỉ tiêu";
            findings.at(format!("{pointer}/{}", column.0), message, remedy);
        }
    });
}

/// Whether figures of the measure can be added up: no rates, averages, marks.
fn adds_up(target: &Target) -> bool {
    let measure = target.measure.as_deref().unwrap_or_default().to_lowercase();
    let rate = ["%", "/", "điểm", "‰", "lần", "hạng", "tuổi", "độ"].iter().any(|sign| measure.contains(sign));
    let name = target.name.to_lowercase();
    !rate
        && !is_percent(target)
        && !["bình quân", "trung bình", "tỷ lệ"].iter().any(|word| name.contains(word))
}

/// The parts that are counted as their whole is, each with its place among the parts.
fn parts(target: &Target) -> Vec<(usize, &Target)> {
    let alike = |part: &Target| adds_up(part) && (part.measure.is_none() || part.measure == target.measure);
    match adds_up(target) {
        true => target.parts.iter().enumerate().filter(|(_, part)| alike(part)).collect(),
        false => Vec::new(),
    }
}

/// Whether a figure stands without words that leave it open: ước, trên.
fn is_bare(figure: &Figure) -> bool {
    figure.text.starts_with(|letter: char| letter.is_ascii_digit())
}

/// One column of a whole and its parts.
struct Split<'a> {
    whole: &'a Figure,
    most: Decimal,
    parts: Vec<Part<'a>>,
}

struct Part<'a> {
    /// Among the parts of the target.
    place: usize,
    figure: &'a Figure,
    value: Decimal,
}

/// One column of a target and those of its parts that can be compared with it.
fn split(target: &Target, at: usize) -> Option<Split<'_>> {
    let whole = columns(target)[at]?;
    let part = |(place, part): (usize, _)| {
        let figure = columns(part)[at]?;
        Some(Part { place, figure, value: figure.value? })
    };
    let parts: Vec<Part> = parts(target).into_iter().filter_map(part).collect();
    let most = whole.value?;
    // Losses are set off against gains: then a part may well be larger than the whole.
    let negative = most.is_sign_negative() || parts.iter().any(|part| part.value.is_sign_negative());
    (!negative && !parts.is_empty()).then_some(Split { whole, most, parts })
}

fn part_over_whole(case: &Case, findings: &mut Findings) {
    each(case, |pointer, target| {
        for (at, (key, name)) in COLUMNS.into_iter().enumerate() {
            let Some(Split { whole, most, parts }) = split(target, at) else { continue };
            for part in parts.into_iter().filter(|part| part.value > most) {
                let message =
                    format!("{name} của phần này là {}, lớn hơn toàn bộ {}", part.figure.text, whole.text);
                let remedy = format!("sửa số của phần này hoặc của “{}”", target.name);
                let finding = findings.at(format!("{pointer}/parts/{}/{key}", part.place), message, remedy);
                if !is_bare(whole) || !is_bare(part.figure) {
                    finding.uncertain();
                }
            }
        }
    });
}

fn parts_over_whole(case: &Case, findings: &mut Findings) {
    each(case, |pointer, target| {
        for (at, (key, name)) in COLUMNS.into_iter().enumerate() {
            let Some(Split { whole, most, parts }) = split(target, at) else { continue };
            let sum = parts.iter().fold(Decimal::ZERO, |sum, part| sum.saturating_add(part.value));
            if sum > most && parts.iter().all(|part| part.value <= most) {
                let message =
                    format!("{name}: các phần cộng lại là {}, lớn hơn toàn bộ {}", figure(sum), whole.text);
                let remedy = "xem lại số của toàn bộ và từng phần; các phần tính trùng nhau thì ghi ngoại lệ";
                findings.at(format!("{pointer}/{key}"), message, remedy);
            }
        }
    });
}

/// Which way a plan is met.
#[derive(Clone, Copy, PartialEq)]
enum Better {
    More,
    Less,
}

fn direction(plan: &Figure) -> Option<Better> {
    let starts = |words: &[&str]| words.iter().any(|word| plan.text.starts_with(word));
    if starts(&["trên", "tối thiểu", "từ", "hơn"]) {
        Some(Better::More)
    } else {
        starts(&["dưới", "không quá", "tối đa"]).then_some(Better::Less)
    }
}

fn note_against_figures(case: &Case, findings: &mut Findings) {
    each(case, |pointer, target| {
        let note = target.note.as_deref().unwrap_or_default().to_lowercase();
        let (Some(plan), Some(actual)) = (&target.plan, &target.actual) else { return };
        let (Some(planned), Some(reached)) = (plan.value, actual.value) else { return };
        let missed = ["chưa đạt", "không đạt"].into_iter().find(|words| note.starts_with(words));
        let passed = ["vượt", "đạt và vượt"].into_iter().find(|words| note.starts_with(words));
        let contradicted = match (direction(plan), missed, passed) {
            (None, Some(words), _) | (None, _, Some(words)) => (planned == reached).then_some(words),
            (Some(Better::More), Some(words), _) => (reached > planned).then_some(words),
            (Some(Better::More), _, Some(words)) => (reached < planned).then_some(words),
            (Some(Better::Less), Some(words), _) => (reached < planned).then_some(words),
            (Some(Better::Less), _, Some(words)) => (reached > planned).then_some(words),
            _ => None,
        };
        if let Some(words) = contradicted {
            let message =
                format!("ghi chú “{words}”, nhưng kế hoạch là {}, thực hiện là {}", plan.text, actual.text);
            findings.at(format!("{pointer}/note"), message, "sửa ghi chú hoặc số liệu cho khớp");
        }
    });
}

static TOLD: Pattern = LazyLock::new(|| {
    pattern(r"(?i)^\s*(?:năm\s+\d{4}\s+)?(?:ước\s+)?(?:đạt|là|:)\s+(\d[\d.]*(?:,\d+)?)(?:\s*%|\s|[.,;)]|$)")
});

fn in_prose(case: &Case, findings: &mut Findings) {
    let mut targets: Vec<(String, &Target)> = Vec::new();
    each(case, |_, target| targets.push((target.name.to_lowercase(), target)));
    let mut bearers: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, _) in &targets {
        *bearers.entry(name).or_default() += 1;
    }
    // A short name, or one that two targets bear, says too little: Nữ, Nội trú.
    let named: Vec<&(String, &Target)> = targets
        .iter()
        .filter(|(name, _)| name.split_whitespace().count() > 2 && bearers.get(name.as_str()) == Some(&1))
        .collect();
    if named.is_empty() {
        return;
    }
    for (text, sentence) in case.sentences("/report/") {
        let small = sentence.to_lowercase();
        let Some((name, target)) = named.iter().find(|(name, _)| small.starts_with(name.as_str())) else {
            continue;
        };
        let Some(found) = TOLD.captures(&small[name.len()..]) else { continue };
        let Ok(value) = notation::parse(found[1].trim_end_matches(['.', ','])) else { continue };
        if !may_be_told(target, value) {
            let actual = target.actual.as_ref().map_or("chưa ghi", |actual| actual.text.as_str());
            let message = format!(
                "“{}” ghi {} trong lời văn, nhưng ở bảng chỉ tiêu thực hiện là {actual}",
                target.name,
                notation::format(value)
            );
            let remedy = "sửa lời văn hoặc số liệu ở `targets` cho khớp";
            findings.at(&text.pointer, message, remedy).within(&found[1]);
        }
    }
}

/// Whether a figure is one of the target's, or follows from them.
fn may_be_told(target: &Target, value: Decimal) -> bool {
    let ratios = [target.completion(), target.against_same_period()];
    let ratios = ratios.into_iter().flatten().filter_map(|ratio| notation::parse(&ratio).ok());
    known(target).into_iter().map(|(_, value)| value).chain(ratios).any(|right| {
        let rounded = right.round_dp_with_strategy(value.scale(), RoundingStrategy::MidpointAwayFromZero);
        rounded == value || right.trunc_with_scale(value.scale()) == value
    })
}
