//! What a signer forbade for later: DocMDP and FieldMDP (ISO 32000-1, 12.8.2).

use lopdf::{Dictionary, Document, Object};

use super::changes::Permitted;
use super::report::Note;
use super::revisions::{dictionary, value};

/// What may still be done after a signature.
#[derive(Debug, Default)]
pub struct Locks {
    /// DocMDP: 1 nothing, 2 forms and signatures, 3 annotations too.
    level: Option<i64>,
    /// FieldMDP, and the lock of the signature's own field.
    fields: Vec<FieldLock>,
}

#[derive(Debug)]
enum FieldLock {
    All,
    Only(Vec<String>),
    AllBut(Vec<String>),
}

impl Locks {
    /// Reads what a signature forbids, itself and by its field.
    ///
    /// # Errors
    /// When that cannot be understood.
    pub fn of(document: &Document, signature: &Dictionary, field: &Dictionary) -> Result<Self, Note> {
        let unclear = || Note::new("locks", "không đọc được điều kiện khóa mà người ký đã đặt");
        let mut locks = Self::default();
        let references = value(document, signature, b"Reference").and_then(|list| list.as_array().ok());
        for reference in references.into_iter().flatten() {
            let reference = dictionary(document, reference).ok_or_else(unclear)?;
            let parameters =
                value(document, reference, b"TransformParams").and_then(|one| one.as_dict().ok());
            match value(document, reference, b"TransformMethod").and_then(|method| method.as_name().ok()) {
                Some(b"DocMDP") => {
                    let level = parameters.and_then(|one| value(document, one, b"P")?.as_i64().ok());
                    locks.restrict(Some(level.ok_or_else(unclear)?));
                }
                Some(b"FieldMDP") => {
                    let lock = parameters.and_then(|one| field_lock(document, one));
                    locks.fields.push(lock.ok_or_else(unclear)?);
                }
                _ => return Err(unclear()),
            }
        }
        if let Some(lock) = value(document, field, b"Lock").and_then(|lock| lock.as_dict().ok()) {
            locks.restrict(value(document, lock, b"P").and_then(|level| level.as_i64().ok()));
            locks.fields.push(field_lock(document, lock).ok_or_else(unclear)?);
        }
        Ok(locks)
    }

    fn restrict(&mut self, level: Option<i64>) {
        self.level = [self.level, level].into_iter().flatten().min();
    }

    /// Whether the signer locked other fields and left this one to be filled in.
    pub fn leave_open(&self, field: &str) -> bool {
        !self.fields.is_empty() && !self.fields.iter().any(|lock| lock.holds(field))
    }

    /// Why something done after the signature breaks a lock; nothing when it does not.
    pub fn broken_by(&self, change: &Permitted) -> Option<Note> {
        let (field, seen, signed) = match change {
            Permitted::Signed { field, unseen_timestamp } => (field, !unseen_timestamp, true),
            Permitted::FieldAdded { field, visible, .. } => (field, *visible, false),
            Permitted::Filled { field, .. } => (field, true, true),
            Permitted::Description
            | Permitted::Proofs
            | Permitted::OddKeys { .. }
            | Permitted::Shown { .. }
            | Permitted::Crossed { .. }
            | Permitted::OverSignature { .. }
            | Permitted::Says { .. }
            | Permitted::Beside { .. } => return None,
        };
        let document = self.level.is_some_and(|level| level <= 1 || !signed);
        let locked = self.fields.iter().any(|lock| lock.holds(field));
        (seen && (document || locked)).then(|| {
            Note::new(
                "locked",
                format!("ô ký “{field}” được dùng sau khi người ký đã khóa tài liệu hoặc ô này"),
            )
        })
    }
}

impl FieldLock {
    fn holds(&self, field: &str) -> bool {
        let listed = |names: &[String]| {
            names.iter().any(|name| {
                field == name || field.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
            })
        };
        match self {
            Self::All => true,
            Self::Only(names) => listed(names),
            Self::AllBut(names) => !listed(names),
        }
    }
}

/// What a signature lets others do with the whole document, where it certifies that.
pub fn certified(document: &Document, signature: &Dictionary) -> Option<i64> {
    let references = value(document, signature, b"Reference")?.as_array().ok()?;
    references.iter().find_map(|reference| {
        let reference = dictionary(document, reference)?;
        let method = value(document, reference, b"TransformMethod")?.as_name().ok()?;
        let parameters = value(document, reference, b"TransformParams")?.as_dict().ok()?;
        (method == b"DocMDP").then_some(())?;
        value(document, parameters, b"P")?.as_i64().ok()
    })
}

fn field_lock(document: &Document, parameters: &Dictionary) -> Option<FieldLock> {
    let names = || {
        let names = value(document, parameters, b"Fields")?.as_array().ok()?;
        names.iter().map(|name: &Object| lopdf::decode_text_string(name).ok()).collect::<Option<Vec<_>>>()
    };
    match value(document, parameters, b"Action")?.as_name().ok()? {
        b"All" => Some(FieldLock::All),
        b"Include" => Some(FieldLock::Only(names()?)),
        b"Exclude" => Some(FieldLock::AllBut(names()?)),
        _ => None,
    }
}
