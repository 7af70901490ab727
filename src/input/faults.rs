//! Every fault of a record's shape at once, each at its place.
//!
//! serde stops at the first fault. Once it has refused a record, the text is walked beside the
//! record's JSON Schema, which is derived from the same types.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use serde_json::Value as Json;

use super::tree::{NodeId, Repair, Tree, Value, bare};
use super::{remedies, slips};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::record::references::{self, BrokenReference};
use crate::record::scores::AS_WRITTEN;
use crate::record::{Record, formats};
use crate::rules::law::Law;

static SCHEMA: LazyLock<Json> = LazyLock::new(|| schemars::schema_for!(Record).to_value());

/// The keys that a record has anywhere, each with whether its value may be a list, and a map.
static KEYS: LazyLock<HashMap<String, (bool, bool)>> = LazyLock::new(|| {
    fn collect(schema: &Json, keys: &mut HashMap<String, (bool, bool)>) {
        for (name, own) in schema.get("properties").and_then(Json::as_object).into_iter().flatten() {
            let (list, map) = keys.entry(name.clone()).or_default();
            let branches = own.get("anyOf").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
            *list |= allows(resolve(own), "array");
            *map |= branches.iter().chain([own]).any(|branch| allows(resolve(branch), "object"));
        }
        match schema {
            Json::Object(parts) => parts.values().for_each(|part| collect(part, keys)),
            Json::Array(parts) => parts.iter().for_each(|part| collect(part, keys)),
            _ => {}
        }
    }
    let mut keys = HashMap::new();
    collect(&SCHEMA, &mut keys);
    keys
});

/// Whether a record has such a key anywhere.
pub fn is_key(word: &str) -> bool {
    KEYS.contains_key(word)
}

/// Whether a record has such a key whose value is a list.
pub fn is_list(word: &str) -> bool {
    KEYS.get(word).is_some_and(|(list, _)| *list)
}

/// Whether a record has such a key whose value is a map.
pub fn is_map(word: &str) -> bool {
    KEYS.get(word).is_some_and(|(_, map)| *map)
}

static LAW: LazyLock<Json> = LazyLock::new(|| schemars::schema_for!(Law).to_value());

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
    let Walk { mut faults, repair, meant, .. } = walk;
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
    let broken = broken.map(|broken| reference(source, &tree, broken));
    let start = |fault: &Diagnostic| fault.place.as_ref().map(|place| place.range.start);
    // What is said of a stand-in is not the clerk's fault.
    let further: Vec<Diagnostic> =
        broken.filter(|fault| faults.iter().all(|other| start(other) != start(fault))).collect();
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
    let fault = Diagnostic::error(broken.message).at(source, place);
    // What stands there already is not what was meant.
    let there = |word: &str| {
        let (above, _) = broken.pointer.rsplit_once('/').unwrap_or_default();
        tree.key(&format!("{above}/{word}"), word).is_some()
    };
    let free = broken.known.iter().map(String::as_str).filter(|word| !there(word));
    match nearest(&broken.written, free) {
        Some(meant) => fault.hint(format!("có phải muốn viết `{meant}`?")),
        None if let Some(id) = tree.unit_named(&broken.written) => {
            fault.hint(format!("ở đây ghi mã của đơn vị, không ghi tên: viết `{id}`"))
        }
        None if !broken.known.is_empty() => fault.hint(format!("các mã có sẵn: {}", broken.known.join(", "))),
        None => fault,
    }
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
}

/// A map on the way to a value.
struct Above {
    /// The keys that it may have.
    known: &'static Keys,
    /// The column, in bytes, in which its keys stand.
    column: usize,
    /// The key under which the walk went on.
    name: String,
    /// Whether it stands between braces.
    flow: bool,
}

/// Keys with their schemas.
type Keys = serde_json::Map<String, Json>;

static NO_KEYS: LazyLock<Keys> = LazyLock::new(Keys::new);

