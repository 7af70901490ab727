//! Tells the browser of each edition: HTTP on loopback, pushed as server-sent events.
//!
//! What is asked for is looked up among what was put together for it; no part of an address is
//! ever taken for a path on the disk. Requests that name another host are refused: a page of
//! the network whose name was made to mean this machine gets to see nothing.

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tiny_http::{Header, Method, Request, Response};

use super::edition::Edition;
use crate::diagnostic::{Diagnostic, Origin};

/// The page and what belongs to it, by address; they hold nothing of any record.
const ASSETS: [(&str, &str, &str); 4] = [
    ("/", "text/html; charset=utf-8", include_str!("page/index.html")),
    ("/page.css", "text/css; charset=utf-8", include_str!("page/page.css")),
    ("/page.js", "text/javascript; charset=utf-8", include_str!("page/page.js")),
    ("/icon.svg", "image/svg+xml", include_str!("page/icon.svg")),
];

/// Goes along with every answer. Should a text of a record ever be taken for markup, the browser
/// would still run nothing of it and load nothing that it names.
const HEADERS: [(&str, &str); 5] = [
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
];

/// The ports that are tried where none is asked for.
const PORTS: std::ops::Range<u16> = 3000..3020;

/// So many requests are answered at once; a browser asks for six.
const WORKERS: usize = 6;

/// After so long without a change a sign of life is sent, by which closed pages are noticed.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// A server that shows the latest edition.
pub struct Server {
    address: SocketAddr,
    board: Arc<Board>,
}

/// The latest edition, and the pages that wait for the next one.
#[derive(Default)]
struct Board {
    current: Mutex<(u64, Arc<Edition>)>,
    changed: Condvar,
}

impl Server {
    /// Starts to serve on loopback: on a port, or on the first one that is free.
    ///
    /// # Errors
    /// When the port is taken or the system does not give it.
    pub fn start(port: Option<u16>) -> Result<Self, Diagnostic> {
        let listener = listener(port)?;
        let refused = |error: &dyn std::fmt::Display| {
            let message = format!("không mở được trang xem trước ({error})");
            Diagnostic { origin: Origin::Machine, ..Diagnostic::error(message) }
        };
        let address = listener.local_addr().map_err(|error| refused(&error))?;
        let server = tiny_http::Server::from_listener(listener, None).map_err(|error| refused(&error))?;
        let server = Arc::new(server);
        let board = Arc::<Board>::default();
        for _ in 0..WORKERS {
            let (server, board) = (Arc::clone(&server), Arc::clone(&board));
            thread::spawn(move || {
                for request in server.incoming_requests() {
                    // A browser that goes away in the middle of an answer is no fault.
                    let _ = answer(request, &board);
                }
            });
        }
        Ok(Self { address, board })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Shows a new edition in all open pages.
    pub fn show(&self, edition: Edition) {
        let mut current = self.board.current.lock().unwrap_or_else(PoisonError::into_inner);
        *current = (current.0 + 1, Arc::new(edition));
        self.board.changed.notify_all();
    }
}

impl Board {
    fn current(&self) -> (u64, Arc<Edition>) {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The edition after that of a number; none if it does not come for a while.
    fn next(&self, number: u64) -> Option<(u64, Arc<Edition>)> {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(current, SIGN_OF_LIFE, |current| current.0 == number);
        let (current, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        (!timeout.timed_out()).then(|| current.clone())
    }
}

/// Listens on loopback.
fn listener(port: Option<u16>) -> Result<TcpListener, Diagnostic> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let bound = match port {
        Some(port) => bind(port),
        // Should all of them be taken, the system knows a free one.
        None => PORTS.chain([0]).map(bind).find(Result::is_ok).unwrap_or_else(|| bind(0)),
    };
    bound.map_err(|error| {
        let cause = match error.kind() {
            io::ErrorKind::AddrInUse => "cổng đang được chương trình khác dùng".to_owned(),
            io::ErrorKind::PermissionDenied => "hệ thống không cho dùng cổng này".to_owned(),
            _ => error.to_string(),
        };
        let message = format!("không mở được cổng {}: {cause}", port.unwrap_or_default());
        Diagnostic { origin: Origin::Machine, ..Diagnostic::error(message) }
            .hint("chọn cổng khác bằng `--port`, hoặc bỏ `--port` để thidua tự tìm cổng")
    })
}

fn answer(request: Request, board: &Arc<Board>) -> io::Result<()> {
    if !names_this_machine(&request) {
        return refuse(request, 403);
    }
    if *request.method() != Method::Get {
        return refuse(request, 405);
    }
    let address = request.url().split('?').next().unwrap_or_default().to_owned();
    if let Some((_, kind, text)) = ASSETS.iter().find(|(own, _, _)| *own == address) {
        return give(request, kind, text);
    }
    if address == "/events" {
        let board = Arc::clone(board);
        thread::spawn(move || tell(request, &board));
        return Ok(());
    }
    let (_, edition) = board.current();
    let page = |ending| edition.sheets.get(address.strip_prefix("/pages/")?.strip_suffix(ending)?);
    if let Some(sheet) = page(".svg") {
        give(request, "image/svg+xml", &sheet.svg)
    } else if let Some(sheet) = page(".json") {
        give(request, "application/json", &sheet.words)
    } else {
        refuse(request, 404)
    }
}

/// Whether the browser asks this machine by its own name, not by one that a foreign name server
/// made to mean it.
fn names_this_machine(request: &Request) -> bool {
    let mut hosts = request.headers().iter().filter(|header| header.field.equiv("Host"));
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    let host = host.value.as_str();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "127.0.0.1" || name.eq_ignore_ascii_case("localhost")
}

fn give(request: Request, kind: &str, text: &str) -> io::Result<()> {
    let fields = HEADERS.into_iter().chain([("Content-Type", kind)]);
    let headers = fields.filter_map(|(name, value)| Header::from_bytes(name, value).ok()).collect();
    request.respond(Response::new(200.into(), headers, text.as_bytes(), Some(text.len()), None))
}

fn refuse(request: Request, code: u16) -> io::Result<()> {
    request.respond(Response::empty(code))
}

/// Sends the current edition, and each further one as it comes, until the page is closed.
fn tell(request: Request, board: &Board) -> io::Result<()> {
    // tiny_http would send it in chunks, which browsers do not take for events.
    let mut out = request.into_writer();
    let mut text = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n".to_owned();
    for (name, value) in HEADERS {
        text.extend([name, ": ", value, "\r\n"]);
    }
    text.push_str("\r\n");
    let (mut number, edition) = board.current();
    if !edition.told.is_empty() {
        text.push_str(&event(&edition));
    }
    loop {
        out.write_all(text.as_bytes())?;
        out.flush()?;
        text = match board.next(number) {
            Some((next, edition)) => {
                number = next;
                event(&edition)
            }
            None => ":\n\n".to_owned(),
        };
    }
}

fn event(edition: &Edition) -> String {
    format!("data: {}\n\n", edition.told)
}
