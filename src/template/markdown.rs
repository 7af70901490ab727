//! Markdown of a record as Typst calls around literals.
//!
//! Nothing is passed through: every letter of the text ends in a string literal, every
//! construct in a call of `templates/lib/body.typ`.

use std::collections::HashMap;

use pulldown_cmark::{Alignment, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::literal::{markup, string};

/// The folder of the record within the typesetter's world.
pub const RECORD_ROOT: &str = "/record/";

/// Quotations and lists deeper than this are laid out as if they stood at it.
const MAX_DEPTH: usize = 8;

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES)
}

/// The paths and descriptions of the pictures that a text shows.
pub fn pictures(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut within = false;
    for event in parser(text) {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                within = true;
                found.push((dest_url.into_string(), String::new()));
            }
            Event::End(TagEnd::Image) => within = false,
            Event::Text(words) | Event::Code(words) if within => {
                if let Some((_, description)) = found.last_mut() {
                    description.push_str(&words);
                }
            }
            _ => {}
        }
    }
    found
}

/// The letters that a text shows, entities (`&shy;`) resolved.
pub fn letters(text: &str) -> String {
    let mut shown = String::new();
    for event in parser(text) {
        if let Event::Text(words) | Event::Code(words) = event {
            shown.push_str(&words);
        }
    }
    shown
}

/// A text of several paragraphs, lists, tables.
pub fn blocks(text: &str) -> String {
    let mut writer = Writer::new(text);
    let body = writer.run(parser(text));
    body.trim_end().to_owned()
}

/// A text of one paragraph, to stand within another: its words without the paragraph.
pub fn inline(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut writer = Writer::new(&one_line);
    writer.bare = true;
    writer.run(parser(&one_line)).trim().to_owned()
}

/// Words that are no Markdown, to stand within a Markdown sentence: every mark is escaped.
pub fn literal(words: &str) -> String {
    words.chars().flat_map(|c| if c.is_ascii_punctuation() { vec!['\\', c] } else { vec![c] }).collect()
}

#[derive(Default)]
struct Writer<'a> {
    /// Buffers of the constructs that are open; the last one is written to.
    open: Vec<String>,
    lists: Vec<List>,
    /// For each open item, where its text begins that is not in a paragraph yet.
    items: Vec<usize>,
    notes: HashMap<CowStr<'a>, String>,
    alignments: Vec<Alignment>,
    /// Path and description of the picture that is being read.
    picture: Option<(String, String)>,
    /// Pictures met in a paragraph: they follow it.
    pictures: Vec<String>,
    /// Paragraphs are written without their call.
    bare: bool,
}

struct List {
    /// The number of the next item, where items are numbered.
    next: Option<u64>,
    numbers: Vec<String>,
}

impl<'a> Writer<'a> {
    /// Footnotes are written where they are referred to, so their texts are collected first.
    fn new(text: &'a str) -> Self {
        let mut notes = HashMap::new();
        let mut events = parser(text);
        while let Some(event) = events.next() {
            let Event::Start(Tag::FootnoteDefinition(label)) = event else { continue };
            let own: Vec<Event> = events
                .by_ref()
                .take_while(|event| *event != Event::End(TagEnd::FootnoteDefinition))
                .collect();
            let mut writer = Self { bare: true, ..Self::default() };
            notes.insert(label, writer.run(own.into_iter()).trim().to_owned());
        }
        Self { notes, ..Self::default() }
    }

    fn run(&mut self, events: impl Iterator<Item = Event<'a>>) -> String {
        let mut skipping = false;
        self.open.push(String::new());
        for event in events {
            if let Some((_, description)) = &mut self.picture
                && let Event::Text(words) | Event::Code(words) = &event
            {
                description.push_str(words);
                continue;
            }
            match event {
                Event::Start(Tag::FootnoteDefinition(_)) => skipping = true,
                Event::End(TagEnd::FootnoteDefinition) => skipping = false,
                _ if skipping => {}
                Event::Start(tag) => self.start(tag),
                Event::End(tag) => self.end(tag),
                Event::SoftBreak => self.write(&markup(" ")),
                Event::HardBreak => self.write("#linebreak();"),
                Event::Rule => self.write("#paragraph[#\"* * *\";]\n"),
                Event::FootnoteReference(label) => {
                    let note = self.notes.get(&label).cloned();
                    if let Some(note) = note {
                        self.write(&format!("#footnote[{note}];"));
                    }
                }
                Event::Text(words)
                | Event::Code(words)
                | Event::Html(words)
                | Event::InlineHtml(words)
                | Event::InlineMath(words)
                | Event::DisplayMath(words) => self.write(&markup(words.trim_end_matches('\n'))),
                Event::TaskListMarker(done) => self.write(&markup(if done { "[x] " } else { "[ ] " })),
            }
        }
        while self.open.len() > 1 {
            let rest = self.pop();
            self.write(&rest);
        }
        self.pop()
    }

