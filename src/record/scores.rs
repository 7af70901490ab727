//! Chấm điểm: criteria, points by unit, totals and ranks.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};

use super::group::{Group, UnitId};
use super::scalar::{Quantity, once};
use crate::vietnamese::words;

/// Điểm thi đua của các đơn vị; tổng điểm và thứ hạng do thidua tính.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Chấm điểm")]
pub struct Scores {
    /// Các tiêu chuẩn, nội dung chấm điểm theo thứ tự in, mỗi tiêu chuẩn một mục.
    #[schemars(title = "Tiêu chuẩn")]
    #[serde(default)]
    pub criteria: Vec<Criterion>,
    /// Điểm thưởng tối đa mà một đơn vị được cộng.
    #[schemars(title = "Điểm thưởng tối đa", example = 10)]
    pub bonus_cap: Option<Quantity>,
    /// Điểm của từng đơn vị, mỗi đơn vị một mục.
    #[schemars(title = "Điểm các đơn vị")]
    #[serde(default)]
    pub results: Vec<UnitScore>,
    /// Mã các đơn vị từ hạng nhất trở đi, khi hội nghị thống nhất thứ hạng; không ghi thì thidua xếp theo
    /// điểm.
    #[schemars(title = "Thứ hạng", example = ["so-y-te", "so-noi-vu"])]
    #[serde(default)]
    pub ranking: Vec<UnitId>,
}

/// Một tiêu chuẩn chấm điểm, có thể chia thành các tiêu chuẩn nhỏ.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Tiêu chuẩn")]
#[schemars(extend("thidua-examples" = ["{ id: nd1, name: Hoàn thành nhiệm vụ, max: 60 }"]))]
pub struct Criterion {
    /// Mã do người lập hồ sơ tự đặt, dùng khi ghi điểm ở `results`; không in ra văn bản.
    #[schemars(title = "Mã tiêu chuẩn", example = &"nd1")]
    pub id: String,
    /// Tên tiêu chuẩn; tên dài thì bảng in số, tên in dưới bảng.
    #[schemars(title = "Tên tiêu chuẩn", example = "Hoàn thành nhiệm vụ")]
    pub name: String,
    /// Điểm chuẩn; không ghi thì là tổng điểm chuẩn của các tiêu chuẩn nhỏ.
    #[schemars(title = "Điểm chuẩn", example = 60)]
    pub max: Option<Quantity>,
    /// Điểm thưởng nhiều nhất được cộng trong tiêu chuẩn này, ngoài điểm chuẩn; không có thì bỏ.
    #[schemars(title = "Điểm thưởng tối đa", example = 40)]
    pub bonus_max: Option<Quantity>,
    /// Điểm trừ nhiều nhất trong tiêu chuẩn này, ghi số dương; không có thì bỏ.
    #[schemars(title = "Điểm trừ tối đa", example = 10)]
    pub deduction_max: Option<Quantity>,
    /// Các tiêu chuẩn nhỏ, mỗi tiêu chuẩn một mục; điểm của chúng được cộng vào tiêu chuẩn này.
    #[schemars(title = "Tiêu chuẩn nhỏ")]
    #[serde(default)]
    pub criteria: Vec<Criterion>,
}

impl Criterion {
    /// The standard points: as written, else the sum of the parts; none where it cannot be held.
    pub fn standard(&self) -> Option<Decimal> {
        match self.max {
            Some(max) => Some(max.0),
            None if self.criteria.is_empty() => None,
            None => {
                self.criteria.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.standard()?))
            }
        }
    }

    /// The most that may be added beyond the standard: as written, else what the parts allow together.
    pub fn most_bonus(&self) -> Option<Decimal> {
        let parts = || self.criteria.iter().filter_map(Criterion::most_bonus);
        let allowed = self.bonus_max.map(|most| most.0);
        allowed.or_else(|| parts().next().map(|_| parts().fold(Decimal::ZERO, Decimal::saturating_add)))
    }

    /// Whether the id is this criterion's or one below it.
    pub fn holds(&self, id: &str) -> bool {
        self.id == id || self.criteria.iter().any(|part| part.holds(id))
    }
}

