//! The power fails at any moment: the program is killed, started again, and nothing is lost or given twice.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use thidua::clock;
use thidua::numbers::{self, Ending, Purpose, Request, Series};
use thidua::record::scalar::DocumentNumber;

use crate::archive::RECORD;
use crate::driver::{Thidua, program};
use crate::numbers::REPORT;
use crate::pki::{Kind, PASSWORD, pki};

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
    /// What it had written to stderr.
    stderr: String,
}

/// Kills a command at random moments from its start to somewhat after its usual end, in so many rounds, and
/// lets `holds` look at what each left. The first runs, which are not killed, tell how long it takes; they
/// are rounds as well, so that `command` may prepare something for each. On a busy machine the kill comes
/// late: the moments are drawn from a shorter time after each run that came to its end, a longer one after
/// each that did not.
fn cut(rounds: usize, mut command: impl FnMut(usize) -> Command, mut holds: impl FnMut(&Cut)) {
    const WHOLE: usize = 3;
    let mut usual = Duration::ZERO;
    let mut share = 1.0;
    let mut killed = 0;
    for round in 0..rounds {
        let start = Instant::now();
        let child = started(&mut command(round));
        let after = match round {
            0..WHOLE => Duration::MAX,
            _ => usual.mul_f64(1.3 * share * random()),
        };
        let cut = killed_after(child, round, after);
        if round < WHOLE {
            assert!(cut.done, "round {round}, which nobody killed, ends well");
            usual = usual.max(start.elapsed());
        } else {
            share = f64::min(share * if cut.done { 0.8 } else { 1.25 }, 1.0);
        }
        killed += usize::from(!cut.done);
        holds(&cut);
    }
    assert!(killed > 0, "no run of {rounds} was killed");
}

fn started(command: &mut Command) -> Child {
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the program starts")
}

