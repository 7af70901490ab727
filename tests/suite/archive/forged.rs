//! What someone changed who knows how the archive is made, and rewrote what lists it: what follows from the record,
//! the law and the book of numbers is compared, and what follows from nothing is told to be so.

use std::fs;

use thidua::archive::bag;

use super::tampered::{after, edit, found, resealed, seal_again};
use super::{DOSSIER, archived, built, sign};
use crate::driver::Run;
use crate::pki::pki;

#[test]
fn another_term_than_the_law_has_is_found() {
    let metadata = "data/sieu-du-lieu/ho-so.xml";
    found(
        resealed(|dossier| edit(&dossier.join(metadata), "<Maintenance>Vĩnh viễn<", "<Maintenance>5 năm<")),
        "ghi Maintenance là “5 năm”, theo hồ sơ đã lập văn bản thì là “Vĩnh viễn”",
    );
    let law =
        "retention:\n  - { paper: báo cáo, period: tổng kết, years: 50, source: { article: Danh mục } }\n";
    let with_law = || {
        built()
            .then("archive add hoi-nghi.yaml out/hoi-nghi/bao-cao-tong-ket.pdf --archive kho")
            .file("thidua.yaml", law)
            .run()
            .code(0)
            .stderr_contains("Thời hạn lưu trữ: 50 năm")
    };
    let run = with_law().then("archive verify --archive kho").run().code(0);
    let dossier = run.path().join(DOSSIER);
    edit(&dossier.join(metadata), "<Maintenance>50 năm<", "<Maintenance>5 năm<");
    seal_again(&dossier);
    found(run, "theo hồ sơ đã lập văn bản thì là “50 năm”");
}

#[test]
fn a_term_that_a_person_chose_is_told_to_be_so() {
    let chosen = |run: Run| run.then("archive verify --archive kho").run();
    let run = built()
        .then("archive add hoi-nghi.yaml out/hoi-nghi/bao-cao-tong-ket.pdf --archive kho --retention")
        .arg("20 năm")
        .run()
        .code(0);
    let about = run.text(&format!("{DOSSIER}/data/sieu-du-lieu/ho-so.xml"));
    assert!(about.contains("<Description>Thời hạn lưu trữ do người lập hồ sơ chọn<"), "{about}");
    let said = "thời hạn lưu trữ tự chọn (2026/hoi-nghi: 20 năm, theo quy định là Vĩnh viễn)";
    let run = chosen(run).code(0).stderr_contains(said);
    // Without a word of who chose it, the law decides.
    let dossier = run.path().join(DOSSIER);
    edit(&dossier.join("data/sieu-du-lieu/ho-so.xml"), "Thời hạn lưu trữ do người lập hồ sơ chọn", "");
    seal_again(&dossier);
    chosen(run).code(1).stderr_contains("ghi Maintenance là “20 năm”");
}

#[test]
fn a_term_that_was_chosen_in_the_words_of_the_earlier_law_is_still_read() {
    let run = built()
        .then("archive add hoi-nghi.yaml out/hoi-nghi/bao-cao-tong-ket.pdf --archive kho --retention")
        .arg("20 năm")
        .run()
        .code(0);
    let dossier = run.path().join(DOSSIER);
    let (now, before) = ("Thời hạn lưu trữ do người lập", "Thời hạn bảo quản do người lập");
    edit(&dossier.join("data/sieu-du-lieu/ho-so.xml"), now, before);
    seal_again(&dossier);
    let said = "thời hạn lưu trữ tự chọn (2026/hoi-nghi: 20 năm, theo quy định là Vĩnh viễn)";
    run.then("archive verify --archive kho").run().code(0).stderr_contains(said);
}

#[test]
fn what_a_bag_says_of_itself_follows_from_what_it_holds() {
    for (old, new, words) in [
        (
            "External-Identifier: 2026/hoi-nghi",
            "External-Identifier: 2025/khac",
            "theo nội dung hồ sơ thì là “2026/hoi-nghi”",
        ),
        ("năm 2025 của", "năm 2024 của", "ghi External-Description là"),
        ("Organization: Khối thi đua số 1", "Organization: Sở Y tế", "ghi Source-Organization là “Sở Y tế”"),
        (
            "Bag-Group-Identifier: 2026/hoi-nghi",
            "Bag-Group-Identifier: 2026/khac",
            "không phải nhóm của hồ sơ này",
        ),
        ("Bag-Software-Agent: thidua", "Bag-Software-Agent: khac", "ghi Bag-Software-Agent là"),
        ("Bagging-Date: 2", "Bagging-Date: x", "ghi Bagging-Date là"),
    ] {
        found(resealed(|dossier| edit(&dossier.join("bag-info.txt"), old, new)), words);
    }
}

