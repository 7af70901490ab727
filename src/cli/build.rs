//! `thidua build`: every paper that the records hold.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use rayon::prelude::*;

use super::ui::Ui;
use super::{KindArg, Records};
use crate::check::Verdict;
use crate::diagnostic::{Diagnostic, Severity};
use crate::exclusive::{self, Kept, Saved};
use crate::input::Loaded;
use crate::input::files::RecordFile;
use crate::output;
use crate::pdf::Carried;
use crate::press::{Format, Options, Output, Press};
use crate::template::{Kind, Stage};

/// Arguments of `thidua build`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    records: Records,
    /// Thư mục ghi văn bản
    #[arg(short, long, value_name = "THƯ MỤC", default_value = "out", hide_default_value = true)]
    output: PathBuf,
    /// Chỉ lập các loại này: report (báo cáo), covenant (giao ước), decision (quyết định)
    #[arg(long, value_name = "LOẠI", value_delimiter = ',', hide_possible_values = true)]
    only: Vec<KindArg>,
    /// In bản dự thảo, kèm trang liệt kê những điều còn thiếu
    #[arg(long, conflicts_with = "official")]
    draft: bool,
    /// In bản chính thức; chỗ còn thiếu để trống cho viết tay
    #[arg(long)]
    official: bool,
    /// Dạng tệp: pdf, png, svg, typ
    #[arg(
        long,
        value_name = "DẠNG",
        default_value = "pdf",
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: FormatArg,
    /// Số hồ sơ lập cùng lúc; mặc định theo số nhân của máy
    #[arg(long, value_name = "SỐ", default_value_t = 0, hide_default_value = true)]
    jobs: usize,
    /// Thư mục phông chữ; có Times New Roman thì dùng thay Tinos
    #[arg(long, value_name = "THƯ MỤC")]
    font_path: Option<PathBuf>,
    /// Thư mục mẫu trình bày, thay từng tệp mẫu có sẵn
    #[arg(long, value_name = "THƯ MỤC")]
    template_dir: Option<PathBuf>,
    /// Gửi kèm hồ sơ trong PDF (PDF/A-3a)
    #[arg(long)]
    attach_record: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Pdf,
    Png,
    Svg,
    Typ,
}

impl Args {
    fn options(&self) -> Options {
        Options {
            only: self.only.iter().copied().map(Kind::from).collect(),
            stage: match (self.draft, self.official) {
                (true, _) => Stage::Draft,
                (_, true) => Stage::Official,
                _ => Stage::Auto,
            },
            format: match self.format {
                FormatArg::Pdf => Format::Pdf,
                FormatArg::Png => Format::Png,
                FormatArg::Svg => Format::Svg,
                FormatArg::Typ => Format::Typ,
            },
            attach_record: self.attach_record,
        }
    }
}

/// Typst's layout goes deep; a thread's usual stack is small.
const STACK_BYTES: usize = 32 * 1024 * 1024;

/// What became of one record.
#[derive(Default)]
struct Built {
    written: Vec<PathBuf>,
    remarks: Vec<String>,
    warnings: Vec<Diagnostic>,
    faults: Vec<Diagnostic>,
}

/// Builds all records in parallel; one that fails does not stop the others.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let (files, mut faults) = args.records.find();
    if files.is_empty() {
        return Err(faults);
    }
    let press = Press::new(args.font_path.as_deref(), args.template_dir.as_deref()).map_err(one)?;
    output::create_folder(&args.output).map_err(one)?;
    // Without a handler an interrupt stops the program as the system does it.
    let _ = output::stop_between_files();
    let options = args.options();
    let pool = pool(args.jobs).map_err(one)?;
    let bar = ui.progress(files.len());
    let built: Vec<Built> = pool.install(|| {
        files
            .par_iter()
            .map(|file| {
                let built = build(&press, file, args, &options);
                bar.step();
                built
            })
            .collect()
    });
    bar.finish();
    let closing = (files.len() > 1).then(|| closing(&built));
    // In the order of the command line, whatever finished first.
    for one in built {
        one.written.iter().for_each(|path| ui.written(path));
        one.remarks.iter().for_each(|remark| ui.say(remark));
        ui.report(&one.warnings);
        faults.extend(one.faults);
    }
    if let Some(closing) = closing {
        ui.report(&faults);
        faults = faults.into_iter().map(Diagnostic::told).collect();
        ui.say(&closing);
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The line that ends a batch: how many records are done, and how many papers they gave.
fn closing(built: &[Built]) -> String {
    let done = built.iter().filter(|one| one.faults.is_empty() && !one.written.is_empty()).count();
    let papers: usize = built.iter().map(|one| one.written.len()).sum();
    let faulty = built.iter().filter(|one| !one.faults.is_empty()).count();
    let faulty = if faulty > 0 { format!("; {faulty} hồ sơ có lỗi") } else { String::new() };
    format!("đã lập {done}/{} hồ sơ, {papers} văn bản{faulty}", built.len())
}

/// So many threads to lay out on; as many as the machine has cores for 0.
pub fn pool(threads: usize) -> Result<rayon::ThreadPool, Diagnostic> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK_BYTES)
        .build()
        .map_err(|error| Diagnostic::error(format!("không mở được luồng xử lý: {error}")))
}

