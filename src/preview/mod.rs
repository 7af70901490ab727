//! The live preview: a record's papers in the browser while the record is being written.
//!
//! ```text
//! saved file ──Watcher──▶ Proofs (pages and faults) ──▶ Edition ──Server──▶ page in the browser
//! ```
//!
//! - [`materials`] are the files that papers are made of; [`watcher`] tells when one changes.
//! - [`proofs`] makes the papers anew, only as far as they changed, and keeps the last good pages;
//!   [`sheet`] is one such page.
//! - [`edition`] is what the browser is told; [`server`] tells it, on loopback only.
//! - `page/` is the page in the browser.

pub mod edition;
pub mod materials;
pub mod proofs;
pub mod server;
pub mod sheet;
pub mod watcher;
