//! How people's names are written: above all the signer's.

use super::super::Rule;
use super::super::case::{Case, Sheet};
use super::super::finding::Findings;
use super::super::law::{Degrees, Mark};
use super::super::offices::{begins, holds, is_collective, plain};
use super::super::people::{Mention, Role, people};
use super::signed;
use crate::diagnostic::Severity;
use crate::vietnamese::posts;

const ARTICLE: &str = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 7";

pub(in super::super) const RULES: &[Rule] = &[
    Rule {
        id: "degree-before-name",
        level: Severity::Warning,
        title: "Trước họ tên người ký không ghi học hàm, học vị, danh hiệu",
        text: "Trước họ tên người ký không ghi học hàm, học vị và danh hiệu danh dự; cấp bậc của lực lượng vũ trang thì \
               được. Văn bản của đơn vị vũ trang, giáo dục, y tế, khoa học có thể ghi thêm nếu người đứng đầu cơ quan quản \
               lý ngành quy định, nên thidua không xét các cơ quan này. Cơ quan khác hãy bỏ phần đó.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: degree_before_name,
    },
    Rule {
        id: "name-case",
        level: Severity::Error,
        title: "Họ tên viết chữ thường, viết hoa chữ cái đầu của mọi âm tiết",
        text: "Họ tên người ký in chữ thường, kiểu đứng, đậm; họ tên người Việt Nam viết hoa chữ cái đầu của tất cả âm tiết. \
               thidua in đúng như hồ sơ ghi, nên đừng viết cả tên bằng chữ in hoa hay bỏ sót chữ hoa. Tên không phải của \
               người ký thì chỉ cảnh báo.",
        article: "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 7 và Phụ lục II",
        mark: Mark::Verified,
        judge: name_case,
    },
    Rule {
        id: "name-honorific",
        level: Severity::Warning,
        title: "Họ tên ghi riêng, không kèm ông, bà, đồng chí",
        text: "Dưới chức vụ chỉ có họ và tên của người ký, không có “Ông”, “Bà”, “Đồng chí”. Với những người khác, từ xưng hô \
               ghi ở `honorific`; ghi lại trong `name` thì in hai lần. Người mang họ Ông thì đặt ngoại lệ.",
        article: ARTICLE,
        mark: Mark::Verified,
        judge: name_honorific,
    },
];

fn degree_before_name(case: &Case, findings: &mut Findings) {
    for (sheet, signer) in signed(case) {
        for row in &case.law.degrees {
            if allowed(case, sheet, row) {
                continue;
            }
            for (key, text) in [("rank", &signer.rank), ("name", &signer.name)] {
                let Some(text) = text else { continue };
                let Some(degree) = degree(row, text, key == "name") else { continue };
                findings
                    .at(
                        format!("{}/{key}", sheet.signer_pointer),
                        format!("họ tên người ký có kèm “{degree}”"),
                        "chỉ ghi họ và tên; bỏ học hàm, học vị, danh hiệu",
                    )
                    .within(degree)
                    .resting_on(&row.source.article, row.source.mark);
            }
        }
    }
}

/// Whether the office belongs to a field in which a head may allow degrees.
fn allowed(case: &Case, sheet: &Sheet, row: &Degrees) -> bool {
    let parents = sheet.issuer.map(|issuer| issuer.parent.0.join(" ")).unwrap_or_default();
    let signer = sheet.signer.map(|signer| [&signer.office_title, &signer.title].map(Option::as_deref));
    let [office, title] = signer.unwrap_or_default().map(Option::unwrap_or_default);
    let names = [&sheet.issuer_name(case.record), &parents, office, title].map(plain);
    row.allowed_in.iter().any(|field| names.iter().any(|name| holds(name, &plain(field))))
}

