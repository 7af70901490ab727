//! Kính gửi, nơi nhận, nơi lưu, số bản (NĐ 30/2020, PL I/II.9, III.3; Điều 17).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::{bare, printed_type, type_of};
use crate::diagnostic::Severity;
use crate::record::paper::Kind;
use crate::rules::Rule;
use crate::rules::case::{Case, Sheet};
use crate::rules::finding::Findings;
use crate::rules::law::Mark;
use crate::rules::prose::{Pattern, pattern};
use crate::vietnamese::letters::is_alphanumeric;
use crate::vietnamese::notation;

/// Where the decree says how Kính gửi is written.
const ADDRESSEES: &str = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 9, điểm a";

/// Where the decree says how Nơi nhận is written.
const RECIPIENTS: &str = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 9, điểm b";

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "recipients-typed",
        level: Severity::Error,
        title: "“Như trên”, “Như Điều …”, “Lưu: …” do thidua ghi, không gõ vào nơi nhận",
        text: "Dòng đầu của nơi nhận (“Như Điều 3” ở quyết định, “Như trên” khi có Kính gửi) và dòng cuối (“Lưu: VT”) do thidua \
               ghi từ hồ sơ, đúng số điều. Gõ thêm thì in hai lần, hoặc trỏ đến chỗ không có. Nơi lưu ghi ở `filing`; chữ “Kính \
               gửi” và “Nơi nhận” cũng do thidua in.",
        article: RECIPIENTS,
        mark: Mark::Verified,
        judge: recipients_typed,
    },
    Rule {
        id: "recipients-mark",
        level: Severity::Error,
        title: "Gạch đầu dòng của nơi nhận và Kính gửi do thidua in",
        text: "Mỗi nơi nhận in trên một dòng, đầu dòng có gạch đầu dòng do thidua đặt. Gõ thêm dấu gạch, dấu cộng hay dấu chấm \
               tròn thì in ra hai dấu.",
        article: RECIPIENTS,
        mark: Mark::Verified,
        judge: recipients_mark,
    },
    Rule {
        id: "recipients-joined",
        level: Severity::Warning,
        title: "Mỗi nơi nhận ghi một dòng riêng",
        text: "Mỗi nơi nhận, nhóm nơi nhận được trình bày trên một dòng riêng, cuối dòng có dấu chấm phẩy. Hai nơi nhận ghi \
               chung một mục, cách nhau bằng dấu chấm phẩy, sẽ in chung một dòng. Các bộ phận của một cơ quan, ghi sau dấu hai chấm \
               (VP UB: CVP; NC), là một nơi.",
        article: RECIPIENTS,
        mark: Mark::Verified,
        judge: recipients_joined,
    },
    Rule {
        id: "recipients-twice",
        level: Severity::Warning,
        title: "Mỗi nơi nhận chỉ ghi một lần",
        text: "Nơi nhận ghi hai lần thì văn thư nhân bản và gửi thừa, vì số bản phát hành tính theo nơi nhận. Nơi đã ghi ở Kính \
               gửi thì nằm trong “Như trên”, không kể lại. Hai mục chỉ khác nhau ở phần ghi chú trong ngoặc cũng là một nơi.",
        article: "Nghị định 30/2020/NĐ-CP, Điều 17; Phụ lục I, Phần I, Mục II, khoản 9",
        mark: Mark::Reading,
        judge: recipients_twice,
    },
    Rule {
        id: "filing-label",
        level: Severity::Error,
        title: "Nơi lưu chỉ ghi chữ viết tắt, chữ “Lưu:” do thidua in",
        text: "thidua in “Lưu:” rồi đến nội dung của `filing`. Ghi `filing: Lưu: VT` thì in ra “Lưu: Lưu: VT”.",
        article: RECIPIENTS,
        mark: Mark::Verified,
        judge: filing_label,
    },
    Rule {
        id: "filing-vt",
        level: Severity::Error,
        title: "Nơi lưu phải có VT (văn thư cơ quan)",
        text: "Dòng cuối của nơi nhận là chữ “Lưu:”, tiếp theo là VT, rồi mới đến chữ viết tắt của đơn vị soạn thảo. Bản gốc do \
               văn thư giữ nên không được thiếu VT. Để trống `filing` thì thidua ghi VT.",
        article: RECIPIENTS,
        mark: Mark::Verified,
        judge: filing_vt,
    },
    Rule {
        id: "addressees-not-asked",
        level: Severity::Error,
        title: "Kính gửi chỉ có ở báo cáo gửi cấp trên, tờ trình và công văn",
        text: "Kính gửi chỉ dùng cho tờ trình, báo cáo gửi cấp trên và công văn. Quyết định gửi cho ai thì ghi ở nơi nhận; \
               `addressees` của quyết định không được in. Bản giao ước không thuộc loại văn bản của Nghị định nên chỉ nhắc.",
        article: ADDRESSEES,
        mark: Mark::Verified,
        judge: addressees_not_asked,
    },
    Rule {
        id: "addressees-missing",
        level: Severity::Error,
        title: "Tờ trình, công văn có phần Kính gửi",
        text: "Tờ trình gửi người có thẩm quyền quyết định, công văn gửi nơi giải quyết; nơi ấy ghi ở phần Kính gửi, không chỉ \
               ở nơi nhận. Hãy ghi `addressees`, rồi bỏ nơi ấy khỏi `recipients`: thidua tự ghi “Như trên”.",
        article: ADDRESSEES,
        mark: Mark::Verified,
        judge: addressees_missing,
    },
    Rule {
        id: "drafter-shape",
        level: Severity::Error,
        title: "Ký hiệu người soạn thảo là chữ in hoa viết tắt tên người",
        text: "Ký hiệu người soạn thảo viết bằng chữ in hoa; số bản phát hành ghi ở `copies`. thidua tự thêm dấu chấm và số bản \
               trong ngoặc, ví dụ PL.(300).",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, khoản 3",
        mark: Mark::Verified,
        judge: drafter_shape,
    },
    Rule {
        id: "copies-short",
        level: Severity::Warning,
        title: "Số bản phát hành không ít hơn số nơi nhận",
        text: "Văn bản giấy được nhân bản đúng số lượng nơi nhận. Mỗi mục ở Kính gửi, nơi nhận và nơi lưu cần ít nhất một bản; \
               mục ghi chung nhiều đơn vị cần nhiều hơn. Không xét văn bản điện tử.",
        article: "Nghị định 30/2020/NĐ-CP, Điều 17",
        mark: Mark::Verified,
        judge: copies_short,
    },
];

