//! Keys and certificates for tests, made by `openssl` once a run: a root, an authority below it, and whoever
//! asks for a certificate. [`token`] puts them on a token, [`authority`] stamps the time.

pub mod authority;
pub mod token;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock};

use tempfile::TempDir;

/// The password of every key file.
pub const PASSWORD: &str = "mat-khau-thu";

/// Whether programs that judge from outside are all there.
#[track_caller]
pub fn present(programs: &[&str]) -> bool {
    programs.iter().all(|program| crate::driver::present(program))
}

/// The kind of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Rsa,
    P256,
    /// RSA of 1024 bits, which is too weak.
    WeakRsa,
    /// A curve that is not asked for anywhere.
    P384,
}

/// What a certificate allows its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// digitalSignature and nonRepudiation, as for a person who signs.
    Signing,
    /// digitalSignature alone, which does not commit a person.
    Authentication,
    /// keyEncipherment alone.
    Encryption,
    /// The stamping of times, and nothing else.
    TimeStamping,
    /// The signing of certificates.
    Authority,
}

/// When a certificate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// From now on for ten years.
    Now,
    /// In the year 2020.
    Past,
    /// From the year 2090.
    Future,
}

/// How a key file is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// PBES2 with AES, as OpenSSL 3 does it.
    New,
    /// RC2 and Triple DES, as programs did it for twenty years.
    Old,
}

/// A certificate to be asked for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    pub kind: Kind,
    pub usage: Usage,
    pub period: Period,
    pub encryption: Encryption,
    pub name: &'a str,
}

impl<'a> Request<'a> {
    /// A person who signs.
    pub fn person(name: &'a str, kind: Kind) -> Self {
        Self { kind, usage: Usage::Signing, period: Period::Now, encryption: Encryption::New, name }
    }
}

/// A key with its certificate.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The key, PKCS#8 in PEM.
    pub key: PathBuf,
    /// The certificate in PEM.
    pub certificate: PathBuf,
    /// Key, certificate and those of the authorities in PKCS#12, under [`PASSWORD`].
    pub p12: PathBuf,
}

/// A root, an authority below it, and all that they have certified.
pub struct Pki {
    folder: TempDir,
    made: Mutex<BTreeMap<String, Identity>>,
}

/// The authorities of this run; none where `openssl` is not there.
#[track_caller]
pub fn pki() -> Option<&'static Pki> {
    static PKI: OnceLock<Pki> = OnceLock::new();
    present(&["openssl"]).then(|| PKI.get_or_init(|| Pki::new("Cơ quan chứng thực gốc (thử nghiệm)")))
}

