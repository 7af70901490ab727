//! Số và ký hiệu (NĐ 30/2020, Điều 15; PL I/II.3; PL III/I).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{printed_type, type_of};
use crate::diagnostic::Severity;
use crate::record::paper::Kind;
use crate::record::scalar::DocumentNumber;
use crate::rules::Rule;
use crate::rules::case::{Case, Sheet};
use crate::rules::finding::Findings;
use crate::rules::law::{Law, Mark};
use crate::rules::offices::is_of_party;
use crate::vietnamese::date;
use crate::vietnamese::letters::is_alphanumeric;

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "number-twice",
        level: Severity::Error,
        title: "Số và ký hiệu của mỗi văn bản chỉ dùng một lần trong năm",
        text: "Hai văn bản của cùng một cơ quan không được trùng cả số lẫn ký hiệu trong một năm. Hãy xem sổ đăng ký văn \
               bản đi và ghi lại đúng số của từng văn bản.",
        article: "Nghị định 30/2020/NĐ-CP, Điều 15",
        mark: Mark::Verified,
        judge: number_twice,
    },
    Rule {
        id: "number-order",
        level: Severity::Error,
        title: "Văn bản có số sau không được ghi ngày trước",
        text: "Số văn bản chạy liên tiếp từ 01 ngày 01 tháng 01 đến hết ngày 31 tháng 12, theo thứ tự ban hành. Trong các \
               văn bản cùng cơ quan, cùng ký hiệu, cùng năm của hồ sơ, văn bản mang số lớn hơn mà ghi ngày sớm hơn thì số \
               hoặc ngày đã bị ghi nhầm. Hãy đối chiếu với sổ đăng ký văn bản đi.",
        article: "Nghị định 30/2020/NĐ-CP, Điều 15",
        mark: Mark::Verified,
        judge: number_order,
    },
    Rule {
        id: "symbol-shape",
        level: Severity::Error,
        title: "Ký hiệu viết chữ in hoa, các nhóm nối bằng dấu gạch nối, không cách chữ",
        text: "Ký hiệu gồm chữ viết tắt tên loại và chữ viết tắt tên cơ quan, giữa các nhóm là một dấu gạch nối (-) không \
               cách chữ. Văn bản của Đảng không thuộc Nghị định nên không xét. Dấu gạch chéo giữa số và ký hiệu do thidua in, nên không ghi trong `symbol`; số ghi riêng ở \
               `number`.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 3",
        mark: Mark::Verified,
        judge: symbol_shape,
    },
    Rule {
        id: "symbol-type",
        level: Severity::Error,
        title: "Ký hiệu mở đầu bằng chữ viết tắt của đúng tên loại văn bản",
        text: "Báo cáo mang ký hiệu BC-…, quyết định mang ký hiệu QĐ-…, theo bảng chữ viết tắt tên loại văn bản. Ký hiệu tự \
               ghi ở `symbol` thường chép từ văn bản khác; xóa đi thì thidua tự ghép đúng tên loại với ký hiệu của cơ quan.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục III, Mục I",
        mark: Mark::Verified,
        judge: symbol_type,
    },
    Rule {
        id: "symbol-agency",
        level: Severity::Error,
        title: "Ký hiệu của cơ quan không kèm chữ viết tắt tên loại văn bản",
        text: "`issuer.symbol` chỉ là chữ viết tắt tên cơ quan, ví dụ SYT; thidua tự thêm BC- cho báo cáo, QĐ- cho quyết \
               định. Ghi sẵn tên loại thì ký hiệu in ra bị lặp, như BC-BC-SYT. Cơ quan có ký hiệu mở đầu bằng những chữ ấy \
               thì ghi cả ký hiệu ở `document.symbol`.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 3",
        mark: Mark::Verified,
        judge: symbol_agency,
    },
    Rule {
        id: "symbol-of-another",
        level: Severity::Warning,
        title: "Ký hiệu của cơ quan là chữ viết tắt của chính tên cơ quan đó",
        text: "Các chữ trong ký hiệu phải tìm được, theo thứ tự, trong chữ đầu các từ của tên cơ quan. Quy tắc chỉ xét Sở, Ủy \
               ban nhân dân, cụm và khối thi đua. Ký hiệu khác tên thường là ký hiệu của đơn vị trưởng năm trước còn sót \
               lại; nếu cơ quan thật sự dùng ký hiệu ấy thì ghi ngoại lệ kèm lý do.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 3",
        mark: Mark::Reading,
        judge: symbol_of_another,
    },
    Rule {
        id: "type-name-symbol",
        level: Severity::Error,
        title: "Tên loại tự ghi phải đi với ký hiệu của tên loại đó",
        text: "Khi `type_name` đổi tên loại in trên văn bản thì ký hiệu phải đổi theo: thông báo mang ký hiệu TB-…, không \
               phải BC-…. Hãy ghi ký hiệu đầy đủ ở `document.symbol`. Tên không có trong bảng tên loại của Nghị định thì \
               không có chữ viết tắt, quy tắc chỉ nhắc.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục III, Mục I",
        mark: Mark::Verified,
        judge: type_name_symbol,
    },
    Rule {
        id: "covenant-numbered",
        level: Severity::Warning,
        title: "Bản giao ước thi đua không phải loại văn bản được đánh số",
        text: "Bản giao ước do các đơn vị cùng ký, không có trong 29 loại văn bản hành chính nên không có chữ viết tắt và \
               không lấy số. Bản giao ước có số mà không có ký hiệu thì số cũng không được in; văn bản cùng ký khác, như \
               bản phát động thi đua, được đánh số. Nơi nào có lệ đánh số thì ghi \
               ngoại lệ kèm lý do.",
        article: "Nghị định 30/2020/NĐ-CP, Điều 7",
        mark: Mark::Reading,
        judge: covenant_numbered,
    },
];

