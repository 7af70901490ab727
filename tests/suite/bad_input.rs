//! What a person may do wrong, and what a machine may refuse: each told, nothing half done.

use std::fs::{self, File};
use std::time::{Duration, Instant, SystemTime};

use crate::driver::{MINIMAL, Thidua};

const REPORT: &str = "bao-cao-so-ket.pdf";
const COVENANT: &str = "giao-uoc-thi-dua.pdf";

#[test]
fn a_missing_file_is_told_and_exits_with_2() {
    for command in ["build", "check"] {
        Thidua::new(command)
            .arg("khong-co.yaml")
            .run()
            .code(2)
            .stdout_is("")
            .stderr_contains("lỗi: không mở được `khong-co.yaml`: không có tệp hoặc thư mục này");
    }
}

#[test]
fn a_missing_file_does_not_stop_the_records_that_are_there() {
    Thidua::new("build")
        .arg("khong-co.yaml")
        .record("a.yaml", MINIMAL)
        .run()
        .code(2)
        .wrote("out/a/bao-cao-so-ket.pdf");
}

#[test]
fn a_folder_without_a_record_is_told_and_exits_with_2() {
    Thidua::new("build")
        .file("ho-so/khac.yaml", "services: {}\n")
        .arg("ho-so")
        .run()
        .code(2)
        .left("out", &[])
        .stderr_contains("thư mục `ho-so` không có hồ sơ nào")
        .stderr_contains("`record.yaml`");
}

#[test]
fn a_record_under_a_name_of_its_own_is_found_by_its_folder() {
    Thidua::new("build --only report")
        .file("hồ sơ/Hội nghị.yaml", MINIMAL)
        .file("hồ sơ/thidua.yaml", "")
        .arg("hồ sơ")
        .run()
        .code(0)
        .stdout_is("out/Hội nghị/bao-cao-so-ket.pdf\n");
}

#[test]
fn a_folder_with_several_records_asks_which_one() {
    Thidua::new("check")
        .file("hồ sơ/a.yaml", MINIMAL)
        .file("hồ sơ/b.yaml", MINIMAL)
        .arg("hồ sơ")
        .run()
        .code(2)
        .stderr_contains("thư mục `hồ sơ` có nhiều hồ sơ")
        .stderr_contains("ghi rõ tệp: `hồ sơ/a.yaml`, `hồ sơ/b.yaml`");
}

#[test]
fn a_file_of_another_program_is_told_by_its_kind() {
    let kinds: [(&str, &[u8], &str); 9] = [
        ("a.xlsx", b"PK\x03\x04..[Content_Types].xml..xl/workbook.xml..\xff", "bảng tính Excel"),
        ("a.docx", b"PK\x03\x04..[Content_Types].xml..word/document.xml..\xff", "văn bản Word"),
        ("a.odt", b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.text\xff", "tệp LibreOffice"),
        ("a.zip", b"PK\x03\x04..a.yaml\xff", "tệp nén ZIP"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "bảng tính Excel"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "văn bản Word"),
        ("a.pdf", b"%PDF-1.7\n", "tệp PDF"),
        ("a.rtf", b"{\\rtf1\\ansi}", "văn bản RTF"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "tệp hình"),
    ];
    for (name, bytes, kind) in kinds {
        Thidua::new("check")
            .record(name, bytes)
            .run()
            .code(1)
            .stderr_contains(&format!("`{name}` là {kind}, không phải hồ sơ YAML"))
            .stderr_contains("cách sửa: ");
    }
}

#[test]
fn a_folder_of_folders_gives_the_papers_of_each_record() {
    Thidua::new("build --only covenant")
        .file("nam/2025/record.yaml", MINIMAL)
        .file("nam/2026/record.yaml", MINIMAL)
        .file("nam/ghi-chu.txt", "")
        .arg("nam")
        .run()
        .code(0)
        .left("out", &["2025/giao-uoc-thi-dua.pdf", "2026/giao-uoc-thi-dua.pdf"]);
}

#[test]
fn a_text_in_another_encoding_is_told_with_its_line() {
    // "Cụm" in TCVN3, on the third line.
    let text = b"format: 1\ngroup:\n  name: C\xf4m thi \xaeua\n";
    Thidua::new("check")
        .record("a.yaml", text)
        .run()
        .code(1)
        .stderr_contains("`a.yaml` không phải là văn bản Unicode UTF-8 (từ dòng 3)")
        .stderr_contains("TCVN3");
}

#[test]
fn letters_of_an_old_encoding_that_no_font_has_are_told_as_such() {
    let record =
        MINIMAL.replace("name: Cụm thi đua số 1", "name: C\u{f4}m thi \u{ae}ua Tr\u{ad}\u{eb}ng ph\u{df}ng");
    Thidua::new("check")
        .record("a.yaml", record)
        .run()
        .code(1)
        .stderr_contains("còn ở bảng mã cũ (TCVN3 hoặc VNI)");
}

#[test]
fn a_text_in_utf_16_is_told_as_such() {
    for bytes in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
        let text: Vec<u8> = format!("\u{feff}{MINIMAL}").encode_utf16().flat_map(bytes).collect();
        Thidua::new("check").record("a.yaml", text).run().code(1).stderr_contains("UTF-16");
    }
}

