//! `thidua archive rebuild`: what can always be made anew from the bags, made anew.

use super::{Place, Ui};
use crate::archive::index::Index;
use crate::archive::{bookkeeping, register, settle};
use crate::diagnostic::{Diagnostic, Severity};
use crate::press::each_once;
use crate::vietnamese::notation;

/// Arguments of `thidua archive rebuild`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
}

/// Makes index and register anew.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let archive = args.place.open().map_err(one)?;
    let lock = archive.lock("lập lại chỉ mục, sổ đăng ký").map_err(one)?;
    ui.report(&settle::settle(&archive, &lock)?);
    let mut index = Index::open(&archive).map_err(one)?;
    index.warnings.clear();
    index.rebuild().map_err(one)?;
    let mut warnings = std::mem::take(&mut index.warnings);
    // What the index cannot read of the bags, the register cannot either.
    warnings.extend(register::file::rebuild(&archive).map_err(one)?);
    warnings.extend(bookkeeping::restore_kept(&archive).map_err(one)?);
    let lost = bookkeeping::lost(&archive).map_err(one)?.into_iter();
    warnings.extend(lost.map(|fault| Diagnostic { severity: Severity::Warning, ..fault }));
    each_once(&mut warnings);
    ui.report(&warnings);
    let (dossiers, papers) = index.size().map_err(one)?;
    let (dossiers, papers) = (notation::count(dossiers), notation::count(papers));
    ui.say(&format!("Đã lập lại chỉ mục và sổ đăng ký: {dossiers} hồ sơ, {papers} văn bản."));
    Ok(())
}
