//! Keys that a map may not have: misspelled, in the wrong column, made of a sentence by a comma.

use serde_json::Value as Json;

use super::schema::{Keys, choices, example, items, object, properties, resolve, title};
use super::{Walk, nearest, one_line, words};
use crate::diagnostic::Diagnostic;
use crate::input::doubtful::CURLY;
use crate::input::tree::{NodeId, Value};
use crate::input::{remedies, slips};
use crate::record::formats;
use crate::vietnamese::posts;
use crate::vietnamese::slug::slug;

/// What to do about the quotes of Word around a figure that a comma cut.
const STRAIGHT: &str = "thay dấu nháy cong “ ” của Word bằng dấu nháy thẳng";

/// How many lines above words at the margin the text is looked for that they belong to.
const MOST_LINES: usize = 60;

/// Why a key is none, of what the program reckons itself.
fn reckoned(name: &str, known: &Keys) -> Option<&'static str> {
    let name = slug(name);
    let has = |key: &str| known.contains_key(key);
    match name.as_str() {
        "invalid" | "khong-hop-le" | "phieu-khong-hop-le" if has("valid") => Some(
            "số phiếu không hợp lệ do thidua tính từ `returned` trừ `valid`: không khớp thì sửa hai số ấy",
        ),
        "rank" | "xep-hang" | "thu-hang" | "hang" if has("assessed") => {
            Some("thứ hạng do thidua tính từ điểm")
        }
        "percent" | "rate" | "ratio" | "ty-le" | "ti-le" if has("votes") || has("plan") => {
            Some("tỷ lệ do thidua tính")
        }
        "sum" | "tong" | "tong-diem" if has("assessed") => {
            Some("tổng điểm do thidua tính; chỉ biết tổng thì ghi `assessed: { total: 96 }`")
        }
        _ => None,
    }
}

/// Where a fault is shown.
fn fault_place(fault: &Diagnostic) -> std::ops::Range<usize> {
    fault.place.as_ref().map_or(0..0, |place| place.range.clone())
}

