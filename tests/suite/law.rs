//! The law as data: the built-in rows agree with one another, and a user's own rows go over them.

use std::path::PathBuf;

use chrono::{Datelike, NaiveDate};
use thidua::check;
use thidua::diagnostic::{Diagnostic, Severity};
use thidua::input::{self, Loaded};
use thidua::record::paper::Kind;
use thidua::rules::law::{Law, Mark};

use crate::driver::Thidua;

fn law() -> &'static Law {
    Law::built_in()
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn own(text: &str) -> Law {
    Law::with(serde_yaml::from_str(text).expect("rows of the law"))
}

#[test]
fn the_decree_has_twenty_nine_types_of_paper_and_three_kinds_of_copies() {
    let of_the_decree = |article: &str| article.starts_with("NĐ 30/2020/NĐ-CP, Phụ lục III");
    let count = law().document_types.iter().filter(|row| of_the_decree(&row.source.article)).count();
    assert_eq!(count, 29 + 3);
}

#[test]
fn the_abbreviations_that_papers_are_printed_with_are_those_of_the_decree() {
    for kind in Kind::ALL {
        if let Some(abbreviation) = kind.facts().abbreviation {
            assert!(law().type_of(abbreviation).is_some(), "{abbreviation}");
        }
    }
}

#[test]
fn no_abbreviation_stands_for_two_types() {
    let mut all: Vec<&str> =
        law().document_types.iter().filter_map(|row| row.abbreviation.as_deref()).collect();
    all.sort_unstable();
    let count = all.len();
    all.dedup();
    assert_eq!(all.len(), count);
}

#[test]
fn coefficients_and_thresholds_name_awards_of_the_law() {
    let known = |name: &String| law().awards.iter().any(|award| award.name == *name);
    for row in &law().coefficients {
        assert!(known(&row.award), "{}", row.award);
    }
    for name in law().vote_thresholds.iter().flat_map(|row| &row.awards) {
        assert!(known(name), "{name}");
    }
}

#[test]
fn on_every_day_since_2019_there_is_one_base_salary() {
    for (on, amount) in [
        ("2019-07-01", 1_490_000),
        ("2023-06-30", 1_490_000),
        ("2023-07-01", 1_800_000),
        ("2024-06-30", 1_800_000),
        ("2024-07-01", 2_340_000),
        ("2026-06-30", 2_340_000),
        ("2026-07-01", 2_530_000),
    ] {
        assert_eq!(law().base_salary(day(on)).map(|row| row.amount.0), Some(amount), "{on}");
    }
    assert_eq!(law().base_salary(day("2010-01-01")), None);
}

#[test]
fn what_ended_a_law_is_a_law_of_the_table_or_told_in_words() {
    for row in &law().legal_texts {
        let Some(ended) = &row.ended else { continue };
        assert!(row.source.from.is_none_or(|from| from < ended.on), "{}", row.number);
        assert!(ended.by.chars().count() > 10, "{}", row.number);
    }
}

#[test]
fn an_award_is_known_by_the_longest_name_in_the_words() {
    for (words, name) in [
        ("Cờ thi đua của Ủy ban nhân dân tỉnh", "Cờ thi đua"),
        ("Cờ thi đua của Chính phủ", "Cờ thi đua của Chính phủ"),
        ("Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "Bằng khen"),
        ("danh hiệu “Tập thể Lao động xuất sắc”", "Tập thể lao động xuất sắc"),
        ("giấy khen", "Giấy khen"),
    ] {
        assert_eq!(law().award(words).map(|award| award.name.as_str()), Some(name), "{words}");
    }
    assert_eq!(law().award("Giải phong trào"), None);
}

#[test]
fn a_row_of_the_user_replaces_the_row_of_the_same_name() {
    let law = own("awards:\n  - { name: giấy khen, decided_by: [xã], source: { article: Quy chế } }\n");
    let named = law.awards.iter().filter(|award| award.name.to_lowercase() == "giấy khen").count();
    assert_eq!(named, 1);
    let award = law.award("Giấy khen").expect("the award");
    assert_eq!((award.source.article.as_str(), award.source.mark), ("Quy chế", Mark::Verified));
}

#[test]
fn a_row_of_the_user_that_is_new_is_added() {
    let text = "legal_texts:\n  - { kind: Quyết định, number: 18/2025/QĐ-UBND, name: Quy chế thi đua, \
                source: { article: Quyết định 18/2025/QĐ-UBND, from: 2025-07-04 } }\n";
    assert!(own(text).legal_text("18/2025/QĐ-UBND").is_some());
    assert!(law().legal_text("18/2025/QĐ-UBND").is_none());
}

#[test]
fn an_unknown_key_in_a_row_is_refused() {
    let text = "base_salaries:\n  - { amount: 2.530.000, since: 2026-07-01, source: { article: NĐ } }\n";
    assert!(serde_yaml::from_str::<Law>(text).is_err());
}

/// A decision of a day: who issues it, what it rests on, what it gives to whom.
struct Decided<'a> {
    date: &'a str,
    issuer: &'a str,
    basis: &'a str,
    grants: &'a str,
}

