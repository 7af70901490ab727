//! A signed file, altered in every way that is known.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary, text_string};
use thidua::pdf::Update;

use super::forge::{field, fields, find};
use super::{Case, Fate, assert_judged, judged, signed, signed_once, signed_twice};
use crate::pki::{Kind, Pki, pki};
use crate::sign::papers::covenant;

/// A file with an update.
fn updated(pdf: &[u8], change: impl FnOnce(&mut Update)) -> Vec<u8> {
    let mut update = Update::open(pdf).expect("a PDF");
    change(&mut update);
    update.finish().expect("an update")
}

/// A file with one dictionary changed by an update.
fn changed(
    pdf: &[u8],
    which: impl Fn(&Document) -> ObjectId,
    change: impl FnOnce(&mut Dictionary),
) -> Vec<u8> {
    updated(pdf, |update| {
        let id = which(update.previous());
        change(update.edit_dictionary(id).expect("a dictionary"));
    })
}

fn catalog(document: &Document) -> ObjectId {
    document.trailer.get(b"Root").and_then(Object::as_reference).expect("a catalog")
}

fn page(document: &Document) -> ObjectId {
    document.page_iter().next().expect("a page")
}

fn first(document: &Document) -> ObjectId {
    field(document, "phuong-1")
}

fn second(document: &Document) -> ObjectId {
    field(document, "phuong-2")
}

/// The object that a key of a dictionary names.
fn named(document: &Document, owner: ObjectId, key: &[u8]) -> ObjectId {
    let owner = document.get_dictionary(owner).expect("a dictionary");
    match owner.get(key).expect("a value") {
        Object::Array(list) => list[0].as_reference().expect("a reference"),
        value => value.as_reference().expect("a reference"),
    }
}

/// A file with some of its bytes changed, no byte more or less.
fn patched(pdf: &[u8], patch: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let mut pdf = pdf.to_vec();
    patch(&mut pdf);
    pdf
}

/// The byte range of the first signature and where it stands.
fn byte_range(pdf: &[u8]) -> (std::ops::Range<usize>, [usize; 4]) {
    let at = find(pdf, b"/ByteRange", 0) + "/ByteRange".len();
    let start = find(pdf, b"[", at);
    let end = find(pdf, b"]", at) + 1;
    let text = String::from_utf8(pdf[start + 1..end - 1].to_vec()).expect("numbers");
    let numbers: Vec<usize> =
        text.split_whitespace().map(|number| number.parse().expect("a number")).collect();
    (start..end, numbers.try_into().expect("four numbers"))
}

/// The first signature with other numbers for the bytes that it covers.
fn with_range(pdf: &[u8], change: impl FnOnce([usize; 4]) -> [usize; 4]) -> Vec<u8> {
    let (place, numbers) = byte_range(pdf);
    let [a, b, c, d] = change(numbers);
    let mut end = place.end;
    while pdf[end] == b' ' {
        end += 1;
    }
    let text = format!("[{a} {b} {c} {d}]");
    patched(pdf, |bytes| {
        let width = end - place.start;
        assert!(text.len() <= width, "no room for {text}");
        bytes[place.start..end].copy_from_slice(format!("{text:<width$}").as_bytes());
    })
}

/// The hole of the first signature, with `<` and `>`.
fn hole(pdf: &[u8]) -> std::ops::Range<usize> {
    let (_, [_, start, end, _]) = byte_range(pdf);
    start..end
}

fn script() -> Dictionary {
    dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") }
}

/// What covers text on a page.
fn note(page: ObjectId, kind: &str) -> Dictionary {
    dictionary! {
        "Type" => "Annot", "Subtype" => kind, "Rect" => vec![100.into(), 500.into(), 300.into(), 520.into()],
        "F" => 4, "P" => page, "Contents" => text_string("Giải nhất"), "DA" => Object::string_literal("/Helv 12 Tf 0 g"),
    }
}

/// A field that was not there: in the form, on the first page.
fn with_field(pdf: &[u8], mut entries: Dictionary) -> Vec<u8> {
    updated(pdf, |update| {
        let (root, page) = (catalog(update.previous()), page(update.previous()));
        entries.set("P", page);
        let id = update.add(entries).expect("an object");
        update.push(root, &[b"AcroForm", b"Fields"], vec![id.into()]).expect("fields");
        update.push(page, &[b"Annots"], vec![id.into()]).expect("annotations");
    })
}

fn signature_field(rect: [i64; 4]) -> Dictionary {
    dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => text_string("them"), "F" => 132,
        "Rect" => rect.map(Object::from).to_vec(),
    }
}

