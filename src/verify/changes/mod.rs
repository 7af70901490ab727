//! What an update changed in a document, by the meaning of its objects.
//!
//! The two documents are walked side by side from the trailer on. What may change after a
//! signature has a rule of its own ([`form`], [`annexes`]); everything else must say the same by
//! the same references. Last, every object that the update replaced must have been met by such a
//! rule, so that nothing is exchanged that the walk does not reach. Objects that pyHanko's
//! standard policy refuses are all refused here; where this is stricter, the reason stands there.

mod annexes;
mod appearance;
mod form;
mod image;
mod pages;
mod picture;
mod place;
mod plain;
mod walk;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::cover::{Cover, Earlier, Ground, Means, Picture, Seen};
use super::fields::Form;
use super::repair;
use super::report::Note;
use super::revisions::{self, Touched};
use super::syntax::Section;
pub use pages::{seen_differently, visible};
pub use place::Place;

/// A document at a revision, with its form and pages.
pub struct Revision {
    /// The document.
    pub document: Document,
    /// Its form.
    pub form: Form,
    /// Its pages in their order.
    pub pages: Vec<ObjectId>,
}

impl Revision {
    /// Reads what is needed of a document.
    pub fn of(document: Document) -> Self {
        let form = Form::of(&document);
        let pages = document.page_iter().collect();
        Self { document, form, pages }
    }

    fn root(&self) -> Option<&Dictionary> {
        let root = self.document.trailer.get(b"Root").ok()?;
        revisions::dictionary(&self.document, root)
    }

    /// The dictionary that an object is.
    fn entry(&self, id: ObjectId) -> Option<&Dictionary> {
        revisions::object(&self.document, id)?.as_dict().ok()
    }

    /// The list that a key of a dictionary holds.
    fn list(&self, dictionary: &'_ Dictionary, key: &[u8]) -> Option<Vec<Object>> {
        let list = revisions::value(&self.document, dictionary, key)?;
        list.as_array().ok().cloned()
    }

    fn page_number(&self, id: ObjectId) -> Option<u32> {
        let at = self.pages.iter().position(|page| *page == id)?;
        u32::try_from(at + 1).ok()
    }
}

/// What is known of a file from the time when it was first signed.
#[derive(Default)]
pub struct First {
    /// The fields that were there and not hidden.
    fields: BTreeSet<String>,
    /// Whether its objects stand where its tables say, by the letter, so that every program reads them alike.
    strict: bool,
    /// Whether every program shows a page alike, of pages that were looked at: they stay as they were, or that is told.
    plain: RefCell<BTreeMap<ObjectId, bool>>,
}

impl First {
    /// What is known of the revision that was first signed, which these bytes are and this section closes.
    pub fn of(revision: &Revision, pdf: &[u8], section: &Section) -> Self {
        let hidden = |widget: &ObjectId| {
            let widget = revision.entry(*widget);
            widget.is_none_or(|widget| place::is_hidden(&revision.document, widget))
        };
        let seen = revision.form.fields.iter().filter(|field| !field.widgets.iter().any(hidden));
        let fields = seen.map(|field| field.name.clone()).collect();
        let strict = repair::is_strict(pdf, section, &revision.document);
        Self { fields, strict, plain: RefCell::default() }
    }

    /// Whether its objects stand where its tables say, by the letter.
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// Whether every program shows a page of a later revision alike.
    fn is_plain(&self, revision: &Revision, id: ObjectId) -> bool {
        let look = || {
            self.strict
                && revision.entry(id).is_some_and(|page| plain::is_plain_page(&revision.document, page))
        };
        *self.plain.borrow_mut().entry(id).or_insert_with(look)
    }
}

/// Something that an update did and that may be allowed after a signature.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Permitted {
    /// A field was signed.
    Signed {
        /// The field's name.
        field: String,
        /// Whether it is a time-stamp that shows nothing.
        unseen_timestamp: bool,
    },
    /// A signature field was added.
    FieldAdded {
        /// The field's name.
        field: String,
        /// Whether it shows something, wherever.
        visible: bool,
        /// The pages, counted from 1, on which it shows something.
        pages: Vec<u32>,
    },
    /// A signature field that was hidden is seen since it was signed.
    Shown {
        /// The field's name.
        field: String,
        /// The pages that it is on, counted from 1.
        pages: Vec<u32>,
    },
    /// A signature field that was added has keys that signature fields do not have.
    OddKeys {
        /// The field's name.
        field: String,
        /// The keys.
        keys: Vec<String>,
    },
    /// A field that is not for a signature was filled in.
    Filled {
        /// The field's name.
        field: String,
        /// The pages, counted from 1, on which it stands.
        pages: Vec<u32>,
    },
    /// The picture of a signature stands on one line with words.
    Beside {
        /// The field's name.
        field: String,
        /// The page that it is on, counted from 1.
        page: u32,
        /// The words, or the beginning of them.
        words: String,
    },
    /// The picture of a signature lies over words, which can still be read.
    Crossed {
        /// The field's name.
        field: String,
        /// The page that it is on, counted from 1.
        page: u32,
        /// The words, or the beginning of them.
        words: String,
    },
    /// The picture of a signature lies over that of an earlier one.
    OverSignature {
        /// The field's name.
        field: String,
        /// The page that it is on, counted from 1.
        page: u32,
        /// The name of the field of the earlier signature.
        other: String,
    },
    /// The picture of a field that was added shows words of its own.
    Says {
        /// The field's name.
        field: String,
        /// The page that it is on, counted from 1.
        page: u32,
        /// The words, or the beginning of them.
        words: String,
    },
    /// The description of the file changed: title, dates, program.
    Description,
    /// What proves certificates later was added.
    Proofs,
}

