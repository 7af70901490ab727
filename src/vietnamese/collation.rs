//! The order of Vietnamese names.
//!
//! The order of letters and tones is CLDR's Vietnamese tailoring (a ă â b c d đ e ê …; ngang, huyền,
//! hỏi, ngã, sắc, nặng), taken from `icu_collator` with its compiled data: Typst brings the same data
//! into the program. What is added here is that words are compared one by one, as dictionaries do, so
//! that the tone of a first word weighs more than the letters of the second; figures are compared by
//! their value (Khối 2 before Khối 10).

use std::cmp::Ordering;
use std::sync::LazyLock;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

/// Compares by letters and tones.
static TONES: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| collator(Strength::Secondary));

/// Compares by letters, tones and letter case.
static CASES: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| collator(Strength::Tertiary));

fn collator(strength: Strength) -> Option<CollatorBorrowed<'static>> {
    let mut preferences = CollatorPreferences::from(locale!("vi"));
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    Collator::try_new(preferences, options).ok()
}

/// By code points where there is no collator, which cannot be with compiled data.
fn compare(collator: &Option<CollatorBorrowed<'static>>, a: &str, b: &str) -> Ordering {
    match collator {
        Some(collator) => collator.compare(a, b),
        None => a.cmp(b),
    }
}

/// Compares names of units and other text, word by word; small letters come before capitals where
/// nothing else differs.
pub fn text(a: &str, b: &str) -> Ordering {
    by_words(a.split_whitespace(), b.split_whitespace()).then_with(|| compare(&CASES, a, b))
}

/// Compares names of persons by tên, then by họ, then by what stands between.
pub fn names(a: &str, b: &str) -> Ordering {
    let words = |name| -> Vec<&str> { str::split_whitespace(name).collect() };
    by_words(by_given_name(&words(a)), by_given_name(&words(b))).then_with(|| text(a, b))
}

/// The last word, the first word, the words between.
fn by_given_name<'a>(words: &[&'a str]) -> impl Iterator<Item = &'a str> {
    let (given, before) = words.split_last().map_or((None, words), |(given, before)| (Some(*given), before));
    given.into_iter().chain(before.iter().copied())
}

fn by_words<'a>(a: impl Iterator<Item = &'a str>, b: impl Iterator<Item = &'a str>) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let order = match (a.next(), b.next()) {
            (Some(a), Some(b)) => compare(&TONES, a, b),
            (a, b) => return a.is_some().cmp(&b.is_some()),
        };
        if order.is_ne() {
            return order;
        }
    }
}
