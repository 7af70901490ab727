//! The algorithms of signatures by their names, and which of them are too weak.

use der::asn1::ObjectIdentifier as Oid;
use ring::digest;
use sha2::{Digest, Sha224};
use spki::AlgorithmIdentifierOwned;

use super::report::Note;
use crate::oid::{
    ECDSA_SHA224, ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512, ED25519, RSA, RSA_PSS, RSA_SHA224, RSA_SHA256,
    RSA_SHA384, RSA_SHA512, SHA224, SHA256, SHA384, SHA512,
};

/// Digests and signatures with them that are known and too weak: MD2, MD5, SHA-1.
const WEAK: [&str; 9] = [
    "1.2.840.113549.2.2",
    "1.2.840.113549.2.5",
    "1.3.14.3.2.26",
    "1.2.840.113549.1.1.2",
    "1.2.840.113549.1.1.4",
    "1.2.840.113549.1.1.5",
    "1.2.840.10045.4.1",
    "1.2.840.10040.4.3",
    "1.3.14.3.2.29",
];

/// Algorithms and curves that are not read here, by the names that people know them by.
const UNREAD: [(&str, &str); 20] = [
    ("1.3.101.113", "Ed448"),
    ("1.3.132.0.10", "secp256k1"),
    ("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1"),
    ("1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1"),
    ("1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1"),
    ("1.2.156.10197.1.301", "SM2"),
    ("1.2.156.10197.1.401", "SM3"),
    ("1.2.156.10197.1.501", "SM2 với SM3"),
    ("1.2.643.7.1.1.3.2", "GOST R 34.10-2012"),
    ("2.16.840.1.101.3.4.2.7", "SHA3-224"),
    ("2.16.840.1.101.3.4.2.8", "SHA3-256"),
    ("2.16.840.1.101.3.4.2.9", "SHA3-384"),
    ("2.16.840.1.101.3.4.2.10", "SHA3-512"),
    ("2.16.840.1.101.3.4.2.12", "SHAKE256"),
    ("2.16.840.1.101.3.4.2.18", "SHAKE256"),
    ("2.16.840.1.101.3.4.3.2", "DSA"),
    ("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
    ("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
    ("2.16.840.1.101.3.4.3.19", "ML-DSA-87"),
    ("1.2.840.10040.4.1", "DSA"),
];

/// A digest that is strong enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// The digest of this identifier.
    ///
    /// # Errors
    /// When it is weak, or not one of these.
    pub fn of(oid: Oid) -> Result<Self, Note> {
        match oid {
            SHA224 => Ok(Self::Sha224),
            SHA256 => Ok(Self::Sha256),
            SHA384 => Ok(Self::Sha384),
            SHA512 => Ok(Self::Sha512),
            _ if weak(oid) => Err(too_weak("hàm băm")),
            _ => Err(Note::unread(format!("hàm băm {}", name(oid)))),
        }
    }

    /// The digest of bytes in pieces.
    pub fn digest(self, pieces: &[&[u8]]) -> Vec<u8> {
        let algorithm = match self {
            // *ring* has no SHA-224.
            Self::Sha224 => {
                return pieces.iter().fold(Sha224::new(), Sha224::chain_update).finalize().to_vec();
            }
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        };
        let mut context = digest::Context::new(algorithm);
        pieces.iter().for_each(|piece| context.update(piece));
        context.finish().as_ref().to_vec()
    }

    fn words(self) -> &'static str {
        match self {
            Self::Sha224 => "SHA-224",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }
}

/// Whether an algorithm is one of those that are too weak today.
pub fn weak(oid: Oid) -> bool {
    WEAK.contains(&oid.to_string().as_str())
}

/// The fault of means that are too weak today.
pub fn too_weak(what: &str) -> Note {
    Note::new("weak-algorithm", format!("{what} quá yếu, không còn được chấp nhận"))
}

/// What an algorithm or a curve is called; its number where nobody has a name for it.
pub fn name(oid: Oid) -> String {
    let number = oid.to_string();
    let known = UNREAD.iter().find(|(listed, _)| *listed == number);
    known.map_or(number, |(_, name)| (*name).to_owned())
}

/// What a signature was made by, in words.
pub fn words(signature: &AlgorithmIdentifierOwned, digest: &AlgorithmIdentifierOwned) -> String {
    let family = match signature.oid {
        RSA | RSA_SHA224 | RSA_SHA256 | RSA_SHA384 | RSA_SHA512 => "RSA",
        RSA_PSS => "RSA-PSS",
        ECDSA_SHA224 | ECDSA_SHA256 | ECDSA_SHA384 | ECDSA_SHA512 => "ECDSA",
        ED25519 => "Ed25519",
        other => return name(other),
    };
    match Hash::of(digest.oid) {
        Ok(hash) => format!("{family}, {}", hash.words()),
        Err(_) => format!("{family}, {}", name(digest.oid)),
    }
}
