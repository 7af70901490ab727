//! Khen thưởng: decisions, what they grant, and the lists of the awarded.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};

use super::document::Document;
use super::scalar::Money;

/// Quyết định khen thưởng.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Số, ngày, người ký, nơi nhận của quyết định.
    #[serde(default)]
    pub document: Document,
    /// Trích yếu, khi muốn khác câu thidua tự viết.
    pub subject: Option<String>,
    /// Thẩm quyền ban hành, ghi dưới trích yếu: Giám đốc Sở Y tế.
    pub competence: Option<String>,
    /// Các căn cứ, kể cả "Theo đề nghị của …", không ghi dấu chấm phẩy cuối dòng.
    #[serde(default)]
    pub legal_bases: Vec<String>,
    /// Các hình thức khen thưởng và người được khen.
    pub grants: Vec<Grant>,
    /// Nguồn kinh phí chi thưởng.
    pub fund: Option<String>,
    /// Các điều; không ghi thì gồm khen thưởng, tiền thưởng (nếu có), thi hành.
    #[serde(default)]
    pub articles: Vec<Article>,
    /// Người chịu trách nhiệm thi hành, viết trong điều cuối.
    pub executors: Option<String>,
    /// Cách trình bày danh sách kèm theo.
    #[serde(default)]
    pub list: ListStyle,
}

/// Một điều của quyết định: computed from the grants, or in the writer's own words.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Nội dung lấy từ hồ sơ.
    pub insert: Option<ArticleInsert>,
    /// Lời văn, viết bằng Markdown.
    pub body: Option<String>,
}

/// An article that is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ArticleInsert {
    /// Khen thưởng ai, hình thức gì.
    Grants,
    /// Tiền thưởng.
    Reward,
    /// Hiệu lực và trách nhiệm thi hành.
    Execution,
}

/// Một hình thức khen thưởng và những người được khen.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Danh hiệu, hình thức: Giấy khen.
    pub form: String,
    /// Thành tích: đã có thành tích xuất sắc trong …
    pub achievement: Option<String>,
    /// Trình bày câu thành tích riêng một dòng, in đậm, ở giữa.
    #[serde(default)]
    pub achievement_displayed: bool,
    /// Tiền thưởng.
    pub reward: Option<Reward>,
    /// Tên danh sách riêng của hình thức này, khi mỗi hình thức một danh sách.
    pub list_title: Option<String>,
    /// Tập thể.
    #[serde(default)]
    pub collectives: Vec<Recipient>,
    /// Cá nhân.
    #[serde(default)]
    pub individuals: Vec<Recipient>,
    /// Hộ gia đình.
    #[serde(default)]
    pub households: Vec<Recipient>,
}

/// Mức tiền thưởng, tính bằng đồng.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reward {
    /// Mỗi tập thể.
    pub collective: Option<Money>,
    /// Mỗi cá nhân.
    pub individual: Option<Money>,
    /// Mỗi hộ gia đình.
    pub household: Option<Money>,
    /// Mức theo giải, thay cho mức chung.
    #[serde(default)]
    pub prizes: Vec<Prize>,
}

/// Mức thưởng của một giải.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prize {
    /// Tên giải, như ghi trong danh sách: Nhất.
    pub name: String,
    /// Mức tiền.
    pub amount: Money,
}

/// Whom a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// Tập thể.
    Collective,
    /// Cá nhân.
    Individual,
    /// Hộ gia đình.
    Household,
}

impl Category {
    /// All categories in the order of papers: collectives first, then people.
    pub const ALL: [Self; 3] = [Self::Collective, Self::Individual, Self::Household];

    /// `tập thể`, `cá nhân`, `hộ gia đình`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Collective => "tập thể",
            Self::Individual => "cá nhân",
            Self::Household => "hộ gia đình",
        }
    }
}

/// An entry of a list: one awarded, or a group of entries under a heading.
#[derive(Debug, Clone)]
pub enum Recipient {
    /// One awarded.
    One(Awardee),
    /// Entries under a heading, which may hold groups again.
    Group {
        /// Tên nhóm.
        heading: String,
        /// What the group holds.
        members: Vec<Recipient>,
    },
}

