//! What people write by habit in a word processor or a workbook, and what a record would print of it word for word.

use std::collections::{HashMap, HashSet};

use super::words::{is_narrative, key, names};
use super::{Texts, is_individual};
use crate::diagnostic::Diagnostic;
use crate::input::{Places, remedies};
use crate::record::PEOPLE;
use crate::vietnamese::posts;
use crate::vietnamese::words::capitalised;

/// What is said of a text: the words that it is about, what is wrong, what to do.
type Said<'a> = Option<(&'a str, String, String)>;

/// What a workbook shows instead of a figure that it cannot reckon.
const FORMULAS: [&str; 7] = ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"];

/// What stands for the words of the line above in a table on paper.
const DITTO: [&str; 8] = ["nt", "-nt-", "như trên", "″", "''", "\"", "〃", "n.t"];

/// What forms of award begin with.
const FORMS: [&str; 9] = [
    "Giấy khen",
    "Bằng khen",
    "Cờ thi đua",
    "Lao động tiên tiến",
    "Chiến sĩ",
    "Tập thể lao động",
    "Huân chương",
    "Huy chương",
    "Kỷ niệm chương",
];

/// What of the record a text is held against.
struct Around<'a> {
    /// The names of the units by their ids.
    units: HashMap<&'a str, &'a str>,
    /// JSON pointers of the grants whose achievement stands on a line of its own.
    displayed: HashSet<&'a str>,
}

impl<'a> Around<'a> {
    fn of(texts: &'a Texts) -> Self {
        let of_units = texts.iter().filter(|(pointer, _)| pointer.starts_with("/group/units/"));
        let mut names: HashMap<&str, &str> = HashMap::new();
        let mut ids: Vec<(&str, &str)> = Vec::new();
        for (pointer, text) in of_units {
            match pointer.rsplit_once('/') {
                Some((unit, "name")) => drop(names.insert(unit, text.trim())),
                Some((unit, "id")) => ids.push((unit, text.trim())),
                _ => {}
            }
        }
        let units = ids.into_iter().filter_map(|(unit, id)| Some((id, *names.get(unit)?))).collect();
        let displayed = texts.iter().filter(|(_, text)| text == "true");
        let displayed = displayed.filter_map(|(pointer, _)| pointer.strip_suffix("/achievement_displayed"));
        Self { units, displayed: displayed.collect() }
    }
}

