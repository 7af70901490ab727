//! What every paper carries besides its text: issuer, number, date, signer, recipients.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

use super::Record;
use super::scalar::{Count, Date, DocumentNumber, Lines};

/// Cơ quan ban hành: the group with its own number series, or the leader's office.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// Cơ quan chủ quản, một hoặc nhiều dòng.
    #[serde(default)]
    pub parent: Lines,
    /// Tên cơ quan ban hành, một hoặc nhiều dòng.
    pub name: Lines,
    /// Các cơ quan cùng ban hành.
    #[serde(default)]
    pub jointly_with: Vec<Lines>,
    /// Chữ viết tắt dùng trong ký hiệu văn bản: SYT.
    pub symbol: Option<String>,
    /// Địa danh ghi trước ngày tháng.
    pub place: Option<String>,
    /// Người ký chung cho mọi văn bản, khi văn bản không ghi riêng.
    pub signer: Option<Signer>,
    /// Địa chỉ, điện thoại in ở chân trang đầu.
    pub address: Option<String>,
}

/// Thông tin của một văn bản; chưa ghi gì thì in chỗ trống để điền tay.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Document {
    /// Tên loại in trên trích yếu, khi khác tên thường dùng: Phát động thi đua.
    pub type_name: Option<String>,
    /// Số văn bản, chỉ ghi phần số.
    pub number: Option<DocumentNumber>,
    /// Ký hiệu sau dấu gạch chéo, khi muốn khác ký hiệu thidua tự ghép: QĐ-SYT.
    pub symbol: Option<String>,
    /// Địa danh, khi khác địa danh của cơ quan ban hành.
    pub place: Option<String>,
    /// Ngày ban hành.
    pub date: Option<Date>,
    /// Cơ quan ban hành của riêng văn bản này.
    pub issuer: Option<Issuer>,
    /// Kính gửi.
    pub addressees: Vec<String>,
    /// Người ký.
    pub signer: Option<Signer>,
    /// Nơi nhận, không kể "Như trên", "Như Điều …" và "Lưu": thidua tự ghi.
    pub recipients: Vec<String>,
    /// Nơi lưu sau chữ "Lưu:"; mặc định là VT.
    pub filing: Option<String>,
    /// Độ khẩn.
    pub urgency: Option<Urgency>,
    /// Phạm vi lưu hành.
    pub circulation: Option<Circulation>,
    /// Ký hiệu người soạn thảo: chữ viết tắt tên người.
    pub drafter: Option<String>,
    /// Số bản phát hành.
    pub copies: Option<Count>,
    /// Văn bản điện tử: chỗ ghi số, ngày trong dòng "Kèm theo" của phụ lục để trống (PL I/III.1).
    pub electronic: bool,
}

impl Document {
    /// Who issues the paper: its own issuer, else the record's.
    pub fn issued_by<'a>(&'a self, record: &'a Record) -> Option<&'a Issuer> {
        self.issuer.as_ref().or(record.issuer.as_ref())
    }

    /// Who signs the paper: its own signer, else its issuer's.
    pub fn signed_by<'a>(&'a self, record: &'a Record) -> Option<&'a Signer> {
        self.signer.as_ref().or_else(|| self.issued_by(record)?.signer.as_ref())
    }

    /// What follows the slash: `BC-SYT`; a paper of no decree type has none of its own.
    pub fn full_symbol(&self, record: &Record, abbreviation: Option<&str>) -> Option<String> {
        self.symbol.clone().or_else(|| {
            let own = self.issued_by(record).and_then(|issuer| issuer.symbol.as_deref()).unwrap_or_default();
            abbreviation.map(|abbreviation| format!("{abbreviation}-{own}"))
        })
    }
}

/// Độ khẩn (NĐ 30/2020, PL I/III.2b).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Urgency {
    /// Khẩn.
    #[serde(rename = "khẩn")]
    Urgent,
    /// Thượng khẩn.
    #[serde(rename = "thượng khẩn")]
    VeryUrgent,
    /// Hỏa tốc.
    #[serde(rename = "hỏa tốc")]
    Express,
}

