//! Decimal points where Vietnamese writes a comma.

use super::Found;
use crate::vietnamese::letters::is_alphanumeric;

/// Words behind which a figure with a point is the number of a heading: mục 2.1.
const NUMBERED: &str = "mục điểm khoản phần chương điều bảng biểu hình số";

/// Every figure of a share, of points or of money that is written with a decimal point (`86.58 %`), with the
/// figure as it should be. Three digits behind the point are thousands.
pub fn decimal_points(text: &str) -> Vec<Found<String>> {
    text.match_indices('.').filter_map(|(at, _)| decimal_point(text, at)).collect()
}

fn decimal_point(text: &str, at: usize) -> Option<Found<String>> {
    let digit = |letter: &char| letter.is_ascii_digit();
    let whole = text[..at].chars().rev().take_while(digit).count();
    let part = text[at + 1..].chars().take_while(digit).count();
    let (start, end) = (at - whole, at + 1 + part);
    let before = text[..start].trim_end();
    let glued = text[..start].ends_with(|letter: char| is_alphanumeric(letter) || ".,/-".contains(letter));
    let last =
        before.rsplit(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    if !(1..=3).contains(&whole)
        || !(1..=2).contains(&part)
        || glued
        || NUMBERED.split(' ').any(|one| one == last)
    {
        return None;
    }
    let after = &text[end..];
    let unit = after.trim_start_matches([' ', '\u{a0}']);
    let spaced = unit.len() < after.len();
    let word: String = unit.chars().take_while(|letter| letter.is_alphabetic()).collect();
    let next = unit[word.len()..].trim_start();
    // "2.1 điểm a" cites.
    let cites = next.chars().next().is_some_and(char::is_lowercase)
        && !next.chars().nth(1).is_some_and(char::is_alphabetic);
    let measured = unit.starts_with('%')
        || spaced && matches!(word.as_str(), "triệu" | "tỷ")
        || spaced && word == "điểm" && !cites;
    let figure = &text[start..end];
    measured.then(|| Found::new(start..end, figure.replace('.', ",")))
}
