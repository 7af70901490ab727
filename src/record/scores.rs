//! Chấm điểm: criteria, points by unit, totals and ranks.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use super::group::{Group, UnitId};
use super::scalar::Quantity;
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

    /// Whether the id is this criterion's or one below it.
    fn holds(&self, id: &str) -> bool {
        self.id == id || self.criteria.iter().any(|part| part.holds(id))
    }
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
#[schemars(extend("thidua-examples" = ["{ nd1: \"58,5\", nd2: 39 }", "{ total: \"97,5\" }"]))]
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
