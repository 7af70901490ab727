//! Signatures as others judge them, and everything that keeps one from being made.

mod faults;
mod hostile;
pub mod judges;
mod keys;
mod looks;
pub mod papers;
mod several;
mod strangers;

use std::path::Path;

use crate::driver::{Run, Thidua};
use crate::pki::{Identity, Kind, PASSWORD, Pki};

/// The file that is signed.
const PAPER: &str = "giao-uoc.pdf";

/// A folder with a paper, a key file and its password, and a command line that signs for a party.
fn signing(paper: &[u8], identity: &Identity, party: &str) -> Thidua {
    let thidua = Thidua::new("sign").file(PAPER, paper);
    by(with_key(thidua, identity), party)
}

/// Brings a key file and its password along.
fn with_key(thidua: Thidua, identity: &Identity) -> Thidua {
    let key = std::fs::read(&identity.p12).expect("a key file");
    thidua.file("khoa.p12", key).file("mat-khau", PASSWORD)
}

/// Signs with the key file in the folder.
fn as_named(thidua: Thidua, party: &str) -> Thidua {
    thidua.arg(PAPER).arg("--as").arg(party).arg("--key").arg("khoa.p12").arg("--pin-file").arg("mat-khau")
}

/// Signs with the key file in the folder, whomever it is of: the people of most tests are not those of the paper.
fn by(thidua: Thidua, party: &str) -> Thidua {
    as_named(thidua, party).arg("--name-differs")
}

/// The next signature in the folder of a run, by a person.
fn then_signed(run: Run, pki: &Pki, name: &str, kind: Kind, party: &str) -> Run {
    by(with_key(run.then("sign"), &pki.person(name, kind)), party).run()
}

/// The paper in the folder of a run.
fn paper(run: &Run) -> std::path::PathBuf {
    run.path().join(PAPER)
}

/// A paper is as it was.
#[track_caller]
fn untouched(run: &Run, before: &[u8]) {
    assert!(run.bytes(PAPER) == before, "the paper was changed; stderr:\n{}", run.stderr);
    let left = run.files(".");
    assert!(left.iter().all(|file| !file.contains(".thidua-")), "unfinished files are left: {left:?}");
}

/// Files of a test by their paths.
fn paths(runs: &[Run]) -> Vec<std::path::PathBuf> {
    runs.iter().map(paper).collect()
}

fn borrowed(paths: &[std::path::PathBuf]) -> Vec<&Path> {
    paths.iter().map(std::path::PathBuf::as_path).collect()
}