impl Urgency {
    /// The word in the box, in small letters.
    pub fn word(self) -> &'static str {
        match self {
            Self::Urgent => "khẩn",
            Self::VeryUrgent => "thượng khẩn",
            Self::Express => "hỏa tốc",
        }
    }
}

/// Phạm vi lưu hành (NĐ 30/2020, PL I/III.2c).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Circulation {
    /// Chỉ lưu hành trong cơ quan.
    #[serde(rename = "lưu hành nội bộ")]
    Internal,
    /// Người nhận xem xong trả lại.
    #[serde(rename = "xem xong trả lại")]
    Return,
}

impl Circulation {
    /// The words in the box, in small letters.
    pub fn word(self) -> &'static str {
        match self {
            Self::Internal => "lưu hành nội bộ",
            Self::Return => "xem xong trả lại",
        }
    }
}

/// Người ký.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Signer {
    /// Quyền hạn ghi trước chức vụ, mỗi dòng một mục: TM. Khối thi đua; KT. Giám đốc.
    pub authority: Authorities,
    /// Chức vụ của người ký: Khối trưởng.
    pub title: Option<String>,
    /// Chức vụ khác, ghi ngay trên họ tên: Giám đốc Sở Y tế.
    pub office_title: Option<String>,
    /// Cấp bậc, học hàm ghi trước họ tên, nơi được phép.
    pub rank: Option<String>,
    /// Họ và tên.
    pub name: Option<String>,
}

/// The power by which a signer signs (NĐ 30/2020, PL I/II.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefix {
    /// Thay mặt: on behalf of a collective.
    Tm,
    /// Ký thay: a deputy for the head.
    Kt,
    /// Thừa lệnh: by order.
    Tl,
    /// Thừa ủy quyền: by delegation.
    Tuq,
    /// Quyền: acting in the post.
    Q,
}

impl Prefix {
    /// The prefix as it is printed, with its full stop.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tm => "TM.",
            Self::Kt => "KT.",
            Self::Tl => "TL.",
            Self::Tuq => "TUQ.",
            Self::Q => "Q.",
        }
    }
}

/// One line of authority: the prefix and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// By what power.
    pub prefix: Prefix,
    /// For whom: required after KT., TL., TUQ.; after TM. the group's own body; none after Q.
    pub whom: Option<String>,
}

impl Authority {
    /// Its name in the JSON Schema.
    pub(super) const NAME: &str = "thidua-authority";
}

impl FromStr for Authority {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let (prefix, whom) = match trimmed.split_once(['.', ' ']) {
            Some((prefix, whom)) => (prefix, whom.trim_start_matches(['.', ' '])),
            None => (trimmed, ""),
        };
        let prefix = match prefix.to_uppercase().as_str() {
            "TM" => Prefix::Tm,
            "KT" => Prefix::Kt,
            "TL" => Prefix::Tl,
            "TUQ" => Prefix::Tuq,
            "Q" => Prefix::Q,
            _ => {
                return Err(format!(
                    "quyền hạn `{trimmed}` phải bắt đầu bằng TM., KT., TL., TUQ. hoặc Q., ví dụ `KT. Giám đốc`"
                ));
            }
        };
        let whom = (!whom.is_empty()).then(|| whom.to_owned());
        if whom.is_none() && matches!(prefix, Prefix::Kt | Prefix::Tl | Prefix::Tuq) {
            return Err(format!(
                "sau `{0}` phải ghi chức vụ của người giao quyền, ví dụ `{0} Giám đốc`",
                prefix.word()
            ));
        }
        Ok(Self { prefix, whom })
    }
}

/// The lines of authority above a post.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Authorities(pub Vec<Authority>);

impl<'de> Deserialize<'de> for Authorities {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let lines = Lines::deserialize(deserializer)?;
        let parsed: Result<Vec<_>, _> = lines.0.iter().map(|line| line.parse()).collect();
        parsed.map(Self).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Authorities {
    fn schema_name() -> Cow<'static, str> {
        "Authorities".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let line = json_schema!({ "type": "string", "format": Authority::NAME });
        json_schema!({ "anyOf": [line, { "type": "array", "items": line }] })
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.prefix.word())?;
        match &self.whom {
            Some(whom) => write!(f, " {whom}"),
            None => Ok(()),
        }
    }
}
