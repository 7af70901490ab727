//! How much a record may take: generous bounds, and a watch over those that only show while it is made.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::diagnostic::Diagnostic;

/// How long a record may take, in seconds, where nothing else is asked for.
pub const SECONDS: u64 = 600;
/// How much memory a record may take, in megabytes, where nothing else is asked for.
pub const MEGABYTES: u64 = 4096;

/// The most steps that a minijinja template may take: a list of 20,000 rows takes some two million.
pub const TEMPLATE_STEPS: u64 = 200_000_000;
/// The most pixels of a picture: a sheet of A4 at 600 dots an inch has 35 million. Each takes four bytes once decoded.
pub const PIXELS: usize = 50_000_000;
/// The most rows of a list.
pub const ROWS: usize = 20_000;
/// The most letters of a word: what does not fit on a line is laid out letter by letter.
pub const LETTERS: usize = 1_000;

/// How often the watch looks.
const PACE: Duration = Duration::from_millis(50);

/// What a record took too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// Time: it may take so many seconds.
    Time(u64),
    /// Memory: it may take so many megabytes.
    Memory(u64),
}

impl Excess {
    /// The fault of a record that took too much.
    pub fn fault(self, record: &Path) -> Diagnostic {
        let record = record.display();
        let message = match self {
            Self::Time(seconds) => format!("lập hồ sơ `{record}` quá {seconds} giây nên bị dừng"),
            Self::Memory(megabytes) => {
                format!("lập hồ sơ `{record}` cần hơn {megabytes} MB bộ nhớ nên bị dừng")
            }
        };
        let option = match self {
            Self::Time(_) => "--time-limit",
            Self::Memory(_) => "--memory-limit",
        };
        Diagnostic::error(message)
            .hint("thường do mẫu trình bày riêng (thư mục `templates`) lặp không dừng: xem lại mẫu ấy")
            .hint(format!("hồ sơ thật sự lớn thì nâng giới hạn bằng `{option}`"))
    }
}

/// The memory that this process holds, in megabytes; none where the system does not tell.
pub fn memory() -> Option<u64> {
    let held = memory_stats::memory_stats()?.physical_mem;
    u64::try_from(held >> 20).ok()
}

/// What is done before the process ends, since the record took too much.
type Farewell = Box<dyn FnOnce(Excess) + Send>;

/// The record that is being made.
struct Making {
    since: Instant,
    farewell: Farewell,
}

/// Ends the process where a record takes too much: nothing else stops a template that loops without end.
pub struct Watch(Arc<Mutex<Option<Making>>>);

impl Watch {
    /// Begins to watch.
    pub fn start(seconds: u64, megabytes: u64) -> Self {
        let making: Arc<Mutex<Option<Making>>> = Arc::default();
        let watched = Arc::clone(&making);
        thread::spawn(move || {
            loop {
                thread::sleep(PACE);
                let mut making = watched.lock().unwrap_or_else(PoisonError::into_inner);
                let excess = making.as_ref().and_then(|making| {
                    let late = making.since.elapsed() >= Duration::from_secs(seconds);
                    let large = || memory().is_some_and(|held| held > megabytes);
                    if late {
                        Some(Excess::Time(seconds))
                    } else if large() {
                        Some(Excess::Memory(megabytes))
                    } else {
                        None
                    }
                });
                if let (Some(excess), Some(Making { farewell, .. })) =
                    (excess, excess.and_then(|_| making.take()))
                {
                    farewell(excess);
                    std::process::exit(1);
                }
            }
        });
        Self(making)
    }

    /// A record is begun; what to do where it takes too much.
    pub fn begin(&self, farewell: impl FnOnce(Excess) + Send + 'static) {
        let making = Making { since: Instant::now(), farewell: Box::new(farewell) };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(making);
    }

    /// It is done.
    pub fn end(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
