//! The law as data: what `law.yaml` holds, with the rows that a user's `thidua.yaml` adds or replaces.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::record::awards::Category;
use crate::record::scalar::{Date, Money, Quantity};
use crate::vietnamese::date;

/// How sure it is that something is written where we say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Mark {
    /// Read in the source itself.
    #[default]
    #[serde(rename = "V")]
    Verified,
    /// One weak or secondary source only.
    #[serde(rename = "W")]
    Weak,
    /// From memory.
    #[serde(rename = "M")]
    Recalled,
    /// Our own reading of what the source says.
    #[serde(rename = "R")]
    Reading,
}

impl Mark {
    /// The letter by which rows give it.
    pub fn letter(self) -> char {
        match self {
            Self::Verified => 'V',
            Self::Weak => 'W',
            Self::Recalled => 'M',
            Self::Reading => 'R',
        }
    }

    /// How a clerk is told.
    pub fn words(self) -> &'static str {
        match self {
            Self::Verified => "đã đối chiếu với văn bản",
            Self::Weak => "theo nguồn thứ cấp, cần kiểm tra lại",
            Self::Recalled => "theo trí nhớ, cần kiểm tra lại",
            Self::Reading => "theo cách hiểu của thidua",
        }
    }
}

/// Where a row of the law is written, and when it holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The article.
    #[schemars(title = "văn bản, điều khoản")]
    pub article: String,
    /// How sure it is.
    #[serde(default)]
    pub mark: Mark,
    /// The first day on which it holds; since ever where none is given.
    pub from: Option<Date>,
    /// The last day on which it holds; still where none is given.
    pub until: Option<Date>,
    /// The day on which the row was last gone through, where it is not that of its file.
    pub checked: Option<Date>,
}

impl Source {
    /// Whether the row holds on a day.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from.0 <= day) && self.until.is_none_or(|until| day <= until.0)
    }

    /// Whether there is a day on which two rows hold.
    fn meets(&self, other: &Self) -> bool {
        let ends_before = |one: &Self, other: &Self| {
            one.until.is_some_and(|until| other.from.is_some_and(|from| until < from))
        };
        !ends_before(self, other) && !ends_before(other, self)
    }
}

/// A type of paper: of the decree's list, or of the law on legislation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentType {
    /// Its name: quyết định.
    pub name: String,
    /// Its abbreviation: QĐ; công văn and thư công have none.
    pub abbreviation: Option<String>,
    /// Whether it opens with Kính gửi.
    #[serde(default)]
    pub addressed: bool,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// Who may decide an award.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Level {
    /// Chủ tịch nước.
    #[serde(rename = "chủ tịch nước")]
    President,
    /// Chính phủ.
    #[serde(rename = "chính phủ")]
    Government,
    /// Thủ tướng Chính phủ.
    #[serde(rename = "thủ tướng")]
    PrimeMinister,
    /// Bộ trưởng, thủ trưởng ban, ngành, đoàn thể trung ương.
    #[serde(rename = "bộ")]
    Ministry,
    /// Chủ tịch Ủy ban nhân dân cấp tỉnh.
    #[serde(rename = "tỉnh")]
    Province,
    /// Thủ trưởng sở, đơn vị có tư cách pháp nhân.
    #[serde(rename = "đơn vị")]
    Agency,
    /// Tổng giám đốc, giám đốc doanh nghiệp, hợp tác xã.
    #[serde(rename = "doanh nghiệp")]
    Enterprise,
    /// Chủ tịch Ủy ban nhân dân huyện, quận, thị xã, as long as there were any.
    #[serde(rename = "huyện")]
    District,
    /// Chủ tịch Ủy ban nhân dân xã, phường, đặc khu.
    #[serde(rename = "xã")]
    Commune,
}

