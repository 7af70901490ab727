//! Thể thức: number and symbol, zeros, capitals, recipients, place, subject (NĐ 30/2020/NĐ-CP).

use super::Rule;
use super::case::Case;
use super::finding::Findings;
use super::law::Mark;
use crate::diagnostic::Severity;

pub(super) const RULES: &[Rule] = &[Rule {
    id: "number-twice",
    level: Severity::Error,
    title: "Số và ký hiệu của mỗi văn bản chỉ dùng một lần trong năm",
    text: "Hai văn bản của cùng một cơ quan không được trùng cả số lẫn ký hiệu trong một năm. Hãy xem sổ đăng ký văn bản \
           đi và ghi lại đúng số của từng văn bản.",
    article: "Nghị định 30/2020/NĐ-CP, Điều 15",
    mark: Mark::Verified,
    judge: number_twice,
}];

fn number_twice(case: &Case, findings: &mut Findings) {
    let code = |sheet: &super::case::Sheet| {
        let number = sheet.document.number.as_ref()?;
        let year = sheet.date(case.record).map(|date| chrono::Datelike::year(&date));
        Some((format!("{number}/{}", sheet.symbol(case.record)?), sheet.issuer_name(case.record), year))
    };
    for (at, sheet) in case.sheets.iter().enumerate() {
        let Some(own) = code(sheet) else { continue };
        if case.sheets[..at].iter().any(|other| code(other).as_ref() == Some(&own)) {
            findings.at(
                format!("{}/document/number", sheet.pointer),
                format!("số {} đã dùng cho một văn bản ở trên", own.0),
                "ghi đúng số đã vào sổ của từng văn bản",
            );
        }
    }
}
