//! What sentences say in figures: counts, shares, sums, and the papers that they cite.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::{Captures, Regex};
use rust_decimal::Decimal;

use crate::record::awards::Category;
use crate::vietnamese::letters::is_alphanumeric;
use crate::vietnamese::notation;

/// A pattern that is compiled once; a faulty one is a fault of the program that any test shows.
pub type Pattern = LazyLock<Regex>;

/// The classes of letters and digits that patterns are written with, and what they mean here: the letters of Vietnam's
/// languages and of their neighbours in Latin script, and the ten digits. All of Unicode takes milliseconds to compile,
/// a pattern, and a paper has no letters of other scripts.
const CLASSES: [(&str, &str); 4] = [
    (r"\d", "[0-9]"),
    (r"\p{Lu}", "[A-ZÀ-ÖØ-ÞĂĈČĐĔĚĨĬŃŇŌŎŠŨŪŬɃƠƯǍǏǑǓẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"),
    (r"\p{Ll}", "[a-zß-öø-ÿăĉčđĕěĩĭńňōŏšũūŭƀơưǎǐǒǔạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"),
    (r"\p{L}", "[A-Za-zÀ-ÖØ-öø-ɏẠ-ỹ]"),
];

/// A pattern from its text, in which classes are those of `CLASSES`.
pub fn pattern(text: &str) -> Regex {
    let text = CLASSES.iter().fold(text.to_owned(), |text, (class, letters)| text.replace(class, letters));
    Regex::new(&text).expect("patterns are tested")
}

/// A paper that a text cites by its number: `Quyết định số 12/QĐ-UBND ngày 05 tháng 02 năm 2020`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// From the type's name, where there is one, to the end of the date, where there is one.
    pub range: Range<usize>,
    /// The type's name as written: `Quyết định`.
    pub kind: Option<String>,
    /// The number as written: `05`.
    pub number: String,
    /// Number and symbol as written: `152/2025/NĐ-CP`.
    pub code: String,
    /// What stands after the last slash: `NĐ-CP`.
    pub symbol: String,
    /// Its date, where one is written and real.
    pub date: Option<NaiveDate>,
}

static CITATION: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?: (?P<kind> \p{Lu}\p{Ll}+ (?:\x20\p{Ll}+){0,2} ) \s+ số \s* :? \s* | số \s* :? \s* )?
        (?P<code> (?P<number>\d{1,5}\p{Ll}?) (?:/\d{4})? / (?P<symbol> \p{Lu}[\p{Lu}\p{Ll}\d]* (?:[-&]\p{Lu}[\p{L}\d]*)* ) )
        (?: \s* ,? \s+ ngày \s+ (?:
            (?P<d>\d{1,2}) \s+ tháng \s+ (?P<m>\d{1,2}) \s+ năm \s+ (?P<y>\d{4})
          | (?P<d2>\d{1,2}) / (?P<m2>\d{1,2}) / (?P<y2>\d{4})
        ) )?",
    )
});

/// The papers that a text cites, in its order.
pub fn citations(text: &str) -> Vec<Citation> {
    if !text.contains('/') {
        return Vec::new();
    }
    let citation = |found: Captures| {
        let all = found.get(0)?;
        let part = |name: &str| found.name(name).map(|part| part.as_str().to_owned());
        let figure = |one: &str, other: &str| part(one).or_else(|| part(other))?.parse::<u32>().ok();
        let date = match (figure("y", "y2"), figure("m", "m2"), figure("d", "d2")) {
            (Some(year), Some(month), Some(day)) => NaiveDate::from_ymd_opt(year as i32, month, day),
            _ => None,
        };
        Some(Citation {
            range: all.range(),
            kind: part("kind"),
            number: part("number")?,
            code: part("code")?,
            symbol: part("symbol")?,
            date,
        })
    };
    CITATION.captures_iter(text).filter_map(citation).collect()
}

static MARK: Pattern = LazyLock::new(|| pattern(r"^(?:[-+•]|\d{1,3}[.)]|[a-zđ]\)|#{1,6}|\\[-+])\s+"));

/// The sentences and the items of lists of a text, each on one line without emphasis; rows of tables are passed
/// over.
pub fn sentences(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        let mark = MARK.find(line);
        let own = line[mark.map_or(0, |mark| mark.end())..].replace('*', "");
        match paragraphs.last_mut() {
            _ if line.is_empty() || line.starts_with('|') => {
                open = false;
                continue;
            }
            Some(paragraph) if open && mark.is_none() => {
                paragraph.push(' ');
                paragraph.push_str(&own);
            }
            _ => paragraphs.push(own),
        }
        open = true;
    }
    paragraphs.iter().flat_map(|paragraph| parted(paragraph)).map(str::to_owned).collect()
}

