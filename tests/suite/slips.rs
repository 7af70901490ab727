//! Slips of a clerk who writes YAML by hand: each is told in words of its own, at its place, with the line as it should be written.
//!
//! The rows stand in `tests/slips.yaml`; each is typed into the starter record.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Deserialize;
use thidua::diagnostic::{Diagnostic, SourceText};
use thidua::input::{self, Loaded};
use thidua::record::MeetingKind;

use crate::driver::{self, MINIMAL};

/// One slip.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// Its name.
    slip: String,
    /// Words of the starter.
    line: String,
    /// What was typed in their place.
    typed: String,
    /// What stands on the line from the place on.
    shown: String,
    /// The message.
    says: String,
    /// The remedy.
    remedy: Option<String>,
}

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(driver::root().join("tests/slips.yaml")).expect("tests/slips.yaml");
    serde_yaml::from_str(&text).expect("rows")
}

fn starter() -> String {
    crate::starter::of(2026, 7, Some(MeetingKind::Interim))
}

/// What keeps a text from being read; of one that is read, what was hardly meant so.
fn faults(text: &str) -> Vec<Diagnostic> {
    let source = Arc::new(SourceText { name: "a.yaml".to_owned(), text: text.to_owned() });
    let record = match input::parse(&source, &|_| true) {
        Ok(record) => record,
        Err(faults) => return faults,
    };
    let loaded = Loaded {
        name: "a".to_owned(),
        record,
        source,
        folder: PathBuf::from("."),
        decomposed: false,
        breaches: Vec::new(),
    };
    let mut told = loaded.places().doubtful();
    told.sort_by_key(|fault| fault.place.as_ref().map(|place| place.range.start));
    input::mend_together(&mut told);
    told
}

/// What is wrong with what is said of a row.
fn differs(row: &Row, starter: &str) -> Option<String> {
    let text = starter.replacen(&row.line, &row.typed, 1);
    if text == starter {
        return Some("its line is not in the starter".to_owned());
    }
    let faults = faults(&text);
    let Some(first) = faults.first() else { return Some("nothing is said".to_owned()) };
    let place = first.place.as_ref()?;
    let shown = text.get(place.range.start..).is_some_and(|rest| rest.starts_with(&row.shown));
    let remedied = match &row.remedy {
        Some(remedy) => first.hints.iter().any(|hint| hint.starts_with(remedy.as_str())),
        None => first.hints.is_empty(),
    };
    (!shown || first.message != row.says || !remedied).then(|| first.render(false))
}

#[test]
fn every_slip_is_told_at_its_place_with_the_line_as_it_should_be_written() {
    let starter = starter();
    assert!(faults(&starter).is_empty(), "the starter itself is read");
    let differences: Vec<String> = rows()
        .iter()
        .filter_map(|row| Some(format!("{}:\n{}\n", row.slip, differs(row, &starter)?)))
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// The remedies that show a whole line were tried by the parser; those of values are tried here.
#[test]
fn a_line_written_as_the_remedy_says_is_read() {
    let starter = starter();
    let mut wrong = Vec::new();
    for row in rows() {
        let text = starter.replacen(&row.line, &row.typed, 1);
        let before = faults(&text);
        let Some((first, place)) = before.first().and_then(|first| Some((first, first.place.as_ref()?)))
        else {
            continue;
        };
        let line = first.hints.iter().find_map(|hint| hint.rsplit_once(": `")?.1.strip_suffix('`'));
        // Several faults are mended one by one, and some remedies are two lines or show a part.
        let Some(line) = line.filter(|_| before.len() == 1 && !first.message.contains("nhiều dòng"))
        else {
            continue;
        };
        let start = text[..place.range.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[start..].find('\n').map_or(text.len(), |end| start + end);
        let own = text[start..end]
            .trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        let indent = text[start..end].chars().count() - own.chars().count();
        let begins = |line: &str| line.chars().next().is_some_and(|first| own.contains(first));
        if !begins(line) || line.ends_with('…') || line.contains("` và `") || row.typed.contains('\u{feff}')
        {
            continue;
        }
        let mended = format!("{}{}{line}{}", &text[..start], " ".repeat(indent), &text[end..]);
        let after = faults(&mended);
        if !after.is_empty() && !first.message.contains("thụt") && !first.message.contains("danh sách") {
            wrong.push(format!("{}: {line}\n{}", row.slip, after[0].render(false)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn several_slips_are_told_at_once_each_at_its_line() {
    let record = MINIMAL
        .replace("name: Cụm thi đua số 1", "name: Cụm: thi đua số 1")
        .replace("title: Kết quả", "title:Kết quả")
        .replace("covenant: {}", "covenant: { opening: %a }");
    let lines: Vec<usize> =
        faults(&record).iter().filter_map(|fault| Some(fault.place.as_ref()?.start().0)).collect();
    assert_eq!(lines, [3, 13, 15]);
}

#[test]
fn a_record_with_lines_of_windows_is_told_the_same() {
    let text = MINIMAL.replace("  kind: sơ kết", "  place: Hội trường: Sở").replace('\n', "\r\n");
    let first = &faults(&text)[0];
    assert_eq!(first.place.as_ref().map(|place| place.start()), Some((9, 20)));
    assert!(first.hints[0].ends_with("`place: \"Hội trường: Sở\"`"), "{:?}", first.hints);
}

#[test]
fn a_text_of_nothing_but_slips_is_told_quickly() {
    let start = Instant::now();
    let record = MINIMAL.replace("covenant: {}\n", &"    - title: a: b: \"c\n".repeat(2_000));
    assert!(!faults(&record).is_empty());
    assert!(start.elapsed() < Duration::from_secs(10), "took {:?}", start.elapsed());
}

/// What a library says of a text never reaches the clerk.
#[test]
fn whatever_is_cut_out_of_the_starter_is_told_in_vietnamese() {
    const ENGLISH: [&str; 9] =
        ["expected", "invalid", "found", "while", "unknown", "missing", "did not", "mapping", "simple key"];
    let starter = starter();
    let marks = starter.char_indices().filter(|(_, letter)| ":-{}[]\"|,\n".contains(*letter));
    for (at, letter) in marks.step_by(11) {
        for instead in ["", "\t", ": ", "\""] {
            let text = format!("{}{instead}{}", &starter[..at], &starter[at + letter.len_utf8()..]);
            for fault in faults(&text) {
                let words = std::iter::once(&fault.message).chain(&fault.hints).chain(&fault.label);
                // Keys and values are quoted as they are written.
                for said in words.flat_map(|words| words.split('`').step_by(2)) {
                    assert!(ENGLISH.iter().all(|english| !said.contains(english)), "{said}");
                }
            }
        }
    }
}
