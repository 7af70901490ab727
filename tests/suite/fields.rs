//! Signature fields in PDF files: what is added, what is found again, what stays as it was.

use std::sync::LazyLock;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use thidua::pdf::fields::{self, Field};
use thidua::pdf::{self, Update, stamp};

use crate::driver::{self, MINIMAL, Run, Thidua};
use crate::extraction::present;

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
fn a_tree_of_numbers_that_leads_to_itself_ends() {
    let mut update = Update::open(&PAPER).expect("a file");
    let branch = update.reserve().expect("a number");
    let kids = vec![Object::Reference(branch); 8];
    update.set(branch, dictionary! { "Kids" => kids, "Nums" => vec![41.into(), Object::Null] });
    let catalog = update.catalog().expect("a catalog");
    *update.edit_at(catalog, &[b"StructTreeRoot", b"ParentTree"]).expect("a tree") = branch.into();
    let pdf = fields::add(&update.finish().expect("a file"), &[field("so-y-te", 1)]).expect("fields");
    let document = pdf::open(&pdf).expect("a file");
    let key =
        document.get_dictionary(fields::list(&document)[0].id).and_then(|field| field.get(b"StructParent"));
    assert_eq!(key.and_then(Object::as_i64).ok(), Some(42));
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

// ---- Papers that the program makes ------------------------------------------------------

/// The samples whose papers lack nothing.
const COMPLETE: [&str; 3] = ["day-du", "giao-uoc-17", "tuy-bien"];

fn built(command: &str) -> Run {
    let samples = |thidua: Thidua, name: &&str| thidua.sample(name);
    COMPLETE.iter().fold(Thidua::new(command), samples).run().code(0)
}

/// The papers of a run, each with its name.
fn papers(run: &Run) -> Vec<(String, Vec<u8>)> {
    run.files("out").into_iter().map(|name| (name.clone(), run.bytes(&format!("out/{name}")))).collect()
}

/// The bytes of the first revision.
fn first_revision(pdf: &[u8]) -> &[u8] {
    const END: &[u8] = b"%%EOF";
    let end = pdf.windows(END.len()).position(|bytes| bytes == END).expect("an end");
    &pdf[..end + END.len()]
}

#[test]
fn a_complete_paper_is_a_whole_paper_with_its_fields_after_it() {
    for (name, pdf) in papers(&built("build")) {
        let first = pdf::open(first_revision(&pdf)).expect("a first revision");
        assert!(fields::list(&first).is_empty(), "{name}: the first revision has a form");
        let document = pdf::open(&pdf).expect("a file");
        assert_eq!(document.revision_count(), 2, "{name}");
        assert_eq!(first.get_pages().len(), document.get_pages().len(), "{name}");
        let list = fields::list(&document);
        assert!(!list.is_empty() && list.iter().all(|field| !field.signed && field.page > 0), "{name}");
    }
}

#[test]
fn fields_are_read_in_the_order_of_the_pages() {
    for (name, pdf) in papers(&built("build")) {
        let document = pdf::open(&pdf).expect("a file");
        let pages: std::collections::BTreeMap<ObjectId, u32> =
            document.get_pages().into_iter().map(|(number, id)| (id, number)).collect();
        let field = fields::list(&document).remove(0);
        let whole = document.get_dict_in_dict(element(&document, field.id), b"P").expect("a parent");
        let children = whole.get_deref(b"K", &document).and_then(Object::as_array).expect("children");
        let begins: Vec<u32> = children.iter().filter_map(|child| begin(&document, &pages, child)).collect();
        assert!(begins.is_sorted(), "{name}: the structure goes from page to page so: {begins:?}");
    }
}

/// The page on which an element begins.
fn begin(
    document: &Document,
    pages: &std::collections::BTreeMap<ObjectId, u32>,
    node: &Object,
) -> Option<u32> {
    let element = match document.dereference(node).ok()?.1 {
        Object::Dictionary(element) => element,
        Object::Array(children) => {
            return children.iter().find_map(|child| begin(document, pages, child));
        }
        _ => return None,
    };
    let page = element.get(b"Pg").and_then(Object::as_reference).ok();
    page.map(|page| pages[&page]).or_else(|| begin(document, pages, element.get(b"K").ok()?))
}

#[test]
fn every_field_is_in_the_structure_of_its_paper() {
    for (name, pdf) in papers(&built("build")) {
        let document = pdf::open(&pdf).expect("a file");
        for field in fields::list(&document) {
            let element = element(&document, field.id);
            let object = element.get(b"K").and_then(Object::as_dict).and_then(|object| object.get(b"Obj"));
            assert_eq!(object.and_then(Object::as_reference).ok(), Some(field.id), "{name}: {}", field.name);
            let alternative = element.get(b"Alt").and_then(lopdf::decode_text_string).ok();
            assert_eq!(alternative.as_ref(), Some(&field.label), "{name}: {}", field.name);
        }
    }
}

#[test]
fn a_paper_with_its_record_attached_has_the_same_fields() {
    let names = |run: &Run| -> Vec<(String, Vec<String>)> {
        let list = |pdf: &[u8]| fields::list(&pdf::open(pdf).expect("a file"));
        papers(run)
            .into_iter()
            .map(|(name, pdf)| (name, list(&pdf).into_iter().map(|field| field.name).collect()))
            .collect()
    };
    assert_eq!(names(&built("build --attach-record")), names(&built("build")));
}

#[test]
fn what_is_not_complete_has_no_form() {
    let drafts = built("build --draft");
    let blanks = Thidua::new("build --official").sample("toi-thieu").run().code(0);
    for (name, pdf) in papers(&drafts).into_iter().chain(papers(&blanks)) {
        let document = pdf::open(&pdf).expect("a file");
        let catalog = document.catalog().expect("a catalog");
        assert!(!catalog.has(b"AcroForm"), "{name} has a form");
        assert_eq!(document.revision_count(), 1, "{name}");
    }
}

#[test]
fn the_fields_of_a_covenant_are_named_after_its_units() {
    let run = Thidua::new("build").sample("giao-uoc-17").run().code(0);
    let list = fields::list(&pdf::open(&run.bytes("out/giao-uoc-17/giao-uoc-thi-dua.pdf")).expect("a file"));
    assert_eq!(list.len(), 17);
    let first = &list[0];
    assert_eq!((first.name.as_str(), first.label.as_str()), ("so-noi-vu", "Chữ ký số của Sở Nội vụ"));
    let last = &list[16];
    assert_eq!((last.name.as_str(), last.label.as_str()), ("thong-ke", "Chữ ký số của Thống kê tỉnh"));
}

#[test]
fn others_find_nothing_wrong_with_the_files() {
    if !present("qpdf") {
        return;
    }
    let run = built("build");
    for name in run.files("out") {
        let path = run.path().join("out").join(&name);
        let output = std::process::Command::new("qpdf").arg("--check").arg(path).output();
        let output = output.expect("the program starts");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && told.is_empty(), "{name}: {told}");
    }
}

#[test]
fn a_template_that_names_two_fields_alike_is_told_so() {
    let library =
        std::fs::read_to_string(driver::root().join("templates/lib/closing.typ")).expect("a template");
    let twice =
        library.replace("  place-seal(seal, signature-room)\n", "  place-sign(field, signature-room)\n");
    assert_ne!(library, twice);
    Thidua::new("build")
        .sample("tuy-bien")
        .file("mau/lib/closing.typ", twice)
        .arg("--template-dir")
        .arg("mau")
        .run()
        .code(1)
        .stderr_contains("tệp PDF đã có ô tên là `nguoi-ky`");
}
