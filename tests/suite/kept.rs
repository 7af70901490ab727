//! What somebody has signed, or added to, is never overwritten: by no command, through no link, at no moment.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use lopdf::{Document, SaveOptions};
use thidua::exclusive::{Saved, save_beside};
use thidua::output;
use thidua::pdf::{Carried, carried};

use crate::archive::RECORD;
use crate::driver::{MINIMAL, Run, Thidua, program};
use crate::pki::{Kind, PASSWORD, Pki, pki};

const COVENANT: &str = "out/hoi-nghi/giao-uoc-thi-dua.pdf";
const NEW: &str = "out/hoi-nghi/giao-uoc-thi-dua-moi.pdf";
const BUILD: &str = "build hoi-nghi.yaml --only covenant";

/// The record, with another date of the covenant.
fn dated(day: u32) -> String {
    let record =
        RECORD.replace("document: { date: 2026-01-15 }", &format!("document: {{ date: 2026-01-{day} }}"));
    assert_ne!(record, RECORD);
    record
}

/// Brings a key along that signs for anybody.
fn with_key(thidua: Thidua, pki: &Pki) -> Thidua {
    let key = fs::read(pki.person("Nguyễn Văn A", Kind::P256).p12).expect("a key file");
    thidua.file("khoa.p12", key).file("mat-khau", PASSWORD)
}

fn sign(paper: &str, party: &str) -> String {
    format!("sign {paper} --as {party} --key khoa.p12 --pin-file mat-khau --name-differs")
}

/// The covenant of the record, signed by the first of its two parties.
fn signed(pki: &Pki) -> Run {
    let build = Thidua::new("build --only covenant").record("hoi-nghi.yaml", RECORD);
    with_key(build, pki).run().code(0).then(&sign(COVENANT, "so-noi-vu")).run().code(0)
}

/// What passes for a signed paper where only its bytes matter.
const SIGNED: &[u8] =
    b"%PDF-1.7\n1 0 obj << /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >> endobj\n%%EOF\n";

/// A file holds these bytes still.
#[track_caller]
fn untouched(run: &Run, path: &str, before: &[u8]) {
    assert!(run.bytes(path) == before, "`{path}` was changed; stderr:\n{}", run.stderr);
    let left = run.files(".");
    assert!(left.iter().all(|file| !file.contains(".thidua-")), "unfinished files are left: {left:?}");
}

// ---- Building again ----------------------------------------------------------------------

#[test]
fn a_signed_paper_stays_where_its_record_is_as_it_was() {
    let Some(pki) = pki() else { return };
    let run = signed(pki);
    let before = run.bytes(COVENANT);
    let run = run.then(BUILD).run().code(0).stdout_is(&format!("{COVENANT}\n"));
    let run = run
        .stderr_contains(&format!("`{COVENANT}` đã có 1/2 chữ ký, lập đúng theo hồ sơ hiện nay: giữ nguyên"));
    assert!(!run.stderr.contains("cảnh báo"), "{}", run.stderr);
    untouched(&run, COVENANT, &before);
    let _ = run.left("out/hoi-nghi", &["giao-uoc-thi-dua.pdf"]);
}

