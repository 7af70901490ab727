//! Faults of templates as minijinja tells them, in Vietnamese, at their place.

mod blocks;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, ErrorKind};

use super::trace::Marked;
use super::{Filling, TemplateSet, engine};
use crate::diagnostic::{Diagnostic, Place};
use crate::input::nearest;
use crate::limits::TEMPLATE_STEPS;
use crate::vietnamese::notation;
use words::PHRASEBOOK;

/// Callers beyond these tell nothing more: a template that calls itself has many.
const MAX_CALLERS: usize = 3;

/// A fault of a template that minijinja cannot read.
pub fn of_syntax(error: &Error, set: &TemplateSet) -> Diagnostic {
    let Some(place) = place(error, set) else { return told(error, set, None) };
    let text = &place.source.text;
    let said = error.detail().unwrap_or_default();
    let ended = said.starts_with("unexpected end of input");
    let open = blocks::open(text, if ended { text.len() } else { place.range.start });
    if let Some(range) = open.unended(said) {
        let message = format!("mẫu viết sai: {} chưa đóng", open.what(&range));
        return Diagnostic::error(message).at(&place.source, range);
    }
    let ending = said.strip_prefix("unknown statement ").filter(|word| blocks::is_ending(word));
    match (ending, open.block()) {
        (Some(ending), Some((block, range))) => Diagnostic::error(format!(
            "mẫu viết sai: `{{% {ending} %}}` không đi với khối `{{% {block} %}}` đang mở"
        ))
        .at(&place.source, place.range)
        .hint(format!("đóng khối ấy trước bằng `{{% end{block} %}}`"))
        .related(&place.source, range, "khối đang mở"),
        (Some(ending), None) => {
            Diagnostic::error(format!("mẫu viết sai: không có khối nào đang mở cho `{{% {ending} %}}`"))
                .at(&place.source, place.range)
        }
        (None, Some((block, range))) if ended => {
            Diagnostic::error(format!("mẫu viết sai: khối `{{% {block} %}}` chưa đóng"))
                .at(&place.source, range)
                .hint(format!("thêm `{{% end{block} %}}` vào cuối khối"))
        }
        _ => {
            let fault = told(error, set, None);
            let line = |offset| place.source.line(offset);
            match &open.tag {
                Some(tag) if line(tag.start) < line(place.range.start) => {
                    fault.related(&place.source, tag.clone(), "thẻ đang mở")
                }
                _ => fault,
            }
        }
    }
}

/// A fault that came up while a template was filled, with the templates that called it.
pub fn of_filling(error: &Error, filling: &Filling) -> Diagnostic {
    let mut outer = Vec::new();
    let mut innermost = error;
    while let Some(inner) = inner(innermost) {
        outer.push(innermost);
        innermost = inner;
    }
    let mut fault = told(innermost, filling.set, Some(&filling.view()));
    let entered = entered(filling);
    let nearest = || outer.iter().rev().find_map(|error| place(error, filling.set));
    fault.place = fault.place.or_else(nearest).or_else(|| entered.first().cloned());
    let including = outer
        .iter()
        .rev()
        .filter(|error| matches!(error.kind(), ErrorKind::BadInclude | ErrorKind::EvalBlock));
    let includes = including.filter_map(|error| Some((place(error, filling.set)?, "mẫu được chèn ở đây")));
    let calls = entered.into_iter().map(|place| (place, "được gọi ở đây"));
    let mut seen: Vec<Place> = fault.place.iter().cloned().collect();
    let mut callers = Vec::new();
    for (place, words) in includes.chain(calls) {
        let around = |other: &Place| {
            let (outer, inner) = (&place.range, &other.range);
            place.source.name == other.source.name && outer.start <= inner.start && inner.end <= outer.end
        };
        if !seen.iter().any(around) {
            seen.push(place.clone());
            callers.push((place, words));
        }
    }
    callers
        .into_iter()
        .take(MAX_CALLERS)
        .fold(fault, |fault, (place, words)| fault.related(&place.source, place.range, words))
}

