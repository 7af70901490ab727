//! Every fault of a record's shape at once, each at its place.
//!
//! serde stops at the first fault. Once it has refused a record, the text is walked beside the
//! record's JSON Schema, which is derived from the same types.

mod keys;
mod rows;
mod schema;
mod shapes;
mod swallowed;
mod values;
mod words;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value as Json;

pub use self::schema::{Keys, LISTS, is_key, is_list, is_map, keys_at};
use self::schema::{LAW, SCHEMA, STAND_IN, allows, properties, required, resolve, stand_in, wants};
pub use self::swallowed::swallowed;
use super::tree::{NodeId, Repair, Tree, Value, bare};
use super::{remedies, slips};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::record::references::{self, BrokenReference};
use crate::record::scores::AS_WRITTEN;
use crate::record::{Record, formats};
use crate::vietnamese::slug::slug;

/// How many ids a remedy shows at most.
const MOST_IDS: usize = 40;

/// All faults of a user's own rows of the law that serde refused.
pub fn of_law(source: &Arc<SourceText>, tree: &Tree, error: &serde_yaml::Error) -> Vec<Diagnostic> {
    let mut walk = Walk::new(source, tree);
    if let Some(root) = tree.root() {
        walk.value(root, &LAW, None);
    }
    if walk.faults.is_empty() { stock(source, error) } else { walk.faults }
}

/// The record of a text that serde refused, where what it refused can be read all the same.
///
/// # Errors
/// All faults of the text.
pub fn of_text(source: &Arc<SourceText>, error: &serde_yaml::Error) -> Result<Record, Vec<Diagnostic>> {
    let tree = match Tree::parse(&source.text) {
        Ok(tree) => tree,
        Err(error) => return Err(syntax(source, error.offset, &error.info)),
    };
    let mut walk = Walk::new(source, &tree);
    if let Some(root) = tree.root() {
        walk.value(root, &SCHEMA, None);
    }
    let Walk { mut faults, repair, meant, lost_rows, unheaded, .. } = walk;
    if let Some(at) = ended_early(&source.text) {
        let fault = Diagnostic::error("dòng `...` kết thúc hồ sơ: các dòng sau nó không được đọc");
        return Err(vec![fault.at(source, at..at + 3).hint("xóa dòng này")]);
    }
    if tree.root().is_none() {
        return Err(vec![Diagnostic::error("hồ sơ không có nội dung").at(source, 0..0)]);
    }
    if faults.is_empty() {
        let text = tree.tidied(&source.text, meant);
        let text = text.as_deref().unwrap_or(&source.text);
        return serde_yaml::from_str(text).map_err(|_| stock(source, error));
    }
    // With something sound in the place of each fault, the references can be judged as well.
    let repaired = tree.root().and_then(|root| tree.to_json(root, &mut { super::MAX_UNFOLDED }, &repair));
    let record: Option<Record> = repaired.and_then(|json| serde_json::from_value(json).ok());
    let broken = record.iter().flat_map(references::broken).filter(|broken| broken.written != STAND_IN);
    // What refers to a list that lost a row, or the id of one, cannot be judged by it.
    let units = record.iter().flat_map(|record| &record.group.units).map(|unit| unit.id.0.as_str());
    let scores = record.iter().filter_map(|record| record.scores.as_ref());
    let criteria = scores.flat_map(|scores| &scores.criteria).map(|criterion| criterion.id.as_str());
    let lost_rows = lost_rows || units.chain(criteria).any(|id| id == STAND_IN);
    let sound = |list: &str| !lost_rows && tree.extent(list).is_some();
    let broken = broken.filter(|broken| broken.list.is_none_or(sound));
    // A list without its own line is not empty.
    let unheaded = |pointer: &str| unheaded.iter().any(|(_, list)| pointer.ends_with(&format!("/{list}")));
    let broken = broken.filter(|broken| !unheaded(&broken.pointer));
    let stands_in = format!("`{STAND_IN}`");
    let broken = broken.filter(|broken| !broken.message.contains(&stands_in));
    // A table of something whose own key is misspelled is not missing.
    let misspelled =
        |fault: &Diagnostic| start_of(fault).is_some_and(|at| at == 0 || source.text[..at].ends_with('\n'));
    let lost = faults.iter().any(misspelled);
    let broken = broken.filter(|broken| !(lost && broken.pointer.ends_with("/insert")));
    let broken: Vec<BrokenReference> = broken.collect();
    let broken = broken.into_iter().map(|broken| reference(source, &tree, broken));
    // What is said of a stand-in is not the clerk's fault.
    let further: Vec<Diagnostic> =
        broken.filter(|fault| faults.iter().all(|other| start_of(other) != start_of(fault))).collect();
    faults.extend(further);
    Err(faults)
}

