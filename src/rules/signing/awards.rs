//! Whether an award is this decision's to give: who decides it, to whom it goes, how it is called.

use chrono::NaiveDate;

use super::super::Rule;
use super::super::case::{Case, Sheet};
use super::super::finding::Findings;
use super::super::law::{Award, Decider, Level, Mark};
use super::super::offices::{awards_in, begins, decider, held, is_group, may_be_one, plain};
use crate::diagnostic::Severity;
use crate::record::awards::Category;
use crate::record::document::Prefix;

/// Where the titles of persons and of collectives are told apart.
const RECEIVERS: &str = "Luật Thi đua, khen thưởng 2022, Điều 19, Điều 20";

pub(in super::super) const RULES: &[Rule] = &[
    Rule {
        id: "group-decides",
        level: Severity::Error,
        title: "Cụm, khối thi đua không tự ra quyết định khen thưởng",
        text: "Cụm, khối thi đua không có thẩm quyền khen thưởng và không có con dấu. Quyết định khen thưởng do người đứng đầu \
               cơ quan có thẩm quyền ký, với tên, số, ký hiệu và con dấu của cơ quan đó; cụm, khối chỉ đề nghị. Hãy ghi \
               `issuer` của cơ quan trong `document` của quyết định và ghi chức vụ của người ký ở cơ quan ấy.",
        article: "Luật Thi đua, khen thưởng 2022, Điều 77, Điều 78, Điều 79, Điều 80",
        mark: Mark::Verified,
        judge: group_decides,
    },
    Rule {
        id: "award-competence",
        level: Severity::Error,
        title: "Danh hiệu, hình thức khen thưởng phải thuộc thẩm quyền của người quyết định",
        text: "Mỗi danh hiệu, hình thức khen thưởng do một cấp nhất định quyết định: Bằng khen, Cờ thi đua, “Tập thể lao động \
               xuất sắc” của bộ trưởng, Chủ tịch Ủy ban nhân dân tỉnh; Giấy khen, “Lao động tiên tiến” của thủ trưởng đơn \
               vị, Chủ tịch Ủy ban nhân dân xã. thidua xét theo tên cơ quan ban hành, chỉ khi biết chắc cấp của cơ quan. \
               Hãy trình người có thẩm quyền hoặc ghi lại hình thức khen thưởng.",
        article: "Luật Thi đua, khen thưởng 2022, Điều 77, Điều 78, Điều 79, Điều 80",
        mark: Mark::Verified,
        judge: award_competence,
    },
    Rule {
        id: "award-unknown",
        level: Severity::Warning,
        title: "Tên danh hiệu, hình thức khen thưởng viết đúng như luật",
        text: "Tên này không có trong luật nhưng rất gần một tên có trong luật, có lẽ gõ nhầm. Tên danh hiệu sai thì quyết \
               định và giấy chứng nhận phải làm lại. Hình thức riêng của ngành, địa phương thì thêm vào `awards` trong \
               `thidua.yaml`.",
        article: "Luật Thi đua, khen thưởng 2022, Điều 19, Điều 20, Điều 75",
        mark: Mark::Verified,
        judge: award_unknown,
    },
    Rule {
        id: "award-receiver",
        level: Severity::Error,
        title: "Danh hiệu của cá nhân không tặng tập thể, của tập thể không tặng cá nhân",
        text: "“Lao động tiên tiến”, “Chiến sĩ thi đua” là danh hiệu của cá nhân; Cờ thi đua, “Tập thể lao động tiên tiến”, \
               “Tập thể lao động xuất sắc” của tập thể; “Gia đình văn hóa” của hộ gia đình. Hãy chuyển tên sang đúng danh \
               sách, hoặc ghi lại danh hiệu.",
        article: RECEIVERS,
        mark: Mark::Verified,
        judge: award_receiver,
    },
    Rule {
        id: "award-name-case",
        level: Severity::Warning,
        title: "Tên danh hiệu viết hoa như trong luật: “Chiến sĩ thi đua cơ sở”",
        text: "Luật chỉ viết hoa chữ cái đầu của tên danh hiệu, hình thức khen thưởng: “Lao động tiên tiến”, “Tập thể lao \
               động xuất sắc”, Giấy khen, Bằng khen. thidua in đúng như hồ sơ ghi, nên hãy viết hoa như luật ở `form` và \
               `award`.",
        article: "Luật Thi đua, khen thưởng 2022, Điều 19, Điều 20",
        mark: Mark::Verified,
        judge: award_name_case,
    },
    Rule {
        id: "award-of-another",
        level: Severity::Error,
        title: "Quyết định chỉ tặng hình thức khen thưởng của chính người ký",
        text: "“Giấy khen của Giám đốc Sở Nội vụ” do Giám đốc Sở Nội vụ quyết định. Quyết định của cơ quan khác mà ghi như vậy \
               là tặng thay người khác; thường do chép từ văn bản cũ. Hãy sửa tên cơ quan, hoặc chỉ ghi tên hình thức.",
        article: "Luật Thi đua, khen thưởng 2022, Điều 77, Điều 78, Điều 79, Điều 80",
        mark: Mark::Verified,
        judge: award_of_another,
    },
];

