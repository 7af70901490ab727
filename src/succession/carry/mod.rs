//! What of a record goes on to the next one, part by part.

mod awards;
mod covenant;
mod group;
mod report;
mod results;

use super::editor::{Changed, Editor, Removal, Slot};
use super::following::Occasion;
use super::summary::{Deed, Notes};
use super::wording::{Time, Turn, is_formula, joined, phrases, swapped};
use crate::input::Loaded;
use crate::input::tree::{NodeId, Tree};
use crate::record::{Period, Record, Unit, UnitId};

pub use crate::record::covenant::covenant_period;
pub use report::without_tables;

/// How a line begins by which editors find the schema.
const MODELINE: &str = "# yaml-language-server:";

/// What the first lines of a record made by `new --from` say.
const ORIGIN: &str = "bằng `thidua new --from`.";

/// A record on its way to the next one.
struct Carrier<'a> {
    editor: Editor<'a>,
    notes: &'a mut Notes,
    old: &'a Record,
    from: &'a Occasion,
    to: &'a Occasion,
    turn: Turn,
    keep_text: bool,
    /// Who leads from now on, where the last meeting elected them.
    elected: Option<Elected<'a>>,
    /// Names whose digits are no figures.
    names: Vec<String>,
}

/// The officers of the new record.
struct Elected<'a> {
    leader: &'a UnitId,
    deputies: &'a [UnitId],
    /// The unit that led before, where another leads now.
    former: Option<&'a Unit>,
}

/// Changes the text of a record into that of the next; `known` tells that the calendar says which
/// one that is.
pub fn carry(
    old: &Loaded,
    tree: &Tree,
    from: &Occasion,
    to: &Occasion,
    known: bool,
    keep_text: bool,
    notes: &mut Notes,
) -> Changed {
    let record = &old.record;
    let mut carrier = Carrier {
        editor: Editor::new(&old.source.text, tree),
        notes,
        old: record,
        from,
        to,
        turn: Turn { from: from.period.clone(), to: to.period.clone() },
        keep_text,
        elected: group::elected(record, from, to),
        names: names(record),
    };
    if let Some(root) = tree.root() {
        carrier.origin(&old.source.text);
        carrier.group(root);
        carrier.meeting(root, known);
        carrier.report(root);
        carrier.targets(root);
        carrier.scores(root);
        carrier.votes(root);
        carrier.covenant(root);
        carrier.awards(root);
        if let Some(slot) = carrier.editor.entry(root, "exceptions") {
            carrier.clear(slot, Removal::Shelve, "ngoại lệ của các quy tắc kiểm tra");
        }
    }
    carrier.editor.finish()
}

