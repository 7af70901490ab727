//! The numbers by which certificates and signatures name algorithms, attributes and purposes.

use der::asn1::ObjectIdentifier;
pub use der::oid::db::rfc4519::{COMMON_NAME, ORGANIZATION_NAME, ORGANIZATIONAL_UNIT_NAME};
pub use der::oid::db::rfc5280::{
    ANY_EXTENDED_KEY_USAGE, ID_KP_CLIENT_AUTH, ID_KP_EMAIL_PROTECTION, ID_KP_TIME_STAMPING,
};
pub use der::oid::db::rfc5911::{
    ID_AA_SIGNING_CERTIFICATE as SIGNING_CERTIFICATE,
    ID_AA_SIGNING_CERTIFICATE_V_2 as SIGNING_CERTIFICATE_V2, ID_CONTENT_TYPE as CONTENT_TYPE,
    ID_DATA as DATA, ID_MESSAGE_DIGEST as MESSAGE_DIGEST, ID_SIGNED_DATA as SIGNED_DATA,
    ID_SIGNING_TIME as SIGNING_TIME,
};
pub use der::oid::db::rfc5912::{
    ECDSA_WITH_SHA_224 as ECDSA_SHA224, ECDSA_WITH_SHA_256 as ECDSA_SHA256,
    ECDSA_WITH_SHA_384 as ECDSA_SHA384, ECDSA_WITH_SHA_512 as ECDSA_SHA512, ID_EC_PUBLIC_KEY as EC,
    ID_MGF_1 as MGF1, ID_RSASSA_PSS as RSA_PSS, ID_SHA_224 as SHA224, ID_SHA_256 as SHA256,
    ID_SHA_384 as SHA384, ID_SHA_512 as SHA512, RSA_ENCRYPTION as RSA, SECP_256_R_1 as P256,
    SECP_384_R_1 as P384, SECP_521_R_1 as P521, SHA_224_WITH_RSA_ENCRYPTION as RSA_SHA224,
    SHA_256_WITH_RSA_ENCRYPTION as RSA_SHA256, SHA_384_WITH_RSA_ENCRYPTION as RSA_SHA384,
    SHA_512_WITH_RSA_ENCRYPTION as RSA_SHA512,
};
pub use der::oid::db::rfc8410::ID_ED_25519 as ED25519;

/// The content of a time-stamp token (RFC 3161, 2.4.2).
pub const TIMESTAMP_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");

/// The attribute that holds a time-stamp token over the signature (RFC 3161, appendix A).
pub const TIMESTAMP_TOKEN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// The attribute that holds a time-stamp token over the content (ETSI EN 319 122-1, 5.2.8).
pub const CONTENT_TIMESTAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.20");

/// The attribute in which the signer signs the algorithms (RFC 6211).
pub const ALGORITHM_PROTECTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.52");

/// Purposes under which documents are signed: any; documents (RFC 9336, Microsoft, Adobe);
/// mail and log-in, which certificates of persons carry where no purpose for documents is given.
pub const FOR_DOCUMENTS: [ObjectIdentifier; 7] = [
    ANY_EXTENDED_KEY_USAGE,
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.36"),
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.10.3.12"),
    ObjectIdentifier::new_unwrap("1.2.840.113583.1.1.5"),
    ID_KP_EMAIL_PROTECTION,
    ID_KP_CLIENT_AUTH,
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.20.2.2"),
];
