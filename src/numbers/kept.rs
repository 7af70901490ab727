//! Which dossier a number's paper was put into: so the book tells of a paper that the archive has lost.

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::book::{KEPT, Volume, volumes};
use super::files;
use super::series::{self, Series};
use crate::clock;
use crate::diagnostic::Diagnostic;
use crate::record::scalar::DocumentNumber;

/// A number whose paper is in the archive: the file `NNNN.luu-kho.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Số, as it is printed.
    #[serde(rename = "so")]
    pub number: DocumentNumber,
    /// Ký hiệu, as it is printed.
    #[serde(rename = "ky-hieu")]
    pub notation: String,
    /// Cơ quan ban hành.
    #[serde(rename = "co-quan")]
    pub issuer: String,
    /// The year whose number it is.
    #[serde(rename = "nam")]
    pub year: i32,
    /// The first dossier that has the paper: `2026/tong-ket`.
    #[serde(rename = "luu-o-ho-so")]
    pub dossier: String,
    /// When it was put there.
    #[serde(rename = "ghi-luc")]
    pub at: DateTime<FixedOffset>,
    /// The SHA-512 of the file that tells who held the number: so that it is seen if it is edited later.
    #[serde(rename = "sha512-tep-cap-so", default, skip_serializing_if = "Option::is_none")]
    pub reservation: Option<String>,
}

/// Notes where the paper of a number is kept; where that was noted before, it stays.
///
/// # Errors
/// When the machine refuses.
pub fn keep(
    archive: &Path,
    series: &Series,
    number: DocumentNumber,
    dossier: &str,
) -> Result<(), Diagnostic> {
    let shelf = series::made_shelf(archive, series)?;
    let path = shelf.kept_path(number);
    if path.exists() {
        return Ok(());
    }
    let kept = Kept {
        number,
        notation: series.notation.clone(),
        issuer: series.issuer.clone(),
        year: series.year,
        dossier: dossier.to_owned(),
        at: clock::now(),
        reservation: Some(files::sha512(&shelf.reservation_path(number))?),
    };
    files::claim(&path, &kept).map(|_| ())
}

/// The numbers whose papers the archive was given, and what is wrong with files that cannot be read.
///
/// # Errors
/// When a folder of the book cannot be read.
pub fn kept(archive: &Path) -> Result<(Vec<Kept>, Vec<Diagnostic>), Diagnostic> {
    let (mut kept, mut faults) = (Vec::new(), Vec::new());
    for Volume { shelf, .. } in volumes(archive, None)? {
        for name in shelf.names()?.iter().filter(|name| name.ends_with(KEPT)) {
            match files::read::<Kept>(&shelf.path(name)) {
                Ok(one) => kept.extend(one),
                Err(fault) => faults.push(fault),
            }
        }
    }
    Ok((kept, faults))
}
