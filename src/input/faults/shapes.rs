//! Values of the wrong shape: words where a list is wanted, a list where keys are.

use std::ops::Range;

use serde_json::Value as Json;

use super::Walk;
use super::schema::{Keys, allows, choices, example, is_key, items, object, properties, resolve, row_keys};
use crate::diagnostic::Diagnostic;
use crate::input::cells::Ids;
use crate::input::tree::{NodeId, Value};
use crate::input::{remedies, slips};
use crate::record::NARRATIVES;

impl Walk<'_> {
    pub(super) fn wrong_shape(&mut self, id: NodeId, schema: &'static Json, key: Option<NodeId>) {
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
            let items = schema.get("items").map(|items| object(items));
            let remedy = match node {
                Value::Scalar { .. } if self.line_begins(own.start) && self.is_words(schema) => {
                    let line = self.source.text[own.clone()].split('\n').next().unwrap_or_default();
                    let place = own.start..own.start + line.len();
                    let words = format!("- {line}");
                    Some(self.line_with("thêm dấu `-` và dấu cách ở đầu mỗi dòng", &place, &words))
                }
                Value::Scalar { text, .. } if !text.chars().any(char::is_alphabetic) => None,
                Value::Scalar { text, .. } if self.is_words(schema) && name != "individuals" => {
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
                    let item = |text: &str| match name {
                        "individuals" => remedies::awardee(text),
                        _ => items.and_then(|items| remedies::item(text, properties(items))),
                    };
                    let rows = || {
                        let persons = remedies::persons(text);
                        let rows: Option<Vec<String>> = persons.into_iter().map(item).collect();
                        rows.map(|rows| {
                            rows.iter().map(|row| format!("`- {row}`")).collect::<Vec<_>>().join(" và ")
                        })
                    };
                    let titled = || {
                        let keys = items.map(properties).filter(|keys| keys.contains_key("body"));
                        keys.map(|_| format!("dưới `{name}:`, mỗi mục viết thành `- title: …` và `body: …`"))
                    };
                    rows().map(|rows| format!("viết ở dòng dưới `{name}`: {rows}")).or_else(titled)
                }
                Value::Map(entries) if self.source.text[own.start..].starts_with('{') => {
                    let rows = items.map(properties).and_then(|keys| self.rows_of_map(entries, keys, &own));
                    rows.map(|rows| self.line_with("viết", &own, &rows))
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
                _ if known.contains_key("unit") && self.is_unit(text) => Some(format!(
                    "{{ honorific: Ông, name: Nguyễn Văn A, title: Giám đốc, unit: {} }}",
                    text.trim()
                )),
                _ => chosen(text, known)
                    .or_else(|| remedies::reward(text).filter(|_| known.contains_key("collective")))
                    .or_else(|| remedies::item(text, known)),
            });
            let remedy = match (item, node) {
                (Some(item), _) => Some(self.line_with("viết", &own, &item)),
                (None, Value::List(_)) if !name.is_empty() => {
                    Some(format!("đây không phải là danh sách: bỏ dấu `-` trước các mục thuộc `{name}`"))
                }
                (None, _) if schema.get("thidua-check").is_some_and(|check| check == "period") => Some(
                    "viết `{ year: 2026 }`, hoặc `{ half: 1, year: 2026 }` cho 6 tháng đầu năm".to_owned(),
                ),
                // The form of the map, where nothing of the words tells what was meant.
                // Where nothing stands, what was meant stands elsewhere.
                (None, Value::Scalar { .. }) if self.tree.is_null(id) => None,
                (None, Value::Scalar { .. }) => example(schema)
                    .filter(|form| form.starts_with('{'))
                    .map(|form| self.line_with("ghi từng mục con, ví dụ", &own, &form)),
                _ => None,
            };
            (wanted, remedy)
        } else if allows(schema, "object") {
            let meant = match node {
                Value::Scalar { text, .. } => remedies::by_id(text).or_else(|| {
                    let points = matches!(name, "self" | "assessed" | "agreed");
                    points.then(|| format!("{{ total: {} }}", remedies::between_braces(text.trim())))
                }),
                _ => None,
            };
            let ids = match node {
                Value::List(items) => {
                    items.iter().map(|item| self.tree.scalar(*item)).collect::<Option<Vec<_>>>()
                }
                _ => None,
            };
            let remedy = match (meant, ids) {
                (Some(meant), _) => Some(self.line_with("viết", &own, &meant)),
                (None, Some(figures)) if self.by_criteria(&figures).is_some() => {
                    let words = self.by_criteria(&figures).unwrap_or_default();
                    Some(self.line_with("ghi mã của tiêu chuẩn trước mỗi điểm", &own, &words))
                }
                (None, Some(ids)) if !ids.is_empty() => {
                    let each: Vec<String> = ids.iter().map(|id| format!("{id}: 1")).collect();
                    let words = format!("{{ {} }}", each.join(", "));
                    Some(self.line_with("ghi số của từng mục, ví dụ", &own, &words))
                }
                (None, None) if name == "units" => {
                    let ids = self.unit_ids();
                    let each: Vec<String> = ids.iter().take(2).map(|id| format!("{id}: 1")).collect();
                    let words = format!("{{ {} }}", each.join(", "));
                    (!each.is_empty())
                        .then(|| self.line_with("ghi số của từng đơn vị theo mã, ví dụ", &own, &words))
                }
                _ => None,
            };
            ("các mục con, mỗi dòng một mục".to_owned(), remedy)
        } else {
            // Words with a colon or in brackets are a map or a list to YAML.
            let raw = self.source.text.get(own.clone()).unwrap_or_default().trim();
            let words = slips::line::quote(raw);
            let first = match node {
                Value::List(items) => items.first().and_then(|item| self.tree.scalar(*item)),
                _ => None,
            };
            let items = match node {
                Value::List(items) => {
                    items.iter().map(|item| self.tree.scalar(*item)).collect::<Option<Vec<_>>>()
                }
                _ => None,
            };
            let remedy = match (raw.is_empty(), raw.contains('\n')) {
                (true, _) => None,
                (false, true) if !NARRATIVES.contains(&name) && items.is_some() => {
                    let words = items.unwrap_or_default().join("; ");
                    Some(format!(
                        "viết thành một câu, không phải danh sách: `{name}: {}`",
                        remedies::between_braces(&words)
                    ))
                }
                (false, false) if choices(schema).is_some() && first.is_some() => {
                    Some(self.line_with("ở đây chỉ ghi được một", &own, first.unwrap_or_default()))
                }
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

    /// Whether a list takes words as its items.
    fn is_words(&self, schema: &'static Json) -> bool {
        let Some(items) = items(schema) else { return true };
        let branches = resolve(items).get("anyOf").and_then(Json::as_array).into_iter().flatten();
        !allows(object(items), "object") || branches.map(resolve).any(|branch| allows(branch, "string"))
    }

    /// Whether a value begins its line.
    fn line_begins(&self, at: usize) -> bool {
        let start = self.source.text[..at].rfind('\n').map_or(0, |at| at + 1);
        self.source.text[start..at].trim().is_empty()
    }

    /// Whether words are the id of a unit.
    pub(super) fn is_unit(&self, text: &str) -> bool {
        self.unit_ids().iter().any(|id| id == text.trim())
    }

    /// The ids of the units.
    fn unit_ids(&self) -> Vec<String> {
        let ids = self
            .tree
            .texts()
            .into_iter()
            .filter(|(pointer, _)| pointer.starts_with("/group/units/") && pointer.ends_with("/id"));
        ids.map(|(_, id)| id.trim().to_owned()).collect()
    }

    /// A map between braces as the list that is wanted: of itself, or of its ids with their figures.
    fn rows_of_map(&self, entries: &[(NodeId, NodeId)], keys: &Keys, own: &Range<usize>) -> Option<String> {
        if entries.iter().all(|(_, value)| self.tree.is_null(*value)) {
            let words: Option<Vec<&str>> = entries.iter().map(|(key, _)| self.tree.scalar(*key)).collect();
            return words.map(|words| format!("[{}]", words.join(", ")));
        }
        let named =
            |(key, _): &(NodeId, NodeId)| self.tree.scalar(*key).is_some_and(|key| keys.contains_key(key));
        if entries.iter().all(named) {
            return Some(format!("[{}]", &self.source.text[own.clone()]));
        }
        let figure = ["votes", "count"].into_iter().find(|key| keys.contains_key(*key))?;
        let row = |(key, value): &(NodeId, NodeId)| {
            let (id, figures) = (self.tree.scalar(*key)?, self.tree.scalar(*value)?);
            Some(format!("{{ unit: {id}, {figure}: {figures} }}"))
        };
        let rows: Option<Vec<String>> = entries.iter().map(row).collect();
        rows.filter(|_| keys.contains_key("unit")).map(|rows| format!("[{}]", rows.join(", ")))
    }

    /// What is said of words that were meant for a list: with marks of a word processor, with dashes that
    /// touch the words, as rows of a workbook.
    fn list_of_another_look(
        &self,
        text: &str,
        schema: &'static Json,
        own: &Range<usize>,
    ) -> Option<(String, String)> {
        let first = text.chars().next()?;
        let line = self.source.text[own.start..].split('\n').next().unwrap_or_default().trim_end();
        let place = own.start..own.start + line.len();
        let after = text[first.len_utf8()..].chars().next()?;
        if text.contains('\t') {
            let keys = row_keys(schema).unwrap_or_else(|| properties(schema));
            let ids = Ids::of(self.source.text.lines());
            return Some((slips::PASTED.to_owned(), slips::of_cells(line, Some(keys), &ids, None)));
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
}

/// A word as the map that is wanted, where it is the choice of one of its keys.
fn chosen(text: &str, known: &'static Keys) -> Option<String> {
    let takes = |schema: &'static Json| {
        let branches = schema.get("anyOf").and_then(Json::as_array).into_iter().flatten();
        let mut all = branches.chain([schema]).map(resolve);
        all.any(|schema| choices(schema).is_some_and(|choices| choices.contains(&text.trim())))
    };
    let mut keys = known.iter().filter(|(_, schema)| takes(schema)).map(|(key, _)| key);
    let key = keys.next().filter(|_| keys.next().is_none())?;
    Some(format!("{{ {key}: {} }}", text.trim()))
}