/// A danh hiệu thi đua or hình thức khen thưởng, and who decides it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Award {
    /// Its name as the law writes it.
    pub name: String,
    /// Other ways in which it is written.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Who decides it; nobody where that is not known.
    pub decided_by: Vec<Level>,
    /// To whom it goes; all where none is named.
    #[serde(default)]
    pub goes_to: Vec<Receiver>,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// To whom an award goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Receiver {
    /// Tập thể.
    #[serde(rename = "tập thể")]
    Collective,
    /// Cá nhân.
    #[serde(rename = "cá nhân")]
    Individual,
    /// Hộ gia đình.
    #[serde(rename = "hộ gia đình")]
    Household,
}

impl Receiver {
    /// The category of a list.
    pub fn category(self) -> Category {
        match self {
            Self::Collective => Category::Collective,
            Self::Individual => Category::Individual,
            Self::Household => Category::Household,
        }
    }
}

/// How much money goes with an award: so many times the base salary.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coefficient {
    /// The award's name, as in [`Award`].
    pub award: String,
    /// Who receives it.
    pub receiver: Receiver,
    /// Who decides, where the figure depends on it.
    pub decided_by: Option<Level>,
    /// How many times the base salary.
    pub times: Quantity,
    /// Whether less may be paid.
    #[serde(default)]
    pub at_most: bool,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// Lương cơ sở.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BaseSalary {
    /// Đồng a month.
    pub amount: Money,
    /// Where it is written, from when.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// A law, decree or circular that papers cite.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalText {
    /// Luật, Nghị định, Thông tư.
    pub kind: String,
    /// Number and symbol: 152/2025/NĐ-CP.
    pub number: String,
    /// Name or subject, by which a Luật is cited.
    pub name: String,
    /// When it was signed.
    pub date: Option<Date>,
    /// The number of the text that it amends and leaves in force.
    pub amends: Option<String>,
    /// Whether award decisions rest on it.
    #[serde(default)]
    pub on_awards: bool,
    /// From when it is in force.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
    /// When and by what it was ended.
    pub ended: Option<Ended>,
}

impl LegalText {
    /// Whether it is in force on a day.
    pub fn in_force(&self, day: NaiveDate) -> bool {
        self.source.holds(day) && self.ended.as_ref().is_none_or(|ended| day < ended.on.0)
    }
}

/// The end of a law, decree or circular.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// The first day on which it is no longer in force.
    pub on: Date,
    /// What to cite instead.
    pub by: String,
    /// Where it is written.
    pub article: String,
    /// How sure it is.
    #[serde(default)]
    pub mark: Mark,
}

/// How many of all members must agree to an award.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoteThreshold {
    /// The awards that it is asked for, as in [`Award`].
    pub awards: Vec<String>,
    /// Per cent of all members.
    pub percent: Quantity,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// How many members must be present.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quorum {
    /// Present: this many …
    pub part: u32,
    /// … of so many.
    pub of: u32,
    /// The province whose rule it is; everywhere where none is named.
    pub province: Option<String>,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// Until when something must be done.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// What must be done.
    pub event: Event,
    /// The last day.
    pub day: u32,
    /// Its month.
    pub month: u32,
    /// Whether it lies in the year after the one that is summed up.
    #[serde(default)]
    pub next_year: bool,
    /// The province whose rule it is; everywhere where none is named.
    pub province: Option<String>,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// What deadlines are set for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Event {
    /// Hội nghị sơ kết 6 tháng.
    #[serde(rename = "sơ kết")]
    Interim,
    /// Hội nghị tổng kết năm.
    #[serde(rename = "tổng kết")]
    Annual,
    /// Ký giao ước thi đua.
    #[serde(rename = "ký giao ước")]
    Covenant,
}

/// A body that is no more, or has another name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dissolved {
    /// What stands in the names of such bodies.
    pub names: Vec<String>,
    /// Who does its work now, where that is known.
    pub successor: Option<String>,
    /// Where it is written, with the last day on which there was such a body.
    #[schemars(title = "nơi quy định: article, mark, until")]
    pub source: Source,
}

impl Event {
    /// How papers call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Interim => "sơ kết",
            Self::Annual => "tổng kết",
            Self::Covenant => "ký giao ước",
        }
    }
}

