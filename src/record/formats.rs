//! How values and keys are judged one by one: what the JSON Schema names and cannot judge itself.

use std::str::FromStr;

use serde::de::DeserializeOwned;

use super::document::Authority;
use super::scalar::{Count, Date, DocumentNumber, Figure, FormatVersion, Money, Quantity};
use super::{Period, Recipient};

/// What a scalar is called in the JSON Schema, how its text is judged, and a text that is right.
pub struct Format {
    /// The schema's `format`.
    pub name: &'static str,
    /// Refuses a text, and says why.
    pub check: fn(&str) -> Result<(), String>,
    /// A text that it takes.
    pub example: &'static str,
}

/// Every `format` that a record's schema uses.
pub const FORMATS: &[Format] = &[
    Format { name: FormatVersion::NAME, check: judge::<FormatVersion>, example: "1" },
    Format { name: Quantity::NAME, check: judge::<Quantity>, example: "1" },
    Format { name: Money::NAME, check: judge::<Money>, example: "1" },
    Format { name: Count::NAME, check: judge::<Count>, example: "1" },
    Format { name: Figure::NAME, check: judge::<Figure>, example: "1" },
    Format { name: Date::NAME, check: judge::<Date>, example: "2026-01-01" },
    Format { name: DocumentNumber::NAME, check: judge::<DocumentNumber>, example: "1" },
    Format {
        name: Authority::NAME,
        check: |lines| lines.lines().try_for_each(judge::<Authority>),
        example: "TM",
    },
];

fn judge<T: FromStr<Err = String>>(text: &str) -> Result<(), String> {
    text.parse::<T>().map(drop)
}

/// Keys that must stand together, judged after each is right by itself.
pub struct Check {
    /// The schema's `thidua-check`.
    pub name: &'static str,
    /// Refuses keys, and says why.
    pub check: fn(serde_json::Value) -> Result<(), String>,
    /// Keys that stand together, as JSON.
    pub example: &'static str,
}

/// Every `thidua-check` that a record's schema uses.
pub const CHECKS: &[Check] = &[
    Check { name: "period", check: judge_keys::<Period>, example: r#"{ "year": "2026" }"# },
    Check { name: "recipient", check: judge_keys::<Recipient>, example: r#"{ "name": "?" }"# },
];

fn judge_keys<T: DeserializeOwned>(json: serde_json::Value) -> Result<(), String> {
    serde_json::from_value::<T>(json).map(drop).map_err(|error| error.to_string())
}
