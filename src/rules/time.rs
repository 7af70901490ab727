//! Dates, periods and deadlines.

use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate};

use super::Rule;
use super::case::{Case, Sheet, Text};
use super::finding::Findings;
use super::law::{Event, Mark};
use super::prose::{Pattern, pattern};
use crate::diagnostic::Severity;
use crate::record::covenant;
use crate::record::paper::Kind;
use crate::record::{Meeting, MeetingKind, Period};
use crate::vietnamese::date;

const CONTENT: &str = "Nghị định 30/2020/NĐ-CP, Điều 12 (kiểm tra nội dung trước khi ký)";

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "impossible-date",
        level: Severity::Error,
        title: "Ngày tháng ghi trong văn bản là ngày có thật",
        text: "Ngày như 31 tháng 6, 30/02 hoặc tháng 13 không có trong lịch, thường do gõ nhầm hoặc sửa sót. Hãy xem lại \
               văn bản được dẫn hoặc lịch họp và ghi đúng ngày.",
        article: CONTENT,
        mark: Mark::Verified,
        judge: impossible_date,
    },
    Rule {
        id: "impossible-year",
        level: Severity::Error,
        title: "Năm ghi trong văn bản có bốn chữ số và hợp lý",
        text: "Năm như 20201 hoặc 2202 là lỗi gõ phím. Năm được chấp nhận từ 1900 đến 2100. Hãy ghi lại đúng năm.",
        article: CONTENT,
        mark: Mark::Verified,
        judge: impossible_year,
    },
    Rule {
        id: "impossible-hour",
        level: Severity::Error,
        title: "Giờ ghi trong văn bản là giờ có thật",
        text: "Giờ chạy từ 0 đến 24, phút từ 00 đến 59; 25 giờ hoặc 8 giờ 75 là lỗi gõ phím. Hãy ghi lại đúng giờ.",
        article: CONTENT,
        mark: Mark::Verified,
        judge: impossible_hour,
    },
    Rule {
        id: "weekday",
        level: Severity::Error,
        title: "Thứ trong tuần đúng với ngày ghi bên cạnh",
        text: "Khi văn bản ghi cả thứ và ngày, hai điều đó phải khớp với lịch; sai thì người dự họp không biết theo bên nào. \
               Hãy sửa thứ hoặc sửa ngày.",
        article: CONTENT,
        mark: Mark::Verified,
        judge: weekday,
    },
    Rule {
        id: "reversed-span",
        level: Severity::Error,
        title: "Ngày, năm bắt đầu không sau ngày, năm kết thúc",
        text: "Khoảng thời gian “từ ngày … đến ngày …”, “giai đoạn 2021-2025”, “năm học 2025-2026” phải đi từ trước đến sau; \
               năm học gồm hai năm liền nhau. Hãy xem lại hai đầu của khoảng thời gian.",
        article: CONTENT,
        mark: Mark::Verified,
        judge: reversed_span,
    },
    Rule {
        id: "period-not-over",
        level: Severity::Warning,
        title: "Hội nghị họp và báo cáo ra khi kỳ thi đua đã hoặc sắp hết",
        text: "Báo cáo sơ kết, tổng kết đánh giá cả kỳ, nên ngày họp và ngày báo cáo thường nằm trong tháng cuối của kỳ hoặc \
               sau đó; tổng kết năm có ngành làm từ tháng 11, phong trào nhiều năm thì làm trong năm cuối. Ngày sớm hơn thường là ngày của năm trước chưa đổi, hoặc kỳ ghi sai. Nếu hội nghị thật sự họp sớm, \
               hãy ghi ngoại lệ kèm lý do.",
        article: "Luật Thi đua, khen thưởng 2022, Điều 16; thông lệ sơ kết, tổng kết",
        mark: Mark::Reading,
        judge: period_not_over,
    },
    Rule {
        id: "meeting-far-from-period",
        level: Severity::Warning,
        title: "Hội nghị họp trong vòng một năm sau kỳ thi đua",
        text: "Ngày họp cách ngày cuối của kỳ hơn một năm thì thường một trong hai bị ghi nhầm năm. Hãy xem lại `meeting.date` \
               và `meeting.period`.",
        article: CONTENT,
        mark: Mark::Reading,
        judge: meeting_far_from_period,
    },
    Rule {
        id: "document-far-from-meeting",
        level: Severity::Warning,
        title: "Ngày văn bản ở gần ngày hội nghị",
        text: "Văn bản của hội nghị thường ra trong khoảng ba tháng trước và sau ngày họp. Cách xa hơn thường là ngày của \
               năm trước chưa đổi. Bản giao ước đang có hiệu lực thì giữ ngày đã ký, từ ba tháng trước kỳ giao ước trở \
               đi. Hãy xem lại ngày văn bản và ngày họp.",
        article: "Nghị định 30/2020/NĐ-CP, Điều 15 và Điều 18",
        mark: Mark::Reading,
        judge: document_far_from_meeting,
    },
    Rule {
        id: "deadline",
        level: Severity::Warning,
        title: "Sơ kết, tổng kết, ký giao ước trong thời hạn của tỉnh",
        text: "Hội đồng Thi đua - Khen thưởng của tỉnh đặt ngày muộn nhất phải họp sơ kết, tổng kết, ký giao ước; quá hạn thì \
               trưởng cụm, khối bị trừ điểm. thidua chỉ biết thời hạn của tỉnh có ghi trong bảng luật; hãy ghi thời hạn của \
               tỉnh mình vào mục `deadlines` của tệp thidua.yaml.",
        article: "Hướng dẫn tổ chức và hoạt động cụm, khối thi đua của tỉnh",
        mark: Mark::Reading,
        judge: deadline,
    },
    Rule {
        id: "kind-and-period",
        level: Severity::Warning,
        title: "Sơ kết nhìn lại một phần của năm, tổng kết nhìn lại cả năm",
        text: "Hội nghị sơ kết thường nhìn lại 6 tháng đầu năm, hội nghị tổng kết nhìn lại cả năm, năm học hoặc giai đoạn. Nếu \
               ghi ngược lại thì `meeting.kind` hoặc `meeting.period` đã nhầm. Hội nghị chỉ phát động, ký giao ước cho kỳ tới thì ghi `kind: phát \
               động`.",
        article: "Luật Thi đua, khen thưởng 2022, Điều 16; thông lệ sơ kết, tổng kết",
        mark: Mark::Reading,
        judge: kind_and_period,
    },
    Rule {
        id: "period-in-subject",
        level: Severity::Warning,
        title: "Trích yếu và đề mục nêu đúng kỳ của hội nghị",
        text: "Trích yếu, đề mục nói về “6 tháng đầu năm” hoặc “năm” nào thì đó phải là kỳ được sơ kết, tổng kết hoặc kỳ kế \
               tiếp. Kỳ khác thường là chữ của năm trước chưa đổi. Có thể bỏ dòng trích yếu để thidua tự viết theo kỳ.",
        article: CONTENT,
        mark: Mark::Reading,
        judge: period_in_subject,
    },
    Rule {
        id: "kind-in-subject",
        level: Severity::Warning,
        title: "Trích yếu của báo cáo nói đúng sơ kết hay tổng kết",
        text: "Báo cáo của hội nghị sơ kết mà trích yếu ghi “tổng kết” (hoặc ngược lại) thường do sao từ hồ sơ khác. Có thể bỏ \
               dòng trích yếu để thidua tự viết.",
        article: CONTENT,
        mark: Mark::Reading,
        judge: kind_in_subject,
    },
    Rule {
        id: "covenant-period",
        level: Severity::Warning,
        title: "Giao ước ký cho kỳ của hội nghị hoặc kỳ sau",
        text: "Bản giao ước được ký cho năm đang thi đua hoặc năm sau, không ký cho năm đã qua. Hãy xem lại \
               `covenant.period`, hoặc bỏ đi để thidua tự tính.",
        article: "Luật Thi đua, khen thưởng 2022, Điều 16 (phát động, ký giao ước)",
        mark: Mark::Reading,
        judge: covenant_period,
    },
    Rule {
        id: "election-year",
        level: Severity::Warning,
        title: "Trưởng, phó được bầu cho năm sau kỳ tổng kết",
        text: "Hội nghị tổng kết bầu trưởng, phó cho năm sau. Năm giữ chức không sau năm được tổng kết thường là năm chưa đổi. \
               Hãy xem lại `election.year`, hoặc bỏ đi để thidua tự tính.",
        article: "Hướng dẫn tổ chức và hoạt động cụm, khối thi đua của tỉnh",
        mark: Mark::Reading,
        judge: election_year,
    },
];

