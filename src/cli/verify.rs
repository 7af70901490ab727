//! `thidua verify`: what the signatures of papers prove, and what was changed after them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeZone, Utc};
use serde_json::{Value as Json, json};

use super::ui::Ui;
use super::{Answer, Reader};
use crate::archive::Archive;
use crate::archive::origin::{self, Origin};
use crate::clock::VIETNAM;
use crate::diagnostic::{Diagnostic, Origin as Whose, Severity};
use crate::verify::report::{
    Coverage, FieldName, Integrity, Kind, Report, SignatureReport, TimestampReport, Trusted, Verdict,
};
use crate::verify::{self, Trust};

/// Arguments of `thidua verify`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Tệp PDF đã ký
    #[arg(required = true, value_name = "TỆP")]
    files: Vec<PathBuf>,
    /// Thư mục chứng thư gốc mà mình tin cậy (.pem, .crt, .cer, .der)
    #[arg(long, value_name = "THƯ MỤC")]
    trust: Option<PathBuf>,
    /// Kho lưu trữ: cho biết văn bản được lập từ hồ sơ nào
    #[arg(long, value_name = "THƯ MỤC")]
    archive: Option<PathBuf>,
    #[command(flatten)]
    answer: Answer,
}

/// What was found of one file.
struct Found {
    report: Report,
    /// Where the archive has the paper; nothing where no archive was named.
    origins: Option<Vec<Origin>>,
}

/// Judges every file and tells what was found; fails unless all signatures of all files stand.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let trust = args.trust.as_deref().map_or(Ok(Trust::none()), Trust::from_folder)?;
    let archive = args.archive.as_deref().map(Archive::open).transpose().map_err(|fault| vec![fault])?;
    let now = Utc::now();
    let judged: Vec<Result<Found, Diagnostic>> =
        args.files.iter().map(|file| judge(file, &trust, archive.as_ref(), now)).collect();
    if args.answer.format == Reader::Json {
        let list = args.files.iter().zip(&judged).map(|(file, found)| as_json(file, found));
        ui.print(&format!("{:#}\n", Json::Array(list.collect())));
    }
    let signed_any = judged.iter().flatten().any(|found| !found.report.signatures.is_empty());
    let mut faults = Vec::new();
    for (file, found) in args.files.iter().zip(judged) {
        match found {
            Ok(found) => {
                if args.answer.format == Reader::Human {
                    ui.print(&told(file, &found));
                }
                if !found.report.valid() {
                    // Told above; it decides the exit code.
                    let origin = if found.report.unread() { Whose::Unread } else { Whose::Record };
                    faults.push(Diagnostic { origin, ..Diagnostic::error(verdict(&found.report)).told() });
                }
            }
            Err(fault) => faults.push(fault),
        }
    }
    if args.answer.format == Reader::Human && signed_any {
        remarks(args, ui);
    }
    if faults.iter().any(|fault| fault.severity == Severity::Error) { Err(faults) } else { Ok(()) }
}

fn judge(
    file: &Path,
    trust: &Trust,
    archive: Option<&Archive>,
    now: DateTime<Utc>,
) -> Result<Found, Diagnostic> {
    let bytes = std::fs::read(file).map_err(|error| Diagnostic::io("đọc", file, &error))?;
    let report = verify::verify(&bytes, trust, now).map_err(|fault| {
        let message = format!("`{}`: {}", file.display(), fault.message);
        Diagnostic { message, ..fault }
    })?;
    let origins = archive.map(|archive| origin::of(archive, &bytes)).transpose()?;
    Ok(Found { report, origins })
}

fn as_json(file: &Path, found: &Result<Found, Diagnostic>) -> Json {
    let mut json = match found {
        Ok(Found { report, origins }) => {
            let mut json = serde_json::to_value(report).unwrap_or_default();
            json["valid"] = report.valid().into();
            json["verdict"] = verdict(report).into();
            json["changed_pages"] = report.changed_pages().into();
            if let Some(origins) = origins {
                json["origins"] = origins.iter().map(origin_as_json).collect();
            }
            json
        }
        Err(fault) => json!({ "valid": false, "verdict": fault.message, "signatures": [] }),
    };
    json["file"] = file.display().to_string().into();
    json
}

