//! Several signatures on one paper, in any order and with those of other programs: all stay valid.

use std::process::Stdio;

use super::judges::{Verdict, assert_sound, conforming, has_pyhanko, pdfsig, pyhanko, sign_with_pyhanko};
use super::keys::by_token;
use super::papers::covenant;
use super::{PAPER, borrowed, by, paper, paths, then_signed, untouched, with_key};
use crate::driver::{Run, Thidua};
use crate::pki::token::token;
use crate::pki::{Kind, Pki, pki};

/// A folder with a paper of so many parties, and nothing done yet.
fn folder(parties: usize) -> Run {
    Thidua::new("explain").file(PAPER, &*covenant(parties)).run().code(0)
}

fn signer(party: usize) -> String {
    format!("Nguyễn Văn A{party}")
}

/// Signs for one party after another.
fn signed_by(pki: &Pki, parties: usize, order: &[usize]) -> Run {
    order.iter().fold(folder(parties), |run, party| {
        then_signed(run, pki, &signer(*party), Kind::P256, &format!("phuong-{party}")).code(0)
    })
}

/// The verdicts on one file: all sound, and only the last signature covers the whole file.
#[track_caller]
fn assert_all_sound<'a>(verdicts: impl IntoIterator<Item = &'a Verdict>, count: usize) {
    let verdicts: Vec<&Verdict> = verdicts.into_iter().collect();
    assert_eq!(verdicts.len(), count);
    verdicts.iter().for_each(|verdict| assert_sound(verdict));
    let coverage: Vec<&str> = verdicts.iter().map(|verdict| verdict.coverage.as_str()).collect();
    assert!(coverage[..count - 1].iter().all(|coverage| *coverage == "ENTIRE_REVISION"), "{coverage:?}");
    assert_eq!(coverage[count - 1], "ENTIRE_FILE");
}

#[test]
fn three_parties_sign_in_any_order() {
    let Some(pki) = pki() else { return };
    let orders = [[1, 2, 3], [3, 1, 2], [2, 3, 1]];
    let runs: Vec<Run> = orders.iter().map(|order| signed_by(pki, 3, order)).collect();
    let files = paths(&runs);
    let files = borrowed(&files);
    files.iter().for_each(|file| {
        let _ = pdfsig(file).inspect(|signatures| assert_eq!(*signatures, 3));
    });
    if !has_pyhanko() {
        return;
    }
    let verdicts = pyhanko(pki, &files);
    for (order, verdicts) in orders.iter().zip(verdicts.chunks(3)) {
        assert_all_sound(verdicts, 3);
        let fields: Vec<&str> = verdicts.iter().map(|verdict| verdict.field.as_str()).collect();
        assert_eq!(fields, order.map(|party| format!("phuong-{party}")));
    }
}

#[test]
fn seventeen_parties_sign_one_of_them_with_a_token() {
    let Some(pki) = pki() else { return };
    const PARTIES: usize = 17;
    const BY_TOKEN: usize = 9;
    let token = token();
    if let Some(token) = &token {
        token.hold(&pki.person(&signer(BY_TOKEN), Kind::Rsa), "Khóa ký", "01");
        token.hold_certificate(&pki.intermediate(), "CA", "02");
    }
    // Every party once, far from the order of the paper.
    let order = (0..PARTIES).map(|at| at * 5 % PARTIES + 1);
    let mut run = folder(PARTIES);
    let mut steps = Vec::new();
    for (at, party) in order.enumerate() {
        let field = format!("phuong-{party}");
        run = match &token {
            Some(token) if party == BY_TOKEN => by_token(token, run.then("sign"), &field).run(),
            _ => then_signed(run, pki, &signer(party), Kind::P256, &field),
        }
        .code(0)
        .stderr_contains(&format!("văn bản đã có {}/{PARTIES} chữ ký", at + 1));
        let step = run.path().join(format!("buoc-{}.pdf", at + 1));
        std::fs::copy(paper(&run), &step).expect("a copy");
        steps.push(step);
    }
    let _ = pdfsig(&paper(&run)).inspect(|signatures| assert_eq!(*signatures, PARTIES));
    conforming("2a,ua1", &borrowed(&steps));
    if has_pyhanko() {
        let verdicts = pyhanko(pki, &[&paper(&run)]);
        assert_all_sound(&verdicts, PARTIES);
        assert!(verdicts.iter().all(|verdict| {
            let party = verdict.field.strip_prefix("phuong-").and_then(|party| party.parse().ok());
            party.map(signer).as_deref() == Some(&verdict.signer)
        }));
    }
}

#[test]
fn signatures_of_another_program_and_ours_stay_valid_whoever_is_first() {
    let Some(pki) = pki() else { return };
    if !has_pyhanko() {
        return;
    }
    let other = pki.person("Trần Thị B", Kind::P256);
    let before = folder(3);
    sign_with_pyhanko(&paper(&before), "phuong-2", &other, None);
    let before = then_signed(before, pki, "Nguyễn Văn A", Kind::P256, "phuong-1").code(0);
    let after = then_signed(folder(3), pki, "Nguyễn Văn A", Kind::P256, "phuong-1").code(0);
    sign_with_pyhanko(&paper(&after), "phuong-2", &other, None);
    let certified = folder(3);
    sign_with_pyhanko(&paper(&certified), "phuong-2", &other, Some("form-filling"));
    let certified = then_signed(certified, pki, "Nguyễn Văn A", Kind::P256, "phuong-1").code(0);
    let runs = [before, after, certified];
    let files = paths(&runs);
    let verdicts = pyhanko(pki, &borrowed(&files));
    let fields: Vec<&str> = verdicts.iter().map(|verdict| verdict.field.as_str()).collect();
    assert_eq!(fields, ["phuong-2", "phuong-1", "phuong-1", "phuong-2", "phuong-2", "phuong-1"]);
    for verdict in &verdicts {
        assert!(verdict.valid && verdict.intact && verdict.trusted, "{verdict:#?}");
    }
}

