//! The workers of a batch: each takes the next record when it has done one; where one dies, another takes its place.

use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::make::Made;
use super::worker::{self, Answer};
use super::{Order, Task};
use crate::diagnostic::{Diagnostic, Told, cause};
use crate::limits::Excess;
use crate::output;

/// How often it is looked whether the person stopped the program.
const PACE: Duration = Duration::from_millis(100);
/// How long a worker may go on with its record when the person has stopped the program: it is told of before all ends.
const GRACE: Duration = output::GRACE.saturating_sub(Duration::from_millis(500));
/// How long a worker may take to set up, in seconds: fonts that somebody brings may be many, or damaged.
const SETUP: u64 = 60;
/// How much longer than a record may take a worker is waited for: it stops itself, if it still can.
const PATIENCE: u64 = 10;
/// How often a record is tried whose worker dies: the machine may have killed the first for want of memory.
const TRIES: usize = 2;

/// Makes records by so many workers of `program`, and hands what became of each to `done` with its place in the list,
/// as soon as it is there.
///
/// # Errors
/// When no worker can be set up: then nothing is made.
pub fn run(
    program: &Path,
    order: &Order,
    tasks: &[Task],
    workers: usize,
    mut done: impl FnMut(usize, Made),
) -> Result<(), Vec<Told>> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let mut refused = None;
    thread::scope(|scope| {
        for _ in 0..workers.min(tasks.len()) {
            let crew = Place { program, order, tasks, next: &next, done: sender.clone() };
            scope.spawn(move || crew.work());
        }
        drop(sender);
        for said in receiver {
            match said {
                Said::Done(at, made) => done(at, *made),
                Said::Refused(faults) => refused = refused.take().or(Some(faults)),
            }
        }
    });
    refused.map_or(Ok(()), Err)
}

/// What the place of a worker says.
enum Said {
    /// A record is done.
    Done(usize, Box<Made>),
    /// No worker can be set up.
    Refused(Vec<Told>),
}

/// The place of a worker in the crew; one after another may fill it.
struct Place<'a> {
    program: &'a Path,
    order: &'a Order,
    tasks: &'a [Task],
    next: &'a AtomicUsize,
    done: Sender<Said>,
}

/// Why a worker did not answer.
enum Silence {
    /// The person stopped the program.
    Stopped,
    /// It took too long.
    Late,
    /// It died.
    Died(Option<ExitStatus>),
    /// It cannot be told what to do.
    Unsayable,
}

impl Place<'_> {
    fn work(&self) {
        let mut worker: Option<Worker> = None;
        while let Some((at, task)) = self.task() {
            let mut died = None;
            for _ in 0..TRIES {
                let current = match worker.take().map_or_else(|| Worker::start(self.program, self.order), Ok)
                {
                    Ok(current) => current,
                    Err(faults) => {
                        let _ = self.done.send(Said::Refused(faults));
                        // Nobody else needs to try.
                        self.next.store(self.tasks.len(), Ordering::SeqCst);
                        return;
                    }
                };
                match current.make(task, self.order.time_limit + PATIENCE) {
                    Ok((made, still_there)) => {
                        worker = still_there;
                        died = None;
                        let _ = self.done.send(Said::Done(at, made));
                        break;
                    }
                    Err(Silence::Stopped) => return,
                    Err(silence) => {
                        let late = matches!(silence, Silence::Late);
                        died = Some(silence);
                        if late {
                            break;
                        }
                    }
                }
            }
            if let Some(silence) = died {
                let made = Made::refused(
                    &fault(&task.file.path, &silence, self.order.time_limit),
                    self.order.colour,
                );
                let _ = self.done.send(Said::Done(at, Box::new(made)));
            }
        }
    }

    /// The next record that nobody has begun.
    fn task(&self) -> Option<(usize, &Task)> {
        if output::stopped() {
            return None;
        }
        let at = self.next.fetch_add(1, Ordering::SeqCst);
        Some((at, self.tasks.get(at)?))
    }
}

/// A worker that waits for a record.
struct Worker {
    child: Child,
    tasks: ChildStdin,
    answers: Receiver<String>,
}

