//! The signature itself: CMS SignedData with one signer (RFC 5652, as PAdES narrows it).

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{AnyRef, ObjectIdentifier as Oid, OctetString};
use der::{Any, Decode, Encode, Reader, SliceReader, Tag, Tagged};
use ring::digest;
use x509_cert::attr::Attributes;

use super::algorithm::{self, Hash};
use super::report::Note;
use super::{ber, proof};
use crate::certificate::Certificate;
use crate::oid::{
    ALGORITHM_PROTECTION, CONTENT_TYPE, MESSAGE_DIGEST, SIGNED_DATA, SIGNING_CERTIFICATE,
    SIGNING_CERTIFICATE_V2,
};

/// A signature that was read; nothing of it is proved yet.
pub struct Signature {
    /// The certificate that the signer names.
    pub certificate: Certificate,
    /// The others that came with it, DER.
    pub others: Vec<Vec<u8>>,
    /// What it says it signs.
    pub content_type: Oid,
    /// What it signs, where it brings that along.
    pub content: Option<Vec<u8>>,
    info: SignerInfo,
    /// The signed attributes as they came, DER with the tag of a SET.
    signed_attributes: Vec<u8>,
}

impl Signature {
    /// Reads a signature; after it only zeros may stand.
    ///
    /// # Errors
    /// Tells what is not as it has to be.
    pub fn read(bytes: &[u8]) -> Result<Self, Note> {
        let (outer, rest) = ber::to_der(bytes).ok_or_else(|| odd("không đọc được"))?;
        if rest.iter().any(|byte| *byte != 0) {
            return Err(odd("có dữ liệu lạ ở phần đệm sau nó"));
        }
        let unreadable = |_: der::Error| odd("không đọc được");
        let message = ContentInfo::from_der(&outer).map_err(unreadable)?;
        if message.content_type != SIGNED_DATA {
            return Err(odd("không phải là chữ ký"));
        }
        let raw = message.content.to_der().map_err(unreadable)?;
        let data = SignedData::from_der(&raw).map_err(unreadable)?;
        let [info] = data.signer_infos.0.as_slice() else {
            return Err(odd("phải có đúng một người ký"));
        };
        let raw = RawParts::of(&raw).ok_or_else(|| odd("không đọc được"))?;
        let certificates: Vec<Certificate> =
            raw.certificates.iter().filter_map(|der| Certificate::read(der)).collect();
        let known = data.certificates.iter().flat_map(|set| set.0.iter());
        if known.filter(|one| matches!(one, CertificateChoices::Certificate(_))).count() != certificates.len()
        {
            return Err(odd("có chứng thư không đọc được"));
        }
        let named = certificates.iter().position(|one| names(&info.sid, one));
        let named = named.ok_or_else(|| odd("không kèm chứng thư của người ký"))?;
        let mut certificates = certificates;
        let certificate = certificates.swap_remove(named);
        let content = data.encap_content_info.econtent.as_ref();
        let content =
            content.map(|content| content.decode_as::<OctetString>()).transpose().map_err(unreadable)?;
        Ok(Self {
            certificate,
            others: certificates.iter().map(|one| one.der().to_vec()).collect(),
            content_type: data.encap_content_info.econtent_type,
            content: content.map(|content| content.as_bytes().to_vec()),
            info: info.clone(),
            signed_attributes: raw.signed_attributes,
        })
    }

    /// How it was made, in words such as `RSA, SHA-256`.
    pub fn algorithm(&self) -> String {
        algorithm::words(&self.info.signature_algorithm, &self.info.digest_alg)
    }

    /// The signature's own value, over which a time-stamp is made.
    pub fn value(&self) -> &[u8] {
        self.info.signature.as_bytes()
    }

    /// The digest by which the content is bound to the signature.
    ///
    /// # Errors
    /// When it is too weak, or not known.
    pub fn hash(&self) -> Result<Hash, Note> {
        Hash::of(self.info.digest_alg.oid)
    }

    /// The one value of an attribute that the signer signed.
    ///
    /// # Errors
    /// When it stands there twice or has several values.
    pub fn signed(&self, kind: Oid) -> Result<Option<&Any>, Note> {
        one(self.info.signed_attrs.as_ref(), kind)
    }

    /// The one value of an attribute that was added after signing.
    ///
    /// # Errors
    /// As [`Self::signed`].
    pub fn unsigned(&self, kind: Oid) -> Result<Option<&Any>, Note> {
        one(self.info.unsigned_attrs.as_ref(), kind)
    }

