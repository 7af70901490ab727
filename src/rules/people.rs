//! Everybody whom a record names, with where the name stands.

use super::case::{Case, Sheet};
use super::offices::{held, unit_named};
use super::signing::signed;
use crate::record::awards::Category;
use crate::record::{Person, Recipient, Signer, Unit, UnitId};

/// In what part of the record a person is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Head of a unit.
    Head,
    /// Signs the covenant beside the head.
    CoSigner,
    /// Chairs the meeting.
    Chair,
    /// Guest of the meeting.
    Guest,
    /// Comes for a unit.
    Attendee,
    /// Signs a paper.
    Signer,
    /// Signs the covenant for a party.
    Party,
    /// Is awarded.
    Awarded,
}

/// A person as the record names one.
#[derive(Debug)]
pub struct Mention<'c> {
    /// JSON pointer of the name.
    pub pointer: String,
    /// The name as written.
    pub name: &'c str,
    /// In what part.
    pub role: Role,
    /// The post in the person's own office.
    pub title: Option<&'c str>,
    /// JSON pointer of the post.
    pub title_pointer: String,
    /// The member unit that the person belongs to, where that is known.
    pub unit: Option<&'c Unit>,
    /// Ông, Bà, Đồng chí.
    pub honorific: Option<&'c str>,
}

/// Everybody, in the order of the record's parts; the awarded come last.
pub fn people<'c>(case: &'c Case) -> Vec<Mention<'c>> {
    let mut all = officials(case);
    for (sheet, decision) in case.decisions() {
        for (at, grant) in decision.grants.iter().enumerate() {
            for (key, category) in
                [("individuals", Category::Individual), ("households", Category::Household)]
            {
                let pointer = format!("{}/grants/{at}/{key}", sheet.pointer);
                awarded(&pointer, grant.entries(category), &mut all);
            }
        }
    }
    all
}

/// Everybody but the awarded.
pub fn officials<'c>(case: &'c Case) -> Vec<Mention<'c>> {
    let mut all = Vec::new();
    let group = &case.record.group;
    for (at, unit) in group.units.iter().enumerate() {
        if let Some(head) = &unit.head {
            all.extend(mention(case, format!("/group/units/{at}/head"), head, Role::Head, Some(&unit.id)));
        }
        for (signer_at, signer) in unit.co_signers.iter().enumerate() {
            let pointer = format!("/group/units/{at}/co_signers/{signer_at}");
            all.extend(mention(case, pointer, signer, Role::CoSigner, Some(&unit.id)));
        }
    }
    let meeting = &case.record.meeting;
    if let Some(chair) = &meeting.chair {
        all.extend(mention(case, "/meeting/chair".to_owned(), chair, Role::Chair, None));
    }
    for (at, guest) in meeting.guests.iter().enumerate() {
        all.extend(mention(case, format!("/meeting/guests/{at}"), guest, Role::Guest, None));
    }
    for (at, row) in meeting.attendance.iter().enumerate() {
        for (person_at, person) in row.people.iter().enumerate() {
            let pointer = format!("/meeting/attendance/{at}/people/{person_at}");
            all.extend(mention(case, pointer, person, Role::Attendee, Some(&row.unit)));
        }
    }
    for (sheet, signer) in signed(case) {
        let pointer = format!("{}/name", sheet.signer_pointer);
        if all.iter().all(|other| other.pointer != pointer) {
            all.extend(signing(case, sheet, signer, pointer));
        }
    }
    for (at, party) in case.record.covenant.iter().flat_map(|covenant| &covenant.parties).enumerate() {
        for (signer_at, signer) in party.signers.iter().enumerate() {
            let pointer = format!("/covenant/parties/{at}/signers/{signer_at}");
            all.extend(mention(case, pointer, signer, Role::Party, party.unit.as_ref()));
        }
    }
    all
}

fn mention<'c>(
    case: &'c Case,
    pointer: String,
    person: &'c Person,
    role: Role,
    unit: Option<&UnitId>,
) -> Option<Mention<'c>> {
    let unit = person.unit.as_ref().or(unit).and_then(|id| case.record.group.unit(id));
    Some(Mention {
        name: person.name.as_deref()?,
        role,
        title: person.title.as_deref(),
        title_pointer: format!("{pointer}/title"),
        unit,
        honorific: person.honorific.as_deref(),
        pointer: format!("{pointer}/name"),
    })
}

/// A signer, in the post that is held in an office: the one in the group says nothing of it.
fn signing<'c>(case: &'c Case, sheet: &Sheet, signer: &'c Signer, pointer: String) -> Option<Mention<'c>> {
    let group = case.record.group.kind.leader();
    let is_office = |title: &&str| {
        held(case.law, title).is_none_or(|held| held.post.heads.iter().all(|head| head != group))
    };
    let own = signer.title.as_deref().filter(is_office);
    let (title, key) = match (&signer.office_title, own) {
        (Some(office), _) => (Some(office.as_str()), "office_title"),
        (None, title) => (title, "title"),
    };
    let of = title.and_then(|title| held(case.law, title)).map(|held| held.of).filter(|of| !of.is_empty());
    let unit = match of {
        Some(of) => unit_named(case.record, &of),
        None if key == "title" && own.is_some() => unit_named(case.record, &sheet.issuer_name(case.record)),
        None => None,
    };
    Some(Mention {
        name: signer.name.as_deref()?,
        role: Role::Signer,
        title,
        title_pointer: format!("{}/{key}", sheet.signer_pointer),
        unit,
        honorific: None,
        pointer,
    })
}

fn awarded<'c>(pointer: &str, list: &'c [Recipient], all: &mut Vec<Mention<'c>>) {
    for (at, entry) in list.iter().enumerate() {
        match entry {
            Recipient::Group { members, .. } => awarded(&format!("{pointer}/{at}/members"), members, all),
            Recipient::One(awardee) => all.push(Mention {
                // A name alone stands as the entry itself, at which the longer pointer ends too.
                pointer: format!("{pointer}/{at}/name"),
                name: &awardee.name,
                role: Role::Awarded,
                title: awardee.title.as_deref(),
                title_pointer: format!("{pointer}/{at}/title"),
                unit: None,
                honorific: awardee.honorific.as_deref(),
            }),
        }
    }
}
