//! RusDox, which makes PDF and Word files from YAML, on the same words: a plain report of eight pages.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::records::OF_A_GROUP;

/// How many headings the report has, and how many paragraphs below each.
const HEADINGS: usize = 8;
const PARAGRAPHS: usize = 7;

fn heading(at: usize) -> String {
    format!("Kết quả thực hiện nhiệm vụ thứ {at}")
}

fn paragraph(heading: usize, at: usize) -> String {
    let sentence = format!(
        "Đoạn {heading}.{at}: các đơn vị trong Khối đã tổ chức phát động nhiều phong trào thi đua chuyên đề, bám sát nhiệm \
         vụ chính trị được giao, góp phần hoàn thành các chỉ tiêu của năm; kịp thời biểu dương tập thể, cá nhân tiêu biểu."
    );
    vec![sentence; 3].join(" ")
}

/// The words as a record of thidua.
pub fn record() -> String {
    let mut text = OF_A_GROUP.to_owned();
    for at in 0..HEADINGS {
        let _ = writeln!(text, "    - title: {}\n      body: |", heading(at));
        for of in 0..PARAGRAPHS {
            let _ = writeln!(text, "        {}\n", paragraph(at, of));
        }
    }
    text
}

/// A command of RusDox that makes its PDF of the words, below a folder.
pub fn command(program: &Path, folder: &Path) -> Command {
    let mut text = String::from("version: 1\noutput_name: report\nblocks:\n");
    for at in 0..HEADINGS {
        let _ = writeln!(text, "  - type: section\n    text: \"{}\"", heading(at));
        for of in 0..PARAGRAPHS {
            let _ = writeln!(text, "  - type: body\n    text: \"{}\"", paragraph(at, of));
        }
    }
    let folder: PathBuf = folder.join("rusdox");
    std::fs::create_dir_all(&folder).expect("a folder");
    let spec = folder.join("report.yaml");
    std::fs::write(&spec, text).expect("what RusDox reads");
    let mut command = Command::new(program);
    command.arg(&spec).arg("--with-pdf").current_dir(&folder).stdout(Stdio::null()).stderr(Stdio::null());
    command
}
