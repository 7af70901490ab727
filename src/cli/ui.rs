//! What is said to the person: paths to stdout, everything else to stderr.

use std::io::{IsTerminal, Write};
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::diagnostic::Diagnostic;

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
}

impl Ui {
    pub fn new(color: Color) -> Self {
        let colour = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        };
        Self { colour }
    }

    /// A path that was written, on a line of stdout.
    pub fn written(&self, path: &Path) {
        // A reader that has seen enough closes the pipe: no fault of ours.
        let _ = writeln!(std::io::stdout(), "{}", path.display());
    }

    /// A text on stdout.
    pub fn print(&self, text: &str) {
        let _ = write!(std::io::stdout(), "{text}");
    }

    /// A remark on stderr.
    pub fn say(&self, text: &str) {
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// Faults on stderr, one after another.
    pub fn report(&self, faults: &[Diagnostic]) {
        let mut stderr = std::io::stderr().lock();
        for fault in faults.iter().filter(|fault| !fault.told) {
            let _ = writeln!(stderr, "{}\n", fault.render(self.colour));
        }
    }

    /// A bar for so many records; hidden when stderr is no terminal or the work is small.
    pub fn progress(&self, records: usize) -> ProgressBar {
        let target = if records > 1 { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(records as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} hồ sơ {msg}") {
            bar.set_style(style);
        }
        bar
    }
}
