//! Runs `thidua` in a folder of its own and judges what it did.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The shortest record that makes a report and a covenant.
pub const MINIMAL: &str = "\
format: 1
group:
  name: Cụm thi đua số 1
  kind: cụm
  units:
    - { id: dong, name: Phường Hương Đông }
    - { id: tay, name: Phường Hương Tây }
meeting:
  kind: sơ kết
  period: { half: 1, year: 2026 }
report:
  sections:
    - title: Kết quả
      body: Các đơn vị đã hoàn thành các nội dung giao ước.
covenant: {}
";

/// A command line that is being put together, and the folder in which it will run.
#[must_use = "nothing happens before `run`"]
pub struct Thidua {
    folder: TempDir,
    within: PathBuf,
    command: Command,
}

impl Thidua {
    /// A run of one of the program's commands, or of the program alone.
    pub fn new(command: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self::within_folder(folder, command)
    }

    fn within_folder(folder: TempDir, words: &str) -> Self {
        let mut command = Command::new(program());
        command.args(words.split_whitespace());
        Self { folder, within: PathBuf::new(), command }
    }

    /// Writes a record and names it on the command line.
    pub fn record(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.file(path, text).arg(path)
    }

    /// Copies a sample and names it on the command line.
    pub fn sample(self, name: &str) -> Self {
        copy(&root().join("samples").join(name), &self.folder.path().join(name));
        self.arg(name)
    }

    /// Copies a file or folder of `tests/` under its own name.
    pub fn copied(self, from: &Path) -> Self {
        let name = from.file_name().expect("a path with a name");
        copy(from, &self.folder.path().join(name));
        self
    }

    /// Writes a file, and the folders above it.
    pub fn file(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a path below the folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
        self
    }

    /// Makes a folder.
    pub fn folder(self, path: &str) -> Self {
        fs::create_dir_all(self.folder.path().join(path)).expect("a folder");
        self
    }

    /// Does what has no method of its own to the folder of the test.
    pub fn prepared(self, prepare: impl FnOnce(&Path)) -> Self {
        prepare(self.folder.path());
        self
    }

    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs from a folder below that of the test.
    pub fn within(mut self, folder: &str) -> Self {
        self.within = PathBuf::from(folder);
        self
    }

    /// Runs the command line through a line of shell in which `"$@"` stands for it.
    #[cfg(unix)]
    pub fn through_shell(mut self, line: &str) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", line, "sh"]).arg(self.command.get_program()).args(self.command.get_args());
        self.command = shell;
        self
    }

    /// Runs the program to its end.
    #[must_use = "a run that is not judged tests nothing"]
    pub fn run(self) -> Run {
        self.run_while(|_, _| {})
    }

    /// Runs the program, and does something while it works.
    #[must_use = "a run that is not judged tests nothing"]
    pub fn run_while(mut self, meanwhile: impl FnOnce(&mut std::process::Child, &Path)) -> Run {
        let mut child = self
            .command
            .current_dir(self.folder.path().join(&self.within))
            .env_remove("NO_COLOR")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        meanwhile(&mut child, self.folder.path());
        let output = child.wait_with_output().expect("the program ends");
        let text = |bytes: Vec<u8>| {
            redacted(&String::from_utf8(bytes).expect("output in UTF-8"), self.folder.path())
        };
        Run {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            folder: self.folder,
        }
    }
}

/// What the program did.
pub struct Run {
    folder: TempDir,
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// The next run, in the same folder.
    pub fn then(self, command: &str) -> Thidua {
        Thidua::within_folder(self.folder, command)
    }

    #[track_caller]
    pub fn code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "exit code; stderr:\n{}", self.stderr);
        self
    }

    /// Judges stdout as a whole.
    #[track_caller]
    pub fn stdout_is(self, expected: &str) -> Self {
        assert_same("stdout", expected, &self.stdout);
        self
    }

    /// Judges stderr as a whole by a file of `tests/`.
    #[track_caller]
    pub fn stderr_is(self, reference: &str) -> Self {
        assert_reference(reference, &self.stderr);
        self
    }

    #[track_caller]
    pub fn stdout_contains(self, part: &str) -> Self {
        assert!(self.stdout.contains(part), "stdout lacks `{part}`:\n{}", self.stdout);
        self
    }

    #[track_caller]
    pub fn stderr_contains(self, part: &str) -> Self {
        assert!(self.stderr.contains(part), "stderr lacks `{part}`:\n{}", self.stderr);
        self
    }

    /// Nothing was said on stderr.
    #[track_caller]
    pub fn silent(self) -> Self {
        assert!(self.stderr.is_empty(), "stderr says:\n{}", self.stderr);
        self
    }

    /// A file was written; a PDF is whole.
    #[track_caller]
    pub fn wrote(self, path: &str) -> Self {
        let bytes = self.bytes(path);
        assert!(!path.ends_with(".pdf") || whole_pdf(&bytes), "`{path}` is no whole PDF");
        self
    }

    /// The files below a folder are these and no others, in the order of their names.
    #[track_caller]
    pub fn left(self, folder: &str, files: &[&str]) -> Self {
        assert_eq!(self.files(folder), files, "files in `{folder}`; stderr:\n{}", self.stderr);
        self
    }

    /// The bytes of a file of the folder.
    #[track_caller]
    pub fn bytes(&self, path: &str) -> Vec<u8> {
        match fs::read(self.folder.path().join(path)) {
            Ok(bytes) => bytes,
            Err(error) => panic!("`{path}` ({error}); stderr:\n{}", self.stderr),
        }
    }

    /// The text of a file of the folder.
    #[track_caller]
    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.bytes(path)).expect("a text in UTF-8")
    }

    /// The files below a folder, by their paths from it.
    pub fn files(&self, folder: &str) -> Vec<String> {
        files_below(&self.folder.path().join(folder))
    }

    /// The lines of stderr on which faults are told, without their places and excerpts.
    pub fn messages(&self) -> Vec<&str> {
        self.stderr.lines().filter_map(|line| line.strip_prefix("lỗi: ")).collect()
    }

    /// The folder of the test.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// The program under test.
