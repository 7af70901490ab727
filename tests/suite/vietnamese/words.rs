//! Numbers and money in words and back, by tables made by hand.

use proptest::prelude::*;
use proptest::sample::select;
use thidua::vietnamese::words::{self, EmptyTens, Four, Style, Thousand};

use crate::hostile::check;

/// Numbers below a thousand, as they are said by default.
const HUNDREDS: [(u64, &str); 62] = [
    (0, "không"),
    (1, "một"),
    (2, "hai"),
    (3, "ba"),
    (4, "bốn"),
    (5, "năm"),
    (6, "sáu"),
    (7, "bảy"),
    (8, "tám"),
    (9, "chín"),
    (10, "mười"),
    (11, "mười một"),
    (12, "mười hai"),
    (13, "mười ba"),
    (14, "mười bốn"),
    (15, "mười lăm"),
    (16, "mười sáu"),
    (17, "mười bảy"),
    (18, "mười tám"),
    (19, "mười chín"),
    (20, "hai mươi"),
    (21, "hai mươi mốt"),
    (22, "hai mươi hai"),
    (24, "hai mươi bốn"),
    (25, "hai mươi lăm"),
    (27, "hai mươi bảy"),
    (30, "ba mươi"),
    (31, "ba mươi mốt"),
    (35, "ba mươi lăm"),
    (40, "bốn mươi"),
    (41, "bốn mươi mốt"),
    (44, "bốn mươi bốn"),
    (50, "năm mươi"),
    (51, "năm mươi mốt"),
    (55, "năm mươi lăm"),
    (66, "sáu mươi sáu"),
    (74, "bảy mươi bốn"),
    (80, "tám mươi"),
    (91, "chín mươi mốt"),
    (95, "chín mươi lăm"),
    (99, "chín mươi chín"),
    (100, "một trăm"),
    (101, "một trăm linh một"),
    (104, "một trăm linh bốn"),
    (105, "một trăm linh năm"),
    (109, "một trăm linh chín"),
    (110, "một trăm mười"),
    (111, "một trăm mười một"),
    (114, "một trăm mười bốn"),
    (115, "một trăm mười lăm"),
    (120, "một trăm hai mươi"),
    (121, "một trăm hai mươi mốt"),
    (124, "một trăm hai mươi bốn"),
    (155, "một trăm năm mươi lăm"),
    (200, "hai trăm"),
    (204, "hai trăm linh bốn"),
    (311, "ba trăm mười một"),
    (500, "năm trăm"),
    (505, "năm trăm linh năm"),
    (515, "năm trăm mười lăm"),
    (555, "năm trăm năm mươi lăm"),
    (999, "chín trăm chín mươi chín"),
];

