//! The proof that a certificate's key made a signature: by *ring* where it has the algorithm, else by
//! the crates of RustCrypto.

use der::asn1::{ObjectIdentifier as Oid, UintRef};
use der::{Tag, Tagged};
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use rsa::{BoxedUint, Pkcs1v15Sign, Pss};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use super::algorithm::{Hash, name, too_weak, weak};
use super::cms::elements;
use super::report::Note;
use crate::certificate::Certificate;
use crate::oid::{
    EC, ECDSA_SHA224, ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512, ED25519, MGF1, P256, P384, P521, RSA,
    RSA_PSS, RSA_SHA224, RSA_SHA256, RSA_SHA384, RSA_SHA512,
};

/// The shortest RSA key that is strong enough, in bits.
const SHORTEST_RSA: usize = 2048;
/// The longest RSA key that is read, in bits.
const LONGEST_RSA: usize = 8192;
/// The length of a salt of RSA-PSS where the parameters do not tell it (RFC 8017, A.2.3).
const USUAL_SALT: u32 = 20;

/// Proves that a certificate's key signed a message.
///
/// # Errors
/// When it did not, or by means that are weak, or that cannot be read.
pub fn prove(
    certificate: &Certificate,
    signature: &AlgorithmIdentifierOwned,
    digest: &AlgorithmIdentifierOwned,
    message: &[u8],
    value: &[u8],
) -> Result<(), Note> {
    let hash = Hash::of(digest.oid)?;
    let key = Key::of(&certificate.fields().subject_public_key_info)?;
    let scheme = Scheme::of(signature, hash)?;
    if proved(&key, scheme, message, value)? {
        Ok(())
    } else {
        Err(Note::new("signature", "giá trị chữ ký không đúng với khóa của chứng thư"))
    }
}

/// Whether the key of a certificate can be read at all.
///
/// # Errors
/// When it is weak, malformed, or of a kind that is not read here.
pub fn readable(certificate: &Certificate) -> Result<(), Note> {
    Key::of(&certificate.fields().subject_public_key_info).map(|_| ())
}

/// A curve whose signatures are read (NIST SP 800-186).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Curve {
    /// P-256.
    P256,
    /// P-384.
    P384,
    /// P-521.
    P521,
}

/// A public key, as its certificate has it.
enum Key<'a> {
    /// The modulus and the exponent, and both as PKCS#1 has them.
    Rsa {
        modulus: &'a [u8],
        exponent: &'a [u8],
        pkcs1: &'a [u8],
        only_pss: bool,
    },
    /// A point, uncompressed or not.
    Ec(Curve, &'a [u8]),
    Ed25519(&'a [u8]),
}

impl<'a> Key<'a> {
    fn of(info: &'a SubjectPublicKeyInfoOwned) -> Result<Self, Note> {
        let malformed = || Note::new("certificate", "chứng thư của người ký không đúng quy cách");
        let bytes = info.subject_public_key.as_bytes().ok_or_else(malformed)?;
        match info.algorithm.oid {
            RSA | RSA_PSS => {
                let (modulus, exponent) = rsa_numbers(bytes).ok_or_else(malformed)?;
                let bits =
                    modulus.len() * 8 - modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
                if bits < SHORTEST_RSA {
                    return Err(too_weak("khóa RSA"));
                }
                if bits > LONGEST_RSA {
                    return Err(Note::unread(format!("khóa RSA {bits} bit")));
                }
                let only_pss = info.algorithm.oid == RSA_PSS;
                Ok(Self::Rsa { modulus, exponent, pkcs1: bytes, only_pss })
            }
            EC => {
                let curve = info.algorithm.parameters.as_ref().and_then(|one| one.decode_as::<Oid>().ok());
                match curve.ok_or_else(malformed)? {
                    P256 => Ok(Self::Ec(Curve::P256, bytes)),
                    P384 => Ok(Self::Ec(Curve::P384, bytes)),
                    P521 => Ok(Self::Ec(Curve::P521, bytes)),
                    other => Err(Note::unread(format!("đường cong {}", name(other)))),
                }
            }
            ED25519 => Ok(Self::Ed25519(bytes)),
            other => Err(Note::unread(format!("khóa {}", name(other)))),
        }
    }
}

/// RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
fn rsa_numbers<'a>(pkcs1: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    let outer = elements(pkcs1)?;
    let [outer] = outer.as_slice() else { return None };
    let numbers = elements(outer.value())?;
    let [modulus, exponent] = numbers.as_slice() else { return None };
    let number = |one: &der::AnyRef<'a>| one.decode_as::<UintRef<'a>>().ok().map(|one| one.as_bytes());
    Some((number(modulus)?, number(exponent)?))
}

