//! What was done to an archive is found, and named.

use std::fs;
use std::path::{Path, PathBuf};

use thidua::archive::bag;

use super::{DOSSIER, RECORD, archived};
use crate::driver::{Run, Thidua};

/// An archive after something was done to its dossier.
pub fn after(tamper: impl FnOnce(&Path)) -> Run {
    let run = archived();
    tamper(&run.path().join(DOSSIER));
    run
}

/// An archive whose dossier was altered by someone who knows how to seal a bag.
pub fn resealed(tamper: impl FnOnce(&Path)) -> Run {
    after(|dossier| {
        tamper(dossier);
        seal_again(dossier);
    })
}

/// Makes all lists of a bag anew, to fit what was done to it; what it says of itself stays.
pub fn seal_again(dossier: &Path) {
    let mut info = bag::info(dossier).expect("what the bag says of itself");
    info.remove("Payload-Oxum");
    let info: Vec<(&str, String)> = info.iter().map(|(key, value)| (key.as_str(), value.clone())).collect();
    bag::seal(dossier, &info).expect("a sealed bag");
}

fn report(dossier: &Path) -> PathBuf {
    dossier.join("data/van-ban/bao-cao-tong-ket.pdf")
}

pub fn edit(path: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(path).expect("a text");
    assert!(text.contains(old), "`{old}` in\n{text}");
    fs::write(path, text.replacen(old, new, 1)).expect("the text");
}

#[track_caller]
pub fn found(run: Run, words: &str) {
    run.then("archive verify --archive kho")
        .run()
        .code(1)
        .stdout_is("2026/hoi-nghi: CÓ LỖI\n")
        .stderr_contains(words)
        .stderr_contains("00 nguyên vẹn, 01 có lỗi");
}

#[test]
fn one_changed_byte_is_found() {
    found(
        after(|dossier| {
            let mut bytes = fs::read(report(dossier)).expect("the paper");
            bytes[5000] ^= 1;
            fs::write(report(dossier), bytes).expect("the paper");
        }),
        "bao-cao-tong-ket.pdf` đã bị thay đổi từ khi lưu",
    );
}

#[test]
fn a_removed_paper_is_found() {
    found(after(|dossier| fs::remove_file(report(dossier)).expect("the paper goes")), "mất tệp");
}

#[test]
fn an_added_paper_is_found() {
    found(
        after(|dossier| {
            fs::write(dossier.join("data/van-ban/them.pdf"), "%PDF-").expect("a file");
        }),
        "them.pdf` bị thêm vào sau khi lưu",
    );
}

#[test]
fn a_paper_that_was_replaced_and_sealed_again_is_found() {
    found(
        resealed(|dossier| {
            fs::copy(dossier.join("data/van-ban/giao-uoc-thi-dua.pdf"), report(dossier)).expect("a copy");
        }),
        "siêu dữ liệu của `data/van-ban/bao-cao-tong-ket.pdf` không khớp với tệp",
    );
}

#[test]
fn a_paper_that_does_not_begin_as_it_was_made_is_found() {
    found(
        resealed(|dossier| {
            let making = fs::read_to_string(dossier.join("data/cach-lap.yaml")).expect("how it was made");
            let digest = making.split("sha512: ").last().expect("a digest").trim().to_owned();
            edit(&dossier.join("data/cach-lap.yaml"), &digest, &"0".repeat(128));
        }),
        "không bắt đầu bằng văn bản mà thidua đã lập",
    );
}

#[test]
fn metadata_that_do_not_fit_are_found() {
    let metadata = "data/sieu-du-lieu/ho-so.xml";
    for (old, new, words) in [
        ("<DocTotal>2<", "<DocTotal>3<", "ghi 3 văn bản, nhưng có 2"),
        ("<PageTotal>2<", "<PageTotal>7<", "ghi 7 trang, nhưng các văn bản có 2"),
        ("<FileNotation>hoi-nghi<", "<FileNotation>khac<", "thuộc hồ sơ `2026/khac`"),
    ] {
        found(resealed(|dossier| edit(&dossier.join(metadata), old, new)), words);
    }
}

