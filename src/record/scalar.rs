//! Single values of a record, each read from its text as the clerk wrote it.
//!
//! YAML would read `1.234` as one and a bit and `07` as seven; these types ask for the text
//! itself, so that Vietnamese notation means what it says.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::vietnamese::notation;

/// Gives a type that is read from text its `Deserialize` and its place in the JSON Schema: the
/// name of its format, what is expected, and what an editor may judge it by. A `pattern` may let
/// pass what the type refuses, never the other way round; it does not see what YAML reads as a
/// number.
macro_rules! from_text {
    ($type:ident, $name:literal, $expected:literal, $json:tt) => {
        impl $type {
            pub(super) const NAME: &str = $name;
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl Visitor<'_> for Text {
                    type Value = $type;

                    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                        f.write_str($expected)
                    }

                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$type, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let mut schema = json_schema!($json);
                schema.insert("format".to_owned(), $name.into());
                schema.insert("errorMessage".to_owned(), concat!("Hãy ghi ", $expected, ".").into());
                schema
            }
        }
    };
}

/// The version of the record's own format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormatVersion;

from_text!(FormatVersion, "thidua-version", "1, là phiên bản mẫu hồ sơ", {
    "type": ["integer", "string"],
    "const": 1,
});

impl FromStr for FormatVersion {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.trim() == "1" {
            Ok(Self)
        } else {
            Err(format!("phiên bản mẫu hồ sơ `{text}` chưa có; bản thidua này đọc được `format: 1`"))
        }
    }
}

/// A figure in Vietnamese notation, with the decimals that were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity(pub Decimal);

from_text!(Quantity, "thidua-quantity", "số (1.234,5)", {
    "type": ["number", "string"],
    "pattern": r"^\s*[-−+]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?\s*$",
    "title": "Số",
    "description": "Số viết theo cách Việt Nam, ví dụ 1.234,5.",
});

impl FromStr for Quantity {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        notation::parse(text).map(Self).map_err(|fault| fault.to_string())
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&notation::format(self.0))
    }
}

/// An amount in whole đồng.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(pub u64);

from_text!(Money, "thidua-money", "số tiền, tính bằng đồng", {
    "type": ["number", "string"],
    "pattern": r"^\s*[-−+]?(\d+|\d{1,3}(\.\d{3})+)(,0+)?\s*(đồng|đ)*\s*$",
});

impl FromStr for Money {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bare = text.trim().trim_end_matches("đồng").trim_end_matches('đ').trim_end();
        refuse_commas_for_thousands(bare)?;
        let value = notation::parse(bare).map_err(|fault| fault.to_string())?;
        // Beyond a million tỷ no award is paid, and the sums of a list stay exact.
        match value.to_u64() {
            Some(dong) if value.is_integer() && dong <= 1_000_000_000_000_000 => Ok(Self(dong)),
            _ => Err(format!("`{text}` không phải là số tiền tròn đồng")),
        }
    }
}

/// Refuses `760,000` where only whole numbers are right: it would be 760, and 760.000 was meant.
fn refuse_commas_for_thousands(text: &str) -> Result<(), String> {
    let fraction = text.split_once(',').map(|(_, fraction)| fraction);
    if fraction.is_some_and(|fraction| fraction.len() == 3 && fraction.bytes().all(|byte| byte == b'0')) {
        let meant = text.replace(',', ".");
        return Err(format!(
            "`{text}` có dấu phẩy trước phần thập phân; hàng nghìn ngăn bằng dấu chấm: {meant}"
        ));
    }
    Ok(())
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&notation::format(Decimal::from(self.0)))
    }
}

/// A count of persons, votes or copies, up to 999.999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub u32);

// YAML reads 12.345 as a fraction, here it is a count.
from_text!(Count, "thidua-count", "số đếm", {
    "type": ["number", "string"],
    "pattern": r"^\s*[-−+]?(\d+|\d{1,3}(\.\d{3})+)(,0+)?\s*$",
});

impl FromStr for Count {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        refuse_commas_for_thousands(text.trim())?;
        let value = notation::parse(text).map_err(|_| format!("`{text}` không phải là số đếm"))?;
        match value.to_u32() {
            Some(count) if value.is_integer() && count < 1_000_000 => Ok(Self(count)),
            _ => Err(format!("`{text}` không phải là số đếm từ 0 đến 999.999")),
        }
    }
}

/// A figure with the words around it (`trên 95`), or words alone where there is no figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The words as they are printed, the figure in them in Vietnamese notation.
    pub text: String,
    /// The figure, where there is one to compute with.
    pub value: Option<Decimal>,
}

/// Words that may stand before a figure without changing its value.
const QUALIFIERS: &[&str] = &[
    "trên",
    "dưới",
    "gần",
    "ước đạt",
    "ước",
    "tối thiểu",
    "tối đa",
    "khoảng",
    "hơn",
    "từ",
    "đạt",
    "không quá",
];

from_text!(Figure, "thidua-figure", "số, có thể kèm chữ: trên 95", {
    "type": ["number", "string"],
    "title": "Con số",
    "description": "Con số, trước đó có thể có chữ, ví dụ trên 95.",
});

impl FromStr for Figure {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let bare = QUALIFIERS
            .iter()
            .find_map(|word| trimmed.strip_prefix(word).filter(|rest| rest.starts_with(' ')))
            .unwrap_or(trimmed)
            .trim_start();
        let unit = bare.strip_suffix('%').map_or("", |_| "%");
        let figure = bare.trim_end_matches('%').trim_end();
        let is_figure = figure.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit())
            && figure.chars().all(|c| c.is_ascii_digit() || ".,-".contains(c));
        if !is_figure {
            return Ok(Self { text: text.to_owned(), value: None });
        }
        let value = notation::parse(figure).map_err(|fault| fault.to_string())?;
        let words = &trimmed[..trimmed.len() - bare.len()];
        Ok(Self { text: format!("{words}{}{unit}", notation::format(value)), value: Some(value) })
    }
}

