//! The end of a paper: power, post and name of the signer, Nơi nhận (PL I/II.7, 9b).

use std::fmt::Write as _;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use rayon::prelude::*;
use thidua::record::Signer;
use thidua::record::document::Prefix;
use thidua::template::Kind;

use super::flow::{Item, foot, items, paragraphs};
use super::sheet::judge_margins;
use super::text::judge_last_lines;
use super::{BESIDE, HAIR, Room, Style, Verdict, at, bare, joined, packed, single};
use crate::ruler::{Laid, Line, Sheet, of_text, samples};

/// PL I/II.7.
const POST_SIZE: RangeInclusive<f64> = 13.0..=14.0;
const NAME_SIZE: RangeInclusive<f64> = 13.0..=14.0;
/// PL I/II.9b.
const LABEL_SIZE: RangeInclusive<f64> = 12.0..=12.0;
const ENTRY_SIZE: RangeInclusive<f64> = 11.0..=11.0;
/// PL I/III.3.
const DRAFTER_SIZE: RangeInclusive<f64> = 11.0..=11.0;
/// Room to sign and to seal: a round seal is 36 mm wide and covers a third of the signature.
const ROOM_TO_SIGN: f64 = 25.0;

/// What stands below the text of a report or a decision.
struct Closing<'a> {
    laid: &'a Laid,
    sheet: &'a Sheet,
    label: &'a Line,
    /// Nơi nhận, line by line.
    entries: Vec<&'a Line>,
    drafter: Option<&'a Line>,
    /// Power, post, other post and name, line by line.
    signed: Vec<&'a Line>,
}

impl<'a> Closing<'a> {
    fn of(laid: &'a Laid) -> Option<Self> {
        let (sheet, label) = laid.main().iter().find_map(|sheet| Some((sheet, sheet.line("Nơi nhận:")?)))?;
        let room = Room::of(laid, sheet);
        let end = foot(laid, sheet);
        let below = |line: &&Line| line.baseline > label.baseline - 3.0 && line.baseline < end;
        let lines = || sheet.lines.iter().filter(below).filter(|line| !std::ptr::eq(*line, label));
        let (mut entries, signed): (Vec<&Line>, Vec<&Line>) =
            lines().partition(|line| line.left < room.left + 10.0 && line.size() < 12.5);
        // The drafter's mark stands below the entries, without a dash.
        let marked = laid.document().drafter.is_some() || laid.document().copies.is_some();
        let drafter = entries.pop_if(|last| marked && !last.text().starts_with("- "));
        Some(Self { laid, sheet, label, entries, drafter, signed })
    }

    fn at(&self) -> String {
        at(self.laid, self.sheet)
    }

    fn signer(&self) -> Option<&'a Signer> {
        let issuer = self.laid.issuer();
        self.laid.document().signer.as_ref().or(issuer.and_then(|issuer| issuer.signer.as_ref()))
    }

    /// The lines of power and post: the capitals before the room to sign.
    fn posts(&self) -> Vec<&'a Line> {
        let apart = |pair: &[&Line]| pair[1].baseline - pair[0].baseline > 15.0;
        let end = self.signed.windows(2).position(apart).map_or(self.signed.len(), |at| at + 1);
        self.signed[..end].to_vec()
    }

    /// What stands below the room to sign: another post where there is one, the name.
    fn below(&self) -> Vec<&'a Line> {
        self.signed[self.posts().len()..].to_vec()
    }
}

/// The ends of reports and decisions that somebody is named to sign.
fn signed() -> impl Iterator<Item = Closing<'static>> {
    let papers = samples().iter().chain(&*SIGNERS).filter(|laid| !laid.is(Kind::Covenant));
    papers.filter_map(Closing::of).filter(|closing| !closing.signed.is_empty())
}

/// Every Nơi nhận.
fn closings() -> impl Iterator<Item = Closing<'static>> {
    samples().iter().chain(&*SIGNERS).filter_map(Closing::of)
}

