//! Official numbers: one after another, none twice, none lost (Nghị định 30/2020/NĐ-CP, Điều 15).

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::{Datelike, Days, NaiveDate};
use thidua::clock;
use thidua::input::files::RecordFile;
use thidua::input::{self, Loaded};
use thidua::numbers::{self, Purpose, Registered, Request, Series, Usage};
use thidua::record::paper::{Kind, Paper};

use crate::driver::{self, Run, Thidua, program};

/// A record whose report and two decisions wait for their numbers.
pub const WAITING: &str = "\
format: 1
group:
  name: Khối thi đua số 1
  kind: khối
  units: [{ id: so-noi-vu, name: Sở Nội vụ }]
issuer: { name: Khối thi đua số 1, symbol: KTĐ1, place: Tỉnh A }
meeting: { kind: sơ kết, period: { half: 1, year: 2026 } }
report:
  document:
    recipients: [Các đơn vị thành viên]
  sections: [{ title: Kết quả, body: Các đơn vị đã hoàn thành các chỉ tiêu. }]
awards:
  - document:
      # number: 45                  # văn thư cho số
      # date: 2026-07-20
      issuer: { name: Sở Nội vụ, symbol: SNV, place: Tỉnh A }
    grants: [{ form: Giấy khen, collectives: [Phòng Tổng hợp] }]
  - document: { issuer: { name: Sở Nội vụ, symbol: SNV, place: Tỉnh A } }   # quyết định thứ hai
    grants: [{ form: Giấy khen, collectives: [Phòng Nghiệp vụ] }]
";

/// The shortest record with a report, and nothing else that is numbered.
pub const REPORT: &str = "\
format: 1
group: { name: Khối thi đua số 1, kind: khối, units: [{ id: so-noi-vu, name: Sở Nội vụ }] }
issuer: { name: Sở Nội vụ, symbol: SNV, place: Tỉnh A }
meeting: { kind: sơ kết, period: { half: 1, year: 2026 } }
report:
  sections: [{ title: Kết quả, body: Các đơn vị đã hoàn thành các chỉ tiêu. }]
";

/// A folder with an archive whose book was begun.
fn begun() -> Run {
    Thidua::new("number start --archive lt").folder("lt").run().code(0)
}

/// The folder of this year's numbers of an issuer and a symbol.
fn shelf(issuer_and_symbol: &str) -> String {
    format!("lt/so-van-ban/{}/{issuer_and_symbol}", clock::today().year())
}

fn series(notation: &str) -> Series {
    Series {
        issuer: "Sở Nội vụ".to_owned(), notation: notation.to_owned(), year: clock::today().year()
    }
}

/// Takes so many numbers of a series, each for a subject of its own.
fn taken(run: Run, notation: &str, count: usize) -> Run {
    (1..=count).fold(run, |run, at| {
        let subject = format!("Văn bản {at}");
        let next = run.then("number next --archive lt --issuer").arg("Sở Nội vụ").arg("--series");
        next.arg(notation).arg("--subject").arg(subject).run().code(0)
    })
}

fn loaded(path: &Path) -> Loaded {
    let file = RecordFile { path: path.to_owned(), name: "a".to_owned() };
    input::load(&file, &|_| true).unwrap_or_else(|_| panic!("`{}` is no record", path.display()))
}

#[test]
fn numbers_of_a_series_run_from_01_and_each_series_has_its_own() {
    let run = begun().then("number next --archive lt").record("a.yaml", WAITING).arg("--only").arg("report");
    let run = run.run().code(0).stdout_is("01/BC-KTĐ1\n").silent();
    let run = run.then("number next a.yaml --only decision --nth 1 --archive lt").run();
    let run = run.code(0).stdout_is("01/QĐ-SNV\n");
    let run = run.then("number next a.yaml --only decision --nth 2 --archive lt").run();
    let run = run.code(0).stdout_is("02/QĐ-SNV\n");
    taken(run, "BC-SNV", 11).stdout_is("11/BC-SNV\n");
}

#[test]
fn the_archive_may_be_named_by_a_variable() {
    begun()
        .then("number next")
        .record("a.yaml", REPORT)
        .env("THIDUA_ARCHIVE", "lt")
        .run()
        .code(0)
        .stdout_is("01/BC-SNV\n");
}

#[test]
fn number_and_date_stand_in_the_record_and_nothing_else_changes() {
    let run = begun();
    let run = ["--only report", "--only decision --nth 1", "--only decision --nth 2"].iter().fold(
        run.then("number list --archive lt").file("a.yaml", WAITING).run().code(0),
        |run, which| {
            run.then(&format!("number next a.yaml {which} --date 20/07/2026 --archive lt")).run().code(0)
        },
    );
    let expected = WAITING
        .replace("    recipients:", "    number: 1\n    date: 2026-07-20\n    recipients:")
        .replace("# number: 45                  #", "number: 1                     #")
        .replace("# date: 2026-07-20", "date: 2026-07-20")
        .replace("  - document: { issuer: {", "  - document: { number: 2, date: 2026-07-20, issuer: {");
    driver::assert_same("the record", &expected, &run.text("a.yaml"));
}

#[test]
fn a_date_that_the_record_has_stays_as_it_is_written() {
    let text = REPORT.replace("report:\n", "report:\n  document: { date: 05/03/2026 }\n");
    let run = begun().then("number next --archive lt").record("a.yaml", &text).run().code(0);
    let expected = text.replace("{ date:", "{ number: 1, date:");
    driver::assert_same("the record", &expected, &run.text("a.yaml"));
}