/// The forms of a decision with their pointers.
pub(super) fn forms<'c>(sheet: &'c Sheet) -> impl Iterator<Item = (String, &'c str)> {
    let grants = sheet.decision.iter().flat_map(|decision| decision.grants.iter().enumerate());
    grants.map(|(at, grant)| (format!("{}/grants/{at}/form", sheet.pointer), grant.bare_form()))
}

fn group_decides(case: &Case, findings: &mut Findings) {
    const REMEDY: &str = "ghi ở `document` của quyết định: `issuer` là cơ quan của người có thẩm quyền, `signer` với chức vụ ở cơ \
                          quan đó";
    let group = case.record.group.name.as_str();
    for (sheet, _) in case.decisions() {
        let Some((form_pointer, form)) = forms(sheet).next() else { continue };
        if sheet.issuer.is_none() || is_group(case.record, &sheet.issuer_name(case.record)) {
            let own = sheet.document.issuer.is_some();
            let pointer = if own { format!("{}/name", sheet.issuer_pointer) } else { form_pointer };
            findings.at(
                pointer,
                format!("{} tự quyết định tặng {form}", sheet.issuer_name(case.record)),
                REMEDY,
            );
            continue;
        }
        let Some(signer) = sheet.signer else { continue };
        let posts = [case.record.group.leader_post(), case.record.group.deputy_post()];
        let title = signer.title.as_deref().unwrap_or_default();
        if posts.iter().any(|post| begins(&plain(title), &plain(post))) {
            findings.at(
                format!("{}/title", sheet.signer_pointer),
                format!("quyết định tặng {form} ký với chức vụ {title} của {group}"),
                "ghi chức vụ của người ký ở cơ quan ban hành, ví dụ Giám đốc; bỏ dòng TM.",
            );
        } else if let Some(line) = signer.authority.0.iter().position(|line| {
            line.prefix == Prefix::Tm && line.whom.as_ref().is_none_or(|whom| is_group(case.record, whom))
        }) {
            findings.at(
                format!("{}/authority/{line}", sheet.signer_pointer),
                format!("quyết định tặng {form} ký thay mặt (TM.) {group}"),
                "bỏ dòng TM.: người ký quyết định với chức vụ ở cơ quan của mình",
            );
        }
    }
}

/// The awards that a form names and that the law knows on a day.
pub(super) fn known<'c>(case: &'c Case, form: &str, day: Option<NaiveDate>) -> Vec<&'c Award> {
    let on = |award: &Award| case.law.award_on(&award.name, day?);
    awards_in(case.law, form).into_iter().map(on).collect::<Option<_>>().unwrap_or_default()
}

