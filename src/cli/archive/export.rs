//! `thidua archive export`: dossiers for hand-over, papers and metadata.

use std::path::PathBuf;

use super::Ui;
use super::{Place, chosen};
use crate::archive::export;
use crate::diagnostic::Diagnostic;

/// Arguments of `thidua archive export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Các hồ sơ trong kho, ví dụ 2026/tong-ket
    #[arg(required = true, value_name = "HỒ SƠ")]
    dossiers: Vec<String>,
    /// Thư mục ghi ra
    #[arg(short, long, value_name = "THƯ MỤC")]
    output: PathBuf,
    #[command(flatten)]
    place: Place,
}

/// Exports dossiers, one after another.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let archive = args.place.open().map_err(one)?;
    let mut faults = Vec::new();
    for dossier in chosen(&archive, &args.dossiers).map_err(one)? {
        match export::export(&dossier, &args.output) {
            Ok(folder) => ui.written(&folder),
            Err(further) => faults.extend(further),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