/// Words with their capitals, as the decree writes them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Capitals {
    /// As they must be written.
    pub right: String,
    /// As they are often written.
    pub wrong: Vec<String>,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// A place whose name is always written in full, as it is called after a person, number or event.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FullName {
    /// The full name: Thành phố Hồ Chí Minh.
    pub name: String,
    /// As it is often shortened.
    pub wrong: Vec<String>,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// Titles of which one alone is paid for a period: the highest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaidOnce {
    /// The titles, as in [`Award`].
    pub awards: Vec<String>,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// What papers call "danh hiệu".
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Titles {
    /// What the names of titles begin with.
    pub names: Vec<String>,
    /// Where it is written.
    pub source: Source,
}

/// The issuing body that ends a symbol: `QĐ-TTg` is of Thủ tướng Chính phủ.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// As in symbols: TTg.
    pub symbol: String,
    /// How it is named after "của", or how such a name begins.
    pub names: Vec<String>,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// How many units a group may put forward for an award.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// The award, as in [`Award`].
    pub award: String,
    /// At most so many units of a group.
    pub most: u32,
    /// The province whose rule it is; everywhere where none is named.
    pub province: Option<String>,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// How reward money is rounded.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// Up to whole steps of so many đồng.
    pub step: Money,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// A leading post, and the posts of those who stand in for it: words, no facts of law.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// The post, in all ways in which it is written.
    pub heads: Vec<String>,
    /// Its deputies' posts.
    pub deputies: Vec<String>,
}

/// How bodies decide, and so by what power their papers are signed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Regime {
    /// Together or by a head.
    pub works: Works,
    /// What the names of such bodies begin with.
    pub bodies: Vec<String>,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// How a body decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Works {
    /// Chế độ tập thể: a signer acts on its behalf, TM.
    #[serde(rename = "tập thể")]
    Together,
    /// Chế độ thủ trưởng: the head signs, a deputy for the head, KT.
    #[serde(rename = "thủ trưởng")]
    ByHead,
    /// Đảng, đoàn thể: their papers follow rules of their own.
    #[serde(rename = "đoàn thể")]
    Apart,
}

/// At which level the heads of bodies decide awards.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decider {
    /// The level; none where it is not known for certain.
    pub level: Option<Level>,
    /// What the names of such bodies begin with.
    pub bodies: Vec<String>,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// Học hàm, học vị, danh hiệu that do not stand before a signer's name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Degrees {
    /// The words.
    pub words: Vec<String>,
    /// Words in the names of offices whose head may allow them.
    pub allowed_in: Vec<String>,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// How long papers of a kind are kept, counted from the end of the work.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// The kind of paper.
    pub paper: RetainedPaper,
    /// The meetings that it comes of; all where none is given.
    pub period: Option<RetainedPeriod>,
    /// At which levels it is decided; at all where none is given.
    #[serde(default)]
    pub decided_by: Vec<Level>,
    /// How many years, 2 to 70; for ever where none is given.
    #[serde(default, deserialize_with = "lawful_years")]
    pub years: Option<u32>,
    /// Where it is written.
    #[schemars(title = "nơi quy định: article, mark, from, until")]
    pub source: Source,
}

/// A term that is not for ever is of 2 to 70 years (Luật Lưu trữ 2024, Điều 15).
fn lawful_years<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<u32>, D::Error> {
    let years = u32::deserialize(value)?;
    if (2..=70).contains(&years) {
        return Ok(Some(years));
    }
    let message =
        format!("thời hạn lưu trữ `{years}` năm không hợp lệ: từ 2 đến 70 năm, bỏ `years` là vĩnh viễn");
    Err(serde::de::Error::custom(message))
}

/// A kind of paper, as lists of retention terms name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum RetainedPaper {
    /// Báo cáo.
    #[serde(rename = "báo cáo")]
    Report,
    /// Bản giao ước thi đua.
    #[serde(rename = "giao ước")]
    Covenant,
    /// Quyết định khen thưởng.
    #[serde(rename = "quyết định")]
    Decision,
}

