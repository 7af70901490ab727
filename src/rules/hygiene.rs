//! Letters, spaces and signs that have no place in a paper; names that stand twice in a list.

use std::collections::{BTreeMap, HashMap};

use super::Rule;
use super::case::{Case, Text};
use super::finding::Findings;
use super::law::Mark;
use super::offices::plain;
use super::people::list_key;
use crate::diagnostic::Severity;
use crate::record::Recipient;
use crate::record::awards::{Awardee, Category};
use crate::vietnamese::hygiene::{
    self, Dash, Encoding, Found, InvisibleKind, Method, Placeholder, Script, Spacing, TonePlacement,
    Unbalanced,
};
use crate::vietnamese::letters::is_alphanumeric;

const FONT: &str =
    "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I (phông chữ Unicode theo TCVN 6909:2001)";
const FORM: &str = "Nghị định 30/2020/NĐ-CP, Điều 12 (kiểm tra thể thức trước khi ký)";
const CONTENT: &str = "Nghị định 30/2020/NĐ-CP, Điều 12 (kiểm tra nội dung trước khi ký)";

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "not-nfc",
        level: Severity::Warning,
        title: "Tệp hồ sơ dùng chữ Unicode dựng sẵn",
        text: "Trong tệp có chữ Unicode tổ hợp: dấu thanh là ký tự riêng đứng sau chữ cái. thidua đọc chúng như chữ dựng \
               sẵn nên văn bản in ra vẫn đúng, nhưng tìm kiếm trong tệp có thể không thấy. Hãy đặt bộ gõ về Unicode dựng \
               sẵn và lưu lại tệp.",
        article: FONT,
        mark: Mark::Verified,
        judge: not_nfc,
    },
    Rule {
        id: "invisible-character",
        level: Severity::Warning,
        title: "Câu chữ không lẫn ký tự vô hình",
        text: "Ký tự vô hình (khoảng trắng lạ, dấu nối mềm, dấu đổi chiều chữ) thường theo vào khi sao từ trang mạng hoặc \
               tệp PDF; chúng làm hỏng cách ngắt dòng, căn lề và việc tìm kiếm. Hãy xóa đi hoặc gõ lại bằng dấu cách \
               thường.",
        article: FONT,
        mark: Mark::Verified,
        judge: invisible,
    },
    Rule {
        id: "legacy-encoding",
        level: Severity::Error,
        title: "Câu chữ không còn ở bảng mã TCVN3 hoặc VNI",
        text: "Chữ gõ bằng phông .VnTime hoặc VNI sao sang sẽ in thành ký tự lạ. Nghị định quy định dùng Unicode. Hãy \
               chuyển mã bằng bộ gõ (Unikey: Ctrl+Shift+F6) rồi dán lại.",
        article: FONT,
        mark: Mark::Verified,
        judge: legacy,
    },
    Rule {
        id: "telex-leftover",
        level: Severity::Warning,
        title: "Không còn chữ gõ dở kiểu Telex hoặc VNI",
        text: "Từ như “ddaauf”, “Vieejt” là chữ gõ khi bộ gõ chưa bật. thidua chỉ báo những từ không thể là tiếng Việt hay \
               tên riêng thường gặp. Hãy gõ lại.",
        article: CONTENT,
        mark: Mark::Verified,
        judge: telex,
    },
    Rule {
        id: "lookalike-letter",
        level: Severity::Error,
        title: "Chữ cái trong từ đều là chữ Latinh",
        text: "Chữ Kirin, Hy Lạp hoặc chữ rộng kiểu Đông Á trông giống chữ Latinh nhưng máy coi là chữ khác: văn bản không \
               tìm được, ký hiệu văn bản không trùng với sổ. Hãy gõ lại chữ đó.",
        article: FONT,
        mark: Mark::Verified,
        judge: lookalike,
    },
    Rule {
        id: "double-space",
        level: Severity::Warning,
        title: "Giữa hai từ chỉ có một dấu cách",
        text: "Hai dấu cách liền nhau thường do xóa chữ còn sót. Trong văn bản căn đều hai bên, chỗ đó in ra rộng hơn chỗ \
               khác. Hãy xóa bớt.",
        article: FORM,
        mark: Mark::Verified,
        judge: double_space,
    },
    Rule {
        id: "space-around-mark",
        level: Severity::Warning,
        title: "Dấu câu đứng liền từ trước và cách từ sau một dấu cách",
        text: "Dấu phẩy, chấm, chấm phẩy, hai chấm đứng liền từ trước nó, sau đó là một dấu cách; dấu ngoặc ôm sát chữ bên \
               trong. Đặt sai thì dấu câu có thể rơi xuống đầu dòng. Hãy sửa khoảng trắng quanh dấu câu.",
        article: FORM,
        mark: Mark::Verified,
        judge: space_around_mark,
    },
    Rule {
        id: "dashes-mixed",
        level: Severity::Warning,
        title: "Cả hồ sơ dùng một loại gạch ngang giữa câu",
        text: "Gạch nối (-), gạch ngang ngắn (–) và dài (—) lẫn lộn là dấu vết sao chép từ nhiều nguồn. Quốc hiệu, tên cơ \
               quan trong Nghị định dùng dấu “-” có khoảng trắng hai bên. Hãy dùng một loại trong toàn hồ sơ.",
        article: FORM,
        mark: Mark::Reading,
        judge: dashes_mixed,
    },
    Rule {
        id: "tone-placement-mixed",
        level: Severity::Warning,
        title: "Cả hồ sơ đặt dấu thanh theo một kiểu",
        text: "“hòa, thủy” và “hoà, thuỷ” là hai kiểu đặt dấu của cùng một chữ; lẫn lộn thì tìm kiếm và đối chiếu tên không \
               khớp. thidua báo kiểu ít dùng hơn trong hồ sơ; tên người, địa danh, cơ quan viết như tên gốc thì không xét. Hãy đặt bộ gõ \
               theo một kiểu và sửa lại.",
        article: FORM,
        mark: Mark::Reading,
        judge: tone_placement_mixed,
    },
    Rule {
        id: "unbalanced-mark",
        level: Severity::Warning,
        title: "Dấu ngoặc và dấu nháy có đủ cặp",
        text: "Mở ngoặc mà không đóng (hoặc ngược lại) thường do xóa dở một câu. Hãy xem lại cả câu, không chỉ thêm dấu.",
        article: CONTENT,
        mark: Mark::Verified,
        judge: unbalanced,
    },
    Rule {
        id: "repeated-word",
        level: Severity::Warning,
        title: "Không có từ ghi lặp hai lần liền nhau",
        text: "“của của”, “các các”, “thành tích thành tích” là lỗi gõ; từ láy như “thường thường”, “ngày ngày” không bị báo. \
               Hãy xóa bớt một từ.",
        article: CONTENT,
        mark: Mark::Verified,
        judge: repeated,
    },
    Rule {
        id: "impossible-syllable",
        level: Severity::Warning,
        title: "Chữ tận cùng bằng c, ch, p, t có dấu sắc hoặc dấu nặng",
        text: "Tiếng Việt không có chữ như “thuât”, “đươc”: chữ tận cùng bằng c, ch, p, t luôn mang dấu sắc hoặc dấu nặng. Thiếu \
               dấu là do gõ sót. Chữ viết hoa giữa câu (tên riêng, tên dân tộc) và chữ phiên âm có gạch nối không bị xét. \
               Hãy gõ lại.",
        article: CONTENT,
        mark: Mark::Verified,
        judge: impossible_syllable,
    },
    Rule {
        id: "glued-words",
        level: Severity::Warning,
        title: "Hai chữ không dính liền nhau",
        text: "“TrángViệt” là hai chữ thiếu dấu cách ở giữa: mỗi phần là một chữ tiếng Việt. Tên thương hiệu viết liền (VietinBank, \
               MobiFone) không bị báo; tên đơn vị, cơ quan đã ghi trong hồ sơ như vậy cũng không. Hãy thêm dấu cách.",
        article: CONTENT,
        mark: Mark::Verified,
        judge: glued_words,
    },
    Rule {
        id: "decimal-point",
        level: Severity::Warning,
        title: "Số thập phân viết dấu phẩy",
        text: "Trong văn bản tiếng Việt, dấu phẩy ngăn phần thập phân, dấu chấm ngăn nghìn: 86,58%, không viết 86.58%. Lẫn lộn thì \
               người đọc không biết là tám mươi sáu phẩy hay tám nghìn sáu trăm. Hãy sửa dấu chấm thành dấu phẩy.",
        article: CONTENT,
        mark: Mark::Reading,
        judge: decimal_point,
    },
    Rule {
        id: "starter-text",
        level: Severity::Warning,
        title: "Không còn lời của hồ sơ mẫu",
        text: "`thidua new` viết sẵn vài câu để chỉ cách làm, như “Nêu nhiệm vụ và giải pháp”. Câu ấy còn lại thì in ra văn bản. \
               Hãy thay bằng nội dung của hội nghị, hoặc xóa cả mục.",
        article: CONTENT,
        mark: Mark::Verified,
        judge: starter_text,
    },
    Rule {
        id: "placeholder-left",
        level: Severity::Warning,
        title: "Không còn chỗ chờ điền trong câu chữ",
        text: "Dấu “…”, “....”, “___”, “xxx” hoặc lời nhắc “(ghi rõ …)” giữa câu là chỗ của mẫu chưa điền. Hãy điền, hoặc \
               xóa cả câu. Số, ngày, người ký chưa biết thì bỏ trống mục tương ứng: thidua tự chừa chỗ.",
        article: CONTENT,
        mark: Mark::Verified,
        judge: placeholder,
    },
    Rule {
        id: "list-row-twice",
        level: Severity::Error,
        title: "Mỗi người, mỗi tập thể có tên một lần trong danh sách",
        text: "Hai dòng của một danh sách trùng cả tên, chức vụ và đơn vị làm số lượng, tiền thưởng tính dư một người. Một nhóm \
               cũng ghi một lần, các tên của nhóm kê chung; một tập thể ghi khi kèm, khi không kèm đơn vị cũng là ghi lặp. Nếu thật là hai người trùng tên cùng đơn vị, hãy ghi thêm chức vụ hoặc năm sinh ở `note` để phân biệt.",
        article: CONTENT,
        mark: Mark::Verified,
        judge: list_row_twice,
    },
];

