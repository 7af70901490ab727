//! The JSON Schema of a record and the reference of its keys: complete, Vietnamese, and kept where
//! editors look for them. What an editor makes of the schema, `tests/judges/editor` asks.

use std::fs;

use serde_json::Value;
use thidua::record::awards::{Article, Decision, Grant, ListStyle, Prize, Reward};
use thidua::record::covenant::{CovenantTarget, Party};
use thidua::record::formats::FORMATS;
use thidua::record::group::GroupPosts;
use thidua::record::meeting::{Attendance, Meeting};
use thidua::record::scores::{Criterion, Points, Score, UnitScore};
use thidua::record::targets::Target;
use thidua::record::votes::{Ballot, Election, ElectionVotes, Nomination};
use thidua::record::{
    Document, Exception, Issuer, Period, Person, Recipient, Record, Section, Signer, Unit, schema,
};

use crate::driver::{self, Thidua};

/// A schema that people meet: that of a key, of the values of free keys, or of a group of keys.
struct Met<'a> {
    path: String,
    schema: &'a Value,
}

/// Everything in the schema that people meet.
fn met<'a>(schema: &'a Value, path: &str, all: &mut Vec<Met<'a>>) {
    for (key, value) in schema["properties"].as_object().into_iter().flatten() {
        all.push(Met { path: format!("{path}/{key}"), schema: value });
        met(value, &format!("{path}/{key}"), all);
    }
    if schema["additionalProperties"].is_object() {
        let path = format!("{path}/*");
        all.push(Met { path: path.clone(), schema: &schema["additionalProperties"] });
        met(&schema["additionalProperties"], &path, all);
    }
    for (name, value) in schema["definitions"].as_object().into_iter().flatten() {
        // What is not there is not described.
        if name != "Blank" {
            all.push(Met { path: name.clone(), schema: value });
            met(value, name, all);
        }
    }
    let branches = schema["anyOf"].as_array().into_iter().flatten();
    branches.chain(schema.get("items")).for_each(|below| met(below, path, all));
}

fn everything(schema: &Value) -> Vec<Met<'_>> {
    let mut all = vec![Met { path: String::new(), schema }];
    met(schema, "", &mut all);
    all
}

/// Every object of the schema, whatever it is.
fn objects<'a>(value: &'a Value, all: &mut Vec<&'a serde_json::Map<String, Value>>) {
    match value {
        Value::Object(map) => {
            all.push(map);
            map.values().for_each(|value| objects(value, all));
        }
        Value::Array(list) => list.iter().for_each(|value| objects(value, all)),
        _ => {}
    }
}

/// Whether a word in plain letters could be a Vietnamese syllable.
fn syllable(word: &str) -> bool {
    const ONSETS: [&str; 27] = [
        "ngh", "ng", "nh", "gh", "gi", "kh", "ph", "qu", "th", "tr", "ch", "b", "c", "d", "g", "h", "k", "l",
        "m", "n", "p", "r", "s", "t", "v", "x", "",
    ];
    const CODAS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];
    ONSETS.iter().filter_map(|onset| word.strip_prefix(onset)).any(|rhyme| {
        let coda = rhyme.trim_start_matches(['a', 'e', 'i', 'o', 'u', 'y']);
        (1..=3).contains(&(rhyme.len() - coda.len())) && CODAS.contains(&coda)
    })
}

/// Why words that a clerk reads are not right.
fn fault(words: &str) -> Option<&'static str> {
    // What the other rules take for Vietnamese, and what is not but may be said.
    const ENGLISH: [&str; 12] =
        ["be", "by", "can", "each", "he", "it", "key", "name", "one", "the", "there", "unit"];
    const KNOWN: [&str; 4] = ["Markdown", "thidua", "true", "false"];
    // Keys and values are quoted as they are written.
    let said: String = words.split('`').step_by(2).collect();
    let single = || said.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let plain = |word: &&str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let lower = |word: &&str| word.bytes().skip(1).any(|byte| byte.is_ascii_lowercase());
    let mut english = single().filter(plain).filter(lower).filter(|word| !KNOWN.contains(word));
    if words.is_empty() {
        Some("nothing is said")
    } else if said.is_ascii() {
        Some("no Vietnamese letter")
    } else if english.any(|word| {
        let word = word.to_lowercase();
        ENGLISH.contains(&word.as_str()) || !syllable(&word)
    }) {
        Some("English")
    } else if words.contains('\n') || words.contains("  ") {
        Some("not one paragraph")
    } else {
        None
    }
}

