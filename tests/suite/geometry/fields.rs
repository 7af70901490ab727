//! Signature fields: the person's between post and name, the office's over the left of it (PL I/II.7d, 8).

use std::collections::BTreeSet;

use thidua::record::gaps;
use thidua::template::Kind;
use unicode_normalization::is_nfc;

use super::covenant::SIGNED;
use super::{BESIDE, HAIR, Verdict, at};
use crate::ruler::{Area, Laid, Line, Place, Sheet, of_text, samples};

/// PL I/II.8: a seal in its real size. That of an office is 36 mm across.
const SEAL: f64 = 36.0;
/// PL I/II.8: about a third of the signature.
const COVERED: std::ops::RangeInclusive<f64> = 0.3..=0.37;
/// What a handwritten signature takes; four abreast it has less.
const WIDTH: std::ops::RangeInclusive<f64> = 35.0..=50.0;
const HEIGHT: std::ops::RangeInclusive<f64> = 23.0..=30.0;

const OFFICE: &str = "co-quan";

/// Every paper of the samples, and covenants of 2 to 17 parties.
fn papers() -> impl Iterator<Item = &'static Laid> {
    samples().iter().chain(SIGNED.iter().map(|signed| &signed.laid))
}

/// The persons' fields, each with its sheet.
fn persons(laid: &Laid) -> impl Iterator<Item = (&Sheet, &Place)> {
    all(laid).filter(|(_, place)| place.name != OFFICE)
}

fn all(laid: &Laid) -> impl Iterator<Item = (&Sheet, &Place)> {
    laid.sheets.iter().flat_map(|sheet| sheet.fields.iter().map(move |place| (sheet, place)))
}

/// Who signs a paper, in the order of the paper: the name of the field, the name of the person.
fn signers(laid: &Laid) -> Vec<(Option<String>, String)> {
    let record = laid.record();
    let named = |rank: &Option<String>, name: &Option<String>| {
        let name = name.clone().unwrap_or_default();
        rank.as_ref().map_or_else(|| name.clone(), |rank| format!("{rank} {name}"))
    };
    if !laid.is(Kind::Covenant) {
        let signer = laid.document().signed_by(record);
        let one = signer.map(|signer| (Some("nguoi-ky".to_owned()), named(&signer.rank, &signer.name)));
        return one.into_iter().collect();
    }
    let parties = record.covenant.as_ref().expect("a covenant").signing_parties(record);
    let of_party = |party: &thidua::record::covenant::SigningParty| {
        let unit = party.unit.map(ToString::to_string);
        let fields = party.signers.iter().enumerate().map(|(at, signer)| {
            let field =
                unit.as_ref().map(|unit| if at == 0 { unit.clone() } else { format!("{unit}-{}", at + 1) });
            (field, named(&signer.rank, &signer.name))
        });
        fields.collect::<Vec<_>>()
    };
    parties.iter().flat_map(of_party).collect()
}

/// Whether a paper is a copy to be signed that lacks nothing.
fn complete(laid: &Laid) -> bool {
    !gaps::of_paper(laid.record(), laid.paper).iter().any(|gap| gap.decisive)
}

/// The lines that stand above or below one another with a place.
fn beside<'a>(sheet: &'a Sheet, area: &Area) -> Vec<&'a Line> {
    let reach = |line: &&Line| line.right > area.left && line.left < area.right && line.table.is_none();
    sheet.lines.iter().filter(reach).collect()
}

#[test]
fn each_signer_of_a_complete_paper_has_a_field_and_a_report_or_decision_one_for_the_office() {
    let mut verdict = Verdict::default();
    for laid in papers().filter(|laid| complete(laid)) {
        let signers = signers(laid);
        let found: Vec<&str> = all(laid).map(|(_, place)| place.name.as_str()).collect();
        let offices = usize::from(!laid.is(Kind::Covenant));
        verdict.equal(&laid.name, "fields", &found.len(), &(signers.len() + offices));
        for name in signers.iter().filter_map(|(field, _)| field.as_deref()) {
            verdict.judge(&laid.name, &format!("field {name}"), "none", "one", found.contains(&name));
        }
        verdict.equal(&laid.name, "field of the office", &found.contains(&OFFICE), &(offices == 1));
    }
    verdict.end();
}

