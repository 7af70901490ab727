//! What goes into the archive: papers of the record, and nothing else.

use std::fs;

use super::bag::judged;
use super::{DOSSIER, RECORD, archived, built, dossiers, sign};
use crate::driver::{MINIMAL, Run, Thidua, root};
use crate::pki::pki;

const BOTH: &str =
    "archive add hoi-nghi.yaml out/hoi-nghi/bao-cao-tong-ket.pdf out/hoi-nghi/giao-uoc-thi-dua.pdf";
const REPORT: &str = "archive add hoi-nghi.yaml out/hoi-nghi/bao-cao-tong-ket.pdf";

#[track_caller]
fn valid(run: &Run, dossier: &str) {
    if let Some(judged) = judged(&run.path().join(dossier)) {
        assert!(judged.is_ok(), "bagit.py: {judged:?}");
    }
}

#[test]
fn archived_papers_are_whole_and_can_be_made_once_more() {
    let run = archived().stdout_is("kho/ho-so/2026/hoi-nghi\n").stderr_contains("Đã lưu 02 văn bản");
    valid(&run, DOSSIER);
    run.then("archive verify --archive kho")
        .run()
        .code(0)
        .stdout_is("2026/hoi-nghi: nguyên vẹn\n")
        .then("archive replay --archive kho")
        .run()
        .code(0)
        .silent()
        .stdout_is(
            "2026/hoi-nghi: data/van-ban/bao-cao-tong-ket.pdf: giống từng byte\n\
             2026/hoi-nghi: data/van-ban/giao-uoc-thi-dua.pdf: giống từng byte\n",
        );
}

#[test]
fn the_archive_says_what_it_is() {
    let run = archived();
    let text = run.text("kho/DOC-TRUOC.txt");
    for words in ["sha512sum -c manifest-sha512.txt", "bagit.py --validate", "so-dang-ky/NĂM.csv"] {
        assert!(text.contains(words), "`{words}` in\n{text}");
    }
}

#[cfg(unix)]
#[test]
fn a_dossier_can_be_checked_with_what_every_system_has() {
    for list in ["manifest-sha512.txt", "tagmanifest-sha512.txt"] {
        let run = archived();
        let checked = std::process::Command::new("sha512sum")
            .args(["--check", "--quiet", list])
            .current_dir(run.path().join(DOSSIER))
            .status();
        match checked {
            Ok(status) => assert!(status.success(), "{list}"),
            Err(error) => eprintln!("skipped: `sha512sum` cannot be run ({error})"),
        }
    }
}

#[test]
fn metadata_have_the_fields_of_the_decree() {
    let run = archived();
    let report = run.text(&format!("{DOSSIER}/data/sieu-du-lieu/bao-cao-tong-ket.xml"));
    for field in [
        "<FileCatalog>2026</FileCatalog>",
        "<FileNotation>hoi-nghi</FileNotation>",
        "<DocOrdinal>1</DocOrdinal>",
        "<TypeName>Báo cáo</TypeName>",
        "<CodeNumber>05</CodeNumber>",
        "<CodeNotation>BC-KTĐ1</CodeNotation>",
        "<IssuedDate>2026-01-20</IssuedDate>",
        "<OrganName>Khối thi đua số 1</OrganName>",
        "<PageAmount>1</PageAmount>",
        "<Position>TM. Khối thi đua, Khối trưởng, Giám đốc Sở Nội vụ</Position>",
        "<FullName>Nguyễn Văn A</FullName>",
        "<OrganName>Các đơn vị thành viên</OrganName>",
        "<Priority>0</Priority>",
    ] {
        assert!(report.contains(field), "{field} in\n{report}");
    }
    let covenant = run.text(&format!("{DOSSIER}/data/sieu-du-lieu/giao-uoc-thi-dua.xml"));
    for field in [
        "<FullName>Trần Thị B</FullName>",
        "<Position>Giám đốc, Sở Y tế</Position>",
        "<IssuedAmount>2</IssuedAmount>",
    ] {
        assert!(covenant.contains(field), "{field} in\n{covenant}");
    }
    let dossier = run.text(&format!("{DOSSIER}/data/sieu-du-lieu/ho-so.xml"));
    for field in [
        "<Title>Hồ sơ hội nghị tổng kết năm 2025 của Khối thi đua số 1</Title>",
        "<StartDate>2026-01-15</StartDate>",
        "<EndDate>2026-01-20</EndDate>",
        "<DocTotal>2</DocTotal>",
    ] {
        assert!(dossier.contains(field), "{field} in\n{dossier}");
    }
}

