//! What became of each paper, a JSON line each: for other programs, and for a run that goes on where one was stopped.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::inputs;
use super::make::{Made, Written};
use crate::diagnostic::Diagnostic;
use crate::input::files::RecordFile;
use crate::output;

/// A line of the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Event {
    /// The name that the record's papers are filed under.
    name: String,
    /// The record's file.
    record: String,
    /// The paper by name; none where the record could not be read.
    paper: Option<String>,
    /// How many lines the record has.
    of: usize,
    /// The file that was written; none where there is none.
    path: Option<PathBuf>,
    /// SHA-256 of the file.
    sha256: Option<String>,
    /// How long it took, in milliseconds.
    ms: u64,
    /// What became of it.
    status: Status,
    /// What is wrong with the record, a sentence each.
    faults: Vec<String>,
    /// What the record's papers were made of.
    inputs: String,
}

/// What became of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    /// It was made.
    Made,
    /// It was made, and the record has faults: a draft.
    Draft,
    /// It was not made.
    Failed,
}

/// The papers that an earlier run has made of a record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Earlier {
    /// What they were made of.
    pub inputs: String,
    /// Its files.
    pub files: Vec<Written>,
}

impl Earlier {
    /// Whether they would be the same today and are all there as they were made.
    pub fn stands(&self, inputs: &str) -> bool {
        let is_whole =
            |file: &Written| inputs::sha256_of(&file.path).is_some_and(|digest| digest == file.sha256);
        self.inputs == inputs && self.files.iter().all(is_whole)
    }
}

/// The file of events while a batch is being made.
pub struct Events {
    path: PathBuf,
    file: File,
}

impl Events {
    /// Begins a new file in the place of an older one.
    ///
    /// # Errors
    /// When it cannot be written, or holds what is worth keeping: a signed paper.
    pub fn begin(path: &Path) -> Result<Self, Diagnostic> {
        output::write(path, b"")?;
        Self::open(path)
    }

    /// Goes on with a file, which is begun where there is none; what it tells of earlier runs, by the names of
    /// records.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub fn resume(path: &Path) -> Result<(Self, HashMap<String, Earlier>), Diagnostic> {
        if std::fs::symlink_metadata(path).is_err() {
            return Ok((Self::begin(path)?, HashMap::new()));
        }
        let mut events = Self::open(path)?;
        let earlier = events.earlier()?;
        Ok((events, earlier))
    }

    fn open(path: &Path) -> Result<Self, Diagnostic> {
        let file = OpenOptions::new().read(true).append(true).open(path);
        let file = file.map_err(|error| output::machine("ghi", path, &error))?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Reads what earlier runs have told. Of a record the last run counts; a line that was not finished counts for
    /// nothing.
    fn earlier(&mut self) -> Result<HashMap<String, Earlier>, Diagnostic> {
        let path = self.path.clone();
        let failed = |error| output::machine("đọc", &path, &error);
        let mut runs: HashMap<String, Vec<Event>> = HashMap::new();
        let mut line = Vec::new();
        let mut reader = BufReader::new(&mut self.file);
        while reader.read_until(b'\n', &mut line).map_err(failed)? > 0 {
            if let Ok(event) = serde_json::from_slice::<Event>(&line) {
                let run = runs.entry(event.name.clone()).or_default();
                if run.first().is_some_and(|first| run.len() >= first.of || first.inputs != event.inputs) {
                    run.clear();
                }
                run.push(event);
            }
            line.clear();
        }
        self.finish_line().map_err(failed)?;
        Ok(runs.into_iter().filter_map(|(record, run)| Some((record, whole(run)?))).collect())
    }

    /// Ends a line in whose middle a run was stopped.
    fn finish_line(&mut self) -> std::io::Result<()> {
        let length = self.file.seek(SeekFrom::End(0))?;
        if length > 0 {
            let mut last = [0];
            self.file.seek(SeekFrom::End(-1))?;
            self.file.read_exact(&mut last)?;
            if last != *b"\n" {
                self.file.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    /// Tells what became of a record, at once on the disk's side of this program.
    ///
    /// # Errors
    /// When the machine refuses.
    pub fn tell(&mut self, record: &RecordFile, made: &Made) -> Result<(), Diagnostic> {
        let mut lines = Vec::new();
        for event in events(record, made) {
            serde_json::to_writer(&mut lines, &event)
                .map_err(|error| output::machine("ghi", &self.path, &error.into()))?;
            lines.push(b'\n');
        }
        self.file.write_all(&lines).map_err(|error| output::machine("ghi", &self.path, &error))
    }
}

/// The papers of a run, where all of them were made and nothing was wrong.
fn whole(run: Vec<Event>) -> Option<Earlier> {
    let first = run.first()?;
    let complete = run.len() == first.of && run.iter().all(|event| event.status == Status::Made);
    let inputs = first.inputs.clone();
    let file = |event: Event| {
        Some(Written { paper: event.paper?, path: event.path?, sha256: event.sha256?, ms: event.ms })
    };
    let files = run.into_iter().map(file).collect::<Option<Vec<Written>>>()?;
    complete.then_some(Earlier { inputs, files })
}

/// The lines of a record; those of one that was not made anew stand there already.
fn events(record: &RecordFile, made: &Made) -> Vec<Event> {
    if made.unchanged {
        return Vec::new();
    }
    let faults: Vec<String> = made.faults.iter().map(|fault| fault.message.clone()).collect();
    let status = if faults.is_empty() { Status::Made } else { Status::Draft };
    let event = |paper: Option<String>| Event {
        name: record.name.clone(),
        record: record.path.display().to_string(),
        paper,
        of: 0,
        path: None,
        sha256: None,
        ms: 0,
        status: Status::Failed,
        faults: faults.clone(),
        inputs: made.inputs.clone(),
    };
    let written = made.files.iter().map(|file| Event {
        path: Some(file.path.clone()),
        sha256: Some(file.sha256.clone()),
        ms: file.ms,
        status,
        ..event(Some(file.paper.clone()))
    });
    let failed = made.failed.iter().map(|paper| event(Some(paper.clone())));
    let mut events: Vec<Event> = written.chain(failed).collect();
    if events.is_empty() {
        events.push(event(None));
    }
    let of = events.len();
    events.iter_mut().for_each(|event| event.of = of);
    events
}
