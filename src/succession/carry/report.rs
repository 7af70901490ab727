//! The report: its headings go on, its sentences stay as comments.

use super::Carrier;
use crate::input::tree::{NodeId, Tree};
use crate::record::MeetingKind;
use crate::succession::editor::{Changed, Editor, Removal, Slot};
use crate::succession::following::Occasion;
use crate::succession::summary::Deed;
use crate::succession::wording::{Time, Turn, cites, is_passing, is_plan, joined, phrases};

/// Above what the last report planned.
const PLANNED: &str =
    "NHIỆM VỤ KỲ TRƯỚC ĐỀ RA: báo cáo kỳ này nêu kết quả thực hiện các việc sau dấu # dưới đây.";

impl Carrier<'_> {
    pub fn report(&mut self, root: NodeId) {
        let turn = self.turn.clone();
        let Some(report) = self.editor.child(root, "report") else { return };
        self.document(report);
        if let Some(slot) = self.editor.entry(report, "subject") {
            self.rename(slot, &turn, false, true, "trích yếu");
            self.mark_old_time(slot, &turn, false);
        }
        self.bases(report, &turn);
        for key in ["opening", "closing"] {
            if let Some(slot) = self.editor.entry(report, key) {
                self.formula(slot, &turn);
            }
        }
        for section in self.editor.items(report, "sections") {
            self.section(section, false);
        }
    }

    /// What every paper carries: number and day are not known, the rest stays.
    pub fn document(&mut self, container: NodeId) {
        let Some(document) = self.editor.child(container, "document") else { return };
        self.blank(document, &["number", "date", "urgency"], "số, ngày văn bản");
        if self.elected.is_none() {
            return;
        }
        for key in ["filing", "place"] {
            if let Some(slot) = self.editor.entry(document, key) {
                self.mark_former(slot);
            }
        }
        if let Some(slot) = self.editor.entry(document, "signer") {
            self.signer(slot);
        }
        if let Some(issuer) = self.editor.child(document, "issuer") {
            self.issuer(issuer);
        }
    }

    /// Laws stay; what was decided, planned or proposed for the last time goes.
    pub fn bases(&mut self, container: NodeId, turn: &Turn) {
        for slot in self.editor.items(container, "legal_bases") {
            let Some(text) = self.editor.scalar(slot) else { continue };
            if !is_passing(text) {
                continue;
            }
            let text = joined(text);
            let years = phrases(&text, turn.to.year()).into_iter().filter_map(|phrase| match phrase.time {
                Time::Day { year, .. } => Some(year),
                _ => None,
            });
            let cited = years.max();
            let lasts = is_plan_of_year(&text) && cited == Some(turn.to.year());
            if cited.is_none() && !cites(&text) {
                self.rename(slot, turn, false, false, "căn cứ");
                self.mark_old_time(slot, turn, false);
            } else if !lasts {
                self.editor.mark(slot, "căn cứ này là của kỳ trước; ghi số, ngày của văn bản kỳ này");
                self.clear(slot, Removal::Shelve, "căn cứ của kỳ trước");
            }
        }
    }

    /// A sentence that leads to what follows stays, with its times renamed; a narrative goes.
    pub fn formula(&mut self, slot: Slot, turn: &Turn) {
        let Some(text) = self.editor.scalar(slot).filter(|_| !self.keep_text) else { return };
        let closing = self.editor.key(slot) == Some("closing");
        if self.is_formula(text, turn) || (closing && self.is_formula(&format!("{text}:"), turn)) {
            self.rename(slot, turn, false, true, "câu mở đầu, câu dẫn, câu kết");
            self.mark_former(slot);
        } else {
            self.clear(slot, Removal::Shelve, "lời văn (để lại sau dấu #)");
        }
    }

    fn section(&mut self, item: Slot, of_a_plan: bool) {
        let section = self.editor.value(item);
        let turn = self.turn.clone();
        if let Some(insert) = self.editor.entry(section, "insert").filter(|slot| self.is_idle(*slot)) {
            remove_table(&mut self.editor, item, insert, self.from, self.to, self.keep_text);
            if self.editor.removes(item) {
                self.notes.add(Deed::Cleared, "mục của riêng hội nghị tổng kết", self.editor.start(item));
                return;
            }
        }
        let title = self.editor.entry(section, "title");
        let planned = title.and_then(|title| self.editor.scalar(title)).is_some_and(is_plan);
        if let Some(slot) = title {
            self.rename(slot, &turn, of_a_plan || planned, true, "đề mục");
            self.mark_old_time(slot, &turn, of_a_plan || planned);
        }
        if planned && !of_a_plan && !self.keep_text {
            self.editor.remark(item, PLANNED);
        }
        let of_a_plan = of_a_plan || planned;
        if let Some(slot) = self.editor.entry(section, "body") {
            self.body(section, slot, of_a_plan);
        }
        for below in self.editor.items(section, "sections") {
            self.section(below, of_a_plan);
        }
    }

    /// Whether the data of a table are among those that are cleared.
    fn is_idle(&self, insert: Slot) -> bool {
        match self.editor.scalar(insert) {
            Some("scores" | "votes" | "election" | "awards") => true,
            Some("attendance") => self.old.meeting.chair.is_none(),
            _ => false,
        }
    }

    fn body(&mut self, section: NodeId, slot: Slot, of_a_plan: bool) {
        let Some(text) = self.editor.scalar(slot) else { return };
        if of_a_plan {
            self.notes.add(Deed::Planned, "nhiệm vụ, giải pháp", self.editor.start(slot));
        }
        if self.keep_text || self.editor.removes(slot) {
            return;
        }
        let turn = self.turn.clone();
        let leads_to_a_table = self.editor.entry(section, "insert").is_some() && self.is_formula(text, &turn);
        if leads_to_a_table && !of_a_plan {
            self.rename(slot, &turn, false, true, "câu mở đầu, câu dẫn, câu kết");
        } else if of_a_plan {
            self.editor.remove(slot, Removal::Shelve);
        } else {
            self.clear(slot, Removal::Shelve, "lời văn (để lại sau dấu #)");
        }
    }
}

