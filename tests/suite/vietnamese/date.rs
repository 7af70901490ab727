//! Dates and hours, written and found.

use chrono::{NaiveDate, NaiveTime};
use thidua::vietnamese::date::{self, Form, FoundDate};

#[test]
fn days_below_10_and_the_first_two_months_have_a_zero() {
    let table = [
        ((2020, 2, 5), "ngày 05 tháng 02 năm 2020"),
        ((2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        ((2026, 3, 1), "ngày 01 tháng 3 năm 2026"),
        ((2026, 9, 9), "ngày 09 tháng 9 năm 2026"),
        ((2026, 10, 10), "ngày 10 tháng 10 năm 2026"),
        ((2026, 12, 20), "ngày 20 tháng 12 năm 2026"),
    ];
    for ((year, month, day), written) in table {
        let date = NaiveDate::from_ymd_opt(year, month, day).expect("a day");
        assert_eq!(date::long(date), written);
    }
    assert_eq!(date::short(NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day")), "01/03/2026");
}

#[test]
fn months_3_to_12_have_no_zero() {
    let months: Vec<String> = (1..=12).map(date::month).collect();
    assert_eq!(months, ["01", "02", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]);
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn clock(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("a time")
}

#[test]
fn dates_in_words_have_mung_and_the_capitals_of_the_decree() {
    let table = [
        ((2020, 2, 5), "ngày mùng năm tháng Hai năm hai nghìn không trăm hai mươi"),
        ((2026, 1, 1), "ngày mùng một tháng Một năm hai nghìn không trăm hai mươi sáu"),
        ((2026, 4, 4), "ngày mùng bốn tháng Tư năm hai nghìn không trăm hai mươi sáu"),
        ((1975, 4, 30), "ngày ba mươi tháng Tư năm một nghìn chín trăm bảy mươi lăm"),
        ((2025, 5, 10), "ngày mùng mười tháng Năm năm hai nghìn không trăm hai mươi lăm"),
        ((2025, 6, 11), "ngày mười một tháng Sáu năm hai nghìn không trăm hai mươi lăm"),
        ((2024, 11, 15), "ngày mười lăm tháng Mười một năm hai nghìn không trăm hai mươi bốn"),
        ((2000, 12, 21), "ngày hai mươi mốt tháng Mười hai năm hai nghìn"),
        ((2021, 10, 24), "ngày hai mươi bốn tháng Mười năm hai nghìn không trăm hai mươi mốt"),
    ];
    for ((year, month, date), written) in table {
        assert_eq!(date::words(day(year, month, date)), written);
    }
}

#[test]
fn days_of_the_week_have_the_capitals_of_the_decree() {
    // The 2nd of February 2026 was a Monday.
    let week: Vec<&str> = (2..9).map(|date| date::weekday(day(2026, 2, date))).collect();
    assert_eq!(week, ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]);
    assert_eq!(date::weekday(day(2020, 2, 5)), "thứ Tư");
}

#[test]
fn hours_have_minutes_of_two_digits() {
    let table = [
        (clock(14, 0), "14 giờ 00 phút", "14 giờ 00", "mười bốn giờ"),
        (clock(8, 30), "8 giờ 30 phút", "8 giờ 30", "tám giờ ba mươi phút"),
        (clock(7, 5), "7 giờ 05 phút", "7 giờ 05", "bảy giờ năm phút"),
        (clock(0, 15), "0 giờ 15 phút", "0 giờ 15", "không giờ mười lăm phút"),
        (clock(21, 45), "21 giờ 45 phút", "21 giờ 45", "hai mươi mốt giờ bốn mươi lăm phút"),
    ];
    for (time, minutes, agenda, spelled) in table {
        assert_eq!(date::time(time), minutes);
        assert_eq!(date::hour(time), agenda);
        assert_eq!(date::time_words(time), spelled);
    }
}

/// What is found in a text: the words, the pieces, the form, the day of the calendar.
type Row<'a> = (&'a str, [&'a str; 3], Form, Option<(i32, u32, u32)>);

#[track_caller]
fn assert_found(text: &str, rows: &[Row]) {
    let found = date::find(text);
    let piece = |piece: &str| (!piece.is_empty()).then(|| piece.to_owned());
    let expected: Vec<(&str, FoundDate)> = rows
        .iter()
        .map(|&(written, [in_day, month, year], form, on)| {
            let date = on.map(|(year, month, date)| day(year, month, date));
            (written, FoundDate { day: piece(in_day), month: piece(month), year: piece(year), form, date })
        })
        .collect();
    let found: Vec<(&str, FoundDate)> = found.into_iter().map(|(range, date)| (&text[range], date)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn dates_in_prose_are_found_as_they_are_written() {
    let table: [Row; 26] = [
        ("ngày 5 tháng 2 năm 2020", ["5", "2", "2020"], Form::Words, Some((2020, 2, 5))),
        ("ngày 05 tháng 02 năm 2020", ["05", "02", "2020"], Form::Words, Some((2020, 2, 5))),
        ("Ngày 15 tháng 7 năm 2026", ["15", "7", "2026"], Form::Words, Some((2026, 7, 15))),
        ("NGÀY 15 THÁNG 7 NĂM 2026", ["15", "7", "2026"], Form::Words, Some((2026, 7, 15))),
        ("ngày  02 tháng 9\n    năm 2025", ["02", "9", "2025"], Form::Words, Some((2025, 9, 2))),
        ("ngày 02 tháng 9, năm 2025", ["02", "9", "2025"], Form::Words, Some((2025, 9, 2))),
        ("ngày mùng 3 tháng 02 năm 2030", ["3", "02", "2030"], Form::Words, Some((2030, 2, 3))),
        ("mồng 2 tháng 9", ["2", "9", ""], Form::Words, None),
        ("ngày 20 tháng 11", ["20", "11", ""], Form::Words, None),
        ("ngày 5 tháng 02/2020", ["5", "02", "2020"], Form::Words, Some((2020, 2, 5))),
        ("ngày 30 tháng 02 năm 2020", ["30", "02", "2020"], Form::Words, None),
        ("ngày 05 tháng 02 năm 20201", ["05", "02", "20201"], Form::Words, None),
        ("ngày 5/2/2020", ["5", "2", "2020"], Form::Slashes, Some((2020, 2, 5))),
        ("ngày 15/7", ["15", "7", ""], Form::Slashes, None),
        ("ngày 15/7 năm 2026", ["15", "7", "2026"], Form::Slashes, Some((2026, 7, 15))),
        ("05/02/2020", ["05", "02", "2020"], Form::Slashes, Some((2020, 2, 5))),
        ("31/04/2026", ["31", "04", "2026"], Form::Slashes, None),
        ("5-2-2020", ["5", "2", "2020"], Form::Hyphens, Some((2020, 2, 5))),
        ("05.02.2020", ["05", "02", "2020"], Form::Dots, Some((2020, 2, 5))),
        ("2020-02-05", ["05", "02", "2020"], Form::Iso, Some((2020, 2, 5))),
        ("2020-02-30", ["30", "02", "2020"], Form::Iso, None),
        ("tháng 7 năm 2026", ["", "7", "2026"], Form::Words, None),
        ("tháng 7/2026", ["", "7", "2026"], Form::Slashes, None),
        ("tháng 07-2026", ["", "07", "2026"], Form::Hyphens, None),
        ("năm 2026", ["", "", "2026"], Form::Words, None),
        ("năm 20201", ["", "", "20201"], Form::Words, None),
    ];
    for row in table {
        assert_found(row.0, &[row]);
        assert_found(&format!("Hội nghị tổng kết ({}), tại tỉnh.", row.0), &[row]);
        assert_found(&format!("Căn cứ văn bản {}.", row.0), &[row]);
    }
}

#[test]
fn every_date_of_a_sentence_is_found_in_its_order() {
    assert_found(
        "Đợt 1 từ ngày 03 tháng 02 đến ngày 30 tháng 4 năm 2025; đợt 2 từ 05/5/2025-02/9/2025, năm 2026 tổng kết.",
        &[
            ("ngày 03 tháng 02", ["03", "02", ""], Form::Words, None),
            ("ngày 30 tháng 4 năm 2025", ["30", "4", "2025"], Form::Words, Some((2025, 4, 30))),
            ("05/5/2025", ["05", "5", "2025"], Form::Slashes, Some((2025, 5, 5))),
            ("02/9/2025", ["02", "9", "2025"], Form::Slashes, Some((2025, 9, 2))),
            ("năm 2026", ["", "", "2026"], Form::Words, None),
        ],
    );
    assert_found(
        "từ ngày 05-07/3/2026, kế hoạch 5 năm 2021-2025",
        &[
            ("07/3/2026", ["07", "3", "2026"], Form::Slashes, Some((2026, 3, 7))),
            ("năm 2021", ["", "", "2021"], Form::Words, None),
        ],
    );
}

#[test]
fn dates_are_found_whether_marks_stand_apart_or_not() {
    assert_found(
        "nga\u{300}y 5 tha\u{301}ng 2 na\u{306}m 2020",
        &[(
            "nga\u{300}y 5 tha\u{301}ng 2 na\u{306}m 2020",
            ["5", "2", "2020"],
            Form::Words,
            Some((2020, 2, 5)),
        )],
    );
}

#[test]
fn figures_that_are_no_dates_are_left_alone() {
    let table = [
        "Quyết định số 152/2025/NĐ-CP",
        "Nghị định số 30/2020/NĐ-CP",
        "Văn bản số 12/05/02/2020/BC",
        "tỷ lệ 5/7, 12/14 phiếu",
        "mỗi năm 2000 lượt người",
        "hằng năm 1500 sáng kiến",
        "năm 500 triệu đồng",
        "5 năm, 10 năm, 30 ngày, 6 tháng",
        "trong tháng 7 và tháng 8",
        "ngày 5 và ngày 6",
        "năm học 2025-2026",
        "giai đoạn 2021-2025",
        "1.234.567 đồng",
        "12.05.2020.123",
        "điện thoại 024-3825-1234, 0912-345-678",
        "Điều 1.2.3",
        "ngày … tháng … năm …",
        "ngàyngày 5/2",
        "điểm 9,5/10",
        "thư mục anh/2020/02/05.png",
        "",
    ];
    for text in table {
        assert_eq!(date::find(text), [], "{text}");
    }
}

#[test]
fn days_that_no_calendar_has_are_impossible() {
    let impossible = |text: &str| date::find(text).first().map(|(_, found)| found.is_impossible());
    for text in ["ngày 30 tháng 02", "ngày 31/4", "31/11/2026", "29/02/2026", "ngày 0 tháng 5", "1/13/2026"]
    {
        assert_eq!(impossible(text), Some(true), "{text}");
    }
    for text in ["năm 20201", "05/02/20201", "tháng 13 năm 2026", "tháng 0/2026"] {
        assert_eq!(impossible(text), Some(true), "{text}");
    }
    for text in ["ngày 29 tháng 02", "29/02/2024", "tháng 12 năm 2026", "năm 2026", "2026-12-31"] {
        assert_eq!(impossible(text), Some(false), "{text}");
    }
}
