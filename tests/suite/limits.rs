//! What a record may not take too much of: told at its place, before it tires the machine.

use std::fmt::Write as _;

use crate::driver::{MINIMAL, Thidua};

/// A record whose report says this.
fn saying(body: &str) -> String {
    MINIMAL.replace("Các đơn vị đã hoàn thành các nội dung giao ước.", body)
}

/// A PNG file whose head declares so many pixels, and that ends there.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
    bytes
}

#[test]
fn a_picture_with_too_many_pixels_is_told_by_its_head() {
    for command in ["check", "build --only report"] {
        Thidua::new(command)
            .record("a.yaml", saying("\"![Biểu đồ](to.png)\""))
            .file("to.png", png(40_000, 40_000))
            .run()
            .code(1)
            .stderr_contains("a.yaml:14:")
            .stderr_contains("hình có 40000 × 40000 điểm ảnh, lớn quá: chỉ được đến 50 triệu điểm ảnh");
    }
}

#[test]
fn a_word_that_fits_no_line_is_told_at_its_place() {
    Thidua::new("check")
        .record("a.yaml", saying(&format!("Một câu có {} dài.", "a".repeat(1_001))))
        .run()
        .code(1)
        .stderr_contains("a.yaml:14:24")
        .stderr_contains("chữ này dài 1001 ký tự liền nhau; chỉ được đến 1000");
}

#[test]
fn the_longest_word_is_laid_out() {
    Thidua::new("build --only report")
        .record("a.yaml", saying(&format!("Một câu có {} dài.", "ă".repeat(1_000))))
        .run()
        .code(0)
        .wrote("out/a/bao-cao-so-ket.pdf");
}

#[test]
fn a_list_with_too_many_rows_is_told_at_its_place() {
    let mut record = MINIMAL.to_owned();
    record.push_str("awards:\n  - grants:\n      - form: Giấy khen\n        individuals:\n");
    for at in 0..20_001 {
        let _ = writeln!(record, "          - {{ name: Nguyễn Văn A, note: \"{at}\" }}");
    }
    Thidua::new("check")
        .record("a.yaml", record)
        .run()
        .code(1)
        .stderr_contains("danh sách này có 20001 dòng; chỉ được đến 20000")
        .stderr_contains("chia danh sách thành nhiều hồ sơ");
}

#[test]
fn a_minijinja_template_that_loops_without_end_is_told_by_name() {
    let loops = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
    Thidua::new("build --only report")
        .record("a/record.yaml", MINIMAL)
        .file("a/templates/report/report.typ.j2", loops)
        .run()
        .code(1)
        .stderr_contains("a/templates/report/report.typ.j2")
        .stderr_contains("mẫu chạy lâu quá")
        .stderr_contains("một mẫu được chạy nhiều nhất 200.000.000 bước");
}

#[test]
#[cfg(unix)]
fn the_first_signal_stops_a_template_that_loops_without_end() {
    let loops = "#for i in range(1000000000) { let x = calc.pow(2.0, 3) }";
    let start = std::time::Instant::now();
    Thidua::new("build --only report")
        .record("a/record.yaml", MINIMAL)
        .file("a/templates/report/report.typ.j2", loops)
        .run_while(|child, _| {
            std::thread::sleep(std::time::Duration::from_millis(700));
            let killed = std::process::Command::new("kill").arg(child.id().to_string()).status();
            assert!(killed.is_ok_and(|status| status.success()), "the signal is not sent");
        })
        .code(130)
        .left("out", &[]);
    assert!(start.elapsed() < std::time::Duration::from_secs(60), "it went on for {:?}", start.elapsed());
}

#[test]
fn a_template_that_fells_the_process_stops_no_other_record() {
    let nested = format!("#{}{}", "(".repeat(200_000), ")".repeat(200_000));
    Thidua::new("build --only report")
        .record("a/record.yaml", MINIMAL)
        .record("b/record.yaml", MINIMAL)
        .file("a/templates/report/report.typ.j2", nested)
        .run()
        .code(1)
        .stdout_is("out/b/bao-cao-so-ket.pdf\n")
        .stderr_contains("đã lập 1/2 hồ sơ, 1 văn bản; 1 hồ sơ có lỗi");
}
