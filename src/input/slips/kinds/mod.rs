//! The slips that are known, one function a kind.

mod blanks;
mod braces;
mod dashes;
mod keys;
mod paragraphs;
mod values;

use super::line;
use super::{Slip, rows};
pub use blanks::{MARKS, as_deep, of_indentation, sign_removed, tabs};
use blanks::{
    hard_blank, list_mark, no_blank_after_colon, no_blank_after_dash, no_blanks_after_colons, ruling,
};
use braces::{
    brackets, comma_behind_row, equals_between_braces, no_comma_between_braces, no_comma_between_points,
    no_comma_between_quotes, no_opening_brace, round_brackets, semicolons, words_behind_braces,
};
use dashes::{list_behind_key, no_dash, no_first_dash, stray_dash};
use keys::{bare_key, no_colon, no_key, two_keys, words_before_keys};
use paragraphs::{
    block_not_indented, colon_in_paragraph, items_behind_key, items_below_words, second_paragraph,
    words_behind_bar,
};
pub use values::recipients;
use values::values;

/// The remedy that shows a line as it should be written.
fn written(words: &str, line: &str) -> String {
    format!("{words}: `{}`", shown(line))
}

/// A line as remedies show it: without its indentation and its comment, and not endless.
pub fn shown(line: &str) -> String {
    let line = line[..line::end(line, 0)].trim();
    let most = 160;
    match line.char_indices().nth(most) {
        None => line.to_owned(),
        Some((at, _)) => format!("{}…", &line[..at]),
    }
}

/// A slip whose remedy is the mended line.
pub(super) fn slip(
    index: usize,
    message: impl Into<String>,
    range: std::ops::Range<usize>,
    words: &str,
    line: String,
) -> Slip {
    let remedy = written(words, &line);
    Slip { message: message.into(), range, remedy, edits: vec![(index, line)], opens: false }
}

/// The line with other words at a range.
fn with(line: &str, range: &std::ops::Range<usize>, words: &str) -> String {
    format!("{}{words}{}", &line[..range.start], &line[range.end..])
}

/// A kind of slip that a line alone shows, by the line and its index.
type OfOne = fn(&str, usize) -> Option<Slip>;

/// A kind of slip that shows beside other lines, by all lines and the index of its own.
type OfSeveral = fn(&[String], usize) -> Option<Slip>;

/// The slips that a line of the text may hold, the surest first.
pub fn of_line(lines: &[String], index: usize) -> Vec<(usize, Slip)> {
    let of_one: [OfOne; 17] = [
        hard_blank,
        ruling,
        no_blank_after_colon,
        no_blank_after_dash,
        list_mark,
        no_colon,
        two_keys,
        no_comma_between_points,
        no_opening_brace,
        comma_behind_row,
        words_behind_braces,
        equals_between_braces,
        no_comma_between_braces,
        no_comma_between_quotes,
        semicolons,
        round_brackets,
        brackets,
    ];
    let line = &lines[index];
    let mut slips: Vec<Slip> = rows::pasted(lines, index).into_iter().collect();
    slips.extend(of_one.iter().filter_map(|kind| kind(line, index)));
    slips.extend(words_behind_bar(lines, index));
    slips.extend(values(line, index));
    let of_several: [OfSeveral; 20] = [
        no_blanks_after_colons,
        words_before_keys,
        rows::words_before_rows,
        rows::key_below_braces,
        bare_key,
        items_behind_key,
        items_below_words,
        list_behind_key,
        rows::no_dash,
        rows::no_header,
        rows::words_without_header,
        rows::words_below_key,
        rows::wrong_level,
        colon_in_paragraph,
        second_paragraph,
        no_key,
        no_dash,
        no_first_dash,
        block_not_indented,
        stray_dash,
    ];
    slips.extend(of_several.iter().filter_map(|kind| kind(lines, index)));
    slips.into_iter().map(|slip| (index, slip)).collect()
}

/// A bracket that was left open on a line that has another slip as well.
pub fn of_two(lines: &[String], index: usize) -> Vec<(usize, Slip)> {
    let Some(open) = brackets(&lines[index], index) else { return Vec::new() };
    let [(at, closed)] = open.edits.as_slice() else { return Vec::new() };
    let mut once = lines.to_vec();
    once[*at].clone_from(closed);
    let further = of_line(&once, index).into_iter().filter_map(|(_, second)| match second.edits.as_slice() {
        [(own, line)] if own == at => {
            let message = format!("{}; {}", open.message, second.message);
            Some((index, slip(index, message, open.range.clone(), "viết", line.clone())))
        }
        _ => None,
    });
    further.collect()
}

/// The remedy that shows two lines, each with the blanks that it begins with.
fn two_lines((first, own): (&str, usize), (second, depth): (&str, usize)) -> String {
    format!(
        "viết thành hai dòng: `{first}` (đầu dòng {own} dấu cách) và `{second}` (đầu dòng {depth} dấu cách)"
    )
}

/// A quote or a bracket of a line far above that was left open.
pub fn left_open(lines: &[String], index: usize) -> Vec<(usize, Slip)> {
    let line = &lines[index];
    let open = values(line, index).into_iter().chain(brackets(line, index)).filter(|slip| slip.opens);
    open.map(|slip| (index, slip)).collect()
}