/// A kind of meeting, as lists of retention terms tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum RetainedPeriod {
    /// Hội nghị tổng kết.
    #[serde(rename = "tổng kết")]
    Annual,
    /// Hội nghị sơ kết of six months or more.
    #[serde(rename = "sơ kết 6 tháng trở lên")]
    HalfYear,
    /// Hội nghị sơ kết of less.
    #[serde(rename = "sơ kết dưới 6 tháng")]
    Quarter,
    /// Sơ kết, tổng kết of a campaign.
    #[serde(rename = "đợt thi đua")]
    Campaign,
}

/// All rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Law {
    /// The day on which its rows were last gone through: against what could be found of their sources
    /// by then, which each row's mark tells.
    pub checked: Option<Date>,
    /// Types of paper.
    pub document_types: Vec<DocumentType>,
    /// Awards and who decides them.
    pub awards: Vec<Award>,
    /// Reward money.
    pub coefficients: Vec<Coefficient>,
    /// Base salaries.
    pub base_salaries: Vec<BaseSalary>,
    /// Rounding of reward money.
    pub rounding: Vec<Rounding>,
    /// Laws, decrees, circulars.
    pub legal_texts: Vec<LegalText>,
    /// Thresholds of votes.
    pub vote_thresholds: Vec<VoteThreshold>,
    /// Quorums.
    pub quorums: Vec<Quorum>,
    /// Titles of which the highest alone is paid.
    pub paid_once: Vec<PaidOnce>,
    /// How many units may be put forward.
    pub quotas: Vec<Quota>,
    /// Deadlines.
    pub deadlines: Vec<Deadline>,
    /// Capitals.
    pub capitals: Vec<Capitals>,
    /// Names of places that are never shortened.
    pub full_names: Vec<FullName>,
    /// Issuing bodies by the end of a symbol.
    pub agencies: Vec<Agency>,
    /// Leading posts and their deputies.
    pub posts: Vec<Post>,
    /// How bodies decide.
    pub regimes: Vec<Regime>,
    /// At which level bodies decide awards.
    pub deciders: Vec<Decider>,
    /// Bodies that are no more.
    pub dissolved: Vec<Dissolved>,
    /// What does not stand before a signer's name.
    pub degrees: Vec<Degrees>,
    /// How long papers are kept.
    pub retention: Vec<Retention>,
    /// What is called a title.
    pub titles: Vec<Titles>,
}

/// The file that a user's own rows stand in, beside the records.
pub const OWN_FILE: &str = "thidua.yaml";

/// The built-in rows as they are written.
pub const BUILT_IN_TEXT: &str = include_str!("law.yaml");

static BUILT_IN: LazyLock<Law> =
    LazyLock::new(|| serde_yaml::from_str(BUILT_IN_TEXT).expect("law.yaml is tested to be sound"));

/// Rows of a list are replaced by those with the same key, others are added.
fn overlay<T, K: PartialEq>(rows: &mut Vec<T>, own: Vec<T>, key: impl Fn(&T) -> K) {
    rows.retain(|row| own.iter().all(|other| key(other) != key(row)));
    rows.extend(own);
}

