//! Ballots, nominations and elections.

pub(super) mod ballots;
pub(super) mod elections;
pub(super) mod nominations;
pub(super) mod outcomes;

use chrono::NaiveDate;

use super::case::Case;
use crate::record::scalar::Count;
use crate::record::votes::Nomination;
use crate::vietnamese::notation;

/// What a proposal for an award must hold.
const MINUTES: &str = "Luật Thi đua, khen thưởng 2022, Điều 84 (hồ sơ có biên bản bình xét, xét khen thưởng)";

/// What a group agrees on for itself.
const OWN_RULES: &str = "quy chế hoạt động của cụm, khối thi đua";

/// The day by which the law on votes is asked: the meeting's, else the period's last.
fn day(case: &Case) -> NaiveDate {
    let meeting = &case.record.meeting;
    meeting.date.map_or_else(|| meeting.period.end(), |date| date.0)
}

/// The ballots that could hold votes, with their name: valid ones, else those handed in, else those handed out.
fn ballots(case: &Case) -> Option<(u32, &'static str)> {
    let ballot = case.record.ballot.as_ref()?;
    let known =
        [(ballot.valid, "phiếu hợp lệ"), (ballot.returned, "phiếu thu về"), (ballot.issued, "phiếu phát ra")];
    known.into_iter().find_map(|(count, name)| Some((count?.0, name)))
}

/// How many absent members may have sent their opinion in writing.
fn absent(case: &Case) -> u32 {
    let present = case.record.ballot.as_ref().and_then(|ballot| ballot.present);
    match (voters(case), present) {
        (Some(members), Some(present)) => members.saturating_sub(present.0),
        _ => 0,
    }
}

/// All who may vote.
fn voters(case: &Case) -> Option<u32> {
    case.record.voters().and_then(|voters| u32::try_from(voters).ok())
}

/// Whether so many votes are more than half of so many members.
fn is_majority(votes: u32, members: u32) -> bool {
    u64::from(votes) * 2 > u64::from(members)
}

/// The nominations with their pointers.
fn each<'a>(case: &Case<'a>) -> impl Iterator<Item = (String, &'a Nomination)> + use<'a> {
    let nominations = case.record.nominations.iter().enumerate();
    nominations.map(|(at, nomination)| (format!("/nominations/{at}"), nomination))
}

fn who<'a>(case: &Case<'a>, nomination: &'a Nomination) -> &'a str {
    match &nomination.unit {
        Some(unit) => case.record.group.name_of(unit),
        None => nomination.name.as_deref().unwrap_or_default(),
    }
}

fn so_many(count: Count) -> String {
    notation::count(count.0 as usize)
}

/// An award by the name that the law gives it, else as it is written.
fn form(case: &Case, words: &str) -> String {
    case.law.award(words).map_or(words, |award| &award.name).to_lowercase()
}