/// The criterion of an id, however deep.
fn criterion_of<'a>(criteria: &'a [Criterion], id: &str) -> Option<&'a Criterion> {
    let criterion = criteria.iter().find(|criterion| criterion.holds(id))?;
    if criterion.id == id { Some(criterion) } else { criterion_of(&criterion.criteria, id) }
}

/// Điểm của một đơn vị. Điểm thống nhất được tính; chưa có thì tính điểm thẩm định, rồi điểm tự chấm.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Điểm của đơn vị")]
#[schemars(extend("thidua-examples" = ["{ unit: so-y-te, assessed: { nd1: \"58,5\", nd2: 39 }, bonus: 2 }"]))]
pub struct UnitScore {
    /// Mã của đơn vị, đúng như ghi ở `group.units`.
    #[schemars(title = "Đơn vị", example = &"so-y-te")]
    pub unit: UnitId,
    /// Điểm đơn vị tự chấm, ghi theo mã tiêu chuẩn, hoặc một tổng chung dưới mã `total`.
    #[schemars(title = "Điểm tự chấm")]
    #[serde(rename = "self")]
    pub own: Option<Points>,
    /// Điểm thẩm định, ghi theo mã tiêu chuẩn, hoặc một tổng chung dưới mã `total`.
    #[schemars(title = "Điểm thẩm định")]
    pub assessed: Option<Points>,
    /// Điểm hội nghị thống nhất, ghi theo mã tiêu chuẩn, hoặc một tổng chung dưới mã `total`; có thì tính
    /// theo điểm này.
    #[schemars(title = "Điểm thống nhất")]
    pub agreed: Option<Points>,
    /// Điểm thưởng, được cộng vào tổng điểm.
    #[schemars(title = "Điểm thưởng", example = 2, example = "1,5")]
    pub bonus: Option<Quantity>,
    /// Điểm trừ, ghi số dương; thidua trừ vào tổng điểm.
    #[schemars(title = "Điểm trừ", example = 1, example = "0,5")]
    pub deduction: Option<Quantity>,
    /// Ghi chú, in ở cột cuối của bảng.
    #[schemars(title = "Ghi chú", example = "Trừ điểm do gửi báo cáo chậm")]
    pub note: Option<String>,
}

impl UnitScore {
    /// The points that count: agreed, else assessed, else the unit's own.
    pub fn counted(&self) -> Option<&Points> {
        self.agreed.as_ref().or(self.assessed.as_ref()).or(self.own.as_ref())
    }

    /// What the unit was given beyond the standards: its bonus, those of single criteria, and what their points
    /// hold above the standard.
    pub fn given_bonus(&self, criteria: &[Criterion]) -> Decimal {
        let own = self.bonus.map_or(Decimal::ZERO, |bonus| bonus.0);
        let within = |(id, score): (&String, &Score)| {
            let above = criterion_of(criteria, id)
                .and_then(Criterion::standard)
                .map(|most| score.points.saturating_sub(most));
            score.bonus.map(|bonus| bonus.0).or(above).map_or(Decimal::ZERO, |bonus| bonus.max(Decimal::ZERO))
        };
        let parts = self.counted().into_iter().flat_map(|points| points.0.iter().map(within));
        parts.fold(own, Decimal::saturating_add)
    }

    /// Points, plus bonus, less deduction.
    pub fn total(&self) -> Option<Decimal> {
        let bonus = self.bonus.map_or(Decimal::ZERO, |bonus| bonus.0);
        let deduction = self.deduction.map_or(Decimal::ZERO, |deduction| deduction.0);
        self.counted()?.total().checked_add(bonus)?.checked_sub(deduction)
    }
}

