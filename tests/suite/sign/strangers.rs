//! Certificates of others than those whom the fields name.

use std::sync::LazyLock;

use thidua::certificate::is_named;

use super::papers::covenant;
use super::{PAPER, as_named, untouched, with_key};
use crate::driver::{Run, Thidua, root};
use crate::pki::token::{LABEL, PIN, token};
use crate::pki::{Kind, Pki, pki};

/// A report with fields for a person and an office.
static REPORT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let run = Thidua::new("build --only report").sample("day-du").run().code(0);
    run.bytes("out/day-du/bao-cao-tong-ket.pdf")
});

/// The person whom the report's field names.
fn named() -> String {
    let document = thidua::pdf::open(&REPORT).expect("a file");
    let fields = thidua::pdf::fields::list(&document);
    let field = fields.iter().find(|field| field.name == "nguoi-ky").expect("the field");
    let party = thidua::pdf::fields::party(&field.label).expect("a label");
    party.split(',').next().unwrap_or(party).to_owned()
}

fn signed(pki: &Pki, name: &str) -> Run {
    let thidua = Thidua::new("sign").file(PAPER, &*REPORT);
    as_named(with_key(thidua, &pki.person(name, Kind::P256)), "nguoi-ky").run().code(0)
}

#[test]
fn a_field_is_found_by_its_persons_name_alone() {
    let Some(pki) = pki() else { return };
    let thidua = with_key(Thidua::new("sign").file(PAPER, &*REPORT), &pki.person(&named(), Kind::P256));
    let _ = as_named(thidua, &named()).run().code(0).stderr_contains(&format!("{0} đã ký ô “{0}", named()));
}

fn verified(pki: &Pki, run: Run) -> Run {
    let root = std::fs::read(pki.root()).expect("a certificate");
    run.then("verify").file("tin-cay/goc.pem", root).arg(PAPER).arg("--trust=tin-cay").run()
}

/// A command line that signs the report with a key of another than the field names.
fn with_anothers(pki: &Pki) -> Thidua {
    let thidua = Thidua::new("sign").file(PAPER, &*REPORT);
    as_named(with_key(thidua, &pki.person("Lê Văn Khác", Kind::P256)), "nguoi-ky")
}

fn of_another() -> String {
    format!("chứng thư cấp cho Lê Văn Khác, trong khi ô chữ ký này của {}", named())
}

#[test]
fn a_key_of_another_than_the_one_named_does_not_sign() {
    let Some(pki) = pki() else { return };
    let here = with_anothers(pki).run();
    let beside = with_anothers(pki).arg("-o").arg("da-ky.pdf").run();
    for run in [here, beside] {
        let run = run.code(1).stdout_is("").stderr_contains("thêm `--name-differs`");
        let [message] = run.messages()[..] else { panic!("{}", run.stderr) };
        assert!(message.starts_with(&of_another()) && message.ends_with("; chưa ký gì vào tệp"), "{message}");
        untouched(&run, &REPORT);
        assert!(!run.path().join("da-ky.pdf").exists(), "a file was written");
    }
}

#[test]
fn a_token_of_another_than_the_one_named_does_not_sign() {
    let (Some(pki), Some(token)) = (pki(), token()) else { return };
    token.hold(&pki.person("Lê Văn Khác", Kind::P256), "Khóa ký", "01");
    let words = ["--as", "nguoi-ky", "--token", LABEL, "--pin-file", "pin", "--pkcs11"];
    let thidua = Thidua::new("sign").file(PAPER, &*REPORT).file("pin", PIN).arg(PAPER);
    let thidua = words.into_iter().fold(thidua, Thidua::arg).arg(token.module());
    let run =
        thidua.env("SOFTHSM2_CONF", &token.configuration()).run().code(1).stderr_contains(&of_another());
    untouched(&run, &REPORT);
}

