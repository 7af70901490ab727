//! The signatures of a covenant: every party in a cell of its own, the leader first.

use std::fmt::Write as _;
use std::sync::LazyLock;

use rayon::prelude::*;
use thidua::template::Kind;

use super::closing::words;
use super::flow::{Item, items};
use super::sheet::judge_margins;
use super::{BESIDE, Style, Verdict, at, joined};
use crate::ruler::{Laid, Line, Sheet, of_text, samples};

/// Room to sign and to seal, as in `closing`.
const ROOM_TO_SIGN: f64 = 25.0;

/// A covenant of so many parties.
pub(super) struct Signed {
    parties: usize,
    pub(super) laid: Laid,
}

/// Covenants of 2 to 17 parties in every number of columns, their names short and long; and of seven
/// parties whose signatures begin at forty heights of a sheet.
pub(super) static SIGNED: LazyLock<Vec<Signed>> = LazyLock::new(|| {
    let columns = [None, Some(1), Some(2), Some(3), Some(4)];
    let many = (2..=17).flat_map(|parties| columns.map(move |columns| (parties, columns)));
    let many = many.flat_map(|(parties, columns)| [false, true].map(|long| (parties, columns, long, 1)));
    let falling = (2..=41).map(|height| (7, None, true, height));
    let cases: Vec<(usize, Option<usize>, bool, usize)> = many.chain(falling).collect();
    cases
        .into_par_iter()
        .flat_map_iter(|(parties, columns, long, height)| {
            let name = format!(
                "{parties}-{}-parties-in-{}-columns-at-{height}",
                if long { "long" } else { "short" },
                columns.map_or("its".to_owned(), |columns| columns.to_string())
            );
            let papers = of_text(&name, &covenant(parties, columns, long, height));
            thidua::typeset::forget();
            papers.into_iter().map(move |laid| Signed { parties, laid })
        })
        .collect()
});

/// The unit that leads; it is not the first of the record.
const LEADER: usize = 2;
const DEPUTY: usize = 1;

fn unit(number: usize, long: bool) -> String {
    if long && number.is_multiple_of(2) {
        format!("Ban Quản lý các khu công nghiệp và khu kinh tế tỉnh Sông Hương số {number:02}")
    } else {
        format!("Sở số {number:02}")
    }
}

fn title(number: usize, long: bool) -> &'static str {
    if long && number.is_multiple_of(3) {
        "Phó Trưởng ban Thường trực phụ trách"
    } else {
        "Giám đốc"
    }
}

fn signer(number: usize) -> String {
    format!("Lê Minh An {number:02}")
}

/// Some units have a second signer.
fn second(number: usize) -> Option<String> {
    number.is_multiple_of(5).then(|| format!("Trần Văn {number:02}"))
}

const SECOND_TITLE: &str = "Chủ tịch Công đoàn";

fn covenant(parties: usize, columns: Option<usize>, long: bool, height: usize) -> String {
    let mut units = String::new();
    for number in 1..=parties {
        let (name, title, signer) = (unit(number, long), title(number, long), signer(number));
        let _ =
            write!(units, "    - {{ id: u{number}, name: {name}, head: {{ name: {signer}, title: {title} }}");
        if let Some(second) = second(number) {
            let _ = write!(units, ", co_signers: [ {{ name: {second}, title: {SECOND_TITLE} }} ]");
        }
        units.push_str(" }\n");
    }
    let columns = columns.map_or(String::new(), |columns| format!("columns: {columns}, "));
    format!(
        "format: 1\ngroup:\n  name: Khối thi đua số 4\n  kind: khối\n  leader: u{LEADER}\n  deputies: [u{DEPUTY}]\n  \
         units:\n{units}meeting: {{ kind: sơ kết, period: {{ half: 1, year: 2026 }}, date: 2026-07-01 }}\ncovenant:\n  \
         {{ {columns}document: {{ date: 2026-07-01 }}, commitments: [ {{ title: Nội dung thi đua, body: \"{}.\" }} ] }}\n",
        words(height)
    )
}

/// The words of a party's cell from its name down to the last of its signers, as they are printed.
fn cell(number: usize, long: bool) -> Vec<String> {
    let mut words = Vec::new();
    match number {
        LEADER => words.push("Đơn vị Khối trưởng".to_owned()),
        DEPUTY => words.push("Đơn vị Khối phó".to_owned()),
        _ => {}
    }
    words.extend([unit(number, long).to_uppercase(), title(number, long).to_uppercase(), signer(number)]);
    if let Some(second) = second(number) {
        words.extend([SECOND_TITLE.to_uppercase(), second]);
    }
    words
}

