//! What others read in the PDF files: their text by `pdftotext`, their own claims by `pdfinfo` and `qpdf`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Options, Parser};
use tempfile::TempDir;
use thidua::record::awards::{Category, ListPlacement};
use thidua::record::report::{Insert, Section};
use thidua::record::targets::Target;
use thidua::record::{Decision, Person, Recipient, Signer};
use thidua::template::Kind;
use unicode_normalization::is_nfc;

use crate::driver::{self, present};
use crate::ruler::{Laid, Sheet, samples};

/// The sample whose list is longer than any other.
const LONG_LIST: &str = "danh-sach-dai/quyet-dinh-khen-thuong-1";
const LONG_LIST_ROWS: usize = 1063;

/// The samples' papers as the program writes them.
static BUILT: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = Command::new(driver::program())
        .arg("build")
        .arg(driver::root().join("samples"))
        .arg("-o")
        .arg(folder.path())
        .output()
        .expect("the program starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the samples are not built:\n{told}");
    folder
});

/// Papers as the program prints them of its own accord, each with its file.
fn papers() -> impl Iterator<Item = (&'static Laid, PathBuf)> {
    let own = samples().iter().filter(|laid| !laid.name.ends_with(')'));
    own.map(|laid| (laid, BUILT.path().join(format!("{}.pdf", laid.name))))
}

/// What a program says of a file.
fn said(program: &str, options: &[&str], file: &PathBuf, rest: &[&str]) -> Vec<u8> {
    let output =
        Command::new(program).args(options).arg(file).args(rest).output().expect("the program starts");
    assert!(output.status.success(), "{program} refuses {}", file.display());
    output.stdout
}

/// The text of a file, page by page.
fn text_of(file: &PathBuf) -> String {
    let bytes = said("pdftotext", &["-raw", "-enc", "UTF-8"], file, &["-"]);
    String::from_utf8(bytes).expect("text in UTF-8")
}

/// All papers with their text; none where `pdftotext` is not there.
#[track_caller]
fn texts() -> Vec<(&'static Laid, &'static str)> {
    static TEXTS: LazyLock<Vec<String>> =
        LazyLock::new(|| papers().map(|(_, file)| text_of(&file)).collect());
    if !present("pdftotext") {
        return Vec::new();
    }
    papers().map(|(laid, _)| laid).zip(TEXTS.iter().map(String::as_str)).collect()
}

#[track_caller]
fn assert_none(what: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{} {what}:\n{}", faults.len(), faults.join("\n"));
}

fn packed(text: &str) -> String {
    text.split_whitespace().collect()
}

// ---- Letters ---------------------------------------------------------------------------

#[test]
fn the_text_comes_out_in_composed_letters() {
    let mut faults = Vec::new();
    for (laid, text) in texts() {
        let wrong = text.lines().filter(|line| !is_nfc(line));
        faults.extend(wrong.map(|line| format!("{}: “{line}”", laid.name)));
    }
    assert_none("lines are not NFC", &faults);
}

#[test]
fn no_letter_of_the_text_is_lost_or_private() {
    let mut faults = Vec::new();
    for (laid, text) in texts() {
        let lost = |c: &char| {
            let private = matches!(u32::from(*c), 0xe000..=0xf8ff | 0xf0000..=0x10_ffff);
            *c == '\u{fffd}' || private || (c.is_control() && !matches!(c, '\n' | '\r' | '\u{c}'))
        };
        for line in text.lines().filter(|line| line.chars().any(|c| lost(&c))) {
            faults.push(format!("{}: {line:?}", laid.name));
        }
    }
    assert_none("lines have letters that nobody can read", &faults);
}

// ---- What the record says ------------------------------------------------------------------

