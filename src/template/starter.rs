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
    /// What meeting; the one whose time it is where that is not said.
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
        let kind = self.meeting.unwrap_or_else(|| next_meeting(self.today));
        let (this_year, month) = (self.today.year(), self.today.month());
        let (year, period, meeting_year, month) = match kind {
            // In the first two months offices still sum up the year that is over.
            MeetingKind::Annual => {
                let year = this_year - i32::from(month <= 2);
                (year, Period::Year(year), year + 1, 1)
            }
            MeetingKind::Interim => (this_year, Period::Half { half: 1, year: this_year }, this_year, 7),
            MeetingKind::Launch => {
                let year = this_year + i32::from(month >= 9);
                (year, Period::Year(year), year, 1)
            }
        };
        let day = NaiveDate::from_ymd_opt(meeting_year, month, 15).unwrap_or(self.today);
        let values = context! {
            annual => kind == MeetingKind::Annual,
            launch => kind == MeetingKind::Launch,
            year,
            period => period.words(),
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
}

/// The meeting that is next: sơ kết from March to August, else tổng kết.
fn next_meeting(today: NaiveDate) -> MeetingKind {
    if (3..=8).contains(&today.month()) { MeetingKind::Interim } else { MeetingKind::Annual }
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
