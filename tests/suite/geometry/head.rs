//! The head of a paper: State and agency, number, place and date (PL I/II.1–4).

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use thidua::template::Kind;

use super::flow::type_line;
use super::{BESIDE, HAIR, Style, Verdict, at, bare, joined, rule_below, single, widest};
use crate::ruler::{Laid, Line, Rule, Run, Sheet, of_text, samples};

const NATIONAL_NAME: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";

/// PL I/II.1 and PL I/V.
const NATIONAL_NAME_SIZE: RangeInclusive<f64> = 12.0..=13.0;
const MOTTO_SIZE: RangeInclusive<f64> = 13.0..=14.0;
/// PL I/II.2.
const AGENCY_SIZE: RangeInclusive<f64> = 12.0..=13.0;
const AGENCY_RULE: RangeInclusive<f64> = 1.0 / 3.0..=0.5;
/// PL I/II.3.
const NUMBER_SIZE: RangeInclusive<f64> = 13.0..=13.0;
/// PL I/II.4.
const DATE_SIZE: RangeInclusive<f64> = 13.0..=14.0;
/// Single spacing, as far as two sizes of type above one another let it be told.
const SINGLY: RangeInclusive<f64> = 0.94..=1.12;

/// The head of a paper as its lines tell it.
struct Head<'a> {
    laid: &'a Laid,
    sheet: &'a Sheet,
    name: &'a Line,
    motto: &'a Line,
    /// The superior bodies, then the issuing ones, line by line.
    parents: Vec<&'a Line>,
    issuers: Vec<&'a Line>,
    agency_rule: Option<&'a Rule>,
    /// What stands on the line of number and symbol.
    number: Vec<&'a Run>,
    date: Vec<&'a Run>,
}

impl<'a> Head<'a> {
    #[track_caller]
    fn of(laid: &'a Laid) -> Self {
        let sheet = &laid.sheets[0];
        let end = type_line(laid).map_or(sheet.height / 2.0, |line| line.baseline);
        let lines: Vec<&Line> = sheet.lines.iter().filter(|line| line.baseline < end).collect();
        let find = |text: &str| {
            let found = lines.iter().find(|line| line.text() == text);
            *found.unwrap_or_else(|| panic!("{}: “{text}” does not stand on one line of page 1", laid.name))
        };
        let (name, motto) = (find(NATIONAL_NAME), find(MOTTO));
        let runs = || lines.iter().flat_map(|line| &line.runs);
        let beside = |level: Option<f64>, italic: bool| {
            let own =
                |run: &&Run| level.is_some_and(|y| (run.baseline - y).abs() < 0.05) && run.italic == italic;
            runs().filter(own).collect::<Vec<_>>()
        };
        let number_level = runs().find(|run| run.text.trim_start().starts_with("Số")).map(|run| run.baseline);
        let date_level = runs().find(|run| run.italic && run.text.contains("tháng")).map(|run| run.baseline);
        let agency_rule = sheet.free_rules().find(|rule| rule.top < end && rule.right < name.left);
        let agency_end = agency_rule.map(|rule| rule.top).or(number_level).or(date_level).unwrap_or(end);
        let of_agency = |line: &&Line| line.right < name.left + 1.0 && line.baseline < agency_end;
        let (issuers, parents) = lines.iter().copied().filter(of_agency).partition(|line| line.is_bold());
        let (number, date) = (beside(number_level, false), beside(date_level, true));
        Self { laid, sheet, name, motto, parents, issuers, agency_rule, number, date }
    }

    fn at(&self) -> String {
        at(self.laid, self.sheet)
    }
}

/// Words of runs, with `…` for room that is left to the pen.
fn written(runs: &[&Run]) -> String {
    let mut text = String::new();
    for (before, run) in runs.iter().enumerate() {
        if before > 0 && run.left - runs[before - 1].right > 6.0 {
            text.push('…');
        }
        text.push_str(&run.text);
    }
    text
}