/// A file whose first signature has no field any more.
pub fn taken_out(pdf: &[u8]) -> Vec<u8> {
    changed(pdf, first, |field| drop(field.remove(b"V")))
}

/// A file with a field over its first page, which nobody signed and which is white.
pub fn covered(pdf: &[u8]) -> Vec<u8> {
    updated(pdf, |update| {
        let (root, page) = (catalog(update.previous()), page(update.previous()));
        let shown = update.add(form_stream("1 g 0 0 100 100 re f")).expect("an object");
        let mut field = signature_field([0, 0, 595, 842]);
        field.set("AP", dictionary! { "N" => shown });
        field.set("P", page);
        let id = update.add(field).expect("an object");
        update.push(root, &[b"AcroForm", b"Fields"], vec![id.into()]).expect("fields");
        update.push(page, &[b"Annots"], vec![id.into()]).expect("annotations");
    })
}

fn form_stream(content: &str) -> Stream {
    let bounds = [0, 0, 100, 100].map(Object::from).to_vec();
    let form = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => bounds };
    Stream::new(form, content.as_bytes().to_vec()).with_compression(false)
}

/// An update that is written by hand.
#[derive(Default)]
struct Raw<'a> {
    /// Objects by their numbers.
    objects: &'a [(u32, String)],
    /// Bytes that no table lists.
    also: &'a str,
    /// Further lines of the table.
    entries: &'a str,
    /// Further keys of the trailer.
    keys: &'a str,
    /// The section before it, where it is not the last one.
    previous: Option<usize>,
}

fn raw_update(pdf: &[u8], raw: &Raw) -> Vec<u8> {
    let document = Document::load_mem(pdf).expect("a PDF");
    let mut out = pdf.to_vec();
    let mut table = String::from("xref\n0 1\n0000000000 65535 f \n");
    for (number, text) in raw.objects {
        table.push_str(&format!("{number} 1\n{:010} 00000 n \n", out.len()));
        out.extend(format!("{number} 0 obj\n{text}\nendobj\n").bytes());
    }
    table.push_str(raw.entries);
    out.extend(raw.also.bytes());
    let start = out.len();
    let trailer = format!(
        "trailer\n<</Size {}/Root {} 0 R/Prev {}{}>>\nstartxref\n{start}\n%%EOF\n",
        document.max_id + 10,
        catalog(&document).0,
        raw.previous.unwrap_or(document.xref_start),
        raw.keys
    );
    out.extend(table.bytes().chain(trailer.bytes()));
    out
}

/// Where the numbers after `startxref` lead, first to last.
fn sections(pdf: &[u8]) -> Vec<usize> {
    let text = String::from_utf8_lossy(pdf);
    let starts = text.split("startxref").skip(1).filter_map(|rest| rest.split_whitespace().next());
    starts.map(|start| start.parse().expect("a number")).collect()
}

/// An object of a file as it was written.
fn text_of(pdf: &[u8], id: ObjectId) -> String {
    let mark = format!("\n{} {} obj", id.0, id.1);
    let starts = pdf.windows(mark.len()).rposition(|window| window == mark.as_bytes()).expect("the object");
    let start = starts + mark.len();
    let end = find(pdf, b"endobj", start);
    String::from_utf8_lossy(&pdf[start..end]).trim().to_owned()
}

fn bytes_changed(pdf: &[u8]) -> Vec<Case> {
    let case = |name, why, pdf| Case { name, pdf, fate: Fate::Falls(why) };
    let hole = hole(pdf);
    vec![
        case(
            "a byte of the text flipped",
            "digest",
            patched(pdf, |pdf| pdf[find(pdf, b"stream", 0) + 60] ^= 1),
        ),
        case("a byte of the header flipped", "digest", patched(pdf, |pdf| pdf[7] ^= 1)),
        case(
            "a digit of the CMS changed",
            "signature",
            patched(pdf, |pdf| {
                let value = pdf[hole.clone()].trim_ascii_end();
                let last = value.iter().rposition(|digit| !b"0>".contains(digit)).expect("a value");
                let digit = &mut pdf[hole.start + last - 40];
                *digit = if *digit == b'0' { b'1' } else { b'0' };
            }),
        ),
        case("a digit of the padding changed", "cms", patched(pdf, |pdf| pdf[hole.end - 9] = b'1')),
        case("a letter in the padding", "structure", patched(pdf, |pdf| pdf[hole.end - 9] = b'x')),
        case("white space in the padding", "contents", patched(pdf, |pdf| pdf[hole.end - 9] = b' ')),
        case("the byte range shortened", "digest", with_range(pdf, |[a, b, c, d]| [a, b, c, d - 200])),
        case(
            "the byte range with a wider gap",
            "byte-range",
            with_range(pdf, |[a, b, c, d]| [a, b, c + 10, d - 10]),
        ),
        case(
            "the byte range with a gap before",
            "byte-range",
            with_range(pdf, |[a, b, c, d]| [a, b - 10, c, d]),
        ),
        case(
            "the byte range beyond the end",
            "byte-range",
            with_range(pdf, |[a, b, c, d]| [a, b, c, d + 10]),
        ),
        case(
            "the byte range not from the start",
            "byte-range",
            with_range(pdf, |[_, b, c, d]| [10, b - 10, c, d]),
        ),
        case("the byte range overlapping", "byte-range", with_range(pdf, |[a, _, _, d]| [a, 100, 50, d])),
        case("words after the end", "appended", [pdf, b"phu luc"].concat()),
        case("an object after the end", "appended", [pdf, b"900 0 obj\n<</A 1>>\nendobj\n"].concat()),
        case("a startxref after the end", "", [pdf, b"startxref\n0\n%%EOF\n"].concat()),
        case("blanks without number after the end", "appended", [pdf, [b' '; 1200].as_slice()].concat()),
        case("another file after the end", "appended", [pdf, pdf].concat()),
        case("cut short", "", pdf[..pdf.len() - 40].to_vec()),
    ]
}

