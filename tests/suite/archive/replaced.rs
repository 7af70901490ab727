//! A paper that was archived, then signed, then archived again: the archive tells of its latest copy, once.

use std::fs;

use lopdf::{Object, dictionary, text_string};
use thidua::archive::bag;
use thidua::pdf::Update;

use super::bag::judged;
use super::{DOSSIER, archived, built, sign};
use crate::driver::Run;
use crate::pki::{Pki, pki};

const REPORT: &str = "out/hoi-nghi/bao-cao-tong-ket.pdf";
const COVENANT: &str = "out/hoi-nghi/giao-uoc-thi-dua.pdf";
const SECOND: &str = "kho/ho-so/2026/hoi-nghi-2";

fn add(run: Run, paper: &str) -> Run {
    run.then(&format!("archive add hoi-nghi.yaml {paper} --archive kho")).run()
}

/// The papers of the test's record, archived before and after the head signed the report.
fn report_signed(pki: &Pki) -> Run {
    let run = sign(archived(), pki, REPORT, "nguoi-ky", "Nguyễn Văn A");
    add(run, REPORT).code(0).stdout_is("kho/ho-so/2026/hoi-nghi-2\n")
}

/// What the archive lists of papers that are found by a word, as its folder names them.
fn found(run: Run, words: &str) -> (Run, Vec<String>) {
    let run = run.then(&format!("archive find {words} --format json --archive kho")).run().code(0);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let papers = found["documents"].as_array().expect("papers").iter();
    let paths = papers.map(|paper| paper["path"].as_str().expect("a path").to_owned()).collect();
    (run, paths)
}

#[test]
fn a_signed_copy_takes_the_place_of_the_unsigned_one() {
    let Some(pki) = pki() else { return };
    let run = report_signed(pki)
        .stderr_contains("lưu bản đã ký thay bản chưa ký ở hồ sơ `2026/hoi-nghi`")
        .stderr_contains("Đã lưu 01 văn bản vào hồ sơ `2026/hoi-nghi-2`");
    let (run, paths) = found(run, "bao cao");
    assert_eq!(paths, ["ho-so/2026/hoi-nghi-2/data/van-ban/bao-cao-tong-ket.pdf"]);
    let (run, paths) = found(run, "giao uoc");
    assert_eq!(paths, ["ho-so/2026/hoi-nghi/data/van-ban/giao-uoc-thi-dua.pdf"]);
    let register = run.text("kho/so-dang-ky/2026.csv");
    let report: Vec<&str> = register.lines().filter(|line| line.starts_with("05/BC-KTĐ1")).collect();
    assert!(
        matches!(report[..], [line] if line.contains("có 01 chữ ký số") && line.contains("2026/hoi-nghi-2")),
        "{register}"
    );
    let run = run.then("archive register -o so.csv --archive kho").run().code(0);
    assert_eq!(run.text("so.csv").matches("05/BC-KTĐ1").count(), 1);
    let run = run.then("archive list --archive kho").run().code(0);
    assert_eq!(run.stdout.matches("01 văn bản, 01 trang").count(), 2, "{}", run.stdout);
    run.then("archive replay --archive kho")
        .run()
        .code(0)
        .then("archive verify --archive kho")
        .run()
        .code(0)
        .stdout_is("2026/hoi-nghi: nguyên vẹn\n2026/hoi-nghi-2: nguyên vẹn\n");
}

#[test]
fn nothing_is_lost_by_that() {
    let Some(pki) = pki() else { return };
    let run = archived();
    let before = run.files(DOSSIER);
    let bare = run.bytes(REPORT);
    let run = add(sign(run, pki, REPORT, "nguoi-ky", "Nguyễn Văn A"), REPORT).code(0);
    assert_eq!(run.files(DOSSIER), before);
    assert_eq!(run.bytes(&format!("{DOSSIER}/data/van-ban/bao-cao-tong-ket.pdf")), bare);
    for dossier in [DOSSIER, SECOND] {
        let judged = judged(&run.path().join(dossier));
        assert!(judged.is_none_or(|judged| judged.is_ok()), "{dossier}");
    }
}

