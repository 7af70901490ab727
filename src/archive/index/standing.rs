//! What of the index still counts: dossiers that the archive has, copies that no better one has replaced.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params;

use super::{Index, warning};
use crate::archive::dossier::Dossier;
use crate::archive::settle;
use crate::diagnostic::Diagnostic;

/// Of the rows of `documents`: those that the archive has, in their latest copy.
pub const STANDING: &str = "documents.dossier NOT IN (SELECT dossier FROM temp.gone) AND NOT EXISTS \
    (SELECT 1 FROM replaced WHERE replaced.sha512 = documents.sha512 \
     AND replaced.dossier NOT IN (SELECT dossier FROM temp.gone))";

/// The dossiers that are gone, by their ids in the index: for one connection only, never in the file.
pub(super) const GONE: &str =
    "PRAGMA temp_store = MEMORY; CREATE TEMP TABLE gone (dossier INTEGER PRIMARY KEY)";

/// So many dossiers are named at most.
const NAMED: usize = 5;

/// A copy of a paper, and the dossier that has it.
#[derive(Debug, Clone)]
pub struct Copy {
    /// The dossier.
    pub dossier: Dossier,
    /// The file within the bag.
    pub path: String,
    /// Its SHA-512, as the bag says it.
    pub sha512: String,
}

impl Index<'_> {
    /// The copies that are this very file, or the same paper signed less, more or otherwise: what thidua made
    /// of it, before it was signed, is `base`. The oldest first; what only the index still knows is left out.
    ///
    /// # Errors
    /// When the machine refuses.
    pub fn copies(&self, sha512: &str, base: Option<&str>) -> Result<Vec<Copy>, Diagnostic> {
        let sql = "SELECT year, name, path, sha512 FROM documents \
                   JOIN dossiers ON dossiers.id = documents.dossier \
                   WHERE sha512 = ?1 OR base = ?2 ORDER BY dossiers.id, path";
        let rows = self.read(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map(params![sha512, base], |row| {
                Ok((row.get::<_, i32>(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?))
            })?;
            rows.collect::<rusqlite::Result<Vec<(i32, String, String, String)>>>()
        })?;
        let there = rows.into_iter().filter_map(|(year, name, path, sha512)| {
            let dossier = self.archive.dossier(&format!("{year}/{name}")).ok()?;
            dossier.folder.join(&path).is_file().then_some(Copy { dossier, path, sha512 })
        });
        Ok(there.collect())
    }

    /// The files of a dossier that others have taken the place of, each with the dossier of the latest.
    ///
    /// # Errors
    /// When the machine refuses.
    pub fn replaced(&self, dossier: &str) -> Result<BTreeMap<String, String>, Diagnostic> {
        let sql = "SELECT documents.path, latest.year, latest.name FROM documents \
                   JOIN dossiers ON dossiers.id = documents.dossier \
                   JOIN replaced ON replaced.sha512 = documents.sha512 \
                   JOIN dossiers latest ON latest.id = replaced.dossier \
                   WHERE dossiers.year || '/' || dossiers.name = ?1 \
                   AND latest.id NOT IN (SELECT dossier FROM temp.gone) ORDER BY latest.id";
        self.read(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([dossier], |row| {
                Ok((row.get(0)?, format!("{}/{}", row.get::<_, i32>(1)?, row.get::<_, String>(2)?)))
            })?;
            rows.collect()
        })
    }

    /// Leaves out of all answers what the archive does not have any more, and tells of it, as of what the
    /// index does not know yet.
    pub(super) fn expect_there(&mut self) -> Result<(), Diagnostic> {
        let there: BTreeSet<(i32, String)> =
            self.archive.dossiers()?.into_iter().map(|dossier| (dossier.year, dossier.name)).collect();
        let known = self.read(|connection| {
            let mut statement = connection.prepare("SELECT year, name, id FROM dossiers")?;
            let rows = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
            rows.collect::<rusqlite::Result<BTreeMap<(i32, String), i64>>>()
        })?;
        let gone: Vec<_> = known.iter().filter(|(name, _)| !there.contains(name)).collect();
        self.read(|connection| {
            let mut statement = connection.prepare_cached("INSERT OR IGNORE INTO temp.gone VALUES (?1)")?;
            gone.iter().try_for_each(|(_, id)| statement.execute([id]).map(|_| ()))
        })?;
        let lost: Vec<_> = gone.into_iter().map(|(name, _)| name).collect();
        if !lost.is_empty() {
            let message = format!(
                "chỉ mục còn ghi {} mà kho không còn; kết quả không có văn bản của hồ sơ ấy",
                named(&lost)
            );
            let hint = "lấy lại hồ sơ từ bản sao dự phòng của kho; không còn bản sao thì lập lại chỉ mục bằng `thidua \
                        archive rebuild`";
            self.warnings.push(warning(Diagnostic::error(message)).hint(hint));
        }
        let new: Vec<_> = there.iter().filter(|name| !known.contains_key(name)).collect();
        // What cannot be read, or is being archived just now, is told already.
        let told = !self.warnings.is_empty() || !settle::notes(self.archive)?.is_empty();
        if !new.is_empty() && !told {
            let message = format!("chỉ mục chưa có {}", named(&new));
            let hint = "lập lại chỉ mục bằng `thidua archive rebuild`";
            self.warnings.push(warning(Diagnostic::error(message)).hint(hint));
        }
        Ok(())
    }
}

/// Dossiers as they are told of.
fn named(dossiers: &[&(i32, String)]) -> String {
    let names = dossiers.iter().take(NAMED).map(|(year, name)| format!("`{year}/{name}`"));
    let more = (dossiers.len() > NAMED).then(|| "…".to_owned());
    format!("hồ sơ {}", names.chain(more).collect::<Vec<_>>().join(", "))
}
