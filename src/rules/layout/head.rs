//! The head of a paper: issuing body, place, name and subject (NĐ 30/2020, PL I/II.2, 4, 5).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::{in_capitals, printed_type};
use crate::diagnostic::Severity;
use crate::record::paper::Kind;
use crate::rules::Rule;
use crate::rules::case::{Case, Sheet, Text};
use crate::rules::finding::Findings;
use crate::rules::law::{FullName, Mark};
use crate::rules::prose::{Pattern, occurrences, pattern};
use crate::vietnamese::letters::is_alphanumeric;
use crate::vietnamese::words;

/// Where the decree says how the place is written.
const PLACE: &str = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 4";

/// Where the decree says how the issuing body is written.
const ISSUER: &str = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 2";

/// Where the decree says how the subject is written.
const SUBJECT: &str = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 5";

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "issuer-abbreviated",
        level: Severity::Error,
        title: "Tên cơ quan ban hành viết đầy đủ, không viết tắt",
        text: "Cơ quan ban hành ghi tên chính thức, đầy đủ; chỉ tên cơ quan chủ quản mới được viết tắt những cụm từ thông dụng \
               như UBND, HĐND. Ngoài hai chữ tắt ấy, quy tắc chỉ cảnh báo, vì có cơ quan mang chữ viết tắt trong tên chính \
               thức.",
        article: ISSUER,
        mark: Mark::Verified,
        judge: issuer_abbreviated,
    },
    Rule {
        id: "parent-missing",
        level: Severity::Warning,
        title: "Văn bản của Sở ghi cơ quan chủ quản trên tên Sở",
        text: "Trên tên cơ quan ban hành là tên cơ quan chủ quản trực tiếp, nếu có; của Sở là Ủy ban nhân dân tỉnh, thành phố. \
               Hãy ghi ở `parent` của cơ quan ban hành.",
        article: ISSUER,
        mark: Mark::Reading,
        judge: parent_missing,
    },
    Rule {
        id: "name-in-capitals",
        level: Severity::Warning,
        title: "Tên cơ quan, đơn vị trong hồ sơ viết chữ thường, thidua tự in hoa ở đầu văn bản",
        text: "Tên ghi trong hồ sơ còn được dùng trong câu văn, bảng và dòng “Kèm theo”, ở đó phải viết chữ thường có viết hoa \
               chữ đầu theo quy tắc tên cơ quan. Ở phần đầu văn bản thidua tự in chữ hoa, nên không cần gõ chữ hoa.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục II",
        mark: Mark::Verified,
        judge: name_in_capitals,
    },
    Rule {
        id: "place-mark",
        level: Severity::Error,
        title: "Địa danh chỉ ghi tên, không kèm dấu phẩy hay ngày tháng",
        text: "Dấu phẩy sau địa danh và “ngày … tháng … năm …” do thidua in từ ngày của văn bản. Ghi sẵn trong `place` thì in \
               ra hai lần.",
        article: PLACE,
        mark: Mark::Verified,
        judge: place_mark,
    },
    Rule {
        id: "place-case",
        level: Severity::Error,
        title: "Địa danh viết hoa chữ đầu mỗi tiếng, không viết hoa toàn bộ",
        text: "Địa danh và ngày tháng in chữ thường, nghiêng; các chữ cái đầu của địa danh viết hoa. thidua in địa danh đúng \
               như ghi trong hồ sơ.",
        article: PLACE,
        mark: Mark::Verified,
        judge: place_case,
    },
    Rule {
        id: "place-name",
        level: Severity::Error,
        title: "Địa danh ghi tên gọi chính thức, không viết tắt",
        text: "Đơn vị hành chính đặt theo tên người, chữ số hoặc sự kiện thì ghi đầy đủ: Thành phố Hồ Chí Minh, Phường 3. Tên \
               khác thì chỉ ghi tên riêng, không viết tắt và không kèm chữ tỉnh, xã, phường; điều này là cách hiểu từ mẫu văn \
               bản nên quy tắc chỉ cảnh báo. Phường, xã mang tên người thì viết hoa cả chữ Phường, Xã và được giữ.",
        article: PLACE,
        mark: Mark::Verified,
        judge: place_name,
    },
    Rule {
        id: "subject-opening",
        level: Severity::Error,
        title: "Trích yếu của quyết định mở đầu bằng “Về việc”, không dùng “V/v”",
        text: "“V/v” chỉ dùng dưới số, ký hiệu của công văn. Dưới tên loại thì ghi trích yếu đầy đủ chữ; mẫu quyết định ghi \
               “Về việc …”. Trích yếu quyết định mở đầu bằng chữ khác thì chỉ cảnh báo.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.2",
        mark: Mark::Verified,
        judge: subject_opening,
    },
    Rule {
        id: "subject-type-twice",
        level: Severity::Error,
        title: "Trích yếu không nhắc lại tên loại đã in ở trên",
        text: "Tên loại (BÁO CÁO, QUYẾT ĐỊNH, BẢN GIAO ƯỚC THI ĐUA) do thidua in trên trích yếu. Trích yếu lại mở đầu bằng tên \
               loại thì văn bản in hai lần cùng một chữ.",
        article: SUBJECT,
        mark: Mark::Verified,
        judge: subject_type_twice,
    },
    Rule {
        id: "subject-in-capitals",
        level: Severity::Error,
        title: "Trích yếu viết chữ thường, đậm, không viết hoa toàn bộ",
        text: "Chỉ tên loại viết chữ in hoa; trích yếu ở dưới viết chữ in thường, kiểu đậm. thidua in trích yếu đúng như ghi \
               trong hồ sơ.",
        article: SUBJECT,
        mark: Mark::Verified,
        judge: subject_in_capitals,
    },
    Rule {
        id: "subject-mark",
        level: Severity::Warning,
        title: "Trích yếu, tên danh sách không có dấu ở cuối",
        text: "Trích yếu và tên danh sách là đầu đề, dưới có đường kẻ, các mẫu văn bản đều không đặt dấu chấm ở cuối. thidua in \
               đúng như ghi trong hồ sơ.",
        article: SUBJECT,
        mark: Mark::Reading,
        judge: subject_mark,
    },
];

