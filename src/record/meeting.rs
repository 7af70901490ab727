//! The meeting itself: when, where, who.

use schemars::JsonSchema;
use serde::Deserialize;

use super::group::{Person, UnitId};
use super::period::Period;
use super::scalar::{Count, Date};

/// Hội nghị sơ kết, tổng kết hay phát động.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline, title = "Loại hội nghị")]
pub enum MeetingKind {
    /// Nhìn lại một phần của năm, thường là 6 tháng đầu năm.
    #[serde(rename = "sơ kết")]
    Interim,
    /// Nhìn lại cả năm, cả kỳ thi đua.
    #[serde(rename = "tổng kết")]
    Annual,
    /// Phát động thi đua, ký kết giao ước cho kỳ tới, không nhìn lại kỳ nào.
    #[serde(rename = "phát động")]
    Launch,
}

impl MeetingKind {
    /// `sơ kết`, `tổng kết` or `phát động`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Interim => "sơ kết",
            Self::Annual => "tổng kết",
            Self::Launch => "phát động",
        }
    }
}

/// Hội nghị sơ kết, tổng kết hoặc phát động: kỳ thi đua, ngày họp, nơi họp, thành phần dự.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Hội nghị")]
#[schemars(extend("thidua-examples" = [
    "{ kind: sơ kết, period: { half: 1, year: 2026 }, date: 2026-07-15 }"
]))]
pub struct Meeting {
    /// Ghi là sơ kết, tổng kết hay phát động; trích yếu báo cáo và kỳ của giao ước theo đó mà in.
    #[schemars(title = "Loại hội nghị")]
    pub kind: MeetingKind,
    /// Kỳ thi đua được sơ kết, tổng kết hoặc phát động; kỳ sau, nêu trong trích yếu báo cáo, do thidua tự tính.
    #[schemars(title = "Kỳ thi đua")]
    pub period: Period,
    /// Ngày họp; giao ước chưa ghi ngày ký thì mở đầu bằng ngày này.
    #[schemars(title = "Ngày họp", example = "2026-07-15", example = "15/07/2026")]
    pub date: Option<Date>,
    /// Nơi họp, in trong câu mở đầu của giao ước.
    #[schemars(title = "Nơi họp", example = "Hội trường Sở Nội vụ")]
    pub place: Option<String>,
    /// Người chủ trì hội nghị, in ở đầu bảng thành phần dự.
    #[schemars(title = "Người chủ trì")]
    pub chair: Option<Person>,
    /// Đại biểu cấp trên đến dự, mỗi người một mục, in trong bảng thành phần dự.
    #[schemars(title = "Đại biểu")]
    #[serde(default)]
    pub guests: Vec<Person>,
    /// Các đơn vị dự họp, mỗi đơn vị một mục; bảng thành phần dự in ở đề mục có `insert: attendance`.
    #[schemars(title = "Đơn vị dự họp")]
    #[serde(default)]
    pub attendance: Vec<Attendance>,
}

/// Một đơn vị dự họp: kê tên người dự, ghi số người, hoặc lý do vắng mặt.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Đơn vị dự họp")]
#[schemars(extend("thidua-examples" = [
    "{ unit: so-y-te, count: 3 }",
    "{ unit: so-y-te, absent: họp Ủy ban nhân dân tỉnh }"
]))]
pub struct Attendance {
    /// Mã của đơn vị, đúng như ghi ở `group.units`.
    #[schemars(title = "Đơn vị", example = &"so-y-te")]
    pub unit: UnitId,
    /// Họ tên, chức vụ những người dự, mỗi người một mục; không kê tên thì ghi số người ở `count`.
    #[schemars(title = "Những người dự")]
    #[serde(default)]
    pub people: Vec<Person>,
    /// Số người dự; không ghi thì thidua đếm những người kê ở `people`.
    #[schemars(title = "Số người dự", example = 3)]
    pub count: Option<Count>,
    /// Lý do vắng mặt, in ở cột cuối của bảng; có dự họp thì bỏ.
    #[schemars(title = "Lý do vắng", example = "họp Ủy ban nhân dân tỉnh")]
    pub absent: Option<String>,
}

impl Attendance {
    /// How many came: as counted, else as many as are named.
    pub fn present(&self) -> usize {
        self.count.map_or(self.people.len(), |count| count.0 as usize)
    }
}