/// Heads that the samples do not show: long names, several bodies, none at all.
static UNUSUAL: LazyLock<Vec<Laid>> = LazyLock::new(|| {
    let heads = [
        ("one-word", "", "Sở Y tế", "Huế"),
        ("long-place", "Ủy ban nhân dân Thành phố Hồ Chí Minh", "Sở Nội vụ", "Thành phố Hồ Chí Minh"),
        (
            "long-names",
            "Ủy ban nhân dân thành phố Hồ Chí Minh",
            "Ban Quản lý các khu chế xuất, khu công nghiệp và khu công nghệ cao",
            "Thành phố Hồ Chí Minh",
        ),
        (
            "two-lines",
            "Bộ Nông nghiệp và Môi trường",
            "[Cục Quản lý, Đê điều và Phòng chống thiên tai]",
            "Hà Nội",
        ),
        ("short-last-line", "", "[Văn phòng Ban Chỉ đạo phòng thủ dân sự, Tỉnh]", "Bà Rịa - Vũng Tàu"),
        ("short-first-line", "", "[Khối thi đua, các cơ quan chuyên môn thuộc tỉnh]", "Đắk Lắk"),
        (
            "three-bodies",
            "[Tỉnh ủy Sông Hương, Đảng ủy các cơ quan Đảng tỉnh]",
            "Ban Tuyên giáo và Dân vận",
            "Sông Hương",
        ),
    ];
    heads
        .iter()
        .flat_map(|(name, parent, issuer, place)| {
            let parent = if parent.is_empty() { String::new() } else { format!("\n  parent: {parent}") };
            of_text(
                name,
                &dated(
                    "2026-01-09",
                    &format!("issuer:{parent}\n  name: {issuer}\n  symbol: SNV\n  place: {place}\n"),
                ),
            )
        })
        .collect()
});

/// The shortest record of a report, with a number, a date and an issuer.
fn dated(date: &str, issuer: &str) -> String {
    format!(
        "format: 1\ngroup:\n  name: Cụm thi đua số 1\n  kind: cụm\n{issuer}meeting:\n  kind: sơ kết\n  \
         period: {{ half: 1, year: 2026 }}\nreport:\n  document: {{ number: 7, date: {date} }}\n"
    )
}

fn papers() -> impl Iterator<Item = &'static Laid> {
    samples().iter().chain(&*UNUSUAL)
}

fn heads() -> impl Iterator<Item = Head<'static>> {
    papers().map(Head::of)
}

// ---- Quốc hiệu and Tiêu ngữ: PL I/II.1 ----------------------------------------

#[test]
fn quoc_hieu_is_bold_capitals_of_12_to_13_points() {
    let mut verdict = Verdict::default();
    for head in heads() {
        verdict.type_of(head.at(), head.name, &NATIONAL_NAME_SIZE, Style::Bold);
    }
    verdict.end();
}

#[test]
fn quoc_hieu_stands_at_the_top_of_the_right_half() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let middle = head.sheet.width / 2.0;
        let found = format!("its middle at {:.2} mm", head.name.centre());
        verdict.judge(
            head.at(),
            "Quốc hiệu",
            found,
            format!("right of {middle} mm"),
            head.name.centre() > middle,
        );
        let above = head.sheet.lines.iter().filter(|line| line.baseline < head.name.baseline - 0.1).count();
        verdict.judge(head.at(), "lines above Quốc hiệu", above, 0, above == 0);
    }
    verdict.end();
}

#[test]
fn the_state_and_the_agency_stand_clear_of_each_other() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let agency = head.parents.iter().chain(&head.issuers).map(|line| line.right).fold(0.0, f64::max);
        let state = head.name.left.min(head.motto.left);
        let found = format!("{:.2} mm", state - agency);
        verdict.judge(
            head.at(),
            "room between agency and State",
            found,
            "at least 2 mm",
            state - agency >= 2.0,
        );
    }
    verdict.end();
}

#[test]
fn tieu_ngu_is_bold_of_13_to_14_points() {
    let mut verdict = Verdict::default();
    for head in heads() {
        verdict.type_of(head.at(), head.motto, &MOTTO_SIZE, Style::Bold);
    }
    verdict.end();
}

#[test]
fn tieu_ngu_is_as_large_as_quoc_hieu_or_a_point_larger() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let step = head.motto.size() - head.name.size();
        verdict.within(head.at(), "Tiêu ngữ over Quốc hiệu", step, &(0.0..=1.0), "pt");
    }
    verdict.end();
}

