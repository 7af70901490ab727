//! Files that were made to deceive or to break: none brings thidua down, none is taken for honest.

use std::sync::Arc;

use proptest::prelude::*;

use super::{judged, signed_once, signed_twice};
use crate::pki::pki;
use crate::sign::papers::covenant;

/// The holes of a file: the values of its signatures.
fn holes(pdf: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mark = b"/Contents<";
    let starts = pdf.windows(mark.len()).enumerate().filter(|(_, window)| window == mark).map(|(at, _)| at);
    starts
        .map(|at| {
            let start = at + mark.len() - 1;
            let end = pdf[start..].iter().position(|byte| *byte == b'>').expect("an end");
            start..start + end + 1
        })
        .collect()
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn a_flipped_bit_of_what_is_signed_never_goes_unseen(place in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let Some(pki) = pki() else { return Ok(()) };
        let signed = signed_twice(pki);
        let mut pdf = signed.to_vec();
        let at = place.index(pdf.len());
        pdf[at] ^= 1 << bit;
        let stands = judged(pki, &pdf).is_some_and(|report| report.valid());
        // Two things no signature covers: the last line end, and how the digits of a value are written
        // and what the certificates beside the signer's say; the signature itself proves the rest of it.
        let uncovered = holes(&signed).iter().any(|hole| hole.contains(&at)) || at + 1 == pdf.len();
        prop_assert!(!stands || uncovered, "bit {bit} of byte {at} is not missed");
    }

    #[test]
    fn a_flipped_bit_of_the_padding_never_goes_unseen(place in 0_usize..4000, bit in 0_u8..8) {
        let Some(pki) = pki() else { return Ok(()) };
        let mut pdf = signed_once(pki).to_vec();
        let hole = holes(&pdf).remove(0);
        // The last 2000 bytes of the value, two digits each: zeros.
        let at = hole.end - 2 - place;
        prop_assert_eq!(pdf[at], b'0');
        pdf[at] ^= 1 << bit;
        prop_assert!(!judged(pki, &pdf).is_some_and(|report| report.valid()), "byte {} of the padding", at);
    }

    #[test]
    fn a_file_that_is_cut_or_torn_brings_nothing_down(
        cut in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
        length in 0_usize..400,
        twice in any::<bool>(),
    ) {
        let Some(pki) = pki() else { return Ok(()) };
        let signed = signed_twice(pki);
        let start = from.index(signed.len());
        let piece = signed[start..(start + length).min(signed.len())].to_vec();
        let mut pdf = signed.to_vec();
        let at = cut.index(pdf.len());
        if twice {
            pdf.splice(at..at, piece.iter().copied());
        } else {
            pdf.drain(at..(at + length).min(signed.len()));
        }
        let stands = judged(pki, &pdf).is_some_and(|report| report.valid());
        let same = pdf.trim_ascii_end() == signed.trim_ascii_end();
        prop_assert!(!stands || same, "{length} bytes at {at} are not missed");
    }

    #[test]
    fn noise_after_a_signed_file_brings_nothing_down(noise in prop::collection::vec(any::<u8>(), 1..200)) {
        let Some(pki) = pki() else { return Ok(()) };
        let pdf = [signed_once(pki).as_slice(), &noise].concat();
        let stands = judged(pki, &pdf).is_some_and(|report| report.valid());
        prop_assert!(!stands || noise.iter().all(|byte| b"\0\t\n\x0c\r ".contains(byte)));
    }
}

/// A small file of these objects, from number 1 on; the first is the catalog.
fn file(objects: &[String]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
    }
    let start = pdf.len();
    pdf.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|place| pdf.extend(format!("{place:010} 00000 n \n").bytes()));
    let size = objects.len() + 1;
    pdf.extend(format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes());
    pdf
}

#[test]
fn files_that_lead_in_circles_or_too_deep_come_to_an_end() {
    let Some(pki) = pki() else { return };
    let page = "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned();
    let leaf = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>".to_owned();
    let catalog = |rest: &str| format!("<</Type/Catalog/Pages 2 0 R{rest}>>");
    let deep = "[".repeat(50_000) + &"]".repeat(50_000);
    let many: String = (0..30_000).map(|_| "4 0 R ").collect();
    let hostile = [
        vec![
            catalog("/AcroForm<</Fields[4 0 R]>>"),
            page.clone(),
            leaf.clone(),
            "<</T(a)/FT/Sig/Kids[4 0 R]>>".into(),
        ],
        vec![catalog("/AcroForm 4 0 R"), page.clone(), leaf.clone(), "4 0 R".into()],
        vec![
            catalog("/AcroForm<</Fields 4 0 R>>"),
            page.clone(),
            leaf.clone(),
            "5 0 R".into(),
            "4 0 R".into(),
        ],
        vec![
            catalog(&format!("/AcroForm<</Fields[{many}]>>")),
            page.clone(),
            leaf.clone(),
            "<</T(a)/FT/Sig>>".into(),
        ],
        vec![
            catalog("/AcroForm<</Fields[4 0 R]>>"),
            page.clone(),
            leaf.clone(),
            format!("<</T(a)/FT/Sig/V {deep}>>"),
        ],
        vec![catalog(""), "<</Type/Pages/Kids[2 0 R]/Count 1>>".into(), leaf.clone()],
        vec![catalog("/AcroForm<</Fields[4 0 R]>>"), page, leaf, "<</T(a)/FT/Sig/V<</Type/Sig>>>>".into()],
    ];
    for objects in hostile {
        let stands = judged(pki, &file(&objects)).is_some_and(|report| report.valid());
        assert!(!stands, "{objects:?}");
    }
}

#[test]
fn a_signature_over_ranges_of_any_numbers_brings_nothing_down() {
    let Some(pki) = pki() else { return };
    let signed = signed_once(pki);
    let text = String::from_utf8_lossy(&signed).into_owned();
    assert!(text.contains("/ByteRange"), "no signature");
    let numbers = ["-1", "0", "1", "9223372036854775807", "18446744073709551616", "4294967296"];
    let at = signed.windows(10).position(|window| window == b"/ByteRange").expect("a range");
    let open = at + signed[at..].iter().position(|byte| *byte == b'[').expect("a list");
    let close = open + signed[open..].iter().position(|byte| *byte == b']').expect("its end");
    for (one, other) in numbers.iter().flat_map(|one| numbers.iter().map(move |other| (one, other))) {
        let list = format!("[0 {one} {other} {one}]");
        let pdf = [&signed[..open], list.as_bytes(), &signed[close + 1..]].concat();
        assert!(!judged(pki, &pdf).is_some_and(|report| report.valid()), "{list}");
    }
}

#[test]
fn a_file_of_many_updates_comes_to_an_end() {
    let Some(pki) = pki() else { return };
    let mut pdf = Arc::unwrap_or_clone(covenant(3));
    let update = |pdf: &mut Vec<u8>| {
        let end = pdf.len();
        let last = pdf.windows(9).rposition(|window| window == b"startxref").expect("a start");
        let previous: String =
            pdf[last + 9..].iter().map(|byte| char::from(*byte)).take_while(|c| *c != '%').collect();
        let trailer = format!(
            "xref\n0 0\ntrailer\n<</Size 500/Root 1 0 R/Prev {}>>\nstartxref\n{end}\n%%EOF\n",
            previous.trim()
        );
        pdf.extend(trailer.bytes());
    };
    (0..1000).for_each(|_| update(&mut pdf));
    assert!(!judged(pki, &pdf).is_some_and(|report| report.valid()));
}
