//! How fast papers are made. Prints figures, judges nothing: `cargo bench`.
//!
//! - cold: a fresh process, against one in which the typst library alone compiles and exports
//!   the same generated text with the same fonts; run in pairs, since machines are noisy;
//! - warm: a thousand distinct records in one process on one core, with its memory;
//! - rows: what a row costs in lists of 300, 1.063 and 3.000;
//! - check: a thousand records judged by all rules in one process: of a usual meeting, and with every key there is.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use thidua::input::files::RecordFile;
use thidua::press::{Options, Press};
use thidua::template::{Kind, Paper, Stage};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration as TypstDuration, IntoValue};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

const PAIRS: usize = 25;
const RECORDS: usize = 1_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [mode, text, pdf] = arguments.as_slice()
        && mode == "--typst-alone"
    {
        return typst_alone(Path::new(text), Path::new(pdf));
    }
    if let [mode, folder] = arguments.as_slice()
        && mode == "--check"
    {
        return check_alone(Path::new(folder));
    }
    let folder = tempfile::tempdir().expect("a folder for what the bench writes");
    cold(folder.path());
    // A pool of one thread, which Typst uses as well: the figures are those of one core.
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    one.install(|| warm(folder.path()));
    rows(folder.path());
    check(folder.path(), "tong-ket-khoi-4-2019");
    check(folder.path(), "day-du");
}

/// A fresh process of ours against one of typst alone.
fn cold(folder: &Path) {
    let record = written(folder, "report", &report(0));
    build(&record, folder, &["--format", "typ"]);
    let text = folder.join("out/report/bao-cao-so-ket.typ");
    let alone = folder.join("alone.pdf");
    let this = std::env::current_exe().expect("the bench's own path");
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..=PAIRS {
        let own = build(&record, folder, &[]);
        let other = timed(Command::new(&this).arg("--typst-alone").arg(&text).arg(&alone));
        ours.push(own);
        theirs.push(other);
        ratios.push(own.as_secs_f64() / other.as_secs_f64());
    }
    // The first pair warms the disk.
    let middle = |list: &[Duration]| median(list[1..].iter().map(Duration::as_secs_f64).collect()) * 1e3;
    println!("cold, a report of {} pages, {PAIRS} pairs of fresh processes (median)", pages(&record));
    println!("  thidua build           {:7.1} ms", middle(&ours));
    println!("  typst library alone    {:7.1} ms", middle(&theirs));
    println!("  ratio, pair by pair    {:7.2}", median(ratios[1..].to_vec()));
}

/// How many pages the report of a record has.
fn pages(record: &Path) -> usize {
    let press = Press::new(None, None).expect("the built-in press");
    let loaded = press
        .load(&RecordFile { path: record.to_owned(), name: "report".to_owned() })
        .expect("a sound record");
    let paper = Paper { kind: Kind::Report, index: 0 };
    press.pages(&loaded, paper, Stage::Auto).expect("pages").document.pages().len()
}

