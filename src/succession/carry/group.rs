//! Who leads the group, when it meets, who comes.

use super::{Carrier, Elected, words};
use crate::input::tree::NodeId;
use crate::record::{Period, Record};
use crate::succession::editor::{Removal, Slot};
use crate::succession::following::Occasion;
use crate::succession::summary::Deed;
use crate::succession::wording::Turn;

/// Those whom the last meeting elected, where they lead by the time of the next one and are others
/// than before.
pub fn elected<'a>(record: &'a Record, from: &Occasion, to: &Occasion) -> Option<Elected<'a>> {
    let election = record.election.as_ref()?;
    let year = election.year.map_or(from.period.year() + 1, |year| year.0 as i32);
    let group = &record.group;
    let changed = group.leader.as_ref() != Some(&election.leader) || group.deputies != election.deputies;
    let former = group.leader.as_ref().filter(|leader| **leader != election.leader);
    (year <= to.period.year() && changed).then_some(Elected {
        leader: &election.leader,
        deputies: &election.deputies,
        former: former.and_then(|leader| group.unit(leader)),
    })
}

impl Carrier<'_> {
    /// The elected take over; what the old leader's office is written for is marked.
    pub fn group(&mut self, root: NodeId) {
        let Some(Elected { leader, deputies, .. }) = &self.elected else { return };
        let leader = words(&leader.0);
        let deputies = format!("[{}]", deputies.iter().map(|id| words(&id.0)).collect::<Vec<_>>().join(", "));
        let Some(group) = self.editor.child(root, "group") else { return };
        let kind = self.editor.entry(group, "kind");
        let mut new = Vec::new();
        for (key, value) in [("leader", &leader), ("deputies", &deputies)] {
            match self.editor.entry(group, key) {
                Some(slot) => {
                    self.editor.set(slot, value);
                    self.note_year(slot);
                    self.notes.add(Deed::Changed, "đơn vị trưởng, phó đã được bầu", self.editor.start(slot));
                }
                None if value != "[]" => new.push(format!("{key}: {value}")),
                None => {}
            }
        }
        if let Some(kind) = kind.filter(|_| !new.is_empty()) {
            let between = if self.editor.flow(group) { ", " } else { "\n" };
            self.editor.insert_after(kind, &new.join(between));
            self.notes.add(Deed::Changed, "đơn vị trưởng, phó đã được bầu", self.editor.start(kind));
        }
        if let Some(issuer) = self.editor.child(root, "issuer") {
            self.issuer(issuer);
        }
    }

    /// Keeps a comment on a value that was changed in step with it: `# đơn vị trưởng năm 2025`.
    fn note_year(&mut self, slot: Slot) {
        let Some(comment) = self.editor.comment(slot) else { return };
        let years =
            Turn { from: Period::Year(self.from.period.year()), to: Period::Year(self.to.period.year()) };
        let (text, start) = (self.editor.text(comment.clone()), comment.start);
        for (range, words) in years.edits(text, false) {
            self.editor.replace(start + range.start..start + range.end, words);
        }
    }

    /// An issuer stays; what is the old leader's in it is marked.
    pub fn issuer(&mut self, issuer: NodeId) {
        for key in ["parent", "name", "address"] {
            if let Some(slot) = self.editor.entry(issuer, key) {
                self.mark_former(slot);
            }
        }
        if let Some(slot) = self.editor.entry(issuer, "signer") {
            self.signer(slot);
        }
    }

    /// A signer stays; when others lead, it may be another's turn to sign.
    pub fn signer(&mut self, slot: Slot) {
        let Some(Elected { leader, deputies, .. }) = &self.elected else { return };
        let group = &self.old.group;
        let (head, deputy) = (group.leader_post(), group.deputy_post());
        let leader = group.name_of(leader);
        let deputies: Vec<&str> = deputies.iter().map(|id| group.name_of(id)).collect();
        let deputies = match deputies.is_empty() {
            true => String::new(),
            false => format!("; {deputy}: {}", deputies.join(", ")),
        };
        self.editor.mark(slot, &format!("người ký còn là người kỳ trước; kỳ này {head}: {leader}{deputies}"));
    }

    /// The meeting: the next occasion, its day and its people not known yet.
    pub fn meeting(&mut self, root: NodeId, known: bool) {
        let Some(meeting) = self.editor.child(root, "meeting") else { return };
        let to = self.to;
        if let Some(slot) = self.editor.entry(meeting, "kind").filter(|_| self.from.kind != to.kind) {
            self.editor.set(slot, to.kind.word());
            self.notes.add(Deed::Changed, "loại hội nghị và kỳ thi đua", self.editor.start(slot));
        }
        if let Some(slot) = self.editor.entry(meeting, "period") {
            if known {
                self.period(slot, &to.period, "loại hội nghị và kỳ thi đua");
            } else {
                self.editor.mark(
                    slot,
                    "thidua không biết kỳ sau của đợt thi đua này; ghi tên, ngày đầu, ngày cuối của đợt mới",
                );
            }
        }
        self.blank(meeting, &["date"], "ngày họp");
        if let Some(slot) = self.editor.entry(meeting, "guests") {
            self.clear(slot, Removal::Shelve, "đại biểu (tên kỳ trước để lại sau dấu #)");
        }
        self.attendance(meeting);
        if let Some(slot) = self.editor.entry(meeting, "place") {
            self.mark_former(slot);
        }
        let old = self.old;
        if let (Some(slot), Some(chair), Some(elected)) =
            (self.editor.entry(meeting, "chair"), &old.meeting.chair, &self.elected)
            && let Some(former) = elected.former
            && chair.unit.as_ref() != Some(elected.leader)
        {
            let of_former = chair.unit.as_ref() == Some(&former.id)
                || chair.unit.is_none()
                || former.head.as_ref().is_some_and(|head| head.name == chair.name);
            if of_former {
                let leader = old.group.unit(elected.leader);
                let head = leader.and_then(|unit| unit.head.as_ref()?.called());
                let head = head.map(|head| format!(" ({head})")).unwrap_or_default();
                let name = old.group.name_of(elected.leader);
                self.editor.mark(
                    slot,
                    &format!("người chủ trì còn là của {}; trưởng kỳ này là {name}{head}", former.name),
                );
            }
        }
    }

    /// Which units come is as before; who and how many is not known.
    fn attendance(&mut self, meeting: NodeId) {
        let Some(slot) = self.editor.entry(meeting, "attendance") else { return };
        for row in self.editor.items(meeting, "attendance") {
            let row = self.editor.value(row);
            for key in ["people", "count", "absent"] {
                if let Some(slot) = self.editor.entry(row, key) {
                    self.editor.remove(slot, Removal::Blank);
                }
            }
        }
        self.clear(slot, Removal::Shelve, "đơn vị dự họp");
    }

    /// Writes a period: only its figures where they alone differ.
    pub fn period(&mut self, slot: Slot, period: &Period, what: &str) {
        let fields = fields(period);
        let container = self.editor.value(slot);
        let keys: Vec<&str> =
            self.editor.slots(container).into_iter().filter_map(|slot| self.editor.key(slot)).collect();
        let same = keys.len() == fields.len() && fields.iter().all(|(key, _)| keys.contains(key));
        if same && !self.editor.is_alias(slot) {
            for (key, value) in fields {
                if let Some(slot) = self
                    .editor
                    .entry(container, key)
                    .filter(|slot| self.editor.scalar(*slot) != Some(value.as_str()))
                {
                    self.editor.set(slot, &value);
                }
            }
        } else {
            self.editor.set(slot, &flow(period));
        }
        self.notes.add(Deed::Changed, what, self.editor.start(slot));
    }
}

/// The keys of a period and their values.
fn fields(period: &Period) -> Vec<(&'static str, String)> {
    match period {
        Period::Year(year) => vec![("year", year.to_string())],
        Period::Half { half, year } => vec![("half", half.to_string()), ("year", year.to_string())],
        Period::Months { months, year } => vec![("months", months.to_string()), ("year", year.to_string())],
        Period::SchoolYear(first) => vec![("school_year", first.to_string())],
        Period::Stage { from, to } => vec![("from_year", from.to_string()), ("to_year", to.to_string())],
        Period::Campaign { name, from, to } => {
            vec![("campaign", words(name)), ("from", from.to_string()), ("to", to.to_string())]
        }
    }
}

/// A period as a record writes it: `{ half: 1, year: 2026 }`.
pub fn flow(period: &Period) -> String {
    let fields: Vec<String> =
        fields(period).into_iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{{ {} }}", fields.join(", "))
}
