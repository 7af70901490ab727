//! `thidua schema`: what a record may hold, for editors and for people.

use std::path::PathBuf;

use clap::ValueEnum;

use super::ui::Ui;
use crate::diagnostic::Diagnostic;
use crate::output;
use crate::record::{keys, schema};

/// Arguments of `thidua schema`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Dạng: json (cho trình soạn thảo), markdown (bảng tra các mục, cho người đọc)
    #[arg(
        long,
        value_name = "DẠNG",
        default_value = "json",
        hide_default_value = true,
        hide_possible_values = true
    )]
    format: FormatArg,
    /// Tệp ghi ra; không ghi thì in ra màn hình
    #[arg(short, long, value_name = "TỆP")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatArg {
    Json,
    Markdown,
}

/// Prints the schema or the reference of its keys, or writes it to a file.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let text = match args.format {
        FormatArg::Json => schema::text(),
        FormatArg::Markdown => keys::reference(),
    };
    let Some(path) = &args.output else {
        ui.print(&text);
        return Ok(());
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        output::create_folder(folder).map_err(|fault| vec![fault])?;
    }
    output::write(path, text.as_bytes()).map_err(|fault| vec![fault])?;
    ui.written(path);
    Ok(())
}