/// The record, where serde refused it only for a figure that YAML read before it could be read as it is written.
pub fn as_written(text: &str, error: serde_yaml::Error) -> Result<Record, serde_yaml::Error> {
    if !error.to_string().contains(AS_WRITTEN) {
        return Err(error);
    }
    let read = || {
        let tree = Tree::parse(text).ok()?;
        let json = tree.to_json(tree.root()?, &mut { super::MAX_UNFOLDED }, &Repair::default())?;
        serde_json::from_value(json).ok()
    };
    read().ok_or(error)
}

/// Where a fault is shown.
fn start_of(fault: &Diagnostic) -> Option<usize> {
    fault.place.as_ref().map(|place| place.range.start)
}

/// A line `...` with more text after it.
fn ended_early(text: &str) -> Option<usize> {
    let (at, _) = text.match_indices("\n...").find(|(at, _)| {
        let rest = &text[at + 4..];
        let line = rest.split('\n').next().unwrap_or_default();
        line.trim().is_empty() && !rest.trim().is_empty() && !rest.trim_start().starts_with("---")
    })?;
    Some(at + 1)
}

/// A broken reference, with the id that was perhaps meant.
pub fn reference(source: &Arc<SourceText>, tree: &Tree, broken: BrokenReference) -> Diagnostic {
    // Where the word itself is the key, it is the key that is wrong.
    let place = tree.key(&broken.pointer, &broken.written).unwrap_or_else(|| tree.nearest(&broken.pointer));
    let place = bare(&source.text, place);
    // `so-y-te:5` between braces is one word to YAML.
    if let Some((id, figure)) = broken.written.split_once(':')
        && broken.known.iter().any(|known| known == id)
    {
        let words = format!("{id}: {}", figure.trim());
        let words = slips::rewritten(&source.text, &place, &words).unwrap_or(words);
        let fault = Diagnostic::error("thiếu dấu cách sau dấu hai chấm").at(source, place);
        return fault.hint(format!("gõ một dấu cách sau dấu hai chấm: `{words}`"));
    }
    if let Some(id) =
        remedies::unquoted(&broken.written).filter(|id| broken.known.iter().any(|known| known == id))
    {
        let words = slips::rewritten(&source.text, &place, id).unwrap_or_else(|| id.to_owned());
        let message = "dấu nháy cong “ ” của Word không phải là dấu nháy của YAML";
        return Diagnostic::error(message).at(source, place).hint(format!("bỏ dấu nháy: `{words}`"));
    }
    if let Some((id, figure)) = broken.written.split_once(' ')
        && broken.known.iter().any(|known| known == id)
        && figure.trim().starts_with(|first: char| first.is_ascii_digit())
    {
        let words = format!("{id}: {}", figure.trim());
        let words = slips::rewritten(&source.text, &place, &words).unwrap_or(words);
        let fault = Diagnostic::error(format!("sau `{id}` thiếu dấu hai chấm")).at(source, place);
        return fault.hint(format!("thêm dấu hai chấm: `{words}`"));
    }
    if let Some(fault) = cut_figure(source, &place, &broken.written) {
        return fault;
    }
    if let Some((above, "bonus" | "deduction" | "note")) = broken.pointer.rsplit_once('/')
        && let Some((_, list @ ("self" | "assessed" | "agreed"))) = above.rsplit_once('/')
    {
        let key = &broken.written;
        let fault = Diagnostic::error(broken.message).at(source, place);
        return fault.hint(format!(
            "`{key}` không thuộc `{list}`: chuyển ra sau dấu `}}` của `{list}`, trong cùng dòng của đơn vị"
        ));
    }
    let parts: Vec<&str> = broken.written.split([',', ';']).map(str::trim).collect();
    if parts.len() > 1 && parts.iter().all(|part| broken.known.iter().any(|known| known == part)) {
        let row = |part: &&str| slips::rewritten(&source.text, &place, part).map(|row| format!("`{row}`"));
        let rows: Option<Vec<String>> = parts.iter().map(row).collect();
        let fault = Diagnostic::error("ở đây chỉ ghi được mã của một đơn vị").at(source, place.clone());
        return match rows {
            Some(rows) => fault.hint(format!("mỗi đơn vị một dòng: {}", rows.join(" và "))),
            None => fault,
        };
    }
    if let Some(remedy) = broken.remedy {
        return Diagnostic::error(broken.message).at(source, place).hint(remedy);
    }
    if let Some(id) = &broken.instead {
        let words = slips::rewritten(&source.text, &place, id).unwrap_or_else(|| id.clone());
        let fault = Diagnostic::error(broken.message).at(source, place);
        return fault.hint(format!("mỗi đơn vị một mã riêng: `{words}`"));
    }
    let fault = Diagnostic::error(broken.message).at(source, place);
    // What stands there already is not what was meant.
    let there = |word: &str| {
        let (above, _) = broken.pointer.rsplit_once('/').unwrap_or_default();
        tree.key(&format!("{above}/{word}"), word).is_some()
    };
    let free = broken.known.iter().map(String::as_str).filter(|word| !there(word));
    match nearest(&broken.written, free) {
        Some(meant) => fault.hint(format!("có phải muốn viết `{meant}`?")),
        None if let Some(id) =
            broken.known.iter().find(|id| slug(id) == broken.written && broken.list.is_some()) =>
        {
            fault.hint(format!(
                "ở danh sách, mã ấy ghi là `{id}`; mã viết không dấu: sửa thành `id: {}`",
                broken.written
            ))
        }
        None if let Some(id) = tree.unit_named(&broken.written) => {
            fault.hint(format!("ở đây ghi mã của đơn vị, không ghi tên: viết `{id}`"))
        }
        None if broken.pointer.starts_with("/nominations/") && broken.written.contains(' ') => {
            let (_, key) = broken.pointer.rsplit_once('/').unwrap_or_default();
            let at = place_of_key(source, fault.place.as_ref().map_or(0, |place| place.range.start), key);
            let line = at.and_then(|at| slips::rewritten(&source.text, &at, "name"));
            let line = line.map(|line| format!(": `{line}`")).unwrap_or_default();
            fault.hint(format!("tập thể, cá nhân không phải đơn vị thành viên thì ghi ở `name`{line}"))
        }
        None if !broken.known.is_empty() => {
            let shown = broken.known.len().min(MOST_IDS);
            let more = if shown < broken.known.len() { ", …" } else { "" };
            let fault = fault.hint(format!("các mã có sẵn: {}{more}", broken.known[..shown].join(", ")));
            match broken.list {
                Some("/group/units") => fault.hint("đơn vị không còn trong `group.units` thì xóa mục này"),
                _ => fault,
            }
        }
        None => fault,
    }
}