#[test]
fn a_byte_order_mark_windows_lines_and_loose_accents_change_nothing() {
    // "ụ" as Mac keyboards and old converters write it: u, then the dot below.
    let loose = MINIMAL.replace('ụ', "u\u{323}").replace('ị', "i\u{323}");
    let same = [format!("\u{feff}{MINIMAL}"), MINIMAL.replace('\n', "\r\n"), loose];
    let typ = |text: &str| {
        Thidua::new("build --format typ --only report")
            .record("a.yaml", text)
            .run()
            .code(0)
            .text("out/a/bao-cao-so-ket.typ")
    };
    let plain = typ(MINIMAL);
    for text in same {
        assert_eq!(typ(&text), plain, "{text:?}");
    }
}

#[test]
fn accents_that_escapes_leave_loose_are_composed_too() {
    let run = Thidua::new("build --format typ --only report")
        .record("a.yaml", MINIMAL.replace("Kết quả", r#""Ke\u0302\u0301t qua\u0309""#))
        .run()
        .code(0);
    assert!(run.text("out/a/bao-cao-so-ket.typ").contains("Kết quả"), "the heading is not composed");
}

#[test]
fn a_file_of_50_mb_is_refused_at_once() {
    let start = Instant::now();
    Thidua::new("check")
        .prepared(|folder| {
            let file = File::create(folder.join("a.yaml")).expect("a file");
            file.set_len(50 << 20).expect("50 MB");
        })
        .arg("a.yaml")
        .run()
        .code(1)
        .stderr_contains("`a.yaml` lớn quá: hồ sơ chỉ được đến 16 MB");
    assert!(start.elapsed() < Duration::from_secs(2), "took {:?}", start.elapsed());
}

#[test]
fn an_output_folder_that_is_a_file_is_told_and_exits_with_3() {
    Thidua::new("build -o ra")
        .file("ra", "của người khác")
        .record("a.yaml", MINIMAL)
        .run()
        .code(3)
        .stdout_is("")
        .stderr_contains("không tạo được thư mục `ra`")
        .left("", &["a.yaml", "ra"]);
}

#[test]
fn a_paper_that_cannot_take_its_place_exits_with_3_and_leaves_nothing_behind() {
    Thidua::new("build")
        .file(&format!("out/a/{REPORT}/chan-cho"), "")
        .record("a.yaml", MINIMAL)
        .run()
        .code(3)
        .stdout_is("out/a/giao-uoc-thi-dua.pdf\n")
        .stderr_contains("không ghi được `out/a/bao-cao-so-ket.pdf`")
        .stderr_contains("đang mở trong một chương trình xem PDF")
        .left("out/a", &["bao-cao-so-ket.pdf/chan-cho", COVENANT]);
}

#[test]
#[cfg(unix)]
fn a_full_disk_exits_with_3_and_leaves_the_older_paper_as_it_was() {
    let run = Thidua::new("build --only report")
        .file(&format!("out/a/{REPORT}"), "bản cũ")
        .record("a.yaml", MINIMAL)
        // No file may grow beyond one block.
        .through_shell(r#"ulimit -f 1; trap "" XFSZ; exec "$@""#)
        .run()
        .code(3)
        .stdout_is("")
        .stderr_contains("không ghi được `out/a/bao-cao-so-ket.pdf`: đĩa đã đầy hoặc hết hạn mức")
        .left("out/a", &[REPORT]);
    assert_eq!(run.text("out/a/bao-cao-so-ket.pdf"), "bản cũ");
}

#[test]
#[cfg(unix)]
fn an_interrupt_leaves_only_whole_papers() {
    const RECORDS: usize = 400;
    let record = fs::read_to_string(crate::driver::root().join("samples/toi-thieu/record.yaml"));
    let record = record.expect("the shortest sample");
    let mut build = Thidua::new("build --jobs 2");
    for at in 0..RECORDS {
        build = build.record(&format!("ho-so-{at:03}.yaml"), &record);
    }
    let run = build
        .run_while(|child, folder| {
            let start = Instant::now();
            while crate::driver::files_below(&folder.join("out")).len() < 4 {
                assert!(start.elapsed() < Duration::from_secs(30), "nothing is written");
                std::thread::sleep(Duration::from_millis(2));
            }
            let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
            assert!(killed.is_ok_and(|status| status.success()), "the signal is not sent");
        })
        .code(130);
    let files = run.files("out");
    assert!(files.len() < RECORDS * 2, "the run was over before the signal came");
    for file in &files {
        assert!(file.ends_with(".pdf"), "`{file}` is left");
        assert!(crate::driver::whole_pdf(&run.bytes(&format!("out/{file}"))), "`{file}` is not whole");
    }
    let mut told: Vec<&str> = run.stdout.lines().filter_map(|line| line.strip_prefix("out/")).collect();
    told.sort_unstable();
    assert_eq!(told, files, "the paths told are those of the papers written");
}

#[test]
fn two_records_of_one_name_are_told_and_exit_with_2() {
    Thidua::new("build")
        .record("nam/a.yaml", MINIMAL)
        .record("khac/a.yaml", MINIMAL)
        .run()
        .code(2)
        .stderr_contains("hai hồ sơ cùng tên `a`: `nam/a.yaml` và `khac/a.yaml`");
}

#[test]
fn a_record_named_twice_is_built_once() {
    for again in ["a.yaml", "./a.yaml", "x/../a.yaml"] {
        Thidua::new("build --only report")
            .folder("x")
            .record("a.yaml", MINIMAL)
            .arg(again)
            .run()
            .code(0)
            .stdout_is("out/a/bao-cao-so-ket.pdf\n");
    }
}

#[test]
fn a_record_within_a_folder_that_is_named_too_is_built_once() {
    Thidua::new("build --only report")
        .file("nam/2026/record.yaml", MINIMAL)
        .arg("nam")
        .arg("nam/2026")
        .run()
        .code(0)
        .stdout_is("out/2026/bao-cao-so-ket.pdf\n");
}

#[test]
fn a_bad_record_does_not_stop_the_others() {
    Thidua::new("build")
        .record("a.yaml", MINIMAL)
        .record("b.yaml", MINIMAL.replace("cụm\n", "nhóm\n"))
        .record("c.yaml", MINIMAL)
        .run()
        .code(1)
        .stdout_is(
            "out/a/bao-cao-so-ket.pdf\nout/a/giao-uoc-thi-dua.pdf\n\
             out/c/bao-cao-so-ket.pdf\nout/c/giao-uoc-thi-dua.pdf\n",
        )
        .stderr_contains("--> b.yaml:4:9")
        .wrote("out/c/giao-uoc-thi-dua.pdf");
}

#[test]
fn a_bad_paper_does_not_stop_the_others_of_its_record() {
    Thidua::new("build")
        .file("a/templates/report/report.typ.j2", "{{ khong_co }}")
        .file("a/record.yaml", MINIMAL)
        .arg("a")
        .run()
        .code(1)
        .stdout_is("out/a/giao-uoc-thi-dua.pdf\n");
}

#[test]
fn papers_never_leave_the_output_folder() {
    // The stems of these names are `..` and `.`.
    for name in ["...yaml", "..yaml"] {
        let run = Thidua::new("build -o ra/van-ban").file(name, MINIMAL).arg(name).run();
        let outside: Vec<String> = run
            .files("")
            .into_iter()
            .filter(|file| file != name && !file.starts_with("ra/van-ban/"))
            .collect();
        assert!(outside.is_empty(), "`{name}` wrote {outside:?}");
    }
}

#[test]
fn what_a_killed_run_left_is_swept_once_it_is_old() {
    let age = |path: &std::path::Path| {
        let file = File::options().write(true).open(path).expect("the file");
        file.set_modified(SystemTime::now() - Duration::from_secs(3600)).expect("an older time");
    };
    Thidua::new("build --only report")
        .file("out/a/.thidua-cu.tmp", "dở dang")
        .file("out/a/.thidua-moi.tmp", "đang ghi")
        .file("out/a/.thidua-cua-toi.txt", "của người khác")
        .file("out/a/khac.tmp", "của người khác")
        .prepared(|folder| {
            for name in [".thidua-cu.tmp", ".thidua-cua-toi.txt", "khac.tmp"] {
                age(&folder.join("out/a").join(name));
            }
        })
        .record("a.yaml", MINIMAL)
        .run()
        .code(0)
        .left("out/a", &[".thidua-cua-toi.txt", ".thidua-moi.tmp", REPORT, "khac.tmp"]);
}

#[test]
#[cfg(unix)]
fn a_reader_that_closes_the_pipe_is_no_fault() {
    Thidua::new("build")
        .record("a.yaml", MINIMAL)
        .run_while(|child, _| drop(child.stdout.take()))
        .code(0)
        .silent();
}

#[test]
#[cfg(unix)]
fn papers_are_for_the_office_to_read() {
    use std::os::unix::fs::PermissionsExt;
    let run = Thidua::new("build --only report").record("a.yaml", MINIMAL).run().code(0);
    let metadata = fs::metadata(run.path().join("out/a/bao-cao-so-ket.pdf")).expect("the paper");
    assert_eq!(metadata.permissions().mode() & 0o777, 0o644);
}
