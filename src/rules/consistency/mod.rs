//! Whether the parts of a record agree with one another.

pub(super) mod lists;
pub(super) mod papers;
pub(super) mod people;
pub(super) mod titles;
pub(super) mod units;

/// Where a value stands that the record gives twice, for a person to look it up.
fn place(pointer: &str) -> String {
    format!("`{}`", crate::record::gaps::path(pointer))
}

/// Plain comparison of parts that ought to agree: no article of law but that of checking before signing.
const CHECKED: &str = "Nghị định 30/2020/NĐ-CP, Điều 12 (kiểm tra nội dung trước khi ký)";
