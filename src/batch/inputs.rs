//! What a record's papers are made of, as one digest: where it is the same, the papers are the same.

use std::path::Path;

use base16ct::lower::encode_string;
use sha2::{Digest, Sha256};

use super::Order;
use crate::diagnostic::Diagnostic;
use crate::input::{Loaded, law};
use crate::press::Press;
use crate::template::TemplateSet;
use crate::typeset::pictures;

/// SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    encode_string(&Sha256::digest(bytes))
}

/// SHA-256 of a file, in hexadecimal; nothing where it cannot be read.
pub fn sha256_of(path: &Path) -> Option<String> {
    Some(sha256(&std::fs::read(path).ok()?))
}

/// What all records of a batch have in common: the program's version, with its own fonts, its options and the fonts
/// that somebody brings.
pub struct Inputs(Option<Sha256>);

impl Inputs {
    /// Reads the fonts, which takes some milliseconds; nothing where nobody asks for inputs.
    pub fn new(press: &Press, order: &Order) -> Self {
        if !order.inputs {
            return Self(None);
        }
        let mut common = Sha256::new();
        part(&mut common, env!("CARGO_PKG_VERSION").as_bytes());
        part(&mut common, format!("{:?}", order.options).as_bytes());
        for face in order.font_path.iter().flat_map(|_| press.faces()) {
            part(&mut common, face.name.as_bytes());
            part(&mut common, &face.data);
        }
        Self(Some(common))
    }

    /// The digest of all that the papers of a record are made of: its text, its pictures, its templates, its rows of
    /// the law. Empty where nobody asks for it.
    ///
    /// # Errors
    /// When its templates or its rows of the law cannot be read.
    pub fn of(&self, press: &Press, loaded: &Loaded) -> Result<String, Vec<Diagnostic>> {
        let Some(mut digest) = self.0.clone() else { return Ok(String::new()) };
        let set = press.set_for(&loaded.folder).map_err(|fault| vec![fault])?;
        part(&mut digest, loaded.name.as_bytes());
        part(&mut digest, loaded.source.text.as_bytes());
        templates(&mut digest, &set);
        for picture in pictures::of(loaded, &set) {
            part(&mut digest, picture.as_bytes());
            part(&mut digest, &pictures::read(&loaded.folder, &picture).unwrap_or_default());
        }
        if let Some(own) = law::own_file(&loaded.folder) {
            let text = std::fs::read(&own).map_err(|error| vec![Diagnostic::io("đọc", &own, &error)])?;
            part(&mut digest, &text);
        }
        Ok(encode_string(&digest.finalize()))
    }
}

fn templates(digest: &mut Sha256, set: &TemplateSet) {
    for (path, text) in set.layout() {
        part(digest, path.as_bytes());
        part(digest, text.as_bytes());
    }
}

/// Takes in a part with its length, so that no two lists of parts are alike.
fn part(digest: &mut Sha256, bytes: &[u8]) {
    digest.update((bytes.len() as u64).to_le_bytes());
    digest.update(bytes);
}