/// `so-y-te: 8,5` between braces, of which the part behind the comma was read as an id.
fn cut_figure(source: &Arc<SourceText>, place: &Range<usize>, written: &str) -> Option<Diagnostic> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = source.text[..place.start].trim_end().strip_suffix(',')?;
    let start = whole.rfind(|letter: char| !letter.is_ascii_digit()).map_or(0, |at| at + 1);
    if !digits(written) || !digits(&whole[start..]) || !whole[..start].ends_with(' ') {
        return None;
    }
    let figure = start..place.end;
    let words = format!("\"{},{written}\"", &whole[start..]);
    let words = slips::rewritten(&source.text, &figure, &words).unwrap_or(words);
    let fault = Diagnostic::error(format!("dấu phẩy trong ngoặc nhọn tách số, phần `{written}` rời ra"));
    Some(fault.at(source, place.clone()).hint(format!("đặt số trong dấu nháy: `{words}`")))
}

/// Where the key of a value stands on its line.
fn place_of_key(source: &SourceText, value: usize, key: &str) -> Option<Range<usize>> {
    let line = source.text[..value].rfind('\n').map_or(0, |at| at + 1);
    let at = line + source.text[line..value].rfind(&format!("{key}:"))?;
    Some(at..at + key.len())
}

/// A text that is not YAML: the slips that are known, else where the parser stopped.
pub fn syntax(source: &Arc<SourceText>, offset: usize, info: &str) -> Vec<Diagnostic> {
    // Words that are not a library's say what it is.
    let known = if info.is_ascii() { slips::find(source) } else { Vec::new() };
    if !known.is_empty() {
        return known;
    }
    let fault = Diagnostic::error("hồ sơ không đúng cách viết YAML");
    // The parser stops where it noticed; the tab is where a line is indented with one.
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        let indent = &line[..line.len() - line.trim_start().len()];
        if let Some(tab) = indent.find('\t').filter(|_| info.is_ascii()) {
            return vec![
                fault
                    .at(source, start + tab..start + tab + 1)
                    .label("thụt lề bằng phím Tab")
                    .hint("thụt lề bằng dấu cách, mỗi cấp hai dấu cách"),
            ];
        }
        start += line.len();
    }
    if !info.is_ascii() {
        return vec![fault.at(source, offset..offset + 1).label(info)];
    }
    vec![
        fault
            .at(source, offset..offset + 1)
            .label("không đọc tiếp được từ đây")
            .hint(
                "ở đây phải là `mục: nội dung` hoặc `- nội dung`, thẳng hàng với các mục cùng cấp; câu có dấu \
                 hai chấm, dấu nháy, dấu `#` thì đặt trong dấu nháy kép",
            )
            .hint("lỗi có thể nằm ở dòng trên: xem có dấu nháy, dấu ngoặc nào mở mà chưa đóng"),
    ]
}

