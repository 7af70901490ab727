//! Passwords and PINs: asked for without echo, or read from a file; never an argument, never printed.

use std::fmt;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::diagnostic::Diagnostic;

/// No password or PIN is longer, in bytes.
const LONGEST: u64 = 1024;

/// A password or PIN; wiped from memory when it is dropped.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The secret itself: to be handed on, never kept or shown.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret")
    }
}

/// Where a secret comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asking {
    /// From the person at the terminal.
    Person,
    /// From the first line of a file, which may be a descriptor such as `/dev/fd/3`.
    File(PathBuf),
    /// From the first line of standard input.
    Input,
}

impl Asking {
    /// Gets the secret; `what` names it to the person: `PIN của thẻ A`.
    ///
    /// # Errors
    /// When there is nobody to ask, or the file cannot be read.
    pub fn ask(&self, what: &str) -> Result<Secret, Diagnostic> {
        match self {
            Self::Person if std::io::stdin().is_terminal() => {
                let typed = rpassword::prompt_password(format!("{what}: "));
                let typed = typed.map_err(|_| Diagnostic::error(format!("chưa nhập {what}")))?;
                Ok(Secret(Zeroizing::new(typed)))
            }
            Self::Person => Err(Diagnostic::usage(format!("cần {what}, nhưng không có bàn phím để hỏi")).hint(
                "ghi `--pin-file TỆP` để đọc từ dòng đầu của một tệp, hoặc `--pin-file -` để đọc từ đầu vào chuẩn",
            )),
            Self::File(path) => {
                let file = std::fs::File::open(path).map_err(|error| Diagnostic::io("đọc", path, &error))?;
                first_line(file, path, what)
            }
            Self::Input => first_line(std::io::stdin(), Path::new("đầu vào chuẩn"), what),
        }
    }
}

fn first_line(from: impl Read, path: &Path, what: &str) -> Result<Secret, Diagnostic> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST as usize + 1));
    from.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| Diagnostic::io("đọc", path, &error))?;
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let text = std::str::from_utf8(line).ok().filter(|_| line.len() as u64 <= LONGEST);
    let text = text.map(|text| text.strip_prefix('\u{feff}').unwrap_or(text));
    text.map(|text| Secret(Zeroizing::new(text.to_owned()))).ok_or_else(|| {
        Diagnostic::error(format!("dòng đầu của `{}` không phải là {what}", path.display()))
            .hint("tệp chỉ cần một dòng chữ Unicode")
    })
}
