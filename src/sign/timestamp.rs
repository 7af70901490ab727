//! Time stamps: what a trusted authority says of when a signature was there (RFC 3161).

use std::time::Duration;

use cms::content_info::ContentInfo;
use cms::signed_data::EncapsulatedContentInfo;
use der::asn1::{Null, ObjectIdentifier as Oid, OctetString, OctetStringRef, Uint};
use der::{AnyRef, Decode, Encode, Reader, Sequence, SliceReader, Tag, Tagged};
use ring::rand::{SecureRandom, SystemRandom};
use sha2::{Digest, Sha256};
use spki::AlgorithmIdentifierOwned;

use crate::diagnostic::{Diagnostic, Origin};
use crate::oid::{SHA256, SIGNED_DATA, TIMESTAMP_INFO};

/// No honest answer is larger, in bytes: it has to fit into a paper besides.
const LARGEST_ANSWER: u64 = 256 << 10;
const CONNECT: Duration = Duration::from_secs(15);
const ANSWER: Duration = Duration::from_secs(60);

/// TimeStampReq (RFC 3161, 2.4.1).
#[derive(Sequence)]
struct Request {
    version: u8,
    imprint: Imprint,
    nonce: Uint,
    certificate: bool,
}

#[derive(Sequence, PartialEq, Eq)]
struct Imprint {
    algorithm: AlgorithmIdentifierOwned,
    hash: OctetString,
}

/// The time stamp of an authority for a signature: a TimeStampToken in DER.
///
/// # Errors
/// When the authority cannot be reached, refuses, or answers something else than what it was asked.
pub fn of(signature: &[u8], url: &str) -> Result<Vec<u8>, Diagnostic> {
    let mut nonce = [0; 16];
    let failed = || machine("máy không tạo được số ngẫu nhiên".to_owned());
    SystemRandom::new().fill(&mut nonce).map_err(|_| failed())?;
    // A first byte of zero would be left out by some and kept by others.
    nonce[0] |= 1;
    let hash = Sha256::digest(signature);
    let request = request(&hash, &nonce).map_err(|_| failed())?;
    let answer = ask(url, &request)?;
    token(&answer, &hash, &nonce).map_err(|wrong| wrong.told(url))
}

fn request(hash: &[u8], nonce: &[u8]) -> der::Result<Vec<u8>> {
    let algorithm = AlgorithmIdentifierOwned { oid: SHA256, parameters: Some(Null.into()) };
    Request {
        version: 1,
        imprint: Imprint { algorithm, hash: OctetString::new(hash)? },
        nonce: Uint::new(nonce)?,
        certificate: true,
    }
    .to_der()
}

fn ask(url: &str, request: &[u8]) -> Result<Vec<u8>, Diagnostic> {
    let agent = ureq::Agent::config_builder()
        .timeout_connect(Some(CONNECT))
        .timeout_global(Some(ANSWER))
        .http_status_as_error(false)
        .build()
        .new_agent();
    let posted = agent
        .post(url)
        .header("Content-Type", "application/timestamp-query")
        .header("Accept", "application/timestamp-reply")
        .send(request);
    let mut response = posted.map_err(|error| unreachable(url, &error))?;
    if !response.status().is_success() {
        return Err(machine(format!(
            "dịch vụ dấu thời gian `{url}` báo lỗi HTTP {}",
            response.status().as_u16()
        ))
        .hint("kiểm tra địa chỉ, hoặc thử lại sau; không ghi `--tsa` thì ký không có dấu thời gian"));
    }
    let body = response.body_mut().with_config().limit(LARGEST_ANSWER).read_to_vec();
    body.map_err(|error| unreachable(url, &error))
}

/// Why an authority gave no answer.
fn unreachable(url: &str, error: &ureq::Error) -> Diagnostic {
    let why = match error {
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
            return Diagnostic::usage(format!("`{url}` không phải là địa chỉ của một dịch vụ dấu thời gian"))
                .hint("địa chỉ bắt đầu bằng http:// hoặc https://");
        }
        ureq::Error::BodyExceedsLimit(_) => return Wrong::Nonsense.told(url),
        ureq::Error::Timeout(_) => "quá lâu không trả lời",
        ureq::Error::HostNotFound => "không tìm thấy máy chủ",
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => "kết nối bảo mật (TLS) không thành",
        _ => "không kết nối được",
    };
    machine(format!("dịch vụ dấu thời gian `{url}`: {why}"))
        .hint("kiểm tra mạng, hoặc thử lại sau; không ghi `--tsa` thì ký không có dấu thời gian")
}

