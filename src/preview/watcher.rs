//! Tells when a file that papers are made of changes.
//!
//! The system's notices make it quick. They may get lost (a folder that is replaced, a drive on
//! the network), so the files' stamps are compared now and then as well. Folders are watched, not
//! files: an editor that saves by renaming puts another file in the place of the one that it read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::materials::{self, Materials};

/// How long it must be quiet after a notice: an editor writes in several steps.
const QUIET: Duration = Duration::from_millis(5);

/// How long a record may be away or empty before that is taken for its new state.
const ABSENCE: Duration = Duration::from_millis(250);

/// The most that is waited for quiet.
const LIMIT: Duration = Duration::from_millis(500);

/// How often stamps are compared.
const COMPARED_EVERY: Duration = Duration::from_secs(1);

/// Template folders are read this deep, as deep as the press reads them.
const MAX_DEPTH: usize = 4;

/// Waits for changes.
pub struct Watcher {
    record: PathBuf,
    /// None where the system has no notices to give; stamps alone tell then.
    notices: Option<RecommendedWatcher>,
    events: Receiver<Event>,
    /// Kept so that the receiver waits even when there are no notices.
    _events_end: Sender<Event>,
    watched: BTreeSet<PathBuf>,
    materials: Materials,
    stamps: BTreeMap<PathBuf, Stamp>,
}

/// By what a change of a file is seen; none while it is not there.
type Stamp = Option<(SystemTime, u64)>;

impl Watcher {
    /// A watcher for a record.
    pub fn new(record: &Path) -> Self {
        let (sender, events) = channel();
        let to_receiver = sender.clone();
        let notices = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if let Ok(event) = event
                // Reading is no change: the press itself reads.
                && !matches!(event.kind, EventKind::Access(_))
            {
                // Nobody receives any more when the program ends.
                let _ = to_receiver.send(event);
            }
        });
        Self {
            record: record.to_owned(),
            notices: notices.ok(),
            events,
            _events_end: sender,
            watched: BTreeSet::new(),
            materials: Materials::default(),
            stamps: BTreeMap::new(),
        }
    }

    /// Watches these files from now on.
    pub fn follow(&mut self, materials: &Materials) {
        self.materials = materials.clone();
        self.stamps = self.stamps();
        let files = materials.files.iter().map(|file| crate::input::folder_of(file));
        let mut folders: BTreeSet<PathBuf> = files.collect();
        if let Ok(target) = self.record.canonicalize() {
            // The record may be a link.
            folders.insert(crate::input::folder_of(&target));
        }
        for folder in &materials.template_folders {
            folders.insert(crate::input::folder_of(folder));
            walk(folder, 0, &mut |path, is_folder| {
                if is_folder {
                    folders.insert(path.to_owned());
                }
            });
        }
        let folders = folders.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
        self.watch(folders);
    }

    fn watch(&mut self, folders: BTreeSet<PathBuf>) {
        let Some(notices) = &mut self.notices else { return };
        for gone in self.watched.difference(&folders) {
            // What is not there any more is not watched any more either.
            let _ = notices.unwatch(gone);
        }
        self.watched.retain(|folder| folders.contains(folder));
        for folder in folders {
            // What cannot be watched is seen by its stamps.
            if !self.watched.contains(&folder) && notices.watch(&folder, RecursiveMode::NonRecursive).is_ok()
            {
                self.watched.insert(folder);
            }
        }
    }

    /// Waits until a file has changed and seems to be whole. Returns when that was noticed first.
    pub fn wait(&mut self) -> Instant {
        loop {
            match self.events.recv_timeout(COMPARED_EVERY) {
                Ok(event) if self.concerns(&event) => {
                    let noticed = Instant::now();
                    self.settle(noticed);
                    return noticed;
                }
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    if self.stamps != self.stamps() {
                        return Instant::now();
                    }
                }
            }
        }
    }

    /// Lets the one who saves come to an end.
    fn settle(&mut self, noticed: Instant) {
        while noticed.elapsed() < LIMIT {
            let there = std::fs::metadata(&self.record).is_ok_and(|metadata| metadata.len() > 0);
            let Ok(event) = self.events.recv_timeout(if there { QUIET } else { ABSENCE }) else { return };
            self.note_lost(&event);
        }
    }

    /// Whether an event is about something that papers are made of.
    fn concerns(&mut self, event: &Event) -> bool {
        let lost = self.note_lost(event);
        // Events got lost: anything may have changed.
        lost || event.need_rescan() || event.paths.iter().any(|path| self.is_material(path))
    }

    /// Forgets folders that went away, so that they are watched again when they are back.
    fn note_lost(&mut self, event: &Event) -> bool {
        let gone = matches!(
            event.kind,
            EventKind::Remove(_) | EventKind::Modify(notify::event::ModifyKind::Name(_))
        );
        let mut lost = false;
        for path in event.paths.iter().filter(|_| gone) {
            if self.watched.remove(path) {
                lost = true;
                if let Some(notices) = &mut self.notices {
                    let _ = notices.unwatch(path);
                }
            }
        }
        lost
    }

    fn is_material(&self, path: &Path) -> bool {
        let same = |own: &PathBuf| own.file_name() == path.file_name() && same_folder(own, path);
        materials::is_picture(path)
            || self.materials.files.iter().any(same)
            || self.record.canonicalize().is_ok_and(|target| target == path)
            || self.materials.template_folders.iter().any(|folder| {
                // A folder that comes or goes brings or takes its templates.
                same(folder)
                    || folder.canonicalize().is_ok_and(|folder| {
                        path.starts_with(&folder)
                            && (materials::is_template(path) || path.extension().is_none())
                    })
            })
    }

    /// The stamps of all files.
    fn stamps(&self) -> BTreeMap<PathBuf, Stamp> {
        let stamp = |path: &Path| {
            let metadata = std::fs::metadata(path).ok()?;
            Some((metadata.modified().ok()?, metadata.len()))
        };
        let mut stamps: BTreeMap<PathBuf, Stamp> =
            self.materials.files.iter().map(|file| (file.clone(), stamp(file))).collect();
        for folder in &self.materials.template_folders {
            walk(folder, 0, &mut |path, is_folder| {
                if !is_folder && materials::is_template(path) {
                    stamps.insert(path.to_owned(), stamp(path));
                }
            });
        }
        stamps
    }
}

/// Whether two files lie in the same folder, by whatever path it is named.
fn same_folder(one: &Path, other: &Path) -> bool {
    match (crate::input::folder_of(one).canonicalize(), crate::input::folder_of(other).canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Visits a folder and what is in it; links are not followed.
fn walk(folder: &Path, depth: usize, visit: &mut dyn FnMut(&Path, bool)) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    visit(folder, true);
    for entry in entries.flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth < MAX_DEPTH => walk(&entry.path(), depth + 1, visit),
            Ok(kind) if kind.is_file() => visit(&entry.path(), false),
            _ => {}
        }
    }
}
