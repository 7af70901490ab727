//! Signatures by every kind of key and certificate, honest and not.

use std::sync::Arc;

use chrono::{Duration, Utc};
use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier};
use der::asn1::{OctetString, SetOfVec};
use der::{Any, Decode, DerOrd, Encode};
use lopdf::{Dictionary, Object, dictionary};
use thidua::verify::report::{Integrity, Kind as Told, Trusted, Verdict};
use thidua::verify::{self, Trust};
use x509_cert::Certificate;

use super::forge::{self, PADES, openssl, words};
use super::{Case, Fate, assert_judged, judged, signed, signed_once, trust};
use crate::pki::authority::{Answer, Authority};
use crate::pki::{Identity, Kind, Period, Pki, Request, Usage, pki};
use crate::sign::papers::covenant;

/// A key of any kind with a certificate of the authority below the root.
fn identity(pki: &Pki, id: &str, key: &[&str], extensions: &str, days: &str, subject: &str) -> Identity {
    let (file, certificate) = (format!("{id}.key"), format!("{id}.pem"));
    pki.openssl(&[&["genpkey"], key, &["-out", &file]].concat());
    pki.openssl(&[
        "req",
        "-x509",
        "-new",
        "-utf8",
        "-key",
        &file,
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-days",
        days,
        "-subj",
        subject,
        "-extensions",
        extensions,
        "-out",
        &certificate,
    ]);
    Identity { key: pki.path(&file), certificate: pki.path(&certificate), p12: pki.path(&certificate) }
}

const RSA_2048: [&str; 4] = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];
const PERSON: &str = "/C=VN/O=Thử nghiệm/CN=Lê Văn C";

/// A paper signed through `openssl cms`.
fn by_openssl(pki: &Pki, signers: &[&Identity], options: &[&str]) -> Vec<u8> {
    forge::signed(&covenant(3), "phuong-1", words(), |content| openssl(pki, signers, content, options))
}

/// A paper whose CMS is changed after it was made.
fn remade(pki: &Pki, signer: &Identity, change: impl FnOnce(&mut SignedData)) -> Vec<u8> {
    forge::signed(&covenant(3), "phuong-1", words(), |content| {
        changed(&openssl(pki, &[signer], content, &PADES), change)
    })
}

fn read(der: &[u8]) -> SignedData {
    let message = ContentInfo::from_der(der).expect("CMS");
    message.content.decode_as::<SignedData>().expect("signed data")
}

fn changed(der: &[u8], change: impl FnOnce(&mut SignedData)) -> Vec<u8> {
    let message = ContentInfo::from_der(der).expect("CMS");
    let mut data = read(der);
    change(&mut data);
    let content = Any::encode_from(&data).expect("DER");
    ContentInfo { content_type: message.content_type, content }.to_der().expect("DER")
}

/// CMS whose outer lengths are left open, as BER allows.
fn open(der: &[u8]) -> Vec<u8> {
    let message = ContentInfo::from_der(der).expect("CMS");
    let (kind, content) =
        (message.content_type.to_der().expect("DER"), message.content.to_der().expect("DER"));
    [&[0x30, 0x80], kind.as_slice(), &[0xa0, 0x80], &content, &[0; 4]].concat()
}

fn set<T: DerOrd>(elements: Vec<T>) -> SetOfVec<T> {
    SetOfVec::try_from(elements).expect("a set")
}

fn certificate(pki: &Pki, identity: &Identity) -> Certificate {
    Certificate::from_der(&pki.der(&identity.certificate)).expect("a certificate")
}

/// A paper signed by a key that thidua does not read.
pub fn by_brainpool(pki: &Pki) -> Vec<u8> {
    let key = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1"];
    let signer = identity(pki, "brainpool", &key, "signing", "90", PERSON);
    by_openssl(pki, &[&signer], &PADES)
}

