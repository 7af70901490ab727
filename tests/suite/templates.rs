//! Faults of templates: the right template, the right line, the name that its author knows.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use thidua::diagnostic::{Diagnostic, Place};
use thidua::input::{Loaded, files};
use thidua::press::Press;
use thidua::template::{Kind, Paper, Stage, TemplateSet, Templates};

use crate::driver::{self, MINIMAL, Thidua};

/// The full sample with a template of its own.
struct Own {
    press: Press,
    folder: tempfile::TempDir,
}

impl Own {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        driver::copy(&driver::root().join("samples/day-du"), folder.path());
        Self { press: Press::new(None, None).expect("a press"), folder }
    }

    fn loaded(&self) -> Loaded {
        let file = files::find(self.folder.path()).expect("the sample").remove(0);
        self.press.load(&file).unwrap_or_else(|faults| panic!("{}", told(&faults)))
    }

    /// What is said of a paper with another text for a template.
    fn faults(&self, loaded: &Loaded, paper: Paper, path: &str, text: &str) -> Vec<Diagnostic> {
        let file = self.folder.path().join("templates").join(path);
        fs::create_dir_all(file.parent().expect("a folder above")).expect("a folder");
        fs::write(&file, text).expect("the template");
        let faults = self.press.pages(loaded, paper, Stage::Auto).err().unwrap_or_default();
        fs::remove_file(file).expect("the template goes");
        faults
    }
}

fn told(faults: &[Diagnostic]) -> String {
    faults.iter().map(|fault| fault.render(false)).collect::<Vec<_>>().join("\n")
}

/// The words that a place covers.
fn covered(place: &Place) -> &str {
    &place.source.text[place.range.clone()]
}

/// Whether a name is that of a template, by whatever path it is known.
fn is(place: &Place, path: &str) -> bool {
    Path::new(&place.source.name).ends_with(path)
}

