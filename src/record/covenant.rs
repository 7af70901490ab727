//! Bản giao ước thi đua: not a type of the decree, a joint sheet of equals.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::document::Document;
use super::group::{Person, UnitId};
use super::paper::KindFacts;
use super::period::Period;
use super::report::{Numbering, Section, default_numbering};
use super::scalar::{Count, Figure, once};
use super::{MeetingKind, Record};

/// Bản giao ước thi đua: no type of the decree's.
pub const KIND: KindFacts = KindFacts {
    name: "covenant",
    slug: "giao-uoc",
    noun: "bản giao ước",
    type_name: "Bản giao ước thi đua",
    abbreviation: None,
    several: false,
};

/// Bản giao ước thi đua: các đơn vị thành viên cùng ký, đơn vị trưởng đứng đầu.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Bản giao ước")]
pub struct Covenant {
    /// Ngày ký, nơi ký, nơi nhận của bản giao ước; điều gì chưa ghi thì bản in chừa chỗ để điền tay.
    #[schemars(title = "Thông tin văn bản")]
    #[serde(default)]
    pub document: Document,
    /// Kỳ giao ước; không ghi thì sau tổng kết là kỳ tiếp theo, khi sơ kết là năm của kỳ sơ kết.
    #[schemars(title = "Kỳ giao ước")]
    pub period: Option<Period>,
    /// Trích yếu in dưới tên loại; chỉ ghi khi muốn khác tên cụm, khối và kỳ giao ước.
    #[schemars(title = "Trích yếu", example = "Khối thi đua số 1 năm 2026")]
    pub subject: Option<String>,
    /// Các căn cứ, in nghiêng trước phần mở đầu, mỗi căn cứ một mục; không ghi dấu chấm phẩy ở cuối.
    #[schemars(title = "Căn cứ", example = ["Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"])]
    #[serde(default)]
    pub legal_bases: Vec<String>,
    /// Đoạn mở đầu, viết bằng Markdown; không ghi thì thidua viết “Hôm nay, …” với ngày, nơi họp và số đơn vị
    /// ký.
    #[schemars(
        title = "Mở đầu",
        example = "Các đơn vị thống nhất ký kết giao ước thi đua năm 2026 như sau:"
    )]
    pub opening: Option<String>,
    /// Cách đánh số các đề mục, từ cấp trên xuống cấp dưới; không ghi thì là I., 1., a).
    #[schemars(title = "Cách đánh số", example = ["Điều 1.", "1.", "a)"])]
    #[serde(default = "default_numbering")]
    pub numbering: Vec<Numbering>,
    /// Các nội dung giao ước theo thứ tự in, mỗi nội dung một mục, ghi như các phần của báo cáo.
    #[schemars(title = "Nội dung giao ước")]
    #[serde(default)]
    pub commitments: Vec<Section>,
    /// Các chỉ tiêu giao ước, mỗi chỉ tiêu một mục; in thành bảng ở đề mục có `insert: targets`, không có thì
    /// in sau các nội dung.
    #[schemars(title = "Chỉ tiêu giao ước")]
    #[serde(default)]
    pub targets: Vec<CovenantTarget>,
    /// Câu kết, in trước các chữ ký, viết bằng Markdown; chữ `{copies}` được thay bằng số bản.
    #[schemars(
        title = "Câu kết",
        example = "Bản giao ước này được lập thành {copies} bản có giá trị như nhau"
    )]
    pub closing: Option<String>,
    /// Những nơi giữ thêm mỗi nơi một bản, ngoài các bên ký; được tính vào số bản.
    #[schemars(title = "Nơi giữ thêm", example = ["Hội đồng Thi đua - Khen thưởng tỉnh A"])]
    #[serde(default)]
    pub further_copies: Vec<String>,
    /// Các bên ký theo thứ tự in; không ghi thì mọi đơn vị thành viên cùng ký, đơn vị trưởng đứng đầu.
    #[schemars(title = "Các bên ký")]
    #[serde(default)]
    pub parties: Vec<Party>,
    /// Số bên ký trên một hàng, từ 1 đến 4; không ghi thì thidua tự xếp.
    #[schemars(title = "Số bên một hàng", example = 2, example = 3)]
    pub columns: Option<Count>,
}

