//! Chỉ tiêu: plan, actual, same period of last year.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use super::scalar::Figure;
use crate::vietnamese::notation;

/// Một chỉ tiêu và kết quả thực hiện; các tỷ lệ phần trăm do thidua tính.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Chỉ tiêu")]
#[schemars(extend("thidua-examples" = [
    "{ name: Sáng kiến được công nhận, measure: sáng kiến, plan: 120, actual: 154 }"
]))]
pub struct Target {
    /// Tên chỉ tiêu như in trong bảng.
    #[schemars(title = "Tên chỉ tiêu", example = "Sáng kiến được công nhận")]
    pub name: String,
    /// Đơn vị tính của các con số; dấu % đặt trong dấu nháy.
    #[schemars(title = "Đơn vị tính", example = "sáng kiến", example = "%")]
    pub measure: Option<String>,
    /// Mức kế hoạch; trước số có thể có chữ, ví dụ trên 95.
    #[schemars(title = "Kế hoạch", example = "2.450.000", example = "trên 95")]
    pub plan: Option<Figure>,
    /// Kết quả thực hiện; tỷ lệ so với kế hoạch do thidua tính.
    #[schemars(title = "Thực hiện", example = "2.512.380", example = "96,2")]
    pub actual: Option<Figure>,
    /// Kết quả cùng kỳ năm trước; tỷ lệ so với cùng kỳ do thidua tính.
    #[schemars(title = "Cùng kỳ năm trước", example = "2.398.450", example = "95,1")]
    pub same_period: Option<Figure>,
    /// Ghi chú, in ở cột cuối của bảng.
    #[schemars(title = "Ghi chú", example = "Chưa đạt")]
    pub note: Option<String>,
    /// Các chỉ tiêu thành phần, in dưới chỉ tiêu này.
    #[schemars(title = "Trong đó")]
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
