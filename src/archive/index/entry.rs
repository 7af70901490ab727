//! How a dossier and its papers are written into the index.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Transaction, params};

use super::fault::Refusal;
use crate::archive::dossier::Dossier;
use crate::archive::making::Making;
use crate::archive::metadata::{DocumentMetadata, DossierMetadata};
use crate::vietnamese::fold::{fold, words};

/// Words as they are compared: without diacritics, in small letters, one space between them.
pub fn key(text: &str) -> String {
    fold(&words(text).join(" "))
}

/// A paper's number as it is compared: `05` is `5`, `12A` is `12a`.
pub fn number_key(number: &str) -> String {
    let small = fold(number.trim());
    let bare = small.trim_start_matches('0');
    if bare.is_empty() { small } else { bare.to_owned() }
}

/// Enters a dossier in the place of what was known of it.
pub fn enter(
    transaction: &Transaction,
    dossier: &Dossier,
    metadata: &DossierMetadata,
    documents: &[DocumentMetadata],
) -> Result<(), Refusal> {
    forget(transaction, dossier)?;
    let sql = "INSERT INTO dossiers (year, name, title, maintenance, ended) VALUES (?1, ?2, ?3, ?4, ?5)";
    let ended = metadata.end_date.map(|day| day.to_string());
    transaction.prepare_cached(sql)?.execute(params![
        dossier.year,
        dossier.name,
        metadata.title,
        metadata.maintenance,
        ended,
    ])?;
    let id = transaction.last_insert_rowid();
    let making = Making::read(&dossier.folder).ok();
    let mut seen = BTreeSet::new();
    // A paper that is told of twice is one paper.
    for document in documents.iter().filter(|document| seen.insert(document.path.as_str())) {
        let papers = making.iter().flat_map(|making| &making.papers);
        let base = papers.filter(|made| !made.scan).find(|made| made.file == document.path);
        enter_paper(transaction, id, metadata, document, base.map(|made| made.sha512.as_str()))?;
    }
    Ok(())
}

fn enter_paper(
    transaction: &Transaction,
    dossier: i64,
    metadata: &DossierMetadata,
    document: &DocumentMetadata,
    base: Option<&str>,
) -> Result<(), Refusal> {
    let sql = "INSERT INTO documents (dossier, path, kind, kind_key, number, number_key, symbol, symbol_key, \
               issued, organ, organ_key, subject, pages, sha512, base) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
    transaction.prepare_cached(sql)?.execute(params![
        dossier,
        document.path,
        document.type_name,
        key(&document.type_name),
        document.code_number,
        document.code_number.as_deref().map(number_key),
        document.code_notation,
        document.code_notation.as_deref().map(key),
        document.issued_date.map(|day| day.to_string()),
        document.organ_name,
        key(&document.organ_name),
        document.subject,
        document.page_amount,
        document.sha512,
        base,
    ])?;
    let exact = words(&text(metadata, document)).join(" ");
    let folded = fold(&exact);
    let sql = "INSERT INTO words (rowid, exact, folded) VALUES (?1, ?2, ?3)";
    transaction.prepare_cached(sql)?.execute(params![transaction.last_insert_rowid(), exact, folded])?;
    for replaced in &document.replaces {
        let sql = "INSERT INTO replaced (dossier, sha512) VALUES (?1, ?2)";
        transaction.prepare_cached(sql)?.execute(params![dossier, replaced.sha512])?;
    }
    Ok(())
}

/// Everything that a paper may be looked for by, in one text.
fn text(metadata: &DossierMetadata, document: &DocumentMetadata) -> String {
    let number = [document.code_number.as_deref(), document.code_notation.as_deref()];
    // The symbol right after the number, as it is printed: `12/QĐ-SNV` is found as one.
    let number = number.into_iter().flatten().collect::<Vec<_>>().join("/");
    let date = document.issued_date.map(|day| day.format("%d/%m/%Y").to_string()).unwrap_or_default();
    let mut parts =
        vec![number.as_str(), &date, &document.type_name, &document.subject, &document.organ_name];
    for signer in &document.signer_info {
        parts.extend([signer.full_name.as_str(), &signer.position]);
    }
    parts.extend(document.to.iter().map(|recipient| recipient.organ_name.as_str()));
    parts.extend(document.names.iter().map(String::as_str));
    parts.push(&metadata.title);
    parts.join("\n")
}

/// Takes out what is known of a dossier.
fn forget(transaction: &Transaction, dossier: &Dossier) -> Result<(), Refusal> {
    let known: Option<i64> = transaction
        .prepare_cached("SELECT id FROM dossiers WHERE year = ?1 AND name = ?2")?
        .query_row(params![dossier.year, dossier.name], |row| row.get(0))
        .optional()?;
    let Some(id) = known else { return Ok(()) };
    let papers = "DELETE FROM words WHERE rowid IN (SELECT id FROM documents WHERE dossier = ?1)";
    for sql in [
        papers,
        "DELETE FROM documents WHERE dossier = ?1",
        "DELETE FROM replaced WHERE dossier = ?1",
        "DELETE FROM dossiers WHERE id = ?1",
    ] {
        transaction.prepare_cached(sql)?.execute([id])?;
    }
    Ok(())
}