fn origin_as_json(origin: &Origin) -> Json {
    json!({
        "dossier": origin.dossier.id(),
        "paper": origin.file,
        "record": origin.record,
        "same_file": origin.same_file,
    })
}

/// What holds for every file, once.
fn remarks(args: &Args, ui: &Ui) {
    if args.trust.is_none() {
        ui.say(
            "chưa xác định được người ký là ai: thêm `--trust THƯ MỤC`, trong đó có chứng thư gốc của tổ chức \
             cấp chữ ký số",
        );
    }
    ui.say("thidua không kiểm tra chứng thư có bị thu hồi hay không");
}

/// A file's verdict on a line, then its signatures.
fn told(file: &Path, Found { report, origins }: &Found) -> String {
    let mut lines = vec![format!("{}: {}", file.display(), verdict(report))];
    lines.extend(report.signatures.iter().flat_map(signature));
    if !report.unsigned_fields.is_empty() {
        let names: Vec<&str> = report.unsigned_fields.iter().map(label).collect();
        lines.push(format!("  chưa ký: {}", names.join("; ")));
    }
    if report.removed > 0 {
        lines.push(format!(
            "  trong tệp còn {} chữ ký không thuộc ô ký nào: đã bị gỡ ra khỏi văn bản",
            report.removed
        ));
    }
    lines.extend(origins.iter().flat_map(|origins| made_from(origins)));
    lines.join("\n") + "\n"
}

/// Which records of the archive made a paper.
fn made_from(origins: &[Origin]) -> Vec<String> {
    if origins.is_empty() {
        return vec!["  kho lưu trữ không có văn bản này".to_owned()];
    }
    let line = |origin: &Origin| {
        let same = if origin.same_file {
            "đúng tệp đã lưu"
        } else {
            "cùng văn bản, khác số chữ ký"
        };
        format!("  lập từ hồ sơ lưu trữ {} ({}): {same}", origin.dossier.id(), origin.record)
    };
    origins.iter().map(line).collect()
}

/// The verdict on a file: `16/16 chữ ký hợp lệ, nội dung không bị sửa; còn 1 ô chưa ký`.
fn verdict(report: &Report) -> String {
    match report.unsigned_fields.len() {
        waiting if waiting > 0 && !report.signatures.is_empty() => {
            format!("{}; còn {waiting} ô chưa ký", of_signatures(report))
        }
        _ => of_signatures(report),
    }
}

/// What its signatures prove.
fn of_signatures(report: &Report) -> String {
    let all = report.parties().count();
    let stamps = match report.document_timestamps() {
        0 => String::new(),
        stamps => format!("; {stamps} dấu thời gian của tài liệu"),
    };
    if all == 0 {
        return format!("không có chữ ký số nào{stamps}");
    }
    let content = match (report.seen_as_signed(), report.unchanged(), report.changed_pages().as_slice()) {
        (true, ..) if report.filled_in() => ", nội dung không bị sửa ngoài các ô được phép điền".to_owned(),
        (true, ..) => ", nội dung không bị sửa".to_owned(),
        // What was not read may have been signed as it is; nobody can tell.
        (false, true, _) if report.unread() => String::new(),
        (false, false, []) if report.signatures.iter().any(|one| !one.forbidden.is_empty()) => {
            ", tệp bị sửa sau khi ký".to_owned()
        }
        (false, _, []) => ", không bảo đảm nội dung còn nguyên".to_owned(),
        (false, _, pages) => format!(", nội dung bị sửa sau khi ký ở trang {}", verify::listed(pages)),
    };
    if !report.identity_judged && report.seen_as_signed() {
        return format!("{all} chữ ký còn nguyên vẹn{content}{stamps}; chưa xác định người ký");
    }
    let unread = match unread(report) {
        (0, _) => String::new(),
        (count, what) => format!(", {count} chữ ký chưa kiểm tra được ({what})"),
    };
    format!("{}/{all} chữ ký hợp lệ{unread}{content}{stamps}", report.valid_signatures())
}