/// The remedy where a date was mistyped.
const LOOK_UP: &str = "xem lại lịch hoặc văn bản được dẫn rồi ghi đúng";

fn impossible_date(case: &Case, findings: &mut Findings) {
    for text in case.prose() {
        for (range, found) in date::find(&text.text) {
            let figure = |part: &Option<String>| part.as_ref().and_then(|part| part.parse::<u32>().ok());
            let (day, month, year) = (figure(&found.day), figure(&found.month), figure(&found.year));
            // Of a day without its year, 29 February may be meant.
            let year = year.filter(|year| (1900..=2100).contains(year)).unwrap_or(2024);
            let real = match (day, month) {
                (Some(day), Some(month)) => NaiveDate::from_ymd_opt(year as i32, month, day).is_some(),
                (None, Some(month)) => (1..=12).contains(&month),
                _ => true,
            };
            if !real {
                let words = &text.text[range];
                let message = format!("“{words}” không phải là ngày có thật");
                findings.at(&text.pointer, message, LOOK_UP).within(words);
            }
        }
    }
}

static YEAR: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:năm(?:\s+học)?|giai\s+đoạn)\s+(\d{4,6})\b|\d{1,2}/\d{1,2}/(\d{4,6})\b|\d{1,5}/(\d{4,6})/\p{Lu}",
    )
});

