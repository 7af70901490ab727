//! Many records: each is made by itself, by processes of our own of which one may die without the others.
//!
//! - [`make`](mod@make) makes the papers of one record;
//! - [`worker`] does so for whoever hands it records, [`crew`] hands them out and takes over what a worker leaves;
//! - [`list`] tells which records are meant, [`shard`] which of them are this machine's;
//! - [`events`] notes what became of each paper, and [`inputs`] whether it would be the same today.

pub mod crew;
pub mod events;
pub mod inputs;
pub mod list;
pub mod make;
pub mod shard;
pub mod worker;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::input::files::RecordFile;
use crate::press::Options;

/// How the papers of a batch are made: the same for every record of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Order {
    /// The folder in which each record gets a folder of its own.
    pub output: PathBuf,
    /// A folder of fonts beside the built-in ones.
    pub font_path: Option<PathBuf>,
    /// A folder of templates over the built-in ones.
    pub template_dir: Option<PathBuf>,
    /// Which papers, and as what.
    pub options: Options,
    /// Whether what is told is coloured.
    pub colour: bool,
    /// Whether it is to be told what the papers are made of, for a run that goes on later.
    pub inputs: bool,
    /// How long a record may take, in seconds.
    pub time_limit: u64,
    /// How much memory a record may take, in megabytes.
    pub memory_limit: u64,
}

/// A record that is to be made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Task {
    /// Its file.
    pub file: RecordFile,
    /// What an earlier run made of it.
    pub earlier: Option<events::Earlier>,
}