#[test]
fn tieu_ngu_is_centred_under_quoc_hieu() {
    let mut verdict = Verdict::default();
    for head in heads() {
        verdict.same(head.at(), "middle of Tiêu ngữ", head.motto.centre(), head.name.centre(), HAIR);
    }
    verdict.end();
}

#[test]
fn tieu_ngu_follows_quoc_hieu_at_single_spacing() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let distance = (head.motto.baseline - head.name.baseline) / single(head.motto.size());
        verdict.within(head.at(), "from Quốc hiệu to Tiêu ngữ", distance, &SINGLY, "× single spacing");
    }
    verdict.end();
}

#[test]
fn the_line_under_tieu_ngu_is_as_long_as_its_words() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let length = rule_below(head.sheet, head.motto).map_or(0.0, Rule::length);
        verdict.same(head.at(), "line under Tiêu ngữ", length, head.motto.width(), HAIR);
    }
    verdict.end();
}

#[test]
fn the_line_under_tieu_ngu_stands_in_its_middle() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let Some(rule) = rule_below(head.sheet, head.motto) else { continue };
        verdict.same(
            head.at(),
            "middle of the line under Tiêu ngữ",
            rule.centre(),
            head.motto.centre(),
            HAIR,
        );
    }
    verdict.end();
}

#[test]
fn the_line_under_tieu_ngu_stands_close_below_it() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let Some(rule) = rule_below(head.sheet, head.motto) else { continue };
        let below = rule.top - head.motto.ink().bottom;
        verdict.within(head.at(), "line below Tiêu ngữ", below, &(0.3..=3.0), "mm");
    }
    verdict.end();
}

// ---- The agency: PL I/II.2 ------------------------------------------------------

#[test]
fn the_superior_bodies_are_regular_capitals_of_12_to_13_points() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let written = head.laid.issuer().map(|issuer| issuer.parent.0.join(" ")).unwrap_or_default();
        let found = joined(head.parents.iter().copied());
        verdict.equal(head.at(), "superior bodies", &found, &bare(&written).to_uppercase());
        for line in &head.parents {
            verdict.type_of(head.at(), line, &AGENCY_SIZE, Style::Regular);
        }
    }
    verdict.end();
}

#[test]
fn the_issuing_bodies_are_bold_capitals_of_12_to_13_points() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let issuer = head.laid.issuer();
        let names =
            issuer.into_iter().flat_map(|issuer| std::iter::once(&issuer.name).chain(&issuer.jointly_with));
        let mut written: Vec<&str> = names.flat_map(|lines| &lines.0).map(String::as_str).collect();
        if written.is_empty() {
            written.push(&head.laid.record().group.name);
        }
        let found = joined(head.issuers.iter().copied());
        verdict.equal(head.at(), "issuing bodies", &found, &written.join(" ").to_uppercase());
        for line in &head.issuers {
            verdict.type_of(head.at(), line, &AGENCY_SIZE, Style::Bold);
        }
    }
    verdict.end();
}

#[test]
fn the_lines_of_the_agency_stand_in_one_middle_at_single_spacing() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let lines: Vec<&Line> = head.parents.iter().chain(&head.issuers).copied().collect();
        for pair in lines.windows(2) {
            let text = pair[1].text();
            verdict.same(head.at(), &format!("middle of “{text}”"), pair[1].centre(), pair[0].centre(), HAIR);
            let distance = (pair[1].baseline - pair[0].baseline) / single(pair[1].size());
            verdict.within(
                head.at(),
                &format!("from the line above to “{text}”"),
                distance,
                &SINGLY,
                "× single spacing",
            );
        }
    }
    verdict.end();
}

#[test]
fn the_line_under_the_agency_is_a_third_to_half_of_its_widest_line() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let length = head.agency_rule.map_or(0.0, Rule::length);
        let share = length / widest(&head.issuers);
        verdict.within(head.at(), "line under the agency", share, &AGENCY_RULE, "of the widest line");
    }
    verdict.end();
}