fn keys(pki: &Pki) -> Vec<Case> {
    let stands = |name, pdf| Case { name, pdf, fate: Fate::Stands };
    let case = |name, why, pdf| Case { name, pdf, fate: Fate::Falls(why) };
    let (rsa, ec) = (pki.person("Nguyễn Văn A", Kind::Rsa), pki.person("Trần Thị B", Kind::P256));
    let digest = |name| ["-cades", "-md", name, "-nosmimecap", "-certfile", "chain.pem"];
    let pss =
        [&PADES[..], &["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:digest"]].concat();
    let curve = |name| ["-algorithm", "EC", "-pkeyopt", name];
    let p384 = identity(pki, "p384", &curve("ec_paramgen_curve:P-384"), "signing", "90", PERSON);
    let p521 = identity(pki, "p521", &curve("ec_paramgen_curve:P-521"), "signing", "90", PERSON);
    let short_salt =
        [&PADES[..], &["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:11"]].concat();
    let short = identity(
        pki,
        "short",
        &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
        "signing",
        "90",
        PERSON,
    );
    vec![
        stands("RSA with SHA-256", by_openssl(pki, &[&rsa], &PADES)),
        stands("RSA with SHA-384", by_openssl(pki, &[&rsa], &digest("sha384"))),
        stands("RSA with SHA-512", by_openssl(pki, &[&rsa], &digest("sha512"))),
        stands(
            "lengths left open",
            forge::signed(&covenant(3), "phuong-1", words(), |content| {
                open(&openssl(pki, &[&rsa], content, &PADES))
            }),
        ),
        stands("RSA-PSS", by_openssl(pki, &[&rsa], &pss)),
        stands("P-256 with SHA-256", by_openssl(pki, &[&ec], &PADES)),
        stands("P-384 with SHA-384", by_openssl(pki, &[&p384], &digest("sha384"))),
        stands("P-256 with SHA-512", by_openssl(pki, &[&ec], &digest("sha512"))),
        stands("P-521 with SHA-256", by_openssl(pki, &[&p521], &digest("sha256"))),
        stands("P-521 with SHA-512", by_openssl(pki, &[&p521], &digest("sha512"))),
        stands("RSA with SHA-224", by_openssl(pki, &[&rsa], &digest("sha224"))),
        stands("RSA-PSS with a short salt", by_openssl(pki, &[&rsa], &short_salt)),
        Case {
            name: "a curve of others",
            pdf: by_brainpool(pki),
            fate: Fate::Unread("đường cong brainpoolP256r1"),
        },
        case("RSA with SHA-1", "weak-algorithm", by_openssl(pki, &[&rsa], &digest("sha1"))),
        case("P-256 with SHA-1", "weak-algorithm", by_openssl(pki, &[&ec], &digest("sha1"))),
        case("RSA with 1024 bits", "weak-algorithm", by_openssl(pki, &[&short], &PADES)),
    ]
}

fn certificates(pki: &Pki) -> Vec<Case> {
    let case = |name, why, pdf| Case { name, pdf, fate: Fate::Falls(why) };
    let asked = |usage, period| {
        pki.identity(&Request { usage, period, ..Request::person("Nguyễn Văn D", Kind::P256) })
    };
    let stranger = Pki::new("Cơ quan chứng thực khác (thử nghiệm)");
    let unknown = stranger.person("Nguyễn Văn A", Kind::P256);
    let itself = {
        pki.openssl(&[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-utf8",
            "-subj",
            PERSON,
            "-extensions",
            "signing",
            "-keyout",
            "self.key",
            "-out",
            "self.pem",
        ]);
        Identity { key: pki.path("self.key"), certificate: pki.path("self.pem"), p12: pki.path("self.pem") }
    };
    vec![
        case(
            "an expired certificate",
            "expired",
            by_openssl(pki, &[&asked(Usage::Signing, Period::Past)], &PADES),
        ),
        case(
            "a certificate of the future",
            "not-yet-valid",
            by_openssl(pki, &[&asked(Usage::Signing, Period::Future)], &PADES),
        ),
        case(
            "a certificate for encryption",
            "wrong-usage",
            by_openssl(pki, &[&asked(Usage::Encryption, Period::Now)], &PADES),
        ),
        case(
            "a certificate for time-stamps",
            "wrong-usage",
            by_openssl(pki, &[&asked(Usage::TimeStamping, Period::Now)], &PADES),
        ),
        case(
            "a certificate of an authority",
            "wrong-usage",
            by_openssl(pki, &[&asked(Usage::Authority, Period::Now)], &PADES),
        ),
        case("an unknown authority", "unknown-issuer", by_openssl(&stranger, &[&unknown], &PADES)),
        case("a certificate of one's own", "unknown-issuer", by_openssl(pki, &[&itself], &PADES)),
        case(
            "no certificate on the way",
            "unknown-issuer",
            by_openssl(pki, &[&pki.person("Trần Thị B", Kind::P256)], &["-cades", "-md", "sha256"]),
        ),
    ]
}

