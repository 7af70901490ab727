//! Many records at once: each made by itself, on as many machines as there are, and gone on with where it was stopped.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use crate::driver::{MINIMAL, Run, Thidua};

const REPORT: &str = "bao-cao-so-ket.pdf";

/// A report template that does a thing before it is a report.
fn with_template(record: &str, begins: &str) -> Thidua {
    let report = thidua::template::TemplateSet::default();
    let report = report.get("report/report.typ.j2").expect("the built-in report");
    Thidua::new("build --only report")
        .record(&format!("{record}/record.yaml"), MINIMAL)
        .file(&format!("{record}/templates/report/report.typ.j2"), format!("{begins}\n{report}"))
}

/// So many sound records, `a-00` and so on.
fn with_records(mut build: Thidua, count: usize) -> Thidua {
    for at in 0..count {
        build = build.record(&format!("a-{at:02}/record.yaml"), MINIMAL);
    }
    build
}

/// What the file of events tells, line by line.
fn events(run: &Run) -> Vec<Json> {
    run.text("events.jsonl").lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn a_template_that_loops_without_end_stops_no_other_record() {
    let run =
        with_records(with_template("loi", "#for i in range(1000000000) { let x = calc.pow(2.0, 3) }"), 4)
            .arg("--time-limit=2")
            .run()
            .code(1)
            .stderr_contains("lập hồ sơ `loi/record.yaml` quá 2 giây nên bị dừng")
            .stderr_contains("`--time-limit`")
            .stderr_contains("đã lập 4/5 hồ sơ, 4 văn bản; 1 hồ sơ có lỗi");
    assert_eq!(run.files("out").len(), 4);
}

#[test]
fn a_template_that_takes_all_memory_stops_no_other_record() {
    let hoards = "#let hoard = range(400000000).map(i => (i, str(i)))";
    with_records(with_template("loi", hoards), 2)
        .arg("--memory-limit=400")
        .run()
        .code(1)
        .stderr_contains("lập hồ sơ `loi/record.yaml` cần hơn 400 MB bộ nhớ nên bị dừng")
        .stderr_contains("đã lập 2/3 hồ sơ, 2 văn bản; 1 hồ sơ có lỗi");
}

#[test]
#[cfg(unix)]
fn a_worker_that_is_killed_leaves_its_record_to_another() {
    let slow = "#let wait = range(500000).map(i => str(i)).len()";
    let mut build = Thidua::new("build --only report --jobs 1");
    let report = thidua::template::TemplateSet::default();
    let report = report.get("report/report.typ.j2").expect("the built-in report").to_owned();
    for name in ["a", "b"] {
        build = build
            .record(&format!("{name}/record.yaml"), MINIMAL)
            .file(&format!("{name}/templates/report/report.typ.j2"), format!("{slow}\n{report}"));
    }
    build
        .run_while(|child, _| {
            let threads = format!("/proc/{}/task", child.id());
            let children = || {
                let threads = fs::read_dir(&threads).into_iter().flatten().flatten();
                let children = threads.map(|thread| fs::read_to_string(thread.path().join("children")));
                children.flatten().find(|children| !children.trim().is_empty())
            };
            let start = Instant::now();
            let worker = loop {
                if let Some(worker) = children() {
                    break worker;
                }
                assert!(start.elapsed() < Duration::from_secs(30), "no worker is started");
                std::thread::sleep(Duration::from_millis(5));
            };
            std::thread::sleep(Duration::from_millis(300));
            let killed = std::process::Command::new("kill").args(["-9", worker.trim()]).status();
            assert!(killed.is_ok_and(|status| status.success()), "the worker is not killed");
        })
        .code(0)
        .wrote(&format!("out/a/{REPORT}"))
        .wrote(&format!("out/b/{REPORT}"))
        .stderr_contains("đã lập 2/2 hồ sơ, 2 văn bản");
}

#[test]
fn the_shards_of_a_batch_are_all_of_it_and_nothing_twice() {
    let all = with_records(Thidua::new("build --only report"), 9).run().code(0);
    let mut found = Vec::new();
    let mut run = all;
    for shard in ["1/3", "2/3", "3/3"] {
        run = run.then(&format!("build --only report --shard {shard} -o phan")).arg(".").run().code(0);
        found.extend(run.stdout.lines().map(str::to_owned).collect::<Vec<_>>());
    }
    found.sort();
    let papers: Vec<String> = (0..9).map(|at| format!("phan/a-{at:02}/{REPORT}")).collect();
    assert_eq!(found, papers);
    for at in 0..9 {
        let path = format!("a-{at:02}/{REPORT}");
        assert_eq!(run.bytes(&format!("out/{path}")), run.bytes(&format!("phan/{path}")), "{path}");
    }
}

#[test]
fn a_record_stays_in_its_shard_when_others_come() {
    let run = with_records(Thidua::new("build --only report --shard 1/2"), 6).run().code(0);
    let few: Vec<String> = run.stdout.lines().map(str::to_owned).collect();
    let mut more = run.then("build --only report --shard 1/2").arg(".");
    for name in ["b-1", "b-2", "a-000"] {
        more = more.file(&format!("{name}/record.yaml"), MINIMAL);
    }
    let more = more.run().code(0);
    assert!(few.iter().all(|path| more.stdout.contains(path.as_str())), "{few:?}\n{}", more.stdout);
}

#[test]
fn a_shard_that_cannot_be_is_told_and_exits_with_2() {
    for (shard, words) in [
        ("0/4", "có 4 phần thì phần thứ mấy phải từ 1 đến 4"),
        ("5/4", "có 4 phần thì phần thứ mấy phải từ 1 đến 4"),
        ("4/0", "số phần ít nhất là 1"),
        ("4", "ghi `K/N`"),
        ("-1/4", "ghi `K/N`"),
        ("a/b", "ghi `K/N`"),
    ] {
        Thidua::new("build a.yaml").arg(format!("--shard={shard}")).run().code(2).stderr_contains(words);
    }
}

#[test]
fn a_shard_without_a_record_makes_nothing_and_is_no_fault() {
    let record = |shard: &str| {
        Thidua::new("build --only report")
            .record("a.yaml", MINIMAL)
            .arg("--shard")
            .arg(shard)
            .run()
            .code(0)
            .stdout
    };
    let both: Vec<String> = vec![record("1/2"), record("2/2")];
    assert_eq!(both.concat(), format!("out/a/{REPORT}\n"));
}

#[test]
fn a_manifest_lists_records_by_lines_or_by_nuls() {
    for list in ["a.yaml\nb/record.yaml\n", "a.yaml\r\n\r\nb\r\n", "a.yaml\0b\0", "\u{feff}a.yaml\nb"] {
        Thidua::new("build --only report --manifest list.txt")
            .file("a.yaml", MINIMAL)
            .file("b/record.yaml", MINIMAL)
            .file("list.txt", list)
            .run()
            .code(0)
            .stdout_is(&format!("out/a/{REPORT}\nout/b/{REPORT}\n"));
    }
}

#[test]
fn a_manifest_may_come_through_a_pipe() {
    Thidua::new("build --only report --manifest -")
        .file("a.yaml", MINIMAL)
        .through_shell(r#"printf 'a.yaml\n' | "$@""#)
        .run()
        .code(0)
        .stdout_is(&format!("out/a/{REPORT}\n"));
}

#[test]
fn what_a_manifest_lists_wrongly_is_told_at_its_line_and_stops_no_record() {
    Thidua::new("build --only report --manifest list.txt")
        .file("a.yaml", MINIMAL)
        .file("x/a.yaml", MINIMAL)
        .file("list.txt", "a.yaml\nkhong-co.yaml\na.yaml\nx/a.yaml\n")
        .run()
        .code(2)
        .stdout_is(&format!("out/a/{REPORT}\n"))
        .stderr_contains("list.txt:2:1")
        .stderr_contains("không mở được `khong-co.yaml`")
        .stderr_contains("list.txt:4:1")
        .stderr_contains("hai hồ sơ cùng tên `a`");
}

#[test]
fn a_manifest_of_a_hundred_thousand_lines_is_read_and_its_faults_are_counted() {
    let list: String = (0..50_000).map(|at| format!("a.yaml\nkhong-co-{at}.yaml\n")).collect();
    let run = Thidua::new("build --only report --manifest list.txt")
        .file("a.yaml", MINIMAL)
        .file("list.txt", list)
        .run()
        .code(2)
        .stdout_is(&format!("out/a/{REPORT}\n"))
        .stderr_contains("còn 49900 đường dẫn sai nữa trong `list.txt`");
    assert_eq!(run.messages().len(), 101);
}

#[test]
fn a_manifest_that_is_none_is_told_and_exits_with_2() {
    Thidua::new("build --manifest list.txt")
        .run()
        .code(2)
        .stderr_contains("không đọc được danh sách `list.txt`");
    Thidua::new("build --manifest list.txt")
        .file("list.txt", "\n\n")
        .run()
        .code(2)
        .stderr_contains("danh sách không có hồ sơ nào");
    Thidua::new("build --manifest list.txt")
        .file("list.txt", b"\xff\xfe".as_slice())
        .run()
        .code(2)
        .stderr_contains("danh sách `list.txt` không phải là văn bản UTF-8");
}

#[test]
fn events_tell_of_each_paper_with_its_digest() {
    let run = Thidua::new("build --events events.jsonl")
        .record("a.yaml", MINIMAL)
        .record("b.yaml", "format: 1\n")
        .run()
        .code(1);
    let told: BTreeMap<String, Json> = events(&run)
        .into_iter()
        .map(|event| (format!("{} {}", event["record"].as_str().unwrap_or("?"), event["paper"]), event))
        .collect();
    let papers: Vec<&str> = told.keys().map(String::as_str).collect();
    assert_eq!(papers, ["a.yaml \"covenant\"", "a.yaml \"report\"", "b.yaml null"]);
    let report = &told["a.yaml \"report\""];
    assert_eq!(report["path"], format!("out/a/{REPORT}"));
    assert_eq!(report["status"], "made");
    assert_eq!(report["sha256"], thidua::batch::inputs::sha256(&run.bytes(&format!("out/a/{REPORT}"))));
    let faulty = &told["b.yaml null"];
    assert_eq!((&faulty["status"], &faulty["path"]), (&Json::from("failed"), &Json::Null));
    assert!(faulty["faults"].as_array().is_some_and(|faults| !faults.is_empty()), "{faulty}");
}

#[test]
fn events_that_cannot_be_written_are_told_before_anything_is_made() {
    let run = Thidua::new("build --events khong/co/events.jsonl").record("a.yaml", MINIMAL).run().code(3);
    run.stderr_contains("khong/co/events.jsonl").left("out", &[]);
}

#[test]
fn a_run_that_is_gone_on_with_makes_only_what_is_not_there() {
    let command = "build --only report --events events.jsonl --resume --jobs 1";
    let run = with_records(Thidua::new(command), 3).run().code(0);
    assert_eq!(events(&run).len(), 3);
    let all = run.stdout.clone();
    let again =
        run.then(command).arg(".").run().code(0).stdout_is("").stderr_contains(
            "đã lập 0/3 hồ sơ, 0 văn bản; 3 hồ sơ đã lập từ lần trước, không có gì thay đổi",
        );
    assert_eq!(events(&again).len(), 3);
    let damaged = again
        .then(command)
        .arg(".")
        .prepared(|folder| {
            fs::write(folder.join(format!("out/a-01/{REPORT}")), "hỏng").expect("a file");
            let events = fs::read_to_string(folder.join("events.jsonl")).expect("the events");
            // The last line was not finished when the run was stopped.
            fs::write(folder.join("events.jsonl"), &events[..events.len() - 20]).expect("a file");
        })
        .run()
        .code(0)
        .stdout_is(&format!("out/a-01/{REPORT}\nout/a-02/{REPORT}\n"));
    damaged.then(command).arg(".").run().code(0).stdout_is("");
    assert!(all.lines().count() == 3);
}

/// Does something to a record that was made, and goes on with the run.
#[track_caller]
fn is_made_again_after(change: impl FnOnce(&Path), options: &str) {
    let command = "build --only report --events events.jsonl --resume";
    let record = MINIMAL.replace("nội dung giao ước.", "nội dung giao ước.\n\n        ![Biểu đồ](anh.png)");
    let record = record.replace("body: Các", "body: |\n        Các");
    Thidua::new(command)
        .record("a/record.yaml", &record)
        .prepared(|folder| {
            let picture = crate::driver::root().join("samples/day-du/anh");
            let picture = fs::read_dir(picture).expect("pictures").flatten().map(|entry| entry.path()).min();
            fs::copy(picture.expect("a picture"), folder.join("a/anh.png")).expect("a copy");
        })
        .run()
        .code(0)
        .then(&format!("{command} {options}"))
        .arg("a")
        .prepared(change)
        .run()
        .code(0)
        .stdout_is(&format!("out/a/{REPORT}\n"));
}

#[test]
fn what_changed_is_made_again() {
    let write = |path: &'static str, text: String| {
        move |folder: &Path| {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
    };
    is_made_again_after(
        |folder| {
            let record = fs::read_to_string(folder.join("a/record.yaml")).expect("the record");
            fs::write(folder.join("a/record.yaml"), format!("{record}# khác\n")).expect("a file");
        },
        "",
    );
    is_made_again_after(write("a/thidua.yaml", "# không có gì\n".to_owned()), "");
    is_made_again_after(
        |folder| {
            let blank = thidua::template::TemplateSet::default();
            let blank = blank.get("lib/blank.typ").expect("the built-in file");
            write("a/templates/lib/blank.typ", format!("{blank}// khác\n"))(folder);
        },
        "",
    );
    is_made_again_after(
        |folder| {
            let other = crate::driver::root().join("tests/pictures");
            let is_png = |path: &std::path::PathBuf| path.extension().is_some_and(|ending| ending == "png");
            let other =
                fs::read_dir(other).expect("pictures").flatten().map(|entry| entry.path()).find(is_png);
            fs::copy(other.expect("a picture"), folder.join("a/anh.png")).expect("a copy");
        },
        "",
    );
    is_made_again_after(|_| {}, "--draft");
    is_made_again_after(|_| {}, "--attach-record");
}

#[test]
fn resuming_without_events_is_told_and_exits_with_2() {
    Thidua::new("build a.yaml --resume").run().code(2).stderr_contains("--events");
}

#[test]
fn the_papers_told_are_in_the_order_of_the_records() {
    let run = with_records(Thidua::new("build --only report --jobs 4"), 12).run().code(0);
    let expected: Vec<String> = (0..12).map(|at| format!("out/a-{at:02}/{REPORT}")).collect();
    assert_eq!(run.stdout.lines().collect::<Vec<_>>(), expected);
}