#[test]
fn a_signed_paper_is_known_by_its_beginning() {
    let Some(pki) = pki() else { return };
    sign(built(), pki, "out/hoi-nghi/bao-cao-tong-ket.pdf", "nguoi-ky", "Nguyễn Văn A")
        .then(REPORT)
        .arg("--archive=kho")
        .run()
        .code(0)
        .then("archive replay hoi-nghi --archive kho")
        .run()
        .code(0)
        .stdout_contains("bao-cao-tong-ket.pdf: giống từng byte");
}

#[test]
fn a_paper_of_another_text_is_refused() {
    built()
        .then(REPORT)
        .file("hoi-nghi.yaml", RECORD.replace("đã hoàn thành", "đã hoàn thành tốt"))
        .arg("--archive=kho")
        .run()
        .code(1)
        .stderr_contains("không phải là bản chính thức của văn bản nào lập từ hồ sơ này")
        .stderr_contains("hồ sơ, hình ảnh hoặc mẫu đã đổi sau khi lập tệp này")
        .left("kho/ho-so", &[]);
}

#[test]
fn a_draft_is_refused() {
    Thidua::new("build --draft")
        .record("hoi-nghi.yaml", RECORD)
        .run()
        .code(0)
        .then(REPORT)
        .arg("--archive=kho")
        .run()
        .code(1)
        .stderr_contains("bản dự thảo thì không lưu");
}

#[test]
fn a_paper_of_another_version_of_thidua_is_told_so() {
    let run = built();
    let paper = run.path().join("out/hoi-nghi/bao-cao-tong-ket.pdf");
    let own = concat!("<xmp:CreatorTool>thidua ", env!("CARGO_PKG_VERSION"));
    let text = fs::read(&paper).expect("the paper");
    let at = text.windows(own.len()).position(|window| window == own.as_bytes()).expect("the maker's name");
    let mut other = text;
    other[at + own.len() - 5..at + own.len()].copy_from_slice(b"0.0.9");
    fs::write(&paper, other).expect("a paper");
    run.then(REPORT).arg("--archive=kho").run().code(1).stderr_contains("tệp do thidua 0.0.9 lập");
}

#[test]
fn a_faulty_record_is_refused() {
    built()
        .then(REPORT)
        .file("hoi-nghi.yaml", RECORD.replace("format: 1", "format: 1\nrác: 1"))
        .arg("--archive=kho")
        .run()
        .code(1)
        .stderr_contains("hoi-nghi.yaml:2:1")
        .left("kho", &[]);
}

#[test]
fn what_is_no_pdf_is_refused() {
    built()
        .then("archive add hoi-nghi.yaml hoi-nghi.yaml --archive kho")
        .run()
        .code(1)
        .stderr_contains("`hoi-nghi.yaml`: đây không phải là tệp PDF")
        .left("kho", &[]);
}

#[test]
fn nothing_to_archive_tells_how() {
    built()
        .then("archive add hoi-nghi.yaml --archive kho")
        .run()
        .code(2)
        .stderr_contains("thidua archive add hoi-nghi.yaml out/hoi-nghi`");
}

#[test]
fn a_folder_means_the_papers_in_it() {
    built()
        .then("archive add hoi-nghi.yaml out/hoi-nghi --archive kho")
        .file("out/hoi-nghi/ghi-chu.txt", "")
        .run()
        .code(0)
        .stderr_contains("Đã lưu 02 văn bản");
}

#[test]
fn the_archive_may_be_named_once_for_all() {
    built()
        .then(REPORT)
        .env("THIDUA_ARCHIVE", "kho")
        .run()
        .code(0)
        .then("archive verify")
        .run()
        .code(2)
        .stderr_contains("chưa biết kho lưu trữ ở đâu");
}

