//! What a rule says of a record.

use super::Rule;
use super::law::Mark;
use crate::diagnostic::Severity;

/// A breach of a rule, at its place in the record.
#[derive(Debug)]
pub struct Finding {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// Whether it stops the official copy.
    pub level: Severity,
    /// JSON pointer of the value, whether it is there or is what is missing.
    pub pointer: String,
    /// The words within the value, where not all of it is meant.
    pub words: Option<String>,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
    /// Where it is written.
    pub article: String,
}

impl Finding {
    /// At these words of the value alone.
    pub fn within(&mut self, words: impl Into<String>) -> &mut Self {
        self.words = Some(words.into());
        self
    }

    /// May be meant as it is written, and only warns.
    pub fn uncertain(&mut self) -> &mut Self {
        self.level = Severity::Warning;
        self
    }

    /// Rests on a row of the law: its article is told, and what is not certain never stops a paper.
    pub fn resting_on(&mut self, article: &str, mark: Mark) -> &mut Self {
        article.clone_into(&mut self.article);
        if mark != Mark::Verified {
            self.level = Severity::Warning;
        }
        self
    }

    /// Rests on a law that is no longer as it was read: only warns, and says by what it was changed.
    pub fn unsettled_by(&mut self, text: &str) {
        self.level = Severity::Warning;
        self.article = format!("{}; chưa kiểm tra theo {text}", self.article);
    }
}

/// The breaches of one rule that are found in a record.
pub struct Findings {
    rule: &'static Rule,
    list: Vec<Finding>,
}

impl Findings {
    /// None yet.
    pub fn of(rule: &'static Rule) -> Self {
        Self { rule, list: Vec::new() }
    }

    /// A breach at the value of a JSON pointer, with what is wrong and what to do.
    pub fn at(
        &mut self,
        pointer: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> &mut Finding {
        let finding = Finding {
            rule: self.rule,
            level: self.rule.level,
            pointer: pointer.into(),
            words: None,
            message: message.into(),
            remedy: remedy.into(),
            article: self.rule.article.to_owned(),
        };
        self.list.push(finding);
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    /// All of them.
    pub fn into_list(self) -> Vec<Finding> {
        self.list
    }
}
