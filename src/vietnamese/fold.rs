//! Words as a person looks for them: without diacritics, in small letters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::syllable::Spelling;
use crate::vietnamese::letters::is_alphanumeric;

/// The text in small letters without diacritics: `Đặng Thị Ý` → `dang thi y`.
pub fn fold(text: &str) -> String {
    let bare = text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase);
    bare.map(|letter| if letter == 'đ' { 'd' } else { letter }).collect()
}

/// The words of a text in small letters, composed (NFC), a tone mark where the older way of writing
/// puts it (`hoà` is `hòa`), a number without leading zeros (`05` is `5`).
pub fn words(text: &str) -> Vec<String> {
    let text: String = text.nfc().collect();
    let words = text.split(|letter: char| !is_alphanumeric(letter)).filter(|word| !word.is_empty());
    words.map(small).collect()
}

fn small(word: &str) -> String {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        let value = word.trim_start_matches('0');
        return if value.is_empty() { "0".to_owned() } else { value.to_owned() };
    }
    let spelled = Spelling::of(word).and_then(|spelling| spelling.written());
    spelled.unwrap_or_else(|| word.to_lowercase())
}