#[test]
fn a_folder_of_other_things_does_not_become_an_archive() {
    built()
        .then(REPORT)
        .file("kho/anh.png", "")
        .arg("--archive=kho")
        .run()
        .code(2)
        .stderr_contains("`kho` không phải là kho lưu trữ")
        .left("kho", &["anh.png"]);
}

/// A PDF that says of itself that something else made it.
fn scanned(run: &Run) -> Vec<u8> {
    let mut scan = run.bytes("out/hoi-nghi/giao-uoc-thi-dua.pdf");
    while let Some(at) = scan.windows(7).position(|window| window == b"thidua ") {
        scan[at..at + 7].copy_from_slice(b"scanner");
    }
    scan
}

#[test]
fn a_scan_is_kept_as_it_is() {
    let run = built();
    // Whatever a scanner makes: a PDF that thidua did not.
    let scan = scanned(&run);
    let run = run
        .then("archive add hoi-nghi.yaml --scan report=quet.pdf --archive kho")
        .file("quet.pdf", &scan)
        .run()
        .code(0);
    assert_eq!(run.bytes(&format!("{DOSSIER}/data/van-ban/bao-cao-tong-ket-ban-quet.pdf")), scan);
    assert!(
        run.text(&format!("{DOSSIER}/data/sieu-du-lieu/bao-cao-tong-ket-ban-quet.xml"))
            .contains("<Description>Bản quét của văn bản ký trên giấy</Description>")
    );
    run.then("archive replay --archive kho").run().code(0).stdout_contains(
        "bao-cao-tong-ket-ban-quet.pdf: bản quét, không so được; hồ sơ vẫn lập lại được văn bản",
    );
}

#[test]
fn what_thidua_made_is_no_scan() {
    let run = built().then("build --draft -o nhap").record("hoi-nghi.yaml", RECORD).run().code(0);
    for path in ["out/hoi-nghi/bao-cao-tong-ket.pdf", "nhap/hoi-nghi/bao-cao-tong-ket.pdf"] {
        let run = Thidua::new("archive add hoi-nghi.yaml --archive kho --scan")
            .arg(format!("report={path}"))
            .file("hoi-nghi.yaml", RECORD)
            .file(path, run.bytes(path))
            .run()
            .code(1)
            .stderr_contains("đây là bản do thidua lập, không phải bản quét");
        assert_eq!(run.files("kho/ho-so"), Vec::<String>::new());
    }
    let path = "nhap/hoi-nghi/bao-cao-tong-ket.pdf";
    let run = run.then(&format!("archive add hoi-nghi.yaml {path} --archive kho")).run().code(1);
    assert!(!run.stderr.contains("--scan report"), "{}", run.stderr);
}

#[test]
fn a_scan_of_what_the_record_does_not_have_is_refused() {
    built()
        .then("archive add hoi-nghi.yaml --scan decision=out/hoi-nghi/giao-uoc-thi-dua.pdf --archive kho")
        .run()
        .code(2)
        .stderr_contains("ghi một trong: `bao-cao-tong-ket`, `giao-uoc-thi-dua`");
}

#[test]
fn a_paper_without_number_is_not_finished() {
    let run = Thidua::new("build --official").record("hn.yaml", MINIMAL).run().code(0);
    run.then("archive add hn.yaml out/hn/bao-cao-so-ket.pdf --archive kho")
        .run()
        .code(1)
        .stderr_contains("văn bản `bao-cao-so-ket` còn thiếu số văn bản")
        .left("kho/ho-so", &[]);
}

#[test]
fn the_same_paper_again_is_told_and_nothing_is_written() {
    let run = archived();
    let before = run.files("kho/ho-so");
    let run = run
        .then(BOTH)
        .arg("--archive=kho")
        .run()
        .code(0)
        .stdout_is("")
        .stderr_contains("`out/hoi-nghi/bao-cao-tong-ket.pdf` đã lưu từ trước");
    assert_eq!(run.files("kho/ho-so"), before);
}

