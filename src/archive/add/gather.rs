//! Everything that the build of a record reads, copied into a bag; nothing from outside its folder.

use std::path::{Component, Path};

use unicode_normalization::UnicodeNormalization;

use crate::archive::dossier::layout;
use crate::archive::making::Making;
use crate::diagnostic::Diagnostic;
use crate::input::files::RecordFile;
use crate::input::{Loaded, law};
use crate::output;
use crate::press::{OWN_TEMPLATES, Press};
use crate::rules::law::OWN_FILE;
use crate::template::TemplateSet;
use crate::typeset::pictures;

/// Copies record, pictures, templates and the user's rows of the law below `bag`.
pub fn gather(press: &Press, loaded: &Loaded, file: &RecordFile, bag: &Path) -> Result<Making, Diagnostic> {
    let record = bag.join(layout::RECORD);
    let name: String = file.path.file_name().unwrap_or_default().to_string_lossy().nfc().collect();
    copy(&file.path, &record, &name)?;
    let set = press.set_for(&loaded.folder)?;
    for picture in pictures::of(loaded, &set) {
        let bytes = pictures::read(&loaded.folder, &picture)
            .map_err(|why| Diagnostic::error(format!("hình `{picture}`: {why}")))?;
        write(&record, &plain(&picture), &bytes)?;
    }
    if let Some(own) = law::own_file(&loaded.folder) {
        copy(&own, &record, OWN_FILE)?;
    }
    let own = loaded.folder.join(OWN_TEMPLATES);
    if std::fs::symlink_metadata(&own).is_ok_and(|metadata| metadata.is_dir()) {
        for (path, text) in TemplateSet::exactly(&own)?.iter() {
            write(&record.join(OWN_TEMPLATES), path, text.as_bytes())?;
        }
    }
    for (path, text) in set.layout() {
        write(&bag.join(layout::TEMPLATES), path, text.as_bytes())?;
    }
    Ok(Making::new(file, &name, &press.faces()))
}

/// A path without the `.` that it may go through.
fn plain(path: &str) -> String {
    let parts = Path::new(path).components().filter(|part| matches!(part, Component::Normal(_)));
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn copy(from: &Path, folder: &Path, name: &str) -> Result<(), Diagnostic> {
    let bytes = std::fs::read(from).map_err(|error| Diagnostic::io("đọc", from, &error))?;
    write(folder, name, &bytes)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
    if let Some(letter) = name.chars().find(|letter| letter.is_control() || r#"%\:*?"<>|"#.contains(*letter))
    {
        // Not every system can hold such a name, and not every tool can check it.
        return Err(Diagnostic::error(format!("tên tệp `{name}` có `{letter}`, không lưu trữ được"))
            .hint("đổi tên tệp, và sửa tên ấy trong hồ sơ"));
    }
    let path = folder.join(name);
    if let Some(parent) = path.parent() {
        output::create_folder(parent)?;
    }
    output::write(&path, bytes)
}
