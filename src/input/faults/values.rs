//! Values that cannot be used: of no known word, in another notation, left empty.

use serde_json::Value as Json;

use super::schema::{choices, example, wants};
use super::{Walk, nearest, one_line, words};
use crate::diagnostic::Diagnostic;
use crate::input::remedies;
use crate::input::tree::{NodeId, Value};
use crate::record::formats;

impl Walk<'_> {
    pub(super) fn scalar(&mut self, id: NodeId, text: &str, schema: &'static Json, key: Option<NodeId>) {
        let range = self.place(id, key);
        if self.tree.is_null(id) {
            let name = name_of(self, key);
            if let (Some(key), true, true) =
                (key, name.contains('='), self.above.last().is_some_and(|above| above.flow))
            {
                let words = name.split('=').map(str::trim).collect::<Vec<_>>().join(": ").replace(';', ",");
                let hint = self.line_with("viết", &self.tree.node(key).own, &words);
                let message = "trong ngoặc nhọn, sau tên mục là dấu hai chấm";
                self.faults.push(Diagnostic::error(message).at(self.source, range).hint(hint));
                return;
            }
            let fault = Diagnostic::error("mục này còn để trống").at(self.source, range.clone());
            // What follows the key may have been taken for a comment.
            let line = self.source.text[range.end..].split('\n').next().unwrap_or_default();
            self.faults.push(match line.trim_start_matches([':', ' ']).strip_prefix('#') {
                Some(words) if words.starts_with(char::is_alphanumeric) => fault.hint(format!(
                    "YAML bỏ mọi chữ từ dấu `#`; đặt trong dấu nháy kép: `\"#{}\"`",
                    words.trim_end()
                )),
                _ if self.above.last().is_some_and(|above| above.flow) => {
                    fault.hint("ghi nội dung sau dấu hai chấm; chưa biết thì chỉ xóa mục này, giữ các mục khác trong ngoặc")
                }
                _ => fault.hint("ghi nội dung sau dấu hai chấm; chưa biết thì xóa cả dòng"),
            });
            return;
        }
        if self.of_known_key(id, text, schema, key) {
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
            let bare = bare.trim_matches(|letter: char| letter.is_whitespace() || remedies::is_mark(letter));
            let near = remedies::meant(bare, &allowed)
                .or_else(|| words::among(bare, &allowed))
                .or_else(|| nearest(text, allowed.iter().copied()))
                .or_else(|| begun_by(bare, &allowed));
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
                None if format.name == "thidua-date" && (text.contains("..") || text.contains('…')) => {
                    fault.hint("chưa biết ngày thì xóa cả dòng: văn bản in ra chừa chỗ điền tay")
                }
                None if is_figure(format.name) && !text.chars().any(|letter| letter.is_ascii_digit()) => {
                    self.figure_in_words(fault, name_of(self, key), text, schema)
                }
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

    /// What is said of values whose key alone tells what was meant; whether something was.
    fn of_known_key(&mut self, id: NodeId, text: &str, schema: &Json, key: Option<NodeId>) -> bool {
        let name = key.and_then(|key| self.tree.scalar(key)).unwrap_or_default();
        let format = schema.get("format").and_then(Json::as_str).unwrap_or_default();
        let known = match (name, format) {
            ("half", "thidua-count") => half(text),
            ("format", "thidua-version") => version(text),
            (_, "thidua-count") if name == "year" || name.ends_with("_year") => year(name, text),
            (_, "thidua-count") if self.is_share(name, text) => Some((
                format!("`{text}` không phải là số phiếu; ở đây chỉ ghi số phiếu, tỷ lệ do thidua tính"),
                self.votes_of_share(text),
            )),
            _ => None,
        };
        let Some((message, meant)) = known else { return false };
        let mut fault = Diagnostic::error(one_line(&message)).at(self.source, self.place(id, key));
        if let Some(meant) = meant {
            fault = fault.hint(self.line_with("viết", &self.tree.node(id).own, &meant));
        } else if name == "half" {
            fault = fault.hint(self.line_with("6 tháng đầu năm thì viết", &self.tree.node(id).own, "1"));
            fault = fault.hint(self.line_with("6 tháng cuối năm thì viết", &self.tree.node(id).own, "2"));
        }
        self.faults.push(fault);
        true
    }

    /// What to do with words where a figure is wanted.
    fn figure_in_words(
        &self,
        fault: Diagnostic,
        name: &str,
        words: &str,
        schema: &'static Json,
    ) -> Diagnostic {
        let people = self.above.last().is_some_and(|above| above.known.contains_key("people"));
        match name {
            "" => fault,
            "count" if people => {
                let list = words
                    .split(',')
                    .map(|name| format!("{{ name: {} }}", remedies::between_braces(name.trim())));
                let list = list.collect::<Vec<_>>().join(", ");
                fault.hint(format!("kê tên thì ghi ở `people` thay cho `count`: `people: [{list}]`"))
            }
            _ => match example(schema) {
                Some(figure) => fault.hint(format!("ghi bằng chữ số, ví dụ `{name}: {figure}`")),
                None => fault.hint("ghi bằng chữ số"),
            },
        }
    }

    /// Whether a share is written where votes are counted.
    fn is_share(&self, name: &str, text: &str) -> bool {
        const VOTES: [&str; 6] = ["votes", "members", "present", "issued", "returned", "valid"];
        VOTES.contains(&name) && (text.contains('%') || text.contains('/'))
    }

    /// The votes that a share is, where the record tells of how many ballots.
    fn votes_of_share(&self, text: &str) -> Option<String> {
        if let Some((part, _)) = text.split_once('/') {
            let part = part.trim();
            return part.parse::<u32>().is_ok().then(|| part.to_owned());
        }
        let share: u64 = text.split(['%', ',']).next()?.trim().parse().ok()?;
        let ballots = self.tree.texts();
        let of = ["/ballot/valid", "/ballot/issued", "/ballot/present"];
        let (_, all) = of.iter().find_map(|own| ballots.iter().find(|(pointer, _)| pointer == own))?;
        let votes = all.trim().parse::<u64>().ok()?.checked_mul(share)?;
        (votes % 100 == 0 && !text.contains(',')).then(|| (votes / 100).to_string())
    }
}

/// Whether a format is of figures alone.
fn is_figure(format: &str) -> bool {
    matches!(format, "thidua-count" | "thidua-money" | "thidua-quantity")
}

/// The key that a value stands under.
fn name_of<'a>(walk: &Walk<'a>, key: Option<NodeId>) -> &'a str {
    key.and_then(|key| walk.tree.scalar(key)).unwrap_or_default()
}

