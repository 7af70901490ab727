//! Every fault of a record's shape at once, each at its place.
//!
//! serde stops at the first fault. Once it has refused a record, the text is walked beside the
//! record's JSON Schema, which is derived from the same types.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use serde_json::Value as Json;

use super::tree::{NodeId, Repair, Tree, Value, bare};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::record::references::{self, BrokenReference};
use crate::record::scores::AS_WRITTEN;
use crate::record::{Record, formats};

static SCHEMA: LazyLock<Json> = LazyLock::new(|| schemars::schema_for!(Record).to_value());

/// All faults of a text that serde refused.
pub fn of_text(source: &Arc<SourceText>, error: &serde_yaml::Error) -> Vec<Diagnostic> {
    let tree = match Tree::parse(&source.text) {
        Ok(tree) => tree,
        Err(error) => return vec![syntax(source, error.offset, &error.info)],
    };
    let mut walk =
        Walk { source, tree: &tree, faults: Vec::new(), repair: Repair::default(), judged: HashSet::new() };
    if let Some(root) = tree.root() {
        walk.value(root, &SCHEMA, None);
    }
    let Walk { mut faults, repair, .. } = walk;
    if tree.root().is_none() {
        return vec![Diagnostic::error("hồ sơ không có nội dung").at(source, 0..0)];
    }
    if faults.is_empty() {
        return vec![stock(source, error)];
    }
    // With something sound in the place of each fault, the references can be judged as well.
    let repaired = tree.root().and_then(|root| tree.to_json(root, &mut { super::MAX_UNFOLDED }, &repair));
    let record: Option<Record> = repaired.and_then(|json| serde_json::from_value(json).ok());
    let broken = record.iter().flat_map(references::broken).map(|broken| reference(source, &tree, broken));
    let start = |fault: &Diagnostic| fault.place.as_ref().map(|place| place.range.start);
    // What is said of a stand-in is not the clerk's fault.
    let further: Vec<Diagnostic> =
        broken.filter(|fault| faults.iter().all(|other| start(other) != start(fault))).collect();
    faults.extend(further);
    faults
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

/// A broken reference, with the id that was perhaps meant.
pub fn reference(source: &Arc<SourceText>, tree: &Tree, broken: BrokenReference) -> Diagnostic {
    // Where the word itself is the key, it is the key that is wrong.
    let place = tree.key(&broken.pointer, &broken.written).unwrap_or_else(|| tree.nearest(&broken.pointer));
    let place = bare(&source.text, place);
    let fault = Diagnostic::error(broken.message).at(source, place);
    match nearest(&broken.written, broken.known.iter().map(String::as_str)) {
        Some(meant) => fault.hint(format!("có phải muốn viết `{meant}`?")),
        None if !broken.known.is_empty() => fault.hint(format!("các mã có sẵn: {}", broken.known.join(", "))),
        None => fault,
    }
}

/// A text that is not YAML.
pub fn syntax(source: &Arc<SourceText>, offset: usize, info: &str) -> Diagnostic {
    let fault = Diagnostic::error("hồ sơ không đúng cách viết YAML");
    // The parser stops where it noticed; the tab is where a line is indented with one.
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        let indent = &line[..line.len() - line.trim_start().len()];
        if let Some(tab) = indent.find('\t') {
            return fault
                .at(source, start + tab..start + tab + 1)
                .label("thụt lề bằng phím Tab")
                .hint("thụt lề bằng dấu cách, mỗi cấp hai dấu cách");
        }
        start += line.len();
    }
    fault
        .at(source, offset..offset + 1)
        .label(if info.is_ascii() { "không đọc tiếp được từ đây" } else { info })
        .hint("kiểm tra dấu hai chấm, dấu gạch đầu dòng, dấu nháy và cách thụt lề ở dòng này và dòng trên")
}

/// What serde_yaml alone saw: an alias bomb, or a fault that the walk does not know.
fn stock(source: &Arc<SourceText>, error: &serde_yaml::Error) -> Diagnostic {
    let text = error.to_string();
    if text.contains("more than one document") {
        let second = source.text.match_indices("\n---").map(|(at, _)| at + 1).find(|at| *at > 0).unwrap_or(0);
        return Diagnostic::error("hồ sơ có nhiều tài liệu YAML")
            .at(source, second..second + 3)
            .hint("mỗi tệp là một hồ sơ; xóa dòng `---`");
    }
    let message = if text.contains("repetition limit") {
        "hồ sơ dùng lại một mục (`*`) quá nhiều lần".to_owned()
    } else if text.contains("recursion limit") {
        "các mục lồng nhau quá sâu".to_owned()
    } else if text.contains("EndOfStream") {
        "hồ sơ không có nội dung".to_owned()
    } else {
        format!("hồ sơ không đọc được: {text}")
    };
    let fault = Diagnostic::error(message);
    match error.location() {
        Some(place) => fault.at(source, place.index()..place.index() + 1),
        None => fault.at(source, 0..0),
    }
}