/// What serde_yaml alone saw: an alias bomb, or a fault that the walk does not know.
fn stock(source: &Arc<SourceText>, error: &serde_yaml::Error) -> Vec<Diagnostic> {
    let text = error.to_string();
    if text.contains("more than one document") {
        let second = source.text.match_indices("\n---").map(|(at, _)| at + 1).find(|at| *at > 0).unwrap_or(0);
        return vec![
            Diagnostic::error("hồ sơ có nhiều tài liệu YAML")
                .at(source, second..second + 3)
                .hint("mỗi tệp là một hồ sơ; xóa dòng `---`"),
        ];
    }
    let place = error.location().map(|place| source.offset(place.line(), place.column()));
    let message = if text.contains("repetition limit") {
        "hồ sơ dùng lại một mục (`*`) quá nhiều lần"
    } else if text.contains("recursion limit") {
        "các mục lồng nhau quá sâu"
    } else if text.contains("EndOfStream") {
        "hồ sơ không có nội dung"
    } else {
        // The walk knows every type of the record; what only the library refuses is how YAML is written.
        let known = slips::find(source);
        if !known.is_empty() {
            return known;
        }
        "nội dung ở đây không đúng mẫu hồ sơ"
    };
    let at = place.unwrap_or(0);
    let fault = Diagnostic::error(message).at(source, at..place.map_or(0, |at| at + 1));
    match message.starts_with("nội dung") {
        true => vec![fault.hint("xem cách ghi mục này bằng `thidua schema --format markdown`")],
        false => vec![fault],
    }
}

struct Walk<'a> {
    source: &'a Arc<SourceText>,
    tree: &'a Tree,
    faults: Vec<Diagnostic>,
    repair: Repair,
    /// What was judged already: aliases lead to the same value again.
    judged: HashSet<(NodeId, *const Json)>,
    /// What stands for words that mean one that is known, by their places.
    meant: Vec<(Range<usize>, String)>,
    /// The maps around the one that is judged, the outermost first.
    above: Vec<Above>,
    /// Lists whose own line is missing, each with the list that its rows are read into.
    headless: HashSet<(String, String)>,
    /// Lists whose own line is missing, each with the map that they belong to.
    unheaded: HashSet<(NodeId, &'static str)>,
    /// Whether rows of a list were read into others, or into another list.
    lost_rows: bool,
}

