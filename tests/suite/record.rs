//! What is computed from a record: ranks, totals, rewards, counts, copies, periods.

use std::sync::Arc;

use thidua::diagnostic::SourceText;
use thidua::input;
use thidua::record::awards::{Category, ListPlacement, counts_in_words};
use thidua::record::scores::{Points, Rank};
use thidua::record::{Decision, Period, Record, UnitId};

use crate::driver::MINIMAL;

/// A record with the given parts after its head.
#[track_caller]
fn record(parts: &str) -> Record {
    let units: String = ["a", "b", "c", "d", "e"]
        .iter()
        .zip(["Sở", "Sở", "Sở", "Trường", "Trường"])
        .map(|(id, division)| format!("    - {{ id: {id}, name: Đơn vị {id}, division: {division} }}\n"))
        .collect();
    let head = format!(
        "format: 1\ngroup:\n  name: Khối thi đua số 1\n  kind: khối\n  leader: c\n  deputies: [a]\n  units:\n{units}"
    );
    let meeting = "meeting: { kind: tổng kết, period: { year: 2025 } }\n";
    let meeting = if parts.contains("meeting:") { "" } else { meeting };
    let text = format!("{head}{meeting}{parts}");
    let source = Arc::new(SourceText { name: "record.yaml".to_owned(), text });
    input::parse(&source, &|_| true).unwrap_or_else(|faults| {
        let said: String = faults.iter().map(|fault| fault.render(false) + "\n").collect();
        panic!("{said}")
    })
}

/// The record of a text, and what is said of it where it is none.
fn parsed(text: &str) -> Result<Record, String> {
    let source = Arc::new(SourceText { name: "record.yaml".to_owned(), text: text.to_owned() });
    input::parse(&source, &|_| true)
        .map_err(|faults| faults.iter().map(|fault| fault.render(false) + "\n").collect())
}

#[test]
fn capitals_stray_blanks_and_the_other_place_of_a_tone_mark_change_no_chosen_word() {
    let typed = [
        ("kind: cụm", "kind: CỤM"),
        ("kind: sơ kết", "kind: Sơ  Kết"),
        ("kind: sơ kết", "kind: \" Sơ kết \""),
        ("covenant: {}", "covenant: { document: { urgency: Hoả tốc, circulation: Lưu hành  nội bộ } }"),
    ];
    for (right, typed) in typed {
        let record = parsed(&MINIMAL.replace(right, typed)).unwrap_or_else(|said| panic!("{typed}: {said}"));
        assert_eq!(record.group.name, "Cụm thi đua số 1");
    }
}

#[test]
fn a_letter_that_is_all_of_a_chosen_word_must_be_the_right_one() {
    assert!(parsed(&MINIMAL.replace("covenant: {}", "covenant: { numbering: [i.] }")).is_err());
}

#[test]
fn blanks_at_the_ends_of_quoted_words_are_not_theirs() {
    let text = MINIMAL.replace("name: Phường Hương Đông", "name: '  Phường Hương Đông '");
    let text = text.replace("name: Cụm thi đua số 1", "name: \"Cụm thi đua số 1\u{a0}\"");
    let record = parsed(&text).unwrap_or_else(|said| panic!("{said}"));
    assert_eq!(record.group.units[0].name, "Phường Hương Đông");
    assert_eq!(record.group.name, "Cụm thi đua số 1");
}

#[test]
fn the_post_that_somebody_acts_in_may_stand_with_the_authority_alone() {
    let signer = "issuer: { name: Sở Y tế, signer: { authority: Q. Giám đốc } }\ncovenant: {}";
    let record = parsed(&MINIMAL.replace("covenant: {}", signer)).unwrap_or_else(|said| panic!("{said}"));
    let signer = record.issuer.and_then(|issuer| issuer.signer).expect("a signer");
    assert_eq!(signer.post(), Some("Giám đốc"));
}

fn id(id: &str) -> UnitId {
    UnitId(id.to_owned())
}

/// The places of units a to e; 0 where a unit has none.
fn places(record: &Record) -> [usize; 5] {
    let ranks = record.scores.as_ref().expect("scores").ranks(&record.group);
    ["a", "b", "c", "d", "e"].map(|unit| ranks.of(&id(unit)).map_or(0, |rank| rank.place))
}

