//! The command line as a person meets it.

use crate::driver::{MINIMAL, Thidua};

const COMMANDS: [&str; 28] = [
    "",
    "archive",
    "archive add",
    "archive export",
    "archive find",
    "archive list",
    "archive rebuild",
    "archive register",
    "archive replay",
    "archive verify",
    "build",
    "check",
    "explain",
    "new",
    "number",
    "number next",
    "number list",
    "number use",
    "number cancel",
    "number start",
    "number check",
    "schema",
    "sign",
    "templates",
    "templates list",
    "templates export",
    "verify",
    "watch",
];

#[test]
fn help_before_a_command_says_what_help_after_it_does() {
    for command in ["", "build", "archive add"] {
        let after = Thidua::new(command).arg("--help").run().code(0);
        Thidua::new(&format!("help {command}")).run().code(0).silent().stdout_is(&after.stdout);
    }
    Thidua::new("help nothing").run().code(2);
}

#[test]
fn a_batch_ends_with_how_many_records_are_done() {
    let faulty = MINIMAL.replace("format: 1", "format: 9");
    let run = Thidua::new("build .").record("a/record.yaml", MINIMAL).record("b/record.yaml", MINIMAL);
    let run = run.record("c/record.yaml", &faulty).run().code(1);
    let last = run.stderr.trim_end().lines().last().unwrap_or_default();
    assert_eq!(last, "đã lập 2/3 hồ sơ, 4 văn bản; 1 hồ sơ có lỗi");
    let run = Thidua::new("build").record("a.yaml", MINIMAL).run().code(0);
    assert!(!run.stderr.contains("đã lập"), "one record needs no count: {}", run.stderr);
}

#[test]
fn help_is_in_vietnamese_from_end_to_end() {
    const ENGLISH: [&str; 12] = [
        "Usage",
        "Options",
        "OPTIONS",
        "Commands",
        "COMMAND",
        "Arguments",
        "default",
        "possible",
        "Print",
        "help for",
        "env:",
        "alias",
    ];
    for command in COMMANDS {
        for flag in ["-h", "--help"] {
            let run =
                Thidua::new(command).arg(flag).run().code(0).silent().stdout_contains("Cách dùng: thidua");
            let found: Vec<&str> = ENGLISH.into_iter().filter(|words| run.stdout.contains(words)).collect();
            assert!(found.is_empty(), "`thidua {command} {flag}` says {found:?}:\n{}", run.stdout);
        }
    }
}

#[test]
fn every_option_of_every_command_is_explained() {
    for command in COMMANDS {
        let run = Thidua::new(command).arg("--help").run().code(0);
        for line in run.stdout.lines().filter(|line| line.trim_start().starts_with('-')) {
            let words = line.trim_start().trim_start_matches("-h, ").trim_start_matches("-V, ");
            let explained =
                words.split_once("  ").is_some_and(|(_, explanation)| !explanation.trim().is_empty());
            assert!(explained, "`thidua {command} --help`: {line}");
        }
    }
}

#[test]
fn without_a_command_the_help_is_told_and_the_code_is_2() {
    Thidua::new("").run().code(2).stdout_is("").stderr_contains("Cách dùng: thidua");
}