#[test]
fn another_date_than_the_record_has_is_refused_before_a_number_is_given() {
    let text = REPORT.replace("report:\n", "report:\n  document: { date: 05/03/2026 }\n");
    begun()
        .then("number next --date 2026-03-06 --archive lt")
        .record("a.yaml", &text)
        .run()
        .code(2)
        .stderr_contains("hồ sơ đã ghi ngày ban hành 05/03/2026, khác `--date`")
        .left("lt/so-van-ban", &[]);
}

/// What `number: 7` and a date make of a report's keys.
#[track_caller]
fn inscribed(before: &str, after: &str) {
    let text = |part: &str| REPORT.replace("report:\n", part);
    let paper = Paper { kind: Kind::Report, index: 0 };
    let written = numbers::inscribe(&text(before), paper, "7", Some("2026-07-20"));
    let written = written.unwrap_or_else(|fault| panic!("{}", fault.render(false)));
    driver::assert_same("the record", &text(after), &written);
}

#[test]
fn a_number_finds_its_place_however_the_record_is_written() {
    let cases = [
        ("report:\n", "report:\n  document: { number: 7, date: 2026-07-20 }\n"),
        ("report:\n  document: {}\n", "report:\n  document: { number: 7, date: 2026-07-20 }\n"),
        (
            "report:\n  document: {}   # trống\n",
            "report:\n  document: { number: 7, date: 2026-07-20 }  # trống\n",
        ),
        (
            "report:\n  document: { copies: 5 }\n",
            "report:\n  document: { number: 7, date: 2026-07-20, copies: 5 }\n",
        ),
        (
            "report:\n  document:\n    number:\n    date:\n    copies: 5\n",
            "report:\n  document:\n    number: 7\n    date: 2026-07-20\n    copies: 5\n",
        ),
        (
            "report:\n  document:\n    # date: 2025-07-20\n    # Nơi lưu\n    copies: 5\n",
            "report:\n  document:\n    date: 2026-07-20\n    # Nơi lưu\n    number: 7\n    copies: 5\n",
        ),
        (
            "report:\n  # number: 3\n  document:\n      copies: 5   # năm bản\n",
            "report:\n  # number: 3\n  document:\n      number: 7\n      date: 2026-07-20\n      copies: 5   # năm bản\n",
        ),
        (
            "report:\r\n  document:\r\n    copies: 5\r\n",
            "report:\r\n  document:\r\n    number: 7\r\n    date: 2026-07-20\r\n    copies: 5\r\n",
        ),
    ];
    for (before, after) in cases {
        inscribed(before, after);
    }
}

#[test]
fn a_mark_of_byte_order_and_letters_in_parts_stay() {
    let text = format!("\u{feff}{}", REPORT.replace("Các đơn vị", "Ca\u{301}c đơn vị"));
    let run =
        begun().then("number next --date 2026-03-06 --archive lt").record("a.yaml", &text).run().code(0);
    let expected = text.replace("report:\n", "report:\n  document: { number: 1, date: 2026-03-06 }\n");
    driver::assert_same("the record", &expected, &run.text("a.yaml"));
}

/// What `number next` says of a record that it cannot write into: nothing was given, and no number is told.
#[track_caller]
fn not_inscribed(which: &str, text: &str) -> Run {
    let run = begun().then(&format!("number next {which} --archive lt")).record("a.yaml", text).run();
    let run = run.code(1).stdout_is("").left("lt/so-van-ban", &[]);
    assert_eq!(run.text("a.yaml"), text);
    for made_up in ["number: 1", "number: 01", "01/", "1/QĐ", "2026-01-31", "31/01/2026"] {
        assert!(!run.stderr.contains(made_up), "`{made_up}` in\n{}", run.stderr);
    }
    run.stderr_contains("rồi chạy lại lệnh này")
}

#[test]
fn a_record_that_shares_its_keys_is_told_what_to_change_and_no_number_is_given() {
    let text = WAITING.replace("  - document:\n", "  - document: &chung\n").replace(
        "  - document: { issuer: { name: Sở Nội vụ, symbol: SNV, place: Tỉnh A } }",
        "  - document: *chung",
    );
    not_inscribed("--only decision --nth 1", &text)
        .stderr_contains("dùng chung với mục khác qua `&chung` ở dòng 13");
    not_inscribed("--only decision --nth 2", &text)
        .stderr_contains("thidua chưa tự ghi số vào `awards[2].document` được")
        .stderr_contains("qua `*chung` ở dòng 18")
        .stderr_contains("chép nội dung `document` ra cho từng văn bản thay cho `*…`, bỏ `&…` đã đặt");
}

#[test]
fn keys_shared_on_one_line_are_written_into_once_they_are_apart() {
    let own =
        "{ issuer: { name: Sở Nội vụ, symbol: SNV, place: Tỉnh A }, recipients: [Các đơn vị thành viên] }";
    let awards = |first: &str, second: &str| {
        format!(
            "{}awards:\n  - document: {first}  # một dòng\n    grants: [{{ form: Giấy khen, collectives: [Phòng A] }}]\n  \
             - document: {second}\n    grants: [{{ form: Giấy khen, collectives: [Phòng B] }}]\n",
            REPORT.replace(
                "report:\n  sections: [{ title: Kết quả, body: Các đơn vị đã hoàn thành các chỉ tiêu. }]\n",
                ""
            )
        )
    };
    let shared = awards(&format!("&d {own}"), "*d");
    not_inscribed("--nth 1", &shared).stderr_contains("`&d` ở dòng 6");
    not_inscribed("--nth 2", &shared).stderr_contains("`*d` ở dòng 8");
    let run = begun().then("number next --nth 1 --archive lt").record("a.yaml", awards(own, own)).run();
    let run = run.code(0).stdout_is("01/QĐ-SNV\n").then("number next a.yaml --nth 2 --archive lt").run();
    run.code(0).stdout_is("02/QĐ-SNV\n");
}

