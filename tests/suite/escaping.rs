//! Whatever a record says is shown as it is written; nothing in it becomes markup or code.
//!
//! Hostile strings are put into every text of every sample, a few at a time, and looked for on the
//! laid-out pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::TestCaseError;
use thidua::diagnostic::Diagnostic;
use thidua::template::Paper;
use thidua::typeset::Typesetter;
use unicode_normalization::UnicodeNormalization;

use crate::hostile::{check, chosen, hostile, in_fields};
use crate::other_words::{Base, Field, blames_itself, times, told};

/// Strings in the texts of a record: it builds, and each is shown wherever its field is.
fn shows(base: &Base, strings: &[(Index, String)]) -> Result<(), TestCaseError> {
    let words = chosen(&base.texts, strings);
    let fail = |faults: Vec<Diagnostic>| TestCaseError::fail(told(&faults));
    let loaded = base.load(&words).map_err(fail)?;
    for paper in Paper::all(&loaded.record) {
        let pages = base.pages(&loaded, paper).map_err(fail)?;
        for (field, words) in &words {
            for (wanted, least) in field.wanted(paper, words) {
                let found = times(&pages, &wanted);
                prop_assert!(
                    found >= least,
                    "{paper:?} shows {wanted:?} {found} times, not {least}; written {words:?} at {}:\n{}",
                    field.pointers[0],
                    pages.join("\n")
                );
            }
        }
    }
    Ok(())
}

#[test]
fn every_text_of_the_full_sample_is_shown_as_it_is_written() {
    let base = Base::of_sample("day-du");
    check(70, in_fields(), |strings| shows(&base, &strings));
}

#[test]
fn every_text_is_shown_as_it_is_written_where_thidua_makes_the_sentences() {
    let base = Base::bare();
    check(70, in_fields(), |strings| shows(&base, &strings));
}

#[test]
fn every_text_of_the_other_samples_is_shown_as_it_is_written() {
    let names = [
        "toi-thieu",
        "tuy-bien",
        "tong-ket-khoi-4-2019",
        "so-ket-khoi-nong-nghiep-lao-cai-2023",
        "so-ket-cum-3-y-te-lang-son-2020",
    ];
    for name in names {
        let base = Base::of_sample(name);
        check(40, in_fields(), |strings| shows(&base, &strings));
    }
}

#[test]
fn the_name_of_a_campaign_is_shown_as_it_is_written() {
    let base = Base::new("toi-thieu", |record| {
        record["meeting"]["period"] =
            serde_json::json!({ "campaign": "Chào mừng Đại hội", "from": "2026-03-01", "to": "2026-05-30" });
        record["covenant"] = serde_json::json!({ "period": { "campaign": "Đợt 2", "from": "2026-06-01", "to": "2026-09-02" } });
    });
    check(80, in_fields(), |strings| shows(&base, &strings));
}

/// A field of every key.
fn one_of_each(fields: &[Field]) -> Vec<&Field> {
    let mut seen = BTreeSet::new();
    fields.iter().filter(|field| seen.insert(by_key(&field.pointers[0]))).collect()
}

/// A pointer with `*` for every place in a list.
fn by_key(pointer: &str) -> String {
    let steps = pointer.split('/').map(|step| if step.parse::<usize>().is_ok() { "*" } else { step });
    steps.collect::<Vec<_>>().join("/")
}

