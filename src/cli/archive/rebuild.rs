//! `thidua archive rebuild`: what can always be made anew from the bags, made anew.

use super::{Place, Ui};
use crate::archive::index::Index;
use crate::diagnostic::Diagnostic;

/// Arguments of `thidua archive rebuild`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
}

/// Makes the index anew.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let archive = args.place.open().map_err(one)?;
    let _lock = archive.lock("lập lại chỉ mục").map_err(one)?;
    let mut index = Index::open(&archive).map_err(one)?;
    index.warnings.clear();
    index.rebuild().map_err(one)?;
    ui.report(&index.warnings);
    let (dossiers, papers) = index.size().map_err(one)?;
    ui.say(&format!("Đã lập lại chỉ mục: {dossiers} hồ sơ, {papers} văn bản."));
    Ok(())
}
