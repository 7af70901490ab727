//! The command line: one file a command, its arguments and its run.

mod archive;
mod build;
mod check;
mod explain;
mod new;
mod number;
mod schema;
mod sign;
mod templates;
mod ui;
mod usage;
mod verify;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::builder::PossibleValue;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::batch::list::List;
use crate::diagnostic::{Diagnostic, Origin, Severity};
use crate::input::files::RecordFile;
use crate::template::Kind;
use ui::Ui;

/// Everything was done.
const EXIT_DONE: u8 = 0;
/// A record or a template has faults.
const EXIT_FAULTS: u8 = 1;
/// The command line asks for something that is not there.
const EXIT_USAGE: u8 = 2;
/// The machine refused: disk, permission.
const EXIT_MACHINE: u8 = 3;
/// A signature was made by means that are not read here; nothing is known to be wrong.
const EXIT_UNREAD: u8 = 4;

/// Lập văn bản hội nghị cụm, khối thi đua theo Nghị định 30/2020/NĐ-CP.
#[derive(Debug, Parser)]
#[command(name = "thidua", version, disable_help_subcommand = true, disable_help_flag = true)]
#[command(disable_version_flag = true, arg_required_else_help = true)]
#[command(after_help = "Hướng dẫn của một lệnh: thidua help <lệnh>")]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// Arguments that every command takes.
#[derive(Debug, Args)]
struct Common {
    /// In hướng dẫn này
    #[arg(short, long, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// In phiên bản của thidua
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
    /// Tô màu thông báo
    #[arg(
        long,
        global = true,
        value_name = "KHI",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true
    )]
    color: ui::Color,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lập mọi văn bản mà hồ sơ có
    Build(build::Args),
    /// Kiểm tra hồ sơ, báo mọi lỗi cùng lúc
    Check(check::Args),
    /// Giải thích các quy tắc kiểm tra, kèm điều khoản
    Explain(explain::Args),
    /// Ký số vào văn bản, bằng tệp khóa hoặc USB token
    Sign(sign::Args),
    /// Xem văn bản trong trình duyệt, lập lại mỗi khi lưu hồ sơ
    Watch(watch::Args),
    /// Cấp số văn bản, xem và kiểm tra sổ số văn bản
    Number(number::Args),
    /// Tạo hồ sơ mẫu có chú thích
    New(new::Args),
    /// In lược đồ các mục của hồ sơ cho trình soạn thảo, hoặc bảng tra các mục
    Schema(schema::Args),
    /// Xem hoặc xuất các mẫu trình bày
    Templates(templates::Args),
    /// Kiểm tra chữ ký số trên văn bản
    Verify(verify::Args),
    /// Lưu, tìm, kiểm tra văn bản trong kho lưu trữ
    Archive(archive::Args),
    /// Lập hồ sơ cho một lệnh `build` khác
    #[command(name = crate::batch::worker::COMMAND, hide = true)]
    Worker,
}

/// As it is typed, in English or by its Vietnamese file name.
impl ValueEnum for Kind {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let facts = self.facts();
        Some(PossibleValue::new(facts.name).alias(facts.slug))
    }
}

/// For whom an answer is.
#[derive(Debug, Args)]
struct Answer {
    /// Dạng trả lời: human (cho người đọc), json (cho máy)
    #[arg(
        long,
        value_name = "DẠNG",
        default_value = "human",
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: Reader,
}

/// Who reads an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Reader {
    Human,
    Json,
}

/// The records that a command works on.
#[derive(Debug, Args)]
struct Records {
    /// Tệp hồ sơ, thư mục hồ sơ (có record.yaml), hoặc thư mục chứa nhiều hồ sơ
    #[arg(required = true, value_name = "HỒ SƠ")]
    records: Vec<std::path::PathBuf>,
}

impl Records {
    /// The record files that the paths mean, each once, with what was wrong with the others.
    fn find(&self) -> (Vec<RecordFile>, Vec<Diagnostic>) {
        let mut list = List::default();
        self.records.iter().for_each(|path| list.add(path));
        (list.files, list.faults)
    }
}

/// Parses the arguments, runs the command, tells how it went.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match usage::parse(arguments) {
        Ok(cli) => cli,
        Err(code) => return ExitCode::from(code),
    };
    let ui = Ui::new(cli.common.color);
    // What the typesetter panics of is reported as a fault, not as a trace.
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = match &cli.command {
        Command::Build(args) => build::run(args, &ui),
        Command::Check(args) => check::run(args, &ui),
        Command::Explain(args) => explain::run(args, &ui),
        Command::Sign(args) => sign::run(args, &ui),
        Command::Watch(args) => watch::run(args, &ui),
        Command::Number(args) => number::run(args, &ui),
        Command::New(args) => new::run(args, &ui),
        Command::Schema(args) => schema::run(args, &ui),
        Command::Templates(args) => templates::run(args, &ui),
        Command::Verify(args) => verify::run(args, &ui),
        Command::Archive(args) => archive::run(args, &ui),
        Command::Worker => crate::batch::worker::run().map_err(|fault| vec![fault]),
    };
    let mut faults = outcome.err().unwrap_or_default();
    faults.extend(ui.finish().err());
    ui.report(&faults);
    ExitCode::from(if crate::output::stopped() { crate::output::EXIT_STOPPED } else { exit_code(&faults) })
}

/// The code of the gravest fault.
fn exit_code(faults: &[Diagnostic]) -> u8 {
    let origin =
        faults.iter().filter(|fault| fault.severity == Severity::Error).map(|fault| fault.origin).max();
    match origin {
        None => EXIT_DONE,
        Some(Origin::Unread) => EXIT_UNREAD,
        Some(Origin::Record) => EXIT_FAULTS,
        Some(Origin::Usage) => EXIT_USAGE,
        Some(Origin::Machine) => EXIT_MACHINE,
    }
}
