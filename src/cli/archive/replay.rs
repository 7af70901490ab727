//! `thidua archive replay`: the archived papers made once more, byte for byte.

use std::path::PathBuf;

use super::Ui;
use super::{Place, chosen};
use crate::archive::replay::{self, Outcome};
use crate::diagnostic::Diagnostic;
use crate::typeset;

/// Arguments of `thidua archive replay`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Các hồ sơ trong kho, ví dụ 2026/tong-ket; không ghi thì lập lại mọi hồ sơ
    #[arg(value_name = "HỒ SƠ")]
    dossiers: Vec<String>,
    #[command(flatten)]
    place: Place,
    /// Thư mục phông chữ, như khi lập văn bản
    #[arg(long, value_name = "THƯ MỤC")]
    font_path: Option<PathBuf>,
}

/// Makes the papers once more and compares.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let archive = args.place.open().map_err(one)?;
    let dossiers = chosen(&archive, &args.dossiers).map_err(one)?;
    let pool = typeset::pool(1).map_err(one)?;
    let mut faults = Vec::new();
    for dossier in dossiers {
        let id = dossier.id();
        let replay = match pool.install(|| replay::replay(&dossier, args.font_path.as_deref())) {
            Ok(replay) => replay,
            Err(further) => {
                ui.print(&format!("{id}: không lập lại được\n"));
                faults.extend(further);
                continue;
            }
        };
        for paper in &replay.papers {
            let word = match paper.outcome {
                Outcome::Identical => "giống từng byte",
                Outcome::Scan => "bản quét, không so được; hồ sơ vẫn lập lại được văn bản",
                Outcome::Different => "KHÁC",
            };
            ui.print(&format!("{id}: {}: {word}\n", paper.file));
        }
        if replay.papers.iter().any(|paper| paper.outcome == Outcome::Different) {
            let fault = Diagnostic::error(format!("hồ sơ `{id}`: có văn bản lập lại không giống bản đã lưu"));
            faults.push(replay.reasons.iter().fold(fault, |fault, reason| fault.hint(reason.clone())));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
