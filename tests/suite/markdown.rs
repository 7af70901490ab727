//! Markdown: what is escaped is shown, what is not builds or is told, and nothing is lost.

use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::TestCaseError;
use serde_json::Value as Json;
use thidua::diagnostic::Diagnostic;
use thidua::template::Paper;
use unicode_normalization::UnicodeNormalization;

use crate::driver::{self, Run, Thidua};
use crate::hostile::{check, chosen, hostile, in_fields};
use crate::other_words::{Base, blames_itself, one_line, times, token, told};

/// The words as Markdown that shows them: every mark escaped.
fn escaped(words: &str) -> String {
    let plain = one_line(words);
    let words = plain.trim().chars();
    words
        .flat_map(|letter| letter.is_ascii_punctuation().then_some('\\').into_iter().chain([letter]))
        .collect()
}

#[test]
fn escaped_markdown_is_shown_as_it_is_written() {
    for (base, cases) in [(Base::of_sample("day-du"), 50), (Base::of_sample("tong-ket-khoi-4-2019"), 50)] {
        check(cases, in_fields(), |strings| {
            let fail = |faults: Vec<Diagnostic>| TestCaseError::fail(told(&faults));
            let words = chosen(&base.narratives, &strings);
            let written: Vec<String> = words.iter().map(|(_, words)| escaped(words)).collect();
            let pairs = words.iter().zip(&written).map(|((field, _), written)| (*field, written.as_str()));
            let loaded = base.load(&pairs.collect::<Vec<_>>()).map_err(fail)?;
            for paper in Paper::all(&loaded.record) {
                let pages = base.pages(&loaded, paper).map_err(fail)?;
                for ((field, words), written) in words.iter().zip(&written) {
                    for (wanted, least) in field.wanted(paper, words) {
                        let found = times(&pages, &wanted);
                        prop_assert!(
                            found >= least,
                            "{paper:?} shows {wanted:?} {found} times, not {least}; written {written:?} at {}:\n{}",
                            field.pointers[0],
                            pages.join("\n")
                        );
                    }
                }
            }
            Ok(())
        });
    }
}

/// Pieces of Markdown, with words between them that no Markdown takes away.
fn markdown() -> impl Strategy<Value = String> {
    let block = select(
        &[
            "\n",
            "\n\n",
            "- ",
            "  - ",
            "    - ",
            "+ ",
            "* ",
            "1. ",
            "   2. ",
            "> ",
            "> - ",
            "- > ",
            "# ",
            "###### ",
            "---\n",
            "```\n",
            "    ",
            "\t",
            "| a | b |\n|---|:-:|\n",
            "|x|\n",
            "[^1]: ",
            "[^2]: ",
            "[a]: b\n",
            "<div>\n",
            "</div>\n",
            "<!--",
            "-->",
            "  \n",
            "\\\n",
            "***\n",
            "===\n",
        ][..],
    );
    let inline = select(
        &[
            "*",
            "**",
            "***",
            "_",
            "__",
            "`",
            "``",
            "~~",
            "[",
            "]",
            "](",
            "](a)",
            "![",
            "[^1]",
            "[^2]",
            "[^nope]",
            "[a]",
            "<b>",
            "</b>",
            "<https://a.vn>",
            "<a@b.vn>",
            "&lt;",
            "&#35;",
            "&amp",
            "\\",
            "|",
            "$",
            "$$",
            "#",
            "{{",
            "\"",
            "'",
            "=",
            "~",
        ][..],
    );
    let word = select(&["đường", "đổi mới", "thi đua", "khen thưởng", "đề nghị", "đ", "ữ"][..]);
    let piece = prop_oneof![
        block.prop_map(str::to_owned),
        inline.prop_map(str::to_owned),
        word.prop_map(str::to_owned),
        hostile(),
    ];
    vec(piece, 0..20).prop_map(|pieces| pieces.concat().replace('\t', "    ").nfc().collect())
}

