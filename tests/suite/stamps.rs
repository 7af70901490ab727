//! What a digital signature shows, and that papers keep their standards with it.

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset};
use thidua::pdf::fields::{self, SignatureField};
use thidua::pdf::{self, Update, stamp};
use thidua::typeset::Typesetter;
use thidua::typeset::stamp::{ATTACHMENT_SIZE, Stamp, render};

use crate::driver::{Thidua, root};
use crate::sign::judges::conforming;

static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(|| Typesetter::new(None).expect("fonts"));

/// The field of a person, in points.
const FIELD: (f64, f64) = (127.559, 70.866);

fn picture(name: &str) -> Vec<u8> {
    std::fs::read(root().join("tests/pictures").join(name)).expect("a picture")
}

fn time(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).expect("a time")
}

#[track_caller]
fn stamped(stamp: &Stamp, (width, height): (f64, f64)) -> Vec<u8> {
    render(&TYPESETTER, stamp, width, height).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// What a stamp says, line by line; nothing where `pdftotext` is not there.
#[track_caller]
fn words(pdf: &[u8]) -> Option<String> {
    if !crate::driver::present("pdftotext") {
        return None;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path: PathBuf = folder.path().join("stamp.pdf");
    std::fs::write(&path, pdf).expect("a file");
    let run = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(path).arg("-").output();
    Some(String::from_utf8(run.expect("the program starts").stdout).expect("text in UTF-8").trim().to_owned())
}

#[test]
fn a_stamp_is_as_large_as_its_field() {
    let stamp = Stamp::Signed { who: "Nguyễn Văn A", when: time("2026-01-20T10:39:42+07:00") };
    let document = pdf::open(&stamped(&stamp, (200.5, 99.25))).expect("a file");
    let pages = document.get_pages();
    assert_eq!(pages.len(), 1);
    let sheet = document.get_dictionary(pages[&1]).and_then(|page| page.get(b"MediaBox")?.as_array());
    let sheet: Vec<f32> =
        sheet.expect("a sheet").iter().map(|number| number.as_float().expect("a number")).collect();
    assert_eq!(sheet, [0.0, 0.0, 200.5, 99.25]);
}

#[test]
fn without_a_picture_a_stamp_tells_who_signed_and_when() {
    let stamp = Stamp::Signed { who: "Nguyễn Văn A", when: time("2026-01-20T10:39:42+07:00") };
    if let Some(words) = words(&stamped(&stamp, FIELD)) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words, "Ký bởi: Nguyễn Văn A Thời gian ký: 20/01/2026 10:39:42 +07:00");
    }
}

#[test]
fn the_words_of_an_office_leave_the_persons_signature_free() {
    let when = time("2026-01-20T10:39:42+07:00");
    let side = 102.047; // 36 mm
    let pdf = stamped(&Stamp::Office { who: "Sở Nội vụ tỉnh Sông Hương", when }, (side, side));
    if !crate::driver::present("pdftotext") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("stamp.pdf");
    std::fs::write(&path, &pdf).expect("a file");
    let run = Command::new("pdftotext").arg("-bbox").arg(path).arg("-").output().expect("the program starts");
    let told = String::from_utf8(run.stdout).expect("text in UTF-8");
    let ends = told.lines().filter_map(|line| line.split("xMax=\"").nth(1)?.split('"').next()?.parse().ok());
    let furthest = ends.fold(0.0, f64::max);
    // A third of 45 mm is the person's.
    assert!((40.0..=side - 42.5).contains(&furthest), "words reach to {furthest} of {side} pt");
}

#[test]
fn a_long_name_stays_within_its_field() {
    let who = "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Sông Hương và các tổ chức chính trị - xã hội ".repeat(2);
    let stamp = Stamp::Signed { who: who.trim(), when: time("2026-01-20T10:39:42+07:00") };
    let pdf = stamped(&stamp, FIELD);
    assert_eq!(pdf::open(&pdf).expect("a file").get_pages().len(), 1);
    if let Some(words) = words(&pdf) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.ends_with("+07:00"), "{words}");
    }
}

#[test]
fn an_attached_file_tells_number_and_time_as_the_decree_writes_them() {
    // The same moment, told by a clock that shows the universal time.
    let stamp = Stamp::Attachment { paper: "12/QĐ-SNV", when: time("2026-01-20T03:39:42Z") };
    if let Some(words) = words(&stamped(&stamp, ATTACHMENT_SIZE)) {
        assert_eq!(words, "12/QĐ-SNV\n2026-01-20T10:39:42+07:00");
    }
}