#[test]
fn the_line_under_the_agency_stands_in_its_middle_close_below() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let (Some(rule), Some(last)) = (head.agency_rule, head.issuers.last()) else { continue };
        verdict.same(head.at(), "middle of the line under the agency", rule.centre(), last.centre(), HAIR);
        let below = rule.top - last.ink().bottom;
        verdict.within(head.at(), "line below the agency", below, &(0.3..=3.0), "mm");
    }
    verdict.end();
}

// ---- Number and symbol: PL I/II.3 ------------------------------------------------

#[test]
fn number_and_symbol_are_upright_of_13_points() {
    let mut verdict = Verdict::default();
    for head in heads() {
        for run in &head.number {
            let right = NUMBER_SIZE.contains(&run.size) && !run.bold && !run.italic;
            let found = format!("{} pt, bold: {}, italic: {}", run.size, run.bold, run.italic);
            verdict.judge(head.at(), &format!("type of “{}”", run.text), found, "13 pt regular", right);
        }
    }
    verdict.end();
}

#[test]
fn number_and_symbol_are_written_as_the_record_says_without_spaces() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let document = head.laid.document();
        let prefix = match head.laid.paper.kind {
            Kind::Report => "BC",
            Kind::Decision => "QĐ",
            // PL III/I: the covenant is no paper of the decree and has no abbreviation.
            Kind::Covenant if document.symbol.is_none() => continue,
            Kind::Covenant => "",
        };
        let own = head.laid.issuer().and_then(|issuer| issuer.symbol.as_deref());
        let symbol =
            document.symbol.clone().unwrap_or_else(|| format!("{prefix}-{}", own.unwrap_or_default()));
        let number = document.number.as_ref().map_or("…".to_owned(), ToString::to_string);
        let wanted = format!("Số: {number}/{symbol}");
        let found = written(&head.number).replace("Số: …", "Số:…").replace("Số:…", "Số: …");
        verdict.equal(head.at(), "number and symbol", found.trim_end(), wanted.trim_end());
    }
    verdict.end();
}

#[test]
fn a_paper_that_is_not_of_the_decree_has_no_number() {
    let mut verdict = Verdict::default();
    for head in heads().filter(|head| head.laid.is(Kind::Covenant) && head.laid.document().symbol.is_none()) {
        verdict.equal(head.at(), "number and symbol", &*written(&head.number), "");
    }
    verdict.end();
}

#[test]
fn number_and_symbol_stand_in_the_middle_under_the_agency() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let (Some(first), Some(last)) = (head.number.first(), head.number.last()) else { continue };
        let issuer = head.issuers.last().expect("a paper has an issuer");
        // A symbol that is not known yet leaves room for the pen, which belongs to the line.
        let room = if written(&head.number).ends_with('-') { 14.0 } else { 0.0 };
        let middle = f64::midpoint(first.left, last.right + room);
        verdict.same(head.at(), "middle of the number", middle, issuer.centre(), BESIDE);
    }
    verdict.end();
}

#[test]
fn a_number_below_ten_has_a_zero_before_it() {
    let mut verdict = Verdict::default();
    for (number, wanted) in [("1", "01"), ("9", "09"), ("10", "10"), ("107", "107")] {
        let record = dated("2026-01-09", "issuer: { name: Sở Nội vụ, symbol: SNV, place: Huế }\n");
        let record = record.replace("number: 7", &format!("number: {number}"));
        for laid in of_text("number", &record) {
            let found = written(&Head::of(&laid).number);
            verdict.equal(
                format!("number {number}"),
                "number and symbol",
                &*found,
                &format!("Số: {wanted}/BC-SNV"),
            );
        }
    }
    verdict.end();
}

// ---- Place and date: PL I/II.4 ------------------------------------------------------

#[test]
fn place_and_date_are_italic_of_13_to_14_points() {
    let mut verdict = Verdict::default();
    for head in heads() {
        for run in &head.date {
            let right = DATE_SIZE.contains(&run.size) && !run.bold && run.italic;
            let found = format!("{} pt, bold: {}, italic: {}", run.size, run.bold, run.italic);
            verdict.judge(head.at(), &format!("type of “{}”", run.text), found, "13 to 14 pt italic", right);
        }
    }
    verdict.end();
}