#[test]
fn a_key_of_another_signs_where_that_is_said_and_is_warned_of_and_told_again() {
    let Some(pki) = pki() else { return };
    let run = with_anothers(pki).arg("--name-differs").run().code(0);
    let run = run.stderr_contains(&format!("cảnh báo: {}", of_another()));
    let warned = run.stderr.find("cảnh báo: chứng thư cấp");
    assert!(warned < run.stderr.find("đã ký"), "{}", run.stderr);
    let run = verified(pki, run).code(0);
    let _ = run.stdout_contains("cần xem lại: chứng thư cấp cho Lê Văn Khác");
}

#[test]
fn an_office_that_signs_first_or_without_its_seal_is_warned() {
    let Some(pki) = pki() else { return };
    let office = |run: Run| {
        as_named(with_key(run.then("sign"), &pki.person("Sở Giáo dục và Đào tạo", Kind::P256)), "co-quan")
    };
    let (early, bare) =
        ("cảnh báo: người có thẩm quyền chưa ký", "cảnh báo: chữ ký số của cơ quan không kèm hình dấu");
    let unsigned = Thidua::new("explain").file(PAPER, &*REPORT).run().code(0);
    let run = office(unsigned).run().code(0).stderr_contains(early).stderr_contains(bare);
    assert!(run.stderr.find(bare) < run.stderr.find("Sở Giáo dục và Đào tạo đã ký"), "{}", run.stderr);
    let seal = std::fs::read(root().join("tests/pictures/con-dau.png")).expect("a picture");
    let run = office(signed(pki, &named())).file("dau.png", seal).arg("--picture=dau.png").run().code(0);
    assert!(!run.stderr.contains("cảnh báo"), "{}", run.stderr);
}

#[test]
fn the_person_who_is_named_is_not_warned_of_whatever_the_letters() {
    let Some(pki) = pki() else { return };
    let name = named();
    for name in
        [name.clone(), name.to_uppercase(), thidua::vietnamese::fold::fold(&name), format!("Ông {name}")]
    {
        let run = signed(pki, &name);
        assert!(!run.stderr.contains("cảnh báo"), "{}", run.stderr);
        let run = verified(pki, run).code(0);
        assert!(!run.stdout.contains("cần xem lại"), "{}", run.stdout);
    }
}

#[test]
fn a_covenant_is_signed_for_the_unit_that_the_certificate_names() {
    let Some(pki) = pki() else { return };
    let sign = |name: &str| {
        let thidua = Thidua::new("sign").file(PAPER, &*covenant(3));
        as_named(with_key(thidua, &pki.person(name, Kind::P256)), "phuong-1").run()
    };
    for same in ["UBND phường Hương 1", "PHUONG HUONG 1"] {
        let run = sign(same).code(0);
        assert!(!run.stderr.contains("cảnh báo"), "{}", run.stderr);
    }
    let run = sign("Phường Hương 2").code(1).stderr_contains(
        "lỗi: chứng thư cấp cho Phường Hương 2 (Thử nghiệm), trong khi ô chữ ký này của Phường Hương 1",
    );
    untouched(&run, &covenant(3));
}

#[test]
fn names_agree_up_to_marks_capitals_titles_and_abbreviations() {
    let same = [
        ("NGUYEN VAN A", "Nguyễn Văn A, Giám đốc"),
        ("TS. Nguyễn Văn A", "Nguyễn Văn A, Giám đốc"),
        ("Nguyễn Văn A, Giám đốc", "Nguyễn Văn A, Giám đốc"),
        ("UBND thành phố Huế", "Ủy ban nhân dân TP Huế"),
        ("Sở Nội vụ", "Sở Nội vụ tỉnh Sông Hương"),
        ("Nguyễn Văn A", "Phường Hương 1 (Nguyễn Văn A)"),
    ];
    for (name, party) in same {
        assert!(is_named(name, party), "{name} is not {party}");
    }
    let others = [
        ("Trần Văn A", "Nguyễn Văn A, Giám đốc"),
        ("A", "Nguyễn Văn A, Giám đốc"),
        ("Sở Y tế", "Sở Nội vụ"),
        ("Phường Hương 2", "Phường Hương 1"),
        ("", "Sở Nội vụ"),
    ];
    for (name, party) in others {
        assert!(!is_named(name, party), "{name} is {party}");
    }
}