/// A map on the way to a value.
struct Above {
    /// The map.
    id: NodeId,
    /// The keys that it may have.
    known: &'static Keys,
    /// The column, in bytes, in which its keys stand.
    column: usize,
    /// The key under which the walk went on.
    name: String,
    /// Whether it stands between braces.
    flow: bool,
}

impl<'a> Walk<'a> {
    fn new(source: &'a Arc<SourceText>, tree: &'a Tree) -> Self {
        Self {
            source,
            tree,
            faults: Vec::new(),
            repair: Repair::default(),
            judged: HashSet::new(),
            meant: Vec::new(),
            above: Vec::new(),
            headless: HashSet::new(),
            unheaded: HashSet::new(),
            lost_rows: false,
        }
    }

    /// Judges a node by a schema; `key` is the key that it stands under.
    fn value(&mut self, id: NodeId, schema: &'static Json, key: Option<NodeId>) {
        if !self.judged.insert((id, std::ptr::from_ref(schema))) {
            return;
        }
        let schema = self.branch(id, resolve(schema));
        if self.tree.is_null(id) && allows(schema, "null") {
            return;
        }
        let before = self.faults.len();
        match &self.tree.node(id).value {
            Value::Scalar { .. } if wants(schema, &["object", "array"]) => self.wrong_shape(id, schema, key),
            Value::Scalar { text, .. } => self.scalar(id, text, schema, key),
            Value::List(items) if self.of_recipients(items, key) => {}
            Value::List(items) => match schema.get("items") {
                Some(of) => items.iter().for_each(|item| self.value(*item, of, None)),
                None => self.wrong_shape(id, schema, key),
            },
            Value::Map(entries) if allows(schema, "object") => self.map(id, entries, schema, key),
            Value::Map(entries) if key.is_none() && self.of_missing_list(entries) => {}
            Value::Map(_) => self.wrong_shape(id, schema, key),
        }
        // Keys that are right one by one may still not stand together.
        if before == self.faults.len()
            && let Some(name) = schema.get("thidua-check").and_then(Json::as_str)
            && let Some(json) = self.tree.to_json(id, &mut 100_000, &self.repair)
            && let Some(check) = formats::CHECKS.iter().find(|check| check.name == name)
            && let Err(message) = (check.check)(json)
        {
            let fault = Diagnostic::error(message).at(self.source, self.place(id, key));
            self.faults.push(match self.with_year(id, name) {
                Some(period) => fault.hint(self.line_with("thêm năm của kỳ thi đua, chẳng hạn", &self.tree.node(id).own, &period)),
                None if self.is_group_alone(id) => fault.hint(
                    "thêm dòng `members:` dưới `group`, thẳng với nó; các dòng `-` của nhóm ở dưới `members:`, thụt vào thêm hai dấu cách",
                ),
                None => fault,
            });
            self.stand_in(id, schema);
        }
        let parts = matches!(
            (&self.tree.node(id).value, allows(schema, "object"), allows(schema, "array")),
            (Value::Map(_), true, _) | (Value::List(_), _, true)
        );
        if before < self.faults.len() && !parts {
            self.stand_in(id, schema);
        }
    }

    /// A period of a half or of months that lacks its year, with that of the meeting.
    fn with_year(&self, id: NodeId, check: &str) -> Option<String> {
        let own = self.source.text.get(self.tree.node(id).own.clone())?.trim();
        let inner = own.strip_prefix('{')?.strip_suffix('}')?.trim();
        let alone = ["half:", "months:"].iter().any(|key| inner.starts_with(key)) && !inner.contains("year");
        let texts = self.tree.texts();
        let (_, date) = texts.iter().find(|(pointer, _)| pointer == "/meeting/date")?;
        let year = date.split(['-', '/']).find(|part| part.len() == 4)?;
        (check == "period" && alone).then(|| format!("{{ {inner}, year: {year} }}"))
    }

