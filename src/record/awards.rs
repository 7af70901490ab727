//! Khen thưởng: decisions, what they grant, and the lists of the awarded.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};

use super::document::Document;
use super::paper::KindFacts;
use super::scalar::Money;

/// Quyết định khen thưởng.
pub const KIND: KindFacts = KindFacts {
    name: "decision",
    slug: "quyet-dinh",
    noun: "quyết định",
    type_name: "Quyết định",
    abbreviation: Some("QĐ"),
    several: true,
};

/// Một quyết định khen thưởng cùng danh sách kèm theo.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Quyết định khen thưởng")]
pub struct Decision {
    /// Số, ngày, người ký, nơi nhận của quyết định; điều gì chưa ghi thì bản in chừa chỗ để điền tay.
    #[schemars(title = "Thông tin văn bản")]
    #[serde(default)]
    pub document: Document,
    /// Trích yếu in dưới chữ QUYẾT ĐỊNH; chỉ ghi khi muốn khác câu thidua tự viết từ hình thức khen thưởng và
    /// thành tích.
    #[schemars(title = "Trích yếu", example = "Về việc tặng Giấy khen cho các tập thể, cá nhân")]
    pub subject: Option<String>,
    /// Thẩm quyền ban hành, in hoa dưới trích yếu; không ghi thì thidua ghép chức vụ người ký với tên cơ
    /// quan.
    #[schemars(title = "Thẩm quyền ban hành", example = "Giám đốc Sở Y tế")]
    pub competence: Option<String>,
    /// Các căn cứ, kể cả dòng “Theo đề nghị của …”, mỗi căn cứ một mục; không ghi dấu chấm phẩy ở cuối.
    #[schemars(title = "Căn cứ", example = ["Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"])]
    #[serde(default)]
    pub legal_bases: Vec<String>,
    /// Các hình thức khen thưởng và người được khen, mỗi hình thức một mục; số lượng do thidua đếm.
    #[schemars(title = "Khen thưởng")]
    pub grants: Vec<Grant>,
    /// Nguồn kinh phí chi thưởng, in trong điều về tiền thưởng.
    #[schemars(title = "Nguồn kinh phí", example = "Quỹ thi đua, khen thưởng năm 2026 của Sở Y tế")]
    pub fund: Option<String>,
    /// Các điều của quyết định theo thứ tự in; không ghi thì gồm khen thưởng, tiền thưởng (nếu có) và thi
    /// hành.
    #[schemars(title = "Các điều")]
    #[serde(default)]
    pub articles: Vec<Article>,
    /// Những người chịu trách nhiệm thi hành, in trong điều cuối; người được khen do thidua ghi thêm.
    #[schemars(title = "Người thi hành", example = "Chánh Văn phòng Sở, thủ trưởng các đơn vị có liên quan")]
    pub executors: Option<String>,
    /// Cách trình bày danh sách người được khen.
    #[schemars(title = "Cách lập danh sách")]
    #[serde(default)]
    pub list: ListStyle,
}

/// Một điều của quyết định: lấy từ hồ sơ thì ghi `insert`, tự viết thì ghi `body`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Một điều")]
#[schemars(extend("thidua-examples" = [
    "{ insert: grants }",
    "{ body: Giao Văn phòng Sở tổ chức trao thưởng. }"
]))]
pub struct Article {
    /// Điều do thidua viết từ hồ sơ; đã ghi `insert` thì không ghi `body`.
    #[schemars(title = "Điều lấy từ hồ sơ")]
    pub insert: Option<ArticleInsert>,
    /// Lời văn của điều, viết bằng Markdown, không ghi chữ Điều và số: thidua tự đánh số.
    #[schemars(title = "Lời văn", example = "Giao Văn phòng Sở tổ chức trao thưởng.")]
    pub body: Option<String>,
}

/// Điều của quyết định do thidua viết từ hồ sơ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline, title = "Điều lấy từ hồ sơ")]
pub enum ArticleInsert {
    /// Điều khen thưởng: ai, hình thức gì, thành tích gì.
    Grants,
    /// Điều về tiền thưởng: mức thưởng, số lượng, tổng số bằng số và bằng chữ.
    Reward,
    /// Điều về hiệu lực và trách nhiệm thi hành.
    Execution,
}

