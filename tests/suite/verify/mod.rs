//! Signatures judged by thidua, beside what pyHanko says: honest papers, forged ones, hostile ones.
//!
//! - [`changes`] alters signed files in every way that is known; [`signers`] makes signatures of every kind.
//! - [`other_tools`] judges what pyHanko signs in every way it offers, [`tampered`] what was changed after signing.
//! - [`forge`] puts any value at all into a signature field; [`answers`] reads what people are told.
//! - [`endings`] looks at how files end, and what others append to them.
//! - What pyHanko calls invalid has to be invalid here. Not the other way round: see each case.

mod answers;
pub mod changes;
mod endings;
mod forge;
mod hostile;
mod other_tools;
mod signers;
mod tampered;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, OnceLock};

use chrono::Utc;
use serde::Deserialize;
use thidua::verify::{self, Report, Trust};

use crate::driver::{Thidua, root};
use crate::pki::{Identity, Kind, PASSWORD, Pki};
use crate::sign::judges::has_pyhanko;
use crate::sign::papers::covenant;

/// A file to be judged, and what has to become of it.
struct Case {
    name: &'static str,
    pdf: Vec<u8>,
    fate: Fate,
}

/// What has to become of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Every signature is valid.
    Stands,
    /// For a reason of this code; without a code: it is refused, or no signature is left.
    Falls(&'static str),
    /// Nothing is known to be wrong, and what is named so cannot be read.
    Unread(&'static str),
}

impl Fate {
    fn is_met_by(self, report: Option<&Report>) -> bool {
        let signatures = report.map(|report| report.signatures.as_slice()).unwrap_or_default();
        let mut notes = signatures.iter().flat_map(|one| one.faults.iter().chain(&one.forbidden));
        match self {
            Self::Stands => report.is_some_and(Report::valid),
            Self::Unread(what) => {
                report.is_some_and(|report| report.unread() && !report.valid())
                    && signatures.iter().flat_map(|one| &one.unread).any(|note| note.message == what)
            }
            Self::Falls("") => signatures.is_empty(),
            Self::Falls(why) => !report.is_some_and(Report::valid) && notes.any(|note| note.code == why),
        }
    }
}

/// Signs for a party as people do it.
#[track_caller]
fn signed(pdf: &[u8], identity: &Identity, party: &str, options: &[&str]) -> Vec<u8> {
    let key = fs::read(&identity.p12).expect("a key file");
    let run = Thidua::new("sign").file("a.pdf", pdf).file("khoa.p12", key).file("mat-khau", PASSWORD);
    let run = run
        .arg("a.pdf")
        .arg("--as")
        .arg(party)
        .arg("--key")
        .arg("khoa.p12")
        .arg("--pin-file")
        .arg("mat-khau")
        .arg("--name-differs");
    options.iter().fold(run, |run, option| run.arg(option)).run().code(0).bytes("a.pdf")
}

/// A covenant of three parties that the first has signed.
fn signed_once(pki: &Pki) -> Arc<Vec<u8>> {
    static MADE: OnceLock<Arc<Vec<u8>>> = OnceLock::new();
    let make = || Arc::new(signed(&covenant(3), &pki.person("Nguyễn Văn A", Kind::Rsa), "phuong-1", &[]));
    Arc::clone(MADE.get_or_init(make))
}

/// The same when the second has signed, too.
fn signed_twice(pki: &Pki) -> Arc<Vec<u8>> {
    static MADE: OnceLock<Arc<Vec<u8>>> = OnceLock::new();
    let make = || Arc::new(signed(&signed_once(pki), &pki.person("Trần Thị B", Kind::P256), "phuong-2", &[]));
    Arc::clone(MADE.get_or_init(make))
}

/// Trust in the root of the test authorities.
fn trust(pki: &Pki) -> &'static Trust {
    static READ: OnceLock<Trust> = OnceLock::new();
    READ.get_or_init(|| Trust::in_certificates([pki.der(&pki.root()).as_slice()]))
}

/// What thidua says now; nothing when it refuses the file.
fn judged(pki: &Pki, pdf: &[u8]) -> Option<Report> {
    verify::verify(pdf, trust(pki), Utc::now()).ok()
}

/// What pyHanko says of a file.
#[derive(Debug, Deserialize)]
struct Verdict {
    valid: bool,
    why: Vec<String>,
}

/// What pyHanko says of files; nothing where it is not there.
#[track_caller]
fn pyhanko(pki: &Pki, files: &[&[u8]]) -> Option<Vec<Verdict>> {
    if !has_pyhanko() {
        return None;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new("python3");
    command.arg(root().join("tests/judges/verdicts.py")).arg(pki.root());
    for (at, pdf) in files.iter().enumerate() {
        let path = folder.path().join(format!("{at}.pdf"));
        fs::write(&path, pdf).expect("a file");
        command.arg(path);
    }
    let output = command.output().expect("python3 starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("output in UTF-8");
    Some(lines.lines().map(|line| serde_json::from_str(line).expect("a verdict")).collect())
}

/// Each case stands or falls as it has to, and none stands that falls with pyHanko.
#[track_caller]
fn assert_judged(pki: &Pki, cases: &[Case]) {
    let mut faults = Vec::new();
    for case in cases {
        let report = judged(pki, &case.pdf);
        if !case.fate.is_met_by(report.as_ref()) {
            keep(case);
            faults.push(format!("{}: {:?} is not met: {report:#?}", case.name, case.fate));
        }
    }
    let files: Vec<&[u8]> = cases.iter().map(|case| case.pdf.as_slice()).collect();
    for (case, verdict) in cases.iter().zip(pyhanko(pki, &files).into_iter().flatten()) {
        if case.fate == Fate::Stands && !verdict.valid {
            keep(case);
            faults.push(format!("{}: stands here and falls with pyHanko: {:#?}", case.name, verdict.why));
        }
    }
    assert!(faults.is_empty(), "{} of {} cases:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

/// What thidua says, in few words.
fn in_short(report: Option<&Report>) -> String {
    let Some(report) = report else { return "refused".to_owned() };
    let told = report.signatures.iter().map(|one| {
        let notes = one.faults.iter().chain(&one.forbidden).map(|note| note.code);
        format!("{} {:?} {:?}", one.field.name, one.verdict, notes.collect::<Vec<_>>())
    });
    told.collect::<Vec<_>>().join(", ")
}

/// Writes a case that is judged wrongly where `KEEP` says, to be looked at.
fn keep(case: &Case) {
    keep_file(case.name, &case.pdf);
}

/// Writes a file that is judged wrongly where `KEEP` says.
fn keep_file(name: &str, pdf: &[u8]) {
    if let Some(folder) = std::env::var_os("KEEP") {
        fs::write(Path::new(&folder).join(format!("{}.pdf", name.replace(' ', "-"))), pdf).expect("a file");
    }
}
