//! What is seen of signatures, and that papers keep their standards with it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use regex::Regex;

use super::judges::{conforming, has_pyhanko, pyhanko};
use super::papers::covenant;
use super::{PAPER, borrowed, paths, signing, then_signed, untouched, with_key};
use crate::driver::{Run, Thidua, copy, root};
use crate::pki::{Kind, Pki, pki, present};

/// A report that a deputy head and the office have signed, with pictures.
fn report(pki: &Pki) -> Run {
    static BUILT: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let run = Thidua::new("build --only report").sample("day-du").run().code(0);
        run.bytes("out/day-du/bao-cao-tong-ket.pdf")
    });
    let pictures = |folder: &Path| copy(&root().join("tests/pictures"), folder);
    let thidua = Thidua::new("sign").file(PAPER, &*BUILT).prepared(pictures);
    let sign = |thidua: Thidua, field: &str, picture: &str| {
        let thidua =
            thidua.arg(PAPER).arg("--as").arg(field).arg("--key=khoa.p12").arg("--pin-file=mat-khau");
        thidua.arg("--picture").arg(picture).run().code(0)
    };
    let run = sign(with_key(thidua, &pki.person("Trần Thị B", Kind::P256)), "nguoi-ky", "chu-ky.png");
    let office = pki.person("Sở Giáo dục và Đào tạo", Kind::Rsa);
    sign(with_key(run.then("sign"), &office), "co-quan", "con-dau.png")
}

/// An attachment that is signed for an office.
fn attachment(pki: &Pki, pdf: &[u8]) -> Run {
    let thidua = with_key(Thidua::new("sign").file(PAPER, pdf), &pki.person("Sở Nội vụ", Kind::P256));
    thidua.arg(PAPER).arg("--attachment-of=12/QĐ-SNV").arg("--key=khoa.p12").arg("--pin-file=mat-khau").run()
}

#[test]
fn papers_keep_their_standards_with_pictures_seals_and_words() {
    let Some(pki) = pki() else { return };
    let list = attachment(pki, &covenant(3)).code(0);
    // A signature that is no attachment's may come after.
    let list = then_signed(list, pki, "Nguyễn Văn A", Kind::P256, "phuong-1").code(0);
    let runs = [report(pki), list];
    let files = paths(&runs);
    conforming("2a,ua1", &borrowed(&files));
    if has_pyhanko() {
        let verdicts = pyhanko(pki, &borrowed(&files));
        let fields: Vec<&str> = verdicts.iter().map(|verdict| verdict.field.as_str()).collect();
        assert_eq!(fields, ["nguoi-ky", "co-quan", "phu-luc", "phuong-1"]);
        for verdict in verdicts {
            assert!(verdict.valid && verdict.intact && verdict.trusted, "{verdict:#?}");
        }
    }
}

/// Left, top, right, bottom.
type Box = [f64; 4];

/// The box around all pixels of the last page that a colour is, in points; `None` where there are none.
fn coloured(file: &Path, page: u32, is: impl Fn(u8, u8, u8) -> bool) -> Option<Box> {
    let page = page.to_string();
    let run = Command::new("pdftoppm").args(["-r", "72", "-f", &page, "-l", &page]).arg(file).output();
    let picture = run.expect("the program starts").stdout;
    // P6, width and height, 255, then three bytes a pixel.
    let mut head = picture.splitn(4, |byte| *byte == b'\n');
    let size = head.nth(1).and_then(|line| std::str::from_utf8(line).ok()).expect("a size");
    let width: usize = size.split(' ').next().and_then(|width| width.parse().ok()).expect("a width");
    let pixels = head.nth(1).expect("pixels");
    let places = pixels.chunks_exact(3).enumerate().filter(|(_, pixel)| is(pixel[0], pixel[1], pixel[2]));
    places.map(|(at, _)| ((at % width) as f64, (at / width) as f64)).fold(
        None,
        |found: Option<Box>, (x, y)| {
            let [left, top, right, bottom] = found.unwrap_or([x, y, x, y]);
            Some([left.min(x), top.min(y), right.max(x), bottom.max(y)])
        },
    )
}