/// A template without its tags, its lines as they were.
fn without_tags(text: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some(start) = ["{{", "{%", "{#"].iter().filter_map(|open| rest.find(open)).min() {
        let close = match &rest[start..start + 2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        let end = start + rest[start..].find(close).expect("the end of a tag") + close.len();
        bare.push_str(&rest[..start]);
        bare.extend(rest[start..end].chars().filter(|letter| *letter == '\n'));
        rest = &rest[end..];
    }
    bare + rest
}

/// The template with a call of a function that is not there on each of its lines in turn, where
/// one can stand: between other words, or as an argument more where a call goes over several lines.
fn with_faults(text: &str) -> Vec<(usize, String)> {
    let mut depth = 0_isize;
    let mut faulty = Vec::new();
    let bare = without_tags(text);
    for (at, (line, bare)) in text.lines().zip(bare.lines()).enumerate() {
        let written = !bare.trim().is_empty() || line.contains("{{");
        if written {
            let call = if depth > 0 { "..khong-co-ham(), " } else { "#khong-co-ham();" };
            let lines = text.lines().enumerate().map(|(other, line)| match other == at {
                true => format!("{call}{line}\n"),
                false => format!("{line}\n"),
            });
            faulty.push((at + 1, lines.collect()));
        }
        depth += bare.matches('(').count() as isize - bare.matches(')').count() as isize;
    }
    faulty
}

/// Whether a file is a template that papers are filled from: the register is no paper.
fn of_papers(path: &str) -> bool {
    path.ends_with(".j2") && !path.starts_with("register/")
}

#[test]
fn a_typst_fault_on_any_line_of_any_template_is_shown_at_that_line() {
    let own = Own::new();
    let loaded = own.loaded();
    let set = TemplateSet::default();
    let mut checked = 0;
    let mut wrong = Vec::new();
    for (path, text) in set.iter().filter(|(path, _)| of_papers(path)) {
        let kind = Kind::ALL.into_iter().find(|kind| path.starts_with(kind.name()));
        let paper = Paper { kind: kind.unwrap_or(Kind::Report), index: 0 };
        let faulty = with_faults(text);
        assert!(faulty.len() >= 5, "{path}: a fault fits on {} lines only", faulty.len());
        for (line, text) in faulty {
            let faults = own.faults(&loaded, paper, path, &text);
            let right = |place: &Place| {
                is(place, path) && place.start().0 == line && covered(place) == "khong-co-ham"
            };
            let places = faults.iter().map(|fault| fault.place.as_ref());
            if faults.is_empty() || !places.into_iter().all(|place| place.is_some_and(right)) {
                wrong.push(format!("{path}:{line}\n{}", told(&faults)));
            }
            checked += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(checked >= 70, "only {checked} lines were checked");
}

#[test]
fn a_typst_fault_in_what_any_tag_writes_is_shown_at_that_tag() {
    let own = Own::new();
    let loaded = own.loaded();
    let set = TemplateSet::default();
    let mut checked = 0;
    for (path, text) in set.iter().filter(|(path, _)| of_papers(path)) {
        let kind = Kind::ALL.into_iter().find(|kind| path.starts_with(kind.name()));
        let paper = Paper { kind: kind.unwrap_or(Kind::Report), index: 0 };
        for (start, _) in text.match_indices("{{") {
            let tag = &text[start..start + text[start..].find("}}").expect("the end of a tag") + 2];
            if !tag.contains("| typst") {
                continue;
            }
            // No number can be added to a string.
            let broken = "({{ \"một\\nhai \\\"đ\\\"\" | typst }} + 1)";
            let faulty = format!("{}{broken}{}", &text[..start], &text[start + tag.len()..]);
            let faults = own.faults(&loaded, paper, path, &faulty);
            let place = faults.first().and_then(|fault| fault.place.as_ref());
            assert!(
                place.is_some_and(|place| is(place, path)
                    && place.range.start == start + 1
                    && covered(place) == &broken[1..broken.len() - 1]),
                "{path}: {faulty}\n{}",
                told(&faults)
            );
            checked += 1;
        }
    }
    assert!(checked >= 45, "only {checked} tags were checked");
}

#[test]
fn a_template_of_the_folder_on_the_command_line_is_named_by_its_path() {
    Thidua::new("build --only report --template-dir mau")
        .file("mau/report/report.typ.j2", "a\n#khong-co\n")
        .record("a.yaml", MINIMAL)
        .run()
        .code(1)
        .stderr_contains("--> mau/report/report.typ.j2:2:2\n");
}

#[test]
fn a_template_beside_a_record_of_the_current_folder_is_named_without_a_dot() {
    Thidua::new("build --only report")
        .file("templates/report/report.typ.j2", "{{ khong_co }}\n")
        .record("a.yaml", MINIMAL)
        .run()
        .code(1)
        .stderr_contains("--> templates/report/report.typ.j2:1:4\n");
}

#[test]
fn a_template_with_a_byte_order_mark_and_windows_lines_makes_the_same_text() {
    let typ = |text: String| {
        Thidua::new("build --only report --format typ")
            .file("templates/report/report.typ.j2", text)
            .record("a.yaml", MINIMAL)
            .run()
            .code(0)
            .text("out/a/bao-cao-so-ket.typ")
            .replace("\r\n", "\n")
    };
    let set = TemplateSet::default();
    let plain = set.get("report/report.typ.j2").expect("the template");
    assert_eq!(typ(format!("\u{feff}{}", plain.replace('\n', "\r\n"))), typ(plain.to_owned()));
}

#[test]
fn a_warning_of_typst_is_shown_in_the_template() {
    let set = TemplateSet::default();
    let template = set.get("report/report.typ.j2").expect("the template");
    let line = 1 + template.lines().count();
    Thidua::new("build --only report")
        .file("templates/report/report.typ.j2", format!("{template}#text(font: \"Không Có\")[x]\n"))
        .record("a.yaml", MINIMAL)
        .run()
        .code(0)
        .wrote("out/a/bao-cao-so-ket.pdf")
        .stderr_contains("cảnh báo: Typst lưu ý: không có phông chữ `không có`")
        .stderr_contains(&format!("--> templates/report/report.typ.j2:{line}:13\n"));
}

#[test]
fn a_fault_of_a_template_that_two_papers_use_is_told_once() {
    let run = Thidua::new("build")
        .file("templates/sections.typ.j2", "{% macro write(sections) %}\n#khong-co\n{% endmacro %}\n")
        .record("a.yaml", MINIMAL)
        .run()
        .code(1);
    assert_eq!(run.messages().len(), 1, "{}", run.stderr);
}

/// Slips that authors of templates make, each as the whole text of a template.
const SLIPS: &[&str] = &[
    "{{ opening",
    "{{ }}",
    "{{ opening | }}",
    "{{ opening ! }}",
    "{{ (opening }}",
    "{{ [1, 2 }}",
    "{{ {1: 2 }}",
    "{{ opening | upper( }}",
    "{{ f(a=1, 2) }}",
    "{{ not }}",
    "{{ opening if }}",
    "{{ 'mở }}",
    "{{ 1_ }}",
    "{{ 99999999999999999999999999999999999999999999 }}",
    "{% if %}",
    "{% if opening opening %}{% endif %}",
    "{% for x %}",
    "{% for x in sections %}{% else %}",
    "{% set 5 = 3 %}",
    "{% set x %}",
    "{% end %}",
    "{% endif %}",
    "{% else %}",
    "{% fi opening %}",
    "{% break %}",
    "{% macro %}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=1) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, a=1) }}",
    "{% macro m(a) %}{{ m(a) }}{% endmacro %}{{ m(1) }}",
    "{% block a %}{% endblock b %}",
    "{% block a %}{% endblock %}{% block a %}{% endblock %}",
    "{% call 5 %}{% endcall %}",
    "{% call khong() %}{% endcall %}",
    "{% do opening %}",
    "{% with a %}{% endwith %}",
    "{% from x %}",
    "{% import x %}",
    "{% raw %}",
    "{#",
    "{% include 'khong' %}",
    "{% include ['khong', 'co'] %}",
    "{% include 5 %}",
    "{% import 'khong' as x %}",
    "{% from 'sections.typ.j2' import viet %}{{ viet() }}",
    "{% extends 'khong' %}",
    "{% extends 'report/report.typ.j2' %}",
    "{{ khong }}",
    "{{ khong.co }}",
    "{{ frame.khong }}",
    "{{ frame.khong.co }}",
    "{{ sections[500] }}",
    "{{ sections[500].title }}",
    "{{ khong | upper }}",
    "{{ khong | typst }}",
    "{{ khong | markdown }}",
    "{{ opening + khong }}",
    "{% set a = frame.khong %}\n{{ a }}",
    "{% for x in khong %}{% endfor %}",
    "{% if khong %}{% endif %}",
    "{{ opening | hoa }}",
    "{{ opening is hoa }}",
    "{{ hoa(opening) }}",
    "{{ opening.hoa() }}",
    "{{ opening() }}",
    "{{ caller() }}",
    "{{ super() }}",
    "{{ opening | replace('a') }}",
    "{{ sections | sort(5) }}",
    "{{ opening | round }}",
    "{{ opening | join(5, 6) }}",
    "{{ opening | int }}",
    "{{ opening | float }}",
    "{{ sections | sum }}",
    "{{ 5 | length }}",
    "{{ 5 | first }}",
    "{{ 5 | list }}",
    "{{ 5 | reverse }}",
    "{{ 5 | join }}",
    "{{ opening | abs }}",
    "{{ sections | batch(0) }}",
    "{{ frame | markdown }}",
    "{{ frame | inline }}",
    "{{ frame.sheet.date }}",
    "{{ sections }}",
    "{{ sections | map('upper') }}",
    "{% for a in 5 %}{% endfor %}",
    "{% for a, b in [1, 2] %}{% endfor %}",
    "{% for a, b in [[1, 2, 3]] %}{% endfor %}",
    "{{ opening + 5 }}",
    "{{ opening % 5 }}",
    "{{ -opening }}",
    "{{ 1 / 0 }}",
    "{{ 1 in 1 }}",
    "{{ opening[1:'a'] }}",
    "{{ 5[1:2] }}",
    "{{ range(1000000000) }}",
    "{{ range(1, 2, 0) }}",
    "{% set frame.x = 1 %}",
    "{% filter hoa %}{% endfilter %}",
];

/// The same in Typst.
const TYPST_SLIPS: &[&str] = &[
    "#khong",
    "#khong()",
    "#khong-co",
    "#text(size: 5)[a]",
    "#text(size: \"a\")[a]",
    "#text(sise: 5pt)[a]",
    "#text(weight: \"to\")[a]",
    "#text([a], [b], [c])",
    "#align(giua)[a]",
    "#align(\"center\")[a]",
    "#table(columns: (1fr, 2)[a]",
    "#table(columns: \"a\")",
    "#grid(gutter: [a])",
    "#heading()",
    "#image(\"a.png\")",
    "#image(\"/record/a.png\")",
    "#image(\"../a.png\")",
    "#image(\"a\\\\b.png\")",
    "#import \"/lib/khong.typ\": a",
    "#import \"/lib/page.typ\": khong",
    "#include \"khong.typ\"",
    "#import \"@preview/a:0.1.0\": *",
    "#read(\"a.txt\")",
    "#json(\"a.json\")",
    "#let x = (1, 2",
    "#let x = \"a",
    "#let x = {",
    "#let x = [a",
    "#let x =",
    "#let = 5",
    "#x.y",
    "#if true",
    "#if 5 [a]",
    "#for x [a]",
    "#for x in 5 [a]",
    "#while true { 5 }",
    "#while true { let x = 1 }",
    "#set khong(a: 1)",
    "#set text(a: 1)",
    "#show heading",
    "#show 5: strong",
    "#return 5",
    "#break",
    "#{ 1 + \"a\" }",
    "#{ \"a\" - 1 }",
    "#{ \"a\" * \"b\" }",
    "#{ 1 / \"a\" }",
    "#{ 1 / 0 }",
    "#{ 1 < \"a\" }",
    "#{ not 5 }",
    "#{ 1 and 2 }",
    "#{ -\"a\" }",
    "#{ 1 in 2 }",
    "#{ [a]; 5 }",
    "#{ (1, 2).at(5) }",
    "#{ (a: 1).at(\"b\") }",
    "#{ (a: 1).b }",
    "#{ \"abc\".at(9) }",
    "#{ (1, 2).khong() }",
    "#{ 5.khong() }",
    "#{ [a].khong }",
    "#{ let (a, b) = (1,) }",
    "#{ let (a, b) = 5 }",
    "#{ (..5) }",
    "#{ (a: 1, ..5) }",
    "#{ (a: 1, a: 2) }",
    "#{ text(size: 5pt, size: 6pt)[a] }",
    "#{ 5() }",
    "#{ int(\"a\") }",
    "#{ float(\"a\") }",
    "#{ int([a]) }",
    "#{ str([a]) }",
    "#{ datetime(year: 2026, month: 13, day: 1) }",
    "#{ datetime(year: 2026) }",
    "#{ 5cm + 5 }",
    "#{ 5km }",
    "#{ 5 % 0 }",
    "#{ calc.max() }",
    "#{ (1, \"a\").sorted() }",
    "#{ ().first() }",
    "#{ let f(x) = x; f() }",
    "#{ let f(x) = x; f(1, 2) }",
    "#{ let f(x) = x; f(1, y: 2) }",
    "#{ let f(x) = f(x); f(1) }",
    "#{ assert(false) }",
    "#{ assert(false, message: \"sai\") }",
    "#{ assert.eq(1, 2) }",
    "#{ panic() }",
    "#{ panic(\"sai\") }",
    "#{ here() }",
    "#{ counter(page).get() }",
    "#{ x = 5 }",
    "#{ text = 5 }",
    "#{ 5 = 6 }",
    "#{ # }",
    "#{ a b }",
    "#{ 1 2 }",
    "#{ ! true }",
    "#{ a && b }",
    "#{ let if = 5 }",
    "#{ regex(\"(\") }",
    "#{ label(\"\") }",
    "#ref(<khong>)",
    "@khong",
    "#rgb(\"đỏ\")",
    "#text(fill: đỏ)[a]",
    "#v(5)",
    "#h()",
    "#box(width: 5)",
    "#pagebreak(5)",
    "#[a",
    "a ]",
    "`a",
    "#strong(5)[a]",
    "#numbering(\"1.\", \"a\")",
    "#(5pt).khong",
    "#eval(\"khong\")",
    "#parbreak(1)",
    "#link()[a]",
    "$ a",
    "<a",
];

/// What is said of templates that fill a report each, with the template itself.
fn of_slips(slips: &[&'static str]) -> Vec<(&'static str, Vec<Diagnostic>)> {
    let own = Own::new();
    let loaded = own.loaded();
    let paper = Paper { kind: Kind::Report, index: 0 };
    slips.iter().map(|slip| (*slip, own.faults(&loaded, paper, "report/report.typ.j2", slip))).collect()
}

/// What is said without what is quoted.
fn unquoted(fault: &Diagnostic) -> String {
    let said = std::iter::once(&fault.message).chain(&fault.hints).map(String::as_str);
    said.map(|words| words.split(['`', '"']).step_by(2).collect::<String>() + "\n").collect()
}

/// The slips that are not told at a place of the template, or not in Vietnamese.
fn ill_told(slips: &[&'static str]) -> Vec<String> {
    const FOREIGN: [&str; 9] =
        ["minijinja báo", "Typst báo", "Typst gợi ý", " and ", " was ", " of ", " the ", " value", " to "];
    let faulty = |(slip, faults): (&str, Vec<Diagnostic>)| {
        let well = |fault: &Diagnostic| {
            let said = unquoted(fault);
            fault.place.as_ref().is_some_and(|place| is(place, "report.typ.j2"))
                && !FOREIGN.iter().any(|word| said.contains(word))
        };
        (faults.is_empty() || !faults.iter().all(well)).then(|| format!("`{slip}`\n{}", told(&faults)))
    };
    of_slips(slips).into_iter().filter_map(faulty).collect()
}

#[test]
fn slips_in_templates_are_told_in_vietnamese_at_their_place() {
    let ill_told = ill_told(SLIPS);
    assert!(ill_told.is_empty(), "{}", ill_told.join("\n"));
}

#[test]
fn slips_in_typst_are_told_in_vietnamese_at_their_place() {
    let ill_told = ill_told(TYPST_SLIPS);
    assert!(ill_told.is_empty(), "{}", ill_told.join("\n"));
}

#[test]
fn every_letter_that_no_tag_wrote_is_traced_to_itself_in_a_template() {
    let press = Press::new(None, None).expect("a press");
    let templates = Templates::new(Arc::new(TemplateSet::default())).expect("the templates");
    let samples = driver::root().join("samples");
    let mut checked = 0;
    for file in files::find(&samples).expect("the samples") {
        let loaded = press.load(&file).unwrap_or_else(|faults| panic!("{}", told(&faults)));
        for paper in Paper::all(&loaded.record) {
            let text = templates.render(&loaded, paper, Stage::Auto, false).expect("the text");
            let trace = text.trace().unwrap_or_else(|| panic!("{}: {paper:?} has no trace", file.name));
            // Long lists are looked at here and there.
            let step = text.0.chars().count() / 3000 + 1;
            for (at, letter) in text.0.char_indices().step_by(step) {
                let maker = trace.maker(&(at..at + letter.len_utf8()));
                let maker = maker.unwrap_or_else(|| panic!("{}: {paper:?}: nothing made {at}", file.name));
                if maker.values.is_empty() {
                    assert_eq!(covered(&maker.place), letter.to_string(), "{}: {paper:?} at {at}", file.name);
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 1000, "only {checked} letters were checked");
}
