//! From Typst text to laid-out pages to bytes.

pub mod entities;
pub mod export;
mod fonts;
pub mod pictures;
mod world;

use std::path::Path;
use std::sync::Arc;

use typst::diag::{SourceDiagnostic, Warned};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;

use crate::diagnostic::{Diagnostic, Severity, SourceText};
use crate::input::Loaded;
use crate::template::Text;
pub use fonts::Typesetter;
use world::Desk;
pub use world::Sources;

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
/// What Typst refused, shown in the template file or the generated text.
pub fn layout(
    typesetter: &Typesetter,
    sources: &Sources,
    loaded: &Loaded,
    text: &Text,
) -> Result<Pages, Vec<Diagnostic>> {
    let desk = Desk::new(typesetter, sources, &loaded.folder, loaded.source.text.as_bytes(), text);
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&desk);
    let translate = |list: &[SourceDiagnostic]| list.iter().map(|one| translated(&desk, one)).collect();
    match output {
        Ok(document) => Ok(Pages { document, warnings: translate(&warnings) }),
        Err(errors) => Err(translate(&errors)),
    }
}

/// Frees what the typesetter remembers of papers that are long done.
pub fn forget() {
    // A few papers back is enough: the Typst library's own files stay in use.
    comemo::evict(5);
}

/// A Typst diagnostic as one of ours.
fn translated(desk: &Desk, diagnostic: &SourceDiagnostic) -> Diagnostic {
    let severity = match diagnostic.severity {
        typst::diag::Severity::Error => Severity::Error,
        typst::diag::Severity::Warning => Severity::Warning,
    };
    let mut fault = Diagnostic::error(format!("Typst không trình bày được: {}", diagnostic.message));
    fault.severity = severity;
    fault.hints.extend(diagnostic.hints.iter().map(|hint| hint.v.to_string()));
    let file = diagnostic.span.id();
    if let (Some(range), Some(file)) = (desk.range(diagnostic.span), file)
        && let Ok(source) = desk.source(file)
    {
        let path = file.get().vpath().get_without_slash();
        let name = if file == desk.main() {
            "văn bản Typst tạo từ mẫu".to_owned()
        } else {
            format!("templates/{path}")
        };
        let text = Arc::new(SourceText { name, text: source.text().to_owned() });
        return fault.at(&text, range);
    }
    fault
}

/// Whether a path stays within a folder once links are followed.
fn within(folder: &Path, path: &Path) -> bool {
    match (folder.canonicalize(), path.canonicalize()) {
        (Ok(folder), Ok(path)) => path.starts_with(folder),
        _ => false,
    }
}
