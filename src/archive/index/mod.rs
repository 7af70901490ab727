//! The index: where to look a paper up without reading every bag. A cache, made anew whenever it is in doubt.

mod entry;
mod fault;
mod standing;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rayon::prelude::*;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::Archive;
use super::dossier::Dossier;
use super::metadata::{DocumentMetadata, DossierMetadata};
use crate::diagnostic::{Diagnostic, Severity};
pub(super) use entry::{key, number_key};
use fault::Refusal;
pub use standing::{Copy, STANDING};

/// The index's file in the archive.
pub const FILE: &str = "chi-muc.sqlite";

/// The version of the tables and of what is written into them; another one is made anew.
const VERSION: i32 = 3;

const SCHEMA: &str = include_str!("schema.sql");

/// So long another process that writes is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// So many dossiers are read at once when the index is made anew.
const BATCH: usize = 512;

/// The open index of an archive.
pub struct Index<'a> {
    archive: &'a Archive,
    connection: RefCell<Connection>,
    /// What was found wrong while it was opened or made anew, none of it fatal.
    pub warnings: Vec<Diagnostic>,
}

impl<'a> Index<'a> {
    /// Opens the index to write, for one who holds the archive's [`Lock`](super::Lock): made anew where
    /// it is missing, of another version or corrupt.
    ///
    /// # Errors
    /// When the machine refuses.
    pub fn open(archive: &'a Archive) -> Result<Self, Diagnostic> {
        let path = archive.root().join(FILE);
        Self::writable(archive, &path).map_err(|refusal| refusal.told(&path))
    }

    /// Opens the index to look things up. Where its file cannot be used, as on a read-only disk or a
    /// shared folder without locks, the index is read as it stands or made in memory, with a warning.
    /// Dossiers that the archive does not have any more are left out, with a warning too.
    ///
    /// # Errors
    /// When the bags cannot be read either.
    pub fn open_to_read(archive: &'a Archive) -> Result<Self, Diagnostic> {
        let mut index = Self::readable(archive)?;
        index.expect_there()?;
        Ok(index)
    }

    fn readable(archive: &'a Archive) -> Result<Self, Diagnostic> {
        let path = archive.root().join(FILE);
        let refusal = match Self::writable(archive, &path) {
            Ok(index) => return Ok(index),
            Err(refusal) => refusal,
        };
        if !refusal.is_busy()
            && let Ok(mut index) = Self::as_it_stands(archive, &path)
        {
            let hint = "văn bản lưu trong lúc này có thể chưa tìm thấy; kiểm tra quyền ghi vào kho lưu trữ";
            index.warnings.push(warning(refusal.told(&path)).hint(hint));
            return Ok(index);
        }
        let connection = in_memory().map_err(|refusal| refusal.told(&path))?;
        let mut index = Self { archive, connection: connection.into(), warnings: Vec::new() };
        index.warnings = index.fill().map_err(|refusal| refusal.told(&path))?;
        let hint = "lần này thidua đọc lại mọi hồ sơ nên chậm hơn; kết quả vẫn đủ";
        index.warnings.push(warning(refusal.told(&path)).hint(hint));
        Ok(index)
    }