/// The entries of a list of a paper's document, with their JSON pointers.
fn entries<'c>(
    sheet: &'c Sheet,
    key: &'static str,
    list: &'c [String],
) -> impl Iterator<Item = (String, &'c str)> {
    list.iter()
        .enumerate()
        .map(move |(at, entry)| (format!("{}/document/{key}/{at}", sheet.pointer), entry.trim()))
}

/// All entries of Kính gửi and Nơi nhận.
fn all_entries<'c>(sheet: &'c Sheet) -> impl Iterator<Item = (String, &'c str)> {
    entries(sheet, "addressees", &sheet.document.addressees).chain(entries(
        sheet,
        "recipients",
        sheet.document.sent_to(),
    ))
}

/// The entry without a dash before it.
fn undashed(entry: &str) -> &str {
    entry.trim_start_matches(['-', '–', '—', '+', '•', '*', ' '])
}

fn recipients_typed(case: &Case, findings: &mut Findings) {
    static TYPED: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:như\s+trên|như\s+điều\s+\d+|như\s+kính\s+gửi|lưu\s*:|lưu\s+(?:VT|VP|văn thư|hồ sơ)(?:[\s,;.]|$)|kính\s+gửi\s*:|nơi\s+nhận\s*:)",
        )
    });
    for sheet in &case.sheets {
        for (pointer, entry) in all_entries(sheet) {
            let Some(typed) = TYPED.find(undashed(entry)) else { continue };
            let (typed, lower) = (typed.as_str(), typed.as_str().to_lowercase());
            let (message, remedy) = if lower.starts_with("lưu") {
                (
                    format!("“{typed}” gõ tay, thidua in thêm dòng “Lưu:” nữa"),
                    "xóa mục này; nơi lưu ghi ở `filing`",
                )
            } else if lower.starts_with("như") && sheet.paper.kind == Kind::Covenant
                || lower.starts_with("như trên") && sheet.document.addressees.is_empty()
            {
                (
                    format!("“{typed}” không trỏ đến đâu: {} không có chỗ ấy ở trên", sheet.noun()),
                    "xóa mục này",
                )
            } else {
                (format!("“{typed}” gõ tay, thidua in thêm lần nữa"), "xóa chữ này: thidua tự ghi")
            };
            findings.at(pointer, message, remedy).within(typed);
        }
    }
}

