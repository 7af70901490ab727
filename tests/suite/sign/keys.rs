//! One signature with every kind of key, as pyHanko, poppler and veraPDF judge it.

use super::judges::{assert_sound, conforming, has_pyhanko, pdfsig, pyhanko};
use super::papers::covenant;
use super::{PAPER, borrowed, paths, signing};
use crate::driver::{Run, Thidua};
use crate::pki::authority::{Answer, Authority};
use crate::pki::token::{LABEL, PIN, Token, token};
use crate::pki::{Encryption, Kind, Request, pki};

/// Signs with a key on a token.
pub fn by_token(token: &Token, thidua: Thidua, party: &str) -> Thidua {
    thidua
        .env("SOFTHSM2_CONF", &token.configuration())
        .file("pin", PIN)
        .arg(PAPER)
        .arg("--as")
        .arg(party)
        .arg("--pkcs11")
        .arg(token.module())
        .arg("--token")
        .arg(LABEL)
        .arg("--pin-file")
        .arg("pin")
        .arg("--name-differs")
}

#[test]
fn every_kind_of_key_signs_what_others_hold_for_valid() {
    let Some(pki) = pki() else { return };
    let paper = covenant(3);
    let name = "Nguyễn Văn A";
    let old = Request { encryption: Encryption::Old, ..Request::person(name, Kind::Rsa) };
    let (rsa, p256, old) = (pki.person(name, Kind::Rsa), pki.person(name, Kind::P256), pki.identity(&old));
    let mut runs: Vec<Run> =
        [&rsa, &p256, &old].map(|key| signing(&paper, key, "phuong-1").run().code(0)).into();
    let mut expected = vec!["sha256_rsa", "sha256_ecdsa", "sha256_rsa"];
    for (identity, algorithm) in [(&rsa, "sha256_rsa"), (&p256, "sha256_ecdsa")] {
        let Some(token) = token() else { continue };
        token.hold(identity, "Khóa ký", "01").hold_certificate(&pki.intermediate(), "CA", "02");
        let thidua = Thidua::new("sign").file(PAPER, &*paper);
        runs.push(by_token(&token, thidua, "phuong-1").run().code(0));
        expected.push(algorithm);
    }
    // A token that does not hash is handed the hash.
    if let Some(token) = token() {
        token.hold(&rsa, "Khóa ký", "01").hold_certificate(&pki.intermediate(), "CA", "02");
        token.without("CKM_SHA256_RSA_PKCS");
        runs.push(by_token(&token, Thidua::new("sign").file(PAPER, &*paper), "phuong-1").run().code(0));
        expected.push("sha256_rsa");
    }
    let authority = Authority::start(pki, Answer::Stamp);
    let stamped =
        signing(&paper, &rsa, "phuong-1").env("NO_PROXY", "127.0.0.1").arg("--tsa").arg(authority.url());
    runs.push(stamped.run().code(0));
    expected.push("sha256_rsa");
    assert_eq!(authority.asked(), 1);
    let files = paths(&runs);
    let files = borrowed(&files);
    files.iter().for_each(|file| {
        let _ = pdfsig(file).inspect(|signatures| assert_eq!(*signatures, 1));
    });
    conforming("2a,ua1", &files);
    if !has_pyhanko() {
        return;
    }
    let verdicts = pyhanko(pki, &files);
    verdicts.iter().for_each(assert_sound);
    let algorithms: Vec<&str> = verdicts.iter().map(|verdict| verdict.algorithm.as_str()).collect();
    let signed: Vec<&str> = verdicts.iter().map(|verdict| verdict.signer.as_str()).collect();
    assert_eq!(algorithms, expected);
    assert_eq!(signed, vec![name; runs.len()]);
    assert!(verdicts.iter().all(|verdict| verdict.field == "phuong-1" && verdict.coverage == "ENTIRE_FILE"));
    let stamped: Vec<bool> = verdicts.iter().map(|verdict| verdict.stamped).collect();
    assert_eq!(stamped.iter().filter(|stamped| **stamped).count(), 1);
    assert_eq!(stamped.last(), Some(&true), "{verdicts:#?}");
}
