//! `thidua archive list`: what the archive holds, and what falls due.

use chrono::{Days, NaiveDate};

use super::{Place, Ui};
use crate::archive::holdings::{self, Due, Duty, Holding};
use crate::archive::index::Index;
use crate::archive::retention::WARNING_DAYS;
use crate::cli::{Answer, Reader};
use crate::clock;
use crate::diagnostic::Diagnostic;
use crate::vietnamese::{date, notation};

/// Arguments of `thidua archive list`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Chỉ các hồ sơ của năm này
    #[arg(long, value_name = "NĂM")]
    year: Option<i32>,
    /// Chỉ các hồ sơ phải nộp vào lưu trữ cơ quan trong 30 ngày tới, hoặc hết thời hạn lưu trữ
    #[arg(long)]
    due: bool,
    /// Với --due: đến hạn từ nay đến hết ngày này
    #[arg(long, value_name = "NGÀY", value_parser = super::day, requires = "due")]
    before: Option<NaiveDate>,
    #[command(flatten)]
    answer: Answer,
}

/// Lists dossiers, or what is to be done with them.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let archive = args.place.open().map_err(one)?;
    super::finish_what_was_begun(&archive, ui);
    let index = Index::open_to_read(&archive).map_err(one)?;
    ui.report(&index.warnings);
    let holdings = holdings::all(&index, args.year).map_err(one)?;
    if args.due {
        let today = clock::today();
        let until = args.before.unwrap_or_else(|| today + Days::new(WARNING_DAYS));
        show_due(&holdings::due(&holdings, until), today, until, args.answer.format, ui);
    } else {
        show(&holdings, args.answer.format, ui);
    }
    Ok(())
}

fn show(holdings: &[Holding], format: Reader, ui: &Ui) {
    if format == Reader::Json {
        return ui.print(&format!("{:#}\n", serde_json::json!({ "dossiers": holdings })));
    }
    for holding in holdings {
        let papers = match &holding.replaced_by[..] {
            [] => format!(
                "{} văn bản, {} trang",
                notation::count(holding.papers),
                notation::count(holding.pages)
            ),
            latest => format!("văn bản đã có bản ký đầy đủ hơn ở hồ sơ {}", latest.join(", ")),
        };
        ui.print(&format!(
            "{}: {}\n    {papers}; thời hạn lưu trữ: {}\n",
            holding.dossier, holding.title, holding.maintenance
        ));
    }
    if holdings.is_empty() {
        ui.say("Chưa có hồ sơ nào.");
    }
}

fn show_due(due: &[Due], today: NaiveDate, until: NaiveDate, format: Reader, ui: &Ui) {
    if format == Reader::Json {
        return ui.print(&format!("{:#}\n", serde_json::json!({ "due": due, "until": until })));
    }
    for Due { holding, what, on } in due {
        let day = date::short(*on);
        let what = match (what, *on < today) {
            (Duty::HandOver, false) => format!("nộp vào lưu trữ cơ quan chậm nhất ngày {day}"),
            (Duty::HandOver, true) => {
                format!("đã quá hạn nộp vào lưu trữ cơ quan (ngày {day}), nếu chưa nộp")
            }
            (Duty::TermOver, false) => {
                format!("hết thời hạn lưu trữ ({}) ngày {day}", holding.maintenance)
            }
            (Duty::TermOver, true) => {
                format!("đã hết thời hạn lưu trữ ({}) từ ngày {day}", holding.maintenance)
            }
        };
        ui.print(&format!("{}: {what}\n    {}\n", holding.dossier, holding.title));
    }
    if due.is_empty() {
        ui.say(&format!("Đến hết ngày {} không có hồ sơ nào đến hạn.", date::short(until)));
    }
}