#[test]
fn place_and_date_stand_on_the_base_line_of_the_number() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let (Some(number), Some(date)) = (head.number.first(), head.date.first()) else { continue };
        verdict.same(head.at(), "base line of the date", date.baseline, number.baseline, HAIR);
    }
    verdict.end();
}

#[test]
fn place_and_date_stand_in_the_middle_under_quoc_hieu() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let document = head.laid.document();
        // Where the place is left to the pen, its room is not to be seen.
        let place =
            document.place.is_some() || head.laid.issuer().is_some_and(|issuer| issuer.place.is_some());
        let (Some(first), Some(last), true) = (head.date.first(), head.date.last(), place) else { continue };
        if document.date.is_none() && head.laid.record().meeting.date.is_none() {
            continue;
        }
        let middle = f64::midpoint(first.left, last.right);
        verdict.same(head.at(), "middle of place and date", middle, head.name.centre(), BESIDE);
    }
    verdict.end();
}

#[test]
fn place_and_date_are_written_as_the_record_says() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let document = head.laid.document();
        let issuer = head.laid.issuer();
        let place = document.place.as_deref().or(issuer.and_then(|issuer| issuer.place.as_deref()));
        let day = document.date.map(|date| date.0);
        let found = written(&head.date).replace(' ', "");
        let date = match (day, head.laid.record().meeting.date) {
            (Some(day), _) => in_words(day),
            // A blank day and month of the year of the meeting; where that is not known, blanks alone.
            (None, Some(meeting)) => format!("ngày… tháng… năm {}", meeting.0.year()),
            (None, None) => "ngày… tháng… năm".to_owned(),
        };
        let wanted = format!("{}, {date}", place.unwrap_or_default()).replace(' ', "");
        verdict.equal(head.at(), "place and date (without spaces)", &*found, &*wanted);
    }
    verdict.end();
}

/// PL I/II.4: a zero before days below 10 and before months 1 and 2.
fn in_words(day: NaiveDate) -> String {
    let month = if day.month() < 3 { format!("{:02}", day.month()) } else { day.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

#[test]
fn days_below_ten_and_the_first_two_months_have_a_zero_before_them() {
    let mut verdict = Verdict::default();
    let samples = [
        ("2020-01-05", "ngày 05 tháng 01 năm 2020"),
        ("2020-02-29", "ngày 29 tháng 02 năm 2020"),
        ("2021-03-09", "ngày 09 tháng 3 năm 2021"),
        ("2019-06-29", "ngày 29 tháng 6 năm 2019"),
        ("2026-09-10", "ngày 10 tháng 9 năm 2026"),
        ("2026-10-01", "ngày 01 tháng 10 năm 2026"),
        ("2026-12-31", "ngày 31 tháng 12 năm 2026"),
    ];
    for (date, wanted) in samples {
        let issuer = "issuer: { name: Sở Nội vụ, symbol: SNV, place: Thành phố Hồ Chí Minh }\n";
        for laid in of_text("date", &dated(date, issuer)) {
            let found = written(&Head::of(&laid).date);
            verdict.equal(date, "place and date", &*found, &format!("Thành phố Hồ Chí Minh, {wanted}"));
        }
    }
    verdict.end();
}

#[test]
fn a_blank_of_number_or_date_is_wide_enough_for_a_pen() {
    let mut verdict = Verdict::default();
    for head in heads() {
        let document = head.laid.document();
        let gaps = |runs: &[&Run]| -> Vec<f64> {
            let gaps = runs.windows(2).map(|pair| pair[1].left - pair[0].right);
            gaps.filter(|gap| *gap > 6.0).collect()
        };
        if document.number.is_none() && !head.number.is_empty() {
            let gap = gaps(&head.number).first().copied().unwrap_or(0.0);
            verdict.within(head.at(), "room for the number", gap, &(8.0..=25.0), "mm");
        }
        if document.date.is_none() {
            let found = gaps(&head.date);
            verdict.judge(head.at(), "blanks of the date", found.len(), "day and month", found.len() >= 2);
            for gap in found {
                verdict.within(head.at(), "room in the date", gap, &(8.0..=25.0), "mm");
            }
        }
    }
    verdict.end();
}
