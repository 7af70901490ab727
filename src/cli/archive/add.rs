//! `thidua archive add`: the papers of a meeting into the archive.

use std::path::PathBuf;

use super::super::usage::Reason;
use super::Place;
use super::Ui;
use crate::archive::add::{self, Added, Further, Given, Order, Replacement};
use crate::archive::retention::Term;
use crate::diagnostic::Diagnostic;
use crate::input::files::{self, RecordFile};
use crate::typeset;
use crate::vietnamese::notation;

/// Arguments of `thidua archive add`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Tệp hoặc thư mục hồ sơ đã dùng để lập văn bản
    #[arg(value_name = "HỒ SƠ")]
    record: PathBuf,
    /// Các văn bản đã ký số, lập từ hồ sơ này bằng `thidua build`, hoặc thư mục chứa chúng
    #[arg(value_name = "PDF")]
    papers: Vec<PathBuf>,
    /// Bản quét của văn bản ký trên giấy: report=TỆP, covenant=TỆP, decision-1=TỆP
    #[arg(long, value_name = "VĂN BẢN=TỆP", value_parser = scan)]
    scan: Vec<(String, PathBuf)>,
    #[command(flatten)]
    place: Place,
    /// Tên hồ sơ trong kho; mặc định theo tên hồ sơ
    #[arg(long, value_name = "TÊN")]
    name: Option<String>,
    /// Thời hạn lưu trữ: "Vĩnh viễn" hoặc số năm, ví dụ "20 năm"; mặc định theo loại văn bản
    #[arg(long, value_name = "THỜI HẠN", value_parser = term)]
    retention: Option<Term>,
    /// Người lập hồ sơ; mặc định là tên đăng nhập máy tính
    #[arg(long, value_name = "TÊN")]
    creator: Option<String>,
    /// Mã định danh của cơ quan, nếu có
    #[arg(long, value_name = "MÃ")]
    organ_id: Option<String>,
    /// Thư mục phông chữ, như khi lập văn bản
    #[arg(long, value_name = "THƯ MỤC")]
    font_path: Option<PathBuf>,
    /// Thư mục mẫu trình bày, như khi lập văn bản
    #[arg(long, value_name = "THƯ MỤC")]
    template_dir: Option<PathBuf>,
}

/// `report=scan.pdf` as it is typed.
fn scan(text: &str) -> Result<(String, PathBuf), Reason> {
    match text.split_once('=') {
        Some((paper, file)) if !paper.is_empty() && !file.is_empty() => {
            Ok((paper.to_owned(), PathBuf::from(file)))
        }
        _ => Err(Reason("ghi như `report=ban-quet.pdf`".to_owned())),
    }
}

/// A term as it is typed.
fn term(text: &str) -> Result<Term, Reason> {
    text.parse().map_err(|()| Reason("ghi `Vĩnh viễn` hoặc số năm, ví dụ `20 năm`".to_owned()))
}

/// Archives the papers.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let record = record(&args.record).map_err(one)?;
    let signed = papers(&args.papers).map_err(one)?;
    let signed = signed.into_iter().map(|path| Given { path, scan_of: None });
    let scans =
        args.scan.iter().map(|(paper, path)| Given { path: path.clone(), scan_of: Some(paper.clone()) });
    let given: Vec<Given> = signed.chain(scans).collect();
    if given.is_empty() {
        let shown = args.record.display();
        let hint = format!(
            "ký xong thì lưu: `thidua archive add {shown} out/{}`; văn bản ký trên giấy: `--scan report=TỆP`",
            record.name
        );
        return Err(vec![Diagnostic::usage("chưa ghi văn bản nào để lưu").hint(hint)]);
    }
    let creator = args.creator.clone().or_else(login).unwrap_or_default();
    let order = Order {
        record: &record,
        given,
        name: args.name.as_deref(),
        retention: args.retention,
        creator: &creator,
        organ_id: args.organ_id.as_deref(),
        font_path: args.font_path.as_deref(),
        template_folder: args.template_dir.as_deref(),
    };
    let root = args.place.root().map_err(one)?;
    let pool = typeset::pool(1).map_err(one)?;
    let added = pool.install(|| add::add(&root, &order))?;
    tell(&added, args, ui);
    Ok(())
}

/// The one record that a path means.
fn record(path: &std::path::Path) -> Result<RecordFile, Diagnostic> {
    let mut found = files::find(path)?;
    if found.len() > 1 {
        let message = format!("thư mục `{}` có nhiều hồ sơ", path.display());
        return Err(Diagnostic::usage(message).hint("mỗi lần lưu một hồ sơ; ghi đúng thư mục của hồ sơ đó"));
    }
    found.pop().ok_or_else(|| Diagnostic::usage(format!("thư mục `{}` không có hồ sơ nào", path.display())))
}

/// The files that are meant: a folder means the PDF files in it, for not every shell knows `*.pdf`.
fn papers(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).map_err(|error| Diagnostic::io("đọc thư mục", path, &error))?;
        let files = entries.flatten().map(|entry| entry.path());
        let is_pdf =
            |file: &PathBuf| file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
        let mut files: Vec<PathBuf> = files.filter(is_pdf).collect();
        files.sort();
        found.append(&mut files);
    }
    Ok(found)
}

/// The name by which the person is known to the machine.
fn login() -> Option<String> {
    ["USER", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok())
}

fn tell(added: &Added, args: &Args, ui: &Ui) {
    ui.report(&added.warnings);
    for (path, dossier) in &added.already {
        let (path, id) = (path.display(), dossier.id());
        ui.say(&format!("`{path}` đã lưu từ trước: kho đã có văn bản này ở hồ sơ `{id}`."));
    }
    for (path, dossier) in &added.better {
        let (path, id) = (path.display(), dossier.id());
        ui.say(&format!("`{path}` đã lưu từ trước, không lưu lại: kho có bản ký đầy đủ hơn ở hồ sơ `{id}`."));
    }
    let Some(dossier) = &added.dossier else { return };
    ui.written(&dossier.folder);
    for Replacement { path, by, of } in &added.replaced {
        let path = path.display();
        ui.say(&match by {
            Further::Signed => format!("`{path}`: lưu bản đã ký thay bản chưa ký ở hồ sơ `{of}`."),
            Further::SignedMore => format!("`{path}`: lưu bản có thêm chữ ký thay bản trước ở hồ sơ `{of}`."),
            Further::Completed => {
                format!("`{path}`: lưu bản có bổ sung sau khi ký thay bản trước ở hồ sơ `{of}`.")
            }
        });
    }
    let by_law =
        if args.retention.is_some() { "" } else { " (theo loại văn bản; đổi bằng `--retention`)" };
    ui.say(&format!(
        "Đã lưu {} văn bản vào hồ sơ `{}`. Thời hạn lưu trữ: {}{by_law}.",
        notation::count(added.documents.len()),
        dossier.id(),
        added.retention
    ));
}