fn forgeries(pki: &Pki) -> Vec<Case> {
    let case = |name, why, pdf| Case { name, pdf, fate: Fate::Falls(why) };
    let (rsa, ec) = (pki.person("Nguyễn Văn A", Kind::Rsa), pki.person("Trần Thị B", Kind::P256));
    // The same key under another name.
    let twin = {
        let key = ec.key.display().to_string();
        pki.openssl(&[
            "req",
            "-x509",
            "-new",
            "-utf8",
            "-key",
            &key,
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-days",
            "90",
            "-subj",
            PERSON,
            "-extensions",
            "signing",
            "-out",
            "twin.pem",
        ]);
        let twin = Identity { certificate: pki.path("twin.pem"), ..ec.clone() };
        certificate(pki, &twin)
    };
    let swap = |data: &mut SignedData| {
        let mut info = data.signer_infos.0.get(0).expect("a signer").clone();
        if let SignerIdentifier::IssuerAndSerialNumber(named) = &mut info.sid {
            named.issuer = twin.tbs_certificate.issuer.clone();
            named.serial_number = twin.tbs_certificate.serial_number.clone();
        }
        data.signer_infos = set(vec![info]).into();
        let mut certificates: Vec<CertificateChoices> =
            data.certificates.iter().flat_map(|set| set.0.iter().cloned()).collect();
        certificates.push(CertificateChoices::Certificate(twin.clone()));
        data.certificates = Some(set(certificates).into());
    };
    let other = |content: &[u8]| [content, b"."].concat();
    let odd = |filter: &str| {
        let mut words = words();
        words.set("SubFilter", filter);
        forge::signed(&covenant(3), "phuong-1", words, |content| openssl(pki, &[&rsa], content, &PADES))
    };
    vec![
        case(
            "the digest of something else",
            "digest",
            forge::signed(&covenant(3), "phuong-1", words(), |content| {
                openssl(pki, &[&rsa], &other(content), &PADES)
            }),
        ),
        case(
            "the certificate exchanged for another of the same key",
            "signing-certificate",
            remade(pki, &ec, swap),
        ),
        case("two signers in one signature", "cms", by_openssl(pki, &[&rsa, &ec], &PADES)),
        case(
            "no signer in the signature",
            "cms",
            remade(pki, &ec, |data| data.signer_infos = set(Vec::new()).into()),
        ),
        case("no certificates in the signature", "cms", remade(pki, &ec, |data| data.certificates = None)),
        case(
            "no signed attributes",
            "cms",
            by_openssl(pki, &[&rsa], &["-noattr", "-md", "sha256", "-certfile", "chain.pem"]),
        ),
        case(
            "the certificate not named",
            "cms",
            by_openssl(pki, &[&rsa], &["-md", "sha256", "-certfile", "chain.pem"]),
        ),
        case(
            "a content of its own",
            "cms",
            remade(pki, &ec, |data| {
                let content = OctetString::new(b"noi dung").expect("octets");
                data.encap_content_info.econtent = Some(Any::encode_from(&content).expect("DER"));
            }),
        ),
        case(
            "no CMS",
            "cms",
            forge::signed(&covenant(3), "phuong-1", words(), |_| b"0\x03\x02\x01\x01".to_vec()),
        ),
        case("nothing", "cms", forge::signed(&covenant(3), "phuong-1", words(), |_| Vec::new())),
        Case {
            name: "another kind of signature",
            pdf: odd("adbe.x509.rsa_sha1"),
            fate: Fate::Unread("loại chữ ký “adbe.x509.rsa_sha1”"),
        },
        case("a time-stamp that is none", "sub-filter", odd("ETSI.RFC3161")),
    ]
}

