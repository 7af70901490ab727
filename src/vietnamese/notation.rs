//! Figures as Vietnam writes them: `1.234.567` and `12,5`.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

/// A figure that is not written in Vietnamese notation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotationError {
    text: String,
}

impl fmt::Display for NotationError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(
            f,
            "`{}` không phải là số viết theo cách Việt Nam: dấu chấm ngăn từng nhóm ba chữ số, dấu phẩy \
             trước phần thập phân (1.234.567 hoặc 12,5)",
            self.text
        )
    }
}

impl std::error::Error for NotationError {}

/// Reads `1.234.567`, `1234567`, `12,5` or `-3`; refuses `12.5`, which could mean two things.
pub fn parse(text: &str) -> Result<Decimal, NotationError> {
    let fault = || NotationError { text: text.to_owned() };
    let trimmed = text.trim();
    let (sign, unsigned) = match trimmed.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    let (whole, fraction) = match unsigned.split_once(',') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    let grouped = whole.contains('.');
    if !digits(first)
        || (grouped && first.len() > 3)
        || groups.any(|group| group.len() != 3 || !digits(group))
        || fraction.is_some_and(|fraction| !digits(fraction))
    {
        return Err(fault());
    }
    let plain = format!("{sign}{}.{}", whole.replace('.', ""), fraction.unwrap_or("0"));
    let value = Decimal::from_str(&plain).map_err(|_| fault())?;
    Ok(if fraction.is_none() { value.trunc() } else { value })
}

/// Writes a figure with thousands dots and a decimal comma, keeping its decimals: `1.234,50`.
pub fn format(value: Decimal) -> String {
    let text = value.to_string();
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.as_str()),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let mut out = String::from(sign);
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push(',');
        out.push_str(fraction);
    }
    out
}

/// Writes a figure with at least so many decimals: `92,0` beside `92,5`.
pub fn format_to(value: Decimal, decimals: u32) -> String {
    let mut shown = value.normalize();
    if shown.scale() < decimals {
        shown.rescale(decimals);
    }
    format(shown)
}

/// Writes a count of persons or units: two digits at least, as papers do (`05 tập thể`).
pub fn count(value: usize) -> String {
    if value < 10 { format!("0{value}") } else { format(Decimal::from(value)) }
}

/// `part` as a percentage of `whole`, rounded half away from zero to two decimals, without
/// trailing zeros (`71,43`); `None` where the whole is zero or the result cannot be held.
pub fn percent(part: Decimal, whole: Decimal) -> Option<String> {
    let share = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    let rounded = share.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    Some(format(rounded.normalize()))
}
