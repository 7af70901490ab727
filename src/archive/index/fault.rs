//! What SQLite refuses, in Vietnamese.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::diagnostic::{Diagnostic, Origin};

/// Why the index could not be used.
#[derive(Debug)]
pub(super) enum Refusal {
    /// SQLite said so.
    Sqlite(rusqlite::Error),
    /// The file is not of this version, or half written, and cannot be mended here.
    Unusable,
    /// Something else, as it is told.
    Told(Diagnostic),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl Refusal {
    fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Sqlite(error) => error.sqlite_error_code(),
            Self::Unusable | Self::Told(_) => None,
        }
    }

    /// Whether the file is of no use: no database, damaged, or with other tables than it says.
    pub fn is_corrupt(&self) -> bool {
        // Tables or columns that are not there are told with the question that asked for them.
        let other_tables = matches!(self, Self::Sqlite(rusqlite::Error::SqlInputError { .. }));
        let damaged = [ErrorCode::NotADatabase, ErrorCode::DatabaseCorrupt, ErrorCode::Unknown];
        other_tables || self.code().is_some_and(|code| damaged.contains(&code))
    }

    /// Whether someone else is writing.
    pub fn is_busy(&self) -> bool {
        matches!(self.code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
    }

    /// For the person.
    pub fn told(self, path: &Path) -> Diagnostic {
        let cause = match self.code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "có chương trình khác đang ghi",
            Some(ErrorCode::ReadOnly) => "chỉ được đọc, không ghi được",
            Some(ErrorCode::DiskFull) => "đĩa đã đầy",
            Some(
                ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied
                | ErrorCode::AuthorizationForStatementDenied,
            ) => "không mở được tệp",
            Some(
                ErrorCode::SystemIoFailure
                | ErrorCode::FileLockingProtocolFailed
                | ErrorCode::NoLargeFileSupport,
            ) => "ổ đĩa hoặc thư mục chung báo lỗi đọc, ghi, khóa tệp",
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => "tệp đã hỏng",
            _ => "",
        };
        let message = match (self, cause) {
            (Self::Told(fault), _) => return fault,
            (Self::Unusable, _) => format!("không dùng được chỉ mục `{}`", path.display()),
            (Self::Sqlite(error), "") => {
                let code = error.sqlite_error().map_or(0, |error| error.extended_code);
                format!("không dùng được chỉ mục `{}` (SQLite báo lỗi số {code})", path.display())
            }
            (Self::Sqlite(_), cause) => format!("không dùng được chỉ mục `{}`: {cause}", path.display()),
        };
        Diagnostic { origin: Origin::Machine, ..Diagnostic::error(message) }
    }
}