impl Worker {
    /// Starts a worker and waits until it is set up.
    fn start(program: &Path, order: &Order) -> Result<Self, Vec<Told>> {
        let told = |fault: Diagnostic| vec![Told::of(&fault, order.colour)];
        let failed = |error: io::Error| {
            told(Diagnostic::error(format!("không mở được tiến trình lập văn bản: {}", cause(&error))))
        };
        let mut child = Command::new(program)
            .arg(worker::COMMAND)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let (Some(tasks), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(failed(io::ErrorKind::BrokenPipe.into()));
        };
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let lines = BufReader::new(answers).lines().map_while(Result::ok);
            lines.map(|line| sender.send(line)).take_while(Result::is_ok).for_each(drop);
        });
        let mut worker = Self { child, tasks, answers: receiver };
        let ready = worker.say(order).and_then(|()| worker.listen(SETUP));
        match ready {
            Ok(Answer::Ready) => Ok(worker),
            Ok(Answer::Refused(faults)) => Err(faults),
            Ok(Answer::Made { .. }) | Err(Silence::Died(_)) => Err(failed(io::ErrorKind::BrokenPipe.into())),
            Err(Silence::Stopped) => Err(Vec::new()),
            Err(Silence::Unsayable) => Err(told(unsayable(&order.output))),
            Err(Silence::Late) => Err(told(late_setup(order))),
        }
    }

    /// Has a record made; the worker comes back if it takes another one.
    fn make(mut self, task: &Task, seconds: u64) -> Result<(Box<Made>, Option<Self>), Silence> {
        self.say(task)?;
        match self.listen(seconds)? {
            Answer::Made { made, last } => Ok((made, (!last).then_some(self))),
            Answer::Ready | Answer::Refused(_) => Err(Silence::Died(None)),
        }
    }

    fn say(&mut self, what: &impl serde::Serialize) -> Result<(), Silence> {
        let line = serde_json::to_string(what).map_err(|_| Silence::Unsayable)?;
        let written = writeln!(self.tasks, "{line}").and_then(|()| self.tasks.flush());
        written.map_err(|_| Silence::Died(self.child.wait().ok()))
    }

    fn listen(&mut self, seconds: u64) -> Result<Answer, Silence> {
        let until = Instant::now() + Duration::from_secs(seconds);
        let mut stopped: Option<Instant> = None;
        loop {
            if output::stopped() && stopped.get_or_insert_with(Instant::now).elapsed() >= GRACE {
                return Err(Silence::Stopped);
            }
            match self.answers.recv_timeout(PACE) {
                Ok(line) => return serde_json::from_str(&line).map_err(|_| Silence::Died(None)),
                Err(RecvTimeoutError::Timeout) if Instant::now() >= until => return Err(Silence::Late),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(Silence::Died(self.child.wait().ok())),
            }
        }
    }
}

/// Whoever is no longer needed is not waited for: files are written in one step, so none is left half done.
impl Drop for Worker {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The fault of a record whose worker did not answer.
fn fault(record: &Path, silence: &Silence, seconds: u64) -> Diagnostic {
    let how = match silence {
        Silence::Late => return Excess::Time(seconds).fault(record),
        Silence::Unsayable => return unsayable(record),
        Silence::Died(Some(status)) => how(*status),
        Silence::Died(None) | Silence::Stopped => String::new(),
    };
    Diagnostic::error(format!("chương trình dừng đột ngột khi lập hồ sơ `{}`{how}", record.display()))
        .hint("thường do mẫu trình bày riêng (thư mục `templates`) lồng nhau quá sâu, hoặc máy hết bộ nhớ")
        .hint("không có mẫu riêng mà vẫn thế thì là lỗi của chương trình; xin gửi hồ sơ này cho người phát triển")
}

fn unsayable(path: &Path) -> Diagnostic {
    Diagnostic::usage(format!("đường dẫn `{}` có chữ không phải Unicode", path.display()))
        .hint("đổi tên tệp hoặc thư mục, dùng chữ Unicode")
}

/// How a process ended, in words.
fn how(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!(" (tín hiệu {signal})");
    }
    status.code().map(|code| format!(" (mã {code})")).unwrap_or_default()
}

fn late_setup(order: &Order) -> Diagnostic {
    let folders: Vec<&PathBuf> = order.font_path.iter().chain(&order.template_dir).collect();
    let folders: Vec<String> = folders.iter().map(|folder| format!("`{}`", folder.display())).collect();
    Diagnostic::usage(format!("quá {SETUP} giây mà chưa đọc xong {}", folders.join(", ")))
        .hint("thư mục phông chữ có thể có tệp hỏng: để riêng các tệp phông cần dùng vào một thư mục")
}