/// Signers that the samples do not show.
static SIGNERS: LazyLock<Vec<Laid>> = LazyLock::new(|| {
    let signers = [
        ("tm", "authority: TM., title: Cụm trưởng"),
        ("tm-kt", "authority: [TM. Ủy ban nhân dân, KT. Chủ tịch], title: Phó Chủ tịch"),
        ("q", "authority: Q., title: Giám đốc"),
        ("tl", "authority: TL. Giám đốc, title: Chánh Văn phòng"),
        ("tuq", "authority: TUQ. Giám đốc, title: Trưởng phòng Tổ chức cán bộ"),
        ("long", "title: Phó Chủ tịch Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh kiêm Trưởng ban"),
        (
            "office",
            "authority: [TM. Cụm thi đua], title: Cụm trưởng, office_title: Chủ tịch Ủy ban nhân dân phường",
        ),
        ("rank", "title: Chỉ huy trưởng, rank: Đại tá"),
    ];
    let recipients: String =
        (1..=9).map(|at| format!("Ủy ban nhân dân phường Hương Đông số {at}, ")).collect();
    signers
        .iter()
        .flat_map(|(name, signer)| {
            of_text(
                name,
                &format!(
                    "format: 1\ngroup: {{ name: Cụm thi đua số 1, kind: cụm }}\nissuer: {{ name: Cụm thi đua số 1, symbol: CTĐ1, \
                     place: Huế }}\nmeeting: {{ kind: sơ kết, period: {{ half: 1, year: 2026 }} }}\nreport:\n  document:\n    \
                     {{ number: 7, date: 2026-07-01, signer: {{ {signer}, name: Nguyễn Văn A }}, recipients: [{recipients}] }}\n"
                ),
            )
        })
        .collect()
});

// ---- Power, post and name: PL I/II.7 ----------------------------------------------------

#[test]
fn power_and_post_are_bold_capitals_of_13_to_14_points() {
    let mut verdict = Verdict::default();
    for closing in signed() {
        for line in closing.posts() {
            verdict.type_of(closing.at(), line, &POST_SIZE, Style::Bold);
            verdict.judge(closing.at(), "capitals", line.text(), line.text().to_uppercase(), line.is_caps());
        }
    }
    verdict.end();
}

#[test]
fn power_and_post_are_written_as_the_record_says() {
    let mut verdict = Verdict::default();
    for closing in signed() {
        let Some(signer) = closing.signer() else { continue };
        let kind = closing.laid.record().group.kind.body();
        let mut wanted = Vec::new();
        let mut post = signer.title.clone().unwrap_or_default();
        for power in &signer.authority.0 {
            match (power.prefix, &power.whom) {
                // TM. stands for a collective; Q. before the post itself.
                (Prefix::Tm, None) => wanted.push(format!("TM. {kind}")),
                (Prefix::Q, _) => post = format!("Q. {post}"),
                (prefix, whom) => {
                    wanted.push(format!("{} {}", prefix.word(), whom.as_deref().unwrap_or_default()));
                }
            }
        }
        wanted.push(post);
        let found = joined(closing.posts().iter().copied());
        verdict.equal(closing.at(), "power and post", &found, &wanted.join(" ").to_uppercase());
    }
    verdict.end();
}

#[test]
fn the_lines_of_power_and_post_stand_in_one_middle_in_the_right_half() {
    let mut verdict = Verdict::default();
    for closing in signed() {
        let posts = closing.posts();
        let half = closing.sheet.width / 2.0;
        let centre = posts[0].centre();
        verdict.judge(
            closing.at(),
            "middle of the signature",
            format!("{centre:.2} mm"),
            format!("right of {half}"),
            centre > half,
        );
        for line in &posts {
            verdict.same(closing.at(), &format!("middle of “{}”", line.text()), line.centre(), centre, HAIR);
        }
        for pair in posts.windows(2) {
            let distance = (pair[1].baseline - pair[0].baseline) / single(pair[1].size());
            let element = format!("from the line above to “{}”", pair[1].text());
            verdict.within(closing.at(), &element, distance, &(0.94..=1.5), "× single spacing");
        }
    }
    verdict.end();
}

#[test]
fn the_name_is_bold_small_letters_of_13_to_14_points() {
    let mut verdict = Verdict::default();
    for closing in signed() {
        let Some(name) = closing.signer().and_then(|signer| signer.name.as_deref()) else { continue };
        let Some(line) = closing.below().pop() else {
            verdict.judge(closing.at(), "name", "none", name, false);
            continue;
        };
        verdict.type_of(closing.at(), line, &NAME_SIZE, Style::Bold);
        let rank = closing.signer().and_then(|signer| signer.rank.as_deref());
        let wanted = rank.map_or(name.to_owned(), |rank| format!("{rank} {name}"));
        verdict.equal(closing.at(), "name", &line.text(), &wanted);
    }
    verdict.end();
}

#[test]
fn the_name_stands_in_the_middle_under_the_post() {
    let mut verdict = Verdict::default();
    for closing in signed() {
        let post = closing.posts()[0].centre();
        for line in closing.below() {
            verdict.same(closing.at(), &format!("middle of “{}”", line.text()), line.centre(), post, BESIDE);
        }
    }
    verdict.end();
}