/// A calendar day, written `2020-02-05` or `05/02/2020`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub NaiveDate);

from_text!(Date, "thidua-date", "ngày (2020-02-05 hoặc 05/02/2020)", {
    "type": "string",
    "pattern": r"^\s*(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4})\s*$",
});

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let lengths = |mark| trimmed.split(mark).map(str::len).collect::<Vec<_>>();
        let shaped = matches!(lengths('-')[..], [4, 2, 2]) || matches!(lengths('/')[..], [1..=2, 1..=2, 4]);
        let fault = match shaped {
            true => format!("`{text}` không phải là ngày có thật{}", last_day(trimmed)),
            false => format!("`{text}` chưa đúng cách ghi ngày; hãy viết 2026-07-15 hoặc 15/07/2026"),
        };
        ["%Y-%m-%d", "%d/%m/%Y"]
            .iter()
            .find_map(|shape| NaiveDate::parse_from_str(trimmed, shape).ok())
            // A year of five digits is a slip of the finger that chrono would take.
            .filter(|date| (1945..=2999).contains(&date.year()))
            .map(Self)
            .ok_or(fault)
    }
}

/// How many days the month of a day has that is not real; nothing where that is not what is wrong.
fn last_day(text: &str) -> String {
    let parts: Vec<u32> = text.split(['-', '/']).filter_map(|part| part.parse().ok()).collect();
    let (year, month, day) = match parts[..] {
        [year, month, day] if year > 999 => (year, month, day),
        [day, month, year] if year > 999 => (year, month, day),
        _ => return String::new(),
    };
    let first = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, 1));
    match first.filter(|first| day > first.num_days_in_month().into()) {
        Some(first) => format!(": tháng {month} năm {year} có {} ngày", first.num_days_in_month()),
        None => String::new(),
    }
}

/// The number of a paper, with a letter where a number was given twice: `12`, `12a`. Zeros before it are
/// printed as they were typed, for some offices number so (`01891/QĐ-UBND`); they make no other number of it.
#[derive(Debug, Clone, Copy)]
pub struct DocumentNumber {
    value: u32,
    letter: Option<char>,
    /// How many digits are printed at least.
    digits: usize,
}

/// Below 10 a zero goes before (NĐ 30/2020, PL I/II.3).
const DIGITS: usize = 2;

/// As many digits as any number has, zeros before it included.
const MOST_DIGITS: usize = 12;

impl DocumentNumber {
    /// A number without a letter.
    pub fn plain(value: u32) -> Self {
        Self { value, letter: None, digits: DIGITS }
    }

    /// What tells two numbers apart.
    fn key(self) -> (u32, Option<char>) {
        (self.value, self.letter)
    }

    /// The number without its letter.
    pub fn value(self) -> u32 {
        self.value
    }

    /// The letter after it.
    pub fn letter(self) -> Option<char> {
        self.letter
    }
}

impl PartialEq for DocumentNumber {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for DocumentNumber {}

impl PartialOrd for DocumentNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DocumentNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl Hash for DocumentNumber {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

from_text!(DocumentNumber, "thidua-number", "phần số của số văn bản, ví dụ 12", {
    "type": ["integer", "string"],
    "pattern": r"^\s*\+?\d+\D?\s*$",
});

impl FromStr for DocumentNumber {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let digits = trimmed.trim_end_matches(|c: char| c.is_alphabetic());
        let letter = &trimmed[digits.len()..];
        match digits.parse::<u32>() {
            Ok(value) if value > 0 && digits.len() <= MOST_DIGITS && letter.chars().count() <= 1 => {
                let typed = if digits.starts_with('0') { digits.len() } else { DIGITS };
                Ok(Self { value, letter: letter.chars().next(), digits: typed.max(DIGITS) })
            }
            _ => Err(format!("`{text}` không phải là số văn bản; chỉ ghi phần số, ví dụ 12")),
        }
    }
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:0digits$}", self.value, digits = self.digits)?;
        self.letter.map_or(Ok(()), |letter| write!(f, "{letter}"))
    }
}

impl Serialize for DocumentNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Words on one or several lines; a list or a text of several lines in YAML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines(pub Vec<String>);

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Lines;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("một dòng chữ hoặc danh sách các dòng")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Lines, E> {
                Ok(Lines(text.lines().map(str::to_owned).collect()))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Lines, A::Error> {
                let mut lines = Vec::new();
                while let Some(line) = list.next_element()? {
                    lines.push(line);
                }
                Ok(Lines(lines))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for Lines {
    fn schema_name() -> Cow<'static, str> {
        "Lines".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
        })
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// A map in which each word stands once: of two the last would count, and nobody would be told.
///
/// # Errors
/// When a word stands twice, or a value cannot be read.
pub(super) fn once<'de, D: Deserializer<'de>, V: Deserialize<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, V>, D::Error> {
    struct Once<V>(PhantomData<V>);
    impl<'de, V: Deserialize<'de>> Visitor<'de> for Once<V> {
        type Value = BTreeMap<String, V>;

        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("các mục theo mã")
        }

        fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut all = BTreeMap::new();
            while let Some((word, value)) = map.next_entry::<String, V>()? {
                if all.contains_key(&word) {
                    return Err(de::Error::custom(format!("mục `{word}` ghi hai lần")));
                }
                all.insert(word, value);
            }
            Ok(all)
        }
    }
    deserializer.deserialize_map(Once(PhantomData))
}