/// A record whose units have these totals.
fn scored(totals: &[(&str, &str)]) -> Record {
    let rows: String = totals
        .iter()
        .map(|(unit, total)| format!("    - {{ unit: {unit}, assessed: {{ total: \"{total}\" }} }}\n"))
        .collect();
    record(&format!("scores:\n  results:\n{rows}"))
}

#[test]
fn units_are_ranked_within_their_division_by_their_totals() {
    let record = scored(&[("a", "90"), ("b", "95,5"), ("c", "95,25"), ("d", "80"), ("e", "99")]);
    assert_eq!(places(&record), [3, 1, 2, 2, 1]);
}

#[test]
fn units_with_equal_totals_share_a_place_and_the_next_one_is_left_out() {
    let record = scored(&[("a", "90"), ("b", "95"), ("c", "95,00"), ("d", "80"), ("e", "80")]);
    assert_eq!(places(&record), [3, 1, 1, 1, 1]);
}

#[test]
fn a_unit_without_points_has_no_place_and_takes_none() {
    let record = record(
        "scores:\n  results:\n    - { unit: a, note: Không chấm }\n    - { unit: b, self: { total: 80 } }\n",
    );
    assert_eq!(places(&record), [0, 1, 0, 0, 0]);
}

#[test]
fn a_ranking_that_the_meeting_agreed_goes_before_points() {
    let record = record("scores:\n  results:\n    - { unit: a, self: { total: 99 } }\n  ranking: [e, b]\n");
    assert_eq!(places(&record), [0, 2, 0, 0, 1]);
}

#[test]
fn ranks_are_said_in_words() {
    let words: Vec<String> = [1, 2, 3, 4, 5, 10, 21].map(|place| Rank { place }.words()).into();
    assert_eq!(words, ["Nhất", "Nhì", "Ba", "Tư", "Năm", "Mười", "Hai mươi mốt"]);
}

#[test]
fn a_total_counts_the_agreed_points_with_bonus_and_deduction() {
    let record = record(
        r#"
scores:
  results:
    - { unit: a, self: { total: 99 }, assessed: { total: "95,5" }, agreed: { total: 96 }, bonus: "2,5", deduction: 1 }
    - { unit: b, self: { total: 99 }, assessed: { total: "95,5" } }
    - { unit: c, self: { total: 99 }, bonus: 1 }
    - { unit: d, bonus: 1 }
"#,
    );
    let totals: Vec<Option<String>> = record
        .scores
        .expect("scores")
        .results
        .iter()
        .map(|score| score.total().map(|total| total.normalize().to_string()))
        .collect();
    assert_eq!(totals, [Some("97.5".to_owned()), Some("95.5".to_owned()), Some("100".to_owned()), None]);
}

#[test]
fn points_of_a_criterion_are_those_of_all_below_it() {
    let record = record(
        r#"
scores:
  criteria:
    - id: nd1
      name: Chuyên môn
      criteria:
        - { id: nd1-1, name: Chỉ tiêu, max: 40 }
        - { id: nd1-2, name: Cải cách, max: "20,5" }
    - { id: nd2, name: Chấp hành }
    - { id: nd3, name: Phong trào, max: 10, criteria: [{ id: nd3-1, name: Phát động, max: 6 }] }
  results:
    - { unit: a, assessed: { nd1: 1, nd1-1: "38,5", nd1-2: 20 } }
"#,
    );
    let scores = record.scores.expect("scores");
    let points: &Points = scores.results[0].assessed.as_ref().expect("points");
    assert_eq!(points.total().to_string(), "59.5");
    let of: Vec<Option<String>> = scores
        .criteria
        .iter()
        .map(|criterion| points.of(criterion).map(|points| points.to_string()))
        .collect();
    assert_eq!(of, [Some("59.5".to_owned()), None, None]);
    let standards: Vec<Option<String>> = scores
        .criteria
        .iter()
        .map(|criterion| criterion.standard().map(|points| points.normalize().to_string()))
        .collect();
    assert_eq!(standards, [Some("60.5".to_owned()), None, Some("10".to_owned())]);
}