fn recipients_mark(case: &Case, findings: &mut Findings) {
    for sheet in &case.sheets {
        for (pointer, entry) in all_entries(sheet) {
            let rest = undashed(entry);
            let mark = entry[..entry.len() - rest.len()].trim_end();
            if !mark.is_empty() {
                findings
                    .at(
                        pointer,
                        format!("đầu mục có dấu “{mark}”, thidua in thêm gạch đầu dòng"),
                        format!("viết “{rest}”"),
                    )
                    .within(entry);
            }
        }
    }
}

fn recipients_joined(case: &Case, findings: &mut Findings) {
    for sheet in &case.sheets {
        for (pointer, entry) in all_entries(sheet) {
            let parts = outside_brackets(bare(entry));
            if parts > 0 {
                findings.at(
                    pointer,
                    format!("một mục ghi {} nơi, cách nhau bằng dấu chấm phẩy", notation::count(parts + 1)),
                    "tách mỗi nơi thành một mục riêng",
                );
            }
        }
    }
}

/// How many semicolons stand outside brackets; those behind a colon part the desks of one office, as in
/// `VP UB: CVP; NC`.
fn outside_brackets(entry: &str) -> usize {
    let mut depth = 0_usize;
    let mut count = 0;
    for sign in entry.chars() {
        match sign {
            ':' if depth == 0 => break,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => count += 1,
            _ => {}
        }
    }
    count
}

/// What a place receives the paper for: `(để b/c)`.
static REMARK: Pattern =
    LazyLock::new(|| pattern(r"\s*\((?:để|b/c|p/h|t/h|báo cáo|phối hợp|thực hiện|thay)[^()]*\)$"));

fn recipients_twice(case: &Case, findings: &mut Findings) {
    for sheet in &case.sheets {
        let mut seen = BTreeSet::new();
        for (pointer, entry) in all_entries(sheet) {
            let name = REMARK.replace(bare(undashed(entry)), "");
            let folded: Vec<String> = name.to_lowercase().split_whitespace().map(str::to_owned).collect();
            if !folded.is_empty() && !seen.insert(folded) {
                findings.at(pointer, format!("“{name}” đã ghi ở trên"), "xóa mục ghi lặp");
            }
        }
    }
}

static LABEL: Pattern = LazyLock::new(|| pattern(r"(?i)^[-–+•\s]*lưu(?:\s*:\s*|\s+|$)"));

fn filing_label(case: &Case, findings: &mut Findings) {
    for sheet in &case.sheets {
        let Some(filing) = sheet.document.filing.as_deref() else { continue };
        let Some(label) = LABEL.find(filing) else { continue };
        let rest = &filing[label.end()..];
        findings
            .at(
                format!("{}/document/filing", sheet.pointer),
                format!("nơi lưu ghi sẵn “{}”, in ra thành “Lưu: {filing}”", label.as_str().trim()),
                if rest.is_empty() { "ghi `VT`".to_owned() } else { format!("chỉ ghi `{rest}`") },
            )
            .within(label.as_str().trim());
    }
}

