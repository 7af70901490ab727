//! Tags and blocks of a template that were opened and not closed.

use std::ops::Range;

use minijinja::machinery::{Token, tokenize};

use crate::template::engine;

/// Statements that have an `end…` of their own.
const BLOCKS: [&str; 9] = ["for", "if", "with", "block", "autoescape", "filter", "macro", "call", "set"];

/// What is open at some point of a template.
pub struct Open<'t> {
    text: &'t str,
    /// Blocks by name, with their opening tags; the innermost last.
    blocks: Vec<(&'t str, Range<usize>)>,
    /// The tag that has no end yet.
    pub tag: Option<Range<usize>>,
    /// Where the last thing ends that could be read.
    read: usize,
}

/// Reads a template up to an offset.
pub fn open(text: &str, until: usize) -> Open<'_> {
    let mut open = Open { text, blocks: Vec::new(), tag: None, read: 0 };
    let Ok(syntax) = engine::syntax() else { return open };
    let mut statement = None;
    let mut assigns = false;
    for token in tokenize(text, false, syntax) {
        let Ok((token, span)) = token else { break };
        let range = span.start_offset as usize..span.end_offset as usize;
        if range.start >= until {
            break;
        }
        open.read = range.end;
        match token {
            Token::BlockStart | Token::VariableStart => {
                open.tag = Some(range);
                (statement, assigns) = (None, false);
            }
            Token::Ident(name) if statement.is_none() => statement = Some(name),
            Token::Assign => assigns = true,
            Token::VariableEnd => open.tag = None,
            Token::BlockEnd => {
                let start = open.tag.take().map_or(range.start, |tag| tag.start);
                match statement {
                    Some(name) if name.starts_with("end") => drop(open.blocks.pop()),
                    Some("set") if assigns => {}
                    Some(name) if BLOCKS.contains(&name) => open.blocks.push((name, start..range.end)),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    open
}

impl<'t> Open<'t> {
    /// The innermost open block.
    pub fn block(&self) -> Option<(&'t str, Range<usize>)> {
        self.blocks.last().cloned()
    }

    /// What has no end, where that is what minijinja says: a tag, a string, a comment, raw text.
    pub fn unended(&self, said: &str) -> Option<Range<usize>> {
        let opened = |marks: &[&str]| {
            let rest = &self.text[self.read..];
            let (at, mark) = marks.iter().filter_map(|mark| Some((rest.find(mark)?, mark))).min()?;
            Some(self.read + at..self.read + at + mark.len())
        };
        match said {
            "unexpected end of string" => opened(&["\"", "'"]),
            "unexpected end of comment" => opened(&["{#"]),
            "unexpected end of raw block" => opened(&["{%"]),
            said if said.starts_with("unexpected end of input") => self.tag.clone(),
            _ => None,
        }
    }

    /// What it is that begins at a range.
    pub fn what(&self, range: &Range<usize>) -> String {
        match &self.text[range.clone()] {
            "\"" | "'" => "chuỗi chữ trong dấu nháy".to_owned(),
            "{#" => "ghi chú `{#`".to_owned(),
            tag => format!("thẻ `{tag}`"),
        }
    }
}

/// Whether a word ends or divides a block.
pub fn is_ending(word: &str) -> bool {
    matches!(word, "else" | "elif") || word.strip_prefix("end").is_some_and(|block| BLOCKS.contains(&block))
}

/// The macros that a template has.
pub fn macros(text: &str) -> impl Iterator<Item = &str> {
    text.split("macro ").skip(1).filter_map(|rest| rest.split('(').next()).map(str::trim)
}