fn impossible_year(case: &Case, findings: &mut Findings) {
    for text in case.prose() {
        for found in YEAR.captures_iter(&text.text) {
            let Some(year) = found.get(1).or(found.get(2)).or(found.get(3)).map(|year| year.as_str()) else {
                continue;
            };
            if year.parse::<u32>().is_ok_and(|year| !(1900..=2100).contains(&year)) {
                let remedy = "ghi lại năm có bốn chữ số";
                findings.at(&text.pointer, format!("năm {year} không hợp lý"), remedy).within(year);
            }
        }
    }
}

static HOUR: Pattern = LazyLock::new(|| pattern(r"\b(\d{1,2})\s*(?:giờ|h|g)\s*(\d{2})?(?:\s*phút)?\b"));

fn impossible_hour(case: &Case, findings: &mut Findings) {
    for text in case.prose() {
        for found in HOUR.captures_iter(&text.text) {
            let figure = |at: usize| found.get(at).and_then(|figure| figure.as_str().parse::<u32>().ok());
            // "giờ" without minutes may be a length of time: 48 giờ làm việc.
            let Some(minute) = figure(2) else { continue };
            let Some(hour) = figure(1) else { continue };
            if hour > 24 || minute > 59 || (hour == 24 && minute > 0) {
                let message = format!("“{}” không phải là giờ có thật", &found[0]);
                findings.at(&text.pointer, message, "ghi lại đúng giờ, phút").within(&found[0]);
            }
        }
    }
}

static WEEKDAY: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\s*(?:,|\()?\s*((?:ngày\s+)?\d{1,2}\s*(?:/|-|tháng)[^.;\n]{0,30})",
    )
});

fn weekday(case: &Case, findings: &mut Findings) {
    for text in case.prose() {
        for found in WEEKDAY.captures_iter(&text.text) {
            let Some(day) = date::find(&found[2]).into_iter().next().and_then(|(_, day)| day.date) else {
                continue;
            };
            let mut written = found[1].split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            const BY_NUMBER: [&str; 6] = ["hai", "ba", "tư", "năm", "sáu", "bảy"];
            if let Some(number) = written.chars().last().and_then(|last| last.to_digit(10)) {
                let word = BY_NUMBER.get((number as usize).saturating_sub(2)).copied().unwrap_or_default();
                written = format!("thứ {word}");
            }
            let right = date::weekday(day);
            if written != right.to_lowercase() {
                findings
                    .at(
                        &text.pointer,
                        format!("ngày {} là {right}, không phải {}", date::short(day), &found[1]),
                        "sửa thứ hoặc sửa ngày",
                    )
                    .within(found[1].to_owned());
            }
        }
    }
}