#[test]
fn signatures_stand_by_the_strength_of_their_keys() {
    let Some(pki) = pki() else { return };
    assert_judged(pki, &keys(pki));
}

#[test]
fn signatures_by_certificates_that_do_not_count_fall() {
    let Some(pki) = pki() else { return };
    assert_judged(pki, &certificates(pki));
}

#[test]
fn forged_signatures_fall() {
    let Some(pki) = pki() else { return };
    assert_judged(pki, &forgeries(pki));
}

#[test]
fn why_a_certificate_does_not_count_is_told() {
    let Some(pki) = pki() else { return };
    let told: Vec<Trusted> = certificates(pki)
        .iter()
        .map(|case| judged(pki, &case.pdf).expect("a report").signatures[0].trust)
        .collect();
    use Trusted::{Expired, NotYetValid, UnknownIssuer, WrongUsage};
    assert_eq!(
        told,
        [
            Expired,
            NotYetValid,
            WrongUsage,
            WrongUsage,
            WrongUsage,
            UnknownIssuer,
            UnknownIssuer,
            UnknownIssuer
        ]
    );
}

#[test]
fn the_older_kind_of_signature_need_not_name_its_certificate() {
    let Some(pki) = pki() else { return };
    let mut words = words();
    words.set("SubFilter", "adbe.pkcs7.detached");
    let rsa = pki.person("Nguyễn Văn A", Kind::Rsa);
    let pdf = forge::signed(&covenant(3), "phuong-1", words, |content| {
        openssl(pki, &[&rsa], content, &["-md", "sha256", "-certfile", "chain.pem"])
    });
    assert_judged(pki, &[Case { name: "PKCS#7", pdf, fate: Fate::Stands }]);
}

#[test]
fn a_certificate_that_is_trusted_itself_needs_no_authority() {
    let Some(pki) = pki() else { return };
    let identity = pki.person("Nguyễn Văn A", Kind::Rsa);
    let itself = Trust::in_certificates([pki.der(&identity.certificate).as_slice()]);
    let report = verify::verify(&signed_once(pki), &itself, Utc::now()).expect("a report");
    assert!(report.valid(), "{report:#?}");
    assert_eq!(report.signatures[0].chain, ["Nguyễn Văn A"]);
}

#[test]
fn without_trusted_certificates_a_signature_is_intact_and_nobodys() {
    let Some(pki) = pki() else { return };
    let report = verify::verify(&signed_once(pki), &Trust::none(), Utc::now()).expect("a report");
    assert_eq!(report.signatures[0].verdict, Verdict::NotJudged);
    assert_eq!(report.signatures[0].integrity, Integrity::Intact);
    assert!(!report.valid());
}

#[test]
fn a_certificate_that_has_expired_since_counts_only_with_a_time_stamp() {
    let Some(pki) = pki() else { return };
    let soon = identity(pki, "soon", &RSA_2048, "signing", "30", PERSON);
    let authority = Authority::start(pki, Answer::Stamp);
    let (key, certificate) = (soon.key.display().to_string(), soon.certificate.display().to_string());
    let password = format!("pass:{}", crate::pki::PASSWORD);
    pki.openssl(&[
        "pkcs12",
        "-export",
        "-inkey",
        &key,
        "-in",
        &certificate,
        "-certfile",
        "chain.pem",
        "-passout",
        &password,
        "-out",
        "soon.p12",
    ]);
    let soon = Identity { p12: pki.path("soon.p12"), ..soon };
    let plain = signed(&covenant(3), &soon, "phuong-1", &[]);
    let stamped = signed(&covenant(3), &soon, "phuong-1", &["--tsa", &authority.url()]);
    let later = Utc::now() + Duration::days(60);
    let at = |pdf: &[u8], time| verify::verify(pdf, trust(pki), time).expect("a report");
    assert!(at(&plain, Utc::now()).valid());
    assert_eq!(at(&plain, later).signatures[0].trust, Trusted::Expired);
    let report = at(&stamped, later);
    assert!(report.valid(), "{report:#?}");
    assert_eq!(report.signatures[0].timestamp.as_ref().map(|told| told.trust), Some(Trusted::Trusted));
}

