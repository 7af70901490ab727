//! Numbers and money in words.
//!
//! The words are those of textbooks and papers: lăm after a ten, mốt and (by [`Style`]) tư after mươi,
//! every empty place within a number named ("không trăm linh năm"), groups of three zeros passed over,
//! and above the billion the same groups again before tỷ: nghìn tỷ, triệu tỷ, tỷ tỷ.

use unicode_normalization::UnicodeNormalization;

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

const BILLION: u64 = 1_000_000_000;

/// The choice between words that mean the same; by default those that the papers of the North use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// How 105 is said.
    pub empty_tens: EmptyTens,
    /// How 1.000 is said.
    pub thousand: Thousand,
    /// How 24 is said.
    pub four: Four,
}

/// The word for an empty place of tens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EmptyTens {
    /// `một trăm linh năm`
    #[default]
    Linh,
    /// `một trăm lẻ năm`
    Le,
}

/// The word for a thousand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Thousand {
    /// `nghìn`
    #[default]
    Nghin,
    /// `ngàn`
    Ngan,
}

/// The word for a four after mươi; elsewhere a four is bốn: `mười bốn`, `một trăm linh bốn`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Four {
    /// `hai mươi bốn`
    #[default]
    Bon,
    /// `hai mươi tư`
    Tu,
}

impl Style {
    fn empty_tens(self) -> &'static str {
        match self.empty_tens {
            EmptyTens::Linh => "linh",
            EmptyTens::Le => "lẻ",
        }
    }

    fn thousand(self) -> &'static str {
        match self.thousand {
            Thousand::Nghin => "nghìn",
            Thousand::Ngan => "ngàn",
        }
    }

    fn four(self) -> &'static str {
        match self.four {
            Four::Bon => "bốn",
            Four::Tu => "tư",
        }
    }
}

/// A number in words: `một triệu bốn trăm mười nghìn`.
pub fn number(value: u64) -> String {
    number_in(value, Style::default())
}

/// A number in the words of a style: `một triệu bốn trăm mười ngàn`.
pub fn number_in(value: u64, style: Style) -> String {
    if value == 0 {
        return DIGITS[0].to_owned();
    }
    let mut said = Vec::new();
    spell(value, false, style, &mut said);
    said.join(" ")
}

/// An amount in words, as it stands after "Bằng chữ:": `Một triệu đồng`.
pub fn money(dong: u64) -> String {
    money_in(dong, Style::default())
}