/// A finding for each thing that a search of all texts finds; `say` gives message and remedy.
fn each<T>(
    case: &Case,
    findings: &mut Findings,
    search: impl Fn(&str) -> Vec<Found<T>>,
    say: impl Fn(&T, &str) -> Option<(String, String)>,
) {
    for text in &case.texts {
        for found in search(&text.text) {
            let words = &text.text[found.range.clone()];
            if let Some((message, remedy)) = say(&found.what, words) {
                findings.at(&text.pointer, message, remedy).within(around(&text.text, found.range));
            }
        }
    }
}

/// The words at a range, with a neighbour where they are spaces or signs alone and would not be
/// found again as they are.
fn around(text: &str, range: std::ops::Range<usize>) -> String {
    let own = &text[range.clone()];
    if own.chars().any(is_alphanumeric) {
        return own.to_owned();
    }
    let word = |letter: char| !letter.is_whitespace();
    let before = text[..range.start].trim_end();
    let start = before.char_indices().rev().take_while(|(_, letter)| word(*letter)).last();
    let start = start.map_or(range.start, |(at, _)| at);
    let rest = &text[range.end..];
    let skipped = rest.len() - rest.trim_start().len();
    let end = rest[skipped..].find(char::is_whitespace).map_or(text.len(), |at| range.end + skipped + at);
    text[start..end].to_owned()
}