#[test]
fn a_paper_of_a_changed_record_goes_beside_the_one_that_is_signed() {
    let Some(pki) = pki() else { return };
    let run = signed(pki);
    let before = run.bytes(COVENANT);
    let build = |run: Run, day| run.then(BUILD).file("hoi-nghi.yaml", dated(day)).run().code(0);
    let run = build(run, 16).stdout_is(&format!("{NEW}\n")).wrote(NEW).stderr_contains(&format!(
        "cảnh báo: `{COVENANT}` đã có 1/2 chữ ký nhưng khác với hồ sơ hiện nay: giữ nguyên bản đã ký; bản theo hồ sơ \
         hiện nay là `{NEW}`"
    ));
    untouched(&run, COVENANT, &before);
    // As long as nobody has signed it, the new one is made anew.
    let first = run.bytes(NEW);
    let run = build(run, 17).stdout_is(&format!("{NEW}\n"));
    assert_ne!(run.bytes(NEW), first);
    // Once it is signed, it stays, too.
    let run = run.then(&sign(NEW, "so-y-te")).run().code(0);
    let second = run.bytes(NEW);
    let third = "out/hoi-nghi/giao-uoc-thi-dua-moi-2.pdf";
    let run = build(run, 18).stdout_is(&format!("{third}\n"));
    let run = run
        .stderr_contains(&format!("`{COVENANT}` đã có 1/2"))
        .stderr_contains(&format!("`{NEW}` đã có 1/2"));
    untouched(&run, COVENANT, &before);
    untouched(&run, NEW, &second);
    // And is the paper where the record is again as it was then.
    let run = build(run, 17).stdout_is(&format!("{NEW}\n")).stderr_contains(&format!(
        "`{NEW}` đã có 1/2 chữ ký, lập đúng theo hồ sơ hiện nay: giữ nguyên; `{third}` là bản lập theo hồ sơ khi trước"
    ));
    untouched(&run, COVENANT, &before);
    untouched(&run, NEW, &second);
}

#[test]
fn a_signed_paper_stays_however_its_record_is_built_by_now() {
    let Some(pki) = pki() else { return };
    // A mistake makes the paper a draft, or keeps it from being made.
    let faulty = RECORD.replace("title: Khối trưởng,", "title: Phó Khối trưởng,");
    let mut run = signed(pki);
    let before = run.bytes(COVENANT);
    for record in [RECORD, &faulty] {
        for options in ["--draft", "--official", "--attach-record"] {
            run = run.then(BUILD).arg(options).file("hoi-nghi.yaml", record).run();
            untouched(&run, COVENANT, &before);
        }
    }
}

/// How many fields of a file are signed, of how many.
fn pdf_signed(bytes: &[u8]) -> Option<(usize, usize)> {
    match carried(bytes) {
        Some(Carried::Counted { signed, fields }) => Some((signed, fields)),
        _ => None,
    }
}

#[test]
fn a_paper_that_somebody_added_to_stays() {
    let run = Thidua::new("build --only covenant").record("hoi-nghi.yaml", RECORD).run().code(0);
    let mut added = run.bytes(COVENANT);
    added.extend_from_slice(b"% ghi them\n");
    let run = run.then(BUILD).file(COVENANT, &added).run().code(0).stdout_is(&format!("{COVENANT}\n"));
    let run = run.stderr_contains("có phần ghi thêm ở cuối tệp: giữ nguyên");
    untouched(&run, COVENANT, &added);
}

#[test]
fn a_signed_paper_that_was_cut_short_stays() {
    let Some(pki) = pki() else { return };
    let run = signed(pki);
    let whole = run.bytes(COVENANT);
    let run =
        [whole.len() - 1, whole.len() - 700, whole.len() - 30_000].into_iter().fold(run, |run, length| {
            let cut = &whole[..length];
            let run = run.then(BUILD).file(COVENANT, cut).file("hoi-nghi.yaml", dated(16)).run().code(0);
            let run = run.stdout_is(&format!("{NEW}\n")).stderr_contains("chữ ký");
            untouched(&run, COVENANT, cut);
            run
        });
    // The signature itself is gone, and something is there that no build wrote.
    let cut = &whole[..whole.len() - 40_000];
    let run = run.then(BUILD).file(COVENANT, cut).file("hoi-nghi.yaml", RECORD).run().code(0);
    untouched(&run, COVENANT, cut);
}

#[test]
fn files_of_every_format_stay_where_they_are_signed() {
    for (format, file) in [
        ("pdf", "bao-cao-so-ket.pdf"),
        ("png", "bao-cao-so-ket-1.png"),
        ("svg", "bao-cao-so-ket-1.svg"),
        ("typ", "bao-cao-so-ket.typ"),
    ] {
        let path = format!("out/a/{file}");
        let build = Thidua::new("build --only report --format").arg(format).record("a.yaml", MINIMAL);
        let run = build.file(&path, SIGNED).run().code(0);
        untouched(&run, &path, SIGNED);
        let new = path.replace(&format!(".{format}"), &format!("-moi.{format}"));
        let run =
            run.stdout_contains(&format!("{new}\n")).stderr_contains(&format!("`{path}` đã có chữ ký số"));
        assert!(run.path().join(new).is_file(), "{:?}", run.files("out"));
    }
}