#[test]
fn metadata_that_are_missing_are_found() {
    found(
        resealed(|dossier| {
            fs::remove_file(dossier.join("data/sieu-du-lieu/bao-cao-tong-ket.xml")).expect("metadata go");
        }),
        "văn bản `data/van-ban/bao-cao-tong-ket.pdf` không có siêu dữ liệu",
    );
}

#[test]
fn a_dossier_that_was_renamed_is_found() {
    let run = archived();
    fs::rename(run.path().join(DOSSIER), run.path().join("kho/ho-so/2026/khac")).expect("a new name");
    run.then("archive verify --archive kho")
        .run()
        .code(1)
        .stderr_contains("hồ sơ `2026/khac`: siêu dữ liệu thuộc hồ sơ `2026/hoi-nghi`");
}

#[test]
fn metadata_are_no_bomb() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">\
                <!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n<File version=\"1\"><Title>&b;</Title></File>\n";
    found(
        resealed(|dossier| fs::write(dossier.join("data/sieu-du-lieu/ho-so.xml"), bomb).expect("a bomb")),
        "không đọc được",
    );
    let deep = format!("<File version=\"1\">{}", "<a>".repeat(200_000));
    found(
        resealed(|dossier| {
            fs::write(dossier.join("data/sieu-du-lieu/ho-so.xml"), deep).expect("a deep text");
        }),
        "không đọc được",
    );
}

#[test]
fn what_a_later_program_wrote_is_told_so() {
    found(
        resealed(|dossier| {
            edit(&dossier.join("data/sieu-du-lieu/ho-so.xml"), "version=\"1\"", "version=\"2\"");
        }),
        "do một bản thidua mới hơn ghi",
    );
    found(
        resealed(|dossier| edit(&dossier.join("data/cach-lap.yaml"), "format: 1", "format: 2")),
        "do một bản thidua mới hơn ghi",
    );
}

#[test]
fn what_was_tampered_with_is_not_made_once_more() {
    after(|dossier| edit(&dossier.join("data/ho-so/hoi-nghi.yaml"), "đã hoàn thành", "hoàn thành"))
        .then("archive replay --archive kho")
        .run()
        .code(1)
        .stdout_is("2026/hoi-nghi: không lập lại được\n")
        .stderr_contains("hoi-nghi.yaml` đã bị thay đổi");
}

#[test]
fn a_record_that_was_exchanged_makes_another_paper() {
    resealed(|dossier| edit(&dossier.join("data/ho-so/hoi-nghi.yaml"), "đã hoàn thành", "hoàn thành"))
        .then("archive replay --archive kho")
        .run()
        .code(1)
        .stdout_contains("bao-cao-tong-ket.pdf: KHÁC")
        .stdout_contains("giao-uoc-thi-dua.pdf: giống từng byte");
}

#[test]
fn another_program_or_font_is_named_as_the_reason() {
    resealed(|dossier| {
        edit(&dossier.join("data/ho-so/hoi-nghi.yaml"), "đã hoàn thành", "hoàn thành");
        let own = concat!("program: thidua ", env!("CARGO_PKG_VERSION"));
        edit(&dossier.join("data/cach-lap.yaml"), own, "program: thidua 9.9.9");
        edit(&dossier.join("data/cach-lap.yaml"), "\n  sha512: ", "\n  sha512: 0");
    })
    .then("archive replay --archive kho")
    .run()
    .code(1)
    .stderr_contains("văn bản do thidua 9.9.9 lập")
    .stderr_contains("phông chữ khác với khi lập (Tinos 400 Normal)");
}

#[test]
fn a_record_from_outside_the_bag_is_not_read() {
    for file in ["data/ho-so/../../x.yaml", "/etc/passwd", "data/ho-so/sub/x.yaml"] {
        resealed(|dossier| {
            edit(
                &dossier.join("data/cach-lap.yaml"),
                "file: data/ho-so/hoi-nghi.yaml",
                &format!("file: {file}"),
            );
        })
        .then("archive replay --archive kho")
        .run()
        .code(1)
        .stderr_contains("không dùng được");
    }
}

