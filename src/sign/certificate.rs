//! A signer's certificate: whose it is, when it holds, what it allows.

use std::ops::RangeInclusive;

use chrono::{DateTime, FixedOffset, Utc};
use der::asn1::{BmpString, ObjectIdentifier, PrintableStringRef, TeletexStringRef, UintRef, Utf8StringRef};
use der::{Any, AnyRef, Decode, Encode, SliceReader, Tag, Tagged};
use ring::signature::{ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use x509_cert::ext::pkix::KeyUsage;
use x509_cert::name::Name;

use crate::diagnostic::{Diagnostic, Severity};

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");

/// The RSA keys that are strong enough and that everybody verifies, in bits.
const RSA_BITS: RangeInclusive<usize> = 2048..=4096;

/// How a key signs, always over SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA with PKCS#1 v1.5.
    Rsa,
    /// ECDSA on the curve P-256.
    P256,
}

/// An X.509 certificate with the bytes that it was read from.
#[derive(Debug, Clone)]
pub struct Certificate {
    der: Vec<u8>,
    parsed: x509_cert::Certificate,
}

impl Certificate {
    /// Reads a certificate in DER.
    ///
    /// # Errors
    /// When the bytes are no certificate.
    pub fn from_der(der: &[u8]) -> der::Result<Self> {
        Ok(Self { der: der.to_vec(), parsed: x509_cert::Certificate::from_der(der)? })
    }

    /// The bytes as they were read.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The fields.
    pub fn fields(&self) -> &x509_cert::TbsCertificate {
        &self.parsed.tbs_certificate
    }

    /// Whose it is: the common name, else the organization, else the whole name.
    pub fn subject(&self) -> String {
        name(&self.fields().subject)
    }

    /// Who certified it.
    pub fn issuer(&self) -> String {
        name(&self.fields().issuer)
    }

    /// Whether another certificate's subject is named as the issuer of this one.
    pub fn names_as_issuer(&self, other: &Self) -> bool {
        self.fields().issuer == other.fields().subject
    }

    /// From when it holds.
    pub fn from(&self) -> DateTime<Utc> {
        time(&self.fields().validity.not_before)
    }

    /// Until when it holds.
    pub fn until(&self) -> DateTime<Utc> {
        time(&self.fields().validity.not_after)
    }

    /// The algorithm of its key, where thidua knows it.
    pub fn algorithm(&self) -> Option<Algorithm> {
        let key = &self.fields().subject_public_key_info;
        match key.algorithm.oid {
            RSA => RSA_BITS.contains(&self.rsa_bits()?).then_some(Algorithm::Rsa),
            EC => {
                let curve = key.algorithm.parameters.as_ref()?.decode_as::<ObjectIdentifier>().ok()?;
                (curve == P256).then_some(Algorithm::P256)
            }
            _ => None,
        }
    }

    /// How long an RSA key is, in bits, to the whole byte.
    fn rsa_bits(&self) -> Option<usize> {
        let mut numbers = SliceReader::new(AnyRef::from_der(self.public_key()).ok()?.value()).ok()?;
        Some(UintRef::decode(&mut numbers).ok()?.as_bytes().len() * 8)
    }

    /// The public key as it stands in the certificate.
    pub fn public_key(&self) -> &[u8] {
        self.fields().subject_public_key_info.subject_public_key.raw_bytes()
    }

