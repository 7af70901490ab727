//! `thidua number next`: the next number of a series, for a paper of a record or for another paper.

use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};

use super::{Place, Ui, day};
use crate::clock;
use crate::diagnostic::Diagnostic;
use crate::exclusive::{self, Held};
use crate::input::files::{self, RecordFile};
use crate::input::{self, Loaded};
use crate::numbers::{self, Ending, Entry, Given, Purpose, Request, Series};
use crate::output;
use crate::record::Record;
use crate::record::paper::{Kind, Paper};
use crate::record::scalar::DocumentNumber;
use crate::vietnamese::date;

/// Arguments of `thidua number next`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Văn bản giấy: lấy số sau khi có chữ ký, chậm nhất trong ngày làm việc tiếp theo. Văn bản điện tử: lấy số, \
lập lại bản chính thức rồi ký số. Số chạy từ 01 ngày 01 tháng 01 đến hết ngày 31 tháng 12 của năm ban hành \
(Nghị định 30/2020/NĐ-CP, Điều 15). Chạy lại cho cùng một văn bản thì được đúng số đã giữ.\n")]
pub struct Args {
    /// Tệp hồ sơ, hoặc thư mục có record.yaml; số và ngày được ghi vào hồ sơ
    #[arg(value_name = "HỒ SƠ", required_unless_present = "series")]
    record: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
    /// Văn bản lấy số: report (báo cáo), decision (quyết định), covenant (giao ước có ký hiệu riêng)
    #[arg(long, value_name = "LOẠI", hide_possible_values = true, requires = "record")]
    only: Option<Kind>,
    /// Quyết định thứ mấy trong hồ sơ, khi có nhiều quyết định
    #[arg(long, value_name = "THỨ", requires = "record", value_parser = clap::value_parser!(u16).range(1..))]
    nth: Option<u16>,
    /// Ngày ban hành, khi hồ sơ chưa ghi; không ghi thì hôm nay
    #[arg(long, value_name = "NGÀY")]
    date: Option<String>,
    /// Lấy số không theo hồ sơ: ký hiệu, ví dụ QĐ-SNV
    #[arg(long, value_name = "KÝ HIỆU", conflicts_with = "record", requires_all = ["issuer", "subject"])]
    series: Option<String>,
    /// Tên cơ quan ban hành
    #[arg(long, value_name = "CƠ QUAN", requires = "series")]
    issuer: Option<String>,
    /// Năm của sổ; không ghi thì theo ngày ban hành
    #[arg(long, value_name = "NĂM", requires = "series", value_parser = clap::value_parser!(i32).range(1945..=2999))]
    year: Option<i32>,
    /// Trích yếu
    #[arg(long, value_name = "TRÍCH YẾU", requires = "series")]
    subject: Option<String>,
    /// Người lấy số
    #[arg(long, value_name = "HỌ TÊN")]
    by: Option<String>,
}

/// Gives the number and prints it.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Diagnostic> {
    let archive = super::archive(&args.place)?;
    let date = args.date.as_deref().map(day).transpose()?;
    match (&args.record, &args.series, &args.issuer, &args.subject) {
        (Some(record), ..) => for_record(args, record, &archive, date, ui),
        (None, Some(notation), Some(issuer), Some(subject)) => {
            let year = args.year.or(date.map(|date| date.year())).unwrap_or_else(super::this_year);
            let series = Series { issuer: issuer.clone(), notation: notation.trim().to_owned(), year };
            let request = Request { purpose: Purpose::other(subject), date, by: args.by.clone() };
            let given = numbers::reserve(&archive, &series, &request)?;
            ui.report(&given.warnings);
            ui.print(&format!("{}\n", given.reservation.code()));
            Ok(())
        }
        _ => Err(Diagnostic::usage("chưa biết lấy số cho văn bản nào")
            .hint("ghi hồ sơ, hoặc `--series`, `--issuer` và `--subject`")),
    }
}

