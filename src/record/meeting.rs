//! The meeting itself: when, where, who.

use schemars::JsonSchema;
use serde::Deserialize;

use super::group::{Person, UnitId};
use super::period::Period;
use super::scalar::{Count, Date};

/// Sơ kết looks back on a part of the year, tổng kết on the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum MeetingKind {
    /// Sơ kết.
    #[serde(rename = "sơ kết")]
    Interim,
    /// Tổng kết.
    #[serde(rename = "tổng kết")]
    Annual,
}

impl MeetingKind {
    /// `sơ kết` or `tổng kết`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Interim => "sơ kết",
            Self::Annual => "tổng kết",
        }
    }
}

/// Hội nghị của cụm, khối thi đua.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// Sơ kết hay tổng kết.
    pub kind: MeetingKind,
    /// Kỳ thi đua được sơ kết, tổng kết.
    pub period: Period,
    /// Ngày họp.
    pub date: Option<Date>,
    /// Nơi họp.
    pub place: Option<String>,
    /// Người chủ trì.
    pub chair: Option<Person>,
    /// Đại biểu cấp trên đến dự.
    #[serde(default)]
    pub guests: Vec<Person>,
    /// Các đơn vị dự họp.
    #[serde(default)]
    pub attendance: Vec<Attendance>,
}

/// Một đơn vị dự họp.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// Mã đơn vị.
    pub unit: UnitId,
    /// Những người dự, khi biết họ tên.
    #[serde(default)]
    pub people: Vec<Person>,
    /// Số người dự, khi không kê họ tên.
    pub count: Option<Count>,
    /// Lý do vắng mặt.
    pub absent: Option<String>,
}

impl Attendance {
    /// How many came: as counted, else as many as are named.
    pub fn present(&self) -> usize {
        self.count.map_or(self.people.len(), |count| count.0 as usize)
    }
}
