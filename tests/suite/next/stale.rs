//! What should have changed since the last record and did not.

use std::collections::BTreeSet;

use thidua::diagnostic::Severity;
use thidua::input::Loaded;
use thidua::record::MeetingKind;
use thidua::succession::Options;
use thidua::succession::stale::{RULES, Stale, stale};

use super::{HEAD, SAMPLES, loaded, made, sample};

const OLD_MEETING: &str = "meeting: { kind: tổng kết, period: { year: 2025 } }\n";
const NEW_MEETING: &str = "meeting: { kind: sơ kết, period: { half: 1, year: 2026 } }\n";

fn found(old: &str, new: &str) -> (Vec<Stale>, Loaded) {
    let new = loaded(new);
    (stale(&loaded(old), &new), new)
}

/// What is found in a record of these parts for 2026 beside one of those for 2025: id and words.
#[track_caller]
fn between(old: &str, new: &str) -> Vec<(&'static str, String)> {
    let (found, new) = found(&format!("{HEAD}{OLD_MEETING}{old}"), &format!("{HEAD}{NEW_MEETING}{new}"));
    found
        .iter()
        .map(|stale| {
            let diagnostic = stale.diagnostic(&new);
            assert_eq!(diagnostic.severity, Severity::Warning);
            let place = diagnostic.place.expect("a place");
            (stale.id, place.source.text[place.range].to_owned())
        })
        .collect()
}

/// What is found where nothing of these parts was changed but the meeting.
#[track_caller]
fn unchanged(parts: &str) -> Vec<(&'static str, String)> {
    between(parts, parts)
}

fn ids(found: &[Stale]) -> BTreeSet<&'static str> {
    found.iter().map(|stale| stale.id).collect()
}