const SO: &str =
    "{ parent: Ủy ban nhân dân tỉnh Sông Hương, name: Sở Nội vụ, symbol: SNV, place: Sông Hương }";
const LAW_OF_2022: &str = "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022";
const GIAY_KHEN: &str = "{ form: Giấy khen, collectives: [Phòng Tổng hợp] }";

impl Default for Decided<'_> {
    fn default() -> Self {
        Self { date: "2026-01-20", issuer: SO, basis: LAW_OF_2022, grants: GIAY_KHEN }
    }
}

impl Decided<'_> {
    fn record(&self) -> String {
        let Self { date, issuer, basis, grants } = self;
        // A year is summed up in its last month, or in the year after.
        let year = day(date).year() - i32::from(day(date).month() < 12);
        format!(
            "format: 1\ngroup: {{ name: Khối thi đua số 1, kind: khối }}\n\
             meeting: {{ kind: tổng kết, period: {{ year: {year} }}, date: {date} }}\n\
             awards:\n  - document:\n      number: 12\n      date: {date}\n      issuer: {issuer}\n      \
             signer: {{ title: Giám đốc, name: Nguyễn Văn A }}\n      recipients: [Các đơn vị thành viên]\n    \
             legal_bases:\n      - {basis}\n      - Theo đề nghị của Chánh Văn phòng\n    grants: [{grants}]\n"
        )
    }

    /// What the rules of these names find.
    fn found(&self, rules: &[&str]) -> Vec<Diagnostic> {
        findings(&self.record()).into_iter().filter(|finding| rules.contains(&id(finding))).collect()
    }

    fn is_passed_by(&self, rules: &[&str]) {
        let told: Vec<String> = self.found(rules).iter().map(|finding| finding.render(false)).collect();
        assert!(told.is_empty(), "{}:\n{}", self.date, told.join("\n"));
    }

    /// What the rule finds, which is one thing.
    fn breaks(&self, rule: &str) -> Diagnostic {
        let mut found = self.found(&[rule]);
        assert_eq!(found.len(), 1, "{rule} in\n{}", self.record());
        found.remove(0)
    }
}

fn id(finding: &Diagnostic) -> &'static str {
    finding.rule.as_ref().map_or("", |rule| rule.id)
}

/// What all rules find in a record.
fn findings(text: &str) -> Vec<Diagnostic> {
    let content = input::text::composed("a.yaml".to_owned(), text);
    let record = input::parse(&content.source, &|_| true).unwrap_or_else(|faults| {
        panic!("{}\n{text}", faults.iter().map(|fault| fault.render(false)).collect::<String>())
    });
    let loaded = Loaded {
        name: "a".to_owned(),
        record,
        source: content.source,
        folder: PathBuf::from("."),
        decomposed: false,
        breaches: Vec::new(),
    };
    check::judge(&loaded, law()).findings
}

/// What all rules on căn cứ are called.
const BASES: [&str; 6] = [
    "basis-repealed",
    "basis-not-in-force",
    "citation-date",
    "basis-joined",
    "basis-law-number",
    "basis-law-incomplete",
];

