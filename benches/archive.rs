//! What the archive costs as it grows. Prints figures, judges nothing: `cargo bench --bench archive`.
//!
//! - add: 10.000 papers archived as `thidua archive add` does it, the first tenth against the last;
//! - find: a fresh process of `thidua archive find` over an index of 100.000 papers, made from their metadata.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use rayon::prelude::*;
use thidua::archive::add::{Given, Order};
use thidua::archive::index::Index;
use thidua::archive::metadata::{DocumentMetadata, DossierMetadata, FileCode, Recipient, SignerInfo};
use thidua::archive::{self, Archive, xml};
use thidua::input::files::RecordFile;
use thidua::press::{Options, Press};

/// So many papers are looked through.
const PAPERS: usize = 100_000;

/// So many papers are in a dossier.
const IN_A_DOSSIER: usize = 4;

/// So many papers are archived, so many of them with each record.
const ADDED: usize = 10_000;
const IN_A_RECORD: usize = 20;

fn main() {
    // In the build's own folder: that for temporary files may be in memory.
    let folder =
        tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder for what the bench writes");
    // `cargo bench --bench archive -- 1000` is sooner done.
    let added = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(ADDED);
    add(folder.path(), added);
    find(&folder.path().join("tim"));
}

/// What it takes to archive a paper while the archive grows.
fn add(folder: &Path, papers: usize) {
    let root = folder.join("kho");
    let press = Press::new(None, None).expect("the built-in press");
    let mut times = Vec::new();
    for at in 0..papers / IN_A_RECORD {
        let (record, given) = built(&press, &folder.join("hoi-nghi"), at);
        let order = Order {
            record: &record,
            given,
            name: None,
            retention: None,
            creator: "Nguyễn Văn A",
            organ_id: None,
            font_path: None,
            template_folder: None,
        };
        let start = Instant::now();
        let added = archive::add::add(&root, &order).expect("archived");
        times.push(start.elapsed());
        assert_eq!(added.documents.len(), IN_A_RECORD);
        std::fs::remove_dir_all(folder.join("hoi-nghi")).expect("the papers go");
    }
    let each = |times: &[Duration]| {
        times.iter().sum::<Duration>().as_secs_f64() * 1e3 / (times.len() * IN_A_RECORD) as f64
    };
    let ends = papers / 10 / IN_A_RECORD;
    let (first, last) = (each(&times[..ends]), each(&times[times.len() - ends..]));
    println!("add, {papers} papers in dossiers of {IN_A_RECORD}");
    println!("  the first tenth        {first:7.1} ms a paper");
    println!("  all                    {:7.1} ms a paper", each(&times));
    println!("  the last tenth         {last:7.1} ms a paper");
    println!("  ratio                  {:7.2}", last / first);
}

/// A record of small decisions, and its papers.
fn built(press: &Press, folder: &Path, at: usize) -> (RecordFile, Vec<Given>) {
    std::fs::create_dir_all(folder).expect("a folder");
    let name = format!("hoi-nghi-{at:04}");
    let record = RecordFile { path: folder.join(format!("{name}.yaml")), name };
    std::fs::write(&record.path, decisions(at)).expect("a record");
    let loaded = press.load(&record).expect("a sound record");
    let mut given = Vec::new();
    let printed = press.print(&loaded, &Options::default(), |output| {
        let path = folder.join(&output.name);
        std::fs::write(&path, &output.bytes).expect("a paper");
        given.push(Given { path, scan_of: None });
        Ok(())
    });
    printed.expect("papers");
    (record, given)
}

/// The record of a meeting after which so many decisions are made; their numbers follow those of the
/// meeting before, all in one series.
fn decisions(at: usize) -> String {
    let mut text = format!(
        "format: 1\n\
         group:\n  name: Khối thi đua số {}\n  kind: khối\n  leader: so-noi-vu\n  units:\n\
         \x20   - {{ id: so-noi-vu, name: Sở Nội vụ }}\n    - {{ id: so-y-te, name: Sở Y tế }}\n\
         meeting: {{ kind: tổng kết, period: {{ year: 2025 }}, date: 2026-01-15 }}\n\
         issuer: {{ parent: Ủy ban nhân dân tỉnh A, name: Sở Nội vụ, symbol: SNV, place: Tỉnh A,\n\
         \x20 signer: {{ title: Giám đốc, name: Nguyễn Văn A }} }}\nawards:\n",
        at + 1
    );
    for number in (1..=IN_A_RECORD).map(|decision| at * IN_A_RECORD + decision) {
        let _ = write!(
            text,
            "  - document: {{ number: {number}, date: 2026-01-20, recipients: [Các đơn vị] }}\n\
             \x20   legal_bases:\n\
             \x20     - Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022\n\
             \x20     - Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định về phân cấp, \
             phân quyền trong lĩnh vực thi đua, khen thưởng; quy định chi tiết và hướng dẫn thi hành một số điều của \
             Luật Thi đua, khen thưởng\n\
             \x20     - Theo đề nghị của Chánh Văn phòng Sở Nội vụ\n\
             \x20   grants:\n      - form: Giấy khen\n        individuals:\n\
             \x20         - {{ honorific: Ông, name: Trần Văn B, note: số {number}, unit: Phòng Tổng hợp }}\n",
        );
    }
    text
}

