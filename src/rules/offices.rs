//! Bodies, posts and awards as papers name them, told apart by what they mean, not by how they are typed.

use std::cmp::Reverse;
use std::sync::LazyLock;

use chrono::NaiveDate;

use super::case::Sheet;
use super::law::{Award, Decider, Law, Post, Regime};
use crate::record::{GroupKind, Record, Unit};
use crate::vietnamese::letters::is_alphanumeric;

/// The words in small letters, one space between them, without signs, abbreviations in full and
/// tones in their older place: to compare with, never to print.
pub fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !is_alphanumeric(letter)).filter(|word| !word.is_empty());
    let words = words.map(|word| match word {
        "ubnd" => "ủy ban nhân dân".to_owned(),
        "hđnd" => "hội đồng nhân dân".to_owned(),
        "sỹ" => "sĩ".to_owned(),
        word => old_tones(word),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// `hoà` → `hòa`, `uỷ` → `ủy`; the same on both sides of a comparison, so no syllable need be known.
fn old_tones(word: &str) -> String {
    const O: [char; 5] = ['ò', 'ó', 'ỏ', 'õ', 'ọ'];
    const U: [char; 5] = ['ù', 'ú', 'ủ', 'ũ', 'ụ'];
    const AFTER: [(char, [char; 5], [char; 5], char); 3] = [
        ('o', ['à', 'á', 'ả', 'ã', 'ạ'], O, 'a'),
        ('o', ['è', 'é', 'ẻ', 'ẽ', 'ẹ'], O, 'e'),
        ('u', ['ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'], U, 'y'),
    ];
    let mut out = String::with_capacity(word.len());
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let moved = letters.peek().and_then(|next| {
            AFTER.iter().filter(|(before, ..)| *before == letter).find_map(|(_, toned, with_tone, bare)| {
                let tone = toned.iter().position(|toned| toned == next)?;
                Some((with_tone[tone], *bare))
            })
        });
        match moved {
            Some((with_tone, bare)) => {
                letters.next();
                out.extend([with_tone, bare]);
            }
            None => out.push(letter),
        }
    }
    out
}

/// Whether a text begins with these words; both [`plain`].
pub fn begins(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Whether a paper is issued by a body of the Party, which writes by rules of its own.
pub fn is_of_party(sheet: &Sheet) -> bool {
    const BODIES: [&str; 14] = [
        "đảng ủy",
        "đảng bộ",
        "đảng đoàn",
        "chi bộ",
        "chi ủy",
        "tỉnh ủy",
        "thành ủy",
        "huyện ủy",
        "quận ủy",
        "thị ủy",
        "ban cán sự đảng",
        "ban chấp hành đảng bộ",
        "ban chấp hành trung ương",
        "ủy ban kiểm tra",
    ];
    let Some(issuer) = sheet.issuer else { return false };
    let names = [issuer.name.0.join(" "), issuer.parent.0.join(" ")].map(|name| plain(&name));
    // "Ban Tuyên giáo Tỉnh ủy", "Văn phòng Huyện ủy": the body that it serves stands last.
    names.iter().any(|name| {
        BODIES.iter().any(|body| begins(name, body)) || BODIES[..10].iter().any(|body| holds(name, body))
    })
}

/// Whether these words stand in a text; both [`plain`].
pub fn holds(text: &str, words: &str) -> bool {
    !words.is_empty() && format!(" {text} ").contains(&format!(" {words} "))
}

/// Whether two names may be one body's: the shorter stands in the longer, or one is abbreviated.
pub fn may_be_one(one: &str, other: &str) -> bool {
    let (a, b) = (plain(one), plain(other));
    holds(&a, &b) || holds(&b, &a) || abbreviated(one) || abbreviated(other)
}

/// Whether a name holds an abbreviation that we do not know in full: `Sở GDĐT`.
fn abbreviated(name: &str) -> bool {
    let letters = |word: &&str| word.chars().filter(|letter| letter.is_uppercase()).count();
    let known = ["UBND", "HĐND"];
    name.split(|letter: char| !is_alphanumeric(letter))
        .any(|word| letters(&word) >= 2 && !known.contains(&word) && !is_roman(word))
        && name.chars().any(char::is_lowercase)
}

fn is_roman(word: &str) -> bool {
    word.chars().all(|letter| "IVX".contains(letter))
}

/// The row whose words a name begins with, the longest words first.
fn row_of<'l, R: 'l>(
    name: &str,
    rows: impl IntoIterator<Item = &'l R>,
    words: impl Fn(&'l R) -> Box<dyn Iterator<Item = &'l String> + 'l>,
) -> Option<(&'l R, String)> {
    let name = plain(name);
    let first = name.chars().next();
    // Most rows begin with another letter, which need not be made plain to be seen; an
    // abbreviation or a moved tone may change the first.
    let may_begin = |word: &String| {
        let own = word.chars().next().and_then(|letter| letter.to_lowercase().next());
        own == first || matches!(own, Some('u' | 'h' | 'o'))
    };
    let words = rows.into_iter().flat_map(|row| words(row).map(move |word| (row, word)));
    let found = words.filter(|(_, word)| may_begin(word)).map(|(row, word)| (row, plain(word)));
    found.filter(|(_, word)| begins(&name, word)).max_by_key(|(_, word)| word.len())
}

/// A post that somebody holds.
pub struct Held<'l> {
    /// The post, in the row of the law.
    pub post: &'l Post,
    /// Whether it is a deputy's.
    pub deputy: bool,
    /// Where, [`plain`]: `sở y tế`; nothing where only the post is named.
    pub of: String,
}

/// The post that a title begins with.
pub fn held<'l>(law: &'l Law, title: &str) -> Option<Held<'l>> {
    let head = row_of(title, &law.posts, |post| Box::new(post.heads.iter()));
    let deputy = row_of(title, &law.posts, |post| Box::new(post.deputies.iter()));
    let of = |word: &str| plain(title)[word.len()..].trim_start().to_owned();
    match (head, deputy) {
        (Some((post, word)), None) => Some(Held { post, deputy: false, of: of(&word) }),
        (_, Some((post, word))) => Some(Held { post, deputy: true, of: of(&word) }),
        (None, None) => None,
    }
}