#[test]
fn keys_that_a_whole_decision_shares_are_told_too() {
    let text = WAITING.replace("  - document:\n", "  - &mot\n    document:\n");
    let second = text.find("  - document: {").expect("the second decision");
    not_inscribed("--only decision --nth 1", &format!("{}  - *mot\n", &text[..second]))
        .stderr_contains("`&mot` ở dòng 13");
}

#[test]
fn a_paper_that_has_a_number_gets_no_other() {
    let run = begun().then("number next --archive lt").record("a.yaml", REPORT).run().code(0);
    let (text, files) = (run.text("a.yaml"), run.files("lt"));
    let run = run.then("number next a.yaml --archive lt").run().code(0).stdout_is("01/BC-SNV\n");
    let run = run.stderr_contains("Hồ sơ đã ghi số 01/BC-SNV cho văn bản này, không cấp số mới.");
    assert_eq!((run.text("a.yaml"), run.files("lt")), (text, files), "something changed");
}

#[test]
fn a_book_that_is_there_already_is_told_so() {
    let run =
        begun().stderr_contains("Đã lập sổ số văn bản ở").then("number start --archive lt").run().code(0);
    run.stderr_contains("Sổ số văn bản đã có từ trước ở");
}

#[test]
fn a_number_that_is_another_papers_is_refused() {
    let numbered = |run: Run, nth: &str| {
        run.then("number next a.yaml --only decision --archive lt --nth").arg(nth).run()
    };
    let run = begun().then("number list --archive lt").file("a.yaml", WAITING).run().code(0);
    let run = numbered(numbered(run, "1").code(0), "2").code(0).stdout_is("02/QĐ-SNV\n");
    let copied = run.text("a.yaml").replace("number: 1 ", "number: 2 ");
    assert_ne!(copied, run.text("a.yaml"));
    let run = run.then("number list --archive lt").file("a.yaml", &copied).run().code(0);
    let run =
        numbered(run, "1").code(1).stdout_is("").stderr_contains("số 02/QĐ-SNV đã giữ cho văn bản khác: “");
    let run = run.stderr_contains("của hồ sơ `a`").stderr_contains("xóa `number`");
    let run = run.then("number use 2/QĐ-SNV --archive lt").run().code(0);
    let run = numbered(run, "1").code(1).stdout_is("");
    let _ = numbered(run.stderr_contains("số 02/QĐ-SNV đã dùng cho văn bản khác"), "2").code(0);
}

#[test]
fn a_number_taken_under_another_subject_is_told_with_it() {
    let record = REPORT.replace("report:\n", "report:\n  document: { number: 1 }\n");
    let run =
        taken(begun(), "BC-SNV", 1).then("number next --archive lt").record("a.yaml", record).run().code(0);
    run.stdout_is("01/BC-SNV\n").stderr_contains("không cấp số mới; sổ ghi số này cho “Văn bản 1”.");
}

#[test]
fn a_number_held_for_a_paper_is_the_one_that_it_gets() {
    // As after a stop between the claim and the record.
    let run = begun().then("number list --archive lt").file("a.yaml", WAITING).run().code(0);
    let run = taken(run, "QĐ-SNV", 3);
    let paper = Paper { kind: Kind::Decision, index: 1 };
    let day = NaiveDate::from_ymd_opt(clock::today().year(), 1, 2);
    let request =
        Request { purpose: Purpose::of(&loaded(&run.path().join("a.yaml")), paper), date: day, by: None };
    let given = numbers::reserve(&run.path().join("lt"), &series("QĐ-SNV"), &request).expect("a number");
    assert_eq!(given.reservation.code(), "04/QĐ-SNV");
    let run = taken(run, "QĐ-SNV", 1).stdout_is("05/QĐ-SNV\n");
    let run = run.then("number next a.yaml --only decision --nth 2 --archive lt").run().code(0);
    let run = run.stdout_is("04/QĐ-SNV\n").stderr_contains("Số 04/QĐ-SNV đã giữ cho văn bản này từ trước.");
    // With the day of then, not of today.
    let day = day.expect("a day");
    assert!(
        run.text("a.yaml").contains(&format!("{{ number: 4, date: {day}, issuer")),
        "{}",
        run.text("a.yaml")
    );
    run.then("number next a.yaml --only decision --nth 1 --archive lt")
        .run()
        .code(0)
        .stdout_is("06/QĐ-SNV\n");
}

#[test]
#[cfg(unix)]
fn a_disk_that_is_full_for_the_record_loses_neither_number_nor_record() {
    // A file of the book is small, the record is not.
    let long = format!("{REPORT}# {}\n", "ghi chú ".repeat(4000));
    let full = r#"ulimit -f 8; trap "" XFSZ; exec "$@""#;
    let run = begun().then("number next --archive lt").record("a.yaml", &long).through_shell(full).run();
    let run = run.code(3).stdout_is("").stderr_contains("không ghi được `");
    let run =
        run.stderr_contains("số 01/BC-SNV đã giữ cho văn bản này; chạy lại lệnh này thì được đúng số ấy");
    assert_eq!(run.text("a.yaml"), long);
    let run = run.then("number next a.yaml --archive lt").run().code(0).stdout_is("01/BC-SNV\n");
    let shelf = shelf("so-noi-vu/bc-snv");
    run.left(&shelf, &["0001.yaml", "mo-so.yaml"]);
}