/// A paragraph's sentences; a semicolon ends one too.
fn parted(paragraph: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, sign) in paragraph.match_indices(['.', '!', '?', ';']) {
        let rest = &paragraph[at + 1..];
        let next = rest.trim_start();
        let spaced = next.len() < rest.len() || next.is_empty();
        if spaced && (sign == ";" || next.chars().next().is_none_or(|letter| !letter.is_lowercase())) {
            sentences.push(paragraph[start..at].trim());
            start = at + 1;
        }
    }
    sentences.push(paragraph[start..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// A count that a sentence tells: `05 tập thể`, `05 (năm) tập thể`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Figure and word.
    pub range: Range<usize>,
    /// Of whom.
    pub category: Category,
    /// How many.
    pub count: usize,
}

static COUNT: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(\d{1,3}(?:\.\d{3})+|\d+)\s+(?:\([^()\d]{1,40}\)\s+)?(?:lượt\s+)?(tập thể|cá nhân|hộ gia đình)\b",
    )
});

/// Words after which a figure is a name, not a count: năm 2025.
const NAMED: [&str; 9] = ["năm", "tháng", "quý", "ngày", "số", "điều", "khoản", "thứ", "lần"];

/// The counts of tập thể, cá nhân, hộ gia đình that a text tells.
pub fn counts(text: &str) -> Vec<Count> {
    let count = |found: Captures| {
        let range = found.get(0)?.range();
        let category =
            Category::ALL.into_iter().find(|category| category.word() == found[2].to_lowercase())?;
        let before = &text[..range.start];
        let last = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
        let part = before.ends_with(['/', ',', '.', '-']) || NAMED.contains(&last.as_str());
        if part {
            return None;
        }
        Some(Count { range, category, count: found[1].replace('.', "").parse().ok()? })
    };
    COUNT.captures_iter(text).filter_map(count).collect()
}

/// So many of so many: `07/09`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fraction {
    /// Both figures.
    pub range: Range<usize>,
    /// The part.
    pub part: Decimal,
    /// The whole, never zero.
    pub whole: Decimal,
}

static FRACTION: Pattern =
    LazyLock::new(|| pattern(r"\b(\d{1,3}(?:\.\d{3})+|\d+)/(\d{1,3}(?:\.\d{3})+|\d+)\b"));

/// The parts of a whole that a text tells; dates and numbers of papers are none.
pub fn fractions(text: &str) -> Vec<Fraction> {
    let fraction = |found: Captures| {
        let range = found.get(0)?.range();
        let glued = |letter: char| letter == '/' || letter == '-' || letter == ',';
        let before = text[..range.start].chars().next_back();
        let mut after = text[range.end..].chars();
        let next = after.next();
        let further = next == Some(',') && after.next().is_some_and(|letter| letter.is_ascii_digit());
        let part_of_another = before.is_some_and(glued) || matches!(next, Some('/' | '-')) || further;
        let whole = notation::parse(&found[2]).ok().filter(|whole| !whole.is_zero())?;
        let year = found[2].len() == 4 && (1900..2100).contains(&found[2].parse::<u32>().unwrap_or_default());
        (!part_of_another && !year).then_some(())?;
        Some(Fraction { range, part: notation::parse(&found[1]).ok()?, whole })
    };
    FRACTION.captures_iter(text).filter_map(fraction).collect()
}

/// A share that a sentence tells with what it is a share of: `8/9 (88,89%)`, `8/9 đơn vị, đạt 88,89%`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// All of it.
    pub range: Range<usize>,
    /// The part.
    pub part: Decimal,
    /// The whole.
    pub whole: Decimal,
    /// Per cent as written.
    pub percent: Decimal,
    /// Per cent as written, in its own figures.
    pub written: String,
    /// Whether nothing else can be meant.
    pub clear: bool,
}

// "07/09 đơn vị đạt 100% kế hoạch" is no share: the percentage must stand in brackets, be called tỷ lệ, or follow a
// comma, and end the clause.
static SHARE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x) ^ [^\d.;:()|]{0,60}?
        (?: \( \s* (?:(?:đạt|chiếm|bằng|=)\s*)? (?:tỷ\ lệ\s*:?\s*)? (?P<bracketed>\d+(?:,\d+)?) \s? % \s* [),;]
          | (?: ,?\s*(?:đạt|chiếm)\ tỷ\ lệ\s*:? | ,\s*(?:đạt|chiếm|bằng) | = ) \s*
            (?P<told>\d+(?:,\d+)?) \s? % \s* (?: [.,;)] | $ | \ tổng\ số | \ và\b )
        )",
    )
});

