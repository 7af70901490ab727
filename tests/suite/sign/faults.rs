//! What keeps a signature from being made: told so that a clerk knows what to do, and the paper stays as it was.

use super::keys::by_token;
use super::papers::covenant;
use super::{PAPER, by, signing, then_signed, untouched, with_key};
use crate::driver::{MINIMAL, Run, Thidua};
use crate::pki::authority::{Answer, Authority};
use crate::pki::token::{LABEL, PIN, token};
use crate::pki::{Identity, Kind, PASSWORD, Period, Pki, Request, Usage, pki};

const NAME: &str = "Nguyễn Văn A";

fn person(pki: &Pki) -> Identity {
    pki.person(NAME, Kind::P256)
}

/// A run said this one thing, and the paper is as it was.
#[track_caller]
fn refused(run: Run, code: i32, message: &str) -> Run {
    refused_of(run, code, message, &covenant(3))
}

#[track_caller]
fn refused_of(run: Run, code: i32, message: &str, before: &[u8]) -> Run {
    let run = run.code(code);
    assert_eq!(run.messages(), [message], "{}", run.stderr);
    assert!(run.stdout.is_empty(), "stdout says: {}", run.stdout);
    untouched(&run, before);
    run
}

// ---- Keys --------------------------------------------------------------------------------

#[test]
fn a_wrong_password_is_told() {
    let Some(pki) = pki() else { return };
    let run = signing(&covenant(3), &person(pki), "phuong-1").file("mat-khau", "mot-hai-ba").run();
    let run = refused(run, 1, "mật khẩu của `khoa.p12` không đúng");
    assert!(!run.stderr.contains("mot-hai-ba"), "the password is told");
}

#[test]
fn a_password_is_the_first_line_however_it_ends() {
    let Some(pki) = pki() else { return };
    for ending in ["", "\n", "\r\n", "\ndòng hai\n"] {
        let run =
            signing(&covenant(3), &person(pki), "phuong-1").file("mat-khau", format!("{PASSWORD}{ending}"));
        let _ = run.run().code(0);
    }
}

#[test]
fn without_a_terminal_the_password_wants_a_file() {
    let Some(pki) = pki() else { return };
    let thidua = with_key(Thidua::new("sign").file(PAPER, &*covenant(3)), &person(pki));
    let run = thidua.arg(PAPER).arg("--as").arg("phuong-1").arg("--key").arg("khoa.p12").run();
    refused(run, 2, "cần mật khẩu của `khoa.p12`, nhưng không có bàn phím để hỏi")
        .stderr_contains("--pin-file");
}

#[test]
fn what_is_no_key_file_is_told_before_a_password_is_asked() {
    let Some(pki) = pki() else { return };
    for bytes in [b"".as_slice(), b"Kinh gui", b"-----BEGIN CERTIFICATE-----", &[0x30, 0x80]] {
        let run = signing(&covenant(3), &person(pki), "phuong-1").file("khoa.p12", bytes).run();
        refused(run, 1, "`khoa.p12` không phải là tệp khóa PKCS#12");
    }
}

#[test]
fn a_key_file_cut_short_is_told() {
    let Some(pki) = pki() else { return };
    let key = std::fs::read(person(pki).p12).expect("a key file");
    let run = signing(&covenant(3), &person(pki), "phuong-1").file("khoa.p12", &key[..key.len() - 20]).run();
    refused(run, 1, "`khoa.p12` không phải là tệp khóa PKCS#12");
}

#[test]
fn a_key_is_wanted() {
    let _ = refused(
        Thidua::new("sign").file(PAPER, &*covenant(3)).arg(PAPER).arg("--as").arg("phuong-1").run(),
        2,
        "chưa chọn khóa để ký",
    );
    let absent = Thidua::new("sign").file(PAPER, &*covenant(3)).arg(PAPER).arg("--as").arg("phuong-1");
    let run = absent.arg("--key").arg("mat.p12").run();
    refused(run, 2, "không đọc được tệp khóa `mat.p12`: không có tệp hoặc thư mục này");
}

