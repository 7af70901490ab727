//! The JSON Schema of a record as editors read it.
//!
//! What the types derive is right for the walk over a faulty record. Editors want the same said
//! in the words that they know: they hold values against YAML's own types, offer every `default`
//! and `null` as something to insert, and complain in English unless they are told otherwise.
//! `errorMessage`, `enumDescriptions`, `defaultSnippets` and `markdownDescription` are the YAML
//! language server's; other tools pass over them.

use std::collections::BTreeSet;

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use serde_json::{Map, Value, json};

use super::Record;

/// The name under which the schema is kept, here and beside a record.
pub const FILE_NAME: &str = "record.schema.json";

/// The first line of a record whose editor is to find the schema at a path from the record.
pub fn modeline(path: &str) -> String {
    format!("# yaml-language-server: $schema={path}\n")
}

/// The schema as a file holds it.
pub fn text() -> String {
    format!("{:#}\n", schema())
}

/// The definition of a value that is not there. Said so, and not as `null`, it is never offered.
const BLANK: &str = "Blank";

/// The schema in draft 7, which editors know best. Its `$ref`s have neighbours that only
/// annotate: older readers pass over them, newer ones show them.
pub fn schema() -> Value {
    let settings = SchemaSettings::draft07().with(|settings| settings.transforms.clear());
    let mut schema = settings.into_generator().into_root_schema_for::<Record>();
    let mut blank = BTreeSet::new();
    RecursiveTransform(|schema: &mut Schema| {
        if let Some(keywords) = schema.as_object_mut() {
            for_editors(keywords, &mut blank);
        }
    })
    .transform(&mut schema);
    let definitions = schema.get_mut("definitions").and_then(Value::as_object_mut);
    let definitions = definitions.map(|definitions| {
        for name in blank {
            may_be_blank(&mut definitions[&name]);
        }
        let nothing = json!({
            "title": "Để trống",
            "not": { "type": ["array", "boolean", "number", "object", "string"] },
        });
        definitions.insert(BLANK.to_owned(), nothing);
        definitions.clone()
    });
    let definitions = Value::from(definitions.unwrap_or_default());
    RecursiveTransform(|schema: &mut Schema| keep_description(schema, &definitions)).transform(&mut schema);
    schema.to_value()
}

/// One schema, without those below it. `blank` collects the definitions that may be left empty.
fn for_editors(schema: &mut Map<String, Value>, blank: &mut BTreeSet<String>) {
    // What thidua takes for granted is not for an editor to insert.
    schema.remove("default");
    schema.remove("thidua-check");
    schema.remove("format");
    if let Some(Value::String(words)) = schema.get_mut("description") {
        *words = words.replace('\n', " ");
        if words.contains('`') {
            let words = words.clone();
            schema.insert("markdownDescription".to_owned(), words.into());
        }
    }
    choices(schema);
    leave_blank(schema, blank);
    several_lines(schema);
    kinds(schema);
    examples(schema);
}

/// One constant each, with its description, becomes one list: an editor shows it whole.
fn choices(schema: &mut Map<String, Value>) {
    let Some(Value::Array(branches)) = schema.remove("oneOf") else { return };
    let text = |branch: &Value, key: &str| branch[key].as_str().unwrap_or_default().replace('\n', " ");
    let words: Vec<String> = branches.iter().map(|branch| text(branch, "const")).collect();
    let descriptions: Vec<String> = branches.iter().map(|branch| text(branch, "description")).collect();
    let list = json!({
        "type": "string",
        "errorMessage": format!("Hãy chọn một trong: {}.", words.join(", ")),
        "enum": words,
        "enumDescriptions": descriptions,
    });
    // `1.` without quotes is a number in YAML, and a word to thidua. Were both types single words,
    // an editor would complain of both in its own.
    let numbers = words.iter().filter_map(|word| Some((word, word.parse::<f64>().ok()?)));
    let numbers: Vec<Value> = numbers
        .map(
            |(word, number)| json!({ "title": word, "type": ["number"], "minimum": number, "maximum": number }),
        )
        .collect();
    match list {
        Value::Object(list) if numbers.is_empty() => schema.extend(list),
        list => {
            schema.insert("anyOf".to_owned(), std::iter::once(list).chain(numbers).collect());
        }
    }
}

