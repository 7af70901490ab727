//! The rules of the check, each by minimal pairs.
//!
//! `tests/rules/ID.yaml` is a record in which nothing is found. A line of it may end with `# sai: …`: with
//! that text in the place of the line's own, the rule ID is broken, and no other is. What is said
//! then stands in `tests/rules/ID.txt`.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use thidua::check::{self, Verdict};
use thidua::diagnostic::Severity;
use thidua::input::text::Content;
use thidua::input::{self, Loaded};
use thidua::rules::law::{Law, Mark};
use thidua::rules::{self, Rule};
use thidua::template::{Kind, Starter, TemplateSet};

use crate::driver;

/// What turns a line into one that breaks the rule.
const WRONG: &str = "# sai: ";

fn folder() -> PathBuf {
    driver::root().join("tests/rules")
}

/// The record of a rule.
fn record(rule: &Rule) -> String {
    let path = folder().join(format!("{}.yaml", rule.id));
    fs::read_to_string(&path).unwrap_or_else(|_| panic!("tests/rules/{}.yaml is missing", rule.id))
}

/// A record with one of its lines wrong, for each line that says how.
fn wrong(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let marked = lines.iter().enumerate().filter_map(|(at, line)| Some((at, *line, line.find(WRONG)?)));
    marked
        .map(|(at, line, mark)| {
            let indent = &line[..line.len() - line.trim_start().len()];
            let instead = line[mark + WRONG.len()..].replace("\\n", &format!("\n{indent}"));
            let mut changed: Vec<String> = lines.iter().map(|line| without_mark(line)).collect();
            changed[at] = format!("{indent}{instead}");
            changed.join("\n") + "\n"
        })
        .collect()
}

fn without_mark(line: &str) -> String {
    line.find(WRONG).map_or(line, |mark| line[..mark].trim_end()).to_owned()
}

fn sound(text: &str) -> String {
    text.lines().map(|line| without_mark(line) + "\n").collect()
}

fn judged(name: &str, text: &str) -> Verdict {
    let Content { source, decomposed } = input::text::composed(format!("{name}.yaml"), text);
    let record = input::parse(&source, &|_| true).unwrap_or_else(|faults| {
        let told: Vec<String> = faults.iter().map(|fault| fault.render(false)).collect();
        panic!("tests/rules/{name}.yaml cannot be read:\n{}\n{text}", told.join("\n"))
    });
    let loaded = Loaded {
        name: name.to_owned(),
        record,
        source,
        folder: PathBuf::from("."),
        decomposed,
        breaches: Vec::new(),
    };
    check::judge(&loaded, Law::built_in())
}

fn told(verdict: &Verdict) -> String {
    verdict.findings.iter().map(|finding| finding.render(false) + "\n\n").collect()
}

static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| rules::all().collect());

#[test]
fn nothing_is_found_in_the_sound_record_of_any_rule() {
    let noisy: Vec<String> = RULES
        .iter()
        .map(|rule| (rule.id, judged(rule.id, &sound(&record(rule)))))
        .filter(|(_, verdict)| !verdict.findings.is_empty())
        .map(|(id, verdict)| format!("{id}:\n{}", told(&verdict)))
        .collect();
    assert!(noisy.is_empty(), "{}", noisy.join("\n"));
}

#[test]
fn every_wrong_line_breaks_its_rule_and_no_other() {
    let mut misjudged = Vec::new();
    for rule in RULES.iter() {
        let records = wrong(&record(rule));
        if records.is_empty() {
            misjudged.push(format!("tests/rules/{}.yaml has no line with `{WRONG}`", rule.id));
        }
        for text in records {
            let verdict = judged(rule.id, &text);
            let found: BTreeSet<&str> = verdict
                .findings
                .iter()
                .map(|finding| finding.rule.as_ref().map_or("", |rule| rule.id))
                .collect();
            if found != BTreeSet::from([rule.id]) {
                misjudged.push(format!("{}: found {found:?} in\n{text}\n{}", rule.id, told(&verdict)));
            }
        }
    }
    assert!(misjudged.is_empty(), "{}", misjudged.join("\n"));
}

