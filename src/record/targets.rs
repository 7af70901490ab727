//! Chỉ tiêu: plan, actual, same period of last year.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use super::scalar::Figure;
use crate::vietnamese::notation;

/// Một chỉ tiêu.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Tên chỉ tiêu.
    pub name: String,
    /// Đơn vị tính.
    pub measure: Option<String>,
    /// Kế hoạch.
    pub plan: Option<Figure>,
    /// Thực hiện.
    pub actual: Option<Figure>,
    /// Cùng kỳ năm trước.
    pub same_period: Option<Figure>,
    /// Ghi chú.
    pub note: Option<String>,
    /// Trong đó.
    #[serde(default)]
    pub parts: Vec<Target>,
}

impl Target {
    /// Actual as a percentage of plan.
    pub fn completion(&self) -> Option<String> {
        ratio(&self.actual, &self.plan)
    }

    /// Actual as a percentage of the same period of last year.
    pub fn against_same_period(&self) -> Option<String> {
        ratio(&self.actual, &self.same_period)
    }
}

fn ratio(part: &Option<Figure>, whole: &Option<Figure>) -> Option<String> {
    let value = |figure: &Option<Figure>| -> Option<Decimal> { figure.as_ref()?.value };
    notation::percent(value(part)?, value(whole)?)
}