/// How many signatures of persons and offices could not be read, and what of them.
fn unread(report: &Report) -> (usize, String) {
    let unread = || report.parties().filter(|one| one.verdict == Verdict::Unread);
    let what: BTreeSet<&str> =
        unread().flat_map(|one| &one.unread).map(|note| note.message.as_str()).collect();
    (unread().count(), Vec::from_iter(what).join(", "))
}

/// A signature in two lines or three: whose and whether it stands; the details; what is wrong.
fn signature(one: &SignatureReport) -> Vec<String> {
    let word = match one.verdict {
        Verdict::Valid => "hợp lệ",
        Verdict::NotJudged => "nguyên vẹn",
        Verdict::Unread => "chưa kiểm tra được",
        Verdict::Invalid => "KHÔNG hợp lệ",
    };
    let mut lines = vec![format!("  {}: {word}{}", label(&one.field), holder(one))];
    let mut details: Vec<String> = Vec::new();
    details.extend(time(one));
    details.extend(one.algorithm.clone());
    details.extend(match one.coverage {
        Coverage::WholeFile => Some("ký trọn tệp".to_owned()),
        Coverage::Revision { later } => Some(format!("ký trọn tệp; sau đó {}", since(one, later))),
        Coverage::Unclear => None,
    });
    if one.trust == Trusted::Trusted && one.chain.len() > 1 {
        details.push(format!("chứng thư: {}", one.chain.join(" ← ")));
    }
    if !details.is_empty() {
        lines.push(format!("    {}", details.join("; ")));
    }
    let listed = |what: &str, notes: &[verify::report::Note]| {
        let messages: Vec<&str> = notes.iter().map(|note| note.message.as_str()).collect();
        format!("    {what}: {}", messages.join("; "))
    };
    if !one.faults.is_empty() {
        lines.push(listed(
            if one.integrity == Integrity::Broken { "hỏng" } else { "không tin cậy" },
            &one.faults,
        ));
    }
    if !one.unread.is_empty() {
        lines.push(listed("chưa kiểm tra được", &one.unread));
    }
    if !one.forbidden.is_empty() {
        lines.push(listed("bị sửa sau khi ký", &one.forbidden));
    }
    if !one.doubts.is_empty() {
        lines.push(listed("cần xem lại", &one.doubts));
    }
    let beside: Vec<_> = one.permitted.iter().filter(|note| note.code != "signed").cloned().collect();
    if !beside.is_empty() {
        lines.push(listed("sau khi ký còn", &beside));
    }
    lines
}

/// What was added after a signature, in so many updates.
fn since(one: &SignatureReport, later: usize) -> String {
    let signed = one.permitted.iter().filter(|note| note.code == "signed").count();
    match signed == later && one.forbidden.is_empty() {
        true => format!("có thêm {later} chữ ký"),
        false => format!("tệp được bổ sung {later} lần"),
    }
}

/// Who signed, as the certificate says.
fn holder(one: &SignatureReport) -> String {
    let Some(holder) = &one.signer else { return String::new() };
    let organisation = holder.organisation.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
    let what = if one.kind == Kind::Timestamp { "dấu thời gian của" } else { "người ký" };
    format!(" – {what} {}{organisation} (do {} cấp, số {})", holder.name, holder.issuer, holder.serial)
}

fn time(one: &SignatureReport) -> Option<String> {
    let TimestampReport { time, authority, .. } = match (&one.timestamp, one.claimed_time) {
        (Some(timestamp), _) => timestamp,
        (None, Some(claimed)) => return Some(format!("ký lúc {} theo máy của người ký", clock(&claimed))),
        (None, None) => return None,
    };
    Some(format!("ký trước {} theo dấu thời gian của {authority}", clock(time)))
}

/// A time in Vietnam: `13:45:00 ngày 21/11/2026`.
fn clock<Z: TimeZone>(time: &DateTime<Z>) -> String {
    time.with_timezone(&VIETNAM).format("%H:%M:%S ngày %d/%m/%Y").to_string()
}

fn label(field: &FieldName) -> &str {
    field.label.as_deref().unwrap_or(&field.name)
}
