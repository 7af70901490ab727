//! Text of the fonts before Unicode, read as if it were Latin-1.

use std::ops::Range;

use super::Found;
use crate::vietnamese::syllable::is_syllable;

mod tables;

/// An encoding of Vietnamese from before Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// TCVN3 (ABC), of the fonts named `.VnTime`.
    Tcvn3,
    /// VNI-Windows, of the fonts named `VNI-Times`.
    Vni,
}

impl Encoding {
    /// A word in Unicode; `None` where it has letters that the encoding has not.
    fn decode_word(self, word: &str) -> Option<String> {
        match self {
            Self::Tcvn3 => tables::tcvn3(word),
            Self::Vni => tables::vni(word),
        }
    }

    /// A text in Unicode; words that make no sense in the encoding stay as they are.
    fn decode(self, text: &str) -> String {
        let mut decoded = String::new();
        let mut at = 0;
        for (range, word) in words(text, self) {
            decoded.push_str(&text[at..range.start]);
            decoded.push_str(&self.decode_word(word).unwrap_or_else(|| word.to_owned()));
            at = range.end;
        }
        decoded.push_str(&text[at..]);
        // The font of capitals shows small codes as capitals.
        let mut plain = text.chars().filter(char::is_ascii_alphabetic);
        let capitals = plain.all(|letter| letter.is_ascii_uppercase());
        if self == Self::Tcvn3 && capitals { decoded.to_uppercase() } else { decoded }
    }

    /// Whether the character can be part of a word.
    fn is_letter(self, letter: char) -> bool {
        letter.is_ascii_alphabetic()
            || match self {
                Self::Tcvn3 => tables::tcvn3_letter(letter).is_some(),
                Self::Vni => letter.is_alphabetic(),
            }
    }
}

/// A run of words in an old encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legacy {
    /// The encoding.
    pub encoding: Encoding,
    /// The run in Unicode.
    pub meant: String,
}

/// Every run of words in an old encoding.
///
/// A word tells of an encoding when it is no syllable as it stands and is one when decoded; a run has
/// two such words at least, since a single foreign word (Loïc, µm) may tell the same by chance, and a
/// text has one letter or sign at least that Vietnamese in Unicode has not.
pub fn legacy(text: &str) -> Vec<Found<Legacy>> {
    if !text.contains(tables::is_foreign) {
        return Vec::new();
    }
    let mut runs = [runs(text, Encoding::Tcvn3), runs(text, Encoding::Vni)].concat();
    // Where both encodings make sense of a passage, the one that explains more words is meant.
    runs.sort_by_key(|run| std::cmp::Reverse(run.telling));
    let mut kept: Vec<Run> = Vec::new();
    for run in runs {
        if kept.iter().all(|other| run.range.end <= other.range.start || other.range.end <= run.range.start) {
            kept.push(run);
        }
    }
    kept.sort_by_key(|run| run.range.start);
    let found = |run: Run| {
        let meant = run.encoding.decode(&text[run.range.clone()]);
        Found::new(run.range, Legacy { encoding: run.encoding, meant })
    };
    kept.into_iter().map(found).collect()
}

/// A passage with words that tell of an encoding, and those around them on the line that make sense in it as well.
#[derive(Clone)]
struct Run {
    encoding: Encoding,
    range: Range<usize>,
    telling: usize,
}

impl Run {
    /// The run with the words behind it, up to the end of the line.
    fn up_to(mut self, words: Option<Range<usize>>) -> Self {
        self.range.end = words.map_or(self.range.end, |words| words.end);
        self
    }
}

fn runs(text: &str, encoding: Encoding) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Option<Run> = None;
    // The words since the last that is in Unicode, or that tells, which are in the encoding if their neighbours are.
    let mut doubtful: Option<Range<usize>> = None;
    let mut last = 0;
    for (range, word) in words(text, encoding) {
        if text[last..range.start].contains('\n') {
            runs.extend(open.take().map(|run| run.up_to(doubtful.take())));
            doubtful = None;
        }
        last = range.end;
        match judge(word, encoding) {
            Judgement::Telling => match &mut open {
                Some(run) => {
                    run.range.end = range.end;
                    run.telling += 1;
                    doubtful = None;
                }
                None => {
                    let start = doubtful.take().map_or(range.start, |words| words.start);
                    open = Some(Run { encoding, range: start..range.end, telling: 1 });
                }
            },
            Judgement::Possible if word.is_ascii() => {}
            Judgement::Possible => {
                doubtful = Some(doubtful.map_or(range.clone(), |words| words.start..range.end));
            }
            Judgement::Unicode => {
                runs.extend(open.take());
                doubtful = None;
            }
        }
    }
    runs.extend(open.map(|run| run.up_to(doubtful)));
    runs.retain(|run| run.telling > 1);
    runs
}

enum Judgement {
    /// The word makes sense in this encoding only.
    Telling,
    /// The word makes sense in this encoding too, or in none.
    Possible,
    /// The word has letters that the encoding has not, or makes no sense in it.
    Unicode,
}

fn judge(word: &str, encoding: Encoding) -> Judgement {
    if word.is_ascii() {
        return Judgement::Possible;
    }
    if word.contains(|letter| letter > '\u{FF}') {
        return Judgement::Unicode;
    }
    let Some(decoded) = encoding.decode_word(word) else { return Judgement::Unicode };
    // No word of Unicode has a capital behind a small letter: `chÕ`.
    let small = word.find(char::is_lowercase);
    let mixed = small.is_some_and(|at| word[at..].contains(char::is_uppercase));
    match (is_syllable(&decoded), is_syllable(word) && !mixed) {
        (true, false) if word.contains(|letter: char| letter.is_ascii_alphabetic()) => Judgement::Telling,
        (true, _) => Judgement::Possible,
        _ => Judgement::Unicode,
    }
}

fn words(text: &str, encoding: Encoding) -> impl Iterator<Item = (Range<usize>, &str)> {
    let is_letter = move |letter: char| letter.is_alphabetic() || encoding.is_letter(letter);
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_letter)?;
        let len = text[start..].find(|letter| !is_letter(letter)).unwrap_or(text.len() - start);
        at = start + len;
        Some((start..at, &text[start..at]))
    })
}
