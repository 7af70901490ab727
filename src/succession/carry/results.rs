//! Figures: targets, points, votes.

use super::covenant_period;
use super::{Carrier, words};
use crate::input::tree::NodeId;
use crate::record::MeetingKind;
use crate::succession::editor::{Removal, Slot};
use crate::succession::summary::Deed;
use crate::succession::wording::joined;

/// A level that the units promised, for the target of that name.
struct Promised {
    name: String,
    measure: Option<String>,
    plan: Option<String>,
    met: bool,
}

impl Carrier<'_> {
    /// What the covenant of the new period promises, where the old record holds it.
    fn promised(&self) -> Vec<Promised> {
        let Some(covenant) = &self.old.covenant else { return Vec::new() };
        let year = self.to.period.year();
        let of = covenant_period(self.old.meeting.kind, &self.from.period, covenant.period.as_ref());
        if of.year() != year || self.from.period.year() == year {
            return Vec::new();
        }
        let promised = covenant.targets.iter().map(|target| Promised {
            name: target.name.clone(),
            measure: target.measure.clone(),
            plan: target.all.as_ref().map(|all| all.text.clone()),
            met: false,
        });
        promised.collect()
    }

    pub fn targets(&mut self, root: NodeId) {
        let mut promised = self.promised();
        let items = self.editor.items(root, "targets");
        for item in &items {
            self.target(*item, &mut promised);
        }
        let new: Vec<&Promised> = promised.iter().filter(|promised| !promised.met).collect();
        let flow = |promised: &&Promised| format!("{{ {} }}", fields(promised).join(", "));
        let lines = |promised: &&Promised| format!("- {}", fields(promised).join("\n  "));
        if new.is_empty() {
            return;
        }
        let what = "chỉ tiêu của bản giao ước thành kế hoạch kỳ này";
        match (self.editor.entry(root, "targets"), items.last()) {
            (Some(slot), Some(last)) => {
                let in_flow = self.editor.flow(self.editor.value(slot));
                let entries: Vec<String> = new
                    .iter()
                    .map(|promised| if in_flow { flow(promised) } else { lines(promised) })
                    .collect();
                self.editor.insert_after(*last, &entries.join(if in_flow { ", " } else { "\n" }));
                self.notes.add(Deed::Carried, what, self.editor.start(*last));
            }
            (Some(slot), None) => {
                let entries: Vec<String> = new.iter().map(flow).collect();
                self.editor.set(slot, &format!("[{}]", entries.join(", ")));
                self.notes.add(Deed::Carried, what, self.editor.start(slot));
            }
            (None, _) => {
                let block: Vec<String> = new
                    .iter()
                    .flat_map(|one| lines(one).lines().map(|line| format!("  {line}")).collect::<Vec<_>>())
                    .collect();
                let entries: Vec<String> = new.iter().map(flow).collect();
                let head = "# Chỉ tiêu các đơn vị đã ký giao ước.\ntargets:\n";
                self.editor.append(
                    &format!("{head}{}", block.join("\n")),
                    &format!("targets: [{}]", entries.join(", ")),
                );
                self.notes.add(Deed::Carried, what, self.editor.length());
            }
        }
    }

    fn target(&mut self, item: Slot, promised: &mut [Promised]) {
        let target = self.editor.value(item);
        let entry = |carrier: &Self, key| carrier.editor.entry(target, key);
        let name = entry(self, "name").and_then(|slot| self.editor.scalar(slot)).map(joined);
        let level = promised.iter_mut().find(|promised| {
            name.as_ref().is_some_and(|name| name.to_lowercase() == joined(&promised.name).to_lowercase())
        });
        let level = level.and_then(|level| {
            level.met = true;
            level.plan.clone()
        });
        let (from, to) = (&self.from.period, &self.to.period);
        let same_year = self.from.kind == MeetingKind::Interim
            && self.to.kind == MeetingKind::Annual
            && from.year() == to.year();
        if !same_year {
            match (level, entry(self, "plan"), entry(self, "measure").or(entry(self, "name"))) {
                (Some(level), Some(plan), _) => {
                    self.editor.set(plan, &words(&level));
                    self.notes.add(
                        Deed::Carried,
                        "chỉ tiêu của bản giao ước thành kế hoạch kỳ này",
                        self.editor.start(plan),
                    );
                }
                (Some(level), None, Some(before)) => {
                    self.editor.insert_after(before, &format!("plan: {}", words(&level)));
                    self.notes.add(
                        Deed::Carried,
                        "chỉ tiêu của bản giao ước thành kế hoạch kỳ này",
                        self.editor.start(before),
                    );
                }
                _ => self.blank(target, &["plan"], "kế hoạch"),
            }
        }
        if self.turn.years() == Some(1) {
            self.year_later(target);
        } else if from == to {
            self.blank(target, &["actual"], "số thực hiện");
        } else {
            self.blank(target, &["actual", "same_period"], "số thực hiện, số cùng kỳ");
        }
        self.blank(target, &["note"], "ghi chú của chỉ tiêu");
        for part in self.editor.items(target, "parts") {
            self.target(part, promised);
        }
    }

    /// What was achieved is what the same period is compared with a year later.
    fn year_later(&mut self, target: NodeId) {
        let actual = self.editor.entry(target, "actual");
        let same = self.editor.entry(target, "same_period");
        let Some(actual) = actual.filter(|actual| self.editor.scalar(*actual).is_some()) else {
            return self.blank(target, &["actual", "same_period"], "số thực hiện, số cùng kỳ");
        };
        let estimate = self.editor.scalar(actual).is_some_and(|text| text.trim().starts_with("ước"));
        if let Some(same) = same {
            let achieved = self.editor.source(actual);
            self.editor.set(same, achieved);
            self.editor.remove(actual, Removal::Blank);
        } else {
            self.editor.rename(actual, "same_period");
            if !self.editor.flow(target) {
                self.editor.remark(actual, "actual:");
            }
        }
        let moved = same.unwrap_or(actual);
        self.notes.add(Deed::Carried, "số thực hiện kỳ trước thành số cùng kỳ", self.editor.start(moved));
        if estimate {
            self.editor.mark(moved, "số cùng kỳ còn là số ước thực hiện; thay bằng số chính thức");
        }
    }

    /// Criteria stay; points do not.
    pub fn scores(&mut self, root: NodeId) {
        let Some(scores) = self.editor.child(root, "scores") else { return };
        if let Some(slot) = self.editor.entry(scores, "results") {
            for row in self.editor.items(scores, "results") {
                self.empty(row, &["unit"]);
            }
            self.clear(slot, Removal::Shelve, "điểm, thứ hạng");
        }
        if let Some(slot) = self.editor.entry(scores, "ranking")
            && !self.editor.items(scores, "ranking").is_empty()
        {
            self.clear(slot, Removal::Blank, "điểm, thứ hạng");
        }
    }

    /// How is voted and for which awards stays; for whom and how many did not.
    pub fn votes(&mut self, root: NodeId) {
        if let Some(ballot) = self.editor.child(root, "ballot") {
            let counts = ["members", "present", "issued", "returned", "valid"];
            self.blank(ballot, &counts, "số phiếu");
        }
        if let Some(slot) = self.editor.entry(root, "nominations") {
            for row in self.editor.items(root, "nominations") {
                self.empty(row, &["award"]);
            }
            self.clear(slot, Removal::Shelve, "đề nghị khen thưởng");
        }
        if let Some(slot) = self.editor.entry(root, "election") {
            let election = self.editor.value(slot);
            for entry in self.editor.slots(election) {
                self.editor.remove(entry, Removal::Blank);
            }
            self.clear(slot, Removal::Shelve, "kết quả bầu");
        }
    }

    /// Leaves a row of a list the keys alone, those of the maps in it too, but for the values that stay.
    fn empty(&mut self, row: Slot, kept: &[&str]) {
        let map = self.editor.value(row);
        for slot in self.editor.slots(map) {
            match self.editor.key(slot) {
                Some(key) if kept.contains(&key) => {}
                Some(_) if self.editor.is_map(slot) => self.empty(slot, kept),
                _ => self.editor.remove(slot, Removal::Blank),
            }
        }
    }
}

fn fields(promised: &Promised) -> Vec<String> {
    let name = Some(format!("name: {}", words(&promised.name)));
    let measure = promised.measure.as_ref().map(|measure| format!("measure: {}", words(measure)));
    let plan = promised.plan.as_ref().map(|plan| format!("plan: {}", words(plan)));
    [name, measure, plan].into_iter().flatten().collect()
}
