//! Bỏ phiếu suy tôn, đề nghị khen thưởng, bầu trưởng phó.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use super::group::UnitId;
use super::scalar::Count;
use crate::vietnamese::notation;

/// Cuộc bỏ phiếu.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// Hình thức: bỏ phiếu kín.
    pub method: Option<String>,
    /// Tổng số thành viên có quyền bỏ phiếu; không ghi thì là số đơn vị thành viên.
    pub members: Option<Count>,
    /// Số thành viên có mặt.
    pub present: Option<Count>,
    /// Số phiếu phát ra.
    pub issued: Option<Count>,
    /// Số phiếu thu về.
    pub returned: Option<Count>,
    /// Số phiếu hợp lệ.
    pub valid: Option<Count>,
}

/// Một đề nghị khen thưởng đưa ra hội nghị.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nomination {
    /// Danh hiệu, hình thức: Cờ thi đua của Ủy ban nhân dân tỉnh.
    pub award: String,
    /// Mã đơn vị thành viên được đề nghị.
    pub unit: Option<UnitId>,
    /// Tên tập thể, cá nhân được đề nghị, khi không phải đơn vị thành viên.
    pub name: Option<String>,
    /// Số phiếu đồng ý.
    pub votes: Option<Count>,
    /// Hội nghị có thông qua hay không.
    pub approved: Option<bool>,
    /// Lý do, ghi chú.
    pub note: Option<String>,
}

/// Bầu trưởng, phó của kỳ sau.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Election {
    /// Năm giữ chức; không ghi thì là năm sau.
    pub year: Option<Count>,
    /// Đơn vị trưởng.
    pub leader: UnitId,
    /// Các đơn vị phó.
    #[serde(default)]
    pub deputies: Vec<UnitId>,
    /// Số phiếu của từng đơn vị.
    #[serde(default)]
    pub votes: Vec<ElectionVotes>,
}

/// Số phiếu bầu cho một đơn vị.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ElectionVotes {
    /// Mã đơn vị.
    pub unit: UnitId,
    /// Số phiếu.
    pub votes: Count,
}

/// Votes as a percentage of all members, as the law on awards counts them (NĐ 98/2023 Điều 30).
pub fn share(votes: Count, members: usize) -> Option<String> {
    notation::percent(Decimal::from(votes.0), Decimal::from(members))
}
