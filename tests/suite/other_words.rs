//! Samples with other words in their texts, and where the papers show them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::Value as Json;
use tempfile::TempDir;
use thidua::diagnostic::Diagnostic;
use thidua::input::Loaded;
use thidua::input::files::RecordFile;
use thidua::press::Press;
use thidua::template::{Paper, Stage};
use thidua::typeset::{self, Pages};
use typst::layout::{Frame, FrameItem};
use unicode_normalization::UnicodeNormalization;

use crate::driver;

/// A sample, and the texts in it that may be anything.
pub struct Base {
    press: Press,
    folder: TempDir,
    record: Json,
    pub texts: Vec<Field>,
    pub narratives: Vec<Field>,
}

/// A text of a record: where it stands, and where the papers show it.
pub struct Field {
    /// All places that must say the same.
    pub pointers: Vec<String>,
    /// Goes before the text where its type asks for that.
    pub before: &'static str,
    /// Which papers show it, in what case, how often.
    pub shown: Vec<(Paper, Case, usize)>,
}

impl Field {
    /// How often a paper must show which words when these are in the field.
    pub fn wanted(&self, paper: Paper, words: &str) -> BTreeMap<String, usize> {
        let words = format!("{}{words}", self.before.trim_start_matches("KT. "));
        let mut wanted = BTreeMap::new();
        for (_, case, times) in self.shown.iter().filter(|(shown, ..)| *shown == paper) {
            *wanted.entry(looked_for(&case.of(&words))).or_default() += times;
        }
        wanted
    }
}

/// How a paper changes the letters of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    Kept,
    Capitals,
    FirstCapital,
}

impl Case {
    const ALL: [Self; 3] = [Self::Kept, Self::Capitals, Self::FirstCapital];

    pub fn of(self, text: &str) -> String {
        let mut letters = text.chars();
        match self {
            Self::Kept => text.to_owned(),
            Self::Capitals => text.to_uppercase(),
            Self::FirstCapital => {
                letters.next().into_iter().flat_map(char::to_uppercase).chain(letters.clone()).collect()
            }
        }
    }
}

/// Keys whose values are words of the program, ids, figures or dates.
const NO_TEXT: &str = "\
    format kind id leader deputies size year half months school_year from_year to_year from \
    to date number copies count max bonus_max deduction_max bonus_cap points bonus deduction self assessed agreed ranking \
    present issued returned valid votes plan actual same_period all units columns \
    collective individual household amount insert numbering urgency circulation layout \
    placement electronic landscape separate achievement_displayed approved";

/// Keys whose values are Markdown.
const MARKDOWN: [&str; 3] = ["opening", "body", "closing"];

/// What stands for a text while it is found out where papers show it.
pub fn token(number: usize) -> String {
    let letter = |digit: usize| char::from(b'a' + u8::try_from(digit % 26).expect("a digit"));
    format!("qzx{}{}{}Jvk", letter(number / 676), letter(number / 26), letter(number))
}

impl Base {
    /// A sample as it is written.
    pub fn of_sample(name: &str) -> Self {
        Self::new(name, |_| {})
    }

    /// A sample after a change.
    pub fn new(name: &str, change: impl FnOnce(&mut Json)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        driver::copy(&driver::root().join("samples").join(name), folder.path());
        let text = fs::read_to_string(folder.path().join("record.yaml")).expect("the sample");
        let mut record = json(&text);
        change(&mut record);
        let press = Press::new(None, None).expect("a press");
        let mut base = Self { press, folder, record, texts: Vec::new(), narratives: Vec::new() };
        base.find_fields();
        base.find_places();
        base
    }

    /// The full sample without what thidua can say by itself or take from elsewhere.
    pub fn bare() -> Self {
        Self::new("day-du", |record| {
            let made = ["subject", "competence", "opening", "closing", "type_name", "list_title", "articles"];
            remove(record, &made);
            for decision in record["awards"].as_array_mut().into_iter().flatten() {
                remove(&mut decision["list"], &["title", "separate", "placement"]);
            }
            remove(&mut record["report"]["document"], &["signer"]);
            let own_place =
                record["covenant"]["document"].as_object_mut().and_then(|keys| keys.remove("place"));
            assert!(own_place.is_some(), "the covenant has a place of its own");
        })
    }

