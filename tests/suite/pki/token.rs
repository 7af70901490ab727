//! A token of SoftHSM2 in a temporary folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::{Identity, present};
use crate::driver::available;

/// The label of every token.
pub const LABEL: &str = "Thẻ ký số thử";
/// The PIN of every token's user.
pub const PIN: &str = "246810";

/// A token with keys and certificates on it.
pub struct Token {
    folder: TempDir,
    module: PathBuf,
}

/// An empty token; none where SoftHSM2 or OpenSC is not there.
#[track_caller]
pub fn token() -> Option<Token> {
    let module = module();
    if !available("softhsm2", module.is_some()) {
        return None;
    }
    let module = module?;
    if !present(&["softhsm2-util", "pkcs11-tool"]) {
        return None;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let kept = folder.path().join("kept");
    fs::create_dir(&kept).expect("a folder");
    let configuration = format!("directories.tokendir = {}\nobjectstore.backend = file\n", kept.display());
    fs::write(folder.path().join("softhsm2.conf"), configuration).expect("a file");
    let token = Token { folder, module };
    token.said(
        "softhsm2-util",
        &["--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", "12345678"],
    );
    Some(token)
}

fn module() -> Option<PathBuf> {
    let known = [
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib64/pkcs11/libsofthsm2.so",
        "/usr/local/lib/softhsm/libsofthsm2.so",
        "/opt/homebrew/lib/softhsm/libsofthsm2.so",
    ];
    known.iter().map(PathBuf::from).find(|path| path.is_file())
}

impl Token {
    /// The PKCS#11 module that reaches the token.
    pub fn module(&self) -> &Path {
        &self.module
    }

    /// Where the module looks for its token: the value of `SOFTHSM2_CONF`.
    pub fn configuration(&self) -> String {
        self.folder.path().join("softhsm2.conf").display().to_string()
    }

    /// Lets the token forget how to do something: `CKM_SHA256_RSA_PKCS`.
    pub fn without(&self, mechanism: &str) -> &Self {
        let path = self.folder.path().join("softhsm2.conf");
        let configuration = fs::read_to_string(&path).expect("the configuration");
        fs::write(path, format!("{configuration}slots.mechanisms = -{mechanism}\n")).expect("a file");
        self
    }

    /// Puts a key and its certificate on the token, under a label and an id of hexadecimal digits.
    pub fn hold(&self, identity: &Identity, label: &str, id: &str) -> &Self {
        self.hold_key(identity, label, id).hold_certificate(&identity.certificate, label, id)
    }

    /// Puts a key alone on the token.
    pub fn hold_key(&self, identity: &Identity, label: &str, id: &str) -> &Self {
        let key = identity.key.display().to_string();
        let login = ["--token", LABEL, "--pin", PIN];
        let object = ["--import", &key, "--label", label, "--id", id];
        self.said("softhsm2-util", &[object.as_slice(), &login].concat());
        self
    }

    /// Puts a certificate in PEM on the token.
    pub fn hold_certificate(&self, certificate: &Path, label: &str, id: &str) -> &Self {
        let der = self.folder.path().join(format!("{id}.der"));
        let convert = Command::new("openssl")
            .args(["x509", "-outform", "DER", "-in"])
            .arg(certificate)
            .arg("-out")
            .arg(&der)
            .status()
            .expect("openssl starts");
        assert!(convert.success(), "no certificate in {}", certificate.display());
        let (module, der) = (self.module.display().to_string(), der.display().to_string());
        self.said(
            "pkcs11-tool",
            &[
                "--module",
                &module,
                "--token-label",
                LABEL,
                "--login",
                "--pin",
                PIN,
                "--write-object",
                &der,
                "--type",
                "cert",
                "--label",
                label,
                "--id",
                id,
            ],
        );
        self
    }

    /// Takes the token away.
    pub fn remove(&self) {
        fs::remove_dir_all(self.folder.path().join("kept")).expect("the token's folder");
        fs::create_dir(self.folder.path().join("kept")).expect("a folder");
    }

    #[track_caller]
    fn said(&self, program: &str, arguments: &[&str]) {
        let output = Command::new(program)
            .args(arguments)
            .env("SOFTHSM2_CONF", self.configuration())
            .output()
            .expect("the program starts");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program} {arguments:?}:\n{told}");
    }
}