fn pages_changed(pdf: &[u8]) -> Vec<Case> {
    let case = |name, why, pdf| Case { name, pdf, fate: Fate::Falls(why) };
    let drawing = Stream::new(Dictionary::new(), b"BT ET".to_vec()).with_compression(false);
    vec![
        case(
            "the content of a page exchanged",
            "page",
            updated(pdf, |update| {
                let page = page(update.previous());
                let content = update.add(drawing.clone()).expect("an object");
                update.edit_dictionary(page).expect("a page").set("Contents", content);
            }),
        ),
        case(
            "the content of a page overwritten",
            "page",
            updated(pdf, |update| {
                let content = named(update.previous(), page(update.previous()), b"Contents");
                update.set(content, drawing.clone());
            }),
        ),
        case(
            "a page added",
            "page-tree",
            updated(pdf, |update| {
                let (root, page) = (catalog(update.previous()), page(update.previous()));
                let tree = named(update.previous(), root, b"Pages");
                let copy = update.previous().get_dictionary(page).expect("a page").clone();
                let added = update.add(copy).expect("an object");
                update.push(tree, &[b"Kids"], vec![added.into()]).expect("kids");
                let count = update.edit_at(tree, &[b"Count"]).expect("a count");
                *count = Object::Integer(count.as_i64().expect("a number") + 1);
            }),
        ),
        case("a page turned", "page", changed(pdf, page, |page| page.set("Rotate", 180))),
        case(
            "a page cropped",
            "page",
            changed(pdf, page, |page| page.set("CropBox", [0, 0, 10, 10].map(Object::from).to_vec())),
        ),
        case(
            "all pages turned",
            "page-tree",
            changed(
                pdf,
                |document| named(document, catalog(document), b"Pages"),
                |pages| pages.set("Rotate", 180),
            ),
        ),
        case(
            "the resources of a page exchanged",
            "page",
            changed(pdf, page, |page| page.set("Resources", Dictionary::new())),
        ),
        case(
            "an action on opening a page",
            "page",
            changed(pdf, page, |page| page.set("AA", dictionary! { "O" => script() })),
        ),
        case(
            "a note over the text",
            "annotation",
            updated(pdf, |update| {
                let page = page(update.previous());
                let id = update.add(note(page, "FreeText")).expect("an object");
                update.push(page, &[b"Annots"], vec![id.into()]).expect("annotations");
            }),
        ),
        case(
            "a widget over the text that is no field",
            "annotation",
            updated(pdf, |update| {
                let page = page(update.previous());
                let id = update.add(note(page, "Widget")).expect("an object");
                update.push(page, &[b"Annots"], vec![id.into()]).expect("annotations");
            }),
        ),
        case(
            "the annotations of a page gone",
            "page",
            changed(pdf, last_page, |page| drop(page.remove(b"Annots"))),
        ),
        case(
            "a text field over the text",
            "field-added",
            with_field(pdf, {
                let mut field = signature_field([100, 500, 300, 520]);
                field.set("FT", "Tx");
                field.set("V", text_string("Giải nhất"));
                field
            }),
        ),
    ]
}

fn last_page(document: &Document) -> ObjectId {
    document.page_iter().last().expect("a page")
}