/// What numbers are unique within: issuing body, symbol, year.
type Series = (String, String, i32);

fn series(case: &Case, sheet: &Sheet) -> Option<Series> {
    let year = sheet.date(case.record)?.year();
    Some((sheet.issuer_name(case.record), sheet.symbol(case.record)?, year))
}

fn number_twice(case: &Case, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for sheet in &case.sheets {
        let Some(number) = &sheet.document.number else { continue };
        let Some(symbol) = sheet.symbol(case.record) else { continue };
        let year = sheet.date(case.record).map(|date| date.year());
        let code = format!("{number}/{symbol}");
        if !seen.insert((*number, symbol, sheet.issuer_name(case.record), year)) {
            findings.at(
                format!("{}/document/number", sheet.pointer),
                format!("số {code} đã dùng cho một văn bản ở trên"),
                "ghi đúng số đã vào sổ của từng văn bản",
            );
        }
    }
}

fn number_order(case: &Case, findings: &mut Findings) {
    let mut all: BTreeMap<Series, Vec<(DocumentNumber, NaiveDate, &Sheet)>> = BTreeMap::new();
    for sheet in &case.sheets {
        let (Some(number), Some(date)) = (sheet.document.number, sheet.document.date) else { continue };
        let Some(series) = series(case, sheet) else { continue };
        all.entry(series).or_default().push((number, date.0, sheet));
    }
    for ((_, symbol, _), mut papers) in all {
        papers.sort_by_key(|(number, day, _)| (*number, *day));
        let mut latest: Option<(DocumentNumber, NaiveDate)> = None;
        for (number, day, sheet) in papers {
            match latest {
                Some((before, last)) if before.value() < number.value() && day < last => {
                    findings.at(
                        format!("{}/document/date", sheet.pointer),
                        format!(
                            "số {number}/{symbol} ghi ngày {}, trước ngày {} của số {before}/{symbol}",
                            date::short(day),
                            date::short(last)
                        ),
                        "đối chiếu số và ngày của hai văn bản với sổ đăng ký văn bản đi",
                    );
                }
                Some((_, last)) if day < last => {}
                _ => latest = Some((number, day)),
            }
        }
    }
}

