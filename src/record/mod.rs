//! The record of a meeting: one YAML file as it is written, in types that know their words.
//!
//! Everything here is pure: no files, no templates, no clock. A fact stands once; counts,
//! totals, ranks and percentages are computed from it (see [`scores`], [`awards`]).

pub mod awards;
pub mod covenant;
pub mod document;
pub mod formats;
pub mod gaps;
pub mod group;
pub mod meeting;
pub mod paper;
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
pub use group::{Group, GroupKind, Officers, Person, Unit, UnitId};
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
    /// Các quy tắc kiểm tra không áp dụng cho hồ sơ này, mỗi quy tắc kèm lý do.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
}

/// Một quy tắc kiểm tra mà hồ sơ này có lý do không theo.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// Mã quy tắc, như `thidua check` in ra: vote-threshold.
    pub rule: String,
    /// Lý do, được in lại mỗi lần kiểm tra.
    pub reason: String,
}

impl Record {
    /// Who leads the group in the covenant's year: those whom the meeting elected, else this year's.
    pub fn covenant_officers(&self) -> Officers<'_> {
        match &self.election {
            Some(election) => Officers { leader: Some(&election.leader), deputies: &election.deputies },
            None => self.group.officers(),
        }
    }

    /// How many members may vote: as the ballot says, else as many as the group has units.
    pub fn voters(&self) -> Option<usize> {
        let members = self.ballot.as_ref().and_then(|ballot| ballot.members);
        members.map(|members| members.0 as usize).or_else(|| self.group.size())
    }

    /// Every text that is written in Markdown, with its JSON pointer.
    pub fn narratives(&self) -> Vec<(String, &str)> {
        fn sections<'a>(found: &mut Vec<(String, &'a str)>, pointer: &str, list: &'a [Section]) {
            for (at, section) in list.iter().enumerate() {
                if let Some(body) = &section.body {
                    found.push((format!("{pointer}/{at}/body"), body));
                }
                sections(found, &format!("{pointer}/{at}/sections"), &section.sections);
            }
        }
        let mut found = Vec::new();
        if let Some(report) = &self.report {
            found.extend(report.opening.iter().map(|text| ("/report/opening".to_owned(), text.as_str())));
            sections(&mut found, "/report/sections", &report.sections);
            found.extend(report.closing.iter().map(|text| ("/report/closing".to_owned(), text.as_str())));
        }
        if let Some(covenant) = &self.covenant {
            found.extend(covenant.opening.iter().map(|text| ("/covenant/opening".to_owned(), text.as_str())));
            sections(&mut found, "/covenant/commitments", &covenant.commitments);
            found.extend(covenant.closing.iter().map(|text| ("/covenant/closing".to_owned(), text.as_str())));
        }
        for (at, decision) in self.awards.iter().enumerate() {
            for (article_at, article) in decision.articles.iter().enumerate() {
                let pointer = format!("/awards/{at}/articles/{article_at}/body");
                found.extend(article.body.iter().map(|text| (pointer.clone(), text.as_str())));
            }
        }
        found
    }
}
