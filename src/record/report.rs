//! Báo cáo sơ kết, tổng kết.

use schemars::JsonSchema;
use serde::Deserialize;

use super::document::Document;

/// Báo cáo: its own words; figures are inserted from the rest of the record.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Số, ngày, người ký, nơi nhận của báo cáo.
    #[serde(default)]
    pub document: Document,
    /// Trích yếu, khi muốn khác câu thidua tự viết.
    pub subject: Option<String>,
    /// Các căn cứ, không ghi dấu chấm phẩy cuối dòng.
    #[serde(default)]
    pub legal_bases: Vec<String>,
    /// Đoạn mở đầu, viết bằng Markdown.
    pub opening: Option<String>,
    /// Cách đánh số các cấp đề mục; mặc định [I., 1., a)].
    #[serde(default = "default_numbering")]
    pub numbering: Vec<Numbering>,
    /// Các phần của báo cáo.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// Câu kết, khi muốn khác câu thidua tự viết.
    pub closing: Option<String>,
}

/// The order of the decree's sample table, alternative b (PL I/V): mục, khoản, điểm.
pub fn default_numbering() -> Vec<Numbering> {
    vec![Numbering::Roman, Numbering::Arabic, Numbering::Letter]
}

/// How one level of headings is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Numbering {
    /// `Phần I`, its title below in capitals.
    #[serde(rename = "Phần I")]
    Part,
    /// `Điều 1.`
    #[serde(rename = "Điều 1.")]
    Article,
    /// `A. TITLE`
    #[serde(rename = "A.")]
    Capital,
    /// `I. TITLE`
    #[serde(rename = "I.")]
    Roman,
    /// `1. Title`
    #[serde(rename = "1.")]
    Arabic,
    /// `1.1. Title`, after the number of the level above.
    #[serde(rename = "1.1.")]
    Decimal,
    /// `a) Title`, in the order of the Vietnamese alphabet.
    #[serde(rename = "a)")]
    Letter,
    /// `(1) Title`
    #[serde(rename = "(1)")]
    Bracketed,
}

/// The letters that number điểm, in Vietnamese order (NĐ 30/2020, PL I/II.6đ).
const LETTERS: [&str; 23] = [
    "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v",
    "x", "y",
];

impl Numbering {
    /// The number of the `at`-th heading of a level, counted from 1. `above` is the number of
    /// the heading that it stands under.
    pub fn number(self, at: usize, above: &str) -> String {
        match self {
            Self::Part => format!("Phần {}", roman(at)),
            Self::Article => format!("Điều {at}."),
            Self::Capital => format!("{}.", letter(at).to_uppercase()),
            Self::Roman => format!("{}.", roman(at)),
            Self::Arabic => format!("{at}."),
            Self::Decimal => {
                let above = above.trim_end_matches('.');
                if above.chars().all(|c| c.is_ascii_digit() || c == '.') && !above.is_empty() {
                    format!("{above}.{at}.")
                } else {
                    format!("{at}.")
                }
            }
            Self::Letter => format!("{})", letter(at)),
            Self::Bracketed => format!("({at})"),
        }
    }

    /// The key that the Typst library draws the level by.
    pub fn style(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Article => "article",
            Self::Capital | Self::Roman => "division",
            Self::Arabic | Self::Decimal => "clause",
            Self::Letter | Self::Bracketed => "point",
        }
    }
}

/// The `at`-th letter of the alphabet; after `y` come `aa`, `ab`.
pub fn letter(at: usize) -> String {
    let index = at.saturating_sub(1);
    let own = LETTERS[index % LETTERS.len()];
    match index / LETTERS.len() {
        0 => own.to_owned(),
        round => letter(round) + own,
    }
}

/// A number in Roman figures; above 3.999 in Arabic ones.
pub fn roman(mut number: usize) -> String {
    const FIGURES: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 3999 {
        return number.to_string();
    }
    let mut out = String::new();
    for (value, figure) in FIGURES {
        while number >= value {
            out.push_str(figure);
            number -= value;
        }
    }
    out
}

/// One section: a heading, its text, figures inserted, sections below.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Đề mục; không ghi thì đoạn văn không đánh số.
    pub title: Option<String>,
    /// Nội dung, viết bằng Markdown.
    pub body: Option<String>,
    /// Bảng số liệu lấy từ hồ sơ, đặt sau nội dung.
    pub insert: Option<Insert>,
    /// Trình bày trên trang giấy nằm ngang.
    #[serde(default)]
    pub landscape: bool,
    /// Các đề mục cấp dưới.
    #[serde(default)]
    pub sections: Vec<Section>,
}

/// A table that is computed from the record and inserted in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Insert {
    /// Chỉ tiêu và kết quả thực hiện.
    Targets,
    /// Khen thưởng đã quyết định.
    Awards,
    /// Điểm và xếp hạng.
    Scores,
    /// Kết quả bỏ phiếu suy tôn.
    Votes,
    /// Thành phần dự hội nghị.
    Attendance,
    /// Danh sách đơn vị thành viên.
    Units,
    /// Kết quả bầu trưởng, phó.
    Election,
}