fn fields_changed(pdf: &[u8]) -> Vec<Case> {
    let case = |name, why, pdf| Case { name, pdf, fate: Fate::Falls(why) };
    let appearance = |update: &mut Update| update.add(form_stream("0 0 100 100 re f")).expect("an object");
    vec![
        case(
            "the appearance of a signed field exchanged",
            "field",
            updated(pdf, |update| {
                let (id, shown) = (first(update.previous()), appearance(update));
                update.edit_dictionary(id).expect("a field").set("AP", dictionary! { "N" => shown });
            }),
        ),
        case(
            "the appearance of a signed field overwritten",
            "field",
            updated(pdf, |update| {
                let field = update.previous().get_dictionary(first(update.previous())).expect("a field");
                let shown = field.get(b"AP").and_then(Object::as_dict).expect("an appearance").get(b"N");
                let shown = shown.and_then(Object::as_reference).expect("a stream");
                update.set(shown, form_stream("0 0 100 100 re f"));
            }),
        ),
        case(
            "the appearance of a waiting field exchanged",
            "field",
            updated(pdf, |update| {
                let (id, shown) = (second(update.previous()), appearance(update));
                update.edit_dictionary(id).expect("a field").set("AP", dictionary! { "N" => shown });
            }),
        ),
        case(
            "a signed field moved",
            "field",
            changed(pdf, first, |field| field.set("Rect", [0, 0, 200, 200].map(Object::from).to_vec())),
        ),
        case(
            "a waiting field moved",
            "field",
            changed(pdf, second, |field| field.set("Rect", [0, 0, 200, 200].map(Object::from).to_vec())),
        ),
        case("a signed field hidden", "field", changed(pdf, first, |field| field.set("F", 2))),
        case(
            "a signed field renamed",
            "field",
            changed(pdf, first, |field| field.set("T", text_string("phuong-9"))),
        ),
        case(
            "a waiting field renamed",
            "field",
            changed(pdf, second, |field| field.set("T", text_string("phuong-9"))),
        ),
        case(
            "the label of a field changed",
            "field",
            changed(pdf, second, |field| field.set("TU", text_string("Sở khác"))),
        ),
        case(
            "a waiting field with an action",
            "field",
            changed(pdf, second, |field| field.set("A", script())),
        ),
        case("a signature taken out", "", taken_out(pdf)),
        case(
            "a signature copied to another field",
            "duplicate",
            updated(pdf, |update| {
                let value = named(update.previous(), first(update.previous()), b"V");
                let id = second(update.previous());
                update.edit_dictionary(id).expect("a field").set("V", value);
            }),
        ),
        case(
            "a signature moved to another field",
            "field-value",
            updated(pdf, |update| {
                let value = named(update.previous(), first(update.previous()), b"V");
                let (from, to) = (first(update.previous()), second(update.previous()));
                update.edit_dictionary(from).expect("a field").remove(b"V");
                update.edit_dictionary(to).expect("a field").set("V", value);
            }),
        ),
        case(
            "a copy of a signature as an object of its own in another field",
            "byte-range",
            updated(pdf, |update| {
                let value = named(update.previous(), first(update.previous()), b"V");
                let copy = update.previous().get_dictionary(value).expect("a signature").clone();
                let copy = update.add(copy).expect("an object");
                let id = second(update.previous());
                update.edit_dictionary(id).expect("a field").set("V", copy);
            }),
        ),
        case(
            "the reason of a signature changed",
            "byte-range",
            changed(
                pdf,
                |document| named(document, first(document), b"V"),
                |signature| signature.set("Reason", text_string("Không đồng ý")),
            ),
        ),
        case(
            "a waiting field taken out of the form",
            "form",
            updated(pdf, |update| {
                let (root, gone) = (catalog(update.previous()), second(update.previous()));
                let list = update.edit_at(root, &[b"AcroForm", b"Fields"]).expect("fields");
                list.as_array_mut()
                    .expect("a list")
                    .retain(|field| field.as_reference().is_ok_and(|id| id != gone));
            }),
        ),
        case(
            "two fields of one name",
            "form",
            with_field(pdf, {
                let mut field = signature_field([0, 0, 0, 0]);
                field.set("T", text_string("phuong-1"));
                field
            }),
        ),
        case(
            "a new signature field with an action",
            "field-added",
            with_field(pdf, {
                let mut field = signature_field([0, 0, 0, 0]);
                field.set("AA", dictionary! { "E" => script() });
                field
            }),
        ),
        case(
            "a signature field that shows something and that nobody signed",
            "unsigned-field-added",
            with_field(pdf, signature_field([0, 0, 90, 50])),
        ),
        case(
            "a signature field that covers the page, its corners told by references",
            "field-added",
            updated(pdf, |update| {
                let (root, page) = (catalog(update.previous()), page(update.previous()));
                let corners = [0, 0, 595, 842].map(|corner| update.add(corner).expect("an object"));
                let shown = appearance(update);
                let mut field = signature_field([0, 0, 0, 0]);
                field.set("Rect", corners.map(Object::from).to_vec());
                field.set("AP", dictionary! { "N" => shown });
                field.set("P", page);
                let id = update.add(field).expect("an object");
                update.push(root, &[b"AcroForm", b"Fields"], vec![id.into()]).expect("fields");
                update.push(page, &[b"Annots"], vec![id.into()]).expect("annotations");
            }),
        ),
        case(
            "a signature field of no room whose picture nobody signed",
            "unsigned-field-added",
            updated(pdf, |update| {
                let (root, page) = (catalog(update.previous()), page(update.previous()));
                let mut field = signature_field([0, 0, 0, 0]);
                field.set("AP", dictionary! { "N" => appearance(update) });
                field.set("P", page);
                let id = update.add(field).expect("an object");
                update.push(root, &[b"AcroForm", b"Fields"], vec![id.into()]).expect("fields");
                update.push(page, &[b"Annots"], vec![id.into()]).expect("annotations");
            }),
        ),
        case(
            "a signature field whose corners are no numbers",
            "field-added",
            with_field(pdf, {
                let mut field = signature_field([0, 0, 0, 0]);
                field.set("Rect", ["0", "0", "9", "9"].map(Object::string_literal).to_vec());
                field
            }),
        ),
        case(
            "viewers asked to draw the fields anew",
            "form",
            updated(pdf, |update| {
                let root = catalog(update.previous());
                *update.edit_at(root, &[b"AcroForm", b"NeedAppearances"]).expect("a value") = true.into();
            }),
        ),
    ]
}