#[test]
#[cfg(unix)]
fn a_full_disk_gives_no_number() {
    let run = begun().then("number next --archive lt").record("a.yaml", REPORT);
    let run = run.through_shell(r#"ulimit -f 0; trap "" XFSZ; exec "$@""#).run().code(3).stdout_is("");
    let run = run.stderr_contains("đĩa đã đầy hoặc hết hạn mức");
    assert_eq!(run.text("a.yaml"), REPORT);
    run.then("number next a.yaml --archive lt").run().code(0).stdout_is("01/BC-SNV\n");
}

#[test]
fn a_record_for_reading_only_is_refused_before_a_number_is_given() {
    begun()
        .then("number next --archive lt")
        .record("a.yaml", REPORT)
        .prepared(|folder| {
            let path = folder.join("a.yaml");
            let mut permissions = fs::metadata(&path).expect("the record").permissions();
            permissions.set_readonly(true);
            fs::set_permissions(&path, permissions).expect("a record for reading only");
        })
        .run()
        .code(3)
        .stdout_is("")
        .stderr_contains("tệp hồ sơ chỉ cho đọc")
        .left("lt/so-van-ban", &[]);
}

#[test]
#[cfg(unix)]
fn who_may_write_the_record_and_where_it_lies_stays() {
    use std::os::unix::fs::PermissionsExt;
    let run = begun()
        .then("number next lien-ket.yaml --archive lt")
        .file("khac/a.yaml", REPORT)
        .prepared(|folder| {
            let path = folder.join("khac/a.yaml");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o660)).expect("permissions");
            std::os::unix::fs::symlink(&path, folder.join("lien-ket.yaml")).expect("a link");
        })
        .run()
        .code(0);
    assert!(run.text("khac/a.yaml").contains("number: 1"));
    let metadata = |path: &str| fs::symlink_metadata(run.path().join(path)).expect("the record");
    assert_eq!(metadata("khac/a.yaml").permissions().mode() & 0o777, 0o660);
    assert!(metadata("lien-ket.yaml").is_symlink(), "the link became a file");
}

#[test]
fn a_folder_that_is_no_archive_gives_no_number() {
    // A share that is not mounted looks like an empty folder.
    let next = |folder: &str| {
        let run = Thidua::new(&format!("number next --archive {folder}")).folder("trong");
        run.record("a.yaml", REPORT).run().code(2).stdout_is("").left("trong", &[])
    };
    next("trong").stderr_contains("`trong` không phải là kho lưu trữ").stderr_contains("thidua number start");
    next("khong-co").stderr_contains("`khong-co`: không có tệp hoặc thư mục này");
    Thidua::new("number next").record("a.yaml", REPORT).run().code(2).stderr_contains("THIDUA_ARCHIVE");
}

#[test]
fn a_paper_without_a_symbol_gets_no_number() {
    let two_units = REPORT.replace("units: [", "units: [{ id: so-y-te, name: Sở Y tế }, ");
    let two_units = format!("{two_units}covenant: {{}}\n");
    let cases = [
        (REPORT.replace(", symbol: SNV", ""), "", "chưa có ký hiệu"),
        (two_units, "--only covenant", "không thuộc loại văn bản được đánh số"),
        (REPORT.to_owned(), "--only decision", "hồ sơ không có văn bản này"),
        (WAITING.to_owned(), "", "`--only decision --nth 2`"),
        (WAITING.to_owned(), "--only decision --nth 3", "hồ sơ không có văn bản này"),
    ];
    for (text, which, said) in cases {
        let run = begun().then(&format!("number next --archive lt {which}")).record("a.yaml", &text).run();
        let run = run.stdout_is("").stderr_contains(said).left("lt/so-van-ban", &[]);
        assert!(matches!(run.code, Some(1 | 2)), "{said}: {:?}", run.code);
    }
}

#[test]
fn the_year_of_a_number_is_that_of_the_papers_date() {
    let last_year = clock::today().year() - 1;
    let run = begun().then("number next --archive lt").arg("--date").arg(format!("{last_year}-12-31"));
    let run = run.record("a.yaml", REPORT).run().code(0).stdout_is("01/BC-SNV\n");
    let run = run.stderr_contains(&format!("số thuộc sổ năm {last_year}, đã khép lại ngày 31 tháng 12"));
    let run = run.then("number next --archive lt").record("b.yaml", REPORT).run().code(0);
    let run = run.stdout_is("01/BC-SNV\n").silent();
    let both = [last_year, last_year + 1].map(|year| format!("{year}/so-noi-vu/bc-snv/0001.yaml"));
    let files = run.files("lt/so-van-ban");
    assert!(both.iter().all(|file| files.contains(file)), "{files:?}");
}

#[test]
fn a_year_that_is_not_yet_gets_no_number() {
    let next_year = clock::today().year() + 1;
    begun()
        .then(&format!("number next --date {next_year}-01-02 --archive lt"))
        .record("a.yaml", REPORT)
        .run()
        .code(1)
        .stdout_is("")
        .stderr_contains(&format!("năm {next_year} chưa đến"))
        .stderr_contains("đồng hồ")
        .left("lt/so-van-ban", &[]);
}

#[test]
fn a_clock_behind_the_book_is_noticed() {
    let next_year = clock::today().year() + 1;
    begun()
        .then("number next --archive lt")
        .folder(&format!("lt/so-van-ban/{next_year}/so-noi-vu"))
        .record("a.yaml", REPORT)
        .run()
        .code(1)
        .stdout_is("")
        .stderr_contains(&format!("nhưng sổ đã có số của năm {next_year}"));
}