fn issuer_abbreviated(case: &Case, findings: &mut Findings) {
    static OFFICE: Pattern = LazyLock::new(|| {
        pattern(r"^(?:Sở|Bộ|Ban|Phòng|Cục|Chi cục|Trường|Bệnh viện|Hội đồng)\s+(\p{Lu}[\p{Lu}&-]+)(?:\s|$)")
    });
    let mut seen = BTreeSet::new();
    for sheet in case.sheets.iter().filter(|sheet| sheet.issuer.is_some()) {
        let name = sheet.issuer_name(case.record);
        let name = name.trim();
        if !seen.insert(&sheet.issuer_pointer) {
            continue;
        }
        let pointer = format!("{}/name", sheet.issuer_pointer);
        let common = ["UBND", "HĐND"].into_iter().find(|short| occurrences(name, short).next().is_some());
        // A name in capitals throughout is not abbreviated: it has vowels with tones.
        let alone = !name.contains(char::is_whitespace)
            && in_capitals(name, 2)
            && name.is_ascii() | name.contains('Đ');
        let within = OFFICE.captures(name).filter(|_| !in_capitals(name, 1)).map(|found| found[1].to_owned());
        let message = |short: &str| format!("tên cơ quan ban hành “{name}” viết tắt `{short}`");
        let remedy = "ghi tên chính thức, đầy đủ của cơ quan";
        if let Some(short) = common {
            findings.at(pointer, message(short), remedy).within(short);
        } else if let Some(short) = within.or_else(|| (alone && !is_roman(name)).then(|| name.to_owned())) {
            findings.at(pointer, message(&short), remedy).within(short).resting_on(ISSUER, Mark::Reading);
        }
    }
}

fn is_roman(word: &str) -> bool {
    word.chars().all(|letter| "IVXLC".contains(letter))
}

fn parent_missing(case: &Case, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for sheet in &case.sheets {
        let Some(issuer) = sheet.issuer else { continue };
        let name = sheet.issuer_name(case.record);
        let bare = issuer.parent.0.iter().all(|line| line.trim().is_empty());
        if bare && name.starts_with("Sở ") && seen.insert(&sheet.issuer_pointer) {
            findings.at(
                format!("{}/name", sheet.issuer_pointer),
                format!("trên tên {name} chưa có tên cơ quan chủ quản"),
                "ghi thêm `parent: Ủy ban nhân dân tỉnh …` cho cơ quan ban hành",
            );
        }
    }
}

fn name_in_capitals(case: &Case, findings: &mut Findings) {
    let capitals = case.texts.iter().filter(|text| in_capitals(&text.text, 5));
    let names = capitals.filter(|text| {
        let steps: Vec<&str> =
            text.pointer.split('/').filter(|step| !step.bytes().all(|byte| byte.is_ascii_digit())).collect();
        matches!(
            steps[..],
            ["group", "name"]
                | ["group", "units", "name"]
                | [.., "issuer", "name" | "parent" | "jointly_with"]
        )
    });
    for text in names {
        let name = text.text.trim();
        // One word in capitals is an abbreviation.
        if name.contains(char::is_whitespace) && !name.is_ascii() {
            findings.at(
                &text.pointer,
                format!("tên “{name}” viết hoa toàn bộ"),
                "viết chữ thường, hoa chữ đầu theo tên chính thức; thidua tự in hoa ở đầu văn bản",
            );
        }
    }
}

