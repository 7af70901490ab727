//! `thidua build`: every paper that the records hold.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::thread;

use clap::ValueEnum;

use super::ui::{Progress, Ui};
use super::usage::Reason;
use crate::batch::events::{Earlier, Events};
use crate::batch::inputs::Inputs;
use crate::batch::list::List;
use crate::batch::make::{self, Made};
use crate::batch::shard::Shard;
use crate::batch::{Order, Task, crew};
use crate::diagnostic::Diagnostic;
use crate::input::{files::RecordFile, folder_of};
use crate::press::{Format, OWN_TEMPLATES, Options, Press};
use crate::template::{Kind, Stage};
use crate::{limits, output, typeset};

/// Arguments of `thidua build`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Tệp hồ sơ, thư mục hồ sơ (có record.yaml), hoặc thư mục chứa nhiều hồ sơ
    #[arg(required_unless_present = "manifest", value_name = "HỒ SƠ")]
    records: Vec<PathBuf>,
    /// Tệp liệt kê hồ sơ, mỗi dòng một đường dẫn (hoặc cách nhau bằng ký tự NUL); `-` là đầu vào chuẩn
    #[arg(long, value_name = "TỆP")]
    manifest: Option<PathBuf>,
    /// Thư mục ghi văn bản
    #[arg(short, long, value_name = "THƯ MỤC", default_value = "out", hide_default_value = true)]
    output: PathBuf,
    /// Chỉ lập các loại này: report (báo cáo), covenant (giao ước), decision (quyết định)
    #[arg(long, value_name = "LOẠI", value_delimiter = ',', hide_possible_values = true)]
    only: Vec<Kind>,
    /// In bản dự thảo, kèm trang liệt kê những điều còn thiếu
    #[arg(long, conflicts_with = "official")]
    draft: bool,
    /// In bản chính thức; chỗ còn thiếu để trống cho viết tay
    #[arg(long)]
    official: bool,
    /// Dạng tệp: pdf, png, svg, typ
    #[arg(
        long,
        value_name = "DẠNG",
        default_value = "pdf",
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: FormatArg,
    /// Số hồ sơ lập cùng lúc; mặc định theo số nhân của máy
    #[arg(long, value_name = "SỐ", default_value_t = 0, hide_default_value = true)]
    jobs: usize,
    /// Chỉ lập phần thứ K trong N phần của các hồ sơ, để chia cho nhiều máy
    #[arg(long, value_name = "K/N", value_parser = shard)]
    shard: Option<Shard>,
    /// Tệp ghi từng văn bản đã lập, mỗi văn bản một dòng JSON
    #[arg(long, value_name = "TỆP")]
    events: Option<PathBuf>,
    /// Không lập lại những hồ sơ mà `--events` ghi là đã lập xong và không có gì thay đổi
    #[arg(long, requires = "events")]
    resume: bool,
    #[arg(long, value_name = "GIÂY", help = format!("Số giây nhiều nhất để lập một hồ sơ; mặc định {}", limits::SECONDS), default_value_t = limits::SECONDS, hide_default_value = true)]
    time_limit: u64,
    #[arg(long, value_name = "MB", help = format!("Bộ nhớ nhiều nhất để lập một hồ sơ, tính bằng MB; mặc định {}", limits::MEGABYTES), default_value_t = limits::MEGABYTES, hide_default_value = true)]
    memory_limit: u64,
    /// Thư mục phông chữ; có Times New Roman thì dùng thay Tinos
    #[arg(long, value_name = "THƯ MỤC")]
    font_path: Option<PathBuf>,
    /// Thư mục mẫu trình bày, thay từng tệp mẫu có sẵn
    #[arg(long, value_name = "THƯ MỤC")]
    template_dir: Option<PathBuf>,
    /// Gửi kèm hồ sơ trong PDF (PDF/A-3a)
    #[arg(long)]
    attach_record: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Pdf,
    Png,
    Svg,
    Typ,
}

fn shard(text: &str) -> Result<Shard, Reason> {
    text.parse().map_err(Reason)
}

