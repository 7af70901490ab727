//! The stretch of time that a meeting looks back on.

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::Deserialize;

use super::scalar::{Count, Date};
use crate::vietnamese::date;

/// Kỳ thi đua, ghi theo một trong các cách: cả năm, nửa năm, số tháng đầu năm, năm học, giai đoạn, đợt thi
/// đua.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "PeriodFields")]
#[schemars(with = "PeriodFields")]
pub enum Period {
    /// A calendar year.
    Year(i32),
    /// The first (1) or last (2) six months of a year.
    Half {
        /// 1 or 2.
        half: u32,
        /// The year.
        year: i32,
    },
    /// The first months of a year: 3 or 9.
    Months {
        /// How many, from January on.
        months: u32,
        /// The year.
        year: i32,
    },
    /// A school year, by the year in which it begins.
    SchoolYear(i32),
    /// Several years, first and last.
    Stage {
        /// The first year.
        from: i32,
        /// The last year.
        to: i32,
    },
    /// A campaign of a name, between two days.
    Campaign {
        /// What the campaign is called.
        name: String,
        /// Its first day.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
}

/// Kỳ thi đua, ghi theo một trong các cách: cả năm, nửa năm, số tháng đầu năm, năm học, giai đoạn, đợt thi
/// đua.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("thidua-check" = "period"))]
#[schemars(title = "Kỳ thi đua")]
#[schemars(extend("thidua-examples" = [
    "{ year: 2026 }",
    "{ half: 1, year: 2026 }",
    "{ months: 9, year: 2026 }",
    "{ school_year: 2025 }",
    "{ from_year: 2021, to_year: 2025 }",
    "{ campaign: đợt thi đua chào mừng Quốc khánh, from: 2026-03-01, to: 2026-09-02 }"
]))]
pub struct PeriodFields {
    /// Năm của kỳ thi đua; ghi một mình thì là cả năm.
    #[schemars(title = "Năm", example = 2026)]
    pub year: Option<Count>,
    /// Nửa năm, ghi cùng `year`: 1 là 6 tháng đầu năm, 2 là 6 tháng cuối năm.
    #[schemars(title = "Nửa năm", example = 1, example = 2)]
    pub half: Option<Count>,
    /// Số tháng tính từ đầu năm, ghi cùng `year`, ví dụ 9 là 9 tháng đầu năm.
    #[schemars(title = "Số tháng đầu năm", example = 3, example = 9)]
    pub months: Option<Count>,
    /// Năm bắt đầu của năm học, ghi một mình: 2025 là năm học 2025-2026.
    #[schemars(title = "Năm học", example = 2025)]
    pub school_year: Option<Count>,
    /// Năm đầu của giai đoạn, ghi cùng `to_year`.
    #[schemars(title = "Từ năm", example = 2021)]
    pub from_year: Option<Count>,
    /// Năm cuối của giai đoạn, ghi cùng `from_year`.
    #[schemars(title = "Đến năm", example = 2025)]
    pub to_year: Option<Count>,
    /// Tên đợt thi đua, ghi cùng `from` và `to`.
    #[schemars(title = "Đợt thi đua", example = "đợt thi đua chào mừng Quốc khánh")]
    pub campaign: Option<String>,
    /// Ngày bắt đầu đợt thi đua, ghi cùng `campaign`.
    #[schemars(title = "Từ ngày", example = "2026-03-01")]
    pub from: Option<Date>,
    /// Ngày kết thúc đợt thi đua, ghi cùng `campaign`.
    #[schemars(title = "Đến ngày", example = "2026-09-02")]
    pub to: Option<Date>,
}

impl TryFrom<PeriodFields> for Period {
    type Error = String;