#[test]
fn a_further_list_that_is_wrong_is_found() {
    let paper = "data/van-ban/bao-cao-tong-ket.pdf";
    for (name, list) in [
        ("manifest-md5.txt", format!("{}  {paper}\n", "0".repeat(32))),
        ("tagmanifest-sha256.txt", format!("{}  bagit.txt\n", "0".repeat(64))),
        ("manifest-sha1.txt", format!("{}  {paper}\n", "0".repeat(40))),
        ("manifest-sha3_256.txt", format!("{}  {paper}\n", "0".repeat(64))),
    ] {
        let run = after(|dossier| {
            fs::write(dossier.join(name), &list).expect("a list");
            let tags = dossier.join("tagmanifest-sha512.txt");
            let text = fs::read_to_string(&tags).expect("the list of lists");
            fs::write(&tags, format!("{text}{}  {name}\n", bag::sha512(list.as_bytes()))).expect("a list");
        });
        let judged = super::bag::judged(&run.path().join(DOSSIER));
        assert!(judged.is_none_or(|judged| judged.is_err()), "bagit.py takes {name}");
        found(run, name);
    }
}

/// What `archive verify` says after something was done to a file of the book of numbers.
#[track_caller]
fn book(file: &str, old: &str, new: &str, words: &str) {
    let run = archived();
    edit(&run.path().join("kho/so-van-ban/2026/khoi-thi-dua-so-1").join(file), old, new);
    run.then("archive verify --archive kho").run().code(1).stderr_contains(words);
}

#[test]
fn what_the_book_says_of_an_archived_paper_is_compared_with_the_record() {
    book("bc-ktd1/0005.yaml", "trich-yeu: ", "trich-yeu: Khác ", "theo hồ sơ đã lưu thì là “");
    book("bc-ktd1/0005.yaml", "tổng kết năm 2025", "sơ kết năm 2025", "0005.yaml` ghi hội nghị là");
    book("bc-ktd1/0005.yaml", "giu-luc: 2", "giu-luc: 1", "đã bị sửa từ khi lưu văn bản mang số ấy");
    book(
        "bc-ktd1/0005.luu-kho.yaml",
        "2026/hoi-nghi",
        "2026/khac",
        "ghi hồ sơ `2026/khac`, nhưng hồ sơ ấy không có",
    );
}

#[test]
fn a_file_of_the_book_that_is_gone_is_missed() {
    for file in ["bc-ktd1/0005.yaml", "bc-ktd1/0005.luu-kho.yaml", "cach-danh-so.yaml"] {
        let run = archived();
        let path = run.path().join("kho/so-van-ban/2026/khoi-thi-dua-so-1").join(file);
        fs::remove_file(path).expect("the file goes");
        let run = run.then("archive verify --archive kho").run().code(1);
        assert!(run.stderr.contains("sao lưu"), "{file}: {}", run.stderr);
    }
    let run = archived();
    let kept = "kho/so-van-ban/2026/khoi-thi-dua-so-1/bc-ktd1/0005.luu-kho.yaml";
    fs::remove_file(run.path().join(kept)).expect("the file goes");
    run.then("archive rebuild --archive kho")
        .run()
        .code(0)
        .stderr_contains("0005.luu-kho.yaml` theo hồ sơ `2026/hoi-nghi`")
        .then("archive verify --archive kho")
        .run()
        .code(0);
}

#[test]
fn a_file_that_the_book_does_not_know_is_told() {
    let stray = "kho/so-van-ban/2026/khoi-thi-dua-so-1/bc-ktd1/ghi-chu.txt";
    archived()
        .then("archive verify --archive kho")
        .file(stray, "x")
        .file("kho/so-van-ban/2026/them.yaml", "x")
        .run()
        .code(0)
        .stderr_contains("bc-ktd1/ghi-chu.txt` không phải của sổ văn bản")
        .stderr_contains("2026/them.yaml` không phải của sổ văn bản");
}