/// The places that stand before the date.
fn places<'c>(case: &'c Case) -> impl Iterator<Item = &'c Text> {
    case.texts
        .iter()
        .filter(|text| text.pointer.ends_with("/issuer/place") || text.pointer.ends_with("/document/place"))
}

/// A date or a mark that is printed after the place anyway.
fn mark_of(place: &str) -> Option<&str> {
    match place.find("ngày") {
        Some(at) => Some(place[at..].trim()),
        None => {
            place.trim_end().strip_suffix([',', ';', ':', '.']).map(|rest| &place.trim_end()[rest.len()..])
        }
    }
}

fn place_mark(case: &Case, findings: &mut Findings) {
    for text in places(case) {
        let place = &text.text;
        let Some(mark) = mark_of(place) else { continue };
        let name = place.split("ngày").next().unwrap_or_default();
        let name = name.trim_end_matches([',', ';', ':', '.', ' ']);
        // What another rule would say of the name is said at once.
        let name = without_level(case, name).map_or_else(|| name.to_owned(), |(_, name)| name);
        findings
            .at(
                &text.pointer,
                format!("sau địa danh ghi sẵn “{mark}”, thidua in thêm lần nữa"),
                if name.is_empty() {
                    "chỉ ghi tên địa danh".to_owned()
                } else {
                    format!("chỉ ghi `{name}`")
                },
            )
            .within(mark);
    }
}

/// A unit's name after the word for its level, which only names after persons, numbers and events keep.
static UNIT: Pattern = LazyLock::new(|| {
    pattern(r"^(?:tỉnh|Tỉnh|thành phố|thị xã|thị trấn|quận|huyện|xã|phường|đặc khu)\s+(\p{L}.+)$")
});

static LEVELLED: Pattern =
    LazyLock::new(|| pattern(r"^(?i:tỉnh|thành phố|thị xã|thị trấn|quận|huyện|xã|phường|đặc khu)\s+(.+)$"));

static SHORTENED: Pattern =
    LazyLock::new(|| pattern(r"^(?:(?:TP|Tp|TX|Tx|TT|Tt|T|Q|H|X|P)\.|TP\s|Tp\s|TX\s|Tx\s)\s*(\S.*)$"));

fn place_case(case: &Case, findings: &mut Findings) {
    for text in places(case) {
        let place = text.text.trim();
        // Other rules tell of these.
        if mark_of(place).is_some() || SHORTENED.is_match(place) || full_name(case, place).is_some() {
            continue;
        }
        let name =
            LEVELLED.captures(place).and_then(|found| found.get(1)).map_or(place, |name| name.as_str());
        let small = name.split([' ', '-']).find(|syllable| syllable.starts_with(char::is_lowercase));
        let right = || -> String {
            let lower = name.to_lowercase();
            let syllables: Vec<String> = lower.split(' ').map(words::capitalised).collect();
            syllables.join(" ")
        };
        if let Some(small) = small {
            findings
                .at(
                    &text.pointer,
                    format!("địa danh `{place}` có tiếng “{small}” chưa viết hoa chữ đầu"),
                    format!("viết `{}`", right()),
                )
                .within(small);
        } else if in_capitals(name, 3) {
            findings.at(
                &text.pointer,
                format!("địa danh `{place}` viết hoa toàn bộ"),
                format!("viết `{}`", right()),
            );
        }
    }
}

/// The full name that a place must have, where it is written otherwise.
fn full_name<'a>(case: &Case<'a>, place: &str) -> Option<&'a FullName> {
    case.law.full_names.iter().find(|row| {
        row.wrong.iter().any(|wrong| wrong.to_lowercase() == place.to_lowercase()) && row.name != place
    })
}

/// A place without the word for its level, with what is wrong with that word, where it should not be there.
fn without_level(case: &Case, place: &str) -> Option<(&'static str, String)> {
    if case.law.full_names.iter().any(|row| row.name.to_lowercase() == place.to_lowercase()) {
        return None;
    }
    match (SHORTENED.captures(place), UNIT.captures(place)) {
        (Some(found), _) => Some(("viết tắt", found[1].to_owned())),
        // A name of one letter stands for any name.
        (_, Some(found)) if found[1].chars().count() > 1 => {
            Some(("kèm chữ chỉ cấp hành chính", found[1].to_owned()))
        }
        _ => None,
    }
}