    fn try_from(fields: PeriodFields) -> Result<Self, String> {
        let year = |count: Count| match count.0 {
            1945..=2999 => Ok(count.0 as i32),
            other => Err(format!("năm `{other}` không hợp lệ")),
        };
        let PeriodFields { year: y, half, months, school_year, from_year, to_year, campaign, from, to } =
            fields;
        match (y, half, months, school_year, from_year, to_year, campaign, from, to) {
            (Some(y), None, None, None, None, None, None, None, None) => Ok(Self::Year(year(y)?)),
            (Some(y), Some(Count(half @ 1..=2)), None, None, None, None, None, None, None) => {
                Ok(Self::Half { half, year: year(y)? })
            }
            (Some(y), None, Some(Count(months @ 1..=11)), None, None, None, None, None, None) => {
                Ok(Self::Months { months, year: year(y)? })
            }
            (None, None, None, Some(first), None, None, None, None, None) => Ok(Self::SchoolYear(year(first)?)),
            (None, None, None, None, Some(from), Some(to), None, None, None) if from <= to => {
                Ok(Self::Stage { from: year(from)?, to: year(to)? })
            }
            (None, None, None, None, None, None, Some(name), Some(from), Some(to)) if from <= to => {
                Ok(Self::Campaign { name, from: from.0, to: to.0 })
            }
            _ => Err("kỳ thi đua phải ghi theo một trong các cách: `{ year: 2020 }`, `{ half: 1, year: 2020 }`, \
                      `{ months: 9, year: 2020 }`, `{ school_year: 2020 }`, `{ from_year: 2016, to_year: 2020 }`, \
                      `{ campaign: tên đợt, from: ngày đầu, to: ngày cuối }`"
                .to_owned()),
        }
    }
}

impl Period {
    /// The period in the words of a subject: `6 tháng đầu năm 2020`.
    pub fn words(&self) -> String {
        match self {
            Self::Year(year) => format!("năm {year}"),
            Self::Half { half: 1, year } => format!("6 tháng đầu năm {year}"),
            Self::Half { year, .. } => format!("6 tháng cuối năm {year}"),
            Self::Months { months, year } => format!("{months} tháng đầu năm {year}"),
            Self::SchoolYear(first) => format!("năm học {first}-{}", first + 1),
            Self::Stage { from, to } => format!("giai đoạn {from}-{to}"),
            Self::Campaign { name, from, to } => {
                format!("{name} (từ ngày {} đến ngày {})", date::figures(*from), date::figures(*to))
            }
        }
    }

    /// The period that follows and that a report plans for, where the calendar tells it.
    pub fn next(&self) -> Option<Self> {
        match *self {
            Self::Year(year) => Some(Self::Year(year + 1)),
            Self::Half { half: 1, year } => Some(Self::Half { half: 2, year }),
            Self::Half { year, .. } => Some(Self::Half { half: 1, year: year + 1 }),
            Self::SchoolYear(first) => Some(Self::SchoolYear(first + 1)),
            Self::Stage { from, to } => Some(Self::Stage { from: to + 1, to: to + 1 + (to - from) }),
            Self::Months { .. } | Self::Campaign { .. } => None,
        }
    }

    /// The year of the covenant that the period belongs to.
    pub fn year(&self) -> i32 {
        self.end().year()
    }

    /// The period's first day.
    pub fn start(&self) -> NaiveDate {
        let (year, month) = match *self {
            Self::Year(year) | Self::Months { year, .. } | Self::Stage { from: year, .. } => (year, 1),
            Self::Half { half, year } => (year, if half == 1 { 1 } else { 7 }),
            Self::SchoolYear(first) => (first, 9),
            Self::Campaign { from, .. } => return from,
        };
        NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default()
    }

    /// The period's last day.
    pub fn end(&self) -> NaiveDate {
        let (year, month, day) = match *self {
            Self::Year(year) | Self::Stage { to: year, .. } | Self::Half { half: 2.., year } => {
                (year, 12, 31)
            }
            Self::Half { year, .. } => (year, 6, 30),
            Self::Months { months, year } => {
                // The day before the first of the next month.
                return NaiveDate::from_ymd_opt(year, months + 1, 1)
                    .and_then(|first| first.pred_opt())
                    .unwrap_or_default();
            }
            Self::SchoolYear(first) => (first + 1, 5, 31),
            Self::Campaign { to, .. } => return to,
        };
        NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
    }
}