#[test]
fn numbers_of_a_wrong_clock_are_told_and_cancelled_bind_nobody() {
    let year = clock::today().year();
    let run = taken(begun(), "QĐ-SNV", 1);
    // As a clock of 2099 left it.
    let late = run.path().join("lt/so-van-ban/2099");
    driver::copy(&run.path().join(format!("lt/so-van-ban/{year}")), &late);
    for file in ["so-noi-vu/cach-danh-so.yaml", "so-noi-vu/qd-snv/mo-so.yaml", "so-noi-vu/qd-snv/0001.yaml"] {
        let text = fs::read_to_string(late.join(file)).expect("a file of the book");
        fs::write(late.join(file), text.replace(&format!("nam: {year}"), "nam: 2099")).expect("a file");
    }
    let cancel = "thidua number cancel SỐ/KÝ-HIỆU --year 2099";
    let run = run.then("number check --archive lt").run().code(0).stderr_contains("sổ đã có số của năm 2099");
    let run = run.stderr_contains("lấy số nào cũng phải ghi `--date`").stderr_contains(cancel);
    let run =
        run.then("number next --archive lt").record("a.yaml", REPORT).run().code(1).stderr_contains(cancel);
    let run = run.then("number cancel 1/QĐ-SNV --year 2099 --archive lt --reason").arg("đồng hồ sai").run();
    let run = run.code(0).then("number check --archive lt").run().code(0).stderr_contains("không có lỗi");
    run.then("number next a.yaml --archive lt").run().code(0).stdout_is("01/BC-SNV\n");
}

#[test]
fn how_a_series_was_opened_is_missed_where_it_is_gone_or_says_otherwise() {
    let judged = |file: &str, harm: &dyn Fn(&Path)| {
        let run = taken(begun(), "QĐ-SNV", 2);
        harm(&run.path().join(shelf("so-noi-vu")).join(file));
        run.then("number check --archive lt").run().code(1)
    };
    let gone = |path: &Path| fs::remove_file(path).expect("the file goes");
    judged("qd-snv/mo-so.yaml", &gone).stderr_contains("sổ số văn bản mất tệp `");
    judged("cach-danh-so.yaml", &gone).stderr_contains("sổ số văn bản mất tệp `");
    let edit = |old: &str, new: &str, path: &Path| {
        let text = fs::read_to_string(path).expect("a file of the book");
        fs::write(path, text.replace(old, new)).expect("the file");
    };
    judged("qd-snv/mo-so.yaml", &|path| edit("so-dau: 1", "so-dau: 2", path))
        .stderr_contains("ghi số đầu là 02, nhưng thidua đã cấp số 01");
    judged("cach-danh-so.yaml", &|path| edit("riêng từng loại", "chung các loại", path))
        .stderr_contains("ghi cách đánh số khác với sổ `");
}

#[test]
fn an_earlier_day_than_that_of_the_number_before_is_told() {
    let year = clock::today().year();
    let run = begun().then(&format!("number next --date {year}-01-05 --archive lt")).record("a.yaml", REPORT);
    let run = run.run().code(0).then(&format!("number next --date {year}-01-04 --archive lt"));
    run.record("b.yaml", REPORT)
        .run()
        .code(0)
        .stdout_is("02/BC-SNV\n")
        .stderr_contains(&format!("ngày ban hành 04/01/{year} trước ngày 05/01/{year} của số 01/BC-SNV"));
}

#[test]
fn the_day_of_a_cancelled_number_binds_nobody() {
    let year = clock::today().year();
    let run = begun().then(&format!("number next --date {year}-01-05 --archive lt")).record("a.yaml", REPORT);
    let run = run.run().code(0).then("number cancel 1/BC-SNV --reason x --archive lt").run().code(0);
    let run = run.then(&format!("number next --date {year}-01-04 --archive lt"));
    run.record("b.yaml", REPORT).run().code(0).stdout_is("02/BC-SNV\n").silent();
}

#[test]
fn a_cancelled_number_stays_with_its_reason_and_is_never_given_again() {
    let run = begun().then("number next --archive lt").record("a.yaml", REPORT).run().code(0);
    let run = run.then("number cancel 1/BC-SNV --archive lt --reason").arg("Ghi nhầm sổ").run().code(0);
    let run = run.then("number next a.yaml --archive lt").run().code(1).stdout_is("");
    let run = run.stderr_contains("số 01/BC-SNV ghi trong hồ sơ đã bị hủy");
    let run = run.then("number next --archive lt").record("a.yaml", REPORT).run().code(0);
    let run = run.stdout_is("02/BC-SNV\n").then("number list --archive lt").run().code(0);
    let run = run.stdout_contains("01/BC-SNV  đã hủy").stdout_contains("(lý do hủy: Ghi nhầm sổ)");
    let run = run.then("number use 1/BC-SNV --archive lt").run().code(1);
    run.stderr_contains("số 01/BC-SNV đã bị hủy: Ghi nhầm sổ");
}

#[test]
fn a_used_number_cannot_be_cancelled_and_needs_a_reason_to_be() {
    let run = taken(begun(), "QĐ-SNV", 2).then("number use 1/QĐ-SNV --archive lt").run().code(0);
    let run = run.then("number use 1/QĐ-SNV --archive lt").run().code(0);
    let run = run.stderr_contains("Sổ đã ghi trước đây");
    let run = run.then("number cancel 1/QĐ-SNV --reason x --archive lt").run().code(1);
    let run = run.stderr_contains("số 01/QĐ-SNV đã dùng; không hủy được");
    let run = run.then("number cancel 2/QĐ-SNV --archive lt --reason").arg(" ").run().code(2);
    let run = run.then("number cancel 3/QĐ-SNV --reason x --archive lt").run().code(2);
    run.stderr_contains("chưa có số 03/QĐ-SNV");
}

