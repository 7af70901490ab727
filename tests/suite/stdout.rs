//! What goes to stdout and does not get there: a full disk is told, a reader that has seen enough is not.

use std::fs;

use crate::archive::RECORD;
use crate::driver::{Run, Thidua};
use crate::pki::{Kind, PASSWORD, pki};

/// Every command that prints, in a folder with a record, its signed papers, an archive and a key; `MỚI` is a
/// name that is not taken.
const COMMANDS: [&str; 38] = [
    "--help",
    "--version",
    "build --help",
    "archive find --help",
    "build hoi-nghi.yaml -o MỚI",
    "build hoi-nghi.yaml -o MỚI --format typ",
    "check hoi-nghi.yaml --format json",
    "check loi.yaml --format json",
    "check loi.yaml --format short",
    "explain",
    "explain kt-post",
    "explain deadline kt-post",
    "explain --law",
    "new -o MỚI.yaml",
    "new --schema -o MỚI/record.yaml",
    "new --from hoi-nghi.yaml -o MỚI.yaml",
    "schema",
    "schema --format markdown",
    "schema -o MỚI.json",
    "templates list",
    "templates export MỚI",
    "sign out/hoi-nghi/giao-uoc-thi-dua.pdf --as so-y-te --key b.p12 --pin-file mat-khau --name-differs -o MỚI.pdf",
    "verify out/hoi-nghi/giao-uoc-thi-dua.pdf",
    "verify out/hoi-nghi/giao-uoc-thi-dua.pdf --format json",
    "number next hoi-nghi.yaml --only report --archive kho",
    "number next --series QĐ-SNV --issuer SNV --subject MỚI --archive kho",
    "number list --year 2026 --archive kho",
    "number list --format json --archive kho",
    "archive add hoi-nghi.yaml out/hoi-nghi/bao-cao-tong-ket.pdf --archive MỚI",
    "archive find báo cáo --archive kho",
    "archive find báo cáo --format json --archive kho",
    "archive list --archive kho",
    "archive list --format json --archive kho",
    "archive list --due --format json --archive kho",
    "archive verify --archive kho",
    "archive replay --archive kho",
    "archive register --archive kho -o MỚI.csv",
    "archive export hoi-nghi --archive kho -o MỚI",
];

/// The folder of [`COMMANDS`]; none where no key can be made.
fn prepared() -> Option<Run> {
    let pki = pki()?;
    let key = |name: &str| fs::read(pki.person(name, Kind::P256).p12).expect("a key file");
    let faulty = RECORD.replace("date: 2026-01-20", "date: 2026-01-05");
    let run = Thidua::new("build")
        .record("hoi-nghi.yaml", RECORD)
        .file("loi.yaml", faulty.replace("kind: khối", "kind: nhóm"))
        .file("a.p12", key("Nguyễn Văn A"))
        .file("b.p12", key("Trần Thị B"))
        .file("mat-khau", PASSWORD)
        .run()
        .code(0);
    let sign = "--as so-noi-vu --key a.p12 --pin-file mat-khau --name-differs";
    let run = run.then(&format!("sign out/hoi-nghi/giao-uoc-thi-dua.pdf {sign}")).run().code(0);
    let run = run.then("archive add hoi-nghi.yaml out/hoi-nghi --archive kho").run().code(0);
    Some(run.then("number start --archive kho").run().code(0))
}

#[test]
#[cfg(target_os = "linux")]
fn what_every_command_prints_onto_a_full_disk_is_told_as_lost() {
    let Some(mut run) = prepared() else { return };
    for (at, command) in COMMANDS.iter().enumerate() {
        let command = command.replace("MỚI", &format!("moi-{at}"));
        run = run.then(&command).through_shell(r#"exec "$@" > /dev/full"#).run();
        assert_eq!(run.code, Some(3), "{command}: {}", run.stderr);
        let told = "lỗi: không in được hết kết quả: đĩa đã đầy hoặc hết hạn mức\n";
        assert_eq!(run.stderr.matches(told).count(), 1, "{command}: {}", run.stderr);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_preview_does_not_go_on_where_its_address_is_lost() {
    Thidua::new("watch")
        .record("hoi-nghi.yaml", RECORD)
        .through_shell(r#"exec "$@" > /dev/full"#)
        .run()
        .code(3)
        .stderr_contains("không in được hết kết quả");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let Some(mut run) = prepared() else { return };
    for (at, command) in COMMANDS.iter().enumerate() {
        let command = command.replace("MỚI", &format!("moi-{at}"));
        run = run.then(&command).run_while(|child, _| drop(child.stdout.take()));
        // Two have something to find fault with: the record, and signatures by nobody who is trusted.
        let code = i32::from(command.contains("loi.yaml") || command.starts_with("verify"));
        assert_eq!(run.code, Some(code), "{command}: {}", run.stderr);
        assert!(!run.stderr.contains("không in được"), "{command}: {}", run.stderr);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn where_nobody_can_be_told_the_code_still_tells() {
    for (command, code) in [("", 2), ("khong-co", 2), ("build khong-co.yaml", 2), ("schema", 3)] {
        let run =
            Thidua::new(command).through_shell(r#"exec "$@" > /dev/full 2> /dev/full"#).run().code(code);
        let _ = run.silent();
    }
}
