//! Đề mục: numbers and marks that thidua sets itself (NĐ 30/2020, PL I/II.6đ, V).

use std::sync::LazyLock;

use super::in_capitals;
use crate::diagnostic::Severity;
use crate::record::Section;
use crate::record::report::Numbering;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::finding::Findings;
use crate::rules::law::Mark;
use crate::rules::prose::{Pattern, pattern};

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "numbers-typed",
        level: Severity::Error,
        title: "Số thứ tự của đề mục, điều, dòng danh sách do thidua đánh",
        text: "thidua đánh số đề mục theo `numbering`, đánh số các điều của quyết định và số thứ tự trong danh sách. Số gõ sẵn, \
               thường còn lại khi chép từ văn bản cũ, sẽ in thành hai số, như “I. I. Đặc điểm”. Muốn tự đánh số đề mục thì ghi \
               `numbering: []`.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm đ",
        mark: Mark::Verified,
        judge: numbers_typed,
    },
    Rule {
        id: "heading-in-capitals",
        level: Severity::Warning,
        title: "Đề mục cấp điều, khoản, điểm viết chữ thường",
        text: "Chỉ tên phần, chương, mục viết chữ in hoa, và thidua tự in hoa ở các cấp đó. Đề mục cấp dưới (1., 1.1., a), Điều \
               1.) viết chữ thường; gõ chữ hoa thì in ra chữ hoa.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục V",
        mark: Mark::Verified,
        judge: heading_in_capitals,
    },
    Rule {
        id: "end-mark",
        level: Severity::Warning,
        title: "Dấu “./.” chỉ đứng ở cuối văn bản",
        text: "Các mẫu văn bản đặt “./.” sau chữ cuối cùng của văn bản để báo hết. thidua tự đặt dấu này; gõ thêm ở giữa bài, \
               thường do chép từ văn bản khác, thì người đọc tưởng văn bản đã hết.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục III, Mục II",
        mark: Mark::Reading,
        judge: end_mark,
    },
];

/// The headings of a paper: JSON pointer, title, and how their level is numbered.
fn headings<'a>(
    pointer: &str,
    list: &'a [Section],
    numbering: &[Numbering],
    found: &mut Vec<(String, &'a str, Option<Numbering>)>,
) {
    for (at, section) in list.iter().enumerate() {
        let level = numbering.first().copied().filter(|_| section.title.is_some());
        if let Some(title) = &section.title {
            found.push((format!("{pointer}/{at}/title"), title, level));
        }
        let below = if level.is_some() { &numbering[1..] } else { numbering };
        headings(&format!("{pointer}/{at}/sections"), &section.sections, below, found);
    }
}

/// The headings of report and covenant.
fn all_headings<'a>(case: &Case<'a>) -> Vec<(String, &'a str, Option<Numbering>)> {
    let mut found = Vec::new();
    if let Some(report) = &case.record.report {
        headings("/report/sections", &report.sections, &report.numbering, &mut found);
    }
    if let Some(covenant) = &case.record.covenant {
        headings("/covenant/commitments", &covenant.commitments, &covenant.numbering, &mut found);
    }
    found
}

static HEADING: Pattern = LazyLock::new(|| {
    pattern(
        r"^\s*(?:(?:Phần|Chương|Mục)\s+(?:[IVXLC]+|\d+)[.:]?|Điều\s+\d+\s*[.:]|[IVXLC]{1,5}[.)]|[A-H]\.|\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|[a-zđ]\)|\(\d{1,2}\))\s+\S",
    )
});

static ARTICLE: Pattern = LazyLock::new(|| pattern(r"^\s*[*_]*\s*Điều\s+\d+\s*[.:]"));

static ROW: Pattern = LazyLock::new(|| pattern(r"^\s*(?:\d{1,4}\s*[.)]|[-+•])\s+\p{L}"));