impl Pki {
    /// Authorities of their own, which nobody else trusts.
    pub fn new(root: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("openssl.cnf"), CONFIGURATION).expect("a file");
        fs::write(folder.path().join("index"), "").expect("a file");
        let pki = Self { folder, made: Mutex::default() };
        pki.new_key("root", Kind::P256);
        let subject = format!("/C=VN/O=Thử nghiệm/CN={root}");
        pki.openssl(&[
            "req",
            "-x509",
            "-new",
            "-utf8",
            "-key",
            "root.key",
            "-days",
            "7300",
            "-subj",
            &subject,
            "-extensions",
            "authority",
            "-out",
            "root.pem",
        ]);
        pki.new_key("ca", Kind::P256);
        let authority = Request {
            usage: Usage::Authority,
            ..Request::person("Cơ quan chứng thực cấp dưới", Kind::P256)
        };
        pki.certify("ca", "root", &authority);
        let chain = [fs::read(pki.path("ca.pem")), fs::read(pki.path("root.pem"))];
        let chain: Vec<u8> = chain.into_iter().flat_map(|file| file.expect("a certificate")).collect();
        fs::write(pki.path("chain.pem"), chain).expect("a file");
        pki
    }

    /// A file of the authorities.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The root's certificate in PEM.
    pub fn root(&self) -> PathBuf {
        self.path("root.pem")
    }

    /// The certificate below the root in PEM.
    pub fn intermediate(&self) -> PathBuf {
        self.path("ca.pem")
    }

    /// A person with a key in a file of the new encryption; the same for the same name and kind.
    pub fn person(&self, name: &str, kind: Kind) -> Identity {
        self.identity(&Request::person(name, kind))
    }

    /// What was asked for, made at the first time.
    pub fn identity(&self, request: &Request) -> Identity {
        let mut made = self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let number = made.len();
        made.entry(format!("{request:?}"))
            .or_insert_with(|| self.make(&format!("leaf-{number}"), request))
            .clone()
    }

    fn make(&self, id: &str, request: &Request) -> Identity {
        self.new_key(id, request.kind);
        self.certify(id, "ca", request);
        let (key, certificate, p12) = (format!("{id}.key"), format!("{id}.pem"), format!("{id}.p12"));
        let password = format!("pass:{PASSWORD}");
        let mut export = vec![
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
            "-name",
            id,
            "-out",
            &p12,
        ];
        if request.encryption == Encryption::Old {
            export.extend([
                "-legacy",
                "-certpbe",
                "PBE-SHA1-RC2-40",
                "-keypbe",
                "PBE-SHA1-3DES",
                "-macalg",
                "sha1",
            ]);
        }
        self.openssl(&export);
        Identity { key: self.path(&key), certificate: self.path(&certificate), p12: self.path(&p12) }
    }

    fn new_key(&self, id: &str, kind: Kind) {
        let kind: &[&str] = match kind {
            Kind::Rsa => &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
            Kind::P256 => &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
            Kind::WeakRsa => &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
            Kind::P384 => &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
        };
        self.openssl(&[&["genpkey"], kind, &["-out", &format!("{id}.key")]].concat());
    }

    /// The certificate `id.pem` of the key `id.key`.
    fn certify(&self, id: &str, issuer: &str, request: &Request) {
        let (key, asked, certificate) = (format!("{id}.key"), format!("{id}.csr"), format!("{id}.pem"));
        let subject = format!("/C=VN/O=Thử nghiệm/CN={}", request.name);
        self.openssl(&["req", "-new", "-utf8", "-key", &key, "-subj", &subject, "-out", &asked]);
        let (from, until) = match request.period {
            Period::Now => ("20260101000000Z", "20451231235959Z"),
            Period::Past => ("20200101000000Z", "20201231235959Z"),
            Period::Future => ("20900101000000Z", "20991231235959Z"),
        };
        let extensions = match request.usage {
            Usage::Signing => "signing",
            Usage::Authentication => "authentication",
            Usage::Encryption => "encryption",
            Usage::TimeStamping => "time_stamping",
            Usage::Authority => "authority",
        };
        let (issuer, issuer_key) = (format!("{issuer}.pem"), format!("{issuer}.key"));
        self.openssl(&[
            "ca",
            "-batch",
            "-utf8",
            "-notext",
            "-in",
            &asked,
            "-cert",
            &issuer,
            "-keyfile",
            &issuer_key,
            "-startdate",
            from,
            "-enddate",
            until,
            "-extensions",
            extensions,
            "-out",
            &certificate,
        ]);
    }

    /// Runs `openssl` among the files of the authorities.
    #[track_caller]
    pub fn openssl(&self, arguments: &[&str]) -> Vec<u8> {
        let folder = self.folder.path();
        let output = Command::new("openssl")
            .args(arguments)
            .current_dir(folder)
            .env("OPENSSL_CONF", folder.join("openssl.cnf"))
            .output()
            .expect("openssl starts");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "openssl {arguments:?}:\n{told}");
        output.stdout
    }

    /// A certificate in PEM as DER.
    pub fn der(&self, certificate: &Path) -> Vec<u8> {
        self.openssl(&["x509", "-in", &certificate.display().to_string(), "-outform", "DER"])
    }
}

#[test]
fn every_certificate_leads_to_the_root() {
    let Some(pki) = pki() else { return };
    for kind in [Kind::Rsa, Kind::P256] {
        let certificate = pki.person("Nguyễn Văn A", kind).certificate.display().to_string();
        pki.openssl(&[
            "verify",
            "-CAfile",
            "root.pem",
            "-untrusted",
            "ca.pem",
            "-purpose",
            "any",
            &certificate,
        ]);
    }
}

const CONFIGURATION: &str = "\
[req]
distinguished_name = name
string_mask = utf8only
[name]
[ca]
default_ca = register
[register]
database = index
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = anyone
unique_subject = no
string_mask = utf8only
[anyone]
countryName = optional
organizationName = optional
commonName = supplied
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[signing]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[authentication]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[encryption]
basicConstraints = critical, CA:false
keyUsage = critical, keyEncipherment
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[time_stamping]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = time
[time]
serial = serial
crypto_device = builtin
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
ess_cert_id_alg = sha256
signer_digest = sha256
";
