//! The certificates that the person trusts: a folder of PEM and DER files.

use std::path::Path;

use der::Encode;

use crate::certificate::Certificate;
use crate::diagnostic::Diagnostic;

/// The endings of files that are read.
const ENDINGS: [&str; 4] = ["pem", "crt", "cer", "der"];
/// The largest file that is read, in bytes.
const LARGEST: u64 = 4 << 20;

/// The certificates that the person trusts.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// They, in the order of their files' names.
    pub(super) certificates: Vec<Certificate>,
}

impl Trust {
    /// Trust in nobody: identities are not judged.
    pub fn none() -> Self {
        Self::default()
    }

    /// Trust in certificates given as DER.
    pub fn in_certificates<'a>(certificates: impl IntoIterator<Item = &'a [u8]>) -> Self {
        Self { certificates: certificates.into_iter().filter_map(Certificate::read).collect() }
    }

    /// Reads the certificates of a folder: `.pem`, `.crt`, `.cer`, `.der`.
    ///
    /// # Errors
    /// When the folder cannot be read, a file is no certificate, or there is none.
    pub fn from_folder(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let unreadable = |error: std::io::Error| vec![Diagnostic::io("đọc", folder, &error)];
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
            if ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) && path.is_file() {
                files.push(path);
            }
        }
        files.sort();
        let (mut trust, mut faults) = (Self::default(), Vec::new());
        for file in files {
            match read(&file) {
                Ok(certificates) => trust.certificates.extend(certificates),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() && trust.certificates.is_empty() {
            faults.push(
                Diagnostic::usage(format!("thư mục `{}` không có chứng thư nào", folder.display())).hint(
                    "đặt vào đó chứng thư gốc của tổ chức cấp chữ ký số, tệp .pem, .crt, .cer hoặc .der",
                ),
            );
        }
        if faults.is_empty() { Ok(trust) } else { Err(faults) }
    }

    /// Whether nobody is trusted.
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty()
    }
}

fn read(file: &Path) -> Result<Vec<Certificate>, Diagnostic> {
    let unreadable = |error: std::io::Error| Diagnostic::io("đọc", file, &error);
    let wrong = || Diagnostic::error(format!("`{}` không phải là chứng thư", file.display()));
    if std::fs::metadata(file).map_err(unreadable)?.len() > LARGEST {
        return Err(wrong());
    }
    let bytes = std::fs::read(file).map_err(unreadable)?;
    if !bytes.windows(11).any(|window| window == b"-----BEGIN ") {
        return Certificate::read(&bytes).map(|one| vec![one]).ok_or_else(wrong);
    }
    let chain = x509_cert::Certificate::load_pem_chain(&bytes).map_err(|_| wrong())?;
    let read = chain.iter().map(|one| one.to_der().ok().and_then(|der| Certificate::read(&der)));
    read.collect::<Option<Vec<_>>>().filter(|list| !list.is_empty()).ok_or_else(wrong)
}
