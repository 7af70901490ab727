//! How căn cứ are written (NĐ 30/2020, PL I/II.6a; PL III, Mẫu 1.2).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::{AMENDING, ARTICLE, Basis, CitedLaw, bases, is_proposal, is_ready, single_spaced};
use crate::diagnostic::Severity;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::finding::Findings;
use crate::rules::law::Mark;
use crate::rules::prose::{Pattern, pattern};
use crate::vietnamese::date;
use crate::vietnamese::letters::is_alphanumeric;

/// The decree's sample of a decision.
const SAMPLE: &str = "Nghị định 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.2";

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "bases-missing",
        level: Severity::Error,
        title: "Quyết định phải có căn cứ ban hành",
        text: "Sau thẩm quyền ban hành, quyết định ghi các căn cứ: văn bản quy định thẩm quyền, văn bản quy định nội dung, cuối \
               cùng là đề nghị của đơn vị trình. Hãy ghi ở `legal_bases`. Quyết định còn là bản thảo, chưa có số và chưa có \
               người ký, thì chưa xét.",
        article: SAMPLE,
        mark: Mark::Verified,
        judge: bases_missing,
    },
    Rule {
        id: "proposal-missing",
        level: Severity::Warning,
        title: "Căn cứ cuối của quyết định khen thưởng là đề nghị của đơn vị trình",
        text: "Mẫu quyết định kết thúc phần căn cứ bằng “Theo đề nghị của …”. Khen thưởng phải có đơn vị xét và trình, nên \
               thiếu dòng này thì người đọc không biết quyết định dựa trên tờ trình, biên bản nào. Khen thưởng đột xuất do \
               người có thẩm quyền tự phát hiện thì ghi ngoại lệ.",
        article: SAMPLE,
        mark: Mark::Reading,
        judge: proposal_missing,
    },
    Rule {
        id: "basis-opening",
        level: Severity::Warning,
        title: "Mỗi căn cứ mở đầu bằng “Căn cứ”, “Xét”, “Theo đề nghị” hoặc chữ tương đương, viết hoa",
        text: "Mỗi căn cứ là một dòng riêng, mở đầu bằng chữ cho biết quan hệ với văn bản: Căn cứ, Thực hiện, Xét, Theo, Hưởng \
               ứng, Trên cơ sở, Được sự. Thiếu chữ mở đầu thì dòng in ra không thành câu.",
        article: ARTICLE,
        mark: Mark::Reading,
        judge: basis_opening,
    },
    Rule {
        id: "basis-joined",
        level: Severity::Warning,
        title: "Mỗi căn cứ ghi một mục riêng",
        text: "Mỗi căn cứ xuống dòng riêng, cuối dòng có dấu chấm phẩy, dòng cuối dấu chấm; các dấu ấy do thidua đặt. Hai căn \
               cứ ghi chung một mục thì in liền một dòng. Luật và luật sửa đổi, bổ sung nó thì ghi chung hay tách đều được.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: basis_joined,
    },
    Rule {
        id: "basis-twice",
        level: Severity::Error,
        title: "Mỗi căn cứ chỉ ghi một lần",
        text: "Hai mục căn cứ cùng dẫn một văn bản là chép lặp. Hãy giữ mục ghi đủ số, ký hiệu, ngày, cơ quan và trích yếu.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: basis_twice,
    },
    Rule {
        id: "basis-order",
        level: Severity::Warning,
        title: "“Theo đề nghị …” đứng sau mọi căn cứ khác",
        text: "Các căn cứ pháp lý đứng trước; đề nghị của đơn vị trình là dòng cuối, như mẫu quyết định. Nhiều đơn vị cùng đề \
               nghị thì các dòng đề nghị đứng liền nhau ở cuối.",
        article: SAMPLE,
        mark: Mark::Verified,
        judge: basis_order,
    },
    Rule {
        id: "basis-law-number",
        level: Severity::Error,
        title: "Luật, Pháp lệnh trong căn cứ không ghi số, ký hiệu, cơ quan ban hành",
        text: "Căn cứ ghi đủ tên loại, số, ký hiệu, cơ quan, ngày và trích yếu của văn bản, riêng Luật và Pháp lệnh không ghi \
               số, ký hiệu, cơ quan ban hành: “Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022”. Cách ghi kèm số chỉ \
               có ở văn bản quy phạm pháp luật.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: basis_law_number,
    },
    Rule {
        id: "basis-law-incomplete",
        level: Severity::Warning,
        title: "Luật, Pháp lệnh trong căn cứ ghi đủ tên và ngày ban hành",
        text: "Luật được nhận ra bằng tên và ngày: cùng tên Luật Thi đua, khen thưởng có nhiều luật của các năm khác nhau. Chỉ \
               ghi năm hoặc không ghi ngày thì chưa đủ.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: basis_law_incomplete,
    },
    Rule {
        id: "basis-incomplete",
        level: Severity::Warning,
        title: "Văn bản trong căn cứ ghi đủ số, ký hiệu, ngày và cơ quan ban hành",
        text: "Lần đầu viện dẫn thì ghi đủ tên loại, số, ký hiệu, ngày tháng, cơ quan ban hành và trích yếu. Quy tắc xét nghị \
               định, thông tư, nghị quyết, quyết định, chỉ thị ở đầu căn cứ và ngày của mọi văn bản có số.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: basis_incomplete,
    },
    Rule {
        id: "basis-abbreviated",
        level: Severity::Warning,
        title: "Tên loại văn bản trong căn cứ viết đầy đủ, không viết tắt",
        text: "Trong căn cứ, tên loại ghi đầy đủ chữ: Nghị định, Thông tư, Quyết định, Tờ trình. Chữ tắt NĐ, TT, QĐ, TTr chỉ \
               dùng trong ký hiệu.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: basis_abbreviated,
    },
];