/// Where a signer's name stands.
fn named<'a>(laid: &'a Laid, name: &str) -> Vec<(&'a Sheet, &'a Line)> {
    let lines = laid.sheets.iter().flat_map(|sheet| sheet.lines.iter().map(move |line| (sheet, line)));
    lines.filter(|(_, line)| line.text() == name).collect()
}

/// The lines of a column of the sheet from the top down to a line.
fn column<'a>(sheet: &'a Sheet, bottom: &Line) -> Vec<&'a Line> {
    let own = |line: &&Line| {
        (line.centre() - bottom.centre()).abs() < 1.0 && line.baseline <= bottom.baseline + 0.1
    };
    sheet.lines.iter().filter(own).collect()
}

impl Signed {
    fn is_long(&self) -> bool {
        self.laid.name.contains("-long-")
    }

    /// Every signer's name where it stands.
    fn names(&self) -> Vec<(usize, &Sheet, &Line)> {
        let all = (1..=self.parties).flat_map(|number| {
            let names = std::iter::once(signer(number)).chain(second(number));
            names.map(move |name| (number, name))
        });
        all.filter_map(|(number, name)| {
            named(&self.laid, &name).first().map(|(sheet, line)| (number, *sheet, *line))
        })
        .collect()
    }
}

#[test]
fn every_party_signs_once() {
    let mut verdict = Verdict::default();
    for signed in &*SIGNED {
        for number in 1..=signed.parties {
            for name in std::iter::once(signer(number)).chain(second(number)) {
                let found = named(&signed.laid, &name).len();
                verdict.judge(&signed.laid.name, &format!("“{name}”"), found, "once", found == 1);
            }
        }
    }
    verdict.end();
}

#[test]
fn a_long_name_stands_on_one_line_in_the_columns_that_the_program_chooses() {
    const NAME: &str = "Nguyễn Hoàng Phương Thảo";
    let mut verdict = Verdict::default();
    for parties in [2, 3, 5, 8, 17] {
        let record = covenant(parties, None, false, 1).replace(&signer(1), NAME);
        for laid in of_text(&format!("{parties}-parties-a-long-name"), &record) {
            let found = named(&laid, NAME).len();
            verdict.judge(&laid.name, &format!("lines that say “{NAME}”"), found, "one", found == 1);
        }
    }
    verdict.end();
}

#[test]
fn no_cell_is_divided_and_each_name_stands_under_its_own_post_and_unit() {
    let mut verdict = Verdict::default();
    for signed in &*SIGNED {
        for number in 1..=signed.parties {
            let cell = cell(number, signed.is_long());
            let last = cell.last().expect("a cell has words");
            let Some((sheet, line)) = named(&signed.laid, last).first().copied() else { continue };
            let above = joined(column(sheet, line));
            let wanted = cell.join(" ");
            let whole = above.ends_with(&wanted);
            let tail = above.chars().rev().take(wanted.chars().count() + 20).collect::<Vec<_>>();
            let found: String = tail.into_iter().rev().collect();
            verdict.judge(at(&signed.laid, sheet), &format!("cell of unit {number}"), found, wanted, whole);
        }
    }
    verdict.end();
}

#[test]
fn the_names_of_parties_are_bold_of_13_to_14_points() {
    let mut verdict = Verdict::default();
    for signed in &*SIGNED {
        for (_, sheet, line) in signed.names() {
            verdict.type_of(at(&signed.laid, sheet), line, &(13.0..=14.0), Style::Bold);
        }
    }
    verdict.end();
}

#[test]
fn each_name_stands_in_the_middle_under_its_post() {
    let mut verdict = Verdict::default();
    for signed in &*SIGNED {
        for (_, sheet, line) in signed.names() {
            let Some(post) = column(sheet, line).into_iter().rev().nth(1) else { continue };
            let element = format!("middle of “{}”", line.text());
            verdict.same(at(&signed.laid, sheet), &element, line.centre(), post.centre(), BESIDE);
        }
    }
    verdict.end();
}

#[test]
fn every_party_has_room_to_sign_and_to_seal() {
    let mut verdict = Verdict::default();
    for signed in &*SIGNED {
        for (_, sheet, line) in signed.names() {
            let Some(post) = column(sheet, line).into_iter().rev().nth(1) else { continue };
            let room = line.baseline - post.baseline;
            let element = format!("from “{}” down to “{}”", post.text(), line.text());
            verdict.within(at(&signed.laid, sheet), &element, room, &(ROOM_TO_SIGN..=60.0), "mm");
        }
    }
    verdict.end();
}

