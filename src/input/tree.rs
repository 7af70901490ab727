//! The YAML of a record as a tree that knows where each node stands.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};
use serde_json::Value as Json;

use crate::vietnamese::slug::slug;

/// All nodes of a text. Aliases are shared, not copied, so that no text can make a tree
/// much larger than itself.
pub struct Tree {
    nodes: Vec<Node>,
    root: Option<NodeId>,
    aliases: Vec<Alias>,
    /// The alias that stands at an index of a list or map.
    alias_at: HashMap<(NodeId, usize), usize>,
}

/// The index of a node in its tree.
pub type NodeId = usize;

/// A value and its place.
pub struct Node {
    /// From its anchor or tag on, where it has one.
    pub range: Range<usize>,
    /// The value alone: without anchor and tag, the closing bracket included and the space after it not.
    pub own: Range<usize>,
    pub value: Value,
}

/// A place where an alias (`*`) stands for a node that is written elsewhere.
pub struct Alias {
    /// The list or map that it stands in, and the index of the item or value there.
    pub container: NodeId,
    pub index: usize,
    pub target: NodeId,
    pub range: Range<usize>,
}

/// What a node holds.
pub enum Value {
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<NodeId>),
    /// Key and value, in the order of the text.
    Map(Vec<(NodeId, NodeId)>),
}

/// A scalar's text after YAML's own escapes, and its place.
pub struct Scalar<'a> {
    pub text: &'a str,
    pub range: Range<usize>,
}

/// Deeper nesting than any record has; a text that goes further is refused.
const MAX_DEPTH: usize = 64;

/// Stands for a dash that the parser would take for the mark of a list.
const DASH: char = '\u{1}';

/// Whether blanks stand at either end of quoted words.
fn blank_ends(quoted: &str) -> bool {
    let blank = [' ', '\u{a0}'];
    quoted.len() > 2 && (quoted[1..].starts_with(blank) || quoted[..quoted.len() - 1].ends_with(blank))
}

/// A text that is not YAML.
pub struct SyntaxError {
    pub offset: usize,
    pub info: String,
}

