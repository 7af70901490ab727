//! Broken records: what is said of each, word for word, and what no record may do.
//!
//! `tests/faults/x.yaml` is a broken record, `tests/faults/x/` one with files of its own; what
//! the program says of it stands in `tests/faults/x.txt`.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::driver::{self, MINIMAL, Run, Thidua};

/// References of records that tests of this file make themselves.
const MADE: [&str; 1] = ["picture-behind-a-link.txt"];

/// The broken records, by file or folder name.
fn records() -> Vec<PathBuf> {
    let folder = driver::root().join("tests/faults");
    let entries = fs::read_dir(folder).expect("tests/faults").map(|entry| entry.expect("an entry").path());
    let mut records: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_none_or(|kind| kind == "yaml")).collect();
    records.sort();
    records
}

fn run(command: &str, record: &std::path::Path) -> Run {
    let name = record.file_name().and_then(|name| name.to_str()).expect("a name in Unicode");
    Thidua::new(command).copied(record).arg(name).run()
}

#[test]
fn every_broken_record_is_told_word_for_word_and_makes_no_paper() {
    let mut differences = Vec::new();
    for record in records() {
        let run = run("build", &record);
        let name = record.file_stem().and_then(|name| name.to_str()).expect("a name in Unicode");
        if run.code != Some(1) || !run.stdout.is_empty() || !run.files("out").is_empty() {
            differences.push(format!("{name}: exit code {:?}, wrote {:?}\n", run.code, run.files("out")));
        }
        differences.extend(driver::differs(&format!("faults/{name}.txt"), &run.stderr));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn check_says_of_a_record_what_build_says() {
    let own_templates = |record: &PathBuf| record.join("templates").is_dir();
    for record in records().into_iter().filter(|record| !own_templates(record)) {
        let (built, checked) = (run("build", &record), run("check", &record));
        driver::assert_same(&format!("{}", record.display()), &built.stderr, &checked.stderr);
    }
}

#[test]
fn every_reference_belongs_to_a_record() {
    let folder = driver::root().join("tests/faults");
    let known: Vec<String> = records()
        .iter()
        .map(|record| format!("{}.txt", record.file_stem().expect("a name").to_string_lossy()))
        .chain(MADE.map(str::to_owned))
        .collect();
    let files = driver::files_below(&folder);
    let unused: Vec<&String> =
        files.iter().filter(|file| file.ends_with(".txt") && !known.contains(file)).collect();
    assert!(unused.is_empty(), "references without a record: {unused:?}");
}

/// Keeps `UPDATE=1` from accepting the words of a library.
#[test]
fn no_reference_is_in_english() {
    const ENGLISH: &str = " allowed character characters context did error expected field found invalid mapping \
                           missing more not stream the type unknown value while with ";
    let folder = driver::root().join("tests/faults");
    for file in driver::files_below(&folder).into_iter().filter(|file| file.ends_with(".txt")) {
        let text = fs::read_to_string(folder.join(&file)).expect("a reference");
        // A line with a number is the record's own text.
        for line in text.lines().filter(|line| !line.starts_with(|first: char| first.is_ascii_digit())) {
            // Keys, values and file names are quoted as they are written.
            let said = line.split('`').step_by(2).filter(|_| !line.contains("-->"));
            for word in said.flat_map(str::split_whitespace) {
                assert!(!ENGLISH.contains(&format!(" {word} ")), "{file}: `{line}`");
            }
        }
    }
}

#[test]
fn a_missing_picture_is_shown_at_the_line_that_names_it() {
    let record = MINIMAL.replace(
        "      body: Các đơn vị đã hoàn thành các nội dung giao ước.\n",
        "      body: |\n        Các đơn vị.\n\n        ![Biểu đồ](a.png)\n\n        ![Biểu đồ](b.png)\n",
    );
    let line = |name: &str| 1 + record.lines().position(|line| line.contains(name)).expect("the picture");
    Thidua::new("check")
        .record("a.yaml", &record)
        .run()
        .code(1)
        .stderr_contains(&format!("`a.png`: không có tệp hình này\n  --> a.yaml:{}:", line("a.png")))
        .stderr_contains(&format!("`b.png`: không có tệp hình này\n  --> a.yaml:{}:", line("b.png")));
}

#[test]
fn faults_come_in_the_order_of_their_lines() {
    for record in records() {
        let places: Vec<(usize, usize)> = run("check", &record)
            .stderr
            .lines()
            .filter_map(|line| {
                let mut place = line.trim_start().strip_prefix("--> ")?.rsplit(':');
                let column = place.next()?.parse().ok()?;
                Some((place.next()?.parse().ok()?, column))
            })
            .collect();
        assert!(places.is_sorted(), "{}: {places:?}", record.display());
    }
}

/// Every place that names a unit by its id, each on a line of its own that says `nobody`.
const UNKNOWN_UNITS: &str = "\
format: 1
group:
  name: Cụm thi đua số 1
  kind: cụm
  leader: nobody
  deputies:
    - dong
    - nobody
  units:
    - id: dong
      name: Phường Hương Đông
      head:
        unit: nobody
      co_signers:
        - unit: nobody
    - { id: tay, name: Phường Hương Tây }
meeting:
  kind: sơ kết
  period: { half: 1, year: 2026 }
  chair:
    unit: nobody
  guests:
    - unit: nobody
  attendance:
    - unit: nobody
    - unit: dong
      people:
        - unit: nobody
scores:
  results:
    - unit: nobody
  ranking:
    - nobody
nominations:
  - award: Cờ thi đua
    unit: nobody
election:
  leader: nobody
  deputies:
    - nobody
  votes:
    - votes: 1
      unit: nobody
covenant:
  targets:
    - name: Tỷ lệ hồ sơ đúng hạn
      units:
        nobody: 100
  parties:
    - unit: nobody
    - unit: tay
      signers:
        - unit: nobody
";

#[test]
fn a_unit_that_is_not_there_is_told_wherever_it_is_written() {
    let run = Thidua::new("check").record("a.yaml", UNKNOWN_UNITS).run().code(1);
    let untold: Vec<String> = (1..)
        .zip(UNKNOWN_UNITS.lines())
        .filter(|(_, line)| line.contains("nobody"))
        .filter(|(number, _)| !run.stderr.contains(&format!("--> a.yaml:{number}:")))
        .map(|(number, line)| format!("{number}: {line}"))
        .collect();
    assert!(untold.is_empty(), "not told:\n{}", untold.join("\n"));
}

#[test]
fn an_unknown_key_under_free_keys_is_shown_at_the_key() {
    let record = MINIMAL.replace("covenant: {}", "covenant: { targets: [{ name: A, units: { donh: 1 } }] }");
    let at = record.lines().last().and_then(|line| line.find("donh")).expect("the key") + 1;
    Thidua::new("check").record("a.yaml", record).run().code(1).stderr_contains(&format!("a.yaml:15:{at}"));
}

/// Sections that stand for one another nine times over, level by level.
fn bomb(leaf: &str, levels: usize) -> String {
    let mut text = MINIMAL.replace("covenant: {}\n", "");
    text.push_str(&format!("    - &a0 {leaf}\n"));
    for level in 1..=levels {
        let below = vec![format!("*a{}", level - 1); 9].join(", ");
        text.push_str(&format!("    - &a{level} {{ sections: [{below}] }}\n"));
    }
    text
}

#[test]
fn an_alias_bomb_around_a_fault_is_refused_in_few_words() {
    let start = Instant::now();
    let run = Thidua::new("check").record("a.yaml", bomb("{ titel: Kết quả }", 6)).run().code(1);
    assert!(start.elapsed() < Duration::from_secs(5), "took {:?}", start.elapsed());
    assert!(run.stderr.len() < 100_000, "{} bytes of stderr", run.stderr.len());
}

#[test]
fn a_fault_that_aliases_repeat_is_told_once() {
    let run = Thidua::new("check").record("a.yaml", bomb("{ insert: scores }", 2)).run().code(1);
    assert_eq!(run.messages().len(), 1, "{}", run.stderr);
}

#[test]
fn a_thousand_faults_are_told_quickly() {
    let start = Instant::now();
    let record = MINIMAL.replace("covenant: {}\n", &"    - titel: Kết quả\n".repeat(19_990));
    Thidua::new("check").record("a.yaml", record).run().code(1).stderr_contains("có phải muốn viết `title`?");
    assert!(start.elapsed() < Duration::from_secs(5), "took {:?}", start.elapsed());
}

#[test]
fn a_letter_that_an_entity_hides_is_a_fault_at_its_line() {
    for entity in ["&#x1F600;", "&#x5927;", "&shy;", "&#x202e;", "&zwj;", "&#7;"] {
        let record = MINIMAL.replace("hoàn thành", entity);
        for format in ["pdf", "png"] {
            Thidua::new("build --format")
                .arg(format)
                .record("a.yaml", &record)
                .run()
                .code(1)
                .stderr_contains("--> a.yaml:14:");
        }
    }
}

#[test]
fn a_picture_is_found_whether_its_name_is_written_in_whole_letters_or_in_parts() {
    use unicode_normalization::UnicodeNormalization;
    let name = "ảnh/Biểu đồ số 1.png";
    let picture = fs::read(driver::root().join("samples/day-du/anh/bieu-do.png")).expect("a picture");
    let parts: String = name.nfd().collect();
    for (file, written) in [(name, parts.as_str()), (parts.as_str(), name), (parts.as_str(), parts.as_str())]
    {
        Thidua::new("build --only report")
            .file(&format!("ho-so/{file}"), &picture)
            .file(
                "ho-so/record.yaml",
                MINIMAL.replace(
                    "body: Các",
                    &format!("body: |\n        ![Biểu đồ](<{written}>)\n\n        Các"),
                ),
            )
            .arg("ho-so")
            .run()
            .code(0);
    }
}

#[test]
fn a_note_in_the_head_of_a_table_is_printed() {
    let table = "body: |\n        | Đơn vị[^1] | Điểm |\n        |---|---|\n        | Sở Y tế | 98 |\n\n        [^1]: Xếp theo điểm.\n\n        Các";
    Thidua::new("build --only report").record("a.yaml", MINIMAL.replace("body: Các", table)).run().code(0);
}

#[test]
fn an_empty_closing_leaves_the_closing_mark_to_the_last_words() {
    let lists =
        ["- một;\n        - hai.", "Các đơn vị\n        hoàn thành.", "Đoạn một.\n\n        Đoạn hai."];
    for words in lists {
        let record = MINIMAL.replace("report:\n", "report:\n  closing: \"\"\n").replace(
            "body: Các đơn vị đã hoàn thành các nội dung giao ước.",
            &format!("body: |\n        {words}"),
        );
        let run = Thidua::new("build --format typ --only report").record("a.yaml", record).run().code(0);
        let text = run.text("out/a/bao-cao-so-ket.typ");
        assert!(!text.contains("paragraph[./.]"), "{text}");
        assert_eq!(text.matches("./.").count(), 1, "{text}");
    }
}

#[test]
#[cfg(unix)]
fn a_picture_behind_a_link_to_another_folder_is_a_fault() {
    Thidua::new("build")
        .copied(&driver::root().join("samples/day-du/anh"))
        .file("ho-so/record.yaml", MINIMAL.replace("Các đơn vị", "Các đơn vị ![Biểu đồ](hinh.png)"))
        .prepared(|folder| {
            std::os::unix::fs::symlink(folder.join("anh/bieu-do.png"), folder.join("ho-so/hinh.png"))
                .expect("a link");
        })
        .arg("ho-so")
        .run()
        .code(1)
        .stderr_is("faults/picture-behind-a-link.txt");
}

#[test]
#[cfg(unix)]
fn a_picture_behind_a_linked_folder_is_a_fault() {
    Thidua::new("build")
        .copied(&driver::root().join("samples/day-du/anh"))
        .file("ho-so/record.yaml", MINIMAL.replace("Các đơn vị", "Các đơn vị ![Biểu đồ](anh/bieu-do.png)"))
        .prepared(|folder| {
            std::os::unix::fs::symlink(folder.join("anh"), folder.join("ho-so/anh")).expect("a link");
        })
        .arg("ho-so")
        .run()
        .code(1)
        .stderr_contains("hình phải nằm trong thư mục của hồ sơ");
}

/// Builds a record beside whose folder lies a foreign template, with a link that leads there.
#[cfg(unix)]
fn linked(link: &str, to: &str) -> Run {
    Thidua::new("build --format typ --only report")
        .file("outside/report/report.typ.j2", "SECRET")
        .file("ho-so/record.yaml", MINIMAL)
        .prepared(|folder| {
            let link = folder.join("ho-so").join(link);
            fs::create_dir_all(link.parent().expect("a folder above")).expect("a folder");
            std::os::unix::fs::symlink(folder.join(to), link).expect("a link");
        })
        .arg("ho-so")
        .run()
}

#[test]
#[cfg(unix)]
fn templates_behind_links_to_other_folders_are_not_read() {
    let file = "outside/report/report.typ.j2";
    let links = [
        ("templates/report/report.typ.j2", file),
        ("templates/report", "outside/report"),
        ("templates", "outside"),
    ];
    for (link, to) in links {
        let run = linked(link, to);
        let read = run.code == Some(0) && run.text("out/ho-so/bao-cao-so-ket.typ").contains("SECRET");
        assert!(!read, "what `{link}` leads to was read");
    }
}