static YEARS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(năm\s+học|giai\s+đoạn|nhiệm\s+kỳ)\s+(?:từ\s+(?:năm\s+)?)?(\d{4})\s*(?:-|–|đến(?:\s+năm)?)\s*(\d{4})\b",
    )
});
static DAYS: Pattern =
    LazyLock::new(|| pattern(r"(?i)từ\s+(ngày\s+[^;.\n]{5,40}?)\s+đến\s+(?:hết\s+)?(ngày\s+[^;.\n]{5,40})"));

fn reversed_span(case: &Case, findings: &mut Findings) {
    for text in case.prose() {
        for found in YEARS.captures_iter(&text.text) {
            let (Ok(from), Ok(to)) = (found[2].parse::<u32>(), found[3].parse::<u32>()) else { continue };
            let school = found[1].to_lowercase().ends_with("học");
            if to < from || (school && to != from + 1) {
                let message = if school {
                    format!("năm học {from}-{to} không phải là hai năm liền nhau")
                } else {
                    format!("{} bắt đầu năm {from}, sau năm kết thúc {to}", found[1].to_lowercase())
                };
                findings.at(&text.pointer, message, "xem lại năm đầu và năm cuối").within(&found[0]);
            }
        }
        for found in DAYS.captures_iter(&text.text) {
            let day = |at: usize| date::find(&found[at]).into_iter().next().and_then(|(_, day)| day.date);
            if let (Some(from), Some(to)) = (day(1), day(2))
                && to < from
            {
                let message =
                    format!("ngày bắt đầu {} sau ngày kết thúc {}", date::short(from), date::short(to));
                findings.at(&text.pointer, message, "xem lại ngày đầu và ngày cuối").within(&found[1]);
            }
        }
    }
}

/// The day from which a period may be summed up: the first of its last month. Prosecutors and unions close
/// their year in November, and what goes on for several years is summed up in the last of them.
fn summing_up(period: &Period) -> NaiveDate {
    let end = period.end();
    let month = match period {
        Period::Year(_) => 11,
        Period::Stage { from, to } if from < to => 1,
        Period::Campaign { from, to, .. } if (*to - *from).num_days() > 2 * 365 => 1,
        _ => end.month(),
    };
    NaiveDate::from_ymd_opt(end.year(), month, 1).unwrap_or(end)
}

fn period_not_over(case: &Case, findings: &mut Findings) {
    let meeting = &case.record.meeting;
    if misfits(meeting) || meeting.kind == MeetingKind::Launch {
        return;
    }
    let from = summing_up(&meeting.period);
    let words = meeting.period.words();
    let remedy = "xem lại ngày và kỳ thi đua; ngày của năm trước chưa đổi chăng?";
    if let Some(day) = meeting.date.filter(|day| day.0 < from) {
        let message = format!("hội nghị họp ngày {}, khi {words} còn lâu mới hết", date::short(day.0));
        findings.at("/meeting/date", message, remedy);
        return;
    }
    for sheet in case.sheets.iter().filter(|sheet| sheet.paper.kind == Kind::Report) {
        if let Some(day) = sheet.document.date.filter(|day| day.0 < from) {
            let message = format!("báo cáo ghi ngày {}, khi {words} còn lâu mới hết", date::short(day.0));
            findings.at(format!("{}/document/date", sheet.pointer), message, remedy);
        }
    }
}

fn meeting_far_from_period(case: &Case, findings: &mut Findings) {
    let meeting = &case.record.meeting;
    let latest = meeting.period.end().checked_add_days(Days::new(366));
    if let Some(day) = meeting.date.filter(|day| latest.is_some_and(|latest| day.0 > latest)) {
        findings.at(
            "/meeting/date",
            format!("hội nghị họp ngày {}, hơn một năm sau {}", date::short(day.0), meeting.period.words()),
            "xem lại năm của ngày họp và của kỳ thi đua",
        );
    }
}

