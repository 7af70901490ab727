//! The digital signatures of archived papers.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::bag;
use super::dossier::{self, Dossier};
use super::replay::MAX_PAPER_BYTES;
use crate::diagnostic::{Diagnostic, Severity};
use crate::verify::report::{Report, Verdict};
use crate::verify::{self, Trust};

/// A fault where a file was changed after it was signed: no trust is needed to see that.
pub fn changed(name: &str, pdf: &[u8]) -> Option<Diagnostic> {
    match verify::verify(pdf, &Trust::none(), Utc::now()) {
        Ok(report) if report.unchanged() => None,
        Ok(report) => Some(broken(name, &report)),
        Err(fault) => Some(Diagnostic { message: format!("`{name}`: {}", fault.message), ..fault }),
    }
}

/// All that is wrong with the signatures of a dossier's papers, as of the day on which it was archived: a
/// certificate that has expired since was good then. Whose they are is judged where someone is trusted.
pub fn check(dossier: &Dossier, trust: &Trust) -> Vec<Diagnostic> {
    let documents = match dossier.documents() {
        Ok(documents) => documents,
        Err(faults) => return faults,
    };
    let when = archived(dossier);
    let mut faults = Vec::new();
    for document in documents.iter().filter(|document| bag::is_inside(&document.path)) {
        let path = dossier.folder.join(&document.path);
        let name = path.display().to_string();
        let report =
            dossier::bytes(&path, MAX_PAPER_BYTES).and_then(|bytes| verify::verify(&bytes, trust, when));
        match report {
            Err(fault) => {
                faults.push(Diagnostic { message: format!("`{name}`: {}", fault.message), ..fault });
            }
            Ok(report) if !report.unchanged() => faults.push(broken(&name, &report)),
            Ok(report) if report.identity_judged => faults.extend(untrusted(&name, &report)),
            Ok(_) => {}
        }
    }
    faults
}

/// The end of the day on which a dossier was archived; now where it does not say.
fn archived(dossier: &Dossier) -> DateTime<Utc> {
    let info = bag::info(&dossier.folder).unwrap_or_default();
    let day = info.get("Bagging-Date").and_then(|day| day.parse::<NaiveDate>().ok());
    let end = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
    let now = Utc::now();
    day.map_or(now, |day| day.and_time(end).and_utc()).min(now)
}

fn broken(name: &str, report: &Report) -> Diagnostic {
    let whys = report.signatures.iter().flat_map(|one| one.faults.iter().chain(&one.forbidden));
    let fault =
        Diagnostic::error(format!("chữ ký số trong `{name}` không còn giá trị: tệp đã bị sửa sau khi ký"));
    let mut said = Vec::new();
    for why in whys {
        if !said.contains(&&why.message) {
            said.push(&why.message);
        }
    }
    said.iter().fold(fault, |fault, why| fault.hint(format!("xem lại: {why}")))
}

fn untrusted(name: &str, report: &Report) -> Vec<Diagnostic> {
    let doubtful = report.parties().filter(|one| one.verdict != Verdict::Valid);
    let fault = |one: &verify::report::SignatureReport| {
        let signer = one.signer.as_ref().map_or("không rõ", |signer| &signer.name);
        let listed = |notes: &[verify::report::Note]| {
            let messages: Vec<&str> = notes.iter().map(|why| why.message.as_str()).collect();
            messages.join("; ")
        };
        if one.verdict == Verdict::Unread {
            let what = listed(&one.unread);
            let message = format!("chữ ký số của {signer} trong `{name}` chưa kiểm tra được: {what}");
            return Diagnostic { severity: Severity::Warning, ..Diagnostic::error(message) }
                .hint("kiểm tra chữ ký này bằng chương trình của nơi cấp chữ ký số");
        }
        let whys = listed(&one.faults);
        Diagnostic::error(format!("chữ ký số của {signer} trong `{name}` không hợp lệ: {whys}"))
            .hint("kiểm tra thư mục chứng thư ghi ở `--trust`")
    };
    doubtful.map(fault).collect()
}
