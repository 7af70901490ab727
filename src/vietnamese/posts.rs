//! Posts, by the words that they begin with.

use super::words::capitalised;

/// Words that the posts of those begin with who lead a body, in small letters.
const HEADS: [&str; 16] = [
    "giám đốc",
    "tổng giám đốc",
    "chủ tịch",
    "trưởng",
    "chủ nhiệm",
    "cục trưởng",
    "chi cục trưởng",
    "vụ trưởng",
    "tổng cục trưởng",
    "hiệu trưởng",
    "viện trưởng",
    "chánh",
    "bí thư",
    "bộ trưởng",
    "khối trưởng",
    "cụm trưởng",
];

/// Words that other posts begin with, in small letters.
const OTHERS: [&str; 13] = [
    "phó",
    "quyền ",
    "q. ",
    "nguyên ",
    "chuyên viên",
    "cán sự",
    "nhân viên",
    "kế toán",
    "văn thư",
    "thư ký",
    "ủy viên",
    "uỷ viên",
    "thanh tra viên",
];

fn begins(words: &str, with: &[&str]) -> bool {
    let lower = words.trim().to_lowercase();
    with.iter().any(|post| lower.starts_with(post))
}

/// Whether words are the post of somebody who leads a body: `Giám đốc Sở Nội vụ`.
pub fn is_head(words: &str) -> bool {
    begins(words, &HEADS)
}

/// Whether words are somebody's post, not a name or a unit.
pub fn is_post(words: &str) -> bool {
    is_head(words) || begins(words, &OTHERS)
}

/// A post in capitals as it is written within a sentence: `PHÓ GIÁM ĐỐC` as `Phó Giám đốc`.
pub fn in_sentence(words: &str) -> String {
    let lower = words.trim().to_lowercase();
    match lower.strip_prefix("phó ") {
        Some(rest) => format!("Phó {}", capitalised(rest)),
        None => capitalised(&lower),
    }
}

/// The name and the post of words that hold both: `Nguyễn Văn A - Trưởng phòng`.
pub fn split(words: &str) -> Option<(&str, &str)> {
    let marks = [" - ", " – ", ", ", "; ", " ("];
    let found = marks.iter().filter_map(|mark| words.split_once(mark));
    let (name, post) = found.min_by_key(|(name, _)| name.len())?;
    let post = post.trim_end_matches(')');
    (!name.trim().is_empty() && is_post(post)).then_some((name.trim(), post.trim()))
}