#[test]
fn any_markdown_builds_or_is_told_as_a_fault_of_the_record() {
    let base = Base::of_sample("day-du");
    let strings = vec((any::<Index>(), markdown()), 1..6);
    check(120, strings, |strings| {
        let words = chosen(&base.narratives, &strings);
        let made = base.load(&words).and_then(|loaded| {
            Paper::all(&loaded.record).into_iter().try_for_each(|paper| base.pages(&loaded, paper).map(drop))
        });
        let faults = made.err().unwrap_or_default();
        let unplaced = faults.iter().any(|fault| blames_itself(fault) || fault.place.is_none());
        prop_assert!(!unplaced, "{}", told(&faults));
        Ok(())
    });
}

/// Blocks within blocks around words, each word once. None of the marks takes words away.
fn nested_words() -> impl Strategy<Value = (String, Vec<String>)> {
    let mark = select(
        &[
            "\n",
            "\n\n",
            "- ",
            "  ",
            "    ",
            "+ ",
            "1. ",
            "   - ",
            "> ",
            "> - ",
            "- > ",
            "# ",
            "  > ",
            "\n\n  ",
            "\n\n    ",
            "---\n",
            "```\n",
            "**",
            "*",
            "`",
            "<div>\n",
            "  \n",
            "***\n",
            "\n| a |\n|---|\n| ",
            " |\n",
        ][..],
    );
    vec((vec(mark, 0..4), any::<bool>()), 1..12).prop_map(|pieces| {
        let mut text = String::new();
        let mut words = Vec::new();
        for (at, (marks, spaced)) in pieces.into_iter().enumerate() {
            let word = token(at).replace("qzx", "đường");
            text.extend(marks);
            text.push_str(&word);
            text.push_str(if spaced { " " } else { "\n" });
            words.push(word);
        }
        (text, words)
    })
}

#[test]
fn no_word_is_lost_in_blocks_within_blocks() {
    let base = Base::of_sample("toi-thieu");
    check(1000, nested_words(), |(text, words)| {
        let page = opening_of(&base, &text).map_err(|faults| TestCaseError::fail(told(&faults)))?;
        for word in words {
            prop_assert!(page.contains(&word), "`{word}` of {text:?} is lost: {page}");
        }
        Ok(())
    });
}

/// Markdown of a report's opening, laid out; without white space.
#[track_caller]
fn opening(text: &str) -> String {
    let base = Base::of_sample("toi-thieu");
    opening_of(&base, text).unwrap_or_else(|faults| panic!("{text:?}:\n{}", told(&faults)))
}

fn opening_of(base: &Base, text: &str) -> Result<String, Vec<Diagnostic>> {
    let body = base.narratives.iter().find(|field| field.pointers[0].starts_with("/report")).expect("a body");
    let loaded = base.load(&[(body, text)])?;
    let report = Paper::all(&loaded.record)[0];
    Ok(base.pages(&loaded, report)?.concat())
}

#[test]
fn markdown_however_deep_builds_or_is_told_as_a_fault_of_the_record() {
    let base = Base::of_sample("toi-thieu");
    let nested = |open: &str, close: &str| format!("{}a{}", open.repeat(400), close.repeat(400));
    let texts = [
        nested("> ", ""),
        nested("- ", ""),
        nested("1. ", ""),
        nested("> - ", ""),
        nested("- > ", ""),
        nested("**", "**"),
        nested("*b **c ", "** *"),
        nested("*a _b ", "_ *"),
        nested("[", "](x)"),
        nested("<b>", "</b>"),
        nested("(", ")"),
        nested("`", "`"),
    ];
    for text in texts {
        if let Err(faults) = opening_of(&base, &text) {
            let start = &text[..12];
            assert!(!faults.iter().any(blames_itself), "{start:?} …:\n{}", told(&faults));
        }
    }
}

#[test]
fn a_list_within_a_quotation_within_a_list_keeps_its_words() {
    for text in [
        "- đường\n\n  > đề nghị\n  > - thi đua\n\n  ữ",
        "> - đường\n>   - > đề nghị\n>     > 1. ữ\n\nthi đua",
    ] {
        let page = opening(text);
        for word in ["đường", "đềnghị", "thiđua", "ữ"] {
            assert!(page.contains(word), "`{word}` is lost: {page}");
        }
    }
}

