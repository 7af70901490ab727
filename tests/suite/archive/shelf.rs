//! Dossiers of which only the metadata are there: enough to be found and registered.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use thidua::archive::find::{Found, Query, find};
use thidua::archive::index::Index;
use thidua::archive::metadata::{DocumentMetadata, DossierMetadata, FileCode, Recipient, SignerInfo};
use thidua::archive::{Archive, xml};

/// An archive in a folder of its own.
pub struct Shelf {
    folder: TempDir,
}

impl Shelf {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// With a dossier more: `2026/tong-ket`.
    pub fn with(self, dossier: &str, papers: &[DocumentMetadata]) -> Self {
        put(&self.path(), dossier, papers);
        self
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("kho")
    }

    pub fn archive(&self) -> Archive {
        Archive::open(&self.path()).expect("the archive")
    }

    /// What a query finds: trích yếu of each paper.
    pub fn found(&self, query: &Query) -> Vec<String> {
        let Found { hits, .. } = self.find(query);
        hits.into_iter().map(|hit| hit.subject).collect()
    }

    pub fn find(&self, query: &Query) -> Found {
        let archive = self.archive();
        let index = Index::open_to_read(&archive).expect("an index");
        find(&index, query).unwrap_or_else(|fault| panic!("{}", fault.render(false)))
    }
}

/// A query for words.
pub fn words(words: &str) -> Query {
    Query { words: vec![words.to_owned()], limit: 50, ..Query::default() }
}

/// Puts a dossier's metadata into an archive.
pub fn put(archive: &Path, dossier: &str, papers: &[DocumentMetadata]) {
    let (year, name) = dossier.split_once('/').expect("a year and a name");
    let code = FileCode {
        organ_id: None,
        file_catalog: year.parse().expect("a year"),
        file_notation: name.to_owned(),
    };
    let folder = archive.join("ho-so").join(dossier).join("data/sieu-du-lieu");
    fs::create_dir_all(&folder).expect("a folder");
    let about = DossierMetadata {
        file_code: code.clone(),
        title: format!("Hồ sơ hội nghị {name} năm {year}"),
        maintenance: "20 năm".to_owned(),
        rights: String::new(),
        creator: String::new(),
        language: "Tiếng Việt".to_owned(),
        start_date: papers.iter().filter_map(|paper| paper.issued_date).min(),
        end_date: papers.iter().filter_map(|paper| paper.issued_date).max(),
        doc_total: papers.len() as u32,
        page_total: 2 * papers.len() as u32,
        description: String::new(),
    };
    fs::write(folder.join("ho-so.xml"), xml::write(&about).expect("XML")).expect("a file");
    for (at, paper) in (1..).zip(papers) {
        let path = format!("data/van-ban/van-ban-{at}.pdf");
        let paper = DocumentMetadata { file_code: code.clone(), doc_ordinal: at, path, ..paper.clone() };
        fs::write(folder.join(format!("van-ban-{at}.xml")), xml::write(&paper).expect("XML"))
            .expect("a file");
    }
}

/// A decision of Sở Nội vụ: its number and symbol, its date, its trích yếu.
pub fn paper(code: &str, date: &str, subject: &str) -> DocumentMetadata {
    let (number, symbol) = code.split_once('/').unzip();
    DocumentMetadata {
        file_code: FileCode { organ_id: None, file_catalog: 0, file_notation: String::new() },
        doc_ordinal: 0,
        type_name: "Quyết định".to_owned(),
        code_number: number.map(str::to_owned),
        code_notation: symbol.map(str::to_owned),
        issued_date: date.parse().ok(),
        organ_name: "Sở Nội vụ".to_owned(),
        subject: subject.to_owned(),
        language: "Tiếng Việt".to_owned(),
        page_amount: 2,
        description: String::new(),
        signer_info: vec![SignerInfo {
            position: "Giám đốc".to_owned(),
            full_name: "Nguyễn Văn A".to_owned(),
        }],
        to: vec![Recipient {
            organ_id: None, organ_name: "Ủy ban nhân dân tỉnh Sông Hương".to_owned()
        }],
        priority: 0,
        issued_amount: Some(5),
        filing: "VT, TĐKT".to_owned(),
        due_date: None,
        path: String::new(),
        sha512: "0".repeat(128),
        names: Vec::new(),
        replaces: Vec::new(),
    }
}

/// The same with names in its lists.
pub fn naming(paper: DocumentMetadata, names: &[&str]) -> DocumentMetadata {
    DocumentMetadata { names: names.iter().map(|name| (*name).to_owned()).collect(), ..paper }
}
