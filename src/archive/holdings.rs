//! What the archive holds, and what falls due: hand-over to the agency's archive, the end of terms.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use rusqlite::params;
use serde::Serialize;

use super::index::{Index, STANDING};
use super::retention::{self, Term};
use crate::diagnostic::Diagnostic;

/// A dossier as the index knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holding {
    /// How a person names it: `2026/tong-ket`.
    pub dossier: String,
    /// Tiêu đề hồ sơ.
    pub title: String,
    /// Thời hạn lưu trữ, as the dossier says it.
    pub maintenance: String,
    /// The day on which the work ended: that of the last paper, else the last of the year.
    pub ended: NaiveDate,
    /// How many papers it holds; those that were signed further in another dossier are that one's.
    pub papers: usize,
    /// How many pages they have.
    pub pages: usize,
    /// The dossiers that have all of its papers, signed further; none where it holds some itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaced_by: Vec<String>,
}

/// Something that is to be done with a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The dossier.
    #[serde(flatten)]
    pub holding: Holding,
    /// What.
    pub what: Duty,
    /// The last day for it, or of its term.
    pub on: NaiveDate,
}

/// What is to be done with a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// To be handed over to the agency's archive (NĐ 30/2020, Điều 30).
    HandOver,
    /// Its retention term is over: to be judged whether it is destroyed.
    TermOver,
}

/// The dossiers of a year, or of all, by year and name.
///
/// # Errors
/// When the index cannot be read.
pub fn all(index: &Index, year: Option<i32>) -> Result<Vec<Holding>, Diagnostic> {
    let sql = format!(
        "SELECT dossiers.year, dossiers.name, dossiers.title, maintenance, ended, \
         count(documents.id), coalesce(sum(documents.pages), 0) FROM dossiers \
         LEFT JOIN documents ON documents.dossier = dossiers.id AND {STANDING} \
         WHERE (year = ?1 OR ?1 IS NULL) AND dossiers.id NOT IN (SELECT dossier FROM temp.gone) \
         GROUP BY dossiers.id ORDER BY year, name"
    );
    let mut holdings: Vec<Holding> = index.read(|connection| {
        let mut statement = connection.prepare(&sql)?;
        let holdings = statement.query_map(params![year], |row| {
            let (year, name): (i32, String) = (row.get(0)?, row.get(1)?);
            let ended: Option<String> = row.get(4)?;
            let ended = ended.and_then(|day| day.parse().ok());
            let end_of_year = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or_default();
            Ok(Holding {
                dossier: format!("{year}/{name}"),
                title: row.get(2)?,
                maintenance: row.get(3)?,
                ended: ended.unwrap_or(end_of_year),
                papers: row.get::<_, u32>(5)? as usize,
                pages: row.get::<_, u32>(6)? as usize,
                replaced_by: Vec::new(),
            })
        })?;
        holdings.collect()
    })?;
    for one in holdings.iter_mut().filter(|one| one.papers == 0) {
        let latest = index.replaced(&one.dossier)?.into_values().collect::<BTreeSet<_>>();
        one.replaced_by = latest.into_iter().collect();
    }
    Ok(holdings)
}

/// What falls due until a day, the earliest first. The archive does not know which dossiers were handed
/// over: that is told for a year after its last day, and no longer.
pub fn due(holdings: &[Holding], until: NaiveDate) -> Vec<Due> {
    let reminded = until.checked_sub_months(Months::new(12)).unwrap_or(NaiveDate::MIN);
    let mut due: Vec<Due> = Vec::new();
    for holding in holdings {
        let hand_over = retention::handed_over_by(holding.ended).filter(|day| *day > reminded);
        // Another dossier has its papers.
        let hand_over = hand_over.filter(|_| holding.replaced_by.is_empty());
        let term_over =
            holding.maintenance.parse::<Term>().ok().and_then(|term| term.last_day(holding.ended));
        let duties = [(Duty::HandOver, hand_over), (Duty::TermOver, term_over)];
        due.extend(duties.into_iter().filter_map(|(what, on)| {
            Some(Due { holding: holding.clone(), what, on: on.filter(|on| *on <= until)? })
        }));
    }
    due.sort_by_key(|due| (due.on, due.what));
    due
}
