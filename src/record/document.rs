//! What every paper carries besides its text: issuer, number, date, signer, recipients.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

use super::Record;
use super::scalar::{Count, Date, DocumentNumber, Lines};

/// Cơ quan có tên ở đầu văn bản: chính cụm, khối khi có sổ văn bản riêng, hoặc cơ quan của đơn vị trưởng.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Cơ quan ban hành")]
#[schemars(extend("thidua-examples" = [
    "{ parent: Ủy ban nhân dân tỉnh A, name: Sở Y tế, symbol: SYT, place: Tỉnh A }"
]))]
pub struct Issuer {
    /// Cơ quan chủ quản trực tiếp, in trên tên cơ quan ban hành. Tên dài thì ghi thành danh sách, mỗi dòng
    /// một mục.
    #[schemars(
        title = "Cơ quan chủ quản",
        example = "Ủy ban nhân dân tỉnh A",
        example = ["Hội đồng Thi đua - Khen thưởng", "tỉnh A"]
    )]
    #[serde(default)]
    pub parent: Lines,
    /// Tên cơ quan ban hành, in đậm ở đầu văn bản. Tên dài thì ghi thành danh sách, mỗi dòng một mục.
    #[schemars(
        title = "Tên cơ quan",
        example = "Sở Nội vụ",
        example = ["Khối thi đua", "các cơ quan tham mưu, tổng hợp"]
    )]
    pub name: Lines,
    /// Các cơ quan cùng ban hành, in dưới tên cơ quan ban hành, mỗi cơ quan một mục.
    #[schemars(title = "Cơ quan cùng ban hành", example = ["Liên đoàn Lao động tỉnh A"])]
    #[serde(default)]
    pub jointly_with: Vec<Lines>,
    /// Chữ viết tắt tên cơ quan; thidua ghép vào ký hiệu văn bản, ví dụ SYT thành BC-SYT, QĐ-SYT.
    #[schemars(title = "Chữ viết tắt", example = &"SYT", example = &"KTĐ1")]
    pub symbol: Option<String>,
    /// Địa danh in trước ngày, tháng, năm ban hành.
    #[schemars(title = "Địa danh", example = "Tỉnh A")]
    pub place: Option<String>,
    /// Người ký các văn bản không ghi người ký riêng.
    #[schemars(title = "Người ký chung")]
    pub signer: Option<Signer>,
    /// Địa chỉ, điện thoại, thư điện tử của cơ quan, in ở chân trang thứ nhất.
    #[schemars(
        title = "Địa chỉ",
        example = "Số 07, đường số 1, phường A, tỉnh A; điện thoại: (0000) 000 007"
    )]
    pub address: Option<String>,
}