    /// Tells of recipients between brackets among which `Lưu:` is a key to YAML.
    fn of_recipients(&mut self, items: &[NodeId], key: Option<NodeId>) -> bool {
        let Some(key) = key.filter(|key| self.tree.scalar(*key) == Some("recipients")) else { return false };
        let start = self.tree.node(key).own.start;
        let line = self.source.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let words = self.source.text[line..].split('\n').next().unwrap_or_default();
        let maps = items.iter().any(|item| matches!(self.tree.node(*item).value, Value::Map(_)));
        let Some(slip) = slips::recipients(words, 0).filter(|_| maps) else { return false };
        let range = line + slip.range.start..line + slip.range.end;
        self.faults.push(Diagnostic::error(slip.message).at(self.source, range).hint(slip.remedy));
        true
    }

    /// Whether a row of a list is the heading of a group that lacks its members.
    fn is_group_alone(&self, id: NodeId) -> bool {
        let Value::Map(entries) = &self.tree.node(id).value else { return false };
        let has = |wanted: &str| entries.iter().any(|(key, _)| self.tree.scalar(*key) == Some(wanted));
        has("group") && !has("members")
    }

    /// Puts something sound in the place of a value; nothing, where aliases lead to it from keys
    /// that want different things.
    fn stand_in(&mut self, id: NodeId, schema: &Json) {
        let sound = stand_in(schema);
        let instead = match self.repair.instead.get(&id) {
            Some(other) if *other != sound => None,
            _ => sound,
        };
        self.repair.instead.insert(id, instead);
    }

    /// Of several schemas, the one that fits the node's kind.
    fn branch(&self, id: NodeId, schema: &'static Json) -> &'static Json {
        let Some(branches) = schema.get("anyOf").and_then(Json::as_array) else { return schema };
        let kind = match &self.tree.node(id).value {
            _ if self.tree.is_null(id) => "null",
            Value::Scalar { .. } => "string",
            Value::List(_) => "array",
            Value::Map(_) => "object",
        };
        let resolved = || branches.iter().map(resolve);
        resolved()
            .find(|branch| allows(branch, kind))
            .or_else(|| resolved().find(|branch| !wants(branch, &["null"])))
            .map_or(schema, |branch| self.branch(id, branch))
    }

    fn map(&mut self, id: NodeId, entries: &[(NodeId, NodeId)], schema: &'static Json, key: Option<NodeId>) {
        let flow = self.source.text[self.tree.node(id).own.start..].starts_with('{');
        let row = key.is_none() && self.tree.root() != Some(id);
        if row && self.of_another_list(id, entries, properties(schema)) {
            self.lost_rows = true;
            self.stand_in(id, schema);
            return;
        }
        if flow && self.without_keys(id, entries, properties(schema)) {
            self.stand_in(id, schema);
            return;
        }
        let starts = if row && !flow { self.run_together(entries) } else { vec![0] };
        for (at, start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).copied().unwrap_or(entries.len());
            if at > 0 {
                self.lost_rows = true;
                self.no_dash(entries[*start].0);
            }
            self.entries(id, &entries[*start..end], schema, key, flow);
        }
    }