/// What prepares the folder of a test, or makes a link in it.
#[cfg(unix)]
type Prepare = fn(&Path) -> std::io::Result<()>;
#[cfg(unix)]
type Link = fn(&Path, &Path) -> std::io::Result<()>;

#[test]
#[cfg(unix)]
fn a_link_to_a_signed_file_is_not_replaced() {
    let symbolic: Link = |from, to| std::os::unix::fs::symlink(from, to);
    let hard: Link = |from, to| fs::hard_link(from, to);
    for link in [symbolic, hard] {
        for (format, file) in [("pdf", "bao-cao-so-ket.pdf"), ("png", "bao-cao-so-ket-1.png")] {
            let path = format!("out/a/{file}");
            let run = Thidua::new("build --only report --format")
                .arg(format)
                .record("a.yaml", MINIMAL)
                .file("da-ky/van-ban.pdf", SIGNED)
                .folder("out/a")
                .prepared(|folder| {
                    link(&folder.join("da-ky/van-ban.pdf"), &folder.join(&path)).expect("a link");
                })
                .run()
                .code(0)
                .stdout_contains("-moi.");
            untouched(&run, &path, SIGNED);
            untouched(&run, "da-ky/van-ban.pdf", SIGNED);
        }
    }
}

#[test]
#[cfg(unix)]
fn what_cannot_be_read_is_not_overwritten() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let lost = |folder: &Path| symlink("o-mang/da-ky.pdf", folder.join("out/a/bao-cao-so-ket.pdf"));
    let round = |folder: &Path| symlink("bao-cao-so-ket.pdf", folder.join("out/a/bao-cao-so-ket.pdf"));
    let closed = |folder: &Path| {
        let path = folder.join("out/a/bao-cao-so-ket.pdf");
        fs::write(&path, "của người khác")?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000))
    };
    let pipe = |folder: &Path| {
        let made = Command::new("mkfifo").arg(folder.join("out/a/bao-cao-so-ket.pdf")).status();
        made.map(|made| assert!(made.success(), "no pipe"))
    };
    let cases: [(Prepare, &str); 4] = [
        (lost, "lỗi: `out/a/bao-cao-so-ket.pdf` là liên kết: không đọc được"),
        (round, "lỗi: `out/a/bao-cao-so-ket.pdf` là liên kết: không đọc được"),
        (closed, "lỗi: không đọc được `out/a/bao-cao-so-ket.pdf`: không có quyền"),
        (pipe, "lỗi: `out/a/bao-cao-so-ket.pdf` không phải là một tệp thường"),
    ];
    for (prepare, message) in cases {
        let build = Thidua::new("build --only report").record("a.yaml", MINIMAL).folder("out/a");
        let build = build.prepared(|folder| prepare(folder).expect("the file in the way"));
        let run = build.run();
        if run.code == Some(0) {
            // Whoever may read everything reads this, too.
            assert!(message.contains("quyền"), "{message}: was overwritten");
            continue;
        }
        let run = run.code(3).stdout_is("").stderr_contains(message);
        let _ = run.stderr_contains("thidua không ghi đè").left("out/a", &["bao-cao-so-ket.pdf"]);
    }
}

// ---- Other commands ----------------------------------------------------------------------