#[test]
fn a_certification_that_allows_no_change_is_not_broken() {
    let Some(pki) = pki() else { return };
    if !has_pyhanko() {
        return;
    }
    let run = folder(3);
    sign_with_pyhanko(&paper(&run), "phuong-2", &pki.person("Trần Thị B", Kind::P256), Some("no-changes"));
    let before = run.bytes(PAPER);
    let run = then_signed(run, pki, "Nguyễn Văn A", Kind::P256, "phuong-1").code(1);
    assert_eq!(
        run.messages(),
        [
            "`giao-uoc.pdf`: chữ ký của Trần Thị B không cho ai sửa hoặc ký thêm vào văn bản này; ký nữa sẽ làm chữ \
             ký ấy mất giá trị"
        ]
    );
    untouched(&run, &before);
}

#[test]
fn those_who_sign_at_once_have_all_signed() {
    let Some(pki) = pki() else { return };
    // Started together many times: nobody may lose the signature of another.
    for _ in 0..5 {
        let run = with_key(folder(3).then("explain"), &pki.person("Trần Thị B", Kind::P256)).run().code(0);
        let mine = by(run.then("sign"), "phuong-1");
        let run = mine
            .run_while(|_, folder| {
                let others: Vec<_> = ["phuong-2", "phuong-3"].map(|party| another(folder, party)).into();
                for mut other in others {
                    assert!(other.wait().expect("the program ends").success());
                }
            })
            .code(0);
        let document = thidua::pdf::open(&run.bytes(PAPER)).expect("a file");
        let fields = thidua::pdf::fields::list(&document);
        assert!(fields.len() == 3 && fields.iter().all(|field| field.signed), "{fields:#?}");
    }
}

/// A run of the program that signs for a party in a folder.
fn another(folder: &std::path::Path, party: &str) -> std::process::Child {
    std::process::Command::new(crate::driver::program())
        .args(["sign", PAPER, "--as", party, "--key", "khoa.p12", "--pin-file", "mat-khau", "--name-differs"])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

/// A lock that whoever signs a field puts on others.
fn lock(run: &Run, field: &str, lock: lopdf::Dictionary) {
    let mut update = thidua::pdf::Update::open(&run.bytes(PAPER)).expect("a file");
    let fields = thidua::pdf::fields::list(update.previous());
    let field = fields.iter().find(|one| one.name == field).expect("the field");
    let lock = update.add(lock).expect("an object");
    update.edit_dictionary(field.id).expect("a field").set("Lock", lock);
    std::fs::write(paper(run), update.finish().expect("a file")).expect("a file");
}

#[test]
fn a_field_that_an_earlier_signer_locked_is_not_signed() {
    let Some(pki) = pki() else { return };
    if !has_pyhanko() {
        return;
    }
    let run = folder(3);
    let third = vec![lopdf::text_string("phuong-3")];
    lock(
        &run,
        "phuong-2",
        lopdf::dictionary! { "Type" => "SigFieldLock", "Action" => "Include", "Fields" => third },
    );
    sign_with_pyhanko(&paper(&run), "phuong-2", &pki.person("Trần Thị B", Kind::P256), None);
    let run = then_signed(run, pki, "Nguyễn Văn A", Kind::P256, "phuong-1").code(0);
    let verdicts = pyhanko(pki, &[&paper(&run)]);
    assert!(verdicts.len() == 2 && verdicts.iter().all(|verdict| verdict.valid), "{verdicts:#?}");
    let before = run.bytes(PAPER);
    let run = then_signed(run, pki, "Nguyễn Văn A", Kind::P256, "phuong-3").code(1);
    assert_eq!(
        run.messages(),
        [
            "`giao-uoc.pdf`: chữ ký của Trần Thị B đã khóa ô chữ ký `phuong-3`; ký nữa sẽ làm chữ ký ấy mất giá trị"
        ]
    );
    untouched(&run, &before);
}

#[test]
fn a_paper_that_was_changed_after_it_was_signed_is_not_signed_again() {
    let Some(pki) = pki() else { return };
    let run = then_signed(folder(3), pki, "Nguyễn Văn A", Kind::P256, "phuong-1").code(0);
    let signed = run.bytes(PAPER);
    let mut flipped = signed.clone();
    let at = flipped.windows(6).position(|window| window == b"stream").expect("a stream") + 40;
    flipped[at] ^= 1;
    let mut update = thidua::pdf::Update::open(&signed).expect("a file");
    let page = update.previous().get_pages()[&1];
    let words = update
        .add(lopdf::Stream::new(lopdf::Dictionary::new(), b"0 0 100 100 re f".to_vec()))
        .expect("an object");
    update.push(page, &[b"Contents"], vec![words.into()]).expect("a page");
    let painted = update.finish().expect("a file");
    for changed in [flipped, painted] {
        std::fs::write(paper(&run), &changed).expect("a file");
        let key = with_key(Thidua::new("sign").file(PAPER, &changed), &pki.person("Trần Thị B", Kind::P256));
        let run = by(key, "phuong-2").run().code(1);
        assert_eq!(
            run.messages(),
            ["`giao-uoc.pdf`: chữ ký của Nguyễn Văn A không còn đúng; văn bản đã bị sửa sau khi ký"]
        );
        untouched(&run, &changed);
    }
}
