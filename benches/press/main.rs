//! How fast papers are made, through the program as people run it. Prints figures, judges nothing.
//!
//! ```text
//! cargo bench --bench press -- [--against OLD] [--wheel PYTHON] [--rusdox PROGRAM] [PART …]
//! ```
//!
//! - `batches`: 100, 1.000 and 10.000 records with a report of five pages, one job and all cores: papers a second, and
//!   the most memory of all processes together;
//! - `fresh`: `check` and `build` of one record in a fresh process; the report of `day-du` also beside the wheel `typst`
//!   of PyPI, on the same generated text, fonts and PDF standards;
//! - `check`: a thousand records judged in one process;
//! - `rows`: what a row costs in lists of 300 and 3.000;
//! - `growth`: what an entry costs in lists of each kind, from 10 to 5.000;
//! - `watch`: from a saved change to the page, on `danh-sach-dai`.
//!
//! With `--against` each is run in turn with an older build, in pairs, since machines are noisy. `--wheel` is a Python
//! that has the wheel; `--rusdox` the program RusDox, to which the words of a plain report of eight pages are given. Without a PART all are run, in some twenty minutes.

mod records;
mod run;
mod rusdox;
mod wheel;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use run::{Cost, Line, Pair, median};

/// A part of the bench by its name, and what measures it.
type Part = (&'static str, fn(&Asked, &Path));

/// What is asked for on the command line.
#[derive(Default)]
struct Asked {
    against: Option<PathBuf>,
    wheel: Option<PathBuf>,
    rusdox: Option<PathBuf>,
    parts: Vec<String>,
}

impl Asked {
    fn read() -> Self {
        let mut asked = Self::default();
        let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--against" => asked.against = arguments.next().map(PathBuf::from),
                "--rusdox" => asked.rusdox = arguments.next().map(PathBuf::from),
                "--wheel" => asked.wheel = arguments.next().map(PathBuf::from),
                _ => asked.parts.push(argument),
            }
        }
        asked
    }

    fn wants(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|asked| asked == part)
    }

    /// A command line of the program, and of the older one.
    fn pair(&self, arguments: &[&str]) -> Line<'_> {
        Pair { this: Path::new(env!("CARGO_BIN_EXE_thidua")), other: self.against.as_deref() }.with(arguments)
    }
}