fn document_changed(pdf: &[u8]) -> Vec<Case> {
    let case = |name, why, pdf| Case { name, pdf, fate: Fate::Falls(why) };
    let document = Document::load_mem(pdf).expect("a PDF");
    let root = catalog(&document);
    let (root_text, pages) = (text_of(pdf, root), named(&document, root, b"Pages"));
    let doubled = root_text.replacen("/Pages", &format!("/Pages {} 0 R/Pages", pages.0 + 1), 1);
    let escaped = root_text.replacen("/Pages", &format!("/Pa#67es {} 0 R/Pages", pages.0 + 1), 1);
    let (tags, contents) =
        (named(&document, root, b"StructTreeRoot"), named(&document, page(&document), b"Contents"));
    let font = document
        .objects
        .iter()
        .find(|(_, object)| object.as_dict().is_ok_and(|one| one.has_type(b"Font")))
        .map(|(id, _)| *id)
        .expect("a font");
    vec![
        case("a script on opening", "action", changed(pdf, catalog, |root| root.set("OpenAction", script()))),
        case(
            "a script by name",
            "names",
            changed(pdf, catalog, |root| {
                let named = vec![Object::string_literal("a"), script().into()];
                root.set("Names", dictionary! { "JavaScript" => dictionary! { "Names" => named } });
            }),
        ),
        case(
            "a file attached",
            "attachments",
            updated(pdf, |update| {
                let root = catalog(update.previous());
                let file = Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"x".to_vec());
                let file = update.add(file).expect("an object");
                let told = dictionary! {
                    "Type" => "Filespec", "F" => Object::string_literal("a.txt"), "EF" => dictionary! { "F" => file }
                };
                let told = update.add(told).expect("an object");
                update.edit_dictionary(root).expect("a catalog").set("AF", vec![Object::from(told)]);
            }),
        ),
        case(
            "the language changed",
            "catalog",
            changed(pdf, catalog, |root| root.set("Lang", Object::string_literal("en"))),
        ),
        case(
            "a layer added",
            "layers",
            changed(pdf, catalog, |root| root.set("OCProperties", Dictionary::new())),
        ),
        case(
            "the tags changed",
            "structure",
            changed(pdf, |_| tags, |tags| tags.set("RoleMap", dictionary! { "P" => "Artifact" })),
        ),
        case("a font exchanged", "page", changed(pdf, |_| font, |font| font.set("BaseFont", "Helvetica"))),
        case("the description no longer XML", "metadata", {
            updated(pdf, |update| {
                let metadata = named(update.previous(), catalog(update.previous()), b"Metadata");
                update.set(metadata, Stream::new(dictionary! { "Type" => "Metadata" }, b"<x".to_vec()));
            })
        }),
        case(
            "the catalog with two lists of pages",
            "update",
            raw_update(pdf, &Raw { objects: &[(root.0, doubled)], ..Raw::default() }),
        ),
        case(
            "the catalog with two lists of pages, one in disguise",
            "update",
            raw_update(pdf, &Raw { objects: &[(root.0, escaped)], ..Raw::default() }),
        ),
        case(
            "an object freed",
            "freed",
            raw_update(
                pdf,
                &Raw { entries: &format!("{} 1\n0000000000 00001 f \n", contents.0), ..Raw::default() },
            ),
        ),
        case(
            "an object that no table lists",
            "update",
            raw_update(
                pdf,
                &Raw { also: "700 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n", ..Raw::default() },
            ),
        ),
    ]
}