/// Distinct records in one process, one after another.
fn warm(folder: &Path) {
    let press = Press::new(None, None).expect("the built-in press");
    let files: Vec<RecordFile> = (0..RECORDS)
        .map(|at| {
            let name = format!("warm-{at}");
            RecordFile { path: written(folder, &name, &report(at + 1)), name }
        })
        .collect();
    let start = Instant::now();
    let mut bytes = 0;
    let mut after_100 = 0;
    for (at, file) in files.iter().enumerate() {
        let loaded = press.load(file).expect("a sound record");
        let options = Options::default();
        let printed = press.print(&loaded, &options, |output| {
            bytes += output.bytes.len();
            Ok(())
        });
        printed.expect("a paper");
        if at + 1 == 100 {
            after_100 = resident();
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("warm, {RECORDS} distinct records with a report of five pages, one process, one thread");
    println!("  papers a second        {:7.1}  ({} MB of PDF)", RECORDS as f64 / seconds, bytes / 1_000_000);
    println!("  memory after 100       {:7.1} MB", after_100 as f64 / 1e3);
    println!("  memory after {RECORDS}      {:7.1} MB", resident() as f64 / 1e3);
    println!("  ratio                  {:7.2}", resident() as f64 / after_100.max(1) as f64);
}

/// A decision with its list, cold, by the list's length.
fn rows(folder: &Path) {
    println!("rows, a decision with its list, fresh processes (median of 9)");
    let mut first = 0.0;
    for count in [300, 1_063, 3_000] {
        let name = format!("list-{count}");
        let record = written(folder, &name, &list(count));
        let runs = (0..9).map(|_| build(&record, folder, &[]).as_secs_f64()).collect();
        let seconds = median(runs);
        let each = seconds / count as f64 * 1e6;
        if first == 0.0 {
            first = each;
        }
        println!(
            "  {count:5} rows             {:7.3} s  {each:6.0} µs a row  {:5.2} × the first",
            seconds,
            each / first
        );
    }
}

/// `thidua check` over many copies of a sample; the memory is that of a process which does the same.
fn check(folder: &Path, sample: &str) {
    let folder = folder.join("check").join(sample);
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(sample);
    let record = std::fs::read_to_string(sample.join("record.yaml")).expect("the sample");
    for at in 0..RECORDS {
        let own = folder.join(format!("{at:04}"));
        std::fs::create_dir_all(own.join("anh")).expect("a folder");
        for picture in std::fs::read_dir(sample.join("anh")).into_iter().flatten() {
            let picture = picture.expect("a picture");
            std::fs::copy(picture.path(), own.join("anh").join(picture.file_name())).expect("a copy");
        }
        std::fs::write(own.join("record.yaml"), &record).expect("a record written");
    }
    let program = env!("CARGO_BIN_EXE_thidua");
    let runs = (0..5)
        .map(|_| timed(Command::new(program).arg("check").arg(&folder).stderr(Stdio::null())).as_secs_f64());
    let seconds = median(runs.collect());
    let this = std::env::current_exe().expect("the bench's own path");
    let output = Command::new(this).arg("--check").arg(&folder).output().expect("the bench starts");
    println!("check, {RECORDS} records of {} lines, one process (median of 5)", record.lines().count());
    println!("  all                    {seconds:7.2} s  ({:.2} ms a record)", seconds * 1e3 / RECORDS as f64);
    print!("{}", String::from_utf8_lossy(&output.stdout));
}

/// Judges all records below a folder as `thidua check` does, and prints the peak of its memory.
fn check_alone(folder: &Path) {
    let press = Press::new(None, None).expect("the built-in press");
    let files = thidua::input::files::find(folder).expect("records");
    let found: usize = files
        .par_iter()
        .map(|file| {
            let loaded = press.load(file).expect("a sound record");
            press.judge(&loaded).expect("a sound law").findings.len()
        })
        .sum();
    println!("  peak of memory         {:7.1} MB  ({found} findings)", memory("VmHWM:") as f64 / 1e3);
}

/// The record of a report of five pages; `seed` makes its words distinct.
fn report(seed: usize) -> String {
    let mut text = String::from(
        "format: 1\ngroup: { name: Khối thi đua số 1, kind: khối }\n\
         meeting: { kind: sơ kết, period: { half: 1, year: 2026 }, date: 2026-07-15 }\n\
         issuer: { name: Khối thi đua số 1, symbol: KTĐ1, place: Tỉnh A,\n\
         \x20 signer: { authority: TM, title: Khối trưởng, name: Nguyễn Văn A } }\n\
         report:\n  document: { number: 1, date: 2026-07-20, recipients: [Các đơn vị] }\n  sections:\n",
    );
    for section in 0..6 {
        let _ = writeln!(text, "    - title: Kết quả thực hiện nhiệm vụ thứ {section}-{seed}\n      body: |");
        for paragraph in 0..6 {
            let _ = writeln!(
                text,
                "        Đoạn {seed}.{section}.{paragraph}: các đơn vị trong Khối đã **tổ chức phát động** {} phong trào \
                 thi đua chuyên đề, bám sát nhiệm vụ chính trị được giao, góp phần hoàn thành {} chỉ tiêu của năm; kịp \
                 thời biểu dương {} tập thể, *cá nhân* tiêu biểu trong các phong trào thi đua của ngành và của tỉnh.\n",
                seed % 89 + paragraph,
                seed % 97 + section,
                seed * 7 % 101,
            );
        }
    }
    text
}

/// The record of a decision that awards so many persons.
fn list(count: usize) -> String {
    let mut text = String::from(
        "format: 1\ngroup: { name: Khối thi đua số 1, kind: khối }\n\
         meeting: { kind: tổng kết, period: { year: 2025 }, date: 2026-01-15 }\n\
         issuer: { parent: Ủy ban nhân dân tỉnh A, name: Sở Nội vụ, symbol: SNV, place: Tỉnh A,\n\
         \x20 signer: { title: Giám đốc, name: Nguyễn Văn A } }\n\
         awards:\n  - document: { number: 1, date: 2026-01-20, recipients: [Các đơn vị] }\n\
         \x20   legal_bases:\n      - Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022\n\
         \x20     - Theo đề nghị của Chánh Văn phòng Sở Nội vụ\n    grants:\n\
         \x20     - form: Giấy khen\n        individuals:\n",
    );
    for at in 0..count {
        let _ = writeln!(
            text,
            "          - {{ honorific: Ông, name: Nguyễn Văn A, note: \"{at}\", title: Chuyên viên, unit: Phòng Tổng hợp {} }}",
            at % 17
        );
    }
    text
}

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(format!("{name}.yaml"));
    std::fs::write(&path, text).expect("a record written");
    path
}

/// Runs `thidua build` in a fresh process.
fn build(record: &Path, folder: &Path, more: &[&str]) -> Duration {
    let program = env!("CARGO_BIN_EXE_thidua");
    timed(Command::new(program).arg("build").arg(record).arg("-o").arg(folder.join("out")).args(more))
}

fn timed(command: &mut Command) -> Duration {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status().expect("the program starts");
    assert!(status.success(), "{command:?}");
    start.elapsed()
}

fn median(mut list: Vec<f64>) -> f64 {
    list.sort_by(f64::total_cmp);
    list[list.len() / 2]
}

/// Resident memory of this process in kB; 0 where the system does not tell.
fn resident() -> u64 {
    memory("VmRSS:")
}

/// A figure of this process's memory in kB; 0 where the system does not tell.
fn memory(figure: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(figure));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}