/// How far from the meeting a paper's date may lie, in days.
const NEAR_DAYS: i64 = 100;

fn document_far_from_meeting(case: &Case, findings: &mut Findings) {
    let Some(meeting) = case.record.meeting.date else { return };
    for sheet in &case.sheets {
        let Some(day) = sheet.document.date else { continue };
        let distance = (day.0 - meeting.0).num_days();
        if distance.abs() > NEAR_DAYS && !(distance < 0 && in_force(case, sheet, day.0)) {
            let when = if distance < 0 { "trước" } else { "sau" };
            findings.at(
                format!("{}/document/date", sheet.pointer),
                format!(
                    "{} ghi ngày {}, {} ngày {when} hội nghị ({})",
                    sheet.noun(),
                    date::short(day.0),
                    distance.abs(),
                    date::short(meeting.0)
                ),
                "xem lại năm, tháng của ngày văn bản và ngày họp",
            );
        }
    }
}

/// Whether a paper is a covenant that was signed for the period in which the meeting is held: it keeps its day.
fn in_force(case: &Case, sheet: &Sheet, day: NaiveDate) -> bool {
    let meeting = &case.record.meeting;
    let covenant = case.record.covenant.as_ref().filter(|_| sheet.paper.kind == Kind::Covenant);
    covenant.is_some_and(|covenant| {
        let period = covenant::covenant_period(meeting.kind, &meeting.period, covenant.period.as_ref());
        let begun = (day - period.start()).num_days() >= -NEAR_DAYS;
        begun && meeting.date.is_none_or(|held| held.0 <= period.end())
    })
}

fn deadline(case: &Case, findings: &mut Findings) {
    let meeting = &case.record.meeting;
    let covenant = case.sheets.iter().find(|sheet| sheet.paper.kind == Kind::Covenant);
    for row in &case.law.deadlines {
        let (day, pointer, what, year) = match (row.event, meeting.kind) {
            (Event::Interim, MeetingKind::Interim) => {
                (meeting.date, "/meeting/date", "sơ kết", meeting.period.year())
            }
            (Event::Annual, MeetingKind::Annual) => {
                (meeting.date, "/meeting/date", "tổng kết", meeting.period.year())
            }
            (Event::Covenant, _) => {
                let period = case.record.covenant.as_ref().and_then(|covenant| covenant.period.clone());
                let next = || match meeting.kind {
                    MeetingKind::Annual => meeting.period.next(),
                    MeetingKind::Interim => None,
                    MeetingKind::Launch => Some(meeting.period.clone()),
                };
                let Some(period) = period.or_else(next) else { continue };
                let day = covenant.and_then(|sheet| sheet.document.date);
                (day, "/covenant/document/date", "ký giao ước", period.year())
            }
            _ => continue,
        };
        if !row.province.as_ref().is_none_or(|province| case.is_in(province)) {
            continue;
        }
        let year = year + i32::from(row.next_year);
        let Some(last) = NaiveDate::from_ymd_opt(year, row.month, row.day) else { continue };
        if let Some(day) = day.filter(|day| day.0 > last && row.source.holds(last)) {
            findings
                .at(
                    pointer,
                    format!("{what} ngày {}, quá hạn {}", date::short(day.0), date::short(last)),
                    "xem lại ngày; nếu đúng là họp muộn thì ghi ngoại lệ kèm lý do",
                )
                .resting_on(&row.source.article, row.source.mark);
        }
    }
}

/// Whether a meeting sums up a period that its kind does not sum up.
fn misfits(meeting: &Meeting) -> bool {
    match meeting.kind {
        MeetingKind::Interim => matches!(meeting.period, Period::Year(_) | Period::SchoolYear(_)),
        MeetingKind::Annual => matches!(meeting.period, Period::Half { .. } | Period::Months { .. }),
        // Any stretch of time may be launched.
        MeetingKind::Launch => false,
    }
}

fn kind_and_period(case: &Case, findings: &mut Findings) {
    let meeting = &case.record.meeting;
    // A record of a launch's sheet alone sums up nothing.
    let launch_alone = !case.sheets.is_empty() && case.sheets.iter().all(is_launch);
    if misfits(meeting) && !launch_alone {
        findings.at(
            "/meeting/period",
            format!("hội nghị {} mà kỳ là {}", meeting.kind.word(), meeting.period.words()),
            "sửa `meeting.kind` hoặc `meeting.period`; chỉ phát động, ký giao ước thì ghi `kind: phát động`",
        );
    }
}

