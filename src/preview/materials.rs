//! The files that a record's papers are made of.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::input;

/// So many pictures are looked after: more than any record has.
const MOST_PICTURES: usize = 1_000;

/// What a change of makes the papers anew.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Materials {
    /// The record, the pictures that it names and the user's own law, whether they are there or not.
    pub files: BTreeSet<PathBuf>,
    /// The folders of templates, whether they are there or not.
    pub template_folders: BTreeSet<PathBuf>,
}

impl Materials {
    /// What is known before the record was read.
    pub fn new(record: &Path, template_folder: Option<&Path>) -> Self {
        let folder = input::folder_of(record);
        let own = folder.join("templates");
        Self {
            files: input::law::places(&folder).chain([record.to_owned()]).collect(),
            template_folders: template_folder.map(Path::to_owned).into_iter().chain([own]).collect(),
        }
    }

    /// Looks for the pictures that a record names. A record that cannot be read just now, or is
    /// just being written, tells nothing: what was known of it stays.
    pub fn renew(&mut self, record: &Path) {
        let Ok(input::text::Content { source, .. }) = input::text::read(record) else { return };
        if source.text.trim().is_empty() {
            return;
        }
        let folder = input::folder_of(record);
        let pictures = pictures(&source.text).take(MOST_PICTURES);
        self.files = pictures.map(|path| crate::typeset::pictures::on_disk(&folder, path)).collect();
        self.files.insert(record.to_owned());
        self.files.extend(input::law::places(&folder));
    }
}

/// Whether a path is a picture's by its name.
pub fn is_picture(path: &Path) -> bool {
    has_ending(path, &["png", "jpg", "jpeg"])
}

/// Whether a path is a template's by its name.
pub fn is_template(path: &Path) -> bool {
    has_ending(path, &["typ", "j2"])
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let own = path.extension().unwrap_or_default();
    endings.iter().any(|ending| own.eq_ignore_ascii_case(ending))
}

/// Words of a text that are paths of pictures below the record's folder. The text is looked at
/// as it is, so that a picture is known also while the record is no YAML.
fn pictures(text: &str) -> impl Iterator<Item = &Path> {
    let words = text.split(['(', ')', '<', '>', '[', ']', '{', '}', '"', '\'', '|', ',', '\n', '\r']);
    let paths = words.map(|word| Path::new(word.rsplit(": ").next().unwrap_or(word).trim()));
    paths.filter(|path| is_picture(path) && is_below(path))
}

/// Whether a relative path stays below where it starts.
fn is_below(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}