    /// Judges the entries of a map.
    fn entries(
        &mut self,
        id: NodeId,
        entries: &[(NodeId, NodeId)],
        schema: &'static Json,
        key: Option<NodeId>,
        flow: bool,
    ) {
        let known = properties(schema);
        let further = schema.get("additionalProperties").filter(|further| further.is_object());
        let column = entries.first().map_or(0, |(key, _)| self.column(*key));
        if flow && further.is_some() && self.figures_alone(id, entries) {
            return;
        }
        let mut seen: HashMap<&str, NodeId> = HashMap::new();
        let mut judged = 0;
        let tight = if flow { self.tight_colons(id, entries, known, further.is_some()) } else { Vec::new() };
        for (at, (name_id, value)) in entries.iter().enumerate() {
            if at < judged {
                continue;
            }
            if let Some((_, name)) = tight.iter().find(|(place, _)| *place == at) {
                self.repair.without.insert(*name_id);
                if let Some((meant, _)) = known.get_key_value(name) {
                    seen.entry(meant).or_insert(*name_id);
                    self.supply(id, schema, meant);
                }
                continue;
            }
            let Some(name) = self.tree.scalar(*name_id) else {
                self.fault(self.tree.node(*name_id).range.clone(), "tên mục phải là một từ".to_owned());
                continue;
            };
            if let Some(first) = seen.get(name) {
                let line = self.source.line(self.tree.node(*first).range.start);
                let fault = Diagnostic::error(format!("mục `{name}` ghi hai lần"))
                    .at(self.source, self.tree.node(*name_id).range.clone());
                let rows = matches!(&self.tree.node(*value).value, Value::List(_));
                self.faults.push(match rows && !flow {
                    true => fault.hint(format!(
                        "gộp làm một: xóa dòng này, chuyển các dòng `-` của nó xuống cuối danh sách `{name}` ở dòng {line}"
                    )),
                    false => fault.hint(format!("giữ một lần; lần trước ở dòng {line}")),
                });
            }
            seen.entry(name).or_insert(*name_id);
            let bare = name.trim_end_matches(super::doubtful::CURLY);
            let cut = bare.bytes().all(|byte| byte.is_ascii_digit()) && self.tree.is_null(*value);
            match known.get(name).or(further).filter(|_| !cut) {
                Some(schema) => {
                    self.above.push(Above { id, known, column, name: name.to_owned(), flow });
                    self.value(*value, schema, Some(*name_id));
                    self.above.pop();
                }
                None if flow && at > 0 && self.tree.is_null(*value) => {
                    judged = self.cut_by_commas(entries, at, known);
                }
                None => {
                    self.repair.without.insert(*name_id);
                    if !self.misplaced(entries, at, name, known, column, flow)
                        && let Some(meant) = self.unknown(entries, at, known)
                    {
                        // What was meant is not missing besides.
                        seen.entry(meant).or_insert(*name_id);
                        self.supply(id, schema, meant);
                    }
                }
            }
        }
        for name in required(schema).filter(|name| !seen.contains_key(name)) {
            if !self.unheaded.contains(&(id, name)) {
                self.missing(id, entries, schema, key, name);
            }
            self.supply(id, schema, name);
        }
    }

    /// Puts something sound under a key that a map must have.
    fn supply(&mut self, id: NodeId, schema: &Json, name: &str) {
        let sound = properties(schema).get(name).and_then(stand_in);
        if let Some(value) = sound.filter(|_| required(schema).any(|required| required == name)) {
            self.repair.missing.entry(id).or_default().push((name.to_owned(), value));
        }
    }

    /// The column, in bytes, that a node begins in.
    fn column(&self, id: NodeId) -> usize {
        let start = self.tree.node(id).range.start;
        start - self.source.text[..start].rfind('\n').map_or(0, |at| at + 1)
    }

    /// A remedy that shows the line with other words at a place; the words alone, where the line is long.
    fn line_with(&self, remedy: &str, place: &Range<usize>, words: &str) -> String {
        match slips::rewritten(&self.source.text, place, words) {
            Some(line) => format!("{remedy}: `{line}`"),
            None => format!("{remedy}: `{}`", one_line(words)),
        }
    }

    /// Where a node's fault is shown: scalars themselves, containers at their key.
    fn place(&self, id: NodeId, key: Option<NodeId>) -> std::ops::Range<usize> {
        match (&self.tree.node(id).value, key) {
            (Value::Scalar { .. }, _) if !self.tree.is_null(id) => {
                bare(&self.source.text, self.tree.node(id).range.clone())
            }
            (_, Some(key)) => self.tree.node(key).range.clone(),
            (Value::Map(entries), None) => {
                entries.first().map_or(0..0, |(key, _)| self.tree.node(*key).range.clone())
            }
            _ => self.tree.node(id).range.clone(),
        }
    }

    fn fault(&mut self, range: std::ops::Range<usize>, message: String) {
        self.faults.push(Diagnostic::error(one_line(&message)).at(self.source, range));
    }
}

/// Words that quote a text of several lines, on one.
fn one_line(message: &str) -> String {
    message.split('\n').map(str::trim_end).collect::<Vec<_>>().join(" ")
}

/// The known word nearest to what was written, if near enough to be meant.
pub fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|word| (strsim::damerau_levenshtein(written, word), word))
        .filter(|(distance, word)| *distance <= 1 + word.chars().count() / 4 && !written.is_empty())
        .min()
        .map(|(_, word)| word)
}
