//! The way from a certificate to one that the person trusts (RFC 5280, by *webpki*).
//!
//! Whether a certificate was revoked is not asked: that needs the network, and lists that
//! nobody keeps for decades.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, VerifiedPath};

use super::certificate::{Certificate, Purpose};
use super::report::Trusted;
use super::trust::Trust;

/// How a certificate stands, and the names on the way to the trusted one, where there is a way.
pub struct Way {
    /// How it stands.
    pub trusted: Trusted,
    /// From its own name to that of the trusted one.
    pub names: Vec<String>,
}

impl Way {
    fn nowhere(trusted: Trusted, certificate: &Certificate) -> Self {
        Self { trusted, names: vec![certificate.name()] }
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
        return Way::nowhere(Trusted::NotJudged, certificate);
    }
    // A certificate that is trusted itself needs no way.
    let itself = trust.certificates.iter().any(|trusted| trusted.der == certificate.der);
    let found = if itself { Ok(vec![certificate.name()]) } else { search(certificate, others, trust, at) };
    match found {
        Err(trusted) => Way::nowhere(trusted, certificate),
        Ok(names) => match counts(certificate, at) {
            Trusted::Trusted if !certificate.is_for(purpose) => Way { trusted: Trusted::WrongUsage, names },
            trusted => Way { trusted, names },
        },
    }
}

/// Whether a certificate counts at a time.
fn counts(certificate: &Certificate, at: DateTime<Utc>) -> Trusted {
    let (from, until) = certificate.validity();
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
) -> Result<Vec<String>, Trusted> {
    let roots: Vec<(&Certificate, CertificateDer<'_>)> = trust
        .certificates
        .iter()
        .filter(|root| root.may_issue())
        .map(|root| (root, CertificateDer::from(root.der.as_slice())))
        .collect();
    let anchors: Vec<(&Certificate, TrustAnchor<'_>)> = roots
        .iter()
        .filter_map(|(root, der)| Some((*root, webpki::anchor_from_trusted_cert(der).ok()?)))
        .collect();
    let anchor_list: Vec<TrustAnchor<'_>> = anchors.iter().map(|(_, anchor)| anchor.clone()).collect();
    let between = trust.certificates.iter().map(|one| one.der.as_slice());
    let between: Vec<CertificateDer<'_>> =
        others.iter().map(Vec::as_slice).chain(between).map(CertificateDer::from).collect();
    let der = CertificateDer::from(certificate.der.as_slice());
    let leaf = EndEntityCert::try_from(&der).map_err(|_| Trusted::Malformed)?;
    let seconds = u64::try_from(at.timestamp()).map_err(|_| Trusted::NotYetValid)?;
    let may_issue = |path: &VerifiedPath<'_>| {
        let read = |der: CertificateDer<'_>| Certificate::read(der.as_ref());
        let all =
            path.intermediate_certificates().all(|one| read(one.der()).is_some_and(|one| one.may_issue()));
        if all { Ok(()) } else { Err(Error::EndEntityUsedAsCa) }
    };
    let path = leaf
        .verify_for_usage(
            webpki::ALL_VERIFICATION_ALGS,
            &anchor_list,
            &between,
            UnixTime::since_unix_epoch(Duration::from_secs(seconds)),
            AnyPurpose,
            None,
            Some(&may_issue),
        )
        .map_err(|error| outcome(&error))?;
    let mut names = vec![certificate.name()];
    let steps = path.intermediate_certificates().filter_map(|one| Certificate::read(one.der().as_ref()));
    names.extend(steps.map(|one| one.name()));
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
            names.push(root.name());
            Ok(names)
        }
        Some((_, trusted)) => Err(trusted),
        None => Err(Trusted::UnknownIssuer),
    }
}

/// The purpose of the signer's certificate is judged apart; authorities may name any.
struct AnyPurpose;

impl ExtendedKeyUsageValidator for AnyPurpose {
    fn validate(&self, mut purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        purposes.try_for_each(|purpose| purpose.map(|_| ()))
    }
}

fn outcome(error: &Error) -> Trusted {
    match error {
        Error::CertExpired { .. } => Trusted::Expired,
        Error::CertNotValidYet { .. } => Trusted::NotYetValid,
        Error::UnknownIssuer | Error::InvalidSignatureForPublicKey => Trusted::UnknownIssuer,
        Error::CaUsedAsEndEntity | Error::EndEntityUsedAsCa => Trusted::WrongUsage,
        Error::UnsupportedSignatureAlgorithmContext(_)
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => Trusted::WeakAlgorithm,
        _ => Trusted::Malformed,
    }
}
