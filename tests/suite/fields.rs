//! Signature fields in PDF files: what is added, what is found again, what stays as it was.

use std::sync::LazyLock;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use thidua::pdf::fields::{self, Field};
use thidua::pdf::{self, Update, stamp};

use crate::driver::{MINIMAL, Thidua};

/// A covenant that the program made, with no field yet.
static PAPER: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let run = Thidua::new("build --draft --only covenant").record("ho-so.yaml", MINIMAL).run().code(0);
    run.bytes("out/ho-so/giao-uoc-thi-dua.pdf")
});

fn field(name: &str, page: u32) -> Field {
    Field {
        name: name.to_owned(),
        label: format!("Chữ ký số của {name}"),
        page,
        rect: [100.0, 200.0, 227.5, 280.0],
    }
}

/// The page's dictionary.
fn page(document: &Document, number: u32) -> &Dictionary {
    let id = document.get_pages()[&number];
    document.get_dictionary(id).expect("a page")
}

/// The element that the structure tree leads to from a field, by the key of its annotation.
fn element(document: &Document, field: ObjectId) -> &Dictionary {
    let catalog = document.catalog().expect("a catalog");
    let tree = document.get_dict_in_dict(catalog, b"StructTreeRoot").expect("a structure tree");
    let numbers = document.get_dict_in_dict(tree, b"ParentTree").expect("a tree of numbers");
    let numbers = numbers.get_deref(b"Nums", document).and_then(Object::as_array).expect("numbers");
    let key = document.get_dictionary(field).and_then(|field| field.get(b"StructParent")).expect("a key");
    let at = numbers.iter().step_by(2).position(|number| number == key).expect("the key in the tree");
    let next = tree.get(b"ParentTreeNextKey").and_then(Object::as_i64).expect("the next key");
    assert!(key.as_i64().expect("a number") < next, "the next key is taken");
    document.dereference(&numbers[2 * at + 1]).expect("an element").1.as_dict().expect("a dictionary")
}

#[test]
fn a_field_is_found_as_it_was_added() {
    let pdf = fields::add(&PAPER, &[field("so-y-te", 1), field("co-quan", 1)]).expect("fields");
    let found = fields::list(&pdf::open(&pdf).expect("a file"));
    let told: Vec<_> = found
        .iter()
        .map(|one| (one.name.as_str(), one.label.as_str(), one.page, one.rect, one.signed))
        .collect();
    assert_eq!(
        told,
        [
            ("so-y-te", "Chữ ký số của so-y-te", 1, [100.0, 200.0, 227.5, 280.0], false),
            ("co-quan", "Chữ ký số của co-quan", 1, [100.0, 200.0, 227.5, 280.0], false),
        ]
    );
}

#[test]
fn what_was_there_stays_byte_by_byte() {
    let once = fields::add(&PAPER, &[field("so-y-te", 1)]).expect("fields");
    let twice = fields::add(&once, &[field("so-noi-vu", 1)]).expect("fields");
    assert!(once.starts_with(&PAPER) && twice.starts_with(&once), "earlier bytes changed");
    assert_eq!(pdf::open(&twice).expect("a file").revision_count(), 3);
}

#[test]
fn adding_no_field_changes_nothing() {
    assert_eq!(fields::add(&PAPER, &[]).expect("the file"), *PAPER);
}

#[test]
fn an_update_keeps_what_the_trailer_says() {
    let pdf = fields::add(&PAPER, &[field("so-y-te", 1)]).expect("fields");
    let (before, after) = (pdf::open(&PAPER).expect("a file"), pdf::open(&pdf).expect("a file"));
    for key in [b"ID".as_slice(), b"Info", b"Root"] {
        let value = before.trailer.get(key).expect("a value");
        assert_eq!(after.trailer.get(key).ok(), Some(value), "{}", String::from_utf8_lossy(key));
    }
    // The reader follows the key and drops it.
    let appended = String::from_utf8_lossy(&pdf[PAPER.len()..]);
    assert!(appended.contains(&format!("/Prev {}", before.xref_start)), "the update leads to nothing");
}

#[test]
fn a_field_stands_in_the_structure_of_the_paper() {
    let pdf = fields::add(&PAPER, &[field("so-y-te", 1), field("co-quan", 1)]).expect("fields");
    let document = pdf::open(&pdf).expect("a file");
    for found in fields::list(&document) {
        let element = element(&document, found.id);
        assert_eq!(element.get(b"S").and_then(Object::as_name).ok(), Some(b"Form".as_slice()));
        let object = element.get(b"K").and_then(Object::as_dict).expect("a reference to an object");
        assert_eq!(object.get(b"Obj").and_then(Object::as_reference).ok(), Some(found.id));
        let parent = document.get_dict_in_dict(element, b"P").expect("a parent");
        assert_eq!(parent.get(b"S").and_then(Object::as_name).ok(), Some(b"Document".as_slice()));
        let tabs = page(&document, 1).get(b"Tabs").and_then(Object::as_name).ok();
        assert_eq!(tabs, Some(b"S".as_slice()));
    }
}

