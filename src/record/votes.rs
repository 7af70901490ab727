//! Bỏ phiếu suy tôn, đề nghị khen thưởng, bầu trưởng phó.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use super::group::UnitId;
use super::scalar::Count;
use crate::vietnamese::notation;

/// Số liệu chung của cuộc bỏ phiếu suy tôn.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Bỏ phiếu")]
#[schemars(extend("thidua-examples" = [
    "{ method: bỏ phiếu kín, members: 14, present: 12, issued: 12, returned: 12, valid: 12 }"
]))]
pub struct Ballot {
    /// Hình thức bỏ phiếu, in dưới bảng kết quả.
    #[schemars(title = "Hình thức", example = "bỏ phiếu kín")]
    pub method: Option<String>,
    /// Tổng số thành viên có quyền bỏ phiếu; tỷ lệ phiếu tính trên số này. Không ghi thì là số đơn vị thành
    /// viên.
    #[schemars(title = "Số thành viên", example = 14)]
    pub members: Option<Count>,
    /// Số thành viên có mặt, in dưới bảng kết quả.
    #[schemars(title = "Số có mặt", example = 12)]
    pub present: Option<Count>,
    /// Số phiếu phát ra, in dưới bảng kết quả.
    #[schemars(title = "Số phiếu phát ra", example = 12)]
    pub issued: Option<Count>,
    /// Số phiếu thu về, in dưới bảng kết quả.
    #[schemars(title = "Số phiếu thu về", example = 12)]
    pub returned: Option<Count>,
    /// Số phiếu hợp lệ, in dưới bảng kết quả.
    #[schemars(title = "Số phiếu hợp lệ", example = 12)]
    pub valid: Option<Count>,
}

/// Một đề nghị khen thưởng: cho đơn vị thành viên thì ghi `unit`, cho tập thể, cá nhân khác thì ghi `name`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Đề nghị khen thưởng")]
#[schemars(extend("thidua-examples" = [
    "{ award: Cờ thi đua của Ủy ban nhân dân tỉnh, unit: so-y-te, votes: 12, approved: true }"
]))]
pub struct Nomination {
    /// Danh hiệu thi đua hoặc hình thức khen thưởng được đề nghị.
    #[schemars(title = "Danh hiệu, hình thức", example = "Cờ thi đua của Ủy ban nhân dân tỉnh")]
    pub award: String,
    /// Mã của đơn vị thành viên được đề nghị, đúng như ghi ở `group.units`.
    #[schemars(title = "Đơn vị được đề nghị", example = &"so-y-te")]
    pub unit: Option<UnitId>,
    /// Tên tập thể, cá nhân được đề nghị, khi không phải là đơn vị thành viên.
    #[schemars(title = "Tên được đề nghị", example = "Trung tâm Kiểm soát bệnh tật tỉnh")]
    pub name: Option<String>,
    /// Số phiếu đồng ý; tỷ lệ trên tổng số thành viên do thidua tính.
    #[schemars(title = "Số phiếu đồng ý", example = 12)]
    pub votes: Option<Count>,
    /// Ghi true nếu hội nghị thông qua, false nếu không thông qua.
    #[schemars(title = "Thông qua", example = true)]
    pub approved: Option<bool>,
    /// Lý do, ghi chú, in ở cột cuối của bảng.
    #[schemars(title = "Ghi chú", example = "Không đủ 80% tổng số thành viên đồng ý")]
    pub note: Option<String>,
}

/// Kết quả bầu đơn vị trưởng, phó của kỳ sau.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Bầu trưởng, phó")]
#[schemars(extend("thidua-examples" = ["{ year: 2026, leader: so-y-te, deputies: [so-noi-vu] }"]))]
pub struct Election {
    /// Năm giữ chức trưởng, phó; không ghi thì là năm sau.
    #[schemars(title = "Năm giữ chức", example = 2026)]
    pub year: Option<Count>,
    /// Mã của đơn vị được bầu làm trưởng, đúng như ghi ở `group.units`.
    #[schemars(title = "Đơn vị trưởng", example = &"so-y-te")]
    pub leader: UnitId,
    /// Mã của các đơn vị được bầu làm phó, đúng như ghi ở `group.units`.
    #[schemars(title = "Các đơn vị phó", example = ["so-noi-vu"])]
    #[serde(default)]
    pub deputies: Vec<UnitId>,
    /// Số phiếu bầu cho từng đơn vị, mỗi đơn vị một mục.
    #[schemars(title = "Số phiếu bầu")]
    #[serde(default)]
    pub votes: Vec<ElectionVotes>,
}

/// Số phiếu bầu cho một đơn vị.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Số phiếu của đơn vị")]
#[schemars(extend("thidua-examples" = ["{ unit: so-y-te, votes: 12 }"]))]
pub struct ElectionVotes {
    /// Mã của đơn vị, đúng như ghi ở `group.units`.
    #[schemars(title = "Đơn vị", example = &"so-y-te")]
    pub unit: UnitId,
    /// Số phiếu bầu cho đơn vị; tỷ lệ trên tổng số thành viên do thidua tính.
    #[schemars(title = "Số phiếu", example = 12)]
    pub votes: Count,
}

/// Votes as a percentage of all members, as the law on awards counts them (NĐ 98/2023 Điều 30).
pub fn share(votes: Count, members: usize) -> Option<String> {
    notation::percent(Decimal::from(votes.0), Decimal::from(members))
}