/// What an update did.
#[derive(Debug, Default)]
pub struct Changes {
    /// What may be allowed.
    pub permitted: BTreeSet<Permitted>,
    /// What is not.
    pub forbidden: BTreeSet<Note>,
    /// The pictures of signatures that came, each with the name of its field.
    pictures: Vec<(String, Picture)>,
}

impl Changes {
    fn forbid(&mut self, code: &'static str, message: impl Into<String>) {
        self.forbidden.insert(Note::new(code, message));
    }

    /// Looks below the pictures that came, given the file before and after: what was covered is forbidden. The pages
    /// on which something was.
    pub fn look_below(&mut self, ground: &mut Ground, before: &[u8], after: &[u8]) -> Vec<u32> {
        let (fields, pictures): (Vec<String>, Vec<Picture>) =
            std::mem::take(&mut self.pictures).into_iter().unzip();
        if pictures.is_empty() {
            return Vec::new();
        }
        let mut pages = Vec::new();
        let seen = ground.covered(before, after, &pictures);
        for ((field, Picture { page, .. }), Seen { cover, says, over }) in
            fields.into_iter().zip(pictures).zip(seen)
        {
            for other in over {
                self.permitted.insert(Permitted::OverSignature { field: field.clone(), page, other });
            }
            if !says.is_empty() {
                let (field, words) = (field.clone(), shortened(&says));
                self.permitted.insert(Permitted::Says { field, page, words });
            }
            let words = match cover {
                Cover::Nothing => continue,
                Cover::Unseen => {
                    let on_page = if page > 0 { format!(" trên trang {page}") } else { String::new() };
                    let message = format!("không xác định được hình của ô ký “{field}” che gì{on_page}");
                    self.forbid("cover-unseen", message);
                    continue;
                }
                Cover::Beside(words) => {
                    self.permitted.insert(Permitted::Beside { field, page, words: shortened(&words) });
                    continue;
                }
                Cover::Crosses(words) => {
                    self.permitted.insert(Permitted::Crossed { field, page, words: shortened(&words) });
                    continue;
                }
                Cover::Hides(words) if words.is_empty() => "hình hoặc đường kẻ".to_owned(),
                Cover::Hides(words) => format!("chữ “{}”", shortened(&words)),
            };
            self.forbid(
                "covered",
                format!("hình của ô ký “{field}” che hoặc đè lên {words} trên trang {page}"),
            );
            pages.push(page);
        }
        pages
    }
}

/// The beginning of a long text; words with figures, of which a change matters most, come first then.
fn shortened(text: &str) -> String {
    const MOST_LETTERS: usize = 120;
    if text.chars().count() <= MOST_LETTERS {
        return text.to_owned();
    }
    let is_figure = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
    let (figures, words): (Vec<&str>, Vec<&str>) = text.split(' ').partition(is_figure);
    let ordered = [figures, words].concat().join(" ");
    ordered.chars().take(MOST_LETTERS).chain(['…']).collect()
}

/// Compares two revisions that follow each other, of a file of which this is known from the time when it was first signed.
pub fn between(first: &First, old: &Revision, new: &Revision, touched: &Touched) -> Changes {
    let mut comparison = Comparison {
        first,
        old,
        new,
        changes: Changes::default(),
        met: BTreeSet::new(),
        boundaries: boundaries(old),
        seen: HashSet::new(),
    };
    comparison.trailer();
    comparison.unexplained(touched);
    comparison.changes
}

/// Two documents side by side, and what was found so far.
struct Comparison<'a> {
    first: &'a First,
    old: &'a Revision,
    new: &'a Revision,
    changes: Changes,
    /// Objects whose change a rule has judged.
    met: BTreeSet<ObjectId>,
    /// Objects that a rule of their own judges wherever they are rightly referred to.
    boundaries: BTreeMap<ObjectId, Boundary>,
    /// Objects that were found to say the same, or told.
    seen: HashSet<ObjectId>,
}

/// What kind of object is judged by a rule of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Boundary {
    /// A page.
    Page,
    /// A field of the form, or what shows it.
    Field,
}

