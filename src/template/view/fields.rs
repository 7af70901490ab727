//! Signature fields: what each is called. The layout gives them their places.

use std::collections::BTreeSet;

use serde::Serialize;

use super::is_draft;
use crate::pdf::fields::{OFFICE, SIGNER};
use crate::record::covenant::SigningParty;
use crate::record::document::Signer;
use crate::record::gaps::Gap;
use crate::record::group::UnitId;
use crate::template::Stage;
use crate::vietnamese::slug::slug;

/// The field of a party whose name leaves nothing for a field's name.
const PARTY: &str = "ben-ky";

/// An empty field for a digital signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldView {
    /// By which programs know it.
    name: String,
    /// By which people know it.
    label: String,
}

/// Whether a paper is a copy to be signed that lacks nothing: only such a copy has fields. Where
/// something is left to the pen, what is signed would not be what is kept.
pub fn signable(stage: Stage, gaps: &[Gap]) -> bool {
    !is_draft(stage, gaps) && !gaps.iter().any(|gap| gap.decisive)
}

/// The fields of a report or a decision: the person's, and the office's over the left of it
/// (NĐ 30/2020, PL I/II.7d, 8).
pub fn of_signer(signer: &Signer) -> (FieldView, FieldView) {
    let whom: Vec<&str> = [&signer.name, &signer.title].into_iter().flatten().map(String::as_str).collect();
    let person =
        FieldView { name: SIGNER.to_owned(), label: format!("Chữ ký số của {}", whom.join(", ")) };
    // A group has no seal: that of the leader's office may stand here, so no office is named.
    let office =
        FieldView { name: OFFICE.to_owned(), label: "Chữ ký số của cơ quan ban hành".to_owned() };
    (person, office)
}

/// The fields of a covenant: for each party, one for each of its signers. Each unit signs by its
/// head, among equals: no office issues the paper, and none has a field for its seal.
pub fn of_parties(parties: &[SigningParty]) -> Vec<Vec<FieldView>> {
    let units: BTreeSet<String> = parties.iter().filter_map(|party| party.unit).map(of_unit).collect();
    let mut taken = BTreeSet::new();
    parties.iter().map(|party| of_party(party, &units, &mut taken)).collect()
}

/// The unit's id; a full stop in it would part a field from what it is part of.
fn of_unit(id: &UnitId) -> String {
    if id.0.contains('.') || !id.0.is_ascii() { slug(&id.0) } else { id.0.clone() }
}

fn of_party(party: &SigningParty, units: &BTreeSet<String>, taken: &mut BTreeSet<String>) -> Vec<FieldView> {
    let name = party.unit.map_or_else(|| slug(party.heading), of_unit);
    let name = if name.is_empty() { PARTY.to_owned() } else { name };
    let several = party.signers.len() > 1;
    let field = |(at, signer): (usize, &&crate::record::Person)| {
        // The ids of units are kept for them, whoever comes first.
        let numbered = (at + 1..).map(|number| match number {
            1 => name.clone(),
            number => format!("{name}-{number}"),
        });
        let own = party.unit.is_some() && at == 0;
        let mut free = numbered.filter(|name| !taken.contains(name) && (own || !units.contains(name)));
        let name = free.next().unwrap_or_default();
        taken.insert(name.clone());
        let person = signer.name.as_ref().filter(|_| several);
        let person = person.map(|person| format!(" ({person})")).unwrap_or_default();
        FieldView { name, label: format!("Chữ ký số của {}{person}", party.heading) }
    };
    party.signers.iter().enumerate().map(field).collect()
}
