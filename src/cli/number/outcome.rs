//! `thidua number use` and `cancel`: what became of a number.

use std::path::PathBuf;

use chrono::Datelike;

use super::{Place, Ui, code, day, series};
use crate::archive::register::file;
use crate::archive::{Archive, bag};
use crate::diagnostic::{Diagnostic, Severity};
use crate::numbers::{self, Purpose, Registered, Usage};

/// Arguments of `thidua number use`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Đưa văn bản đã ký vào lưu trữ thì số tự ghi là đã dùng. Lệnh này dành cho văn bản không lưu bằng thidua, và để ghi \
vào sổ một số đã cấp ở nơi khác: khi ấy thêm --issuer và --subject.\n")]
pub struct UseArgs {
    /// Số và ký hiệu, ví dụ 12/QĐ-SNV
    #[arg(value_name = "SỐ")]
    number: String,
    #[command(flatten)]
    place: Place,
    /// Ngày ban hành
    #[arg(long, value_name = "NGÀY")]
    date: Option<String>,
    /// Tệp văn bản; sổ ghi mã băm của tệp
    #[arg(long, value_name = "TỆP")]
    file: Option<PathBuf>,
    /// Trích yếu, khi số đã cấp ở nơi khác
    #[arg(long, value_name = "TRÍCH YẾU")]
    subject: Option<String>,
    /// Tên cơ quan ban hành, khi sổ có nhiều cơ quan
    #[arg(long, value_name = "CƠ QUAN")]
    issuer: Option<String>,
    /// Năm của sổ; không ghi thì theo ngày ban hành, hoặc năm nay
    #[arg(long, value_name = "NĂM", value_parser = clap::value_parser!(i32).range(1945..=2999))]
    year: Option<i32>,
    /// Người ghi sổ
    #[arg(long, value_name = "HỌ TÊN")]
    by: Option<String>,
}

/// Arguments of `thidua number cancel`.
#[derive(Debug, clap::Args)]
pub struct CancelArgs {
    /// Số và ký hiệu, ví dụ 12/QĐ-SNV
    #[arg(value_name = "SỐ")]
    number: String,
    /// Vì sao hủy; lý do ở lại trong sổ
    #[arg(long, value_name = "LÝ DO")]
    reason: String,
    #[command(flatten)]
    place: Place,
    /// Tên cơ quan ban hành, khi sổ có nhiều cơ quan
    #[arg(long, value_name = "CƠ QUAN")]
    issuer: Option<String>,
    /// Năm của sổ; không ghi thì năm nay
    #[arg(long, value_name = "NĂM", value_parser = clap::value_parser!(i32).range(1945..=2999))]
    year: Option<i32>,
    /// Người ghi sổ
    #[arg(long, value_name = "HỌ TÊN")]
    by: Option<String>,
}

/// Registers that a number was used.
pub fn register(args: &UseArgs, ui: &Ui) -> Result<(), Diagnostic> {
    let archive = super::archive(&args.place)?;
    let (number, notation) = code(&args.number)?;
    let date = args.date.as_deref().map(day).transpose()?;
    let year = args.year.or(date.map(|date| date.year())).unwrap_or_else(super::this_year);
    let series = series(&archive, &notation, args.issuer.as_deref(), year)?;
    let usage = Usage {
        purpose: args.subject.as_deref().map(Purpose::other),
        date,
        sha512: args.file.as_deref().map(bag::sha512_of).transpose()?,
        by: args.by.clone(),
    };
    let registered =
        numbers::use_number(&archive, &series, number, &usage).map_err(|fault| match args.subject {
            Some(_) => fault,
            None => fault.hint("ghi vào sổ số đã cấp ở nơi khác thì thêm `--subject` và trích yếu"),
        })?;
    let code = series.code(number);
    ui.say(&match registered {
        Registered::Now => format!("Đã ghi: số {code} năm {year} đã dùng."),
        Registered::Before { .. } => format!("Sổ đã ghi trước đây: số {code} năm {year} đã dùng."),
    });
    Ok(())
}

/// Cancels a number.
pub fn cancel(args: &CancelArgs, ui: &Ui) -> Result<(), Diagnostic> {
    let archive = super::archive(&args.place)?;
    let (number, notation) = code(&args.number)?;
    let reason = args.reason.trim();
    if reason.is_empty() {
        return Err(Diagnostic::usage("chưa ghi lý do hủy số").hint("thêm `--reason` và lý do"));
    }
    let year = args.year.unwrap_or_else(super::this_year);
    let series = series(&archive, &notation, args.issuer.as_deref(), year)?;
    let reservation = numbers::cancel(&archive, &series, number, reason, args.by.as_deref())?;
    let registered =
        Archive::open(&archive).and_then(|archive| file::append_cancelled(&archive, &reservation, reason));
    if let Err(fault) = registered {
        let warning = Diagnostic { severity: Severity::Warning, ..fault };
        ui.report(&[warning.hint("số đã hủy; ghi lại sổ đăng ký bằng `thidua archive rebuild`")]);
    }
    ui.say(&format!("Đã hủy số {} năm {year}; số này không cấp lại.", series.code(number)));
    Ok(())
}
