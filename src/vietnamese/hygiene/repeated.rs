//! Words written twice.

use unicode_normalization::UnicodeNormalization;

use super::Found;
use crate::vietnamese::syllable::words;

/// Words that never stand twice in a row: no compound both ends and begins with them.
const NEVER_TWICE: &str =
    "bởi các cũng của gồm hoặc mà nếu nhằm nhưng những rằng sẽ thì trào tuyên và vì với đang đã";

/// Words that may stand twice in a row behind these words: "kèm theo theo quy định", "còn tồn tại tại
/// các đơn vị", "nội các các nước", "bay là là".
const TWICE_BEHIND: [(&str, &str); 7] = [
    ("các", "nội đài"),
    ("là", "bay sà"),
    ("tặng", "quà trao hiến biếu"),
    ("thưởng", "tiền giải phần mức quỹ"),
    ("tại", "hiện tồn thực ngoại nội tự đương vãng"),
    ("theo", "kèm tiếp noi làm học bám đi mang đem gửi nghe dõi tuân hùa chạy dựa nương đuổi phỏng ăn"),
    ("trong", "bên ở từ vào phía nằm nước trời mắt ánh"),
];

/// Words behind which được can only be said once: "đã được được công bố", while in "kết quả đạt được
/// được công bố" it is two words.
const BEFORE_PASSIVE: &str = "đã đang sẽ không chưa vừa mới cũng đều luôn phải cần chỉ nếu khi sau";

/// Words of two syllables that may end one phrase and begin the next: "chế độ xã hội xã hội chủ nghĩa".
const MAY_MEET: [&str; 5] = ["xã hội", "khen thưởng", "thi đua", "hành chính", "ngày một"];

/// What is said over and over on purpose begins so: từng bước từng bước.
const OVER_AND_OVER: [&str; 3] = ["từng", "mỗi", "lúc"];

/// Every word that stands twice in a row and cannot rightly do so (`của của`, `thành tích thành tích`), with nothing
/// but space between; the range is of both, the find is the word as written first. Reduplications (luôn luôn) and
/// words that may meet (lý do do) are none.
pub fn repeated(text: &str) -> Vec<Found<&str>> {
    let words: Vec<_> = words(text).collect();
    let phrase = |at: usize| {
        let [one, other, again, last] = words.get(at..at + 4)? else { return None };
        // Most words begin otherwise; they need not be compared.
        if !begin_alike(one.1, again.1) || !begin_alike(other.1, last.1) {
            return None;
        }
        let spaced = |before: &(std::ops::Range<usize>, &str), after: &(std::ops::Range<usize>, &str)| {
            let gap = &text[before.0.end..after.0.start];
            !gap.is_empty() && gap.trim().is_empty() && gap.matches('\n').count() < 2
        };
        let first = format!("{} {}", plain(one.1), plain(other.1));
        // One syllable four times is another matter, and a capital begins a name.
        let small = |word: &str| word == word.to_lowercase();
        let same = plain(one.1) == plain(again.1)
            && plain(other.1) == plain(last.1)
            && plain(one.1) != plain(other.1);
        let alike = same && small(other.1) && small(again.1) && small(last.1) && one.1.chars().count() > 1;
        let meant = MAY_MEET.contains(&first.as_str()) || OVER_AND_OVER.contains(&plain(one.1).as_str());
        let joined = spaced(one, other) && spaced(other, again) && spaced(again, last);
        (alike && joined && !meant)
            .then(|| Found::new(one.0.start..last.0.end, &text[one.0.start..other.0.end]))
    };
    let slip = |at: usize| {
        let [(first, one), (second, other)] = [words[at].clone(), words[at + 1].clone()];
        let gap = &text[first.end..second.start];
        if !begin_alike(one, other)
            || gap.is_empty()
            || !gap.trim().is_empty()
            || gap.matches('\n').count() > 1
        {
            return None;
        }
        // "của Của" may begin a name.
        let cased = other == other.to_lowercase() || one == one.to_uppercase() && one.len() > 1;
        let word = plain(one);
        if !cased || word != plain(other) {
            return None;
        }
        let before = at.checked_sub(1).map(|before| words[before].clone());
        // A word across a comma is no neighbour.
        let before = before.filter(|(range, _)| text[range.end..first.start].trim().is_empty());
        let before = before.map_or_else(String::new, |(_, word)| plain(word));
        never_twice(&word, &before).then(|| Found::new(first.start..second.end, one))
    };
    (0..words.len().saturating_sub(1)).filter_map(|at| slip(at).or_else(|| phrase(at))).collect()
}

/// Whether two words have one first letter, small or capital.
fn begin_alike(one: &str, other: &str) -> bool {
    let first = |word: &str| word.chars().next().map(|letter| letter.to_lowercase().next());
    first(one) == first(other)
}

fn plain(word: &str) -> String {
    word.nfc().collect::<String>().to_lowercase()
}

fn never_twice(word: &str, before: &str) -> bool {
    let among = |list: &str, word: &str| list.split(' ').any(|one| one == word);
    if word == "được" {
        return among(BEFORE_PASSIVE, before);
    }
    match TWICE_BEHIND.iter().find(|(twice, _)| *twice == word) {
        Some((_, behind)) => !among(behind, before),
        None => among(NEVER_TWICE, word),
    }
}