pub fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_thidua"))
}

/// Whether a program that judges from outside is there.
#[track_caller]
pub fn present(program: &str) -> bool {
    available(program, Command::new(program).arg("--version").output().is_ok())
}

/// Whether a module of Python that judges from outside is there.
#[track_caller]
pub fn python_has(module: &str) -> bool {
    let found = Command::new("python3").args(["-c", &format!("import {module}")]).output();
    available(&format!("python3 -m {module}"), found.is_ok_and(|output| output.status.success()))
}

/// Where an outside judge is not there, the run says so, past the test harness that keeps what
/// passing tests print; where CI is asked, that fails.
#[track_caller]
pub fn available(judge: &str, there: bool) -> bool {
    let on_the_watch = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    assert!(there || !on_the_watch, "`{judge}` is not installed, and CI asks for it");
    if !there {
        let test = std::thread::current().name().unwrap_or_default().to_owned();
        let _ = writeln!(std::io::stderr(), "{test}: skipped, `{judge}` is not installed");
    }
    there
}

/// The folder of the package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether bytes are a PDF from its first to its last mark.
pub fn whole_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF")
}

/// The files below a folder by their paths from it, `/` between the parts, sorted.
pub fn files_below(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.expect("an entry of the folder");
        let name = entry.file_name().into_string().expect("a name in Unicode");
        if entry.file_type().expect("the kind of the entry").is_dir() {
            files.extend(files_below(&entry.path()).iter().map(|file| format!("{name}/{file}")));
        } else {
            files.push(name);
        }
    }
    files.sort();
    files
}

/// Copies a file, or a folder with all that it holds.
pub fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::create_dir_all(to.parent().expect("a path below a folder")).expect("a folder");
        fs::copy(from, to).expect("a copy");
        return;
    }
    for file in files_below(from) {
        copy(&from.join(&file), &to.join(&file));
    }
}

/// Whether references are to be written instead of compared.
pub fn updating() -> bool {
    std::env::var_os("UPDATE").is_some_and(|value| !value.is_empty() && value != "0")
}

/// Compares with a file of `tests/`, or writes it where `UPDATE=1` asks for that.
#[track_caller]
pub fn assert_reference(reference: &str, actual: &str) {
    if let Some(difference) = differs(reference, actual) {
        panic!("{difference}");
    }
}

/// How a text differs from a file of `tests/`; `UPDATE=1` writes the file instead.
pub fn differs(reference: &str, actual: &str) -> Option<String> {
    let path = root().join("tests").join(reference);
    if updating() {
        fs::create_dir_all(path.parent().expect("a path below tests/")).expect("a folder");
        fs::write(path, actual).expect("the reference is written");
        return None;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    (expected != actual).then(|| {
        let lines = difference(&expected, actual);
        format!("tests/{reference} differs (- expected, + got; `UPDATE=1` accepts)\n{lines}")
    })
}

/// Two texts are the same; if not, their differing lines are shown.
#[track_caller]
pub fn assert_same(what: &str, expected: &str, actual: &str) {
    assert!(expected == actual, "{what} differs (- expected, + got)\n{}", difference(expected, actual));
}

/// Lines that stand in one text only, `-` those of the first and `+` those of the second.
fn difference(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.split('\n').collect(), actual.split('\n').collect());
    // How many lines the rests of the texts have in common, from each pair of lines on.
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for (at, line) in old.iter().enumerate().rev() {
        for (other_at, other) in new.iter().enumerate().rev() {
            common[at][other_at] = if line == other {
                common[at + 1][other_at + 1] + 1
            } else {
                common[at + 1][other_at].max(common[at][other_at + 1])
            };
        }
    }
    let mut out = String::new();
    let (mut at, mut other_at) = (0, 0);
    while at < old.len() || other_at < new.len() {
        if at < old.len() && other_at < new.len() && old[at] == new[other_at] {
            (at, other_at) = (at + 1, other_at + 1);
        } else if other_at == new.len()
            || (at < old.len() && common[at + 1][other_at] >= common[at][other_at + 1])
        {
            let _ = writeln!(out, "{:>5} - {}", at + 1, old[at]);
            at += 1;
        } else {
            let _ = writeln!(out, "{:>5} + {}", other_at + 1, new[other_at]);
            other_at += 1;
        }
    }
    out
}

/// The text without what differs from machine to machine.
fn redacted(text: &str, folder: &Path) -> String {
    let mut text = text.replace("\r\n", "\n");
    for folder in [folder.canonicalize().ok(), Some(folder.to_owned())].into_iter().flatten() {
        text = text.replace(&folder.display().to_string(), "[FOLDER]");
    }
    if cfg!(windows) { text.replace('\\', "/") } else { text }
}

#[test]
fn a_difference_names_only_the_lines_that_differ() {
    assert_eq!(difference("a\nb\nc\n", "a\nB\nc\nd\n"), "    2 - b\n    2 + B\n    4 + d\n");
}
