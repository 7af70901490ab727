//! Viện dẫn: papers, articles and days that sentences cite (NĐ 30/2020, PL I/II.3, 4, 6; PL II).

use std::ops::Range;
use std::sync::LazyLock;

use super::in_capitals;
use crate::diagnostic::Severity;
use crate::rules::Rule;
use crate::rules::case::{Case, Text};
use crate::rules::finding::Findings;
use crate::rules::law::{DocumentType, Mark};
use crate::rules::prose::{Citation, Pattern, citations, pattern};
use crate::vietnamese::date;
use crate::vietnamese::letters::is_alphanumeric;
use crate::vietnamese::words::capitalised;

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "citation-type",
        level: Severity::Error,
        title: "Tên loại và ký hiệu của văn bản được viện dẫn phải khớp nhau",
        text: "Quyết định mang ký hiệu QĐ, tờ trình mang ký hiệu TTr, nghị định mang ký hiệu NĐ. Tên loại một đằng, ký hiệu \
               một nẻo thì người đọc không tìm được văn bản. Hãy mở lại văn bản gốc rồi sửa tên hoặc số. Với những cặp hay bị \
               ghi lẫn ngay trong văn bản gốc (TT và TTr, CT và CTr, văn bản ban hành kèm theo quyết định) thì chỉ cảnh báo.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm b; Phụ lục III, Mục I",
        mark: Mark::Verified,
        judge: citation_type,
    },
    Rule {
        id: "citation-issuer",
        level: Severity::Warning,
        title: "Cơ quan ban hành phải khớp với ký hiệu của văn bản được viện dẫn",
        text: "Nhóm chữ cuối của ký hiệu là tên viết tắt của cơ quan ban hành: NĐ-CP là của Chính phủ, QĐ-TTg là của Thủ tướng \
               Chính phủ. Khi tên cơ quan ghi sau ngày tháng không khớp thì một trong hai đã chép nhầm. Chỉ xét những ký hiệu \
               có trong bảng `agencies` của luật; cơ quan của địa phương có thể thêm vào `thidua.yaml`.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm a",
        mark: Mark::Reading,
        judge: citation_issuer,
    },
    Rule {
        id: "citation-shape",
        level: Severity::Warning,
        title: "Số, ký hiệu viện dẫn viết liền, chữ in hoa, dùng dấu gạch nối ngắn",
        text: "Giữa số và ký hiệu là dấu gạch chéo, giữa các nhóm chữ là dấu gạch nối, không cách chữ; ký hiệu viết chữ in \
               hoa. Số viết rời còn bị ngắt dòng giữa chừng và không tìm được bằng máy.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 3",
        mark: Mark::Verified,
        judge: citation_shape,
    },
    Rule {
        id: "citation-zero",
        level: Severity::Warning,
        title: "Số văn bản nhỏ hơn 10 viết thêm số 0 ở trước",
        text: "Số của văn bản nhỏ hơn 10 được ghi hai chữ số, nên khi viện dẫn cũng ghi 05/QĐ-UBND. Số có nhiều số 0 hơn ở trước \
               (001/2025/TT-BNV, 01891/QĐ-UBND) là cách ghi của cơ quan ban hành, viện dẫn đúng như thế. Nếu văn bản gốc \
               thật sự ghi một chữ số thì giữ nguyên và ghi ngoại lệ.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 3",
        mark: Mark::Reading,
        judge: citation_zero,
    },
    Rule {
        id: "date-zero",
        level: Severity::Warning,
        title: "Ngày nhỏ hơn 10, tháng 1 và tháng 2 viết thêm số 0 ở trước",
        text: "Nghị định đặt cách ghi này cho dòng địa danh, ngày tháng: ngày 05 tháng 02, nhưng tháng 7 không thêm số 0. Viết \
               cùng một cách trong căn cứ và lời văn thì văn bản nhất quán với dòng ngày tháng do thidua in.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 4",
        mark: Mark::Reading,
        judge: date_zero,
    },
    Rule {
        id: "point-letters",
        level: Severity::Error,
        title: "Điểm được đặt theo chữ cái tiếng Việt, không có f, j, w, z",
        text: "Các điểm trong khoản mang chữ cái tiếng Việt theo thứ tự a, b, c, d, đ, e, g, h, i, k. Bảng chữ cái tiếng Việt \
               không có f, j, w, z nên viện dẫn “điểm f khoản 2” chắc chắn chỉ nhầm; thường là do đếm theo bảng chữ cái tiếng \
               Anh. Hãy mở văn bản gốc để ghi đúng điểm.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm đ",
        mark: Mark::Verified,
        judge: point_letters,
    },
    Rule {
        id: "citing-capitals",
        level: Severity::Warning,
        title: "Viện dẫn viết hoa Phần, Chương, Mục, Điều và viết thường khoản, điểm",
        text: "Khi viện dẫn một phần của văn bản thì viết hoa chữ đầu của Phần, Chương, Mục, Tiểu mục, Điều; khoản và điểm \
               viết thường, trừ khi đứng đầu câu. Quy tắc chỉ xét chỗ chắc chắn là viện dẫn.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục II",
        mark: Mark::Verified,
        judge: citing_capitals,
    },
];