#[test]
fn the_time_stamp_of_another_signature_fells_a_signature() {
    let Some(pki) = pki() else { return };
    let authority = Authority::start(pki, Answer::Stamp);
    let ec = pki.person("Trần Thị B", Kind::P256);
    let stamped = signed(&covenant(3), &ec, "phuong-1", &["--tsa", &authority.url()]);
    let value = value_of(&stamped);
    let token = read(&value).signer_infos.0.get(0).expect("a signer").unsigned_attrs.clone();
    assert!(token.is_some(), "no time-stamp");
    let with = |token| {
        remade(pki, &ec, |data| {
            let mut info = data.signer_infos.0.get(0).expect("a signer").clone();
            info.unsigned_attrs = token;
            data.signer_infos = set(vec![info]).into();
        })
    };
    assert_judged(
        pki,
        &[
            Case { name: "stamped", pdf: stamped, fate: Fate::Stands },
            Case { name: "the stamp of another", pdf: with(token), fate: Fate::Falls("timestamp") },
            Case { name: "no stamp", pdf: with(None), fate: Fate::Stands },
        ],
    );
}

#[test]
fn a_forged_time_stamp_is_told_as_the_time_stamps_fault() {
    let Some(pki) = pki() else { return };
    let authority = Authority::start(pki, Answer::Stamp);
    let ec = pki.person("Trần Thị B", Kind::P256);
    let mut pdf = signed(&covenant(3), &ec, "phuong-1", &["--tsa", &authority.url()]);
    // The last byte of the signature is that of the token's own, which nobody else signs.
    let last = forge::find(&pdf, b"/Contents<", 0) + "/Contents<".len() + 2 * value_of(&pdf).len() - 1;
    pdf[last] = if pdf[last] == b'0' { b'1' } else { b'0' };
    let report = judged(pki, &pdf).expect("a report");
    let told: Vec<&str> = report.signatures[0].faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(told, ["dấu thời gian: giá trị chữ ký không đúng với khóa của chứng thư"]);
}

/// The CMS of the first signature of a file.
fn value_of(pdf: &[u8]) -> Vec<u8> {
    let start = forge::find(pdf, b"/Contents<", 0) + "/Contents<".len();
    let end = forge::find(pdf, b">", start);
    let digits = std::str::from_utf8(&pdf[start..end]).expect("digits").trim_end_matches('0');
    let bytes: Vec<u8> = digits
        .as_bytes()
        .chunks(2)
        .map(|pair| {
            let pair = format!("{:0<2}", String::from_utf8_lossy(pair));
            u8::from_str_radix(&pair, 16).expect("a byte")
        })
        .collect();
    // The last bytes may be zeros themselves.
    let length = usize::from(u16::from_be_bytes([bytes[2], bytes[3]])) + 4;
    let mut bytes = bytes;
    bytes.resize(length, 0);
    bytes
}

