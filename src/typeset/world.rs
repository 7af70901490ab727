//! The world that Typst sees: our files, our fonts, the record's folder; no clock, no network.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use super::Typesetter;
use crate::template::markdown::RECORD_ROOT;
use crate::template::{TemplateSet, Text};

/// The name under which the record goes along in a PDF.
const ATTACHMENT: &str = "ho-so.yaml";

/// The Typst files of a template set, parsed once for all papers that use them, when the first one is laid out.
pub struct Sources {
    set: Arc<TemplateSet>,
    parsed: OnceLock<HashMap<FileId, Source>>,
}

impl Sources {
    /// The `.typ` files of a set.
    pub fn new(set: Arc<TemplateSet>) -> Self {
        Self { set, parsed: OnceLock::new() }
    }

    /// Parses the files, once.
    pub fn parse(&self) -> &HashMap<FileId, Source> {
        self.parsed.get_or_init(|| {
            let typst = self.set.iter().filter(|(path, _)| path.ends_with(".typ"));
            let files = typst.filter_map(|(path, text)| Some((file(path)?, text)));
            files.map(|(id, text)| (id, Source::new(id, text.to_owned()))).collect()
        })
    }
}

/// A path of our own as Typst names files.
fn file(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

/// A paper's generated text as Typst parsed it. One that is kept and revised lets Typst do again
/// only what a change touches: what stays the same stays known by the same spans.
#[derive(Default)]
pub struct Manuscript(Option<Source>);

impl Manuscript {
    /// Takes the text as it is now.
    pub(super) fn revise(&mut self, text: &Text) -> Source {
        match &mut self.0 {
            Some(source) => {
                source.replace(&text.0);
                source.clone()
            }
            None => self.0.insert(Source::detached(text.0.clone())).clone(),
        }
    }
}

/// One paper on the typesetter's desk.
pub struct Desk<'a> {
    typesetter: &'a Typesetter,
    sources: &'a Sources,
    /// Where pictures are read from; none are where there is no record.
    folder: Option<&'a Path>,
    /// A file that is in memory, by its name.
    memory: (&'static str, &'a [u8]),
    main: Source,
}

impl<'a> Desk<'a> {
    pub fn new(
        typesetter: &'a Typesetter,
        sources: &'a Sources,
        folder: &'a Path,
        record: &'a [u8],
        main: Source,
    ) -> Self {
        Self { typesetter, sources, folder: Some(folder), memory: (ATTACHMENT, record), main }
    }

    /// A desk for something that is made of no record, with one file on it.
    pub fn without_record(
        typesetter: &'a Typesetter,
        sources: &'a Sources,
        memory: (&'static str, &'a [u8]),
        main: Source,
    ) -> Self {
        Self { typesetter, sources, folder: None, memory, main }
    }

    /// The generated text as Typst parsed it.
    pub fn main_source(&self) -> Source {
        self.main.clone()
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.typesetter.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.typesetter.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        self.sources.parse().get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if !matches!(id.get().root(), VirtualRoot::Project) {
            return Err(FileError::AccessDenied);
        }
        let path = id.get().vpath();
        if path.get_without_slash() == self.memory.0 {
            return Ok(Bytes::new(self.memory.1.to_vec()));
        }
        let relative = path.get_with_slash().strip_prefix(RECORD_ROOT);
        let (Some(folder), Some(relative)) = (self.folder, relative) else { return Err(missing(id)) };
        super::pictures::read(folder, relative)
            .map(Bytes::new)
            .map_err(|refusal| FileError::Other(Some(refusal.to_string().into())))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.typesetter.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
