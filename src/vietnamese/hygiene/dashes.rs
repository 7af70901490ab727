//! The signs that stand between words: -, – and —.

use super::{Found, minority};

/// A sign with a space on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    /// `-`
    Hyphen,
    /// `–`
    En,
    /// `—`
    Em,
}

/// Every dash or hyphen with a space on both sides and words on the same line on both; one that begins
/// a list item or stands for an empty cell of a table is none.
pub fn dashes(text: &str) -> Vec<Found<Dash>> {
    let find = |(at, sign): (usize, char)| {
        let dash = match sign {
            '-' => Dash::Hyphen,
            '–' => Dash::En,
            '—' => Dash::Em,
            _ => return None,
        };
        let range = at..at + sign.len_utf8();
        let before = &text[..range.start];
        let after = &text[range.end..];
        let between = is_word_side(before, str::trim_end_matches, |side| side.chars().next_back())
            && is_word_side(after, str::trim_start_matches, |side| side.chars().next());
        between.then(|| Found::new(range, dash))
    };
    text.char_indices().filter_map(find).collect()
}

/// Whether a side of a sign is a space and then something written on the same line.
fn is_word_side(
    side: &str,
    trim: for<'a> fn(&'a str, [char; 2]) -> &'a str,
    nearest: fn(&str) -> Option<char>,
) -> bool {
    let trimmed = trim(side, [' ', '\u{A0}']);
    trimmed.len() < side.len() && nearest(trimmed).is_some_and(|sign| !"\n\r|-–—".contains(sign))
}

/// The dashes that are not the text's usual one; none where the text has one kind only.
pub fn mixed_dashes(text: &str) -> Vec<Found<Dash>> {
    minority(&dashes(text))
}
