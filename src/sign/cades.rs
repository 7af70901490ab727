//! Signatures as PAdES baseline asks (ETSI EN 319 142-1): a detached CMS with the hash of the signer's certificate.

use cms::cert::IssuerAndSerialNumber;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{EncapsulatedContentInfo, SignerIdentifier, SignerInfo};
use der::asn1::{ObjectIdentifier as Oid, OctetString, SetOfVec};
use der::{Any, Decode, Encode, EncodeValue, Sequence, Tagged};
use sha2::{Digest, Sha256};
use spki::AlgorithmIdentifierOwned;
use x509_cert::attr::Attribute;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::serial_number::SerialNumber;

use super::certificate::Algorithm;
use super::key::Key;
use crate::certificate::Certificate;
use crate::diagnostic::Diagnostic;
use crate::oid::{
    CONTENT_TYPE, DATA, ECDSA_SHA256, MESSAGE_DIGEST, RSA_SHA256, SHA256, SIGNED_DATA,
    SIGNING_CERTIFICATE_V2, TIMESTAMP_TOKEN,
};

/// Gets a time stamp, in DER, for a signature.
pub type Stamp<'a> = &'a dyn Fn(&[u8]) -> Result<Vec<u8>, Diagnostic>;

/// The CMS of a signature over bytes whose SHA-256 is `digest`, with a time stamp where one is to be got.
///
/// # Errors
/// When the key or the time-stamp authority refuses, or the key is not that of its certificate.
pub fn sign(digest: &[u8], key: &dyn Key, stamp: Option<Stamp<'_>>) -> Result<Vec<u8>, Diagnostic> {
    let certificate = key.certificate();
    let attributes = signed_attributes(digest, certificate).map_err(unwritable)?;
    let message = attributes.to_der().map_err(unwritable)?;
    let signature = key.sign(&message)?;
    if !certificate.verifies(&message, &signature) {
        return Err(Diagnostic::error(format!(
            "khóa không phải là khóa của chứng thư số cấp cho {}",
            certificate.subject()
        ))
        .hint("chọn lại tệp khóa hoặc khóa trên thiết bị; văn bản chưa bị sửa"));
    }
    let token = stamp.map(|stamp| stamp(&signature)).transpose()?;
    signed_data(key, attributes, signature, token.as_deref()).map_err(unwritable)
}

/// What is signed: the digest, and the certificate so that no other can be put in its place. No time: in a PDF
/// it stands in the signature's dictionary (EN 319 142-1, 6.3).
fn signed_attributes(digest: &[u8], certificate: &Certificate) -> der::Result<SetOfVec<Attribute>> {
    SetOfVec::try_from(vec![
        attribute(CONTENT_TYPE, &DATA)?,
        attribute(MESSAGE_DIGEST, &OctetString::new(digest)?)?,
        attribute(SIGNING_CERTIFICATE_V2, &SigningCertificateV2::of(certificate)?)?,
    ])
}

fn signed_data(
    key: &dyn Key,
    attributes: SetOfVec<Attribute>,
    signature: Vec<u8>,
    token: Option<&[u8]>,
) -> der::Result<Vec<u8>> {
    let certificate = key.certificate();
    let sha256 = AlgorithmIdentifierOwned { oid: SHA256, parameters: None };
    let stamped =
        token.map(|token| SetOfVec::try_from(vec![attribute(TIMESTAMP_TOKEN, &Any::from_der(token)?)?]));
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: certificate.fields().issuer.clone(),
            serial_number: certificate.fields().serial_number.clone(),
        }),
        digest_alg: sha256.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm: match certificate.algorithm() {
            Some(Algorithm::P256) => AlgorithmIdentifierOwned { oid: ECDSA_SHA256, parameters: None },
            _ => AlgorithmIdentifierOwned { oid: RSA_SHA256, parameters: Some(Any::null()) },
        },
        signature: OctetString::new(signature)?,
        unsigned_attrs: stamped.transpose()?,
    };
    let chain = std::iter::once(certificate).chain(key.issuers());
    let certificates = chain.map(|one| Any::from_der(one.der())).collect::<der::Result<Vec<_>>>()?;
    let data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![sha256])?,
        content: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
        certificates: SetOfVec::try_from(certificates)?,
        signers: SetOfVec::try_from(vec![signer])?,
    };
    ContentInfo { content_type: SIGNED_DATA, content: Any::from_der(&data.to_der()?)? }.to_der()
}

/// SignedData (RFC 5652, 5.1) with certificates as the bytes that they are: written anew, one that is not quite
/// canonical would no longer verify.
#[derive(Sequence)]
struct SignedData {
    version: CmsVersion,
    digest_algorithms: SetOfVec<AlgorithmIdentifierOwned>,
    content: EncapsulatedContentInfo,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", constructed = "true")]
    certificates: SetOfVec<Any>,
    signers: SetOfVec<SignerInfo>,
}

/// The signer's certificate by its hash and its issuer's number for it (RFC 5035, 3).
#[derive(Sequence)]
struct SigningCertificateV2 {
    certificates: Vec<EssCertIdV2>,
}

/// Hashed with SHA-256, which is left out as the default.
#[derive(Sequence)]
struct EssCertIdV2 {
    hash: OctetString,
    issued: IssuerSerial,
}

#[derive(Sequence)]
struct IssuerSerial {
    issuer: Vec<GeneralName>,
    serial: SerialNumber,
}

impl SigningCertificateV2 {
    fn of(certificate: &Certificate) -> der::Result<Self> {
        let fields = certificate.fields();
        Ok(Self {
            certificates: vec![EssCertIdV2 {
                hash: OctetString::new(Sha256::digest(certificate.der()).to_vec())?,
                issued: IssuerSerial {
                    issuer: vec![GeneralName::DirectoryName(fields.issuer.clone())],
                    serial: fields.serial_number.clone(),
                },
            }],
        })
    }
}

fn attribute(oid: Oid, value: &(impl EncodeValue + Tagged)) -> der::Result<Attribute> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![Any::encode_from(value)?])? })
}

fn unwritable(_: der::Error) -> Diagnostic {
    Diagnostic::error("chứng thư số có nội dung không đúng chuẩn X.509, không ghi được vào chữ ký")
        .hint("liên hệ nơi cấp chứng thư")
}