/// The symbols as they are typed, with their JSON pointers; not those of the Party, which the decree does not
/// govern.
fn typed_symbols<'c>(case: &'c Case) -> impl Iterator<Item = (&'c str, &'c str)> {
    let of_party: BTreeSet<String> = case
        .sheets
        .iter()
        .filter(|sheet| is_of_party(sheet))
        .flat_map(|sheet| {
            [format!("{}/symbol", sheet.issuer_pointer), format!("{}/document/symbol", sheet.pointer)]
        })
        .collect();
    case.texts
        .iter()
        .filter(|text| text.pointer.ends_with("/issuer/symbol") || text.pointer.ends_with("/document/symbol"))
        .filter(move |text| !of_party.contains(&text.pointer))
        .map(|text| (text.pointer.as_str(), text.text.as_str()))
}

/// The papers that the decree governs: the Party's have rules of their own (NĐ 30/2020, Điều 1, Điều 2).
fn governed<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Sheet<'a>> {
    case.sheets.iter().filter(|sheet| !is_of_party(sheet))
}

fn symbol_shape(case: &Case, findings: &mut Findings) {
    for (pointer, symbol) in typed_symbols(case) {
        let own = pointer.ends_with("/document/symbol");
        let mended = mended(symbol);
        let mended = if own { typed_right(case.law, &mended) } else { mended };
        if symbol == mended || symbol.is_empty() {
            continue;
        }
        let fault = if symbol.contains('/') {
            "có dấu gạch chéo"
        } else if symbol.contains(char::is_whitespace) {
            "có khoảng trắng"
        } else if symbol.contains(['–', '—', '−']) {
            "dùng dấu gạch dài thay cho dấu gạch nối"
        } else if symbol.contains(|sign: char| !is_alphanumeric(sign) && sign != '-' && sign != '&') {
            "có dấu không dùng trong ký hiệu"
        } else if symbol.to_uppercase() == mended.to_uppercase() {
            "viết sai chữ hoa, chữ thường"
        } else {
            "thừa dấu gạch nối"
        };
        let remedy =
            if mended.is_empty() { "xóa mục này".to_owned() } else { format!("viết `{mended}`") };
        findings.at(pointer, format!("ký hiệu `{symbol}` {fault}"), remedy);
    }
}

/// The symbol as its shape should be: groups in capitals, one hyphen between them, no number before.
fn mended(symbol: &str) -> String {
    let symbol = match symbol.split_once('/') {
        Some((number, rest)) if number.trim().bytes().all(|byte| byte.is_ascii_digit()) => rest,
        _ => symbol,
    };
    let kept = |letter: char| is_alphanumeric(letter) || letter == '&';
    let groups = symbol.split(|letter: char| !kept(letter) && !letter.is_whitespace());
    let groups = groups
        .map(|group| group.split_whitespace().collect::<String>())
        .map(|group| if group.starts_with(char::is_lowercase) { group.to_uppercase() } else { group });
    groups.filter(|group| !group.is_empty()).collect::<Vec<_>>().join("-")
}

/// The symbol with the type's abbreviation in the letters of the table: `TTR-SNV` → `TTr-SNV`.
fn typed_right(law: &Law, symbol: &str) -> String {
    let (first, rest) = symbol.split_once('-').unwrap_or((symbol, ""));
    let folded = first.to_uppercase();
    let abbreviations = law.document_types.iter().filter_map(|row| row.abbreviation.as_deref());
    match abbreviations.filter(|one| one.to_uppercase() == folded).max_by_key(|one| *one == first) {
        Some(right) if !rest.is_empty() => format!("{right}-{rest}"),
        Some(right) => right.to_owned(),
        None => symbol.to_owned(),
    }
}