#[test]
fn index_and_register_made_anew_tell_the_same() {
    let Some(pki) = pki() else { return };
    let (run, paths) = found(report_signed(pki), "hoi nghi");
    let lines = |run: &Run| {
        let register = run.text("kho/so-dang-ky/2026.csv");
        let mut lines: Vec<String> = register.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let before = lines(&run);
    fs::remove_file(run.path().join("kho/chi-muc.sqlite")).expect("the index goes");
    let run = run.then("archive rebuild --archive kho").run().code(0).stderr_contains("02 hồ sơ, 02 văn bản");
    assert_eq!(lines(&run), before);
    let (_, again) = found(run, "hoi nghi");
    assert_eq!(again, paths);
}

#[test]
fn the_copy_with_more_signatures_takes_the_place_of_the_one_with_fewer() {
    let Some(pki) = pki() else { return };
    let run = add(sign(built(), pki, COVENANT, "so-noi-vu", "Nguyễn Văn A"), COVENANT).code(0);
    let run = add(sign(run, pki, COVENANT, "so-y-te", "Trần Thị B"), COVENANT)
        .code(0)
        .stderr_contains("lưu bản có thêm chữ ký thay bản trước ở hồ sơ `2026/hoi-nghi`");
    let (run, paths) = found(run, "giao uoc");
    assert_eq!(paths, ["ho-so/2026/hoi-nghi-2/data/van-ban/giao-uoc-thi-dua.pdf"]);
    let run = run
        .then("archive list --archive kho")
        .run()
        .code(0)
        .stdout_contains("văn bản đã có bản ký đầy đủ hơn ở hồ sơ 2026/hoi-nghi-2")
        .then("archive export hoi-nghi -o giao-nop --archive kho")
        .run()
        .code(2)
        .stderr_contains("mọi văn bản của hồ sơ `2026/hoi-nghi` đã có bản ký đầy đủ hơn")
        .left("giao-nop", &[])
        .then(&format!("verify {COVENANT} --archive kho"))
        .run();
    assert_eq!(run.stdout.matches("lập từ hồ sơ lưu trữ").count(), 1, "{}", run.stdout);
    run.stdout_contains("lập từ hồ sơ lưu trữ 2026/hoi-nghi-2")
        .then("archive verify --archive kho")
        .run()
        .code(0);
}

#[test]
fn a_paper_that_is_replaced_is_handed_over_with_the_dossier_of_its_latest_copy() {
    let Some(pki) = pki() else { return };
    let run = report_signed(pki)
        .then("archive export hoi-nghi hoi-nghi-2 -o giao-nop --archive kho")
        .run()
        .code(0)
        .stderr_contains(
            "`data/van-ban/bao-cao-tong-ket.pdf` để lại: bản ký đầy đủ hơn ở hồ sơ `2026/hoi-nghi-2`",
        );
    let papers = |dossier: &str| run.files(&format!("giao-nop/{dossier}/data/van-ban"));
    assert_eq!(papers("2026-hoi-nghi"), ["giao-uoc-thi-dua.pdf"]);
    assert_eq!(papers("2026-hoi-nghi-2"), ["bao-cao-tong-ket.pdf"]);
    let about = run.text("giao-nop/2026-hoi-nghi/data/sieu-du-lieu/ho-so.xml");
    assert!(about.contains("<DocTotal>1<") && about.contains("<EndDate>2026-01-15<"), "{about}");
    for dossier in ["2026-hoi-nghi", "2026-hoi-nghi-2"] {
        let judged = judged(&run.path().join("giao-nop").join(dossier));
        assert!(judged.is_none_or(|judged| judged.is_ok()), "{dossier}");
    }
}

#[test]
fn a_copy_that_is_signed_less_replaces_nothing() {
    let Some(pki) = pki() else { return };
    let bare = built();
    let (none, report) = (bare.bytes(COVENANT), bare.bytes(REPORT));
    let one = sign(bare, pki, COVENANT, "so-noi-vu", "Nguyễn Văn A");
    let signed_once = one.bytes(COVENANT);
    let mut run = add(sign(one, pki, COVENANT, "so-y-te", "Trần Thị B"), COVENANT).code(0);
    let before = run.files("kho/ho-so");
    for less in [&none, &signed_once] {
        fs::write(run.path().join(COVENANT), less).expect("the paper");
        for name in ["", " --name ten-khac"] {
            run = run
                .then(&format!("archive add hoi-nghi.yaml {COVENANT} --archive kho{name}"))
                .run()
                .code(0)
                .stdout_is("")
                .stderr_contains("giao-uoc-thi-dua.pdf` đã lưu từ trước, không lưu lại: kho có bản ký đầy đủ hơn ở hồ sơ `2026/hoi-nghi`");
            assert_eq!(run.files("kho/ho-so"), before);
        }
    }
    // Nor where the unsigned copy was archived first.
    let run = report_signed(pki).then("archive list --archive kho").file(REPORT, report).run().code(0);
    let before = run.files("kho/ho-so");
    let run = add(run, REPORT).code(0).stdout_is("").stderr_contains("ở hồ sơ `2026/hoi-nghi-2`");
    assert_eq!(run.files("kho/ho-so"), before);
}

#[test]
fn copies_that_two_signed_apart_both_stay_until_one_has_both_signatures() {
    let Some(pki) = pki() else { return };
    let bare = built();
    let none = bare.bytes(COVENANT);
    let run = add(sign(bare, pki, COVENANT, "so-noi-vu", "Nguyễn Văn A"), COVENANT).code(0);
    let first = run.bytes(COVENANT);
    fs::write(run.path().join(COVENANT), none).expect("the paper");
    let run = add(sign(run, pki, COVENANT, "so-y-te", "Trần Thị B"), COVENANT)
        .code(0)
        .stderr_contains("với chữ ký khác, ở hồ sơ `2026/hoi-nghi`");
    let (run, paths) = found(run, "giao uoc");
    assert_eq!(paths.len(), 2);
    fs::write(run.path().join(COVENANT), first).expect("the paper");
    let run = add(sign(run, pki, COVENANT, "so-y-te", "Trần Thị B"), COVENANT).code(0);
    let (run, paths) = found(run, "giao uoc");
    assert_eq!(
        paths,
        ["hoi-nghi-3", "hoi-nghi-2"]
            .map(|dossier| format!("ho-so/2026/{dossier}/data/van-ban/giao-uoc-thi-dua.pdf"))
    );
    run.then("archive verify --archive kho").run().code(0);
}

#[test]
fn the_number_of_a_paper_that_nobody_has_signed_is_its_own_and_not_used() {
    let Some(pki) = pki() else { return };
    let list = "number list --year 2026 --archive kho";
    let run =
        archived().then(list).run().code(0).stdout_contains("05/BC-KTĐ1  đã lưu bản chưa ký  20/01/2026");
    assert!(!run.stdout.contains("đã dùng"), "{}", run.stdout);
    let run = run
        .then("number cancel 5/BC-KTĐ1 --year 2026 --reason x --archive kho")
        .run()
        .code(1)
        .stderr_contains(
            "số 05/BC-KTĐ1 thuộc văn bản đã lưu, chưa ký, ở hồ sơ `2026/hoi-nghi`; không hủy được",
        )
        .then("number use 5/BC-KTĐ1 --year 2026 --subject Khác --archive kho")
        .run()
        .code(1)
        .stderr_contains("đã cấp cho văn bản khác")
        .then("archive verify --archive kho")
        .run()
        .code(0)
        .stderr_contains("Sổ số văn bản: không có lỗi");
    add(sign(run, pki, REPORT, "nguoi-ky", "Nguyễn Văn A"), REPORT)
        .code(0)
        .then(list)
        .run()
        .code(0)
        .stdout_contains("05/BC-KTĐ1  đã dùng  20/01/2026");
}

#[test]
fn the_register_tells_of_the_signed_sheet_and_not_of_the_file_that_nobody_signed() {
    let run = archived();
    let mut scan = run.bytes(REPORT);
    while let Some(at) = scan.windows(7).position(|window| window == b"thidua ") {
        scan[at..at + 7].copy_from_slice(b"scanner");
    }
    let run = run
        .then("archive add hoi-nghi.yaml --scan report=quet.pdf --archive kho")
        .file("quet.pdf", scan)
        .run()
        .code(0)
        .then("archive register -o so.csv --archive kho")
        .run()
        .code(0);
    let register = run.text("so.csv");
    let report: Vec<&str> = register.lines().filter(|line| line.starts_with("05/BC-KTĐ1")).collect();
    assert!(matches!(report[..], [line] if line.contains("Bản quét của văn bản ký trên giấy")), "{register}");
    run.then("number list --year 2026 --archive kho").run().code(0).stdout_contains("05/BC-KTĐ1  đã dùng");
}

#[test]
fn a_replacement_that_was_interrupted_is_finished() {
    let Some(pki) = pki() else { return };
    let unsigned = archived();
    let register = unsigned.text("kho/so-dang-ky/2026.csv");
    let run = sign(unsigned, pki, REPORT, "nguoi-ky", "Nguyễn Văn A");
    let run = add(run, REPORT).code(0);
    let after = run.text("kho/so-dang-ky/2026.csv");
    // As if the plug had been pulled before index and register knew of it.
    let note = "staged: .tam-Ab12Cd\nyear: 2026\nname: hoi-nghi-2\nnumbers: []\n";
    fs::write(run.path().join("kho/ho-so/.dang-them/2026-hoi-nghi-2.yaml"), note).expect("the note");
    fs::write(run.path().join("kho/so-dang-ky/2026.csv"), register).expect("the register");
    let run = run.then("archive find bao cao --archive kho").run().code(0);
    assert_eq!(run.stdout.matches("hoi-nghi-2/").count(), 1, "{}", run.stdout);
    assert_eq!(run.text("kho/so-dang-ky/2026.csv"), after);
    run.then("archive verify --archive kho").run().code(0);
}

/// Seals a bag again as someone does who knows how, with what it says of itself.
fn reseal(run: &Run, dossier: &str, old: &str, new: &str) {
    let folder = run.path().join(dossier);
    let metadata = folder.join("data/sieu-du-lieu/bao-cao-tong-ket.xml");
    let text = fs::read_to_string(&metadata).expect("metadata");
    assert!(text.contains(old), "{text}");
    fs::write(&metadata, text.replacen(old, new, 1)).expect("metadata");
    super::tampered::seal_again(&folder);
}

#[test]
fn a_file_that_says_that_it_replaces_another_begins_with_it() {
    let Some(pki) = pki() else { return };
    let run = report_signed(pki);
    let other = bag::sha512_of(&run.path().join(DOSSIER).join("data/van-ban/giao-uoc-thi-dua.pdf"));
    let own = bag::sha512_of(&run.path().join(DOSSIER).join("data/van-ban/bao-cao-tong-ket.pdf"));
    let (own, other) = (own.expect("a digest"), other.expect("a digest"));
    reseal(&run, SECOND, &format!("<Sha512>{own}"), &format!("<Sha512>{other}"));
    run.then("archive verify --archive kho")
        .run()
        .code(1)
        .stderr_contains("ghi là thay bản `data/van-ban/bao-cao-tong-ket.pdf` của hồ sơ `2026/hoi-nghi`")
        .stderr_contains("không bắt đầu bằng bản ấy");
}

#[test]
fn a_replaced_copy_that_is_lost_is_missed() {
    let Some(pki) = pki() else { return };
    let run = report_signed(pki);
    fs::remove_dir_all(run.path().join(DOSSIER)).expect("the dossier goes");
    run.then("archive verify --archive kho").run().code(1).stderr_contains(
        "thay bản `data/van-ban/bao-cao-tong-ket.pdf` của hồ sơ `2026/hoi-nghi`, nhưng kho không còn",
    );
}

#[test]
fn the_older_copy_is_told_of_again_where_the_latest_is_lost() {
    let Some(pki) = pki() else { return };
    let run = report_signed(pki);
    fs::remove_dir_all(run.path().join(SECOND)).expect("the dossier goes");
    let (run, paths) = found(run, "bao cao");
    assert_eq!(paths, ["ho-so/2026/hoi-nghi/data/van-ban/bao-cao-tong-ket.pdf"]);
    run.stderr_contains("chỉ mục còn ghi hồ sơ `2026/hoi-nghi-2` mà kho không còn");
}

/// The file with a note over its text behind it.
fn noted(pdf: &[u8]) -> Vec<u8> {
    let mut update = Update::open(pdf).expect("a PDF");
    let page = update.previous().page_iter().next().expect("a page");
    let note = dictionary! {
        "Type" => "Annot", "Subtype" => "FreeText",
        "Rect" => vec![100.into(), 500.into(), 300.into(), 520.into()], "F" => 4, "P" => page,
        "Contents" => text_string("Giải nhất"), "DA" => Object::string_literal("/Helv 12 Tf 0 g"),
    };
    let id = update.add(note).expect("an object");
    update.push(page, &[b"Annots"], vec![id.into()]).expect("annotations");
    update.finish().expect("an update")
}

#[test]
fn a_note_over_a_signed_paper_keeps_it_out_of_the_archive_and_is_found_within() {
    let Some(pki) = pki() else { return };
    let run = report_signed(pki);
    let forged = noted(&run.bytes(REPORT));
    fs::write(run.path().join(REPORT), &forged).expect("the paper");
    let before = run.files("kho/ho-so");
    let run = add(run, REPORT)
        .code(1)
        .stderr_contains("bao-cao-tong-ket.pdf` không còn giá trị: tệp đã bị sửa sau khi ký")
        .stderr_contains("xem lại: ");
    assert_eq!(run.files("kho/ho-so"), before);
    let paper = run.path().join(SECOND).join("data/van-ban/bao-cao-tong-ket.pdf");
    let own = bag::sha512_of(&paper).expect("a digest");
    fs::write(&paper, &forged).expect("the paper");
    reseal(&run, SECOND, &own, &bag::sha512(&forged));
    run.then("archive verify --archive kho")
        .run()
        .code(1)
        .stdout_is("2026/hoi-nghi: nguyên vẹn\n2026/hoi-nghi-2: CÓ LỖI\n")
        .stderr_contains("không còn giá trị: tệp đã bị sửa sau khi ký");
}

#[test]
fn a_note_over_a_paper_that_nobody_signed_keeps_it_out_and_is_found_too() {
    let run = built();
    let bare = run.bytes(REPORT);
    let forged = noted(&bare);
    let said = "có phần thêm vào sau khi lập mà không có chữ ký số nào";
    let run = run.then("number start --archive kho").file(REPORT, &forged).run().code(0);
    let run = add(run, REPORT).code(1).stderr_contains(said).left("kho/ho-so", &[]);
    fs::write(run.path().join(REPORT), &bare).expect("the paper");
    let run = add(run, REPORT).code(0);
    fs::write(run.path().join(DOSSIER).join("data/van-ban/bao-cao-tong-ket.pdf"), &forged)
        .expect("the paper");
    reseal(&run, DOSSIER, &bag::sha512(&bare), &bag::sha512(&forged));
    run.then("archive verify --archive kho").run().code(1).stderr_contains(said);
}

#[test]
fn what_replaces_nothing_says_nothing_of_it() {
    let run = archived();
    assert!(!run.text(&format!("{DOSSIER}/data/sieu-du-lieu/bao-cao-tong-ket.xml")).contains("Replaces"));
}