#[test]
fn later_papers_of_a_meeting_join_its_group() {
    let run = built().then(REPORT).arg("--archive=kho").run().code(0);
    let run = run
        .then(BOTH)
        .arg("--archive=kho")
        .run()
        .code(0)
        .stdout_is("kho/ho-so/2026/hoi-nghi-2\n")
        .stderr_contains("bao-cao-tong-ket.pdf` đã lưu từ trước")
        .stderr_contains("Đã lưu 01 văn bản");
    for dossier in [DOSSIER, "kho/ho-so/2026/hoi-nghi-2"] {
        valid(&run, dossier);
        assert!(
            run.text(&format!("{dossier}/bag-info.txt")).contains("Bag-Group-Identifier: 2026/hoi-nghi\n")
        );
    }
    run.then("archive verify --archive kho").run().code(0);
}

#[test]
fn the_same_files_under_another_name_are_told_and_not_stored_again() {
    let run = archived();
    let before = run.files("kho/ho-so");
    let run = run
        .then(BOTH)
        .arg("--archive=kho")
        .arg("--name=ten-khac")
        .run()
        .code(0)
        .stdout_is("")
        .stderr_contains(
            "giao-uoc-thi-dua.pdf` đã lưu từ trước: kho đã có văn bản này ở hồ sơ `2026/hoi-nghi`",
        );
    assert_eq!(run.files("kho/ho-so"), before);
}

#[test]
fn what_was_lost_can_be_archived_again() {
    let run = archived();
    fs::remove_dir_all(run.path().join(DOSSIER)).expect("the dossier goes");
    run.then(BOTH).arg("--archive=kho").run().code(0).stderr_contains("Đã lưu 02 văn bản");
}

#[test]
fn one_number_is_one_papers() {
    let other = RECORD.replace("số 1\n  kind", "số 2\n  kind").replace("Các đơn vị đã", "Các đơn vị");
    let run = archived()
        .then("build")
        .record("khac.yaml", other)
        .run()
        .code(0)
        .then("archive add khac.yaml out/khac/bao-cao-tong-ket.pdf --archive kho")
        .run()
        .code(1)
        .stderr_contains("kho lưu trữ đã có văn bản khác mang số 05/BC-KTĐ1 năm 2026 của Khối thi đua số 1");
    assert_eq!(dossiers(&run.path().join("kho")).len(), 1);
    run.then("archive verify --archive kho").run().code(0);
}

#[test]
fn a_number_stays_with_its_paper_when_its_text_changes() {
    archived()
        .then("build")
        .record("hoi-nghi.yaml", RECORD.replace("đã hoàn thành", "hoàn thành"))
        .run()
        .code(0)
        .then(REPORT)
        .arg("--archive=kho")
        .run()
        .code(1)
        .stderr_contains("kho lưu trữ đã có văn bản khác mang số 05/BC-KTĐ1");
}

#[test]
fn a_number_that_the_book_gave_to_another_paper_is_refused() {
    let run = archived();
    fs::remove_dir_all(run.path().join("kho/ho-so/2026")).expect("the dossiers go");
    fs::remove_file(run.path().join("kho/chi-muc.sqlite")).expect("the index goes");
    let other = RECORD.replace("số 1\n  kind", "số 2\n  kind").replace("2025", "2024");
    let run = run
        .then("build")
        .record("khac.yaml", other)
        .run()
        .then("archive add khac.yaml out/khac/bao-cao-tong-ket.pdf --archive kho")
        .run()
        .code(1)
        .stderr_contains("đã cấp cho văn bản khác");
    assert_eq!(run.files("kho/ho-so"), Vec::<String>::new());
}

#[test]
fn another_meeting_of_the_same_name_needs_a_name_of_its_own() {
    let other =
        RECORD.replace("kind: tổng kết", "kind: sơ kết").replace("{ year: 2025 }", "{ half: 2, year: 2025 }");
    let other = other.replace("number: 5", "number: 6");
    archived()
        .then("build")
        .record("hoi-nghi.yaml", other)
        .run()
        .code(0)
        .then("archive add hoi-nghi.yaml out/hoi-nghi/bao-cao-so-ket.pdf --archive kho")
        .run()
        .code(2)
        .stderr_contains("đã có hồ sơ `2026/hoi-nghi` của hội nghị khác")
        .then("archive add hoi-nghi.yaml out/hoi-nghi/bao-cao-so-ket.pdf --archive kho --name")
        .arg("Sơ kết 2025")
        .run()
        .code(0)
        .stdout_is("kho/ho-so/2026/so-ket-2025\n");
}

