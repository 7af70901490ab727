//! The JSON Schema that a record is walked beside, and what is asked of its parts.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value as Json;

use crate::record::{Record, formats};
use crate::rules::law::Law;

pub(super) static SCHEMA: LazyLock<Json> = LazyLock::new(|| schemars::schema_for!(Record).to_value());

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

pub(super) static LAW: LazyLock<Json> = LazyLock::new(|| schemars::schema_for!(Law).to_value());

/// Keys with their schemas.
pub type Keys = serde_json::Map<String, Json>;

static NO_KEYS: LazyLock<Keys> = LazyLock::new(Keys::new);

/// The keys that a schema names.
pub(super) fn properties(schema: &Json) -> &Keys {
    schema.get("properties").and_then(Json::as_object).unwrap_or(&NO_KEYS)
}

/// Follows `$ref`s to the schema that they name.
pub(super) fn resolve(schema: &Json) -> &Json {
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
pub(super) const STAND_IN: &str = "?";

/// Something that a schema takes, to stand where a fault is.
pub(super) fn stand_in(schema: &Json) -> Option<Json> {
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
pub(super) fn required(schema: &Json) -> impl Iterator<Item = &str> {
    schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
}

/// Whether a schema's `type` allows a kind.
pub(super) fn allows(schema: &Json, kind: &str) -> bool {
    match schema.get("type") {
        Some(Json::String(own)) => own == kind,
        Some(Json::Array(own)) => own.iter().any(|own| own == kind),
        _ => schema.get("oneOf").or(schema.get("const")).or(schema.get("enum")).is_some() && kind == "string",
    }
}

/// Whether a schema's `type` is among these alone (or null).
pub(super) fn wants(schema: &Json, kinds: &[&str]) -> bool {
    let among = |own: &Json| own == "null" || kinds.iter().any(|kind| own == kind);
    match schema.get("type") {
        Some(own @ Json::String(_)) => among(own),
        Some(Json::Array(own)) => own.iter().all(among),
        _ => false,
    }
}

/// The words that a schema allows, where it names them.
pub(super) fn choices(schema: &Json) -> Option<Vec<&str>> {
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
pub(super) fn title(schema: &Json) -> Option<&str> {
    schema.get("title").or_else(|| resolve(schema).get("title"))?.as_str()
}

/// The schema of the items of a list, of those that a key's schema allows.
pub(super) fn items(schema: &'static Json) -> Option<&'static Json> {
    let schema = resolve(schema);
    let branches = schema.get("anyOf").and_then(Json::as_array).into_iter().flatten();
    branches
        .map(resolve)
        .chain([schema])
        .filter(|branch| allows(branch, "array"))
        .find_map(|list| list.get("items"))
}

/// Of a schema with branches, the one that is a map.
pub(super) fn object(schema: &'static Json) -> &'static Json {
    let schema = resolve(schema);
    let branches = schema.get("anyOf").and_then(Json::as_array).into_iter().flatten();
    branches.map(resolve).find(|branch| allows(branch, "object")).unwrap_or(schema)
}

/// The keys of the rows of a list; none where they are words.
pub(super) fn row_keys(schema: &'static Json) -> Option<&'static Keys> {
    items(schema).map(|items| properties(object(items))).filter(|keys| !keys.is_empty())
}

/// A list of rows that a record may have.
pub struct ListOf {
    /// The key that it stands under.
    pub name: &'static str,
    /// The keys of the map that it stands in.
    pub beside: &'static Keys,
    /// The keys of its rows.
    pub rows: &'static Keys,
}

/// Every list of rows that a record may have.
pub static LISTS: LazyLock<Vec<ListOf>> = LazyLock::new(|| {
    fn collect(schema: &'static Json, lists: &mut Vec<ListOf>) {
        let beside = properties(schema);
        for (name, own) in beside {
            if let Some(rows) = row_keys(own) {
                lists.push(ListOf { name, beside, rows });
            }
        }
        match schema {
            Json::Object(parts) => parts.values().for_each(|part| collect(part, lists)),
            Json::Array(parts) => parts.iter().for_each(|part| collect(part, lists)),
            _ => {}
        }
    }
    let mut lists = Vec::new();
    collect(&SCHEMA, &mut lists);
    lists
});

/// The keys that may stand at a path of keys: of a map, or of the rows of a list.
pub fn keys_at(path: &[&str]) -> Option<&'static Keys> {
    let mut at: &'static Json = &SCHEMA;
    for step in path {
        at = properties(object(at)).get(*step)?;
        at = items(at).filter(|_| row_keys(at).is_some()).unwrap_or(at);
    }
    Some(properties(object(at))).filter(|keys| !keys.is_empty())
}

/// A value that a key takes, as the record's own documentation shows it.
pub(super) fn example(schema: &'static Json) -> Option<String> {
    let own = resolve(schema);
    if let Some(first) = choices(own).and_then(|choices| choices.first().copied()) {
        return Some(first.to_owned());
    }
    if let Some(only) = own.get("const") {
        return Some(only.to_string());
    }
    let shown = |key: &str| [schema, own].into_iter().find_map(|schema| schema.get(key)?.as_array()?.first());
    match shown("thidua-examples").or_else(|| shown("examples"))? {
        Json::String(words) => Some(words.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
