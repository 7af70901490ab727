//! Which words can be nothing but keys: no English word, name, acronym or code is spelled so.
//!
//! The judgement is by spelling, tried on some hundred thousand words of English prose and code; the
//! few foreign words that pass are listed.

use super::Case;
use super::keys::Typed;

/// Foreign words, names and abbreviations that are spelled as keys are.
const FOREIGN: &str =
    "conf ddos haj lawn lawns dawn dawns pawn pawns sawn hawn raj sown mown suwon taj thongs tisch";

/// The commonest words of papers whose keys would pass for something else.
const COMMON: &str = "cacs cuar laf vaf hown";

/// First consonants that no English word has.
const OWN_ONSETS: [&str; 4] = ["nh", "ng", "ngh", "kh"];

/// First consonants of two letters that English has as well.
const SHARED_ONSETS: [&str; 6] = ["th", "tr", "ph", "ch", "gi", "qu"];

/// Whether telex keys (a word in small letters) can be nothing else.
pub fn telex(word: &str, typed: &Typed, case: Case) -> bool {
    let listed = |list: &str| list.split(' ').any(|one| one == word);
    if listed(FOREIGN) {
        return false;
    }
    if case == Case::Upper && (typed.shaped == 0 || word.chars().count() < 5) {
        return false;
    }
    if listed(COMMON)
        || word.contains(['[', ']']) && word.len() > 3
        || word.starts_with("dd")
        || typed.shaped > 1
    {
        return true;
    }
    let Some((onset, rime)) = typed.spelling.parts() else { return false };
    let syllable = Syllable { word, case, onset: &onset, rime: &rime };
    match (typed.shaped, typed.tone_key) {
        _ if !word.is_ascii() => syllable.of_half_typed(typed.tone_key),
        (0, None) => false,
        (0, Some((key, behind))) => syllable.of_tone(key, behind),
        (_, None) => syllable.of_shape(),
        (_, Some((key, behind))) => syllable.of_both(key, behind),
    }
}

/// A syllable spelled by keys.
struct Syllable<'a> {
    word: &'a str,
    case: Case,
    onset: &'a str,
    rime: &'a str,
}

impl Syllable<'_> {
    fn own_onset(&self) -> bool {
        OWN_ONSETS.contains(&self.onset)
    }

    fn shared_onset(&self) -> bool {
        SHARED_ONSETS.contains(&self.onset)
    }

    fn ends_in(&self, codas: &[&str]) -> bool {
        codas.iter().any(|coda| self.rime.ends_with(coda))
    }

    /// Vowels that only keys bring together: iee, uow.
    fn has_own_vowels(&self) -> bool {
        ["iee", "yee", "uoo", "uow"].iter().any(|vowels| self.word.contains(vowels))
            && self.rime.chars().count() > 2
    }

    /// Some letters have their Vietnamese shape and some are keys still (viêjt). Names of the highlands
    /// end in r and s (Đăk Pơr).
    fn of_half_typed(&self, tone_key: Option<(char, usize)>) -> bool {
        self.case == Case::Lower || !matches!(tone_key, Some(('s' | 'r' | 'x', 0)))
    }

    /// One tone and no shape: thij, nhaf, khacs.
    fn of_tone(&self, key: char, behind: usize) -> bool {
        let nasal = self.ends_in(&["ng", "nh"]);
        if behind > 0 {
            // Within the syllable, before its last consonants: hojc, tisnh, but not Fuji.
            let consonants = self.word.chars().rev().take(behind).all(|letter| "cghmnpt".contains(letter));
            return consonants && (key == 'j' || nasal && key != 'r' && !self.onset.is_empty());
        }
        match key {
            'j' => self.word.len() > 2 && !self.onset.is_empty(),
            'f' => nasal || self.own_onset() || self.shared_onset() && self.onset != "ch",
            's' if nasal && self.rime.ends_with("ng") => {
                self.own_onset() || matches!(self.onset, "th" | "tr" | "ph")
            }
            _ => nasal || self.own_onset() && self.case == Case::Lower,
        }
    }

    /// One shape and no tone: khoong, nawm, tieen.
    fn of_shape(&self) -> bool {
        let long = self.rime.chars().count() > 1;
        let shape = self.rime.chars().find(|letter| "ăâêôơư".contains(*letter));
        if self.has_own_vowels() {
            return true;
        }
        match shape {
            // Every ă has a consonant behind it: "lawn" is in the list.
            Some('ă') => !self.onset.is_empty(),
            Some('ơ') if self.own_onset() => true,
            Some('ơ') => {
                self.case == Case::Lower && self.ends_in(&["i", "m", "p", "t"]) && !self.onset.is_empty()
            }
            Some('ư') if self.word.contains("uw") => {
                !self.onset.is_empty() && (self.case == Case::Lower || long)
            }
            Some('ư') => self.onset == "nh" || long && (self.own_onset() || self.shared_onset()),
            _ if self.onset.is_empty() => false,
            // Loong, Daan and Khoo are names.
            _ if self.case == Case::Title => {
                long && (self.own_onset() || self.shared_onset()) && self.has_own_coda()
            }
            Some('â') => true,
            _ => {
                self.has_own_coda() || matches!(self.onset, "nh" | "ng" | "ngh") || self.onset == "kh" && long
            }
        }
    }

    /// What follows ee and oo in no English word.
    fn has_own_coda(&self) -> bool {
        self.ends_in(&["ng", "nh", "ch", "c", "i", "u", "y"])
    }

    /// One shape and one tone: Vieejt, hooij, nuwocs.
    fn of_both(&self, key: char, behind: usize) -> bool {
        let own = self.word.contains("uw") || self.word.contains("aa") || self.has_own_vowels();
        if key == 'j' || self.own_onset() {
            return self.word.len() > 3;
        }
        if own {
            return !self.onset.is_empty();
        }
        if behind > 0 {
            // "boost" and "Hoorn" are no keys.
            let next = self.word.chars().rev().nth(behind - 1);
            return !matches!((key, next), ('s', Some('t' | 'c' | 'p')) | ('r', _)) && !self.onset.is_empty();
        }
        let shape = self.rime.chars().find(|letter| "ăâêôơư".contains(*letter));
        match shape {
            Some('ă') => !(key == 's' && self.rime.ends_with('n')),
            Some('ơ') => self.ends_in(&["i", "m", "p", "t"]) && !self.onset.is_empty(),
            Some('ư') => self.shared_onset(),
            _ => self.has_own_coda() && !self.onset.is_empty(),
        }
    }
}

/// Whether VNI keys can be nothing else: a figure stands within the letters, as in no name of a class
/// or a criterion.
pub fn vni(word: &str) -> bool {
    let keys: Vec<char> = word.chars().collect();
    let inner =
        |figures: &str| keys.windows(2).any(|pair| figures.contains(pair[0]) && pair[1].is_alphabetic());
    let bar = word.starts_with("d9") && keys.get(2).is_some_and(|letter| letter.is_alphabetic());
    let begins = !word.starts_with(['a', 'e', 'i', 'o', 'u', 'y']);
    bar || begins && (inner("678") || inner("12345") && keys.len() > 3)
}
