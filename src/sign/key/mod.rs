//! Keys that sign: in a file, or on a token that never lets them out.

mod file;
mod secret;
mod token;

pub use file::KeyFile;
pub use secret::{Asking, Secret};
pub use token::{TokenKey, TokenName};

use crate::diagnostic::Diagnostic;

use super::certificate::Algorithm;
use crate::certificate::Certificate;

/// A key that signs with SHA-256, with its certificate.
pub trait Key {
    /// Its certificate.
    fn certificate(&self) -> &Certificate;

    /// Those that certify one another above it, as far as they are known, from the lowest.
    fn issuers(&self) -> &[Certificate];

    /// Signs a message: PKCS#1 for RSA, a DER sequence for ECDSA.
    ///
    /// # Errors
    /// When the key or what holds it refuses.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Diagnostic>;
}

/// The algorithm of a certificate's key.
///
/// # Errors
/// When thidua does not sign with such keys.
fn algorithm(certificate: &Certificate) -> Result<Algorithm, Diagnostic> {
    certificate.algorithm().ok_or_else(|| {
        Diagnostic::error(format!("khóa của {} thuộc loại mà thidua chưa ký được", certificate.subject()))
            .hint("thidua ký được với khóa RSA (2048 đến 4096 bit) và ECDSA P-256")
    })
}

/// The certificates above one, each certified by the next, out of any heap.
fn issuers(certificate: &Certificate, heap: &[Certificate]) -> Vec<Certificate> {
    let mut chain: Vec<Certificate> = Vec::new();
    loop {
        let last = chain.last().unwrap_or(certificate);
        let taken = |one: &Certificate| {
            one.der() == certificate.der() || chain.iter().any(|taken| taken.der() == one.der())
        };
        match heap.iter().find(|one| last.names_as_issuer(one) && !taken(one)) {
            Some(next) if !last.names_as_issuer(last) => chain.push(next.clone()),
            _ => return chain,
        }
    }
}
