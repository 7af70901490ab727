//! What is a letter, asked so often that the way through all of Unicode is felt.

/// Whether it is a letter or a digit, as [`char::is_alphanumeric`] tells it: Latin letters are told without a look into
/// the tables of Unicode.
pub fn is_alphanumeric(letter: char) -> bool {
    match letter {
        '\0'..='\u{7f}' => letter.is_ascii_alphanumeric(),
        'À'..='ɏ' | 'Ḁ'..='ỿ' => !matches!(letter, '×' | '÷'),
        _ => letter.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_alphanumeric;

    #[test]
    fn every_letter_is_told_as_the_standard_library_tells_it() {
        let differ = |letter: &char| is_alphanumeric(*letter) != letter.is_alphanumeric();
        assert_eq!(('\0'..=char::MAX).find(differ), None);
    }
}
