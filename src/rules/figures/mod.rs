//! Counts, shares, targets, points, ranks and money.

pub(super) mod arithmetic;
pub(super) mod counts;
pub(super) mod criteria;
pub(super) mod members;
pub(super) mod points;
pub(super) mod ranks;
pub(super) mod rewards;
pub(super) mod targets;

use rust_decimal::Decimal;

use crate::vietnamese::notation;

/// Where arithmetic itself is the rule, this is who answers for it.
pub(super) const PLAIN: &str = "Nghị định 30/2020/NĐ-CP, Điều 12 (kiểm tra nội dung trước khi ký ban hành)";

/// A count with what is counted: `05 tập thể`.
fn so_many(count: usize, what: &str) -> String {
    format!("{} {what}", notation::count(count))
}

/// A figure without zeros at its end.
fn figure(value: Decimal) -> String {
    notation::format(value.normalize())
}

/// Names in a sentence: `A, B và C`.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, first)) => format!("{} và {last}", first.join(", ")),
        None => String::new(),
    }
}
