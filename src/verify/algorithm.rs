//! The algorithms of signatures: which are strong enough, and the proof by *ring*.

use der::Encode;
use der::asn1::{ObjectIdentifier as Oid, UintRef};
use ring::digest;
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, alg_id};
use spki::AlgorithmIdentifierOwned;
use webpki::EndEntityCert;
use webpki::ring as algorithms;

use super::cms::elements;
use super::report::Note;
use crate::certificate::Certificate;
use crate::oid::{ECDSA_SHA256, ECDSA_SHA384, RSA, RSA_PSS, RSA_SHA256, RSA_SHA384, RSA_SHA512};

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
/// The shortest RSA key that is strong enough, in bits.
const SHORTEST_RSA: usize = 2048;

/// A digest that is strong enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
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
        match oid.to_string().as_str() {
            "2.16.840.1.101.3.4.2.1" => Ok(Self::Sha256),
            "2.16.840.1.101.3.4.2.2" => Ok(Self::Sha384),
            "2.16.840.1.101.3.4.2.3" => Ok(Self::Sha512),
            _ if weak(oid) => Err(too_weak("hàm băm")),
            _ => Err(unsupported("hàm băm")),
        }
    }

    /// As *ring* has it.
    pub fn ring(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }

    /// The digest of bytes in pieces.
    pub fn digest(self, pieces: &[&[u8]]) -> Vec<u8> {
        let mut context = digest::Context::new(self.ring());
        pieces.iter().for_each(|piece| context.update(piece));
        context.finish().as_ref().to_vec()
    }

    fn words(self) -> &'static str {
        match self {
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

/// What a signature was made by, in words.
pub fn words(signature: &AlgorithmIdentifierOwned, digest: &AlgorithmIdentifierOwned) -> String {
    let family = match signature.oid {
        RSA | RSA_SHA256 | RSA_SHA384 | RSA_SHA512 => "RSA",
        RSA_PSS => "RSA-PSS",
        ECDSA_SHA256 | ECDSA_SHA384 => "ECDSA",
        _ => return signature.oid.to_string(),
    };
    match Hash::of(digest.oid) {
        Ok(hash) => format!("{family}, {}", hash.words()),
        Err(_) => format!("{family}, {}", digest.oid),
    }
}

/// Proves that a certificate's key signed a message.
///
/// # Errors
/// When it did not, or by means that are weak or not known.
pub fn prove(
    certificate: &Certificate,
    signature: &AlgorithmIdentifierOwned,
    digest: &AlgorithmIdentifierOwned,
    message: &[u8],
    value: &[u8],
) -> Result<(), Note> {
    let hash = Hash::of(digest.oid)?;
    let candidates = candidates(signature, hash)?;
    if rsa_bits(certificate).is_some_and(|bits| bits < SHORTEST_RSA) {
        return Err(too_weak("khóa RSA"));
    }
    let der = CertificateDer::from(certificate.der());
    let holder = EndEntityCert::try_from(&der)
        .map_err(|_| Note::new("certificate", "chứng thư của người ký không đúng quy cách"))?;
    let proved =
        candidates.iter().any(|algorithm| holder.verify_signature(*algorithm, message, value).is_ok());
    if proved {
        Ok(())
    } else {
        Err(Note::new("signature", "giá trị chữ ký không đúng với khóa của chứng thư"))
    }
}

type Algorithms = &'static [&'static dyn SignatureVerificationAlgorithm];

/// The proofs that an identifier can mean, on any curve.
fn candidates(signature: &AlgorithmIdentifierOwned, hash: Hash) -> Result<Algorithms, Note> {
    static PKCS1: [[&dyn SignatureVerificationAlgorithm; 1]; 3] = [
        [algorithms::RSA_PKCS1_2048_8192_SHA256],
        [algorithms::RSA_PKCS1_2048_8192_SHA384],
        [algorithms::RSA_PKCS1_2048_8192_SHA512],
    ];
    static PSS: [[&dyn SignatureVerificationAlgorithm; 1]; 3] = [
        [algorithms::RSA_PSS_2048_8192_SHA256_LEGACY_KEY],
        [algorithms::RSA_PSS_2048_8192_SHA384_LEGACY_KEY],
        [algorithms::RSA_PSS_2048_8192_SHA512_LEGACY_KEY],
    ];
    static ECDSA: [[&dyn SignatureVerificationAlgorithm; 2]; 2] = [
        [algorithms::ECDSA_P256_SHA256, algorithms::ECDSA_P384_SHA256],
        [algorithms::ECDSA_P256_SHA384, algorithms::ECDSA_P384_SHA384],
    ];
    let at = hash as usize;
    match (signature.oid, hash) {
        (RSA, _) | (RSA_SHA256, Hash::Sha256) | (RSA_SHA384, Hash::Sha384) | (RSA_SHA512, Hash::Sha512) => {
            Ok(&PKCS1[at])
        }
        (RSA_PSS, _) if pss_with(signature, hash) => Ok(&PSS[at]),
        (ECDSA_SHA256, Hash::Sha256) | (ECDSA_SHA384, Hash::Sha384) => Ok(&ECDSA[at]),
        (oid, _) if weak(oid) => Err(too_weak("thuật toán ký")),
        _ => Err(unsupported("thuật toán ký")),
    }
}

/// Whether the parameters of RSA-PSS are the usual ones of a digest.
fn pss_with(signature: &AlgorithmIdentifierOwned, hash: Hash) -> bool {
    let usual = match hash {
        Hash::Sha256 => alg_id::RSA_PSS_SHA256,
        Hash::Sha384 => alg_id::RSA_PSS_SHA384,
        Hash::Sha512 => alg_id::RSA_PSS_SHA512,
    };
    let parameters = signature.parameters.as_ref().and_then(|parameters| parameters.to_der().ok());
    parameters.is_some_and(|parameters| usual.as_ref().ends_with(&parameters))
}

/// The length of an RSA key, in bits.
fn rsa_bits(certificate: &Certificate) -> Option<usize> {
    let key = &certificate.fields().subject_public_key_info;
    (key.algorithm.oid == RSA).then_some(())?;
    let numbers = elements(key.subject_public_key.raw_bytes())?;
    let modulus = elements(numbers.first()?.value())?.first()?.decode_as::<UintRef<'_>>().ok()?;
    let bytes = modulus.as_bytes();
    Some(bytes.len() * 8 - bytes.first()?.leading_zeros() as usize)
}

fn too_weak(what: &str) -> Note {
    Note::new("weak-algorithm", format!("{what} quá yếu, không còn được chấp nhận"))
}

fn unsupported(what: &str) -> Note {
    Note::new("unsupported-algorithm", format!("thidua chưa kiểm tra được {what} này"))
}