/// What may be done to a signed paper.
fn honest(pki: &Pki, pdf: &[u8]) -> Vec<Case> {
    let case = |name, pdf| Case { name, pdf, fate: Fate::Stands };
    let document = Document::load_mem(pdf).expect("a PDF");
    let root = catalog(&document);
    let description = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><a/></x:xmpmeta>";
    vec![
        case("signed once", pdf.to_vec()),
        case("signed twice", signed_twice(pki).to_vec()),
        case("signed thrice", {
            signed(&signed_twice(pki), &pki.person("Lê Văn C", Kind::Rsa), "phuong-3", &[])
        }),
        case("a line end after the end", [pdf, b"\r\n"].concat()),
        case(
            "another title",
            updated(pdf, |update| {
                let info = update.previous().trailer.get(b"Info").and_then(Object::as_reference);
                let info = info.expect("a description");
                update.edit_dictionary(info).expect("a dictionary").set("Title", text_string("Khác"));
            }),
        ),
        case(
            "another description",
            updated(pdf, |update| {
                let metadata = named(update.previous(), catalog(update.previous()), b"Metadata");
                let kind = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
                update.set(metadata, Stream::new(kind, description.into()).with_compression(false));
            }),
        ),
        case("a signature field that shows nothing", with_field(pdf, signature_field([0, 0, 0, 0]))),
        case(
            "proofs for later",
            updated(pdf, |update| {
                let root = catalog(update.previous());
                let proof = update.add(Stream::new(Dictionary::new(), vec![0x30, 0])).expect("an object");
                let store = dictionary! { "Type" => "DSS", "Certs" => vec![Object::from(proof)] };
                let store = update.add(store).expect("an object");
                update.edit_dictionary(root).expect("a catalog").set("DSS", store);
            }),
        ),
        case(
            "an object written again as it was",
            raw_update(pdf, &Raw { objects: &[(root.0, text_of(pdf, root))], ..Raw::default() }),
        ),
    ]
}

#[test]
fn files_whose_bytes_were_changed_fall() {
    let Some(pki) = pki() else { return };
    assert_judged(pki, &bytes_changed(&signed_once(pki)));
}

#[test]
fn files_whose_pages_were_changed_after_signing_fall() {
    let Some(pki) = pki() else { return };
    assert_judged(pki, &pages_changed(&signed_once(pki)));
}

#[test]
fn files_whose_fields_were_changed_after_signing_fall() {
    let Some(pki) = pki() else { return };
    assert_judged(pki, &fields_changed(&signed_once(pki)));
}

#[test]
fn files_whose_structure_was_changed_after_signing_fall() {
    let Some(pki) = pki() else { return };
    assert_judged(pki, &document_changed(&signed_once(pki)));
}

#[test]
fn what_may_be_done_after_signing_leaves_a_file_standing() {
    let Some(pki) = pki() else { return };
    assert_judged(pki, &honest(pki, &signed_once(pki)));
}

#[test]
fn a_change_between_two_signatures_fells_the_earlier_one_only() {
    let Some(pki) = pki() else { return };
    let turned = changed(&signed_once(pki), page, |page| page.set("Rotate", 180));
    let pdf = super::forge::signed(&turned, "phuong-2", super::forge::words(), |content| {
        super::forge::openssl(pki, &[&pki.person("Trần Thị B", Kind::P256)], content, &super::forge::PADES)
    });
    let report = judged(pki, &pdf).expect("a report");
    let verdicts: Vec<_> =
        report.signatures.iter().map(|one| (one.field.name.as_str(), one.forbidden.len())).collect();
    assert_eq!(verdicts, [("phuong-1", 1), ("phuong-2", 0)], "{report:#?}");
    assert_eq!(report.changed_pages(), [1], "{report:#?}");
    assert_judged(pki, &[Case { name: "changed between", pdf, fate: Fate::Falls("page") }]);
}

#[test]
fn the_pages_on_which_something_else_is_seen_are_told() {
    let Some(pki) = pki() else { return };
    let paper = covenant(17);
    let signed = signed(&paper, &pki.person("Nguyễn Văn A", Kind::Rsa), "phuong-1", &[]);
    let pages = Document::load_mem(&signed).expect("a PDF").page_iter().count();
    assert!(pages > 1, "the paper has {pages} page");
    let drawn = updated(&signed, |update| {
        let page = last_page(update.previous());
        let content = update.add(Stream::new(Dictionary::new(), b"BT ET".to_vec())).expect("an object");
        update.edit_dictionary(page).expect("a page").set("Contents", content);
    });
    let report = judged(pki, &drawn).expect("a report");
    assert_eq!(report.changed_pages(), [u32::try_from(pages).expect("few pages")]);
}

