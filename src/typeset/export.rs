//! Laid-out pages as files: PDF for the archive, pictures for the screen.

use typst::diag::{EcoVec, SourceDiagnostic};
use typst::foundations::Smart;
use typst::syntax::Span;
use typst_layout::{Page, PagedDocument};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use typst_render::RenderOptions;
use typst_svg::SvgOptions;

use crate::diagnostic::Diagnostic;
use crate::pdf::end_line;

/// Pixels a point in pictures of pages: 144 dots an inch.
const PIXELS_PER_POINT: f64 = 2.0;

/// A tagged archival PDF: PDF/A-2a and PDF/UA-1; PDF/A-3a where the record goes along.
///
/// `identifier` tells this paper from others in the PDF's own id; the same paper has the same.
/// It ends with a newline, for programs that append to it without looking.
///
/// # Errors
/// What the standards do not allow, as Typst tells it.
pub fn pdf(
    document: &PagedDocument,
    identifier: &str,
    attach_record: bool,
) -> Result<Vec<u8>, EcoVec<SourceDiagnostic>> {
    let archival = if attach_record { PdfStandard::A_3a } else { PdfStandard::A_2a };
    let standards = PdfStandards::new(&[archival, PdfStandard::Ua_1]).map_err(|error| {
        EcoVec::from([SourceDiagnostic::error(Span::detached(), error.message().clone())])
    })?;
    let options = PdfOptions {
        ident: Smart::Custom(identifier.into()),
        creator: Smart::Custom(Some(concat!("thidua ", env!("CARGO_PKG_VERSION")).into())),
        timestamp: None,
        standards,
        ..PdfOptions::default()
    };
    let mut pdf = typst_pdf::pdf(document, &options)?;
    end_line(&mut pdf);
    Ok(pdf)
}

/// Each page as a PNG picture.
///
/// # Errors
/// When a picture cannot be encoded.
pub fn png(document: &PagedDocument) -> Result<Vec<Vec<u8>>, Vec<Diagnostic>> {
    let options = RenderOptions { pixel_per_pt: PIXELS_PER_POINT.into(), ..RenderOptions::default() };
    let encoded = document.pages().iter().map(|page| typst_render::render(page, &options).encode_png());
    encoded
        .collect::<Result<_, _>>()
        .map_err(|error| vec![Diagnostic::error(format!("không xuất được PNG: {error}"))])
}

/// Each page as an SVG picture.
pub fn svg(document: &PagedDocument) -> Vec<String> {
    document.pages().iter().map(svg_page).collect()
}

/// One page as an SVG picture.
pub fn svg_page(page: &Page) -> String {
    typst_svg::svg(page, &SvgOptions::default())
}