/// Numbers from a thousand on, as they are said by default.
const THOUSANDS: [(u64, &str); 77] = [
    (1_000, "một nghìn"),
    (1_001, "một nghìn không trăm linh một"),
    (1_004, "một nghìn không trăm linh bốn"),
    (1_005, "một nghìn không trăm linh năm"),
    (1_010, "một nghìn không trăm mười"),
    (1_011, "một nghìn không trăm mười một"),
    (1_015, "một nghìn không trăm mười lăm"),
    (1_020, "một nghìn không trăm hai mươi"),
    (1_021, "một nghìn không trăm hai mươi mốt"),
    (1_050, "một nghìn không trăm năm mươi"),
    (1_100, "một nghìn một trăm"),
    (1_101, "một nghìn một trăm linh một"),
    (1_945, "một nghìn chín trăm bốn mươi lăm"),
    (1_954, "một nghìn chín trăm năm mươi bốn"),
    (1_975, "một nghìn chín trăm bảy mươi lăm"),
    (2_000, "hai nghìn"),
    (2_020, "hai nghìn không trăm hai mươi"),
    (2_021, "hai nghìn không trăm hai mươi mốt"),
    (2_024, "hai nghìn không trăm hai mươi bốn"),
    (2_025, "hai nghìn không trăm hai mươi lăm"),
    (5_555, "năm nghìn năm trăm năm mươi lăm"),
    (9_999, "chín nghìn chín trăm chín mươi chín"),
    (10_000, "mười nghìn"),
    (10_010, "mười nghìn không trăm mười"),
    (10_500, "mười nghìn năm trăm"),
    (11_000, "mười một nghìn"),
    (15_005, "mười lăm nghìn không trăm linh năm"),
    (20_000, "hai mươi nghìn"),
    (21_000, "hai mươi mốt nghìn"),
    (24_024, "hai mươi bốn nghìn không trăm hai mươi bốn"),
    (55_055, "năm mươi lăm nghìn không trăm năm mươi lăm"),
    (99_999, "chín mươi chín nghìn chín trăm chín mươi chín"),
    (100_000, "một trăm nghìn"),
    (100_001, "một trăm nghìn không trăm linh một"),
    (100_100, "một trăm nghìn một trăm"),
    (101_000, "một trăm linh một nghìn"),
    (105_000, "một trăm linh năm nghìn"),
    (110_010, "một trăm mười nghìn không trăm mười"),
    (115_015, "một trăm mười lăm nghìn không trăm mười lăm"),
    (123_456, "một trăm hai mươi ba nghìn bốn trăm năm mươi sáu"),
    (404_404, "bốn trăm linh bốn nghìn bốn trăm linh bốn"),
    (500_000, "năm trăm nghìn"),
    (999_999, "chín trăm chín mươi chín nghìn chín trăm chín mươi chín"),
    (1_000_000, "một triệu"),
    (1_000_001, "một triệu không trăm linh một"),
    (1_000_010, "một triệu không trăm mười"),
    (1_000_100, "một triệu một trăm"),
    (1_001_000, "một triệu không trăm linh một nghìn"),
    (1_005_000, "một triệu không trăm linh năm nghìn"),
    (1_010_000, "một triệu không trăm mười nghìn"),
    (1_100_000, "một triệu một trăm nghìn"),
    (1_410_000, "một triệu bốn trăm mười nghìn"),
    (2_340_000, "hai triệu ba trăm bốn mươi nghìn"),
    (4_680_000, "bốn triệu sáu trăm tám mươi nghìn"),
    (10_000_000, "mười triệu"),
    (15_500_000, "mười lăm triệu năm trăm nghìn"),
    (21_021_021, "hai mươi mốt triệu không trăm hai mươi mốt nghìn không trăm hai mươi mốt"),
    (100_000_000, "một trăm triệu"),
    (105_005_005, "một trăm linh năm triệu không trăm linh năm nghìn không trăm linh năm"),
    (1_000_000_000, "một tỷ"),
    (1_000_000_005, "một tỷ không trăm linh năm"),
    (1_000_005_000, "một tỷ không trăm linh năm nghìn"),
    (1_005_000_000, "một tỷ không trăm linh năm triệu"),
    (1_500_000_000, "một tỷ năm trăm triệu"),
    (1_234_567_890, "một tỷ hai trăm ba mươi bốn triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi"),
    (10_000_000_000, "mười tỷ"),
    (21_000_000_000, "hai mươi mốt tỷ"),
    (105_000_000_000, "một trăm linh năm tỷ"),
    (999_000_000_000, "chín trăm chín mươi chín tỷ"),
    (1_000_000_000_000, "một nghìn tỷ"),
    (1_005_000_000_000, "một nghìn không trăm linh năm tỷ"),
    (2_500_000_000_000, "hai nghìn năm trăm tỷ"),
    (15_000_000_000_001, "mười lăm nghìn tỷ không trăm linh một"),
    (100_000_000_000_000, "một trăm nghìn tỷ"),
    (1_000_000_000_000_000, "một triệu tỷ"),
    (1_000_500_000_000_000, "một triệu năm trăm tỷ"),
    (1_000_000_000_000_000_000, "một tỷ tỷ"),
];

