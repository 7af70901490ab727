//! `thidua archive export`: dossiers for hand-over, papers and metadata.

use std::path::PathBuf;

use super::Ui;
use super::{Place, chosen};
use crate::archive::export;
use crate::archive::index::Index;
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
    let dossiers = chosen(&archive, &args.dossiers).map_err(one)?;
    let index = Index::open_to_read(&archive).map_err(one)?;
    ui.report(&index.warnings);
    for dossier in dossiers {
        match export::export(&index, &dossier, &args.output) {
            Ok(exported) => {
                ui.written(&exported.folder);
                for (path, latest) in exported.left_out {
                    ui.say(&format!(
                        "`{path}` để lại: bản ký đầy đủ hơn ở hồ sơ `{latest}`, xuất cùng hồ sơ ấy."
                    ));
                }
            }
            Err(further) => faults.extend(further),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