/// Một chỉ tiêu giao ước, với mức chung hoặc mức riêng của từng đơn vị.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Chỉ tiêu giao ước")]
#[schemars(extend("thidua-examples" = [
    "{ name: Hồ sơ giải quyết đúng hạn, measure: \"%\", all: trên 98 }",
    "{ name: Sáng kiến được công nhận, units: { so-noi-vu: 5, so-y-te: 10 } }"
]))]
pub struct CovenantTarget {
    /// Tên chỉ tiêu như in trong bảng.
    #[schemars(title = "Tên chỉ tiêu", example = "Sáng kiến được công nhận")]
    pub name: String,
    /// Đơn vị tính của các con số; dấu % đặt trong dấu nháy.
    #[schemars(title = "Đơn vị tính", example = "sáng kiến", example = "%")]
    pub measure: Option<String>,
    /// Mức chung cho mọi đơn vị; trước số có thể có chữ, ví dụ trên 98.
    #[schemars(title = "Mức chung", example = "trên 98", example = 100)]
    pub all: Option<Figure>,
    /// Mức riêng của từng đơn vị, ghi theo mã đơn vị; đơn vị không ghi ở đây thì theo mức chung.
    #[schemars(title = "Mức từng đơn vị")]
    #[serde(default, deserialize_with = "once")]
    pub units: BTreeMap<String, Figure>,
}

/// Một bên ký giao ước: đơn vị thành viên thì ghi `unit`, bên khác thì ghi `heading`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Bên ký")]
#[schemars(extend("thidua-examples" = [
    "{ unit: so-y-te }",
    "{ heading: Liên đoàn Lao động tỉnh A, signers: [{ name: Trần Thị B, title: Chủ tịch }] }"
]))]
pub struct Party {
    /// Mã của đơn vị thành viên, đúng như ghi ở `group.units`.
    #[schemars(title = "Đơn vị", example = &"so-y-te")]
    pub unit: Option<UnitId>,
    /// Tên in trên chữ ký, khi không phải đơn vị thành viên hoặc khi muốn ghi khác tên đơn vị.
    #[schemars(title = "Tên bên ký", example = "Liên đoàn Lao động tỉnh A")]
    pub heading: Option<String>,
    /// Những người ký của bên này; không ghi thì là người đứng đầu và những người cùng ký của đơn vị.
    #[schemars(title = "Những người ký")]
    #[serde(default)]
    pub signers: Vec<Person>,
}

/// The period that a covenant is for: as written; after a tổng kết the next one, at a sơ kết its year, at a
/// launch its own.
pub fn covenant_period(kind: MeetingKind, meeting: &Period, written: Option<&Period>) -> Period {
    match (written, kind) {
        (Some(period), _) => period.clone(),
        (None, MeetingKind::Annual) => meeting.next().unwrap_or_else(|| meeting.clone()),
        (None, MeetingKind::Interim) => Period::Year(meeting.year()),
        (None, MeetingKind::Launch) => meeting.clone(),
    }
}

/// One cell of the signature grid.
#[derive(Debug, Clone)]
pub struct SigningParty<'a> {
    /// The unit of the group, where the party is one.
    pub unit: Option<&'a UnitId>,
    /// The name above the signatures.
    pub heading: &'a str,
    /// Who signs, from the top.
    pub signers: Vec<&'a Person>,
}

impl Covenant {
    /// The parties in the order of signing: as written, else all units, the leader first.
    pub fn signing_parties<'a>(&'a self, record: &'a Record) -> Vec<SigningParty<'a>> {
        let group = &record.group;
        if self.parties.is_empty() {
            return group
                .by_precedence(record.covenant_officers())
                .into_iter()
                .map(|unit| SigningParty {
                    unit: Some(&unit.id),
                    heading: &unit.name,
                    signers: unit.head.iter().chain(&unit.co_signers).collect(),
                })
                .collect();
        }
        self.parties
            .iter()
            .map(|party| {
                let unit = party.unit.as_ref().and_then(|id| group.unit(id));
                let heading =
                    party.heading.as_deref().or(unit.map(|unit| unit.name.as_str())).unwrap_or_default();
                let mut signers: Vec<&Person> = party.signers.iter().collect();
                if signers.is_empty() {
                    signers
                        .extend(unit.into_iter().flat_map(|unit| unit.head.iter().chain(&unit.co_signers)));
                }
                SigningParty { unit: party.unit.as_ref(), heading, signers }
            })
            .collect()
    }

    /// The number of copies: one for each party, one for each further keeper.
    pub fn copies(&self, record: &Record) -> usize {
        self.signing_parties(record).len() + self.further_copies.len()
    }
}