#[test]
fn a_paper_whose_number_the_book_lost_is_found() {
    let run = archived();
    fs::remove_dir_all(run.path().join("kho/so-van-ban")).expect("the book goes");
    run.then("archive verify --archive kho").run().code(1).stderr_contains(
        "số 05/BC-KTĐ1 năm 2026 của văn bản trong hồ sơ `2026/hoi-nghi` không có trong sổ văn bản",
    );
}

#[test]
fn what_is_no_dossier_is_told() {
    let run = archived();
    for stray in ["kho/ho-so/ghi-chu.txt", "kho/ho-so/2026/Hồ sơ cũ/x.pdf"] {
        let path = run.path().join(stray);
        fs::create_dir_all(path.parent().expect("a path below a folder")).expect("a folder");
        fs::write(path, "").expect("a file");
    }
    run.then("archive verify --archive kho")
        .run()
        .code(0)
        .stderr_contains("`kho/ho-so/ghi-chu.txt` không phải là hồ sơ")
        .stderr_contains("`kho/ho-so/2026/Hồ sơ cũ` không phải là hồ sơ");
}

#[test]
fn a_whole_dossier_stays_whole_beside_a_faulty_one() {
    let run = super::built()
        .then("archive add hoi-nghi.yaml out/hoi-nghi/bao-cao-tong-ket.pdf --archive kho")
        .run()
        .code(0)
        .then("archive add hoi-nghi.yaml out/hoi-nghi/giao-uoc-thi-dua.pdf --archive kho")
        .run()
        .code(0);
    fs::remove_file(run.path().join(DOSSIER).join("bagit.txt")).expect("a file goes");
    run.then("archive verify --archive kho")
        .run()
        .code(1)
        .stdout_is("2026/hoi-nghi: CÓ LỖI\n2026/hoi-nghi-2: nguyên vẹn\n")
        .then("archive verify hoi-nghi-2 --archive kho")
        .run()
        .code(0);
}

#[test]
fn a_dossier_that_was_lost_is_found_before_and_after_the_register_is_made_anew() {
    let run = archived();
    fs::remove_dir_all(run.path().join(DOSSIER)).expect("the dossier goes");
    let lost =
        "số 05/BC-KTĐ1 năm 2026 thuộc văn bản của hồ sơ `2026/hoi-nghi`, nhưng kho không còn văn bản ấy";
    let run = run.then("archive verify --archive kho").run().code(1).stderr_contains(lost);
    let restore = run.stderr.find("nếu hồ sơ `2026/hoi-nghi` đã mất: lấy lại hồ sơ từ bản sao dự phòng");
    let rebuild = run.stderr.find("archive rebuild");
    assert!(restore.expect("a backup") < rebuild.expect("the last resort"), "{}", run.stderr);
    run.then("archive rebuild --archive kho")
        .run()
        .code(0)
        .stderr_contains(lost)
        .stderr_contains("một dòng mà kho không có văn bản: 05/BC-KTĐ1; 20/01/2026;")
        .stderr_contains("một dòng mà kho không có văn bản: 15/01/2026;")
        .then("archive verify --archive kho")
        .run()
        .code(1)
        .stderr_contains(lost);
}

#[test]
fn a_number_that_was_used_for_a_paper_elsewhere_is_no_loss() {
    Thidua::new("number start --archive kho")
        .folder("kho")
        .run()
        .code(0)
        .then("number next --archive kho")
        .record("hoi-nghi.yaml", RECORD.replace("number: 5, date: 2026-01-20, ", ""))
        .run()
        .code(0)
        .then("number use 1/BC-KTĐ1 --archive kho")
        .run()
        .code(0)
        .then("archive verify --archive kho")
        .run()
        .code(0);
}