/// The words that a paper has to show, each with what it is.
#[derive(Default)]
struct Words(Vec<(&'static str, String)>);

impl Words {
    fn add(&mut self, what: &'static str, words: impl AsRef<str>) {
        let words = words.as_ref().trim().trim_end_matches("./.").trim_end_matches([';', '.', ',', ':']);
        if !words.is_empty() {
            self.0.push((what, words.to_owned()));
        }
    }

    fn add_all<T: AsRef<str>>(&mut self, what: &'static str, list: impl IntoIterator<Item = T>) {
        list.into_iter().for_each(|words| self.add(what, words));
    }

    /// The words of a Markdown text, between its marks.
    fn add_markdown(&mut self, what: &'static str, text: Option<&str>) {
        let parser =
            Parser::new_ext(text.unwrap_or_default(), Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES);
        for event in parser {
            if let Event::Text(words) = event {
                self.add(what, words);
            }
        }
    }

    fn add_person(&mut self, person: &Person) {
        self.add_all("name of a person", &person.name);
        self.add_all("post of a person", &person.title);
    }

    fn add_signer(&mut self, signer: Option<&Signer>) {
        let Some(signer) = signer else { return };
        self.add_all("signer", &signer.name);
        self.add_all("post of the signer", &signer.title);
        self.add_all("other post of the signer", &signer.office_title);
        self.add_all("power of the signer", signer.authority.0.iter().filter_map(|line| line.whom.as_ref()));
    }

    fn add_sections(&mut self, laid: &Laid, sections: &[Section]) {
        for section in sections {
            self.add_all("section title", &section.title);
            self.add_markdown("text of a section", section.body.as_deref());
            if let Some(insert) = section.insert {
                self.add_table(laid, insert);
            }
            self.add_sections(laid, &section.sections);
        }
    }

    fn add_table(&mut self, laid: &Laid, insert: Insert) {
        let record = laid.record();
        let name = |id| record.group.name_of(id).to_owned();
        match insert {
            Insert::Targets if laid.is(Kind::Covenant) => {}
            Insert::Targets => self.add_targets(&record.targets),
            Insert::Awards => {
                let grants = record.awards.iter().flat_map(|decision| &decision.grants);
                self.add_all("form of an award", grants.map(|grant| &grant.form));
            }
            Insert::Scores => {
                let Some(scores) = &record.scores else { return };
                let scored = scores.results.iter().map(|score| &score.unit);
                self.add_all("unit that is scored", scored.chain(&scores.ranking).map(name));
                self.add_all("criterion", scores.criteria.iter().map(|criterion| &criterion.name));
            }
            Insert::Votes => {
                for nomination in &record.nominations {
                    self.add("award that is proposed", &nomination.award);
                    self.add_all("unit that is proposed", nomination.unit.iter().map(name));
                    self.add_all("name that is proposed", &nomination.name);
                    self.add_all("note on a proposal", &nomination.note);
                }
            }
            Insert::Attendance => {
                let meeting = &record.meeting;
                meeting.chair.iter().chain(&meeting.guests).for_each(|person| self.add_person(person));
                for row in &meeting.attendance {
                    self.add("unit that attends", name(&row.unit));
                    row.people.iter().for_each(|person| self.add_person(person));
                    self.add_all("reason of absence", &row.absent);
                }
            }
            Insert::Units => {
                for unit in &record.group.units {
                    self.add("unit", &unit.name);
                    unit.head.iter().for_each(|person| self.add_person(person));
                }
            }
            Insert::Election => {
                let Some(election) = &record.election else { return };
                self.add_all(
                    "unit that is elected",
                    std::iter::once(&election.leader).chain(&election.deputies).map(name),
                );
            }
        }
    }

    fn add_targets(&mut self, targets: &[Target]) {
        for target in targets {
            self.add("target", &target.name);
            self.add_all("note on a target", &target.note);
            self.add_all("measure of a target", &target.measure);
            let figures = [&target.plan, &target.actual, &target.same_period].into_iter().flatten();
            self.add_all("figure of a target", figures.map(|figure| &figure.text));
            self.add_targets(&target.parts);
        }
    }

    fn add_decision(&mut self, decision: &Decision) {
        self.add_all("subject", &decision.subject);
        self.add_all("competence", &decision.competence);
        self.add_all("fund", decision.fund.iter().filter(|_| decision.reward_total().0 > 0));
        self.add_all("executors", &decision.executors);
        for article in &decision.articles {
            self.add_markdown("text of an article", article.body.as_deref());
        }
        let annexed = decision.list_placement() == ListPlacement::Annexed;
        for grant in &decision.grants {
            self.add("form of an award", &grant.form);
            self.add_all("achievement", &grant.achievement);
            self.add_all(
                "title of a list",
                grant.list_title.iter().filter(|_| annexed && decision.list.separate),
            );
            for category in Category::ALL {
                self.add_recipients(grant.entries(category));
            }
        }
    }

    fn add_recipients(&mut self, list: &[Recipient]) {
        for entry in list {
            match entry {
                Recipient::Group { heading, members } => {
                    self.add("group of a list", heading);
                    self.add_recipients(members);
                }
                Recipient::One(awardee) => {
                    self.add("awardee", &awardee.name);
                    self.add_all("title of an awardee", &awardee.honorific);
                    self.add_all("rank of an awardee", &awardee.rank);
                    self.add_all("post of an awardee", &awardee.title);
                    self.add_all("unit of an awardee", &awardee.unit);
                    self.add_all("prize", &awardee.prize);
                }
            }
        }
    }

    fn of(laid: &Laid) -> Self {
        let mut words = Self::default();
        let record = laid.record();
        let document = laid.document();
        let issuer = laid.issuer();
        words.add_all("superior body", issuer.iter().flat_map(|issuer| &issuer.parent.0));
        words.add_all("issuing body", issuer.iter().flat_map(|issuer| &issuer.name.0));
        words.add_all("issuing body", issuer.is_none().then_some(&record.group.name));
        words.add_all("address", issuer.and_then(|issuer| issuer.address.as_ref()));
        let place = document.place.as_ref().or(issuer.and_then(|issuer| issuer.place.as_ref()));
        words.add_all("place", place);
        words.add_all("addressee", &document.addressees);
        words.add_all("recipient", document.sent_to());
        words.add_all("filing", document.filing.iter().filter(|_| !laid.is(Kind::Covenant)));
        words.add_all("legal basis", laid.bases());
        match laid.paper.kind {
            Kind::Report => {
                let report = record.report.as_ref().expect("a report");
                words.add_all("subject", &report.subject);
                words.add_markdown("opening", report.opening.as_deref());
                words.add_markdown("closing", report.closing.as_deref());
            }
            Kind::Covenant => {
                let covenant = record.covenant.as_ref().expect("a covenant");
                words.add_all("subject", &covenant.subject);
                words.add_markdown("opening", covenant.opening.as_deref());
                words.add_all("target", covenant.targets.iter().map(|target| &target.name));
                words.add_all("keeper of a copy", &covenant.further_copies);
                for party in covenant.signing_parties(record) {
                    words.add("party", party.heading);
                    party.signers.iter().for_each(|signer| words.add_person(signer));
                }
            }
            Kind::Decision => words.add_decision(laid.decision().expect("a decision")),
        }
        if !laid.is(Kind::Covenant) {
            words.add_signer(document.signer.as_ref().or(issuer.and_then(|issuer| issuer.signer.as_ref())));
        }
        words.add_sections(laid, laid.sections().0);
        words
    }
}

/// Whether packed words stand in packed pages: on one, or from the end of one to the start of the next.
fn stands(pages: &[String], words: &str) -> bool {
    // Notes or an address may follow the last line of a page, its number come before the first.
    const FOOT: usize = 600;
    const HEAD: usize = 300;
    let shown = |words: &str| {
        let turns = |pair: &[String]| {
            let tail: String = pair[0].chars().skip(pair[0].chars().count().saturating_sub(FOOT)).collect();
            let head: String = pair[1].chars().take(words.chars().count() + HEAD).collect();
            let mut splits = words.char_indices().skip(1).map(|(at, _)| words.split_at(at));
            splits.any(|(end, start)| tail.contains(end) && head.contains(start))
        };
        pages.iter().any(|page| page.contains(words)) || pages.windows(2).any(turns)
    };
    shown(words) || shown(&words.to_uppercase())
}

#[test]
fn every_word_of_the_record_that_belongs_to_a_paper_is_in_its_text() {
    let mut faults = Vec::new();
    for (laid, text) in texts() {
        let pages: Vec<String> = text.split('\u{c}').map(packed).collect();
        let wanted = Words::of(laid).0;
        assert!(wanted.len() > 1, "{}: the record has no words for it", laid.name);
        for (what, words) in wanted {
            if !stands(&pages, &packed(&words)) {
                faults.push(format!("{}: {what} “{words}”", laid.name));
            }
        }
    }
    assert_none("pieces of the record are missing", &faults);
}

#[test]
fn the_text_comes_out_in_the_order_in_which_it_is_read() {
    let mut faults = Vec::new();
    for (laid, text) in texts() {
        let packed = packed(text);
        let mut from = 0;
        let titles = sections_in_order(laid.sections().0);
        let first = ["CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM".to_owned(), "Độclập-Tựdo-Hạnhphúc".to_owned()];
        for words in first.into_iter().chain(titles.iter().map(|title| self::packed(title))) {
            let places = [packed[from..].find(&words), packed[from..].find(&words.to_uppercase())];
            match places.into_iter().flatten().min() {
                Some(at) => from += at,
                None => {
                    faults
                        .push(format!("{}: “{words}” does not follow what is written before it", laid.name));
                }
            }
        }
    }
    assert_none("pieces are out of order", &faults);
}

fn sections_in_order(sections: &[Section]) -> Vec<&str> {
    let mut titles = Vec::new();
    for section in sections {
        titles.extend(section.title.as_deref());
        titles.extend(sections_in_order(&section.sections));
    }
    titles
}

// ---- Counts ------------------------------------------------------------------------------------

/// How many of each category the articles name before the first one ends: `07 tập thể` is 7.
fn counts(text: &str) -> [usize; 3] {
    let start = text.find("Điều 1.").map_or(0, |at| at);
    let article = &text[start..];
    let end = article.find("Điều 2.").unwrap_or(article.len());
    let sentence = article[..end].split_whitespace().collect::<Vec<_>>().join(" ");
    Category::ALL.map(|category| {
        let at = sentence.find(&format!(" {}", category.word()));
        let figure = at.and_then(|at| sentence[..at].rsplit(' ').next());
        figure.and_then(|figure| figure.replace('.', "").parse().ok()).unwrap_or(0)
    })
}

/// How many numbered entries the annexes of a paper have: rows of tables, or lines.
fn entries(laid: &Laid) -> usize {
    let figures = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let sheets = laid.parts().into_iter().skip(1).flatten();
    sheets
        .map(|sheet| {
            let rows = sheet.tables.iter().flat_map(|table| &table.rows);
            let rows = rows.filter(|row| row.cells.len() > 1 && figures(&row.cells[0])).count();
            let lines = sheet.lines.iter().filter(|line| line.table.is_none());
            let numbered = |text: &str| text.split_once(". ").is_some_and(|(number, _)| figures(number));
            rows + lines.filter(|line| numbered(&line.text())).count()
        })
        .sum()
}

#[test]
fn the_counts_of_article_1_are_those_of_the_lists_that_go_with_it() {
    let mut judged = 0;
    let mut faults = Vec::new();
    for (laid, text) in texts() {
        let annexed = laid.decision().is_some_and(|one| one.list_placement() == ListPlacement::Annexed);
        if !annexed {
            continue;
        }
        judged += 1;
        let (told, listed) = (counts(text).iter().sum::<usize>(), entries(laid));
        if told != listed {
            faults.push(format!("{}: Điều 1 tells of {told}, the lists have {listed}", laid.name));
        }
    }
    assert_none("counts differ", &faults);
    assert!(judged > 0 || !present("pdftotext"), "no decision was judged");
}

#[test]
fn the_longest_list_has_all_its_1063_rows() {
    let long = samples().iter().find(|laid| laid.name == LONG_LIST).expect("the sample with the long list");
    assert_eq!(entries(long), LONG_LIST_ROWS, "numbered rows of {LONG_LIST}");
}

#[test]
fn the_longest_list_repeats_its_header_on_every_sheet_of_the_annex() {
    let long = samples().iter().find(|laid| laid.name == LONG_LIST).expect("the sample with the long list");
    let annex = long.parts()[1];
    let begins = |sheet: &&Sheet| {
        sheet.tables.iter().all(|table| table.rows[0].cells[0] == "STT") && !sheet.tables.is_empty()
    };
    let without: Vec<usize> = annex.iter().filter(|sheet| !begins(sheet)).map(|sheet| sheet.number).collect();
    assert_eq!(without, Vec::<usize>::new(), "sheets of the annex without the header, of {}", annex.len());
}

#[test]
fn the_longest_list_is_numbered_without_a_gap() {
    let long = samples().iter().find(|laid| laid.name == LONG_LIST).expect("the sample with the long list");
    let rows = long.parts()[1].iter().flat_map(|sheet| &sheet.tables).flat_map(|table| &table.rows);
    let mut last = 0;
    for number in rows.filter_map(|row| row.cells[0].parse::<usize>().ok()) {
        // The count begins anew with the persons.
        assert!(number == last + 1 || number == 1, "{number} follows {last}");
        last = number;
    }
}

// ---- What a file claims of itself -------------------------------------------------------------------

/// A line of what `pdfinfo` says.
fn claim(info: &str, name: &str) -> String {
    let line = info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.unwrap_or_default().trim().to_owned()
}

#[track_caller]
fn judge_claim(name: &str, wanted: &str, right: impl Fn(&Laid, &str) -> bool) {
    if !present("pdfinfo") {
        return;
    }
    let mut faults = Vec::new();
    for (laid, file) in papers() {
        let info = String::from_utf8_lossy(&said("pdfinfo", &[], &file, &[])).into_owned();
        let found = claim(&info, name);
        if !right(laid, &found) {
            faults.push(format!("{}: {name}: found “{found}”, wanted {wanted}", laid.name));
        }
    }
    assert_none("files claim something else", &faults);
}

#[test]
fn a_file_has_the_kind_and_subject_of_its_paper_as_its_title() {
    judge_claim("Title", "the kind of paper and its subject", |laid, found| {
        let usual = match laid.paper.kind {
            Kind::Report => "Báo cáo",
            Kind::Covenant => "Bản giao ước thi đua",
            Kind::Decision => "Quyết định",
        };
        let kind = laid.document().type_name.as_deref().unwrap_or(usual);
        found.starts_with(kind) && found.len() > kind.len() + 1 && is_nfc(found)
    });
}

#[test]
fn a_file_is_tagged() {
    judge_claim("Tagged", "yes", |_, found| found == "yes");
}

#[test]
fn a_file_is_of_a_version_that_the_decree_takes() {
    // PL I, Phần II: PDF 1.4 or later; PDF/A-2 is 1.7.
    judge_claim("PDF version", "1.7", |_, found| found == "1.7");
}

#[test]
fn a_file_has_no_script_and_is_not_locked() {
    judge_claim("JavaScript", "no", |_, found| found == "no");
    judge_claim("Encrypted", "no", |_, found| found == "no");
}

#[test]
fn a_file_has_as_many_pages_as_the_paper_has_sheets() {
    judge_claim("Pages", "the sheets of the paper", |laid, found| found == laid.sheets.len().to_string());
}

#[test]
fn a_file_says_that_its_language_is_vietnamese() {
    if !present("qpdf") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut faults = Vec::new();
    for (laid, file) in papers() {
        let plain = folder.path().join("plain.pdf");
        let done =
            Command::new("qpdf").args(["--qdf", "--object-streams=disable"]).arg(&file).arg(&plain).output();
        let done = done.expect("qpdf starts");
        // 3: done, with warnings.
        assert!(matches!(done.status.code(), Some(0 | 3)), "qpdf refuses {}", laid.name);
        let bytes = fs::read(&plain).expect("what qpdf wrote");
        let text = String::from_utf8_lossy(&bytes);
        let catalog =
            text.split("endobj").find(|object| object.contains("/Type /Catalog")).unwrap_or_default();
        if !catalog.contains("/Lang (vi") {
            faults.push(format!("{}: the catalog has no /Lang (vi…)", laid.name));
        }
        if let Some(other) = text.split("/Lang (").skip(1).find(|rest| !rest.starts_with("vi")) {
            let other: String = other.chars().take(10).collect();
            faults.push(format!("{}: /Lang ({other}", laid.name));
        }
    }
    assert_none("files do not say so", &faults);
}