impl Places<'_> {
    /// Words that are read without a fault and printed as nobody meant them.
    pub(super) fn habits(&self, texts: &Texts) -> Vec<Diagnostic> {
        let around = Around::of(texts);
        let told = texts.iter().filter_map(|(pointer, text)| {
            let (words, message, remedy) = self.habit(&around, pointer, text)?;
            let place = self.of_words(pointer, words).unwrap_or_else(|| self.of(pointer));
            Some(self.warning(message, place).hint(remedy))
        });
        told.collect()
    }

    fn habit<'t>(&self, around: &Around, pointer: &str, text: &'t str) -> Said<'t> {
        remark(pointer, text).or_else(|| formula(text)).or_else(|| match key(pointer) {
            "name" | "title" | "unit" | "measure" if DITTO.contains(&text.trim().to_lowercase().as_str()) => {
                let message = format!("“{}” không thay được cho lời của dòng trên", text.trim());
                Some((text, message, "ghi lại đầy đủ như dòng trên".to_owned()))
            }
            "honorific" if text.contains(['/', '(']) => {
                let message = format!("“{}”: mỗi người chỉ một cách xưng hô", text.trim());
                Some((text, message, "ghi `Ông` hoặc `Bà`".to_owned()))
            }
            "title" if in_capitals(text) && posts::is_post(text) => {
                let words = posts::in_sentence(text);
                let message = format!("“{}” viết toàn chữ in hoa; thidua tự in hoa ở chỗ ký", text.trim());
                Some((text, message, format!("viết như trong câu: `{}`", self.mended(pointer, &words))))
            }
            "authority" => self.authority(pointer, text),
            "absent" if remedies::boolean(text).is_some() => {
                let message = format!("`absent` ghi lý do vắng, “{}” sẽ in thành lý do", text.trim());
                Some((text, message, "ghi lý do, ví dụ `absent: họp Ủy ban nhân dân tỉnh`".to_owned()))
            }
            "form" if pointer.contains("/grants/") => self.form(pointer, text),
            "achievement" => self.achievement(around, pointer, text),
            "executors" => self.executors(pointer, text),
            "fund" => self.fund(pointer, text),
            "collectives" => self.collectives(around, pointer, text),
            _ if is_individual(pointer) => self.several_in_one(text).or_else(|| self.run_on(pointer, text)),
            "recipients" | "addressees" => self.run_on(pointer, text),
            "name" => self.abbreviated(pointer, text).or_else(|| self.several_persons(pointer, text)),
            _ if is_narrative(pointer) => self.lines(pointer, text),
            _ => None,
        })
    }

    fn mended(&self, pointer: &str, words: &str) -> String {
        self.line_with(&self.of(pointer), remedies::between_braces(words))
    }

    /// `KT. GIÁM ĐỐC`, `TM. KHỐI THI ĐUA SỐ 1`
    fn authority<'t>(&self, pointer: &str, text: &'t str) -> Said<'t> {
        let (prefix, whom) = text.trim().split_once(' ')?;
        if !in_capitals(whom) {
            return None;
        }
        let message = format!("“{whom}” viết toàn chữ in hoa; thidua tự in hoa ở chỗ ký");
        // Names within it keep their capitals.
        let remedy = match posts::is_post(whom) {
            true => {
                let words = format!("{prefix} {}", posts::in_sentence(whom));
                format!("viết như trong câu: `{}`", self.mended(pointer, &words))
            }
            false => "viết như trong câu, ví dụ `TM. Khối thi đua số 1`, `TM. Ủy ban nhân dân`".to_owned(),
        };
        Some((whom, message, remedy))
    }

    /// `07 Giấy khen`, `Giấy khen, Lao động tiên tiến`
    fn form<'t>(&self, pointer: &str, text: &'t str) -> Said<'t> {
        let counted = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
        if counted.len() < text.trim_start().len() {
            let message = "số lượng do thidua đếm từ danh sách, không ghi ở hình thức khen".to_owned();
            return Some((text, message, format!("viết: `{}`", self.mended(pointer, counted.trim()))));
        }
        let parts = || text.split([',', ';']).flat_map(|part| part.split(" và ")).map(str::trim);
        let several =
            parts().count() > 1 && parts().all(|part| FORMS.iter().any(|form| part.starts_with(form)));
        several.then(|| {
            let forms: Vec<String> = parts().map(|part| format!("`- form: {part}`")).collect();
            let message = "mỗi hình thức khen là một mục riêng của `grants`".to_owned();
            (text, message, format!("tách thành {}, mỗi mục có danh sách của nó", forms.join(" và ")))
        })
    }

    /// `Tặng Giấy khen cho …`, `Đã có thành tích …`: the words stand in the middle of a sentence.
    fn achievement<'t>(&self, around: &Around, pointer: &str, text: &'t str) -> Said<'t> {
        const VERBS: [&str; 6] = ["tặng ", "khen thưởng ", "khen ", "công nhận ", "cho các ", "cho những "];
        const BEGINNINGS: [&str; 9] =
            ["Đã ", "Có ", "Vì ", "Trong ", "Hoàn thành ", "Đạt ", "Thực hiện ", "Tích cực ", "Là "];
        let (grant, _) = pointer.rsplit_once('/')?;
        if around.displayed.contains(grant) {
            return None;
        }
        let own = text.trim();
        let small = own.to_lowercase();
        if VERBS.iter().any(|verb| small.starts_with(verb)) {
            let message = "câu thành tích in sau tên hoặc số lượng người được khen, không nhắc lại việc tặng"
                .to_owned();
            let from = [" đã ", " vì ", " có "].iter().filter_map(|word| own.find(word)).min();
            let words = from.map_or("đã có thành tích xuất sắc …", |at| own[at..].trim());
            return Some((text, message, format!("chỉ ghi thành tích: `{}`", self.mended(pointer, words))));
        }
        BEGINNINGS.iter().any(|beginning| own.starts_with(beginning)).then(|| {
            let mut letters = own.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
            let words = first + letters.as_str();
            let message = "câu thành tích đứng giữa câu nên mở đầu bằng chữ thường".to_owned();
            (text, message, format!("viết: `{}`", self.mended(pointer, &words)))
        })
    }

    /// The sentence of which the program writes the end.
    fn executors<'t>(&self, pointer: &str, text: &'t str) -> Said<'t> {
        const ENDS: [&str; 6] = [
            " chịu trách nhiệm",
            " có tên tại",
            " và các tập thể",
            " và tập thể",
            " và các cá nhân",
            " và các ông",
        ];
        text.contains("chịu trách nhiệm thi hành").then(|| {
            let end = ENDS.iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
            let words = text[..end].trim().trim_end_matches(',');
            let message = "thidua tự ghi những người được khen và “chịu trách nhiệm thi hành Quyết định này”"
                .to_owned();
            (text, message, format!("chỉ ghi cơ quan, người thi hành: `{}`", self.mended(pointer, words)))
        })
    }

    /// `Kinh phí khen thưởng trích từ …`
    fn fund<'t>(&self, pointer: &str, text: &'t str) -> Said<'t> {
        let own = text.trim();
        let said = own.starts_with("Kinh phí") || own.starts_with("Tiền thưởng");
        let from = ["trích từ ", "lấy từ ", "chi từ ", ": ", "từ "];
        let at = from.iter().find_map(|word| own.find(word).map(|at| at + word.len()));
        said.then(|| {
            let message = "thidua tự ghi “Kinh phí chi thưởng:”".to_owned();
            let words = at.map_or("Quỹ thi đua, khen thưởng …", |at| own[at..].trim());
            (text, message, format!("chỉ ghi nguồn: `{}`", self.mended(pointer, &capitalised(words))))
        })
    }

    /// An item of a list whose second line begins with a capital, as another item would.
    fn run_on<'t>(&self, pointer: &str, text: &'t str) -> Said<'t> {
        let raw = self.source.text.get(self.of(pointer))?;
        let next = raw.trim().lines().nth(1).map(str::trim)?;
        let plain = !raw.trim_start().starts_with(['"', '\'', '{', '[', '|', '>']);
        (plain && next.starts_with(char::is_uppercase)).then(|| {
            let message = "dòng này được nối vào dòng trên, cả hai chỉ được đếm là một".to_owned();
            let at = text.find(next).unwrap_or_default();
            (
                &text[at..],
                message,
                format!("là mục riêng thì thêm dấu `-`: `- {}`", remedies::between_braces(next)),
            )
        })
    }

    /// `so-y-te` for its name, `1. Phòng A; 2. Phòng B` for two rows.
    fn collectives<'t>(&self, around: &Around, pointer: &str, text: &'t str) -> Said<'t> {
        let own = text.trim();
        if let Some(told) = self.run_on(pointer, text) {
            return Some(told);
        }
        if let Some(name) = around.units.get(own) {
            let message = format!("`{own}` là mã của đơn vị; ở đây in nguyên chữ, nên phải ghi tên");
            return Some((text, message, format!("viết: `{}`", self.mended(pointer, name.trim()))));
        }
        let unnumbered = |part: &'t str| {
            let bare = part.trim().trim_start_matches(|letter: char| letter.is_ascii_digit());
            bare.strip_prefix(['.', ')']).unwrap_or(bare).trim()
        };
        let parts: Vec<&str> = text.split(';').map(unnumbered).filter(|part| !part.is_empty()).collect();
        (parts.len() > 1).then(|| {
            let rows: Vec<String> =
                parts.iter().map(|part| format!("`- {}`", remedies::between_braces(part))).collect();
            let message = format!("{} tập thể trên một dòng chỉ được đếm là một", parts.len());
            (text, message, format!("mỗi tập thể một dòng: {}", rows.join(" và ")))
        })
    }

    /// `Bà Trần Thị B, Giám đốc; Ông Bùi Văn K, Chuyên viên`
    fn several_in_one<'t>(&self, text: &'t str) -> Said<'t> {
        let parts: Vec<&str> = text.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
        (parts.len() > 1).then(|| {
            let row = |part: &&str| {
                let own = remedies::awardee(part).unwrap_or_else(|| remedies::between_braces(part));
                format!("`- {own}`")
            };
            let rows: Vec<String> = parts.iter().map(row).collect();
            let message = format!("{} người trên một dòng chỉ được đếm là một", parts.len());
            (text, message, format!("mỗi người một dòng: {}", rows.join(" và ")))
        })
    }

    /// `Ô. Phạm Văn D`
    fn abbreviated<'t>(&self, pointer: &str, text: &'t str) -> Said<'t> {
        const SHORT: [(&str, &str); 5] =
            [("Ô. ", "Ông"), ("Ô.", "Ông"), ("B. ", "Bà"), ("Đ/c ", "Đồng chí"), ("đ/c ", "Đồng chí")];
        let steps = names(pointer);
        let person = steps.len() > 1 && PEOPLE.contains(&steps[steps.len() - 2]);
        let (rest, honorific) = SHORT
            .iter()
            .find_map(|(short, whole)| text.trim().strip_prefix(short).map(|rest| (rest.trim(), *whole)))?;
        (person && rest.contains(' ')).then(|| {
            let message = format!("“{}” có từ xưng hô viết tắt, sẽ in trong họ tên", text.trim());
            let mended = self.mended(pointer, rest);
            (
                text,
                message,
                format!("xưng hô ghi ở `honorific: {honorific}`, ở đây chỉ ghi họ tên: `{mended}`"),
            )
        })
    }

    /// `Hoàng Thị E và Vũ Văn G`
    fn several_persons<'t>(&self, pointer: &str, text: &'t str) -> Said<'t> {
        let steps = names(pointer);
        let person = steps.len() > 1 && PEOPLE.contains(&steps[steps.len() - 2]);
        let marks = [" và ", ", ", " & ", " - "];
        let parted = marks.iter().find_map(|mark| text.trim().split_once(mark));
        let (one, other) = parted.filter(|(_, other)| person && !posts::is_post(other))?;
        // A name, not a unit or words: each syllable has a capital.
        let whole = |name: &str| {
            let syllables: Vec<&str> = name.split_whitespace().collect();
            (2..=6).contains(&syllables.len())
                && syllables.iter().all(|one| one.starts_with(char::is_uppercase))
        };
        (whole(one) && whole(other)).then(|| {
            let message = "hai người trên một dòng chỉ được đếm là một".to_owned();
            let (one, other) = (self.mended(pointer, one.trim()), self.mended(pointer, other.trim()));
            (text, message, format!("mỗi người một dòng: `{one}` và `{other}`"))
        })
    }

    /// Lines that were meant for items or paragraphs of their own.
    fn lines<'t>(&self, pointer: &str, text: &'t str) -> Said<'t> {
        let place = self.of(pointer);
        let raw = self.source.text.get(place)?.trim();
        let key = key(pointer);
        // Words below a bar or in quotes keep their lines, or were written as they are.
        let folded = !text.trim().contains('\n') && !raw.starts_with(['"', '\'']);
        if let Some(line) = raw
            .lines()
            .skip(1)
            .map(str::trim)
            .find(|line| line.starts_with(['+', '•', '–']) || line.starts_with("- "))
            && folded
        {
            let message = "các dòng này được in nối thành một đoạn, dấu đầu dòng nằm giữa câu".to_owned();
            let remedy = format!(
                "viết `{key}: |`, xuống dòng, rồi đặt mọi dòng ở dưới, thụt vào như nhau, để một dòng trống trước `{line}`"
            );
            let at = text.find(line)?;
            return Some((&text[at..at + line.len()], message, remedy));
        }
        let closing = text.lines().map(str::trim).find(|line| {
            key == "body"
                && line.starts_with("Trên đây là")
                && (line.contains("áo cáo") || line.contains("kết quả"))
        });
        if let Some(line) = closing.filter(|_| pointer.starts_with("/report/")) {
            let message = "thidua tự ghi câu kết “Trên đây là Báo cáo …” trước chữ ký".to_owned();
            return Some((line, message, "xóa câu này, hoặc chuyển nó sang `closing`".to_owned()));
        }
        let emphasis = |paragraph: &&str| {
            // Stars with blanks around them begin items, or are of a product.
            let lines = paragraph.lines().map(str::trim_start);
            let stars = lines.map(|line| {
                line.matches('*').count()
                    - line.matches("* ").filter(|_| line.starts_with("* ")).take(1).count()
            });
            let products = paragraph.matches(" * ").count();
            !paragraph.contains("\\*") && (stars.sum::<usize>() - products) % 2 == 1
        };
        if let Some(line) = text.split("\n\n").find(emphasis) {
            let words = line.lines().find(|line| line.contains('*')).unwrap_or(line).trim();
            let message = "dấu `*` không đủ cặp nên được in ra".to_owned();
            let remedy = "chữ đậm viết `**chữ đậm**`, chữ nghiêng viết `*chữ nghiêng*`";
            return Some((words, message, remedy.to_owned()));
        }
        let paragraph = |lines: &&[&str]| {
            let ends = |line: &&str| line.trim_end().ends_with(['.', ';', '!', '?']);
            let begins = |line: &&str| line.trim_start().starts_with(char::is_uppercase);
            lines.len() > 2 && lines.iter().all(|line| ends(line) && begins(line))
        };
        let all: Vec<&str> = text.lines().collect();
        let lines = all.split(|line| line.trim().is_empty()).find(paragraph)?;
        let message = format!("{} dòng liền nhau được in thành một đoạn", lines.len());
        Some((lines[1].trim(), message, "là nhiều đoạn thì để một dòng trống giữa các đoạn".to_owned()))
    }
}