#[test]
fn a_name_is_taken_once() {
    let once = fields::add(&PAPER, &[field("so-y-te", 1)]).expect("fields");
    let fault = fields::add(&once, &[field("so-y-te", 1)]).expect_err("a fault");
    assert_eq!(fault.message, "tệp PDF đã có ô tên là `so-y-te`");
}

#[test]
fn a_field_wants_a_page_that_is_there() {
    let fault = fields::add(&PAPER, &[field("so-y-te", 99)]).expect_err("a fault");
    assert_eq!(fault.message, "tệp PDF không có trang 99");
}

#[test]
fn what_is_no_pdf_is_told_so() {
    let fault = pdf::open(b"Kinh gui").expect_err("a fault");
    assert_eq!(fault.message, "đây không phải là tệp PDF");
}

#[test]
fn a_file_cut_short_is_refused() {
    for end in [20, PAPER.len() / 2, PAPER.len() - 40] {
        let fault = pdf::open(&PAPER[..end]).expect_err("a fault");
        assert_eq!(fault.message, "tệp PDF hỏng, không đọc được cấu trúc bên trong", "cut at {end}");
    }
}

#[test]
fn bytes_changed_at_random_are_a_fault_or_a_file_but_no_crash() {
    let signable = fields::add(&PAPER, &[field("so-y-te", 1)]).expect("fields");
    // A congruential sequence: the same bytes on every run.
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % below
    };
    let mut refused = 0;
    for _ in 0..300 {
        let mut broken = signable.clone();
        for _ in 0..=next(8) {
            // Structure is at the end, where changes tell.
            let from = if next(2) == 0 { 0 } else { PAPER.len() - 2000 };
            let at = from + next(broken.len() - from);
            broken[at] = u8::try_from(next(256)).expect("a byte");
        }
        match fields::add(&broken, &[field("so-noi-vu", 1)]) {
            Ok(pdf) => assert!(pdf.starts_with(&broken), "earlier bytes changed"),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 0, "nothing was broken");
}

#[test]
fn a_form_that_leads_to_itself_ends() {
    let mut update = Update::open(&PAPER).expect("a file");
    let field = update.reserve().expect("a number");
    let part = dictionary! {
        "FT" => "Sig", "T" => Object::string_literal("vong"), "Kids" => vec![Object::Reference(field)],
    };
    update.set(field, part);
    let catalog = update.catalog().expect("a catalog");
    update.push(catalog, &[b"AcroForm", b"Fields"], vec![field.into()]).expect("a form");
    let pdf = update.finish().expect("a file");
    assert!(fields::list(&pdf::open(&pdf).expect("a file")).is_empty());
}

#[test]
fn a_stamp_is_shown_in_its_field() {
    let signable = fields::add(&PAPER, &[field("so-y-te", 1)]).expect("fields");
    let mut update = Update::open(&signable).expect("a file");
    let one = fields::list(update.previous()).remove(0);
    stamp::show(&mut update, &one, &PAPER).expect("a stamp");
    let document = pdf::open(&update.finish().expect("a file")).expect("a file");
    let appearance = document
        .get_dictionary(one.widget)
        .and_then(|widget| document.get_dict_in_dict(widget, b"AP"))
        .and_then(|states| states.get_deref(b"N", &document)?.as_stream())
        .expect("an appearance");
    let drawn = appearance.decompressed_content().expect("a drawing");
    assert!(drawn.starts_with(b"q 0.09502 0 0 0.09502 "), "the page is not made to fit");
    let fonts = document
        .get_dict_in_dict(&appearance.dict, b"Resources")
        .and_then(|resources| document.get_dict_in_dict(resources, b"Font"));
    assert!(fonts.is_ok_and(|fonts| !fonts.is_empty()), "the fonts did not go along");
}

#[test]
fn the_top_right_corner_is_that_of_the_page_as_it_is_shown() {
    let corner = |turn: i64| {
        let mut update = Update::open(&PAPER).expect("a file");
        let page = update.previous().get_pages()[&1];
        let dictionary = update.edit_dictionary(page).expect("a page");
        dictionary.set("MediaBox", vec![0.into(), 0.into(), 600.into(), 800.into()]);
        dictionary.set("Rotate", turn);
        let document = pdf::open(&update.finish().expect("a file")).expect("a file");
        pdf::top_right(&document, 100.0, 30.0, 10.0).expect("a corner")
    };
    assert_eq!(corner(0), [490.0, 760.0, 590.0, 790.0]);
    assert_eq!(corner(90), [10.0, 690.0, 40.0, 790.0]);
    assert_eq!(corner(180), [10.0, 10.0, 110.0, 40.0]);
    assert_eq!(corner(-90), [560.0, 10.0, 590.0, 110.0]);
}
