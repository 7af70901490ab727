//! Words that are printed otherwise than they look in the record: with tabs, with marks of a word processor, names
//! with their posts.

use std::cell::LazyCell;
use std::collections::HashSet;
use std::ops::Range;

use super::{Texts, is_individual};
use crate::diagnostic::Diagnostic;
use crate::input::cells::Ids;
use crate::input::faults::keys_at;
use crate::input::{Places, remedies, slips};
use crate::record::{NARRATIVES, PEOPLE};
use crate::vietnamese::posts;

/// The key that a pointer ends with, those of lists left out.
pub(super) fn key(pointer: &str) -> &str {
    names(pointer).last().copied().unwrap_or_default()
}

/// The keys of a pointer, without the places in lists.
pub(super) fn names(pointer: &str) -> Vec<&str> {
    let steps = pointer.split('/').skip(1);
    steps.filter(|step| !step.bytes().all(|byte| byte.is_ascii_digit())).collect()
}

/// Whether a text may have lists and tables.
pub(super) fn is_narrative(pointer: &str) -> bool {
    NARRATIVES.contains(&key(pointer))
}

/// What an item of a paragraph begins with that is set as one of a list in Word: the sign, with its bracket.
fn mark(line: &str) -> Option<&str> {
    let first = line.chars().next()?;
    let end = match first {
        _ if !first.is_ascii() && slips::MARKS.contains(&first) => first.len_utf8(),
        '+' | '-' if line[1..].starts_with(char::is_alphabetic) => return Some(&line[..1]),
        'a'..='z' | 'đ' if line[first.len_utf8()..].starts_with(')') => first.len_utf8() + 1,
        _ => return None,
    };
    line[end..].starts_with([' ', '\u{a0}']).then_some(&line[..end])
}

impl Places<'_> {
    /// Words with tabs between them, as a row of a workbook has: each is printed as one blank.
    pub(super) fn tabs(&self, texts: &Texts) -> Vec<Diagnostic> {
        if !self.source.text.contains('\t') {
            return Vec::new();
        }
        let told = texts.iter().filter_map(|(pointer, text)| {
            let row = text.lines().find(|line| line.trim().contains('\t'))?;
            let place = self.of(pointer);
            let at = self.source.text.get(place.clone())?.find(row.trim())? + place.start;
            let row = row.trim();
            let tab = at + row.find('\t')?;
            if is_individual(pointer) {
                let keys = keys_at(&names(pointer));
                let ids = Ids::of(self.source.text.lines());
                let hint = slips::of_cells(row, keys, &ids, None);
                return Some(self.warning(slips::PASTED.to_owned(), tab..tab + 1).hint(hint));
            }
            let message = "giữa các chữ ở đây là phím Tab, in ra chỉ còn một dấu cách".to_owned();
            let warning = self.warning(message, tab..tab + 1);
            Some(if is_narrative(pointer) && text.lines().filter(|line| line.contains('\t')).count() > 1 {
                let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
                warning.hint(format!(
                    "là bảng thì mỗi dòng viết `| {} |`, dưới dòng đầu thêm dòng `{}|`",
                    cells.join(" | "),
                    "|---".repeat(cells.len())
                ))
            } else {
                let words: Vec<&str> =
                    row.split('\t').map(str::trim).filter(|cell| !cell.is_empty()).collect();
                let mended = self.line_with(&(at..at + row.len()), words.join(" "));
                warning.hint(format!("gõ lại bằng dấu cách hoặc dấu phẩy: `{mended}`"))
            })
        });
        told.collect()
    }

    /// Lines that were meant for items of a list and run on in the paragraph above.
    pub(super) fn items_that_run_on(&self, texts: &Texts) -> Vec<Diagnostic> {
        let told = texts.iter().filter(|(pointer, _)| is_narrative(pointer)).filter_map(|(pointer, text)| {
            let pairs = text.lines().zip(text.lines().skip(1));
            let (_, line) = pairs
                .filter(|(above, _)| !above.trim().is_empty())
                .find(|(_, line)| mark(line.trim_start()).is_some())?;
            let line = line.trim();
            let mark = mark(line)?;
            let place = self.of_words(pointer, line)?;
            let message = format!("dòng bắt đầu bằng `{mark}` được in nối vào dòng trên, không thành mục riêng");
            let warning = self.warning(message, place.start..place.start + mark.len());
            Some(match mark.ends_with(')') {
                true => warning.hint("để một dòng trống trước mỗi mục"),
                false => warning.hint(format!(
                    "thay `{mark}` ở đầu mỗi dòng bằng dấu `-` và một dấu cách, để một dòng trống trước mục đầu: `- {}`",
                    line[mark.len()..].trim_start()
                )),
            })
        });
        told.collect()
    }

    /// Names of persons that hold their posts or how they are addressed.
    pub(super) fn names_with_posts(&self, texts: &Texts) -> Vec<Diagnostic> {
        let person = |pointer: &str| {
            let steps = names(pointer);
            steps.len() > 1 && steps.last() == Some(&"name") && PEOPLE.contains(&steps[steps.len() - 2])
        };
        let titles = LazyCell::new(|| {
            let maps = texts.iter().filter_map(|(pointer, _)| pointer.strip_suffix("/title"));
            maps.collect::<HashSet<&str>>()
        });
        let told = texts.iter().filter(|(pointer, _)| person(pointer)).filter_map(|(pointer, text)| {
            let words = text.trim();
            let (name, post) = posts::split(words)?;
            let place = self.of(pointer);
            let (map, _) = pointer.rsplit_once('/')?;
            let titled = titles.contains(map);
            let message = format!("“{words}” gộp họ tên và chức vụ làm một, sẽ in cả vào chỗ họ tên");
            let warning = self.warning(message, place.clone());
            Some(match (titled, self.is_between_braces(&place)) {
                (true, _) => {
                    let mended = self.line_with(&place, remedies::between_braces(name));
                    warning.hint(format!("chỉ ghi họ tên, chức vụ đã ghi ở `title`: `{mended}`"))
                }
                (false, true) => {
                    let parts = format!(
                        "{}, title: {}",
                        remedies::between_braces(name),
                        remedies::between_braces(post)
                    );
                    warning.hint(format!("tách ra: `{}`", self.line_with(&place, parts)))
                }
                (false, false) => {
                    warning.hint(format!("tách thành hai dòng thẳng nhau: `name: {name}` và `title: {post}`"))
                }
            })
        });
        told.collect()
    }

    /// Whether a place stands within a map between braces that begins on its line.
    fn is_between_braces(&self, place: &Range<usize>) -> bool {
        let start = self.source.text[..place.start].rfind('\n').map_or(0, |at| at + 1);
        let before = &self.source.text[start..place.start];
        before.matches('{').count() > before.matches('}').count()
    }
}
