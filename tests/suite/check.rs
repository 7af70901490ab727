//! `check`, `explain`, exceptions, and what the rules mean for `build`.

use crate::driver::{self, Thidua};

/// A record with one error, one paper, and nothing missing: two decisions of one number.
fn faulty() -> String {
    let text = std::fs::read_to_string(driver::root().join("tests/rules/number-twice.yaml"));
    text.expect("the record of the rule").replace("13   # sai: number: 12", "12")
}

fn sound() -> String {
    faulty().replace(
        "      number: 12\n      date: 2026-01-20\n      issuer: *office",
        "      number: 13\n      date: 2026-01-20\n      issuer: *office",
    )
}

#[test]
fn check_tells_a_breach_with_its_rule_its_article_and_its_remedy() {
    Thidua::new("check")
        .record("a.yaml", faulty())
        .run()
        .code(1)
        .stdout_is("")
        .stderr_contains("lỗi[number-twice]: số 12/QĐ-SNV đã dùng cho một văn bản ở trên\n  --> a.yaml:16:15")
        .stderr_contains("quy định: Nghị định 30/2020/NĐ-CP, Điều 15")
        .stderr_contains("a.yaml: 01 lỗi\n");
}

#[test]
fn check_in_short_form_tells_a_breach_on_one_line_of_stdout() {
    Thidua::new("check --format short")
        .record("a.yaml", faulty())
        .run()
        .code(1)
        .silent()
        .stdout_is("a.yaml:16:15: lỗi[number-twice]: số 12/QĐ-SNV đã dùng cho một văn bản ở trên\n");
}

#[test]
fn check_for_machines_tells_place_rule_and_article_as_json() {
    let run = Thidua::new("check --format json").record("a.yaml", faulty()).run().code(1).silent();
    let list: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let one = &list[0];
    assert_eq!(one["file"], "a.yaml");
    assert_eq!((&one["line"], &one["column"], &one["end_column"]), (&16.into(), &15.into(), &17.into()));
    assert_eq!((&one["level"], &one["rule"]), (&"error".into(), &"number-twice".into()));
    assert_eq!(one["article"], "Nghị định 30/2020/NĐ-CP, Điều 15");
    assert_eq!(list.as_array().map(Vec::len), Some(1));
}

#[test]
fn check_for_machines_tells_faults_of_shape_in_the_same_form() {
    let run =
        Thidua::new("check --format json").record("a.yaml", "format: 1\ngruop: 3\n").run().code(1).silent();
    let list: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!((&list[0]["line"], &list[0]["level"]), (&1.into(), &"error".into()));
    assert!(list.as_array().is_some_and(|list| list.len() == 2), "{list:#}");
}

#[test]
fn a_sound_record_has_no_faults_and_nothing_missing() {
    Thidua::new("check").record("a.yaml", sound()).run().code(0).stderr_contains("a.yaml: không có lỗi\n");
}

#[test]
fn check_lists_what_is_missing_by_paper_and_draft_shows_each_at_its_place() {
    let run = Thidua::new("check")
        .record("a.yaml", driver::MINIMAL)
        .run()
        .code(0)
        .stderr_contains("báo cáo còn thiếu số văn bản, ký hiệu văn bản, địa danh, ngày ban hành");
    run.then("check a.yaml --draft")
        .run()
        .code(0)
        .stderr_contains("cảnh báo: báo cáo còn thiếu số văn bản\n  --> a.yaml:11:1")
        .stderr_contains("cách sửa: ghi ở `report.document.number`");
}

#[test]
fn an_exception_keeps_a_breach_silent_and_its_reason_is_told() {
    let text = faulty() + "exceptions:\n  - { rule: number-twice, reason: Văn thư đã cấp trùng số }\n";
    Thidua::new("check")
        .record("a.yaml", text)
        .run()
        .code(0)
        .stderr_contains("a.yaml: không có lỗi\n  ngoại lệ number-twice (01 chỗ): Văn thư đã cấp trùng số\n");
}

#[test]
fn an_exception_that_keeps_nothing_silent_is_a_warning() {
    let text = sound() + "exceptions:\n  - { rule: number-twice, reason: Đã cấp trùng số }\n";
    Thidua::new("check").record("a.yaml", text).run().code(0).stderr_contains(
        "cảnh báo: hồ sơ không vi phạm quy tắc `number-twice`, không cần ngoại lệ này\n  --> a.yaml:24:13",
    );
}

#[test]
fn an_exception_from_an_unknown_rule_is_an_error_that_names_the_near_one() {
    let text = sound() + "exceptions:\n  - { rule: number-twise, reason: Đã cấp trùng số }\n";
    Thidua::new("check")
        .record("a.yaml", text)
        .run()
        .code(1)
        .stderr_contains("lỗi: không có quy tắc nào mang mã `number-twise`")
        .stderr_contains("có phải muốn viết `number-twice`?");
}

#[test]
fn an_official_copy_is_refused_while_there_is_an_error() {
    Thidua::new("build --official")
        .record("a.yaml", faulty())
        .run()
        .code(1)
        .stdout_is("")
        .stderr_contains("lỗi[number-twice]")
        .left("out", &[]);
}