/// An amount in the words of a style.
pub fn money_in(dong: u64, style: Style) -> String {
    capitalised(&format!("{} đồng", number_in(dong, style)))
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

/// Says a number above zero. `inner` tells that higher digits came before, so that empty places are
/// named ("không trăm linh năm").
fn spell(value: u64, inner: bool, style: Style, said: &mut Vec<&'static str>) {
    let (billions, rest) = (value / BILLION, value % BILLION);
    if billions > 0 {
        spell(billions, inner, style, said);
        said.push("tỷ");
    }
    let mut inner = inner || billions > 0;
    for (power, name) in [(1_000_000, Some("triệu")), (1_000, Some(style.thousand())), (1, None)] {
        let group = rest / power % 1_000;
        if group > 0 {
            spell_group(group, inner, style, said);
            said.extend(name);
            inner = true;
        }
    }
}

/// Says a group of three digits, from 1 to 999.
fn spell_group(group: u64, inner: bool, style: Style, said: &mut Vec<&'static str>) {
    let digit = |value: u64| DIGITS[(value % 10) as usize];
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    let named = hundreds > 0 || inner;
    if named {
        said.extend([digit(hundreds), "trăm"]);
    }
    match tens {
        0 if ones > 0 && named => said.push(style.empty_tens()),
        0 => {}
        1 => said.push("mười"),
        _ => said.extend([digit(tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => said.push("mốt"),
        (2.., 4) => said.push(style.four()),
        (1.., 5) => said.push("lăm"),
        _ => said.push(digit(ones)),
    }
}

/// Reads a number or an amount in words: `Hai triệu ba trăm nghìn đồng chẵn.` is 2.300.000.
///
/// All styles are understood, in any letter case, with commas between the groups, "Bằng chữ:" before,
/// "đồng" and "chẵn" behind. What could be two numbers is `None`: `một trăm năm` (105 or 150), `mười
/// năm`, `hai triệu rưỡi`.
pub fn parse(text: &str) -> Option<u64> {
    let text = text.nfc().collect::<String>().to_lowercase();
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || ",:;./()“”\"*".contains(letter))
        .filter(|word| !word.is_empty())
        .collect();
    let mut words = words.as_slice();
    for opening in ["số", "tiền", "bằng", "chữ"] {
        words = words.strip_prefix(&[opening]).unwrap_or(words);
    }
    let closings: [&[&str]; 3] = [&["chẵn"], &["việt", "nam"], &["đồng"]];
    for closing in closings {
        words = words.strip_suffix(closing).unwrap_or(words);
    }
    if words == [DIGITS[0]] {
        return Some(0);
    }
    // A tỷ tỷ tỷ is beyond what can be held.
    let billions = words.iter().filter(|word| is_billion(word)).count();
    if billions > 2 { None } else { parse_number(words) }
}

fn is_billion(word: &str) -> bool {
    matches!(word, "tỷ" | "tỉ")
}

/// Reads a number above zero. The last tỷ multiplies all that stands before it.
fn parse_number(words: &[&str]) -> Option<u64> {
    let Some(at) = words.iter().rposition(|word| is_billion(word)) else {
        return parse_below_billion(words, false);
    };
    let billions = parse_number(&words[..at])?.checked_mul(BILLION)?;
    let rest = match &words[at + 1..] {
        [] => 0,
        rest => parse_below_billion(rest, true)?,
    };
    billions.checked_add(rest)
}

/// Reads the groups of triệu, nghìn and units, each at most once and in this order.
fn parse_below_billion(words: &[&str], mut inner: bool) -> Option<u64> {
    let mut rest = words;
    let mut value = 0;
    for (power, names) in [(1_000_000, ["triệu"; 2]), (1_000, ["nghìn", "ngàn"])] {
        if let Some(at) = rest.iter().position(|word| names.contains(word)) {
            value += power * parse_group(&rest[..at])?;
            rest = &rest[at + 1..];
            inner = true;
        }
    }
    match rest {
        [] => {}
        // "hai triệu năm" is said of 2.500.000, and might be written for 2.000.005.
        [_] if inner && rest != ["mười"] => return None,
        rest => value += parse_group(rest)?,
    }
    (value > 0).then_some(value)
}

/// Reads a group of three digits.
fn parse_group(words: &[&str]) -> Option<u64> {
    let digit = |word: &str| match word {
        "bẩy" => Some(7),
        _ => DIGITS.iter().position(|digit| *digit == word).map(|value| value as u64),
    };
    let from_one = |word: &str| digit(word).filter(|value| *value > 0);
    let (hundreds, rest) = match words {
        [hundreds, "trăm", rest @ ..] => (Some(digit(hundreds)?), rest),
        _ => (None, words),
    };
    let below = match rest {
        [] => hundreds.map(|_| 0)?,
        ["linh" | "lẻ", "tư"] => 4,
        ["linh" | "lẻ", ones] => from_one(ones)?,
        ["mười"] => 10,
        ["mười", "lăm" | "nhăm"] => 15,
        // "mười năm" may be ten years.
        ["mười", "năm"] => return None,
        ["mười", ones] => 10 + from_one(ones)?,
        [tens, "mươi"] => 10 * tens_digit(from_one(tens)?)?,
        [tens, "mươi", ones] => {
            let ones = match *ones {
                "mốt" => 1,
                "tư" => 4,
                "lăm" | "nhăm" => 5,
                "năm" => return None,
                ones => from_one(ones)?,
            };
            10 * tens_digit(from_one(tens)?)? + ones
        }
        [ones] if hundreds.is_none() => from_one(ones)?,
        _ => return None,
    };
    Some(hundreds.unwrap_or(0) * 100 + below)
}

/// The digit before mươi: 2 or more, since 10 has a word of its own.
fn tens_digit(value: u64) -> Option<u64> {
    (value > 1).then_some(value)
}
