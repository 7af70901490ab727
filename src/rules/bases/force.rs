//! Whether what papers rest on is in force, and cited as it is.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::NaiveDate;

use super::{AMENDING, ARTICLE, bases, bases_of, is_ready};
use crate::diagnostic::Severity;
use crate::record::paper::Kind;
use crate::rules::Rule;
use crate::rules::case::{Case, Sheet, Text};
use crate::rules::finding::Findings;
use crate::rules::law::{LegalText, Mark};
use crate::rules::prose::{Pattern, citations, occurrences, pattern};
use crate::vietnamese::date;

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "bases-on-awards",
        level: Severity::Warning,
        title: "Quyết định khen thưởng căn cứ vào văn bản về thi đua, khen thưởng",
        text: "Căn cứ gồm văn bản quy định thẩm quyền và văn bản quy định nội dung. Nội dung ở đây là khen thưởng, nên phải có \
               Luật Thi đua, khen thưởng, nghị định, thông tư hướng dẫn hoặc quy chế thi đua, khen thưởng của cơ quan.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: bases_on_awards,
    },
    Rule {
        id: "basis-repealed",
        level: Severity::Error,
        title: "Văn bản làm căn cứ phải còn hiệu lực vào ngày ban hành",
        text: "Căn cứ chép từ năm trước có thể đã bị thay thế. Quy tắc so từng căn cứ với bảng `legal_texts` của luật theo ngày \
               của văn bản, nên văn bản cũ dẫn luật của thời ấy vẫn đúng. Ở báo cáo, bản giao ước, và với văn bản mà ngày hết \
               hiệu lực chưa đối chiếu được, quy tắc chỉ cảnh báo. Căn cứ của địa phương có thể thêm vào `thidua.yaml`.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: basis_repealed,
    },
    Rule {
        id: "basis-not-in-force",
        level: Severity::Error,
        title: "Văn bản làm căn cứ phải đã có hiệu lực vào ngày ban hành",
        text: "Văn bản đã ký mà chưa đến ngày có hiệu lực thì chưa làm căn cứ quyết định được; trước ngày đó vẫn dẫn văn bản cũ. \
               Ngày có hiệu lực lấy ở bảng `legal_texts` của luật; chỗ chưa đối chiếu được thì chỉ cảnh báo.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: basis_not_in_force,
    },
    Rule {
        id: "citation-date",
        level: Severity::Error,
        title: "Ngày của văn bản được viện dẫn phải đúng ngày ban hành",
        text: "Số và ngày của luật, nghị định, thông tư được viện dẫn, trong căn cứ và trong lời văn, được so với bảng \
               `legal_texts` của luật. Luật không ghi số thì so theo tên. Hãy mở văn bản gốc rồi ghi lại ngày, hoặc bổ sung \
               bảng trong `thidua.yaml`.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm a và b",
        mark: Mark::Verified,
        judge: citation_date,
    },
    Rule {
        id: "citation-after",
        level: Severity::Error,
        title: "Văn bản được viện dẫn không thể ban hành sau văn bản viện dẫn",
        text: "Quyết định dẫn tờ trình, biên bản, kế hoạch ghi ngày sau ngày của chính quyết định thì một trong hai ngày đã ghi \
               nhầm, hoặc quyết định ký trước khi có đề nghị. Quy tắc xét mọi văn bản có số và ngày trong căn cứ và lời văn.",
        article: "Nghị định 30/2020/NĐ-CP, Điều 12 (kiểm tra nội dung trước khi ký)",
        mark: Mark::Verified,
        judge: citation_after,
    },
];

fn bases_on_awards(case: &Case, findings: &mut Findings) {
    static ON_AWARDS: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)luật\s+thi\s+đua|(?:nghị\s+định|thông\s+tư|nghị\s+quyết|quyết\s+định|quy\s+chế|quy\s+định|hướng\s+dẫn)\s.*thi\s+đua",
        )
    });
    for (sheet, _) in case.decisions() {
        let rests = bases_of(sheet).any(|basis| {
            basis.row(case).is_some_and(|row| row.on_awards)
                || ON_AWARDS.is_match(&basis.text.replace('\n', " "))
        });
        if is_ready(sheet) && !sheet.legal_bases.is_empty() && !rests {
            let day = sheet.date(case.record);
            let law = case.law.legal_texts.iter().find(|row| {
                row.on_awards
                    && row.kind == "Luật"
                    && row.amends.is_none()
                    && day.is_some_and(|day| row.in_force(day))
                    && row.date.is_some()
            });
            let remedy = match law.and_then(|row| Some((row, row.date?))) {
                Some((row, signed)) => {
                    let amended = day
                        .and_then(|day| amending(case, row, day))
                        .map(|by| format!(" (đã được sửa đổi, bổ sung bởi {} số {})", by.kind, by.number));
                    format!(
                        "thêm “Căn cứ {} {} {}”{}",
                        row.kind,
                        row.name,
                        date::long(signed.0),
                        amended.unwrap_or_default()
                    )
                }
                None => "thêm căn cứ về thi đua, khen thưởng".to_owned(),
            };
            findings.at(
                format!("{}/legal_bases", sheet.pointer),
                "không căn cứ nào là văn bản về thi đua, khen thưởng",
                remedy,
            );
        }
    }
}