#[test]
fn points_are_read_as_they_are_written() {
    let text = "\
format: 1
group: { name: Khối thi đua số 1, kind: khối, units: [{ id: a, name: Sở A }, { id: b, name: Sở B }] }
meeting: { kind: tổng kết, period: { year: 2025 } }
scores:
  criteria: [{ id: nd1, name: Chuyên môn, max: 2.000 }]
  results:
    - { unit: a, self: { nd1: 1.500 }, agreed: { nd1: { points: 1.250, bonus: 2 } } }
    - { unit: b, self: { nd1: 1.000 }, agreed: { nd1: 980 } }
";
    let source = |text: &str| {
        std::sync::Arc::new(SourceText { name: "record.yaml".to_owned(), text: text.to_owned() })
    };
    let record = thidua::input::parse(&source(text), &|_| true).expect("a record");
    let scores = record.scores.expect("scores");
    let own = scores.results.iter().map(|score| score.own.as_ref().expect("points").total().to_string());
    assert_eq!(own.collect::<Vec<_>>(), ["1500", "1000"]);
    assert_eq!(scores.results[0].total().map(|total| total.to_string()).as_deref(), Some("1252"));
    let wrong = text.replace("1.500", "58.5");
    let faults = thidua::input::parse(&source(&wrong), &|_| true).expect_err("a decimal point");
    assert_eq!(faults.len(), 1);
    assert!(faults[0].place.is_some() && faults[0].message.contains("58.5"), "{}", faults[0].message);
}

#[test]
fn a_bonus_within_a_criterion_counts_and_has_a_limit_of_its_own() {
    let record = record(
        r#"
scores:
  criteria:
    - { id: nd1, name: Chuyên môn, max: 60, bonus_max: 5 }
    - { id: nd2, name: Phong trào, max: 40, criteria: [{ id: nd2-1, name: Phát động, max: 40, bonus_max: 2, deduction_max: 3 }] }
  results:
    - { unit: a, agreed: { nd1: { points: 58, bonus: "2,5" }, nd2-1: { points: 40, deduction: 1, evidence: [Kế hoạch số 5] } }, bonus: 1 }
    - { unit: b, agreed: { nd1: 63, nd2-1: 40 } }
    - { unit: c, agreed: { nd1: { points: 60 }, nd2-1: 39 } }
"#,
    );
    let scores = record.scores.expect("scores");
    let totals: Vec<String> =
        scores.results.iter().map(|score| score.total().expect("points").normalize().to_string()).collect();
    assert_eq!(totals, ["100.5", "103", "99"]);
    let bonus: Vec<String> = scores
        .results
        .iter()
        .map(|score| score.given_bonus(&scores.criteria).normalize().to_string())
        .collect();
    assert_eq!(bonus, ["3.5", "3", "0"]);
    assert_eq!(scores.most_bonus().map(|most| most.to_string()).as_deref(), Some("7"));
}

#[test]
fn targets_are_compared_as_percentages_where_both_are_figures() {
    let record = record(
        r#"
targets:
  - { name: a, plan: trên 95, actual: "96,2", same_period: "95,1" }
  - { name: b, plan: 2.450.000, actual: ước đạt 2.512.380 }
  - { name: c, plan: Trước ngày 06, actual: Đúng hạn 12/12 kỳ }
  - { name: d, plan: 0, actual: 5 }
  - { name: e, plan: "100%", actual: tối thiểu 98% }
  - { name: f, actual: 5 }
"#,
    );
    let completions: Vec<Option<String>> = record.targets.iter().map(|target| target.completion()).collect();
    let expected = [Some("101,26"), Some("102,55"), None, None, Some("98"), None];
    assert_eq!(completions, expected.map(|words| words.map(str::to_owned)));
    assert_eq!(record.targets[0].against_same_period().as_deref(), Some("101,16"));
    let texts: Vec<&str> =
        record.targets.iter().filter_map(|target| Some(target.actual.as_ref()?.text.as_str())).collect();
    assert_eq!(texts, ["96,2", "ước đạt 2.512.380", "Đúng hạn 12/12 kỳ", "5", "tối thiểu 98%", "5"]);
}

#[test]
fn a_dash_in_place_of_a_figure_stays_a_dash() {
    let record = record("targets:\n  - { name: a, plan: \"-\", actual: 5 }\n");
    assert_eq!(record.targets[0].plan.as_ref().map(|plan| plan.text.as_str()), Some("-"));
    assert_eq!(record.targets[0].completion(), None);
}

#[track_caller]
fn decision(parts: &str) -> Decision {
    record(&format!("awards:\n{parts}")).awards.remove(0)
}