/// Whether a title is a deputy's.
pub fn is_deputy(law: &Law, title: &str) -> bool {
    begins(&plain(title), "phó") || held(law, title).is_some_and(|held| held.deputy)
}

/// Whether the words name a post, not a body: `Giám đốc`, `Tiểu đoàn trưởng`.
fn is_post(law: &Law, words: &str) -> bool {
    let first = plain(words);
    held(law, words).is_some() || first.split(' ').take(3).any(|word| matches!(word, "trưởng" | "phó"))
}

/// How the body of a name decides, where that is known.
pub fn regime<'l>(law: &'l Law, name: &str) -> Option<&'l Regime> {
    let row = row_of(name, &law.regimes, |row| Box::new(row.bodies.iter()));
    row.filter(|_| !is_post(law, name)).map(|(row, _)| row)
}

/// At which level the head of the body of a name decides awards, where that is known; on a day, or on any.
pub fn decider<'l>(law: &'l Law, name: &str, day: Option<NaiveDate>) -> Option<&'l Decider> {
    let rows = law.deciders.iter().filter(|row| day.is_none_or(|day| row.source.holds(day)));
    row_of(name, rows, |row| Box::new(row.bodies.iter()))
        .filter(|(row, _)| row.level.is_some())
        .map(|(row, _)| row)
}

/// The names of all awards, [`plain`] between spaces.
fn award_names(law: &Law) -> Vec<(String, &Award)> {
    let mut names = Vec::new();
    for award in &law.awards {
        let own = std::iter::once(&award.name).chain(&award.aliases);
        names.extend(own.map(|name| (format!(" {} ", plain(name)), award)));
    }
    names
}

/// The awards that words name, each by the longest of its names: `Tập thể lao động tiên tiến` is not
/// `Lao động tiên tiến` too.
pub fn awards_in<'l>(law: &'l Law, words: &str) -> Vec<&'l Award> {
    static BUILT_IN: LazyLock<Vec<(String, &Award)>> = LazyLock::new(|| award_names(Law::built_in()));
    let own;
    let names = if std::ptr::eq(law, Law::built_in()) {
        &*BUILT_IN
    } else {
        own = award_names(law);
        &own
    };
    let text = format!(" {} ", plain(words));
    let mut found: Vec<(usize, usize, &Award)> = Vec::new();
    for (name, award) in names {
        found.extend(text.match_indices(name).map(|(at, name)| (at, at + name.len(), *award)));
    }
    found.sort_by_key(|(start, end, _)| (*start, Reverse(*end)));
    let mut reached = 0;
    let mut awards: Vec<&Award> = Vec::new();
    for (_, end, award) in found {
        // A name within the one before is a part of it.
        if end > reached {
            reached = end;
            if awards.iter().all(|other| other.name != award.name) {
                awards.push(award);
            }
        }
    }
    awards
}

/// Whether a name is a cụm's or khối's, this record's or another's.
pub fn is_group(record: &Record, name: &str) -> bool {
    let name = plain(name);
    let own = plain(&record.group.name);
    name == own || begins(&name, "cụm thi đua") || begins(&name, "khối thi đua")
}

/// The posts of the kind of group that this one is not.
pub fn foreign_posts(kind: GroupKind) -> [&'static str; 4] {
    match kind {
        GroupKind::Cum => ["Khối trưởng", "Khối phó", "Trưởng khối", "Phó khối"],
        GroupKind::Khoi => ["Cụm trưởng", "Cụm phó", "Trưởng cụm", "Phó cụm"],
    }
}

/// The member unit that a name is of, where it is one of them for certain.
pub fn unit_named<'r>(record: &'r Record, name: &str) -> Option<&'r Unit> {
    let name = plain(name);
    let is = |unit: &&Unit| {
        plain(&unit.name) == name || unit.short.as_ref().is_some_and(|short| plain(short) == name)
    };
    record.group.units.iter().find(is)
}

/// What the names of collectives begin with, [`plain`].
const COLLECTIVES: [&str; 19] = [
    "phòng",
    "trung tâm",
    "trường",
    "khoa",
    "công ty",
    "chi cục",
    "ủy ban",
    "bệnh viện",
    "văn phòng",
    "trạm y tế",
    "sở",
    "tập thể",
    "chi bộ",
    "đảng ủy",
    "hợp tác xã",
    "hội đồng",
    "đoàn thanh niên",
    "ban quản lý",
    "câu lạc bộ",
];

/// Whether a name begins as a collective's does, not a person's.
pub fn is_collective(name: &str) -> bool {
    let name = plain(name);
    COLLECTIVES.iter().any(|word| begins(&name, word))
}
