//! The starter record: of the meeting that is next, with the law that is in force then.

use chrono::NaiveDate;
use thidua::record::MeetingKind;
use thidua::template::{Kind, Starter, TemplateSet};

/// The starter of a day in a month.
#[track_caller]
pub fn of(year: i32, month: u32, meeting: Option<MeetingKind>) -> String {
    let today = NaiveDate::from_ymd_opt(year, month, 10).expect("a day");
    let starter = Starter { kinds: &Kind::ALL, meeting, today };
    starter.text(&TemplateSet::default()).expect("a starter")
}

#[track_caller]
fn holds(starter: &str, part: &str) {
    assert!(starter.contains(part), "no “{part}” in\n{starter}");
}

#[test]
fn the_starter_is_of_the_meeting_that_is_next() {
    for (month, kind, period, date) in [
        (1, "tổng kết", "{ year: 2026 }", "2027-01-15"),
        (4, "sơ kết", "{ half: 1, year: 2027 }", "2027-07-15"),
        (8, "sơ kết", "{ half: 1, year: 2027 }", "2027-07-15"),
        (9, "tổng kết", "{ year: 2027 }", "2028-01-15"),
        (12, "tổng kết", "{ year: 2027 }", "2028-01-15"),
    ] {
        let starter = of(2027, month, None);
        holds(&starter, &format!("kind: {kind} "));
        holds(&starter, &format!("period: {period} "));
        holds(&starter, &format!("  date: {date}\n"));
    }
}

#[test]
fn only_a_summing_up_of_the_year_has_scores_votes_and_an_election() {
    for part in ["\nscores:", "\nballot:", "\nnominations:", "\nelection:"] {
        holds(&of(2026, 11, Some(MeetingKind::Annual)), part);
        assert!(!of(2026, 11, Some(MeetingKind::Interim)).contains(part), "{part}");
    }
}

#[test]
fn the_starter_names_the_law_that_is_in_force_on_its_day() {
    holds(&of(2023, 4, None), "Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003");
    holds(&of(2026, 11, None), "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022");
}
