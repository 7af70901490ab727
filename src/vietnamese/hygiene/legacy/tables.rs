//! The letters of the old encodings, as Latin-1 shows them.

use unicode_normalization::UnicodeNormalization;

/// The letters of TCVN3 from A1 to FE, in the order of their codes; a dot where there is none. Capitals
/// with a tone have no codes: a font of capitals shows the small ones.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......\
                     ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ";

/// Whether a character is among those that Latin-1 shows for the old encodings and Vietnamese does not use.
pub fn is_foreign(letter: char) -> bool {
    matches!(letter, '\u{A1}'..='\u{FE}') && !"ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý".contains(letter)
}

/// The letter that TCVN3 means by a character.
pub fn tcvn3_letter(letter: char) -> Option<char> {
    const FIRST: char = '\u{A1}';
    const LAST: char = '\u{FE}';
    if !(FIRST..=LAST).contains(&letter) {
        return None;
    }
    let index = u32::from(letter) - u32::from(FIRST);
    TCVN3.chars().nth(index as usize).filter(|letter| *letter != '.')
}

/// A word of TCVN3 in Unicode; `None` where a letter is not of the encoding. A word whose plain letters
/// are capitals is one in the font of capitals.
pub fn tcvn3(word: &str) -> Option<String> {
    let decode = |letter: char| if letter.is_ascii() { Some(letter) } else { tcvn3_letter(letter) };
    let decoded: String = word.chars().map(decode).collect::<Option<_>>()?;
    let mut plain = word.chars().filter(char::is_ascii_alphabetic);
    let capitals = plain.clone().count();
    let whole = capitals > 1 || capitals == 1 && !word.starts_with(|letter: char| letter.is_ascii());
    Some(if whole && plain.all(|letter| letter.is_ascii_uppercase()) {
        decoded.to_uppercase()
    } else {
        decoded
    })
}

/// The letters of VNI-Windows that are one character, as they are and as they are meant.
const VNI_LETTERS: [&str; 9] = ["ôơ", "öư", "ñđ", "íí", "ìì", "æỉ", "óĩ", "òị", "îỵ"];

/// The characters that VNI-Windows sets behind a vowel: the vowels, the character, the combining marks
/// it stands for.
const VNI_MARKS: [(&str, char, &str); 17] = [
    ("aeouyôö", 'ù', "\u{301}"),
    ("aeouyôö", 'ø', "\u{300}"),
    ("aeouyôö", 'û', "\u{309}"),
    ("aeouyôö", 'õ', "\u{303}"),
    ("aeouyôö", 'ï', "\u{323}"),
    ("aeo", 'â', "\u{302}"),
    ("aeo", 'á', "\u{302}\u{301}"),
    ("aeo", 'à', "\u{302}\u{300}"),
    ("aeo", 'å', "\u{302}\u{309}"),
    ("aeo", 'ã', "\u{302}\u{303}"),
    ("aeo", 'ä', "\u{302}\u{323}"),
    ("a", 'ê', "\u{306}"),
    ("a", 'é', "\u{306}\u{301}"),
    ("a", 'è', "\u{306}\u{300}"),
    ("a", 'ú', "\u{306}\u{309}"),
    ("a", 'ü', "\u{306}\u{303}"),
    ("a", 'ë', "\u{306}\u{323}"),
];

/// A word of VNI-Windows in Unicode; `None` where a letter is not of the encoding or a mark has no
/// vowel before it.
pub fn vni(word: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut before = None;
    for letter in word.chars() {
        let small = letter.to_lowercase().next()?;
        let mark = VNI_MARKS
            .iter()
            .find(|(vowels, mark, _)| *mark == small && before.is_some_and(|before| vowels.contains(before)));
        if let Some((_, _, marks)) = mark {
            decoded.push_str(marks);
            before = None;
            continue;
        }
        before = Some(small);
        if letter.is_ascii() {
            decoded.push(letter);
            continue;
        }
        let meant = VNI_LETTERS.iter().find(|pair| pair.starts_with(small))?.chars().last()?;
        if letter.is_uppercase() {
            decoded.extend(meant.to_uppercase());
        } else {
            decoded.push(meant);
        }
    }
    Some(decoded.nfc().collect())
}