fn main() {
    let asked = Asked::read();
    let folder = tempfile::tempdir().expect("a folder for what the bench writes");
    let folder = folder.path();
    let parts: [Part; 6] = [
        ("fresh", fresh),
        ("check", check),
        ("rows", rows),
        ("growth", growth),
        ("watch", watch),
        ("batches", batches),
    ];
    for (part, measure) in parts {
        if asked.wants(part) {
            measure(&asked, folder);
        }
    }
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path in Unicode")
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

/// One record in a fresh process.
fn fresh(asked: &Asked, folder: &Path) {
    const RUNS: usize = 15;
    println!("fresh processes (medians of {RUNS})");
    let report = records::written(folder, "report", &records::report(0));
    let out = folder.join("fresh");
    let whole = sample("day-du");
    for (name, record) in [("toi-thieu", sample("toi-thieu")), ("report", report), ("day-du", whole.clone())]
    {
        let record = path(&record);
        asked.pair(&["check", record]).measure(&format!("check {name}"), RUNS);
        asked.pair(&["build", record, "-o", path(&out)]).measure(&format!("build {name}"), RUNS);
    }
    if let Some(program) = &asked.rusdox {
        let plain = records::written(folder, "plain", &rusdox::record());
        let this = asked.pair(&["build", path(&plain), "-o", path(&out)]).this();
        run::beside("build a plain report, beside RusDox", this, rusdox::command(program, folder), RUNS);
    }
    let Some(python) = &asked.wheel else { return };
    let script = wheel::script(folder, &whole);
    let mut wheel = Command::new(python);
    wheel.arg(&script);
    let arguments = ["build", path(&whole), "--only", "report", "-o", path(&out)];
    run::beside("build day-du --only report, beside the wheel", asked.pair(&arguments).this(), wheel, RUNS);
}

/// Many copies of a sample, judged in one process.
fn check(asked: &Asked, folder: &Path) {
    const RECORDS: usize = 1_000;
    for name in ["tong-ket-khoi-4-2019", "day-du"] {
        let copies = records::copies(&folder.join("check"), &sample(name), RECORDS);
        let lines =
            std::fs::read_to_string(sample(name).join("record.yaml")).expect("the sample").lines().count();
        println!("check, {RECORDS} records of {lines} lines, one process");
        asked.pair(&["check", path(&copies)]).measure(name, 5);
    }
}

/// A decision with its list, by the list's length.
fn rows(asked: &Asked, folder: &Path) {
    println!("rows, a decision with its list, fresh processes");
    let mut each = Vec::new();
    for count in [300, 3_000] {
        let record = records::written(folder, &format!("list-{count}"), &records::rows(count));
        let out = folder.join("rows");
        let cost =
            asked.pair(&["build", path(&record), "-o", path(&out)]).measure(&format!("{count} rows"), 7);
        each.push(cost.wall.as_secs_f64() / count as f64);
    }
    println!("  {:<44} {:6.2}", "a row of 3.000 / a row of 300", each[1] / each[0]);
}

/// What an entry costs in a list of each kind: what the shortest list costs is taken off.
fn growth(asked: &Asked, folder: &Path) {
    const COUNTS: [usize; 5] = [10, 100, 500, 1_000, 5_000];
    println!("growth, `check` of lists, fresh processes (means): CPU ms by length");
    let counts: Vec<String> = COUNTS.iter().map(|count| format!("{count:>8}")).collect();
    println!("  {:<14}{}   an entry of 5.000 / of 500", "", counts.concat());
    for (family, text) in records::FAMILIES {
        let cost = |count: usize| {
            let record = records::written(folder, &format!("{family}-{count}"), &text(count));
            // What takes no time is run more often.
            asked.pair(&["check", path(&record)]).mean_cpu(if count < 5_000 { 15 } else { 4 })
        };
        let costs = COUNTS.map(cost);
        let each = |at: usize| (costs[at] - costs[0]).max(0.1) / (COUNTS[at] - COUNTS[0]) as f64;
        let told: Vec<String> = costs.iter().map(|cost| format!("{cost:8.0}")).collect();
        println!("  {family:<14}{}   {:6.2}", told.concat(), each(4) / each(2));
    }
}

/// From a saved change to the page.
fn watch(_: &Asked, folder: &Path) {
    const CHANGES: usize = 9;
    let folder = records::copies(&folder.join("watch"), &sample("danh-sach-dai"), 1).join("0000");
    let record = folder.join("record.yaml");
    let text = std::fs::read_to_string(&record).expect("the record");
    let mut child = Command::new(env!("CARGO_BIN_EXE_thidua"))
        .args(["watch", path(&folder), "--port", "0"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut told = BufReader::new(child.stderr.take().expect("its messages")).lines();
    // The address, and the papers as they are.
    for _ in 0..2 {
        told.next();
    }
    let mut waits = Vec::new();
    for change in 0..CHANGES {
        std::thread::sleep(Duration::from_millis(300));
        let start = Instant::now();
        std::fs::write(&record, format!("{text}# {change}\n")).expect("the record saved");
        told.next();
        waits.push(start.elapsed().as_secs_f64() * 1e3);
    }
    let _ = child.kill();
    let _ = child.wait();
    println!("watch danh-sach-dai, from a saved change to the page (median of {CHANGES})");
    println!("  {:<44} {:8.1} ms", "", median(waits));
}

/// Records by the hundred, by the thousand, by the ten thousand.
fn batches(asked: &Asked, folder: &Path) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("batches, records with a report of five pages");
    for count in [100, 1_000, 10_000] {
        let batch = folder.join(format!("batch-{count}"));
        for at in 0..count {
            let record = batch.join(format!("{at:05}"));
            std::fs::create_dir_all(&record).expect("a folder");
            std::fs::write(record.join("record.yaml"), records::report(at + 1)).expect("a record");
        }
        for jobs in if cores > 1 { vec![1, cores] } else { vec![1] } {
            let (out, jobs) = (folder.join("batch-out"), jobs.to_string());
            let pair = asked.pair(&["build", path(&batch), "-o", path(&out), "--jobs", &jobs]);
            for (name, cost) in pair.once() {
                let Cost { wall, memory, .. } = cost;
                println!(
                    "  {:<44} {:8.1} papers/s  {:6.0} MB",
                    format!("{count} records, {jobs} job(s), {name}"),
                    count as f64 / wall.as_secs_f64(),
                    memory as f64 / 1e3
                );
                std::fs::remove_dir_all(&out).expect("the papers removed");
            }
        }
        std::fs::remove_dir_all(&batch).expect("the records removed");
    }
}