impl Tree {
    /// Parses the first document of a text.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        Self::read(text).or_else(|fault| {
            // YAML allows a tab after a colon and a dash before a comma, the parser does not. What
            // stands for the dash is as long, so that no place moves.
            let mut allowed = text.replace(":\t", ": ");
            for end in [',', ']', '}'] {
                allowed = allowed.replace(&format!(" -{end}"), &format!(" {DASH}{end}"));
            }
            if allowed == text {
                return Err(fault);
            }
            let mut tree = Self::read(&allowed).map_err(|_| fault)?;
            for node in &mut tree.nodes {
                if let Value::Scalar { text, .. } = &mut node.value {
                    *text = text.replace(DASH, "-");
                }
            }
            Ok(tree)
        })
    }

    /// The text with these words in the place of others, and without blanks at the ends of quoted
    /// words; none where that is the text itself.
    pub fn tidied(&self, text: &str, mut instead: Vec<(Range<usize>, String)>) -> Option<String> {
        let taken: HashSet<usize> = instead.iter().map(|(place, _)| place.start).collect();
        for node in &self.nodes {
            let Value::Scalar { text: words, .. } = &node.value else { continue };
            let quoted = text.get(node.own.clone()).filter(|own| own.starts_with(['"', '\'']));
            if quoted.is_some_and(blank_ends) && !taken.contains(&node.own.start) {
                instead.push((node.own.clone(), Json::from(words.as_str()).to_string()));
            }
        }
        instead.sort_by_key(|(place, _)| place.start);
        let mut tidy = text.to_owned();
        for (place, words) in instead.iter().rev() {
            tidy.replace_range(place.clone(), words);
        }
        (!instead.is_empty()).then_some(tidy)
    }

    fn read(text: &str) -> Result<Self, SyntaxError> {
        // The parser counts characters; everything else here counts bytes.
        let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let byte = |index: usize| offsets[index.min(offsets.len() - 1)];
        let range = |span: &Span| byte(span.start.index())..byte(span.end.index());
        let fault = |error: &ScanError| SyntaxError {
            offset: byte(error.marker().index()),
            info: error.info().to_owned(),
        };

        let mut tree = Self { nodes: Vec::new(), root: None, aliases: Vec::new(), alias_at: HashMap::new() };
        let mut anchors: HashMap<usize, NodeId> = HashMap::new();
        let mut open: Vec<(NodeId, Option<NodeId>)> = Vec::new();
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| fault(&error))?;
            let (value, anchor) = match event {
                Event::Scalar(text, style, anchor, _) => {
                    let text = match style {
                        // Blanks at the ends of a value are never meant.
                        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted
                            if text.starts_with([' ', '\u{a0}']) || text.ends_with([' ', '\u{a0}']) =>
                        {
                            text.trim_matches([' ', '\u{a0}']).to_owned()
                        }
                        _ => text.into_owned(),
                    };
                    (Value::Scalar { text, plain: style == ScalarStyle::Plain }, anchor)
                }
                Event::SequenceStart(anchor, _) => (Value::List(Vec::new()), anchor),
                Event::MappingStart(anchor, _) => (Value::Map(Vec::new()), anchor),
                Event::Alias(anchor) => {
                    if let Some(&id) = anchors.get(&anchor) {
                        tree.note_alias(&open, id, range(&span));
                        tree.attach(&mut open, id);
                    }
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    if let Some((id, _)) = open.pop() {
                        let start = tree.nodes[id].range.start;
                        tree.nodes[id].range.end = range(&span).start.max(start);
                        let own = tree.nodes[id].own.start;
                        tree.nodes[id].own.end = match text.as_bytes().get(own) {
                            Some(b'{' | b'[') => range(&span).start + 1,
                            _ => tree.last_end(id),
                        };
                    }
                    continue;
                }
                Event::DocumentEnd => break,
                _ => continue,
            };
            let container = !matches!(value, Value::Scalar { .. });
            let id = tree.nodes.len();
            let range = range(&span);
            // After an anchor a comment may stand before the first entry.
            let start = Some(bare(text, range.clone()).start)
                .filter(|start| !container || !text[*start..].starts_with('#'))
                .unwrap_or(range.end);
            let end = range.start + text.get(range.clone()).map_or(0, |own| own.trim_end().len());
            tree.nodes.push(Node { range: range.clone(), own: start..end.max(start), value });
            if anchor > 0 {
                anchors.insert(anchor, id);
            }
            tree.attach(&mut open, id);
            if container {
                if open.len() >= MAX_DEPTH {
                    let offset = range.start;
                    return Err(SyntaxError { offset, info: "các mục lồng nhau quá sâu".to_owned() });
                }
                open.push((id, None));
            }
        }
        Ok(tree)
    }

    /// Puts a finished or opened node into the container that is open.
    fn attach(&mut self, open: &mut [(NodeId, Option<NodeId>)], id: NodeId) {
        let Some((container, key)) = open.last_mut() else {
            self.root.get_or_insert(id);
            return;
        };
        match &mut self.nodes[*container].value {
            Value::List(items) => items.push(id),
            Value::Map(entries) => match key.take() {
                Some(key) => entries.push((key, id)),
                None => *key = Some(id),
            },
            Value::Scalar { .. } => {}
        }
    }

    /// Notes that an alias stands where the next node is attached.
    fn note_alias(&mut self, open: &[(NodeId, Option<NodeId>)], target: NodeId, range: Range<usize>) {
        let Some((container, key)) = open.last() else { return };
        let index = match &self.nodes[*container].value {
            Value::List(items) => items.len(),
            Value::Map(entries) if key.is_some() => entries.len(),
            // An alias as a key is nothing that a record has.
            _ => return,
        };
        self.alias_at.insert((*container, index), self.aliases.len());
        self.aliases.push(Alias { container: *container, index, target, range });
    }

    /// Where the last part of a list or map without brackets ends.
    fn last_end(&self, id: NodeId) -> usize {
        let (last, key) = match &self.nodes[id].value {
            Value::List(items) => (items.last().map(|item| (items.len() - 1, *item)), None),
            Value::Map(entries) => {
                (entries.last().map(|(_, value)| (entries.len() - 1, *value)), entries.last())
            }
            Value::Scalar { .. } => (None, None),
        };
        // A value that is not there stands anywhere; its key does not.
        let key = key.map_or(0, |(key, _)| self.nodes[*key].own.end + 1);
        let value = last.map(|(index, node)| self.place(id, index, node)).filter(|place| !place.is_empty());
        value.map_or(0, |place| place.end).max(key).max(self.nodes[id].own.start)
    }

    /// Where the item or value of that index is written: its alias, where one stands for it.
    pub fn place(&self, container: NodeId, index: usize, node: NodeId) -> Range<usize> {
        match self.alias(container, index) {
            Some(alias) => alias.range.clone(),
            None => self.nodes[node].own.clone(),
        }
    }

    /// The alias that stands at an index of a list or map, where one does.
    pub fn alias(&self, container: NodeId, index: usize) -> Option<&Alias> {
        self.alias_at.get(&(container, index)).map(|at| &self.aliases[*at])
    }

    /// Every alias, in the order of the text.
    pub fn aliases(&self) -> &[Alias] {
        &self.aliases
    }

    pub fn root(&self) -> Option<NodeId> {
        self.root
    }

    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    /// The text of a scalar node.
    pub fn scalar(&self, id: NodeId) -> Option<&str> {
        match &self.nodes[id].value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether the node is an empty value: nothing, `~` or `null`.
    pub fn is_null(&self, id: NodeId) -> bool {
        matches!(&self.nodes[id].value, Value::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null"))
    }

    /// Every scalar of the text, keys included.
    pub fn scalars(&self) -> impl Iterator<Item = Scalar<'_>> {
        self.nodes.iter().filter_map(|node| match &node.value {
            Value::Scalar { text, .. } => Some(Scalar { text, range: node.range.clone() }),
            _ => None,
        })
    }

    /// Every list of the text, with how many rows it has.
    pub fn lists(&self) -> impl Iterator<Item = (Range<usize>, usize)> {
        self.nodes.iter().filter_map(|node| match &node.value {
            Value::List(items) => Some((node.range.clone(), items.len())),
            _ => None,
        })
    }

    /// The id of the unit of that name, or of the only one whose name holds it or is held by it: `Đông Phú` for
    /// `Xã Đông Phú`.
    pub fn unit_named(&self, name: &str) -> Option<String> {
        let texts = self.texts();
        let names = texts.iter().filter(|(pointer, _)| {
            pointer.starts_with("/group/units/")
                && pointer.ends_with("/name")
                && pointer.matches('/').count() == 4
        });
        let own = slug(name);
        let part =
            |whole: &str, part: &str| !part.is_empty() && format!("-{whole}-").contains(&format!("-{part}-"));
        let like = |text: &str| {
            let text = slug(text);
            part(&text, &own) || part(&own, &text)
        };
        let same = names.clone().find(|(_, text)| slug(text) == own);
        let mut near = names.filter(|(_, text)| name.contains(' ') && like(text));
        let (pointer, _) = same.or_else(|| near.next().filter(|_| near.next().is_none()))?;
        let id = format!("{}/id", pointer.trim_end_matches("/name"));
        texts.into_iter().find(|(pointer, _)| *pointer == id).map(|(_, id)| id)
    }

    /// The places of the plain words of the text, and of the keys without a value.
    pub fn plain_ends(&self) -> Vec<Range<usize>> {
        let plain = |id: NodeId| matches!(&self.nodes[id].value, Value::Scalar { plain: true, .. });
        let mut places = Vec::new();
        for node in &self.nodes {
            match &node.value {
                Value::Map(entries) => places.extend(entries.iter().map(|(key, value)| {
                    let end = if self.is_null(*value) { *key } else { *value };
                    (end, self.nodes[end].own.clone())
                })),
                Value::List(items) => {
                    places.extend(items.iter().map(|item| (*item, self.nodes[*item].own.clone())));
                }
                Value::Scalar { .. } => {}
            }
        }
        places.into_iter().filter(|(id, _)| plain(*id)).map(|(_, place)| place).collect()
    }

    /// Every scalar value with its JSON pointer, in the order of the text; through aliases too.
    pub fn texts(&self) -> Vec<(String, String)> {
        let mut texts = Vec::new();
        if let Some(root) = self.root {
            self.texts_below(root, String::new(), &mut texts);
        }
        texts
    }

    fn texts_below(&self, at: NodeId, pointer: String, texts: &mut Vec<(String, String)>) {
        match &self.nodes[at].value {
            Value::Scalar { .. } if self.is_null(at) => {}
            Value::Scalar { text, .. } => texts.push((pointer, text.clone())),
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.texts_below(*item, format!("{pointer}/{index}"), texts);
                }
            }
            Value::Map(entries) => {
                for (key, value) in entries {
                    let step = self.scalar(*key).unwrap_or_default().replace('~', "~0").replace('/', "~1");
                    self.texts_below(*value, format!("{pointer}/{step}"), texts);
                }
            }
        }
    }

    /// The place of the value that a JSON pointer names; where a step is missing, of the key
    /// of the last one that is there.
    pub fn nearest(&self, pointer: &str) -> Range<usize> {
        let Some(mut at) = self.root else { return 0..0 };
        let mut range = match &self.nodes[at].value {
            Value::Map(entries) => entries.first().map_or(0..0, |(key, _)| self.nodes[*key].range.clone()),
            _ => 0..0,
        };
        for step in pointer.split('/').skip(1) {
            let Some((key, value)) = self.child(at, step) else { return range };
            range = match &self.nodes[value].value {
                Value::Scalar { .. } if !self.is_null(value) => self.nodes[value].range.clone(),
                _ => self.nodes[key].range.clone(),
            };
            at = value;
        }
        range
    }

    /// The place of the last key of a JSON pointer, where that is the word.
    pub fn key(&self, pointer: &str, word: &str) -> Option<Range<usize>> {
        let (above, last) = pointer.rsplit_once('/')?;
        let container =
            above.split('/').skip(1).try_fold(self.root?, |at, step| Some(self.child(at, step)?.1))?;
        let (key, value) = self.child(container, last)?;
        (key != value && self.scalar(key) == Some(word)).then(|| self.nodes[key].range.clone())
    }

    /// Where the value of a JSON pointer stands, all of its parts included.
    pub fn extent(&self, pointer: &str) -> Option<Range<usize>> {
        let value =
            pointer.split('/').skip(1).try_fold(self.root?, |at, step| Some(self.child(at, step)?.1))?;
        Some(self.nodes[value].own.clone())
    }

    /// How many nodes the tree has once every alias is unfolded; saturates far above any record.
    pub fn unfolded(&self) -> usize {
        // A node's parts come after it, but an alias leads back to a node before it: from the
        // last node to the first, every size is known when it is needed but those of aliases,
        // which are asked for again until nothing changes.
        let mut sizes = vec![1_usize; self.nodes.len()];
        for _ in 0..MAX_DEPTH {
            let mut changed = false;
            for id in (0..self.nodes.len()).rev() {
                let size = match &self.nodes[id].value {
                    Value::Scalar { .. } => 1,
                    Value::List(items) => {
                        items.iter().fold(1, |sum: usize, item| sum.saturating_add(sizes[*item]))
                    }
                    Value::Map(entries) => {
                        entries.iter().fold(1, |sum: usize, (_, value)| sum.saturating_add(sizes[*value]))
                    }
                };
                changed |= size != sizes[id];
                sizes[id] = size;
            }
            if !changed {
                break;
            }
        }
        self.root.map_or(0, |root| sizes[root])
    }

    /// The key and the value of one step of a JSON pointer; an item is its own key.
    fn child(&self, at: NodeId, step: &str) -> Option<(NodeId, NodeId)> {
        match &self.nodes[at].value {
            Value::Map(entries) => {
                let name = step.replace("~1", "/").replace("~0", "~");
                entries.iter().find(|(key, _)| self.scalar(*key) == Some(&name)).copied()
            }
            Value::List(items) => {
                let item = *items.get(step.parse::<usize>().ok()?)?;
                Some((item, item))
            }
            Value::Scalar { .. } => None,
        }
    }

    /// A node as JSON in which every scalar is text, as the record's own types read it, with
    /// its faults repaired. None where aliases unfold to more nodes than the budget.
    pub fn to_json(&self, id: NodeId, budget: &mut usize, repair: &Repair) -> Option<Json> {
        *budget = budget.checked_sub(1)?;
        Some(match &self.nodes[id].value {
            Value::Scalar { .. } if self.is_null(id) => Json::Null,
            Value::Scalar { text, plain: true } if text == "true" || text == "false" => {
                (text == "true").into()
            }
            Value::Scalar { text, .. } => Json::String(text.clone()),
            Value::List(items) => {
                let mut list = Vec::new();
                for item in items {
                    list.push(match repair.instead.get(item) {
                        Some(instead) => instead.clone()?,
                        None => self.to_json(*item, budget, repair)?,
                    });
                }
                list.into()
            }
            Value::Map(entries) => {
                let mut object = serde_json::Map::new();
                for (key, value) in entries.iter().filter(|(key, _)| !repair.without.contains(key)) {
                    let json = match repair.instead.get(value) {
                        Some(None) => continue,
                        Some(Some(instead)) => instead.clone(),
                        None => self.to_json(*value, budget, repair)?,
                    };
                    object.insert(self.scalar(*key)?.to_owned(), json);
                }
                object.extend(repair.missing.get(&id).into_iter().flatten().cloned());
                object.into()
            }
        })
    }
}

