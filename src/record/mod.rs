//! The record of a meeting: one YAML file as it is written, in types that know their words.
//!
//! Everything here is pure: no files, no templates, no clock. A fact stands once; counts,
//! totals, ranks and percentages are computed from it (see [`scores`], [`awards`]).

pub mod awards;
pub mod covenant;
pub mod document;
pub mod gaps;
pub mod group;
pub mod meeting;
pub mod period;
pub mod references;
pub mod report;
pub mod scalar;
pub mod scores;
pub mod targets;
pub mod votes;

use schemars::JsonSchema;
use serde::Deserialize;

pub use awards::{Decision, Grant, Recipient};
pub use covenant::Covenant;
pub use document::{Document, Issuer, Signer};
pub use group::{Group, GroupKind, Person, Unit, UnitId};
pub use meeting::{Meeting, MeetingKind};
pub use period::Period;
pub use report::{Report, Section};

use scalar::FormatVersion;

/// Hồ sơ hội nghị: everything that the papers of one meeting are made of.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Phiên bản của mẫu hồ sơ; hiện nay là 1.
    pub format: FormatVersion,
    /// Cụm hoặc khối thi đua và các đơn vị thành viên.
    pub group: Group,
    /// Cơ quan ban hành văn bản; khi không ghi thì là chính cụm, khối.
    pub issuer: Option<Issuer>,
    /// Hội nghị sơ kết hoặc tổng kết.
    pub meeting: Meeting,
    /// Báo cáo sơ kết hoặc tổng kết.
    pub report: Option<Report>,
    /// Chỉ tiêu và kết quả thực hiện.
    #[serde(default)]
    pub targets: Vec<targets::Target>,
    /// Chấm điểm thi đua.
    pub scores: Option<scores::Scores>,
    /// Bỏ phiếu bình xét, suy tôn.
    pub ballot: Option<votes::Ballot>,
    /// Đề nghị khen thưởng đưa ra hội nghị.
    #[serde(default)]
    pub nominations: Vec<votes::Nomination>,
    /// Bầu trưởng, phó cho kỳ sau.
    pub election: Option<votes::Election>,
    /// Bản giao ước thi đua.
    pub covenant: Option<Covenant>,
    /// Các quyết định khen thưởng.
    #[serde(default)]
    pub awards: Vec<Decision>,
}
