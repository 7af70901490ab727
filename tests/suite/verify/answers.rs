//! What `thidua verify` tells, and its exit codes.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use super::changes::{covered, taken_out};
use super::signers::by_brainpool;
use super::{signed, signed_once, signed_twice};
use crate::driver::{Run, Thidua};
use crate::pki::{Kind, Pki, pki};
use crate::sign::papers::covenant;

/// A folder with a paper and the trusted root, and a command line that judges the paper.
fn verifying(pki: &Pki, pdf: &[u8]) -> Thidua {
    with_trust(pki, Thidua::new("verify").file("giao-uoc.pdf", pdf)).arg("giao-uoc.pdf")
}

fn with_trust(pki: &Pki, thidua: Thidua) -> Thidua {
    thidua.file("tin-cay/goc.pem", fs::read(pki.root()).expect("a certificate"))
}

/// The lines of stdout.
fn lines(run: &Run) -> Vec<&str> {
    run.stdout.lines().collect()
}

#[test]
fn a_paper_whose_signatures_stand_is_told_so_on_its_first_line() {
    let Some(pki) = pki() else { return };
    let run = verifying(pki, &signed_twice(pki)).arg("--trust").arg("tin-cay").run().code(0);
    let lines = lines(&run);
    assert_eq!(lines[0], "giao-uoc.pdf: 2/2 chữ ký hợp lệ, nội dung không bị sửa; còn 1 ô chưa ký");
    assert!(lines[1].contains("Phường Hương 1: hợp lệ – người ký Nguyễn Văn A, Thử nghiệm"), "{}", lines[1]);
    assert!(lines[2].contains("ký trọn tệp; sau đó có thêm 1 chữ ký"), "{}", lines[2]);
    assert!(lines[3].contains("cần xem lại: chứng thư cấp cho Nguyễn Văn A (Thử nghiệm)"), "{}", lines[3]);
    assert!(lines[4].contains("Phường Hương 2: hợp lệ – người ký Trần Thị B"), "{}", lines[4]);
    assert_eq!(lines[7], "  chưa ký: Chữ ký số của Phường Hương 3");
    assert_eq!(run.stderr, "thidua không kiểm tra chứng thư có bị thu hồi hay không\n");
}

#[test]
fn without_trusted_certificates_it_says_how_to_name_them() {
    let Some(pki) = pki() else { return };
    verifying(pki, &signed_once(pki))
        .run()
        .code(1)
        .stdout_contains("1 chữ ký còn nguyên vẹn, nội dung không bị sửa; chưa xác định người ký")
        .stderr_contains("--trust");
}

#[test]
fn a_changed_paper_is_told_with_what_was_changed() {
    let Some(pki) = pki() else { return };
    let mut pdf = signed_once(pki).to_vec();
    pdf.extend_from_slice(b"phu luc");
    verifying(pki, &pdf)
        .arg("--trust")
        .arg("tin-cay")
        .run()
        .code(1)
        .stdout_contains("0/1 chữ ký hợp lệ")
        .stdout_contains("có dữ liệu được nối thêm vào sau phần cuối của tệp");
}

#[test]
fn a_paper_without_signatures_is_told_so() {
    let Some(pki) = pki() else { return };
    verifying(pki, &covenant(3)).run().code(1).stdout_contains("giao-uoc.pdf: không có chữ ký số nào");
}

#[test]
fn several_files_are_judged_each_and_one_that_falls_decides() {
    let Some(pki) = pki() else { return };
    let run =
        verifying(pki, &signed_once(pki)).file("chua-ky.pdf", covenant(3).as_slice()).arg("chua-ky.pdf");
    run.arg("--trust")
        .arg("tin-cay")
        .run()
        .code(1)
        .stdout_contains("giao-uoc.pdf: 1/1 chữ ký hợp lệ")
        .stdout_contains("chua-ky.pdf: không có chữ ký số nào");
}

#[test]
fn a_signature_that_cannot_be_read_is_neither_valid_nor_changed() {
    let Some(pki) = pki() else { return };
    let run = verifying(pki, &by_brainpool(pki)).arg("--trust").arg("tin-cay").run().code(4);
    let first = lines(&run)[0].to_owned();
    let told = "0/1 chữ ký hợp lệ, 1 chữ ký chưa kiểm tra được (đường cong brainpoolP256r1); còn 2 ô chưa ký";
    assert_eq!(first, format!("giao-uoc.pdf: {told}"));
    for wrong in ["bị sửa", "hỏng", "yếu", "KHÔNG"] {
        assert!(!run.stdout.contains(wrong), "it says `{wrong}`:\n{}", run.stdout);
    }
}

#[test]
fn where_one_file_was_changed_another_that_cannot_be_read_does_not_decide() {
    let Some(pki) = pki() else { return };
    let changed = [signed_once(pki).as_slice(), b"phu luc"].concat();
    let run = verifying(pki, &by_brainpool(pki)).file("sua.pdf", changed).arg("sua.pdf");
    run.arg("--trust").arg("tin-cay").run().code(1).stdout_contains("chưa kiểm tra được");
}