#[test]
fn papers_with_an_error_are_printed_as_drafts_and_the_error_is_told() {
    let run = Thidua::new("build --format typ")
        .record("a.yaml", faulty())
        .run()
        .code(1)
        .stderr_contains("lỗi[number-twice]");
    assert!(run.text("out/a/quyet-dinh-khen-thuong-1.typ").contains("\"draft\": true"));
}

#[test]
fn a_draft_that_is_asked_for_is_printed_with_a_reminder() {
    Thidua::new("build --draft")
        .record("a.yaml", faulty())
        .run()
        .code(0)
        .wrote("out/a/quyet-dinh-khen-thuong-2.pdf")
        .stderr_contains("cảnh báo: hồ sơ còn 01 lỗi; văn bản được in là dự thảo");
}

#[test]
fn the_rows_of_thidua_yaml_beside_the_record_add_to_the_law() {
    let own = "deadlines:\n  - { event: tổng kết, day: 10, month: 1, next_year: true, province: Sông Hương, \
               source: { article: Quy chế khối thi đua tỉnh Sông Hương } }\n";
    let run = Thidua::new("check").file("hop/thidua.yaml", own).record("hop/a.yaml", sound()).run().code(0);
    let run = run.stderr_contains("cảnh báo[deadline]: tổng kết ngày 15/01/2026, quá hạn 10/01/2026");
    run.stderr_contains("quy định: Quy chế khối thi đua tỉnh Sông Hương");
}

#[test]
fn the_rows_of_thidua_yaml_beside_the_folder_of_a_record_count_too() {
    let own = "deadlines:\n  - { event: tổng kết, day: 10, month: 1, next_year: true, \
               source: { article: Quy chế } }\n";
    Thidua::new("check")
        .file("thidua.yaml", own)
        .file("tong-ket/record.yaml", sound())
        .arg("tong-ket")
        .run()
        .code(0)
        .stderr_contains("cảnh báo[deadline]");
}

#[test]
fn a_faulty_thidua_yaml_is_told_at_its_line() {
    Thidua::new("check")
        .file("thidua.yaml", "deadlines:\n  - { event: tổng kết, day: mười }\n")
        .record("a.yaml", sound())
        .run()
        .code(1)
        .stderr_contains("`mười` không phải là số nguyên viết bằng chữ số")
        .stderr_contains("--> ./thidua.yaml:2:");
}

#[test]
fn explain_lists_every_rule_and_tells_one_with_its_article() {
    let run = Thidua::new("explain").run().code(0).silent();
    for rule in thidua::rules::all() {
        assert!(run.stdout.contains(&format!("  {} ", rule.id)), "{} is not listed", rule.id);
    }
    run.then("explain number-twice")
        .run()
        .code(0)
        .stdout_contains("number-twice (lỗi)\n")
        .stdout_contains("Quy định: Nghị định 30/2020/NĐ-CP, Điều 15 (đã đối chiếu với văn bản).");
}

#[test]
fn explain_of_an_unknown_rule_names_the_near_one() {
    Thidua::new("explain nunber-twice").run().code(2).stderr_contains("có phải muốn xem `number-twice`?");
}

#[test]
fn the_rows_that_explain_prints_are_a_law_that_thidua_reads() {
    let rows = Thidua::new("explain --law").run().code(0).silent().stdout;
    Thidua::new("check").file("thidua.yaml", rows).record("a.yaml", sound()).run().code(0);
}

#[test]
fn check_is_clean_for_every_sample() {
    let run = Thidua::new("check").arg(driver::root().join("samples")).run().code(0);
    assert!(!run.stderr.contains("cảnh báo") && !run.stderr.contains("lỗi["), "{}", run.stderr);
}

/// Each mistake found in real papers: the words of the line that it is planted in, and the rule.
const PLANTED: [(&str, &str); 14] = [
    ("Trần Thị Bìnhh", "person-spelled-twice"),
    ("bonus: 12", "bonus-over-cap"),
    ("self: { nd1: 52", "agreed-above-self"),
    ("năm 20251", "impossible-year"),
    ("đạt 0,5%", "share-in-prose"),
    ("Các phong trào  thi đua", "double-space"),
    ("sâu rộng ,", "space-around-mark"),
    ("khéo – Chung sức", "dashes-mixed"),
    ("subject: Về việc", "subject-categories"),
    (
        "          - { honorific: Ông, name: Lê Văn Cường, title: Chuyên viên, unit: Phòng Tổng hợp }\n    articles",
        "list-row-twice",
    ),
    ("cho 05 cá nhân", "count-in-decision"),
    ("= 2.310.000 đồng", "product-in-prose"),
    ("Hai triệu ba trăm mười", "amount-in-words"),
    ("Quyết định số 21/QĐ-SNV", "own-number-cited"),
];