impl Args {
    fn options(&self) -> Options {
        Options {
            only: self.only.clone(),
            stage: match (self.draft, self.official) {
                (true, _) => Stage::Draft,
                (_, true) => Stage::Official,
                _ => Stage::Auto,
            },
            format: match self.format {
                FormatArg::Pdf => Format::Pdf,
                FormatArg::Png => Format::Png,
                FormatArg::Svg => Format::Svg,
                FormatArg::Typ => Format::Typ,
            },
            attach_record: self.attach_record,
        }
    }
}

/// Builds all records; one that fails does not stop the others.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let mut list = List::default();
    args.records.iter().for_each(|path| list.add(path));
    if let Some(manifest) = &args.manifest {
        list.add_manifest(manifest).map_err(one)?;
    }
    let List { mut files, faults, .. } = list;
    if files.is_empty() {
        return if faults.is_empty() { Err(vec![nothing_listed()]) } else { Err(faults) };
    }
    if let Some(shard) = args.shard {
        files.retain(|file| shard.holds(&file.name));
    }
    output::create_folder(&args.output).map_err(one)?;
    let (events, mut earlier) = args.events().map_err(one)?;
    // Without a handler an interrupt stops the program as the system does it.
    let _ = output::stop_soon();
    let tasks: Vec<Task> =
        files.into_iter().map(|file| Task { earlier: earlier.remove(&file.name), file }).collect();
    let order = args.order(ui.coloured());
    let telling = Telling::new(ui, &tasks, events);
    let telling = match tasks.as_slice() {
        [only] if is_harmless(&order, &only.file) => in_this_process(&order, only, telling)?,
        tasks => by_workers(&order, tasks, args.jobs, telling)?,
    };
    telling.finish(faults)
}

impl Args {
    fn order(&self, colour: bool) -> Order {
        Order {
            output: self.output.clone(),
            font_path: self.font_path.clone(),
            template_dir: self.template_dir.clone(),
            options: self.options(),
            colour,
            inputs: self.events.is_some(),
            time_limit: self.time_limit,
            memory_limit: self.memory_limit,
        }
    }

    /// The file of events, and what it tells of earlier runs where they are to be gone on with.
    fn events(&self) -> Result<(Option<Events>, HashMap<String, Earlier>), Diagnostic> {
        match &self.events {
            None => Ok((None, HashMap::new())),
            Some(path) if self.resume => {
                Events::resume(path).map(|(events, earlier)| (Some(events), earlier))
            }
            Some(path) => Ok((Some(Events::begin(path)?), HashMap::new())),
        }
    }
}

fn nothing_listed() -> Diagnostic {
    Diagnostic::usage("danh sách không có hồ sơ nào").hint("ghi mỗi dòng một đường dẫn đến hồ sơ")
}

/// Whether a record brings nothing that could fell the process: no templates, no fonts.
fn is_harmless(order: &Order, file: &RecordFile) -> bool {
    let own = folder_of(&file.path).join(OWN_TEMPLATES);
    order.font_path.is_none() && order.template_dir.is_none() && std::fs::symlink_metadata(own).is_err()
}

/// Makes one record on all cores.
fn in_this_process<'a>(
    order: &Order,
    task: &Task,
    mut telling: Telling<'a>,
) -> Result<Telling<'a>, Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let press = Press::new(None, None).map_err(one)?;
    let inputs = Inputs::new(&press, order);
    let watch = limits::Watch::start(order.time_limit, order.memory_limit);
    let (path, colour) = (task.file.path.clone(), order.colour);
    watch.begin(move |excess| Ui::last_words(&excess.fault(&path), colour));
    let made = typeset::pool(0).map_err(one)?.install(|| make::make(&press, &inputs, order, task));
    watch.end();
    telling.done(0, made);
    Ok(telling)
}

