//! Chấm điểm: criteria, points by unit, totals and ranks.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use super::group::{Group, UnitId};
use super::scalar::Quantity;
use crate::vietnamese::words;

/// Chấm điểm thi đua của cụm, khối.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scores {
    /// Các tiêu chuẩn, nội dung chấm điểm.
    #[serde(default)]
    pub criteria: Vec<Criterion>,
    /// Điểm thưởng tối đa.
    pub bonus_cap: Option<Quantity>,
    /// Điểm của từng đơn vị.
    #[serde(default)]
    pub results: Vec<UnitScore>,
    /// Thứ hạng do hội nghị thống nhất, từ hạng nhất trở đi, khi không xếp theo điểm.
    #[serde(default)]
    pub ranking: Vec<UnitId>,
}

/// Một tiêu chuẩn, có thể chia nhỏ.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Mã dùng khi ghi điểm: nd1.
    pub id: String,
    /// Tên tiêu chuẩn.
    pub name: String,
    /// Điểm chuẩn; không ghi thì là tổng các tiêu chuẩn nhỏ.
    pub max: Option<Quantity>,
    /// Các tiêu chuẩn nhỏ.
    #[serde(default)]
    pub criteria: Vec<Criterion>,
}

impl Criterion {
    /// The standard points: as written, else the sum of the parts.
    pub fn standard(&self) -> Option<Decimal> {
        match self.max {
            Some(max) => Some(max.0),
            None if self.criteria.is_empty() => None,
            None => self.criteria.iter().map(Self::standard).sum(),
        }
    }

    /// Whether the id is this criterion's or one below it.
    fn holds(&self, id: &str) -> bool {
        self.id == id || self.criteria.iter().any(|part| part.holds(id))
    }
}

/// Điểm của một đơn vị.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitScore {
    /// Mã đơn vị.
    pub unit: UnitId,
    /// Điểm tự chấm.
    #[serde(rename = "self")]
    pub own: Option<Points>,
    /// Điểm thẩm định.
    pub assessed: Option<Points>,
    /// Điểm thống nhất tại hội nghị.
    pub agreed: Option<Points>,
    /// Điểm thưởng.
    pub bonus: Option<Quantity>,
    /// Điểm trừ, ghi số dương.
    pub deduction: Option<Quantity>,
    /// Ghi chú.
    pub note: Option<String>,
}

impl UnitScore {
    /// The points that count: agreed, else assessed, else the unit's own.
    pub fn counted(&self) -> Option<&Points> {
        self.agreed.as_ref().or(self.assessed.as_ref()).or(self.own.as_ref())
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
pub struct Points(pub BTreeMap<String, Quantity>);

/// The id under which points stand that are not told by criterion.
pub const TOTAL: &str = "total";

impl Points {
    /// All points together.
    pub fn total(&self) -> Decimal {
        self.0.values().fold(Decimal::ZERO, |sum, points| sum.saturating_add(points.0))
    }

    /// The points of one criterion and all below it.
    pub fn of(&self, criterion: &Criterion) -> Option<Decimal> {
        let mut held = self.0.iter().filter(|(id, _)| criterion.holds(id)).peekable();
        held.peek()?;
        Some(held.fold(Decimal::ZERO, |sum, (_, points)| sum.saturating_add(points.0)))
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
    /// The place of a unit: as the meeting agreed, else by totals within the unit's division.
    pub fn rank(&self, group: &Group, unit: &UnitId) -> Option<Rank> {
        if !self.ranking.is_empty() {
            let at = self.ranking.iter().position(|ranked| ranked == unit)?;
            return Some(Rank { place: at + 1 });
        }
        let division = |id: &UnitId| group.unit(id).and_then(|unit| unit.division.as_deref());
        let own = self.results.iter().find(|score| score.unit == *unit)?.total()?;
        let better = self
            .results
            .iter()
            .filter(|score| division(&score.unit) == division(unit))
            .filter(|score| score.total().is_some_and(|total| total > own))
            .count();
        Some(Rank { place: better + 1 })
    }
}
