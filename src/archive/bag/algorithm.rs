//! The checksums that the manifests of a bag may have. Ours are SHA-512; others are checked where they stand.

use std::io::Read;
use std::path::Path;

use base16ct::lower::encode_string;
use sha2::{Digest, Sha256, Sha512};

use crate::diagnostic::Diagnostic;
use crate::output;

/// How the digests of a manifest are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// Too weak against forgers, and found in old bags.
    Md5,
    /// As weak.
    Sha1,
    /// Of 256 bits.
    Sha256,
    /// Of 512 bits: what thidua writes.
    Sha512,
}

impl Algorithm {
    /// The algorithm that the name of a manifest means: `sha512` in `manifest-sha512.txt`.
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "md5" => Some(Self::Md5),
            "sha1" => Some(Self::Sha1),
            "sha256" => Some(Self::Sha256),
            "sha512" => Some(Self::Sha512),
            _ => None,
        }
    }

    /// How it is called in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha512 => "SHA-512",
        }
    }

    /// How many hexadecimal digits a digest has.
    pub fn digits(self) -> usize {
        match self {
            Self::Md5 => 32,
            Self::Sha1 => 40,
            Self::Sha256 => 64,
            Self::Sha512 => 128,
        }
    }

    /// The digest of a file, however large, in small hexadecimal letters.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(self, path: &Path) -> Result<String, Diagnostic> {
        match self {
            Self::Md5 => {
                let mut digest = <md5::Md5 as md5::Digest>::new();
                read(path, |part| md5::Digest::update(&mut digest, part))?;
                Ok(encode_string(&md5::Digest::finalize(digest)))
            }
            Self::Sha1 => digest::<sha1::Sha1>(path),
            Self::Sha256 => digest::<Sha256>(path),
            Self::Sha512 => digest::<Sha512>(path),
        }
    }
}

fn digest<D: Digest>(path: &Path) -> Result<String, Diagnostic> {
    let mut digest = D::new();
    read(path, |part| digest.update(part))?;
    Ok(encode_string(&digest.finalize()))
}

/// Reads a file part by part.
fn read(path: &Path, mut take: impl FnMut(&[u8])) -> Result<(), Diagnostic> {
    let mut read = || -> std::io::Result<()> {
        let mut file = std::fs::File::open(path)?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = file.read(&mut buffer)?;
            if count == 0 {
                return Ok(());
            }
            take(buffer.get(..count).unwrap_or_default());
        }
    };
    read().map_err(|error| output::machine("đọc", path, &error))
}
