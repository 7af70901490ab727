//! Counts of units, copies and people, against the group, the parties and those who are named.

use std::sync::LazyLock;

use super::{PLAIN, so_many};
use crate::diagnostic::Severity;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::finding::Findings;
use crate::rules::law::Mark;
use crate::rules::prose::{self, Pattern, pattern};
use crate::vietnamese::letters::is_alphanumeric;

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "units-in-prose",
        level: Severity::Warning,
        title: "Số đơn vị thành viên ghi trong lời văn đúng với hồ sơ",
        text: "Câu như “Khối gồm 17 đơn vị thành viên” hay “07/07 đơn vị trong Khối” phải ghi đúng số đơn vị ở `group`. Thành viên \
               thay đổi thì sửa cả danh sách đơn vị lẫn lời văn; danh sách chưa kê đủ thì ghi tổng số ở `group.size`.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: units_in_prose,
    },
    Rule {
        id: "group-size",
        level: Severity::Error,
        title: "Số đơn vị của cụm, khối không ít hơn số đơn vị đã kê",
        text: "`group.size` là tổng số đơn vị thành viên khi `units` chưa kê đủ, nên không thể nhỏ hơn số đơn vị đã kê. Tỷ lệ phiếu \
               và các câu nêu số đơn vị tính theo số này. Kê đủ rồi thì bỏ `size`.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: group_size,
    },
    Rule {
        id: "covenant-units-listed",
        level: Severity::Error,
        title: "Mọi đơn vị của cụm, khối đều có chỗ ký bản giao ước",
        text: "Các bên ký giao ước là các đơn vị ở `group.units`; `group.size` ghi nhiều hơn thì bản giao ước thiếu bên ký, số đơn \
               vị và số bản in ra cũng thiếu. Hãy kê đủ các đơn vị, hoặc kê các bên ký ở `covenant.parties`.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: covenant_units_listed,
    },
    Rule {
        id: "covenant-copies",
        level: Severity::Error,
        title: "Số bản giao ước ghi trong lời văn đúng với số bên giữ",
        text: "Bản giao ước lập thành bao nhiêu bản thì đủ cho mỗi bên ký và mỗi nơi ở `further_copies` giữ một bản. Nên viết \
               `{copies}` trong câu kết: thidua tự điền số bản. Mỗi bên giữ nhiều bản thì ghi rõ “mỗi bên giữ 02 bản”.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: covenant_copies,
    },
    Rule {
        id: "attendance-count",
        level: Severity::Error,
        title: "Số người dự của một đơn vị không ít hơn số người được kê tên",
        text: "`count` là số người dự của đơn vị, kể cả những người có tên ở `people`, nên không thể nhỏ hơn số tên đã kê. Kê đủ tên \
               thì bỏ `count`: thidua tự đếm.",
        article: PLAIN,
        mark: Mark::Verified,
        judge: attendance_count,
    },
];

static GROUP_HAS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?xi) (?: ^ | [:;,] \s+ ) (?: (?:năm\ \d{4}|hiện\ nay|hiện\ tại|đến\ nay) ,? \s+ )?
        (?P<group> (?:cụm|khối) \b [^,.;:()]*? ) (?: \s+ được\ (?:thành\ lập|tổ\ chức|kiện\ toàn) )? \s+ \(?
        (?P<verb> gồm\ có|bao\ gồm|gồm|hiện\ có|có) \s+
        (?P<told> (?P<count>\d+) \s+ đơn\ vị (?:\s+thành\ viên)? ) \s* (?P<next> .? )",
    )
});

static ALL_UNITS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:cả|đủ|toàn bộ|tất cả|tất cả các)\s+(?P<told>(?P<count>\d+)\s+đơn vị\s+(?:thành viên|(?:trong|của|thuộc)\s+(?:cụm|khối)))\b",
    )
});

static UNITS_OF_GROUP: Pattern =
    LazyLock::new(|| pattern(r"(?i)^\s+đơn vị\s+(?:thành viên|(?:trong|của|thuộc)\s+(?:cụm|khối))\b"));

/// The numbers of member units that a sentence tells, each with its words.
fn units_told(sentence: &str, group: &str) -> Vec<(usize, String)> {
    let mut told = Vec::new();
    if let Some(found) = GROUP_HAS.captures(sentence) {
        let named = found["group"].to_lowercase();
        let own = group.to_lowercase().starts_with(&named) || ["cụm", "khối"].contains(&named.as_str());
        let ended = found["next"].chars().all(|letter| !is_alphanumeric(letter));
        if own && (ended || !found["verb"].to_lowercase().ends_with("có")) {
            told.extend(found["count"].parse().ok().map(|count| (count, found["told"].to_owned())));
        }
    }
    let all = ALL_UNITS.captures_iter(sentence);
    told.extend(all.filter_map(|found| Some((found["count"].parse().ok()?, found["told"].to_owned()))));
    for fraction in prose::fractions(sentence) {
        let words = UNITS_OF_GROUP.find(&sentence[fraction.range.end..]);
        if let (Some(words), Ok(whole)) = (words, usize::try_from(fraction.whole)) {
            told.push((whole, sentence[fraction.range.start..fraction.range.end + words.end()].to_owned()));
        }
    }
    told
}

