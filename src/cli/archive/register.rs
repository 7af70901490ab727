//! `thidua archive register`: the register of outgoing documents, for the office.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::{Place, Ui};
use crate::archive::bookkeeping;
use crate::archive::register::{Register, file, of_archive, print, xlsx};
use crate::diagnostic::{Diagnostic, Severity};
use crate::output;

/// Arguments of `thidua archive register`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Năm của sổ; không ghi thì năm cuối cùng có văn bản
    #[arg(long, value_name = "NĂM")]
    year: Option<i32>,
    /// Viết ra pdf (để in, đóng quyển), xlsx (Excel) hay csv; không ghi thì theo đuôi tên tệp ở `-o`, hoặc pdf
    #[arg(long, value_name = "DẠNG", hide_possible_values = true)]
    format: Option<Form>,
    /// Tệp ghi ra; không ghi thì so-dang-ky-van-ban-di-NĂM ở thư mục hiện tại
    #[arg(short, long, value_name = "TỆP")]
    output: Option<PathBuf>,
    /// Thư mục phông chữ, ví dụ có Times New Roman
    #[arg(long, value_name = "THƯ MỤC")]
    font_path: Option<PathBuf>,
}

/// What it is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Pdf,
    Xlsx,
    Csv,
}

impl Form {
    fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// What the person means: as they say, else as the file is to be named.
    fn meant(said: Option<Self>, path: Option<&Path>) -> Result<Self, Diagnostic> {
        let ending = path.and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase());
        let named = ending.and_then(|ending| {
            [Self::Pdf, Self::Xlsx, Self::Csv].into_iter().find(|form| form.ending() == ending)
        });
        match (said, named) {
            (Some(said), Some(named)) if said != named => {
                let (said, named) = (said.ending(), named.ending());
                let message = format!("`--format {said}` trái với tên tệp, có đuôi `.{named}`");
                Err(Diagnostic::usage(message).hint("bỏ `--format`, hoặc sửa đuôi tên tệp ở `-o`"))
            }
            (said, named) => Ok(said.or(named).unwrap_or(Self::Pdf)),
        }
    }
}

/// Writes the register of a year.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let form = Form::meant(args.format, args.output.as_deref()).map_err(one)?;
    let archive = args.place.open().map_err(one)?;
    super::finish_what_was_begun(&archive, ui);
    let (mut registers, warnings) = of_archive(&archive).map_err(one)?;
    ui.report(&warnings);
    let lost = bookkeeping::lost(&archive).map_err(one)?.into_iter();
    let lost: Vec<_> = lost.map(|fault| Diagnostic { severity: Severity::Warning, ..fault }).collect();
    ui.report(&lost);
    let years: Vec<String> = registers.keys().map(ToString::to_string).collect();
    let year = args.year.or_else(|| registers.keys().next_back().copied());
    let register = year.and_then(|year| registers.remove(&year)).map(Register::once);
    let Some(register) = register else { return Err(vec![none(args.year, &years)]) };
    let bytes = match form {
        Form::Pdf => print::write(&register, args.font_path.as_deref()),
        Form::Xlsx => xlsx::write(&register),
        Form::Csv => file::bytes(&register.lines, true),
    };
    let name = || PathBuf::from(format!("so-dang-ky-van-ban-di-{}.{}", register.year, form.ending()));
    let path = args.output.clone().unwrap_or_else(name);
    output::write_new(&path, &bytes.map_err(one)?).map_err(one)?;
    ui.written(&path);
    Ok(())
}

fn none(year: Option<i32>, years: &[String]) -> Diagnostic {
    let fault = match year {
        Some(year) => Diagnostic::usage(format!("kho lưu trữ không có văn bản nào của năm {year}")),
        None => Diagnostic::usage("kho lưu trữ chưa có văn bản nào"),
    };
    if years.is_empty() {
        fault
    } else {
        fault.hint(format!("các năm có văn bản: {}", years.join(", ")))
    }
}
