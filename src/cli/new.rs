//! `thidua new`: a commented starter record.

use std::path::PathBuf;

use super::KindArg;
use super::ui::Ui;
use crate::diagnostic::Diagnostic;
use crate::output;
use crate::template::{Kind, TemplateSet};

/// Arguments of `thidua new`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Văn bản cần lập: report (báo cáo), covenant (giao ước), decision (quyết định); không ghi thì cả ba
    #[arg(value_name = "LOẠI", hide_possible_values = true)]
    kinds: Vec<KindArg>,
    /// Tệp ghi ra
    #[arg(short, long, value_name = "TỆP", default_value = "record.yaml", hide_default_value = true)]
    output: PathBuf,
}

/// Writes the starter; never over a file that is there.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let kinds: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| args.kinds.is_empty() || args.kinds.iter().any(|arg| Kind::from(*arg) == *kind))
        .collect();
    let text = TemplateSet::default().starter(&kinds);
    if let Some(folder) = args.output.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        output::create_folder(folder).map_err(|fault| vec![fault])?;
    }
    output::write_new(&args.output, text.as_bytes()).map_err(|fault| vec![fault])?;
    ui.written(&args.output);
    Ok(())
}
