//! Who leads, chairs and signs.

use super::Comparison;
use crate::record::document::{Issuer, Signer};
use crate::record::{Group, Record, Unit, UnitId};
use crate::succession::wording::joined;

impl Comparison<'_> {
    pub fn officers(&mut self) {
        self.elected();
        let (old, new) = (self.old, self.new);
        let (Some(was), Some(is)) = (&old.group.leader, &new.group.leader) else { return };
        if was == is {
            return;
        }
        let (Some(former), leader) = (new.group.unit(was).or(old.group.unit(was)), new.group.name_of(is))
        else {
            return;
        };
        let former_head = former.head.as_ref().and_then(|head| head.name.as_deref());
        if let (Some(before), Some(now)) = (&old.meeting.chair, &new.meeting.chair)
            && let Some(name) = &now.name
            && before.name == now.name
            && now.unit.as_ref() != Some(is)
            && (now.unit.as_ref().or(before.unit.as_ref()) == Some(was) || former_head == Some(name))
        {
            let message = format!(
                "người chủ trì vẫn là {name} của {}, trong khi trưởng kỳ này là {leader}",
                former.name
            );
            let remedy = "ghi người chủ trì của đơn vị trưởng kỳ này";
            self.same("same-chair", "/meeting/chair/name", None, "/meeting/chair/name", &message, remedy);
        }
        if let (Some(before), Some(now)) = (&old.meeting.place, &new.meeting.place)
            && before == now
            && names(now, former)
        {
            let message = format!("nơi họp vẫn ở {}, trong khi trưởng kỳ này là {leader}", former.name);
            self.same("same-place", "/meeting/place", None, "/meeting/place", &message, "ghi nơi họp kỳ này");
        }
        let issuers = |record: &Record| -> Vec<(String, Option<Issuer>)> {
            let report = record.report.as_ref().and_then(|report| report.document.issuer.clone());
            let covenant = record.covenant.as_ref().and_then(|covenant| covenant.document.issuer.clone());
            vec![
                ("/issuer".to_owned(), record.issuer.clone()),
                ("/report/document/issuer".to_owned(), report),
                ("/covenant/document/issuer".to_owned(), covenant),
            ]
        };
        for ((pointer, before), (_, now)) in issuers(old).into_iter().zip(issuers(new)) {
            let (Some(before), Some(now)) = (before, now) else { continue };
            self.issuer(&pointer, &before, &now, former, leader);
            self.signer(&format!("{pointer}/signer"), before.signer.as_ref(), now.signer.as_ref(), former);
        }
        let signer =
            |record: &Record| record.report.as_ref().and_then(|report| report.document.signer.clone());
        self.signer("/report/document/signer", signer(old).as_ref(), signer(new).as_ref(), former);
    }

    /// Those whom the last meeting elected lead by now.
    fn elected(&mut self) {
        let (old, new) = (self.old, self.new);
        let Some(election) = &old.election else { return };
        let year = election.year.map_or(self.from.period.year() + 1, |year| year.0 as i32);
        if year > self.to.period.year() {
            return;
        }
        let remedy = "ghi đơn vị trưởng, phó đã được bầu cho kỳ này";
        if old.group.leader.is_some()
            && new.group.leader == old.group.leader
            && new.group.leader.as_ref() != Some(&election.leader)
        {
            let message = format!(
                "đơn vị trưởng vẫn như kỳ trước, trong khi hội nghị kỳ trước đã bầu {}",
                old.group.name_of(&election.leader)
            );
            self.same("same-leader", "/group/leader", None, "/election/leader", &message, remedy);
        }
        if !election.deputies.is_empty()
            && !new.group.deputies.is_empty()
            && new.group.deputies == old.group.deputies
            && new.group.deputies != election.deputies
        {
            let elected: Vec<&str> = election.deputies.iter().map(|id| old.group.name_of(id)).collect();
            let message = format!(
                "đơn vị phó vẫn như kỳ trước, trong khi hội nghị kỳ trước đã bầu {}",
                elected.join(", ")
            );
            self.same("same-leader", "/group/deputies", None, "/election/deputies", &message, remedy);
        }
    }

    fn issuer(&mut self, pointer: &str, before: &Issuer, now: &Issuer, former: &Unit, leader: &str) {
        let remedy = "ghi cơ quan ban hành theo đơn vị trưởng kỳ này";
        let parts = [
            ("name", before.name.0.join(" "), now.name.0.join(" ")),
            ("address", before.address.clone().unwrap_or_default(), now.address.clone().unwrap_or_default()),
        ];
        for (key, before, now) in parts {
            if before == now && names(&now, former) {
                let message =
                    format!("cơ quan ban hành vẫn là {}, trong khi trưởng kỳ này là {leader}", former.name);
                let place = format!("{pointer}/{key}");
                self.same("same-issuer", place.clone(), None, &place, &message, remedy);
            }
        }
    }

    fn signer(&mut self, pointer: &str, before: Option<&Signer>, now: Option<&Signer>, former: &Unit) {
        let (Some(before), Some(now)) = (before, now) else { return };
        let Some(name) = now.name.as_ref().filter(|name| before.name.as_ref() == Some(name)) else { return };
        let group = &self.new.group;
        let (Some(title), same_title) = (now.title.as_deref(), before.title == now.title) else { return };
        let head = former.head.as_ref().and_then(|head| head.name.as_ref());
        let of_former =
            head == Some(name) || now.office_title.as_ref().is_some_and(|title| names(title, former));
        let unit = unit_of(group, name);
        // A post in the group goes with the unit; one in an office does not.
        let lost = if title == group.leader_post() {
            of_former || unit.is_some_and(|unit| Some(unit) != group.leader.as_ref())
        } else if title == group.deputy_post() {
            unit.is_some_and(|unit| !group.deputies.contains(unit))
        } else {
            false
        };
        if lost && same_title {
            let message =
                format!("người ký vẫn là {title} {name} như kỳ trước, trong khi trưởng, phó đã thay đổi");
            let remedy = "ghi người ký theo đơn vị trưởng, phó kỳ này";
            let place = format!("{pointer}/name");
            self.same("same-signer", place.clone(), None, &place, &message, remedy);
        }
    }
}

/// Whether words name a unit.
fn names(words: &str, unit: &Unit) -> bool {
    let words = joined(words);
    words.contains(&unit.name) || unit.short.as_ref().is_some_and(|short| words.contains(short))
}

/// The unit that a person of that name heads.
fn unit_of<'a>(group: &'a Group, name: &str) -> Option<&'a UnitId> {
    let heads = |unit: &&Unit| unit.head.as_ref().is_some_and(|head| head.name.as_deref() == Some(name));
    group.units.iter().find(heads).map(|unit| &unit.id)
}
