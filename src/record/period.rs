//! The stretch of time that a meeting looks back on.

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::Deserialize;

use super::scalar::{Count, Date};
use crate::vietnamese::date;

/// Kỳ thi đua. Year: `{ year: 2019 }`; half: `{ half: 1, year: 2020 }`.
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

/// The keys of a period as they are written; which of them stand together is judged afterwards.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("thidua-check" = "period"))]
pub struct PeriodFields {
    /// Năm.
    pub year: Option<Count>,
    /// 6 tháng đầu năm: 1; 6 tháng cuối năm: 2.
    pub half: Option<Count>,
    /// Số tháng đầu năm: 3 hoặc 9.
    pub months: Option<Count>,
    /// Năm học, ghi năm bắt đầu.
    pub school_year: Option<Count>,
    /// Giai đoạn: năm đầu.
    pub from_year: Option<Count>,
    /// Giai đoạn: năm cuối.
    pub to_year: Option<Count>,
    /// Tên đợt thi đua.
    pub campaign: Option<String>,
    /// Ngày bắt đầu đợt thi đua.
    pub from: Option<Date>,
    /// Ngày kết thúc đợt thi đua.
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
                format!("{name} (từ ngày {} đến ngày {})", date::short(*from), date::short(*to))
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
