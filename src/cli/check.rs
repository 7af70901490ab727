//! `thidua check`: all faults of the records at once.

use std::path::PathBuf;

use super::Records;
use super::ui::Ui;
use crate::diagnostic::Diagnostic;
use crate::press::Press;

/// Arguments of `thidua check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    records: Records,
    /// Thư mục phông chữ, như khi lập văn bản
    #[arg(long, value_name = "THƯ MỤC")]
    font_path: Option<PathBuf>,
}

/// Reads every record and tells what is wrong with it.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let (files, mut faults) = args.records.find();
    let press = Press::new(args.font_path.as_deref(), None).map_err(|fault| vec![fault])?;
    for file in &files {
        match press.load(file) {
            Ok(_) => ui.say(&format!("{}: không có lỗi", file.path.display())),
            Err(further) => faults.extend(further),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