#[test]
fn between_post_and_name_there_is_room_to_sign_and_to_seal() {
    let mut verdict = Verdict::default();
    for closing in signed() {
        let (Some(post), Some(below)) = (closing.posts().pop(), closing.below().first().copied()) else {
            continue;
        };
        let room = below.baseline - post.baseline;
        let element = format!("from “{}” down to “{}”", post.text(), below.text());
        verdict.within(closing.at(), &element, room, &(ROOM_TO_SIGN..=45.0), "mm");
    }
    verdict.end();
}

// ---- Nơi nhận: PL I/II.9b ------------------------------------------------------------------

#[test]
fn every_report_and_decision_names_its_recipients() {
    let mut verdict = Verdict::default();
    for laid in samples().iter().filter(|laid| !laid.is(Kind::Covenant)) {
        verdict.judge(&laid.name, "Nơi nhận", "none", "a label", Closing::of(laid).is_some());
    }
    verdict.end();
}

#[test]
fn the_label_of_the_recipients_is_bold_italic_of_12_points() {
    let mut verdict = Verdict::default();
    for closing in closings() {
        verdict.type_of(closing.at(), closing.label, &LABEL_SIZE, Style::BoldItalic);
    }
    verdict.end();
}

#[test]
fn the_label_of_the_recipients_stands_level_with_the_first_line_of_power_or_post() {
    let mut verdict = Verdict::default();
    for closing in signed() {
        let first = closing.posts()[0];
        verdict.same(
            closing.at(),
            "base line of “Nơi nhận:”",
            closing.label.baseline,
            first.baseline,
            BESIDE,
        );
    }
    verdict.end();
}

#[test]
fn the_label_and_the_dashes_of_the_recipients_stand_at_the_left_margin() {
    let mut verdict = Verdict::default();
    for closing in closings() {
        let left = Room::of(closing.laid, closing.sheet).left;
        let entries = closing.entries.iter().filter(|line| line.text().starts_with('-'));
        for line in std::iter::once(&closing.label).chain(entries) {
            verdict.same(closing.at(), &format!("start of “{}”", line.text()), line.left, left, HAIR);
        }
    }
    verdict.end();
}

#[test]
fn the_recipients_are_upright_of_11_points() {
    let mut verdict = Verdict::default();
    for closing in closings() {
        for line in &closing.entries {
            verdict.type_of(closing.at(), line, &ENTRY_SIZE, Style::Regular);
        }
    }
    verdict.end();
}

#[test]
fn the_recipients_are_those_of_the_record_with_what_the_decree_puts_first_and_last() {
    let mut verdict = Verdict::default();
    for closing in closings() {
        let document = closing.laid.document();
        let mut wanted: Vec<String> = Vec::new();
        if closing.laid.decision().is_some() {
            let own = paragraphs(closing.laid, closing.laid.main());
            let articles = own.iter().filter(|paragraph| paragraph.text().starts_with("Điều ")).count();
            wanted.push(format!("Như Điều {articles}"));
        } else if !document.addressees.is_empty() {
            wanted.push("Như trên".to_owned());
        }
        wanted.extend(document.sent_to().iter().map(|one| bare(one)));
        wanted.push(format!("Lưu: {}", document.filing.as_deref().map_or("VT".to_owned(), bare)));
        let mut text = String::new();
        for (before, one) in wanted.iter().enumerate() {
            let end = if before + 1 < wanted.len() { ';' } else { '.' };
            let _ = write!(text, "- {one}{end}");
        }
        let found = joined(closing.entries.iter().copied());
        verdict.equal(closing.at(), "recipients (without spaces)", &packed(&found), &packed(&text));
    }
    verdict.end();
}

#[test]
fn the_recipients_and_the_signature_do_not_run_into_each_other() {
    let mut verdict = Verdict::default();
    for closing in signed() {
        let left = closing.entries.iter().map(|line| line.right).fold(0.0, f64::max);
        let right = closing.signed.iter().map(|line| line.left).fold(f64::INFINITY, f64::min);
        let room = format!("{:.2} mm", right - left);
        verdict.judge(
            closing.at(),
            "room between recipients and signature",
            room,
            "some",
            right - left > 1.0,
        );
    }
    verdict.end();
}

