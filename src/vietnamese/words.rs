//! Numbers and money in words.

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// The names of the groups of three digits below a billion, from the right.
const GROUPS: [&str; 3] = ["", " nghìn", " triệu"];

/// A number in words: `một triệu bốn trăm mười nghìn`.
pub fn number(value: u64) -> String {
    if value == 0 {
        return DIGITS[0].to_owned();
    }
    spell(value, false)
}

/// An amount in words, as it stands after "Bằng chữ:": `Một triệu đồng`.
pub fn money(dong: u64) -> String {
    capitalised(&format!("{} đồng", number(dong)))
}

/// The text with its first letter in upper case.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The text with its first letter in lower case.
pub fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// Spells a number above zero. `inner` says that higher digits came before, so that empty
/// places are named ("không trăm linh năm").
fn spell(value: u64, inner: bool) -> String {
    const BILLION: u64 = 1_000_000_000;
    let mut parts = Vec::new();
    let (billions, rest) = (value / BILLION, value % BILLION);
    if billions > 0 {
        parts.push(format!("{} tỷ", spell(billions, inner)));
    }
    let mut started = inner || billions > 0;
    for (power, name) in [(1_000_000, GROUPS[2]), (1_000, GROUPS[1]), (1, GROUPS[0])] {
        let group = rest / power % 1_000;
        if group > 0 {
            parts.push(format!("{}{name}", spell_group(group, started)));
            started = true;
        }
    }
    parts.join(" ")
}

/// Spells a group of three digits, from 1 to 999.
fn spell_group(group: u64, inner: bool) -> String {
    let digit = |value: u64| DIGITS[(value % 10) as usize];
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    let mut parts = Vec::new();
    if hundreds > 0 || inner {
        parts.push(format!("{} trăm", digit(hundreds)));
    }
    match tens {
        0 if ones > 0 && !parts.is_empty() => parts.push("linh".to_owned()),
        0 => {}
        1 => parts.push("mười".to_owned()),
        _ => parts.push(format!("{} mươi", digit(tens))),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => parts.push("mốt".to_owned()),
        (1.., 5) => parts.push("lăm".to_owned()),
        _ => parts.push(digit(ones).to_owned()),
    }
    parts.join(" ")
}