fn filing_vt(case: &Case, findings: &mut Findings) {
    for sheet in &case.sheets {
        let Some(filing) = sheet.document.filing.as_deref() else { continue };
        let lower = filing.to_lowercase();
        let kept = filing.split(|letter: char| !is_alphanumeric(letter)).any(|word| word.starts_with("VT"))
            || lower.contains("văn thư");
        if !kept {
            let unit = bare(&filing[LABEL.find(filing).map_or(0, |label| label.end())..]);
            findings.at(
                format!("{}/document/filing", sheet.pointer),
                format!("nơi lưu “{filing}” thiếu VT"),
                if unit.is_empty() { "ghi `VT`".to_owned() } else { format!("ghi `VT, {unit}`") },
            );
        }
    }
}

fn addressees_not_asked(case: &Case, findings: &mut Findings) {
    for sheet in case.sheets.iter().filter(|sheet| !sheet.document.addressees.is_empty()) {
        let printed = printed_type(sheet);
        let known = type_of(case, printed);
        // A paper of another name, as a registration sheet, may be sent to a superior.
        let judged =
            known.is_some() || sheet.paper.kind == Kind::Covenant && sheet.document.type_name.is_none();
        if !judged || known.is_some_and(|row| row.addressed) {
            continue;
        }
        let finding = findings.at(
            format!("{}/document/addressees", sheet.pointer),
            format!("{} không có phần Kính gửi", printed.to_lowercase()),
            "chuyển các nơi này sang `recipients`",
        );
        if known.is_none() {
            finding.resting_on(ADDRESSEES, Mark::Reading);
        }
    }
}

fn addressees_missing(case: &Case, findings: &mut Findings) {
    for sheet in case.sheets.iter().filter(|sheet| sheet.document.addressees.is_empty()) {
        let signed = sheet.signer.is_some_and(|signer| signer.name.is_some());
        let ready = sheet.document.number.is_some() || signed;
        let printed = printed_type(sheet);
        let asked =
            type_of(case, printed).is_some_and(|row| matches!(row.name.as_str(), "tờ trình" | "công văn"));
        if ready && asked {
            findings.at(
                format!("{}/document/addressees", sheet.pointer),
                format!("{} chưa có phần Kính gửi", printed.to_lowercase()),
                "ghi nơi được gửi ở `addressees`, ví dụ `addressees: [Ủy ban nhân dân tỉnh A]`",
            );
        }
    }
}

fn drafter_shape(case: &Case, findings: &mut Findings) {
    for sheet in &case.sheets {
        let Some(drafter) = sheet.document.drafter.as_deref() else { continue };
        let fault =
            if drafter.contains(['.', '(', ')']) || drafter.contains(|sign: char| sign.is_ascii_digit()) {
                "ghi sẵn dấu chấm, số bản; thidua in thêm lần nữa"
            } else if drafter.chars().any(|letter| letter.is_lowercase() || letter.is_whitespace()) {
                "không phải chữ in hoa viết tắt"
            } else {
                continue;
            };
        findings.at(
            format!("{}/document/drafter", sheet.pointer),
            format!("ký hiệu người soạn thảo `{drafter}` {fault}"),
            format!("ghi `{}`; số bản ghi ở `copies`", initials(drafter)),
        );
    }
}

/// The capitals of a symbol, or the first letters of a name.
fn initials(drafter: &str) -> String {
    let words = drafter.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    match words.clone().count() {
        0 | 1 => words.flat_map(str::chars).flat_map(char::to_uppercase).collect(),
        _ => words.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect(),
    }
}

fn copies_short(case: &Case, findings: &mut Findings) {
    for sheet in case.sheets.iter().filter(|sheet| !sheet.document.electronic) {
        let Some(copies) = sheet.document.copies else { continue };
        let places = sheet.document.addressees.len() + sheet.document.sent_to().len() + 1;
        if (copies.0 as usize) < places {
            findings.at(
                format!("{}/document/copies", sheet.pointer),
                format!(
                    "phát hành {} bản cho {} nơi, kể cả nơi lưu",
                    notation::count(copies.0 as usize),
                    notation::count(places)
                ),
                "ghi đủ số bản, hoặc bớt nơi nhận",
            );
        }
    }
}
