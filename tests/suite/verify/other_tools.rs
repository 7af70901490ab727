//! Papers that another program signed in every way it offers: none is called forged here that is valid there, and
//! none is valid here that is refused there. `tests/judges/other_tools.py` makes them.

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::Utc;
use rayon::prelude::*;
use serde::Deserialize;
use thidua::verify::report::{Kind, Verdict};
use thidua::verify::{self, Report, Trust};

use super::{in_short, keep_file};
use crate::driver::{program, python_has, root};
use crate::sign::papers::covenant;

/// How many papers there are at least; fewer mean that the maker lost some.
const AT_LEAST: usize = 600;

/// The beginnings of the names of papers that thidua may leave unjudged, each for what it does not read.
const MAY_STAY_UNJUDGED: [&str; 15] = [
    "pss-sha256-mask-sha512",
    "brainpool",
    "ed448-",
    "mldsa",
    "kind-brazil",
    "issuer-brainpool",
    "issuer-ed448",
    "issuer-rsa-sha224",
    "issuer-p256-sha224",
    "holder-policy-",
    "authority-names-",
    "authority-mailbox-permitted",
    "authority-policy-",
    "authority-mapping-",
    "authority-any-",
];

/// Papers that stand although pyHanko refuses them: their time stamp does not count, and that is all.
const STAND_WITHOUT_STAMP: [&str; 3] = ["stamp-over-sha1", "stamp-unreadable", "stamp-over-all-sha1"];

/// What is told here and allowed by pyHanko: a field that is seen and that nobody signed.
const TOLD: [&str; 1] = ["field-added-and-left-empty"];

/// A paper, and what pyHanko says of it.
#[derive(Debug, Deserialize)]
struct Paper {
    name: String,
    file: Option<PathBuf>,
    #[serde(default)]
    valid: bool,
    #[serde(default)]
    why: Vec<String>,
    #[serde(default)]
    signatures: usize,
    #[serde(default)]
    parties: usize,
    refused: Option<String>,
}

/// All papers, made in a folder that holds whom to trust as well; none where pyHanko is not there.
#[track_caller]
fn papers(folder: &Path) -> Option<Vec<Paper>> {
    if !["pyhanko.sign.validation", "pikepdf", "PIL", "qrcode"].into_iter().all(python_has) {
        return None;
    }
    let unsigned = folder.join("unsigned.pdf");
    std::fs::write(&unsigned, covenant(3).as_slice()).expect("a file");
    let output = Command::new("python3")
        .arg("-B")
        .arg(root().join("tests/judges/other_tools.py"))
        .arg(folder)
        .arg(&unsigned)
        .arg(program())
        .output()
        .expect("python3 starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("output in UTF-8");
    Some(lines.lines().map(|line| serde_json::from_str(line).expect("a paper")).collect())
}

/// What is wrong with thidua's answer about a paper; nothing when it is right.
fn fault(paper: &Paper, report: Option<&Report>) -> Option<String> {
    let name = paper.name.as_str();
    let Some(report) = report else {
        return (paper.signatures > 0).then(|| "thidua cannot read it".to_owned());
    };
    if report.signatures.len() != paper.signatures {
        return Some(format!("{} signatures instead of {}", report.signatures.len(), paper.signatures));
    }
    let parties = report.signatures.iter().filter(|one| one.kind == Kind::Signature).count();
    if parties != paper.parties {
        return Some(format!("{parties} parties instead of {}", paper.parties));
    }
    let stands = paper.valid || STAND_WITHOUT_STAMP.contains(&name);
    if !stands || TOLD.contains(&name) {
        return report.valid().then(|| format!("valid here, and pyHanko says {:?}", paper.why));
    }
    if report.signatures.iter().any(|one| one.verdict == Verdict::Invalid) {
        return Some(format!("invalid here and valid with pyHanko: {}", in_short(Some(report))));
    }
    let may_stay = MAY_STAY_UNJUDGED.into_iter().any(|start| name.starts_with(start));
    (!report.valid() && !may_stay && parties > 0)
        .then(|| format!("left unjudged: {}", in_short(Some(report))))
}

#[test]
fn what_other_tools_sign_is_never_called_forged_and_never_more_than_they_say() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(papers) = papers(folder.path()) else { return };
    let trust = Trust::from_folder(folder.path()).expect("a certificate");
    assert!(papers.len() >= AT_LEAST, "{} papers only", papers.len());
    let mut faults: Vec<String> = papers
        .par_iter()
        .filter_map(|paper| {
            let file = paper.file.as_ref()?;
            let pdf = std::fs::read(file).expect("a file");
            let report = verify::verify(&pdf, &trust, Utc::now()).ok();
            let fault = fault(paper, report.as_ref())?;
            keep_file(&paper.name, &pdf);
            Some(format!("{}: {fault}", paper.name))
        })
        .collect();
    faults.extend(refusals(&papers));
    assert!(faults.is_empty(), "{} of {} papers:\n{}", faults.len(), papers.len(), faults.join("\n"));
}

/// Where thidua does not sign after a certification or a lock, pyHanko calls a signature there a forbidden change; where
/// it does, pyHanko allows one.
fn refusals(papers: &[Paper]) -> Vec<String> {
    let valid = |name: &str| papers.iter().find(|paper| paper.name == name).map(|paper| paper.valid);
    let asked = papers.iter().filter_map(|paper| Some((paper, paper.name.strip_suffix("-thidua-signs")?)));
    let faults: Vec<String> = asked
        .filter(|(paper, start)| valid(&format!("{start}-next-signs")) != Some(paper.refused.is_none()))
        .map(|(paper, _)| format!("{}: refused: {:?}", paper.name, paper.refused))
        .collect();
    faults
}