fn place_name(case: &Case, findings: &mut Findings) {
    for text in places(case) {
        let place = text.text.trim();
        if let Some(row) = full_name(case, place) {
            findings
                .at(
                    &text.pointer,
                    format!("địa danh `{place}` không phải tên gọi đầy đủ"),
                    format!("viết `{}`", row.name),
                )
                .resting_on(&row.source.article, row.source.mark);
            continue;
        }
        // Of a place with a date behind it another rule tells.
        let Some((fault, name)) = without_level(case, place).filter(|_| mark_of(place).is_none()) else {
            continue;
        };
        findings
            .at(
                &text.pointer,
                format!("địa danh `{place}` {fault}"),
                format!("viết `{name}`; nếu đặt theo tên người, chữ số, sự kiện thì viết đầy đủ như `Phường Lê Lợi`"),
            )
            .resting_on(PLACE, Mark::Reading);
    }
}

/// The written subjects, with their JSON pointers.
fn subjects<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = (&'c Sheet<'a>, String, &'a str)> {
    case.sheets
        .iter()
        .filter_map(|sheet| Some((sheet, format!("{}/subject", sheet.pointer), sheet.subject?.trim())))
}

fn subject_opening(case: &Case, findings: &mut Findings) {
    for (sheet, pointer, subject) in subjects(case) {
        let short = ["V/v", "v/v", "V/V"].into_iter().find(|short| subject.starts_with(short));
        if let Some(short) = short {
            findings
                .at(
                    pointer,
                    format!("trích yếu mở đầu bằng “{short}”"),
                    "viết “Về việc”; chữ “V/v” chỉ dùng cho công văn",
                )
                .within(short);
        } else if sheet.paper.kind == Kind::Decision
            && !subject.starts_with("Về ")
            && !begins_with_type(subject, printed_type(sheet))
            && !in_capitals(subject, 8)
        {
            let first: Vec<&str> = subject.split_whitespace().take(3).collect();
            findings
                .at(
                    pointer,
                    format!(
                        "trích yếu của quyết định mở đầu bằng “{}”, không phải “Về việc”",
                        first.join(" ")
                    ),
                    "viết “Về việc …” như mẫu quyết định",
                )
                .within(first.join(" "))
                .resting_on("Nghị định 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.2", Mark::Reading);
        }
    }
}

/// Whether a subject begins with the type's name, or with it but for "Bản"; a báo cáo viên is no báo cáo.
fn begins_with_type(subject: &str, printed: &str) -> bool {
    let (subject, printed) = (subject.to_lowercase(), printed.trim().to_lowercase());
    let shorter = printed.strip_prefix("bản ").unwrap_or(&printed);
    [printed.as_str(), shorter].into_iter().filter(|name| !name.is_empty()).any(|name| {
        subject
            .strip_prefix(name)
            .is_some_and(|rest| !rest.starts_with(is_alphanumeric) && !rest.trim_start().starts_with("viên"))
    })
}

fn subject_type_twice(case: &Case, findings: &mut Findings) {
    for (sheet, pointer, subject) in subjects(case) {
        let printed = printed_type(sheet);
        if begins_with_type(subject, printed) {
            let count = printed.split_whitespace().count();
            let mut written: Vec<&str> = subject.split_whitespace().take(count).collect();
            if !written.join(" ").to_lowercase().starts_with(&printed.to_lowercase()) {
                written.pop();
            }
            findings
                .at(
                    pointer,
                    format!("trích yếu mở đầu bằng “{}”, là tên loại đã in ở dòng trên", written.join(" ")),
                    "bỏ tên loại ở đầu trích yếu",
                )
                .within(written.join(" "));
        }
    }
}

fn subject_in_capitals(case: &Case, findings: &mut Findings) {
    for (_, pointer, subject) in subjects(case) {
        if in_capitals(subject, 8) {
            findings.at(
                pointer,
                "trích yếu viết hoa toàn bộ",
                "viết chữ thường, chỉ hoa chữ đầu và tên riêng",
            );
        }
    }
}

fn subject_mark(case: &Case, findings: &mut Findings) {
    let titled = |text: &&Text| {
        let pointer = text.pointer.as_str();
        text.key() == "list_title" || text.key() == "subject" || pointer.ends_with("/list/title")
    };
    for text in case.texts.iter().filter(titled) {
        let words = text.text.trim_end();
        let mark = &words[words.trim_end_matches(['.', ';', ':', ',', '/']).len()..];
        if !mark.is_empty() {
            let last = words.split_whitespace().next_back().unwrap_or(mark);
            findings.at(&text.pointer, format!("cuối đầu đề có dấu “{mark}”"), "bỏ dấu ở cuối").within(last);
        }
    }
}
