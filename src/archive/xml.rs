//! Metadata as XML files, as Phụ lục VI asks for them, and back.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;

/// The version of the files' shape; one that is read must not be newer.
const VERSION: u32 = 1;

/// The largest metadata file that is read: far above the names of any real list.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// What is written as a file of its own, under the name of its root element.
pub trait Described: Serialize + DeserializeOwned {
    /// The root element.
    const ROOT: &str;
}

impl Described for super::metadata::DocumentMetadata {
    const ROOT: &str = "Document";
}

impl Described for super::metadata::DossierMetadata {
    const ROOT: &str = "File";
}

/// The root's own attribute.
#[derive(Deserialize)]
struct Root {
    #[serde(rename = "@version")]
    version: u32,
}

/// The file's text.
///
/// # Errors
/// When a value has no form in XML; none that a record can hold is so.
pub fn write<T: Described>(value: &T) -> Result<String, Diagnostic> {
    let mut body = String::new();
    let mut serializer = quick_xml::se::Serializer::with_root(&mut body, Some(T::ROOT))
        .map_err(|error| Diagnostic::error(format!("không ghi được siêu dữ liệu ({error})")))?;
    serializer.indent(' ', 2);
    value
        .serialize(serializer)
        .map_err(|error| Diagnostic::error(format!("không ghi được siêu dữ liệu ({error})")))?;
    let opening = format!("<{}>", T::ROOT);
    let versioned = format!("<{} version=\"{VERSION}\">", T::ROOT);
    Ok(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", body.replacen(&opening, &versioned, 1)))
}

/// Reads a metadata file.
///
/// # Errors
/// When it cannot be read, is too large, is of a later version or not of this shape.
pub fn read<T: Described>(path: &Path) -> Result<T, Diagnostic> {
    parse(&super::dossier::text(path, MAX_BYTES)?, &path.display().to_string())
}

/// Reads the text of a metadata file; `name` is what a person knows it by.
///
/// # Errors
/// As [`read`].
pub fn parse<T: Described>(text: &str, name: &str) -> Result<T, Diagnostic> {
    let faulty = |why: String| Diagnostic::error(format!("siêu dữ liệu `{name}` không đọc được ({why})"));
    let root: Root = quick_xml::de::from_str(text).map_err(|error| faulty(error.to_string()))?;
    if root.version > VERSION {
        return Err(Diagnostic::error(format!("siêu dữ liệu `{name}` do một bản thidua mới hơn ghi"))
            .hint("dùng bản thidua mới hơn để đọc kho lưu trữ này"));
    }
    quick_xml::de::from_str(text).map_err(|error| faulty(error.to_string()))
}