#[test]
fn pictures_and_own_templates_are_kept() {
    for (sample, paper) in [("day-du", "bao-cao-tong-ket"), ("tuy-bien", "bao-cao-so-ket")] {
        let run = Thidua::new("build").sample(sample).run().code(0);
        let run =
            run.then(&format!("archive add {sample} out/{sample}/{paper}.pdf --archive kho")).run().code(0);
        fs::remove_dir_all(run.path().join(sample)).expect("the record goes");
        run.then("archive replay --archive kho").run().code(0).stdout_contains("giống từng byte");
    }
}

#[test]
fn a_picture_that_only_a_template_names_is_kept() {
    let picture = root().join("samples/day-du/anh/bieu-do.png");
    let template = fs::read_to_string(root().join("templates/report/report.typ.j2")).expect("the template");
    let template = format!("{template}\n#image(\"/record/anh/bieu-do.png\", alt: \"Biểu đồ\")\n");
    let run = Thidua::new("build")
        .record("hoi-nghi/record.yaml", RECORD)
        .file("hoi-nghi/anh/bieu-do.png", fs::read(picture).expect("the picture"))
        .file("hoi-nghi/templates/report/report.typ.j2", template)
        .run()
        .code(0)
        .then("archive add hoi-nghi out/hoi-nghi/bao-cao-tong-ket.pdf --archive kho")
        .run()
        .code(0);
    run.wrote(&format!("{DOSSIER}/data/ho-so/anh/bieu-do.png"));
}

#[test]
fn templates_from_elsewhere_must_be_named_and_are_kept() {
    let measures =
        fs::read_to_string(root().join("samples/tuy-bien/templates/lib/measures.typ")).expect("measures");
    let run = Thidua::new("build --template-dir mau")
        .record("hoi-nghi.yaml", RECORD)
        .file("mau/lib/measures.typ", measures)
        .run()
        .code(0)
        .then(REPORT)
        .arg("--archive=kho")
        .run()
        .code(1)
        .stderr_contains("`--template-dir`")
        .then(REPORT)
        .arg("--archive=kho")
        .arg("--template-dir=mau")
        .run()
        .code(0);
    fs::remove_dir_all(run.path().join("mau")).expect("the templates go");
    run.then("archive replay --archive kho").run().code(0);
}

#[test]
fn a_paper_with_its_record_in_it_is_known() {
    Thidua::new("build --attach-record")
        .record("hoi-nghi.yaml", RECORD)
        .run()
        .code(0)
        .then(REPORT)
        .arg("--archive=kho")
        .run()
        .code(0)
        .then("archive replay --archive kho")
        .run()
        .code(0)
        .stdout_contains("giống từng byte");
}

#[test]
fn the_offices_own_law_goes_along() {
    let law = "deadlines:\n  - { event: tổng kết, day: 31, month: 1, next_year: true, source: { article: Quy chế } }\n";
    let run = built().then(REPORT).file("thidua.yaml", law).arg("--archive=kho").run().code(0);
    assert_eq!(run.text(&format!("{DOSSIER}/data/ho-so/thidua.yaml")), law);
    run.then(&format!("check {DOSSIER}/data/ho-so/hoi-nghi.yaml")).run().code(0);
}

