//! The way from a certificate to one that the person trusts (RFC 5280, by *webpki*).
//!
//! Whether a certificate was revoked is not asked: that needs the network, and lists that
//! nobody keeps for decades.

use std::time::Duration;

use chrono::{DateTime, Utc};
use der::asn1::ObjectIdentifier as Oid;
use rustls_pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, SignatureVerificationAlgorithm, TrustAnchor,
    UnixTime, alg_id,
};
use webpki::{EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, VerifiedPath};

use super::algorithm::{Hash, name, weak};
use super::certificate::{Asked, Purpose};
use super::cms::elements;
use super::proof::{Curve, on_curve};
use super::report::Trusted;
use super::trust::Trust;
use crate::certificate::Certificate;

/// How a certificate stands, and the names on the way to the trusted one, where there is a way.
pub struct Way {
    /// How it stands.
    pub trusted: Trusted,
    /// From its own name to that of the trusted one.
    pub names: Vec<String>,
    /// What of it, or of one on its way, cannot be read here; empty unless that is why it is not judged.
    pub unread: String,
}

impl Way {
    fn nowhere(certificate: &Certificate, why: Distrust) -> Self {
        Self { trusted: why.trusted, names: vec![certificate.subject()], unread: why.unread }
    }
}

/// Why there is no way.
struct Distrust {
    trusted: Trusted,
    unread: String,
}

impl From<Trusted> for Distrust {
    fn from(trusted: Trusted) -> Self {
        Self { trusted, unread: String::new() }
    }
}

impl Distrust {
    fn unread(what: String) -> Self {
        Self { trusted: Trusted::Unread, unread: what }
    }
}

/// Looks for the way from a certificate to a trusted one, as it was at a time.
pub fn way(
    certificate: &Certificate,
    others: &[Vec<u8>],
    trust: &Trust,
    at: DateTime<Utc>,
    purpose: Purpose,
) -> Way {
    if trust.is_empty() {
        return Way::nowhere(certificate, Trusted::NotJudged.into());
    }
    // A certificate that is trusted itself needs no way.
    let itself = trust.certificates.iter().any(|trusted| trusted.der() == certificate.der());
    let found = if itself { Ok(vec![certificate.subject()]) } else { search(certificate, others, trust, at) };
    match found {
        Err(why) => Way::nowhere(certificate, why),
        Ok(names) => {
            let trusted = match counts(certificate, at) {
                Trusted::Trusted if !certificate.is_for(purpose) => Trusted::WrongUsage,
                trusted => trusted,
            };
            Way { trusted, names, unread: String::new() }
        }
    }
}

/// Whether a certificate counts at a time.
fn counts(certificate: &Certificate, at: DateTime<Utc>) -> Trusted {
    let (from, until) = (certificate.from(), certificate.until());
    match at {
        at if at < from => Trusted::NotYetValid,
        at if at > until => Trusted::Expired,
        _ => Trusted::Trusted,
    }
}

fn search(
    certificate: &Certificate,
    others: &[Vec<u8>],
    trust: &Trust,
    at: DateTime<Utc>,
) -> Result<Vec<String>, Distrust> {
    let roots: Vec<(&Certificate, CertificateDer<'_>)> = trust
        .certificates
        .iter()
        .filter(|root| root.may_issue())
        .map(|root| (root, CertificateDer::from(root.der())))
        .collect();
    let anchors: Vec<(&Certificate, TrustAnchor<'_>)> = roots
        .iter()
        .filter_map(|(root, der)| Some((*root, webpki::anchor_from_trusted_cert(der).ok()?)))
        .collect();
    let anchor_list: Vec<TrustAnchor<'_>> = anchors.iter().map(|(_, anchor)| anchor.clone()).collect();
    let between = trust.certificates.iter().map(|one| one.der());
    let between: Vec<CertificateDer<'_>> =
        others.iter().map(Vec::as_slice).chain(between).map(CertificateDer::from).collect();
    let der = CertificateDer::from(certificate.der());
    let outcome = |error: Error| outcome(&error, certificate, &between);
    let leaf = EndEntityCert::try_from(&der).map_err(outcome)?;
    let seconds = u64::try_from(at.timestamp()).map_err(|_| Trusted::NotYetValid)?;
    let may_issue = |path: &VerifiedPath<'_>| {
        let read = |der: CertificateDer<'_>| Certificate::read(der.as_ref());
        let all =
            path.intermediate_certificates().all(|one| read(one.der()).is_some_and(|one| one.may_issue()));
        if all { Ok(()) } else { Err(Error::EndEntityUsedAsCa) }
    };
    let path = leaf
        .verify_for_usage(
            &[webpki::ALL_VERIFICATION_ALGS, &FURTHER].concat(),
            &anchor_list,
            &between,
            UnixTime::since_unix_epoch(Duration::from_secs(seconds)),
            AnyPurpose,
            None,
            Some(&may_issue),
        )
        .map_err(outcome)?;
    let steps = path.intermediate_certificates().filter_map(|one| Certificate::read(one.der().as_ref()));
    let steps: Vec<Certificate> = steps.collect();
    // The library passes over these where they are not critical; whoever set them meant them.
    let unread: Vec<String> = steps.iter().flat_map(|one| one.unread_extensions(Asked::Policies)).collect();
    if !unread.is_empty() {
        return Err(Distrust::unread(unread.join(", ")));
    }
    let mut names = vec![certificate.subject()];
    names.extend(steps.iter().map(Certificate::subject));
    let reached = path.anchor();
    let same = |anchor: &TrustAnchor<'_>| {
        anchor.subject == reached.subject && anchor.subject_public_key_info == reached.subject_public_key_info
    };
    // The library takes a trusted certificate for trusted for ever.
    let mut ends =
        anchors.iter().filter(|(_, anchor)| same(anchor)).map(|(root, _)| (root, counts(root, at)));
    let end = ends.find(|(_, counts)| *counts == Trusted::Trusted).or_else(|| {
        anchors.iter().find(|(_, anchor)| same(anchor)).map(|(root, _)| (root, counts(root, at)))
    });
    match end {
        Some((root, Trusted::Trusted)) => {
            names.push(root.subject());
            Ok(names)
        }
        Some((_, trusted)) => Err(trusted.into()),
        None => Err(Trusted::UnknownIssuer.into()),
    }
}