fn bases_missing(case: &Case, findings: &mut Findings) {
    for (sheet, _) in case.decisions() {
        if is_ready(sheet) && sheet.legal_bases.is_empty() {
            findings.at(
                format!("{}/legal_bases", sheet.pointer),
                "quyết định chưa có căn cứ nào",
                "ghi các căn cứ ở `legal_bases`: Luật Thi đua, khen thưởng, nghị định, thông tư, rồi “Theo đề nghị của …”",
            );
        }
    }
}

fn proposal_missing(case: &Case, findings: &mut Findings) {
    static PROPOSED: Pattern = LazyLock::new(|| pattern(r"(?i)đề\s+nghị|tờ\s+trình|biên\s+bản"));
    for (sheet, _) in case.decisions() {
        let proposed = sheet.legal_bases.iter().any(|text| PROPOSED.is_match(text));
        if is_ready(sheet) && !sheet.legal_bases.is_empty() && !proposed {
            findings.at(
                format!("{}/legal_bases", sheet.pointer),
                "các căn cứ không cho biết ai đề nghị khen thưởng",
                "thêm mục cuối “Theo đề nghị của … tại Tờ trình số … ngày …”",
            );
        }
    }
}

fn basis_opening(case: &Case, findings: &mut Findings) {
    const OPENINGS: [&str; 12] = [
        "Căn cứ",
        "Thực hiện",
        "Thi hành",
        "Triển khai",
        "Xét",
        "Theo",
        "Hưởng ứng",
        "Trên cơ sở",
        "Được sự",
        "Sau khi",
        "Chấp hành",
        "Tiếp theo",
    ];
    for basis in bases(case) {
        let words = single_spaced(basis.text);
        let opens = |opening: &&str| {
            words.strip_prefix(*opening).is_some_and(|rest| !rest.starts_with(is_alphanumeric))
        };
        if OPENINGS.iter().any(opens) {
            continue;
        }
        if words.is_empty() {
            findings.at(&basis.pointer, "mục căn cứ để trống", "xóa mục này");
            continue;
        }
        let first: Vec<&str> = words.split(' ').take(2).collect();
        let small = OPENINGS.iter().find(|opening| words.to_lowercase().starts_with(&opening.to_lowercase()));
        let remedy = match small {
            Some(opening) => format!("viết “{opening}”, hoa chữ đầu"),
            None => "mở đầu bằng “Căn cứ”, “Thực hiện”, “Xét” hoặc “Theo đề nghị”".to_owned(),
        };
        findings
            .at(&basis.pointer, format!("căn cứ mở đầu bằng “{}”", first.join(" ")), remedy)
            .within(first.join(" "));
    }
}

