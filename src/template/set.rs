//! The templates: built in, replaced file by file, exported.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceText};

/// Lists the built-in files by the path that they have under `templates/`.
macro_rules! built_in {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../templates/", $path)))),*]
    };
}

const BUILT_IN: &[(&str, &str)] = built_in![
    "lib/annex.typ",
    "lib/blank.typ",
    "lib/body.typ",
    "lib/closing.typ",
    "lib/gaps.typ",
    "lib/header.typ",
    "lib/measures.typ",
    "lib/page.typ",
    "lib/register.typ",
    "lib/stamp.typ",
    "lib/tables.typ",
    "lib/title.typ",
    "sections.typ.j2",
    "starter.yaml",
    "report/report.typ.j2",
    "report/starter.yaml",
    "covenant/covenant.typ.j2",
    "covenant/starter.yaml",
    "decision/decision.typ.j2",
    "decision/starter.yaml",
    "register/register.typ.j2",
];

/// A file of a user's template folder may be this large.
const MAX_BYTES: u64 = 1024 * 1024;

/// A set of template files by path, such as `lib/measures.typ`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TemplateSet {
    files: BTreeMap<String, Cow<'static, str>>,
    /// The paths that a user's folder replaced or added, with where the user keeps each.
    replaced: BTreeMap<String, String>,
}

impl Default for TemplateSet {
    fn default() -> Self {
        let files = BUILT_IN.iter().map(|(path, text)| ((*path).to_owned(), Cow::Borrowed(*text))).collect();
        Self { files, replaced: BTreeMap::new() }
    }
}

impl TemplateSet {
    /// The templates of a folder and no others.
    ///
    /// # Errors
    /// When a file cannot be read, is not UTF-8 or is too large.
    pub fn exactly(folder: &Path) -> Result<Self, Diagnostic> {
        let mut set = Self { files: BTreeMap::new(), replaced: BTreeMap::new() };
        set.replace_below(folder, folder, 0)?;
        Ok(set)
    }

    /// The text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// All files by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_ref()))
    }

    /// The files that papers are laid out by: all but the starters.
    pub fn layout(&self) -> impl Iterator<Item = (&str, &str)> {
        self.iter().filter(|(path, _)| path.ends_with(".j2") || path.ends_with(".typ"))
    }

    /// The minijinja templates among them.
    pub fn templates(&self) -> impl Iterator<Item = (&str, &str)> {
        self.iter().filter(|(path, _)| path.ends_with(".j2"))
    }

    /// Whether a file is one of the built-in ones, unchanged.
    fn is_built_in(&self, path: &str) -> bool {
        self.files.contains_key(path) && !self.replaced.contains_key(path)
    }

    /// A file for faults to point into, under the name that the user knows it by.
    pub fn source(&self, path: &str) -> Option<Arc<SourceText>> {
        let text = self.get(path)?.to_owned();
        let name = match self.replaced.get(path) {
            Some(own) => own.clone(),
            None => format!("mẫu có sẵn {path}"),
        };
        Some(Arc::new(SourceText { name, text }))
    }

    /// What to do about a fault that shows in a built-in file, which nobody changed, or in none.
    pub fn remedy(&self, path: Option<&str>) -> Option<String> {
        if path.is_some_and(|path| !self.is_built_in(path)) {
            return None;
        }
        let own: Vec<&str> = self.replaced.values().map(String::as_str).collect();
        Some(match (own.is_empty(), path) {
            (true, _) => super::INTERNAL.to_owned(),
            (false, Some(_)) => {
                format!("mẫu có sẵn này dùng chung với mẫu riêng, xem lại {}", own.join(", "))
            }
            (false, None) => format!("xem lại mẫu riêng {}", own.join(", ")),
        })
    }

    /// Replaces each file that `folder` has under the same path, and adds what else is there.
    ///
    /// # Errors
    /// When a file cannot be read, is not UTF-8 or is too large.
    pub fn replace_from(&mut self, folder: &Path) -> Result<(), Diagnostic> {
        self.replace_below(folder, folder, 0)?;
        match self.idle() {
            None => Ok(()),
            Some(path) => {
                let message = format!("mẫu `{path}` trong `{}` không thay mẫu nào có sẵn", folder.display());
                Err(Diagnostic::error(message).hint("xem tên các tệp mẫu bằng `thidua templates list`"))
            }
        }
    }

    fn replace_below(&mut self, root: &Path, folder: &Path, depth: usize) -> Result<(), Diagnostic> {
        let fault = |error: &std::io::Error| Diagnostic::io("đọc thư mục mẫu", folder, error);
        for entry in std::fs::read_dir(folder).map_err(|error| fault(&error))? {
            let entry = entry.map_err(|error| fault(&error))?;
            let kind = entry.file_type().map_err(|error| fault(&error))?;
            let path = entry.path();
            if kind.is_dir() && depth < 4 {
                self.replace_below(root, &path, depth + 1)?;
            } else if kind.is_file() && path.extension().is_some_and(|kind| kind == "typ" || kind == "j2") {
                let text = read(&path)?;
                let relative = path.strip_prefix(root).unwrap_or(&path);
                let parts: Vec<_> =
                    relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
                let key = parts.join("/");
                self.files.insert(key.clone(), Cow::Owned(text));
                self.replaced.insert(key, path.strip_prefix(".").unwrap_or(&path).display().to_string());
            }
        }
        Ok(())
    }

    /// A file of the user's folder that neither replaces a template nor is used by one.
    fn idle(&self) -> Option<&str> {
        let built_in = |path: &str| BUILT_IN.iter().any(|(own, _)| *own == path);
        let used = |path: &str| {
            let name = path.rsplit('/').next().unwrap_or(path);
            self.files.iter().any(|(other, text)| other != path && text.contains(name))
        };
        self.replaced.keys().map(String::as_str).find(|path| !built_in(path) && !used(path))
    }
}

fn read(path: &Path) -> Result<String, Diagnostic> {
    let fault = |error: &std::io::Error| Diagnostic::io("đọc mẫu", path, error);
    let size = std::fs::metadata(path).map_err(|error| fault(&error))?.len();
    if size > MAX_BYTES {
        return Err(Diagnostic::error(format!("mẫu `{}` lớn quá: chỉ được đến 1 MB", path.display())));
    }
    let bytes = std::fs::read(path).map_err(|error| fault(&error))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Diagnostic::error(format!("mẫu `{}` không phải là văn bản Unicode UTF-8", path.display()))
    })?;
    // Editors on Windows begin a file with a mark that would be printed.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