/// The keys that a schema names.
fn properties(schema: &Json) -> &Keys {
    schema.get("properties").and_then(Json::as_object).unwrap_or(&NO_KEYS)
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
            Value::List(items) => match schema.get("items") {
                Some(of) => items.iter().for_each(|item| self.value(*item, of, None)),
                None => self.wrong_shape(id, schema, key),
            },
            Value::Map(entries) if allows(schema, "object") => self.map(id, entries, schema, key),
            Value::Map(_) => self.wrong_shape(id, schema, key),
        }
        // Keys that are right one by one may still not stand together.
        if before == self.faults.len()
            && let Some(name) = schema.get("thidua-check").and_then(Json::as_str)
            && let Some(json) = self.tree.to_json(id, &mut 100_000, &self.repair)
            && let Some(check) = formats::CHECKS.iter().find(|check| check.name == name)
            && let Err(message) = (check.check)(json)
        {
            self.fault(self.place(id, key), message);
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
        let known = properties(schema);
        let further = schema.get("additionalProperties").filter(|further| further.is_object());
        let flow = self.source.text[self.tree.node(id).own.start..].starts_with('{');
        let column = entries.first().map_or(0, |(key, _)| self.column(*key));
        let mut seen: HashMap<&str, NodeId> = HashMap::new();
        let mut judged = 0;
        for (at, (name_id, value)) in entries.iter().enumerate() {
            if at < judged {
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
                self.faults.push(fault.hint(format!("giữ một lần; lần trước ở dòng {line}")));
            }
            seen.entry(name).or_insert(*name_id);
            let cut = name.bytes().all(|byte| byte.is_ascii_digit()) && self.tree.is_null(*value);
            match known.get(name).or(further).filter(|_| !cut) {
                Some(schema) => {
                    self.above.push(Above { known, column, name: name.to_owned(), flow });
                    self.value(*value, schema, Some(*name_id));
                    self.above.pop();
                }
                None if flow && at > 0 && self.tree.is_null(*value) => {
                    judged = self.cut_by_commas(entries, at, known);
                }
                None => {
                    self.repair.without.insert(*name_id);
                    if !self.misplaced(entries, at, name, known, column, flow)
                        && let Some(meant) = self.unknown(*name_id, name, known)
                    {
                        // What was meant is not missing besides.
                        seen.entry(meant).or_insert(*name_id);
                        if let Some(value) = required(schema)
                            .any(|name| name == meant)
                            .then(|| known.get(meant).and_then(stand_in))
                            .flatten()
                        {
                            self.repair.missing.entry(id).or_default().push((meant.to_owned(), value));
                        }
                    }
                }
            }
        }
        for name in required(schema).filter(|name| !seen.contains_key(name)) {
            let title =
                known.get(name).and_then(title).map(|title| format!(" ({title})")).unwrap_or_default();
            self.fault(self.place(id, key), format!("thiếu mục bắt buộc `{name}`{title}"));
            if let Some(value) = known.get(name).and_then(stand_in) {
                self.repair.missing.entry(id).or_default().push((name.to_owned(), value));
            }
        }
    }

    /// The column, in bytes, that a node begins in.
    fn column(&self, id: NodeId) -> usize {
        let start = self.tree.node(id).range.start;
        start - self.source.text[..start].rfind('\n').map_or(0, |at| at + 1)
    }

    /// Keys that a comma between braces made of a sentence or of a figure, from the index on; gives the index
    /// after them.
    fn cut_by_commas(&mut self, entries: &[(NodeId, NodeId)], from: usize, known: &'static Keys) -> usize {
        let apart = |(key, value): &&(NodeId, NodeId)| {
            let name = self.tree.scalar(*key).unwrap_or(".");
            let digits = name.bytes().all(|byte| byte.is_ascii_digit());
            self.tree.is_null(*value) && (digits || !known.contains_key(name))
        };
        let count = entries[from..].iter().take_while(apart).count();
        let (before, value) = entries[from - 1];
        let start = self.tree.node(if self.tree.is_null(value) { before } else { value }).own.start;
        let last = self.tree.node(entries[from + count - 1].0).own.end;
        let place = self.tree.node(entries[from].0).own.clone();
        self.repair.without.extend(entries[from..from + count].iter().map(|(key, _)| *key));
        let first = self.source.text[place.clone()].trim();
        // A key that lacks its value is more likely than a sentence of keys.
        if count == 1 && self.tree.is_null(value)
            || !matches!(self.tree.node(value).value, Value::Scalar { .. })
        {
            self.unknown(entries[from].0, self.tree.scalar(entries[from].0).unwrap_or_default(), known);
            return from + count;
        }
        let words = self.source.text[start..last].trim();
        let name = self.tree.scalar(before).unwrap_or_default();
        let name =
            known.get(name).map(resolve).and_then(|schema| schema.get("format")).and_then(Json::as_str);
        let format = formats::FORMATS.iter().find(|known| Some(known.name) == name);
        let figure = |letter: char| letter.is_ascii_digit() || matches!(letter, ',' | '.' | ' ' | '-' | '−');
        let meant = format.and_then(|format| remedies::value(words, format));
        let fault = if let Some(meant) = meant.filter(|_| !words.chars().all(figure)) {
            let fault =
                Diagnostic::error(format!("dấu phẩy trong ngoặc nhọn tách số, phần `{first}` rời ra"));
            let meant = if meant.contains(',') { format!("\"{meant}\"") } else { meant };
            fault.hint(self.line_with("viết", &(start..last), &meant))
        } else if words.chars().all(figure) {
            let fault =
                Diagnostic::error(format!("dấu phẩy trong ngoặc nhọn tách số, phần `{first}` rời ra"));
            remedies::cut_number(words, name)
                .into_iter()
                .fold(fault, |fault, (why, number)| fault.hint(self.line_with(&why, &(start..last), &number)))
        } else {
            let fault =
                Diagnostic::error(format!("dấu phẩy trong ngoặc nhọn tách câu, phần `{first}` rời ra"));
            let words = slips::line::quote(words);
            fault.hint(self.line_with("đặt cả câu trong dấu nháy", &(start..last), &words))
        };
        self.faults.push(fault.at(self.source, place));
        from + count
    }

    /// A remedy that shows the line with other words at a place; the words alone, where the line is long.
    fn line_with(&self, remedy: &str, place: &Range<usize>, words: &str) -> String {
        match slips::rewritten(&self.source.text, place, words) {
            Some(line) => format!("{remedy}: `{line}`"),
            None => format!("{remedy}: `{}`", one_line(words)),
        }
    }

    /// Tells of a key that belongs to a map above, or to one before it, and stands in the wrong column.
    fn misplaced(
        &mut self,
        entries: &[(NodeId, NodeId)],
        at: usize,
        name: &str,
        known: &'static Keys,
        column: usize,
        flow: bool,
    ) -> bool {
        if flow || nearest(name, known.keys().map(String::as_str)).is_some() {
            return false;
        }
        let before = entries[..at].iter().rev().filter_map(|(key, _)| self.tree.scalar(*key));
        let own = before.take(3).find(|before| {
            let below = known.get(*before).map(|schema| self.object(schema));
            below.is_some_and(|below| properties(below).contains_key(name))
        });
        let (owner, wanted) = match own {
            Some(owner) => (owner.to_owned(), column + 2),
            None => {
                let Some(above) =
                    self.above.iter().rev().find(|above| !above.flow && above.known.contains_key(name))
                else {
                    return false;
                };
                // The map that it belongs to goes on after the key under which the walk went on.
                (above.name.clone(), above.column)
            }
        };
        let place = self.tree.node(entries[at].0).range.clone();
        let message = match own {
            Some(_) => format!("mục `{name}` phải thụt vào dưới `{owner}`"),
            None => {
                format!("mục `{name}` thụt vào quá sâu: nó ngang hàng với `{owner}`, không thuộc `{owner}`")
            }
        };
        let hint = format!("đặt {wanted} dấu cách ở đầu dòng, cả các dòng thuộc `{name}` cũng dời theo");
        self.faults.push(Diagnostic::error(message).at(self.source, place).hint(hint));
        true
    }

    /// Of a schema with branches, the one that is a map.
    fn object(&self, schema: &'static Json) -> &'static Json {
        let schema = resolve(schema);
        let branches = schema.get("anyOf").and_then(Json::as_array).into_iter().flatten();
        branches.map(resolve).find(|branch| allows(branch, "object")).unwrap_or(schema)
    }

    /// The words of the line that a place stands in.
    fn line_of(&self, at: usize) -> &str {
        let start = self.source.text[..at].rfind('\n').map_or(0, |at| at + 1);
        self.source.text[start..].split('\n').next().unwrap_or_default().trim()
    }

    /// A key that is not known; gives the one that was meant.
    fn unknown(&mut self, id: NodeId, name: &str, known: &'static Keys) -> Option<&'static str> {
        let range = self.tree.node(id).range.clone();
        // `unit:snv` between braces is one word to YAML.
        if let Some((key, value)) = name.split_once(':')
            && let Some((key, _)) = known.get_key_value(key)
        {
            let message = match value.starts_with(char::is_whitespace) {
                true => "sau dấu hai chấm có khoảng trắng lạ, thường theo vào khi chép từ Word",
                false => "thiếu dấu cách sau dấu hai chấm",
            };
            let words = format!("{key}: {}", value.trim());
            let hint = self.line_with("gõ một dấu cách sau dấu hai chấm", &self.tree.node(id).own, &words);
            self.faults.push(Diagnostic::error(message).at(self.source, range).hint(hint));
            return Some(key);
        }
        let above = self.source.text[..range.start].trim_end().rsplit('\n').next().unwrap_or_default();
        if name.contains(' ') && above.ends_with(['|', '>']) {
            let message = "lời văn dưới dấu `|` phải thụt vào sâu hơn mục của nó";
            let hint = format!(
                "thêm hai dấu cách ở đầu dòng này và mọi dòng của đoạn: `  {}`",
                self.line_of(range.start)
            );
            self.faults.push(Diagnostic::error(message).at(self.source, range).hint(hint));
            return None;
        }
        let message = format!("mục `{}` không có trong mẫu hồ sơ", one_line(name));
        let fault = Diagnostic::error(message).at(self.source, range);
        let names = || known.keys().map(String::as_str);
        let meant = nearest(&name.to_lowercase(), names());
        self.faults.push(match meant {
            Some(meant) => fault.hint(format!("có phải muốn viết `{meant}`?")),
            None => {
                fault.hint(format!("các mục dùng được ở đây: {}", names().collect::<Vec<_>>().join(", ")))
            }
        });
        meant
    }

    fn scalar(&mut self, id: NodeId, text: &str, schema: &'static Json, key: Option<NodeId>) {
        let range = self.place(id, key);
        if self.tree.is_null(id) {
            let fault = Diagnostic::error("mục này còn để trống").at(self.source, range.clone());
            // What follows the key may have been taken for a comment.
            let line = self.source.text[range.end..].split('\n').next().unwrap_or_default();
            self.faults.push(match line.trim_start_matches([':', ' ']).strip_prefix('#') {
                Some(words) if words.starts_with(char::is_alphanumeric) => fault.hint(format!(
                    "YAML bỏ mọi chữ từ dấu `#`; đặt trong dấu nháy kép: `\"#{}\"`",
                    words.trim_end()
                )),
                _ => fault.hint("ghi nội dung sau dấu hai chấm; chưa biết thì xóa cả dòng"),
            });
            return;
        }
        if let Some(allowed) = choices(schema) {
            if allowed.contains(&text) {
                return;
            }
            if let Some(meant) = remedies::meant(text, &allowed) {
                self.repair.instead.insert(id, Some(meant.into()));
                self.meant.push((self.tree.node(id).own.clone(), format!("\"{meant}\"")));
                return;
            }
            let message = one_line(&format!("`{text}` không dùng được ở đây"));
            let fault = Diagnostic::error(message).at(self.source, range.clone());
            let bare = text.split("//").next().unwrap_or_default();
            let bare = bare.trim_matches(|letter: char| letter.is_whitespace() || ",.;“”\"".contains(letter));
            let near = remedies::meant(bare, &allowed).or_else(|| nearest(text, allowed.iter().copied()));
            let fault = match near {
                Some(near) => fault.hint(self.line_with("viết", &self.tree.node(id).own, near)),
                None => fault,
            };
            self.faults.push(fault.hint(format!("chọn một trong: {}", allowed.join(", "))));
            return;
        }
        if wants(schema, &["boolean"]) {
            let plain = matches!(self.tree.node(id).value, Value::Scalar { plain: true, .. });
            if matches!(text, "true" | "false") && plain {
                return;
            }
            let message = format!("`{text}` không dùng được ở đây; ghi `true` (có) hoặc `false` (không)");
            let fault = Diagnostic::error(one_line(&message)).at(self.source, range);
            self.faults.push(match remedies::boolean(text) {
                Some(meant) => {
                    let words = if matches!(text, "true" | "false") { "bỏ dấu nháy" } else { "viết" };
                    fault.hint(self.line_with(words, &self.tree.node(id).own, meant))
                }
                None => fault,
            });
            return;
        }
        if wants(schema, &["integer"]) && schema.get("pattern").is_none() && text.parse::<u32>().is_err() {
            self.fault(range, format!("`{text}` không phải là số nguyên viết bằng chữ số"));
            return;
        }
        let format = schema.get("format").and_then(Json::as_str);
        if let Some(format) = formats::FORMATS.iter().find(|known| Some(known.name) == format)
            && let Err(message) = (format.check)(text)
        {
            // Of several lines, the one that is wrong.
            let mut lines = text.trim_end().lines();
            let several = text.trim_end().contains('\n');
            let wrong = lines.find(|line| several && (format.check)(line).is_err()).map_or(text, str::trim);
            let whole = self.source.text.get(range.clone()).filter(|_| several);
            let within = whole.and_then(|whole| whole.find(wrong));
            let range = within.map_or(range.clone(), |at| range.start + at..range.start + at + wrong.len());
            let fault = Diagnostic::error(one_line(&message)).at(self.source, range);
            self.faults.push(match remedies::value(text, format) {
                Some(meant) => {
                    // Between brackets a comma parts what stands before and after it.
                    let quoted = meant.contains(',');
                    let words = if quoted { format!("\"{meant}\"") } else { meant };
                    fault.hint(self.line_with("viết", &self.tree.node(id).own, &words))
                }
                None => fault,
            });
        }
    }

    fn wrong_shape(&mut self, id: NodeId, schema: &'static Json, key: Option<NodeId>) {
        let own = self.tree.node(id).own.clone();
        let name = key.and_then(|key| self.tree.scalar(key)).unwrap_or_default();
        let known = properties(schema);
        let node = &self.tree.node(id).value;
        if let Value::Scalar { text, .. } = node
            && let Some((message, remedy)) = self.list_of_another_look(text, schema, &own)
        {
            let place = self.place(id, key);
            self.faults.push(Diagnostic::error(message).at(self.source, place).hint(remedy));
            return;
        }
        let (wanted, remedy) = if allows(schema, "array") {
            let wanted = "một danh sách, mỗi dòng bắt đầu bằng dấu `-`".to_owned();
            let items = schema.get("items").map(|items| self.object(items));
            let remedy = match node {
                Value::Scalar { text, .. } if items.is_none_or(|items| !allows(items, "object")) => {
                    let (one, several) = remedies::in_brackets(text);
                    Some(match several {
                        None => self.line_with("viết", &own, &one),
                        Some(several) => format!(
                            "{}; nếu là một mục có dấu phẩy thì viết `{one}`",
                            self.line_with("nhiều mục thì viết", &own, &several)
                        ),
                    })
                }
                Value::Scalar { text, .. } => {
                    let item = items.and_then(|items| remedies::item(text, properties(items)));
                    item.map(|item| format!("viết ở dòng dưới `{name}`: `- {item}`"))
                }
                Value::Map(entries) => entries.first().map(|(first, _)| {
                    let first = self.tree.node(*first).own.clone();
                    let words = format!("- {}", &self.source.text[first.clone()]);
                    self.line_with(
                        "thêm dấu `-` trước mục đầu, các mục sau thẳng hàng với nó",
                        &first,
                        &words,
                    )
                }),
                Value::List(_) => None,
            };
            (wanted, remedy)
        } else if !known.is_empty() {
            let wanted =
                format!("các mục con: {}", known.keys().map(String::as_str).collect::<Vec<_>>().join(", "));
            let single = match node {
                Value::List(items) if items.len() == 1 => self.tree.scalar(items[0]),
                Value::Scalar { text, .. } => Some(text.as_str()),
                _ => None,
            };
            let item = single.and_then(|text| match schema.get("thidua-check") {
                Some(check) if check == "period" => remedies::period(text),
                _ => remedies::item(text, known),
            });
            let remedy = match (item, node) {
                (Some(item), _) => Some(self.line_with("viết", &own, &item)),
                (None, Value::List(_)) if !name.is_empty() => {
                    Some(format!("đây không phải là danh sách: bỏ dấu `-` trước các mục thuộc `{name}`"))
                }
                (None, _) if schema.get("thidua-check").is_some_and(|check| check == "period") => Some(
                    "viết `{ year: 2026 }`, hoặc `{ half: 1, year: 2026 }` cho 6 tháng đầu năm".to_owned(),
                ),
                _ => None,
            };
            (wanted, remedy)
        } else if allows(schema, "object") {
            ("các mục con, mỗi dòng một mục".to_owned(), None)
        } else {
            // Words with a colon or in brackets are a map or a list to YAML.
            let raw = self.source.text.get(own.clone()).unwrap_or_default().trim();
            let words = slips::line::quote(raw);
            let remedy = match (raw.is_empty(), raw.contains('\n')) {
                (true, _) => None,
                (false, false) => Some(self.line_with("là lời văn thì đặt trong dấu nháy", &own, &words)),
                (false, true) if name.is_empty() => None,
                (false, true) => {
                    Some(format!("là lời văn nhiều dòng thì viết `{name}: |`, các dòng dưới giữ nguyên"))
                }
            };
            ("một dòng chữ hoặc số".to_owned(), remedy)
        };
        let colon = match node {
            Value::Map(entries) if !self.source.text[own.start..].starts_with('{') => {
                entries.first().filter(|(first, _)| {
                    known.is_empty()
                        && !allows(schema, "array")
                        && !is_key(self.tree.scalar(*first).unwrap_or_default())
                })
            }
            _ => None,
        };
        let (place, message) = match colon {
            Some((first, _)) => {
                let end = self.tree.node(*first).own.end;
                (end..end + 1, "câu có dấu hai chấm phải đặt trong dấu nháy".to_owned())
            }
            None => (self.place(id, key), format!("mục này phải là {wanted}")),
        };
        let fault = Diagnostic::error(message).at(self.source, place);
        self.faults.push(remedy.into_iter().fold(fault, Diagnostic::hint));
    }

    /// What is said of words that were meant for a list: with marks of a word processor, with dashes that
    /// touch the words, as rows of a workbook.
    fn list_of_another_look(
        &self,
        text: &str,
        schema: &Json,
        own: &Range<usize>,
    ) -> Option<(String, String)> {
        let first = text.chars().next()?;
        let line = self.source.text[own.start..].split('\n').next().unwrap_or_default().trim_end();
        let place = own.start..own.start + line.len();
        let after = text[first.len_utf8()..].chars().next()?;
        if text.contains('\t') {
            return Some((slips::PASTED.to_owned(), slips::CELLS.to_owned()));
        }
        if allows(schema, "array") && slips::MARKS.contains(&first) {
            let words = format!("- {}", line.trim_start_matches(first).trim_start());
            let remedy = self.line_with("gõ dấu `-` rồi một dấu cách ở đầu mỗi dòng", &place, &words);
            return Some((
                format!("đầu dòng của danh sách là `{first}`, không phải dấu gạch nối `-`"),
                remedy,
            ));
        }
        let numbered = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
        if allows(schema, "array") && numbered.len() < line.len() && numbered.starts_with([')', '.']) {
            let words = format!("- {}", numbered[1..].trim_start());
            let remedy =
                self.line_with("thay số thứ tự bằng dấu `-` và một dấu cách ở mỗi dòng", &place, &words);
            return Some(("đầu dòng của danh sách là dấu `-`, không phải số thứ tự".to_owned(), remedy));
        }
        if allows(schema, "array") && first == '-' && !after.is_whitespace() {
            let words = format!("- {}", line.trim_start_matches('-'));
            let remedy = self.line_with("thêm dấu cách", &place, &words);
            return Some(("thiếu dấu cách sau dấu `-` đầu dòng".to_owned(), remedy));
        }
        None
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

/// Follows `$ref`s to the schema that they name.
fn resolve(schema: &Json) -> &Json {
    match schema.get("$ref").and_then(Json::as_str) {
        // The names of both schemas' parts differ.
        Some(path) => {
            let path = path.trim_start_matches('#');
            SCHEMA.pointer(path).or_else(|| LAW.pointer(path)).map_or(schema, resolve)
        }
        None => schema,
    }
}

/// Words that stand where a fault is.
const STAND_IN: &str = "?";

/// Something that a schema takes, to stand where a fault is.
fn stand_in(schema: &Json) -> Option<Json> {
    let schema = resolve(schema);
    if let Some(branch) = schema.get("anyOf").and_then(|branches| branches.get(0)) {
        return stand_in(branch);
    }
    if let Some(first) = choices(schema).and_then(|choices| choices.first().copied()) {
        return Some(first.into());
    }
    if let Some(check) =
        formats::CHECKS.iter().find(|check| schema.get("thidua-check") == Some(&check.name.into()))
    {
        return serde_json::from_str(check.example).ok();
    }
    let format = schema.get("format").and_then(Json::as_str);
    if let Some(format) = formats::FORMATS.iter().find(|known| Some(known.name) == format) {
        return Some(format.example.into());
    }
    if allows(schema, "array") {
        return Some(Json::Array(Vec::new()));
    }
    if allows(schema, "object") {
        let known = schema.get("properties")?;
        return required(schema).map(|name| Some((name.to_owned(), stand_in(known.get(name)?)?))).collect();
    }
    if allows(schema, "boolean") { Some(false.into()) } else { Some(STAND_IN.into()) }
}

/// The keys that a schema requires.
fn required(schema: &Json) -> impl Iterator<Item = &str> {
    schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
}

/// Whether a schema's `type` allows a kind.
fn allows(schema: &Json, kind: &str) -> bool {
    match schema.get("type") {
        Some(Json::String(own)) => own == kind,
        Some(Json::Array(own)) => own.iter().any(|own| own == kind),
        _ => schema.get("oneOf").or(schema.get("const")).or(schema.get("enum")).is_some() && kind == "string",
    }
}

/// Whether a schema's `type` is among these alone (or null).
fn wants(schema: &Json, kinds: &[&str]) -> bool {
    let among = |own: &Json| own == "null" || kinds.iter().any(|kind| own == kind);
    match schema.get("type") {
        Some(own @ Json::String(_)) => among(own),
        Some(Json::Array(own)) => own.iter().all(among),
        _ => false,
    }
}

/// The words that a schema allows, where it names them.
fn choices(schema: &Json) -> Option<Vec<&str>> {
    if let Some(list) = schema.get("enum").and_then(Json::as_array) {
        return Some(list.iter().filter_map(Json::as_str).collect());
    }
    let branches = schema.get("oneOf").and_then(Json::as_array)?;
    Some(
        branches
            .iter()
            .flat_map(|branch| match branch.get("const").and_then(Json::as_str) {
                Some(word) => vec![word],
                None => choices(branch).unwrap_or_default(),
            })
            .collect(),
    )
}

/// What a schema calls its value.
fn title(schema: &Json) -> Option<&str> {
    schema.get("title").or_else(|| resolve(schema).get("title"))?.as_str()
}

/// The known word nearest to what was written, if near enough to be meant.
pub fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|word| (strsim::damerau_levenshtein(written, word), word))
        .filter(|(distance, word)| *distance <= 1 + word.chars().count() / 4 && !written.is_empty())
        .min()
        .map(|(_, word)| word)
}