/// Một hình thức khen thưởng và những người được khen.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Hình thức khen thưởng")]
#[schemars(extend("thidua-examples" = ["{ form: Giấy khen, collectives: [Phòng Tổng hợp - Sở Nội vụ] }"]))]
pub struct Grant {
    /// Danh hiệu thi đua hoặc hình thức khen thưởng.
    #[schemars(title = "Danh hiệu, hình thức", example = "Giấy khen")]
    pub form: String,
    /// Việc làm với hình thức này; không ghi thì là tặng. Truy tặng thì người đã mất không phải thi hành quyết định.
    #[schemars(title = "Tặng hay truy tặng")]
    pub verb: Option<Verb>,
    /// Thành tích, in sau tên hoặc số lượng người được khen; mở đầu bằng chữ thường.
    #[schemars(
        title = "Thành tích",
        example = "đã có thành tích xuất sắc trong phong trào thi đua năm 2025"
    )]
    pub achievement: Option<String>,
    /// Ghi true để in câu thành tích riêng một dòng, đậm, ở giữa.
    #[schemars(title = "Thành tích riêng dòng", example = true)]
    #[serde(default)]
    pub achievement_displayed: bool,
    /// Mức tiền thưởng; tổng số tiền bằng số và bằng chữ do thidua tính. Không có tiền thưởng thì bỏ.
    #[schemars(title = "Tiền thưởng")]
    pub reward: Option<Reward>,
    /// Tên danh sách của riêng hình thức này, khi mỗi hình thức một danh sách.
    #[schemars(title = "Tên danh sách", example = "Danh sách cá nhân được tặng Giấy khen năm 2025")]
    pub list_title: Option<String>,
    /// Các tập thể được khen: mỗi mục là một tên, một tập thể có ghi thêm đơn vị, hoặc một nhóm.
    #[schemars(title = "Tập thể")]
    #[serde(default)]
    pub collectives: Vec<Recipient>,
    /// Các cá nhân được khen: mỗi mục là một tên, một người có ghi thêm chức vụ, đơn vị, hoặc một nhóm.
    #[schemars(title = "Cá nhân")]
    #[serde(default)]
    pub individuals: Vec<Recipient>,
    /// Các hộ gia đình được khen: mỗi mục là tên chủ hộ, một hộ có ghi thêm địa chỉ, hoặc một nhóm.
    #[schemars(title = "Hộ gia đình")]
    #[serde(default)]
    pub households: Vec<Recipient>,
}

/// Việc làm với một danh hiệu, hình thức khen thưởng.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline, title = "Tặng hay truy tặng")]
pub enum Verb {
    /// Tặng: cách ghi thường dùng.
    #[serde(rename = "tặng")]
    Give,
    /// Truy tặng: cho người đã hy sinh, đã mất.
    #[serde(rename = "truy tặng")]
    GivePosthumously,
    /// Công nhận: thường dùng cho danh hiệu.
    #[serde(rename = "công nhận")]
    Recognise,
    /// Thưởng: thường dùng khi chỉ có tiền hoặc hiện vật.
    #[serde(rename = "thưởng")]
    Reward,
}

impl Verb {
    /// All verbs; of two that begin alike the longer first.
    const ALL: [Self; 4] = [Self::GivePosthumously, Self::Give, Self::Recognise, Self::Reward];

    /// `tặng`, `truy tặng`, `công nhận`, `thưởng`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Give => "tặng",
            Self::GivePosthumously => "truy tặng",
            Self::Recognise => "công nhận",
            Self::Reward => "thưởng",
        }
    }

    /// The verb that words begin with, and what follows it.
    fn leading(words: &str) -> Option<(Self, &str)> {
        Self::ALL.into_iter().find_map(|verb| {
            let length = verb.word().len();
            let (head, rest) = words.split_at_checked(length)?;
            (head.to_lowercase() == verb.word() && rest.starts_with(' ')).then(|| (verb, rest.trim_start()))
        })
    }
}

/// Mức tiền thưởng, tính bằng đồng; thidua nhân với số lượng và cộng lại.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Tiền thưởng")]
#[schemars(extend("thidua-examples" = ["{ collective: 1.410.000, individual: 710.000 }"]))]
pub struct Reward {
    /// Tiền thưởng cho mỗi tập thể, tính bằng đồng.
    #[schemars(title = "Mỗi tập thể", example = "1.410.000")]
    pub collective: Option<Money>,
    /// Tiền thưởng cho mỗi cá nhân, tính bằng đồng.
    #[schemars(title = "Mỗi cá nhân", example = "710.000")]
    pub individual: Option<Money>,
    /// Tiền thưởng cho mỗi hộ gia đình, tính bằng đồng.
    #[schemars(title = "Mỗi hộ gia đình", example = "1.060.000")]
    pub household: Option<Money>,
    /// Mức thưởng theo giải, mỗi giải một mục; người được khen có ghi giải thì theo mức này.
    #[schemars(title = "Thưởng theo giải")]
    #[serde(default)]
    pub prizes: Vec<Prize>,
}