/// Numbers in the words of the South: lẻ, ngàn, tư.
const SOUTHERN: [(u64, &str); 16] = [
    (4, "bốn"),
    (14, "mười bốn"),
    (24, "hai mươi tư"),
    (40, "bốn mươi"),
    (94, "chín mươi tư"),
    (101, "một trăm lẻ một"),
    (104, "một trăm lẻ bốn"),
    (114, "một trăm mười bốn"),
    (124, "một trăm hai mươi tư"),
    (1_000, "một ngàn"),
    (1_005, "một ngàn không trăm lẻ năm"),
    (2_024, "hai ngàn không trăm hai mươi tư"),
    (4_044, "bốn ngàn không trăm bốn mươi tư"),
    (34_000, "ba mươi tư ngàn"),
    (1_204_000, "một triệu hai trăm lẻ bốn ngàn"),
    (1_000_000_000_000, "một ngàn tỷ"),
];

fn southern() -> Style {
    Style { empty_tens: EmptyTens::Le, thousand: Thousand::Ngan, four: Four::Tu }
}

#[test]
fn numbers_to_a_thousand_are_spelled_as_they_are_said() {
    for (number, spelled) in HUNDREDS {
        assert_eq!(words::number(number), spelled, "{number}");
    }
}

#[test]
fn empty_places_within_large_numbers_are_named() {
    for (number, spelled) in THOUSANDS {
        assert_eq!(words::number(number), spelled, "{number}");
    }
}

#[test]
fn the_words_of_the_south_are_said_when_they_are_asked_for() {
    for (number, spelled) in SOUTHERN {
        assert_eq!(words::number_in(number, southern()), spelled, "{number}");
    }
}

#[test]
fn each_word_is_chosen_by_itself() {
    let style = Style::default();
    assert_eq!(words::number_in(1_124, style), "một nghìn một trăm hai mươi bốn");
    assert_eq!(
        words::number_in(1_104, Style { empty_tens: EmptyTens::Le, ..style }),
        "một nghìn một trăm lẻ bốn"
    );
    assert_eq!(
        words::number_in(1_104, Style { thousand: Thousand::Ngan, ..style }),
        "một ngàn một trăm linh bốn"
    );
    assert_eq!(words::number_in(1_124, Style { four: Four::Tu, ..style }), "một nghìn một trăm hai mươi tư");
}

#[test]
fn money_is_said_in_the_words_of_its_style() {
    assert_eq!(words::money_in(1_234_000, southern()), "Một triệu hai trăm ba mươi tư ngàn đồng");
}

#[test]
fn every_number_to_a_thousand_has_words_of_its_own() {
    let mut seen = std::collections::HashSet::new();
    for number in 0..=1000 {
        let spelled = words::number(number);
        assert!(!spelled.contains("  ") && spelled.trim() == spelled, "{number}: `{spelled}`");
        assert!(seen.insert(spelled.clone()), "{number}: `{spelled}` stands for two numbers");
    }
}

#[test]
fn money_in_words_begins_with_a_capital_and_ends_with_dong() {
    assert_eq!(words::money(0), "Không đồng");
    assert_eq!(words::money(1_410_000), "Một triệu bốn trăm mười nghìn đồng");
    assert_eq!(words::money(5_000_000), "Năm triệu đồng");
    assert_eq!(words::money(1_000_000_000_000_000), "Một triệu tỷ đồng");
}

#[test]
fn the_first_letter_changes_its_case_with_its_marks() {
    assert_eq!(words::capitalised("ông Nguyễn Văn A"), "Ông Nguyễn Văn A");
    assert_eq!(words::capitalised("đơn vị"), "Đơn vị");
    assert_eq!(words::uncapitalised("Ủy ban"), "ủy ban");
    assert_eq!(words::capitalised(""), "");
    assert_eq!(words::uncapitalised("6 tháng"), "6 tháng");
}