    /// Whether a signature over a message is by the key of the certificate.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let verified = match self.algorithm() {
            Some(Algorithm::Rsa) => UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.public_key())
                .verify(message, signature),
            Some(Algorithm::P256) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, self.public_key()).verify(message, signature)
            }
            None => return false,
        };
        verified.is_ok()
    }

    /// Whether it may sign papers now.
    ///
    /// # Errors
    /// When it has expired or does not hold yet, or is not made for signing.
    pub fn may_sign(&self, now: DateTime<Utc>) -> Result<(), Diagnostic> {
        let whose = self.subject();
        if now > self.until() {
            return Err(Diagnostic::error(format!(
                "chứng thư số của {whose} đã hết hạn từ {}",
                moment(self.until())
            ))
            .hint(format!("liên hệ nơi cấp ({}) để gia hạn hoặc cấp mới", self.issuer())));
        }
        if now < self.from() {
            return Err(Diagnostic::error(format!(
                "chứng thư số của {whose} chưa có hiệu lực: có hiệu lực từ {}",
                moment(self.from())
            ))
            .hint("kiểm tra ngày giờ của máy"));
        }
        let usage = self.fields().get::<KeyUsage>().map_err(|_| unreadable())?;
        if usage.is_some_and(|(_, usage)| !usage.digital_signature() && !usage.non_repudiation()) {
            return Err(Diagnostic::error(format!("chứng thư số của {whose} không được cấp để ký văn bản"))
                .hint(
                    "chọn chứng thư có mục đích sử dụng là chữ ký số (digitalSignature hoặc nonRepudiation)",
                ));
        }
        Ok(())
    }

    /// What those who verify may hold against it, though it may sign.
    pub fn doubt(&self) -> Option<Diagnostic> {
        let usage = self.fields().get::<KeyUsage>().ok()?;
        if usage.is_some_and(|(_, usage)| usage.non_repudiation()) {
            return None;
        }
        let message = format!(
            "chứng thư số của {} không ghi mục đích chống chối bỏ (nonRepudiation); có chương trình kiểm tra sẽ không \
             công nhận chữ ký",
            self.subject()
        );
        let doubt = Diagnostic { severity: Severity::Warning, ..Diagnostic::error(message) };
        Some(doubt.hint(format!("hỏi nơi cấp ({}) về chứng thư dùng để ký văn bản", self.issuer())))
    }
}

/// That a certificate cannot be read.
pub fn unreadable() -> Diagnostic {
    Diagnostic::error("chứng thư số của khóa không đọc được: không đúng chuẩn X.509")
        .hint("liên hệ nơi cấp chứng thư")
}

/// A time on the clocks of Việt Nam, in seconds where they matter: `ngày 31/12/2026`.
pub fn moment(time: DateTime<Utc>) -> String {
    time.with_timezone(&vietnam()).format("ngày %d/%m/%Y").to_string()
}

/// The offset of Việt Nam, +07:00.
pub fn vietnam() -> FixedOffset {
    const SECONDS: i32 = 7 * 3600;
    FixedOffset::east_opt(SECONDS).unwrap_or_else(|| chrono::Offset::fix(&Utc))
}

fn time(time: &x509_cert::time::Time) -> DateTime<Utc> {
    time.to_system_time().into()
}

/// A distinguished name in a few words.
fn name(name: &Name) -> String {
    let parts = || name.0.iter().flat_map(|part| part.0.iter());
    let value = |oid| parts().filter(|part| part.oid == oid).find_map(|part| text(&part.value));
    value(COMMON_NAME).or_else(|| value(ORGANIZATION)).unwrap_or_else(|| name.to_string())
}

/// The text of a name's part, in whichever of the string types it is written.
fn text(value: &Any) -> Option<String> {
    let text = match value.tag() {
        Tag::Utf8String => value.decode_as::<Utf8StringRef<'_>>().ok()?.as_str().to_owned(),
        Tag::PrintableString => value.decode_as::<PrintableStringRef<'_>>().ok()?.as_str().to_owned(),
        Tag::TeletexString => value.decode_as::<TeletexStringRef<'_>>().ok()?.as_str().to_owned(),
        Tag::BmpString => BmpString::from_der(&value.to_der().ok()?).ok()?.to_string(),
        _ => return None,
    };
    // A name is told to people: no part of it moves the cursor.
    let text: String = text.chars().filter(|letter| !letter.is_control()).collect();
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}
