//! What the archive holds, how long it is kept, and what falls due.

use thidua::archive::holdings::{Duty, all, due};
use thidua::archive::index::Index;
use thidua::archive::retention::{Term, of_papers};
use thidua::input::files::RecordFile;
use thidua::press::Press;
use thidua::record::paper::{Kind, Paper};
use thidua::rules::law::{Law, RetainedPaper, RetainedPeriod};

use super::shelf::{Shelf, paper, put};
use crate::driver::{Thidua, root};

#[test]
fn dossiers_are_listed_by_year() {
    let listed = |command| {
        let fill = |folder: &std::path::Path| {
            put(&folder.join("kho"), "2025/so-ket", &[paper("01/QĐ-A", "2025-07-15", "Khen thưởng")]);
            put(&folder.join("kho"), "2026/tong-ket", &[]);
        };
        Thidua::new(command).prepared(fill).run().code(0)
    };
    listed("archive list --archive kho").stdout_is(
        "2025/so-ket: Hồ sơ hội nghị so-ket năm 2025\n    01 văn bản, 02 trang; thời hạn lưu trữ: 20 năm\n\
         2026/tong-ket: Hồ sơ hội nghị tong-ket năm 2026\n    00 văn bản, 00 trang; thời hạn lưu trữ: 20 năm\n",
    );
    listed("archive list --archive kho --year 2026").stdout_contains("2026/tong-ket");
    listed("archive list --archive kho --year 2024").stdout_is("").stderr_contains("Chưa có hồ sơ nào");
    listed("archive list --archive kho --due --before 2045-12-31").stdout_is(
        "2025/so-ket: hết thời hạn lưu trữ (20 năm) ngày 31/12/2045\n    Hồ sơ hội nghị so-ket năm 2025\n",
    );
}

#[test]
fn a_dossier_is_handed_over_within_a_year_and_kept_to_the_end_of_its_last_year() {
    let shelf =
        Shelf::new().with("2026/a", &[paper("01/QĐ-A", "2026-01-20", "Khen thưởng")]).with("2026/b", &[]);
    let archive = shelf.archive();
    let holdings = all(&Index::open(&archive).expect("an index"), None).expect("dossiers");
    let due = |until: &str| -> Vec<(String, Duty, String)> {
        let due = due(&holdings, until.parse().expect("a day"));
        due.into_iter().map(|due| (due.holding.dossier, due.what, due.on.to_string())).collect()
    };
    let expected = |dossier: &str, what, on: &str| (dossier.to_owned(), what, on.to_owned());
    assert_eq!(due("2027-01-19"), []);
    assert_eq!(due("2027-01-20"), [expected("2026/a", Duty::HandOver, "2027-01-20")]);
    assert_eq!(
        due("2027-12-31"),
        [expected("2026/a", Duty::HandOver, "2027-01-20"), expected("2026/b", Duty::HandOver, "2027-12-31"),]
    );
    // By then it was handed over, or nobody is going to.
    assert_eq!(due("2028-12-31"), []);
    assert_eq!(
        due("2046-12-31"),
        [expected("2026/a", Duty::TermOver, "2046-12-31"), expected("2026/b", Duty::TermOver, "2046-12-31")]
    );
}

/// How long the papers of a sample are kept.
fn term(sample: &str, kinds: &[Kind]) -> Term {
    let path = root().join("samples").join(sample).join("record.yaml");
    let press = Press::new(None, None).expect("a press");
    let loaded = press.load(&RecordFile { path, name: sample.to_owned() }).expect("a sound sample");
    let papers = Paper::all(&loaded.record).into_iter().filter(|paper| kinds.contains(&paper.kind));
    of_papers(Law::built_in(), &loaded.record, &papers.collect::<Vec<_>>())
}

#[test]
fn a_dossier_takes_the_longest_term_of_its_papers() {
    assert_eq!(term("day-du", &[Kind::Decision]), Term::Years(10), "decided by the director of a sở");
    assert_eq!(term("day-du", &[Kind::Covenant]), Term::Permanent);
    assert_eq!(term("day-du", &Kind::ALL), Term::Permanent);
    assert_eq!(term("so-ket-cum-3-y-te-lang-son-2020", &[Kind::Report]), Term::Years(20));
}

#[test]
fn an_office_may_have_terms_of_its_own_within_the_law() {
    let day = "2026-01-20".parse().expect("a day");
    let years = |law: &Law| {
        let row = law.retention(RetainedPaper::Decision, RetainedPeriod::Annual, None, day);
        row.expect("a row").years
    };
    assert_eq!(years(Law::built_in()), Some(20));
    let own = |years: u32| {
        let text = format!(
            "retention:\n  - {{ paper: quyết định, years: {years}, source: {{ article: Danh mục }} }}\n"
        );
        serde_yaml::from_str::<Law>(&text).map(Law::with)
    };
    assert_eq!(years(&own(50).expect("a sound row")), Some(50));
    for unlawful in [0, 1, 71] {
        let fault = own(unlawful).expect_err("no term of the law's").to_string();
        assert!(fault.contains("từ 2 đến 70 năm"), "{fault}");
    }
}
