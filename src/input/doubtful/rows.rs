//! Rows whose dashes or figures were hardly meant as they are read.

use std::collections::HashMap;

use super::Texts;
use crate::diagnostic::Diagnostic;
use crate::input::{Places, remedies};
use crate::record::scalar::Figure;

/// What is told of a person, each at most once.
const OF_PERSONS: [&str; 5] = ["honorific", "rank", "name", "title", "unit"];

/// The figures of a target, each with those that it makes a rate with.
const OF_TARGETS: [(&str, &[&str]); 3] =
    [("plan", &["actual"]), ("actual", &["plan", "same_period"]), ("same_period", &["actual"])];

/// Units of measurement that are taken for such wherever they stand alone.
const UNITS: [&str; 10] =
    ["%", "‰", "đồng", "nghìn đồng", "triệu đồng", "tỷ đồng", "tỉ đồng", "người", "ha", "tấn"];

/// The map that a pointer's value stands in, and its key.
fn parted(pointer: &str) -> (&str, &str) {
    pointer.rsplit_once('/').unwrap_or_default()
}

impl Places<'_> {
    /// Persons whose every line begins with a dash, so that each is read as somebody else.
    pub(super) fn persons_apart(&self, texts: &Texts) -> Vec<Diagnostic> {
        // How many texts a map has, those further in too.
        let mut sizes: HashMap<&str, usize> = HashMap::new();
        for (pointer, _) in texts {
            let ends = pointer.match_indices('/').map(|(at, _)| at);
            ends.for_each(|at| *sizes.entry(&pointer[..at]).or_default() += 1);
        }
        let alone = |(pointer, _): &&(String, String)| {
            let (row, key) = parted(pointer);
            let index = parted(row).1;
            let of_list = !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit());
            of_list && OF_PERSONS.contains(&key) && sizes.get(row) == Some(&1)
        };
        let goes_on = |before: &(String, String), next: &(String, String)| {
            let row = |(pointer, _): &(String, String)| {
                let (list, index) = parted(parted(pointer).0);
                Some((list.to_owned(), index.parse::<usize>().ok()?))
            };
            matches!((row(before), row(next)), (Some((list, at)), Some((other, after)))
                if list == other && after == at + 1)
        };
        let mut told = Vec::new();
        let mut run: Vec<&(String, String)> = Vec::new();
        for text in texts.iter().filter(alone) {
            let again = run.iter().any(|other| parted(&other.0).1 == parted(&text.0).1);
            if again || !run.last().is_some_and(|last| goes_on(last, text)) {
                told.extend(self.person_apart(&run));
                run.clear();
            }
            run.push(text);
        }
        told.extend(self.person_apart(&run));
        told
    }

    fn person_apart(&self, run: &[&(String, String)]) -> Option<Diagnostic> {
        let (first, _) = run.first().filter(|_| run.len() > 1)?;
        let fields: Vec<String> = run
            .iter()
            .map(|(pointer, text)| {
                format!("{}: {}", parted(pointer).1, remedies::between_braces(text.trim()))
            })
            .collect();
        let message = format!(
            "{} dòng liền nhau đều có dấu `-` nên bị coi là {} người khác nhau",
            run.len(),
            run.len()
        );
        let hint = format!(
            "một người chỉ có một dấu `-`: viết `- {{ {} }}` thay cho {} dòng này",
            fields.join(", "),
            run.len()
        );
        Some(self.warning(message, self.of(first)).hint(hint))
    }

    /// Figures of targets that are none to a computer, so that a rate is left out.
    pub(super) fn figures_in_words(&self, texts: &Texts) -> Vec<Diagnostic> {
        let values: HashMap<&str, &str> =
            texts.iter().map(|(pointer, text)| (pointer.as_str(), text.trim())).collect();
        let measures: Vec<&str> = values
            .iter()
            .filter(|(pointer, _)| parted(pointer).1 == "measure")
            .map(|(_, text)| *text)
            .collect();
        let twice = texts.iter().filter_map(|(pointer, text)| {
            let (row, key) = parted(pointer);
            let of_target = pointer.contains("targets/") && OF_TARGETS.iter().any(|(own, _)| *own == key);
            let measure = values.get(format!("{row}/measure").as_str()).filter(|_| of_target)?;
            let figure = text.trim().strip_suffix(measure)?.trim_end();
            let read = figure.parse::<Figure>().is_ok_and(|figure| figure.value.is_some());
            read.then(|| self.measured_twice(pointer, figure, measure))
        });
        let twice: Vec<Diagnostic> = twice.collect();
        let figures = texts.iter().filter(|(pointer, text)| {
            let words = text.parse::<Figure>().is_ok_and(|figure| figure.value.is_none());
            pointer.contains("targets/") && words
        });
        let told = figures.filter_map(|(pointer, text)| {
            let (row, key) = parted(pointer);
            let (_, beside) = OF_TARGETS.iter().find(|(own, _)| *own == key)?;
            let at = |key: &str| values.get(format!("{row}/{key}").as_str()).copied();
            let counted = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
            let measure = at("measure");
            let text = text.trim();
            if UNITS.contains(&text.to_lowercase().as_str()) || measures.contains(&text) {
                return Some(self.unit_as_figure(pointer, text, measure));
            }
            beside.iter().any(|key| at(key).is_some_and(counted)).then_some(())?;
            self.figure_with_words(pointer, text, measure)
        });
        let mut told: Vec<Diagnostic> = told.collect();
        told.retain(|fault| !twice.iter().any(|other| other.place == fault.place));
        told.extend(twice);
        told
    }

    /// `98%` in a row whose unit is %, which is printed beside it as well.
    fn measured_twice(&self, pointer: &str, figure: &str, measure: &str) -> Diagnostic {
        let place = self.of(pointer);
        let meant = self.line_with(&place, remedies::between_braces(figure));
        let message = format!("đơn vị tính `{measure}` đã ghi ở `measure`, ghi lại sau số thì in hai lần");
        self.warning(message, place).hint(format!("chỉ ghi số: `{meant}`"))
    }

    fn unit_as_figure(&self, pointer: &str, unit: &str, measure: Option<&str>) -> Diagnostic {
        let key = parted(pointer).1;
        let message = format!("`{unit}` là đơn vị tính, không phải số liệu của `{key}`");
        let warning = self.warning(message, self.of(pointer));
        match measure {
            None => warning.hint(format!(
                "đơn vị tính thì ghi: `measure: {}`; `{key}` chỉ ghi số",
                remedies::between_braces(unit)
            )),
            Some(_) => warning.hint(format!("đơn vị tính đã ghi ở `measure`; `{key}` chỉ ghi số")),
        }
    }

    fn figure_with_words(&self, pointer: &str, text: &str, measure: Option<&str>) -> Option<Diagnostic> {
        if let Some(figure) = remedies::digits(text) {
            let place = self.of(pointer);
            let message = format!("`{text}` có chữ cái lẫn trong số");
            let meant = self.line_with(&place, remedies::between_braces(&figure));
            return Some(self.warning(message, place).hint(format!("gõ lại bằng chữ số: `{meant}`")));
        }
        let end = text.find(|letter: char| !letter.is_ascii_digit() && !".,".contains(letter))?;
        let (figure, rest) = (text[..end].trim_end_matches(['.', ',']), text[end..].trim());
        let read = figure.parse::<Figure>().is_ok_and(|figure| figure.value.is_some());
        let of_all = rest.strip_prefix('/').map(str::trim_start);
        let share = of_all.is_some_and(|all| all.starts_with(|first: char| first.is_ascii_digit()));
        // `98 trở lên` is said on purpose.
        let unit =
            rest.starts_with(|first: char| first.is_alphabetic() || first == '(') && !rest.starts_with("trở");
        if !read || !(share || unit) || text.contains('\n') {
            return None;
        }
        let place = self.of(pointer);
        let meant = self.line_with(&place, remedies::between_braces(figure));
        let message = format!("`{text}` không phải là một con số nên không tính được tỷ lệ");
        let warning = self.warning(message, place).hint(format!("chỉ ghi số: `{meant}`"));
        Some(match measure {
            None if unit => warning
                .hint(format!("đơn vị tính ghi ở mục riêng: `measure: {}`", remedies::between_braces(rest))),
            Some(measure) if unit && measure != rest => {
                warning.hint(format!("đơn vị tính đang ghi ở `measure` là `{measure}`"))
            }
            _ => warning,
        })
    }
}
