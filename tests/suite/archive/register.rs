//! The register of outgoing documents: three forms of one thing, which the bags can always make anew.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::Datelike;
use thidua::archive::register::{HEADINGS, Register, file, of_archive, print, xlsx};
use thidua::clock;

use super::archived;
use super::shelf::{Shelf, paper, put};
use crate::driver::{Run, Thidua, present, python_has};
use crate::numbers::REPORT;

fn register(shelf: &Shelf) -> Register {
    let (mut registers, warnings) = of_archive(&shelf.archive()).expect("registers");
    assert_eq!(warnings, []);
    registers.remove(&2026).expect("a register")
}

fn some() -> Shelf {
    let papers = [
        paper("05/QĐ-SNV", "2026-01-20", "Về việc tặng Giấy khen"),
        paper("12/QĐ-SNV", "2026-03-02", "Về việc tặng Bằng khen"),
        paper("", "2026-01-15", "Khối thi đua số 1"),
    ];
    Shelf::new()
        .with("2026/a", &papers)
        .with("2026/b", &[paper("06/QĐ-SNV", "2026-02-03", "Về việc khen thưởng")])
}

/// What a CSV file holds, headings and all.
fn read(csv: &[u8]) -> Vec<Vec<String>> {
    let text = csv.strip_prefix("\u{feff}".as_bytes()).expect("the mark by which Excel knows UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|record| record.expect("a line").iter().map(str::to_owned).collect()).collect()
}

/// What openpyxl reads in a workbook, as JSON; none where it is not there.
fn openpyxl(xlsx: &[u8], expression: &str) -> Option<serde_json::Value> {
    if !python_has("openpyxl") {
        return None;
    }
    let program = format!(
        "import io, json, sys, openpyxl\nbook = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()))\n\
         sheet = book.active\nprint(json.dumps({expression}, default=str))"
    );
    let mut python = Command::new("python3")
        .args(["-c", &program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 starts");
    python.stdin.take().expect("its input").write_all(xlsx).expect("it reads");
    let output = python.wait_with_output().expect("python3 ends");
    assert!(output.status.success(), "openpyxl refuses the workbook");
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

/// The text of a PDF file; none where `pdftotext` is not there.
fn pdftotext(pdf: &[u8]) -> Option<String> {
    if !present("pdftotext") {
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("so.pdf");
    fs::write(&path, pdf).expect("the PDF");
    let output = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(&path).arg("-").output();
    Some(String::from_utf8(output.expect("pdftotext starts").stdout).expect("UTF-8"))
}

#[test]
fn a_register_is_in_the_order_of_its_numbers() {
    let codes: Vec<String> = register(&some()).lines.iter().map(|line| line.code()).collect();
    assert_eq!(codes, ["05/QĐ-SNV", "06/QĐ-SNV", "12/QĐ-SNV", ""]);
}

#[test]
fn csv_xlsx_and_pdf_say_the_same() {
    let register = register(&some());
    let lines = read(&file::bytes(&register.lines, true).expect("CSV"));
    assert_eq!(lines[0], HEADINGS);
    assert_eq!(
        lines[1],
        [
            "05/QĐ-SNV",
            "20/01/2026",
            "Quyết định về việc tặng Giấy khen",
            "Nguyễn Văn A",
            "Ủy ban nhân dân tỉnh Sông Hương",
            "VT, TĐKT",
            "5",
            "",
            "",
            "",
            "Sở Nội vụ",
            "2026/a",
            "data/van-ban/van-ban-1.pdf"
        ]
    );
    assert_eq!(lines.len(), 5);
    if let Some(text) = pdftotext(&print::write(&register, None).expect("a PDF")) {
        let text = text.split_whitespace().collect::<String>();
        for cell in lines.iter().flat_map(|line| &line[..10]) {
            assert!(
                text.contains(&cell.split_whitespace().collect::<String>()),
                "the PDF lacks `{cell}`:\n{text}"
            );
        }
    }
    let cells = "[[('' if cell is None else cell.strftime('%d/%m/%Y') if hasattr(cell, 'strftime') else str(cell)) \
                 for cell in row] for row in sheet.iter_rows(min_row=4, values_only=True)]";
    if let Some(rows) = openpyxl(&xlsx::write(&register).expect("a workbook"), cells) {
        assert_eq!(rows, serde_json::json!(lines));
    }
}

#[test]
fn a_workbook_is_ready_to_be_printed() {
    let xlsx = xlsx::write(&register(&some())).expect("a workbook");
    let look = "[sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation, \
                sheet.page_setup.paperSize, sheet['A4'].font.name, sheet['C5'].alignment.wrap_text, \
                sheet['B5'].is_date, sheet['G5'].data_type, book.properties.created]";
    if let Some(look) = openpyxl(&xlsx, look) {
        let expected = serde_json::json!([
            "A5",
            "$4:$4",
            "landscape",
            "9",
            "Times New Roman",
            true,
            true,
            "n",
            "2026-03-02 00:00:00"
        ]);
        assert_eq!(
            look,
            serde_json::json!(expected.as_array().map(|list| {
                list.iter()
                    .map(|one| if one == "9" { serde_json::json!(9) } else { one.clone() })
                    .collect::<Vec<_>>()
            }))
        );
    }
}

#[test]
fn the_same_register_gives_the_same_bytes() {
    let (one, other) = (register(&some()), register(&some()));
    assert!(xlsx::write(&one).expect("a workbook") == xlsx::write(&other).expect("a workbook"));
    assert!(print::write(&one, None).expect("a PDF") == print::write(&other, None).expect("a PDF"));
}

#[test]
fn words_never_become_formulas() {
    let mut hostile = paper("05/QĐ-SNV", "2026-01-20", "x");
    hostile.type_name = "=HYPERLINK(\"http://a\",\"b\")".to_owned();
    hostile.organ_name = "+1".to_owned();
    hostile.signer_info[0].full_name = "@SUM(A1)".to_owned();
    hostile.to[0].organ_name = "\t-2+3\r\n=4".to_owned();
    let register = register(&Shelf::new().with("2026/a", &[hostile]));
    let lines = read(&file::bytes(&register.lines, true).expect("CSV"));
    assert_eq!(lines[1][2..5], ["'=HYPERLINK(\"http://a\",\"b\") x", "'@SUM(A1)", "'-2+3 =4"]);
    assert_eq!(lines[1][10], "'+1");
    let kinds = "[sheet.cell(5, column).data_type for column in (3, 4, 5, 11)]";
    if let Some(kinds) = openpyxl(&xlsx::write(&register).expect("a workbook"), kinds) {
        assert_eq!(kinds, serde_json::json!(["s", "s", "s", "s"]));
    }
}

#[test]
fn three_thousand_papers_are_all_registered() {
    let papers: Vec<_> = (1..=3000)
        .map(|at| paper(&format!("{at:02}/QĐ-SNV"), "2026-01-20", &format!("Khen thưởng {at}")))
        .collect();
    let shelf = papers
        .chunks(500)
        .enumerate()
        .fold(Shelf::new(), |shelf, (at, papers)| shelf.with(&format!("2026/ho-so-{at}"), papers));
    let register = register(&shelf);
    let codes: Vec<String> = register.lines.iter().map(|line| line.code()).collect();
    assert_eq!(codes, (1..=3000).map(|at| format!("{at:02}/QĐ-SNV")).collect::<Vec<_>>());
    assert_eq!(read(&file::bytes(&register.lines, true).expect("CSV")).len(), 3001);
    if let Some(rows) = openpyxl(&xlsx::write(&register).expect("a workbook"), "sheet.max_row") {
        assert_eq!(rows, 3004);
    }
    if let Some(text) = pdftotext(&print::write(&register, None).expect("a PDF")) {
        for code in &codes {
            assert!(text.contains(code), "the PDF lacks {code}");
        }
        let heads = text.matches("(10)").count();
        assert!(heads > 100, "the head stands on {heads} pages");
    }
}

#[test]
fn a_cancelled_number_leaves_no_gap() {
    let year = clock::today().year();
    let run = Thidua::new("number start --archive kho").folder("kho").run().code(0);
    let run = run.then("number next --archive kho").record("a.yaml", REPORT).run().code(0);
    let run = run.then("number cancel 1/BC-SNV --archive kho --reason").arg("=Ghi nhầm sổ").run().code(0);
    let register = read(&run.bytes(&format!("kho/so-dang-ky/{year}.csv")));
    assert_eq!(register[1][0], "01/BC-SNV");
    assert_eq!(register[1][9], "Hủy số: =Ghi nhầm sổ");
    let run = run.then("archive verify --archive kho").run().code(0);
    let run = run.then("archive register --format csv -o so.csv --archive kho").run().code(0);
    assert_eq!(read(&run.bytes("so.csv")), register);
    let lost =
        |folder: &Path| fs::write(folder.join(format!("kho/so-dang-ky/{year}.csv")), "").expect("a file");
    let run = run.then("archive verify --archive kho").prepared(lost).run();
    let run =
        run.code(0).stderr_contains("thiếu số đã hủy 01/BC-SNV").then("archive rebuild --archive kho").run();
    assert_eq!(read(&run.bytes(&format!("kho/so-dang-ky/{year}.csv"))), register);
}

/// What `archive verify` says after something was done to the register.
fn judged(harm: impl FnOnce(String) -> String) -> Run {
    let path = "kho/so-dang-ky/2026.csv";
    let run = archived();
    let register = harm(run.text(path));
    run.then("archive verify --archive kho").file(path, register).run()
}

#[test]
fn an_untouched_register_is_judged_sound() {
    judged(|register| register).code(0);
}

#[test]
fn a_changed_line_is_told_with_its_place() {
    judged(|register| register.replacen("20/01/2026", "21/01/2026", 1))
        .code(1)
        .stderr_contains("kho/so-dang-ky/2026.csv:2:1")
        .stderr_contains("cột “Ngày tháng văn bản” ghi `21/01/2026`, đúng ra là `20/01/2026`")
        .stderr_contains("thidua archive rebuild");
}

#[test]
fn a_removed_line_is_told() {
    judged(|register| {
        register.lines().filter(|line| !line.contains("05/BC")).map(|line| format!("{line}\r\n")).collect()
    })
    .code(1)
    .stderr_contains("thiếu văn bản 05/BC-KTĐ1 của hồ sơ `2026/hoi-nghi`");
    judged(|_| String::new()).code(1).stderr_contains("thiếu văn bản 05/BC-KTĐ1");
}

#[test]
fn a_line_that_is_repeated_or_made_up_is_told_with_its_place() {
    judged(|register| {
        let line = register.lines().nth(1).expect("a line").to_owned();
        format!("{register}{line}\r\n{}\r\n", line.replace("bao-cao", "khong-co"))
    })
    .code(1)
    .stderr_contains("ghi lặp lại văn bản 05/BC-KTĐ1")
    .stderr_contains("kho/so-dang-ky/2026.csv:4:1")
    .stderr_contains("không ứng với văn bản nào trong kho")
    .stderr_contains("kho/so-dang-ky/2026.csv:5:1");
}

#[test]
fn other_headings_and_what_is_no_table_are_told() {
    judged(|register| register.replacen("Người ký", "Ai ký", 1))
        .code(1)
        .stderr_contains("không phải là tên các cột");
    judged(|register| register.replacen('\n', "\n\"", 1)).code(1).stderr_contains("khác với hồ sơ");
    judged(|register| register.replace('\n', "\n\u{feff}ế\"\"\u{0}")).code(1);
}

#[test]
fn a_register_that_is_gone_is_told() {
    archived()
        .then("archive verify --archive kho")
        .prepared(|folder| fs::remove_file(folder.join("kho/so-dang-ky/2026.csv")).expect("it goes"))
        .run()
        .code(1)
        .stderr_contains("2026.csv");
}

#[test]
fn the_program_writes_each_form_once() {
    let fill =
        |folder: &Path| put(&folder.join("kho"), "2026/x", &[paper("06/QĐ-SNV", "2026-02-03", "Thưởng")]);
    Thidua::new("archive register --archive kho --year 2026")
        .prepared(fill)
        .run()
        .code(0)
        .stdout_is("so-dang-ky-van-ban-di-2026.pdf\n")
        .wrote("so-dang-ky-van-ban-di-2026.pdf")
        .then("archive register --archive kho --format xlsx -o so.xlsx")
        .run()
        .code(0)
        .wrote("so.xlsx")
        .then("archive register --archive kho -o so.xlsx")
        .run()
        .code(2)
        .stderr_contains("không ghi đè")
        .then("archive register --archive kho --year 2020")
        .run()
        .code(2)
        .stderr_contains("các năm có văn bản: 2026");
}

#[test]
fn the_ending_of_the_file_tells_the_form() {
    let fill =
        |folder: &Path| put(&folder.join("kho"), "2026/x", &[paper("06/QĐ-SNV", "2026-02-03", "Thưởng")]);
    let mut run = Thidua::new("archive list --archive kho").prepared(fill).run().code(0);
    for (name, beginning) in
        [("so.XLSX", &b"PK"[..]), ("so.csv", "\u{feff}".as_bytes()), ("so.pdf", b"%PDF-"), ("so", b"%PDF-")]
    {
        run = run.then("archive register --archive kho -o").arg(name).run().code(0);
        assert!(run.bytes(name).starts_with(beginning), "{name}");
    }
    run.then("archive register --archive kho --format csv -o khac.xlsx")
        .run()
        .code(2)
        .stderr_contains("`--format csv` trái với tên tệp, có đuôi `.xlsx`");
}