fn level_words(level: Level) -> &'static str {
    match level {
        Level::President => "Chủ tịch nước",
        Level::Government => "Chính phủ",
        Level::PrimeMinister => "Thủ tướng Chính phủ",
        Level::Ministry => "bộ trưởng, thủ trưởng ban, ngành trung ương",
        Level::Province => "Chủ tịch Ủy ban nhân dân cấp tỉnh",
        Level::Agency => "thủ trưởng sở, đơn vị có tư cách pháp nhân",
        Level::Enterprise => "Tổng giám đốc, Giám đốc doanh nghiệp, hợp tác xã",
        Level::District => "Chủ tịch Ủy ban nhân dân cấp huyện",
        Level::Commune => "Chủ tịch Ủy ban nhân dân cấp xã",
    }
}

/// The row that tells at which level the issuing body decides, where that is certain on the day.
fn own_decider<'c>(case: &'c Case, sheet: &Sheet) -> Option<&'c Decider> {
    let name = sheet.issuer_name(case.record);
    let bare = plain(&name);
    let name = bare.strip_prefix("chủ tịch ").unwrap_or(&bare);
    decider(case.law, name, Some(sheet.date(case.record)?))
}

fn award_competence(case: &Case, findings: &mut Findings) {
    for (sheet, _) in case.decisions() {
        let Some(decider) = own_decider(case, sheet) else { continue };
        let Some(level) = decider.level else { continue };
        for (pointer, form) in forms(sheet) {
            let awards = known(case, form, sheet.date(case.record));
            let foreign = |award: &&Award| !award.decided_by.is_empty() && !award.decided_by.contains(&level);
            let Some(award) = awards.into_iter().find(foreign) else { continue };
            let who: Vec<&str> = award.decided_by.iter().map(|level| level_words(*level)).collect();
            findings
                .at(
                    pointer,
                    format!("{} không có thẩm quyền tặng {}", sheet.issuer_name(case.record), award.name),
                    format!(
                        "{} do {} quyết định: trình người có thẩm quyền, hoặc ghi hình thức khác",
                        award.name,
                        who.join(" hoặc ")
                    ),
                )
                .resting_on(&decider.source.article, decider.source.mark)
                .resting_on(&award.source.article, award.source.mark);
        }
    }
}

/// What a record calls awards: forms and nominations, with their pointers.
fn named<'c>(case: &'c Case) -> Vec<(String, &'c str)> {
    let mut all: Vec<(String, &str)> = Vec::new();
    for (at, nomination) in case.record.nominations.iter().enumerate() {
        all.push((format!("/nominations/{at}/award"), &nomination.award));
    }
    all.extend(case.sheets.iter().flat_map(forms));
    all
}

fn award_unknown(case: &Case, findings: &mut Findings) {
    for (pointer, written) in named(case) {
        if !awards_in(case.law, written).is_empty() {
            continue;
        }
        let bare = plain(written);
        let bare = bare.strip_prefix("danh hiệu ").unwrap_or(&bare);
        let names =
            case.law.awards.iter().flat_map(|award| std::iter::once(&award.name).chain(&award.aliases));
        let near = names.filter_map(|name| Some((slips(bare, &plain(name))?, name))).min();
        if let Some((_, name)) = near {
            findings.at(
                pointer,
                format!("“{written}” không phải là tên danh hiệu, hình thức khen thưởng trong luật"),
                format!("có phải muốn viết “{name}”?"),
            );
        }
    }
}

/// How many letters the beginning of a text is from a name, where they are few; both [`plain`].
fn slips(text: &str, name: &str) -> Option<usize> {
    let count = name.split(' ').count();
    let start: Vec<&str> = text.split(' ').take(count).collect();
    let far = strsim::damerau_levenshtein(&start.join(" "), name);
    (far <= 1 + name.chars().count() / 10).then_some(far)
}

