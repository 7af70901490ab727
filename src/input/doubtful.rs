//! What reads without a fault and was hardly meant as it is read.

mod commas;
mod habits;
mod rows;
mod words;

use std::ops::Range;

use super::tree::Tree;
use super::{Places, faults, remedies, slips};
use crate::diagnostic::{Diagnostic, Severity};
use crate::record::PROSE;

/// Quotes of a word processor, of which YAML knows nothing.
pub(super) const CURLY: [char; 10] = ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚', '‛'];

/// Texts of a record with their JSON pointers, in its order.
type Texts = [(String, String)];

/// Words after which a sentence goes on.
const GOES_ON: [&str; 22] = [
    "số", "và", "của", "các", "những", "là", "với", "cho", "về", "tại", "ở", "theo", "gồm", "có", "từ",
    "đến", "do", "để", "như", "hoặc", "ngày", "mục",
];

impl Places<'_> {
    /// What was hardly meant as it is read, in no order.
    pub fn doubtful(&self) -> Vec<Diagnostic> {
        let Some(tree) = &self.tree else { return Vec::new() };
        let mut told = self.cut_by_hash(tree);
        told.extend(faults::swallowed(self.source, tree));
        told.extend(self.curly_quotes(tree));
        told.extend(self.half_quoted(tree));
        told.extend(self.awardees_in_one());
        let texts = self.texts();
        told.extend(self.persons_apart(&texts));
        told.extend(self.figures_in_words(&texts));
        told.extend(self.habits(&texts));
        told.extend(self.cut_names(&texts));
        told.extend(self.tabs(&texts));
        told.extend(self.items_that_run_on(&texts));
        told.extend(self.names_with_posts(&texts));
        told
    }

    fn warning(&self, message: String, place: Range<usize>) -> Diagnostic {
        let fault = Diagnostic::error(message).at(self.source, place);
        Diagnostic { severity: Severity::Warning, ..fault }
    }

    /// The line of a place with other words there, or these words alone.
    fn line_with(&self, place: &Range<usize>, words: String) -> String {
        let own = self.source.text.get(place.clone()).unwrap_or_default().trim_end();
        let place = &(place.start..place.start + own.len());
        slips::rewritten(&self.source.text, place, &words).unwrap_or(words)
    }

    /// Words that stand behind a value and were hardly meant for a comment: `#` and a letter or digit, or the
    /// end of a sentence.
    fn cut_by_hash(&self, tree: &Tree) -> Vec<Diagnostic> {
        // Most records have none, and need no look at their values.
        if !self.source.text.contains(" #") {
            return Vec::new();
        }
        let mut warnings = Vec::new();
        for place in tree.plain_ends() {
            let line = self.source.text[place.end..].split('\n').next().unwrap_or_default().trim_end();
            let words = line.trim_start_matches([':', ' ']);
            let at = place.end + line.len() - words.len();
            let Some(cut) = words.strip_prefix('#').filter(|_| self.source.text[..at].ends_with(' ')) else {
                continue;
            };
            let goes_on = line.starts_with(" #") && self.goes_on(&place, cut);
            if !goes_on && !cut.starts_with(char::is_alphanumeric) {
                continue;
            }
            let key = line.starts_with(':');
            let value = if key { at..at + words.len() } else { place.start..at + words.len() };
            let quoted = slips::line::quote(&self.source.text[value.clone()]);
            let mended = self.line_with(&value, quoted);
            let message = format!("`{words}` không được in: dấu `#` sau dấu cách mở đầu lời chú");
            let comment = match goes_on {
                true => "là lời chú thì đặt ở dòng riêng, bắt đầu bằng dấu `#`",
                false => "là lời chú thì thêm dấu cách sau `#`",
            };
            let warning = self
                .warning(message, at..at + words.len())
                .hint(format!("là lời văn thì đặt cả câu trong dấu nháy: `{mended}`"));
            warnings.push(warning.hint(comment));
        }
        warnings
    }

    /// Whether a sentence goes on behind the `#` that cut it.
    fn goes_on(&self, place: &Range<usize>, cut: &str) -> bool {
        let value = self.source.text[place.clone()].trim_end();
        let line = self.source.text[..place.start].rfind('\n').map_or(0, |at| at + 1);
        let before = &self.source.text[line..place.start];
        let key = before.trim().trim_start_matches("- ").trim_end_matches(':').trim();
        let prose =
            PROSE.contains(&key) || key == "absent" || before.trim() == "-" || before.trim().is_empty();
        let last = value.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let open = value.matches('(').count() > value.matches(')').count();
        let hangs = value.ends_with([',', '(', '-', '“']) || GOES_ON.contains(&last.as_str()) || open;
        let ends = cut.trim_end().ends_with(['.', ';']) && !value.ends_with(['.', ';']);
        let begins = cut.trim_start().starts_with([',', ';', '.', ')']);
        value.split(' ').count() > 2 && (hangs || begins || prose && ends)
    }

    /// Values in the quotes of a word processor, which are printed with them.
    fn curly_quotes(&self, tree: &Tree) -> Vec<Diagnostic> {
        if !self.source.text.contains(CURLY) {
            return Vec::new();
        }
        let quoted = |place: &Range<usize>| {
            let words = self.source.text.get(place.clone())?;
            let inner = words.strip_prefix(CURLY)?.strip_suffix(CURLY)?;
            (!inner.contains(CURLY)).then_some(inner)
        };
        let places = tree.plain_ends();
        let found = places.into_iter().filter_map(|place| Some((quoted(&place)?.trim(), place)));
        let warnings = found.map(|(inner, place)| {
            let words = &self.source.text[place.clone()];
            let (straight, kept) = (format!("\"{inner}\""), format!("'{words}'"));
            let message = format!(
                "`{words}`: dấu nháy cong của Word không phải là dấu nháy của YAML, nên được in ra cùng chữ"
            );
            let warning = self.warning(message, place.clone());
            let warning = warning.hint(format!("gõ dấu nháy thẳng: `{}`", self.line_with(&place, straight)));
            // A figure is never meant with its quotes.
            match inner.contains(' ') {
                true => {
                    let kept = self.line_with(&place, kept);
                    warning.hint(format!("muốn in cả dấu nháy cong thì bao bằng dấu nháy đơn: `{kept}`"))
                }
                false => warning,
            }
        });
        warnings.collect()
    }

    /// Values that end with a quote and begin without one.
    fn half_quoted(&self, tree: &Tree) -> Vec<Diagnostic> {
        let half = |place: &Range<usize>| {
            let words = self.source.text.get(place.clone())?;
            let inner = words.strip_suffix('"').filter(|inner| !inner.contains(['"', '\n']))?;
            Some(inner.to_owned())
        };
        let places = tree.plain_ends();
        let found = places.into_iter().filter_map(|place| Some((half(&place)?, place)));
        let warnings = found.map(|(inner, place)| {
            let mended = self.line_with(&place, format!("\"{inner}\""));
            self.warning(
                "cuối dòng có dấu nháy đóng mà đầu lời văn không có dấu nháy mở".to_owned(),
                place.clone(),
            )
            .hint(format!("thêm dấu nháy mở: `{mended}`"))
        });
        warnings.collect()
    }

    /// Persons of a list of awards who are written in one line with their posts.
    fn awardees_in_one(&self) -> Vec<Diagnostic> {
        let texts = self.texts();
        let persons = texts.iter().filter(|(pointer, text)| is_individual(pointer) && !text.contains(';'));
        let parted = persons.filter_map(|(pointer, text)| Some((pointer, text, remedies::awardee(text)?)));
        let warnings = parted.map(|(pointer, text, parts)| {
            let place = self.of(pointer);
            let message =
                format!("“{}” gộp xưng hô, họ tên, chức vụ làm một, sẽ in cả vào cột họ tên", text.trim());
            let mended = self.line_with(&place, parts);
            self.warning(message, place).hint(format!("tách ra: `{mended}`"))
        });
        warnings.collect()
    }
}

/// Whether a JSON pointer is that of a row of a list of individuals.
fn is_individual(pointer: &str) -> bool {
    let steps: Vec<&str> = pointer.split('/').skip(1).collect();
    let names: Vec<&str> = steps.iter().copied().step_by(2).collect();
    steps.len().is_multiple_of(2)
        && names.starts_with(&["awards", "grants", "individuals"])
        && names[3..].iter().all(|name| *name == "members")
}
