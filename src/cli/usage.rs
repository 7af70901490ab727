//! clap's help and complaints, in Vietnamese.

use std::error::Error as _;
use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches};

use super::{Cli, EXIT_DONE, EXIT_MACHINE, EXIT_USAGE, ui};

/// Why an argument cannot be, in Vietnamese: what a library says of it is not told.
#[derive(Debug)]
pub struct Reason(pub String);

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Reason {}

const TEMPLATE: &str = "\
{about-with-newline}
Cách dùng: {usage}

{all-args}{after-help}";

/// Parses the arguments; what there is to say instead is said, and the exit code returned.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, u8> {
    let mut command = Cli::command();
    // Only a built command knows the whole line that calls it.
    command.build();
    let command = translated(command);
    let parsed =
        command.try_get_matches_from(asked(arguments)).and_then(|matches| Cli::from_arg_matches(&matches));
    parsed.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let printed = error.print().and_then(|()| io::stdout().flush());
            ui::delivered(printed).map_or_else(
                |fault| told(&format!("{}\n", fault.render(false)), EXIT_MACHINE),
                |()| EXIT_DONE,
            )
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => told(&error.render().to_string(), EXIT_USAGE),
        _ => {
            let complaint = complaint(&error);
            told(
                &format!("lỗi: {complaint}\n  = cách sửa: xem `thidua help` hoặc `thidua help <lệnh>`\n"),
                EXIT_USAGE,
            )
        }
    })
}

/// `thidua help COMMAND …` means what `thidua COMMAND … --help` does.
fn asked(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.get(1).is_some_and(|word| word == "help") {
        arguments.remove(1);
        arguments.push("--help".into());
    }
    arguments
}

/// Says something on stderr, and gives the exit code back.
fn told(text: &str, code: u8) -> u8 {
    // Where nobody can be told, the code still tells.
    let _ = io::stderr().write_all(text.as_bytes());
    code
}

/// Headings and template of the help, for the command and all below it.
fn translated(mut command: clap::Command) -> clap::Command {
    command = command.subcommand_help_heading("Lệnh").subcommand_value_name("LỆNH");
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").replace("[OPTIONS]", "[TÙY CHỌN]");
    command = command.override_usage(usage).help_template(TEMPLATE);
    let positional: Vec<(clap::Id, bool)> =
        command.get_arguments().map(|arg| (arg.get_id().clone(), arg.is_positional())).collect();
    for (id, positional) in positional {
        command =
            command.mut_arg(id, |arg| arg.help_heading(if positional { "Tham số" } else { "Tùy chọn" }));
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, translated);
    }
    command
}

/// What clap found wrong, in a sentence.
fn complaint(error: &clap::Error) -> String {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(list)) => list.join(", "),
        _ => String::new(),
    };
    let argument = text(ContextKind::InvalidArg);
    let value = text(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("`{argument}` cần một giá trị"),
        ErrorKind::InvalidValue if value.ends_with(".yaml") || value.ends_with(".yml") => {
            format!("`{value}` không dùng được cho `{argument}`; tên tệp ghi sau `-o`: `-o {value}`")
        }
        ErrorKind::InvalidValue => {
            format!(
                "`{value}` không dùng được cho `{argument}`; chọn một trong: {}",
                text(ContextKind::ValidValue)
            )
        }
        ErrorKind::UnknownArgument => match text(ContextKind::SuggestedArg) {
            meant if meant.is_empty() => format!("không có tùy chọn `{argument}`"),
            meant => format!("không có tùy chọn `{argument}`; có phải muốn viết `{meant}`?"),
        },
        ErrorKind::InvalidSubcommand => match text(ContextKind::SuggestedSubcommand) {
            meant if meant.is_empty() => format!("không có lệnh `{}`", text(ContextKind::InvalidSubcommand)),
            meant => format!(
                "không có lệnh `{}`; có phải muốn viết `{meant}`?",
                text(ContextKind::InvalidSubcommand)
            ),
        },
        ErrorKind::MissingRequiredArgument => format!("còn thiếu {argument}"),
        ErrorKind::MissingSubcommand => "còn thiếu lệnh".to_owned(),
        ErrorKind::ArgumentConflict => {
            format!("`{argument}` không đi cùng `{}`", text(ContextKind::PriorArg))
        }
        ErrorKind::ValueValidation => {
            let reason = error.source().and_then(|reason| reason.downcast_ref::<Reason>());
            let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
            format!("`{value}` không dùng được cho `{argument}`{reason}")
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("`{argument}` có quá nhiều hoặc quá ít giá trị")
        }
        ErrorKind::InvalidUtf8 => "tham số không phải là chữ Unicode".to_owned(),
        _ => "dòng lệnh viết sai".to_owned(),
    }
}