fn units_in_prose(case: &Case, findings: &mut Findings) {
    let group = &case.record.group;
    let Some(size) = group.size() else { return };
    let remedy =
        "sửa con số, hoặc kê lại các đơn vị ở `group.units` (chưa kê đủ thì ghi tổng số ở `group.size`)";
    for (text, sentence) in case.sentences("") {
        for (_, words) in units_told(sentence, &group.name).into_iter().filter(|(count, _)| *count != size) {
            let message =
                format!("ghi “{words}”, nhưng {} có {}", group.kind.word(), so_many(size, "đơn vị"));
            findings.at(&text.pointer, message, remedy).within(words);
        }
    }
}

fn group_size(case: &Case, findings: &mut Findings) {
    let group = &case.record.group;
    let listed = group.units.len();
    if let Some(size) = group.size.filter(|size| (size.0 as usize) < listed) {
        let message = format!(
            "ghi có {}, nhưng đã kê {}",
            so_many(size.0 as usize, "đơn vị"),
            so_many(listed, "đơn vị")
        );
        findings.at("/group/size", message, "sửa lại tổng số; đã kê đủ các đơn vị thì bỏ `size`");
    }
}

fn covenant_units_listed(case: &Case, findings: &mut Findings) {
    let (group, listed) = (&case.record.group, case.record.group.units.len());
    let Some(covenant) = &case.record.covenant else { return };
    if let Some(size) = group.size.map(|size| size.0 as usize).filter(|size| *size > listed)
        && covenant.parties.is_empty()
    {
        let message = format!(
            "{} có {}, nhưng mới kê {}: bản giao ước chỉ có {} ký",
            group.kind.word(),
            so_many(size, "đơn vị"),
            so_many(listed, "đơn vị"),
            so_many(listed, "bên")
        );
        let remedy = "kê đủ các đơn vị ở `group.units`, hoặc kê các bên ký ở `covenant.parties`";
        findings.at("/group/size", message, remedy);
    }
}

static COPIES: Pattern = LazyLock::new(|| {
    pattern(r"(?i)\blập\s+(?:thành\s+)?(?P<told>(?P<count>\d+)\s+(?:\([^()\d]+\)\s+)?bản)\b")
});

static EACH_KEEPS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?P<each>mỗi\s+[^,.;\d]{2,40}?\s+)?(?:giữ|lưu|gửi)\s+(?P<count>\d+)\s+(?:\([^()\d]+\)\s+)?bản\b",
    )
});

fn covenant_copies(case: &Case, findings: &mut Findings) {
    let record = case.record;
    let Some(covenant) = &record.covenant else { return };
    // Parties that are not known yet will keep a copy too.
    if covenant.parties.is_empty() && record.group.size() > Some(record.group.units.len()) {
        return;
    }
    let parties = covenant.signing_parties(record).len();
    let narratives = record.narratives();
    for (pointer, text) in narratives.iter().filter(|(pointer, _)| pointer.starts_with("/covenant/")) {
        let text = prose::sentences(text).join(". ");
        let Some(told) = COPIES.captures(&text) else { continue };
        let Ok(count) = told["count"].parse::<usize>() else { continue };
        let (mut each, mut kept) = (1, 0);
        for keeping in EACH_KEEPS.captures_iter(&text) {
            let copies: usize = keeping["count"].parse().unwrap_or_default();
            match keeping.name("each") {
                Some(_) => each = copies,
                None => kept += copies,
            }
        }
        let needed = each * parties + covenant.further_copies.len();
        if count != needed && count != each * parties + kept {
            let message = format!(
                "ghi {}, nhưng có {} ký{} nên cần {}",
                &told["told"],
                so_many(parties, "bên"),
                match covenant.further_copies.len() {
                    0 => String::new(),
                    further => format!(" và {} giữ thêm", so_many(further, "nơi")),
                },
                so_many(needed, "bản")
            );
            findings
                .at(pointer.clone(), message, "viết `{copies} bản` để thidua tự điền số bản")
                .within(&told["told"]);
        }
    }
}

fn attendance_count(case: &Case, findings: &mut Findings) {
    for (at, row) in case.record.meeting.attendance.iter().enumerate() {
        let named = row.people.len();
        if let Some(count) = row.count.filter(|count| (count.0 as usize) < named) {
            let message = format!(
                "ghi {}, nhưng kê tên {}",
                so_many(count.0 as usize, "người dự"),
                so_many(named, "người")
            );
            let remedy = "sửa `count` cho đủ cả những người có tên; kê đủ tên thì bỏ `count`";
            findings.at(format!("/meeting/attendance/{at}/count"), message, remedy);
        }
    }
}
