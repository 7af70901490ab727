//! `thidua watch`: the papers of a record in the browser while it is being written.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::ui::Ui;
use crate::diagnostic::{Diagnostic, Severity};
use crate::input::files::{self, RecordFile};
use crate::press::Options;
use crate::preview::edition::Edition;
use crate::preview::materials::Materials;
use crate::preview::proofs::{Proofs, Renewal};
use crate::preview::server::Server;
use crate::preview::watcher::Watcher;
use crate::template::{Kind, Stage};
use crate::typeset;

/// Arguments of `thidua watch`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Tệp hồ sơ, hoặc thư mục hồ sơ (có record.yaml)
    #[arg(value_name = "HỒ SƠ")]
    record: PathBuf,
    /// Chỉ xem các loại này: report (báo cáo), covenant (giao ước), decision (quyết định)
    #[arg(long, value_name = "LOẠI", value_delimiter = ',', hide_possible_values = true)]
    only: Vec<Kind>,
    /// Xem bản dự thảo, kèm trang liệt kê những điều còn thiếu
    #[arg(long, conflicts_with = "official")]
    draft: bool,
    /// Xem bản chính thức; chỗ còn thiếu để trống cho viết tay
    #[arg(long)]
    official: bool,
    /// Cổng của trang xem trước trên máy này; mặc định là cổng trống đầu tiên từ 3000
    #[arg(long, value_name = "SỐ")]
    port: Option<u16>,
    /// Thư mục phông chữ; có Times New Roman thì dùng thay Tinos
    #[arg(long, value_name = "THƯ MỤC")]
    font_path: Option<PathBuf>,
    /// Thư mục mẫu trình bày, thay từng tệp mẫu có sẵn
    #[arg(long, value_name = "THƯ MỤC")]
    template_dir: Option<PathBuf>,
    /// In thời gian của từng bước mỗi lần lập lại
    #[arg(long)]
    timings: bool,
}

impl Args {
    fn options(&self) -> Options {
        Options {
            only: self.only.clone(),
            stage: match (self.draft, self.official) {
                (true, _) => Stage::Draft,
                (_, true) => Stage::Official,
                _ => Stage::Auto,
            },
            ..Options::default()
        }
    }
}

/// Shows the papers and makes them anew at every change, until the person stops the program.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let file = single(args).map_err(one)?;
    let mut proofs =
        Proofs::new(args.font_path.as_deref(), args.template_dir.clone(), args.options()).map_err(one)?;
    // Nothing is written, so nothing can be left half done.
    let _ = ctrlc::set_handler(|| std::process::exit(crate::output::EXIT_STOPPED.into()));
    let pool = typeset::pool(0).map_err(one)?;
    let server = Server::start(args.port).map_err(one)?;
    let mut materials = Materials::new(&file.path, args.template_dir.as_deref());
    let mut watcher = Watcher::new(&file.path);
    ui.print(&format!("http://{}/\n", server.address()));
    // Nobody finds the page without its address.
    ui.finish().map_err(one)?;
    ui.say("mở địa chỉ trên trong trình duyệt để xem; bấm Ctrl-C để dừng");
    let mut noticed = Instant::now();
    loop {
        let waited = noticed.elapsed();
        let reading = Instant::now();
        materials.renew(&file.path);
        let read = reading.elapsed();
        // From here on, so that no change slips in while the papers are being made.
        watcher.follow(&materials);
        let renewal = pool.install(|| proofs.renew(&file));
        server.show(Edition::new(&file.name, proofs.shown(), &renewal.faults));
        let total = noticed.elapsed();
        ui.say(&told(&proofs, &renewal));
        if args.timings {
            ui.say(&timings(waited, read, &renewal, total));
        }
        noticed = watcher.wait();
    }
}

/// The one record that is to be watched.
fn single(args: &Args) -> Result<RecordFile, Diagnostic> {
    let mut files = files::find(&args.record)?;
    match (files.pop(), files.len()) {
        (Some(file), 0) => Ok(file),
        (_, others) => {
            let message = format!("thư mục `{}` có {} hồ sơ", args.record.display(), others + 1);
            Err(Diagnostic::usage(message)
                .hint("mỗi lần chỉ xem được một hồ sơ: ghi rõ thư mục của hồ sơ đó"))
        }
    }
}

/// What became of it, in a line.
fn told(proofs: &Proofs, renewal: &Renewal) -> String {
    let errors = renewal.faults.iter().filter(|fault| fault.severity == Severity::Error);
    let pages: usize = proofs.shown().iter().map(|shown| shown.sheets.len()).sum();
    match (errors.clone().count(), errors.clone().next()) {
        (count, Some(first)) => {
            let place = first
                .place
                .as_ref()
                .map(|place| format!("{}:{}: ", place.source.name, place.source.line(place.range.start)));
            let shown = if pages > 0 { "; đang xem các trang lập được gần nhất" } else { "" };
            // A record's own words may hold what a terminal would obey.
            let message = first.message.replace(char::is_control, " ");
            format!("{count} lỗi{shown}: {}{message}", place.unwrap_or_default())
        }
        (_, None) => match renewal.drawn {
            0 => format!("{} văn bản, {pages} trang, không trang nào đổi", proofs.shown().len()),
            drawn => format!("{} văn bản, {pages} trang, {drawn} trang mới", proofs.shown().len()),
        },
    }
}

/// How long each step took.
fn timings(waited: Duration, read: Duration, renewal: &Renewal, total: Duration) -> String {
    let steps = [
        ("chờ lưu xong", waited),
        ("đọc", read),
        ("kiểm tra", renewal.check),
        ("điền mẫu", renewal.fill),
        ("dàn trang", renewal.layout),
        ("vẽ trang", renewal.svg),
        ("từ lúc lưu", total),
    ];
    let told = steps.map(|(name, time)| {
        format!("{name} {} ms", format!("{:.1}", time.as_secs_f64() * 1e3).replace('.', ","))
    });
    format!("  {}", told.join(" · "))
}