#[test]
fn an_empty_text_builds_or_is_told_at_its_line() {
    let base = Base::of_sample("day-du");
    let mut wrong = String::new();
    for field in one_of_each(&base.texts).into_iter().chain(one_of_each(&base.narratives)) {
        for blank in ["", " "] {
            let made = base.load(&[(field, blank)]).and_then(|loaded| {
                let papers = Paper::all(&loaded.record).into_iter();
                papers
                    .filter(|paper| field.shown.iter().any(|(shown, ..)| shown == paper))
                    .try_for_each(|paper| base.pages(&loaded, paper).map(drop))
            });
            let Err(faults) = made else { continue };
            let lines: Vec<usize> = field.pointers.iter().map(|pointer| base.line(pointer)).collect();
            let at_its_line = |fault: &Diagnostic| {
                fault
                    .place
                    .as_ref()
                    .is_some_and(|place| lines.contains(&place.source.line(place.range.start)))
            };
            if faults.iter().any(|fault| blames_itself(fault) || !at_its_line(fault)) {
                writeln!(wrong, "{blank:?} at {}:\n{}", field.pointers[0], told(&faults)).expect("a string");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A letter that papers cannot show, among letters that they can.
fn with_a_bad_letter() -> impl Strategy<Value = (String, char)> {
    let typesetter = Typesetter::new(None).expect("the built-in fonts");
    let bad = any::<char>().prop_filter("drawn", move |letter| {
        *letter != '\n'
            && !(typesetter.draws(*letter) && letter.to_uppercase().all(|one| typesetter.draws(one)))
    });
    let known = select(vec![
        '\0',
        '\t',
        '\r',
        '\u{7}',
        '\u{1b}',
        '\u{7f}',
        '\u{85}',
        '\u{ad}',
        '\u{200b}',
        '\u{202e}',
        '\u{2028}',
        '\u{feff}',
        '\u{fffe}',
        '\u{ffff}',
        '✅',
        '😀',
        '大',
        '\u{e000}',
        '\u{10ffff}',
    ]);
    (hostile(), prop_oneof![known, bad], hostile())
        .prop_map(|(before, letter, after)| (format!("{before}{letter}{after}"), letter))
        // A letter that composes with its neighbour is another one.
        .prop_filter("composed away", |(text, letter)| text.nfc().any(|one| one == *letter))
}

#[test]
fn a_letter_that_cannot_be_shown_is_told_at_its_line() {
    let base = Base::of_sample("day-du");
    check(400, (any::<Index>(), any::<bool>(), with_a_bad_letter()), |(at, narrative, (text, letter))| {
        let fields = if narrative { &base.narratives } else { &base.texts };
        let field = &fields[at.index(fields.len())];
        let Err(faults) = base.load(&[(field, &text)]) else {
            return Err(TestCaseError::fail(format!("{letter:?} at {} is taken", field.pointers[0])));
        };
        let lines: Vec<usize> = field.pointers.iter().map(|pointer| base.line(pointer)).collect();
        let code = format!("U+{:04X}", u32::from(letter));
        for line in lines {
            let told_here = faults.iter().any(|fault| {
                fault.message.contains(&code)
                    && fault.place.as_ref().is_some_and(|place| place.source.line(place.range.start) == line)
            });
            prop_assert!(told_here, "{code} at {} (line {line}):\n{}", field.pointers[0], told(&faults));
        }
        Ok(())
    });
}

#[test]
fn a_mark_without_a_letter_of_its_own_is_shown_once_or_told() {
    let base = Base::of_sample("toi-thieu");
    let field = base.texts.iter().find(|field| field.pointers[0] == "/group/name").expect("the group's name");
    // Letters that Unicode has no composed form of.
    for words in ["m\u{300}", "n\u{304}", "g\u{303}", "X\u{301}"] {
        let Ok(loaded) = base.load(&[(field, words)]) else { continue };
        for paper in Paper::all(&loaded.record) {
            let pages = base.pages(&loaded, paper).unwrap_or_else(|faults| panic!("{}", told(&faults)));
            for words in [words.to_owned(), words.to_uppercase()] {
                let twice = words.repeat(2);
                assert!(!pages.iter().any(|page| page.contains(&twice)), "{words:?} reads {twice:?}");
            }
        }
    }
}

/// Texts that no paper of the full sample shows: a signature has no form of address; with so many units
/// no table has room for short names, and the table of scores none for the parts of criteria; exceptions
/// are for the check alone.
const NOT_SHOWN: [&str; 7] = [
    "/covenant/parties/*/signers/*/honorific",
    "/exceptions/*/reason",
    "/exceptions/*/rule",
    "/group/units/*/co_signers/*/honorific",
    "/group/units/*/short",
    "/scores/criteria/*/criteria/*/criteria/*/name",
    "/scores/criteria/*/criteria/*/name",
];

#[test]
fn no_text_of_the_full_sample_is_left_out_of_all_papers() {
    // By key: what one decision says itself, another leaves to the program.
    let mut shown: BTreeMap<String, bool> = BTreeMap::new();
    for base in [Base::of_sample("day-du"), Base::bare()] {
        for field in base.texts.iter().chain(&base.narratives) {
            *shown.entry(by_key(&field.pointers[0])).or_default() |= !field.shown.is_empty();
        }
    }
    let left_out: Vec<&str> =
        shown.iter().filter(|(_, shown)| !**shown).map(|(key, _)| key.as_str()).collect();
    assert_eq!(left_out, NOT_SHOWN);
}
