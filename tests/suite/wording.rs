//! The sentences that papers write themselves: who is awarded what by which word, by which article, who signs.

use std::fmt::Write as _;

use regex::Regex;

use crate::driver::Thidua;

const HEAD: &str = "format: 1
group:
  name: Khối thi đua số 1
  kind: khối
  leader: so-noi-vu
  units:
    - { id: so-noi-vu, name: Sở Nội vụ, head: { name: Nguyễn Văn A, title: Giám đốc } }
    - { id: so-y-te, name: Sở Y tế, head: { name: Trần Thị B, title: Giám đốc } }
meeting: { kind: tổng kết, period: { year: 2025 }, date: 2026-01-15 }
";

/// What a paper says, paragraph by paragraph, without Typst's marks.
#[track_caller]
fn said(paper: &str, record: &str) -> Vec<String> {
    let file = match paper {
        "decision" => "out/a/quyet-dinh-khen-thuong-1.typ",
        _ => "out/a/bao-cao-tong-ket.typ",
    };
    let run = Thidua::new(&format!("build --draft --format typ --only {paper}"))
        .record("a.yaml", record)
        .run()
        .code(0);
    let marks = Regex::new(r##"";#"|#"|";|#emph\["##).expect("a pattern");
    run.text(file).lines().map(|line| marks.replace_all(line, "").into_owned()).collect()
}

/// A decision with these grants, and what follows them.
#[track_caller]
fn decision(grants: &[&str], rest: &str) -> Vec<String> {
    let mut record = format!("{HEAD}awards:\n  - grants:\n");
    for grant in grants {
        let _ = writeln!(record, "      - {grant}");
    }
    said("decision", &format!("{record}{rest}"))
}

#[track_caller]
fn holds(paper: &[String], part: &str) {
    assert!(paper.iter().any(|line| line.contains(part)), "no “{part}” in\n{}", paper.join("\n"));
}

#[track_caller]
fn lacks(paper: &[String], part: &str) {
    assert!(!paper.iter().any(|line| line.contains(part)), "“{part}” in\n{}", paper.join("\n"));
}

const ARTICLES: &str = "    articles:
      - body: Công nhận kết quả Hội thi năm 2025.
      - insert: grants
      - insert: reward
      - insert: execution
      - body: Quyết định này được đăng trên trang tin.
";

#[test]
fn articles_are_referred_to_by_the_numbers_that_they_have() {
    let paper = decision(
        &["{ form: Giấy khen, reward: { collective: 1.410.000 }, collectives: [Tổ 1, Tổ 2] }"],
        ARTICLES,
    );
    holds(&paper, "Mức tiền thưởng kèm theo khen thưởng tại Điều 2 như sau:");
    holds(&paper, "và các tập thể có tên tại Điều 2 chịu trách nhiệm thi hành");
    holds(&paper, "\"Như Điều 4\"");
}

#[test]
fn a_title_is_called_one_and_a_form_is_not() {
    let paper = decision(
        &[
            "{ form: Tập thể lao động tiên tiến, collectives: [Tổ 1] }",
            "{ form: Lao động tiên tiến, verb: công nhận, individuals: [Trần Thị B] }",
            "{ form: Giấy khen, individuals: [Nguyễn Văn A] }",
        ],
        "",
    );
    holds(&paper, "1. Tặng danh hiệu Tập thể lao động tiên tiến cho 01 tập thể");
    holds(&paper, "2. Công nhận danh hiệu Lao động tiên tiến cho 01 cá nhân");
    holds(&paper, "3. Tặng Giấy khen cho 01 cá nhân");
}

#[test]
fn a_form_that_begins_with_its_verb_is_not_given_twice() {
    for (form, whole) in [
        ("Truy tặng Bằng khen", "Truy tặng Bằng khen cho Nguyễn Văn A"),
        ("Công nhận danh hiệu Lao động giỏi", "Công nhận danh hiệu Lao động giỏi cho Nguyễn Văn A"),
        ("danh hiệu Người tốt, việc tốt", "Tặng danh hiệu Người tốt, việc tốt cho Nguyễn Văn A"),
    ] {
        let paper = decision(&[&format!("{{ form: \"{form}\", individuals: [Nguyễn Văn A] }}")], "");
        holds(&paper, whole);
    }
}

#[test]
fn the_dead_carry_nothing_out() {
    let dead = "{ form: Bằng khen, verb: truy tặng, individuals: [Nguyễn Văn A] }";
    let paper = decision(&[dead], "");
    holds(&paper, "Về việc truy tặng Bằng khen cho cá nhân");
    lacks(&paper, "có tên tại Điều");
    let paper = decision(&[dead, "{ form: Giấy khen, collectives: [Tổ 1, Tổ 2] }"], "");
    holds(&paper, "và các tập thể có tên tại Điều 1 chịu trách nhiệm");
    let noted = "{ form: Bằng khen, individuals: [{ name: Nguyễn Văn A, note: Truy tặng }] }";
    holds(&decision(&[noted], ""), "Truy tặng Bằng khen cho Nguyễn Văn A");
}

#[test]
fn a_household_is_called_one_once() {
    let paper = decision(
        &[
            "{ form: Giấy khen, households: [{ honorific: Ông, name: Lê Văn D, unit: Thôn Hạ }, Gia đình bà Phạm Thị E, \
           Phạm Thị G] }",
        ],
        "    list: { placement: trong quyết định }\n",
    );
    holds(&paper, "1. Hộ ông Lê Văn D, Thôn Hạ;");
    holds(&paper, "2. Gia đình bà Phạm Thị E;");
    holds(&paper, "3. Hộ Phạm Thị G.");
    let paper = decision(&["{ form: Giấy khen, households: [{ honorific: Ông, name: Lê Văn D }] }"], "");
    holds(&paper, "Tặng Giấy khen cho hộ ông Lê Văn D");
}

#[test]
fn a_prize_is_called_one_once_and_a_line_of_money_names_its_form_among_several() {
    let with_prize = "{ form: Giấy khen, reward: { individual: 710.000, prizes: [{ name: Giải Nhất, amount: 5.000.000 }] }, \
                      individuals: [{ name: A, prize: Giải Nhất }, B] }";
    let paper = decision(&[with_prize], "");
    holds(&paper, "- Cá nhân đạt giải Nhất: 5.000.000 đồng/cá nhân");
    lacks(&paper, "iải Giải");
    let paper = decision(
        &[with_prize, "{ form: Lao động tiên tiến, reward: { individual: 760.000 }, individuals: [C] }"],
        "",
    );
    holds(&paper, "- Giấy khen cho cá nhân đạt giải Nhất: 5.000.000 đồng/cá nhân");
    holds(&paper, "- Danh hiệu Lao động tiên tiến cho cá nhân: 760.000 đồng/cá nhân");
}

#[test]
fn a_report_without_a_signer_shows_the_leader_of_the_group() {
    let report = "report:\n  sections: [{ title: Kết quả, body: Tốt. }]\n";
    let paper = said("report", &format!("{HEAD}{report}"));
    for part in ["TM. Khối thi đua", "Khối trưởng", "Giám đốc Sở Nội vụ", "Nguyễn Văn A"]
    {
        holds(&paper, part);
    }
    let posts = HEAD.replace("  leader:", "  posts: { leader: Trưởng khối }\n  leader:");
    let paper = said("report", &format!("{posts}{report}"));
    holds(&paper, "\"Trưởng khối\"");
    lacks(&paper, "\"Khối trưởng\"");
}

#[test]
fn the_days_of_a_campaign_have_the_zeros_that_the_decree_asks_for() {
    let campaign = HEAD.replace(
        "period: { year: 2025 }",
        "period: { campaign: đợt thi đua cao điểm, from: 2025-07-01, to: 2025-12-09 }",
    );
    let paper =
        said("report", &format!("{campaign}report:\n  sections: [{{ title: Kết quả, body: Tốt. }}]\n"));
    holds(&paper, "từ ngày 01/7/2025 đến ngày 09/12/2025");
}
