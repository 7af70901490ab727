//! The Vietnamese syllable: what can be one and what cannot.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};

/// The tone of a syllable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// No mark.
    Ngang,
    /// `à`
    Huyen,
    /// `ả`
    Hoi,
    /// `ã`
    Nga,
    /// `á`
    Sac,
    /// `ạ`
    Nang,
}

impl Tone {
    /// The tone that a combining mark writes.
    pub fn of_mark(mark: char) -> Option<Self> {
        Some(match mark {
            '\u{300}' => Self::Huyen,
            '\u{309}' => Self::Hoi,
            '\u{303}' => Self::Nga,
            '\u{301}' => Self::Sac,
            '\u{323}' => Self::Nang,
            _ => return None,
        })
    }

    /// The combining mark that writes the tone.
    pub fn mark(self) -> Option<char> {
        Some(match self {
            Self::Ngang => return None,
            Self::Huyen => '\u{300}',
            Self::Hoi => '\u{309}',
            Self::Nga => '\u{303}',
            Self::Sac => '\u{301}',
            Self::Nang => '\u{323}',
        })
    }
}

/// A word taken apart: its letters in lower case without the tone, the tone, and the letter that bears it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// The letters in lower case, with their circumflex, breve or horn.
    pub letters: Vec<char>,
    /// The tone.
    pub tone: Tone,
    /// The index of the letter that bears the tone; `None` for the level tone.
    pub at: Option<usize>,
}

impl Spelling {
    /// Takes a word apart; `None` where a letter is neither Vietnamese nor one of f, j, w, z, or there
    /// are two tones.
    pub fn of(word: &str) -> Option<Self> {
        let mut spelling = Self { letters: Vec::new(), tone: Tone::Ngang, at: None };
        for letter in word.nfd() {
            let last = spelling.letters.len().checked_sub(1);
            if let Some(tone) = Tone::of_mark(letter) {
                if spelling.at.is_some() {
                    return None;
                }
                spelling.tone = tone;
                spelling.at = Some(last?);
            } else if is_combining_mark(letter) {
                // The dot below sorts before the circumflex, so the tone may have come first.
                let bearer = &mut spelling.letters[last?];
                *bearer = compose(*bearer, letter).filter(|letter| "ăâêôơư".contains(*letter))?;
            } else {
                let small = match letter {
                    'Đ' => 'đ',
                    _ => letter.to_ascii_lowercase(),
                };
                if !(small.is_ascii_lowercase() || small == 'đ') {
                    return None;
                }
                spelling.letters.push(small);
            }
        }
        (!spelling.letters.is_empty()).then_some(spelling)
    }

    /// The first consonants and the rest of the syllable; `None` where no syllable is spelled so.
    pub fn parts(&self) -> Option<(String, String)> {
        let whole: String = self.letters.iter().collect();
        let split = |onset: &str| Some((onset.to_owned(), whole.strip_prefix(onset)?.to_owned()));
        let fits = |(onset, rime): &(String, String)| can_follow(onset, rime) && self.tone_fits(rime);
        ONSETS.iter().filter_map(|onset| split(onset)).find(fits)
    }

    /// The word in small letters, the tone where most typing programs put it: `hòa`, `thủy`. `None`
    /// where it is no syllable.
    pub fn written(&self) -> Option<String> {
        let (onset, rime) = self.parts()?;
        let at = onset.chars().count() + bearer(&rime)?;
        let mark = |index| self.tone.mark().filter(|_| index == at);
        let letters = self.letters.iter().enumerate();
        Some(letters.flat_map(|(index, letter)| [Some(*letter), mark(index)]).flatten().nfc().collect())
    }

    /// A syllable that ends in a stop is sắc or nặng.
    fn tone_fits(&self, rime: &str) -> bool {
        let stopped = rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch");
        !stopped || matches!(self.tone, Tone::Sac | Tone::Nang)
    }
}

/// Whether the word is spelled as a Vietnamese syllable can be, in any letter case, with the tone on
/// any vowel.
pub fn is_syllable(word: &str) -> bool {
    Spelling::of(word).is_some_and(|spelling| spelling.parts().is_some())
}

/// The first consonants, the longer ones before those that they begin with.
const ONSETS: [&str; 28] = [
    "ngh", "ng", "nh", "gh", "gi", "kh", "ph", "th", "tr", "ch", "qu", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

/// What can follow any consonant, without tones.
const RIMES: &str = "a ac ach ai am an ang anh ao ap at au ay \
    ăc ăm ăn ăng ăp ăt \
    âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et \
    ê êch êm ên ênh êp êt êu \
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu \
    o oc oi om on ong op ot \
    oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet \
    ô ôc ôi ôm ôn ông ôp ôt \
    ơ ơi ơm ơn ơp ơt \
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ \
    uy uya uych uyn uynh uyp uyt uyu uyên uyêt \
    ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu \
    y";

/// The index of the letter of a rime that bears the tone.
fn bearer(rime: &str) -> Option<usize> {
    let letters: Vec<char> = rime.chars().collect();
    let marked = |marked: &str| letters.iter().rposition(|letter| marked.contains(*letter));
    let vowels = letters.iter().take_while(|letter| "aeiouy".contains(**letter)).count();
    marked("ăâêôơ").or_else(|| marked("ư")).or(match (vowels, letters.len() > vowels) {
        (0, _) => None,
        (1, _) | (2, false) => Some(0),
        _ => Some(1),
    })
}

/// What follows qu, besides the rimes in a, ă, â, e, ê and i.
const AFTER_QU: &str = "y yên yêt ych ynh yt ôc ơ ơi";

/// Whether a syllable is spelled with these first consonants before this rime.
fn can_follow(onset: &str, rime: &str) -> bool {
    let among = |rimes: &str| rimes.split(' ').any(|one| one == rime);
    let front = rime.starts_with(['e', 'ê', 'i', 'y']);
    match onset {
        // Loans from French, and no others: xoong, goòng, soóc.
        "b" | "c" | "ch" | "g" | "l" | "s" | "t" | "x" if rime == "oong" => true,
        "c" | "m" | "r" | "s" | "t" if rime == "ooc" => true,
        "ngh" | "gh" => front && !rime.starts_with('y') && among(RIMES),
        "k" => front && among(RIMES),
        "c" | "ng" => !front && among(RIMES),
        "g" => (!front || matches!(rime, "i" | "ich" | "im" | "in" | "ip")) && among(RIMES),
        // gi takes the i of iê: giếng, giết.
        "gi" => (!rime.starts_with(['i', 'y']) && among(RIMES)) || matches!(rime, "êc" | "êng" | "êm"),
        "qu" => match rime.chars().next() {
            Some('a' | 'ă' | 'â' | 'e' | 'ê' | 'i') => !rime.starts_with("ia") && among(RIMES),
            _ => among(AFTER_QU),
        },
        "" => among(RIMES) || matches!(rime, "yêm" | "yên" | "yêng" | "yêt" | "yêu"),
        _ => among(RIMES),
    }
}

/// Whether a character is a letter or a mark that stands apart from its letter (NFD).
pub fn is_letter(letter: char) -> bool {
    if letter.is_ascii() {
        letter.is_ascii_alphabetic()
    } else {
        letter.is_alphabetic() || is_combining_mark(letter)
    }
}

/// The runs of letters in a text, marks that stand apart (NFD) included.
pub fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_letter)?;
        let len = text[start..].find(|letter| !is_letter(letter)).unwrap_or(text.len() - start);
        at = start + len;
        Some((start..at, &text[start..at]))
    })
}