#[test]
fn a_certificate_that_does_not_hold_now_does_not_sign() {
    let Some(pki) = pki() else { return };
    for (period, message) in [
        (Period::Past, "chứng thư số của Nguyễn Văn A đã hết hạn từ ngày 01/01/2021"),
        (Period::Future, "chứng thư số của Nguyễn Văn A chưa có hiệu lực: có hiệu lực từ ngày 01/01/2090"),
    ] {
        let identity = pki.identity(&Request { period, ..Request::person(NAME, Kind::P256) });
        refused(signing(&covenant(3), &identity, "phuong-1").run(), 1, message);
    }
}

#[test]
fn a_certificate_that_is_not_for_signing_does_not_sign() {
    let Some(pki) = pki() else { return };
    let identity = pki.identity(&Request { usage: Usage::Encryption, ..Request::person(NAME, Kind::P256) });
    let run = signing(&covenant(3), &identity, "phuong-1").run();
    refused(run, 1, "chứng thư số của Nguyễn Văn A không được cấp để ký văn bản");
}

#[test]
fn a_certificate_that_commits_nobody_signs_with_a_warning() {
    let Some(pki) = pki() else { return };
    let identity =
        pki.identity(&Request { usage: Usage::Authentication, ..Request::person(NAME, Kind::P256) });
    let run = signing(&covenant(3), &identity, "phuong-1").run().code(0);
    let _ = run.stderr_contains("cảnh báo: chứng thư số của Nguyễn Văn A không ghi mục đích chống chối bỏ");
}

#[test]
fn a_key_of_another_kind_does_not_sign() {
    let Some(pki) = pki() else { return };
    for kind in [Kind::WeakRsa, Kind::P384] {
        let run = signing(&covenant(3), &pki.person(NAME, kind), "phuong-1").run();
        refused(run, 1, "khóa của Nguyễn Văn A thuộc loại mà thidua chưa ký được");
    }
}

#[test]
fn a_key_that_is_not_that_of_its_certificate_does_not_sign() {
    let (Some(pki), Some(token)) = (pki(), token()) else { return };
    token.hold_key(&person(pki), "Khóa ký", "01");
    token.hold_certificate(&pki.person("Trần Thị B", Kind::P256).certificate, "Khóa ký", "01");
    let run = by_token(&token, Thidua::new("sign").file(PAPER, &*covenant(3)), "phuong-1").run();
    refused(run, 1, "khóa không phải là khóa của chứng thư số cấp cho Trần Thị B");
}