#[test]
fn the_fields_that_wait_are_told() {
    let Some(pki) = pki() else { return };
    let report = judged(pki, &signed_once(pki)).expect("a report");
    let waiting: Vec<_> = report.unsigned_fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(waiting, ["phuong-2", "phuong-3"]);
    assert_eq!(fields(&Document::load_mem(&signed_once(pki)).expect("a PDF")).len(), 3);
}

#[test]
fn the_value_of_one_signature_does_not_serve_another() {
    let Some(pki) = pki() else { return };
    let pdf = signed_twice(pki);
    let one = hole(&pdf);
    let other = find(&pdf, b"/Contents<", one.end) + "/Contents".len();
    let swapped = patched(&pdf, |pdf| {
        let value = pdf[one.clone()].to_vec();
        pdf[other..other + value.len()].copy_from_slice(&value);
    });
    assert_judged(pki, &[Case { name: "swapped", pdf: swapped, fate: Fate::Falls("digest") }]);
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }

    fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// An update that changes something somewhere, most of it where something may be changed.
fn at_random(pdf: &[u8], dice: &mut Dice) -> Vec<u8> {
    updated(pdf, |update| {
        let document = update.previous().clone();
        let root = catalog(&document);
        let all: Vec<ObjectId> = document.objects.keys().copied().collect();
        let mut likely = fields(&document);
        let info = document.trailer.get(b"Info").and_then(Object::as_reference).expect("a description");
        likely.extend([
            root,
            page(&document),
            last_page(&document),
            info,
            named(&document, root, b"Metadata"),
        ]);
        likely.extend(document.catalog().expect("a catalog").get(b"AcroForm").and_then(Object::as_reference));
        for _ in 0..=dice.below(2) {
            let id = if dice.below(3) == 0 { *dice.one_of(&all) } else { *dice.one_of(&likely) };
            let donor = document.objects[dice.one_of(&all)].clone();
            let Ok(object) = update.edit(id) else { continue };
            match (dice.below(6), object) {
                (0, object) => *object = donor,
                (1, Object::Stream(stream)) => stream.set_plain_content(b"0 0 9 9 re f".to_vec()),
                (1 | 2, Object::Dictionary(entries)) => {
                    let keys: Vec<Vec<u8>> = entries.iter().map(|(key, _)| key.clone()).collect();
                    if !keys.is_empty() {
                        entries.remove(dice.one_of(&keys).as_slice());
                    }
                }
                (3, Object::Dictionary(entries)) => {
                    let keys =
                        ["V", "AP", "F", "Ff", "Type", "MK", "Kids", "Annots", "Lang", "Version", "DSS", "Q"];
                    let value =
                        if dice.below(2) == 0 { Object::Reference(*dice.one_of(&all)) } else { 4.into() };
                    entries.set(*dice.one_of(&keys), value);
                }
                (_, Object::Dictionary(entries)) => {
                    let values: Vec<Object> = entries.iter().map(|(_, value)| value.clone()).collect();
                    let keys: Vec<Vec<u8>> = entries.iter().map(|(key, _)| key.clone()).collect();
                    if !keys.is_empty() {
                        entries.set(dice.one_of(&keys).clone(), dice.one_of(&values).clone());
                    }
                }
                _ => {}
            }
        }
    })
}