fn not_nfc(case: &Case, findings: &mut Findings) {
    if case.decomposed {
        findings.at("", "tệp có chữ Unicode tổ hợp", "lưu lại tệp với Unicode dựng sẵn");
    }
}

fn invisible(case: &Case, findings: &mut Findings) {
    each(case, findings, hygiene::invisible, |found, _| {
        let kind = match found.kind {
            InvisibleKind::ZeroWidth => "ký tự không có bề rộng",
            InvisibleKind::SoftHyphen => "dấu nối mềm",
            InvisibleKind::Direction => "ký tự đổi chiều chữ",
            InvisibleKind::Space => "khoảng trắng lạ",
            InvisibleKind::ByteOrderMark => "dấu thứ tự byte",
            InvisibleKind::Control => "ký tự điều khiển",
        };
        let code = u32::from(found.letter);
        Some((format!("có {kind} (U+{code:04X})"), "xóa đi, hoặc gõ lại bằng dấu cách thường".to_owned()))
    });
}

fn legacy(case: &Case, findings: &mut Findings) {
    each(case, findings, hygiene::legacy, |found, words| {
        let encoding = match found.encoding {
            Encoding::Tcvn3 => "TCVN3",
            Encoding::Vni => "VNI",
        };
        Some((format!("“{words}” còn ở bảng mã {encoding}"), format!("gõ lại: “{}”", found.meant)))
    });
}