/// Whether words have capitals alone.
fn in_capitals(words: &str) -> bool {
    words.trim().contains(' ')
        && words.chars().any(char::is_uppercase)
        && !words.chars().any(char::is_lowercase)
}

/// `Quỹ thi đua // hỏi lại kế toán`
fn remark<'t>(pointer: &str, text: &'t str) -> Said<'t> {
    let at = text.find(" // ").map(|at| at + 1).or_else(|| text.starts_with("// ").then_some(0))?;
    let words = text[at..].lines().next()?;
    let remedy = match is_narrative(pointer) {
        true => "xóa lời chú, hoặc đặt nó ở một dòng `# …` ngoài đoạn văn",
        false => "thay `//` bằng `#`, hoặc xóa",
    };
    let message = "lời chú sau `//` được in ra: lời chú trong hồ sơ mở đầu bằng dấu `#`".to_owned();
    Some((words, message, remedy.to_owned()))
}

fn formula(text: &str) -> Said<'_> {
    let found = FORMULAS.iter().find_map(|formula| {
        let at = text.find(formula)?;
        text.get(at..at + formula.len())
    })?;
    let message = format!("`{found}` là lỗi công thức của bảng tính, không phải số liệu");
    Some((found, message, "ghi số liệu đúng, hoặc xóa mục này".to_owned()))
}