/// One decision with all that a reward can be made of.
const REWARDED: &str = "
  - grants:
      - form: Giấy khen
        reward:
          collective: 1.410.000
          individual: 710.000 đồng
          household: 1.060.000đ
          prizes: [{ name: Nhất, amount: 5.000.000 }]
        collectives: [Tổ 1, { group: Xã Thượng Hương, members: [Tổ 2, Tổ 3] }]
        individuals:
          - { name: A, prize: Nhất }
          - { name: B }
          - group: Xã Trung Hương
            members: [{ group: Thôn Trung, members: [{ name: C, prize: Nhất }, D] }]
        households: [E]
      - form: Bằng khen
        reward: { individual: 710.000 }
        collectives: [Tổ 4]
        individuals: [G]
";

#[test]
fn rewards_are_counted_by_rate_within_each_grant() {
    let decision = decision(REWARDED);
    let lines: Vec<(Category, Option<String>, usize, u64, u64)> = decision
        .reward_lines()
        .into_iter()
        .map(|line| (line.category, line.prize.clone(), line.count, line.rate.0, line.sum().0))
        .collect();
    let first = Some("Nhất".to_owned());
    assert_eq!(
        lines,
        [
            (Category::Collective, None, 3, 1_410_000, 4_230_000),
            (Category::Individual, first, 2, 5_000_000, 10_000_000),
            (Category::Individual, None, 2, 710_000, 1_420_000),
            (Category::Household, None, 1, 1_060_000, 1_060_000),
            (Category::Individual, None, 1, 710_000, 710_000),
        ]
    );
    assert_eq!(decision.reward_total().0, 17_420_000);
}

#[test]
fn everyone_awarded_is_counted_however_deep_in_groups() {
    let decision = decision(REWARDED);
    assert_eq!(Category::ALL.map(|category| decision.count(category)), [4, 5, 1]);
    let words = counts_in_words(&decision.grants.iter().collect::<Vec<_>>());
    assert_eq!(words, "04 tập thể, 05 cá nhân và 01 hộ gia đình");
}

#[test]
fn counts_in_words_leave_out_what_does_not_occur() {
    let words = |counts: [usize; 3]| {
        let names = counts.map(|count| (1..=count).map(|at| format!("Tên {at}, ")).collect::<String>());
        let [collectives, individuals, households] = names;
        let grant = format!(
            "{{ form: Giấy khen, collectives: [{collectives}], individuals: [{individuals}], \
             households: [{households}] }}"
        );
        counts_in_words(&[&decision(&format!("  - grants: [{grant}]\n")).grants[0]])
    };
    assert_eq!(words([5, 4, 0]), "05 tập thể và 04 cá nhân");
    assert_eq!(words([0, 12, 0]), "12 cá nhân");
    assert_eq!(words([163, 900, 1]), "163 tập thể, 900 cá nhân và 01 hộ gia đình");
    assert_eq!(counts_in_words(&[]), "");
}

#[test]
fn who_is_awarded_twice_makes_the_awards_be_counted() {
    let decision = decision(
        "  - grants:\n      - { form: Giấy khen, individuals: [A, B], collectives: [Tổ 1] }\n      \
         - { form: Bằng khen, individuals: [A] }\n",
    );
    let words = counts_in_words(&decision.grants.iter().collect::<Vec<_>>());
    assert_eq!(words, "01 tập thể và 03 lượt cá nhân");
    assert_eq!(counts_in_words(&[&decision.grants[0]]), "01 tập thể và 02 cá nhân");
}

#[test]
fn a_list_of_one_stands_in_the_decision_a_longer_one_is_annexed() {
    let placement = |names: &str, list: &str| {
        decision(&format!("  - grants: [{{ form: Giấy khen, individuals: [{names}] }}]\n{list}"))
            .list_placement()
    };
    assert_eq!(placement("A", ""), ListPlacement::Inline);
    assert_eq!(placement("A, B", ""), ListPlacement::Annexed);
    assert_eq!(placement("A", "    list: { placement: kèm theo }\n"), ListPlacement::Annexed);
    assert_eq!(placement("A, B", "    list: { placement: trong quyết định }\n"), ListPlacement::Inline);
}

#[test]
fn a_covenant_is_made_out_for_each_party_and_each_further_keeper() {
    let copies = |covenant: &str| {
        let record = record(&format!("covenant: {covenant}\n"));
        record.covenant.as_ref().expect("a covenant").copies(&record)
    };
    assert_eq!(copies("{}"), 5);
    assert_eq!(copies("{ further_copies: [Sở Nội vụ, Hội đồng] }"), 7);
    assert_eq!(
        copies("{ parties: [{ unit: a }, { unit: b }, { heading: Bên C }], further_copies: [Sở] }"),
        4
    );
}