fn basis_joined(case: &Case, findings: &mut Findings) {
    static JOINT: Pattern = LazyLock::new(|| {
        pattern(
            r"(?:[;.]\s*|\n\s*)Căn\s+cứ\s|;\s*(?:Thực\s+hiện|Xét|Theo\s+đề\s+nghị|Luật|Nghị\s+định|Thông\s+tư|Nghị\s+quyết|Quyết\s+định|Chỉ\s+thị|Kế\s+hoạch)\s",
        )
    });
    for basis in bases(case) {
        let text = basis.text.trim_start();
        // A law and the law that amends it may be cited in one.
        let amends = |joint: &regex::Match| {
            let after = &text[joint.end()..];
            let own = &after[..after.find(';').unwrap_or(after.len())];
            !joint.as_str().contains("Căn") && AMENDING.is_match(own)
        };
        let Some(joint) = JOINT.find_iter(text).find(|joint| !amends(joint)) else { continue };
        let words = joint.as_str().trim_matches([';', '.', ' ', '\n']);
        findings
            .at(
                &basis.pointer,
                format!("một mục ghi hai căn cứ, căn cứ sau từ chữ “{words}”"),
                "tách thành hai mục riêng",
            )
            .within(joint.as_str().trim());
    }
}

/// What tells that two căn cứ are one.
fn identity(basis: &Basis) -> String {
    match (&basis.law, &basis.paper) {
        (Some(CitedLaw { name, date, year, .. }), _) if !name.is_empty() => {
            format!("{} {date:?} {year:?}", name.to_lowercase())
        }
        (_, Some(paper)) => match paper.date {
            Some(date) => format!("{} {date}", paper.code),
            None => paper.code.clone(),
        },
        _ => single_spaced(basis.text).to_lowercase().trim_end_matches([';', '.', ',']).to_owned(),
    }
}

fn basis_twice(case: &Case, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for basis in bases(case) {
        if !seen.insert((basis.sheet.pointer.as_str(), identity(&basis))) {
            let words = basis.words();
            findings.at(
                &basis.pointer,
                format!("{} đã ghi ở căn cứ trên", quoted(&words)),
                "xóa mục ghi lặp",
            );
        }
    }
}

/// Words of a căn cứ in quotes, no longer than a line.
fn quoted(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    if words.len() > 10 {
        format!("“{} …”", words[..10].join(" "))
    } else {
        format!("“{}”", words.join(" "))
    }
}

fn basis_order(case: &Case, findings: &mut Findings) {
    let mut proposed: Option<&str> = None;
    for basis in bases(case) {
        let paper = basis.sheet.pointer.as_str();
        if is_proposal(basis.text) {
            proposed = Some(paper);
        } else if proposed == Some(paper) {
            findings.at(
                &basis.pointer,
                format!("{} đứng sau “Theo đề nghị”", quoted(basis.text)),
                "chuyển đề nghị của đơn vị trình xuống cuối",
            );
        }
    }
}

fn basis_law_number(case: &Case, findings: &mut Findings) {
    for basis in bases(case) {
        let Some(CitedLaw { kind, name, date: written, numbered: Some(numbered), .. }) = &basis.law else {
            continue;
        };
        let known = written.or_else(|| Some(basis.row(case)?.date?.0));
        let name = match basis.row(case) {
            Some(row) if name.is_empty() => &row.name,
            _ => name,
        };
        let when = known.map_or_else(|| "ngày … tháng … năm …".to_owned(), date::long);
        findings
            .at(
                &basis.pointer,
                format!("{kind} trong căn cứ ghi kèm “{numbered}”"),
                format!("viết “Căn cứ {kind} {name} {when}”"),
            )
            .within(numbered);
    }
}