/// Điểm theo mã tiêu chuẩn, hoặc một tổng chung dưới mã `total`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(title = "Điểm theo tiêu chuẩn")]
#[schemars(extend("thidua-examples" = [
    "{ nd1: \"58,5\", nd2: 39 }",
    "{ nd1: { points: 60, bonus: 2, evidence: [Quyết định số 12/QĐ-SNV] }, nd2: 39 }",
    "{ total: \"97,5\" }"
]))]
pub struct Points(#[serde(deserialize_with = "once")] pub BTreeMap<String, Score>);

/// What a unit was given for one criterion: points, and besides them a bonus and a deduction of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// Without bonus and deduction.
    pub points: Decimal,
    /// Added to them.
    pub bonus: Option<Quantity>,
    /// Taken from them, as a positive number.
    pub deduction: Option<Quantity>,
    /// The papers that bear it out.
    pub evidence: Vec<String>,
}

impl Score {
    /// Points, plus bonus, less deduction.
    pub fn total(&self) -> Decimal {
        let amount = |part: Option<Quantity>| part.map_or(Decimal::ZERO, |part| part.0);
        self.points.saturating_add(amount(self.bonus)).saturating_sub(amount(self.deduction))
    }

    /// Its figures as they are written.
    pub fn figures(&self) -> impl Iterator<Item = Decimal> {
        let extra = [self.bonus, self.deduction].into_iter().flatten().map(|part| part.0);
        std::iter::once(self.points).chain(extra)
    }
}

/// Điểm của một tiêu chuẩn, khi có điểm thưởng, điểm trừ riêng hoặc minh chứng.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Điểm có thưởng, có minh chứng")]
#[schemars(extend("thidua-examples" = ["{ points: 60, bonus: 2, evidence: [Quyết định số 12/QĐ-SNV] }"]))]
pub struct ScoreFields {
    /// Điểm được chấm, chưa kể điểm thưởng và điểm trừ.
    #[schemars(title = "Điểm", example = 60, example = "58,5")]
    points: Quantity,
    /// Điểm thưởng trong tiêu chuẩn này, được cộng vào tổng điểm.
    #[schemars(title = "Điểm thưởng", example = 2)]
    bonus: Option<Quantity>,
    /// Điểm trừ trong tiêu chuẩn này, ghi số dương; thidua trừ vào tổng điểm.
    #[schemars(title = "Điểm trừ", example = 1)]
    deduction: Option<Quantity>,
    /// Minh chứng: văn bản, kết quả làm căn cứ chấm điểm, mỗi minh chứng một mục; in dưới bảng điểm.
    #[schemars(title = "Minh chứng", example = ["Quyết định số 12/QĐ-SNV ngày 05/02/2026"])]
    #[serde(default)]
    evidence: Vec<String>,
}

/// What serde is told where a figure must be read from its own text, which YAML's reading of it has lost.
pub const AS_WRITTEN: &str = "số phải đọc theo chữ đã viết";

impl<'de> Deserialize<'de> for Score {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Score;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("số (1.234,5), hoặc các mục `points`, `bonus`, `evidence`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Score, E> {
                let points = text.parse::<Quantity>().map_err(E::custom)?.0;
                Ok(Score { points, ..Score::default() })
            }

            fn visit_u64<E: de::Error>(self, points: u64) -> Result<Score, E> {
                self.visit_str(&points.to_string())
            }

            fn visit_i64<E: de::Error>(self, points: i64) -> Result<Score, E> {
                self.visit_str(&points.to_string())
            }

            fn visit_u128<E: de::Error>(self, points: u128) -> Result<Score, E> {
                self.visit_str(&points.to_string())
            }

            fn visit_i128<E: de::Error>(self, points: i128) -> Result<Score, E> {
                self.visit_str(&points.to_string())
            }