#[test]
fn every_mistake_found_in_real_papers_is_caught_at_its_line_and_nothing_else() {
    let record = std::fs::read_to_string(driver::root().join("tests/mistakes.yaml")).expect("the record");
    let line = |words: &str| {
        let at = record.find(words).unwrap_or_else(|| panic!("`{words}` is not planted"));
        1 + record[..at].matches('\n').count()
    };
    let mut planted: Vec<String> =
        PLANTED.iter().map(|(words, rule)| format!("{}: {rule}", line(words))).collect();
    let run = Thidua::new("check --format json").record("a.yaml", &record).run().code(1);
    let list: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).expect("JSON");
    let mut caught: Vec<String> = list
        .iter()
        .map(|one| format!("{}: {}", one["line"], one["rule"].as_str().unwrap_or_default()))
        .collect();
    planted.sort();
    caught.sort();
    caught.dedup();
    assert_eq!(caught, planted, "{list:#?}");
}

#[test]
fn words_that_a_hash_cuts_off_are_told_and_comments_are_not() {
    let record = driver::MINIMAL
        .replace("name: Phường Hương Đông }", "name: Phường Hương Đông }   # trưởng")
        .replace("name: Phường Hương Tây", "name: \"Phường #2\"")
        .replace("title: Kết quả\n", "title: Phòng #3 của Sở\n")
        .replace("body: Các", "#body: Bản cũ\n      body: Các");
    let run = Thidua::new("check --format json").record("a.yaml", &record).run();
    let list: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).expect("JSON");
    let cut: Vec<&serde_json::Value> = list
        .iter()
        .filter(|one| one["message"].as_str().is_some_and(|said| said.contains("lời chú")))
        .collect();
    assert_eq!(cut.len(), 1, "{list:#?}");
    assert_eq!((&cut[0]["line"], &cut[0]["level"]), (&13.into(), &"warning".into()));
    assert!(
        cut[0]["remedies"][0].as_str().is_some_and(|said| said.contains("`- title: \"Phòng #3 của Sở\"`"))
    );
}

#[test]
fn honest_comments_behind_words_are_not_told() {
    let record = driver::MINIMAL
        .replace("name: Phường Hương Tây }", "name: Phường Hương Tây } # phó")
        .replace("name: Cụm thi đua số 1", "name: Cụm thi đua số 1 # theo quyết định của tỉnh")
        .replace("title: Kết quả\n", "title: Kết quả # phần đầu\n");
    let run = Thidua::new("check").record("a.yaml", record).run();
    assert!(!run.stderr.contains("lời chú"), "{}", run.stderr);
}

#[test]
fn one_word_in_capitals_and_another_in_small_letters_make_no_habit_of_tones() {
    let placed = |capitals: &str| {
        let record = driver::MINIMAL
            .replace("title: Kết quả\n", &format!("title: {capitals} ban tỉnh\n"))
            .replace("body: Các đơn vị", "body: Ủy ban và các đơn vị");
        Thidua::new("check").record("a.yaml", record).run().stderr
    };
    assert!(!placed("UỶ").contains("tone-placement-mixed"));
    assert!(placed("Uỷ").contains("chỗ khác trong hồ sơ đặt dấu kiểu"));
}

#[test]
fn a_meeting_without_a_day_is_told_where_no_law_can_be_asked() {
    let undated = sound().replace(", date: 2026-01-15 }", " }").replace("      date: 2026-01-20\n", "");
    let run = Thidua::new("check").record("a.yaml", undated).run();
    assert!(run.stderr.contains("hội nghị còn thiếu ngày họp"), "{}", run.stderr);
    let run = Thidua::new("check").record("a.yaml", sound()).run();
    assert!(!run.stderr.contains("ngày họp"), "{}", run.stderr);
}

#[test]
fn a_dash_before_a_comma_keeps_the_places_of_what_is_found() {
    let record = driver::MINIMAL
        .replace("report:\n", "issuer: { name: [Sở Lao động -, Thương binh và Xã hội] }\nreport:\n")
        .replace("Các đơn vị đã", "Các đơn vị  đã");
    Thidua::new("check").record("a.yaml", record).run().stderr_contains("--> a.yaml:15:");
}

#[test]
fn a_record_is_compared_with_the_last_one_on_request() {
    let run = Thidua::new("check")
        .record("nay.yaml", sound())
        .file("truoc.yaml", sound())
        .arg("--against")
        .arg("truoc.yaml")
        .run()
        .code(0)
        .stderr_contains("cảnh báo[same-period]")
        .stderr_contains("quy định: Nghị định 30/2020/NĐ-CP, Điều 12");
    run.then("check nay.yaml").run().code(0).stderr_contains("nay.yaml: không có lỗi");
}

#[test]
fn what_is_the_same_with_a_reason_is_an_exception_too() {
    let text = sound() + "exceptions:\n  - { rule: same-period, reason: Họp lại }\n";
    let run = Thidua::new("check")
        .record("nay.yaml", text)
        .file("truoc.yaml", sound())
        .arg("--against")
        .arg("truoc.yaml")
        .run()
        .code(0);
    assert!(!run.stderr.contains("same-period"), "{}", run.stderr);
}

#[test]
fn explain_tells_what_a_comparison_looks_for() {
    Thidua::new("explain same-period").run().code(0).stdout_contains("khi dùng `check --against`");
}
