//! Keys in PKCS#12 files (.p12, .pfx).

use std::path::Path;

use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{AnyRef, Decode, Reader, SliceReader};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RsaKeyPair};

use super::secret::Asking;
use super::{Algorithm, Certificate, Key};
use crate::diagnostic::Diagnostic;
use crate::sign::certificate::unreadable;

/// No key file is larger, in bytes.
const LARGEST: u64 = 1 << 20;

/// A key from a PKCS#12 file.
pub struct KeyFile {
    certificate: Certificate,
    issuers: Vec<Certificate>,
    key: KeyPair,
}

enum KeyPair {
    Rsa(Box<RsaKeyPair>),
    P256(Box<EcdsaKeyPair>),
}

impl KeyFile {
    /// Opens a key file with the password that is asked for.
    ///
    /// # Errors
    /// When there is no such file, it is no PKCS#12, the password is wrong, or its key is of another kind.
    pub fn open(path: &Path, asking: &Asking) -> Result<Self, Diagnostic> {
        let bytes = read(path)?;
        let name = path.display();
        if !is_pkcs12(&bytes) {
            return Err(Diagnostic::error(format!("`{name}` không phải là tệp khóa PKCS#12"))
                .hint("tệp khóa có đuôi .p12 hoặc .pfx, do nơi cấp chứng thư số giao"));
        }
        let password = asking.ask(&format!("mật khẩu của `{name}`"))?;
        let store = p12_keystore::KeyStore::from_pkcs12(&bytes, password.expose())
            .map_err(|error| refusal(path, &error))?;
        let chains = store.entries().filter_map(|(_, entry)| match entry {
            p12_keystore::KeyStoreEntry::PrivateKeyChain(chain) => Some(chain),
            _ => None,
        });
        let chains: Vec<_> = chains.collect();
        let [chain] = chains.as_slice() else {
            let found = match chains.len() {
                0 => "không có khóa bí mật đi cùng chứng thư số",
                _ => "có nhiều khóa bí mật; thidua không biết ký bằng khóa nào",
            };
            return Err(Diagnostic::error(format!("tệp khóa `{name}` {found}"))
                .hint("xuất lại tệp khóa, chọn một khóa cùng chứng thư của khóa ấy"));
        };
        let heap: Vec<Certificate> =
            chain.chain().iter().filter_map(|one| Certificate::from_der(one.as_der()).ok()).collect();
        let certificate = chain.chain().first().and_then(|one| Certificate::from_der(one.as_der()).ok());
        let certificate = certificate.ok_or_else(unreadable)?;
        let key = key_pair(chain.key(), &certificate)?;
        Ok(Self { issuers: super::issuers(&certificate, &heap), certificate, key })
    }
}

impl Key for KeyFile {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn issuers(&self) -> &[Certificate] {
        &self.issuers
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Diagnostic> {
        let random = SystemRandom::new();
        let signed = match &self.key {
            KeyPair::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).map(|()| signature)
            }
            KeyPair::P256(key) => key.sign(&random, message).map(|signature| signature.as_ref().to_vec()),
        };
        signed.map_err(|_| Diagnostic::error("khóa trong tệp không ký được: khóa bị hỏng"))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    use std::io::Read;
    let failed = |error: std::io::Error| Diagnostic::io("đọc tệp khóa", path, &error);
    let mut bytes = Vec::new();
    std::fs::File::open(path).map_err(failed)?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Diagnostic::error(format!("`{}` quá lớn, không phải là tệp khóa", path.display())));
    }
    Ok(bytes)
}

/// Whether bytes are a PKCS#12 store from outside, before anybody is asked for its password.
fn is_pkcs12(bytes: &[u8]) -> bool {
    const VERSION: u8 = 3;
    let version = AnyRef::from_der(bytes).and_then(|store| {
        let mut reader = SliceReader::new(store.value())?;
        u8::decode(&mut reader)
    });
    version == Ok(VERSION)
}

/// Why a key file did not open.
fn refusal(path: &Path, error: &p12_keystore::error::Error) -> Diagnostic {
    use p12_keystore::error::Error;
    let name = path.display();
    match error {
        // Where the check of the whole file is missing, a wrong password shows only in the padding.
        Error::MacError(_) | Error::UnpadError => Diagnostic::error(format!(
            "mật khẩu của `{name}` không đúng"
        ))
        .hint(
            "kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi chạy lại; tệp khóa không bị khóa khi nhập sai",
        ),
        Error::UnsupportedEncryptionScheme | Error::UnsupportedMacAlgorithm => {
            Diagnostic::error(format!("tệp khóa `{name}` được mã hóa theo cách mà thidua chưa đọc được"))
                .hint("xuất lại tệp khóa với mã hóa AES-256 hoặc Triple DES")
        }
        _ => Diagnostic::error(format!("tệp khóa `{name}` bị hỏng, hoặc mật khẩu không đúng"))
            .hint("nhập lại mật khẩu; nếu vẫn không được thì xuất lại tệp khóa"),
    }
}

/// The private key in PKCS#8, with the public key of its certificate.
fn key_pair(pkcs8: &[u8], certificate: &Certificate) -> Result<KeyPair, Diagnostic> {
    let refused = || {
        Diagnostic::error(format!(
            "khóa trong tệp không dùng được với chứng thư số của {}",
            certificate.subject()
        ))
        .hint(
            "thidua ký được với khóa RSA (2048 đến 4096 bit) và ECDSA P-256 đi cùng đúng chứng thư của khóa",
        )
    };
    match super::algorithm(certificate)? {
        Algorithm::Rsa => {
            let key = RsaKeyPair::from_pkcs8(pkcs8).map_err(|_| refused())?;
            (key.public().as_ref() == certificate.public_key()).then(|| KeyPair::Rsa(Box::new(key)))
        }
        // Not every program writes the public key beside the private one, as `ring` wants it.
        Algorithm::P256 => p256_scalar(pkcs8).ok().and_then(|scalar| {
            let signing = &ECDSA_P256_SHA256_ASN1_SIGNING;
            let random = SystemRandom::new();
            let pair = EcdsaKeyPair::from_private_key_and_public_key(
                signing,
                scalar,
                certificate.public_key(),
                &random,
            );
            pair.ok().map(|pair| KeyPair::P256(Box::new(pair)))
        }),
    }
    .ok_or_else(refused)
}

/// The secret number of an elliptic key in PKCS#8 (RFC 5208, RFC 5915).
fn p256_scalar(pkcs8: &[u8]) -> der::Result<&[u8]> {
    let mut reader = SliceReader::new(AnyRef::from_der(pkcs8)?.value())?;
    u8::decode(&mut reader)?;
    reader.sequence(|algorithm| {
        ObjectIdentifier::decode(algorithm)?;
        algorithm.read_slice(algorithm.remaining_len()).map(|_| ())
    })?;
    let key = OctetStringRef::decode(&mut reader)?;
    let mut reader = SliceReader::new(AnyRef::from_der(key.as_bytes())?.value())?;
    u8::decode(&mut reader)?;
    OctetStringRef::decode(&mut reader).map(|scalar| scalar.as_bytes())
}
