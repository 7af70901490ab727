//! Viết hoa: words whose capitals are law (NĐ 30/2020, PL II).

use std::cmp::Reverse;
use std::ops::Range;

use crate::diagnostic::Severity;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::finding::Findings;
use crate::rules::law::{Capitals, Mark};
use crate::rules::prose::occurrences;

pub(in crate::rules) const RULES: &[Rule] = &[Rule {
    id: "capitals",
    level: Severity::Warning,
    title: "Tên danh hiệu, cơ quan, địa danh, văn bản luật viết hoa đúng quy định",
    text: "Những chữ hay viết hoa sai (Huân chương Lao động, Luật Thi đua, khen thưởng, Thành phố Hồ Chí Minh, Ủy ban nhân dân) \
           được kê trong bảng `capitals` của luật và so đúng từng chữ trong toàn hồ sơ. Bảng này có thể thêm bớt trong \
           `thidua.yaml`; chữ nằm trong tên riêng khác thì ghi ngoại lệ.",
    article: "Nghị định 30/2020/NĐ-CP, Phụ lục II",
    mark: Mark::Verified,
    judge: capitals,
}];

fn capitals(case: &Case, findings: &mut Findings) {
    let day = case.sheets.iter().filter_map(|sheet| sheet.date(case.record)).max();
    let rows: Vec<&Capitals> =
        case.law.capitals.iter().filter(|row| day.is_none_or(|day| row.source.holds(day))).collect();
    for text in &case.texts {
        // Lines are broken anywhere.
        let words = text.text.replace('\n', " ");
        let mut slips: Vec<(Range<usize>, &Capitals)> = Vec::new();
        for row in &rows {
            for wrong in row.wrong.iter().filter(|wrong| words.contains(wrong.as_str())) {
                slips.extend(occurrences(&words, wrong).map(|range| (range, *row)));
            }
        }
        // Of words that overlap, the longest tells most.
        slips.sort_by_key(|(range, _)| (range.start, Reverse(range.end)));
        let mut told = 0;
        for (range, row) in slips {
            if range.start < told {
                continue;
            }
            told = range.end;
            let written = &words[range];
            findings
                .at(&text.pointer, format!("“{written}” viết chưa đúng"), format!("viết “{}”", row.right))
                .within(written)
                .resting_on(&row.source.article, row.source.mark);
        }
    }
}
