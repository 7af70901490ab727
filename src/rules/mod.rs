//! The chief of office: what the law and plain sense ask of a record, beyond its shape.
//!
//! - [`law`] holds the law as data, each row with its dates, its article and how sure it is;
//! - [`case`] is what a rule looks at: record, law, papers, every text with its place;
//! - [`finding`] is what a rule says; [`prose`] reads figures and citations out of sentences;
//! - the other files hold the rules, a family each. All of this is pure.

pub mod case;
pub mod finding;
pub mod law;
pub mod prose;

mod bases;
mod bodies;
mod consistency;
mod figures;
mod hygiene;
mod layout;
mod offices;
mod people;
mod signing;
mod time;
mod votes;

use chrono::NaiveDate;
pub use hygiene::STARTER_TEXTS;

use crate::diagnostic::Severity;
use case::Case;
use finding::{Finding, Findings};
use law::Mark;

/// At which level the head of a body decides awards, by the body's name or its head's, where that is
/// known: `Chủ tịch Ủy ban nhân dân tỉnh A`.
pub fn level_of(law: &law::Law, name: &str) -> Option<law::Level> {
    let body = offices::held(law, name).map(|held| held.of).filter(|of| !of.is_empty());
    let decider = |name| offices::decider(law, name, None);
    decider(name).or_else(|| decider(body.as_deref()?))?.level
}

/// Something that must hold of a record.
#[derive(Debug)]
pub struct Rule {
    /// The word that it is known by, in kebab-case.
    pub id: &'static str,
    /// What a breach is: an error keeps the official copy from being made.
    pub level: Severity,
    /// What must hold, in a sentence.
    pub title: &'static str,
    /// Why, how it is judged and what to do, in own words.
    pub text: &'static str,
    /// Where it is written.
    pub article: &'static str,
    /// How sure we are that it is written there; below [`Mark::Verified`] it only warns.
    pub mark: Mark,
    /// Looks for breaches.
    pub judge: fn(&Case, &mut Findings),
}

/// Rules that belong together.
pub struct Family {
    /// What they are about.
    pub title: &'static str,
    /// The rules.
    pub rules: &'static [Rule],
}

/// All rules, by family.
pub const FAMILIES: &[Family] = &[
    Family { title: "Số và ký hiệu", rules: layout::NUMBER },
    Family { title: "Cơ quan ban hành, địa danh, trích yếu", rules: layout::HEAD },
    Family { title: "Cơ quan không còn", rules: bodies::RULES },
    Family { title: "Kính gửi, nơi nhận", rules: layout::RECIPIENTS },
    Family { title: "Đề mục", rules: layout::HEADINGS },
    Family { title: "Viện dẫn văn bản", rules: layout::CITATIONS },
    Family { title: "Viết hoa", rules: layout::WORDS },
    Family { title: "Căn cứ ban hành: cách ghi", rules: bases::FORM },
    Family { title: "Căn cứ ban hành: hiệu lực", rules: bases::FORCE },
    Family { title: "Người ký: quyền hạn", rules: signing::authority::RULES },
    Family { title: "Người ký: chức vụ", rules: signing::posts::RULES },
    Family { title: "Họ tên", rules: signing::names::RULES },
    Family { title: "Thẩm quyền khen thưởng", rules: signing::awards::RULES },
    Family { title: "Thẩm quyền ban hành", rules: signing::competence::RULES },
    Family { title: "Số tập thể, cá nhân được khen", rules: figures::counts::RULES },
    Family { title: "Số đơn vị, số bản, số người dự", rules: figures::members::RULES },
    Family { title: "Phép tính trong lời văn", rules: figures::arithmetic::RULES },
    Family { title: "Chỉ tiêu", rules: figures::targets::RULES },
    Family { title: "Tiêu chuẩn chấm điểm", rules: figures::criteria::RULES },
    Family { title: "Điểm của các đơn vị", rules: figures::points::RULES },
    Family { title: "Xếp hạng", rules: figures::ranks::RULES },
    Family { title: "Tiền thưởng", rules: figures::rewards::RULES },
    Family { title: "Phiếu và thành viên", rules: votes::ballots::RULES },
    Family { title: "Bình xét, suy tôn", rules: votes::nominations::RULES },
    Family { title: "Từ suy tôn đến khen thưởng", rules: votes::outcomes::RULES },
    Family { title: "Bầu trưởng, phó", rules: votes::elections::RULES },
    Family { title: "Thời gian", rules: time::RULES },
    Family { title: "Khớp trong hồ sơ: người", rules: consistency::people::RULES },
    Family { title: "Khớp trong hồ sơ: đơn vị", rules: consistency::units::RULES },
    Family {
        title: "Khớp trong hồ sơ: trích yếu, tên danh sách", rules: consistency::titles::RULES
    },
    Family { title: "Khớp trong hồ sơ: danh sách khen thưởng", rules: consistency::lists::RULES },
    Family { title: "Khớp trong hồ sơ: văn bản", rules: consistency::papers::RULES },
    Family { title: "Câu chữ", rules: hygiene::RULES },
];

/// All rules.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.rules)
}

/// The rule of an id.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

/// What all rules find in a record.
pub fn judge(case: &Case) -> Vec<Finding> {
    let judged = |rule| {
        let mut findings = Findings::of(rule);
        (rule.judge)(case, &mut findings);
        findings.into_list()
    };
    let mut findings: Vec<Finding> = all().flat_map(judged).collect();
    let changes = case.law.changes();
    for finding in &mut findings {
        for change in &changes {
            if finding.article.contains(&change.law)
                && day_of(case, finding).is_some_and(|day| change.on <= day)
            {
                finding.unsettled_by(&change.by);
            }
        }
    }
    findings
}

/// The day of the paper that a finding is of; of what all papers share, the latest.
fn day_of(case: &Case, finding: &Finding) -> Option<NaiveDate> {
    match case.sheet_at(&finding.pointer) {
        Some(sheet) => sheet.date(case.record),
        None => {
            let meeting = case.record.meeting.date.map(|date| date.0);
            case.sheets.iter().filter_map(|sheet| sheet.date(case.record)).chain(meeting).max()
        }
    }
}
