//! `thidua new`: a commented starter record, or the next record from the last.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::ui::Ui;
use crate::clock;
use crate::diagnostic::Diagnostic;
use crate::input::files::{self, RECORD_FILE};
use crate::output;
use crate::press::Press;
use crate::record::{MeetingKind, Period, schema};
use crate::succession::{self, Options};
use crate::template::{Kind, Starter, TemplateSet};

/// Arguments of `thidua new`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Văn bản cần lập: report (báo cáo), covenant (giao ước), decision (quyết định); không ghi thì cả ba
    #[arg(value_name = "LOẠI", hide_possible_values = true)]
    kinds: Vec<Kind>,
    /// Lập hồ sơ kỳ sau từ hồ sơ kỳ trước: đổi kỳ, chuyển đơn vị, chỉ tiêu, xóa số liệu cũ
    #[arg(long, value_name = "HỒ SƠ CŨ", conflicts_with = "kinds")]
    from: Option<PathBuf>,
    /// Hội nghị so-ket, tong-ket hay phat-dong, khi khác hội nghị kế tiếp
    #[arg(long, value_name = "HỘI NGHỊ", hide_possible_values = true)]
    kind: Option<MeetingArg>,
    /// Với --from: kỳ thi đua, ghi như trong hồ sơ ("half: 1, year: 2026") hoặc chỉ ghi năm
    #[arg(long, value_name = "KỲ", requires = "from")]
    period: Option<String>,
    /// Với --from: giữ lời văn kỳ trước tại chỗ, không chuyển thành dòng chú thích
    #[arg(long, requires = "from")]
    keep_text: bool,
    /// Tệp ghi ra; với --from: record.yaml trong thư mục mang tên kỳ mới
    #[arg(short, long, value_name = "TỆP")]
    output: Option<PathBuf>,
    /// Ghi thêm lược đồ record.schema.json bên cạnh, để trình soạn thảo (VS Code) gợi ý khi gõ
    #[arg(long)]
    schema: bool,
}

/// A kind of meeting as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MeetingArg {
    #[value(name = "so-ket", alias = "sơ kết")]
    Interim,
    #[value(name = "tong-ket", alias = "tổng kết")]
    Annual,
    #[value(name = "phat-dong", alias = "phát động")]
    Launch,
}

impl From<MeetingArg> for MeetingKind {
    fn from(kind: MeetingArg) -> Self {
        match kind {
            MeetingArg::Interim => Self::Interim,
            MeetingArg::Annual => Self::Annual,
            MeetingArg::Launch => Self::Launch,
        }
    }
}

/// Writes the record; never over a file that is there.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    match &args.from {
        Some(from) => next(args, from, ui),
        None => starter(args, ui),
    }
}

fn starter(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    // At a launch there is a covenant to be signed, and nothing to report or to award yet.
    let launch = matches!(args.kind, Some(MeetingArg::Launch));
    let all = |kind: Kind| args.kinds.is_empty() && (!launch || kind == Kind::Covenant);
    let kinds: Vec<Kind> =
        Kind::ALL.into_iter().filter(|kind| all(*kind) || args.kinds.contains(kind)).collect();
    let starter = Starter { kinds: &kinds, meeting: args.kind.map(MeetingKind::from), today: clock::today() };
    let text = starter.text(&TemplateSet::default()).map_err(|fault| vec![fault])?;
    let output = args.output.clone().unwrap_or_else(|| PathBuf::from(RECORD_FILE));
    write(&output, &text, args.schema, ui)
}

fn next(args: &Args, from: &Path, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let single = |fault| vec![fault];
    let files = files::find(from).map_err(single)?;
    let [file] = files.as_slice() else {
        let message = format!("thư mục `{}` có {} hồ sơ", from.display(), files.len());
        return Err(vec![Diagnostic::usage(message).hint("chỉ rõ một hồ sơ sau `--from`")]);
    };
    let kind = args.kind.map(MeetingKind::from);
    let period = args.period.as_deref().map(period).transpose().map_err(single)?;
    let old = Press::new(None, None).map_err(single)?.load(file)?;
    let next = succession::next(&old, &Options { kind, period, keep_text: args.keep_text })?;
    let output = args.output.clone().unwrap_or_else(|| PathBuf::from(next.folder_name()).join(RECORD_FILE));
    // A record that had the schema beside it is to have it beside it again.
    let schema =
        args.schema || next.text.lines().next() == Some(schema::modeline(schema::FILE_NAME).trim_end());
    write(&output, &next.text, schema, ui)?;
    ui.say(&next.summary());
    let left = left_behind(&old.folder, file.path.file_name());
    if !left.is_empty() {
        ui.say(&format!("Không chép theo (chép tay nếu kỳ này còn dùng): {}", left.join(", ")));
    }
    Ok(())
}

/// A period as a record writes it, braces or not; a bare number is a year.
fn period(text: &str) -> Result<Period, Diagnostic> {
    let trimmed = text.trim();
    let yaml = match trimmed {
        year if year.chars().all(|c| c.is_ascii_digit()) => format!("{{ year: {year} }}"),
        map if map.starts_with('{') => map.to_owned(),
        fields => format!("{{ {fields} }}"),
    };
    serde_yaml::from_str(&yaml).map_err(|_| {
        Diagnostic::usage(format!("`{text}` không phải là kỳ thi đua"))
            .hint("ghi như trong hồ sơ: `--period 2026`, `--period \"half: 1, year: 2026\"`, `--period \"school_year: 2026\"`")
    })
}

/// Pictures and templates beside the old record, by their names.
fn left_behind(folder: &Path, record: Option<&std::ffi::OsStr>) -> Vec<String> {
    // A file of another name shares its folder with anything.
    if record != Some(std::ffi::OsStr::new(RECORD_FILE)) {
        return Vec::new();
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| {
            let folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let path = entry.path();
            let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
            let picture =
                matches!(ending.as_deref(), Some("png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "pdf"));
            folder || picture
        })
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != "out" && !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

/// Writes the record, and the schema beside it where editors are to find it there.
fn write(output: &Path, text: &str, schema: bool, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    if let Some(folder) = output.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        output::create_folder(folder).map_err(|fault| vec![fault])?;
    }
    let text = if schema { with_modeline(text) } else { text.to_owned() };
    output::write_new(output, text.as_bytes()).map_err(|fault| vec![fault])?;
    ui.written(output);
    if schema {
        // The file is thidua's own, not the officer's: a newer one takes its place.
        let path = output.with_file_name(schema::FILE_NAME);
        output::write(&path, schema::text().as_bytes()).map_err(|fault| vec![fault])?;
        ui.written(&path);
    }
    Ok(())
}

/// The record with the line by which editors find the schema beside it, in the place of one that
/// leads elsewhere.
fn with_modeline(text: &str) -> String {
    let rest = match text.starts_with("# yaml-language-server:") {
        true => text.split_once('\n').map_or("", |(_, rest)| rest),
        false => text,
    };
    let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
    format!("{}{eol}{rest}", schema::modeline(schema::FILE_NAME).trim_end())
}