/// Mức thưởng của một giải.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Mức của giải")]
#[schemars(extend("thidua-examples" = ["{ name: Nhất, amount: 5.000.000 }"]))]
pub struct Prize {
    /// Tên giải, đúng như ghi ở `prize` của người được khen.
    #[schemars(title = "Tên giải", example = &"Nhất")]
    pub name: String,
    /// Tiền thưởng của giải, tính bằng đồng.
    #[schemars(title = "Mức tiền", example = "5.000.000")]
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

/// Một người, tập thể, hộ được khen thì ghi `name`; một nhóm thì ghi `group` và `members`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("thidua-check" = "recipient"))]
#[schemars(title = "Người, tập thể được khen")]
#[schemars(extend("thidua-examples" = [
    "{ honorific: Bà, name: Trần Thị B, title: Chuyên viên, unit: Sở Y tế }",
    "{ group: Sở Y tế, members: [Phòng Nghiệp vụ, Phòng Tổng hợp] }"
]))]
struct RecipientFields {
    /// Tên nhóm, ví dụ tên xã, đơn vị; in làm đầu đề cùng số người, tập thể trong nhóm.
    #[schemars(title = "Tên nhóm", example = "Xã A")]
    group: Option<String>,
    /// Những người, tập thể trong nhóm, ghi như ngoài nhóm; trong nhóm có thể có nhóm nhỏ.
    #[schemars(title = "Trong nhóm")]
    members: Option<Vec<Recipient>>,
    /// Cách xưng hô đứng trước họ tên.
    #[schemars(title = "Xưng hô", example = &"Ông", example = &"Bà")]
    honorific: Option<String>,
    /// Cấp bậc, học hàm, học vị đứng trước họ tên, khi cần ghi.
    #[schemars(title = "Cấp bậc", example = "Đại tá")]
    rank: Option<String>,
    /// Họ và tên cá nhân, tên tập thể, hoặc họ và tên chủ hộ.
    #[schemars(title = "Họ tên, tên tập thể", example = "Trần Thị B")]
    name: Option<String>,
    /// Chức vụ, in ở một cột của danh sách.
    #[schemars(title = "Chức vụ", example = "Chuyên viên")]
    title: Option<String>,
    /// Tên đơn vị công tác, với hộ gia đình là địa chỉ, in ở một cột của danh sách.
    #[schemars(title = "Đơn vị, địa chỉ", example = "Sở Y tế")]
    unit: Option<String>,
    /// Tên giải; có tên trong `prizes` của tiền thưởng thì thưởng theo mức của giải.
    #[schemars(title = "Giải", example = &"Nhất")]
    prize: Option<String>,
    /// Ghi chú, in ở cột cuối của danh sách.
    #[schemars(title = "Ghi chú", example = "Người trực tiếp lao động")]
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
        json_schema!({
            "title": "Một dòng của danh sách",
            "description": "Tên người, tập thể, hộ được khen, hoặc các mục con của một người hay một nhóm.",
            "anyOf": [{ "type": "string" }, fields],
        })
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

/// Cách trình bày danh sách người được khen.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "Cách lập danh sách")]
#[schemars(extend("thidua-examples" = ["{ layout: dòng, numbering: liên tục }"]))]
pub struct ListStyle {
    /// Tên danh sách, in hoa ở đầu; chỉ ghi khi muốn khác tên thidua tự viết.
    #[schemars(title = "Tên danh sách", example = "Danh sách tập thể, cá nhân tiêu biểu năm 2025")]
    pub title: Option<String>,
    /// Kẻ bảng hay ghi từng dòng; không ghi thì kẻ bảng.
    #[schemars(title = "Kiểu trình bày")]
    pub layout: ListLayout,
    /// Cách đánh số thứ tự; không ghi thì đánh số theo từng phần tập thể, cá nhân, hộ gia đình.
    #[schemars(title = "Số thứ tự")]
    pub numbering: ListNumbering,
    /// Danh sách riêng kèm theo hay ghi trong Điều 1; không ghi thì có một tên in trong Điều 1, nhiều tên lập
    /// danh sách.
    #[schemars(title = "Vị trí")]
    pub placement: Option<ListPlacement>,
    /// Ghi true để mỗi hình thức khen thưởng có một danh sách (phụ lục) riêng.
    #[schemars(title = "Danh sách riêng", example = true)]
    pub separate: bool,
}

/// Kiểu trình bày danh sách.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline, title = "Kiểu trình bày")]
pub enum ListLayout {
    /// Kẻ bảng, mỗi người, tập thể một hàng.
    #[default]
    #[serde(rename = "bảng")]
    Table,
    /// Ghi từng dòng, có đánh số, không kẻ bảng.
    #[serde(rename = "dòng")]
    Lines,
}

/// Cách đánh số thứ tự của danh sách.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline, title = "Số thứ tự")]
pub enum ListNumbering {
    /// Liên tục trong từng phần tập thể, cá nhân, hộ gia đình.
    #[default]
    #[serde(rename = "từng phần")]
    ByCategory,
    /// Liên tục từ đầu đến cuối danh sách.
    #[serde(rename = "liên tục")]
    Continuous,
    /// Bắt đầu lại từ 1 ở từng nhóm nhỏ nhất.
    #[serde(rename = "từng nhóm")]
    ByGroup,
}

/// Vị trí của danh sách.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline, title = "Vị trí")]
pub enum ListPlacement {
    /// Danh sách riêng, kèm theo quyết định.
    #[serde(rename = "kèm theo")]
    Annexed,
    /// Ghi ngay trong Điều 1 của quyết định.
    #[serde(rename = "trong quyết định")]
    Inline,
}

impl Grant {
    /// What is done: as written, else the verb that the form itself begins with or that every name's note says,
    /// else tặng.
    pub fn verb(&self) -> Verb {
        let own = || Verb::leading(&self.form).map(|(verb, _)| verb);
        let posthumous = |note: &str| note.trim().to_lowercase() == Verb::GivePosthumously.word();
        let noted = || {
            let awardees = Category::ALL.into_iter().flat_map(|category| self.entries(category));
            let mut notes = awardees.flat_map(Recipient::awardees).map(|one| one.note.as_deref()).peekable();
            let all = notes.peek().is_some() && notes.all(|note| note.is_some_and(posthumous));
            all.then_some(Verb::GivePosthumously)
        };
        self.verb.or_else(own).or_else(noted).unwrap_or(Verb::Give)
    }

