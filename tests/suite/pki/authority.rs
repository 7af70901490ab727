//! A time-stamp authority on this machine: `openssl ts` behind HTTP.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tiny_http::{Header, Response, Server};

use super::{Kind, Period, Pki, Request, Usage};

/// What an authority answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// A stamp of what was asked.
    Stamp,
    /// A stamp of something else.
    OfAnother,
    /// A stamp that answers an earlier request.
    Stale,
    /// A stamp with a signature that is not its own.
    Forged,
    /// That it refuses.
    Refusal,
    /// Bytes that are no answer.
    Nonsense,
    /// More bytes than anybody should read.
    Endless,
    /// An error of the server.
    Error,
}

/// A running authority; it ends when it is dropped.
pub struct Authority {
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
    asked: Arc<AtomicUsize>,
}

impl Authority {
    /// An authority certified by the test authorities, on a port of its own.
    pub fn start(pki: &'static Pki, answer: Answer) -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").expect("a port"));
        let asked = Arc::new(AtomicUsize::new(0));
        let (listening, count) = (Arc::clone(&server), Arc::clone(&asked));
        let thread = std::thread::spawn(move || {
            for mut request in listening.incoming_requests() {
                count.fetch_add(1, Ordering::SeqCst);
                let mut query = Vec::new();
                request.as_reader().read_to_end(&mut query).expect("a query");
                let (status, body) = respond(pki, answer, &query);
                let kind: Header = "Content-Type: application/timestamp-reply".parse().expect("a header");
                // A client that has seen enough closes the connection.
                let _ = request.respond(Response::from_data(body).with_status_code(status).with_header(kind));
            }
        });
        Self { server, thread: Some(thread), asked }
    }

    pub fn url(&self) -> String {
        format!("http://{}/tsa", self.server.server_addr())
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn respond(pki: &Pki, answer: Answer, query: &[u8]) -> (u16, Vec<u8>) {
    match answer {
        Answer::Stamp => (200, stamp(pki, query)),
        Answer::Forged => {
            let mut stamp = stamp(pki, query);
            // The signature stands at the end.
            stamp.last_mut().into_iter().for_each(|byte| *byte ^= 1);
            (200, stamp)
        }
        Answer::OfAnother => (200, stamp(pki, &question(pki, &"5a".repeat(32)))),
        // What was asked now, under another nonce.
        Answer::Stale => (200, stamp(pki, &question(pki, &imprint(query)))),
        // PKIStatusInfo with rejection and badAlg.
        Answer::Refusal => (200, vec![0x30, 0x09, 0x30, 0x07, 0x02, 0x01, 0x02, 0x03, 0x02, 0x07, 0x80]),
        Answer::Nonsense => (200, b"<html>Xin moi dang nhap</html>".to_vec()),
        Answer::Endless => (200, vec![0x30; 8 << 20]),
        Answer::Error => (503, Vec::new()),
    }
}

/// The SHA-256 that a query holds, in hexadecimal digits.
fn imprint(query: &[u8]) -> String {
    let mark = [0x04, 0x20];
    let at = query.windows(2).position(|window| window == mark).expect("an imprint") + 2;
    query[at..at + 32].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A query that nobody asked, for the time of a SHA-256.
fn question(pki: &Pki, digest: &str) -> Vec<u8> {
    pki.openssl(&["ts", "-query", "-digest", digest, "-sha256", "-cert"])
}

/// What `openssl` answers to a query.
fn stamp(pki: &Pki, query: &[u8]) -> Vec<u8> {
    let name = "Dịch vụ cấp dấu thời gian (thử nghiệm)";
    let request =
        Request { usage: Usage::TimeStamping, period: Period::Now, ..Request::person(name, Kind::Rsa) };
    let stamper = pki.identity(&request);
    // The answers of all authorities have one row of serial numbers.
    static ONE_BY_ONE: Mutex<()> = Mutex::new(());
    let _guard = ONE_BY_ONE.lock().unwrap_or_else(PoisonError::into_inner);
    fs::write(pki.path("asked.tsq"), query).expect("a file");
    let (key, certificate) = (stamper.key.display().to_string(), stamper.certificate.display().to_string());
    pki.openssl(&[
        "ts",
        "-reply",
        "-config",
        "openssl.cnf",
        "-section",
        "time",
        "-queryfile",
        "asked.tsq",
        "-signer",
        &certificate,
        "-inkey",
        &key,
        "-chain",
        "chain.pem",
    ])
}
