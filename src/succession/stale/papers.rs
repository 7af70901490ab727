//! Period, days, numbers, bases, lists of the awarded.

use super::Comparison;
use crate::record::awards::Category;
use crate::record::document::Document;
use crate::record::scalar::Date;
use crate::record::{Grant, MeetingKind, Period, Recipient};
use crate::succession::carry::covenant_period;
use crate::succession::wording::{Time, is_passing, joined, phrases};
use crate::vietnamese::date;

impl Comparison<'_> {
    pub fn papers(&mut self) {
        if self.from == self.to {
            let message = format!("kỳ thi đua vẫn là {} của hồ sơ kỳ trước", self.to.words());
            let remedy = "ghi loại hội nghị và kỳ thi đua của hội nghị này";
            self.same("same-period", "/meeting/period", None, "/meeting/period", &message, remedy);
        }
        let (old, new) = (self.old, self.new);
        self.day(
            "/meeting/date",
            new.meeting.date,
            "ngày họp",
            [("/meeting/date".to_owned(), old.meeting.date)],
        );
        if let (Some(before), Some(now)) = (&old.report, &new.report) {
            let place = "/report/document";
            self.day(
                &format!("{place}/date"),
                now.document.date,
                "ngày báo cáo",
                [(format!("{place}/date"), before.document.date)],
            );
            self.number(place, &now.document, "báo cáo", &[(place.to_owned(), &before.document)]);
            self.bases(
                "/report/legal_bases",
                &now.legal_bases,
                &[("/report/legal_bases".to_owned(), &before.legal_bases)],
            );
        }
        self.covenant();
        self.decisions();
    }

    fn day<const N: usize>(
        &mut self,
        pointer: &str,
        now: Option<Date>,
        what: &str,
        before: [(String, Option<Date>); N],
    ) {
        self.one_of_days(pointer, now, what, &before);
    }

    fn one_of_days(
        &mut self,
        pointer: &str,
        now: Option<Date>,
        what: &str,
        before: &[(String, Option<Date>)],
    ) {
        let Some(day) = now else { return };
        if let Some((old, _)) = before.iter().find(|(_, old)| *old == now) {
            let message = format!("{what} vẫn là {} như kỳ trước", date::short(day.0));
            self.same(
                "same-date",
                pointer,
                None,
                old,
                &message,
                "ghi ngày của kỳ này; chưa biết thì xóa mục này",
            );
        }
    }

    /// A series of numbers begins anew with the year.
    fn number(&mut self, pointer: &str, now: &Document, what: &str, before: &[(String, &Document)]) {
        let Some(number) = &now.number else { return };
        let year = |document: &Document| document.date.map(|date| chrono::Datelike::year(&date.0));
        let series = |document: &Document| {
            document
                .issuer
                .as_ref()
                .and_then(|issuer| issuer.symbol.clone())
                .or_else(|| document.symbol.clone())
        };
        let same = before.iter().find(|(_, old)| {
            old.number.as_ref() == Some(number)
                && series(old) == series(now)
                && (year(now).is_none() || year(old).is_none() || year(now) == year(old))
        });
        if let Some((old, _)) = same {
            let message = format!("số {number} đã dùng cho {what} kỳ trước");
            let remedy = "ghi số mới do văn thư cấp; chưa có thì xóa mục này";
            self.same(
                "same-number",
                format!("{pointer}/number"),
                None,
                &format!("{old}/number"),
                &message,
                remedy,
            );
        }
    }

    /// Proposals and minutes are of one time; a plan is of its year. Laws stay.
    fn bases(&mut self, pointer: &str, now: &[String], before: &[(String, &[String])]) {
        const ONCE: [&str; 5] = ["theo đề nghị", "tờ trình", "biên bản", "công văn", "kết quả hội nghị"];
        for (at, basis) in now.iter().enumerate() {
            let text = joined(basis).to_lowercase();
            let days: Vec<_> = phrases(basis, self.to.period.year())
                .into_iter()
                .filter_map(|phrase| match phrase.time {
                    Time::Day { year, .. } => Some((phrase.range, year)),
                    _ => None,
                })
                .collect();
            let Some((range, year)) = days.last().cloned() else { continue };
            let once = ONCE.iter().any(|word| text.contains(word));
            let passed = is_passing(basis) && (once || year < self.to.period.year());
            let same = before.iter().find_map(|(place, list)| {
                let index = list.iter().position(|old| joined(old).to_lowercase() == text)?;
                Some(format!("{place}/{index}"))
            });
            if let Some(old) = same.filter(|_| passed) {
                let day = joined(&basis[range.clone()]);
                let message = format!("căn cứ vẫn dẫn văn bản {day} của kỳ trước");
                let words = &basis[range];
                let remedy = "ghi số, ngày của văn bản kỳ này; không có thì bỏ căn cứ này";
                self.same("same-legal-date", format!("{pointer}/{at}"), Some(words), &old, &message, remedy);
            }
        }
    }

    fn covenant(&mut self) {
        let (Some(before), Some(now)) = (&self.old.covenant, &self.new.covenant) else { return };
        let was = covenant_period(self.from.kind, &self.from.period, before.period.as_ref());
        let is = covenant_period(self.to.kind, &self.to.period, now.period.as_ref());
        let past = match self.to.kind {
            MeetingKind::Annual => is.year() <= self.to.period.year(),
            MeetingKind::Interim | MeetingKind::Launch => is.year() < self.to.period.year(),
        };
        if was == is && past && now.period.is_some() && !matches!(is, Period::Campaign { .. }) {
            let message = format!("kỳ giao ước vẫn là {} như kỳ trước", is.words());
            let remedy = "ghi kỳ của bản giao ước sẽ ký";
            self.same("same-covenant-year", "/covenant/period", None, "/covenant/period", &message, remedy);
        }
        // A covenant that is still in force was signed when it was signed.
        if was != is || past {
            let place = "/covenant/document/date";
            self.day(
                place,
                now.document.date,
                "ngày ký giao ước",
                [(place.to_owned(), before.document.date)],
            );
            let place = "/covenant/legal_bases";
            self.bases(place, &now.legal_bases, &[(place.to_owned(), &before.legal_bases)]);
        }
    }

    fn decisions(&mut self) {
        let (old, new) = (self.old, self.new);
        let place = |at: usize| format!("/awards/{at}/document");
        let before: Vec<(String, &Document)> =
            old.awards.iter().enumerate().map(|(at, decision)| (place(at), &decision.document)).collect();
        let days: Vec<(String, Option<Date>)> =
            before.iter().map(|(place, document)| (format!("{place}/date"), document.date)).collect();
        let bases: Vec<(String, &[String])> = old
            .awards
            .iter()
            .enumerate()
            .map(|(at, decision)| (format!("/awards/{at}/legal_bases"), decision.legal_bases.as_slice()))
            .collect();
        for (at, decision) in new.awards.iter().enumerate() {
            self.one_of_days(
                &format!("{}/date", place(at)),
                decision.document.date,
                "ngày quyết định",
                &days,
            );
            self.number(&place(at), &decision.document, "quyết định", &before);
            self.bases(&format!("/awards/{at}/legal_bases"), &decision.legal_bases, &bases);
            for (grant_at, grant) in decision.grants.iter().enumerate() {
                self.awarded(&format!("/awards/{at}/grants/{grant_at}"), grant);
            }
        }
    }

    /// The same list again; one name alone may be awarded twice, but not for the same.
    fn awarded(&mut self, pointer: &str, grant: &Grant) {
        let old = self.old;
        for category in Category::ALL {
            let now = who(grant.entries(category));
            if now.is_empty() {
                continue;
            }
            let lists = old.awards.iter().enumerate().flat_map(|(at, decision)| {
                let grants = decision.grants.iter().enumerate();
                grants.map(move |(grant_at, grant)| (format!("/awards/{at}/grants/{grant_at}"), grant))
            });
            let same = lists.into_iter().find(|(_, before)| {
                who(before.entries(category)) == now
                    && (now.len() > 1 || before.achievement == grant.achievement)
            });
            let key = match category {
                Category::Collective => "collectives",
                Category::Individual => "individuals",
                Category::Household => "households",
            };
            if let Some((old, _)) = same {
                let message = format!("danh sách {} được khen giống hệt kỳ trước", category.word());
                let remedy = "ghi những người, tập thể được khen kỳ này";
                self.same(
                    "same-list",
                    format!("{pointer}/{key}"),
                    None,
                    &format!("{old}/{key}"),
                    &message,
                    remedy,
                );
            }
        }
    }
}

/// Who stands in a list, with post and unit, so that people of one name are told apart.
fn who(list: &[Recipient]) -> Vec<(&str, Option<&str>, Option<&str>)> {
    list.iter()
        .flat_map(Recipient::awardees)
        .map(|one| (one.name.as_str(), one.title.as_deref(), one.unit.as_deref()))
        .collect()
}
