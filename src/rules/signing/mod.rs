//! Who signs, by what power, and whether the award is theirs to decide.

pub(super) mod authority;
pub(super) mod awards;
pub(super) mod competence;
pub(super) mod names;
pub(super) mod posts;

use super::case::{Case, Sheet};
use crate::record::Signer;
use crate::record::document::{Authority, Prefix};
use crate::record::paper::Kind;

/// The papers that end with a signer's block, with who signs: a covenant ends with its parties'.
pub(super) fn signed<'c>(case: &'c Case) -> impl Iterator<Item = (&'c Sheet<'c>, &'c Signer)> {
    let sheets = case.sheets.iter().filter(|sheet| sheet.paper.kind != Kind::Covenant);
    sheets.filter_map(|sheet| Some((sheet, sheet.signer?)))
}

/// The lines of authority with their pointers.
fn lines<'c>(sheet: &Sheet, signer: &'c Signer) -> Vec<(String, &'c Authority)> {
    let at = |at: usize| format!("{}/authority/{at}", sheet.signer_pointer);
    signer.authority.0.iter().enumerate().map(|(line, authority)| (at(line), authority)).collect()
}

/// Whether one of the lines begins so.
fn acts(signer: &Signer, prefix: Prefix) -> bool {
    signer.authority.0.iter().any(|line| line.prefix == prefix)
}