#[test]
fn a_time_stamp_over_the_whole_document_is_judged() {
    let Some(pki) = pki() else { return };
    let stamp =
        dictionary! { "Type" => "DocTimeStamp", "Filter" => "Adobe.PPKLite", "SubFilter" => "ETSI.RFC3161" };
    let stamped = |about: fn(&[u8]) -> Vec<u8>| {
        forge::signed(&signed_once(pki), "phuong-3", stamp.clone(), |content| token(pki, &about(content)))
    };
    let pdf = stamped(<[u8]>::to_vec);
    let report = judged(pki, &pdf).expect("a report");
    let kinds: Vec<Told> = report.signatures.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [Told::Signature, Told::Timestamp], "{report:#?}");
    assert_judged(
        pki,
        &[
            Case { name: "a document time-stamp", pdf, fate: Fate::Stands },
            Case {
                name: "a time-stamp of something else",
                pdf: stamped(|content| content[1..].to_vec()),
                fate: Fate::Falls("digest"),
            },
        ],
    );
}

/// A time-stamp token over bytes, by `openssl ts`.
fn token(pki: &Pki, content: &[u8]) -> Vec<u8> {
    let request = Request { usage: Usage::TimeStamping, ..Request::person("Dấu thời gian", Kind::Rsa) };
    let stamper = pki.identity(&request);
    let (key, certificate) = (stamper.key.display().to_string(), stamper.certificate.display().to_string());
    std::fs::write(pki.path("stamped.bin"), content).expect("a file");
    let query = pki.openssl(&["ts", "-query", "-data", "stamped.bin", "-sha256", "-cert"]);
    std::fs::write(pki.path("stamped.tsq"), query).expect("a file");
    pki.openssl(&[
        "ts",
        "-reply",
        "-token_out",
        "-config",
        "openssl.cnf",
        "-section",
        "time",
        "-queryfile",
        "stamped.tsq",
        "-signer",
        &certificate,
        "-inkey",
        &key,
        "-chain",
        "chain.pem",
    ])
}

#[test]
fn what_a_signer_locked_stays_locked() {
    let Some(pki) = pki() else { return };
    let locked = |method: &str, parameters: Dictionary| {
        let mut words = words();
        let reference = dictionary! {
            "Type" => "SigRef", "TransformMethod" => method, "TransformParams" => parameters
        };
        words.set("Reference", vec![Object::from(reference)]);
        let rsa = pki.person("Nguyễn Văn A", Kind::Rsa);
        let first =
            forge::signed(&covenant(3), "phuong-1", words, |content| openssl(pki, &[&rsa], content, &PADES));
        let ec = pki.person("Trần Thị B", Kind::P256);
        let second = super::forge::words();
        forge::signed(&first, "phuong-2", second, |content| openssl(pki, &[&ec], content, &PADES))
    };
    let document = |level: i64| {
        locked("DocMDP", dictionary! { "Type" => "TransformParams", "P" => level, "V" => "1.2" })
    };
    let field = |action: &str, name: &str| {
        let names = vec![Object::string_literal(name)];
        locked(
            "FieldMDP",
            dictionary! { "Type" => "TransformParams", "Action" => action, "Fields" => names, "V" => "1.2" },
        )
    };
    let stands = |name, pdf| Case { name, pdf, fate: Fate::Stands };
    let falls = |name, pdf| Case { name, pdf, fate: Fate::Falls("locked") };
    assert_judged(
        pki,
        &[
            falls("no change allowed", document(1)),
            stands("signatures allowed", document(2)),
            falls("this field locked", field("Include", "phuong-2")),
            stands("another field locked", field("Include", "phuong-3")),
            falls("all fields locked", field("All", "phuong-3")),
            stands("all but this locked", field("Exclude", "phuong-2")),
            falls("all but another locked", field("Exclude", "phuong-3")),
        ],
    );
}

#[test]
fn seventeen_parties_sign_one_paper_and_all_stand() {
    let Some(pki) = pki() else { return };
    let mut pdf = covenant(17);
    for party in 1..=17 {
        let kind = if party % 2 == 0 { Kind::Rsa } else { Kind::P256 };
        let signer = pki.person("Nguyễn Văn A", kind);
        pdf = Arc::new(forge::signed(&pdf, &format!("phuong-{party}"), words(), |content| {
            openssl(pki, &[&signer], content, &PADES)
        }));
    }
    let report = judged(pki, &pdf).expect("a report");
    assert_eq!((report.valid_signatures(), report.signatures.len()), (17, 17), "{report:#?}");
    assert_judged(pki, &[Case { name: "seventeen", pdf: pdf.to_vec(), fate: Fate::Stands }]);
}

