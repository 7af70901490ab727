//! `thidua archive find`: papers again, by what a person remembers of them.

use chrono::NaiveDate;

use super::{Place, Ui};
use crate::archive::find::{Found, Hit, Query, find, title};
use crate::archive::index::Index;
use crate::cli::{Answer, Reader};
use crate::diagnostic::Diagnostic;
use crate::vietnamese::date;

/// Arguments of `thidua archive find`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Các từ cần tìm, theo thứ tự nào cũng được, gõ dấu hay không dấu; từ cuối có thể gõ dở
    #[arg(value_name = "TỪ")]
    words: Vec<String>,
    #[command(flatten)]
    place: Place,
    /// Số và ký hiệu, ví dụ 12/QĐ-SNV; chỉ ghi 12 hoặc /QĐ-SNV cũng được
    #[arg(long, value_name = "SỐ/KÝ HIỆU")]
    number: Option<String>,
    /// Ban hành từ ngày này, ví dụ 2026-01-31 hoặc 31/01/2026
    #[arg(long, value_name = "NGÀY", value_parser = super::day)]
    from: Option<NaiveDate>,
    /// Ban hành đến hết ngày này
    #[arg(long, value_name = "NGÀY", value_parser = super::day)]
    to: Option<NaiveDate>,
    /// Tên loại văn bản, ví dụ "quyết định", quyet-dinh
    #[arg(long, value_name = "LOẠI")]
    kind: Option<String>,
    /// Nhiều nhất bấy nhiêu văn bản
    #[arg(long, value_name = "SỐ", default_value_t = 50, hide_default_value = true)]
    limit: u16,
    #[command(flatten)]
    answer: Answer,
}

/// Looks the papers up and shows them.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let archive = args.place.open().map_err(one)?;
    super::finish_what_was_begun(&archive, ui);
    let index = Index::open_to_read(&archive).map_err(one)?;
    ui.report(&index.warnings);
    let query = Query {
        words: args.words.clone(),
        number: args.number.clone(),
        from: args.from,
        to: args.to,
        kind: args.kind.clone(),
        limit: usize::from(args.limit),
    };
    let found = find(&index, &query).map_err(one)?;
    match args.answer.format {
        Reader::Human => show(&found, archive.root(), ui),
        Reader::Json => {
            let json = serde_json::json!({ "documents": found.hits, "more": found.more });
            ui.print(&format!("{json:#}\n"));
        }
    }
    Ok(())
}

fn show(found: &Found, root: &std::path::Path, ui: &Ui) {
    for hit in &found.hits {
        let file = root.join(&hit.path);
        ui.print(&format!("{}\n    {}\n", line(hit), file.display()));
    }
    match (found.hits.len(), found.more) {
        (0, _) => ui.say("Không tìm thấy văn bản nào."),
        (count, true) => ui.say(&format!(
            "Còn nữa: trên đây là {count} văn bản đầu; ghi thêm từ để thu hẹp, hoặc dùng `--limit`."
        )),
        (_, false) => {}
    }
}

/// `05/QĐ-SNV, 20/01/2026: Quyết định về việc … (Sở Nội vụ)`.
fn line(hit: &Hit) -> String {
    let code = hit.code().unwrap_or_else(|| "không số".to_owned());
    let day = hit.date.map_or_else(|| "chưa ghi ngày".to_owned(), date::short);
    format!("{code}, {day}: {} ({})", title(&hit.kind, &hit.subject), hit.issuer)
}
