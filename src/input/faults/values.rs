//! Values that cannot be used: of no known word, in another notation, left empty.

use serde_json::Value as Json;

use super::schema::{choices, wants};
use super::{Walk, nearest, one_line};
use crate::diagnostic::Diagnostic;
use crate::input::remedies;
use crate::input::tree::{NodeId, Value};
use crate::record::formats;

impl Walk<'_> {
    pub(super) fn scalar(&mut self, id: NodeId, text: &str, schema: &'static Json, key: Option<NodeId>) {
        let range = self.place(id, key);
        if self.tree.is_null(id) {
            let fault = Diagnostic::error("mục này còn để trống").at(self.source, range.clone());
            // What follows the key may have been taken for a comment.
            let line = self.source.text[range.end..].split('\n').next().unwrap_or_default();
            self.faults.push(match line.trim_start_matches([':', ' ']).strip_prefix('#') {
                Some(words) if words.starts_with(char::is_alphanumeric) => fault.hint(format!(
                    "YAML bỏ mọi chữ từ dấu `#`; đặt trong dấu nháy kép: `\"#{}\"`",
                    words.trim_end()
                )),
                _ => fault.hint("ghi nội dung sau dấu hai chấm; chưa biết thì xóa cả dòng"),
            });
            return;
        }
        if let Some(allowed) = choices(schema) {
            if allowed.contains(&text) {
                return;
            }
            if let Some(meant) = remedies::meant(text, &allowed) {
                self.repair.instead.insert(id, Some(meant.into()));
                self.meant.push((self.tree.node(id).own.clone(), format!("\"{meant}\"")));
                return;
            }
            let message = one_line(&format!("`{text}` không dùng được ở đây"));
            let fault = Diagnostic::error(message).at(self.source, range.clone());
            let bare = text.split("//").next().unwrap_or_default();
            let bare = bare.trim_matches(|letter: char| letter.is_whitespace() || ",.;“”\"".contains(letter));
            let near = remedies::meant(bare, &allowed).or_else(|| nearest(text, allowed.iter().copied()));
            let fault = match near {
                Some(near) => fault.hint(self.line_with("viết", &self.tree.node(id).own, near)),
                None => fault,
            };
            self.faults.push(fault.hint(format!("chọn một trong: {}", allowed.join(", "))));
            return;
        }
        if wants(schema, &["boolean"]) {
            let plain = matches!(self.tree.node(id).value, Value::Scalar { plain: true, .. });
            if matches!(text, "true" | "false") && plain {
                return;
            }
            let message = format!("`{text}` không dùng được ở đây; ghi `true` (có) hoặc `false` (không)");
            let fault = Diagnostic::error(one_line(&message)).at(self.source, range);
            self.faults.push(match remedies::boolean(text) {
                Some(meant) => {
                    let words = if matches!(text, "true" | "false") { "bỏ dấu nháy" } else { "viết" };
                    fault.hint(self.line_with(words, &self.tree.node(id).own, meant))
                }
                None => fault,
            });
            return;
        }
        if wants(schema, &["integer"]) && schema.get("pattern").is_none() && text.parse::<u32>().is_err() {
            self.fault(range, format!("`{text}` không phải là số nguyên viết bằng chữ số"));
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
            let fault = Diagnostic::error(one_line(&message)).at(self.source, range);
            self.faults.push(match remedies::value(text, format) {
                Some(meant) => {
                    // Between brackets a comma parts what stands before and after it.
                    let quoted = meant.contains(',');
                    let words = if quoted { format!("\"{meant}\"") } else { meant };
                    fault.hint(self.line_with("viết", &self.tree.node(id).own, &words))
                }
                None => fault,
            });
        }
    }
}
