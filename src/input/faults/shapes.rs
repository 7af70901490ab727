//! Values of the wrong shape: words where a list is wanted, a list where keys are.

use std::ops::Range;

use serde_json::Value as Json;

use super::Walk;
use super::schema::{allows, is_key, properties};
use crate::diagnostic::Diagnostic;
use crate::input::tree::{NodeId, Value};
use crate::input::{remedies, slips};

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
}
