//! The wheel `typst` of PyPI, on the text that the program generates.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Writes the generated text of a record's report, what it imports, and a script that makes a PDF of it with the same
/// fonts and standards; the script's path.
pub fn script(folder: &Path, record: &Path) -> PathBuf {
    let folder = folder.join("wheel");
    let status = Command::new(env!("CARGO_BIN_EXE_thidua"))
        .args(["build", "--only", "report", "--format", "typ", "-o"])
        .arg(&folder)
        .arg(record)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.is_ok_and(|status| status.success()), "the generated text");
    let own = folder.join(record.file_name().expect("a record's folder"));
    let text = std::fs::read_dir(&own).expect("the text").flatten().next().expect("one text").path();
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&package.join("templates/lib"), &own.join("lib"));
    // The folder in which the templates look for the pictures of the record.
    copy(record, &own.join("record"));
    std::fs::copy(&text, own.join("main.typ")).expect("a copy");
    let script = folder.join("wheel.py");
    let words = format!(
        "import typst\n\
         typst.compile({:?}, output={:?}, root={:?}, font_paths=[{:?}], ignore_system_fonts=True,\n\
         \x20   sys_inputs={{\"typeface\": \"Tinos\"}}, pdf_standards=[\"a-2a\", \"ua-1\"])\n",
        own.join("main.typ"),
        own.join("wheel.pdf"),
        own,
        package.join("fonts"),
    );
    std::fs::write(&script, words).expect("the script");
    script
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &to) } else { drop(std::fs::copy(entry.path(), to)) }
    }
}
