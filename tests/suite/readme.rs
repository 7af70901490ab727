//! What the README shows is what the program does.

use crate::driver::{self, Thidua};

/// The text of the `at`-th fence after a mark.
fn fence(mark: &str, at: usize) -> String {
    let readme = std::fs::read_to_string(driver::root().join("README.md")).expect("README.md");
    let (_, after) = readme.split_once(mark).unwrap_or_else(|| panic!("README.md has no `{mark}`"));
    let fenced = after.split("```").nth(2 * at + 1).expect("a fence");
    fenced.split_once('\n').expect("a language").1.to_owned()
}

#[test]
fn the_wrong_record_of_the_readme_is_told_as_the_readme_says() {
    let mark = "<!-- wrong record -->";
    let run = Thidua::new("check").record("record.yaml", fence(mark, 0)).run().code(1);
    driver::assert_same("README.md", fence(mark, 1).trim_end(), run.stderr.trim_end());
}

#[test]
fn the_record_of_the_readme_has_no_faults() {
    Thidua::new("check").record("record.yaml", fence("## The record", 0)).run().code(0);
}

#[test]
fn the_readme_counts_the_rules() {
    let readme = std::fs::read_to_string(driver::root().join("README.md")).expect("README.md");
    let count = thidua::rules::all().count();
    assert!(readme.contains(&format!("\n{count} rules in eight families")), "there are {count} rules");
}
