//! The covenant: in force as it was signed, or the one that is to be signed next.

use super::Carrier;
use super::covenant_period;
use super::group::flow;
use crate::input::tree::NodeId;
use crate::record::{MeetingKind, Period};
use crate::succession::editor::Editor;
use crate::succession::editor::{Removal, Slot};
use crate::succession::summary::Deed;
use crate::succession::wording::Turn;

impl Carrier<'_> {
    pub fn covenant(&mut self, root: NodeId) {
        let Some(entry) = self.editor.entry(root, "covenant") else { return };
        let container = self.editor.value(entry);
        let Some(covenant) = &self.old.covenant else { return };
        let of = covenant_period(self.from.kind, &self.from.period, covenant.period.as_ref());
        let next = self.next_covenant(&of);
        if next == of {
            self.notes.add(Deed::Carried, "bản giao ước còn hiệu lực, giữ nguyên", self.editor.start(entry));
            self.say_period(container, &of);
            self.without_pictures(container);
            return;
        }
        let turn = Turn { from: of, to: next };
        if let Some(slot) = self.editor.entry(container, "period") {
            self.period(slot, &turn.to, "kỳ giao ước");
        } else {
            self.say_period(container, &turn.to);
        }
        self.document(container);
        if let Some(slot) = self.editor.entry(container, "subject") {
            self.rename(slot, &turn, false, false, "trích yếu");
            self.mark_old_time(slot, &turn, false);
        }
        self.bases(container, &turn);
        if let Some(slot) = self.editor.entry(container, "opening") {
            self.formula(slot, &turn);
        }
        for key in ["commitments", "sections"] {
            for section in self.editor.items(container, key) {
                self.commitment(section, &turn);
            }
        }
        for target in self.editor.items(container, "targets") {
            let target = self.editor.value(target);
            self.blank(target, &["all"], "mức chỉ tiêu giao ước");
            if let Some(units) = self.editor.entry(target, "units") {
                let map = self.editor.value(units);
                for level in self.editor.slots(map) {
                    self.editor.remove(level, Removal::Blank);
                }
                self.clear(units, Removal::Shelve, "mức chỉ tiêu giao ước");
            }
        }
        if !self.editor.items(container, "commitments").is_empty() {
            self.notes.add(
                Deed::Carried,
                "nội dung giao ước, cho bản giao ước kỳ sau",
                self.editor.start(entry),
            );
        }
    }

    /// The period of the covenant that goes with the new meeting: that which is in force, or is to
    /// be signed at a tổng kết.
    fn next_covenant(&self, of: &Period) -> Period {
        let (from, to) = (&self.from.period, &self.to.period);
        match self.to.kind {
            MeetingKind::Annual => match (to.next(), of) {
                (Some(next), _) => next,
                (None, of) => of.clone(),
            },
            MeetingKind::Launch => to.clone(),
            MeetingKind::Interim if of.year() >= to.year() => of.clone(),
            MeetingKind::Interim => {
                let turn = Turn { from: Period::Year(from.year()), to: Period::Year(to.year()) };
                turn.renamed(of, false).unwrap_or_else(|| Period::Year(to.year()))
            }
        }
    }

    /// Writes the period where the paper would say another by itself.
    fn say_period(&mut self, container: NodeId, period: &Period) {
        let slots = self.editor.slots(container);
        let by_itself = covenant_period(self.to.kind, &self.to.period, None);
        if let Some(last) = slots.last()
            && self.editor.entry(container, "period").is_none()
            && by_itself != *period
        {
            self.editor.insert_after(*last, &format!("period: {}", flow(period)));
        }
    }

    /// A commitment stays, with its years renamed; a day in it is marked.
    fn commitment(&mut self, item: Slot, turn: &Turn) {
        let section = self.editor.value(item);
        if let Some(slot) = self.editor.entry(section, "title") {
            self.rename(slot, turn, false, false, "đề mục");
            self.mark_old_time(slot, turn, false);
        }
        if let Some(slot) = self.editor.entry(section, "body") {
            if has_picture(&self.editor, slot) && !self.keep_text {
                self.clear(slot, Removal::Shelve, "lời văn (để lại sau dấu #)");
            } else {
                self.rename(slot, turn, false, false, "nội dung giao ước");
                self.mark_old_time(slot, turn, false);
            }
        }
        for below in self.editor.items(section, "sections") {
            self.commitment(below, turn);
        }
    }

    /// The pictures of the old folder do not come along.
    fn without_pictures(&mut self, container: NodeId) {
        if self.keep_text {
            return;
        }
        let mut open: Vec<Slot> = self.editor.items(container, "commitments");
        while let Some(item) = open.pop() {
            let section = self.editor.value(item);
            open.extend(self.editor.items(section, "sections"));
            if let Some(slot) =
                self.editor.entry(section, "body").filter(|slot| has_picture(&self.editor, *slot))
            {
                self.clear(slot, Removal::Shelve, "lời văn (để lại sau dấu #)");
            }
        }
    }
}

fn has_picture(editor: &Editor, slot: Slot) -> bool {
    editor.scalar(slot).is_some_and(|text| text.contains("!["))
}
