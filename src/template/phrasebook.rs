//! What libraries say, in Vietnamese.

/// Sentences and words of a library with what they are in Vietnamese.
pub struct Phrasebook {
    /// Sentences, `{}` where they differ from case to case. In Vietnamese `{0}` stands for the
    /// first of these as it was, `<0>` for its own translation. The first that fits is taken.
    pub sentences: &'static [(&'static str, &'static str)],
    /// Words and names of things, in the same way.
    pub words: &'static [(&'static str, &'static str)],
}

/// What joins the parts of an enumeration, the loosest first.
const LINKS: [(&str, &str); 5] =
    [(", or ", " hoặc "), (" or ", " hoặc "), (", and ", " và "), (" and ", " và "), (", ", ", ")];

impl Phrasebook {
    /// A sentence in Vietnamese, where it is known.
    pub fn sentence(&self, english: &str) -> Option<String> {
        self.found(self.sentences, english)
    }

    fn found(&self, entries: &[(&str, &str)], english: &str) -> Option<String> {
        entries.iter().find_map(|(pattern, vietnamese)| {
            holes(pattern, english).map(|holes| self.filled(vietnamese, &holes))
        })
    }

    /// Words in Vietnamese, or several of them; what is not known stays as it is.
    pub fn word(&self, english: &str) -> String {
        if let Some(vietnamese) = self.found(self.words, english) {
            return vietnamese;
        }
        // Within quotes an "or" is no link.
        let unquoted = |at: usize| {
            let quotes = |quote: char| english[..at].matches(quote).count();
            quotes('"') % 2 == 0 && quotes('`') % 2 == 0
        };
        let linked = LINKS.iter().find_map(|(link, vietnamese)| {
            let (at, _) = english.match_indices(link).find(|(at, _)| unquoted(*at))?;
            Some((&english[..at], *vietnamese, &english[at + link.len()..]))
        });
        match linked {
            Some((left, link, right)) => format!("{}{link}{}", self.word(left), self.word(right)),
            None if english.contains(['"', '`']) => english.to_owned(),
            None => format!("`{english}`"),
        }
    }

    fn filled(&self, vietnamese: &str, holes: &[&str]) -> String {
        let mut out = String::new();
        let mut rest = vietnamese;
        while let Some(at) = rest.find(['{', '<']) {
            out.push_str(&rest[..at]);
            let digit = rest[at + 1..].chars().next().and_then(|digit| digit.to_digit(10));
            match digit.and_then(|digit| holes.get(digit as usize)) {
                Some(hole) => {
                    let as_it_is = rest[at..].starts_with('{');
                    out.push_str(&if as_it_is { (*hole).to_owned() } else { self.word(hole) });
                    rest = &rest[at + "{0}".len()..];
                }
                None => {
                    out.push_str(&rest[at..=at]);
                    rest = &rest[at + 1..];
                }
            }
        }
        out + rest
    }
}

/// What stands in a text where its pattern has `{}`; none where the text is another.
fn holes<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut fixed = pattern.split("{}").peekable();
    let mut rest = text.strip_prefix(fixed.next()?)?;
    let mut found = Vec::new();
    while let Some(part) = fixed.next() {
        let at = match fixed.peek() {
            Some(_) => rest.find(part)?,
            None => rest.strip_suffix(part)?.len(),
        };
        found.push(&rest[..at]);
        rest = &rest[at + part.len()..];
    }
    rest.is_empty().then_some(found)
}
