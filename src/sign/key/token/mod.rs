//! Keys on PKCS#11 tokens: the key stays on the token, which signs by itself.

mod faults;
mod objects;

use std::path::{Path, PathBuf};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::ObjectHandle;
use cryptoki::session::{Session, UserType};
use cryptoki::slot::{Slot, TokenInfo};
use cryptoki::types::AuthPin;
use der::Encode;
use der::asn1::UintRef;
use sha2::{Digest, Sha256};

use super::secret::Asking;
use super::{Algorithm, Certificate, Key};
use crate::diagnostic::Diagnostic;

/// Which key on which token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenName {
    /// The maker's PKCS#11 module.
    pub module: PathBuf,
    /// The token's label.
    pub label: String,
    /// The key's label, where the token holds several.
    pub key: Option<String>,
}

/// A key on a token, with the person logged in.
pub struct TokenKey {
    token: String,
    certificate: Certificate,
    issuers: Vec<Certificate>,
    algorithm: Algorithm,
    key: ObjectHandle,
    connection: Connection,
}

/// A session within a running module.
struct Connection {
    session: Session,
    slot: Slot,
    module: Running,
}

impl Connection {
    /// Whether the token is still there: some modules tell of a lost token in no clear word.
    fn stands(&self) -> bool {
        self.module.0.as_ref().is_some_and(|module| module.get_token_info(self.slot).is_ok())
    }
}

/// A module that is running, until it is dropped: after its sessions, which stand before it.
struct Running(Option<Pkcs11>);

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(module) = self.0.take() {
            // The paper is signed or not by now; a module that does not end well changes nothing.
            let _ = module.finalize();
        }
    }
}

impl TokenKey {
    /// Finds the token and the key, and logs in with the PIN that is asked for.
    ///
    /// # Errors
    /// When there is no such module, token or key, or the token refuses the PIN.
    pub fn open(name: &TokenName, asking: &Asking) -> Result<Self, Diagnostic> {
        let module = load(&name.module)?;
        let running = Running(Some(module.clone()));
        let (slot, info) = find(&module, name)?;
        let session = module.open_ro_session(slot).map_err(|error| faults::of_token(&name.label, &error))?;
        let connection = Connection { session, slot, module: running };
        log_in(&module, &connection, &info, name, asking)?;
        let found = objects::signing(&connection.session, name)?;
        let algorithm = super::algorithm(&found.certificate)?;
        Ok(Self {
            token: name.label.clone(),
            issuers: super::issuers(&found.certificate, &found.heap),
            certificate: found.certificate,
            algorithm,
            key: found.key,
            connection,
        })
    }

    fn signed(&self, mechanism: &Mechanism<'_>, data: &[u8]) -> Result<Vec<u8>, Error> {
        self.connection.session.sign(mechanism, self.key, data)
    }
}

impl Key for TokenKey {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn issuers(&self) -> &[Certificate] {
        &self.issuers
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Diagnostic> {
        let failed = |error| match self.connection.stands() {
            true => faults::of_token(&self.token, &error),
            false => faults::removed(&self.token),
        };
        match self.algorithm {
            Algorithm::Rsa => match self.signed(&Mechanism::Sha256RsaPkcs, message) {
                // An older token hashes nothing; it is handed the hash.
                Err(Error::Pkcs11(RvError::MechanismInvalid | RvError::FunctionNotSupported, _)) => {
                    self.signed(&Mechanism::RsaPkcs, &digest_info(message)).map_err(failed)
                }
                signed => signed.map_err(failed),
            },
            Algorithm::P256 => {
                let raw = self.signed(&Mechanism::Ecdsa, &Sha256::digest(message)).map_err(failed)?;
                sequence(&raw).ok_or_else(|| {
                    Diagnostic::error(format!("thiết bị `{}` trả về chữ ký không đúng chuẩn", self.token))
                })
            }
        }
    }
}

/// Loads and starts a module.
fn load(module: &Path) -> Result<Pkcs11, Diagnostic> {
    if !module.is_file() {
        return Err(Diagnostic::usage(format!("không có mô-đun PKCS#11 `{}`", module.display())).hint(
            "cài phần mềm của nhà cung cấp thiết bị; mô-đun là tệp .dll trên Windows, .so trên Linux, .dylib trên macOS",
        ));
    }
    // A bare name would be looked for among the system's libraries, not where the person is.
    let path = std::path::absolute(module).unwrap_or_else(|_| module.to_owned());
    let context = Pkcs11::new(path).map_err(|error| faults::of_module(module, &error))?;
    let started = context.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK));
    started.map_err(|error| faults::of_module(module, &error))?;
    Ok(context)
}

/// The slot of the token, and what the token tells of itself.
fn find(context: &Pkcs11, name: &TokenName) -> Result<(Slot, TokenInfo), Diagnostic> {
    let slots = context.get_slots_with_token().map_err(|error| faults::of_module(&name.module, &error))?;
    // A token that is just being pulled out tells nothing; it is not there.
    let tokens = slots.into_iter().filter_map(|slot| Some((slot, context.get_token_info(slot).ok()?)));
    let mut tokens: Vec<_> = tokens.filter(|(_, info)| info.token_initialized()).collect();
    let labels: Vec<String> = tokens.iter().map(|(_, info)| format!("`{}`", info.label().trim())).collect();
    tokens.retain(|(_, info)| info.label().trim() == name.label.trim());
    match tokens.pop() {
        Some(token) if tokens.is_empty() => Ok(token),
        Some(_) => Err(Diagnostic::usage(format!("có nhiều thiết bị cùng nhãn `{}`", name.label))
            .hint("rút bớt, chỉ để lại thiết bị dùng để ký")),
        None => Err(faults::no_such_token(&name.label, &labels)),
    }
}

/// Logs the person in, on the token's own keys where it has them.
fn log_in(
    module: &Pkcs11,
    Connection { session, slot, .. }: &Connection,
    info: &TokenInfo,
    name: &TokenName,
    asking: &Asking,
) -> Result<(), Diagnostic> {
    if !info.login_required() {
        return Ok(());
    }
    if info.user_pin_locked() {
        return Err(faults::locked(&name.label));
    }
    let logged_in = if info.protected_authentication_path() {
        session.login(UserType::User, None)
    } else {
        let pin = asking.ask(&format!("PIN của thiết bị `{}`{}", name.label, faults::warning(info)))?;
        session.login(UserType::User, Some(&AuthPin::from(pin.expose())))
    };
    match logged_in {
        Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(()),
        Err(error) => Err(match module.get_token_info(*slot) {
            Ok(info) => faults::of_login(&name.label, &error, &info),
            Err(_) => faults::removed(&name.label),
        }),
    }
}

/// The hash of a message with its algorithm (RFC 8017, 9.2).
fn digest_info(message: &[u8]) -> Vec<u8> {
    const SHA256: [u8; 19] = [
        0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
        0x04, 0x20,
    ];
    [SHA256.as_slice(), &Sha256::digest(message)].concat()
}

/// Two numbers side by side, as tokens write ECDSA, in the sequence that papers hold.
fn sequence(raw: &[u8]) -> Option<Vec<u8>> {
    #[derive(der::Sequence)]
    struct Signature<'a> {
        r: UintRef<'a>,
        s: UintRef<'a>,
    }
    let (r, s) = raw.split_at_checked(raw.len() / 2).filter(|(r, s)| r.len() == s.len())?;
    Signature { r: UintRef::new(r).ok()?, s: UintRef::new(s).ok()? }.to_der().ok()
}