#[test]
fn the_drafters_mark_stands_below_the_recipients_upright_of_11_points() {
    let mut verdict = Verdict::default();
    for closing in closings() {
        let document = closing.laid.document();
        let Some(drafter) = &document.drafter else { continue };
        let copies = document.copies.map(|copies| format!("({:02})", copies.0)).unwrap_or_default();
        let Some(line) = closing.drafter else {
            verdict.judge(closing.at(), "drafter's mark", "none", drafter, false);
            continue;
        };
        // PL I/III.3: capitals and a count, as “PL.(300)”.
        verdict.equal(closing.at(), "drafter's mark", &line.text(), &format!("{drafter}.{copies}"));
        verdict.type_of(closing.at(), line, &DRAFTER_SIZE, Style::Regular);
    }
    verdict.end();
}

// ---- Where the signature falls ----------------------------------------------------------------

/// A paper whose last paragraph is meant to have so many lines and to fall somewhere on a page.
struct Falling {
    lines: usize,
    laid: Laid,
}

/// Reports that end with a table and one line, at forty heights of a page.
static AFTER_TABLES: LazyLock<Vec<Laid>> = LazyLock::new(|| {
    let heights = (0..40_usize).into_par_iter().flat_map_iter(|height| {
        let units: String =
            (1..=9).map(|unit| format!("    - {{ id: u{unit}, name: Sở số {unit} }}\n")).collect();
        let record = format!(
            "format: 1\ngroup:\n  name: Khối thi đua số 4\n  kind: khối\n  units:\n{units}issuer: {{ name: Sở Nội vụ, \
             symbol: SNV, place: Huế, signer: {{ title: Giám đốc, name: Nguyễn Văn A }} }}\nmeeting: {{ kind: tổng kết, \
             period: {{ year: 2025 }} }}\nreport:\n  opening: \"{}.\"\n  sections: [ {{ title: Các đơn vị, insert: units }} \
             ]\n  closing: Trên đây là Báo cáo\n",
            words(height + 2)
        );
        let papers = of_text(&format!("after-a-table-at-height-{height}"), &record);
        thidua::typeset::forget();
        papers
    });
    heights.collect()
});

/// Words for so many lines of text, the last of them about half filled.
pub fn words(lines: usize) -> String {
    let sentence = "các đơn vị thành viên tiếp tục phát huy kết quả đạt được, khắc phục khó khăn, thi đua hoàn thành nhiệm vụ; ";
    let letters = 78 * lines - 45;
    sentence.chars().cycle().take(letters).collect::<String>().trim().trim_end_matches([',', ';']).to_owned()
}

/// Last paragraphs of 1, 2, 5 and 30 lines at forty heights of a page, of a report and of a decision.
static FALLING: LazyLock<Vec<Falling>> = LazyLock::new(|| {
    let cases: Vec<(usize, usize, Kind)> = [1, 2, 5, 30]
        .into_iter()
        .flat_map(|lines| (0..40).map(move |height| (lines, height)))
        .flat_map(|(lines, height)| [Kind::Report, Kind::Decision].map(|kind| (lines, height, kind)))
        .collect();
    cases
        .into_par_iter()
        .flat_map_iter(|(lines, height, kind)| {
            let name = format!("{lines}-lines-at-height-{height}");
            let papers = of_text(&name, &falling(kind, lines, height));
            thidua::typeset::forget();
            papers.into_iter().map(move |laid| Falling { lines, laid })
        })
        .collect()
});

/// A record whose text is longer by one line at each height.
fn falling(kind: Kind, lines: usize, height: usize) -> String {
    let (filler, last) = (words(height + 2), words(lines));
    let head = "format: 1\n\
        group: { name: Khối thi đua số 4, kind: khối }\n\
        issuer:\n  parent: Ủy ban nhân dân tỉnh Sông Hương\n  name: Sở Nội vụ\n  symbol: SNV\n  place: Sông Hương\n  \
        signer: { authority: KT. Giám đốc, title: Phó Giám đốc, name: Nguyễn Văn A }\n\
        meeting: { kind: tổng kết, period: { year: 2025 }, date: 2026-01-15 }\n";
    let document = "{ number: 7, date: 2026-01-20, filing: \"VT, VP\", recipients: [Các đơn vị thuộc Khối, Ban Giám đốc, \
        Văn phòng] }";
    let titled = "Kết quả thực hiện";
    match kind {
        Kind::Decision => format!(
            "{head}awards:\n  - document: {document}\n    competence: Giám đốc Sở Nội vụ\n    legal_bases: [Căn cứ Luật Thi \
             đua khen thưởng ngày 15 tháng 6 năm 2022]\n    grants: [ {{ form: Giấy khen, individuals: [Nguyễn Văn B] }} ]\n    \
             articles:\n      - insert: grants\n      - body: \"{filler}.\"\n      - body: \"Các đơn vị thực hiện.\"\n      - \
             body: \"{last}\"\n"
        ),
        _ => format!(
            "{head}report:\n  document: {document}\n  opening: \"{filler}.\"\n  sections:\n    - {{ title: {titled}, body: Các \
             đơn vị đã hoàn thành nhiệm vụ. }}\n    - title: {titled}\n      sections:\n        - {{ title: {titled}, body: \
             Các đơn vị đã hoàn thành nhiệm vụ. }}\n        - {{ title: {titled}, body: Đạt. }}\n  closing: \"{last}\"\n"
        ),
    }
}

