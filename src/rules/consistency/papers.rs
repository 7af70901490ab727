//! What the papers say of the group and of one another: its kind and number, their own numbers and dates.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::Datelike;

use super::super::Rule;
use super::super::case::{Case, Sheet, Text};
use super::super::finding::Findings;
use super::super::law::Mark;
use super::super::offices::{foreign_posts, plain};
use super::super::prose::{Citation, Pattern, citations, occurrences, pattern};
use super::{CHECKED, place};
use crate::diagnostic::Severity;
use crate::record::{GroupKind, Insert};
use crate::vietnamese::date;
use crate::vietnamese::words::uncapitalised;

pub(in super::super) const RULES: &[Rule] = &[
    Rule {
        id: "group-words",
        level: Severity::Warning,
        title: "Lời văn gọi đúng Cụm trưởng hay Khối trưởng",
        text: "Trong hồ sơ của một khối mà lời văn viết “Cụm trưởng”, “Cụm phó” (hoặc ngược lại) thì thường là câu chép từ báo \
               cáo của nơi khác. Đoạn văn nói về một cụm, khối khác hoặc nói chung về các cụm, khối thì không bị xét.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: group_words,
    },
    Rule {
        id: "group-number",
        level: Severity::Warning,
        title: "Số của cụm, khối trong lời văn đúng như tên ở `group.name`",
        text: "Văn bản của Khối thi đua số 7 mà nói “Khối thi đua số 6” hoặc “Cụm thi đua số 7”, lại không nhắc đến tên mình, \
               thường là chép từ văn bản khác. Nếu thật sự nói về khối khác thì đặt ngoại lệ, hoặc viết rõ trong câu có \
               tên khối mình.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: group_number,
    },
    Rule {
        id: "own-number-cited",
        level: Severity::Error,
        title: "Dòng “Kèm theo” ghi đúng số, ký hiệu và ngày của chính văn bản",
        text: "Danh sách, phụ lục gõ tay dòng “(Kèm theo Quyết định số … ngày …)”, câu “danh sách kèm theo Quyết định số …” phải \
               trùng số, ký hiệu, ngày của quyết định mà nó đi kèm; ghi khác thì danh sách không thuộc quyết định nào. thidua tự in dòng này: hãy bỏ phần gõ tay, \
               hoặc sửa cho khớp.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, khoản 1",
        mark: Mark::Verified,
        judge: own_number_cited,
    },
    Rule {
        id: "paper-cited-otherwise",
        level: Severity::Warning,
        title: "Văn bản khác của hồ sơ được viện dẫn đúng số và ngày",
        text: "Báo cáo nhắc đến quyết định khen thưởng có trong hồ sơ thì số và ngày phải đúng như ở `awards`. thidua so các \
               văn bản cùng ký hiệu: cùng số mà khác ngày trong một năm, hoặc cùng ngày mà khác số khi câu nói về khen \
               thưởng. Nếu là văn bản khác thì đặt ngoại lệ.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6",
        mark: Mark::Verified,
        judge: paper_cited_otherwise,
    },
    Rule {
        id: "table-not-shown",
        level: Severity::Warning,
        title: "Bảng điểm, kết quả bỏ phiếu của hồ sơ được in ở báo cáo",
        text: "Hồ sơ ghi điểm (`scores`), phiếu suy tôn (`nominations`) mà báo cáo không chèn bảng và lời văn không nói đến điểm, \
               đến phiếu thì không văn bản nào in các số ấy. Hãy thêm một đề mục có `insert: scores`, `insert: votes`; \
               không định in thì đặt ngoại lệ.",
        article: CHECKED,
        mark: Mark::Verified,
        judge: table_not_shown,
    },
];

/// The paragraph of a text in which a place lies.
fn paragraph(text: &str, at: usize) -> &str {
    let start = text[..at].rfind("\n\n").map_or(0, |start| start + 2);
    let end = text[at..].find("\n\n").map_or(text.len(), |end| at + end);
    &text[start..end]
}

fn group_words(case: &Case, findings: &mut Findings) {
    let group = &case.record.group;
    let kind = group.kind;
    let (other, own) = match kind {
        GroupKind::Cum => (GroupKind::Khoi, "cụm"),
        GroupKind::Khoi => (GroupKind::Cum, "khối"),
    };
    let [leader, deputy, ..] = foreign_posts(kind);
    let words = [leader.to_owned(), uncapitalised(leader), deputy.to_owned(), uncapitalised(deputy)];
    for text in case.prose() {
        let found = words.iter().find_map(|word| Some((word, occurrences(&text.text, word).next()?)));
        let Some((word, range)) = found else { continue };
        let around = plain(paragraph(&text.text, range.start));
        // Another group is spoken of, or groups of both kinds.
        let another = around.contains(&plain(other.body()));
        let both = around.contains(&format!("{own} trưởng")) || around.contains(&format!("{own} phó"));
        if another || both {
            continue;
        }
        let right = if word.ends_with("phó") { group.deputy_post() } else { group.leader_post() };
        findings
            .at(
                text.pointer.as_str(),
                format!("viết “{word}” trong văn bản của một {own} thi đua"),
                format!("viết “{right}”"),
            )
            .within(word.as_str());
    }
}