fn telex(case: &Case, findings: &mut Findings) {
    each(case, findings, hygiene::telex, |found, words| {
        let method = match found.method {
            Method::Telex => "Telex",
            Method::Vni => "VNI",
        };
        Some((
            format!("“{words}” là chữ gõ kiểu {method} chưa thành dấu"),
            format!("gõ lại: “{}”", found.meant),
        ))
    });
}

fn lookalike(case: &Case, findings: &mut Findings) {
    each(case, findings, hygiene::lookalikes, |found, _| {
        let script = match found.script {
            Script::Cyrillic => "Kirin",
            Script::Greek => "Hy Lạp",
            Script::Fullwidth => "rộng kiểu Đông Á",
        };
        let remedy = match found.latin {
            Some(latin) => format!("gõ lại chữ `{latin}`"),
            None => "gõ lại chữ này".to_owned(),
        };
        Some((format!("`{}` là chữ {script}, không phải chữ Latinh", found.letter), remedy))
    });
}

fn double_space(case: &Case, findings: &mut Findings) {
    each(case, findings, hygiene::spaces, |found, _| match found {
        Spacing::Doubled => Some(("thừa dấu cách".to_owned(), "chỉ để một dấu cách".to_owned())),
        _ => None,
    });
}

fn space_around_mark(case: &Case, findings: &mut Findings) {
    each(case, findings, hygiene::spaces, |found, _| match found {
        Spacing::Doubled => None,
        Spacing::Before(mark) => Some((format!("có dấu cách trước `{mark}`"), "xóa dấu cách".to_owned())),
        Spacing::MissingAfter(mark) => {
            Some((format!("thiếu dấu cách sau `{mark}`"), "thêm một dấu cách".to_owned()))
        }
        Spacing::Inside(mark) => Some((format!("có dấu cách bên trong `{mark}`"), "xóa dấu cách".to_owned())),
    });
}

