//! `thidua number start`: a new book, or a series that begins in the middle of its year.

use std::path::Path;

use super::{Place, Ui};
use crate::archive::Archive;
use crate::diagnostic::Diagnostic;
use crate::numbers::{self, Series, Style};
use crate::output;

/// Arguments of `thidua number start`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Không kèm tùy chọn nào khác thì chỉ lập sổ; đầu năm các sổ tự mở từ số 01. Cơ quan đánh số riêng từng loại \
văn bản, trừ khi mở sổ với --common; cách đánh số do người đứng đầu cơ quan quy định (Nghị định \
30/2020/NĐ-CP, Điều 15), giữ suốt năm và chuyển sang năm sau.\n")]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Tên cơ quan ban hành, như trong hồ sơ
    #[arg(long, value_name = "CƠ QUAN")]
    issuer: Option<String>,
    /// Ký hiệu của sổ cần mở, ví dụ QĐ-SNV
    #[arg(long, value_name = "KÝ HIỆU", requires = "issuer")]
    series: Option<String>,
    /// Đánh số chung mọi loại văn bản của cơ quan
    #[arg(long, requires = "issuer", conflicts_with = "series")]
    common: bool,
    /// Số đầu tiên thidua cấp, khi các số trước đã cấp ở sổ giấy; không ghi thì từ 01
    #[arg(long, value_name = "SỐ", default_value_t = 1, hide_default_value = true)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..1_000_000), requires = "issuer")]
    first: u32,
    /// Năm của sổ; không ghi thì năm nay
    #[arg(long, value_name = "NĂM", value_parser = clap::value_parser!(i32).range(1945..=2999))]
    year: Option<i32>,
}

/// Makes the book's folder, and opens the series that was named.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Diagnostic> {
    let archive = Archive::open_or_create(&args.place.root()?)?;
    let archive = archive.root();
    let before = archive.join(numbers::FOLDER).is_dir();
    output::create_folder_durably(archive, Path::new(numbers::FOLDER))?;
    let year = args.year.unwrap_or_else(super::this_year);
    let Some(issuer) = args.issuer.clone() else {
        let folder = archive.join(numbers::FOLDER);
        ui.say(&match before {
            true => format!("Sổ số văn bản đã có từ trước ở `{}`; không thay đổi gì.", folder.display()),
            false => format!("Đã lập sổ số văn bản ở `{}`.", folder.display()),
        });
        return Ok(());
    };
    let (notation, style) = match &args.series {
        Some(series) => (series.trim().to_owned(), None),
        None if args.common => ("chung".to_owned(), Some(Style::Common)),
        None => {
            return Err(Diagnostic::usage(format!("chưa biết mở sổ nào của {issuer}")).hint(
                "thêm `--series` và ký hiệu, ví dụ `--series QĐ-SNV`; hoặc `--common` nếu đánh số chung",
            ));
        }
    };
    let series = Series { issuer, notation, year };
    numbers::start(archive, &series, args.first, style)?;
    let which = if args.common { "chung các loại văn bản" } else { &series.notation };
    ui.say(&format!("Đã mở sổ {which} năm {year} của {}, từ số {:02}.", series.issuer, args.first));
    Ok(())
}