/// What is wrong with an answer.
enum Wrong {
    Refused,
    Nonsense,
    Another,
}

impl From<der::Error> for Wrong {
    fn from(_: der::Error) -> Self {
        Self::Nonsense
    }
}

impl Wrong {
    fn told(&self, url: &str) -> Diagnostic {
        match self {
            Self::Refused => Diagnostic::error(format!("dịch vụ dấu thời gian `{url}` từ chối cấp dấu"))
                .hint("hỏi nơi cung cấp dịch vụ về quyền sử dụng"),
            Self::Nonsense => {
                Diagnostic::error(format!("`{url}` trả lời không phải là dấu thời gian theo RFC 3161"))
                    .hint("kiểm tra địa chỉ của dịch vụ")
            }
            Self::Another => {
                Diagnostic::error(format!("`{url}` trả về dấu thời gian không phải của chữ ký này"))
                    .hint("có thể có máy chủ trung gian trả lại kết quả cũ; thử địa chỉ khác của dịch vụ")
            }
        }
    }
}

/// The token in an answer, if it is for what was asked.
fn token(answer: &[u8], hash: &[u8], nonce: &[u8]) -> Result<Vec<u8>, Wrong> {
    let mut reader = SliceReader::new(AnyRef::from_der(answer)?.value())?;
    let status = AnyRef::decode(&mut reader)?;
    if status.tag() != Tag::Sequence {
        return Err(Wrong::Nonsense);
    }
    // Granted, or granted with changes; anything else is a refusal.
    let granted = u8::decode(&mut SliceReader::new(status.value())?).is_ok_and(|status| status <= 1);
    if !granted {
        return Err(Wrong::Refused);
    }
    let token = reader.tlv_bytes()?;
    let info = info(token)?;
    let asked = Info { hash: hash.to_vec(), nonce: Some(nonce.to_vec()) };
    if info == asked { Ok(token.to_vec()) } else { Err(Wrong::Another) }
}

/// What a token stamps, as far as it was asked.
#[derive(PartialEq, Eq)]
struct Info {
    hash: Vec<u8>,
    nonce: Option<Vec<u8>>,
}

/// Reads the TSTInfo (RFC 3161, 2.4.2) in a token. Certificates and times, which authorities write in many
/// ways, are left to whoever verifies.
fn info(token: &[u8]) -> Result<Info, Wrong> {
    let content = ContentInfo::from_der(token)?;
    let mut data = SliceReader::new(content.content.value())?;
    u8::decode(&mut data)?;
    AnyRef::decode(&mut data)?;
    let inner = EncapsulatedContentInfo::decode(&mut data)?;
    if content.content_type != SIGNED_DATA || inner.econtent_type != TIMESTAMP_INFO {
        return Err(Wrong::Nonsense);
    }
    let inner = inner.econtent.ok_or(Wrong::Nonsense)?;
    let octets = inner.decode_as::<OctetStringRef<'_>>()?;
    let mut fields = SliceReader::new(AnyRef::from_der(octets.as_bytes())?.value())?;
    u8::decode(&mut fields)?;
    Oid::decode(&mut fields)?;
    let imprint = Imprint::decode(&mut fields)?;
    let (_serial, _time) = (AnyRef::decode(&mut fields)?, AnyRef::decode(&mut fields)?);
    if imprint.algorithm.oid != SHA256 {
        return Err(Wrong::Another);
    }
    let mut nonce = None;
    while !fields.is_finished() {
        let field = AnyRef::decode(&mut fields)?;
        if field.tag() == Tag::Integer {
            nonce = Some(field.decode_as::<Uint>()?.as_bytes().to_vec());
        }
    }
    Ok(Info { hash: imprint.hash.into_bytes(), nonce })
}

fn machine(message: String) -> Diagnostic {
    Diagnostic { origin: Origin::Machine, ..Diagnostic::error(message) }
}
