//! The law as data: the built-in rows agree with one another, and a user's own rows go over them.

use chrono::NaiveDate;
use thidua::record::paper::Kind;
use thidua::rules::law::{Law, Mark};

fn law() -> &'static Law {
    Law::built_in()
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn own(text: &str) -> Law {
    Law::with(serde_yaml::from_str(text).expect("rows of the law"))
}

#[test]
fn the_decree_has_twenty_nine_types_of_paper_and_three_kinds_of_copies() {
    let of_the_decree = |article: &str| article.starts_with("NĐ 30/2020/NĐ-CP, Phụ lục III");
    let count = law().document_types.iter().filter(|row| of_the_decree(&row.source.article)).count();
    assert_eq!(count, 29 + 3);
}

#[test]
fn the_abbreviations_that_papers_are_printed_with_are_those_of_the_decree() {
    for kind in Kind::ALL {
        if let Some(abbreviation) = kind.abbreviation() {
            assert!(law().type_of(abbreviation).is_some(), "{abbreviation}");
        }
    }
}

#[test]
fn no_abbreviation_stands_for_two_types() {
    let mut all: Vec<&str> =
        law().document_types.iter().filter_map(|row| row.abbreviation.as_deref()).collect();
    all.sort_unstable();
    let count = all.len();
    all.dedup();
    assert_eq!(all.len(), count);
}

#[test]
fn coefficients_and_thresholds_name_awards_of_the_law() {
    let known = |name: &String| law().awards.iter().any(|award| award.name == *name);
    for row in &law().coefficients {
        assert!(known(&row.award), "{}", row.award);
    }
    for name in law().vote_thresholds.iter().flat_map(|row| &row.awards) {
        assert!(known(name), "{name}");
    }
}

#[test]
fn on_every_day_since_2019_there_is_one_base_salary() {
    for (on, amount) in [
        ("2019-07-01", 1_490_000),
        ("2023-06-30", 1_490_000),
        ("2023-07-01", 1_800_000),
        ("2024-06-30", 1_800_000),
        ("2024-07-01", 2_340_000),
        ("2026-06-30", 2_340_000),
        ("2026-07-01", 2_530_000),
    ] {
        assert_eq!(law().base_salary(day(on)).map(|row| row.amount.0), Some(amount), "{on}");
    }
    assert_eq!(law().base_salary(day("2010-01-01")), None);
}

#[test]
fn what_ended_a_law_is_a_law_of_the_table_or_told_in_words() {
    for row in &law().legal_texts {
        let Some(ended) = &row.ended else { continue };
        assert!(row.source.from.is_none_or(|from| from < ended.on), "{}", row.number);
        assert!(ended.by.chars().count() > 10, "{}", row.number);
    }
}

#[test]
fn an_award_is_known_by_the_longest_name_in_the_words() {
    for (words, name) in [
        ("Cờ thi đua của Ủy ban nhân dân tỉnh", "Cờ thi đua"),
        ("Cờ thi đua của Chính phủ", "Cờ thi đua của Chính phủ"),
        ("Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "Bằng khen"),
        ("danh hiệu “Tập thể Lao động xuất sắc”", "Tập thể lao động xuất sắc"),
        ("giấy khen", "Giấy khen"),
    ] {
        assert_eq!(law().award(words).map(|award| award.name.as_str()), Some(name), "{words}");
    }
    assert_eq!(law().award("Giải phong trào"), None);
}

#[test]
fn a_row_of_the_user_replaces_the_row_of_the_same_name() {
    let law = own("awards:\n  - { name: giấy khen, decided_by: [xã], source: { article: Quy chế } }\n");
    assert_eq!(law.awards.len(), self::law().awards.len());
    let award = law.award("Giấy khen").expect("the award");
    assert_eq!((award.source.article.as_str(), award.source.mark), ("Quy chế", Mark::Verified));
}

#[test]
fn a_row_of_the_user_that_is_new_is_added() {
    let text = "legal_texts:\n  - { kind: Quyết định, number: 18/2025/QĐ-UBND, name: Quy chế thi đua, \
                source: { article: Quyết định 18/2025/QĐ-UBND, from: 2025-07-04 } }\n";
    assert!(own(text).legal_text("18/2025/QĐ-UBND").is_some());
    assert!(law().legal_text("18/2025/QĐ-UBND").is_none());
}

#[test]
fn an_unknown_key_in_a_row_is_refused() {
    let text = "base_salaries:\n  - { amount: 2.530.000, since: 2026-07-01, source: { article: NĐ } }\n";
    assert!(serde_yaml::from_str::<Law>(text).is_err());
}
