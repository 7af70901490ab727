//! One record: its papers made, judged and written, and all that there is to tell of it.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::inputs::{self, Inputs};
use super::{Order, Task};
use crate::check::Verdict;
use crate::diagnostic::{Diagnostic, Severity, Told};
use crate::exclusive::{self, Kept, Saved};
use crate::input::Loaded;
use crate::input::files::RecordFile;
use crate::output;
use crate::pdf::Carried;
use crate::press::{Options, Output, Press};
use crate::template::{Paper, Stage};

/// What became of one record.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Made {
    /// The files that it has now, in the order of its papers.
    pub files: Vec<Written>,
    /// The papers that could not be made, by name.
    pub failed: Vec<String>,
    /// Whether nothing was made, since an earlier run had made the same.
    pub unchanged: bool,
    /// What to remark.
    pub remarks: Vec<String>,
    /// What to warn of.
    pub warnings: Vec<Told>,
    /// What is wrong.
    pub faults: Vec<Told>,
    /// What it was made of, see [`Inputs`]; empty where that is not known.
    pub inputs: String,
}

/// A file that a record has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Written {
    /// The paper that it is of, by name: `report`, `decision-2`.
    pub paper: String,
    /// Where it is.
    pub path: PathBuf,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// How long it took, in milliseconds.
    pub ms: u64,
}

impl Made {
    /// A record of which nothing could be made.
    pub fn refused(fault: &Diagnostic, colour: bool) -> Self {
        Self { faults: vec![Told::of(fault, colour)], ..Self::default() }
    }
}

/// Makes the papers of a record, or finds that an earlier run has made the same.
pub fn make(press: &Press, inputs: &Inputs, order: &Order, task: &Task) -> Made {
    let mut making = Making { press, order, file: &task.file, made: Made::default() };
    let outcome = press.load(&task.file).and_then(|loaded| {
        making.made.inputs = inputs.of(press, &loaded)?;
        match &task.earlier {
            Some(earlier) if earlier.stands(&making.made.inputs) => {
                making.made.unchanged = true;
                making.made.files.clone_from(&earlier.files);
                Ok(None)
            }
            _ => making.papers(loaded).map(Some),
        }
    });
    making.finish(outcome)
}

/// A record that is being made.
struct Making<'a> {
    press: &'a Press,
    order: &'a Order,
    file: &'a RecordFile,
    made: Made,
}

/// Papers in memory, and what was said of them: those that could be made are here even where others could not.
struct Printed {
    outputs: Vec<(Output, u64)>,
    told: Result<Vec<Diagnostic>, Vec<Diagnostic>>,
}

impl Making<'_> {
    /// Makes and writes the papers; what there is to warn of.
    fn papers(&mut self, mut loaded: Loaded) -> Result<(Vec<Diagnostic>, Verdict), Vec<Diagnostic>> {
        let options = &self.order.options;
        // What Typst needs of every paper is read while the rules judge the record.
        let (verdict, ()) = rayon::join(|| self.press.judge(&loaded), || self.press.warm_up());
        let verdict = verdict?;
        let stage = options.stage.given(&verdict);
        if verdict.has_errors() {
            if stage == Stage::Official {
                return Err(verdict.errors());
            }
            // Drafts tell on their last page what keeps the official copies from being made.
            loaded.breaches = verdict.errors();
        }
        let Printed { outputs, told } = self.print(&loaded, &Options { stage, ..options.clone() });
        let folder = self.order.output.join(&self.file.name);
        output::create_folder(&folder).map_err(|fault| vec![fault])?;
        let of_papers: Vec<String> = options.papers(&loaded).into_iter().map(Paper::name).collect();
        let mut refused = Vec::new();
        for (output, ms) in outputs {
            if let Err(fault) = self.write(&folder, output, ms) {
                refused.push(fault);
            }
        }
        let is_made = |paper: &String| self.made.files.iter().any(|file| file.paper == *paper);
        self.made.failed = of_papers.into_iter().filter(|paper| !is_made(paper)).collect();
        match told {
            Ok(warnings) if refused.is_empty() => Ok((warnings, verdict)),
            told => Err(refused.into_iter().chain(told.err().into_iter().flatten()).collect()),
        }
    }

    fn print(&self, loaded: &Loaded, options: &Options) -> Printed {
        let mut outputs = Vec::new();
        let mut since = Instant::now();
        let told = self.press.print(loaded, options, |output| {
            let took = since.elapsed();
            outputs.push((output, u64::try_from(took.as_millis()).unwrap_or(u64::MAX)));
            since = Instant::now();
            Ok(())
        });
        Printed { outputs, told }
    }

    fn write(&mut self, folder: &Path, output: Output, ms: u64) -> Result<(), Diagnostic> {
        let saved = exclusive::save_beside(&folder.join(&output.name), &output.bytes)?;
        let made = &mut self.made;
        made.remarks.extend(remark(&saved));
        let warnings = damaged(&saved).into_iter();
        let warnings = warnings.chain(saved.passed.iter().map(|kept| passed(kept, &saved.path)));
        made.warnings.extend(warnings.map(|warning| Told::of(&warning, self.order.colour)));
        made.files.push(Written {
            paper: output.paper.name(),
            sha256: match &saved.kept {
                // What was added to it counts as well.
                Some(_) => inputs::sha256_of(&saved.path).unwrap_or_default(),
                None => inputs::sha256(&output.bytes),
            },
            path: saved.path,
            ms,
        });
        Ok(())
    }

    fn finish(self, outcome: Result<Option<(Vec<Diagnostic>, Verdict)>, Vec<Diagnostic>>) -> Made {
        let Self { order, file, mut made, .. } = self;
        let told = |list: Vec<Diagnostic>| list.into_iter().map(|one| Told::of(&one, order.colour));
        match outcome {
            Ok(None) => {}
            Ok(Some((warnings, verdict))) => {
                made.warnings.extend(told(warnings));
                made.warnings.extend(told(reminder(file, &verdict).into_iter().collect()));
                // Who asks for a draft knows that it is not finished.
                if order.options.stage != Stage::Draft {
                    made.faults.extend(told(verdict.errors()));
                }
            }
            Err(faults) => made.faults.extend(told(faults)),
        }
        made
    }
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