fn award_receiver(case: &Case, findings: &mut Findings) {
    for (sheet, decision) in case.decisions() {
        for (grant, (pointer, form)) in decision.grants.iter().zip(forms(sheet)) {
            let awards = known(case, form, sheet.date(case.record));
            for category in Category::ALL.into_iter().filter(|category| grant.count(*category) > 0) {
                if let Some(award) = not_for(&awards, category) {
                    findings
                        .at(
                            pointer.as_str(),
                            format!(
                                "{form} tặng cho {}, trong khi là của {}",
                                category.word(),
                                receivers(award)
                            ),
                            "chuyển những tên này sang đúng danh sách, hoặc ghi lại danh hiệu",
                        )
                        .resting_on(RECEIVERS, award.source.mark);
                }
            }
        }
    }
    let day = case.record.meeting.date.map(|date| date.0);
    for (at, nomination) in case.record.nominations.iter().enumerate() {
        let awards = known(case, &nomination.award, day);
        if let Some(award) = not_for(&awards, Category::Collective).filter(|_| nomination.unit.is_some()) {
            findings
                .at(
                    format!("/nominations/{at}/award"),
                    format!(
                        "đề nghị tặng {} cho một đơn vị, trong khi là của {}",
                        nomination.award,
                        receivers(award)
                    ),
                    "ghi danh hiệu của tập thể, hoặc ghi họ tên người được đề nghị ở `name`",
                )
                .resting_on(RECEIVERS, award.source.mark);
        }
    }
}

/// The award, where none of those that are named goes to the category.
fn not_for<'l>(awards: &[&'l Award], category: Category) -> Option<&'l Award> {
    let goes = |award: &&&Award| {
        award.goes_to.is_empty() || award.goes_to.iter().any(|to| to.category() == category)
    };
    if awards.iter().any(|award| goes(&award)) { None } else { awards.first().copied() }
}

fn receivers(award: &Award) -> String {
    award.goes_to.iter().map(|to| to.category().word()).collect::<Vec<_>>().join(", ")
}

fn award_name_case(case: &Case, findings: &mut Findings) {
    for (pointer, written) in named(case) {
        for award in awards_in(case.law, written) {
            let names = || std::iter::once(&award.name).chain(&award.aliases);
            if names().any(|name| written.contains(name.as_str())) {
                continue;
            }
            let small = written.to_lowercase();
            let found = names().filter_map(|name| Some((small.find(&name.to_lowercase())?, name)));
            let Some((at, name)) = found.max_by_key(|(_, name)| name.len()) else { continue };
            // Only capitals differ; whoever writes all in capitals means them.
            let Some(typed) = written.get(at..at + name.len()) else { continue };
            findings
                .at(pointer.as_str(), format!("viết “{typed}”, luật viết “{name}”"), format!("viết “{name}”"))
                .within(typed);
        }
    }
}

fn award_of_another(case: &Case, findings: &mut Findings) {
    for (sheet, _) in case.decisions() {
        let issuer = sheet.issuer_name(case.record);
        for (pointer, form) in forms(sheet) {
            let Some((_, owner)) = form.split_once(" của ") else { continue };
            let body = held(case.law, owner).map(|held| held.of).filter(|of| !of.is_empty());
            let body = body.unwrap_or_else(|| plain(owner));
            let known_body = |name: &str| decider(case.law, name, None).is_some();
            let both = known_body(&body) && known_body(&issuer);
            // Where the level is another one's, that is told by its own rule.
            let own_level = own_decider(case, sheet).and_then(|decider| decider.level).is_none_or(|level| {
                known(case, form, sheet.date(case.record))
                    .iter()
                    .all(|award| award.decided_by.contains(&level))
            });
            if both && own_level && !may_be_one(owner_name(owner, &body), &issuer) {
                findings
                    .at(
                        pointer,
                        format!("ghi hình thức khen thưởng của {owner} trong quyết định của {issuer}"),
                        "sửa tên cơ quan sau chữ “của”, hoặc chỉ ghi tên hình thức khen thưởng",
                    )
                    .within(owner);
            }
        }
    }
}

/// The end of a text as it is written, that says the plain words; all of it where none does.
pub(super) fn owner_name<'t>(written: &'t str, plain_words: &str) -> &'t str {
    let starts = std::iter::once(0).chain(written.match_indices(' ').map(|(at, _)| at + 1));
    starts.map(|at| &written[at..]).find(|end| plain(end) == plain_words).unwrap_or(written)
}
