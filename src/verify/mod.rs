//! What the signatures of a PDF file prove, and what was changed after them.