fn for_record(
    args: &Args,
    path: &Path,
    archive: &Path,
    date: Option<NaiveDate>,
    ui: &Ui,
) -> Result<(), Diagnostic> {
    let file = the_record(path)?;
    // Two who number papers of one record wait for each other, else one would undo what the other wrote.
    let turn = Held::open(&file.path)?;
    let text = turn.bytes().to_vec();
    let loaded = load(&file)?;
    let record = &loaded.record;
    let paper = the_paper(record, args)?;
    let document = paper.document(record).cloned().unwrap_or_default();
    let own = document.date.map(|date| date.0);
    if let (Some(own), Some(asked)) = (own, date)
        && own != asked
    {
        let message = format!("hồ sơ đã ghi ngày ban hành {}, khác `--date`", date::short(own));
        return Err(Diagnostic::usage(message).hint("sửa ngày trong hồ sơ, hoặc bỏ `--date`"));
    }
    let date = own.or(date);
    let year = date.unwrap_or_else(clock::today).year();
    let series = Series::of(record, paper, year)?;
    if let Some(number) = document.number {
        return numbered(archive, &series, number, &Purpose::of(&loaded, paper), ui);
    }
    // What would keep the number out of the record is found before there is one.
    expect_writable(&file.path)?;
    inscribed(&text, paper, "1", own.is_none().then_some("2026-01-31"))?;
    let request = Request { purpose: Purpose::of(&loaded, paper), date, by: args.by.clone() };
    let Given { reservation, warnings, again } = numbers::reserve(archive, &series, &request)?;
    ui.report(&warnings);
    let code = reservation.code();
    let held = |fault: Diagnostic| {
        fault.hint(format!("số {code} đã giữ cho văn bản này; chạy lại lệnh này thì được đúng số ấy"))
    };
    if exclusive::read(&file.path).map_err(held)? != text {
        let message = format!("hồ sơ `{}` vừa bị sửa trong lúc lấy số", file.path.display());
        return Err(held(Diagnostic::error(message)));
    }
    let day = reservation.date.filter(|_| own.is_none()).map(|day| day.to_string());
    let number = reservation.number.to_string();
    let written = inscribed(&text, paper, number.trim_start_matches('0'), day.as_deref()).map_err(held)?;
    // Windows replaces no file that is held open.
    let _turn = (!cfg!(windows)).then_some(turn);
    output::rewrite(&file.path, written.as_bytes()).map_err(held)?;
    if again {
        ui.say(&format!("Số {code} đã giữ cho văn bản này từ trước."));
    }
    ui.print(&format!("{code}\n"));
    Ok(())
}

/// Tells that the record has a number for the paper already.
///
/// # Errors
/// When the book knows the number as another paper's, or as cancelled.
fn numbered(
    archive: &Path,
    series: &Series,
    number: DocumentNumber,
    purpose: &Purpose,
    ui: &Ui,
) -> Result<(), Diagnostic> {
    let code = series.code(number);
    let mut known = String::new();
    match numbers::look_up(archive, series, number)? {
        None => known.push_str("; sổ chưa có số này"),
        Some(Entry { outcome: Some(outcome), .. }) if outcome.ending == Ending::Cancelled => {
            return Err(Diagnostic::error(format!("số {code} ghi trong hồ sơ đã bị hủy"))
                .hint("xóa `number` và `date` của văn bản này trong hồ sơ rồi lấy số khác"));
        }
        Some(Entry { reservation, outcome, .. }) => {
            let state = if outcome.is_some() { "đã dùng" } else { "đã giữ" };
            let user = outcome.and_then(|outcome| outcome.purpose);
            let holder = [Some(&reservation.purpose), user.as_ref()].into_iter().flatten();
            if let Some(other) = holder.clone().find(|holder| !holder.may_be(purpose)) {
                return Err(anothers(&code, state, other));
            }
            // A person who took the number without a record may have meant this paper.
            if let Some(other) = holder.last().filter(|holder| holder.subject != purpose.subject) {
                known = format!("; sổ ghi số này cho “{}”", other.subject);
            }
        }
    }
    ui.say(&format!("Hồ sơ đã ghi số {code} cho văn bản này, không cấp số mới{known}."));
    ui.print(&format!("{code}\n"));
    Ok(())
}

