//! Signed papers that were changed in every way that is known: whatever pyHanko refuses or a reader shows otherwise is
//! told. `tests/judges/tampered.py` makes and judges them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::Utc;
use rayon::prelude::*;
use serde::Deserialize;
use thidua::verify::{self, Report};

use super::{in_short, keep_file, signed, trust};
use crate::driver::{python_has, root};
use crate::pki::{Kind, PASSWORD, Pki, pki, present};
use crate::sign::papers::covenant;

/// How many cases there are at least, and how many may bring a judge down.
const AT_LEAST: usize = 1500;
const AT_MOST_DROPPED: usize = 5;

/// The ends of the names of cases that pyHanko refuses and that change nothing: a list that moved into an object of its
/// own, and spellings that it does not read.
const CHANGE_NOTHING: [&str; 6] = [
    "-notes-referred",
    "-notes-chained",
    "-notes-packed",
    "-name-broken-line-unseen",
    "-head-blanks-as-it-was",
    "-head-comment-as-it-was",
];

/// A changed paper, and what others say of it.
#[derive(Debug, Deserialize)]
struct Case {
    name: String,
    file: PathBuf,
    expect: Option<Expected>,
    /// By reader the pages that look different, counted from 0; nothing where it cannot read the file.
    looks_different: BTreeMap<String, Option<Vec<usize>>>,
    pyhanko_valid: bool,
    pyhanko_why: Vec<String>,
}

/// What has to be told of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Expected {
    /// That the paper was changed.
    Changed,
    /// That all is well.
    Allowed,
}

/// A line of the judges.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Line {
    Case(Case),
    End { dropped: Vec<String> },
}

/// All cases; none where the judges are not there.
#[track_caller]
fn cases(pki: &Pki, folder: &Path) -> Option<Vec<Case>> {
    let modules = ["pyhanko.sign.validation", "pymupdf", "PIL"].into_iter().all(python_has);
    if !modules || !present(&["pdftoppm", "pdfsig"]) {
        return None;
    }
    // Two pages, so that their order can be changed.
    let paper = covenant(10);
    let first = pki.person("Nguyễn Văn A", Kind::Rsa);
    let once = signed(&paper, &first, "phuong-1", &[]);
    let twice = signed(&once, &pki.person("Trần Thị B", Kind::P256), "phuong-2", &[]);
    let mut command = Command::new("python3");
    command.arg("-B").arg(root().join("tests/judges/tampered.py")).arg(folder.join("cases"));
    command.arg(pki.root()).arg(&first.p12).arg(PASSWORD);
    for (name, pdf) in [("paper", paper.as_slice()), ("once", &once), ("twice", &twice)] {
        let path = folder.join(format!("{name}.pdf"));
        fs::write(&path, pdf).expect("a file");
        command.arg(path);
    }
    let output = command.output().expect("python3 starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("output in UTF-8");
    let mut cases = Vec::new();
    for line in lines.lines() {
        match serde_json::from_str(line).expect("a case") {
            Line::Case(case) => cases.push(case),
            Line::End { dropped } => {
                assert!(dropped.len() <= AT_MOST_DROPPED, "these bring a judge down: {dropped:?}");
            }
        }
    }
    Some(cases)
}

/// What is wrong with thidua's answer about a case; nothing when it is right.
fn fault(case: &Case, report: Option<&Report>) -> Option<String> {
    let valid = report.is_some_and(Report::valid);
    let unchanged = report.is_some_and(|report| !report.signatures.is_empty() && report.unchanged());
    let seen: Vec<&String> = case
        .looks_different
        .iter()
        .filter(|(_, pages)| pages.as_ref().is_some_and(|pages| !pages.is_empty()))
        .map(|(reader, _)| reader)
        .collect();
    let nothing = CHANGE_NOTHING.into_iter().any(|end| case.name.ends_with(end));
    if valid && !case.pyhanko_valid && !nothing {
        return Some(format!("valid here, and pyHanko says {:?}", case.pyhanko_why));
    }
    if unchanged && !seen.is_empty() {
        return Some(format!("unchanged here, and it looks different in {seen:?}"));
    }
    match case.expect {
        Some(Expected::Changed) if valid => Some("valid here, and it was changed".to_owned()),
        Some(Expected::Allowed) if !valid => {
            Some(format!("not valid here, and all is allowed: {}", in_short(report)))
        }
        _ => None,
    }
}

#[test]
fn no_change_after_signing_goes_unseen_and_none_that_is_allowed_is_blamed() {
    let Some(pki) = pki() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(cases) = cases(pki, folder.path()) else { return };
    assert!(cases.len() >= AT_LEAST, "{} cases only", cases.len());
    let faults: Vec<String> = cases
        .par_iter()
        .filter_map(|case| {
            let pdf = fs::read(&case.file).expect("a file");
            let report = verify::verify(&pdf, trust(pki), Utc::now()).ok();
            let fault = fault(case, report.as_ref())?;
            keep_file(&case.name, &pdf);
            Some(format!("{}: {fault}", case.name))
        })
        .collect();
    assert!(faults.is_empty(), "{} of {} cases:\n{}", faults.len(), cases.len(), faults.join("\n"));
}