/// Whether a sheet that several sign is no covenant but a launch: `Phát động thi đua`.
fn is_launch(sheet: &Sheet) -> bool {
    let name = sheet.document.type_name.as_deref().unwrap_or_default().to_lowercase();
    sheet.paper.kind == Kind::Covenant && name.contains("phát động")
}

static NAMED_PERIOD: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?:6|06|sáu)\s+tháng\s+(?P<half>đầu|cuối)\s+năm|năm)\s+(?P<year>\d{4})\b(?P<more>\s*[-–]\s*\d{4})?",
    )
});

fn period_in_subject(case: &Case, findings: &mut Findings) {
    let period = &case.record.meeting.period;
    let own = |text: &&Text| {
        let report = text.pointer.starts_with("/report/");
        report && (text.key() == "subject" || (text.key() == "title" && text.is_prose()))
    };
    for text in case.texts.iter().filter(own) {
        for found in NAMED_PERIOD.captures_iter(&text.text) {
            if found.name("more").is_some() {
                continue;
            }
            let Ok(year) = found["year"].parse::<i32>() else { continue };
            let half =
                found.name("half").map(|half| if half.as_str().to_lowercase() == "đầu" { 1 } else { 2 });
            let known = match period {
                Period::Half { half: own, year: own_year } => {
                    half.map_or(year == *own_year || year == *own_year + 1, |half| {
                        (half, year) == (*own, *own_year)
                            || Some(Period::Half { half, year }) == period.next()
                    })
                }
                _ => year == period.year() || year == period.year() + 1,
            };
            if !known {
                findings
                    .at(
                        &text.pointer,
                        format!("“{}” không phải kỳ của hội nghị ({})", &found[0], period.words()),
                        "sửa theo kỳ của hội nghị, hoặc bỏ trích yếu để thidua tự viết",
                    )
                    .within(&found[0]);
            }
        }
    }
}

fn kind_in_subject(case: &Case, findings: &mut Findings) {
    let Some(subject) = case.record.report.as_ref().and_then(|report| report.subject.as_ref()) else {
        return;
    };
    let own = case.record.meeting.kind;
    let other = match own {
        MeetingKind::Interim => MeetingKind::Annual,
        MeetingKind::Annual => MeetingKind::Interim,
        MeetingKind::Launch => return,
    };
    let lower = subject.to_lowercase();
    if lower.contains(other.word())
        && !lower.contains(own.word())
        && let Some(at) = lower.find(other.word())
    {
        let words = subject.get(at..at + other.word().len()).unwrap_or(subject);
        findings
            .at(
                "/report/subject",
                format!("trích yếu ghi “{words}” mà hội nghị là hội nghị {}", own.word()),
                "sửa trích yếu hoặc `meeting.kind`",
            )
            .within(words);
    }
}

fn covenant_period(case: &Case, findings: &mut Findings) {
    let Some(period) = case.record.covenant.as_ref().and_then(|covenant| covenant.period.as_ref()) else {
        return;
    };
    let meeting = &case.record.meeting.period;
    if period.year() < meeting.year() {
        findings.at(
            "/covenant/period",
            format!("giao ước cho {}, trước kỳ của hội nghị ({})", period.words(), meeting.words()),
            "sửa năm, hoặc bỏ `period` để thidua tự tính",
        );
    }
}

fn election_year(case: &Case, findings: &mut Findings) {
    let meeting = &case.record.meeting;
    let year = case.record.election.as_ref().and_then(|election| election.year);
    if let Some(year) = year
        && meeting.kind == MeetingKind::Annual
        && i64::from(year.0) <= i64::from(meeting.period.year())
    {
        findings.at(
            "/election/year",
            format!("bầu trưởng, phó cho năm {}, không sau {}", year.0, meeting.period.words()),
            "sửa năm, hoặc bỏ `year` để thidua tự tính",
        );
    }
}
