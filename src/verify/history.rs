//! All updates since the first signature, and what each of them did.

use lopdf::Document;

use super::changes::{self, Changes, First, Revision};
use super::cover::Ground;
use super::repair;
use super::report::Note;
use super::revisions::{self, Broken};
use super::syntax::{self, Section};

/// The updates of a file since it was first signed.
#[derive(Default)]
pub struct History {
    /// What closes each revision, oldest first; the first one is that of the first signature.
    pub sections: Vec<Section>,
    /// What each update after that did.
    pub updates: Vec<Update>,
    /// Why the file as a whole cannot be relied on.
    pub broken: Option<Note>,
}

/// What one update did.
#[derive(Default)]
pub struct Update {
    /// To the document.
    pub changes: Changes,
    /// The pages, counted from 1, that are seen differently since.
    pub pages: Vec<u32>,
}

impl History {
    /// Reads the updates of a file whose first signature covers it up to `first`; `now` is the file as it is.
    pub fn since(pdf: &[u8], first: usize, now: &Document) -> Self {
        let sections = match revisions::since(pdf, first) {
            Ok(sections) if sections.last().is_none_or(|section| section.start != now.xref_start) => {
                return Self { broken: Some(told(Broken::Sections)), ..Self::default() };
            }
            Ok(sections) => sections,
            Err(broken) => return Self { broken: Some(told(broken)), ..Self::default() },
        };
        let mut history = Self { sections, ..Self::default() };
        let read = |section: &Section| revisions::as_of(pdf, section, now).map(Revision::of);
        let Some(mut old) = history.sections.first().map(read) else { return history };
        let first = match (&old, history.sections.first()) {
            (Ok(old), Some(section)) => First::of(old, &pdf[..section.end], section),
            _ => First::default(),
        };
        let mut ground = Ground::of(history.sections.first().map_or(pdf, |section| &pdf[..section.end]));
        for pair in history.sections.windows(2) {
            let [before, after] = pair else { continue };
            let new = read(after);
            let update = match (&old, &new) {
                (Ok(old), Ok(new)) => update(pdf, &mut ground, &first, (old, before), (new, after)),
                (Err(broken), _) | (_, Err(broken)) => Err(*broken),
            };
            history.updates.push(update.unwrap_or_else(unreadable));
            old = new;
        }
        history.broken = old.err().map(told);
        // What was told of an update says more.
        let mut sound =
            history.updates.iter_mut().filter(|update| update.changes.forbidden.is_empty()).peekable();
        let ends = history.sections.iter().map(|section| section.end);
        if sound.peek().is_some() && !(first.is_strict() && repair::reads_alike(pdf, ends, now)) {
            for update in sound {
                update.changes.forbidden.insert(told(Broken::Repair));
            }
        }
        history
    }

    /// The place of the revision that ends where a signature's coverage ends and that brought the
    /// signature's own object.
    ///
    /// # Errors
    /// When the signature covers no revision whole.
    pub fn revision(&self, pdf: &[u8], end: usize, object: usize) -> Result<usize, Note> {
        let fits = self.ending_at(pdf, end).filter(|at| {
            let section = &self.sections[*at];
            section.previous.is_none_or(|previous| previous < object) && object < end
        });
        fits.ok_or_else(|| Note::new("coverage", "chữ ký không phủ trọn một phiên bản nào của tệp"))
    }

    /// The place of the revision that ends there, but for white space.
    pub fn ending_at(&self, pdf: &[u8], end: usize) -> Option<usize> {
        let closes = |section: &Section| {
            section.end <= end && end <= section.end + 2 && syntax::blank(&pdf[section.end..end])
        };
        self.sections.iter().position(closes)
    }
}

fn update(
    pdf: &[u8],
    ground: &mut Ground,
    first: &First,
    old: (&Revision, &Section),
    new: (&Revision, &Section),
) -> Result<Update, Broken> {
    let touched = revisions::touched(pdf, (&old.0.document, old.1), (&new.0.document, new.1))?;
    let mut changes = changes::between(first, old.0, new.0, &touched);
    let mut pages = if changes.forbidden.is_empty() {
        Vec::new()
    } else {
        changes::seen_differently(&changes::visible(old.0), &changes::visible(new.0))
    };
    pages.extend(changes.look_below(ground, &pdf[..old.1.end], &pdf[..new.1.end]));
    pages.sort_unstable();
    pages.dedup();
    Ok(Update { changes, pages })
}

fn unreadable(broken: Broken) -> Update {
    let mut update = Update::default();
    update.changes.forbidden.insert(told(broken));
    update
}

fn told(broken: Broken) -> Note {
    match broken {
        Broken::Sections => Note::new(
            "xref",
            "bảng tham chiếu của tệp không đúng chuẩn, không xác định được nội dung nào được ký",
        ),
        Broken::Appended => Note::new("appended", "có dữ liệu được nối thêm vào sau phần cuối của tệp"),
        Broken::Update => Note::new(
            "update",
            "phần được thêm sau khi ký không đúng chuẩn, mỗi chương trình có thể hiểu một khác",
        ),
        Broken::Numbers => Note::new(
            "numbers",
            "phần được thêm sau khi ký có số viết theo cách mà các chương trình đọc khác nhau",
        ),
        Broken::Repair => Note::new(
            "repair",
            "chương trình này đọc tệp theo bảng tham chiếu, chương trình khác tự dò trong tệp, thì thấy hai nội dung khác nhau",
        ),
        Broken::TooMany => Note::new("updates", "tệp bị cập nhật quá nhiều lần, thidua không kiểm tra hết"),
    }
}