/// The fault of a number that is another paper's.
fn anothers(code: &str, state: &str, holder: &Purpose) -> Diagnostic {
    let record = holder.record.as_ref().map(|record| format!(" của hồ sơ `{record}`")).unwrap_or_default();
    let paper = holder.paper.as_ref().map(|paper| format!(", văn bản `{paper}`{record}")).unwrap_or_default();
    Diagnostic::error(format!("số {code} {state} cho văn bản khác: “{}”{paper}", holder.subject))
        .hint("xóa `number` của văn bản này trong hồ sơ rồi chạy lại để lấy số khác")
}

/// The one record that a path means.
fn the_record(path: &Path) -> Result<RecordFile, Diagnostic> {
    let mut found = files::find(path)?;
    match (found.pop(), found.is_empty()) {
        (Some(file), true) => Ok(file),
        _ => Err(Diagnostic::usage(format!("thư mục `{}` có nhiều hồ sơ", path.display()))
            .hint("chỉ rõ một hồ sơ; mỗi lần lấy số cho một văn bản")),
    }
}

fn load(file: &RecordFile) -> Result<Loaded, Diagnostic> {
    input::load(file, &|_| true).map_err(|faults| {
        let further = faults.len().saturating_sub(1);
        let first = faults.into_iter().next().unwrap_or_else(|| Diagnostic::error("không đọc được hồ sơ"));
        match further {
            0 => first,
            _ => first.hint(format!("hồ sơ còn {further} lỗi nữa; xem bằng `thidua check`")),
        }
    })
}

/// The paper that is to get the number.
fn the_paper(record: &Record, args: &Args) -> Result<Paper, Diagnostic> {
    let only = args.only;
    let mut papers = Paper::all(record);
    papers.retain(|paper| match only {
        Some(kind) => paper.kind == kind,
        // A covenant is numbered only where the record gives it a symbol.
        None => {
            paper.kind.facts().abbreviation.is_some()
                || paper.document(record).is_some_and(|document| document.symbol.is_some())
        }
    });
    if let Some(nth) = args.nth {
        papers.retain(|paper| {
            (only.is_some() || paper.kind.facts().several) && paper.index + 1 == usize::from(nth)
        });
    }
    match papers[..] {
        [paper] => Ok(paper),
        [] => Err(Diagnostic::usage("hồ sơ không có văn bản này để lấy số")
            .hint("chọn bằng `--only report` hoặc `--only decision`, quyết định thứ mấy thì thêm `--nth`")),
        _ => {
            let names: Vec<String> = papers.iter().map(|paper| choice(*paper)).collect();
            Err(Diagnostic::usage("hồ sơ có nhiều văn bản được đánh số; mỗi lần lấy số cho một văn bản")
                .hint(format!("chọn một: {}", names.join("; "))))
        }
    }
}

/// How a paper is chosen on the command line.
fn choice(paper: Paper) -> String {
    let name = paper.kind.name();
    match paper.kind.facts().several {
        true => format!("`--only {name} --nth {}`", paper.index + 1),
        false => format!("`--only {name}`"),
    }
}

/// A fault where the record cannot be written to.
fn expect_writable(path: &Path) -> Result<(), Diagnostic> {
    let refused = |error: std::io::Error| output::machine("ghi", path, &error);
    match std::fs::metadata(path).map_err(refused)?.permissions().readonly() {
        true => Err(refused(std::io::ErrorKind::PermissionDenied.into())
            .hint("tệp hồ sơ chỉ cho đọc; bỏ thuộc tính ấy rồi chạy lại, chưa có số nào được cấp")),
        false => Ok(()),
    }
}

/// The record's own bytes with the number in them.
fn inscribed(bytes: &[u8], paper: Paper, number: &str, date: Option<&str>) -> Result<String, Diagnostic> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Diagnostic::error("hồ sơ không phải là văn bản Unicode UTF-8"))?;
    numbers::inscribe(text, paper, number, date)
}
