//! Names that are probably one name spelled two ways.

use unicode_normalization::UnicodeNormalization;

use super::slug::slug;
use super::syllable::Spelling;
use crate::vietnamese::letters::is_alphanumeric;

/// Whether two names of persons or units are probably one name spelled two ways: they differ by letter
/// case, by spaces, hyphens or dots, by where a tone mark stands, by diacritics, or by one letter.
///
/// Names that are equal are not near, nor names that differ by a whole word, a number (Phòng 1, Phòng
/// 2; cụm III, cụm IV), an initial (Nguyễn Văn A, Nguyễn Văn B) or an abbreviation (THCS, THPT).
pub fn near(a: &str, b: &str) -> bool {
    // One letter at most is more or less: said before the names are taken apart, for most are not near.
    let letters = |name: &str| name.chars().filter(|letter| is_alphanumeric(*letter)).count();
    if letters(a).abs_diff(letters(b)) > 1 {
        return false;
    }
    let (a, b) = (Name::of(a), Name::of(b));
    if a.text == b.text || a.numbers() != b.numbers() {
        return false;
    }
    if a.squashed() == b.squashed() {
        return !a.words.is_empty();
    }
    if a.marks() != b.marks() {
        return false;
    }
    if a.words.len() != b.words.len() {
        return false;
    }
    let mut differing = a.words.iter().zip(&b.words).filter(|(a, b)| a.small != b.small);
    match (differing.next(), differing.next()) {
        (Some((a, b)), None) => a.is_near(b),
        // A name typed without diacritics.
        _ => a.plain() == b.plain() && (a.is_plain() || b.is_plain()),
    }
}

/// A name taken apart.
struct Name {
    text: String,
    words: Vec<Word>,
}

struct Word {
    written: String,
    /// In small letters, the tone where the older way of writing puts it.
    small: String,
}

impl Name {
    fn of(name: &str) -> Self {
        let text: String = name.nfc().collect();
        let words = text.split(|letter: char| !is_alphanumeric(letter)).filter(|word| !word.is_empty());
        Self { words: words.map(Word::of).collect(), text }
    }

    fn squashed(&self) -> String {
        self.words.iter().map(|word| word.small.as_str()).collect()
    }

    fn numbers(&self) -> Vec<&str> {
        self.words.iter().filter(|word| word.is_number()).map(|word| word.small.as_str()).collect()
    }

    /// The words that tell one of a row from the next.
    fn marks(&self) -> Vec<&str> {
        let capitals = self.is_in_capitals();
        self.words.iter().filter(|word| word.is_mark(capitals)).map(|word| word.small.as_str()).collect()
    }

    /// Whether the whole name is in capitals, so that they say nothing of a word.
    fn is_in_capitals(&self) -> bool {
        !self.text.chars().any(char::is_lowercase)
    }

    fn plain(&self) -> String {
        slug(&self.text)
    }

    fn is_plain(&self) -> bool {
        self.text.is_ascii()
    }
}

impl Word {
    fn of(word: &str) -> Self {
        let small = Spelling::of(word).and_then(|spelling| spelling.written());
        Self { written: word.to_owned(), small: small.unwrap_or_else(|| word.to_lowercase()) }
    }

    fn is_number(&self) -> bool {
        self.written.contains(char::is_numeric)
    }

    /// Whether the word is a number, an initial or an abbreviation.
    fn is_mark(&self, name_in_capitals: bool) -> bool {
        let initial = self.written.chars().count() == 1;
        let roman = self.written.chars().all(|letter| "IVXLCDM".contains(letter));
        let in_capitals = !self.written.contains(char::is_lowercase);
        self.is_number() || roman || in_capitals && (initial || !name_in_capitals)
    }

    /// Whether two words differ by diacritics, by i and y, or by one letter that does not make another
    /// word of them.
    fn is_near(&self, other: &Self) -> bool {
        const SHORT: usize = 2;
        const LONG: usize = 5;
        let plain = |word: &Self| slug(&word.small).replace('y', "i");
        let (a, b) = (plain(self), plain(other));
        let letters = self.small.chars().count().min(other.small.chars().count());
        let begin_alike = a.chars().next() == b.chars().next();
        a == b
            || letters > SHORT
                && (begin_alike || letters > LONG)
                && strsim::osa_distance(&self.small, &other.small) == 1
    }
}