#[test]
fn a_long_symbol_leaves_the_time_where_it_is_seen() {
    let paper = format!("1234/QĐ-{}", "HĐTĐKT-".repeat(8));
    let stamp = Stamp::Attachment { paper: &paper, when: time("2026-01-20T10:39:42+07:00") };
    let pdf = stamped(&stamp, ATTACHMENT_SIZE);
    assert_eq!(pdf::open(&pdf).expect("a file").get_pages().len(), 1);
    if let Some(words) = words(&pdf) {
        assert!(words.ends_with("2026-01-20T10:39:42+07:00"), "{words}");
    }
}

#[test]
fn words_of_a_certificate_are_shown_as_they_are() {
    let who = "#panic() \"A\" \\ *B* \u{1f600} Nguye\u{302}\u{303}n";
    let stamp = Stamp::Signed { who, when: time("2026-01-20T10:39:42+07:00") };
    if let Some(words) = words(&stamped(&stamp, (400.0, 70.0))) {
        assert!(words.starts_with("Ký bởi: #panic() \"A\" \\ *B* ? Nguyễn"), "{words}");
    }
}

#[test]
fn the_same_stamp_is_the_same_bytes() {
    let bytes = picture("chu-ky.png");
    let stamp = Stamp::Picture(&bytes);
    assert!(stamped(&stamp, FIELD) == stamped(&stamp, FIELD), "the stamp differs");
}

#[test]
fn a_transparent_picture_stays_transparent() {
    let masked = |name: &str| {
        let bytes = picture(name);
        let document = pdf::open(&stamped(&Stamp::Picture(&bytes), FIELD)).expect("a file");
        document
            .objects
            .values()
            .any(|object| object.as_stream().is_ok_and(|stream| stream.dict.has(b"SMask")))
    };
    assert!(masked("chu-ky.png"), "the mask is lost");
}

#[test]
fn a_faulty_picture_is_told_so() {
    let png = picture("chu-ky.png");
    let mut wide = png.clone();
    wide[16..20].copy_from_slice(&50_000_u32.to_be_bytes());
    let white = picture("con-dau-nen-trang.png");
    let cases: [(&[u8], &str); 8] = [
        (b"\xff\xd8\xff\xe0 a JPEG picture", "hình chữ ký phải là tệp PNG"),
        (&white, "hình chữ ký phải có nền trong suốt; hình này che mất chữ của văn bản"),
        (b"", "hình chữ ký phải là tệp PNG"),
        (b"GIF89a", "hình chữ ký phải là tệp PNG"),
        (&png[..20], "hình chữ ký phải là tệp PNG"),
        (&png[..png.len() / 2], "hình chữ ký hỏng, không đọc được"),
        (&wide, "hình chữ ký lớn quá: 50000 × 220 điểm ảnh, mỗi chiều chỉ được đến 4000"),
        (&vec![0; 6 * 1024 * 1024], "hình chữ ký lớn quá: chỉ được đến 5 MB"),
    ];
    for (bytes, message) in cases {
        let faults = render(&TYPESETTER, &Stamp::Picture(bytes), FIELD.0, FIELD.1).expect_err("a fault");
        assert_eq!(faults[0].message, message);
        assert!(!faults[0].hints.is_empty(), "no remedy");
    }
}

/// A covenant's fields with a stamp in each: a picture, another, words.
fn shown(pdf: &[u8]) -> Vec<u8> {
    let when = time("2026-01-20T10:39:42+07:00");
    let (sign, seal) = (picture("chu-ky.png"), picture("con-dau.png"));
    let stamps = [Stamp::Picture(&sign), Stamp::Picture(&seal), Stamp::Signed { who: "Nguyễn Văn A", when }];
    let mut update = Update::open(pdf).expect("a file");
    let list: Vec<SignatureField> = fields::list(update.previous());
    for (field, one) in list.iter().zip(stamps.iter().cycle()) {
        stamp::show(&mut update, field, &stamped(one, field.size())).expect("a stamp");
    }
    update.finish().expect("a file")
}

#[test]
fn a_paper_with_stamps_is_still_archival_and_accessible() {
    let run = Thidua::new("build --only covenant,decision").sample("day-du").run().code(0);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = ["giao-uoc-thi-dua", "quyet-dinh-khen-thuong-1"].map(|name| {
        let path = folder.path().join(format!("{name}.pdf"));
        std::fs::write(&path, shown(&run.bytes(&format!("out/day-du/{name}.pdf")))).expect("a file");
        path
    });
    conforming("2a,ua1", &files);
}
