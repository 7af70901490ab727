//! Command lines in fresh processes, in pairs, and what each costs.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a run costs.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// From start to end.
    pub wall: Duration,
    /// Of all cores, its workers' included.
    pub cpu: Duration,
    /// The most memory that it and its workers held together, in kB; 0 where nobody looked.
    pub memory: u64,
}

/// A command line of this build and of an older one.
pub struct Pair<'a> {
    /// The program.
    pub this: &'a Path,
    /// The older one.
    pub other: Option<&'a Path>,
}

/// The same with its arguments.
pub struct Line<'a> {
    pair: Pair<'a>,
    arguments: Vec<String>,
}

impl<'a> Pair<'a> {
    /// With these arguments.
    pub fn with(self, arguments: &[&str]) -> Line<'a> {
        Line { pair: self, arguments: arguments.iter().map(|argument| (*argument).to_owned()).collect() }
    }
}

impl Line<'_> {
    fn of(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.args(&self.arguments);
        command
    }

    /// The command line of this build.
    pub fn this(&self) -> Command {
        self.of(self.pair.this)
    }

    /// Runs it so often, in turn with the older build, and prints what it costs.
    pub fn measure(&self, name: &str, runs: usize) -> Cost {
        match self.pair.other {
            Some(other) => beside(name, self.this(), self.of(other), runs),
            None => {
                let cost = self.alone(runs);
                println!("  {name:<44} {:8.1} ms, CPU {:8.1} ms", ms(cost.wall), ms(cost.cpu));
                cost
            }
        }
    }

    /// Runs it so often, without the older build.
    pub fn alone(&self, runs: usize) -> Cost {
        middle(&(0..runs).map(|_| timed(&mut self.this())).collect::<Vec<_>>())
    }

    /// Runs it so often; the mean of its CPU time in milliseconds, finer than the system's ticks.
    pub fn mean_cpu(&self, runs: usize) -> f64 {
        let cpu: Duration = (0..runs).map(|_| timed(&mut self.this()).cpu).sum();
        ms(cpu) / runs as f64
    }

    /// Runs it once, with the older build after it, looking at the memory.
    pub fn once(&self) -> Vec<(&'static str, Cost)> {
        let this = ("this build", watched(&mut self.this()));
        let other = self.pair.other.map(|other| ("the older build", watched(&mut self.of(other))));
        std::iter::once(this).chain(other).collect()
    }
}

/// Runs two command lines in turn so often, and prints what the first costs and how that compares.
pub fn beside(name: &str, mut this: Command, mut other: Command, runs: usize) -> Cost {
    for command in [&mut this, &mut other] {
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        // What stops at once is quick.
        assert!(status.is_ok_and(|status| status.success()), "{name}: {command:?} fails");
    }
    // The first pair warms the disk.
    let pairs: Vec<(Cost, Cost)> =
        (0..=runs).map(|_| (timed(&mut this), timed(&mut other))).skip(1).collect();
    let ratio = |of: fn(&Cost) -> Duration| {
        median(
            pairs
                .iter()
                .map(|(this, other)| of(this).as_secs_f64() / of(other).as_secs_f64().max(1e-3))
                .collect(),
        )
    };
    let cost = middle(&pairs.iter().map(|(this, _)| *this).collect::<Vec<_>>());
    println!(
        "  {name:<44} {:8.1} ms, CPU {:8.1} ms; ratio {:5.2}, CPU {:5.2}",
        ms(cost.wall),
        ms(cost.cpu),
        ratio(|cost| cost.wall),
        ratio(|cost| cost.cpu)
    );
    cost
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn middle(costs: &[Cost]) -> Cost {
    let of = |part: fn(&Cost) -> Duration| {
        Duration::from_secs_f64(median(costs.iter().map(|cost| part(cost).as_secs_f64()).collect()))
    };
    Cost { wall: of(|cost| cost.wall), cpu: of(|cost| cost.cpu), memory: 0 }
}

/// The middle of figures.
pub fn median(mut list: Vec<f64>) -> f64 {
    list.sort_by(f64::total_cmp);
    list[list.len() / 2]
}

fn timed(command: &mut Command) -> Cost {
    let (start, before) = (Instant::now(), children());
    // What a check finds is no fault of the bench.
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the program starts");
    Cost { wall: start.elapsed(), cpu: children().saturating_sub(before), memory: 0 }
}

fn watched(command: &mut Command) -> Cost {
    let (start, before) = (Instant::now(), children());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
    let mut memory = 0;
    while child.try_wait().expect("a child").is_none() {
        memory = memory.max(held(child.id()));
        std::thread::sleep(Duration::from_millis(20));
    }
    Cost { wall: start.elapsed(), cpu: children().saturating_sub(before), memory }
}

/// The CPU time of all processes that were waited for, in steps of a hundredth of a second; none where the system does
/// not tell.
fn children() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks: u64 =
        fields.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// The memory of a process and all below it, in kB.
fn held(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let own =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse().ok());
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let below = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    let below: Vec<u32> = below
        .flat_map(|list| list.split_whitespace().filter_map(|one| one.parse().ok()).collect::<Vec<u32>>())
        .collect();
    own.unwrap_or(0) + below.into_iter().map(held).sum::<u64>()
}