#[test]
fn a_used_paper_is_not_numbered_once_more() {
    let run = begun().then("number next --archive lt").record("a.yaml", REPORT).run().code(0);
    let run = run.then("number use 01/BC-SNV --archive lt").run().code(0);
    let run = run.then("number next --archive lt").record("a.yaml", REPORT).run().code(1).stdout_is("");
    run.stderr_contains("văn bản này đã được cấp và đã dùng số 01/BC-SNV").stderr_contains("number: 01");
}

#[test]
fn a_number_given_elsewhere_is_registered_with_its_paper() {
    let number = |words: &str, subject: &str, run: Run| {
        let run = run.then(&format!("number use {words} --archive lt --issuer")).arg("Sở Nội vụ");
        run.arg("--subject").arg(subject).run()
    };
    let run = number("34/QĐ-SNV", "Văn bản cũ", begun()).code(0);
    // Where thidua gives no numbers there may be gaps.
    let run = number("40/QĐ-SNV", "Văn bản sau", run).code(0);
    let run = number("40a/QĐ-SNV", "Văn bản chen giữa", run).code(0);
    let run = number("34/QĐ-SNV", "Văn bản khác", run).code(1);
    let run = run.stderr_contains("đã cấp cho văn bản khác: “Văn bản cũ”");
    run.then("number check --archive lt").run().code(0).stderr_contains("không có lỗi");
}

#[test]
fn a_series_numbered_elsewhere_is_opened_before_thidua_gives_its_numbers() {
    let run = begun().then("number use 34/QĐ-SNV --archive lt --subject x --issuer").arg("Sở Nội vụ").run();
    let next = "number next --archive lt --series QĐ-SNV --subject y --issuer";
    let run = run.code(0).then(next).arg("Sở Nội vụ").run().code(2).stdout_is("");
    let run = run.stderr_contains("đến số 34/QĐ-SNV").stderr_contains("--first 35");
    let start = "number start --archive lt --series QĐ-SNV --issuer";
    let run = run.then(start).arg("Sở Nội vụ").arg("--first").arg("34").run().code(1);
    let run = run.stderr_contains("sổ đã có số 34/QĐ-SNV");
    let run = run.then(start).arg("Sở Nội vụ").arg("--first").arg("35").run().code(0);
    let run = run.then(start).arg("Sở Nội vụ").arg("--first").arg("40").run().code(1);
    let run = run.stderr_contains("đã mở từ số 35");
    let run = run.then(next).arg("Sở Nội vụ").run().code(0).stdout_is("35/QĐ-SNV\n");
    run.then("number check --archive lt").run().code(0);
}

#[test]
fn a_number_out_of_turn_is_refused_where_thidua_gives_them() {
    let register = |number: &str, run: Run| {
        let run = run.then(&format!("number use {number}/QĐ-SNV --archive lt --subject Khác --issuer"));
        run.arg("Sở Nội vụ").run()
    };
    let run = register("5", taken(begun(), "QĐ-SNV", 3)).code(1);
    let run = run.stderr_contains("số 05/QĐ-SNV chưa được cấp").stderr_contains("chưa có số 04 ở trước");
    let run = register("4a", run).code(1);
    let run = register("3a", run).code(0);
    let run = register("4", run).code(0);
    let run = taken(run, "QĐ-SNV", 1).stdout_is("05/QĐ-SNV\n");
    run.then("number check --archive lt").run().code(0);
}

#[test]
fn one_series_for_all_types_is_kept_over_the_years() {
    let last_year = clock::today().year() - 1;
    let start = format!("number start --archive lt --common --year {last_year} --issuer");
    let run = begun().then(&start).arg("Sở Nội vụ").run().code(0);
    let run = taken(run, "QĐ-SNV", 1).stdout_is("01/QĐ-SNV\n");
    let run = taken(run, "BC-SNV", 1).stdout_is("02/BC-SNV\n");
    let run =
        run.then("number use 1/BC-SNV --archive lt --subject x --issuer").arg("Sở Nội vụ").run().code(1);
    let run = run.stderr_contains("số 01/QĐ-SNV").stderr_contains("đã cấp cho văn bản khác");
    let run = run.then("number use 2/BC-SNV --archive lt").run().code(0);
    let run = run.then("number list --archive lt --series BC-SNV").run().code(0);
    run.stdout_contains("02/BC-SNV  đã dùng").then("number check --archive lt").run().code(0);
}

#[test]
fn how_an_issuer_numbers_does_not_change_within_a_year() {
    let run =
        taken(begun(), "QĐ-SNV", 1).then("number start --archive lt --common --issuer").arg("Sở Nội vụ");
    run.run().code(1).stderr_contains("đã đánh số riêng từng loại văn bản").stderr_contains("đầu năm sau");
}

#[test]
fn an_issuer_in_other_capitals_is_the_same() {
    let next = "number next --archive lt --series QĐ-SNV --subject x --issuer";
    let run = taken(begun(), "QĐ-SNV", 1).then(next).arg("SỞ  NỘI VỤ").run().code(0);
    let run = run.stdout_is("02/QĐ-SNV\n").then(next).arg("Sở Nội chính").run().code(0);
    let run = run.stdout_is("01/QĐ-SNV\n").then("number cancel 1/QĐ-SNV --reason x --archive lt").run();
    run.code(2).stderr_contains("có 2 cơ quan").stderr_contains("`Sở Nội chính`, `Sở Nội vụ`");
}