fn symbol_type(case: &Case, findings: &mut Findings) {
    for sheet in governed(case) {
        let Some(symbol) = &sheet.document.symbol else { continue };
        let Some(expected) = type_of(case, printed_type(sheet)) else { continue };
        let Some(abbreviation) = &expected.abbreviation else { continue };
        let mended = typed_right(case.law, &mended(symbol));
        let first = mended.split('-').next().unwrap_or_default();
        // Several bodies issue a "liên tịch" paper together.
        if first == abbreviation || first.strip_suffix("LT") == Some(abbreviation) {
            continue;
        }
        let message = match case.law.type_of(first) {
            Some(other) => {
                format!(
                    "ký hiệu `{symbol}` mở đầu bằng chữ viết tắt của {}, văn bản này là {}",
                    other.name, expected.name
                )
            }
            None => format!(
                "ký hiệu `{symbol}` không mở đầu bằng `{abbreviation}`, chữ viết tắt của {}",
                expected.name
            ),
        };
        findings.at(
            format!("{}/document/symbol", sheet.pointer),
            message,
            format!(
                "ghi `{abbreviation}-` trước chữ viết tắt tên cơ quan, hoặc xóa mục này để thidua tự ghép"
            ),
        );
    }
}

fn symbol_agency(case: &Case, findings: &mut Findings) {
    let types: Vec<&str> = Kind::ALL.into_iter().filter_map(|kind| kind.facts().abbreviation).collect();
    let mut seen = BTreeSet::new();
    for sheet in governed(case).filter(|sheet| sheet.document.symbol.is_none()) {
        let Some(own) = sheet.paper.kind.facts().abbreviation else { continue };
        let Some(symbol) = sheet.issuer.and_then(|issuer| issuer.symbol.as_deref()) else { continue };
        let mended = mended(symbol);
        let Some(first) = mended.split('-').next().filter(|first| types.contains(first)) else { continue };
        if seen.insert(&sheet.issuer_pointer) {
            let agency = mended[first.len()..].trim_start_matches('-');
            let remedy = match agency {
                "" => "chỉ ghi chữ viết tắt tên cơ quan".to_owned(),
                agency => format!("chỉ ghi `{agency}`"),
            };
            findings.at(
                format!("{}/symbol", sheet.issuer_pointer),
                format!("ký hiệu của cơ quan có sẵn tên loại `{first}`, in ra thành `{own}-{symbol}`"),
                remedy,
            );
        }
    }
}

fn symbol_of_another(case: &Case, findings: &mut Findings) {
    const JUDGED: [&str; 4] = ["Sở ", "Ủy ban nhân dân", "Khối ", "Cụm "];
    let mut seen = BTreeSet::new();
    for sheet in governed(case) {
        let Some(issuer) = sheet.issuer else { continue };
        let Some(symbol) = issuer.symbol.as_deref() else { continue };
        let name = issuer.name.0.join(" ");
        let mended = mended(symbol);
        let first = mended.split('-').next().unwrap_or_default();
        // A type's abbreviation typed before is another rule's.
        let typed =
            Kind::ALL.into_iter().filter_map(|kind| kind.facts().abbreviation).any(|one| one == first);
        if typed || !JUDGED.iter().any(|word| name.starts_with(word)) || abbreviates(first, &name) {
            continue;
        }
        if seen.insert(&sheet.issuer_pointer) {
            findings.at(
                format!("{}/symbol", sheet.issuer_pointer),
                format!("ký hiệu `{symbol}` không phải chữ viết tắt của “{name}”"),
                "ghi đúng ký hiệu của cơ quan ban hành, hoặc đúng tên cơ quan",
            );
        }
    }
}