/// The word of a few that other words follow: `Khối thi đua` of `khối` and `cụm`.
fn begun_by<'a>(text: &str, allowed: &[&'a str]) -> Option<&'a str> {
    let lower = text.to_lowercase();
    let begins =
        |word: &&str| lower.strip_prefix(&word.to_lowercase()).is_some_and(|rest| rest.starts_with(' '));
    allowed.iter().copied().find(|word| begins(word))
}

/// What is wrong with a value, and what was meant.
type Said = Option<(String, Option<String>)>;

fn half(text: &str) -> Said {
    if matches!(text.trim(), "1" | "2" | "01" | "02") {
        return None;
    }
    let message =
        format!("`{text}` không dùng được ở đây; `half` ghi 1 (6 tháng đầu năm) hoặc 2 (6 tháng cuối năm)");
    Some((message, remedies::half(text).map(|half| half.to_string())))
}

fn version(text: &str) -> Said {
    if text.trim() == "1" {
        return None;
    }
    let layout = match text.trim().starts_with(|first: char| first.is_ascii_digit()) {
        true => "",
        false => " (`format` không phải là cách trình bày)",
    };
    let message =
        format!("phiên bản mẫu hồ sơ `{text}` chưa có; bản thidua này đọc được `format: 1`{layout}");
    Some((message, Some("1".to_owned())))
}

fn year(name: &str, text: &str) -> Said {
    let digits = text.trim().bytes().all(|byte| byte.is_ascii_digit());
    if digits && text.trim().len() == 4 || !digits && !text.chars().any(|letter| letter.is_ascii_digit()) {
        return None;
    }
    Some((
        format!("`{text}` không dùng được ở đây; `{name}` ghi đủ bốn chữ số của năm"),
        remedies::year(text),
    ))
}