/// Số, ngày, người ký, nơi nhận của văn bản; điều gì chưa ghi thì bản in chừa chỗ để điền tay.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "Thông tin văn bản")]
#[schemars(extend("thidua-examples" = [
    "{ number: 12, date: 2026-01-20, recipients: [Các đơn vị thành viên] }"
]))]
pub struct Document {
    /// Tên loại in trên trích yếu; chỉ ghi khi khác tên thường dùng.
    #[schemars(title = "Tên loại văn bản", example = "Phát động thi đua")]
    pub type_name: Option<String>,
    /// Chỉ ghi phần số; dưới 10 thì thidua thêm số 0 ở trước, số 0 tự ghi ở trước thì in như đã ghi. Chưa có
    /// số thì bỏ, bản in chừa chỗ cho văn thư.
    #[schemars(title = "Số văn bản", example = 12, example = &"12a")]
    pub number: Option<DocumentNumber>,
    /// Ký hiệu in sau dấu gạch chéo; chỉ ghi khi khác ký hiệu thidua tự ghép.
    #[schemars(title = "Ký hiệu", example = "QĐ-SYT")]
    pub symbol: Option<String>,
    /// Địa danh in trước ngày; chỉ ghi khi khác địa danh của cơ quan ban hành.
    #[schemars(title = "Địa danh", example = "Phường A")]
    pub place: Option<String>,
    /// Ngày ban hành, với giao ước là ngày ký; chưa ghi thì bản in chừa chỗ điền ngày, tháng.
    #[schemars(title = "Ngày ban hành", example = "2026-01-20", example = "20/01/2026")]
    pub date: Option<Date>,
    /// Cơ quan ban hành của riêng văn bản này; không ghi thì theo `issuer` chung của hồ sơ.
    #[schemars(title = "Cơ quan ban hành riêng")]
    pub issuer: Option<Issuer>,
    /// Các nơi in sau chữ “Kính gửi:”, mỗi nơi một mục; quyết định không in.
    #[schemars(title = "Kính gửi", example = ["Hội đồng Thi đua - Khen thưởng tỉnh A"])]
    pub addressees: Vec<String>,
    /// Người ký văn bản này; không ghi thì là người ký chung của cơ quan ban hành.
    #[schemars(title = "Người ký")]
    pub signer: Option<Signer>,
    /// Nơi nhận, mỗi nơi một mục; “Như trên”, “Như Điều …” và “Lưu: …” do thidua tự ghi. Quyết định không gửi nơi
    /// nào khác thì ghi `[]`.
    #[schemars(title = "Nơi nhận", example = ["Các đơn vị thành viên"])]
    pub recipients: Option<Vec<String>>,
    /// Nơi lưu, in sau chữ “Lưu:”; không ghi thì là VT.
    #[schemars(title = "Nơi lưu", example = "VT, VP")]
    pub filing: Option<String>,
    /// Mức độ khẩn, in chữ đỏ đóng khung dưới số văn bản; văn bản thường thì bỏ.
    #[schemars(title = "Độ khẩn")]
    pub urgency: Option<Urgency>,
    /// Chỉ dẫn về phạm vi lưu hành, in đóng khung dưới ngày ban hành; không hạn chế thì bỏ.
    #[schemars(title = "Phạm vi lưu hành")]
    pub circulation: Option<Circulation>,
    /// Chữ viết tắt tên người soạn thảo, in dưới nơi nhận.
    #[schemars(title = "Người soạn thảo", example = &"NVA")]
    pub drafter: Option<String>,
    /// Số bản phát hành, in trong ngoặc sau chữ viết tắt tên người soạn thảo.
    #[schemars(title = "Số bản", example = 12)]
    pub copies: Option<Count>,
    /// Ghi true nếu là văn bản điện tử: dòng “Kèm theo” ở đầu danh sách để trống số và ngày (Nghị định
    /// 30/2020/NĐ-CP, Phụ lục I, mục III.1).
    #[schemars(title = "Văn bản điện tử", example = true)]
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

    /// Who signs a paper of the group where the record names nobody: the head of the unit that leads it, on its behalf.
    /// Nothing where an office issues the paper, or the leader is not known.
    pub fn signer_by_default(&self, record: &Record) -> Option<Signer> {
        let group = &record.group;
        if self.issued_by(record).is_some() || self.signed_by(record).is_some() {
            return None;
        }
        let unit = group.leader.as_ref().and_then(|leader| group.unit(leader))?;
        let head = unit.head.as_ref();
        Some(Signer {
            authority: Authorities(vec![Authority { prefix: Prefix::Tm, whom: None }]),
            title: Some(group.leader_post().to_owned()),
            office_title: head
                .and_then(|head| head.title.as_ref())
                .map(|title| format!("{title} {}", unit.name)),
            rank: head.and_then(|head| head.rank.clone()),
            name: head.and_then(|head| head.name.clone()),
        })
    }

    /// Where it is sent besides those that thidua writes itself.
    pub fn sent_to(&self) -> &[String] {
        self.recipients.as_deref().unwrap_or_default()
    }

