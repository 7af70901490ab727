//! The commented starter record: of the meeting that is next by the clock, with the law that is in force then.

use chrono::{Datelike, NaiveDate};
use minijinja::{Environment, UndefinedBehavior, context};

use super::{Kind, TemplateSet, engine};
use crate::diagnostic::Diagnostic;
use crate::record::{MeetingKind, Period};
use crate::rules::law::Law;
use crate::vietnamese::date;

/// What a starter record is for.
#[derive(Debug, Clone, Copy)]
pub struct Starter<'a> {
    /// The papers that are to be made.
    pub kinds: &'a [Kind],
    /// Sơ kết or tổng kết; the one whose time it is where that is not said.
    pub meeting: Option<MeetingKind>,
    /// The day on which it is made.
    pub today: NaiveDate,
}

impl Starter<'_> {
    /// Its text.
    ///
    /// # Errors
    /// When a starter among the templates cannot be filled in.
    pub fn text(&self, templates: &TemplateSet) -> Result<String, Diagnostic> {
        let annual = self.is_annual();
        // In the first two months offices still sum up the year that is over.
        let year = self.today.year() - i32::from(annual && self.today.month() <= 2);
        let period = if annual { Period::Year(year) } else { Period::Half { half: 1, year } };
        let (meeting_year, month) = if annual { (year + 1, 1) } else { (year, 7) };
        let day = NaiveDate::from_ymd_opt(meeting_year, month, 15).unwrap_or(self.today);
        let values = context! {
            annual,
            year,
            period => period.words(),
            kind => if annual { "tổng kết" } else { "sơ kết" },
            meeting => context! { year => meeting_year, date => day.to_string() },
            issued => (day + chrono::TimeDelta::days(5)).to_string(),
            covenant_year => meeting_year,
            law => law_on_awards(day),
        };
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(engine::syntax()?);
        let own = self.kinds.iter().map(|kind| format!("{}/starter.yaml", kind.name()));
        let parts = std::iter::once("starter.yaml".to_owned()).chain(own);
        let filled = parts.filter_map(|path| templates.get(&path)).map(|text| {
            let filled = environment.render_str(text, &values);
            filled.map_err(|error| Diagnostic::error(format!("hồ sơ mẫu hỏng: {error}")))
        });
        Ok(filled.collect::<Result<Vec<_>, _>>()?.join("\n"))
    }

    fn is_annual(&self) -> bool {
        match self.meeting {
            Some(kind) => kind == MeetingKind::Annual,
            None => !(3..=8).contains(&self.today.month()),
        }
    }
}

/// The law on awards that is in force on a day, as a basis names it.
fn law_on_awards(day: NaiveDate) -> String {
    let law = Law::built_in();
    let laws =
        law.legal_texts.iter().filter(|row| row.on_awards && row.kind == "Luật" && row.amends.is_none());
    let in_force =
        laws.filter(|row| row.source.holds(day) && row.ended.as_ref().is_none_or(|end| day < end.on.0));
    let newest = in_force.filter_map(|row| Some((row.date?.0, &row.name))).max_by_key(|(signed, _)| *signed);
    let named = newest.map(|(signed, name)| format!("Luật {name} {}", date::long(signed)));
    named.unwrap_or_else(|| "Luật Thi đua, khen thưởng".to_owned())
}