            // 1.000 is a thousand here, and YAML's fraction no longer tells how it was written.
            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Score, E> {
                Err(E::custom(AS_WRITTEN))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Score, A::Error> {
                let ScoreFields { points, bonus, deduction, evidence } =
                    ScoreFields::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Score { points: points.0, bonus, deduction, evidence })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for Score {
    fn schema_name() -> Cow<'static, str> {
        "Score".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let number = generator.subschema_for::<Quantity>();
        let fields = generator.subschema_for::<ScoreFields>();
        json_schema!({
            "title": "Điểm của một tiêu chuẩn",
            "description": "Số điểm, hoặc các mục con khi có điểm thưởng, điểm trừ riêng hay minh chứng.",
            "anyOf": [number, fields],
        })
    }
}

/// The id under which points stand that are not told by criterion.
pub const TOTAL: &str = "total";

impl Points {
    /// All points together.
    pub fn total(&self) -> Decimal {
        self.0.values().fold(Decimal::ZERO, |sum, score| sum.saturating_add(score.total()))
    }

    /// The points of one criterion and all below it.
    pub fn of(&self, criterion: &Criterion) -> Option<Decimal> {
        let own = self.0.get(&criterion.id).map(Score::total);
        let parts = criterion.criteria.iter().filter_map(|part| self.of(part));
        own.into_iter().chain(parts).reduce(Decimal::saturating_add)
    }
}

/// A unit's place in the ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rank {
    /// 1 is first; units with equal totals share a place.
    pub place: usize,
}

impl Rank {
    /// `Nhất`, `Nhì`, `Ba`, `Tư`, and on as the number is said.
    pub fn words(&self) -> String {
        match self.place {
            1 => "Nhất".to_owned(),
            2 => "Nhì".to_owned(),
            3 => "Ba".to_owned(),
            4 => "Tư".to_owned(),
            place => words::capitalised(&words::number(place as u64)),
        }
    }
}

impl Scores {
    /// The most that criteria allow beyond their standards, where any does.
    pub fn most_bonus(&self) -> Option<Decimal> {
        let allowed = || self.criteria.iter().filter_map(Criterion::most_bonus);
        allowed().next().map(|_| allowed().fold(Decimal::ZERO, Decimal::saturating_add))
    }

    /// The places of all units that have one: as the meeting agreed, else by totals within the unit's division.
    pub fn ranks(&self, group: &Group) -> Ranks<'_> {
        if !self.ranking.is_empty() {
            let places = self.ranking.iter().enumerate().rev();
            return Ranks(places.map(|(at, unit)| (unit, Rank { place: at + 1 })).collect());
        }
        let divisions: HashMap<&UnitId, Option<&str>> =
            group.units.iter().rev().map(|unit| (&unit.id, unit.division.as_deref())).collect();
        let division = |unit: &UnitId| divisions.get(unit).copied().flatten();
        let mut totals: BTreeMap<Option<&str>, Vec<Decimal>> = BTreeMap::new();
        for score in &self.results {
            totals.entry(division(&score.unit)).or_default().extend(score.total());
        }
        totals.values_mut().for_each(|totals| totals.sort_unstable());
        let rank = |score: &UnitScore| {
            let (own, totals) = (score.total()?, totals.get(&division(&score.unit))?);
            Some(Rank { place: totals.len() - totals.partition_point(|total| *total <= own) + 1 })
        };
        // Of a unit that stands twice, which is a fault of its own, the first counts.
        let mut ranks = Ranks::default();
        for score in &self.results {
            if !ranks.0.contains_key(&score.unit) {
                ranks.0.extend(rank(score).map(|rank| (&score.unit, rank)));
            }
        }
        ranks
    }
}

/// The places of units.
#[derive(Debug, Default)]
pub struct Ranks<'a>(HashMap<&'a UnitId, Rank>);

impl Ranks<'_> {
    /// The place of a unit; none where it was not ranked.
    pub fn of(&self, unit: &UnitId) -> Option<&Rank> {
        self.0.get(unit)
    }
}
