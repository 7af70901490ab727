//! The whole way of one paper: built, signed by all, verified, archived, found, proved and made once more.

use std::fs;

use crate::archive::bag;
use crate::driver::Thidua;
use crate::pki::token::{LABEL, PIN, token};
use crate::pki::{Kind, PASSWORD, pki};
use crate::sign::judges::{assert_sound, conforming, has_pyhanko, pyhanko};

const SAMPLE: &str = "giao-uoc-17";
const PAPER: &str = "out/giao-uoc-17/giao-uoc-thi-dua.pdf";
const DOSSIER: &str = "kho/ho-so/2026/giao-uoc-17";

/// Who signs with a key on a token; the others have theirs in files.
const BY_TOKEN: &str = "so-y-te";

const UNITS: [&str; 17] = [
    "so-noi-vu",
    "so-tai-chinh",
    "so-tu-phap",
    "van-phong",
    "so-cong-thuong",
    "so-xay-dung",
    "so-nnmt",
    "so-khcn",
    "so-gddt",
    BY_TOKEN,
    "so-vhttdl",
    "so-dttg",
    "so-ngoai-vu",
    "thanh-tra",
    "ban-quan-ly",
    "bhxh",
    "thong-ke",
];

#[test]
fn a_covenant_of_seventeen_units_is_signed_archived_found_proved_and_made_once_more() {
    let Some(pki) = pki() else { return };
    let token = token();
    let signer = |unit: &str| pki.person(&format!("Người ký của {unit}"), Kind::P256);
    if let Some(token) = &token {
        token.hold(&signer(BY_TOKEN), "Khóa ký", "01").hold_certificate(&pki.intermediate(), "CA", "02");
    }
    let mut run = Thidua::new("build").sample(SAMPLE).run().code(0);
    for unit in UNITS {
        let sign =
            run.then("sign --name-differs").arg(PAPER).arg("--as").arg(unit).arg("--pin-file").arg("bi-mat");
        run = match &token {
            Some(token) if unit == BY_TOKEN => sign
                .file("bi-mat", PIN)
                .env("SOFTHSM2_CONF", &token.configuration())
                .arg("--pkcs11")
                .arg(token.module())
                .arg("--token")
                .arg(LABEL),
            _ => sign
                .file("bi-mat", PASSWORD)
                .file("khoa.p12", fs::read(signer(unit).p12).expect("a key file"))
                .arg("--key")
                .arg("khoa.p12"),
        }
        .run()
        .code(0);
    }
    let root = fs::read(pki.root()).expect("the root");
    let run = run
        .then("verify --trust tin-cay")
        .file("tin-cay/goc.pem", root)
        .arg(PAPER)
        .run()
        .code(0)
        .stdout_contains("17/17 chữ ký hợp lệ, nội dung không bị sửa")
        .then("archive add --archive kho giao-uoc-17")
        .arg(PAPER)
        .run()
        .code(0)
        .stdout_contains(DOSSIER)
        .then("archive find so giao duc dao tao --archive kho")
        .run()
        .code(0)
        .stdout_contains(&format!("{DOSSIER}/data/van-ban/giao-uoc-thi-dua.pdf"))
        .then("archive verify --archive kho --trust tin-cay")
        .run()
        .code(0)
        .stdout_is("2026/giao-uoc-17: nguyên vẹn\n")
        .then("archive replay --archive kho")
        .run()
        .code(0)
        .stdout_is("2026/giao-uoc-17: data/van-ban/giao-uoc-thi-dua.pdf: giống từng byte\n")
        .then("verify --trust tin-cay --archive kho")
        .arg(PAPER)
        .run()
        .code(0)
        .stdout_contains("2026/giao-uoc-17");
    let archived = run.path().join(DOSSIER).join("data/van-ban/giao-uoc-thi-dua.pdf");
    conforming("2a,ua1", &[&archived]);
    if has_pyhanko() {
        let verdicts = pyhanko(pki, &[&archived]);
        assert_eq!(verdicts.len(), UNITS.len());
        verdicts.iter().for_each(assert_sound);
    }
    if let Some(judgement) = bag::judged(&run.path().join(DOSSIER)) {
        judgement.expect("bagit.py calls it valid");
    }
}
