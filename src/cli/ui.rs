//! What is said to the person: paths to stdout, everything else to stderr.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::diagnostic::{Diagnostic, Origin, Told, cause};

/// When messages are coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

/// The only writer to the terminal.
pub struct Ui {
    colour: bool,
    /// What kept a text from stdout; nothing more is written there then.
    lost: Mutex<Option<io::Error>>,
}

impl Ui {
    pub fn new(color: Color) -> Self {
        let colour = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        };
        Self { colour, lost: Mutex::default() }
    }

    /// Whether messages are coloured.
    pub fn coloured(&self) -> bool {
        self.colour
    }

    /// A path that was written, on a line of stdout.
    pub fn written(&self, path: &Path) {
        self.print(&format!("{}\n", path.display()));
    }

    /// A text on stdout.
    pub fn print(&self, text: &str) {
        let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        if lost.is_none() {
            *lost = io::stdout().write_all(text.as_bytes()).err();
        }
    }

    /// Ends what goes to stdout.
    ///
    /// # Errors
    /// When a part of it did not get there.
    pub fn finish(&self) -> Result<(), Diagnostic> {
        let lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner).take();
        delivered(lost.map_or_else(|| io::stdout().flush(), Err))
    }

    /// A remark on stderr.
    pub fn say(&self, text: &str) {
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// Faults on stderr, one after another.
    pub fn report(&self, faults: &[Diagnostic]) {
        let mut stderr = io::stderr().lock();
        for fault in faults.iter().filter(|fault| !fault.told) {
            let _ = writeln!(stderr, "{}\n", fault.render(self.colour));
        }
    }

    /// Tells faults that come from another process; they decide the exit code and are not told again.
    pub fn told(&self, faults: Vec<Told>) -> Vec<Diagnostic> {
        let mut stderr = io::stderr().lock();
        let tell = |fault: Told| {
            let _ = writeln!(stderr, "{}\n", fault.text);
            Diagnostic { origin: fault.origin, ..Diagnostic::error(fault.message) }.told()
        };
        faults.into_iter().map(tell).collect()
    }

    /// The fault for which the process is ended in the middle of its work.
    pub fn last_words(fault: &Diagnostic, colour: bool) {
        let _ = writeln!(io::stderr(), "{}", fault.render(colour));
    }

    /// How far the work on so many records is: a bar on a terminal, else a line now and then. For one record nothing.
    pub fn progress(&self, records: usize) -> Progress {
        let terminal = io::stderr().is_terminal();
        let target =
            if records > 1 && terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(records as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} hồ sơ {msg}") {
            bar.set_style(style);
        }
        let told = (records > 1 && !terminal).then(|| Mutex::new(Instant::now()));
        Progress { bar, told }
    }
}

/// How often a log is told how far the work is.
const PACE: Duration = Duration::from_secs(5);

/// How far the work on many records is.
pub struct Progress {
    bar: ProgressBar,
    /// When a line last told it, where stderr is no terminal.
    told: Option<Mutex<Instant>>,
}

impl Progress {
    /// One record more is done.
    pub fn step(&self) {
        self.bar.inc(1);
        let Some(told) = &self.told else { return };
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.elapsed() >= PACE {
            *told = Instant::now();
            let (done, all) = (self.bar.position(), self.bar.length().unwrap_or_default());
            let _ = writeln!(io::stderr(), "{done}/{all} hồ sơ");
        }
    }

    /// Says something while the bar is out of the way.
    pub fn aside<T>(&self, say: impl FnOnce() -> T) -> T {
        self.bar.suspend(say)
    }

    /// All is done; the bar goes.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// Judges what became of a text for stdout. A reader that has seen enough closes the pipe: no fault of ours.
///
/// # Errors
/// When it was lost: on a full disk, for one.
pub fn delivered(written: io::Result<()>) -> Result<(), Diagnostic> {
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let fault = Diagnostic::error(format!("không in được hết kết quả: {}", cause(&error)));
            Err(Diagnostic { origin: Origin::Machine, ..fault }.hint(
                "xem lại nơi nhận kết quả (sau dấu `>`) rồi chạy lại; tệp nào lệnh này đã ghi thì vẫn còn",
            ))
        }
        _ => Ok(()),
    }
}