/// The error of a template that this one's was called from.
fn inner(error: &Error) -> Option<&Error> {
    std::error::Error::source(error)?.downcast_ref()
}

/// The tags that are being computed when the templates are filled: those that call macros.
fn entered(filling: &Filling) -> Vec<Place> {
    let Some(marked) = Marked::new(filling.set) else { return Vec::new() };
    match filling.fill(marked.environment()) {
        Ok(_) => Vec::new(),
        Err(_) => marked.entered(),
    }
}

/// Where minijinja says that it is.
fn place(error: &Error, set: &TemplateSet) -> Option<Place> {
    let source = set.source(error.name()?)?;
    let text = &source.text;
    let range = error.range().unwrap_or_else(|| {
        let line = error.line().unwrap_or(1).saturating_sub(1);
        let start = text.split_inclusive('\n').take(line).map(str::len).sum();
        start..start + text[start..].lines().next().unwrap_or_default().len()
    });
    let start = text.floor_char_boundary(range.start);
    let range = start..text.ceil_char_boundary(range.end).max(start);
    Some(Place { source, range })
}

/// What is wrong, where, and what to do; `view` is what the template was given.
fn told(error: &Error, set: &TemplateSet, view: Option<&Value>) -> Diagnostic {
    let mut place = place(error, set);
    let missing = Missing::of(error, place.as_ref());
    let mut origin = None;
    let fault = match &missing {
        Some(missing) => {
            origin = missing.origin(error, set);
            if let Some(place) = &mut place {
                place.range = missing.range(place);
            }
            let fault = match &missing.name {
                Some(name) if missing.called => Diagnostic::error(format!("không có hàm hay macro `{name}`")),
                Some(name) => Diagnostic::error(format!("mẫu dùng một giá trị không có: `{name}`")),
                None => Diagnostic::error("mẫu dùng một giá trị không có"),
            };
            let remedy = match &missing.name {
                Some(name) if missing.called => macro_meant(name, set),
                Some(_) if missing.looked_up => view.and_then(|view| missing.remedy(view)),
                _ => None,
            };
            match remedy {
                Some(remedy) => fault.hint(remedy),
                None => fault,
            }
        }
        None => remedied(Diagnostic::error(message(error)), error, set),
    };
    let fault = match error.name().and_then(|name| set.remedy(Some(name))) {
        Some(remedy) => fault.hint(remedy),
        None => fault,
    };
    let fault = match place {
        Some(place) => fault.at(&place.source, place.range),
        None => fault,
    };
    match origin {
        Some(origin) => fault.related(&origin.source, origin.range, "giá trị ấy được lấy ở đây"),
        None => fault,
    }
}

/// What minijinja says, in Vietnamese.
fn message(error: &Error) -> String {
    let detail = error.detail().unwrap_or_default();
    let known = PHRASEBOOK.sentence(detail);
    let general = PHRASEBOOK.word(&error.kind().to_string());
    let said = match (known, detail) {
        (Some(known), _) => known,
        (None, "") => general,
        (None, detail) => format!("{general} (minijinja báo: {detail})"),
    };
    match error.kind() {
        ErrorKind::SyntaxError => format!("mẫu viết sai: {said}"),
        ErrorKind::TemplateNotFound
        | ErrorKind::UnknownFilter
        | ErrorKind::UnknownTest
        | ErrorKind::UnknownFunction => said,
        _ => format!("không điền được mẫu: {said}"),
    }
}

