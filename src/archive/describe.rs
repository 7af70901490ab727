//! From a record to the metadata of its papers.

use super::metadata::{DocumentMetadata, DossierMetadata, FileCode, Recipient, Replaced, SignerInfo};
use crate::input::Loaded;
use crate::record::awards::{self, Category};
use crate::record::document::{Document, Urgency};
use crate::record::paper::{Kind, Paper};
use crate::record::{Person, Record};
use crate::template::view::{Facts, facts};

/// The language of every paper, as Phụ lục VI wants it said.
const LANGUAGE: &str = "Tiếng Việt";

/// What the metadata of a paper take from its file, not from the record.
#[derive(Debug, Clone)]
pub struct Filed {
    /// Its place in the dossier, from 1.
    pub ordinal: u32,
    /// The file within the bag.
    pub path: String,
    /// The file's SHA-512.
    pub sha512: String,
    /// Number of pages.
    pub pages: u32,
    /// How it was signed, or that it was scanned.
    pub description: String,
    /// The copies that it takes the place of.
    pub replaces: Vec<Replaced>,
}

/// The metadata of a paper; none where the record has no such paper.
pub fn document(loaded: &Loaded, paper: Paper, code: &FileCode, filed: Filed) -> Option<DocumentMetadata> {
    let record = &loaded.record;
    let facts = facts(loaded, paper)?;
    let own = paper.document(record)?;
    Some(DocumentMetadata {
        file_code: code.clone(),
        doc_ordinal: filed.ordinal,
        signer_info: signers(record, paper, &facts),
        names: names(record, paper, &facts),
        to: receivers(record, paper, &facts.recipients),
        type_name: facts.type_name,
        code_number: facts.number,
        code_notation: facts.symbol,
        issued_date: facts.date,
        organ_name: facts.issuer,
        subject: facts.subject,
        language: LANGUAGE.to_owned(),
        page_amount: filed.pages,
        description: filed.description,
        priority: match own.urgency {
            None => 0,
            Some(Urgency::Urgent) => 1,
            Some(Urgency::VeryUrgent) => 2,
            Some(Urgency::Express) => 3,
        },
        issued_amount: copies(record, paper, own),
        filing: own.filing.as_deref().unwrap_or("VT").trim_end_matches(['.', ';', ' ']).to_owned(),
        due_date: None,
        path: filed.path,
        sha512: filed.sha512,
        replaces: filed.replaces,
    })
}

/// The metadata of a dossier that holds these papers.
pub fn dossier(
    record: &Record,
    code: FileCode,
    maintenance: String,
    creator: String,
    documents: &[DocumentMetadata],
) -> DossierMetadata {
    let about = DossierMetadata {
        file_code: code,
        title: title(record),
        maintenance,
        // The record holds votes, scores and names of people.
        rights: "Hạn chế".to_owned(),
        creator,
        language: LANGUAGE.to_owned(),
        start_date: None,
        end_date: None,
        doc_total: 0,
        page_total: 0,
        description: String::new(),
    };
    about.of_papers(documents)
}

/// `Hồ sơ hội nghị tổng kết năm 2025 của Khối thi đua số 1`: one meeting, one title.
pub fn title(record: &Record) -> String {
    let meeting = &record.meeting;
    format!("Hồ sơ hội nghị {} {} của {}", meeting.kind.word(), meeting.period.words(), record.group.name)
}

fn signers(record: &Record, paper: Paper, facts: &Facts) -> Vec<SignerInfo> {
    if let (Kind::Covenant, Some(covenant)) = (paper.kind, &record.covenant) {
        let parties = covenant.signing_parties(record);
        let signer = |heading: &str, person: &Person| {
            let title = person.title.iter().map(String::as_str).chain([heading]);
            let position = title.collect::<Vec<_>>().join(", ");
            SignerInfo { position, full_name: person.name.clone().unwrap_or_default() }
        };
        return parties
            .iter()
            .flat_map(|party| party.signers.iter().map(|person| signer(party.heading, person)))
            .collect();
    }
    let name = facts.signer.clone().unwrap_or_default();
    vec![SignerInfo { position: facts.position.join(", "), full_name: name }]
}

/// Who receives a paper; of a covenant each party keeps a copy.
fn receivers(record: &Record, paper: Paper, written: &[String]) -> Vec<Recipient> {
    let mut names: Vec<String> = Vec::new();
    if let (Kind::Covenant, Some(covenant)) = (paper.kind, &record.covenant) {
        names.extend(covenant.signing_parties(record).iter().map(|party| party.heading.to_owned()));
        names.extend(covenant.further_copies.iter().cloned());
    }
    names.extend(written.iter().cloned());
    names.into_iter().map(|organ_name| Recipient { organ_id: None, organ_name }).collect()
}

fn copies(record: &Record, paper: Paper, own: &Document) -> Option<u32> {
    if let Some(copies) = own.copies {
        return Some(copies.0);
    }
    let covenant = record.covenant.as_ref().filter(|_| paper.kind == Kind::Covenant)?;
    u32::try_from(covenant.copies(record)).ok()
}

/// Whom and what the paper may be looked for by, each once, in the order of the paper.
fn names(record: &Record, paper: Paper, facts: &Facts) -> Vec<String> {
    let mut names: Vec<&str> = Vec::new();
    match paper.kind {
        Kind::Decision => {
            let grants = record.awards.get(paper.index).map(|decision| &decision.grants);
            for entry in grants
                .into_iter()
                .flatten()
                .flat_map(|grant| Category::ALL.into_iter().flat_map(|category| grant.entries(category)))
            {
                entry_names(entry, &mut names);
            }
        }
        Kind::Report => {
            names.extend(record.group.units.iter().map(|unit| unit.name.as_str()));
            names.extend(record.nominations.iter().filter_map(|nomination| nomination.name.as_deref()));
        }
        Kind::Covenant => {
            let parties = record.covenant.iter().flat_map(|covenant| covenant.signing_parties(record));
            for party in parties {
                names.push(party.heading);
                names.extend(party.signers.iter().filter_map(|signer| signer.name.as_deref()));
            }
        }
    }
    names.extend(facts.signer.as_deref());
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(*name));
    names.into_iter().map(str::to_owned).collect()
}

fn entry_names<'a>(entry: &'a awards::Recipient, names: &mut Vec<&'a str>) {
    match entry {
        awards::Recipient::One(awardee) => {
            names.push(&awardee.name);
            names.extend(awardee.unit.as_deref());
        }
        awards::Recipient::Group { heading, members } => {
            names.push(heading);
            members.iter().for_each(|member| entry_names(member, names));
        }
    }
}