impl Law {
    /// The rows that thidua brings.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// The built-in rows with the user's own over them.
    pub fn with(own: Self) -> Self {
        let mut law = Self::built_in().clone();
        overlay(&mut law.document_types, own.document_types, |row| row.name.to_lowercase());
        overlay(&mut law.awards, own.awards, |row| row.name.to_lowercase());
        overlay(&mut law.coefficients, own.coefficients, |row| {
            (row.award.to_lowercase(), row.receiver.category().word(), row.source.from)
        });
        overlay(&mut law.base_salaries, own.base_salaries, |row| row.source.from);
        overlay(&mut law.rounding, own.rounding, |row| row.source.from);
        overlay(&mut law.legal_texts, own.legal_texts, |row| row.number.clone());
        overlay(&mut law.vote_thresholds, own.vote_thresholds, |row| (row.awards.clone(), row.source.from));
        overlay(&mut law.quorums, own.quorums, |row| (row.province.clone(), row.source.from));
        overlay(&mut law.paid_once, own.paid_once, |row| (row.awards.clone(), row.source.from));
        overlay(&mut law.quotas, own.quotas, |row| (row.award.to_lowercase(), row.province.clone()));
        overlay(&mut law.deadlines, own.deadlines, |row| (row.event as u8, row.province.clone()));
        overlay(&mut law.capitals, own.capitals, |row| row.right.clone());
        overlay(&mut law.full_names, own.full_names, |row| row.name.clone());
        overlay(&mut law.agencies, own.agencies, |row| row.symbol.clone());
        overlay(&mut law.posts, own.posts, |row| row.heads.clone());
        overlay(&mut law.regimes, own.regimes, |row| row.bodies.clone());
        overlay(&mut law.deciders, own.deciders, |row| row.bodies.clone());
        overlay(&mut law.dissolved, own.dissolved, |row| row.names.clone());
        overlay(&mut law.degrees, own.degrees, |row| row.source.article.clone());
        overlay(&mut law.titles, own.titles, |row| row.source.article.clone());
        overlay(&mut law.retention, own.retention, |row| {
            (row.paper as u8, row.period.map(|period| period as u8), row.decided_by.clone())
        });
        law
    }

    /// The type of paper of an abbreviation.
    pub fn type_of(&self, abbreviation: &str) -> Option<&DocumentType> {
        self.document_types.iter().find(|row| row.abbreviation.as_deref() == Some(abbreviation))
    }

    /// The award that words name: the one whose name is in them and is the longest.
    pub fn award(&self, words: &str) -> Option<&Award> {
        let words = words.to_lowercase();
        let length = |award: &&Award| {
            let names = std::iter::once(&award.name).chain(&award.aliases);
            names.filter(|name| words.contains(&name.to_lowercase())).map(|name| name.chars().count()).max()
        };
        self.awards.iter().filter(|award| length(award).is_some()).max_by_key(length)
    }

    /// Whether what is awarded is a title, so that papers call it "danh hiệu …".
    pub fn is_title(&self, form: &str) -> bool {
        let form = form.to_lowercase();
        let mut names = self.titles.iter().flat_map(|row| &row.names);
        names.any(|name| form.starts_with(&name.to_lowercase()))
    }

    /// The award of a name, as it is on a day.
    pub fn award_on(&self, name: &str, day: NaiveDate) -> Option<&Award> {
        self.awards.iter().find(|award| award.name == name && award.source.holds(day))
    }

    /// Lương cơ sở on a day.
    pub fn base_salary(&self, day: NaiveDate) -> Option<&BaseSalary> {
        let holding = self.base_salaries.iter().filter(|row| row.source.holds(day));
        holding.max_by_key(|row| row.source.from)
    }

    /// How many times the base salary goes with an award of that name, whoever decides it.
    pub fn coefficient(&self, award: &str, category: Category, day: NaiveDate) -> Option<&Coefficient> {
        let holding = self.coefficients.iter().filter(|row| row.award == award && row.source.holds(day));
        holding
            .filter(|row| row.receiver.category() == category && row.decided_by.is_none())
            .max_by_key(|row| row.source.from)
    }

    /// How reward money is rounded up.
    pub fn rounding(&self, day: NaiveDate) -> Option<&Rounding> {
        let holding = self.rounding.iter().filter(|row| row.source.holds(day) && row.step.0 > 0);
        holding.max_by_key(|row| row.source.from)
    }

    /// The row by which an award of that name is paid only as the highest of its kind.
    pub fn paid_once(&self, award: &str, day: NaiveDate) -> Option<&PaidOnce> {
        let holding = self.paid_once.iter().filter(|row| row.source.holds(day));
        holding.filter(|row| row.awards.iter().any(|name| name == award)).max_by_key(|row| row.source.from)
    }

    /// How many of all members must agree to an award of that name.
    pub fn vote_threshold(&self, award: &str, day: NaiveDate) -> Option<&VoteThreshold> {
        let holding = self.vote_thresholds.iter().filter(|row| row.source.holds(day));
        holding.filter(|row| row.awards.iter().any(|name| name == award)).max_by_key(|row| row.source.from)
    }