/// The degree that a rank is or that stands before or after a name, as it is written.
fn degree<'t>(row: &Degrees, text: &'t str, is_name: bool) -> Option<&'t str> {
    let known = |word: &&String| {
        let word = plain(word);
        // Within a name the same syllables are a name: Nguyễn Anh Hùng.
        match is_name {
            true => text.split(',').map(plain).any(|part| begins(&part, &word)),
            false => holds(&plain(text), &word),
        }
    };
    let degree = row.words.iter().filter(known).max_by_key(|word| word.len())?;
    let (small, sought) = (text.to_lowercase(), degree.to_lowercase());
    let at = small.find(&sought)?;
    text.get(at..at + sought.len())
}

fn name_case(case: &Case, findings: &mut Findings) {
    for mention in people(case) {
        let Mention { pointer, name, role, title, .. } = mention;
        if let Some(title) = title.filter(|title| posts::is_post(name) && !posts::is_post(title)) {
            findings.at(
                pointer,
                format!("“{name}” là chức vụ, “{title}” là họ tên: ghi lẫn chỗ nhau"),
                format!("đổi chỗ: `title: {name}`, `name: {title}`"),
            );
            continue;
        }
        let syllables: Vec<&str> = name.split_whitespace().collect();
        let letters =
            |word: &&str| word.chars().all(|letter| letter.is_alphabetic() || "'’-.".contains(letter));
        if !(2..=7).contains(&syllables.len()) || !syllables.iter().all(letters) || is_collective(name) {
            continue;
        }
        // What is written with a post is told when the record is read.
        if posts::split(name).is_some() || name.contains(" và ") || name.starts_with("Hộ ") {
            continue;
        }
        let capitals = |word: &&&str| word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
        let small = syllables.iter().filter(|word| word.starts_with(char::is_lowercase)).count();
        let right = capitalised(&syllables);
        let finding =
            if syllables.iter().filter(capitals).count() >= 2 && !name.chars().any(char::is_lowercase) {
                findings.at(
                    pointer,
                    format!("họ tên “{name}” viết toàn chữ in hoa"),
                    format!("viết thành “{right}”"),
                )
            } else if small > 0 && (role == Role::Signer || small == 1 || small == syllables.len()) {
                findings.at(
                    pointer,
                    format!("họ tên “{name}” thiếu chữ hoa đầu âm tiết"),
                    format!("viết thành “{right}”"),
                )
            } else {
                continue;
            };
        if role != Role::Signer {
            finding.level = Severity::Warning;
        }
    }
}

/// Each syllable with a capital, the rest in small letters.
fn capitalised(syllables: &[&str]) -> String {
    let one = |word: &&str| {
        let mut letters = word.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        first + &letters.as_str().to_lowercase()
    };
    syllables.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn name_honorific(case: &Case, findings: &mut Findings) {
    const HONORIFICS: [&str; 4] = ["ông", "bà", "đồng chí", "đ c"];
    for mention in people(case) {
        let words = plain(mention.name);
        let Some(said) = HONORIFICS.iter().find(|said| {
            // Ông is a family name too: Ông Văn A.
            let rest = words.strip_prefix(**said).and_then(|rest| rest.strip_prefix(' '));
            rest.is_some_and(|rest| rest.split(' ').count() > 2 || **said != "ông" && rest.contains(' '))
        }) else {
            continue;
        };
        let twice = mention.honorific.is_some();
        if mention.role != Role::Signer && !twice {
            continue;
        }
        let length = said.split(' ').count();
        let name: Vec<&str> =
            mention.name.split_whitespace().skip(if *said == "đ c" { 1 } else { length }).collect();
        let message = match mention.honorific.filter(|_| mention.role != Role::Signer) {
            Some(honorific) => format!(
                "`honorific` đã ghi “{honorific}” mà `name` còn ghi “{}”, nên in hai lần",
                mention.name
            ),
            None => format!("họ tên người ký “{}” có kèm từ xưng hô", mention.name),
        };
        findings.at(mention.pointer, message, format!("ghi `name: {}`", name.join(" ")));
    }
}