/// What the typst library alone needs: fonts, compile, export, write.
fn typst_alone(text: &Path, pdf: &Path) {
    const FONTS: [&[u8]; 4] = [
        include_bytes!("../fonts/Tinos-Regular.ttf"),
        include_bytes!("../fonts/Tinos-Bold.ttf"),
        include_bytes!("../fonts/Tinos-Italic.ttf"),
        include_bytes!("../fonts/Tinos-BoldItalic.ttf"),
    ];
    struct Alone {
        library: LazyHash<Library>,
        book: LazyHash<FontBook>,
        fonts: Vec<Font>,
        main: Source,
        files: Vec<(FileId, Source)>,
    }
    impl World for Alone {
        fn library(&self) -> &LazyHash<Library> {
            &self.library
        }
        fn book(&self) -> &LazyHash<FontBook> {
            &self.book
        }
        fn main(&self) -> FileId {
            self.main.id()
        }
        fn source(&self, id: FileId) -> FileResult<Source> {
            if id == self.main.id() {
                return Ok(self.main.clone());
            }
            let found = self.files.iter().find(|(own, _)| *own == id);
            found.map(|(_, source)| source.clone()).ok_or(FileError::AccessDenied)
        }
        fn file(&self, _: FileId) -> FileResult<Bytes> {
            Err(FileError::AccessDenied)
        }
        fn font(&self, index: usize) -> Option<Font> {
            self.fonts.get(index).cloned()
        }
        fn today(&self, _: Option<TypstDuration>) -> Option<Datetime> {
            None
        }
    }
    let fonts: Vec<Font> = FONTS.iter().flat_map(|data| Font::iter(Bytes::new(*data))).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/lib");
    let files = std::fs::read_dir(folder).expect("the layout library").map(|entry| {
        let path = entry.expect("a file").path();
        let name = format!("lib/{}", path.file_name().unwrap_or_default().to_string_lossy());
        let virtual_path = VirtualPath::new(&name).expect("a plain name");
        let id = RootedPath::new(VirtualRoot::Project, virtual_path).intern();
        (id, Source::new(id, std::fs::read_to_string(path).expect("a text")))
    });
    let mut inputs = Dict::new();
    inputs.insert("typeface".into(), "Tinos".into_value());
    let world = Alone {
        library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        main: Source::detached(std::fs::read_to_string(text).expect("the generated text")),
        files: files.collect(),
    };
    let document = typst::compile::<PagedDocument>(&world).output.expect("pages");
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).expect("standards that agree");
    let bytes = typst_pdf::pdf(&document, &PdfOptions { standards, ..PdfOptions::default() }).expect("a PDF");
    std::fs::write(pdf, bytes).expect("the PDF written");
}
