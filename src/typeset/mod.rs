//! From Typst text to laid-out pages to bytes.

pub mod entities;
pub mod export;
mod faults;
pub mod fields;
mod fonts;
pub mod pictures;
pub mod stamp;
mod world;

use std::path::Path;

use typst::diag::{SourceDiagnostic, Warned};
use typst::syntax::Source;
use typst_layout::PagedDocument;

use crate::diagnostic::Diagnostic;
use crate::input::Loaded;
use crate::template::Text;
pub use fonts::{Face, STAND_IN, Typesetter};
use world::Desk;
pub use world::{Manuscript, Sources};

/// Pages, and what Typst warned of while it laid them out.
pub struct Pages {
    /// The pages as Typst laid them out.
    pub document: PagedDocument,
    /// What it warned of.
    pub warnings: Vec<Diagnostic>,
}

/// Lays out a generated text with the Typst files that it imports.
///
/// # Errors
/// What Typst refused, shown in the template that wrote it.
pub fn layout(
    typesetter: &Typesetter,
    sources: &Sources,
    loaded: &Loaded,
    text: &Text,
) -> Result<Pages, Vec<Diagnostic>> {
    layout_again(typesetter, sources, loaded, text, &mut Manuscript::default())
}

/// Lays out a text that was laid out before, perhaps with other words.
///
/// # Errors
/// As [`layout`].
pub fn layout_again(
    typesetter: &Typesetter,
    sources: &Sources,
    loaded: &Loaded,
    text: &Text,
    manuscript: &mut Manuscript,
) -> Result<Pages, Vec<Diagnostic>> {
    let main = manuscript.revise(text);
    let desk = Desk::new(typesetter, sources, &loaded.folder, loaded.source.text.as_bytes(), main);
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&desk);
    let reader = faults::Reader::new(&desk, loaded, text);
    match output {
        Ok(document) => Ok(Pages { document, warnings: reader.read(&warnings, faults::Step::Layout) }),
        Err(errors) => Err(reader.read(&errors, faults::Step::Layout)),
    }
}

/// Lays out a text that comes of no record.
///
/// # Errors
/// What Typst refused: the program's own mistake.
pub fn layout_own(
    typesetter: &Typesetter,
    sources: &Sources,
    text: String,
) -> Result<PagedDocument, Diagnostic> {
    let desk = Desk::new(typesetter, sources, Path::new(""), &[], Source::detached(text));
    let document = typst::compile::<PagedDocument>(&desk).output;
    document.map_err(|errors| failed(&errors))
}

/// What Typst refused of a text that comes of no record.
pub fn failed(errors: &[SourceDiagnostic]) -> Diagnostic {
    let cause = errors.first().map_or("không rõ", |error| error.message.as_str());
    Diagnostic::error(format!("không trình bày được ({cause})")).hint(crate::template::INTERNAL)
}

/// What Typst found fault with when a laid-out text was to become a PDF.
pub fn refused(
    typesetter: &Typesetter,
    sources: &Sources,
    loaded: &Loaded,
    text: &Text,
    errors: &[SourceDiagnostic],
) -> Vec<Diagnostic> {
    let main = Manuscript::default().revise(text);
    let desk = Desk::new(typesetter, sources, &loaded.folder, loaded.source.text.as_bytes(), main);
    faults::Reader::new(&desk, loaded, text).read(errors, faults::Step::Pdf)
}

/// Typst's layout goes deep; a thread's usual stack is small.
const STACK_BYTES: usize = 32 * 1024 * 1024;

/// So many threads to lay out on; as many as the machine has cores for 0.
///
/// # Errors
/// When the machine has no room for them.
pub fn pool(threads: usize) -> Result<rayon::ThreadPool, Diagnostic> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK_BYTES)
        .build()
        .map_err(|error| Diagnostic::error(format!("không mở được luồng xử lý: {error}")))
}

/// Frees what the typesetter remembers of papers that are long done.
pub fn forget() {
    // A few papers back is enough: the Typst library's own files stay in use.
    comemo::evict(5);
}

/// Whether a path stays within a folder once links are followed.
fn within(folder: &Path, path: &Path) -> bool {
    match (folder.canonicalize(), path.canonicalize()) {
        (Ok(folder), Ok(path)) => path.starts_with(folder),
        _ => false,
    }
}