#[test]
fn a_damaged_file_is_named_and_its_number_is_not_given_again() {
    let write = |path: &Path, bytes: &[u8]| fs::write(path, bytes).expect("a file");
    let first = |path: &Path| fs::read(path.with_file_name("0001.yaml")).expect("the first number");
    let endless = "a".repeat(1 << 20);
    let damages: [&dyn Fn(&Path); 4] = [
        &|path| write(path, b""),
        &|path| write(path, &[0xff, 0x00, b'{']),
        &|path| write(path, endless.as_bytes()),
        &|path| write(path, &first(path)),
    ];
    for (how, damage) in damages.iter().enumerate() {
        let file = format!("{}/0002.yaml", shelf("so-noi-vu/qd-snv"));
        let run = taken(begun(), "QĐ-SNV", 2).then("number check --archive lt");
        let run = run.prepared(|folder| damage(&folder.join(&file))).run().code(1);
        let run = run.stderr_contains(&format!("tệp `{file}` của sổ văn bản bị hỏng hoặc đã bị sửa"));
        let damaged = run.bytes(&file);
        let run = taken(run, "QĐ-SNV", 1).stdout_is("03/QĐ-SNV\n").stderr_contains(&file);
        let run =
            run.then("number cancel 2/QĐ-SNV --reason x --archive lt").run().code(1).stderr_contains(&file);
        let run = run.then("number list --archive lt").run().code(1).stdout_contains("03/QĐ-SNV");
        assert_eq!(run.bytes(&file), damaged, "damage {how}");
    }
}

#[test]
fn a_number_whose_file_is_gone_is_missed_and_not_given_again() {
    let folder = shelf("so-noi-vu/qd-snv");
    let run = taken(begun(), "QĐ-SNV", 4).then("number check --archive lt");
    let run =
        run.prepared(|root| fs::remove_file(root.join(&folder).join("0002.yaml")).expect("the file is gone"));
    let run = run.run().code(1).stderr_contains("thiếu số 02");
    let run = taken(run, "QĐ-SNV", 1).stdout_is("05/QĐ-SNV\n");
    // What is known of the paper fills the gap.
    let run =
        run.then("number use 2/QĐ-SNV --archive lt --subject Cũ --issuer").arg("Sở Nội vụ").run().code(0);
    run.then("number check --archive lt").run().code(0).stderr_contains("không có lỗi");
}

#[test]
fn a_file_that_makes_the_numbers_jump_is_told_and_none_is_given() {
    let stray = format!("{}/2026.yaml", shelf("so-noi-vu/qd-snv"));
    let run =
        taken(begun(), "QĐ-SNV", 2).then("number next --archive lt --series QĐ-SNV --subject x --issuer");
    let run = run.arg("Sở Nội vụ").file(&stray, REPORT).run().code(1).stdout_is("");
    let run = run.stderr_contains(&format!("sổ có số 2026 (`{stray}`) mà không có số 2025"));
    let run = run.then("number check --archive lt").run().code(1).stderr_contains("thiếu số 03, 04, 05");
    fs::remove_file(run.path().join(&stray)).expect("the file is moved away");
    taken(run, "QĐ-SNV", 1).stdout_is("03/QĐ-SNV\n");
}

#[test]
fn copies_that_a_synchronising_program_made_are_no_numbers() {
    let folder = shelf("so-noi-vu/qd-snv");
    let copies = ["0001 (1).yaml", "0001-Trần Thị B.yaml", "9999.yaml.bak", ".thidua-x.tmp"];
    let run = taken(begun(), "QĐ-SNV", 1);
    let run = copies
        .iter()
        .fold(run.then("number check --archive lt"), |run, name| run.file(&format!("{folder}/{name}"), "x"));
    let run = run.run().code(0).stderr_contains("03 cảnh báo").stderr_contains("0001 (1).yaml");
    taken(run, "QĐ-SNV", 1).stdout_is("02/QĐ-SNV\n");
}

#[test]
fn a_number_held_for_long_is_asked_after() {
    let run = taken(begun(), "QĐ-SNV", 2).then("number use 1/QĐ-SNV --archive lt").run().code(0);
    let told = |days: u64| {
        let day = clock::today().checked_add_days(Days::new(days)).expect("a day");
        let faults = numbers::check_on(&run.path().join("lt"), day);
        faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>()
    };
    assert_eq!(told(10), Vec::<String>::new());
    assert_eq!(
        told(11),
        ["số 02/QĐ-SNV giữ từ 11 ngày trước cho “Văn bản 2” mà chưa ghi đã dùng hay đã hủy"]
    );
}

#[test]
fn the_list_is_for_machines_too() {
    let run =
        taken(begun(), "QĐ-SNV", 2).then("number cancel 2/QĐ-SNV --reason x --archive lt").run().code(0);
    let run = run.then("number list --format json --archive lt").run().code(0);
    let list: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let states: Vec<(&str, &str, &str)> = list
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| ["number", "state", "subject"].map(|key| one[key].as_str().unwrap_or_default()).into())
        .collect();
    assert_eq!(states, [("01", "reserved", "Văn bản 1"), ("02", "cancelled", "Văn bản 2")]);
}

/// What the archive does when a paper comes with a number.
fn used(archive: &Path, number: &str, purpose: Purpose, sha512: &str) -> Result<Registered, String> {
    let usage = Usage { purpose: Some(purpose), date: None, sha512: Some(sha512.to_owned()), by: None };
    let number = number.parse().expect("a number");
    numbers::use_number(archive, &series("QĐ-SNV"), number, &usage).map_err(|fault| fault.message)
}

