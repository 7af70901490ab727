//! The generated Typst text of every paper of every sample, kept under `tests/typ/`.

use std::path::Path;
use std::sync::LazyLock;

use thidua::input::files;
use thidua::press::{Format, Options, Press};

use crate::driver;

/// Its list is too long to be read; its rows are counted instead.
const LONG: &str = "danh-sach-dai";

/// A paper's text under its path, `day-du/bao-cao-tong-ket.typ`.
struct Paper {
    path: String,
    text: String,
}

/// Every paper of every sample.
static PAPERS: LazyLock<Vec<Paper>> = LazyLock::new(|| {
    let press = Press::new(None, None).expect("a press");
    let options = Options { format: Format::Typ, ..Options::default() };
    let mut papers = Vec::new();
    for file in files::find(&driver::root().join("samples")).expect("samples") {
        let loaded = press.load(&file).unwrap_or_else(|faults| panic!("{}: {faults:#?}", file.name));
        let mut keep = |paper: thidua::press::Output| {
            let text = String::from_utf8(paper.bytes).expect("a text in UTF-8");
            papers.push(Paper { path: format!("{}/{}", file.name, paper.name), text });
            Ok(())
        };
        if let Err(faults) = press.print(&loaded, &options, &mut keep) {
            panic!("{}: {faults:#?}", file.name);
        }
    }
    papers
});

fn kept() -> impl Iterator<Item = &'static Paper> {
    PAPERS.iter().filter(|paper| !Path::new(&paper.path).starts_with(LONG))
}

#[test]
fn every_paper_of_every_sample_has_the_text_that_is_kept() {
    let differences: Vec<String> =
        kept().filter_map(|paper| driver::differs(&format!("typ/{}", paper.path), &paper.text)).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_text_that_is_kept_belongs_to_a_paper() {
    let files = driver::files_below(&driver::root().join("tests/typ"));
    let unused: Vec<&String> =
        files.iter().filter(|file| !kept().any(|paper| paper.path == **file)).collect();
    assert!(unused.is_empty(), "texts without a paper: {unused:?}");
}

#[test]
fn every_sample_folder_has_its_papers() {
    for entry in std::fs::read_dir(driver::root().join("samples")).expect("samples") {
        let entry = entry.expect("a sample");
        let name = entry.file_name().into_string().expect("a name in Unicode");
        if entry.path().is_dir() {
            let own = PAPERS.iter().filter(|paper| Path::new(&paper.path).starts_with(&name)).count();
            assert!(own > 0, "`{name}` gives no paper");
        }
    }
}

#[test]
fn the_long_list_has_a_row_for_every_name() {
    let of_long = |paper: &&Paper| Path::new(&paper.path).starts_with(LONG);
    let paper = PAPERS.iter().find(of_long).expect("the paper of the long list");
    assert_eq!(paper.text.matches(r#""kind": "row""#).count(), 163 + 900);
    assert!(paper.text.contains("163 tập thể và 900 cá nhân"), "the counts in words");
}