/// With what was perhaps meant instead of a name that is not there.
fn remedied(fault: Diagnostic, error: &Error, set: &TemplateSet) -> Diagnostic {
    let detail = error.detail().unwrap_or_default();
    let names = |pattern: (&str, &str)| {
        detail.strip_prefix(pattern.0).and_then(|rest| rest.strip_suffix(pattern.1)).unwrap_or_default()
    };
    let (meant, else_hint) = match error.kind() {
        ErrorKind::TemplateNotFound => {
            let written = detail.split(['\'', '"']).nth(1).unwrap_or_default();
            let paths = || set.templates().map(|(path, _)| path);
            (nearest(written, paths()), Some(format!("các mẫu có: {}", quoted(paths()))))
        }
        ErrorKind::UnknownFilter => {
            let known = engine::FILTERS.into_iter().chain(words::FILTERS);
            let own = format!("bộ lọc riêng của thidua: {}", quoted(engine::FILTERS.into_iter()));
            (nearest(names(("filter ", " is unknown")), known), Some(own))
        }
        ErrorKind::UnknownTest => (nearest(names(("test ", " is unknown")), words::TESTS.into_iter()), None),
        ErrorKind::UnknownFunction => (None, macro_meant(names(("", " is unknown")), set)),
        ErrorKind::SyntaxError if detail.starts_with("unknown statement") => {
            (nearest(names(("unknown statement ", "")), words::STATEMENTS.into_iter()), None)
        }
        ErrorKind::OutOfFuel => {
            let most = notation::format(TEMPLATE_STEPS.into());
            (None, Some(format!("một mẫu được chạy nhiều nhất {most} bước: xem lại các vòng lặp của mẫu")))
        }
        ErrorKind::UnknownMethod => {
            let method = detail.rsplit(' ').next().unwrap_or_default();
            let filter = words::FILTERS.contains(&method);
            (None, filter.then(|| format!("`{method}` là bộ lọc: ghi `giá_trị | {method}`")))
        }
        ErrorKind::SyntaxError if detail == "unexpected character" => {
            let letter =
                place(error, set).and_then(|place| place.source.text[place.range.start..].chars().next());
            let accented = letter.is_some_and(char::is_alphabetic);
            (None, accented.then(|| "tên trong mẫu chỉ gồm chữ cái không dấu, chữ số và `_`".to_owned()))
        }
        _ => (None, None),
    };
    match (meant, else_hint) {
        (Some(meant), _) => fault.hint(format!("có phải muốn viết `{meant}`?")),
        (None, Some(hint)) => fault.hint(hint),
        (None, None) => fault,
    }
}

/// The macro or function that was perhaps meant.
fn macro_meant(name: &str, set: &TemplateSet) -> Option<String> {
    let macros = set.templates().flat_map(|(_, text)| blocks::macros(text));
    Some(match nearest(name, macros.chain(words::FUNCTIONS)).filter(|meant| *meant != name) {
        Some(meant) => format!("có phải muốn viết `{meant}`?"),
        None => "macro của mẫu khác phải được lấy vào trước: `{% from \"mẫu\" import tên %}`".to_owned(),
    })
}

/// Names one after another, each in backticks.
fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// A value that a template asks for and that is not there.
struct Missing {
    /// How the template names it, such as `frame.title.subject`.
    name: Option<String>,
    /// Where it was looked up: `line 3` or `mẫu:3`; none where it is used.
    origin: Option<String>,
    /// Whether it was called as macros are.
    called: bool,
    /// Whether it was looked up among the values; else it is an argument that was not given.
    looked_up: bool,
}

impl Missing {
    fn of(error: &Error, place: Option<&Place>) -> Option<Self> {
        let detail = error.detail().unwrap_or_default();
        if let Some(end) = detail.find("` is undefined") {
            let start = detail[..end].rfind('`')? + 1;
            let origin = detail[end..].split_once("from ").map(|(_, origin)| origin.trim_end_matches(')'));
            return Some(Self {
                name: Some(detail[start..end].to_owned()),
                origin: origin.map(str::to_owned),
                called: detail.contains("not callable"),
                looked_up: true,
            });
        }
        if error.kind() != ErrorKind::UndefinedError {
            return None;
        }
        let written = place.and_then(|place| place.source.text.get(place.range.clone()));
        let name =
            written.filter(|name| name.chars().all(|letter| letter.is_alphanumeric() || letter == '_'));
        Some(Self { name: name.map(str::to_owned), origin: None, called: false, looked_up: false })
    }