    fn write(&mut self, text: &str) {
        if let Some(last) = self.open.last_mut() {
            last.push_str(text);
        }
    }

    fn pop(&mut self) -> String {
        self.open.pop().unwrap_or_default()
    }

    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::List(first) => {
                self.close_item_text();
                self.lists.push(List { next: first, numbers: Vec::new() });
            }
            Tag::Table(alignments) => self.alignments = alignments,
            Tag::Image { dest_url, .. } => self.picture = Some((dest_url.into_string(), String::new())),
            Tag::Item => {
                self.items.push(0);
                let depth = self.lists.len();
                if let Some(List { next: Some(next), numbers }) = self.lists.last_mut() {
                    numbers.push(if depth > 1 {
                        format!("{})", crate::record::report::letter(*next as usize))
                    } else {
                        format!("{next}.")
                    });
                    *next = next.saturating_add(1);
                }
            }
            _ => {}
        }
        self.open.push(String::new());
    }

    /// Puts the bare text of an item in a paragraph: only paragraphs hang back to the margin.
    fn close_item_text(&mut self) {
        let (Some(start), Some(buffer)) = (self.items.last_mut(), self.open.last_mut()) else { return };
        let text = buffer.split_off((*start).min(buffer.len()));
        if !text.trim().is_empty() {
            buffer.push_str(&format!("#par[{text}]\n"));
        }
        *start = buffer.len();
    }

    /// Marks everything that the open item holds as laid out.
    fn item_goes_on(&mut self) {
        if let (Some(start), Some(buffer)) = (self.items.last_mut(), self.open.last()) {
            *start = buffer.len();
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if tag == TagEnd::Item {
            self.close_item_text();
            self.items.pop();
        }
        let inner = self.pop();
        match tag {
            TagEnd::Paragraph if self.bare => self.write(&format!("{inner}\n")),
            TagEnd::Paragraph => self.paragraph(&inner),
            TagEnd::Heading(_) => self.paragraph(&format!("#strong[{inner}]")),
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.paragraph(&inner),
            TagEnd::BlockQuote(_) if self.open.len() > MAX_DEPTH => self.write(&inner),
            TagEnd::BlockQuote(_) => self.write(&format!("#quoted[{inner}]\n")),
            TagEnd::Strong => self.write(&format!("#strong[{inner}];")),
            TagEnd::Emphasis => self.write(&format!("#emph[{inner}];")),
            TagEnd::Item => self.write(&format!("[{}],", inner.trim_end())),
            TagEnd::List(_) => self.list(&inner),
            TagEnd::Image => {
                if let Some((path, description)) = self.picture.take() {
                    let path = string(&format!("{RECORD_ROOT}{path}"));
                    self.pictures.push(format!("#picture({path}, {})\n", string(&description)));
                }
            }
            TagEnd::TableCell => self.write(&format!("[{inner}],")),
            TagEnd::TableHead | TagEnd::TableRow => self.write(&format!("({inner}),")),
            TagEnd::Table => self.table(&inner),
            _ => self.write(&inner),
        }
    }

    fn paragraph(&mut self, inner: &str) {
        if !inner.trim().is_empty() {
            self.write(&format!("#paragraph[{inner}]\n"));
        }
        for picture in std::mem::take(&mut self.pictures) {
            self.write(&picture);
        }
        self.item_goes_on();
    }

    fn list(&mut self, items: &str) {
        let Some(list) = self.lists.pop() else { return };
        let depth = self.lists.len();
        if self.open.len() > MAX_DEPTH * 2 {
            return self.write(&format!("#for item in ({items}) {{ item }}\n"));
        }
        // A list within a list moves back to the margin of the text: under which mark it stands.
        let under = match self.lists.last() {
            None => "none".to_owned(),
            Some(List { next: Some(_), numbers }) => string(numbers.last().map_or("", String::as_str)),
            Some(_) => string(if depth > 1 { "+" } else { "-" }),
        };
        let call = match list.next {
            Some(_) => {
                let numbers: String =
                    list.numbers.iter().map(|number| format!("{}, ", string(number))).collect();
                format!("#numbered({under}, ({numbers}), {items})\n")
            }
            None => format!("#bullets({under}, {}, {items})\n", string(if depth == 0 { "-" } else { "+" })),
        };
        self.write(&call);
        self.item_goes_on();
    }

    fn table(&mut self, rows: &str) {
        let alignments: String = self
            .alignments
            .iter()
            .map(|alignment| match alignment {
                Alignment::Right => "right, ",
                Alignment::Center => "center, ",
                Alignment::None | Alignment::Left => "left, ",
            })
            .collect();
        self.write(&format!("#plain-table(({alignments}), {rows})\n"));
    }
}
