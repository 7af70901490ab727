//! Everybody whom a record names, with where the name stands.

use super::case::{Case, Sheet};
use super::offices::{held, unit_named};
use super::signing::signed;
use crate::record::awards::{Awardee, Category};
use crate::record::{Grant, Person, Recipient, Signer, Unit, UnitId};

/// In what part of the record a person is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    let persons = entries(case).into_iter().filter(|entry| entry.category != Category::Collective);
    all.extend(persons.map(|entry| Mention {
        // A name alone stands as the entry itself, at which the longer pointer ends too.
        pointer: format!("{}/name", entry.pointer),
        name: &entry.awardee.name,
        role: Role::Awarded,
        title: entry.awardee.title.as_deref(),
        title_pointer: format!("{}/title", entry.pointer),
        unit: None,
        honorific: entry.awardee.honorific.as_deref(),
    }));
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

/// One line of a list of the awarded.
pub struct Entry<'c> {
    /// JSON pointer of the line.
    pub pointer: String,
    /// JSON pointer of its grant.
    pub grant_pointer: String,
    /// The grant.
    pub grant: &'c Grant,
    /// In which list of the grant.
    pub category: Category,
    /// The innermost heading above it.
    pub heading: Option<&'c str>,
    /// Who.
    pub awardee: &'c Awardee,
}

/// All lines of the lists of all decisions.
pub fn entries<'c>(case: &'c Case) -> Vec<Entry<'c>> {
    let mut all = Vec::new();
    for (sheet, decision) in case.decisions() {
        for (at, grant) in decision.grants.iter().enumerate() {
            let grant_pointer = format!("{}/grants/{at}", sheet.pointer);
            for category in Category::ALL {
                let pointer = format!("{grant_pointer}/{}", list_key(category));
                let mut list = List { grant, grant_pointer: &grant_pointer, category, all: &mut all };
                list.walk(&pointer, None, grant.entries(category));
            }
        }
    }
    all
}

/// The key of a grant's list.
pub fn list_key(category: Category) -> &'static str {
    match category {
        Category::Collective => "collectives",
        Category::Individual => "individuals",
        Category::Household => "households",
    }
}

struct List<'c, 'l> {
    grant: &'c Grant,
    grant_pointer: &'l str,
    category: Category,
    all: &'l mut Vec<Entry<'c>>,
}

impl<'c> List<'c, '_> {
    fn walk(&mut self, pointer: &str, heading: Option<&'c str>, list: &'c [Recipient]) {
        for (at, entry) in list.iter().enumerate() {
            match entry {
                Recipient::Group { heading, members } => {
                    self.walk(&format!("{pointer}/{at}/members"), Some(heading), members);
                }
                Recipient::One(awardee) => self.all.push(Entry {
                    pointer: format!("{pointer}/{at}"),
                    grant_pointer: self.grant_pointer.to_owned(),
                    grant: self.grant,
                    category: self.category,
                    heading,
                    awardee,
                }),
            }
        }
    }
}
