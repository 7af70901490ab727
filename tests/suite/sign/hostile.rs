//! Files that somebody has damaged, on purpose or not: signed or refused, but never a crash.

use std::sync::LazyLock;

use chrono::Utc;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use thidua::pdf::fields::SignatureField;
use thidua::sign::key::{Asking, KeyFile};
use thidua::sign::{self, Order};
use thidua::typeset::Typesetter;
use thidua::typeset::stamp::{Stamp, render};

use super::judges::{has_pyhanko, sign_with_pyhanko};
use super::papers::covenant;
use super::{PAPER, signing};
use crate::pki::{Kind, PASSWORD, pki};

/// What a file may suffer.
#[derive(Debug, Clone)]
enum Damage {
    /// A byte is another.
    Byte(Index, u8),
    /// The end is missing.
    CutShort(Index),
    /// A piece is missing.
    Without(Index, usize),
    /// A piece stands twice.
    Twice(Index, usize),
    /// Words that mean something stand where others did.
    Words(Index, &'static str),
}

impl Damage {
    fn done_to(&self, pdf: &mut Vec<u8>) {
        let piece = |at: &Index, length: usize, pdf: &[u8]| {
            let from = at.index(pdf.len());
            from..(from + length).min(pdf.len())
        };
        match self {
            _ if pdf.is_empty() => {}
            Self::Byte(at, byte) => {
                let at = at.index(pdf.len());
                pdf[at] = *byte;
            }
            Self::CutShort(at) => pdf.truncate(at.index(pdf.len())),
            Self::Without(at, length) => drop(pdf.drain(piece(at, *length, pdf))),
            Self::Twice(at, length) => {
                let range = piece(at, *length, pdf);
                let copy = pdf[range.clone()].to_vec();
                pdf.splice(range.end..range.end, copy);
            }
            Self::Words(at, words) => {
                let range = piece(at, words.len(), pdf);
                pdf.splice(range, words.bytes());
            }
        }
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    let words = select(vec![
        "/AcroForm",
        "/Fields",
        "/V 1 0 R",
        "/Kids [1 0 R]",
        "/Parent 5 0 R",
        "/Prev 9",
        "<<",
        ">>",
        "[",
        "]",
        "obj",
        "endobj",
        "stream",
        "/ByteRange [0 1 2 3]",
        "/Contents <3000>",
        "/Type /Sig",
        "/Lock 3 0 R",
        "/Rect [0 0 0 0]",
        "99999999999999999999",
        "-1",
        "0 0 R",
        "/Length -5",
        "/Filter /FlateDecode",
    ]);
    prop_oneof![
        4 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        1 => any::<Index>().prop_map(Damage::CutShort),
        2 => (any::<Index>(), 1_usize..200).prop_map(|(at, length)| Damage::Without(at, length)),
        2 => (any::<Index>(), 1_usize..200).prop_map(|(at, length)| Damage::Twice(at, length)),
        4 => (any::<Index>(), words).prop_map(|(at, words)| Damage::Words(at, words)),
    ]
}

/// A paper with a signature of ours and one of another program, one field left.
static SIGNED: LazyLock<Option<Vec<u8>>> = LazyLock::new(|| {
    let pki = pki()?;
    let run = signing(&covenant(3), &pki.person("Nguyễn Văn A", Kind::P256), "phuong-1").run().code(0);
    if has_pyhanko() {
        sign_with_pyhanko(&run.path().join(PAPER), "phuong-2", &pki.person("Trần Thị B", Kind::P256), None);
    }
    Some(run.bytes(PAPER))
});

static KEY: LazyLock<Option<KeyFile>> = LazyLock::new(|| {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), PASSWORD).expect("a file");
    let key = pki()?.person("Nguyễn Văn A", Kind::P256).p12;
    Some(KeyFile::open(&key, &Asking::File(file.path().to_owned())).expect("a key"))
});

static SEEN: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let typesetter = Typesetter::new(None).expect("fonts");
    let stamp = Stamp::Signed { who: "Nguyễn Văn A", when: Utc::now().fixed_offset() };
    render(&typesetter, &stamp, 120.0, 70.0).expect("a stamp")
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_damaged_file_is_signed_or_refused(
        signed in any::<bool>(),
        from_the_end in any::<bool>(),
        damages in vec(damage(), 1..6),
    ) {
        let (Some(key), Some(twice)) = (&*KEY, &*SIGNED) else { return Ok(()) };
        let mut pdf = if signed { twice.clone() } else { covenant(3).to_vec() };
        // What holds a file together stands in its last part, where damage tells.
        const STRUCTURE: usize = 6000;
        let start = if from_the_end { pdf.len().saturating_sub(STRUCTURE) } else { 0 };
        let mut part = pdf.split_off(start);
        damages.iter().for_each(|damage| damage.done_to(&mut part));
        pdf.extend(part);
        let appearance = |_: &SignatureField| Ok(SEEN.clone());
        let order = Order {
            party: Some("phuong-3"), key, reason: "Ký văn bản", time: Utc::now(), appearance: &appearance, stamp: None,
        };
        if let Ok(signed) = sign::sign(&pdf, &order) {
            prop_assert!(signed.pdf.starts_with(&pdf));
            let again = sign::sign(&signed.pdf, &order);
            prop_assert!(again.is_err(), "one field is signed twice");
        }
    }
}
