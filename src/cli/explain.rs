//! `thidua explain`: what the rules of the check ask, and where it is written.

use super::ui::Ui;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::law::{BUILT_IN_TEXT, Law};
use crate::rules::{self, Rule};
use crate::succession::stale;
use crate::vietnamese::date;

/// Arguments of `thidua explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Mã quy tắc, như `thidua check` in ra; không ghi thì kê mọi quy tắc. Với --law là các chữ cần tìm
    #[arg(value_name = "QUY TẮC")]
    rules: Vec<String>,
    /// In các dòng luật có sẵn, mỗi dòng kèm độ tin cậy và ngày rà soát, làm mẫu cho tệp thidua.yaml của mình;
    /// ghi thêm chữ thì chỉ in các dòng có mọi chữ ấy
    #[arg(long)]
    law: bool,
}

/// Explains the rules that are named, or lists all.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    if args.law {
        let told = law_text(&args.rules);
        if told.is_empty() {
            let words = args.rules.join(" ");
            return Err(vec![
                Diagnostic::usage(format!("không dòng luật nào có “{words}”"))
                    .hint("chạy `thidua explain --law` để xem mọi dòng"),
            ]);
        }
        ui.print(&told);
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

/// The built-in rows that hold all of these words, as they are written, each below a remark on how sure it
/// is and when it was gone through: a text that is a `thidua.yaml` itself.
fn law_text(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let sources = Law::built_in().sources();
    let mut told = String::new();
    for list in BUILT_IN_TEXT.split_inclusive("\n\n") {
        // Remarks before the list's key belong to all of it; those among the rows to what follows.
        let Some(start) = list.find("\n  - ").map(|at| at + 1) else {
            if words.is_empty() {
                told.push_str(list);
            }
            continue;
        };
        let (head, rows) = list.split_at(start);
        let key = head.trim_end().lines().last().unwrap_or_default().trim_end_matches(':');
        let mut shown = String::new();
        for (at, row) in rows_of(rows).into_iter().enumerate() {
            let lower = row.to_lowercase();
            if !words.iter().all(|word| lower.contains(word)) {
                continue;
            }
            if let Some(source) = sources.get(&(key, at)) {
                let checked = source.checked.or(Law::built_in().checked);
                let day = checked.map(|day| format!("; rà soát ngày {}", date::short(day.0)));
                let day = day.unwrap_or_default();
                shown.push_str(&format!("  # {}: {}{day}\n", source.mark.letter(), source.mark.words()));
            }
            shown.push_str(row);
        }
        if !shown.is_empty() {
            told.push_str(head);
            told.push_str(shown.trim_end());
            told.push_str("\n\n");
        }
    }
    told.trim_end().to_owned() + if told.is_empty() { "" } else { "\n" }
}

/// The rows of a list as they are written.
fn rows_of(text: &str) -> Vec<&str> {
    let starts: Vec<usize> =
        text.match_indices("  - ").map(|(at, _)| at).filter(|at| text[..*at].is_empty() || text[..*at].ends_with('\n')).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| &text[*start..end]).collect()
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