impl Carrier<'_> {
    /// Says at the top what the record is, in the place of what the last succession said.
    fn origin(&mut self, text: &str) {
        let about = format!("# Hồ sơ {}, lập từ hồ sơ {} {ORIGIN}", self.to.words(), self.from.words());
        let advice = "# Chỗ ghi “CẦN SỬA” phải xem lại; lời văn, danh sách kỳ trước nằm sau dấu #, bỏ dấu # để dùng lại.";
        let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
        // Editors look for their own line first.
        let mut lines = text.split_inclusive('\n').peekable();
        let start = lines.next_if(|line| line.starts_with(MODELINE)).map_or(0, str::len);
        let said = lines.next_if(|line| line.trim_end().ends_with(ORIGIN)).map_or(0, str::len);
        let advised = lines.next_if(|line| said > 0 && line.trim_end() == advice).map_or(0, str::len);
        let end = start + said + advised;
        self.editor.replace(start..end, format!("{about}{eol}{advice}{eol}"));
    }

    /// Takes an entry out, and notes it.
    fn clear(&mut self, slot: Slot, how: Removal, what: &str) {
        self.notes.add(Deed::Cleared, what, self.editor.start(slot));
        self.editor.remove(slot, how);
    }

    /// Takes out those of a map's entries, and notes the first.
    fn blank(&mut self, container: NodeId, keys: &[&str], what: &str) {
        let slots: Vec<Slot> = keys.iter().filter_map(|key| self.editor.entry(container, key)).collect();
        if let Some(first) = slots.first() {
            self.notes.add(Deed::Cleared, what, self.editor.start(*first));
        }
        slots.into_iter().for_each(|slot| self.editor.remove(slot, Removal::Blank));
    }

    /// Renames the times in the words of an entry, and the kind of meeting where that is another.
    fn rename(&mut self, slot: Slot, turn: &Turn, of_a_plan: bool, kinds: bool, what: &str) {
        let (raw, start) = self.editor.raw(slot);
        let mut edits = turn.edits(raw, of_a_plan);
        if kinds && self.from.kind != self.to.kind {
            edits.extend(swapped(raw, self.from.kind.word(), self.to.kind.word()));
        }
        if !edits.is_empty() {
            self.notes.add(Deed::Changed, what, self.editor.start(slot));
        }
        for (range, words) in edits {
            self.editor.replace(start + range.start..start + range.end, words);
        }
    }

    /// Marks an entry whose words still name an old time after they were renamed.
    fn mark_old_time(&mut self, slot: Slot, turn: &Turn, of_a_plan: bool) {
        let Some(text) = self.editor.scalar(slot) else { return };
        let turned = turn.turned(&joined(text), of_a_plan);
        // Where all years go on by one, that before the new period was named on purpose.
        let a_year_before = turn.years().is_some();
        let old = phrases(&turned, turn.to.year()).into_iter().find(|phrase| match &phrase.time {
            Time::Day { .. } => true,
            Time::Period(period) => {
                let near = matches!(period, Period::Stage { .. });
                period.year() < turn.to.year() - i32::from(a_year_before && !near)
            }
            Time::Yearless(_) | Time::Other => false,
        });
        if let Some(phrase) = old {
            let words = format!("còn ghi “{}”; sửa theo kỳ mới", &turned[phrase.range]);
            self.editor.mark(slot, &words);
        }
    }

    /// Marks an entry whose words name the unit that led before.
    fn mark_former(&mut self, slot: Slot) {
        let Some(Elected { former: Some(former), leader, .. }) = &self.elected else { return };
        let text = joined(self.editor.source(slot));
        if text.contains(&former.name) || former.short.as_ref().is_some_and(|short| text.contains(short)) {
            let leader = self.old.group.name_of(leader);
            let words = format!("còn ghi {}, trưởng kỳ trước; trưởng kỳ này là {leader}", former.name);
            self.editor.mark(slot, &words);
        }
    }

    /// Whether a text only leads to what follows it.
    fn is_formula(&self, text: &str, turn: &Turn) -> bool {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        is_formula(text, &names, turn)
    }
}

/// The names of a record that hold digits, also as far as their first number: `Cụm thi đua số 3`.
pub fn names(record: &Record) -> Vec<String> {
    let units = record.group.units.iter().flat_map(|unit| [Some(&unit.name), unit.short.as_ref()]);
    let issuer = record.issuer.iter().map(|issuer| issuer.name.0.join(" "));
    let full = [record.group.name.clone()].into_iter().chain(units.flatten().cloned()).chain(issuer);
    let mut names: Vec<String> = Vec::new();
    for name in full {
        if let Some(start) = name.find(|c: char| c.is_ascii_digit()) {
            let rest = &name[start..];
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            names.extend([name[..start + end].to_owned(), name]);
        }
    }
    names
}

/// Words as YAML takes them anywhere: plain where nothing in them could mean something else.
fn words(text: &str) -> String {
    let plain = text.starts_with(char::is_alphanumeric)
        && text.chars().all(|c| c.is_alphanumeric() || " -_./%()".contains(c))
        && !text.ends_with(' ')
        && !matches!(text.to_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off");
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