#[cfg(unix)]
#[test]
fn a_password_comes_from_standard_input_or_a_descriptor() {
    let Some(pki) = pki() else { return };
    for (pin_file, line) in [("-", r#""$@" <mat-khau"#), ("/dev/fd/3", r#""$@" 3<mat-khau"#)] {
        let thidua = with_key(Thidua::new("sign").file(PAPER, &*covenant(3)), &person(pki)).arg(PAPER);
        let thidua = thidua.arg("--as=phuong-1").arg("--key=khoa.p12").arg("--pin-file").arg(pin_file);
        let _ = thidua.arg("--name-differs").through_shell(line).run().code(0);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_person_is_asked_and_what_is_typed_is_not_shown() {
    let Some(pki) = pki() else { return };
    if !crate::pki::present(&["script"]) {
        return;
    }
    let thidua = with_key(Thidua::new("sign").file(PAPER, &*covenant(3)), &person(pki));
    let thidua = thidua.arg(PAPER).arg("--as=phuong-1").arg("--key=khoa.p12").arg("--name-differs");
    // A terminal of its own, at which somebody types.
    let typed = format!("(sleep 1; echo {PASSWORD}) | script -qec \"$*\" /dev/null");
    let run = thidua.through_shell(&typed).run().code(0);
    let run = run.stdout_contains("mật khẩu của `khoa.p12`:").stdout_contains("đã ký ô “Phường Hương 1”");
    assert!(!run.stdout.contains(PASSWORD), "the password is shown:\n{}", run.stdout);
}

// ---- Tokens ------------------------------------------------------------------------------

#[test]
fn a_wrong_pin_is_told_with_what_is_known_of_the_tries_left() {
    let (Some(pki), Some(token)) = (pki(), token()) else { return };
    token.hold(&person(pki), "Khóa ký", "01");
    let thidua = by_token(&token, Thidua::new("sign").file(PAPER, &*covenant(3)), "phuong-1");
    let run = thidua.file("pin", "111111").run();
    let message = "PIN của thiết bị `Thẻ ký số thử` không đúng: số lần thử còn lại không nhiều (thiết bị không cho \
                   biết còn mấy lần)";
    let run = refused(run, 1, message);
    assert!(!run.stderr.contains("111111"), "the PIN is told");
}

#[test]
fn tokens_that_are_there_are_told_where_the_named_one_is_not() {
    let Some(token) = token() else { return };
    let thidua =
        Thidua::new("sign").file(PAPER, &*covenant(3)).file("pin", PIN).arg(PAPER).arg("--as=phuong-1");
    let thidua = thidua.env("SOFTHSM2_CONF", &token.configuration()).arg("--pkcs11").arg(token.module());
    let run = thidua.arg("--token=Thẻ khác").arg("--pin-file=pin").run();
    refused(run, 2, "không thấy thiết bị có nhãn `Thẻ khác`").stderr_contains(&format!("`{LABEL}`"));
}

#[test]
fn a_token_that_was_pulled_out_is_told() {
    let (Some(pki), Some(token)) = (pki(), token()) else { return };
    token.hold(&person(pki), "Khóa ký", "01").remove();
    let run = by_token(&token, Thidua::new("sign").file(PAPER, &*covenant(3)), "phuong-1").run();
    refused(run, 2, "không thấy thiết bị có nhãn `Thẻ ký số thử`")
        .stderr_contains("chưa có thiết bị nào được cắm");
}

#[cfg(unix)]
#[test]
fn a_token_that_is_pulled_out_while_the_pin_is_typed_is_told() {
    let (Some(pki), Some(token)) = (pki(), token()) else { return };
    token.hold(&person(pki), "Khóa ký", "01");
    let pipe = |folder: &std::path::Path| {
        let made = std::process::Command::new("mkfifo").arg(folder.join("pin")).status();
        assert!(made.is_ok_and(|status| status.success()), "no pipe");
    };
    let thidua = by_token(&token, Thidua::new("sign").file(PAPER, &*covenant(3)), "phuong-1");
    let thidua = thidua.prepared(|folder| {
        std::fs::remove_file(folder.join("pin")).expect("the file of the PIN");
        pipe(folder);
    });
    let run = thidua.run_while(|_, folder| {
        // Opens only once the program reads: the token was found by then.
        let mut pin = std::fs::File::options().write(true).open(folder.join("pin")).expect("a reader");
        token.remove();
        std::io::Write::write_all(&mut pin, PIN.as_bytes()).expect("the PIN");
    });
    refused(run, 3, "thiết bị `Thẻ ký số thử` đã bị rút ra");
}

#[test]
fn a_token_without_a_key_or_without_its_certificate_is_told() {
    let (Some(pki), Some(empty)) = (pki(), token()) else { return };
    let paper = || Thidua::new("sign").file(PAPER, &*covenant(3));
    let run = by_token(&empty, paper(), "phuong-1").run();
    refused(run, 1, "thiết bị `Thẻ ký số thử` không có khóa bí mật nào");
    empty.hold_key(&person(pki), "Khóa ký", "01");
    let run = by_token(&empty, paper(), "phuong-1").run();
    refused(run, 1, "thiết bị `Thẻ ký số thử` có khóa nhưng không có chứng thư số của khóa");
}

#[test]
fn of_several_keys_one_has_to_be_named() {
    let (Some(pki), Some(token)) = (pki(), token()) else { return };
    token.hold(&person(pki), "Cá nhân", "01").hold(&pki.person("Sở Nội vụ", Kind::P256), "Cơ quan", "02");
    let paper = || Thidua::new("sign").file(PAPER, &*covenant(3));
    let run = by_token(&token, paper(), "phuong-1").run();
    let message = "thiết bị `Thẻ ký số thử` có nhiều khóa; ghi rõ khóa dùng để ký bằng `--key-label`";
    refused(run, 2, message)
        .stderr_contains("`Cá nhân` (Nguyễn Văn A)")
        .stderr_contains("`Cơ quan` (Sở Nội vụ)");
    let run = by_token(&token, paper(), "phuong-1").arg("--key-label=Khác").run();
    refused(run, 2, "thiết bị `Thẻ ký số thử` không có khóa `Khác`");
    let run = by_token(&token, paper(), "phuong-1").arg("--key-label=Cơ quan").run();
    let _ = run.code(0).stderr_contains("Sở Nội vụ đã ký ô “Phường Hương 1”");
}

#[test]
fn a_module_that_is_none_is_told() {
    let thidua = |module: &str| {
        let thidua =
            Thidua::new("sign").file(PAPER, &*covenant(3)).file("gia.so", "khong phai mo-dun").arg(PAPER);
        thidua
            .arg("--as=phuong-1")
            .arg("--pkcs11")
            .arg(module)
            .arg("--token=Thẻ")
            .arg("--pin-file=gia.so")
            .run()
    };
    refused(thidua("khong-co.so"), 2, "không có mô-đun PKCS#11 `khong-co.so`");
    let message = "`gia.so` không phải là mô-đun PKCS#11 dùng được trên máy này";
    refused(thidua("gia.so"), 1, message);
}

#[test]
fn a_module_is_looked_for_where_the_person_is() {
    let (Some(pki), Some(token)) = (pki(), token()) else { return };
    token.hold(&person(pki), "Khóa ký", "01");
    let thidua = Thidua::new("sign").file(PAPER, &*covenant(3)).file("pin", PIN).prepared(|folder| {
        std::fs::copy(token.module(), folder.join("rieng.so")).expect("a copy");
    });
    let thidua = thidua.env("SOFTHSM2_CONF", &token.configuration()).arg(PAPER).arg("--as=phuong-1");
    let thidua = thidua.arg("--pkcs11=rieng.so").arg("--token").arg(LABEL).arg("--pin-file=pin");
    let _ = thidua.arg("--name-differs").run().code(0);
}

// ---- Parties -----------------------------------------------------------------------------

#[test]
fn a_party_goes_by_its_field_or_its_name() {
    let Some(pki) = pki() else { return };
    for party in ["phuong-2", "Phường Hương 2", "PHƯỜNG HƯƠNG 2", "phuong huong 2", " phường  hương 2 "]
    {
        let run = signing(&covenant(3), &person(pki), party).run().code(0);
        let _ = run.stdout_is("giao-uoc.pdf\n").stderr_contains(
            "Nguyễn Văn A đã ký ô “Phường Hương 2”; chứng thư số có hiệu lực đến ngày 01/01/2046; văn bản đã có 1/3 \
             chữ ký",
        );
    }
}

#[test]
fn a_wrong_party_is_told_who_the_parties_are() {
    let Some(pki) = pki() else { return };
    let run = signing(&covenant(3), &person(pki), "phuong-1").run().code(0);
    let before = run.bytes(PAPER);
    let run = then_signed(run, pki, "Trần Thị B", Kind::P256, "Phường Hương 4");
    refused_of(run, 2, "`giao-uoc.pdf`: văn bản không có ô chữ ký của `Phường Hương 4`", &before)
        .stderr_contains("`phuong-1` (Phường Hương 1: Nguyễn Văn A đã ký)")
        .stderr_contains("`phuong-2` (Phường Hương 2: chưa ký)");
}

#[test]
fn a_field_is_signed_once() {
    let Some(pki) = pki() else { return };
    let run = signing(&covenant(3), &person(pki), "phuong-1").run().code(0);
    let before = run.bytes(PAPER);
    let run = then_signed(run, pki, "Trần Thị B", Kind::P256, "phuong-1");
    refused_of(run, 2, "`giao-uoc.pdf`: ô chữ ký của Phường Hương 1 đã được Nguyễn Văn A ký", &before);
}

#[test]
fn the_party_is_named_where_several_have_not_signed() {
    let Some(pki) = pki() else { return };
    let unnamed = |run: Thidua| {
        run.arg(PAPER).arg("--key=khoa.p12").arg("--pin-file=mat-khau").arg("--name-differs").run()
    };
    let run = unnamed(with_key(Thidua::new("sign").file(PAPER, &*covenant(3)), &person(pki)));
    let run = refused(run, 2, "`giao-uoc.pdf`: văn bản có nhiều ô chưa ký; ghi rõ ký cho ai bằng `--as`");
    let run = by(run.then("sign"), "phuong-1").run().code(0);
    let run = by(run.then("sign"), "phuong-3").run().code(0);
    let run = unnamed(run.then("sign")).code(0).stderr_contains("đã ký ô “Phường Hương 2”");
    let before = run.bytes(PAPER);
    let run = unnamed(run.then("sign"));
    refused_of(run, 2, "`giao-uoc.pdf`: văn bản đã đủ chữ ký, không còn ô nào để ký", &before);
}

// ---- Files -------------------------------------------------------------------------------

#[test]
fn a_draft_is_not_signed() {
    let Some(pki) = pki() else { return };
    let run = Thidua::new("build --only covenant").record("a.yaml", MINIMAL).run().code(0);
    let draft = run.bytes("out/a/giao-uoc-thi-dua.pdf");
    let message = "văn bản này là dự thảo, hoặc còn chỗ trống chừa cho viết tay, nên không ký số được";
    let run = signing(&draft, &person(pki), "dong").run();
    refused_of(run, 1, &format!("`giao-uoc.pdf`: {message}"), &draft).stderr_contains("thidua check");
    let thidua =
        with_key(Thidua::new("sign").file(PAPER, &draft), &person(pki)).arg(PAPER).arg("--key=khoa.p12");
    let run = thidua.arg("--pin-file=mat-khau").arg("--attachment-of=12/QĐ-SNV").run();
    refused_of(run, 1, &format!("`giao-uoc.pdf`: {message}"), &draft);
}

#[test]
fn what_is_no_whole_pdf_is_not_signed() {
    let Some(pki) = pki() else { return };
    let paper = covenant(3);
    let broken = "tệp PDF hỏng, không đọc được cấu trúc bên trong";
    for (bytes, message) in [
        (b"".as_slice(), "đây không phải là tệp PDF"),
        (b"Kinh gui", "đây không phải là tệp PDF"),
        (b"%PDF-1.7\n%%EOF\n", broken),
        (&paper[..paper.len() / 2], broken),
        (&paper[..paper.len() - 30], broken),
    ] {
        let run = signing(bytes, &person(pki), "phuong-1").run();
        refused_of(run, 1, &format!("`giao-uoc.pdf`: {message}"), bytes);
    }
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let Some(pki) = pki() else { return };
    let run = by(with_key(Thidua::new("sign"), &person(pki)), "phuong-1").run().code(2);
    assert_eq!(run.messages(), ["không đọc được `giao-uoc.pdf`: không có tệp hoặc thư mục này"]);
}

#[test]
fn another_file_takes_the_signature_where_one_is_named() {
    let Some(pki) = pki() else { return };
    let paper = covenant(3);
    let run = signing(&paper, &person(pki), "phuong-1").arg("-o").arg("da-ky.pdf").run().code(0);
    let run = run.stdout_is("da-ky.pdf\n");
    untouched(&run, &paper);
    assert!(run.bytes("da-ky.pdf").starts_with(&paper), "the signed file does not begin with the paper");
    let taken = "`da-ky.pdf` đã có sẵn; thidua không ghi đè lên";
    let before = run.bytes("da-ky.pdf");
    let run = by(run.then("sign"), "phuong-2").arg("-o").arg("da-ky.pdf").run();
    let run = refused(run, 2, taken);
    assert!(run.bytes("da-ky.pdf") == before, "the file that was there is changed");
}

#[test]
fn what_was_signed_stands_at_the_beginning_byte_by_byte() {
    let Some(pki) = pki() else { return };
    let paper = covenant(3);
    let once = signing(&paper, &person(pki), "phuong-1").run().code(0);
    let first = once.bytes(PAPER);
    assert!(first.starts_with(&paper) && first.len() > paper.len());
    let twice = then_signed(once, pki, "Trần Thị B", Kind::P256, "phuong-2").code(0);
    assert!(twice.bytes(PAPER).starts_with(&first));
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_paper_as_it_was() {
    let Some(pki) = pki() else { return };
    let thidua = signing(&covenant(3), &person(pki), "phuong-1");
    let run = thidua.through_shell(r#"ulimit -f 1; trap "" XFSZ; exec "$@""#).run();
    refused(run, 3, "không ghi được `[FOLDER]/giao-uoc.pdf`: đĩa đã đầy hoặc hết hạn mức");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_leaves_the_paper_as_it_was() {
    let Some(pki) = pki() else { return };
    // Root may write everywhere but here: the files of a process, that nobody can add to.
    let thidua = signing(&covenant(3), &person(pki), "phuong-1").arg("-o").arg("/proc/self/da-ky.pdf");
    let run = thidua.run().code(3);
    assert_eq!(run.messages().len(), 1, "{}", run.stderr);
    untouched(&run, &covenant(3));
}

// ---- Time stamps -------------------------------------------------------------------------

#[test]
fn an_authority_that_answers_wrongly_leaves_the_paper_as_it_was() {
    let Some(pki) = pki() else { return };
    for (answer, code, message) in [
        (Answer::OfAnother, 1, "`[TSA]` trả về dấu thời gian không phải của chữ ký này"),
        (Answer::Stale, 1, "`[TSA]` trả về dấu thời gian không phải của chữ ký này"),
        (
            Answer::Forged,
            1,
            "chữ ký vừa tạo không hợp lệ: dấu thời gian: giá trị chữ ký không đúng với khóa của chứng thư",
        ),
        (Answer::Refusal, 1, "dịch vụ dấu thời gian `[TSA]` từ chối cấp dấu"),
        (Answer::Nonsense, 1, "`[TSA]` trả lời không phải là dấu thời gian theo RFC 3161"),
        (Answer::Endless, 1, "`[TSA]` trả lời không phải là dấu thời gian theo RFC 3161"),
        (Answer::Error, 3, "dịch vụ dấu thời gian `[TSA]` báo lỗi HTTP 503"),
    ] {
        let authority = Authority::start(pki, answer);
        let thidua = signing(&covenant(3), &person(pki), "phuong-1").env("NO_PROXY", "127.0.0.1");
        let run = thidua.arg("--tsa").arg(authority.url()).run();
        refused(run, code, &message.replace("[TSA]", &authority.url()));
        assert_eq!(authority.asked(), 1);
    }
}

#[test]
fn an_authority_that_is_not_there_leaves_the_paper_as_it_was() {
    let Some(pki) = pki() else { return };
    let url = Authority::start(pki, Answer::Stamp).url();
    let thidua = signing(&covenant(3), &person(pki), "phuong-1").env("NO_PROXY", "127.0.0.1");
    let run = thidua.arg("--tsa").arg(&url).run();
    refused(run, 3, &format!("dịch vụ dấu thời gian `{url}`: không kết nối được"));
    let run = signing(&covenant(3), &person(pki), "phuong-1").arg("--tsa").arg("khong phai dia chi").run();
    refused(run, 2, "`khong phai dia chi` không phải là địa chỉ của một dịch vụ dấu thời gian");
}