/// Một tập thể, cá nhân, hộ được khen.
#[derive(Debug, Clone, Default)]
pub struct Awardee {
    /// Ông, Bà, Đồng chí.
    pub honorific: Option<String>,
    /// Cấp bậc: Đại tá.
    pub rank: Option<String>,
    /// Tên tập thể; họ và tên.
    pub name: String,
    /// Chức vụ.
    pub title: Option<String>,
    /// Đơn vị công tác, địa chỉ.
    pub unit: Option<String>,
    /// Giải.
    pub prize: Option<String>,
    /// Ghi chú.
    pub note: Option<String>,
}

/// The keys of an entry as they are written; which stand together is judged afterwards.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("thidua-check" = "recipient"))]
struct RecipientFields {
    /// Tên nhóm: huyện, đơn vị, giải.
    group: Option<String>,
    /// Những người, tập thể trong nhóm.
    members: Option<Vec<Recipient>>,
    /// Ông, Bà, Đồng chí.
    honorific: Option<String>,
    /// Cấp bậc: Đại tá.
    rank: Option<String>,
    /// Tên tập thể; họ và tên cá nhân; họ và tên chủ hộ.
    name: Option<String>,
    /// Chức vụ.
    title: Option<String>,
    /// Đơn vị công tác, địa chỉ.
    unit: Option<String>,
    /// Giải.
    prize: Option<String>,
    /// Ghi chú.
    note: Option<String>,
}

impl TryFrom<RecipientFields> for Recipient {
    type Error = &'static str;

    fn try_from(fields: RecipientFields) -> Result<Self, Self::Error> {
        let RecipientFields { group, members, honorific, rank, name, title, unit, prize, note } = fields;
        match (group, members, name) {
            (Some(heading), Some(members), None)
                if [&honorific, &rank, &title, &unit, &prize, &note].iter().all(|field| field.is_none()) =>
            {
                Ok(Self::Group { heading, members })
            }
            (None, None, Some(name)) => {
                Ok(Self::One(Awardee { honorific, rank, name, title, unit, prize, note }))
            }
            _ => Err("mỗi dòng của danh sách là một người, tập thể (`name` và các mục kèm theo) \
                      hoặc một nhóm (`group` và `members`)"),
        }
    }
}

impl<'de> Deserialize<'de> for Recipient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Recipient;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("một tên, hoặc các mục `name`, `title`, `unit`")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Recipient, E> {
                Ok(Recipient::One(Awardee { name: name.to_owned(), ..Awardee::default() }))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Recipient, A::Error> {
                RecipientFields::deserialize(MapAccessDeserializer::new(map))?
                    .try_into()
                    .map_err(de::Error::custom)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for Recipient {
    fn schema_name() -> Cow<'static, str> {
        "Recipient".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let fields = generator.subschema_for::<RecipientFields>();
        json_schema!({ "anyOf": [{ "type": "string" }, fields] })
    }
}

impl Recipient {
    /// The awarded in this entry, in order.
    pub fn awardees(&self) -> Box<dyn Iterator<Item = &Awardee> + '_> {
        match self {
            Self::One(awardee) => Box::new(std::iter::once(awardee)),
            Self::Group { members, .. } => Box::new(members.iter().flat_map(Self::awardees)),
        }
    }
}

/// How the list that goes with a decision is laid out.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ListStyle {
    /// Tên danh sách, khi muốn khác câu thidua tự viết.
    pub title: Option<String>,
    /// Kẻ bảng, hay ghi từng dòng.
    pub layout: ListLayout,
    /// Số thứ tự chạy liên tục, hay bắt đầu lại ở từng nhóm.
    pub numbering: ListNumbering,
    /// Danh sách để riêng kèm theo, hay ghi ngay trong Điều 1.
    pub placement: Option<ListPlacement>,
    /// Mỗi hình thức khen thưởng một danh sách (phụ lục) riêng.
    pub separate: bool,
}

/// Layout of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum ListLayout {
    /// Kẻ bảng.
    #[default]
    #[serde(rename = "bảng")]
    Table,
    /// Ghi từng dòng, đánh số.
    #[serde(rename = "dòng")]
    Lines,
}