#[test]
fn no_change_at_random_stands_here_and_falls_with_pyhanko() {
    let Some(pki) = pki() else { return };
    let mut dice = Dice(2026);
    let count = std::env::var("CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(40);
    let signed = [signed_once(pki), signed_twice(pki)];
    let files: Vec<Vec<u8>> = (0..count).map(|at| at_random(&signed[at % 2], &mut dice)).collect();
    let borrowed: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
    let Some(verdicts) = super::pyhanko(pki, &borrowed) else { return };
    let (mut faults, mut standing) = (Vec::new(), 0);
    for (at, (pdf, verdict)) in files.iter().zip(verdicts).enumerate() {
        let report = judged(pki, pdf);
        let stands = report.as_ref().is_some_and(thidua::verify::Report::valid);
        standing += usize::from(stands);
        if stands && !verdict.valid {
            super::keep(&Case { name: "at random", pdf: pdf.clone(), fate: Fate::Stands });
            faults.push(format!("{at}: {:#?} {:#?}", verdict.why, report));
        }
    }
    assert!(faults.is_empty(), "{} of {count}:\n{}", faults.len(), faults.join("\n"));
    // Else the changes would be too gross to tell anything.
    assert!(standing > 0 && standing < count, "{standing} of {count} stand");
}

#[test]
fn updates_that_lead_readers_two_ways_fell_a_file() {
    let Some(pki) = pki() else { return };
    let pdf = signed_twice(pki);
    let document = Document::load_mem(&pdf).expect("a PDF");
    let (signed_field, root) = (second(&document), catalog(&document));
    let mark = format!("\n{} 0 obj", signed_field.0);
    let before = find(&pdf, mark.as_bytes(), 0) + 1;
    let back = format!("{} 1\n{before:010} 00000 n \n", signed_field.0);
    let mark = format!("\n{} 0 obj", root.0);
    let earlier =
        pdf.windows(mark.len()).rposition(|window| window == mark.as_bytes()).expect("a catalog") + 1;
    let twice = format!("{} 1\n{earlier:010} 00000 n \n", root.0);
    let [.., first, _] = sections(&pdf)[..] else { panic!("no two revisions") };
    let same = [(root.0, text_of(&pdf, root))];
    let falls = |name, why, raw: &Raw| Case { name, pdf: raw_update(&pdf, raw), fate: Fate::Falls(why) };
    assert_judged(
        pki,
        &[
            falls("a field led back", "update", &Raw { entries: &back, ..Raw::default() }),
            falls("a revision left out", "update", &Raw { previous: Some(first), ..Raw::default() }),
            falls("two tables", "xref", &Raw { keys: "/XRefStm 9", ..Raw::default() }),
            falls(
                "an object listed twice",
                "xref",
                &Raw { objects: &same, entries: &twice, ..Raw::default() },
            ),
            falls("the next table further on", "", &Raw { previous: Some(pdf.len() + 40), ..Raw::default() }),
        ],
    );
}

/// A form of this size in points that draws these objects by `/X`.
fn drawing(content: &str, object: ObjectId) -> Stream {
    let mut form = form_stream(content);
    form.dict.set("Resources", dictionary! { "XObject" => dictionary! { "X" => object } });
    form
}

/// A picture of four grey pixels with keys of its own.
fn picture(update: &mut Update, keys: Dictionary) -> ObjectId {
    let mut all = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 2, "Height" => 2, "BitsPerComponent" => 8,
        "ColorSpace" => "DeviceGray",
    };
    keys.iter().for_each(|(key, value)| all.set(key.clone(), value.clone()));
    let picture = Stream::new(all, vec![0; 4]).with_compression(false);
    let picture = update.add(picture).expect("an object");
    update.add(drawing("q 50 0 0 50 0 0 cm /X Do Q", picture)).expect("an object")
}

/// A form that draws another thirty times, so deep.
fn forms_upon_forms(update: &mut Update, deep: usize) -> ObjectId {
    let below = match deep {
        0 => update.add(form_stream("")).expect("an object"),
        _ => forms_upon_forms(update, deep - 1),
    };
    update.add(drawing(&"/X Do ".repeat(30), below)).expect("an object")
}

#[test]
fn a_look_that_some_program_may_not_draw_to_its_end_falls() {
    let Some(pki) = pki() else { return };
    let second = pki.person("Trần Thị B", Kind::P256);
    let once = signed_once(pki);
    let with = |name, fate, look: &dyn Fn(&mut Update) -> ObjectId| {
        let also = |update: &mut Update, field: ObjectId| {
            let look = look(update);
            let field = update.edit_dictionary(field).expect("a field");
            field.set("AP", dictionary! { "N" => look });
        };
        let words = super::forge::words();
        let pdf = super::forge::signed_with(&once, "phuong-2", words, "\n", also, |content| {
            super::forge::openssl(pki, &[&second], content, &super::forge::PADES)
        });
        Case { name, pdf, fate }
    };
    let falls = Fate::Falls("cover-unseen");
    // Where nothing is packed, no program reads how.
    let colours = dictionary! { "DecodeParms" => dictionary! { "Colors" => 7 } };
    assert_judged(
        pki,
        &[
            with("a picture", Fate::Stands, &|update| picture(update, Dictionary::new())),
            with("a picture that is packed by seven colours", falls, &|update| {
                picture(update, colours.clone())
            }),
            with("a picture in a colour of no kind", falls, &|update| {
                picture(update, dictionary! { "ColorSpace" => "DeviceNothing" })
            }),
            with("forms upon forms", falls, &|update| forms_upon_forms(update, 2)),
            with("a form upon a form", Fate::Stands, &|update| forms_upon_forms(update, 0)),
        ],
    );
}