/// The text that amended another by a day.
fn amending<'l>(case: &Case<'l>, amended: &LegalText, day: NaiveDate) -> Option<&'l LegalText> {
    let mut rows = case.law.legal_texts.iter();
    rows.find(|row| row.amends.as_ref() == Some(&amended.number) && row.in_force(day))
}

fn basis_repealed(case: &Case, findings: &mut Findings) {
    for basis in bases(case) {
        let (Some(row), Some(day)) = (basis.row(case), basis.sheet.date(case.record)) else { continue };
        let Some(ended) = row.ended.as_ref().filter(|ended| ended.on.0 <= day) else { continue };
        // A report may rest on what was in force in the time that it tells of.
        let certain = basis.sheet.paper.kind == Kind::Decision;
        findings
            .at(
                &basis.pointer,
                format!(
                    "{} hết hiệu lực từ {}, {}",
                    basis.cited(row),
                    date::short(ended.on.0),
                    judged_on(basis.sheet, day)
                ),
                format!("thay bằng {}", replacement(case, row, day)),
            )
            .within(basis.words())
            .resting_on(&ended.article, if certain { ended.mark } else { Mark::Reading });
    }
}

/// By which day a paper is judged.
fn judged_on(sheet: &Sheet, day: NaiveDate) -> String {
    let (paper, day) = (sheet.noun(), date::short(day));
    match sheet.document.date {
        Some(_) => format!("{paper} ghi ngày {day}"),
        None => format!("{paper} chưa ghi ngày, hội nghị họp ngày {day}"),
    }
}

/// What to cite on a day instead of a text that was ended: what ended it, or what ended that in turn.
fn replacement(case: &Case, ended: &LegalText, day: NaiveDate) -> String {
    let mut by = ended.ended.as_ref().map(|ended| ended.by.as_str()).unwrap_or_default();
    // As long as a chain of decrees may be; rows of one's own could run in a circle.
    for _ in 0..8 {
        let Some(row) = case.law.legal_texts.iter().find(|row| by.contains(&row.number) || by == full(row))
        else {
            break;
        };
        match &row.ended {
            Some(ended) if ended.on.0 <= day => by = &ended.by,
            _ => return full(row),
        }
    }
    by.to_owned()
}

/// A text as a căn cứ cites it: a Luật by name and date, others by number and date.
fn full(row: &LegalText) -> String {
    let day = row.date.map(|signed| format!(" {}", date::long(signed.0))).unwrap_or_default();
    match row.kind.as_str() {
        "Luật" | "Bộ luật" | "Pháp lệnh" => format!("{}{day}", named(row)),
        kind => format!("{kind} số {}{day}", row.number),
    }
}

fn basis_not_in_force(case: &Case, findings: &mut Findings) {
    for basis in bases(case) {
        let (Some(row), Some(day)) = (basis.row(case), basis.sheet.date(case.record)) else { continue };
        let Some(from) = row.source.from.filter(|from| day < from.0) else { continue };
        let certain = basis.sheet.paper.kind == Kind::Decision;
        findings
            .at(
                &basis.pointer,
                format!(
                    "{} có hiệu lực từ {}, {}",
                    basis.cited(row),
                    date::short(from.0),
                    judged_on(basis.sheet, day)
                ),
                "dẫn văn bản còn hiệu lực vào ngày ban hành, hoặc sửa lại ngày của văn bản",
            )
            .within(basis.words())
            .resting_on(&row.source.article, if certain { row.source.mark } else { Mark::Reading });
    }
}