    /// Where it was looked up, where that is not where it is used.
    fn origin(&self, error: &Error, set: &TemplateSet) -> Option<Place> {
        let origin = self.origin.as_deref()?;
        let (path, line) = match origin.strip_prefix("line ") {
            Some(line) => (error.name()?, line),
            None => origin.rsplit_once(':')?,
        };
        let source = set.source(path)?;
        let before = source.text.split_inclusive('\n').take(line.parse::<usize>().ok()?.checked_sub(1)?);
        let start: usize = before.map(str::len).sum();
        let written = source.text[start..].lines().next().unwrap_or_default();
        let named = self.name.as_deref().and_then(|name| Some((written.find(name)?, name.len())));
        let (at, length) = named.unwrap_or((0, written.len()));
        Some(Place { source, range: start + at..start + at + length })
    }

    /// Where the whole name stands: minijinja points to its end, or to the filter after it.
    fn range(&self, place: &Place) -> Range<usize> {
        let text = &place.source.text;
        let tag = text[..place.range.end].rfind("{{").max(text[..place.range.end].rfind("{%"));
        let found = self.name.as_ref().zip(tag).and_then(|(name, tag)| {
            let at = tag + text[tag..place.range.end].rfind(name.as_str())?;
            Some(at..at + name.len())
        });
        found.unwrap_or_else(|| place.range.clone())
    }

    /// What is there instead.
    fn remedy(&self, view: &Value) -> Option<String> {
        let name = self.name.as_deref().filter(|name| !name.contains(['[', '(']))?;
        let (above, last) = name.rsplit_once('.').unwrap_or(("", name));
        let steps = above.split('.').filter(|step| !step.is_empty());
        let known = steps.into_iter().try_fold(view.clone(), |value, step| {
            value.get_attr(step).ok().filter(|value| !value.is_undefined())
        });
        let keys: BTreeSet<String> = match &known {
            Some(value) => keys(value).collect(),
            // A name that the template itself gave, as a loop does.
            None => {
                let mut all = BTreeSet::new();
                all_keys(view, 0, &mut all);
                all
            }
        };
        match (nearest(last, keys.iter().map(String::as_str)), known) {
            (Some(meant), _) => Some(format!("có phải muốn viết `{meant}`?")),
            (None, Some(_)) if !keys.is_empty() => {
                let within = if above.is_empty() { String::new() } else { format!(" trong `{above}`") };
                Some(format!("các giá trị có{within}: {}", quoted(keys.iter().map(String::as_str))))
            }
            _ => None,
        }
    }
}

/// The keys of a map; none where it is none.
fn keys(value: &Value) -> impl Iterator<Item = String> {
    let items = (value.kind() == ValueKind::Map).then(|| value.try_iter().ok()).flatten();
    items.into_iter().flatten().filter_map(|key| key.as_str().map(str::to_owned))
}

/// The keys of all maps in a value: of a list, those of its first items.
fn all_keys(value: &Value, depth: usize, found: &mut BTreeSet<String>) {
    const DEEP: usize = 8;
    const LONG: usize = 20;
    match value.kind() {
        ValueKind::Map if depth < DEEP => {
            for key in keys(value) {
                if let Ok(value) = value.get_attr(&key) {
                    all_keys(&value, depth + 1, found);
                }
                found.insert(key);
            }
        }
        ValueKind::Seq if depth < DEEP => {
            let items = value.try_iter().into_iter().flatten().take(LONG);
            items.for_each(|item| all_keys(&item, depth + 1, found));
        }
        _ => {}
    }
}