/// Whether the capitals and figures of an abbreviation stand, in their order, at the heads of the
/// name's words.
fn abbreviates(abbreviation: &str, name: &str) -> bool {
    let plain = |text: &str| -> Vec<char> {
        text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_uppercase).collect()
    };
    let words = name.split(|letter: char| !is_alphanumeric(letter)).filter(|word| !word.is_empty());
    let mut heads = words.flat_map(|word| {
        let whole = word.chars().all(|letter| letter.is_uppercase() || letter.is_ascii_digit());
        plain(word).into_iter().take(if whole { usize::MAX } else { 1 })
    });
    // "TW" stands for Trung ương; a figure is judged where the name has one, zeros before it are not.
    let figures = name.contains(|letter: char| letter.is_ascii_digit());
    let capitals = abbreviation.replace('W', "U");
    let capitals: String = capitals
        .chars()
        .filter(|letter| letter.is_uppercase() || figures && matches!(letter, '1'..='9'))
        .collect();
    plain(&capitals).into_iter().all(|letter| heads.any(|head| head == letter))
}

fn type_name_symbol(case: &Case, findings: &mut Findings) {
    for sheet in governed(case).filter(|sheet| sheet.document.symbol.is_none()) {
        let (Some(name), Some(prefix)) = (&sheet.document.type_name, sheet.paper.kind.facts().abbreviation)
        else {
            continue;
        };
        let known = type_of(case, name);
        if known.is_some_and(|row| row.abbreviation.as_deref() == Some(prefix)) {
            continue;
        }
        let printed = sheet.symbol(case.record).unwrap_or_default();
        let pointer = format!("{}/document/type_name", sheet.pointer);
        let message = format!("tên loại là “{name}” nhưng ký hiệu thidua ghép là `{printed}`");
        let agency = printed.trim_start_matches(prefix).trim_start_matches('-');
        match known {
            Some(row) => {
                let right = match &row.abbreviation {
                    Some(abbreviation) => format!("{abbreviation}-{agency}"),
                    None => agency.to_owned(),
                };
                findings.at(pointer, message, format!("ghi thêm `symbol: {right}` trong `document`"));
            }
            None => {
                findings
                    .at(
                        pointer,
                        format!("{message}, mà tên loại này không có chữ viết tắt"),
                        "ghi ký hiệu cơ quan đang dùng ở `symbol` trong `document`, hoặc dùng tên loại có trong bảng",
                    )
                    .resting_on("Nghị định 30/2020/NĐ-CP, Phụ lục III, Mục I", Mark::Reading);
            }
        }
    }
}

fn covenant_numbered(case: &Case, findings: &mut Findings) {
    for sheet in case.sheets.iter().filter(|sheet| sheet.paper.kind == Kind::Covenant) {
        if type_of(case, printed_type(sheet)).is_some() {
            continue;
        }
        let name = printed_type(sheet).to_lowercase();
        // A launch or a plan that several sign is a paper of its office, which numbers it.
        if !name.contains("giao ước") {
            if let (Some(number), None) = (&sheet.document.number, &sheet.document.symbol) {
                findings.at(
                    format!("{}/document/number", sheet.pointer),
                    format!("số {number} không được in vì {name} chưa có ký hiệu"),
                    "ghi ký hiệu ở `symbol` trong `document`, hoặc xóa số",
                );
            }
            continue;
        }
        match (&sheet.document.number, &sheet.document.symbol) {
            (Some(number), None) => findings.at(
                format!("{}/document/number", sheet.pointer),
                format!("{name} không được đánh số; số {number} ghi ở đây không được in"),
                "xóa số",
            ),
            (number, Some(symbol)) => findings.at(
                format!("{}/document/symbol", sheet.pointer),
                format!(
                    "{name} mang số {}/{symbol}, trong khi không phải loại văn bản được đánh số",
                    number.as_ref().map(ToString::to_string).unwrap_or_default()
                ),
                "xóa số và ký hiệu",
            ),
            (None, None) => continue,
        };
    }
}