    /// How many members must be present: by the rule of the record's own province, else by the one of all.
    pub fn quorum(&self, day: NaiveDate, is_in: impl Fn(&str) -> bool) -> Option<&Quorum> {
        let holding = self.quorums.iter().filter(|row| row.source.holds(day));
        holding
            .filter(|row| row.province.as_deref().is_none_or(&is_in))
            .max_by_key(|row| (row.province.is_some(), row.source.from))
    }

    /// How long a paper of a kind, of a meeting of a kind, decided at a level is kept: the first row
    /// that says so of that level, else the one that says so of all.
    pub fn retention(
        &self,
        paper: RetainedPaper,
        period: RetainedPeriod,
        level: Option<Level>,
        day: NaiveDate,
    ) -> Option<&Retention> {
        let fits = |row: &&Retention| {
            row.paper == paper && row.period.is_none_or(|own| own == period) && row.source.holds(day)
        };
        let of_level = |row: &&Retention| level.is_some_and(|level| row.decided_by.contains(&level));
        let rows = || self.retention.iter().filter(fits);
        rows().find(of_level).or_else(|| rows().find(|row| row.decided_by.is_empty()))
    }

    /// The law, decree or circular of a number, as it is cited: `152/2025/NĐ-CP`. Zeros count, for
    /// `01/2025/TT-BNV` and `001/2025/TT-BNV` are two circulars.
    pub fn legal_text(&self, number: &str) -> Option<&LegalText> {
        self.legal_texts.iter().find(|row| row.number == number)
    }

    /// The laws that were amended or ended, as articles name them (`Luật Thi đua, khen thưởng 2022`), each with
    /// what did so and since when. What was read in them is not certain from that day on.
    pub fn changes(&self) -> Vec<Change> {
        let called = |row: &LegalText| Some(format!("{} {} {}", row.kind, row.name, row.date?.0.year()));
        let laws = || self.legal_texts.iter().filter(|row| row.kind == "Luật");
        let ended = laws().filter_map(|row| {
            let ended = row.ended.as_ref()?;
            Some(Change { law: called(row)?, on: ended.on.0, by: ended.by.clone() })
        });
        let amended = laws().filter_map(|row| {
            let law = self.legal_text(row.amends.as_ref()?)?;
            Some(Change {
                law: called(law)?,
                on: row.source.from?.0,
                by: format!("{} số {}", row.kind, row.number),
            })
        });
        ended.chain(amended).collect()
    }

    /// The sources of all rows that have one, by list and place in it.
    pub fn sources(&self) -> HashMap<(&'static str, usize), &Source> {
        let mut all = HashMap::new();
        macro_rules! of {
            ($($list:ident),*) => {
                $(for (at, row) in self.$list.iter().enumerate() {
                    all.insert((stringify!($list), at), &row.source);
                })*
            };
        }
        of!(
            document_types,
            awards,
            coefficients,
            base_salaries,
            rounding,
            legal_texts,
            vote_thresholds,
            quorums,
            paid_once,
            quotas,
            deadlines,
            capitals,
            full_names,
            agencies,
            regimes,
            deciders,
            dissolved,
            degrees,
            retention
        );
        all
    }

