//! Markdown of a record as Typst calls around literals.
//!
//! Nothing is passed through: every letter of the text ends in a string literal, every
//! construct in a call of `templates/lib/body.typ`.

use std::collections::HashMap;

use pulldown_cmark::{Alignment, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::literal::{markup, string};

/// The folder of the record within the typesetter's world.
pub const RECORD_ROOT: &str = "/record/";

/// Quotations, lists and emphasis deeper than this are laid out as if they stood at it.
const MAX_DEPTH: usize = 6;

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
    let mut reader = Reader::new(text);
    let blocks = reader.blocks(0);
    let mut out = String::new();
    write_blocks(&mut out, &blocks, "none", 0);
    out.trim_end().to_owned()
}

/// A text of one paragraph, to stand within another: its words without the paragraph.
pub fn inline(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut reader = Reader::new(&one_line);
    let mut out = String::new();
    write_words(&mut out, &reader.blocks(0));
    out
}

/// Words that are no Markdown, to stand within a Markdown sentence: every mark is escaped.
pub fn literal(words: &str) -> String {
    words.chars().flat_map(|c| if c.is_ascii_punctuation() { vec!['\\', c] } else { vec![c] }).collect()
}

/// What a text is made of, one under another.
enum Block {
    /// Words, as Typst markup.
    Paragraph(String),
    Quotation(Vec<Block>),
    List {
        first: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    /// Alignments, then rows of cells in markup; the first row is the head.
    Table {
        alignments: Vec<Alignment>,
        rows: Vec<Vec<String>>,
    },
    Picture(Picture),
}

/// A picture's path within the record's folder and the words that stand for it.
struct Picture {
    path: String,
    description: String,
}

/// Reads Markdown's events into blocks.
struct Reader<'a> {
    events: Parser<'a>,
    notes: HashMap<CowStr<'a>, String>,
}

impl<'a> Reader<'a> {
    /// Footnotes are written where they are referred to, so their texts are collected first.
    fn new(text: &'a str) -> Self {
        let mut notes = HashMap::new();
        let mut reader = Self { events: parser(text), notes: HashMap::new() };
        while let Some(event) = reader.events.next() {
            if let Event::Start(Tag::FootnoteDefinition(label)) = event {
                let mut words = String::new();
                write_words(&mut words, &reader.blocks(0));
                notes.insert(label, words);
            }
        }
        Self { events: parser(text), notes }
    }

    /// Blocks up to the end of what holds them.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        // Bare words, as a tight list's items have them.
        let mut words = Words::default();
        // Ends that belong to containers too deep to be kept apart.
        let mut flattened = 0;
        while let Some(event) = self.events.next() {
            let container = is_container(&event);
            if container {
                words.flush(&mut blocks);
            }
            match event {
                Event::Start(Tag::FootnoteDefinition(_) | Tag::BlockQuote(_) | Tag::List(_) | Tag::Item)
                    if depth >= MAX_DEPTH =>
                {
                    flattened += 1;
                }
                Event::Start(Tag::FootnoteDefinition(_)) => drop(self.blocks(depth + 1)),
                Event::End(_) if container && flattened > 0 => flattened -= 1,
                Event::End(_) if container => return blocks,
                Event::Start(Tag::BlockQuote(_)) => blocks.push(Block::Quotation(self.blocks(depth + 1))),
                Event::Start(Tag::List(first)) => {
                    let items = self.items(depth + 1);
                    blocks.push(Block::List { first, items });
                }
                Event::Start(Tag::Item) => blocks.extend(self.blocks(depth)),
                Event::Start(Tag::Table(alignments)) => {
                    let rows = self.rows();
                    blocks.push(Block::Table { alignments, rows });
                }
                Event::Start(
                    tag @ (Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock),
                ) => {
                    self.words(tag.to_end(), &mut words);
                    if matches!(tag, Tag::Heading { .. }) {
                        words.text = format!("#strong[{}];", words.text);
                    }
                    words.flush(&mut blocks);
                }
                Event::Rule => blocks.push(Block::Paragraph(markup("* * *"))),
                event => self.word(event, &mut words),
            }
        }
        words.flush(&mut blocks);
        blocks
    }

    /// The items of a list, up to its end.
    fn items(&mut self, depth: usize) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.blocks(depth)),
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        items
    }

    /// The rows of a table, up to its end.
    fn rows(&mut self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let mut words = Words::default();
                    self.words(TagEnd::TableCell, &mut words);
                    let pictures: String = words.pictures.iter().map(picture).collect();
                    rows.last_mut().into_iter().for_each(|row| row.push(format!("{}{pictures}", words.text)));
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        rows
    }

    /// Words up to an end.
    fn words(&mut self, end: TagEnd, words: &mut Words) {
        while let Some(event) = self.events.next() {
            if event == Event::End(end) {
                return;
            }
            self.word(event, words);
        }
    }

    /// One event within words.
    fn word(&mut self, event: Event<'a>, words: &mut Words) {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                let mut description = Words::default();
                self.words(TagEnd::Image, &mut description);
                words.pictures.push(Picture { path: dest_url.into_string(), description: description.plain });
            }
            Event::Start(Tag::Strong) => words.open("#strong["),
            Event::Start(Tag::Emphasis) => words.open("#emph["),
            Event::End(TagEnd::Strong | TagEnd::Emphasis) => words.close(),
            Event::SoftBreak => words.show(" "),
            Event::HardBreak => words.text.push_str("#linebreak();"),
            Event::FootnoteReference(label) => {
                if let Some(note) = self.notes.get(&label) {
                    words.text.push_str(&format!("#footnote[{note}];"));
                }
            }
            Event::TaskListMarker(done) => words.show(if done { "[x] " } else { "[ ] " }),
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => words.show(&text),
            _ => {}
        }
    }
}

