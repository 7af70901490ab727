//! A process that makes records one after another for whoever started it: an order on standard input, then a task a
//! line; on standard output an answer to each, a line too.
//!
//! It ends when its input ends, also in the middle of a record: whoever started it is gone.

use std::io::{self, BufRead, Write};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::inputs::Inputs;
use super::make::{self, Made};
use super::{Order, Task};
use crate::diagnostic::{Diagnostic, Told};
use crate::limits::{self, Watch};
use crate::output;
use crate::press::Press;
use crate::typeset;

/// The command that starts a worker; no help tells of it.
pub const COMMAND: &str = "worker";

/// A worker that holds more memory than this after a record, in megabytes, ends, and another takes its place.
const TIRED: u64 = 110;

/// What a worker says.
#[derive(Debug, Serialize, Deserialize)]
pub enum Answer {
    /// It is set up.
    Ready,
    /// It could not be set up: all others of this order cannot either.
    Refused(Vec<Told>),
    /// A record is done.
    Made {
        /// What became of it.
        made: Box<Made>,
        /// Whether the worker takes no further one.
        last: bool,
    },
}

/// Works until there is nothing more to do.
///
/// # Errors
/// When what it is told is no order, which only a person can do who calls it by hand.
pub fn run() -> Result<(), Diagnostic> {
    let unclear =
        || Diagnostic::usage("lệnh này chỉ dùng bên trong thidua").hint("lập văn bản bằng `thidua build`");
    let lines = lines();
    let order: Order = received(&lines).ok_or_else(unclear)?;
    let press = match Press::new(order.font_path.as_deref(), order.template_dir.as_deref()) {
        Ok(press) => press,
        Err(fault) => {
            answer(&Answer::Refused(vec![Told::of(&fault, order.colour)]));
            return Ok(());
        }
    };
    let inputs = Inputs::new(&press, &order);
    // A key of the terminal reaches all processes; whoever started this one decides.
    let _ = output::stop_between_papers();
    let watch = Watch::start(order.time_limit, order.memory_limit);
    answer(&Answer::Ready);
    // What Typst does at the same time within a paper is done on this one thread.
    let pool = typeset::pool(1)?;
    while let Some(task) = received::<Task>(&lines) {
        let (name, colour) = (task.file.path.clone(), order.colour);
        watch.begin(move |excess| {
            let made = Made::refused(&excess.fault(&name), colour);
            answer(&Answer::Made { made: Box::new(made), last: true });
        });
        let made = pool.install(|| make::make(&press, &inputs, &order, &task));
        watch.end();
        let last = limits::memory().is_some_and(|megabytes| megabytes > TIRED);
        answer(&Answer::Made { made: Box::new(made), last });
        if last {
            break;
        }
    }
    Ok(())
}

/// The lines of standard input, read ahead: where it ends, this process ends.
fn lines() -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
        std::process::exit(0);
    });
    receiver
}

fn received<T: DeserializeOwned>(lines: &Receiver<String>) -> Option<T> {
    serde_json::from_str(&lines.recv().ok()?).ok()
}

/// Says something. Where nobody listens any more, there is nothing more to do.
fn answer(answer: &Answer) {
    let mut stdout = io::stdout().lock();
    let written = serde_json::to_writer(&mut stdout, answer).map_err(io::Error::from);
    if written.and_then(|()| stdout.write_all(b"\n")).and_then(|()| stdout.flush()).is_err() {
        std::process::exit(0);
    }
}