struct Walk<'a> {
    source: &'a Arc<SourceText>,
    tree: &'a Tree,
    faults: Vec<Diagnostic>,
    repair: Repair,
    /// What was judged already: aliases lead to the same value again.
    judged: HashSet<(NodeId, *const Json)>,
}

impl Walk<'_> {
    /// Judges a node by a schema; `key` is the key that it stands under.
    fn value(&mut self, id: NodeId, schema: &Json, key: Option<NodeId>) {
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
    fn branch<'s>(&self, id: NodeId, schema: &'s Json) -> &'s Json {
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

    fn map(&mut self, id: NodeId, entries: &[(NodeId, NodeId)], schema: &Json, key: Option<NodeId>) {
        let empty = serde_json::Map::new();
        let known = schema.get("properties").and_then(Json::as_object).unwrap_or(&empty);
        let further = schema.get("additionalProperties").filter(|further| further.is_object());
        let mut seen: Vec<&str> = Vec::new();
        for (name_id, value) in entries {
            let Some(name) = self.tree.scalar(*name_id) else {
                self.fault(self.tree.node(*name_id).range.clone(), "tên mục phải là một từ".to_owned());
                continue;
            };
            if seen.contains(&name) {
                self.fault(self.tree.node(*name_id).range.clone(), format!("mục `{name}` ghi hai lần"));
            }
            seen.push(name);
            let cut = name.bytes().all(|byte| byte.is_ascii_digit()) && self.tree.is_null(*value);
            match known.get(name).or(further).filter(|_| !cut) {
                Some(schema) => self.value(*value, schema, Some(*name_id)),
                None => {
                    self.repair.without.insert(*name_id);
                    self.unknown(*name_id, name, cut, known);
                }
            }
        }
        for name in required(schema).filter(|name| !seen.contains(name)) {
            let title =
                known.get(name).and_then(title).map(|title| format!(" ({title})")).unwrap_or_default();
            self.fault(self.place(id, key), format!("thiếu mục bắt buộc `{name}`{title}"));
            if let Some(value) = known.get(name).and_then(stand_in) {
                self.repair.missing.entry(id).or_default().push((name.to_owned(), value));
            }
        }
    }

    /// A key that is not known; `cut` when a decimal comma between braces made it of a figure.
    fn unknown(&mut self, id: NodeId, name: &str, cut: bool, known: &serde_json::Map<String, Json>) {
        let range = self.tree.node(id).range.clone();
        if cut {
            let message = format!("dấu phẩy trong ngoặc nhọn tách số thập phân, phần `{name}` rời ra");
            let hint = "đặt số trong dấu nháy: `{ a: \"57,5\" }`";
            return self.faults.push(Diagnostic::error(message).at(self.source, range).hint(hint));
        }
        let fault =
            Diagnostic::error(format!("mục `{name}` không có trong mẫu hồ sơ")).at(self.source, range);
        let names = || known.keys().map(String::as_str);
        self.faults.push(match nearest(name, names()) {
            Some(meant) => fault.hint(format!("có phải muốn viết `{meant}`?")),
            None => {
                fault.hint(format!("các mục dùng được ở đây: {}", names().collect::<Vec<_>>().join(", ")))
            }
        });
    }

    fn scalar(&mut self, id: NodeId, text: &str, schema: &Json, key: Option<NodeId>) {
        let range = self.place(id, key);
        if self.tree.is_null(id) {
            self.fault(range, "mục này còn để trống".to_owned());
            return;
        }
        if let Some(allowed) = choices(schema) {
            if !allowed.contains(&text) {
                let message = one_line(&format!("`{text}` không dùng được ở đây"));
                let fault = Diagnostic::error(message).at(self.source, range);
                self.faults.push(fault.hint(format!("chọn một trong: {}", allowed.join(", "))));
            }
            return;
        }
        if wants(schema, &["boolean"]) && !matches!(text, "true" | "false") {
            self.fault(
                range,
                format!("`{text}` không dùng được ở đây; ghi `true` (có) hoặc `false` (không)"),
            );
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
            self.fault(range, message);
        }
    }

    fn wrong_shape(&mut self, id: NodeId, schema: &Json, key: Option<NodeId>) {
        let wanted = if allows(schema, "array") {
            "một danh sách, mỗi dòng bắt đầu bằng dấu `-`".to_owned()
        } else if let Some(known) = schema.get("properties").and_then(Json::as_object) {
            format!("các mục con: {}", known.keys().map(String::as_str).collect::<Vec<_>>().join(", "))
        } else if allows(schema, "object") {
            "các mục con, mỗi dòng một mục".to_owned()
        } else {
            "một dòng chữ hoặc số".to_owned()
        };
        self.fault(self.place(id, key), format!("mục này phải là {wanted}"));
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
        Some(path) => SCHEMA.pointer(path.trim_start_matches('#')).map_or(schema, resolve),
        None => schema,
    }
}

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
    if allows(schema, "boolean") { Some(false.into()) } else { Some("?".into()) }
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