#[test]
fn a_paper_that_lacks_something_has_no_field_whether_draft_or_not() {
    let mut verdict = Verdict::default();
    for laid in samples().iter().filter(|laid| !complete(laid)) {
        verdict.equal(&laid.name, "fields", &all(laid).count(), &0);
    }
    verdict.end();
}

#[test]
fn a_person_signs_between_post_and_name() {
    let mut verdict = Verdict::default();
    for laid in papers() {
        for (sheet, Place { name, area, .. }) in persons(laid) {
            let lines = beside(sheet, area);
            let above = lines.iter().filter(|line| line.ink().bottom <= area.top + HAIR).count();
            let below = lines.iter().find(|line| line.ink().top >= area.bottom - HAIR);
            let within = lines.len()
                - above
                - lines.iter().filter(|line| line.ink().top >= area.bottom - HAIR).count();
            verdict.equal(at(laid, sheet), &format!("lines in the field {name}"), &within, &0);
            verdict.judge(at(laid, sheet), &format!("lines above {name}"), above, "one or more", above > 0);
            let distance = below.map_or(f64::INFINITY, |line| line.ink().top - area.bottom);
            verdict.within(
                at(laid, sheet),
                &format!("from {name} to the name"),
                distance,
                &(0.0..=6.0),
                "mm",
            );
        }
    }
    verdict.end();
}

#[test]
fn a_field_stands_above_the_name_of_its_signer_and_in_the_middle() {
    let mut verdict = Verdict::default();
    for laid in papers().filter(|laid| complete(laid)) {
        for ((sheet, place), (_, signer)) in persons(laid).zip(signers(laid)) {
            let lines = beside(sheet, &place.area);
            let below: Vec<&&Line> =
                lines.iter().filter(|line| line.ink().top >= place.area.bottom - HAIR).take(4).collect();
            // Another post may stand between, on one line or two.
            let name = below.iter().find(|line| line.text() == signer);
            let centre = f64::midpoint(place.area.left, place.area.right);
            let found = name.map_or(f64::NAN, |line| line.centre());
            let element = format!("middle of {} above “{signer}”", place.name);
            verdict.same(at(laid, sheet), &element, centre, found, BESIDE);
        }
    }
    verdict.end();
}

#[test]
fn a_field_has_room_for_a_signature() {
    let mut verdict = Verdict::default();
    for laid in papers() {
        for (sheet, Place { name, area, .. }) in persons(laid) {
            let (width, height) = (area.right - area.left, area.bottom - area.top);
            verdict.within(at(laid, sheet), &format!("width of {name}"), width, &WIDTH, "mm");
            verdict.within(at(laid, sheet), &format!("height of {name}"), height, &HEIGHT, "mm");
        }
    }
    verdict.end();
}

#[test]
fn no_two_persons_sign_over_one_another() {
    let mut verdict = Verdict::default();
    for laid in papers() {
        for sheet in &laid.sheets {
            let fields: Vec<&Place> = sheet.fields.iter().filter(|place| place.name != OFFICE).collect();
            for (before, one) in fields.iter().enumerate() {
                for other in &fields[before + 1..] {
                    let apart = one.area.right <= other.area.left
                        || other.area.right <= one.area.left
                        || one.area.bottom <= other.area.top
                        || other.area.bottom <= one.area.top;
                    let element = format!("{} and {}", one.name, other.name);
                    verdict.judge(at(laid, sheet), &element, "one over the other", "apart", apart);
                }
            }
        }
    }
    verdict.end();
}

