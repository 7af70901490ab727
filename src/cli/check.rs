//! `thidua check`: all that is wrong with the records, or missing, at once.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::{Value as Json, json};

use super::Records;
use super::ui::Ui;
use crate::check::{Excepted, Missing, Verdict};
use crate::diagnostic::{Diagnostic, Severity};
use crate::input::Loaded;
use crate::input::files::{self, RecordFile};
use crate::press::Press;
use crate::succession::stale;
use crate::vietnamese::notation;

/// Arguments of `thidua check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    records: Records,
    /// Chỉ rõ từng điều còn thiếu để lập bản chính thức
    #[arg(long)]
    draft: bool,
    /// Hồ sơ kỳ trước: báo những gì lẽ ra phải đổi mà chưa đổi
    #[arg(long, value_name = "HỒ SƠ CŨ")]
    against: Option<PathBuf>,
    /// Dạng báo lỗi: human (có trích dòng), short (mỗi lỗi một dòng), json
    #[arg(
        long,
        value_name = "DẠNG",
        default_value = "human",
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: Format,
    /// Thư mục phông chữ, như khi lập văn bản
    #[arg(long, value_name = "THƯ MỤC")]
    font_path: Option<PathBuf>,
}

/// How faults are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Short,
    Json,
}

/// What is told of one record.
struct Checked {
    diagnostics: Vec<Diagnostic>,
    verdict: Option<Verdict>,
}

/// Reads and judges every record and tells what is wrong with it.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let (files, mut faults) = args.records.find();
    let press = Press::new(args.font_path.as_deref(), None).map_err(|fault| vec![fault])?;
    let old = args.against.as_deref().map(|path| last(&press, path)).transpose()?;
    let checked: Vec<Checked> = files.par_iter().map(|file| check(&press, file, old.as_ref())).collect();
    if args.format == Format::Json {
        let list: Vec<Json> = files.iter().zip(&checked).flat_map(|(file, one)| as_json(file, one)).collect();
        ui.print(&format!("{:#}\n", Json::Array(list)));
    }
    for (file, Checked { mut diagnostics, verdict }) in files.iter().zip(checked) {
        if args.format == Format::Human {
            if args.draft {
                let missing = verdict.iter().flat_map(|verdict| &verdict.missing);
                diagnostics.extend(missing.map(|missing| missing.diagnostic.clone()));
            }
            ui.report(&diagnostics);
            if let Some(verdict) = &verdict {
                ui.say(&summary(file, verdict, args.draft));
            }
        } else if args.format == Format::Short {
            let missing = verdict.iter().flat_map(|verdict| &verdict.missing);
            let lines = diagnostics.iter().chain(missing.map(|missing| &missing.diagnostic));
            lines.for_each(|diagnostic| ui.print(&format!("{}\n", diagnostic.short())));
        }
        // Told already; they decide the exit code.
        faults.extend(diagnostics.into_iter().map(Diagnostic::told));
    }
    if faults.iter().any(|fault| fault.severity == Severity::Error) { Err(faults) } else { Ok(()) }
}

/// The last record, to compare with.
fn last(press: &Press, path: &Path) -> Result<Loaded, Vec<Diagnostic>> {
    match files::find(path).map_err(|fault| vec![fault])?.as_slice() {
        [one] => press.load(one),
        several => Err(vec![Diagnostic::usage(format!(
            "`{}` có {} hồ sơ; `--against` so với một hồ sơ",
            path.display(),
            several.len()
        ))]),
    }
}

fn check(press: &Press, file: &RecordFile, old: Option<&Loaded>) -> Checked {
    let judged = press.load(file).and_then(|loaded| Ok((press.judge(&loaded)?, loaded)));
    match judged {
        Ok((mut verdict, loaded)) => {
            let stale = old.map(|old| stale::stale(old, &loaded)).unwrap_or_default();
            let excepted = |id: &str| loaded.record.exceptions.iter().any(|exception| exception.rule == id);
            let stale = stale.iter().filter(|one| !excepted(one.id));
            verdict.findings.extend(stale.map(|one| one.diagnostic(&loaded)));
            verdict.findings.sort_by_key(|finding| finding.place.as_ref().map(|place| place.range.start));
            Checked { diagnostics: verdict.findings.clone(), verdict: Some(verdict) }
        }
        Err(diagnostics) => Checked { diagnostics, verdict: None },
    }
}

/// What stands under a record's faults: how many, what was excepted, what is missing.
fn summary(file: &RecordFile, verdict: &Verdict, draft: bool) -> String {
    let found = verdict.counted().unwrap_or_else(|| "không có lỗi".to_owned());
    let mut lines = vec![format!("{}: {found}", file.path.display())];
    for Excepted { rule, reason, breaches } in &verdict.excepted {
        lines.push(format!("  ngoại lệ {} ({} chỗ): {reason}", rule.id, notation::count(*breaches)));
    }
    // Told one by one already where that was asked for.
    if !draft {
        let mut papers: Vec<&str> = verdict.missing.iter().map(|missing| missing.paper.as_str()).collect();
        papers.dedup();
        lines.extend(papers.into_iter().map(|paper| {
            let missing = verdict.missing.iter().filter(|missing| missing.paper == paper);
            format!("  {paper} còn thiếu {}", listed(missing))
        }));
    }
    lines.join("\n")
}

/// What is missing with the lines where it belongs: `số văn bản, ngày ban hành (dòng 16)`.
fn listed<'a>(missing: impl Iterator<Item = &'a Missing>) -> String {
    let mut by_what: Vec<(&str, Vec<usize>)> = Vec::new();
    for one in missing {
        let line = one.diagnostic.place.as_ref().map_or(1, |place| place.start().0);
        match by_what.iter_mut().find(|(what, _)| *what == one.what) {
            Some((_, lines)) => lines.push(line),
            None => by_what.push((one.what, vec![line])),
        }
    }
    let runs = by_what.chunk_by(|one, other| one.1 == other.1).map(|run| {
        let whats: Vec<&str> = run.iter().map(|(what, _)| *what).collect();
        let lines: Vec<String> = run[0].1.iter().map(usize::to_string).collect();
        format!("{} (dòng {})", whats.join(", "), lines.join(", "))
    });
    runs.collect::<Vec<_>>().join("; ")
}

fn as_json(file: &RecordFile, checked: &Checked) -> Vec<Json> {
    let mut list: Vec<Json> = checked.diagnostics.iter().map(|one| one.json(&file.path)).collect();
    for missing in checked.verdict.iter().flat_map(|verdict| &verdict.missing) {
        let mut json = missing.diagnostic.json(&file.path);
        json["level"] = "missing".into();
        list.push(json);
    }
    for excepted in checked.verdict.iter().flat_map(|verdict| &verdict.excepted) {
        list.push(json!({
            "file": file.path.display().to_string(),
            "level": "excepted",
            "rule": excepted.rule.id,
            "message": excepted.reason,
            "breaches": excepted.breaches,
        }));
    }
    list
}