    /// Proves that the named certificate's key signed content with this digest.
    /// `strict`: the signature must name the certificate itself (PAdES).
    ///
    /// # Errors
    /// All that speaks against it.
    pub fn prove(&self, digest: &[u8], content_type: Oid, strict: bool) -> Result<(), Vec<Note>> {
        let mut faults = Vec::new();
        faults.extend(self.content_attributes(digest, content_type).err());
        faults.extend(self.named_certificate(strict).err());
        faults.extend(self.protected_algorithms().err());
        let proved = proof::prove(
            &self.certificate,
            &self.info.signature_algorithm,
            &self.info.digest_alg,
            &self.signed_attributes,
            self.value(),
        );
        faults.extend(proved.err());
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    fn content_attributes(&self, digest: &[u8], content_type: Oid) -> Result<(), Note> {
        let kind = self.signed(CONTENT_TYPE)?.and_then(|value| value.decode_as::<Oid>().ok());
        if kind != Some(content_type) || self.content_type != content_type {
            return Err(odd("ghi sai loại nội dung được ký"));
        }
        let told = self.signed(MESSAGE_DIGEST)?.and_then(|value| value.decode_as::<OctetString>().ok());
        let told = told.ok_or_else(|| odd("không ghi mã băm của nội dung"))?;
        if told.as_bytes() != digest {
            return Err(altered());
        }
        Ok(())
    }

    /// The certificate that the attributes name is the one that came with the signature.
    fn named_certificate(&self, strict: bool) -> Result<(), Note> {
        let swapped =
            || Note::new("signing-certificate", "chứng thư kèm theo không phải là chứng thư đã dùng để ký");
        let second = self.signed(SIGNING_CERTIFICATE_V2)?;
        let (value, default) = match second {
            Some(value) => (value, Some(Hash::Sha256)),
            // The first form knows SHA-1 alone.
            None => match self.signed(SIGNING_CERTIFICATE)? {
                Some(value) => (value, None),
                None if strict => {
                    return Err(odd("không ghi đã dùng chứng thư nào (signing-certificate-v2)"));
                }
                None => return Ok(()),
            },
        };
        // SEQUENCE { certs SEQUENCE OF SEQUENCE { [hashAlgorithm,] certHash, [issuerSerial] }, … }
        let parts = || {
            let certificates = elements(value.value())?.into_iter().next()?;
            elements(elements(certificates.value())?.first()?.value())
        };
        let parts = parts().ok_or_else(swapped)?;
        let (kind, hash) = match parts.as_slice() {
            [kind, hash, ..] if second.is_some() && kind.tag() == Tag::Sequence => {
                let kind = elements(kind.value()).and_then(|parts| parts.first()?.decode_as::<Oid>().ok());
                (Some(Hash::of(kind.ok_or_else(swapped)?)?), hash)
            }
            [hash, ..] => (default, hash),
            [] => return Err(swapped()),
        };
        let der = self.certificate.der();
        let own = match kind {
            Some(kind) => kind.digest(&[der]),
            None => digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, der).as_ref().to_vec(),
        };
        let right = hash.tag() == Tag::OctetString && own == hash.value();
        if right { Ok(()) } else { Err(swapped()) }
    }

    /// RFC 6211: the algorithms outside are those that the signer signed.
    fn protected_algorithms(&self) -> Result<(), Note> {
        let Some(value) = self.signed(ALGORITHM_PROTECTION)? else { return Ok(()) };
        let first_oid = |value: &[u8]| elements(value)?.first()?.decode_as::<Oid>().ok();
        let parts = elements(value.value()).unwrap_or_default();
        let digest = parts.first().and_then(|part| first_oid(part.value()));
        let signature =
            parts.iter().find(|part| is_context(part, 1)).and_then(|part| first_oid(part.value()));
        if digest == Some(self.info.digest_alg.oid) && signature == Some(self.info.signature_algorithm.oid) {
            Ok(())
        } else {
            Err(odd("ghi sai thuật toán đã dùng"))
        }
    }
}

/// What the library does not give as it came.
struct RawParts {
    certificates: Vec<Vec<u8>>,
    signed_attributes: Vec<u8>,
}

impl RawParts {
    fn of(signed_data: &[u8]) -> Option<Self> {
        let parts = elements(first(signed_data)?.0.value())?;
        let set = parts.iter().find(|part| is_context(part, 0));
        let listed = set.map(|set| elements(set.value())).unwrap_or(Some(Vec::new()))?;
        let certificates = listed.iter().filter(|one| one.tag() == Tag::Sequence);
        let certificates = certificates.map(|one| one.to_der().ok()).collect::<Option<_>>()?;
        let info = elements(parts.last()?.value())?.into_iter().next()?;
        let attributes = elements(info.value())?.into_iter().find(|part| {
            // The identifier of a signer may have the same tag, but it is no list.
            is_context(part, 0) && part.tag().is_constructed()
        })?;
        let signed_attributes = AnyRef::new(Tag::Set, attributes.value()).ok()?.to_der().ok()?;
        Some(Self { certificates, signed_attributes })
    }
}

/// The first element of DER and what follows it.
fn first(bytes: &[u8]) -> Option<(AnyRef<'_>, &[u8])> {
    let mut reader = SliceReader::new(bytes).ok()?;
    let element = AnyRef::decode(&mut reader).ok()?;
    let read = usize::try_from(reader.position()).ok()?;
    Some((element, bytes.get(read..)?))
}

/// The elements that stand side by side.
pub fn elements(bytes: &[u8]) -> Option<Vec<AnyRef<'_>>> {
    let mut found = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (element, after) = first(rest)?;
        found.push(element);
        rest = after;
    }
    Some(found)
}

fn is_context(element: &AnyRef<'_>, number: u8) -> bool {
    element.tag().is_context_specific() && element.tag().number().value() == number
}

fn one(attributes: Option<&Attributes>, kind: Oid) -> Result<Option<&Any>, Note> {
    let mut found = attributes.iter().flat_map(|list| list.iter()).filter(|one| one.oid == kind);
    match (found.next(), found.next()) {
        (None, _) => Ok(None),
        (Some(attribute), None) if attribute.values.len() == 1 => Ok(attribute.values.get(0)),
        _ => Err(odd("một thuộc tính được ghi nhiều lần")),
    }
}

fn names(signer: &SignerIdentifier, certificate: &Certificate) -> bool {
    let body = certificate.fields();
    match signer {
        SignerIdentifier::IssuerAndSerialNumber(named) => {
            named.issuer == body.issuer && named.serial_number == body.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(key) => {
            certificate.key_identifier().is_some_and(|own| own == key.0.as_bytes())
        }
    }
}

/// The fault of content that is not what was signed.
pub fn altered() -> Note {
    Note::new("digest", "nội dung được ký đã bị sửa (mã băm không khớp)")
}

fn odd(why: &str) -> Note {
    Note::new("cms", format!("chữ ký (CMS) {why}"))
}