#[test]
fn numbers_of_the_tables_are_read_back() {
    for (number, spelled) in HUNDREDS.into_iter().chain(THOUSANDS).chain(SOUTHERN) {
        assert_eq!(words::parse(spelled), Some(number), "{spelled}");
    }
}

#[test]
fn amounts_are_read_however_papers_dress_them() {
    let table = [
        ("Hai triệu ba trăm nghìn đồng chẵn", 2_300_000),
        ("Hai triệu ba trăm nghìn đồng chẵn.", 2_300_000),
        ("Hai triệu, ba trăm nghìn đồng./.", 2_300_000),
        ("HAI TRIỆU BA TRĂM NGÀN ĐỒNG", 2_300_000),
        ("Bằng chữ: Năm triệu đồng", 5_000_000),
        ("(Số tiền bằng chữ: Năm triệu đồng Việt Nam)", 5_000_000),
        ("“Một triệu đồng”", 1_000_000),
        ("  một   trăm\nnghìn đồng ", 100_000),
        ("một trăm linh tư", 104),
        ("một trăm lẻ tư nghìn", 104_000),
        ("hai mươi nhăm", 25),
        ("mười nhăm", 15),
        ("hai mươi một", 21),
        ("bẩy mươi bẩy", 77),
        ("hai tỉ đồng", 2_000_000_000),
        ("một triệu năm nghìn đồng", 1_005_000),
        ("một triệu linh năm nghìn đồng", 1_005_000),
        ("hai nghìn mười lăm", 2_015),
        ("không đồng", 0),
        // The dot below and the circumflex stand apart.
        ("mo\u{323}\u{302}t nghìn", 1_000),
    ];
    for (written, number) in table {
        assert_eq!(words::parse(written), Some(number), "{written}");
    }
}

#[test]
fn words_that_may_be_two_numbers_are_not_read() {
    let unread = [
        "",
        "đồng",
        "chẵn",
        "một trăm năm",
        "hai triệu rưỡi",
        "hai triệu năm",
        "mười năm",
        "hai mươi năm",
        "hai mốt",
        "một mươi",
        "mười mốt",
        "không mươi",
        "năm trăm trăm",
        "nghìn",
        "một nghìn triệu",
        "hai triệu ba triệu",
        "một nghìn hai nghìn",
        "ba phẩy năm triệu",
        "âm năm",
        "năm 2026",
        "5 triệu đồng",
        "năm triệu đô la",
        "năm triệu đồng một người",
        "mười chín tỷ tỷ",
        "một tỷ tỷ tỷ tỷ tỷ",
        "Hội nghị",
    ];
    for written in unread {
        assert_eq!(words::parse(written), None, "{written}");
    }
}

#[test]
fn a_text_of_many_billions_is_refused_at_once() {
    assert_eq!(words::parse(&"một tỷ ".repeat(100_000)), None);
}

#[test]
fn every_number_is_read_back_from_its_words() {
    let style = (select(vec![EmptyTens::Linh, EmptyTens::Le]), select(vec![Thousand::Nghin, Thousand::Ngan]));
    let style = (style, select(vec![Four::Bon, Four::Tu])).prop_map(|((empty_tens, thousand), four)| Style {
        empty_tens,
        thousand,
        four,
    });
    // Small and large, round and not.
    let number = (any::<u64>(), 0..64_u32, 0..16_u32)
        .prop_map(|(number, shift, zeros)| (number >> shift) / 10_u64.pow(zeros) * 10_u64.pow(zeros));
    check(2_000, (number, style), |(number, style)| {
        prop_assert_eq!(words::parse(&words::number_in(number, style)), Some(number));
        prop_assert_eq!(words::parse(&words::money_in(number, style)), Some(number));
        Ok(())
    });
}