fn basis_law_incomplete(case: &Case, findings: &mut Findings) {
    for basis in bases(case) {
        let Some(law) = &basis.law else { continue };
        let (kind, name) = (&law.kind, &law.name);
        if name.is_empty() {
            findings
                .at(
                    &basis.pointer,
                    format!("căn cứ không ghi tên {kind}"),
                    format!("ghi tên sau chữ {kind}, rồi đến ngày ban hành"),
                )
                .within(kind);
        } else if law.date.is_none() && !law.dated {
            let day = basis.sheet.date(case.record);
            let in_force = || {
                let mut rows = case.law.legal_texts.iter().filter(|row| law.is_named(row));
                rows.find(|row| day.is_some_and(|day| row.in_force(day)))
            };
            let meant = if law.year.is_some() { law.row(case, day) } else { in_force() };
            let remedy = match meant.and_then(|row| row.date) {
                Some(day) => format!("viết “{kind} {name} {}”", date::long(day.0)),
                None => "ghi thêm “ngày … tháng … năm …”".to_owned(),
            };
            findings
                .at(&basis.pointer, format!("{kind} {name} chưa ghi ngày ban hành"), remedy)
                .within(basis.words());
        }
    }
}

fn basis_incomplete(case: &Case, findings: &mut Findings) {
    static NUMBERED: Pattern = LazyLock::new(|| {
        // Where a name follows, as after a resolution of a congress, there may be no number.
        pattern(
            r"^\s*(?:Căn\s+cứ|Thực\s+hiện|Thi\s+hành|Theo|Xét)\s+(Nghị\s+định|Thông\s+tư|Nghị\s+quyết|Quyết\s+định|Chỉ\s+thị)(?:\s+(?:số|ngày|của|về|quy|ban|thành|công|phê|\d)|\s*$)",
        )
    });
    // Papers of the Party: 34-CT/TW.
    static PARTY: Pattern = LazyLock::new(|| pattern(r"\d+\s*-\s*\p{Lu}\p{L}*/\p{Lu}"));
    static DATED: Pattern = LazyLock::new(|| pattern(r"ngày|\d{1,2}/\d{1,2}/\d{4}"));
    static ISSUED: Pattern = LazyLock::new(|| pattern(r"\s(?:của|do)\s"));
    for basis in bases(case).filter(|basis| basis.law.is_none()) {
        let kind = NUMBERED.captures(basis.text).map(|found| single_spaced(&found[1]));
        let numbered = basis.paper.is_some() || PARTY.is_match(basis.text);
        let mut missing = Vec::new();
        if kind.is_some() && !numbered {
            missing.push("số, ký hiệu");
        }
        if (kind.is_some() || numbered) && !DATED.is_match(basis.text) {
            missing.push("ngày ban hành");
        }
        if kind.is_some() && !ISSUED.is_match(basis.text) {
            missing.push("cơ quan ban hành");
        }
        if missing.is_empty() {
            continue;
        }
        let words = match (&basis.paper, kind) {
            (Some(paper), _) => basis.text[paper.range.clone()].to_owned(),
            (None, Some(kind)) => kind,
            (None, None) => basis.words(),
        };
        findings
            .at(
                &basis.pointer,
                format!("{} chưa ghi {}", quoted(&words), missing.join(", ")),
                format!("ghi thêm {}", missing.join(", ")),
            )
            .within(words);
    }
}

fn basis_abbreviated(case: &Case, findings: &mut Findings) {
    static SHORT: Pattern = LazyLock::new(|| {
        pattern(r"(?:^|\s)(\p{Lu}\p{L}{1,3})\s+(?:số\s*:?\s*)?\d+[\p{Ll}]?(?:/\d{4})?/\p{Lu}")
    });
    for basis in bases(case) {
        for found in SHORT.captures_iter(basis.text) {
            let Some(row) = case.law.type_of(&found[1]) else { continue };
            findings
                .at(
                    &basis.pointer,
                    format!("tên loại viết tắt “{}”", &found[1]),
                    format!("viết “{} số …”", crate::vietnamese::words::capitalised(&row.name)),
                )
                .within(found[0].trim());
        }
    }
}