/// The sentences with one of these words in them; patterns are slow to find that there is nothing.
fn prose_with<'c>(case: &'c Case, words: &'static [&'static str]) -> impl Iterator<Item = &'c Text> {
    let told = move |text: &&Text| words.iter().any(|word| text.text.contains(word)) && text.is_prose();
    case.texts.iter().filter(told)
}

/// The citations of all sentences.
fn cited<'c>(case: &'c Case) -> impl Iterator<Item = (&'c Text, Citation)> {
    prose_with(case, &["/"])
        .flat_map(|text| citations(&text.text).into_iter().map(move |citation| (text, citation)))
}

/// The groups of a symbol: `QĐ`, `UBND`.
fn groups(citation: &Citation) -> impl Iterator<Item = &str> {
    citation.symbol.split('-')
}

/// The type whose name the words before a number end with.
fn named_type<'a>(case: &Case<'a>, kind: &str) -> Option<&'a DocumentType> {
    let kind = kind.to_lowercase();
    let ends = |row: &&DocumentType| {
        kind.strip_suffix(&row.name).is_some_and(|rest| !rest.ends_with(is_alphanumeric))
    };
    case.law.document_types.iter().filter(ends).max_by_key(|row| row.name.len())
}

fn citation_type(case: &Case, findings: &mut Findings) {
    for (text, citation) in cited(case) {
        let Some(named) = citation.kind.as_deref().and_then(|kind| named_type(case, kind)) else { continue };
        let first = groups(&citation).next().unwrap_or_default();
        let Some(numbered) = case.law.type_of(first).filter(|numbered| numbered.name != named.name) else {
            continue;
        };
        let finding = findings.at(
            &text.pointer,
            format!("tên loại ghi là {}, nhưng số {} là số của {}", named.name, citation.code, numbered.name),
            "mở văn bản gốc, ghi lại đúng tên loại hoặc đúng số, ký hiệu",
        );
        finding.within(&text.text[citation.range.clone()]);
        if often_mixed(named, first) {
            let article = finding.article.clone();
            finding.resting_on(&article, Mark::Reading);
        }
    }
}

/// Whether papers of a type are found whose own number bears the other abbreviation.
fn often_mixed(named: &DocumentType, first: &str) -> bool {
    let own = named.abbreviation.as_deref().unwrap_or_default();
    match first {
        "TT" | "TTr" => matches!(own, "TT" | "TTr"),
        "CT" | "CTr" => matches!(own, "CT" | "CTr"),
        // What a decision promulgates is cited by the decision's number; an agency may be called so.
        "QĐ" => !matches!(own, "NĐ" | "TT" | "NQ" | "CT" | "TTr" | "BC" | "BB"),
        _ => own.is_empty(),
    }
}