    fn writable(archive: &'a Archive, path: &Path) -> Result<Self, Refusal> {
        let connection =
            match connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE) {
                Err(refusal) if refusal.is_corrupt() => anew(path)?,
                connection => connection?,
            };
        let mut index = Self { archive, connection: connection.into(), warnings: Vec::new() };
        match index.is_current() {
            Ok(true) => return Ok(index),
            Ok(false) => index.warnings = index.fill()?,
            Err(refusal) if refusal.is_corrupt() => index.warnings = index.replace(path)?,
            Err(refusal) => return Err(refusal),
        }
        Ok(index)
    }

    /// The index as its file is, without a lock: nobody can be kept from writing meanwhile.
    fn as_it_stands(archive: &'a Archive, path: &Path) -> Result<Self, Refusal> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let connection = connect(&PathBuf::from(format!("{}?immutable=1", uri(path))), flags)?;
        let index = Self { archive, connection: connection.into(), warnings: Vec::new() };
        // A journal is left by someone who was interrupted: the file is half written.
        let journal = path.with_file_name(format!("{FILE}-journal"));
        match index.is_current() {
            Ok(true) if !journal.exists() => Ok(index),
            _ => Err(Refusal::Unusable),
        }
    }

    /// Takes in a dossier that the archive now has; one that was known is replaced.
    ///
    /// # Errors
    /// When the machine refuses: the index is as it was.
    pub fn record(
        &mut self,
        dossier: &Dossier,
        metadata: &DossierMetadata,
        documents: &[DocumentMetadata],
    ) -> Result<(), Diagnostic> {
        let path = self.archive.root().join(FILE);
        let entered = enter_one(self.connection.get_mut(), dossier, metadata, documents);
        let entered = match entered {
            Err(refusal) if refusal.is_corrupt() => self.replace(&path).map(|unread| self.warnings = unread),
            outcome => outcome,
        };
        entered.map_err(|refusal| refusal.told(&path))
    }

    /// Makes the whole index anew from the bags; bags that cannot be read are left out, with a warning.
    ///
    /// # Errors
    /// When the machine refuses: the index is as it was.
    pub fn rebuild(&mut self) -> Result<(), Diagnostic> {
        let path = self.archive.root().join(FILE);
        let unread = match self.fill() {
            Err(refusal) if refusal.is_corrupt() => self.replace(&path),
            outcome => outcome,
        };
        self.warnings = unread.map_err(|refusal| refusal.told(&path))?;
        Ok(())
    }

    /// How many dossiers and how many papers it knows.
    ///
    /// # Errors
    /// When the machine refuses.
    pub fn size(&self) -> Result<(usize, usize), Diagnostic> {
        self.read(|connection| {
            let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u32>(0));
            let dossiers = count("SELECT count(*) FROM dossiers")?;
            let papers = count(&format!("SELECT count(*) FROM documents WHERE {STANDING}"))?;
            Ok((dossiers as usize, papers as usize))
        })
    }

    /// Asks a question; where the file shows itself to be damaged only now, once more of a new one.
    pub(super) fn read<T>(
        &self,
        question: impl Fn(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Diagnostic> {
        let path = self.archive.root().join(FILE);
        let ask = || question(&self.connection.borrow()).map_err(Refusal::from);
        let answer = match ask() {
            Err(refusal) if refusal.is_corrupt() => self.replace(&path).and_then(|_| ask()),
            answer => answer,
        };
        answer.map_err(|refusal| refusal.told(&path))
    }

    fn is_current(&self) -> Result<bool, Refusal> {
        let connection = self.connection.borrow();
        let version: i32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if version != VERSION {
            return Ok(false);
        }
        // Reads the root of every table: a file that was cut off or overwritten does not get by.
        let tables = "SELECT (SELECT count(*) FROM (SELECT 1 FROM dossiers LIMIT 1)), \
                      (SELECT count(*) FROM (SELECT 1 FROM documents LIMIT 1)), \
                      (SELECT count(*) FROM (SELECT 1 FROM replaced LIMIT 1)), \
                      (SELECT count(*) FROM (SELECT 1 FROM words LIMIT 1))";
        connection.query_row(tables, [], |_| Ok(())).map(|()| true).map_err(Refusal::from)
    }

    /// Throws the file away and makes it anew, in memory where the file cannot be thrown away; tells what
    /// bags could not be read.
    fn replace(&self, path: &Path) -> Result<Vec<Diagnostic>, Refusal> {
        // The file must be closed before it can go.
        self.connection.replace(in_memory()?);
        if let Ok(connection) = anew(path) {
            self.connection.replace(connection);
        }
        self.fill()
    }

    /// Makes the tables anew from the bags, all in one transaction; tells what bags could not be read.
    fn fill(&self) -> Result<Vec<Diagnostic>, Refusal> {
        let mut connection = self.connection.borrow_mut();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Looked for only now: whoever adds a dossier meanwhile waits, and enters it afterwards.
        let dossiers = self.archive.dossiers().map_err(Refusal::Told)?;
        clear(&transaction)?;
        transaction.execute_batch(SCHEMA)?;
        let mut unread = Vec::new();
        for batch in dossiers.chunks(BATCH) {
            let read: Vec<_> = batch.par_iter().map(|dossier| (dossier, contents(dossier))).collect();
            for (dossier, contents) in read {
                match contents {
                    Ok((metadata, documents)) => entry::enter(&transaction, dossier, &metadata, &documents)?,
                    Err(faults) => unread.extend(faults.into_iter().map(warning)),
                }
            }
        }
        transaction.pragma_update(None, "user_version", VERSION)?;
        transaction.commit()?;
        Ok(unread)
    }
}

/// What a bag says of itself and of its papers.
fn contents(dossier: &Dossier) -> Result<(DossierMetadata, Vec<DocumentMetadata>), Vec<Diagnostic>> {
    Ok((dossier.metadata().map_err(|fault| vec![fault])?, dossier.documents()?))
}

fn enter_one(
    connection: &mut Connection,
    dossier: &Dossier,
    metadata: &DossierMetadata,
    documents: &[DocumentMetadata],
) -> Result<(), Refusal> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    entry::enter(&transaction, dossier, metadata, documents)?;
    Ok(transaction.commit()?)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, Refusal> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    // Tables are dropped in any order when the index is made anew.
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.set_prepared_statement_cache_capacity(32);
    connection.execute_batch(standing::GONE)?;
    Ok(connection)
}

/// An index that is in no file.
fn in_memory() -> Result<Connection, Refusal> {
    let connection = Connection::open_in_memory()?;
    connection.execute_batch(standing::GONE)?;
    Ok(connection)
}

/// An empty file in the place of one that is of no use.
fn anew(path: &Path) -> Result<Connection, Refusal> {
    for path in [path.to_owned(), path.with_file_name(format!("{FILE}-journal"))] {
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Refusal::Told(crate::output::machine("xóa chỉ mục hỏng", &path, &error)));
            }
            _ => {}
        }
    }
    connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
}

/// Drops every table, whatever the version that made it.
fn clear(transaction: &Transaction) -> Result<(), Refusal> {
    // A virtual table takes its own tables along.
    for kind in ["sql LIKE 'CREATE VIRTUAL%'", "name NOT LIKE 'sqlite_%'"] {
        let sql = format!("SELECT name FROM sqlite_schema WHERE type = 'table' AND {kind}");
        let mut statement = transaction.prepare(&sql)?;
        let names = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        for name in names {
            transaction.execute_batch(&format!("DROP TABLE \"{}\"", name.replace('"', "\"\"")))?;
        }
    }
    Ok(())
}

/// The path as SQLite's URIs write it.
fn uri(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let text = absolute.to_string_lossy().replace('\\', "/");
    let mut uri = String::from(if text.starts_with('/') { "file:" } else { "file:/" });
    for byte in text.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' | b':' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn warning(fault: Diagnostic) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..fault }
}