/// What is said of words behind a name that are surely a post.
const POST: &str = "chức vụ phải có tên mục";

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
        let lacks_colon = first.split_once(' ').filter(|(key, _)| known.contains_key(*key));
        let further = || self.tree.scalar(entries[0].0).is_some_and(|first| !known.contains_key(first));
        let of_id = || {
            let (id, figure) = first.split_once(' ').filter(|_| further())?;
            let counts = figure.trim().starts_with(|first: char| first.is_ascii_digit());
            (counts && !id.contains(char::is_uppercase)).then_some((id, figure))
        };
        if let Some((key, value)) = lacks_colon.or_else(of_id) {
            let hint = self.line_with("thêm dấu hai chấm", &place, &format!("{key}: {}", value.trim()));
            let message = format!("sau `{key}` thiếu dấu hai chấm");
            self.faults.push(Diagnostic::error(message).at(self.source, place).hint(hint));
            return from + 1;
        }
        // `chức vụ:Giám đốc`, of which no blank makes a key.
        if let Some((key, value)) = first.split_once(':')
            && let Some(meant) = known
                .get_key_value(key)
                .map(|(key, _)| key.as_str())
                .or_else(|| words::meant(key, known, &|_| true))
        {
            let words = format!("{meant}: {}", remedies::between_braces(value.trim()));
            let said = format!("viết `{meant}`, dấu hai chấm và một dấu cách");
            let hint = self.line_with(&said, &place, &words);
            let message = "thiếu dấu cách sau dấu hai chấm";
            self.faults.push(Diagnostic::error(message).at(self.source, place).hint(hint));
            return from + 1;
        }
        // A key that lacks its value is more likely than a sentence of keys.
        if count == 1 && self.tree.is_null(value)
            || !matches!(self.tree.node(value).value, Value::Scalar { .. })
        {
            self.unknown(entries, from, known);
            return from + count;
        }
        let words = self.source.text[start..last].trim();
        let parts: Vec<&str> = words.split(',').map(str::trim).collect();
        let names = parts.iter().all(|part| part.contains(' ') && part.starts_with(char::is_uppercase));
        if self.tree.scalar(before) == Some("count") && known.contains_key("people") && names {
            // Of the first it was said that it is no figure.
            let there =
                |fault: &Diagnostic| fault.place.as_ref().is_some_and(|place| place.range.start == start);
            self.faults.retain(|fault| !there(fault));
            let people: Vec<String> = parts.iter().map(|part| format!("{{ name: {part} }}")).collect();
            let place = self.tree.node(before).own.start..last;
            let words = format!("people: [{}]", people.join(", "));
            let hint = self.line_with("kê tên thì ghi ở `people` thay cho `count`", &place, &words);
            let fault = Diagnostic::error("`count` chỉ ghi số người").at(self.source, place);
            self.faults.push(fault.hint(hint));
            return from + count;
        }
        if self.tree.scalar(before) == Some("unit") && parts.iter().all(|part| self.is_unit(part)) {
            let row = |part: &&str| slips::rewritten(&self.source.text, &(start..last), part);
            let rows: Vec<String> = parts.iter().filter_map(row).map(|row| format!("`{row}`")).collect();
            let fault = Diagnostic::error("ở đây chỉ ghi được mã của một đơn vị").at(self.source, place);
            self.faults.push(fault.hint(format!("mỗi đơn vị một dòng: {}", rows.join(" và "))));
            return from + count;
        }
        let list =
            self.tree.scalar(before).and_then(|name| known.get(name)).is_some_and(|own| items(own).is_some());
        if list {
            // Of the first of them it was said that it is no list.
            let there =
                |fault: &Diagnostic| fault.place.as_ref().is_some_and(|place| place.range.start == start);
            self.faults.retain(|fault| !there(fault));
            let (one, several) = remedies::in_brackets(words);
            let hint = self.line_with("viết", &(start..last), &several.unwrap_or(one));
            let message = "danh sách trong ngoặc nhọn phải đặt trong ngoặc vuông";
            self.faults.push(Diagnostic::error(message).at(self.source, start..last).hint(hint));
            return from + count;
        }
        let key = self.tree.scalar(before).unwrap_or_default();
        // What is taken off is written without its sign.
        let words = if key == "deduction" { words.trim_start_matches(['-', '−']) } else { words };
        let name = key;
        let name =
            known.get(name).map(resolve).and_then(|schema| schema.get("format")).and_then(Json::as_str);
        let format = formats::FORMATS.iter().find(|known| Some(known.name) == name);
        let figure = |letter: char| letter.is_ascii_digit() || matches!(letter, ',' | '.' | ' ' | '-' | '−');
        let curly = words.contains(CURLY);
        let words = match words.trim_matches(CURLY) {
            inner if inner.len() < words.len() && inner.chars().all(figure) => {
                // Of the first part it was said that it is no figure.
                let there =
                    |fault: &Diagnostic| fault.place.as_ref().is_some_and(|place| place.range.start == start);
                self.faults.retain(|fault| !there(fault));
                inner
            }
            _ => words,
        };
        let meant = format.and_then(|format| remedies::value(words, format));
        let fault = if let Some(meant) = meant.filter(|_| !words.chars().all(figure)) {
            let fault =
                Diagnostic::error(format!("dấu phẩy trong ngoặc nhọn tách số, phần `{first}` rời ra"));
            let meant = if meant.contains(',') { format!("\"{meant}\"") } else { meant };
            let why = if curly { STRAIGHT } else { "viết" };
            fault.hint(self.line_with(why, &(start..last), &meant))
        } else if words.chars().all(figure) {
            let fault =
                Diagnostic::error(format!("dấu phẩy trong ngoặc nhọn tách số, phần `{first}` rời ra"));
            remedies::cut_number(words, name).into_iter().fold(fault, |fault, (why, number)| {
                let why = if curly { STRAIGHT } else { &why };
                fault.hint(self.line_with(why, &(start..last), &number))
            })
        } else {
            let fault =
                Diagnostic::error(format!("dấu phẩy trong ngoặc nhọn tách câu, phần `{first}` rời ra"));
            let key = self.key_of_cut(entries, from, count, known);
            // Where the key is sure, the words are no part of a sentence.
            let fault = if matches!(key, Some((POST, _))) {
                fault
            } else {
                let words = slips::line::quote(words);
                fault.hint(self.line_with("đặt cả câu trong dấu nháy", &(start..last), &words))
            };
            match key {
                Some((why, key)) => {
                    let rest = self.source.text[place.start..last].trim();
                    let own = format!("{key}: {}", remedies::between_braces(rest));
                    fault.hint(self.line_with(why, &(place.start..last), &own))
                }
                None => fault,
            }
        };
        self.faults.push(fault.at(self.source, place));
        from + count
    }

    /// The key that words behind a comma lack perhaps, where their map has none of it yet, with when it is so.
    fn key_of_cut(
        &self,
        entries: &[(NodeId, NodeId)],
        from: usize,
        count: usize,
        known: &'static Keys,
    ) -> Option<(&'static str, &'static str)> {
        let name = |at: usize| self.tree.scalar(entries[at].0);
        let free = |key: &str| known.contains_key(key) && (0..entries.len()).all(|at| name(at) != Some(key));
        let post = posts::is_post(name(from).unwrap_or_default());
        match name(from - 1) {
            Some("name") if count == 1 && free("title") && post => Some((POST, "title")),
            Some("name")
                if count == 1
                    && free("title")
                    && (0..entries.len()).any(|at| name(at) == Some("honorific")) =>
            {
                Some(("là chức vụ thì ghi tên mục", "title"))
            }
            Some("name" | "title") if free("unit") => Some(("là tên đơn vị thì ghi tên mục", "unit")),
            _ => None,
        }
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
            let below = known.get(*before).map(|schema| object(schema));
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
        let braces = own.and_then(|owner| self.with_another(entries, owner, at));
        let message = match (own, &braces) {
            (Some(_), Some(_)) => format!("mục `{name}` phải ở trong ngoặc nhọn của `{owner}`"),
            (Some(_), None) => format!("mục `{name}` phải thụt vào dưới `{owner}`"),
            (None, _) => {
                format!("mục `{name}` thụt vào quá sâu: nó ngang hàng với `{owner}`, không thuộc `{owner}`")
            }
        };
        let hint = match braces {
            Some(line) => format!("xóa dòng này và viết: `{line}`"),
            // In the middle of a map that goes on it would part it in two.
            None if own.is_none() && at + 1 < entries.len() => {
                let above = self.source.text[..place.start].lines().enumerate().collect::<Vec<_>>();
                let is_owner = |line: &str| {
                    line.len() - line.trim_start().len() == wanted
                        && line
                            .trim_start()
                            .strip_prefix(owner.as_str())
                            .is_some_and(|rest| rest.starts_with(':'))
                };
                let line = above.iter().rev().find(|(_, line)| is_owner(line)).map(|(at, _)| at + 1);
                let line = line.map(|line| format!(" ở dòng {line}")).unwrap_or_default();
                format!("chuyển cả mục lên trên dòng `{owner}:`{line}, đặt {wanted} dấu cách ở đầu dòng")
            }
            None => {
                format!("đặt {wanted} dấu cách ở đầu dòng, cả các dòng thuộc `{name}` cũng dời theo")
            }
        };
        self.faults.push(Diagnostic::error(message).at(self.source, place).hint(hint));
        true
    }

    /// The line of a map between braces with an entry more that stands below it; none where it is no such map.
    fn with_another(&self, entries: &[(NodeId, NodeId)], owner: &str, at: usize) -> Option<String> {
        let (_, map) = entries.iter().find(|(key, _)| self.tree.scalar(*key) == Some(owner))?;
        let place = self.tree.node(*map).own.clone();
        let inner = self.source.text.get(place.clone())?.strip_prefix('{')?;
        let key = self.tree.scalar(entries[at].0)?;
        let value = self.tree.scalar(entries[at].1)?;
        let words = format!("{{ {key}: {},{inner}", remedies::between_braces(value));
        slips::rewritten(&self.source.text, &place, &words)
    }

    /// Entries between braces whose colons touch their values, so that YAML reads `nd1:58` as one word: their
    /// indexes and keys, once it is told of all of them; none where `unknown` tells of the only one.
    pub(super) fn tight_colons(
        &mut self,
        id: NodeId,
        entries: &[(NodeId, NodeId)],
        known: &'static Keys,
        further: bool,
    ) -> Vec<(usize, String)> {
        let key = |(key, value): &(NodeId, NodeId)| {
            let (key, value) =
                self.tree.scalar(*key)?.split_once(':').filter(|_| self.tree.is_null(*value))?;
            let id = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
            let words = !value.is_empty() && !value.starts_with(char::is_whitespace);
            (words && id && !key.is_empty() && (further || known.contains_key(key))).then(|| key.to_owned())
        };
        let tight: Vec<(usize, String)> =
            entries.iter().enumerate().filter_map(|(at, entry)| Some((at, key(entry)?))).collect();
        let Some((first, _)) = tight.first().filter(|_| further || tight.len() > 1) else {
            return Vec::new();
        };
        let own = self.tree.node(id).own.clone();
        let mut mended = self.source.text[own.clone()].to_owned();
        for (at, key) in tight.iter().rev() {
            let colon = self.tree.node(entries[*at].0).own.start - own.start + key.len() + 1;
            if mended.is_char_boundary(colon) {
                mended.insert(colon, ' ');
            }
        }
        let place = self.tree.node(entries[*first].0).range.clone();
        let hint = self.line_with("gõ một dấu cách sau dấu hai chấm", &own, &mended);
        self.faults
            .push(Diagnostic::error("thiếu dấu cách sau dấu hai chấm").at(self.source, place).hint(hint));
        tight
    }

    /// The words of the line that a place stands in.
    pub(super) fn line_of(&self, at: usize) -> &str {
        let start = self.source.text[..at].rfind('\n').map_or(0, |at| at + 1);
        self.source.text[start..].split('\n').next().unwrap_or_default().trim()
    }

    /// A key that is not known; gives the one that was meant.
    pub(super) fn unknown(
        &mut self,
        entries: &[(NodeId, NodeId)],
        at: usize,
        known: &'static Keys,
    ) -> Option<&'static str> {
        let id = entries[at].0;
        let name = self.tree.scalar(id).unwrap_or_default();
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
        let lines = self.source.text[..range.start].trim_end().rsplit('\n');
        // Of the text above, lines stand deeper than the key that it belongs to.
        let mut text = lines
            .take(MOST_LINES)
            .skip_while(|line| slips::line::entry(line).is_none() && line.starts_with(' '));
        let above = text.next().unwrap_or_default();
        if name.contains(' ') && above.ends_with(['|', '>']) {
            let message = "lời văn dưới dấu `|` phải thụt vào sâu hơn mục của nó";
            let wanted = slips::line::body(above) + 2;
            let hint = format!(
                "để đúng {wanted} dấu cách ở đầu dòng này và mọi dòng của đoạn: `{}{}`",
                " ".repeat(wanted),
                self.line_of(range.start)
            );
            let before = self.source.text[..range.start].trim_end_matches([' ', '\n']);
            let ended = before.ends_with(['.', ';', ':', '!', '?']);
            let fault = Diagnostic::error(message).at(self.source, range).hint(hint);
            self.faults.push(match ended {
                true => fault.hint("muốn thành đoạn riêng thì để một dòng trống ở trên"),
                false => fault,
            });
            return None;
        }
        let message = format!("mục `{}` không có trong mẫu hồ sơ", one_line(name));
        let fault = Diagnostic::error(message).at(self.source, range);
        if let Some(why) = reckoned(name, known) {
            self.faults.push(fault.hint(format!("{why}; xóa mục này")));
            return None;
        }
        if at == 0
            && let Some(row) = self.unit_as_key(entries[0], name, known)
        {
            let hint = self.line_with("viết", &row.0, &row.1);
            let fault =
                Diagnostic::error("mã của đơn vị ghi sau `unit:`").at(self.source, fault_place(&fault));
            self.faults.push(fault.hint(hint));
            return known.get_key_value("unit").map(|(key, _)| key.as_str());
        }
        let is_word = words::meant(name, known, &|_| true).is_some();
        if at == 0
            && !is_word
            && let Some(hint) = self.words_as_key(entries[0], name, known)
        {
            self.faults.push(fault.hint(hint));
            return Some("group").filter(|key| known.contains_key(*key));
        }
        // No map of a record has so many keys.
        let there = entries.iter().take(200);
        let there: Vec<&str> = there.filter_map(|(key, _)| self.tree.scalar(*key)).collect();
        // What stands there already is not what was meant.
        let free = || known.keys().map(String::as_str).filter(|key| !there.contains(key));
        let word = words::meant(name, known, &|key| !there.contains(&key));
        let meant = word.or_else(|| nearest(&name.to_lowercase(), free()));
        let deeper = || {
            let below = known.iter().filter(|(_, schema)| properties(object(schema)).contains_key(name));
            let mut below = below.filter(|(_, schema)| items(schema).is_none()).map(|(key, _)| key.as_str());
            below.next().filter(|_| below.next().is_none())
        };
        let plural = || known.contains_key(&format!("{name}s"));
        if let Some(owner) = deeper().filter(|_| !plural()) {
            self.faults.push(fault.hint(self.below(entries, (at, name), owner)));
            return None;
        }
        self.faults.push(match meant {
            Some(meant) if word.is_some() => {
                let said = format!("`{}` viết là `{meant}`", one_line(name));
                fault.hint(self.line_with(&said, &self.tree.node(id).own, meant))
            }
            Some(meant) => fault.hint(format!("có phải muốn viết `{meant}`?")),
            None => match free().collect::<Vec<_>>()[..] {
                [] => fault.hint("các mục dùng được ở đây đã ghi cả; xóa mục này"),
                ref free => fault.hint(format!("các mục còn dùng được ở đây: {}", free.join(", "))),
            },
        });
        meant
    }

    /// What to do with a key that belongs into one of the maps beside it.
    fn below(&self, entries: &[(NodeId, NodeId)], (at, name): (usize, &str), owner: &str) -> String {
        let (key, value) = entries[at];
        let there = entries.iter().find(|(key, _)| self.tree.scalar(*key) == Some(owner));
        let line = there.map(|(key, _)| self.source.line(self.tree.node(*key).range.start));
        // An alias leads elsewhere.
        let words = self.tree.node(key).own.start..self.tree.node(value).own.end;
        let words = self.source.text.get(words).unwrap_or("\n");
        let braces = there
            .is_some_and(|(_, value)| self.source.text[self.tree.node(*value).own.start..].starts_with('{'));
        match (line, words.contains('\n')) {
            (Some(line), false) if braces => {
                format!("ghi vào trong ngoặc nhọn của `{owner}` ở dòng {line}, thêm dấu phẩy: `{words}`")
            }
            (Some(line), _) => format!(
                "chuyển xuống dưới `{owner}` ở dòng {line}, đầu dòng {} dấu cách",
                self.column(key) + 2
            ),
            (None, false) => format!("`{name}` thuộc `{owner}`: viết `{owner}: {{ {words} }}`"),
            (None, _) => {
                format!("`{name}` thuộc `{owner}`: thêm dòng `{owner}:` ở trên nó, rồi thụt vào hai dấu cách")
            }
        }
    }

    /// Tells of a person between braces without a key: `{ Bà Trần Thị B, Giám đốc }`.
    pub(super) fn without_keys(
        &mut self,
        id: NodeId,
        entries: &[(NodeId, NodeId)],
        known: &'static Keys,
    ) -> bool {
        let own = self.tree.node(id).own.clone();
        let bare = |(key, value): &(NodeId, NodeId)| {
            let name = self.tree.scalar(*key).unwrap_or_default();
            self.tree.is_null(*value) && !known.contains_key(name)
        };
        let person = known.contains_key("title") && known.contains_key("name");
        if entries.is_empty() || !entries.iter().all(bare) || !person {
            return false;
        }
        let inner = self.source.text[own.clone()].trim_matches(['{', '}', ' ']);
        let Some(meant) = remedies::item(inner, known) else { return false };
        let hint = self.line_with("viết", &own, &meant);
        let message = "trong ngoặc nhọn, trước mỗi nội dung phải có tên mục";
        self.faults.push(Diagnostic::error(message).at(self.source, own).hint(hint));
        true
    }

    /// A row whose first key is a unit's id with all else between braces, as it should be written, and where.
    fn unit_as_key(
        &self,
        (key, value): (NodeId, NodeId),
        name: &str,
        known: &'static Keys,
    ) -> Option<(std::ops::Range<usize>, String)> {
        let own = self.tree.node(value).own.clone();
        let inner = self.source.text.get(own.clone())?.trim().strip_prefix('{')?;
        let row = known.contains_key("unit") && self.is_unit(name);
        row.then(|| {
            (self.tree.node(key).own.start..own.end, format!("{{ unit: {name}, {}", inner.trim_start()))
        })
    }

    /// Tells of figures without the ids of their criteria: `{ 60, 40 }`.
    pub(super) fn figures_alone(&mut self, id: NodeId, entries: &[(NodeId, NodeId)]) -> bool {
        let figure = |(key, value): &(NodeId, NodeId)| {
            let name = self.tree.scalar(*key).filter(|_| self.tree.is_null(*value))?;
            name.bytes().all(|byte| byte.is_ascii_digit()).then_some(name)
        };
        let Some(figures) = entries.iter().map(figure).collect::<Option<Vec<&str>>>() else { return false };
        let Some(words) = self.by_criteria(&figures) else { return false };
        let own = self.tree.node(id).own.clone();
        let hint = self.line_with("viết", &own, &words);
        let message = "trước mỗi điểm phải có mã của tiêu chuẩn";
        self.faults.push(Diagnostic::error(message).at(self.source, own).hint(hint));
        self.repair.without.extend(entries.iter().map(|(key, _)| *key));
        true
    }

    /// Figures as a map by the ids of the criteria, where there are as many.
    pub(super) fn by_criteria(&self, figures: &[&str]) -> Option<String> {
        let texts = self.tree.texts();
        let ids = texts.iter().filter(|(pointer, _)| {
            pointer.starts_with("/scores/criteria/")
                && pointer.ends_with("/id")
                && pointer.matches('/').count() == 4
        });
        let ids: Vec<&str> = ids.map(|(_, id)| id.trim()).collect();
        let pairs =
            ids.iter().zip(figures).map(|(id, figure)| format!("{id}: {}", remedies::between_braces(figure)));
        let words = format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "));
        (!figures.is_empty() && ids.len() == figures.len()).then_some(words)
    }

    /// What to do with words that stand where the first key of a row should: a heading, a group, a unit.
    fn words_as_key(
        &self,
        (key, value): (NodeId, NodeId),
        name: &str,
        known: &'static Keys,
    ) -> Option<String> {
        let own = self.tree.node(key).own.clone();
        let colon = own.start..own.end + 1;
        let has = |key: &str| known.contains_key(key);
        let words = remedies::between_braces(name);
        if has("group") && has("members") && self.tree.is_null(value) && name.contains(' ') {
            return Some(self.line_with("là tên nhóm thì viết", &colon, &format!("group: {words}")));
        }
        let all = own.start..self.tree.node(value).own.end;
        let text = self.tree.scalar(value)?;
        if has("title") && has("name") && name.contains(' ') {
            let person = remedies::awardee(&format!("{name}, {}", text.trim()))?;
            return Some(self.line_with("ghi tên từng mục", &all, &person));
        }
        if has("title") && has("body") && name.contains(' ') {
            return Some(format!(
                "là đề mục và lời văn thì viết thành hai dòng: `- title: {words}` và `body: {}`",
                remedies::between_braces(text.trim())
            ));
        }
        let figure = ["count", "votes"].into_iter().find(|key| has(key))?;
        let row = format!("{{ unit: {name}, {figure}: {} }}", text.trim());
        (has("unit") && text.trim().parse::<u32>().is_ok()).then(|| self.line_with("viết", &all, &row))
    }

    /// Tells of a key that a map must have and has not, with what could stand there.
    pub(super) fn missing(
        &mut self,
        id: NodeId,
        entries: &[(NodeId, NodeId)],
        schema: &'static Json,
        key: Option<NodeId>,
        name: &str,
    ) {
        let own = properties(schema).get(name);
        let called = own.and_then(title).map(|title| format!(" ({title})")).unwrap_or_default();
        let place = self.place(id, key);
        let fault = Diagnostic::error(format!("thiếu mục bắt buộc `{name}`{called}")).at(self.source, place);
        let named = entries.iter().find(|(key, _)| self.tree.scalar(*key) == Some("name"));
        let from_name = named.and_then(|(_, name)| self.tree.scalar(*name)).map(slug);
        let sure = from_name.filter(|_| name == "id").or_else(|| (name == "format").then(|| "1".to_owned()));
        let like = if sure.is_some() { "" } else { ", ví dụ" };
        let words = sure.or_else(|| own.and_then(example));
        let words = words.map(|value| match value.starts_with(['{', '[']) {
            true => format!("{name}: {value}"),
            false => format!("{name}: {}", remedies::between_braces(&value)),
        });
        let fault = match (words, entries.first()) {
            (Some(words), Some((first, _))) => fault.hint(self.with_first(id, *first, key, &words, like)),
            (Some(words), None) => fault.hint(format!("thêm{like}: `{words}`")),
            (None, _) => fault,
        };
        self.faults.push(match own.map(resolve).and_then(choices) {
            Some(choices) => fault.hint(format!("chọn một trong: {}", choices.join(", "))),
            None => fault,
        });
    }

    /// A remedy that shows a map with a further entry at its beginning.
    fn with_first(&self, id: NodeId, first: NodeId, key: Option<NodeId>, words: &str, like: &str) -> String {
        let start = self.tree.node(first).own.start;
        let own = &self.source.text[self.tree.node(id).own.start..];
        if own.starts_with('{') {
            return self.line_with(&format!("thêm{like}"), &(start..start), &format!("{words}, "));
        }
        let column = self.column(first);
        match key {
            Some(_) => format!("thêm một dòng, đầu dòng {column} dấu cách{like}: `{words}`"),
            None if self.tree.root() == Some(id) => format!("thêm một dòng ở đầu hồ sơ{like}: `{words}`"),
            None => format!("thêm một dòng trong mục này, đầu dòng {column} dấu cách{like}: `{words}`"),
        }
    }
}