    fn find_fields(&mut self) {
        let mut scalars = Vec::new();
        walk(&self.record, String::new(), &mut |pointer, text| scalars.push((pointer, text.to_owned())));
        let ids: BTreeSet<&String> =
            scalars.iter().filter(|(pointer, _)| key(pointer) == "id").map(|(_, text)| text).collect();
        let mut prizes: BTreeMap<&String, Vec<String>> = BTreeMap::new();
        for (pointer, text) in &scalars {
            let field = |before| Field { pointers: vec![pointer.clone()], before, shown: Vec::new() };
            match key(pointer) {
                "unit" if ids.contains(text) => {}
                "members" if pointer.starts_with("/ballot") => {}
                "prize" => prizes.entry(text).or_default().push(pointer.clone()),
                "name" if pointer.contains("/prizes/") => {
                    prizes.entry(text).or_default().push(pointer.clone());
                }
                "authority" => self.texts.push(field("KT. x")),
                key if MARKDOWN.contains(&key) => self.narratives.push(field("")),
                _ if pointer
                    .split('/')
                    .any(|step| NO_TEXT.split(' ').any(|key| key == step) && !is_parent(pointer, step)) => {}
                _ => self.texts.push(field("")),
            }
        }
        // A prize is named where its amount stands and with those who won it.
        let named = prizes.into_values().map(|pointers| Field { pointers, before: "", shown: Vec::new() });
        self.texts.extend(named);
    }

    /// Lays the papers out once, a token in place of each text, and looks where the tokens are.
    fn find_places(&mut self) {
        let fields: Vec<&Field> = self.texts.iter().chain(&self.narratives).collect();
        let tokens: Vec<String> = (0..fields.len()).map(token).collect();
        let words: Vec<(&Field, &str)> =
            fields.iter().copied().zip(tokens.iter().map(String::as_str)).collect();
        let loaded = self.load(&words).unwrap_or_else(|faults| panic!("{}", told(&faults)));
        let mut shown = vec![Vec::new(); fields.len()];
        for paper in Paper::all(&loaded.record) {
            let pages = self.pages(&loaded, paper).unwrap_or_else(|faults| panic!("{}", told(&faults)));
            for (at, token) in tokens.iter().enumerate() {
                let token = format!("{}{token}", fields[at].before.trim_start_matches("KT. "));
                for case in Case::ALL {
                    let times = pages.iter().map(|page| page.matches(&case.of(&token)).count()).sum();
                    if times > 0 {
                        shown[at].push((paper, case, times));
                    }
                }
            }
        }
        for (field, shown) in self.texts.iter_mut().chain(&mut self.narratives).zip(shown) {
            field.shown = shown;
        }
    }

    /// Reads the record with other words in some of its fields.
    pub fn load(&self, words: &[(&Field, &str)]) -> Result<Loaded, Vec<Diagnostic>> {
        let mut record = self.record.clone();
        for (field, words) in words {
            for pointer in &field.pointers {
                let words = if field.before.is_empty() { (*words).to_owned() } else { one_line(words) };
                *record.pointer_mut(pointer).expect("the field") =
                    Json::String(format!("{}{words}", field.before));
            }
        }
        let path = self.folder.path().join("record.yaml");
        fs::write(&path, yaml(&record)).expect("the record");
        self.press.load(&RecordFile { path, name: "record".to_owned() })
    }

    /// The text of each page of a paper, without white space.
    pub fn pages(&self, loaded: &Loaded, paper: Paper) -> Result<Vec<String>, Vec<Diagnostic>> {
        let pages = self.press.pages(loaded, paper, Stage::Official);
        typeset::forget();
        let Pages { document, .. } = pages?;
        Ok(document.pages().iter().map(|page| squeezed(&text_of(&page.frame))).collect())
    }

    /// The line on which the record as [`Base::load`] writes it has a field.
    pub fn line(&self, pointer: &str) -> usize {
        let mut record = self.record.clone();
        *record.pointer_mut(pointer).expect("the field") = Json::String("<here>".to_owned());
        1 + yaml(&record).split("<here>").next().expect("the field").matches('\n').count()
    }
}

/// Removes keys wherever they stand.
fn remove(value: &mut Json, keys: &[&str]) {
    match value {
        Json::Object(entries) => {
            entries.retain(|key, _| !keys.contains(&key.as_str()));
            entries.values_mut().for_each(|value| remove(value, keys));
        }
        Json::Array(items) => items.iter_mut().for_each(|item| remove(item, keys)),
        _ => {}
    }
}

/// The last step of a pointer that is a name.
fn key(pointer: &str) -> &str {
    pointer.rsplit('/').find(|step| step.parse::<usize>().is_err()).unwrap_or_default()
}

