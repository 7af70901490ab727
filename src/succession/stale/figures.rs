//! Figures of the last meeting: targets, points, votes, who came.

use rust_decimal::Decimal;

use super::Comparison;
use crate::record::Covenant;
use crate::record::covenant::CovenantTarget;
use crate::record::meeting::Attendance;
use crate::record::scalar::Figure;
use crate::record::targets::Target;
use crate::record::votes::{Election, Nomination};
use crate::succession::carry::covenant_period;
use crate::succession::wording::joined;

const REMEDY: &str = "ghi số liệu của kỳ này; chưa có thì xóa mục này";

impl Comparison<'_> {
    pub fn figures(&mut self) {
        let (old, new) = (self.old, self.new);
        self.targets("/targets", &new.targets, "/targets", &old.targets);
        self.points();
        self.votes();
        self.attendance();
        self.levels();
    }

    /// Targets are known by their names, at the same depth.
    fn targets(&mut self, pointer: &str, now: &[Target], old_pointer: &str, before: &[Target]) {
        for (at, target) in now.iter().enumerate() {
            let name = joined(&target.name).to_lowercase();
            let Some(old_at) = before.iter().position(|old| joined(&old.name).to_lowercase() == name) else {
                continue;
            };
            let old = &before[old_at];
            let (place, old_place) = (format!("{pointer}/{at}"), format!("{old_pointer}/{old_at}"));
            let row_stays =
                target.same_period.is_some() && text(&target.same_period) == text(&old.same_period);
            if let Some(figure) = equal(&target.actual, &old.actual)
                && (telling(figure) || row_stays)
            {
                let message =
                    format!("chỉ tiêu “{}” vẫn ghi thực hiện {} như kỳ trước", target.name, figure.text);
                self.same(
                    "same-figures",
                    format!("{place}/actual"),
                    None,
                    &format!("{old_place}/actual"),
                    &message,
                    REMEDY,
                );
            }
            if self.from.period != self.to.period
                && let Some(figure) = equal(&target.same_period, &old.same_period)
                && telling(figure)
                && text(&old.actual) != Some(&figure.text)
            {
                let compared = match (self.turn.years(), &old.actual) {
                    (Some(1), Some(actual)) => format!("; kỳ trước thực hiện {}", actual.text),
                    _ => String::new(),
                };
                let message = format!(
                    "chỉ tiêu “{}” vẫn ghi số cùng kỳ {} của hồ sơ kỳ trước{compared}",
                    target.name, figure.text
                );
                let remedy = "ghi số của cùng kỳ năm trước so với kỳ này";
                self.same(
                    "same-figures",
                    format!("{place}/same_period"),
                    None,
                    &format!("{old_place}/same_period"),
                    &message,
                    remedy,
                );
            }
            self.targets(&format!("{place}/parts"), &target.parts, &format!("{old_place}/parts"), &old.parts);
        }
    }

    fn points(&mut self) {
        let (Some(before), Some(now)) = (&self.old.scores, &self.new.scores) else { return };
        let scored: Vec<_> = now.results.iter().filter(|row| row.counted().is_some()).collect();
        let same = scored.iter().all(|row| {
            let old = before.results.iter().find(|old| old.unit == row.unit);
            old.and_then(|old| old.counted()).map(|points| &points.0) == row.counted().map(|points| &points.0)
        });
        if same && !scored.is_empty() {
            let message = "điểm của các đơn vị giống hệt kỳ trước";
            self.same("same-figures", "/scores/results", None, "/scores/results", message, REMEDY);
        }
        if now.ranking.len() > 1 && now.ranking == before.ranking {
            let message = "thứ hạng của các đơn vị giống hệt kỳ trước";
            self.same("same-figures", "/scores/ranking", None, "/scores/ranking", message, REMEDY);
        }
    }

    fn votes(&mut self) {
        let (old, new) = (self.old, self.new);
        let who = |list: &[Nomination]| -> Vec<_> {
            let row = |one: &Nomination| {
                (one.award.clone(), one.unit.clone(), one.name.clone(), one.votes, one.approved)
            };
            list.iter().map(row).collect()
        };
        if !new.nominations.is_empty() && who(&new.nominations) == who(&old.nominations) {
            let message = "các đề nghị khen thưởng và số phiếu giống hệt kỳ trước";
            self.same("same-figures", "/nominations", None, "/nominations", message, REMEDY);
        }
        if let (Some(before), Some(now)) = (&old.election, &new.election) {
            let remedy = "ghi kết quả bầu của hội nghị này; không bầu thì xóa mục này";
            let votes = |election: &Election| -> Vec<_> {
                election.votes.iter().map(|row| (row.unit.clone(), row.votes)).collect()
            };
            if let Some(year) = now.year.filter(|_| now.year == before.year) {
                let message = format!("kết quả bầu vẫn là cho năm {} như kỳ trước", year.0);
                self.same("same-election", "/election/year", None, "/election/year", &message, remedy);
            } else if now.leader == before.leader
                && now.deputies == before.deputies
                && votes(now) == votes(before)
            {
                let message = "kết quả bầu trưởng, phó giống hệt kỳ trước";
                self.same("same-election", "/election/leader", None, "/election/leader", message, remedy);
            }
        }
    }

    fn attendance(&mut self) {
        let who = |list: &[Attendance]| -> Vec<_> {
            let row = |one: &Attendance| {
                let people: Vec<_> = one.people.iter().map(|person| person.name.clone()).collect();
                (one.unit.clone(), people, one.count, one.absent.clone())
            };
            list.iter().map(row).collect()
        };
        let (before, now) = (who(&self.old.meeting.attendance), who(&self.new.meeting.attendance));
        let said = now
            .iter()
            .filter(|(_, people, count, absent)| !people.is_empty() || count.is_some() || absent.is_some());
        if said.count() > 1 && now == before {
            let message = "thành phần dự họp của các đơn vị giống hệt kỳ trước";
            let remedy = "ghi người dự họp kỳ này; chưa biết thì xóa mục này";
            self.same("same-attendance", "/meeting/attendance", None, "/meeting/attendance", message, remedy);
        }
    }

    /// All levels that the units promise are as they were in another covenant.
    fn levels(&mut self) {
        let (Some(before), Some(now)) = (&self.old.covenant, &self.new.covenant) else { return };
        let was = covenant_period(self.from.kind, &self.from.period, before.period.as_ref());
        let is = covenant_period(self.to.kind, &self.to.period, now.period.as_ref());
        let levels = |covenant: &Covenant| -> Vec<_> {
            let level = |target: &CovenantTarget| {
                let units: Vec<_> =
                    target.units.iter().map(|(id, level)| (id.clone(), level.text.clone())).collect();
                (joined(&target.name), target.all.as_ref().map(|all| all.text.clone()), units)
            };
            covenant.targets.iter().map(level).collect()
        };
        let said = now
            .targets
            .iter()
            .map(|target| usize::from(target.all.is_some()) + target.units.len())
            .sum::<usize>();
        if was != is && said > 1 && levels(now) == levels(before) {
            let message = "mức của mọi chỉ tiêu giao ước giống hệt bản giao ước trước";
            let remedy = "ghi mức các đơn vị đăng ký cho kỳ giao ước này";
            self.same("same-figures", "/covenant/targets", None, "/covenant/targets", message, remedy);
        }
    }
}

fn text(figure: &Option<Figure>) -> Option<&String> {
    figure.as_ref().map(|figure| &figure.text)
}

/// A figure that two records say alike.
fn equal<'a>(now: &'a Option<Figure>, before: &Option<Figure>) -> Option<&'a Figure> {
    now.as_ref().filter(|figure| figure.value.is_some() && text(before) == Some(&figure.text))
}

/// Whether a figure would hardly come twice: not nothing, not all, and of three digits.
fn telling(figure: &Figure) -> bool {
    let Some(value) = figure.value else { return false };
    let digits = figure.text.chars().filter(char::is_ascii_digit).count();
    value != Decimal::ZERO && value != Decimal::ONE_HUNDRED && digits >= 3
}