/// Lets a value be left empty without offering `null` as something to write.
fn leave_blank(schema: &mut Map<String, Value>, blank: &mut BTreeSet<String>) {
    let null = json!("null");
    let mut own = if let Some(Value::Array(types)) = schema.get_mut("type")
        && types.contains(&null)
    {
        types.retain(|kind| *kind != null);
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
        // A list that is not there has no key; nothing is said by an empty one.
        if schema["type"] == "array" {
            return;
        }
        const ANNOTATIONS: [&str; 4] = ["title", "description", "markdownDescription", "examples"];
        let (outer, own) =
            std::mem::take(schema).into_iter().partition(|(key, _)| ANNOTATIONS.contains(&key.as_str()));
        *schema = outer;
        own
    } else if let Some(Value::Array(branches)) = schema.get_mut("anyOf")
        && branches.get(1).is_some_and(|branch| branch["type"] == null)
        && let Value::Object(own) = branches.swap_remove(0)
    {
        own
    } else {
        return;
    };
    if let Some(Value::String(path)) = own.get("$ref") {
        blank.extend(path.rsplit('/').next().map(str::to_owned));
        schema.remove("anyOf");
        schema.extend(own);
        return;
    }
    // An editor shows the words nearest to the value; those of the key are meant.
    own.remove("title");
    own.remove("description");
    schema.insert("anyOf".to_owned(), or_blank(own));
}

/// Lets a group of keys be left empty, wherever it is referred to.
fn may_be_blank(group: &mut Value) {
    let Some(group) = group.as_object_mut() else { return };
    let message = group.get("errorMessage").cloned().map(|message| ("errorMessage".to_owned(), message));
    let own = group.remove_entry("type").into_iter().chain(message).collect();
    group.insert("anyOf".to_owned(), or_blank(own));
}

/// The value, or none.
fn or_blank(own: Map<String, Value>) -> Value {
    json!([own, { "$ref": format!("#/definitions/{BLANK}") }])
}

/// Repeats the key's words for its longer form: an editor would join the titles of both.
fn several_lines(schema: &mut Map<String, Value>) {
    let words = schema.get("description").cloned();
    if let Some(Value::Array(branches)) = schema.get_mut("anyOf")
        && let Some(list) = branches.iter_mut().find(|branch| branch["type"] == "array")
        && let Some(words) = words
    {
        list["description"] = words;
    }
}

/// YAML's own types of what thidua reads, and what to say of another.
fn kinds(schema: &mut Map<String, Value>) {
    let message = match schema.get("type") {
        Some(Value::String(kind)) => match kind.as_str() {
            "string" if !schema.contains_key("enum") && !schema.contains_key("pattern") => {
                // What looks like a number is text too: a symbol `7`, a prize `1`.
                schema.insert("type".to_owned(), json!(["string", "number"]));
                "Hãy ghi một dòng chữ hoặc số.".to_owned()
            }
            "boolean" => "Hãy ghi true (có) hoặc false (không).".to_owned(),
            "array" => "Hãy ghi một danh sách, mỗi mục bắt đầu bằng dấu gạch (-).".to_owned(),
            "object" => match schema.get("properties").and_then(Value::as_object) {
                Some(known) => known_keys(known, schema.get("required")),
                None => "Hãy ghi các mục con, mỗi dòng một mục.".to_owned(),
            },
            _ => return,
        },
        _ => return,
    };
    schema.entry("errorMessage").or_insert(message.into());
}

fn known_keys(known: &Map<String, Value>, required: Option<&Value>) -> String {
    let known: Vec<&str> = known.keys().map(String::as_str).collect();
    let required = required.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let required: Vec<&str> = required.collect();
    let known = format!("Các mục dùng được ở đây: {}", known.join(", "));
    if required.is_empty() {
        known + "."
    } else {
        format!("{known}; bắt buộc có: {}.", required.join(", "))
    }
}

/// What examples of keys that belong together become: shown, and inserted on choice.
fn examples(schema: &mut Map<String, Value>) {
    // An example of a list offers its entries where one entry is written.
    let entries: Vec<Value> = schema
        .get("examples")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten()
        .cloned()
        .collect();
    if let Some(Value::Object(items)) = schema.get_mut("items")
        && items.get("type") == Some(&json!("string"))
        && !entries.is_empty()
    {
        items.insert("examples".to_owned(), entries.into());
    }
    let Some(Value::Array(texts)) = schema.remove("thidua-examples") else { return };
    let texts: Vec<&str> = texts.iter().filter_map(Value::as_str).collect();
    let title = schema.get("title").cloned().unwrap_or_default();
    let snippets: Value =
        texts.iter().map(|text| json!({ "label": text, "description": title, "bodyText": text })).collect();
    schema.insert("defaultSnippets".to_owned(), snippets);
    let description = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let shown = format!("{description}\n\n```yaml\n{}\n```", texts.join("\n"));
    schema.insert("markdownDescription".to_owned(), shown.into());
}

/// Gives a key that refers to a definition its own words before the definition's examples: an
/// editor would show the definition's.
fn keep_description(schema: &mut Schema, definitions: &Value) {
    let shown = |schema: &Schema| {
        let name = schema.get("$ref")?.as_str()?.rsplit('/').next()?;
        let definition = &definitions[name];
        let theirs = definition["markdownDescription"].as_str()?;
        let examples = theirs.strip_prefix(definition["description"].as_str()?)?;
        Some(format!("{}{examples}", schema.get("description")?.as_str()?))
    };
    if let Some(shown) = shown(schema) {
        schema.insert("markdownDescription".to_owned(), shown.into());
    }
}
