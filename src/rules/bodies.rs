//! Bodies that were dissolved or renamed, named as if they still were (2025: ministries, sở, huyện, provinces).

use std::collections::HashSet;

use chrono::{Days, NaiveDate};

use super::Rule;
use super::case::Case;
use super::finding::Findings;
use super::law::{Dissolved, Mark};
use super::offices::{decider, plain};
use crate::diagnostic::Severity;
use crate::vietnamese::date;

pub(super) const RULES: &[Rule] = &[Rule {
    id: "body-dissolved",
    level: Severity::Warning,
    title: "Cơ quan, đơn vị có tên trong văn bản còn hoạt động vào ngày ban hành",
    text: "Năm 2025 nhiều bộ, sở, tỉnh được sáp nhập, cấp huyện và thị trấn kết thúc hoạt động; tên cũ thường còn sót từ văn bản \
           năm trước. Quy tắc xét tên cơ quan ban hành, cơ quan chủ quản, đơn vị thành viên, nơi gửi và nơi nhận theo bảng \
           `dissolved` của luật và ngày của văn bản. Tên cũ trong căn cứ, trong lời văn là chuyện của thời ấy, không bị xét; \
           nơi nhận thật sự vẫn giữ tên cũ thì ghi thêm chữ “cũ” hoặc ghi ngoại lệ.",
    article: "Nghị quyết 176/2025/QH15; Nghị quyết 202/2025/QH15; Luật Tổ chức chính quyền địa phương 2025",
    mark: Mark::Weak,
    judge: body_dissolved,
}];

/// Names with their pointers, and the day by which they are judged.
fn named(case: &Case) -> Vec<(String, String, NaiveDate)> {
    let mut all = Vec::new();
    let mut seen = HashSet::new();
    let lines = |lines: &crate::record::scalar::Lines| lines.0.join(" ");
    for sheet in &case.sheets {
        let Some(day) = sheet.date(case.record) else { continue };
        if let Some(issuer) = sheet.issuer.filter(|_| seen.insert(&sheet.issuer_pointer)) {
            let at = &sheet.issuer_pointer;
            all.push((format!("{at}/parent"), lines(&issuer.parent), day));
            all.push((format!("{at}/name"), lines(&issuer.name), day));
            let others = issuer.jointly_with.iter().enumerate();
            all.extend(others.map(|(own, name)| (format!("{at}/jointly_with/{own}"), lines(name), day)));
        }
        for (key, names) in
            [("addressees", &sheet.document.addressees[..]), ("recipients", sheet.document.sent_to())]
        {
            let at = |own| format!("{}/document/{key}/{own}", sheet.pointer);
            all.extend(names.iter().enumerate().map(|(own, name)| (at(own), name.clone(), day)));
        }
    }
    let meeting = &case.record.meeting;
    if let Some(day) = meeting.date {
        // The units are those of the time that is summed up.
        let day = day.0.min(meeting.period.end());
        let units = case.record.group.units.iter().enumerate();
        all.extend(units.map(|(at, unit)| (format!("/group/units/{at}/name"), unit.name.clone(), day)));
    }
    all
}

fn body_dissolved(case: &Case, findings: &mut Findings) {
    let named = named(case);
    let Some(latest) = named.iter().map(|(_, _, day)| *day).max() else { return };
    let gone: Vec<(String, &str, &Dissolved, NaiveDate)> = case
        .law
        .dissolved
        .iter()
        .filter_map(|row| Some((row, row.source.until?.0)))
        .filter(|(_, last)| *last < latest)
        .flat_map(|(row, last)| {
            row.names.iter().map(move |name| (format!(" {} ", plain(name)), name.as_str(), row, last))
        })
        .collect();
    for (pointer, name, day) in named {
        let words = format!(" {} ", plain(&name));
        let found = gone.iter().filter(|(body, _, _, last)| *last < day && words.contains(body.as_str()));
        let Some((_, body, row, last)) = found.max_by_key(|(body, ..)| body.len()) else { continue };
        if is_still(case, &name, body, day) {
            continue;
        }
        let since = last.checked_add_days(Days::new(1)).unwrap_or(*last);
        let remedy = match &row.successor {
            Some(successor) => format!("thay bằng {successor}"),
            None => "thay bằng cơ quan nay làm việc ấy".to_owned(),
        };
        findings
            .at(pointer, format!("“{name}”: không còn {body} từ ngày {}", date::short(since)), remedy)
            .resting_on(&row.source.article, row.source.mark);
    }
}

/// Whether a name that holds a dissolved body's is another's after all.
fn is_still(case: &Case, name: &str, body: &str, day: NaiveDate) -> bool {
    // Whoever writes "(cũ)" knows.
    let told = [" cũ", "(cũ", "trước đây", "trước sắp xếp"].iter().any(|word| name.contains(word));
    // A city that stands under the Government is no city of a province; which ones became so after the rows
    // were gone through is not known. `UBND thành phố` alone is such a city's own short name.
    let unknown = case.law.checked.is_some_and(|checked| checked.0 < day);
    let city = body.ends_with("thành phố")
        && (unknown || decider(case.law, name, None).is_some() || !is_called(name, "thành phố"));
    told || city
}

/// Whether a name of its own follows a word.
fn is_called(name: &str, word: &str) -> bool {
    let small = name.to_lowercase();
    let Some(end) = small.find(word).map(|at| at + word.len()) else { return false };
    name.get(end..).is_some_and(|after| after.trim_start().starts_with(char::is_uppercase))
}