#[test]
fn the_seal_is_of_its_real_size_over_about_a_third_of_the_signature_on_its_left() {
    let mut verdict = Verdict::default();
    for laid in papers() {
        for (sheet, seal) in all(laid).filter(|(_, place)| place.name == OFFICE) {
            let Some(person) = sheet.fields.iter().find(|place| place.name != OFFICE) else {
                verdict.judge(
                    at(laid, sheet),
                    "person's field on the sheet of the seal",
                    "none",
                    "one",
                    false,
                );
                continue;
            };
            let (seal, person) = (seal.area, person.area);
            verdict.same(at(laid, sheet), "width of the seal", seal.right - seal.left, SEAL, 0.01);
            verdict.same(at(laid, sheet), "height of the seal", seal.bottom - seal.top, SEAL, 0.01);
            let covered = (seal.right - person.left) / (person.right - person.left);
            verdict.within(at(laid, sheet), "part of the signature covered", covered, &COVERED, "");
            let left = seal.left < person.left;
            verdict.judge(at(laid, sheet), "side of the seal", "within the signature", "left of it", left);
            let (middle, wanted) =
                (f64::midpoint(seal.top, seal.bottom), f64::midpoint(person.top, person.bottom));
            verdict.same(at(laid, sheet), "middle of the seal", middle, wanted, HAIR);
        }
    }
    verdict.end();
}

#[test]
fn fields_have_names_of_their_own_and_vietnamese_labels() {
    let mut verdict = Verdict::default();
    for laid in papers() {
        let mut seen = BTreeSet::new();
        for (sheet, Place { name, label, .. }) in all(laid) {
            verdict.judge(at(laid, sheet), &format!("field {name}"), "twice", "once", seen.insert(name));
            let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            verdict.judge(at(laid, sheet), "name of a field", name, "plain letters, digits, hyphens", plain);
            let right = label.starts_with("Chữ ký số của ") && is_nfc(label);
            verdict.judge(at(laid, sheet), &format!("label of {name}"), label, "“Chữ ký số của …”", right);
        }
    }
    verdict.end();
}

#[test]
fn seventeen_parties_have_seventeen_fields_on_several_sheets() {
    let laid = samples().iter().find(|laid| laid.name == "giao-uoc-17/giao-uoc-thi-dua").expect("the sample");
    assert_eq!(persons(laid).count(), 17);
    let sheets: BTreeSet<usize> = persons(laid).map(|(sheet, _)| sheet.number).collect();
    assert!(sheets.len() > 1, "all on sheet {sheets:?}");
}

/// A covenant whose parties are not all units, and whose names run into one another.
const MIXED: &str = "\
format: 1
group:
  name: Khối thi đua số 4
  kind: khối
  units:
    - { id: so-a, name: Sở A, head: { name: Nguyễn Văn A, title: Giám đốc } }
    - { id: so-b.1, name: Sở B, head: { name: Trần Thị B, title: Giám đốc } }
meeting: { kind: sơ kết, period: { half: 1, year: 2026 }, date: 2026-07-01 }
covenant:
  document: { date: 2026-07-01 }
  commitments: [ { title: Nội dung thi đua, body: Các bên cùng thực hiện. } ]
  parties:
    - heading: Sở A
      signers: [ { name: Lê Văn C, title: Giám đốc } ]
    - unit: so-a
      signers: [ { name: Nguyễn Văn A, title: Giám đốc }, { name: Phạm Thị D, title: Chủ tịch Công đoàn } ]
    - { unit: so-b.1 }
    - heading: Công đoàn “Đ”
      signers: [ { name: Hoàng Văn E, title: Chủ tịch } ]
    - heading: Công đoàn Đ
      signers: [ { name: Vũ Thị G, title: Chủ tịch } ]
";

#[test]
fn names_of_fields_differ_where_names_of_parties_do_not_and_units_keep_theirs() {
    let laid = of_text("mixed", MIXED);
    let found: Vec<(&str, &str)> =
        all(&laid[0]).map(|(_, place)| (place.name.as_str(), place.label.as_str())).collect();
    assert_eq!(
        found,
        [
            ("so-a-2", "Chữ ký số của Sở A"),
            ("so-a", "Chữ ký số của Sở A (Nguyễn Văn A)"),
            ("so-a-3", "Chữ ký số của Sở A (Phạm Thị D)"),
            ("so-b-1", "Chữ ký số của Sở B"),
            ("cong-doan-d", "Chữ ký số của Công đoàn “Đ”"),
            ("cong-doan-d-2", "Chữ ký số của Công đoàn Đ"),
        ]
    );
}