#[test]
fn what_is_wrong_with_the_books_is_told_at_the_end() {
    let run = archived();
    let verify = "archive verify --archive kho";
    let run = run
        .then(verify)
        .run()
        .code(0)
        .stderr_contains("Sổ đăng ký: không có lỗi. Sổ số văn bản: không có lỗi.")
        .stderr_contains("chưa xét ai đã ký");
    fs::remove_dir_all(run.path().join("kho/so-van-ban")).expect("the book goes");
    let run = run
        .then(verify)
        .run()
        .code(1)
        .stderr_contains("01 nguyên vẹn, 00 có lỗi")
        .stderr_contains("Sổ đăng ký: không có lỗi. Sổ số văn bản: 01 lỗi.");
    let register = run.text("kho/so-dang-ky/2026.csv").replacen("20/01/2026", "21/01/2026", 1);
    run.then(verify)
        .file("kho/so-dang-ky/2026.csv", register)
        .run()
        .code(1)
        .stderr_contains("Sổ đăng ký: 01 lỗi.");
}

#[test]
fn metadata_that_say_otherwise_than_the_record_are_found_with_both_values() {
    let report = "data/sieu-du-lieu/bao-cao-tong-ket.xml";
    for (file, old, new, words) in [
        (
            report,
            "<FullName>Nguyễn Văn A<",
            "<FullName>Lê Văn X<",
            "ghi SignerInfo là [{\"FullName\":\"Lê Văn X\"",
        ),
        (
            report,
            "<IssuedDate>2026-01-20<",
            "<IssuedDate>2026-01-21<",
            "IssuedDate là “2026-01-21”, theo hồ sơ",
        ),
        (
            report,
            "<CodeNumber>05<",
            "<CodeNumber>06<",
            "CodeNumber là “06”, theo hồ sơ đã lập văn bản thì là “05”",
        ),
        (report, "chưa có chữ ký số<", "có 03 chữ ký số<", "Description là “Bản điện tử có 03 chữ ký số”"),
        ("data/sieu-du-lieu/ho-so.xml", "năm 2025", "năm 2024", "Title là"),
        (
            "data/sieu-du-lieu/ho-so.xml",
            "<EndDate>2026-01-20<",
            "<EndDate>2026-01-25<",
            "thì là “2026-01-20”",
        ),
    ] {
        found(resealed(|dossier| edit(&dossier.join(file), old, new)), words);
    }
}

/// Makes every file of a dossier say that another version of the program made it, the papers too.
fn of_another_version(dossier: &Path) {
    let (own, other) = (concat!("thidua ", env!("CARGO_PKG_VERSION")), "thidua 9.9.9");
    assert_eq!(own.len(), other.len());
    let (making, metadata) = (dossier.join("data/cach-lap.yaml"), dossier.join("data/sieu-du-lieu"));
    for name in ["bao-cao-tong-ket", "giao-uoc-thi-dua"] {
        let paper = dossier.join(format!("data/van-ban/{name}.pdf"));
        let mut bytes = fs::read(&paper).expect("the paper");
        let before = bag::sha512(&bytes);
        while let Some(at) = bytes.windows(own.len()).position(|window| window == own.as_bytes()) {
            bytes[at..at + own.len()].copy_from_slice(other.as_bytes());
        }
        fs::write(&paper, &bytes).expect("the paper");
        edit(&making, &before, &bag::sha512(&bytes));
        edit(&metadata.join(format!("{name}.xml")), &before, &bag::sha512(&bytes));
    }
    edit(&making, &format!("program: {own}"), &format!("program: {other}"));
    edit(&dossier.join("bag-info.txt"), own, other);
}

#[test]
fn what_another_version_wrote_otherwise_is_no_error() {
    resealed(|dossier| {
        of_another_version(dossier);
        edit(&dossier.join("data/sieu-du-lieu/ho-so.xml"), "năm 2025", "năm 2024");
    })
    .then("archive verify --archive kho")
    .run()
    .code(0)
    .stderr_contains("hồ sơ do thidua 9.9.9 lưu")
    .stderr_contains("Title là");
}

#[test]
fn another_version_than_the_papers_say_is_found() {
    let own = concat!("program: thidua ", env!("CARGO_PKG_VERSION"));
    found(
        resealed(|dossier| {
            edit(&dossier.join("data/cach-lap.yaml"), own, "program: thidua 9.9.9");
            edit(&dossier.join("data/sieu-du-lieu/ho-so.xml"), "năm 2025", "năm 2024");
        }),
        "ghi `data/van-ban/bao-cao-tong-ket.pdf` do thidua 9.9.9 lập, tệp ghi khác",
    );
}
