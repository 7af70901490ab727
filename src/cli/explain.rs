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

/// What `explain --law` begins with.
const LAW_HEAD: &str = "\
# Các dòng luật có sẵn. Dòng trên mỗi dòng luật cho biết độ tin cậy: V đã đối chiếu với văn bản, W theo một nguồn thứ
# cấp, M theo trí nhớ, R theo cách hiểu của thidua; và ngày rà soát gần nhất. Chép những dòng cần sửa vào thidua.yaml.

";

/// The built-in rows that hold all of these words, as they are written, each below a remark on how sure it
/// is and when it was gone through: a text that is a `thidua.yaml` itself. The remarks of the file, which are
/// for those who keep it, are left out.
fn law_text(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let law = Law::built_in();
    let sources = law.sources();
    let mut told = String::new();
    let (mut list, mut at, mut headed) = ("", 0, true);
    let rows = rows(BUILT_IN_TEXT);
    for row in &rows {
        if !row.starts_with("  - ") {
            (list, at, headed) = (row.trim_end().trim_end_matches(':'), 0, false);
            // The day of all rows stands before the lists.
            if words.is_empty() && row.contains(": ") {
                told.push_str(row);
            }
            continue;
        }
        let lower = row.to_lowercase();
        if words.iter().all(|word| lower.contains(word)) {
            if !headed {
                told.push_str(&format!("{}{list}:\n", if told.is_empty() { "" } else { "\n" }));
                headed = true;
            }
            if let Some(source) = sources.get(&(list, at)) {
                let checked = source.checked.or(law.checked).map(|day| date::short(day.0));
                let day = checked.map(|day| format!("; rà soát ngày {day}")).unwrap_or_default();
                told.push_str(&format!("  # {}: {}{day}\n", source.mark.letter(), source.mark.words()));
            }
            told.push_str(row);
        }
        at += 1;
    }
    if words.is_empty() { format!("{LAW_HEAD}{told}") } else { told }
}

/// The keys and the rows of a law's text, each with all its lines, without remarks.
fn rows(text: &str) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    for line in lines {
        match rows.last_mut() {
            Some(row) if line.starts_with("    ") => {
                row.push_str(line);
                row.push('\n');
            }
            _ => rows.push(format!("{line}\n")),
        }
    }
    rows
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