#[test]
fn no_command_writes_over_a_signed_file() {
    let archived = crate::archive::archived;
    let fresh = || Thidua::new("explain").run().code(0);
    let cases: [(Run, &str, &str); 8] = [
        (fresh(), "schema -o da-ky.pdf", "da-ky.pdf"),
        (fresh(), "schema --format markdown -o da-ky.pdf", "da-ky.pdf"),
        (fresh(), "new -o da-ky.pdf", "da-ky.pdf"),
        (fresh(), "new --schema -o moi/record.yaml", "moi/record.schema.json"),
        (fresh(), "templates export mau", "mau/lib/measures.typ"),
        (archived(), "archive register --archive kho -o da-ky.pdf", "da-ky.pdf"),
        (archived(), "archive register --archive kho -o da-ky.csv", "da-ky.csv"),
        (archived(), "archive export hoi-nghi --archive kho -o nop", "nop/2026-hoi-nghi/da-ky.pdf"),
    ];
    for (run, command, path) in cases {
        let run =
            run.then(command).file(path, SIGNED).run().code(2).stderr_contains("thidua không ghi đè lên");
        untouched(&run, path, SIGNED);
    }
}

#[test]
fn a_signature_goes_into_no_file_and_no_folder_that_is_there() {
    let Some(pki) = pki() else { return };
    for (output, path) in [("khac.pdf", "khac.pdf"), ("nop", "nop/khac.pdf")] {
        let run =
            with_key(Thidua::new("build --only covenant").record("hoi-nghi.yaml", RECORD), pki).run().code(0);
        let before = run.bytes(COVENANT);
        let command = format!("{} -o {output}", sign(COVENANT, "so-noi-vu"));
        let run = run.then(&command).file(path, SIGNED).run().code(2).stderr_contains("đã có sẵn");
        untouched(&run, path, SIGNED);
        untouched(&run, COVENANT, &before);
    }
}

#[test]
fn a_folder_of_signed_papers_that_is_named_for_the_output_loses_none() {
    let Some(pki) = pki() else { return };
    let run = signed(pki);
    let before = run.bytes(COVENANT);
    // The folder itself, the one above it, and the paper.
    let run = run.then("build hoi-nghi.yaml -o out/hoi-nghi").run().code(0);
    let run = run.then("build hoi-nghi.yaml -o out").file("hoi-nghi.yaml", dated(16)).run().code(0);
    let run = run.then("build hoi-nghi.yaml -o").arg(COVENANT).run().code(3);
    let run = run.then("schema -o out/hoi-nghi").run().code(3);
    let run = run.then("new -o out/hoi-nghi").run().code(2);
    untouched(&run, COVENANT, &before);
}

// ---- What counts as signed ---------------------------------------------------------------

#[test]
fn a_signature_is_found_however_it_is_written() {
    let Some(pki) = pki() else { return };
    let paper = signed(pki).bytes(COVENANT);
    assert_eq!(pdf_signed(&paper), Some((1, 2)));
    let at = paper.windows(10).position(|window| window == b"/ByteRange").expect("a signature");
    for name in ["/#42yteRange", "/Byte#52ange", "/#42#79#74#65#52#61#6e#67#65", "/ByteRang#65"] {
        let escaped = [&paper[..at], name.as_bytes(), &paper[at + 10..]].concat();
        assert!(carried(&escaped).is_some(), "{name}");
    }
    let packed = packed(&paper);
    let named = packed.windows(10).any(|window| window == b"/ByteRange");
    assert!(!named, "the signature is in sight");
    assert_eq!(pdf_signed(&packed), Some((1, 2)));
    // What is packed and cannot be read may be signed.
    assert_eq!(carried(&packed[..packed.len() - 200]), Some(Carried::Uncounted));
}

/// The file with its objects packed in streams.
fn packed(pdf: &[u8]) -> Vec<u8> {
    let mut document = Document::load_mem(pdf).expect("a file");
    let options = SaveOptions { use_object_streams: true, use_xref_streams: true, ..SaveOptions::default() };
    let mut packed = Vec::new();
    document.save_with_options(&mut packed, options).expect("a file");
    assert!(packed.windows(6).any(|window| window == b"ObjStm"), "nothing is packed");
    packed
}