/// Builds the Typst text of a record that has the full sample's picture beside it.
fn built(record: &str) -> Run {
    Thidua::new("build --format typ")
        .file("a/record.yaml", record)
        .prepared(|folder| driver::copy(&driver::root().join("samples/day-du/anh"), &folder.join("a/anh")))
        .arg("a")
        .run()
}

/// A record with Markdown in the body of its report.
fn with_body(markdown: &str) -> String {
    let body = Json::String(markdown.to_owned()).to_string();
    driver::MINIMAL.replace("Các đơn vị đã hoàn thành các nội dung giao ước.", &body)
}

#[test]
fn words_on_two_lines_of_a_block_stay_apart() {
    for markdown in [
        "    đường\n    phố",
        "```\nđường\nphố\n```",
        "<div>\nđường\nphố\n</div>",
        "đường\nphố",
        "> đường\n> phố",
    ] {
        let text = built(&with_body(markdown)).code(0).text("out/a/bao-cao-so-ket.typ");
        let joined = text.replace("\";#\"", "");
        assert!(!joined.contains("đườngphố"), "{markdown:?}: {text}");
    }
}

/// A picture is drawn once, or a fault says that it cannot stand there; never is it passed over.
#[track_caller]
fn assert_drawn(written: &str, record: &str) {
    let run = built(record);
    let drawn: usize = run
        .files("out")
        .iter()
        .map(|file| run.text(&format!("out/{file}")).matches("#picture(").count())
        .sum();
    let told = run.code == Some(1) && run.stderr.contains("hình");
    assert!(told || drawn == 1, "drawn {drawn} times: {written}\n{}", run.stderr);
}

#[test]
fn a_picture_is_drawn_wherever_it_is_written() {
    let places = [
        "{}",
        "xem {} này",
        "- {}",
        "- a {}\n- b",
        "1. a\n   - {}",
        "> {}",
        "# {}",
        "**{}**",
        "| a | b |\n|---|---|\n| {} | c |",
        "a[^1]\n\n[^1]: {}",
    ];
    for place in places {
        let written = place.replace("{}", "![Biểu đồ](anh/bieu-do.png)");
        assert_drawn(&written, &with_body(&written));
    }
}

#[test]
fn a_picture_in_an_article_or_a_last_sentence_is_drawn_too() {
    let head = driver::MINIMAL.split("report:").next().expect("the head of the record");
    let picture = "\"![Biểu đồ](anh/bieu-do.png)\"";
    let article = format!(
        "awards:\n  - grants: [{{ form: Giấy khen, individuals: [A, B] }}]\n    articles:\n      - insert: grants\n      \
         - body: {picture}\n"
    );
    for parts in [article, format!("report: {{ closing: {picture} }}\n")] {
        assert_drawn(&parts, &format!("{head}{parts}"));
    }
}

#[test]
fn a_mark_that_is_escaped_at_the_end_leaves_no_backslash() {
    let closing = |text: &str| {
        let mut record = driver::MINIMAL.replace("covenant: {}\n", "");
        writeln!(record, "  closing: {}", Json::String(text.to_owned())).expect("a string");
        let run = Thidua::new("build --format typ").record("a.yaml", record).run().code(0);
        run.text("out/a/bao-cao-so-ket.typ")
    };
    for text in ["Hết\\.", "Hết\\;", "Hết\\./."] {
        let text = closing(text);
        assert!(!text.contains("Hết\\"), "{text}");
    }
}

#[test]
fn a_list_that_ends_a_decision_leaves_no_backslash() {
    let head = driver::MINIMAL.split("report:").next().expect("the head of the record");
    let record = format!(
        "{head}awards:\n  - grants: [{{ form: Giấy khen, individuals: [Nguyễn Văn A, Trần Thị B] }}]\n    \
         articles: [{{ insert: grants }}]\n    list: {{ placement: trong quyết định }}\n"
    );
    let run = Thidua::new("build --draft --format typ").record("a.yaml", record).run().code(0);
    let text = run.text("out/a/quyet-dinh-khen-thuong-1.typ");
    // Before the page that lists what is missing and wrong.
    let text = text.split("#gaps(").next().unwrap_or_default();
    assert!(text.contains("Trần Thị B") && !text.contains("\\"), "{text}");
}