#[test]
fn the_leader_signs_first_and_the_deputy_next() {
    let mut verdict = Verdict::default();
    for signed in &*SIGNED {
        // In the order in which one reads: by sheet, by row, from the left. Names of one row stand level, or
        // nearly so where one post is longer than another.
        let mut names: Vec<(usize, &Sheet, &Line)> =
            signed.names().into_iter().filter(|(number, _, line)| line.text() == signer(*number)).collect();
        names.sort_by(|a, b| {
            let row = |line: &Line| (line.baseline / 8.0).round();
            let (a_key, b_key) = ((a.1.number, row(a.2)), (b.1.number, row(b.2)));
            a_key.partial_cmp(&b_key).expect("numbers").then(a.2.left.total_cmp(&b.2.left))
        });
        let order: Vec<usize> = names.iter().map(|(number, ..)| *number).take(2).collect();
        verdict.equal(&signed.laid.name, "units that sign first", &order, &vec![LEADER, DEPUTY]);
    }
    verdict.end();
}

#[test]
fn the_cells_of_a_covenant_do_not_run_into_one_another() {
    let mut verdict = Verdict::default();
    for signed in &*SIGNED {
        for sheet in &signed.laid.sheets {
            for (before, line) in sheet.lines.iter().enumerate() {
                for other in &sheet.lines[before + 1..] {
                    let apart = line.ink().bottom <= other.ink().top
                        || other.ink().bottom <= line.ink().top
                        || line.right < other.left
                        || other.right < line.left;
                    let element = format!("“{}” and “{}”", line.text(), other.text());
                    verdict.judge(at(&signed.laid, sheet), &element, "one over the other", "apart", apart);
                }
            }
        }
    }
    verdict.end();
}

#[test]
fn a_covenant_keeps_out_of_the_margins_however_many_sign() {
    let mut verdict = Verdict::default();
    SIGNED.iter().for_each(|signed| judge_margins(&mut verdict, &signed.laid));
    verdict.end();
}

#[test]
fn the_first_signatures_stand_below_two_lines_of_the_text() {
    let mut verdict = Verdict::default();
    let samples = samples().iter().filter(|laid| laid.is(Kind::Covenant));
    for laid in SIGNED.iter().map(|signed| &signed.laid).chain(samples) {
        let ends = |sheet: &&Sheet| sheet.lines.iter().any(|line| line.text().ends_with("./."));
        let Some(sheet) = laid.main().iter().rev().find(ends) else { continue };
        let lines = items(laid, sheet).iter().filter(|item| matches!(item, Item::Line(_))).count();
        verdict.judge(at(laid, sheet), "lines above the signatures", lines, "two or more", lines > 1);
        // The end of the text goes with the signatures, not with the sheet before.
        let end = sheet.lines.iter().rev().find(|line| line.text().ends_with("./.")).expect("found above");
        let below = sheet.lines.iter().filter(|line| line.baseline > end.baseline + 1.0).count();
        verdict.judge(at(laid, sheet), "lines of signatures below the end", below, "two or more", below > 1);
    }
    verdict.end();
}

#[test]
fn the_parties_of_the_samples_all_sign() {
    let mut verdict = Verdict::default();
    for laid in samples().iter().filter(|laid| laid.is(Kind::Covenant)) {
        let record = laid.record();
        let parties = record.covenant.as_ref().expect("a covenant").signing_parties(record);
        let text = joined(laid.main().iter().flat_map(|sheet| &sheet.lines));
        for party in parties {
            // A heading that is broken over lines stands among those of its neighbours.
            let heading = party.heading.to_uppercase();
            let all = heading.split_whitespace().all(|word| text.contains(word));
            verdict.judge(&laid.name, "party", &heading, "in the paper", all);
            for name in party.signers.iter().filter_map(|signer| signer.name.as_deref()) {
                let found = named(laid, name).len();
                verdict.judge(&laid.name, &format!("“{name}”"), found, "once or more", found > 0);
            }
        }
    }
    verdict.end();
}

#[test]
fn no_word_of_a_party_or_a_post_is_left_alone_on_its_last_line() {
    let mut verdict = Verdict::default();
    for laid in samples().iter().filter(|laid| laid.is(Kind::Covenant)) {
        for sheet in laid.main() {
            let capitals: Vec<&Line> =
                sheet.lines.iter().filter(|line| line.table.is_none() && line.is_caps()).collect();
            for line in &capitals {
                let above = |other: &&&Line| {
                    (other.centre() - line.centre()).abs() < 1.0
                        && (1.0..6.0).contains(&(line.baseline - other.baseline))
                };
                let Some(before) = capitals.iter().find(above) else { continue };
                let alone = line.text().split(' ').count() == 1 && before.text().split(' ').count() > 2;
                let element = format!("“{}” below “{}”", line.text(), before.text());
                verdict.judge(at(laid, sheet), &element, "a word alone", "lines of like length", !alone);
            }
        }
    }
    verdict.end();
}
