//! Strings that some step on the way to paper could take for more than words.
//!
//! The search is the same on every run; `PROPTEST_RNG_SEED=7 PROPTEST_CASES=20000` searches elsewhere
//! and longer.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{RngSeed, TestCaseError, TestRunner};
use thidua::typeset::Typesetter;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::other_words::Field;

/// Letters that change places when they are laid out.
fn right_to_left(letter: char) -> bool {
    matches!(u32::from(letter), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff)
}

/// Every letter that papers show where it is written, in small letters and in capitals. Marks that
/// are composed with no letter have a test of their own.
fn letters() -> Vec<char> {
    let typesetter = Typesetter::new(None).expect("the built-in fonts");
    let drawn = |letter: char| typesetter.draws(letter);
    ('\0'..=char::MAX)
        .filter(|letter| drawn(*letter) && letter.to_uppercase().all(drawn))
        .filter(|letter| !right_to_left(*letter) && !is_combining_mark(*letter))
        .filter(|letter| !letter.to_uppercase().any(is_combining_mark))
        .collect()
}

/// What Typst, minijinja, Markdown, YAML or a shell could take for more than words.
const SEQUENCES: [&str; 64] = [
    "#let x = 1",
    "#import \"a\"",
    "#read(\"/etc/passwd\")",
    "#{",
    "}",
    "#[",
    "]",
    "#(",
    ")",
    "\";",
    "\\\";",
    "\\",
    "\\\\",
    "\\n",
    "\\u{41}",
    "//",
    "/*",
    "*/",
    "= ",
    "== a",
    "- ",
    "+ ",
    "/ a: b",
    "1. ",
    "2) ",
    "> ",
    "$x$",
    "$$",
    "@a",
    "<a>",
    "`",
    "```",
    "*",
    "**a**",
    "_",
    "__a__",
    "~",
    "--",
    "---",
    "...",
    "./.",
    "-?",
    "'",
    "\"",
    "‘",
    "’",
    "“",
    "”",
    "{{ x }}",
    "{% raw %}",
    "{# x #}",
    "{copies}",
    "https://a.vn/b?c=d&e#f",
    "www.a.vn",
    "a@b.vn",
    "<b>",
    "<!-- a -->",
    "&amp;",
    "&#35;",
    "![a](b)",
    "[a](b)",
    "[^1]",
    "| a | b |\n|---|---|",
    "%PDF",
];

const WORDS: [&str; 8] = [
    "Đẩy mạnh",
    "ưu tú",
    "Nghị quyết số 18-NQ/TW",
    "“Cả nước thi đua”",
    "ẮẰẲẴẶ",
    "yêu nước;",
    "KT. Giám đốc",
    "12,5%",
];

pub fn hostile() -> impl Strategy<Value = String> {
    let punctuation: Vec<char> = "#$[]{}()\"\\*_`@<>=/-+~'!%&|;:,.?^ \n".chars().collect();
    let piece = prop_oneof![
        vec(select(letters()), 1..6).prop_map(String::from_iter),
        vec(select(punctuation), 1..6).prop_map(String::from_iter),
        select(&SEQUENCES[..]).prop_map(str::to_owned),
        select(&WORDS[..]).prop_map(str::to_owned),
        select(&[" ", "\n", "\n\n", "a"][..]).prop_map(str::to_owned),
    ];
    // Papers hold composed letters, whatever a record holds.
    vec(piece, 0..6).prop_map(|pieces| pieces.concat().nfc().collect())
}

/// Strings with the fields that they are put into.
pub fn in_fields() -> impl Strategy<Value = Vec<(Index, String)>> {
    vec((any::<Index>(), hostile()), 1..10)
}

/// Runs a property over so many cases, the same on every run unless proptest's own variables say
/// otherwise.
#[track_caller]
pub fn check<S: Strategy>(cases: u32, strategy: S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let set = |name| std::env::var_os(name).is_some();
    let mut config =
        ProptestConfig { failure_persistence: None, max_shrink_iters: 500, ..ProptestConfig::default() };
    if !set("PROPTEST_CASES") {
        config.cases = cases;
    }
    if !set("PROPTEST_RNG_SEED") {
        config.rng_seed = RngSeed::Fixed(30_2020);
    }
    if let Err(error) = TestRunner::new(config).run(&strategy, property) {
        panic!("{error}");
    }
}

/// The strings with the fields that they go into; a blank one goes nowhere.
pub fn chosen<'a>(fields: &'a [Field], strings: &'a [(Index, String)]) -> Vec<(&'a Field, &'a str)> {
    let mut seen = BTreeSet::new();
    strings
        .iter()
        .filter(|(_, string)| !string.trim().is_empty())
        .map(|(at, string)| (at.index(fields.len()), string.as_str()))
        .filter(|(at, _)| seen.insert(*at))
        .map(|(at, string)| (&fields[at], string))
        .collect()
}
