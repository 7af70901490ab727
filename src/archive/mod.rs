//! The archive: a folder of dossiers that is readable without thidua, and proves itself.

pub mod metadata;
