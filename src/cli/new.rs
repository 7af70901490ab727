//! `thidua new`: a commented starter record.

use std::path::PathBuf;

use super::KindArg;
use super::ui::Ui;
use crate::diagnostic::Diagnostic;
use crate::output;
use crate::record::schema;
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
    /// Ghi thêm lược đồ record.schema.json bên cạnh, để trình soạn thảo (VS Code) gợi ý khi gõ
    #[arg(long)]
    schema: bool,
}

/// Writes the starter; never over a file that is there.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let kinds: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| args.kinds.is_empty() || args.kinds.iter().any(|arg| Kind::from(*arg) == *kind))
        .collect();
    let mut text = TemplateSet::default().starter(&kinds);
    if args.schema {
        text.insert_str(0, &schema::modeline(schema::FILE_NAME));
    }
    if let Some(folder) = args.output.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        output::create_folder(folder).map_err(|fault| vec![fault])?;
    }
    output::write_new(&args.output, text.as_bytes()).map_err(|fault| vec![fault])?;
    ui.written(&args.output);
    if args.schema {
        // The file is thidua's own, not the officer's: a newer one takes its place.
        let path = args.output.with_file_name(schema::FILE_NAME);
        output::write(&path, schema::text().as_bytes()).map_err(|fault| vec![fault])?;
        ui.written(&path);
    }
    Ok(())
}