/// Papers in memory, and what was said of them: those that could be made are here even where others could not.
struct Made {
    outputs: Vec<Output>,
    told: Result<Vec<Diagnostic>, Vec<Diagnostic>>,
}

fn make(press: &Press, loaded: &Loaded, options: &Options) -> Made {
    let mut outputs = Vec::new();
    let told = press.print(loaded, options, |output| {
        outputs.push(output);
        Ok(())
    });
    Made { outputs, told }
}

/// Builds one record.
fn build(press: &Press, file: &RecordFile, args: &Args, options: &Options) -> Built {
    let mut built = Built::default();
    if output::stopped() {
        return built;
    }
    let folder = args.output.join(&file.name);
    let printed = press.load(file).and_then(|mut loaded| {
        // The rules are many: a record is judged while its papers are made. What it is found
        // guilty of makes them anew, as drafts that say so.
        let (verdict, made) = rayon::join(|| press.judge(&loaded), || make(press, &loaded, options));
        let verdict = verdict?;
        let stage = options.stage.given(&verdict);
        let Made { outputs, told } = if !verdict.has_errors() {
            made
        } else if stage == Stage::Official {
            return Err(verdict.errors());
        } else {
            loaded.breaches = verdict.errors();
            make(press, &loaded, &Options { stage, ..options.clone() })
        };
        output::create_folder(&folder).map_err(|fault| vec![fault])?;
        let mut refused = Vec::new();
        for output in outputs {
            let path = folder.join(&output.name);
            match exclusive::save_beside(&path, &output.bytes) {
                Ok(saved) => {
                    built.remarks.extend(remark(&saved));
                    built.warnings.extend(damaged(&saved));
                    built.warnings.extend(saved.passed.iter().map(|kept| passed(kept, &saved.path)));
                    built.written.push(saved.path);
                }
                Err(fault) => refused.push(fault),
            }
        }
        match told {
            Ok(warnings) if refused.is_empty() => Ok((warnings, verdict)),
            told => Err(refused.into_iter().chain(told.err().into_iter().flatten()).collect()),
        }
    });
    match printed {
        Ok((warnings, verdict)) => {
            built.warnings.extend(warnings);
            built.warnings.extend(reminder(file, &verdict));
            // Who asks for a draft knows that it is not finished.
            if options.stage != Stage::Draft {
                built.faults = verdict.errors();
            }
        }
        Err(faults) => built.faults = faults,
    }
    built
}

/// That a paper was there already and more than that: signed, mostly.
fn remark(saved: &Saved) -> Option<String> {
    let (kept, path) = (saved.kept.as_ref()?, saved.path.display());
    let told = match kept.carried {
        Some(carried) => format!("`{path}` đã có {carried}, lập đúng theo hồ sơ hiện nay: giữ nguyên"),
        None => {
            format!("`{path}` lập đúng theo hồ sơ hiện nay và có phần ghi thêm ở cuối tệp: giữ nguyên")
        }
    };
    let outdated: Vec<String> = saved
        .outdated
        .iter()
        .map(|(path, carried)| match carried {
            Some(carried) => format!("`{}` (đã có {carried})", path.display()),
            None => format!("`{}`", path.display()),
        })
        .collect();
    let outdated = match outdated.is_empty() {
        true => String::new(),
        false => format!("; {} là bản lập theo hồ sơ khi trước", outdated.join(", ")),
    };
    Some(told + &outdated)
}

/// A warning that a signed paper is damaged: it is left as it is, but it is no paper.
fn damaged(saved: &Saved) -> Option<Diagnostic> {
    let kept =
        saved.kept.iter().chain(&saved.passed).find(|kept| kept.carried == Some(Carried::Uncounted))?;
    let message =
        format!("`{}` có chữ ký số nhưng không đọc được; thidua giữ nguyên tệp này", kept.path.display());
    Some(
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(message) }
            .hint("lấy lại bản lành từ nơi lưu khác; muốn lập lại từ đầu thì chuyển tệp này sang thư mục khác rồi lập lại"),
    )
}

/// A warning that a paper was signed when the record was another, and where the paper of today is.
fn passed(kept: &Kept, new: &Path) -> Diagnostic {
    let (old, new) = (kept.path.display(), new.display());
    let carried = kept.carried.unwrap_or(Carried::Uncounted);
    let message = format!(
        "`{old}` đã có {carried} nhưng khác với hồ sơ hiện nay: giữ nguyên bản đã ký; bản theo hồ sơ hiện nay là `{new}`"
    );
    Diagnostic { severity: Severity::Warning, ..Diagnostic::error(message) }
        .hint("bản đã ký còn giá trị thì sửa hồ sơ lại như khi ký, lập lại, rồi xóa bản mới nếu chưa ai ký")
        .hint("thay bằng bản mới thì chuyển bản đã ký sang thư mục khác, lập lại, và mọi bên ký lại từ đầu")
}

/// What `check` would tell, in a sentence.
fn reminder(file: &RecordFile, verdict: &Verdict) -> Option<Diagnostic> {
    let found = verdict.counted()?;
    let message = if verdict.has_errors() {
        format!("hồ sơ còn {found}; văn bản được in là dự thảo")
    } else {
        format!("hồ sơ có {found}")
    };
    Some(
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(message) }
            .hint(format!("xem từng điều bằng `thidua check {}`", file.path.display())),
    )
}