/// Numbering of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum ListNumbering {
    /// Runs on within tập thể, cá nhân, hộ; restarts between them.
    #[default]
    #[serde(rename = "từng phần")]
    ByCategory,
    /// Runs on through the whole list.
    #[serde(rename = "liên tục")]
    Continuous,
    /// Restarts in the smallest group.
    #[serde(rename = "từng nhóm")]
    ByGroup,
}

/// Place of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum ListPlacement {
    /// Danh sách riêng, kèm theo quyết định.
    #[serde(rename = "kèm theo")]
    Annexed,
    /// Ghi ngay trong Điều 1.
    #[serde(rename = "trong quyết định")]
    Inline,
}

impl Grant {
    /// The entries of one category.
    pub fn entries(&self, category: Category) -> &[Recipient] {
        match category {
            Category::Collective => &self.collectives,
            Category::Individual => &self.individuals,
            Category::Household => &self.households,
        }
    }

    /// How many of one category are awarded.
    pub fn count(&self, category: Category) -> usize {
        self.entries(category).iter().flat_map(Recipient::awardees).count()
    }

    /// What an awardee receives, where the grant carries money.
    pub fn amount(&self, category: Category, awardee: &Awardee) -> Option<Money> {
        let reward = self.reward.as_ref()?;
        let by_prize = awardee
            .prize
            .as_ref()
            .and_then(|prize| reward.prizes.iter().find(|row| row.name == *prize))
            .map(|row| row.amount);
        by_prize.or(match category {
            Category::Collective => reward.collective,
            Category::Individual => reward.individual,
            Category::Household => reward.household,
        })
    }
}

/// One line of the reward: so many at such a rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RewardLine {
    /// Who is paid at this rate.
    pub category: Category,
    /// The prize that the rate is for.
    pub prize: Option<String>,
    /// How many are paid it.
    pub count: usize,
    /// What each is paid.
    pub rate: Money,
}

impl RewardLine {
    /// Rate times count.
    pub fn sum(&self) -> Money {
        Money(self.rate.0.saturating_mul(self.count as u64))
    }
}

impl Decision {
    /// How many of one category the decision awards, over all grants.
    pub fn count(&self, category: Category) -> usize {
        self.grants.iter().map(|grant| grant.count(category)).sum()
    }

    /// Where the list stands: as written, else within the decision when it holds one name.
    pub fn list_placement(&self) -> ListPlacement {
        let total: usize = Category::ALL.iter().map(|category| self.count(*category)).sum();
        self.list.placement.unwrap_or(if total == 1 { ListPlacement::Inline } else { ListPlacement::Annexed })
    }

    /// The reward by rate, in the order in which the rates first occur.
    pub fn reward_lines(&self) -> Vec<RewardLine> {
        let mut lines: Vec<RewardLine> = Vec::new();
        for grant in &self.grants {
            for category in Category::ALL {
                for awardee in grant.entries(category).iter().flat_map(Recipient::awardees) {
                    let Some(rate) = grant.amount(category, awardee) else { continue };
                    let prize = awardee.prize.as_ref().filter(|prize| {
                        grant
                            .reward
                            .as_ref()
                            .is_some_and(|reward| reward.prizes.iter().any(|row| row.name == **prize))
                    });
                    match lines.iter_mut().find(|line| {
                        line.category == category && line.prize.as_ref() == prize && line.rate == rate
                    }) {
                        Some(line) => line.count += 1,
                        None => lines.push(RewardLine { category, prize: prize.cloned(), count: 1, rate }),
                    }
                }
            }
        }
        lines
    }

    /// The sum of all rewards.
    pub fn reward_total(&self) -> Money {
        Money(self.reward_lines().iter().fold(0, |sum, line| sum.saturating_add(line.sum().0)))
    }
}

/// `05 tập thể và 04 cá nhân`: the counts of all categories that occur.
pub fn counts_in_words(count: impl Fn(Category) -> usize) -> String {
    let parts: Vec<String> = Category::ALL
        .into_iter()
        .filter(|category| count(*category) > 0)
        .map(|category| {
            format!("{} {}", crate::vietnamese::notation::count(count(category)), category.word())
        })
        .collect();
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} và {last}", first.join(", ")),
        None => String::new(),
    }
}