#[test]
fn no_two_built_in_rows_tell_of_one_thing_on_one_day() {
    let told: Vec<String> = law().clashes().into_iter().map(|clash| clash.message).collect();
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn every_built_in_row_was_gone_through_on_a_day() {
    let default = law().checked;
    assert!(law().sources().values().all(|source| source.checked.or(default).is_some()));
}

#[test]
fn what_amends_a_text_names_one_of_the_table_that_is_still_in_force() {
    for row in law().legal_texts.iter().filter(|row| row.amends.is_some()) {
        let amended = row.amends.as_deref().and_then(|number| law().legal_text(number)).expect("a row");
        assert!(amended.ended.is_none(), "{}", row.number);
    }
}

#[test]
fn the_law_of_2022_is_still_cited_after_it_was_amended() {
    for basis in [
        LAW_OF_2022,
        "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng ngày 23 tháng 4 năm 2026",
        "Căn cứ Luật Sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng ngày 23 tháng 4 năm 2026",
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022; Luật sửa đổi, bổ sung một số điều của Luật Thi đua, \
         khen thưởng ngày 23 tháng 4 năm 2026",
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022 (được sửa đổi, bổ sung bởi Luật số 06/2026/QH16)",
    ] {
        for date in ["2026-10-01", "2026-11-20"] {
            Decided { date, basis, ..Decided::default() }.is_passed_by(&BASES);
        }
    }
}

#[test]
fn the_amending_law_is_cited_from_the_day_on_which_it_is_in_force() {
    let basis =
        "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng ngày 23 tháng 4 năm 2026";
    let finding = Decided { date: "2026-09-30", basis, ..Decided::default() }.breaks("basis-not-in-force");
    assert_eq!(finding.severity, Severity::Warning);
    Decided { date: "2026-10-01", basis, ..Decided::default() }.is_passed_by(&["basis-not-in-force"]);
}

#[test]
fn the_date_of_the_amending_law_is_told_with_its_own_name() {
    let right =
        "viết “Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng ngày 23 tháng 4 năm 2026”";
    for basis in [
        "Căn cứ Luật Thi đua, khen thưởng ngày 23 tháng 4 năm 2026",
        "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng ngày 24 tháng 4 năm 2026",
    ] {
        let finding = Decided { date: "2026-11-20", basis, ..Decided::default() }.breaks("citation-date");
        assert_eq!(finding.hints, [right], "{basis}");
    }
}

#[test]
fn of_two_laws_of_one_year_the_one_of_the_day_is_meant() {
    let basis = "Căn cứ Luật Tổ chức chính quyền địa phương năm 2025";
    for (date, right) in
        [("2025-04-10", "ngày 19 tháng 02 năm 2025"), ("2025-09-10", "ngày 16 tháng 6 năm 2025")]
    {
        let decided = Decided { date, basis, ..Decided::default() };
        decided.is_passed_by(&["basis-repealed", "basis-not-in-force"]);
        let finding = decided.breaks("basis-law-incomplete");
        assert_eq!(finding.hints, [format!("viết “Luật Tổ chức chính quyền địa phương {right}”")]);
    }
}

#[test]
fn a_law_that_is_cited_by_its_number_alone_is_told_by_its_name() {
    let basis = "Căn cứ Luật số 06/2026/QH16 ngày 23 tháng 4 năm 2026";
    let finding = Decided { date: "2026-11-20", basis, ..Decided::default() }.breaks("basis-law-number");
    let right = "viết “Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng ngày 23 tháng 4 năm 2026”";
    assert_eq!(finding.hints, [right]);
}

#[test]
fn the_amendment_of_a_law_that_the_table_has_not_is_no_wrong_date() {
    let basis = "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019";
    Decided { date: "2020-11-20", basis, ..Decided::default() }.is_passed_by(&["citation-date"]);
}

#[test]
fn a_text_is_cited_from_its_first_day_in_force_until_its_last() {
    let local = |day: &str| format!("Căn cứ Luật Tổ chức chính quyền địa phương ngày {day}");
    let of = |code: &str, day: &str| format!("Căn cứ {code} ngày {day} của Bộ trưởng Bộ Nội vụ");
    for (basis, first, last) in [
        (local("19 tháng 6 năm 2015"), Some("2016-01-01"), Some("2025-02-28")),
        (local("19 tháng 02 năm 2025"), Some("2025-03-01"), Some("2025-06-15")),
        (local("16 tháng 6 năm 2025"), Some("2025-06-16"), None),
        (of("Thông tư số 12/2019/TT-BNV", "04 tháng 11 năm 2019"), None, Some("2024-04-14")),
        (of("Thông tư số 01/2024/TT-BNV", "24 tháng 02 năm 2024"), Some("2024-04-15"), Some("2025-08-04")),
        (of("Thông tư số 15/2025/TT-BNV", "04 tháng 8 năm 2025"), Some("2025-08-05"), Some("2027-02-28")),
        (of("Nghị định số 152/2025/NĐ-CP", "14 tháng 6 năm 2025"), Some("2025-07-01"), Some("2027-02-28")),
        (of("Nghị định số 129/2025/NĐ-CP", "11 tháng 6 năm 2025"), Some("2025-07-01"), Some("2027-02-28")),
        (of("Nghị định số 73/2024/NĐ-CP", "30 tháng 6 năm 2024"), Some("2024-07-01"), Some("2026-06-30")),
        (of("Nghị định số 161/2026/NĐ-CP", "15 tháng 5 năm 2026"), Some("2026-07-01"), None),
    ] {
        let on = |day: NaiveDate| {
            let date = day.to_string();
            let decided = Decided { date: &date, basis: &basis, ..Decided::default() };
            let found = decided.found(&["basis-repealed", "basis-not-in-force", "citation-date"]);
            found.iter().map(id).collect::<Vec<_>>()
        };
        if let Some(first) = first.map(day) {
            assert!(on(first).is_empty(), "{basis} on {first}: {:?}", on(first));
            let before = first.pred_opt().expect("a day");
            assert_eq!(on(before), ["basis-not-in-force"], "{basis} on {before}");
        }
        if let Some(last) = last.map(day) {
            assert!(on(last).is_empty(), "{basis} on {last}: {:?}", on(last));
            let after = last.succ_opt().expect("a day");
            assert_eq!(on(after), ["basis-repealed"], "{basis} on {after}");
        }
    }
}

#[test]
fn numbers_that_differ_by_a_zero_are_two_circulars() {
    let dated = |number: &str| law().legal_text(number).and_then(|row| row.date).map(|date| date.0);
    assert_eq!(dated("01/2025/TT-BNV"), Some(day("2025-01-17")));
    assert_eq!(dated("001/2025/TT-BNV"), Some(day("2025-03-17")));
}

/// What an office gives on a day, and whether that is told to be another's to give.
fn competence(issuer: &str, form: &str, date: &str) -> Vec<Diagnostic> {
    let issuer = format!("{{ name: {issuer}, symbol: UBND, place: Sông Hương }}");
    let list = match form.contains("Cờ") || form.contains("Bằng") || form.contains("Giấy") {
        true => "collectives: [Phòng Tổng hợp]",
        false => "individuals: [{ honorific: Ông, name: Nguyễn Văn B, title: Chuyên viên }]",
    };
    let grants = format!("{{ form: {form}, {list} }}");
    let decided = Decided { date, issuer: &issuer, grants: &grants, ..Decided::default() };
    decided.found(&["award-competence"])
}

#[test]
fn a_commune_gives_chien_si_thi_dua_co_so_only_since_it_was_made_competent() {
    let xa = "Ủy ban nhân dân xã Bắc Hà";
    assert_eq!(competence(xa, "Chiến sĩ thi đua cơ sở", "2025-06-30").len(), 1);
    assert!(competence(xa, "Chiến sĩ thi đua cơ sở", "2025-07-01").is_empty());
    assert!(competence(xa, "Lao động tiên tiến", "2024-12-20").is_empty());
}

#[test]
fn districts_decide_as_long_as_there_are_any() {
    let huyen = "Ủy ban nhân dân huyện Bắc Hà";
    assert!(competence(huyen, "Chiến sĩ thi đua cơ sở", "2024-12-20").is_empty());
    assert_eq!(competence(huyen, "Bằng khen", "2024-12-20").len(), 1);
    // Later another rule tells that there is no such body.
    assert!(competence(huyen, "Bằng khen", "2025-07-01").is_empty());
}

#[test]
fn townships_end_where_special_zones_begin() {
    let given = |body: &str, date: &str| competence(body, "Bằng khen", date).len();
    assert_eq!(given("Ủy ban nhân dân thị trấn Bắc Hà", "2025-06-30"), 1);
    assert_eq!(given("Ủy ban nhân dân thị trấn Bắc Hà", "2025-07-01"), 0);
    assert_eq!(given("Ủy ban nhân dân đặc khu Phú Quốc", "2025-06-30"), 0);
    assert_eq!(given("Ủy ban nhân dân đặc khu Phú Quốc", "2025-07-01"), 1);
}

#[test]
fn nine_cities_decide_as_provinces_do_each_since_its_own_day() {
    let flag = "Cờ thi đua của Chính phủ";
    for (city, since) in [
        ("Hà Nội", None),
        ("Hải Phòng", None),
        ("Đà Nẵng", None),
        ("Cần Thơ", None),
        ("Hồ Chí Minh", None),
        ("Huế", Some("2025-01-01")),
        ("Đồng Nai", Some("2026-04-30")),
        ("Quảng Ninh", Some("2026-09-01")),
        ("Bắc Ninh", Some("2026-09-20")),
    ] {
        let body = format!("Ủy ban nhân dân thành phố {city}");
        assert_eq!(competence(&body, flag, "2026-09-25").len(), 1, "{city}");
        assert!(competence(&body, "Bằng khen", "2026-09-25").is_empty(), "{city}");
        if let Some(since) = since.map(day) {
            let before = since.pred_opt().expect("a day").to_string();
            assert_eq!(competence(&body, flag, &since.to_string()).len(), 1, "{city}");
            assert!(competence(&body, flag, &before).is_empty(), "{city}");
        }
    }
}

#[test]
fn what_rests_on_the_amended_law_only_warns_and_says_so() {
    let given =
        |date| competence("Ủy ban nhân dân tỉnh Sông Hương", "Cờ thi đua của Chính phủ", date).remove(0);
    let (before, after) = (given("2026-09-30"), given("2026-10-01"));
    assert_eq!((before.severity, after.severity), (Severity::Error, Severity::Warning));
    let article = |finding: &Diagnostic| finding.rule.as_ref().expect("a rule").article.clone();
    assert_eq!(article(&before), "Luật Thi đua, khen thưởng 2022, Điều 78");
    let told = "Luật Thi đua, khen thưởng 2022, Điều 78; chưa kiểm tra theo Luật số 06/2026/QH16";
    assert_eq!(article(&after), told);
}

#[test]
fn an_enterprise_gives_what_the_law_lets_its_director_give() {
    let issuer = |form| competence("Công ty Cấp nước Sông Hương", form, "2026-01-20");
    assert!(issuer("Lao động tiên tiến").is_empty() && issuer("Giấy khen").is_empty());
    assert_eq!(issuer("Bằng khen")[0].severity, Severity::Warning);
}

/// The same person under two titles, both paid.
fn two_titles(one: &str, other: &str) -> String {
    let of = |form: &str| {
        format!(
            "{{ form: {form}, reward: {{ individual: 2.340.000 }}, \
             individuals: [{{ honorific: Ông, name: Nguyễn Văn B, title: Chuyên viên }}] }}"
        )
    };
    format!("{}, {}", of(one), of(other))
}

#[test]
fn titles_for_which_another_time_counts_are_both_paid() {
    for (one, other, paid_once) in [
        ("Chiến sĩ thi đua cơ sở", "Lao động tiên tiến", true),
        ("Chiến sĩ thi đua cấp tỉnh", "Chiến sĩ thi đua cơ sở", false),
        ("Chiến sĩ thi đua toàn quốc", "Chiến sĩ thi đua cấp tỉnh", false),
    ] {
        let grants = two_titles(one, other);
        let found = Decided { grants: &grants, ..Decided::default() }.found(&["paid-twice"]);
        assert_eq!(found.len(), usize::from(paid_once), "{one}, {other}");
        let before = Decided { date: "2025-06-30", grants: &grants, ..Decided::default() };
        before.is_passed_by(&["paid-twice"]);
    }
}

/// What is said of the money that goes with a form.
fn rate(date: &str, form: &str, list: &str, key: &str, amount: &str) -> Vec<Diagnostic> {
    let grants = format!("{{ form: {form}, reward: {{ {key}: {amount} }}, {list} }}");
    Decided { date, grants: &grants, ..Decided::default() }.found(&["reward-rate"])
}

#[test]
fn rates_follow_the_decree_of_the_day() {
    let people = "individuals: [{ honorific: Ông, name: Nguyễn Văn B, title: Chuyên viên }]";
    let households = "households: [{ honorific: Ông, name: Nguyễn Văn B, unit: Thôn 1 }]";
    let bodies = "collectives: [Phòng Tổng hợp]";
    for (date, form, list, key, right, wrong) in [
        ("2024-06-30", "Chiến sĩ thi đua cơ sở", people, "individual", "1.800.000", "2.340.000"),
        ("2024-07-01", "Chiến sĩ thi đua cơ sở", people, "individual", "2.340.000", "1.800.000"),
        ("2026-06-30", "Chiến sĩ thi đua cơ sở", people, "individual", "2.340.000", "2.530.000"),
        ("2026-07-01", "Chiến sĩ thi đua cơ sở", people, "individual", "2.530.000", "2.340.000"),
        ("2026-01-20", "Bằng khen", households, "household", "5.270.000", "3.510.000"),
        ("2026-01-20", "Huân chương Lao động hạng Ba", bodies, "collective", "21.060.000", "9.000.000"),
        ("2026-01-20", "Kỷ niệm chương", people, "individual", "1.000.000", "1.500.000"),
    ] {
        assert!(rate(date, form, list, key, right).is_empty(), "{form} {right} on {date}");
        assert_eq!(rate(date, form, list, key, wrong).len(), 1, "{form} {wrong} on {date}");
    }
    // After the decree has ended nobody knows.
    assert_eq!(rate("2027-02-28", "Chiến sĩ thi đua cơ sở", people, "individual", "9.000.000").len(), 1);
    assert!(rate("2027-03-01", "Chiến sĩ thi đua cơ sở", people, "individual", "9.000.000").is_empty());
}

#[test]
fn a_communes_giay_khen_to_a_collective_has_the_rate_of_all() {
    let issuer = "{ name: Ủy ban nhân dân xã Bắc Hà, symbol: UBND, place: Bắc Hà }";
    let of = |list: &str, key: &str| {
        let grants = format!("{{ form: Giấy khen, reward: {{ {key}: 9.000.000 }}, {list} }}");
        Decided { issuer, grants: &grants, ..Decided::default() }.found(&["reward-rate"]).len()
    };
    assert_eq!(of("collectives: [Thôn 1]", "collective"), 1);
    assert_eq!(
        of("individuals: [{ honorific: Ông, name: Nguyễn Văn B, title: Trưởng thôn }]", "individual"),
        0
    );
}

/// What is said of a body in the letterhead on a day.
fn gone(body: &str, date: &str) -> Vec<Diagnostic> {
    let issuer = format!("{{ parent: {body}, name: Sở Nội vụ, symbol: SNV, place: Sông Hương }}");
    Decided { date, issuer: &issuer, ..Decided::default() }.found(&["body-dissolved"])
}

#[test]
fn a_dissolved_body_is_told_from_the_day_after_its_last() {
    for (body, last, successor) in [
        ("Bộ Kế hoạch và Đầu tư", "2025-02-28", "Bộ Tài chính"),
        ("Bộ TN&MT", "2025-02-28", "Bộ Nông nghiệp và Môi trường"),
        ("Sở Giao thông vận tải", "2025-06-30", "Sở Xây dựng"),
        ("Ủy ban nhân dân huyện Bắc Hà", "2025-06-30", "Ủy ban nhân dân xã, phường, đặc khu"),
        ("UBND thị trấn Bắc Hà", "2025-06-30", "Ủy ban nhân dân xã, phường, đặc khu"),
        ("Ủy ban nhân dân thành phố Lào Cai", "2025-06-30", "Ủy ban nhân dân xã, phường, đặc khu"),
        ("Ủy ban nhân dân tỉnh Thái Bình", "2025-06-30", "tỉnh Hưng Yên"),
        ("Ủy ban nhân dân tỉnh Đồng Nai", "2026-04-29", "thành phố Đồng Nai"),
        ("Ủy ban nhân dân tỉnh Quảng Ninh", "2026-08-31", "thành phố Quảng Ninh"),
        ("Ủy ban nhân dân tỉnh Bắc Ninh", "2026-09-19", "thành phố Bắc Ninh"),
    ] {
        assert!(gone(body, last).is_empty(), "{body}");
        let after = day(last).succ_opt().expect("a day").to_string();
        let told = gone(body, &after);
        assert_eq!(told.len(), 1, "{body}");
        assert_eq!(told[0].severity, Severity::Warning);
        assert_eq!(told[0].hints, [format!("thay bằng {successor}")], "{body}");
    }
}

#[test]
fn bodies_that_are_still_there_are_not_told_to_be_gone() {
    for body in [
        "Ủy ban nhân dân thành phố Hà Nội",
        "Ủy ban nhân dân Thành phố Hồ Chí Minh",
        "UBND thành phố Đồng Nai",
        "UBND Thành phố",
        "Ủy ban nhân dân tỉnh Hà Tĩnh",
        "Ủy ban nhân dân xã Thị Trấn",
        "Sở Nông nghiệp và Môi trường",
        "Bộ Tài chính",
        "Ủy ban nhân dân huyện Bắc Hà (cũ)",
    ] {
        assert!(gone(body, "2026-10-20").is_empty(), "{body}");
    }
}

#[test]
fn which_cities_there_are_after_the_rows_were_gone_through_is_not_known() {
    let checked = law().checked.expect("a day").0;
    let body = "Ủy ban nhân dân thành phố Sông Trà";
    assert_eq!(gone(body, &checked.to_string()).len(), 1);
    assert!(gone(body, &checked.succ_opt().expect("a day").to_string()).is_empty());
}

#[test]
fn the_units_are_those_of_the_time_that_is_summed_up() {
    let units = "units: [{ id: a, name: Sở Giao thông vận tải }, { id: b, name: Sở Xây dựng }]";
    for (period, date, told) in
        [("{ half: 1, year: 2025 }", "2025-07-15", 0), ("{ half: 2, year: 2025 }", "2026-01-15", 1)]
    {
        let record = format!(
            "format: 1\ngroup: {{ name: Khối thi đua số 1, kind: khối, {units} }}\n\
             meeting: {{ kind: sơ kết, period: {period}, date: {date} }}\n"
        );
        let found = findings(&record).into_iter().filter(|finding| id(finding) == "body-dissolved").count();
        assert_eq!(found, told, "{period}");
    }
}

#[test]
fn what_a_dissolved_body_once_issued_is_history() {
    let basis = "Căn cứ Quyết định số 12/QĐ-SNN ngày 20 tháng 12 năm 2023 của Sở Nông nghiệp và Phát triển nông thôn \
                 về quy chế thi đua, khen thưởng";
    Decided { basis, ..Decided::default() }.is_passed_by(&["body-dissolved"]);
}

#[test]
fn papers_long_before_and_long_after_raise_no_alarm_that_rests_on_the_law_of_today() {
    let grants = "{ form: Giấy khen, reward: { collective: 5.000.000 }, collectives: [Phòng Tổng hợp] }";
    let basis = "Căn cứ Luật Thi đua, Khen thưởng ngày 26 tháng 11 năm 2003";
    let fund = "Quỹ thi đua, khen thưởng";
    for (date, basis) in [("2019-12-20", basis), ("2031-12-20", LAW_OF_2022)] {
        let record = Decided { date, basis, grants, ..Decided::default() }.record();
        let told = findings(&format!("{record}    fund: {fund} của Sở năm {}\n", &date[..4]));
        let told: Vec<String> = told.iter().map(|finding| finding.render(false)).collect();
        assert!(told.is_empty(), "{}", told.join("\n"));
    }
}

#[test]
fn the_quorum_of_a_province_holds_there_alone() {
    let of = |date: &str, place: &str| {
        law().quorum(day(date), |province| place == province).map(|row| (row.part, row.of))
    };
    assert_eq!(of("2025-12-02", "Bắc Ninh"), Some((2, 3)));
    assert_eq!(of("2025-12-03", "Bắc Ninh"), Some((4, 5)));
    assert_eq!(of("2026-12-03", "Lào Cai"), Some((2, 3)));
}

#[test]
fn the_rows_of_the_old_hung_yen_end_with_it() {
    let sources =
        || law().quotas.iter().map(|row| &row.source).chain(law().deadlines.iter().map(|row| &row.source));
    assert!(sources().all(|source| source.holds(day("2025-06-30")) && !source.holds(day("2025-07-01"))));
}

#[test]
fn a_number_with_zeros_before_it_is_printed_as_it_was_typed() {
    for (typed, printed) in [
        ("7", "07"),
        ("07", "07"),
        ("\"007\"", "007"),
        ("01891", "01891"),
        ("\"0012a\"", "0012a"),
        ("12", "12"),
    ] {
        let record = Decided::default().record().replace("number: 12", &format!("number: {typed}"));
        let own: Vec<Diagnostic> = findings(&record);
        assert!(own.is_empty(), "{typed}: {}", own[0].render(false));
        let content = input::text::composed("a.yaml".to_owned(), &record);
        let record = input::parse(&content.source, &|_| true).unwrap_or_else(|_| panic!("{typed}"));
        let number = record.awards[0].document.number.expect("a number");
        assert_eq!(number.to_string(), printed, "{typed}");
    }
}

#[test]
fn two_ways_to_type_one_number_are_one_number() {
    let number = |text: &str| text.parse::<thidua::record::scalar::DocumentNumber>().expect("a number");
    assert_eq!(number("007"), number("7"));
    assert_ne!(number("007a"), number("7"));
    assert!("0000000000000007".parse::<thidua::record::scalar::DocumentNumber>().is_err());
}

#[test]
fn the_number_of_another_body_is_cited_as_that_body_wrote_it() {
    for (number, told) in [
        ("001/2025/TT-BNV ngày 17 tháng 3 năm 2025", 0),
        ("01891/QĐ-UBND ngày 17 tháng 3 năm 2025", 0),
        ("007/CT-UBND ngày 17 tháng 3 năm 2025", 0),
        ("7/CT-UBND ngày 17 tháng 3 năm 2025", 1),
    ] {
        let basis = format!("Căn cứ Văn bản số {number}");
        let found =
            Decided { basis: &basis, ..Decided::default() }.found(&["citation-zero", "citation-date"]);
        assert_eq!(found.len(), told, "{number}");
    }
}

/// What is said of a `thidua.yaml`.
fn own_file(text: &str) -> String {
    let run =
        Thidua::new("check").file("thidua.yaml", text).record("a.yaml", Decided::default().record()).run();
    run.code(1).stderr
}

#[test]
fn what_is_wrong_in_thidua_yaml_is_told_in_its_place() {
    let source = "source: { article: Quy chế }";
    for (text, place, told) in [
        ("quorums:\n  - { part: 4, of: 5 }\n".to_owned(), "2:7", "thiếu mục bắt buộc `source` (nơi quy định"),
        (
            format!("quorums:\n  - {{ part: 4, off: 5, {source} }}\n"),
            "2:16",
            "mục `off` không có trong mẫu thidua.yaml",
        ),
        (format!("quorum:\n  - {{ part: 4, of: 5, {source} }}\n"), "1:1", "có phải muốn viết `quorums`?"),
        (
            format!("quorums:\n  - {{ part: bốn, of: 5, {source} }}\n"),
            "2:13",
            "`bốn` không phải là số nguyên",
        ),
        (
            "quorums:\n  - { part: 4, of: 5, source: { article: A, mark: X } }\n".to_owned(),
            "2:51",
            "chọn một trong: V, W, M, R",
        ),
        (
            "rounding:\n  - { step: 10.000, source: { article: A, from: 2027-03-01, until: 2027-02-01 } }\n"
                .to_owned(),
            "2:21",
            "dòng này hết hiệu lực (01/02/2027) trước khi có hiệu lực (01/03/2027)",
        ),
        (
            "base_salaries:\n  - { amount: 2.700.000, source: { article: A, from: 2027-07-01 } }\n  \
             - { amount: 2.900.000, source: { article: B, from: 2028-07-01 } }\n"
                .to_owned(),
            "3:26",
            "hai dòng ở `base_salaries` cùng có hiệu lực cho mức lương cơ sở",
        ),
        (
            "dissolved:\n  - { names: [Hội A], source: { article: A } }\n".to_owned(),
            "2:23",
            "ghi `until` ở `source`",
        ),
        ("quorums:\n  - part: 4\n     of: 5\n".to_owned(), "3", "thừa một dấu cách ở đầu"),
    ] {
        let said = own_file(&text);
        assert!(said.contains(told), "{text}\n{said}");
        assert!(said.contains(&format!("--> ./thidua.yaml:{place}")), "{text}\n{said}");
        assert!(!said.contains("missing field") && !said.contains("unknown field"), "{said}");
    }
}

#[test]
fn a_thidua_yaml_of_remarks_alone_adds_nothing() {
    let remarks = "# Quy định riêng của tỉnh\n";
    Thidua::new("check")
        .file("thidua.yaml", remarks)
        .record("a.yaml", Decided::default().record())
        .run()
        .code(0);
}

#[test]
fn rows_of_ones_own_that_follow_each_other_are_taken() {
    let text = "base_salaries:\n  - { amount: 2.700.000, source: { article: A, from: 2027-07-01, until: 2028-06-30 } }\n  \
                - { amount: 2.900.000, source: { article: B, from: 2028-07-01 } }\n";
    let law = own(text);
    let salary = |on: &str| law.base_salary(day(on)).map(|row| row.amount.0);
    assert_eq!(salary("2027-06-30"), Some(2_530_000));
    assert_eq!(salary("2027-07-01"), Some(2_700_000));
    assert_eq!(salary("2028-07-01"), Some(2_900_000));
    Thidua::new("check")
        .file("thidua.yaml", text)
        .record("a.yaml", Decided::default().record())
        .run()
        .code(0);
}

#[test]
fn explain_tells_of_each_row_how_sure_it_is_and_when_it_was_gone_through() {
    let all = Thidua::new("explain --law").run().code(0).silent().stdout;
    let remarks = all.lines().filter(|line| line.contains("; rà soát ngày ")).count();
    assert_eq!(remarks, law().sources().len());
    let some = Thidua::new("explain --law").arg("06/2026/qh16").run().code(0).silent();
    some.stdout_contains("legal_texts:\n  # W: theo nguồn thứ cấp, cần kiểm tra lại; rà soát ngày 29/11/2026\n  - kind: Luật\n    number: 06/2026/QH16\n");
    let decree = Thidua::new("explain --law").arg("number: 30/2020").run().code(0).silent();
    decree.stdout_contains("rà soát ngày 08/08/2026");
    Thidua::new("explain --law").arg("không có dòng này").run().code(2);
}