impl Tree {
    /// A node on one line, between brackets where it has parts, its aliases written out.
    pub fn flow(&self, id: NodeId) -> String {
        match &self.nodes[id].value {
            Value::Scalar { text, plain: true } if matches!(text.as_str(), "true" | "false") => text.clone(),
            Value::Scalar { .. } if self.is_null(id) => "~".to_owned(),
            // A JSON string is a YAML one.
            Value::Scalar { text, .. } => Json::from(text.as_str()).to_string(),
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.flow(*item)).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Map(entries) => {
                let entry =
                    |(key, value): &(NodeId, NodeId)| format!("{}: {}", self.flow(*key), self.flow(*value));
                format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// The range of a value without the anchor (`&name`) or tag (`!name`) before it.
pub fn bare(text: &str, range: Range<usize>) -> Range<usize> {
    let mut start = range.start;
    // Words of a block (`|`) may begin so; they stand on lines of their own.
    let before = text[..start].trim_end_matches([' ', '\t', '\r']);
    if before.is_empty() || before.ends_with('\n') {
        return range;
    }
    while let Some(rest) = text.get(start..range.end).filter(|rest| rest.starts_with(['&', '!'])) {
        let word = rest.len() - rest.trim_start_matches(|letter: char| !letter.is_whitespace()).len();
        start += rest.len() - rest[word..].trim_start().len();
    }
    // Words of a block begin on the line below.
    if let Some(block) = text.get(start..range.end).filter(|rest| rest.starts_with(['|', '>'])) {
        let words = block.find('\n').map_or("", |at| block[at..].trim_start());
        start = range.end - words.len();
    }
    start..range.end
}

/// What to read in the place of faults.
#[derive(Default)]
pub struct Repair {
    /// Keys to leave out, with their values.
    pub without: HashSet<NodeId>,
    /// Instead of a value: another; none where there is nothing sound.
    pub instead: HashMap<NodeId, Option<Json>>,
    /// Keys that a map lacks.
    pub missing: HashMap<NodeId, Vec<(String, Json)>>,
}