#[track_caller]
fn assert_found(found: Vec<(&'static str, String)>, expected: &[(&str, &str)]) {
    let found: Vec<(&str, &str)> = found.iter().map(|(id, words)| (*id, words.as_str())).collect();
    assert_eq!(found, expected);
}

/// A report with one section.
fn body(text: &str) -> String {
    format!(
        "report:\n  sections:\n    - title: Kết quả\n      body: |\n        {}\n",
        text.replace('\n', "\n        ")
    )
}

#[test]
fn what_new_from_makes_has_nothing_left_of_its_old_record() {
    for name in SAMPLES {
        for kind in [None, Some(MeetingKind::Interim), Some(MeetingKind::Annual)] {
            let old = loaded(&sample(name));
            let next = made(&old.source.text, &Options { kind, ..Options::default() });
            let found = stale(&old, &loaded(&next.text));
            assert_eq!(found, [], "{name} {kind:?}");
        }
    }
}

#[test]
fn a_plain_copy_of_a_sample_has_everything_left() {
    for name in SAMPLES {
        let old = loaded(&sample(name));
        let found = stale(&old, &old);
        assert!(ids(&found).contains("same-period"), "{name}: {found:#?}");
        // These hold little that changes from one meeting to the next.
        let short = ["giao-uoc-17", "toi-thieu", "so-ket-cum-1-doanh-nghiep-lang-son-2020"];
        assert!(found.len() > 2 || short.contains(&name), "{name}: {found:#?}");
    }
    let old = loaded(&sample("day-du"));
    let expected = [
        "same-attendance",
        "same-date",
        "same-election",
        "same-figures",
        "same-legal-date",
        "same-list",
        "same-number",
        "same-period",
        "same-sentence",
    ];
    assert_eq!(ids(&stale(&old, &old)).into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn a_copy_in_which_the_period_alone_was_changed_has_all_the_rest_left() {
    let old = sample("day-du");
    let new = old
        .replace("  kind: tổng kết  ", "  kind: sơ kết  ")
        .replace("  period: { year: 2025 }", "  period: { half: 1, year: 2026 }")
        .replace("  leader: so-y-te  ", "  leader: so-gddt ");
    let (found, _) = found(&old, &new);
    let expected = [
        "old-period-in-prose",
        "same-attendance",
        "same-chair",
        "same-date",
        "same-election",
        "same-figures",
        "same-leader",
        "same-legal-date",
        "same-list",
        "same-number",
        "same-place",
        "same-sentence",
        "same-signer",
    ];
    assert_eq!(ids(&found).into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn every_rule_has_its_words_and_every_finding_has_a_rule() {
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    for rule in RULES {
        assert_eq!(ids.iter().filter(|id| **id == rule.id).count(), 1, "{}", rule.id);
        let kebab = rule.id.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(kebab && !rule.title.ends_with('.') && rule.text.ends_with('.'), "{}", rule.id);
        let sentences = rule.text.matches(". ").count() + 1;
        assert!((2..=4).contains(&sentences), "{}: {sentences}", rule.id);
    }
    let old = loaded(&sample("day-du"));
    assert!(stale(&old, &old).iter().all(|stale| ids.contains(&stale.id)));
}

#[test]
fn a_finding_tells_the_old_value_and_its_line_in_the_old_record() {
    let old = format!("# một dòng thêm\n{HEAD}{OLD_MEETING}report:\n  document: {{ date: 2026-01-20 }}\n");
    let new = format!("{HEAD}{NEW_MEETING}report:\n  document: {{ date: 20/01/2026 }}\n");
    let (found, new) = found(&old, &new);
    assert_eq!(found.len(), 1);
    let line = old.lines().position(|line| line.contains("date:")).expect("the date") + 1;
    assert_eq!(found[0].old_line, line);
    let told = found[0].diagnostic(&new).render(false);
    assert!(
        told.contains(&format!("ngày báo cáo vẫn là 20/01/2026 như kỳ trước (dòng {line} hồ sơ kỳ trước)")),
        "{told}"
    );
    assert!(told.contains("cách sửa: ghi ngày của kỳ này"), "{told}");
}

#[test]
fn what_is_marked_is_not_told_twice() {
    let parts = "report:\n  document:\n    MARKdate: 2026-01-20\n    number: 5\n";
    let marked = parts.replace("MARK", "# CẦN SỬA: ngày\n    ");
    assert_found(between(&parts.replace("MARK", ""), &marked), &[("same-number", "5")]);
}

#[test]
fn same_period_is_a_period_and_a_kind_that_did_not_change() {
    let record = |meeting: &str| format!("{HEAD}meeting: {meeting}\n");
    let old = record("{ kind: tổng kết, period: { year: 2025 } }");
    assert_eq!(ids(&found(&old, &old).0).into_iter().collect::<Vec<_>>(), ["same-period"]);
    let interim = record("{ kind: sơ kết, period: { year: 2025 } }");
    assert_eq!(found(&interim, &old).0, []);
    assert_eq!(found(&old, &record("{ kind: tổng kết, period: { year: 2026 } }")).0, []);
}

#[test]
fn same_date_is_a_day_of_the_same_paper() {
    let document = |date: &str| format!("report:\n  document: {{ date: {date} }}\n");
    assert_found(unchanged(&document("2026-01-20")), &[("same-date", "2026-01-20")]);
    assert_found(between(&document("2026-01-20"), &document("2026-07-20")), &[]);
    let decision = |date: &str| {
        format!(
            "awards:\n  - document: {{ date: {date} }}\n    grants: [{{ form: Giấy khen, individuals: [Hà Thị {}] }}]\n",
            &date[8..]
        )
    };
    let two =
        |one: &str, other: &str| format!("{}{}", decision(one), decision(other).replace("awards:\n", ""));
    assert_found(
        between(&two("2026-01-12", "2026-01-13"), &two("2026-07-01", "2026-01-12").replace("Hà", "Lê")),
        &[("same-date", "2026-01-12")],
    );
}

#[test]
fn same_number_is_a_number_of_the_same_series_in_the_same_year() {
    let document =
        |number: &str, date: &str| format!("report:\n  document: {{ number: {number}, date: {date} }}\n");
    let old = document("12", "2026-01-20");
    assert_found(between(&old, &document("12", "2026-07-20")), &[("same-number", "12")]);
    assert_found(between(&old, "report:\n  document: { number: 12 }\n"), &[("same-number", "12")]);
    assert_found(between(&old, &document("12", "2027-01-20")), &[]);
    assert_found(between(&old, &document("13", "2026-07-20")), &[]);
    let decision = |symbol: &str, who: &str| {
        format!(
            "awards:\n  - document: {{ number: 5, issuer: {{ name: Sở, symbol: {symbol} }} }}\n    grants: [{{ form: Giấy khen, individuals: [{who}] }}]\n"
        )
    };
    assert_found(between(&decision("SA", "Hà Thị H"), &decision("SB", "Lê Văn C")), &[]);
    assert_found(between(&decision("SA", "Hà Thị H"), &decision("SA", "Lê Văn C")), &[("same-number", "5")]);
}

#[test]
fn same_leader_is_one_in_the_place_of_whom_another_was_elected() {
    let elected = "election: { leader: b, deputies: [c] }\n";
    assert_found(between(elected, ""), &[("same-leader", "a"), ("same-leader", "deputies")]);
    assert_found(between("election: { leader: a, deputies: [b] }\n", ""), &[]);
    assert_found(between("election: { year: 2027, leader: b }\n", ""), &[]);
    let changed = HEAD.replace("leader: a", "leader: b").replace("deputies: [b]", "deputies: [c]");
    let (found, _) = found(&format!("{HEAD}{OLD_MEETING}{elected}"), &format!("{changed}{NEW_MEETING}"));
    assert_eq!(found, []);
}

/// The record of a meeting under another leader than before.
fn under_b(old: &str, new: &str) -> BTreeSet<&'static str> {
    let changed = HEAD.replace("leader: a", "leader: b").replace("deputies: [b]", "deputies: [c]");
    ids(&found(&format!("{HEAD}{old}"), &format!("{changed}{new}")).0)
}

#[test]
fn same_chair_is_one_of_the_former_leaders_people() {
    let meeting = |chair: &str| {
        format!("meeting: {{ kind: sơ kết, period: {{ year: 2025 }}, chair: {{ {chair} }} }}\n")
    };
    let next = |chair: &str| meeting(chair).replace("2025", "2026");
    for chair in ["name: Nguyễn Văn A", "name: Lê Văn C, unit: a"] {
        assert_eq!(under_b(&meeting(chair), &next(chair)), BTreeSet::from(["same-chair"]), "{chair}");
    }
    assert!(under_b(&meeting("name: Lê Văn C, unit: a"), &next("name: Lê Văn C, unit: b")).is_empty());
    assert!(under_b(&meeting("name: Lê Văn C, unit: c"), &next("name: Lê Văn C, unit: c")).is_empty());
    assert!(under_b(&meeting("name: Nguyễn Văn A"), &next("name: Trần Thị B")).is_empty());
    // Nothing is said while the same unit leads.
    let chair = "name: Nguyễn Văn A";
    assert_eq!(found(&format!("{HEAD}{}", meeting(chair)), &format!("{HEAD}{}", next(chair))).0, []);
}

#[test]
fn same_signer_is_one_whose_post_in_the_group_went_to_another_unit() {
    let signed = |signer: &str| format!("report:\n  document: {{ signer: {{ {signer} }} }}\n");
    let under = |signer: &str| {
        under_b(&format!("{OLD_MEETING}{}", signed(signer)), &format!("{NEW_MEETING}{}", signed(signer)))
    };
    let stale = BTreeSet::from(["same-signer"]);
    assert_eq!(under("title: Khối trưởng, name: Nguyễn Văn A"), stale);
    assert_eq!(under("title: Khối trưởng, office_title: Phó Giám đốc Sở A, name: Lê Văn C"), stale);
    assert_eq!(under("title: Khối phó, name: Trần Thị B"), stale);
    assert!(under("title: Giám đốc, name: Nguyễn Văn A").is_empty());
    assert!(under("title: Khối trưởng, name: Trần Thị B").is_empty());
}

#[test]
fn same_place_and_same_issuer_are_those_of_the_former_leader() {
    let meeting = |year: &str, place: &str| {
        format!("meeting: {{ kind: sơ kết, period: {{ year: {year} }}, place: {place} }}\n")
    };
    let under = |place: &str| under_b(&meeting("2025", place), &meeting("2026", place));
    assert_eq!(under("Hội trường Sở A"), BTreeSet::from(["same-place"]));
    assert!(under("Trung tâm Hội nghị tỉnh").is_empty());
    let issuer = |name: &str| format!("issuer: {{ name: {name} }}\n");
    let under = |name: &str| {
        under_b(&format!("{OLD_MEETING}{}", issuer(name)), &format!("{NEW_MEETING}{}", issuer(name)))
    };
    assert_eq!(under("Sở A"), BTreeSet::from(["same-issuer"]));
    assert!(under("Khối thi đua số 4").is_empty());
}

#[test]
fn headings_that_name_the_old_period_are_told() {
    let title = |title: &str| format!("report:\n  sections:\n    - title: \"{title}\"\n");
    let stale = |text: &str| unchanged(&title(text)).into_iter().map(|(_, words)| words).collect::<Vec<_>>();
    assert_eq!(stale("Kết quả năm 2025"), ["năm 2025"]);
    assert_eq!(stale("Kết quả 6 tháng cuối năm 2025"), ["6 tháng cuối năm 2025"]);
    assert_eq!(stale("Kết quả giao ước năm 2026, giai đoạn 2021-2025, ngày 02/9/2025"), [""; 0]);
    assert_eq!(stale("Nhiệm vụ năm 2026"), [""; 0]);
    let subject = "report:\n  subject: Tổng kết năm 2025; nhiệm vụ năm 2026\n";
    assert_found(unchanged(subject), &[("old-period-in-prose", "năm 2025")]);
}

#[test]
fn a_plan_for_a_time_that_is_over_is_told() {
    let record = |meeting: &str, title: &str| {
        format!("{HEAD}meeting: {meeting}\nreport:\n  sections:\n    - title: {title}\n")
    };
    let half = "{ kind: sơ kết, period: { half: 1, year: 2025 } }";
    let year = "{ kind: tổng kết, period: { year: 2025 } }";
    let next = "{ kind: tổng kết, period: { year: 2026 } }";
    let words = |old: &str, new: &str, title: &str| -> Vec<String> {
        found(&record(old, title), &record(new, title))
            .0
            .into_iter()
            .filter_map(|stale| stale.words)
            .collect()
    };
    assert_eq!(words(half, year, "Phương hướng, nhiệm vụ 6 tháng cuối năm 2025"), ["6 tháng cuối năm 2025"]);
    assert_eq!(words(half, year, "Kết quả 6 tháng đầu năm"), ["6 tháng đầu năm"]);
    assert_eq!(words(year, next, "Phương hướng, nhiệm vụ năm 2026"), ["năm 2026"]);
    assert_eq!(words(year, next, "Kết quả năm 2026"), [""; 0]);
}

#[test]
fn prose_that_names_the_old_period_is_told() {
    for (text, words) in [
        ("Trong năm 2025, các đơn vị đã hoàn thành nhiệm vụ.", "năm 2025"),
        ("Các đơn vị hoàn thành nhiệm vụ 6 tháng đầu\nnăm 2025.", "6 tháng đầu\n        năm 2025"),
        ("- Công tác năm 2025 có tiến bộ.", "năm 2025"),
    ] {
        assert_found(between(&body("Khác."), &body(text)), &[("old-period-in-prose", words)]);
    }
}

#[test]
fn prose_that_compares_quotes_or_cites_is_not_told() {
    for text in [
        "Số sáng kiến tăng so với năm 2025.",
        "Tăng 12% so với cùng kỳ năm 2025.",
        "Từ năm 2025, các đơn vị áp dụng bộ tiêu chí.",
        "Nhiệm vụ năm 2025 chuyển sang đã hoàn thành.",
        "Phong trào “Thi đua năm 2025 về đích” được duy trì.",
        "Thực hiện Kế hoạch số 03/KH-KTĐ4 về hoạt động năm 2025.",
        "Họp ngày 15 tháng 01 năm 2025, giai đoạn 2021-2025.",
        "Năm 2025 đạt 10, năm 2026 đạt 12.",
        "Kết quả: năm 2023 có 5, năm 2024 có 6, năm 2025 có 7.",
        "| Nội dung | Năm 2025 | Năm 2026 |\n|---|---|---|\n| Sáng kiến | 5 | 6 |",
    ] {
        assert_found(between(&body("Khác."), &body(text)), &[]);
    }
}

#[test]
fn within_the_year_only_a_sentence_that_did_not_change_is_told() {
    let record = |meeting: &str, text: &str| format!("{HEAD}meeting: {meeting}\n{}", body(text));
    let half = "{ kind: sơ kết, period: { half: 1, year: 2025 } }";
    let year = "{ kind: tổng kết, period: { year: 2025 } }";
    let text = "Trong 6 tháng đầu năm 2025, các đơn vị đã phát động thi đua.";
    assert_eq!(
        ids(&found(&record(half, text), &record(year, text)).0),
        BTreeSet::from(["old-period-in-prose"])
    );
    assert_eq!(found(&record(half, "Khác."), &record(year, text)).0, []);
}

#[test]
fn figures_of_targets_that_did_not_change_are_told() {
    let target = |figures: &str| format!("targets:\n  - {{ name: Sáng kiến, {figures} }}\n");
    assert_found(unchanged(&target("actual: 154")), &[("same-figures", "154")]);
    assert_found(unchanged(&target("actual: 23, same_period: 20")), &[("same-figures", "23")]);
    // What a target often is says nothing.
    for figures in ["actual: 100", "actual: 0", "actual: 23", "plan: 2.450.000", "actual: Đúng hạn 12/12 kỳ"]
    {
        assert_found(unchanged(&target(figures)), &[]);
    }
    assert_found(between(&target("actual: 154"), &target("actual: 155")), &[]);
    assert_found(
        between(&target("actual: 154, same_period: 131"), &target("same_period: 131")),
        &[("same-figures", "131")],
    );
    assert_found(between(&target("actual: 154, same_period: 131"), &target("same_period: 154")), &[]);
    let parts = |actual: &str| {
        format!("targets:\n  - name: Trường\n    parts: [{{ name: Mầm non, actual: {actual} }}]\n")
    };
    assert_found(unchanged(&parts("106")), &[("same-figures", "106")]);
}

#[test]
fn points_and_votes_are_told_when_all_of_them_are_the_same() {
    let scores = |points: &str| {
        format!(
            "scores:\n  results:\n    - {{ unit: a, self: {{ total: 98 }} }}\n    - {{ unit: b, self: {{ total: {points} }} }}\n"
        )
    };
    assert_found(unchanged(&scores("97")), &[("same-figures", "results")]);
    assert_found(between(&scores("97"), &scores("96")), &[]);
    assert_found(unchanged("scores: { ranking: [a, b] }\n"), &[("same-figures", "ranking")]);
    assert_found(between("scores: { ranking: [a, b] }\n", "scores: { ranking: [b, a] }\n"), &[]);
    let votes = |votes: &str| format!("nominations:\n  - {{ award: Cờ thi đua, unit: a, votes: {votes} }}\n");
    assert_found(unchanged(&votes("12")), &[("same-figures", "nominations")]);
    assert_found(between(&votes("12"), &votes("11")), &[]);
}

#[test]
fn an_election_of_the_same_year_or_with_the_same_result_is_told() {
    let election = |fields: &str| format!("election: {{ leader: a, deputies: [b], {fields} }}\n");
    assert_found(unchanged(&election("year: 2026")), &[("same-election", "2026")]);
    assert_found(unchanged(&election("votes: [{ unit: a, votes: 3 }]")), &[("same-election", "a")]);
    assert_found(between(&election("year: 2026"), &election("year: 2027")), &[("same-election", "a")]);
    assert_found(
        between(&election("year: 2026"), &election("year: 2027, votes: [{ unit: a, votes: 3 }]")),
        &[],
    );
}

#[test]
fn a_paragraph_with_a_figure_that_is_word_for_word_the_same_is_told() {
    let text = "Đoạn chung.\n\nCác đơn vị đã tổ chức\n**05 đợt** thi đua.\n\n- việc chung;\n- 12 sáng kiến.\n\n| Sở A | 18 |";
    let found = unchanged(&body(text));
    assert_found(
        found,
        &[
            ("same-sentence", "Các đơn vị đã tổ chức\n        **05 đợt** thi đua."),
            ("same-sentence", "- 12 sáng kiến."),
            ("same-sentence", "| Sở A | 18 |"),
        ],
    );
    assert_found(
        between(&body(text), &body(&text.replace("05", "06").replace("12", "13").replace("18", "19"))),
        &[],
    );
}

#[test]
fn a_sentence_whose_figures_are_names_may_stay() {
    for text in [
        "Khối thi đua số 4 hoạt động theo quy chế.",
        "Khối gồm 03 đơn vị thành viên.",
        "Quán triệt Chỉ thị số 34-CT/TW và Luật ngày 15 tháng 6 năm 2022.",
        "1. Thực hiện Điều 5, khoản 2.",
        "Phòng, chống Covid-19; nhiệm kỳ 2025-2030; giai đoạn 2026-2030.",
        "Các đơn vị hoàn thành nhiệm vụ.",
    ] {
        assert_found(unchanged(&body(text)), &[]);
    }
}

#[test]
fn the_same_list_of_the_awarded_is_told() {
    let awards = |achievement: &str, names: &str| {
        format!(
            "awards:\n  - grants: [{{ form: Giấy khen, achievement: {achievement}, individuals: [{names}] }}]\n"
        )
    };
    assert_found(
        unchanged(&awards("đã có thành tích", "Hà Thị H, Tô Văn K")),
        &[("same-list", "individuals")],
    );
    assert_found(between(&awards("một", "Hà Thị H, Tô Văn K"), &awards("hai", "Hà Thị H, Lê Văn C")), &[]);
    // One person may be awarded again, for something else.
    assert_found(between(&awards("một", "Hà Thị H"), &awards("hai", "Hà Thị H")), &[]);
    assert_found(unchanged(&awards("một", "Hà Thị H")), &[("same-list", "individuals")]);
}

#[test]
fn what_an_award_is_for_is_told_where_it_did_not_change() {
    let awards = |achievement: &str, name: &str| {
        format!(
            "awards:\n  - grants: [{{ form: Giấy khen, achievement: {achievement}, individuals: [{name}] }}]\n"
        )
    };
    let old = awards("đã có thành tích năm 2025", "Hà Thị H");
    assert_found(
        between(&old, &awards("đã có thành tích năm 2025", "Lê Văn C")),
        &[("old-period-in-prose", "năm 2025")],
    );
    // The work of the last year may be awarded in this.
    assert_found(between(&old, &awards("đã có nhiều thành tích năm 2025", "Lê Văn C")), &[]);
}

#[test]
fn a_basis_of_the_last_time_is_told_and_laws_are_not() {
    let bases = |basis: &str| format!("report:\n  legal_bases:\n    - {basis}\n");
    for (basis, day) in [
        ("Theo đề nghị tại Tờ trình số 31/TTr-A ngày 10 tháng 01 năm 2026", "ngày 10 tháng 01 năm 2026"),
        ("Thực hiện Kế hoạch số 03/KH-A ngày 20 tháng 01 năm 2025", "ngày 20 tháng 01 năm 2025"),
    ] {
        assert_found(unchanged(&bases(basis)), &[("same-legal-date", day)]);
    }
    for basis in [
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
        "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025",
        "Thực hiện Kế hoạch số 03/KH-A ngày 20 tháng 01 năm 2026",
        "Theo đề nghị của Chánh Văn phòng",
    ] {
        assert_found(unchanged(&bases(basis)), &[]);
    }
    let old = bases("Theo đề nghị tại Tờ trình số 31/TTr-A ngày 10 tháng 01 năm 2026");
    let new = bases("Theo đề nghị tại Tờ trình số 99/TTr-A ngày 10 tháng 7 năm 2026");
    assert_found(between(&old, &new), &[]);
}

#[test]
fn a_covenant_of_a_year_that_is_over_is_told() {
    let record =
        |meeting: &str, covenant: &str| format!("{HEAD}meeting: {meeting}\ncovenant: {{ {covenant} }}\n");
    let half = "{ kind: sơ kết, period: { half: 1, year: 2026 } }";
    let year = "{ kind: tổng kết, period: { year: 2026 } }";
    let next = "{ kind: sơ kết, period: { half: 1, year: 2027 } }";
    let of = |old: &str, new: &str, before: &str, now: &str| {
        ids(&found(&record(old, before), &record(new, now)).0)
    };
    let (y2026, y2027) = ("period: { year: 2026 }, document: { date: 2026-01-15 }", "period: { year: 2027 }");
    assert_eq!(of(half, year, y2026, y2026), BTreeSet::from(["same-covenant-year", "same-date"]));
    assert_eq!(of(year, next, y2026, y2026), BTreeSet::from(["same-covenant-year", "same-date"]));
    assert!(of(half, year, y2026, y2027).is_empty());
    // What was signed for this year is in force.
    let last = "{ kind: tổng kết, period: { year: 2025 } }";
    assert!(of(last, half, y2026, y2026).is_empty());
    assert!(of(half, year, "columns: 2", "columns: 2").is_empty());
}

#[test]
fn what_a_new_covenant_has_of_the_old_one_is_told() {
    let record = |meeting: &str, year: &str, text: &str| {
        format!(
            "{HEAD}meeting: {meeting}\ncovenant:\n  period: {{ year: {year} }}\n  subject: Khối năm 2026\n  legal_bases: [Căn cứ kết quả Hội nghị năm 2025]\n  commitments:\n    - {{ title: Nội dung, body: \"{text}\" }}\n  targets:\n    - {{ name: Sáng kiến, units: {{ a: 5, b: 8 }} }}\n"
        )
    };
    let (half, year) =
        ("{ kind: sơ kết, period: { half: 1, year: 2026 } }", "{ kind: tổng kết, period: { year: 2026 } }");
    let text = "Hoàn thành nhiệm vụ năm 2026.";
    let (found, _) = found(&record(half, "2026", text), &record(year, "2027", text));
    let told: Vec<(&str, &str, Option<&str>)> =
        found.iter().map(|stale| (stale.id, stale.pointer.as_str(), stale.words.as_deref())).collect();
    assert_eq!(
        told,
        [
            ("old-period-in-prose", "/covenant/subject", Some("năm 2026")),
            ("old-period-in-prose", "/covenant/legal_bases/0", Some("năm 2025")),
            ("old-period-in-prose", "/covenant/commitments/0/body", Some("năm 2026")),
            ("same-figures", "/covenant/targets", None),
        ]
    );
}

#[test]
fn the_same_people_at_the_meeting_are_told() {
    let meeting = |year: &str, count: u32| {
        format!(
            "{HEAD}meeting:\n  kind: tổng kết\n  period: {{ year: {year} }}\n  attendance:\n    - {{ unit: a, count: 3 }}\n    - {{ unit: b, count: {count} }}\n"
        )
    };
    assert_eq!(ids(&found(&meeting("2025", 2), &meeting("2026", 2)).0), BTreeSet::from(["same-attendance"]));
    assert_eq!(found(&meeting("2025", 2), &meeting("2026", 3)).0, []);
    let units = |year: &str| meeting(year, 2).replace(", count: 3", "").replace(", count: 2", "");
    assert_eq!(found(&units("2025"), &units("2026")).0, []);
}