fn boundaries(old: &Revision) -> BTreeMap<ObjectId, Boundary> {
    let fields = old.form.objects().into_keys().map(|id| (id, Boundary::Field));
    fields.chain(old.pages.iter().map(|page| (*page, Boundary::Page))).collect()
}

/// What part of a document is being compared, for what is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A page, counted from 1.
    Page(u32),
    /// A field of the old form, by its place in the list.
    Field(usize),
    /// A key of the catalog.
    Catalog(&'static str, &'static str),
}

impl<'a> Comparison<'a> {
    fn trailer(&mut self) {
        let (before, after) = (self.old, self.new);
        let (old, new) = (&before.document.trailer, &after.document.trailer);
        let root = |trailer: &Dictionary| trailer.get(b"Root").and_then(Object::as_reference).ok();
        let (Some(old_root), Some(new_root)) = (before.root(), after.root()) else {
            return self.changes.forbid("catalog", "tệp không còn cấu trúc của một tài liệu PDF");
        };
        if root(old) != root(new) {
            return self.changes.forbid("catalog", "toàn bộ tài liệu bị thay bằng tài liệu khác");
        }
        self.met.extend(root(old));
        self.info();
        self.catalog(old_root, new_root);
        self.pages();
        self.fields();
    }

    fn catalog(&mut self, old: &'a Dictionary, new: &'a Dictionary) {
        /// Keys with rules of their own.
        const RULED: [&[u8]; 5] = [b"AcroForm", b"DSS", b"Extensions", b"Metadata", b"Version"];
        let keys: BTreeSet<&Vec<u8>> = old.iter().chain(new.iter()).map(|(key, _)| key).collect();
        for key in keys.into_iter().filter(|key| !RULED.contains(&key.as_slice())) {
            let part = catalog_part(key);
            self.same_value(old.get(key).ok(), new.get(key).ok(), key, part);
        }
        self.metadata(old, new);
        self.proofs(old, new);
        self.extensions(old, new);
        self.acroform(old, new);
    }

    fn pages(&mut self) {
        let (before, after) = (self.old, self.new);
        for (at, id) in before.pages.iter().enumerate() {
            let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
            match (before.entry(*id), after.entry(*id)) {
                (Some(old), Some(new)) => self.page(*id, number, old, new),
                (None, None) => {}
                _ => self.forbid(Part::Page(number)),
            }
        }
    }

    fn page(&mut self, id: ObjectId, number: u32, old: &Dictionary, new: &Dictionary) {
        let part = Part::Page(number);
        let keys: BTreeSet<&Vec<u8>> = old.iter().chain(new.iter()).map(|(key, _)| key).collect();
        for key in keys.into_iter().filter(|key| *key != b"Annots") {
            self.same_value(old.get(key).ok(), new.get(key).ok(), key, part);
        }
        self.met.insert(id);
        self.annotations(number, old, new);
    }

    /// Tells that a part changed.
    fn forbid(&mut self, part: Part) {
        match part {
            Part::Page(number) => {
                self.changes
                    .forbid("page", format!("trang {number} bị sửa (nội dung, chú thích hoặc tài nguyên)"));
            }
            Part::Field(at) => {
                let name = self.old.form.fields.get(at).map_or("", |field| field.name.as_str());
                self.changes.forbid("field", format!("ô “{name}” của biểu mẫu bị sửa"));
            }
            Part::Catalog(code, what) => self.changes.forbid(code, format!("{what} bị sửa")),
        }
    }

    /// Whatever the update replaced or took away must have been judged above.
    fn unexplained(&mut self, touched: &Touched) {
        if !touched.freed.is_empty() {
            self.changes.forbid("freed", "có đối tượng của tệp bị xóa");
        }
        // What was told says more.
        if !self.changes.forbidden.is_empty() {
            return;
        }
        for id in &touched.replaced {
            let object = |revision: &'a Revision| revisions::object(&revision.document, *id);
            if !self.met.contains(id) && object(self.old) != object(self.new) {
                self.changes
                    .forbid("object", format!("đối tượng {} của tệp bị thay mà không rõ lý do", id.0));
            }
        }
    }
}

fn catalog_part(key: &[u8]) -> Part {
    let (code, what) = match key {
        b"Pages" => ("page-tree", "danh sách trang"),
        b"OpenAction" | b"AA" => ("action", "hành động tự chạy khi mở tệp"),
        b"Names" => ("names", "bảng tên (tệp đính kèm, mã lệnh)"),
        b"AF" => ("attachments", "tệp đính kèm"),
        b"StructTreeRoot" | b"MarkInfo" => ("structure", "cấu trúc nội dung (thẻ)"),
        b"OCProperties" => ("layers", "các lớp hiển thị"),
        b"Perms" => ("permissions", "quyền sửa đã đặt"),
        b"Outlines" | b"Dests" | b"PageLabels" => ("navigation", "mục lục hoặc số trang"),
        _ => ("catalog", "thiết lập chung của tài liệu"),
    };
    Part::Catalog(code, what)
}
