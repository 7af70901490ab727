//! PDF files as signing, verifying and archiving see them: form fields, revisions, what an update added.
