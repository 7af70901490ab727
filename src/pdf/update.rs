//! An incremental update: what it changes is appended, and every earlier byte stays as it was.

use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId};

use super::{broken, end_line, guarded};
use crate::diagnostic::Diagnostic;

/// Keys of a cross-reference section that tell of that section only; the next has its own.
const OF_ONE_SECTION: [&[u8]; 7] =
    [b"XRefStm", b"Type", b"W", b"Index", b"Length", b"Filter", b"DecodeParms"];

/// Changes to a PDF file that are appended to it when they are finished.
pub struct Update(IncrementalDocument);

impl Update {
    /// Begins an update of a file.
    ///
    /// # Errors
    /// As [`super::open`].
    pub fn open(pdf: &[u8]) -> Result<Self, Diagnostic> {
        let previous = super::open(pdf)?;
        let mut incremental = IncrementalDocument::create_from(pdf.to_vec(), previous);
        for key in OF_ONE_SECTION {
            incremental.new_document.trailer.remove(key);
        }
        Ok(Self(incremental))
    }

    /// The file as it was before the update.
    pub fn previous(&self) -> &Document {
        self.0.get_prev_documents()
    }

    /// An object as it is now.
    pub fn get(&self, id: ObjectId) -> Option<&Object> {
        let new = self.0.new_document.objects.get(&id);
        new.or_else(|| self.previous().get_object(id).ok())
    }

    /// The object that a reference leads to, or the object itself where it is none.
    pub fn resolved<'a>(&'a self, object: &'a Object) -> Option<&'a Object> {
        match object {
            Object::Reference(id) => self.get(*id).filter(|found| found.as_reference().is_err()),
            direct => Some(direct),
        }
    }

    /// A dictionary as it is now.
    ///
    /// # Errors
    /// When there is no such dictionary.
    pub fn dictionary(&self, id: ObjectId) -> Result<&Dictionary, Diagnostic> {
        self.get(id).and_then(|object| object.as_dict().ok()).ok_or_else(broken)
    }

    /// The id of the document's catalog.
    ///
    /// # Errors
    /// When the file names none.
    pub fn catalog(&self) -> Result<ObjectId, Diagnostic> {
        let root = self.previous().trailer.get(b"Root");
        root.and_then(Object::as_reference).map_err(|_| broken())
    }

    /// An object to be changed.
    ///
    /// # Errors
    /// When there is no such object.
    pub fn edit(&mut self, id: ObjectId) -> Result<&mut Object, Diagnostic> {
        self.0.opt_clone_object_to_new_document(id).map_err(|_| broken())?;
        self.0.new_document.get_object_mut(id).map_err(|_| broken())
    }

    /// A dictionary to be changed.
    ///
    /// # Errors
    /// When there is no such dictionary.
    pub fn edit_dictionary(&mut self, id: ObjectId) -> Result<&mut Dictionary, Diagnostic> {
        self.edit(id)?.as_dict_mut().map_err(|_| broken())
    }

    /// A value below a dictionary to be changed, wherever the keys on the way lead: in the
    /// dictionary itself or in an object that it refers to. What is not there yet is null.
    ///
    /// # Errors
    /// When something else than dictionaries is on the way.
    pub fn edit_at(&mut self, owner: ObjectId, path: &[&[u8]]) -> Result<&mut Object, Diagnostic> {
        let (owner, direct) = self.holder(owner, path)?;
        let mut value = self.edit(owner)?;
        for key in direct {
            if value.is_null() {
                *value = Object::Dictionary(Dictionary::new());
            }
            let dictionary = value.as_dict_mut().map_err(|_| broken())?;
            if !dictionary.has(key) {
                dictionary.set(key, Object::Null);
            }
            value = dictionary.get_mut(key).map_err(|_| broken())?;
        }
        Ok(value)
    }

    /// The object that holds the value at a path, and the rest of the path within it.
    fn holder<'a>(
        &self,
        mut owner: ObjectId,
        path: &[&'a [u8]],
    ) -> Result<(ObjectId, Vec<&'a [u8]>), Diagnostic> {
        let mut direct: Vec<&[u8]> = Vec::new();
        for &key in path {
            let mut value = Some(self.dictionary(owner)?);
            for step in &direct {
                value = value.and_then(|within| within.get(step).ok()?.as_dict().ok());
            }
            match value.and_then(|within| within.get(key).ok()) {
                Some(Object::Reference(id)) => {
                    owner = *id;
                    direct.clear();
                }
                _ => direct.push(key),
            }
        }
        Ok((owner, direct))
    }

    /// Puts items into the array at a path, at an index or at its end; a value that stands
    /// there alone becomes an array with them.
    ///
    /// # Errors
    /// As [`Update::edit_at`].
    pub fn insert(
        &mut self,
        owner: ObjectId,
        path: &[&[u8]],
        at: usize,
        items: Vec<Object>,
    ) -> Result<(), Diagnostic> {
        let value = self.edit_at(owner, path)?;
        let mut array = match std::mem::replace(value, Object::Null) {
            Object::Null => Vec::new(),
            Object::Array(array) => array,
            alone => vec![alone],
        };
        let at = at.min(array.len());
        array.splice(at..at, items);
        *value = Object::Array(array);
        Ok(())
    }

    /// Appends items to the array at a path.
    ///
    /// # Errors
    /// As [`Update::edit_at`].
    pub fn push(&mut self, owner: ObjectId, path: &[&[u8]], items: Vec<Object>) -> Result<(), Diagnostic> {
        self.insert(owner, path, usize::MAX, items)
    }

    /// An id for an object that is made later.
    ///
    /// # Errors
    /// When the file has used up all numbers.
    pub fn reserve(&mut self) -> Result<ObjectId, Diagnostic> {
        self.0.new_document.try_new_object_id().map_err(|_| broken())
    }

    /// Adds an object.
    ///
    /// # Errors
    /// As [`Update::reserve`].
    pub fn add(&mut self, object: impl Into<Object>) -> Result<ObjectId, Diagnostic> {
        let id = self.reserve()?;
        self.set(id, object);
        Ok(id)
    }

    /// Puts an object under an id.
    pub fn set(&mut self, id: ObjectId, object: impl Into<Object>) {
        self.0.new_document.set_object(id, object);
    }

    /// The file with the update at its end, on lines of its own.
    ///
    /// # Errors
    /// When the update cannot be written down.
    pub fn finish(mut self) -> Result<Vec<u8>, Diagnostic> {
        let mut pdf = Vec::new();
        guarded(|| Ok(self.0.save_to(&mut pdf)?))?;
        end_line(&mut pdf);
        Ok(pdf)
    }
}