/// Whether an event begins or ends a block: words before it are complete.
fn is_container(event: &Event) -> bool {
    matches!(
        event,
        Event::Rule
            | Event::Start(
                Tag::BlockQuote(_)
                    | Tag::List(_)
                    | Tag::Item
                    | Tag::FootnoteDefinition(_)
                    | Tag::Paragraph
                    | Tag::Heading { .. }
                    | Tag::CodeBlock(_)
                    | Tag::HtmlBlock
                    | Tag::Table(_)
            )
            | Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition)
    )
}

/// Words that are being read.
#[derive(Default)]
struct Words {
    /// As Typst markup.
    text: String,
    /// As letters alone.
    plain: String,
    /// The pictures among them, which follow the paragraph.
    pictures: Vec<Picture>,
    /// How many emphases are open.
    depth: usize,
}

impl Words {
    fn open(&mut self, call: &str) {
        if self.depth < MAX_DEPTH {
            self.text.push_str(call);
        }
        self.depth += 1;
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth < MAX_DEPTH {
            self.text.push_str("];");
        }
    }

    fn show(&mut self, letters: &str) {
        // A line's end within a block of code parts words; the last one parts nothing.
        let mut lines = letters.split('\n').peekable();
        while let Some(line) = lines.next() {
            if !line.is_empty() {
                self.text.push_str(&markup(line));
                self.plain.push_str(line);
            }
            if lines.peek().is_some() {
                self.text.push_str(&markup(" "));
                self.plain.push(' ');
            }
        }
    }

    /// Makes a paragraph of the words, pictures after it.
    fn flush(&mut self, blocks: &mut Vec<Block>) {
        let Self { text, plain, pictures, .. } = std::mem::take(self);
        if !plain.trim().is_empty() || text.contains("#footnote") {
            blocks.push(Block::Paragraph(text));
        }
        blocks.extend(pictures.into_iter().map(Block::Picture));
    }
}

/// Blocks as calls of the Typst library. Lists stand `under` a mark, or none.
fn write_blocks(out: &mut String, blocks: &[Block], under: &str, depth: usize) {
    for block in blocks {
        match block {
            Block::Paragraph(words) => out.push_str(&format!("#paragraph[{words}]\n")),
            Block::Quotation(within) => {
                out.push_str("#quoted[");
                write_blocks(out, within, under, depth);
                out.push_str("]\n");
            }
            Block::List { first, items } => write_list(out, *first, items, under, depth),
            Block::Table { alignments, rows } => write_table(out, alignments, rows),
            Block::Picture(one) => out.push_str(&picture(one)),
        }
    }
}

fn picture(picture: &Picture) -> String {
    let path = string(&format!("{RECORD_ROOT}{}", picture.path));
    format!("#picture({path}, {})\n", string(&picture.description))
}

fn write_list(out: &mut String, first: Option<u64>, items: &[Vec<Block>], under: &str, depth: usize) {
    let marks: Vec<String> = match first {
        Some(first) => (first..)
            .take(items.len())
            .map(|number| match depth {
                0 => format!("{number}."),
                _ => format!("{})", crate::record::report::letter(number as usize)),
            })
            .collect(),
        None => vec![if depth == 0 { "-" } else { "+" }.to_owned(); items.len()],
    };
    match first {
        Some(_) => {
            let numbers: String = marks.iter().map(|mark| format!("{}, ", string(mark))).collect();
            out.push_str(&format!("#numbered({under}, ({numbers}), "));
        }
        None => out
            .push_str(&format!("#bullets({under}, {}, ", string(marks.first().map_or("-", String::as_str)))),
    }
    for (item, mark) in items.iter().zip(&marks) {
        out.push('[');
        write_blocks(out, item, &string(mark), depth + 1);
        out.push_str("], ");
    }
    out.push_str(")\n");
}

fn write_table(out: &mut String, alignments: &[Alignment], rows: &[Vec<String>]) {
    let alignments: String = alignments
        .iter()
        .map(|alignment| match alignment {
            Alignment::Right => "right, ",
            Alignment::Center => "center, ",
            Alignment::None | Alignment::Left => "left, ",
        })
        .collect();
    // What is repeated on each page cannot refer to a note.
    let noted = rows.first().is_some_and(|head| head.iter().any(|cell| cell.contains("#footnote")));
    let repeat = if noted { "repeat: false, " } else { "" };
    let rows: String = rows
        .iter()
        .map(|row| format!("({}), ", row.iter().map(|cell| format!("[{cell}], ")).collect::<String>()))
        .collect();
    out.push_str(&format!("#plain-table(({alignments}), {repeat}{rows})\n"));
}

/// All words of blocks one after another: what stands in one sentence.
fn write_words(out: &mut String, blocks: &[Block]) {
    for block in blocks {
        if !out.is_empty() {
            out.push_str(&markup(" "));
        }
        match block {
            Block::Paragraph(words) => out.push_str(words),
            Block::Quotation(within) => write_words(out, within),
            Block::List { items, .. } => items.iter().for_each(|item| write_words(out, item)),
            Block::Table { rows, .. } => rows.iter().flatten().for_each(|cell| out.push_str(cell)),
            Block::Picture(one) => out.push_str(&picture(one)),
        }
    }
}
