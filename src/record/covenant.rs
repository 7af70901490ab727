//! Bản giao ước thi đua: not a type of the decree, a joint sheet of equals.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Record;
use super::document::Document;
use super::group::{Person, UnitId};
use super::period::Period;
use super::report::{Numbering, Section, default_numbering};
use super::scalar::{Count, Figure};

/// Bản giao ước thi đua.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Covenant {
    /// Ngày ký, nơi ký, nơi nhận.
    #[serde(default)]
    pub document: Document,
    /// Kỳ giao ước; không ghi thì là kỳ sau của hội nghị tổng kết, chính kỳ của hội nghị sơ kết.
    pub period: Option<Period>,
    /// Trích yếu, khi muốn khác câu thidua tự viết.
    pub subject: Option<String>,
    /// Các căn cứ.
    #[serde(default)]
    pub legal_bases: Vec<String>,
    /// Đoạn mở đầu, viết bằng Markdown.
    pub opening: Option<String>,
    /// Cách đánh số; mặc định [I., 1., a)].
    #[serde(default = "default_numbering")]
    pub numbering: Vec<Numbering>,
    /// Các nội dung giao ước.
    #[serde(default)]
    pub commitments: Vec<Section>,
    /// Chỉ tiêu của từng đơn vị.
    #[serde(default)]
    pub targets: Vec<CovenantTarget>,
    /// Câu kết, khi muốn khác câu thidua tự viết; số bản ghi bằng `{copies}`.
    pub closing: Option<String>,
    /// Nơi giữ thêm mỗi nơi một bản, ngoài các đơn vị ký.
    #[serde(default)]
    pub further_copies: Vec<String>,
    /// Các bên ký; không ghi thì là mọi đơn vị thành viên, trưởng đứng đầu.
    #[serde(default)]
    pub parties: Vec<Party>,
    /// Số chữ ký trên một hàng, từ 1 đến 4.
    pub columns: Option<Count>,
}

/// Chỉ tiêu giao ước.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CovenantTarget {
    /// Tên chỉ tiêu.
    pub name: String,
    /// Đơn vị tính.
    pub measure: Option<String>,
    /// Mức chung cho mọi đơn vị.
    pub all: Option<Figure>,
    /// Mức của từng đơn vị, theo mã.
    #[serde(default)]
    pub units: BTreeMap<String, Figure>,
}

/// Một bên ký giao ước.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Mã đơn vị thành viên.
    pub unit: Option<UnitId>,
    /// Tên bên ký, khi không phải đơn vị thành viên hoặc khi muốn ghi khác.
    pub heading: Option<String>,
    /// Những người ký của bên này; không ghi thì là người đứng đầu đơn vị.
    #[serde(default)]
    pub signers: Vec<Person>,
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
