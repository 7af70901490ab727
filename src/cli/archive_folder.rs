//! Which folder is the archive.

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;

/// The variable that names the archive where the command line does not.
const VARIABLE: &str = "THIDUA_ARCHIVE";

/// The archive that a command works on.
#[derive(Debug, clap::Args)]
pub struct ArchiveFolder {
    /// Thư mục lưu trữ; không ghi thì theo biến môi trường THIDUA_ARCHIVE
    #[arg(long, value_name = "THƯ MỤC")]
    archive: Option<PathBuf>,
}

impl ArchiveFolder {
    /// The folder that was named.
    ///
    /// # Errors
    /// When none was.
    pub fn named(&self) -> Result<PathBuf, Diagnostic> {
        let variable = || std::env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
        self.archive.clone().or_else(variable).ok_or_else(|| {
            Diagnostic::usage("chưa biết thư mục lưu trữ ở đâu")
                .hint(format!("thêm `--archive` và thư mục, hoặc đặt biến môi trường {VARIABLE}"))
        })
    }

    /// The folder that was named and is there.
    ///
    /// # Errors
    /// When none was named, or there is no such folder.
    pub fn present(&self) -> Result<PathBuf, Diagnostic> {
        let folder = self.named()?;
        if folder.is_dir() {
            return Ok(folder);
        }
        Err(Diagnostic::usage(format!("không có thư mục lưu trữ `{}`", folder.display()))
            .hint("xem lại tên thư mục, ổ đĩa mạng đã nối chưa; lập lưu trữ mới thì tạo thư mục trước"))
    }
}