#[test]
fn the_last_paragraphs_of_this_test_have_the_lines_that_they_are_meant_to_have() {
    let mut verdict = Verdict::default();
    let mut heights = Vec::new();
    for Falling { lines, laid } in &*FALLING {
        let all = paragraphs(laid, laid.main());
        let last = all.last().expect("a paper has text");
        let near = last.lines.len().abs_diff(*lines) <= lines / 10;
        verdict.judge(&laid.name, "lines of the last paragraph", last.lines.len(), lines, near);
        if *lines == 2 && laid.is(Kind::Report) {
            heights.push(all.iter().map(|paragraph| paragraph.lines.len()).sum::<usize>());
        }
    }
    heights.sort_unstable();
    heights.dedup();
    verdict.judge(
        "reports",
        "heights of the last paragraph",
        heights.len(),
        "35 or more",
        heights.len() >= 35,
    );
    verdict.end();
}

/// Judges that a signature stands on one sheet, with two lines of the text above it.
fn judge_company(verdict: &mut Verdict, laid: &Laid) {
    let Some(closing) = Closing::of(laid) else { return };
    let above = items(laid, closing.sheet).iter().fold(0, |count, item| match item {
        Item::Line(_) => count + 1,
        Item::Table(table) => count + table.rows.len(),
        Item::Picture => count + 2,
    });
    verdict.judge(closing.at(), "lines of text above the signature", above, "two or more", above >= 2);
}

#[test]
fn a_signature_never_stands_on_a_sheet_without_two_lines_of_the_text() {
    let mut verdict = Verdict::default();
    for laid in samples().iter().filter(|laid| !laid.is(Kind::Covenant)) {
        judge_company(&mut verdict, laid);
    }
    for laid in FALLING.iter().map(|falling| &falling.laid).chain(&*AFTER_TABLES) {
        judge_company(&mut verdict, laid);
    }
    verdict.end();
}

#[test]
fn a_signature_and_its_recipients_stand_on_one_sheet_wherever_they_fall() {
    let mut verdict = Verdict::default();
    for Falling { laid, .. } in &*FALLING {
        let Some(closing) = Closing::of(laid) else {
            verdict.judge(&laid.name, "Nơi nhận", "none", "a label", false);
            continue;
        };
        let words = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn A", "- Lưu: VT, VP."];
        let missing: Vec<_> = words.iter().filter(|words| closing.sheet.line(words).is_none()).collect();
        let found = format!("all but {missing:?}");
        verdict.judge(closing.at(), "on the sheet of “Nơi nhận:”", found, "everything", missing.is_empty());
    }
    verdict.end();
}

#[test]
fn a_signature_leaves_no_heading_alone_wherever_it_falls() {
    let mut verdict = Verdict::default();
    let falling = FALLING.iter().map(|falling| &falling.laid);
    falling.chain(&*AFTER_TABLES).for_each(|laid| judge_last_lines(&mut verdict, laid));
    verdict.end();
}

#[test]
fn a_signature_keeps_out_of_the_margins_wherever_it_falls() {
    let mut verdict = Verdict::default();
    let falling = FALLING.iter().map(|falling| &falling.laid);
    falling.chain(&*AFTER_TABLES).for_each(|laid| judge_margins(&mut verdict, laid));
    verdict.end();
}

#[test]
fn a_signature_does_not_leave_a_sheet_half_empty_before_it() {
    // Two lines of the text have to go along with the signature; a long last paragraph is divided for them.
    // What is left free is then no more than the room of signature and recipients and of five lines.
    const FREE: f64 = 85.0;
    let mut verdict = Verdict::default();
    for Falling { laid, .. } in &*FALLING {
        let Some(closing) = Closing::of(laid).filter(|closing| closing.sheet.number > 1) else { continue };
        let before = &laid.sheets[closing.sheet.number - 2];
        let last = before.lines.iter().map(|line| line.baseline).fold(0.0, f64::max);
        let free = before.height - 20.0 - last;
        verdict.within(at(laid, before), "free below the text", free, &(-5.0..=FREE), "mm");
    }
    verdict.end();
}