/// The finds in all prose that are not of the way most often met, the first in each text.
fn minority<'c, T: Copy + PartialEq>(
    case: &'c Case,
    search: impl Fn(&str) -> Vec<Found<T>>,
) -> Vec<(&'c Text, Found<T>)> {
    let mut all: Vec<(&'c Text, Found<T>)> = Vec::new();
    for text in &case.texts {
        all.extend(search(&text.text).into_iter().map(|found| (text, found)));
    }
    let count = |what: T| all.iter().filter(|(_, found)| found.what == what).count();
    let mut ways: Vec<(T, usize)> = Vec::new();
    for (_, found) in &all {
        if ways.iter().all(|(way, _)| *way != found.what) {
            ways.push((found.what, count(found.what)));
        }
    }
    // Of two ways equally frequent, the first that was written stays.
    let most = ways.iter().rev().max_by_key(|(_, count)| *count).map(|(way, _)| *way);
    let mut seen: Vec<&str> = Vec::new();
    all.into_iter()
        .filter(|(text, found)| {
            let first = !seen.contains(&text.pointer.as_str());
            let minor = most.is_some_and(|most| most != found.what);
            if first && minor {
                seen.push(&text.pointer);
            }
            first && minor
        })
        .collect()
}

fn dashes_mixed(case: &Case, findings: &mut Findings) {
    for (text, found) in minority(case, hygiene::dashes) {
        let name = match found.what {
            Dash::Hyphen => "gạch nối (-)",
            Dash::En => "gạch ngang ngắn (–)",
            Dash::Em => "gạch ngang dài (—)",
        };
        findings
            .at(
                &text.pointer,
                format!("{name} ở đây, chỗ khác trong hồ sơ dùng loại khác"),
                "dùng một loại gạch trong toàn hồ sơ, nên là “-” có dấu cách hai bên",
            )
            .within(around(&text.text, found.range));
    }
}

/// The syllables whose tone is the writer's own to place: not those of names, which are written as their
/// bearers write them. Ủy opens no name but that of a committee.
fn own_tone_placement(text: &str) -> Vec<Found<TonePlacement>> {
    let mut all = hygiene::tone_placement(text);
    all.retain(|found| {
        let word = &text[found.range.clone()];
        !word.starts_with(char::is_uppercase) || matches!(word.to_lowercase().as_str(), "ủy" | "uỷ")
    });
    all
}

/// How often tones are placed in the old way, and in the new; and whether a word is written in both ways
/// with the same capitals.
fn tone_placements(case: &Case) -> (usize, usize, bool) {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for text in &case.texts {
        for found in own_tone_placement(&text.text) {
            let word = &text.text[found.range];
            let capitals: Vec<bool> = word.chars().map(char::is_uppercase).collect();
            match found.what {
                TonePlacement::Old => old.push((plain(word), capitals)),
                TonePlacement::New => new.push((plain(word), capitals)),
            }
        }
    }
    let same = old.iter().any(|word| new.contains(word));
    (old.len(), new.len(), same)
}

fn tone_placement_mixed(case: &Case, findings: &mut Findings) {
    let minor = minority(case, own_tone_placement);
    if minor.is_empty() {
        return;
    }
    let (old, new, same) = tone_placements(case);
    // Once this way and once that is no habit that something departs from, unless it is one word.
    if old == new && !same {
        return;
    }
    let most = if old == new { "chỗ khác trong hồ sơ" } else { "phần lớn hồ sơ" };
    for (text, found) in minor {
        let (own, other) = match found.what {
            TonePlacement::Old => ("cũ (hòa)", "mới (hoà)"),
            TonePlacement::New => ("mới (hoà)", "cũ (hòa)"),
        };
        let words = &text.text[found.range];
        findings
            .at(
                &text.pointer,
                format!("“{words}” đặt dấu kiểu {own}, {most} đặt dấu kiểu {other}"),
                "đặt dấu theo một kiểu trong toàn hồ sơ",
            )
            .within(words);
    }
}

fn unbalanced(case: &Case, findings: &mut Findings) {
    let named = |text: &&Text| text.is_prose() || text.key() == "name";
    for text in case.texts.iter().filter(named) {
        for found in hygiene::unbalanced(&text.text) {
            let message = match found.what {
                Unbalanced::Unclosed(mark) => format!("`{mark}` mở mà không đóng"),
                Unbalanced::Unopened(mark) => format!("`{mark}` đóng mà không mở"),
            };
            findings
                .at(&text.pointer, message, "xem lại cả câu, thêm hoặc xóa dấu cho đủ cặp")
                .within(around(&text.text, found.range));
        }
    }
}

fn repeated(case: &Case, findings: &mut Findings) {
    for text in case.prose() {
        for found in hygiene::repeated(&text.text) {
            let message = format!("“{}” ghi lặp hai lần", found.what);
            let words = &text.text[found.range];
            findings.at(&text.pointer, message, "xóa bớt một từ").within(words);
        }
    }
}

fn impossible_syllable(case: &Case, findings: &mut Findings) {
    each(case, findings, hygiene::untoned, |found, words| {
        let [acute, dot] = found;
        Some((
            format!("“{words}” không phải là chữ tiếng Việt: thiếu dấu sắc hoặc dấu nặng"),
            format!("gõ lại: “{acute}” hoặc “{dot}”"),
        ))
    });
}

fn glued_words(case: &Case, findings: &mut Findings) {
    let record = case.record;
    let units = record.group.units.iter().flat_map(|unit| std::iter::once(&unit.name).chain(&unit.short));
    let issuers = case.sheets.iter().filter_map(|sheet| sheet.issuer);
    let issuers = issuers.flat_map(|issuer| issuer.parent.0.iter().chain(&issuer.name.0));
    let names: Vec<&String> = units.chain(issuers).chain([&record.group.name]).collect();
    each(case, findings, hygiene::glued, |parted, words| {
        let named = names.iter().any(|name| name.contains(words));
        let told = || (format!("“{words}” viết dính liền"), format!("viết “{parted}”"));
        (!named).then(told)
    });
}

fn decimal_point(case: &Case, findings: &mut Findings) {
    for text in case.prose() {
        for found in hygiene::decimal_points(&text.text) {
            let words = &text.text[found.range];
            let message = format!("“{words}” viết dấu chấm thập phân");
            findings.at(&text.pointer, message, format!("viết “{}”", found.what)).within(words);
        }
    }
}

/// What the starter record says only to show how it is done.
pub const STARTER_TEXTS: [&str; 5] = [
    "Viết bằng Markdown: **chữ đậm**, *chữ nghiêng*, gạch đầu dòng",
    "việc thứ nhất;",
    "việc thứ hai.",
    "Nêu tồn tại, hạn chế và nguyên nhân.",
    "Nêu nhiệm vụ và giải pháp.",
];

fn starter_text(case: &Case, findings: &mut Findings) {
    for text in case.prose() {
        if let Some(left) = STARTER_TEXTS.iter().find(|left| text.text.contains(**left)) {
            let message = format!("còn lời của hồ sơ mẫu: “{left}”");
            findings
                .at(&text.pointer, message, "thay bằng nội dung của hội nghị, hoặc xóa cả mục")
                .within(*left);
        }
    }
}

fn placeholder(case: &Case, findings: &mut Findings) {
    for text in case.prose() {
        for found in hygiene::placeholders(&text.text) {
            let what = match found.what {
                Placeholder::Dots => "dấu chấm chờ điền",
                Placeholder::Underscores => "dòng gạch chờ điền",
                Placeholder::Instruction => "lời nhắc của mẫu",
                Placeholder::Crosses => "chữ x chờ điền",
                Placeholder::ToDo => "việc ghi nhớ chưa làm",
                Placeholder::QuestionMarks => "dấu hỏi chờ điền",
            };
            findings
                .at(&text.pointer, format!("còn {what}"), "điền vào, hoặc xóa cả câu")
                .within(around(&text.text, found.range));
        }
    }
}

fn list_row_twice(case: &Case, findings: &mut Findings) {
    for (sheet, decision) in case.decisions() {
        for (at, grant) in decision.grants.iter().enumerate() {
            for category in Category::ALL {
                let mut seen: BTreeMap<Row, usize> = BTreeMap::new();
                let mut row = 0;
                let pointer = format!("{}/grants/{at}/{}", sheet.pointer, list_key(category));
                for (pointer, heading) in headings_twice(grant.entries(category), &pointer) {
                    let message = format!("nhóm “{heading}” đã có ở trên, trong cùng danh sách");
                    findings.at(pointer, message, "gộp các tên vào một nhóm");
                }
                let mut named = Named::default();
                walk(grant.entries(category), &pointer, &[], &mut |pointer, headings, one| {
                    row += 1;
                    let first = *seen.entry(Row::of(headings, one)).or_insert(row);
                    if first != row {
                        let message = format!("“{}” đã có ở dòng thứ {first} của danh sách này", one.name);
                        let remedy =
                            "xóa dòng thừa; nếu là hai người trùng tên thì ghi thêm `title` hoặc `note`";
                        findings.at(pointer, message, remedy);
                    } else if category == Category::Collective {
                        let own = Called::of(headings, one);
                        if let Some((first, sure)) = named.first(&own) {
                            let message =
                                format!("“{}” đã có ở dòng thứ {first} của danh sách này", one.name);
                            let remedy = "là một tập thể thì xóa dòng thừa; khác nhau thì ghi rõ đơn vị ở `unit` cho cả hai";
                            let finding = findings.at(pointer, message, remedy);
                            if !sure {
                                finding.uncertain();
                            }
                        }
                        named.push(own, row);
                    }
                });
            }
        }
    }
}

/// What a collective is called: alone, and with its unit, which may stand in its name or by itself.
struct Called {
    alone: String,
    whole: String,
    further: Further,
}

/// What tells two rows of one name apart: title, prize, note, rank.
type Further = [Option<String>; 4];

impl Called {
    fn of(headings: &[&str], one: &Awardee) -> Self {
        let unit = one.unit.as_deref().or(headings.last().copied()).unwrap_or_default();
        let alone = one.name.split(',').next().unwrap_or_default();
        let whole = format!("{} {}", plain(&one.name), plain(unit));
        let further = [&one.title, &one.prize, &one.note, &one.rank].map(Clone::clone);
        Self { alone: plain(alone), whole: whole.trim().replace(" thuộc ", " "), further }
    }

    /// Whether it is without a unit.
    fn is_bare(&self) -> bool {
        self.alone == self.whole
    }
}

/// The collectives of a list, by what they are called; a list may have thousands.
#[derive(Default)]
struct Named {
    /// The first row of a name with its unit.
    whole: HashMap<(String, Further), usize>,
    /// The first row of a name, its unit aside, and the first of one without a unit.
    alone: HashMap<(String, Further), (usize, Option<usize>)>,
}

impl Named {
    fn push(&mut self, one: Called, row: usize) {
        let bare = one.is_bare().then_some(row);
        let (_, first_bare) = self.alone.entry((one.alone, one.further.clone())).or_insert((row, None));
        *first_bare = first_bare.or(bare);
        self.whole.entry((one.whole, one.further)).or_insert(row);
    }

    /// The first row of the same collective, and whether that is sure: not where one of the two is without a unit.
    fn first(&self, one: &Called) -> Option<(usize, bool)> {
        let sure = self.whole.get(&(one.whole.clone(), one.further.clone())).copied();
        let alike = self.alone.get(&(one.alone.clone(), one.further.clone()));
        let unsure = alike.and_then(|(any, bare)| if one.is_bare() { Some(*any) } else { *bare });
        match (sure, unsure) {
            (Some(sure), Some(unsure)) if unsure < sure => Some((unsure, false)),
            (Some(sure), _) => Some((sure, true)),
            (None, unsure) => unsure.map(|row| (row, false)),
        }
    }
}

/// What tells one row of a list from another.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Row(Vec<String>);

impl Row {
    fn of(headings: &[&str], one: &Awardee) -> Self {
        let plain = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let fields = [&one.title, &one.unit, &one.prize, &one.note, &one.rank];
        let fields = fields.into_iter().map(|field| plain(field.as_deref().unwrap_or_default()));
        Self(
            std::iter::once(plain(&one.name))
                .chain(fields)
                .chain(headings.iter().map(|one| plain(one)))
                .collect(),
        )
    }
}

/// The groups that stand a second time beside one of the same name, by the JSON pointer of the name.
fn headings_twice<'r>(list: &'r [Recipient], pointer: &str) -> Vec<(String, &'r str)> {
    let mut seen: Vec<String> = Vec::new();
    let mut twice = Vec::new();
    for (at, entry) in list.iter().enumerate() {
        let Recipient::Group { heading, members } = entry else { continue };
        let plain = heading.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if seen.contains(&plain) {
            twice.push((format!("{pointer}/{at}/group"), heading.as_str()));
        }
        seen.push(plain);
        twice.extend(headings_twice(members, &format!("{pointer}/{at}/members")));
    }
    twice
}

/// Every awarded of a list with the JSON pointer of its name and the headings above it.
fn walk<'r>(
    list: &'r [Recipient],
    pointer: &str,
    headings: &[&'r str],
    done: &mut impl FnMut(String, &[&'r str], &'r Awardee),
) {
    for (at, entry) in list.iter().enumerate() {
        let pointer = format!("{pointer}/{at}");
        match entry {
            Recipient::One(one) => done(pointer, headings, one),
            Recipient::Group { heading, members } => {
                let below: Vec<&str> = headings.iter().copied().chain([heading.as_str()]).collect();
                walk(members, &format!("{pointer}/members"), &below, done);
            }
        }
    }
}
