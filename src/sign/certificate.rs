//! What a signer's certificate allows, and by which algorithm its key signs.

use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use der::asn1::{ObjectIdentifier, UintRef};
use der::{AnyRef, Decode, SliceReader};
use ring::signature::{ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use x509_cert::ext::pkix::KeyUsage;

use crate::certificate::Certificate;
use crate::clock::VIETNAM;
use crate::diagnostic::{Diagnostic, Severity};
use crate::oid::{EC, P256, RSA};

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

impl Certificate {
    /// Whether another certificate's subject is named as the issuer of this one.
    pub fn names_as_issuer(&self, other: &Self) -> bool {
        self.fields().issuer == other.fields().subject
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

/// A day in Vietnam: `ngày 31/12/2026`.
pub fn moment(time: DateTime<Utc>) -> String {
    time.with_timezone(&VIETNAM).format("ngày %d/%m/%Y").to_string()
}