fn killed_after(mut child: Child, round: usize, after: Duration) -> Cut {
    if after < Duration::MAX {
        std::thread::sleep(after);
        // It may have ended meanwhile.
        let _ = child.kill();
    }
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("output in UTF-8");
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    Cut { round, after, done: output.status.success(), stdout, stderr }
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

/// Runs a command line to its end; what it wrote to stdout where that was a good one, else to stderr.
fn whole(folder: &Path, words: &str) -> Result<String, String> {
    let cut = killed_after(started(&mut thidua(folder, words)), 0, Duration::MAX);
    if cut.done { Ok(cut.stdout) } else { Err(cut.stderr) }
}

#[test]
fn no_number_is_given_twice_or_lost() {
    const ROUNDS: usize = 200;
    let run = Thidua::new("number start --archive lt").folder("lt").run().code(0);
    let record = |round: usize| run.path().join(format!("{round}.yaml"));
    let next = |round: usize| {
        thidua(run.path(), &format!("number next {round}.yaml --archive lt --date {}", clock::today()))
    };
    let written = |number: &str| {
        let document = format!("report:\n  document: {{ number: {number}, date: {} }}\n", clock::today());
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

#[test]
fn a_number_that_is_being_cancelled_is_held_or_cancelled() {
    const ROUNDS: usize = 40;
    let run = Thidua::new("number start --archive kho").run().code(0);
    let archive = run.path().join("kho");
    let year = chrono::Datelike::year(&clock::today());
    let series = Series { issuer: "Sở Nội vụ".to_owned(), notation: "BC-SNV".to_owned(), year };
    let command = |round: usize| {
        let purpose = Purpose::other(format!("Văn bản {round}"));
        let given = numbers::reserve(&archive, &series, &Request { purpose, date: None, by: None });
        let code = given.expect("a number").reservation.code();
        thidua(run.path(), &format!("number cancel {code} --reason in-nhầm --archive kho"))
    };
    cut(ROUNDS, command, |Cut { round, after, done, .. }| {
        let number = DocumentNumber::plain(*round as u32 + 1);
        let entry = numbers::look_up(&archive, &series, number).expect("a sound file").expect("a number");
        let outcome = entry.outcome.map(|outcome| (outcome.ending, outcome.reason));
        let cancelled = (Ending::Cancelled, Some("in-nhầm".to_owned()));
        assert!(outcome.is_none() || outcome.as_ref() == Some(&cancelled), "{outcome:?}");
        assert!(!done || outcome.is_some(), "round {round}: told, and not cancelled");
        if let Err(faults) = whole(run.path(), "archive verify --archive kho") {
            panic!("round {round}, killed after {after:?}: {faults}");
        }
    });
}

/// What a command says of something in JSON.
fn told(folder: &Path, words: &str) -> Result<serde_json::Value, String> {
    whole(folder, words).map(|stdout| serde_json::from_str(&stdout).expect("JSON"))
}

#[test]
fn a_paper_that_is_being_signed_is_the_old_one_or_a_signed_one() {
    const ROUNDS: usize = 120;
    const PARTIES: [&str; 2] = ["so-noi-vu", "so-y-te"];
    let Some(pki) = pki() else { return };
    let run = Thidua::new("build --official --only covenant")
        .record("hoi-nghi.yaml", RECORD)
        .file("khoa.p12", fs::read(pki.person("Nguyễn Văn A", Kind::P256).p12).expect("a key file"))
        .file("goc/goc.pem", fs::read(pki.root()).expect("the root's certificate"))
        .file("mat-khau", PASSWORD)
        .run()
        .code(0);
    let blank = run.bytes("out/hoi-nghi/giao-uoc-thi-dua.pdf");
    let path = run.path().join("giao-uoc.pdf");
    let sign = |party: &str| {
        format!("sign giao-uoc.pdf --as {party} --key khoa.p12 --pin-file mat-khau --name-differs")
    };
    // The paper before a round, and how many have signed it.
    let state = RefCell::new((blank.clone(), 0));
    let command = |_| {
        let (before, signed) = &mut *state.borrow_mut();
        if *signed == PARTIES.len() {
            (*before, *signed) = (blank.clone(), 0);
        }
        fs::write(&path, before).expect("the paper");
        thidua(run.path(), &sign(PARTIES[*signed]))
    };
    cut(ROUNDS, command, |cut| {
        let (before, signed) = &mut *state.borrow_mut();
        let after = fs::read(&path).expect("the paper");
        if after == *before {
            assert!(cut.stdout.is_empty(), "told as signed, and not signed");
            return;
        }
        assert!(after.starts_with(before), "killed after {:?}: what was there is gone", cut.after);
        *signed += 1;
        *before = after;
        let verified = told(run.path(), "verify giao-uoc.pdf --trust goc --format json");
        let verified = verified.expect("every signature is valid");
        let signatures = verified[0]["signatures"].as_array().expect("signatures");
        let fields =
            signatures.iter().map(|signature| signature["field"]["name"].as_str().unwrap_or_default());
        assert!(fields.eq(PARTIES.into_iter().take(*signed)), "{signatures:?}");
    });
    // Started again, who has signed cannot sign once more, and who has not can.
    let (_, signed) = state.into_inner();
    for (at, party) in PARTIES.iter().enumerate() {
        assert_eq!(whole(run.path(), &sign(party)).is_ok(), at >= signed, "{party}, once more");
    }
    assert!(whole(run.path(), "verify giao-uoc.pdf --trust goc").is_ok(), "all have signed");
}

#[test]
fn a_paper_that_is_being_built_beside_a_signed_one_is_whole_or_not_there() {
    const ROUNDS: usize = 40;
    let signed = "%PDF-1.7\n1 0 obj << /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >> endobj\n%%EOF\n";
    let run = Thidua::new("build --only covenant").record("hoi-nghi.yaml", RECORD).run().code(0);
    let whole = run.bytes("out/hoi-nghi/giao-uoc-thi-dua.pdf");
    let folder = run.path().join("out/hoi-nghi");
    let (paper, new) = (folder.join("giao-uoc-thi-dua.pdf"), folder.join("giao-uoc-thi-dua-moi.pdf"));
    let command = |_| {
        fs::write(&paper, signed).expect("the paper");
        // It may not be there yet.
        let _ = fs::remove_file(&new);
        thidua(run.path(), "build hoi-nghi.yaml --only covenant")
    };
    cut(ROUNDS, command, |cut| {
        assert_eq!(fs::read_to_string(&paper).expect("the paper"), signed, "killed after {:?}", cut.after);
        match fs::read(&new) {
            Ok(bytes) => assert!(bytes == whole, "killed after {:?}: half a paper", cut.after),
            Err(_) => assert!(cut.stdout.is_empty(), "told, and not there"),
        }
    });
}

#[test]
fn what_is_being_archived_is_there_wholly_or_not_at_all() {
    const ROUNDS: usize = 40;
    let record = |round: usize| {
        let group = format!("name: Khối thi đua số {}", round + 1);
        let record = RECORD.replacen("name: Khối thi đua số 1", &group, 1);
        record.replace("number: 5", &format!("number: {}", round + 1))
    };
    let build = Thidua::new("build --official --only report");
    let build = (0..ROUNDS).fold(build, |build, round| build.record(&format!("{round}.yaml"), record(round)));
    let run = build.run().code(0);
    let add =
        |round: usize| format!("archive add {round}.yaml out/{round}/bao-cao-tong-ket.pdf --archive kho");
    let command = |round| thidua(run.path(), &add(round));
    cut(ROUNDS, command, |Cut { round, after, stdout, .. }| {
        let when = format!("round {round}, killed after {after:?}");
        if let Err(faults) = whole(run.path(), "archive verify --archive kho") {
            panic!("{when}: {faults}");
        }
        let there = run.path().join(format!("kho/ho-so/2026/{round}")).exists();
        assert!(stdout.is_empty() || there, "{when}: told, and not there");
        if let Err(faults) = whole(run.path(), &add(*round)) {
            panic!("{when}, once more: {faults}");
        }
    });
    let found =
        told(run.path(), &format!("archive find báo cáo --limit {ROUNDS} --format json --archive kho"));
    let found = found.expect("what was found");
    assert_eq!(found["documents"].as_array().map(Vec::len), Some(ROUNDS), "each paper is there once");
    let run = run.then("archive verify --archive kho").run().code(0);
    let list = run.then("number list --year 2026 --format json --archive kho").run().code(0);
    let list: serde_json::Value = serde_json::from_str(&list.stdout).expect("JSON");
    let used: Vec<&str> =
        list.as_array().expect("a list").iter().filter_map(|one| one["state"].as_str()).collect();
    // Nobody has signed them.
    assert_eq!(used, ["archived-unsigned"; ROUNDS]);
}

#[test]
fn a_copy_that_is_being_replaced_by_a_signed_one_is_told_of_once() {
    const ROUNDS: usize = 25;
    let Some(pki) = pki() else { return };
    let key = fs::read(pki.person("Nguyễn Văn A", Kind::P256).p12).expect("a key file");
    let record = |round: usize| {
        let group = format!("name: Khối thi đua số {}", round + 1);
        let record = RECORD.replacen("name: Khối thi đua số 1", &group, 1);
        record.replace("number: 5", &format!("number: {}", round + 1))
    };
    let build =
        Thidua::new("build --official --only report").file("khoa.p12", key).file("mat-khau", PASSWORD);
    let build = (0..ROUNDS).fold(build, |build, round| build.record(&format!("{round}.yaml"), record(round)));
    let run = build.run().code(0);
    let paper = |round: usize| format!("out/{round}/bao-cao-tong-ket.pdf");
    let add = |round: usize| format!("archive add {round}.yaml {} --archive kho", paper(round));
    for round in 0..ROUNDS {
        whole(run.path(), &add(round)).expect("the unsigned copy is archived");
        let sign = format!("sign {} --as nguoi-ky --key khoa.p12 --pin-file mat-khau", paper(round));
        whole(run.path(), &sign).expect("it is signed");
    }
    let found = |round: usize| {
        let find = format!("archive find --number {}/BC-KTĐ1 --format json --archive kho", round + 1);
        let found = told(run.path(), &find).expect("what was found");
        let papers = found["documents"].as_array().expect("papers").iter();
        papers.map(|paper| paper["dossier"].as_str().expect("a dossier").to_owned()).collect::<Vec<_>>()
    };
    let command = |round| thidua(run.path(), &add(round));
    cut(ROUNDS, command, |Cut { round, after, .. }| {
        let when = format!("round {round}, killed after {after:?}");
        if let Err(faults) = whole(run.path(), "archive verify --archive kho") {
            panic!("{when}: {faults}");
        }
        // Who looks finishes what was begun.
        let papers = found(*round);
        let there = run.path().join(format!("kho/ho-so/2026/{round}-2")).exists();
        let latest = if there { format!("2026/{round}-2") } else { format!("2026/{round}") };
        assert_eq!(papers, [latest], "{when}");
        if let Err(faults) = whole(run.path(), &add(*round)) {
            panic!("{when}, once more: {faults}");
        }
        assert_eq!(found(*round), [format!("2026/{round}-2")], "{when}, once more");
    });
    run.then("archive verify --archive kho").run().code(0);
}
