//! Slips of typing: what is found, and what is not.

mod decimals;
mod glued;
mod legacy;
mod letters;
mod placeholders;
mod repeated;
mod signs;
mod telex;
mod untoned;

use std::fmt::Debug;
use std::fs;

use serde_yaml::Value;
use thidua::vietnamese::hygiene::{self, Found};

use crate::driver;

/// Asserts what is found in a text, each with the part of the text where it stands.
#[track_caller]
fn assert_finds<T: Debug + PartialEq>(text: &str, found: &[Found<T>], expected: &[(&str, T)]) {
    let found: Vec<(&str, &T)> = found.iter().map(|one| (&text[one.range.clone()], &one.what)).collect();
    let expected: Vec<(&str, &T)> = expected.iter().map(|(part, what)| (*part, what)).collect();
    assert_eq!(found, expected, "{text:?}");
}

/// Asserts that nothing is found in any of the texts.
#[track_caller]
fn assert_clean<T: Debug + PartialEq>(find: impl Fn(&str) -> Vec<Found<T>>, texts: &[&str]) {
    for text in texts {
        assert_eq!(find(text), [], "{text:?}");
    }
}

/// All strings of all samples.
fn sample_texts() -> Vec<String> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(driver::root().join("samples")).expect("the samples") {
        let record = entry.expect("an entry of samples/").path().join("record.yaml");
        if record.is_file() {
            let yaml = fs::read_to_string(record).expect("a record");
            collect(serde_yaml::from_str(&yaml).expect("YAML"), &mut texts);
        }
    }
    assert!(texts.len() > 1_000, "only {} texts", texts.len());
    texts
}

fn collect(value: Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Sequence(values) => values.into_iter().for_each(|value| collect(value, texts)),
        Value::Mapping(values) => values.into_iter().for_each(|(_, value)| collect(value, texts)),
        _ => {}
    }
}

#[test]
fn the_samples_are_clean() {
    for text in sample_texts() {
        let text = text.as_str();
        assert_clean(hygiene::invisible, &[text]);
        assert_clean(hygiene::legacy, &[text]);
        assert_clean(hygiene::telex, &[text]);
        assert_clean(hygiene::mixed_tone_placement, &[text]);
        assert_clean(hygiene::spaces, &[text]);
        assert_clean(hygiene::mixed_dashes, &[text]);
        assert_clean(hygiene::lookalikes, &[text]);
        assert_clean(hygiene::unbalanced, &[text]);
        assert_clean(hygiene::placeholders, &[text]);
        assert_clean(hygiene::untoned, &[text]);
        assert_clean(hygiene::glued, &[text]);
        assert_clean(hygiene::decimal_points, &[text]);
        assert_eq!(hygiene::repeated(text), [], "{text:?}");
    }
}

#[test]
fn the_way_that_occurs_less_is_the_minority() {
    let ways = |ways: &str| -> Vec<Found<char>> {
        ways.char_indices().map(|(at, what)| Found { range: at..at + 1, what }).collect()
    };
    let minority =
        |text: &str| -> String { hygiene::minority(&ways(text)).iter().map(|one| one.what).collect() };
    assert_eq!(minority("abaab"), "bb");
    assert_eq!(minority("abbb"), "a");
    assert_eq!(minority("ba"), "a");
    assert_eq!(minority("abcab"), "bcb");
    assert_eq!(minority("aaa"), "");
    assert_eq!(minority(""), "");
}

#[test]
fn ranges_lie_between_letters_whatever_the_text() {
    use proptest::prelude::*;

    crate::hostile::check(300, "[ -~]{0,6}[\\PC\n]{0,60}", |text| {
        let mut ranges = Vec::new();
        ranges.extend(hygiene::invisible(&text).into_iter().map(|one| one.range));
        ranges.extend(hygiene::legacy(&text).into_iter().map(|one| one.range));
        ranges.extend(hygiene::telex(&text).into_iter().map(|one| one.range));
        ranges.extend(hygiene::tone_placement(&text).into_iter().map(|one| one.range));
        ranges.extend(hygiene::spaces(&text).into_iter().map(|one| one.range));
        ranges.extend(hygiene::dashes(&text).into_iter().map(|one| one.range));
        ranges.extend(hygiene::lookalikes(&text).into_iter().map(|one| one.range));
        ranges.extend(hygiene::unbalanced(&text).into_iter().map(|one| one.range));
        ranges.extend(hygiene::repeated(&text).into_iter().map(|one| one.range));
        ranges.extend(hygiene::placeholders(&text).into_iter().map(|one| one.range));
        ranges.extend(thidua::vietnamese::date::find(&text).into_iter().map(|(range, _)| range));
        for range in ranges {
            prop_assert!(text.get(range.clone()).is_some_and(|part| !part.is_empty()), "{:?}", range);
        }
        Ok(())
    });
}
