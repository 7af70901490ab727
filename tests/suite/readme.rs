//! What the README and the docs show is what the program does.

use std::path::Path;

use crate::driver::{self, MINIMAL, Thidua};
use crate::pki::{Kind, PASSWORD, pki};

/// A file of the project by its path.
fn text_of(file: &str) -> String {
    std::fs::read_to_string(driver::root().join(file)).unwrap_or_else(|_| panic!("{file} cannot be read"))
}

/// The text of the `at`-th fence after a mark of a file.
fn fence(file: &str, mark: &str, at: usize) -> String {
    let text = text_of(file);
    let (_, after) = text.split_once(mark).unwrap_or_else(|| panic!("{file} has no `{mark}`"));
    let fenced = after.split("```").nth(2 * at + 1).expect("a fence");
    fenced.split_once('\n').expect("a language").1.to_owned()
}

#[test]
fn the_wrong_record_of_the_readme_is_told_as_the_readme_says() {
    let (file, mark) = ("README.md", "<!-- wrong record -->");
    let run = Thidua::new("check").record("record.yaml", fence(file, mark, 0)).run().code(1);
    driver::assert_same(file, fence(file, mark, 1).trim_end(), run.stderr.trim_end());
}

#[test]
fn the_record_of_the_docs_has_no_faults() {
    Thidua::new("check").record("record.yaml", fence("docs/record.md", "# The record", 0)).run().code(0);
}

#[test]
fn the_docs_count_the_rules() {
    let count = thidua::rules::all().count();
    let told = format!("\n{count} rules in eight families");
    assert!(text_of("docs/record.md").contains(&told), "there are {count} rules");
}

#[test]
fn the_tour_of_the_readme_runs_as_it_is_written() {
    assert_tour_runs("README.md", "## A tour");
}

#[test]
fn the_longer_tour_of_the_docs_runs_as_it_is_written() {
    assert_tour_runs("docs/record.md", "## A longer tour");
}

/// Runs the commands of a fence one after the other, in a folder that holds what they name.
fn assert_tour_runs(file: &str, mark: &str) {
    let Some(pki) = pki() else { return };
    let key = pki.person("Lê Văn C", Kind::P256);
    let prepare = |folder: &Path| {
        let copy = |from: &Path, to: &str| {
            let to = folder.join(to);
            std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
            std::fs::copy(from, to).expect("a file");
        };
        copy(&key.p12, "thu/a.p12");
        copy(&pki.root(), "thu/chung-thu/goc.pem");
        driver::copy(&driver::root().join("fonts"), &folder.join("fonts-of-the-office"));
    };
    let last_year = MINIMAL.replace(
        "kind: sơ kết\n  period: { half: 1, year: 2026 }",
        "kind: sơ kết\n  period: { half: 1, year: 2025 }",
    );
    let mut run = Thidua::new("--version")
        .record("last-year/record.yaml", last_year)
        .record("meetings/a/record.yaml", MINIMAL)
        .record("meetings/b/record.yaml", MINIMAL)
        .file("mat-khau", PASSWORD)
        .prepared(prepare)
        .run();
    for line in fence(file, mark, 0).lines() {
        let words = line.split(" #").next().unwrap_or_default().trim();
        let words = words.strip_prefix("thidua ").expect("a command");
        // It serves until it is stopped, as its own tests do.
        if words.starts_with("watch") {
            continue;
        }
        let more = if words.starts_with("sign") { " --pin-file mat-khau" } else { "" };
        run = run.then(&format!("{words}{more}")).run().code(0);
    }
    run.wrote("kho/DOC-TRUOC.txt");
}

#[test]
fn the_commands_of_the_scale_guide_run_as_they_are_written() {
    let guide = text_of("docs/scale.md");
    let fences = guide.split("```sh\n").skip(1).map(|rest| rest.split("```").next().expect("an end"));
    let mut run = Thidua::new("--version")
        .record("ho-so/a/record.yaml", MINIMAL)
        .record("ho-so/b/record.yaml", MINIMAL)
        .file("ho-so.txt", "ho-so/a\nho-so/b\n")
        .run();
    let mut count = 0;
    for line in fences.flat_map(str::lines) {
        count += 1;
        // What stands before a pipe lists records; the command after it is the program.
        let (listed, words) = line.split_once("| ").map_or(("", line), |(listed, words)| (listed, words));
        let words = words.strip_prefix("thidua ").expect("a command");
        let pipe = if listed.is_empty() { "exec \"$@\"".to_owned() } else { format!("{listed}| \"$@\"") };
        run = run.then(words).through_shell(&pipe).run().code(0).wrote("out/a/bao-cao-so-ket.pdf");
    }
    assert_eq!(count, 4, "docs/scale.md has other commands");
}

#[test]
fn the_readme_has_at_most_150_lines() {
    let lines = text_of("README.md").lines().count();
    assert!(lines <= 150, "README.md has {lines} lines; what is more belongs into docs/");
}

/// The files that a Markdown text links to, by their paths from it.
fn linked(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
    let files = targets.filter_map(|target| target.split('#').next());
    files.filter(|file| !file.is_empty() && !file.contains("://"))
}

#[test]
fn every_relative_link_of_the_readme_and_the_docs_leads_to_a_file() {
    let docs =
        driver::files_below(&driver::root().join("docs")).into_iter().map(|file| format!("docs/{file}"));
    let texts = docs.filter(|file| file.ends_with(".md")).chain(["README.md".to_owned()]);
    let mut broken = Vec::new();
    for file in texts {
        let (path, text) = (driver::root().join(&file), text_of(&file));
        let folder = path.parent().expect("a folder");
        let lost = linked(&text).filter(|link| !folder.join(link).is_file());
        broken.extend(lost.map(|link| format!("{file}: {link}")));
    }
    assert!(broken.is_empty(), "links to nothing: {broken:?}");
}
