//! Which paper of the record a file is: it begins with the bytes that thidua makes of that paper.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::Given;
use crate::archive::bag;
use crate::archive::making::{Making, program};
use crate::archive::metadata::Replaced;
use crate::archive::pdf::{PdfFacts, maker};
use crate::archive::replay::{self, Made};
use crate::archive::signatures;
use crate::diagnostic::{Diagnostic, Origin};
use crate::input::Loaded;
use crate::pdf;
use crate::press::Press;
use crate::record::Record;
use crate::record::gaps;
use crate::record::paper::Paper;
use crate::vietnamese::slug::slug;

/// A file as it was read.
pub struct File {
    path: PathBuf,
    bytes: Vec<u8>,
    scan_of: Option<Paper>,
    facts: PdfFacts,
}

/// A file that is to be archived, and the paper that it is.
pub struct Kept {
    /// Where it was.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Their SHA-512.
    pub sha512: String,
    /// Whether it is a scan.
    pub scan: bool,
    /// What it tells of itself.
    pub facts: PdfFacts,
    /// The paper as thidua makes it.
    pub made: Made,
    /// The archived copies that it takes the place of.
    pub replaces: Vec<Replaced>,
}

/// Reads the files.
///
/// # Errors
/// Every file that cannot be read or is no PDF, every paper that the record does not have.
pub fn read(loaded: &Loaded, given: &[Given]) -> Result<Vec<File>, Vec<Diagnostic>> {
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    for given in given {
        match read_one(loaded, given) {
            Ok(file) => files.push(file),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(files) } else { Err(faults) }
}

fn read_one(loaded: &Loaded, given: &Given) -> Result<File, Diagnostic> {
    let path = &given.path;
    let scan_of = given.scan_of.as_deref().map(|name| named(&loaded.record, name)).transpose()?;
    let mut bytes = Vec::new();
    let most = pdf::MAX_BYTES as u64 + 1;
    let read = std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
    read.map_err(|error| Diagnostic::io("đọc", path, &error))?;
    let facts = PdfFacts::of(&bytes).map_err(|fault| {
        let message = format!("`{}`: {}", path.display(), fault.message);
        Diagnostic { message, origin: Origin::Record, ..fault }
    })?;
    if scan_of.is_some() && facts.ours {
        let message = format!("`{}`: đây là bản do thidua lập, không phải bản quét", path.display());
        return Err(Diagnostic::error(message).hint(
            "văn bản ký trên giấy thì quét bản giấy đã ký; văn bản ký số thì ghi tệp, không ghi `--scan`",
        ));
    }
    if facts.signatures > 0 {
        signatures::changed(&path.display().to_string(), &bytes).map_or(Ok(()), Err)?;
    }
    Ok(File { path: path.clone(), bytes, scan_of, facts })
}

/// The paper that a person means: `report`, `bao-cao`, `decision-2`, or the name of its file.
fn named(record: &Record, name: &str) -> Result<Paper, Diagnostic> {
    let papers = Paper::all(record);
    let word = slug(name.trim_end_matches(".pdf"));
    let is_meant = |paper: &Paper| {
        let number = format!("-{}", paper.index + 1);
        let alone = papers.iter().filter(|other| other.kind == paper.kind).count() == 1;
        word == paper.file_name(record)
            || [paper.kind.name(), paper.kind.facts().slug].iter().any(|kind| {
                word.strip_prefix(kind).is_some_and(|rest| rest == number || (rest.is_empty() && alone))
            })
    };
    papers.iter().copied().find(is_meant).ok_or_else(|| {
        let names: Vec<String> =
            papers.iter().map(|paper| format!("`{}`", paper.file_name(record))).collect();
        let message = format!("hồ sơ không có văn bản `{name}`");
        Diagnostic::usage(message).hint(format!("ghi một trong: {}", names.join(", ")))
    })
}

/// Tells of each file which paper it is, by what the bag's own record makes.
///
/// # Errors
/// Every file that is no paper of the record, every paper that is not finished.
pub fn matched(
    bag: &Path,
    making: &Making,
    press: &Press,
    files: Vec<File>,
) -> Result<Vec<Kept>, Vec<Diagnostic>> {
    let loaded = press.load(&making.record_file(bag).map_err(|fault| vec![fault])?)?;
    let mut made = replay::papers(press, &loaded, false)?;
    let is_paper = |made: &[Made], file: &File| made.iter().any(|made| file.bytes.starts_with(&made.bytes));
    if files.iter().any(|file| file.scan_of.is_none() && !is_paper(&made, file)) {
        made.extend(replay::papers(press, &loaded, true)?);
    }
    let (mut kept, mut faults) = (Vec::<Kept>::new(), Vec::new());
    for file in files {
        let of_file = |made: &&Made| match file.scan_of {
            Some(paper) => made.paper == paper && !made.attach_record,
            None => file.bytes.starts_with(&made.bytes),
        };
        let Some(of_file) = made.iter().find(of_file) else {
            faults.push(stranger(&file, &made));
            continue;
        };
        faults.extend(unfinished(&loaded, of_file));
        let scan = file.scan_of.is_some();
        if !scan && file.facts.signatures == 0 && file.bytes.len() > of_file.bytes.len() {
            faults.push(added_to(&file.path));
            continue;
        }
        if !scan && file.bytes.len() > of_file.bytes.len() {
            let path = file.path.display().to_string();
            let done = signatures::changed_before(&path, &file.bytes, of_file.bytes.len());
            if let Some(fault) = done {
                faults.push(fault);
                continue;
            }
        }
        if let Some(other) = kept.iter().find(|other| other.made.paper == of_file.paper && other.scan == scan)
        {
            let (one, two) = (other.path.display(), file.path.display());
            let message = format!("`{one}` và `{two}` là cùng một văn bản");
            faults.push(Diagnostic::usage(message).hint("chỉ ghi tệp có đủ chữ ký"));
            continue;
        }
        let sha512 = bag::sha512(&file.bytes);
        let File { path, bytes, facts, .. } = file;
        kept.push(Kept { path, bytes, sha512, scan, facts, made: of_file.clone(), replaces: Vec::new() });
    }
    kept.sort_by_key(|kept| (kept.made.paper, kept.scan));
    if faults.is_empty() { Ok(kept) } else { Err(faults) }
}

/// A fault where a paper lacks what every paper of the archive has: number, date, signer.
fn unfinished(loaded: &Loaded, made: &Made) -> Vec<Diagnostic> {
    let gaps = gaps::of_paper(&loaded.record, made.paper).into_iter().filter(|gap| gap.decisive);
    gaps.map(|gap| {
        Diagnostic::error(format!("văn bản `{}` còn thiếu {}", made.name, gap.what)).hint(format!(
            "ghi ở `{}` của hồ sơ rồi lưu lại; số và ngày viết tay trên bản giấy cũng phải ghi vào hồ sơ",
            gap.path()
        ))
    })
    .collect()
}

/// A fault for a file that nobody signed and that goes on behind what thidua made: it may show anything.
fn added_to(path: &Path) -> Diagnostic {
    let message = format!("`{}` có phần thêm vào sau khi lập mà không có chữ ký số nào", path.display());
    Diagnostic::error(message).hint("lưu đúng tệp do `thidua build` lập, hoặc tệp ấy sau khi ký số")
}

/// A fault for a file that is none of the record's papers, with what may be the reason.
fn stranger(file: &File, made: &[Made]) -> Diagnostic {
    let path = file.path.display();
    let fault =
        Diagnostic::error(format!("`{path}` không phải là bản chính thức của văn bản nào lập từ hồ sơ này"));
    let maker = maker(&file.bytes);
    let fault = match &maker {
        Some(other) if *other != program() => fault.hint(format!(
            "tệp do {other} lập, bản này là {}; dùng đúng bản đã lập, hoặc lập lại rồi ký lại",
            program()
        )),
        Some(_) => fault.hint(
            "hồ sơ, hình ảnh hoặc mẫu đã đổi sau khi lập tệp này: lấy lại hồ sơ lúc đó, hoặc lập lại rồi ký lại; bản \
             dự thảo thì không lưu",
        ),
        None => fault,
    };
    let fault = match maker {
        Some(_) => fault.hint("khi lập có ghi `--template-dir`, `--font-path` thì ở đây cũng ghi như vậy"),
        None => fault,
    };
    let fault = match file.path.file_stem().is_some_and(|stem| stem.to_string_lossy().contains("-moi")) {
        true => {
            fault.hint("nếu đây là bản `thidua build` lập bên cạnh bản đã ký thì chỉ ghi tên bản cần lưu")
        }
        false => fault,
    };
    if file.facts.ours {
        return fault;
    }
    let stem = file.path.file_stem().unwrap_or_default().to_string_lossy();
    let example = made.iter().find(|made| stem.starts_with(&made.name)).or(made.first());
    let example = example.map_or("report", |made| made.name.as_str());
    fault.hint(format!("nếu đây là bản quét của văn bản ký trên giấy: `--scan {example}={path}`"))
}
