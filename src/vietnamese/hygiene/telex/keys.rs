//! What keys turn into.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};

use crate::vietnamese::syllable::{Spelling, Tone};

/// A word as its keys spell it.
pub struct Typed {
    /// The letters and the tone.
    pub spelling: Spelling,
    /// How often keys gave a letter its circumflex, breve, horn or bar.
    pub shaped: usize,
    /// The key of the tone and how many keys follow it.
    pub tone_key: Option<(char, usize)>,
}

impl Typed {
    fn new() -> Self {
        let spelling = Spelling { letters: Vec::new(), tone: Tone::Ngang, at: None };
        Self { spelling, shaped: 0, tone_key: None }
    }

    /// Reads the telex keys of a word in small letters; `None` where there are none, or two tones.
    pub fn telex(word: &str) -> Option<Self> {
        let mut typed = Self::new();
        let mut last_key = None;
        let keys: Vec<char> = word.nfd().collect();
        for (index, &key) in keys.iter().enumerate() {
            if typed.takes_mark(key)? {
                // A letter that has its mark is not shaped after it (née).
                last_key = None;
                continue;
            }
            let shape = match (last_key, key) {
                (Some('a'), 'a') => Some('â'),
                (Some('e'), 'e') => Some('ê'),
                (Some('o'), 'o') => Some('ô'),
                (Some('d'), 'd') if index == 1 => Some('đ'),
                (Some('a'), 'w') => Some('ă'),
                (Some('o'), 'w') => Some('ơ'),
                (Some('u'), 'w') => Some('ư'),
                _ => None,
            };
            let has_vowel = typed.spelling.letters.iter().any(|letter| "aeiouyăâêôơư".contains(*letter));
            match (shape, key) {
                (Some(shape), _) => {
                    typed.spelling.letters.pop();
                    typed.push_shaped(shape);
                }
                (_, 'w' | ']') if index > 0 => typed.push_shaped('ư'),
                (_, '[') if index > 0 => typed.push_shaped('ơ'),
                (_, 's' | 'f' | 'r' | 'x' | 'j') if has_vowel => {
                    let tone = match key {
                        's' => Tone::Sac,
                        'f' => Tone::Huyen,
                        'r' => Tone::Hoi,
                        'x' => Tone::Nga,
                        _ => Tone::Nang,
                    };
                    typed.set_tone(tone)?;
                    typed.tone_key = Some((key, keys.len() - index - 1));
                }
                _ => typed.spelling.letters.push(key),
            }
            last_key = Some(key).filter(|_| shape.is_none());
        }
        typed.was_typed()
    }

    /// Reads the VNI keys of a word in small letters; `None` where there are none, or a figure that
    /// changes nothing.
    pub fn vni(word: &str) -> Option<Self> {
        let mut typed = Self::new();
        let keys: Vec<char> = word.nfd().collect();
        for (index, &key) in keys.iter().enumerate() {
            if typed.takes_mark(key)? {
                continue;
            }
            let tone = match key {
                '1' => Tone::Sac,
                '2' => Tone::Huyen,
                '3' => Tone::Hoi,
                '4' => Tone::Nga,
                '5' => Tone::Nang,
                '6'..='9' => {
                    typed.shape_by_figure(key)?;
                    continue;
                }
                _ => {
                    typed.spelling.letters.push(key);
                    continue;
                }
            };
            typed.set_tone(tone)?;
            typed.tone_key = Some((key, keys.len() - index - 1));
        }
        typed.was_typed()
    }

    /// The word, when keys did something to it; the one horn of ươ serves both letters (truwong, tru7ong).
    fn was_typed(mut self) -> Option<Self> {
        let letters = &mut self.spelling.letters;
        if let Some(at) = letters.windows(2).position(|pair| pair == ['ư', 'o']) {
            letters[at + 1] = 'ơ';
        }
        (self.shaped > 0 || self.tone_key.is_some()).then_some(self)
    }

    /// Adds a mark that is in the text already; `None` where it cannot stand there.
    fn takes_mark(&mut self, mark: char) -> Option<bool> {
        if !is_combining_mark(mark) {
            return Some(false);
        }
        if let Some(tone) = Tone::of_mark(mark) {
            self.set_tone(tone)?;
        } else {
            let bearer = self.spelling.letters.last_mut()?;
            *bearer = compose(*bearer, mark)?;
        }
        Some(true)
    }

    fn set_tone(&mut self, tone: Tone) -> Option<()> {
        if self.spelling.tone != Tone::Ngang || self.spelling.letters.is_empty() {
            return None;
        }
        self.spelling.tone = tone;
        self.spelling.at = Some(self.spelling.letters.len() - 1);
        Some(())
    }

    /// Adds a letter with its shape; ơ gives its horn to the u before it (dduowcj, truong with one w).
    fn push_shaped(&mut self, letter: char) {
        if let ('ơ', Some(before @ 'u')) = (letter, self.spelling.letters.last_mut()) {
            *before = 'ư';
        }
        self.spelling.letters.push(letter);
        self.shaped += 1;
    }

    /// Gives the last letter that a figure can shape its shape.
    fn shape_by_figure(&mut self, figure: char) -> Option<()> {
        let letters = &mut self.spelling.letters;
        let shapes = match figure {
            '6' => ["aâ", "eê", "oô"].as_slice(),
            '7' => &["oơ", "uư"],
            '8' => &["aă"],
            _ => &["dđ"],
        };
        let shape = |letter: char| shapes.iter().find(|pair| pair.starts_with(letter))?.chars().last();
        let at = letters.iter().rposition(|letter| shape(*letter).is_some())?;
        letters[at] = shape(letters[at])?;
        if letters[at] == 'ơ' && at > 0 && letters[at - 1] == 'u' {
            letters[at - 1] = 'ư';
        }
        self.shaped += 1;
        Some(())
    }
}
