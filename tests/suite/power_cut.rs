//! The power fails at any moment: the program is killed, started again, and nothing is lost or given twice.

use std::collections::BTreeSet;
use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use thidua::numbers;

use crate::driver::{Thidua, program};
use crate::numbers::REPORT;

/// A run that was killed, or came to its end before that.
struct Cut {
    /// Which round it was, from 0.
    round: usize,
    /// After how long it was killed.
    after: Duration,
    /// Whether it came to its end, and well.
    done: bool,
    /// What it had written to stdout.
    stdout: String,
}

/// Kills a command at random moments from its start to somewhat after its usual end, in so many rounds, and
/// lets `holds` look at what each left. The first runs, which are not killed, tell how long it takes; they
/// are rounds as well, so that `command` may prepare something for each.
fn cut(rounds: usize, mut command: impl FnMut(usize) -> Command, mut holds: impl FnMut(&Cut)) {
    const WHOLE: usize = 3;
    let mut usual = Duration::ZERO;
    let mut killed = 0;
    for round in 0..rounds {
        let start = Instant::now();
        let child = started(&mut command(round));
        let after = match round {
            0..WHOLE => Duration::MAX,
            _ => usual.mul_f64(1.3 * random()),
        };
        let cut = killed_after(child, round, after);
        if round < WHOLE {
            assert!(cut.done, "round {round}, which nobody killed, ends well");
            usual = usual.max(start.elapsed());
        }
        killed += usize::from(!cut.done);
        holds(&cut);
    }
    assert!(killed > 0, "no run of {rounds} was killed");
}

fn started(command: &mut Command) -> Child {
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().expect("the program starts")
}

fn killed_after(mut child: Child, round: usize, after: Duration) -> Cut {
    if after < Duration::MAX {
        std::thread::sleep(after);
        // It may have ended meanwhile.
        let _ = child.kill();
    }
    let output = child.wait_with_output().expect("the program ends");
    let stdout = String::from_utf8(output.stdout).expect("output in UTF-8");
    Cut { round, after, done: output.status.success(), stdout }
}

/// Evenly between 0 and 1, another in every run.
fn random() -> f64 {
    let bits = RandomState::new().build_hasher().finish() >> 11;
    bits as f64 / (1_u64 << 53) as f64
}

/// A command line of the program, to be run in a folder.
fn thidua(folder: &Path, words: &str) -> Command {
    let mut command = Command::new(program());
    command.args(words.split(' ')).current_dir(folder);
    command
}

#[test]
fn no_number_is_given_twice_or_lost() {
    const ROUNDS: usize = 250;
    let run = Thidua::new("number start --archive lt").folder("lt").run().code(0);
    let record = |round: usize| run.path().join(format!("{round}.yaml"));
    let next = |round: usize| {
        thidua(run.path(), &format!("number next {round}.yaml --archive lt --date {}", numbers::today()))
    };
    let written = |number: &str| {
        let document = format!("report:\n  document: {{ number: {number}, date: {} }}\n", numbers::today());
        REPORT.replace("report:\n", &document)
    };
    let mut told = BTreeSet::new();
    let command = |round| {
        fs::write(record(round), REPORT).expect("a record");
        next(round)
    };
    cut(ROUNDS, command, |cut| {
        let text = fs::read_to_string(record(cut.round)).expect("the record");
        let number =
            cut.stdout.trim_end().strip_suffix("/BC-SNV").map(|number| number.trim_start_matches('0'));
        match number {
            Some(number) => {
                assert!(told.insert(number.to_owned()), "number {number} was given twice");
                assert_eq!(text, written(number), "the record of the number that was told");
            }
            // Between the claim and its being told the record may have it already.
            None => {
                let known = (1..=ROUNDS).any(|at| text == written(&at.to_string()));
                assert!(text == REPORT || known, "killed after {:?}:\n{text}", cut.after);
            }
        }
    });
    // Started again, every paper gets the number that is its own.
    for round in 0..ROUNDS {
        let again = killed_after(started(&mut next(round)), round, Duration::MAX);
        assert!(again.done, "round {round}, once more");
        let number = again.stdout.trim_end().trim_end_matches("/BC-SNV").trim_start_matches('0').to_owned();
        assert_eq!(fs::read_to_string(record(round)).expect("the record"), written(&number));
        told.insert(number);
    }
    let expected: BTreeSet<String> = (1..=ROUNDS).map(|number| number.to_string()).collect();
    assert_eq!(told, expected, "the numbers of {ROUNDS} papers");
    run.then("number check --archive lt").run().code(0).stderr_contains("sổ số văn bản không có lỗi");
}