#[test]
fn papers_that_pyhanko_signs_before_and_after_ours_stand() {
    let Some(pki) = pki() else { return };
    if !crate::pki::present(&["pyhanko"]) {
        return;
    }
    let (rsa, ec) = (pki.person("Nguyễn Văn A", Kind::Rsa), pki.person("Trần Thị B", Kind::P256));
    let ours = |pdf: &[u8], party| signed(pdf, &ec, party, &[]);
    let theirs = |pdf: &[u8], options: &[&str]| by_pyhanko(pki, &rsa, pdf, options);
    let after = theirs(&ours(&covenant(3), "phuong-1"), &["--use-pades", "--field", "phuong-2"]);
    let before = ours(&theirs(&covenant(3), &["--use-pades", "--field", "phuong-2"]), "phuong-1");
    let older = theirs(&ours(&covenant(3), "phuong-1"), &["--field", "phuong-2"]);
    let certified = ours(&theirs(&covenant(3), &["--certify", "--field", "phuong-2"]), "phuong-1");
    let own_field =
        theirs(&ours(&covenant(3), "phuong-1"), &["--use-pades", "--field", "1/50,50,150,100/them"]);
    let again = theirs(&own_field, &["--use-pades", "--field", "phuong-3"]);
    let stands = |name, pdf| Case { name, pdf, fate: Fate::Stands };
    assert_judged(
        pki,
        &[
            stands("after ours", after),
            stands("before ours", before),
            stands("of the older kind", older),
            stands("certified by pyHanko", certified),
            stands("in a field of its own", own_field),
            stands("several times", again),
        ],
    );
}

#[test]
fn papers_of_packed_objects_stand() {
    let Some(pki) = pki() else { return };
    if !crate::pki::present(&["pyhanko", "qpdf"]) {
        return;
    }
    let rsa = pki.person("Nguyễn Văn A", Kind::Rsa);
    let cases =
        [("packed", "--object-streams=generate"), ("for the web", "--linearize")].map(|(name, option)| {
            let once = by_pyhanko(
                pki,
                &rsa,
                &rewritten(&covenant(3), option),
                &["--use-pades", "--field", "phuong-1"],
            );
            let twice = by_pyhanko(pki, &rsa, &once, &["--use-pades", "--field", "phuong-2"]);
            Case { name, pdf: twice, fate: Fate::Stands }
        });
    assert_judged(pki, &cases);
}

/// A file that qpdf has written anew.
#[track_caller]
fn rewritten(pdf: &[u8], option: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("a.pdf"), pdf).expect("a file");
    let status = std::process::Command::new("qpdf")
        .args([option, "a.pdf", "b.pdf"])
        .current_dir(folder.path())
        .status()
        .expect("qpdf starts");
    assert!(status.success(), "qpdf fails");
    std::fs::read(folder.path().join("b.pdf")).expect("a file")
}

/// A file that pyHanko has signed.
#[track_caller]
fn by_pyhanko(pki: &Pki, signer: &Identity, pdf: &[u8], options: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("a.pdf"), pdf).expect("a file");
    let output = std::process::Command::new("pyhanko")
        .args(["sign", "addsig"])
        .args(options)
        .args(["pemder", "--no-pass", "--key"])
        .arg(&signer.key)
        .arg("--cert")
        .arg(&signer.certificate)
        .arg("--chain")
        .arg(pki.path("chain.pem"))
        .args(["a.pdf", "b.pdf"])
        .current_dir(folder.path())
        .output()
        .expect("pyhanko starts");
    assert!(output.status.success(), "pyHanko does not sign:\n{}", String::from_utf8_lossy(&output.stderr));
    std::fs::read(folder.path().join("b.pdf")).expect("a signed file")
}