/// Makes many records, or one that brings what could fell a process, by processes of their own.
fn by_workers<'a>(
    order: &Order,
    tasks: &[Task],
    jobs: usize,
    mut telling: Telling<'a>,
) -> Result<Telling<'a>, Vec<Diagnostic>> {
    let jobs = if jobs > 0 { jobs } else { thread::available_parallelism().map_or(1, usize::from) };
    let program = std::env::current_exe().map_err(|error| {
        vec![output::machine("tìm", Path::new("thidua"), &error).hint("cài lại thidua rồi chạy lại")]
    })?;
    let refused = crew::run(&program, order, tasks, jobs, |at, made| telling.done(at, made)).err();
    refused.map_or(Ok(()), |faults| Err(telling.ui.told(faults)))?;
    Ok(telling)
}

/// Tells of the records in the order in which they were named, as soon as all before are done.
struct Telling<'a> {
    ui: &'a Ui,
    tasks: &'a [Task],
    events: Option<Events>,
    progress: Progress,
    /// What is done before its turn, by its place in the list.
    waiting: BTreeMap<usize, Made>,
    next: usize,
    counts: Counts,
    /// What was told, and what kept the file of events from being written; they decide the exit code.
    faults: Vec<Diagnostic>,
}

/// How many records and papers there are.
#[derive(Default)]
struct Counts {
    made: usize,
    unchanged: usize,
    faulty: usize,
    papers: usize,
}

impl<'a> Telling<'a> {
    fn new(ui: &'a Ui, tasks: &'a [Task], events: Option<Events>) -> Self {
        Self {
            ui,
            tasks,
            events,
            progress: ui.progress(tasks.len()),
            waiting: BTreeMap::new(),
            next: 0,
            counts: Counts::default(),
            faults: Vec::new(),
        }
    }

    /// Takes what became of a record.
    fn done(&mut self, at: usize, made: Made) {
        self.progress.step();
        if let (Some(events), Some(task)) = (&mut self.events, self.tasks.get(at))
            && let Err(fault) = events.tell(&task.file, &made)
        {
            // The papers are more than what is told of them: they are made all the same.
            self.faults.push(fault);
            self.events = None;
        }
        self.waiting.insert(at, made);
        while let Some(made) = self.waiting.remove(&self.next) {
            self.next += 1;
            self.tell(made);
        }
    }

    fn tell(&mut self, made: Made) {
        let counts = &mut self.counts;
        counts.made += usize::from(made.faults.is_empty() && !made.files.is_empty() && !made.unchanged);
        counts.unchanged += usize::from(made.unchanged);
        counts.faulty += usize::from(!made.faults.is_empty());
        let new = if made.unchanged { Vec::new() } else { made.files };
        counts.papers += new.len();
        let (ui, several) = (self.ui, self.tasks.len() > 1);
        self.progress.aside(|| {
            new.iter().for_each(|file| ui.written(&file.path));
            made.remarks.iter().for_each(|remark| ui.say(remark));
            made.warnings.iter().for_each(|told| ui.say(&format!("{}\n", told.text)));
        });
        let faults =
            if several { self.progress.aside(|| ui.told(made.faults)) } else { ui.told(made.faults) };
        self.faults.extend(faults);
    }

    /// The last line, and what was wrong.
    fn finish(mut self, faults: Vec<Diagnostic>) -> Result<(), Vec<Diagnostic>> {
        // What was stopped leaves gaps.
        for (_, made) in std::mem::take(&mut self.waiting) {
            self.tell(made);
        }
        self.progress.finish();
        let several = self.tasks.len() > 1;
        let mut faults: Vec<Diagnostic> = faults.into_iter().chain(self.faults).collect();
        if several {
            self.ui.report(&faults);
            faults = faults.into_iter().map(Diagnostic::told).collect();
            self.ui.say(&closing(&self.counts, self.tasks.len()));
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

/// The line that ends a batch: how many records are done, and how many papers they gave.
fn closing(counts: &Counts, all: usize) -> String {
    let more =
        |count: usize, words: &str| if count > 0 { format!("; {count} {words}") } else { String::new() };
    format!(
        "đã lập {}/{all} hồ sơ, {} văn bản{}{}",
        counts.made,
        counts.papers,
        more(counts.unchanged, "hồ sơ đã lập từ lần trước, không có gì thay đổi"),
        more(counts.faulty, "hồ sơ có lỗi")
    )
}