/// Whether a step of the pointer is a container of texts that only shares the name of a figure:
/// the units of the group, the votes of an election.
fn is_parent(pointer: &str, step: &str) -> bool {
    (step == "units" && pointer.starts_with("/group/units/"))
        || (step == "votes" && key(pointer) != "votes")
        || (step == "all" && key(pointer) != "all")
}

/// A YAML text with every scalar as text, but for truth values and empty ones.
fn json(text: &str) -> Json {
    enum Open {
        List(Vec<Json>),
        Map(serde_json::Map<String, Json>, Option<String>),
    }
    let mut open: Vec<Open> = Vec::new();
    let mut root = Json::Null;
    for event in Parser::new_from_str(text) {
        let value = match event.expect("a sample in YAML").0 {
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Map(serde_json::Map::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop().expect("an open container") {
                Open::List(items) => items.into(),
                Open::Map(entries, _) => entries.into(),
            },
            Event::Scalar(text, ScalarStyle::Plain, ..) if text == "true" || text == "false" => {
                (text == "true").into()
            }
            Event::Scalar(text, ScalarStyle::Plain, ..) if text.is_empty() => Json::Null,
            Event::Scalar(text, ..) => text.into_owned().into(),
            _ => continue,
        };
        match open.last_mut() {
            None => root = value,
            Some(Open::List(items)) => items.push(value),
            Some(Open::Map(entries, key)) => match key.take() {
                Some(key) => drop(entries.insert(key, value)),
                None => *key = value.as_str().map(str::to_owned),
            },
        }
    }
    root
}

/// JSON is YAML; letters that YAML does not take as they are become escapes.
fn yaml(record: &Json) -> String {
    let text = serde_json::to_string_pretty(record).expect("a text");
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let code = u32::from(letter);
        let plain = matches!(code, 0x0a | 0x20..=0x7e | 0xa0..=0xd7ff | 0xe000..=0xfefe | 0xff00..=0xfffd)
            || (code > 0xffff && code & 0xfffe != 0xfffe);
        if plain && !matches!(code, 0x2028 | 0x2029) {
            out.push(letter);
        } else {
            write!(out, "\\U{code:08x}").expect("a string takes everything");
        }
    }
    out
}

fn walk(value: &Json, pointer: String, found: &mut impl FnMut(String, &str)) {
    match value {
        Json::String(text) => found(pointer, text),
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| walk(item, format!("{pointer}/{at}"), found));
        }
        Json::Object(entries) => {
            entries.iter().for_each(|(key, value)| walk(value, format!("{pointer}/{key}"), found));
        }
        _ => {}
    }
}

fn text_of(frame: &Frame) -> String {
    let mut out = String::new();
    for (_, item) in frame.items() {
        match item {
            FrameItem::Text(text) => out.push_str(&text.text),
            FrameItem::Group(group) => out.push_str(&text_of(&group.frame)),
            _ => {}
        }
    }
    out
}

/// Composed, without white space.
fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).nfc().collect()
}

/// How often words stand on the pages: on one, or begun on one and ended on the next.
pub fn times(pages: &[String], words: &str) -> usize {
    // Fewer letters than these fit on any line.
    let breaks = || words.char_indices().map(|(at, _)| at).skip(4).filter(|at| words.len() - at > 4);
    let over = |pair: &&[String]| {
        breaks().any(|at| pair[0].contains(&words[..at]) && pair[1].contains(&words[at..]))
    };
    let whole: usize = pages.iter().map(|page| page.matches(words).count()).sum();
    whole + pages.windows(2).filter(over).count()
}

/// Words whose type takes one line.
pub fn one_line(words: &str) -> String {
    words.split('\n').collect::<Vec<_>>().join(" ")
}

/// Words as they are looked for: without the marks at their end, which papers set themselves.
fn looked_for(words: &str) -> String {
    let words = squeezed(words);
    let ends: &[char] = &[';', '.', ',', ':', '/'];
    words.trim_end_matches(ends).to_owned()
}

pub fn told(faults: &[Diagnostic]) -> String {
    faults.iter().map(|fault| fault.render(false) + "\n").collect()
}

/// What Typst says of generated text, and what the program says where it has panicked.
pub fn blames_itself(fault: &Diagnostic) -> bool {
    fault.message.starts_with("Typst không trình bày được") || fault.message.contains("lỗi bên trong")
}