fn numbers_typed(case: &Case, findings: &mut Findings) {
    for (pointer, title, level) in all_headings(case) {
        let Some(typed) = HEADING.find(title).filter(|_| level.is_some()) else { continue };
        let number = title[..typed.end()].trim_end_matches(|sign: char| !sign.is_whitespace()).trim();
        findings
            .at(
                pointer,
                format!("đề mục gõ sẵn số “{number}”, thidua đánh số thêm lần nữa"),
                "xóa số ở đầu đề mục",
            )
            .within(number);
    }
    for (sheet, decision) in case.decisions() {
        for (at, article) in decision.articles.iter().enumerate() {
            let body = article.body.as_deref().filter(|_| article.insert.is_none()).unwrap_or_default();
            if let Some(typed) = ARTICLE.find(body) {
                let number = typed.as_str().trim();
                findings
                    .at(
                        format!("{}/articles/{at}/body", sheet.pointer),
                        format!("điều gõ sẵn “{number}”, thidua ghi thêm lần nữa"),
                        "xóa chữ này: thidua tự ghi số điều",
                    )
                    .within(number);
            }
        }
    }
    for text in case.texts.iter().filter(|text| is_row(&text.pointer)) {
        if let Some(typed) = ROW.find(&text.text) {
            let number = typed.as_str().split_whitespace().next().unwrap_or_default();
            findings
                .at(
                    &text.pointer,
                    format!("dòng danh sách gõ sẵn “{number}”, thidua đánh số thêm lần nữa"),
                    "xóa số ở đầu dòng",
                )
                .within(number);
        }
    }
}

/// Whether a text is the name of one awarded: `/awards/0/grants/0/collectives/2`, or its `name`.
fn is_row(pointer: &str) -> bool {
    const LISTS: [&str; 4] = ["collectives", "individuals", "households", "members"];
    let mut steps = pointer.rsplit('/');
    let mut last = steps.next().unwrap_or_default();
    if last == "name" {
        last = steps.next().unwrap_or_default();
    }
    pointer.starts_with("/awards/")
        && last.bytes().all(|byte| byte.is_ascii_digit())
        && steps.next().is_some_and(|list| LISTS.contains(&list))
}

fn heading_in_capitals(case: &Case, findings: &mut Findings) {
    for (pointer, title, level) in all_headings(case) {
        let lower = level.is_some_and(|level| matches!(level.style(), "article" | "clause" | "point"));
        if lower && in_capitals(title, 6) {
            findings.at(
                pointer,
                "đề mục ở cấp này viết hoa toàn bộ",
                "viết chữ thường, chỉ hoa chữ đầu và tên riêng",
            );
        }
    }
}

fn end_mark(case: &Case, findings: &mut Findings) {
    // What thidua ends with a mark of its own.
    const ENDED: [&str; 5] = ["closing", "legal_bases", "executors", "fund", "achievement"];
    let papers = case.sheets.iter().flat_map(|sheet| case.texts_of(sheet).map(move |text| (sheet, text)));
    for (sheet, text) in papers.filter(|(_, text)| text.text.contains("./.") && text.is_prose()) {
        let last = sheet.decision.map(|decision| {
            format!("{}/articles/{}/body", sheet.pointer, decision.articles.len().saturating_sub(1))
        });
        let ends = ENDED.contains(&text.key()) || last.as_ref() == Some(&text.pointer);
        let words = text.text.trim_end();
        let judged = if ends { words.strip_suffix("./.").unwrap_or(words) } else { words };
        let Some(at) = judged.find("./.") else { continue };
        // Subjects and titles have a rule of their own.
        if text.key() == "subject" || text.key() == "list_title" {
            continue;
        }
        let word = judged[..at].split_whitespace().next_back().unwrap_or_default();
        findings
            .at(&text.pointer, "dấu “./.” đứng giữa văn bản", "bỏ dấu này: thidua tự đặt ở cuối văn bản")
            .within(format!("{word}./."));
    }
}