/// The headings of the covenant's signatures.
fn parties(record: &Record) -> Vec<String> {
    let covenant = record.covenant.as_ref().expect("a covenant");
    covenant.signing_parties(record).iter().map(|party| party.heading.to_owned()).collect()
}

#[test]
fn the_leader_signs_first_then_the_deputies() {
    assert_eq!(
        parties(&record("covenant: {}\n")),
        ["c", "a", "b", "d", "e"].map(|unit| format!("Đơn vị {unit}"))
    );
}

#[test]
fn those_elected_for_the_covenants_year_sign_first() {
    let record = record("covenant: {}\nelection: { leader: e, deputies: [d, b] }\n");
    assert_eq!(parties(&record), ["e", "d", "b", "a", "c"].map(|unit| format!("Đơn vị {unit}")));
    let officers = record.covenant_officers();
    assert_eq!(record.group.post(officers, &id("e")), Some("Khối trưởng"));
    assert_eq!(record.group.post(officers, &id("d")), Some("Khối phó"));
    assert_eq!(record.group.post(officers, &id("c")), None);
    assert_eq!(record.group.post(record.group.officers(), &id("c")), Some("Khối trưởng"));
}

#[test]
fn shares_of_votes_are_of_all_members() {
    assert_eq!(record("").voters(), Some(5));
    assert_eq!(record("ballot: { present: 4 }\n").voters(), Some(5));
    assert_eq!(record("ballot: { members: 14, present: 12 }\n").voters(), Some(14));
}

#[track_caller]
fn period(period: &str) -> Period {
    record(&format!("meeting: {{ kind: sơ kết, period: {{ {period} }} }}\n")).meeting.period
}

#[test]
fn periods_are_said_as_subjects_say_them() {
    let table = [
        ("year: 2025", "năm 2025", Some("năm 2026"), "2025-12-31"),
        ("half: 1, year: 2026", "6 tháng đầu năm 2026", Some("6 tháng cuối năm 2026"), "2026-06-30"),
        ("half: 2, year: 2026", "6 tháng cuối năm 2026", Some("6 tháng đầu năm 2027"), "2026-12-31"),
        ("months: 3, year: 2026", "3 tháng đầu năm 2026", None, "2026-03-31"),
        ("months: 9, year: 2026", "9 tháng đầu năm 2026", None, "2026-09-30"),
        ("months: 11, year: 2026", "11 tháng đầu năm 2026", None, "2026-11-30"),
        ("school_year: 2025", "năm học 2025-2026", Some("năm học 2026-2027"), "2026-05-31"),
        ("from_year: 2021, to_year: 2025", "giai đoạn 2021-2025", Some("giai đoạn 2026-2030"), "2025-12-31"),
        (
            "campaign: đợt thi đua chào mừng Đại hội, from: 2026-03-01, to: 30/05/2026",
            "đợt thi đua chào mừng Đại hội (từ ngày 01/3/2026 đến ngày 30/5/2026)",
            None,
            "2026-05-30",
        ),
    ];
    for (written, words, next, end) in table {
        let period = period(written);
        assert_eq!(period.words(), words, "{written}");
        assert_eq!(period.next().map(|next| next.words()).as_deref(), next, "{written}");
        assert_eq!(period.end().to_string(), end, "{written}");
    }
}

#[test]
fn a_number_below_10_takes_a_zero_and_keeps_its_letter() {
    for (written, printed) in
        [("3", "03"), ("03", "03"), ("12", "12"), ("12a", "12a"), ("7b", "07b"), ("1234", "1234")]
    {
        let record = record(&format!("report: {{ document: {{ number: {written} }} }}\n"));
        let number = record.report.and_then(|report| report.document.number).expect("a number");
        assert_eq!(number.to_string(), printed);
    }
}

#[test]
fn dates_are_read_in_both_ways_of_writing() {
    for written in ["2026-02-05", "05/02/2026", "5/2/2026", "\" 05/02/2026 \""] {
        let record = record(&format!("report: {{ document: {{ date: {written} }} }}\n"));
        let date = record.report.and_then(|report| report.document.date).expect("a date");
        assert_eq!(date.0.to_string(), "2026-02-05");
    }
}
