//! A paper's number and date, written into the record's own text.

use serde_yaml::{Mapping, Value};

use crate::diagnostic::Diagnostic;
use crate::input::tree::Tree;
use crate::record::gaps;
use crate::record::paper::Paper;
use crate::succession::editor::{Editor, Slot};

/// The keys of `document` as they are to read, each with its value.
type Facts<'a> = [(&'a str, String)];

/// A record's text with the number, and the date where there is one to write, among the keys of a paper's
/// `document`; every other byte stays. A key that waits as a comment (`# number: 12`) becomes one again.
///
/// # Errors
/// When the text is written in a way that this cannot be sure of. The fault tells how to write it, and never the
/// number: whoever tries this out before there is one must not hand out what nobody holds.
pub fn inscribe(text: &str, paper: Paper, number: &str, date: Option<&str>) -> Result<String, Diagnostic> {
    let mut facts = vec![("number", number.to_owned())];
    facts.extend(date.map(|date| ("date", date.to_owned())));
    let (mark, bare) = match text.strip_prefix('\u{feff}') {
        Some(bare) => ("\u{feff}", bare),
        None => ("", text),
    };
    let written = written(bare, paper, &facts).filter(|written| is_right(bare, written, paper, &facts));
    written.map(|written| format!("{mark}{written}")).ok_or_else(|| unsure(bare, paper))
}

/// The fault of a text that a number cannot be written into, with what to change in it.
fn unsure(text: &str, paper: Paper) -> Diagnostic {
    let part = gaps::path(&paper.pointer());
    let again = "rồi chạy lại lệnh này";
    let Some(Shared { mark, line }) = shared(text, paper) else {
        let message = format!("hồ sơ viết `{part}` theo cách mà thidua chưa tự ghi số vào được");
        return Diagnostic::error(message).hint(format!(
            "viết `document` của văn bản này thành từng dòng thụt vào, trong đó có `number:` và `date:` để trống, {again}"
        ));
    };
    let message = format!(
        "thidua chưa tự ghi số vào `{part}.document` được: nội dung ấy dùng chung với mục khác qua `{mark}` ở dòng {line}"
    );
    Diagnostic::error(message).hint(format!(
        "mỗi văn bản có số riêng: chép nội dung `document` ra cho từng văn bản thay cho `*…`, bỏ `&…` đã đặt, {again}"
    ))
}

/// Words that stand for more than one place of a record.
struct Shared {
    /// The anchor or alias as it is written.
    mark: String,
    /// The line that it stands on.
    line: usize,
}

/// Why a change of a paper's `document` would change something else as well.
fn shared(text: &str, paper: Paper) -> Option<Shared> {
    let tree = Tree::parse(text).ok()?;
    let editor = Editor::new(text, &tree);
    let pointer = format!("{}/document", paper.pointer());
    let steps = pointer.match_indices('/').map(|(at, _)| at).skip(1).chain([pointer.len()]);
    let slots = steps.filter_map(|end| editor.at(&pointer[..end]));
    let mut marks = slots.filter_map(|slot| {
        if editor.is_alias(slot) {
            return Some((editor.source(slot).to_owned(), editor.start(slot)));
        }
        let value = editor.value(slot);
        let node = tree.node(value);
        let anchor = text[node.range.start..node.own.start].split_whitespace().next()?;
        let is_used = tree.aliases().iter().any(|alias| alias.target == value);
        is_used.then(|| (anchor.to_owned(), node.range.start))
    });
    let (mark, at) = marks.next()?;
    Some(Shared { mark, line: text[..at].matches('\n').count() + 1 })
}

fn written(text: &str, paper: Paper, facts: &Facts) -> Option<String> {
    let tree = Tree::parse(text).ok()?;
    let mut editor = Editor::new(text, &tree);
    let part = editor.at(&paper.pointer())?;
    let whole = || facts.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join(", ");
    let document = editor.entry(editor.value(part), "document");
    match document.map(|document| (document, editor.slots(editor.value(document)).first().copied())) {
        None => {
            let entry = format!("document: {{ {} }}", whole());
            match editor.slots(editor.value(part)).first().copied() {
                Some(first) => editor.insert_before(first, &entry),
                None => editor.set(part, &format!("{{ {entry} }}")),
            }
        }
        Some((document, None)) => editor.set(document, &format!("{{ {} }}", whole())),
        Some((document, Some(first))) => {
            for (key, value) in facts {
                write(&mut editor, text, document, first, key, value);
            }
        }
    }
    Some(editor.finish().text)
}

/// Writes one key of `document`: over an empty one, over its comment, or before all others.
fn write(editor: &mut Editor, text: &str, document: Slot, first: Slot, key: &str, value: &str) {
    if let Some(there) = editor.entry(editor.value(document), key) {
        return editor.set(there, value);
    }
    let line = editor.line_start(editor.start(first));
    let own_line = !editor.flow(editor.value(document));
    let waiting = editor.comments_above(line).find(|(_, line)| {
        let words = line.trim_start().trim_start_matches('#').trim_start();
        words.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'))
    });
    match waiting.filter(|_| own_line) {
        Some((at, line)) => {
            let start = at + text[at..].find('#').unwrap_or_default();
            let comment = &line[start - at..];
            let end = comment.get(1..).and_then(|rest| rest.find(" #")).map(|end| end + 2);
            let width = end.map_or(0, |end| comment[..end].chars().count());
            let entry = format!("{:width$}", format!("{key}: {value}"));
            editor.replace(start..start + end.unwrap_or(comment.len()), entry);
        }
        None => editor.insert_before(first, &format!("{key}: {value}")),
    }
}

/// Whether the new text says what the old one said, and the facts besides.
fn is_right(old: &str, new: &str, paper: Paper, facts: &Facts) -> bool {
    let (Ok(mut old), Ok(new)) = (serde_yaml::from_str::<Value>(old), serde_yaml::from_str::<Value>(new))
    else {
        return false;
    };
    let Some(document) = document(&mut old, paper) else { return false };
    for (key, value) in facts {
        let Ok(value) = serde_yaml::from_str::<Value>(value) else { return false };
        document.insert(Value::from(*key), value);
    }
    old == new
}

/// The keys of a paper's `document`, made where there are none.
fn document(record: &mut Value, paper: Paper) -> Option<&mut Mapping> {
    let pointer = paper.pointer();
    let part = pointer.split('/').skip(1).try_fold(record, |value, step| match value {
        Value::Sequence(items) => items.get_mut(step.parse::<usize>().ok()?),
        value => value.get_mut(step),
    })?;
    let part = filled(part)?;
    filled(part.entry(Value::from("document")).or_insert(Value::Null))
}

fn filled(value: &mut Value) -> Option<&mut Mapping> {
    if value.is_null() {
        *value = Value::Mapping(Mapping::new());
    }
    value.as_mapping_mut()
}