/// How a signature is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Pkcs1(Hash),
    Pss { hash: Hash, salt: usize },
    Ecdsa(Hash),
    Ed25519,
}

impl Scheme {
    fn of(signature: &AlgorithmIdentifierOwned, hash: Hash) -> Result<Self, Note> {
        match (signature.oid, hash) {
            (RSA, _)
            | (RSA_SHA224, Hash::Sha224)
            | (RSA_SHA256, Hash::Sha256)
            | (RSA_SHA384, Hash::Sha384)
            | (RSA_SHA512, Hash::Sha512) => Ok(Self::Pkcs1(hash)),
            (RSA_PSS, _) => Ok(Self::Pss { hash, salt: salt(signature, hash)? }),
            (ECDSA_SHA224, Hash::Sha224)
            | (ECDSA_SHA256, Hash::Sha256)
            | (ECDSA_SHA384, Hash::Sha384)
            | (ECDSA_SHA512, Hash::Sha512) => Ok(Self::Ecdsa(hash)),
            (ED25519, _) => Ok(Self::Ed25519),
            (oid, _) if weak(oid) => Err(too_weak("thuật toán ký")),
            (oid, _) => Err(Note::unread(format!("thuật toán ký {}", name(oid)))),
        }
    }
}

/// The length of the salt of RSA-PSS, where the digest is used throughout.
///
/// `RSASSA-PSS-params ::= SEQUENCE { [0] hash, [1] mask generation, [2] salt length, [3] trailer }`
fn salt(signature: &AlgorithmIdentifierOwned, hash: Hash) -> Result<usize, Note> {
    let odd = || Note::new("cms", "chữ ký (CMS) ghi sai tham số của RSA-PSS");
    let parameters = signature.parameters.as_ref().ok_or_else(odd)?;
    if parameters.tag() != Tag::Sequence {
        return Err(odd());
    }
    let parts = elements(parameters.value()).ok_or_else(odd)?;
    let part = |number: u8| {
        let found = parts.iter().find(|part| part.tag().number().value() == number)?;
        elements(found.value())?.into_iter().next()
    };
    // Left out, hash and mask generation are those of SHA-1 (RFC 8017, A.2.3).
    let (Some(digest), Some(mask)) = (part(0), part(1)) else {
        return Err(too_weak("hàm băm của RSA-PSS"));
    };
    let first = |sequence: &[u8]| elements(sequence)?.first()?.decode_as::<Oid>().ok();
    let digest = first(digest.value()).ok_or_else(odd)?;
    let mask = elements(mask.value()).ok_or_else(odd)?;
    let [generation, within] = mask.as_slice() else { return Err(odd()) };
    let within = first(within.value()).ok_or_else(odd)?;
    if Hash::of(digest)? != hash {
        return Err(odd());
    }
    if generation.decode_as::<Oid>().ok() != Some(MGF1) || within != digest {
        return Err(Note::unread(format!("RSA-PSS với mặt nạ {}", name(within))));
    }
    let length = match part(2) {
        Some(length) => length.decode_as::<u32>().map_err(|_| odd())?,
        None => USUAL_SALT,
    };
    usize::try_from(length).map_err(|_| odd())
}

fn proved(key: &Key, scheme: Scheme, message: &[u8], value: &[u8]) -> Result<bool, Note> {
    match (key, scheme) {
        (Key::Rsa { modulus, exponent, pkcs1, only_pss }, scheme) => {
            if let Some(algorithm) =
                rsa_of_ring(scheme).filter(|_| !only_pss || matches!(scheme, Scheme::Pss { .. }))
            {
                return Ok(UnparsedPublicKey::new(algorithm, pkcs1).verify(message, value).is_ok());
            }
            let number = |bytes: &[u8]| BoxedUint::from_be_slice_vartime(bytes);
            let Ok(key) = rsa::PublicKey::new(number(modulus), number(exponent)) else { return Ok(false) };
            Ok(match scheme {
                Scheme::Pkcs1(hash) if !only_pss => by_pkcs1(&key, hash, message, value),
                Scheme::Pss { hash, salt } => by_pss(&key, hash, salt, message, value),
                _ => false,
            })
        }
        (Key::Ec(curve, point), Scheme::Ecdsa(hash)) => Ok(on_curve(*curve, point, hash, message, value)),
        (Key::Ed25519(point), Scheme::Ed25519) => {
            Ok(UnparsedPublicKey::new(&signature::ED25519, point).verify(message, value).is_ok())
        }
        _ => Ok(false),
    }
}

