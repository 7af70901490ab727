//! The reference of a record's keys for people, in Markdown: a table for each group of keys.

use std::fmt::Write as _;

use serde_json::Value;

use super::schema;

const INTRODUCTION: &str = "\
# Các mục của hồ sơ hội nghị

Mỗi bảng dưới đây kê các mục đứng cùng nhau; dấu * là mục bắt buộc, các mục khác chưa cần thì bỏ. Số viết theo cách
Việt Nam: 1.234.567 và 12,5; trong ngoặc nhọn thì đặt số có dấu phẩy trong dấu nháy: `{ nd1: \"12,5\" }`. Ngày viết
2026-07-15 hoặc 15/07/2026.
";

/// The reference, first the record itself, then each group of keys where it is first used.
pub fn reference() -> String {
    let schema = schema::schema();
    let mut out = INTRODUCTION.to_owned();
    let mut groups = vec![&schema];
    let mut at = 0;
    while let Some(group) = groups.get(at).copied() {
        let known = table(&mut out, group, &schema);
        for below in known {
            if !groups.iter().any(|other| std::ptr::eq(*other, below)) {
                groups.push(below);
            }
        }
        at += 1;
    }
    out
}

/// Writes the table of a group of keys; returns the groups that its values are.
fn table<'a>(out: &mut String, group: &'a Value, root: &'a Value) -> Vec<&'a Value> {
    let mut below = Vec::new();
    let _ = writeln!(out, "\n## {}\n\n{}\n", words(group, "title"), words(group, "description"));
    let keys: Vec<(&String, &Value)> = group["properties"].as_object().into_iter().flatten().collect();
    let required =
        |key: &str| group["required"].as_array().is_some_and(|list| list.iter().any(|one| one == key));
    let (first, then): (Vec<_>, Vec<_>) = keys.into_iter().partition(|(key, _)| required(key));
    if group["properties"].is_object() {
        out.push_str("| Mục | Tên | Cách ghi | Ví dụ |\n|:---|:---|:---|:---|\n");
    }
    for (key, value) in first.into_iter().chain(then) {
        let found = groups(value, root);
        let mut ways = words(value, "description").to_owned();
        for group in &found {
            let _ = write!(ways, " Xem bảng **{}**.", words(group, "title"));
        }
        for (word, meaning) in choices(value) {
            let _ = write!(ways, "<br>`{word}`: {meaning}");
        }
        let star = if required(key) { " *" } else { "" };
        let examples = value["examples"].as_array().map(|list| list.iter().map(written).collect::<Vec<_>>());
        let examples = examples.unwrap_or_default().join("<br>");
        let _ = writeln!(out, "| `{key}`{star} | {} | {ways} | {examples} |", words(value, "title"));
        below.extend(found);
    }
    below.extend(groups(&group["additionalProperties"], root));
    let snippets = group["defaultSnippets"].as_array().into_iter().flatten();
    let samples: Vec<&str> = snippets.map(|snippet| words(snippet, "bodyText")).collect();
    if !samples.is_empty() {
        let _ = writeln!(out, "\nVí dụ:\n\n```yaml\n{}\n```", samples.join("\n"));
    }
    below
}

fn words<'a>(schema: &'a Value, key: &str) -> &'a str {
    schema[key].as_str().unwrap_or_default()
}

/// The groups of keys that a value may be, itself or entry by entry.
fn groups<'a>(schema: &'a Value, root: &'a Value) -> Vec<&'a Value> {
    if let Some(path) = schema["$ref"].as_str() {
        let Some(target) = root.pointer(path.trim_start_matches('#')) else { return Vec::new() };
        let is_group = target["properties"].is_object() || target["additionalProperties"].is_object();
        return if is_group { vec![target] } else { groups(target, root) };
    }
    let branches = schema["anyOf"].as_array().into_iter().flatten();
    branches.chain(schema.get("items")).flat_map(|below| groups(below, root)).collect()
}

/// The words that a value may be, each with what it means.
fn choices(schema: &Value) -> Vec<(&str, &str)> {
    let texts = |key: &str| schema[key].as_array().into_iter().flatten().filter_map(Value::as_str);
    let own = texts("enum").zip(texts("enumDescriptions"));
    let branches = schema["anyOf"].as_array().into_iter().flatten();
    own.chain(branches.chain(schema.get("items")).flat_map(choices)).collect()
}

/// An example as it is written in YAML.
fn written(example: &Value) -> String {
    let text = match example {
        Value::Array(_) => example.to_string(),
        other => serde_yaml::to_string(other).unwrap_or_default(),
    };
    format!("`{}`", text.trim_end())
}
