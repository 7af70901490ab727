//! Signed papers that were changed in every way that is known: whatever pyHanko refuses or a reader shows otherwise is
//! told. `tests/judges/tampered.py` makes and judges them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

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

/// The end of the name of a case that pyHanko refuses and that changes nothing: a line break within the name of a field
/// that is not seen, which it does not read.
const CHANGES_NOTHING: &str = "-name-broken-line-unseen";

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
    /// That all is well but that ink lies over something, or over a signature, or that a hidden field is seen; or that the
    /// paper was changed.
    Told,
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
    let modules = ["pyhanko.sign.validation", "pymupdf", "pikepdf", "PIL"].into_iter().all(python_has);
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

/// What is wrong with thidua's answers, by kind: case and words.
#[derive(Debug, Default)]
struct Faults {
    /// Valid here and refused by pyHanko.
    refused: Vec<String>,
    /// Unchanged here, and it looks different in a reader.
    seen: Vec<String>,
    /// Not told as it has to be.
    untold: Vec<String>,
}

impl Faults {
    fn of(case: &Case, report: Option<&Report>) -> Self {
        let valid = report.is_some_and(Report::valid);
        let unchanged = report.is_some_and(|report| !report.signatures.is_empty() && report.seen_as_signed());
        let different = |pages: &Option<Vec<usize>>| pages.as_ref().is_some_and(|pages| !pages.is_empty());
        let readers = case.looks_different.iter().filter(|(_, pages)| different(pages));
        let readers: Vec<&str> = readers.map(|(reader, _)| reader.as_str()).collect();
        let mut faults = Self::default();
        let name = &case.name;
        if valid && !case.pyhanko_valid && !name.ends_with(CHANGES_NOTHING) {
            faults.refused.push(format!("{name}: {:?}", case.pyhanko_why));
        }
        if unchanged && !readers.is_empty() {
            faults.seen.push(format!("{name}: {}", readers.join(", ")));
        }
        let notes = report.iter().flat_map(|report| &report.signatures).flat_map(|one| &one.permitted);
        let crossed =
            notes.into_iter().any(|note| matches!(note.code, "crossed" | "over-signature" | "field-shown"));
        let as_expected = |expected| match expected {
            Expected::Changed => !valid,
            Expected::Allowed => valid,
            Expected::Told => !valid || crossed,
        };
        if !case.expect.is_none_or(as_expected) {
            faults.untold.push(format!("{name}: {:?}, and thidua: {}", case.expect, in_short(report)));
        }
        faults
    }

    fn and(mut self, other: Self) -> Self {
        self.refused.extend(other.refused);
        self.seen.extend(other.seen);
        self.untold.extend(other.untold);
        self
    }

    fn is_empty(&self) -> bool {
        self.refused.is_empty() && self.seen.is_empty() && self.untold.is_empty()
    }
}

/// All faults of all cases, which are made once; none where the judges are not there.
#[track_caller]
fn faults() -> Option<&'static Faults> {
    static FOUND: OnceLock<Option<Faults>> = OnceLock::new();
    let find = || {
        let pki = pki()?;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cases = cases(pki, folder.path())?;
        assert!(cases.len() >= AT_LEAST, "{} cases only", cases.len());
        let of = |case: &Case| {
            let pdf = fs::read(&case.file).expect("a file");
            let faults = Faults::of(case, verify::verify(&pdf, trust(pki), Utc::now()).ok().as_ref());
            if !faults.is_empty() {
                keep_file(&case.name, &pdf);
            }
            faults
        };
        Some(cases.par_iter().map(of).reduce(Faults::default, Faults::and))
    };
    FOUND.get_or_init(find).as_ref()
}

#[track_caller]
fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} cases:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn no_changed_file_is_valid_that_pyhanko_refuses() {
    let Some(faults) = faults() else { return };
    assert_none(&faults.refused);
}

#[test]
fn no_file_is_called_unchanged_that_poppler_or_mupdf_shows_otherwise_than_it_was_signed() {
    let Some(faults) = faults() else { return };
    assert_none(&faults.seen);
}

#[test]
fn a_forbidden_change_is_told_and_an_allowed_one_is_not_blamed() {
    let Some(faults) = faults() else { return };
    assert_none(&faults.untold);
}