#[test]
fn every_breach_is_told_word_for_word() {
    let differences: Vec<String> = RULES
        .iter()
        .filter_map(|rule| {
            let breaches: String =
                wrong(&record(rule)).iter().map(|text| told(&judged(rule.id, text))).collect();
            driver::differs(&format!("rules/{}.txt", rule.id), &breaches)
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_record_belongs_to_a_rule() {
    let known: BTreeSet<String> =
        RULES.iter().flat_map(|rule| [format!("{}.yaml", rule.id), format!("{}.txt", rule.id)]).collect();
    let stray: Vec<String> =
        driver::files_below(&folder()).into_iter().filter(|file| !known.contains(file)).collect();
    assert!(stray.is_empty(), "{stray:?}");
}

#[test]
fn the_ids_of_rules_are_unique_and_in_kebab_case() {
    let mut seen = BTreeSet::new();
    for rule in RULES.iter() {
        assert!(seen.insert(rule.id), "{} is given twice", rule.id);
        assert!(rule.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", rule.id);
    }
}

#[test]
fn what_is_not_certain_is_never_more_than_a_warning() {
    for rule in RULES.iter().filter(|rule| rule.mark != Mark::Verified) {
        assert_eq!(rule.level, Severity::Warning, "{}", rule.id);
    }
}

#[test]
fn every_rule_says_what_it_asks_why_and_where_it_is_written() {
    for rule in RULES.iter() {
        assert!(rule.title.chars().count() >= 15 && !rule.title.ends_with('.'), "{}: title", rule.id);
        assert!(rule.text.chars().count() >= 60 && rule.text.ends_with('.'), "{}: text", rule.id);
        assert!(rule.article.chars().count() >= 5 && !rule.article.ends_with('.'), "{}: article", rule.id);
    }
}

/// A launch, with its kind, its period and its day.
fn launch(kind: &str, period: &str, day: &str) -> String {
    format!(
        "\
format: 1
group:
  name: Khối thi đua số 1
  kind: khối
  units:
    - {{ id: a, name: Viễn thông Sông Hương, head: {{ name: Nguyễn Văn A, title: Giám đốc }} }}
    - {{ id: b, name: Trung tâm Kinh doanh Sông Hương, head: {{ name: Trần Thị B, title: Giám đốc }} }}
issuer: {{ name: Viễn thông Sông Hương, symbol: VTSH, place: Sông Hương }}
meeting: {{ kind: {kind}, period: {period}, date: {day} }}
covenant:
  document: {{ type_name: Phát động, number: 50, symbol: VTSH-TĐKT, date: {day}, recipients: [Các đơn vị trực thuộc] }}
  subject: Phong trào thi đua năm 2026
  commitments: [{{ title: Nội dung, body: Hoàn thành chỉ tiêu. }}]
"
    )
}

#[test]
fn a_launch_has_a_number_and_looks_back_on_nothing() {
    let right = [
        launch("phát động", "{ year: 2026 }", "2026-01-17"),
        launch("phát động", "{ half: 2, year: 2026 }", "2026-06-30"),
        launch("sơ kết", "{ year: 2026 }", "2026-01-17"),
    ];
    for text in right {
        let verdict = judged("launch", &text);
        let told = told(&verdict);
        assert!(!told.contains("covenant-numbered") && !told.contains("kind-and-period"), "{told}");
    }
    let unprinted = launch("phát động", "{ year: 2026 }", "2026-01-17").replace("symbol: VTSH-TĐKT, ", "");
    assert!(told(&judged("launch", &unprinted)).contains("covenant-numbered"));
}

#[test]
fn a_movement_of_several_years_is_summed_up_in_its_last_year() {
    let record = |period: &str, day: &str| {
        format!(
            "\
format: 1
group: {{ name: Khối thi đua số 1, kind: khối }}
meeting: {{ kind: tổng kết, period: {period}, date: {day} }}
"
        )
    };
    let right = [
        record("{ from_year: 2021, to_year: 2025 }", "2025-06-12"),
        record("{ campaign: phong trào Cả nước chung tay, from: 2021-01-01, to: 2025-12-31 }", "2025-05-12"),
    ];
    for text in right {
        assert_eq!(told(&judged("movement", &text)), "");
    }
    let early = [
        record("{ from_year: 2021, to_year: 2025 }", "2024-06-12"),
        record("{ campaign: đợt thi đua, from: 2025-01-01, to: 2025-12-31 }", "2025-05-12"),
    ];
    for text in early {
        assert!(told(&judged("movement", &text)).contains("period-not-over"), "{text}");
    }
}

#[test]
fn a_group_that_is_known_by_a_name_is_not_given_the_number_of_another() {
    let record = |opening: &str| {
        format!(
            "\
format: 1
group: {{ name: Khối thi đua các sở tỉnh Sông Hương, kind: khối }}
meeting: {{ kind: tổng kết, period: {{ year: 2025 }}, date: 2026-01-15 }}
report:
  document: {{ recipients: [Các đơn vị thành viên] }}
  opening: {opening}
  sections: [{{ title: Kết quả, body: Các đơn vị đã hoàn thành chỉ tiêu. }}]
"
        )
    };
    let numbered = |opening: &str| told(&judged("named", &record(opening))).contains("group-number");
    assert!(numbered("Khối thi đua số 1 báo cáo kết quả như sau"));
    assert!(!numbered("Khối báo cáo kết quả như sau"));
    assert!(!numbered("Cụm thi đua số 1 đã cùng Khối tổ chức hội thao"));
    assert!(!numbered("Khối thi đua các sở tỉnh Sông Hương học tập Khối thi đua số 1"));
}

#[test]
fn every_sentence_of_the_starter_that_only_shows_how_is_told_while_it_is_left() {
    let starter = Starter { kinds: &Kind::ALL, meeting: None, today: thidua::clock::today() };
    let starter = starter.text(&TemplateSet::default()).expect("a starter");
    for text in rules::STARTER_TEXTS {
        assert!(starter.contains(text), "{text}");
    }
}