/// Algorithms of certificates that *webpki* does not bring along.
static FURTHER: [&dyn SignatureVerificationAlgorithm; 5] = [
    &OnCurve(Curve::P256, Hash::Sha512),
    &OnCurve(Curve::P384, Hash::Sha512),
    &OnCurve(Curve::P521, Hash::Sha256),
    &OnCurve(Curve::P521, Hash::Sha384),
    &OnCurve(Curve::P521, Hash::Sha512),
];

/// ECDSA on a curve with a digest.
#[derive(Debug)]
struct OnCurve(Curve, Hash);

impl SignatureVerificationAlgorithm for OnCurve {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let proved = on_curve(self.0, public_key, self.1, message, signature);
        proved.then_some(()).ok_or(InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        match self.0 {
            Curve::P256 => alg_id::ECDSA_P256,
            Curve::P384 => alg_id::ECDSA_P384,
            Curve::P521 => alg_id::ECDSA_P521,
        }
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        match self.1 {
            Hash::Sha384 => alg_id::ECDSA_SHA384,
            Hash::Sha512 => alg_id::ECDSA_SHA512,
            Hash::Sha224 | Hash::Sha256 => alg_id::ECDSA_SHA256,
        }
    }
}

/// The purpose of the signer's certificate is judged apart; authorities may name any.
struct AnyPurpose;

impl ExtendedKeyUsageValidator for AnyPurpose {
    fn validate(&self, mut purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        purposes.try_for_each(|purpose| purpose.map(|_| ()))
    }
}

/// What an error of the library says of a certificate, with those that came along with it.
fn outcome(error: &Error, certificate: &Certificate, between: &[CertificateDer<'_>]) -> Distrust {
    match error {
        Error::CertExpired { .. } => Trusted::Expired.into(),
        Error::CertNotValidYet { .. } => Trusted::NotYetValid.into(),
        Error::UnknownIssuer | Error::InvalidSignatureForPublicKey => Trusted::UnknownIssuer.into(),
        Error::CaUsedAsEndEntity | Error::EndEntityUsedAsCa => Trusted::WrongUsage.into(),
        Error::UnsupportedSignatureAlgorithmContext(context) => {
            match first_oid(&context.signature_algorithm_id) {
                Some(oid) if !weak(oid) => Distrust::unread(format!("thuật toán ký {}", name(oid))),
                _ => Trusted::WeakAlgorithm.into(),
            }
        }
        Error::UnsupportedSignatureAlgorithmForPublicKeyContext(context) => {
            // The last identifier is the nearest: the curve, where the key is on one.
            let parts = elements(&context.public_key_algorithm_id).unwrap_or_default();
            let kind = parts.iter().rev().find_map(|part| part.decode_as::<Oid>().ok());
            Distrust::unread(format!("khóa {}", kind.map_or_else(|| "không rõ loại".to_owned(), name)))
        }
        Error::UnsupportedCriticalExtension => {
            let others = between.iter().filter_map(|der| Certificate::read(der.as_ref()));
            let all = [certificate.clone()].into_iter().chain(others);
            let mut unread: Vec<String> =
                all.flat_map(|one| one.unread_extensions(Asked::Critical)).collect();
            unread.sort();
            unread.dedup();
            Distrust::unread(unread.join(", "))
        }
        Error::NameConstraintViolation => Distrust::unread("nameConstraints".to_owned()),
        _ => Trusted::Malformed.into(),
    }
}

fn first_oid(elements_of: &[u8]) -> Option<Oid> {
    elements(elements_of)?.first()?.decode_as().ok()
}
