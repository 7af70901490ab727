//! Names with commas of their own, which brackets cut into several rows.

use super::Texts;
use super::words::key;
use crate::diagnostic::Diagnostic;
use crate::input::{Places, slips};

/// The lists whose rows are names of bodies.
const LISTS: [&str; 6] = ["name", "parent", "jointly_with", "recipients", "addressees", "collectives"];

/// What the names of offices tell of behind a comma: no body is called by these words alone.
const BRANCHES: [&str; 32] = [
    "Thể thao",
    "Du lịch",
    "Khoa học",
    "Công nghệ",
    "Thông tin",
    "Truyền thông",
    "Hạ tầng",
    "Đô thị",
    "Môi trường",
    "Thương binh",
    "Xã hội",
    "Đào tạo",
    "Giáo dục",
    "Tài chính",
    "Kế hoạch",
    "Hành chính",
    "Tổng hợp",
    "Gia đình",
    "Trẻ em",
    "Tôn giáo",
    "Dân tộc",
    "Đầu tư",
    "Xây dựng",
    "Thương mại",
    "Nông thôn",
    "Phát triển",
    "Thủy sản",
    "Lâm nghiệp",
    "Khen thưởng",
    "Kỹ thuật",
    "Kinh tế",
    "Văn hóa",
];

/// More parts between commas than any name has.
const MOST_PARTS: usize = 6;

impl Places<'_> {
    /// Rows of a list between brackets that are parts of one name: `[Sở Văn hóa, Thể thao và Du lịch]`.
    pub(super) fn cut_names(&self, texts: &Texts) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        let mut at = 0;
        while at < texts.len() {
            let parts = self.parts_of_name(texts, at);
            if parts > 1 {
                let own = &texts[at..at + parts];
                let place = self.of(&own[0].0).start..self.of(&own[parts - 1].0).end;
                let name = own.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(", ");
                let message = format!(
                    "dấu phẩy trong ngoặc vuông tách “{name}” thành {parts} dòng, dấu phẩy không được in"
                );
                let mended = self.line_with(&place, slips::line::quote(&name));
                told.push(
                    self.warning(message, place).hint(format!("đặt cả tên trong dấu nháy: `{mended}`")),
                );
            }
            at += parts;
        }
        told
    }

    /// How many rows from this one on are one name; one where the row is a name of its own.
    fn parts_of_name(&self, texts: &Texts, first: usize) -> usize {
        let (pointer, start) = &texts[first];
        let Some((list, _)) = pointer.rsplit_once('/').filter(|_| LISTS.contains(&key(pointer))) else {
            return 1;
        };
        let beside = |at: usize| {
            let [before, own] = [at - 1, at].map(|at| &texts[at].0);
            own.rsplit_once('/').is_some_and(|(other, _)| other == list)
                && self
                    .source
                    .text
                    .get(self.of(before).end..self.of(own).start)
                    .is_some_and(|gap| gap.trim() == ",")
        };
        let rows = (first + 1..texts.len()).take(MOST_PARTS).take_while(|at| beside(*at)).count();
        let rows = &texts[first + 1..first + 1 + rows];
        let branches =
            rows.iter().take_while(|(_, text)| BRANCHES.iter().any(|words| text.starts_with(words)));
        let branches = branches.count();
        if branches > 0 && start.contains(' ') {
            return 1 + branches;
        }
        // As it is written where it stands in one piece; two bodies that are named one after the other are no name.
        let small = |text: &str| text.chars().next().is_some_and(char::is_lowercase);
        let mut name = start.clone();
        let mut longest = 1;
        for (at, (_, text)) in rows.iter().take_while(|(_, text)| small(text)).enumerate() {
            name = format!("{name}, {text}");
            if texts.iter().any(|(_, other)| other.contains(&name)) {
                longest = at + 2;
            }
        }
        longest
    }
}