#[test]
fn the_version_is_the_packages() {
    Thidua::new("--version").run().code(0).stdout_is(concat!("thidua ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn an_unknown_option_is_told_with_the_one_that_was_meant() {
    Thidua::new("build --ofical a.yaml")
        .run()
        .code(2)
        .stdout_is("")
        .stderr_contains("lỗi: không có tùy chọn `--ofical`; có phải muốn viết `--official`?");
}

#[test]
fn an_unknown_command_is_told_with_the_one_that_was_meant() {
    Thidua::new("bild a.yaml")
        .run()
        .code(2)
        .stderr_contains("lỗi: không có lệnh `bild`; có phải muốn viết `build`?");
    Thidua::new("xyzw").run().code(2).stderr_contains("lỗi: không có lệnh `xyzw`\n");
}

#[test]
fn a_wrong_command_line_is_told_in_vietnamese() {
    let cases = [
        ("build", "lỗi: còn thiếu <HỒ SƠ>..."),
        (
            "build a.yaml --only bien-ban",
            "lỗi: `bien-ban` không dùng được cho `--only <LOẠI>`; chọn một trong: ",
        ),
        ("build a.yaml --jobs hai", "lỗi: `hai` không dùng được cho `--jobs <SỐ>`"),
        ("build a.yaml --jobs=-1", "lỗi: `-1` không dùng được cho `--jobs <SỐ>`"),
        ("build a.yaml --format", "lỗi: `--format <DẠNG>` cần một giá trị"),
        ("build a.yaml --format docx", "chọn một trong: pdf, png, svg, typ"),
        ("build a.yaml --official --draft", "không đi cùng"),
        ("build a.yaml -o x -o y", "lỗi: "),
        ("new --output", "cần một giá trị"),
        ("templates xuat", "lỗi: không có lệnh `xuat`"),
        ("check a.yaml --official", "lỗi: không có tùy chọn `--official`"),
    ];
    for (words, said) in cases {
        let run = Thidua::new(words).run().code(2).stdout_is("").stderr_contains(said);
        for english in ["error", "Usage", "tip:", "cannot be used", "[possible", "unexpected", "invalid"] {
            assert!(!run.stderr.contains(english), "`thidua {words}` says `{english}`:\n{}", run.stderr);
        }
    }
}

#[test]
fn draft_and_official_do_not_go_together() {
    Thidua::new("build --draft --official")
        .record("a.yaml", MINIMAL)
        .run()
        .code(2)
        .stderr_contains("lỗi: `--draft` không đi cùng `--official`")
        .left("out", &[]);
}

#[test]
fn the_paths_of_the_papers_and_nothing_else_go_to_stdout() {
    Thidua::new("build")
        .record("a.yaml", MINIMAL)
        .record("b.yaml", MINIMAL)
        .run()
        .code(0)
        .stderr_contains("đã lập 2/2 hồ sơ, 4 văn bản")
        .stdout_is(
            "out/a/bao-cao-so-ket.pdf\nout/a/giao-uoc-thi-dua.pdf\n\
             out/b/bao-cao-so-ket.pdf\nout/b/giao-uoc-thi-dua.pdf\n",
        )
        .wrote("out/a/bao-cao-so-ket.pdf")
        .wrote("out/b/giao-uoc-thi-dua.pdf");
}

#[test]
fn a_record_without_a_paper_is_not_passed_over_in_silence() {
    let record = "\
format: 1
group: { name: Cụm thi đua số 1, kind: cụm }
meeting: { kind: sơ kết, period: { year: 2026 } }
";
    let run = Thidua::new("build").record("a.yaml", record).run().stdout_is("");
    assert!(!run.stderr.is_empty(), "nothing is written and nothing is said");
}

#[test]
fn only_makes_the_kinds_that_it_names() {
    let all = "out/day-du/bao-cao-tong-ket.typ out/day-du/giao-uoc-thi-dua.typ out/day-du/quyet-dinh-khen-thuong-1.typ \
               out/day-du/quyet-dinh-khen-thuong-2.typ out/day-du/quyet-dinh-khen-thuong-3.typ";
    let cases = [
        ("report", vec!["bao-cao"]),
        ("covenant", vec!["giao-uoc"]),
        ("decision", vec!["quyet-dinh"]),
        ("decision,report", vec!["bao-cao", "quyet-dinh"]),
        ("bao-cao,giao-uoc", vec!["bao-cao", "giao-uoc"]),
        ("quyet-dinh", vec!["quyet-dinh"]),
    ];
    for (only, parts) in cases {
        let wanted = all.split_whitespace().filter(|path| parts.iter().any(|part| path.contains(part)));
        let wanted: String = wanted.map(|path| format!("{path}\n")).collect();
        Thidua::new("build --format typ --only").arg(only).sample("day-du").run().code(0).stdout_is(&wanted);
    }
}

#[test]
fn pictures_of_pages_are_numbered_from_1() {
    for format in ["png", "svg"] {
        let run =
            Thidua::new("build --only report --draft --format").arg(format).record("a.yaml", MINIMAL).run();
        let name = |at| format!("bao-cao-so-ket-{at}.{format}");
        // The paper, and the page that lists what it lacks.
        let run = run.code(0).left("out/a", &[&name(1), &name(2)]);
        let first = run.bytes(&format!("out/a/{}", name(1)));
        let head: &[u8] = if format == "png" { b"\x89PNG\r\n\x1a\n" } else { b"<svg " };
        assert!(first.starts_with(head), "{format}: {:?}", &first[..16]);
    }
}

#[test]
fn the_typst_text_is_one_file_a_paper() {
    Thidua::new("build --format typ")
        .record("a.yaml", MINIMAL)
        .run()
        .code(0)
        .left("out/a", &["bao-cao-so-ket.typ", "giao-uoc-thi-dua.typ"]);
}

#[test]
fn a_draft_says_so_and_lists_what_it_lacks_an_official_copy_does_not() {
    let typ = |stage: &str| {
        let build = Thidua::new("build --format typ --only report").record("a.yaml", MINIMAL);
        let build = if stage.is_empty() { build } else { build.arg(stage) };
        build.run().code(0).text("out/a/bao-cao-so-ket.typ")
    };
    let (draft, official) = (typ("--draft"), typ("--official"));
    assert!(draft.contains(r#""draft": true"#) && draft.contains("số văn bản"), "{draft}");
    assert!(official.contains(r#""draft": false"#) && !official.contains("số văn bản"), "{official}");
    assert_eq!(typ(""), draft, "a record without number, date and signer gives a draft");
}

#[test]
fn the_record_goes_along_only_where_it_is_asked_for() {
    let attached = |flag: &str| {
        let build = Thidua::new("build --only report").record("a.yaml", MINIMAL);
        let build = if flag.is_empty() { build } else { build.arg(flag) };
        let bytes = build.run().code(0).bytes("out/a/bao-cao-so-ket.pdf");
        bytes.windows(10).any(|window| window == b"ho-so.yaml")
    };
    assert!(attached("--attach-record"));
    assert!(!attached(""));
}

#[test]
fn a_folder_without_fonts_is_told_and_exits_with_2() {
    for command in ["build", "check"] {
        Thidua::new(command)
            .file("chu/ghi-chu.txt", "không phải phông chữ")
            .record("a.yaml", MINIMAL)
            .arg("--font-path")
            .arg("chu")
            .run()
            .code(2)
            .stdout_is("")
            .stderr_contains("thư mục `chu` không có phông chữ nào");
    }
}

#[test]
fn a_missing_font_folder_is_told_and_exits_with_2() {
    Thidua::new("build --font-path chu")
        .record("a.yaml", MINIMAL)
        .run()
        .code(2)
        .stderr_contains("không đọc được thư mục phông chữ `chu`: không có tệp hoặc thư mục này");
}

#[test]
fn a_missing_template_folder_is_told_and_exits_with_2() {
    Thidua::new("build --template-dir mau")
        .record("a.yaml", MINIMAL)
        .run()
        .code(2)
        .stderr_contains("`mau`: không có tệp hoặc thư mục này")
        .left("out", &[]);
}

#[test]
fn new_writes_a_record_that_checks_and_builds() {
    let cases: [(&str, &[&str]); 8] = [
        ("--kind so-ket", &["bao-cao-so-ket.pdf", "giao-uoc-thi-dua.pdf", "quyet-dinh-khen-thuong-1.pdf"]),
        (
            "--kind tong-ket",
            &["bao-cao-tong-ket.pdf", "giao-uoc-thi-dua.pdf", "quyet-dinh-khen-thuong-1.pdf"],
        ),
        ("--kind phat-dong", &["giao-uoc-thi-dua.pdf"]),
        ("--kind so-ket report", &["bao-cao-so-ket.pdf"]),
        ("--kind tong-ket report", &["bao-cao-tong-ket.pdf"]),
        ("covenant", &["giao-uoc-thi-dua.pdf"]),
        ("decision", &["quyet-dinh-khen-thuong-1.pdf"]),
        ("--kind so-ket quyet-dinh report", &["bao-cao-so-ket.pdf", "quyet-dinh-khen-thuong-1.pdf"]),
    ];
    for (kinds, papers) in cases {
        // The report's starter shows how prose is written, which is not to be printed.
        let told = match papers[0] {
            "bao-cao-so-ket.pdf" | "bao-cao-tong-ket.pdf" => "ho-so.yaml: 03 cảnh báo",
            _ => "ho-so.yaml: không có lỗi",
        };
        Thidua::new(&format!("new {kinds} -o ho-so.yaml"))
            .run()
            .code(0)
            .silent()
            .stdout_is("ho-so.yaml\n")
            .then("check ho-so.yaml")
            .run()
            .code(0)
            .stderr_contains(told)
            .then("build ho-so.yaml")
            .run()
            .code(0)
            .left("out/ho-so", papers);
    }
}

#[test]
fn new_never_writes_over_a_file() {
    let run = Thidua::new("new")
        .file("record.yaml", "của người khác")
        .run()
        .code(2)
        .stdout_is("")
        .stderr_contains("`record.yaml` đã có sẵn; thidua không ghi đè lên");
    assert_eq!(run.text("record.yaml"), "của người khác");
}

#[test]
fn new_makes_the_folder_that_it_writes_into() {
    Thidua::new("new report -o ho-so/2026/record.yaml")
        .run()
        .code(0)
        .stdout_is("ho-so/2026/record.yaml\n")
        .left("", &["ho-so/2026/record.yaml"]);
}

#[test]
fn new_into_a_folder_that_is_a_file_is_told_and_exits_with_3() {
    Thidua::new("new -o ho-so/record.yaml")
        .file("ho-so", "của người khác")
        .run()
        .code(3)
        .stdout_is("")
        .stderr_contains("`ho-so")
        .left("", &["ho-so"]);
}

#[test]
fn templates_are_listed_one_a_line_and_exported_under_the_same_paths() {
    let run = Thidua::new("templates list").run().code(0).silent().stdout_contains("lib/measures.typ\n");
    let mut listed: Vec<String> = run.stdout.lines().map(str::to_owned).collect();
    assert!(listed.contains(&"report/report.typ.j2".to_owned()), "{listed:?}");
    listed.sort();
    let run = run.then("templates export mau").run().code(0);
    assert_eq!(run.files("mau"), listed);
    // A second export would write over what was changed since.
    run.then("templates export mau").run().code(2).stderr_contains("đã có sẵn");
}

#[test]
fn one_template_is_exported_alone() {
    let run = Thidua::new("templates export --only lib/measures.typ").run().code(0).silent();
    let built_in = std::fs::read_to_string(crate::driver::root().join("templates/lib/measures.typ"));
    let run = run.stdout_is("templates/lib/measures.typ\n").left("", &["templates/lib/measures.typ"]);
    assert_eq!(run.text("templates/lib/measures.typ"), built_in.expect("the built-in template"));
}

#[test]
fn a_template_that_is_not_there_is_not_exported() {
    Thidua::new("templates export --only lib/measure.typ")
        .run()
        .code(2)
        .stderr_contains("không có tệp mẫu `lib/measure.typ`")
        .left("", &[]);
}

/// The pages of a record's papers, built with a folder of templates.
fn pages(templates: &[(&str, String)], folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut build = Thidua::new("build --format svg").file("a/record.yaml", MINIMAL).arg("a");
    for (path, text) in templates {
        build = build.file(&format!("{folder}/{path}"), text);
    }
    if folder == "mau" {
        build = build.arg("--template-dir").arg("mau");
    }
    let run = build.run().code(0);
    run.files("out").into_iter().map(|file| (file.clone(), run.bytes(&format!("out/{file}")))).collect()
}

fn built_in(path: &str) -> String {
    std::fs::read_to_string(crate::driver::root().join("templates").join(path)).expect("a built-in template")
}

#[test]
fn an_unchanged_template_changes_nothing() {
    let measures = [("lib/measures.typ", built_in("lib/measures.typ"))];
    let plain = pages(&[], "");
    assert!(pages(&measures, "mau") == plain, "from --template-dir");
    assert!(pages(&measures, "a/templates") == plain, "from the record's own folder");
}

#[test]
fn a_changed_template_changes_what_it_says_and_the_rest_stays_built_in() {
    let changed = built_in("covenant/covenant.typ.j2").replace("#bases(", "#paragraph[MẪU RIÊNG]\n#bases(");
    assert!(changed.contains("MẪU RIÊNG"), "the covenant's template has no bases");
    let plain = pages(&[], "");
    for folder in ["mau", "a/templates"] {
        let own = pages(&[("covenant/covenant.typ.j2", changed.clone())], folder);
        for ((file, own), (_, plain)) in own.iter().zip(&plain) {
            assert_eq!(own != plain, file == "a/giao-uoc-thi-dua-1.svg", "{folder}: {file}");
        }
    }
}

#[test]
fn a_changed_measure_changes_every_page() {
    let text = built_in("lib/measures.typ");
    let changed = text.replace("left: 30mm", "left: 35mm");
    assert_ne!(text, changed, "the left margin is 30 mm no longer: choose another measure");
    for folder in ["mau", "a/templates"] {
        let own = pages(&[("lib/measures.typ", changed.clone())], folder);
        for ((file, own), (_, plain)) in own.iter().zip(&pages(&[], "")) {
            assert_ne!(own, plain, "{folder}: {file}");
        }
    }
}

#[test]
fn the_templates_beside_the_record_go_before_those_of_the_command_line() {
    let template = |words: &str| format!("#text[{words}]");
    let run = Thidua::new("build --format typ --only report --template-dir mau")
        .file("mau/report/report.typ.j2", template("chung"))
        .file("a/templates/report/report.typ.j2", template("riêng"))
        .file("a/record.yaml", MINIMAL)
        .file("b/record.yaml", MINIMAL)
        .arg("a")
        .arg("b")
        .run()
        .code(0);
    assert_eq!(run.text("out/a/bao-cao-so-ket.typ").trim(), "#text[riêng]");
    assert_eq!(run.text("out/b/bao-cao-so-ket.typ").trim(), "#text[chung]");
}

#[test]
fn a_template_reaches_no_file_and_no_network() {
    let reaches = [
        "#read(\"/etc/passwd\")",
        "#read(\"../a.yaml\")",
        "#read(\"record.yaml\")",
        "#read(\"/record/record.yaml\")",
        "#import \"@preview/cetz:0.3.4\": *",
        "#image(\"/record/../anh.png\")",
        "#include \"/etc/passwd\"",
    ];
    for template in reaches {
        Thidua::new("build --only report")
            .file("a.yaml", MINIMAL)
            .file("anh.png", "")
            .file("a/templates/report/report.typ.j2", template)
            .file("a/record.yaml", MINIMAL)
            .arg("a")
            .run()
            .code(1)
            .stdout_is("")
            .stderr_contains(template);
    }
}

#[test]
fn messages_are_coloured_only_where_it_is_asked_for() {
    let stderr = |colour: &str| {
        let check = Thidua::new("check").record("a.yaml", "format: 2\n");
        let check = if colour.is_empty() { check } else { check.arg(colour) };
        check.run().code(1).stderr
    };
    assert!(!stderr("").contains('\u{1b}'));
    assert!(!stderr("--color=never").contains('\u{1b}'));
    assert!(stderr("--color=always").contains('\u{1b}'));
}
