//! Báo cáo sơ kết, tổng kết.

use schemars::JsonSchema;
use serde::Deserialize;

use super::document::Document;
use super::paper::KindFacts;

/// Báo cáo sơ kết, tổng kết.
pub const KIND: KindFacts = KindFacts {
    name: "report",
    slug: "bao-cao",
    noun: "báo cáo",
    type_name: "Báo cáo",
    abbreviation: Some("BC"),
    several: false,
};

/// Báo cáo sơ kết hoặc tổng kết: lời văn ghi ở đây, bảng số liệu lấy từ các phần khác của hồ sơ bằng
/// `insert`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Báo cáo")]
pub struct Report {
    /// Số, ngày, người ký, nơi nhận của báo cáo; điều gì chưa ghi thì bản in chừa chỗ để điền tay.
    #[schemars(title = "Thông tin văn bản")]
    #[serde(default)]
    pub document: Document,
    /// Trích yếu in dưới chữ BÁO CÁO; chỉ ghi khi muốn khác câu thidua tự viết từ kỳ thi đua và tên cụm,
    /// khối.
    #[schemars(title = "Trích yếu", example = "Tổng kết phong trào thi đua năm 2025 của Khối thi đua số 1")]
    pub subject: Option<String>,
    /// Các căn cứ, in nghiêng trước phần mở đầu, mỗi căn cứ một mục; không ghi dấu chấm phẩy ở cuối.
    #[schemars(title = "Căn cứ", example = ["Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"])]
    #[serde(default)]
    pub legal_bases: Vec<String>,
    /// Đoạn mở đầu, in trước các đề mục, viết bằng Markdown.
    #[schemars(title = "Mở đầu", example = "Khối thi đua số 1 báo cáo kết quả thực hiện như sau:")]
    pub opening: Option<String>,
    /// Cách đánh số các đề mục, từ cấp trên xuống cấp dưới; không ghi thì là I., 1., a).
    #[schemars(title = "Cách đánh số", example = ["Phần I", "I.", "1.", "a)"])]
    #[serde(default = "default_numbering")]
    pub numbering: Vec<Numbering>,
    /// Các phần của báo cáo theo thứ tự in, mỗi phần một mục.
    #[schemars(title = "Các phần")]
    #[serde(default)]
    pub sections: Vec<Section>,
    /// Câu kết, in trước chữ ký, viết bằng Markdown; không ghi thì thidua viết “Trên đây là Báo cáo …”.
    #[schemars(title = "Câu kết", example = "Trên đây là Báo cáo tổng kết năm 2025 của Khối thi đua số 1")]
    pub closing: Option<String>,
}

/// The order of the decree's sample table, alternative b (PL I/V): mục, khoản, điểm.
pub fn default_numbering() -> Vec<Numbering> {
    vec![Numbering::Roman, Numbering::Arabic, Numbering::Letter]
}

/// Kiểu số của một cấp đề mục.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline, title = "Kiểu số")]
pub enum Numbering {
    /// Phần I, Phần II; tên phần in hoa ở dòng dưới.
    #[serde(rename = "Phần I")]
    Part,
    /// Điều 1., Điều 2. rồi đến tên điều.
    #[serde(rename = "Điều 1.")]
    Article,
    /// A., B. rồi đến tên đề mục in hoa.
    #[serde(rename = "A.")]
    Capital,
    /// I., II. rồi đến tên đề mục in hoa.
    #[serde(rename = "I.")]
    Roman,
    /// 1., 2. rồi đến tên đề mục.
    #[serde(rename = "1.")]
    Arabic,
    /// 1.1., 1.2., nối tiếp số của đề mục cấp trên.
    #[serde(rename = "1.1.")]
    Decimal,
    /// a), b), c), d), đ), theo thứ tự chữ cái tiếng Việt.
    #[serde(rename = "a)")]
    Letter,
    /// (1), (2) rồi đến tên đề mục.
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

/// Một đề mục: tên, lời văn, bảng số liệu và các đề mục cấp dưới.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Đề mục")]
#[schemars(extend("thidua-examples" = ["{ title: Kết quả chấm điểm, insert: scores }"]))]
pub struct Section {
    /// Tên đề mục, không ghi số: thidua tự đánh số. Không có tên thì đoạn văn không được đánh số.
    #[schemars(title = "Tên đề mục", example = "Kết quả thực hiện")]
    pub title: Option<String>,
    /// Lời văn, viết bằng Markdown: được dùng chữ đậm, chữ nghiêng, danh sách, bảng, chú thích, hình.
    #[schemars(title = "Lời văn", example = "Các đơn vị đã tổ chức 05 đợt thi đua chuyên đề.")]
    pub body: Option<String>,
    /// Bảng số liệu thidua lập từ hồ sơ, in sau lời văn.
    #[schemars(title = "Chèn bảng")]
    pub insert: Option<Insert>,
    /// Ghi true để in đề mục này trên trang giấy nằm ngang, khi bảng rộng.
    #[schemars(title = "Giấy nằm ngang", example = true)]
    #[serde(default)]
    pub landscape: bool,
    /// Các đề mục cấp dưới theo thứ tự in, mỗi đề mục một mục.
    #[schemars(title = "Đề mục cấp dưới")]
    #[serde(default)]
    pub sections: Vec<Section>,
}

impl Section {
    /// Whether a table stands in the section, or in one below it.
    pub fn shows(&self, insert: Insert) -> bool {
        self.insert == Some(insert) || self.sections.iter().any(|section| section.shows(insert))
    }
}

/// Bảng số liệu thidua lập từ các phần khác của hồ sơ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline, title = "Bảng số liệu")]
pub enum Insert {
    /// Bảng chỉ tiêu và kết quả thực hiện, từ `targets`; trong giao ước là bảng chỉ tiêu giao ước.
    Targets,
    /// Bảng tổng hợp khen thưởng, từ các quyết định ở `awards`.
    Awards,
    /// Bảng điểm và xếp hạng, từ `scores`.
    Scores,
    /// Bảng kết quả bỏ phiếu suy tôn, từ `nominations` và `ballot`.
    Votes,
    /// Bảng thành phần dự hội nghị, từ `meeting`.
    Attendance,
    /// Bảng các đơn vị thành viên, từ `group.units`.
    Units,
    /// Bảng kết quả bầu trưởng, phó, từ `election`.
    Election,
}
