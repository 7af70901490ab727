//! Official numbers as Nghị định 30/2020/NĐ-CP, Điều 15, asks: from 01 on 1 January, one after another,
//! none twice.
//!
//! A book is a folder of small files that a person can read:
//!
//! ```text
//! so-van-ban/2026/so-noi-vu/cach-danh-so.yaml       one series a type, or one for all
//! so-van-ban/2026/so-noi-vu/qd-snv/mo-so.yaml       the first number that is given here
//! so-van-ban/2026/so-noi-vu/qd-snv/0012.yaml        who holds the number, and for what
//! so-van-ban/2026/so-noi-vu/qd-snv/0012.ket-qua.yaml   what became of it: used, or cancelled and why
//! so-van-ban/2026/so-noi-vu/qd-snv/0012.luu-kho.yaml   which dossier of the archive its paper was put into
//! ```
//!
//! Every file is [claimed](crate::output::claim): made in one step where there was none, on the disk before
//! anything is told, and never altered. So the file system alone decides who was first, also between
//! machines that share the folder, and a number has one holder and one outcome.
//!
//! A number is claimed only where its predecessor is known to exist, therefore a series has no gap; the
//! next one is told by the files' names, so that a damaged file is still a number given. A series in which
//! thidua never gave a number only registers what was numbered elsewhere, and may have gaps.

mod book;
mod check;
mod files;
mod giving;
mod inscription;
mod kept;
mod outcome;
mod purpose;
mod series;

pub use book::{Entry, Volume, issuers, volumes};
pub use check::{check, check_on};
pub use files::{Ending, Outcome, Purpose, Reservation, Source, Style};
pub use giving::{Given, Request, reserve};
pub use inscription::inscribe;
pub use kept::{Kept, keep, kept};
pub use outcome::{Registered, Usage, bind, cancel, look_up, use_number};
pub use series::{Opening, Series, start};

/// The book's folder within the archive.
pub const FOLDER: &str = "so-van-ban";