#[test]
fn words_for_maintainers_are_found() {
    for words in ["Báo cáo: its own words", "Kỳ thi đua. Year, half", "Đơn vị of the group", "Số of a paper"]
    {
        assert_eq!(fault(words), Some("English"), "{words}");
    }
    assert_eq!(fault("Lời văn của Sở A (TM., KT.), viết bằng Markdown: 12a, a), b)"), None);
    assert_eq!(fault("The keys"), Some("no Vietnamese letter"));
    assert_eq!(sentence_fault("Tên đầy đủ"), Some("no full stop"));
    assert_eq!(sentence_fault("Mã của đơn vị, đúng như ghi ở `group.units`."), None);
}

/// Why a description is not right.
fn sentence_fault(words: &str) -> Option<&'static str> {
    let ends = words.ends_with('.') && !words.ends_with("..");
    fault(words).or((!ends).then_some("no full stop")).or((words.chars().count() > 200).then_some("too long"))
}

#[test]
fn everything_that_people_meet_has_a_title_and_a_description_in_vietnamese() {
    let schema = schema::schema();
    let all = everything(&schema);
    assert!(all.len() > 200, "only {} found", all.len());
    let mut faults = Vec::new();
    for Met { path, schema } in all {
        let title = schema["title"].as_str().unwrap_or_default();
        let description = schema["description"].as_str().unwrap_or_default();
        let too_long = title.chars().count() > 30 || title.ends_with('.');
        // A title may be a word without marks.
        let wrong_title = fault(&format!("{title} là"))
            .or(too_long.then_some("no title"))
            .or(title.is_empty().then_some("none"));
        faults.extend(wrong_title.map(|why| format!("{path}: title `{title}`: {why}")));
        faults.extend(sentence_fault(description).map(|why| format!("{path}: `{description}`: {why}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_word_to_choose_is_described() {
    let schema = schema::schema();
    let mut all = Vec::new();
    objects(&schema, &mut all);
    let lists: Vec<_> =
        all.into_iter().filter(|object| object.get("enum").is_some_and(Value::is_array)).collect();
    assert!(lists.len() > 8, "only {} lists of words", lists.len());
    for list in lists {
        let strings = |key: &str| -> Vec<&str> {
            list.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
        };
        let (words, descriptions) = (strings("enum"), strings("enumDescriptions"));
        assert_eq!(words.len(), descriptions.len(), "{words:?}");
        for (word, description) in words.iter().zip(descriptions) {
            assert_eq!(sentence_fault(description), None, "`{word}`: `{description}`");
        }
    }
}

#[test]
fn what_an_editor_complains_of_is_told_in_vietnamese() {
    let schema = schema::schema();
    let mut all = Vec::new();
    objects(&schema, &mut all);
    for object in all {
        let judges = object.get("type").is_some_and(|kind| kind.is_string() || kind.is_array());
        let within_not = object.len() == 1;
        let told = object.get("errorMessage").and_then(Value::as_str);
        if judges && !within_not && !object.contains_key("minimum") {
            assert!(told.is_some(), "no message: {object:?}");
        }
        // After the colon stand keys, or words to choose from.
        let said = told.and_then(|told| told.split(": ").next());
        assert_eq!(said.and_then(fault), None, "{told:?}");
        assert!(told.is_none_or(|told| told.ends_with('.')), "{told:?}");
    }
}

#[test]
fn the_schema_says_nothing_that_is_thiduas_own_and_offers_nothing_that_is_taken_for_granted() {
    let schema = schema::schema();
    let mut all = Vec::new();
    objects(&schema, &mut all);
    for object in all {
        for (key, value) in object {
            assert!(!key.starts_with("thidua") && key != "default", "{key}: {value}");
            assert!(value != "null", "{key}: null");
        }
        // Readers of draft 7 pass over what stands beside a `$ref`.
        let constrains = |key: &&String| {
            !["$ref", "title", "description", "markdownDescription", "examples"].contains(&key.as_str())
        };
        if object.contains_key("$ref") {
            assert_eq!(object.keys().find(constrains), None, "{object:?}");
        }
    }
}

/// The examples of the types' own schema with the format that judges them.
fn judged<'a>(value: &'a Value, all: &mut Vec<(&'a str, &'a Value)>) {
    if let (Some(format), Some(examples)) = (value["format"].as_str(), value["examples"].as_array()) {
        all.extend(examples.iter().map(|example| (format, example)));
    }
    match value {
        Value::Object(map) => map.values().for_each(|value| judged(value, all)),
        Value::Array(list) => list.iter().for_each(|value| judged(value, all)),
        _ => {}
    }
}

#[test]
fn every_example_of_a_single_value_is_right() {
    let schema = schemars::schema_for!(Record).to_value();
    let mut all = Vec::new();
    judged(&schema, &mut all);
    let formats: std::collections::BTreeSet<&str> = all.iter().map(|(format, _)| *format).collect();
    let wanted =
        ["thidua-count", "thidua-date", "thidua-figure", "thidua-money", "thidua-number", "thidua-quantity"];
    assert!(wanted.iter().all(|format| formats.contains(format)), "examples only of {formats:?}");
    for (name, example) in all {
        let format = FORMATS.iter().find(|format| format.name == name).expect("a known format");
        let text = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
        assert_eq!((format.check)(&text), Ok(()), "{name}: {text}");
    }
}

#[test]
fn every_example_of_keys_that_belong_together_is_right() {
    fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<(), String> {
        serde_yaml::from_str::<T>(text).map(drop).map_err(|error| error.to_string())
    }
    type Reader = fn(&str) -> Result<(), String>;
    let readers: &[(&str, Reader)] = &[
        ("Article", read::<Article>),
        ("Attendance", read::<Attendance>),
        ("Ballot", read::<Ballot>),
        ("CovenantTarget", read::<CovenantTarget>),
        ("Criterion", read::<Criterion>),
        ("Decision", read::<Decision>),
        ("Document", read::<Document>),
        ("Election", read::<Election>),
        ("ElectionVotes", read::<ElectionVotes>),
        ("Exception", read::<Exception>),
        ("Grant", read::<Grant>),
        ("GroupPosts", read::<GroupPosts>),
        ("Issuer", read::<Issuer>),
        ("ListStyle", read::<ListStyle>),
        ("Meeting", read::<Meeting>),
        ("Nomination", read::<Nomination>),
        ("Party", read::<Party>),
        ("Period", read::<Period>),
        ("Person", read::<Person>),
        ("Points", read::<Points>),
        ("Prize", read::<Prize>),
        ("RecipientFields", read::<Recipient>),
        ("Reward", read::<Reward>),
        ("ScoreFields", read::<Score>),
        ("Section", read::<Section>),
        ("Signer", read::<Signer>),
        ("Target", read::<Target>),
        ("Unit", read::<Unit>),
        ("UnitScore", read::<UnitScore>),
    ];
    let schema = schema::schema();
    let mut judged = 0;
    for (name, definition) in schema["definitions"].as_object().expect("definitions") {
        for snippet in definition["defaultSnippets"].as_array().into_iter().flatten() {
            let text = snippet["bodyText"].as_str().expect("a text");
            let (_, reader) = readers.iter().find(|(own, _)| own == name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(reader(text), Ok(()), "{name}: {text}");
            judged += 1;
        }
    }
    assert!(judged > 25, "only {judged} examples");
}

/// The committed schema, from `tests/`.
const COMMITTED: &str = "../schema/record.schema.json";

#[test]
fn the_schema_that_samples_name_is_the_programs() {
    let run = Thidua::new("schema").run().code(0).silent();
    driver::assert_reference(COMMITTED, &run.stdout);
}

#[test]
fn every_sample_names_the_schema_in_its_first_line() {
    let samples = driver::root().join("samples");
    let committed = driver::root().join("tests").join(COMMITTED).canonicalize().expect("the schema");
    let records: Vec<String> =
        driver::files_below(&samples).into_iter().filter(|file| file.ends_with("/record.yaml")).collect();
    assert!(records.len() >= 9, "{records:?}");
    for record in records {
        let text = fs::read_to_string(samples.join(&record)).expect("a record");
        let first =
            text.lines().next().and_then(|line| line.strip_prefix("# yaml-language-server: $schema="));
        let path = first.unwrap_or_else(|| panic!("{record} names no schema"));
        let folder = samples.join(&record).parent().expect("a folder").to_owned();
        assert_eq!(folder.join(path).canonicalize().ok().as_ref(), Some(&committed), "{record}: {path}");
    }
}

#[test]
fn the_schema_is_written_to_a_file_in_place_of_an_older_one() {
    let run = Thidua::new("schema -o mau/record.schema.json").run().code(0).silent();
    let run = run.stdout_is("mau/record.schema.json\n").left("", &["mau/record.schema.json"]);
    let text = run.text("mau/record.schema.json");
    let run = run.then("schema -o mau/record.schema.json").file("mau/record.schema.json", "cũ").run().code(0);
    assert_eq!(run.text("mau/record.schema.json"), text);
    run.then("schema").run().code(0).stdout_is(&text);
}

#[test]
fn a_schema_that_cannot_be_written_is_told_and_exits_with_3() {
    Thidua::new("schema -o mau/record.schema.json")
        .file("mau", "của người khác")
        .run()
        .code(3)
        .stdout_is("")
        .stderr_contains("`mau`");
}

#[test]
fn every_key_and_every_word_to_choose_is_in_the_reference() {
    let run = Thidua::new("schema --format markdown").run().code(0).silent();
    let schema = schema::schema();
    let tables: Vec<&str> = run.stdout.split("\n## ").collect();
    let mut keys = 0;
    for Met { path, schema: group } in everything(&schema) {
        let Some(known) = group["properties"].as_object() else { continue };
        let title = group["title"].as_str().expect("a title");
        let table: Vec<&&str> = tables.iter().filter(|table| table.lines().next() == Some(title)).collect();
        assert_eq!(table.len(), 1, "tables called `{title}` ({path})");
        for (key, value) in known {
            let row = table[0].lines().find(|line| line.starts_with(&format!("| `{key}`")));
            let row = row.unwrap_or_else(|| panic!("`{key}` is not in the table `{title}`"));
            let told =
                [&value["title"], &value["description"]].map(|words| words.as_str().unwrap_or_default());
            assert!(told.iter().all(|words| row.contains(words)), "{row}");
            let mut within = Vec::new();
            objects(value, &mut within);
            let words = within.iter().filter_map(|object| object.get("enum")?.as_array()).flatten();
            for word in words.filter_map(Value::as_str) {
                assert!(row.contains(&format!("<br>`{word}`: ")), "`{word}` is not in {row}");
            }
            keys += 1;
        }
    }
    assert!(keys > 150, "only {keys} keys");
}

#[test]
fn the_reference_marks_what_is_required_and_shows_examples() {
    let run = Thidua::new("schema --format markdown").run().code(0);
    for part in ["| `kind` * | Cụm hay khối |", "| `{ half: 1, year: 2026 }`", "\n{ half: 1, year: 2026 }\n"]
    {
        let found = run.stdout.contains(part);
        assert_eq!(found, !part.starts_with("| `{"), "{part}");
    }
    let number = run.stdout.lines().find(|line| line.starts_with("| `number` |")).expect("the number");
    assert!(number.ends_with("| `12`<br>`12a` |"), "{number}");
}

#[test]
fn new_puts_the_schema_beside_the_record_where_it_is_asked_to() {
    let run = Thidua::new("new --schema report -o ho-so/2026.yaml").run().code(0).silent();
    let run = run
        .stdout_is("ho-so/2026.yaml\nho-so/record.schema.json\n")
        .left("", &["ho-so/2026.yaml", "ho-so/record.schema.json"]);
    assert_eq!(run.text("ho-so/record.schema.json"), schema::text());
    let first = "# yaml-language-server: $schema=record.schema.json\n";
    assert!(run.text("ho-so/2026.yaml").starts_with(first), "{}", run.text("ho-so/2026.yaml"));
    // A second record in the folder uses the same schema, a newer program renews it.
    run.then("new --schema -o ho-so/2027.yaml")
        .file("ho-so/record.schema.json", "cũ")
        .run()
        .code(0)
        .then("check ho-so/2026.yaml ho-so/2027.yaml")
        .run()
        .code(0);
}

#[test]
fn new_names_no_schema_that_is_not_there() {
    let run = Thidua::new("new").run().code(0).left("", &["record.yaml"]);
    assert!(!run.text("record.yaml").contains("$schema"), "{}", run.text("record.yaml"));
}

#[test]
fn new_writes_no_schema_where_the_record_is_refused() {
    Thidua::new("new --schema")
        .file("record.yaml", "của người khác")
        .run()
        .code(2)
        .left("", &["record.yaml"]);
}