    /// What is given, without the verb that it may begin with.
    pub fn bare_form(&self) -> &str {
        Verb::leading(&self.form).map_or(self.form.as_str(), |(_, form)| form)
    }

    /// Whether it goes to the dead.
    pub fn is_posthumous(&self) -> bool {
        self.verb() == Verb::GivePosthumously
    }

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
    /// The first of the decision's grants of its form, where several forms carry money.
    pub grant: Option<usize>,
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
        let rewarded = || self.grants.iter().enumerate().filter(|(_, grant)| grant.reward.is_some());
        let forms: BTreeSet<&str> = rewarded().map(|(_, grant)| grant.bare_form()).collect();
        for grant in &self.grants {
            let same = || rewarded().find(|(_, other)| other.bare_form() == grant.bare_form());
            let own = if forms.len() > 1 { same().map(|(at, _)| at) } else { None };
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
                        line.grant == own
                            && line.category == category
                            && line.prize.as_ref() == prize
                            && line.rate == rate
                    }) {
                        Some(line) => line.count += 1,
                        None => lines.push(RewardLine {
                            grant: own,
                            category,
                            prize: prize.cloned(),
                            count: 1,
                            rate,
                        }),
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

/// `05 tập thể và 04 cá nhân`: the counts of all categories that grants hold. Where one is awarded more than once, the
/// awards are counted: `06 lượt cá nhân`.
pub fn counts_in_words(grants: &[&Grant]) -> String {
    let count = |category: Category| {
        let awardees = || {
            let entries = grants.iter().flat_map(|grant| grant.entries(category));
            entries.flat_map(Recipient::awardees)
        };
        let persons: BTreeSet<_> = awardees().map(|one| (&one.name, &one.title, &one.unit)).collect();
        (awardees().count(), persons.len())
    };
    let parts: Vec<String> = Category::ALL
        .into_iter()
        .map(|category| (category, count(category)))
        .filter(|(_, (all, _))| *all > 0)
        .map(|(category, (all, persons))| {
            let times = if persons < all { "lượt " } else { "" };
            format!("{} {times}{}", crate::vietnamese::notation::count(all), category.word())
        })
        .collect();
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} và {last}", first.join(", ")),
        None => String::new(),
    }
}