#[test]
fn a_number_is_used_by_one_paper() {
    let run = Thidua::new("number start --archive lt").folder("lt").file("a.yaml", WAITING).run().code(0);
    let archive = run.path().join("lt");
    let loaded = loaded(&run.path().join("a.yaml"));
    let purpose = |index| Purpose::of(&loaded, Paper { kind: Kind::Decision, index });
    assert_eq!(used(&archive, "7", purpose(0), "aa"), Ok(Registered::Now));
    let before = Registered::Before { sha512: Some("aa".to_owned()) };
    assert_eq!(used(&archive, "7", purpose(0), "aa"), Ok(before.clone()));
    // Signed once more, or its record under another name: who keeps the files is told of the first.
    let renamed = Purpose { record: Some("b".to_owned()), ..purpose(0) };
    assert_eq!(used(&archive, "7", renamed, "bb"), Ok(before));
    assert_eq!(purpose(0).subject, purpose(1).subject, "subjects alone do not tell the two apart");
    let refused = used(&archive, "7", purpose(1), "cc").expect_err("another paper");
    assert!(refused.contains("số 07/QĐ-SNV") && refused.contains("đã cấp cho văn bản khác"), "{refused}");
}

/// Runs command lines at the same time in the folder of a run; what each wrote to stdout, in their order.
fn at_once(run: &Run, lines: &[Vec<String>]) -> Vec<(Option<i32>, String)> {
    let start = |line: &Vec<String>| {
        let mut command = Command::new(program());
        let command = command.args(line).current_dir(run.path()).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts")
    };
    let children: Vec<_> = lines.iter().map(start).collect();
    let end = |child: std::process::Child| {
        let output = child.wait_with_output().expect("the program ends");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    children.into_iter().map(end).collect()
}

fn words(line: &str, last: &str) -> Vec<String> {
    line.split(' ').chain([last]).map(str::to_owned).collect()
}

#[test]
fn many_at_once_get_different_numbers_without_a_gap() {
    const AT_ONCE: usize = 8;
    const ROUNDS: usize = 6;
    let mut run = begun().then("number list --archive lt");
    for at in 0..AT_ONCE * ROUNDS {
        run = run.file(&format!("{at}.yaml"), REPORT);
    }
    let run = run.run().code(0);
    let mut given = Vec::new();
    for round in 0..ROUNDS {
        let line = |at| words("number next --archive lt", &format!("{}.yaml", round * AT_ONCE + at));
        let lines: Vec<_> = (0..AT_ONCE).map(line).collect();
        given.extend(at_once(&run, &lines).into_iter().map(|(_, stdout)| stdout));
    }
    given.sort();
    let expected: Vec<String> = (1..=AT_ONCE * ROUNDS).map(|at| format!("{at:02}/BC-SNV\n")).collect();
    assert_eq!(given, expected);
    run.then("number check --archive lt").run().code(0).stderr_contains("không có lỗi");
}

#[test]
fn many_at_once_get_one_number_for_one_paper() {
    let run = begun().then("number list --archive lt");
    let run = (0..8).fold(run, |run, at| run.file(&format!("{at}/a.yaml"), REPORT)).run().code(0);
    let lines: Vec<_> = (0..8).map(|at| words("number next --archive lt", &format!("{at}/a.yaml"))).collect();
    for (code, stdout) in at_once(&run, &lines) {
        assert_eq!((code, stdout.as_str()), (Some(0), "01/BC-SNV\n"));
    }
    run.left(&shelf("so-noi-vu/bc-snv"), &["0001.yaml", "mo-so.yaml"]);
}

#[test]
fn papers_of_one_record_that_are_numbered_at_once_all_have_their_numbers() {
    for _ in 0..5 {
        let run = begun().then("number list --archive lt").file("a.yaml", WAITING).run().code(0);
        let which = ["--only report", "--only decision --nth 1", "--only decision --nth 2"];
        let lines: Vec<_> =
            which.iter().map(|which| words(&format!("number next --archive lt {which}"), "a.yaml")).collect();
        let given = at_once(&run, &lines);
        assert!(given.iter().all(|(code, _)| *code == Some(0)), "{given:?}");
        assert_eq!(run.text("a.yaml").matches(" number: ").count(), 3, "{}", run.text("a.yaml"));
    }
}

#[test]
fn a_number_has_one_outcome_however_many_try() {
    for _ in 0..5 {
        let run = taken(begun(), "QĐ-SNV", 1);
        let lines: Vec<_> = (0..8)
            .map(|at| match at % 2 {
                0 => words("number cancel --reason x --archive lt", "1/QĐ-SNV"),
                _ => words("number use --archive lt", "1/QĐ-SNV"),
            })
            .collect();
        let codes: Vec<Option<i32>> = at_once(&run, &lines).into_iter().map(|(code, _)| code).collect();
        let (cancelled, used): (Vec<_>, Vec<_>) = codes.chunks(2).map(|pair| (pair[0], pair[1])).unzip();
        let once = cancelled.iter().filter(|code| **code == Some(0)).count();
        let state = match once {
            0 => "đã dùng",
            _ => "đã hủy",
        };
        assert!(once <= 1, "cancelled {once} times");
        // To say once more that it was used is no fault.
        let expected = if once == 0 { Some(0) } else { Some(1) };
        assert!(used.iter().all(|code| *code == expected), "{codes:?}");
        run.then("number list --archive lt").run().code(0).stdout_contains(state);
    }
}
