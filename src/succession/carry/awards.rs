//! Award decisions: one stays as a comment to be filled in.

use super::Carrier;
use crate::input::tree::NodeId;
use crate::succession::editor::{Removal, Slot};

impl Carrier<'_> {
    /// A decision needs somebody whom it awards, so that none can stay but as a comment.
    pub fn awards(&mut self, root: NodeId) {
        let Some(slot) = self.editor.entry(root, "awards") else { return };
        let decisions = self.editor.items(root, "awards");
        let Some((first, others)) = decisions.split_first() else { return };
        for other in others {
            self.editor.remove(*other, Removal::Drop);
        }
        let decision = self.editor.value(*first);
        let turn = self.turn.clone();
        if let Some(document) = self.editor.child(decision, "document") {
            for key in ["number", "date", "urgency"] {
                if let Some(slot) = self.editor.entry(document, key) {
                    self.editor.remove(slot, Removal::Blank);
                }
            }
        }
        let mut named: Vec<Slot> = Vec::new();
        named.extend(self.editor.entry(decision, "subject"));
        named.extend(self.editor.entry(decision, "fund"));
        if let Some(list) = self.editor.child(decision, "list") {
            named.extend(self.editor.entry(list, "title"));
        }
        for grant in self.editor.items(decision, "grants") {
            let grant = self.editor.value(grant);
            named
                .extend(["achievement", "list_title"].iter().filter_map(|key| self.editor.entry(grant, key)));
            for key in ["collectives", "individuals", "households"] {
                if let Some(list) = self.editor.entry(grant, key) {
                    self.editor.set(list, "[]");
                }
            }
        }
        for slot in named {
            let (raw, start) = self.editor.raw(slot);
            for (range, words) in turn.edits(raw, false) {
                self.editor.replace(start + range.start..start + range.end, words);
            }
        }
        self.clear(
            slot,
            Removal::Shelve,
            "quyết định khen thưởng (khung của một quyết định để lại sau dấu #)",
        );
    }
}