fn citation_date(case: &Case, findings: &mut Findings) {
    let laws = case.law.legal_texts.iter().filter(|row| row.kind == "Luật");
    let names: BTreeSet<String> = laws.map(named).collect();
    for text in case.prose() {
        for citation in citations(&text.text) {
            let Some(row) = case.law.legal_text(&citation.code) else { continue };
            let (Some(written), Some(signed)) = (citation.date, row.date) else { continue };
            if written != signed.0 {
                findings
                    .at(
                        &text.pointer,
                        format!(
                            "{} số {} ban hành ngày {}, ở đây ghi ngày {}",
                            row.kind,
                            row.number,
                            date::short(signed.0),
                            date::short(written)
                        ),
                        format!("viết “{}”", date::long(signed.0)),
                    )
                    .within(&text.text[citation.range])
                    .resting_on(&row.source.article, row.source.mark);
            }
        }
        if text.text.contains("Luật") {
            law_dates(case, &names, text, findings);
        }
    }
}

static DATE_AFTER: Pattern = LazyLock::new(|| {
    pattern(r"^,?(?:\s+số\s+\S+?,?)?\s+ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
});

/// Judges the dates after the names of laws: `Luật Thi đua, khen thưởng ngày …`.
fn law_dates(case: &Case, names: &BTreeSet<String>, text: &Text, findings: &mut Findings) {
    let words = text.text.replace('\n', " ");
    for name in names {
        for range in occurrences(&words, name) {
            // `Luật sửa đổi, bổ sung một số điều của Luật A ngày …`: that is the amending law's day.
            let before = &words[..range.start];
            let sentence = &before[before.rfind([';', '.']).map_or(0, |at| at + 1)..];
            let amends = AMENDING.find_iter(sentence).last();
            if amends.is_some_and(|amends| !sentence[amends.end()..].contains("ngày")) {
                continue;
            }
            let Some(found) = DATE_AFTER.captures(&words[range.end..]) else { continue };
            let (Ok(day), Ok(month), Ok(year)) = (found[1].parse(), found[2].parse(), found[3].parse())
            else {
                continue;
            };
            let Some(written) = NaiveDate::from_ymd_opt(year, month, day) else { continue };
            let rows = || case.law.legal_texts.iter().filter(|row| named(row) == *name);
            if rows().any(|row| row.date.is_none_or(|signed| signed.0 == written)) {
                continue;
            }
            let of_year =
                |row: &&LegalText| row.date.is_some_and(|signed| chrono::Datelike::year(&signed.0) == year);
            // The day may be that of the law which amended it.
            let amending = || {
                let amends = |row: &&LegalText| rows().any(|own| row.amends.as_ref() == Some(&own.number));
                case.law.legal_texts.iter().filter(amends)
            };
            let meant = rows().find(of_year).or_else(|| amending().find(of_year));
            let days: Vec<String> =
                rows().filter_map(|row| row.date).map(|signed| date::short(signed.0)).collect();
            let (article, mark) = match meant {
                Some(row) => (row.source.article.as_str(), row.source.mark),
                None => (ARTICLE, Mark::Reading),
            };
            findings
                .at(
                    &text.pointer,
                    format!(
                        "không có {name} nào ban hành ngày {}; đã biết: {}",
                        date::short(written),
                        days.join(", ")
                    ),
                    match meant.and_then(|row| Some((row, row.date?))) {
                        Some((row, signed)) => format!("viết “{} {}”", named(row), date::long(signed.0)),
                        None => "mở văn bản gốc, ghi lại đúng ngày ban hành".to_owned(),
                    },
                )
                .within(&words[range.start..range.end + found[0].len()])
                .resting_on(article, mark);
        }
    }
}

fn named(row: &LegalText) -> String {
    format!("{} {}", row.kind, row.name)
}

fn citation_after(case: &Case, findings: &mut Findings) {
    for sheet in &case.sheets {
        let Some(own) = sheet.document.date else { continue };
        for text in case.texts_of(sheet).filter(|text| text.text.contains('/') && text.is_prose()) {
            for citation in citations(&text.text) {
                let Some(written) = citation.date.filter(|written| own.0 < *written) else { continue };
                findings
                    .at(
                        &text.pointer,
                        format!(
                            "văn bản số {} ghi ngày {}, sau ngày {} của {} này",
                            citation.code,
                            date::short(written),
                            date::short(own.0),
                            sheet.noun()
                        ),
                        "đối chiếu ngày của hai văn bản, sửa ngày ghi nhầm",
                    )
                    .within(&text.text[citation.range]);
            }
        }
    }
}