/// What it takes to find a paper again among many.
fn find(root: &Path) {
    let start = Instant::now();
    (0..PAPERS / IN_A_DOSSIER).into_par_iter().for_each(|at| write_dossier(root, at));
    println!("find, {PAPERS} papers in {} dossiers", PAPERS / IN_A_DOSSIER);
    println!("  metadata written       {:7.1} s", start.elapsed().as_secs_f64());
    let archive = Archive::open(root).expect("the archive");
    let start = Instant::now();
    let index = Index::open(&archive).expect("the index");
    assert_eq!(index.size().expect("a size").1, PAPERS);
    assert!(index.warnings.is_empty(), "{:?}", index.warnings);
    drop(index);
    let size = std::fs::metadata(root.join(thidua::archive::index::FILE)).expect("the index's file").len();
    println!("  index made anew        {:7.1} s  ({} MB)", start.elapsed().as_secs_f64(), size / 1_000_000);
    let questions: [(&str, &[&str]); 9] = [
        ("number", &["--number", "77/QĐ-SNV", "--from", "2020-01-01"]),
        ("a person, as written", &["Nguyễn", "Văn", "Định"]),
        ("a person, folded", &["nguyen", "van", "dinh"]),
        ("a person and a unit", &["nguyen", "van", "dinh", "xa", "dong"]),
        ("trích yếu, all papers", &["khen", "thưởng"]),
        ("a letter, all papers", &["t"]),
        ("a date", &["17/03/2024"]),
        ("a range of dates", &["--from", "2022-01-01", "--to", "2022-12-31", "tặng"]),
        ("nothing", &["không có gì như thế"]),
    ];
    for (what, words) in questions {
        let runs: Vec<f64> = (0..9).map(|_| found(root, words).as_secs_f64() * 1e3).collect();
        println!("  {what:22} {:7.1} ms, fresh process (median of 9)", median(runs));
    }
}

/// Runs `thidua archive find` in a fresh process.
fn found(root: &Path, words: &[&str]) -> Duration {
    let program = env!("CARGO_BIN_EXE_thidua");
    let start = Instant::now();
    let mut command = Command::new(program);
    command.args(["archive", "find", "--archive"]).arg(root).args(words);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the program starts");
    assert!(status.success(), "{command:?}");
    start.elapsed()
}

/// The metadata of a dossier, as a bag holds them.
fn write_dossier(root: &Path, at: usize) {
    let name = format!("ho-so-{at:05}");
    let code = FileCode { organ_id: None, file_catalog: year(at), file_notation: name.clone() };
    let folder = root.join(format!("ho-so/{}/{name}/data/sieu-du-lieu", year(at)));
    std::fs::create_dir_all(&folder).expect("a folder");
    let metadata = DossierMetadata {
        file_code: code.clone(),
        title: format!("Hội nghị tổng kết Khối thi đua số {} năm {}", at % 40 + 1, year(at)),
        maintenance: "20 năm".to_owned(),
        rights: String::new(),
        creator: "Nguyễn Văn A".to_owned(),
        language: "Tiếng Việt".to_owned(),
        start_date: Some(day(at)),
        end_date: Some(day(at)),
        doc_total: IN_A_DOSSIER as u32,
        page_total: 9,
        description: String::new(),
    };
    std::fs::write(folder.join("ho-so.xml"), xml::write(&metadata).expect("XML")).expect("a file");
    for ordinal in 0..IN_A_DOSSIER {
        let document = document(code.clone(), at, ordinal);
        let path = folder.join(format!("van-ban-{ordinal}.xml"));
        std::fs::write(path, xml::write(&document).expect("XML")).expect("a file");
    }
}

/// A decision with twenty names in its lists.
fn document(file_code: FileCode, at: usize, ordinal: usize) -> DocumentMetadata {
    const NAMES: [&str; 12] =
        ["An", "Bình", "Cường", "Dũng", "Định", "Giang", "Hạnh", "Khánh", "Lan", "Minh", "Ngọc", "Thảo"];
    const FAMILIES: [&str; 6] = ["Nguyễn Văn", "Trần Thị", "Lê Quang", "Phạm Thu", "Vũ Đức", "Đặng Hồng"];
    let paper = at * IN_A_DOSSIER + ordinal;
    let person = |seed: usize| format!("{} {}", FAMILIES[seed % 6], NAMES[seed / 6 % 12]);
    let unit = |seed: usize| format!("Ủy ban nhân dân xã {} {}", NAMES[seed % 12], seed % 997);
    DocumentMetadata {
        file_code,
        doc_ordinal: ordinal as u32 + 1,
        type_name: "Quyết định".to_owned(),
        code_number: Some(format!("{:02}", paper % 900 + 1)),
        code_notation: Some(["QĐ-SNV", "QĐ-UBND", "QĐ-SYT"][paper % 3].to_owned()),
        issued_date: Some(day(at)),
        organ_name: "Sở Nội vụ".to_owned(),
        subject: format!(
            "Về việc tặng Giấy khen cho các tập thể, cá nhân có thành tích, khen thưởng đợt {paper}"
        ),
        language: "Tiếng Việt".to_owned(),
        page_amount: 3,
        description: String::new(),
        signer_info: vec![SignerInfo { position: "Giám đốc".to_owned(), full_name: person(paper / 50) }],
        to: vec![Recipient { organ_id: None, organ_name: unit(paper) }],
        priority: 0,
        issued_amount: Some(5),
        filing: "VT".to_owned(),
        due_date: None,
        path: format!("data/van-ban/quyet-dinh-khen-thuong-{}.pdf", ordinal + 1),
        sha512: "0".repeat(128),
        names: (0..20)
            .map(|seed| if seed % 4 == 0 { unit(paper + seed) } else { person(paper * 7 + seed) })
            .collect(),
        replaces: Vec::new(),
    }
}

fn year(at: usize) -> i32 {
    2016 + (at % 10) as i32
}

fn day(at: usize) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(year(at), 1, 1).unwrap_or_default();
    first + Days::new(at as u64 / 10 % 365)
}

fn median(mut list: Vec<f64>) -> f64 {
    list.sort_by(f64::total_cmp);
    list[list.len() / 2]
}
