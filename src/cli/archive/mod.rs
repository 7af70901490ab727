//! `thidua archive`: the folder in which papers are kept for decades.

mod add;
mod export;
mod find;
mod list;
mod rebuild;
mod register;
mod replay;
mod verify;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Subcommand;

use super::ui::Ui;
use super::usage::Reason;
use crate::archive::dossier::Dossier;
use crate::archive::{Archive, settle};
use crate::diagnostic::{Diagnostic, Severity};
use crate::record::scalar::Date;

/// The variable that names the archive where the command line does not.
const VARIABLE: &str = "THIDUA_ARCHIVE";

/// Arguments of `thidua archive`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Lưu văn bản đã ký của một hội nghị vào kho, cùng hồ sơ đã dùng để lập
    Add(add::Args),
    /// Tìm văn bản theo số, ngày, trích yếu, tên người, tên đơn vị, có dấu hoặc không dấu
    Find(find::Args),
    /// Kê các hồ sơ trong kho, hoặc những hồ sơ sắp đến hạn nộp lưu, hết thời hạn lưu trữ
    List(list::Args),
    /// Viết sổ đăng ký văn bản đi của một năm ra CSV, XLSX hoặc PDF
    Register(register::Args),
    /// Kiểm tra kho: tệp bị sửa, thêm, mất; chữ ký số; số văn bản; sổ đăng ký
    Verify(verify::Args),
    /// Lập lại văn bản từ hồ sơ đã lưu, so từng byte với bản đã lưu
    Replay(replay::Args),
    /// Xuất văn bản và siêu dữ liệu (PDF và XML) để giao nộp
    Export(export::Args),
    /// Lập lại chỉ mục và sổ đăng ký từ các hồ sơ trong kho
    Rebuild(rebuild::Args),
}

/// Does what is asked of the archive.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    match &args.action {
        Action::Add(args) => add::run(args, ui),
        Action::Verify(args) => verify::run(args, ui),
        Action::Replay(args) => replay::run(args, ui),
        Action::Export(args) => export::run(args, ui),
        Action::Find(args) => find::run(args, ui),
        Action::List(args) => list::run(args, ui),
        Action::Register(args) => register::run(args, ui),
        Action::Rebuild(args) => rebuild::run(args, ui),
    }
}

/// Which archive is meant.
#[derive(Debug, clap::Args)]
pub(super) struct Place {
    /// Thư mục kho lưu trữ; không ghi thì lấy ở biến môi trường THIDUA_ARCHIVE
    #[arg(long, value_name = "THƯ MỤC")]
    archive: Option<PathBuf>,
}

impl Place {
    pub(super) fn root(&self) -> Result<PathBuf, Diagnostic> {
        let named = self.archive.clone().or_else(|| std::env::var_os(VARIABLE).map(PathBuf::from));
        named.filter(|root| !root.as_os_str().is_empty()).ok_or_else(|| {
            Diagnostic::usage("chưa biết kho lưu trữ ở đâu")
                .hint(format!("ghi `--archive THƯ-MỤC`, hoặc đặt biến môi trường {VARIABLE}"))
        })
    }

    fn open(&self) -> Result<Archive, Diagnostic> {
        Archive::open(&self.root()?)
    }
}

/// The dossiers that are named; all of them where none is.
fn chosen(archive: &Archive, names: &[String]) -> Result<Vec<Dossier>, Diagnostic> {
    if names.is_empty() {
        return archive.dossiers();
    }
    names.iter().map(|name| archive.dossier(name)).collect()
}

/// Finishes what an interrupted writer left behind, so that what is looked for is found. Where that cannot
/// be done, as while someone is writing, it is said.
fn finish_what_was_begun(archive: &Archive, ui: &Ui) {
    if settle::notes(archive).is_ok_and(|notes| notes.is_empty()) {
        return;
    }
    let told = match archive.lock_if_free("làm nốt việc bị ngắt") {
        Some(lock) => settle::settle(archive, &lock).unwrap_or_else(|faults| faults),
        None => vec![
            Diagnostic::error("có hồ sơ đang được lưu, hoặc lưu dở mà ở đây không ghi được để làm nốt")
                .hint("văn bản của hồ sơ ấy có thể chưa có trong kết quả; chạy lại sau"),
        ],
    };
    // Whoever only looks things up cannot mend this.
    let warning = |fault| Diagnostic { severity: Severity::Warning, ..fault };
    ui.report(&told.into_iter().map(warning).collect::<Vec<_>>());
}

/// A day as it is typed: `2026-01-31` or `31/01/2026`.
fn day(text: &str) -> Result<NaiveDate, Reason> {
    text.parse::<Date>().map(|date| date.0).map_err(Reason)
}