#[test]
fn a_field_that_nobody_signed_and_that_covers_the_page_is_told_on_the_first_line() {
    let Some(pki) = pki() else { return };
    let run = verifying(pki, &covered(&signed_once(pki))).arg("--trust").arg("tin-cay").run().code(1);
    let told = "0/1 chữ ký hợp lệ, nội dung bị sửa sau khi ký ở trang 1; còn 3 ô chưa ký";
    assert_eq!(lines(&run)[0], format!("giao-uoc.pdf: {told}"));
    run.stdout_contains("thêm ô “them” hiện trên trang 1 mà không ai ký vào ô đó");
}

#[test]
fn a_signature_that_somebody_took_out_is_told() {
    let Some(pki) = pki() else { return };
    let run = verifying(pki, &taken_out(&signed_once(pki))).run();
    run.stdout_contains("trong tệp còn 1 chữ ký không thuộc ô ký nào: đã bị gỡ ra khỏi văn bản");
    let run = verifying(pki, &signed_twice(pki)).run();
    assert!(!run.stdout.contains("không thuộc ô ký nào"), "{}", run.stdout);
}

#[test]
fn a_paper_that_qpdf_wrote_anew_before_it_was_signed_stands() {
    let Some(pki) = pki().filter(|_| crate::pki::present(&["qpdf"])) else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("goc.pdf"), covenant(3).as_slice()).expect("a file");
    let status = std::process::Command::new("qpdf")
        .args(["--qdf", "--deterministic-id", "goc.pdf", "moi.pdf"])
        .current_dir(folder.path())
        .status();
    assert!(status.expect("qpdf starts").success(), "qpdf fails");
    let anew = fs::read(folder.path().join("moi.pdf")).expect("a file");
    let once = signed(&anew, &pki.person("Nguyễn Văn A", Kind::Rsa), "phuong-1", &[]);
    let twice = signed(&once, &pki.person("Trần Thị B", Kind::P256), "phuong-2", &[]);
    verifying(pki, &twice).arg("--trust").arg("tin-cay").run().code(0).stdout_contains("2/2 chữ ký hợp lệ");
}

#[test]
fn machines_are_told_the_same() {
    let Some(pki) = pki() else { return };
    let run = verifying(pki, &signed_twice(pki))
        .arg("--trust")
        .arg("tin-cay")
        .arg("--format")
        .arg("json")
        .run()
        .code(0);
    let told: Json = serde_json::from_str(&run.stdout).expect("JSON");
    let file = &told[0];
    assert_eq!(file["file"], "giao-uoc.pdf");
    assert_eq!(file["valid"], true);
    assert_eq!(file["unsigned_fields"][0]["name"], "phuong-3");
    let first = &file["signatures"][0];
    assert_eq!(first["field"]["name"], "phuong-1");
    assert_eq!(first["verdict"], "valid");
    assert_eq!(first["trust"], "trusted");
    assert_eq!(first["coverage"]["later"], 1);
    assert_eq!(first["signer"]["name"], "Nguyễn Văn A");
    assert_eq!(first["permitted"][0]["code"], "signed");
    assert_eq!(run.stderr, "");
}

#[test]
fn a_file_that_is_no_pdf_is_refused() {
    Thidua::new("verify").file("a.pdf", "PK").arg("a.pdf").run().code(1).stderr_contains("không phải là PDF");
}

#[test]
fn where_nothing_was_judged_nothing_is_said_of_trust() {
    let run = Thidua::new("verify").record("record.yaml", "format: 1\n").run().code(1);
    let run = run.stderr_contains("không phải là PDF");
    assert!(!run.stderr.contains("--trust") && !run.stderr.contains("thu hồi"), "{}", run.stderr);
}

#[test]
fn a_file_that_is_not_there_is_a_fault_of_the_command_line() {
    Thidua::new("verify").arg("khong-co.pdf").run().code(2).stderr_contains("không có tệp");
}

#[test]
fn a_folder_without_certificates_is_refused() {
    let run = Thidua::new("verify").file("a.pdf", "%PDF-1.7").arg("a.pdf").folder("tin-cay");
    run.arg("--trust").arg("tin-cay").run().code(2).stderr_contains("không có chứng thư nào");
}

#[test]
fn a_file_that_is_no_certificate_is_named() {
    let run =
        Thidua::new("verify").file("a.pdf", "%PDF-1.7").arg("a.pdf").file("tin-cay/sai.pem", "xin chào");
    run.arg("--trust")
        .arg("tin-cay")
        .run()
        .code(1)
        .stderr_contains("`tin-cay/sai.pem` không phải là chứng thư");
}

#[test]
fn a_locked_file_is_refused() {
    let Some(pki) = pki() else { return };
    if !crate::pki::present(&["qpdf"]) {
        return;
    }
    let locked = |folder: &Path| {
        fs::write(folder.join("goc.pdf"), covenant(3).as_slice()).expect("a file");
        let status = std::process::Command::new("qpdf")
            .args(["--encrypt", "a", "b", "256", "--", "goc.pdf", "khoa.pdf"])
            .current_dir(folder)
            .status();
        assert!(status.expect("qpdf starts").success(), "qpdf fails");
    };
    let run = with_trust(pki, Thidua::new("verify")).prepared(locked).arg("khoa.pdf").run().code(1);
    run.stderr_contains("có mật khẩu");
}
