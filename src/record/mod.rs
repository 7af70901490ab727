//! The record of a meeting: one YAML file as it is written, in types that know their words.
//!
//! Everything here is pure: no files, no templates, no clock. A fact stands once; counts,
//! totals, ranks and percentages are computed from it (see [`scores`], [`awards`]).
//!
//! What a clerk writes is documented in Vietnamese, in whole sentences: editors and people read
//! the doc comments of keys and of words to choose from (see [`schema`], [`keys`]).

pub mod awards;
pub mod covenant;
pub mod document;
pub mod formats;
pub mod gaps;
pub mod group;
pub mod keys;
pub mod meeting;
pub mod paper;
pub mod period;
pub mod references;
pub mod report;
pub mod scalar;
pub mod schema;
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
pub use report::{Insert, Report, Section};

use scalar::FormatVersion;

/// Keys whose values may have paragraphs, lists and tables.
pub const NARRATIVES: [&str; 3] = ["opening", "body", "closing"];

/// Keys of persons and of lists of them.
pub const PEOPLE: [&str; 9] =
    ["head", "chair", "signer", "guests", "co_signers", "people", "signers", "individuals", "members"];

/// Keys whose values are sentences that somebody wrote; `title` is a post beside a name.
pub const PROSE: [&str; 12] = [
    "opening",
    "body",
    "closing",
    "title",
    "subject",
    "achievement",
    "legal_bases",
    "executors",
    "fund",
    "note",
    "list_title",
    "commitments",
];

/// Hồ sơ của một hội nghị cụm, khối thi đua; mọi văn bản của hội nghị được lập từ đây.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Hồ sơ hội nghị")]
pub struct Record {
    /// Phiên bản của mẫu hồ sơ; hiện nay ghi 1.
    #[schemars(title = "Phiên bản mẫu hồ sơ")]
    pub format: FormatVersion,
    /// Cụm hoặc khối thi đua trong năm được sơ kết, tổng kết, cùng các đơn vị thành viên.
    #[schemars(title = "Cụm, khối thi đua")]
    pub group: Group,
    /// Cơ quan có tên ở đầu các văn bản và người ký chung; không ghi thì là chính cụm, khối.
    #[schemars(title = "Cơ quan ban hành")]
    pub issuer: Option<Issuer>,
    /// Hội nghị sơ kết hoặc tổng kết: kỳ thi đua, ngày họp, nơi họp, thành phần dự.
    #[schemars(title = "Hội nghị")]
    pub meeting: Meeting,
    /// Báo cáo sơ kết hoặc tổng kết; có mục này thì thidua lập báo cáo.
    #[schemars(title = "Báo cáo")]
    pub report: Option<Report>,
    /// Các chỉ tiêu và kết quả thực hiện, mỗi chỉ tiêu một mục; in thành bảng ở đề mục có `insert: targets`.
    #[schemars(title = "Chỉ tiêu")]
    #[serde(default)]
    pub targets: Vec<targets::Target>,
    /// Điểm của các đơn vị; tổng điểm và thứ hạng do thidua tính. In thành bảng ở đề mục có `insert: scores`.
    #[schemars(title = "Chấm điểm")]
    pub scores: Option<scores::Scores>,
    /// Số liệu chung của cuộc bỏ phiếu suy tôn; in dưới bảng ở đề mục có `insert: votes`.
    #[schemars(title = "Bỏ phiếu")]
    pub ballot: Option<votes::Ballot>,
    /// Các đề nghị khen thưởng đưa ra hội nghị, mỗi đề nghị một mục; in thành bảng ở đề mục có `insert:
    /// votes`.
    #[schemars(title = "Đề nghị khen thưởng")]
    #[serde(default)]
    pub nominations: Vec<votes::Nomination>,
    /// Kết quả bầu đơn vị trưởng, phó của kỳ sau; in thành bảng ở đề mục có `insert: election`. Khi ký giao
    /// ước, các đơn vị này đứng trước.
    #[schemars(title = "Bầu trưởng, phó")]
    pub election: Option<votes::Election>,
    /// Bản giao ước thi đua; có mục này, dù chỉ ghi `{}`, thì thidua lập bản giao ước.
    #[schemars(title = "Bản giao ước")]
    pub covenant: Option<Covenant>,
    /// Các quyết định khen thưởng, mỗi quyết định một mục; thidua lập từng quyết định cùng danh sách kèm
    /// theo.
    #[schemars(title = "Quyết định khen thưởng")]
    #[serde(default)]
    pub awards: Vec<Decision>,
    /// Những quy tắc kiểm tra mà hồ sơ này có lý do không theo, mỗi quy tắc một mục; `thidua check` in lại lý
    /// do.
    #[schemars(title = "Ngoại lệ")]
    #[serde(default)]
    pub exceptions: Vec<Exception>,
}

/// Một quy tắc kiểm tra mà hồ sơ này có lý do không theo.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Một ngoại lệ")]
#[schemars(extend("thidua-examples" = [
    "{ rule: vote-threshold, reason: Hội nghị biểu quyết theo quy chế của Khối }"
]))]
pub struct Exception {
    /// Mã quy tắc, như `thidua check` in ra.
    #[schemars(title = "Mã quy tắc", example = "vote-threshold")]
    pub rule: String,
    /// Lý do không theo quy tắc, được in lại mỗi lần kiểm tra.
    #[schemars(title = "Lý do", example = "Hội nghị biểu quyết theo quy chế của Khối")]
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