/// The shares that a text tells.
pub fn shares(text: &str) -> Vec<Share> {
    let share = |fraction: Fraction| {
        let found = SHARE.captures(&text[fraction.range.end..])?;
        let percent = found.name("bracketed").or(found.name("told"))?;
        let end = fraction.range.end + percent.end();
        let sign = text[end..].find('%')? + 1;
        Some(Share {
            range: fraction.range.start..end + sign,
            part: fraction.part,
            whole: fraction.whole,
            percent: notation::parse(percent.as_str()).ok()?,
            written: percent.as_str().to_owned(),
            // What "đạt" tells may be how far a plan was met.
            clear: !found[0].contains("đạt"),
        })
    };
    fractions(text).into_iter().filter_map(share).collect()
}

/// An amount that a sentence tells in figures and in words: `2.300.000 đồng (Bằng chữ: Hai triệu …)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// All of it.
    pub range: Range<usize>,
    /// The figures, in đồng.
    pub dong: u64,
    /// The words.
    pub words: String,
}

static AMOUNT: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(\d{1,3}(?:\.\d{3})+|\d{4,})\s*(?:đồng|đ|VNĐ)\b[^()\d]{0,20}\(\s*(?:(?:số\s+tiền\s+)?(?:viết\s+|ghi\s+)?bằng\s+chữ\s*:?)?\s*([^()\d]+?)\s*\)",
    )
});

/// The amounts that a text tells in figures and in words.
pub fn amounts(text: &str) -> Vec<Amount> {
    let amount = |found: Captures| {
        Some(Amount {
            range: found.get(0)?.range(),
            dong: found[1].replace('.', "").parse().ok()?,
            words: found[2].to_owned(),
        })
    };
    AMOUNT.captures_iter(text).filter_map(amount).collect()
}

/// A count of a prize's winners that a sentence tells: `02 giải Nhất`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrizeCount {
    /// Figure and prize.
    pub range: Range<usize>,
    /// The prize without the word giải, as written.
    pub prize: String,
    /// How many.
    pub count: usize,
}

/// A rate of a prize that a sentence tells: `giải Nhất: 2.000.000 đồng`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrizeRate {
    /// The figures alone.
    pub range: Range<usize>,
    /// The prize without the word giải, as written.
    pub prize: String,
    /// In đồng.
    pub dong: u64,
}

const PRIZE: &str = r"Đặc\s+biệt|Xuất\s+sắc|Nhất|Nhì|Ba|Tư|Khuyến\s+khích|A|B|C";

static PRIZE_COUNT: Pattern = LazyLock::new(|| {
    pattern(&format!(
        r"\b(\d{{1,3}})\s+(?:\([^()\d]{{1,20}}\)\s+)?[Gg]iải\s+({PRIZE}|nhất|nhì|ba|tư|khuyến\s+khích)\b"
    ))
});

static PRIZE_RATE: Pattern = LazyLock::new(|| {
    pattern(&format!(
        r"\b[Gg]iải\s+({PRIZE}|nhất|nhì|ba|tư|khuyến\s+khích)\b(?P<between>[^\d.;]{{0,40}}?)\b(?P<amount>\d{{1,3}}(?:\.\d{{3}})+)\s*(?:đồng|đ)\b"
    ))
});

/// The counts of prizes that a text tells.
pub fn prize_counts(text: &str) -> Vec<PrizeCount> {
    if !text.contains("iải ") {
        return Vec::new();
    }
    let count = |found: Captures| {
        Some(PrizeCount {
            range: found.get(0)?.range(),
            prize: single_spaced(&found[2]),
            count: found[1].parse().ok()?,
        })
    };
    PRIZE_COUNT.captures_iter(text).filter_map(count).collect()
}

/// The rates of prizes that a text tells; a sum over several winners is none.
pub fn prize_rates(text: &str) -> Vec<PrizeRate> {
    if !text.contains("iải ") {
        return Vec::new();
    }
    let rate = |found: Captures| {
        let between = found["between"].to_lowercase();
        let summed = ["tổng", "cộng", "giải"].iter().any(|word| between.contains(word))
            && !between.contains("mỗi giải");
        let amount = found.name("amount").filter(|_| !summed)?;
        Some(PrizeRate {
            range: amount.range(),
            prize: single_spaced(&found[1]),
            dong: amount.as_str().replace('.', "").parse().ok()?,
        })
    };
    PRIZE_RATE.captures_iter(text).filter_map(rate).collect()
}

fn single_spaced(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where words stand in a text as whole words, in that case.
pub fn occurrences<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let letter = |letter: Option<char>| letter.is_some_and(is_alphanumeric);
    text.match_indices(words).map(|(at, found)| at..at + found.len()).filter(move |range| {
        !letter(text[..range.start].chars().next_back()) && !letter(text[range.end..].chars().next())
    })
}
