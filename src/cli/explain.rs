//! `thidua explain`: what the rules of the check ask, and where it is written.

use super::ui::Ui;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{self, Rule};
use crate::succession::stale;

/// Arguments of `thidua explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Mã quy tắc, như `thidua check` in ra; không ghi thì kê mọi quy tắc
    #[arg(value_name = "QUY TẮC")]
    rules: Vec<String>,
    /// In các dòng luật có sẵn, làm mẫu cho tệp thidua.yaml của mình
    #[arg(long, conflicts_with = "rules")]
    law: bool,
}

/// Explains the rules that are named, or lists all.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    if args.law {
        ui.print(rules::law::BUILT_IN_TEXT);
        return Ok(());
    }
    if args.rules.is_empty() {
        for family in rules::FAMILIES {
            ui.print(&format!("{}\n", family.title));
            for rule in family.rules {
                ui.print(&format!("  {:30} {:9} {}\n", rule.id, rule.level.word(), rule.title));
            }
            ui.print("\n");
        }
        ui.print("So với hồ sơ kỳ trước (check --against)\n");
        for rule in stale::RULES {
            ui.print(&format!("  {:30} {:9} {}\n", rule.id, Severity::Warning.word(), rule.title));
        }
        return Ok(());
    }
    let mut faults = Vec::new();
    for id in &args.rules {
        match rules::find(id) {
            Some(rule) => ui.print(&explanation(rule)),
            None => match stale::RULES.iter().find(|rule| rule.id == id) {
                Some(rule) => ui.print(&format!(
                    "{} ({}, khi dùng `check --against`)\n{}\n\n{}\n\nQuy định: {}.\n\n",
                    rule.id,
                    Severity::Warning.word(),
                    rule.title,
                    rule.text,
                    stale::ARTICLE
                )),
                None => faults.push(unknown(id)),
            },
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn explanation(rule: &Rule) -> String {
    format!(
        "{} ({})\n{}\n\n{}\n\nQuy định: {} ({}).\n\nĐể hồ sơ không theo quy tắc này, ghi vào hồ sơ:\n\n\
         exceptions:\n  - rule: {}\n    reason: lý do\n\n",
        rule.id,
        rule.level.word(),
        rule.title,
        rule.text,
        rule.article,
        rule.mark.words(),
        rule.id
    )
}

fn unknown(id: &str) -> Diagnostic {
    let fault = Diagnostic::usage(format!("không có quy tắc nào mang mã `{id}`"));
    match crate::input::nearest(id, rules::all().map(|rule| rule.id)) {
        Some(meant) => fault.hint(format!("có phải muốn xem `{meant}`?")),
        None => fault.hint("chạy `thidua explain` để xem mọi quy tắc"),
    }
}
