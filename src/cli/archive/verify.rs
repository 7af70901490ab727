//! `thidua archive verify`: whether the archive still is what was put into it.

use std::path::PathBuf;

use rayon::prelude::*;

use super::{Place, Ui, chosen};
use crate::archive::dossier::Dossier;
use crate::archive::{Archive, bookkeeping, fixity, register, settle, signatures};
use crate::diagnostic::{Diagnostic, Severity};
use crate::numbers;
use crate::typeset;
use crate::verify::Trust;
use crate::vietnamese::notation;

/// Arguments of `thidua archive verify`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Các hồ sơ trong kho, ví dụ 2026/tong-ket; không ghi thì kiểm tra cả kho
    #[arg(value_name = "HỒ SƠ")]
    dossiers: Vec<String>,
    #[command(flatten)]
    place: Place,
    /// Thư mục chứng thư gốc mà mình tin cậy, để xác định người ký (.pem, .crt, .cer, .der)
    #[arg(long, value_name = "THƯ MỤC")]
    trust: Option<PathBuf>,
}

/// Checks dossiers with their signatures; of the whole archive also its numbers and its register.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let archive = args.place.open().map_err(one)?;
    let dossiers = chosen(&archive, &args.dossiers).map_err(one)?;
    let mut found = Vec::new();
    let mut faulty = 0;
    let mut books = None;
    let trust = args.trust.as_deref().map_or(Ok(Trust::none()), Trust::from_folder)?;
    let pool = typeset::pool(0).map_err(one)?;
    let check = |dossier: &Dossier| {
        let mut faults = fixity::check(dossier);
        // What was tampered with is not looked into.
        if faults.iter().all(|fault| fault.severity != Severity::Error) {
            faults.extend(signatures::check(dossier, &trust));
        }
        faults
    };
    let checked: Vec<_> = pool.install(|| dossiers.par_iter().map(check).collect());
    for (dossier, faults) in dossiers.iter().zip(checked) {
        let is_faulty = faults.iter().any(|fault| fault.severity == Severity::Error);
        faulty += usize::from(is_faulty);
        ui.print(&format!("{}: {}\n", dossier.id(), if is_faulty { "CÓ LỖI" } else { "nguyên vẹn" }));
        found.extend(faults);
    }
    if args.dossiers.is_empty() {
        found.extend(fixity::strays(&archive).map_err(one)?);
        found.extend(fixity::replaced(&archive, &dossiers));
        let mut numbers = numbers::check(archive.root());
        numbers.extend(bookkeeping::check(&archive, &dossiers).map_err(one)?);
        numbers.extend(bookkeeping::lost(&archive).map_err(one)?);
        let (register, judged) = registered(&archive).map_err(one)?;
        let register_state = if judged { state(&register) } else { "chưa xét được".to_owned() };
        books = Some(format!("Sổ đăng ký: {register_state}. Sổ số văn bản: {}.", state(&numbers)));
        found.extend(numbers);
        found.extend(register);
    }
    ui.report(&found);
    ui.say(&format!(
        "Đã kiểm tra {} hồ sơ: {} nguyên vẹn, {} có lỗi.",
        notation::count(dossiers.len()),
        notation::count(dossiers.len() - faulty),
        notation::count(faulty)
    ));
    if let Some(books) = books {
        ui.say(&books);
    }
    if !dossiers.is_empty() {
        ui.say(&unbound(&dossiers, args.dossiers.is_empty()));
    }
    if args.trust.is_none() && !dossiers.is_empty() {
        ui.say("Chữ ký số: chưa xét ai đã ký; muốn xét thì thêm `--trust THƯ-MỤC-CHỨNG-THƯ-GỐC`.");
    }
    if found.iter().any(|fault| fault.severity == Severity::Error) {
        return Err(found.into_iter().map(Diagnostic::told).collect());
    }
    Ok(())
}

/// What nothing in the archive bears out, so that no check can find it changed.
fn unbound(dossiers: &[Dossier], books: bool) -> String {
    let terms = dossiers.iter().filter_map(|dossier| {
        let (term, due) = fixity::chosen_term(dossier)?;
        let due = due.map(|due| format!(", theo quy định là {due}")).unwrap_or_default();
        Some(format!("{}: {term}{due}", dossier.id()))
    });
    let terms: Vec<String> = terms.collect();
    let mut what = vec![
        "người lập hồ sơ, mã định danh cơ quan, ngày lưu".to_owned(),
        "quy định riêng trong `thidua.yaml` của gói".to_owned(),
        "bản quét không có chữ ký số".to_owned(),
    ];
    if !terms.is_empty() {
        what.push(format!("thời hạn lưu trữ tự chọn ({})", terms.join("; ")));
    }
    if books {
        what.push("trong sổ số: giờ ghi, người ghi, số chưa có văn bản trong kho".to_owned());
    }
    format!(
        "Không có gì trong kho để đối chiếu, chỉ bản sao dự phòng mới cho thấy có bị sửa không: {}. Văn bản có đúng do hồ \
         sơ ấy lập hay không thì chạy `thidua archive replay`.",
        what.join("; ")
    )
}

/// How many errors a book has, in words.
fn state(faults: &[Diagnostic]) -> String {
    match faults.iter().filter(|fault| fault.severity == Severity::Error).count() {
        0 => "không có lỗi".to_owned(),
        errors => format!("{} lỗi", notation::count(errors)),
    }
}

/// What is wrong with the register, and whether it was judged. While someone archives, or was interrupted at it, it may lack what is in its
/// place already: then it is not judged, and that is told.
fn registered(archive: &Archive) -> Result<(Vec<Diagnostic>, bool), Diagnostic> {
    let before = unfinished(archive)?;
    let faults = register::file::check(archive);
    Ok(match before.or(unfinished(archive)?) {
        Some(unfinished) => (vec![unfinished], false),
        None => (faults, true),
    })
}

/// A warning where someone was interrupted while archiving.
fn unfinished(archive: &Archive) -> Result<Option<Diagnostic>, Diagnostic> {
    let notes = settle::notes(archive)?;
    Ok((!notes.is_empty()).then(|| {
        let message = format!("có {} lần lưu bị ngắt giữa chừng", notation::count(notes.len()));
        let hint = "không mất gì: lần `thidua archive add` sau sẽ làm nốt";
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(message).hint(hint) }
    }))
}