#[test]
fn papers_that_nobody_has_signed_count_as_such() {
    for options in ["--official", "--draft", "--official --attach-record"] {
        let run = Thidua::new("build").arg("a.yaml").file("a.yaml", RECORD);
        let run = options.split(' ').fold(run, Thidua::arg).run().code(0);
        for file in run.files("out/a") {
            let paper = run.bytes(&format!("out/a/{file}"));
            assert_eq!(carried(&paper), None, "{options}: {file}");
            assert_eq!(carried(&packed(&paper)), None, "{options}: {file}, packed");
        }
    }
    for sample in ["day-du", "giao-uoc-17"] {
        let run = Thidua::new("build").sample(sample).run().code(0);
        for file in run.files("out") {
            assert_eq!(carried(&run.bytes(&format!("out/{file}"))), None, "{file}");
        }
    }
}

// ---- At the same moment ------------------------------------------------------------------

/// A run of the program in a folder, whose answer is read when it ends.
fn started(folder: &Path, words: &str) -> Child {
    let mut command = Command::new(program());
    let command = command.args(words.split(' ')).current_dir(folder);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

#[test]
fn whoever_signs_while_others_build_has_signed() {
    const ROUNDS: usize = 12;
    let Some(pki) = pki() else { return };
    let run =
        with_key(Thidua::new("build --only covenant").record("hoi-nghi.yaml", RECORD), pki).run().code(0);
    // The same paper from two records of one name.
    let run = run.then("explain").file("khac/hoi-nghi.yaml", dated(16)).run().code(0);
    let folder = run.path();
    for round in 0..ROUNDS {
        fs::remove_dir_all(folder.join("out")).expect("the last papers");
        let built = started(folder, BUILD).wait_with_output().expect("the program ends");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let mut others =
            vec![started(folder, BUILD), started(folder, "build khac/hoi-nghi.yaml --only covenant")];
        let signers = ["so-noi-vu", "so-y-te"].map(|party| started(folder, &sign(COVENANT, party)));
        others.push(started(folder, BUILD));
        others.push(started(folder, "build khac/hoi-nghi.yaml --only covenant"));
        for child in signers.into_iter().chain(others) {
            let output = child.wait_with_output().expect("the program ends");
            assert!(output.status.success(), "round {round}: {}", String::from_utf8_lossy(&output.stderr));
        }
        let paper = fs::read(folder.join(COVENANT)).expect("the paper");
        assert_eq!(pdf_signed(&paper), Some((2, 2)), "round {round}");
    }
}

#[test]
fn of_several_that_save_under_one_name_none_loses_what_is_signed() {
    const ROUNDS: usize = 200;
    let folder = tempfile::tempdir().expect("a folder");
    for round in 0..ROUNDS {
        let path = folder.path().join(format!("{round}.pdf"));
        let unsigned = format!("%PDF-1.7\n% lần {round}\n%%EOF\n");
        let saved = std::thread::scope(|scope| {
            let claim = scope.spawn(|| output::claim(&path, SIGNED).expect("a claim"));
            let builds =
                [0, 1].map(|_| scope.spawn(|| save_beside(&path, unsigned.as_bytes()).expect("a paper")));
            let writes = scope.spawn(|| output::write(&path, b"khac"));
            let claimed = claim.join().expect("no panic");
            let _ = writes.join().expect("no panic");
            (claimed, builds.map(|build| build.join().expect("no panic")))
        });
        let (claimed, builds): (bool, [Saved; 2]) = saved;
        let there = fs::read(&path).expect("the file");
        assert!(!claimed || there == SIGNED, "round {round}: what was signed is gone");
        for build in builds.iter().filter(|build| build.path != path) {
            assert_eq!(fs::read(&build.path).expect("the paper"), unsigned.as_bytes(), "round {round}");
        }
    }
}

#[test]
fn a_sample_that_is_built_again_is_the_same_and_says_nothing() {
    let run = Thidua::new("build").sample("toi-thieu").run().code(0);
    let papers = |run: &Run| -> Vec<Vec<u8>> {
        run.files("out").iter().map(|file| run.bytes(&format!("out/{file}"))).collect()
    };
    let before = papers(&run);
    let run = run.then("build toi-thieu").run().code(0);
    assert!(!run.stderr.contains("giữ nguyên"), "{}", run.stderr);
    assert_eq!(papers(&run), before);
}