/// The proof that *ring* has: it takes no salt but one as long as the digest.
fn rsa_of_ring(scheme: Scheme) -> Option<&'static dyn VerificationAlgorithm> {
    match scheme {
        Scheme::Pkcs1(Hash::Sha256) => Some(&signature::RSA_PKCS1_2048_8192_SHA256),
        Scheme::Pkcs1(Hash::Sha384) => Some(&signature::RSA_PKCS1_2048_8192_SHA384),
        Scheme::Pkcs1(Hash::Sha512) => Some(&signature::RSA_PKCS1_2048_8192_SHA512),
        Scheme::Pss { hash: Hash::Sha256, salt: 32 } => Some(&signature::RSA_PSS_2048_8192_SHA256),
        Scheme::Pss { hash: Hash::Sha384, salt: 48 } => Some(&signature::RSA_PSS_2048_8192_SHA384),
        Scheme::Pss { hash: Hash::Sha512, salt: 64 } => Some(&signature::RSA_PSS_2048_8192_SHA512),
        _ => None,
    }
}

fn by_pkcs1(key: &rsa::PublicKey, hash: Hash, message: &[u8], value: &[u8]) -> bool {
    let scheme = match hash {
        Hash::Sha224 => Pkcs1v15Sign::new::<sha2::Sha224>(),
        Hash::Sha256 => Pkcs1v15Sign::new::<sha2::Sha256>(),
        Hash::Sha384 => Pkcs1v15Sign::new::<sha2::Sha384>(),
        Hash::Sha512 => Pkcs1v15Sign::new::<sha2::Sha512>(),
    };
    key.verify(scheme, &hash.digest(&[message]), value).is_ok()
}

fn by_pss(key: &rsa::PublicKey, hash: Hash, salt: usize, message: &[u8], value: &[u8]) -> bool {
    let digest = hash.digest(&[message]);
    match hash {
        Hash::Sha224 => key.verify(Pss::<sha2::Sha224>::new_with_salt(salt), &digest, value),
        Hash::Sha256 => key.verify(Pss::<sha2::Sha256>::new_with_salt(salt), &digest, value),
        Hash::Sha384 => key.verify(Pss::<sha2::Sha384>::new_with_salt(salt), &digest, value),
        Hash::Sha512 => key.verify(Pss::<sha2::Sha512>::new_with_salt(salt), &digest, value),
    }
    .is_ok()
}

/// Whether a point on a curve signed a message with this digest.
pub fn on_curve(curve: Curve, point: &[u8], hash: Hash, message: &[u8], value: &[u8]) -> bool {
    let algorithm: Option<&dyn VerificationAlgorithm> = match (curve, hash) {
        (Curve::P256, Hash::Sha256) => Some(&signature::ECDSA_P256_SHA256_ASN1),
        (Curve::P256, Hash::Sha384) => Some(&signature::ECDSA_P256_SHA384_ASN1),
        (Curve::P384, Hash::Sha256) => Some(&signature::ECDSA_P384_SHA256_ASN1),
        (Curve::P384, Hash::Sha384) => Some(&signature::ECDSA_P384_SHA384_ASN1),
        _ => None,
    };
    if let Some(algorithm) = algorithm {
        return UnparsedPublicKey::new(algorithm, point).verify(message, value).is_ok();
    }
    let mut digest = hash.digest(&[message]);
    /// Proves by one curve's crate, which have the same names and no trait in common.
    macro_rules! by {
        ($curve:ident, $bytes:expr) => {{
            use $curve::ecdsa::{Signature, VerifyingKey};
            // A digest that is shorter than the curve stands at its end (FIPS 186-5, 6.4.2).
            let missing = usize::saturating_sub($bytes, digest.len());
            digest.splice(0..0, std::iter::repeat_n(0, missing));
            let key = VerifyingKey::from_sec1_bytes(point);
            key.and_then(|key| key.verify_prehash(&digest, &Signature::from_der(value)?)).is_ok()
        }};
    }
    match curve {
        Curve::P256 => by!(p256, 32),
        Curve::P384 => by!(p384, 48),
        Curve::P521 => by!(p521, 66),
    }
}