static NUMBERED: Pattern = LazyLock::new(|| pattern(r"(?i)\b(khối|cụm) thi đua số (\d+|[IVXL]+)\b"));

fn group_number(case: &Case, findings: &mut Findings) {
    let group = &case.record.group;
    let own = match NUMBERED.captures(&group.name) {
        Some(own) => [plain(&own[1]), plain(&own[2])],
        // A group that is known by a name, not by a number, and whose papers give it one.
        None if !group.name.contains(|letter: char| letter.is_ascii_digit()) => {
            let kind = group.kind.body().split(' ').next().unwrap_or_default();
            [plain(kind), String::new()]
        }
        None => return,
    };
    let issuer = case.record.issuer.as_ref().map(|issuer| issuer.name.0.join(" "));
    // Where the group itself issues its papers, its other name is the one that was not changed.
    let stale = issuer.as_deref().and_then(|issuer| NUMBERED.captures(issuer));
    let stale = stale.map(|found| [plain(&found[1]), plain(&found[2])]).filter(|stale| *stale != own);
    for text in case.texts.iter().filter(|text| speaks_of_group(text)) {
        let named: Vec<_> = NUMBERED.captures_iter(&text.text).collect();
        let is_own = |found: &regex::Captures| plain(&found[1]) == own[0] && plain(&found[2]) == own[1];
        // What an office decides of is often another group.
        let of_another = own[1].is_empty() && text.pointer.starts_with("/awards/");
        if named.iter().any(is_own) || of_another || text.text.contains(&group.name) {
            continue;
        }
        let slip = named.iter().find(|found| {
            // One of another kind with another number is another group.
            let named = [plain(&found[1]), plain(&found[2])];
            let alike = named[0] == own[0] || named[1] == own[1] || stale.as_ref() == Some(&named);
            let before = plain(&text.text[..found.get(0).map_or(0, |all| all.start())]);
            let beside = ["với", "cùng", "và", "từ"].iter().any(|word| before.ends_with(&format!(" {word}")));
            alike && !beside
        });
        if let Some(found) = slip {
            findings
                .at(
                    text.pointer.as_str(),
                    format!("viết “{}” trong văn bản của {}", &found[0], case.record.group.name),
                    format!("sửa thành “{}”", case.record.group.name),
                )
                .within(&found[0]);
        }
    }
}

/// Whether a text speaks of the group to which the record belongs.
fn speaks_of_group(text: &Text) -> bool {
    let parts = ["/report/", "/covenant/", "/awards/"];
    let keys = ["recipients", "addressees"];
    if text.pointer.starts_with("/issuer/name") {
        return true;
    }
    parts.iter().any(|part| text.pointer.starts_with(part))
        && (text.is_prose() || keys.contains(&text.key()))
        && text.key() != "legal_bases"
}

/// `05` and `5` are one number.
fn bare(number: &str) -> &str {
    number.trim_start_matches('0')
}

/// Whether a citation tells to what an annex of this paper belongs: in a line of its own or in brackets, and, where
/// its symbol is the paper's, also behind "danh sách kèm theo" within a sentence.
fn tells_of_annex(text: &str, citation: &Citation, sheet: &Sheet, symbol: &str) -> bool {
    let before = text[..citation.range.start].trim_end();
    // With a small letter the type is no part of the citation.
    let typed = before.to_lowercase().ends_with(sheet.noun());
    let before = if typed { before[..before.len() - sheet.noun().len()].trim_end() } else { before };
    let Some(before) = before.strip_suffix("èm theo").and_then(|before| before.strip_suffix(['k', 'K']))
    else {
        return false;
    };
    let before = before.trim_end_matches([' ', '*', '_']);
    if before.is_empty() || before.ends_with(['(', '\n']) {
        return true;
    }
    // What was issued with another paper is cited by that paper's number.
    let start = before.rfind(['.', ';', '\n']).map_or(0, |at| at + 1);
    let sentence = before[start..].to_lowercase();
    let annexed = ["danh sách", "phụ lục", "biểu"].iter().any(|word| sentence.contains(word));
    citation.symbol == symbol && annexed && !sentence.ends_with("ban hành")
}

fn own_number_cited(case: &Case, findings: &mut Findings) {
    for sheet in &case.sheets {
        let (Some(number), Some(symbol)) = (&sheet.document.number, sheet.symbol(case.record)) else {
            continue;
        };
        let number = number.to_string();
        for text in case.texts_of(sheet).filter(|text| text.key() != "legal_bases") {
            for citation in citations(&text.text) {
                let own_kind = citation.kind.as_ref().is_none_or(|kind| kind.to_lowercase() == sheet.noun());
                if !own_kind || !tells_of_annex(&text.text, &citation, sheet, &symbol) {
                    continue;
                }
                let date = sheet.document.date.map(|date| date.0);
                let other_code = bare(&citation.number) != bare(&number) || citation.symbol != symbol;
                let other_date = citation.date.is_some() && date.is_some() && citation.date != date;
                if other_code || other_date {
                    let day = date.map(|date| format!(" {}", date::long(date))).unwrap_or_default();
                    findings
                        .at(
                            text.pointer.as_str(),
                            format!(
                                "ghi kèm theo văn bản {}, trong khi {} này là số {number}/{symbol}{day}",
                                cited(&citation),
                                sheet.noun(),
                            ),
                            "bỏ dòng gõ tay, thidua tự in; hoặc sửa cho khớp",
                        )
                        .within(&text.text[citation.range.clone()]);
                }
            }
        }
    }
}