/// Whether a basis is a plan, which holds for its whole year.
fn is_plan_of_year(basis: &str) -> bool {
    basis.to_lowercase().contains("kế hoạch")
}

/// Takes out the tables for which the new record has no data, and what only led to them.
pub fn without_tables(
    text: &str,
    tree: &Tree,
    idle: &[String],
    from: &Occasion,
    to: &Occasion,
    keep_text: bool,
) -> Changed {
    let mut editor = Editor::new(text, tree);
    for pointer in idle {
        let Some(insert) = editor.at(pointer) else { continue };
        let Some(item) = pointer.rsplit_once('/').and_then(|(item, _)| editor.at(item)) else { continue };
        remove_table(&mut editor, item, insert, from, to, keep_text);
    }
    editor.finish()
}

/// Takes out the table of a section and what leads to it; the whole section where it is one of a
/// tổng kết and holds nothing else.
fn remove_table(
    editor: &mut Editor,
    item: Slot,
    insert: Slot,
    from: &Occasion,
    to: &Occasion,
    keep_text: bool,
) {
    let section = editor.value(item);
    let of_annual = matches!(editor.scalar(insert), Some("scores" | "votes" | "election"))
        && (from.kind, to.kind) == (MeetingKind::Annual, MeetingKind::Interim);
    if of_annual && editor.entry(section, "sections").is_none() && !keep_text {
        return editor.remove(item, Removal::Shelve);
    }
    editor.remove(insert, Removal::Shelve);
    if let Some(body) = editor.entry(section, "body").filter(|_| !keep_text) {
        editor.remove(body, Removal::Shelve);
    }
}