fn citation_issuer(case: &Case, findings: &mut Findings) {
    for (text, citation) in cited(case) {
        let Some(agency) = groups(&citation).nth(1).filter(|_| groups(&citation).count() == 2) else {
            continue;
        };
        let Some(row) = case.law.agencies.iter().find(|row| row.symbol == agency) else { continue };
        let after = &text.text[citation.range.end..];
        let Some(written) = issuer_after(after) else { continue };
        let lower = written.to_lowercase();
        if row.names.iter().any(|name| lower.starts_with(&name.to_lowercase())) {
            continue;
        }
        let name = row.names.first().map(String::as_str).unwrap_or_default();
        findings
            .at(
                &text.pointer,
                format!("{} là văn bản của {name}, ở đây ghi là của {written}", citation.code),
                "mở văn bản gốc, ghi lại đúng cơ quan ban hành hoặc đúng ký hiệu",
            )
            .within(format!("của {written}"))
            .resting_on(&row.source.article, Mark::Reading);
    }
}

static ISSUER: Pattern = LazyLock::new(|| pattern(r"^\s+của\s+(\p{Lu}\p{L}*(?:\s+\p{L}+){0,8})"));

static SUBJECT: Pattern = LazyLock::new(|| {
    pattern(
        r"\s(?:về|quy\s+định|ban\s+hành|phê\s+duyệt|sửa\s+đổi|hướng\s+dẫn|thành\s+lập|công\s+nhận|giao|kiện\s+toàn|tổ\s+chức|triển\s+khai|phát\s+động|tặng|đã|và)(?:\s|$)",
    )
});

/// The issuing body that is named right after a citation, up to the words that tell the subject.
fn issuer_after(after: &str) -> Option<String> {
    let found = ISSUER.captures(after)?;
    let named = &found[1];
    let end = SUBJECT.find(named).map_or(named.len(), |subject| subject.start());
    let words: Vec<&str> = named[..end].split_whitespace().take(6).collect();
    Some(words.join(" "))
}

static SHAPE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x) (?P<number>\d{1,5}\p{Ll}?) \s* (?: / \s* (?P<year>\d{4}) \s* )? / \s* (?P<type>\p{L}{1,4})
        \s* [-–—−] \s* (?P<agency>\p{L}[\p{L}\d&]*)",
    )
});

fn citation_shape(case: &Case, findings: &mut Findings) {
    for text in prose_with(case, &["/"]) {
        for found in SHAPE.captures_iter(&text.text) {
            let written = &found[0];
            let folded = found["type"].to_uppercase();
            let abbreviations = case.law.document_types.iter().filter_map(|row| row.abbreviation.as_deref());
            let known = abbreviations.filter(|one| one.to_uppercase() == folded);
            let Some(abbreviation) = known.max_by_key(|one| **one == found["type"]) else { continue };
            let agency = &found["agency"];
            let agency = if agency.starts_with(char::is_lowercase) {
                agency.to_uppercase()
            } else {
                agency.to_owned()
            };
            // Words after a dash are no agency.
            if !in_capitals(&agency, 2) && !case.law.agencies.iter().any(|row| row.symbol == agency) {
                continue;
            }
            let year = found.name("year").map(|year| format!("/{}", year.as_str())).unwrap_or_default();
            let right = format!("{}{year}/{abbreviation}-{agency}", &found["number"]);
            if written != right {
                findings
                    .at(
                        &text.pointer,
                        format!("số, ký hiệu “{written}” viết không đúng thể thức"),
                        format!("viết “{right}”"),
                    )
                    .within(written);
            }
        }
    }
}

fn citation_zero(case: &Case, findings: &mut Findings) {
    for (text, citation) in cited(case) {
        let first = groups(&citation).next().unwrap_or_default();
        let written = &text.text[citation.range.clone()];
        let paper = citation.kind.is_some() || written.starts_with("số") || case.law.type_of(first).is_some();
        let digits = citation.number.trim_end_matches(char::is_alphabetic);
        // Zeros beyond the decree's are their issuer's own way, and belong to the number.
        if !paper || digits.len() != 1 {
            continue;
        }
        let code = format!("0{}", citation.code);
        findings
            .at(
                &text.pointer,
                format!("số văn bản “{}” viết chưa đúng hai chữ số", citation.code),
                format!("viết “{code}”"),
            )
            .within(citation.code);
    }
}

static DAY_AND_MONTH: Pattern = LazyLock::new(|| pattern(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})"));