/// The words of a page with their boxes.
fn words(file: &Path, page: u32) -> Vec<(String, Box)> {
    let number = page.to_string();
    let run =
        Command::new("pdftotext").args(["-bbox", "-f", &number, "-l", &number]).arg(file).arg("-").output();
    let told = String::from_utf8(run.expect("the program starts").stdout).expect("text in UTF-8");
    let word = Regex::new(r#"<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>"#);
    let number = |text: &str| text.parse().expect("a number");
    let word = word.expect("a pattern");
    let words = word.captures_iter(&told).map(|found| {
        let (_, [left, top, right, bottom, text]) = found.extract();
        (text.to_owned(), [left, top, right, bottom].map(number))
    });
    words.collect()
}

#[test]
fn a_signature_stands_between_post_and_name_and_the_seal_over_its_left() {
    let Some(pki) = pki() else { return };
    if !present(&["pdftoppm", "pdftotext"]) {
        return;
    }
    let run = report(pki);
    let file: PathBuf = run.path().join(PAPER);
    let document = thidua::pdf::open(&run.bytes(PAPER)).expect("a file");
    let page = thidua::pdf::fields::list(&document)[0].page;
    let blue = coloured(&file, page, |red, _, blue| blue > red.saturating_add(60)).expect("a blue signature");
    let red = coloured(&file, page, |red, _, blue| red > blue.saturating_add(60)).expect("a red seal");
    let words = words(&file, page);
    let of = |word: &str| words.iter().rev().find(|(text, _)| text == word).expect("the word").1;
    let (post, name) = (of("PHÓ"), of("Trần"));
    assert!(blue[1] > post[3] && blue[3] < name[1], "{blue:?} is not between {post:?} and {name:?}");
    let covered = (red[2] - blue[0]) / (blue[2] - blue[0]);
    assert!((0.2..0.5).contains(&covered), "the seal covers {covered} of the signature");
    assert!(red[0] < blue[0], "the seal does not stand at the left");
}

#[test]
fn an_attachment_tells_its_paper_and_the_time_at_the_top_right() {
    let Some(pki) = pki() else { return };
    if !present(&["pdftotext"]) {
        return;
    }
    let run = attachment(pki, &covenant(3)).code(0).stderr_contains(
        "Sở Nội vụ đã ký phụ lục kèm theo văn bản số 12/QĐ-SNV; chứng thư số có hiệu lực đến ngày 01/01/2046",
    );
    let words = words(&run.path().join(PAPER), 1);
    let time = Regex::new(r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$").expect("a pattern");
    let (_, number) = words.iter().find(|(text, _)| text == "12/QĐ-SNV").expect("the number");
    let (_, time) = words.iter().find(|(text, _)| time.is_match(text)).expect("the time");
    let (page_width, margin) = (595.0, 57.0);
    for place in [number, time] {
        assert!(place[3] < 71.0 && place[2] > page_width - margin && place[2] < page_width, "{place:?}");
        assert!((place[3] - place[1] - 10.0).abs() < 3.0, "{place:?} is not of size 10");
    }
    assert!(number[3] <= time[1] + 1.0, "the time does not stand below the number");
}

#[test]
fn an_attachment_wants_a_number_and_is_signed_once() {
    let Some(pki) = pki() else { return };
    let run = attachment(pki, &covenant(3)).code(0);
    let signed = run.bytes(PAPER);
    let run = attachment(pki, &signed).code(2);
    assert_eq!(run.messages(), ["`giao-uoc.pdf`: phụ lục này đã được Sở Nội vụ ký"]);
    assert!(run.bytes(PAPER) == signed, "the file was changed");
    for wrong in ["QĐ-SNV", "12", "12/", "số 12/QĐ", "12/QĐ SNV"] {
        let thidua = Thidua::new("sign").file(PAPER, &signed).arg(PAPER).arg("--attachment-of").arg(wrong);
        let run = thidua.arg("--key=khoa.p12").run().code(2);
        assert_eq!(run.messages(), [format!("`{wrong}` không phải là số, ký hiệu văn bản")]);
    }
}

#[test]
fn an_attachment_that_is_signed_in_another_field_is_not_broken() {
    let Some(pki) = pki() else { return };
    let signed = signing(&covenant(3), &pki.person("Nguyễn Văn A", Kind::P256), "phuong-1").run().code(0);
    let before = signed.bytes(PAPER);
    let run = attachment(pki, &before).code(1);
    assert_eq!(
        run.messages(),
        ["`giao-uoc.pdf`: tệp đã có chữ ký của Nguyễn Văn A; thêm ô ký phụ lục sẽ làm chữ ký ấy mất giá trị"]
    );
    untouched(&run, &before);
}

#[test]
fn a_picture_that_is_none_is_told_before_a_password_is_asked() {
    let Some(pki) = pki() else { return };
    let person = pki.person("Nguyễn Văn A", Kind::P256);
    let picture = |thidua: Thidua| thidua.arg("--picture=anh.png").run();
    let run = picture(signing(&covenant(3), &person, "phuong-1").file("anh.png", "khong phai anh")).code(1);
    assert_eq!(run.messages(), ["hình chữ ký phải là tệp PNG"]);
    untouched(&run, &covenant(3));
    let run = picture(signing(&covenant(3), &person, "phuong-1")).code(2);
    assert_eq!(run.messages(), ["không đọc được `anh.png`: không có tệp hoặc thư mục này"]);
}

#[test]
fn a_picture_that_would_hide_the_paper_is_told_before_a_password_is_asked() {
    let Some(pki) = pki() else { return };
    let person = pki.person("Nguyễn Văn A", Kind::P256);
    let white = std::fs::read(root().join("tests/pictures/con-dau-nen-trang.png")).expect("a picture");
    let thidua = Thidua::new("sign")
        .file(PAPER, &*covenant(3))
        .file("khoa.p12", std::fs::read(&person.p12).expect("a key"));
    // There is no password file: it would be told if it were read first.
    let thidua = thidua.file("dau.png", white).arg(PAPER).arg("--as=phuong-1").arg("--key=khoa.p12");
    let run = thidua.arg("--pin-file=khong-co").arg("--picture=dau.png").run().code(1);
    assert_eq!(run.messages(), ["hình chữ ký phải có nền trong suốt; hình này che mất chữ của văn bản"]);
    untouched(&run.stderr_contains("PNG, nền trong suốt"), &covenant(3));
}