/// A citation by its number and date alone.
fn cited(citation: &Citation) -> String {
    let day = citation.date.map(|date| format!(" {}", date::long(date))).unwrap_or_default();
    format!("số {}{day}", citation.code)
}

fn paper_cited_otherwise(case: &Case, findings: &mut Findings) {
    let mut by_symbol: HashMap<String, Vec<(&Sheet, String)>> = HashMap::new();
    for sheet in &case.sheets {
        if let (Some(symbol), Some(number)) = (sheet.symbol(case.record), &sheet.document.number) {
            by_symbol.entry(symbol).or_default().push((sheet, number.to_string()));
        }
    }
    for text in &case.texts {
        for citation in citations(&text.text) {
            let Some(day) = citation.date else { continue };
            let Some(alike) = by_symbol.get(&citation.symbol) else { continue };
            let within = |sheet: &Sheet| text.pointer.starts_with(&format!("{}/", sheet.pointer));
            let own = alike.iter().find(|(sheet, _)| within(sheet));
            if own.is_some_and(|(sheet, _)| tells_of_annex(&text.text, &citation, sheet, &citation.symbol)) {
                continue;
            }
            let same_number = alike.iter().find(|(_, number)| bare(number) == bare(&citation.number));
            let date = |sheet: &Sheet| sheet.document.date.map(|date| date.0);
            let (sheet, message) = match same_number {
                Some((sheet, number)) => match date(sheet) {
                    Some(own) if own != day && own.year() == day.year() => {
                        let own = date::long(own);
                        (
                            *sheet,
                            format!(
                                "viện dẫn {}, trong khi {} số {number} của hồ sơ đề {own}",
                                cited(&citation),
                                sheet.noun()
                            ),
                        )
                    }
                    _ => continue,
                },
                None => match alike.iter().find(|(sheet, _)| date(sheet) == Some(day) && !within(sheet)) {
                    Some((sheet, number)) if of_awards(&text.text[citation.range.end..]) => {
                        let code = format!("{number}/{}", citation.symbol);
                        (
                            *sheet,
                            format!(
                                "viện dẫn {}, trong khi {} cùng ngày là số {code}",
                                cited(&citation),
                                sheet.noun()
                            ),
                        )
                    }
                    _ => continue,
                },
            };
            findings
                .at(
                    text.pointer.as_str(),
                    format!("{message} (xem {})", place(&format!("{}/document", sheet.pointer))),
                    "sửa cho khớp với văn bản trong hồ sơ; nếu là văn bản khác thì đặt ngoại lệ",
                )
                .within(&text.text[citation.range.clone()]);
        }
    }
}

/// Whether the words that follow a citation speak of awards.
fn of_awards(after: &str) -> bool {
    let near: String = after.chars().take(80).collect();
    near.contains("khen")
}

fn table_not_shown(case: &Case, findings: &mut Findings) {
    let record = case.record;
    let Some(report) = record.report.as_ref().filter(|report| !report.sections.is_empty()) else { return };
    let shows = |insert| report.sections.iter().any(|section| section.shows(insert));
    // `Đặc điểm`, `thời điểm` are no points.
    let no_points = ["đặc", "thời", "địa", "quan", "trọng", "ưu", "nhược", "tiêu", "cao"];
    let tells = |word: &str| {
        case.prose().filter(|text| text.pointer.starts_with("/report/")).any(|text| {
            let words = text.text.to_lowercase();
            occurrences(&words, word).any(|place| {
                let before = words[..place.start].trim_end().rsplit(' ').next().unwrap_or_default();
                !no_points.contains(&before)
            })
        })
    };
    let scored = record.scores.as_ref().is_some_and(|scores| !scores.results.is_empty());
    let voted = record.nominations.iter().any(|nomination| nomination.votes.is_some());
    let tables = [
        (scored, Insert::Scores, "/scores", "bảng điểm", "scores", "điểm"),
        (voted, Insert::Votes, "/nominations", "kết quả bỏ phiếu suy tôn", "votes", "phiếu"),
    ];
    for (given, insert, pointer, name, word, told) in tables {
        if !given || shows(insert) || tells(told) {
            continue;
        }
        findings.at(
            pointer,
            format!("{name} chưa in ở báo cáo"),
            format!("thêm một đề mục vào `report.sections`: `- {{ title: …, insert: {word} }}`"),
        );
    }
}