fn date_zero(case: &Case, findings: &mut Findings) {
    for text in prose_with(case, &["tháng"]) {
        for found in DAY_AND_MONTH.captures_iter(&text.text) {
            let (Ok(day), Ok(month)) = (found[1].parse(), found[2].parse()) else { continue };
            let (right_day, right_month) = (date::day(day), date::month(month));
            if found[1] == right_day && found[2] == right_month {
                continue;
            }
            findings
                .at(
                    &text.pointer,
                    format!("“ngày {} tháng {}” viết chưa đúng cách ghi ngày, tháng", &found[1], &found[2]),
                    format!("viết “ngày {right_day} tháng {right_month}”"),
                )
                .within(&found[0]);
        }
    }
}

static POINTS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x) [Đđ]iểm \s+ (?P<letters> \p{Ll}{1,2} \)? (?: (?: \s*,\s* | \s+và\s+ ) \p{Ll}{1,2} \)? )* ) ,? \s+ [Kk]hoản \s+ \d+",
    )
});

fn point_letters(case: &Case, findings: &mut Findings) {
    for text in prose_with(case, &["hoản"]) {
        for found in POINTS.captures_iter(&text.text) {
            let letters = found["letters"].split(|sign: char| !sign.is_alphabetic());
            let Some(foreign) = letters.into_iter().find(|letter| letter.starts_with(['f', 'j', 'w', 'z']))
            else {
                continue;
            };
            findings
                .at(
                    &text.pointer,
                    format!("“{}” có chữ `{foreign}` không có trong bảng chữ cái tiếng Việt", &found[0]),
                    "mở văn bản gốc, ghi đúng điểm được viện dẫn",
                )
                .within(&found[0]);
        }
    }
}

/// What articles are of.
const OF: &str = r"(?:của\s+)?(?:Bộ\s+luật|Luật|Pháp\s+lệnh|Nghị\s+định|Nghị\s+quyết|Thông\s+tư|Quyết\s+định|Quy\s+chế|Quy\s+định|Điều\s+lệ|Hiến\s+pháp|Hướng\s+dẫn)";

static SMALL_ARTICLE: Pattern = LazyLock::new(|| {
    pattern(&format!(
        r"(?:[Kk]hoản\s+\d+,?\s+(?P<a>điều\s+\d+)|(?:[Tt]ại|[Tt]heo)\s+(?P<b>điều\s+\d+)|(?P<c>điều\s+\d+)\s+{OF}|(?P<d>(?:phần|chương|mục|tiểu\s+mục)\s+(?:[IVX]+|\d+))\s+{OF})"
    ))
});

static LARGE_CLAUSE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:[\p{Ll}\d,;]\s+|\()(?P<word>Khoản\s+\d+,?\s+[Đđ]iều\s+\d+|Điểm\s+\p{Ll}\)?,?\s+[Kk]hoản\s+\d+)",
    )
});

fn citing_capitals(case: &Case, findings: &mut Findings) {
    let large = |words: &str| words.replace("Khoản", "khoản").replace("Điểm", "điểm").replace("điều", "Điều");
    for text in prose_with(case, &["điều ", "điều\n", "Khoản", "phần", "chương", "mục"]) {
        let articles = SMALL_ARTICLE.captures_iter(&text.text).filter_map(|found| {
            let words = ["a", "b", "c", "d"].into_iter().find_map(|name| found.name(name))?;
            Some((words.range(), capitalised(words.as_str())))
        });
        let clauses = LARGE_CLAUSE.captures_iter(&text.text).filter_map(|found| {
            let words = found.name("word")?;
            Some((words.range(), large(words.as_str())))
        });
        let mut slips: Vec<(Range<usize>, String)> = articles.chain(clauses).collect();
        slips.sort_by_key(|(range, _)| range.start);
        let mut told = 0;
        for (range, right) in slips {
            if range.start < told {
                continue;
            }
            told = range.end;
            let written = &text.text[range];
            findings
                .at(
                    &text.pointer,
                    format!("viện dẫn “{written}” viết hoa, viết thường chưa đúng"),
                    format!("viết “{right}”"),
                )
                .within(written);
        }
    }
}