#[test]
fn what_became_of_the_number_of_a_signed_paper_is_compared_with_it() {
    let Some(pki) = pki() else { return };
    let outcome = "kho/so-van-ban/2026/khoi-thi-dua-so-1/bc-ktd1/0005.ket-qua.yaml";
    let paper = "out/hoi-nghi/bao-cao-tong-ket.pdf";
    let signed = || {
        sign(built(), pki, paper, "nguoi-ky", "Nguyễn Văn A")
            .then(&format!("archive add hoi-nghi.yaml {paper} --archive kho"))
            .run()
            .code(0)
    };
    for (old, new, words) in [
        ("trich-yeu: ", "trich-yeu: Khác ", "ket-qua.yaml` ghi trích yếu là “Khác "),
        ("ngay-ban-hanh: 2026-01-20", "ngay-ban-hanh: 2026-01-21", "ghi ngày ban hành khác"),
        ("sha512: ", "sha512: a", "không ghi đúng mã SHA-512"),
        ("đã dùng", "đã hủy", "ghi số 05/BC-KTĐ1 đã hủy, nhưng hồ sơ `2026/hoi-nghi`"),
        ("so-ky-hieu: 05/", "so-ky-hieu: 06/", "ghi số 06/BC-KTĐ1, trong sổ là số 05/BC-KTĐ1"),
    ] {
        let run = signed();
        edit(&run.path().join(outcome), old, new);
        run.then("archive verify --archive kho").run().code(1).stderr_contains(words);
    }
    let run = signed();
    fs::remove_file(run.path().join(outcome)).expect("the file goes");
    let run = run.then("archive verify --archive kho").run();
    run.code(1).stderr_contains("không ghi số 05/BC-KTĐ1 năm 2026 là đã dùng");
    // The dossier and the note of where it was, both gone: what became of the number still tells.
    let run = signed();
    fs::remove_dir_all(run.path().join(DOSSIER)).expect("the dossier goes");
    fs::remove_file(run.path().join(outcome.replace("ket-qua", "luu-kho"))).expect("the note goes");
    let run = run.then("archive verify --archive kho").run();
    run.code(1).stderr_contains("số 05/BC-KTĐ1 năm 2026 đã dùng cho “");
}

#[test]
fn a_dossier_that_is_gone_is_found_no_more_and_that_is_told() {
    let run = archived();
    fs::remove_dir_all(run.path().join(DOSSIER)).expect("the dossier goes");
    let gone = "chỉ mục còn ghi hồ sơ `2026/hoi-nghi` mà kho không còn";
    run.then("archive find báo cáo --archive kho")
        .run()
        .code(0)
        .stdout_is("")
        .stderr_contains(gone)
        .then("archive list --archive kho")
        .run()
        .code(0)
        .stdout_is("")
        .stderr_contains(gone)
        .then("archive rebuild --archive kho")
        .run()
        .then("archive list --archive kho")
        .run()
        .code(0)
        .stderr_contains("Chưa có hồ sơ nào");
    let run = built()
        .then("archive add hoi-nghi.yaml out/hoi-nghi/bao-cao-tong-ket.pdf --archive kho")
        .run()
        .code(0)
        .then("archive add hoi-nghi.yaml out/hoi-nghi/giao-uoc-thi-dua.pdf --archive kho")
        .run()
        .code(0);
    fs::remove_dir_all(run.path().join(DOSSIER)).expect("the dossier goes");
    run.then("archive register -o so.csv --archive kho").run().code(0).stderr_contains(
        "số 05/BC-KTĐ1 năm 2026 thuộc văn bản của hồ sơ `2026/hoi-nghi`, nhưng kho không còn",
    );
}

#[test]
fn a_dossier_that_the_index_does_not_know_is_told() {
    let run = archived();
    let elsewhere = run.path().join("di-noi-khac");
    fs::rename(run.path().join(DOSSIER), &elsewhere).expect("the dossier goes");
    let run = run.then("archive rebuild --archive kho").run().code(0);
    fs::rename(&elsewhere, run.path().join(DOSSIER)).expect("the dossier comes back");
    run.then("archive find báo cáo --archive kho")
        .run()
        .code(0)
        .stderr_contains("chỉ mục chưa có hồ sơ `2026/hoi-nghi`")
        .then("archive rebuild --archive kho")
        .run()
        .code(0)
        .then("archive find báo cáo --archive kho")
        .run()
        .code(0)
        .stdout_contains("05/BC-KTĐ1");
}

#[test]
fn what_nothing_bears_out_is_told_in_one_line() {
    let run = archived().then("archive verify --archive kho").run().code(0);
    let lines = run.stderr.lines().filter(|line| line.contains("Không có gì trong kho để đối chiếu"));
    assert_eq!(lines.count(), 1, "{}", run.stderr);
}

#[test]
fn a_page_that_was_covered_before_its_paper_was_signed_is_no_paper_of_the_record() {
    let Some(pki) = pki() else { return };
    let run = built();
    let paper = "out/hoi-nghi/giao-uoc-thi-dua.pdf";
    let path = run.path().join(paper);
    let made = fs::read(&path).expect("a file");
    fs::write(&path, crate::verify::changes::covered(&made)).expect("a file");
    let run = sign(run, pki, paper, "so-noi-vu", "Nguyễn Văn A");
    let run = run.then(&format!("archive add hoi-nghi.yaml {paper} --archive kho")).run().code(1);
    run.stderr_contains("đã bị sửa sau khi thidua lập, trước khi ký")
        .stderr_contains("mà không ai ký vào ô đó")
        .left("kho/ho-so", &[]);
}
