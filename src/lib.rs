//! thidua makes the official papers of a meeting of a *cụm/khối thi đua* from one YAML record.
//!
//! ```text
//! record.yaml ──input──▶ Record ──template──▶ Typst text ──typeset──▶ pages ──▶ PDF/A bytes ──▶ files
//! ```
//!
//! - [`record`] and [`vietnamese`] are pure: the domain, and the language of its papers.
//! - [`input`] reads a record and finds all its faults, each at its place.
//! - [`rules`] holds the law as data and judges a record by it; [`check`] shows what it found at its place.
//! - [`succession`] makes the next record from the last, and finds what was not changed since.
//! - [`template`] computes what a paper shows and fills its template.
//! - [`typeset`] lays the text out with Typst and exports it.
//! - [`press`] is the whole way from file to finished paper; [`batch`] does it for many, within [`limits`];
//!   [`output`] writes files;
//!   [`exclusive`] changes one that others may change at the same time, and keeps what is signed.
//! - [`pdf`] adds to finished papers without touching what is there; [`sign`] signs them, [`verify`] tells what signatures prove;
//!   both read [`certificate`]s, with the names of [`oid`].
//! - [`numbers`] gives official numbers; [`archive`] keeps the papers of a meeting for decades;
//!   [`clock`] is Vietnam's.
//! - [`preview`] shows a record's papers in the browser while it is being written.
//! - [`cli`] is the command line; [`diagnostic`] the one shape of fault that all of them use.

pub mod archive;
pub mod batch;
pub mod certificate;
pub mod check;
pub mod cli;
pub mod clock;
pub mod diagnostic;
pub mod exclusive;
pub mod input;
pub mod limits;
pub mod numbers;
pub mod oid;
pub mod output;
pub mod pdf;
pub mod press;
pub mod preview;
pub mod record;
pub mod rules;
pub mod sign;
pub mod succession;
pub mod template;
pub mod typeset;
pub mod verify;
pub mod vietnamese;