    /// What follows the slash: `BC-SYT`; a paper of no decree type has none of its own.
    pub fn full_symbol(&self, record: &Record, abbreviation: Option<&str>) -> Option<String> {
        self.symbol.clone().or_else(|| {
            let own = self.issued_by(record).and_then(|issuer| issuer.symbol.as_deref()).unwrap_or_default();
            abbreviation.map(|abbreviation| format!("{abbreviation}-{own}"))
        })
    }
}

/// Mức độ khẩn của văn bản (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục III.2b).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline, title = "Độ khẩn")]
pub enum Urgency {
    /// Khẩn: mức thấp nhất trong ba mức.
    #[serde(rename = "khẩn")]
    Urgent,
    /// Thượng khẩn: trên mức khẩn.
    #[serde(rename = "thượng khẩn")]
    VeryUrgent,
    /// Hỏa tốc: mức cao nhất.
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

/// Chỉ dẫn về phạm vi lưu hành (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục III.2c).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline, title = "Phạm vi lưu hành")]
pub enum Circulation {
    /// Chỉ lưu hành trong cơ quan, tổ chức.
    #[serde(rename = "lưu hành nội bộ")]
    Internal,
    /// Người nhận xem xong thì trả lại nơi gửi.
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

/// Người ký văn bản: quyền hạn, chức vụ, họ tên, in ở cuối văn bản.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "Người ký")]
#[schemars(extend("thidua-examples" = [
    "{ authority: TM. Khối thi đua, title: Khối trưởng, office_title: Giám đốc Sở Nội vụ, name: Nguyễn Văn A }",
    "{ authority: KT. Giám đốc, title: Phó Giám đốc, name: Trần Thị B }"
]))]
pub struct Signer {
    /// Quyền hạn in trên chức vụ: TM. (thay mặt), KT. (ký thay), TL. (thừa lệnh), TUQ. (thừa ủy quyền), Q.
    /// (quyền). Có nhiều dòng thì ghi thành danh sách.
    #[schemars(
        title = "Quyền hạn ký",
        example = "TM. Khối thi đua",
        example = "KT. Giám đốc",
        example = ["TM. Khối thi đua", "KT. Khối trưởng"]
    )]
    pub authority: Authorities,
    /// Chức vụ của người ký, in hoa dưới quyền hạn.
    #[schemars(title = "Chức vụ", example = "Khối trưởng")]
    pub title: Option<String>,
    /// Chức vụ ở cơ quan, in ngay trên họ tên, khi người ký thay mặt cụm, khối.
    #[schemars(title = "Chức vụ ở cơ quan", example = "Giám đốc Sở Y tế")]
    pub office_title: Option<String>,
    /// Cấp bậc, học hàm, học vị in trước họ tên; chỉ ghi ở nơi được phép.
    #[schemars(title = "Cấp bậc", example = "Đại tá")]
    pub rank: Option<String>,
    /// Họ và tên người ký; chưa ghi thì bản in để trống.
    #[schemars(title = "Họ và tên", example = "Nguyễn Văn A")]
    pub name: Option<String>,
}

impl Signer {
    /// The post that is printed: as written, else the one that the signer acts in (`authority: Q. Giám đốc`).
    pub fn post(&self) -> Option<&str> {
        let acting = || {
            let line = self.authority.0.iter().find(|line| line.prefix == Prefix::Q)?;
            line.whom.as_deref()
        };
        self.title.as_deref().or_else(acting)
    }
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
        // A list of one type: beside another single type an editor would not tell the message.
        let line = json_schema!({
            "type": ["string"],
            "format": Authority::NAME,
            "pattern": r"^\s*$|^\s*([Tt][Mm]|[Qq])([.\s]|$)|^\s*([Kk][Tt]|[Tt][Ll]|[Tt][Uu][Qq])[.\s]+[^.\s]",
            "errorMessage": "Hãy ghi quyền hạn, bắt đầu bằng TM., KT., TL., TUQ. hoặc Q., ví dụ KT. Giám đốc.",
        });
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