#[test]
fn the_term_is_the_papers_or_what_is_asked_for() {
    archived().stderr_contains("Thời hạn lưu trữ: Vĩnh viễn (theo loại văn bản");
    let run = built().then(REPORT).arg("--archive=kho").arg("--retention").arg("20 năm").run().code(0);
    assert!(
        run.text(&format!("{DOSSIER}/data/sieu-du-lieu/ho-so.xml"))
            .contains("<Maintenance>20 năm</Maintenance>")
    );
    run.then(REPORT).arg("--archive=kho").arg("--retention").arg("lâu dài").run().code(2);
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_archive_as_it_was() {
    let Some(pki) = pki() else { return };
    let run = sign(archived(), pki, "out/hoi-nghi/bao-cao-tong-ket.pdf", "nguoi-ky", "Nguyễn Văn A");
    let before = run.files("kho/ho-so");
    let run = run
        .then(REPORT)
        .arg("--archive=kho")
        .through_shell(r#"ulimit -f 40; trap "" XFSZ; exec "$@""#)
        .run()
        .code(3)
        .stderr_contains("đĩa đã đầy");
    assert_eq!(run.files("kho/ho-so"), before);
    run.then("archive verify --archive kho").run().code(0);
}

#[test]
fn two_at_once_both_archive() {
    let other = RECORD.replace("{ year: 2025 }", "{ half: 2, year: 2025 }").replace("number: 5", "number: 6");
    let other = other.replace("kind: tổng kết", "kind: sơ kết");
    let run = built()
        .then("build")
        .record("khac.yaml", other)
        .run()
        .code(0)
        .then(REPORT)
        .arg("--archive=kho")
        .run_while(|_, folder| {
            let status = std::process::Command::new(crate::driver::program())
                .args(["archive", "add", "khac.yaml", "out/khac/bao-cao-so-ket.pdf", "--archive", "kho"])
                .current_dir(folder)
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .status()
                .expect("the other runs");
            assert!(status.success());
        })
        .code(0);
    assert_eq!(dossiers(&run.path().join("kho")).len(), 2);
    run.then("archive verify --archive kho").run().code(0);
}

#[test]
fn someone_who_writes_for_long_is_named() {
    let run = archived();
    let archive = thidua::archive::Archive::open(&run.path().join("kho")).expect("the archive");
    let lock = archive.lock("đang chép sang đĩa khác").expect("the lock");
    let run = run.then(REPORT).arg("--archive=kho").run();
    drop(lock);
    run.code(3)
        .stderr_contains("kho lưu trữ đang có người khác ghi")
        .stderr_contains("đang chép sang đĩa khác");
}

/// Runs as someone who may read the folder of the test, and not write into it; nothing where that
/// cannot be had.
#[cfg(unix)]
fn as_reader(thidua: Thidua) -> Option<Thidua> {
    use std::os::unix::fs::PermissionsExt;
    let id = std::process::Command::new("id").arg("-u").output().ok()?;
    let superuser = String::from_utf8_lossy(&id.stdout).trim() == "0";
    let nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups";
    let can = |line: &str| {
        std::process::Command::new("sh").args(["-c", line]).status().is_ok_and(|status| status.success())
    };
    if superuser && !can(&format!("{nobody} test -x {}", crate::driver::program().display())) {
        eprintln!("skipped: `setpriv` cannot run the program as someone else");
        return None;
    }
    let thidua = thidua.prepared(|folder| {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("a folder for all to read");
        assert!(can(&format!("chmod -R a+rX,a-w '{}/kho'", folder.display())));
        let open = folder.join("giao-nop");
        fs::create_dir_all(&open).expect("a folder");
        fs::set_permissions(open, fs::Permissions::from_mode(0o777)).expect("a folder for all to write");
    });
    Some(if superuser { thidua.through_shell(&format!("exec {nobody} \"$@\"")) } else { thidua })
}

#[cfg(unix)]
#[test]
fn an_archive_for_reading_only_can_be_checked_and_stays_as_it_is() {
    for (command, code) in [
        ("archive verify --archive kho", 0),
        ("archive replay --archive kho", 0),
        ("archive export hoi-nghi -o giao-nop --archive kho", 0),
        ("archive add hoi-nghi.yaml --scan report=quet.pdf --archive kho", 3),
    ] {
        let run = archived();
        let before = run.files("kho/ho-so");
        let scan = scanned(&run);
        let Some(reader) = as_reader(run.then(command).file("quet.pdf", scan)) else { return };
        let run = reader.run().code(code);
        assert_eq!(run.files("kho/ho-so"), before);
    }
}