    /// What is wrong with rows that are each right by themselves: a row that ends before it begins, and two
    /// rows of one thing that hold on one day.
    pub fn clashes(&self) -> Vec<Clash> {
        let mut clashes = Clashes::default();
        let lower = |text: &str| text.to_lowercase();
        let place = |province: &Option<String>| province.clone().unwrap_or_default();
        clashes.among(
            "document_types",
            &self.document_types,
            |row| vec![row.name.clone()],
            |row| &row.source,
        );
        clashes.among("awards", &self.awards, |row| vec![lower(&row.name)], |row| &row.source);
        let paid = |row: &Coefficient| {
            let level = row.decided_by.map(|level| format!(" ({level:?})")).unwrap_or_default();
            vec![format!("{} cho {}{level}", lower(&row.award), row.receiver.category().word())]
        };
        clashes.among("coefficients", &self.coefficients, paid, |row| &row.source);
        let salary = |_: &BaseSalary| vec!["mức lương cơ sở".to_owned()];
        clashes.among("base_salaries", &self.base_salaries, salary, |row| &row.source);
        clashes.among("rounding", &self.rounding, |_| vec!["cách làm tròn".to_owned()], |row| &row.source);
        clashes.among("legal_texts", &self.legal_texts, |row| vec![row.number.clone()], |row| &row.source);
        let voted = |row: &VoteThreshold| row.awards.iter().map(|name| lower(name)).collect();
        clashes.among("vote_thresholds", &self.vote_thresholds, voted, |row| &row.source);
        let present = |row: &Quorum| vec![format!("số có mặt {}", place(&row.province)).trim().to_owned()];
        clashes.among("quorums", &self.quorums, present, |row| &row.source);
        let once = |row: &PaidOnce| row.awards.iter().map(|name| lower(name)).collect();
        clashes.among("paid_once", &self.paid_once, once, |row| &row.source);
        let quota = |row: &Quota| vec![format!("{} {}", lower(&row.award), place(&row.province))];
        clashes.among("quotas", &self.quotas, quota, |row| &row.source);
        let until = |row: &Deadline| vec![format!("{} {}", row.event.word(), place(&row.province))];
        clashes.among("deadlines", &self.deadlines, until, |row| &row.source);
        clashes.among("agencies", &self.agencies, |row| vec![row.symbol.clone()], |row| &row.source);
        clashes.among("regimes", &self.regimes, |row| row.bodies.clone(), |row| &row.source);
        clashes.among("deciders", &self.deciders, |row| row.bodies.clone(), |row| &row.source);
        clashes.among("dissolved", &self.dissolved, |row| row.names.clone(), |row| &row.source);
        for (at, row) in self.dissolved.iter().enumerate().filter(|(_, row)| row.source.until.is_none()) {
            clashes.found.push(Clash {
                pointer: format!("/dissolved/{at}/source"),
                message: format!("chưa ghi ngày cuối cùng còn {}", row.names.join(", ")),
                remedy: "ghi `until` ở `source`".to_owned(),
            });
        }
        clashes.found
    }
}

/// That a law is no longer as it was read.
#[derive(Debug, Clone)]
pub struct Change {
    /// The law, as articles name it.
    pub law: String,
    /// Since when.
    pub on: NaiveDate,
    /// By what.
    pub by: String,
}

/// Something wrong with rows of the law that have the right shape.
#[derive(Debug, Clone)]
pub struct Clash {
    /// JSON pointer of the row.
    pub pointer: String,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

#[derive(Default)]
struct Clashes {
    found: Vec<Clash>,
}

impl Clashes {
    /// Looks through the rows of one list, by the things that each tells of.
    fn among<R>(
        &mut self,
        list: &str,
        rows: &[R],
        things: impl Fn(&R) -> Vec<String>,
        source: impl Fn(&R) -> &Source,
    ) {
        let mut seen: HashMap<String, Vec<&Source>> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            let own = source(row);
            let pointer = format!("/{list}/{at}/source");
            if let (Some(from), Some(until)) = (own.from, own.until)
                && until < from
            {
                let (from, until) = (date::short(from.0), date::short(until.0));
                self.found.push(Clash {
                    pointer: pointer.clone(),
                    message: format!("dòng này hết hiệu lực ({until}) trước khi có hiệu lực ({from})"),
                    remedy: "xem lại `from` và `until`".to_owned(),
                });
            }
            for thing in things(row) {
                let others = seen.entry(thing.clone()).or_default();
                if others.iter().any(|other| other.meets(own)) {
                    self.found.push(Clash {
                        pointer: pointer.clone(),
                        message: format!("hai dòng ở `{list}` cùng có hiệu lực cho {thing}"),
                        remedy: "ghi `until` cho dòng cũ, `from` cho dòng mới, để mỗi ngày chỉ có một dòng"
                            .to_owned(),
                    });
                }
                others.push(own);
            }
        }
    }
}
