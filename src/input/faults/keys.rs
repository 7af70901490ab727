//! Keys that a map may not have: misspelled, in the wrong column, made of a sentence by a comma.

use serde_json::Value as Json;

use super::schema::{Keys, properties, resolve};
use super::{Walk, nearest, one_line};
use crate::diagnostic::Diagnostic;
use crate::input::tree::{NodeId, Value};
use crate::input::{remedies, slips};
use crate::record::formats;

impl Walk<'_> {
    /// Keys that a comma between braces made of a sentence or of a figure, from the index on; gives the index
    /// after them.
    pub(super) fn cut_by_commas(
        &mut self,
        entries: &[(NodeId, NodeId)],
        from: usize,
        known: &'static Keys,
    ) -> usize {
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

    /// Tells of a key that belongs to a map above, or to one before it, and stands in the wrong column.
    pub(super) fn misplaced(
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

    /// The words of the line that a place stands in.
    fn line_of(&self, at: usize) -> &str {
        let start = self.source.text[..at].rfind('\n').map_or(0, |at| at + 1);
        self.source.text[start..].split('\n').next().unwrap_or_default().trim()
    }

    /// A key that is not known; gives the one that was meant.
    pub(super) fn unknown(&mut self, id: NodeId, name: &str, known: &'static Keys) -> Option<&'static str> {
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
}
